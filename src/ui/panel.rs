//! Draws a panel: rows of up to three lines, grouped.

use ratatui::layout::{Position, Rect};

use super::{
    margin::fold,
    paint::{Painter, columns, cut},
    theme::Scope,
};
use crate::app::{
    action::PanelKind,
    panel::{Panel, PanelRow},
    prompt::{Prompt, PromptKind},
};

/// One line of a panel as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Group(String),
    /// Row (index into the shown ones), text, whether it is the first line.
    Title(usize, String, bool),
    Detail(usize, String),
    Space,
}

/// Lines of a title and of what is known, at most; what the program says is
/// never cut short.
const TITLE: usize = 3;
const SAID: usize = 12;
const DETAIL: usize = 3;

fn row_lines(index: usize, row: &PanelRow, width: u16) -> Vec<Line> {
    let sign = columns(row.sign);
    let text = width.saturating_sub(2 + if sign > 0 { sign + 1 } else { 0 });
    let aside = columns(&row.aside);
    let first = if aside > 0 {
        text.saturating_sub(aside + 2)
    } else {
        text
    };
    let mut out = Vec::new();
    let most = match row.scope {
        Scope::Popup | Scope::Warning | Scope::Error => SAID,
        _ => TITLE,
    };
    let titles = fold(&row.title, first.max(8), most);
    out.extend(
        titles
            .into_iter()
            .enumerate()
            .map(|(i, t)| Line::Title(index, t, i == 0)),
    );
    if !row.detail.is_empty() {
        let details = fold(&row.detail, text.max(8), DETAIL);
        out.extend(details.into_iter().map(|d| Line::Detail(index, d)));
    }
    out
}

/// The lines from row `top` on.
fn lines_from(panel: &Panel, top: usize, width: u16, height: u16) -> Vec<Line> {
    let mut out = Vec::new();
    let mut group = None;
    let spaced = panel.kind != PanelKind::Messages;
    for (index, at) in panel.shown.iter().enumerate().skip(top) {
        let Some(row) = panel.rows.get(*at) else {
            continue;
        };
        if out.len() > usize::from(height) {
            break;
        }
        if spaced && !out.is_empty() {
            out.push(Line::Space);
        }
        if row.group.is_some() && row.group != group {
            group.clone_from(&row.group);
            out.extend(row.group.iter().map(|g| Line::Group(g.to_string())));
        }
        out.extend(row_lines(index, row, width));
    }
    out
}

/// The first row in view, so that the selected one is whole in it.
fn top(panel: &Panel, width: u16, height: u16) -> usize {
    let mut top = panel.top.min(panel.selected);
    if panel.selected - top > usize::from(height) {
        top = panel.selected - usize::from(height);
    }
    loop {
        let lines = lines_from(panel, top, width, height);
        let last = lines.iter().rposition(
            |l| matches!(l, Line::Title(i, ..) | Line::Detail(i, _) if *i == panel.selected),
        );
        if top >= panel.selected || last.is_some_and(|l| l < usize::from(height)) {
            return top;
        }
        top += 1;
    }
}

/// The shown row at a line of the panel.
#[must_use]
pub fn row_at(panel: &Panel, width: u16, height: u16, y: u16) -> Option<usize> {
    let said = u16::from(panel.looking.is_some());
    let height = height.saturating_sub(said);
    let lines = lines_from(panel, top(panel, width, height), width, height);
    match lines.get(usize::from(y.checked_sub(said)?))? {
        Line::Title(i, ..) | Line::Detail(i, _) => Some(*i),
        Line::Group(_) | Line::Space => None,
    }
}

/// Draws the panel with its frame; gives the place of the selected row.
pub fn draw(
    p: &mut Painter<'_>,
    panel: &Panel,
    prompt: Option<&Prompt>,
    area: Rect,
    framed: bool,
) -> Option<Position> {
    let title = heading(panel, prompt);
    let inner = if framed {
        p.frame(area, Scope::BorderFocused, &title, Scope::TitleFocused);
        if panel.shown.len() > 1 && panel.kind != PanelKind::Info {
            let place = format!("{}/{}", panel.selected + 1, panel.shown.len());
            p.foot(area, &place, Scope::BorderFocused);
        }
        Rect::new(
            area.x + 1,
            area.y + 1,
            area.width.saturating_sub(2),
            area.height.saturating_sub(2),
        )
    } else {
        let text = cut(&title, area.width.saturating_sub(2), p.ascii);
        p.text(area.x + 1, area.y, area.right(), &text, Scope::TitleFocused);
        Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(1),
        )
    };
    let inner = looking(p, panel, inner);
    if panel.shown.is_empty() {
        let lines = fold(panel.empty(), inner.width.saturating_sub(4), 6);
        for (y, line) in (inner.y + 1..inner.bottom()).zip(lines) {
            p.text(inner.x + 2, y, inner.right(), &line, Scope::Dim);
        }
        return None;
    }
    let first = top(panel, inner.width, inner.height);
    let lines = lines_from(panel, first, inner.width, inner.height);
    let mut cursor = None;
    for (y, line) in (inner.y..inner.bottom()).zip(lines) {
        draw_line(p, panel, &line, Rect::new(inner.x, y, inner.width, 1));
        if matches!(&line, Line::Title(i, ..) if *i == panel.selected) {
            cursor = cursor.or(Some(Position::new(inner.x, y)));
        }
    }
    cursor
}

