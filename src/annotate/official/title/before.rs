//! Titles before a name, read leftward: honorific, office, rank, and the office
//! whose complement ends at the name.

use super::{Draft, Kind, REACH, Title, Titles};
use crate::annotate::{lexicon::Category, official::mark::Mark, token::TokenKind, types::Gender};

impl<'d> Titles<'_, 'd> {
    /// The title before a name that begins at token `n`.
    #[must_use]
    pub fn before(&self, n: usize) -> Option<Title<'d>> {
        let mut draft = Draft {
            kind: None,
            office: None,
            affiliation: None,
            state: None,
            gender: None,
            weak: false,
        };
        let mut k = n;
        // "President (Ana) Okafor"
        if n > 1 && matches!(self.word(n - 1), "(" | "[") && self.same(n - 1, n) {
            k = n - 1;
        }
        k = self.honorifics(k, n, &mut draft);
        let mut direct = self.offices(k, n, &mut draft);
        if draft.office.is_some() && self.ends_complement(direct, k, n) {
            (direct, draft.office, draft.kind) = (k, None, None);
        }
        if direct == k && draft.office.is_none() {
            let comma = k > 0 && self.word(k - 1) == "," && self.same(k - 1, n) && k == n;
            let from = if comma { k - 1 } else { k };
            let to = if comma {
                let to = self.offices(from, n, &mut draft);
                if draft.office.is_some() { to } else { from }
            } else {
                from
            };
            k = if draft.office.is_some() {
                to
            } else {
                self.complement_before(from, n, &mut draft).unwrap_or(k)
            };
            if draft.office.is_some() {
                k = self.affiliations(k, n, &mut draft);
                if comma && !self.opens_phrase(k, n) {
                    return None;
                }
            }
        } else {
            k = direct;
            if draft.office.is_some() {
                k = self.affiliations(k, n, &mut draft);
            }
        }
        let mut kind = draft.kind?;
        if kind == Kind::Office && self.is_private(draft.office, draft.affiliation.is_some()) {
            kind = Kind::Role;
        }
        Some(Title {
            first: k,
            end: n,
            kind,
            office: draft.office,
            affiliation: draft.affiliation,
            state: draft.state,
            gender: draft.gender,
            weak: draft.weak,
            plural: false,
        })
    }

    /// Whether the office words `first..end` only end the complement of another
    /// office: "Commissioner for Justice X", "Senior Advisor to the President X".
    fn ends_complement(&self, first: usize, end: usize, n: usize) -> bool {
        let Some(b) = first.checked_sub(1).filter(|b| self.same(*b, n)) else {
            return false;
        };
        let head = |at: usize| self.marks.ending(at).filter(|m| m.is_title());
        if end == first + 1 && self.word(first) == "Justice" {
            return self.any(b, &["for", "of"]) && head(b).is_some();
        }
        let Some(to) = b.checked_sub(1).filter(|t| self.any(*t, &["to"])) else {
            return false;
        };
        let helps = [
            "adviser",
            "advisor",
            "assistant",
            "counselor",
            "aide",
            "envoy",
            "secretary",
        ];
        self.any(b, &["the"]) && head(to).is_some_and(|m| self.any(m.end - 1, &helps))
    }

    /// Whether a title before a comma and a name is a phrase of its own: an
    /// article, an affiliation or the sentence's begin stands in front.
    pub(super) fn opens_phrase(&self, k: usize, n: usize) -> bool {
        let Some(before) = k.checked_sub(1) else {
            return true;
        };
        !self.same(before, n)
            || self.is(before, Category::Determiner)
            || (k..n.min(k + 4)).any(|i| self.marks.starting(i).is_some_and(|m| m.is_affiliation()))
    }

    pub(super) fn honorifics(&self, mut k: usize, n: usize, draft: &mut Draft<'d>) -> usize {
        for _ in 0..3 {
            let Some(mark) = self.mark_before(k).filter(|m| self.same(m.first, n)) else {
                break;
            };
            if mark.category != Category::Honorific {
                break;
            }
            draft.gender = draft.gender.or(gender(mark.value));
            draft.kind = draft.kind.or(Some(Kind::Honorific));
            k = mark.first;
        }
        k
    }

    /// Reads offices and ranks that end at `k`, leftward.
    pub(super) fn offices(&self, mut k: usize, n: usize, draft: &mut Draft<'d>) -> usize {
        for _ in 0..6 {
            if draft.office.is_none()
                && k > 0
                && self.any(k - 1, &["counterpart", "counterparts"])
                && self.same(k - 1, n)
            {
                draft.office = Some((k - 1, k));
                draft.kind = Some(Kind::Office);
                return k - 1;
            }
            let Some(mark) = self.mark_before(k).filter(|m| self.same(m.first, n)) else {
                match self
                    .prefixed(k, n, draft)
                    .or_else(|| self.linked(k, n, draft))
                {
                    Some(to) => {
                        k = to;
                        continue;
                    }
                    None => break,
                }
            };
            match mark.category {
                Category::Office
                | Category::Rank
                | Category::Royal
                | Category::Clergy
                | Category::Unnamed => {
                    let kind = match mark.category {
                        Category::Rank => Kind::Rank,
                        Category::Royal => Kind::Royal,
                        Category::Clergy => Kind::Clergy,
                        _ => Kind::Office,
                    };
                    if mark.category == Category::Royal {
                        draft.gender = draft.gender.or(royal_gender(self.word(mark.first)));
                    }
                    let end = draft.office.map_or(k, |o| o.1);
                    if let Some(head) = self.spoken_for(&mark) {
                        let ranked = draft.kind.is_some_and(|k| k < Kind::Office);
                        draft.office = Some((head, if ranked { mark.end } else { end }));
                        draft.kind = draft.kind.max(Some(kind));
                        self.join(mark.first, head, None, draft);
                        k = mark.first;
                        continue;
                    }
                    let keep = draft.kind == Some(Kind::Office) && kind == Kind::Rank;
                    if keep {
                        // "Lt. Gen. and commander": the office stays.
                        break;
                    }
                    let style = draft.office.is_some()
                        && (self.is_style(&mark) || self.is_other_office(&mark, &draft.office));
                    if style {
                        // "His Majesty King X", "presidential contender Sen. X"
                    } else if draft.kind.is_some_and(|k| k < Kind::Office) && kind == Kind::Office {
                        // "spokesman Sr. Col. X": the office is the title.
                        draft.office = Some((mark.first, mark.end));
                    } else {
                        draft.office = Some((mark.first, end));
                    }
                    draft.kind = draft.kind.max(Some(kind));
                    k = mark.first;
                }
                Category::Role if draft.office.is_none() => {
                    draft.kind = draft.kind.max(Some(Kind::Role));
                    k = mark.first;
                    break;
                }
                Category::OfficeModifier if draft.office.is_some() => {
                    self.modify(&mark, draft);
                    k = mark.first;
                }
                Category::Honorific if draft.office.is_some() => k = mark.first,
                _ => break,
            }
        }
        k
    }

    /// "His Majesty", "Her Royal Highness": a style, no office.
    fn is_style(&self, mark: &Mark<'d>) -> bool {
        mark.width() > 1 && self.any(mark.first, &["his", "her", "their", "your"])
    }

    /// Whether an office left of another is one of its own, so that the nearer
    /// one is the title: "presidential candidate Senator X", but not "Deputy
    /// Governor X" or "Attorney General-designate X".
    fn is_other_office(&self, mark: &Mark<'d>, office: &Option<(usize, usize)>) -> bool {
        let Some((first, end)) = *office else {
            return false;
        };
        let ranks = [
            "deputy",
            "vice",
            "assistant",
            "associate",
            "chief",
            "head",
            "lead",
        ];
        let own = self.marks.starting(first).is_some_and(|m| {
            m.category == Category::Office
                && m.end == end
                && !ranks.iter().any(|w| self.any(first, &[w]))
        });
        own && mark.category == Category::Office
            && !(mark.width() == 1 && self.any(mark.first, &ranks))
    }

    /// Where the head of a list entry such as "foreign ministry spokesman"
    /// begins: what stands before it is the body, not the title.
    pub(super) fn spoken_for(&self, mark: &Mark<'d>) -> Option<usize> {
        if mark.value != "spokesperson" || mark.width() < 2 {
            return None;
        }
        let head = mark.end - 1;
        if !self.word(head).to_lowercase().starts_with("spokes") {
            return None;
        }
        let own = [
            "chief",
            "deputy",
            "official",
            "acting",
            "principal",
            "lead",
            "senior",
            "main",
            "former",
            "assistant",
        ];
        (!self.any(head - 1, &own)).then_some(head)
    }

    /// "then-president", "ex-minister": a hyphenated word that ends in an
    /// office.
    pub(super) fn prefixed(&self, k: usize, n: usize, draft: &mut Draft<'d>) -> Option<usize> {
        let i = k.checked_sub(1).filter(|i| self.same(*i, n))?;
        let (head, tail) = self.word(i).split_once('-')?;
        let known = [
            "then", "ex", "vice", "co", "sub", "self", "now", "acting", "deputy", "former",
        ];
        // "Attorney General-designate": the tail is the modifier.
        let coming = ["designate", "elect"]
            .iter()
            .any(|w| tail.eq_ignore_ascii_case(w));
        if !coming && !known.iter().any(|w| head.eq_ignore_ascii_case(w)) {
            return None;
        }
        let office = self.text.lexicon().classes(tail) & Category::Office.bit() != 0;
        let state = self.text.entry_of(
            tail,
            &[
                Category::StateAdjective,
                Category::State,
                Category::StateBody,
            ],
        );
        if let Some(entry) = state.filter(|_| draft.office.is_some_and(|o| o.0 == k)) {
            // "then-Russian leader"
            draft.state = entry.value.split(':').next().filter(|c| !c.is_empty());
            return Some(i);
        }
        let beside = draft.office.is_some_and(|o| o.0 == k);
        if beside && !office && !coming && self.is_epithet(i) {
            return Some(i);
        }
        if !(office || beside || (coming && self.mark_before(i).is_some_and(|m| m.is_title()))) {
            return None;
        }
        draft.office = Some((i, draft.office.map_or(k, |o| o.1)));
        draft.kind = draft.kind.max(Some(Kind::Office));
        Some(i)
    }

    /// "Deputy Prime Minister and Foreign Minister X": two offices of one.
    pub(super) fn linked(&self, k: usize, n: usize, draft: &mut Draft<'d>) -> Option<usize> {
        let and = k.checked_sub(1).filter(|i| self.same(*i, n))?;
        if draft.office.is_none_or(|o| o.0 != k) || !self.any(and, &["and", "&"]) {
            return None;
        }
        // "the president and first lady X": two persons.
        if self.any(k, &["first"]) && self.any(k + 1, &["lady", "gentleman"]) {
            return None;
        }
        let mark = self.mark_before(and).filter(Mark::is_title)?;
        // "the President and King X", "the president and President X"
        let king = self
            .marks
            .starting(k)
            .is_some_and(|m| m.category == Category::Royal);
        if king || self.word(mark.first).eq_ignore_ascii_case(self.word(k)) {
            return None;
        }
        draft.office = draft.office.map(|o| (mark.first, o.1));
        Some(mark.first)
    }

    /// "Minister for Strategic Affairs X", "President of Russia X": an office
    /// whose complement ends at `k`.
    pub(super) fn complement_before(
        &self,
        k: usize,
        n: usize,
        draft: &mut Draft<'d>,
    ) -> Option<usize> {
        let mut at = k.checked_sub(1)?;
        if self
            .text
            .tokens
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Possessive)
        {
            return None;
        }
        for _ in 0..REACH {
            if !self.same(at, n) {
                return None;
            }
            let token = self.text.tokens.get(at)?;
            let preposition = self.any(at, &["of", "for", "to", "at", "in", "on", "with"]);
            if preposition && at + 1 < k {
                let head = self
                    .marks
                    .ending(at)
                    .filter(|m| m.is_title() || m.category == Category::Unnamed);
                let content = (at + 1..k).any(|i| !self.is(i, Category::Determiner));
                if let Some(mark) = head.filter(|_| content) {
                    draft.weak = true;
                    draft.kind = draft.kind.max(Some(Kind::Office));
                    draft.office = Some((mark.first, mark.end));
                    self.complement(mark.end, k, draft);
                    return Some(self.offices_more(mark.first, n, draft));
                }
                if !self.any(at, &["of", "for", "to", "in", "on", "and", "at"]) {
                    return None;
                }
            }
            let nominal = self.is_domain(at)
                || token.kind == TokenKind::Possessive
                || preposition
                || self.any(at, &["the", "and", "&", "his", "her", "its", "their"]);
            if !nominal {
                return None;
            }
            at = at.checked_sub(1)?;
        }
        None
    }

    /// Modifiers and further offices left of an office that is already read.
    pub(super) fn offices_more(&self, mut k: usize, n: usize, draft: &mut Draft<'d>) -> usize {
        while let Some(mark) = self.marks.ending(k).filter(|m| self.same(m.first, n)) {
            if mark.category == Category::OfficeModifier {
                self.modify(&mark, draft);
            } else if mark.is_title() {
                draft.office = draft.office.map(|o| (mark.first, o.1));
            } else {
                break;
            }
            k = mark.first;
        }
        k
    }
}

/// The gender that an honorific's payload says.
fn gender(value: &str) -> Option<Gender> {
    match value {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    }
}

fn royal_gender(word: &str) -> Option<Gender> {
    let is = |list: &[&str]| list.iter().any(|w| word.eq_ignore_ascii_case(w));
    if is(&[
        "king", "prince", "emir", "sultan", "duke", "emperor", "sheikh",
    ]) {
        Some(Gender::Male)
    } else if is(&["queen", "princess", "empress", "duchess", "sheikha"]) {
        Some(Gender::Female)
    } else {
        None
    }
}
