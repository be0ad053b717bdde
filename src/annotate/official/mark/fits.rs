//! Whether a list entry can be what its list says at its place.

use super::WEIGHED;
use crate::annotate::{
    lexicon::{Category, Entry},
    people,
    token::{TokenKind, Tokens},
};

/// Whether an entry of `len` tokens that an article begins cuts a longer one
/// behind the article in two: "The National" before "Security Adviser".
pub(super) fn cuts_longer(text: &Tokens<'_>, at: usize, len: u32) -> bool {
    len > 1
        && text
            .tokens
            .get(at)
            .is_some_and(|t| t.is(Category::Determiner))
        && text
            .hits_in(at + 1, WEIGHED)
            .any(|(h, e)| h.len >= len && fits(text, at + 1, h.len, &e))
}

/// Whether an entry that was found can be what its list says, here.
pub(super) fn fits(text: &Tokens<'_>, at: usize, len: u32, entry: &Entry<'_>) -> bool {
    // A rank or an honorific of one word is written with a capital, or it is
    // an ordinary word ("general", "major", "miss").
    let token = text.tokens.get(at);
    let capital = token.is_some_and(|t| t.is_capital());
    match entry.category {
        Category::User => entry.value == people::NOT || entry.value.starts_with(people::PERSON),
        // "Ko Wen-je" has a family name first.
        Category::Honorific if len == 1 && entry_is(text, at, "Ko") => {
            capital && !text.word(at + 1).contains('-')
        }
        Category::Rank | Category::Honorific | Category::OrgSuffix => capital,
        // "at 3 PM"
        Category::Office if entry.value.starts_with("head-of") && entry_is(text, at, "PM") => at
            .checked_sub(1)
            .and_then(|b| text.tokens.get(b))
            .is_none_or(|t| t.kind != TokenKind::Number),
        Category::Royal | Category::Clergy | Category::Office if len == 1 => {
            token.is_some_and(|t| t.kind == TokenKind::Word)
        }
        // "agency director General X": the rank begins behind the office.
        Category::Office if len == 2 && !capital => {
            !(text.word(at).eq_ignore_ascii_case("director")
                && text.word(at + 1) == "General"
                && !text.word(at + 2).eq_ignore_ascii_case("of"))
        }
        // "the fired secretary", not "he fired Secretary X".
        Category::OfficeModifier if PARTICIPLES.iter().any(|w| entry_is(text, at, w)) => at
            .checked_sub(1)
            .and_then(|b| text.tokens.get(b).map(|t| (b, t)))
            .is_none_or(|(b, t)| {
                t.sentence != token.map_or(0, |t| t.sentence)
                    || t.kind != TokenKind::Word
                    || t.is(Category::Determiner)
                    || t.is(Category::OfficeModifier)
                    || t.is(Category::StateAdjective)
                    || t.is(Category::AdverbOfCue)
                    || text.word(b).ends_with("ly")
                    || !text.tokens.get(at + 1).is_some_and(|t| t.is_capital())
            }),
        // "the present king", not "to present His Highness".
        Category::OfficeModifier if entry_is(text, at, "present") => at
            .checked_sub(1)
            .and_then(|b| text.tokens.get(b))
            .is_some_and(|t| t.kind == TokenKind::Possessive || t.is(Category::Determiner)),
        // "May" and "March" are months with a number beside them, or else
        // may be names and verbs.
        Category::Month if len == 1 => {
            let number = |i: usize| {
                text.tokens
                    .get(i)
                    .is_some_and(|t| t.kind == TokenKind::Number)
            };
            let name = token.is_some_and(|t| {
                t.is(Category::Given)
                    || t.is(Category::GivenWord)
                    || t.is(Category::Surname)
                    || t.is(Category::SurnameWord)
            });
            capital && (!name || number(at + 1) || at > 0 && number(at - 1))
        }
        _ => true,
    }
}

/// Participles that are verbs as often as they modify an office.
const PARTICIPLES: &[&str] = &[
    "elected",
    "appointed",
    "nominated",
    "fired",
    "sacked",
    "dismissed",
    "recalled",
    "detained",
    "jailed",
    "exiled",
    "impeached",
    "ejected",
    "assassinated",
    "murdered",
    "re-elected",
    "reelected",
    "host",
];

fn entry_is(text: &Tokens<'_>, at: usize, word: &str) -> bool {
    text.word(at).eq_ignore_ascii_case(word)
}
