//! Attributions outside quotation marks, sentence by sentence: a cue, its
//! source, and what it carries.

use super::{
    content::{self, Behind, Shape},
    group::{self, Group, Voice},
    source::{self, Range},
    verbless,
    words::{Cue, Form, Words, kind::*},
};

/// A source, a cue and a content.
#[derive(Clone, Copy, Debug)]
pub struct Attribution<'l> {
    /// Who speaks.
    pub source: Option<Range>,
    /// The verb group.
    pub cue: Range,
    /// The class of the cue.
    pub class: &'l str,
    /// To whom.
    pub addressee: Option<Range>,
    /// The content before the cue.
    pub left: Option<Range>,
    /// The content behind it.
    pub right: Option<Range>,
    /// The quote that stands before the cue.
    pub quote_before: Option<usize>,
    /// The quote that the cue opens.
    pub quote_behind: Option<usize>,
    /// The next block is what it opens.
    pub opens: bool,
    /// The rule.
    pub rule: &'static str,
}

impl Attribution<'_> {
    /// Whether its cue is one of speech, not of thought or attitude.
    #[must_use]
    pub fn is_speech(&self) -> bool {
        !matches!(
            self.class,
            "think" | "expect" | "estimate" | "show" | "attitude" | "deny" | "urge" | "accuse"
        )
    }

    /// Whether a content holds token `i`.
    #[must_use]
    pub fn holds(&self, i: usize) -> bool {
        let inside = |r: Option<Range>| r.is_some_and(|(a, b)| a <= i && i < b);
        inside(self.left) || inside(self.right)
    }
}

/// Finds the attributions of a text, in order.
#[must_use]
pub fn all<'l>(w: &Words<'_, 'l>) -> Vec<Attribution<'l>> {
    let mut out: Vec<Attribution<'l>> = Vec::new();
    for (n, s) in w.text.sentences.iter().enumerate() {
        let first = out.len();
        let colon = s
            .end
            .checked_sub(1)
            .filter(|c| w.is(*c, COLON) && w.quote(*c).is_none());
        if let Some(a) = super::headline::find(w, n) {
            out.push(a);
            continue;
        }
        let mut i = s.first;
        while i < s.end {
            if !w.may_attribute(i)
                || w.quote(i).is_some()
                || w.work(i).is_some()
                || out.iter().skip(first).any(|a| a.holds(i))
            {
                i += 1;
                continue;
            }
            if let Some(a) = verbless::according(w, i, s.first, s.end) {
                drop_inner(&mut out, first, &a);
                i = a.cue.1;
                out.push(a);
                continue;
            }
            if let Some(a) = verbless::noun_cue(w, i, s.first, s.end) {
                i = a.right.map_or(i + 1, |r| r.1.max(i + 1));
                out.push(a);
                continue;
            }
            if let Some(a) = verbless::named_colon(w, i, s.first, s.end) {
                out.push(a);
                i += 1;
                continue;
            }
            let Some(g) = group::at(w, i).or_else(|| any_verb(w, i, s.first)) else {
                i += 1;
                continue;
            };
            if let Some(a) = build(w, &g, s.first, s.end, out.get(first..).unwrap_or(&[])) {
                drop_inner(&mut out, first, &a);
                out.push(a);
            }
            i = g.end.max(i + 1);
        }
        let opened = out.iter().skip(first).any(|a| a.opens);
        if let Some(c) = colon.filter(|_| !opened && w.quote(s.end).is_some()) {
            let a = verbless::opening(w, c, s.first, out.get(first..).unwrap_or(&[]));
            out.extend(a);
        }
        let inner = (s.first + 1..s.end.saturating_sub(1))
            .find(|c| w.is(*c, COLON) && w.quote(*c).is_none() && w.quote(c + 1).is_some());
        if let Some((c, q)) = inner.and_then(|c| Some((c, w.quote(c + 1)?))) {
            let taken = |a: &Attribution<'_>| a.quote_behind == Some(q) || a.holds(c);
            if !out.iter().skip(first).any(taken) {
                let a = verbless::opening(w, c, s.first, out.get(first..).unwrap_or(&[]));
                out.extend(a.map(|a| Attribution {
                    quote_behind: Some(q),
                    opens: false,
                    ..a
                }));
            }
        }
    }
    out
}

