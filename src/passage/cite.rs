//! Citations: the words, who says them, where they stand. What is not known is
//! said to be missing, never made up.
//!
//! A template is text with fields in braces, `{title}`. A part in brackets is
//! left out where one of its fields is not known; elsewhere such a field is
//! written `[no date]`. A doubled brace or bracket stands for itself.

use std::fmt::Write as _;

use jiff::civil::DateTime;

use super::Passage;
use crate::clean::Clean;

/// A field that a template can name: name and what it gives.
pub const FIELDS: &[(&str, &str)] = &[
    ("quote", "the passage, word for word"),
    (
        "quoted",
        "the passage in quotation marks, unless it has its own",
    ),
    ("blockquote", "the passage, each line behind \"> \""),
    (
        "speaker",
        "who speaks: name, office, body; several parted by \"; \"",
    ),
    ("name", "who speaks: the name alone"),
    ("office", "the speaker's office"),
    ("affiliation", "the speaker's body or state"),
    ("title", "the headline"),
    ("source", "the outlet"),
    ("byline", "who wrote it"),
    ("date", "when it was published: 18 April 2024"),
    ("isodate", "when it was published: 2024-04-18"),
    ("cabledate", "when it was published: 18 APR 2024"),
    ("url", "the address"),
    ("file", "the name of the file"),
    ("address", "the address, or else the name of the file"),
    ("paragraph", "the number of the paragraph"),
    (
        "revision",
        "which text of the article: \"text of 18 April 2024\"",
    ),
    ("language", "the code of the language"),
    ("note", "your note"),
    ("tags", "your tags"),
    (
        "warning",
        "that the article was translated by a machine; else nothing",
    ),
];

/// A template that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {}: {message}", .column + 1)]
pub struct TemplateError {
    /// What is wrong and what would be right.
    pub message: Clean,
    /// Where: characters before the place, from 0.
    pub column: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Field(&'static str),
    /// Written only if all its fields are known.
    Group(Vec<Part>),
}

/// A checked template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

/// What a citation became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The text, for the clipboard.
    pub text: Clean,
    /// The fields that the template names and the passage lacks: "speaker",
    /// "date". For the status line.
    pub missing: Vec<&'static str>,
}

impl Citation {
    /// "no date, no speaker"; nothing where all is known.
    #[must_use]
    pub fn lacks(&self) -> Option<Clean> {
        let all: Vec<String> = self.missing.iter().map(|f| format!("no {f}")).collect();
        (!all.is_empty()).then(|| Clean::line(&all.join(", ")))
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// If it names a field that there is not (the error names it and the
    /// nearest), or a brace or a bracket is not closed.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        // The innermost open part is the last; the first is the template.
        let mut open: Vec<(usize, Vec<Part>)> = vec![(0, Vec::new())];
        let mut chars = text.chars().enumerate().peekable();
        while let Some((at, c)) = chars.next() {
            let sign = matches!(c, '{' | '}' | '[' | ']');
            // "]]" ends two parts, if two are open.
            let doubled = chars.peek().is_some_and(|(_, next)| *next == c);
            if sign && doubled && !(c == ']' && open.len() > 1) {
                chars.next();
                push(&mut open, c);
                continue;
            }
            match c {
                '{' => {
                    let mut name = String::new();
                    loop {
                        match chars.next() {
                            Some((_, '}')) => break,
                            Some((_, c)) if c != '{' && c != '\n' => name.push(c),
                            _ => {
                                return Err(error(
                                    at,
                                    "this brace is not closed; write {{ for one",
                                ));
                            }
                        }
                    }
                    let part = Part::Field(field(name.trim(), at)?);
                    if let Some((_, parts)) = open.last_mut() {
                        parts.push(part);
                    }
                }
                '}' => return Err(error(at, "this brace closes nothing; write }} for one")),
                '[' => open.push((at, Vec::new())),
                ']' => {
                    let (inner, outer) = (open.pop(), open.last_mut());
                    match (inner, outer) {
                        (Some((_, inner)), Some((_, outer))) => outer.push(Part::Group(inner)),
                        _ => {
                            return Err(error(at, "this bracket closes nothing; write ]] for one"));
                        }
                    }
                }
                c => push(&mut open, c),
            }
        }
        match (open.pop(), open.is_empty()) {
            (Some((_, parts)), true) => Ok(Self { parts }),
            (open, _) => {
                let at = open.map_or(0, |(at, _)| at);
                Err(error(at, "this bracket is not closed; write [[ for one"))
            }
        }
    }