/// Says how far the library was looked through; gives what is left below.
fn looking(p: &mut Painter<'_>, panel: &Panel, area: Rect) -> Rect {
    let Some(looking) = panel.looking.filter(|_| area.height > 0) else {
        return area;
    };
    let text = match looking.total {
        0 => "looking through the library · Esc stops".to_owned(),
        total => format!(
            "looking through {total} articles · {} done · Esc stops",
            looking.done
        ),
    };
    let text = cut(&text, area.width.saturating_sub(2), p.ascii);
    p.text(area.x + 1, area.y, area.right(), &text, Scope::Dim);
    Rect::new(area.x, area.y + 1, area.width, area.height - 1)
}

fn heading(panel: &Panel, prompt: Option<&Prompt>) -> String {
    let typing = prompt.is_some_and(|p| p.kind == PromptKind::Filter);
    let count = match panel.kind {
        PanelKind::Info => String::new(),
        _ => format!(" · {}", panel.shown.len()),
    };
    let among = match panel.query.as_str() {
        "" => String::new(),
        query => format!(", found by /{query}"),
    };
    let title = format!("{}{among}{count}", panel.title());
    if typing || !panel.filter.is_empty() {
        format!("{title} · /{}", panel.filter)
    } else {
        title
    }
}

fn draw_line(p: &mut Painter<'_>, panel: &Panel, line: &Line, row: Rect) {
    let (index, end) = match line {
        Line::Group(text) => {
            let text = cut(text, row.width.saturating_sub(2), p.ascii);
            p.text(row.x + 1, row.y, row.right(), &text, Scope::ListGroup);
            return;
        }
        Line::Space => return,
        Line::Title(i, ..) | Line::Detail(i, _) => (*i, row.right().saturating_sub(1)),
    };
    let Some(item) = panel.shown.get(index).and_then(|i| panel.rows.get(*i)) else {
        return;
    };
    let mut x = row.x + 1;
    if !item.sign.is_empty() {
        if matches!(line, Line::Title(_, _, true)) {
            p.text(x, row.y, end, item.sign, Scope::PassageMark);
        }
        x += columns(item.sign) + 1;
    }
    match line {
        Line::Title(_, text, first) => {
            let behind = p.text(x, row.y, end, text, item.scope);
            if *first && !item.aside.is_empty() {
                // Read line by line, what is far away is not beside.
                if p.linear {
                    p.text(behind + 2, row.y, end, &item.aside, Scope::ListMeta);
                } else {
                    p.right(x, row.y, end, &item.aside, Scope::ListMeta);
                }
            }
        }
        Line::Detail(_, text) => {
            let scope = if panel.kind == PanelKind::Info {
                Scope::Text
            } else {
                Scope::ListMeta
            };
            p.text(x, row.y, end, text, scope);
        }
        Line::Group(_) | Line::Space => {}
    }
    if index == panel.selected && panel.kind != PanelKind::Info {
        let scope = Scope::ListSelected;
        let style = p.theme.style(scope);
        for x in row.left()..row.right() {
            if let Some(cell) = p.buf.cell_mut((x, row.y)) {
                let mut over = style;
                if cell.symbol() != " " && style.bg.is_some() {
                    over.fg = None;
                }
                cell.set_style(over);
            }
        }
        super::list::bar(p, row, scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::panel::Goal;

    #[test]
    fn the_selected_row_is_in_view_and_clicks_find_rows() {
        let rows: Vec<PanelRow> = (0..20)
            .map(|i| PanelRow::new(&format!("row {i}"), Scope::Text, "detail", Goal::Nothing))
            .collect();
        let mut panel = Panel::new(PanelKind::Quotes, false, rows);
        for selected in [0, 7, 19, 3] {
            panel.selected = selected;
            let first = top(&panel, 30, 8);
            let lines = lines_from(&panel, first, 30, 8);
            let at = lines
                .iter()
                .position(|l| matches!(l, Line::Title(i, ..) if *i == selected))
                .expect("in view");
            assert!(at + 1 < 8, "{selected}");
            let y = u16::try_from(at).expect("row");
            assert_eq!(row_at(&panel, 30, 8, y), Some(selected));
        }
    }
}
