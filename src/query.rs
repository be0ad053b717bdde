//! The query language: one grammar for the list, search and the panels.
//!
//! ```text
//! rafah talks          both words, stemmed         "two-state solution"   exactly these words
//! gaza OR rafah        either                      negot*                 words that begin so
//! -truce  NOT truce    without                     aid near/5 crossing    at most 5 words apart
//! title:(a OR b)       a field over a group        date:2024-03..2024-05  see `fields`
//! ```
//!
//! Everything here is pure: [`Query::parse`] turns text into a tree with
//! columns, [`matches`] evaluates the tree over one article (the oracle, and
//! the search over what is not indexed yet), `index::search` over the index.

mod ast;
mod date;
pub mod entry;
mod error;
mod fields;
mod lex;
pub mod matches;
mod narrow;
mod number;
mod parse;
pub mod said;
pub mod snippet;
pub mod stem;
mod understood;
pub mod word;

pub use ast::{Figures, Flag, Node, Pattern, Query, Shown, Term, TextField};
pub use error::QueryError;
pub use fields::{FIELDS, Field};
