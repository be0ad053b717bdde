//! Units: percent, money, measures, rates ("a day", "per capita") and ages.

use super::atom::{Atom, Value};
use crate::annotate::{
    lexicon::{Category, Entry},
    token::Tokens,
};

/// What kind of unit a figure has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// Percent, percentage points, basis points.
    Percent,
    /// Money.
    Money,
    /// A unit of measure.
    Measure,
    /// Hours, days, years.
    Time,
    /// Years of age.
    Age,
}

/// A unit as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Its canonical name.
    pub unit: String,
    /// One past its last atom.
    pub end: usize,
    /// What kind it is.
    pub kind: UnitKind,
    /// A smaller unit of the same money behind it ("50 cents"), in the unit.
    pub add: f64,
    /// A magnitude behind it ("75 USD million"), else 1.
    pub times: f64,
}

/// How the number that is measured is written.
#[derive(Clone, Copy, Debug)]
pub struct Written<'c> {
    /// Whether in digits.
    pub digits: bool,
    /// Its value.
    pub value: f64,
    /// The money named before it.
    pub money: Option<&'c str>,
}

/// Currency words that are other words too; they want a large number.
const DOUBTFUL: &[&str] = &[
    "won", "sen", "sums", "lei", "dong", "sol", "rand", "real", "kip", "sterling", "mao", "soles",
    "leks", "crowns", "bucks",
];
/// Symbols of one letter that count with a space before them too.
const SPACED: &[&str] = &["m", "g", "t", "l", "C", "F"];

/// Adjectives behind a measured length ("34 m wide").
const DIMENSIONS: &[&str] = &[
    "wide", "long", "high", "tall", "deep", "thick", "away", "apart", "across", "square",
];

/// A currency code with a magnitude before it: "MUSD", "kEUR".
#[must_use]
pub fn scaled_code<'a>(text: &'a Tokens<'_>, word: &str) -> Option<(&'a str, f64)> {
    let factor = match word.as_bytes().first()? {
        b'M' => 1e6,
        b'k' | b'K' | b'T' => 1e3,
        b'B' => 1e9,
        _ => return None,
    };
    let code = word.get(1..).filter(|c| c.len() == 3)?;
    let upper = code.bytes().all(|b| b.is_ascii_uppercase());
    let entry = text
        .entry_of(code, &[Category::Currency])
        .filter(|_| upper)?;
    Some((entry.value.trim_end_matches('^'), factor))
}

