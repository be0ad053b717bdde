//! `attache annotate`: officials, figures and quotes of files.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use clap::Args;
use rayon::prelude::*;
use serde::Deserialize;

use super::{Context, Outcome, article};
use crate::{
    annotate::{
        Annotator, Figure, QuoteSegment,
        json::{Target, compact, view},
    },
    clean::Clean,
    document::Document,
    import,
    library::{self, Opened},
    ui::margin::{party_name, party_office},
};

/// Options of `attache annotate`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache annotate briefing.txt                    a listing for people
  attache annotate --json *.html > all.jsonl       one object an article
  attache annotate --jsonl < texts.jsonl           {\"id\",\"text\"} lines in, one object a line out

A file that cannot be read is told on standard error, the others are annotated;
the exit code is then 1.")]
pub struct Annotate {
    /// Files, or - for standard input
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath, required_unless_present = "jsonl")]
    files: Vec<PathBuf>,
    /// One JSON object an article [default: a listing for people]
    #[arg(long)]
    json: bool,
    /// Read {"id","text"} lines on standard input, print one object a line [default: off]
    #[arg(long, conflicts_with_all = ["json", "files"])]
    jsonl: bool,
    /// Add the rule, cue and evidence of each decision [default: off]
    #[arg(long)]
    explain: bool,
}

/// A line of `--jsonl`.
#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

/// Most lines or files that are annotated together on all cores.
const BATCH: usize = 256;

/// Lines of a batch for each core: enough that no core waits long for the last,
/// and few enough that their memory is used again and again.
const SHARE: usize = 16;

pub(super) fn run(context: &mut Context<'_>, args: &Annotate) -> anyhow::Result<Outcome> {
    if args.jsonl {
        return lines(context, args.explain);
    }
    let folders = article::folders(context);
    let vocabulary = Arc::clone(&context.loaded().vocabulary);
    let mut outcome = Outcome::Done;
    let mut first = true;
    for batch in args.files.chunks(BATCH) {
        let from_input = batch.iter().any(|p| p.as_os_str() == "-");
        let input = if from_input {
            article::stdin(context)?
        } else {
            Vec::new()
        };
        let open = |path: &PathBuf| {
            if path.as_os_str() == "-" {
                library::open_bytes(article::STDIN, &input, &vocabulary)
            } else {
                library::open_file(path, &folders, &vocabulary)
            }
        };
        let results: Vec<_> = batch.par_iter().map(open).collect();
        for (path, result) in batch.iter().zip(results) {
            match result {
                Ok((articles, notes)) => {
                    for note in notes {
                        context.say(&note);
                    }
                    for opened in articles {
                        print(context, args, path, &opened, &mut first)?;
                    }
                }
                Err(error) => {
                    context.say(&error);
                    outcome = Outcome::Nothing;
                }
            }
        }
    }
    Ok(outcome)
}

fn print(
    context: &mut Context<'_>,
    args: &Annotate,
    path: &Path,
    opened: &Opened,
    first: &mut bool,
) -> anyhow::Result<()> {
    if args.json {
        let shown = Clean::line(&path.display().to_string());
        let path = (path.as_os_str() != "-").then_some(&*shown);
        let value = view(
            opened.id.as_str(),
            path,
            &opened.article,
            &opened.annotations,
            Target::Document,
            args.explain,
        );
        serde_json::to_writer(&mut *context.out, &value)?;
        writeln!(context.out)?;
        return Ok(());
    }
    if !std::mem::take(first) {
        writeln!(context.out)?;
    }
    listing(context, opened, args.explain)
}

