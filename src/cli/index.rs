//! `attache index`: brings the index up to date.

use clap::Args;
use serde_json::json;

use super::{Context, Outcome, shelf};

/// Options of `attache index`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache index                   take up new, edited, moved and deleted files
  attache index --rebuild         forget the index first; nothing of yours is in it
  attache index --json            the numbers, for scripts")]
pub struct Index {
    /// Delete the index first [default: off]
    #[arg(long)]
    rebuild: bool,
    /// One JSON object [default: a sentence]
    #[arg(long)]
    json: bool,
}

pub(super) fn run(context: &mut Context<'_>, args: &Index) -> anyhow::Result<Outcome> {
    if args.rebuild {
        remove(context)?;
    }
    let library = shelf::open(context)?;
    let report = shelf::sync(context, &library)?;
    if args.json {
        let value = json!({
            "files": report.files,
            "changed": report.changed,
            "moved": report.moved,
            "gone": report.gone,
            "unreadable": report.unreadable,
        });
        writeln!(context.out, "{value}")?;
    } else {
        writeln!(
            context.out,
            "{}: {} new or changed, {} moved, {} gone, {} unreadable",
            crate::plural::of(report.files, "file", "files"),
            report.changed,
            report.moved,
            report.gone,
            report.unreadable
        )?;
    }
    if report.unreadable > 0 {
        context.say(&"`attache list is:unreadable` says which, and why");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// Deletes the index and what SQLite keeps beside it.
fn remove(context: &mut Context<'_>) -> anyhow::Result<()> {
    let index = context.places.index();
    for end in ["", "-wal", "-shm"] {
        let mut path = index.clone().into_os_string();
        path.push(end);
        match std::fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                let path = std::path::PathBuf::from(path);
                anyhow::bail!("{}: cannot be deleted: {error}", path.display());
            }
        }
    }
    Ok(())
}
