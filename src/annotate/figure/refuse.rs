//! What only looks like a figure: numbers of articles and flights, models,
//! phone numbers, list numbers, names.

use super::{
    atom::{Atom, Value},
    number::Number,
};
use crate::annotate::{
    Found,
    entity::EntityKind,
    lexicon::Category,
    token::{TokenKind, Tokens},
};

/// How strongly the words before a number tell that it is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// In any case.
    Surely,
    /// Where no counted noun follows.
    Perhaps,
    /// Nothing tells so.
    No,
}

/// Whether a set phrase ("Air Force One", "one another") covers token `i`.
#[must_use]
pub fn in_phrase(text: &Tokens<'_>, i: usize) -> bool {
    (0..5).any(|n| {
        i.checked_sub(n).is_some_and(|start| {
            text.hits_of(start, Category::RefuseBefore).any(|(h, e)| {
                e.category == Category::RefuseBefore
                    && e.value == "phrase"
                    && start + h.len as usize > i
            })
        })
    })
}

/// Whether the token before the number makes it a name.
#[must_use]
pub fn named(text: &Tokens<'_>, i: usize, digits: bool) -> Named {
    let Some(token) = text.tokens.get(i) else {
        return Named::No;
    };
    let same = |at: usize| text.tokens.get(at).is_some_and(|t| t.block == token.block);
    // "Resolutions 242 and 497": as the number before it
    let listed = digits
        && i >= 3
        && ["and", "or", ","].contains(&text.word(i - 1))
        && same(i - 3)
        && text
            .tokens
            .get(i - 2)
            .is_some_and(|t| t.kind == TokenKind::Number);
    if listed && named(text, i - 2, digits) == Named::Surely {
        return Named::Perhaps;
    }
    // "No. 10", "Art. 5", "posts 542 and 543"
    let mut end = i;
    if end > 0 && text.word(end - 1) == "." && same(end - 1) {
        end -= 1;
    }
    if end > 2 && text.word(end - 1) == ")" && text.word(end - 3) == "(" && same(end - 3) {
        end -= 1; // "Executive Order (E.O.) 14024"
    }
    for n in 1..=3 {
        let Some(start) = end.checked_sub(n).filter(|s| same(*s)) else {
            break;
        };
        let hit = text
            .hits_of(start, Category::RefuseBefore)
            .filter(|(h, e)| {
                h.len as usize == n && e.category == Category::RefuseBefore && e.value != "phrase"
            })
            .last();
        let Some((_, entry)) = hit else { continue };
        let capital = text.tokens.get(start).is_some_and(|t| t.is_capital());
        if entry.value == "name" {
            return if digits || capital {
                Named::Surely
            } else {
                Named::No
            };
        }
        let counted_off = [
            "series", "season", "day", "phase", "part", "round", "stage", "step", "act", "chapter",
            "episode", "level", "grade", "category", "tier", "volume", "page", "article", "number",
            "title", "section", "line", "figure", "table", "item", "exhibit", "count",
        ];
        if !digits && !capital && !counted_off.contains(&entry.phrase()) {
            return Named::No;
        }
        let number = ["no", "nos"].contains(&entry.phrase());
        if number && end == i && !(capital && digits) {
            continue;
        }
        if number && end < i && digits {
            return Named::Surely;
        }
        let law = [
            "article",
            "articles",
            "resolution",
            "resolutions",
            "flight",
            "page",
            "pages",
            "paragraph",
            "paragraphs",
            "chapter",
            "annex",
            "room",
            "channel",
            "section",
            "sections",
            "route",
            "highway",
            "phone",
            "tel",
            "fax",
            "proclamation",
            "public law",
            "title",
            "titles",
            "docket",
            "subsection",
        ];
        return if law.contains(&entry.phrase()) && digits {
            Named::Surely
        } else {
            Named::Perhaps
        };
    }
    Named::No
}

/// A capitalised word right before a small number without a unit: "Hall 5".
#[must_use]
pub fn titled(text: &Tokens<'_>, i: usize) -> bool {
    let (Some(token), Some(before)) = (
        text.tokens.get(i),
        i.checked_sub(1).and_then(|b| text.tokens.get(b)),
    ) else {
        return false;
    };
    let first = before.sentence != token.sentence
        || i < 2
        || text
            .tokens
            .get(i - 2)
            .is_none_or(|t| t.sentence != token.sentence);
    let closed = [
        Category::Preposition,
        Category::Auxiliary,
        Category::Conjunction,
        Category::Determiner,
        Category::Cue,
        Category::Bound,
        Category::Pronoun,
    ];
    before.sentence == token.sentence
        && !first
        && before.kind == TokenKind::Word
        && before.is_capital()
        && !closed.iter().any(|c| before.is(*c))
        && !before.is(Category::StateAdjective)
}

