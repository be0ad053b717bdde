//! From a file to articles: decides the format by content first, extension
//! second, decodes, and calls the importer.

pub mod text;

use std::{fs, io::Read, path::Path};

use crate::{article::Article, clean::Clean};

/// Largest file that is read, in bytes (64 MiB): a briefing has kilobytes; what
/// is larger is no article.
pub const MAX_BYTES: u64 = 64 << 20;

/// Why a file could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: Clean,
        /// What the system says.
        error: std::io::Error,
    },
    /// There is no text in it.
    #[error("{path}: holds no text")]
    Empty {
        /// The file.
        path: Clean,
    },
}

/// Reads every article stored in the file at `path`.
///
/// # Errors
///
/// See [`LoadError`]; a broken file never panics.
pub fn load(path: &Path) -> Result<Vec<Article>, LoadError> {
    let name = Clean::line(&path.display().to_string());
    let io = |error| LoadError::Io {
        path: name.clone(),
        error,
    };
    let mut bytes = Vec::new();
    fs::File::open(path)
        .map_err(io)?
        .take(MAX_BYTES)
        .read_to_end(&mut bytes)
        .map_err(io)?;
    let raw = String::from_utf8_lossy(&bytes);
    let article = text::article(&raw);
    if article.document.text().is_empty() {
        return Err(LoadError::Empty { path: name });
    }
    Ok(vec![article])
}
