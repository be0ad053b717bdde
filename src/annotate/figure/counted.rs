//! The counted thing with the modifiers that matter: "people killed in Israeli
//! strikes on Gaza".

use super::{Draft, atom, noun, plural::is_plural, unit::UnitKind};
use crate::annotate::{
    lexicon::Category,
    token::{TokenKind, Tokens},
};

/// Prepositions that go on with what a figure counts.
const DESCRIBES: &[&str] = &[
    "of", "in", "from", "for", "on", "to", "with", "without", "at", "under", "near", "across",
    "inside", "worth", "aboard", "among", "against", "between", "north", "south", "east", "west",
    "away",
];
/// Longest description, in tokens behind the noun.
const REACH: usize = 12;

/// Describes what a figure counts, from its noun phrase and what modifies it.
#[must_use]
pub fn describe(text: &Tokens<'_>, draft: &Draft) -> Option<String> {
    let of = |at: usize| text.word(at).eq_ignore_ascii_case("of");
    let (start, noun_end) = match (draft.noun, draft.kind) {
        // "a two-term member", "the 131-page document"
        (Some(noun), None) if hyphened(text, noun.first) => {
            let end = noun::qualified(text, noun.end, article(text, draft.first));
            let whole = text.word(noun.first).contains('-');
            let first = if whole {
                noun.first
            } else {
                draft.number_token
            };
            (first, end.unwrap_or(noun.end))
        }
        (Some(noun), _) => (past_article(text, noun.first), noun.end),
        (None, Some(UnitKind::Time | UnitKind::Age)) => return None,
        // Not "3 miles of Earth".
        (None, Some(kind)) if of(draft.end) => {
            let name = text
                .tokens
                .get(draft.end + 1)
                .is_some_and(|t| t.is_capital());
            // "of an expected 5,000 tonnes"
            let number = (draft.end + 1..draft.end + 6)
                .take_while(|n| {
                    let token = text.tokens.get(*n);
                    token
                        .is_some_and(|t| t.kind != TokenKind::Punct && !t.is(Category::Conjunction))
                })
                .any(|n| {
                    let token = text.tokens.get(n);
                    token.is_some_and(|t| t.kind == TokenKind::Number)
                });
            let pronoun = text
                .tokens
                .get(draft.end + 1)
                .is_some_and(|t| t.is(Category::Pronoun) && !t.is(Category::Determiner));
            if kind == UnitKind::Measure && name || number || pronoun {
                return None;
            }
            (draft.end, draft.end)
        }
        // "$5 billion worth of aid", "$350 million in security assistance"
        (None, Some(UnitKind::Money)) if worth(text, draft.end) => (draft.end, draft.end),
        // "a $38 billion spending increase", "25 percent tariffs"
        (None, Some(_)) => match noun::qualified(text, draft.end, article(text, draft.first)) {
            Some(end) if attributive(text, draft, end) => (draft.end, end),
            _ => return None,
        },
        (None, None) => {
            let people = draft.figure.unit.as_deref() == Some("people");
            return passive(text, draft.end)
                .filter(|_| people || draft.figure.unit.is_none())
                .map(|rest| format!("people {rest}"));
        }
    };
    let mut out = String::new();
    // "63 dead": people
    if draft.noun.is_some_and(|n| noun::is_fate(text, n.head)) {
        out.push_str("people");
    }
    push(text, start, noun_end, &mut out);
    let end = modifiers(text, noun_end);
    if end > noun_end {
        push(text, noun_end, end, &mut out);
    } else if let Some(rest) = passive(text, noun_end) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&rest);
    }
    let out = ["of ", "in ", "worth of ", "the ", "its ", "their "]
        .iter()
        .find_map(|p| out.strip_prefix(p))
        .unwrap_or(&out)
        .trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// Whether the unit is a part of a hyphened word ("two-term").
