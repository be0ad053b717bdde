//! The stretch of an article that shows why it was found.

use super::{
    ast::{Pattern, Query, Shown},
    entry::Counted,
    matches::{fits, occurs, places},
    said::uttered,
    word,
};
use crate::{annotate::Annotations, clean::Clean, document::Document, span::Span};

/// A piece of text around a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// One line; `…` where it was cut.
    pub text: Clean,
    /// The hit, in bytes of `text`.
    pub hit: Span,
    /// The hit, in bytes of the document.
    pub at: Span,
}

/// Bytes of text before the hit, and in all, that a snippet aims at.
const BEFORE: usize = 40;
const LENGTH: usize = 200;

/// Something that is looked for in the blocks.
enum Wanted<'q> {
    Words(&'q Pattern),
    /// One of these places.
    Places(Vec<Span>),
}

/// Finds where in the document what a query looks for occurs first, block by
/// block; the place where most of it stands in one block wins.
///
/// Figures and quotes are found in the annotations; without them nothing of
/// them is shown.
#[must_use]
pub fn snippet(query: &Query, document: &Document, found: &Annotations) -> Option<Snippet> {
    let wanted: Vec<Wanted<'_>> = query
        .shown()
        .iter()
        .map(|shown| match *shown {
            Shown::Words(pattern) => Wanted::Words(pattern),
            Shown::Figure(figures) => Wanted::Places(
                found
                    .figures
                    .iter()
                    .filter(|f| !f.minor)
                    .filter(|f| {
                        let f = Counted::of(f);
                        fits(figures, f.value, f.high, &f.unit)
                    })
                    .map(|f| f.span)
                    .collect(),
            ),
            Shown::Quote { speaker, said } => {
                Wanted::Places(quoted(speaker, said, document, found))
            }
        })
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let mut best: Option<(usize, Span, Span)> = None;
    for block in document.blocks().iter().filter(|b| b.kind.is_content()) {
        let hits = hits(&wanted, document, block.span);
        let Some(first) = hits.iter().flatten().min_by_key(|s| s.start) else {
            continue;
        };
        let count = hits.iter().filter(|h| h.is_some()).count();
        if best.is_none_or(|(n, ..)| count > n) {
            best = Some((count, *first, block.span));
        }
        if count == wanted.len() {
            break;
        }
    }
    best.map(|(_, at, block)| around(document, at, block))
}

/// The quotes that fit: the words that were sought in them, else their
/// speaker, else their beginning.
fn quoted(
    speaker: Option<&Pattern>,
    said: Option<&Pattern>,
    document: &Document,
    found: &Annotations,
) -> Vec<Span> {
    let mut out = Vec::new();
    for quote in uttered(document, found) {
        let fits = speaker.is_none_or(|p| occurs(p, &quote.by))
            && said.is_none_or(|p| occurs(p, &quote.said));
        let Some(first) = quote.segments.first().filter(|_| fits) else {
            continue;
        };
        let words = said.and_then(|p| {
            let mut segments = quote.segments.iter();
            segments.find_map(|s| Words::of(document, *s).first(p))
        });
        let by = quote.speaker.filter(|_| said.is_none());
        out.push(words.or(by).unwrap_or(*first));
    }
    out
}

/// The words of a stretch, folded, with their places in the document.
struct Words {
    folded: Vec<String>,
    spans: Vec<Span>,
}

impl Words {
    fn of(document: &Document, stretch: Span) -> Self {
        let (mut folded, mut spans) = (Vec::new(), Vec::new());
        word::each_word(document.slice(stretch), |word, start, end| {
            folded.push(word.to_owned());
            spans.push(Span::new(stretch.start + start, stretch.start + end));
        });
        Self { folded, spans }
    }

    /// The first place of a pattern.
    fn first(&self, pattern: &Pattern) -> Option<Span> {
        let words: Vec<&str> = self.folded.iter().map(String::as_str).collect();
        let (first, end) = places(pattern, &words).into_iter().next()?;
        let last = self.spans.get(end.checked_sub(1)?)?;
        Some(self.spans.get(first)?.cover(*last))
    }
}

