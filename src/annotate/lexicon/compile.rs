//! Turns lists into tables: used by the build script for the shipped lists and
//! at run time for the user's own.
//!
//! The tables are one block of little-endian numbers that is used where it
//! lies, so that the program starts without building anything: a hash table of
//! words, a trie of words for phrases, entries and their strings.

use std::collections::{BTreeMap, HashMap};

use super::{
    category::Category,
    fold::{folded, hash, pieces},
};

/// How an entry must be capitalised in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Case {
    /// Any way.
    Any,
    /// Words capitalised in the list are capitalised in the text.
    Title,
    /// As written.
    Exact,
}

/// One entry of a list.
#[derive(Clone, Debug)]
pub struct Item {
    /// The words.
    pub phrase: String,
    /// What they are.
    pub category: Category,
    /// The payload, or nothing.
    pub value: String,
    /// How they must be capitalised.
    pub case: Case,
}

/// Marks an empty slot.
pub const EMPTY: u32 = u32::MAX;
/// Bits of a word's number in its slot, which is where its record lies among
/// the records of words; above them lie bits of its hash, so that most words
/// that are not the one are told without reading them.
pub const NUMBER: u32 = 22;

/// A slot of the word table.
#[must_use]
pub fn slot(hash: u64, number: u32) -> u32 {
    (hash as u32) << NUMBER | number
}
/// Numbers of the header.
pub const HEADER: usize = 12;

/// From how many uses on a word is looked for first, in a table of its own that
/// is small enough to stay in the processor's cache: three in four words of
/// news are.
const FREQUENT: u32 = 2;
/// Longest word that is written into its record, in bytes; no text has longer
/// ones that are listed.
const LONGEST_WORD: usize = 0xff;
/// Numbers of a set of classes: those of any case (low, high), those of
/// capitalised entries (low, high).
pub const SET: usize = 4;
/// Numbers of an entry's details: phrase offset; value offset (22) and length
/// (10). Its head lies apart: case (2 bits), category (6), which of its words
/// have a capital (12), phrase length (12).
pub const ENTRY: usize = 2;
/// Longest phrase, in words, whose capitals an entry's record can hold.
pub const WORDS: usize = 12;
/// Longest phrase, in bytes; the text has none of [`WORDS`] words that is longer.
const LONGEST: usize = 0xfff;
/// Bits of a value's length.
pub const VALUE: u32 = 10;
/// Bits of an entry's number in a node's record; above them lie its ways.
pub const ENTRIES: u32 = 20;

/// The bit among a node's ways of a word that an entry may go on with: most
/// words of a text go on from no node, and are told so by it.
#[must_use]
pub fn way(word: u32) -> u32 {
    1 << (ENTRIES + word % (u32::BITS - ENTRIES))
}

/// A word of the lists.
#[derive(Default)]
struct Word {
    folded: String,
    /// The node that entries beginning with it go on from.
    node: u32,
    /// Classes in any case.
    any: u64,
    /// Classes of entries that ask for capitals.
    title: u64,
    /// How many words of entries it is.
    uses: u32,
}

#[derive(Default)]
struct Node {
    next: BTreeMap<u32, u32>,
    entries: Vec<u32>,
}

/// Words and phrases in one block of text, values in another in front of it,
/// so that an offset of few bits reaches them.
#[derive(Default)]
struct Strings {
    texts: Block,
    values: Block,
}

#[derive(Default)]
struct Block {
    text: String,
    known: HashMap<String, u32>,
}

impl Block {
    fn add(&mut self, text: &str) -> u32 {
        if let Some(at) = self.known.get(text) {
            return *at;
        }
        let at = small(self.text.len());
        self.text.push_str(text);
        self.known.insert(text.to_owned(), at);
        at
    }
}

impl Strings {
    fn add(&mut self, text: &str) -> u32 {
        self.texts.add(text)
    }

    fn add_value(&mut self, text: &str) -> u32 {
        self.values.add(text)
    }
}

/// Values are cut here; none of the shipped lists comes near.
fn limit(value: &str) -> usize {
    let mut end = value.len().min((1 << VALUE) - 1);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// A table index; lists are far below the limit of 32 bits.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(EMPTY)
}