/// Drops attributions inside the content of a later one.
fn drop_inner(out: &mut Vec<Attribution<'_>>, from: usize, outer: &Attribution<'_>) {
    let mut k = 0;
    out.retain(|a| {
        k += 1;
        k <= from || !outer.holds(a.cue.0)
    });
}

/// Drops marks of punctuation at the end.
#[must_use]
pub fn trim(w: &Words<'_, '_>, start: usize, mut end: usize) -> usize {
    while end > start
        && w.is(end - 1, STOP | COMMA | SEMICOLON | DASH | COLON)
        && w.quote(end - 1).is_none()
    {
        end -= 1;
    }
    end
}

/// The attribution of a verb group in the sentence `first..end`.
fn build<'l>(
    w: &Words<'_, 'l>,
    g: &Group<'l>,
    first: usize,
    end: usize,
    before: &[Attribution<'l>],
) -> Option<Attribution<'l>> {
    let floor = clause_floor(w, g.first, first);
    let mut g = *g;
    g.embedded = is_embedded(w, g.first, first);
    let g = &g;
    let mut rule = "subject-cue";
    let mut behind = content::behind(w, g, end);
    if !content::carries(g, behind.shape) {
        return None;
    }
    let source = match g.voice {
        Voice::Passive => {
            let by = (g.end..end.min(g.end + 4)).find(|j| w.is_one(*j, &["by"]))?;
            rule = "passive-agent";
            let np = source::phrase_at(w, by + 1, end)?;
            behind = Behind::default();
            let patient = source::subject(w, g.first, floor)?;
            return Some(Attribution {
                source: Some(np),
                cue: (g.first, by + 1),
                class: g.cue.class,
                addressee: None,
                left: Some(patient),
                right: None,
                quote_before: None,
                quote_behind: behind.quote,
                opens: false,
                rule,
            });
        }
        Voice::Finite => {
            let found =
                if w.before(g.first, AND) || w.is_one(g.first.wrapping_sub(1), &["but", "then"]) {
                    rule = "coordinated-cue";
                    // The clause before goes on where its content ended here.
                    before
                        .last()
                        .filter(|a| a.right.is_some_and(|r| r.1 + 2 >= g.first))
                        .and_then(|a| a.source.filter(|s| !is_relative(w, *s)))
                        .or_else(|| source::main_subject(w, g.first, floor, g.first))
                        .or_else(|| before.last().and_then(|a| a.source))
                } else {
                    source::subject(w, g.first, floor)
                };
            match found {
                Some(s) => Some(s),
                None if inverts(w, g, first) => {
                    rule = "inverted-cue";
                    let np = source::phrase_at(w, g.end, end)?;
                    behind = Behind::default();
                    let q = w
                        .quote(np.1 + usize::from(w.is(np.1, COMMA | COLON)))
                        .filter(|_| w.is(np.1, COMMA | COLON));
                    (behind.quote, behind.start) = (q, q.map(|q| w.range(q).0));
                    if q.is_some() {
                        behind.shape = Shape::Quote;
                    }
                    Some(np)
                }
                None => None,
            }
        }
        Voice::Participle | Voice::Gerund | Voice::Infinitive => {
            if behind.shape == Shape::None {
                return None;
            }
            if g.voice == Voice::Infinitive && !matches!(behind.shape, Shape::Quote | Shape::Clause)
            {
                return None;
            }
            if g.voice == Voice::Gerund
                && !matches!(behind.shape, Shape::Quote | Shape::Clause | Shape::Object)
            {
                return None;
            }
            rule = "participle";
            let noun = g.voice == Voice::Participle
                && g.first > first
                && w.before(g.first, NOMINAL)
                && w.quote(g.first - 1).is_none();
            let own = if noun && g.cue.lemma == "read" {
                source::subject(w, g.first, floor)
            } else if noun && matches!(behind.shape, Shape::Quote | Shape::Clause) {
                accompanied(w, g.first, floor)
            } else {
                None
            };
            own.or_else(|| {
                before
                    .last()
                    .filter(|a| g.voice == Voice::Participle && a.source.is_some())
                    .and_then(|a| a.source)
            })
            .or_else(|| source::main_subject(w, g.first, floor, end))
        }
    };
    if behind.shape == Shape::Object {
        rule = match rule {
            "subject-cue" => "subject-object",
            "participle" => "participle-object",
            other => other,
        };
    }
    // "With voters worried about the levy, …": the main clause follows.
    let absolute = g.voice == Voice::Finite
        && g.cue.form == Form::Past
        && g.first == g.head
        && source.is_some_and(|s| s.0 == first + 1 && w.is_one(first, &["with"]));
    if absolute {
        return None;
    }
    let relative = source.is_some_and(|s| is_relative(w, s));
    // "the question of who commands" asks; nobody is said to speak.
    if let Some(s) = source.filter(|_| relative) {
        source::antecedent(w, s.0, first)?;
    }
    // "you know", "you think": nobody is said to.
    let anybody = source.is_some_and(|s| s.1 == s.0 + 1 && w.is_one(s.0, &["you"]));
    if anybody && matches!(g.cue.class, "think" | "expect" | "estimate") {
        return None;
    }
    let asked = g.cue.lemma == "ask" && source.is_none() && behind.shape != Shape::None;
    let source = source.filter(|s| source::speaks(w, *s));
    if source.is_none() && !asked {
        return None;
    }
    let mut inner = *g;
    inner.embedded |= relative || asked;
    let g = &inner;
    let as_clause = source.is_some_and(|s| s.0 > first && w.is_one(s.0 - 1, &["as"]));
    let mut a = Attribution {
        source,
        cue: (g.first, behind.cue_end.unwrap_or(g.end)),
        class: g.cue.class,
        addressee: behind.addressee,
        left: None,
        right: None,
        quote_before: None,
        quote_behind: None,
        opens: false,
        rule,
    };
    let pair = source.map_or(g.first, |s| s.0.min(g.first));
    let start_of_pair = pair - usize::from(as_clause);
    match behind.shape {
        Shape::Quote => {
            let q = behind.quote?;
            let (_, b) = w.range(q);
            let from = behind.start?;
            // A quote that is the whole content, or a fragment that goes on.
            let adds = w.is(b, ING) && w.cue(b).is_some();
            let ends = w.is(
                b,
                STOP | COMMA | SEMICOLON | DASH | AND | CONJ | PREP | TIME,
            );
            let goes_on = b < end && !ends && !adds;
            if goes_on || !w.before(from, COMMA | COLON) && b < end && w.is(b, AND | PREP) {
                let stop = content::end(w, g, from, Shape::Object, end);
                a.right = Some((from, stop.max(b)));
            }
            a.quote_behind = Some(q);
        }
        Shape::None => {}
        shape => {
            let from = behind.start?;
            let stop = content::end(w, g, from, shape, end);
            a.right = (from < stop).then_some((from, stop));
        }
    }
    let after_quote = ends_speech(w, start_of_pair);
    if after_quote
        && behind.shape != Shape::Quote
        && !w.is_one(behind.start.unwrap_or(0), &["that"])
    {
        a.right = None;
    }
    if a.right.is_none() && a.quote_behind.is_none()
        || rule == "inverted-cue"
        || after_quote
        || source.is_some_and(|s| bracketed(w, &a, s))
    {
        trailing(w, &mut a, start_of_pair, first, end);
    }
    if w.is(a.cue.1, COLON) && a.cue.1 + 2 > end && a.right.is_none() && a.quote_behind.is_none() {
        a.left = None;
        a.opens = true;
    }
    // "As X noted, the clause"
    if as_clause && a.right.is_none() && a.left.is_none() && a.quote_before.is_none() {
        as_content(w, &mut a, end);
    }
    if a.right.is_none() && a.left.is_none() && a.quote_behind.is_none() && a.quote_before.is_none()
    {
        // "He said:" and the next block, or a cue behind a quoted sentence.
        a.opens |= w.is(end - 1, COLON) || (a.cue.1 + 3 >= end && w.is(a.cue.1, COLON));
        let alone = first.checked_sub(1).and_then(|b| w.quote(b)).filter(|q| {
            let bare =
                g.cue.lemma == "say" && a.cue.1 + 5 > end && !w.word(a.cue.1).starts_with(':');
            let same = w.text.tokens.get(w.range(*q).0).map(|t| t.block)
                == w.text.tokens.get(first).map(|t| t.block);
            start_of_pair == first && (ends_speech(w, first) || (bare && same))
        });
        a.quote_before = alone;
        if !a.opens && alone.is_none() {
            return None;
        }
    }
    Some(a)
}

