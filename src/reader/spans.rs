//! What can be stepped through, and what lies under the cursor.

use super::{Reader, Reveal};
use crate::{
    annotate::{lexicon::Lexicon, token::Tokens},
    clean::Clean,
    document::{BlockKind, Document, MarkKind},
    span::Span,
};

/// What `]` and `[` step through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Mentions of officials.
    Official,
    /// Figures, minor ones left out.
    Figure,
    /// Direct and partial quotes and turns.
    Quote,
    /// Kept passages.
    Passage,
    /// Links.
    Link,
    /// Headings.
    Heading,
}

/// Where a step led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which one, from 0.
    pub index: usize,
    /// How many there are.
    pub of: usize,
    /// Whether the step went over the end of the article.
    pub wrapped: bool,
    /// The one.
    pub span: Span,
}

/// Something under the cursor; numbers are indices into the annotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    /// A mention of an official.
    Official(usize),
    /// A mention of a person without an office.
    Person(usize),
    /// A figure.
    Figure(usize),
    /// A quote segment.
    Quote(usize),
    /// A link to this address.
    Link(Clean),
    /// A passage, by id.
    Passage(String),
    /// The caption of a picture beside the article.
    Picture {
        /// Where it is, seen from the article.
        source: Clean,
        /// What it shows.
        alt: Clean,
        /// The caption.
        caption: Span,
    },
}

/// All sentences of a document; a block that the annotator leaves out is one.
pub(super) fn sentences(document: &Document) -> Vec<Span> {
    let tokens = Tokens::new(document, Lexicon::shipped());
    let mut out = Vec::with_capacity(tokens.sentences.len());
    let mut next = tokens.sentences.iter().peekable();
    for (i, block) in document.blocks().iter().enumerate() {
        let before = out.len();
        while let Some(sentence) = next.next_if(|s| s.block <= i) {
            out.push(sentence.span);
        }
        if out.len() == before {
            out.push(block.span);
        }
    }
    out
}

/// Picks the next or previous of sorted spans; returns it and its start.
pub(super) fn pick(
    spans: &[Span],
    cursor: usize,
    forward: bool,
    count: usize,
    current: Option<usize>,
) -> Option<(Step, usize)> {
    let of = spans.len();
    if of == 0 {
        return None;
    }
    let count = count.max(1);
    // While the cursor is still inside the last goal, count from there.
    let here = current.filter(|i| {
        spans
            .get(*i)
            .is_some_and(|s| s.holds(cursor) || s.start == cursor)
    });
    let (index, wrapped) = if forward {
        let first = here.map_or_else(|| spans.partition_point(|s| s.start <= cursor), |i| i + 1);
        let at = first + count - 1;
        (at % of, at >= of)
    } else {
        let first = here.unwrap_or_else(|| spans.partition_point(|s| s.start < cursor));
        let back = count % of;
        (
            (first + of * (count / of + 1) - count) % of,
            first < count && (back > 0 || count > 0),
        )
    };
    let span = *spans.get(index)?;
    Some((
        Step {
            index,
            of,
            wrapped,
            span,
        },
        span.start,
    ))
}

impl Reader {
    /// The spans of a target, sorted.
    #[must_use]
    pub fn targets(&self, target: Target) -> Vec<Span> {
        let found = &self.opened.annotations;
        match target {
            Target::Official => found.officials.iter().map(|o| o.span).collect(),
            Target::Figure => found
                .figures
                .iter()
                .filter(|f| !f.minor)
                .map(|f| f.span)
                .collect(),
            Target::Quote => found.spoken().map(|q| q.span).collect(),
            Target::Passage => self.passages.iter().map(|p| p.span).collect(),
            Target::Link => self
                .document()
                .marks()
                .iter()
                .filter(|m| matches!(m.kind, MarkKind::Link(_)))
                .map(|m| m.span)
                .collect(),
            Target::Heading => self
                .document()
                .blocks()
                .iter()
                .filter(|b| matches!(b.kind, BlockKind::Heading | BlockKind::Headline))
                .map(|b| b.span)
                .collect(),
        }
    }

    /// Goes to the next or previous of a target.
    pub fn step(&mut self, target: Target, forward: bool, count: usize) -> Option<Step> {
        let spans = self.targets(target);
        let (step, at) = pick(&spans, self.cursor, forward, count, None)?;
        self.go_to_span(at, step.span, Reveal::Nearest);
        self.extend_over(step.span);
        Some(step)
    }

    /// What lies under the cursor, innermost first.
    #[must_use]
    pub fn under_cursor(&self) -> Vec<Under> {
        let at = self.cursor;
        let found = &self.opened.annotations;
        let mut out: Vec<(usize, Under)> = Vec::new();
        let mut add = |span: Span, under: Under| {
            if span.holds(at) {
                out.push((span.len(), under));
            }
        };
        for (i, o) in found.officials.iter().enumerate() {
            add(o.span, Under::Official(i));
        }
        for (i, p) in found.persons.iter().enumerate() {
            add(p.span, Under::Person(i));
        }
        for (i, f) in found.figures.iter().enumerate() {
            add(f.span, Under::Figure(i));
        }
        for (i, q) in found.quotes.iter().enumerate() {
            add(q.span, Under::Quote(i));
        }
        for mark in self.document().marks() {
            match &mark.kind {
                MarkKind::Link(url) => add(mark.span, Under::Link(url.clone())),
                MarkKind::Picture { source, alt } => {
                    let picture = Under::Picture {
                        source: source.clone(),
                        alt: alt.clone(),
                        caption: mark.span,
                    };
                    add(mark.span, picture);
                }
                _ => {}
            }
        }
        for p in &self.passages {
            add(p.span, Under::Passage(p.id.clone()));
        }
        out.sort_by_key(|(len, _)| *len);
        out.into_iter().map(|(_, under)| under).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picking_goes_round_both_ways() {
        let spans: Vec<Span> = [2, 10, 20].map(|s| Span::new(s, s + 3)).to_vec();
        let index = |cursor, forward, count| {
            pick(&spans, cursor, forward, count, None).map(|(s, _)| (s.index, s.wrapped))
        };
        assert_eq!(index(0, true, 1), Some((0, false)));
        assert_eq!(index(2, true, 1), Some((1, false)));
        assert_eq!(index(20, true, 1), Some((0, true)));
        assert_eq!(index(2, true, 3), Some((0, true)));
        assert_eq!(index(10, false, 1), Some((0, false)));
        assert_eq!(index(2, false, 1), Some((2, true)));
        assert_eq!(index(11, false, 1), Some((1, false)));
        assert_eq!(index(20, false, 2), Some((0, false)));
        assert_eq!(pick(&[], 0, true, 1, None), None);
    }
}
