//! The bound of one figure: words before it, inside it and behind it, a verb of
//! rising or falling, a minus sign.

use super::{
    atom::Atom,
    bound,
    number::Number,
    read::Reader,
    unit::{Measured, UnitKind},
};
use crate::annotate::{
    lexicon::Category,
    token::TokenKind,
    types::{Bound, Clue},
};

/// A figure as far as it is read when its bound is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'m> {
    /// Its first token, money included.
    pub(super) start: usize,
    /// The token behind it and its noun.
    pub(super) tail: usize,
    /// Where the figure before it ends, in bytes.
    pub(super) floor: usize,
    /// A bound between number and noun ("60-plus").
    pub(super) inside: Option<Bound>,
    /// The number.
    pub(super) number: Number,
    /// "dozens", "several hundred".
    pub(super) vague: bool,
    /// Its unit of measure.
    pub(super) measured: Option<&'m Measured>,
    /// Whether it counts a noun.
    pub(super) noun: bool,
}

/// A bound, and how far its words reach.
#[derive(Debug)]
pub(super) struct Bounded {
    pub(super) sign: Bound,
    /// The first token of the figure, bound words before it included.
    pub(super) first: usize,
    /// One past the bound words behind it, else 0.
    pub(super) end: usize,
    /// The words.
    pub(super) clue: Option<Clue>,
}

impl Reader<'_, '_> {
    /// The bound of a figure.
    pub(super) fn bounded(&self, figure: Around<'_>) -> Bounded {
        let start = figure.start;
        let begins = |at: usize| self.text.tokens.get(at).map_or(0, |t| t.span.start);
        let before = bound::before(self.text, start).filter(|b| begins(b.at) >= figure.floor);
        let timed = figure.measured.is_some_and(|m| m.kind == UnitKind::Time);
        let before = before.filter(|b| !(timed && self.lasts(b.at, start)));
        let exact = before.is_none_or(|b| b.bound == Bound::Equal);
        let behind = bound::behind(self.text, figure.tail).filter(|_| exact);
        let clue = |first: usize, end: usize| {
            Clue::new(
                "bound",
                self.text.covered(first, end.saturating_sub(first).max(1)),
            )
        };
        let mut out = Bounded {
            sign: Bound::Equal,
            first: before.map_or_else(|| self.article(start, figure.number), |b| b.at),
            end: behind.map_or(0, |b| b.at),
            clue: None,
        };
        if let Some(inside) = figure.inside {
            out.sign = inside;
        } else if let Some(found) = behind {
            out.sign = found.bound;
            out.clue = Some(clue(figure.tail, found.at));
        } else if let Some(found) = before {
            out.sign = found.bound;
            out.clue = Some(clue(found.at, found.end));
        } else if let Some(at) = bound::estimated(self.text, start) {
            out.sign = Bound::About;
            out.clue = Some(clue(at, at + 1));
        } else if figure.vague {
            out.sign = Bound::About;
        } else if let Some((sign, words)) = bound::trend(self.text, start, changed(figure)) {
            out.sign = sign;
            out.clue = Some(clue(words.start, words.end));
        }
        out
    }

    /// "60-plus nations", "20-odd men", "107 or more people": a bound between
    /// the number and its noun, and the atom to go on from.
    pub(super) fn bound_inside(&self, atoms: &[Atom<'_>], end: usize) -> (Option<Bound>, usize) {
        let Some(atom) = atoms.get(end) else {
            return (None, end);
        };
        match atom.word {
            "plus" if atom.joined => return (Some(Bound::Over), end + 1),
            "+" if atom.joined => return (Some(Bound::Over), end + 1),
            "odd" | "ish" | "some" if atom.joined && atom.hyphen => {
                return (Some(Bound::About), end + 1);
            }
            _ => {}
        }
        if atom.whole
            && let Some(b) = bound::behind(self.text, atom.token)
                .filter(|_| atom.word.eq_ignore_ascii_case("or"))
        {
            let k = atoms
                .iter()
                .position(|a| a.token >= b.at)
                .unwrap_or(atoms.len());
            return (Some(b.bound), k);
        }
        (None, end)
    }

    /// Whether "over" before a time says how long something lasted ("talks over
    /// two days"), not how much more.
    fn lasts(&self, at: usize, start: usize) -> bool {
        let over = start == at + 1 && self.word(at).eq_ignore_ascii_case("over");
        let verb = at
            .checked_sub(1)
            .and_then(|b| self.text.tokens.get(b))
            .is_some_and(|t| {
                t.is(Category::Auxiliary)
                    || t.is(Category::Preposition)
                    || t.kind == TokenKind::Punct
            });
        over && !(verb && self.same(at.saturating_sub(1), at))
            && !self.before_is(
                at,
                &[
                    "just", "well", "now", "slightly", "lasted", "took", "takes", "spent",
                    "lasting", "after",
                ],
            )
    }

    /// The token where a minus sign begins.
    pub(super) fn negative(
        &self,
        i: usize,
        start: usize,
        measured: Option<&Measured>,
    ) -> Option<usize> {
        let b = start.checked_sub(1).filter(|b| self.same(*b, i))?;
        let mark = self.text.tokens.get(b)?;
        let word = self.word(b);
        // "a margin of plus or minus 3 points"
        if word.eq_ignore_ascii_case("minus")
            && b > 0
            && self.word(b - 1).eq_ignore_ascii_case("or")
        {
            return None;
        }
        if word.eq_ignore_ascii_case("minus")
            || word.eq_ignore_ascii_case("negative") && measured.is_some()
        {
            return Some(b);
        }
        if !matches!(word, "-" | "−" | "–") {
            return None;
        }
        let first = b == 0 || !self.same(b - 1, b);
        let number = !first
            && self
                .text
                .tokens
                .get(b - 1)
                .is_some_and(|t| t.kind == TokenKind::Number || t.is(Category::Unit));
        let close = !self.text.tokens.get(start).is_some_and(|t| t.space);
        let degrees = measured.is_some_and(|m| m.unit.starts_with("degree"));
        ((mark.space || first) && (close && word != "–" || degrees) && !number).then_some(b)
    }

    /// The article that a magnitude needs ("a million").
    fn article(&self, start: usize, number: Number) -> usize {
        let bare = number.magnitude > 1.0 && !number.digits;
        if (bare || number.fraction) && self.before_is(start, &["a", "an"]) {
            start - 1
        } else {
            start
        }
    }
}

/// What kind of amount a change by this figure is.
fn changed(figure: Around<'_>) -> bound::Amount {
    match figure.measured.map(|m| (m.kind, &*m.unit)) {
        Some((UnitKind::Percent | UnitKind::Money, _) | (_, "point")) => bound::Amount::Money,
        Some((UnitKind::Measure, _)) => bound::Amount::Measure,
        None if !figure.noun && figure.number.digits => bound::Amount::Measure,
        _ => bound::Amount::Count,
    }
}
