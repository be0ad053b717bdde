//! The documents that are made from the program are as the program is, and what
//! the others link to and name is there.
//!
//! To renew them: `ATTACHE_RENEW_DOCS=1 cargo test --test docs`

use std::{fs, path::PathBuf};

use attache::{
    app::{action::Bindable, keymap::Keymap},
    config::table,
};

const RENEW: &str = "ATTACHE_RENEW_DOCS";

/// The README's key table: actions whose keys stand together, and what they do.
const ESSENTIAL: &[(&[&str], &str)] = &[
    (&["down", "up"], "a line down, up"),
    (&["page-down", "page-up"], "a page down, up"),
    (
        &["next-paragraph", "prev-paragraph"],
        "next, previous paragraph",
    ),
    (&["top", "bottom"], "beginning, end"),
    (&["open", "back"], "open; back to the list"),
    (&["other-pane"], "the other pane"),
    (&["next-article", "prev-article"], "next, previous article"),
    (
        &["next-unread", "prev-unread"],
        "next, previous unread article",
    ),
    (
        &["next-official", "prev-official"],
        "next, previous official",
    ),
    (&["next-figure", "prev-figure"], "next, previous figure"),
    (&["next-quote", "prev-quote"], "next, previous quote"),
    (
        &["toggle-officials", "toggle-figures", "toggle-quotes"],
        "show or hide a layer",
    ),
    (&["officials", "figures", "quotes"], "list them"),
    (&["search"], "search the article; in the list, the library"),
    (
        &["next", "prev"],
        "next, previous match; else next unread, mark read",
    ),
    (&["only-matching"], "only paragraphs with matches"),
    (
        &["select", "select-sentence"],
        "select by character, by sentence",
    ),
    (&["bookmark", "note"], "bookmark; write a note"),
    (
        &["bookmarks", "library-bookmarks"],
        "bookmarks here, everywhere",
    ),
    (
        &["cite", "copy-paragraph"],
        "copy with citation; copy the paragraph",
    ),
    (&["star", "toggle-read"], "star; mark read or unread"),
    (&["next-scope"], "all, unread, starred, bookmarked"),
    (&["undo", "redo"], "take back, make again"),
    (&["help", "command-line"], "help; command line"),
    (&["close"], "close what is open, else quit"),
];

fn at(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(at(name)).unwrap_or_default()
}

/// Compares a file with what it should be, or writes it.
fn current(name: &str, wanted: &str) {
    if std::env::var_os(RENEW).is_some() {
        fs::write(at(name), wanted).expect("write");
    }
    let renew = format!("{name} is not as the program is: {RENEW}=1 cargo test --test docs");
    assert_eq!(
        read(name).lines().zip(wanted.lines()).find(|(a, b)| a != b),
        None,
        "{renew}"
    );
    assert!(read(name) == wanted, "{renew}");
}

fn program(args: &[&str]) -> String {
    let desk = tempfile::tempdir().expect("folder");
    let ran = assert_cmd::Command::cargo_bin("attache")
        .expect("program")
        .env_clear()
        .env("ATTACHE_CONFIG_DIR", desk.path())
        .args(args)
        .assert()
        .success();
    String::from_utf8(ran.get_output().stdout.clone()).expect("text")
}

fn made(title: &str, lead: &str, body: &str) -> String {
    format!(
        "# {title}\n\n<!-- Made from the program: {RENEW}=1 cargo test --test docs -->\n\n{lead}\n\n{}\n",
        body.trim_end()
    )
}

#[test]
fn the_tables_of_keys_and_settings_are_current() {
    let lead = "The default keys. `attache keys` prints those that hold, with your \
        keymap.toml; in the program `?` finds and runs them. Where a key holds in some places \
        alone, they stand behind it. The command is what `:` takes.";
    let keys = program(&["keys", "--markdown"]);
    current("docs/keys.md", &made("Keys", lead, &keys));
    let lead = "What config.toml can hold. `attache config path` says where it is, \
        `attache config print --default` prints it whole, `attache config check` what is wrong \
        with yours. `--set NAME=VALUE` sets one for a run.";
    let settings = program(&["config", "print", "--markdown"]);
    assert_eq!(settings, table::markdown());
    current("docs/config.md", &made("Settings", lead, &settings));
}

