//! Whom a speaker's words name: the person behind a phrase or a pronoun.

use super::{
    find,
    source::{self, Range},
    words::{Words, kind},
};
use crate::{
    annotate::{
        Found,
        entity::Entity,
        quote::turn::Turn,
        types::{Gender, Party, Person, PersonId, PersonKind},
    },
    span::Span,
};

/// How far back a pronoun reaches, in sentences.
const SENTENCES: u32 = 4;

/// How far back a text that speaks was told of, in tokens.
const MEMORY: usize = 240;

/// Texts that somebody issues and that speak for him.
const TEXTS: [&str; 10] = [
    "statement",
    "letter",
    "memo",
    "memorandum",
    "communique",
    "communiqué",
    "release",
    "readout",
    "tweet",
    "email",
];

/// Resolves speakers.
#[derive(Debug)]
pub struct Speakers<'a> {
    /// What the officials pass found.
    pub found: &'a Found,
}

/// The party of those who ask in a transcript and have no name there, to be
/// put behind the known people.
#[must_use]
pub fn reporter(found: &Found) -> Person {
    let next = u32::try_from(found.annotations.people.len()).unwrap_or(u32::MAX - 1) + 1;
    Person {
        id: PersonId(next),
        kind: PersonKind::Unnamed,
        name: Some("a reporter".to_owned()),
        title: None,
        affiliation: None,
        country: None,
        gender: None,
    }
}

/// Which persons a pronoun can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fits {
    /// he, she
    One(Gender),
    /// they
    Many,
    /// it
    Body,
}

