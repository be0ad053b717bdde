//! The stretch of an article that shows why it was found.

use super::{
    ast::{Pattern, Query},
    matches::places,
    word,
};
use crate::{clean::Clean, document::Document, span::Span};

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

/// Finds where in the document a query's patterns occur first, block by block;
/// the place where most of them stand in one block wins.
#[must_use]
pub fn snippet(query: &Query, document: &Document) -> Option<Snippet> {
    let patterns = query.shown();
    if patterns.is_empty() {
        return None;
    }
    let mut best: Option<(usize, Span, Span)> = None;
    for block in document.blocks().iter().filter(|b| b.kind.is_content()) {
        let hits = hits(&patterns, document.slice(block.span));
        let Some(first) = hits.iter().flatten().min_by_key(|s| s.start) else {
            continue;
        };
        let count = hits.iter().filter(|h| h.is_some()).count();
        if best.is_none_or(|(n, ..)| count > n) {
            let at = Span::new(block.span.start + first.start, block.span.start + first.end);
            best = Some((count, at, block.span));
        }
        if count == patterns.len() {
            break;
        }
    }
    best.map(|(_, at, block)| around(document, at, block))
}

/// The first place of each pattern in a text.
fn hits(patterns: &[&Pattern], text: &str) -> Vec<Option<Span>> {
    let mut folded = Vec::new();
    let mut spans = Vec::new();
    word::each_word(text, |word, start, end| {
        folded.push(word.to_owned());
        spans.push(Span::new(start, end));
    });
    let words: Vec<&str> = folded.iter().map(String::as_str).collect();
    patterns
        .iter()
        .map(|pattern| {
            let (first, end) = places(pattern, &words).into_iter().next()?;
            let last = spans.get(end.checked_sub(1)?)?;
            Some(spans.get(first)?.cover(*last))
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
    let from = head.len() - (head.len() - head.trim_start().len());
    let lead = head.len() - head.trim_start().len();
    Snippet {
        text: Clean::line(&format!("{head}{hit}{tail}")),
        hit: Span::new(from - lead, from - lead + hit.len()),
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
        let s = snippet(&query, &document).expect("snippet");
        assert_eq!(s.hit.of(&s.text), "Rafah crossing");
        assert_eq!(document.slice(s.at), "Rafah crossing");
        assert!(
            s.text.starts_with("… ") && s.text.ends_with(" …"),
            "{}",
            s.text
        );
        let query = Query::parse("rafah crossing talk", now).expect("query");
        let s = snippet(&query, &document).expect("snippet");
        assert_eq!(s.hit.of(&s.text), "Talks");
        let query = Query::parse("nowhere", now).expect("query");
        assert_eq!(snippet(&query, &document), None);
    }
}
