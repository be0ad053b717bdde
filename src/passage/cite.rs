//! Citations: the words, who says them, where they stand. What is not known is
//! said to be missing, never made up.
//!
//! A template is text with fields in braces, `{title}`; `{{` and `}}` stand for
//! braces. What stands between `[[` and `]]` is written only if all its fields
//! are known. Elsewhere a field that is not known is written `[no date]`.

use jiff::civil::DateTime;

use super::Passage;
use crate::clean::Clean;

/// A field that a template can name: name and what it gives.
pub const FIELDS: &[(&str, &str)] = &[
    ("text", "the passage, word for word"),
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

/// The shipped templates, by name.
pub const SHIPPED: [(&str, &str); 3] = [
    (
        "plain",
        "{quoted}\n[[— {speaker}\n]]{title}, {source}, {date}[[, para. {paragraph}]]\n{address}[[\n{warning}]]",
    ),
    (
        "markdown",
        "{blockquote}\n>\n> — [[{speaker}, in ]]“{title}”, *{source}*, {date}[[, para. {paragraph}]]. <{address}>[[\n>\n> {warning}]]",
    ),
    (
        "cable",
        "{cabledate}. {source}: {title}[[ (PARA {paragraph})]]. [[{speaker}: ]]{quoted} REF: {address}.[[ {warning}]]",
    ),
];

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
    /// nearest), or a brace or a `[[` is not closed.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut group: Option<(usize, Vec<Part>)> = None;
        let mut plain = String::new();
        let mut chars = text.chars().enumerate().peekable();
        while let Some((at, c)) = chars.next() {
            let twice = chars.peek().is_some_and(|(_, next)| *next == c);
            if !matches!(c, '{' | '}' | '[' | ']') || matches!(c, '[' | ']') && !twice {
                plain.push(c);
                continue;
            }
            if twice {
                chars.next();
            }
            if twice && matches!(c, '{' | '}') {
                plain.push(c);
                continue;
            }
            let to = group.as_mut().map_or(&mut parts, |(_, g)| g);
            if !plain.is_empty() {
                to.push(Part::Text(std::mem::take(&mut plain)));
            }
            match (c, group.take()) {
                ('{', open) => {
                    let name: String = chars
                        .by_ref()
                        .map(|(_, c)| c)
                        .take_while(|c| *c != '}')
                        .collect();
                    if name.contains(['{', '\n']) || !closed(text, at) {
                        return Err(error(at, "this brace is not closed; write {{ for a brace"));
                    }
                    let part = Part::Field(field(name.trim(), at)?);
                    group = open;
                    group.as_mut().map_or(&mut parts, |(_, g)| g).push(part);
                }
                ('[', None) => group = Some((at, Vec::new())),
                ('[', Some(_)) => return Err(error(at, "[[ inside [[ … ]]: close the first one")),
                (']', Some((_, inner))) => parts.push(Part::Group(inner)),
                (']', None) => return Err(error(at, "]] closes nothing")),
                _ => return Err(error(at, "this brace closes nothing; write }} for a brace")),
            }
        }
        if let Some((at, _)) = group {
            return Err(error(at, "[[ is not closed"));
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self { parts })
    }

    /// A shipped template; `None` if there is none of that name.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(n, _)| *n == name)?;
        Self::parse(text).ok()
    }

    /// Whether it names a field.
    fn names(&self, wanted: &str) -> bool {
        let is = |p: &Part| matches!(p, Part::Field(name) if *name == wanted);
        self.parts.iter().any(|p| match p {
            Part::Group(inner) => inner.iter().any(is),
            other => is(other),
        })
    }

    /// Cites a passage. Where the article was translated by a machine the
    /// warning is written, whether the template asks for it or not.
    #[must_use]
    pub fn cite(&self, passage: &Passage) -> Citation {
        let mut out = String::new();
        let mut missing = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Field(name) => match value(name, passage) {
                    Some(value) => out.push_str(&value),
                    None => {
                        out.push_str("[no ");
                        out.push_str(name);
                        out.push(']');
                        missing.push(*name);
                    }
                },
                Part::Group(inner) => {
                    let all = inner.iter().map(|p| match p {
                        Part::Text(text) => Some(text.clone()),
                        Part::Field(name) => {
                            let value = value(name, passage);
                            if value.is_none() && !matches!(*name, "warning" | "note" | "tags") {
                                missing.push(*name);
                            }
                            value
                        }
                        Part::Group(_) => None,
                    });
                    // All of them, so that every missing field is noted.
                    let all: Vec<Option<String>> = all.collect();
                    if let Some(all) = all.into_iter().collect::<Option<Vec<String>>>() {
                        out.push_str(&all.concat());
                    }
                }
            }
        }
        if passage.about.machine_translated() && !self.names("warning") {
            out.push('\n');
            out.push_str(WARNING);
        }
        Citation {
            text: Clean::text(&out),
            missing,
        }
    }
}

