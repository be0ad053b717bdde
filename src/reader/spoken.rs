//! Rows of text with the words that are said about it: for screen readers and
//! braille lines the lines on the screen are the lines that one moves by.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{
    layout::{Row, columns, wrap},
    words::Piece,
};
use crate::span::Span;

/// Breaks a stretch of a block, with the words about it, into rows.
pub(super) fn rows(
    document: &str,
    stretch: Span,
    first: bool,
    parts: &[Piece],
    width: u16,
) -> Vec<Row> {
    let mut text = String::new();
    // Where each part stands in that text.
    let mut at: Vec<Span> = Vec::with_capacity(parts.len());
    for part in parts {
        let from = text.len();
        text.push_str(match part {
            Piece::Text(span) => span.of(document),
            Piece::Word(word) => word,
        });
        at.push(Span::new(from, text.len()));
    }
    let mut rows = Vec::new();
    let mut end = stretch.start;
    for line in wrap(&text, width) {
        let cut = |(part, whole): (&Piece, &Span)| {
            let shown = whole.intersect(line).filter(|s| !s.is_empty())?;
            Some(match part {
                Piece::Text(span) => {
                    let start = span.start + (shown.start - whole.start);
                    Piece::Text(Span::new(start, start + shown.len()))
                }
                Piece::Word(_) => Piece::Word(shown.of(&text).to_owned()),
            })
        };
        let own: Vec<Piece> = parts.iter().zip(&at).filter_map(cut).collect();
        let texts = own.iter().filter_map(|p| match p {
            Piece::Text(span) => Some(*span),
            Piece::Word(_) => None,
        });
        let span = texts.reduce(Span::cover).unwrap_or(Span::new(end, end));
        end = span.end;
        rows.push(Row {
            span,
            indent: 0,
            first: first && rows.is_empty(),
            rtl: false,
            runs: None,
            spoken: Some(own.into()),
        });
    }
    rows
}

/// The column of a byte offset in a row with words; of one that is not in it,
/// that of the nearest text.
pub(super) fn column(parts: &[Piece], text: &str, at: usize) -> u16 {
    let mut before = 0;
    let mut nearest = 0;
    for part in parts {
        match part {
            Piece::Word(word) => before += columns(word),
            Piece::Text(span) => {
                let inside = Span::new(span.start, at.clamp(span.start, span.end));
                nearest = before + columns(inside.of(text));
                if at < span.end {
                    break;
                }
                before += columns(span.of(text));
            }
        }
    }
    u16::try_from(nearest).unwrap_or(u16::MAX)
}

/// The byte offset at a column of a row with words; words stand for the text
/// that follows them. `None` where there is no text.
pub(super) fn offset(parts: &[Piece], text: &str, column: u16) -> Option<usize> {
    let mut left = usize::from(column);
    let mut last = None;
    let mut through_words = false;
    for part in parts {
        match part {
            Piece::Word(word) => {
                let wide = columns(word);
                through_words |= left < wide;
                left = left.saturating_sub(wide);
            }
            Piece::Text(span) => {
                if through_words {
                    return Some(span.start);
                }
                for (at, cluster) in span.of(text).grapheme_indices(true) {
                    last = Some(span.start + at);
                    let wide = cluster.width();
                    if left < wide {
                        return last;
                    }
                    left -= wide;
                }
            }
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The envoy said: all is well in the harbour";

    fn parts() -> Vec<Piece> {
        vec![
            Piece::Text(Span::new(0, 4)),
            Piece::Word("[official: ".into()),
            Piece::Text(Span::new(4, 9)),
            Piece::Word("; a name that is long; an office that is long]".into()),
            Piece::Text(Span::new(9, TEXT.len())),
        ]
    }

    #[test]
    fn every_line_of_the_screen_is_a_row_and_no_text_is_lost() {
        let whole = Span::new(0, TEXT.len());
        for width in 1..80 {
            let rows = rows(TEXT, whole, true, &parts(), width);
            let mut shown = String::new();
            for row in &rows {
                for part in row.spoken.iter().flat_map(|s| s.iter()) {
                    if let Piece::Text(span) = part {
                        shown.push_str(span.of(TEXT));
                    }
                }
            }
            let bare = |s: &str| s.replace(' ', "");
            assert_eq!(bare(&shown), bare(TEXT), "{width}");
            let starts: Vec<usize> = rows.iter().map(|r| r.span.start).collect();
            assert!(starts.is_sorted(), "{width}: {starts:?}");
        }
    }

    #[test]
    fn columns_and_offsets_belong_together() {
        let row = &rows(TEXT, Span::new(0, TEXT.len()), true, &parts(), 200)[0];
        let said = row.spoken.as_deref().expect("words");
        for at in 0..TEXT.len() {
            let there = column(said, TEXT, at);
            assert_eq!(offset(said, TEXT, there), Some(at), "{at} at {there}");
        }
        assert_eq!(column(said, TEXT, 4), 15);
        // Words stand for the text behind them.
        assert_eq!(offset(said, TEXT, 6), Some(4));
        assert_eq!(offset(said, TEXT, 30), Some(9));
        assert_eq!(offset(&[Piece::Word("x".into())], TEXT, 0), None);
    }
}