/// The units from atom `k` on, right behind the number.
#[must_use]
pub fn measure(
    text: &Tokens<'_>,
    atoms: &[Atom<'_>],
    k: usize,
    number: Written<'_>,
) -> Option<Measured> {
    let (open, inner) = match atoms.get(k).map(|a| a.word) {
        Some("(" | "[" | "{" | "<") => (true, k + 1),
        _ => (false, k),
    };
    if open && number.money.is_none() {
        let found = unit(text, atoms, inner, number)?;
        let closes = atoms.get(found.end).map(|a| a.word);
        return matches!(closes, Some(")" | "]" | "}" | ">")).then(|| Measured {
            end: found.end + 1,
            ..found
        });
    }
    if let Some(money) = number.money {
        // "$50 US", "US$ 5 dollars"
        let repeated = unit(text, atoms, k, number)
            .filter(|u| u.kind == UnitKind::Money && atoms.get(k).is_some_and(|a| !a.joined));
        let end = repeated
            .filter(|u| u.unit.contains("dollar") == money.contains("dollar"))
            .map_or(k, |u| u.end);
        let mut found = Measured {
            unit: money.to_owned(),
            end,
            kind: UnitKind::Money,
            add: 0.0,
            times: 1.0,
        };
        let and = |n: usize| {
            atoms
                .get(end + n)
                .is_some_and(|a| a.word.eq_ignore_ascii_case("and"))
        };
        if and(0) && matches!(atoms.get(end + 1).map(|a| a.value), Some(Value::Word(_))) {
            found = cents(text, atoms, found);
        }
        return Some(rate(text, atoms, found));
    }
    let found = unit(text, atoms, k, number)?;
    let found = match found.kind {
        UnitKind::Money => cents(text, atoms, found),
        UnitKind::Time => age(atoms, found),
        _ => found,
    };
    Some(rate(text, atoms, found))
}

fn unit(text: &Tokens<'_>, atoms: &[Atom<'_>], k: usize, number: Written<'_>) -> Option<Measured> {
    let atom = atoms.get(k)?;
    let wanted = [Category::Percent, Category::Currency, Category::Unit];
    let made = |entry: Entry<'_>, end| Measured {
        unit: entry.value.trim_end_matches(['!', '^']).to_owned(),
        end,
        kind: kind(&entry),
        add: 0.0,
        times: 1.0,
    };
    if !atom.whole {
        if let Some(power) = ["square", "cubic"]
            .into_iter()
            .find(|p| atom.word.eq_ignore_ascii_case(p))
        {
            let base = atoms.get(k + 1).filter(|a| a.joined)?;
            let entry = text.entry_of(base.word, &[Category::Unit])?;
            return Some(Measured {
                unit: format!("{power} {}", entry.value),
                end: k + 2,
                kind: UnitKind::Measure,
                add: 0.0,
                times: 1.0,
            });
        }
        let entry = text.entry_of(atom.word, &wanted)?;
        let symbol = entry.value.ends_with(['!', '^']);
        // "five-percentage-point": longer units of hyphenated words.
        let next = atoms
            .get(k + 1)
            .filter(|a| !a.whole && a.joined)
            .map_or("", |a| a.word);
        if entry.category == Category::Percent && next.starts_with("point") {
            return Some(Measured {
                unit: "percentage point".into(),
                end: k + 2,
                kind: UnitKind::Percent,
                add: 0.0,
                times: 1.0,
            });
        }
        return (!symbol).then(|| made(entry, k + 1));
    }
    let fits = |len: usize, entry: &Entry<'_>| {
        let last = atoms.get(k + len);
        match entry.category {
            Category::Percent => entry.phrase() != "pc" && entry.phrase() != "pp" || number.digits,
            Category::Currency => {
                let doubtful = DOUBTFUL
                    .iter()
                    .any(|d| entry.phrase().eq_ignore_ascii_case(d));
                let letters = entry.phrase().starts_with(char::is_alphabetic);
                let symbol = entry.value.ends_with('^') && !atom.joined && !letters;
                // "5 $3 tickets", but "10 $ 30 cents" and "10 $ 30 $".
                let digits = last.is_some_and(|a| a.value == Value::Digits);
                let other = symbol && digits && {
                    let then = atoms.get(k + len + 1).map_or("", |a| a.word);
                    then != atom.word && !["cent", "cents"].contains(&then)
                };
                let weight = ["pound", "pounds"].contains(&entry.phrase()) && number.value < 1e6;
                // "15p", but not "a 1080p screen"
                let pence = entry.phrase() != "p"
                    || atom.joined
                        && number.digits
                        && number.value < 1000.0
                        && ![144.0, 240.0, 360.0, 480.0, 720.0].contains(&number.value);
                !other
                    && pence
                    && !weight
                    && (!doubtful || number.value >= 100.0 && number.digits || number.value >= 1e5)
            }
            Category::Unit if entry.value.ends_with('!') => {
                let short = entry.phrase().len() == 1;
                let closed = [
                    Category::Preposition,
                    Category::Conjunction,
                    Category::Auxiliary,
                ];
                // "12 m 2 cm", "1 m x 1 m"
                let then = atoms.get(k + len + 1);
                let goes_on = last.is_some_and(|a| match a.word {
                    "x" | "×" => then.is_some_and(|t| t.value == Value::Digits),
                    _ => {
                        a.value == Value::Digits
                            && then.is_some_and(|t| {
                                text.tokens
                                    .get(t.token)
                                    .is_some_and(|t| t.is(Category::Unit))
                            })
                    }
                });
                let alone = goes_on
                    || last.is_none_or(|a| {
                        !a.word.starts_with(char::is_alphanumeric)
                            || DIMENSIONS.contains(&a.word)
                            || text
                                .tokens
                                .get(a.token)
                                .is_some_and(|t| closed.iter().any(|c| t.is(*c)))
                    });
                let glued = atom.joined;
                // "in" and "\"" only as in "2 in" behind feet, or right at the digits.
                let word = ["in", "st", "x", "X", "\"", "s", "h"].contains(&entry.phrase());
                number.digits
                    && (glued && !atom.hyphen
                        || !short && !word
                        || SPACED.contains(&entry.phrase()) && alone
                        || word && alone && entry.phrase() != "in" && entry.phrase() != "st")
            }
            Category::Unit => match entry.value {
                "stone" => number.value < 40.0,
                // A sum of money: nobody weighs so much in pounds.
                "pound" => number.value < 1e6,
                _ => true,
            },
            _ => false,
        }
    };
    let best = text
        .hits_in(atom.token, wanted.iter().fold(0, |bits, c| bits | c.bit()))
        .filter(|(h, e)| fits(h.len as usize, e))
        .map(|(h, e)| (h.len as usize, e))
        .max_by_key(|(len, e)| (*len, e.category == Category::Percent));
    let Some((len, entry)) = best else {
        let (money, times) = scaled_code(text, atom.word)?;
        return Some(Measured {
            unit: money.to_owned(),
            end: k + 1,
            kind: UnitKind::Money,
            add: 0.0,
            times,
        });
    };
    // The hit is of tokens: find the atom behind them.
    let end = atoms
        .iter()
        .position(|a| a.token >= atom.token + len)
        .unwrap_or(atoms.len());
    Some(made(entry, end))
}

