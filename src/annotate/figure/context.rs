//! What stands around a figure: where, as of when, compared with what.

use super::{Draft, counted, implied, noun, unit::UnitKind};
use crate::{
    annotate::{
        Found,
        entity::EntityKind,
        lexicon::Category,
        token::{TokenKind, Tokens},
        types::Clue,
    },
    span::Span,
};

/// How far a place may stand behind its figure, in tokens.
const NEAR: usize = 16;

/// Fills in what the words around each figure tell.
pub fn complete(text: &Tokens<'_>, found: &Found, drafts: &mut [Draft]) {
    for n in 0..drafts.len() {
        let (before, rest) = drafts.split_at_mut(n);
        let Some((draft, after)) = rest.split_first_mut() else {
            break;
        };
        // What stands in brackets says the figure before it again.
        let last = before.iter().rev().take(3).find(|d| {
            let open = d.first.checked_sub(1);
            open.is_none_or(|b| text.word(b) != "(" || d.end > draft.first)
        });
        let next = after.first();
        if draft.figure.unit.is_none()
            && !draft.figure.minor | draft.noun.is_none()
            && let Some((unit, words)) = implied::unit(text, draft, last)
        {
            draft.figure.unit = Some(unit);
            draft.figure.clues.push(Clue::new("unit", words));
        }
        implied::shared(draft, last, next, text);
    }
    for n in 0..drafts.len() {
        let (before, rest) = drafts.split_at_mut(n);
        let Some((draft, after)) = rest.split_first_mut() else {
            break;
        };
        let (last, next) = (before.last(), after.first());
        draft.figure.counted = counted::describe(text, draft);
        draft.figure.place = place(text, found, draft);
        draft.figure.as_of = as_of(text, found, draft, next);
        draft.figure.change_from = change(text, draft, last, next);
    }
}

/// The place named behind the figure in its clause, or right before it.
fn place(text: &Tokens<'_>, found: &Found, draft: &Draft) -> Option<Span> {
    let sentence = text.tokens.get(draft.number_token)?.sentence;
    let last = draft.end.saturating_sub(1);
    let mut at = last;
    while at < last + NEAR {
        let token = text.tokens.get(at).filter(|t| t.sentence == sentence)?;
        if token.kind == TokenKind::Punct && matches!(text.word(at), ";" | "," | ":" | "—") {
            return None;
        }
        let preposition = [
            "in",
            "across",
            "near",
            "inside",
            "throughout",
            "around",
            "outside",
            "at",
            "on",
        ]
        .iter()
        .any(|p| text.word(at).eq_ignore_ascii_case(p));
        if preposition
            && at > last
            && let Some(span) = place_at(text, found, at + 1)
        {
            return Some(span);
        }
        at += 1;
    }
    None
}

/// A place that begins at token `i`, an article and adjectives before it aside.
fn place_at(text: &Tokens<'_>, found: &Found, i: usize) -> Option<Span> {
    for at in i..i + 4 {
        let token = text.tokens.get(at)?;
        if let Some(entity) = found
            .entities
            .starting(at)
            .filter(|e| e.kind == EntityKind::Place)
        {
            return Some(entity.span);
        }
        let places = Category::State.bit()
            | Category::Capital.bit()
            | Category::City.bit()
            | Category::Region.bit()
            | Category::Place.bit();
        let hit = text.hits_in(at, places).map(|(h, _)| h.len as usize).max();
        if let Some(len) = hit.filter(|_| token.is_capital()) {
            // Not in a longer name ("the United States Senate"), and not a possessor.
            let next = text.tokens.get(at + len);
            let owner = next.is_some_and(|t| {
                t.kind == TokenKind::Possessive
                    || t.is_capital() && t.kind == TokenKind::Word && t.block == token.block
            }) && text.tokens.get(at + len).map(|t| t.sentence) == Some(token.sentence);
            return (!owner).then(|| text.covered(at, len));
        }
        let over = token.is(Category::Determiner)
            || token.is(Category::StateAdjective)
            || [
                "northern",
                "southern",
                "eastern",
                "western",
                "central",
                "northeastern",
                "northwestern",
                "southeastern",
                "southwestern",
                "city",
                "town",
                "village",
                "region",
                "province",
                "of",
            ]
            .contains(&text.word(at));
        if !over {
            return None;
        }
    }
    None
}

