//! Turns of a transcript or an interview: a label opens a turn, each paragraph
//! of it is a segment, the label stands outside.

use std::collections::HashMap;

use crate::{
    annotate::{
        lexicon::Category,
        token::{Shape, TokenKind, Tokens},
    },
    document::{Block, BlockKind},
    span::Span,
};

/// Longest label, in tokens.
const LABEL: usize = 14;
/// Fewest labelled paragraphs of a transcript.
const TURNS: usize = 3;

/// Labels that stand for a speaker without naming one.
const ROLES: [&str; 16] = [
    "q",
    "a",
    "question",
    "answer",
    "reporter",
    "moderator",
    "host",
    "interviewer",
    "journalist",
    "correspondent",
    "interpreter",
    "participant",
    "operator",
    "speaker",
    "voice",
    "aide",
];

/// One block's part of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The spoken text.
    pub span: Span,
    /// The label that opened the turn, without the colon.
    pub label: Span,
    /// Whether the label stands in this block.
    pub first: bool,
    /// The index of its block.
    pub block: usize,
}

/// A block that may begin with a label.
#[derive(Clone, Copy, Debug)]
struct Labelled {
    block: usize,
    label: Span,
    body: usize,
    person: bool,
    titled: bool,
}

/// Finds the turns of a transcript; none where the text is not one.
#[must_use]
pub fn scan(text: &Tokens<'_>) -> Vec<Turn> {
    let blocks = text.document.blocks();
    let mut labelled: Vec<Labelled> = blocks
        .iter()
        .enumerate()
        .filter(|(i, b)| has_turns(b.kind) && !(*i == 0 && is_head(text, b)))
        .filter_map(|(i, b)| label(text, i, b))
        .collect();
    let titled = labelled.iter().filter(|l| l.titled).count() >= 2;
    let least = if titled { 2 } else { TURNS };
    if labelled.iter().filter(|l| l.person).count() < TURNS - 1 {
        return Vec::new();
    }
    // A label is sure if it names a role or a person in capitals, or recurs.
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for l in &labelled {
        *counts.entry(name(l.label.of(text.text))).or_default() += 1;
    }
    labelled.retain(|l| {
        l.person
            || counts
                .get(name(l.label.of(text.text)))
                .copied()
                .unwrap_or(0)
                > 1
    });
    let (Some(first), Some(last)) = (labelled.first(), labelled.last()) else {
        return Vec::new();
    };
    if labelled.len() < least {
        return Vec::new();
    }
    // Most of a transcript's paragraphs are turns; an article that quotes one
    // goes back to its own words behind the last label.
    let paragraphs = |from: usize, to: usize| {
        let part = blocks.get(from..to).unwrap_or(&[]);
        part.iter().filter(|b| has_turns(b.kind)).count()
    };
    let whole = paragraphs(0, first.block) * 3 <= paragraphs(first.block, last.block + 1);
    let end = if whole { blocks.len() } else { last.block + 1 };
    let mut out = Vec::new();
    let mut at = 0;
    let mut current: Option<Span> = None;
    for (i, block) in blocks.iter().enumerate().take(end).skip(first.block) {
        if let Some(l) = labelled.get(at).filter(|l| l.block == i) {
            at += 1;
            current = Some(l.label);
            let span = Span::new(l.body, block.span.end);
            if !span.is_empty() {
                out.push(Turn {
                    span,
                    label: l.label,
                    first: true,
                    block: i,
                });
            }
            continue;
        }
        if block.kind == BlockKind::Heading || is_rule(block.span.of(text.text)) {
            current = None;
        }
        let goes_on = has_turns(block.kind) && !is_direction(block.span.of(text.text));
        if let Some(label) = current.filter(|_| goes_on) {
            out.push(Turn {
                span: block.span,
                label,
                first: false,
                block: i,
            });
        }
    }
    out
}

fn has_turns(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quotation
    )
}

/// The last word of a label: "MR. KIRBY" and "ADMIRAL KIRBY" are one speaker.
fn name(label: &str) -> &str {
    label.rsplit(' ').next().unwrap_or(label)
}

/// Whether the first block is set like a headline: hardly a long word without
/// a capital.
fn is_head(text: &Tokens<'_>, block: &Block) -> bool {
    let first = text.token_at(block.span.start);
    let words = text.tokens.iter().skip(first).take_while(|t| t.block == 0);
    let (mut long, mut capital) = (0, 0);
    for t in words.filter(|t| t.kind == TokenKind::Word && t.span.len() > 3) {
        long += 1;
        capital += usize::from(t.is_capital());
    }
    capital * 4 >= long * 3
}

/// Whether a paragraph is a line of signs, or of capitals, between parts.
fn is_rule(text: &str) -> bool {
    !text.chars().any(char::is_lowercase) && text.len() < 80 && !text.contains(':')
}

/// Whether a paragraph is a stage direction, a clock time or "END".
fn is_direction(text: &str) -> bool {
    let t = text.trim();
    let bracketed = (t.starts_with('(') && t.ends_with(')') && !t.contains(") "))
        || (t.starts_with('[') && t.ends_with(']'));
    let time = t.len() < 30 && (t.contains("A.M.") || t.contains("P.M."));
    bracketed || time || matches!(t, "END" | "* * *" | "# # #" | "###" | "***")
}

