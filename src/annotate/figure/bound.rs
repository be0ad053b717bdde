//! Bounds: "more than", "up to", "about", "or more".

use std::ops::Range;

use crate::annotate::{
    lexicon::{Category, Entry},
    token::{TokenKind, Tokens},
    types::Bound,
};

/// Longest bound phrase before a number, in tokens.
const LONGEST: usize = 5;
/// How far before its number a word of estimating may stand, in tokens.
const FAR: usize = 10;
/// How long the object between a trend word and "by" may be, in tokens.
const OBJECT: usize = 6;

/// Verbs behind which "up to" tells where something moves.
const MOVED: &[&str] = &[
    "go", "goes", "went", "gone", "going", "move", "moved", "moves", "rise", "rose", "risen",
    "climbed", "climb", "come", "came", "bring", "brings", "brought", "bringing", "shot", "push",
    "pushed", "raised", "raise",
];

/// A bound as found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub bound: Bound,
    /// Its first token (before the number) or one past its last (behind it).
    pub at: usize,
    /// One past its last token.
    pub end: usize,
}

fn sign(value: &str) -> Bound {
    match value.chars().next() {
        Some('>') => Bound::Over,
        Some('<') => Bound::Under,
        Some('~') => Bound::About,
        _ => Bound::Equal,
    }
}

/// The bound that ends right before token `i`.
#[must_use]
pub fn before(text: &Tokens<'_>, i: usize) -> Option<Found> {
    let sentence = text.tokens.get(i)?.sentence;
    let mut end = i;
    // Over "a", "the" and "additional": "more than a dozen", "an additional 50".
    for _ in 0..3 {
        if let Some(found) = ending(text, end, sentence) {
            // "just over", "only about": the nearer word tells unless it is "just".
            return Some(found);
        }
        let word = text.word(end.wrapping_sub(1));
        let skips = ["a", "an", "another", "additional", "further", "extra"];
        if end == 0 || !skips.iter().any(|s| word.eq_ignore_ascii_case(s)) {
            return None;
        }
        end -= 1;
    }
    None
}

fn ending(text: &Tokens<'_>, end: usize, sentence: u32) -> Option<Found> {
    let mut best: Option<Found> = None;
    for n in 1..=LONGEST {
        let Some(start) = end.checked_sub(n) else {
            break;
        };
        if text
            .tokens
            .get(start)
            .is_none_or(|t| t.sentence != sentence)
        {
            break;
        }
        let hit = text.hits_of(start, Category::Bound).find(|(h, e)| {
            e.category == Category::Bound
                && h.len as usize == n
                && (e.value.ends_with("before") || e.value.ends_with("sign"))
        });
        // "will go up to 25 percent" ends a change.
        let moved = hit.is_some_and(|(_, e)| e.phrase() == "up to")
            && start
                .checked_sub(1)
                .is_some_and(|b| MOVED.iter().any(|w| text.word(b).eq_ignore_ascii_case(w)));
        if moved {
            return None;
        }
        if let Some((_, entry)) = hit {
            best = Some(Found {
                bound: sign(entry.value),
                at: start,
                end,
            });
        }
    }
    // "more than about 500": the outer word bounds.
    let found = best?;
    if (found.bound == Bound::About || found.bound == Bound::Equal)
        && let Some(outer) = ending_once(text, found.at, sentence)
    {
        return Some(outer);
    }
    Some(found)
}

fn ending_once(text: &Tokens<'_>, end: usize, sentence: u32) -> Option<Found> {
    (1..=3).rev().find_map(|n| {
        let start = end.checked_sub(n)?;
        let inside = text
            .tokens
            .get(start)
            .is_some_and(|t| t.sentence == sentence);
        let (_, entry) = text.hits_of(start, Category::Bound).find(|(h, e)| {
            e.category == Category::Bound && h.len as usize == n && e.value.ends_with("before")
        })?;
        (inside && sign(entry.value) != Bound::Equal).then_some(Found {
            bound: sign(entry.value),
            at: start,
            end,
        })
    })
}

/// The bound that begins at token `i`, behind a number or its noun.
#[must_use]
pub fn behind(text: &Tokens<'_>, i: usize) -> Option<Found> {
    let (hit, entry) = text
        .hits_of(i, Category::Bound)
        .filter(|(_, e)| e.category == Category::Bound && e.value.ends_with("after"))
        .max_by_key(|(h, _)| h.len)?;
    let same = i > 0
        && text.tokens.get(i - 1).map(|t| t.sentence) == text.tokens.get(i).map(|t| t.sentence);
    // "plus" joins as often as it bounds.
    let joined = !text.tokens.get(i).is_some_and(|t| t.space);
    let joins = [
        "plus",
        "at least",
        "at most",
        "minimum",
        "maximum",
        "approximately",
        "roughly",
        "odd",
        "tops",
        "at a minimum",
        "more or less",
    ]
    .contains(&entry.phrase())
        && !joined;
    let ends = text
        .tokens
        .get(i + hit.len as usize)
        .is_none_or(|t| t.kind == TokenKind::Punct);
    (same && (!joins || ends)).then_some(Found {
        bound: sign(entry.value),
        at: i + hit.len as usize,
        end: i + hit.len as usize,
    })
}

