//! The last screen of a device, and a place in an article.

use crate::{
    article::ArticleId,
    clean::Clean,
    library::{Scope, Sort, View},
};

/// Where the reader stands in an article: byte offsets into its text. A text
/// that changed since may be shorter, or have no character there; the reader
/// takes the nearest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The first byte of the top row.
    pub top: usize,
    /// The cursor.
    pub cursor: usize,
}

/// The last screen of this device.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Screen {
    /// The open article, or the selected one of the list.
    pub article: Option<ArticleId>,
    /// Where the reader stood in it.
    pub position: Position,
    /// The pane that had the keys ("list", "reader").
    pub pane: Clean,
    /// The scope of the list, see [`Screen::view`].
    pub scope: Clean,
    /// The order of the list.
    pub sort: Clean,
    /// Whether the order was reversed.
    pub reverse: bool,
    /// The query of the list.
    pub query: Clean,
}

const SCOPES: [(&str, Scope); 4] = [
    ("all", Scope::All),
    ("unread", Scope::Unread),
    ("starred", Scope::Starred),
    ("bookmarked", Scope::Bookmarked),
];

const SORTS: [(&str, Sort); 6] = [
    ("date", Sort::Date),
    ("title", Sort::Title),
    ("source", Sort::Source),
    ("unread", Sort::Unread),
    ("added", Sort::Added),
    ("relevance", Sort::Relevance),
];

impl Screen {
    /// Describes a screen.
    #[must_use]
    pub fn new(article: Option<ArticleId>, position: Position, pane: &str, view: &View) -> Self {
        let scope = SCOPES.iter().find(|(_, s)| *s == view.scope);
        let sort = SORTS.iter().find(|(_, s)| *s == view.sort);
        Self {
            article,
            position,
            pane: Clean::line(pane),
            scope: Clean::line(scope.map_or("all", |s| s.0)),
            sort: Clean::line(sort.map_or("date", |s| s.0)),
            reverse: view.reverse,
            query: Clean::line(&view.query),
        }
    }

    /// What the list showed; names that are not known stand for the default.
    #[must_use]
    pub fn view(&self) -> View {
        let scope = SCOPES.iter().find(|(n, _)| *n == &*self.scope);
        let sort = SORTS.iter().find(|(n, _)| *n == &*self.sort);
        View {
            query: self.query.to_string(),
            scope: scope.map(|s| s.1).unwrap_or_default(),
            sort: sort.map(|s| s.1).unwrap_or_default(),
            reverse: self.reverse,
        }
    }
}
