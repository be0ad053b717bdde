//! The counted thing with the modifiers that matter: "people killed in Israeli
//! strikes on Gaza".

use super::{Draft, unit::UnitKind};
use crate::annotate::{
    lexicon::Category,
    token::{TokenKind, Tokens},
};

/// Longest description, in tokens behind the noun.
const REACH: usize = 14;

/// Describes what a figure counts, from its noun phrase and what modifies it.
#[must_use]
pub fn describe(text: &Tokens<'_>, draft: &Draft) -> Option<String> {
    let start = match draft.noun {
        Some(noun) if draft.kind.is_none() => past_article(text, noun.first),
        Some(noun) => noun.head,
        None if matches!(
            draft.kind,
            Some(UnitKind::Percent | UnitKind::Money | UnitKind::Measure)
        ) =>
        {
            draft.end
        }
        None => return passive(text, draft.end).map(|rest| format!("people {rest}")),
    };
    let noun_end = draft.noun.map_or(draft.end, |n| n.end);
    let mut out = String::new();
    if draft.noun.is_some() {
        push(text, start, noun_end, &mut out);
    }
    let end = modifiers(text, noun_end);
    if end > noun_end {
        push(text, noun_end, end, &mut out);
    } else if let Some(rest) = passive(text, noun_end) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&rest);
    }
    let out = ["of ", "in ", "worth of "]
        .iter()
        .find_map(|p| out.strip_prefix(p))
        .unwrap_or(&out)
        .trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// Over "of" and an article at the start of the phrase.
fn past_article(text: &Tokens<'_>, mut at: usize) -> usize {
    for _ in 0..3 {
        let word = text.word(at);
        let skip = ["of", "the", "its", "their", "out", "these", "those"]
            .iter()
            .any(|w| word.eq_ignore_ascii_case(w))
            || text
                .tokens
                .get(at)
                .is_some_and(|t| t.kind == TokenKind::Number || t.is(Category::NumberWord));
        if !skip {
            break;
        }
        at += 1;
    }
    at
}

fn push(text: &Tokens<'_>, first: usize, end: usize, out: &mut String) {
    for i in first..end {
        let Some(token) = text.tokens.get(i) else {
            break;
        };
        if !out.is_empty() && token.space {
            out.push(' ');
        }
        out.push_str(token.span.of(text.text));
    }
}

/// The end of the prepositional phrases and participles behind a noun.
fn modifiers(text: &Tokens<'_>, from: usize) -> usize {
    let Some(sentence) = from
        .checked_sub(1)
        .and_then(|b| text.tokens.get(b))
        .map(|t| t.sentence)
    else {
        return from;
    };
    let opens = |i: usize| {
        let word = text.word(i);
        let preposition = [
            "of", "in", "from", "for", "on", "to", "with", "without", "at", "by", "under", "near",
            "across", "inside", "worth", "aboard", "among", "against", "between", "north", "south",
            "east", "west", "away",
        ];
        let participle = [
            "killed",
            "wounded",
            "injured",
            "displaced",
            "held",
            "taken",
            "living",
            "seeking",
            "fleeing",
            "trying",
            "working",
            "arrested",
            "trapped",
            "stranded",
            "missing",
            "involved",
            "affected",
            "carrying",
            "owned",
            "employed",
            "convicted",
            "suspected",
            "accused",
            "born",
            "designated",
            "detained",
        ];
        preposition
            .iter()
            .chain(&participle)
            .any(|p| word.eq_ignore_ascii_case(p))
    };
    if text.tokens.get(from).is_none_or(|t| t.sentence != sentence) || !opens(from) {
        return from;
    }
    clause_end(text, from, sentence)
}

/// Where the clause that goes on at `from` ends: at a mark, a verb, a date.
fn clause_end(text: &Tokens<'_>, from: usize, sentence: u32) -> usize {
    let mut at = from;
    while at < from + REACH {
        let Some(token) = text.tokens.get(at).filter(|t| t.sentence == sentence) else {
            break;
        };
        let mark =
            token.kind == TokenKind::Punct && !matches!(text.word(at), "-" | "'" | "’" | "$" | "%");
        let verb = token.is(Category::Auxiliary)
            || (token.is(Category::Cue) && !token.is_capital() && at > from)
            || token.is(Category::Complementiser);
        let time = token.is(Category::RelativeDate)
            || token.is(Category::Weekday)
            || token.is(Category::Month)
            || text.longest(at, Category::RelativeDate).is_some();
        let source = text.longest(at, Category::CuePreposition).is_some();
        let pronoun = token.is(Category::Pronoun)
            && text
                .hits(at)
                .any(|(_, e)| e.category == Category::Pronoun && e.value.ends_with("subject"));
        let next_figure = token.is(Category::Conjunction)
            && text
                .tokens
                .get(at + 1)
                .is_some_and(|t| t.kind == TokenKind::Number || t.is(Category::NumberWord));
        if next_figure
            || mark
            || verb
            || time
            || source
            || pronoun
            || (at > from && text.word(at).eq_ignore_ascii_case("since"))
        {
            break;
        }
        at += 1;
    }
    // No loose preposition, article or conjunction at the end.
    while at > from {
        let last = text.tokens.get(at - 1);
        let loose = last.is_some_and(|t| {
            t.is(Category::Preposition) || t.is(Category::Conjunction) || t.is(Category::Determiner)
        });
        if !loose {
            break;
        }
        at -= 1;
    }
    at
}

/// "have been killed in Israeli strikes on Gaza" as "killed in Israeli …".
fn passive(text: &Tokens<'_>, from: usize) -> Option<String> {
    let sentence = from
        .checked_sub(1)
        .and_then(|b| text.tokens.get(b))?
        .sentence;
    let mut at = from;
    while at < from + 4
        && text.tokens.get(at).is_some_and(|t| {
            t.sentence == sentence && (t.is(Category::Auxiliary) || t.is(Category::AdverbOfCue))
        })
    {
        at += 1;
    }
    let word = text.word(at);
    let verb = super::noun::is_fate(word) && !["died", "dying", "shot"].contains(&word)
        || (at > from && word.ends_with("ed") && word.len() > 4);
    if !verb
        || text
            .tokens
            .get(at)
            .is_none_or(|t| t.sentence != sentence || t.is(Category::Cue))
    {
        return None;
    }
    let end = clause_end(text, at, sentence).max(at + 1);
    let mut out = String::new();
    push(text, at, end, &mut out);
    Some(out)
}
