//! Marks around titles of works, nicknames and words held at arm's length:
//! nobody is quoted there.

use super::words::{Words, kind::*};

/// Most words of a title.
const WORDS: usize = 9;

/// Whether a stretch in marks is written like the title of a work: every long
/// word with a capital.
#[must_use]
pub fn is_title(w: &Words<'_, '_>, q: usize) -> bool {
    let (first, end) = w.range(q);
    let word = |i: &usize| {
        w.text
            .tokens
            .get(*i)
            .is_some_and(|t| t.kind == crate::annotate::token::TokenKind::Word)
    };
    let (mut words, mut capital, mut long) = (0, 0, 0);
    for i in (first..end).filter(word) {
        words += 1;
        if w.word(i).chars().count() > 3 || i == first + 1 {
            long += 1;
            capital += usize::from(w.is_capital(i));
        }
        if w.is(i, AUX) && !w.is_capital(i) {
            return false;
        }
    }
    if words == 0 || words > WORDS || capital < long {
        return false;
    }
    words > 1 || named_before(w, first) || w.before(first, POSSESSIVE)
}

/// Whether the words before a stretch say that it is a name or a title.
fn named_before(w: &Words<'_, '_>, first: usize) -> bool {
    let Some(before) = first.checked_sub(1) else {
        return false;
    };
    w.is_one(
        before,
        &[
            "on",
            "in",
            "of",
            "show",
            "film",
            "movie",
            "series",
            "book",
            "song",
            "titled",
            "entitled",
            "called",
            "named",
            "program",
            "programme",
            "album",
            "documentary",
            "magazine",
            "episode",
            "play",
            "novel",
            "as",
            "the",
            "drama",
            "comedy",
            "musical",
            "for",
            "host",
            "to",
            "at",
        ],
    )
}

/// Whether a stretch is a short word that the paper itself holds at arm's
/// length or explains.
#[must_use]
pub fn is_scare(w: &Words<'_, '_>, q: usize) -> bool {
    let (first, end) = w.range(q);
    if end - first > 6 {
        return false;
    }
    w.before(first, DET | POSSESSIVE)
        || first.checked_sub(1).is_some_and(|b| {
            super::words::is_possessive(w.word(b))
                || w.is_one(
                    b,
                    &[
                        "so-called",
                        "dubbed",
                        "nicknamed",
                        "labeled",
                        "labelled",
                        "named",
                        "titled",
                        "word",
                        "term",
                        "phrase",
                        "as",
                    ],
                )
        })
}
