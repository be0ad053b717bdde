//! Panels and popups: opening, moving, following.

use crossterm::event::{KeyCode, KeyModifiers};

use super::{across, attach, browse, card, command, keep, read};
use crate::{
    app::{
        action::{Make, PanelKind},
        effect::Effect,
        jumps::Spot,
        keymap::key::Key,
        model::{Focus, Model},
        panel::{self, Goal, Panel},
        popup::{Compare, Help, Popup},
    },
    passage::{Passage, State},
    reader::{Motion, Reveal},
    span::Span,
};

/// Opens a panel.
pub fn open(model: &mut Model, kind: PanelKind, library: bool, out: &mut Vec<Effect>) {
    model.behind = None;
    if across::is_across(kind, library) {
        across::open(model, kind, out);
        return;
    }
    let Some(rows) = rows(model, kind, library) else {
        model.messages.note("no article is open");
        return;
    };
    let mut panel = Panel::new(kind, library, rows);
    panel.from = model.focus;
    if let Some(reader) = model.reader().filter(|_| !library) {
        panel.before = Some((reader.top(), reader.cursor()));
        panel.select_near(reader.cursor());
    }
    model.panel = Some(panel);
}

fn rows(model: &Model, kind: PanelKind, library: bool) -> Option<Vec<panel::PanelRow>> {
    match kind {
        PanelKind::Messages => Some(panel::messages(model.messages.all())),
        PanelKind::Problems => Some(panel::problems(&model.problems)),
        PanelKind::Bookmarks if library => {
            let passages = model.reading.passages();
            let state = |p: &Passage| model.standings.get(&p.id).map(|s| s.state);
            Some(panel::bookmarks(
                passages,
                |p| state(p).unwrap_or(State::Anchored),
                true,
                model.options.ascii,
            ))
        }
        _ => model
            .reader()
            .map(|r| panel::of_article(kind, r, &model.reading)),
    }
}

/// Builds the open panel anew, after its passages changed.
pub fn refresh(model: &mut Model) {
    let Some((kind, library)) = model.panel.as_ref().map(|p| (p.kind, p.library)) else {
        return;
    };
    if across::is_across(kind, library) {
        return;
    }
    if let Some(rows) = rows(model, kind, library)
        && let Some(panel) = &mut model.panel
    {
        panel.refill(rows);
    }
}

/// Moves the selection; the article beside shows what is selected.
pub fn go(model: &mut Model, motion: Motion, times: usize) {
    let Some(panel) = &mut model.panel else {
        return;
    };
    let times = isize::try_from(times).unwrap_or(isize::MAX);
    let by = match motion {
        Motion::RowDown => times,
        Motion::RowUp => -times,
        Motion::HalfDown | Motion::ParagraphDown => times.saturating_mul(5),
        Motion::HalfUp | Motion::ParagraphUp => times.saturating_mul(-5),
        Motion::PageDown => times.saturating_mul(10),
        Motion::PageUp => times.saturating_mul(-10),
        Motion::Top => isize::MIN / 2,
        Motion::Bottom => isize::MAX / 2,
        _ => return,
    };
    panel.go(by);
    look(model);
}

/// The span that a row leads to in the open article.
fn span_of(model: &Model, goal: &Goal) -> Option<Span> {
    match goal {
        Goal::Span(span) => Some(*span),
        Goal::Spans(spans) => spans.first().copied(),
        Goal::Passage(id, article) => {
            let open = model.open().filter(|o| o.is(*article))?;
            let marks = open.reader.passages();
            marks.iter().find(|m| m.id == id.as_str()).map(|m| m.span)
        }
        Goal::In(article, span) => {
            let here = model.open().is_some_and(|o| o.is(*article));
            here.then_some(*span)
        }
        Goal::Nothing | Goal::Link(_) | Goal::Query(_) => None,
    }
}

/// Shows in the article beside what is selected, without going there.
pub fn look(model: &mut Model) {
    if !model.two_panes() {
        return;
    }
    let goal = model
        .panel
        .as_ref()
        .and_then(|p| p.current())
        .map(|r| r.goal.clone());
    let span = goal.and_then(|g| span_of(model, &g));
    if let (Some(span), Some(reader)) = (span, model.reader_mut()) {
        reader.go_to_span(span.start, span, Reveal::Nearest);
    }
}

