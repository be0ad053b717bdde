//! What stands left of an office: its domain, the body and the state that it
//! belongs to.

use super::{Draft, Titles};
use crate::annotate::{
    lexicon::Category,
    official::mark::{Mark, is_verb},
    token::{Shape, TokenKind},
};

impl<'d> Titles<'_, 'd> {
    /// Reads what stands left of an office that begins at `k`: its domain, its
    /// body and its state.
    pub(super) fn affiliations(&self, mut k: usize, n: usize, draft: &mut Draft<'d>) -> usize {
        for _ in 0..4 {
            let behind = self.behind_acronym(k);
            let Some(i) = behind.checked_sub(1).filter(|i| self.same(*i, n)) else {
                break;
            };
            let possessive = self
                .text
                .tokens
                .get(i)
                .is_some_and(|t| t.kind == TokenKind::Possessive);
            let end = if possessive { i } else { behind };
            if let Some(mark) = self.marks.ending(end) {
                // "… in Washington, D.C. Secretary X spoke": the sentence ended.
                let place = matches!(mark.category, Category::Capital | Category::City);
                if place && self.word(mark.end - 1).ends_with('.') && !possessive {
                    break;
                }
                if mark.is_affiliation() {
                    self.join(mark.first, mark.end, Some(mark), draft);
                    k = mark.first;
                    continue;
                }
                if mark.category == Category::OfficeModifier && !possessive {
                    if draft.affiliation.is_none() {
                        self.modify(&mark, draft);
                    }
                    k = mark.first;
                    continue;
                }
                if mark.width() == 1 && !possessive && self.any(mark.first, &["deputy", "chief"]) {
                    // "deputy Russian foreign minister X"
                    k = mark.first;
                    continue;
                }
                if mark.category == Category::NotPerson && !possessive && mark.width() == 1 {
                    // "Connecticut Democratic Sen. X": the party is passed over.
                    k = mark.first;
                    continue;
                }
                if mark.width() == 1 && !possessive && self.is_county(&mark) {
                    // "Palm Beach County Sheriff X"
                    let first = self
                        .marks
                        .ending(mark.first)
                        .map_or(mark.first, |m| m.first);
                    self.join(first, mark.end, self.marks.ending(mark.first), draft);
                    k = first;
                    continue;
                }
                if mark.category == Category::Institution && self.is_capital(mark.first) {
                    let first = self.body_begins(mark.first);
                    self.join(first, mark.end, None, draft);
                    k = first;
                    continue;
                }
            }
            // "campaign of former Secretary of State X": nothing stands between
            // the office and what modifies it.
            let modified = draft
                .office
                .and_then(|(first, _)| self.marks.starting(first))
                .is_some_and(|m| m.category == Category::OfficeModifier && m.value == "former");
            if (draft.affiliation.is_some() || modified) && !possessive {
                break;
            }
            match self.domain(end, n, possessive, draft) {
                Some(to) => k = to,
                None => break,
            }
        }
        k
    }

    /// "County", "Province" behind the name of one.
    fn is_county(&self, mark: &Mark<'d>) -> bool {
        let noun = [
            "County", "Province", "Region", "District", "Oblast", "Parish", "Borough",
        ];
        noun.contains(&self.word(mark.first))
            && self
                .marks
                .ending(mark.first)
                .is_some_and(|m| m.is_affiliation())
    }

    /// Where the words before a short name in brackets end that ends at `k`:
    /// "Republic of Korea (ROK) Prime Minister".
    fn behind_acronym(&self, k: usize) -> usize {
        match k.checked_sub(3) {
            Some(open)
                if self.word(k - 1) == ")"
                    && self.word(open) == "("
                    && self
                        .text
                        .tokens
                        .get(open + 1)
                        .is_some_and(|t| t.shape == Shape::Upper)
                    && self.is_capital(open.saturating_sub(1)) =>
            {
                open
            }
            _ => k,
        }
    }

    /// The first word of a body's name whose last word, a noun for bodies,
    /// begins at `k`: "Fordham Center".
    fn body_begins(&self, k: usize) -> usize {
        let mut first = k;
        while let Some(i) = first
            .checked_sub(1)
            .filter(|i| self.same(*i, k) && k - i <= 4)
        {
            let begins = i.checked_sub(1).is_none_or(|b| !self.same(b, k));
            if !self.is_capital(i)
                || !self.is_domain(i)
                || self.marks.at(i).is_some()
                || (begins && self.is(i, Category::Common))
            {
                break;
            }
            first = i;
        }
        first
    }

    /// Words left of a title that no list knows: what the office is for
    /// ("planning minister") or the body ("Environment Canada spokeswoman").
    pub(super) fn domain(
        &self,
        end: usize,
        n: usize,
        possessive: bool,
        draft: &mut Draft<'d>,
    ) -> Option<usize> {
        let mut first = end;
        let (mut capitals, mut unknown) = (0, 0);
        while let Some(i) = first.checked_sub(1).filter(|i| self.same(*i, n)) {
            if end - i > 5
                || !self.is_domain(i)
                || self
                    .marks
                    .at(i)
                    .is_some_and(|m| m.is_affiliation() || m.is_title())
            {
                break;
            }
            // "Q" before a question in a transcript.
            if (possessive && !self.is_capital(i)) || self.word(i).len() == 1 {
                break;
            }
            // "Fleeing President X"
            if self.word(i).ends_with("ing") && is_verb(self.text, i) {
                break;
            }
            // In a text of capitals they tell nothing: "MEET FOREIGN SECRETARY".
            if !possessive
                && self.is_shouted(i)
                && (self.is_shouted(end) || self.is(i, Category::Common))
            {
                break;
            }
            if self.marks.at(i).is_none() && self.is_capital(i) {
                capitals += 1;
                unknown += usize::from(!self.is(i, Category::Common));
            } else if capitals > 0 {
                break;
            }
            first = i;
        }
        if first < end
            && first.checked_sub(1).is_none_or(|b| !self.same(b, n))
            && (self.word(first).ends_with("ing")
                || self.word(first).ends_with("ed")
                || self.any(first, &["given"]))
        {
            first += 1;
        }
        if first == end {
            return None;
        }
        let before = first.checked_sub(1);
        let closed = before.is_none_or(|b| {
            !self.same(b, n)
                || self.is(b, Category::Determiner)
                || self.marks.at(b).is_some_and(|m| m.is_affiliation())
                || self
                    .text
                    .tokens
                    .get(b)
                    .is_some_and(|t| t.kind != TokenKind::Word)
        });
        if !possessive && self.is_epithet(end - 1) {
            return Some(first);
        }
        // "foreign affairs ministry spokesman"
        let ministry = self
            .marks
            .ending(end)
            .is_some_and(|m| m.category == Category::Institution)
            && draft
                .office
                .is_some_and(|(_, end)| self.marks.value_ending(end) == "spokesperson");
        if ministry && !possessive {
            self.join(first, end, None, draft);
            return Some(first);
        }
        let all = capitals == end - first;
        if possessive || (all && unknown > 0) {
            self.join(first, end, None, draft);
            return Some(first);
        }
        // Lower-case words belong to the title only where the phrase is closed
        // on the left; "Environment Minister" is one by its capitals.
        let lower = capitals == 0 && !self.is_capital(end);
        if (all && self.is_capital(end)) || (closed && end - first <= 3 && lower) {
            let behind = (first..end).rev().find(|i| self.is_epithet(*i));
            let office = behind.map_or(first, |i| i + 1);
            if office < end {
                draft.office = draft
                    .office
                    .map(|o| if o.0 == end { (office, o.1) } else { o });
            }
            return Some(first);
        }
        None
    }

    /// Joins one more affiliation left of those known.
    pub(super) fn join(
        &self,
        first: usize,
        end: usize,
        mark: Option<Mark<'d>>,
        draft: &mut Draft<'d>,
    ) {
        let new = self.affiliation_of(first, end, mark);
        match &mut draft.affiliation {
            None => draft.affiliation = Some(new),
            Some(old) => {
                draft.state = new.state.or(draft.state);
                // "Chinese Defense Ministry", "US State Department"
                if old.first == end && !new.is_state {
                    old.first = first;
                } else if old.first == end && new.is_state && !old.is_state && old.state.is_none() {
                    old.first = first;
                    old.state = new.state;
                } else if new.is_state && old.state != new.state && old.first > end {
                    // "Portugal's U.N. ambassador": whom it represents.
                    *old = new;
                }
            }
        }
    }
}
