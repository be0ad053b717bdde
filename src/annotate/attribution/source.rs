//! Subjects: the whole noun phrase that a speech verb belongs to.

use super::words::{Words, kind::*};
use crate::annotate::{entity::EntityKind, phrase, token::TokenKind};

pub use super::party::{is_human, is_text, speaks};

/// Longest look to the left, in tokens.
const REACH: usize = 48;

/// A stretch of tokens.
pub type Range = (usize, usize);

/// The subject that ends before token `end`, not reaching before `floor`.
#[must_use]
pub fn subject(w: &Words<'_, '_>, end: usize, floor: usize) -> Option<Range> {
    let floor = floor.max(end.saturating_sub(REACH));
    let mut at = end;
    let mut cut = end; // where the source ends
    // Insertions between the noun phrase and the verb.
    for _ in 0..3 {
        let last = at.checked_sub(1).filter(|l| *l >= floor)?;
        // "Lena Ortiz, star of “Dune,” said": the comma stands inside the marks.
        let title = w.work(last).map(|q| w.range(q));
        if let Some((from, to)) = title.filter(|(_, to)| w.is(to - 2, COMMA)) {
            let open = (floor..from).rev().find(|j| w.is(*j, COMMA))?;
            if to == at {
                at = open;
                continue;
            }
        }
        if w.is(last, COMMA) {
            let (open, part_of_it) = insertion(w, last, floor)?;
            if !part_of_it {
                cut = open;
            }
            at = open;
        } else if w.is(last, CLOSE) {
            let open = (floor..last).rev().find(|j| w.is(*j, OPEN))?;
            at = open;
        } else if w.is(last, DASH) {
            let open = (floor..last).rev().find(|j| w.is(*j, DASH))?;
            cut = cut.min(open);
            at = open;
        } else {
            break;
        }
    }
    // "who not only", "a group in 2015"
    while at > floor + 1 && w.is(at - 1, ADVERB | NOT) && !w.is(at - 1, SUBJECT | DET | TIME) {
        at -= 1;
        cut = cut.min(at);
    }
    let year = |i: usize| w.word(i).len() == 4 && w.word(i).bytes().all(|b| b.is_ascii_digit());
    if at > floor + 3 && year(at - 1) && w.is_one(at - 2, &["in"]) {
        at -= 2;
        cut = cut.min(at);
    }
    // "the minister on Sunday"
    let mut bare = at;
    while bare > floor + 1 && w.is(bare - 1, TIME) {
        bare -= 1;
    }
    if bare < at && w.is_one(bare - 1, &["on", "late", "early", "last"]) {
        bare -= 1;
    }
    if bare < at && bare > floor {
        (at, cut) = (bare, cut.min(bare));
    }
    let start = start_of(w, at, floor)?;
    (start < at).then_some((start, cut.max(at)))
}