/// Mixes a node and a word into a slot number.
pub fn edge_hash(node: u32, word: u32) -> u64 {
    let key = u64::from(node) << 32 | u64::from(word);
    let h = key.wrapping_mul(0x9e37_79b9_7f4a_7c15); // 2^64 / golden ratio (Knuth, TAOCP 3, 6.4)
    h ^ (h >> 32)
}

/// Compiled lists.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// Little-endian numbers of four bytes.
    pub numbers: Vec<u8>,
    /// Values, then words and phrases.
    pub strings: String,
}

/// Compiles items into tables.
#[must_use]
pub fn compile(items: &[Item]) -> Compiled {
    let mut strings = Strings::default();
    let mut words: HashMap<String, u32> = HashMap::new();
    let mut list: Vec<Word> = Vec::new();
    let mut nodes: Vec<Node> = vec![Node::default()];
    let mut entries: Vec<(u32, [u32; ENTRY])> = Vec::new();
    for item in items {
        let parts: Vec<&str> = pieces(&item.phrase).collect();
        if parts.is_empty() {
            continue;
        }
        let mut number = |part: &str| {
            let key = folded(part);
            let number = *words.entry(key.clone()).or_insert_with(|| {
                list.push(Word {
                    folded: key,
                    ..Word::default()
                });
                small(list.len() - 1)
            });
            list[number as usize].uses += 1;
            number
        };
        let numbers: Vec<u32> = parts.iter().map(|part| number(part)).collect();
        if let [word] = numbers[..] {
            match item.case {
                Case::Any => list[word as usize].any |= item.category.bit(),
                Case::Title | Case::Exact => list[word as usize].title |= item.category.bit(),
            }
            if is_plain(item) {
                continue;
            }
        }
        let mut node = 0u32;
        for word in numbers {
            let known = nodes[node as usize].next.get(&word).copied();
            node = known.unwrap_or_else(|| {
                let new = small(nodes.len());
                nodes.push(Node::default());
                nodes[node as usize].next.insert(word, new);
                new
            });
        }
        let value = item.value.get(..limit(&item.value)).unwrap_or("");
        nodes[node as usize].entries.push(small(entries.len()));
        let head = small(item.phrase.len().min(LONGEST)) << 20
            | capitals(&parts) << 8
            | u32::from(item.category as u8) << 2
            | item.case as u32;
        let value = strings.add_value(value) << VALUE | small(value.len());
        entries.push((head, [strings.add(&item.phrase), value]));
    }
    for (word, node) in &nodes[0].next {
        list[*word as usize].node = *node;
    }
    layout(&list, &nodes, &entries, strings)
}

/// A bit for each of the first [`WORDS`] words that begins with a capital.
fn capitals(parts: &[&str]) -> u32 {
    let upper = |part: &&str| part.chars().next().is_some_and(char::is_uppercase);
    let words = parts.iter().take(WORDS).enumerate();
    words.fold(0, |bits, (n, part)| bits | u32::from(upper(part)) << n)
}

/// Whether classes alone tell all about a single word: an ordinary word or a
/// surname needs no entry.
fn is_plain(item: &Item) -> bool {
    let plain = [Category::Common, Category::Surname, Category::SurnameWord];
    item.value.is_empty() && item.case != Case::Exact && plain.contains(&item.category)
}