    /// Cites a passage. Where the article was translated by a machine the
    /// warning is written, whether the template asks for it or not.
    #[must_use]
    pub fn cite(&self, passage: &Passage) -> Citation {
        self.cite_from(passage, false)
    }

    /// The same; `earlier` says that the words do not stand in the article any
    /// more as they were kept, which is then written.
    #[must_use]
    pub fn cite_from(&self, passage: &Passage, earlier: bool) -> Citation {
        let mut missing = Vec::new();
        let mut out = write(&self.parts, passage, &mut missing, false).unwrap_or_default();
        if passage.about.machine_translated() && !out.contains(WARNING) {
            out.push('\n');
            out.push_str(WARNING);
        }
        if earlier {
            let day = passage.about.taken_on(passage.created);
            let _ = write!(out, "\n[Text of {day}: the article has changed since.]");
        }
        let mut seen = std::collections::BTreeSet::new();
        missing.retain(|m| seen.insert(*m));
        Citation {
            text: Clean::text(&out),
            missing,
        }
    }
}

/// Appends a character to the innermost open part.
fn push(open: &mut [(usize, Vec<Part>)], c: char) {
    let Some((_, parts)) = open.last_mut() else {
        return;
    };
    match parts.last_mut() {
        Some(Part::Text(text)) => text.push(c),
        _ => parts.push(Part::Text(c.to_string())),
    }
}

/// Writes parts; `None` for an optional row of them that lacks a field.
fn write(
    parts: &[Part],
    passage: &Passage,
    missing: &mut Vec<&'static str>,
    optional: bool,
) -> Option<String> {
    let mut out = String::new();
    let mut whole = true;
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Group(inner) => {
                out.push_str(&write(inner, passage, missing, true).unwrap_or_default());
            }
            Part::Field(name) => match value(name, passage) {
                Some(value) => out.push_str(&value),
                None => {
                    whole = false;
                    // Nobody misses a warning, or notes that were never made.
                    if !(optional && matches!(*name, "warning" | "note" | "tags")) {
                        missing.push(*name);
                    }
                    out.push_str("[no ");
                    out.push_str(name);
                    out.push(']');
                }
            },
        }
    }
    (whole || !optional).then_some(out)
}

/// What is said of a passage from a translated article.
pub const WARNING: &str = "[Machine translation: the wording is not verbatim.]";

fn error(column: usize, message: &str) -> TemplateError {
    TemplateError {
        message: Clean::line(message),
        column,
    }
}

/// The field of a name.
fn field(name: &str, column: usize) -> Result<&'static str, TemplateError> {
    if let Some((known, _)) = FIELDS.iter().find(|(n, _)| *n == name) {
        return Ok(known);
    }
    let known = FIELDS.iter().map(|(n, _)| *n);
    let near = match crate::nearest::meant(name, known.clone(), ("{", "}")).as_str() {
        "" => format!("; there are {}", known.collect::<Vec<_>>().join(", ")),
        near => near.to_owned(),
    };
    Err(error(column, &format!("no field {{{name}}}{near}")))
}

