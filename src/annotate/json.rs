//! The annotations of one article as the JSON object of the contract.
//!
//! Offsets are Unicode code points, end exclusive, into the object's `text`
//! (or, for `--jsonl`, into the given text). Fields that are not known are
//! null, never absent.

pub mod compact;

use jiff::civil::DateTime;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::types::{
    Annotations, Clue, Figure, Official, Party, Person, PersonId, PersonMention, QuoteSegment,
};
use crate::{
    article::Article,
    document::{Block, Document},
    span::Span,
};

/// Turns byte offsets of a text into code point offsets, by blocks of 64 bytes
/// counted once.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    counts: Vec<usize>,
}

const STEP: usize = 64;

impl<'t> CodePoints<'t> {
    /// Counts the code points of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let blocks = text.as_bytes().chunks(STEP);
        let counts = blocks.scan(0, |n, block| {
            let before = *n;
            *n += begun(block);
            Some(before)
        });
        Self {
            text,
            counts: counts.collect(),
        }
    }

    /// The number of code points before the byte offset `at`.
    #[must_use]
    pub fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let block = at / STEP;
        // A block of ASCII has as many code points as bytes.
        if let (Some(base), Some(next)) = (self.counts.get(block), self.counts.get(block + 1))
            && next - base == STEP
        {
            return base + at % STEP;
        }
        let base = self.counts.get(block).copied();
        let from = if base.is_some() {
            block * STEP
        } else {
            block.saturating_sub(1) * STEP
        };
        let base = base.or_else(|| self.counts.last().copied()).unwrap_or(0);
        let rest = self.text.as_bytes().get(from..at).unwrap_or(&[]);
        base + begun(rest)
    }
}

/// How many code points begin in a block of at most [`STEP`] bytes.
fn begun(block: &[u8]) -> usize {
    // Bytes that begin none are 0b10……; eight are counted at once.
    const LOW: u64 = u64::from_le_bytes([1; 8]);
    let (words, rest) = block.as_chunks::<8>();
    let inner = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        (word >> 7) & !(word >> 6) & LOW
    };
    let lanes: u64 = words.iter().map(inner).sum();
    let inside = lanes.wrapping_mul(LOW) >> 56;
    let last = rest.iter().filter(|b| **b & 0xc0 == 0x80).count();
    block.len() - usize::try_from(inside).unwrap_or(0) - last
}

/// What the annotations point into.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// The document's own text.
    Document,
    /// The text that the document was imported from.
    Source(&'a str),
}

/// One article as the contract writes it; serialises straight from the
/// annotations.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    schema: u8,
    id: &'a str,
    path: Option<&'a str>,
    title: &'a str,
    source: Option<&'a str>,
    published: Option<DateTime>,
    updated: Option<DateTime>,
    language: Option<&'a str>,
    notices: Vec<&'a str>,
    text: &'a str,
    blocks: Vec<BlockView>,
    people: Vec<PersonView<'a>>,
    officials: Vec<OfficialView<'a>>,
    persons: Vec<MentionView<'a>>,
    figures: Vec<FigureView<'a>>,
    quotes: Vec<QuoteView<'a>>,
}

/// A person's number, printed `p1`.
#[derive(Clone, Copy, Debug)]
struct Id(PersonId);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        numbered(b'p', self.0.0, s)
    }
}

/// A quote's number, printed `q1`.
#[derive(Clone, Copy, Debug)]
struct QuoteId(u32);

impl Serialize for QuoteId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        numbered(b'q', self.0, s)
    }
}

/// A letter and a number, as [`Id`] and [`QuoteId`] are printed.
fn numbered<S: Serializer>(letter: u8, mut number: u32, s: S) -> Result<S::Ok, S::Error> {
    let mut buffer = [0; 11]; // a letter and ten digits
    let mut from = buffer.len();
    loop {
        from -= 1;
        let Some(slot) = buffer.get_mut(from) else {
            break;
        };
        *slot = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    from = from.saturating_sub(1);
    if let Some(slot) = buffer.get_mut(from) {
        *slot = letter;
    }
    let written = buffer.get(from..).and_then(|b| std::str::from_utf8(b).ok());
    s.serialize_str(written.unwrap_or(""))
}

/// A number without a trailing ".0".
#[derive(Clone, Copy, Debug)]
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        // Whole numbers below 2^53 are exact in both forms.
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            #[allow(clippy::cast_possible_truncation)]
            s.serialize_i64(self.0 as i64)
        } else {
            s.serialize_f64(self.0)
        }
    }
}

