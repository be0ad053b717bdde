//! Offices in the plural beside several names: "the foreign ministers of A and
//! B, X and Y", "senators X, Y and Z", "X and Y, the presidents of A and B".

use crate::annotate::{
    lexicon::Category,
    official::{
        mark::{Mark, Marks},
        title::{Affiliation, Kind, Title},
    },
    person::memory::Mention,
    token::{TokenKind, Tokens},
};

/// Most names or states of one list.
const MANY: usize = 12;

/// Gives the members of lists their office, and where states and names are as
/// many, each its state.
pub fn apply<'d>(text: &Tokens<'d>, marks: &Marks<'d>, mentions: &mut [Mention<'d>]) {
    let reader = Reader { text, marks };
    for mark in marks.all() {
        if mark.category == Category::OfficePlural {
            reader.list(*mark, mentions);
        }
    }
}

struct Reader<'t, 'd> {
    text: &'t Tokens<'d>,
    marks: &'t Marks<'d>,
}

impl<'d> Reader<'_, 'd> {
    fn any(&self, i: usize, words: &[&str]) -> bool {
        self.text.is_any(i, words)
    }

    fn same(&self, a: usize, b: usize) -> bool {
        self.text.in_one_sentence(a, b)
    }

    fn is_link(&self, i: usize) -> bool {
        self.any(i, &[",", "and", "&", "or"])
    }

    fn list(&self, mark: Mark<'d>, mentions: &mut [Mention<'d>]) {
        let mut states = Vec::new();
        let left = self.left(mark, &mut states);
        let end = self.right(mark, &mut states);
        let from = mentions.partition_point(|m| m.first < mark.end);
        let mut members = self.forward(end, from, mentions);
        if members.is_empty() {
            members = self.backward(left, from, mentions);
        }
        let each = states.len() == members.len() && states.len() > 1;
        for (n, member) in members.iter().enumerate() {
            let Some(m) = mentions.get_mut(*member) else {
                continue;
            };
            if m.before.is_some_and(|t| t.kind > Kind::Role) {
                continue;
            }
            let own = self.of(m.end);
            let affiliation = if own.is_some() && states.is_empty() {
                own
            } else if each {
                states.get(n).copied()
            } else if states.len() == 1 {
                states.first().copied()
            } else {
                None
            };
            m.score += 6;
            m.rule = "office-of-several";
            // "Finance ministers X and Y": the first has the words beside it.
            let beside = if n == 0 && mark.end == m.first && states.len() < 2 {
                left
            } else {
                m.first
            };
            m.before = Some(Title {
                first: m.before.map_or(beside, |t| t.first),
                end: m.first,
                kind: Kind::Office,
                office: Some((mark.first, mark.end)),
                affiliation,
                state: None,
                gender: m.before.and_then(|t| t.gender),
                weak: false,
                plural: true,
            });
        }
    }

    /// Reads states and bodies left of the plural; returns the left edge.
    fn left(&self, mark: Mark<'d>, states: &mut Vec<Affiliation<'d>>) -> usize {
        let mut at = mark.first;
        while let Some(i) = at.checked_sub(1).filter(|i| self.same(*i, mark.first)) {
            if states.len() >= MANY {
                break;
            }
            if let Some(m) = self.marks.ending(at) {
                if m.is_affiliation() {
                    states.insert(0, affiliation(&m));
                    at = m.first;
                    continue;
                }
                if m.category != Category::OfficeModifier {
                    break;
                }
                at = m.first;
                continue;
            }
            let possessive = self
                .text
                .tokens
                .get(i)
                .is_some_and(|t| t.kind == TokenKind::Possessive);
            let link = self.is_link(i)
                && !states.is_empty()
                && self.marks.ending(i).is_some_and(|m| m.is_affiliation());
            if !(possessive || link) {
                break;
            }
            at = i;
        }
        at
    }

    /// Reads "of A, B and C" right of the plural; returns the right edge.
    fn right(&self, mark: Mark<'d>, states: &mut Vec<Affiliation<'d>>) -> usize {
        if !self.any(mark.end, &["of", "from", "for"]) {
            return mark.end;
        }
        let mut at = mark.end + 1;
        let mut end = mark.end;
        while states.len() < MANY && self.same(at, mark.first) {
            if self
                .text
                .tokens
                .get(at)
                .is_some_and(|t| t.is(Category::Determiner))
            {
                at += 1;
                continue;
            }
            match self.marks.starting(at) {
                Some(m) if m.is_affiliation() => {
                    states.push(affiliation(&m));
                    at = m.end;
                    end = at;
                }
                _ if self.is_link(at) && end == at => at += 1,
                _ => break,
            }
        }
        end
    }

    /// The state behind a name: "X of Sweden".
    fn of(&self, at: usize) -> Option<Affiliation<'d>> {
        if !self.any(at, &["of", "from"]) {
            return None;
        }
        self.marks
            .starting(at + 1)
            .filter(|m| m.is_affiliation() && self.same(at, m.first))
            .map(|m| affiliation(&m))
    }

    /// The names that follow at token `at`, after a comma at most.
    fn forward(&self, at: usize, from: usize, mentions: &[Mention<'d>]) -> Vec<usize> {
        let mut at = at;
        if self.any(at, &[",", "-", "–", "—", ":"]) {
            at += 1;
        }
        let mut members = Vec::new();
        for (n, m) in mentions.iter().enumerate().skip(from) {
            let first = m.before.map_or(m.first, |t| t.first);
            let gap = (at..first).all(|i| self.is_link(i));
            let near = if members.is_empty() {
                first == at || m.first == at
            } else {
                gap && first - at.min(first) <= 2
            };
            if !near || !self.same(at.max(1) - 1, m.first) || members.len() >= MANY {
                break;
            }
            members.push(n);
            at = self.of(m.end).map_or(m.end, |a| a.end);
        }
        members
    }

    /// The names that stand before the phrase whose left edge is `left`.
    fn backward(&self, left: usize, from: usize, mentions: &[Mention<'d>]) -> Vec<usize> {
        let mut at = left;
        if self.any(at.wrapping_sub(1), &["the", "both", "all"]) {
            at -= 1;
        }
        let Some(comma) = at
            .checked_sub(1)
            .filter(|c| self.any(*c, &[",", "(", "–", "—"]))
        else {
            return Vec::new();
        };
        let mut at = comma;
        let mut members = Vec::new();
        for (n, m) in mentions.iter().enumerate().take(from).rev() {
            let gap = (m.end..at).all(|i| self.is_link(i));
            if !gap || at - m.end.min(at) > 2 || !self.same(m.first, left) || members.len() >= MANY
            {
                break;
            }
            members.insert(0, n);
            at = m.before.map_or(m.first, |t| t.first);
        }
        if members.len() < 2 {
            members.clear();
        }
        members
    }
}

fn affiliation<'d>(mark: &Mark<'d>) -> Affiliation<'d> {
    Affiliation {
        first: mark.first,
        end: mark.end,
        state: mark.state(),
        is_state: matches!(
            mark.category,
            Category::State | Category::StateAdjective | Category::StatePeople
        ),
    }
}
