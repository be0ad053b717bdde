//! What of an article can be searched: the one form that the index stores and
//! the scan looks at.

use jiff::civil::DateTime;

use super::word;
use crate::{
    annotate::{Annotations, Figure, Party, Person},
    article::Article,
    document::{BlockKind, Document},
    span::Span,
};

/// The searchable side of one article; texts are folded words joined by
/// spaces, see [`super::word`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The headline.
    pub title: String,
    /// Standfirst, headings, paragraphs, lists, quotations, tables.
    pub body: String,
    /// Captions.
    pub caption: String,
    /// The byline.
    pub by: String,
    /// The outlet.
    pub source: String,
    /// Names, offices and affiliations of officials.
    pub official: String,
    /// Dateline, places of figures, states of officials.
    pub place: String,
    /// The language's code.
    pub lang: String,
    /// Quotes that count, see [`Annotations::spoken`].
    pub spoken: u32,
    /// Who says what, reported speech too.
    pub quotes: Vec<Said>,
    /// Figures that matter, see [`crate::annotate::Figure::minor`].
    pub figures: Vec<Counted>,
    /// Named officials and offices: distinct people.
    pub officials: u32,
    /// Words of title, body and captions.
    pub words: u32,
}

/// One quote, folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Name, office and affiliation of the speaker.
    pub speaker: String,
    /// Its segments.
    pub said: String,
}

/// One figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// The number, or the lower end.
    pub value: f64,
    /// The upper end.
    pub high: f64,
    /// Unit and counted thing, folded.
    pub unit: String,
}

/// What is known about an article besides its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traits {
    /// Published, or else when its file was made.
    pub date: Option<DateTime>,
    /// Whether the date is that of its publication.
    pub published: bool,
    /// The folder, folded.
    pub folder: String,
    /// Marked read.
    pub read: bool,
    /// Starred.
    pub starred: bool,
    /// Passages kept in it.
    pub passages: u32,
    /// Notes on them, folded.
    pub notes: String,
    /// Their tags, folded.
    pub tags: String,
    /// Its file could not be imported.
    pub unreadable: bool,
    /// A built-in example.
    pub example: bool,
    /// Another file holds it too.
    pub duplicate: bool,
}

/// Appends folded words behind what is there.
fn push(out: &mut String, text: &str) {
    word::push_words(text, out);
}

impl Entry {
    /// Makes the entry of an annotated article.
    #[must_use]
    pub fn of(article: &Article, found: &Annotations) -> Self {
        let mut entry = Self::of_text(article);
        let document = &article.document;
        let people: Vec<_> = {
            let mut ids: Vec<_> = found.officials.iter().map(|o| o.person).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        entry.officials = u32::try_from(people.len()).unwrap_or(u32::MAX);
        for person in people.iter().filter_map(|id| found.person(*id)) {
            push_person(&mut entry.official, person);
            push(
                &mut entry.place,
                person.country.as_deref().unwrap_or_default(),
            );
        }
        for figure in found.figures.iter().filter(|f| !f.minor) {
            if let Some(place) = figure.place {
                push(&mut entry.place, document.slice(place));
            }
            entry.figures.push(Counted::of(figure));
        }
        entry.spoken = u32::try_from(found.spoken().count()).unwrap_or(u32::MAX);
        let quotes = uttered(document, found);
        entry.quotes = quotes.into_iter().map(|q| q.said).collect();
        if entry.lang.is_empty() {
            push(
                &mut entry.lang,
                found.language.as_deref().unwrap_or_default(),
            );
        }
        entry
    }

    /// The entry without what the annotator finds.
    #[must_use]
    pub fn of_text(article: &Article) -> Self {
        let meta = &article.meta;
        let document = &article.document;
        let mut entry = Self {
            body: String::with_capacity(document.text().len()),
            ..Self::default()
        };
        push(&mut entry.title, &meta.title);
        let field = |text: &Option<crate::clean::Clean>| {
            let mut out = String::new();
            push(&mut out, text.as_deref().unwrap_or_default());
            out
        };
        entry.by = field(&meta.byline);
        entry.source = field(&meta.source);
        entry.place = field(&meta.dateline);
        entry.lang = field(&meta.language);
        let mut headline = String::new();
        for block in document.blocks() {
            let text = document.slice(block.span);
            match block.kind {
                BlockKind::Headline => push(&mut headline, text),
                BlockKind::Caption => push(&mut entry.caption, text),
                BlockKind::Byline if !entry.by.is_empty() => {}
                BlockKind::Byline => push(&mut entry.by, text),
                kind if kind.is_content() => push(&mut entry.body, text),
                _ => {}
            }
        }
        // A headline that was found elsewhere does not hide the one in the text.
        if headline != entry.title {
            push(&mut entry.body, &headline);
        }
        let words = [&entry.title, &entry.body, &entry.caption];
        let count = words
            .iter()
            .map(|t| t.split(' ').filter(|w| !w.is_empty()).count())
            .sum::<usize>();
        entry.words = u32::try_from(count).unwrap_or(u32::MAX);
        entry
    }
}

/// Appends a person's name, office and affiliation.
fn push_person(out: &mut String, person: &Person) {
    for text in [&person.title, &person.affiliation, &person.name]
        .into_iter()
        .flatten()
    {
        push(out, text);
    }
}

/// The quotes, segments joined, by number.
pub(super) fn uttered(document: &Document, found: &Annotations) -> Vec<Uttered> {
    let mut out: Vec<Uttered> = Vec::new();
    for segment in &found.quotes {
        let at = match out.iter().position(|u| u.quote == segment.quote) {
            Some(at) => at,
            None => {
                out.push(Uttered {
                    quote: segment.quote,
                    ..Uttered::default()
                });
                out.len() - 1
            }
        };
        let Some(uttered) = out.get_mut(at) else {
            continue;
        };
        push(&mut uttered.said.said, document.slice(segment.span));
        uttered.segments.push(segment.span);
        if uttered.said.speaker.is_empty()
            && let Some(party) = &segment.speaker
        {
            push_party(&mut uttered.said.speaker, party, document, found);
            uttered.speaker = Some(party.span);
        }
    }
    out
}

/// A quote with its places in the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Uttered {
    quote: u32,
    /// Who says what.
    pub(super) said: Said,
    /// Its segments.
    pub(super) segments: Vec<Span>,
    /// Its speaker.
    pub(super) speaker: Option<Span>,
}

impl Counted {
    /// A figure as it is searched.
    pub(super) fn of(figure: &Figure) -> Self {
        let mut unit = String::new();
        for text in [&figure.unit, &figure.counted].into_iter().flatten() {
            push(&mut unit, text);
        }
        Self {
            value: figure.value,
            high: figure.high.unwrap_or(figure.value),
            unit,
        }
    }
}

/// Appends whom a party names, or else its words.
fn push_party(out: &mut String, party: &Party, document: &Document, found: &Annotations) {
    match party.person.and_then(|id| found.person(id)) {
        Some(person) if person.name.is_some() || person.title.is_some() => {
            push_person(out, person);
        }
        _ => push(out, document.slice(party.span)),
    }
}
