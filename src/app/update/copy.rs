//! Giving text away: clipboard, pipe, export.

use crate::{
    app::{
        action::Copy,
        effect::Effect,
        model::{Model, Shown},
        panel::Goal,
    },
    passage::{
        Passage,
        cite::Template,
        export::{FORMATS, Format},
    },
    reader::Reader,
    span::Span,
};

/// Copies something.
pub fn copy(model: &mut Model, what: Copy, out: &mut Vec<Effect>) {
    if let Some(passage) = panel_passage(model) {
        let (text, what) = match what {
            Copy::Citation => {
                let standing = model.standings.get(&passage.id);
                let earlier = standing.is_some_and(|s| !s.verbatim);
                (
                    cited(model, &passage, earlier),
                    "the passage with its citation",
                )
            }
            _ => (passage.selector.exact.to_string(), "the passage"),
        };
        out.push(Effect::Copy {
            text,
            what: what.to_owned(),
        });
        return;
    }
    let Shown::Article(open) = &model.shown else {
        return;
    };
    let reader = &open.reader;
    let at = reader.cursor();
    let text = |span: Option<Span>| span.map(|s| reader.document().slice(s).to_owned());
    let (text, what) = match what {
        Copy::Selection => (text(reader.keep_span()), "the selection"),
        Copy::Paragraph => (text(reader.block_span(at)), "the paragraph"),
        Copy::Quote => (text(quote(reader)), "the quote"),
        Copy::Url => {
            let url = reader.opened().article.meta.url.clone();
            let path = || reader.opened().location.path.display().to_string();
            match url {
                Some(url) => (Some(url.to_string()), "the address"),
                None => (Some(path()), "the file's path"),
            }
        }
        Copy::Citation => {
            let span = reader.keep_span().filter(|s| !s.is_empty());
            let passage = span.map(|s| Passage::of(reader.opened(), s, model.now));
            (
                passage.map(|p| cited(model, &p, false)),
                "the text with its citation",
            )
        }
    };
    match text.filter(|t| !t.is_empty()) {
        Some(text) => out.push(Effect::Copy {
            text,
            what: what.to_owned(),
        }),
        None => model.messages.note(&format!("{what} is not here")),
    }
    if let Some(reader) = model.reader_mut() {
        reader.clear_selection();
    }
}

fn panel_passage(model: &Model) -> Option<Passage> {
    match model.panel.as_ref()?.current()?.goal {
        Goal::Passage(id, _) => model.reading.passage(id).cloned(),
        _ => None,
    }
}

/// The quote under the cursor.
fn quote(reader: &Reader) -> Option<Span> {
    let at = reader.cursor();
    let quotes = &reader.opened().annotations.quotes;
    quotes
        .iter()
        .map(|q| q.span)
        .filter(|s| s.holds(at))
        .min_by_key(|s| s.len())
}

/// A passage with its citation, as the settings' template says; what the
/// template asks for and nobody knows is said.
fn cited(model: &mut Model, passage: &Passage, earlier: bool) -> String {
    let config = &model.config;
    let template = config.citations.get(&config.citation);
    let template = template.map_or(Template::parse("{quoted}"), |t| Template::parse(t));
    match template {
        Ok(template) => {
            let citation = template.cite_from(passage, earlier);
            if let Some(lacks) = citation.lacks() {
                model.messages.note(&format!("the citation has {lacks}"));
            }
            citation.text.to_string()
        }
        // The settings are checked when they are read.
        Err(error) => {
            model.messages.warn(&error.to_string());
            passage.selector.exact.to_string()
        }
    }
}

/// Gives the selection, else the whole text, to a program.
pub fn pipe(model: &mut Model, program: &str, out: &mut Vec<Effect>) {
    let Some(reader) = model.reader() else {
        model.messages.note("no article is open");
        return;
    };
    let text = match reader.selection() {
        Some(span) => reader.document().slice(span).to_owned(),
        None => reader.document().text().to_owned(),
    };
    out.push(Effect::Pipe {
        command: program.to_owned(),
        text,
    });
}

/// The format and the file of an export: a format and a path, or a path whose
/// ending tells the format.
fn target(words: &str) -> Option<(Format, &str)> {
    let words = words.trim();
    if let Some((name, path)) = words.split_once(' ')
        && let Some(format) = Format::of(name)
    {
        return Some((format, path.trim()));
    }
    let ending = std::path::Path::new(words).extension()?.to_str()?;
    Format::of(ending).map(|format| (format, words))
}

/// Writes all passages to a file.
pub fn export(model: &mut Model, words: &str, out: &mut Vec<Effect>) {
    let Some((format, path)) = target(words).filter(|(_, path)| !path.is_empty()) else {
        let known: Vec<&str> = FORMATS.iter().map(|(n, _)| *n).collect();
        let said = match Format::of(words) {
            Some(format) => format!("export needs a file: export {} FILE", format.name()),
            None => format!(
                "export needs a file whose ending tells the format, or a format and a file; formats: {}",
                known.join(", ")
            ),
        };
        model.messages.warn(&said);
        return;
    };
    let passages: Vec<Passage> = model.reading.passages().cloned().collect();
    if passages.is_empty() {
        model.messages.note("there are no bookmarks to export yet");
        return;
    }
    out.push(Effect::Write {
        path: path.to_owned(),
        format,
        passages,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_format() {
        assert_eq!(
            target("csv out/a.txt"),
            Some((Format::Csv, "out/a.txt")),
            "what is said counts"
        );
        assert_eq!(
            target("my notes.md"),
            Some((Format::Markdown, "my notes.md"))
        );
        for (file, format) in [
            ("a.json", Format::Json),
            ("a.bib", Format::Bibtex),
            ("~/x/a.RIS", Format::Ris),
            ("a.jsonld", Format::WebAnnotation),
            ("a.csl.csl", Format::CslJson),
        ] {
            assert_eq!(target(file), Some((format, file)));
        }
        assert_eq!(target("notes.txt"), None);
        assert_eq!(target("markdown"), None);
        assert_eq!(target(""), None);
    }
}
