//! Persons: names, document memory, and whom a pronoun stands for.

pub mod memory;
pub mod name;

use crate::annotate::{
    Found,
    entity::EntityKind,
    lexicon::Category,
    token::Tokens,
    types::{Gender, PersonId, PersonKind},
};

/// How far back a pronoun reaches, in sentences.
const SENTENCES: u32 = 4;

/// The party that the pronoun at `token` ("he", "she", "they") stands for.
///
/// It is the person mentioned last before it whose gender fits; in the same
/// sentence only one that stands before a verb. `None` where the token is no
/// pronoun of the third person or nobody fits.
#[must_use]
pub fn pronoun(text: &Tokens<'_>, found: &Found, token: usize) -> Option<PersonId> {
    let word = text.word(token);
    let is = |list: &[&str]| list.iter().any(|w| word.eq_ignore_ascii_case(w));
    let gender = if is(&["he", "him", "his"]) {
        Some(Gender::Male)
    } else if is(&["she", "her", "hers"]) {
        Some(Gender::Female)
    } else if is(&["they", "them", "their"]) {
        None
    } else {
        return None;
    };
    let here = text.tokens.get(token)?.sentence;
    let mut fallback = None;
    let mut at_sentence = None;
    for entity in found.entities.within(0, token).iter().rev() {
        if entity.first >= token {
            continue;
        }
        let sentence = text.tokens.get(entity.first)?.sentence;
        if here - sentence > SENTENCES {
            break;
        }
        let Some(id) = entity.person else { continue };
        let Some(person) = found.annotations.person(id) else {
            continue;
        };
        let fits = match gender {
            Some(g) => {
                matches!(person.kind, PersonKind::Named | PersonKind::Unnamed)
                    && entity.kind != EntityKind::Institution
                    && person.gender.is_none_or(|p| p == g)
            }
            None => matches!(person.kind, PersonKind::Group),
        };
        if !fits {
            continue;
        }
        // A subject outranks an object of the same sentence.
        let subject = is_subject(text, entity.first, entity.end);
        match at_sentence {
            None => {
                fallback = Some(id);
                at_sentence = Some(sentence);
                if subject {
                    return Some(id);
                }
            }
            Some(s) if s == sentence => {
                if subject {
                    return Some(id);
                }
            }
            Some(_) => break,
        }
    }
    fallback
}

/// Whether the phrase at `first..end` begins its sentence or stands right
/// before a verb.
fn is_subject(text: &Tokens<'_>, first: usize, end: usize) -> bool {
    let verb = text
        .tokens
        .get(end)
        .is_some_and(|t| t.is(Category::Cue) || t.is(Category::Auxiliary));
    let begins = first
        .checked_sub(1)
        .and_then(|b| text.tokens.get(b))
        .zip(text.tokens.get(first))
        .is_none_or(|(b, f)| b.sentence != f.sentence);
    verb || begins
}
