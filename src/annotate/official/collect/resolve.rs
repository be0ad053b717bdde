//! Joins the mentions of a person by document memory: sure contexts first, then
//! all mentions.

use std::{cell::Cell, collections::HashSet};

use super::{Collected, FULL, KeyWord, NEVER, ONE, Reader};
use crate::annotate::{
    lexicon::Category,
    official::title::Title,
    person::{
        memory::{Keyed, Memory, Mention, key},
        name::{Run, SURE, Word, stem},
    },
    token::{Shape, TokenKind},
};

impl<'d> Reader<'_, 'd> {
    /// The keys of the words of a name, initials and particles left out.
    pub(super) fn keys(&self, first: usize, end: usize, into: &mut Vec<u64>) {
        into.clear();
        for i in first..end {
            let Some(token) = self.text.tokens.get(i) else {
                continue;
            };
            let word = self.key_word(i);
            let skip = !word.whole
                || (token.is(Category::NameParticle) && end - first > 1)
                || (token.is(Category::NameSuffix) && i > first);
            if !skip {
                into.push(word.key);
            }
        }
        if into.is_empty() {
            into.extend((first..end).map(|i| key(self.text.word(i))));
        }
    }

    /// The key of the name word at `i`; a short form of a given name has that
    /// of the whole ("Tony" is "Antony").
    pub(super) fn key(&self, i: usize) -> u64 {
        self.key_word(i).key
    }

    /// The token at `i` as a word of a name, looked at once.
    fn key_word(&self, i: usize) -> KeyWord {
        let known = self.keys.get(i);
        if let Some(word) = known.and_then(Cell::get) {
            return word;
        }
        let written = self.text.word(i);
        let mut letters = written.chars().filter(|c| c.is_alphabetic());
        let token = self.text.tokens.get(i);
        let word = KeyWord {
            key: self.read_key(i),
            whole: token.is_some_and(|t| t.kind == TokenKind::Word)
                && letters.nth(1).is_some()
                && !written.contains('.'),
        };
        if let Some(slot) = known {
            slot.set(Some(word));
        }
        word
    }

    fn read_key(&self, i: usize) -> u64 {
        let whole = self
            .text
            .tokens
            .get(i)
            .filter(|t| t.is(Category::Trait))
            .and_then(|_| {
                let traits = self.text.hits_of(i, Category::Trait);
                traits
                    .filter(|(h, _)| h.len == 1)
                    .find_map(|(_, e)| e.value.strip_prefix("short-for:"))
            });
        key(whole.unwrap_or_else(|| stem(self.text.word(i))))
    }

    /// Sure contexts first, then all mentions.
    pub(super) fn resolve(
        &self,
        mut mentions: Vec<Mention<'d>>,
        mut others: Vec<Run>,
    ) -> Collected<'d> {
        let mut memory = Memory::default();
        let mut keys = Vec::new();
        // "Abu Khattala": two words, of which one tells persons apart.
        let full = |m: &Mention<'d>, keys: &[u64]| {
            m.user.is_some() || (m.words >= 2 && m.score >= FULL && keys.len() > 1)
        };
        for m in &mut mentions {
            self.keys(m.first, m.end, &mut keys);
            if full(m, &keys) && !m.titled {
                memory.enter(&keys, m);
            }
        }
        self.headlines(&memory, &mut mentions);
        for m in &mut mentions {
            self.keys(m.first, m.end, &mut keys);
            if full(m, &keys) && m.titled {
                memory.enter(&keys, m);
            }
        }
        self.ordinary_words(&memory, &mut mentions);
        for m in &mut mentions {
            self.keys(m.first, m.end, &mut keys);
            if full(m, &keys) {
                m.person = Some(memory.enter(&keys, m));
            }
        }
        memory.rewind();
        self.genders(&mut memory);
        let things = self.things(&mentions);
        for m in &mut mentions {
            self.keys(m.first, m.end, &mut keys);
            if let Some(p) = m.person {
                memory.touch(p, m);
            } else if let Some(p) = memory
                .recall(&keys, m)
                .filter(|p| self.may_name(*p, &memory, m, &keys))
            {
                m.person = Some(p);
                m.rule = if m.before.is_some() { m.rule } else { "memory" };
                memory.touch(p, m);
            } else if m.score >= least(m, keys.len())
                && (m.is_titled() || !keys.iter().any(|k| things.contains(k)))
            {
                m.person = Some(memory.enter(&keys, m));
            }
        }
        // Names that were sure only later in the text.
        memory.rewind();
        for m in &mut mentions {
            self.keys(m.first, m.end, &mut keys);
            if m.person.is_none()
                && let Some(p) = memory
                    .recall(&keys, m)
                    .filter(|p| self.may_name(*p, &memory, m, &keys))
            {
                m.person = Some(p);
                m.rule = "memory";
            }
            if let Some(p) = m.person {
                memory.touch(p, m);
            }
        }
        let (known, unknown): (Vec<_>, Vec<_>) =
            mentions.into_iter().partition(|m| m.person.is_some());
        others.extend(unknown.iter().map(|m| Run {
            first: m.whole.0.min(m.first),
            end: m.whole.1.max(m.end),
            score: m.score,
            thing: false,
            words: m.words,
            surname_first: m.surname_first,
        }));
        let mut known = known;
        titles_apart(&mut known);
        let mut out = Collected {
            mentions: known,
            memory,
            others,
            implied: Vec::new(),
        };
        out.titles(|t: &Title<'_>| {
            let first = t.office.and_then(|(first, _)| self.text.tokens.get(first));
            first.is_some_and(|t| t.shape == Shape::Upper && t.span.len() > 3)
        });
        self.genders(&mut out.memory);
        out
    }

    /// Cuts the runs of headlines, whose verbs have capitals, down to the names
    /// that the text tells: "Ana Ruiz Burns Ida Holm" are two persons.
    fn headlines(&self, memory: &Memory<'d>, mentions: &mut Vec<Mention<'d>>) {
        let mut more = Vec::new();
        for m in mentions
            .iter_mut()
            .filter(|m| m.titled && m.end - m.first > 2)
        {
            let mut names = Vec::new();
            let mut at = m.first;
            while at + 1 < m.end {
                let from = at;
                while at + 1 < m.end && memory.has_pair(self.key(at), self.key(at + 1)) {
                    at += 1;
                }
                if at > from {
                    names.push((from, at + 1));
                }
                at += 1;
            }
            let Some(((first, end), rest)) = names.split_first() else {
                continue;
            };
            for (first, end) in rest {
                more.push(Mention {
                    first: *first,
                    end: *end,
                    before: None,
                    after: None,
                    ..*m
                });
            }
            if *first > m.first {
                m.before = None;
            }
            if *end < m.end {
                m.after = None;
            }
            (m.first, m.end) = (*first, *end);
        }
        if !more.is_empty() {
            mentions.append(&mut more);
            mentions.sort_by_key(|m| (m.first, std::cmp::Reverse(m.end)));
        }
    }

    /// The words that the text names a thing, a place or a body by ("Hurricane
    /// Martha … Martha").
    fn things(&self, mentions: &[Mention<'d>]) -> HashSet<u64, Keyed> {
        let one = |m: &&Mention<'d>| m.thing && m.end == m.first + 1;
        mentions
            .iter()
            .filter(one)
            .map(|m| self.key(m.first))
            .collect()
    }

    /// Whether a short mention can name a person by one of their middle names:
    /// with a title, or where the word is no ordinary one ("Wells" of "Mary
    /// Wells Lawrence" is a firm).
    pub(super) fn may_name(
        &self,
        person: usize,
        memory: &Memory<'d>,
        m: &Mention<'d>,
        keys: &[u64],
    ) -> bool {
        if m.score < NEVER {
            return false;
        }
        let [k] = keys else { return true };
        if m.before.is_none() && self.heads_body(m.end) {
            return false;
        }
        let Some(known) = memory.people.get(person) else {
            return false;
        };
        let edge = known.keys.first() == Some(k) || known.keys.last() == Some(k);
        edge || m.before.is_some() || !self.is(m.first, Category::Common)
    }

    /// Whether the name before token `i` is the first word of a body's name
    /// ("the Asante School"), not of a person's government or years.
    fn heads_body(&self, i: usize) -> bool {
        let same = self
            .text
            .tokens
            .get(i)
            .zip(self.text.tokens.get(i.saturating_sub(1)))
            .is_some_and(|(a, b)| a.sentence == b.sentence && a.is_capital());
        same && self.is(i, Category::OrgSuffix) && !self.text.has_trait(i, "of-a-person")
    }

    /// Genders that given names tell.
    pub(super) fn genders(&self, memory: &mut Memory<'d>) {
        for known in &mut memory.people {
            if known.gender.is_some() {
                continue;
            }
            let (first, end) = known.name;
            let range = if known.surname_first {
                first + 1..end
            } else {
                first..end
            };
            let listed = range
                .clone()
                .find_map(|i| self.given_gender(i))
                .filter(|_| {
                    self.names.word(first, false) != Some(Word::Unknown) || end - first > 1
                });
            known.gender = listed;
            known.listed = listed.is_some();
        }
    }

    pub(super) fn given_gender(&self, i: usize) -> Option<crate::annotate::types::Gender> {
        use crate::annotate::types::Gender;
        let given = Category::Given.bit() | Category::GivenWord.bit();
        let mut names = self.text.hits_in(i, given);
        let value = names.find(|(h, _)| h.len == 1).map(|(_, e)| e.value)?;
        match value {
            "m" => Some(Gender::Male),
            "f" => Some(Gender::Female),
            _ => None,
        }
    }
}