/// The comma that opens the insertion which the comma at `close` ends, and
/// whether the insertion belongs to the noun phrase (an apposition, a relative
/// clause, an age).
fn insertion(w: &Words<'_, '_>, close: usize, floor: usize) -> Option<(usize, bool)> {
    let mut end = close;
    let mut found = None;
    for j in (floor..close).rev() {
        if w.quote(j).is_some() && w.quote(j) != w.quote(close) && end - j > 12 {
            break;
        }
        if w.is(j, SEMICOLON | COLON) {
            break;
        }
        if !w.is(j, COMMA) {
            continue;
        }
        let first = j + 1;
        if first >= end {
            return found;
        }
        // "After winning in the north, Lena Ortiz, …": the name is the subject.
        let start = (floor..j)
            .rev()
            .find(|k| w.is(*k, COMMA | SEMICOLON | COLON | DASH))
            .map_or(floor, |k| k + 1);
        let adverbial = w.is(start, PREP | CONJ | ING | TO | TIME) && !w.is(start, DET | SUBJECT);
        if w.entities.starting(first).is_some_and(|e| e.kind.is_one()) && adverbial {
            return found;
        }
        let relative = w.is_one(first, &["who", "whose", "whom", "where"])
            || (w.is(first, PREP | AND) && w.is_one(first + 1, &["whom", "which", "whose"]));
        let verb = (first..end).any(|k| w.quote(k).is_none() && w.is_finite(k));
        let within_relative =
            verb && (first..end).any(|k| w.is_one(k, &["who", "that", "which", "whose"]));
        let adverbial = w.is(first, ADVERB | CONJ | TIME | ING)
            || (w.is(first, PREP | TO) && !w.is_one(first, &["of", "including"]))
            || (w.is(first, PARTICIPLE | PAST) && !w.is(first, NOUN) && !w.is_capital(first));
        if relative || (!adverbial && (!verb || within_relative)) {
            found = Some((j, true));
        } else if found.is_none() && (adverbial && (!verb || w.is(first, CONJ))) {
            found = Some((j, false));
            // What stands before an adverbial is the subject or another insertion.
            return found;
        } else {
            return found;
        }
        // Before the insertion stands its noun phrase; a number or a place
        // there is another insertion.
        let named = w
            .entities
            .ending(j)
            .is_some_and(|e| e.kind != EntityKind::Place)
            || (w.before(j, PRONOUN) && !w.before(j, RELATIVE));
        let two = w.ends_name(j) && j.checked_sub(1).is_some_and(|b| w.ends_name(b));
        if named || two {
            return found;
        }
        let piece_open = (floor..j)
            .rev()
            .find(|k| w.is(*k, COMMA | COLON | SEMICOLON | DASH));
        let piece = j - piece_open.map_or(floor, |p| p + 1);
        if piece > 2 || piece_open.is_none_or(|p| !w.is(p, COMMA)) {
            return found;
        }
        end = j;
    }
    found
}

