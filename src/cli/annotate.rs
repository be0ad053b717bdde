//! `attache annotate`: officials, figures and quotes as JSON.

use std::{
    io::{self, BufRead},
    path::PathBuf,
};

use anyhow::Context as _;
use clap::Args;
use rayon::prelude::*;
use serde::Deserialize;

use super::{Context, Outcome};
use crate::{
    annotate::{
        Annotator,
        json::{Target, view},
    },
    article::ArticleId,
    clean::Clean,
    import,
};

/// Options of `attache annotate`.
#[derive(Debug, Args)]
pub struct Annotate {
    /// Files, or - for standard input
    files: Vec<PathBuf>,
    /// One JSON object an article
    #[arg(long)]
    json: bool,
    /// Read {"id","text"} lines on standard input, print one object a line
    #[arg(long, conflicts_with = "json")]
    jsonl: bool,
    /// Add the rule, cue and evidence of each decision
    #[arg(long)]
    explain: bool,
}

/// A line of `--jsonl`.
#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

/// Lines that are annotated together on all cores.
const BATCH: usize = 256;

pub(super) fn run(context: &mut Context<'_>, args: &Annotate) -> anyhow::Result<Outcome> {
    if args.jsonl {
        return lines(context, args.explain);
    }
    let annotator = Annotator::default();
    for path in &args.files {
        for article in import::load(path)?.articles {
            let found = annotator.annotate(&article.document);
            let id = ArticleId::of(
                article
                    .own_id
                    .as_deref()
                    .unwrap_or(&path.display().to_string()),
            );
            let shown = Clean::line(&path.display().to_string());
            let value = view(
                id.as_str(),
                Some(&shown),
                &article,
                &found,
                Target::Document,
                args.explain,
            );
            serde_json::to_writer(&mut *context.out, &value)?;
            writeln!(context.out)?;
        }
    }
    Ok(Outcome::Done)
}

fn lines(context: &mut Context<'_>, explain: bool) -> anyhow::Result<Outcome> {
    let annotator = Annotator::default();
    let mut input = io::stdin().lock().lines().enumerate();
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        for (number, line) in input.by_ref().take(BATCH) {
            batch.push((number, line.context("standard input")?));
        }
        if batch.is_empty() {
            return Ok(Outcome::Done);
        }
        let results: Vec<anyhow::Result<Vec<u8>>> = batch
            .par_iter()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(number, line)| {
                let line: Line = serde_json::from_str(line).with_context(|| {
                    format!(
                        "standard input, line {}: not {{\"id\",\"text\"}}",
                        number + 1
                    )
                })?;
                let article = import::text::article(&line.text);
                let found = annotator.annotate(&article.document);
                let target = Target::Source(&line.text);
                let mut out =
                    serde_json::to_vec(&view(&line.id, None, &article, &found, target, explain))?;
                out.push(b'\n');
                Ok(out)
            })
            .collect();
        for result in results {
            context.out.write_all(&result?)?;
        }
    }
}
