//! What stands left of an office: its domain, the body and the state that it
//! belongs to.

use super::{Draft, Titles};
use crate::annotate::{lexicon::Category, official::mark::Mark, token::TokenKind};

impl<'d> Titles<'_, 'd> {
    /// Reads what stands left of an office that begins at `k`: its domain, its
    /// body and its state.
    pub(super) fn affiliations(&self, mut k: usize, n: usize, draft: &mut Draft<'d>) -> usize {
        for _ in 0..4 {
            let Some(i) = k.checked_sub(1).filter(|i| self.same(*i, n)) else {
                break;
            };
            let possessive = self
                .text
                .tokens
                .get(i)
                .is_some_and(|t| t.kind == TokenKind::Possessive);
            let end = if possessive { i } else { k };
            if let Some(mark) = self.marks.ending(end) {
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
                if mark.category == Category::NotPerson && !possessive && mark.width() == 1 {
                    // "Connecticut Democratic Sen. X": the party is passed over.
                    k = mark.first;
                    continue;
                }
                if mark.category == Category::Institution && self.is_capital(mark.first) {
                    self.join(mark.first, mark.end, None, draft);
                    k = mark.first;
                    continue;
                }
            }
            if draft.affiliation.is_some() && !possessive {
                break;
            }
            match self.domain(end, n, possessive, draft) {
                Some(to) => k = to,
                None => break,
            }
        }
        k
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
            if possessive && !self.is_capital(i) {
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
            && (self.word(first).ends_with("ing") || self.word(first).ends_with("ed"))
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
        let all = capitals == end - first;
        if possessive || (all && unknown > 0) {
            self.join(first, end, None, draft);
            return Some(first);
        }
        // Lower-case words belong to the title only where the phrase is closed
        // on the left; "Environment Minister" is one by its capitals.
        let lower = capitals == 0 && !self.is_capital(end);
        if (all && self.is_capital(end)) || (closed && end - first <= 3 && lower) {
            draft.office = draft.office.map(|o| (first, o.1));
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