#[test]
fn the_key_table_of_the_readme_is_current() {
    let keymap = Keymap::default();
    let listed = keymap.table();
    let mut rows = "| keys | |\n|---|---|\n".to_owned();
    for (names, what) in ESSENTIAL {
        let keys: Vec<String> = names
            .iter()
            .map(|name| {
                assert!(Bindable::find(name).is_some(), "{name}");
                let entry = listed.iter().find(|l| l.entry.name == *name);
                let entry = entry.expect(name);
                let (keys, _) = entry.keys.first().expect(name);
                format!("`{keys}`")
            })
            .collect();
        rows.extend(["| ", &keys.join(" "), " | ", what, " |\n"]);
    }
    let (begin, end) = ("<!-- keys: begin -->\n", "<!-- keys: end -->");
    let readme = read("README.md");
    let (before, rest) = readme.split_once(begin).expect("begin");
    let (_, after) = rest.split_once(end).expect("end");
    current("README.md", &format!("{before}{begin}{rows}{end}{after}"));
}

/// The pictures are the screens that `docs/screens.sh` lists, as they are now.
#[test]
fn the_pictures_are_current() {
    let script = read("docs/screens.sh");
    let mut drawn = 0;
    for line in script.lines().filter_map(|l| l.strip_prefix("draw ")) {
        let Some((name, rest)) = line.split_once(' ') else {
            continue;
        };
        let (size, keys) = rest.split_once(' ').expect("size and keys");
        let desk = tempfile::tempdir().expect("folder");
        let folder = |name: &str| desk.path().join(name).display().to_string();
        let ran = assert_cmd::Command::cargo_bin("attache")
            .expect("program")
            .env_clear()
            .args(["--config-dir", &folder("config")])
            .args(["--cache-dir", &folder("cache")])
            .args(["--library", &folder("none"), "--size", size])
            .args(["--keys", keys.trim_matches('\''), "--print=svg"])
            .env("ATTACHE_STATE_DIR", folder("state"))
            .env("ATTACHE_DATA_DIR", folder("data"))
            .assert()
            .success();
        let picture = String::from_utf8_lossy(&ran.get_output().stdout).into_owned();
        current(&format!("docs/screens/{name}.svg"), &picture);
        let shown = format!("screens/{name}.svg");
        assert!(
            read("README.md").contains(&shown) || read("docs/guide.md").contains(&shown),
            "{name} is shown nowhere"
        );
        drawn += 1;
    }
    assert!(drawn >= 5, "{drawn} pictures");
}

#[test]
fn what_documents_link_to_is_there() {
    for (name, folder) in [
        ("README.md", ""),
        ("ARCHITECTURE.md", ""),
        ("docs/guide.md", "docs/"),
        ("docs/keys.md", "docs/"),
    ] {
        let text = read(name);
        assert!(!text.is_empty(), "{name}");
        for link in text.split("](").skip(1).filter_map(|l| l.split(')').next()) {
            if link.starts_with("http") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}{file}")
            };
            assert!(at(&target).exists(), "{name}: {link}");
            let slug = |l: &str| {
                let l = l.trim_start_matches('#').trim().to_lowercase();
                let l: String = l
                    .chars()
                    .filter(|c| c.is_alphanumeric() || " -".contains(*c))
                    .collect();
                l.replace(' ', "-")
            };
            let there = heading.is_empty()
                || read(&target)
                    .lines()
                    .any(|l| l.starts_with('#') && slug(l) == heading);
            assert!(there, "{name}: {link}");
        }
    }
}

#[test]
fn the_commands_of_the_documents_are_commands() {
    let command = attache::cli::command();
    let names: Vec<&str> = command.get_subcommands().map(|c| c.get_name()).collect();
    for name in ["README.md", "docs/guide.md"] {
        let text = read(name);
        // Every second part between backticks is code, fenced or not.
        let code = text.split('`').skip(1).step_by(2);
        for line in code.flat_map(str::lines) {
            let Some(rest) = line.strip_prefix("attache ") else {
                continue;
            };
            let word = rest.split([' ', '|', ';']).next().unwrap_or("");
            let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
            assert!(!plain || names.contains(&word), "{name}: attache {word}");
        }
    }
    for sub in &names {
        assert!(read("README.md").contains(sub), "README.md lacks {sub}");
    }
}
