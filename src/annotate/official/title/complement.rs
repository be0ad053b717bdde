//! What stands behind an office: "of A for B at C", and the state behind a
//! name.

use super::{Affiliation, Draft, Titles};
use crate::annotate::{
    lexicon::Category,
    official::mark::{Mark, qualifies},
    token::TokenKind,
};

impl<'d> Titles<'_, 'd> {
    /// Reads the complements "of A for B at C" in `at..limit`; extends the
    /// office by those that say what it is for, keeps what it belongs to.
    /// Returns where it stopped.
    pub(super) fn complement(&self, mut at: usize, limit: usize, draft: &mut Draft<'d>) -> usize {
        while at < limit && self.takes(at, draft) {
            let preposition = at;
            let mut first = at + 1;
            while first < limit && (self.is(first, Category::Determiner)) {
                first += 1;
            }
            let mut end = first;
            let mut mark: Option<Mark<'d>> = None;
            let mut capital = false;
            let mut linked = false;
            // Where small letters begin behind a name: only a noun for a body
            // makes them a part of it ("the AFL-CIO labor federation", but not
            // "the caucus held").
            let mut small: Option<usize> = None;
            while end < limit && self.same(end, at) {
                let last = self.marks.starting(end).map_or(end, |m| m.end - 1);
                let noun = self
                    .marks
                    .starting(end)
                    .is_some_and(|m| matches!(m.category, Category::Group | Category::Institution));
                if noun || self.is_capital(end) || self.text.has_trait(last, "ends-body") {
                    small = None;
                } else if (first..end).any(|i| self.is_capital(i)) {
                    small = small.or(Some(end));
                }
                if let Some(m) = self.marks.starting(end) {
                    if m.is_title() && end > first && self.is_capital(end) && !linked {
                        break;
                    }
                    if m.is_affiliation() {
                        // "the Tampa FBI field office": the body, not the city.
                        mark = mark
                            .filter(|old| !old.is_place() || m.is_place())
                            .or(Some(m));
                    }
                    capital |= self.is_capital(m.first);
                    if matches!(m.category, Category::Weekday | Category::Month) {
                        break;
                    }
                    end = m.end.min(limit);
                    linked = false;
                    continue;
                }
                let and = self.any(end, &["and", "&"])
                    && end > first
                    && end + 1 < limit
                    && self.is_domain(end + 1)
                    && !self
                        .marks
                        .starting(end + 1)
                        .is_some_and(|m| m.is_title() && self.is_capital(end + 1))
                    && (self.is_capital(end + 1) || !self.is_capital(end - 1));
                let possessive = self
                    .text
                    .tokens
                    .get(end)
                    .is_some_and(|t| t.kind == TokenKind::Possessive);
                if !(and || possessive || self.is_domain(end)) {
                    break;
                }
                linked = and;
                capital |= self.is_capital(end) && !self.is(end, Category::Common);
                end += 1;
            }
            let stray = small.is_some_and(|s| {
                s < end
                    && self
                        .text
                        .tokens
                        .get(s)
                        .is_some_and(|t| t.kind == TokenKind::Word)
            });
            if stray && let Some(s) = small {
                end = s;
            }
            if end == first {
                break;
            }
            let belongs = match self.word(preposition).to_ascii_lowercase().as_str() {
                "to" | "on" => false,
                "for" => {
                    mark.is_some_and(|m| !m.is_place())
                        || (mark.is_none()
                            && (capital || self.speaks(draft))
                            && self.is_body(first, end, draft))
                }
                // "negotiator with North Korea"
                "with" => mark.map_or(capital, |m| m.state().is_none() || m.first != first),
                _ => mark.is_some() || capital || self.is_named_body(first, end, draft),
            };
            if belongs {
                end = self.body_goes_on(first, end, limit);
                match &draft.affiliation {
                    None => draft.affiliation = Some(self.affiliation_of(first, end, mark)),
                    // "the foreign ministry in Beijing"
                    Some(a) if a.state.is_none() => {
                        draft.state = draft.state.or(mark.and_then(|m| m.state()));
                    }
                    Some(_) => {}
                }
            } else if !self.any(preposition, &["to"]) && draft.affiliation.is_none() {
                draft.office = draft.office.map(|o| (o.0, o.1.max(end)));
            }
            at = end;
        }
        at
    }

    /// Whether the words `first..end` behind "of" are a body although each is an
    /// ordinary word: "the Suns", "Whole Woman's Health", but not "Minister of
    /// the Environment".
    fn is_named_body(&self, first: usize, end: usize, draft: &Draft<'d>) -> bool {
        let ministry = draft
            .office
            .map(|(_, end)| self.marks.value_ending(end))
            .is_none_or(|v| matches!(v, "minister" | "secretary"));
        let article = self.is(first - 1, Category::Determiner);
        let owner = (first..end).any(|i| {
            self.text
                .tokens
                .get(i)
                .is_some_and(|t| t.kind == TokenKind::Possessive)
        });
        !ministry && (article || owner) && self.is_capital(first) && self.is_capital(end - 1)
    }

    /// Whether the words `first..end` behind "for" are a body, not what the
    /// office is for: "spokesman for Hale", "director for the Solidarity Fund",
    /// but not "Director for Counterterrorism".
    fn is_body(&self, first: usize, end: usize, draft: &Draft<'d>) -> bool {
        (self.speaks(draft) && self.is_capital(first))
            || (first..end).any(|i| {
                self.is(i, Category::OrgSuffix)
                    || self.marks.at(i).is_some_and(|m| {
                        m.category == Category::Institution
                            || (m.category == Category::Group && self.speaks(draft))
                    })
            })
    }

    /// Whether the office is that of a spokesperson, who speaks for somebody.
    fn speaks(&self, draft: &Draft<'d>) -> bool {
        draft
            .office
            .is_some_and(|(_, end)| self.marks.value_ending(end) == "spokesperson")
    }

    /// The end of a body's name that goes on behind a preposition: "Center for
    /// the National Interest", "Ministry of Foreign Affairs".
    pub(super) fn body_goes_on(&self, first: usize, mut end: usize, limit: usize) -> usize {
        for _ in 0..2 {
            let last = end.saturating_sub(1);
            let noun = last >= first
                && self.is_capital(last)
                && (self.is(last, Category::OrgSuffix)
                    || self
                        .marks
                        .at(last)
                        .is_some_and(|m| m.category == Category::Institution));
            if !noun || !self.any(end, &["of", "for", "on"]) {
                break;
            }
            let mut at = end + 1;
            while self.is(at, Category::Determiner) {
                at += 1;
            }
            let from = at;
            while at < limit
                && self.same(at, first)
                && (self.is_capital(at)
                    || (at > from && self.any(at, &["and", "&"]) && self.is_capital(at + 1)))
            {
                at += 1;
            }
            if at == from {
                break;
            }
            end = at;
        }
        end
    }

    /// Whether the preposition at `at` can begin a complement of the office.
    pub(super) fn takes(&self, at: usize, draft: &Draft<'d>) -> bool {
        let mut next = at + 1;
        while self.is(next, Category::Determiner) {
            next += 1;
        }
        if !self.same(next, at.saturating_sub(1)) {
            return false;
        }
        // "an ambassador on what steps he took"
        if (at + 1..next).any(|i| self.any(i, &["what", "which", "whose"])) {
            return false;
        }
        // "the first president in American history": where, not whose.
        let state = self.marks.starting(next).filter(|m| {
            matches!(
                m.category,
                Category::State | Category::StateAdjective | Category::StatePeople
            )
        });
        let noun = state
            .is_some_and(|m| self.same(m.end, m.first) && qualifies(self.text, self.marks, m.end));
        if noun && self.any(at, &["in"]) {
            return false;
        }
        if self.any(at, &["on"]) && !self.has_subject(draft) {
            return false;
        }
        let proper = self.is_capital(next)
            || self
                .marks
                .starting(next)
                .is_some_and(|m| m.is_affiliation() || m.is_title());
        if self.any(at, &["of"]) {
            return true;
        }
        if self.any(at, &["to", "at", "in", "with"]) {
            return proper;
        }
        if !self.any(at, &["for", "on"])
            || (self.any(at, &["on"]) && !proper && !self.is(next, Category::Common))
        {
            return false;
        }
        // "the King for Jordan's leadership", "the Foreign Minister for …":
        // such offices have no purpose beside them.
        let head = draft.office.and_then(|(_, end)| self.marks.ending(end));
        head.is_none_or(|m| {
            !(m.category == Category::Royal
                || matches!(m.value, "head-of-state" | "head-of-government")
                || (m.value == "minister" && m.width() > 1))
        })
    }

    /// Whether the office is one on a subject: "adviser on energy", but not "the
    /// official on a call" nor "commander on hold".
    fn has_subject(&self, draft: &Draft<'d>) -> bool {
        let heads = [
            "adviser",
            "advisor",
            "advisers",
            "advisors",
            "rapporteur",
            "envoy",
            "coordinator",
            "representative",
            "expert",
            "experts",
            "negotiator",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "commissioner",
            "counsel",
            "counsellor",
            "counselor",
        ];
        draft
            .office
            .is_none_or(|(first, end)| (first..end).any(|i| self.any(i, &heads)))
    }

    /// The state or body behind a name: "President Lula of Brazil".
    #[must_use]
    pub fn of(&self, m: usize) -> Option<Affiliation<'d>> {
        if !self.any(m, &["of", "from"]) {
            return None;
        }
        let at = if self.is(m + 1, Category::Determiner) {
            m + 2
        } else {
            m + 1
        };
        let mark = self
            .marks
            .starting(at)
            .filter(|k| k.is_affiliation() && self.same(at, m))?;
        Some(self.affiliation_of(mark.first, mark.end, Some(mark)))
    }
}