/// The first token of the noun phrase that ends before `end`.
fn start_of(w: &Words<'_, '_>, end: usize, floor: usize) -> Option<usize> {
    let last = end.checked_sub(1).filter(|l| *l >= floor)?;
    if w.is(last, RELATIVE) && !w.is(last, DET) || w.is_one(last, &["who", "which", "that"]) {
        return Some(last);
    }
    if w.is(last, SUBJECT) {
        return Some(last);
    }
    if !w.is(last, NOMINAL | CLOSE | PRONOUN | DET | MARK | POSSESSIVE)
        && !w.is_capital(last)
        && w.entities.ending(end).is_none()
    {
        // "those surveyed", "people living there"
        if !w.is(last, PARTICIPLE | ADVERB) {
            return None;
        }
    }
    let mut first = end;
    let mut soft = None; // the last "and" that was crossed
    let mut prep = None; // the last preposition that was crossed
    let mut at = end;
    while let Some(j) = at.checked_sub(1).filter(|j| *j >= floor) {
        if let Some(q) = w.quote(j) {
            let (a, b) = w.range(q);
            // A short name in marks inside the phrase ("the “Today” host").
            if !super::find::ends_speech(w, b)
                && b - a <= 8
                && a > floor
                && !w.before(a, COMMA | COLON | STOP)
                && b < end
            {
                at = a;
                first = a;
                continue;
            }
            break;
        }
        // The title of a work inside the phrase; one that a comma ends opens
        // the sentence ("On “Today,” the senator").
        if let Some(work) = w.work(j) {
            let (a, b) = w.range(work);
            if a <= floor || (a..b).rev().take(2).any(|k| w.is(k, COMMA | STOP)) {
                break;
            }
            at = a;
            first = a;
            continue;
        }
        if let Some(e) = w.entities.ending(at) {
            at = e.first.max(floor);
            first = at;
            // "the reasons Ortiz gave": the name is the subject of its clause.
            if e.kind.is_one() && e.end == end && at > floor && is_named(w, at - 1) {
                break;
            }
            continue;
        }
        if w.is(j, COMMA | COLON | SEMICOLON | STOP | DASH | MARK | OPEN) {
            // "City, State" and "Name, Jr" inside a phrase are not followed.
            break;
        }
        if w.is(j, CLOSE) {
            match (floor..j).rev().find(|k| w.is(*k, OPEN)) {
                Some(open) => {
                    at = open;
                    first = open;
                    continue;
                }
                None => break,
            }
        }
        if w.is(j, AND) {
            if first == at && first == end {
                break;
            }
            soft = Some(j);
            at = j;
            continue;
        }
        if w.is_one(j, &["what", "whom"])
            || (w.is_one(j, &["which", "who"]) && !(j + 1..end).any(|k| w.is_finite(k)))
        {
            break; // "which the minister says"
        }
        if w.is_one(j, &["who", "which", "whose"]) {
            first = j;
            at = j;
            // A relative clause: its verbs were crossed already or follow.
            continue;
        }
        if w.is_one(j, &["that"]) {
            let relative = w.before(j, NOMINAL)
                && !w.before(j, FINITE & !PAST)
                && (j + 1..end).any(|k| w.is_finite(k));
            if relative {
                first = j;
                at = j;
                continue;
            }
            if w.is(j + 1, NOMINAL) && (!w.before(j, NOMINAL | FINITE | ING)) {
                first = j; // "that bill"
            }
            break;
        }
        let also_prep = w.is(j, PREP)
            && !w.is_one(
                j,
                &["as", "since", "before", "after", "until", "than", "like"],
            );
        if w.is(j, CONJ) && !also_prep {
            break;
        }
        if w.is(j, COMP) && !w.is(j, TO | DET) {
            break;
        }
        if w.is_finite(j) {
            let relative = (floor..j)
                .rev()
                .take(6)
                .any(|k| w.is_one(k, &["who", "which", "that", "whose"]));
            let reduced = w.is(j, PARTICIPLE)
                && !w.is(j, AUX)
                && w.before(j, NOMINAL)
                && (w.is(j + 1, PREP | TO | TIME | ADVERB) || w.is_one(j + 1, &["by", "in"]))
                && w.cue(j)
                    .is_none_or(|c| !matches!(c.lemma, "say" | "think" | "believe"));
            // "all the experts I met": a clause without its pronoun.
            let contact = j + 1 == end
                && j > floor + 1
                && w.before(j, SUBJECT)
                && w.is(j - 2, NOMINAL)
                && !w.is(j - 1, DET);
            if contact {
                first = j - 1;
                at = j - 1;
                continue;
            }
            if relative || reduced {
                first = j;
                at = j;
                continue;
            }
            if let Some(s) = soft.filter(|s| *s > j) {
                first = s + 1;
            }
            break;
        }
        if w.is(j, PREP) && !w.is(j, TO) || w.is(j, TO) {
            prep = Some(j);
        } else if !w.is(
            j,
            NOMINAL
                | DET
                | POSSESSIVE
                | ADVERB
                | PARTICIPLE
                | ING
                | BASE
                | NOT
                | TIME
                | PRONOUN
                | AUX
                | THIRD,
        ) {
            break;
        }
        if w.is(j, SUBJECT) && !w.is(j, DET) && j + 1 < end && !w.is(j, RELATIVE) {
            break;
        }
        first = j;
        at = j;
    }
    let first = tidy(w, first, end, prep, floor);
    (first < end).then_some(first)
}

/// Whether the word at `i` is a thing that a clause right behind it tells of
/// ("the reasons X gave", "the way X put it"), and no title of a name.
fn is_named(w: &Words<'_, '_>, i: usize) -> bool {
    w.is_one(
        i,
        &[
            "reason",
            "reasons",
            "thing",
            "things",
            "way",
            "ways",
            "time",
            "times",
            "moment",
            "question",
            "questions",
            "issue",
            "issues",
            "point",
            "points",
            "claim",
            "claims",
            "something",
            "everything",
            "anything",
            "nothing",
            "those",
            "ones",
        ],
    )
}

