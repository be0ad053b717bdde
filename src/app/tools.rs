//! Errands of the reader: browser and viewer, adding files, completing paths,
//! what was typed before.

use std::{
    collections::HashMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    article::ArticleId,
    clean::Clean,
    config::Config,
    library::{self, Became, Library, Opened},
    passage::{
        Passage,
        export::{self, Format},
        view::{self, PassageView},
    },
    places::Places,
};

/// Lines of a prompt's history that are kept.
const LINES: usize = 500;

/// The words of a command with its argument in place of `%u` or `%f`, else at
/// the end; one whole word, never a shell.
#[must_use]
pub fn command(words: &[String], place: &str, argument: &str) -> Option<Command> {
    let (program, rest) = words.split_first()?;
    let mut command = Command::new(program);
    let mut placed = false;
    for word in rest {
        if word == place {
            command.arg(argument);
            placed = true;
        } else {
            command.arg(word);
        }
    }
    if !placed {
        command.arg(argument);
    }
    Some(command)
}

/// Opens a checked address or a file; the system's own program where the
/// settings name none.
pub fn open(words: &[String], place: &str, what: &str) -> Result<(), Clean> {
    let result = match command(words, place, what) {
        Some(mut command) => command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(|mut child| {
                // Somebody must wait for it, or it stays as a zombie.
                std::thread::spawn(move || {
                    let _ = child.wait();
                });
            }),
        None => open::that_detached(what),
    };
    result.map_err(|e| Clean::line(&not_opened(words, what, &e)))
}

/// Why something could not be opened, the reason and the remedy first: the line
/// at the bottom may be too short for a long path.
fn not_opened(words: &[String], what: &str, error: &std::io::Error) -> String {
    let setting = if what.contains("://") || what.starts_with("mailto:") {
        "browser"
    } else {
        "viewer"
    };
    match words.first() {
        Some(program) if error.kind() == std::io::ErrorKind::NotFound => {
            format!(
                "there is no program {program}: change {setting} in config.toml; not opened: {what}"
            )
        }
        Some(program) => format!("{program}: {error}; not opened: {what}"),
        None => format!(
            "the system opens no such thing: set {setting} in config.toml; not opened: {what}"
        ),
    }
}

/// Opens the article of a file that is named by its path; where it holds
/// several, the first, which is said.
pub fn open_file(library: &Library, path: &str) -> Result<(Opened, Option<Clean>), Clean> {
    let path = expanded(path);
    let shown = path.display();
    if path.is_dir() {
        return Err(Clean::line(&format!(
            "{shown} is a folder: :add copies its files into the library, `attache {shown}` reads it where it is"
        )));
    }
    let (opened, _) = library
        .open_path(&path)
        .map_err(|e| Clean::line(&e.to_string()))?;
    let many = opened.len();
    let said = (many > 1).then(|| {
        Clean::line(&format!(
            "the first of {many} articles; `attache {shown}` lists them all"
        ))
    });
    match opened.into_iter().next() {
        Some(first) => Ok((first, said)),
        None => Err(Clean::line(&format!("{shown} holds no article"))),
    }
}

/// Copies a file, or the files of a folder, into the library's first folder
/// under readable names; nothing there is overwritten. Says what became of them.
pub fn add(path: &str, config: &Config, places: &Places) -> Result<Clean, Clean> {
    let from = expanded(path);
    let Some(into) = config.folders(places).into_iter().next() else {
        return Err(Clean::line("there is no library folder"));
    };
    let (mut copied, mut duplicates, mut rejected) = (Vec::new(), 0, Vec::new());
    library::add(&[from], &into, &mut |added| match &added.became {
        Became::Copied { to, .. } => copied.push(to.clone()),
        Became::Duplicate { .. } => duplicates += 1,
        Became::Rejected(why) => rejected.push(format!("{}: {why}", added.path.display())),
    })
    .map_err(|e| Clean::line(&e.to_string()))?;
    let mut said = match copied.as_slice() {
        [one] => format!(
            "added as {}",
            one.file_name().unwrap_or_default().to_string_lossy()
        ),
        many => format!("{} files added", many.len()),
    };
    if duplicates > 0 {
        said = format!("{said}; {duplicates} in the library already");
    }
    if let Some(first) = rejected.first() {
        said = format!("{said}; {} rejected ({first})", rejected.len());
    }
    if copied.is_empty() && !rejected.is_empty() {
        return Err(Clean::line(&said));
    }
    Ok(Clean::line(&said))
}

/// Writes passages to a file. In a Markdown file that is there already the
/// user's own lines stay; another file that is there is not overwritten unless
/// it is an export of the same form.
pub fn export(
    library: &Library,
    path: &str,
    format: Format,
    passages: &[Passage],
) -> Result<Clean, Clean> {
    let to = expanded(path);
    let fail = |e: io::Error| Clean::line(&format!("{}: {e}", to.display()));
    let mut opened: HashMap<ArticleId, Option<Opened>> = HashMap::new();
    let mut views: Vec<PassageView> = passages
        .iter()
        .map(|passage| {
            let article = opened.entry(passage.article).or_insert_with(|| {
                let key = library.key_of(passage.article)?;
                library.open_article(key).ok()
            });
            PassageView::of(passage, article.as_ref())
        })
        .collect();
    view::sort(&mut views);
    let there = match fs::read_to_string(&to) {
        Ok(text) => Some(text),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(fail(e)),
    };
    let bytes = match (format, there) {
        (Format::Markdown, there) => {
            export::markdown::merge(there.as_deref().unwrap_or(""), &views)
                .text
                .into_bytes()
        }
        (_, Some(_)) => {
            return Err(Clean::line(&format!(
                "{} is there already; name another file",
                to.display()
            )));
        }
        (format, None) => {
            let mut bytes = Vec::new();
            export::write(format, &views, &mut bytes).map_err(fail)?;
            bytes
        }
    };
    let folder = to.parent().filter(|p| !p.as_os_str().is_empty());
    let mut file =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(fail)?;
    file.write_all(&bytes).map_err(fail)?;
    file.persist(&to).map_err(|e| fail(e.error))?;
    Ok(Clean::line(&format!(
        "{} written to {}",
        crate::plural::of(views.len(), "bookmark", "bookmarks"),
        to.display()
    )))
}