fn hyphened(text: &Tokens<'_>, i: usize) -> bool {
    let word = text.word(i);
    word.contains('-')
        && word
            .split('-')
            .next()
            .is_some_and(|part| !matches!(atom::value_of(text, part), atom::Value::None))
        || i > 0 && text.word(i - 1) == "-" && !text.tokens.get(i).is_some_and(|t| t.space)
        || word.contains('-') && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether "a" or "an" stands before token `i`, or is it.
fn article(text: &Tokens<'_>, i: usize) -> bool {
    let is = |at: usize| {
        ["a", "an"]
            .iter()
            .any(|w| text.word(at).eq_ignore_ascii_case(w))
    };
    is(i) || i > 0 && is(i - 1)
}

/// "worth of aid", "in aid", but not "in 2019", "in the first quarter".
fn worth(text: &Tokens<'_>, i: usize) -> bool {
    if text.word(i).eq_ignore_ascii_case("worth") {
        return text.word(i + 1).eq_ignore_ascii_case("of");
    }
    let next = text.tokens.get(i + 1);
    text.word(i).eq_ignore_ascii_case("in")
        && next.is_some_and(|t| {
            // "in U.S. grants", but not "in Mali"
            let place = [
                Category::State,
                Category::City,
                Category::Capital,
                Category::Region,
                Category::Place,
            ];
            if place.iter().any(|c| t.is(*c)) {
                return noun::inside(text, i + 2, true);
            }
            let no = [
                Category::Determiner,
                Category::Month,
                Category::RelativeDate,
                Category::NumberWord,
                Category::Ordinal,
            ];
            t.kind == TokenKind::Word
                && !no.iter().any(|c| t.is(*c))
                && !text.has_trait(i + 1, "no-sort")
        })
}

/// Whether the noun that ends at `end` is qualified by the amount: behind an
/// article, or a plural right behind the unit.
fn attributive(text: &Tokens<'_>, draft: &Draft, end: usize) -> bool {
    let determined = [
        "a", "an", "the", "this", "that", "its", "their", "his", "her", "our", "these", "those",
        "another", "new",
    ];
    let is = |at: usize| {
        determined
            .iter()
            .any(|w| text.word(at).eq_ignore_ascii_case(w))
    };
    // "an additional 25 percent tariff"
    let before = draft.first.checked_sub(1);
    let adjective = before.filter(|b| {
        text.tokens.get(*b).is_some_and(|t| !t.is_capital()) && noun::inside(text, *b, false)
    });
    let opens = before.is_some_and(is)
        || adjective.and_then(|b| b.checked_sub(1)).is_some_and(is)
        || ["a", "an"]
            .iter()
            .any(|w| text.word(draft.first).eq_ignore_ascii_case(w));
    // "the 41 cents analysts expected"
    let clause = is_plural(text, end - 1)
        && text
            .tokens
            .get(end)
            .is_some_and(|t| !t.is_capital() && (t.is(Category::Cue) || t.is(Category::Verb)));
    !clause && opens
        || draft.kind == Some(UnitKind::Percent) && is_plural(text, end - 1) && end <= draft.end + 2
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
        let next = text.tokens.get(i + 1).filter(|t| t.sentence == sentence);
        // "people killed in …", but not "a quake killed 300".
        let goes_on = text.word(i).ends_with("ing")
            || next.is_none_or(|t| {
                let after = [Category::Preposition, Category::Conjunction];
                t.kind == TokenKind::Punct || after.iter().any(|c| t.is(*c))
            });
        // "exports to China", but not "members to attend".
        let noun = next.is_some_and(|t| t.is_capital() || t.is(Category::Determiner));
        DESCRIBES.contains(&text.word(i)) && (text.word(i) != "to" || noun)
            || text.has_trait(i, "describes-by-deed") && goes_on
    };
    if text.tokens.get(from).is_none_or(|t| t.sentence != sentence) || !opens(from) {
        return from;
    }
    clause_end(text, from, sentence)
}

