//! Rows for a terminal that reorders them (VTE): a screen is drawn as it is to
//! be seen, and each row with right-to-left letters is put into the order that
//! the terminal, applying UAX 9 to the whole row, makes that sight of. Without
//! it an Arabic headline in the list and an Arabic row of the article beside it
//! would change places, and full stops stand on the wrong side.

use std::collections::HashMap;

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Position,
};
use unicode_width::UnicodeWidthStr;

use crate::{
    bidi::{self, Paragraph},
    span::Span,
};

/// Which rows of the last frame were turned, and how.
#[derive(Debug, Default)]
pub(super) struct Turned {
    /// By row: for each column that is sent, the column where it is seen.
    rows: HashMap<u16, Vec<u16>>,
}

impl Turned {
    /// Turns the rows of a screen; gives the cursor's place as it is to be sent.
    pub(super) fn turn(&mut self, buf: &mut Buffer, cursor: Option<Position>) -> Option<Position> {
        self.rows.clear();
        for y in buf.area.top()..buf.area.bottom() {
            if let Some(seen) = row(buf, y) {
                self.rows.insert(y, seen);
            }
        }
        cursor.map(|at| {
            let sent = self
                .rows
                .get(&at.y)
                .and_then(|seen| seen.iter().position(|x| *x == at.x));
            let x = sent.and_then(|x| u16::try_from(x).ok()).unwrap_or(at.x);
            Position::new(x, at.y)
        })
    }

    /// The column where a cell is seen that the terminal reports as it was sent.
    pub(super) fn seen(&self, x: u16, y: u16) -> u16 {
        let row = self.rows.get(&y);
        row.and_then(|seen| seen.get(usize::from(x)).copied())
            .unwrap_or(x)
    }
}

/// Turns one row; gives for each column that is sent the column where it is
/// seen, `None` for a row that stays as it is.
fn row(buf: &mut Buffer, y: u16) -> Option<Vec<u16>> {
    let width = buf.area.width;
    let line: Vec<Cell> = (0..width)
        .filter_map(|x| buf.cell((buf.area.left() + x, y)).cloned())
        .collect();
    if !line.iter().any(|c| bidi::has_rtl(c.symbol())) {
        return None;
    }
    let mut text = String::new();
    let mut pieces = Vec::new();
    let mut columns: Vec<(usize, usize)> = Vec::new();
    let mut x = 0;
    while let Some(cell) = line.get(x) {
        let wide = cell.symbol().width().max(1);
        let start = text.len();
        text.push_str(cell.symbol());
        pieces.push(Span::new(start, text.len()));
        columns.push((x, wide));
        x += wide;
    }
    separate(&mut text, &mut pieces);
    // UAX 9 turns what is seen into an order that it turns back.
    let order = Paragraph::new(&text, false).order(&pieces);
    let mut seen = Vec::with_capacity(line.len());
    for (i, rtl) in order {
        let &(from, wide) = columns.get(i)?;
        for step in from..from + wide {
            let to = u16::try_from(seen.len()).ok()?;
            if let (Some(old), Some(new)) = (
                line.get(step),
                buf.cell_mut((buf.area.left().saturating_add(to), y)),
            ) {
                new.clone_from(old);
                if old.symbol() == " " && pieces.get(i).map(|p| p.of(&text)) == Some(BLANK) {
                    new.set_symbol(BLANK);
                } else if rtl {
                    // The terminal mirrors once more.
                    new.set_symbol(&bidi::mirrored(old.symbol()));
                }
            }
            seen.push(u16::try_from(step).unwrap_or(u16::MAX));
        }
    }
    Some(seen)
}

/// A blank that counts as a letter of a left-to-right script: the braille
/// pattern without a dot.
const BLANK: &str = "\u{2800}";

