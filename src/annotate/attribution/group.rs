//! Verb groups of cues: which words of a text are speech verbs where they
//! stand, and how far their auxiliaries and adverbs reach.

use super::words::{Cue, Form, Words, kind::*};

/// Longest verb group to the left of its verb, in tokens.
const REACH: usize = 10;

/// What a verb group is in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The verb of a clause with a subject of its own.
    Finite,
    /// "is told": the subject is spoken to or about.
    Passive,
    /// "…, saying": the subject is that of the main clause.
    Participle,
    /// "after saying", "by calling".
    Gerund,
    /// "to say".
    Infinitive,
}

/// A cue with its auxiliaries and adverbs.
#[derive(Clone, Copy, Debug)]
pub struct Group<'l> {
    /// Its first token.
    pub first: usize,
    /// The token of the speech verb.
    pub head: usize,
    /// One past its last token.
    pub end: usize,
    /// The speech verb.
    pub cue: Cue<'l>,
    /// What it is in its clause.
    pub voice: Voice,
    /// Whether its clause is subordinate, so that the main clause follows.
    pub embedded: bool,
}

/// Verbs before "to" and a speech verb that make one group with it.
const CHAINS: [&str; 40] = [
    "went",
    "goes",
    "go",
    "refused",
    "refuses",
    "declined",
    "declines",
    "continued",
    "continues",
    "continue",
    "began",
    "begins",
    "started",
    "tried",
    "tries",
    "trying",
    "sought",
    "seemed",
    "seems",
    "appeared",
    "appears",
    "expected",
    "likely",
    "ready",
    "set",
    "wants",
    "want",
    "wanted",
    "plans",
    "planned",
    "like",
    "used",
    "quick",
    "failed",
    "fails",
    "unable",
    "able",
    "willing",
    "going",
    "reluctant",
];

/// The verb group whose speech verb is at token `i`; `None` where the word is
/// none there.
#[must_use]
pub fn at<'l>(w: &Words<'_, 'l>, i: usize) -> Option<Group<'l>> {
    let cue = w.cue(i)?;
    let (floor, _) = w.sentence(i);
    if w.is_capital(i) && !w.is_first(i) && !is_title_case(w, i) {
        return None;
    }
    let floor = floor.max(i.saturating_sub(REACH));
    let left = adverbs(w, i, floor);
    let prior = left
        .checked_sub(1)
        .filter(|p| *p >= floor && w.quote(*p).is_none());
    let is = |bits| prior.is_some_and(|p| w.is(p, bits));
    let possessive = prior.is_some_and(|p| super::words::is_possessive(w.word(p)));
    // A determiner that is a subject of its own ("some chanted").
    let alone = prior.is_some_and(|p| {
        let many = [
            "some", "many", "several", "most", "few", "both", "all", "another",
        ];
        w.is_one(p, &many)
    });
    let group = |first, voice| {
        Some(Group {
            first,
            head: i,
            end: i + cue.len,
            cue,
            voice,
            embedded: false,
        })
    };
    match cue.form {
        Form::Past | Form::Participle => {
            if is(HAVE) {
                return group(auxiliaries(w, left, floor), Voice::Finite);
            }
            if is(BE) {
                return group(auxiliaries(w, left, floor), Voice::Passive);
            }
            // "did read": a past form that is also the base.
            if is(MODAL) {
                return group(auxiliaries(w, left, floor), Voice::Finite);
            }
            if cue.form == Form::Participle
                || (is(DET | POSSESSIVE) && !is(SUBJECT | RELATIVE)) && left == i && !alone
                || possessive
                || (left == i && is(PREP) && !is(TIME | ADVERB))
            {
                return None;
            }
            if left == i && is_reduced(w, i) {
                return None;
            }
            group(left, Voice::Finite)
        }
        Form::Third => {
            let noun = w.is(i, NOUN) || cue.len == 1;
            if (is(DET | PREP) && !is(SUBJECT | RELATIVE) && noun)
                || possessive
                || is(BE | HAVE | MODAL)
            {
                return None;
            }
            if w.is(i, NOUN) && !w.is_finite(i) && left == i {
                return None;
            }
            group(left, Voice::Finite)
        }
        Form::Base => base(w, &cue, i, left, floor),
        Form::Ing => {
            if is(BE) {
                return group(auxiliaries(w, left, floor), Voice::Finite);
            }
            if is(DET | POSSESSIVE) || possessive {
                return None;
            }
            // "can be heard saying", "was quoted as saying"
            if let Some(heard) = prior.and_then(|p| perceived(w, p, floor)) {
                return group(auxiliaries(w, heard, floor), Voice::Finite);
            }
            if is(PREP) || is(CONJ) {
                return group(left, Voice::Gerund);
            }
            group(left, Voice::Participle)
        }
    }
}

