//! `attache keys`: the keys that hold, from the same table as the help.

use clap::Args;
use serde_json::json;

use super::{Context, Outcome};
use crate::app::{
    action::{Bindable, Group, Make, Mode},
    keymap::{Keymap, Listed},
};

/// Options of `attache keys`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache keys                               the keys that hold, with your keymap.toml
  attache keys --set keymap=vim              those of a preset
  attache keys --markdown > docs/keys.md     a table for a document")]
pub struct Keys {
    /// One JSON object an action [default: text for people]
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Tables in Markdown [default: text for people]
    #[arg(long)]
    markdown: bool,
}

pub(super) fn run(context: &mut Context<'_>, args: &Keys) -> anyhow::Result<Outcome> {
    let keymap = context.keymap();
    let text = if args.json {
        json(&keymap)
    } else if args.markdown {
        markdown(&keymap)
    } else {
        text(&keymap)
    };
    context.out.write_all(text.as_bytes())?;
    Ok(Outcome::Done)
}

/// The modes of a key, where it does not do the same in all of its action's.
fn only(entry: &Bindable, modes: &[Mode]) -> Option<String> {
    let all = entry.modes.iter().all(|m| modes.contains(m));
    let names: Vec<&str> = modes.iter().map(|m| m.name()).collect();
    (!all).then(|| names.join(", "))
}

/// The keys of an action: `j ↓ Ctrl-n`, `y (select, panel)`; nothing where it
/// has none.
pub(super) fn keys(listed: &Listed<'_>) -> String {
    let shown = listed.keys.iter().map(|(keys, modes)| {
        let key = keys.to_string();
        match only(listed.entry, modes) {
            Some(modes) => format!("{key} ({modes})"),
            None => key,
        }
    });
    shown.collect::<Vec<_>>().join("  ")
}

/// The name as it is typed after a colon, with its argument.
pub(super) fn name(entry: &Bindable) -> String {
    match entry.make {
        Make::Text(argument, _) => format!("{} {argument}", entry.name),
        Make::Char(_) => format!("{} CHARACTER", entry.name),
        Make::Plain(_) => entry.name.to_owned(),
    }
}

/// Each group with its actions.
pub(super) fn groups(keymap: &Keymap) -> Vec<(Group, Vec<Listed<'_>>)> {
    let table = keymap.table();
    let of = |group: &Group| {
        let own = table.iter().filter(|l| l.entry.group == *group);
        (*group, own.cloned().collect())
    };
    Group::ALL.iter().map(of).collect()
}

fn text(keymap: &Keymap) -> String {
    let mut out = String::new();
    for (group, listed) in groups(keymap) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.extend([group.title(), "\n"]);
        for listed in listed {
            let keys = keys(&listed);
            let name = name(listed.entry);
            let wide = unicode_width::UnicodeWidthStr::width(keys.as_str());
            let pad = " ".repeat(26usize.saturating_sub(wide));
            out.extend([
                "  ",
                &keys,
                &pad,
                "  ",
                listed.entry.help,
                "  :",
                &name,
                "\n",
            ]);
        }
    }
    out
}

fn markdown(keymap: &Keymap) -> String {
    // A bar would end the cell.
    let code = |text: &str| format!("`{}`", text.replace('|', "\\|"));
    let mut out = String::new();
    for (group, listed) in groups(keymap) {
        out.extend([
            "## ",
            group.title(),
            "\n\n| keys | does | command |\n|---|---|---|\n",
        ]);
        for listed in listed {
            let keys: Vec<String> = listed
                .keys
                .iter()
                .map(|(keys, modes)| {
                    let only = only(listed.entry, modes);
                    let only = only.map_or(String::new(), |m| format!(" ({m})"));
                    // A backtick stands between two.
                    let shown = keys.to_string();
                    let shown = if shown.contains('`') {
                        format!("`` {shown} ``")
                    } else {
                        code(&shown)
                    };
                    format!("{shown}{only}")
                })
                .collect();
            let name = code(&format!(":{}", name(listed.entry)));
            let help = listed.entry.help;
            out.extend(["| ", &keys.join(" "), " | ", help, " | ", &name, " |\n"]);
        }
        out.push('\n');
    }
    out
}

fn json(keymap: &Keymap) -> String {
    let mut out = String::new();
    for listed in keymap.table() {
        let entry = listed.entry;
        let names = |modes: &[Mode]| modes.iter().map(|m| m.name()).collect::<Vec<_>>();
        let keys: Vec<_> = listed
            .keys
            .iter()
            .map(|(keys, modes)| {
                let each: Vec<String> = keys.0.iter().map(|k| k.name()).collect();
                json!({"keys": each, "shown": keys.to_string(), "modes": names(modes)})
            })
            .collect();
        let argument = match entry.make {
            Make::Text(argument, _) => Some(argument),
            Make::Char(_) => Some("CHARACTER"),
            Make::Plain(_) => None,
        };
        let value = json!({
            "action": entry.name,
            "group": entry.group.title(),
            "help": entry.help,
            "argument": argument,
            "count": entry.count,
            "modes": names(entry.modes),
            "keys": keys,
        });
        out.push_str(&value.to_string());
        out.push('\n');
    }
    out
}