/// The party right before a participle that is its subject: "with the envoy
/// shouting “…”", "footage of the envoy saying “…”".
fn accompanied(w: &Words<'_, '_>, verb: usize, floor: usize) -> Option<Range> {
    let np = crate::annotate::phrase::np_before(w.text, w.entities, verb)?;
    let np = (np.start.max(floor), np.end);
    let before = np.0.checked_sub(1).filter(|b| *b >= floor)?;
    let sees = w.is_one(
        before,
        &[
            "with", "heard", "hear", "hears", "hearing", "saw", "see", "sees", "seen", "showed",
            "shows", "show", "showing", "shown", "caught", "filmed", "recorded", "without",
            "despite",
        ],
    );
    let of = w.is_one(before, &["of"])
        && before.checked_sub(1).is_some_and(|b| {
            w.is_one(
                b,
                &[
                    "footage",
                    "video",
                    "videos",
                    "audio",
                    "clip",
                    "clips",
                    "recording",
                    "recordings",
                    "tape",
                    "tapes",
                    "images",
                    "sound",
                ],
            )
        });
    ((sees || of) && np.0 < np.1).then_some(np)
}

/// Whether a source is a relative pronoun.
#[must_use]
pub fn is_relative(w: &Words<'_, '_>, s: Range) -> bool {
    s.1 == s.0 + 1 && w.is_one(s.0, &["who", "which", "that", "whom"])
}

