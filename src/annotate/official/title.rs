//! Titles beside a name: office, rank or honorific before it, apposition after
//! it, and the body or state that the office belongs to.
//!
//! Everything is read from the tokens next to the name, never across a verb,
//! and at most [`REACH`] tokens away.

use crate::annotate::{
    lexicon::Category,
    official::mark::{Mark, Marks},
    token::{TokenKind, Tokens},
    types::Gender,
};

/// How far from a name its title is looked for, in tokens.
pub const REACH: usize = 20;

/// What sort of title it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Mr, Mrs: no office.
    Honorific,
    /// An occupation that is no office.
    Role,
    /// A title of the clergy.
    Clergy,
    /// A royal title.
    Royal,
    /// A military or police rank.
    Rank,
    /// An office.
    Office,
}

/// The body, state or place that an office belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Affiliation<'d> {
    /// Its first token, without an article.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// The state's code, if it tells one.
    pub state: Option<&'d str>,
    /// It is the state itself, so that its short name says it best.
    pub is_state: bool,
}

/// A title phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title<'d> {
    /// The first token of the whole phrase, articles left out.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// What sort it is.
    pub kind: Kind,
    /// The tokens of the office words.
    pub office: Option<(usize, usize)>,
    /// What it belongs to.
    pub affiliation: Option<Affiliation<'d>>,
    /// A state told beside another affiliation ("US State Department").
    pub state: Option<&'d str>,
    /// What an honorific or a royal title tells.
    pub gender: Option<Gender>,
    /// A complement stands between the office and the name ("minister of
    /// water X"), so that the name must look like one.
    pub weak: bool,
    /// The office words are a plural ("deputies A and B").
    pub plural: bool,
}

/// Reads titles of a text.
#[derive(Clone, Copy, Debug)]
pub struct Titles<'t, 'd> {
    /// The text.
    pub text: &'t Tokens<'d>,
    /// Its lexical cut.
    pub marks: &'t Marks<'d>,
}

/// What has been read so far of a phrase that is read leftward.
#[derive(Clone, Copy, Debug)]
struct Draft<'d> {
    kind: Option<Kind>,
    office: Option<(usize, usize)>,
    affiliation: Option<Affiliation<'d>>,
    state: Option<&'d str>,
    gender: Option<Gender>,
    weak: bool,
}