#[derive(Debug, Serialize)]
struct BlockView {
    kind: &'static str,
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct PersonView<'a> {
    person: Id,
    kind: &'static str,
    name: Option<&'a str>,
    title: Option<&'a str>,
    affiliation: Option<&'a str>,
    country: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct SpanView<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct PartyView<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    person: Option<Id>,
}

#[derive(Debug, Serialize)]
struct OfficialView<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    person: Id,
    form: &'static str,
    name_start: Option<usize>,
    name_end: Option<usize>,
    title: Option<&'a str>,
    affiliation: Option<&'a str>,
    country: Option<&'a str>,
    unnamed: bool,
    confidence: f64,
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<SpanView<'a>>>,
}

#[derive(Debug, Serialize)]
struct MentionView<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    person: Id,
    confidence: f64,
    rule: &'a str,
}

#[derive(Debug, Serialize)]
struct FigureView<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    number_start: usize,
    number_end: usize,
    value: Option<Number>,
    high: Option<Number>,
    bound: &'static str,
    unit: Option<&'a str>,
    counted: Option<&'a str>,
    place: Option<SpanView<'a>>,
    as_of: Option<SpanView<'a>>,
    change_from: Option<SpanView<'a>>,
    source: Option<PartyView<'a>>,
    minor: bool,
    confidence: f64,
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_rule: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<ClueView<'a>>>,
}

/// Words that decided the bound, unit or source of a figure.
#[derive(Debug, Serialize)]
struct ClueView<'a> {
    of: &'a str,
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct QuoteView<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: &'static str,
    quote: QuoteId,
    segment: u32,
    speaker: Option<PartyView<'a>>,
    cue: Option<SpanView<'a>>,
    cue_class: Option<&'a str>,
    addressee: Option<SpanView<'a>>,
    confidence: f64,
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<SpanView<'a>>>,
}

/// Turns spans of the document into places of the text that is printed.
struct Places<'a> {
    document: &'a Document,
    target: Target<'a>,
    text: &'a str,
    points: CodePoints<'a>,
}

impl<'a> Places<'a> {
    fn of(&self, span: Span) -> (usize, usize, &'a str) {
        let span = match self.target {
            Target::Document => span,
            Target::Source(_) => {
                let start = self.document.to_source(span.start, false);
                let start = start.unwrap_or(span.start);
                Span::new(
                    start,
                    self.document.to_source(span.end, true).unwrap_or(start),
                )
            }
        };
        (
            self.points.at(span.start),
            self.points.at(span.end),
            span.of(self.text),
        )
    }