/// The passive verb of hearing or seeing at or before `p`.
fn perceived(w: &Words<'_, '_>, p: usize, floor: usize) -> Option<usize> {
    let verb = if w.is_one(p, &["as"]) {
        p.checked_sub(1)?
    } else {
        p
    };
    let heard = w.is_one(
        verb,
        &[
            "heard",
            "overheard",
            "seen",
            "filmed",
            "caught",
            "recorded",
            "quoted",
            "shown",
            "videotaped",
        ],
    );
    let helper = adverbs(w, verb, floor).checked_sub(1)?;
    (heard && helper >= floor && w.is(helper, BE)).then_some(verb)
}

/// Whether a past form is a participle behind its noun ("a report published
/// on Monday said"): the finite verb follows.
#[must_use]
pub fn is_reduced(w: &Words<'_, '_>, i: usize) -> bool {
    let names = w.is_one(i, &["called", "named", "known", "dubbed"]) && w.is(i + 1, DET | NOMINAL);
    if !w.is(i, PARTICIPLE) || !(w.is(i + 1, TIME | PREP) || names) || !w.before(i, NOMINAL) {
        return false;
    }
    let one = w.entities.ending(i).is_some_and(|e| e.kind.is_one());
    let speech = w
        .cue(i)
        .is_some_and(|c| matches!(c.lemma, "say" | "tell" | "add" | "argue" | "ask" | "warn"));
    if one || speech || w.before(i, SUBJECT) {
        return false;
    }
    let (_, end) = w.sentence(i);
    for j in i + 2..end.min(i + 16) {
        if w.quote(j).is_some()
            || w.is(j, COMMA | STOP | SEMICOLON | COLON | DASH)
            || (w.is(j, COMP) && !w.is(j, TO))
        {
            return false;
        }
        if w.is(j, SUBJECT) && !w.is(j, DET) {
            return false;
        }
        if w.is_finite(j) && !w.is(j - 1, SUBJECT) {
            let name = w.ends_name(j) && !w.before(j, TIME);
            return !name || w.cue(j).is_some();
        }
    }
    false
}

/// A base form: behind a modal, "to" or a plural subject.
fn base<'l>(
    w: &Words<'_, 'l>,
    cue: &Cue<'l>,
    i: usize,
    left: usize,
    floor: usize,
) -> Option<Group<'l>> {
    let group = |first, voice| {
        Some(Group {
            first,
            head: i,
            end: i + cue.len,
            cue: *cue,
            voice,
            embedded: false,
        })
    };
    let prior = left.checked_sub(1).filter(|p| *p >= floor)?;
    if w.is(prior, TO) {
        let chain = adverbs(w, prior, floor).checked_sub(1)?;
        if chain >= floor && w.is_one(chain, &CHAINS) {
            let from = adverbs(w, chain, floor);
            let first = if from.checked_sub(1).is_some_and(|p| w.is(p, AUX | TO)) {
                auxiliaries(w, from, floor)
            } else {
                from
            };
            return group(first, Voice::Finite);
        }
        if w.is(chain, HAVE) {
            return group(auxiliaries(w, prior, floor), Voice::Finite);
        }
        return group(prior, Voice::Infinitive);
    }
    if w.is(prior, MODAL) {
        return group(auxiliaries(w, left, floor), Voice::Finite);
    }
    if w.is(prior, SUBJECT) && !w.is_one(prior, &["he", "she", "it"]) {
        return group(left, Voice::Finite);
    }
    // "Ortiz and Lind call it": two names are many.
    let two = w.entities.ending(prior + 1).is_some_and(|e| {
        e.kind.speaks() && e.first > floor && w.before(e.first, AND) && w.ends_name(e.first - 1)
    });
    if two && (!w.is(i, NOUN) || w.is(i + 1, COMP | DET | PRONOUN)) {
        return group(left, Voice::Finite);
    }
    let plural = w.is(prior, NOMINAL)
        && (w.word(prior).ends_with('s')
            || w.is_one(
                prior,
                &[
                    "people", "women", "men", "police", "percent", "many", "some", "others", "%",
                ],
            ));
    let verb = !w.is(i, NOUN)
        || w.is(i + 1, COMP | DET | PRONOUN)
        || matches!(cue.lemma, "say" | "think" | "believe");
    if verb && (plural || w.is(prior, RELATIVE) || has_plural_head(w, prior)) {
        return group(left, Voice::Finite);
    }
    None
}

