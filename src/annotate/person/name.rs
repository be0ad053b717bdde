//! Runs of words that may be a personal name, and how much speaks for it.
//!
//! A run is a chain of capitalised words with initials, particles ("bin",
//! "van der", "al-"), suffixes ("Jr") and a nickname in quotation marks. Each
//! word is weighed by the name lists, the word lists and its place in the run.

mod run;
mod weigh;

use crate::annotate::{
    lexicon::Category,
    official::mark::Marks,
    token::{Shape, Token, TokenKind, Tokens},
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

/// Words of grammar.
const CLOSED: &[Category] = &[
    Category::Preposition,
    Category::Determiner,
    Category::Conjunction,
    Category::Pronoun,
    Category::Auxiliary,
    Category::Complementiser,
    Category::Negation,
    Category::Ordinal,
];

/// Longest run in tokens.
const REACH: usize = 10;

/// Reads runs of a text.
#[derive(Clone, Copy, Debug)]
pub struct Names<'t, 'd> {
    /// The text.
    pub text: &'t Tokens<'d>,
    /// Its lexical cut.
    pub marks: &'t Marks<'d>,
}

fn has(token: &Token, categories: &[Category]) -> bool {
    categories.iter().any(|c| token.is(*c))
}

impl Names<'_, '_> {
    /// What the word at `i` can be in a name; `None` if nothing.
    ///
    /// `titled` says that the sentence is written in title case, so that
    /// capitals tell nothing.
    #[must_use]
    pub fn word(&self, i: usize, titled: bool) -> Option<Word> {
        let token = self.text.tokens.get(i)?;
        if token.kind != TokenKind::Word {
            return None;
        }
        let given = has(token, &[Category::Given, Category::GivenWord]);
        let surname = has(
            token,
            &[
                Category::Surname,
                Category::SurnameWord,
                Category::SurnameFirst,
            ],
        );
        if !token.is_capital() {
            return token.is(Category::NameParticle).then_some(Word::Particle);
        }
        let written = self.text.word(i);
        if is_prefixed_office(self.text, written) || is_seat(written) || self.is_month(i) {
            return None;
        }
        let letters = written.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 1 {
            let dotted = written.ends_with('.') || self.is_dot(i + 1);
            let word = matches!(written, "I" | "A") && !dotted;
            // "Q" before a question in a transcript.
            let label = self.begins(i) && !dotted;
            return (!word && !label).then_some(Word::Initial);
        }
        if self.begins(i) && has(token, CLOSED) && !self.heads_name(i) {
            return None;
        }
        if token.is(Category::NameSuffix) && is_degree(written) {
            return None;
        }
        if token.shape == Shape::Upper {
            if token.is(Category::NameSuffix) {
                return Some(Word::Suffix);
            }
            if written.contains('.') {
                // "J.D.", "S.M." but not "U.S."
                return self.marks.at(i).is_none().then_some(Word::Initial);
            }
            let beside = |at: Option<usize>| {
                at.and_then(|at| self.text.tokens.get(at))
                    .is_some_and(|t| t.shape == Shape::Upper && t.kind == TokenKind::Word)
            };
            let shouted = beside(i.checked_sub(1)) || beside(Some(i + 1));
            if shouted && letters < 4 && token.is(Category::NameParticle) {
                // "AL ZAYANI", "VAN DER BERG"
                return Some(Word::Particle);
            }
            let listed = given || surname || token.is(Category::Leader);
            let unknown = letters > 3
                && self.marks.at(i).is_none()
                && (self.is_label(i)
                    || (titled
                        && shouted
                        && !token.is(Category::Common)
                        && self.is_behind_name(i)));
            if unknown && !listed {
                return Some(Word::Unknown);
            }
            if !listed || letters < 3 || (letters == 3 && !shouted) {
                return None;
            }
        }
        if let Some(mark) = self.marks.at(i) {
            let day = mark.category == Category::Weekday && written.ends_with("day");
            if mark.category == Category::User
                || day
                || (mark.width() > 1 && !self.is_behind_given(mark.first))
            {
                return None;
            }
            if mark.width() > 1 {
                return Some(Word::Unknown);
            }
            return (given || surname).then_some(Word::Soft { given, surname });
        }
        if token.is(Category::NameSuffix) {
            return Some(Word::Suffix);
        }
        if token.is(Category::Given) {
            return Some(Word::Given);
        }
        if token.is(Category::SurnameFirst) {
            return Some(Word::SurnameFirst);
        }
        if token.is(Category::Surname) {
            return Some(Word::Surname);
        }
        if token.is(Category::GivenWord) {
            return Some(Word::GivenWord);
        }
        if token.is(Category::SurnameWord) {
            return Some(Word::SurnameWord);
        }
        if token.is(Category::NameParticle) {
            return Some(Word::Particle);
        }
        if has(token, CLOSED) || has(token, &[Category::RelativeDate, Category::NumberWord]) {
            return None;
        }
        if token.is(Category::Common) || token.is(Category::OrgSuffix) {
            if self.is_called(i) {
                return Some(Word::Unknown);
            }
            return (!titled).then_some(Word::Common);
        }
        if titled && token.is(Category::Cue) {
            return None;
        }
        // "Modi-led": what stands before the hyphen decides.
        let stem = stem(written);
        if stem.len() < written.len() {
            let classes = self.text.lexicon().classes(stem);
            let is = |c: Category| classes & c.bit() != 0;
            if is(Category::StateAdjective) || is(Category::State) || is(Category::Common) {
                return None;
            }
            if is(Category::Given) {
                return Some(Word::Given);
            }
        }
        Some(Word::Unknown)
    }

    /// Whether a given name, an initial or a title stands right before the word
    /// in capitals at `i` ("RISHI SUNAK", "PRESIDENT RAMAPHOSA").
    fn is_behind_name(&self, i: usize) -> bool {
        let vowel = |c: char| "AEIOUYÁÉÍÓÚÄÖÜ".contains(c);
        let spoken = self.text.word(i).contains(vowel);
        let before = match i.checked_sub(1) {
            Some(dot) if self.is_dot(dot) => dot,
            _ => i,
        };
        let given = before
            .checked_sub(1)
            .and_then(|b| self.text.tokens.get(b))
            .is_some_and(|t| has(t, &[Category::Given, Category::GivenWord]));
        let initial = before < i && self.text.word(before - 1).len() == 1;
        let title = self
            .marks
            .ending(before)
            .is_some_and(|m| m.is_title() || m.category == Category::Honorific);
        spoken && (given || initial || title)
    }

    /// Whether the word in capitals at `i` is the last of a speaker's label at
    /// the begin of a sentence ("MINISTER AL ZAYANI:").
    fn is_label(&self, i: usize) -> bool {
        let upper = |at: usize| {
            self.text
                .tokens
                .get(at)
                .is_some_and(|t| t.shape == Shape::Upper)
        };
        let Some(first) = (i.saturating_sub(6)..i)
            .rev()
            .take_while(|at| upper(*at) || self.is_dot(*at))
            .last()
        else {
            return false;
        };
        let title = (first..i).any(|at| {
            self.marks
                .starting(at)
                .is_some_and(|m| m.is_title() || m.category == Category::Honorific)
        });
        title && self.text.word(i + 1) == ":" && self.begins(first)
    }

    /// Whether the place named at `i` stands behind a given name, as a family
    /// name does: "David Ben Gurion".
    fn is_behind_given(&self, i: usize) -> bool {
        let place = self
            .marks
            .at(i)
            .is_some_and(|m| m.category == Category::Place || m.category == Category::NotPerson);
        let body = self
            .marks
            .at(i)
            .and_then(|m| self.text.tokens.get(m.end))
            .is_some_and(|t| t.is_capital());
        place
            && !body
            && self.text.word(i) == "Ben"
            && i.checked_sub(1)
                .and_then(|b| self.text.tokens.get(b))
                .is_some_and(|t| t.is(Category::Given))
    }

    /// Whether "Mr" or the like stands before the ordinary word at `i`, so that
    /// it is a name.
    fn is_called(&self, i: usize) -> bool {
        let mark = match i.checked_sub(1) {
            Some(dot) if self.is_dot(dot) => self.marks.ending(dot),
            _ => self.marks.ending(i),
        };
        mark.is_some_and(|m| m.category == Category::Honorific)
            && self
                .text
                .tokens
                .get(i)
                .is_some_and(|t| t.shape == Shape::Title)
            && ["Mr", "Mrs", "Ms", "Dr", "Sir", "Dame", "U", "Daw"]
                .iter()
                .any(|w| {
                    self.text
                        .word(mark.map_or(i, |m| m.first))
                        .trim_end_matches('.')
                        == *w
                })
    }

    /// "Jan. 31", "Mar 5".
    fn is_month(&self, i: usize) -> bool {
        let short = [
            "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
            "June", "July", "April", "May", "March", "August",
        ];
        let dot = usize::from(self.is_dot(i + 1));
        let number = self
            .text
            .tokens
            .get(i + 1 + dot)
            .is_some_and(|t| t.kind == TokenKind::Number);
        number && short.contains(&self.text.word(i))
    }

    /// Whether a word of grammar at the begin of a sentence begins a name
    /// ("Will Smith", "You Si-kun"): a name follows that nothing else explains.
    fn heads_name(&self, i: usize) -> bool {
        let pronoun = self.text.tokens.get(i).is_some_and(|t| {
            t.is(Category::Pronoun) || t.is(Category::Determiner) || t.is(Category::Preposition)
        });
        let Some(next) = self.text.tokens.get(i + 1) else {
            return false;
        };
        let hyphened = self
            .text
            .word(i + 1)
            .split_once('-')
            .is_some_and(|(_, b)| b.chars().next().is_some_and(char::is_lowercase));
        let name = has(next, &[Category::Surname, Category::Given]) && !next.is(Category::Common);
        next.is_capital()
            && !next.is(Category::Common)
            && (hyphened || (!pronoun && name && self.marks.at(i + 1).is_none()))
    }

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
    match word.rsplit_once(['-', '‐', '‑']) {
        Some((head, tail)) if tails.contains(&tail) => head,
        _ => word,
    }
}

/// "Then-premier", "Ex-minister": a title, not a name.
fn is_prefixed_office(text: &Tokens<'_>, word: &str) -> bool {
    let Some((head, tail)) = word.split_once('-') else {
        return false;
    };
    let prefix = [
        "then", "ex", "vice", "co", "former", "now", "non", "anti", "pro", "sub", "list", "mid",
        "post", "pre", "trans", "inter",
    ];
    let known = prefix.iter().any(|p| head.eq_ignore_ascii_case(p));
    let classes = text.lexicon().classes(tail);
    let titles = Category::Office.bit()
        | Category::OfficeModifier.bit()
        | Category::Role.bit()
        | Category::StateAdjective.bit()
        | Category::State.bit();
    known || (classes & titles != 0 && tail.chars().next().is_some_and(char::is_lowercase))
}

/// "R-Iowa", "D-Calif": a party and a seat.
fn is_seat(word: &str) -> bool {
    word.split_once('-')
        .is_some_and(|(head, tail)| matches!(head, "R" | "D" | "I") && tail.len() > 1)
}

/// A degree or membership behind a name, which is no part of it.
fn is_degree(word: &str) -> bool {
    matches!(
        word,
        "MP" | "MEP"
            | "MSP"
            | "OBE"
            | "CBE"
            | "MBE"
            | "KBE"
            | "DBE"
            | "KC"
            | "QC"
            | "SC"
            | "PhD"
            | "Ph.D."
            | "MD"
            | "M.D."
            | "Ret"
            | "Esq"
            | "Esq."
            | "X"
            | "Senior"
    )
}