/// Whether the piece before the number is glued to it so that both are one
/// name ("L-202", "#3", "@5", "/7").
#[must_use]
pub fn glued_before(text: &Tokens<'_>, i: usize) -> bool {
    let (Some(token), Some(before)) = (
        text.tokens.get(i),
        i.checked_sub(1).and_then(|b| text.tokens.get(b)),
    ) else {
        return false;
    };
    if token.space || before.block != token.block {
        return false;
    }
    match before.kind {
        TokenKind::Word | TokenKind::Number => true,
        TokenKind::Possessive => false,
        TokenKind::Punct => match text.word(i - 1) {
            // "P5+1", "the GCC+3"
            "+" => i >= 2 && text.tokens.get(i - 1).is_some_and(|t| !t.space),
            "#" | "@" | "№" | "/" | "_" | "=" | "&" | "\\" | ":" | "." | "^" | "§" | "*" => true,
            // "scp-173", but not "-5" or a range.
            "-" | "–" => {
                !before.space
                    && i >= 2
                    && text.tokens.get(i - 2).is_some_and(|t| {
                        t.kind == TokenKind::Word
                            && t.block == token.block
                            && !t.is(Category::Currency)
                    })
            }
            _ => false,
        },
    }
}

/// Whether the atom behind the number is glued to it and no unit: "5G", "747s".
#[must_use]
pub fn glued_behind(atoms: &[Atom<'_>], end: usize) -> bool {
    let Some(atom) = atoms.get(end) else {
        return false;
    };
    if !atom.joined || atom.hyphen {
        return false;
    }
    match atom.word {
        // "the 4+1 group"
        "+" => atoms
            .get(end + 1)
            .is_some_and(|a| a.joined && a.value == Value::Digits),
        "/" => atoms.get(end + 1).is_some_and(|a| a.joined),
        ":" => atoms
            .get(end + 1)
            .is_some_and(|a| a.joined && a.value == Value::Digits),
        word => word.starts_with(char::is_alphabetic),
    }
}

/// Decades of a life or a century: "in his 70s", "the late 90s".
#[must_use]
pub fn decade(text: &Tokens<'_>, atoms: &[Atom<'_>], i: usize, number: &Number) -> bool {
    // "the 90s", "the 80's"
    let glued = atoms
        .get(number.end)
        .is_some_and(|a| a.joined && matches!(a.word, "s" | "'s" | "’s"));
    let tens = number.digits && number.value % 10.0 == 0.0 && number.value >= 10.0;
    let before = [
        "his", "her", "their", "my", "our", "your", "the", "early", "mid", "late", "in", "since",
        "and", "or", "to",
    ];
    let word = i.checked_sub(1).map_or("", |b| text.word(b));
    glued && tens && before.iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// Phone numbers, identifiers and versions, by their digits.
#[must_use]
pub fn is_identifier(text: &Tokens<'_>, atoms: &[Atom<'_>], i: usize, number: &Number) -> bool {
    let word = text.word(i);
    if !number.digits || !word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let plain = word.bytes().all(|b| b.is_ascii_digit());
    if plain && word.len() > 1 && word.starts_with('0') {
        return true;
    }
    if plain && word.len() > 9 {
        return true;
    }
    let plus = i > 0 && text.word(i - 1) == "+" && plain && word.len() <= 3;
    let next = |n: usize| {
        atoms
            .get(n)
            .is_some_and(|a| a.value == Value::Digits && a.word.len() >= 2)
    };
    // "9-1-1"
    let single = |n: usize| {
        atoms
            .get(n)
            .is_some_and(|a| a.hyphen && a.value == Value::Digits && a.word.len() == 1)
    };
    if word.len() == 1 && single(1) && single(2) {
        return true;
    }
    // "202-555-0143", "+44 20 7946 0958"
    let dashes = next(1)
        && next(2)
        && atoms.get(1).is_some_and(|a| a.hyphen)
        && atoms.get(2).is_some_and(|a| a.hyphen);
    dashes || (plus && next(1) && next(2))
}

