//! The mouse: wheel, click, drag to select.

use super::{browse, card, focus, keep, panels};
use crate::{
    app::{
        effect::{Effect, Mouse},
        list::Line,
        model::{Focus, Model},
        popup::Popup,
    },
    reader::{Motion, Reveal},
};

/// Lines that one step of the wheel scrolls.
const WHEEL: usize = 3;

/// Takes what the mouse did at a cell.
pub fn mouse(model: &mut Model, what: Mouse, x: u16, y: u16, out: &mut Vec<Effect>) {
    if model.popup.is_some() {
        popup(model, what);
        return;
    }
    if model.prompt.is_some() {
        return;
    }
    let panes = model.panes();
    let inner = |area: crate::app::arrange::Area| area.inner(panes.framed);
    let left = panes.left.map(inner).filter(|a| a.holds(x, y));
    let reader = panes.reader.map(inner).filter(|a| a.holds(x, y));
    match (what, left, reader) {
        (Mouse::Wheel(down, n), Some(_), _) => {
            let motion = if down { Motion::RowDown } else { Motion::RowUp };
            if model.panel.is_some() {
                panels::go(model, motion, usize::from(n));
            } else {
                let to = usize::from(n);
                let at = model.list.selected;
                let index = if down {
                    at.saturating_add(to)
                } else {
                    at.saturating_sub(to)
                };
                browse::select(model, index, out);
            }
        }
        (Mouse::Wheel(down, n), _, Some(_)) => {
            if let Some(reader) = model.reader_mut() {
                reader.scroll_lines(WHEEL * usize::from(n), down);
            }
            super::read::reached(model, out);
        }
        (Mouse::Press, Some(area), _) if model.panel.is_none() => {
            click_list(model, usize::from(y - area.y), out);
        }
        (Mouse::Press, Some(area), _) => click_panel(model, y - area.y, out),
        (Mouse::Press, _, Some(area)) => {
            if model.focus == Focus::List && model.open().is_some() {
                browse::entered(model);
            }
            let cell = (x - area.x, y - area.y);
            model.drag = Some(cell);
            if let Some(reader) = model.reader_mut() {
                reader.clear_selection();
                if let Some(at) = reader.cell_to_offset(cell.0, cell.1) {
                    let here = reader.cursor() == at;
                    reader.go_to(at, Reveal::Nearest);
                    if here {
                        model.drag = None;
                        card::open(model, out);
                    }
                }
            }
        }
        (Mouse::Drag, _, Some(area)) => {
            let cell = (x - area.x, y - area.y);
            if let Some(from) = model.drag.filter(|f| *f != cell)
                && let Some(reader) = model.reader_mut()
            {
                reader.select_cells(from, cell);
            }
        }
        (Mouse::Release, ..) => {
            model.drag = None;
            if model.reader().is_some_and(|r| r.selection().is_some()) {
                let keys = ["bookmark", "copy", "cite"].map(|n| model.key_of(n));
                if let [Some(a), Some(y), Some(c)] = keys {
                    model.messages.note(&format!(
                        "{a} bookmarks · {y} copies · {c} copies with citation"
                    ));
                }
            }
        }
        _ => {}
    }
}

fn click_list(model: &mut Model, y: usize, out: &mut Vec<Effect>) {
    let lines = model.list.lines(y + 1, model.civil.date());
    let index = match lines.get(y) {
        Some(Line::Title(i) | Line::Meta(i)) => *i,
        _ => return,
    };
    if model.focus == Focus::Reader {
        keep::leave(model, out);
        focus(model, Focus::List);
    }
    if model.list.selected == index {
        browse::enter(model, out);
    } else {
        browse::select(model, index, out);
    }
}

fn click_panel(model: &mut Model, y: u16, out: &mut Vec<Effect>) {
    let panes = model.panes();
    let Some(area) = panes.left.map(|a| a.inner(panes.framed)) else {
        return;
    };
    let Some(panel) = &mut model.panel else {
        return;
    };
    let Some(index) = crate::ui::panel::row_at(panel, area.width, area.height, y) else {
        return;
    };
    if panel.selected == index {
        panels::follow(model, out);
    } else {
        panel.selected = index;
        panels::look(model);
    }
}

fn popup(model: &mut Model, what: Mouse) {
    let by = match what {
        Mouse::Wheel(true, n) => isize::from(n.cast_signed()),
        Mouse::Wheel(false, n) => -isize::from(n.cast_signed()),
        Mouse::Press => {
            if matches!(model.popup, Some(Popup::Card(_))) {
                model.popup = None;
            }
            return;
        }
        _ => return,
    };
    match &mut model.popup {
        Some(Popup::Help(help)) => help.go(by),
        Some(Popup::Card(card)) => {
            let last = card.places.len().saturating_sub(1);
            card.selected = card.selected.saturating_add_signed(by).min(last);
        }
        _ => {}
    }
}
