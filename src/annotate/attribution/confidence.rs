//! How sure a rule is: the share of its quotes whose speaker is right on the
//! development sets, from a table in the assets.

use std::sync::LazyLock;

use crate::annotate::confidence::{Share, section, share};

static TABLE: &str = include_str!("../../../assets/confidence/quotes.toml");

static RULES: LazyLock<Vec<Share>> = LazyLock::new(|| section(TABLE, "rules"));

/// The calibrated confidence of a rule; 0.5 for one that the table lacks.
#[must_use]
pub fn of(rule: &str) -> f32 {
    share(&RULES, rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        assert!(RULES.len() > 20);
        assert!(of("cue-after") > of("last-speaker"));
        assert!(RULES.iter().all(|(_, c)| (0.0..=1.0).contains(c)));
    }
}
