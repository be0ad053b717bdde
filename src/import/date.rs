//! Dates as news pages, feeds and mails write them.
//!
//! A date without a zone stays as printed; one with a zone too: what is kept is
//! civil time, the reader never shifts it. What is ambiguous ("04/05/2024") is
//! not guessed.

use std::{collections::HashSet, sync::LazyLock};

use jiff::civil::{Date, DateTime, Time};

use super::furniture::words;
use crate::scan;

/// What a date is the date of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// "Published: …"
    Published,
    /// "Updated: …"
    Updated,
    /// Nothing is said.
    Plain,
}

/// A date or time in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// What it is the date of.
    pub(super) role: Role,
    /// The day, if it is whole and unambiguous.
    pub(super) date: Option<Date>,
    /// The time of day.
    pub(super) time: Option<Time>,
}

impl Stamp {
    /// Date and time; midnight where no time is given.
    pub(super) fn at(&self) -> Option<DateTime> {
        self.date
            .map(|d| d.to_datetime(self.time.unwrap_or(Time::midnight())))
    }
}

/// Reads a date in any of the usual forms (RFC 3339, RFC 2822, prose).
pub(super) fn parse(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if text.len() > 100 {
        return None;
    }
    stamps(text)?.iter().find_map(Stamp::at)
}

/// Reads a line that holds nothing but dates, times and their labels.
pub(super) fn stamps(line: &str) -> Option<Vec<Stamp>> {
    let digit = |b: u8| b.is_ascii_digit();
    if line.len() > 160 || scan::find(line.as_bytes(), digit).is_none() || !may_begin(line) {
        return None;
    }
    let low = line.to_lowercase();
    let mut rest = low.as_str();
    let mut found = Vec::new();
    let mut parts = Parts::default();
    let mut tokens = 0;
    loop {
        rest = rest.trim_start_matches(is_between);
        if rest.is_empty() {
            break;
        }
        tokens += 1;
        if tokens > 30 {
            return None;
        }
        if let Some((role, after)) = label(rest) {
            parts.close(&mut found);
            parts.role = Some(role);
            rest = after;
            continue;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || ",|·•;()[]–—".contains(c))
            .unwrap_or(rest.len());
        let (token, after) = rest.split_at_checked(end)?;
        parts.take(token)?;
        rest = after;
    }
    parts.close(&mut found);
    (!found.is_empty()).then_some(found)
}

/// Whether a character can stand between the parts of a date.
fn is_between(c: char) -> bool {
    matches!(
        c,
        ' ' | ',' | '|' | '·' | '•' | ':' | ';' | '(' | ')' | '[' | ']' | '–' | '—'
    ) || c.is_whitespace()
}

/// Whether a line may begin with a date: all words before its first number are
/// such as dates have. Nearly every line of an article is told to hold none by
/// it.
fn may_begin(line: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(known_words);
    let mut rest = line.trim_start_matches(is_between);
    loop {
        let word = letters(rest);
        let behind = rest.get(word.len()..).unwrap_or("");
        let ends = behind.is_empty() || behind.starts_with(is_between);
        if word.is_empty() || !ends && !behind.starts_with('.') {
            return true; // more must be looked at
        }
        if !KNOWN.contains(word.to_ascii_lowercase().as_str()) {
            return false;
        }
        if !ends {
            return true;
        }
        rest = behind.trim_start_matches(is_between);
    }
}

/// The letters of ASCII at the start of a text.
fn letters(text: &str) -> &str {
    let end = text.bytes().position(|b| !b.is_ascii_alphabetic());
    text.get(..end.unwrap_or(text.len())).unwrap_or("")
}

/// The [`letters`] of all words that [`label`] and [`Parts::take`] know.
fn known_words() -> HashSet<&'static str> {
    let words = words();
    let dates = &words.dates;
    let labels = dates.updated.iter().chain(&dates.published);
    let lists = [&dates.weekdays, &dates.zones, &dates.fillers];
    let known = words.months.values().flatten().chain(labels);
    let known = known.chain(lists.into_iter().flatten());
    let known = known.flat_map(|words| words.split(' '));
    let known = known.chain(["am", "pm", "a", "p", "ago", "gmt", "utc"]);
    known.map(letters).collect()
}

/// A label in front of a date.
fn label(rest: &str) -> Option<(Role, &str)> {
    let dates = &words().dates;
    let strip = |list: &'static [String]| {
        list.iter().find_map(|word| {
            rest.strip_prefix(word.as_str())
                .filter(|r| !r.starts_with(char::is_alphanumeric))
        })
    };
    strip(&dates.updated)
        .map(|r| (Role::Updated, r))
        .or_else(|| strip(&dates.published).map(|r| (Role::Published, r)))
}

