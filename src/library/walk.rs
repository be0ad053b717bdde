//! Walks the library's folders: regular files only, hidden ones and what
//! `.attacheignore` names left out, links not followed, each file once.

use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsString,
    fs::{self, Metadata},
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;
use jiff::tz::TimeZone;

use crate::{
    clean::Clean,
    index::{catalog::Root, path::slashed, time},
};

/// The user's list of what is no article, in the form of a `.gitignore`.
pub(super) const IGNORE: &str = ".attacheignore";

/// A file as the walk found it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) name: OsString,
    pub(super) size: i64,
    /// Nanoseconds since 1970.
    pub(super) mtime: i64,
    /// When it was made, in civil seconds.
    pub(super) added: i64,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The files of each folder, sorted by name.
    pub(super) folders: BTreeMap<PathBuf, Vec<Found>>,
    /// Folders that could not be looked into: what is known of them stays.
    pub(super) closed: Vec<PathBuf>,
    /// Single files that were asked for.
    pub(super) single: HashSet<PathBuf>,
    /// What the user should know.
    pub(super) problems: Vec<Clean>,
}

impl Walked {
    /// The number of files.
    pub(super) fn len(&self) -> usize {
        self.folders.values().map(Vec::len).sum()
    }
}

/// Whether a folder holds anything but hidden files.
pub(super) fn holds_something(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|e| e.is_ok_and(|e| !e.file_name().to_string_lossy().starts_with('.')))
    })
}

/// Walks all roots.
pub(super) fn walk(roots: &[Root], zone: &TimeZone, stop: &dyn Fn() -> bool) -> Walked {
    let mut walked = Walked::default();
    let mut seen = HashSet::new();
    for root in roots {
        if stop() {
            break;
        }
        if root.file {
            single(&root.path, zone, &mut walked, &mut seen);
        } else {
            folder(&root.path, zone, stop, &mut walked, &mut seen);
        }
    }
    for files in walked.folders.values_mut() {
        files.sort_unstable();
        files.dedup_by(|a, b| a.name == b.name);
    }
    walked
}

fn single(path: &Path, zone: &TimeZone, walked: &mut Walked, seen: &mut HashSet<(u64, u64)>) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return;
    };
    match fs::metadata(path) {
        Ok(meta) => {
            if first_time(&meta, seen) {
                let files = walked.folders.entry(folder.to_owned()).or_default();
                files.push(found(name.to_owned(), &meta, zone));
            }
            walked.single.insert(path.to_owned());
        }
        Err(error) => walked.problems.push(problem(path, &error)),
    }
}

fn folder(
    root: &Path,
    zone: &TimeZone,
    stop: &dyn Fn() -> bool,
    walked: &mut Walked,
    seen: &mut HashSet<(u64, u64)>,
) {
    if !root.is_dir() {
        // A drive that is not there: what is known of it stays.
        walked.closed.push(root.to_owned());
        return;
    }
    let entries = WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .add_custom_ignore_filename(IGNORE)
        .follow_links(false)
        .filter_entry(|e| e.depth() == 0 || !(is_page_parts(e.path()) || is_unfinished(e.path())))
        .build();
    for entry in entries {
        if stop() {
            walked.closed.push(root.to_owned());
            return;
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                closed(&error, walked);
                continue;
            }
        };
        let Some(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() {
            walked.folders.entry(entry.path().to_owned()).or_default();
            continue;
        }
        if !kind.is_file() {
            continue;
        }
        match entry.metadata() {
            Ok(meta) if first_time(&meta, seen) => {
                let folder = entry.path().parent().unwrap_or(root).to_owned();
                let files = walked.folders.entry(folder).or_default();
                files.push(found(entry.file_name().to_owned(), &meta, zone));
            }
            Ok(_) => {}
            // It went between listing and looking.
            Err(_) if !entry.path().exists() => {}
            Err(error) => walked.problems.push(Clean::line(&error.to_string())),
        }
    }
}

/// The folder of pictures and scripts beside a saved page.
fn is_page_parts(path: &Path) -> bool {
    let Some(page) = path
        .file_name()
        .and_then(|n| n.to_str())
        .and_then(|n| n.strip_suffix("_files"))
    else {
        return false;
    };
    path.is_dir()
        && ["html", "htm"]
            .iter()
            .any(|e| path.with_file_name(format!("{page}.{e}")).is_file())
}

/// The folder of a Maildir that holds what is still being delivered.
fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n == "tmp")
        && path.with_file_name("cur").is_dir()
        && path.with_file_name("new").is_dir()
}

/// Notes a folder that cannot be read.
fn closed(error: &ignore::Error, walked: &mut Walked) {
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path, err } => {
                if !path.exists() {
                    return;
                }
                walked.closed.push(path.clone());
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                inner = err;
            }
            _ => break,
        }
    }
    walked.problems.push(Clean::line(&error.to_string()));
}

fn found(name: OsString, meta: &Metadata, zone: &TimeZone) -> Found {
    let modified = meta.modified().ok();
    // A copy keeps the time of the original; when it came here is told by its
    // birth, which not every file system knows.
    let made = meta.created().ok().or(modified);
    Found {
        name,
        size: i64::try_from(meta.len()).unwrap_or(i64::MAX),
        mtime: modified.map_or(0, time::nanoseconds),
        added: made.map_or(0, |t| time::seconds(time::local(t, zone))),
    }
}

