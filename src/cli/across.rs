//! `attache officials`, `quotes` and `figures`: across the library.

use std::sync::atomic::AtomicBool;

use clap::Args;
use serde_json::{Value, json};

use super::{Context, Outcome, list, shelf};
use crate::{
    annotate::{
        QuoteKind,
        json::{Target, object},
        lexicon::Lexicon,
        token::Tokens,
    },
    clean::Clean,
    library::{Library, Opened, RowKey, View, across},
    query::{Query, entry::Entry},
    span::Span,
    ui::margin::{party_name, party_office},
};

/// Options of `attache officials`, `quotes` and `figures`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache officials date:2024-04..              who is named since April
  attache quotes speaker:kirby --json           one speaker's quotes, for scripts
  attache figures 'figure:>1000000 unit:people' --csv > figures.csv")]
pub struct Across {
    /// Which articles, and which quotes, figures or officials of them [default: all]
    query: Vec<String>,
    /// One JSON object a line [default: text for people]
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// A table with a header line [default: text for people]
    #[arg(long)]
    csv: bool,
}

/// The articles that a command goes through.
struct Found {
    library: Library,
    keys: Vec<RowKey>,
    query: Query,
}

fn found(context: &mut Context<'_>, args: &Across) -> anyhow::Result<Found> {
    let text = args.query.join(" ");
    let now = list::now();
    let wrong = |e| anyhow::anyhow!("the query cannot be understood: {e}");
    let query = Query::parse(&text, now).map_err(wrong)?;
    let library = shelf::current(context)?;
    let view = View {
        query: text,
        ..View::default()
    };
    let listing = library.list(&view, now).map_err(wrong)?;
    Ok(Found {
        library,
        keys: listing.order.to_vec(),
        query,
    })
}

