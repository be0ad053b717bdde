//! Turns of a transcript or an interview: a label opens a turn, each paragraph
//! of it is a segment, the label stands outside.

use std::collections::HashMap;

use crate::{
    annotate::{
        entity::{Entities, EntityKind},
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
/// Longest label in capitals that may be a name, in words.
const CAPITALS: usize = 3;

/// Labels that stand for a speaker without naming one.
const ROLES: [&str; 20] = [
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
    "press",
    "reporters",
    "questions",
    "anchor",
];

/// Labels of those who put the questions: unnamed reporters.
const ASKS: [&str; 9] = [
    "q",
    "question",
    "questions",
    "reporter",
    "reporters",
    "journalist",
    "correspondent",
    "press",
    "interviewer",
];

/// Labels of whoever answers.
const ANSWERS: [&str; 2] = ["a", "answer"];

/// One block's part of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The spoken text.
    pub span: Span,
    /// The label that opened the turn, without the colon; none where a dash
    /// did.
    pub label: Option<Span>,
    /// Whether the label is that of whoever asks ("Q", "REPORTER").
    pub asks: bool,
    /// Whether the label is that of whoever answers, without a name ("A").
    pub answers: bool,
    /// Whether the turn begins in this block.
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
    /// It names a role, an office, or a name that the lists know.
    sure: bool,
    /// It is short and in capitals, as a name may be.
    capitals: bool,
    /// It gives an office and a name.
    titled: bool,
    asks: bool,
    answers: bool,
}

/// Finds the turns of a transcript or an interview; none where the text is not
/// one.
#[must_use]
pub fn scan(text: &Tokens<'_>, entities: &Entities) -> Vec<Turn> {
    let blocks = text.document.blocks();
    let mut labelled: Vec<Labelled> = blocks
        .iter()
        .enumerate()
        .filter(|(i, b)| has_turns(b.kind) && !(*i == 0 && is_head(text, b)))
        .filter_map(|(i, b)| label(text, i, b))
        .collect();
    if labelled.is_empty() {
        return dashes(text);
    }
    let lone = labelled.first().copied();
    keep_speakers(text, &mut labelled);
    if labelled.is_empty() {
        labelled.extend(lone.filter(|l| is_address(text, entities, l)));
    }
    let (Some(first), Some(last)) = (labelled.first(), labelled.last()) else {
        return dashes(text);
    };
    // Most of a transcript's paragraphs are turns; an article that quotes one
    // goes back to its own words behind the last label.
    let paragraphs = |from: usize, to: usize| {
        let part = blocks.get(from..to).unwrap_or(&[]);
        part.iter().filter(|b| has_turns(b.kind)).count()
    };
    let whole = labelled.len() >= TURNS
        && paragraphs(0, first.block) * 3 <= paragraphs(first.block, last.block + 1);
    let end = if whole || labelled.len() == 1 {
        blocks.len()
    } else {
        last.block + 1
    };
    let mut out = Vec::new();
    let mut at = 0;
    let mut current: Option<Labelled> = None;
    for (i, block) in blocks.iter().enumerate().take(end).skip(first.block) {
        let turn = |l: &Labelled, span: Span, first: bool| Turn {
            span,
            label: Some(l.label),
            asks: l.asks,
            answers: l.answers,
            first,
            block: i,
        };
        if let Some(l) = labelled.get(at).filter(|l| l.block == i) {
            at += 1;
            current = Some(*l);
            let span = Span::new(l.body, block.span.end);
            if !span.is_empty() {
                out.push(turn(l, span, true));
            }
            continue;
        }
        if block.kind == BlockKind::Heading || is_rule(block.span.of(text.text)) {
            current = None;
        }
        let goes_on = has_turns(block.kind) && !is_direction(block.span.of(text.text));
        if let Some(l) = current.filter(|_| goes_on) {
            out.push(turn(&l, block.span, false));
        }
    }
    out
}

/// Keeps the labels that name speakers; none where the text is no transcript.
///
/// Surely a speaker is who has a role, an office or a known name; a word in
/// capitals is one where it recurs, for a section's heading does not. Among
/// such, another label in capitals, or one that recurs, is believed.
fn keep_speakers(text: &Tokens<'_>, labelled: &mut Vec<Labelled>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for l in labelled.iter() {
        *counts.entry(name(l.label.of(text.text))).or_default() += 1;
    }
    let recurs = |l: &Labelled| {
        counts
            .get(name(l.label.of(text.text)))
            .is_some_and(|n| *n > 1)
    };
    let strong = |l: &Labelled| l.sure || l.capitals && recurs(l);
    let titled = labelled.iter().filter(|l| l.titled).count() >= 2;
    // A question and its answer are a dialogue already.
    let pair = labelled.iter().any(|l| l.asks) && labelled.iter().any(|l| l.sure && !l.asks);
    let least = if titled || pair { 2 } else { TURNS };
    let many = labelled.iter().filter(|l| strong(l)).count();
    if many < TURNS - 1 {
        labelled.clear();
        return;
    }
    labelled.retain(|l| strong(l) || l.capitals || recurs(l));
    if labelled.len() < least {
        labelled.clear();
    }
}