/// Reads the label at the start of a block.
fn label(text: &Tokens<'_>, index: usize, block: &Block) -> Option<Labelled> {
    let first = text.token_at(block.span.start);
    let token = |i: usize| text.tokens.get(i).filter(|t| t.block as usize == index);
    let word = text.word(first);
    // "Q  Thank you." of White House transcripts.
    if matches!(word, "Q" | "A")
        && token(first + 1).is_some_and(|t| t.is_capital() && t.space)
        && word == "Q"
    {
        let end = token(first)?.span.end;
        return Some(Labelled {
            block: index,
            label: token(first)?.span,
            body: token(first + 1)?.span.start.max(end),
            person: true,
            titled: false,
        });
    }
    let mut i = first;
    let (mut upper, mut words, mut bracket) = (0, 0, false);
    let (mut sure, mut office) = (false, false);
    loop {
        let t = token(i)?;
        let w = t.span.of(text.text);
        if i - first > LABEL {
            return None;
        }
        match t.kind {
            TokenKind::Punct if w == ":" => break,
            TokenKind::Punct if w == "(" || w == "[" => bracket = true,
            TokenKind::Punct if w == ")" || w == "]" => bracket = false,
            _ if bracket => {}
            TokenKind::Punct if matches!(w, "." | "," | "-" | "’" | "'") => {
                if w == "." && token(i + 1)?.space && w.len() == 1 && !abbreviates(text, i) {
                    return None;
                }
            }
            TokenKind::Word => {
                let particle = t.is(Category::NameParticle)
                    || matches!(w, "of" | "the" | "and" | "for" | "de" | "al" | "to");
                if !t.is_capital() && t.shape != Shape::None && !particle {
                    return None;
                }
                words += usize::from(!particle);
                upper += usize::from(t.shape == Shape::Upper || w.chars().count() == 1);
                office |= t.is(Category::Office);
                sure |= t.is(Category::Honorific) || t.is(Category::Office);
                sure |= t.is(Category::Given) || t.is(Category::Surname);
            }
            TokenKind::Possessive | TokenKind::Number | TokenKind::Punct => return None,
        }
        i += 1;
    }
    let colon = token(i)?;
    // A label opens speech: behind a table's stands a figure.
    let spoken = token(i + 1).is_none_or(|t| t.kind != TokenKind::Number);
    if words == 0 || !spoken {
        return None;
    }
    let label = Span::new(
        token(first)?.span.start,
        text.tokens.get(i.checked_sub(1)?)?.span.end,
    );
    let body = token(i + 1).map_or(colon.span.end, |t| t.span.start);
    let written = label.of(text.text);
    let role = ROLES.iter().any(|r| r.eq_ignore_ascii_case(written));
    Some(Labelled {
        block: index,
        label,
        body,
        titled: office && words >= 4,
        person: role || upper == words || (sure && words <= 8),
    })
}

/// Whether the dot at `i` belongs to the short word before it.
fn abbreviates(text: &Tokens<'_>, i: usize) -> bool {
    i.checked_sub(1)
        .is_some_and(|b| text.word(b).chars().count() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotate::lexicon::Lexicon,
        document::{Builder, Document},
    };

    fn document(paragraphs: &[&str]) -> Document {
        let mut b = Builder::new();
        for p in paragraphs {
            b.begin(BlockKind::Paragraph, 0);
            b.push(p);
        }
        b.finish()
    }

    fn turns(paragraphs: &[&str]) -> Vec<(String, String)> {
        let d = document(paragraphs);
        let t = Tokens::new(&d, Lexicon::shipped());
        scan(&t)
            .iter()
            .map(|t| {
                (
                    t.label.of(d.text()).to_owned(),
                    t.span.of(d.text()).to_owned(),
                )
            })
            .collect()
    }

    #[test]
    fn labels_open_turns_and_paragraphs_go_on() {
        let found = turns(&[
            "MS. ORTEGA:  Good afternoon, all.",
            "Two points today.",
            "Q    Is the embassy open?",
            "MS. ORTEGA:  It is. (Laughter.)",
            "(Crosstalk.)",
            "Next.",
        ]);
        let labels: Vec<&str> = found.iter().map(|(l, _)| l.as_str()).collect();
        assert_eq!(
            labels,
            ["MS. ORTEGA", "MS. ORTEGA", "Q", "MS. ORTEGA", "MS. ORTEGA"]
        );
        assert_eq!(found[0].1, "Good afternoon, all.");
        assert_eq!(found[2].1, "Is the embassy open?");
        assert_eq!(found[4].1, "Next.");
    }

    #[test]
    fn lists_and_single_labels_are_no_transcript() {
        assert!(turns(&["Where: Geneva", "When: Tuesday", "Who: the two envoys"]).is_empty());
        assert!(turns(&["LONDON: It rained.", "Nothing else happened."]).is_empty());
    }
}