/// What a field gives; `None` where it is not known.
fn value(name: &str, passage: &Passage) -> Option<String> {
    let about = &passage.about;
    let exact = &*passage.selector.exact;
    let some = |text: &Option<Clean>| text.as_deref().map(str::to_owned);
    let each = |get: &dyn Fn(&super::Speaker) -> Option<&Clean>| {
        let all: Vec<&str> = about
            .speakers
            .iter()
            .filter_map(|s| get(s).map(|t| &**t))
            .collect();
        (!all.is_empty()).then(|| all.join("; "))
    };
    match name {
        "quote" => Some(exact.to_owned()),
        "quoted" => Some(quoted(exact)),
        "blockquote" => {
            let lines: Vec<String> = exact.lines().map(|l| format!("> {l}")).collect();
            Some(lines.join("\n"))
        }
        "speaker" => speakers(passage),
        "name" => each(&|s| Some(&s.name)),
        "office" => each(&|s| s.office.as_ref()),
        "affiliation" => each(&|s| s.affiliation.as_ref()),
        "title" => (!about.title.is_empty()).then(|| about.title.to_string()),
        "source" => some(&about.source),
        "byline" => some(&about.byline),
        "date" => about.published.map(long_date),
        "isodate" => about.published.map(|d| d.date().to_string()),
        "cabledate" => about.published.map(cable_date),
        "revision" => Some(format!("text of {}", about.taken_on(passage.created))),
        "url" => some(&about.url),
        "file" => some(&about.file),
        "address" => some(&about.url).or_else(|| some(&about.file)),
        "paragraph" => about.paragraph.map(|n| n.to_string()),
        "language" => some(&about.language),
        "note" => (!passage.note.is_empty()).then(|| passage.note.to_string()),
        "tags" => {
            let tags: Vec<&str> = passage.tags.iter().map(|t| &**t).collect();
            (!tags.is_empty()).then(|| tags.join(", "))
        }
        "warning" => about.machine_translated().then(|| WARNING.to_owned()),
        _ => None,
    }
}

/// The words in quotation marks, unless they are in marks already: what is
/// inside stays byte for byte.
fn quoted(exact: &str) -> String {
    let opens = ['"', '“', '«', '„', '‘', '\''];
    let closes = ['"', '”', '»', '“', '’', '\''];
    if exact.starts_with(opens) && exact.trim_end_matches([',', '.']).ends_with(closes) {
        exact.to_owned()
    } else {
        format!("“{exact}”")
    }
}

/// Who speaks: name, office and body of each, joined by "; ".
#[must_use]
pub fn speakers(passage: &Passage) -> Option<String> {
    let all: Vec<String> = passage
        .about
        .speakers
        .iter()
        .map(super::Speaker::full)
        .collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// "18 April 2024".
#[must_use]
pub fn long_date(at: DateTime) -> String {
    format!("{} {} {}", at.day(), month(at), at.year())
}

/// "18 APR 2024".
fn cable_date(at: DateTime) -> String {
    let month: String = month(at).chars().take(3).collect();
    format!("{:02} {} {}", at.day(), month.to_uppercase(), at.year())
}

fn month(at: DateTime) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(at.month() - 1).ok();
    month.and_then(|m| MONTHS.get(m)).unwrap_or(&"")
}

