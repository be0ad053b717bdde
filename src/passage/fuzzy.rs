//! Where in a text something like a passage stands: approximate matching with
//! bounded cost.
//!
//! Places that share short runs of characters with the passage and its context
//! are found in one pass over the text; at the best of them the passage is
//! aligned by Myers' bit-parallel algorithm (G. Myers, "A fast bit-vector
//! algorithm for approximate string matching", JACM 46, 1999; in blocks as in
//! H. Hyyrö, 2003).

use std::collections::HashMap;

/// Characters of a run that text and passage must share to be looked at.
const RUN: usize = 6;
/// Places that are aligned at most.
const PLACES: usize = 12;
/// Bits of the table that tells at once most runs that the passage lacks.
const SIEVE: usize = 1 << 16;

/// A character as it is compared: typographic variants are one, line breaks
/// are spaces. One character stays one, so offsets stay right.
#[must_use]
pub(super) fn fold(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '\n' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        c => c,
    }
}

/// A stretch of the text, in characters, and the edits that part it from the
/// passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub errors: usize,
}

/// The best alignments of `exact` in `text` (both folded), best first, not
/// overlapping; `prefix` and `suffix` help to find the places.
pub(super) fn find(exact: &[char], prefix: &[char], suffix: &[char], text: &[char]) -> Vec<Found> {
    if exact.is_empty() || text.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Found> = starts(exact, prefix, suffix, text)
        .into_iter()
        .filter_map(|start| {
            let slack = exact.len() / 2 + 64;
            let from = start.saturating_sub(slack);
            let to = (start + exact.len() + slack).min(text.len());
            let window = text.get(from..to)?;
            let found = align(exact, window)?;
            Some(Found {
                start: from + found.start,
                end: from + found.end,
                ..found
            })
        })
        .collect();
    found.sort_by_key(|f| (f.errors, f.start));
    let mut out: Vec<Found> = Vec::new();
    for f in found {
        if out.iter().all(|o| f.end <= o.start || o.end <= f.start) {
            out.push(f);
        }
    }
    out
}

/// Where the passage may begin: by the runs that it and the text share.
fn starts(exact: &[char], prefix: &[char], suffix: &[char], text: &[char]) -> Vec<usize> {
    let query: Vec<char> = [prefix, exact, suffix].concat();
    let run = RUN.min(query.len());
    let mut sieve = vec![false; SIEVE];
    let mut places: HashMap<u128, Vec<usize>> = HashMap::new();
    runs(&query, run, |key, at| {
        if let Some(slot) = sieve.get_mut(slot(key)) {
            *slot = true;
        }
        places.entry(key).or_default().push(at);
    });
    // A run that the passage holds often says little about the place.
    places.retain(|_, at| at.len() <= 4);
    // Edits before a run shift it: neighbouring diagonals are counted together.
    let width = (query.len() / 4).max(16);
    let mut votes: HashMap<isize, usize> = HashMap::new();
    let shift = isize::try_from(query.len()).unwrap_or(0);
    let wide = isize::try_from(width).unwrap_or(16);
    runs(text, run, |key, at| {
        if sieve.get(slot(key)) != Some(&true) {
            return;
        }
        for place in places.get(&key).into_iter().flatten() {
            let diagonal = isize::try_from(at).unwrap_or(0) - isize::try_from(*place).unwrap_or(0);
            let bin = (diagonal + shift) / wide;
            for bin in [bin, bin + 1] {
                *votes.entry(bin).or_default() += 1;
            }
        }
    });
    let mut best: Vec<(usize, isize)> = votes.into_iter().map(|(b, n)| (n, b)).collect();
    best.sort_by_key(|(n, b)| (std::cmp::Reverse(*n), *b));
    let least = best.first().map_or(0, |(n, _)| n / 4).max(1);
    best.truncate(PLACES);
    best.retain(|(n, _)| *n >= least);
    let start = |bin: isize| {
        let at = bin * wide - shift + isize::try_from(prefix.len()).unwrap_or(0);
        usize::try_from(at.max(0)).unwrap_or(0).min(text.len())
    };
    best.into_iter().map(|(_, bin)| start(bin)).collect()
}

/// Calls `each` with every run of `run` characters and where it begins.
fn runs(text: &[char], run: usize, mut each: impl FnMut(u128, usize)) {
    // 21 bits hold any character, 126 bits six of them.
    let mask = (1u128 << (21 * run)) - 1;
    let mut key = 0u128;
    for (at, c) in text.iter().enumerate() {
        key = (key << 21 | u128::from(u32::from(*c))) & mask;
        if at + 1 >= run {
            each(key, at + 1 - run);
        }
    }
}

