//! An article in words alone: layers named in brackets, in reading order, for
//! screen readers, braille lines and plain files. Pure.

use crate::{
    annotate::{Figure, Form, Official, Party, Person, QuoteKind, QuoteSegment},
    library::Opened,
    reader::Layers,
    span::Span,
};

/// A layer's span with the words before its text and after it.
struct Bracket {
    span: Span,
    before: String,
    after: String,
}

/// A part of an article in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A stretch of the article.
    Text(Span),
    /// Words about it.
    Word(String),
}

/// The blocks of the article, layers in words: `[official: John Kirby, White
/// House] said [quote by John Kirby: “…”]`.
#[must_use]
pub fn annotated(opened: &Opened, layers: Layers) -> Vec<String> {
    let brackets = sorted(opened, layers);
    let document = &opened.article.document;
    let blocks = document.blocks().iter();
    blocks
        .map(|block| joined(document.text(), &in_block(&brackets, block.span)))
        .collect()
}

/// The parts of the block at an index, in reading order.
#[must_use]
pub fn pieces(opened: &Opened, layers: Layers, block: usize) -> Vec<Piece> {
    let block = opened.article.document.blocks().get(block);
    block.map_or_else(Vec::new, |b| in_block(&sorted(opened, layers), b.span))
}

/// All brackets, the outer one first where two begin together.
fn sorted(opened: &Opened, layers: Layers) -> Vec<Bracket> {
    let mut brackets = brackets(opened, layers);
    brackets.sort_by_key(|b| (b.span.start, std::cmp::Reverse(b.span.end)));
    brackets
}

fn in_block(brackets: &[Bracket], block: Span) -> Vec<Piece> {
    let here = brackets
        .iter()
        .filter_map(|b| Some((b.span.intersect(block)?, b)));
    bracketed(block, here)
}

fn joined(text: &str, pieces: &[Piece]) -> String {
    let words = pieces.iter().map(|piece| match piece {
        Piece::Text(span) => span.of(text),
        Piece::Word(word) => word,
    });
    words.collect()
}

/// The parts of a block with its brackets; one that crosses the end of an outer
/// one ends with it.
fn bracketed<'b>(block: Span, brackets: impl Iterator<Item = (Span, &'b Bracket)>) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut at = block.start;
    let mut open: Vec<(usize, &str)> = Vec::new();
    let text = |out: &mut Vec<Piece>, from: usize, to: usize| {
        if to > from {
            out.push(Piece::Text(Span::new(from, to)));
        }
    };
    let close = |out: &mut Vec<Piece>, at: &mut usize, open: &mut Vec<(usize, &str)>, to: usize| {
        while let Some((end, after)) = open.last().copied().filter(|(end, _)| *end <= to) {
            text(out, *at, end);
            out.push(Piece::Word(format!("{after}]")));
            *at = end.max(*at);
            open.pop();
        }
    };
    for (span, bracket) in brackets {
        close(&mut out, &mut at, &mut open, span.start);
        text(&mut out, at, span.start);
        at = span.start.max(at);
        let end = open.last().map_or(span.end, |(end, _)| span.end.min(*end));
        out.push(Piece::Word(format!("[{}: ", bracket.before)));
        open.push((end, &bracket.after));
    }
    close(&mut out, &mut at, &mut open, block.end);
    text(&mut out, at, block.end);
    out
}

fn brackets(opened: &Opened, layers: Layers) -> Vec<Bracket> {
    let found = &opened.annotations;
    let mut out = Vec::new();
    if layers.officials {
        out.extend(found.officials.iter().map(|o| official(opened, o)));
        out.extend(found.persons.iter().map(|p| Bracket {
            span: p.span,
            before: "person".to_owned(),
            after: String::new(),
        }));
    }
    if layers.figures {
        let major = found.figures.iter().filter(|f| !f.minor);
        out.extend(major.map(|f| figure(opened, f)));
    }
    if layers.quotes {
        out.extend(found.quotes.iter().map(|q| quote(opened, q)));
    }
    out
}

fn official(opened: &Opened, official: &Official) -> Bracket {
    let person = opened.annotations.person(official.person);
    let kind = match official.form {
        Form::Named | Form::Short => "official",
        Form::Unnamed => "unnamed official",
        Form::Group => "officials",
    };
    // What the mention itself does not say.
    let said = opened.article.document.slice(official.span).to_lowercase();
    let mut after = String::new();
    let known = person.map_or([const { None }; 3], |p: &Person| match official.form {
        Form::Short => [p.name.as_deref(), p.title.as_deref(), p.country.as_deref()],
        _ => [None, p.affiliation.as_deref(), p.country.as_deref()],
    });
    for part in known.into_iter().flatten() {
        if !said.contains(&part.to_lowercase()) {
            after.push_str("; ");
            after.push_str(part);
        }
    }
    Bracket {
        span: official.span,
        before: kind.to_owned(),
        after,
    }
}

fn figure(opened: &Opened, figure: &Figure) -> Bracket {
    let source = figure.source.as_ref().map(|s| name(opened, s));
    Bracket {
        span: figure.span,
        before: "figure".to_owned(),
        after: source.map_or(String::new(), |s| format!("; according to {s}")),
    }
}

fn quote(opened: &Opened, quote: &QuoteSegment) -> Bracket {
    let kind = match quote.kind {
        QuoteKind::Direct => "quote",
        QuoteKind::Partial => "partial quote",
        QuoteKind::Reported => "reported",
        QuoteKind::Turn => "turn",
    };
    let more = if quote.segment > 1 { ", continued" } else { "" };
    let speaker = quote.speaker.as_ref().map(|s| name(opened, s));
    Bracket {
        span: quote.span,
        before: match speaker {
            Some(speaker) => format!("{kind} by {speaker}{more}"),
            None => format!("{kind}{more}"),
        },
        after: String::new(),
    }
}

/// Whom a party names, else its words.
fn name(opened: &Opened, party: &Party) -> String {
    let person = party.person.and_then(|id| opened.annotations.person(id));
    person
        .and_then(|p| p.name.clone())
        .unwrap_or_else(|| opened.article.document.slice(party.span).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bracket(start: usize, end: usize, before: &str) -> (Span, Bracket) {
        let span = Span::new(start, end);
        let bracket = Bracket {
            span,
            before: before.into(),
            after: String::new(),
        };
        (span, bracket)
    }

    fn shown(text: &str, brackets: &[(Span, Bracket)]) -> String {
        let all = brackets.iter().map(|(s, b)| (*s, b));
        joined(text, &bracketed(Span::new(0, text.len()), all))
    }

    #[test]
    fn brackets_nest_and_lose_no_text() {
        let text = "The envoy said: all is well";
        let nested = [
            bracket(0, 27, "a"),
            bracket(4, 9, "b"),
            bracket(16, 27, "c"),
        ];
        assert_eq!(
            shown(text, &nested),
            "[a: The [b: envoy] said: [c: all is well]]"
        );
        let crossing = [bracket(0, 9, "a"), bracket(4, 14, "b")];
        assert_eq!(
            shown(text, &crossing),
            "[a: The [b: envoy]] said: all is well"
        );
        assert_eq!(shown(text, &[]), text);
    }
}
