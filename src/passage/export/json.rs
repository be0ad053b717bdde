//! The passage object of the contract, one a line.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::passage::{Speaker, cite, colour_name, view::PassageView};

/// The object of a passage: what the contract lists and, behind it, what is
/// needed to import it elsewhere.
#[must_use]
pub fn object(view: &PassageView) -> Value {
    let p = &view.passage;
    let about = &p.about;
    let speaker = |s: &Speaker| json!({"name": &*s.name, "office": s.office.as_deref(), "affiliation": s.affiliation.as_deref()});
    json!({
        "id": p.id.as_str(),
        "article": p.article.as_str(),
        "title": &*about.title,
        "source": about.source.as_deref(),
        "published": about.published.map(|d| d.to_string()),
        "exact": &*p.selector.exact,
        "prefix": &*p.selector.prefix,
        "suffix": &*p.selector.suffix,
        "start": view.start,
        "end": view.end,
        "state": view.state.name(),
        "note": Some(&*p.note).filter(|n| !n.is_empty()),
        "tags": p.tags.iter().map(|t| &**t).collect::<Vec<_>>(),
        "colour": colour_name(p.colour),
        "created": p.created.to_string(),
        "updated": p.updated.to_string(),
        "speaker": cite::speakers(p),
        "speakers": about.speakers.iter().map(speaker).collect::<Vec<_>>(),
        "paragraph": about.paragraph,
        "byline": about.byline.as_deref(),
        "url": about.url.as_deref(),
        "file": about.file.as_deref(),
        "language": about.language.as_deref(),
        "notices": about.notices.iter().map(|n| &**n).collect::<Vec<_>>(),
        "copies": p.selector.copies,
        "rivals": p.selector.rivals.map(|r| r.to_string()),
        "hash": p.selector.hash.to_string(),
        "revision": {
            "taken": about.taken.map(|t| t.to_string()),
            "updated": about.revised.map(|d| d.to_string()),
            "current": view.is_current(),
            "verbatim": view.text.map(|_| view.verbatim),
        },
    })
}

pub(super) fn write(views: &[PassageView], out: &mut dyn Write) -> io::Result<()> {
    for view in views {
        writeln!(out, "{}", object(view))?;
    }
    Ok(())
}
