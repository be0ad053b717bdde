//! What the words of a text can be, as far as closed lists and verb forms
//! tell: looked up once for the whole text.

use super::title;
use crate::annotate::{
    entity::Entities,
    lexicon::{Category, Entry},
    quote::automaton::Quoted,
    token::{TokenKind, Tokens},
};

/// Kinds of words, as bits.
pub mod kind {
    /// An article or determiner.
    pub const DET: u32 = 1;
    /// A preposition.
    pub const PREP: u32 = 1 << 1;
    /// "and", "or", "&".
    pub const AND: u32 = 1 << 2;
    /// Another conjunction.
    pub const CONJ: u32 = 1 << 3;
    /// A form of "be".
    pub const BE: u32 = 1 << 4;
    /// A form of "have".
    pub const HAVE: u32 = 1 << 5;
    /// A modal or a form of "do".
    pub const MODAL: u32 = 1 << 6;
    /// A pronoun that can be a subject.
    pub const SUBJECT: u32 = 1 << 7;
    /// Any pronoun that is no possessive.
    pub const PRONOUN: u32 = 1 << 8;
    /// "who", "which", "that".
    pub const RELATIVE: u32 = 1 << 9;
    /// "that", "whether", "how".
    pub const COMP: u32 = 1 << 10;
    /// An adverb.
    pub const ADVERB: u32 = 1 << 11;
    /// "not", "never".
    pub const NOT: u32 = 1 << 12;
    /// A past form.
    pub const PAST: u32 = 1 << 13;
    /// A participle.
    pub const PARTICIPLE: u32 = 1 << 14;
    /// A third person.
    pub const THIRD: u32 = 1 << 15;
    /// A base form.
    pub const BASE: u32 = 1 << 16;
    /// An -ing form.
    pub const ING: u32 = 1 << 17;
    /// A verb form that is also a noun or an adjective.
    pub const NOUN: u32 = 1 << 18;
    /// "to".
    pub const TO: u32 = 1 << 19;
    /// ","
    pub const COMMA: u32 = 1 << 20;
    /// ":"
    pub const COLON: u32 = 1 << 21;
    /// "–", "—", "--", or a hyphen between spaces
    pub const DASH: u32 = 1 << 22;
    /// ".", "!", "?", "…"
    pub const STOP: u32 = 1 << 23;
    /// ";"
    pub const SEMICOLON: u32 = 1 << 24;
    /// A quotation mark.
    pub const MARK: u32 = 1 << 25;
    /// A day, a date word.
    pub const TIME: u32 = 1 << 26;
    /// "(" or "["
    pub const OPEN: u32 = 1 << 27;
    /// ")" or "]"
    pub const CLOSE: u32 = 1 << 28;
    /// "'s"
    pub const POSSESSIVE: u32 = 1 << 29;
    /// A word that can stand inside a noun phrase.
    pub const NOMINAL: u32 = 1 << 30;

    /// A finite auxiliary.
    pub const AUX: u32 = BE | HAVE | MODAL;
    /// A form that only a finite verb has, or one that may be finite.
    pub const FINITE: u32 = PAST | THIRD | BASE;
}

use kind::*;

/// The text with what its words can be.
#[derive(Debug)]
pub struct Words<'a, 'd> {
    /// The tokens.
    pub text: &'a Tokens<'d>,
    /// The entities.
    pub entities: &'a Entities,
    /// The stretches in quotation marks.
    pub quoted: &'a [Quoted],
    kinds: Vec<u32>,
    mask: Vec<u32>,
    works: Vec<bool>,
    ranges: Vec<(usize, usize)>,
}

impl<'a, 'd> Words<'a, 'd> {
    /// Looks all words up.
    #[must_use]
    pub fn new(text: &'a Tokens<'d>, entities: &'a Entities, quoted: &'a [Quoted]) -> Self {
        let kinds = look_all_up(text);
        let mut mask = vec![0; text.tokens.len()];
        let mut ranges = Vec::with_capacity(quoted.len());
        let mut at = 0;
        for (n, q) in quoted.iter().enumerate() {
            while text
                .tokens
                .get(at)
                .is_some_and(|t| t.span.end <= q.span.start)
            {
                at += 1;
            }
            let first = at;
            while text
                .tokens
                .get(at)
                .is_some_and(|t| t.span.start < q.span.end)
            {
                if let Some(m) = mask.get_mut(at) {
                    *m = u32::try_from(n + 1).unwrap_or(0);
                }
                at += 1;
            }
            ranges.push((first, at));
        }
        let mut words = Self {
            text,
            entities,
            quoted,
            kinds,
            mask,
            works: Vec::new(),
            ranges,
        };
        words.works = (0..quoted.len())
            .map(|q| title::is_work(&words, q))
            .collect();
        words
    }