/// Closes the panel; `restore` goes back to where one was.
pub fn close(model: &mut Model, restore: bool, out: &mut Vec<Effect>) {
    let Some(panel) = model.panel.take() else {
        return;
    };
    if !restore {
        return;
    }
    browse::preview(model, out);
    if let (Some((top, cursor)), Some(reader)) = (panel.before, model.reader_mut()) {
        reader.go_to(cursor, Reveal::Nearest);
        reader.set_top(top);
    }
    // An article was read meanwhile.
    if panel.from == Focus::List && model.focus == Focus::Reader {
        browse::to_list(model, out);
    }
}

/// Goes where the selected row leads.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(row) = model.panel.as_ref().and_then(|p| p.current()).cloned() else {
        return;
    };
    let before = model.panel.as_ref().and_then(|p| p.before);
    match row.goal {
        Goal::Nothing => {}
        Goal::Link(url) => card::browse(model, &url, out),
        Goal::Query(query) => {
            across::step_behind(model, Some(query.clone()));
            browse::to_list(model, out);
            browse::query(model, &query, out);
        }
        Goal::In(article, span) => {
            leave(model, before);
            across::step_behind(model, None);
            let at = span.start;
            read::to_spot(model, Spot { article, at }, out);
        }
        Goal::Passage(id, article) => {
            let at = span_of(model, &Goal::Passage(id, article)).map(|s| s.start);
            let here = model.open().is_some_and(|o| o.is(article));
            if here && attach::is_doubtful(model, id) {
                attach::open(model, id, out);
                return;
            }
            leave(model, before);
            across::step_behind(model, None);
            model.passage_to_show = Some(id);
            match at {
                Some(at) => read::to_spot(model, Spot { article, at }, out),
                None => browse::open_id(model, article, true, None, out),
            }
        }
        goal => {
            if let Some(span) = span_of(model, &goal) {
                leave(model, before);
                model.panel = None;
                if let Some(reader) = model.reader_mut() {
                    reader.go_to_span(span.start, span, Reveal::Middle);
                }
                browse::entered(model);
            }
        }
    }
}

/// Remembers where one was before the panel.
fn leave(model: &mut Model, before: Option<(usize, usize)>) {
    if let Some(mut here) = model.here() {
        if let Some((_, cursor)) = before {
            here.at = cursor;
        }
        model.jumps.leave(here);
    }
}

// ---- popups

/// Opens the help.
pub fn help(model: &mut Model) {
    model.popup = Some(Popup::Help(Help::new(&model.keymap, model.mode())));
}

/// Opens the choice of a theme.
pub fn choose_theme(model: &mut Model) {
    let names = model.themes.clone();
    let selected = names.iter().position(|n| *n == model.theme).unwrap_or(0);
    model.popup = Some(Popup::Themes {
        names,
        selected,
        before: model.theme.clone(),
    });
}

/// Uses a theme.
pub fn set_theme(model: &mut Model, name: &str) {
    if model.themes.iter().any(|t| t == name) {
        name.clone_into(&mut model.theme);
        model.messages.note(&format!(
            "theme {name} for this session; theme = \"{name}\" in config.toml keeps it"
        ));
    } else {
        let known = model.themes.iter().map(String::as_str);
        let near = match crate::nearest::meant(name, known, ("", "")).as_str() {
            "" => format!("; there are {}", model.themes.join(", ")),
            near => near.to_owned(),
        };
        model
            .messages
            .warn(&format!("there is no theme {name}{near}"));
    }
}

/// What a key means in any popup.
enum Press {
    Go(isize),
    Take,
    Leave,
    Other,
}

fn press(key: Key, typing: bool) -> Press {
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Esc => Press::Leave,
        KeyCode::Char('c' | 'g') if ctrl => Press::Leave,
        KeyCode::Enter => Press::Take,
        KeyCode::Down | KeyCode::Tab => Press::Go(1),
        KeyCode::Up => Press::Go(-1),
        KeyCode::PageDown => Press::Go(10),
        KeyCode::PageUp => Press::Go(-10),
        KeyCode::Char('n' | 'j') if ctrl => Press::Go(1),
        KeyCode::Char('p' | 'k') if ctrl => Press::Go(-1),
        KeyCode::Char('d') if ctrl => Press::Go(10),
        KeyCode::Char('u') if ctrl && !typing => Press::Go(-10),
        KeyCode::Char(c) if !typing => match c {
            'd' | ' ' => Press::Go(10),
            'u' => Press::Go(-10),
            'j' => Press::Go(1),
            'k' => Press::Go(-1),
            'l' => Press::Take,
            'q' | 'h' => Press::Leave,
            _ => Press::Other,
        },
        _ => Press::Other,
    }
}

