//! Feeds: RSS, RDF, Atom and JSON Feed files, one article an entry.
//!
//! One bad byte makes a feed parser give up on the whole file, so a feed that
//! fails is mended, and at last read item by item: what is sound survives.

mod entry;
mod json;
mod mend;
mod opml;

use feed_rs::{model::Feed, parser};

use super::{Loaded, Problem, date, note};
use crate::article::Article;

pub(super) use json::{article_list as json, value};
pub(super) use opml::article as opml;

/// Most entries of a feed that become articles.
pub(super) const MOST: usize = 20_000;

/// Reads an XML feed.
///
/// # Errors
///
/// [`Problem::Damaged`]: no entry could be saved.
pub(super) fn xml(text: &str) -> Result<Loaded, Problem> {
    let text = &mend::version(mend::body(text));
    let mut notes = Vec::new();
    let feed = match parse(text) {
        Ok(feed) => feed,
        Err(first) => {
            let mended = mend::characters(text);
            let whole = parse(&mended).or_else(|_| parse(&mend::cut_back(&mended)));
            match whole {
                Ok(feed) => {
                    notes.push(note(format!("the feed is damaged ({first}): repaired")));
                    feed
                }
                Err(_) => {
                    let (feed, lost) = one_by_one(&mended);
                    let Some(feed) = feed else {
                        return Err(Problem::Damaged(first));
                    };
                    notes.push(note(format!(
                        "the feed is damaged ({first}): read entry by entry, {lost} were lost"
                    )));
                    feed
                }
            }
        }
    };
    if feed.entries.len() > MOST {
        notes.push(note(format!(
            "{} entries: the first {MOST} are shown",
            feed.entries.len()
        )));
    }
    let mut articles: Vec<Article> = feed
        .entries
        .iter()
        .take(MOST)
        .map(|e| entry::article(&feed, e))
        .collect();
    if articles.is_empty() {
        articles.extend(entry::about(&feed));
    }
    Ok(Loaded { articles, notes })
}

/// Parses a feed; dates are kept as printed, whatever their zone.
fn parse(text: &str) -> Result<Feed, String> {
    parser::Builder::new()
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(|text| date::parse(text).and_then(|at| format!("{at}Z").parse().ok()))
        .build()
        .parse(text.as_bytes())
        .map_err(|e| e.to_string())
}

/// Parses each entry in a feed of its own; says how many failed.
fn one_by_one(text: &str) -> (Option<Feed>, usize) {
    let Some(parts) = mend::parts(text) else {
        return (None, 0);
    };
    let mut found: Option<Feed> = None;
    let mut lost = 0;
    for entry in parts.entries.iter().take(MOST) {
        let alone = format!("{}{entry}{}", parts.head, parts.tail);
        let bare = || format!("{}{entry}{}", parts.bare, parts.tail);
        match parse(&alone).or_else(|_| parse(&bare())) {
            Ok(feed) => match &mut found {
                Some(all) => all.entries.extend(feed.entries),
                None => found = Some(feed),
            },
            Err(_) => lost += 1,
        }
    }
    (found, lost)
}

#[cfg(test)]
mod tests;