fn slot(key: u128) -> usize {
    #[allow(clippy::cast_possible_truncation)] // the lower half, and some bits of it
    let mixed = ((key ^ (key >> 64)) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> 48).unwrap_or(0) % SIEVE
}

/// The stretch of `text` that is nearest to `pattern`.
pub(super) fn align(pattern: &[char], text: &[char]) -> Option<Found> {
    let forward = Myers::new(pattern.iter().copied());
    let (end, errors) = forward.best(text.iter().copied(), false)?;
    let backward = Myers::new(pattern.iter().rev().copied());
    let before = text.get(..end)?;
    let (len, _) = backward.best(before.iter().rev().copied(), true)?;
    Some(Found {
        start: end - len,
        end,
        errors,
    })
}

/// The stretches of `text` that differ from `pattern` by at most the share
/// `errors` of its characters: the best first, `most` at most, none over
/// another. Looks at all of the text.
pub(super) fn places(pattern: &[char], text: &[char], errors: f64, most: usize) -> Vec<Found> {
    let limit = (0..=pattern.len()).take_while(|n| share(*n, pattern.len()) <= errors);
    let limit = limit.last().unwrap_or(0);
    let myers = Myers::new(pattern.iter().copied());
    let backward = Myers::new(pattern.iter().rev().copied());
    let mut ends: Vec<(usize, usize)> = Vec::new();
    myers.scan(text.iter().copied(), false, |end, errors| {
        if errors <= limit {
            ends.push((errors, end));
        }
    });
    ends.sort_unstable();
    let mut out: Vec<Found> = Vec::new();
    for (errors, end) in ends {
        if out.iter().any(|o| o.start < end && end <= o.end) {
            continue;
        }
        let from = end.saturating_sub(pattern.len() + errors);
        let before = text.get(from..end).unwrap_or(&[]);
        let Some((len, errors)) = backward.best(before.iter().rev().copied(), true) else {
            continue;
        };
        let start = end - len;
        if out.iter().all(|o| end <= o.start || o.end <= start) {
            out.push(Found { start, end, errors });
        }
        if out.len() >= most {
            break;
        }
    }
    out
}

/// A pattern prepared for Myers' algorithm.
struct Myers {
    len: usize,
    /// For each character of the pattern, where it stands: 64 places a word.
    places: HashMap<char, Vec<u64>>,
    blocks: usize,
}

impl Myers {
    fn new(pattern: impl Iterator<Item = char>) -> Self {
        let pattern: Vec<char> = pattern.collect();
        let blocks = pattern.len().div_ceil(64);
        let mut places: HashMap<char, Vec<u64>> = HashMap::new();
        for (at, c) in pattern.iter().enumerate() {
            let words = places.entry(*c).or_insert_with(|| vec![0; blocks]);
            if let Some(word) = words.get_mut(at / 64) {
                *word |= 1 << (at % 64);
            }
        }
        Self {
            len: pattern.len(),
            places,
            blocks,
        }
    }

    /// The end and the edits of the best match; `anchored`: one that begins at
    /// the start of the text, instead of anywhere. Of equals the one whose
    /// length is nearest to the pattern's.
    fn best(&self, text: impl Iterator<Item = char>, anchored: bool) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        let far = |end: usize| end.abs_diff(self.len);
        self.scan(text, anchored, |at, score| {
            let better = best.is_none_or(|(end, errors)| {
                score < errors || anchored && score == errors && far(at) < far(end)
            });
            if better {
                best = Some((at, score));
            }
        });
        best
    }

    /// Calls `each` with every end in the text and the edits of the best match
    /// that ends there.
    fn scan(
        &self,
        text: impl Iterator<Item = char>,
        anchored: bool,
        mut each: impl FnMut(usize, usize),
    ) {
        let mut plus = vec![u64::MAX; self.blocks];
        let mut minus = vec![0u64; self.blocks];
        let none = vec![0u64; self.blocks];
        let mut score = self.len;
        for (at, c) in text.enumerate() {
            let equal = self.places.get(&c).unwrap_or(&none);
            let carry = self.column(&mut plus, &mut minus, equal, i8::from(anchored));
            score = score.saturating_add_signed(isize::from(carry));
            each(at + 1, score);
        }
    }

    /// The edit distance to all of the text.
    fn whole(&self, text: impl Iterator<Item = char>) -> usize {
        let mut plus = vec![u64::MAX; self.blocks];
        let mut minus = vec![0u64; self.blocks];
        let none = vec![0u64; self.blocks];
        text.fold(self.len, |score, c| {
            let equal = self.places.get(&c).unwrap_or(&none);
            let carry = self.column(&mut plus, &mut minus, equal, 1);
            score.saturating_add_signed(isize::from(carry))
        })
    }

    /// One column of the table; `carry` is what comes in above, the result
    /// what goes out below.
    fn column(&self, plus: &mut [u64], minus: &mut [u64], equal: &[u64], mut carry: i8) -> i8 {
        let cells = plus.iter_mut().zip(minus).zip(equal);
        for (block, ((pv, mv), eq)) in cells.enumerate() {
            let last = block + 1 == self.blocks;
            let top = if last { (self.len - 1) % 64 } else { 63 };
            let below = u64::from(carry < 0);
            let above = u64::from(carry > 0);
            let xv = eq | *mv;
            let eq = eq | below;
            let xh = ((eq & *pv).wrapping_add(*pv) ^ *pv) | eq;
            let ph = *mv | !(xh | *pv);
            let mh = *pv & xh;
            carry = i8::from(ph >> top & 1 == 1) - i8::from(mh >> top & 1 == 1);
            let ph = ph << 1 | above;
            let mh = mh << 1 | below;
            *pv = mh | !(xv | ph);
            *mv = ph & xv;
        }
        carry
    }
}

