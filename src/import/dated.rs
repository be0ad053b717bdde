//! Dates that stand elsewhere than on a line of their own: at the end of a
//! headline, in front of the text, in the address, in the file's name. They
//! count where nothing says better; a date without its year never does.

use jiff::civil::{Date, DateTime};

use super::{date, furniture::words};

/// Longest date at the edge of a text, in bytes.
const LONGEST: usize = 60;

/// The date at the end of a headline: "Briefing by the spokesman, February 22,
/// 2022", "Readout (17 November 2021)".
///
/// One that a weekday stands in front of belongs to what happened: "The attack
/// of Saturday, October 7, 2023".
pub(super) fn at_end(text: &str) -> Option<DateTime> {
    let text = text.trim_end();
    [", ", " (", ": ", " – ", " — ", " - ", " | "]
        .iter()
        .flat_map(|mark| text.match_indices(*mark))
        .filter(|(at, _)| text.len() - at <= LONGEST)
        .filter_map(|(at, mark)| Some((text.get(..at)?, text.get(at + mark.len()..)?)))
        .filter(|(before, _)| !is_weekday(before.rsplit(' ').next().unwrap_or_default()))
        .find_map(|(_, rest)| whole(rest))
}

/// The date in front of a paragraph: "Thursday, May 7, 2015 On Tuesday, the
/// government …", "May 7, 2015 – The government …".
///
/// Without a weekday a dash or colon must follow: "May 7, 2015 was a Thursday"
/// is a sentence.
pub(super) fn at_start(text: &str) -> Option<DateTime> {
    let first = text.split([' ', ',']).next()?;
    let weekday = is_weekday(first);
    if !weekday && !first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        return None;
    }
    let head = text.get(..text.floor_char_boundary(LONGEST))?;
    // Behind the year.
    let end = head
        .match_indices(|c: char| c.is_ascii_digit())
        .map(|(at, _)| at + 1)
        .find(|at| {
            let run = head.get(..*at).unwrap_or_default();
            let digits = run.len() - run.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            digits == 4
                && !text
                    .get(*at..)
                    .unwrap_or_default()
                    .starts_with(char::is_alphanumeric)
        })?;
    let (date, rest) = text.split_at_checked(end)?;
    let marked = rest.trim_start().starts_with(['–', '—', '-', ':']);
    let goes_on = rest
        .strip_prefix(' ')
        .is_some_and(|r| r.starts_with(char::is_uppercase));
    (marked || weekday && goes_on).then(|| whole(date))?
}

/// The day in an address: "/2024/04/18/", "/2024-04-18-talks".
pub(super) fn in_address(url: &str) -> Option<DateTime> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    parts
        .windows(3)
        .find_map(|p| match p {
            [year, month, day] if year.len() == 4 => {
                let day = day.split(['-', '_', '.']).next()?;
                digits(year, month, day)
            }
            _ => None,
        })
        .or_else(|| parts.iter().find_map(|p| leading(p)))
}

/// The day in a file's name, at its beginning or its end: "2024-04-18
/// talks.txt", "talks_20240418.html".
pub(super) fn in_name(name: &str) -> Option<DateTime> {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    leading(stem).or_else(|| trailing(stem))
}

fn leading(text: &str) -> Option<DateTime> {
    [10, 8].iter().find_map(|length| {
        let (date, rest) = text.split_at_checked(*length)?;
        let ends = !rest.starts_with(|c: char| c.is_ascii_digit());
        ends.then(|| day(date))?
    })
}

fn trailing(text: &str) -> Option<DateTime> {
    [10, 8].iter().find_map(|length| {
        let (rest, date) = text.split_at_checked(text.len().checked_sub(*length)?)?;
        let begins = !rest.ends_with(|c: char| c.is_alphanumeric());
        begins.then(|| day(date))?
    })
}

/// "2024-04-18", "2024_04_18", "20240418".
fn day(text: &str) -> Option<DateTime> {
    let parts: Vec<&str> = text.split(['-', '_']).collect();
    match parts.as_slice() {
        [year, month, day] => digits(year, month, day),
        [whole] if whole.len() == 8 => digits(whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        _ => None,
    }
}

/// Year, month and day of the age of news on paper or screen.
fn digits(year: &str, month: &str, day: &str) -> Option<DateTime> {
    let number = |t: &str| -> Option<i16> {
        let fits = (1..=4).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| t.parse().ok())?
    };
    let year = number(year).filter(|y| (1900..2100).contains(y))?;
    let (month, day) = (number(month)?, number(day)?);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_datetime(jiff::civil::Time::midnight()))
}

/// A date with its day, month and year, and nothing else.
fn whole(text: &str) -> Option<DateTime> {
    // A month and a year alone would be its first day.
    let numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .count();
    let stamps = date::stamps(text)?;
    stamps.first().filter(|_| numbers >= 2)?.at()
}

fn is_weekday(word: &str) -> bool {
    words().dates.weekdays.contains(&word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(at: Option<DateTime>) -> String {
        at.map_or("none".to_owned(), |d| d.date().to_string())
    }

    #[test]
    fn headlines_end_with_dates() {
        for (text, want) in [
            ("Briefing by the spokesman, February 22, 2022", "2022-02-22"),
            ("Readout of the call (17 November 2021)", "2021-11-17"),
            ("Evening summary: Tuesday, 18 April 2024", "2024-04-18"),
            ("The attack of Saturday, October 7, 2023", "none"),
            ("On the anniversary of September 11, 2001", "none"),
            ("What to expect in March 2024", "none"),
            ("Ten years on, March 2024", "none"),
            ("Summary, 18 April", "none"),
        ] {
            assert_eq!(said(at_end(text)), want, "{text}");
        }
    }

    #[test]
    fn paragraphs_begin_with_dates() {
        for (text, want) in [
            (
                "Thursday, May 7, 2015 On Tuesday, the government met.",
                "2015-05-07",
            ),
            ("18 April 2024 – The envoy left.", "2024-04-18"),
            ("May 7, 2015 was a Thursday.", "none"),
            ("Thursday, May 7, On Tuesday", "none"),
            ("In 2015 – a year of talks", "none"),
        ] {
            assert_eq!(said(at_start(text)), want, "{text}");
        }
    }

    #[test]
    fn addresses_and_names_hold_dates() {
        for (url, want) in [
            (
                "https://gazette.example/news/2024/04/18/talks.html",
                "2024-04-18",
            ),
            (
                "https://gazette.example/world/2016/2/23/1109/talks",
                "2016-02-23",
            ),
            ("https://gazette.example/2024-04-18-talks", "2024-04-18"),
            ("https://gazette.example/2024/04/talks", "none"),
            ("https://gazette.example/a/20240418123/talks", "none"),
            ("https://gazette.example/x?d=/2024/04/18/", "none"),
        ] {
            assert_eq!(said(in_address(url)), want, "{url}");
        }
        for (name, want) in [
            ("2024-04-18 talks.txt", "2024-04-18"),
            ("20240418.txt", "2024-04-18"),
            ("talks_2024_04_18.html.gz", "2024-04-18"),
            ("é-2024-04-18.txt", "2024-04-18"),
            ("talks-20240418.txt", "2024-04-18"),
            ("202404181.txt", "none"),
            ("order-20249918.txt", "none"),
            ("é.txt", "none"),
        ] {
            assert_eq!(said(in_name(name)), want, "{name}");
        }
    }
}
