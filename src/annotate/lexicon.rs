//! The lexicon and gazetteer: one matcher for all word lists.
//!
//! The shipped lists are compiled at build time into tables that lie in the
//! program and are used in place ([`compile`]); the user's lists become a
//! second set of tables. A text is matched in one pass over its tokens: each
//! word is looked up once, phrases follow a trie of words.

pub mod category;
pub mod compile;
pub mod fold;
pub mod read;
pub mod verb;

use std::{borrow::Cow, sync::LazyLock};

pub use category::Category;
use compile::{
    Case, EMPTY, ENTRIES, ENTRY, HEADER, Item, NUMBER, SET, VALUE, edge_hash, index, next, slot,
};

static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));
static STRINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/lexicon.txt"));
static STATES: &str = include_str!(concat!(env!("OUT_DIR"), "/states.txt"));

/// The shipped lists and the user's.
#[derive(Clone, Debug)]
pub struct Lexicon {
    base: Tables,
    user: Option<Tables>,
}

/// A word found in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordInfo {
    /// Its number.
    pub word: u32,
    /// Its node in the trie; 0 where no entry starts with it.
    pub(super) node: u32,
    /// Categories of its one-word entries, whatever its case.
    pub any: u64,
    /// Categories of its one-word entries that ask for a capital.
    pub title: u64,
}

/// An entry that matches at some token.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'l> {
    /// What it is.
    pub category: Category,
    /// Its payload; empty where it has none.
    pub value: &'l str,
    case: Case,
    tables: &'l Tables,
    /// Where its phrase lies, and its length.
    listed: (u32, u32),
}

static DEFAULT: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    base: Tables::new(Cow::Borrowed(SHIPPED.as_chunks().0), Cow::Borrowed(STRINGS)),
    user: None,
});

/// The names of states by their codes of two capital letters.
static STATE_NAMES: LazyLock<Vec<Option<&'static str>>> = LazyLock::new(|| {
    let mut names = vec![None; LETTERS * LETTERS];
    for (code, name) in STATES.lines().filter_map(|l| l.split_once('\t')) {
        if let Some(known) = state_number(code).and_then(|n| names.get_mut(n)) {
            known.get_or_insert(name);
        }
    }
    names
});

/// Letters of the alphabet that codes of states are written in.
const LETTERS: usize = 26;

/// The place of a state's code among all of two capital letters.
fn state_number(code: &str) -> Option<usize> {
    let letter = |b: u8| b.is_ascii_uppercase().then(|| usize::from(b - b'A'));
    let [a, b] = *code.as_bytes() else {
        return None;
    };
    Some(letter(a)? * LETTERS + letter(b)?)
}

impl Default for &'static Lexicon {
    fn default() -> Self {
        &DEFAULT
    }
}

impl Lexicon {
    /// The shipped lists alone.
    #[must_use]
    pub fn shipped() -> &'static Lexicon {
        &DEFAULT
    }

    /// The shipped lists and the user's items.
    #[must_use]
    pub fn with_user(items: &[Item]) -> Self {
        Self {
            base: DEFAULT.base.clone(),
            user: (!items.is_empty()).then(|| {
                let compiled = compile::compile(items);
                let numbers = compiled.numbers.as_chunks().0.to_vec();
                Tables::new(Cow::Owned(numbers), Cow::Owned(compiled.strings))
            }),
        }
    }

    /// The tables to look into: the user's first.
    pub fn tables(&self) -> impl Iterator<Item = &Tables> {
        self.user.iter().chain(std::iter::once(&self.base))
    }

    /// The shipped tables.
    #[must_use]
    pub fn base(&self) -> &Tables {
        &self.base
    }

    /// The user's tables.
    #[must_use]
    pub fn user(&self) -> Option<&Tables> {
        self.user.as_ref()
    }

    /// The categories of a single word written as `word` (union of the
    /// shipped and the user's lists; capitals count).
    #[must_use]
    pub fn classes(&self, word: &str) -> u64 {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        self.tables()
            .filter_map(|t| t.word(word))
            .map(|w| if capital { w.any | w.title } else { w.any })
            .fold(0, |a, b| a | b)
    }

    /// The short English name of the state with this code.
    #[must_use]
    pub fn state_name(code: &str) -> Option<&'static str> {
        STATE_NAMES.get(state_number(code)?).copied().flatten()
    }
}

/// One set of compiled lists.
#[derive(Clone, Debug)]
pub struct Tables {
    numbers: Cow<'static, [[u8; 4]]>,
    strings: Cow<'static, str>,
    header: [u32; HEADER],
}

