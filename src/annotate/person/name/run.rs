//! The chain of words that a name may be: initials, particles, suffixes and
//! nicknames inside it.

use super::{Names, REACH, Word};
use crate::annotate::{
    lexicon::Category,
    token::{Shape, Token, TokenKind},
};

impl Names<'_, '_> {
    /// The longest run that begins at token `i`, not weighed yet.
    #[must_use]
    pub fn run_at(&self, i: usize, titled: bool) -> Option<(usize, usize)> {
        let first = self.word(i, titled)?;
        let sentence = self.text.tokens.get(i)?.sentence;
        let same = |at: usize| {
            self.text
                .tokens
                .get(at)
                .is_some_and(|t| t.sentence == sentence)
        };
        let next = |at: usize| {
            if same(at) {
                self.word(at, titled)
            } else {
                None
            }
        };
        // "NAVY SEAL Erik Prince": a short name before one in small letters;
        // "KIM Jong-un" is written so.
        let shape = |at: usize| self.text.tokens.get(at).map(|t| t.shape);
        if shape(i) == Some(Shape::Upper)
            && !matches!(first, Word::Initial | Word::Particle | Word::SurnameFirst)
            && next(i + 1).is_some_and(|w| w != Word::Initial)
            && shape(i + 1) == Some(Shape::Title)
            && next(i + 2).is_some_and(|_| shape(i + 2) == Some(Shape::Title))
        {
            return None;
        }
        // "Said Anna Kovac": the verb before a name.
        if self.begins(i)
            && self.text.tokens.get(i).is_some_and(|t| t.is(Category::Cue))
            && next(i + 1) == Some(Word::Given)
            && next(i + 2).is_some_and(|w| w != Word::Common)
        {
            return None;
        }
        match first {
            Word::Suffix => return None,
            Word::Common if self.begins(i) => return None,
            Word::Particle => {
                let capital = self.text.tokens.get(i).is_some_and(Token::is_capital);
                if !(capital || self.is_addressed(i))
                    || !matches!(next(i + 1), Some(w) if w != Word::Common)
                {
                    return None;
                }
            }
            Word::Soft { given, .. } => {
                let follows = match next(i + 1) {
                    Some(Word::Common | Word::Suffix | Word::Particle) | None => false,
                    Some(Word::Soft { surname, .. }) => surname,
                    Some(Word::Initial) => next(i + 2).is_some() || self.is_dot(i + 2),
                    Some(_) => true,
                };
                let addressed = matches!(first, Word::Soft { surname: true, .. })
                    && self.is_addressed(i)
                    && !follows;
                if !(given && follows || addressed) || self.is_realm(i) {
                    return None;
                }
            }
            _ => {}
        }
        let mut end = i + 1;
        let mut last = first;
        let mut words = usize::from(!matches!(first, Word::Initial | Word::Particle));
        loop {
            if end - i >= REACH {
                break;
            }
            if last == Word::Initial && self.is_dot(end) && same(end) {
                end += 1;
                continue;
            }
            // "Ada Holm Ada Maria HolmReport": the name, and the name in full.
            let again = words > 1 && self.text.word(end) == self.text.word(i);
            if again && first.is_given() {
                break;
            }
            if last.is_given() && self.closes_bracket(end) && same(end + 1) {
                // "President (Ana) Okafor": the paper's own addition.
                let surname = next(end + 1).is_some_and(|w| w.is_surname() || w == Word::Common);
                if surname && self.text.tokens.get(end + 1).is_some_and(Token::is_capital) {
                    end += 1;
                    last = Word::Initial;
                    continue;
                }
            }
            match next(end) {
                Some(Word::Particle) if self.particle_goes_on(end, titled) => {
                    last = Word::Particle;
                    end += 1;
                }
                Some(Word::Particle) | None => match self.nickname(end, titled) {
                    Some(to) if same(to - 1) => {
                        last = Word::Given;
                        end = to;
                    }
                    _ if words == 1 && same(end) && self.honour(end, last) => {
                        end += 1;
                        words += 1;
                        break;
                    }
                    _ => break,
                },
                Some(Word::Suffix) => {
                    end += 1;
                    if self.is_dot(end) && same(end) && same(end + 1) {
                        end += 1;
                    }
                    break;
                }
                Some(w @ Word::Soft { given, surname }) => {
                    let beside = last.is_given()
                        || matches!(last, Word::Initial | Word::Particle)
                        || (words > 0 && last == Word::SurnameFirst);
                    let between = given
                        && (last.is_given() || last == Word::Particle)
                        && next(end + 1).is_some_and(|w| {
                            !matches!(w, Word::Common | Word::Suffix | Word::Soft { .. })
                        });
                    let ok = (surname && beside) || (given && words == 0) || between;
                    let ok = ok || (words == 1 && self.honour(end, last));
                    // "Charlotte Mayor Jennifer X"
                    let office = self.marks.at(end).is_some_and(|m| m.is_title())
                        && next(end + 1).is_some_and(Word::is_given)
                        && next(end + 2).is_some_and(Word::is_surname);
                    if !ok || office || self.starts_phrase(end) {
                        break;
                    }
                    last = w;
                    words += 1;
                    end += 1;
                }
                Some(w) => {
                    last = w;
                    words += usize::from(w != Word::Initial);
                    end += 1;
                }
            }
        }
        // "Joseph R. Biden, Jr."
        if words > 1 && same(end + 1) && self.text.word(end) == "," && self.is_junior(end + 1) {
            end += 2;
            if self.is_dot(end) && same(end) && same(end + 1) {
                end += 1;
            }
        }
        (words > 0 || end > i + 1).then_some((i, end))
    }

