//! The sieve: which attribution a stretch in quotation marks belongs to. Each
//! stage is one function; a later one only sees what earlier ones left.

use super::{
    alone,
    find::Attribution,
    source::{self, Range},
    title,
    words::{Words, kind::*},
};
use crate::annotate::token::Shape;

/// The decision on one stretch in quotation marks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Link {
    /// The attribution, by its place in the list.
    pub attribution: Option<usize>,
    /// A speaker found without a cue.
    pub speaker: Option<Range>,
    /// The rule; empty where nothing was found.
    pub rule: &'static str,
    /// Whether it lies inside a longer content.
    pub inside: bool,
    /// Whether nobody is quoted.
    pub dropped: bool,
    /// Whether it goes on with the quote before it.
    pub joined: bool,
}

impl Link {
    /// Whether no stage has decided on it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.rule.is_empty() && !self.dropped
    }
}

/// Runs all stages.
#[must_use]
pub fn run(w: &Words<'_, '_>, found: &[Attribution<'_>]) -> Vec<Link> {
    let mut links = vec![Link::default(); w.quoted.len()];
    works(w, &mut links);
    headings(w, &mut links);
    signed(w, &mut links);
    own_cue(found, &mut links, false);
    labelled(w, &mut links);
    own_cue(found, &mut links, true);
    opened(w, found, &mut links);
    inside(w, found, &mut links);
    carried(w, &mut links);
    neighbours(w, found, &mut links);
    introduced(w, &mut links);
    fragments(w, found, &mut links);
    alone::undersigned(w, &mut links);
    alone::repeated(w, &mut links);
    alone::last_speaker(w, found, &mut links);
    carried(w, &mut links);
    join(w, &mut links);
    links
}

/// Titles of works quote nobody.
fn works(w: &Words<'_, '_>, links: &mut [Link]) {
    for (q, link) in links.iter_mut().enumerate() {
        link.dropped = w.is_work(q);
    }
}

/// A block that is nothing but capitals in marks is a heading; what it quotes
/// stands in the text.
fn headings(w: &Words<'_, '_>, links: &mut [Link]) {
    for (q, link) in links.iter_mut().enumerate().filter(|(_, l)| l.is_open()) {
        let whole = w.quoted.get(q).is_some_and(|q| {
            let block = w.text.document.blocks().get(q.block);
            q.closed && block.is_some_and(|b| b.span == q.span)
        });
        let (first, end) = w.range(q);
        let shape = |i: usize| w.text.tokens.get(i).map_or(Shape::None, |t| t.shape);
        let words = (first..end).filter(|i| shape(*i) != Shape::None);
        link.dropped = whole
            && words.clone().count() > 1
            && words
                .clone()
                .all(|i| shape(i) == Shape::Upper || w.word(i).len() == 1);
    }
}

/// Quotes that begin with a speaker's label, as in a quoted transcript
/// ("WALLACE: Good evening").
fn labelled(w: &Words<'_, '_>, links: &mut [Link]) {
    for (q, link) in links.iter_mut().enumerate().filter(|(_, l)| l.is_open()) {
        let (first, end) = w.range(q);
        let start = first + usize::from(w.is(first, MARK));
        let Some(colon) = (start + 1..end.min(start + 5)).find(|i| w.is(*i, COLON)) else {
            continue;
        };
        let upper = |i: usize| {
            let shape = w.text.tokens.get(i).map(|t| t.shape);
            shape == Some(Shape::Upper) || w.is(i, STOP) || w.word(i) == "."
        };
        let named = w
            .entities
            .starting(start)
            .is_some_and(|e| e.end == colon && e.kind.is_one());
        if (start..colon).all(upper) || named {
            *link = Link {
                speaker: Some((start, colon)),
                rule: "label-inside",
                ..Link::default()
            };
        }
    }
}

/// Quotes with a name behind a dash ("…" — Ban Ki-moon).
fn signed(w: &Words<'_, '_>, links: &mut [Link]) {
    for (q, link) in links.iter_mut().enumerate().filter(|(_, l)| l.is_open()) {
        let (first, end) = w.range(q);
        let block = |i: usize| w.text.tokens.get(i).map(|t| t.block);
        if !w.is(end, DASH) || block(end) != block(first) || end - first < 6 {
            continue;
        }
        let name = end + 1;
        let stop = (name..name + 12)
            .find(|i| {
                block(*i) != block(first)
                    || w.is(*i, STOP | COMMA | OPEN | DASH)
                    || w.quote(*i).is_some()
            })
            .unwrap_or(name);
        let plain = (name..stop).all(|i| {
            w.is_capital(i)
                || w.is(i, NOMINAL) && !w.is(i, FINITE)
                || w.is_one(i, &["of", "the", "de"])
        });
        if block(name) == block(first) && stop > name && w.is_capital(name) && plain {
            *link = Link {
                speaker: Some((name, stop)),
                rule: "signed",
                ..Link::default()
            };
        }
    }
}

/// Quotes that a cue stands right before or behind; a colon alone counts where
/// no verb does.
fn own_cue(found: &[Attribution<'_>], links: &mut [Link], colon: bool) {
    let turn = |a: &Attribution<'_>| (a.rule == "colon") == colon;
    for (n, a) in found.iter().enumerate().filter(|(_, a)| turn(a)) {
        for (q, rule) in [
            (a.quote_before, "cue-after"),
            (a.quote_behind, "cue-before"),
        ] {
            if let Some(link) = q.and_then(|q| links.get_mut(q)).filter(|l| l.is_open()) {
                link.attribution = Some(n);
                link.rule = match a.rule {
                    "inverted-cue" | "according-to" | "participle" | "name-colon" | "colon" => {
                        a.rule
                    }
                    _ => rule,
                };
            }
        }
    }
}

/// Quotes of the block behind "X said:".
fn opened(w: &Words<'_, '_>, found: &[Attribution<'_>], links: &mut [Link]) {
    for (n, a) in found.iter().enumerate().filter(|(_, a)| a.opens) {
        let (_, end) = w.sentence(a.cue.0);
        if let Some(link) = w
            .quote(end)
            .and_then(|q| links.get_mut(q))
            .filter(|l| l.is_open())
        {
            link.attribution = Some(n);
            link.rule = "colon";
        }
    }
}

/// Fragments inside a longer content.
fn inside(w: &Words<'_, '_>, found: &[Attribution<'_>], links: &mut [Link]) {
    let mut at = 0;
    for (q, link) in links.iter_mut().enumerate() {
        let (first, end) = w.range(q);
        if first >= end || link.dropped {
            continue;
        }
        // Attributions are in text order; contents reach at most a block back.
        while found.get(at).is_some_and(|a| reach(a) + 256 < first) {
            at += 1;
        }
        let near = found
            .iter()
            .enumerate()
            .skip(at)
            .take_while(|(_, a)| start(a) <= end + 256);
        for (n, a) in near {
            if a.holds(first) && a.holds(end - 1) {
                link.inside = true;
                if link.is_open() {
                    link.attribution = Some(n);
                    link.rule = "inside-content";
                }
                break;
            }
        }
    }
}

fn reach(a: &Attribution<'_>) -> usize {
    [Some(a.cue), a.left, a.right]
        .into_iter()
        .flatten()
        .map(|r| r.1)
        .max()
        .unwrap_or(0)
}

fn start(a: &Attribution<'_>) -> usize {
    [Some(a.cue), a.left, a.right]
        .into_iter()
        .flatten()
        .map(|r| r.0)
        .min()
        .unwrap_or(0)
}

/// Segments of a quote that runs through several blocks share one speaker.
fn carried(w: &Words<'_, '_>, links: &mut [Link]) {
    let copy = |links: &mut [Link], from: usize, to: usize| {
        if let Some(other) = links.get(from).copied().filter(|l| !l.rule.is_empty())
            && let Some(link) = links.get_mut(to).filter(|l| l.is_open())
        {
            *link = Link {
                rule: "carried",
                inside: false,
                joined: false,
                ..other
            };
        }
    };
    for i in 1..links.len() {
        if w.quoted.get(i).is_some_and(|q| q.carried) {
            copy(links, i - 1, i);
        }
    }
    for i in (1..links.len()).rev() {
        if w.quoted.get(i).is_some_and(|q| q.carried) {
            copy(links, i, i - 1);
        }
    }
}

/// Whether a stretch is set as a sentence of its own, not as a fragment of the
/// paper's.
#[must_use]
pub fn is_sentence(w: &Words<'_, '_>, q: usize) -> bool {
    let (first, end) = w.range(q);
    let Some(quoted) = w.quoted.get(q) else {
        return false;
    };
    if !quoted.opened || !quoted.closed && end - first > 6 {
        return true;
    }
    let inner = (first..end).find(|i| !w.is(*i, MARK | OPEN | DASH));
    let capital = inner.is_some_and(|i| {
        w.is_capital(i) || w.text.tokens.get(i).is_some_and(|t| t.shape == Shape::None)
    });
    let before = first.checked_sub(1).filter(|b| {
        w.text.tokens.get(*b).map(|t| t.block) == w.text.tokens.get(first).map(|t| t.block)
    });
    let edge = before.is_none_or(|b| {
        w.is(b, STOP | COLON | COMMA | DASH | SEMICOLON | MARK | CLOSE) || w.quote(b).is_some()
    });
    capital && edge && end - first > 4
}

/// Quotes of a paragraph that has an attributed one: interrupted quotes, and
/// sentences behind or before it.
fn neighbours(w: &Words<'_, '_>, found: &[Attribution<'_>], links: &mut [Link]) {
    let block = |q: usize| w.quoted.get(q).map(|q| q.block);
    for q in 1..links.len() {
        let p = (q.saturating_sub(8).max(1)..q)
            .rev()
            .find(|p| links.get(*p).is_some_and(|l| !l.dropped))
            .unwrap_or(0);
        let Some(prior) = links
            .get(p)
            .copied()
            .filter(|l| !l.rule.is_empty() && block(q) == block(p))
        else {
            continue;
        };
        if !links.get(q).is_some_and(Link::is_open) {
            continue;
        }
        let (first, _) = w.range(q);
        let (_, gap) = w.range(p);
        let near = found.partition_point(|a| a.cue.0 < gap);
        let own = (near..found.len().min(near + 8)).find(|n| {
            found
                .get(*n)
                .is_some_and(|a| a.quote_before == Some(p) && a.cue.0 >= gap && a.cue.1 <= first)
        });
        let prior = match own {
            Some(n) => Link {
                attribution: Some(n),
                speaker: None,
                rule: "cue-after",
                ..prior
            },
            None => prior,
        };
        let cue = prior
            .attribution
            .and_then(|n| found.get(n))
            .map(|a| a.cue.0);
        let between = cue.is_some_and(|c| gap <= c && c < first);
        let direct = is_sentence(w, q)
            || (between && first.checked_sub(1).is_some_and(|b| w.is(b, COMMA | DASH)));
        let bare = !(gap..first).any(|i| w.is(i, NOMINAL | FINITE | DET));
        if (direct && (between || bare)
            || (bare && !prior.inside && !(gap..first).any(|i| w.is(i, NOT))))
            && let Some(link) = links.get_mut(q)
        {
            *link = Link {
                rule: if between {
                    "interrupted"
                } else {
                    "same-sentence"
                },
                inside: false,
                joined: true,
                ..prior
            };
        }
    }
    for q in (1..links.len()).rev() {
        let Some(next) = links
            .get(q)
            .copied()
            .filter(|l| l.attribution.is_some() && block(q) == block(q - 1))
        else {
            continue;
        };
        let (_, gap) = w.range(q - 1);
        let (first, _) = w.range(q);
        let bare = !(gap..first).any(|i| w.is(i, NOMINAL | FINITE | DET | PRONOUN));
        if bare
            && links.get(q - 1).is_some_and(Link::is_open)
            && !next.inside
            && let Some(link) = links.get_mut(q - 1)
        {
            *link = Link {
                rule: "followed",
                inside: false,
                joined: false,
                ..next
            };
        }
    }
}

/// Sentences in marks that a comma of the paper's sentence introduces ("the
/// envoy hit back at once, “…”"): the subject of the clause before speaks.
fn introduced(w: &Words<'_, '_>, links: &mut [Link]) {
    for (q, link) in links.iter_mut().enumerate().filter(|(_, l)| l.is_open()) {
        let (first, _) = w.range(q);
        let (floor, _) = w.sentence(first);
        if floor < first && w.before(first, COMMA) && is_sentence(w, q) {
            // "X was asked by Y, “…?”": Y speaks.
            let asked = (floor + 1..first).rev().find(|i| {
                w.is_one(*i, &["asked"]) && (w.before(*i, BE) || w.before(*i, ADVERB | NOT))
            });
            link.speaker = match asked {
                Some(i) if w.is_one(i + 1, &["by"]) => source::phrase_at(w, i + 2, first),
                Some(_) => None,
                None => source::before_colon(w, first - 1, floor),
            };
            if link.speaker.is_some() || asked.is_some() {
                link.rule = "introduced";
            }
        }
    }
}

/// Fragments of the paper's own sentence: the subject of the clause speaks, if
/// anybody does.
fn fragments(w: &Words<'_, '_>, found: &[Attribution<'_>], links: &mut [Link]) {
    for q in 0..links.len() {
        if !links.get(q).is_some_and(Link::is_open) || is_sentence(w, q) {
            continue;
        }
        let (first, end) = w.range(q);
        let (floor, stop) = w.sentence(first);
        let near = found
            .iter()
            .enumerate()
            .rev()
            .find(|(_, a)| a.cue.0 >= floor && a.cue.1 <= first);
        let Some(link) = links.get_mut(q) else {
            continue;
        };
        // Words at arm's length are quoted where the clause has a speech verb
        // and they are more than one.
        let quoted = end - first > 3 && near.is_some_and(|(_, a)| a.is_speech());
        // "pounding the mayor as a “crook”": so the subject calls it.
        let subject = || {
            source::main_subject(w, first, floor, first)
                .filter(|s| source::is_human(w, *s) || source::is_text(w, *s) || w.is_name(*s))
        };
        let called = title::is_predicate(w, q) && subject().is_some();
        if title::is_title(w, q) || title::is_scare(w, q) && !quoted && !called {
            link.dropped = true;
            continue;
        }
        if let Some((n, _)) = near {
            link.attribution = Some(n);
            link.rule = "same-clause";
            continue;
        }
        if let Some((n, _)) = found
            .iter()
            .enumerate()
            .find(|(_, a)| a.cue.0 >= end && a.cue.1 <= stop)
            && end - first > 7
        {
            link.attribution = Some(n);
            link.rule = "same-clause";
            continue;
        }
        if end - first <= 3 && !called {
            link.dropped = true;
            continue;
        }
        link.speaker = subject();
        // A word or two that nobody is said to have said is at arm's length.
        if link.speaker.is_none() && title::words(w, q) <= 2 && !title::is_chant(w, q) {
            link.dropped = true;
            continue;
        }
        link.rule = match link.speaker {
            Some(_) => "clause-subject",
            None => "no-speaker",
        };
    }
    coordinated(w, links);
}

/// Fragments that only "and", "or" and an article stand between are quoted
/// from one speaker (“cold” and “cruel”).
fn coordinated(w: &Words<'_, '_>, links: &mut [Link]) {
    let join = |links: &mut [Link], from: usize, to: usize| {
        let (a, b) = (from.min(to), from.max(to));
        let ((_, gap), (first, _)) = (w.range(a), w.range(b));
        let plain = gap < first
            && first - gap <= 3
            && (gap..first).all(|i| w.is(i, AND | COMMA | DET))
            && (gap..first).any(|i| w.is(i, AND));
        let other = links.get(from).copied().filter(|l| l.attribution.is_some());
        if let Some(other) = other.filter(|_| plain)
            && let Some(link) = links.get_mut(to)
            && link.dropped
            && !w.is_work(to)
            && !title::is_title(w, to)
        {
            *link = Link {
                rule: "same-clause",
                joined: false,
                ..other
            };
        }
    };
    for q in 1..links.len() {
        join(links, q - 1, q);
    }
    for q in (1..links.len()).rev() {
        join(links, q, q - 1);
    }
}

/// Marks the segments that go on with the quote before them.
fn join(w: &Words<'_, '_>, links: &mut [Link]) {
    for q in 1..links.len() {
        let (Some(a), Some(b)) = (links.get(q - 1).copied(), links.get(q).copied()) else {
            continue;
        };
        let (Some(x), Some(y)) = (w.quoted.get(q - 1), w.quoted.get(q)) else {
            continue;
        };
        let same =
            a.attribution == b.attribution && a.attribution.is_some() && !a.dropped && !b.dropped;
        let starts = w
            .text
            .document
            .blocks()
            .get(y.block)
            .is_some_and(|k| k.span.start == y.span.start);
        let goes_on = y.carried
            || (same
                && !a.inside
                && !b.inside
                && (b.rule == "interrupted"
                    || b.rule == "same-sentence"
                    || b.rule == "followed"
                    || a.rule == "followed"))
            || (same
                && matches!(b.rule, "last-speaker" | "last-cue")
                && starts
                && y.block == x.block + 1);
        if let Some(link) = links.get_mut(q) {
            link.joined = goes_on;
        }
    }
}
