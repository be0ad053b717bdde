//! Dates as people type them: `2024-04-18`, `2024-04`, `2024`, `today`,
//! `monday`, `7d`, and ranges of these.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time, Weekday},
};

use super::ast::Stretch;

/// The stretch that `text` names: half-open, `None` for an open end.
///
/// A count back from today (`7d`, `2w`, `3m`, `1y`) that stands alone reaches
/// to the end of time, as it does before `..`.
pub(super) fn range(text: &str, now: DateTime) -> Option<(Option<DateTime>, Option<DateTime>)> {
    if let Some((from, to)) = text.split_once("..") {
        let from = match from {
            "" => None,
            _ => Some(stretch(from, now)?.start),
        };
        let to = match to {
            "" => None,
            _ => Some(stretch(to, now)?.end),
        };
        let ordered = from.zip(to).is_none_or(|(f, t)| f < t);
        return ordered.then_some((from, to));
    }
    for (sign, from) in [(">=", true), ("<=", false), (">", true), ("<", false)] {
        if let Some(text) = text.strip_prefix(sign) {
            let s = stretch(text, now)?;
            return Some(match (from, sign.len()) {
                (true, 2) => (Some(s.start), None),
                (true, _) => (Some(s.end), None),
                (false, 2) => (None, Some(s.end)),
                (false, _) => (None, Some(s.start)),
            });
        }
    }
    let s = stretch(text, now)?;
    if back(text, now.date()).is_some() {
        return Some((Some(s.start), None));
    }
    Some((Some(s.start), Some(s.end)))
}

/// The stretch of one date expression.
fn stretch(text: &str, now: DateTime) -> Option<Stretch> {
    let text = text.to_lowercase();
    let today = now.date();
    let days =
        |from: Date, to: Date| from.to_datetime(Time::midnight())..to.to_datetime(Time::midnight());
    let day = |d: Date| d.tomorrow().ok().map(|next| days(d, next));
    match text.as_str() {
        "today" => return day(today),
        "yesterday" => return day(today.yesterday().ok()?),
        "tomorrow" => return day(today.tomorrow().ok()?),
        _ => {}
    }
    if let Some(d) = back(&text, today) {
        return day(d);
    }
    if let Some(weekday) = weekday(&text) {
        let days = today.weekday().since(weekday);
        return day(today.checked_sub(i64::from(days).days()).ok()?);
    }
    let mut parts = text.split(['-', '/']);
    let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let of_month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let from = Date::new(year, month.unwrap_or(1), of_month.unwrap_or(1)).ok()?;
    let to = match (month, of_month) {
        (Some(_), Some(_)) => from.checked_add(1.day()),
        (Some(_), None) => from.checked_add(1.month()),
        _ => from.checked_add(1.year()),
    }
    .ok()?;
    Some(days(from, to))
}

/// The day that lies so far back: `7d`, `2w`, `3m`, `1y`.
fn back(text: &str, today: Date) -> Option<Date> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at_checked(split)?;
    let count: i64 = count.parse().ok().filter(|c| *c <= 36_500)?;
    let span = match unit {
        "d" | "day" | "days" => count.days(),
        "w" | "week" | "weeks" => (count * 7).days(),
        "m" | "month" | "months" => count.months(),
        "y" | "year" | "years" => count.min(4000).years(),
        _ => return None,
    };
    today.checked_sub(span).ok()
}

/// A weekday's name, whole or three letters.
fn weekday(text: &str) -> Option<Weekday> {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let all = [
        ("monday", Monday),
        ("tuesday", Tuesday),
        ("wednesday", Wednesday),
        ("thursday", Thursday),
        ("friday", Friday),
        ("saturday", Saturday),
        ("sunday", Sunday),
    ];
    all.into_iter()
        .find_map(|(name, day)| (text == name || name.get(..3) == Some(text)).then_some(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        // A Friday.
        let now = jiff::civil::date(2024, 4, 19).at(10, 0, 0, 0);
        match range(text, now) {
            None => "no".into(),
            Some((from, to)) => {
                let day = |d: Option<DateTime>| d.map_or(String::new(), |d| d.date().to_string());
                format!("{}..{}", day(from), day(to))
            }
        }
    }

    #[test]
    fn dates_and_ranges() {
        let table = [
            ("2024-04-18", "2024-04-18..2024-04-19"),
            ("2024-04", "2024-04-01..2024-05-01"),
            ("2024", "2024-01-01..2025-01-01"),
            ("2024-03..2024-05", "2024-03-01..2024-06-01"),
            ("7d..", "2024-04-12.."),
            ("7d", "2024-04-12.."),
            ("..2024-01", "..2024-02-01"),
            ("today", "2024-04-19..2024-04-20"),
            ("yesterday..", "2024-04-18.."),
            ("monday..", "2024-04-15.."),
            ("fri", "2024-04-19..2024-04-20"),
            ("1m..1w", "2024-03-19..2024-04-13"),
            (">2024-03", "2024-04-01.."),
            ("<=2024-03", "..2024-04-01"),
            ("2024-13", "no"),
            ("2024-05..2024-03", "no"),
            ("soon", "no"),
            ("99999999999d", "no"),
        ];
        for (text, want) in table {
            assert_eq!(show(text), want, "{text}");
        }
    }
}
