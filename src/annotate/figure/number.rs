//! The grammar of numbers: digits, words, fractions, magnitudes.

use super::atom::{Atom, Value};

/// A number as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// One past its last atom.
    pub end: usize,
    /// Its value.
    pub value: f64,
    /// Whether it is written in digits.
    pub digits: bool,
    /// The product of its magnitudes ("million"), 1 without.
    pub magnitude: f64,
    /// A letter right behind the digits that is a magnitude in some contexts:
    /// its factor ("5m", "3k").
    pub letter: Option<f64>,
    /// A part of one ("two-thirds", "half").
    pub fraction: bool,
}

/// Numbers above this are cut off; far beyond anything that is counted.
const LARGEST: f64 = 1e30;

/// The value of a token of digits: "33,900", "1.3", "12,34,567", "3½".
#[must_use]
pub fn digits(word: &str) -> Option<f64> {
    if word.len() > 40 {
        return None;
    }
    if let Some((at, c)) = word.char_indices().find(|(_, c)| !c.is_ascii()) {
        if let Some(part) = vulgar(c) {
            let whole = if at == 0 {
                0.0
            } else {
                digits(word.get(..at)?)?
            };
            return (at + c.len_utf8() == word.len()).then_some(whole + part);
        }
        let ascii: String = word
            .chars()
            .filter(|c| !matches!(c, '\u{202f}' | '\u{2009}'))
            .filter_map(latin)
            .collect();
        let kept = word
            .chars()
            .filter(|c| !matches!(c, '\u{202f}' | '\u{2009}'))
            .count();
        return if ascii.len() == kept {
            digits(&ascii)
        } else {
            None
        };
    }
    let (whole, part) = match word.matches('.').count() {
        0 => (word, ""),
        1 => word.split_once('.')?,
        // "1.300.000"
        _ => {
            let groups = word.split('.').skip(1).all(|g| g.len() == 3);
            return if groups {
                digits(&word.replace('.', ""))
            } else {
                None
            };
        }
    };
    if part.contains(',') {
        return None;
    }
    let groups: Vec<&str> = whole.split(',').collect();
    let plain = match groups[..] {
        [_] => whole.to_owned(),
        [first, ref middle @ .., last] => {
            let tail = middle.iter().all(|g| g.len() == 3) || middle.iter().all(|g| g.len() == 2);
            if last.len() == 3 && tail && !first.is_empty() && first.len() <= 3 {
                whole.replace(',', "")
            } else if middle.is_empty() && part.is_empty() && last.len() <= 2 && first.len() <= 3 {
                // "7,5": a comma for the decimal point.
                return format!("{first}.{last}").parse().ok();
            } else {
                return None;
            }
        }
        [] => return None,
    };
    let number: f64 = if part.is_empty() {
        plain.parse().ok()?
    } else {
        format!("{plain}.{part}").parse().ok()?
    };
    number.is_finite().then_some(number.min(LARGEST))
}

/// A decimal digit of another script, or an ASCII character, as ASCII.
fn latin(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c);
    }
    // Starts of the decimal digits of Arabic, Persian, Devanagari, Bengali and full width.
    [0x660u32, 0x6f0, 0x966, 0x9e6, 0xff10]
        .iter()
        .find_map(|zero| char::from_digit(u32::from(c).checked_sub(*zero).filter(|d| *d < 10)?, 10))
}

