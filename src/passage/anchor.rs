//! Finding a passage again in a text that may have changed.

use super::selector::{Selector, TextHash};
use crate::span::Span;

/// How sure the place of a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// At the very place, word for word.
    Anchored,
    /// Found again elsewhere, or with a letter changed, beyond doubt.
    Moved,
    /// Found, but changed so much that a person should look.
    Doubtful,
    /// Not found: kept with its text, shown nowhere.
    Orphan,
}

impl State {
    /// The name in JSON, in queries and in the panel.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Anchored => "anchored",
            Self::Moved => "moved",
            Self::Doubtful => "doubtful",
            Self::Orphan => "orphan",
        }
    }
}

/// Where a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The bytes; `None` for an orphan.
    pub span: Option<Span>,
    /// How sure that is.
    pub state: State,
}

impl Anchor {
    /// Nowhere.
    pub const ORPHAN: Self = Self {
        span: None,
        state: State::Orphan,
    };
}

/// Finds the passage in `text`, which has the hash `hash`.
#[must_use]
pub fn resolve(selector: &Selector, text: &str, hash: TextHash) -> Anchor {
    let exact = &*selector.exact;
    if exact.is_empty() {
        return Anchor::ORPHAN;
    }
    if hash == selector.hash
        && let Some(start) = byte_of(text, selector.start)
        && text.get(start..).is_some_and(|t| t.starts_with(exact))
    {
        return Anchor {
            span: Some(Span::new(start, start + exact.len())),
            state: State::Anchored,
        };
    }
    match text
        .match_indices(exact)
        .map(|(i, _)| i)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [only] => Anchor {
            span: Some(Span::new(*only, only + exact.len())),
            state: State::Moved,
        },
        _ => Anchor::ORPHAN,
    }
}

/// The byte offset of the code point number `point`; the end of the text for
/// its length.
fn byte_of(text: &str, point: usize) -> Option<usize> {
    let mut starts = text.char_indices().map(|(i, _)| i).chain([text.len()]);
    starts.nth(point)
}
