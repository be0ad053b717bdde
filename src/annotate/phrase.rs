//! Noun phrases around a token, without a parser: as far as closed word lists,
//! capitals and known entities tell.

use crate::annotate::{
    entity::{Entities, EntityKind},
    lexicon::Category,
    token::{TokenKind, Tokens},
};

/// Longest noun phrase that is looked for, in tokens.
const REACH: usize = 24;

/// The noun phrase that begins at token `i`: `i..end`.
///
/// It takes determiners, adjectives, nouns, names, possessives, and an "of"
/// phrase behind the noun; it stops before verbs (auxiliaries and speech
/// verbs), other prepositions, conjunctions and marks. `None` where `i` cannot
/// begin a noun phrase.
#[must_use]
pub fn np_at(text: &Tokens<'_>, entities: &Entities, i: usize) -> Option<std::ops::Range<usize>> {
    let sentence = text.tokens.get(i)?.sentence;
    let mut at = i;
    let mut head = None; // one past the last token that can end the phrase
    while at < i + REACH && text.tokens.get(at).is_some_and(|t| t.sentence == sentence) {
        if let Some(entity) = entities.starting(at) {
            at = entity.end;
            head = Some(at);
            continue;
        }
        let Some(token) = text.tokens.get(at) else {
            break;
        };
        match token.kind {
            TokenKind::Word if is_nominal(text, at) => {
                at += 1;
                if !token.is(Category::Determiner) {
                    head = Some(at);
                }
            }
            TokenKind::Number if head.is_none() => at += 1,
            TokenKind::Possessive if head == Some(at) => at += 1,
            TokenKind::Word if head == Some(at) && text.word(at).eq_ignore_ascii_case("of") => {
                at += 1;
                if text
                    .tokens
                    .get(at)
                    .is_some_and(|t| t.is(Category::Determiner))
                {
                    at += 1;
                }
            }
            _ => break,
        }
    }
    head.filter(|end| *end > i).map(|end| i..end)
}

/// The noun phrase that ends right before token `i`: `first..i`.
///
/// Where an entity ends there, its own phrase with the article before it; else
/// nouns and adjectives leftward up to a determiner, a verb, a preposition
/// (but "of" is crossed) or a mark.
#[must_use]
pub fn np_before(
    text: &Tokens<'_>,
    entities: &Entities,
    i: usize,
) -> Option<std::ops::Range<usize>> {
    let sentence = text.tokens.get(i.checked_sub(1)?)?.sentence;
    let same = |at: usize| text.tokens.get(at).is_some_and(|t| t.sentence == sentence);
    let mut first = i;
    while let Some(at) = first.checked_sub(1) {
        if i - at > REACH || !same(at) {
            break;
        }
        if let Some(entity) = entities.ending(first) {
            first = entity.first;
            if matches!(entity.kind, EntityKind::Official | EntityKind::Person) {
                break;
            }
            continue;
        }
        let Some(token) = text.tokens.get(at) else {
            break;
        };
        let of = first < i && text.word(at).eq_ignore_ascii_case("of");
        match token.kind {
            TokenKind::Word if token.is(Category::Determiner) => {
                first = at;
                break;
            }
            TokenKind::Word if of || is_nominal(text, at) => first = at,
            TokenKind::Possessive if first < i => first = at,
            TokenKind::Number if first < i => first = at,
            _ => break,
        }
    }
    // An article belongs to the phrase; a preposition at its edge does not.
    if let Some(at) = first.checked_sub(1) {
        let article = text
            .tokens
            .get(at)
            .is_some_and(|t| t.is(Category::Determiner));
        if first < i && same(at) && article {
            first = at;
        }
    }
    while first < i && text.word(first).eq_ignore_ascii_case("of") {
        first += 1;
    }
    (first < i).then_some(first..i)
}

/// Whether the word at `i` can stand inside a noun phrase.
#[must_use]
pub fn is_nominal(text: &Tokens<'_>, i: usize) -> bool {
    let Some(token) = text.tokens.get(i) else {
        return false;
    };
    if token.kind != TokenKind::Word {
        return false;
    }
    let no = [
        Category::Auxiliary,
        Category::Preposition,
        Category::Conjunction,
        Category::Pronoun,
        Category::Negation,
        Category::Complementiser,
        Category::AdverbOfCue,
    ];
    if token.is(Category::Determiner) {
        return true;
    }
    // "The report said": some speech verbs are nouns of speech as well.
    let verb = token.is(Category::Cue) && !token.is(Category::CueNoun);
    (token.is_capital() || !verb) && !no.iter().any(|c| token.is(*c))
}
