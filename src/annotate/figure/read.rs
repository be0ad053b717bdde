//! Reads one figure: number or range, money before it, unit or noun behind it,
//! bound on either side.

use super::{
    Draft,
    amount::Amount,
    atom::{self, Atom, Value},
    bounded::Around,
    confidence::{self, Evidence},
    cover, one,
    refuse::{self, Named},
    unit::{self, Measured, UnitKind, Written},
};
use crate::{
    annotate::{
        Found,
        lexicon::Category,
        token::{TokenKind, Tokens},
        types::{Clue, Figure},
    },
    span::Span,
};

/// What a figure is read with.
pub struct Reader<'a, 't> {
    /// The text.
    pub text: &'a Tokens<'t>,
    /// What earlier passes found.
    pub found: &'a Found,
    /// The next date at or behind the number.
    pub dates: Option<Span>,
}

impl<'t> Reader<'_, 't> {
    pub(super) fn word(&self, i: usize) -> &'t str {
        self.text.word(i)
    }

    pub(super) fn same(&self, a: usize, b: usize) -> bool {
        self.text.in_one_sentence(a, b)
    }

    pub(super) fn before(&self, i: usize) -> &'t str {
        match i.checked_sub(1) {
            Some(b) if self.same(b, i) => self.word(b),
            _ => "",
        }
    }

    pub(super) fn before_is(&self, i: usize, list: &[&str]) -> bool {
        let word = self.before(i);
        list.iter().any(|w| word.eq_ignore_ascii_case(w))
    }

    /// Reads the figure at token `i` into `out`; gives the token to go on from.
    pub fn read(
        &self,
        i: usize,
        floor: usize,
        atoms: &mut Vec<Atom<'t>>,
        out: &mut Vec<Draft>,
    ) -> usize {
        atom::atoms(self.text, i, atoms);
        let Some(mut amount) = self.amount(i, atoms) else {
            return i + 1;
        };
        let token_end = |end: usize| {
            atoms
                .get(end.saturating_sub(1))
                .map_or(i + 1, |a| a.token + 1)
        };
        let past = token_end(amount.end).max(i + 1);
        let digits = amount.number.digits;
        let skip = refuse::in_phrase(self.text, i)
            || refuse::in_name(self.text, self.found, i)
            || refuse::glued_before(self.text, i)
            || refuse::is_list_number(self.text, i)
            || refuse::is_identifier(self.text, atoms, i, &amount.number)
            || refuse::decade(self.text, atoms, i, &amount.number)
            || refuse::is_address(self.text, i)
            || self.is_ordinal(atoms, amount.end)
            || self.is_title(i, atoms, &amount);
        if skip {
            return self.past_identifier(i, past);
        }
        if let Some(end) = refuse::citation(self.text, i) {
            return end;
        }
        let money = unit::money_before(self.text, i)
            .filter(|(_, first)| {
                let start = self.text.tokens.get(*first).map_or(0, |t| t.span.start);
                self.same(*first, i) && start >= floor
            })
            .or_else(|| atom::coded(self.text, i).map(|c| (c.money, i)));
        let scaled = i
            .checked_sub(1)
            .filter(|b| money.is_none() && self.same(*b, i));
        let scaled = scaled.and_then(|b| Some((unit::scaled_code(self.text, self.word(b))?, b)));
        let money = match scaled {
            Some(((name, factor), first)) if amount.number.digits => {
                amount.value = super::number::rounded(amount.value * factor);
                amount.high = amount.high.map(|h| h * factor);
                Some((name, first))
            }
            _ => money,
        };
        if let Some(factor) = amount.number.letter {
            // "a profit of 1.2bn kroner, against 900m"
            let beside = out.last().is_some_and(|d| {
                d.kind == Some(UnitKind::Money)
                    && d.figure.value >= 1e6
                    && self.same(d.number_token, i)
            });
            self.letter(atoms, &mut amount, factor, money.is_some() || beside);
        }
        if refuse::glued_behind(atoms, amount.end) && !self.unit_follows(atoms, &amount) {
            return past;
        }
        let named = refuse::named(self.text, money.map_or(i, |(_, first)| first), digits);
        if named == Named::Surely && money.is_none() {
            return past;
        }
        if let Some(end) = self.tally(i, atoms, out) {
            return end;
        }
        let (after_bound, k) = self.bound_inside(atoms, amount.end);
        let written = Written {
            digits,
            value: amount.value,
            money: money.map(|(m, _)| m),
        };
        let mut measured = unit::measure(self.text, atoms, k, written);
        let of = atoms
            .get(k)
            .is_some_and(|a| a.word.eq_ignore_ascii_case("of"));
        if measured.is_none() && of && amount.vague {
            // "millions of dollars"
            measured = unit::measure(self.text, atoms, k + 1, written);
        }
        if let Some(m) = &measured {
            amount.value = super::number::rounded(amount.value * m.times + m.add);
            amount.high = amount.high.map(|h| h * m.times);
        }
        let mut end_atom = measured.as_ref().map_or(k, |m| m.end);
        let mut end = if end_atom == 0 {
            i + 1
        } else {
            token_end(end_atom)
        };
        let mid = atoms
            .get(end_atom)
            .is_some_and(|a| !a.whole && a.joined && a.hyphen && end > a.token);
        let mut noun = self.noun(i, atoms, &amount, end, end_atom, measured.as_ref());
        let bare_year_age = self.age(i, end, &amount, measured.as_ref(), noun);
        if bare_year_age {
            measured = Some(Measured {
                unit: "year of age".into(),
                end: end_atom,
                kind: UnitKind::Age,
                add: 0.0,
                times: 1.0,
            });
        }
        // "half a percentage point", "half an hour"
        let article = |at: usize| {
            atoms
                .get(at)
                .is_some_and(|a| ["a", "an"].iter().any(|w| a.word.eq_ignore_ascii_case(w)))
        };
        if measured.is_none() && amount.number.fraction && noun.is_none_or(|n| n.first <= end + 1) {
            let skip = usize::from(of) + 1;
            let at = k + skip;
            if article(at - 1)
                && let Some(part) = unit::measure(self.text, atoms, at, written)
            {
                end = token_end(part.end);
                end_atom = part.end;
                measured = Some(part);
                noun = None;
            }
        }
        if measured.is_none() && self.magnitude(i) {
            measured = Some(Measured {
                unit: "magnitude".into(),
                end: end_atom,
                kind: UnitKind::Measure,
                add: 0.0,
                times: 1.0,
            });
        }
        noun = noun.filter(|_| !self.magnitude(i));
        let counted = measured.is_some() || noun.is_some_and(|n| n.sure);
        if named == Named::Perhaps && !counted {
            return past;
        }
        let people = noun.is_some_and(|n| {
            self.text
                .hits_of(n.head, Category::Counted)
                .any(|(_, e)| e.category == Category::Counted && e.value == "people")
        });
        if measured.is_none()
            && !people
            && digits
            && amount.value < 100.0
            && amount.high.is_none()
            && money.is_none()
            && self.before(i) != ","
            && refuse::titled(self.text, i)
            && super::bound::before(self.text, i).is_none()
        {
            return past;
        }
        if !counted
            && digits
            && noun.is_none()
            && !amount.vague
            && amount.high.is_none()
            && !word_of(atoms).contains([',', '.'])
            && refuse::titled(self.text, i)
        {
            return past;
        }
        let word = atoms.first().map_or("", |a| a.word);
        let single = word.eq_ignore_ascii_case("one") && amount.end == 1;
        if single && measured.is_none() && !one::counts(self.text, i, end) {
            return past;
        }
        let opener = if amount.number.fraction && self.before_is(i, &["a", "an"]) {
            i - 1
        } else {
            i
        };
        let start = money.map_or(opener, |(_, first)| first);
        let negative = self.negative(i, start, measured.as_ref());
        if negative.is_some() {
            amount.value = -amount.value;
            amount.high = amount.high.map(|h| -h);
        }
        let start = negative.unwrap_or(start);
        let tail = if measured.is_some() || noun.is_none() {
            end
        } else {
            noun.map_or(end, |n| n.end)
        };
        let bounded = self.bounded(Around {
            start,
            tail,
            floor,
            inside: after_bound,
            number: amount.number,
            vague: amount.vague,
            measured: measured.as_ref(),
            noun: noun.is_some(),
        });
        end = end.max(bounded.end);
        let (sign, first) = (bounded.sign, bounded.first);
        if measured.is_none() {
            end = end.max(noun.map_or(end, |n| n.end));
        }
        let mut per = None;
        if let Some(n) = noun.filter(|_| measured.is_none()) {
            let k = atoms
                .iter()
                .position(|a| a.token >= n.end)
                .unwrap_or(atoms.len());
            if let Some((name, to)) = unit::per(self.text, atoms, k) {
                end = end.max(token_end(to));
                per = Some(name);
            }
        }
        let number = self.number_span(i, atoms, &amount);
        let measured_end = match &measured {
            Some(_) => atoms
                .get(end_atom.saturating_sub(1))
                .map_or(number.end, |a| a.span.end),
            None => number.end,
        };
        let kind = measured.as_ref().map(|m| m.kind);
        let mut clues: Vec<Clue> = bounded.clue.into_iter().collect();
        let named_by = match (noun, money) {
            _ if measured_end > number.end => Some(Span::new(number.end, measured_end)),
            (_, Some((_, first))) if first < i => Some(self.text.covered(first, i - first)),
            (Some(n), _) => Some(self.text.covered(n.head, n.end - n.head)),
            _ => None,
        };
        clues.extend(named_by.map(|span| Clue::new("unit", unpadded(self.text.text, span))));
        let unit_name = measured
            .map(|m| m.unit)
            .or_else(|| noun.map(|n| self.noun_text(n)));
        let unit_name = match (unit_name, per) {
            (Some(unit), Some(per)) => Some(format!("{unit} per {per}")),
            (unit, _) => unit,
        };
        let evidence = Evidence {
            one: single,
            vague: amount.unnumbered,
            fraction: amount.number.fraction,
            digits,
            kind,
            noun: noun.is_some(),
            sure: noun.is_some_and(|n| n.sure),
        };
        let rule = confidence::rule(evidence);
        let minor = self.minor(start, &amount, kind, noun, sign, single);
        let high = amount.high;
        let span_end = if measured_inside(atoms, end_atom) && mid {
            number.end
        } else {
            0
        };
        let first = first.min(i);
        let mut span = cover(self.text, first, end, number);
        span.end = span.end.max(span_end);
        if span.start < floor {
            span.start = number.start.max(floor);
        }
        if span.is_empty() {
            return past;
        }
        out.push(Draft {
            first,
            number_token: i,
            end,
            noun,
            measured_end,
            kind,
            figure: Figure {
                span,
                number,
                value: amount.value,
                high,
                bound: sign,
                unit: unit_name,
                counted: None,
                place: None,
                as_of: None,
                change_from: None,
                source: None,
                minor,
                confidence: confidence::of(rule),
                rule: rule.into(),
                source_rule: None,
                clues,
            },
        });
        past.max(token_end(end_atom.max(amount.end)))
    }

    /// Whether "magnitude" or "a magnitude of" stands before the number at `i`.
    fn magnitude(&self, i: usize) -> bool {
        let near = |n: usize| {
            i.checked_sub(n)
                .is_some_and(|b| self.same(b, i) && self.word(b).eq_ignore_ascii_case("magnitude"))
        };
        near(1) || near(2) && self.before_is(i, &["of", "at"])
    }

    fn unit_follows(&self, atoms: &[Atom<'_>], amount: &Amount) -> bool {
        let written = Written {
            digits: amount.number.digits,
            value: amount.value,
            money: None,
        };
        unit::measure(self.text, atoms, amount.end, written).is_some()
    }

    pub(super) fn is_ordinal(&self, atoms: &[Atom<'_>], end: usize) -> bool {
        atoms.get(end).is_some_and(|a| {
            let suffix = ["st", "nd", "rd", "th"]
                .iter()
                .any(|s| a.word.eq_ignore_ascii_case(s));
            let word = a.joined
                && a.hyphen
                && self.text.entry_of(a.word, &[Category::Ordinal]).is_some()
                && !matches!(a.value, Value::Fraction(_))
                // "the 90-second film"
                && !(a.word.eq_ignore_ascii_case("second") && word_of(atoms).starts_with(|c: char| c.is_ascii_digit()));
            suffix && a.joined && !a.hyphen || word
        })
    }

    /// A capitalised number word inside a capitalised name ("Three Rivers").
    pub(super) fn is_title(&self, i: usize, atoms: &[Atom<'_>], amount: &Amount) -> bool {
        let Some(token) = self.text.tokens.get(i) else {
            return false;
        };
        if amount.number.digits || !token.is_capital() {
            return false;
        }
        let before = i.checked_sub(1).filter(|b| self.same(*b, i));
        let Some(b) = before else { return false };
        let opens = matches!(
            self.word(b),
            ":" | "“" | "\"" | "‘" | "—" | "–" | "-" | "•" | "*" | "(" | "«" | "…" | ";"
        );
        if opens {
            return false;
        }
        let block = self.text.document.blocks().get(token.block as usize);
        if block.is_some_and(|b| {
            matches!(
                b.kind,
                crate::document::BlockKind::Headline
                    | crate::document::BlockKind::Heading
                    | crate::document::BlockKind::Standfirst
            )
        }) {
            return false;
        }
        let next = atoms.get(amount.end).map_or(i + 1, |a| a.token);
        self.text.tokens.get(next).is_some_and(|t| t.is_capital())
            || self.text.tokens.get(b).is_some_and(|t| t.is_capital())
    }

    fn past_identifier(&self, i: usize, past: usize) -> usize {
        // The rest of a phone number goes with its first group.
        let mut at = past.max(i + 1);
        let plus = i > 0 && self.word(i - 1) == "+";
        while plus
            && self
                .text
                .tokens
                .get(at)
                .is_some_and(|t| t.kind == TokenKind::Number)
        {
            at += 1;
        }
        while self.word(at) == "-"
            && self
                .text
                .tokens
                .get(at + 1)
                .is_some_and(|t| t.kind == TokenKind::Number && !t.space)
        {
            at += 2;
        }
        at
    }

    fn number_span(&self, i: usize, atoms: &[Atom<'_>], amount: &Amount) -> Span {
        let start = atoms
            .first()
            .map_or_else(|| self.text.covered(i, 1), |a| a.span);
        let end = atoms
            .get(amount.end.saturating_sub(1))
            .map_or(start, |a| a.span);
        start.cover(end)
    }
}

/// A span without white space and hyphens at its start.
fn unpadded(text: &str, span: Span) -> Span {
    let rest = span.of(text);
    let kept = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '-');
    Span::new(span.end - kept.len(), span.end)
}

fn word_of<'t>(atoms: &[Atom<'t>]) -> &'t str {
    atoms.first().map_or("", |a| a.word)
}

fn measured_inside(atoms: &[Atom<'_>], end: usize) -> bool {
    end > 0 && atoms.get(end - 1).is_some_and(|a| !a.whole)
}