impl Tables {
    fn new(numbers: Cow<'static, [[u8; 4]]>, strings: Cow<'static, str>) -> Self {
        let mut tables = Self {
            numbers,
            strings,
            header: [EMPTY; HEADER],
        };
        tables.header = std::array::from_fn(|n| tables.number(n));
        tables
    }

    fn number(&self, at: usize) -> u32 {
        let number = self.numbers.get(at);
        number.map_or(EMPTY, |n| u32::from_le_bytes(*n))
    }

    /// A number of the header.
    fn part(&self, slot: usize) -> usize {
        self.header.get(slot).map_or(0, |n| *n as usize)
    }

    /// A word or phrase; these lie behind the values.
    fn string(&self, offset: u32, len: u32) -> &str {
        let values = self.header.get(9).map_or(0, |n| *n);
        self.value(values.saturating_add(offset), len)
    }

    fn value(&self, offset: u32, len: u32) -> &str {
        let start = offset as usize;
        self.strings.get(start..start + len as usize).unwrap_or("")
    }

    /// Looks a word up, in whatever case it is written.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<WordInfo> {
        self.hashed(word, fold::hash(word))
    }

    /// Looks a word up whose [`fold::hash`] is known.
    #[must_use]
    pub(super) fn hashed(&self, word: &str, hash: u64) -> Option<WordInfo> {
        let frequent = self.probe(word, hash, (self.part(0), self.part(6)));
        frequent.or_else(|| self.probe(word, hash, (self.part(10), self.part(11))))
    }

    /// Looks a word up among `slots` slots from the number `first` on.
    fn probe(&self, word: &str, hash: u64, (first, slots): (usize, usize)) -> Option<WordInfo> {
        let numbers: &[[u8; 4]] = &self.numbers;
        let records = self.part(1);
        let mut at = index(hash, slots);
        loop {
            let taken = u32::from_le_bytes(*numbers.get(first + at)?);
            if taken == EMPTY {
                return None;
            }
            let id = taken & ((1 << NUMBER) - 1);
            if slot(hash, id) != taken {
                at = next(at, slots);
                continue;
            }
            let record = numbers.get(records + id as usize..)?;
            let (head, folded) = record.split_first_chunk()?;
            let [node, head] = head.map(u32::from_le_bytes);
            let folded = folded.as_flattened().get(..(head & 0xff) as usize)?;
            if same(folded, word) {
                let set = numbers.get(self.part(8) + (head >> 8) as usize * SET..)?;
                let set: [u32; SET] = set.first_chunk()?.map(u32::from_le_bytes);
                let [any, any_high, title, title_high] = set.map(u64::from);
                return Some(WordInfo {
                    word: id,
                    node,
                    any: any | any_high << 32,
                    title: title | title_high << 32,
                });
            }
            at = next(at, slots);
        }
    }

    /// The node that an entry starting with this word begins at.
    #[must_use]
    pub fn start(&self, info: WordInfo) -> Option<u32> {
        (info.node != 0).then_some(info.node)
    }

    /// Follows the trie by one more word.
    #[must_use]
    pub fn step(&self, node: u32, word: u32) -> Option<u32> {
        let slots = self.part(7);
        let edges = self.numbers.get(self.part(2)..)?;
        let mut at = index(edge_hash(node, word), slots);
        loop {
            let edge = edges.get(at * 3..)?.first_chunk()?;
            let [from, over, to] = edge.map(u32::from_le_bytes);
            if from == EMPTY {
                return None;
            }
            if from == node && over == word {
                return Some(to);
            }
            at = next(at, slots);
        }
    }

    /// The numbers of the entries that end at this node, and the
    /// [ways](compile::way) that longer ones go on from it.
    #[must_use]
    pub fn entries(&self, node: u32) -> (std::ops::Range<u32>, u32) {
        const LOW: u32 = (1 << ENTRIES) - 1;
        let at = self.part(3) + node as usize;
        let (this, next) = (self.number(at), self.number(at + 1));
        (this & LOW..next & LOW, this & !LOW)
    }

    fn head(&self, entry: u32) -> Head {
        Head(self.number(self.part(4) + entry as usize))
    }

    /// The categories of these entries that the text allows, with the number of
    /// each: `capitals` has a bit for each of its words with a capital,
    /// `written` gives the text.
    pub(super) fn fitting<'t>(
        &self,
        entries: std::ops::Range<u32>,
        capitals: u32,
        written: impl Fn() -> &'t str,
    ) -> impl Iterator<Item = (u32, Category)> {
        let from = self.part(4) + entries.start as usize;
        let heads = self.numbers.get(from..).unwrap_or(&[]);
        heads.iter().zip(entries).filter_map(move |(head, entry)| {
            let head = Head(u32::from_le_bytes(*head));
            let fits = match head.case() {
                Case::Any => true,
                Case::Title => head.capitals() & !capitals == 0,
                Case::Exact => self.entry(entry).fits(written()),
            };
            fits.then(|| (entry, head.category()))
        })
    }

    /// An entry by number.
    #[must_use]
    pub fn entry(&self, entry: u32) -> Entry<'_> {
        let at = self.part(5) + entry as usize * ENTRY;
        let head = self.head(entry);
        let value = self.number(at + 1);
        Entry {
            category: head.category(),
            case: head.case(),
            tables: self,
            listed: (self.number(at), head.len()),
            value: self.value(value >> VALUE, value & ((1 << VALUE) - 1)),
        }
    }
}

