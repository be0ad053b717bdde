//! Who says what: the quotes of an article as they are searched. A quote is a
//! stretch of the texts that are searched anyway, so that its words are stored
//! once.

use std::{borrow::Cow, ops::Range};

use super::{
    entry::{Column, Entry, push_person},
    word,
};
use crate::{
    annotate::{Annotations, Party, PersonId},
    document::Document,
    span::Span,
};

/// One quote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Its number in [`Entry::speakers`].
    pub speaker: Option<usize>,
    /// Its segments.
    pub pieces: Vec<Piece>,
}

/// A stretch of one of the texts of an [`Entry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which text.
    pub column: Column,
    /// Its words, counted from the first of the text.
    pub words: Range<usize>,
    /// Its bytes.
    pub bytes: Range<usize>,
}

impl Entry {
    /// Name, office and affiliation of the speaker of a quote, folded.
    #[must_use]
    pub fn speaker(&self, quote: &Said) -> &str {
        quote
            .speaker
            .and_then(|n| self.speakers.get(n))
            .map_or("", String::as_str)
    }

    /// What is said, folded: the segments one after the other.
    #[must_use]
    pub fn said(&self, quote: &Said) -> Cow<'_, str> {
        let text = |piece: &Piece| {
            let bytes = piece.bytes.clone();
            self.column(piece.column).get(bytes).unwrap_or("").trim()
        };
        match quote.pieces.as_slice() {
            [piece] => Cow::Borrowed(text(piece)),
            pieces => {
                let texts: Vec<&str> = pieces.iter().map(text).collect();
                Cow::Owned(texts.join(" "))
            }
        }
    }
}

/// Where the ends of the quotes stand in the texts: byte offsets of the
/// document, and what became of them.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Bytes of the document, ascending.
    ends: Vec<usize>,
    /// Text, words and bytes before it.
    places: Vec<Option<(Column, usize, usize)>>,
    next: usize,
}

impl Places {
    /// The ends of all quotes, not yet looked up.
    pub(super) fn of(found: &Annotations) -> Self {
        let spans = found.quotes.iter().map(|q| q.span);
        let mut ends: Vec<usize> = spans.flat_map(|s| [s.start, s.end]).collect();
        ends.sort_unstable();
        ends.dedup();
        Self {
            places: vec![None; ends.len()],
            ends,
            next: 0,
        }
    }

    /// Appends the words of a block to a text, cut at the ends of the quotes,
    /// and counts them.
    pub(super) fn push(
        &mut self,
        document: &Document,
        block: Span,
        column: Column,
        text: &mut String,
        words: &mut usize,
    ) {
        while self.ends.get(self.next).is_some_and(|e| *e < block.start) {
            self.next += 1;
        }
        let mut at = block.start;
        while let Some(end) = self.ends.get(self.next).filter(|e| **e <= block.end) {
            *words += word::push_words(document.slice(Span::new(at, *end)), text);
            at = *end;
            if let Some(place) = self.places.get_mut(self.next) {
                *place = Some((column, *words, text.len()));
            }
            self.next += 1;
        }
        *words += word::push_words(document.slice(Span::new(at, block.end)), text);
    }

    /// The headline became part of the body, behind so many bytes and words.
    pub(super) fn move_title(&mut self, bytes: usize, words: usize) {
        for (column, w, b) in self.places.iter_mut().flatten() {
            if *column == Column::Title {
                *column = Column::Body;
                *w += words;
                *b += bytes;
            }
        }
    }

    /// The stretch of text that a span became; `None` if it is not searched.
    fn piece(&self, span: Span) -> Option<Piece> {
        let place = |end| {
            let at = self.ends.binary_search(&end).ok()?;
            *self.places.get(at)?
        };
        let (column, first, start) = place(span.start)?;
        let (same, last, end) = place(span.end)?;
        (column == same && first < last).then_some(Piece {
            column,
            words: first..last,
            bytes: start..end,
        })
    }
}

/// The speakers of an article, each once.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    pub(super) folded: Vec<String>,
    people: Vec<(PersonId, usize)>,
}

impl Speakers {
    /// The number of whom a party names, or else of its words.
    fn number(&mut self, party: &Party, document: &Document, found: &Annotations) -> Option<usize> {
        let person = party.person.and_then(|id| found.person(id));
        let Some(person) = person.filter(|p| p.name.is_some() || p.title.is_some()) else {
            return self.add(&word::folded(document.slice(party.span)));
        };
        let known = self.people.iter().find(|(id, _)| *id == person.id);
        if let Some((_, n)) = known {
            return Some(*n);
        }
        let mut folded = String::new();
        push_person(&mut folded, person);
        let n = self.add(&folded)?;
        self.people.push((person.id, n));
        Some(n)
    }

