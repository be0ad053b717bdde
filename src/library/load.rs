//! From a file to what the index stores, and from the index to an open
//! article.

use std::{
    collections::HashMap,
    io::{Read, Write},
    path::Path,
    sync::Arc,
};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use super::{Library, Opened, RowKey, Shared};
use crate::{
    annotate::{Annotations, Annotator, vocabulary::Vocabulary},
    article::{Article, ArticleId, Format, Location},
    clean::Clean,
    document::Document,
    examples::Example,
    import::{self, LoadError, Loaded},
    index::{IndexError, read, time, write::Prepared},
    query::entry::Entry,
};

/// Why an article cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its file cannot be imported.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The index fails.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The row or the article has gone.
    #[error("{0}: the article is no longer there; rescan the library")]
    Gone(Clean),
}

/// Files up to this many bytes are imported again when they are opened; larger
/// ones are kept in the index.
const CHEAP: usize = 256 << 10;

/// What imports and annotates: articles that another engine wrote are imported
/// again.
///
/// The user's own word lists are part of it.
pub(super) fn engine(vocabulary: &Vocabulary) -> i64 {
    const ENGINE: i64 = 4;
    ENGINE ^ vocabulary.fingerprint().cast_signed()
}

/// Whether an article is imported again when it is opened: plain text and
/// Markdown take a tenth of a millisecond, and keeping a copy of every file
/// would double the library on disk.
pub(super) fn is_cheap(article: &Article, bytes: usize, parts: usize) -> bool {
    parts == 1 && bytes <= CHEAP && matches!(article.format, Format::Text | Format::Markdown)
}

/// Packs an article: postcard, deflated.
pub(super) fn pack(article: &Article) -> Option<Vec<u8>> {
    let bytes = postcard::to_stdvec(article).ok()?;
    let mut out = DeflateEncoder::new(Vec::new(), Compression::fast());
    out.write_all(&bytes).ok()?;
    out.finish().ok()
}

/// Unpacks an article; `None` if the bytes are none.
fn unpack(bytes: &[u8]) -> Option<Article> {
    let mut out = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut out).ok()?;
    postcard::from_bytes(&out).ok()
}

/// The hexadecimal hash of a document's text.
#[must_use]
pub(super) fn text_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// The first eight bytes of a hash, for the index.
pub(super) fn short_hash(bytes: &[u8]) -> i64 {
    let hash = blake3::hash(bytes);
    let mut first = [0; 8];
    first.copy_from_slice(hash.as_bytes().first_chunk::<8>().unwrap_or(&[0; 8]));
    i64::from_le_bytes(first)
}

/// Makes an opened article.
pub(super) fn opened(
    id: ArticleId,
    location: Location,
    article: Article,
    found: Annotations,
) -> Opened {
    Opened {
        id,
        location,
        hash: text_hash(article.document.text()),
        article: Arc::new(article),
        annotations: Arc::new(found),
    }
}

/// The identity of a built-in example.
pub(super) fn example_id(example: &Example) -> ArticleId {
    ArticleId::of(&example.own_id())
}

impl Shared {
    /// The built-in examples, imported and annotated when they are first asked
    /// for: most sessions never show them.
    pub(super) fn opened_examples(&self) -> &[Opened] {
        self.opened_examples.get_or_init(|| {
            let annotator = self.vocabulary.annotator();
            let open = |(part, example): (usize, &Example)| {
                let article = example.article()?;
                let found = annotator.annotate(&article.document);
                let path = Path::new("examples").to_owned();
                let location = Location { path, part };
                Some(opened(example_id(example), location, article, found))
            };
            let all = self.example_files.iter().enumerate();
            all.filter_map(open).collect()
        })
    }
}

/// What a file became, ready for the index.
pub(super) struct Imported {
    /// Hash of its bytes; 0 if they could not be read.
    pub(super) hash: i64,
    /// Its articles, or one row that says why there is none.
    pub(super) articles: Vec<Prepared>,
}

