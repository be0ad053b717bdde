//! Which known person a bare title names: "the minister", "the Chinese leader".

use super::{Finder, MEMORY};
use crate::annotate::{
    lexicon::Category,
    official::{
        collect::{leader_state, plain},
        mark::Mark,
        title::Title,
    },
    token::TokenKind,
};

impl<'d> Finder<'_, 'd> {
    /// The known person whose office a bare title names: the one mentioned
    /// last before it.
    pub(super) fn known(&self, mark: Mark<'d>, title: &Title<'d>, at: usize) -> Option<usize> {
        let state = title.affiliation.and_then(|a| a.state).or(title.state);
        let words = title.office.unwrap_or((mark.first, mark.end));
        let before = self.collected.mentions.partition_point(|m| m.first < at);
        let holders = self
            .collected
            .mentions
            .iter()
            .take(before)
            .rev()
            .take(MEMORY)
            .filter_map(|m| {
                let person = m.person?;
                let known = self.collected.memory.people.get(person)?;
                let office = known.title?;
                let (a, b) = office.office?;
                let theirs = office
                    .affiliation
                    .and_then(|x| x.state)
                    .or(office.state)
                    .or_else(|| leader_state(self.text, known.name));
                let agrees = state.is_none() || theirs.is_none() || state == theirs;
                let named = self.same_office(words, (a, b))
                    || (state.is_some() && state == theirs && self.leads(words, (a, b)));
                (agrees && named && self.same_body(title, &office))
                    .then_some((person, theirs, m.first))
            });
        let mut nearest: Option<usize> = None;
        for (person, theirs, first) in holders {
            let sentence = |i: usize| self.text.tokens.get(i).map_or(0, |t| t.sentence);
            let beside = nearest.is_none() && sentence(at) - sentence(first) < 2;
            // Without a state the office is most often that of the text's own.
            if state.is_some() || self.home.is_none() || beside || theirs == self.home {
                return Some(nearest.filter(|_| theirs != self.home).unwrap_or(person));
            }
            nearest = nearest.or(Some(person));
        }
        nearest
    }

    /// Whether the office words of a bare title name the office `theirs`: all
    /// are in it, and what makes a lesser office of it is in both ("the
    /// president" is no vice president).
    fn same_office(&self, bare: (usize, usize), theirs: (usize, usize)) -> bool {
        let lesser = [
            "vice",
            "deputy",
            "assistant",
            "under",
            "shadow",
            "vice-president",
        ];
        let is = |i: usize, word: &str| self.text.word(i).eq_ignore_ascii_case(word);
        let has = |(a, b): (usize, usize), word: &str| (a..b).any(|i| is(i, word));
        if lesser.iter().any(|w| has(bare, w) != has(theirs, w)) {
            return false;
        }
        let value = |end: usize| self.marks.ending(end).map_or("", |m| m.value);
        let named = (bare.0..bare.1).any(|i| {
            let token = self.text.tokens.get(i);
            token.is_some_and(|t| t.kind == TokenKind::Word && !t.is(Category::OfficeModifier))
        });
        named
            && (bare.0..bare.1).all(|i| {
                let Some(token) = self.text.tokens.get(i) else {
                    return false;
                };
                let word = plain(self.text.word(i));
                token.kind != TokenKind::Word
                    || token.is(Category::OfficeModifier) && !is(i, "former")
                    || self.any(i, &["of", "the", "for", "and"])
                    || (theirs.0..theirs.1)
                        .any(|j| plain(self.text.word(j)).eq_ignore_ascii_case(word))
                    || (word.eq_ignore_ascii_case("lawmaker") && value(theirs.1) == "legislator")
                    || (word.eq_ignore_ascii_case("diplomat") && value(theirs.1) == "diplomat")
            })
    }

    /// "The Chinese leader": the head of the state that the phrase names; "the
    /// top American diplomat": its foreign minister.
    fn leads(&self, bare: (usize, usize), theirs: (usize, usize)) -> bool {
        let Some(mark) = self.marks.ending(theirs.1) else {
            return false;
        };
        let last = bare.1.saturating_sub(1);
        let deputy = (theirs.0..theirs.1).any(|i| self.any(i, &["vice", "deputy", "former"]));
        if self.any(last, &["leader"]) {
            return !deputy
                && matches!(mark.value, "head-of-state" | "head-of-government")
                && bare.1 == bare.0 + 1;
        }
        let foreign = ["foreign", "state", "external"];
        self.any(last, &["diplomat"])
            && (bare.0..bare.1).any(|i| self.any(i, &["top", "chief"]))
            && !deputy
            && matches!(mark.value, "minister" | "secretary")
            && (theirs.0..theirs.1).any(|i| self.any(i, &foreign))
    }

    /// Whether the body that a bare title names is not another than the
    /// person's: "the director of a House panel" is no CIA director.
    fn same_body(&self, bare: &Title<'d>, theirs: &Title<'d>) -> bool {
        let Some(own) = bare.affiliation.filter(|a| !a.is_state) else {
            return true;
        };
        let Some(other) = theirs.affiliation else {
            return !(own.first..own.end)
                .any(|i| self.text.tokens.get(i).is_some_and(|t| t.is_capital()));
        };
        other.is_state
            || (own.first..own.end).any(|i| {
                self.text.word(i).len() > 2
                    && !self.is(i, Category::Preposition)
                    && !self.is(i, Category::Determiner)
                    && (other.first..other.end)
                        .any(|j| self.text.word(j).eq_ignore_ascii_case(self.text.word(i)))
            })
    }
}
