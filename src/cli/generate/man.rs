//! The pages of the manual: attache(1), attache-config(5), attache-keys(7).

use clap_mangen::roff::{Inline, bold, italic, roman};

use super::roff::{Page, term};
use crate::{
    app::{
        action::Make,
        keymap::{self, Keymap},
    },
    cli::{command, keys},
    config::{
        Preset,
        table::{SETTINGS, default_of, explanation},
    },
    query::FIELDS,
};

/// Variables of the environment, and what they say.
const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "ATTACHE_CONFIG_DIR",
        "settings and reading state, as --config-dir",
    ),
    ("ATTACHE_CACHE_DIR", "the index, as --cache-dir"),
    (
        "ATTACHE_LIBRARY",
        "library folders, joined as in PATH, as --library",
    ),
    (
        "ATTACHE_STATE_DIR",
        "device id, lock, log and prompt history",
    ),
    ("ATTACHE_DATA_DIR", "the folder of the default library"),
    (
        "XDG_CONFIG_HOME, XDG_CACHE_HOME, XDG_STATE_HOME, XDG_DATA_HOME",
        "the same below a folder attache, on every system",
    ),
    (
        "NO_COLOR",
        "set and not empty: no colours, bold and underline remain",
    ),
    (
        "CLICOLOR_FORCE",
        "set and not 0: colours also where no terminal is",
    ),
    (
        "COLORTERM, TERM",
        "how many colours there are; TERM=dumb: none, and no escape sequences",
    ),
    (
        "COLORFGBG",
        "whether the background is light, where the terminal does not say",
    ),
    ("VISUAL, EDITOR", "the editor, where config.toml names none"),
];

/// attache(1).
pub(super) fn commands() -> String {
    let mut whole = command();
    whole.build();
    let about = "a terminal reader for diplomatic news briefings";
    let mut page = Page::new("attache", "1", about);
    page.section("SYNOPSIS");
    for usage in ["[OPTIONS] [PATH|-]...", "[OPTIONS] COMMAND ..."] {
        page.item(term("attache", Some(usage)), "");
    }
    page.section("DESCRIPTION");
    let long = whole.get_long_about().map(ToString::to_string);
    for paragraph in long.unwrap_or_default().split("\n\n") {
        page.paragraph(paragraph);
    }
    page.section("OPTIONS");
    options(&mut page, &whole, false);
    page.section("COMMANDS");
    for sub in whole.get_subcommands() {
        subcommand(&mut page, sub, "attache");
    }
    page.section("QUERIES");
    page.paragraph(
        "A query finds articles that fulfil all of it. Words are found in all their \
         forms; `\"two-state solution\"` is found as it stands, `negot*` by its \
         beginning, `gaza OR rafah` either, `-truce` without, `aid near/5 crossing` \
         at most five words apart; parentheses group. Fields:",
    );
    for (name, _, what, example) in FIELDS {
        let example = example.split_whitespace().collect::<Vec<_>>().join(" ");
        page.item(
            term(&format!("{name}:"), None),
            &format!("{what}. `{example}`"),
        );
    }
    page.section("ENVIRONMENT");
    for (name, what) in ENVIRONMENT {
        page.item(term(name, None), what);
    }
    files(&mut page);
    page.section("EXIT STATUS");
    for (code, what) in [
        ("0", "done"),
        ("1", "nothing found, or a file of a batch rejected"),
        ("2", "usage or error"),
    ] {
        page.item(term(code, None), what);
    }
    page.section("SEE ALSO");
    page.paragraph("`attache-config`(5), `attache-keys`(7), `less`(1)");
    page.render()
}

/// Options and arguments of a command; of a subcommand those of every command
/// are left out.
fn options(page: &mut Page, of: &clap::Command, sub: bool) {
    let shown = of.get_arguments().filter(|a| !a.is_hide_set());
    for arg in shown.filter(|a| !(sub && (a.is_global_set() || a.get_id() == "help"))) {
        let mut name: Vec<Inline> = Vec::new();
        let values = arg.get_value_names().unwrap_or(&[]).iter();
        let values: Vec<String> = values.map(ToString::to_string).collect();
        if arg.is_positional() {
            name.push(italic(values.join(" ")));
        } else {
            let short = arg.get_short().map(|s| format!("-{s}"));
            let long = arg.get_long().map(|l| format!("--{l}"));
            for (n, spelling) in short.into_iter().chain(long).enumerate() {
                if n > 0 {
                    name.push(roman(", "));
                }
                name.push(bold(spelling));
            }
            if arg.get_action().takes_values() {
                name.extend([roman(" "), italic(values.join(" "))]);
            }
        }
        page.item(name, &said(arg));
    }
}

/// What an option's help says, with its values and its default.
fn said(arg: &clap::Arg) -> String {
    let help = arg.get_long_help().or_else(|| arg.get_help());
    let mut out = help.map(ToString::to_string).unwrap_or_default();
    if !arg.get_action().takes_values() {
        return out;
    }
    let possible: Vec<String> = arg
        .get_possible_values()
        .iter()
        .map(|v| v.get_name().to_owned())
        .collect();
    if !possible.is_empty() {
        out.extend([" (one of ", &possible.join(", "), ")"]);
    }
    let defaults = arg.get_default_values().iter();
    let defaults: Vec<_> = defaults.map(|d| d.to_string_lossy()).collect();
    if !defaults.is_empty() {
        out.extend([" [default: ", &defaults.join(" "), "]"]);
    }
    out
}