/// Drops what stands before the noun phrase in its clause: conjunctions,
/// adverbs, days, and a prepositional phrase that opens the clause.
fn tidy(
    w: &Words<'_, '_>,
    mut first: usize,
    end: usize,
    prep: Option<usize>,
    floor: usize,
) -> usize {
    let hedges = [
        "not", "only", "nearly", "almost", "about", "fewer", "more", "less", "at",
    ];
    let counts = [
        "everyone", "all", "about", "than", "a", "one", "half", "least", "most",
    ];
    if w.is_one(first, &hedges) && w.is_one(first + 1, &counts) {
        return first;
    }
    let plain =
        |i: usize| w.is(i, ADVERB | CONJ | AND | MARK | COMMA | NOT) && !w.is(i, DET | SUBJECT);
    while first + 1 < end && plain(first) && w.entities.starting(first).is_none() {
        first += 1;
    }
    if w.is(first, PREP)
        && prep.is_some()
        && !w.is_one(first, &["about", "over", "around", "under", "nearly"])
    {
        let np = phrase::np_before(w.text, w.entities, end);
        let start = np.map_or(end - 1, |r| r.start).max(floor);
        let named = w.entities.ending(end).map(|e| e.first);
        first = named.unwrap_or(start).max(first + 1);
    }
    while first + 1 < end && w.is(first, TIME | ADVERB) && w.entities.starting(first).is_none() {
        first += 1;
    }
    // "Claiming the vote was lost": the subject is the object's, not the verb's.
    if w.is(first, ING) && first + 1 < end && w.is(first + 1, DET | PRONOUN) {
        first += 1;
    }
    if w.is(first, POSSESSIVE) && first + 1 < end {
        first += 1;
    }
    // "last week the minister"
    if w.is_one(first, &["last", "this", "next", "earlier"])
        && w.is_one(
            first + 1,
            &["week", "month", "year", "night", "summer", "spring", "fall"],
        )
        && first + 2 < end
    {
        first += 2;
    }
    first
}

/// The noun phrase that begins at token `i`, with what belongs to it behind:
/// prepositional phrases and appositions. `stop` is one past the last token
/// that may be taken.
#[must_use]
pub fn phrase_at(w: &Words<'_, '_>, i: usize, stop: usize) -> Option<Range> {
    if w.is(i, SUBJECT) && !w.is(i, DET) {
        return Some((i, i + 1));
    }
    // "the 46-year-old": a number is all that stands behind the article.
    let bare = || {
        let number = w.text.tokens.get(i + 1)?.kind == TokenKind::Number;
        let end =
            (i + 1..stop.min(i + 7)).find(|k| w.is(*k, COMMA | STOP | DASH | MARK | AND | PREP));
        (w.is(i, DET) && number).then_some(i..end?)
    };
    // "9/11 widow Lena Ortiz": a number that the phrase cannot begin with.
    let numbered = || {
        let number = w.text.tokens.get(i)?.kind == TokenKind::Number;
        let e = (i + 1..stop.min(i + 6)).find_map(|k| w.entities.starting(k))?;
        (number && e.kind.is_one()).then_some(i..e.end)
    };
    // "…, read one."
    let one = || {
        let one = w.is_one(i, &["one", "another", "others", "some"]);
        (one && i < stop).then_some(i..i + 1)
    };
    let np = phrase::np_at(w.text, w.entities, i)
        .or_else(bare)
        .or_else(numbered)
        .or_else(one)?;
    let mut end = np.end.min(stop);
    loop {
        // The dot of "Mr. Smith"
        let dot = w.word(end) == "." && w.is(end, NOMINAL) && end + 1 < stop;
        let name = if dot && w.is_capital(end + 1) {
            phrase::np_at(w.text, w.entities, end + 1)
        } else {
            None
        };
        if let Some(more) = name {
            end = more.end.min(stop);
            continue;
        }
        // "the man who led the talks"
        if w.is_one(end, &["who"]) && end > i {
            end = (end..stop)
                .find(|k| w.is(*k, COMMA | STOP | SEMICOLON | DASH) || w.quote(*k).is_some())
                .unwrap_or(stop);
            break;
        }
        // "of", "from", "for", "with": a phrase behind the noun
        let link = w.is_one(end, &["of", "for", "from", "with", "at", "in", "on", "and"]);
        if link && end + 1 < stop && w.quote(end).is_none() {
            if w.is_one(end, &["in", "at", "on", "with", "from", "for"]) && !joins(w, end) {
                break;
            }
            if let Some(more) = phrase::np_at(w.text, w.entities, end + 1) {
                let timed = w.is(end + 1, TIME);
                if !timed && more.end <= stop && !(more.end..stop).take(1).any(|k| w.is_finite(k)) {
                    end = more.end;
                    continue;
                }
            }
        }
        if w.is(end, OPEN)
            && let Some(close) = (end..stop.min(end + 12)).find(|k| w.is(*k, CLOSE))
        {
            end = close + 1;
            continue;
        }
        break;
    }
    Some((i, apposition(w, end, stop)))
}

