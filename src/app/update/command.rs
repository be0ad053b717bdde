//! The command line: names of the table of actions, completed as one types.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::{
    app::{
        action::{Bindable, Make, TABLE},
        effect::Effect,
        keymap::key::Key,
        model::Model,
        prompt::{Completion, Prompt, PromptKind},
    },
    nearest::meant,
    passage::{COLOUR_NAMES, export::FORMATS},
};

/// Short names that hands know from elsewhere.
const SHORT: &[(&str, &str)] = &[
    ("q", "quit"),
    ("q!", "quit"),
    ("qa", "quit"),
    ("wq", "quit"),
    ("x", "quit"),
    ("h", "help"),
    ("n", "next-article"),
    ("p", "prev-article"),
    ("e", "edit"),
    ("search", "query"),
    ("colorscheme", "theme"),
    ("tag", "tags"),
];

/// Most completions that are shown.
const MOST: usize = 12;

/// Begins to type a command.
pub fn begin(model: &mut Model, text: &str) {
    model.prompt = Some(Prompt::new(PromptKind::Command, text));
    suggest(model, &mut Vec::new());
}

/// Tab and Shift-Tab complete; anything else is typing.
pub fn key(model: &mut Model, prompt: &mut Prompt, key: Key, out: &mut Vec<Effect>) -> bool {
    if key.code != KeyCode::Tab {
        return false;
    }
    let back = key.modifiers.contains(KeyModifiers::SHIFT);
    if prompt.completion.options.len() == 1 || !prompt.complete(!back) {
        // The only one: taken, and its arguments are next.
        prompt.complete(true);
        let (text, options) = suggestions(model, prompt.text(), out);
        prompt.completion = Completion {
            typed: text,
            options,
            at: None,
        };
    }
    true
}

/// Finds completions for what is typed.
pub fn suggest(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(prompt) = &model.prompt else { return };
    let typed = prompt.text().to_owned();
    let (typed, options) = suggestions(model, &typed, out);
    if let Some(prompt) = &mut model.prompt {
        prompt.completion = Completion {
            typed,
            options,
            at: None,
        };
    }
}

type Options = Vec<(String, String)>;

fn suggestions(model: &Model, typed: &str, out: &mut Vec<Effect>) -> (String, Options) {
    let options = match typed.split_once(' ') {
        None => names(typed),
        Some((name, argument)) => arguments(model, name, argument, out),
    };
    (typed.to_owned(), options.into_iter().take(MOST).collect())
}

/// Names that begin as typed, then those that hold it.
fn names(typed: &str) -> Options {
    let shown = |b: &Bindable| {
        let space = matches!(b.make, Make::Text(..) | Make::Char(_));
        let name = if space {
            format!("{} ", b.name)
        } else {
            b.name.to_owned()
        };
        (name, b.help.to_owned())
    };
    let begins = TABLE.iter().filter(|b| b.name.starts_with(typed));
    let holds = TABLE
        .iter()
        .filter(|b| !b.name.starts_with(typed) && b.name.contains(typed));
    begins.chain(holds).map(shown).collect()
}

fn arguments(model: &Model, name: &str, argument: &str, out: &mut Vec<Effect>) -> Options {
    let whole = |value: &str, help: &str| (format!("{name} {value}"), help.to_owned());
    let among = |values: &mut dyn Iterator<Item = &str>| -> Options {
        values
            .filter(|v| v.starts_with(argument))
            .map(|v| whole(v, ""))
            .collect()
    };
    match name {
        "theme" => among(&mut model.themes.iter().map(String::as_str)),
        "colour" => among(&mut COLOUR_NAMES.into_iter()),
        "add" => {
            out.push(Effect::Complete(argument.to_owned()));
            Vec::new()
        }
        "export" => match argument.split_once(' ') {
            None => {
                let formats = among(&mut FORMATS.iter().map(|(n, _)| *n));
                if formats.is_empty() {
                    out.push(Effect::Complete(argument.to_owned()));
                }
                formats
            }
            Some((_, path)) => {
                out.push(Effect::Complete(path.to_owned()));
                Vec::new()
            }
        },
        "query" => {
            let saved = model.config.searches.values().map(String::as_str);
            among(&mut saved.into_iter())
        }
        _ => Vec::new(),
    }
}

/// Takes completions of a path that have come.
pub fn completed(model: &mut Model, typed: &str, paths: &[crate::clean::Clean]) {
    let Some(prompt) = &mut model.prompt else {
        return;
    };
    let Some(head) = prompt.text().strip_suffix(typed).map(str::to_owned) else {
        return;
    };
    if prompt.kind == PromptKind::Command && prompt.completion.at.is_none() {
        prompt.completion.options = paths
            .iter()
            .take(MOST)
            .map(|p| (format!("{head}{}", &**p), String::new()))
            .collect();
    }
}

/// Runs a command line.
pub fn run(model: &mut Model, line: &str, out: &mut Vec<Effect>) {
    let line = line.trim().trim_start_matches(':').trim_start();
    if line.is_empty() {
        return;
    }
    if let Ok(count) = line.parse::<usize>() {
        let top = crate::app::action::Action::Move(crate::reader::Motion::Top);
        super::run(model, top, Some(count), out);
        return;
    }
    let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let full = SHORT
        .iter()
        .find(|(short, _)| *short == name)
        .map_or(name, |(_, full)| full);
    let Some(entry) = Bindable::find(full).or_else(|| only(full)) else {
        let near = match meant(full, TABLE.iter().map(|b| b.name), ("", "")).as_str() {
            "" => {
                let help = model.key_of("help").unwrap_or_else(|| ":help".to_owned());
                format!("; {help} finds commands by words")
            }
            near => near.to_owned(),
        };
        model
            .messages
            .warn(&format!("there is no command {name}{near}"));
        return;
    };
    match entry.with(argument) {
        Some(action) => super::run(model, action, None, out),
        None => {
            let count = argument
                .trim()
                .parse::<usize>()
                .ok()
                .filter(|_| entry.count);
            match (count, entry.with("")) {
                (Some(count), Some(action)) => super::run(model, action, Some(count), out),
                _ => model.messages.warn(&format!(
                    "{} does not take \"{}\"",
                    entry.name,
                    argument.trim()
                )),
            }
        }
    }
}

/// The only entry whose name begins so.
fn only(name: &str) -> Option<&'static Bindable> {
    let mut fits = TABLE.iter().filter(|b| b.name.starts_with(name));
    let first = fits.next()?;
    fits.next().is_none().then_some(first)
}
