//! `attache doctor`: whether terminal, folders, settings and library are in
//! order.

mod passages;
mod report;

use std::path::{Path, PathBuf};

use clap::Args;

use self::report::{Report, State};
use super::{Context, Outcome, colour, config, list, shelf};
use crate::{
    bidi::Order,
    clean::Clean,
    config::Clipboard,
    library::{Library, View},
    terminal::known,
    ui::theme::ColourLevel,
};

/// Options of `attache doctor`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache doctor                       what is in order, what is not, and what to do
  attache doctor --json                the same for scripts, one object a line
  attache doctor --library ~/News      another library

Exit code 0: nothing has to be done; 1: something has.")]
pub struct Doctor {
    /// One JSON object a line [default: text for people]
    #[arg(long)]
    json: bool,
}

/// Unreadable files and orphans that are named, at most.
const NAMED: usize = 10;

pub(super) fn run(context: &mut Context<'_>, args: &Doctor) -> anyhow::Result<Outcome> {
    let mut report = Report::default();
    report.add(
        State::Fine,
        "version",
        &format!("attache {}", env!("CARGO_PKG_VERSION")),
    );
    report.add(State::Fine, "network", "none: attache has no network code");
    terminal(context, &mut report);
    places(context, &mut report);
    passages::files(context, &mut report);
    programs(context, &mut report);
    for problem in config::problems(context) {
        report.add(State::Wrong, "settings", &problem);
    }
    if !report.any("settings") {
        report.add(
            State::Fine,
            "settings",
            "no mistakes in settings, keys and themes",
        );
    }
    library(context, &mut report)?;
    let text = if args.json {
        report.json()
    } else {
        report.text()
    };
    context.out.write_all(text.as_bytes())?;
    Ok(if report.wrong() {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// A variable of the environment, where it is set.
fn var(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

fn terminal(context: &mut Context<'_>, report: &mut Report) {
    let term = var("TERM").unwrap_or_else(|| "not set".to_owned());
    let program = var("TERM_PROGRAM").map_or(String::new(), |p| format!(", {p}"));
    let around = match (var("TMUX"), var("STY"), var("SSH_CONNECTION")) {
        (Some(_), _, ssh) => format!(", in tmux{}", if ssh.is_some() { ", over ssh" } else { "" }),
        (_, Some(_), _) => ", in screen".to_owned(),
        (_, _, Some(_)) => ", over ssh".to_owned(),
        _ => String::new(),
    };
    let size = crossterm::terminal::size()
        .ok()
        .filter(|_| context.terminal.out);
    let size = size.map_or_else(
        || ", standard output is no terminal".to_owned(),
        |(w, h)| format!(", {w}x{h}"),
    );
    let unfit = term == "dumb" || term == "not set";
    let advice = if unfit && context.terminal.out {
        ": the reader needs a terminal; set TERM"
    } else {
        ""
    };
    let state = if advice.is_empty() {
        State::Fine
    } else {
        State::Wrong
    };
    report.add(
        state,
        "terminal",
        &format!("TERM {term}{program}{around}{size}{advice}"),
    );
    let setting = context.loaded().config.colour;
    let level = match colour::level(setting, context.terminal.colours) {
        ColourLevel::None => "none: layers show as bold, underline and italic",
        ColourLevel::Ansi16 => "16",
        ColourLevel::Ansi256 => "256",
        ColourLevel::True => "all",
    };
    let said: Vec<String> = ["NO_COLOR", "CLICOLOR_FORCE", "COLORTERM", "COLORFGBG"]
        .iter()
        .filter_map(|name| Some(format!("{name}={}", var(name)?)))
        .collect();
    let said = if said.is_empty() {
        String::new()
    } else {
        format!(" ({})", said.join(", "))
    };
    report.add(State::Fine, "colours", &format!("{level}{said}"));
    let ground = if colour::is_light() { "light" } else { "dark" };
    report.add(State::Fine, "background", ground);
    let config = &context.loaded().config;
    let order = match known::order(config.bidi, &known::environment) {
        (Order::Stored, _) => "as stored (bidi = \"off\")",
        (Order::Visual, false) => "put in order by attache",
        (Order::Visual, true) => "put in order by attache for a terminal that reorders rows",
        (Order::Logical, _) => {
            "left to the terminal; if words stand backwards, set bidi = \"visual\""
        }
    };
    report.add(State::Fine, "bidi", order);
    let links = if known::hyperlinks(config.hyperlinks, &known::environment) {
        "sent (OSC 8)"
    } else {
        "not sent; hyperlinks = \"on\" sends them"
    };
    report.add(State::Fine, "hyperlinks", links);
    let locale = var("LC_ALL")
        .or_else(|| var("LC_CTYPE"))
        .or_else(|| var("LANG"));
    let utf8 = locale.as_deref().is_some_and(|l| {
        let l = l.to_ascii_lowercase();
        l.contains("utf-8") || l.contains("utf8")
    });
    let shown = locale.unwrap_or_else(|| "not set".to_owned());
    if utf8 || context.loaded().config.ascii {
        report.add(State::Fine, "locale", &shown);
    } else {
        let advice =
            "if signs look wrong, set LANG to one with UTF-8, or ascii = true in config.toml";
        report.add(State::Note, "locale", &format!("{shown}: {advice}"));
    }
}

/// Programs that settings name, and the way to the clipboard.
fn programs(context: &mut Context<'_>, report: &mut Report) {
    let config = &context.loaded().config;
    match &config.clipboard {
        Clipboard::Osc52 => {
            let tmux = if var("TMUX").is_some() {
                "; tmux needs: set -g set-clipboard on"
            } else {
                ""
            };
            let way = "through the terminal (its escape sequence OSC 52), over ssh too";
            report.add(State::Fine, "clipboard", &format!("{way}{tmux}"));
        }
        Clipboard::Command(words) => program(report, "clipboard", words),
    }
    for (name, words) in [
        ("browser", &config.browser),
        ("viewer", &config.viewer),
        ("editor", &config.editor),
    ] {
        if !words.is_empty() {
            program(report, name, words);
        }
    }
    if config.editor.is_empty() {
        editor(report);
    }
}

/// The editor that `e` opens where the settings name none.
fn editor(report: &mut Report) {
    let named = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|n| Some((*n, var(n)?)));
    let (from, line) = named.map_or(("", "vi".to_owned()), |(name, line)| (name, line));
    let program = line.split_whitespace().next().unwrap_or("vi").to_owned();
    let there = find_program(&program).is_some();
    let (state, said) = match (from, there) {
        ("", true) => (
            State::Fine,
            "vi, as neither VISUAL nor EDITOR is set".to_owned(),
        ),
        ("", false) => (
            State::Note,
            "EDITOR is not set and there is no vi: set EDITOR, or editor in config.toml, for e \
             and for long notes"
                .to_owned(),
        ),
        (from, true) => (State::Fine, format!("{program} ({from})")),
        (from, false) => (
            State::Wrong,
            format!("{program}: no such program; change {from}, or set editor in config.toml"),
        ),
    };
    report.add(state, "editor", &said);
}

fn program(report: &mut Report, name: &str, words: &[String]) {
    let Some(program) = words.first() else {
        return;
    };
    match find_program(program) {
        Some(path) => report.add(State::Fine, name, &path.display().to_string()),
        None => report.add(
            State::Wrong,
            name,
            &format!("{program}: no such program; change {name} in config.toml"),
        ),
    }
}

/// Looks a program up as a shell would.
fn find_program(name: &str) -> Option<PathBuf> {
    if name.contains('/') {
        return Some(PathBuf::from(name)).filter(|p| p.is_file());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|p| p.is_file())
}

/// Whether our folders can be read and written.
fn places(context: &mut Context<'_>, report: &mut Report) {
    if crate::places::Places::homeless() {
        let advice = "no home folder: everything lies in the temporary folder; set HOME";
        report.add(State::Wrong, "home", advice);
    }
    let places = &context.places;
    for (name, path) in [
        ("config", &places.config),
        ("reading", &places.reading()),
        ("state", &places.state),
        ("cache", &places.cache),
    ] {
        let (state, said) = writable(path);
        report.add(state, name, &format!("{}: {said}", path.display()));
    }
}

/// Whether something can be written into a folder, or the folder be made.
fn writable(path: &Path) -> (State, String) {
    let there = path.ancestors().find(|p| p.exists());
    let Some(there) = there else {
        return (State::Wrong, "cannot be made".to_owned());
    };
    match tempfile::tempfile_in(there) {
        Ok(_) if there == path => (State::Fine, "there, writable".to_owned()),
        Ok(_) => (State::Fine, "not there yet, will be made".to_owned()),
        Err(error) if there == path => (
            State::Wrong,
            format!("not writable ({error}): what you read is not kept; check its permissions"),
        ),
        Err(error) => (
            State::Wrong,
            format!("cannot be made in {} ({error})", there.display()),
        ),
    }
}

fn library(context: &mut Context<'_>, report: &mut Report) -> anyhow::Result<()> {
    let folders = super::article::folders(context);
    let own = !context.loaded().config.library.is_empty();
    for folder in &folders {
        let shown = folder.display();
        if folder.is_dir() {
            report.add(State::Fine, "library", &format!("{shown}"));
        } else if own {
            let said = format!("{shown}: no such folder; change `library` in config.toml");
            report.add(State::Wrong, "library", &said);
        } else {
            let said = format!(
                "{shown}: not there yet; put articles there, or name folders in config.toml"
            );
            report.add(State::Note, "library", &said);
        }
    }
    let library = shelf::open(context)?;
    let synced = shelf::sync(context, &library)?;
    let listing = library.list(&View::default(), list::now())?;
    let (total, unread) = (listing.total, listing.unread);
    let examples = if synced.files == 0 { " built-in" } else { "" };
    report.add(
        State::Fine,
        "articles",
        &format!(
            "{total}{examples}, {unread} unread, in {}",
            crate::plural::of(synced.files, "file", "files")
        ),
    );
    unreadable(&library, report)?;
    passages::anchors(context, &library, report);
    Ok(())
}

fn unreadable(library: &Library, report: &mut Report) -> anyhow::Result<()> {
    let view = View {
        query: "is:unreadable".to_owned(),
        ..View::default()
    };
    let listing = library.list(&view, list::now())?;
    let keys = listing.order.get(..listing.total.min(NAMED)).unwrap_or(&[]);
    for row in library.rows(keys, "") {
        let place = library.location(row.key);
        let place = place.map_or_else(
            || row.title.clone(),
            |l| Clean::line(&l.path.display().to_string()),
        );
        let reason = row.unreadable.as_deref().unwrap_or("unreadable");
        report.add(State::Note, "unreadable", &format!("{place}: {reason}"));
    }
    if listing.total > NAMED {
        let more = listing.total - NAMED;
        let said = format!("and {more} more: `attache list is:unreadable`");
        report.add(State::Note, "unreadable", &said);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_there_or_can_be_made_are_fine() {
        let folder = tempfile::tempdir().expect("temporary folder");
        assert_eq!(writable(folder.path()).0, State::Fine);
        assert_eq!(writable(&folder.path().join("a/b")).0, State::Fine);
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("file");
        assert_eq!(writable(&file.join("below")).0, State::Wrong);
    }
}