/// Whether the clause of the cue at `at` is one that the main clause follows:
/// the sentence opens with a conjunction or preposition, and no comma stands
/// between.
fn is_embedded(w: &Words<'_, '_>, at: usize, first: usize) -> bool {
    let opens = |i: usize| {
        (w.is(i, CONJ) && !w.is_one(i, &["but", "yet", "so", "and", "or"]))
            || (w.is(i, PREP) && w.is(i, CONJ))
            || w.is_one(
                i,
                &[
                    "as", "after", "before", "since", "while", "when", "if", "although", "though",
                    "because",
                ],
            )
    };
    let comma = (first..at).rev().find(|j| w.is(*j, COMMA | SEMICOLON));
    let start = comma.map_or(first, |c| c + 1);
    let start = start + usize::from(w.is(start, AND) || w.is_one(start, &["but", "so"]));
    start < at && opens(start)
}

/// The first token that a subject may reach: behind the last quote.
fn clause_floor(w: &Words<'_, '_>, at: usize, first: usize) -> usize {
    (first..at)
        .rev()
        .find(|j| {
            w.is(*j, SEMICOLON) || w.quote(*j).is_some_and(|q| w.range(q).1 - w.range(q).0 > 8)
        })
        .map_or(first, |j| j + 1)
}

/// Whether a cue without a subject before it can have one behind it.
fn inverts(w: &Words<'_, '_>, g: &Group<'_>, first: usize) -> bool {
    if !matches!(g.cue.form, Form::Past | Form::Third) || g.cue.len > 2 {
        return false;
    }
    let noun = w.is(g.end, NOMINAL | DET | SUBJECT)
        || w.is_capital(g.end)
        || w.entities.starting(g.end).is_some();
    let prior = g.first == first
        || g.first
            .checked_sub(1)
            .is_some_and(|b| w.quote(b).is_some() || w.is(b, COMMA | DASH) && inverting(g));
    noun && prior && !w.is_one(g.end, &["that"])
}