/// What a line has said of one date so far.
#[derive(Default)]
struct Parts {
    role: Option<Role>,
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<Time>,
    /// A date whose day and month cannot be told apart, or "two hours ago".
    vague: bool,
    pending: Option<i64>,
}

impl Parts {
    fn close(&mut self, found: &mut Vec<Stamp>) {
        let parts = std::mem::take(self);
        let dated = parts.month.is_some() && (parts.day.is_some() || parts.year.is_some());
        if !dated && parts.time.is_none() && !parts.vague {
            return;
        }
        let date = match (parts.year, parts.month, parts.day) {
            (Some(year), Some(month), Some(day)) => Date::new(year, month, day).ok(),
            (Some(year), Some(month), None) => Date::new(year, month, 1).ok(),
            _ => None,
        };
        found.push(Stamp {
            role: parts.role.unwrap_or(Role::Plain),
            date,
            time: parts.time,
        });
    }

    /// Understands one token, or gives up on the line.
    fn take(&mut self, token: &str) -> Option<()> {
        let dates = &words().dates;
        let bare = token.trim_end_matches(['.', ':', '\'']);
        if bare.is_empty() {
            return Some(());
        }
        if let Some(pending) = self.pending.take() {
            if matches!(
                bare,
                "minutes"
                    | "minute"
                    | "mins"
                    | "min"
                    | "hours"
                    | "hour"
                    | "hrs"
                    | "days"
                    | "day"
                    | "weeks"
                    | "week"
            ) {
                self.vague = true;
                return Some(());
            }
            self.number(pending)?;
        }
        let halves: String = bare.chars().filter(|c| *c != '.').collect();
        if matches!(halves.as_str(), "am" | "pm") {
            return self.half(halves == "pm");
        }
        if bare == "ago" && self.vague {
            return Some(());
        }
        if let Some(month) = month(bare) {
            // "mar" is March and Tuesday; a second month is no date.
            if self.month.is_some() {
                return dates.weekdays.contains(bare).then_some(());
            }
            self.month = Some(month);
            return Some(());
        }
        if dates.weekdays.contains(bare)
            || dates.zones.contains(bare)
            || dates.fillers.contains(bare)
        {
            return Some(());
        }
        if bare.starts_with(|c: char| c.is_ascii_digit()) {
            return self.digits(bare);
        }
        let zone = bare
            .strip_prefix("gmt")
            .or_else(|| bare.strip_prefix("utc"))
            .unwrap_or(bare);
        let offset = zone.strip_prefix(['+', '-'])?;
        offset
            .chars()
            .all(|c| c.is_ascii_digit() || c == ':')
            .then_some(())
    }

    fn half(&mut self, afternoon: bool) -> Option<()> {
        let time = self.time?;
        let hour = match (time.hour(), afternoon) {
            (12, false) => 0,
            (12, true) => 12,
            (h, true) if h < 12 => h + 12,
            (h, _) => h,
        };
        self.time = Time::new(hour, time.minute(), time.second(), 0).ok();
        self.time.map(|_| ())
    }

    /// A plain number: day or year, or an hour if a half of the day follows.
    fn number(&mut self, n: i64) -> Option<()> {
        if (1900..2200).contains(&n) && self.year.is_none() {
            self.year = i16::try_from(n).ok();
        } else if (1..=31).contains(&n) && self.day.is_none() {
            self.day = i8::try_from(n).ok();
        } else {
            return None;
        }
        Some(())
    }

    /// A token that begins with a digit.
    fn digits(&mut self, token: &str) -> Option<()> {
        if let Ok(n) = token.parse::<i64>() {
            // "2 hours ago" must not become the second of a month.
            if self.month.is_none() && self.role.is_some() && n < 1900 && self.day.is_none() {
                self.pending = Some(n);
                return Some(());
            }
            return self.number(n);
        }
        if let Some(time) = clock(token) {
            self.time = Some(time);
            return Some(());
        }
        if let Some((date, time)) = token.split_once('t')
            && date.contains('-')
        {
            self.numeric(date)?;
            self.time = iso_time(time);
            return self.time.map(|_| ());
        }
        for suffix in ["st", "nd", "rd", "th", "er", "º", "."] {
            if let Some(day) = token.strip_suffix(suffix).and_then(|n| n.parse().ok()) {
                return self.number(day);
            }
        }
        self.numeric(token)
    }

