//! What a word can be in a name: by the lists, its capitals and its neighbours.

use super::{Names, Word, stem};
use crate::annotate::{
    lexicon::{Category, category::bits},
    token::{Shape, Token, TokenKind, Tokens, halves},
};

/// Words of grammar.
const CLOSED: u64 = bits(&[
    Category::Preposition,
    Category::Determiner,
    Category::Conjunction,
    Category::Pronoun,
    Category::Auxiliary,
    Category::Complementiser,
    Category::Negation,
    Category::Ordinal,
]);

fn has(token: &Token, categories: u64) -> bool {
    token.classes & categories != 0
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
        if !token.is_capital() {
            return token.is(Category::NameParticle).then_some(Word::Particle);
        }
        let [running, title] = self.words.get(i)?;
        let known = if titled { title } else { running };
        known.get().unwrap_or_else(|| {
            let word = self.capital(i, token, titled);
            known.set(Some(word));
            word
        })
    }

    /// [`Self::word`] of a word with a capital.
    fn capital(&self, i: usize, token: &Token, titled: bool) -> Option<Word> {
        let given = has(
            token,
            const { bits(&[Category::Given, Category::GivenWord]) },
        );
        let surname = has(
            token,
            const {
                bits(&[
                    Category::Surname,
                    Category::SurnameWord,
                    Category::SurnameFirst,
                ])
            },
        );
        let written = self.text.word(i);
        if is_prefixed_office(self.text, written) || is_seat(written) || self.is_month(i) {
            return None;
        }
        if is_glued(written) {
            return None;
        }
        let mut letters = written.chars().filter(|c| c.is_alphabetic());
        if letters.next().is_some() && letters.next().is_none() {
            let dotted = written.ends_with('.') || self.is_dot(i + 1);
            let word = matches!(written, "I" | "A") && !dotted;
            // "Q" before a question in a transcript.
            let label = self.begins(i) && !dotted;
            return (!word && !label).then_some(Word::Initial);
        }
        if (titled || self.begins(i)) && has(token, CLOSED) && !self.heads_name(i) {
            return None;
        }
        if token.is(Category::NameSuffix) && is_degree(written) {
            return None;
        }
        if token.shape == Shape::Upper
            && let Some(decided) = self.upper(i, titled, given || surname)
        {
            return decided;
        }
        if self.marks.at(i).is_some() {
            return self.marked(i, given, surname);
        }
        self.plain(i, titled)
    }

    /// What a word in capitals can be; `None` where it counts like any other.
    #[allow(clippy::option_option)] // decided to be nothing, or not decided
    fn upper(&self, i: usize, titled: bool, listed: bool) -> Option<Option<Word>> {
        let token = self.text.tokens.get(i)?;
        let written = self.text.word(i);
        let letters = written.chars().filter(|c| c.is_alphabetic()).count();
        if token.is(Category::NameSuffix) {
            return Some(Some(Word::Suffix));
        }
        if written.contains('.') {
            // "J.D.", "S.M." but not "U.S."
            return Some(self.marks.at(i).is_none().then_some(Word::Initial));
        }
        let beside = |at: Option<usize>| {
            at.and_then(|at| self.text.tokens.get(at))
                .is_some_and(|t| t.shape == Shape::Upper && t.kind == TokenKind::Word)
        };
        let shouted = beside(i.checked_sub(1)) || beside(Some(i + 1));
        if shouted && letters < 4 && token.is(Category::NameParticle) {
            // "AL ZAYANI", "VAN DER BERG"
            return Some(Some(Word::Particle));
        }
        let listed = listed || token.is(Category::Leader);
        let unknown = letters > 3
            && self.marks.at(i).is_none()
            && (self.is_label(i)
                || (titled && shouted && !token.is(Category::Common) && self.is_behind_name(i)));
        if unknown && !listed {
            return Some(Some(Word::Unknown));
        }
        (!listed || letters < 3 || (letters == 3 && !shouted)).then_some(None)
    }

    /// What a word can be that a list entry covers.
    fn marked(&self, i: usize, given: bool, surname: bool) -> Option<Word> {
        let mark = self.marks.at(i)?;
        let day = mark.category == Category::Weekday && self.text.word(i).ends_with("day");
        if mark.category == Category::User || day {
            return None;
        }
        if self.is_behind_given(i) {
            return Some(Word::Unknown);
        }
        // "Amir Sheikh X": the title, not the given name.
        let style = self.marks.starting(i + 1).is_some_and(|m| {
            matches!(
                m.category,
                Category::Royal | Category::Honorific | Category::Clergy
            )
        });
        if mark.category == Category::Royal && style && self.same(i, i + 1) {
            return None;
        }
        let given =
            given && (mark.category != Category::StateAdjective || self.is_behind_office(i));
        (mark.width() == 1 && (given || surname)).then_some(Word::Soft { given, surname })
    }

    /// What a capitalised word can be that no list entry covers.
    fn plain(&self, i: usize, titled: bool) -> Option<Word> {
        let token = self.text.tokens.get(i)?;
        let written = self.text.word(i);
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
        if has(token, CLOSED)
            || has(
                token,
                const { bits(&[Category::RelativeDate, Category::NumberWord]) },
            )
        {
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
        // "US-South Korean"
        let joined = halves(written).is_some_and(|(head, _)| {
            matches!(
                head,
                "US" | "U.S." | "UK" | "UN" | "EU" | "NATO" | "Sino" | "Russo"
            )
        });
        if joined {
            return None;
        }
        // "Modi-led": what stands before the hyphen decides.
        let stem = stem(written);
        if stem.len() < written.len() {
            let classes = self.text.lexicon().classes(stem);
            let is = |c: Category| classes & c.bit() != 0;
            let short = stem.chars().all(char::is_uppercase);
            if short || is(Category::StateAdjective) || is(Category::State) || is(Category::Common)
            {
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
            .is_some_and(|t| has(t, const { bits(&[Category::Given, Category::GivenWord]) }));
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

    /// Whether the place or body named at `i` is a family name, for it stands
    /// right behind a given name: "David Ben Gurion", "Naoki Matsuyama".
    fn is_behind_given(&self, i: usize) -> bool {
        let Some(mark) = self.marks.at(i) else {
            return false;
        };
        let given = mark
            .first
            .checked_sub(1)
            .and_then(|b| self.text.tokens.get(b))
            .zip(self.text.tokens.get(mark.first))
            .is_some_and(|(b, m)| {
                b.is(Category::Given)
                    && !b.is(Category::GivenWord)
                    && b.sentence == m.sentence
                    && b.is_capital()
            });
        if !given || self.marks.at(mark.first - 1).is_some() {
            return false;
        }
        if mark.width() > 1 {
            return self.text.word(mark.first) == "Ben"
                && matches!(mark.category, Category::Place | Category::NotPerson)
                && !self.is_capital(mark.end);
        }
        match mark.category {
            Category::City | Category::Region => !self.is_capital(mark.end),
            // "Mark Cuban.", "Muhammad Islah, 70,"
            Category::StateAdjective | Category::Body | Category::StateBody | Category::Company => {
                self.ends_name(mark.end)
            }
            _ => false,
        }
    }

    /// Whether the adjective of a state at `i` is a given name, for it stands right
    /// behind an office or its complement and before a word that no list knows:
    /// "Minister of Economic Development and Trade German X", but not "German X" nor
    /// "the minister, German X".
    fn is_behind_office(&self, i: usize) -> bool {
        let unknown = self.text.tokens.get(i + 1).is_some_and(|t| {
            t.is_capital() && !t.is(Category::Common) && !t.is(Category::OrgSuffix)
        }) && self.marks.at(i + 1).is_none()
            && self.same(i, i + 1);
        if !unknown {
            return false;
        }
        for at in (i.saturating_sub(9)..i).rev() {
            if !self.same(at, i) {
                return false;
            }
            if self.marks.at(at).is_some_and(|m| m.is_title()) {
                return self.is_capital(at);
            }
            if !self.is_capital(at) && !matches!(self.text.word(at), "of" | "for" | "and" | "the") {
                return false;
            }
        }
        false
    }

    fn same(&self, a: usize, b: usize) -> bool {
        self.text.in_one_sentence(a, b)
    }

    fn is_capital(&self, i: usize) -> bool {
        self.text.tokens.get(i).is_some_and(Token::is_capital)
    }

    /// Whether a name can end before token `i`: a mark, a speech verb or an
    /// auxiliary stands there.
    fn ends_name(&self, i: usize) -> bool {
        self.text.tokens.get(i).is_none_or(|t| {
            (t.kind == TokenKind::Punct && !matches!(self.text.word(i), "/" | "&" | "-"))
                || t.is(Category::Cue)
                || t.is(Category::Auxiliary)
        })
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
        let name = has(next, const { bits(&[Category::Surname, Category::Given]) })
            && !next.is(Category::Common);
        let verb = self
            .text
            .tokens
            .get(i)
            .is_some_and(|t| t.is(Category::Auxiliary));
        next.is_capital()
            && !next.is(Category::Common)
            && (hyphened || (!pronoun && verb && name && self.marks.at(i + 1).is_none()))
    }
}

/// "Then-premier", "Ex-minister": a title, not a name.
fn is_prefixed_office(text: &Tokens<'_>, word: &str) -> bool {
    let Some((head, tail)) = halves(word) else {
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
    halves(word).is_some_and(|(head, tail)| matches!(head, "R" | "D" | "I") && tail.len() > 1)
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

/// "SchiffGraham", "W.Va": words that lost the space between them.
fn is_glued(word: &str) -> bool {
    let inner = word.as_bytes().get(1..).unwrap_or_default();
    let plain = |b: &u8| b.is_ascii() && !b.is_ascii_uppercase() && *b != b'.';
    if inner.iter().all(plain) {
        return false;
    }
    if word.contains(['-', '‐', '‑', '\'', '’']) {
        return false;
    }
    let upper = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
    let lower = |w: &str| w.chars().any(char::is_lowercase);
    if let Some((head, tail)) = word.trim_end_matches('.').split_once('.') {
        return upper(head) && lower(tail);
    }
    let heads = [
        "Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz", "St", "Del", "Ter", "Lo",
        "Da", "Dos", "Des", "Al", "El", "Ben", "Abu", "Ibn", "Vande", "Vander", "Mir", "Ni",
    ];
    let inner = word
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_uppercase())
        .and_then(|(at, _)| word.split_at_checked(at));
    inner.is_some_and(|(head, tail)| {
        lower(head) && lower(tail) && head.len() > 1 && upper(head) && !heads.contains(&head)
    })
}
