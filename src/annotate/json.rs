//! The annotations of one article as the JSON object of the contract.
//!
//! Offsets are Unicode code points, end exclusive, into the object's `text`
//! (or, for `--jsonl`, into the given text). Fields that are not known are
//! null, never absent.

use serde_json::{Map, Value, json};

use super::types::{Annotations, Party, PersonId};
use crate::{article::Article, span::Span};

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
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        let mut n = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % STEP == 0 {
                counts.push(n);
            }
            n += usize::from(byte & 0xc0 != 0x80);
        }
        Self { text, counts }
    }

    /// The number of code points before the byte offset `at`.
    #[must_use]
    pub fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let block = at / STEP;
        let base = self.counts.get(block).copied();
        let from = if base.is_some() {
            block * STEP
        } else {
            block.saturating_sub(1) * STEP
        };
        let base = base.or_else(|| self.counts.last().copied()).unwrap_or(0);
        let rest = self.text.as_bytes().get(from..at).unwrap_or(&[]);
        base + rest.iter().filter(|b| *b & 0xc0 != 0x80).count()
    }
}

/// What the annotations point into.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// The document's own text.
    Document,
    /// The text that the document was imported from.
    Source(&'a str),
}

struct Writer<'a> {
    article: &'a Article,
    target: Target<'a>,
    text: &'a str,
    points: CodePoints<'a>,
}

impl Writer<'_> {
    fn span(&self, span: Span) -> Span {
        match self.target {
            Target::Document => span,
            Target::Source(_) => {
                let document = &self.article.document;
                let start = document.to_source(span.start, false).unwrap_or(span.start);
                Span::new(start, document.to_source(span.end, true).unwrap_or(start))
            }
        }
    }

    fn place(&self, map: &mut Map<String, Value>, span: Span) {
        let span = self.span(span);
        map.insert("start".into(), self.points.at(span.start).into());
        map.insert("end".into(), self.points.at(span.end).into());
        map.insert("text".into(), span.of(self.text).into());
    }

    fn spanned(&self, span: Option<Span>) -> Value {
        span.map_or(Value::Null, |span| {
            let mut map = Map::new();
            self.place(&mut map, span);
            map.into()
        })
    }

    fn party(&self, party: Option<&Party>) -> Value {
        party.map_or(Value::Null, |party| {
            let mut map = Map::new();
            self.place(&mut map, party.span);
            map.insert("person".into(), party.person.map_or(Value::Null, person));
            map.into()
        })
    }

    fn start(&self, span: Option<Span>) -> Value {
        span.map_or(Value::Null, |s| self.points.at(self.span(s).start).into())
    }

    fn end(&self, span: Option<Span>) -> Value {
        span.map_or(Value::Null, |s| self.points.at(self.span(s).end).into())
    }
}

/// A person's printed id.
fn person(id: PersonId) -> Value {
    format!("p{}", id.0).into()
}

/// Confidence with three decimals.
fn confidence(c: f32) -> Value {
    ((f64::from(c) * 1000.0).round() / 1000.0).into()
}

/// A value without a trailing ".0".
fn number(value: f64) -> Value {
    // Whole numbers below 2^53 are exact in both forms.
    if value.fract() == 0.0 && value.abs() < 9e15 {
        #[allow(clippy::cast_possible_truncation)]
        let whole = value as i64;
        whole.into()
    } else {
        value.into()
    }
}

/// The contract object of one article.
#[must_use]
pub fn object(
    id: &str,
    path: Option<&str>,
    article: &Article,
    found: &Annotations,
    target: Target<'_>,
    explain: bool,
) -> Value {
    let text = match target {
        Target::Document => article.document.text(),
        Target::Source(text) => text,
    };
    let w = Writer {
        article,
        target,
        text,
        points: CodePoints::new(text),
    };
    let meta = &article.meta;
    let date = |d: Option<jiff::civil::DateTime>| d.map(|d| d.to_string());
    let language = meta.language.as_deref().or(found.language.as_deref());
    let blocks: Vec<Value> = article
        .document
        .blocks()
        .iter()
        .map(|b| json!({"kind": b.kind.name(), "start": w.start(Some(b.span)), "end": w.end(Some(b.span))}))
        .collect();
    json!({
        "schema": 1,
        "id": id,
        "path": path,
        "title": &*meta.title,
        "source": meta.source.as_deref(),
        "published": date(meta.published),
        "updated": date(meta.updated),
        "language": language,
        "notices": meta.notices.iter().map(|n| &**n).collect::<Vec<_>>(),
        "text": text,
        "blocks": blocks,
        "people": people(found),
        "officials": officials(&w, found, explain),
        "persons": persons(&w, found),
        "figures": figures(&w, found, explain),
        "quotes": quotes(&w, found),
    })
}

