//! What stands between a passage's context now: the passage, changed, or
//! something else in its stead.

use super::{
    Anchor, BARE_FLOOR, DISTINCT, FRAME, FRAME_LEAST, MARGIN, OCCURRENCES, QUOTE_FLOOR, SIDE_FLOOR,
    SURE, State,
    folded::{Folded, trimmed},
};
use crate::{
    passage::{
        fuzzy::{self, fold, share},
        selector::Selector,
    },
    span::Span,
};

/// What stands between the passage's prefix and suffix now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Frame {
    /// The passage, changed.
    pub(super) holds: Option<Anchor>,
    /// A frame is there that the passage is not in: it was taken out or
    /// rewritten, and what is like it elsewhere is something else.
    pub(super) lost: bool,
    /// Several frames hold it, and none of them stands at its place, or others
    /// did before.
    pub(super) several: bool,
    /// How alike what it holds is, 0 to 1.
    pub(super) alike: f64,
}

impl Frame {
    pub(super) fn find(selector: &Selector, text: &Folded<'_>) -> Self {
        let exact: Vec<char> = selector.exact.chars().map(fold).collect();
        let prefix: Vec<char> = selector.prefix.chars().map(fold).collect();
        let suffix: Vec<char> = selector.suffix.chars().map(fold).collect();
        let before = prefix
            .get(prefix.len().saturating_sub(FRAME)..)
            .unwrap_or(&[]);
        let after = suffix.get(..FRAME.min(suffix.len())).unwrap_or(&[]);
        let all = text.chars.as_slice();
        // A context that is too short to be sought is an edge of the text.
        let (at_start, at_end) = (before.len() < FRAME_LEAST, after.len() < FRAME_LEAST);
        let froms: Vec<usize> = if at_start {
            let there = all.starts_with(before).then_some(before.len());
            there.into_iter().collect()
        } else {
            let ends = places(before, all).map(|at| at + before.len());
            ends.take(OCCURRENCES).collect()
        };
        let floor = if exact.len() < DISTINCT {
            SIDE_FLOOR
        } else {
            QUOTE_FLOOR
        };
        let mut out = Self::default();
        let mut held: Vec<(f64, usize, usize)> = Vec::new();
        for from in froms {
            let window = text.get(from, from + exact.len() * 2 + 24 + after.len());
            let lens: Vec<usize> = if at_end {
                let rest = all.len() - from.min(all.len());
                let there = window.len() == rest && window.ends_with(after);
                there.then(|| rest - after.len()).into_iter().collect()
            } else {
                places(after, window).take(8).collect()
            };
            let holes = lens.into_iter().map(|len| {
                let (alike, start, end) = in_hole(&exact, text.get(from, from + len));
                (alike, from + start, from + end)
            });
            match holes.max_by(|a, b| a.0.total_cmp(&b.0)) {
                Some(best) if best.0 >= floor => held.push(best),
                Some(_) => out.lost = true,
                None => {}
            }
        }
        let far = |from: usize| (text.before + from).abs_diff(selector.start);
        held.sort_by(|a, b| b.0.total_cmp(&a.0).then(far(a.1).cmp(&far(b.1))));
        let at_place = held.iter().find(|h| far(h.1) <= 2);
        if let Some((alike, from, to)) = at_place.or(held.first()).copied() {
            let settled = at_place.is_some() && selector.copies == 0;
            out.several = !settled && held.len() > 1;
            out.alike = alike;
            let (from, to) = trimmed(&text.chars, from, to);
            let (start, end) = (text.byte(from), text.byte(to));
            let state = if alike >= SURE {
                State::Moved
            } else {
                State::Doubtful
            };
            out.holds = Some(Anchor::at(start, end - start, state));
        }
        out
    }
}

/// Whether something outside the frame is more like the passage than what the
/// frame holds: a headline and the first sentence often share their frames.
pub(super) fn elsewhere(selector: &Selector, text: &Folded<'_>, frame: &Frame) -> bool {
    let exact: Vec<char> = selector.exact.chars().map(fold).collect();
    fuzzy::find(&exact, &[], &[], &text.chars).iter().any(|f| {
        let quote = share(exact.len().saturating_sub(f.errors), exact.len());
        let found = Span::new(text.byte(f.start), text.byte(f.end));
        let inside = |s: Span| s.start < found.end && found.start < s.end;
        let held = frame.holds.and_then(|a| a.span);
        quote - frame.alike >= MARGIN && !held.is_some_and(inside)
    })
}

/// How alike what stands in the frame is, and which part of it that is: all of
/// it, or the passage alone where something was put in beside it.
fn in_hole(exact: &[char], hole: &[char]) -> (f64, usize, usize) {
    let whole = (similar(exact, hole), 0, hole.len());
    let longer = hole.len() * 20 > exact.len() * 23;
    match fuzzy::align(exact, hole) {
        Some(part) if longer => {
            let alike = share(exact.len().saturating_sub(part.errors), exact.len());
            if alike >= BARE_FLOOR {
                (alike, part.start, part.end)
            } else {
                whole
            }
        }
        _ => whole,
    }
}

/// Where `part` stands in `text`.
pub(super) fn places<'t>(part: &'t [char], text: &'t [char]) -> impl Iterator<Item = usize> + 't {
    text.windows(part.len().max(1))
        .enumerate()
        .filter(move |(_, w)| *w == part)
        .map(|(i, _)| i)
}

/// How alike two texts are as wholes, 0 to 1: by edits, or else by words, for
/// sentences whose parts changed places.
pub(super) fn similar(a: &[char], b: &[char]) -> f64 {
    if b.is_empty() {
        return 0.0;
    }
    let longer = a.len().max(b.len());
    let edits = fuzzy::distance(a, b).min(longer);
    let by_edits = share(longer - edits, longer);
    let words = |t: &[char]| -> Vec<String> {
        let text: String = t.iter().collect();
        let mut words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.sort_unstable();
        words
    };
    let (x, y) = (words(a), words(b));
    let mut rest = y.clone();
    let common = x.iter().filter(|w| match rest.binary_search(w) {
        Ok(at) => {
            rest.remove(at);
            true
        }
        Err(_) => false,
    });
    let by_words = share(2 * common.count(), x.len() + y.len());
    // Words alone are weaker evidence: some in seven may be others.
    by_edits.max(by_words - 0.25)
}