/// Whether a file is not another name of one that was seen.
#[cfg(unix)]
fn first_time(meta: &Metadata, seen: &mut HashSet<(u64, u64)>) -> bool {
    use std::os::unix::fs::MetadataExt;
    meta.nlink() < 2 || seen.insert((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn first_time(_: &Metadata, _: &mut HashSet<(u64, u64)>) -> bool {
    true
}

fn problem(path: &Path, error: &std::io::Error) -> Clean {
    Clean::line(&format!("{}: {error}", path.display()))
}

/// What identifies the file of an article that has no id of its own: its path
/// in its library folder, or the whole path outside of all of them.
///
/// Where an earlier library folder has a file of the same path, the folder's
/// name goes before it.
pub(super) fn identity(path: &Path, library: &[PathBuf]) -> String {
    let owner = library
        .iter()
        .enumerate()
        .filter_map(|(n, root)| path.strip_prefix(root).ok().map(|rest| (n, root, rest)))
        .min_by_key(|(_, _, rest)| rest.components().count());
    let Some((n, root, rest)) = owner else {
        return slashed(path);
    };
    let taken = library
        .iter()
        .take(n)
        .any(|earlier| earlier.join(rest).is_file());
    match root.file_name().filter(|_| taken) {
        Some(name) => format!("{}/{}", name.to_string_lossy(), slashed(rest)),
        None => slashed(rest),
    }
}

/// How a folder is shown: the name of its root, and the path below it.
pub(super) fn shown(folder: &Path, roots: &[Root], library: &[PathBuf]) -> String {
    let all = library
        .iter()
        .chain(roots.iter().filter(|r| !r.file).map(|r| &r.path));
    let root = all
        .filter(|r| folder.starts_with(r))
        .min_by_key(|r| r.components().count());
    let base = root.and_then(|r| r.parent());
    let below = base.and_then(|b| folder.strip_prefix(b).ok());
    slashed(below.unwrap_or_else(|| folder.file_name().map_or(folder, Path::new)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(walked: &Walked) -> Vec<String> {
        walked
            .folders
            .values()
            .flatten()
            .map(|f| f.name.to_string_lossy().into_owned())
            .collect()
    }

    fn walked(root: &Path) -> Walked {
        let root = Root {
            path: root.to_owned(),
            file: false,
        };
        walk(&[root], &TimeZone::UTC, &|| false)
    }

    #[test]
    fn regular_files_are_found_and_nothing_else() {
        let dir = tempfile::tempdir().expect("dir");
        let at = |p: &str| dir.path().join(p);
        fs::create_dir_all(at("a/deep")).expect("mkdir");
        for folder in ["page_files", "mail/cur", "mail/new", "mail/tmp"] {
            fs::create_dir_all(at(folder)).expect("mkdir");
        }
        for file in [
            "one.txt",
            "a/two.txt",
            "a/deep/three.txt",
            ".hidden.txt",
            "a/skip.log",
            "page.html",
            "page_files/style.css",
            "mail/cur/1713472200.M1P2.host:2,S",
            "mail/new/1713472300.M2P2.host",
            "mail/tmp/1713472400.M3P2.host",
        ] {
            fs::write(at(file), file).expect("write");
        }
        fs::write(at(IGNORE), "*.log\n").expect("write");
        fs::write(at(".gitignore"), "one.txt\n").expect("write");
        let mut got = names(&walked(dir.path()));
        got.sort();
        let mail = ["1713472200.M1P2.host:2,S", "1713472300.M2P2.host"];
        assert_eq!(got.get(..2).unwrap_or_default(), mail);
        let rest = got.get(2..).unwrap_or_default();
        assert_eq!(rest, ["one.txt", "page.html", "three.txt", "two.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn loops_links_and_pipes_do_no_harm() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().expect("dir");
        fs::write(outside.path().join("secret.txt"), "x").expect("write");
        let dir = tempfile::tempdir().expect("dir");
        let at = |p: &str| dir.path().join(p);
        fs::create_dir(at("sub")).expect("mkdir");
        fs::write(at("sub/one.txt"), "x").expect("write");
        fs::hard_link(at("sub/one.txt"), at("again.txt")).expect("link");
        symlink(dir.path(), at("sub/loop")).expect("symlink");
        symlink(outside.path(), at("out")).expect("symlink");
        symlink(outside.path().join("secret.txt"), at("secret.txt")).expect("symlink");
        symlink(at("nowhere"), at("dangling.txt")).expect("symlink");
        let pipe = std::process::Command::new("mkfifo")
            .arg(at("pipe.txt"))
            .status();
        assert!(pipe.expect("mkfifo").success());
        let got = walked(dir.path());
        assert_eq!(got.len(), 1, "{got:?}");
        assert!(got.problems.is_empty(), "{got:?}");
    }

    #[test]
    fn identities_are_paths_below_the_library() {
        let one = tempfile::tempdir().expect("dir");
        let two = tempfile::tempdir().expect("dir");
        for root in [&one, &two] {
            fs::create_dir(root.path().join("2024")).expect("mkdir");
            fs::write(root.path().join("2024/a.txt"), "x").expect("write");
        }
        let library = [one.path().to_owned(), two.path().to_owned()];
        assert_eq!(
            identity(&one.path().join("2024/a.txt"), &library),
            "2024/a.txt"
        );
        let name = two.path().file_name().expect("name").to_string_lossy();
        assert_eq!(
            identity(&two.path().join("2024/a.txt"), &library),
            format!("{name}/2024/a.txt")
        );
        assert_eq!(identity(&two.path().join("b.txt"), &library), "b.txt");
        assert_eq!(identity(Path::new("/else/c.txt"), &library), "/else/c.txt");
    }
}
