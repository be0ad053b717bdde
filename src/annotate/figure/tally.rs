//! Numbers of two special kinds: results ("13-2"), and ages without a unit.

use super::{
    Draft,
    amount::Amount,
    atom::{Atom, Value},
    confidence,
    noun::Noun,
    number,
    read::Reader,
    unit::{self, Measured, Written},
};
use crate::annotate::{
    lexicon::Category,
    token::TokenKind,
    types::{Bound, Figure},
};

impl Reader<'_, '_> {
    /// Results of votes and matches: "13-2", "1 – 0".
    pub(super) fn tally(
        &self,
        i: usize,
        atoms: &[Atom<'_>],
        out: &mut Vec<Draft>,
    ) -> Option<usize> {
        let (a, b) = (atoms.first()?, atoms.get(1)?);
        // "a 5-to-4 decision", "two-to-one"
        if b.hyphen
            && b.word.eq_ignore_ascii_case("to")
            && let Some(c) = atoms.get(2).filter(|c| c.hyphen)
            && (c.value != Value::None || c.word.starts_with(|d: char| d.is_ascii_digit()))
        {
            return Some(c.token.max(i) + 1);
        }
        if let Some(c) = atoms.get(2).filter(|c| self.odds(i, atoms, a, b, c)) {
            for atom in [a, c] {
                out.push(result(atom, self.plain(atom)?));
            }
            return Some(c.token + 1);
        }
        let (b, dash) = if b.value == Value::Digits && b.hyphen {
            (b, 0)
        } else if matches!(b.word, "-" | "–" | "—") {
            (atoms.get(2)?, 1)
        } else {
            return None;
        };
        if a.value != Value::Digits
            || b.value != Value::Digits
            || atoms
                .get(2 + dash)
                .is_some_and(|c| c.joined && c.value == Value::Digits)
        {
            return None;
        }
        let (x, y) = (number::digits(a.word)?, number::digits(b.word)?);
        let whole = |w: &str| w.len() <= 3 && w.bytes().all(|c| c.is_ascii_digit());
        let rest = atoms.get(2 + dash);
        let counted = rest.is_some_and(|r| {
            let written = Written {
                digits: true,
                value: y,
                money: None,
            };
            unit::measure(self.text, atoms, 2 + dash, written).is_some()
                || (r.joined && r.word.starts_with(char::is_alphabetic))
        });
        if !whole(a.word) || !whole(b.word) || counted || (x < y && (dash == 0 || y >= 20.0)) {
            return None;
        }
        for (atom, value) in [(a, x), (b, y)] {
            out.push(result(atom, value));
        }
        Some(b.token.max(i) + 1)
    }

    /// The value of a number of one piece.
    fn plain(&self, atom: &Atom<'_>) -> Option<f64> {
        match atom.value {
            Value::Digits => number::digits(atom.word),
            Value::Word(value) => Some(value),
            _ => None,
        }
    }

    /// Odds: "outnumber them 9 to 1", "by a 3 to 1 margin".
    fn odds(&self, i: usize, atoms: &[Atom<'_>], a: &Atom<'_>, b: &Atom<'_>, c: &Atom<'_>) -> bool {
        let written = Written {
            digits: true,
            value: 1.0,
            money: None,
        };
        a.whole
            && b.word.eq_ignore_ascii_case("to")
            && self.plain(c) == Some(1.0)
            && self.plain(a).is_some()
            && !self.before_is(i, &["from"])
            && unit::measure(self.text, atoms, 3, written).is_none()
    }

    /// "Jutting, now 31," "aged 14", "at just 20,": an age without its unit.
    pub(super) fn age(
        &self,
        i: usize,
        end: usize,
        amount: &Amount,
        measured: Option<&Measured>,
        noun: Option<Noun>,
    ) -> bool {
        if measured.is_some()
            || noun.is_some()
            || amount.value > 115.0
            || amount.value.fract() != 0.0
            || amount.vague
            || amount.number.fraction
        {
            return false;
        }
        let is =
            |at: usize, list: &[&str]| list.iter().any(|w| self.word(at).eq_ignore_ascii_case(w));
        let at = if self.before_is(i, &["now", "just", "only", "about"])
            && i > 1
            && !self.before_is(i - 1, &["is", "are", "to"])
        {
            i - 1
        } else {
            i
        };
        if at > 0 && self.same(at - 1, i) && is(at - 1, &["aged", "age", "ages"]) {
            return true;
        }
        // "at the age of only 39", "between the ages of 17 and 20"
        let of = (1..=3).any(|n| {
            i.checked_sub(n + 1)
                .is_some_and(|b| self.same(b, i) && is(b, &["age", "ages"]) && is(b + 1, &["of"]))
        });
        // "people under 30"
        let under = i >= 2
            && self.same(i - 2, i)
            && is(i - 1, &["under", "over", "above"])
            && is(
                i - 2,
                &[
                    "people", "women", "men", "children", "adults", "those", "anyone", "voters",
                    "citizens",
                ],
            );
        if (of || under) && amount.value <= 110.0 {
            return true;
        }
        let closes = !self.same(end, i)
            || matches!(
                self.word(end),
                "," | "." | ";" | ")" | "—" | "–" | "―" | ":"
            );
        let apposed = at > 1
            && self.same(at - 1, i)
            && self.word(at - 1) == ","
            && closes
            && (1.0..=105.0).contains(&amount.value)
            && amount.number.digits;
        let name = at > 1
            && self.text.tokens.get(at - 2).is_some_and(|t| {
                t.is_capital()
                    && t.kind == TokenKind::Word
                    && !t.is(Category::Month)
                    && !t.is(Category::Weekday)
            });
        // "who turned 60", "he will be 83."
        let turned = self.before_is(i, &["turned", "turns", "turning"]);
        let he = |n: usize| {
            i.checked_sub(n)
                .is_some_and(|b| self.same(b, i) && is(b, &["he", "she", "who"]))
        };
        let be = self.before_is(i, &["is", "was", "be", "now"]) && (he(2) || he(3)) && closes;
        if (turned || be) && (10.0..=110.0).contains(&amount.value) {
            return true;
        }
        apposed && name && self.text.tokens.get(i).is_none_or(|t| t.span.len() <= 3)
    }
}

/// One side of a result.
fn result(atom: &Atom<'_>, value: f64) -> Draft {
    Draft {
        first: atom.token,
        number_token: atom.token,
        end: atom.token + 1,
        noun: None,
        measured_end: atom.span.end,
        kind: None,
        figure: Figure {
            span: atom.span,
            number: atom.span,
            value,
            high: None,
            bound: Bound::Equal,
            unit: None,
            counted: None,
            place: None,
            as_of: None,
            change_from: None,
            source: None,
            minor: true,
            confidence: confidence::of("tally"),
            rule: "tally".into(),
            source_rule: None,
            clues: Vec::new(),
        },
    }
}
