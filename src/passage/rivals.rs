//! What else in a text is like a passage, noted when the passage is kept: a
//! text that has changed does not say any more which of two like places was
//! meant.
//!
//! A passage with rivals is found again by what told it from them: a stretch
//! on each side that stood nowhere else, words that were no rival's, or a
//! context that was no rival's.

use std::fmt;

use super::{
    fuzzy::{self, alike, fold, share},
    selector::CONTEXT,
};

/// From this share of its characters on a place is like a passage. Matches are
/// attached from 0.6 on (`anchor::QUOTE_FLOOR`); what lies a margin of 0.1
/// (`anchor::MARGIN`) below can become one by an edit.
pub(super) const LIKE: f64 = 0.5;
/// Characters below which a passage has no rivals but its exact copies: it is
/// not matched approximately (`anchor::SHORT`).
const SHORT: usize = 8;
/// Characters of a passage that is compared with the text at most
/// (`anchor::LONG`).
const LONG: usize = 2048;
/// Characters of a text in which rivals are sought: a long report. With the
/// longest passage that is eight million steps of Myers' algorithm, below a
/// tenth of a second, when a passage is kept.
const TEXT: usize = 1 << 18;
/// Rivals that are counted at most.
pub(super) const MOST: usize = 100;
/// Characters from which a context is sought in a text at all
/// (`anchor::FRAME_LEAST`).
const LEAST: usize = 10;
/// Characters that a stretch beside a passage has at most: half a page.
const REACH: usize = 4096;
/// Stands before the first and behind the last character of a text.
const EDGE: char = '\0';

/// What was like a passage in the text that it was taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rivals {
    /// Places that were like it, exact copies left out; 100 stands for more.
    pub near: usize,
    /// How alike the likest of all places was, in percent of the passage's
    /// characters; 100 where there was a copy, 0 where there was nothing.
    pub words: u8,
    /// How much of the passage's prefix one of them had, in percent.
    pub prefix: u8,
    /// How much of its suffix one of them had, in percent.
    pub suffix: u8,
    /// What told the passage from the rest of the text on its left.
    pub before: Side,
    /// … and on its right.
    pub after: Side,
}

/// What beside a passage stood nowhere else in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The context that is kept in full.
    #[default]
    Context,
    /// A longer stretch, of which only length and hash are kept.
    Stretch(Stretch),
    /// Nothing of a bearable length.
    Nothing,
}

/// A stretch of text beside a passage. Its characters are compared as the
/// passage's are: variants of marks and spaces are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// Characters, the edge of the text counted as one.
    pub length: usize,
    /// A rolling hash of them.
    pub hash: u64,
}

impl Side {
    /// Reads what [`Display`](fmt::Display) writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "context" => Some(Self::Context),
            "nothing" => Some(Self::Nothing),
            stretch => {
                let (length, hash) = stretch.split_once(' ')?;
                let length = length.parse().ok().filter(|n| (1..=REACH).contains(n))?;
                let digits = hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit());
                let hash = digits.then(|| u64::from_str_radix(hash, 16).ok())??;
                Some(Self::Stretch(Stretch { length, hash }))
            }
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Context => f.write_str("context"),
            Self::Stretch(s) => write!(f, "{} {:016x}", s.length, s.hash),
            Self::Nothing => f.write_str("nothing"),
        }
    }
}

/// How rivals are written in the reading state and in exports: "none", or
/// number and shares, then both sides.
impl fmt::Display for Rivals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::default() {
            return f.write_str("none");
        }
        let Self {
            near,
            words,
            prefix,
            suffix,
            before,
            after,
        } = self;
        write!(f, "{near} {words} {prefix} {suffix}; {before}; {after}")
    }
}

