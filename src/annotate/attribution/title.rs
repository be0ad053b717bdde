//! Marks around titles of works, nicknames and words held at arm's length:
//! nobody is quoted there.

use super::words::{Words, kind::*};
use crate::annotate::token::TokenKind;

/// Most words of a title.
const WORDS: usize = 9;

/// Whether a stretch in marks is written like the title of a work: every long
/// word with a capital.
#[must_use]
pub fn is_title(w: &Words<'_, '_>, q: usize) -> bool {
    let (first, _) = w.range(q);
    is_written_so(w, q)
        && !is_chant(w, q)
        && (words(w, q) > 1 || named_before(w, first) || w.before(first, POSSESSIVE))
}

/// Whether a stretch is what a crowd calls: an exclamation mark stands in it, or
/// its first word comes again behind a mark ("Peace, peace").
#[must_use]
pub fn is_chant(w: &Words<'_, '_>, q: usize) -> bool {
    let (first, end) = w.range(q);
    let word = w.word(first + 1);
    let again = |i: usize| w.is(i, COMMA | STOP) && w.is_one(i + 1, &[word]);
    words(w, q) > 1 && (first..end).any(|i| w.word(i).starts_with('!') || i + 1 < end && again(i))
}

/// Whether a stretch is what somebody calls something: "as" and perhaps an
/// article stand before it, and no noun behind it that it would qualify.
#[must_use]
pub fn is_predicate(w: &Words<'_, '_>, q: usize) -> bool {
    let (first, end) = w.range(q);
    let article = usize::from(w.is_one(first.wrapping_sub(1), &["a", "an", "the"]));
    let called = first
        .checked_sub(article + 1)
        .is_some_and(|i| w.is_one(i, &["as"]) && i > 0 && !w.is(i - 1, BE));
    called && (!w.is(end, NOMINAL) || w.is(end, TIME))
}

/// The number of words in a stretch.
#[must_use]
pub fn words(w: &Words<'_, '_>, q: usize) -> usize {
    let (first, end) = w.range(q);
    let word = |i: &usize| {
        w.text
            .tokens
            .get(*i)
            .is_some_and(|t| t.kind == TokenKind::Word)
    };
    (first..end).filter(word).count()
}

/// Whether a stretch is short and every long word in it has a capital.
fn is_written_so(w: &Words<'_, '_>, q: usize) -> bool {
    let (first, end) = w.range(q);
    let word = |i: &usize| {
        w.text
            .tokens
            .get(*i)
            .is_some_and(|t| t.kind == TokenKind::Word)
    };
    let (mut words, mut capital, mut long) = (0, 0, 0);
    for i in (first..end).filter(word) {
        words += 1;
        // "Breakfast with the Envoys": a preposition may be long.
        let small = w.is(i, PREP) && !w.is_capital(i);
        if w.word(i).chars().count() > 3 && !small || i == first + 1 {
            long += 1;
            capital += usize::from(w.is_capital(i));
        }
        if w.is(i, AUX) && !w.is_capital(i) {
            return false;
        }
    }
    words > 0 && words <= WORDS && capital == long
}

/// Nouns of works, in front of a title or behind it.
const WORKS: [&str; 44] = [
    "show",
    "film",
    "movie",
    "series",
    "book",
    "song",
    "program",
    "programme",
    "album",
    "documentary",
    "magazine",
    "episode",
    "play",
    "novel",
    "drama",
    "comedy",
    "musical",
    "broadcast",
    "podcast",
    "opera",
    "memoir",
    "column",
    "sitcom",
    "thriller",
    "ballad",
    "anthem",
    "poem",
    "painting",
    "bestseller",
    "blockbuster",
    "biography",
    "autobiography",
    "hit",
    "single",
    "track",
    "classic",
    "segment",
    "edition",
    "titled",
    "entitled",
    "co-host",
    "host",
    "anchor",
    "trilogy",
];

/// Nouns behind the title of a work ("the “Dune” star").
const BEHIND: [&str; 18] = [
    "star",
    "stars",
    "host",
    "hosts",
    "co-host",
    "anchor",
    "actor",
    "actress",
    "author",
    "director",
    "creator",
    "singer",
    "franchise",
    "trilogy",
    "soundtrack",
    "series",
    "fame",
    "cast",
];

/// Whether a stretch in marks is surely the title of a work, a show or a
/// paper: it is written like one, and a noun of works stands beside it, or a
/// broadcaster's possessive before it, or it is where the words behind it were
/// said ("On “Face the Nation,” the senator …").
#[must_use]
pub fn is_work(w: &Words<'_, '_>, q: usize) -> bool {
    if !is_written_so(w, q) {
        return false;
    }
    let (first, end) = w.range(q);
    let Some(before) = first.checked_sub(1) else {
        return w.is_one(end, &BEHIND);
    };
    let noun = before - usize::from(w.is(before, COMMA) && before > 0);
    if w.is_one(noun, &WORKS) && !w.is_first(noun) || w.is_one(end, &BEHIND) {
        return true;
    }
    // "an episode of “X”", "the cast of “X”"
    if w.is_one(before, &["of"]) && before.checked_sub(1).is_some_and(|n| of_works(w, n)) {
        return true;
    }
    // "CNN's “New Day”", "on NBC’s “Today”", "the channel's “Morning Hour”"
    if w.is(before, POSSESSIVE) {
        let one = w.entities.at(before - 1).is_some_and(|e| e.kind.is_one());
        let station = w.is_one(
            before - 1,
            &[
                "channel",
                "network",
                "station",
                "broadcaster",
                "television",
                "radio",
            ],
        );
        return station || w.is_capital(before - 1) && !one;
    }
    let comma = (first..end).rev().take(2).any(|i| w.is(i, COMMA)) || w.is(end, COMMA);
    w.is_one(before, &["on"]) && w.is_first(before) && comma
}

/// Whether the noun at `i` has works for its parts ("episode", "cast").
fn of_works(w: &Words<'_, '_>, i: usize) -> bool {
    w.is_one(i, &WORKS)
        || w.is_one(
            i,
            &[
                "cast", "author", "director", "star", "creator", "season", "editor",
            ],
        )
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