/// The first place in a block of each thing that is looked for.
fn hits(wanted: &[Wanted<'_>], document: &Document, block: Span) -> Vec<Option<Span>> {
    let words = std::cell::OnceCell::new();
    wanted
        .iter()
        .map(|wanted| match wanted {
            Wanted::Words(pattern) => words
                .get_or_init(|| Words::of(document, block))
                .first(pattern),
            Wanted::Places(places) => {
                let inside = |s: &&Span| block.start <= s.start && s.end <= block.end;
                places
                    .iter()
                    .filter(inside)
                    .min_by_key(|s| s.start)
                    .copied()
            }
        })
        .collect()
}

/// Cuts the snippet around a hit, at words, inside its block.
fn around(document: &Document, at: Span, block: Span) -> Snippet {
    let text = document.text();
    let mut start = boundary(text, at.start.saturating_sub(BEFORE).max(block.start));
    if start > block.start {
        // Begin behind the next space, so that no word is cut.
        let gap = Span::new(start, at.start).of(text).find(' ');
        start = gap.map_or(start, |g| start + g + 1);
    }
    let mut end = boundary(text, (start + LENGTH).max(at.end).min(block.end));
    if end < block.end {
        let gap = Span::new(at.end, end).of(text).rfind(' ');
        end = gap.map_or(end, |g| at.end + g);
    }
    let before = if start > block.start { "… " } else { "" };
    let after = if end < block.end { " …" } else { "" };
    let line = |span: Span| span.of(text).replace('\n', " ");
    let head = format!("{before}{}", line(Span::new(start, at.start)));
    let hit = line(at);
    let tail = format!("{}{after}", line(Span::new(at.end, end)));
    let from = head.trim_start().len();
    Snippet {
        text: Clean::line(&format!("{head}{hit}{tail}")),
        hit: Span::new(from, from + hit.len()),
        at,
    }
}

/// The nearest character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::article;

    #[test]
    fn the_hit_is_where_it_says() {
        let long = "Überlegungen und lange Sätze stehen hier vor dem Treffer, damit gekürzt wird. ";
        let raw = format!(
            "A headline\n\n{long}{long}Talks on the Rafah crossing resumed. {long}{long}{long}\n\nrafah talks crossing\n"
        );
        let document = article(&raw).document;
        let now = jiff::civil::date(2024, 4, 19).at(10, 0, 0, 0);
        let query = Query::parse("\"rafah crossing\"", now).expect("query");
        let none = Annotations::default();
        let s = snippet(&query, &document, &none).expect("snippet");
        assert_eq!(s.hit.of(&s.text), "Rafah crossing");
        assert_eq!(document.slice(s.at), "Rafah crossing");
        assert!(
            s.text.starts_with("… ") && s.text.ends_with(" …"),
            "{}",
            s.text
        );
        let query = Query::parse("rafah crossing talk", now).expect("query");
        let s = snippet(&query, &document, &none).expect("snippet");
        assert_eq!(s.hit.of(&s.text), "Talks");
        let query = Query::parse("nowhere", now).expect("query");
        assert_eq!(snippet(&query, &document, &none), None);
    }

    #[test]
    fn a_figure_and_a_quote_are_shown_where_they_stand() {
        let raw = "A headline about the people of the port\n\nThe people of the port met on Monday and spoke for an hour.\n\n            Some 1.3 million people fled the coast, and 200 people stayed. “The people will return,” said Jane Doe, the harbour minister.\n";
        let document = article(raw).document;
        let found = crate::annotate::Annotator::default().annotate(&document);
        let now = jiff::civil::date(2024, 4, 19).at(10, 0, 0, 0);
        let shown = |query: &str| {
            let query = Query::parse(query, now).expect("query");
            let s = snippet(&query, &document, &found).expect("snippet");
            assert_eq!(s.hit.of(&s.text), document.slice(s.at));
            s.hit.of(&s.text).to_owned()
        };
        assert!(shown("figure:>1m unit:people").contains("1.3 million people"));
        assert!(shown("figure:<1000 unit:people").contains("200 people"));
        assert_eq!(shown("said:people"), "people");
        let said = Query::parse("said:people", now).expect("query");
        let at = snippet(&said, &document, &found).expect("snippet").at;
        let quote = document.text().find("“The").expect("quote");
        assert!(at.start > quote, "{at:?} {quote} {}", document.text());
        assert!(shown("speaker:doe").contains("Doe"));
    }
}