/// The path with `~` as the home folder.
#[must_use]
pub fn expanded(path: &str) -> PathBuf {
    let path = path.trim();
    match (path.strip_prefix('~'), directories::BaseDirs::new()) {
        (Some(rest), Some(dirs)) if rest.is_empty() || rest.starts_with('/') => {
            dirs.home_dir().join(rest.trim_start_matches('/'))
        }
        _ => PathBuf::from(path),
    }
}

/// What a path that is being typed could become; folders end with a slash.
#[must_use]
pub fn complete(typed: &str) -> Vec<Clean> {
    let (head, tail) = match typed.rfind('/') {
        Some(slash) => typed.split_at(slash + 1),
        None => ("", typed),
    };
    let folder = if head.is_empty() {
        PathBuf::from(".")
    } else {
        expanded(head)
    };
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut out: Vec<Clean> = entries
        .filter_map(Result::ok)
        .filter_map(|e| {
            let name = e.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !tail.starts_with('.');
            if hidden || !name.starts_with(tail) {
                return None;
            }
            let slash = if e.path().is_dir() { "/" } else { "" };
            let whole = format!("{head}{name}{slash}");
            // A name that is not printable as it is cannot be typed either.
            let clean = Clean::line(&whole);
            (*clean == *whole).then_some(clean)
        })
        .take(200)
        .collect();
    out.sort();
    out
}

fn history_file(places: &Places, prompt: &str) -> PathBuf {
    places.state.join(format!("history-{prompt}"))
}

/// What was typed before at a prompt, oldest first.
#[must_use]
pub fn history(places: &Places, prompt: &str) -> Vec<String> {
    let text = fs::read_to_string(history_file(places, prompt)).unwrap_or_default();
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = Clean::line(line).to_string();
        lines.retain(|l| *l != line);
        lines.push(line);
    }
    lines.split_off(lines.len().saturating_sub(LINES))
}

/// Remembers a line; a history is a comfort, and its loss is not reported.
pub fn remember(places: &Places, prompt: &str, line: &str) {
    let path = history_file(places, prompt);
    let write = || -> io::Result<()> {
        fs::create_dir_all(&places.state)?;
        let long = fs::metadata(&path).is_ok_and(|m| m.len() > 256 << 10);
        if long {
            let kept = history(places, prompt).join("\n");
            fs::write(&path, format!("{kept}\n"))?;
        }
        let mut file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)?;
        writeln!(file, "{}", Clean::line(line))
    };
    if let Err(error) = write() {
        tracing::debug!(%error, "history not written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(command: &Command) -> Vec<String> {
        let all = std::iter::once(command.get_program()).chain(command.get_args());
        all.map(|a| a.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn an_argument_is_one_word() {
        let words = |w: &[&str]| w.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let made =
            command(&words(&["firefox", "--new", "%u"]), "%u", "https://a/ b;c").expect("command");
        assert_eq!(args(&made), ["firefox", "--new", "https://a/ b;c"]);
        let made = command(&words(&["less"]), "%f", "a b").expect("command");
        assert_eq!(args(&made), ["less", "a b"]);
        assert!(command(&[], "%u", "x").is_none());
    }

    #[test]
    fn adding_copies_and_never_overwrites() {
        let dir = tempfile::tempdir().expect("dir");
        let from = dir.path().join("in");
        fs::create_dir_all(from.join("sub")).expect("folder");
        fs::write(from.join("a.txt"), "Talks resume").expect("file");
        fs::write(from.join("sub/b.txt"), "Talks end").expect("file");
        let config = Config {
            library: vec![dir.path().join("library")],
            ..Config::default()
        };
        let places = Places::find(&crate::places::Given {
            config: Some(dir.path().join("config")),
            cache: Some(dir.path().join("cache")),
        });
        let path = from.display().to_string();
        let said = add(&path, &config, &places).expect("added");
        assert!(said.contains("2 files added"), "{said}");
        assert_eq!(
            fs::read_dir(dir.path().join("library"))
                .expect("folder")
                .count(),
            2
        );
        let said = add(&path, &config, &places).expect("nothing new");
        assert!(said.contains("2 in the library already"), "{said}");
        assert!(add("/nowhere/at/all", &config, &places).is_err());
    }

    #[test]
    fn histories_are_kept_once_each_and_latest_last() {
        let dir = tempfile::tempdir().expect("dir");
        let places = Places::find(&crate::places::Given {
            config: Some(dir.path().to_owned()),
            cache: None,
        });
        for line in ["rafah", "aid", "rafah"] {
            remember(&places, "find", line);
        }
        assert_eq!(history(&places, "find"), ["aid", "rafah"]);
    }
}
