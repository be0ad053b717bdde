//! Passages from elsewhere: our own JSON export from another machine, and the
//! highlights that came with the export of another reader.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::{Map, Value};

use super::{About, Passage, PassageId, Rivals, Selector, Speaker, TextHash, colour_of};
use crate::{
    article::{ArticleId, Highlight},
    clean::Clean,
    library::Opened,
    span::Span,
    state::{Change, Reading},
};

/// What a file of passages held.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The passages.
    pub passages: Vec<Passage>,
    /// Entries that could not be read: which, and why.
    pub problems: Vec<Clean>,
}

/// Reads `attache passages --format json`: one object a line, or one array.
#[must_use]
pub fn json(text: &str) -> Imported {
    let mut out = Imported::default();
    let text = text.trim_start_matches('\u{feff}').trim();
    let objects: Vec<(String, Result<Value, String>)> = if text.starts_with('[') {
        match serde_json::from_str::<Vec<Value>>(text) {
            Ok(list) => {
                let name = |n: usize| format!("entry {}", n + 1);
                let list = list.into_iter().enumerate();
                list.map(|(n, v)| (name(n), Ok(v))).collect()
            }
            Err(error) => {
                out.problems
                    .push(Clean::line(&format!("no list of passages: {error}")));
                return out;
            }
        }
    } else {
        let lines = text.lines().enumerate();
        lines
            .filter(|(_, l)| !l.trim().is_empty())
            .map(|(n, l)| {
                let read = serde_json::from_str(l).map_err(|e| e.to_string());
                (format!("line {}", n + 1), read)
            })
            .collect()
    };
    for (name, object) in objects {
        let read = object.and_then(|v| match v {
            Value::Object(map) => passage(&map),
            _ => Err("it is no object".to_owned()),
        });
        match read {
            Ok(passage) => out.passages.push(passage),
            Err(why) => out.problems.push(Clean::line(&format!("{name}: {why}"))),
        }
    }
    out
}

fn passage(map: &Map<String, Value>) -> Result<Passage, String> {
    let raw = |key: &str| map.get(key).and_then(Value::as_str);
    let revision = |key: &str| map.get("revision")?.get(key)?.as_str();
    let must = |key: &str| raw(key).ok_or_else(|| format!("\"{key}\" is missing"));
    let line = |key: &str| raw(key).map(Clean::line).filter(|t| !t.is_empty());
    let number = |key: &str| {
        let n = map.get(key).and_then(Value::as_u64);
        n.and_then(|n| usize::try_from(n).ok())
    };
    let list = |key: &str| -> Vec<Clean> {
        let all = map.get(key).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(Value::as_str).map(Clean::line).collect()
    };
    let time = |key: &str| -> Result<Timestamp, String> {
        let text = must(key)?;
        text.parse()
            .map_err(|_| format!("\"{key}\" is no time: {text}"))
    };
    let exact = Clean::text(must("exact")?);
    let len = exact.chars().count();
    let start = number("start").unwrap_or(0);
    let context = |key| Clean::text(raw(key).unwrap_or(""));
    let selector = Selector {
        prefix: context("prefix"),
        suffix: context("suffix"),
        start,
        end: start + len,
        copies: number("copies").unwrap_or(0),
        rivals: raw("rivals").and_then(Rivals::parse),
        hash: raw("hash").and_then(TextHash::parse).unwrap_or_default(),
        exact,
    };
    let id = must("id")?;
    let article = must("article")?;
    let colour = raw("colour").unwrap_or("yellow");
    let created = time("created")?;
    Ok(Passage {
        id: PassageId::parse(id).ok_or("\"id\" is no passage's id")?,
        article: ArticleId::parse(article).ok_or("\"article\" is no article's id")?,
        selector,
        about: About {
            title: line("title").unwrap_or_default(),
            source: line("source"),
            published: raw("published").and_then(|t| t.parse::<DateTime>().ok()),
            revised: revision("updated").and_then(|t| t.parse().ok()),
            taken: revision("taken").and_then(|t| t.parse().ok()),
            byline: line("byline"),
            url: line("url"),
            file: line("file"),
            language: line("language"),
            notices: list("notices"),
            paragraph: number("paragraph"),
            speakers: speakers(map),
        },
        note: Clean::text(raw("note").unwrap_or("")),
        tags: super::tags(list("tags").iter().map(|t| &**t)),
        colour: colour_of(colour).ok_or_else(|| format!("no colour \"{colour}\""))?,
        created,
        updated: time("updated").unwrap_or(created),
    })
}

fn speakers(map: &Map<String, Value>) -> Vec<Speaker> {
    let field = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).map(Clean::line);
    let all = map.get("speakers").and_then(Value::as_array);
    let all: Vec<Speaker> = all
        .into_iter()
        .flatten()
        .filter_map(|v| {
            Some(Speaker {
                name: field(v, "name")?,
                office: field(v, "office"),
                affiliation: field(v, "affiliation"),
            })
        })
        .collect();
    match map.get("speaker").and_then(Value::as_str) {
        Some(name) if all.is_empty() => vec![Speaker {
            name: Clean::line(name),
            ..Speaker::default()
        }],
        _ => all,
    }
}

/// What taking passages over comes to.
#[derive(Clone, Debug, Default)]
pub struct Takeover {
    /// The change, one step for undo.
    pub change: Option<Change>,
    /// Passages that are new here.
    pub added: usize,
    /// Passages that were changed later than here.
    pub updated: usize,
    /// Passages that are here as they are, or were changed or removed since.
    pub kept: usize,
}

/// What to do to have the passages here too. Doing it again changes nothing.
#[must_use]
pub fn take_over(reading: &Reading, passages: Vec<Passage>) -> Takeover {
    let mut out = Takeover::default();
    let mut changes = Vec::new();
    for passage in passages {
        match reading.last_change(passage.id) {
            None => out.added += 1,
            Some(here) if passage.updated > here => out.updated += 1,
            Some(_) => {
                out.kept += 1;
                continue;
            }
        }
        changes.push(Change::PutPassage(Box::new(passage)));
    }
    if !changes.is_empty() {
        out.change = Some(Change::Batch(changes));
    }
    out
}

/// The highlights that came with an article as passages. The same highlights
/// give the same ids, so that importing again adds nothing.
#[must_use]
pub fn highlights(opened: &Opened) -> Vec<Passage> {
    let highlights = &opened.article.highlights;
    highlights
        .iter()
        .filter_map(|h| highlight(opened, h))
        .collect()
}

fn highlight(opened: &Opened, highlight: &Highlight) -> Option<Passage> {
    let text = opened.article.document.text();
    let bare = Selector {
        exact: Clean::text(highlight.exact.trim()),
        ..Selector::default()
    };
    if bare.exact.is_empty() {
        return None;
    }
    let made = highlight.created.or(opened.article.meta.published);
    let made = made.and_then(|d| TimeZone::UTC.to_timestamp(d).ok());
    let created = made.unwrap_or(Timestamp::UNIX_EPOCH);
    let found = text
        .find(&*bare.exact)
        .map(|at| Span::new(at, at + bare.exact.len()));
    let found = found.or_else(|| super::resolve(&bare, text, TextHash::of(text)).span);
    let mut passage = Passage::of(opened, found.unwrap_or_default(), created);
    if found.is_none() {
        // Not in the article as we have it: an orphan with its text.
        passage.selector = bare.clone();
    }
    passage.id = PassageId::new(created, opened.id, &bare);
    passage.note = highlight.note.clone().unwrap_or_default();
    passage.tags = super::tags(highlight.tags.iter().map(|t| &**t));
    Some(passage)
}
