//! Runs of words that may be a personal name, and how much speaks for it.
//!
//! A run is a chain of capitalised words with initials, particles ("bin",
//! "van der", "al-"), suffixes ("Jr") and a nickname in quotation marks. Each
//! word is weighed by the name lists, the word lists and its place in the run.

mod run;
mod weigh;
mod word;

use std::cell::Cell;

use crate::annotate::{
    official::mark::Marks,
    token::{Shape, TokenKind, Tokens},
};

/// What a word can be in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A given name.
    Given,
    /// A given name that is also a word or a place.
    GivenWord,
    /// A family name.
    Surname,
    /// A family name that is also a word or a place.
    SurnameWord,
    /// A family name that stands first (Chinese, Korean, Vietnamese, …).
    SurnameFirst,
    /// A capitalised word that no list knows.
    Unknown,
    /// A word of a list that can be a given or family name here ("Jordan",
    /// "King", "May"): only beside a name.
    Soft {
        /// Also a given name.
        given: bool,
        /// Also a family name.
        surname: bool,
    },
    /// An ordinary word with a capital.
    Common,
    /// "J."
    Initial,
    /// "van", "bin".
    Particle,
    /// "Jr", "III".
    Suffix,
}

impl Word {
    /// Whether the word alone is good evidence of a name.
    #[must_use]
    pub fn is_given(self) -> bool {
        matches!(
            self,
            Self::Given | Self::GivenWord | Self::Soft { given: true, .. }
        )
    }

    /// Whether the word can be a family name.
    #[must_use]
    pub fn is_surname(self) -> bool {
        matches!(
            self,
            Self::Surname
                | Self::SurnameWord
                | Self::SurnameFirst
                | Self::Unknown
                | Self::Soft { surname: true, .. }
        )
    }
}

/// A chain of words that may be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// What speaks for a person, what against; from [`SURE`] on it is one.
    pub score: i32,
    /// It names a body, a work or a thing.
    pub thing: bool,
    /// How many words of it are names (initials, particles left out).
    pub words: usize,
    /// Whether its first word is a family name.
    pub surname_first: bool,
}

/// From this score on a run is a person without any more evidence.
pub const SURE: i32 = 5;

/// Longest run in tokens.
const REACH: usize = 10;

/// Reads runs of a text.
#[derive(Debug)]
pub struct Names<'t, 'd> {
    /// The text.
    pub text: &'t Tokens<'d>,
    /// Its lexical cut.
    pub marks: &'t Marks<'d>,
    /// What [`Names::word`] said of each token, in running text and in title
    /// case: a run asks for its words again and again.
    words: Vec<[Cell<Option<Option<Word>>>; 2]>,
    /// What [`Names::is_titled`] said of each sentence.
    titled: Vec<Cell<Option<bool>>>,
}

impl<'t, 'd> Names<'t, 'd> {
    /// Nothing has been asked yet.
    #[must_use]
    pub fn new(text: &'t Tokens<'d>, marks: &'t Marks<'d>) -> Self {
        Self {
            text,
            marks,
            words: vec![Default::default(); text.tokens.len()],
            titled: vec![Cell::default(); text.sentences.len()],
        }
    }
}

impl Names<'_, '_> {
    fn is_dot(&self, i: usize) -> bool {
        self.text
            .tokens
            .get(i)
            .is_some_and(|t| !t.space && t.kind == TokenKind::Punct)
            && self.text.word(i) == "."
    }

    /// Whether the sentence of token `i` is written in title case or capitals.
    #[must_use]
    pub fn is_titled(&self, sentence: usize) -> bool {
        let known = self.titled.get(sentence);
        if let Some(titled) = known.and_then(Cell::get) {
            return titled;
        }
        let titled = self.is_in_title_case(sentence);
        if let Some(slot) = known {
            slot.set(Some(titled));
        }
        titled
    }

    fn is_in_title_case(&self, sentence: usize) -> bool {
        let Some(s) = self.text.sentences.get(sentence) else {
            return false;
        };
        let (mut capitals, mut words, mut upper) = (0, 0, 0);
        for token in self.text.tokens.get(s.first..s.end).unwrap_or(&[]) {
            if token.kind == TokenKind::Word && token.span.len() > 3 {
                words += 1;
                capitals += usize::from(token.is_capital());
                upper += usize::from(token.shape == Shape::Upper);
            }
        }
        let lower_ends = self
            .text
            .tokens
            .get(s.end.saturating_sub(1))
            .is_some_and(|_| self.text.word(s.end.saturating_sub(1)) == ".");
        words >= 4 && !lower_ends && (capitals * 4 >= words * 3 || upper * 2 > words)
    }

    /// Whether token `i` begins its sentence, a quotation in it or a list.
    #[must_use]
    pub fn begins(&self, i: usize) -> bool {
        let Some(token) = self.text.tokens.get(i) else {
            return true;
        };
        let Some(before) = i.checked_sub(1).and_then(|b| self.text.tokens.get(b)) else {
            return true;
        };
        before.sentence != token.sentence
            || (before.kind == TokenKind::Punct
                && !matches!(
                    self.text.word(i - 1),
                    "," | ")" | "]" | "%" | "&" | "/" | "-" | "." | "’" | "'"
                ))
    }
}

/// A word without a tail that makes it an adjective: "Modi-led" is "Modi".
#[must_use]
pub fn stem(word: &str) -> &str {
    let tails = [
        "led",
        "style",
        "backed",
        "era",
        "appointed",
        "aligned",
        "like",
        "linked",
        "owned",
        "inspired",
        "allied",
    ];
    if word.bytes().all(|b| b.is_ascii() && b != b'-') {
        return word;
    }
    match word.rsplit_once(['-', '‐', '‑']) {
        Some((head, tail)) if tails.contains(&tail) => head,
        _ => word,
    }
}
