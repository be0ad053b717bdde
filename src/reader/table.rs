//! Tables: rows whose cells stand below one another where there is room. Only
//! blanks are put between the cells; the text stays as it is.

use super::layout::columns;
use crate::{
    bidi::{self, Run},
    document::{Block, BlockKind, Document},
    span::Span,
};

/// What parts the cells of a row in a document.
pub const RULE: &str = " | ";
/// Rows that are aligned with one another: a long table in parts, so that no
/// frame measures all of it.
const PART: usize = 100;

/// The cells of a table row; `None` for anything else.
fn cells(document: &Document, block: &Block) -> Option<Vec<Span>> {
    let text = document.slice(block.span);
    if block.kind != BlockKind::Preformatted || !text.contains(RULE) || bidi::has_rtl(text) {
        return None;
    }
    let mut out = Vec::new();
    let mut at = block.span.start;
    for cell in text.split(RULE) {
        out.push(Span::new(at, at + cell.len()));
        at += cell.len() + RULE.len();
    }
    Some(out)
}

/// Whether a cell holds a number, or nothing.
fn is_number(cell: &str) -> bool {
    let sign = |c: char| matches!(c, '+' | '-' | '−' | '–' | '$' | '€' | '£' | '~' | '.');
    let bare = cell.trim().trim_start_matches(sign);
    bare.is_empty() || bare.starts_with(|c: char| c.is_numeric())
}

/// The width of a column, and whether it stands on the right.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    width: usize,
    right: bool,
}

/// The columns of the part of a table that a row belongs to.
fn measured(document: &Document, index: usize) -> Vec<Column> {
    let is_row = |i: usize| {
        let block = document.blocks().get(i);
        block.and_then(|b| cells(document, b))
    };
    let first = (0..index)
        .rev()
        .take_while(|i| is_row(*i).is_some())
        .last()
        .unwrap_or(index);
    let from = first + (index - first) / PART * PART;
    let mut out: Vec<Column> = Vec::new();
    for (n, row) in (from..from + PART).map_while(is_row).enumerate() {
        for (i, cell) in row.iter().enumerate() {
            if out.len() <= i {
                out.resize(
                    i + 1,
                    Column {
                        width: 0,
                        right: true,
                    },
                );
            }
            let text = cell.of(document.text());
            if let Some(column) = out.get_mut(i) {
                column.width = column.width.max(columns(text));
                // The first row is most often a heading.
                column.right &= n == 0 || is_number(text);
            }
        }
    }
    out
}

/// The runs of a table row, its cells below those of the rows around it; `None`
/// if it is no such row or the table is wider than `width` columns.
pub(super) fn aligned(document: &Document, index: usize, width: u16) -> Option<Vec<Run>> {
    let row = cells(document, document.blocks().get(index)?)?;
    let measured = measured(document, index);
    let rules = measured.len().saturating_sub(1) * RULE.len();
    let all = measured.iter().map(|c| c.width).sum::<usize>() + rules;
    if all > usize::from(width) {
        return None;
    }
    let mut runs = Vec::new();
    let mut pad = 0;
    for (i, (cell, column)) in row.iter().zip(&measured).enumerate() {
        if i > 0 {
            let rule = Span::new(cell.start - RULE.len(), cell.start);
            runs.push(run(rule, pad));
            pad = 0;
        }
        let free = column
            .width
            .saturating_sub(columns(cell.of(document.text())));
        if column.right && measured.len() > 1 {
            runs.push(run(*cell, pad + free));
            pad = 0;
        } else {
            runs.push(run(*cell, pad));
            pad = free;
        }
    }
    Some(runs)
}

fn run(span: Span, pad: usize) -> Run {
    Run {
        span,
        rtl: false,
        pad: u16::try_from(pad).unwrap_or(u16::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bidi::Order,
        document::Builder,
        reader::layout::{Layout, Line},
    };

    fn table(rows: &[&str]) -> Document {
        let mut b = Builder::new();
        b.begin(BlockKind::Paragraph, 0);
        b.push("Ships by port:");
        for row in rows {
            b.begin(BlockKind::Preformatted, 0);
            b.push(row);
        }
        b.begin(BlockKind::Preformatted, 0);
        b.push("code without cells");
        b.finish()
    }

    fn drawn(document: &Document, width: u16) -> Vec<String> {
        let layout = Layout::new(document, width, Order::Logical);
        let mut out = Vec::new();
        let mut place = Some(layout.top(document));
        while let Some(here) = place {
            if let Some(Line::Row(row, _)) = layout.line(document, here) {
                let text = row.drawn().map(|r| {
                    let pad = " ".repeat(usize::from(r.pad));
                    format!("{pad}{}", r.span.of(document.text()))
                });
                out.push(text.collect());
            }
            place = layout.next(document, here);
        }
        out
    }

    const ROWS: [&str; 4] = [
        "Port | Ships | Tonnes",
        "Velsand | 12 | 340,000",
        "Old Harbour | 3 | 41,500",
        "中文港 | 128 | –",
    ];

    #[test]
    fn cells_stand_below_one_another_and_numbers_on_the_right() {
        assert_eq!(
            drawn(&table(&ROWS), 60),
            [
                "Ships by port:",
                "Port        | Ships |  Tonnes",
                "Velsand     |    12 | 340,000",
                "Old Harbour |     3 |  41,500",
                "中文港      |   128 |       –",
                "code without cells",
            ]
        );
    }

    #[test]
    fn a_table_without_room_is_wrapped_as_text() {
        let rows = drawn(&table(&ROWS), 20);
        assert!(rows.iter().all(|r| columns(r) <= 20), "{rows:?}");
        assert!(rows.iter().any(|r| r == "Port | Ships |"), "{rows:?}");
    }

    #[test]
    fn columns_lead_back_to_their_text() {
        let d = table(&ROWS);
        let layout = Layout::new(&d, 60, Order::Visual);
        for (at, c) in d.text().char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let row = layout.row(&d, layout.place_of(&d, at)).expect("a row");
            let column = row.column_of(d.text(), at);
            assert_eq!(row.offset_at(d.text(), column), at, "{c:?}");
        }
    }
}
