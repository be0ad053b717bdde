//! Turns attributions and links into quote segments.

use super::{
    confidence,
    find::Attribution,
    sieve::{Link, is_sentence},
    source::Range,
    speaker::Speakers,
    words::{Words, kind::*},
};
use crate::{
    annotate::{
        quote::turn::Turn,
        types::{Party, QuoteKind, QuoteSegment},
    },
    span::Span,
};

/// Makes the segments, sorted by start.
#[must_use]
pub fn segments(
    w: &Words<'_, '_>,
    found: &[Attribution<'_>],
    links: &[Link],
    turns: &[Turn],
    speakers: &Speakers<'_>,
) -> Vec<QuoteSegment> {
    let mut out = Vec::with_capacity(links.len() + found.len() + turns.len());
    direct(w, found, links, turns, speakers, &mut out);
    let mut turn = 0;
    for a in found {
        let at = span(w, a.cue).map_or(0, |s| s.start);
        while turns.get(turn).is_some_and(|t| t.span.end <= at) {
            turn += 1;
        }
        let spoken = turns.get(turn).is_some_and(|t| t.span.start <= at);
        if spoken && of_speaker(w, a) {
            continue;
        }
        reported(w, a, speakers, &mut out);
    }
    spoken(w, turns, speakers, &mut out);
    out.sort_by_key(|s| (s.span.start, std::cmp::Reverse(s.span.end)));
    number(&mut out);
    out
}

/// Bit that keeps the numbers of attributions apart from those of quotes until
/// all are counted anew.
const REPORTED: u32 = 1 << 30;
const TURN: u32 = 1 << 29;

fn direct(
    w: &Words<'_, '_>,
    found: &[Attribution<'_>],
    links: &[Link],
    turns: &[Turn],
    speakers: &Speakers<'_>,
    out: &mut Vec<QuoteSegment>,
) {
    let mut quote = 0;
    let mut turn = 0;
    for (q, link) in links.iter().enumerate() {
        let Some(quoted) = w.quoted.get(q) else {
            continue;
        };
        while turns
            .get(turn)
            .is_some_and(|t| t.span.end <= quoted.span.start)
        {
            turn += 1;
        }
        if link.dropped
            || turns
                .get(turn)
                .is_some_and(|t| t.span.overlaps(quoted.span))
        {
            continue;
        }
        if !link.joined || quote == 0 {
            quote += 1;
        }
        let a = link.attribution.and_then(|n| found.get(n));
        let source = a.map_or(link.speaker, |a| a.source);
        let whole = is_sentence(w, q) || (quoted.carried || link.joined) && !link.inside;
        let opens = matches!(
            link.rule,
            "cue-before" | "cue-after" | "colon" | "inverted-cue" | "according-to"
        );
        let kind = if link.inside || !(whole || opens && is_long(w, q)) {
            QuoteKind::Partial
        } else {
            QuoteKind::Direct
        };
        out.push(QuoteSegment {
            span: quoted.span,
            kind,
            quote,
            segment: 0,
            speaker: source.and_then(|s| party(w, s, speakers)),
            cue: a.and_then(|a| span(w, a.cue)),
            cue_class: a.map(|a| a.class.to_owned().into()),
            addressee: a.and_then(|a| a.addressee).and_then(|r| span(w, r)),
            confidence: confidence::of(link.rule),
            rule: link.rule.into(),
            evidence: source.map_or_else(Vec::new, |s| evidence(w, s, speakers)),
        });
    }
}

/// Whether a stretch has more words than a fragment.
fn is_long(w: &Words<'_, '_>, q: usize) -> bool {
    let (first, end) = w.range(q);
    w.is_capital(first + 1) || end - first > 10
}

fn reported(
    w: &Words<'_, '_>,
    a: &Attribution<'_>,
    speakers: &Speakers<'_>,
    out: &mut Vec<QuoteSegment>,
) {
    let speaker = a.source.and_then(|s| party(w, s, speakers));
    let number = REPORTED | u32::try_from(a.cue.0).unwrap_or(0);
    for content in [a.left, a.right].into_iter().flatten() {
        let Some(content) = span(w, content) else {
            continue;
        };
        out.push(QuoteSegment {
            span: content,
            kind: QuoteKind::Reported,
            quote: number,
            segment: 0,
            speaker: speaker.clone(),
            cue: span(w, a.cue),
            cue_class: Some(a.class.to_owned().into()),
            addressee: a.addressee.and_then(|r| span(w, r)),
            confidence: confidence::of(a.rule),
            rule: a.rule.into(),
            evidence: a.source.map_or_else(Vec::new, |s| evidence(w, s, speakers)),
        });
    }
}

fn spoken(w: &Words<'_, '_>, turns: &[Turn], speakers: &Speakers<'_>, out: &mut Vec<QuoteSegment>) {
    let mut quote = TURN;
    let answers = turns.iter().any(|t| t.answers).then(|| {
        let first = turns.first().and_then(|t| t.label);
        first.and_then(|l| speakers.interviewee(w, w.text.token_at(l.start)))
    });
    for t in turns {
        quote += u32::from(t.first);
        let label = t.label.unwrap_or(Span::new(t.span.start, t.span.start));
        let source = (w.text.token_at(label.start), w.text.token_at(label.end));
        let colon = (source.1, source.1 + 1);
        let cue = t
            .label
            .filter(|_| w.is(source.1, COLON))
            .and_then(|_| span(w, colon));
        let rule = if t.label.is_some() {
            "turn"
        } else {
            "turn-dash"
        };
        out.push(QuoteSegment {
            span: t.span,
            kind: QuoteKind::Turn,
            quote,
            segment: 0,
            speaker: speakers.of_turn(w, t, source, answers.flatten()),
            cue,
            cue_class: t.label.map(|_| "say".into()),
            addressee: None,
            confidence: confidence::of(rule),
            rule: rule.into(),
            evidence: Vec::new(),
        });
    }
}

/// Numbers quotes and segments in the order of the text.
fn number(out: &mut [QuoteSegment]) {
    let mut known: std::collections::HashMap<u32, (u32, u32)> = std::collections::HashMap::new();
    for s in out {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX) + 1;
        let entry = known.entry(s.quote).or_insert((next, 0));
        entry.1 += 1;
        (s.quote, s.segment) = *entry;
    }
}

fn party(w: &Words<'_, '_>, source: Range, speakers: &Speakers<'_>) -> Option<Party> {
    speakers.party(w, source, |r| span(w, r))
}

/// The mention that a source of one pronoun stands for.
fn evidence(w: &Words<'_, '_>, source: Range, speakers: &Speakers<'_>) -> Vec<Span> {
    speakers.stands_for(w, source).into_iter().collect()
}

/// The bytes of a stretch of tokens, without a comma at its end.
fn span(w: &Words<'_, '_>, range: Range) -> Option<Span> {
    let (first, mut end) = range;
    while end > first + 1 && w.is(end - 1, COMMA) {
        end -= 1;
    }
    (first < end)
        .then(|| w.text.covered(first, end - first))
        .filter(|s| !s.is_empty())
}

/// Whether an attribution inside somebody's turn is the speaker's own: "I
/// think", "we know", "you said", or any attitude.
fn of_speaker(w: &Words<'_, '_>, a: &Attribution<'_>) -> bool {
    let own = ["i", "we", "you", "me", "us", "it", "that", "this"];
    let first = a.source.is_none_or(|s| w.is_one(s.0, &own));
    first || matches!(a.class, "think" | "expect" | "attitude" | "show")
}
