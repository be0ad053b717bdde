//! Exports of read-it-later services and highlighters: Pocket, Instapaper,
//! Omnivore, wallabag, Readwise. What holds text becomes an article; its
//! highlights come along.
//!
//! The services name the same things differently, so one reader looks for all
//! of the names.

use jiff::civil::DateTime;
use serde_json::Value;

use super::{
    Loaded, Problem, date, html, links,
    matter::Matter,
    note,
    rich::{self, Head, Rich},
    text,
};
use crate::{
    article::{Article, Format, Highlight},
    clean::Clean,
    document::{BlockKind, MarkKind},
};

/// Most entries that are read.
const MOST: usize = 50_000;

const TITLE: &[&str] = &[
    "title",
    "book title",
    "name",
    "given_title",
    "resolved_title",
];
const URL: &[&str] = &[
    "url",
    "originalurl",
    "original_url",
    "source_url",
    "given_url",
    "resolved_url",
    "given url",
];
const CONTENT: &[&str] = &[
    "content",
    "html",
    "content_html",
    "readablecontent",
    "full_text",
];
const SUMMARY: &[&str] = &["description", "excerpt", "summary"];
const AUTHOR: &[&str] = &["author", "book author", "published_by", "authors"];
const SOURCE: &[&str] = &["site_name", "sitename", "siteName", "domain_name", "source"];
const DATE: &[&str] = &[
    "published_at",
    "publishedat",
    "published_date",
    "date_published",
];
const SAVED: &[&str] = &[
    "created_at",
    "savedat",
    "saved_at",
    "time_added",
    "timestamp",
    "highlighted at",
    "highlighted_at",
    "date_added",
    "saved date",
    "createdat",
    "last_highlight_at",
    "creation date",
];
const LISTS: &[&str] = &["highlights", "annotations"];
const QUOTE: &[&str] = &["highlight", "selection", "quote", "text", "content"];
const NOTE: &[&str] = &["note", "annotation", "comment", "text"];
const TAGS: &[&str] = &["tags", "labels", "document tags"];

/// One entry: names in lower case and values.
type Entry = Vec<(String, Value)>;

/// Reads a JSON export; `None` if the file is none.
pub(super) fn json(text: &str) -> Option<Loaded> {
    let value = super::feed::value(text)?;
    let list = match &value {
        Value::Array(list) => list,
        Value::Object(map) => ["results", "items", "articles", "list", "data", "bookmarks"]
            .iter()
            .find_map(|key| map.get(*key))
            .and_then(Value::as_array)?,
        _ => return None,
    };
    let entries: Vec<Entry> = list
        .iter()
        .take(MOST)
        .filter_map(Value::as_object)
        .map(|map| {
            map.iter()
                .map(|(k, v)| (k.to_lowercase(), v.clone()))
                .collect()
        })
        .collect();
    let known = entries.iter().filter(|e| is_entry(e)).count();
    (known > 0 && known * 2 >= list.len().min(MOST)).then(|| loaded(&entries))
}

/// Reads a CSV export; `None` if the file is none.
pub(super) fn csv(text: &str) -> Option<Loaded> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .ok()?
        .iter()
        .map(|n| n.trim_start_matches('\u{feff}').trim().to_lowercase())
        .collect();
    let has = |list: &[&str]| names.iter().any(|n| list.contains(&n.as_str()));
    if names.len() < 3 || !has(TITLE) || !(has(URL) || has(&["highlight", "selection"])) {
        return None;
    }
    let entries: Vec<Entry> = reader
        .records()
        .take(MOST)
        .flatten()
        .map(|row| {
            names
                .iter()
                .zip(row.iter())
                .filter(|(_, v)| !v.trim().is_empty())
                .map(|(n, v)| (n.clone(), Value::String(v.to_owned())))
                .collect()
        })
        .collect();
    (!entries.is_empty()).then(|| loaded(&entries))
}

/// What parts the fields: wallabag writes semicolons.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |mark: char| line.matches(mark).count();
    if count(';') > count(',') { b';' } else { b',' }
}

/// Whether a text begins as the CSV of an export does.
pub(super) fn is_csv(head: &str) -> bool {
    let mark = char::from(delimiter(head));
    let line = head.lines().next().unwrap_or_default().to_lowercase();
    let names: Vec<&str> = line
        .split(mark)
        .map(|n| n.trim().trim_matches('"'))
        .collect();
    names.len() >= 3
        && names.iter().any(|n| TITLE.contains(n))
        && names
            .iter()
            .any(|n| URL.contains(n) || matches!(*n, "highlight" | "selection"))
}