/// Whether a brace that opens at character `at` is closed on its line.
fn closed(text: &str, at: usize) -> bool {
    text.chars()
        .skip(at)
        .take_while(|c| *c != '\n')
        .any(|c| c == '}')
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
    let distance = |field: &str| {
        let chars = |s: &str| s.to_lowercase().chars().collect::<Vec<char>>();
        super::fuzzy::distance(&chars(field), &chars(name))
    };
    let nearest = FIELDS.iter().map(|(n, _)| *n).min_by_key(|n| distance(n));
    Err(error(
        column,
        &format!(
            "no field {{{name}}}; nearest: {{{}}}",
            nearest.unwrap_or("text")
        ),
    ))
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
        "text" => Some(exact.to_owned()),
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

    fn cite(name: &str, passage: &Passage) -> String {
        Template::shipped(name)
            .expect(name)
            .cite(passage)
            .text
            .to_string()
    }

    #[test]
    fn the_shipped_templates() {
        let p = passage();
        assert_eq!(
            cite("plain", &p),
            "“We have {no} choice,”\n— Mara Lind, finance minister, Norland\nBudget vote, The Herald, 8 April 2024, para. 2\nhttps://example.org/budget"
        );
        assert_eq!(
            cite("markdown", &p),
            "> “We have {no} choice,”\n>\n> — Mara Lind, finance minister, Norland, in “Budget vote”, *The Herald*, 8 April 2024, para. 2. <https://example.org/budget>"
        );
        assert_eq!(
            cite("cable", &p),
            "08 APR 2024. The Herald: Budget vote (PARA 2). Mara Lind, finance minister, Norland: “We have {no} choice,” REF: https://example.org/budget."
        );
    }

    #[test]
    fn what_is_not_known_is_said() {
        let mut p = passage();
        p.about = About {
            title: Clean::line("Budget vote"),
            ..About::default()
        };
        let citation = Template::shipped("plain").expect("plain").cite(&p);
        assert_eq!(
            &*citation.text,
            "“We have {no} choice,”\nBudget vote, [no source], [no date]\n[no address]"
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
        for (name, _) in SHIPPED {
            assert_eq!(cite(name, &p).matches(WARNING).count(), 1, "{name}");
        }
        let own = Template::parse("{text}").expect("template").cite(&p);
        assert_eq!(&*own.text, format!("“We have {{no}} choice,”\n{WARNING}"));
    }

    #[test]
    fn mistakes_in_a_template_are_named_with_their_place() {
        let fails = |t: &str| Template::parse(t).expect_err(t).to_string();
        assert_eq!(
            fails("{text} {sorce}"),
            "column 8: no field {sorce}; nearest: {source}"
        );
        assert!(fails("a {text").contains("column 3"));
        assert!(fails("a }").contains("closes nothing"));
        assert!(fails("[[a").contains("not closed"));
        assert!(fails("a]]").contains("closes nothing"));
        assert!(fails("[[a [[b]]").contains("inside"));
        let own = Template::parse("{{{name}}} [x] [[{note}!]]{tags}").expect("template");
        let citation = own.cite(&passage());
        assert_eq!(&*citation.text, "{Mara Lind} [x] [no tags]");
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