/// Whether a verb stands before its subject behind a clause ("…, said X").
fn inverting(g: &Group<'_>) -> bool {
    matches!(
        g.cue.class,
        "say" | "tell" | "write" | "claim" | "reply" | "admit" | "warn" | "report" | "announce"
    )
}

/// Whether a quote that a comma, a question or an exclamation mark ends stands
/// right before token `i`, in the same block.
#[must_use]
pub fn ends_speech(w: &Words<'_, '_>, i: usize) -> bool {
    let Some(q) = i.checked_sub(1).and_then(|b| w.quote(b)) else {
        return false;
    };
    let (first, end) = w.range(q);
    let block = |i: usize| w.text.tokens.get(i).map(|t| t.block);
    let last = (first..end).rev().find(|j| !w.is(*j, MARK));
    block(first) == block(i)
        && end == i
        && last
            .is_some_and(|l| w.is(l, COMMA | DASH) || w.is(l, STOP) && !w.word(l).starts_with('.'))
}

/// Whether the pair of source and cue is bracketed by commas ("…, X said, …").
fn bracketed(w: &Words<'_, '_>, a: &Attribution<'_>, source: Range) -> bool {
    w.before(source.0, COMMA) && w.is(a.cue.1, COMMA)
}

/// Takes what stands before the pair as its content.
fn trailing<'l>(w: &Words<'_, 'l>, a: &mut Attribution<'l>, pair: usize, first: usize, end: usize) {
    let Some(prior) = pair.checked_sub(1) else {
        return;
    };
    let last = a.cue.1.max(a.source.map_or(0, |s| s.1));
    if let Some(q) = w.quote(prior).or_else(|| {
        (w.is(prior, COMMA | DASH))
            .then(|| prior.checked_sub(1))
            .flatten()
            .and_then(|b| w.quote(b))
    }) {
        let (from, _) = w.range(q);
        if prior < first && !ends_speech(w, prior + 1) {
            return;
        }
        if prior < first
            || from <= first
            || w.before(from, STOP | COLON | COMMA) && from < first + 2
        {
            a.quote_before = Some(q);
        } else if prior >= first {
            // A sentence of the paper's that ends with a fragment.
            a.left = Some((first, prior + usize::from(!w.is(prior, COMMA | DASH))));
            let tail = w.range(q).0;
            if w.before(tail, COMMA | COLON) && capital_inside(w, q) {
                a.left = None;
                a.quote_before = Some(q);
            }
        }
        return;
    }
    if prior < first || !w.is(prior, COMMA) {
        return;
    }
    if !is_clause(w, first, prior) {
        if let Some(close) = closing_comma(w, last, end) {
            split(w, a, (first, prior), (close + 1, end));
        }
        return;
    }
    a.left = (first < prior).then_some((first, prior));
    a.rule = if a.rule == "inverted-cue" {
        "inverted-cue"
    } else {
        "trailing-cue"
    };
    if w.is(last, COMMA)
        && last + 1 < end
        && !w.is(last + 1, ING | PARTICIPLE | CONJ | AND)
        && w.quote(last + 1).is_none()
    {
        let stop = trim(w, last + 1, end);
        if stop > last + 2 {
            a.right = Some((last + 1, stop));
        }
    }
}

/// The comma that ends a bracketed pair of source and cue, at `last` or behind
/// an adverbial ("…, he said on Monday, …").
fn closing_comma(w: &Words<'_, '_>, last: usize, end: usize) -> Option<usize> {
    let close = (last..end.min(last + 8)).find(|j| w.is(*j, COMMA | STOP | DASH | COLON))?;
    let plain = (last..close).all(|j| w.quote(j).is_none() && !w.is_finite(j));
    (plain && w.is(close, COMMA) && close + 2 < end).then_some(close)
}

/// Verbs that may interrupt a clause whatever their subject.
const PLAIN: [&str; 14] = [
    "say", "tell", "add", "note", "explain", "argue", "insist", "write", "report", "claim", "warn",
    "believe", "suggest", "contend",
];

