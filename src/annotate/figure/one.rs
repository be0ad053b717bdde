//! "one" as a number and as a pronoun; "half" as a number and as a part of a
//! match.

use super::noun;
use crate::annotate::{
    lexicon::Category,
    token::{TokenKind, Tokens},
};

/// Whether "one" at token `i` counts something; `next` is the token behind.
#[must_use]
pub fn counts(text: &Tokens<'_>, i: usize, next: usize) -> bool {
    let Some(token) = text.tokens.get(i) else {
        return false;
    };
    let same = |at: usize| {
        text.tokens
            .get(at)
            .is_some_and(|t| t.sentence == token.sentence)
    };
    let word = |at: usize| if same(at) { text.word(at) } else { "" };
    let is = |w: &str, list: &[&str]| list.iter().any(|l| w.eq_ignore_ascii_case(l));
    let before = i.checked_sub(1).map_or("", word);
    let after = word(next);
    if is(
        after,
        &[
            "of", "in", "out", "more", "or", "to", "a", "percent", "%", "per", "and",
        ],
    ) {
        return !is(
            before,
            &[
                "the", "this", "that", "any", "every", "each", "which", "no", "other",
            ],
        ) || is(after, &["percent", "%"]);
    }
    let modal = [
        "can", "could", "may", "might", "must", "should", "would", "has", "needs", "does", "had",
        "cannot", "can't", "'s", "’s", "another", "wonders", "thinks", "hopes", "sees",
    ];
    if is(after, &modal)
        || text
            .tokens
            .get(next)
            .is_some_and(|t| same(next) && t.kind == TokenKind::Possessive)
    {
        return false;
    }
    if is(
        before,
        &[
            "the", "this", "that", "any", "every", "which", "no", "another", "such", "other",
            "each",
        ],
    ) {
        // "the one condition" counts; "the one that" does not.
        return is(before, &["the", "this", "that", "no"])
            && noun::after(text, next, true).is_some();
    }
    let adjective = text
        .tokens
        .get(i.wrapping_sub(1))
        .is_some_and(|t| same(i.wrapping_sub(1)) && t.kind == TokenKind::Word)
        && i >= 2
        && is(
            word(i - 2),
            &[
                "a", "an", "the", "this", "that", "his", "her", "their", "its", "our", "my",
                "very", "more", "most",
            ],
        )
        && !text.tokens.get(i - 1).is_some_and(|t| {
            t.is(Category::Preposition)
                || t.is(Category::Bound)
                || t.is(Category::Conjunction)
                || t.is(Category::Cue)
        });
    let noun = noun::after(text, next, true).is_some();
    if adjective {
        return noun
            && is(
                before,
                &["only", "last", "first", "final", "additional", "single"],
            );
    }
    if noun {
        return true;
    }
    let subject = same(next)
        && text
            .tokens
            .get(next)
            .is_some_and(|t| t.is(Category::Auxiliary) || t.is(Category::Cue));
    subject
        && (i == 0
            || !same(i - 1)
            || is(
                before,
                &["and", "but", ",", "“", "\"", "least", "just", "only"],
            ))
}

/// Whether "half" at token `i` is a quantity; `next` is the token behind.
#[must_use]
pub fn half(text: &Tokens<'_>, i: usize, next: usize) -> bool {
    let Some(token) = text.tokens.get(i) else {
        return false;
    };
    let same = |at: usize| {
        text.tokens
            .get(at)
            .is_some_and(|t| t.sentence == token.sentence)
    };
    let before = i.checked_sub(1).filter(|b| same(*b));
    let ordinal = before.is_some_and(|b| {
        text.tokens.get(b).is_some_and(|t| t.is(Category::Ordinal))
            || [
                "other", "latter", "better", "earlier", "later", "opening", "northern", "southern",
                "eastern", "western",
            ]
            .iter()
            .any(|w| text.word(b).eq_ignore_ascii_case(w))
    });
    let after = if same(next) { text.word(next) } else { "" };
    let is = |list: &[&str]| list.iter().any(|w| after.eq_ignore_ascii_case(w));
    if ordinal
        || is(&[
            "past", "way", "brother", "sister", "time", "mast", "hearted",
        ])
    {
        return false;
    }
    let verb = same(next)
        && text
            .tokens
            .get(next)
            .is_some_and(|t| t.is(Category::Auxiliary) || t.is(Category::Cue));
    let determined = same(next)
        && text
            .tokens
            .get(next)
            .is_some_and(|t| t.is(Category::Determiner));
    determined
        || verb
        || is(&[
            "of", "as", "dozen", "million", "turn", "hour", "mile", "percent", "point", "billion",
        ])
}
