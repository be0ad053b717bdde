//! The tables of confidences: rule and share, read once from the assets.

/// A rule and the share of its findings that is right, 0 to 1.
pub(super) type Share = (String, f32);

/// The shares of one section of a table; the tables are compiled in, and tests
/// read each.
pub(super) fn section(table: &str, name: &str) -> Vec<Share> {
    let table = table.parse::<toml::Table>().ok();
    let rules = table
        .as_ref()
        .and_then(|t| t.get(name))
        .and_then(toml::Value::as_table);
    let one = |(name, value): (&String, &toml::Value)| {
        #[allow(clippy::cast_possible_truncation)] // a share between 0 and 1
        value.as_float().map(|v| (name.clone(), v as f32))
    };
    rules.into_iter().flatten().filter_map(one).collect()
}

/// The share of a rule; 0.5 for one that the table lacks.
pub(super) fn share(shares: &[Share], rule: &str) -> f32 {
    let found = shares.iter().find(|(name, _)| name == rule);
    found.map_or(0.5, |(_, share)| *share)
}