impl Speakers<'_> {
    /// The party that a source is: its words, and whom they name or stand for.
    /// A relative pronoun that stands for nobody known gives way to the phrase
    /// before it. `span` gives the bytes of a stretch.
    pub fn party(
        &self,
        w: &Words<'_, '_>,
        source: Range,
        span: impl Fn(Range) -> Option<Span>,
    ) -> Option<Party> {
        if find::is_relative(w, source) {
            let (floor, _) = w.sentence(source.0);
            let before = source::antecedent(w, source.0, floor)?;
            let person = self.person(w, before);
            let shown = if person.is_some() { source } else { before };
            return Some(Party {
                span: span(shown)?,
                person,
            });
        }
        Some(Party {
            span: span(source)?,
            person: self.person(w, source),
        })
    }

    /// The speaker of a turn; `answers` is whoever speaks under "A".
    pub fn of_turn(
        &self,
        w: &Words<'_, '_>,
        turn: &Turn,
        source: Range,
        answers: Option<PersonId>,
    ) -> Option<Party> {
        Some(Party {
            span: turn.label?,
            person: if turn.asks {
                Some(reporter(self.found).id)
            } else if turn.answers {
                answers
            } else {
                self.person(w, source)
            },
        })
    }

    /// Whoever answers in an interview whose turns begin at token `first`: the
    /// one person named before them, else the one that was spoken to.
    #[must_use]
    pub fn interviewee(&self, w: &Words<'_, '_>, first: usize) -> Option<PersonId> {
        let named = |e: &&Entity| e.kind.is_one() && e.name.is_some() && e.person.is_some();
        let before = self.found.entities.within(0, first);
        let only = |list: Vec<PersonId>| {
            let id = list.first().copied()?;
            list.iter().all(|other| *other == id).then_some(id)
        };
        let all = before.iter().filter(named).filter_map(|e| e.person);
        let asked = |e: &&Entity| {
            let to = e.first.checked_sub(1);
            to.is_some_and(|i| w.is_one(i, &["with", "to"]))
                && to.and_then(|i| i.checked_sub(1)).is_some_and(|i| {
                    w.is_one(
                        i,
                        &["interview", "conversation", "spoke", "talked", "speaks"],
                    )
                })
        };
        let told = before.iter().filter(named).filter(asked);
        only(all.collect()).or_else(|| only(told.filter_map(|e| e.person).collect()))
    }

    /// Whose words a text is: "Remarks by X", in its first two blocks.
    fn author(&self, w: &Words<'_, '_>) -> Option<&Entity> {
        let kinds = [
            "remarks",
            "statement",
            "address",
            "speech",
            "message",
            "testimony",
        ];
        let by = self.found.entities.all().iter().take(8).find(|e| {
            let block = w.text.tokens.get(e.first).map_or(0, |t| t.block);
            let lead = (e.first.saturating_sub(2)..e.first).find(|i| w.is_one(*i, &["by", "of"]));
            let word = lead.map(|i| (i.saturating_sub(6)..i).any(|k| w.is_one(k, &kinds)));
            block < 2 && e.kind.is_one() && word == Some(true)
        });
        by.filter(|e| e.person.is_some())
    }

    /// Whose words a text is that speaks ("a statement from X", "X's letter"),
    /// or of what was said before of it ("X said in a statement. … The statement
    /// said").
    fn of_text(&self, w: &Words<'_, '_>, source: Range) -> Option<&Entity> {
        let head = (source.0..source.1).find(|i| w.is_one(*i, &TEXTS))?;
        let entities = &self.found.entities;
        let speaks = |e: &&Entity| e.kind.speaks() && e.person.is_some();
        let owner = |head: usize, floor: usize| {
            let from = w.is_one(head + 1, &["from", "by", "of"]);
            let behind = (head + 2..head + 4).find_map(|i| entities.starting(i));
            let own = head
                .checked_sub(1)
                .filter(|i| *i > floor && w.is(*i, kind::POSSESSIVE));
            let before = own.and_then(|i| entities.ending(i));
            behind.filter(|_| from).or(before).filter(speaks)
        };
        if let Some(e) = owner(head, source.0) {
            return Some(e);
        }
        if source.1 > head + 1 {
            return None;
        }
        let word = w.word(head);
        let last = (head.saturating_sub(MEMORY)..source.0)
            .rev()
            .find(|i| w.is_one(*i, &[word]) && w.quote(*i).is_none())?;
        let (first, _) = w.sentence(last);
        let issued = |e: &&Entity| is_subject(w, e) && w.quote(e.first).is_none();
        owner(last, first).or_else(|| {
            let sentence = entities.within(first, last);
            sentence.iter().filter(speaks).find(issued)
        })
    }

    /// The person that a source names or stands for.
    #[must_use]
    pub fn person(&self, w: &Words<'_, '_>, source: Range) -> Option<PersonId> {
        let (first, end) = source;
        if end == first + 1 && w.is(first, kind::PRONOUN) {
            return self.pronoun(w, first).and_then(|e| e.person);
        }
        let entities = &self.found.entities;
        let heads = |e: &&Entity| e.person.is_some() && is_head(w, e, source);
        let inside = entities.within(first, end);
        inside
            .iter()
            .find(|e| e.kind.is_one() && heads(e))
            .or_else(|| inside.iter().find(|e| e.kind.speaks() && heads(e)))
            .or_else(|| {
                entities
                    .at(first)
                    .filter(|e| e.person.is_some() && e.end >= end)
            })
            .and_then(|e| e.person)
            .or_else(|| self.of_text(w, source).and_then(|e| e.person))
    }

    /// The mention that a source stands for, where that is one pronoun.
    #[must_use]
    pub fn stands_for(&self, w: &Words<'_, '_>, source: Range) -> Option<Span> {
        if find::is_relative(w, source) {
            let (floor, _) = w.sentence(source.0);
            let (first, end) = source::antecedent(w, source.0, floor)?;
            return Some(w.text.covered(first, end - first));
        }
        let pronoun = source.1 == source.0 + 1 && w.is(source.0, kind::PRONOUN);
        pronoun.then(|| self.pronoun(w, source.0))?.map(|e| e.span)
    }

    /// The party that the pronoun at `token` stands for: the one named last
    /// before it that fits, outside quotation marks, for a speaker names others
    /// there; a subject before an object of the same sentence.
    fn pronoun(&self, w: &Words<'_, '_>, token: usize) -> Option<&Entity> {
        if w.is_one(token, &["i", "me"]) && w.quote(token).is_none() {
            return self.author(w);
        }
        let fits = fits(w, token)?;
        let here = w.text.tokens.get(token)?.sentence;
        let own = w.quote(token);
        let mut chosen: Option<(&Entity, u32)> = None;
        for e in self.found.entities.within(0, token).iter().rev() {
            let sentence = w.text.tokens.get(e.first)?.sentence;
            // A long quote does not wear the memory out.
            if here - sentence > SENTENCES + self.quoted_between(w, e.end, token) {
                break;
            }
            let quote = w.quote(e.first);
            if quote.is_some() && quote != own {
                continue;
            }
            let person = e.person.and_then(|id| self.found.annotations.person(id));
            if !person.is_some_and(|p| fits.is(p)) {
                continue;
            }
            if chosen.is_some_and(|(_, s)| s != sentence) {
                break;
            }
            if is_subject(w, e) {
                return Some(e);
            }
            chosen = chosen.or(Some((e, sentence)));
        }
        chosen.map(|(e, _)| e)
    }

    /// How many sentences between two tokens belong to the quote that ends
    /// before the latter.
    fn quoted_between(&self, w: &Words<'_, '_>, end: usize, token: usize) -> u32 {
        let sentence = |i: usize| w.text.tokens.get(i).map_or(0, |t| t.sentence);
        let Some(q) = (token.saturating_sub(4)..token)
            .rev()
            .find_map(|i| w.quote(i))
        else {
            return 0;
        };
        let (first, last) = w.range(q);
        if first < end {
            return 0;
        }
        sentence(last.saturating_sub(1)) - sentence(first)
    }
}

