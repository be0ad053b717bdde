//! `attache show`: an article as the reader shows it.

use std::path::PathBuf;

use clap::Args;

use super::{Context, Outcome};
use crate::import;

/// Options of `attache show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The file
    article: PathBuf,
    /// The bare text that offsets of `annotate --json` point into
    #[arg(long)]
    plain: bool,
}

pub(super) fn run(context: &mut Context<'_>, args: &Show) -> anyhow::Result<Outcome> {
    for article in import::load(&args.article)?.articles {
        writeln!(context.out, "{}", article.document.text())?;
    }
    Ok(Outcome::Done)
}
