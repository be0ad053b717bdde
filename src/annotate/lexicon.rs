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
    Case, EMPTY, ENTRY, Item, NUMBER, ON, SET, VALUE, WORD, edge_hash, index, next, slot,
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
    node: u32,
    /// Categories of its one-word entries, whatever its case.
    pub any: u64,
    /// Categories of its one-word entries that ask for a capital.
    pub title: u64,
}

/// An entry that matches at some token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'l> {
    /// What it is.
    pub category: Category,
    /// Its payload; empty where it has none.
    pub value: &'l str,
    /// The entry as the list writes it.
    pub phrase: &'l str,
    case: Case,
}

static DEFAULT: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    base: Tables {
        bytes: Cow::Borrowed(SHIPPED),
        strings: Cow::Borrowed(STRINGS),
    },
    user: None,
});

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
            base: Tables {
                bytes: Cow::Borrowed(SHIPPED),
                strings: Cow::Borrowed(STRINGS),
            },
            user: (!items.is_empty()).then(|| {
                let compiled = compile::compile(items);
                Tables {
                    bytes: Cow::Owned(compiled.numbers),
                    strings: Cow::Owned(compiled.strings),
                }
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
        STATES
            .lines()
            .find_map(|l| l.split_once('\t').filter(|(c, _)| *c == code))
            .map(|(_, n)| n)
    }
}

/// One set of compiled lists.
#[derive(Clone, Debug)]
pub struct Tables {
    bytes: Cow<'static, [u8]>,
    strings: Cow<'static, str>,
}

impl Tables {
    fn number(&self, at: usize) -> u32 {
        match self.bytes.get(at * 4..at * 4 + 4) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            _ => EMPTY,
        }
    }

    fn part(&self, slot: usize) -> usize {
        self.number(slot) as usize
    }

    /// A word or phrase; these lie behind the values.
    fn string(&self, offset: u32, len: u32) -> &str {
        self.value(self.number(9).saturating_add(offset), len)
    }

    fn value(&self, offset: u32, len: u32) -> &str {
        let start = offset as usize;
        self.strings.get(start..start + len as usize).unwrap_or("")
    }

    /// Looks a word up, in whatever case it is written.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<WordInfo> {
        let slots = self.part(6);
        let (first, records) = (self.part(0), self.part(1));
        let hash = fold::hash(word);
        let mut at = index(hash, slots);
        loop {
            let taken = self.number(first + at);
            if taken == EMPTY {
                return None;
            }
            let id = taken & ((1 << NUMBER) - 1);
            if slot(hash, id) != taken {
                at = next(at, slots);
                continue;
            }
            let record = records + id as usize * WORD;
            let head = self.number(record + 1);
            if same(self.string(self.number(record), head & 0xff), word) {
                let wide = |at| u64::from(self.number(at)) | u64::from(self.number(at + 1)) << 32;
                let set = self.part(8) + (head >> 8) as usize * SET;
                return Some(WordInfo {
                    word: id,
                    node: self.number(record + 2),
                    any: wide(set),
                    title: wide(set + 2),
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
        let first = self.part(2);
        let mut at = index(edge_hash(node, word), slots);
        loop {
            let n = self.number(first + at * 3);
            if n == EMPTY {
                return None;
            }
            if n == node && self.number(first + at * 3 + 1) == word {
                return Some(self.number(first + at * 3 + 2));
            }
            at = next(at, slots);
        }
    }

    /// Whether longer entries go on from this node.
    #[must_use]
    pub fn goes_on(&self, node: u32) -> bool {
        self.number(self.part(3) + node as usize) & ON != 0
    }

    /// The numbers of the entries that end at this node.
    #[must_use]
    pub fn entries(&self, node: u32) -> std::ops::Range<u32> {
        let at = self.part(3) + node as usize;
        self.number(at) & !ON..self.number(at + 1) & !ON
    }

    /// An entry by number.
    #[must_use]
    pub fn entry(&self, entry: u32) -> Entry<'_> {
        let at = self.part(4) + entry as usize * ENTRY;
        let head = self.number(at);
        Entry {
            category: Category::ALL
                .get((head >> 8 & 0xff) as usize)
                .copied()
                .unwrap_or(Category::Common),
            case: match head & 0xff {
                0 => Case::Any,
                1 => Case::Title,
                _ => Case::Exact,
            },
            phrase: self.string(self.number(at + 1), head >> 16),
            value: self.value(
                self.number(at + 2) >> VALUE,
                self.number(at + 2) & ((1 << VALUE) - 1),
            ),
        }
    }
}

impl Entry<'_> {
    /// Whether the text, as written, meets the entry's demand on capitals.
    #[must_use]
    pub fn fits(&self, written: &str) -> bool {
        match self.case {
            Case::Any => true,
            Case::Exact => {
                let plain = |c: &char| !c.is_whitespace();
                self.phrase.chars().filter(plain).eq(written
                    .chars()
                    .filter(plain)
                    .map(|c| if c == '’' { '\'' } else { c }))
            }
            Case::Title => fold::pieces(self.phrase)
                .iter()
                .zip(fold::pieces(written))
                .all(|(listed, found)| {
                    let upper = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
                    !upper(listed) || upper(found)
                }),
        }
    }
}

/// Whether a word of the tables is the word as written, folded both.
fn same(listed: &str, written: &str) -> bool {
    if listed.len() == written.len() && written.is_ascii() {
        return listed.as_bytes().eq_ignore_ascii_case(written.as_bytes());
    }
    if listed.is_ascii() && written.is_ascii() {
        return false;
    }
    fold::chars(listed).eq(fold::chars(written))
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
        let found: Vec<_> = t.entries(node).map(|e| t.entry(e).value).collect();
        assert_eq!(found, ["head"]);
        assert_eq!(prime.any, Category::Common.bit());
        let us = t.word("us").expect("listed");
        let entry = t.entry(t.entries(t.start(us).expect("entry")).start);
        assert!(entry.fits("US") && !entry.fits("us"));
        assert!(t.word("premier").is_none());
    }
}