/// The text that `y`, `yy` and `yq` copy: the words of a stretch, byte for byte.
#[must_use]
pub fn copied(text: &str) -> Clean {
    Clean::text(text.trim_matches(['\n', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::ArticleId,
        passage::{About, PassageId, Selector, Speaker},
        span::Span,
    };

    fn passage() -> Passage {
        let line = |s| Some(Clean::line(s));
        let text = "“We have {no} choice,” she said.";
        let selector = Selector::of(text, Span::new(0, 26));
        let now = jiff::Timestamp::UNIX_EPOCH;
        let article = ArticleId::of("a");
        Passage {
            id: PassageId::new(now, article, &selector),
            article,
            selector,
            about: About {
                title: Clean::line("Budget vote"),
                source: line("The Herald"),
                published: Some(jiff::civil::date(2024, 4, 8).at(9, 0, 0, 0)),
                url: line("https://example.org/budget"),
                paragraph: Some(2),
                speakers: vec![Speaker {
                    name: Clean::line("Mara Lind"),
                    office: line("finance minister"),
                    affiliation: line("Norland"),
                }],
                ..About::default()
            },
            note: Clean::default(),
            tags: Vec::new(),
            colour: 0,
            created: now,
            updated: now,
        }
    }

    /// A template of the shipped settings.
    fn shipped(name: &str) -> Template {
        let config: toml::Table = include_str!("../../config/config.toml")
            .parse()
            .expect("config");
        let all = config
            .get("citations")
            .and_then(|c| c.as_table())
            .expect("citations");
        let text = all.get(name).and_then(|t| t.as_str()).expect(name);
        Template::parse(text).expect(name)
    }

    fn cite(name: &str, passage: &Passage) -> String {
        shipped(name).cite(passage).text.to_string()
    }

    #[test]
    fn the_shipped_templates() {
        let p = passage();
        assert_eq!(
            cite("plain", &p),
            "“We have {no} choice,” (Mara Lind, finance minister, Norland), The Herald, “Budget vote”, 8 April 2024, para. 2, https://example.org/budget"
        );
        assert_eq!(
            cite("markdown", &p),
            "> “We have {no} choice,”\n>\n> — Mara Lind, finance minister, Norland, in “Budget vote”, *The Herald*, 8 April 2024, para. 2. <https://example.org/budget>"
        );
        assert_eq!(
            cite("cable", &p),
            "08 APR 2024. The Herald: Budget vote (PARA 2). Mara Lind, finance minister, Norland: “We have {no} choice,” REF: https://example.org/budget"
        );
    }

    #[test]
    fn what_is_not_known_is_said() {
        let mut p = passage();
        p.about = About {
            title: Clean::line("Budget vote"),
            ..About::default()
        };
        let citation = shipped("plain").cite(&p);
        assert_eq!(
            &*citation.text,
            "“We have {no} choice,”, [no source], “Budget vote”, [no date]"
        );
        let lacks = citation.lacks().expect("lacks");
        assert_eq!(
            &*lacks,
            "no speaker, no source, no date, no paragraph, no address"
        );
    }

    #[test]
    fn a_machine_translation_is_said_whatever_the_template() {
        let mut p = passage();
        p.about.notices.push(Clean::line("machine-translated"));
        for name in ["plain", "markdown", "cable"] {
            assert_eq!(cite(name, &p).matches(WARNING).count(), 1, "{name}");
        }
        let own = Template::parse("{quote}").expect("template").cite(&p);
        assert_eq!(&*own.text, format!("“We have {{no}} choice,”\n{WARNING}"));
    }

    #[test]
    fn mistakes_in_a_template_are_named_with_their_place() {
        let fails = |t: &str| Template::parse(t).expect_err(t).to_string();
        assert_eq!(
            fails("{quote} {sorce}"),
            "column 9: no field {sorce}; did you mean {source}?"
        );
        assert!(fails("a {quote").contains("column 3"));
        assert!(fails("a }").contains("closes nothing"));
        assert!(fails("[a").contains("not closed"));
        assert!(fails("a]").contains("closes nothing"));
        let own = Template::parse("{{{name}}} [[x]] [{note}!][{office}[ ({url})]]{tags}");
        let citation = own.expect("template").cite(&passage());
        assert_eq!(
            &*citation.text,
            "{Mara Lind} [x] finance minister (https://example.org/budget)[no tags]"
        );
    }

    #[test]
    fn every_field_gives_something_or_is_missing() {
        for (name, _) in FIELDS {
            let template = Template::parse(&format!("{{{name}}}")).expect(name);
            let citation = template.cite(&passage());
            assert!(!citation.text.is_empty(), "{name}");
        }
    }
}
