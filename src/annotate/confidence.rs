//! The tables of confidences: rule and share, compiled in from the assets.

use crate::shipped::{self, Value};

/// Rules, sorted by name, each with the share of its findings that is right.
pub(super) type Shares = &'static [(&'static str, Value)];

/// The shares of a section of a table.
pub(super) fn section(table: &str, name: &str) -> Shares {
    let section = shipped::CONFIDENCE.get(table).and_then(|t| t.get(name));
    section.map_or(&[], Value::entries)
}

/// The share of a rule, 0 to 1; `None` for one that the table lacks.
pub(super) fn share(shares: Shares, rule: &str) -> Option<f32> {
    let at = shares
        .binary_search_by(|(name, _)| (*name).cmp(rule))
        .ok()?;
    match shares.get(at)?.1 {
        #[allow(clippy::cast_possible_truncation)] // a share between 0 and 1
        Value::Fraction(share) => Some(share as f32),
        Value::Whole(1) => Some(1.0),
        _ => None,
    }
}

/// The share of a rule; 0.5 for one that the table lacks.
pub(super) fn share_or_half(shares: Shares, rule: &str) -> f32 {
    share(shares, rule).unwrap_or(0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_of_every_table_is_one() {
        for (table, sections) in shipped::CONFIDENCE.entries() {
            for (name, _) in sections.entries() {
                for (rule, _) in section(table, name) {
                    let share = share(section(table, name), rule).expect(rule);
                    assert!((0.0..=1.0).contains(&share), "{table} {name} {rule}");
                }
            }
        }
    }
}
