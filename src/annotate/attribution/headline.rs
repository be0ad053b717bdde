//! Headlines that name a speaker before a colon: "Kallas: Europe must act".

use super::{
    find::Attribution,
    group,
    source::Range,
    words::{Words, kind::*},
};
use crate::{
    annotate::{lexicon::Category, token::TokenKind},
    document::BlockKind,
};

/// Longest speaker of a headline, in tokens.
const SPEAKER: usize = 8;

/// The attribution of a headline sentence; `None` where it is none.
#[must_use]
pub fn find<'l>(w: &Words<'_, 'l>, sentence: usize) -> Option<Attribution<'l>> {
    let s = w.text.sentences.get(sentence)?;
    let block = w.text.document.blocks().get(s.block)?;
    let heads = matches!(block.kind, BlockKind::Headline | BlockKind::Heading)
        || (s.block == 0 && group::is_title_case(w, s.first));
    if !heads {
        return None;
    }
    if block.span.start != s.span.start {
        return None;
    }
    let number = |i: usize| {
        w.text
            .tokens
            .get(i)
            .is_some_and(|t| t.kind == TokenKind::Number)
    };
    let colon = (s.first + 1..s.end.min(s.first + SPEAKER + 1)).find(|i| w.is(*i, COLON))?;
    if (s.first..colon).any(number) {
        return None;
    }
    let source = speaker(w, s.first, colon)?;
    let start = colon + 1;
    let mut end = s.end;
    // A headline's stop may end its first sentence; the rest of the block is
    // content too.
    for more in w.text.sentences.get(sentence + 1..)?.iter().take(3) {
        if more.block != s.block {
            break;
        }
        end = more.end;
    }
    while end > start && w.is(end - 1, STOP) {
        end -= 1;
    }
    (start < end).then_some(Attribution {
        source: Some(source),
        cue: (colon, colon + 1),
        class: "say",
        addressee: None,
        left: None,
        right: Some((start, end)),
        quote_before: None,
        quote_behind: None,
        opens: false,
        rule: "headline-colon",
    })
}

/// Words of a label that says what the text is, or of what it tells.
const LABELS: [&str; 48] = [
    "opinion",
    "exclusive",
    "analysis",
    "editorial",
    "fact",
    "sheet",
    "factsheet",
    "background",
    "guide",
    "update",
    "updates",
    "updated",
    "review",
    "preview",
    "recap",
    "watch",
    "video",
    "photos",
    "pictures",
    "live",
    "breaking",
    "explainer",
    "explained",
    "profile",
    "transcript",
    "text",
    "letters",
    "column",
    "commentary",
    "briefing",
    "newsletter",
    "email",
    "podcast",
    "special",
    "straight",
    "check",
    "fact-check",
    "fix",
    "win",
    "new",
    "now",
    "just",
    "lay",
    "why",
    "how",
    "what",
    "timeline",
    "readout",
];

/// The speaker before the colon: a name or body, without "on …" or "to …". What
/// the text is ("Fact Sheet:"), a theme ("Beyond Syria:") and a quote are none.
fn speaker(w: &Words<'_, '_>, first: usize, colon: usize) -> Option<Range> {
    let end = (first..colon)
        .find(|i| {
            let verb = w.is(*i, THIRD | PAST | AUX) && w.entities.at(*i).is_none();
            *i > first && (w.is(*i, PREP | DASH | COMMA) || verb)
        })
        .unwrap_or(colon);
    let named = w
        .entities
        .within(first, end)
        .iter()
        .any(|e| e.kind.speaks());
    let capitals = (first..end).all(|i| w.is_capital(i) || w.is(i, POSSESSIVE | STOP));
    let verb = (first..end).any(|i| w.is(i, AUX));
    let theme = w.is(first, PREP | CONJ | MARK | TO) || w.quote(first).is_some();
    let label = |i: usize| {
        let word = w.word(i);
        LABELS.iter().any(|l| l.eq_ignore_ascii_case(word)) && w.entities.at(i).is_none()
    };
    // A state alone is what the text is about, unless it is quoted.
    let state = w.entities.starting(first).is_some_and(|e| {
        e.end == end && end == colon && w.text.longest(first, Category::State).is_some()
    });
    let quoted = w.quote(colon + 1).is_some() || w.is(colon + 1, MARK);
    if theme || state && !quoted || (first..end).any(label) {
        return None;
    }
    (!verb && end > first && (named || capitals) && !w.is(first, DET)).then_some((first, end))
}
