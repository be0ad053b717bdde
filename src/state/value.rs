//! The values of a state file: the few kinds of TOML that it uses, written one
//! field a line and read back without building a tree.

use std::{borrow::Cow, fmt::Write as _};

use jiff::{Timestamp, civil};

use super::stamp::Stamp;

/// Appends `key = value` lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// What was written.
    pub text: String,
}

impl Lines {
    /// Starts a table: `[[mark]]` or `[screen]`.
    pub fn table(&mut self, header: &str) {
        self.text.push_str(header);
        self.text.push('\n');
    }

    fn line(&mut self, key: &str, value: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{key} = {value}");
    }

    /// A string.
    pub fn text(&mut self, key: &str, value: &str) {
        self.text.push_str(key);
        self.text.push_str(" = ");
        quote(value, &mut self.text);
        self.text.push('\n');
    }

    /// A string, if there is one.
    pub fn maybe(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    /// A moment, if it is set.
    pub fn time(&mut self, key: &str, at: Stamp) {
        if at.is_set() {
            self.line(key, format_args!("{at}"));
        }
    }

    /// A value that needs no quotation marks.
    pub fn plain(&mut self, key: &str, value: &impl std::fmt::Display) {
        self.line(key, format_args!("{value}"));
    }

    /// A number.
    pub fn number(&mut self, key: &str, value: usize) {
        self.line(key, format_args!("{value}"));
    }

    /// Strings on one line.
    pub fn list<'a>(&mut self, key: &str, values: impl Iterator<Item = &'a str>) {
        self.text.push_str(key);
        self.text.push_str(" = [");
        for (n, value) in values.enumerate() {
            if n > 0 {
                self.text.push_str(", ");
            }
            quote(value, &mut self.text);
        }
        self.text.push_str("]\n");
    }
}

/// A TOML basic string.
fn quote(value: &str, out: &mut String) {
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A value as it was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'t> {
    /// A string.
    Text(Cow<'t, str>),
    /// A whole number.
    Number(i64),
    /// A moment.
    Time(Stamp),
    /// Civil time, no zone.
    Civil(civil::DateTime),
    /// Strings.
    List(Vec<Cow<'t, str>>),
    /// A truth value.
    Truth(bool),
    /// Another kind of TOML.
    Other,
}

/// Reads a value as [`Lines`] writes it; `None` for other forms of TOML.
pub(super) fn value(raw: &str) -> Option<Value<'_>> {
    let first = raw.bytes().next()?;
    match first {
        b'"' => {
            let (text, rest) = string(raw)?;
            ends(rest).then_some(Value::Text(text))
        }
        b'[' => list(raw),
        b't' | b'f' => raw.parse().ok().map(Value::Truth),
        _ if raw.as_bytes().get(4) == Some(&b'-') => moment(raw),
        _ => raw.parse().ok().map(Value::Number),
    }
}

/// Whether nothing but a comment follows.
fn ends(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with('#')
}

/// A basic string at the start of `raw`, and what follows it.
fn string(raw: &str) -> Option<(Cow<'_, str>, &str)> {
    let body = raw.strip_prefix('"')?;
    let stop = memchr::memchr2(b'"', b'\\', body.as_bytes())?;
    if body.as_bytes().get(stop) == Some(&b'"') {
        // `""` may begin a string of several lines.
        let rest = body.get(stop + 1..)?;
        let several = stop == 0 && rest.starts_with('"');
        return (!several).then_some((Cow::Borrowed(body.get(..stop)?), rest));
    }
    let mut out = String::with_capacity(body.len());
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((Cow::Owned(out), body.get(at + 1..)?)),
            '\\' => {
                let (_, kind) = chars.next()?;
                out.push(match kind {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'e' => '\u{1b}',
                    '"' => '"',
                    '\\' => '\\',
                    'x' => code(&mut chars, 2)?,
                    'u' => code(&mut chars, 4)?,
                    'U' => code(&mut chars, 8)?,
                    _ => return None,
                });
            }
            c => out.push(c),
        }
    }
    None
}

/// The character of `digits` hexadecimal digits.
fn code(chars: &mut std::str::CharIndices<'_>, digits: usize) -> Option<char> {
    let mut code = 0;
    for _ in 0..digits {
        code = code << 4 | chars.next()?.1.to_digit(16)?;
    }
    char::from_u32(code)
}

