//! From lines to paragraphs: files with one paragraph a line and hard-wrapped
//! files are told apart.

use std::{borrow::Cow, ops::Range};

use unicode_width::UnicodeWidthStr;

use crate::scan;

/// One paragraph of the source.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph<'r> {
    /// Its bytes in the source, in order: several where something between
    /// them was dropped.
    pub(super) pieces: Vec<Range<usize>>,
    /// The number of its stretch without blank lines.
    pub(super) chunk: usize,
    /// Depth of quotation marks (`>`) in front.
    pub(super) quoted: u8,
    /// Its text with white space folded.
    pub(super) text: Cow<'r, str>,
}

/// A line of the source, without its end.
#[derive(Clone, Debug)]
struct Line {
    range: Range<usize>,
    /// In columns; 0 where no line of the file has a neighbour, so that
    /// nothing asks.
    width: usize,
    indent: usize,
    chunk: usize,
    quoted: u8,
}

/// Widest hard wrap that is believed, in columns: mail wraps at 72, editors
/// at 80 to 100, telex at 69; longer lines are paragraphs.
const WIDEST: usize = 120;

/// Splits a text into paragraphs.
pub(super) fn paragraphs(raw: &str) -> Vec<Paragraph<'_>> {
    let mut lines = lines(raw);
    if inner(&lines).next().is_some() {
        for line in &mut lines {
            line.width = width(raw.get(line.range.clone()).unwrap_or_default());
        }
    }
    let wrap = wrap_width(raw, &lines);
    let mut out: Vec<Paragraph<'_>> = Vec::with_capacity(lines.len());
    let mut last: Option<&Line> = None;
    for line in &lines {
        let text = raw.get(line.range.clone()).unwrap_or_default();
        let joins = last.is_some_and(|before| joins(raw, before, line, wrap));
        match out.last_mut() {
            Some(paragraph) if joins => paragraph.join(raw, line),
            _ => out.push(Paragraph {
                pieces: vec![line.range.clone()],
                chunk: line.chunk,
                quoted: line.quoted,
                text: folded(text),
            }),
        }
        last = Some(line);
    }
    out
}

impl Paragraph<'_> {
    /// Appends a line that continues the paragraph.
    fn join(&mut self, raw: &str, line: &Line) {
        let text = raw.get(line.range.clone()).unwrap_or_default();
        let hyphen = self.text.ends_with('-')
            && self
                .text
                .trim_end_matches('-')
                .ends_with(char::is_alphabetic)
            && text.trim_start().starts_with(char::is_alphabetic)
            && !self.text.ends_with("--");
        let whole = self.text.to_mut();
        if !hyphen {
            whole.push(' ');
        }
        whole.push_str(&folded(text));
        let end = self.pieces.last().map_or(0, |p| p.end);
        let between = raw.get(end..line.range.start).unwrap_or_default();
        match self.pieces.last_mut() {
            // White space between the lines is folded by the builder.
            Some(piece) if !hyphen && between.chars().all(char::is_whitespace) => {
                piece.end = line.range.end;
            }
            // A quotation mark is dropped, its line break kept as a space.
            Some(piece) if !hyphen => {
                let blank = between.chars().take_while(|c| c.is_whitespace());
                piece.end += blank.map(char::len_utf8).sum::<usize>();
                self.pieces.push(line.range.clone());
            }
            _ => {
                let start = line.range.end - text.trim_start().len();
                self.pieces.push(start..line.range.end);
            }
        }
    }
}

/// The text with white space folded to single spaces.
pub(in crate::import) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// [`fold`] that copies only where something is to be folded.
fn folded(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(fold(text))
    }
}

/// Whether the white space of a text is single spaces between words. May say
/// no where there is nothing to fold.
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let edges = [bytes.first(), bytes.last()];
    if edges.iter().any(|b| b.is_none_or(|b| *b == b' ')) || scan::two_spaces(bytes).is_some() {
        return false;
    }
    let mut rest = bytes;
    // What white space can begin with: a control, or some bytes beyond ASCII.
    let begins = |b: u8| (b'\t'..=b'\r').contains(&b) | (b == 0xc2) | (0xe1..=0xe3).contains(&b);
    while let Some(at) = scan::find(rest, begins) {
        rest = rest.get(at..).unwrap_or(&[]);
        match rest {
            [b'\t'..=b'\r', ..]
            | [0xc2, 0x85 | 0xa0, ..]
            | [0xe1, 0x9a, ..]
            | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..]
            | [0xe2, 0x81, 0x9f, ..]
            | [0xe3, 0x80, 0x80, ..] => return false,
            _ => rest = rest.get(1..).unwrap_or(&[]),
        }
    }
    true
}

