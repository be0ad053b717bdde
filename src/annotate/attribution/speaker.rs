//! Whom a speaker's words name: the person behind a phrase or a pronoun.

use super::{
    source::Range,
    words::{Words, kind},
};
use crate::annotate::{Found, entity::Entity, person, types::PersonId};

/// Resolves speakers.
#[derive(Debug)]
pub struct Speakers<'a> {
    /// What the officials pass found.
    pub found: &'a Found,
}

impl Speakers<'_> {
    /// The person that a source names or stands for.
    #[must_use]
    pub fn person(&self, w: &Words<'_, '_>, source: Range) -> Option<PersonId> {
        let (first, end) = source;
        if end == first + 1 && w.is(first, kind::PRONOUN) {
            return person::pronoun(w.text, self.found, first);
        }
        let entities = &self.found.entities;
        let inside = entities.within(first, end);
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
                entities
                    .at(first)
                    .filter(|e| e.person.is_some() && e.end >= end)
            })
            .and_then(|e| e.person)
    }
}
