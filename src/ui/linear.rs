//! Draws the article for screen readers and braille lines: one column in
//! reading order, no gutter and no margin; what a layer marks stands in words.

use ratatui::layout::{Position, Rect};

use super::{
    paint::{Painter, columns},
    reader::{Layers, base},
    theme::Scope,
};
use crate::{
    document::BlockKind,
    reader::{
        Reader, layout,
        words::{Piece, pieces},
    },
    span::Span,
};

/// A part of a line: where in the article it stands, if it does, and its words.
type Run = (Option<Span>, String);

/// A line of the screen.
struct Line {
    runs: Vec<Run>,
    kind: BlockKind,
}

impl Line {
    /// The stretch of the article that it shows.
    fn span(&self) -> Option<Span> {
        let mut spans = self.runs.iter().filter_map(|(s, _)| *s);
        let first = spans.next()?;
        Some(spans.fold(first, Span::cover))
    }
}

/// Draws the article; gives the cursor's place.
pub fn draw(p: &mut Painter<'_>, reader: &Reader, area: Rect, focused: bool) -> Option<Position> {
    let width = reader
        .options()
        .text_width
        .min(area.width.saturating_sub(2));
    let height = usize::from(area.height);
    if width == 0 || height == 0 {
        return None;
    }
    let lines = lines(reader, width, height);
    // The line that a place of the article stands in: the last that begins
    // before it.
    let line_of = |at: usize| {
        let begins = |l: &Line| l.span().is_some_and(|s| s.start <= at);
        lines.iter().rposition(begins).unwrap_or(0)
    };
    let here = line_of(reader.cursor());
    let top = line_of(reader.top()).min(here);
    let top = top.max((here + 1).saturating_sub(height));
    let layers = Layers::of(reader);
    let mut cursor = None;
    let shown = lines.iter().enumerate().skip(top);
    for (y, (index, line)) in (area.y..area.bottom()).zip(shown) {
        let mut x = area.x;
        for (span, words) in &line.runs {
            let Some(span) = span else {
                x = p.text(x, y, area.right(), words, Scope::MarginText);
                continue;
            };
            if index == here && cursor.is_none() && reader.cursor() < span.end {
                let before = Span::new(span.start, reader.cursor().max(span.start));
                let before = columns(before.of(reader.document().text()));
                cursor = Some(Position::new(x.saturating_add(before), y));
            }
            x = painted(p, reader, &layers, line.kind, *span, (x, y), area.right());
        }
        if index == here {
            cursor = cursor.or(Some(Position::new(area.x, y)));
        }
    }
    cursor.filter(|_| focused)
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

/// The lines from the block at the top of the view to a page behind the cursor.
fn lines(reader: &Reader, width: u16, height: usize) -> Vec<Line> {
    let document = reader.document();
    let first = document.block_at(reader.top().min(reader.cursor()));
    let first = first.unwrap_or(0);
    let mut out: Vec<Line> = Vec::new();
    let mut behind = 0;
    for (n, block) in document.blocks().iter().enumerate().skip(first) {
        let mut text = String::new();
        let mut parts: Vec<(Span, Option<Span>)> = Vec::new();
        for piece in pieces(reader.opened(), reader.options().layers, n) {
            let from = text.len();
            let span = match piece {
                Piece::Text(span) => {
                    text.push_str(span.of(document.text()));
                    Some(span)
                }
                Piece::Word(word) => {
                    text.push_str(&word);
                    None
                }
            };
            parts.push((Span::new(from, text.len()), span));
        }
        for line in layout::wrap(&text, width) {
            let run = |(part, span): &(Span, Option<Span>)| {
                let shown = part.intersect(line).filter(|s| !s.is_empty())?;
                let at = span.map(|s| {
                    let start = s.start + (shown.start - part.start);
                    Span::new(start, start + shown.len())
                });
                Some((at, shown.of(&text).to_owned()))
            };
            out.push(Line {
                runs: parts.iter().filter_map(run).collect(),
                kind: block.kind,
            });
            behind += usize::from(block.span.start > reader.cursor());
        }
        if behind >= height {
            break;
        }
        out.push(Line {
            runs: Vec::new(),
            kind: block.kind,
        });
    }
    out
}