/// What is changed by an amount, as far as trend words ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Percents, points, money.
    Money,
    /// Another measure, or a bare number.
    Measure,
    /// A count of things: it needs "by".
    Count,
}

/// Words before "up" and "down" with which they make another verb.
const PARTICLE: &[&str] = &[
    "make", "makes", "made", "making", "set", "sets", "take", "takes", "took", "taken", "taking",
    "buy", "buys", "bought", "pick", "picks", "picked", "end", "ends", "ended", "give", "gives",
    "gave", "given", "come", "came", "pay", "pays", "paid", "paying", "put", "puts", "open",
    "opened", "hold", "held", "rack", "racked", "blew", "show", "showed", "shot", "use", "used",
    "wrote", "write", "free", "freed", "snap", "snapped", "back", "backed", "turn", "turned",
    "upside",
];

/// The change that the number at token `i` is the amount of, and its words: "rose 3 percent",
/// "fell by 40", "up 12 cents".
#[must_use]
pub fn trend(text: &Tokens<'_>, i: usize, amount: Amount) -> Option<(Bound, Range<usize>)> {
    let by = i > 0 && text.word(i - 1).eq_ignore_ascii_case("by");
    let end = i - usize::from(by);
    if let Some((entry, words)) = trend_word(text, i, end) {
        let (direction, kind) = entry.value.split_once(' ')?;
        let fits = by
            || amount == Amount::Money && kind != "by trend"
            || amount == Amount::Measure && kind == "trend";
        return fits.then(|| (towards(direction), words));
    }
    // "raised its key rate by 25 basis points"
    if !by {
        return None;
    }
    for n in 1..=OBJECT {
        let at = end.checked_sub(n)?;
        let token = text.tokens.get(at)?;
        if token.kind != TokenKind::Word && token.kind != TokenKind::Possessive {
            return None;
        }
        if let Some((entry, words)) = trend_word(text, i, at) {
            return Some((towards(entry.value.split_once(' ')?.0), words));
        }
    }
    None
}

fn towards(direction: &str) -> Bound {
    if direction == "up" {
        Bound::Up
    } else {
        Bound::Down
    }
}

/// The trend word that ends right before token `end`, in the sentence of `i`.
fn trend_word<'a>(text: &'a Tokens<'_>, i: usize, end: usize) -> Option<(Entry<'a>, Range<usize>)> {
    let sentence = text.tokens.get(i)?.sentence;
    for n in (1..=2).rev() {
        let Some(start) = end.checked_sub(n) else {
            continue;
        };
        if text
            .tokens
            .get(start)
            .is_none_or(|t| t.sentence != sentence)
        {
            continue;
        }
        let hit = text.hits_of(start, Category::Bound).find(|(h, e)| {
            h.len as usize == n && e.category == Category::Bound && e.value.ends_with("trend")
        });
        let Some((_, entry)) = hit else { continue };
        let particle = ["up", "down"].contains(&entry.phrase())
            && start > 0
            && PARTICLE
                .iter()
                .any(|w| text.word(start - 1).eq_ignore_ascii_case(w));
        return (!particle).then_some((entry, start..end));
    }
    None
}

/// The word of estimating that stands before token `i` in its clause.
#[must_use]
pub fn estimated(text: &Tokens<'_>, i: usize) -> Option<usize> {
    let sentence = text.tokens.get(i)?.sentence;
    let mut at = i;
    while let Some(before) = at.checked_sub(1).filter(|b| i - b <= FAR) {
        at = before;
        let token = text.tokens.get(at).filter(|t| t.sentence == sentence)?;
        if token.kind == TokenKind::Punct && matches!(text.word(at), "," | ";" | ":" | "—" | "–")
        {
            return None;
        }
        if token.is(Category::Bound)
            && text.hits_of(at, Category::Bound).any(|(h, e)| {
                h.len == 1 && e.category == Category::Bound && e.value.ends_with("far")
            })
        {
            // "cut its estimate by 2 points", "beating estimates of"
            let owned = at
                .checked_sub(1)
                .and_then(|b| text.tokens.get(b))
                .is_some_and(|t| t.is(Category::Determiner) || t.kind == TokenKind::Possessive);
            let noun = ["estimate", "estimates"].contains(&text.word(at));
            let object = ["by", "for", "from"].contains(&text.word(at + 1));
            return (!(noun && (owned || object))).then_some(at);
        }
    }
    None
}