fn people(found: &Annotations) -> Vec<Value> {
    let entry = |p: &super::types::Person| {
        json!({
            "person": person(p.id), "kind": p.kind.name(), "name": p.name, "title": p.title,
            "affiliation": p.affiliation, "country": p.country,
        })
    };
    found.people.iter().map(entry).collect()
}

fn officials(w: &Writer<'_>, found: &Annotations, explain: bool) -> Vec<Value> {
    let entry = |o: &super::types::Official| {
        let mut map = Map::new();
        w.place(&mut map, o.span);
        map.insert("person".into(), person(o.person));
        map.insert("form".into(), o.form.name().into());
        map.insert("name_start".into(), w.start(o.name));
        map.insert("name_end".into(), w.end(o.name));
        map.insert("title".into(), json!(o.title));
        map.insert("affiliation".into(), json!(o.affiliation));
        map.insert("country".into(), json!(o.country));
        map.insert("unnamed".into(), o.name.is_none().into());
        map.insert("confidence".into(), confidence(o.confidence));
        map.insert("rule".into(), json!(o.rule));
        if explain {
            let evidence: Vec<Value> = o.evidence.iter().map(|s| w.spanned(Some(*s))).collect();
            map.insert("evidence".into(), evidence.into());
        }
        Value::from(map)
    };
    found.officials.iter().map(entry).collect()
}

fn persons(w: &Writer<'_>, found: &Annotations) -> Vec<Value> {
    let entry = |p: &super::types::PersonMention| {
        let mut map = Map::new();
        w.place(&mut map, p.span);
        map.insert("person".into(), person(p.person));
        map.insert("confidence".into(), confidence(p.confidence));
        map.insert("rule".into(), json!(p.rule));
        Value::from(map)
    };
    found.persons.iter().map(entry).collect()
}

fn figures(w: &Writer<'_>, found: &Annotations, explain: bool) -> Vec<Value> {
    let entry = |f: &super::types::Figure| {
        let mut map = Map::new();
        w.place(&mut map, f.span);
        map.insert("number_start".into(), w.start(Some(f.number)));
        map.insert("number_end".into(), w.end(Some(f.number)));
        map.insert("value".into(), number(f.value));
        map.insert("high".into(), f.high.map_or(Value::Null, number));
        map.insert("bound".into(), f.bound.sign().into());
        map.insert("unit".into(), json!(f.unit));
        map.insert("counted".into(), json!(f.counted));
        map.insert("place".into(), w.spanned(f.place));
        map.insert("as_of".into(), w.spanned(f.as_of));
        map.insert("change_from".into(), w.spanned(f.change_from));
        map.insert("source".into(), w.party(f.source.as_ref()));
        map.insert("minor".into(), f.minor.into());
        map.insert("confidence".into(), confidence(f.confidence));
        map.insert("rule".into(), json!(f.rule));
        if explain {
            map.insert("source_rule".into(), json!(f.source_rule));
        }
        Value::from(map)
    };
    found.figures.iter().map(entry).collect()
}

fn quotes(w: &Writer<'_>, found: &Annotations) -> Vec<Value> {
    let entry = |q: &super::types::QuoteSegment| {
        let mut map = Map::new();
        w.place(&mut map, q.span);
        map.insert("kind".into(), q.kind.name().into());
        map.insert("quote".into(), format!("q{}", q.quote).into());
        map.insert("segment".into(), q.segment.into());
        map.insert("speaker".into(), w.party(q.speaker.as_ref()));
        map.insert("cue".into(), w.spanned(q.cue));
        map.insert("cue_class".into(), json!(q.cue_class));
        map.insert("addressee".into(), w.spanned(q.addressee));
        map.insert("confidence".into(), confidence(q.confidence));
        map.insert("rule".into(), json!(q.rule));
        Value::from(map)
    };
    found.quotes.iter().map(entry).collect()
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
    }
}