/// Whether the preposition at `i` links a name or a post with a body.
fn joins(w: &Words<'_, '_>, i: usize) -> bool {
    let body = w.is_capital(i + 1) || (w.is(i + 1, DET) && !w.is_one(i + 1, &["a", "an"]));
    let common = i.checked_sub(1).is_some_and(|b| !w.is_capital(b));
    body && common && !w.is(i + 1, TIME)
}

/// The end of the appositions and relative clauses behind a phrase that ends
/// at `end`.
fn apposition(w: &Words<'_, '_>, end: usize, stop: usize) -> usize {
    let mut at = end;
    for _ in 0..3 {
        if !w.is(at, COMMA) {
            break;
        }
        let first = at + 1;
        if first >= stop || w.quote(first).is_some() {
            break;
        }
        let relative = w.is_one(first, &["who", "whose", "which", "whom"]);
        let noun = w.is(first, DET | NOMINAL) && !w.is(first, TIME | ING | ADVERB | CONJ);
        if !relative && !noun {
            break;
        }
        let close = (first..stop)
            .find(|k| w.is(*k, COMMA | STOP | SEMICOLON | DASH | MARK))
            .unwrap_or(stop);
        let verb = (first..close).any(|k| w.is_finite(k));
        if (verb && !relative && !(first..close).any(|k| w.is_one(k, &["who", "that", "which"])))
            || close - first > 24
        {
            break;
        }
        at = close;
    }
    at
}

/// The subject of the main verb before token `upto` (or behind it, for a
/// participle that opens its sentence).
#[must_use]
pub fn main_subject(w: &Words<'_, '_>, upto: usize, floor: usize, end: usize) -> Option<Range> {
    let from = floor.max(upto.saturating_sub(REACH + 16));
    let mut thing = None;
    for i in from..end.min(upto + REACH) {
        if i == upto {
            // Behind the verb stands its content: a subject there counts only
            // where none stands before.
            if thing.is_some() {
                break;
            }
            continue;
        }
        if w.quote(i).is_some() || !w.is_finite(i) {
            continue;
        }
        if w.before(i, RELATIVE) && !w.before(i, NOMINAL) {
            continue;
        }
        let mut first = i;
        while first > from && w.is(first - 1, ADVERB | AUX | NOT) && !w.is(first - 1, SUBJECT) {
            first -= 1;
        }
        if let Some(s) = subject(w, first, from) {
            let clause = w.before(s.0, CONJ | COMP) && s.0 > from;
            let who = w.is_one(s.0, &["who", "which", "that", "there", "it"]);
            if !clause && !who {
                // Behind a participle its content comes first: the subject
                // stands behind the comma that ends it.
                if i > upto && !w.before(s.0, COMMA) && !super::find::ends_speech(w, s.0) {
                    continue;
                }
                if i > upto || is_human(w, s) {
                    return Some(s);
                }
                thing.get_or_insert(s);
            }
        }
    }
    thing
}

