//! A query that could not be understood.

use crate::clean::Clean;

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {}: {message}", .column + 1)]
pub struct QueryError {
    /// What is wrong and what would be right.
    pub message: Clean,
    /// Where: characters before the place, from 0.
    pub column: usize,
}

impl QueryError {
    /// An error at the byte offset `at` of `query`.
    #[must_use]
    pub(super) fn new(query: &str, at: usize, message: &str) -> Self {
        Self {
            message: Clean::line(message),
            column: query.get(..at).unwrap_or(query).chars().count(),
        }
    }
}
