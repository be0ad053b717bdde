//! What the clause says where a title leaves it out: "X led the Israelis", "an
//! Israeli team led by X", and the offices of counterparts.

use crate::annotate::{
    lexicon::Category,
    official::{
        mark::{Mark, Marks},
        title::{Affiliation, Kind, Title},
    },
    person::memory::Mention,
    token::Tokens,
};

/// How far from the name the clause is read, in tokens.
const REACH: usize = 24;

/// Fills in affiliations that only the clause implies and the titles of
/// counterparts; returns, per mention, the tokens that it rests on.
pub fn complete<'d>(
    text: &Tokens<'d>,
    marks: &Marks<'d>,
    mentions: &mut [Mention<'d>],
) -> Vec<(usize, (usize, usize))> {
    let reader = Reader { text, marks };
    let mut evidence = Vec::new();
    for n in 0..mentions.len() {
        reader.counterpart(n, mentions);
        let Some(m) = mentions.get(n).copied() else {
            break;
        };
        let Some(title) = m
            .before
            .filter(|t| t.office.is_some() && t.affiliation.is_none())
        else {
            continue;
        };
        if m.after.is_some_and(|t| t.affiliation.is_some()) {
            continue;
        }
        let implied = reader
            .couple(n, mentions)
            .or_else(|| reader.led(&m, mentions))
            .or_else(|| reader.led_by(&m))
            .or_else(|| reader.listed(n, mentions));
        if let Some((affiliation, span)) = implied {
            if let Some(slot) = mentions.get_mut(n) {
                slot.before = Some(Title {
                    affiliation: Some(affiliation),
                    ..title
                });
            }
            evidence.push((n, span));
        }
    }
    evidence
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

    /// "King X and Queen Y of Denmark": the state behind the second name is
    /// that of both.
    fn couple(
        &self,
        n: usize,
        mentions: &[Mention<'d>],
    ) -> Option<(Affiliation<'d>, (usize, usize))> {
        let (m, next) = (mentions.get(n)?, mentions.get(n + 1)?);
        let title = next.before?;
        let known = title
            .affiliation
            .filter(|a| a.is_state && a.first > next.end)?;
        (self.any(m.end, &["and"])
            && title.first == m.end + 1
            // "Chancellor X and President Y of Z" are of two states.
            && title.kind == Kind::Royal
            && m.kind() == Some(Kind::Royal)
            && self.same(m.first, known.first))
        .then_some((known, (known.first, known.end)))
    }

    /// "X [and Y] led the US side": the party that the subject leads.
    fn led(
        &self,
        m: &Mention<'d>,
        mentions: &[Mention<'d>],
    ) -> Option<(Affiliation<'d>, (usize, usize))> {
        let mut at = m.end;
        while at < m.end + REACH && self.same(at, m.first) {
            if self.text.has_trait(at, "leads") {
                return self.party(at, m.first);
            }
            // Only the rest of a list of subjects may stand between.
            let from = mentions.partition_point(|o| o.end <= at);
            if let Some(other) = mentions
                .iter()
                .skip(from)
                .take(2)
                .find(|o| o.before.map_or(o.first, |t| t.first) <= at && at < o.end)
            {
                at = other.end.max(at + 1);
                continue;
            }
            let link = self.any(
                at,
                &[
                    "and", ",", "who", "also", "has", "had", "will", "is", "was", "the",
                ],
            );
            let title = self.marks.at(at).is_some_and(|k| {
                k.is_title() || k.is_affiliation() || k.category == Category::OfficeModifier
            });
            if !(link || title) {
                return None;
            }
            at += 1;
        }
        None
    }

    fn party(&self, verb: usize, n: usize) -> Option<(Affiliation<'d>, (usize, usize))> {
        let mut at = verb + 1;
        while self
            .text
            .tokens
            .get(at)
            .is_some_and(|t| t.is(Category::Determiner))
        {
            at += 1;
        }
        let mark = self
            .marks
            .starting(at)
            .filter(|k| k.is_affiliation() && self.same(at, n))?;
        let team = [
            "side",
            "team",
            "delegation",
            "government",
            "mission",
            "negotiators",
            "officials",
            "party",
        ];
        let plural = mark.category == Category::StatePeople;
        let adjective = mark.category == Category::StateAdjective;
        let follows = self.any(mark.end, &team);
        // "the Israelis" is both people and plural adjective in some lists.
        let ends = !follows && self.text.word(mark.first).ends_with('s');
        if !(follows || plural || (adjective && ends)) {
            return None;
        }
        let end = if follows { mark.end + 1 } else { mark.end };
        Some((affiliation(&mark), (verb, end)))
    }

    /// "an Israeli delegation led by X".
    fn led_by(&self, m: &Mention<'d>) -> Option<(Affiliation<'d>, (usize, usize))> {
        let first = m.before.map_or(m.first, |t| t.first);
        let by = first.checked_sub(1)?;
        let by = if self.any(by, &["the"]) {
            by.checked_sub(1)?
        } else {
            by
        };
        let verb = by.checked_sub(1)?;
        if !self.any(by, &["by"]) || !self.text.has_trait(verb, "leads") {
            return None;
        }
        let team = [
            "side",
            "team",
            "delegation",
            "mission",
            "delegates",
            "government",
            "negotiators",
            "group",
        ];
        let noun = (1..=2)
            .filter_map(|k| verb.checked_sub(k))
            .find(|i| self.any(*i, &team))?;
        let mark = (1..=4)
            .filter_map(|k| noun.checked_sub(k))
            .take_while(|i| self.same(*i, m.first))
            .find_map(|i| self.marks.at(i).filter(Mark::is_affiliation))?;
        Some((affiliation(&mark), (mark.first, by + 1)))
    }

    /// "Norwegian Prime Minister X, Foreign Minister Y and …": a list of one
    /// state's officials.
    fn listed(
        &self,
        n: usize,
        mentions: &[Mention<'d>],
    ) -> Option<(Affiliation<'d>, (usize, usize))> {
        let m = mentions.get(n)?;
        let before = mentions.get(n.checked_sub(1)?)?;
        let title = before.before.filter(|t| t.office.is_some())?;
        let known = before.before.and_then(|t| t.affiliation)?;
        let state = known.state.filter(|_| known.is_state)?;
        let first = m.before?.first;
        let gap = (before.end..first).all(|i| {
            self.any(i, &[",", "and", "&", "of", "the", ";"])
                || self.marks.at(i).is_some_and(|k| k.state() == Some(state))
        });
        let office = |(a, b): (usize, usize)| self.text.covered(a, b - a).of(self.text.text);
        let same = office(title.office?).eq_ignore_ascii_case(office(m.before?.office?));
        let elsewhere = self.text.hits_of(m.first, Category::Leader).any(|(h, e)| {
            e.category == Category::Leader && m.first + h.len as usize == m.end && e.value != state
        });
        (gap && !same && !elsewhere && self.same(before.first, m.first) && first > before.end)
            .then_some((known, (known.first, known.end)))
    }

    /// "his Chinese counterpart X" holds the office of the one named before.
    fn counterpart(&self, n: usize, mentions: &mut [Mention<'d>]) {
        let Some(m) = mentions.get(n).copied() else {
            return;
        };
        let Some((title, (a, b))) = m.before.and_then(|t| t.office.map(|o| (t, o))) else {
            return;
        };
        if b != a + 1 || !self.any(a, &["counterpart", "counterparts"]) {
            return;
        }
        let office = mentions
            .iter()
            .take(n)
            .rev()
            .take_while(|o| {
                let sentence = |i: usize| self.text.tokens.get(i).map_or(0, |t| t.sentence);
                sentence(m.first).saturating_sub(sentence(o.first)) < 3
            })
            .find_map(|o| {
                [o.before, o.after]
                    .into_iter()
                    .flatten()
                    .find_map(|t| t.office)
            });
        let Some(slot) = mentions.get_mut(n) else {
            return;
        };
        slot.before = Some(Title {
            office: office.or(Some((a, b))),
            ..title
        });
        slot.rule = "counterpart";
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
