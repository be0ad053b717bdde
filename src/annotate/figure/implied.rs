//! The unit that a bare number takes from its clause or from the figure beside it.

use super::{Draft, noun, unit::UnitKind};
use crate::{
    annotate::{
        lexicon::Category,
        token::{TokenKind, Tokens},
        types::Clue,
    },
    span::Span,
};

/// How far before a bare number the verb that tells of people may stand.
const VERB: usize = 7;

/// The unit of a bare number and the words that tell it: people by the verb ("killing at least four"), or
/// that of the figure before ("and another 200").
pub fn unit(text: &Tokens<'_>, draft: &Draft, last: Option<&Draft>) -> Option<(String, Span)> {
    if draft.kind.is_some() || draft.figure.rule == "tally" {
        return None;
    }
    let sentence = text.tokens.get(draft.number_token)?.sentence;
    let same = |i: usize| text.tokens.get(i).is_some_and(|t| t.sentence == sentence);
    let harmed = |i: usize| noun::is_fate(text, i) || text.has_trait(i, "harm");
    let ahead = (draft.end..draft.end + 4).find(|i| {
        let helper = text
            .tokens
            .get(*i)
            .is_some_and(|t| t.is(Category::Auxiliary) || t.is(Category::AdverbOfCue));
        !same(*i) || !helper && !["more", "others", "other", "or"].contains(&text.word(*i))
    });
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
    // "of which 43 were shot down"
    let of_which = ["which", "whom", "them", "those", "these"]
        .iter()
        .any(|w| back(1).eq_ignore_ascii_case(w))
        && ["of", "among"]
            .iter()
            .any(|w| back(2).eq_ignore_ascii_case(w));
    let part = of_those
        || of_which
        || back(1).eq_ignore_ascii_case("including")
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
    // "The state says there are 190."
    let there = ["are", "were"].contains(&back(1)) && back(2).eq_ignore_ascii_case("there");
    let again = |l: &Draft| Some((l.figure.unit.clone()?, l.figure.span));
    if near && part && last.is_some_and(|l| l.kind != Some(UnitKind::Time)) {
        return last.and_then(again);
    }
    let home = from_home(text, draft.end).then_some(draft.end);
    let home = home.or(ahead.filter(|i| same(*i) && text.has_trait(*i, "people-do")));
    if let Some(i) = ahead.filter(|i| same(*i) && harmed(*i)).or(home) {
        return Some(("people".to_owned(), text.covered(i, 1)));
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
        if harmed(i) && !["left", "leaving"].contains(&text.word(i)) {
            return Some(("people".to_owned(), text.covered(i, 1)));
        }
    }
    if let Some(unit) = number_of(text, draft, sentence) {
        return Some(unit);
    }
    if near && (more || from || there) {
        return last
            .filter(|l| l.kind.is_none() || from && l.kind != Some(UnitKind::Time))
            .and_then(again);
    }
    None
}

/// "forced 48 lakh from their homes": people, by what they leave.
fn from_home(text: &Tokens<'_>, i: usize) -> bool {
    let is = |at: usize, list: &[&str]| list.iter().any(|w| text.word(at).eq_ignore_ascii_case(w));
    is(i, &["from", "out"]) && (i + 1..i + 4).any(|n| is(n, &["homes", "homeless"]))
}

/// "the number of protesters at 5,000": the noun of the count before.
fn number_of(text: &Tokens<'_>, draft: &Draft, sentence: u32) -> Option<(String, Span)> {
    for n in 2..=10 {
        let i = draft.first.checked_sub(n)?;
        if text.tokens.get(i).is_none_or(|t| t.sentence != sentence) {
            return None;
        }
        let count = ["number", "total", "tally"]
            .iter()
            .any(|w| text.word(i).eq_ignore_ascii_case(w));
        if count && text.word(i + 1).eq_ignore_ascii_case("of") {
            let noun =
                noun::after(text, i + 2, false).filter(|n| n.sure && n.end <= draft.first)?;
            let span = text.covered(noun.head, noun.end - noun.head);
            let name = if noun::is_fate(text, noun.head) {
                "people"
            } else {
                span.of(text.text)
            };
            return Some((name.to_owned(), span));
        }
    }
    None
}

/// "between two and three years", "40 to 50 questions", "six, seven wars": the
/// first of two numbers shares the noun of the second. A bare sum shares the
/// money of its neighbour ("repaid 25 billion and will pay 20 billion rubles").
pub fn shared(draft: &mut Draft, last: Option<&Draft>, next: Option<&Draft>, text: &Tokens<'_>) {
    if draft.figure.unit.is_some() || draft.figure.rule == "tally" || draft.noun.is_some() {
        return;
    }
    let join = ["to", "or", "and", ","]
        .iter()
        .any(|w| text.word(draft.end).eq_ignore_ascii_case(w));
    // "18- to 24-year-old"
    let hanging = text.word(draft.end) == "-"
        && ["to", "and", "or"].contains(&text.word(draft.end + 1))
        && next.is_some_and(|n| n.first == draft.end + 2 && n.figure.unit.is_some());
    let joined = next.filter(|n| {
        hanging
            || (join
                && n.first == draft.end + 1
                && n.number_token == n.first
                && n.figure.unit.is_some())
    });
    let sentence = |d: &Draft| text.tokens.get(d.number_token).map_or(0, |t| t.sentence);
    let own = sentence(draft);
    let sum = draft.figure.value >= 1e6 && draft.figure.rule == "digits-bare";
    let money = |d: &&Draft, far: u32| {
        sum && d.kind == Some(UnitKind::Money)
            && !d
                .figure
                .unit
                .as_deref()
                .is_some_and(|u| u.contains(" per "))
            && sentence(d).abs_diff(own) <= far
    };
    // "1,400 of an expected 5,000 tonnes", "aged 9 and 11"
    let whole = next.filter(|n| {
        text.word(draft.end).eq_ignore_ascii_case("of")
            && n.first <= draft.end + 3
            && n.figure.unit.is_some()
            && draft.figure.rule != "fraction"
            && sentence(n) == own
    });
    let aged = last.filter(|l| {
        l.kind == Some(UnitKind::Age)
            && draft.first == l.end + 1
            && ["and", ",", "or"].contains(&text.word(l.end))
            && draft.figure.value < 115.0
    });
    let from = joined
        .or(whole)
        .or(aged)
        .or_else(|| last.filter(|d| money(d, 1)))
        .or_else(|| next.filter(|d| money(d, 0)));
    if let Some(from) = from {
        draft.figure.unit.clone_from(&from.figure.unit);
        draft.kind = from.kind;
        draft.figure.minor |= from.kind == Some(UnitKind::Age);
        draft.figure.clues.push(Clue::new("unit", from.figure.span));
    }
}
