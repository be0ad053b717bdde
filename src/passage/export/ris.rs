//! RIS: one `NEWS` reference each, its passages as notes.

use std::io::{self, Write};

use super::{TRANSLATED, annote, author};
use crate::passage::view::{PassageView, by_article};

/// A line; values have one line each.
fn line(out: &mut dyn Write, tag: &str, value: &str) -> io::Result<()> {
    let value: Vec<&str> = value.split_whitespace().collect();
    write!(out, "{tag}  - {}\r\n", value.join(" "))
}

fn entry(views: &[PassageView], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = views.first() else {
        return Ok(());
    };
    let about = &first.passage.about;
    line(out, "TY", "NEWS")?;
    line(out, "ID", first.passage.article.as_str())?;
    line(out, "TI", &about.title)?;
    if let Some(author) = author(&first.passage) {
        line(out, "AU", author)?;
    }
    if let Some(source) = &about.source {
        line(out, "T2", source)?;
    }
    if let Some(d) = about.published {
        line(out, "PY", &d.year().to_string())?;
        let date = format!("{:04}/{:02}/{:02}/", d.year(), d.month(), d.day());
        line(out, "DA", &date)?;
    }
    if let Some(url) = &about.url {
        line(out, "UR", url)?;
    }
    if let Some(language) = &about.language {
        line(out, "LA", language)?;
    }
    let mut tags: Vec<&str> = views
        .iter()
        .flat_map(|v| v.passage.tags.iter().map(|t| &**t))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    for tag in tags {
        line(out, "KW", tag)?;
    }
    for view in views {
        line(out, "N1", &annote(view))?;
    }
    if about.machine_translated() {
        line(out, "N1", TRANSLATED)?;
    }
    line(out, "ER", "")?;
    write!(out, "\r\n")
}

pub(super) fn write(views: &[PassageView], out: &mut dyn Write) -> io::Result<()> {
    by_article(views).try_for_each(|views| entry(views, out))
}