/// Whether an object is an entry of an export.
fn is_entry(entry: &Entry) -> bool {
    let address = first(entry, URL).is_some_and(|u| links::web(&u).is_some());
    let titled = first(entry, TITLE).is_some();
    let full =
        first(entry, CONTENT).is_some() || entry.iter().any(|(k, _)| LISTS.contains(&k.as_str()));
    titled && (address || full) || address && full
}

/// The first of these fields that says something.
fn first(entry: &Entry, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        entry
            .iter()
            .find(|(k, _)| k == name)
            .and_then(|(_, v)| string(v))
    })
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => {
            let all: Vec<String> = list.iter().filter_map(string).collect();
            Some(all.join(", "))
        }
        Value::Object(map) => map
            .get("name")
            .or_else(|| map.get("label"))
            .and_then(string),
        _ => None,
    }
    .filter(|t| !t.trim().is_empty())
}

/// A date as text or as seconds since 1970.
fn day(text: &str) -> Option<DateTime> {
    if let Ok(seconds) = text.trim().parse::<i64>() {
        let seconds = if seconds > 100_000_000_000 {
            seconds / 1_000
        } else {
            seconds
        };
        let at = jiff::Timestamp::from_second(seconds).ok()?;
        return Some(jiff::tz::Offset::UTC.to_datetime(at));
    }
    date::parse(text)
}

fn tags(entry: &Entry) -> Vec<Clean> {
    first(entry, TAGS)
        .unwrap_or_default()
        .split([',', '|', ';'])
        .map(Clean::line)
        .filter(|t| !t.is_empty())
        .collect()
}

/// Whether an archive is an export, by the names of its members: Omnivore
/// packs lists of metadata with the texts and highlights beside them.
pub(super) fn is_archive(names: &[String]) -> bool {
    names.iter().any(|n| is_list(n)) && names.iter().any(|n| n.starts_with("content/"))
}

fn is_list(name: &str) -> bool {
    name.starts_with("metadata_") && name.ends_with(".json")
}

/// Reads an export that is an archive.
///
/// # Errors
///
/// [`Problem::Damaged`]: its directory is torn; [`Problem::Empty`]: it holds
/// no entry.
pub(super) fn archive(bytes: &[u8]) -> Result<Loaded, Problem> {
    let members = super::packed::members(bytes)?;
    let text = |name: &str| {
        let member = members.iter().find(|m| m.name == name)?;
        // One torn member costs only itself.
        let bytes = member.unpacked().ok()?;
        Some(super::decode::decode(&bytes, None)?.text)
    };
    let mut entries: Vec<Entry> = Vec::new();
    for list in members.iter().filter(|m| is_list(&m.name)) {
        let Some(value) = text(&list.name).as_deref().and_then(super::feed::value) else {
            continue;
        };
        for map in value.as_array().into_iter().flatten().take(MOST) {
            let Some(map) = map.as_object() else { continue };
            let mut entry: Entry = map
                .iter()
                .map(|(k, v)| (k.to_lowercase(), v.clone()))
                .collect();
            let slug = first(&entry, &["slug"]).unwrap_or_default();
            if let Some(page) = text(&format!("content/{slug}.html")) {
                entry.push(("content".to_owned(), Value::String(page)));
            }
            if let Some(marked) = text(&format!("highlights/{slug}.md")) {
                entry.push(("highlights".to_owned(), marked_texts(&marked)));
            }
            entries.push(entry);
        }
    }
    if entries.is_empty() {
        return Err(Problem::Empty);
    }
    Ok(loaded(&entries))
}

/// Highlights written as Markdown: quotations, each with the note below it.
fn marked_texts(markdown: &str) -> Value {
    let mut out: Vec<serde_json::Map<String, Value>> = Vec::new();
    let mut quoting = false;
    for line in markdown.lines() {
        let (field, text) = match line.strip_prefix('>') {
            Some(text) => {
                if !quoting {
                    out.push(serde_json::Map::new());
                }
                ("quote", text.trim())
            }
            None => ("note", line.trim()),
        };
        quoting = field == "quote";
        let Some(last) = out.last_mut().filter(|_| !text.is_empty()) else {
            continue;
        };
        let before = last.get(field).and_then(Value::as_str).unwrap_or_default();
        let whole = format!("{before} {text}").trim().to_owned();
        last.insert(field.to_owned(), Value::String(whole));
    }
    Value::Array(out.into_iter().map(Value::Object).collect())
}

/// Makes articles of the entries that hold text, and a list of the others.
fn loaded(entries: &[Entry]) -> Loaded {
    let mut out = Loaded::default();
    let mut bare: Vec<&Entry> = Vec::new();
    for group in grouped(entries) {
        match article(&group) {
            Some(article) => out.articles.push(article),
            None => bare.extend(group),
        }
    }
    if !bare.is_empty() {
        out.notes.push(note(format!(
            "{} without text, listed in one article",
            crate::plural::of(bare.len(), "entry", "entries")
        )));
        out.articles.push(list(&bare));
    }
    out
}

