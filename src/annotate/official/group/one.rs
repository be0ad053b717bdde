//! One official without a name: "a senior official", "the minister".

use super::{Finder, MEMORY, Party};
use crate::annotate::{
    entity::EntityKind,
    lexicon::Category,
    official::{
        mark::{Mark, qualifies},
        title::Title,
    },
};

impl<'d> Finder<'_, 'd> {
    /// Joins "the media director" to the earlier mention of one.
    pub(super) fn earlier(
        &self,
        mark: Mark<'d>,
        party: Option<Party<'d>>,
        out: &[Party<'d>],
    ) -> Option<Party<'d>> {
        let one = matches!(mark.category, Category::Unnamed | Category::Office);
        if !one || party.is_some_and(|p| p.kind != EntityKind::Unnamed) {
            return party;
        }
        let left = party.map_or_else(|| self.left(mark.first), |p| p.first);
        let definite = left > 0 && self.any(left - 1, &["the"]);
        let noun = self.same(mark.end, mark.first) && qualifies(self.text, self.marks, mark.end);
        if !definite
            || noun
            || party.is_some_and(|p| p.title.is_some_and(|t| t.affiliation.is_some()))
        {
            return party;
        }
        let words = |(a, b): (usize, usize)| self.text.covered(a, b - a).of(self.text.text);
        let here = words((left, mark.end));
        let Some(before) = out.iter().rev().take(MEMORY).find(|p| {
            p.kind == EntityKind::Unnamed
                && p.title
                    .and_then(|t| t.office)
                    .is_some_and(|o| words(o).to_lowercase().starts_with(&here.to_lowercase()))
        }) else {
            return party;
        };
        let title = before.title;
        Some(Party {
            kind: EntityKind::Unnamed,
            first: left,
            end: mark.end,
            title,
            state: before.state,
            person: None,
            rule: "unnamed-again",
            same: Some(before.same.unwrap_or(before.first)),
            office: true,
        })
        .or(party)
    }

    /// One official without a name.
    pub(super) fn one(&self, mark: Mark<'d>) -> Option<Party<'d>> {
        if self.same(mark.end, mark.first) && qualifies(self.text, self.marks, mark.end) {
            return None;
        }
        let left = self.left(mark.first);
        let title = self.titles.phrase(
            left,
            mark.first.max(1)
                - usize::from(mark.first > 0 && self.same(mark.first - 1, mark.first)),
        )?;
        let end = title.end.max(mark.end);
        let article = left
            .checked_sub(1)
            .filter(|i| self.is(*i, Category::Determiner) && self.same(*i, left));
        let definite = article.is_some_and(|i| self.any(i, &["the", "this", "that"]));
        let affiliated = title.affiliation.is_some() || title.state.is_some();
        let begins = left == 0 || !self.same(left - 1, left);
        if (definite || (article.is_none() && !affiliated && !begins))
            && let Some(person) = self.known(mark, &title, left)
        {
            return Some(Party {
                kind: EntityKind::Official,
                first: left,
                end,
                title: Some(title),
                state: title.state,
                person: Some(person),
                rule: "bare-title",
                same: None,
                office: true,
            });
        }
        let indefinite = article.is_some_and(|i| self.any(i, &["a", "an", "one", "another"]));
        let keep = match mark.category {
            Category::Unnamed => article.is_some() || affiliated,
            // "The Foreign Secretary said": a bare title that speaks.
            _ if definite && !affiliated => {
                self.speaks(end) || article.is_some_and(|a| self.named_as_source(a))
            }
            _ => affiliated && (article.is_some() || title.affiliation.is_some()),
        };
        if !keep {
            return None;
        }
        let first = if indefinite {
            article.unwrap_or(left)
        } else {
            left
        };
        Some(Party {
            kind: EntityKind::Unnamed,
            first,
            end,
            title: Some(title),
            state: title.state,
            person: None,
            rule: if mark.category == Category::Unnamed {
                "unnamed-official"
            } else {
                "office-alone"
            },
            same: None,
            office: true,
        })
    }

    /// The known person whose office a bare title names: the one mentioned
    /// last before it.
    pub(super) fn known(&self, mark: Mark<'d>, title: &Title<'d>, at: usize) -> Option<usize> {
        let head = self.text.word(mark.end - 1);
        let state = title.affiliation.and_then(|a| a.state).or(title.state);
        let before = self.collected.mentions.partition_point(|m| m.first < at);
        self.collected
            .mentions
            .iter()
            .take(before)
            .rev()
            .take(MEMORY)
            .find_map(|m| {
                let person = m.person?;
                let office = self.collected.memory.people.get(person)?.title?;
                let (a, b) = office.office?;
                let theirs = office.affiliation.and_then(|x| x.state).or(office.state);
                let agrees = state.is_none() || theirs.is_none() || state == theirs;
                let named = (a..b).any(|i| self.text.word(i).eq_ignore_ascii_case(head));
                (agrees && named).then_some(person)
            })
    }

    /// Whether the phrase whose article is at `i` is a source: "according to
    /// the media director".
    pub(super) fn named_as_source(&self, i: usize) -> bool {
        i > 0
            && (self.is(i - 1, Category::Cue)
                || (self.any(i - 1, &["to"]) && i > 1 && self.any(i - 2, &["according"])))
    }

    /// Whether a speech verb follows.
    pub(super) fn speaks(&self, i: usize) -> bool {
        self.is(i, Category::Cue)
            || (self.is(i, Category::Auxiliary) && self.is(i + 1, Category::Cue))
    }
}
