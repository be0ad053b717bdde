//! The best approximate match of a passage whose words and context have both
//! changed.

use super::{
    Anchor, BARE_FLOOR, CONTEXT_FLOOR, COPY_FLOOR, DISTINCT, MARGIN, QUOTE_FLOOR, SHORT,
    SIDE_FLOOR, SURE, State, THRESHOLD, WEIGHTS,
    folded::{Folded, trimmed},
};
use crate::passage::{
    fuzzy::{self, alike, fold, share},
    selector::Selector,
};

/// A place where something like the passage stands.
#[derive(Clone, Copy, Debug)]
struct Match {
    start: usize,
    end: usize,
    /// How alike the passage is, 0 to 1.
    quote: f64,
    /// How much of the context is there, 0 to 1.
    context: f64,
    /// The weighted sum, 0 to 1.
    score: f64,
}

/// The best approximate match, if it is good enough.
pub(super) fn approximate(selector: &Selector, folded: &Folded<'_>) -> Anchor {
    let exact: Vec<char> = selector.exact.chars().map(fold).collect();
    if exact.len() < SHORT {
        return Anchor::ORPHAN;
    }
    let context = |t: &str| t.chars().map(fold).collect::<Vec<char>>();
    let (prefix, suffix) = (context(&selector.prefix), context(&selector.suffix));
    let back: Vec<char> = prefix.iter().rev().copied().collect();
    let mut matches: Vec<Match> = fuzzy::find(&exact, &prefix, &suffix, &folded.chars)
        .into_iter()
        .map(|f| {
            let quote = share(exact.len().saturating_sub(f.errors), exact.len());
            let from = f.start.saturating_sub(prefix.len() + 8);
            let before: Vec<char> = folded.get(from, f.start).iter().rev().copied().collect();
            let before = alike(&back, &before);
            let after = alike(&suffix, folded.get(f.end, f.end + suffix.len() + 8));
            let away = (folded.before + f.start).abs_diff(selector.start);
            let near = 1.0 - share(away.min(folded.chars.len()), folded.chars.len());
            let parts = [quote, before, after, near];
            let sum: f64 = parts.iter().zip(WEIGHTS).map(|(p, w)| p * w).sum();
            Match {
                start: f.start,
                end: f.end,
                quote,
                context: f64::midpoint(before, after),
                score: sum / WEIGHTS.iter().sum::<f64>(),
            }
        })
        .collect();
    matches.sort_by(|a, b| b.score.total_cmp(&a.score));
    let Some(best) = matches.first() else {
        return Anchor::ORPHAN;
    };
    let next = matches.get(1).map_or(0.0, |m| m.score);
    // Context must not outvote the words.
    let closer = |m: &Match| m.quote - best.quote >= MARGIN;
    if matches.iter().any(closer) {
        return Anchor::ORPHAN;
    }
    if best.quote < QUOTE_FLOOR || best.score < THRESHOLD || best.score - next < MARGIN {
        return Anchor::ORPHAN;
    }
    let bare = best.context < CONTEXT_FLOOR;
    let floor = match best.context {
        _ if bare || exact.len() < DISTINCT => BARE_FLOOR,
        c if c < COPY_FLOOR => SIDE_FLOOR,
        _ => QUOTE_FLOOR,
    };
    if best.quote < floor || bare && exact.len() < DISTINCT {
        return Anchor::ORPHAN;
    }
    let state = if best.quote >= SURE && !bare {
        State::Moved
    } else {
        State::Doubtful
    };
    let (start, end) = whole_words(selector, &folded.chars, best.start, best.end);
    let (start, end) = (folded.byte(start), folded.byte(end));
    Anchor::at(start, end - start, state)
}

/// Moves the ends of a match to the ends of words, where the passage had them
/// there, and off white space.
fn whole_words(
    selector: &Selector,
    text: &[char],
    mut start: usize,
    mut end: usize,
) -> (usize, usize) {
    let letter = |at: Option<usize>| {
        at.and_then(|i| text.get(i))
            .is_some_and(|c| c.is_alphanumeric())
    };
    let within = |from: usize, to: usize| from.abs_diff(to) <= 12;
    let bare = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let first = start;
    if bare(selector.prefix.chars().next_back()) {
        while letter(Some(start)) && letter(start.checked_sub(1)) && within(start, first) {
            start -= 1;
        }
    }
    let last = end;
    if bare(selector.suffix.chars().next()) {
        while letter(end.checked_sub(1)) && letter(Some(end)) && within(end, last) {
            end += 1;
        }
    }
    trimmed(text, start, end)
}