fn kind(entry: &Entry<'_>) -> UnitKind {
    match entry.category {
        Category::Percent => UnitKind::Percent,
        Category::Currency => UnitKind::Money,
        _ => match entry.value.trim_end_matches('!') {
            "year of age" => UnitKind::Age,
            "second" | "minute" | "hour" | "day" | "night" | "week" | "fortnight" | "month"
            | "year" | "decade" | "century" | "quarter" | "weekend" | "generation" | "semester" => {
                UnitKind::Time
            }
            _ => UnitKind::Measure,
        },
    }
}

/// "3 dollars 50 cents", "thirteen dollars and forty-five cents".
fn cents(text: &Tokens<'_>, atoms: &[Atom<'_>], mut found: Measured) -> Measured {
    if ["cent", "penny", "mao"].contains(&found.unit.as_str()) {
        return found;
    }
    if let Some(Value::Magnitude(factor, false)) = atoms.get(found.end).map(|a| a.value)
        && factor >= 1000.0
    {
        found.times = factor;
        found.end += 1;
        return found;
    }
    let and = usize::from(
        atoms
            .get(found.end)
            .is_some_and(|a| a.word.eq_ignore_ascii_case("and")),
    );
    let at = found.end + and;
    let Some(number) = super::number::read(atoms, at, false)
        .filter(|n| n.value < 100.0 && n.value >= 1.0 && n.magnitude <= 1.0)
    else {
        return found;
    };
    // "15 dollars 50."
    let closes = atoms
        .get(number.end)
        .is_none_or(|a| matches!(a.word, "." | "," | ";" | "!" | "?"));
    if closes && (number.value >= 10.0 && number.value.fract() == 0.0) {
        found.add = number.value / 100.0;
        found.end = number.end;
        return found;
    }
    let small = atoms
        .get(number.end)
        .filter(|a| a.whole)
        .and_then(|a| text.longest(a.token, Category::Currency));
    if let Some((1, entry)) = small
        && matches!(entry.value, "cent" | "penny" | "kopeck")
    {
        found.add = number.value / 100.0;
        found.end = number.end + 1;
    }
    found
}

