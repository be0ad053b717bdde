//! JSON Feed, read item by item, so that a bad one costs only itself.

use serde_json::Value;

use super::{
    MOST,
    entry::{Body, Parts},
};
use crate::import::{Loaded, Problem, date, note};

/// Reads a JSON feed.
///
/// # Errors
///
/// [`Problem::Damaged`]: no item could be read.
pub(in crate::import) fn article_list(text: &str) -> Result<Loaded, Problem> {
    let found = items(text).ok_or_else(|| Problem::Damaged("no items in it".to_owned()))?;
    let head = format!(
        "{}[]{}",
        text.get(..found.start).unwrap_or_default(),
        if found.whole {
            text.get(found.end..).unwrap_or_default()
        } else {
            "}"
        }
    );
    let feed = value(&head).unwrap_or(Value::Null);
    let mut notes = Vec::new();
    let mut articles = Vec::new();
    let mut lost = 0;
    for item in found.items.iter().take(MOST) {
        match value(item) {
            Some(item @ Value::Object(_)) => articles.push(parts(&feed, &item).article()),
            _ => lost += 1,
        }
    }
    if lost > 0 || !found.whole {
        notes.push(note(format!(
            "the feed is damaged: {} read, {lost} lost",
            crate::plural::of(articles.len(), "entry", "entries")
        )));
    }
    if articles.is_empty() && (lost > 0 || !found.whole) {
        return Err(Problem::Damaged("no item can be read".to_owned()));
    }
    if articles.is_empty() {
        let about = Parts {
            title: string(&feed, "title").unwrap_or_default(),
            url: string(&feed, "home_page_url"),
            summary: string(&feed, "description").map(|text| Body { text, plain: true }),
            ..Parts::default()
        };
        articles.push(about.article());
        notes.push(note("the feed has no entries"));
    }
    Ok(Loaded { articles, notes })
}

/// Parses JSON; half pairs of surrogates and numbers beyond any range are
/// replaced if it fails.
pub(in crate::import) fn value(text: &str) -> Option<Value> {
    serde_json::from_str(text)
        .ok()
        .or_else(|| serde_json::from_str(&tame(text)).ok())
}

/// Replaces escapes of half characters, and numbers that no float holds.
fn tame(text: &str) -> String {
    let surrogate = |rest: &str, low: bool| {
        rest.strip_prefix("\\u")
            .and_then(|r| r.get(..4))
            .and_then(|h| u32::from_str_radix(h, 16).ok())
            .is_some_and(|c| {
                if low {
                    (0xdc00..0xe000).contains(&c)
                } else {
                    (0xd800..0xdc00).contains(&c)
                }
            })
    };
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let Some(c) = rest.chars().next() else { break };
        if inside && c == '\\' {
            let pair = surrogate(rest, false) && rest.get(6..).is_some_and(|r| surrogate(r, true));
            let half = surrogate(rest, false) || surrogate(rest, true);
            let (text, used) = if pair {
                (rest.get(..12).unwrap_or_default(), 12)
            } else if half {
                ("\\ufffd", 6)
            } else {
                let len = 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
                (rest.get(..len).unwrap_or_default(), len)
            };
            out.push_str(text);
            at += used;
            continue;
        }
        if c == '"' {
            inside = !inside;
        }
        if inside && c != '"' && c.is_control() {
            out.push(' ');
            at += c.len_utf8();
            continue;
        }
        if !inside && (c.is_ascii_digit() || c == '-') {
            let len = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)))
                .unwrap_or(rest.len());
            let number = rest.get(..len).unwrap_or_default();
            let sound = number.parse::<f64>().is_ok_and(f64::is_finite);
            out.push_str(if sound { number } else { "null" });
            at += len.max(1);
            continue;
        }
        out.push(c);
        at += c.len_utf8();
    }
    out
}

/// The items of a feed as they are written.
struct Items<'t> {
    /// The array, its brackets included.
    start: usize,
    end: usize,
    items: Vec<&'t str>,
    /// Whether the array has an end.
    whole: bool,
}

/// Finds the array "items" without parsing: it may be damaged.
fn items(text: &str) -> Option<Items<'_>> {
    let key = text
        .match_indices("\"items\"")
        .map(|(at, key)| at + key.len())
        .find(|at| {
            text.get(*at..).is_some_and(|r| {
                r.trim_start()
                    .strip_prefix(':')
                    .is_some_and(|r| r.trim_start().starts_with('['))
            })
        })?;
    let start = key + text.get(key..)?.find('[')?;
    let (mut depth, mut inside, mut escaped) = (0usize, false, false);
    let mut from = None;
    let mut found = Items {
        start,
        end: text.len(),
        items: Vec::new(),
        whole: false,
    };
    for (at, b) in text.bytes().enumerate().skip(start + 1) {
        if inside {
            match b {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => inside = false,
                _ => {}
            }
            continue;
        }
        match b {
            b'"' => inside = true,
            b'{' | b'[' => {
                if depth == 0 && b == b'{' {
                    from = Some(at);
                }
                depth += 1;
            }
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                if depth == 0
                    && let Some(from) = from.take()
                {
                    found.items.extend(text.get(from..=at));
                }
            }
            b']' => {
                found.end = at + 1;
                found.whole = true;
                break;
            }
            _ => {}
        }
    }
    Some(found)
}

/// A text; numbers are texts here too.
fn string(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
    .filter(|t| !t.trim().is_empty())
}

fn authors(value: &Value) -> Vec<String> {
    let list: Vec<&Value> = value.get("authors").and_then(Value::as_array).map_or_else(
        || value.get("author").into_iter().collect(),
        |l| l.iter().collect(),
    );
    list.iter().filter_map(|a| string(a, "name")).collect()
}

fn parts(feed: &Value, item: &Value) -> Parts {
    let own = authors(item);
    let day = |key: &str| string(item, key).and_then(|t| date::parse(&t));
    let html = string(item, "content_html").map(|text| Body { text, plain: false });
    let plain = string(item, "content_text").map(|text| Body { text, plain: true });
    Parts {
        source: string(feed, "title"),
        feed: string(feed, "feed_url")
            .or_else(|| string(feed, "home_page_url"))
            .or_else(|| string(feed, "title"))
            .unwrap_or_default(),
        id: string(item, "id").unwrap_or_default(),
        title: string(item, "title").unwrap_or_default(),
        authors: if own.is_empty() { authors(feed) } else { own },
        published: day("date_published"),
        updated: day("date_modified"),
        language: string(item, "language").or_else(|| string(feed, "language")),
        section: item
            .get("tags")
            .and_then(Value::as_array)
            .and_then(|t| t.first())
            .and_then(Value::as_str)
            .map(str::to_owned),
        url: string(item, "url").or_else(|| string(item, "external_url")),
        content: html.or(plain),
        summary: string(item, "summary").map(|text| Body { text, plain: true }),
    }
}
