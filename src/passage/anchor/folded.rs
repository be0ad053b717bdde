//! A text as characters to compare.

use super::{REACH, byte_of};
use crate::passage::fuzzy::fold;

/// Text as characters to compare, with the way back to bytes.
pub(super) struct Folded<'t> {
    pub(super) text: &'t str,
    /// The byte that the characters begin at.
    from: usize,
    pub(super) chars: Vec<char>,
    /// Byte offset of every 64th character.
    bytes: Vec<usize>,
    /// Code points before the first character.
    pub(super) before: usize,
}

impl<'t> Folded<'t> {
    /// Folds the text, or what lies within [`REACH`] of the old place.
    pub(super) fn new(text: &'t str, point: usize) -> Self {
        let middle = byte_of(text, point).unwrap_or(text.len());
        let mut from = middle.saturating_sub(REACH);
        let mut to = (middle + REACH).min(text.len());
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        while !text.is_char_boundary(to) {
            to += 1;
        }
        let part = text.get(from..to).unwrap_or("");
        let mut chars = Vec::with_capacity(part.len());
        let mut bytes = Vec::with_capacity(part.len() / 64 + 1);
        for (n, (at, c)) in part.char_indices().enumerate() {
            if n % 64 == 0 {
                bytes.push(from + at);
            }
            chars.push(fold(c));
        }
        Self {
            text,
            from,
            chars,
            bytes,
            before: text.get(..from).map_or(0, |t| t.chars().count()),
        }
    }

    /// The byte offset of a character.
    pub(super) fn byte(&self, at: usize) -> usize {
        let base = self.bytes.get(at / 64).or(self.bytes.last()).copied();
        let base = base.unwrap_or(self.from);
        let known = (at / 64).min(self.bytes.len().saturating_sub(1)) * 64;
        let rest = self.text.get(base..).unwrap_or("");
        let part = rest.char_indices().map(|(i, _)| i).nth(at - known);
        base + part.unwrap_or(rest.len())
    }

    pub(super) fn get(&self, from: usize, to: usize) -> &[char] {
        self.chars
            .get(from..to.min(self.chars.len()))
            .unwrap_or(&[])
    }
}

/// The stretch without white space at its ends.
pub(super) fn trimmed(text: &[char], mut start: usize, mut end: usize) -> (usize, usize) {
    while start < end && text.get(start) == Some(&' ') {
        start += 1;
    }
    while start < end && text.get(end - 1) == Some(&' ') {
        end -= 1;
    }
    (start, end)
}
