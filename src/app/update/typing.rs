//! Prompts: what each key does to the line, and what the line does.

use super::{browse, command, copy, keep, panels};
use crate::app::{
    effect::Effect,
    keymap::key::Key,
    model::Model,
    popup::Popup,
    prompt::{Completion, Prompt, PromptKind, Typed},
};

/// Begins a search in the article.
pub fn begin_find(model: &mut Model) {
    let Some(reader) = model.reader_mut() else {
        begin_query(model);
        return;
    };
    reader.find_begin();
    model.prompt = Some(Prompt::new(PromptKind::Find, ""));
}

/// Begins a query of the library.
pub fn begin_query(model: &mut Model) {
    if model.focus != crate::app::model::Focus::List {
        super::focus(model, crate::app::model::Focus::List);
    }
    model.panel = None;
    model.behind = None;
    if model.before_query.is_none() {
        model.before_query = Some((model.wanted_view.clone(), model.list.key()));
    }
    let typed = model.wanted_view.query.clone();
    model.prompt = Some(Prompt::new(PromptKind::Query, &typed));
}

/// Takes pasted text: only prompts want it.
pub fn paste(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    if let Some(Popup::Help(help)) = &mut model.popup {
        for c in crate::clean::Clean::line(text).chars() {
            help.input.handle(tui_input::InputRequest::InsertChar(c));
        }
        help.filter();
    } else if let Some(prompt) = &mut model.prompt {
        prompt.paste(text);
        changed(model, out);
    } else {
        model
            .messages
            .note("pasted text is taken where something is typed: / or :");
    }
}

/// Takes a key.
pub fn key(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    let Some(mut prompt) = model.prompt.take() else {
        return;
    };
    if let PromptKind::Confirm(_, action) = &prompt.kind {
        if key.as_char().is_some_and(|c| matches!(c, 'y' | 'Y')) {
            let action = (**action).clone();
            model.confirmed = true;
            super::run(model, action, None, out);
            model.confirmed = false;
        } else {
            model.messages.note("nothing was changed");
        }
        return;
    }
    if prompt.kind == PromptKind::Command && command::key(model, &mut prompt, key, out) {
        model.prompt = Some(prompt);
        return;
    }
    if prompt.kind == PromptKind::Query && complete(model, &mut prompt, key) {
        model.prompt = Some(prompt);
        show_query(model, out);
        return;
    }
    if prompt.kind == PromptKind::Filter && moves(model, key) {
        model.prompt = Some(prompt);
        return;
    }
    let history = model.history(prompt.kind.history()).to_vec();
    let typed = prompt.key(key, &history);
    match typed {
        Typed::Same => model.prompt = Some(prompt),
        Typed::Changed => {
            model.prompt = Some(prompt);
            changed(model, out);
        }
        Typed::Accept => accept(model, &prompt, out),
        Typed::Cancel => cancel(model, &prompt, out),
    }
}

/// Tab and Shift-Tab complete a query by the saved ones.
fn complete(model: &Model, prompt: &mut Prompt, key: Key) -> bool {
    use crossterm::event::{KeyCode, KeyModifiers};
    if key.code != KeyCode::Tab {
        return false;
    }
    if prompt.completion.options.is_empty() {
        prompt.completion = saved(model, prompt.text(), true);
    }
    prompt.complete(!key.modifiers.contains(KeyModifiers::SHIFT));
    true
}

/// The saved searches whose name or query begins as typed.
fn saved(model: &Model, typed: &str, all: bool) -> Completion {
    let begins = |name: &str, query: &str| {
        query != typed && (name.starts_with(typed) || query.starts_with(typed))
    };
    let fits = |(name, query): &(&String, &String)| {
        (all || !typed.trim().is_empty()) && begins(name, query)
    };
    let searches = model.config.searches.iter().filter(fits);
    Completion {
        typed: typed.to_owned(),
        options: searches.map(|(n, q)| (q.clone(), n.clone())).collect(),
        at: None,
    }
}

/// Shows what the typed query finds.
fn show_query(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(prompt) = &model.prompt else { return };
    let mut view = model.wanted_view.clone();
    prompt.text().clone_into(&mut view.query);
    browse::show(model, view, out);
}

