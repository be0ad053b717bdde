//! The parties and places of a text, as spans of tokens: what the officials
//! layer hands to the passes behind it.
//!
//! Entities never overlap one another. A pass that looks for a speaker or a
//! source asks which entity begins, ends or lies at a token; one that looks for
//! figures or plain noun phrases uses them to refuse.

use crate::{
    annotate::types::{Annotations, Person, PersonId, PersonKind},
    span::Span,
};

/// What a stretch of text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// A named official; the span is the whole mention (title and name).
    Official,
    /// A named person without an office; the span is the bare name.
    Person,
    /// An official without a name ("a senior official", "the minister").
    Unnamed,
    /// Several officials ("Israeli officials", "local authorities").
    Group,
    /// A state, seat, government, body or metonym that can speak ("the White
    /// House", "Washington", "Tehran", "the UN", "the ministry", "Reuters").
    Institution,
    /// Another named body (a company, a party, a club).
    Organisation,
    /// A city, region, sea or mountain that does not speak.
    Place,
    /// Something else with capitals: a vehicle, a work, an event.
    Thing,
}

impl EntityKind {
    /// Whether it can be the source of a quote or a figure.
    #[must_use]
    pub fn speaks(self) -> bool {
        !matches!(self, Self::Place | Self::Thing)
    }

    /// Whether it is one human being.
    #[must_use]
    pub fn is_one(self) -> bool {
        matches!(self, Self::Official | Self::Person | Self::Unnamed)
    }
}

/// A stretch of text that names something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What it names.
    pub kind: EntityKind,
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// Its bytes: a leading article only where the mention has one ("a senior
    /// official"), no possessive.
    pub span: Span,
    /// The bare name's tokens inside it, where it names a person.
    pub name: Option<(usize, usize)>,
    /// The party it names. Institutions have one too; those that nobody
    /// refers to at the end are left out of [`Annotations::people`].
    pub person: Option<PersonId>,
}

/// The entities of a document, sorted, not overlapping.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    list: Vec<Entity>,
}

impl Entities {
    /// Sorts entities and drops those that overlap an earlier one.
    #[must_use]
    pub fn new(mut list: Vec<Entity>) -> Self {
        list.sort_by_key(|e| (e.first, std::cmp::Reverse(e.end)));
        let mut end = 0;
        list.retain(|e| {
            let keep = e.first >= end && e.end > e.first;
            if keep {
                end = e.end;
            }
            keep
        });
        Self { list }
    }

    /// All of them, in text order.
    #[must_use]
    pub fn all(&self) -> &[Entity] {
        &self.list
    }

    /// The entity that covers token `i`.
    #[must_use]
    pub fn at(&self, i: usize) -> Option<&Entity> {
        let n = self.list.partition_point(|e| e.end <= i);
        self.list.get(n).filter(|e| e.first <= i)
    }

    /// The entity whose first token is `i`.
    #[must_use]
    pub fn starting(&self, i: usize) -> Option<&Entity> {
        self.at(i).filter(|e| e.first == i)
    }

    /// The entity whose last token is `i - 1`.
    #[must_use]
    pub fn ending(&self, i: usize) -> Option<&Entity> {
        self.at(i.checked_sub(1)?).filter(|e| e.end == i)
    }

    /// The entities that lie wholly inside the tokens `first..end`.
    #[must_use]
    pub fn within(&self, first: usize, end: usize) -> &[Entity] {
        let a = self.list.partition_point(|e| e.first < first);
        let b = self.list.partition_point(|e| e.end <= end);
        self.list.get(a..b.max(a)).unwrap_or(&[])
    }
}

/// The people entry of a party.
#[must_use]
pub fn person(annotations: &Annotations, id: PersonId) -> Option<&Person> {
    annotations.person(id)
}

/// Drops the institutions that no official, quote or figure refers to and
/// numbers the people anew, in the order of the list.
pub fn prune(annotations: &mut Annotations) {
    let mut used = vec![false; annotations.people.len()];
    let mut mark = |id: PersonId| {
        if let Some(slot) = (id.0 as usize).checked_sub(1).and_then(|i| used.get_mut(i)) {
            *slot = true;
        }
    };
    annotations.officials.iter().for_each(|o| mark(o.person));
    annotations.persons.iter().for_each(|p| mark(p.person));
    let parties = annotations.quotes.iter().filter_map(|q| q.speaker.as_ref());
    let sources = annotations.figures.iter().filter_map(|f| f.source.as_ref());
    parties
        .chain(sources)
        .filter_map(|p| p.person)
        .for_each(&mut mark);
    let mut number = vec![0; used.len()];
    let mut next = 0;
    for (i, person) in annotations.people.iter().enumerate() {
        let keep = used.get(i).copied().unwrap_or(false) || person.kind == PersonKind::Named;
        if let Some(slot) = number.get_mut(i).filter(|_| keep) {
            next += 1;
            *slot = next;
        }
    }
    let new = |id: PersonId| {
        let n = (id.0 as usize)
            .checked_sub(1)
            .and_then(|i| number.get(i))
            .copied();
        n.filter(|n| *n > 0).map(PersonId)
    };
    annotations.people.retain_mut(|p| {
        let id = new(p.id);
        p.id = id.unwrap_or(p.id);
        id.is_some()
    });
    for o in &mut annotations.officials {
        o.person = new(o.person).unwrap_or(o.person);
    }
    for p in &mut annotations.persons {
        p.person = new(p.person).unwrap_or(p.person);
    }
    for q in &mut annotations.quotes {
        if let Some(party) = &mut q.speaker {
            party.person = party.person.and_then(new);
        }
    }
    for f in &mut annotations.figures {
        if let Some(party) = &mut f.source {
            party.person = party.person.and_then(new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(kind: EntityKind, first: usize, end: usize) -> Entity {
        Entity {
            kind,
            first,
            end,
            span: Span::new(first, end),
            name: None,
            person: None,
        }
    }

    #[test]
    fn the_longer_of_two_overlapping_entities_stays() {
        let e = Entities::new(vec![
            entity(EntityKind::Place, 3, 4),
            entity(EntityKind::Official, 2, 6),
            entity(EntityKind::Group, 8, 9),
        ]);
        assert_eq!(e.all().len(), 2);
        assert_eq!(e.at(3).map(|e| e.kind), Some(EntityKind::Official));
        assert!(e.at(6).is_none() && e.starting(3).is_none());
        assert_eq!(e.ending(9).map(|e| e.first), Some(8));
        assert_eq!(e.within(0, 6).len(), 1);
        assert_eq!(e.within(0, 5).len(), 0);
    }

    #[test]
    fn people_nobody_refers_to_are_dropped_and_the_rest_renumbered() {
        let person = |n, kind| Person {
            id: PersonId(n),
            kind,
            name: None,
            title: None,
            affiliation: None,
            country: None,
            gender: None,
        };
        let mut a = Annotations {
            people: vec![
                person(1, PersonKind::Institution),
                person(2, PersonKind::Named),
            ],
            ..Annotations::default()
        };
        prune(&mut a);
        assert_eq!(a.people.len(), 1);
        assert_eq!(a.people[0].id, PersonId(1));
        assert_eq!(a.people[0].kind, PersonKind::Named);
    }
}