impl Collected<'_> {
    /// The best title of each person: an office before a rank before a role,
    /// with an affiliation before one without, one in small letters before one
    /// that is `shouted`, the first in the text.
    fn titles(&mut self, shouted: impl Fn(&Title<'_>) -> bool) {
        for m in &self.mentions {
            let Some(known) = m.person.and_then(|p| self.memory.people.get_mut(p)) else {
                continue;
            };
            for title in [m.before, m.after].into_iter().flatten() {
                let rank = |t: &Title<'_>| {
                    (
                        t.kind,
                        t.affiliation.is_some(),
                        !shouted(t),
                        t.office.map_or(0, |o| o.1 - o.0) > 1,
                    )
                };
                match &mut known.title {
                    Some(old) if rank(old) >= rank(&title) => {
                        if old.kind == title.kind && old.affiliation.is_none() {
                            old.affiliation = title.affiliation;
                        }
                    }
                    slot => {
                        let old = slot.and_then(|t| t.affiliation);
                        *slot = Some(Title {
                            affiliation: title.affiliation.or(old),
                            ..title
                        });
                    }
                }
            }
        }
    }
}

/// Begins each title behind the mention before it ("Okafor | adviser Ann Lee"),
/// which it may still belong to, but not where that is the person's own name.
fn titles_apart(mentions: &mut [Mention<'_>]) {
    let (mut end, mut person) = (0, None);
    for m in mentions {
        if let Some(title) = m.before.as_mut().filter(|t| t.first < end) {
            let own = person == m.person;
            title.affiliation = title.affiliation.filter(|a| a.first >= end || !own);
            title.first = end.min(m.first);
        }
        (end, person) = (end.max(m.end), m.person);
    }
}

/// The score from which a mention that recalls nobody is a person.
fn least(m: &Mention<'_>, keys: usize) -> i32 {
    match (m.words, keys) {
        (1, _) => ONE,
        (_, 1) => FULL,
        _ => SURE,
    }
}