/// Arrows move in the panel while its filter is typed.
fn moves(model: &mut Model, key: Key) -> bool {
    use crossterm::event::KeyCode;
    let by = match key.code {
        KeyCode::Down => 1,
        KeyCode::Up => -1,
        KeyCode::PageDown => 10,
        KeyCode::PageUp => -10,
        _ => return false,
    };
    if let Some(panel) = &mut model.panel {
        panel.go(by);
    }
    panels::look(model);
    true
}

/// What typing does at once.
fn changed(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(prompt) = &model.prompt else { return };
    let text = prompt.text().to_owned();
    match prompt.kind {
        PromptKind::Find => {
            if let Some(reader) = model.reader_mut() {
                reader.find_type(&text);
            }
        }
        PromptKind::Query => {
            let completion = saved(model, &text, false);
            if let Some(prompt) = &mut model.prompt {
                prompt.completion = completion;
            }
            show_query(model, out);
        }
        PromptKind::Filter => {
            if let Some(panel) = &mut model.panel {
                panel.filter(&text);
            }
            panels::look(model);
        }
        PromptKind::Command => command::suggest(model, out),
        PromptKind::Note(_) | PromptKind::Tags(_) | PromptKind::Pipe | PromptKind::Confirm(..) => {}
    }
}

/// Enter.
fn accept(model: &mut Model, prompt: &Prompt, out: &mut Vec<Effect>) {
    let text = prompt.text().to_owned();
    if let Some(name) = prompt.kind.history() {
        remember(model, name, &text, out);
    }
    match &prompt.kind {
        PromptKind::Find => accept_find(model),
        PromptKind::Query => {
            if text.trim().is_empty() {
                browse::leave_query(model, out);
            } else if let Some(error) = &model.list.error {
                model.messages.error(&error.to_string());
            }
        }
        PromptKind::Filter => {
            panels::look(model);
            if model.panel.as_ref().is_some_and(|p| p.shown.len() == 1) {
                panels::follow(model, out);
            }
        }
        PromptKind::Command => command::run(model, &text, out),
        PromptKind::Note(id) => keep::set_note(model, *id, &text, out),
        PromptKind::Tags(id) => keep::set_tags(model, *id, &text, out),
        PromptKind::Pipe if text.trim().is_empty() => {}
        PromptKind::Pipe => copy::pipe(model, &text, out),
        PromptKind::Confirm(..) => {}
    }
}

fn accept_find(model: &mut Model) {
    let here = model.here();
    let Some(reader) = model.reader_mut() else {
        return;
    };
    reader.find_accept();
    let missed = reader
        .find()
        .filter(|f| f.hits.is_empty())
        .map(|f| (f.pattern.clone(), f.error.clone()));
    if let Some((pattern, error)) = missed {
        // It stays, so that the keys for matches say so and do nothing else.
        let why = error.map_or_else(
            || format!("no match for {pattern}"),
            |e| format!("{pattern}: {e}"),
        );
        model.messages.warn(&why);
    } else if let Some(here) = here {
        model.jumps.leave(here);
    }
}

/// Remembers what was typed at a prompt.
fn remember(model: &mut Model, name: &'static str, text: &str, out: &mut Vec<Effect>) {
    if text.trim().is_empty() {
        return;
    }
    let lines = model.typed.entry(name).or_default();
    lines.retain(|l| l != text);
    lines.push(text.to_owned());
    out.push(Effect::Remember {
        prompt: name,
        line: text.to_owned(),
    });
}

/// Esc.
fn cancel(model: &mut Model, prompt: &Prompt, out: &mut Vec<Effect>) {
    match &prompt.kind {
        PromptKind::Find => {
            if let Some(reader) = model.reader_mut() {
                reader.find_cancel();
            }
        }
        PromptKind::Query => browse::leave_query(model, out),
        PromptKind::Filter => {
            if let Some(panel) = &mut model.panel {
                panel.filter("");
            }
            panels::look(model);
        }
        PromptKind::Note(_) => model.messages.note("the note is as it was"),
        PromptKind::Tags(_) => model.messages.note("the tags are as they were"),
        PromptKind::Command | PromptKind::Pipe | PromptKind::Confirm(..) => {}
    }
}