impl Fits {
    fn is(self, p: &Person) -> bool {
        match self {
            Self::One(gender) => {
                matches!(p.kind, PersonKind::Named | PersonKind::Unnamed)
                    && p.gender.is_none_or(|g| g == gender)
            }
            Self::Many => p.kind == PersonKind::Group,
            Self::Body => p.kind == PersonKind::Institution,
        }
    }
}

fn fits(w: &Words<'_, '_>, token: usize) -> Option<Fits> {
    let is = |list: &[&str]| w.is_one(token, list);
    if is(&["he", "him", "his"]) {
        Some(Fits::One(Gender::Male))
    } else if is(&["she", "her", "hers"]) {
        Some(Fits::One(Gender::Female))
    } else if is(&["they", "them", "their"]) {
        Some(Fits::Many)
    } else if is(&["it"]) {
        Some(Fits::Body)
    } else {
        None
    }
}

/// Whether a party is what a phrase names, not only a part of it ("a spokesman
/// for X", "X's lawyer", "the X Department"): no preposition leads to it, and
/// its phrase ends behind it.
fn is_head(w: &Words<'_, '_>, e: &Entity, source: Range) -> bool {
    if w.is(e.end, kind::POSSESSIVE) && e.end < source.1 {
        return false;
    }
    let leads = (source.0..e.first).rev().find(|i| {
        w.is(*i, kind::PREP | kind::COMMA | kind::RELATIVE | kind::OPEN)
            && w.entities.at(*i).is_none_or(|o| o.first == *i)
    });
    if leads.is_some_and(|i| !w.is(i, kind::COMMA)) {
        return false;
    }
    let goes_on = e.end < source.1 && w.is(e.end, kind::NOMINAL) && !w.is(e.end, kind::TIME);
    e.kind.is_one() || !goes_on
}

/// Whether the party begins its sentence or stands right before a verb.
fn is_subject(w: &Words<'_, '_>, e: &Entity) -> bool {
    let verb = w.is(e.end, kind::AUX) || w.cue(e.end).is_some() || w.is_finite(e.end);
    verb || w.is_first(e.first)
        || w.is(e.first.wrapping_sub(1), kind::DET) && w.is_first(e.first - 1)
}
