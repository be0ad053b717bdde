//! Amounts: a number or the two ends of a range, and letters that are
//! magnitudes in some contexts.

use super::{
    atom::{Atom, Value},
    bound,
    named::COMPARED,
    noun,
    number::{self, Number},
    one,
    read::Reader,
    unit,
};
use crate::annotate::{lexicon::Category, token::TokenKind};

/// A number, or the two ends of a range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub(super) number: Number,
    pub(super) value: f64,
    pub(super) high: Option<f64>,
    pub(super) end: usize,
    /// "dozens", "several hundred".
    pub(super) vague: bool,
    /// Without a number of its own ("dozens", "tens of thousands").
    pub(super) unnumbered: bool,
}

impl Reader<'_, '_> {
    /// The number or range at token `i`.
    pub(super) fn amount(&self, i: usize, atoms: &[Atom<'_>]) -> Option<Amount> {
        if let Some((len, entry)) = self.text.longest(i, Category::VagueNumber) {
            let value = entry.value.parse().ok()?;
            let end = atoms
                .iter()
                .position(|a| a.token >= i + len)
                .unwrap_or(atoms.len());
            let number = Number {
                end,
                value,
                digits: false,
                magnitude: value,
                letter: None,
                fraction: false,
            };
            return Some(Amount {
                number,
                value,
                high: None,
                end,
                vague: true,
                unnumbered: !["several", "few", "couple"]
                    .iter()
                    .any(|w| entry.phrase().starts_with(w)),
            });
        }
        let open = self.before_is(
            i,
            &[
                "a", "an", "the", "that", "this", "another", "per", "half", "one", "every", "each",
                "first", "than",
            ],
        );
        let atom = atoms.first()?;
        if let Value::Fraction(_) = atom.value {
            let half = atom.word.eq_ignore_ascii_case("half");
            let of = atoms
                .get(1)
                .is_some_and(|a| a.word.eq_ignore_ascii_case("of"));
            let article = self.before_is(i, &["a", "an"]);
            let good = if half {
                atom.whole && one::half(self.text, i, i + 1)
            } else {
                let large = matches!(atoms.get(1).map(|a| a.value), Some(Value::Magnitude(f, false)) if f >= 1000.0);
                let compared = atoms
                    .get(1)
                    .is_some_and(|a| COMPARED.iter().any(|w| a.word.eq_ignore_ascii_case(w)));
                let alone = article && self.stands_alone(i);
                (article && (of || compared)
                    || alone
                    || large && atom.word.eq_ignore_ascii_case("quarter"))
                    && !atom.word.ends_with('s')
            };
            if !good {
                return None;
            }
        }
        let number = number::read(atoms, 0, open)?;
        let mut amount = Amount {
            number,
            value: number.value,
            high: None,
            end: number.end,
            vague: false,
            unnumbered: false,
        };
        self.range(i, atoms, &mut amount);
        Some(amount)
    }

    /// "about a third.", "a quarter said": a fraction without what it is of.
    fn stands_alone(&self, i: usize) -> bool {
        let Some(next) = self.text.tokens.get(i + 1) else {
            return false;
        };
        let closes = !self.same(i + 1, i) || next.kind == TokenKind::Punct && !next.space;
        let verb = next.is(Category::Auxiliary) || next.is(Category::Cue) && !next.is_capital();
        let bound = i.checked_sub(2).is_some_and(|b| {
            self.same(b, i)
                && (self
                    .text
                    .tokens
                    .get(b)
                    .is_some_and(|t| t.is(Category::Bound))
                    || ["by", "than"]
                        .iter()
                        .any(|w| self.word(b).eq_ignore_ascii_case(w)))
        });
        verb || closes && bound
    }

    /// "10 to 15", "between 3 and 5", "$3m-$5m".
    fn range(&self, i: usize, atoms: &[Atom<'_>], amount: &mut Amount) {
        let first = amount.number;
        if first.fraction && !first.digits && first.magnitude <= 1.0 {
            return;
        }
        // The lower end may have a unit of its own: "10% to 15%", "5km-10km".
        let mut at = first.end;
        let sign = atoms
            .get(at)
            .filter(|a| a.joined && matches!(a.word, "%" | "€" | "£" | "°"));
        at += usize::from(sign.is_some());
        let Some(joint) = atoms.get(at) else { return };
        let mut next = at;
        let word = |w: &str| joint.word.eq_ignore_ascii_case(w);
        let from = self.from(i) || self.changed(i, sign.is_some());
        let mark = matches!(joint.word, "-" | "–" | "—" | "−")
            && (joint.joined || matches!(joint.word, "-" | "–"));
        let word_between =
            (word("to") || word("through")) && !from || word("and") && self.between(i);
        let dash = joint.joined && joint.hyphen || mark || word_between;
        next += usize::from(mark || word_between);
        if !dash {
            return;
        }
        // Money again before the upper end.
        let mut start = next;
        for step in 1..=3 {
            let Some(number) = atoms
                .get(next + step)
                .filter(|a| !matches!(a.value, Value::None))
            else {
                continue;
            };
            let money = unit::money_before(self.text, number.token)
                .is_some_and(|(_, first)| atoms.get(next).is_some_and(|a| a.token == first));
            if money
                && (0..step).all(|n| atoms.get(next + n).is_some_and(|a| a.value == Value::None))
            {
                start = next + step;
                break;
            }
        }
        let Some(second) = number::read(atoms, start, false) else {
            return;
        };
        if atoms.get(start).is_some_and(|a| {
            self.dates
                .is_some_and(|d| d.start <= a.span.start && a.span.start < d.end)
        }) {
            return;
        }
        if self.is_ordinal(atoms, second.end)
            || second.fraction != first.fraction && second.value < 1.0
        {
            return;
        }
        let mut low = first.value;
        let mut high = second.value;
        let letter = first.letter.is_none().then_some(second.letter).flatten();
        if first.magnitude <= 1.0 && second.magnitude > 1.0 && low < second.value / second.magnitude
        {
            low *= second.magnitude;
        }
        let unit_between =
            sign.is_some_and(|sign| atoms.get(second.end).is_none_or(|a| a.word != sign.word));
        if high <= low || unit_between && sign.is_some_and(|s| s.word == "%") {
            return;
        }
        if let Some(factor) = letter.filter(|_| unit::money_before(self.text, i).is_some()) {
            low *= factor;
            high *= factor;
        } else if let (Some(a), Some(b)) = (first.letter, second.letter)
            && unit::money_before(self.text, i).is_some()
        {
            low *= a;
            high *= b;
        }
        amount.value = low;
        amount.high = Some(high);
        amount.end = second.end;
        amount.number.letter = None;
        amount.number.magnitude = first.magnitude.max(second.magnitude);
    }

    /// Whether "from" before the number makes "from 9 to 10" a change.
    fn from(&self, i: usize) -> bool {
        let start = unit::money_before(self.text, i).map_or(i, |(_, first)| first);
        let mut at = start;
        for _ in 0..3 {
            let Some(b) = at.checked_sub(1).filter(|b| self.same(*b, i)) else {
                return false;
            };
            if self.word(b).eq_ignore_ascii_case("from") {
                let before = b.checked_sub(1).map_or("", |p| self.word(p));
                let ranges = [
                    "range", "ranges", "ranged", "ranging", "vary", "varied", "varying", "varies",
                    "anywhere", "aged", "ages", "anything", "costs", "between",
                ];
                return !ranges.iter().any(|w| before.eq_ignore_ascii_case(w));
            }
            if !self
                .text
                .tokens
                .get(b)
                .is_some_and(|t| t.is(Category::Bound))
            {
                return false;
            }
            at = b;
        }
        false
    }

    /// Whether a change ends at the upper number: "added $1.02 to $88.60".
    fn changed(&self, i: usize, sign: bool) -> bool {
        let money = unit::money_before(self.text, i);
        let start = money.map_or(i, |(_, first)| first);
        (money.is_some() || sign) && bound::trend(self.text, start, bound::Amount::Money).is_some()
    }

    /// Whether "between" stands before the number, over bound words and money.
    fn between(&self, i: usize) -> bool {
        (1..=4).any(|n| {
            i.checked_sub(n)
                .is_some_and(|b| self.same(b, i) && self.word(b).eq_ignore_ascii_case("between"))
        })
    }

    /// Settles "5m": millions of money or people, or metres. `money` says that
    /// money is named before it or counted beside it.
    pub(super) fn letter(&self, atoms: &[Atom<'_>], amount: &mut Amount, factor: f64, money: bool) {
        let letter = atoms.get(amount.end.saturating_sub(1));
        let next = letter.map_or(0, |a| a.token + 1);
        let m = letter.is_some_and(|a| a.word == "m" || a.word == "M");
        let k = letter.is_some_and(|a| a.word.eq_ignore_ascii_case("k"));
        let capital = letter.is_some_and(|a| a.word == "M");
        let counted =
            noun::after(self.text, next, false).is_some_and(|n| n.sure && n.head <= next + 2);
        let worded = self
            .text
            .tokens
            .get(next)
            .is_some_and(|t| t.is(Category::Currency));
        let million = money || worded || (m || factor >= 1e9) && counted || k || m && capital;
        if million {
            amount.value = number::rounded(amount.value * factor);
            amount.number.magnitude *= factor;
            amount.number.letter = None;
        } else {
            amount.end -= 1;
        }
    }
}
