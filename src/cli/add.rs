//! `attache add`: files are copied into the library folder.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{Context, Outcome};
use crate::{
    clean::Clean,
    library::{self, Added, Became},
};

/// Options of `attache add`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache add briefing.html                   into the first library folder
  attache add ~/Downloads/*.eml               several; each line says what a file became
  attache add --library ~/News saved-pages    a folder, into another library

What you name is copied, never moved or changed.")]
pub struct Add {
    /// Files and folders
    #[arg(required = true, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
}

pub(super) fn run(context: &mut Context<'_>, args: &Add) -> anyhow::Result<Outcome> {
    let folders = super::article::folders(context);
    let Some(folder) = folders.first() else {
        anyhow::bail!("there is no library folder: name one with --library DIR");
    };
    let mut rejected = false;
    let mut failed = None;
    library::add(&args.paths, folder, &mut |added| {
        if let Became::Rejected(reason) = &added.became {
            rejected = true;
            context.say(&format!("{}: {reason}", added.path.display()));
        } else if let Err(error) = tell(context.out, added) {
            failed.get_or_insert(error);
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    Ok(if rejected {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// One line about one file; rejections are messages.
fn tell(out: &mut dyn io::Write, added: &Added) -> io::Result<()> {
    let shown = |path: &Path| Clean::line(&path.display().to_string());
    let path = shown(&added.path);
    match &added.became {
        Became::Copied {
            to,
            format,
            articles,
            title,
        } => {
            let name = to.file_name().unwrap_or_default().to_string_lossy();
            let what = match articles {
                1 => format!("{}, “{title}”", format.name()),
                n => format!("{n} articles, each a {}", format.name()),
            };
            writeln!(out, "added      {path} → {} ({what})", Clean::line(&name))
        }
        Became::Duplicate { of } => writeln!(out, "duplicate  {path} (same as {})", shown(of)),
        Became::Rejected(_) => Ok(()),
    }
}
