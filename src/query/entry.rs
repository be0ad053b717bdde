//! What of an article can be searched: the one form that the index stores and
//! the scan looks at.

use jiff::civil::DateTime;

use super::{
    said::{Places, Said, Speakers, quotes},
    word,
};
use crate::{
    annotate::{Annotations, Figure, Person},
    article::Article,
    document::BlockKind,
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
    /// Name, office and affiliation of each speaker.
    pub speakers: Vec<String>,
    /// Who says what, reported speech too.
    pub quotes: Vec<Said>,
    /// Figures that matter, see [`crate::annotate::Figure::minor`].
    pub figures: Vec<Counted>,
    /// Named officials and offices: distinct people.
    pub officials: u32,
    /// Words of title, body and captions.
    pub words: u32,
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

/// A text that is searched, as it grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// [`Entry::title`].
    Title,
    /// [`Entry::body`].
    Body,
    /// [`Entry::caption`].
    Caption,
}

impl Entry {
    /// Makes the entry of an annotated article.
    #[must_use]
    pub fn of(article: &Article, found: &Annotations) -> Self {
        let document = &article.document;
        let mut places = Places::of(found);
        let mut entry = Self::texts(article, &mut places);
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
        let mut speakers = Speakers::default();
        entry.quotes = quotes(document, found, &places, &mut speakers);
        entry.speakers = speakers.folded;
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
        Self::texts(article, &mut Places::default())
    }

    /// The texts, and where in them the places of the document stand.
    fn texts(article: &Article, places: &mut Places) -> Self {
        let meta = &article.meta;
        let document = &article.document;
        let mut entry = Self {
            body: String::with_capacity(document.text().len()),
            ..Self::default()
        };
        let mut words = word::push_words(&meta.title, &mut entry.title);
        let field = |text: &Option<crate::clean::Clean>| {
            let mut out = String::new();
            push(&mut out, text.as_deref().unwrap_or_default());
            out
        };
        entry.by = field(&meta.byline);
        entry.source = field(&meta.source);
        entry.place = field(&meta.dateline);
        entry.lang = field(&meta.language);
        let (mut headline, mut body, mut caption) = (String::new(), 0, 0);
        let mut headline_words = 0;
        for block in document.blocks() {
            let span = block.span;
            match block.kind {
                BlockKind::Headline => {
                    let (text, count) = (&mut headline, &mut headline_words);
                    places.push(document, span, Column::Title, text, count);
                }
                BlockKind::Caption => {
                    places.push(
                        document,
                        span,
                        Column::Caption,
                        &mut entry.caption,
                        &mut caption,
                    );
                }
                BlockKind::Byline if !entry.by.is_empty() => {}
                BlockKind::Byline => push(&mut entry.by, document.slice(span)),
                kind if kind.is_content() => {
                    places.push(document, span, Column::Body, &mut entry.body, &mut body);
                }
                _ => {}
            }
        }
        // A headline that was found elsewhere does not hide the one in the text.
        if headline != entry.title && !headline.is_empty() {
            if !entry.body.is_empty() {
                entry.body.push(' ');
            }
            places.move_title(entry.body.len(), body);
            entry.body.push_str(&headline);
            words += headline_words;
        }
        entry.words = u32::try_from(words + body + caption).unwrap_or(u32::MAX);
        entry
    }

    /// A text that is searched.
    #[must_use]
    pub fn column(&self, column: Column) -> &str {
        match column {
            Column::Title => &self.title,
            Column::Body => &self.body,
            Column::Caption => &self.caption,
        }
    }
}

/// Appends a person's name, office and affiliation.
pub(super) fn push_person(out: &mut String, person: &Person) {
    for text in [&person.title, &person.affiliation, &person.name]
        .into_iter()
        .flatten()
    {
        push(out, text);
    }
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
