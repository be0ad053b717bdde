//! Adding: files are copied into the library folder under names that people can
//! read, whole or not at all, and never over another.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use crate::{
    article::{Article, Format},
    clean::Clean,
    import,
};

/// What became of a file that was to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The file as given or found.
    pub path: PathBuf,
    /// What became of it.
    pub became: Became,
}

/// What a file became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// It was copied.
    Copied {
        /// To this file.
        to: PathBuf,
        /// What kind of file it is.
        format: Format,
        /// How many articles it holds.
        articles: usize,
        /// The headline of the first.
        title: Clean,
    },
    /// The library has a file with the same bytes.
    Duplicate {
        /// This one.
        of: PathBuf,
    },
    /// It cannot be read as an article, for this reason.
    Rejected(Clean),
}

/// Why nothing could be added: the folder cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("{folder}: cannot be made or read ({error}): check the library folder in config.toml")]
pub struct AddError {
    folder: Clean,
    #[source]
    error: io::Error,
}

/// Deepest folder that is gone into.
const MAX_DEPTH: usize = 64;

/// Longest readable part of a name, in characters.
const LONGEST: usize = 60;

/// Copies `sources` (folders with all that is in them) into `folder`, and tells
/// of each file as soon as it is done.
///
/// # Errors
///
/// [`AddError`] if `folder` cannot be made; what is wrong with a single file is
/// told of it.
pub fn add(
    sources: &[PathBuf],
    folder: &Path,
    tell: &mut dyn FnMut(&Added),
) -> Result<(), AddError> {
    let wrap = |error| AddError {
        folder: Clean::line(&folder.display().to_string()),
        error,
    };
    fs::create_dir_all(folder).map_err(wrap)?;
    let folder = folder.canonicalize().map_err(wrap)?;
    let mut present = Present::of(&folder);
    for source in sources {
        if !source.is_dir() {
            tell(&one(source, &folder, &mut present));
            continue;
        }
        for entry in files(source) {
            let added = match entry {
                Ok(path) => one(&path, &folder, &mut present),
                Err(error) => Added {
                    path: source.clone(),
                    became: Became::Rejected(Clean::line(&error.to_string())),
                },
            };
            tell(&added);
        }
    }
    Ok(())
}

/// The regular files below a folder, in order of their names; hidden ones and
/// links left out.
fn files(folder: &Path) -> impl Iterator<Item = Result<PathBuf, ignore::Error>> {
    WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(false)
        .max_depth(Some(MAX_DEPTH))
        .sort_by_file_name(Ord::cmp)
        .build()
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                Some(Ok(entry.into_path()))
            }
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
}

/// The files that the folder has, by length: only those of the same length
/// have to be read to find a duplicate.
struct Present {
    by_length: HashMap<u64, Vec<PathBuf>>,
}

impl Present {
    fn of(folder: &Path) -> Self {
        let mut by_length: HashMap<u64, Vec<PathBuf>> = HashMap::new();
        for path in files(folder).flatten() {
            if let Ok(meta) = fs::metadata(&path) {
                by_length.entry(meta.len()).or_default().push(path);
            }
        }
        Self { by_length }
    }

    fn same(&self, bytes: &[u8]) -> Option<&PathBuf> {
        self.by_length
            .get(&(bytes.len() as u64))?
            .iter()
            .find(|path| import::bytes(path).is_ok_and(|found| found == bytes))
    }

    fn insert(&mut self, length: usize, path: PathBuf) {
        self.by_length.entry(length as u64).or_default().push(path);
    }
}

/// Adds one file.
fn one(path: &Path, folder: &Path, present: &mut Present) -> Added {
    let became = copy(path, folder, present).unwrap_or_else(Became::Rejected);
    Added {
        path: path.to_owned(),
        became,
    }
}