impl Rivals {
    /// Reads what [`Display`](fmt::Display) writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::default());
        }
        let mut parts = text.split("; ");
        let mut numbers = parts.next()?.split(' ');
        let near = numbers.next()?.parse().ok().filter(|n| *n <= MOST)?;
        let mut share = || numbers.next()?.parse().ok().filter(|n| *n <= 100);
        let (words, prefix, suffix) = (share()?, share()?, share()?);
        let (before, after) = (Side::parse(parts.next()?)?, Side::parse(parts.next()?)?);
        let whole = numbers.next().is_none() && parts.next().is_none();
        whole.then_some(Self {
            near,
            words,
            prefix,
            suffix,
            before,
            after,
        })
    }

    /// What in `text` is like its characters `start..end`, which have `copies`
    /// exact copies, and of whose context the characters `context` are kept on
    /// each side; `None` where text or passage is too long to say.
    pub(super) fn of(
        text: &str,
        (start, end): (usize, usize),
        copies: usize,
        context: [usize; 2],
    ) -> Option<Self> {
        if text.len() > 4 * TEXT || end - start > LONG {
            return None;
        }
        let chars = edged(text.chars().map(fold));
        // One further for the edge.
        let (start, end) = (start + 1, end + 1);
        let exact = chars.get(start..end)?;
        if chars.len() > TEXT || exact.is_empty() {
            return None;
        }
        let mut out = Self::default();
        let inner = |from: usize, to: usize| chars.get(from..to).unwrap_or(&[]);
        let prefix: Vec<char> = inner(start - context[0], start)
            .iter()
            .rev()
            .copied()
            .collect();
        let suffix = inner(end, end + context[1]);
        for (from, part) in [(1, inner(1, start)), (end, inner(end, chars.len() - 1))] {
            for found in like(exact, part, copies) {
                let (a, b) = (from + found.start, from + found.end);
                let alikeness = share(exact.len().saturating_sub(found.errors), exact.len());
                let before = inner(a.saturating_sub(CONTEXT + 8).max(1), a);
                let before: Vec<char> = before.iter().rev().copied().collect();
                let after = inner(b, (b + CONTEXT + 8).min(chars.len() - 1));
                out.near += 1;
                out.words = out.words.max(percent(alikeness));
                out.prefix = out.prefix.max(percent(alike(&prefix, &before)));
                out.suffix = out.suffix.max(percent(alike(suffix, after)));
            }
        }
        out.near = out.near.saturating_sub(copies).min(MOST);
        if copies > 0 {
            out.words = 100;
        }
        if copies > 0 || out.near > 0 {
            let back: Vec<char> = chars.iter().rev().copied().collect();
            out.before = side(&back, chars.len() - start, prefix.len());
            out.after = side(&chars, end, suffix.len());
        }
        Some(out)
    }

    /// Whether anything was like the passage.
    #[must_use]
    pub fn any(&self) -> bool {
        self.words > 0
    }
}

/// The places in `text` that are like `exact`, the likest first, none over
/// another.
fn like(exact: &[char], text: &[char], copies: usize) -> Vec<fuzzy::Found> {
    if text.is_empty() || exact.len() < SHORT && copies == 0 {
        return Vec::new();
    }
    let limit = if exact.len() < SHORT { 1.0 } else { LIKE };
    fuzzy::places(exact, text, 1.0 - limit, MOST)
}

/// What right behind `at` stands nowhere else in `text`; `context` characters
/// there are kept in full.
fn side(text: &[char], at: usize, context: usize) -> Side {
    let rest = text.len() - at.min(text.len());
    let once = |length: usize| {
        let hash = hash(text.get(at..at + length)?);
        let stretch = Stretch { length, hash };
        (stretch.places(text).take(2).count() == 1).then_some(stretch)
    };
    if context >= LEAST && once(context).is_some() {
        return Side::Context;
    }
    let lengths = (1..)
        .map(|n| CONTEXT << n)
        .take_while(|n| *n < rest.min(REACH));
    let last = (rest <= REACH).then_some(rest);
    let found = lengths.chain(last).find_map(once);
    found.map_or(Side::Nothing, Side::Stretch)
}

/// The characters of a text between its edges.
pub(super) fn edged(text: impl Iterator<Item = char>) -> Vec<char> {
    [EDGE].into_iter().chain(text).chain([EDGE]).collect()
}

