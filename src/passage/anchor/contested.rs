//! Passages that had rivals: other places in the old text that were like them
//! (`passage::rivals`). What is like the passage now may be one of those, so
//! only what told it from them decides.

use super::{
    Anchor, BARE_FLOOR, CONTEXT_FLOOR, COPY_FLOOR, DISTINCT, MARGIN, Occurrence, QUOTE_FLOOR,
    SIDE_FLOOR, SURE, State,
    folded::{Folded, trimmed},
    frame::{places, similar},
    resolve_alone,
};
use crate::{
    passage::{
        fuzzy::{self, alike, fold},
        rivals::{LIKE, MOST, Rivals, Side, edged},
        selector::Selector,
    },
    span::Span,
};

/// Characters that prefix and suffix may share where the passage has gone: a
/// break between paragraphs.
const SPACES: usize = 2;

/// Finds the passage; `exact` are the places where it stands word for word,
/// the best context first.
pub(super) fn resolve(
    selector: &Selector,
    rivals: &Rivals,
    exact: &[Occurrence],
    text: &Folded<'_>,
) -> Anchor {
    if selector.copies == 0 && !exact.is_empty() {
        // None of the rivals had these words.
        return resolve_alone(selector, text.text, exact);
    }
    match between(selector, rivals, text) {
        Between::Passage(anchor) => return anchor,
        Between::Other => return Anchor::ORPHAN,
        Between::Unknown => {}
    }
    if selector.copies == 0 {
        let anchor = resolve_alone(selector, text.text, exact);
        return if told_apart(selector, rivals, anchor, text.text) {
            anchor
        } else {
            Anchor::ORPHAN
        };
    }
    by_context(selector, rivals, exact)
}

/// Of several copies the one in the context that none of the others had.
fn by_context(selector: &Selector, rivals: &Rivals, exact: &[Occurrence]) -> Anchor {
    // One less: the passage may be the one that has gone. One more: it may have
    // changed, and what stands in its context may be new.
    let all_there = exact.len() == selector.copies + 1;
    let (Some(best), true) = (exact.first(), all_there) else {
        return Anchor::ORPHAN;
    };
    let others = exact.get(1..).unwrap_or(&[]);
    let next = [0, 1].map(|side| {
        let all = others.iter().filter_map(|o| o.sides.get(side));
        all.copied().fold(0.0, f64::max)
    });
    if !clear(best.sides, next) || !clear(best.sides, known(rivals)) {
        return Anchor::ORPHAN;
    }
    let state = if best.point == selector.start {
        State::Anchored
    } else {
        State::Moved
    };
    Anchor::at(best.byte, selector.exact.len(), state)
}

/// Whether a context is there, and on each side tells its place from places
/// that have so much of it. One side is not enough: where like paragraphs
/// follow each other and one goes, the next has its neighbour.
fn clear(sides: [f64; 2], others: [f64; 2]) -> bool {
    let told = sides.iter().zip(others).all(|(s, o)| s - o >= 2.0 * MARGIN);
    told && f64::midpoint(sides[0], sides[1]) >= COPY_FLOOR
}

/// How much of the context the rivals had.
fn known(rivals: &Rivals) -> [f64; 2] {
    [share_of(rivals.prefix), share_of(rivals.suffix)]
}

/// What stands between the two stretches that told the passage from the rest.
enum Between {
    Passage(Anchor),
    /// Something else, or nothing: the passage was taken out or rewritten.
    Other,
    /// They are not there any more, or several times.
    Unknown,
}

fn between(selector: &Selector, rivals: &Rivals, text: &Folded<'_>) -> Between {
    let exact: Vec<char> = selector.exact.chars().map(fold).collect();
    let all = edged(text.chars.iter().copied());
    let ends = ends(rivals.before, &selector.prefix, &all);
    let starts = starts(rivals.after, &selector.suffix, &all);
    let floor = if exact.len() < DISTINCT {
        SIDE_FLOOR
    } else {
        QUOTE_FLOOR
    };
    let (mut held, mut other) = (Vec::new(), false);
    for from in ends {
        // Where the passage was taken out, the spaces around it may be one.
        let next = starts.partition_point(|s| *s < from.saturating_sub(SPACES));
        let Some(to) = starts
            .get(next)
            .filter(|to| **to <= from + 2 * exact.len() + 24)
        else {
            continue;
        };
        // All that stands there: a rival may have come in beside other words.
        let alike = similar(&exact, all.get(from..*to).unwrap_or(&[]));
        if alike >= floor {
            // One less for the edge.
            held.push((alike, from - 1, to - 1));
        } else {
            other = true;
        }
    }
    let at_place = |h: &&(f64, usize, usize)| h.1.abs_diff(selector.start) <= 2;
    let one = match held.as_slice() {
        [] if other => return Between::Other,
        [one] => Some(one),
        several => several.iter().find(at_place),
    };
    let Some((alike, from, to)) = one.copied() else {
        return Between::Unknown;
    };
    let (from, to) = trimmed(&text.chars, from, to);
    let (start, end) = (text.byte(from), text.byte(to));
    let same = Span::new(start, end).of(text.text) == &*selector.exact;
    let state = match alike {
        _ if same && from == selector.start => State::Anchored,
        a if a >= SURE => State::Moved,
        _ => State::Doubtful,
    };
    Between::Passage(Anchor::at(start, end - start, state))
}