fn vulgar(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅙' => 1.0 / 6.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

/// Reads the number that begins at atom `k`; `open` says that an article
/// stands before it, so that a bare magnitude counts as one ("a million").
#[must_use]
pub fn read(atoms: &[Atom<'_>], k: usize, open: bool) -> Option<Number> {
    let atom = atoms.get(k)?;
    let mut number = match atom.value {
        Value::Digits => in_digits(atoms, k)?,
        Value::Word(_) => in_words(atoms, k)?,
        Value::Magnitude(_, false) if open => in_words(atoms, k)?,
        Value::Fraction(part) => Number {
            end: k + 1,
            value: part,
            digits: false,
            magnitude: 1.0,
            letter: None,
            fraction: true,
        },
        _ => return None,
    };
    and_fraction(atoms, &mut number);
    magnitudes(atoms, &mut number);
    and_fraction(atoms, &mut number);
    number.value = rounded(number.value).clamp(-LARGEST, LARGEST);
    Some(number)
}

/// A whole number where floating point has missed it by a hair ("4.1 billion").
#[must_use]
pub fn rounded(value: f64) -> f64 {
    let whole = value.round();
    if value.abs() >= 1.0 && (value - whole).abs() < whole.abs() * 1e-12 {
        whole
    } else {
        value
    }
}

fn in_digits(atoms: &[Atom<'_>], k: usize) -> Option<Number> {
    let mut value = digits(atoms.get(k)?.word)?;
    let mut end = k + 1;
    let made = |end, value, fraction| Number {
        end,
        value,
        digits: true,
        magnitude: 1.0,
        letter: None,
        fraction,
    };
    if let Some(part) = slash(atoms, k) {
        return Some(made(k + 3, part, true));
    }
    // "1 300 000" and "10, 000" as some texts are spaced.
    if atoms
        .get(k)
        .is_some_and(|a| a.word.len() <= 3 && !a.word.starts_with('0'))
    {
        loop {
            let group = |at: usize, comma: bool| {
                atoms.get(at).is_some_and(|a| {
                    a.value == Value::Digits
                        && a.word.len() == 3
                        && !a.joined
                        && a.word.bytes().all(|b| b.is_ascii_digit())
                        && (!comma || a.word == "000")
                })
            };
            let split = atoms.get(end).is_some_and(|a| a.word == "," && a.joined);
            let step = if group(end, false)
                && !atoms
                    .get(end + 1)
                    .is_some_and(|a| a.word == "/" || a.word == "-")
            {
                1
            } else if split && group(end + 1, true) {
                2
            } else {
                break;
            };
            value = value * 1000.0
                + atoms
                    .get(end + step - 1)
                    .and_then(|a| digits(a.word))
                    .unwrap_or(0.0);
            end += step;
        }
    }
    // "10 1/2"
    if let Some(part) = slash(atoms, end).filter(|p| *p < 1.0) {
        return Some(made(end + 3, value + part, false));
    }
    if let Some(part) = atoms
        .get(end)
        .filter(|a| a.word.chars().count() == 1)
        .and_then(|a| vulgar(a.word.chars().next()?))
    {
        return Some(made(end + 1, value + part, false));
    }
    let mut number = made(end, value, false);
    // "two thirds" in digits ("2 thirds") and "3 quarters of"
    if let Some(Value::Fraction(part)) = atoms.get(end).map(|a| a.value) {
        let of = atoms.get(end + 1).is_some_and(|a| a.word == "of");
        if value < 100.0 && value.fract() == 0.0 && of && value > 1.0 {
            number.value = value * part;
            number.end = end + 1;
            number.fraction = true;
        }
    }
    Some(number)
}

/// "1/4": numerator, slash, denominator without spaces (or all spaced).
fn slash(atoms: &[Atom<'_>], k: usize) -> Option<f64> {
    let (a, mark, b) = (atoms.get(k)?, atoms.get(k + 1)?, atoms.get(k + 2)?);
    if mark.word != "/"
        || mark.joined != b.joined
        || a.value != Value::Digits
        || b.value != Value::Digits
    {
        return None;
    }
    if atoms.get(k + 3).is_some_and(|c| c.word == "/" && c.joined) {
        return None;
    }
    let (n, d) = (digits(a.word)?, digits(b.word)?);
    let usual = [2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 16.0, 32.0, 64.0, 100.0].contains(&d);
    (usual && n > 0.0 && n < d && n.fract() == 0.0 && mark.joined).then(|| n / d)
}

/// Cardinals in words.
fn in_words(atoms: &[Atom<'_>], k: usize) -> Option<Number> {
    let mut at = k;
    let (mut total, mut current): (f64, Option<f64>) = (0.0, None);
    let mut magnitude = 1.0;
    let mut smallest = f64::INFINITY;
    while let Some(atom) = atoms.get(at) {
        match atom.value {
            Value::Word(v) => {
                let Some(now) = current else {
                    current = Some(v);
                    at += 1;
                    continue;
                };
                let tens = now % 100.0;
                let fits = if tens == 0.0 && now >= 100.0 {
                    v < 100.0
                } else {
                    (20.0..=90.0).contains(&tens) && tens % 10.0 == 0.0 && (1.0..10.0).contains(&v)
                };
                if !fits {
                    break;
                }
                current = Some(now + v);
                at += 1;
            }
            Value::Magnitude(f, false) => {
                let bare = current.is_none();
                if bare && at > k && total > 0.0 && f >= smallest {
                    // "hundred thousand", "thousand million"
                    total *= f;
                } else if f == 100.0 || f == 12.0 {
                    let now = current.unwrap_or(1.0);
                    if now >= 100.0 {
                        break;
                    }
                    current = Some(now * f);
                    magnitude = f;
                    at += 1;
                    continue;
                } else if f >= smallest {
                    break;
                } else {
                    total += current.unwrap_or(1.0) * f;
                }
                current = None;
                smallest = f;
                magnitude = f;
                at += 1;
            }
            Value::None if atom.word.eq_ignore_ascii_case("and") && at > k => {
                let large = current.is_some_and(|c| c >= 100.0 && c % 100.0 == 0.0)
                    || (current.is_none() && total > 0.0);
                let small =
                    matches!(atoms.get(at + 1).map(|a| a.value), Some(Value::Word(v)) if v < 100.0);
                let again = atoms.get(at + 2).is_some_and(
                    |a| matches!(a.value, Value::Magnitude(f, false) if f >= smallest),
                );
                if !(large && small) || again || magnitude == 12.0 {
                    break;
                }
                at += 1;
            }
            Value::None if atom.word.eq_ignore_ascii_case("point") && current.is_some() => {
                let (part, end) = decimals(atoms, at + 1);
                if end == at + 1 {
                    break;
                }
                current = current.map(|c| c + part);
                at = end;
                break;
            }
            Value::Fraction(part) if at > k && fraction_word(atom, atoms, at) => {
                // "two-thirds", "three quarters"
                let now = current.unwrap_or(1.0);
                if now >= 100.0 || total > 0.0 {
                    break;
                }
                return Some(Number {
                    end: at + 1,
                    value: now * part,
                    digits: false,
                    magnitude: 1.0,
                    letter: None,
                    fraction: true,
                });
            }
            _ => break,
        }
        if at > k + 12 {
            break;
        }
    }
    (at > k).then(|| Number {
        end: at,
        value: total + current.unwrap_or(0.0),
        digits: false,
        magnitude,
        letter: None,
        fraction: false,
    })
}

/// Whether a fraction word behind a cardinal is one ("two thirds", "one-fifth"),
/// not an ordinal or a period ("one third party", "two quarters ago").
fn fraction_word(atom: &Atom<'_>, atoms: &[Atom<'_>], at: usize) -> bool {
    let next = atoms.get(at + 1).map_or("", |a| a.word);
    let of = [
        "of", "the", "a", "an", "full", "majority", "complete", "owned", "more", "less",
    ]
    .iter()
    .any(|w| next.eq_ignore_ascii_case(w));
    let plural = atom.word.ends_with('s')
        && !atom.word.eq_ignore_ascii_case("quarters")
        && !atom.word.eq_ignore_ascii_case("seconds");
    let scaled = matches!(atoms.get(at + 1).map(|a| a.value), Some(Value::Magnitude(f, false)) if f >= 1000.0);
    atom.hyphen || of || plural || scaled || atom.word.eq_ignore_ascii_case("half")
}

/// "three", "two five" behind "point".
fn decimals(atoms: &[Atom<'_>], k: usize) -> (f64, usize) {
    let (mut value, mut scale, mut at) = (0.0, 0.1, k);
    while let Some(Value::Word(v)) = atoms.get(at).map(|a| a.value) {
        if v >= 10.0 || at > k + 5 {
            break;
        }
        value += v * scale;
        scale /= 10.0;
        at += 1;
    }
    (value, at)
}

/// "and a half", "and three quarters".
fn and_fraction(atoms: &[Atom<'_>], number: &mut Number) {
    let word = |n: usize| atoms.get(number.end + n).map_or("", |a| a.word);
    if number.fraction || !word(0).eq_ignore_ascii_case("and") {
        return;
    }
    let (count, at) = if ["a", "an", "one"]
        .iter()
        .any(|w| word(1).eq_ignore_ascii_case(w))
    {
        (1.0, 2)
    } else {
        match atoms.get(number.end + 1).map(|a| a.value) {
            Some(Value::Word(v)) if (2.0..10.0).contains(&v) => (v, 2),
            Some(Value::Fraction(_)) => (1.0, 1),
            _ => return,
        }
    };
    if let Some(Value::Fraction(part)) = atoms.get(number.end + at).map(|a| a.value) {
        // "two and a half million": the magnitude behind multiplies both.
        number.value += count
            * part
            * if number.magnitude > 1.0 {
                number.magnitude
            } else {
                1.0
            };
        number.end += at + 1;
    }
}

/// Magnitudes behind digits, or behind a fraction: "1.3 million", "half a dozen".
fn magnitudes(atoms: &[Atom<'_>], number: &mut Number) {
    loop {
        let mut at = number.end;
        if number.fraction
            && atoms.get(at).is_some_and(|a| {
                a.word.eq_ignore_ascii_case("a") || a.word.eq_ignore_ascii_case("of")
            })
        {
            at += usize::from(
                !atoms
                    .get(at)
                    .is_some_and(|a| a.word.eq_ignore_ascii_case("of"))
                    || atoms.get(at + 1).is_some_and(|a| a.word == "a"),
            );
            if atoms.get(at).is_some_and(|a| a.word == "a") {
                at += 1;
            }
        }
        let Some(atom) = atoms.get(at) else { return };
        let (factor, glued) = match atom.value {
            Value::Magnitude(f, g) => (f, g),
            _ => return,
        };
        if glued {
            if number.digits
                && atom.joined
                && !atom.hyphen
                && number.magnitude <= 1.0
                && number.letter.is_none()
            {
                number.letter = Some(factor);
                number.end = at + 1;
            }
            return;
        }
        let fits = number.magnitude <= 1.0
            || factor > 100.0 && number.magnitude < factor && number.magnitude <= 1000.0;
        if number.letter.is_some() || !fits {
            return;
        }
        number.value *= factor;
        number.magnitude *= factor;
        number.fraction = false;
        number.end = at + 1;
    }
}