    /// Whether a stretch in quotation marks is the title of a work.
    #[must_use]
    pub fn is_work(&self, quote: usize) -> bool {
        self.works.get(quote).copied().unwrap_or(false)
    }

    /// Whether the word at `i` can be one of these kinds.
    #[must_use]
    pub fn is(&self, i: usize, kinds: u32) -> bool {
        self.kinds.get(i).is_some_and(|k| k & kinds != 0)
    }

    /// The same for the word before `i`.
    #[must_use]
    pub fn before(&self, i: usize, kinds: u32) -> bool {
        i.checked_sub(1).is_some_and(|b| self.is(b, kinds))
    }

    /// The stretch in quotation marks that holds token `i`; a title of a work
    /// is none, but a name in its sentence.
    #[must_use]
    pub fn quote(&self, i: usize) -> Option<usize> {
        self.stretch(i).filter(|q| !self.is_work(*q))
    }

    /// The title of a work that holds token `i`.
    #[must_use]
    pub fn work(&self, i: usize) -> Option<usize> {
        self.stretch(i).filter(|q| self.is_work(*q))
    }

    fn stretch(&self, i: usize) -> Option<usize> {
        self.mask.get(i).and_then(|m| (*m as usize).checked_sub(1))
    }

    /// The tokens of a stretch in quotation marks, marks included.
    #[must_use]
    pub fn range(&self, quote: usize) -> (usize, usize) {
        self.ranges.get(quote).copied().unwrap_or((0, 0))
    }

