//! Turns what the officials pass found into annotations and entities.

mod office;

use std::collections::HashMap;

use crate::{
    annotate::{
        Found,
        entity::{Entities, Entity, EntityKind},
        lexicon::{Category, Lexicon},
        official::{
            collect::Collected,
            confidence,
            group::{self, Party},
            mark::Marks,
            title::Kind,
        },
        people::People,
        person::{memory::Mention, name::stem},
        token::Tokens,
        types::{Form, Official, Person, PersonId, PersonKind, PersonMention},
    },
    span::Span,
};

/// Writes annotations, people and entities.
pub fn emit<'d>(
    text: &Tokens<'d>,
    marks: &Marks<'d>,
    collected: Collected<'d>,
    corrections: Option<&People>,
    found: &mut Found,
) {
    let mut writer = Writer {
        text,
        marks,
        found,
        entities: Vec::with_capacity(marks.all().len()),
        ids: vec![None; collected.memory.people.len()],
        guessed: vec![false; collected.memory.people.len()],
        bodies: HashMap::new(),
        corrections,
    };
    let found = &mut writer.found.annotations;
    found.people.reserve(collected.memory.people.len());
    found.officials.reserve(collected.mentions.len());
    writer.persons(&collected, marks.home());
    let parties = group::parties(text, marks, &collected);
    writer.parties(&parties, &collected);
    writer.finish();
}

struct Writer<'t, 'd, 'f> {
    text: &'t Tokens<'d>,
    marks: &'t Marks<'d>,
    found: &'f mut Found,
    entities: Vec<Entity>,
    /// The number of each known person.
    ids: Vec<Option<PersonId>>,
    /// Whether a person's state is only that of the text.
    guessed: Vec<bool>,
    /// The number of each body, by its folded name.
    bodies: HashMap<String, PersonId>,
    corrections: Option<&'f People>,
}

impl<'d> Writer<'_, 'd, '_> {
    fn span(&self, first: usize, end: usize) -> Span {
        self.text.covered(first, end - first)
    }

    fn written(&self, first: usize, end: usize) -> String {
        let raw = self.span(first, end).of(self.text.text);
        if raw.contains(['\n', '\t', '\u{a0}']) || raw.contains("  ") {
            raw.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            raw.to_owned()
        }
    }

    fn add(&mut self, person: Person) -> PersonId {
        let id =
            PersonId(u32::try_from(self.found.annotations.people.len() + 1).unwrap_or(u32::MAX));
        self.found.annotations.people.push(Person { id, ..person });
        id
    }

    fn persons(&mut self, collected: &Collected<'d>, home: Option<&str>) {
        let mut order: Vec<usize> = Vec::new();
        let mut seen = vec![false; collected.memory.people.len()];
        for m in &collected.mentions {
            if let Some(p) = m.person
                && let Some(slot) = seen.get_mut(p).filter(|s| !**s)
            {
                *slot = true;
                order.push(p);
            }
        }
        for p in order {
            let Some(known) = collected.memory.people.get(p) else {
                continue;
            };
            let title = known.title.filter(|t| is_office(t.kind));
            let mut office = self.office(title.as_ref(), true);
            if title.is_some() && office.country.is_none() {
                self.leader(known.name, title.as_ref(), &mut office);
            }
            if title.is_some() && office.country.is_none() && office.affiliation.is_none() {
                office.country = home
                    .filter(|_| title.is_some_and(|t| self.is_of_state(&t)))
                    .or_else(|| self.congress(title.as_ref()))
                    .and_then(Lexicon::state_name)
                    .map(str::to_owned);
                if let Some(slot) = self.guessed.get_mut(p) {
                    *slot = office.country.is_some();
                }
            }
            let entry = known.user.and_then(|u| self.corrections?.entry(u));
            let name = entry.map_or_else(
                || {
                    self.written(known.name.0, known.name.1)
                        .replace([')', ']'], "")
                },
                |e| e.name.clone(),
            );
            let said = |text: Option<String>, own: Option<&String>| text.or_else(|| own.cloned());
            let person = Person {
                id: PersonId(0),
                kind: PersonKind::Named,
                name: Some(name),
                title: said(office.title, entry.and_then(|e| e.title.as_ref())),
                affiliation: said(
                    office.affiliation,
                    entry.and_then(|e| e.affiliation.as_ref()),
                ),
                country: said(office.country, entry.and_then(|e| e.country.as_ref())),
                gender: entry.and_then(|e| e.gender()).or(known.gender),
            };
            let id = self.add(person);
            if let Some(slot) = self.ids.get_mut(p) {
                *slot = Some(id);
            }
        }
        for m in &collected.mentions {
            self.mention(m, collected);
        }
    }

    /// Title, affiliation and state of a person.
    fn held(&self, id: PersonId) -> (Option<String>, Option<String>, Option<String>) {
        let person = self.found.annotations.person(id);
        person.map_or((None, None, None), |p| {
            (p.title.clone(), p.affiliation.clone(), p.country.clone())
        })
    }

