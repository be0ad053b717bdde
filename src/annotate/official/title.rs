//! Titles beside a name: office, rank or honorific before it, apposition after
//! it, and the body or state that the office belongs to.
//!
//! Everything is read from the tokens next to the name, never across a verb,
//! and at most [`REACH`] tokens away.

mod after;
mod before;
mod clause;
mod complement;
mod owner;
mod phrase;

use crate::annotate::{
    lexicon::Category,
    official::mark::{Mark, Marks},
    token::{Shape, TokenKind, Tokens},
    types::Gender,
};

/// How far from a name its title is looked for, in tokens.
pub const REACH: usize = 20;

/// What sort of title it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Mr, Mrs: no office.
    Honorific,
    /// An occupation that is no office.
    Role,
    /// A title of the clergy.
    Clergy,
    /// A royal title.
    Royal,
    /// A military or police rank.
    Rank,
    /// An office.
    Office,
}

/// The body, state or place that an office belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Affiliation<'d> {
    /// Its first token, without an article.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// The state's code, if it tells one.
    pub state: Option<&'d str>,
    /// It is the state itself, so that its short name says it best.
    pub is_state: bool,
}

/// A title phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title<'d> {
    /// The first token of the whole phrase, articles left out.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// What sort it is.
    pub kind: Kind,
    /// The tokens of the office words.
    pub office: Option<(usize, usize)>,
    /// What it belongs to.
    pub affiliation: Option<Affiliation<'d>>,
    /// A state told beside another affiliation ("US State Department").
    pub state: Option<&'d str>,
    /// What an honorific or a royal title tells.
    pub gender: Option<Gender>,
    /// A complement stands between the office and the name ("minister of
    /// water X"), so that the name must look like one.
    pub weak: bool,
    /// The office words are a plural ("deputies A and B").
    pub plural: bool,
}

/// Reads titles of a text.
#[derive(Clone, Copy, Debug)]
pub struct Titles<'t, 'd> {
    /// The text.
    pub text: &'t Tokens<'d>,
    /// Its lexical cut.
    pub marks: &'t Marks<'d>,
}

/// What has been read so far of a phrase that is read leftward.
#[derive(Clone, Copy, Debug)]
struct Draft<'d> {
    kind: Option<Kind>,
    office: Option<(usize, usize)>,
    affiliation: Option<Affiliation<'d>>,
    state: Option<&'d str>,
    gender: Option<Gender>,
    weak: bool,
}

impl<'d> Titles<'_, 'd> {
    fn word(&self, i: usize) -> &'d str {
        self.text.word(i)
    }

    fn is(&self, i: usize, category: Category) -> bool {
        self.text.tokens.get(i).is_some_and(|t| t.is(category))
    }

    fn same(&self, a: usize, b: usize) -> bool {
        self.text.in_one_sentence(a, b)
    }

    fn is_capital(&self, i: usize) -> bool {
        self.text
            .tokens
            .get(i)
            .is_some_and(|t| t.kind == TokenKind::Word && t.is_capital())
    }

    fn any(&self, i: usize, words: &[&str]) -> bool {
        self.text.is_any(i, words)
    }

    /// Whether an office is an attorney who holds none: the word with nothing
    /// that it belongs to.
    fn is_private(&self, office: Option<(usize, usize)>, affiliation: bool) -> bool {
        office.is_some_and(|(a, b)| {
            b == a + 1 && !affiliation && self.any(a, &["attorney", "attorneys"])
        })
    }

    /// Whether the word at `i` is written in capitals and is no short name.
    fn is_shouted(&self, i: usize) -> bool {
        self.text
            .tokens
            .get(i)
            .is_some_and(|t| t.shape == Shape::Upper && t.span.len() > 3)
    }

    /// The mark that ends at `k`, or before the dot there ("Gen.").
    fn mark_before(&self, k: usize) -> Option<Mark<'d>> {
        if let Some(mark) = self.marks.ending(k) {
            return Some(mark);
        }
        let dot = k.checked_sub(1)?;
        let glued = self.text.tokens.get(dot).is_some_and(|t| !t.space);
        if glued && self.word(dot) == "." {
            return self.marks.ending(dot);
        }
        None
    }

    /// Whether the word at `i` can stand between an affiliation and the head
    /// of a title ("planning" minister).
    fn is_domain(&self, i: usize) -> bool {
        let Some(token) = self.text.tokens.get(i) else {
            return false;
        };
        let closed = [
            Category::Auxiliary,
            Category::Preposition,
            Category::Conjunction,
            Category::Pronoun,
            Category::Determiner,
            Category::Negation,
            Category::Complementiser,
            Category::AdverbOfCue,
            Category::Weekday,
            Category::Month,
            Category::RelativeDate,
        ];
        token.kind == TokenKind::Word
            && !closed.iter().any(|c| token.is(*c))
            && (token.is_capital() || !token.is(Category::Cue))
            && !self.word(i).ends_with("ly")
            && !self.any(i, &["very", "most", "more", "least", "so", "too"])
    }

    /// Whether the word at `i` says what a person is like, not what the office
    /// is for: "blood-soaked", "now-disgraced".
    fn is_epithet(&self, i: usize) -> bool {
        let word = self.word(i);
        let Some((head, tail)) = word.rsplit_once('-') else {
            return false;
        };
        let ends = [
            "ed", "ing", "born", "term", "right", "left", "wing", "spoken", "run", "worn", "old",
            "loving", "prone",
        ];
        let lower = tail.chars().all(|c| !c.is_uppercase());
        let side = ["now", "pro", "anti", "non", "ultra", "self"];
        side.iter().any(|w| head.eq_ignore_ascii_case(w))
            || (lower && ends.iter().any(|e| tail.ends_with(e)))
    }

    /// Takes a modifier right before the title into it, where it belongs there
    /// ("deputy", not "embattled").
    fn modify(&self, mark: &Mark<'d>, draft: &mut Draft<'d>) {
        if mark.stays_in_title(self.word(mark.first)) {
            draft.office = draft.office.map(|o| {
                if o.0 == mark.end {
                    (mark.first, o.1)
                } else {
                    o
                }
            });
        }
    }

    fn affiliation_of(&self, first: usize, end: usize, mark: Option<Mark<'d>>) -> Affiliation<'d> {
        let state = mark
            .and_then(|m| m.state())
            .or_else(|| (first..end).find_map(|i| self.marks.starting(i).and_then(|m| m.state())));
        let is_state = mark.is_some_and(|m| {
            m.first == first
                && m.end == end
                && matches!(
                    m.category,
                    Category::State | Category::StateAdjective | Category::StatePeople
                )
        });
        Affiliation {
            first,
            end,
            state,
            is_state,
        }
    }
}
