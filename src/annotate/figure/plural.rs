//! Plurals, as far as endings and word lists tell.

use crate::annotate::{
    lexicon::Category,
    token::{TokenKind, Tokens},
};

/// Whether token `i` looks like a noun in the plural.
#[must_use]
pub fn is_plural(text: &Tokens<'_>, i: usize) -> bool {
    let Some(token) = text.tokens.get(i).filter(|t| t.kind == TokenKind::Word) else {
        return false;
    };
    let word = token.span.of(text.text);
    let ends = |tail: &str| {
        let at = word.len().saturating_sub(tail.len());
        word.get(at..).is_some_and(|t| t.eq_ignore_ascii_case(tail))
    };
    let men = word.len() > 5
        && ["men", "children", "people"]
            .iter()
            .any(|t| word.ends_with(t));
    if text.has_trait(i, "plural")
        || men && !text.has_trait(i, "no-men")
        || token.is(Category::StatePeople) && word.ends_with('s')
    {
        return true;
    }
    // "MPs", "F-16s", "NGOs", but not "US" or "ISIS".
    if !word.ends_with('s') || word.len() < 3 {
        return false;
    }
    let other = ["ss", "us", "is", "'s", "’s"].iter().any(|t| ends(t));
    if other && !["buses", "viruses"].contains(&word) {
        return false;
    }
    // "a family of four spends"
    let verb = i >= 2
        && text.word(i - 2) == "of"
        && text
            .tokens
            .get(i - 1)
            .is_some_and(|t| t.is(Category::NumberWord))
        && text.hits_of(i, Category::Verb).any(|(h, e)| {
            h.len == 1
                && e.category == Category::Verb
                && e.value.contains('z')
                && !e.value.contains(['N', ':'])
        });
    let no = [
        Category::Auxiliary,
        Category::Preposition,
        Category::Pronoun,
        Category::Conjunction,
        Category::Determiner,
        Category::Weekday,
    ];
    !verb && !text.has_trait(i, "no-plural") && !no.iter().any(|c| token.is(*c))
}

/// A noun of the list of counted things at `i`: its length in tokens.
#[must_use]
pub fn listed(text: &Tokens<'_>, i: usize) -> Option<usize> {
    text.hits_of(i, Category::Counted)
        .filter(|(_, e)| e.category == Category::Counted && e.value != "rate")
        .map(|(h, _)| h.len as usize)
        .max()
}

/// Whether a counted noun can be there: a plural or a listed one.
#[must_use]
pub fn counts(text: &Tokens<'_>, i: usize) -> bool {
    is_plural(text, i) || listed(text, i).is_some()
}