/// Takes a key while a popup is open.
pub fn popup_key(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    match model.popup.take() {
        Some(Popup::Help(help)) => help_key(model, help, key, out),
        Some(Popup::Card(card)) => card_key(model, card, key, out),
        Some(Popup::Compare(compare)) => compare_key(model, compare, key, out),
        Some(Popup::Themes {
            names,
            selected,
            before,
        }) => themes_key(model, names, selected, before, key),
        None => {}
    }
}

fn help_key(model: &mut Model, mut help: Help, key: Key, out: &mut Vec<Effect>) {
    match press(key, true) {
        Press::Leave => {
            if !help.input.value().is_empty() {
                help.input = tui_input::Input::default();
                help.filter();
                model.popup = Some(Popup::Help(help));
            }
        }
        Press::Go(by) => {
            help.go(by);
            model.popup = Some(Popup::Help(help));
        }
        Press::Take => {
            let Some(row) = help.current() else {
                model.popup = Some(Popup::Help(help));
                return;
            };
            let entry = row.entry;
            match &entry.make {
                Make::Plain(action) => super::run(model, action.clone(), None, out),
                Make::Text(..) | Make::Char(_) => {
                    command::begin(model, &format!("{} ", entry.name));
                }
            }
        }
        Press::Other => {
            let mut line =
                crate::app::prompt::Prompt::new(crate::app::prompt::PromptKind::Filter, "");
            line.input = help.input.clone();
            // An empty line that is taken back stays open.
            line.key(key, &[]);
            help.input = line.input;
            help.filter();
            model.popup = Some(Popup::Help(help));
        }
    }
}

fn card_key(model: &mut Model, mut card: crate::app::popup::Card, key: Key, out: &mut Vec<Effect>) {
    match press(key, false) {
        Press::Leave => {}
        Press::Go(by) => {
            // Without places the fields are scrolled.
            let last = match card.places.len() {
                0 => card.fields.len(),
                places => places - 1,
            };
            card.selected = card.selected.saturating_add_signed(by).min(last);
            model.popup = Some(Popup::Card(card));
        }
        Press::Take => {
            if card::take(model, &card, out) {
                return;
            }
            let Some((span, _)) = card.places.get(card.selected).cloned() else {
                return;
            };
            if let Some(here) = model.here() {
                model.jumps.leave(here);
            }
            if let Some(reader) = model.reader_mut() {
                reader.go_to_span(span.start, span, Reveal::Nearest);
            }
        }
        // A card is no obstacle: other keys do what they always do.
        Press::Other => super::press(model, key, out),
    }
}

fn compare_key(model: &mut Model, mut compare: Compare, key: Key, out: &mut Vec<Effect>) {
    match press(key, false) {
        Press::Leave => return,
        Press::Take => return attach::choose(model, &compare, out),
        // A page is meant for the texts.
        Press::Go(by @ (10 | -10)) => {
            compare.scroll += if by > 0 { 5 } else { -5 };
        }
        Press::Go(by) => {
            let last = compare.choices().len().saturating_sub(1);
            compare.selected = compare.selected.saturating_add_signed(by).min(last);
        }
        Press::Other => {}
    }
    model.popup = Some(Popup::Compare(compare));
}

fn themes_key(model: &mut Model, names: Vec<String>, selected: usize, before: String, key: Key) {
    let mut at = selected;
    match press(key, false) {
        Press::Leave => {
            model.theme = before;
            return;
        }
        Press::Take => {
            if let Some(name) = names.get(at).cloned() {
                set_theme(model, &name);
            }
            return;
        }
        Press::Go(by) => {
            at = at
                .saturating_add_signed(by)
                .min(names.len().saturating_sub(1));
            if let Some(name) = names.get(at) {
                name.clone_into(&mut model.theme);
            }
        }
        Press::Other => {}
    }
    model.popup = Some(Popup::Themes {
        names,
        selected: at,
        before,
    });
}

/// The passage that was asked for has its article open now: goes there.
pub fn show_passage(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(id) = model.passage_to_show.take() else {
        return;
    };
    keep::anchor(model);
    let span = model.reader().and_then(|r| {
        let marks = r.passages();
        marks.iter().find(|m| m.id == id.as_str()).map(|m| m.span)
    });
    if let (Some(span), Some(reader)) = (span, model.reader_mut()) {
        reader.go_to_span(span.start, span, Reveal::Middle);
    }
    if model.open().is_some_and(|o| o.earlier) {
        return;
    }
    if attach::is_doubtful(model, id) {
        attach::open(model, id, out);
    }
}
