//! Where the passages stand whose articles are not open: asked behind the
//! reader's back, shown in the panel of the library's bookmarks.

use std::collections::BTreeSet;

use super::panels;
use crate::{
    app::{effect::Effect, model::Model},
    article::ArticleId,
    passage::{Passage, PassageId, Standing},
};

/// Passages that are looked up in changed articles with one request.
const PORTION: usize = 64;

/// Asks where all passages stand.
pub fn all(model: &Model, out: &mut Vec<Effect>) {
    let origins = model.reading.origins();
    if !origins.is_empty() {
        out.push(Effect::Check(origins));
    }
}

/// Asks where the passages of these articles stand.
pub fn of(model: &Model, articles: &[ArticleId], out: &mut Vec<Effect>) {
    let passages = articles
        .iter()
        .flat_map(|a| model.reading.passages_of(*a))
        .map(|p| (p.id, p.article, p.selector.hash));
    let origins: Vec<_> = passages.collect();
    if !origins.is_empty() {
        out.push(Effect::Check(origins));
    }
}

/// Takes what was found; asks to look into the articles that have changed.
pub fn checked(
    model: &mut Model,
    found: Vec<(PassageId, Standing)>,
    look: &[PassageId],
    out: &mut Vec<Effect>,
) {
    let mut doubts = BTreeSet::new();
    let mut changed = false;
    for (id, standing) in found {
        let before = model.standings.insert(id, standing);
        changed |= before != Some(standing);
        // Nobody is told at every start of what was so before.
        if before.is_some_and(|b| !b.needs_a_look()) && standing.needs_a_look() {
            doubts.insert(id);
        }
    }
    let passages: Vec<Passage> = look
        .iter()
        .filter_map(|id| model.reading.passage(*id).cloned())
        .collect();
    for portion in passages.chunks(PORTION) {
        out.push(Effect::Resolve(portion.to_vec()));
    }
    if !doubts.is_empty() {
        let key = model.key_of("library-bookmarks");
        let key = key.unwrap_or_else(|| ":library-bookmarks".to_owned());
        let many = match doubts.len() {
            1 => "1 bookmark needs a look: its article has changed".to_owned(),
            n => format!("{n} bookmarks need a look: their articles have changed"),
        };
        model.messages.note(&format!("{many} · {key} lists it"));
    }
    if changed {
        panels::refresh(model);
    }
}
