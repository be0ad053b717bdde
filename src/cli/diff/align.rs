//! Which paragraphs of two texts correspond, and which words of them changed.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// What became of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change<'t> {
    /// In both, alike.
    Same(&'t str),
    /// Only in the older text.
    Gone(&'t str),
    /// Only in the newer text.
    Come(&'t str),
    /// In both, edited.
    Edited(Vec<Piece>),
}

/// Which text something is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The older.
    Old,
    /// The newer.
    New,
}

/// A stretch of an edited paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// Whose it is; `None`: it is in both.
    pub(super) side: Option<Side>,
    /// The words.
    pub(super) text: String,
}

/// Two paragraphs that share at least so much of their words are one that was
/// edited.
const ALIKE: f32 = 0.5;

/// Pairs that are looked at in one stretch of changed paragraphs, at most:
/// beyond that all are removed and added.
const MOST_PAIRS: usize = 40_000;

/// Compares paragraph by paragraph.
pub(super) fn changes<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Change<'t>> {
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        let (a, b) = (
            old.get(op.old_range()).unwrap_or(&[]),
            new.get(op.new_range()).unwrap_or(&[]),
        );
        match op {
            DiffOp::Equal { .. } => out.extend(a.iter().map(|t| Change::Same(t))),
            DiffOp::Delete { .. } => out.extend(a.iter().map(|t| Change::Gone(t))),
            DiffOp::Insert { .. } => out.extend(b.iter().map(|t| Change::Come(t))),
            DiffOp::Replace { .. } => pair(a, b, &mut out),
        }
    }
    out
}

