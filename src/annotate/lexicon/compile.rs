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
/// Bits of a word's number in its slot; above them lie bits of its hash, so
/// that most words that are not the one are told without reading them.
pub const NUMBER: u32 = 20;

/// A slot of the word table.
#[must_use]
pub fn slot(hash: u64, number: u32) -> u32 {
    (hash as u32) << NUMBER | number
}
/// Numbers of the header.
pub const HEADER: usize = 10;
/// Numbers of a word's record: string offset; string length (8 bits) and the
/// number of its set of classes (24 bits); node.
pub const WORD: usize = 3;
/// Numbers of a set of classes: those of any case (low, high), those of
/// capitalised entries (low, high).
pub const SET: usize = 4;
/// Numbers of an entry's record: case (2 bits), category (6), which of its
/// words have a capital (12), phrase length (12); phrase offset; value offset
/// (22) and length (10).
pub const ENTRY: usize = 3;
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
    let mut list: Vec<(String, u32, u64, u64)> = Vec::new(); // folded, node, any, title
    let mut nodes: Vec<Node> = vec![Node::default()];
    let mut entries: Vec<[u32; ENTRY]> = Vec::new();
    for item in items {
        let parts: Vec<&str> = pieces(&item.phrase).collect();
        if parts.is_empty() {
            continue;
        }
        let mut number = |part: &str| {
            let key = folded(part);
            *words.entry(key.clone()).or_insert_with(|| {
                list.push((key, 0, 0, 0));
                small(list.len() - 1)
            })
        };
        let numbers: Vec<u32> = parts.iter().map(|part| number(part)).collect();
        if let [word] = numbers[..] {
            match item.case {
                Case::Any => list[word as usize].2 |= item.category.bit(),
                Case::Title | Case::Exact => list[word as usize].3 |= item.category.bit(),
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
        entries.push([
            small(item.phrase.len().min(LONGEST)) << 20
                | capitals(&parts) << 8
                | u32::from(item.category as u8) << 2
                | item.case as u32,
            strings.add(&item.phrase),
            strings.add_value(value) << VALUE | small(value.len()),
        ]);
    }
    for (word, node) in &nodes[0].next {
        list[*word as usize].1 = *node;
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
    list: &[(String, u32, u64, u64)],
    nodes: &[Node],
    entries: &[[u32; ENTRY]],
    mut strings: Strings,
) -> Compiled {
    let slots = table(list.len());
    let mut word_slots = vec![EMPTY; slots];
    for (i, (word, ..)) in list.iter().enumerate() {
        let mut at = index(hash(word), slots);
        while word_slots[at] != EMPTY {
            at = next(at, slots);
        }
        word_slots[at] = slot(hash(word), small(i));
    }
    let mut records = Vec::with_capacity(list.len() * WORD);
    let mut known: HashMap<(u64, u64), u32> = HashMap::new();
    let mut sets: Vec<u32> = Vec::new();
    let mut written: HashMap<String, u32> = HashMap::new();
    for (text, at) in &strings.texts.known {
        let key = folded(text);
        if key.len() == text.len() {
            let first = written.entry(key).or_insert(*at);
            *first = (*first).min(*at);
        }
    }
    for (word, node, any, title) in list {
        // A word may lie in the table with capitals, where a phrase has them.
        let at = written
            .get(word)
            .copied()
            .unwrap_or_else(|| strings.add(word));
        let set = *known.entry((*any, *title)).or_insert_with(|| {
            sets.extend([
                *any as u32,
                (*any >> 32) as u32,
                *title as u32,
                (*title >> 32) as u32,
            ]);
            small(sets.len() / SET - 1)
        });
        records.extend([at, set << 8 | small(word.len()) & 0xff, *node]);
    }
    let edges: Vec<(u32, u32, u32)> = nodes
        .iter()
        .enumerate()
        .skip(1)
        .flat_map(|(n, node)| node.next.iter().map(move |(w, to)| (small(n), *w, *to)))
        .collect();
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
        let ways = node.next.keys().fold(0, |ways, word| ways | way(*word));
        node_records.push(small(order.len()) | ways);
        order.extend(node.entries.iter().copied());
    }
    node_records.push(small(order.len()));
    let entry_records: Vec<u32> = order.iter().flat_map(|e| entries[*e as usize]).collect();

    let mut out: Vec<u32> = vec![0; HEADER];
    let put = |out: &mut Vec<u32>, slot: usize, part: &[u32]| {
        out[slot] = small(out.len());
        out.extend_from_slice(part);
    };
    put(&mut out, 0, &word_slots);
    put(&mut out, 1, &records);
    put(&mut out, 2, &edge_table);
    put(&mut out, 3, &node_records);
    put(&mut out, 4, &entry_records);
    put(&mut out, 8, &sets);
    out[6] = small(slots);
    out[7] = small(edge_slots);
    out[9] = small(strings.values.text.len()); // the other strings start behind
    Compiled {
        numbers: out.iter().flat_map(|n| n.to_le_bytes()).collect(),
        strings: strings.values.text + &strings.texts.text,
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
