//! Civil times as the index stores them: seconds since 1970, no zone.

use std::time::SystemTime;

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};

/// What is taken from the time of a file to order an article without a date:
/// it stands below every date there is (the year 9999 ends before 2^38 s).
const UNDATED: i64 = 1 << 40;

/// What orders an article by date, the newest first: when it was published;
/// below all of these, what has no date by the time of its file; at the end,
/// what cannot be read.
#[must_use]
pub fn order(published: Option<i64>, file: i64, readable: bool) -> i64 {
    match published {
        _ if !readable => -2 * UNDATED,
        Some(published) => published,
        None => file - UNDATED,
    }
}

/// The stretch of [`order`] from one time to another, first for articles with a
/// date, then for those that have only the time of their file.
#[must_use]
pub fn orders(from: Option<DateTime>, to: Option<DateTime>) -> [(i64, i64); 2] {
    let from = from.map_or(-UNDATED / 2, seconds);
    let to = to.map_or(UNDATED / 2, seconds);
    [(from, to), (from - UNDATED, to - UNDATED)]
}

/// Seconds of a civil time.
#[must_use]
pub fn seconds(time: DateTime) -> i64 {
    Offset::UTC
        .to_timestamp(time)
        .map_or(0, Timestamp::as_second)
}

/// The civil time of so many seconds.
#[must_use]
pub fn civil(seconds: i64) -> DateTime {
    Timestamp::from_second(seconds).map_or(DateTime::default(), |t| Offset::UTC.to_datetime(t))
}

/// The civil time, where the user lives, of a file's time.
#[must_use]
pub fn local(time: SystemTime, zone: &TimeZone) -> DateTime {
    Timestamp::try_from(time).map_or(DateTime::default(), |t| zone.to_datetime(t))
}

/// Nanoseconds since 1970 of a file's time, for comparison only.
#[must_use]
pub fn nanoseconds(time: SystemTime) -> i64 {
    Timestamp::try_from(time)
        .ok()
        .and_then(|t| i64::try_from(t.as_nanosecond()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_date_stands_below_what_has_one() {
        let at = |year| jiff::civil::date(year, 4, 18).at(20, 30, 0, 0);
        let of = |published: Option<i16>, file, readable| {
            order(
                published.map(|y| seconds(at(y))),
                seconds(at(file)),
                readable,
            )
        };
        let newest_first = [
            of(Some(9999), 1970, true),
            of(Some(1919), 2026, true),
            of(Some(1), 2026, true),
            of(None, 2026, true),
            of(None, 1970, true),
            of(Some(2024), 2026, false),
        ];
        assert!(newest_first.is_sorted_by(|a, b| a > b), "{newest_first:?}");
        let holds = |from, to, order| {
            orders(from, to)
                .iter()
                .any(|(from, to)| (*from..*to).contains(&order))
        };
        let (dated, undated, bad) = (newest_first[1], newest_first[3], newest_first[5]);
        assert!(holds(Some(at(1900)), Some(at(1920)), dated));
        assert!(!holds(Some(at(1900)), Some(at(1920)), undated));
        assert!(holds(Some(at(2026)), None, undated));
        assert!(holds(None, None, dated) && holds(None, None, undated) && !holds(None, None, bad));
    }

    #[test]
    fn civil_times_survive() {
        let time = jiff::civil::date(2024, 4, 18).at(20, 30, 0, 0);
        assert_eq!(civil(seconds(time)), time);
        let old = jiff::civil::date(1919, 6, 28).at(0, 0, 1, 0);
        assert_eq!(civil(seconds(old)), old);
    }
}
