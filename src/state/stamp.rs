//! Moments, and values that carry the moment they were set: the building
//! block of the merge.

use std::fmt;

use jiff::Timestamp;

/// A moment in milliseconds since 1970, UTC; [`Stamp::NEVER`] lies before all.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stamp(i64);

impl Stamp {
    /// Before every moment: the stamp of a value that nobody has set.
    pub const NEVER: Self = Self(i64::MIN);

    /// The stamp of a moment; what is finer than a millisecond is dropped.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        Self(at.as_millisecond())
    }

    /// The moment; `None` for [`Stamp::NEVER`].
    #[must_use]
    pub fn time(self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.0).ok()
    }

    /// Whether a moment is meant at all.
    #[must_use]
    pub fn is_set(self) -> bool {
        self != Self::NEVER
    }

    /// The stamp of a change made at `now` to something stamped `self`: later
    /// than both, so that a clock set back never makes a change the older one
    /// (Lamport's rule, kept to this one value).
    #[must_use]
    pub fn next(self, now: Timestamp) -> Self {
        let after = if self.time().is_some() {
            self.0 + 1
        } else {
            self.0
        };
        let next = Self(after.max(now.as_millisecond()));
        // At the end of jiff's time (year 9999) it stands still.
        if next.time().is_some() { next } else { self }
    }

    /// This many days earlier.
    #[must_use]
    pub fn days_before(self, days: i64) -> Self {
        Self(self.0.saturating_sub(days.saturating_mul(86_400_000)))
    }
}

impl Default for Stamp {
    fn default() -> Self {
        Self::NEVER
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time() {
            Some(at) => at.fmt(f),
            None => f.write_str("never"),
        }
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A value and when it was set. Merging keeps the later one; of two set at the
/// same moment the greater one: so merging is commutative, associative and
/// idempotent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Set<T> {
    /// When.
    pub at: Stamp,
    /// What.
    pub value: T,
}

impl<T: Ord> Set<T> {
    /// Takes over `other` if it was set later; tells whether it did.
    pub fn merge(&mut self, other: Self) -> bool {
        let newer = other > *self;
        if newer {
            *self = other;
        }
        newer
    }

    /// Sets a new value at `now`; gives the old one, or `None` where it is the
    /// same.
    pub fn put(&mut self, value: T, now: Timestamp) -> Option<T> {
        if self.value == value {
            return None;
        }
        self.at = self.at.next(now);
        Some(std::mem::replace(&mut self.value, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_set_back_does_not_lose_the_change() {
        let late = Timestamp::from_second(2000).expect("time");
        let early = Timestamp::from_second(1000).expect("time");
        let mut set = Set::default();
        set.put(1, late);
        let first = set;
        set.put(2, early);
        assert!(set.at > first.at);
        let mut merged = first;
        assert!(merged.merge(set));
        assert_eq!(merged.value, 2);
    }

    #[test]
    fn at_the_end_of_time_nothing_overflows() {
        let end = Stamp::of(Timestamp::MAX);
        assert_eq!(end.next(Timestamp::MAX).time(), end.time());
        assert_eq!(Stamp::NEVER.next(Timestamp::MIN), Stamp::of(Timestamp::MIN));
    }
}
