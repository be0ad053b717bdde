//! What was said: where reported content begins and ends, and the addressee.

use super::{
    find,
    group::{self, Group, Voice},
    source::{self, Range},
    title,
    words::{Form, Words, kind::*},
};
use crate::annotate::phrase;

/// Most tokens between a cue and its content.
const GAP: usize = 24;

/// What stands behind a cue.
#[derive(Clone, Copy, Debug, Default)]
pub struct Behind {
    /// To whom it was said.
    pub addressee: Option<Range>,
    /// The first token of the content.
    pub start: Option<usize>,
    /// The stretch in quotation marks that is the content, or opens it.
    pub quote: Option<usize>,
    /// How the content begins.
    pub shape: Shape,
    /// Where the cue ends, if a preposition belongs to it ("boasted about").
    pub cue_end: Option<usize>,
}

/// How content begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// There is none behind the cue.
    #[default]
    None,
    /// A clause, with or without "that".
    Clause,
    /// "to" and a verb.
    Infinitive,
    /// A noun phrase ("criticised the plan").
    Object,
    /// A quote behind a colon, a comma or nothing.
    Quote,
}

/// Classes of cues that address somebody.
fn addresses(g: &Group<'_>) -> bool {
    matches!(g.cue.class, "tell" | "ask")
        || matches!(
            g.cue.lemma,
            "warn"
                | "remind"
                | "assure"
                | "inform"
                | "notify"
                | "brief"
                | "advise"
                | "email"
                | "text"
        )
}

/// Classes of cues whose object is what they are about.
fn takes_object(g: &Group<'_>) -> bool {
    !matches!(
        g.cue.lemma,
        "say"
            | "speak"
            | "begin"
            | "go on"
            | "make clear"
            | "agree"
            | "feel"
            | "add"
            | "continue"
            | "hold"
            | "submit"
            | "allow"
            | "require"
            | "laugh"
            | "smile"
            | "cry"
            | "crack"
            | "snap"
            | "interrupt"
            | "answer"
            | "maintain"
    )
}

/// Verbs that carry speech only before a clause or a quote: "found that", but
/// not "found a house".
const CLAUSAL: [&str; 37] = [
    "read",
    "see",
    "find",
    "release",
    "greet",
    "prove",
    "establish",
    "gather",
    "invite",
    "introduce",
    "bet",
    "accept",
    "mean",
    "address",
    "post",
    "publish",
    "unveil",
    "know",
    "feel",
    "consider",
    "understand",
    "recognise",
    "recognize",
    "remember",
    "commit",
    "assume",
    "reflect",
    "volunteer",
    "forget",
    "signal",
    "convince",
    "determine",
    "learn",
    "discover",
    "begin",
    "continue",
    "demonstrate",
];

/// Whether what stands behind a cue can be its content.
#[must_use]
pub fn carries(g: &Group<'_>, shape: Shape) -> bool {
    match shape {
        Shape::Object => !CLAUSAL.contains(&g.cue.lemma),
        Shape::Infinitive => !matches!(
            g.cue.lemma,
            "continue" | "begin" | "go on" | "find" | "see" | "mean"
        ),
        _ => g.cue.lemma != "mean" || g.voice == Voice::Participle,
    }
}