/// The base of the rolling hash (M. O. Rabin, R. M. Karp, 1987), modulo 2^64:
/// the golden ratio's odd multiplier. Nobody gains by a collision.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

fn push(hash: u64, c: char) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(c) + 1)
}

/// The hash of a stretch.
pub(super) fn hash(text: &[char]) -> u64 {
    text.iter().fold(0, |h, c| push(h, *c))
}

impl Stretch {
    /// Where it begins in `text`.
    pub(super) fn places(self, text: &[char]) -> impl Iterator<Item = usize> + '_ {
        let length = self.length.max(1);
        let power = (0..length).fold(1u64, |p, _| p.wrapping_mul(BASE));
        let mut rolling = 0u64;
        text.iter().enumerate().filter_map(move |(i, c)| {
            rolling = push(rolling, *c);
            if let Some(gone) = i.checked_sub(length).and_then(|n| text.get(n)) {
                rolling = rolling.wrapping_sub((u64::from(*gone) + 1).wrapping_mul(power));
            }
            (i + 1 >= length && rolling == self.hash).then(|| i + 1 - length)
        })
    }
}

/// A share of 0 to 1 as a whole number of hundredths.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
fn percent(share: f64) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &str) -> Rivals {
        let at = text.find(words).expect("words");
        let start = text.get(..at).expect("boundary").chars().count();
        let end = start + words.chars().count();
        let copies = text.matches(words).count() - 1;
        Rivals::of(
            text,
            (start, end),
            copies,
            [start.min(32), (text.chars().count() - end).min(32)],
        )
        .expect("short")
    }

    const TWICE: &str = "Talks go on\n\nThe envoy spoke of grain.\n\nThe envoys spoke of rain.\n\nNobody knows for how long they will.";

    #[test]
    fn what_is_like_a_passage_is_counted() {
        let rivals = of(TWICE, "The envoy spoke of grain.");
        assert_eq!((rivals.near, rivals.words), (1, 92));
        assert!(rivals.prefix < 60 && rivals.suffix < 60, "{rivals:?}");
        let rivals = of(TWICE, "Nobody knows for how long they will.");
        assert_eq!(rivals, Rivals::default());
        assert!(!rivals.any());
        assert_eq!(of("a b a b", "a").words, 100);
    }

    #[test]
    fn a_side_reaches_until_it_stands_only_once() {
        let block = "The envoy spoke of grain and of the northern crossing today.\n\n";
        let text = format!("First.\n\n{block}{block}{block}The end of it came on a Monday.");
        let rivals = of(&text, "spoke of grain");
        assert_eq!(rivals.words, 100);
        // The left edge is near; to the right the same words come twice more.
        assert_eq!(rivals.before, Side::Context);
        let Side::Stretch(right) = rivals.after else {
            panic!("{rivals:?}")
        };
        assert_eq!(right.length, 128);
        for side in [rivals.before, rivals.after, Side::Context, Side::Nothing] {
            assert_eq!(Side::parse(&side.to_string()), Some(side));
        }
        assert_eq!(Rivals::parse(&rivals.to_string()), Some(rivals));
        assert_eq!(Rivals::parse("none"), Some(Rivals::default()));
        for wrong in ["", "1 2 3; context; context", "1 2 3 101; context; context"] {
            assert_eq!(Rivals::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Rivals::parse(&format!("{rivals}; more")), None);
        assert_eq!(Side::parse("0 0123456789abcdef"), None);
        assert_eq!(Side::parse("64 +123456789abcde"), None);
    }

    #[test]
    fn stretches_are_found_by_their_hash() {
        let text: Vec<char> = "abcabcabd".chars().collect();
        let stretch = |words: &str| Stretch {
            length: words.len(),
            hash: hash(&words.chars().collect::<Vec<_>>()),
        };
        assert_eq!(stretch("abc").places(&text).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(stretch("bd").places(&text).collect::<Vec<_>>(), [7]);
        assert_eq!(stretch("abcabcabdx").places(&text).count(), 0);
    }
}
