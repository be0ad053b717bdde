//! How sure a rule of the officials pass is: the share of its mentions that is
//! right on the development sets, from a table in the assets.

use crate::annotate::confidence::{Shares, section, share, share_or_half};

fn rules() -> Shares {
    section("officials", "rules")
}

fn factors() -> Shares {
    section("officials", "factors")
}

/// The calibrated confidence of a rule, 0 to 1; of a rule that the table does
/// not have, 0.5.
#[must_use]
pub fn of(rule: &str, office: bool) -> f32 {
    if office {
        return share_or_half(rules(), rule);
    }
    let without = |(name, _): &&(&'static str, _)| name.strip_suffix('*') == Some(rule);
    let name = rules().iter().find(without).map(|(name, _)| *name);
    name.map_or(0.5, |name| share_or_half(rules(), name))
}

/// What is left of a confidence under a circumstance.
#[must_use]
pub fn factor(name: &str) -> f32 {
    share(factors(), name).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_shares_for_every_rule() {
        assert!(rules().len() > 15);
        for (name, _) in rules().iter().chain(factors()) {
            let share = share(rules(), name).or(share(factors(), name));
            assert!(share.is_some_and(|c| c > 0.5), "{name}");
        }
        assert!(of("memory", true) > of("memory", false));
        assert!(factor("home-state") < 1.0);
        assert!((of("no such rule", true) - 0.5).abs() < f32::EPSILON);
    }
}