/// Where what stood on the left of the passage ends now.
fn ends(side: Side, prefix: &str, all: &[char]) -> Vec<usize> {
    match side {
        Side::Context => {
            let prefix: Vec<char> = prefix.chars().map(fold).collect();
            places(&prefix, all).map(|at| at + prefix.len()).collect()
        }
        Side::Stretch(s) => {
            // Its hash is that of the text read backwards.
            let back: Vec<char> = all.iter().rev().copied().collect();
            let mut ends: Vec<usize> = s.places(&back).map(|at| all.len() - at).collect();
            ends.reverse();
            ends
        }
        Side::Nothing => Vec::new(),
    }
}

/// Where what stood on the right of the passage begins now.
fn starts(side: Side, suffix: &str, all: &[char]) -> Vec<usize> {
    match side {
        Side::Context => {
            let suffix: Vec<char> = suffix.chars().map(fold).collect();
            places(&suffix, all).collect()
        }
        Side::Stretch(s) => s.places(all).collect(),
        Side::Nothing => Vec::new(),
    }
}

/// Whether what was found is more like the passage than any of its rivals was,
/// or stands in a context that none of them had.
fn told_apart(selector: &Selector, rivals: &Rivals, anchor: Anchor, text: &str) -> bool {
    let Some(span) = anchor.span else {
        return true;
    };
    let folded = |t: &str| t.chars().map(fold).collect::<Vec<char>>();
    let words = similar(&folded(&selector.exact), &folded(span.of(text)));
    if words - share_of(rivals.words) >= MARGIN {
        return true;
    }
    let (prefix, suffix) = (folded(&selector.prefix), folded(&selector.suffix));
    let before = text.get(..span.start).unwrap_or("").chars().rev();
    let before: Vec<char> = before.take(prefix.len() + 8).map(fold).collect();
    let after = text.get(span.end..).unwrap_or("").chars();
    let after: Vec<char> = after.take(suffix.len() + 8).map(fold).collect();
    let back: Vec<char> = prefix.iter().rev().copied().collect();
    let sides = [alike(&back, &before), alike(&suffix, &after)];
    clear(sides, known(rivals))
}

/// Words that stood nowhere else before and stand somewhere now, with their
/// context or without it: unless something like them stands elsewhere that was
/// not there before, and could be the passage, too.
pub(super) fn bare(selector: &Selector, only: Occurrence, text: &Folded<'_>) -> Anchor {
    let found = Anchor::at(only.byte, selector.exact.len(), State::Moved);
    let (Some(rivals), true) = (selector.rivals, only.context < CONTEXT_FLOOR) else {
        return found;
    };
    let exact: Vec<char> = selector.exact.chars().map(fold).collect();
    // What is much like it now and was not then, or more of what is like it.
    let known = share_of(rivals.words) + MARGIN;
    let (floor, count) = if known < BARE_FLOOR {
        (BARE_FLOOR, 0)
    } else {
        (LIKE, rivals.near)
    };
    let now = fuzzy::places(&exact, &text.chars, 1.0 - floor, MOST);
    // One of them is what was found.
    if now.len() > count + 1 {
        Anchor::ORPHAN
    } else {
        found
    }
}

/// From hundredths.
fn share_of(percent: u8) -> f64 {
    f64::from(percent) / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passage::{TextHash, resolve};

    const LINE: &str = "Sign up for our daily letter from the capital.";
    const TEXT: &str = "Envoys meet in Geneva\n\nThe two sides agreed to open the crossing.\n\n\
        Sign up for our daily letter from the capital.\n\nConvoys leave on Thursday, officials \
        said.\n\nSign up for our daily letter from the capital.\n\nNo date was given for more.";

    /// The first of the two lines.
    fn kept() -> Selector {
        let at = TEXT.find(LINE).expect("line");
        Selector::of(TEXT, Span::new(at, at + LINE.len()))
    }

    fn found(text: &str) -> Option<usize> {
        resolve(&kept(), text, TextHash::of(text))
            .span
            .map(|s| s.start)
    }

    #[test]
    fn one_of_two_that_has_gone_is_not_the_other() {
        let gone = TEXT.replacen(&format!("{LINE}\n\n"), "", 1);
        assert_eq!(found(&gone), None);
        let rewritten = TEXT.replacen(LINE, "Nothing was agreed on the second point.", 1);
        assert_eq!(found(&rewritten), None);
    }

    #[test]
    fn one_of_two_is_found_by_what_stands_beside_it() {
        let first = |text: &str| text.find("Sign up for our");
        let moved = format!("By a reporter\n\n{TEXT}");
        assert_eq!(found(&moved), first(&moved));
        // It was changed: the copy that did not change is not it.
        let edited = TEXT.replacen("daily letter", "weekly letter", 1);
        assert_eq!(found(&edited), first(&edited));
        let other = TEXT.replace("from the capital.\n\nNo", "from town.\n\nNo");
        assert_eq!(found(&other), first(&other));
    }

    #[test]
    fn a_passage_without_notes_of_rivals_is_found_as_before() {
        let mut old = kept();
        old.rivals = None;
        let moved = format!("By a reporter\n\n{TEXT}");
        let anchor = resolve(&old, &moved, TextHash::of(&moved));
        assert_eq!(anchor.span.map(|s| s.start), moved.find("Sign up for our"));
    }
}
