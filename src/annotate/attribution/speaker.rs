//! Whom a speaker's words name: the person behind a phrase or a pronoun.

use super::{source::Range, words::Words};
use crate::annotate::{
    entity::{Entities, Entity},
    types::{Gender, Person, PersonId},
};

/// Resolves speakers.
#[derive(Debug)]
pub struct Speakers<'a> {
    people: &'a [Person],
    entities: &'a Entities,
}

impl<'a> Speakers<'a> {
    /// A resolver over the people and entities that the officials pass found.
    #[must_use]
    pub fn new(people: &'a [Person], entities: &'a Entities) -> Self {
        Self { people, entities }
    }

    /// The person that a source names or stands for.
    #[must_use]
    pub fn person(&mut self, w: &Words<'_, '_>, source: Range) -> Option<PersonId> {
        let (first, end) = source;
        if end == first + 1 && w.is(first, super::words::kind::PRONOUN) {
            return self.pronoun(w, first);
        }
        let inside = self.entities.within(first, end);
        let one = |e: &&Entity| e.person.is_some() && e.kind.is_one();
        inside
            .iter()
            .find(one)
            .or_else(|| {
                inside
                    .iter()
                    .find(|e| e.person.is_some() && e.kind.speaks())
            })
            .or_else(|| {
                self.entities
                    .at(first)
                    .filter(|e| e.person.is_some() && e.end >= end)
            })
            .and_then(|e| e.person)
    }

    /// The last person before a pronoun whom it can stand for.
    fn pronoun(&self, w: &Words<'_, '_>, at: usize) -> Option<PersonId> {
        let gender = if w.is_one(at, &["he"]) {
            Gender::Male
        } else if w.is_one(at, &["she"]) {
            Gender::Female
        } else {
            return None;
        };
        let before = self.entities.within(at.saturating_sub(400), at);
        let fits = |e: &&Entity| {
            e.kind.is_one()
                && e.person.is_some_and(|id| {
                    (id.0 as usize)
                        .checked_sub(1)
                        .and_then(|n| self.people.get(n))
                        .is_some_and(|p| p.gender.is_none_or(|g| g == gender))
                })
        };
        before.iter().rev().find(fits).and_then(|e| e.person)
    }
}