/// Puts such a blank before a number that follows right-to-left letters and is
/// not followed by more of them (the age behind a headline in the list), for
/// no order of the same characters would keep the number there.
fn separate(text: &mut String, pieces: &mut [Span]) {
    let of = |span: &Span| class(span.of(text));
    let mut marks = Vec::new();
    let mut strong = Class::Other;
    let mut space = None;
    for (i, piece) in pieces.iter().enumerate() {
        match of(piece) {
            Class::Right => (strong, space) = (Class::Right, None),
            Class::Left => strong = Class::Left,
            Class::Number if strong == Class::Right => {
                let mut after = pieces.iter().skip(i + 1).map(of);
                let next = after.find(|c| matches!(c, Class::Right | Class::Left));
                if next != Some(Class::Right) {
                    marks.extend(space);
                    strong = Class::Left;
                }
            }
            Class::Space => space = Some(i),
            Class::Number | Class::Other => {}
        }
    }
    if marks.is_empty() {
        return;
    }
    let mut out = String::with_capacity(text.len() + 2 * marks.len());
    for (i, piece) in pieces.iter_mut().enumerate() {
        let start = out.len();
        out.push_str(if marks.contains(&i) {
            BLANK
        } else {
            piece.of(text)
        });
        *piece = Span::new(start, out.len());
    }
    *text = out;
}

/// What a cell is to UAX 9, as far as numbers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Left,
    Right,
    Number,
    Space,
    Other,
}

fn class(cell: &str) -> Class {
    match cell.chars().next() {
        Some(c) if bidi::is_rtl(c) => Class::Right,
        Some(' ') => Class::Space,
        Some(c) if c.is_numeric() => Class::Number,
        Some(c) if c.is_alphabetic() => Class::Left,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use unicode_segmentation::UnicodeSegmentation;

    /// A row as a terminal shows it that applies UAX 9 to it.
    fn terminal(row: &str) -> String {
        let whole = Span::new(0, row.len());
        let runs = Paragraph::new(row, false).runs(whole);
        runs.into_iter()
            .flat_map(|r| bidi::clusters(r.span.of(row), r.rtl))
            .collect()
    }

    /// A row drawn cluster by cluster, as we draw.
    fn screen(row: &str) -> Buffer {
        let width = crate::ui::paint::columns(row);
        let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
        let mut x = 0;
        for cluster in row.graphemes(true) {
            buf[(x, 0)].set_symbol(cluster);
            x += crate::ui::paint::columns(cluster);
        }
        buf
    }

    fn line(buf: &Buffer) -> String {
        let cells = buf.content().iter();
        cells.map(Cell::symbol).collect::<String>()
    }

    #[test]
    fn the_terminal_shows_what_was_drawn() {
        for drawn in [
            "│ םולש 2h ││   .הבינ׳גל העסנ הרשה │",
            "│ تايرابتخا ││ .(نيثلاثلا) ،ليربأ 18 يف │",
            "│ a headline ││ עידוה NATO ןוגראה │",
            "│ 中文 ││ םולש 中文 (רבעשל) │",
            "│ שָׁ 18 Apr 24 ││ plain │",
            "│ .העסנ 2h ││ 12 envoys │",
        ] {
            let mut buf = screen(drawn);
            let mut turned = Turned::default();
            turned.turn(&mut buf, None);
            // Wide characters leave a blank cell behind them.
            let sent = line(&buf).replace("中 ", "中").replace("文 ", "文");
            assert_eq!(terminal(&sent).replace(BLANK, " "), drawn);
        }
    }

    #[test]
    fn cursor_and_mouse_go_both_ways() {
        let drawn = "│ list ││ םולש םלוע x │";
        let mut buf = Buffer::with_lines([drawn]);
        let mut turned = Turned::default();
        for (x, c) in drawn.chars().enumerate() {
            let x = u16::try_from(x).expect("column");
            let mut buf = buf.clone();
            let sent = turned.turn(&mut buf, Some(Position::new(x, 0)));
            let sent = sent.expect("cursor");
            assert_eq!(buf[(sent.x, 0)].symbol(), c.to_string());
            assert_eq!(turned.seen(sent.x, 0), x);
        }
        turned.turn(&mut buf, None);
        assert_eq!(turned.seen(3, 7), 3, "a row that was not turned");
    }

    #[test]
    fn other_rows_stay_as_they_are() {
        let mut buf = Buffer::with_lines(["(plain) 中文 ไทย"]);
        let before = buf.clone();
        Turned::default().turn(&mut buf, None);
        assert_eq!(buf, before);
    }
}
