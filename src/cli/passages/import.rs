//! `attache passages --import`: takes passages over from our own JSON export,
//! or the highlights of another reader's export.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;

use super::{Context, Outcome};
use crate::{
    clean::Clean,
    cli::article,
    library::{Opened, open_bytes, open_file},
    passage::{Passage, import},
    state::{Store, StoreOptions},
};

/// Merges the passages of a file into the reading state and says what came.
/// Doing it again changes nothing.
pub(super) fn run(context: &mut Context<'_>, file: &Path) -> anyhow::Result<Outcome> {
    let passages = read(context, file)?;
    let options = StoreOptions {
        device: context.config().device.clone(),
        ..StoreOptions::default()
    };
    let (mut store, mut reading, notices) = Store::open(&context.places, options);
    for notice in &notices {
        context.say(notice);
    }
    let taken = import::take_over(&reading, passages);
    if let Some(change) = &taken.change {
        reading.apply(change, Timestamp::now());
        let news = store.save(reading.take_unsaved(), &mut |_| None);
        for notice in &news.notices {
            context.say(notice);
        }
        if let Some(why) = store.trouble() {
            anyhow::bail!("{why}; this command has ended: import again when that is mended");
        }
        context.reading = None;
    }
    writeln!(
        context.out,
        "{} new, {} changed, {} here already or changed since",
        taken.added, taken.updated, taken.kept
    )?;
    Ok(Outcome::Done)
}

/// The passages of a file; entries that cannot be read are told.
fn read(context: &mut Context<'_>, file: &Path) -> anyhow::Result<Vec<Passage>> {
    let name = Clean::line(&file.display().to_string());
    let given = file == Path::new("-");
    let bytes = if given {
        let mut bytes = Vec::new();
        context.input.read_to_end(&mut bytes)?;
        bytes
    } else {
        std::fs::read(file).with_context(|| format!("{name} cannot be read"))?
    };
    let ours = std::str::from_utf8(&bytes)
        .map(import::json)
        .unwrap_or_default();
    if !ours.passages.is_empty() {
        for problem in &ours.problems {
            context.say(&format!("{name}: {problem}: left out"));
        }
        return Ok(ours.passages);
    }
    let folders: Vec<PathBuf> = article::folders(context);
    let vocabulary = &context.loaded().vocabulary;
    let opened = if given {
        open_bytes("-", &bytes, vocabulary)
    } else {
        open_file(file, &folders, vocabulary)
    };
    let articles: Vec<Opened> = opened.map(|(articles, _)| articles).unwrap_or_default();
    let passages: Vec<Passage> = articles.iter().flat_map(import::highlights).collect();
    if passages.is_empty() {
        let why = ours.problems.first().map(|p| format!(" ({p})"));
        anyhow::bail!(
            "{name}: there are no passages in it{}; `attache passages --format json` and the \
             exports of other readers can be imported",
            why.unwrap_or_default()
        );
    }
    Ok(passages)
}
