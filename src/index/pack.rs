//! Figures and quotes of an article in a few bytes: a row of the index for
//! each of them would cost more to write than the words of the text.
//!
//! Numbers are varints: seven bits a byte, lowest first.

use std::ops::Range;

use crate::query::entry::{Column, Entry};

/// A figure of the index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The number, or the lower end.
    pub value: f64,
    /// The upper end.
    pub high: f64,
    /// Its row in `units`.
    pub unit: i64,
}

/// A quote of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// Which of the speakers.
    pub speaker: Option<usize>,
    /// Text and words of its segments.
    pub pieces: Vec<(Column, Range<usize>)>,
}

/// The number is given as an integer, not as eight bytes.
const WHOLE: u64 = 1;
/// So is the upper end.
const WHOLE_HIGH: u64 = 2;
/// There is an upper end.
const HIGH: u64 = 4;

/// Packs figures.
#[must_use]
pub fn figures(figures: impl Iterator<Item = Figure>) -> Vec<u8> {
    let mut out = Vec::new();
    for f in figures {
        let (value, high) = (whole(f.value), whole(f.high));
        let differs = f.high.to_bits() != f.value.to_bits();
        let flag = |is, bit| if is { bit } else { 0 };
        let flags = flag(value.is_some(), WHOLE)
            | flag(differs, HIGH)
            | flag(differs && high.is_some(), WHOLE_HIGH);
        push(&mut out, f.unit.cast_unsigned() << 3 | flags);
        push_number(&mut out, f.value, value);
        if differs {
            push_number(&mut out, f.high, high);
        }
    }
    out
}

/// Unpacks figures; ends where the bytes are none.
pub fn each_figure(mut bytes: &[u8], mut each: impl FnMut(Figure)) {
    while let Some(head) = take(&mut bytes) {
        let Some(value) = take_number(&mut bytes, head & WHOLE != 0) else {
            return;
        };
        let high = match head & HIGH {
            0 => Some(value),
            _ => take_number(&mut bytes, head & WHOLE_HIGH != 0),
        };
        let Some(high) = high else { return };
        let unit = (head >> 3).cast_signed();
        each(Figure { value, high, unit });
    }
}

/// Packs speakers and quotes of an entry.
#[must_use]
pub fn quotes(entry: &Entry) -> Vec<u8> {
    let mut out = Vec::new();
    push(&mut out, entry.speakers.len() as u64);
    for speaker in &entry.speakers {
        push(&mut out, speaker.len() as u64);
        out.extend_from_slice(speaker.as_bytes());
    }
    for quote in &entry.quotes {
        push(&mut out, quote.speaker.map_or(0, |n| n as u64 + 1));
        push(&mut out, quote.pieces.len() as u64);
        for piece in &quote.pieces {
            let column = match piece.column {
                Column::Title => 0,
                Column::Body => 1,
                Column::Caption => 2,
            };
            push(&mut out, (piece.words.start as u64) << 2 | column);
            push(&mut out, piece.words.len() as u64);
        }
    }
    out
}

/// Unpacks speakers and quotes; ends where the bytes are none.
#[must_use]
pub fn unpack_quotes(mut bytes: &[u8]) -> (Vec<&str>, Vec<Quote>) {
    let (mut speakers, mut quotes) = (Vec::new(), Vec::new());
    for _ in 0..take(&mut bytes).unwrap_or(0) {
        let Some((name, rest)) = take_usize(&mut bytes).and_then(|n| bytes.split_at_checked(n))
        else {
            break;
        };
        speakers.push(std::str::from_utf8(name).unwrap_or(""));
        bytes = rest;
    }
    while let Some(quote) = take_quote(&mut bytes) {
        quotes.push(quote);
    }
    (speakers, quotes)
}

