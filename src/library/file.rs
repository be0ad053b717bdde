//! Articles of a file that is given by name, with the identities they have in
//! the library.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use super::{Library, Opened, load, resolved, walk};
use crate::{
    annotate::vocabulary::Vocabulary,
    article::{ArticleId, Location},
    clean::Clean,
    import::{self, LoadError, Loaded},
};

/// Opens every article of a file, annotated, with what was dropped or repaired.
/// Below one of the `library` folders the identities are those of the library.
///
/// # Errors
///
/// [`LoadError`]: the file cannot be imported.
pub fn open_file(
    path: &Path,
    library: &[PathBuf],
    vocabulary: &Vocabulary,
) -> Result<(Vec<Opened>, Vec<Clean>), LoadError> {
    let loaded = import::load(path)?;
    let library: Vec<_> = library.iter().map(|p| resolved(p)).collect();
    let whole = resolved(path);
    let identity = walk::identity(&whole, &library);
    Ok(open(loaded, &identity, &whole, vocabulary))
}

impl Library {
    /// Opens every article of a file, as [`open_file`] does.
    ///
    /// # Errors
    ///
    /// [`LoadError`]: the file cannot be imported.
    pub fn open_path(&self, path: &Path) -> Result<(Vec<Opened>, Vec<Clean>), LoadError> {
        open_file(path, &self.shared.library, &self.shared.vocabulary)
    }
}

/// Opens every article of a text that is no file; it is identified by what it
/// says.
///
/// # Errors
///
/// [`LoadError`]: there is no article in it.
pub fn open_bytes(
    name: &str,
    bytes: &[u8],
    vocabulary: &Vocabulary,
) -> Result<(Vec<Opened>, Vec<Clean>), LoadError> {
    let loaded = import::read(name, bytes)?;
    let hash = blake3::hash(bytes).to_hex();
    let identity = format!("text:{hash}");
    Ok(open(loaded, &identity, Path::new(name), vocabulary))
}

fn open(
    loaded: Loaded,
    identity: &str,
    path: &Path,
    vocabulary: &Vocabulary,
) -> (Vec<Opened>, Vec<Clean>) {
    let annotator = vocabulary.annotator();
    let parts = loaded.articles.len();
    let mut seen: HashMap<ArticleId, usize> = HashMap::new();
    let mut out = Vec::with_capacity(parts);
    for (part, article) in loaded.articles.into_iter().enumerate() {
        let id = load::identify(&article, identity, part, parts, &mut seen);
        let found = annotator.annotate(&article.document);
        let location = Location {
            path: path.to_owned(),
            part,
        };
        out.push(load::opened(id, location, article, found));
    }
    (out, loaded.notes)
}
