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
    let number = |at: usize| {
        text.tokens.get(at).is_some_and(|t| {
            same(at)
                && (t.kind == TokenKind::Number
                    || t.is(Category::NumberWord)
                    || t.is(Category::Magnitude))
        })
    };
    let period = same(next + 1)
        && text
            .hits_of(next + 1, Category::Counted)
            .any(|(_, e)| e.category == Category::Counted && e.value == "rate");
    let part = is(after, &["of", "more", "percent", "%"])
        || is(after, &["in", "or", "to"])
            && (number(next + 1) || is(word(next + 1), &["every", "more"]))
        || is(after, &["out"]) && is(word(next + 1), &["of"])
        || is(after, &["a", "an", "per", "each", "every"]) && period;
    // "the legacy is one of violence": a pronoun, no part of a set.
    if is(after, &["of"]) && !set_follows(text, next + 1) {
        return false;
    }
    if part {
        return !is(
            before,
            &[
                "the", "this", "any", "every", "each", "which", "no", "other", "good", "new",
                "bad", "last", "first",
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
        return noun::after(text, next, true).is_some()
            && !is(before, &["each", "every", "which", "another"]);
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
    // "One is a firm, the other a bank"; but "One is supposed to believe".
    let first = i == 0 || !same(i - 1) || is(before, &["and", "but", "“", "\""]);
    first
        && is(after, &["is", "was", "will", "has", "had", "said"])
        && !is(
            word(next + 1),
            &[
                "supposed", "expected", "not", "never", "to", "left", "reminded", "tempted",
            ],
        )
}

/// Whether "of" before token `at` is followed by a set: a determined or named
/// noun, a number, a pronoun.
fn set_follows(text: &Tokens<'_>, at: usize) -> bool {
    let Some(token) = text.tokens.get(at) else {
        return false;
    };
    let open = [
        Category::Determiner,
        Category::Pronoun,
        Category::NumberWord,
        Category::Bound,
    ];
    let quantity = ["several", "many", "few", "dozens", "hundreds", "thousands"];
    token.kind != TokenKind::Word
        || token.is_capital()
        || open.iter().any(|c| token.is(*c))
        || quantity
            .iter()
            .any(|w| text.word(at).eq_ignore_ascii_case(w))
        || (at..at + 4).any(|n| {
            text.tokens
                .get(n)
                .is_some_and(|t| t.kind == TokenKind::Possessive)
        })
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
    // "cut the price by half."
    let by = before.is_some_and(|b| text.word(b).eq_ignore_ascii_case("by"))
        && (!same(next)
            || text
                .tokens
                .get(next)
                .is_some_and(|t| t.kind == TokenKind::Punct));
    if by {
        return true;
    }
    let determined = same(next)
        && text
            .tokens
            .get(next)
            .is_some_and(|t| t.is(Category::Determiner));
    determined
        || verb
        || is(&[
            "of", "as", "dozen", "million", "said", "turn", "hour", "mile", "percent", "point",
            "billion",
        ])
}