/// Whether a text with one label is somebody's address: the label is an office
/// and a name, and the paragraphs behind it speak in the first person.
fn is_address(text: &Tokens<'_>, entities: &Entities, l: &Labelled) -> bool {
    let colon = text.token_at(l.label.end);
    let named = entities
        .ending(colon)
        .is_some_and(|e| e.kind == EntityKind::Official && e.name.is_some());
    if !named {
        return false;
    }
    let first = text.token_at(l.body);
    let blocks = text.document.blocks();
    let own = |w: &str| {
        let own = ["we", "our", "us", "my", "let’s", "let's"];
        w == "I" || own.iter().any(|o| o.eq_ignore_ascii_case(w))
    };
    let (mut at, mut last) = (0, usize::MAX);
    for t in text.tokens.iter().skip(first) {
        let block = t.block as usize;
        if block != last && own(t.span.of(text.text)) {
            (at, last) = (at + 1, block);
        }
    }
    let behind = blocks.get(l.block..).unwrap_or(&[]);
    let paragraphs = behind.iter().filter(|b| has_turns(b.kind)).count();
    paragraphs > 1 && at * 2 >= paragraphs && paragraphs * 2 > blocks.len()
}

/// The turns of a dialogue that dashes open, as interviews are set in many
/// languages: three paragraphs in a row at least, of which one asks.
fn dashes(text: &Tokens<'_>) -> Vec<Turn> {
    let mut out: Vec<Turn> = Vec::new();
    let mut run: Vec<Turn> = Vec::new();
    let mut asked = false;
    for (i, block) in text.document.blocks().iter().enumerate() {
        let part = block.span.of(text.text);
        let body = part
            .strip_prefix(['—', '–'])
            .map(str::trim_start)
            .filter(|b| has_turns(block.kind) && b.starts_with(char::is_alphabetic));
        if let Some(body) = body {
            asked |= body.trim_end().ends_with('?');
            run.push(Turn {
                span: Span::new(block.span.end - body.len(), block.span.end),
                label: None,
                asks: false,
                answers: false,
                first: true,
                block: i,
            });
            continue;
        }
        if asked && run.len() >= TURNS {
            out.append(&mut run);
        }
        run.clear();
        asked = false;
    }
    if asked && run.len() >= TURNS {
        out.append(&mut run);
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
            sure: true,
            capitals: true,
            titled: false,
            asks: true,
            answers: false,
        });
    }
    let mut i = first;
    let (mut upper, mut words, mut bracket) = (0, 0, false);
    let (mut sure, mut office, mut known, mut article) = (false, false, false, false);
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
                known |= t.is(Category::Given) || t.is(Category::Surname);
                article |= t.is(Category::Determiner) || t.is(Category::Pronoun);
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
    let is = |list: &[&str]| list.iter().any(|r| r.eq_ignore_ascii_case(written));
    let capitals = upper == words;
    // A heading in capitals may hold a word that is a name elsewhere: what a
    // name does not begin with, or end with, tells ("PUTTING PARIS FIRST").
    let heading = capitals && words > 1 && !names(text, first, i);
    let known = known && !article && !heading && words <= if capitals { CAPITALS + 1 } else { 8 };
    Some(Labelled {
        block: index,
        label,
        body,
        titled: office && words >= 4,
        sure: is(&ROLES) || sure && words <= 8 || known,
        capitals: capitals && words <= CAPITALS && !article,
        asks: is(&ASKS),
        answers: is(&ANSWERS),
    })
}

/// Whether the words `first..end` of a label in capitals can be a name: the
/// last one is known as one, and the first is no verb form.
fn names(text: &Tokens<'_>, first: usize, end: usize) -> bool {
    let is = |i: usize, category: Category| text.tokens.get(i).is_some_and(|t| t.is(category));
    let known = |i: usize| is(i, Category::Given) || is(i, Category::Surname);
    let verb = text.word(first).ends_with("ING") && text.word(first).len() > 5 && !known(first);
    let last = (first..end).rev().find(|i| {
        let token = text.tokens.get(*i);
        token.is_some_and(|t| t.kind == TokenKind::Word) && !is(*i, Category::NameSuffix)
    });
    !verb && last.is_some_and(|l| known(l) && !is(l, Category::Ordinal) || known(first))
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
        scan(&t, &Entities::default())
            .iter()
            .map(|t| {
                (
                    t.label.map_or("", |l| l.of(d.text())).to_owned(),
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

    #[test]
    fn headings_in_capitals_are_no_speakers() {
        assert!(
            turns(&[
                "SECURING THE NORTHERN BORDER: On Monday the president signed an order.",
                "- The order lasts a year.",
                "MEETING AN URGENT NEED: The fund pays for four hospitals.",
                "GROWTH: Trade rose by a tenth.",
                "KEEPING OUR PROMISE: The talks go on.",
            ])
            .is_empty()
        );
        assert!(
            turns(&[
                "PUTTING PARIS FIRST: The mayor has always put the city first.",
                "BUILDING ON LENA: The fund pays for four hospitals.",
                "KEEPING OUR PROMISE: The talks go on.",
            ])
            .is_empty()
        );
        let found = turns(&[
            "OKORO: Will the road be open?",
            "LIND: By June.",
            "OKORO: And the bridge?",
            "LIND: That too.",
            "VEGA: If I may add a word.",
        ]);
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn dashes_open_the_turns_of_an_interview() {
        let found = turns(&[
            "The minister received us in Dakar.",
            "— When will the port reopen?",
            "— In the spring, if the money comes.",
            "– And if it does not?",
            "— Then later.",
            "He laughed.",
        ]);
        assert_eq!(found.len(), 4);
        assert_eq!(found[1].1, "In the spring, if the money comes.");
        assert!(turns(&["— a first point", "— a second point", "— a third point"]).is_empty());
    }
}
