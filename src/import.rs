//! From a file to articles: decides the format by content first, extension
//! second, decodes, and calls the importer.

mod date;
mod dated;
mod decode;
mod epub;
mod export;
mod feed;
mod file;
mod front;
mod furniture;
mod guard;
mod html;
mod label;
mod line;
mod links;
mod mail;
mod markdown;
mod matter;
mod packed;
mod rich;
mod settle;
mod sniff;
pub mod text;
mod warc;

use std::{fmt, path::Path};

use crate::{article::Article, clean::Clean};
use sniff::{Kind, Raw};

/// Largest file that is read, in bytes (64 MiB): a briefing has kilobytes; what
/// is larger is no article.
pub const MAX_BYTES: u64 = 64 << 20;

/// What a file became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Its articles, in the order of the file; at least one.
    pub articles: Vec<Article>,
    /// What was dropped or repaired that belongs to no single article, one
    /// sentence each.
    pub notes: Vec<Clean>,
}

/// Why a file could not be imported: file, what is wrong, remedy.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct LoadError {
    path: Clean,
    problem: Problem,
}

impl LoadError {
    /// What is wrong and how to mend it, without the file's name: for the row
    /// of a list that shows the name already.
    #[must_use]
    pub fn reason(&self) -> Clean {
        Clean::line(&self.problem.to_string())
    }