/// Whether the phrase that ends with token `last` has a head in the plural
/// before its preposition or relative clause ("officials in Washington",
/// "half of the voters in each state", "the groups who wrote to her").
fn has_plural_head(w: &Words<'_, '_>, last: usize) -> bool {
    let (first, _) = w.sentence(last);
    let plural = |i: usize| {
        let word = w.word(i);
        w.is(i, NOMINAL)
            && (!w.is_capital(i) || w.is_first(i))
            && word.ends_with('s')
            && !word.ends_with("ss")
            || w.is_one(
                i,
                &[
                    "people", "police", "half", "majority", "many", "most", "some", "few", "all",
                    "both", "those", "number", "women", "men", "percent",
                ],
            )
    };
    let mut verb = false;
    for i in (first.max(last.saturating_sub(12))..last).rev() {
        if w.quote(i).is_some() || w.is(i, COMMA | STOP | COLON | SEMICOLON | DASH | CLOSE) {
            return false;
        }
        let head = i.checked_sub(1).filter(|h| *h >= first);
        if w.is_one(i, &["who", "that"]) {
            return head.is_some_and(plural);
        }
        verb |= w.is_finite(i);
        if verb || !w.is(i, PREP | TO) {
            continue;
        }
        // "sources close to the talks"
        let near = head.filter(|h| w.is_one(*h, &["close", "familiar", "loyal", "opposed"]));
        if near.map_or(head, |h| h.checked_sub(1)).is_some_and(plural) {
            return true;
        }
    }
    false
}

/// The first token of the adverbs and negations that end before `i`.
fn adverbs(w: &Words<'_, '_>, i: usize, floor: usize) -> usize {
    let mut first = i;
    while let Some(at) = first.checked_sub(1) {
        let now = w.is_one(at, &["now"]);
        let adverb = (now || w.is(at, ADVERB | NOT) && !w.is(at, DET | AUX | SUBJECT | TIME))
            && w.quote(at).is_none();
        if at < floor || !adverb {
            break;
        }
        first = at;
    }
    first
}

/// The first token of the auxiliaries that end before `i`.
fn auxiliaries(w: &Words<'_, '_>, i: usize, floor: usize) -> usize {
    let mut first = i;
    while let Some(at) = first.checked_sub(1) {
        let helps =
            w.is(at, AUX | NOT) || (w.is(at, TO) && at > floor && w.before(at, HAVE | MODAL));
        let adverb = w.is(at, ADVERB) && !w.is(at, TIME | SUBJECT | DET);
        if at < floor || w.quote(at).is_some() || !(helps || adverb) {
            break;
        }
        first = at;
    }
    first
}

/// Whether the words around `i` are capitalised like a headline's.
#[must_use]
pub fn is_title_case(w: &Words<'_, '_>, i: usize) -> bool {
    let (first, end) = w.sentence(i);
    if end - first > 40 {
        return false;
    }
    let words = |j: &usize| {
        w.text
            .tokens
            .get(*j)
            .is_some_and(|t| t.kind == crate::annotate::token::TokenKind::Word)
    };
    let long = (first..end).filter(words).filter(|j| w.word(*j).len() > 3);
    let (mut all, mut capital) = (0, 0);
    for j in long {
        all += 1;
        capital += usize::from(w.is_capital(j));
    }
    all >= 3 && capital * 4 >= all * 3
}
