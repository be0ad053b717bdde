//! What a figure counts, by the words behind it, and whether it carries news.

use super::{
    amount::Amount,
    atom::{self, Atom, Value},
    noun::{self, Noun},
    plural::is_plural,
    read::Reader,
    unit::{Measured, UnitKind},
};
use crate::annotate::{lexicon::Category, token::TokenKind, types::Bound};

/// Comparatives behind a fraction: "a third less".
pub(super) const COMPARED: &[&str] = &[
    "less", "more", "fewer", "higher", "lower", "smaller", "larger", "bigger", "cheaper",
];

impl Reader<'_, '_> {
    pub(super) fn noun(
        &self,
        i: usize,
        atoms: &[Atom<'_>],
        amount: &Amount,
        end: usize,
        end_atom: usize,
        measured: Option<&Measured>,
    ) -> Option<Noun> {
        let one = amount.value == 1.0 && amount.high.is_none();
        // "six-party talks", "131-page document": the joined word is the unit.
        if let Some(part) = atoms.get(end_atom).filter(|a| {
            a.joined
                && a.hyphen
                && a.value == Value::None
                && a.word.starts_with(char::is_alphabetic)
        }) && measured.is_none()
        {
            return Some(Noun {
                first: part.token,
                head: part.token,
                end: part.token + 1,
                sure: true,
            });
        }
        // "the 60-plus nation alliance"
        let bounded = end_atom > amount.end && atoms.get(end_atom - 1).is_some_and(|a| a.joined);
        if bounded
            && measured.is_none()
            && !noun::many(self.text, end)
            && noun::inside(self.text, end, true)
        {
            return Some(Noun {
                first: end,
                head: end,
                end: end + 1,
                sure: true,
            });
        }
        let mut at = end;
        let of = |at: usize| self.word(at).eq_ignore_ascii_case("of");
        if measured.is_some_and(|m| m.kind != UnitKind::Percent) {
            return None;
        }
        if !self.same(i, at) {
            return None;
        }
        if of(at) || self.word(at).eq_ignore_ascii_case("out") && of(at + 1) {
            at += if of(at) { 1 } else { 2 };
            let which = ["which", "whom", "them", "these", "those", "us"]
                .iter()
                .any(|w| self.word(at).eq_ignore_ascii_case(w));
            if which
                && !self
                    .text
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| is_plural(self.text, at + 1) && t.space)
            {
                return None;
            }
            at += usize::from(which);
            let mut steps = 0;
            while steps < 4
                && self.same(i, at)
                && self.text.tokens.get(at).is_some_and(|t| {
                    t.is(Category::Determiner)
                        || t.is(Category::NumberWord)
                        || t.is(Category::Magnitude)
                        || t.kind == TokenKind::Number
                })
            {
                at += 1;
                steps += 1;
            }
            // "one of Coke's largest acquisitions"
            for n in at..at + 4 {
                if self.same(i, n)
                    && self
                        .text
                        .tokens
                        .get(n)
                        .is_some_and(|t| t.kind == TokenKind::Possessive)
                {
                    at = n + 1;
                    break;
                }
            }
            // "one of thousands"
            if self.text.longest(at, Category::VagueNumber).is_some() {
                return None;
            }
            // "half of what they asked for"
            if ["what", "whatever", "how"]
                .iter()
                .any(|w| self.word(at).eq_ignore_ascii_case(w))
            {
                return None;
            }
            let whole = amount.number.fraction || measured.is_some();
            let singular = whole && !noun::many(self.text, at);
            return noun::after(self.text, at, singular).map(|n| Noun { first: end, ..n });
        }
        if measured.is_some() {
            return None;
        }
        if self.word(at).eq_ignore_ascii_case("in") || self.word(at).eq_ignore_ascii_case("out") {
            return None;
        }
        let fraction = amount.number.fraction;
        // "a third less"
        if fraction
            && COMPARED
                .iter()
                .any(|w| self.word(at).eq_ignore_ascii_case(w))
        {
            return None;
        }
        if fraction
            && self
                .text
                .tokens
                .get(at)
                .is_some_and(|t| t.is(Category::Determiner))
        {
            at += 1;
        }
        noun::after(self.text, at, one || fraction && !noun::many(self.text, at))
    }

    pub(super) fn noun_text(&self, noun: Noun) -> String {
        let span = self.text.covered(noun.head, noun.end - noun.head);
        let word = span.of(self.text.text);
        // "two-door" gives "door".
        let shown = match word.split_once('-') {
            Some((part, rest)) if !matches!(atom::value_of(self.text, part), Value::None) => {
                rest.split('-').next().unwrap_or(rest)
            }
            _ => word,
        };
        if noun::is_fate(self.text, noun.head) {
            "people".to_owned()
        } else {
            shown.to_owned()
        }
    }

    /// Small cardinals that carry no news.
    pub(super) fn minor(
        &self,
        start: usize,
        amount: &Amount,
        kind: Option<UnitKind>,
        noun: Option<Noun>,
        sign: Bound,
        single: bool,
    ) -> bool {
        if amount.vague || kind == Some(UnitKind::Age) {
            return true;
        }
        // "a one-time gain"
        if single && kind == Some(UnitKind::Measure) && self.word(start).contains('-') {
            return true;
        }
        if kind.is_some() && kind != Some(UnitKind::Time)
            || matches!(sign, Bound::Over | Bound::Under)
        {
            return false;
        }
        if kind == Some(UnitKind::Time) {
            let ago = self.same(start, start + 2)
                && (start..start + 5).any(|n| {
                    ["ago", "later", "earlier", "before"]
                        .iter()
                        .any(|w| self.word(n).eq_ignore_ascii_case(w))
                });
            return amount.value < 10.0 && !amount.number.digits || ago;
        }
        if amount.number.digits || amount.value > 10.0 {
            return false;
        }
        let generic = noun.is_some_and(|n| {
            self.text
                .hits_of(n.head, Category::Counted)
                .any(|(_, e)| e.category == Category::Counted && e.value == "generic")
        });
        let definite = self.before_is(
            start,
            &[
                "the", "these", "those", "both", "their", "its", "all", "last", "next", "first",
                "past", "other",
            ],
        );
        single && !noun.is_some_and(|n| n.sure) || generic || definite || noun.is_none()
    }
}
