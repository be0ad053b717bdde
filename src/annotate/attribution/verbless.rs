//! Cues that are no verbs: "according to", a noun of speech with its owner
//! ("her claim that …"), and the colon before a quote.

use super::{
    content::{self, Shape},
    find::{Attribution, trim},
    group::{Group, Voice},
    source,
    words::{Cue, Form, Words, is_possessive, kind::*},
};
use crate::annotate::{lexicon::Category, phrase};

/// "according to X".
#[must_use]
pub fn according<'l>(
    w: &Words<'_, 'l>,
    i: usize,
    first: usize,
    end: usize,
) -> Option<Attribution<'l>> {
    let (len, _) = w.text.longest(i, Category::CuePreposition)?;
    // "citing" and its like have the clause's subject for a source.
    let sources = w.is_one(i, &["according", "per"])
        || (w.is_one(i, &["in"]) && w.is_one(i + len - 1, &["of"]) && len > 2);
    if !sources {
        return None;
    }
    let from = i + len;
    let stop = (from..end.min(from + 40))
        .find(|j| w.is(*j, STOP | SEMICOLON | DASH) || w.quote(*j).is_some())
        .unwrap_or(end);
    let np = source::phrase_at(w, from, stop)?;
    let np = (np.0, source::whole(w, np.1, stop));
    let opens = (first..i).all(|j| w.is(j, MARK | CONJ | AND | ADVERB | COMMA));
    let mut a = Attribution {
        source: Some(np),
        cue: (i, from),
        class: "say",
        addressee: None,
        left: None,
        right: None,
        quote_before: None,
        quote_behind: None,
        opens: false,
        rule: "according-to",
    };
    if opens {
        let start = np.1 + usize::from(w.is(np.1, COMMA));
        if let Some(q) = w.quote(start).filter(|_| start < end)
            && w.range(q).1 + 1 >= end
        {
            a.quote_behind = Some(q);
            return Some(a);
        }
        let stop = trim(w, start, end);
        a.right = (start < stop).then_some((start, stop));
        a.right?;
        return Some(a);
    }
    let stop = i - usize::from(w.before(i, COMMA | DASH));
    if let Some(q) = stop.checked_sub(1).and_then(|b| w.quote(b))
        && w.range(q).0 <= first
    {
        a.quote_before = Some(q);
        return Some(a);
    }
    a.left = (first < stop).then_some((first, stop));
    if w.is(np.1, COMMA) && content::clause_follows(w, np.1 + 1, end) {
        let stop = trim(w, np.1 + 1, end);
        a.right = Some((np.1 + 1, stop));
    }
    Some(a)
}

/// "X's claim that …", "her remark that “…”".
#[must_use]
pub fn noun_cue<'l>(
    w: &Words<'_, 'l>,
    i: usize,
    first: usize,
    end: usize,
) -> Option<Attribution<'l>> {
    let noun = w.text.tokens.get(i)?.is(Category::CueNoun) && !w.is_capital(i);
    if !noun || !w.is_one(i + 1, &["that"]) || i + 3 >= end {
        return None;
    }
    if !(content::clause_follows(w, i + 2, end) || w.quote(i + 2).is_some()) {
        return None;
    }
    let mut owner = i.checked_sub(1)?;
    for _ in 0..2 {
        let adjective = owner > first && w.is(owner, NOMINAL) && !w.is_capital(owner);
        if !adjective || is_possessive(w.word(owner)) {
            break;
        }
        owner -= 1;
    }
    let source = if is_possessive(w.word(owner)) {
        (owner, owner + 1)
    } else if w.is(owner, POSSESSIVE) {
        let start = phrase::np_before(w.text, w.entities, owner)?.start;
        (start.max(first), owner)
    } else {
        return None;
    };
    if source.0 >= source.1 || w.is_one(source.0, &["its", "whose"]) {
        return None;
    }
    let cue = Cue {
        len: 1,
        lemma: w.word(i),
        class: "claim",
        form: Form::Base,
    };
    let group = Group {
        first: i,
        head: i,
        end: i + 1,
        cue,
        voice: Voice::Gerund,
        embedded: true,
    };
    let stop = content::end(w, &group, i + 1, Shape::Clause, end);
    Some(Attribution {
        source: Some(source),
        cue: (i, i + 1),
        class: "claim",
        addressee: None,
        left: None,
        right: Some((i + 1, stop)),
        quote_before: None,
        quote_behind: None,
        opens: false,
        rule: "noun-cue",
    })
}

/// "A name: “…”".
#[must_use]
pub fn named_colon<'l>(
    w: &Words<'_, 'l>,
    i: usize,
    first: usize,
    end: usize,
) -> Option<Attribution<'l>> {
    if !w.is(i, COLON) || i + 1 >= end {
        return None;
    }
    let q = w.quote(i + 1).filter(|q| w.range(*q).0 == i + 1)?;
    let start = w
        .entities
        .ending(i)
        .filter(|e| e.kind.speaks())
        .map(|e| e.first);
    let start = start.or_else(|| {
        let np = phrase::np_before(w.text, w.entities, i)?;
        let named = (np.start..np.end).all(|j| w.is_capital(j) || w.is(j, POSSESSIVE));
        (named && !w.is(np.start, DET)).then_some(np.start)
    })?;
    Some(Attribution {
        source: Some((start.max(first), i)),
        cue: (i, i + 1),
        class: "say",
        addressee: None,
        left: None,
        right: None,
        quote_before: None,
        quote_behind: Some(q),
        opens: false,
        rule: "name-colon",
    })
}

/// A sentence that ends with a colon before a quoted paragraph: who was said
/// in it to speak ("as X put it, …:"), else its subject speaks.
#[must_use]
pub fn opening<'l>(
    w: &Words<'_, 'l>,
    colon: usize,
    first: usize,
    before: &[Attribution<'l>],
) -> Option<Attribution<'l>> {
    let told = before
        .iter()
        .rev()
        .find(|a| a.is_speech() && a.source.is_some() && a.cue.1 <= colon)
        .and_then(|a| a.source);
    let source = told.or_else(|| source::before_colon(w, colon, first))?;
    Some(Attribution {
        source: Some(source),
        cue: (colon, colon + 1),
        class: "say",
        addressee: None,
        left: None,
        right: None,
        quote_before: None,
        quote_behind: None,
        opens: true,
        rule: "colon",
    })
}