/// Who speaks the quote that the colon at `colon` opens, where no cue says it:
/// "From the report:", "Here is the envoy on Monday:", else the subject of the
/// clause that the colon ends, if it can speak, else the name before the colon.
#[must_use]
pub fn before_colon(w: &Words<'_, '_>, colon: usize, floor: usize) -> Option<Range> {
    let first = (floor..colon).find(|i| !w.is(*i, MARK | DASH | OPEN | AND))?;
    // "More from the report:"
    let more = w.is_one(first, &["more"]) && w.is_one(first + 1, &["from"]);
    let first = first + usize::from(more);
    if w.is_one(first, &["from", "via", "per", "by"]) {
        let np = phrase_at(w, first + 1, colon)?;
        return Some((np.0, whole(w, np.1, colon)));
    }
    if w.is_one(first, &["here"]) && w.is(first + 1, BE) {
        return phrase_at(w, first + 2, colon);
    }
    let from = floor.max(colon.saturating_sub(REACH));
    for i in (from..colon).rev() {
        if w.quote(i).is_some() || !w.is_finite(i) {
            continue;
        }
        let mut verb = i;
        while verb > from && w.is(verb - 1, ADVERB | AUX | NOT) && !w.is(verb - 1, SUBJECT) {
            verb -= 1;
        }
        let found = subject(w, verb, from).filter(|s| {
            let clause = s.0 > from && w.before(s.0, CONJ | COMP | RELATIVE);
            !clause && (is_human(w, *s) || is_text(w, *s)) && speaks(w, *s)
        });
        if let Some(s) = found.filter(|s| !w.is(s.0, RELATIVE)) {
            return Some(s);
        }
    }
    let named = w.entities.ending(colon).filter(|e| e.kind.speaks())?;
    Some((named.first.max(floor), colon))
}

/// What a relative pronoun at `i` stands for: the noun phrase before it, a
/// comma or a preposition between; `None` where the pronoun opens a question
/// ("the question of who commands").
#[must_use]
pub fn antecedent(w: &Words<'_, '_>, i: usize, floor: usize) -> Option<Range> {
    let mut end = i;
    while end > floor && w.is(end - 1, COMMA | DASH | CLOSE) && w.quote(end - 1).is_none() {
        if w.is(end - 1, CLOSE) {
            end = (floor..end).rev().find(|k| w.is(*k, OPEN))?;
        } else {
            end -= 1;
        }
    }
    let last = end.checked_sub(1).filter(|l| *l >= floor)?;
    if w.is(last, PREP | TO | AUX | CONJ | COMP) && !w.is(last, NOMINAL) {
        return None;
    }
    if w.is_finite(last) && !w.is(last, NOMINAL) {
        return None;
    }
    let first = start_of(w, end, floor)?;
    (first < end && speaks(w, (first, end))).then_some((first, end))
}

/// The end of a phrase that nothing but a mark or a conjunction ends, as behind
/// "according to".
#[must_use]
pub fn whole(w: &Words<'_, '_>, end: usize, stop: usize) -> usize {
    let mut at = end;
    while at < stop {
        let ends = w.is(at, COMMA | STOP | SEMICOLON | COLON | DASH | MARK | TIME)
            || (w.is(at, CONJ) && !w.is(at, PREP))
            || w.is_one(at, &["which", "that", "as", "when", "while"])
            || (w.is_finite(at) && !w.is(at, PARTICIPLE));
        if ends || w.quote(at).is_some() {
            break;
        }
        at += 1;
    }
    apposition(w, at, stop).max(end)
}