impl<'d> Titles<'_, 'd> {
    fn word(&self, i: usize) -> &'d str {
        self.text.word(i)
    }

    fn is(&self, i: usize, category: Category) -> bool {
        self.text.tokens.get(i).is_some_and(|t| t.is(category))
    }

    fn same(&self, a: usize, b: usize) -> bool {
        let sentence = |i: usize| self.text.tokens.get(i).map(|t| t.sentence);
        sentence(a).is_some() && sentence(a) == sentence(b)
    }

    fn is_capital(&self, i: usize) -> bool {
        self.text
            .tokens
            .get(i)
            .is_some_and(|t| t.kind == TokenKind::Word && t.is_capital())
    }

    fn any(&self, i: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.word(i).eq_ignore_ascii_case(w))
    }

    /// The mark that ends at `k`, or before the dot there ("Gen.").
    fn mark_before(&self, k: usize) -> Option<Mark<'d>> {
        if let Some(mark) = self.marks.ending(k) {
            return Some(mark);
        }
        let dot = k.checked_sub(1)?;
        let glued = self.text.tokens.get(dot).is_some_and(|t| !t.space);
        if glued && self.word(dot) == "." {
            return self.marks.ending(dot);
        }
        None
    }

    /// Whether the word at `i` can stand between an affiliation and the head
    /// of a title ("planning" minister).
    fn is_domain(&self, i: usize) -> bool {
        let Some(token) = self.text.tokens.get(i) else {
            return false;
        };
        let closed = [
            Category::Auxiliary,
            Category::Preposition,
            Category::Conjunction,
            Category::Pronoun,
            Category::Determiner,
            Category::Negation,
            Category::Complementiser,
            Category::AdverbOfCue,
            Category::Weekday,
            Category::Month,
            Category::RelativeDate,
        ];
        token.kind == TokenKind::Word
            && !closed.iter().any(|c| token.is(*c))
            && (token.is_capital() || !token.is(Category::Cue))
            && !self.word(i).ends_with("ly")
    }

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
        k = self.honorifics(k, n, &mut draft);
        let direct = self.offices(k, n, &mut draft);
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
        let kind = draft.kind?;
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

    /// Whether a title before a comma and a name is a phrase of its own: an
    /// article, an affiliation or the sentence's begin stands in front.
    fn opens_phrase(&self, k: usize, n: usize) -> bool {
        let Some(before) = k.checked_sub(1) else {
            return true;
        };
        !self.same(before, n)
            || self.is(before, Category::Determiner)
            || self.marks.starting(k).is_some_and(|m| m.is_affiliation())
    }

    fn honorifics(&self, mut k: usize, n: usize, draft: &mut Draft<'d>) -> usize {
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
    fn offices(&self, mut k: usize, n: usize, draft: &mut Draft<'d>) -> usize {
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
                        draft.office = Some((head, end));
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
                    if draft.kind == Some(Kind::Rank) && kind == Kind::Office {
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

    /// Where the head of a list entry such as "foreign ministry spokesman"
    /// begins: what stands before it is the body, not the title.
    fn spoken_for(&self, mark: &Mark<'d>) -> Option<usize> {
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
    fn prefixed(&self, k: usize, n: usize, draft: &mut Draft<'d>) -> Option<usize> {
        let i = k.checked_sub(1).filter(|i| self.same(*i, n))?;
        let (head, tail) = self.word(i).split_once('-')?;
        let known = ["then", "ex", "vice", "co", "sub", "self", "now"];
        if !known.iter().any(|w| head.eq_ignore_ascii_case(w)) {
            return None;
        }
        let office = self.text.lexicon().classes(tail) & Category::Office.bit() != 0;
        if !(office || draft.office.is_some_and(|o| o.0 == k)) {
            return None;
        }
        draft.office = Some((i, draft.office.map_or(k, |o| o.1)));
        draft.kind = draft.kind.max(Some(Kind::Office));
        Some(i)
    }

    /// "Deputy Prime Minister and Foreign Minister X": two offices of one.
    fn linked(&self, k: usize, n: usize, draft: &mut Draft<'d>) -> Option<usize> {
        let and = k.checked_sub(1).filter(|i| self.same(*i, n))?;
        if draft.office.is_none_or(|o| o.0 != k) || !self.any(and, &["and", "&"]) {
            return None;
        }
        let mark = self.mark_before(and).filter(Mark::is_title)?;
        draft.office = draft.office.map(|o| (mark.first, o.1));
        Some(mark.first)
    }

    /// "Minister for Strategic Affairs X", "President of Russia X": an office
    /// whose complement ends at `k`.
    fn complement_before(&self, k: usize, n: usize, draft: &mut Draft<'d>) -> Option<usize> {
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
    fn offices_more(&self, mut k: usize, n: usize, draft: &mut Draft<'d>) -> usize {
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

    /// Takes a modifier right before the title into it, where it belongs there
    /// ("deputy", not "embattled").
    fn modify(&self, mark: &Mark<'d>, draft: &mut Draft<'d>) {
        if mark.stays_in_title(self.word(mark.first)) {
            draft.office = draft.office.map(|o| {
                if o.0 == mark.end {
                    (mark.first, o.1)
                } else {
                    o
                }
            });
        }
    }

    /// Reads the complements "of A for B at C" in `at..limit`; extends the
    /// office by those that say what it is for, keeps what it belongs to.
    /// Returns where it stopped.
    fn complement(&self, mut at: usize, limit: usize, draft: &mut Draft<'d>) -> usize {
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
            while end < limit {
                if let Some(m) = self.marks.starting(end) {
                    if m.is_title() && end > first && self.is_capital(end) && !linked {
                        break;
                    }
                    if m.is_affiliation() {
                        mark = mark.or(Some(m));
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
                    && self.is_domain(end + 1);
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
            if end == first {
                break;
            }
            let belongs = match self.word(preposition).to_ascii_lowercase().as_str() {
                "to" => false,
                "for" => mark.is_some_and(|m| !m.is_place()) || (mark.is_none() && capital),
                "on" => false,
                _ => mark.is_some() || capital,
            };
            if belongs {
                end = self.body_goes_on(first, end, limit);
                if draft.affiliation.is_none() {
                    draft.affiliation = Some(self.affiliation_of(first, end, mark));
                }
            } else if !self.any(preposition, &["to"]) && draft.affiliation.is_none() {
                draft.office = draft.office.map(|o| (o.0, o.1.max(end)));
            }
            at = end;
        }
        at
    }

    /// The end of a body's name that goes on behind a preposition: "Center for
    /// the National Interest", "Ministry of Foreign Affairs".
    fn body_goes_on(&self, first: usize, mut end: usize, limit: usize) -> usize {
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
    fn takes(&self, at: usize, draft: &Draft<'d>) -> bool {
        let mut next = at + 1;
        while self.is(next, Category::Determiner) {
            next += 1;
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
        if self.any(at, &["on"]) {
            return proper || self.is(next, Category::Common);
        }
        if !self.any(at, &["for"]) {
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

    fn affiliation_of(&self, first: usize, end: usize, mark: Option<Mark<'d>>) -> Affiliation<'d> {
        let state = mark.and_then(|m| m.state());
        let is_state = mark.is_some_and(|m| {
            m.first == first
                && m.end == end
                && matches!(
                    m.category,
                    Category::State | Category::StateAdjective | Category::StatePeople
                )
        });
        Affiliation {
            first,
            end,
            state,
            is_state,
        }
    }

    /// Reads what stands left of an office that begins at `k`: its domain, its
    /// body and its state.
    fn affiliations(&self, mut k: usize, n: usize, draft: &mut Draft<'d>) -> usize {
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
    fn domain(
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
    fn join(&self, first: usize, end: usize, mark: Option<Mark<'d>>, draft: &mut Draft<'d>) {
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

    /// The apposition after a name that ends at token `m`: ", Iran's foreign
    /// minister,".
    #[must_use]
    pub fn after(&self, m: usize) -> Option<Title<'d>> {
        let opening = self.word(m);
        if !matches!(opening, "," | "(" | "—" | "–" | "-") || !self.same(m, m.checked_sub(1)?) {
            return None;
        }
        let mut at = m + 1;
        // An age: ", 52, the mayor"
        if self
            .text
            .tokens
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Number)
            && self.word(at + 1) == ","
        {
            at += 2;
        }
        if self.any(at, &["who", "himself", "herself"]) {
            at += 1;
            if !(self.is(at, Category::Auxiliary)) {
                return None;
            }
            while self.is(at, Category::Auxiliary)
                || self.any(at, &["now", "also", "currently", "then"])
            {
                at += 1;
            }
        }
        while self.any(at, &["now", "also", "currently", "then", "both"])
            || self.is(at, Category::Determiner)
        {
            at += 1;
        }
        self.phrase(at, m)
    }

    /// The office that a clause gives to a name that ends at token `m`: "X is
    /// the foreign minister of Y", "X was forced to resign as mayor".
    #[must_use]
    pub fn predicate(&self, m: usize) -> Option<Title<'d>> {
        let last = m.checked_sub(1)?;
        let be = [
            "is", "was", "became", "becomes", "remains", "remained", "'s",
        ];
        if self.any(m, &be) && self.same(m, last) {
            let title = self.given_office(m + 1, last);
            if title.is_some() {
                return title;
            }
        }
        self.given_office(self.role_of_clause(m, last)?, last)
    }

    /// The office that a clause names at token `at`.
    fn given_office(&self, mut at: usize, last: usize) -> Option<Title<'d>> {
        while self.is(at, Category::Determiner)
            || self.any(at, &["now", "currently", "also", "then", "still"])
        {
            at += 1;
        }
        let title = self.phrase(at, last)?;
        // Only an office close by: not "X is what the minister called …".
        let near = title.office.is_some_and(|(first, _)| first <= at + 4);
        (near && title.kind >= Kind::Clergy && !title.plural).then_some(title)
    }

    /// The token behind "as" in "X … resigned as".
    fn role_of_clause(&self, m: usize, last: usize) -> Option<usize> {
        let verbs = [
            "resign",
            "resigned",
            "resigns",
            "serve",
            "served",
            "serves",
            "serving",
            "appointed",
            "elected",
            "re-elected",
            "reelected",
            "named",
            "nominated",
            "installed",
            "confirmed",
            "sacked",
            "dismissed",
            "removed",
            "ousted",
            "retired",
            "retire",
            "acted",
            "acting",
            "sworn",
            "chosen",
            "picked",
            "tapped",
            "down",
            "over",
            "worked",
            "returned",
        ];
        let mut verb = false;
        for at in m..m + 9 {
            if !self.same(at, last) {
                return None;
            }
            if verb && self.any(at, &["as"]) {
                return Some(at + 1);
            }
            let token = self.text.tokens.get(at)?;
            if token.kind != TokenKind::Word || (token.is_capital() && !verb) {
                return None;
            }
            verb |= self.any(at, &verbs) || (verb && self.any(at, &["in", "out"]));
        }
        None
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
                    if words.is_some() || mark.stays_in_title(self.word(at)) {
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
                    continue;
                }
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

    fn join_after(&self, first: usize, end: usize, mark: Mark<'d>, draft: &mut Draft<'d>) {
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

    fn finish(
        &self,
        start: usize,
        mark: Mark<'d>,
        words: Option<usize>,
        mut draft: Draft<'d>,
        m: usize,
    ) -> Option<Title<'d>> {
        let kind = match mark.category {
            Category::Rank => Kind::Rank,
            Category::Royal => Kind::Royal,
            Category::Clergy => Kind::Clergy,
            Category::Role => Kind::Role,
            _ => Kind::Office,
        };
        let mut first = mark.first;
        if let Some(w) = words {
            // A capitalised phrase before the head that is no ministry's
            // subject is the body: "Environment Canada spokeswoman".
            let body = (w..mark.first).any(|i| {
                self.is_capital(i) && !self.is(i, Category::Common) && self.marks.at(i).is_none()
            });
            if body && draft.affiliation.is_none() {
                draft.affiliation = Some(self.affiliation_of(w, mark.first, None));
            } else {
                first = w;
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