    fn add(&mut self, folded: &str) -> Option<usize> {
        if folded.is_empty() {
            return None;
        }
        let known = self.folded.iter().position(|f| f == folded);
        Some(known.unwrap_or_else(|| {
            self.folded.push(folded.to_owned());
            self.folded.len() - 1
        }))
    }
}

/// The quotes of an article in the order of their first segments.
pub(super) fn quotes(
    document: &Document,
    found: &Annotations,
    places: &Places,
    speakers: &mut Speakers,
) -> Vec<Said> {
    let mut numbers: Vec<u32> = Vec::new();
    let mut out: Vec<Said> = Vec::new();
    for segment in &found.quotes {
        let at = numbers.iter().rposition(|n| *n == segment.quote);
        let at = at.unwrap_or_else(|| {
            numbers.push(segment.quote);
            out.push(Said::default());
            out.len() - 1
        });
        let Some(quote) = out.get_mut(at) else {
            continue;
        };
        quote.pieces.extend(places.piece(segment.span));
        if quote.speaker.is_none()
            && let Some(party) = &segment.speaker
        {
            quote.speaker = speakers.number(party, document, found);
        }
    }
    out
}

/// A quote with its places in the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Uttered {
    quote: u32,
    /// Its speaker, folded.
    pub(super) by: String,
    /// What is said, folded.
    pub(super) said: String,
    /// Its segments.
    pub(super) segments: Vec<Span>,
    /// Its speaker.
    pub(super) speaker: Option<Span>,
}

/// The quotes with their places, in the order of their first segments.
pub(super) fn uttered(document: &Document, found: &Annotations) -> Vec<Uttered> {
    let mut out: Vec<Uttered> = Vec::new();
    let mut speakers = Speakers::default();
    for segment in &found.quotes {
        let at = out.iter().rposition(|u| u.quote == segment.quote);
        let at = at.unwrap_or_else(|| {
            out.push(Uttered {
                quote: segment.quote,
                ..Uttered::default()
            });
            out.len() - 1
        });
        let Some(uttered) = out.get_mut(at) else {
            continue;
        };
        word::push_words(document.slice(segment.span), &mut uttered.said);
        uttered.segments.push(segment.span);
        if uttered.by.is_empty()
            && let Some(party) = &segment.speaker
        {
            let number = speakers.number(party, document, found);
            let by = number.and_then(|n| speakers.folded.get(n));
            uttered.by = by.cloned().unwrap_or_default();
            uttered.speaker = Some(party.span);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotate::vocabulary::Vocabulary, import};

    fn entry(text: &str) -> Entry {
        let article = import::text::article(text);
        let vocabulary = Vocabulary::default();
        let found = vocabulary.annotator().annotate(&article.document);
        Entry::of(&article, &found)
    }

    const TEXT: &str = "Talks resume in Geneva\n\n\
        Envoys met for a second day on Thursday in the lakeside city.\n\n\
        “The aim is to reopen the crossing,” said Foreign Minister Anna Kovac, \
        “before the end of the month.”\n\n\
        Defence Minister Paul Orban said: “We’ll see.”\n";

    #[test]
    fn a_quote_is_a_stretch_of_the_text() {
        let entry = entry(TEXT);
        let all: Vec<(String, String)> = entry
            .quotes
            .iter()
            .map(|q| (entry.speaker(q).to_owned(), entry.said(q).into_owned()))
            .collect();
        assert!(
            all.iter().any(|(by, said)| by.contains("anna kovac")
                && said == "the aim is to reopen the crossing")
        );
        assert!(
            all.iter()
                .any(|(by, said)| by.contains("paul orban") && said == "we ll see")
        );
        for quote in &entry.quotes {
            for piece in &quote.pieces {
                let words: Vec<&str> = entry.column(piece.column).split(' ').collect();
                let by_words = words.get(piece.words.clone()).expect("words").join(" ");
                let by_bytes = entry.column(piece.column).get(piece.bytes.clone());
                assert_eq!(Some(by_words.as_str()), by_bytes.map(str::trim));
            }
        }
    }

    #[test]
    fn the_texts_are_those_of_an_article_without_quotes() {
        let article = import::text::article(TEXT);
        let plain = Entry::of_text(&article);
        let whole = entry(TEXT);
        assert_eq!((plain.title, plain.body), (whole.title, whole.body));
        assert_eq!(plain.words, whole.words);
    }
}