/// A listing for people: who, how much, who said what.
fn listing(context: &mut Context<'_>, opened: &Opened, explain: bool) -> anyhow::Result<()> {
    let found = &opened.annotations;
    let document = &opened.article.document;
    let why = |rule: &str, confidence: f32| {
        if explain {
            format!("  [{rule}, {confidence:.2}]")
        } else {
            String::new()
        }
    };
    writeln!(context.out, "{}", opened.article.meta.title)?;
    section(context, "Officials", found.officials.is_empty())?;
    for official in &found.officials {
        let person = found.person(official.person);
        let name = person.and_then(|p| p.name.as_deref());
        let text = document.slice(official.span);
        let known = name.filter(|n| !text.contains(n));
        let known = known.map_or(String::new(), |n| format!(" = {n}"));
        let why = why(&official.rule, official.confidence);
        writeln!(
            context.out,
            "    {}",
            Clean::line(&format!("{text}{known}{why}"))
        )?;
    }
    let major = || found.figures.iter().filter(|f| !f.minor);
    section(context, "Figures", major().next().is_none())?;
    for figure in major() {
        let text = document.slice(figure.span);
        let high = figure.high.map_or(String::new(), |h| format!(" to {h}"));
        let unit = figure.unit.as_deref().unwrap_or("");
        let by = figure.source.as_ref();
        let by = by.map(|p| party_name(found, document, p));
        let by = by.map_or(String::new(), |b| format!(", according to {b}"));
        let value = format!("{} {}{high} {unit}", figure.bound.sign(), figure.value);
        let why = if explain {
            figure_reason(document, figure)
        } else {
            String::new()
        };
        let line = format!("{text}  ({}){by}{why}", value.trim());
        writeln!(context.out, "    {}", Clean::line(&line))?;
    }
    section(context, "Quotes", found.quotes.is_empty())?;
    for quote in &found.quotes {
        let text = document.slice(quote.span);
        let party = quote.speaker.as_ref();
        let name = party.map_or_else(
            || "unknown speaker".to_owned(),
            |p| party_name(found, document, p),
        );
        let office = party.and_then(|p| party_office(found, p));
        let office = office.map_or(String::new(), |o| format!(", {o}"));
        let why = if explain {
            reasons(document, quote)
        } else {
            String::new()
        };
        let line = format!("{name}{office} ({}): {text}{why}", quote.kind.name());
        writeln!(context.out, "    {}", Clean::line(&line))?;
    }
    Ok(())
}

/// Rule, confidence and the words that decided bound, unit and source:
/// `[digits-counted, 0.97; bound "more than"; source "said", cue-and-subject]`.
fn figure_reason(document: &Document, figure: &Figure) -> String {
    let mut out = format!("  [{}, {:.2}", figure.rule, figure.confidence);
    for clue in &figure.clues {
        let words = document.slice(clue.span);
        let _ = write!(out, "; {} \"{words}\"", clue.of);
    }
    if let Some(rule) = &figure.source_rule {
        let _ = write!(out, ", {rule}");
    }
    out.push(']');
    out
}

/// Why a quote is whose it is: rule, confidence, the speaker's words, the cue
/// with its class, and what a pronoun stands for.
fn reasons(document: &Document, quote: &QuoteSegment) -> String {
    let mut parts = vec![quote.rule.to_string(), format!("{:.2}", quote.confidence)];
    let said = |span| document.slice(span);
    if let Some(party) = &quote.speaker {
        parts.push(format!("speaker “{}”", said(party.span)));
    }
    if let Some(mention) = quote.evidence.first() {
        parts.push(format!("for “{}”", said(*mention)));
    }
    if let Some(cue) = quote.cue {
        let class = quote.cue_class.as_deref().unwrap_or("say");
        parts.push(format!("cue “{}” ({class})", said(cue)));
    }
    if let Some(to) = quote.addressee {
        parts.push(format!("to “{}”", said(to)));
    }
    format!("  [{}]", parts.join(", "))
}

fn section(context: &mut Context<'_>, name: &str, none: bool) -> anyhow::Result<()> {
    let none = if none { ": none found" } else { "" };
    writeln!(context.out, "  {name}{none}")?;
    Ok(())
}

fn lines(context: &mut Context<'_>, explain: bool) -> anyhow::Result<Outcome> {
    let vocabulary = Arc::clone(&context.loaded().vocabulary);
    let annotator = vocabulary.annotator();
    let mut number = 0;
    let size = rayon::current_num_threads()
        .saturating_mul(SHARE)
        .min(BATCH);
    loop {
        let mut batch = Vec::with_capacity(size);
        while batch.len() < size {
            let mut line = String::new();
            let read = context.input.read_line(&mut line);
            if read.with_context(|| format!("{}, line {}", article::STDIN, number + 1))? == 0 {
                break;
            }
            number += 1;
            if !line.trim().is_empty() {
                batch.push((number, line));
            }
        }
        if batch.is_empty() {
            return Ok(Outcome::Done);
        }
        let results: Vec<anyhow::Result<Vec<u8>>> = batch
            .par_iter()
            .map(|(number, line)| annotated(&annotator, *number, line, explain))
            .collect();
        for result in results {
            context.out.write_all(&result?)?;
        }
    }
}

/// One line of `--jsonl`.
fn annotated(
    annotator: &Annotator<'_>,
    number: usize,
    line: &str,
    explain: bool,
) -> anyhow::Result<Vec<u8>> {
    let line: Line = serde_json::from_str(line)
        .with_context(|| format!("{}, line {number}: not {{\"id\",\"text\"}}", article::STDIN))?;
    let article = import::text::article(&line.text);
    let found = annotator.annotate(&article.document);
    let target = Target::Source(&line.text);
    // The text once more, and as much again for what is found in it.
    let mut out = Vec::with_capacity(line.text.len() * 5);
    let object = view(&line.id, None, &article, &found, target, explain);
    compact::write(&mut out, &object)?;
    out.push(b'\n');
    Ok(out)
}