/// Entries of the same article together: a highlighter writes one line for
/// each highlight.
fn grouped(entries: &[Entry]) -> Vec<Vec<&Entry>> {
    let mut out: Vec<(Option<String>, Vec<&Entry>)> = Vec::new();
    let mut place: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for entry in entries {
        let single = entry
            .iter()
            .any(|(k, _)| k == "highlight" || k == "selection");
        let key = single.then(|| {
            first(entry, URL)
                .or_else(|| first(entry, TITLE))
                .unwrap_or_default()
        });
        match key.as_ref().and_then(|k| place.get(k)).copied() {
            Some(at) => {
                if let Some((_, group)) = out.get_mut(at) {
                    group.push(entry);
                }
            }
            None => {
                if let Some(key) = &key {
                    place.insert(key.clone(), out.len());
                }
                out.push((key, vec![entry]));
            }
        }
    }
    out.into_iter().map(|(_, group)| group).collect()
}

/// The highlights of an entry: one of its own, or a list of them.
fn highlights(entry: &Entry) -> Vec<Highlight> {
    let one = |fields: &Entry, quotes: &[&str]| {
        let exact = first(fields, quotes)?;
        let note = first(fields, NOTE).filter(|n| *n != exact);
        Some(Highlight {
            exact: Clean::line(&html::line(&exact)),
            note: note.map(|n| Clean::line(&n)),
            tags: tags(fields),
            created: first(fields, SAVED).and_then(|t| day(&t)),
        })
    };
    let mut out: Vec<Highlight> = one(entry, &["highlight", "selection"])
        .into_iter()
        .collect();
    for name in LISTS {
        let list = entry
            .iter()
            .find(|(k, _)| k == name)
            .and_then(|(_, v)| v.as_array());
        for item in list.into_iter().flatten().take(MOST) {
            let fields: Entry = match item {
                Value::Object(map) => map
                    .iter()
                    .map(|(k, v)| (k.to_lowercase(), v.clone()))
                    .collect(),
                Value::String(text) => vec![("quote".to_owned(), Value::String(text.clone()))],
                _ => continue,
            };
            out.extend(one(&fields, QUOTE));
        }
    }
    out.retain(|h| !h.exact.is_empty());
    out
}

/// The article of entries that belong together; `None` if they hold no text.
fn article(group: &[&Entry]) -> Option<Article> {
    let entry = group.first()?;
    let highlights: Vec<Highlight> = group.iter().flat_map(|e| highlights(e)).collect();
    let content = first(entry, CONTENT);
    let summary = first(entry, SUMMARY);
    if content.is_none() && summary.is_none() && highlights.is_empty() {
        return None;
    }
    let mut matter = Matter::default();
    let from = "field of the export";
    if let Some(title) = first(entry, TITLE) {
        matter.title(&html::line(&title), from);
    }
    if let Some(url) = first(entry, URL) {
        matter.url(&url, from);
    }
    if let Some(author) = first(entry, AUTHOR) {
        matter.byline(&author, from);
    }
    // Readwise names the service that it took a highlight from.
    let service = entry.iter().any(|(k, _)| k == "user_book_id");
    if let Some(source) = first(entry, SOURCE).filter(|_| !service) {
        matter.source(&source, from);
    }
    if let Some(at) = first(entry, DATE).and_then(|t| day(&t)) {
        matter.published(at, from);
    } else if let Some(at) = first(entry, SAVED).and_then(|t| day(&t)) {
        matter.published(at, "date when it was saved, in the export");
    } else if let Some(at) = highlights.iter().filter_map(|h| h.created).min() {
        matter.published(at, "date of the first highlight, in the export");
    }
    if let Some(code) = first(entry, &["language"]).and_then(|l| html::language_code(&l)) {
        matter.language(&code, from);
    }
    let mut rich = Rich::default();
    match &content {
        Some(content) if content.contains('<') => html::fragment(content, None, &mut rich),
        Some(content) => content
            .lines()
            .for_each(|l| rich.add(BlockKind::Paragraph, 0, l)),
        None => {
            for line in summary.iter().flat_map(|s| s.lines()) {
                rich.add(BlockKind::Paragraph, 0, line);
            }
            for highlight in &highlights {
                rich.add(BlockKind::Quotation, 1, &highlight.exact);
                if let Some(note) = &highlight.note {
                    rich.add(BlockKind::Notice, 0, note);
                }
            }
        }
    }
    let head = Head {
        summary,
        add_title: true,
        letter: false,
    };
    let document = rich::document(rich.finish(), &mut matter, &head);
    if document.text().is_empty() {
        return None;
    }
    let meta = matter.finish();
    Some(Article {
        own_id: meta.url.as_ref().map(ToString::to_string),
        document,
        meta,
        format: Format::Export,
        highlights,
        ..Article::default()
    })
}

