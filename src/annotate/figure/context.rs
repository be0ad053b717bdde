//! What stands around a figure: where, as of when, compared with what, and the
//! unit that a bare number takes from its clause.

use super::{Draft, counted, noun, unit::UnitKind};
use crate::{
    annotate::{
        Found,
        entity::EntityKind,
        lexicon::Category,
        token::{TokenKind, Tokens},
    },
    span::Span,
};

/// How far a place may stand behind its figure, in tokens.
const NEAR: usize = 16;
/// How far before a bare number the verb that tells of people may stand.
const VERB: usize = 7;

/// Fills in what the words around each figure tell.
pub fn complete(text: &Tokens<'_>, found: &Found, drafts: &mut [Draft]) {
    for n in 0..drafts.len() {
        let (before, rest) = drafts.split_at_mut(n);
        let Some((draft, after)) = rest.split_first_mut() else {
            break;
        };
        let next = after.first();
        let last = before.last();
        if draft.figure.unit.is_none() && !draft.figure.minor | draft.noun.is_none() {
            draft.figure.unit = implied(text, draft, last);
        }
        shared(draft, next, text);
        draft.figure.counted = counted::describe(text, draft);
        draft.figure.place = place(text, found, draft);
        draft.figure.as_of = as_of(text, found, draft);
        draft.figure.change_from = change(text, draft, last, next);
    }
}

/// The unit of a bare number: people by the verb ("killing at least four"), or
/// that of the figure before ("and another 200").
fn implied(text: &Tokens<'_>, draft: &Draft, last: Option<&Draft>) -> Option<String> {
    if draft.kind.is_some() || draft.figure.rule == "tally" {
        return None;
    }
    let sentence = text.tokens.get(draft.number_token)?.sentence;
    let same = |i: usize| text.tokens.get(i).is_some_and(|t| t.sentence == sentence);
    let harmed = |word: &str| {
        const VERBS: &[&str] = &[
            "kill",
            "kills",
            "killing",
            "wound",
            "wounds",
            "wounding",
            "injure",
            "injures",
            "injuring",
            "arresting",
            "arrests",
            "detaining",
            "dead",
            "toll",
            "leaving",
            "left",
            "displacing",
            "hospitalizing",
            "hospitalising",
        ];
        noun::is_fate(word) || VERBS.iter().any(|v| word.eq_ignore_ascii_case(v))
    };
    let ahead = (draft.end..draft.end + 4).find(|i| {
        let helper = text
            .tokens
            .get(*i)
            .is_some_and(|t| t.is(Category::Auxiliary) || t.is(Category::AdverbOfCue));
        !same(*i) || !helper && !["more", "others", "other", "or"].contains(&text.word(*i))
    });
    if ahead.is_some_and(|i| same(i) && harmed(text.word(i))) {
        return Some("people".to_owned());
    }
    for n in 1..=VERB {
        let Some(i) = draft.first.checked_sub(n).filter(|i| same(*i)) else {
            break;
        };
        if text
            .tokens
            .get(i)
            .is_some_and(|t| t.kind == TokenKind::Number)
        {
            break;
        }
        if harmed(text.word(i)) && !["left", "leaving"].contains(&text.word(i)) {
            return Some("people".to_owned());
        }
    }
    if let Some(unit) = number_of(text, draft, sentence) {
        return Some(unit);
    }
    let more = ["more", "others", "another"].iter().any(|w| {
        text.word(draft.end).eq_ignore_ascii_case(w)
            || draft.first > 0
                && text
                    .word(draft.first.saturating_sub(1))
                    .eq_ignore_ascii_case(w)
    });
    let of = ["of", "remaining"]
        .iter()
        .any(|w| text.word(draft.end).eq_ignore_ascii_case(w));
    let near = last.is_some_and(|l| {
        text.tokens
            .get(l.number_token)
            .is_some_and(|t| sentence - t.sentence <= 1)
    });
    let back = |n: usize| {
        draft
            .first
            .checked_sub(n)
            .filter(|i| same(*i))
            .map_or("", |i| text.word(i))
    };
    let of_those = back(1) == ","
        && ["those", "them", "these"]
            .iter()
            .any(|w| back(2).eq_ignore_ascii_case(w))
        && ["of", "among"]
            .iter()
            .any(|w| back(3).eq_ignore_ascii_case(w));
    let part = of_those
        || of
            && ["which", "whom", "them", "those", "these"]
                .iter()
                .any(|w| text.word(draft.end + 1).eq_ignore_ascii_case(w));
    let from = (1..=3).any(|n| {
        draft.first.checked_sub(n).is_some_and(|i| {
            same(i)
                && ["from", "than"]
                    .iter()
                    .any(|w| text.word(i).eq_ignore_ascii_case(w))
        })
    });
    if near && (more || part || from) {
        return last
            .filter(|l| l.kind.is_none() || part || from)
            .and_then(|l| l.figure.unit.clone());
    }
    None
}

