//! How sure a rule is: the share of its figures that is right on the
//! development sets, from a table in the assets.

use super::unit::UnitKind;
use crate::annotate::{
    confidence::{Shares, section, share_or_half},
    types::Figure,
};

fn rules() -> Shares {
    section("figures", "rules")
}

/// The calibrated confidence of a rule.
#[must_use]
pub fn of(rule: &str) -> f32 {
    share_or_half(rules(), rule)
}

/// What a figure was read from.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    /// The word "one".
    pub one: bool,
    /// "dozens", "tens of thousands".
    pub vague: bool,
    /// "half", "two-thirds".
    pub fraction: bool,
    /// Written in digits.
    pub digits: bool,
    /// The kind of its unit.
    pub kind: Option<UnitKind>,
    /// A noun behind it.
    pub noun: bool,
    /// A listed noun or a plural.
    pub sure: bool,
}

/// The name of the rule that a figure's evidence amounts to.
#[must_use]
pub fn rule(e: Evidence) -> &'static str {
    match e.kind {
        Some(UnitKind::Percent) => "percent",
        Some(UnitKind::Money) => "money",
        Some(UnitKind::Measure) => "measure",
        Some(UnitKind::Time) => "duration",
        Some(UnitKind::Age) => "age",
        None if e.vague => Figure::VAGUE,
        None if e.fraction => "fraction",
        None if e.one => "one",
        None => match (e.digits, e.noun, e.sure) {
            (true, true, true) => "digits-counted",
            (true, true, false) => "digits-noun",
            (true, false, _) => "digits-bare",
            (false, true, true) => "words-counted",
            (false, true, false) => "words-noun",
            (false, false, _) => "words-bare",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_share() {
        for rule in [
            "percent",
            "money",
            "measure",
            "duration",
            "age",
            "vague-count",
            "fraction",
            "one",
            "digits-counted",
            "digits-noun",
            "digits-bare",
            "words-counted",
            "words-noun",
            "words-bare",
            "tally",
        ] {
            assert!(rules().iter().any(|(name, _)| *name == rule), "{rule}");
        }
    }
}