/// One past a citation of a law or a case that begins with the number at `i`:
/// "50 U.S.C. 1622(d)", "12 CFR 1026", "347 U.S. 483".
#[must_use]
pub fn citation(text: &Tokens<'_>, i: usize) -> Option<usize> {
    const REPORTERS: &[&str] = &[
        "usc", "usca", "cfr", "fr", "stat", "f2d", "f3d", "f4th", "fsupp", "sct", "led", "led2d",
        "untset", "unts", "ust", "tias", "ilm", "icj", "pcij", "us", "uscode", "fedreg", "ewhc",
        "ewca", "uksc",
    ];
    let token = text.tokens.get(i)?;
    let word = text.word(i);
    if word.len() > 3 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut joined = String::new();
    for at in i + 1..i + 7 {
        let next = text.tokens.get(at).filter(|t| t.block == token.block)?;
        let part = text.word(at);
        let section =
            matches!(part, "§" | "§§" | "." | "s" | "sec" | "section") && !joined.is_empty();
        if next.kind == TokenKind::Number {
            let alone = part.bytes().all(|b| b.is_ascii_alphanumeric());
            return (alone && REPORTERS.contains(&joined.as_str())).then_some(at + 1);
        }
        if !section {
            let capital =
                part.starts_with(|c: char| c.is_uppercase()) || part == "d" || part == "th";
            if !(capital || part == ".") || joined.len() > 8 {
                return None;
            }
            joined.extend(
                part.chars()
                    .filter(char::is_ascii_alphanumeric)
                    .map(|c| c.to_ascii_lowercase()),
            );
        }
    }
    None
}

/// "1." or "(1)" or "1)" that counts the items of a list.
#[must_use]
pub fn is_list_number(text: &Tokens<'_>, i: usize) -> bool {
    let Some(token) = text.tokens.get(i) else {
        return false;
    };
    let (after, short) = (text.word(i + 1), token.span.len() <= 2);
    let first = i == 0
        || text
            .tokens
            .get(i - 1)
            .is_some_and(|t| t.block != token.block);
    if first
        && short
        && matches!(after, "." | ")")
        && !text.tokens.get(i + 1).is_some_and(|t| t.space)
    {
        return true;
    }
    if after == ")" && short {
        let before = if i > 0 { text.word(i - 1) } else { "" };
        if before == "(" {
            return true;
        }
        let opened = (1..12).any(|n| {
            i.checked_sub(n).is_some_and(|b| {
                text.word(b) == "(" && text.tokens.get(b).is_some_and(|t| t.block == token.block)
            })
        });
        return !opened;
    }
    after == "]" && i > 0 && text.word(i - 1) == "["
}

/// "123 Random Street", "PA 23456".
#[must_use]
pub fn is_address(text: &Tokens<'_>, i: usize) -> bool {
    const STREETS: &[&str] = &[
        "Street",
        "St",
        "Road",
        "Rd",
        "Avenue",
        "Ave",
        "Boulevard",
        "Blvd",
        "Lane",
        "Drive",
        "Square",
        "Terrace",
        "Way",
        "Court",
    ];
    // "131 West 23rd Street"
    let named = |at: usize| {
        text.tokens.get(at).is_some_and(|t| {
            t.is_capital()
                || at > i + 1 && t.kind == TokenKind::Number
                || !t.space && t.is(Category::Ordinal)
        })
    };
    let street =
        (i + 2..i + 6).any(|at| STREETS.contains(&text.word(at)) && (i + 1..at).all(named));
    let state = i > 0 && {
        let before = text.word(i - 1);
        before.len() == 2
            && before.bytes().all(|b| b.is_ascii_uppercase())
            && text.word(i).len() == 5
            && text.word(i).bytes().all(|b| b.is_ascii_digit())
    };
    street || state
}

/// Whether the number stands inside a name that the officials layer found.
#[must_use]
pub fn in_name(text: &Tokens<'_>, found: &Found, i: usize) -> bool {
    let Some(entity) = found.entities.at(i) else {
        return false;
    };
    let name = match entity.kind {
        EntityKind::Group | EntityKind::Unnamed => false,
        _ if entity.first < i => true,
        EntityKind::Official | EntityKind::Institution => false,
        // A sentence that begins with a number is no name for that.
        _ => text.tokens.get(i + 1).is_some_and(|t| t.is_capital()),
    };
    name && entity.end > entity.first + 1
}
