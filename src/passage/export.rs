//! Passages for other programs: Markdown, JSON, CSV, CSL-JSON, BibTeX, RIS and
//! W3C Web Annotation.
//!
//! The order is that of the given slice (see [`super::view::sort`]); the same
//! passages give the same bytes.

mod annotation;
mod bibtex;
mod csl;
mod json;
pub mod markdown;
mod ris;
mod table;

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use super::{Passage, view::PassageView};

pub use json::object;

/// A form in which passages are handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people and for note-taking programs.
    Markdown,
    /// JSON Lines, the object of the contract; can be imported again.
    Json,
    /// A table.
    Csv,
    /// CSL-JSON: one reference an article.
    CslJson,
    /// BibTeX: one reference an article.
    Bibtex,
    /// RIS: one reference an article.
    Ris,
    /// W3C Web Annotation, JSON-LD.
    WebAnnotation,
}

/// The formats with their names on the command line.
pub const FORMATS: [(&str, Format); 7] = [
    ("markdown", Format::Markdown),
    ("json", Format::Json),
    ("csv", Format::Csv),
    ("csl-json", Format::CslJson),
    ("bibtex", Format::Bibtex),
    ("ris", Format::Ris),
    ("webannotation", Format::WebAnnotation),
];

impl Format {
    /// The format of a name or a file extension.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        let name = match &*name {
            "md" => "markdown",
            "jsonl" => "json",
            "csl" => "csl-json",
            "bib" => "bibtex",
            "jsonld" | "web-annotation" => "webannotation",
            other => other,
        };
        FORMATS.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        FORMATS
            .iter()
            .find(|(_, f)| *f == self)
            .map_or("markdown", |(n, _)| n)
    }
}

/// Writes the passages in a format.
///
/// # Errors
///
/// What `out` returns.
pub fn write(format: Format, views: &[PassageView], out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Markdown => out.write_all(markdown::merge("", views).text.as_bytes()),
        Format::Json => json::write(views, out),
        Format::Csv => table::write(views, out),
        Format::CslJson => csl::write(views, out),
        Format::Bibtex => bibtex::write(views, out),
        Format::Ris => ris::write(views, out),
        Format::WebAnnotation => annotation::write(views, out),
    }
}

/// The byline without its "By".
fn author(passage: &Passage) -> Option<&str> {
    let byline = passage.about.byline.as_deref()?;
    let name = match byline.split_once(' ') {
        Some((by, rest)) if by.eq_ignore_ascii_case("by") => rest.trim_start(),
        _ => byline,
    };
    (!name.is_empty()).then_some(name)
}

/// A passage in one paragraph, for the notes of reference managers: the words
/// in quotation marks, who says them, the place, the user's note.
fn annote(view: &PassageView) -> String {
    let passage = &view.passage;
    let words: Vec<&str> = passage.selector.exact.split_whitespace().collect();
    let words = words.join(" ");
    // Text that opens with its own marks gets none of ours.
    let marked = words.starts_with(['"', '“', '«', '„', '‘']);
    let mut out = if marked {
        words
    } else {
        format!("“{words}”")
    };
    if let Some(who) = super::cite::speakers(passage) {
        let _ = write!(out, " ({who})");
    }
    if let Some(n) = passage.about.paragraph {
        let _ = write!(out, ", para. {n}");
    }
    if passage.about.machine_translated() {
        out.push_str(" [machine translation]");
    }
    if let Some(revision) = view.revision() {
        let _ = write!(out, " [{revision}]");
    }
    if !passage.note.is_empty() {
        let note: Vec<&str> = passage.note.split_whitespace().collect();
        let _ = write!(out, " — {}", note.join(" "));
    }
    out
}

/// A sentence on a machine translation, for the notes of reference managers.
const TRANSLATED: &str =
    "The article says that it was translated by a machine: quotations are not verbatim.";