/// Entries that are only addresses, as one list.
fn list(entries: &[&Entry]) -> Article {
    let mut matter = Matter::default();
    matter.title("Saved addresses", "export without texts");
    let mut rich = Rich::default();
    for entry in entries {
        let url = first(entry, URL).and_then(|u| links::web(&u));
        let name = first(entry, TITLE)
            .or_else(|| url.clone())
            .unwrap_or_default();
        rich.begin(BlockKind::ListItem, 1);
        rich.open(url.map(|u| MarkKind::Link(Clean::line(&u))));
        rich.text(&text::fold(&name));
        rich.close();
        rich.end();
    }
    let head = Head {
        summary: None,
        add_title: true,
        letter: false,
    };
    let document = rich::document(rich.finish(), &mut matter, &head);
    Article {
        document,
        meta: matter.finish(),
        format: Format::Export,
        ..Article::default()
    }
}

/// Reads an export of either kind.
///
/// # Errors
///
/// [`Problem::Empty`]: it is none.
pub(super) fn read(text: &str) -> Result<Loaded, Problem> {
    let found = if text.trim_start().starts_with(['{', '[']) {
        json(text)
    } else {
        csv(text)
    };
    found.ok_or(Problem::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_with_their_highlights() {
        let export = r#"[{"id":1,"title":"Talks resume","url":"https://gazette.example/1","content":"<p>The ministers met on Monday.</p>","created_at":"2024-04-18T20:30:00+0200","published_at":null,"tags":["sea"],"annotations":[{"text":"mind this","quote":"met on Monday","created_at":"2024-04-19T08:00:00+0200"}]}]"#;
        let loaded = json(export).expect("an export");
        let article = &loaded.articles[0];
        assert_eq!(article.highlights.len(), 1);
        assert_eq!(&*article.highlights[0].exact, "met on Monday");
        assert_eq!(article.highlights[0].note.as_deref(), Some("mind this"));
        assert_eq!(article.own_id.as_deref(), Some("https://gazette.example/1"));
    }

    #[test]
    fn highlights_of_one_article_are_gathered() {
        let export = "Highlight,Book Title,Book Author,Note,Highlighted at\n\"One, two.\",The Strait,Jane Doe,,2024-04-18 20:30:00\nThree.,The Strait,Jane Doe,why?,2024-04-19 20:30:00\n";
        assert!(is_csv(export));
        let loaded = csv(export).expect("an export");
        assert_eq!(loaded.articles.len(), 1);
        let article = &loaded.articles[0];
        assert_eq!(article.highlights.len(), 2);
        assert!(article.document.text().contains("One, two.\n\nThree."));
    }

    #[test]
    fn semicolons_part_fields_too() {
        let export = "Title;URL;Content;Tags;\"MIME Type\";Language;\"Creation date\"\nTalks;https://gazette.example/1;\"<p>The ministers; and the envoy, met.</p>\";sea;text/html;en;\"18/04/2024 20:30:00\"\n";
        assert!(is_csv(export));
        let loaded = csv(export).expect("an export");
        let article = &loaded.articles[0];
        assert_eq!(
            article.document.text(),
            "Talks\n\nThe ministers; and the envoy, met."
        );
        let at = article.meta.published.map(|d| d.to_string());
        assert_eq!(at.as_deref(), Some("2024-04-18T20:30:00"));
    }

    #[test]
    fn highlights_in_markdown_are_told_apart() {
        let found = marked_texts("> One line\n> goes on\n\nMy note\n\n> Two\n");
        assert_eq!(
            found,
            serde_json::json!([{"quote": "One line goes on", "note": "My note"}, {"quote": "Two"}])
        );
        let names = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert!(is_archive(&names(&[
            "metadata_0_to_20.json",
            "content/a.html"
        ])));
        assert!(!is_archive(&names(&["metadata_0_to_20.json"])));
        assert!(archive(b"PK\x05\x06").is_err());
    }

    #[test]
    fn bare_addresses_become_one_list() {
        let export = "title,url,time_added,tags,status\nTalks,https://gazette.example/1,1713472200,,unread\nMines,https://gazette.example/2,1713472200,,unread\n";
        let loaded = csv(export).expect("an export");
        assert_eq!(loaded.articles.len(), 1);
        assert_eq!(
            loaded.articles[0].document.text(),
            "Saved addresses\n\nTalks\nMines"
        );
        assert!(json("[1, 2, 3]").is_none() && csv("a,b,c\n1,2,3\n").is_none());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in ".{0,200}|[\\[\\]{}\",:a-z0-9 \\\\u]{0,200}") {
            let _ = read(&text);
            let _ = super::super::feed::json(&text);
        }
    }
}