/// "the number of protesters at 5,000": the noun of the count before.
fn number_of(text: &Tokens<'_>, draft: &Draft, sentence: u32) -> Option<String> {
    for n in 2..=10 {
        let i = draft.first.checked_sub(n)?;
        if text.tokens.get(i).is_none_or(|t| t.sentence != sentence) {
            return None;
        }
        let count = ["number", "total", "tally"]
            .iter()
            .any(|w| text.word(i).eq_ignore_ascii_case(w));
        if count && text.word(i + 1).eq_ignore_ascii_case("of") {
            let noun = noun::after(text, i + 2, false, false)
                .filter(|n| n.sure && n.end <= draft.first)?;
            return Some(
                text.covered(noun.head, noun.end - noun.head)
                    .of(text.text)
                    .to_owned(),
            );
        }
    }
    None
}

/// "between two and three years", "40 to 50 questions", "9,000 or 10,000
/// interviews": the first of two numbers shares the noun of the second.
fn shared(draft: &mut Draft, next: Option<&Draft>, text: &Tokens<'_>) {
    let Some(next) = next.filter(|_| draft.figure.unit.is_none() && draft.figure.rule != "tally")
    else {
        return;
    };
    let join = ["to", "or", "and"]
        .iter()
        .any(|w| text.word(draft.end).eq_ignore_ascii_case(w));
    if join
        && next.first == draft.end + 1
        && next.number_token == next.first
        && next.figure.unit.is_some()
    {
        draft.figure.unit.clone_from(&next.figure.unit);
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
        let places = [
            Category::State,
            Category::Capital,
            Category::City,
            Category::Region,
            Category::Place,
        ];
        let hit = text
            .hits(at)
            .filter(|(_, e)| places.contains(&e.category))
            .map(|(h, _)| h.len as usize)
            .max();
        if let Some(len) = hit.filter(|_| token.is_capital()) {
            // Not in a longer name, and not a possessor.
            let owner = text
                .tokens
                .get(at + len)
                .is_some_and(|t| t.kind == TokenKind::Possessive);
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
fn as_of(text: &Tokens<'_>, found: &Found, draft: &Draft) -> Option<Span> {
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
                return Some(text.covered(at, 1).cover(*date));
            }
            if let Some((len, _)) = text.longest(next, Category::RelativeDate) {
                return Some(text.covered(at, next + len - at));
            }
        }
    }
    // "so far", "this year", "in 2023" behind the figure in its clause.
    for at in draft.end..to {
        if let Some((len, entry)) = text.longest(at, Category::RelativeDate)
            && entry.phrase != "now"
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
        same && percent(a) == percent(b)
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
        if compared.into_iter().any(has)
            || words
                .first()
                .is_some_and(|w| w.eq_ignore_ascii_case("from"))
            || words
                .iter()
                .take(2)
                .any(|w| w.eq_ignore_ascii_case("against"))
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