fn subcommand(page: &mut Page, sub: &clap::Command, above: &str) {
    let name = format!("{above} {}", sub.get_name());
    page.subsection(&name);
    if let Some(about) = sub.get_about() {
        page.paragraph(&format!("{about}."));
    }
    options(page, sub, true);
    if let Some(examples) = sub.get_after_long_help() {
        page.verbatim(&examples.to_string());
    }
    for below in sub.get_subcommands().filter(|s| s.get_name() != "help") {
        subcommand(page, below, &name);
    }
}

fn files(page: &mut Page) {
    page.section("FILES");
    page.paragraph("`attache paths` prints where they are.");
    for (name, what) in [
        (
            "config.toml",
            "settings, see attache-config(5); yours, never written",
        ),
        (
            "keymap.toml",
            "keys, see attache-keys(7); yours, never written",
        ),
        (
            "themes/*.toml, lexicon/*.toml",
            "themes and words of your own",
        ),
        ("people.toml", "corrections of who is who"),
        (
            "reading/",
            "what you read, starred and bookmarked, a folder a device; may be copied and synchronised",
        ),
    ] {
        page.item(term(name, None), what);
    }
}

/// attache-config(5).
pub(super) fn settings() -> String {
    let mut page = Page::new("attache-config", "5", "settings of attache");
    page.section("DESCRIPTION");
    page.paragraph(
        "`config.toml` lies in the folder that `attache paths` prints. It is TOML; every \
         setting may be left out. A setting that cannot be used is listed with its place by \
         `attache config check` and in the reader, and its default holds. `attache config print \
         --default` prints all defaults with their explanations as a file to edit; `--set \
         NAME=VALUE` changes a setting for one run. attache never writes the file.",
    );
    page.section("SETTINGS");
    for setting in SETTINGS {
        let default = default_of(setting);
        let text = explanation(setting.name);
        if default.starts_with('{') {
            page.item(term(&format!("[{}]", setting.name), None), &text);
        } else {
            let text = format!("{text}\n\nDefault: `{default}`");
            page.item(term(setting.name, None), &text);
        }
    }
    page.section("EXAMPLE");
    page.verbatim(
        "library = [\"~/Briefings\", \"~/Mail/press\"]\ntheme = \"paper\"\ntext-width = 70\n\
         keymap = \"vim\"\n\n[searches]\nceasefire = \"said:ceasefire is:unread\"",
    );
    page.section("SEE ALSO");
    page.paragraph("`attache`(1), `attache-keys`(7)");
    page.render()
}

/// attache-keys(7).
pub(super) fn keys() -> String {
    let mut page = Page::new("attache-keys", "7", "keys and commands of attache");
    page.section("DESCRIPTION");
    page.paragraph(
        "The keys below are the default ones; `attache keys` prints those that hold, and `?` in \
         the reader finds and runs them. Every action has a name, which is typed after a colon \
         (`:next-quote`) and used in `keymap.toml`. A number before a key repeats it. After a \
         key that begins others (g, z, ], [, a comma) a popup lists what can follow.",
    );
    let keymap = Keymap::default();
    for (group, listed) in keys::groups(&keymap) {
        page.section(&group.title().to_uppercase());
        for listed in listed {
            let shown = keys::keys(&listed);
            let name = format!(":{}", keys::name(listed.entry));
            let mut head = Vec::new();
            if !shown.is_empty() {
                head.extend([bold(shown), roman("   ")]);
            }
            head.push(italic(name));
            let unbound = match listed.entry.make {
                Make::Text(..) => "",
                _ if listed.keys.is_empty() => " (no key by default)",
                _ => "",
            };
            page.item(head, &format!("{}{unbound}", listed.entry.help));
        }
    }
    page.section("KEYMAP.TOML");
    for paragraph in header(keymap::DEFAULTS).split("\n\n").skip(1) {
        if paragraph.starts_with("  ") {
            page.verbatim(paragraph);
        } else {
            page.paragraph(paragraph);
        }
    }
    page.section("PRESETS");
    page.paragraph("`keymap` in config.toml lays one of these over the default keys.");
    for (preset, name) in Preset::ALL.iter().filter(|(p, _)| *p != Preset::Default) {
        page.subsection(name);
        let text = keymap::preset(*preset);
        let lines = text.lines().skip_while(|l| *l != "[keys]");
        page.verbatim(&lines.collect::<Vec<_>>().join("\n"));
    }
    page.section("SEE ALSO");
    page.paragraph("`attache`(1), `attache-config`(5)");
    page.render()
}

/// The comment on top of a file.
fn header(text: &str) -> String {
    let comment = text.lines().map_while(|l| l.strip_prefix('#'));
    let lines: Vec<&str> = comment.map(|l| l.strip_prefix(' ').unwrap_or(l)).collect();
    lines.join("\n")
}