/// Reads, imports and annotates a file.
///
/// `identity` is what an article without an id of its own is identified by;
/// `added` when the file was made, in civil seconds.
pub(super) fn import_file(
    path: &Path,
    bytes: &[u8],
    identity: &str,
    added: i64,
    annotator: &Annotator<'_>,
) -> Imported {
    let hash = short_hash(bytes);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match import::read(&name, bytes) {
        Ok(Loaded { articles, .. }) => {
            let parts = articles.len();
            let mut seen: HashMap<ArticleId, usize> = HashMap::new();
            let mut prepared = Vec::with_capacity(parts);
            for (part, article) in articles.iter().enumerate() {
                let id = identify(article, identity, part, parts, &mut seen);
                let found = annotator.annotate(&article.document);
                let meta = &article.meta;
                prepared.push(Prepared {
                    id,
                    own: article.own_id.is_some(),
                    part: u32::try_from(part).unwrap_or(u32::MAX),
                    published: meta.published.map(time::seconds),
                    added,
                    title: title(&meta.title, &name),
                    source: meta.source.clone(),
                    hash: short_hash(article.document.text().as_bytes()),
                    entry: Entry::of(article, &found),
                    stored: (!is_cheap(article, bytes.len(), parts))
                        .then(|| pack(article))
                        .flatten(),
                    unreadable: None,
                });
            }
            Imported {
                hash,
                articles: prepared,
            }
        }
        Err(error) => Imported {
            hash,
            articles: vec![unreadable(&name, identity, added, &error.reason())],
        },
    }
}

/// The row of a file that could not be imported.
pub(super) fn unreadable(name: &str, identity: &str, added: i64, reason: &Clean) -> Prepared {
    Prepared {
        id: ArticleId::of(identity),
        own: false,
        part: 0,
        published: None,
        added,
        title: Clean::line(name),
        source: None,
        hash: 0,
        entry: Entry::default(),
        stored: None,
        unreadable: Some(reason.clone()),
    }
}

fn title(title: &Clean, name: &str) -> Clean {
    if title.is_empty() {
        Clean::line(name)
    } else {
        title.clone()
    }
}

/// The identity of an article of a file: its own id, else the file's path and
/// its number; the second article of a file with the same id is numbered.
pub(super) fn identify(
    article: &Article,
    path: &str,
    part: usize,
    parts: usize,
    seen: &mut HashMap<ArticleId, usize>,
) -> ArticleId {
    let identity = match &article.own_id {
        Some(own) => own.clone(),
        None if parts == 1 => path.to_owned(),
        None => format!("{path}#{}", part + 1),
    };
    let mut id = ArticleId::of(&identity);
    // Thousands may share an id: counting on from the last number used.
    while let Some(n) = seen.get_mut(&ArticleId::of(&identity)) {
        *n += 1;
        id = ArticleId::of(&format!("{identity}#again{n}"));
        if !seen.contains_key(&id) {
            break;
        }
    }
    seen.insert(id, 1);
    id
}

impl Library {
    /// Opens the article of a row, annotated.
    ///
    /// # Errors
    ///
    /// [`OpenError`]: the file has gone or cannot be imported.
    pub fn open_article(&self, key: RowKey) -> Result<Opened, OpenError> {
        if let Some((_, example)) = self.example(key) {
            return Ok(example.clone());
        }
        let (id, location) = self
            .read(|_, c| read::location(c, key))?
            .ok_or_else(|| OpenError::Gone(Clean::line("this row")))?;
        let article = self.article_of(key, &location)?;
        let found = self
            .shared
            .vocabulary
            .annotator()
            .annotate(&article.document);
        Ok(opened(id, location, article, found))
    }

    /// The article of a row without annotations.
    fn article_of(&self, key: RowKey, location: &Location) -> Result<Article, OpenError> {
        if let Some(bytes) = self.read(|_, c| read::stored(c, key))?
            && let Some(article) = unpack(&bytes)
        {
            return Ok(article);
        }
        let Loaded { articles, .. } = import::load(&location.path)?;
        articles
            .into_iter()
            .nth(location.part)
            .ok_or_else(|| OpenError::Gone(Clean::line(&location.path.display().to_string())))
    }

    /// What the session's word lists find in a document.
    #[must_use]
    pub fn annotate(&self, document: &Document) -> Annotations {
        self.shared.vocabulary.annotator().annotate(document)
    }

    /// Where the article of a row is stored; `None` for an example, or if the
    /// row has gone.
    #[must_use]
    pub fn location(&self, key: RowKey) -> Option<Location> {
        let found = self.read(|_, c| read::location(c, key)).ok()?;
        found.map(|(_, location)| location)
    }

    /// The article of a row without annotations; `None` if it cannot be had.
    #[must_use]
    pub fn article_text(&self, key: RowKey) -> Option<Arc<Article>> {
        if let Some((_, example)) = self.example(key) {
            return Some(Arc::clone(&example.article));
        }
        let (_, location) = self.read(|_, c| read::location(c, key)).ok()??;
        self.article_of(key, &location).ok().map(Arc::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_article_comes_back() {
        let article = import::text::article("Headline\n\nOne paragraph.\n");
        let bytes = pack(&article).expect("packed");
        assert_eq!(unpack(&bytes), Some(article));
        assert_eq!(unpack(b"no article"), None);
    }
}
