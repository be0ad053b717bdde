//! ARTICLE on the command line: a file, `-`, or an id as `list` prints it.

use std::{
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;

use super::{Context, shelf};
use crate::{
    clean::Clean,
    import::MAX_BYTES,
    library::{self, Opened},
};

/// The name of what was read from standard input.
pub(super) const STDIN: &str = "standard input";

/// Opens what ARTICLE names: the articles of a file, or the one of an id.
pub(super) fn find(context: &mut Context<'_>, article: &Path) -> anyhow::Result<Vec<Opened>> {
    let text = article.to_string_lossy();
    if text == "-" {
        let bytes = stdin(context)?;
        let vocabulary = Arc::clone(&context.loaded().vocabulary);
        return told(context, library::open_bytes(STDIN, &bytes, &vocabulary)?);
    }
    if article.exists() {
        return file(context, article);
    }
    let shown = Clean::line(&text);
    let library = shelf::open(context)?;
    let mut key = library.find_id(&text);
    if key.is_none() {
        shelf::sync(context, &library)?;
        key = library.find_id(&text);
    }
    let key = key.with_context(|| {
        format!("{shown}: no such file, and no article has this id; `attache list` prints the ids")
    })?;
    Ok(vec![library.open_article(key)?])
}

/// The articles of a file.
pub(super) fn file(context: &mut Context<'_>, path: &Path) -> anyhow::Result<Vec<Opened>> {
    let folders = folders(context);
    let vocabulary = Arc::clone(&context.loaded().vocabulary);
    told(context, library::open_file(path, &folders, &vocabulary)?)
}

/// The library folders, to tell a file's identity by.
pub(super) fn folders(context: &mut Context<'_>) -> Vec<PathBuf> {
    let places = context.places.clone();
    context.config().folders(&places)
}

/// Tells what was dropped or repaired.
fn told(
    context: &mut Context<'_>,
    (opened, notes): (Vec<Opened>, Vec<Clean>),
) -> anyhow::Result<Vec<Opened>> {
    for note in notes {
        context.say(&note);
    }
    Ok(opened)
}

/// All of standard input, no more than a file may have.
pub(super) fn stdin(context: &mut Context<'_>) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut input = (&mut context.input).take(MAX_BYTES + 1);
    input.read_to_end(&mut bytes).context(STDIN)?;
    Ok(bytes)
}