/// The first number of an entry's record ([`ENTRY`]).
#[derive(Clone, Copy)]
struct Head(u32);

impl Head {
    fn case(self) -> Case {
        match self.0 & 0x3 {
            0 => Case::Any,
            1 => Case::Title,
            _ => Case::Exact,
        }
    }

    fn category(self) -> Category {
        let category = Category::ALL.get((self.0 >> 2 & 0x3f) as usize);
        category.copied().unwrap_or(Category::Common)
    }

    fn capitals(self) -> u32 {
        self.0 >> 8 & 0xfff
    }

    fn len(self) -> u32 {
        self.0 >> 20
    }
}

impl<'l> Entry<'l> {
    /// The entry as the list writes it: read only where it is asked for, far
    /// from what else is known of the entry.
    #[must_use]
    pub fn phrase(&self) -> &'l str {
        self.tables.string(self.listed.0, self.listed.1)
    }

    /// Whether the text, as written, meets the entry's demand on capitals.
    #[must_use]
    pub fn fits(&self, written: &str) -> bool {
        match self.case {
            Case::Any => true,
            Case::Exact => {
                let plain = |c: &char| !c.is_whitespace();
                let found = || written.chars().filter(plain);
                let found = || found().map(|c| if c == '’' { '\'' } else { c });
                let phrase = self.phrase();
                phrase == written || phrase.chars().filter(plain).eq(found())
            }
            Case::Title => {
                fold::pieces(self.phrase())
                    .zip(fold::pieces(written))
                    .all(|(listed, found)| {
                        let upper = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
                        !upper(listed) || upper(found)
                    })
            }
        }
    }
}

/// Whether a word of the tables is the word as written, folded both.
fn same(listed: &[u8], written: &str) -> bool {
    if listed == written.as_bytes() {
        return true;
    }
    if listed.len() == written.len() && written.is_ascii() {
        let written = written.as_bytes();
        // Most differ in their first letter alone.
        return match (listed.split_first(), written.split_first()) {
            (Some((a, listed)), Some((b, written))) if listed == written => {
                a.eq_ignore_ascii_case(b)
            }
            _ => listed.eq_ignore_ascii_case(written),
        };
    }
    if listed.is_ascii() && written.is_ascii() {
        return false;
    }
    std::str::from_utf8(listed).is_ok_and(|l| fold::chars(l).eq(fold::chars(written)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(phrase: &str, category: Category, value: &str, case: Case) -> Item {
        Item {
            phrase: phrase.into(),
            category,
            value: value.into(),
            case,
        }
    }

    #[test]
    fn words_and_phrases_are_found_again() {
        let lexicon = Lexicon::with_user(&[
            item("prime minister", Category::Office, "head", Case::Any),
            item("prime", Category::Common, "", Case::Any),
            item("US", Category::State, "US", Case::Exact),
        ]);
        let t = lexicon.user().expect("user tables");
        let prime = t.word("Prime").expect("listed");
        let minister = t.word("MINISTER").expect("listed");
        let node = t
            .step(t.start(prime).expect("starts"), minister.word)
            .expect("phrase");
        let found: Vec<_> = t.entries(node).0.map(|e| t.entry(e).value).collect();
        assert_eq!(found, ["head"]);
        assert_eq!(prime.any, Category::Common.bit());
        let us = t.word("us").expect("listed");
        let entry = t.entry(t.entries(t.start(us).expect("entry")).0.start);
        assert!(entry.fits("US") && !entry.fits("us"));
        assert!(t.word("premier").is_none());
    }
}