fn copy(path: &Path, folder: &Path, present: &mut Present) -> Result<Became, Clean> {
    let bytes = import::bytes(path).map_err(|e| e.reason())?;
    if let Some(of) = present.same(&bytes) {
        return Ok(Became::Duplicate { of: of.clone() });
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let loaded = import::read(&name, &bytes).map_err(|e| e.reason())?;
    let Some(first) = loaded.articles.first() else {
        return Err(Clean::line("holds no article"));
    };
    let count = loaded.articles.len();
    let stem = if count == 1 {
        readable(first)
    } else {
        slug(name.split('.').next().unwrap_or(&name))
    };
    let to = write(folder, &stem, &extension(&name, first.format), &bytes)
        .map_err(|e| Clean::line(&format!("cannot be copied into the library ({e})")))?;
    present.insert(bytes.len(), to.clone());
    Ok(Became::Copied {
        to,
        format: first.format,
        articles: count,
        title: first.meta.title.clone(),
    })
}

/// "2024-04-18 us-and-israeli-officials"
fn readable(article: &Article) -> String {
    let words = slug(&article.meta.title);
    match article.meta.published {
        Some(at) => format!("{} {words}", at.date()),
        None => words,
    }
}

/// Words in small letters, parted by hyphens; nothing that any file system
/// refuses.
fn slug(text: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    let bare: String = text
        .chars()
        .filter(|c| !matches!(c, '’' | '\'' | '‘'))
        .collect();
    for word in bare.split(|c: char| !c.is_alphanumeric()) {
        let count = word.chars().count();
        if count == 0 {
            continue;
        }
        if length > 0 && length + count + 1 > LONGEST {
            break;
        }
        if length > 0 {
            out.push('-');
            length += 1;
        }
        out.extend(word.chars().take(LONGEST).flat_map(char::to_lowercase));
        length += count;
    }
    // Names that Windows keeps for its devices.
    let device = matches!(out.as_str(), "con" | "prn" | "aux" | "nul")
        || out.len() == 4 && (out.starts_with("com") || out.starts_with("lpt"));
    if out.is_empty() || device {
        return format!("article{}{out}", if device { "-" } else { "" });
    }
    out
}

/// The extension of the copy: the file's own, or the usual one of its kind.
fn extension(name: &str, format: Format) -> String {
    let sane = |e: &str| (1..=8).contains(&e.len()) && e.chars().all(|c| c.is_ascii_alphanumeric());
    let mut parts = name.rsplit('.');
    if let (Some(last), Some(before)) = (parts.next(), parts.next())
        && sane(last)
    {
        let packed = matches!(last, "gz" | "zst");
        return match parts.next() {
            Some(_) if packed && sane(before) => format!("{before}.{last}").to_lowercase(),
            _ => last.to_lowercase(),
        };
    }
    let usual = match format {
        Format::Text => "txt",
        Format::Markdown => "md",
        Format::Html => "html",
        Format::Feed => "xml",
        Format::Opml => "opml",
        Format::Mail => "eml",
        Format::Epub => "epub",
        Format::Mhtml => "mhtml",
        Format::Warc => "warc",
        Format::Export => "json",
    };
    usual.to_owned()
}

/// Most files of one name.
const MOST: usize = 10_000;

/// Writes beside its place, to the disk, then gives it its name, if no file has
/// it.
fn write(folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut file = tempfile::Builder::new()
        .prefix(".adding-")
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    make_readable(file.as_file())?;
    file.as_file().sync_all()?;
    let mut tried = HashSet::new();
    for n in 1..=MOST {
        let name = if n == 1 {
            format!("{stem}.{extension}")
        } else {
            format!("{stem} {n}.{extension}")
        };
        let to = folder.join(&name);
        if !tried.insert(name) {
            continue;
        }
        match file.persist_noclobber(&to) {
            Ok(_) => {
                sync_folder(folder);
                return Ok(to);
            }
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                file = error.file;
            }
            Err(error) => return Err(error.error),
        }
    }
    Err(io::Error::other("too many files of this name"))
}

/// A temporary file is readable by its owner only; an article is an ordinary
/// file.
#[cfg(unix)]
fn make_readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> io::Result<()> {
    Ok(())
}

/// Puts the new name on the disk; a file system that cannot is no error.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Talks on the strait’s mines resume\n\nApril 18, 2024\n\nThe foreign ministers of both coastal states met on Monday for the first time in a year.\n";

    fn added(sources: &[PathBuf], folder: &Path) -> Vec<Became> {
        let mut out = Vec::new();
        add(sources, folder, &mut |a| out.push(a.became.clone())).expect("a folder");
        out
    }

    #[test]
    fn files_get_readable_names_and_are_never_written_over() {
        let from = tempfile::tempdir().expect("dir");
        let library = tempfile::tempdir().expect("dir");
        let folder = library.path().join("articles");
        let (one, two, bad) = (
            from.path().join("x1.txt"),
            from.path().join("x2.TXT"),
            from.path().join("x3.pdf"),
        );
        fs::write(&one, TEXT).expect("write");
        fs::write(&two, format!("{TEXT}\nMore.\n")).expect("write");
        fs::write(&bad, b"%PDF-1.7").expect("write");
        let first = added(&[one.clone(), two, bad], &folder);
        let name = |b: &Became| match b {
            Became::Copied { to, .. } => to
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(
            name(&first[0]),
            "2024-04-18 talks-on-the-straits-mines-resume.txt"
        );
        assert_eq!(
            name(&first[1]),
            "2024-04-18 talks-on-the-straits-mines-resume 2.txt"
        );
        assert!(matches!(&first[2], Became::Rejected(why) if why.contains("PDF")));
        let again = added(&[from.path().to_owned()], &folder);
        assert!(matches!(again[0], Became::Duplicate { .. }));
        assert!(matches!(again[1], Became::Duplicate { .. }));
        assert_eq!(fs::read_dir(&folder).expect("folder").count(), 2);
        assert_eq!(fs::read_to_string(&one).expect("read"), TEXT);
    }

    #[test]
    fn names_hold_nothing_that_a_file_system_refuses() {
        assert_eq!(slug("../../etc/passwd: “a/b”?"), "etc-passwd-a-b");
        assert_eq!(slug("…"), "article");
        assert_eq!(slug("CON"), "article-con");
        assert!(slug(&"word ".repeat(50)).len() <= LONGEST);
        assert_eq!(extension("a.b.xml.gz", Format::Feed), "xml.gz");
        assert_eq!(extension("noname", Format::Mail), "eml");
        assert_eq!(extension("1713472200.M1P2.host:2,S", Format::Mail), "eml");
    }
}
