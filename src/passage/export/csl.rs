//! CSL-JSON: one newspaper article each, its passages in `annote`.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{TRANSLATED, annote, author};
use crate::passage::view::{PassageView, by_article};

fn item(views: &[PassageView]) -> Option<Value> {
    let first = views.first()?;
    let about = &first.passage.about;
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("id", first.passage.article.as_str().into());
    put("type", "article-newspaper".into());
    put("title", about.title.to_string().into());
    if let Some(source) = &about.source {
        put("container-title", source.to_string().into());
    }
    if let Some(author) = author(&first.passage) {
        put("author", json!([{"literal": author}]));
    }
    if let Some(d) = about.published {
        put(
            "issued",
            json!({"date-parts": [[d.year(), d.month(), d.day()]]}),
        );
    }
    if let Some(url) = &about.url {
        put("URL", url.to_string().into());
    }
    if let Some(language) = &about.language {
        put("language", language.to_string().into());
    }
    if about.machine_translated() {
        put("note", TRANSLATED.into());
    }
    let quotes: Vec<String> = views.iter().map(annote).collect();
    put("annote", quotes.join("\n").into());
    let mut tags: Vec<&str> = views
        .iter()
        .flat_map(|v| v.passage.tags.iter().map(|t| &**t))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    if !tags.is_empty() {
        put("keyword", tags.join(", ").into());
    }
    Some(map.into())
}

pub(super) fn write(views: &[PassageView], out: &mut dyn Write) -> io::Result<()> {
    let items: Vec<Value> = by_article(views).filter_map(item).collect();
    serde_json::to_writer_pretty(&mut *out, &items)?;
    writeln!(out)
}
