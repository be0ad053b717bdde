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
/// Numbers of the header.
pub const HEADER: usize = 10;
/// Numbers of a word's record: string offset, string length, node, classes of
/// any case (low, high), classes of capitalised entries (low, high).
pub const WORD: usize = 7;
/// Numbers of an entry's record: category and case, phrase offset, phrase
/// length, value offset, value length.
pub const ENTRY: usize = 5;

#[derive(Default)]
struct Node {
    next: BTreeMap<u32, u32>,
    entries: Vec<u32>,
}

#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Strings {
    fn add(&mut self, text: &str) -> u32 {
        if let Some(at) = self.known.get(text) {
            return *at;
        }
        let at = small(self.bytes.len());
        self.bytes.extend_from_slice(text.as_bytes());
        self.known.insert(text.to_owned(), at);
        at
    }
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

/// Compiles items into tables.
#[must_use]
pub fn compile(items: &[Item]) -> Vec<u8> {
    let mut strings = Strings::default();
    let mut words: HashMap<String, u32> = HashMap::new();
    let mut list: Vec<(String, u32, u64, u64)> = Vec::new(); // folded, node, any, title
    let mut nodes: Vec<Node> = vec![Node::default()];
    let mut entries: Vec<[u32; ENTRY]> = Vec::new();
    for item in items {
        let parts = pieces(&item.phrase);
        if parts.is_empty() {
            continue;
        }
        let mut node = 0u32;
        for part in &parts {
            let key = folded(part);
            let word = *words.entry(key.clone()).or_insert_with(|| {
                list.push((key, 0, 0, 0));
                small(list.len() - 1)
            });
            let known = nodes[node as usize].next.get(&word).copied();
            node = known.unwrap_or_else(|| {
                let new = small(nodes.len());
                nodes.push(Node::default());
                nodes[node as usize].next.insert(word, new);
                new
            });
        }
        if let [part] = parts[..] {
            let word = words[&folded(part)] as usize;
            match item.case {
                Case::Any => list[word].2 |= item.category.bit(),
                Case::Title | Case::Exact => list[word].3 |= item.category.bit(),
            }
        }
        let plain = item.value.is_empty()
            && parts.len() == 1
            && item.case != Case::Exact
            && matches!(item.category, Category::Common);
        if !plain {
            // Classes alone tell all about an ordinary word; it needs no entry.
            let entry = [
                u32::from(item.category as u8) << 8 | item.case as u32,
                strings.add(&item.phrase),
                small(item.phrase.len()),
                strings.add(&item.value),
                small(item.value.len()),
            ];
            nodes[node as usize].entries.push(small(entries.len()));
            entries.push(entry);
        }
    }
    for (word, node) in &nodes[0].next {
        list[*word as usize].1 = *node;
    }
    layout(&list, &nodes, &entries, strings)
}

fn layout(
    list: &[(String, u32, u64, u64)],
    nodes: &[Node],
    entries: &[[u32; ENTRY]],
    mut strings: Strings,
) -> Vec<u8> {
    let slots = table(list.len());
    let mut word_slots = vec![EMPTY; slots];
    for (i, (word, ..)) in list.iter().enumerate() {
        let mut at = index(hash(word), slots);
        while word_slots[at] != EMPTY {
            at = (at + 1) & (slots - 1);
        }
        word_slots[at] = small(i);
    }
    let mut records = Vec::with_capacity(list.len() * WORD);
    for (word, node, any, title) in list {
        records.extend([strings.add(word), small(word.len()), *node]);
        records.extend([
            *any as u32,
            (*any >> 32) as u32,
            *title as u32,
            (*title >> 32) as u32,
        ]);
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
            at = (at + 1) & (edge_slots - 1);
        }
        edge_table[at * 3..at * 3 + 3].copy_from_slice(&[node, word, to]);
    }
    let mut node_records = Vec::with_capacity(nodes.len() * 2 + 1);
    let mut order = Vec::with_capacity(entries.len());
    for node in nodes {
        node_records.extend([small(order.len()), small(node.next.len())]);
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
    out[5] = small(out.len()); // strings start here
    out[6] = small(slots);
    out[7] = small(edge_slots);
    out[8] = small(strings.bytes.len());
    let mut bytes: Vec<u8> = out.iter().flat_map(|n| n.to_le_bytes()).collect();
    bytes.extend_from_slice(&strings.bytes);
    bytes
}

/// The size of a table for `n` keys: a power of two, at most half full.
fn table(n: usize) -> usize {
    (n * 2).next_power_of_two().max(2)
}

/// The first slot to look at.
#[allow(clippy::cast_possible_truncation)] // the mask cuts it anyway
pub fn index(hash: u64, slots: usize) -> usize {
    hash as usize & (slots - 1)
}
