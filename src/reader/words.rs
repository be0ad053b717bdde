//! An article in words alone: layers named in brackets, in reading order, for
//! screen readers, braille lines and plain files. Pure.

use crate::{
    annotate::{Figure, Form, Official, Party, Person, QuoteKind, QuoteSegment},
    document::{BlockKind, Document},
    library::Opened,
    reader::{PassageMark, ReaderOptions},
    span::Span,
};

/// An official, person or figure with the words before its text and after it:
/// in one pair of brackets, which holds no other.
#[derive(Clone, Debug)]
struct Bracket {
    span: Span,
    /// Which stands outside where two have the same span: the lower.
    rank: u8,
    before: String,
    after: String,
}

/// Words at a place: where a heading or quote begins, where reported speech or
/// a bookmark ends. They are no brackets around the text, so that no bracket
/// stands in another and none must be kept in mind over a paragraph.
#[derive(Clone, Debug)]
struct Point {
    at: usize,
    /// The other end of what begins or ends here, for the order at one place.
    other: usize,
    words: String,
}

impl Point {
    /// Whether something begins here.
    fn begins(&self) -> bool {
        self.at <= self.other
    }
}

/// All that is said about an article beside its text.
#[derive(Debug)]
pub struct Spoken {
    /// In order; none overlaps another.
    brackets: Vec<Bracket>,
    /// In order of place.
    points: Vec<Point>,
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
/// House] said [quote by John Kirby] “…”`.
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
        let mut points = begun(opened, options);
        for passage in passages {
            let begin = match (passage.doubtful, passage.note) {
                (true, _) => "[doubtful bookmark] ",
                (false, true) => "[bookmark with note] ",
                (false, false) => "[bookmark] ",
            };
            points.extend(ends(passage.span, begin, " [end of bookmark]"));
        }
        points.sort_by_key(|p| p.at);
        Self {
            brackets: flat(brackets(opened, options), opened),
            points,
        }
    }

    /// The parts of a stretch of one block, in reading order.
    #[must_use]
    pub fn pieces(&self, span: Span) -> Vec<Piece> {
        let here = |b: &Bracket| {
            let span = b.span.intersect(span).filter(|s| !s.is_empty())?;
            Some(Bracket { span, ..b.clone() })
        };
        // The list is in order: what lies before the stretch is passed over.
        let from = self.brackets.partition_point(|b| b.span.end <= span.start);
        let rest = self.brackets.iter().skip(from);
        let brackets: Vec<Bracket> = rest
            .take_while(|b| b.span.start < span.end)
            .filter_map(here)
            .collect();
        let from = self.points.partition_point(|p| p.at < span.start);
        let points = self.points.iter().skip(from);
        let points = points.take_while(|p| p.at <= span.end);
        let points = points.filter(|p| match p.begins() {
            true => p.at < span.end,
            false => p.at > span.start,
        });
        told(span, &brackets, points)
    }
}

/// The words where a span begins and where it ends.
fn ends(span: Span, begin: &str, end: &str) -> [Point; 2] {
    [
        Point {
            at: span.start,
            other: span.end,
            words: begin.to_owned(),
        },
        Point {
            at: span.end,
            other: span.start,
            words: end.to_owned(),
        },
    ]
}

/// A stretch with its brackets and the words at places; words that would stand
/// inside a bracket stand before or behind it.
fn told<'p>(
    span: Span,
    brackets: &[Bracket],
    points: impl Iterator<Item = &'p Point>,
) -> Vec<Piece> {
    let around = |at: usize| {
        let inside = |b: &&Bracket| b.span.start < at && at < b.span.end;
        brackets.iter().find(inside).map(|b| b.span)
    };
    // By place; there first a bracket closes, then ends what began last, then
    // begins what ends last, then a bracket opens.
    let mut all: Vec<(usize, u8, std::cmp::Reverse<usize>, String)> = Vec::new();
    for point in points {
        let (at, order) = match (around(point.at), point.begins()) {
            (Some(outer), true) => (outer.start, 2),
            (Some(outer), false) => (outer.end, 1),
            (None, begins) => (point.at, if begins { 2 } else { 1 }),
        };
        all.push((
            at,
            order,
            std::cmp::Reverse(point.other),
            point.words.clone(),
        ));
    }
    for b in brackets {
        let none = std::cmp::Reverse(0);
        all.push((b.span.start, 3, none, format!("[{}: ", b.before)));
        all.push((b.span.end, 0, none, format!("{}]", b.after)));
    }
    all.sort_by_key(|(at, order, other, _)| (*at, *order, *other));
    let mut out = Vec::new();
    let mut from = span.start;
    for (at, _, _, words) in all {
        if at > from {
            out.push(Piece::Text(Span::new(from, at)));
            from = at;
        }
        out.push(Piece::Word(words));
    }
    if span.end > from {
        out.push(Piece::Text(Span::new(from, span.end)));
    }
    out
}

