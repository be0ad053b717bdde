//! What the list shows of an article, and which articles it shows.

use std::sync::Arc;

use jiff::civil::DateTime;

use crate::{article::ArticleId, clean::Clean, index::RowKey, query::snippet::Snippet};

/// Which articles the list shows, before the query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All.
    #[default]
    All,
    /// Those that are not marked read.
    Unread,
    /// Starred ones.
    Starred,
    /// Those with passages.
    Bookmarked,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Newest first; below them what has no date, by the time of the file.
    #[default]
    Date,
    /// By headline.
    Title,
    /// By outlet, then date.
    Source,
    /// Unread ones first, then date.
    Unread,
    /// Newest files first.
    Added,
    /// What fits the query best first.
    Relevance,
}

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// A query; empty for everything.
    pub query: String,
    /// Which articles.
    pub scope: Scope,
    /// The order.
    pub sort: Sort,
    /// The other way round.
    pub reverse: bool,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number in the index.
    pub key: RowKey,
    /// The article.
    pub id: ArticleId,
    /// The headline.
    pub title: Clean,
    /// The outlet.
    pub source: Option<Clean>,
    /// When it was published.
    pub published: Option<DateTime>,
    /// When its file was made.
    pub added: DateTime,
    /// The folder, below its library folder.
    pub folder: Clean,
    /// Words of its text.
    pub words: u32,
    /// Marked read.
    pub read: bool,
    /// Starred.
    pub starred: bool,
    /// Passages kept in it.
    pub passages: u32,
    /// Distinct officials.
    pub officials: u32,
    /// Figures that matter.
    pub figures: u32,
    /// Quotes, see [`crate::annotate::Annotations::spoken`].
    pub quotes: u32,
    /// Why its file could not be imported.
    pub unreadable: Option<Clean>,
    /// Another file of the library holds it too.
    pub duplicate: bool,
    /// A built-in example.
    pub example: bool,
    /// Where the query's words stand.
    pub snippet: Option<Snippet>,
}

/// How many articles a view has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles.
    pub total: usize,
    /// Unread ones of these.
    pub unread: usize,
}

/// The articles of a view, in its order.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The view.
    pub view: View,
    /// Articles.
    pub total: usize,
    /// Unread ones of these.
    pub unread: usize,
    /// Their rows.
    pub order: Arc<[RowKey]>,
    /// What was understood of the query.
    pub understood: Clean,
    /// Files that are not indexed yet: the listing may grow.
    pub pending: usize,
}
