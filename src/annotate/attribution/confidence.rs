//! How sure a rule is: the share of its quotes whose speaker is right on the
//! development sets, from a table in the assets.

use std::sync::LazyLock;

static TABLE: &str = include_str!("../../../assets/confidence/quotes.toml");

static RULES: LazyLock<Vec<(String, f32)>> = LazyLock::new(|| {
    // The table is compiled in; a test reads it.
    let table = TABLE.parse::<toml::Table>().ok();
    let rules = table
        .as_ref()
        .and_then(|t| t.get("rules"))
        .and_then(toml::Value::as_table);
    let one = |(name, value): (&String, &toml::Value)| {
        #[allow(clippy::cast_possible_truncation)] // a share between 0 and 1
        value.as_float().map(|v| (name.clone(), v as f32))
    };
    rules.into_iter().flatten().filter_map(one).collect()
});

/// The calibrated confidence of a rule; 0.5 for one that the table lacks.
#[must_use]
pub fn of(rule: &str) -> f32 {
    RULES
        .iter()
        .find(|(name, _)| name == rule)
        .map_or(0.5, |(_, c)| *c)
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
