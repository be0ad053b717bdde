//! The pieces of a number: tokens with hyphenated words taken apart, so that
//! "twenty-five", "14-year-old" and "two-thirds" read as their words.

use crate::{
    annotate::{
        lexicon::Category,
        token::{TokenKind, Tokens},
    },
    span::Span,
};

/// What an atom tells of its number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number in digits.
    Digits,
    /// A cardinal in words.
    Word(f64),
    /// A factor; `glued` ones count only right behind digits.
    Magnitude(f64, bool),
    /// A part of one.
    Fraction(f64),
    /// Anything else.
    None,
}

/// One piece.
#[derive(Clone, Copy, Debug)]
pub struct Atom<'t> {
    /// As written.
    pub word: &'t str,
    /// Where.
    pub span: Span,
    /// The token that it is, or is a part of.
    pub token: usize,
    /// Whether it is the whole token.
    pub whole: bool,
    /// Whether nothing but a hyphen or dash stands between it and the piece before.
    pub joined: bool,
    /// Whether that hyphen stands there.
    pub hyphen: bool,
    /// What it tells.
    pub value: Value,
}

/// Longest stretch of pieces that a number is read from.
const WINDOW: usize = 18;

/// The pieces from token `first` to the end of its sentence or of the window.
pub fn atoms<'t>(text: &Tokens<'t>, first: usize, out: &mut Vec<Atom<'t>>) {
    out.clear();
    let Some(sentence) = text.tokens.get(first).map(|t| t.sentence) else {
        return;
    };
    let mut hyphen = false;
    let mut at = first;
    while out.len() < WINDOW {
        let Some(token) = text.tokens.get(at).filter(|t| t.sentence == sentence) else {
            return;
        };
        let word = text.word(at);
        let glued = !token.space;
        if matches!(word, "-" | "–" | "‐" | "‑") && at > first && joins(text, at) {
            hyphen = true;
            at += 1;
            continue;
        }
        if out.is_empty()
            && let Some(code) = coded(text, at)
        {
            let end = text.token_at(code.number.end.saturating_sub(1));
            out.push(Atom {
                word: code.number.of(text.text),
                span: code.number,
                token: end,
                whole: true,
                joined: false,
                hyphen: false,
                value: Value::Digits,
            });
            at = end + 1;
            continue;
        }
        let joined = hyphen || (glued && !out.is_empty());
        match token.kind {
            TokenKind::Word if word.contains(['-', '‐', '‑']) => {
                let mut start = token.span.start;
                for (n, part) in word.split(['-', '‐', '‑']).enumerate() {
                    let span = Span::new(start, start + part.len());
                    start = span.end
                        + text
                            .text
                            .get(span.end..)
                            .and_then(|r| r.chars().next())
                            .map_or(1, char::len_utf8);
                    out.push(Atom {
                        word: part,
                        span,
                        token: at,
                        whole: false,
                        joined: joined || n > 0,
                        hyphen: hyphen || n > 0,
                        value: value_of(text, part),
                    });
                }
            }
            kind => out.push(Atom {
                word,
                span: token.span,
                token: at,
                whole: true,
                joined,
                hyphen,
                value: match kind {
                    TokenKind::Number => Value::Digits,
                    TokenKind::Word => value_at(text, at),
                    _ => Value::None,
                },
            }),
        }
        hyphen = false;
        at += 1;
    }
}

/// Money written in one word with its number: "USD115", "Rs1,200".
#[derive(Clone, Copy, Debug)]
pub struct Coded<'a> {
    /// The canonical name of the currency.
    pub money: &'a str,
    /// The digits.
    pub number: Span,
}

/// The coded money at token `i`.
#[must_use]
pub fn coded<'a>(text: &'a Tokens<'_>, i: usize) -> Option<Coded<'a>> {
    let token = text
        .tokens
        .get(i)
        .filter(|t| t.kind == TokenKind::Word && t.is_capital())?;
    let word = text.word(i);
    let digit = word
        .bytes()
        .position(|b| b.is_ascii_digit())
        .filter(|d| (2..=4).contains(d))?;
    let (code, digits) = word.split_at_checked(digit)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let entry = text
        .entry_of(code, &[Category::Currency])
        .filter(|e| e.value.ends_with('^'))?;
    let start = token.span.start + digit;
    // The groups behind it are tokens of their own.
    let mut end = token.span.end;
    let rest = text.text.as_bytes();
    while matches!(rest.get(end), Some(b',' | b'.'))
        && rest.get(end + 1).is_some_and(u8::is_ascii_digit)
        && end < start + 30
    {
        end += 1 + rest
            .get(end + 1..)
            .unwrap_or(&[])
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
    }
    Some(Coded {
        money: entry.value.trim_end_matches('^'),
        number: Span::new(start, end),
    })
}

/// Whether the hyphen or dash at `i` joins its neighbours: no space on either
/// side, or (as some texts are spaced) a space on both before a unit.
fn joins(text: &Tokens<'_>, i: usize) -> bool {
    let (Some(mark), Some(next)) = (text.tokens.get(i), text.tokens.get(i + 1)) else {
        return false;
    };
    if next.sentence != mark.sentence {
        return false;
    }
    if !mark.space && !next.space {
        return true;
    }
    let measured = next.is(Category::Unit)
        || next.is(Category::Fraction)
        || next.is(Category::Currency)
        || next.is(Category::Percent);
    text.word(i) == "-"
        && mark.space
        && next.space
        && (measured || next.kind == TokenKind::Number && ranged(text, i))
}

/// "40 - 50 years": numbers around a spaced hyphen and something measured.
fn ranged(text: &Tokens<'_>, i: usize) -> bool {
    let number = |at: usize| {
        text.tokens
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Number)
    };
    i > 0
        && number(i - 1)
        && number(i + 1)
        && text.tokens.get(i + 2).is_some_and(|t| {
            t.is(Category::Unit) || t.is(Category::Counted) || t.is(Category::Percent)
        })
}

/// [`value_of`] of the word at `i`.
fn value_at(text: &Tokens<'_>, i: usize) -> Value {
    if text.hits_in(i, VALUED).next().is_none() {
        return Value::None;
    }
    value_of(text, text.word(i))
}

/// The categories of words that tell a number.
const VALUED: u64 =
    Category::NumberWord.bit() | Category::Magnitude.bit() | Category::Fraction.bit();

/// What a single word says about a number.
#[must_use]
pub fn value_of(text: &Tokens<'_>, word: &str) -> Value {
    let Some(entry) = text.entry_of(
        word,
        &[
            Category::NumberWord,
            Category::Magnitude,
            Category::Fraction,
        ],
    ) else {
        return Value::None;
    };
    let number = |s: &str| s.parse::<f64>().unwrap_or(0.0);
    match entry.category {
        Category::NumberWord => Value::Word(number(entry.value)),
        Category::Magnitude => match entry.value.split_once(' ') {
            Some((factor, _)) => Value::Magnitude(number(factor), true),
            None => Value::Magnitude(number(entry.value), false),
        },
        _ => match entry.value.split_once('/') {
            Some((a, b)) => Value::Fraction(number(a) / number(b)),
            None => Value::None,
        },
    }
}