/// The date that the figure holds for, where its sentence says so.
fn as_of(text: &Tokens<'_>, found: &Found, draft: &Draft, next: Option<&Draft>) -> Option<Span> {
    let sentence = text.tokens.get(draft.number_token)?.sentence;
    let whole = text.sentences.get(sentence as usize)?;
    let from = draft.first.saturating_sub(20).max(whole.first);
    let to = (draft.end + 24).min(whole.end);
    let marks = ["since", "by", "until", "as", "between", "during"];
    for at in from..to {
        let word = text.word(at);
        if !marks.iter().any(|m| word.eq_ignore_ascii_case(m)) {
            continue;
        }
        let next = if word.eq_ignore_ascii_case("as") {
            if !text.word(at + 1).eq_ignore_ascii_case("of") {
                continue;
            }
            at + 2
        } else {
            at + 1
        };
        let first = next;
        for next in next..next + 2 {
            let Some(start) = text.tokens.get(next).map(|t| t.span.start) else {
                break;
            };
            let n = found.dates.partition_point(|d| d.end <= start);
            if let Some(date) = found
                .dates
                .get(n)
                .filter(|d| d.start <= start && d.end <= whole.span.end)
            {
                let end = text.token_at(date.end.saturating_sub(1)) + 1;
                // "during the 2016 election" is no date; "between 2022 and 2024" is two.
                let qualifies = next > first && noun::inside(text, end, false);
                if word.eq_ignore_ascii_case("between") {
                    let second = found.dates.get(n + 1).filter(|d| {
                        text.word(end).eq_ignore_ascii_case("and")
                            && text.token_at(d.start) <= end + 2
                            && d.end <= whole.span.end
                    });
                    if let Some(second) = second {
                        return Some(text.covered(at, 1).cover(*second));
                    }
                    break;
                }
                if qualifies {
                    break;
                }
                return Some(text.covered(at, 1).cover(*date));
            }
            let relative = text.longest(next, Category::RelativeDate);
            if let Some((len, _)) = relative.filter(|_| !word.eq_ignore_ascii_case("between")) {
                let owner = text.tokens.get(next + len);
                if owner.is_some_and(|t| t.kind == TokenKind::Possessive) {
                    break;
                }
                return Some(text.covered(at, next + len - at));
            }
        }
    }
    // "so far", "this year", "in 2023" behind the figure in its clause, or behind
    // the next figure right away ("40 dead and 12 hurt on Monday").
    let to = next.map_or(to, |n| to.min(n.end + 3));
    for at in draft.end..to {
        if let Some((len, entry)) = text.longest(at, Category::RelativeDate)
            && entry.phrase() != "now"
            && text
                .tokens
                .get(at + len)
                .is_none_or(|t| t.kind != TokenKind::Possessive)
        {
            return Some(text.covered(at, len));
        }
        let start = text.tokens.get(at).map_or(0, |t| t.span.start);
        if ["in", "on", "at"]
            .iter()
            .any(|p| text.word(at).eq_ignore_ascii_case(p))
        {
            let next = text.tokens.get(at + 1).map_or(start, |t| t.span.start);
            let n = found.dates.partition_point(|d| d.end <= next);
            if let Some(date) = found
                .dates
                .get(n)
                .filter(|d| d.start <= next && d.end <= whole.span.end)
            {
                return Some(*date);
            }
        }
        if matches!(text.word(at), ";" | "—") {
            break;
        }
    }
    None
}

/// The figure that this one is compared with: "up from 12", "from 9 to 10",
/// "compared with 12".
fn change(
    text: &Tokens<'_>,
    draft: &Draft,
    last: Option<&Draft>,
    next: Option<&Draft>,
) -> Option<Span> {
    let close = |a: &Draft, b: &Draft| {
        let same = text.tokens.get(a.number_token).map(|t| t.sentence)
            == text.tokens.get(b.number_token).map(|t| t.sentence);
        let percent = |d: &Draft| d.kind == Some(UnitKind::Percent);
        same && (percent(a) == percent(b) || a.figure.unit == b.figure.unit)
    };
    if let Some(next) = next.filter(|n| close(draft, n) && n.first - draft.end.min(n.first) <= 8) {
        let words: Vec<&str> = (draft.end..next.first.max(draft.end) + 2)
            .map(|i| text.word(i))
            .collect();
        let has = |pair: [&str; 2]| {
            words
                .windows(2)
                .any(|w| w.iter().zip(pair).all(|(a, b)| a.eq_ignore_ascii_case(b)))
        };
        let compared = [
            ["up", "from"],
            ["down", "from"],
            ["compared", "with"],
            ["compared", "to"],
            ["rise", "from"],
            ["increase", "from"],
        ];
        // "3 million from 2 million", but not "18,000 letters from 9,000 people";
        // "12, against 9", but not "resolutions against the state".
        let same = draft.figure.unit == next.figure.unit
            || next.figure.unit.is_none()
            || draft.figure.unit.is_none();
        let right_before = |w: &str| {
            next.first
                .checked_sub(1)
                .is_some_and(|b| text.word(b).eq_ignore_ascii_case(w))
                || text.word(next.first).eq_ignore_ascii_case(w)
        };
        let from = words
            .first()
            .is_some_and(|w| w.eq_ignore_ascii_case("from"));
        if compared.into_iter().any(has)
            || same && (from || right_before("against") && next.first <= draft.end + 3)
        {
            return Some(next.figure.number);
        }
    }
    let last =
        last.filter(|l| close(l, draft) && draft.first.checked_sub(l.end).is_some_and(|d| d <= 2))?;
    let to = (last.end..draft.first).any(|i| text.word(i).eq_ignore_ascii_case("to"));
    let from = last
        .first
        .checked_sub(1)
        .is_some_and(|b| text.word(b).eq_ignore_ascii_case("from"))
        || text.word(last.first).eq_ignore_ascii_case("from");
    (to && from).then_some(last.figure.number)
}