/// Looks behind a verb group, up to `stop`.
#[must_use]
pub fn behind(w: &Words<'_, '_>, g: &Group<'_>, stop: usize) -> Behind {
    let mut out = Behind::default();
    let mut i = g.end;
    // "told reporters", "asked him"
    if addresses(g) {
        let to = usize::from(w.is(i, TO) && w.cue(g.head).is_some_and(|c| c.form != Form::Base));
        if let Some(np) = object(w, i + to, stop) {
            out.addressee = Some(np);
            i = np.1;
        }
    }
    let first = i;
    let mut prepositional = false;
    let limit = stop.min(i + GAP);
    while i < limit {
        if let Some(work) = w.work(i) {
            i = w.range(work).1;
            continue;
        }
        // "told the radio's “Morning Hour”"
        if w.is(i, POSSESSIVE) && i == first && w.work(i + 1).is_some() {
            i += 1;
            continue;
        }
        if let Some(q) = w.quote(i) {
            let (from, to) = w.range(q);
            let named = w.before(i, PREP | POSSESSIVE | DET)
                || (i == g.end
                    && matches!(g.cue.lemma, "call" | "name" | "dub" | "title" | "entitle"));
            if from == i && named && title::is_title(w, q) {
                i = to;
                continue;
            }
            out.quote = Some(q);
            out.start = Some(i);
            out.shape = Shape::Quote;
            return out;
        }
        if w.is(i, COLON) {
            out.start = (i + 1 < stop).then_some(i + 1);
            out.shape = if out.start.is_some() {
                Shape::Clause
            } else {
                Shape::None
            };
            if let Some(q) = w.quote(i + 1).filter(|_| i + 1 < stop) {
                (out.quote, out.shape) = (Some(q), Shape::Quote);
            }
            return out;
        }
        if w.is(i, COMMA | DASH) {
            if let Some(q) = w.quote(i + 1).filter(|_| i + 1 < stop && w.is(i, COMMA)) {
                out.quote = Some(q);
                out.start = Some(i + 1);
                out.shape = Shape::Quote;
                return out;
            }
            // ", in a statement, that"; "at a Warsaw, Poland, briefing that";
            // but ", he said, the": a bracketed cue.
            match insertion(w, i, limit, i == g.end) {
                Some(next) => i = next,
                None => return out,
            }
            continue;
        }
        if w.is(i, STOP | SEMICOLON) {
            return out;
        }
        if w.is_one(i, &["that"])
            || (w.is(i, COMP) && !w.is(i, TO | CONJ | RELATIVE))
            || w.is_one(
                i,
                &[
                    "whether", "how", "why", "what", "if", "who", "when", "where",
                ],
            ) && i == first
                && (g.cue.class != "accuse" || w.is_one(i, &["that", "how", "what"]))
        {
            let noun =
                w.is_one(i, &["that"]) && !w.is_one(g.head, &["said"]) && w.is(i + 1, STOP | COMMA);
            if !noun {
                out.start = Some(i);
                out.shape = Shape::Clause;
                return out;
            }
        }
        if w.is(i, TO) && i == first && infinitive(w, i + 1) {
            out.start = Some(i);
            out.shape = Shape::Infinitive;
            return out;
        }
        // "Friday's test", "last week's vote" are no times, but things.
        let day = w.is(i, TIME) && !w.is(i + 1, POSSESSIVE);
        // "the vote, which the agency said was fair"
        if i == g.end && g.cue.lemma == "say" && w.is(i, AUX) && w.is_finite(i) {
            (out.start, out.shape) = (Some(i), Shape::Clause);
            return out;
        }
        if day || (w.is(i, ADVERB) && !w.is(i, DET | SUBJECT | CONJ | COMP)) {
            i += 1;
            continue;
        }
        if let Some(next) = time_phrase(w, i).filter(|next| !w.is(*next, POSSESSIVE)) {
            i = next;
            continue;
        }
        // "on Monday", before a noun phrase that is none of it
        if w.is(i, PREP) && w.is(i + 1, TIME) && !w.is(i + 2, POSSESSIVE) {
            i += 2;
            continue;
        }
        if w.is(i, PREP) && !w.is(i, SUBJECT) {
            if i == first && !prepositional && of_content(w, g, i) {
                out.cue_end = (i == g.end).then_some(i + 1);
                out.start = Some(if i == g.end { i + 1 } else { i });
                out.shape = Shape::Object;
                return out;
            }
            prepositional = true;
            i = match phrase::np_at(w.text, w.entities, i + 1) {
                Some(np) => np.end,
                None => i + 1,
            };
            continue;
        }
        break;
    }
    // "scolded him: “…”"
    if i == first
        && out.addressee.is_none()
        && let Some(np) = object(w, i, stop).filter(|np| w.is(np.1, COLON))
        && let Some(q) = w.quote(np.1 + 1).filter(|_| np.1 + 1 < stop)
    {
        (out.addressee, out.quote) = (Some(np), Some(q));
        (out.start, out.shape) = (Some(np.1 + 1), Shape::Quote);
        return out;
    }
    if i >= limit || prepositional && !clause_follows(w, i, stop) {
        return out;
    }
    if clause_follows(w, i, stop) {
        out.start = Some(i);
        out.shape = Shape::Clause;
    } else if !prepositional
        && (takes_object(g) || g.cue.lemma == "say" && i == g.end)
        && (w.is(i, NOMINAL | DET | PRONOUN | ING) || w.entities.starting(i).is_some())
    {
        out.start = Some(if out.addressee.is_some() { i } else { first });
        out.shape = Shape::Object;
    } else if let Some((a, _)) = out.addressee.filter(|_| i == first && takes_object(g)) {
        // Nobody was addressed: the phrase is what it was about.
        out.start = Some(a);
        out.shape = Shape::Object;
        out.addressee = None;
    }
    out
}