    /// What is wrong, for those who decide by it.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The system refuses to read it.
    #[error("cannot be read ({0}): check that it exists and that you may read it")]
    Io(std::io::Error),
    /// It is no regular file.
    #[error("is {0}, not a file: give the article's file")]
    NotAFile(&'static str),
    /// It has more than [`MAX_BYTES`].
    #[error("is larger than 64 MiB: keep the article alone, without its archive")]
    TooLarge,
    /// It has no byte, or no letter.
    #[error("holds no text: save the article again")]
    Empty,
    /// It holds something else than text.
    #[error("is {0}, not text: save the article as text or as a page")]
    Binary(&'static str),
    /// It is so damaged that no article can be found in it.
    #[error("is damaged ({0}) and holds nothing readable: save it again")]
    Damaged(String),
    /// It took longer than five seconds.
    #[error("takes too long to read: save the article alone, as text")]
    Slow,
    /// A library failed on it.
    #[error("cannot be understood (its parser failed): save the article as text")]
    Crashed,
}

/// Reads every article stored in the file at `path`.
///
/// # Errors
///
/// See [`Problem`]; a broken file never panics, blocks or aborts.
pub fn load(path: &Path) -> Result<Loaded, LoadError> {
    let shown = || Clean::line(&path.display().to_string());
    let wrap = |problem| LoadError {
        path: shown(),
        problem,
    };
    let bytes = file::read(path).map_err(wrap)?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    parse(&name.to_string_lossy(), bytes).map_err(wrap)
}

/// Reads the bytes of a regular file, no more than [`MAX_BYTES`], without
/// blocking.
///
/// # Errors
///
/// [`Problem::Io`], [`Problem::NotAFile`] or [`Problem::TooLarge`].
pub fn bytes(path: &Path) -> Result<Vec<u8>, LoadError> {
    file::read(path).map_err(|problem| LoadError {
        path: Clean::line(&path.display().to_string()),
        problem,
    })
}

/// Reads every article in `bytes`; `name` is the file name, of which the
/// extension is looked at where the content decides nothing.
///
/// # Errors
///
/// As [`load`].
pub fn read(name: &str, bytes: &[u8]) -> Result<Loaded, LoadError> {
    let wrap = |problem| LoadError {
        path: Clean::line(name),
        problem,
    };
    if bytes.len() as u64 > MAX_BYTES {
        return Err(wrap(Problem::TooLarge));
    }
    parse(name, bytes.to_vec()).map_err(wrap)
}

/// Decides the format and calls its importer.
fn parse(name: &str, bytes: Vec<u8>) -> Result<Loaded, Problem> {
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    if let Some(kind) = sniff::bytes(name, &bytes)
        && let Some(loaded) = raw(kind, name, bytes.clone())?
    {
        return finish(loaded, name);
    }
    if let Some(kind) = decode::binary_kind(&bytes) {
        return Err(Problem::Binary(kind));
    }
    let decoded =
        decode::decode(&bytes, html_label(&bytes)).ok_or(Problem::Binary("binary data"))?;
    let text = decoded.text.clone();
    let kind = sniff::text(name, &text);
    let mut loaded = match kind {
        Kind::Text => guard::here(|| Ok(Loaded::one(text::article(&text))))?,
        Kind::Markdown => guard::here(|| Ok(Loaded::one(markdown::article(&text))))?,
        Kind::Html => {
            let article = guard::apart(move || html::article(&text))?;
            let feed = matches!(
                sniff::extension(name).as_str(),
                "xml" | "rss" | "atom" | "rdf"
            );
            // What a server answers instead of a feed: a login page.
            if feed && line::word_count(&text::fold(article.document.text())) < 40 {
                return Err(Problem::Damaged(
                    "it is a short web page, no feed".to_owned(),
                ));
            }
            Loaded::one(article)
        }
        Kind::Feed => guard::apart_sized(text.len(), move || feed::xml(&text))?,
        Kind::JsonFeed => guard::apart_sized(text.len(), move || feed::json(&text))?,
        Kind::Export => {
            let export = text.clone();
            match guard::apart_sized(export.len(), move || export::read(&export)) {
                Err(Problem::Empty) if is_json(&text) => {
                    return Err(Problem::Binary("data (JSON)"));
                }
                Err(Problem::Empty) => guard::here(|| Ok(Loaded::one(text::article(&text))))?,
                found => found?,
            }
        }
        Kind::Opml => guard::apart(move || feed::opml(&text).map(Loaded::one))?,
    };
    for article in &mut loaded.articles {
        settle::encoding(article, &decoded);
    }
    finish(loaded, name)
}

/// Whether the text is JSON from beginning to end, one value or one a line: data
/// of some program, and no article.
fn is_json(text: &str) -> bool {
    use serde::de::IgnoredAny;
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.all(|value| value.is_ok())
}

/// Calls the importer of a format that is read from bytes; `None`: it is not
/// one after all.
fn raw(kind: Raw, name: &str, bytes: Vec<u8>) -> Result<Option<Loaded>, Problem> {
    let loaded = match kind {
        Raw::Mail => guard::apart(move || mail::message(&bytes).map(Loaded::one))?,
        Raw::Mbox => guard::apart_sized(bytes.len(), move || mail::messages(&bytes))?,
        Raw::Mhtml => guard::apart(move || mail::page(&bytes))?,
        Raw::Warc => guard::apart_sized(bytes.len(), move || warc::pages(&bytes))?,
        Raw::Gzip => guard::apart(move || packed::gzip(&bytes)).and_then(|b| inner(name, b))?,
        Raw::Zstd => guard::apart(move || packed::zstd(&bytes)).and_then(|b| inner(name, b))?,
        Raw::Zip => {
            let names = match packed::check_zip(&bytes) {
                Ok(names) => names,
                Err(_) if sniff::extension(name) != "epub" => return Ok(None),
                Err(problem) => return Err(problem),
            };
            if export::is_archive(&names) {
                let loaded = guard::apart_sized(bytes.len(), move || export::archive(&bytes))?;
                return Ok(Some(loaded));
            }
            if !epub::is_book(&names) {
                return Ok(None);
            }
            guard::apart_sized(bytes.len(), move || epub::chapters(bytes))?
        }
    };
    Ok(Some(loaded))
}

/// Reads what was in a compressed file; the extension of the wrapper is taken
/// off its name.
fn inner(name: &str, bytes: Vec<u8>) -> Result<Loaded, Problem> {
    let inside = ["gz", "zst", "gzip"]
        .iter()
        .find_map(|e| name.strip_suffix(&format!(".{e}")))
        .unwrap_or(name);
    if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Err(Problem::Binary("compressed twice"));
    }
    let mut loaded = parse(inside, bytes)?;
    for article in &mut loaded.articles {
        article.notes.push(note("unpacked from a compressed file"));
    }
    Ok(loaded)
}

/// Fills in what importers left open, and drops what holds nothing.
fn finish(mut loaded: Loaded, name: &str) -> Result<Loaded, Problem> {
    let several = loaded.articles.len() > 1;
    for (n, article) in loaded.articles.iter_mut().enumerate() {
        settle::settle(article, name, several);
        // The reader shows what was dropped article by article.
        if n < 100 {
            article.notes.extend(loaded.notes.iter().cloned());
        }
    }
    if !several {
        loaded.articles.retain(|a| !a.document.text().is_empty());
    }
    if loaded.articles.is_empty() {
        return Err(Problem::Empty);
    }
    Ok(loaded)
}

impl Loaded {
    fn one(article: Article) -> Self {
        Self {
            articles: vec![article],
            notes: Vec::new(),
        }
    }
}

/// The encoding that a page or an XML file declares in its first bytes.
fn html_label(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..2_048).unwrap_or(bytes);
    let lower = head.to_ascii_lowercase();
    for mark in [b"charset=".as_slice(), b"encoding="] {
        let Some(at) = memchr::memmem::find(&lower, mark) else {
            continue;
        };
        let rest = head.get(at + mark.len()..)?;
        let rest = rest
            .strip_prefix(b"\"")
            .or_else(|| rest.strip_prefix(b"'"))
            .unwrap_or(rest);
        let end = rest
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b)))
            .unwrap_or(rest.len());
        return rest.get(..end).filter(|l| !l.is_empty());
    }
    None
}

/// A note for the info panel.
fn note(text: impl fmt::Display) -> Clean {
    Clean::line(&text.to_string())
}

/// Reads the file of a picture, as safely as that of an article.
#[cfg(feature = "pictures")]
pub(crate) fn picture_bytes(path: &std::path::Path) -> Result<Vec<u8>, Problem> {
    file::read(path)
}

/// Runs a decoder of others behind the same wall as the loaders.
#[cfg(feature = "pictures")]
pub(crate) fn guarded<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    guard::apart(move || Ok(work()))
}