/// Pairs the paragraphs of a changed stretch in their order, so that as much as
/// possible is shared.
fn pair<'t>(old: &[&'t str], new: &[&'t str], out: &mut Vec<Change<'t>>) {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        out.extend(old.iter().map(|t| Change::Gone(t)));
        out.extend(new.iter().map(|t| Change::Come(t)));
        return;
    }
    let (a, b): (Vec<_>, Vec<_>) = (
        old.iter().map(|t| words(t)).collect(),
        new.iter().map(|t| words(t)).collect(),
    );
    let width = b.len() + 1;
    // best[i][j]: the most that paragraphs from i and from j on can share.
    let mut best = vec![0f32; (a.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    let score = |i: usize, j: usize| match (a.get(i), b.get(j)) {
        (Some(x), Some(y)) => Some(alike(x, y)).filter(|s| *s >= ALIKE),
        _ => None,
    };
    let get = |best: &[f32], i, j| best.get(at(i, j)).copied().unwrap_or(0.0);
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let skip = get(&best, i + 1, j).max(get(&best, i, j + 1));
            let both = score(i, j).map_or(0.0, |s| s + get(&best, i + 1, j + 1));
            if let Some(slot) = best.get_mut(at(i, j)) {
                *slot = skip.max(both);
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (old.get(i), new.get(j)) {
        let here = get(&best, i, j);
        let both = score(i, j).map(|s| s + get(&best, i + 1, j + 1));
        if both.is_some_and(|both| both >= here) {
            out.push(Change::Edited(edits(x, y)));
            (i, j) = (i + 1, j + 1);
        } else if get(&best, i + 1, j) >= here {
            out.push(Change::Gone(x));
            i += 1;
        } else {
            out.push(Change::Come(y));
            j += 1;
        }
    }
    out.extend(old.iter().skip(i).map(|t| Change::Gone(t)));
    out.extend(new.iter().skip(j).map(|t| Change::Come(t)));
}

/// The words of a paragraph with their number.
fn words(text: &str) -> HashMap<&str, usize> {
    let mut out = HashMap::new();
    for word in text.unicode_words() {
        *out.entry(word).or_insert(0) += 1;
    }
    out
}

/// The share of words that two paragraphs have in common (Dice), 0 to 1.
fn alike(a: &HashMap<&str, usize>, b: &HashMap<&str, usize>) -> f32 {
    let shared: usize = a
        .iter()
        .map(|(word, n)| b.get(word).map_or(0, |m| *n.min(m)))
        .sum();
    let all: usize = a.values().sum::<usize>() + b.values().sum::<usize>();
    #[allow(clippy::cast_precision_loss)]
    let share = 2.0 * shared as f32 / all.max(1) as f32;
    share
}

/// Compares word by word; a single space between two changes belongs to both,
/// so that a changed phrase is one change.
fn edits(old: &str, new: &str) -> Vec<Piece> {
    let (a, b): (Vec<&str>, Vec<&str>) = (
        old.split_word_bounds().collect(),
        new.split_word_bounds().collect(),
    );
    let mut out: Vec<Piece> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let texts = [
            (Side::Old, a.get(op.old_range())),
            (Side::New, b.get(op.new_range())),
        ];
        if matches!(op, DiffOp::Equal { .. }) {
            let same = a.get(op.old_range()).unwrap_or(&[]).concat();
            out.push(Piece {
                side: None,
                text: same,
            });
            continue;
        }
        for (side, text) in texts {
            let text = text.unwrap_or(&[]).concat();
            if !text.is_empty() {
                out.push(Piece {
                    side: Some(side),
                    text,
                });
            }
        }
    }
    joined(out)
}

/// Joins changes that only a space keeps apart.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let (mut old, mut new) = (String::new(), String::new());
    let last = pieces.len();
    let flush = |out: &mut Vec<Piece>, old: &mut String, new: &mut String| {
        for (side, text) in [(Side::Old, old), (Side::New, new)] {
            if !text.is_empty() {
                out.push(Piece {
                    side: Some(side),
                    text: std::mem::take(text),
                });
            }
        }
    };
    for (n, piece) in pieces.into_iter().enumerate() {
        match piece.side {
            Some(Side::Old) => old.push_str(&piece.text),
            Some(Side::New) => new.push_str(&piece.text),
            None if piece.text == " " && n + 1 < last && !(old.is_empty() && new.is_empty()) => {
                old.push(' ');
                new.push(' ');
            }
            None => {
                flush(&mut out, &mut old, &mut new);
                out.push(piece);
            }
        }
    }
    flush(&mut out, &mut old, &mut new);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(pieces: &[Piece], side: Side) -> String {
        let own = pieces.iter().filter(|p| p.side.is_none_or(|s| s == side));
        own.map(|p| p.text.as_str()).collect()
    }

    #[test]
    fn paragraphs_that_were_edited_are_found_again() {
        let old = [
            "Headline",
            "The talks began on Monday in Geneva with both sides present.",
            "Nobody spoke to the press afterwards.",
            "The end.",
        ];
        let new = [
            "Headline",
            "An entirely new opening was put here by the desk.",
            "The talks began on Tuesday in Geneva with both sides present.",
            "The end.",
        ];
        let found = changes(&old, &new);
        assert!(matches!(found[0], Change::Same("Headline")));
        assert!(matches!(found[1], Change::Come(t) if t.starts_with("An entirely")));
        let Change::Edited(pieces) = &found[2] else {
            panic!("{found:?}")
        };
        assert_eq!(side(pieces, Side::Old), old[1]);
        assert_eq!(side(pieces, Side::New), new[2]);
        let changed: Vec<&str> = pieces
            .iter()
            .filter(|p| p.side.is_some())
            .map(|p| p.text.as_str())
            .collect();
        assert_eq!(changed, ["Monday", "Tuesday"]);
        assert!(matches!(found[3], Change::Gone(t) if t.starts_with("Nobody")));
        assert!(matches!(found[4], Change::Same("The end.")));
    }

    #[test]
    fn both_texts_can_be_read_from_the_pieces() {
        for (old, new) in [
            ("More than 33,900 people", "More than 34,100 people"),
            ("a b c", "x y z"),
            ("said  he", "he said"),
            ("", "all new"),
            ("“Quote” — end.", "“Quote”, end"),
        ] {
            let pieces = edits(old, new);
            assert_eq!(side(&pieces, Side::Old), old);
            assert_eq!(side(&pieces, Side::New), new);
        }
    }

    #[test]
    fn nothing_in_common_is_removed_and_added() {
        let found = changes(&["one two three"], &["four five six"]);
        assert_eq!(
            found,
            [Change::Gone("one two three"), Change::Come("four five six")]
        );
        assert_eq!(changes(&[], &[]), []);
    }
}
