//! Passages as CSV.

use std::io::{self, Write};

use crate::passage::{Speaker, colour_name, view::PassageView};

const COLUMNS: [&str; 20] = [
    "id",
    "article",
    "title",
    "source",
    "published",
    "exact",
    "speaker",
    "office",
    "affiliation",
    "paragraph",
    "note",
    "tags",
    "colour",
    "state",
    "url",
    "file",
    "notices",
    "created",
    "updated",
    "revision",
];

/// A cell that spreadsheets take for text: one that begins like a formula gets
/// an apostrophe before it (OWASP, "CSV Injection").
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

pub(super) fn write(views: &[PassageView], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for view in views {
        let p = &view.passage;
        let about = &p.about;
        let maybe = |text: &Option<crate::clean::Clean>| cell(text.as_deref().unwrap_or(""));
        let joined = |field: &dyn Fn(&Speaker) -> String| {
            let all: Vec<String> = about.speakers.iter().map(field).collect();
            if all.iter().all(String::is_empty) {
                return String::new();
            }
            cell(&all.join("; "))
        };
        let list = |texts: &[crate::clean::Clean]| {
            let all: Vec<&str> = texts.iter().map(|t| &**t).collect();
            cell(&all.join(", "))
        };
        table.write_record([
            p.id.to_string(),
            p.article.to_string(),
            cell(&about.title),
            maybe(&about.source),
            about.published.map(|d| d.to_string()).unwrap_or_default(),
            cell(&p.selector.exact),
            joined(&|s| s.name.to_string()),
            joined(&|s| s.office.as_deref().unwrap_or("").to_owned()),
            joined(&|s| s.affiliation.as_deref().unwrap_or("").to_owned()),
            about.paragraph.map(|n| n.to_string()).unwrap_or_default(),
            cell(&p.note),
            list(&p.tags),
            colour_name(p.colour).to_owned(),
            view.state.name().to_owned(),
            maybe(&about.url),
            maybe(&about.file),
            list(&about.notices),
            p.created.to_string(),
            p.updated.to_string(),
            view.revision().unwrap_or_default(),
        ])?;
    }
    table.flush()
}
