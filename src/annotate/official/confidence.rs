//! How sure a rule of the officials pass is: the share of its mentions that is
//! right on the development sets, from a table in the assets.

use std::sync::LazyLock;

use crate::annotate::confidence::{Share, section};

static TABLE: &str = include_str!("../../../assets/confidence/officials.toml");

static RULES: LazyLock<Vec<Share>> = LazyLock::new(|| section(TABLE, "rules"));
static FACTORS: LazyLock<Vec<Share>> = LazyLock::new(|| section(TABLE, "factors"));

/// The calibrated confidence of a rule, 0 to 1; of a rule that the table does
/// not have, 0.5.
#[must_use]
pub fn of(rule: &str, office: bool) -> f32 {
    RULES
        .iter()
        .find(|(name, _)| {
            if office {
                name == rule
            } else {
                name.strip_suffix('*') == Some(rule)
            }
        })
        .map_or(0.5, |(_, c)| *c)
}

/// What is left of a confidence under a circumstance.
#[must_use]
pub fn factor(name: &str) -> f32 {
    FACTORS
        .iter()
        .find(|(n, _)| n == name)
        .map_or(1.0, |(_, f)| *f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_shares_for_every_rule() {
        assert!(RULES.len() > 15);
        assert!(
            RULES
                .iter()
                .chain(FACTORS.iter())
                .all(|(_, c)| *c > 0.5 && *c <= 1.0)
        );
        assert!(of("memory", true) > of("memory", false));
        assert!(factor("home-state") < 1.0);
        assert!((of("no such rule", true) - 0.5).abs() < f32::EPSILON);
    }
}
