//! `attache list` and `attache search`: the articles of the library.

use clap::{Args, ValueEnum};
use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::{Context, Outcome, shelf};
use crate::{
    annotate::json::CodePoints,
    clean::Clean,
    library::{self, Library, Row, RowKey, View},
};

/// `--scope`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Scope {
    /// All articles
    #[default]
    All,
    /// Unread ones
    Unread,
    /// Starred ones
    Starred,
    /// Those with bookmarked passages
    Bookmarked,
}

/// `--sort`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Newest first
    Date,
    /// By headline
    Title,
    /// By outlet
    Source,
    /// Unread first
    Unread,
    /// Newest files first
    Added,
    /// Best match first
    Relevance,
}

/// What `list` and `search` have in common.
#[derive(Debug, Args)]
struct Which {
    /// Which articles
    #[arg(long, value_enum, default_value_t)]
    scope: Scope,
    /// The order [default: date for list, relevance for search]
    #[arg(long, value_enum)]
    sort: Option<Sort>,
    /// The other way round [default: off]
    #[arg(long)]
    reverse: bool,
    /// At most so many [default: all]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// One JSON object a line [default: a line an article]
    #[arg(long)]
    json: bool,
}

/// Options of `attache list`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache list                            the whole library, newest first
  attache list --scope unread 'source:un' unread articles of an outlet
  attache list --json | jq .title         one object a line, for scripts")]
pub struct List {
    /// What to look for; several words are one query [default: everything]
    query: Vec<String>,
    #[command(flatten)]
    which: Which,
}

/// Options of `attache search`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache search rafah talks                       both words, in all their forms
  attache search '\"two-state solution\" date:2024'  a phrase, in a year
  attache search 'speaker:guterres said:ceasefire' quotes by somebody about something")]
pub struct Search {
    /// What to look for; several words are one query
    #[arg(required = true)]
    query: Vec<String>,
    #[command(flatten)]
    which: Which,
}

/// Rows that are read together.
const WINDOW: usize = 256;

pub(super) fn list(context: &mut Context<'_>, args: &List) -> anyhow::Result<Outcome> {
    let library = shelf::current(context)?;
    run(context, &library, &args.query.join(" "), &args.which, false)
}

pub(super) fn search(context: &mut Context<'_>, args: &Search) -> anyhow::Result<Outcome> {
    let library = shelf::current(context)?;
    run(context, &library, &args.query.join(" "), &args.which, true)
}

/// Lists everything in a library: what the bare command prints where there is
/// no terminal.
pub(super) fn everything(context: &mut Context<'_>, library: &Library) -> anyhow::Result<Outcome> {
    let which = Which {
        scope: Scope::All,
        sort: None,
        reverse: false,
        limit: None,
        json: false,
    };
    run(context, library, "", &which, false)
}

/// The present, for `date:today`.
pub(super) fn now() -> DateTime {
    jiff::Zoned::now().datetime()
}

fn run(
    context: &mut Context<'_>,
    library: &Library,
    query: &str,
    which: &Which,
    snippets: bool,
) -> anyhow::Result<Outcome> {
    let by = if snippets {
        Sort::Relevance
    } else {
        Sort::Date
    };
    let view = View {
        query: query.to_owned(),
        scope: match which.scope {
            Scope::All => library::Scope::All,
            Scope::Unread => library::Scope::Unread,
            Scope::Starred => library::Scope::Starred,
            Scope::Bookmarked => library::Scope::Bookmarked,
        },
        sort: match which.sort.unwrap_or(by) {
            Sort::Date => library::Sort::Date,
            Sort::Title => library::Sort::Title,
            Sort::Source => library::Sort::Source,
            Sort::Unread => library::Sort::Unread,
            Sort::Added => library::Sort::Added,
            Sort::Relevance => library::Sort::Relevance,
        },
        reverse: which.reverse,
    };
    let listing = library
        .list(&view, now())
        .map_err(|e| anyhow::anyhow!("the query cannot be understood: {e}"))?;
    let most = which.limit.unwrap_or(usize::MAX).min(listing.order.len());
    let shown = listing.order.get(..most).unwrap_or(&[]);
    let date_format = context.config().date_format.clone();
    for keys in shown.chunks(WINDOW) {
        for row in library.rows(keys, if snippets { query } else { "" }) {
            if which.json {
                let mut value = object(library, &row);
                if snippets {
                    add_snippet(library, &row, &mut value);
                }
                writeln!(context.out, "{value}")?;
            } else {
                line(context, &row, &date_format, snippets)?;
            }
        }
    }
    if listing.order.is_empty() {
        context.say(&nothing(query, &listing.understood));
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

fn nothing(query: &str, understood: &Clean) -> String {
    if query.trim().is_empty() {
        "no articles; `attache paths` says where the library is".to_owned()
    } else {
        format!("nothing found for {understood}")
    }
}

/// The contract's object of a row.
fn object(library: &Library, row: &Row) -> Value {
    json!({
        "id": row.id,
        "path": path(library, row.key),
        "title": row.title,
        "source": row.source,
        "published": row.published.map(|d| d.to_string()),
        "read": row.read,
        "starred": row.starred,
        "passages": row.passages,
        "officials": row.officials,
        "figures": row.figures,
        "quotes": row.quotes,
        "unreadable": row.unreadable,
    })
}

/// The file of a row, as it is printed; `None` for a built-in example.
fn path(library: &Library, key: RowKey) -> Option<Clean> {
    let location = library.location(key)?;
    Some(Clean::line(&location.path.display().to_string()))
}

/// Adds where the query's words stand: the text around the first place, and
/// that place in code points of the article's text.
fn add_snippet(library: &Library, row: &Row, value: &mut Value) {
    let (mut text, mut start, mut end) = (Value::Null, Value::Null, Value::Null);
    if let Some(snippet) = &row.snippet {
        text = json!(snippet.text);
        if let Some(article) = library.article_text(row.key) {
            let points = CodePoints::new(article.document.text());
            start = points.at(snippet.at.start).into();
            end = points.at(snippet.at.end).into();
        }
    }
    if let Some(object) = value.as_object_mut() {
        object.insert("snippet".to_owned(), text);
        object.insert("start".to_owned(), start);
        object.insert("end".to_owned(), end);
    }
}

/// A date as the settings show it.
pub(super) fn date(date: Option<DateTime>, format: &str) -> String {
    date.map_or(String::new(), |d| {
        jiff::fmt::strtime::format(format, d).unwrap_or_else(|_| d.date().to_string())
    })
}

/// A row for people: id, state, date, headline, outlet.
fn line(
    context: &mut Context<'_>,
    row: &Row,
    date_format: &str,
    snippets: bool,
) -> anyhow::Result<()> {
    let state = match (row.unreadable.is_some(), row.read) {
        (true, _) => '!',
        (false, true) => ' ',
        (false, false) => '*',
    };
    let star = if row.starred { '+' } else { ' ' };
    let day = date(row.published, date_format);
    let source = row.source.as_deref().unwrap_or("");
    let dash = if source.is_empty() { "" } else { " — " };
    writeln!(
        context.out,
        "{} {state}{star} {day:>11}  {}{dash}{source}",
        row.id, row.title
    )?;
    if let Some(reason) = &row.unreadable {
        writeln!(context.out, "{:33}unreadable: {reason}", "")?;
    }
    if let Some(snippet) = row.snippet.as_ref().filter(|_| snippets) {
        writeln!(context.out, "{:33}{}", "", snippet.text)?;
    }
    Ok(())
}