/// Takes the two parts of a clause that a pair interrupts before its verb ("In
/// his state, X said, …"; "The museum, X said, …") as content.
fn split<'l>(w: &Words<'_, 'l>, a: &mut Attribution<'l>, left: Range, right: Range) {
    let stop = trim(w, right.0, right.1);
    let verb = (right.0..stop).any(|i| w.is_finite(i) && w.quote(i).is_none())
        || (right.0..stop).any(|i| w.quote(i).is_some());
    let said = (a.cue.0..a.cue.1)
        .find_map(|i| w.cue(i))
        .is_some_and(|c| PLAIN.contains(&c.lemma));
    let party = a.source.is_some_and(|s| source::is_human(w, s));
    let goes_on = verb && !w.is(right.0, ING | CONJ | AND) && w.quote(right.0).is_none();
    if !goes_on || !(said || party) {
        return;
    }
    a.right = Some((right.0, stop));
    let words = (left.0..left.1).find(|i| !w.is(*i, AND | CONJ | MARK | ADVERB));
    a.left = words.map(|_| left);
    a.rule = if a.rule == "inverted-cue" {
        a.rule
    } else {
        "trailing-cue"
    };
}

/// Whether a stretch in marks begins with a capital.
fn capital_inside(w: &Words<'_, '_>, q: usize) -> bool {
    w.is_capital(w.range(q).0 + 1)
}

/// The content behind "As X noted,".
fn as_content(w: &Words<'_, '_>, a: &mut Attribution<'_>, end: usize) {
    let Some(comma) = (a.cue.1..end.min(a.cue.1 + 12)).find(|j| w.is(*j, COMMA)) else {
        return;
    };
    let stop = trim(w, comma + 1, end);
    if let Some(q) = w.quote(comma + 1).filter(|q| w.range(*q).1 >= stop) {
        a.quote_behind = Some(q);
    } else {
        a.right = (comma + 1 < stop).then_some((comma + 1, stop));
    }
}

/// A verb that is no cue, but stands where one does: "…," beamed the envoy;
/// "…," the envoy thundered.
fn any_verb<'l>(w: &Words<'_, 'l>, i: usize, first: usize) -> Option<Group<'l>> {
    let word = w.word(i);
    let unknown =
        w.before(i, SUBJECT) && w.is(i, NOMINAL) && (word.ends_with('s') || word.ends_with("ed"));
    if !(w.is(i, PAST | THIRD) || unknown) || w.is(i, AUX) || w.is_capital(i) {
        return None;
    }
    let inverted = ends_speech(w, i) && (w.is_capital(i + 1) || w.is(i + 1, DET | SUBJECT));
    let behind = || {
        let ends = w.is(i + 1, STOP | COMMA | PREP | TIME | ADVERB);
        (unknown || ends || w.is_finite(i))
            && source::subject(w, i, clause_floor(w, i, first)).is_some_and(|s| ends_speech(w, s.0))
    };
    (inverted || behind()).then(|| Group {
        first: i,
        head: i,
        end: i + 1,
        cue: Cue {
            len: 1,
            lemma: w.word(i),
            class: "say",
            form: Form::Past,
        },
        voice: Voice::Finite,
        embedded: false,
    })
}

/// Whether the tokens `first..end` hold a main clause, and not only what comes
/// before one ("On Thursday,", "When asked,").
fn is_clause(w: &Words<'_, '_>, first: usize, end: usize) -> bool {
    let finite = |from: usize| (from..end).any(|i| w.is_finite(i) || w.quote(i).is_some());
    let opens = w.is(first, PREP | CONJ | ADVERB | ING | TIME | PARTICIPLE | TO)
        && !w.is(first, DET | SUBJECT);
    // "Shifting winds could …": a noun behind it.
    let noun = w.is(first, ING) && w.cue(first).is_none() && w.is(first + 1, NOMINAL);
    if !opens || noun && !w.is(first + 1, DET | PREP) {
        return finite(first);
    }
    (first..end).any(|i| w.is(i, COMMA) && finite(i))
}
