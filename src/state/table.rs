//! One part of the reading state as a table of a state file, and back.

mod fields;
mod read;
mod write;

use super::{
    record::Key,
    value::{Value, value},
};
use crate::{clean::Clean, passage::TextHash};

#[cfg(test)]
pub(super) use read::quick_mark;
pub(super) use read::read;
pub(super) use write::write;

/// What is known of an article when its mark is written: headline and outlet
/// for people to read, the hash for following a file that moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// The headline.
    pub title: Clean,
    /// The outlet.
    pub source: Option<Clean>,
    /// The hash of its text; becomes part of the mark.
    pub hash: Option<TextHash>,
}

/// The keys that we write; others, which a later version or a person added,
/// are carried along as they are.
pub(super) const KNOWN: &[&str] = &[
    "id",
    "article",
    "title",
    "source",
    "hash",
    "hashed",
    "read",
    "unread",
    "starred",
    "unstarred",
    "opened",
    "position",
    "cursor",
    "letter",
    "at",
    "updated",
    "pane",
    "scope",
    "sort",
    "reverse",
    "query",
    "created",
    "published",
    "revised",
    "taken",
    "byline",
    "url",
    "file",
    "language",
    "notices",
    "paragraph",
    "speaker",
    "office",
    "affiliation",
    "exact",
    "prefix",
    "suffix",
    "rivals",
    "start",
    "end",
    "placed",
    "note",
    "noted",
    "tags",
    "tagged",
    "colour",
    "coloured",
    "removed",
    "restored",
];

/// The kind of table: its header and the key of its identity.
pub(super) fn header(key: Key) -> &'static str {
    match key {
        Key::Screen => "[screen]",
        Key::Mark(_) => "[[mark]]",
        Key::Letter(..) => "[[letter]]",
        Key::Passage(_) => "[[passage]]",
    }
}

/// The label and the lines to carry along of a table that is written anew.
pub(super) fn carried(body: &str) -> (Option<Label>, Vec<&str>) {
    let mut label: Option<Label> = None;
    let mut extra = Vec::new();
    for line in body.lines().map(str::trim) {
        let Some((key, raw)) = line.split_once('=') else {
            // Comments inside a table are a person's.
            if line.starts_with('#') && !line.starts_with("# end:") {
                extra.push(line);
            }
            continue;
        };
        let key = key.trim_end();
        if !KNOWN.contains(&key) {
            extra.push(line);
            continue;
        }
        let Some(Value::Text(text)) = value(raw.trim_start()) else {
            continue;
        };
        let of = label.get_or_insert_with(Label::default);
        match key {
            "title" => of.title = Clean::line(&text),
            "source" => of.source = Some(Clean::line(&text)),
            _ => {}
        }
    }
    (label.filter(|l| !l.title.is_empty()), extra)
}
