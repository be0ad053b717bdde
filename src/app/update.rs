//! Everything that changes the model: an event in, effects out. Pure: no I/O,
//! and the time is what the last [`Event::Clock`] said.

mod across;
mod act;
mod attach;
mod browse;
mod card;
mod check;
mod command;
mod copy;
mod keep;
mod mouse;
mod panels;
mod read;
mod report;
mod set;
mod typing;

use super::{
    action::Action,
    effect::{Effect, Event},
    keymap::{Keys, Pressed, key::Key},
    model::{Focus, Model},
};
use crate::config::MarkRead;

/// Milliseconds after which marks are saved.
const SAVE_AFTER: i64 = 2_000;

/// Takes an event; gives the I/O that it asks for.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let mut out = Vec::new();
    match event {
        Event::Clock(now, civil) => {
            model.now = now;
            model.civil = civil;
            model.messages.at(civil);
            timers(model, &mut out);
        }
        Event::Key(key) => {
            model.touched = true;
            press(model, key, &mut out);
        }
        Event::Paste(text) => typing::paste(model, &text, &mut out),
        Event::Mouse(what, x, y) => {
            model.touched = true;
            mouse::mouse(model, what, x, y, &mut out);
        }
        Event::Resize(width, height) => model.size = (width, height),
        Event::Focus(true) => out.push(Effect::Refresh),
        Event::Focus(false) => {}
        Event::Report(report) => report::report(model, *report, &mut out),
    }
    settle(model, &mut out);
    out
}

/// The effects of the beginning: what the first frame lacks.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let mut out = vec![Effect::Mirror(model.reading.mirrors())];
    browse::list(model, &mut out);
    let screen = model
        .reading
        .screen()
        .filter(|_| model.config.resume)
        .cloned();
    let resumed = screen.and_then(|s| Some((s.article?, s)));
    match resumed {
        Some((id, screen)) if model.resuming => {
            model.resumed = true;
            let enter = &*screen.pane == "reader";
            browse::open_id(model, id, enter, None, &mut out);
        }
        _ => browse::begin(model, &mut out),
    }
    out.push(Effect::Sync);
    settle(model, &mut out);
    out
}

/// The effects of an end without the user's quit: everything is saved.
pub fn leave(model: &mut Model) -> Vec<Effect> {
    let mut out = Vec::new();
    keep::remember_screen(model);
    keep::flush(model, &mut out);
    out
}

/// Brings everything that depends on the size and the selection up to date.
fn settle(model: &mut Model, out: &mut Vec<Effect>) {
    let panes = model.panes();
    if let (Some(area), Some(reader)) = (panes.reader, model.reader_mut()) {
        let inner = area.inner(panes.framed);
        reader.set_size(inner.width, inner.height);
    }
    if let Some(area) = panes.left {
        let height = usize::from(area.inner(panes.framed).height);
        let today = model.civil.date();
        if model.panel.is_none() {
            model.list.show_selected(height, today);
            let keys = model.list.missing(height);
            if !keys.is_empty() {
                let query = model.list.view.query.clone();
                out.push(Effect::Rows { keys, query });
            }
        }
    }
    keep::save_passages(model, out);
    across::settle(model, out);
}

fn press(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    // What is typed while an article opens is meant for it.
    let esc = key.code == crossterm::event::KeyCode::Esc;
    if model.opening.as_ref().is_some_and(|o| o.enter) {
        if esc {
            model.opening = None;
            model.ahead.clear();
        } else {
            model.ahead.push(key);
        }
        return;
    }
    model.messages.hide();
    if model.popup.is_some() {
        return panels::popup_key(model, key, out);
    }
    if model.prompt.is_some() {
        return typing::key(model, key, out);
    }
    let mode = model.mode();
    let keymap = std::sync::Arc::clone(&model.keymap);
    let pressed = keymap.press(mode, &mut model.pending, key);
    model.which_key = model.which_key && pressed == Pressed::Wait;
    model.pending_since = (pressed == Pressed::Wait).then_some(model.now);
    match pressed {
        Pressed::Do { action, count, .. } => act::act(model, action, count, out),
        Pressed::Wait | Pressed::Cancelled => {}
        Pressed::Unbound(keys) => unbound(model, &keys),
    }
}

/// Keys that do nothing: what to press instead, said briefly.
fn unbound(model: &mut Model, keys: &Keys) {
    let mode = model.mode();
    let hint = model.keymap.hint(mode, keys);
    match hint {
        Some(hint) => model.messages.note(&hint),
        None => {
            let help = model.key_of("help").unwrap_or_else(|| ":help".to_owned());
            let said = match model.keymap.elsewhere(mode, keys) {
                Some((place, does)) => format!("{keys} works {}: {does}", place.place()),
                None => format!("{keys} does nothing here; {help} lists the keys"),
            };
            model.messages.note(&said);
        }
    }
}

/// What is due at the present time.
fn timers(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now.as_millisecond();
    let since = |then: jiff::Timestamp| now - then.as_millisecond();
    let waited = model.pending_since.map(since);
    let delay = i64::from(model.config.which_key_delay);
    if waited.is_some_and(|w| w >= delay) && !model.pending.keys().is_empty() {
        model.which_key = true;
    }
    if model
        .unsaved_since
        .map(since)
        .is_some_and(|w| w >= SAVE_AFTER)
    {
        keep::flush(model, out);
    }
    let dwelt = model.open().filter(|o| o.entered).map(|o| since(o.since));
    let dwell = i64::from(model.config.dwell) * 1000;
    if model.config.mark_read == MarkRead::Dwell && dwelt.is_some_and(|d| d >= dwell) {
        keep::mark_open_read(model, out);
    }
}

/// Milliseconds until a timer is due, if one runs.
#[must_use]
pub fn due_in(model: &Model) -> Option<u64> {
    let since = |then: jiff::Timestamp| model.now.as_millisecond() - then.as_millisecond();
    let mut due: Vec<i64> = Vec::new();
    if let Some(then) = model.pending_since.filter(|_| !model.which_key) {
        due.push(i64::from(model.config.which_key_delay) - since(then));
    }
    if let Some(then) = model.unsaved_since {
        due.push(SAVE_AFTER - since(then));
    }
    if model.config.mark_read == MarkRead::Dwell
        && let Some(open) = model.open().filter(|o| o.entered && !model.is_read(o.id()))
    {
        due.push(i64::from(model.config.dwell) * 1000 - since(open.since));
    }
    due.into_iter()
        .min()
        .map(|ms| u64::try_from(ms.max(0)).unwrap_or(0))
}

/// Runs an action as if its key had been pressed: for the help, the command
/// line and a question.
fn run(model: &mut Model, action: Action, count: Option<usize>, out: &mut Vec<Effect>) {
    act::act(model, action, count, out);
}

/// Gives the keys to a pane.
fn focus(model: &mut Model, pane: Focus) {
    if model.focus == Focus::Reader
        && pane == Focus::List
        && let Some(reader) = model.reader_mut()
    {
        reader.clear_selection();
    }
    model.focus = pane;
}