/// Goes through the articles, with progress; the first error of `each` ends it.
fn each(
    context: &mut Context<'_>,
    found: &Found,
    mut each: impl FnMut(&mut Context<'_>, &Opened) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let cancel = AtomicBool::new(false);
    let mut result = Ok(());
    across::each_article(&found.library, &found.keys, &cancel, |_, opened| {
        if result.is_ok() {
            result = each(context, opened);
        }
        if result.is_err() {
            cancel.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    result
}

pub(super) fn officials(context: &mut Context<'_>, args: &Across) -> anyhow::Result<Outcome> {
    let found = found(context, args)?;
    let mut people = across::People::default();
    each(context, &found, |_, opened| {
        people.add(opened, |described| found.query.wants_official(described));
        Ok(())
    })?;
    let people = people.sorted();
    let mut table = Table::new(
        args,
        &[
            "person",
            "name",
            "titles",
            "affiliations",
            "countries",
            "mentions",
            "quotes",
            "articles",
        ],
    );
    for (n, person) in people.iter().enumerate() {
        let value = json!({
            "person": format!("p{}", n + 1),
            "name": person.name,
            "titles": person.titles,
            "affiliations": person.affiliations,
            "countries": person.countries,
            "mentions": person.mentions,
            "quotes": person.quotes,
            "articles": person.articles,
        });
        table.row(context, &value, || {
            let mut office: Vec<&str> = Vec::new();
            let firsts = [&person.titles, &person.affiliations, &person.countries];
            for part in firsts.into_iter().filter_map(|l| l.first()) {
                if !office.contains(&part.as_str()) {
                    office.push(part);
                }
            }
            let dash = if office.is_empty() { "" } else { " — " };
            format!(
                "{}{dash}{}\n    {}, {} in {}",
                person.name,
                office.join(", "),
                count(person.mentions, "mention"),
                count(person.quotes, "quote"),
                count(person.articles.len(), "article"),
            )
        })?;
    }
    table.end(context, people.is_empty())
}

pub(super) fn quotes(context: &mut Context<'_>, args: &Across) -> anyhow::Result<Outcome> {
    let found = found(context, args)?;
    let format = context.config().date_format.clone();
    let mut table = Table::new(
        args,
        &[
            "article",
            "title",
            "source",
            "published",
            "speaker",
            "office",
            "kind",
            "text",
            "sentence",
        ],
    );
    let mut none = true;
    each(context, &found, |context, opened| {
        let shown = object_of(opened);
        let entry = Entry::of(&opened.article, &opened.annotations);
        let sentences = Sentences::of(opened);
        // The entry has one item for each quote, in the order of first segments.
        let mut order: Vec<u32> = Vec::new();
        for (n, quote) in opened.annotations.quotes.iter().enumerate() {
            if !order.contains(&quote.quote) {
                order.push(quote.quote);
            }
            let at = order.iter().position(|q| *q == quote.quote);
            let said = at.and_then(|at| entry.quotes.get(at));
            let wanted = said.is_some_and(|s| found.query.wants_quote(&entry, s));
            let Some(mut value) = item(&shown, "quotes", n).filter(|_| wanted) else {
                continue;
            };
            none = false;
            let document = &opened.article.document;
            let party = quote.speaker.as_ref();
            let name = party.map(|p| party_name(&opened.annotations, document, p));
            let office = party.and_then(|p| party_office(&opened.annotations, p));
            about(&mut value, opened, &sentences.around(quote.span));
            if args.csv {
                let flat = [("speaker", &name), ("office", &office)];
                for (key, text) in flat {
                    set(&mut value, key, json!(text));
                }
            }
            let text = document.slice(quote.span);
            table.row(context, &value, || {
                let kind = match quote.kind {
                    QuoteKind::Reported => " (reported)",
                    QuoteKind::Partial => " (partial)",
                    QuoteKind::Turn | QuoteKind::Direct => "",
                };
                let name = name.as_deref().unwrap_or("unknown speaker");
                let office = office.as_ref().map_or(String::new(), |o| format!(", {o}"));
                let place = place(opened, &format);
                format!("{text}\n    — {name}{office}{kind} · {place}")
            })?;
        }
        Ok(())
    })?;
    table.end(context, none)
}

pub(super) fn figures(context: &mut Context<'_>, args: &Across) -> anyhow::Result<Outcome> {
    let found = found(context, args)?;
    let format = context.config().date_format.clone();
    let mut table = Table::new(
        args,
        &[
            "article",
            "title",
            "source",
            "published",
            "text",
            "bound",
            "value",
            "high",
            "unit",
            "counted",
            "according_to",
            "sentence",
        ],
    );
    let mut none = true;
    each(context, &found, |context, opened| {
        let shown = object_of(opened);
        let entry = Entry::of(&opened.article, &opened.annotations);
        let sentences = Sentences::of(opened);
        let mut counted = entry.figures.iter();
        for (n, figure) in opened.annotations.figures.iter().enumerate() {
            if figure.minor {
                continue;
            }
            let wanted = counted.next().is_some_and(|c| found.query.wants_figure(c));
            let Some(mut value) = item(&shown, "figures", n).filter(|_| wanted) else {
                continue;
            };
            none = false;
            let document = &opened.article.document;
            let by = figure.source.as_ref();
            let by = by.map(|p| party_name(&opened.annotations, document, p));
            // `source` is the outlet in every listing; whom the figure is
            // attributed to moves aside.
            if let Some(object) = value.as_object_mut() {
                let party = object.remove("source").unwrap_or(Value::Null);
                let to = if args.csv { json!(by) } else { party };
                object.insert("according_to".to_owned(), to);
            }
            let sentence = sentences.around(figure.span);
            about(&mut value, opened, &sentence);
            let text = document.slice(figure.span);
            table.row(context, &value, || {
                let by = by
                    .as_ref()
                    .map_or(String::new(), |b| format!(", according to {b}"));
                let place = place(opened, &format);
                format!("{text}{by}\n    {sentence}\n    {place}")
            })?;
        }
        Ok(())
    })?;
    table.end(context, none)
}

/// "1 mention", "2 mentions".
fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// The annotations of an article as the contract's object.
fn object_of(opened: &Opened) -> Value {
    object(
        opened.id.as_str(),
        None,
        &opened.article,
        &opened.annotations,
        Target::Document,
        false,
    )
}

fn item(object: &Value, layer: &str, n: usize) -> Option<Value> {
    object.get(layer)?.get(n).cloned()
}

fn set(value: &mut Value, key: &str, to: Value) {
    if let Some(object) = value.as_object_mut() {
        object.insert(key.to_owned(), to);
    }
}

/// Adds which article an object is of, and its sentence.
fn about(value: &mut Value, opened: &Opened, sentence: &str) {
    let meta = &opened.article.meta;
    set(value, "article", json!(opened.id));
    set(value, "title", json!(meta.title));
    set(value, "source", json!(meta.source));
    let published = meta.published.map(|d| d.to_string());
    set(value, "published", json!(published));
    set(value, "sentence", json!(sentence));
}

/// Outlet, date and id, for people.
fn place(opened: &Opened, format: &str) -> String {
    let meta = &opened.article.meta;
    let date = list::date(meta.published, format);
    let source = meta.source.as_deref().unwrap_or(&meta.title);
    let parts = [source, &date, opened.id.as_str()];
    let known: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    known.join(" · ")
}

/// The sentences of an article.
struct Sentences<'o> {
    opened: &'o Opened,
    spans: Vec<Span>,
}

impl<'o> Sentences<'o> {
    fn of(opened: &'o Opened) -> Self {
        let tokens = Tokens::new(&opened.article.document, Lexicon::shipped());
        Self {
            opened,
            spans: tokens.sentences.iter().map(|s| s.span).collect(),
        }
    }

    /// The sentences that a span lies in; itself where it lies in none.
    fn around(&self, span: Span) -> String {
        let over = self.spans.iter().filter(|s| s.overlaps(span));
        let whole = over.fold(span, |all, s| all.cover(*s));
        self.opened.article.document.slice(whole).replace('\n', " ")
    }
}

/// Rows in one of the three forms.
struct Table<'a> {
    args: &'a Across,
    columns: &'a [&'static str],
    begun: bool,
}

impl<'a> Table<'a> {
    fn new(args: &'a Across, columns: &'a [&'static str]) -> Self {
        Self {
            args,
            columns,
            begun: false,
        }
    }

    fn row(
        &mut self,
        context: &mut Context<'_>,
        value: &Value,
        text: impl FnOnce() -> String,
    ) -> anyhow::Result<()> {
        if self.args.json {
            writeln!(context.out, "{value}")?;
        } else if self.args.csv {
            self.head(context)?;
            let cell = |name: &&str| cell(value.get(*name).unwrap_or(&Value::Null));
            record(context, self.columns.iter().map(cell))?;
        } else {
            writeln!(context.out, "{}", Clean::text(&text()))?;
        }
        Ok(())
    }

    fn head(&mut self, context: &mut Context<'_>) -> anyhow::Result<()> {
        if !self.begun {
            self.begun = true;
            record(context, self.columns.iter().map(|c| (*c).to_owned()))?;
        }
        Ok(())
    }

    fn end(mut self, context: &mut Context<'_>, none: bool) -> anyhow::Result<Outcome> {
        if self.args.csv {
            self.head(context)?;
        }
        if none {
            context.say(&"nothing found");
            return Ok(Outcome::Nothing);
        }
        Ok(Outcome::Done)
    }
}

fn record(context: &mut Context<'_>, cells: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(&mut *context.out);
    writer.write_record(cells)?;
    writer.flush()?;
    Ok(())
}

/// A value in a table: lists joined, nothing for null; a text that a
/// spreadsheet would take for a formula begins with an apostrophe.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    let formula = value.is_string() && text.starts_with(['=', '+', '-', '@']);
    if formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_plain_and_no_formula() {
        assert_eq!(cell(&json!(null)), "");
        assert_eq!(cell(&json!(33900)), "33900");
        assert_eq!(cell(&json!(-5)), "-5");
        assert_eq!(cell(&json!(["a", "b"])), "a; b");
        assert_eq!(cell(&json!("=cmd()")), "'=cmd()");
    }
}