/// Where the clause that goes on at `from` ends: at a mark, a verb, a date, the
/// third preposition.
fn clause_end(text: &Tokens<'_>, from: usize, sentence: u32) -> usize {
    let mut at = from;
    let mut prepositions = 0;
    while at < from + REACH {
        let Some(token) = text.tokens.get(at).filter(|t| t.sentence == sentence) else {
            break;
        };
        if at > from && token.is(Category::Preposition) {
            prepositions += 1;
        }
        if prepositions > 2 || ends_clause(text, at, from) {
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

/// Whether the word at `at` opens a time, a comparison or another clause.
fn ends(text: &Tokens<'_>, at: usize) -> bool {
    let apart = [
        "by", "as", "like", "since", "during", "until", "before", "after", "than", "more",
    ];
    let joins = ["and", "or", "&"];
    let word = text.word(at);
    let clause = text
        .tokens
        .get(at)
        .is_some_and(|t| t.is(Category::Conjunction));
    apart.iter().any(|w| word.eq_ignore_ascii_case(w)) || clause && !joins.contains(&word)
}

/// Whether the description that began at `from` ends before token `at`.
fn ends_clause(text: &Tokens<'_>, at: usize, from: usize) -> bool {
    let Some(token) = text.tokens.get(at) else {
        return true;
    };
    let word = text.word(at);
    let next = text.tokens.get(at + 1);
    let mark = token.kind == TokenKind::Punct && !matches!(word, "-" | "'" | "’" | "$" | "%");
    let cue = token.is(Category::Cue)
        && !token.is_capital()
        && at > from
        && !text.has_trait(at, "noun-cue");
    let time = [Category::RelativeDate, Category::Weekday, Category::Month]
        .iter()
        .any(|c| token.is(*c))
        || text.longest(at, Category::RelativeDate).is_some()
        // "a year after", "in 2030", "in the first six months"
        || token.is(Category::Determiner) && next.is_some_and(|t| t.is(Category::Unit))
        || token.is(Category::Determiner) && text.has_trait(at + 1, "of-time")
        || token.is(Category::Ordinal)
        || token.is(Category::Preposition)
            && next.is_some_and(|t| t.kind == TokenKind::Number && t.span.len() == 4);
    let subject = text
        .hits_of(at, Category::Pronoun)
        .any(|(_, e)| e.category == Category::Pronoun && e.value.ends_with("subject"));
    let number = |t: &crate::annotate::token::Token| {
        t.kind == TokenKind::Number || t.is(Category::NumberWord) || t.is(Category::Currency)
    };
    // "…, and represented": another clause
    let past = |t: &crate::annotate::token::Token| {
        !t.is_capital() && t.span.of(text.text).ends_with("ed") && t.kind == TokenKind::Word
    };
    let numbered = token.is(Category::Preposition) && next.is_some_and(number);
    let next_figure = token.is(Category::Conjunction) && next.is_some_and(|t| number(t) || past(t));
    let ordinal = token.kind == TokenKind::Number
        && next.is_some_and(|t| !t.space && t.kind == TokenKind::Word);
    let finite = at > from
        && !token.is_capital()
        && text.hits_of(at, Category::Verb).any(|(h, e)| {
            h.len == 1 && e.category == Category::Verb && !e.value.contains(['N', 'n', 'g', ':'])
        });
    mark || token.is(Category::Auxiliary)
        || token.is(Category::Complementiser)
        || cue
        || finite
        || time
        || subject
        || next_figure
        || ordinal
        || numbered
        || text.longest(at, Category::CuePreposition).is_some()
        || at > from && (text.has_trait(at, "ends-description") || ends(text, at))
}

/// "have been killed in Israeli strikes on Gaza" as "killed in Israeli …".
fn passive(text: &Tokens<'_>, from: usize) -> Option<String> {
    let sentence = from
        .checked_sub(1)
        .and_then(|b| text.tokens.get(b))?
        .sentence;
    let mut at = from;
    let mut be = false;
    while at < from + 4
        && text.tokens.get(at).is_some_and(|t| {
            t.sentence == sentence && (t.is(Category::Auxiliary) || t.is(Category::AdverbOfCue))
        })
    {
        be |= ["been", "were", "was", "are", "is", "being", "be"].contains(&text.word(at));
        at += 1;
    }
    let word = text.word(at);
    // "the quake killed 300": active
    let object = text.tokens.get(at + 1).is_some_and(|t| {
        t.sentence == sentence
            && (t.kind == TokenKind::Number
                || t.is_capital()
                || [
                    Category::Determiner,
                    Category::NumberWord,
                    Category::Bound,
                    Category::Pronoun,
                ]
                .iter()
                .any(|c| t.is(*c)))
    });
    if object && !be {
        return None;
    }
    let verb = noun::is_fate(text, at) && !["died", "dying", "shot"].contains(&word)
        || (be && word.ends_with("ed") && word.len() > 4);
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
