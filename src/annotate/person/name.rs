//! Runs of words that may be a personal name, and how much speaks for it.
//!
//! A run is a chain of capitalised words with initials, particles ("bin",
//! "van der", "al-"), suffixes ("Jr") and a nickname in quotation marks. Each
//! word is weighed by the name lists, the word lists and its place in the run.

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
            if !(given || surname) || letters < 3 || (letters == 3 && !shouted) {
                return None;
            }
        }
        if let Some(mark) = self.marks.at(i) {
            if mark.width() > 1 || mark.category == Category::User {
                return None;
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
        match first {
            Word::Suffix => return None,
            Word::Common if self.begins(i) => return None,
            Word::Particle => {
                let capital = self.text.tokens.get(i).is_some_and(Token::is_capital);
                if !capital || !matches!(next(i + 1), Some(w) if w != Word::Common) {
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
                if !given || !follows {
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
                    if !ok || self.starts_phrase(end) {
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

    /// Whether the word at `i` is an honorific that stands behind a given name
    /// as part of it ("Haseena Begum", "Ayub Khan Bey").
    fn honour(&self, i: usize, last: Word) -> bool {
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
        let abbreviated = written.len() < 4 || self.is_dot(i + 1);
        !after
            && !abbreviated
            && mark.value != "n"
            && (last.is_given() || matches!(last, Word::Unknown | Word::Surname))
    }

    /// Whether a word with a mark begins a phrase of titles instead of ending
    /// a name ("Angela Merkel Chancellor").
    fn starts_phrase(&self, i: usize) -> bool {
        self.marks.starting(i + 1).is_some_and(|m| m.is_title())
    }

    fn is_junior(&self, i: usize) -> bool {
        matches!(
            self.text.word(i),
            "Jr" | "Jr." | "Sr" | "Sr." | "III" | "II"
        )
    }

    /// Whether a name goes on behind the particles at `i`.
    fn particle_goes_on(&self, i: usize, titled: bool) -> bool {
        (i..i + 4)
            .map(|at| self.word(at, titled))
            .find(|w| *w != Some(Word::Particle))
            .flatten()
            .is_some_and(|w| !matches!(w, Word::Common | Word::Suffix))
    }

    /// The end of a nickname in quotation marks at `i`, behind which the name
    /// goes on.
    fn nickname(&self, i: usize, titled: bool) -> Option<usize> {
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

    /// Weighs a run: the part of it that can be a name, and the score.
    #[must_use]
    pub fn weigh(&self, (mut first, mut end): (usize, usize), titled: bool) -> Option<Run> {
        let thing = self.is_thing(first, end, titled);
        // Ordinary words before the name: "Strategic Affairs Ron Dermer".
        while first < end && self.word(first, titled) == Some(Word::Common) {
            first += 1;
        }
        while first < end
            && matches!(
                self.word(end - 1, titled),
                Some(Word::Common | Word::Particle)
            )
            && !self.ends_with_common_surname(first, end, titled)
        {
            end -= 1;
        }
        if let Some(cut) = (first..end)
            .rev()
            .find(|at| self.word(*at, titled) == Some(Word::Common) && *at + 1 < end)
        {
            first = cut + 1;
        }
        if first >= end {
            return thing.then_some(Run {
                first,
                end,
                score: -9,
                thing,
                words: 0,
                surname_first: false,
            });
        }
        let mut run = Run {
            first,
            end,
            score: 0,
            thing,
            words: 0,
            surname_first: false,
        };
        self.skip_complement(&mut run, titled);
        self.add_words(&mut run, titled);
        if self.is_site(run.first) {
            run.score -= 4;
        }
        if thing {
            run.score -= 8;
        }
        Some(run)
    }

    /// Leaves out words of an office's complement that no list knows, before a
    /// given name: "minister of … Municipalities Bassam X".
    fn skip_complement(&self, run: &mut Run, titled: bool) {
        let linked = run.first.checked_sub(1).is_some_and(|b| {
            ["of", "for", "and", "to", "&"]
                .iter()
                .any(|w| self.text.word(b).eq_ignore_ascii_case(w))
        });
        if !linked || self.word(run.first, titled) != Some(Word::Unknown) {
            return;
        }
        let given = (run.first + 1..run.end.saturating_sub(1))
            .find(|i| self.word(*i, titled) == Some(Word::Given));
        if let Some(first) = given {
            run.first = first;
        }
    }

    /// Whether the run begins like the name of a place ("San Antonio", "Los
    /// Chorros").
    fn is_site(&self, first: usize) -> bool {
        let site = [
            "San", "Santa", "Santo", "São", "Los", "Las", "El", "La", "Les", "Saint", "St", "Port",
            "Fort", "Mount", "Lake", "Cape", "Ras", "Wadi", "Jabal", "Jebel", "Beit", "Tel",
            "Khan", "Deir", "Umm", "Ain",
        ];
        let plain = site.contains(&self.text.word(first));
        let always = ["San", "Santa", "Santo", "São", "Los", "Las", "St"];
        plain
            && (always.contains(&self.text.word(first))
                || !matches!(self.word(first, false), Some(Word::Given)))
    }

    fn ends_with_common_surname(&self, first: usize, end: usize, titled: bool) -> bool {
        let given = match self.word(first, titled) {
            Some(Word::Given) => true,
            Some(Word::GivenWord) => !self.begins(first),
            _ => false,
        };
        end == first + 2
            && given
            && self.word(end - 1, titled) == Some(Word::Common)
            && !self
                .text
                .tokens
                .get(end - 1)
                .is_some_and(|t| t.is(Category::OrgSuffix))
    }

    fn add_words(&self, run: &mut Run, titled: bool) {
        let mut before: Option<Word> = None;
        for i in run.first..run.end {
            let Some(word) = self.word(i, titled) else {
                continue;
            };
            let head = run.words == 0;
            let points = match word {
                Word::Given if head => 4,
                Word::Given => 2,
                Word::GivenWord if head => 2,
                Word::GivenWord => 1,
                Word::Soft { given: true, .. } if head => 1,
                Word::Soft { .. } => 1,
                Word::Surname => 2,
                Word::SurnameWord if head => 0,
                Word::SurnameWord => 1,
                Word::SurnameFirst if head => 2,
                Word::SurnameFirst => 2,
                Word::Unknown => 1,
                Word::Initial if head => 3,
                Word::Initial => 2,
                Word::Particle => 1,
                Word::Suffix => 3,
                Word::Common => -2,
            };
            if head && word == Word::SurnameFirst {
                run.surname_first = true;
            }
            if head && word == Word::GivenWord && self.begins(i) {
                run.score -= 1;
            }
            run.score += points;
            if !matches!(word, Word::Initial | Word::Particle | Word::Suffix) {
                run.words += 1;
            }
            // "Sang-min": a family name first, then a hyphenated given name.
            let hyphened = self
                .text
                .word(i)
                .split_once('-')
                .is_some_and(|(_, b)| b.chars().next().is_some_and(char::is_lowercase));
            if hyphened && before == Some(Word::SurnameFirst) {
                run.score += 3;
            }
            before = Some(word);
        }
        if run.words == 1 && run.end - run.first == 1 {
            run.score -= 1;
        }
        if !run.surname_first
            || run.words > 3
            || self.word(run.first, titled) != Some(Word::SurnameFirst)
        {
            run.surname_first = false;
        }
    }

    /// Whether the run ends like a body, a place or a work ("Clinton
    /// Foundation", "Grand Renaissance Dam").
    fn is_thing(&self, first: usize, end: usize, titled: bool) -> bool {
        let given = matches!(
            self.word(first, titled),
            Some(Word::Given | Word::GivenWord)
        );
        let from = if given { first + 1 } else { first };
        let suffix = (from..end).filter(|_| end > first + 1).any(|i| {
            self.text
                .tokens
                .get(i)
                .is_some_and(|t| t.is(Category::OrgSuffix))
                && !matches!(
                    self.word(i, titled),
                    Some(Word::Surname | Word::SurnameFirst | Word::Given)
                )
                // "Alexandra Hill", "David Post"
                && !(i == first + 1
                    && end == first + 2
                    && self.word(i, titled) == Some(Word::SurnameWord)
                    && self.word(first, titled) == Some(Word::Given))
        });
        let words = end - first;
        let common = (first..end)
            .filter(|i| self.word(*i, titled) == Some(Word::Common))
            .count();
        let tail = end > first + 1
            && self.word(end - 1, titled) == Some(Word::Common)
            && !self.ends_with_common_surname(first, end, titled);
        suffix || tail || (common > 0 && common == words)
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