    /// Whether the token at `i` closes a bracket that was opened a few tokens
    /// before.
    fn closes_bracket(&self, i: usize) -> bool {
        let open = match self.text.word(i) {
            ")" => "(",
            "]" => "[",
            _ => return false,
        };
        let from = i.saturating_sub(8);
        (from..i)
            .rev()
            .take_while(|at| self.text.word(*at) != self.text.word(i))
            .any(|at| self.text.word(at) == open)
    }

    /// Whether a title in short form stands right before the particle at `i`:
    /// "Mr van den Berg", "President von der Leyen", but not "President de la
    /// Nación".
    fn is_addressed(&self, i: usize) -> bool {
        let sentence = |i: usize| self.text.tokens.get(i).map(|t| t.sentence);
        let dot = i.checked_sub(1).filter(|d| self.is_dot(*d));
        let mark = self.marks.ending(i).or_else(|| self.marks.ending(dot?));
        let Some(mark) = mark else {
            return false;
        };
        let capital = self
            .text
            .tokens
            .get(mark.first)
            .is_some_and(Token::is_capital);
        if !capital || sentence(mark.first) != sentence(i) {
            return false;
        }
        let romance = matches!(
            self.text.word(i),
            "de" | "del"
                | "della"
                | "di"
                | "da"
                | "do"
                | "dos"
                | "das"
                | "des"
                | "du"
                | "la"
                | "le"
                | "el"
        );
        match mark.category {
            Category::Honorific | Category::Rank => true,
            Category::Office => mark.width() > 1 || !romance,
            _ => false,
        }
    }

    /// Whether the word at `i` names the state of an office before it, not the
    /// person behind it: "King of Jordan Abdullah".
    fn is_realm(&self, i: usize) -> bool {
        let Some(of) = i.checked_sub(1) else {
            return false;
        };
        self.text.word(of) == "of"
            && self
                .marks
                .at(i)
                .is_some_and(|m| m.category == Category::State)
            && self.marks.ending(of).is_some_and(|m| m.is_title())
    }

    /// Whether the word at `i` is an honorific that stands behind a given name
    /// as part of it ("Haseena Begum", "Ayub Khan Bey").
    pub(super) fn honour(&self, i: usize, last: Word) -> bool {
        let mark = self.marks.starting(i).filter(|m| m.width() == 1);
        let Some(mark) = mark.filter(|m| m.category == Category::Honorific) else {
            return false;
        };
        let written = self.text.word(i);
        let after = self
            .text
            .tokens
            .get(i + 1)
            .is_some_and(|t| t.kind == TokenKind::Word && t.is_capital());
        let sentence = |at: usize| self.text.tokens.get(at).map(|t| t.sentence);
        let dotted = self.is_dot(i + 1) && sentence(i + 2) == sentence(i);
        let abbreviated = written.len() < 4 || dotted;
        !after
            && !abbreviated
            && mark.value != "n"
            && (last.is_given() || matches!(last, Word::Unknown | Word::Surname))
    }

    /// Whether a word with a mark begins a phrase of titles instead of ending
    /// a name ("Angela Merkel Chancellor").
    pub(super) fn starts_phrase(&self, i: usize) -> bool {
        let sentence = |at: usize| self.text.tokens.get(at).map(|t| t.sentence);
        self.marks.starting(i + 1).is_some_and(|m| m.is_title()) && sentence(i) == sentence(i + 1)
    }

    pub(super) fn is_junior(&self, i: usize) -> bool {
        matches!(
            self.text.word(i),
            "Jr" | "Jr." | "Sr" | "Sr." | "III" | "II"
        )
    }

    /// Whether a name goes on behind the particles at `i`.
    pub(super) fn particle_goes_on(&self, i: usize, titled: bool) -> bool {
        (i..i + 4)
            .map(|at| self.word(at, titled))
            .find(|w| *w != Some(Word::Particle))
            .flatten()
            .is_some_and(|w| !matches!(w, Word::Common | Word::Suffix))
    }

    /// The end of a nickname in quotation marks at `i`, behind which the name
    /// goes on.
    pub(super) fn nickname(&self, i: usize, titled: bool) -> Option<usize> {
        let close = match self.text.word(i) {
            "“" => "”",
            "\"" => "\"",
            "‘" => "’",
            "'" => "'",
            _ => return None,
        };
        let at = (i + 2..i + 4).find(|at| self.text.word(*at) == close)?;
        let inside = (i + 1..at).all(|n| self.text.tokens.get(n).is_some_and(Token::is_capital));
        let after = matches!(
            self.word(at + 1, titled),
            Some(Word::Surname | Word::SurnameWord | Word::Unknown | Word::Given)
        );
        (inside && after).then_some(at + 1)
    }
}