    /// "2024-04-18", "18.04.2024", "04/18/2024".
    fn numeric(&mut self, token: &str) -> Option<()> {
        let mut parts = token.split(['-', '/', '.']);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        if let Some(month) = month(second) {
            self.month = Some(month);
            self.number(first.parse().ok()?)?;
            return self.number(third.parse().ok()?);
        }
        let (a, b, c): (i16, i16, i16) = (
            first.parse().ok()?,
            second.parse().ok()?,
            third.parse().ok()?,
        );
        let (year, month, day) = match (a, b, c) {
            (1900.., 1..=12, 1..=31) => (a, b, c),
            (1..=31, 1..=12, 1900..) if token.contains('.') || a > 12 => (c, b, a),
            (1..=12, 13..=31, 1900..) => (c, a, b),
            (1..=12, 1..=12, 1900..) if a == b => (c, a, b),
            (1..=12, 1..=12, 1900..) => {
                self.vague = true;
                return Some(());
            }
            _ => return None,
        };
        self.year = Some(year);
        self.month = i8::try_from(month).ok();
        self.day = i8::try_from(day).ok();
        Some(())
    }
}

fn month(word: &str) -> Option<i8> {
    words()
        .months
        .iter()
        .find(|(_, names)| names.iter().any(|n| n == word))
        .and_then(|(number, _)| number.parse().ok())
}

/// "20:30", "8:30pm", "8pm", "8.30pm", "20h30", "1530" is none.
fn clock(token: &str) -> Option<Time> {
    let (digits, afternoon) = if let Some(d) = token
        .strip_suffix("pm")
        .or_else(|| token.strip_suffix("p.m"))
    {
        (d, Some(true))
    } else if let Some(d) = token
        .strip_suffix("am")
        .or_else(|| token.strip_suffix("a.m"))
    {
        (d, Some(false))
    } else {
        (token, None)
    };
    let mut parts =
        digits.split(|c: char| c == ':' || c == 'h' || (c == '.' && afternoon.is_some()));
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute = match parts.next() {
        Some(m) if m.len() == 2 => m.parse().ok()?,
        Some(_) => return None,
        None if afternoon.is_some() => 0,
        None => return None,
    };
    let second: i8 = match parts.next() {
        Some(s) => s.get(..2)?.parse().ok()?,
        None => 0,
    };
    let hour = match (hour, afternoon) {
        (12, Some(false)) => 0,
        (1..=11, Some(true)) => hour + 12,
        _ => hour,
    };
    Time::new(hour, minute, second.min(59), 0).ok()
}

/// The time of an ISO date: "20:30", "20:30:00.123+04:00", "20:30z".
fn iso_time(text: &str) -> Option<Time> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != ':')
        .unwrap_or(text.len());
    let text = text.get(..end)?;
    if text.len() == 4 || text.len() == 6 {
        let hour = text.get(..2)?.parse().ok();
        let minute = text.get(2..4)?.parse().ok();
        if let (Some(hour), Some(minute)) = (hour, minute) {
            return Time::new(hour, minute, 0, 0).ok();
        }
    }
    clock(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> String {
        parse(text).map_or("none".to_owned(), |d| d.to_string())
    }

    #[test]
    fn dates_of_every_usual_form() {
        for text in [
            "April 18, 2024, 8:30 PM",
            "18 April 2024 20:30",
            "Thursday, 18 Apr. 2024, 8.30pm",
            "Thu, 18 Apr 2024 20:30:00 +0400",
            "2024-04-18T20:30:00+04:00",
            "2024-04-18T20:30:00.000Z",
            "2024-04-18 20:30:00",
            "18/04/2024 20:30 GMT",
            "04/18/2024 at 8:30 p.m. EDT",
            "18.04.2024, 20:30 Uhr",
            "Published: April 18th, 2024 | 8:30 PM (GMT+4)",
            "18-Apr-2024 20:30",
        ] {
            assert_eq!(at(text), "2024-04-18T20:30:00", "{text}");
        }
        assert_eq!(at("18 avril 2024"), "2024-04-18T00:00:00");
        assert_eq!(at("20240418"), "none");
    }

    #[test]
    fn what_is_ambiguous_is_not_guessed() {
        assert_eq!(at("04/05/2024"), "none");
        assert!(stamps("04/05/2024").is_some());
        assert_eq!(at("05.04.2024"), "2024-04-05T00:00:00");
        assert_eq!(at("April 31, 2024"), "none");
    }

    #[test]
    fn a_line_may_hold_two() {
        let found =
            stamps("Published April 17, 2024, 9:00 AM | Updated April 18, 2024").expect("dates");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].role, Role::Published);
        assert_eq!(found[1].role, Role::Updated);
        assert_eq!(found[1].date, Some(jiff::civil::date(2024, 4, 18)));
    }

    #[test]
    fn prose_is_no_stamp() {
        for text in [
            "On April 18, 2024 the council met.",
            "May",
            "2024",
            "Updated guidance",
            "1,300 people",
            "March 2024 talks",
            "The talks of 18 April",
        ] {
            assert_eq!(stamps(text), None, "{text}");
        }
        assert!(stamps("10:05 A.M. EDT").is_some());
        assert!(stamps("(November 17, 2021)").is_some());
        assert!(stamps("Updated 2 hours ago").is_some());
        assert!(stamps("Saturday, September 12, 2015").is_some());
    }
}
