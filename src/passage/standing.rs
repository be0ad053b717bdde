//! How a passage stands to its article as that is now.

use super::{Selector, State, TextHash, resolve};
use crate::span::Span;

/// How a passage stands to its article as that is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How sure its place is.
    pub state: State,
    /// The article's present text; `None` where the article has gone.
    pub text: Option<TextHash>,
    /// Whether its words stand there as they were kept. Else they are those of
    /// an earlier text, and whoever cites them should say so.
    pub verbatim: bool,
}

impl Standing {
    /// The article is not in the library any more.
    pub const GONE: Self = Self {
        state: State::Orphan,
        text: None,
        verbatim: false,
    };

    /// The article has the text that the passage was taken from.
    #[must_use]
    pub fn unchanged(text: TextHash) -> Self {
        Self {
            state: State::Anchored,
            text: Some(text),
            verbatim: true,
        }
    }

    /// Looks a passage up in `text`, which has the hash `hash`; gives also the
    /// bytes where it stands.
    #[must_use]
    pub fn of(selector: &Selector, text: &str, hash: TextHash) -> (Self, Option<Span>) {
        let anchor = resolve(selector, text, hash);
        let verbatim = anchor.span.is_some_and(|s| s.of(text) == &*selector.exact);
        let standing = Self {
            state: anchor.state,
            text: Some(hash),
            verbatim,
        };
        (standing, anchor.span)
    }

    /// Whether a person should look: its place is doubtful, or it has none.
    #[must_use]
    pub fn needs_a_look(self) -> bool {
        matches!(self.state, State::Doubtful | State::Orphan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_changed_are_not_verbatim() {
        let old =
            "The envoys agreed on Monday to open the northern crossing for six weeks, she said.";
        let at = old.find("to open").expect("words");
        let end = old.find(", she").expect("words");
        let selector = Selector::of(old, Span::new(at, end));
        let standing = |text: &str| Standing::of(&selector, text, TextHash::of(text)).0;
        assert_eq!(standing(old), Standing::unchanged(selector.hash));
        let later = format!("Geneva. {old}");
        assert!(standing(&later).verbatim && !standing(&later).needs_a_look());
        let edited = old.replace("six weeks", "six week");
        assert_eq!(standing(&edited).state, State::Moved);
        assert!(!standing(&edited).verbatim);
        assert!(standing("Another article altogether.").needs_a_look());
    }
}