fn take_quote(bytes: &mut &[u8]) -> Option<Quote> {
    let speaker = take_usize(bytes)?.checked_sub(1);
    let mut pieces = Vec::new();
    for _ in 0..take(bytes)? {
        let head = take_usize(bytes)?;
        let column = match head & 3 {
            0 => Column::Title,
            1 => Column::Body,
            _ => Column::Caption,
        };
        let start = head >> 2;
        pieces.push((column, start..start.saturating_add(take_usize(bytes)?)));
    }
    Some(Quote { speaker, pieces })
}

/// A number as an integer, if it is one.
fn whole(number: f64) -> Option<i64> {
    const TOP: f64 = 9_007_199_254_740_992.0; // 2^53: all integers are exact
    #[expect(clippy::cast_possible_truncation, reason = "inside 2^53")]
    let whole = (number.abs() <= TOP).then_some(number as i64)?;
    #[expect(clippy::cast_precision_loss, reason = "inside 2^53")]
    let back = whole as f64;
    (back.to_bits() == number.to_bits()).then_some(whole)
}

fn push_number(out: &mut Vec<u8>, number: f64, whole: Option<i64>) {
    match whole {
        // The sign goes last, so that small numbers stay short.
        Some(n) => push(out, (n << 1 ^ n >> 63).cast_unsigned()),
        None => out.extend_from_slice(&number.to_le_bytes()),
    }
}

fn take_number(bytes: &mut &[u8], whole: bool) -> Option<f64> {
    if whole {
        let n = take(bytes)?;
        let n = (n >> 1).cast_signed() ^ -(n & 1).cast_signed();
        #[expect(clippy::cast_precision_loss, reason = "it was one")]
        return Some(n as f64);
    }
    let (number, rest) = bytes.split_first_chunk::<8>()?;
    *bytes = rest;
    Some(f64::from_le_bytes(*number))
}

fn push(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut n = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        n |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

fn take_usize(bytes: &mut &[u8]) -> Option<usize> {
    usize::try_from(take(bytes)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::said::{Piece, Said};

    #[test]
    fn figures_come_back() {
        let numbers = [
            0.0,
            -0.0,
            1.0,
            -3.0,
            33_900.0,
            0.1,
            1e300,
            -9e15,
            f64::INFINITY,
        ];
        let all: Vec<Figure> = numbers
            .iter()
            .flat_map(|&value| {
                numbers.iter().zip(0..).map(move |(&high, unit)| Figure {
                    value,
                    high,
                    unit: unit * 1000,
                })
            })
            .collect();
        let packed = figures(all.iter().copied());
        let mut back = Vec::new();
        each_figure(&packed, |f| back.push(f));
        assert_eq!(back, all);
        // Bytes that end too early are read as far as they go.
        each_figure(packed.get(..7).unwrap_or_default(), |_| {});
    }

    #[test]
    fn quotes_come_back() {
        let piece = |column, words: Range<usize>| Piece {
            column,
            words,
            bytes: 0..0,
        };
        let entry = Entry {
            speakers: vec!["spokesman john kirby".into(), "élan".into()],
            quotes: vec![
                Said {
                    speaker: Some(1),
                    pieces: vec![piece(Column::Body, 7..19), piece(Column::Caption, 200..400)],
                },
                Said::default(),
                Said {
                    speaker: None,
                    pieces: vec![piece(Column::Title, 0..2)],
                },
            ],
            ..Entry::default()
        };
        let packed = quotes(&entry);
        let (speakers, quotes) = unpack_quotes(&packed);
        assert_eq!(speakers, ["spokesman john kirby", "élan"]);
        assert_eq!(quotes.len(), 3);
        for (quote, said) in quotes.iter().zip(&entry.quotes) {
            assert_eq!(quote.speaker, said.speaker);
            let pieces: Vec<_> = said
                .pieces
                .iter()
                .map(|p| (p.column, p.words.clone()))
                .collect();
            assert_eq!(quote.pieces, pieces);
        }
        for cut in 0..packed.len() {
            let _ = unpack_quotes(packed.get(..cut).unwrap_or_default());
        }
    }
}