/// Where the lines of a text end and the next begin.
fn breaks(raw: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = raw.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let first = |b: u8| (b'\n'..=b'\r').contains(&b) | (b == 0xc2) | (b == 0xe2);
            at += scan::find(bytes.get(at..)?, first)?;
            let len = match bytes.get(at..)? {
                [b'\n'..=b'\r', ..] => 1,
                [0xc2, 0x85, ..] => 2,
                [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
                _ => {
                    at += 1;
                    continue;
                }
            };
            at += len;
            return Some((at - len, at));
        }
    })
}

/// The lines that hold something.
fn lines(raw: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let (mut chunk, mut start) = (0, 0);
    let mut blank = false;
    let ends = breaks(raw).chain(std::iter::once((raw.len(), raw.len())));
    let mut carriage = None;
    for (end, next) in ends {
        let text = raw.get(start..end).unwrap_or_default();
        // The line feed of a CR LF begins no line of its own.
        let half = text.is_empty() && carriage == Some(end) && raw.get(end..next) == Some("\n");
        carriage = (raw.get(end..next) == Some("\r")).then_some(next);
        if !half {
            if text.trim().is_empty() {
                blank = true;
            } else {
                if std::mem::take(&mut blank) {
                    chunk += 1;
                }
                if let Some(line) = line(text, start, chunk) {
                    out.push(line);
                } else {
                    blank = true;
                }
            }
        }
        start = next;
    }
    out
}

/// Measures one line; quotation marks of mail are taken off its front. `None`
/// where nothing else stands on it.
fn line(text: &str, start: usize, chunk: usize) -> Option<Line> {
    let mut rest = text;
    let mut quoted = 0u8;
    while let Some(inner) = rest.trim_start().strip_prefix('>') {
        quoted = quoted.saturating_add(1);
        rest = inner;
    }
    if rest.trim().is_empty() {
        return None;
    }
    let at = start + (text.len() - rest.len());
    let bare = rest.trim_end();
    let indent = bare.len() - bare.trim_start().len();
    Some(Line {
        range: at..at + bare.len(),
        width: 0,
        indent,
        chunk,
        quoted,
    })
}

/// The columns of a line; its bytes where it is far too long to be wrapped.
fn width(line: &str) -> usize {
    if line.len() > 4 * WIDEST || line.bytes().all(|b| matches!(b, b' '..=b'~')) {
        line.len()
    } else {
        line.width()
    }
}

/// The column at which the file is wrapped; `None` for one paragraph a line.
///
/// A wrapped line ends where the next word would not have fitted. The column
/// is that of the long lines inside the stretches; it is believed if most
/// breaks inside stretches obey it.
fn wrap_width(raw: &str, lines: &[Line]) -> Option<usize> {
    let mut widths: Vec<usize> = inner(lines).map(|(line, _)| line.width).collect();
    if widths.is_empty() {
        return None;
    }
    widths.sort_unstable();
    let wide = *widths.get(widths.len() * 19 / 20)?;
    if !(30..=WIDEST).contains(&wide) {
        return None;
    }
    let (mut all, mut full, mut capital, mut small) = (0usize, 0usize, 0usize, 0usize);
    for (line, next) in inner(lines) {
        all += 1;
        full += usize::from(overflows(raw, line, next, wide));
        let first = raw
            .get(next.range.clone())
            .and_then(|t| t.trim_start().chars().next());
        capital += usize::from(first.is_some_and(char::is_uppercase));
        small += usize::from(first.is_some_and(char::is_lowercase));
    }
    let longer = lines.iter().filter(|l| l.width > wide + wide / 4).count();
    // Prose goes on in small letters, more often than not.
    let prose = small * 2 >= capital;
    (prose && full * 10 >= all * 6 && longer * 10 <= lines.len().max(10)).then_some(wide)
}

/// Neighbouring lines of one stretch.
fn inner(lines: &[Line]) -> impl Iterator<Item = (&Line, &Line)> {
    lines
        .iter()
        .zip(lines.iter().skip(1))
        .filter(|(a, b)| a.chunk == b.chunk && a.quoted == b.quoted)
}

/// Whether the first word of `next` would not have fitted behind `line`.
fn overflows(raw: &str, line: &Line, next: &Line, wide: usize) -> bool {
    let text = raw.get(next.range.clone()).unwrap_or_default();
    let word = text.split_whitespace().next().unwrap_or_default();
    // Editors differ by a column or two, and by how they count marks.
    line.width + 1 + word.width() + 2 > wide
}

