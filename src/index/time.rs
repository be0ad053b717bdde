//! Civil times as the index stores them: seconds since 1970, no zone.

use std::time::SystemTime;

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};

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
    fn civil_times_survive() {
        let time = jiff::civil::date(2024, 4, 18).at(20, 30, 0, 0);
        assert_eq!(civil(seconds(time)), time);
        let old = jiff::civil::date(1919, 6, 28).at(0, 0, 1, 0);
        assert_eq!(civil(seconds(old)), old);
    }
}