/// One past an insertion that the comma or dash at `open` begins and another
/// ends: what stands before "that", or the state behind a place name unless it
/// stands right behind the cue.
fn insertion(w: &Words<'_, '_>, open: usize, limit: usize, cue: bool) -> Option<usize> {
    let mark = if w.is(open, COMMA) { COMMA } else { DASH };
    let closes = |j: &usize| w.is(*j, mark);
    let mut close = (open + 1..limit).find(closes)?;
    let quoted = |end: usize| (open + 1..end).any(|j| w.quote(j).is_some());
    let that = |c: usize| c + 1 < limit && w.is_one(c + 1, &["that"]);
    let named = !cue && close <= open + 3 && (open + 1..close).all(|j| w.is_capital(j));
    if mark == DASH && !that(close) {
        close = (close + 1..limit).find(closes)?;
    }
    if quoted(close) {
        return None;
    }
    if that(close) {
        return Some(close + 1);
    }
    let state = named && mark == COMMA && w.is_capital(open - 1);
    let spot = || phrase::np_at(w.text, w.entities, close + 1).map_or(close + 1, |np| np.end);
    state.then(|| {
        let at = spot();
        if w.is_one(at, &["that"]) {
            at
        } else {
            close + 1
        }
    })
}

/// "of", "for", "about" right behind a cue that carries its content there.
fn of_content(w: &Words<'_, '_>, g: &Group<'_>, i: usize) -> bool {
    match g.cue.class {
        "say" | "tell" | "write" | "reply" => {
            w.is_one(i, &["about", "of"]) && !matches!(g.cue.lemma, "say")
        }
        _ => w.is_one(i, &["of", "for", "about", "against", "on", "at", "with"]),
    }
}

/// The object that begins at `i`: a pronoun or noun phrase.
fn object(w: &Words<'_, '_>, i: usize, stop: usize) -> Option<Range> {
    if i >= stop || w.quote(i).is_some() {
        return None;
    }
    if w.is(i, PRONOUN)
        && !w.is(i, COMP | RELATIVE)
        && !w.is_one(i, &["he", "she", "they", "i", "we", "there"])
    {
        return Some((i, i + 1));
    }
    if w.is(i, COMP | PREP | TO | CONJ | TIME)
        || w.is_one(i, &["that", "he", "she", "they", "it", "there"])
    {
        return None;
    }
    let np = phrase::np_at(w.text, w.entities, i)?;
    let mut end = np.end.min(stop);
    // A day behind the addressee is none of it.
    let day = (i + 1..end).find(|j| w.is(*j, TIME));
    end = day.unwrap_or(end);
    (end > i).then_some((i, end))
}

/// One past "last week", "earlier this month", "Tuesday night".
fn time_phrase(w: &Words<'_, '_>, i: usize) -> Option<usize> {
    let which = w.is_one(
        i,
        &["last", "this", "earlier", "late", "later", "next", "that"],
    );
    let unit = |j: usize| {
        w.is_one(
            j,
            &[
                "week",
                "month",
                "year",
                "night",
                "morning",
                "afternoon",
                "evening",
                "summer",
                "spring",
                "fall",
                "weekend",
                "today",
                "day",
            ],
        )
    };
    if which && unit(i + 1) {
        return Some(i + 2);
    }
    if which && w.is_one(i + 1, &["this", "last", "in", "on", "that"]) {
        return Some(i + 1);
    }
    (unit(i) && w.before(i, TIME)).then_some(i + 1)
}

