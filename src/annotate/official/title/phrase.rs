//! A title phrase read rightward: "Chad's deputy minister of water at the UN".

use super::{Affiliation, Draft, Kind, REACH, Title, Titles};
use crate::annotate::{
    lexicon::Category,
    official::mark::{Mark, qualifies},
    token::TokenKind,
};

/// Ranks that are written in small letters in an apposition.
const RANKS: &[&str] = &[
    "general",
    "colonel",
    "captain",
    "major",
    "lieutenant",
    "sergeant",
    "admiral",
    "soldier",
];

impl<'d> Titles<'_, 'd> {
    /// A title phrase that begins at token `at` (behind its article).
    #[must_use]
    pub fn phrase(&self, start: usize, m: usize) -> Option<Title<'d>> {
        let mut draft = Draft {
            kind: None,
            office: None,
            affiliation: None,
            state: None,
            gender: None,
            weak: false,
        };
        let mut at = start;
        let mut words: Option<usize> = None; // first word that no list knows
        while at < start + REACH && self.same(at, m) {
            if let Some(mark) = self.marks.starting(at) {
                let owner = self
                    .text
                    .tokens
                    .get(mark.end)
                    .is_some_and(|t| t.kind == TokenKind::Possessive);
                if owner && !mark.is_affiliation() {
                    words = words.or(Some(at));
                    at = mark.end;
                    continue;
                }
                let noun = matches!(mark.category, Category::Group | Category::Role)
                    && self.noun_follows(&mark);
                let ranks = mark.width() == 1
                    && self.any(at, &["chief", "deputy", "assistant"])
                    && self.marks.starting(mark.end).is_some_and(|m| {
                        m.is_affiliation()
                            && self
                                .marks
                                .starting(m.end)
                                .is_some_and(|o| o.is_title() || o.category == Category::Unnamed)
                    });
                if ranks {
                    // "a former chief US negotiator"
                    at = mark.end;
                    continue;
                }
                if noun {
                    // "military contractor", "local officials"
                    words = words.or(Some(at));
                    at = mark.end;
                    continue;
                }
                if mark.is_title()
                    || matches!(
                        mark.category,
                        Category::Unnamed
                            | Category::Role
                            | Category::OfficePlural
                            | Category::Group
                    )
                {
                    return self.finish(start, mark, words, draft, m);
                }
                if mark.category == Category::OfficeModifier {
                    // "Britain's first female prime minister"
                    let first = self.any(at, &["first"])
                        && !self.any(
                            mark.end,
                            &["deputy", "vice", "secretary", "minister", "lady"],
                        );
                    if words.is_some() || (mark.stays_in_title(self.word(at)) && !first) {
                        words = words.or(Some(at));
                    }
                    at = mark.end;
                    continue;
                }
                if mark.is_affiliation() || mark.category == Category::Institution {
                    let institution =
                        mark.category == Category::Institution && !self.is_capital(at);
                    if institution {
                        words = words.or(Some(at));
                    } else {
                        let first = words.filter(|w| self.is_capital(*w)).unwrap_or(mark.first);
                        self.join_after(first, mark.end, mark, &mut draft);
                        words = None;
                    }
                    at = mark.end;
                    continue;
                }
                if matches!(
                    mark.category,
                    Category::Weekday | Category::Month | Category::Honorific
                ) {
                    return None;
                }
                if mark.category == Category::NotPerson && mark.width() == 1 {
                    at = mark.end;
                    words = None;
                    // "California Democrat and chairwoman of …"
                    if self.any(at, &["and"]) && self.party(&mark) {
                        draft.affiliation = None;
                        draft.state = None;
                        at += 1;
                        while self.is(at, Category::Determiner) {
                            at += 1;
                        }
                    }
                    continue;
                }
            }
            if self.is_epithet(at) {
                at += 1;
                words = None;
                continue;
            }
            let token = self.text.tokens.get(at)?;
            if token.kind == TokenKind::Possessive {
                if let Some(first) = words.take() {
                    draft.affiliation = Some(self.affiliation_of(first, at, None));
                }
                at += 1;
                continue;
            }
            let and = self.any(at, &["and", "&"]) && words.is_some() && self.is_domain(at + 1);
            if !(self.is_domain(at) || and) {
                return None;
            }
            words = words.or(Some(at));
            at += 1;
        }
        None
    }

    /// "a Trump spokesman": one capital word before a spokesman is whom he
    /// speaks for.
    fn is_name_of_speaker(&self, w: usize, mark: &Mark<'d>) -> bool {
        w + 1 == mark.first
            && mark.width() == 1
            && mark.value == "spokesperson"
            && self.is_capital(w)
    }

    /// "Democrat", "Republican": a member of a party.
    fn party(&self, mark: &Mark<'d>) -> bool {
        self.any(
            mark.first,
            &["Democrat", "Republican", "Conservative", "Liberal", "Tory"],
        )
    }

    /// Whether a noun follows the mark, so that it only qualifies that noun.
    fn noun_follows(&self, mark: &Mark<'d>) -> bool {
        if !self.same(mark.end, mark.first) {
            return false;
        }
        let head = self.marks.starting(mark.end).is_some_and(|m| {
            m.is_title()
                || matches!(
                    m.category,
                    Category::Unnamed | Category::Role | Category::OfficePlural | Category::Group
                )
        });
        head || (mark.category == Category::Group
            && qualifies(self.text, self.marks, mark.end)
            && !self.is_capital(mark.end))
    }

    pub(super) fn join_after(
        &self,
        first: usize,
        end: usize,
        mark: Mark<'d>,
        draft: &mut Draft<'d>,
    ) {
        let new = self.affiliation_of(first, end, Some(mark));
        match &mut draft.affiliation {
            Some(old) if old.end == first => {
                // "US State Department": the body, with its state.
                if old.is_state && !new.is_state {
                    draft.state = old.state;
                    *old = Affiliation {
                        first: old.first,
                        ..new
                    };
                    old.state = draft.state.or(new.state);
                } else {
                    old.end = end;
                }
            }
            // "Portugal's U.N. ambassador": the first is whom it represents.
            Some(_) => {}
            None => draft.affiliation = Some(new),
        }
    }

    pub(super) fn finish(
        &self,
        start: usize,
        mark: Mark<'d>,
        words: Option<usize>,
        mut draft: Draft<'d>,
        m: usize,
    ) -> Option<Title<'d>> {
        let kind = match mark.category {
            Category::Rank => Kind::Rank,
            _ if self.is(mark.end - 1, Category::Unnamed)
                && RANKS.iter().any(|w| self.any(mark.end - 1, &[w])) =>
            {
                Kind::Rank
            }
            Category::Royal => Kind::Royal,
            Category::Clergy => Kind::Clergy,
            Category::Role => Kind::Role,
            _ => Kind::Office,
        };
        let mut first = mark.first;
        // "a former Obama administration official"
        let words = words.map(|w| {
            let capital = (w..mark.first).find(|i| self.is_capital(*i));
            match (self.marks.starting(w), capital) {
                (Some(m), Some(c)) if m.category == Category::OfficeModifier => c,
                _ => w,
            }
        });
        if let Some(w) = words {
            // A capitalised phrase before the head that is no ministry's
            // subject is the body: "Environment Canada spokeswoman".
            let body = (w..mark.first).any(|i| {
                self.is_capital(i) && !self.is(i, Category::Common) && self.marks.at(i).is_none()
            }) || self.is_name_of_speaker(w, &mark);
            if body && draft.affiliation.is_none() {
                draft.affiliation = Some(self.affiliation_of(w, mark.first, None));
            } else {
                first = (w..mark.first)
                    .rev()
                    .find(|i| self.is_epithet(*i))
                    .map_or(w, |i| i + 1);
            }
        }
        if let Some(head) = self.spoken_for(&mark) {
            if first == mark.first {
                self.join_after(mark.first, head, mark, &mut draft);
            } else if draft.affiliation.is_none() {
                draft.affiliation = Some(self.affiliation_of(first, head, None));
            }
            first = head;
        }
        let mut end = mark.end;
        // A second office: "president and chief executive".
        while self.any(end, &["and", "&"]) {
            let Some(next) = self.marks.starting(end + 1).filter(Mark::is_title) else {
                break;
            };
            end = next.end;
        }
        // "minister of water and energy", where the list has the first half.
        if mark.width() > 2
            && self.any(end, &["and", "&"])
            && self.is_domain(end + 1)
            && self.marks.starting(end + 1).is_none_or(|n| !n.is_title())
            && !self.is_domain(end + 2)
        {
            end += 2;
        }
        while let Some(next) = self
            .marks
            .starting(end)
            .filter(|n| n.is_title() && self.same(n.first, m))
        {
            end = next.end;
        }
        draft.office = Some((first, end));
        draft.kind = Some(kind);
        let stop = self.complement(end, end + REACH, &mut draft);
        let private = stop == end && self.is_private(draft.office, draft.affiliation.is_some());
        let kind = if private { Kind::Role } else { kind };
        // Behind the title of another person stands that person's name.
        if stop == end
            && self.is_capital(stop)
            && self.marks.starting(stop).is_none()
            && self.same(stop, m)
        {
            return None;
        }
        if stop == end
            && self
                .marks
                .starting(stop)
                .is_some_and(|n| n.category == Category::Honorific)
        {
            return None;
        }
        Some(Title {
            first: start,
            end: stop,
            kind,
            office: draft.office,
            affiliation: draft.affiliation,
            state: draft.state,
            gender: None,
            weak: false,
            plural: matches!(mark.category, Category::OfficePlural | Category::Group),
        })
    }
}