/// Strings on one line.
fn list(raw: &str) -> Option<Value<'_>> {
    let mut rest = raw.strip_prefix('[')?.trim_start();
    let mut out = Vec::new();
    while !rest.starts_with(']') {
        let (text, after) = string(rest)?;
        out.push(text);
        rest = after.trim_start();
        match rest.strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None if rest.starts_with(']') => {}
            None => return None,
        }
    }
    ends(rest.get(1..)?).then_some(Value::List(out))
}

/// A moment: RFC 3339 with an offset, or civil time.
fn moment(raw: &str) -> Option<Value<'_>> {
    let raw = raw.split('#').next()?.trim_end();
    if let Some(at) = plain_moment(raw.as_bytes()) {
        return Some(Value::Time(at));
    }
    if let Ok(at) = raw.parse::<Timestamp>() {
        return Some(Value::Time(Stamp::of(at)));
    }
    let civil = raw.parse::<civil::DateTime>();
    civil.ok().map(Value::Civil)
}

/// A moment with an offset.
pub(super) fn time(raw: &str) -> Option<Stamp> {
    plain_moment(raw.as_bytes()).or_else(|| match moment(raw)? {
        Value::Time(at) => Some(at),
        _ => None,
    })
}

/// `2024-04-18T20:30:00Z` and with milliseconds: as we write it, read without
/// a general parser (100,000 marks have 200,000 of these).
fn plain_moment(raw: &[u8]) -> Option<Stamp> {
    let digits = |from: usize, to: usize| {
        let mut n = 0i64;
        for b in raw.get(from..to)? {
            n = n * 10 + i64::from(b.is_ascii_digit().then(|| b - b'0')?);
        }
        Some(n)
    };
    let sign = |at: usize, b: u8| (raw.get(at) == Some(&b)).then_some(());
    sign(4, b'-')?;
    sign(7, b'-')?;
    sign(10, b'T')?;
    sign(13, b':')?;
    sign(16, b':')?;
    let millis = match raw.len() {
        20 => 0,
        24 => {
            sign(19, b'.')?;
            digits(20, 23)?
        }
        _ => return None,
    };
    sign(raw.len() - 1, b'Z')?;
    let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
    let (hour, minute, second) = (digits(11, 13)?, digits(14, 16)?, digits(17, 19)?);
    let right = (1..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=28).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !right {
        // Ends of months and odd values take the long way.
        return None;
    }
    let days = days_from_civil(year, month, day);
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second;
    let at = Timestamp::from_millisecond(seconds * 1000 + millis);
    at.ok().map(Stamp::of)
}

/// Days since 1970-01-01 of a day of the Gregorian calendar (Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn odd_forms_are_left_to_the_general_parser() {
        for raw in [
            "\"\"\"", "'x'", "\"open", "\"\\q\"", "[1]", "[\"a\"", "{}", "1.5", "\"a\" b", "",
        ] {
            assert_eq!(value(raw), None, "{raw}");
        }
        assert_eq!(value("\"a\" # note"), Some(Value::Text("a".into())));
        assert_eq!(value("[]"), Some(Value::List(Vec::new())));
        assert_eq!(
            value("2024-04-18T20:30:00"),
            Some(Value::Civil(civil::date(2024, 4, 18).at(20, 30, 0, 0)))
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in ".{0,20}|[\"\\\\\n\t\u{1}é#]{0,8}", n in 0usize..1_000_000, ms in -62_000_000_000_000i64..253_000_000_000_000) {
            let mut lines = Lines::default();
            let at = Stamp::of(Timestamp::from_millisecond(ms).expect("time"));
            lines.text("a", &text);
            lines.number("b", n);
            lines.time("c", at);
            lines.list("d", [&*text, ""].into_iter());
            let raw: Vec<&str> = lines.text.split_terminator('\n').map(|l| l.get(4..).expect("value")).collect();
            prop_assert_eq!(value(raw[0]), Some(Value::Text(Cow::Borrowed(&text))));
            prop_assert_eq!(value(raw[1]), Some(Value::Number(i64::try_from(n).expect("n"))));
            prop_assert_eq!(value(raw[2]), Some(Value::Time(at)));
            prop_assert_eq!(value(raw[3]), Some(Value::List(vec![Cow::Borrowed(&*text), Cow::Borrowed("")])));
            // And any TOML parser reads the same.
            let table: toml::Table = lines.text.parse().expect("toml");
            prop_assert_eq!(table.get("a").and_then(|v| v.as_str()), Some(&*text));
        }
    }
}