    /// The word at `i`.
    #[must_use]
    pub fn word(&self, i: usize) -> &'d str {
        self.text.word(i)
    }

    /// Whether the word at `i` is one of these, in any case.
    #[must_use]
    pub fn is_one(&self, i: usize, words: &[&str]) -> bool {
        let word = self.word(i);
        words.iter().any(|w| w.eq_ignore_ascii_case(word))
    }

    /// Whether the word at `i` begins with a capital letter.
    #[must_use]
    pub fn is_capital(&self, i: usize) -> bool {
        self.text.tokens.get(i).is_some_and(|t| t.is_capital())
    }

    /// The first token of the sentence of token `i` and one past its last.
    #[must_use]
    pub fn sentence(&self, i: usize) -> (usize, usize) {
        let n = self.text.tokens.get(i).map_or(0, |t| t.sentence as usize);
        self.text
            .sentences
            .get(n)
            .map_or((i, i), |s| (s.first, s.end))
    }

    /// Whether the word at `i` is a finite verb where it stands.
    #[must_use]
    pub fn is_finite(&self, i: usize) -> bool {
        let Some(k) = self.kinds.get(i).copied() else {
            return false;
        };
        if k & (BE | HAVE) != 0 {
            return !self.is_one(i, &["be", "been", "being", "having"]);
        }
        if k & MODAL != 0 {
            return true;
        }
        if k & FINITE == 0 || (self.is_capital(i) && !self.is_first(i)) {
            return false;
        }
        let noun_before = self.before(i, DET | PREP | POSSESSIVE | TO | BE | HAVE)
            || i.checked_sub(1)
                .is_some_and(|b| is_possessive(self.word(b)));
        if k & PAST != 0 {
            let by = k & PARTICIPLE != 0 && self.is_one(i + 1, &["by"]) && !self.is(i + 2, ING);
            // "Lena Ortiz shot back", but "the cut funds"
            let named = self.entities.ending(i).is_some_and(|e| e.kind.is_one());
            let adjective =
                k & NOUN != 0 && self.is(i + 1, NOMINAL) && !self.before(i, SUBJECT) && !named;
            return !(noun_before || by || adjective);
        }
        if noun_before {
            return false;
        }
        if k & THIRD != 0 {
            let noun = i.checked_sub(1).is_some_and(|b| {
                self.is(b, NOMINAL) && !self.is(b, NOUN) && !self.word(b).ends_with('s')
            });
            return k & NOUN == 0
                || (noun && self.is(i + 1, DET | PRONOUN | COMP | MARK) && !self.is(i + 1, AUX))
                || self.before(i, SUBJECT | RELATIVE | ADVERB)
                || (self.ends_name(i)
                    && !self.is_modifier(i)
                    && self.is(i + 1, STOP | COMMA | COLON | CONJ | AND)
                    && self.cue(i).is_some())
                || (noun && self.is(i + 1, COLON) && self.cue(i).is_some())
                || (self.ends_name(i)
                    && self.is(i + 1, DET | COMP | PRONOUN | TO | MARK | NOMINAL));
        }
        // A base form: behind a plural subject.
        self.before(i, MODAL | NOT | RELATIVE)
            || (self.before(i, SUBJECT)
                && !i
                    .checked_sub(1)
                    .is_some_and(|b| self.is_one(b, &["he", "she", "it"])))
            || (k & NOUN == 0
                && i.checked_sub(1).is_some_and(|b| {
                    self.is(b, NOMINAL)
                        && (self.word(b).ends_with('s')
                            || self.is_one(b, &["people", "women", "men", "police"]))
                }))
    }

    /// Whether the word at `i` can be a cue, with or without a verb: most words
    /// are told to be none by what is known of them already. It must hold
    /// wherever `find` may find an attribution.
    #[must_use]
    pub fn may_attribute(&self, i: usize) -> bool {
        const CUES: u64 =
            Category::CuePreposition.bit() | Category::Cue.bit() | Category::Verb.bit();
        self.text.begins_any(i, CUES)
            || self.is(i, COLON | PAST | THIRD)
            || self.before(i, SUBJECT)
            || self
                .text
                .tokens
                .get(i)
                .is_some_and(|t| t.is(Category::CueNoun))
    }

    /// Whether a phrase is nothing but a name, as far as capitals tell.
    #[must_use]
    pub fn is_name(&self, range: (usize, usize)) -> bool {
        let (first, end) = range;
        let plain = (first..end).all(|i| self.is_capital(i) && self.is(i, NOMINAL));
        plain && end > first && !self.is_first(first) || end > first + 1 && plain
    }

    /// Whether a name ends before token `i`.
    #[must_use]
    pub fn ends_name(&self, i: usize) -> bool {
        self.entities.ending(i).is_some()
            || i.checked_sub(1)
                .is_some_and(|b| self.is_capital(b) && self.is(b, NOMINAL))
    }

    /// Whether the name that ends before token `i` qualifies it: a preposition
    /// leads to them both ("most of Republican claims").
    fn is_modifier(&self, i: usize) -> bool {
        let first = self.entities.ending(i).map_or(i - 1, |e| e.first);
        self.before(first, PREP)
    }

    /// Whether token `i` is the first word of its sentence.
    #[must_use]
    pub fn is_first(&self, i: usize) -> bool {
        let (first, _) = self.sentence(i);
        (first..i).all(|j| self.is(j, MARK | DASH | OPEN))
    }

    /// The longest cue that begins at token `i`: its length in tokens, lemma,
    /// class and form.
    #[must_use]
    pub fn cue(&self, i: usize) -> Option<Cue<'d>> {
        let nominal =
            |&(_, e): &(_, Entry<'d>)| e.category == Category::Verb && e.value.contains(':');
        let found = self.text.longest(i, Category::Cue);
        let (mut len, entry) = match found {
            Some(found) => found,
            None => {
                let (hit, entry) = self
                    .text
                    .hits_of(i, Category::Verb)
                    .filter(nominal)
                    .max_by_key(|(h, _)| h.len)?;
                (hit.len as usize, entry)
            }
        };
        while len > 1 && self.is_one(i + len - 1, &["that", "to"]) {
            len -= 1;
        }
        Cue::read(len, entry)
    }
}

/// A form of a speech verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue<'l> {
    /// Its length in tokens.
    pub len: usize,
    /// Its base form ("point out").
    pub lemma: &'l str,
    /// Its class ("say").
    pub class: &'l str,
    /// Which form it is.
    pub form: Form,
}

/// A form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// say
    Base,
    /// says
    Third,
    /// said
    Past,
    /// written
    Participle,
    /// saying
    Ing,
}

impl<'l> Cue<'l> {
    fn read(len: usize, entry: Entry<'l>) -> Option<Self> {
        let (lemma, rest) = parted(entry.value)?;
        let (class, rest) = parted(rest)?;
        let form = match parted(rest).map_or(rest, |(form, _)| form) {
            "base" => Form::Base,
            "third" => Form::Third,
            "past" => Form::Past,
            "participle" => Form::Participle,
            "ing" => Form::Ing,
            _ => return None,
        };
        Some(Self {
            len,
            lemma,
            class,
            form,
        })
    }
}

