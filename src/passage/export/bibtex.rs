//! BibTeX: one `@article` each, its passages in `annote`. The fields are those
//! of both BibTeX and biblatex.

use std::io::{self, Write};

use super::{TRANSLATED, annote, author};
use crate::passage::view::{PassageView, by_article};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Text in braces: what TeX takes for more than a letter is escaped.
fn braced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('{');
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('}');
    out
}

fn entry(views: &[PassageView], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = views.first() else {
        return Ok(());
    };
    let about = &first.passage.about;
    write!(out, "@article{{{}", first.passage.article)?;
    let mut field = |key: &str, value: &str| write!(out, ",\n  {key} = {value}");
    // Doubled braces keep the capitals.
    field("title", &format!("{{{}}}", braced(&about.title)))?;
    if let Some(author) = author(&first.passage) {
        field("author", &format!("{{{}}}", braced(author)))?;
    }
    if let Some(source) = &about.source {
        field("journal", &braced(source))?;
    }
    field("entrysubtype", "{newspaper}")?;
    if let Some(d) = about.published {
        field("date", &format!("{{{}}}", d.date()))?;
        field("year", &format!("{{{}}}", d.year()))?;
        let month = usize::try_from(d.month() - 1).ok();
        if let Some(month) = month.and_then(|m| MONTHS.get(m)) {
            field("month", month)?;
        }
        field("day", &format!("{{{}}}", d.day()))?;
    }
    if let Some(url) = &about.url {
        // Addresses are read verbatim; braces in them would end the field.
        field("url", &format!("{{{}}}", url.replace(['{', '}'], "")))?;
    }
    if let Some(language) = &about.language {
        field("langid", &braced(language))?;
    }
    if about.machine_translated() {
        field("note", &braced(TRANSLATED))?;
    }
    let quotes: Vec<String> = views.iter().map(annote).collect();
    field("annote", &braced(&quotes.join(" ¶ ")))?;
    writeln!(out, "\n}}\n")
}

pub(super) fn write(views: &[PassageView], out: &mut dyn Write) -> io::Result<()> {
    by_article(views).try_for_each(|views| entry(views, out))
}