/// Whether a clause (a subject and a finite verb) begins at `i`.
#[must_use]
pub fn clause_follows(w: &Words<'_, '_>, i: usize, stop: usize) -> bool {
    let limit = stop.min(i + GAP);
    if i >= limit {
        return false;
    }
    if w.is(i, SUBJECT) && !w.is(i, COMP) {
        return true;
    }
    let mut at = i;
    while at < limit {
        if w.is(at, COMMA | STOP | SEMICOLON | COLON) {
            return false;
        }
        if at > i && w.quote(at).is_none() && w.is_finite(at) {
            return true;
        }
        if w.is(at, CONJ) && !w.is(at, PREP) || at > i && opens_clause(w, at) {
            return false;
        }
        at += 1;
    }
    false
}

/// Whether a preposition at `i` is a conjunction: a subject stands behind it
/// ("after he won").
fn opens_clause(w: &Words<'_, '_>, i: usize) -> bool {
    w.is(i, PREP) && w.is(i, CONJ) && w.is(i + 1, SUBJECT) && !w.is(i + 1, DET | RELATIVE)
}

/// One past the last token of content that begins at `start`.
#[must_use]
pub fn end(w: &Words<'_, '_>, g: &Group<'_>, start: usize, shape: Shape, stop: usize) -> usize {
    let mut i = start;
    let mut depth = 0usize;
    while i < stop {
        if w.quote(i).is_some() {
            i += 1;
            continue;
        }
        if w.is(i, OPEN) {
            depth += 1;
        } else if w.is(i, CLOSE) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && cuts(w, g, start, i, shape, stop) {
            break;
        }
        i += 1;
    }
    let mut end = i;
    while end > start
        && w.is(end - 1, STOP | COMMA | SEMICOLON | DASH)
        && w.quote(end - 1).is_none()
    {
        end -= 1;
    }
    end
}

/// Whether content ends before token `i`.
fn cuts(
    w: &Words<'_, '_>,
    g: &Group<'_>,
    start: usize,
    i: usize,
    shape: Shape,
    stop: usize,
) -> bool {
    if w.is(i, SEMICOLON) {
        return true;
    }
    // "…," she wrote; "…," but he added
    if find::ends_speech(w, i)
        && (attribution_follows(w, i, stop)
            || w.is_one(i, &["but", "while", "though", "although", "whereas"]))
    {
        return true;
    }
    // "that, by its own count, …"
    if w.is(i, COMMA) && i == start + 1 && w.is_one(start, &["that"]) {
        return false;
    }
    // "…," adding that
    if w.is(i, ING) && w.cue(i).is_some() && find::ends_speech(w, i) {
        return true;
    }
    if w.is(i, COMMA | DASH) {
        let next = i + 1;
        if g.embedded && (clause_follows(w, next, stop) || w.is_finite(next)) {
            return true;
        }
        let contrast = w.is_one(next, &["while", "though", "although", "whereas"]);
        let said = shape == Shape::Clause && g.cue.lemma == "say";
        if w.is_one(next, &["but", "according", "however", "yet"])
            || contrast && (!said || (next..stop).any(|k| w.cue(k).is_some() && w.is_finite(k)))
        {
            return true;
        }
        if w.is(next, ING) && w.cue(next).is_some() {
            return true;
        }
        // ", X said", ", the minister added"
        if w.is(i, COMMA) && attribution_follows(w, next, stop) {
            return true;
        }
        if w.is_one(next, &["and"]) {
            let verb = next + 1 + usize::from(w.is(next + 1, ADVERB));
            if w.cue(verb).is_some_and(|c| c.form == g.cue.form)
                || w.is(next + 1, SUBJECT)
                || another_says(w, next + 1, stop)
            {
                return true;
            }
        }
        if shape == Shape::Object && w.is(i, COMMA) {
            let who = w.is_one(next, &["who", "which", "where"]) && !tells(w, next, stop);
            let goes_on = who
                || w.is_one(next, &["and"])
                || (w.is_capital(next) && !clause_follows(w, next, stop))
                || lists(w, next, stop);
            return !goes_on;
        }
        return false;
    }
    // "… and added": the next cue of the same subject.
    if (w.is(i, AND) || w.is_one(i, &["but"])) && g.voice == Voice::Finite {
        let verb = i + 1 + usize::from(w.is(i + 1, ADVERB));
        let next = w.cue(verb).filter(|_| group::at(w, verb).is_some());
        // "is telling them … and says", "was quick to embrace … and said"
        let helped = g.first < g.head && matches!(g.cue.form, Form::Base | Form::Ing);
        if next.is_some_and(|c| {
            c.form == g.cue.form && c.form != Form::Base
                || helped && matches!(c.form, Form::Past | Form::Third)
        }) {
            return true;
        }
        if shape == Shape::Object && w.is_finite(verb) {
            return true;
        }
    }
    if shape == Shape::Object && i > start {
        return w.is(i, CONJ) && !w.is(i, PREP) && !w.is_one(i, &["than", "as", "that"])
            || w.is_one(i, &["after", "before", "because", "while", "when", "since"]);
    }
    false
}

