//! Keeps the boundaries of the code: what may use the screen, what may do I/O,
//! and that every file says what it is for.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Every source file: its path below `src` with forward slashes, and its text.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(folder).expect("source folder");
        for path in entries.map(|e| e.expect("entry").path()) {
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 50, "the sources were not found");
    let named = |path: &PathBuf| {
        let below = path.strip_prefix(&root).expect("below src");
        let parts: Vec<_> = below.iter().map(|p| p.to_string_lossy()).collect();
        parts.join("/")
    };
    paths
        .iter()
        .map(|p| (named(p), fs::read_to_string(p).expect("source")))
        .collect()
}

/// The part of a file before its tests, without comment lines.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    let lines = text.get(..end).unwrap_or(text).lines();
    let code: Vec<&str> = lines
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect();
    code.join("\n")
}

/// Whether `path` is one of the files or lies in one of the folders (which end
/// with a slash).
fn among(path: &str, places: &[&str]) -> bool {
    places
        .iter()
        .any(|p| path == *p || (p.ends_with('/') && path.starts_with(p)))
}

/// The files whose code holds one of the words though they may not.
fn offenders(words: &[&str], allowed: &[&str]) -> Vec<String> {
    sources()
        .iter()
        .filter(|(path, _)| !among(path, allowed))
        .filter(|(_, text)| {
            let code = code(text);
            words.iter().any(|w| code.contains(w))
        })
        .map(|(path, _)| path.clone())
        .collect()
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(path, text)| !path.ends_with("/tests.rs") && !text.starts_with("//!"))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "no //! on top: {silent:?}");
}

#[test]
fn no_file_outgrows_a_reader() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (path, code(&text).lines().count()))
        .filter(|(_, lines)| *lines > 640)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "split these: {long:?}");
}

#[test]
fn only_the_screen_knows_ratatui() {
    let found = offenders(
        &["ratatui::", "use ratatui"],
        &["ui.rs", "ui/", "terminal.rs", "terminal/", "headless.rs"],
    );
    assert!(found.is_empty(), "ratatui outside the screen: {found:?}");
}

#[test]
fn the_core_does_no_io_and_reads_no_clock() {
    let core = [
        "annotate.rs",
        "annotate/",
        "clean.rs",
        "document.rs",
        "passage/",
        "query.rs",
        "query/",
        "reader.rs",
        "reader/",
        "span.rs",
        "ui.rs",
        "ui/",
        "app/update.rs",
        "app/update/",
        "app/model.rs",
        "app/model/",
        "app/action.rs",
        "app/keymap.rs",
        "app/keymap/",
    ];
    let words = [
        "std::fs",
        "std::env",
        "std::process",
        "std::net",
        "SystemTime::now",
        "Instant::now",
        "Zoned::now",
        "Timestamp::now",
        "rusqlite",
        "fs::read",
        "fs::write",
        "File::open",
    ];
    let found: Vec<String> = sources()
        .iter()
        .filter(|(path, _)| among(path, &core))
        .flat_map(|(path, text)| {
            let code = code(text);
            words
                .iter()
                .filter(|w| code.contains(*w))
                .map(|w| format!("{path}: {w}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "the core must be pure: {found:?}");
}

#[test]
fn nothing_opens_a_socket() {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"))
        .expect("Cargo.lock");
    for name in ["reqwest", "ureq", "hyper", "curl", "openssl-sys", "tokio"] {
        let line = format!("name = \"{name}\"");
        assert!(!lock.lines().any(|l| l == line), "{name} is in the tree");
    }
    let found = offenders(&["std::net", "TcpStream", "UdpSocket"], &[]);
    assert!(found.is_empty(), "sockets: {found:?}");
}

#[test]
fn one_crossterm_and_one_width_table() {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"))
        .expect("Cargo.lock");
    for name in ["crossterm", "unicode-width", "signal-hook"] {
        let line = format!("name = \"{name}\"");
        let copies = lock.lines().filter(|l| *l == line).count();
        assert_eq!(copies, 1, "{name}");
    }
}