/// The parts of a payload around its first colon.
fn parted(value: &str) -> Option<(&str, &str)> {
    let at = value.bytes().position(|b| b == b':')?;
    Some((value.get(..at)?, value.get(at + 1..)?))
}

/// Whether a word is a possessive determiner.
#[must_use]
pub fn is_possessive(word: &str) -> bool {
    ["my", "your", "his", "her", "its", "our", "their", "whose"]
        .iter()
        .any(|w| w.eq_ignore_ascii_case(word))
}

fn one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|w| w.eq_ignore_ascii_case(word))
}

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const BES: [&str; 10] = [
    "be", "am", "is", "are", "was", "were", "been", "being", "isn't", "aren't",
];
const BE_NOTS: [&str; 6] = ["wasn't", "weren't", "i'm", "you're", "we're", "they're"];
const HAVES: [&str; 12] = [
    "have", "has", "had", "having", "haven't", "hasn't", "hadn't", "i've", "you've", "we've",
    "they've", "who've",
];

/// The kinds of all tokens.
fn look_all_up(text: &Tokens<'_>) -> Vec<u32> {
    // A word that is the same as an earlier one is of the same kinds, unless
    // words behind one of them make an entry with it.
    const READ: u64 = Category::Verb.bit() | Category::Cue.bit() | Category::Pronoun.bit();
    let alone = |i: usize| text.are_single(i, READ);
    let mut kinds = Vec::with_capacity(text.tokens.len());
    for (i, token) in text.tokens.iter().enumerate() {
        let before = text.before(i).filter(|_| token.kind == TokenKind::Word);
        let known = before.filter(|b| alone(i) && alone(*b));
        let known = known.and_then(|b| kinds.get(b).copied());
        kinds.push(known.unwrap_or_else(|| look_up(text, i)));
    }
    kinds
}

/// The kinds of the token at `i`.
fn look_up(text: &Tokens<'_>, i: usize) -> u32 {
    let Some(token) = text.tokens.get(i) else {
        return 0;
    };
    let word = text.word(i);
    match token.kind {
        TokenKind::Punct => return punctuation(text, i, word),
        TokenKind::Possessive if is_contraction(text, i) => return BE,
        TokenKind::Possessive => return POSSESSIVE,
        TokenKind::Number => return NOMINAL,
        TokenKind::Word => {}
    }
    let mut k = 0;
    let mut set = |category: Category, bits: u32| {
        if token.is(category) {
            k |= bits;
        }
    };
    set(Category::Determiner, DET);
    set(Category::Preposition, PREP);
    set(Category::Conjunction, CONJ);
    set(Category::Complementiser, COMP);
    set(Category::AdverbOfCue, ADVERB);
    set(Category::Negation, NOT);
    set(Category::Weekday, TIME);
    set(Category::RelativeDate, TIME);
    if token.is_capital() && one_of(word, &WEEKDAYS) {
        k |= TIME;
    }
    if token.is(Category::Month) && token.is_capital() {
        k |= TIME;
    }
    if token.is(Category::Auxiliary) {
        let plain = |list: &[&str]| list.iter().any(|w| same(w, word));
        k |= if plain(&BES) || plain(&BE_NOTS) {
            BE
        } else if plain(&HAVES) {
            HAVE
        } else if one_of(word, &["to"]) {
            0
        } else {
            MODAL
        };
    }
    if token.is(Category::Pronoun) {
        k |= pronoun(text, i, word);
    }
    if one_of(word, &["and", "or", "&", "nor"]) {
        k = AND;
    }
    if one_of(word, &["to"]) {
        k |= TO;
    }
    if one_of(word, &["almost", "only", "just", "even", "always", "all"]) && k & DET == 0 {
        k |= ADVERB;
    }
    if word.len() > 4 && word.ends_with("ly") && !token.is_capital() {
        k |= ADVERB;
    }
    for (hit, entry) in text.hits_in(i, Category::Verb.bit() | Category::Cue.bit()) {
        let nominal = entry.category == Category::Verb && entry.value.contains(':');
        if hit.len == 1 && entry.category == Category::Verb {
            k |= if nominal {
                NOUN
            } else {
                inflections(entry.value)
            };
        }
        if nominal || entry.category == Category::Cue {
            k |= match Cue::read(1, entry).map(|c| c.form) {
                Some(Form::Base) => BASE,
                Some(Form::Third) => THIRD,
                Some(Form::Past) => PAST | PARTICIPLE,
                Some(Form::Participle) => PARTICIPLE,
                Some(Form::Ing) => ING,
                _ => 0,
            };
        }
    }
    // A past form that no list has.
    if k == 0
        && word.len() > 4
        && word.ends_with("ed")
        && !word.ends_with("eed")
        && !token.is_capital()
    {
        k |= PAST | PARTICIPLE | NOUN;
    }
    let closed = DET | PREP | AND | CONJ | AUX | PRONOUN | NOT | COMP;
    if k & closed == 0 && (k & (FINITE | ADVERB) == 0 || k & NOUN != 0 || token.is_capital()) {
        k |= NOMINAL;
    }
    k
}

