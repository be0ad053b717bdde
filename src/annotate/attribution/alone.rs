//! The last stages of the sieve: quotes that stand alone, without a cue or a
//! clause of the paper's around them.

use std::collections::HashMap;

use super::{
    find::Attribution,
    sieve::{Link, is_sentence},
    source::Range,
    words::{Words, kind::*},
};
use crate::annotate::{quote::automaton, token::TokenKind};

/// Quotes that are a block of their own, with nothing but a name in the block
/// behind them, as pull quotes are set.
pub fn undersigned(w: &Words<'_, '_>, links: &mut [Link]) {
    let block = |i: usize| w.text.tokens.get(i).map(|t| t.block);
    for (q, link) in links.iter_mut().enumerate().filter(|(_, l)| l.is_open()) {
        let (first, end) = w.range(q);
        let next = block(end);
        if first == 0 || block(first - 1) == block(first) || next == block(first) {
            continue;
        }
        let name = end + usize::from(w.is(end, DASH));
        let Some(e) = w.entities.starting(name).filter(|e| e.kind.is_one()) else {
            continue;
        };
        let behind = e.end + usize::from(w.is(e.end, STOP));
        if e.name.is_some() && block(e.end - 1) == next && block(behind) != next {
            *link = Link {
                speaker: Some((e.first, e.end)),
                rule: "signed",
                ..Link::default()
            };
        }
    }
}

/// Words at the start of a quote by which another one is known to repeat it.
const ALIKE: usize = 5;

/// Quotes that stand alone and repeat one whose speaker is known, as pull
/// quotes do.
pub fn repeated(w: &Words<'_, '_>, links: &mut [Link]) {
    if !links.iter().any(Link::is_open) {
        return;
    }
    let start = |q: usize| -> Option<[&str; ALIKE]> {
        let (first, end) = w.range(q);
        let words = (first..end).filter(|i| {
            let token = w.text.tokens.get(*i);
            token.is_some_and(|t| t.kind != TokenKind::Punct)
        });
        let mut out = [""; ALIKE];
        let mut n = 0;
        for i in words.take(ALIKE) {
            *out.get_mut(n)? = w.word(i);
            n += 1;
        }
        (n == ALIKE).then_some(out)
    };
    let mut known: HashMap<[&str; ALIKE], usize> = HashMap::new();
    for (q, link) in links.iter().enumerate() {
        if (link.attribution.is_some() || link.speaker.is_some())
            && let Some(key) = start(q)
        {
            known.entry(key).or_insert(q);
        }
    }
    for q in 0..links.len() {
        if !links.get(q).is_some_and(Link::is_open) || !is_sentence(w, q) {
            continue;
        }
        let twin = start(q).and_then(|key| known.get(&key));
        if let Some(other) = twin.and_then(|t| links.get(*t)).copied()
            && let Some(link) = links.get_mut(q)
        {
            *link = Link {
                rule: "repeated",
                inside: false,
                joined: false,
                ..other
            };
        }
    }
}

/// Quotes that stand alone take the last speaker.
pub fn last_speaker(w: &Words<'_, '_>, found: &[Attribution<'_>], links: &mut [Link]) {
    let mut last: Option<(usize, Link)> = None;
    let mut next = 0;
    for q in 0..links.len() {
        let (first, _) = w.range(q);
        while found.get(next).is_some_and(|a| a.cue.0 < first) {
            next += 1;
        }
        let Some(link) = links.get_mut(q) else {
            continue;
        };
        if !link.rule.is_empty() {
            if link.attribution.is_some() || link.speaker.is_some() {
                last = Some((q, *link));
            }
            continue;
        }
        if link.dropped {
            continue;
        }
        // A cue nearer than the last quote: "He was angry, he said. … "
        let said = (next.saturating_sub(8)..next).rev().find(|n| {
            found.get(*n).is_some_and(|a| {
                let third = a
                    .source
                    .is_some_and(|s| !w.is_one(s.0, &["i", "we", "you"]));
                a.is_speech() && third && last.is_none_or(|(l, _)| a.cue.0 > w.range(l).1)
            })
        });
        let near = |n: usize| {
            found
                .get(n)
                .is_some_and(|a| first - a.cue.0 < 120 && is_next(w, a.cue.0, first))
        };
        if let Some(n) = said.filter(|n| near(*n)) {
            *link = Link {
                attribution: Some(n),
                rule: "last-cue",
                ..Link::default()
            };
        } else if let Some((_, l)) = last.filter(|(p, l)| {
            let of = l.attribution.and_then(|n| found.get(n));
            goes_on(w, *p, q, of.map_or(l.speaker, |a| a.source))
        }) {
            *link = Link {
                attribution: l.attribution,
                speaker: l.speaker,
                rule: "last-speaker",
                ..Link::default()
            };
        } else {
            link.rule = "no-speaker";
        }
        if link.attribution.is_some() {
            last = Some((q, *link));
        }
    }
}

/// Whether a quote without a cue is likely to go on with the quote `last`: it
/// stands in the same block or the next, or the block before it names the
/// speaker, and no colon opens it.
fn goes_on(w: &Words<'_, '_>, last: usize, q: usize, source: Option<Range>) -> bool {
    let block = |q: usize| w.quoted.get(q).map_or(0, |q| q.block);
    let (first, _) = w.range(q);
    let next = automaton::next_block(w.text.document, block(last));
    let near = block(q) == block(last) || next == Some(block(q));
    (near || source.is_some_and(|s| is_named_before(w, first, s))) && !w.before(first, COLON)
}

/// Whether the block of token `i` is that of the later token `first`, or the
/// one before it.
fn is_next(w: &Words<'_, '_>, i: usize, first: usize) -> bool {
    let block = |i: usize| w.text.tokens.get(i).map_or(0, |t| t.block as usize);
    let (here, there) = (block(i), block(first));
    here == there || automaton::next_block(w.text.document, here) == Some(there)
}

/// Tokens in which the paragraph before a quote must name its speaker.
const NAMED: usize = 80;

/// Whether the block before the one that begins at token `first` names the
/// party of a source.
fn is_named_before(w: &Words<'_, '_>, first: usize, source: Range) -> bool {
    let person = |r: Range| w.entities.within(r.0, r.1).iter().find_map(|e| e.person);
    let Some(id) = person(source) else {
        return false;
    };
    let block = |i: usize| w.text.tokens.get(i).map(|t| t.block);
    let Some(before) = first.checked_sub(1) else {
        return false;
    };
    let start = (first.saturating_sub(NAMED)..first)
        .find(|i| block(*i) == block(before))
        .unwrap_or(first);
    let named = w.entities.within(start, first);
    block(before) != block(first) && named.iter().any(|e| e.person == Some(id))
}