/// Whether `next` continues the paragraph of `line`.
fn joins(raw: &str, line: &Line, next: &Line, wrap: Option<usize>) -> bool {
    let Some(wide) = wrap else { return false };
    if line.chunk != next.chunk || line.quoted != next.quoted {
        return false;
    }
    let text = raw.get(next.range.clone()).unwrap_or_default().trim_start();
    let before = raw.get(line.range.clone()).unwrap_or_default();
    if bullet(text).is_some()
        || next.indent >= line.indent + 2 && bullet(before.trim_start()).is_none()
    {
        return false;
    }
    if overflows(raw, line, next, wide) {
        return true;
    }
    // A short line inside a sentence: ragged, but one paragraph.
    line.width * 2 > wide
        && !super::super::line::is_closed(before)
        && text.starts_with(char::is_lowercase)
}

/// The length of a list item's bullet, with the space behind it.
pub(super) fn bullet(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let mark = chars.next()?;
    let space = chars.next()?;
    (matches!(
        mark,
        '•' | '*' | '-' | '·' | '◦' | '▪' | '‣' | '●' | '■' | '–'
    ) && space.is_whitespace())
    .then(|| mark.len_utf8() + space.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(raw: &str) -> Vec<String> {
        let texts = paragraphs(raw).into_iter().map(|p| p.text.into_owned());
        texts.collect()
    }

    #[test]
    fn breaks_and_folding_are_told_from_bytes() {
        let raw = "a\nb\r\nc\u{b}d\u{c}e\u{85}f\u{2028}g\u{2029}h é “i” \u{a0}j";
        let slow: Vec<_> = raw
            .char_indices()
            .filter(|(_, c)| crate::clean::is_break(*c))
            .map(|(at, c)| (at, at + c.len_utf8()))
            .collect();
        assert_eq!(breaks(raw).collect::<Vec<_>>(), slow);
        for space in
            "\t\r \u{85}\u{a0}\u{1680}\u{2000}\u{2009}\u{200a}\u{2028}\u{202f}\u{205f}\u{3000}"
                .chars()
        {
            let text = format!("a {space}b");
            assert!(!is_folded(&text), "{text:?}");
        }
        assert!(!is_folded(" a") && !is_folded("a ") && !is_folded(""));
        assert!(is_folded("a b – “c” é"));
    }

    const WRAPPED: &str = "Talks on the strait resume\n\nThe foreign ministers of both coastal states met on Monday for the\nfirst time in a year, and said that the ferry line would open again\nbefore winter.\n\nNeither side spoke of the mines, which the harbour master had called\nthe only question that matters to a well-\nmeaning captain.\n";

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let found = texts(WRAPPED);
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(found[1].ends_with("open again before winter."));
        assert!(found[2].contains("to a well-meaning captain"));
    }

    #[test]
    fn a_paragraph_a_line_stays_so() {
        let raw = "Title\nThe first paragraph is a long one that runs on over more than any width at which a file could have been wrapped by an editor, so it is one.\nThe second is short.\nThe third again is a long one that runs on over more than any width at which a file could have been wrapped by an editor.\n";
        assert_eq!(texts(raw).len(), 4);
    }

    #[test]
    fn short_lines_of_a_head_are_not_joined() {
        let raw = format!("August 30, 2003\n15:00\nThe Old Port\n\n{WRAPPED}");
        let found = texts(&raw);
        assert_eq!(&found[..3], ["August 30, 2003", "15:00", "The Old Port"]);
    }

    #[test]
    fn line_ends_of_every_kind_part_lines() {
        assert_eq!(
            texts("Title\r\n\r\nA\rB\nC\u{2028}D"),
            ["Title", "A", "B", "C", "D"]
        );
        assert_eq!(paragraphs("a\r\nb")[0].chunk, paragraphs("a\r\nb")[1].chunk);
        assert_ne!(
            paragraphs("a\r\n\r\nb")[0].chunk,
            paragraphs("a\r\n\r\nb")[1].chunk
        );
    }

    #[test]
    fn quotation_marks_of_mail_are_taken_off() {
        let raw = "> The foreign ministers of both coastal states met on Monday for the\n> first time in a year, and said that the ferry line would open again\n> before winter.\n";
        let found = paragraphs(raw);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].quoted, 1);
        assert!(found[0].text.contains("for the first time"));
    }
}
