//! Draws the article for screen readers and braille lines: one column in
//! reading order, no gutter and no margin; what a layer marks stands in words.

use ratatui::layout::{Position, Rect};

use super::{
    paint::Painter,
    reader::{Layers, base},
    theme::Scope,
};
use crate::{
    document::BlockKind,
    reader::{
        Reader,
        layout::{Line, Row},
        words::Piece,
    },
    span::Span,
};

/// Draws the article; gives the cursor's place.
pub fn draw(p: &mut Painter<'_>, reader: &Reader, area: Rect, focused: bool) -> Option<Position> {
    let lines = reader.lines();
    let here = reader.cursor_line();
    let layers = Layers::of(reader);
    let mut cursor = None;
    for (index, (y, line)) in (area.y..area.bottom()).zip(&lines).enumerate() {
        let Line::Row(row, block) = line else {
            continue;
        };
        let kind = reader.document().blocks().get(*block).map(|b| b.kind);
        let kind = kind.unwrap_or(BlockKind::Paragraph);
        draw_row(p, reader, &layers, kind, row, (area.x, y), area.right());
        if here == Some(index) {
            let column = row.column_of(reader.document().text(), reader.cursor());
            let last = area.right().saturating_sub(1);
            cursor = Some(Position::new(area.x.saturating_add(column).min(last), y));
        }
    }
    cursor.filter(|_| focused)
}

/// Draws a row: its text in the styles of its layers, and the words about it.
fn draw_row(
    p: &mut Painter<'_>,
    reader: &Reader,
    layers: &Layers,
    kind: BlockKind,
    row: &Row,
    (mut x, y): (u16, u16),
    end: u16,
) {
    for part in row.spoken.iter().flat_map(|s| s.iter()) {
        x = match part {
            Piece::Word(words) => p.text(x, y, end, words, Scope::MarginText),
            Piece::Text(span) => painted(p, reader, layers, kind, *span, (x, y), end),
        };
    }
}

/// Draws a stretch of the article in the styles of its layers; gives the column
/// behind it.
fn painted(
    p: &mut Painter<'_>,
    reader: &Reader,
    layers: &Layers,
    kind: BlockKind,
    span: Span,
    (mut x, y): (u16, u16),
    end: u16,
) -> u16 {
    let ground = p.theme.style(base(kind));
    let (inside, edges) = layers.cut(span);
    for pair in edges.windows(2) {
        let [start, stop] = *pair else { continue };
        let part = Span::new(start, stop);
        let over = inside.iter().filter(|(s, _)| s.contains(part));
        let style = over.fold(ground, |style, (_, scope)| {
            style.patch(p.theme.style(*scope))
        });
        x = p.article(x, y, end, part.of(reader.document().text()), style);
    }
    x
}
