//! The editor: which one it is, and what it would be given.

use std::{
    env,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use super::effect::Report;
use crate::{clean::Clean, config::Config, import};

/// Editors that are looked for where none is named: what the system's
/// administrator chose, then the one that tells how to leave it.
const USUAL: [&str; 3] = ["editor", "nano", "vi"];

/// What is said where there is none.
pub const NONE: &str =
    "no editor is known: set $EDITOR, or in config.toml editor = [\"nano\"] or another";

/// Bytes at the beginning of a file that tell whether it is text.
const HEAD: u64 = 8_192;

/// The editor's command: of the settings, else `$VISUAL`, else `$EDITOR`, else
/// a usual one that is on this machine; empty where there is none.
#[must_use]
pub fn command(config: &Config) -> Vec<String> {
    if !config.editor.is_empty() {
        return config.editor.clone();
    }
    let named = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|v| env::var(v).ok().filter(|e| !e.trim().is_empty()));
    let usual = || USUAL.into_iter().find(|name| is_there(name));
    named
        .or_else(|| usual().map(str::to_owned))
        .map_or_else(Vec::new, |line| words(&line))
}

/// Whether a program of this name is in one of the folders of `$PATH`.
fn is_there(name: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths).any(|folder| folder.join(name).is_file())
}

/// Splits a command line into words; quotes hold words together, and nothing
/// else means anything.
#[must_use]
pub fn words(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => out.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    out.extend(word);
    out
}

/// What an editor would get of a file, for the question before it is opened.
#[must_use]
pub fn look(config: &Config, path: PathBuf) -> Report {
    let program = command(config).first().map(|p| Clean::line(&called(p)));
    let articles = import::load(&path).map_or(1, |loaded| loaded.articles.len());
    Report::Editor {
        text: is_text(&path),
        program,
        articles,
        path,
    }
}

/// What a program is called: `editor` stands for another by a link.
fn called(program: &str) -> String {
    let chosen = Path::new("/usr/bin").join(program).canonicalize();
    match chosen.ok().filter(|_| program == "editor") {
        Some(path) => path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        None => program.to_owned(),
    }
}

/// Whether a file is text, and not compressed or packed.
fn is_text(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|f| f.take(HEAD).read_to_end(&mut head));
    // UTF-16 is text with zero bytes; an editor knows it by its mark.
    let marked = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    read.is_err() || marked || !(head.contains(&0) || head.starts_with(&[0x1f, 0x8b]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_without_a_shell() {
        assert_eq!(words("less -R"), ["less", "-R"]);
        assert_eq!(
            words("grep 'two words' \"a b\""),
            ["grep", "two words", "a b"]
        );
        assert_eq!(
            words("x; rm -rf $HOME `y`"),
            ["x;", "rm", "-rf", "$HOME", "`y`"]
        );
        assert!(words("  ").is_empty());
        assert_eq!(words("a ''"), ["a", ""]);
    }

    #[test]
    fn what_an_editor_would_get_is_told() {
        let folder = tempfile::tempdir().expect("folder");
        let config = Config {
            editor: vec!["vim".to_owned(), "-R".to_owned()],
            ..Config::default()
        };
        let look = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("file");
            match look(&config, path) {
                Report::Editor {
                    program,
                    articles,
                    text,
                    ..
                } => (program.map(|p| p.to_string()), articles, text),
                other => panic!("{other:?}"),
            }
        };
        let mail = "From a@example.org Thu Apr 18 20:30:00 2024\nFrom: a@example.org\nSubject: Talks resume\n\nThe talks went on in the capital.\n\n";
        let vim = || Some("vim".to_owned());
        assert_eq!(
            look("one.txt", b"Talks resume\n\nThey met.\n"),
            (vim(), 1, true)
        );
        assert_eq!(
            look("two.mbox", mail.repeat(2).as_bytes()),
            (vim(), 2, true)
        );
        assert!(!look("packed.gz", &[0x1f, 0x8b, 8, 0, 1, 2]).2);
        assert!(look("wide.txt", &[0xff, 0xfe, b'T', 0, b'a', 0]).2);
    }
}
