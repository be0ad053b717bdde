//! What a phrase names: a human being or a body, a text, or nobody who speaks.

use super::{
    source::Range,
    words::{Words, kind::*},
};
use crate::annotate::{entity::EntityKind, lexicon::Category};

/// Whether a phrase names a human being, several, or a body of them.
#[must_use]
pub fn is_human(w: &Words<'_, '_>, range: Range) -> bool {
    let (first, end) = range;
    if end == first + 1 && w.is(first, SUBJECT | PRONOUN) {
        let things = [
            "it", "this", "that", "these", "those", "which", "nothing", "nobody", "none",
        ];
        return !w.is_one(first, &things);
    }
    let party = |e: &crate::annotate::entity::Entity| {
        e.kind.is_one() || e.kind == EntityKind::Group || e.kind == EntityKind::Institution
    };
    let role = |i: usize| {
        w.text.tokens.get(i).is_some_and(|t| {
            [
                Category::Role,
                Category::Kin,
                Category::Group,
                Category::Office,
                Category::OfficePlural,
            ]
            .iter()
            .any(|c| t.is(*c))
        })
    };
    let person = |i: usize| {
        w.is_one(
            i,
            &[
                "friend",
                "friends",
                "narrator",
                "neighbour",
                "neighbor",
                "neighbours",
                "neighbors",
                "witness",
                "witnesses",
                "source",
                "sources",
                "critics",
                "supporters",
                "opponents",
                "protesters",
                "voters",
                "experts",
                "economists",
                "analysts",
            ],
        )
    };
    w.entities.within(first, end).iter().any(party) || (first..end).any(|i| role(i) || person(i))
}

/// Whether a phrase names something that is written or said ("the letter").
#[must_use]
pub fn is_text(w: &Words<'_, '_>, range: Range) -> bool {
    (range.0..range.1).any(|i| {
        w.text
            .tokens
            .get(i)
            .is_some_and(|t| t.is(Category::CueNoun))
    })
}

/// Whether a phrase can speak: not a bare place, a date or a thing.
#[must_use]
pub fn speaks(w: &Words<'_, '_>, range: Range) -> bool {
    let (first, end) = range;
    if end <= first {
        return false;
    }
    let timed = (first..end).all(|i| w.is(i, TIME | DET | ADVERB));
    let numbers = (first..end).all(|i| w.text.tokens.get(i).is_some_and(|t| t.is(Category::Month)));
    // "follows", "gets better", "set up a website": words of a verb.
    let verb = w.is(first, PAST | THIRD | AUX)
        && !w.is(first, NOMINAL | DET | PRONOUN)
        && !w.is_capital(first);
    let one = w.is_one(first, &["there", "what"]) && end == first + 1;
    !timed && !numbers && !verb && !one
}