/// "years old", "-year-old", "years of age", "months-old".
fn age(atoms: &[Atom<'_>], mut found: Measured) -> Measured {
    let word = |n: usize| atoms.get(found.end + n).map_or("", |a| a.word);
    let old = ["old", "olds"]
        .iter()
        .any(|w| word(0).eq_ignore_ascii_case(w));
    let of = word(0).eq_ignore_ascii_case("of") && word(1).eq_ignore_ascii_case("age");
    let span = matches!(found.unit.as_str(), "year" | "month" | "week" | "day");
    if span && (old || of) {
        found.unit.push_str(" of age");
        found.end += if old { 1 } else { 2 };
        found.kind = UnitKind::Age;
    }
    found
}

/// "a day", "per capita", "an hour", "/kg" behind a unit.
#[must_use]
pub fn rate(text: &Tokens<'_>, atoms: &[Atom<'_>], mut found: Measured) -> Measured {
    if let Some((name, end)) = per(text, atoms, found.end) {
        let timed = found.kind == UnitKind::Time
            && !atoms
                .get(found.end)
                .is_some_and(|a| matches!(a.word, "per" | "a" | "/"));
        if !timed {
            found.unit.push_str(" per ");
            found.unit.push_str(&name);
            found.end = end;
        }
    }
    found
}

/// What a rate is measured by, if one begins at atom `k`, and the atom behind.
#[must_use]
pub fn per(text: &Tokens<'_>, atoms: &[Atom<'_>], k: usize) -> Option<(String, usize)> {
    let marks = ["a", "an", "per", "each", "every", "/"];
    let mark = atoms.get(k)?;
    if !marks.iter().any(|m| mark.word.eq_ignore_ascii_case(m)) {
        return None;
    }
    let atom = atoms.get(k + 1)?;
    let (name, len) = if atom.whole {
        let (hit, entry) = text
            .hits_of(atom.token, Category::Counted)
            .filter(|(_, e)| e.category == Category::Counted && e.value == "rate")
            .max_by_key(|(h, _)| h.len)?;
        (entry.phrase(), hit.len as usize)
    } else {
        let entry = text
            .entry_of(atom.word, &[Category::Counted])
            .filter(|e| e.value == "rate")?;
        (entry.phrase(), 1)
    };
    let doubtful =
        mark.word.eq_ignore_ascii_case("every") || mark.word.eq_ignore_ascii_case("each");
    let period = [
        "day", "week", "month", "year", "hour", "minute", "night", "second",
    ]
    .contains(&name);
    if doubtful && !period {
        return None;
    }
    let end = if atom.whole {
        atoms
            .iter()
            .position(|a| a.token >= atom.token + len)
            .unwrap_or(atoms.len())
    } else {
        k + 2
    };
    // "$5bn a year ago" is no rate.
    let then = atoms.get(end).map_or("", |a| a.word);
    let ago = [
        "ago",
        "earlier",
        "before",
        "later",
        "after",
        "previously",
        "prior",
    ];
    if ago.iter().any(|w| then.eq_ignore_ascii_case(w)) {
        return None;
    }
    let canonical = text
        .entry_of(name, &[Category::Unit])
        .map_or(name, |e| e.value.trim_end_matches('!'));
    let canonical = if canonical == "annum" {
        "year"
    } else {
        canonical
    };
    Some((canonical.to_owned(), end))
}

/// The currency that is named right before token `i`: its canonical name and
/// its first token.
#[must_use]
pub fn money_before<'a>(text: &'a Tokens<'_>, i: usize) -> Option<(&'a str, usize)> {
    let block = text.tokens.get(i)?.block;
    for n in (1..=4).rev() {
        let Some(start) = i.checked_sub(n) else {
            continue;
        };
        if text.tokens.get(start).is_none_or(|t| t.block != block) {
            continue;
        }
        let hit = text.hits_of(start, Category::Currency).find(|(h, e)| {
            h.len as usize == n && e.category == Category::Currency && e.value.ends_with('^')
        });
        let Some((_, entry)) = hit else { continue };
        // "a $4 billion deal" is no Australian dollar.
        let inner = (start + 1..i).any(|t| text.tokens.get(t).is_some_and(|t| t.space));
        let letters = entry.phrase().chars().filter(|c| c.is_alphabetic()).count();
        let lower = text.word(start).chars().all(char::is_lowercase) && letters > 0;
        if inner && letters == 1 && !text.word(start).eq_ignore_ascii_case("c")
            || lower
                && letters == 1
                && text.tokens.get(start + 1).is_some_and(|t| t.space)
                && !text.word(start).eq_ignore_ascii_case("c")
        {
            continue;
        }
        return Some((entry.value.trim_end_matches('^'), start));
    }
    None
}