/// Whether somebody else says something in the clause at `i`, behind ", and".
fn another_says(w: &Words<'_, '_>, i: usize, stop: usize) -> bool {
    let verb = (i + 1..stop.min(i + 10))
        .take_while(|j| !w.is(*j, COMMA | STOP | SEMICOLON) && w.quote(*j).is_none())
        .find(|j| w.is_finite(*j));
    verb.is_some_and(|j| {
        w.cue(j)
            .is_some_and(|c| matches!(c.lemma, "say" | "tell" | "add" | "deny" | "warn"))
            && source::is_human(w, (i, j))
    })
}

/// Whether the relative clause at `i` has a cue of its own ("…, who vowed to").
fn tells(w: &Words<'_, '_>, i: usize, stop: usize) -> bool {
    (i + 1..stop.min(i + 10))
        .take_while(|j| !w.is(*j, COMMA | STOP | SEMICOLON) && w.quote(*j).is_none())
        .find(|j| w.is_finite(*j) && !w.is(*j, AUX) || w.cue(*j).is_some())
        .is_some_and(|j| group::at(w, j).is_some_and(|g| g.voice == Voice::Finite))
}

/// Whether a list of things goes on at `i`, behind a comma: a phrase without a
/// verb, and "and" and the last phrase behind it.
fn lists(w: &Words<'_, '_>, i: usize, stop: usize) -> bool {
    if !w.is(i, DET | NOMINAL) || w.is(i, TIME | CONJ | ADVERB | ING) {
        return false;
    }
    let end = (i..stop.min(i + GAP))
        .find(|j| w.is(*j, AND | STOP | SEMICOLON | DASH | COLON) || w.is_finite(*j));
    end.is_some_and(|j| w.is(j, AND) && w.is(j + 1, DET | NOMINAL) && !w.is_finite(j + 1))
}

/// Whether "X said" and the end of the clause follow at `i`.
fn attribution_follows(w: &Words<'_, '_>, i: usize, stop: usize) -> bool {
    let limit = stop.min(i + 14);
    let mut at = i;
    while at < limit {
        if w.is(at, COMMA | STOP | COLON | SEMICOLON | MARK) {
            return false;
        }
        if at > i && w.cue(at).is_some() {
            if let Some(g) = group::at(w, at).filter(|g| g.voice == Voice::Finite && g.first > i) {
                let b = behind(w, &g, stop);
                return b.shape == Shape::None
                    && matches!(
                        g.cue.class,
                        "say" | "tell" | "write" | "claim" | "reply" | "admit" | "warn"
                    );
            }
            return false;
        }
        if at > i && w.is_finite(at) {
            return false;
        }
        at += 1;
    }
    false
}

/// Whether the word behind "to" can be a verb.
fn infinitive(w: &Words<'_, '_>, i: usize) -> bool {
    w.is(i, BASE | AUX | NOT | ADVERB) || (w.is(i, NOMINAL) && !w.is(i, DET) && !w.is_capital(i))
}
