//! `attache paths`: where things live.

use super::{Context, Outcome};

pub(super) fn run(context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let places = &context.places;
    let rows = [
        ("config", &places.config),
        ("state", &places.state),
        ("cache", &places.cache),
        ("data", &places.data),
    ];
    for (name, path) in rows {
        writeln!(
            context.out,
            "{name:8} {}",
            crate::clean::Clean::line(&path.display().to_string())
        )?;
    }
    Ok(Outcome::Done)
}
