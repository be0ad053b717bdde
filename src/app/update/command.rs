//! The command line: names of the table of actions, completed as one types.

use crossterm::event::{KeyCode, KeyModifiers};

use super::set;
use crate::{
    app::{
        action::{Action, Bindable, Make, TABLE},
        effect::Effect,
        keymap::key::Key,
        model::Model,
        prompt::{Completion, Prompt, PromptKind},
    },
    nearest::meant,
    passage::{COLOUR_NAMES, export::FORMATS},
    reader::Motion,
};

/// Short names that hands know from elsewhere.
const SHORT: &[(&str, &str)] = &[
    ("se", "set"),
    ("setlocal", "set"),
    ("setl", "set"),
    ("setglobal", "set"),
    ("q", "quit"),
    ("q!", "quit"),
    ("qa", "quit"),
    ("qa!", "quit"),
    ("qall", "quit"),
    ("wq", "quit"),
    ("wqa", "quit"),
    ("x", "quit"),
    ("xa", "quit"),
    ("exit", "quit"),
    ("h", "help"),
    ("n", "next-article"),
    ("N", "prev-article"),
    ("p", "prev-article"),
    ("bn", "next-article"),
    ("bnext", "next-article"),
    ("bp", "prev-article"),
    ("bprevious", "prev-article"),
    ("e", "open-file"),
    ("ed", "open-file"),
    ("o", "open-file"),
    ("view", "open-file"),
    ("r", "rescan"),
    ("u", "undo"),
    ("red", "redo"),
    ("noh", "cancel"),
    ("nohlsearch", "cancel"),
    ("ma", "set-mark"),
    ("mark", "set-mark"),
    ("k", "set-mark"),
    ("grep", "query"),
    ("vimgrep", "query"),
    ("find", "query"),
    ("search", "query"),
    ("colorscheme", "theme"),
    ("tag", "tags"),
];

/// Most completions that are offered.
const MOST: usize = 200;

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
        "set" | "se" => set::completions(model, argument),
        "theme" => among(&mut model.themes.iter().map(String::as_str)),
        "colour" => among(&mut COLOUR_NAMES.into_iter()),
        "add" | "open-file" | "e" | "edit" | "view" => {
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
    if let Some((motion, count)) = place(line) {
        super::run(model, Action::Move(motion), count, out);
        return;
    }
    let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let name = command_name(name);
    let full = SHORT
        .iter()
        .find(|(short, _)| *short == name)
        .map_or(name, |(_, full)| full);
    // An editor opens another file by the same word.
    let full = match full {
        "edit" if !argument.trim().is_empty() => "open-file",
        full => full,
    };
    let hint = || model.keymap.hint_command(model.mode(), name);
    let entry = Bindable::find(full);
    if let Some(hint) = entry.is_none().then(hint).flatten() {
        model.messages.note(&hint);
        return;
    }
    let Some(entry) = entry.or_else(|| only(full)) else {
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

/// A place as vim and less name it: `:12` the paragraph or row, `:50%` the
/// percentage, `:$` the end.
fn place(line: &str) -> Option<(Motion, Option<usize>)> {
    if line == "$" {
        return Some((Motion::Bottom, None));
    }
    if let Some(percent) = line.strip_suffix('%') {
        return Some((Motion::Top, Some(percent.trim().parse().ok()?)));
    }
    match line.parse().ok()? {
        0 => Some((Motion::Top, None)),
        number => Some((Motion::Bottom, Some(number))),
    }
}

/// The name in a first word: without vim's range before it and what is written
/// to it without a space (`:%s/a/b/`, `:!ls`).
fn command_name(word: &str) -> &str {
    let word = match word.strip_prefix('%') {
        Some(rest) if !rest.is_empty() => rest,
        _ => word,
    };
    if word.starts_with('!') {
        return "!";
    }
    match word.split_once(['/', '#']) {
        Some((name @ ("s" | "g" | "v" | "substitute"), _)) => name,
        _ => word,
    }
}

/// The only entry whose name begins so.
fn only(name: &str) -> Option<&'static Bindable> {
    let mut fits = TABLE.iter().filter(|b| b.name.starts_with(name));
    let first = fits.next()?;
    fits.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_lead_somewhere() {
        for (short, full) in SHORT {
            assert!(Bindable::find(full).is_some(), "{short}");
        }
    }

    #[test]
    fn places_and_names_are_read_as_vim_writes_them() {
        assert_eq!(place("12"), Some((Motion::Bottom, Some(12))));
        assert_eq!(place("50%"), Some((Motion::Top, Some(50))));
        assert_eq!(place("$"), Some((Motion::Bottom, None)));
        assert_eq!(place("%"), None);
        assert_eq!(place("12a"), None);
        assert_eq!(command_name("%s/a/b/g"), "s");
        assert_eq!(command_name("!ls"), "!");
        assert_eq!(command_name("%"), "%");
        assert_eq!(command_name("export"), "export");
    }
}