/// Whether two words are the same but for case and the shape of apostrophes.
fn same(listed: &str, word: &str) -> bool {
    if word.is_ascii() {
        return listed.eq_ignore_ascii_case(word);
    }
    let mut listed = listed.chars();
    word.chars()
        .map(|c| {
            if c == '’' {
                '\''
            } else {
                c.to_ascii_lowercase()
            }
        })
        .all(|c| listed.next() == Some(c))
        && listed.next().is_none()
}

fn inflections(value: &str) -> u32 {
    value.bytes().fold(0, |k, b| {
        k | match b {
            b'b' => BASE,
            b'z' => THIRD,
            b'd' => PAST,
            b'n' => PARTICIPLE,
            b'g' => ING,
            b'N' => NOUN,
            _ => 0,
        }
    })
}

fn pronoun(text: &Tokens<'_>, i: usize, word: &str) -> u32 {
    let Some((_, entry)) = text.longest(i, Category::Pronoun) else {
        return 0;
    };
    let (whom, role) = entry.value.split_once(':').unwrap_or(("", ""));
    match (whom, role) {
        _ if is_possessive(word) => DET,
        ("r", "subject") => PRONOUN | RELATIVE | SUBJECT,
        ("r", "any") if one_of(word, &["which", "that"]) => RELATIVE,
        ("r", _) => PRONOUN | RELATIVE,
        (_, "subject" | "any") => PRONOUN | SUBJECT,
        _ => PRONOUN,
    }
}

fn punctuation(text: &Tokens<'_>, i: usize, word: &str) -> u32 {
    match word {
        "," | "，" | "،" => COMMA,
        ":" | "：" => COLON,
        ";" => SEMICOLON,
        "(" | "[" => OPEN,
        ")" | "]" => CLOSE,
        "–" | "—" | "―" | "--" | "---" => DASH,
        "-" if text.tokens.get(i).is_some_and(|t| t.space)
            && text.tokens.get(i + 1).is_some_and(|t| t.space) =>
        {
            DASH
        }
        "’" | "'" if ends_plural(text, i) => POSSESSIVE,
        "." if within(text, i) => NOMINAL,
        "\"" | "“" | "”" | "‘" | "’" | "'" | "«" | "»" | "„" => MARK,
        _ if word.starts_with(['.', '!', '?', '…', '。', '！', '？']) => STOP,
        "&" => AND,
        _ => 0,
    }
}

/// Whether the apostrophe at `i` makes a possessive of the plural before it.
fn ends_plural(text: &Tokens<'_>, i: usize) -> bool {
    let tight = text.tokens.get(i).is_some_and(|t| !t.space);
    let spaced = text.tokens.get(i + 1).is_some_and(|t| t.space);
    tight
        && spaced
        && i.checked_sub(1)
            .is_some_and(|b| text.word(b).ends_with(['s', 'z', 'x']))
}

/// Whether the dot at `i` stands inside its sentence: behind an abbreviation.
fn within(text: &Tokens<'_>, i: usize) -> bool {
    let (Some(t), Some(next)) = (text.tokens.get(i), text.tokens.get(i + 1)) else {
        return false;
    };
    t.sentence == next.sentence
        && !t.space
        && !matches!(
            text.word(i + 1),
            "\"" | "”" | "’" | "'" | ")" | "]" | "»" | "“" | ","
        )
}

/// Whether the "'s" at `i` is "is" or "has": it stands behind a pronoun.
fn is_contraction(text: &Tokens<'_>, i: usize) -> bool {
    let pronouns = ["he", "she", "it", "that", "who", "what", "there", "here"];
    i.checked_sub(1)
        .is_some_and(|b| one_of(text.word(b), &pronouns))
}
