//! Bodies, states, seats that speak, and places.

use super::{Finder, Party};
use crate::annotate::{entity::EntityKind, lexicon::Category, official::mark::Mark};

impl<'d> Finder<'_, 'd> {
    /// A body, a state, a metonym or a place.
    pub(super) fn body(&self, mark: Mark<'d>) -> Option<Party<'d>> {
        let before = mark
            .first
            .checked_sub(1)
            .filter(|b| self.same(*b, mark.first));
        let located = before.is_some_and(|b| self.text.has_trait(b, "locates"));
        let kind = match mark.category {
            Category::StateBody | Category::Body | Category::Metonym | Category::Agency => {
                EntityKind::Institution
            }
            Category::State | Category::Capital if !located => EntityKind::Institution,
            Category::State
            | Category::Capital
            | Category::Region
            | Category::City
            | Category::Place => EntityKind::Place,
            Category::Company => EntityKind::Organisation,
            Category::StatePeople => EntityKind::Group,
            Category::NotPerson => EntityKind::Thing,
            Category::Institution => {
                let definite = before.is_some_and(|b| self.any(b, &["the", "its", "their"]));
                let capital = self
                    .text
                    .tokens
                    .get(mark.first)
                    .is_some_and(|t| t.is_capital());
                if !(definite || capital) {
                    return None;
                }
                EntityKind::Institution
            }
            _ => return None,
        };
        if kind == EntityKind::Group {
            return None;
        }
        Some(Party {
            kind,
            first: mark.first,
            end: mark.end,
            title: None,
            state: mark.state(),
            person: None,
            rule: "list",
            same: None,
            office: false,
        })
    }
}