    fn mention(&mut self, m: &Mention<'d>, collected: &Collected<'d>) {
        let Some(known) = m.person.and_then(|p| collected.memory.people.get(p)) else {
            return;
        };
        let Some(id) = m.person.and_then(|p| self.ids.get(p).copied().flatten()) else {
            return;
        };
        let guessed = m
            .person
            .and_then(|p| self.guessed.get(p))
            .copied()
            .unwrap_or(false);
        let mut name = self.span(m.first, m.end);
        let last = self.text.word(m.end - 1);
        name.end -= last.len() - stem(last).len();
        let official = known.title.is_some_and(|t| is_office(t.kind))
            || self
                .found
                .annotations
                .person(id)
                .is_some_and(|p| p.title.is_some());
        let first = m.before.map_or(m.first, |t| t.first);
        if official {
            let (title, affiliation, country) = self.held(id);
            let named = m.words >= 2;
            let implied = collected
                .implied
                .iter()
                .filter(|(at, _)| *at == m.first)
                .map(|(_, c)| *c);
            let evidence = m
                .after
                .map(|t| (t.first, t.end))
                .into_iter()
                .chain(implied)
                .map(|(a, b)| self.span(a, b))
                .collect();
            self.found.annotations.officials.push(Official {
                span: Span::new(self.span(first, m.end).start, name.end),
                person: id,
                form: if named { Form::Named } else { Form::Short },
                name: Some(name),
                title,
                affiliation,
                country,
                confidence: confidence::of(m.rule, true)
                    * if guessed {
                        confidence::factor("home-state")
                    } else {
                        1.0
                    },
                rule: m.rule.into(),
                evidence,
            });
            self.push(
                EntityKind::Official,
                first,
                m.end,
                Some((m.first, m.end)),
                Some(id),
            );
        } else {
            self.found.annotations.persons.push(PersonMention {
                span: name,
                person: id,
                confidence: confidence::of(m.rule, false),
                rule: m.rule.into(),
            });
            self.push(
                EntityKind::Person,
                m.first,
                m.end,
                Some((m.first, m.end)),
                Some(id),
            );
        }
    }

    fn push(
        &mut self,
        kind: EntityKind,
        first: usize,
        end: usize,
        name: Option<(usize, usize)>,
        person: Option<PersonId>,
    ) {
        self.entities.push(Entity {
            kind,
            first,
            end,
            span: self.span(first, end),
            name,
            person,
        });
    }

    fn parties(&mut self, parties: &[Party<'d>], collected: &Collected<'d>) {
        for party in parties {
            let (first, end) = (party.first, party.end);
            match party.kind {
                EntityKind::Official => {
                    let Some(id) = party
                        .person
                        .and_then(|p| self.ids.get(p).copied().flatten())
                    else {
                        continue;
                    };
                    self.bare(party, id, collected);
                    self.push(EntityKind::Unnamed, first, end, None, Some(id));
                }
                EntityKind::Unnamed | EntityKind::Group => {
                    let one = party.kind == EntityKind::Unnamed;
                    let office = self.office(party.title.as_ref(), one);
                    let again = party.same.and_then(|first| {
                        self.entities
                            .iter()
                            .find(|e| e.first == first && e.kind == EntityKind::Unnamed)
                            .and_then(|e| e.person)
                    });
                    let id = again.unwrap_or_else(|| {
                        self.add(Person {
                            id: PersonId(0),
                            kind: if one {
                                PersonKind::Unnamed
                            } else {
                                PersonKind::Group
                            },
                            name: None,
                            title: office.title.clone(),
                            affiliation: office.affiliation.clone(),
                            country: office.country.clone(),
                            gender: None,
                        })
                    });
                    if !party.office {
                        self.push(party.kind, first, end, None, Some(id));
                        continue;
                    }
                    self.found.annotations.officials.push(Official {
                        span: self.span(first, end),
                        person: id,
                        form: if one { Form::Unnamed } else { Form::Group },
                        name: None,
                        title: office.title,
                        affiliation: office.affiliation,
                        country: office.country,
                        confidence: confidence::of(party.rule, true),
                        rule: party.rule.into(),
                        evidence: Vec::new(),
                    });
                    self.push(party.kind, first, end, None, Some(id));
                }
                EntityKind::Institution | EntityKind::Organisation => {
                    let id = self.body(first, end, party.state);
                    self.push(party.kind, first, end, None, Some(id));
                }
                kind => self.push(kind, first, end, None, None),
            }
        }
    }

    /// "the minister", where the text has said who that is.
    fn bare(&mut self, party: &Party<'d>, id: PersonId, _collected: &Collected<'d>) {
        let (title, affiliation, country) = self.held(id);
        self.found.annotations.officials.push(Official {
            span: self.span(party.first, party.end),
            person: id,
            form: Form::Short,
            name: None,
            title,
            affiliation,
            country,
            confidence: confidence::of(party.rule, true),
            rule: party.rule.into(),
            evidence: Vec::new(),
        });
    }

    /// The party entry of a body or metonym.
    fn body(&mut self, first: usize, end: usize, state: Option<&str>) -> PersonId {
        let article = self
            .text
            .tokens
            .get(first)
            .is_some_and(|t| t.is(Category::Determiner));
        let from = if article && end - first > 1 {
            first + 1
        } else {
            first
        };
        let name = self.written(from, end);
        let key = name.to_lowercase();
        if let Some(id) = self.bodies.get(&key) {
            return *id;
        }
        let id = self.add(Person {
            id: PersonId(0),
            kind: PersonKind::Institution,
            name: Some(name),
            title: None,
            affiliation: None,
            country: state.and_then(Lexicon::state_name).map(str::to_owned),
            gender: None,
        });
        self.bodies.insert(key, id);
        id
    }

    fn finish(self) {
        let found = self.found;
        found
            .annotations
            .officials
            .sort_by_key(|o| (o.span.start, o.span.end));
        found
            .annotations
            .persons
            .sort_by_key(|p| (p.span.start, p.span.end));
        found.entities = Entities::new(self.entities);
    }
}

/// Whether a title of this kind makes an official.
fn is_office(kind: Kind) -> bool {
    !matches!(kind, Kind::Honorific | Kind::Role)
}