fn layout(
    list: &[Word],
    nodes: &[Node],
    entries: &[(u32, [u32; ENTRY])],
    strings: Strings,
) -> Compiled {
    let Records {
        records,
        sets,
        numbers,
    } = records(list);
    let words = || list.iter().zip(numbers.iter().copied());
    let frequent = |(word, _): &(&Word, u32)| word.uses >= FREQUENT;
    let hot = word_table(words().filter(frequent));
    let rare = word_table(words().filter(|word| !frequent(word)));
    let number = |word: &u32| numbers[*word as usize];
    let mut edges: Vec<(u32, u32, u32)> = Vec::new();
    for (n, node) in nodes.iter().enumerate().skip(1) {
        let from = small(n);
        edges.extend(node.next.iter().map(|(word, to)| (from, number(word), *to)));
    }
    let edge_slots = table(edges.len());
    let mut edge_table = vec![EMPTY; edge_slots * 3];
    for (node, word, to) in edges {
        let mut at = index(edge_hash(node, word), edge_slots);
        while edge_table[at * 3] != EMPTY {
            at = next(at, edge_slots);
        }
        edge_table[at * 3..at * 3 + 3].copy_from_slice(&[node, word, to]);
    }
    let mut node_records = Vec::with_capacity(nodes.len() + 1);
    let mut order = Vec::with_capacity(entries.len());
    for node in nodes {
        let ways = node.next.keys().map(number).map(way);
        let ways = ways.fold(0, |ways, way| ways | way);
        node_records.push(small(order.len()) | ways);
        order.extend(node.entries.iter().copied());
    }
    node_records.push(small(order.len()));
    let in_order = || order.iter().map(|e| entries[*e as usize]);
    let heads: Vec<u32> = in_order().map(|(head, _)| head).collect();
    let details: Vec<u32> = in_order().flat_map(|(_, details)| details).collect();

    let mut out: Vec<u32> = vec![0; HEADER];
    let put = |out: &mut Vec<u32>, slot: usize, part: &[u32]| {
        out[slot] = small(out.len());
        out.extend_from_slice(part);
    };
    put(&mut out, 0, &hot);
    put(&mut out, 1, &records);
    put(&mut out, 2, &edge_table);
    put(&mut out, 3, &node_records);
    put(&mut out, 4, &heads);
    put(&mut out, 5, &details);
    put(&mut out, 8, &sets);
    put(&mut out, 10, &rare);
    out[6] = small(hot.len());
    out[11] = small(rare.len());
    out[7] = small(edge_slots);
    out[9] = small(strings.values.text.len()); // the other strings start behind
    Compiled {
        numbers: out.iter().flat_map(|n| n.to_le_bytes()).collect(),
        strings: strings.values.text + &strings.texts.text,
    }
}

/// The slots of words with their numbers.
fn word_table<'w>(words: impl Iterator<Item = (&'w Word, u32)>) -> Vec<u32> {
    let words: Vec<_> = words.collect();
    let mut slots = vec![EMPTY; table(words.len())];
    for (word, number) in words {
        let hash = hash(&word.folded);
        let mut at = index(hash, slots.len());
        while slots[at] != EMPTY {
            at = next(at, slots.len());
        }
        slots[at] = slot(hash, number);
    }
    slots
}

/// The records of words, and the number of each word of the list.
struct Records {
    records: Vec<u32>,
    sets: Vec<u32>,
    numbers: Vec<u32>,
}

/// Lays the words out: the node of each, the number of its set of classes (24
/// bits) and its length in bytes (8), and its folded form. Those that stand in
/// most entries come first: they are most of a text, and lie together.
fn records(list: &[Word]) -> Records {
    let mut records = Vec::new();
    let mut known: HashMap<(u64, u64), u32> = HashMap::new();
    let mut sets: Vec<u32> = Vec::new();
    let mut numbers = vec![0; list.len()];
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(list[*i].uses));
    for i in order {
        let word = &list[i];
        let set = *known.entry((word.any, word.title)).or_insert_with(|| {
            sets.extend([
                word.any as u32,
                (word.any >> 32) as u32,
                word.title as u32,
                (word.title >> 32) as u32,
            ]);
            small(sets.len() / SET - 1)
        });
        let bytes = word.folded.as_bytes();
        let bytes = &bytes[..bytes.len().min(LONGEST_WORD)];
        numbers[i] = small(records.len());
        records.extend([word.node, set << 8 | small(bytes.len())]);
        records.extend(bytes.chunks(4).map(|part| {
            let mut four = [0; 4];
            four[..part.len()].copy_from_slice(part);
            u32::from_le_bytes(four)
        }));
    }
    Records {
        records,
        sets,
        numbers,
    }
}

/// The size of a table for `n` keys: at most half full.
fn table(n: usize) -> usize {
    n * 2 + 2
}

/// The first slot to look at: the low half of the hash, scaled to the number
/// of slots.
#[must_use]
pub fn index(hash: u64, slots: usize) -> usize {
    let low = hash & u64::from(u32::MAX);
    usize::try_from((low * slots as u64) >> 32).unwrap_or(0)
}

/// The slot behind a slot that is taken.
#[must_use]
pub fn next(at: usize, slots: usize) -> usize {
    if at + 1 < slots { at + 1 } else { 0 }
}
