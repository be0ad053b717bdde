//! Changes of the reading state as plain data: what the user does, and what
//! undoes it.

use crate::{
    article::ArticleId,
    passage::{Passage, PassageId},
};

use super::screen::{Position, Screen};

/// A change of the reading state; `Reading::apply` makes it and gives its
/// inverse, so that undo and redo are two stacks of changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Marks an article read or unread.
    SetRead {
        /// Which.
        article: ArticleId,
        /// Whether it is read.
        read: bool,
    },
    /// Stars an article or takes the star away.
    SetStarred {
        /// Which.
        article: ArticleId,
        /// Whether it is starred.
        starred: bool,
    },
    /// Remembers where the reader stands, and that the article was open now.
    SetPosition {
        /// Which.
        article: ArticleId,
        /// Where.
        position: Position,
    },
    /// Remembers the last screen of this device.
    SetScreen(Box<Screen>),
    /// Keeps a passage: adds it, or changes the one with its id (note, tags,
    /// colour, place).
    PutPassage(Box<Passage>),
    /// Removes a passage.
    RemovePassage(PassageId),
    /// Sets a mark (`m` + letter) or clears it.
    SetMark {
        /// The letter: `a` to `z` inside one article, `A` to `Z` over the
        /// library.
        letter: char,
        /// The article that the mark lies in.
        article: ArticleId,
        /// The byte offset; `None` clears the mark.
        at: Option<usize>,
    },
    /// Several changes as one step: mark all read, tag all.
    Batch(Vec<Change>),
}

impl Change {
    /// A change that changes nothing.
    pub const NOTHING: Self = Self::Batch(Vec::new());

    /// Whether nothing is changed: not worth a place on the undo stack.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Batch(changes) if changes.iter().all(Self::is_nothing))
    }

    /// Marks many articles read or unread as one step.
    #[must_use]
    pub fn set_all_read(articles: impl IntoIterator<Item = ArticleId>, read: bool) -> Self {
        let one = |article| Self::SetRead { article, read };
        Self::Batch(articles.into_iter().map(one).collect())
    }

    /// What the change does, for the status line: "marked read", "removed a
    /// passage".
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::SetRead { read: true, .. } => "marked read".to_owned(),
            Self::SetRead { read: false, .. } => "marked unread".to_owned(),
            Self::SetStarred { starred: true, .. } => "starred".to_owned(),
            Self::SetStarred { starred: false, .. } => "star removed".to_owned(),
            Self::SetPosition { .. } => "place remembered".to_owned(),
            Self::SetScreen(_) => "screen remembered".to_owned(),
            Self::PutPassage(_) => "passage kept".to_owned(),
            Self::RemovePassage(_) => "passage removed".to_owned(),
            Self::SetMark { letter, at, .. } if at.is_some() => format!("mark {letter} set"),
            Self::SetMark { letter, .. } => format!("mark {letter} cleared"),
            Self::Batch(changes) => match changes.as_slice() {
                [] => "nothing changed".to_owned(),
                [one] => one.describe(),
                [first, ..] => format!("{} × {}", first.describe(), changes.len()),
            },
        }
    }
}
