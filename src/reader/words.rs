//! An article in words alone: layers named in brackets, in reading order, for
//! screen readers, braille lines and plain files. Pure.

use crate::{
    annotate::{Figure, Form, Official, Party, Person, QuoteKind, QuoteSegment},
    document::BlockKind,
    library::Opened,
    reader::{PassageMark, ReaderOptions},
    span::Span,
};

/// A layer's span with the words before its text and after it.
#[derive(Debug)]
struct Bracket {
    span: Span,
    /// Which stands outside where two have the same span: the lower.
    rank: u8,
    before: String,
    after: String,
}

/// All that is said about an article beside its text.
#[derive(Debug)]
pub struct Spoken {
    /// The outer one first where two begin together.
    brackets: Vec<Bracket>,
    /// Where bookmarks begin and end, and the words for it, in order. They are
    /// no brackets, since they may begin inside one and end outside.
    points: Vec<(usize, &'static str)>,
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
pub fn annotated(opened: &Opened, options: &ReaderOptions) -> Vec<String> {
    let spoken = Spoken::new(opened, options, &[]);
    let document = &opened.article.document;
    let blocks = document.blocks().iter();
    blocks
        .map(|block| joined(document.text(), &spoken.pieces(block.span)))
        .collect()
}

impl Spoken {
    /// What the shown layers and the kept passages say.
    #[must_use]
    pub fn new(opened: &Opened, options: &ReaderOptions, passages: &[PassageMark]) -> Self {
        let mut brackets = brackets(opened, options);
        brackets.sort_by_key(|b| (b.span.start, std::cmp::Reverse(b.span.end), b.rank));
        let mut points = Vec::new();
        for passage in passages {
            let begin = match (passage.doubtful, passage.note) {
                (true, _) => "[doubtful bookmark] ",
                (false, true) => "[bookmark with note] ",
                (false, false) => "[bookmark] ",
            };
            points.push((passage.span.start, begin));
            points.push((passage.span.end, " [end of bookmark]"));
        }
        points.sort_by_key(|(at, _)| *at);
        Self { brackets, points }
    }

    /// The parts of a stretch of one block, in reading order.
    #[must_use]
    pub fn pieces(&self, span: Span) -> Vec<Piece> {
        let here = self
            .brackets
            .iter()
            .filter_map(|b| Some((b.span.intersect(span)?, b)));
        pointed(bracketed(span, here), span, &self.points)
    }
}

/// Puts words in at places of the text; one that begins a piece stands before
/// the words that open there, one that ends a piece directly behind it.
fn pointed(pieces: Vec<Piece>, span: Span, points: &[(usize, &'static str)]) -> Vec<Piece> {
    let begins = |word: &str| word.ends_with(' ');
    let mut points = points
        .iter()
        .filter(|(at, word)| {
            let first = *at == span.start && begins(word);
            let last = *at == span.end && !begins(word);
            first || last || (span.start < *at && *at < span.end)
        })
        .peekable();
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let Piece::Text(text) = piece else {
            out.push(piece);
            continue;
        };
        let mut from = text.start;
        while let Some((at, word)) =
            points.next_if(|(at, word)| *at < text.end || (*at == text.end && !begins(word)))
        {
            let at = (*at).max(from);
            if at > from {
                out.push(Piece::Text(Span::new(from, at)));
            }
            out.push(Piece::Word((*word).to_owned()));
            from = at;
        }
        if text.end > from {
            out.push(Piece::Text(Span::new(from, text.end)));
        }
    }
    out
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

fn brackets(opened: &Opened, options: &ReaderOptions) -> Vec<Bracket> {
    let found = &opened.annotations;
    let layers = options.layers;
    // What is dimmed on other screens.
    let sure = |confidence: f32, mut bracket: Bracket| {
        if confidence < options.confidence_floor {
            bracket.before = format!("perhaps {}", bracket.before);
        }
        bracket
    };
    let mut out: Vec<Bracket> = Vec::new();
    let blocks = opened.article.document.blocks().iter();
    out.extend(blocks.filter_map(|b| {
        let before = match b.kind {
            BlockKind::Heading => "heading",
            BlockKind::Notice => "notice",
            BlockKind::Caption => "caption",
            _ => return None,
        };
        Some(Bracket {
            span: b.span,
            rank: 0,
            before: before.to_owned(),
            after: String::new(),
        })
    }));
    if layers.officials {
        let officials = found.officials.iter();
        out.extend(officials.map(|o| sure(o.confidence, official(opened, o))));
        let persons = found.persons.iter().map(|p| {
            let person = Bracket {
                span: p.span,
                rank: 3,
                before: "person".to_owned(),
                after: String::new(),
            };
            sure(p.confidence, person)
        });
        out.extend(persons);
    }
    if layers.figures {
        let major = found.figures.iter().filter(|f| !f.minor);
        out.extend(major.map(|f| sure(f.confidence, figure(opened, f))));
    }
    if layers.quotes {
        let hidden = |q: &&QuoteSegment| {
            let class = q.cue_class.as_deref();
            class.is_some_and(|c| options.hidden_cues.iter().any(|h| h == c))
        };
        let shown = found.quotes.iter().filter(|q| !hidden(q));
        out.extend(shown.map(|q| sure(q.confidence, quote(opened, q))));
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
    let mut told: Vec<&str> = Vec::new();
    for part in known.into_iter().flatten() {
        if !said.contains(&part.to_lowercase()) && !told.contains(&part) {
            told.push(part);
            after.push_str("; ");
            after.push_str(part);
        }
    }
    Bracket {
        span: official.span,
        rank: 3,
        before: kind.to_owned(),
        after,
    }
}

fn figure(opened: &Opened, figure: &Figure) -> Bracket {
    let source = figure.source.as_ref().map(|s| name(opened, s));
    Bracket {
        span: figure.span,
        rank: 2,
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
        rank: 1,
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
            rank: 1,
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

    #[test]
    fn bookmarks_are_told_where_they_begin_and_end() {
        let text = "The envoy said: all is well";
        let quoted = [bracket(16, 27, "quote")];
        let all = quoted.iter().map(|(s, b)| (*s, b));
        let whole = Span::new(0, text.len());
        let points = [(10, "[bookmark] "), (19, " [end of bookmark]")];
        let pieces = pointed(bracketed(whole, all), whole, &points);
        assert_eq!(
            joined(text, &pieces),
            "The envoy [bookmark] said: [quote: all [end of bookmark] is well]"
        );
        // All of a block, and nothing of the next one.
        let points = [(0, "[bookmark] "), (27, " [end of bookmark]")];
        let pieces = pointed(vec![Piece::Text(whole)], whole, &points);
        assert_eq!(
            joined(text, &pieces),
            "[bookmark] The envoy said: all is well [end of bookmark]"
        );
        let next = Span::new(28, 30);
        let pieces = pointed(vec![Piece::Text(next)], next, &points);
        assert_eq!(pieces, [Piece::Text(next)]);
    }
}