/// Brackets none of which stands in another: what lies inside one is told
/// behind its text.
fn flat(mut brackets: Vec<Bracket>, opened: &Opened) -> Vec<Bracket> {
    brackets.sort_by_key(|b| (b.span.start, std::cmp::Reverse(b.span.end), b.rank));
    let mut out: Vec<Bracket> = Vec::with_capacity(brackets.len());
    for bracket in brackets {
        match out.last_mut().filter(|o| o.span.end > bracket.span.start) {
            Some(outer) if outer.span == bracket.span => {
                let Bracket { before, after, .. } = bracket;
                outer.after.extend(["; ", before.as_str(), after.as_str()]);
            }
            Some(outer) => {
                let text = opened.article.document.slice(bracket.span);
                let Bracket { before, after, .. } = bracket;
                outer
                    .after
                    .extend(["; ", before.as_str(), ": ", text, after.as_str()]);
            }
            None => out.push(bracket),
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

/// Officials, persons and figures.
fn brackets(opened: &Opened, options: &ReaderOptions) -> Vec<Bracket> {
    let found = &opened.annotations;
    let layers = options.layers;
    let sure = |confidence: f32, mut bracket: Bracket| {
        bracket.before = hedged(confidence, options, &bracket.before);
        bracket
    };
    let mut out: Vec<Bracket> = Vec::new();
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
    out
}

/// Words that say so of what is dimmed on other screens.
fn hedged(confidence: f32, options: &ReaderOptions, words: &str) -> String {
    let perhaps = if confidence < options.confidence_floor {
        "perhaps "
    } else {
        ""
    };
    format!("{perhaps}{words}")
}

/// Where headings, captions and quotes begin and end.
fn begun(opened: &Opened, options: &ReaderOptions) -> Vec<Point> {
    let found = &opened.annotations;
    let document = &opened.article.document;
    let mut out: Vec<Point> = Vec::new();
    for block in document.blocks() {
        let words = match block.kind {
            BlockKind::Heading => "[heading] ",
            BlockKind::Notice => "[notice] ",
            BlockKind::Caption => "[caption] ",
            _ => continue,
        };
        out.extend(ends(block.span, words, "").into_iter().take(1));
    }
    if !options.layers.quotes {
        return out;
    }
    let hidden = |q: &&QuoteSegment| {
        let class = q.cue_class.as_deref();
        class.is_some_and(|c| options.hidden_cues.iter().any(|h| h == c))
    };
    let shown: Vec<&QuoteSegment> = found.quotes.iter().filter(|q| !hidden(q)).collect();
    for quote in &shown {
        let speaker = |q: &QuoteSegment| q.speaker.as_ref().map(|s| name(opened, s));
        let own = speaker(quote);
        let outer = shown
            .iter()
            .any(|o| o.span != quote.span && o.span.contains(quote.span) && speaker(o) == own);
        let words = begin(quote, own.filter(|_| !outer).as_deref());
        let words = format!("[{}] ", hedged(quote.confidence, options, &words));
        let end = if is_plain_end(document, quote.span) {
            ""
        } else if quote.kind == QuoteKind::Reported {
            " [end of report]"
        } else {
            " [end of quote]"
        };
        let points = ends(quote.span, &words, end).into_iter();
        out.extend(points.filter(|p| !p.words.is_empty()));
    }
    out
}

/// Whether one hears without a word where a quote ends: its mark is read, or
/// the paragraph ends with it.
fn is_plain_end(document: &Document, span: Span) -> bool {
    if document
        .slice(span)
        .ends_with(['”', '"', '»', '’', '“', '」', '』'])
    {
        return true;
    }
    let block = document
        .block_at(span.start)
        .and_then(|i| document.blocks().get(i));
    block.is_none_or(|b| {
        let end = b.span.end.max(span.end);
        let rest = document.slice(Span::new(span.end, end));
        !rest.contains(char::is_alphanumeric)
    })
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

/// What a quote is, and whose.
fn begin(quote: &QuoteSegment, speaker: Option<&str>) -> String {
    let kind = match quote.kind {
        QuoteKind::Direct => "quote",
        QuoteKind::Partial => "partial quote",
        QuoteKind::Reported => "reported",
        QuoteKind::Turn => "turn",
    };
    let more = if quote.segment > 1 { ", continued" } else { "" };
    match speaker {
        Some(speaker) => format!("{kind} by {speaker}{more}"),
        None => format!("{kind}{more}"),
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

    const TEXT: &str = "The envoy said: all is well";

    fn bracket(start: usize, end: usize, before: &str) -> Bracket {
        Bracket {
            span: Span::new(start, end),
            rank: 1,
            before: before.into(),
            after: String::new(),
        }
    }

    fn shown(brackets: &[Bracket], spans: &[(usize, usize, &str, &str)]) -> String {
        let mut points: Vec<Point> = Vec::new();
        for (start, end, before, after) in spans {
            points.extend(ends(Span::new(*start, *end), before, after));
        }
        let whole = Span::new(0, TEXT.len());
        joined(TEXT, &told(whole, brackets, points.iter()))
    }

    #[test]
    fn brackets_lose_no_text() {
        let two = [bracket(4, 9, "official"), bracket(16, 19, "figure")];
        assert_eq!(
            shown(&two, &[]),
            "The [official: envoy] said: [figure: all] is well"
        );
        assert_eq!(shown(&[], &[]), TEXT);
    }

    #[test]
    fn what_begins_and_ends_at_one_place_is_told_in_order() {
        let official = [bracket(4, 9, "official")];
        let outer = (4, 27, "[reported] ", " [end of report]");
        let inner = (4, 9, "[quote] ", " [end of quote]");
        assert_eq!(
            shown(&official, &[inner, outer]),
            "The [reported] [quote] [official: envoy] [end of quote] said: all is well [end of report]"
        );
    }

    #[test]
    fn words_do_not_stand_in_a_bracket() {
        let official = [bracket(0, 9, "official")];
        assert_eq!(
            shown(&official, &[(4, 19, "[bookmark] ", " [end of bookmark]")]),
            "[bookmark] [official: The envoy] said: all [end of bookmark] is well"
        );
        assert_eq!(
            shown(&official, &[(0, 3, "[bookmark] ", " [end of bookmark]")]),
            "[bookmark] [official: The envoy] [end of bookmark] said: all is well"
        );
    }
}
