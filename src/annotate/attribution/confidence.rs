//! How sure a rule is: the share of its quotes whose speaker is right on the
//! development sets, from a table in the assets.

use crate::annotate::confidence::{Shares, section, share_or_half};

fn rules() -> Shares {
    section("quotes", "rules")
}

/// The calibrated confidence of a rule; 0.5 for one that the table lacks.
#[must_use]
pub fn of(rule: &str) -> f32 {
    share_or_half(rules(), rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        assert!(rules().len() > 20);
        assert!(of("cue-after") > of("last-speaker"));
    }
}
