//! The figures pass: numbers that count or measure something, with bound, unit,
//! counted thing, place, date and source.

mod amount;
pub mod atom;
pub mod bound;
pub mod confidence;
pub mod context;
pub mod counted;
pub mod noun;
pub mod number;
pub mod one;
pub mod plural;
pub mod refuse;
pub mod source;
pub mod unit;

mod bounded;
mod clause;
mod implied;
mod named;
mod read;
mod tally;

use super::{
    Found, Pass,
    lexicon::{Category, category::bits},
    token::{TokenKind, Tokens, halves},
    types::Figure,
};
use crate::span::Span;

/// Finds figures. It runs behind the officials and quotes passes, whose
/// entities and speakers it uses.
#[derive(Debug)]
pub struct Figures;

impl Pass for Figures {
    fn name(&self) -> &'static str {
        "figures"
    }

    fn run(&self, text: &Tokens<'_>, found: &mut Found) {
        let mut drafts = find(text, found);
        context::complete(text, found, &mut drafts);
        let sources = source::Sources::new(text, found);
        let mut carried = source::Carried::default();
        let mut figures: Vec<Figure> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            figures.push(sources.told(draft, &mut carried));
        }
        found.annotations.figures = figures;
    }
}

/// A figure with the tokens that it was read from.
#[derive(Clone, Debug)]
pub struct Draft {
    /// First token, bound words included.
    pub first: usize,
    /// The token of the number.
    pub number_token: usize,
    /// One past the last token (of the noun, where there is one).
    pub end: usize,
    /// The noun behind the number.
    pub noun: Option<noun::Noun>,
    /// Where its number and unit of measure end, in bytes.
    pub measured_end: usize,
    /// What kind of unit.
    pub kind: Option<unit::UnitKind>,
    /// What will be handed out; its source is found later.
    pub figure: Figure,
}

impl Draft {
    /// Where what is sure of it ends, in bytes.
    fn number_end(&self) -> usize {
        self.figure.number.end.max(self.measured_end)
    }
}

/// All figures of a text, in order, without context.
fn find(text: &Tokens<'_>, found: &Found) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut buffer = Vec::with_capacity(24);
    let mut dates = found.dates.iter().peekable();
    let mut i = 0;
    while let Some(token) = text.tokens.get(i) {
        while dates.peek().is_some_and(|d| d.end <= token.span.start) {
            dates.next();
        }
        let dated = dates.peek().is_some_and(|d| d.start <= token.span.start);
        if dated || !may_begin(text, i) {
            i += 1;
            continue;
        }
        let before = drafts.last().map_or(0, Draft::number_end);
        let reader = read::Reader {
            text,
            found,
            dates: dates.peek().map(|d| **d),
        };
        let known = drafts.len();
        let end = reader.read(i, before, &mut buffer, &mut drafts);
        clip(text, &mut drafts, known);
        i = end.max(i + 1);
    }
    drafts
}

/// Ends a figure before the one that begins inside its noun phrase ("one of
/// the five pillars").
fn clip(text: &Tokens<'_>, drafts: &mut [Draft], new: usize) {
    let Some((before, rest)) = drafts.split_at_mut_checked(new) else {
        return;
    };
    let (Some(last), Some(next)) = (before.last_mut(), rest.first()) else {
        return;
    };
    if last.figure.span.end > next.figure.span.start {
        let end = last.figure.number.end.max(last.measured_end);
        // Without the article and preposition before the next one.
        let mut to = next.first;
        while to > last.number_token + 1
            && text
                .tokens
                .get(to - 1)
                .is_some_and(|t| t.is(Category::Determiner) || t.is(Category::Preposition))
        {
            to -= 1;
        }
        let tail = text
            .covered(last.first, to.saturating_sub(last.first).max(1))
            .end;
        let to = if next.first > last.first { tail } else { end };
        last.figure.span.end = to.min(next.figure.span.start).max(end);
    }
}

/// Whether a number may begin at token `i`.
fn may_begin(text: &Tokens<'_>, i: usize) -> bool {
    let Some(token) = text.tokens.get(i) else {
        return false;
    };
    if token.kind == TokenKind::Number {
        return true;
    }
    if token.kind != TokenKind::Word {
        return false;
    }
    const NUMBERS: u64 = bits(&[
        Category::NumberWord,
        Category::Magnitude,
        Category::Fraction,
        Category::VagueNumber,
    ]);
    if token.classes & NUMBERS != 0 {
        return true;
    }
    let word = text.word(i);
    let digit = word.as_bytes().last().is_some_and(u8::is_ascii_digit);
    if digit && atom::coded(text, i).is_some() {
        return true;
    }
    match halves(word) {
        Some((part, _)) => !matches!(atom::value_of(text, part), atom::Value::None),
        None => text.begins(i, Category::VagueNumber),
    }
}

/// The span of a figure's parts.
fn cover(text: &Tokens<'_>, first: usize, end: usize, number: Span) -> Span {
    text.covered(first, end.saturating_sub(first).max(1))
        .cover(number)
}