/// How alike two contexts are, 0 to 1: `near` is the text beside the match,
/// compared from its first character on; what lies beyond costs nothing.
pub(super) fn alike(context: &[char], near: &[char]) -> f64 {
    if context.is_empty() {
        // The passage stood at the edge of the text.
        return if near.is_empty() { 1.0 } else { 0.0 };
    }
    let myers = Myers::new(context.iter().copied());
    let errors = myers
        .best(near.iter().copied(), true)
        .map_or(context.len(), |(_, errors)| errors.min(context.len()));
    share(context.len() - errors, context.len())
}

/// The edit distance of two texts.
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    Myers::new(a.iter().copied()).whole(b.iter().copied())
}

/// `part` of `whole`, 0 to 1.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    let number = |n: usize| u32::try_from(n).map_or(f64::from(u32::MAX), f64::from);
    if whole == 0 {
        0.0
    } else {
        number(part) / number(whole)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// Edit distance by the book.
    fn by_the_book(a: &[char], b: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut corner = i;
            row[0] = i + 1;
            for (j, y) in b.iter().enumerate() {
                let cost = corner + usize::from(x != y);
                corner = row[j + 1];
                row[j + 1] = cost.min(row[j] + 1).min(corner + 1);
            }
        }
        row[b.len()]
    }

    proptest! {
        #[test]
        fn alignment_is_the_best_there_is(pattern in "[abc]{1,12}|[ab]{60,70}", text in "[abc]{1,30}|[ab]{70,80}") {
            let (pattern, text) = (chars(&pattern), chars(&text));
            let found = align(&pattern, &text).expect("match");
            prop_assert_eq!(by_the_book(&pattern, &text[found.start..found.end]), found.errors);
            prop_assert_eq!(by_the_book(&pattern, &text), distance(&pattern, &text));
            let least = (0..=text.len())
                .flat_map(|a| (a..=text.len()).step_by(7).map(move |b| (a, b)))
                .map(|(a, b)| by_the_book(&pattern, &text[a..b]))
                .min();
            prop_assert!(Some(found.errors) <= least);
        }

        #[test]
        fn contexts_are_compared_by_edits(a in "[ab]{1,40}", b in "[ab]{0,40}") {
            let (a, b) = (chars(&a), chars(&b));
            let least = (0..=b.len()).map(|n| by_the_book(&a, &b[..n])).min().expect("some").min(a.len());
            let least = if b.is_empty() { a.len() } else { (1..=b.len()).map(|n| by_the_book(&a, &b[..n])).min().expect("some").min(a.len()).max(least) };
            prop_assert!((alike(&a, &b) - share(a.len() - least, a.len())).abs() < 1e-9);
        }
    }

    #[test]
    fn a_passage_with_an_error_is_found_in_a_long_text() {
        let filler = "Nothing of this has to do with what is sought here. ".repeat(200);
        let text = chars(&format!(
            "{filler}The envoys agreed on a pause of six weeks. {filler}"
        ));
        let exact = chars("The envoys agreed to a pause of seven weeks.");
        let found = find(&exact, &chars("here. "), &chars(" Nothing"), &text);
        let best = found.first().expect("found");
        let got: String = text[best.start..best.end].iter().collect();
        assert_eq!(got, "The envoys agreed on a pause of six weeks.");
    }
}
