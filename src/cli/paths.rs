//! `attache paths`: where things live.

use clap::Args;
use serde_json::json;

use super::{Context, Outcome};
use crate::clean::Clean;

/// Options of `attache paths`.
#[derive(Debug, Args)]
pub struct Paths {
    /// One JSON object [default: a line a place]
    #[arg(long)]
    json: bool,
}

pub(super) fn run(context: &mut Context<'_>, args: &Paths) -> anyhow::Result<Outcome> {
    let folders = super::article::folders(context);
    let places = &context.places;
    let rows = [
        (
            "config",
            &places.config,
            "settings, keys, themes and what you read",
        ),
        (
            "state",
            &places.state,
            "device id, lock, log, prompt history",
        ),
        ("cache", &places.cache, "the index; can be deleted"),
        ("data", &places.data, "the default library's parent"),
    ];
    if args.json {
        let shown = |p: &std::path::Path| Clean::line(&p.display().to_string()).to_string();
        let mut object = serde_json::Map::new();
        for (name, path, _) in rows {
            object.insert(name.to_owned(), shown(path).into());
        }
        object.insert("settings".to_owned(), shown(&places.settings()).into());
        object.insert("keymap".to_owned(), shown(&places.keymap()).into());
        object.insert("index".to_owned(), shown(&places.index()).into());
        object.insert("log".to_owned(), shown(&places.log()).into());
        let library: Vec<String> = folders.iter().map(|p| shown(p)).collect();
        object.insert("library".to_owned(), json!(library));
        writeln!(context.out, "{}", serde_json::Value::from(object))?;
        return Ok(Outcome::Done);
    }
    for (name, path, what) in rows {
        let path = Clean::line(&path.display().to_string());
        writeln!(context.out, "{name:8} {path}  ({what})")?;
    }
    for folder in &folders {
        let folder = Clean::line(&folder.display().to_string());
        writeln!(context.out, "library  {folder}")?;
    }
    Ok(Outcome::Done)
}
