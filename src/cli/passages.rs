//! `attache passages`: bookmarked passages, for people and other programs.

mod import;

use std::{collections::HashMap, path::PathBuf};

use anyhow::Context as _;
use clap::{Args, builder::PossibleValuesParser};

use super::{Context, Outcome, list, shelf};
use crate::{
    article::ArticleId,
    clean::Clean,
    library::{Library, Opened},
    passage::{
        PassageView,
        export::{self, FORMATS, Format},
        filter::{Filter, Searchable},
        view,
    },
    state::Reading,
};

/// Options of `attache passages`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache passages                                 all passages, for people
  attache passages tag:aid --format markdown       for a note or a cable
  attache passages state:orphan                    those whose text is gone
  attache passages --import FILE                   those of another machine

Fields: title: source: by: date: speaker: said: note: tag: has:note has:tag
colour:green state:anchored|moved|doubtful|orphan")]
pub struct Passages {
    /// Which passages [default: all]
    query: Vec<String>,
    /// The form: markdown, json (JSON Lines), csv, csl-json, bibtex, ris, webannotation [default: text for people]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.map(|(n, _)| n)), hide_possible_values = true)]
    format: Option<String>,
    /// Take over the passages of a file: `--format json` of another machine, or another reader's export; `-` reads standard input [default: print passages]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "format"])]
    import: Option<PathBuf>,
}

pub(super) fn run(context: &mut Context<'_>, args: &Passages) -> anyhow::Result<Outcome> {
    if let Some(file) = &args.import {
        return import::run(context, file);
    }
    let text = args.query.join(" ");
    let filter = Filter::parse(&text, list::now())
        .map_err(|e| anyhow::anyhow!("the query cannot be understood: {e}"))?;
    let reading = shelf::reading(context);
    let library = shelf::current(context)?;
    let mut views = views(&library, &reading);
    views.retain(|v| filter.shows(&Searchable::of(v)));
    view::sort(&mut views);
    if let Some(name) = &args.format {
        let format = Format::of(name).with_context(|| format!("{name}: no such format"))?;
        export::write(format, &views, &mut context.out)?;
    } else {
        let format = context.config().date_format.clone();
        for view in &views {
            listed(context, view, &format)?;
        }
    }
    if views.is_empty() {
        context.say(&"no passages found; `a` in the reader bookmarks one");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// All passages with the places where they stand now; each article is opened
/// once.
pub(super) fn views(library: &Library, reading: &Reading) -> Vec<PassageView> {
    let mut opened: HashMap<ArticleId, Option<Opened>> = HashMap::new();
    reading
        .passages()
        .map(|passage| {
            let article = opened.entry(passage.article).or_insert_with(|| {
                let known = library.key_of(passage.article);
                let key = known.or_else(|| {
                    let moved = library.same_text(passage.selector.hash)?;
                    library.key_of(moved)
                })?;
                library.open_article(key).ok()
            });
            PassageView::of(passage, article.as_ref())
        })
        .collect()
}

/// A passage for people: text, who and where, note and tags.
fn listed(context: &mut Context<'_>, view: &PassageView, format: &str) -> anyhow::Result<()> {
    let passage = &view.passage;
    let about = &passage.about;
    let exact = Clean::line(&passage.selector.exact);
    writeln!(context.out, "{exact}")?;
    let speakers = crate::passage::cite::speakers(passage);
    let date = list::date(about.published, format);
    let source = about.source.as_deref().unwrap_or("");
    let known: Vec<&str> = [
        speakers.as_deref().unwrap_or(""),
        &about.title,
        source,
        &date,
        passage.article.as_str(),
        view.state.name(),
    ]
    .into_iter()
    .filter(|p| !p.is_empty())
    .collect();
    writeln!(context.out, "    {}", known.join(" · "))?;
    for line in passage.note.lines() {
        writeln!(context.out, "    note: {line}")?;
    }
    if !passage.tags.is_empty() {
        let tags: Vec<&str> = passage.tags.iter().map(|t| &**t).collect();
        writeln!(context.out, "    tags: {}", tags.join(", "))?;
    }
    Ok(())
}