    fn span(&self, span: Span) -> SpanView<'a> {
        let (start, end, text) = self.of(span);
        SpanView { start, end, text }
    }

    fn party(&self, party: &Party) -> PartyView<'a> {
        let (start, end, text) = self.of(party.span);
        PartyView {
            start,
            end,
            text,
            person: party.person.map(Id),
        }
    }

    fn block(&self, block: &Block) -> BlockView {
        let (start, end, _) = self.of(block.span);
        BlockView {
            kind: block.kind.name(),
            start,
            end,
        }
    }

    fn official(&self, o: &'a Official, explain: bool) -> OfficialView<'a> {
        let (start, end, text) = self.of(o.span);
        let name = o.name.map(|n| self.of(n));
        let evidence = || o.evidence.iter().map(|s| self.span(*s)).collect();
        OfficialView {
            start,
            end,
            text,
            person: Id(o.person),
            form: o.form.name(),
            name_start: name.map(|n| n.0),
            name_end: name.map(|n| n.1),
            title: o.title.as_deref(),
            affiliation: o.affiliation.as_deref(),
            country: o.country.as_deref(),
            unnamed: o.name.is_none(),
            confidence: confidence(o.confidence),
            rule: &o.rule,
            evidence: explain.then(evidence),
        }
    }

    fn mention(&self, p: &'a PersonMention) -> MentionView<'a> {
        let (start, end, text) = self.of(p.span);
        MentionView {
            start,
            end,
            text,
            person: Id(p.person),
            confidence: confidence(p.confidence),
            rule: &p.rule,
        }
    }

    fn figure(&self, f: &'a Figure, explain: bool) -> FigureView<'a> {
        let (start, end, text) = self.of(f.span);
        let number = self.of(f.number);
        // "dozens" tells no number: it is printed, its value is not known.
        let known = (!f.is_vague()).then_some(f.value);
        FigureView {
            start,
            end,
            text,
            number_start: number.0,
            number_end: number.1,
            value: known.map(Number),
            high: known.and(f.high).map(Number),
            bound: f.bound.sign(),
            unit: f.unit.as_deref(),
            counted: f.counted.as_deref(),
            place: f.place.map(|s| self.span(s)),
            as_of: f.as_of.map(|s| self.span(s)),
            change_from: f.change_from.map(|s| self.span(s)),
            source: f.source.as_ref().map(|p| self.party(p)),
            minor: f.minor,
            confidence: confidence(f.confidence),
            rule: &f.rule,
            source_rule: explain.then_some(f.source_rule.as_deref()),
            evidence: explain.then(|| f.clues.iter().map(|c| self.clue(c)).collect()),
        }
    }

    fn clue(&self, clue: &'a Clue) -> ClueView<'a> {
        let (start, end, text) = self.of(clue.span);
        ClueView {
            of: &clue.of,
            start,
            end,
            text,
        }
    }

    fn quote(&self, q: &'a QuoteSegment, explain: bool) -> QuoteView<'a> {
        let (start, end, text) = self.of(q.span);
        QuoteView {
            start,
            end,
            text,
            kind: q.kind.name(),
            quote: QuoteId(q.quote),
            segment: q.segment,
            speaker: q.speaker.as_ref().map(|p| self.party(p)),
            cue: q.cue.map(|s| self.span(s)),
            cue_class: q.cue_class.as_deref(),
            addressee: q.addressee.map(|s| self.span(s)),
            confidence: confidence(q.confidence),
            rule: &q.rule,
            evidence: explain.then(|| q.evidence.iter().map(|s| self.span(*s)).collect()),
        }
    }
}

/// Confidence with three decimals.
fn confidence(c: f32) -> f64 {
    (f64::from(c) * 1000.0).round() / 1000.0
}

fn person(p: &Person) -> PersonView<'_> {
    PersonView {
        person: Id(p.id),
        kind: p.kind.name(),
        name: p.name.as_deref(),
        title: p.title.as_deref(),
        affiliation: p.affiliation.as_deref(),
        country: p.country.as_deref(),
    }
}

/// The contract object of one article, ready to be written.
#[must_use]
pub fn view<'a>(
    id: &'a str,
    path: Option<&'a str>,
    article: &'a Article,
    found: &'a Annotations,
    target: Target<'a>,
    explain: bool,
) -> View<'a> {
    let document = &article.document;
    let text = match target {
        Target::Document => document.text(),
        Target::Source(text) => text,
    };
    let at = Places {
        document,
        target,
        text,
        points: CodePoints::new(text),
    };
    let meta = &article.meta;
    View {
        schema: 1,
        id,
        path,
        title: &meta.title,
        source: meta.source.as_deref(),
        published: meta.published,
        updated: meta.updated,
        language: meta.language.as_deref().or(found.language.as_deref()),
        notices: meta.notices.iter().map(|n| &**n).collect(),
        text,
        blocks: document.blocks().iter().map(|b| at.block(b)).collect(),
        people: found.people.iter().map(person).collect(),
        officials: found
            .officials
            .iter()
            .map(|o| at.official(o, explain))
            .collect(),
        persons: found.persons.iter().map(|p| at.mention(p)).collect(),
        figures: found
            .figures
            .iter()
            .map(|f| at.figure(f, explain))
            .collect(),
        quotes: found.quotes.iter().map(|q| at.quote(q, explain)).collect(),
    }
}

/// The contract object of one article as a value, for those who take parts of
/// it.
#[must_use]
pub fn object(
    id: &str,
    path: Option<&str>,
    article: &Article,
    found: &Annotations,
    target: Target<'_>,
    explain: bool,
) -> Value {
    serde_json::to_value(view(id, path, article, found, target, explain)).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_across_blocks() {
        let text = "é".repeat(100) + "abc";
        let points = CodePoints::new(&text);
        assert_eq!(points.at(0), 0);
        assert_eq!(points.at(200), 100);
        assert_eq!(points.at(203), 103);
        assert_eq!(points.at(9999), 103);
        let mixed = "a“b” é 漢字 😀 ".repeat(20);
        let points = CodePoints::new(&mixed);
        for (n, (at, _)) in mixed.char_indices().enumerate() {
            assert_eq!(points.at(at), n);
        }
    }

    #[test]
    fn numbers_stand_behind_their_letter() {
        let written = |id: u32| serde_json::to_string(&Id(PersonId(id))).expect("written");
        assert_eq!(written(0), "\"p0\"");
        assert_eq!(written(4_294_967_295), "\"p4294967295\"");
    }
}
