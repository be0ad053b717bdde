//! Bodies, states, seats that speak, and places.

use super::{Finder, Party};
use crate::annotate::{
    entity::EntityKind, lexicon::Category, official::mark::Mark, token::TokenKind,
};

/// Most words before or behind the noun of a body's name.
const WIDE: usize = 5;

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

    /// Widens a capitalised noun for a body to its name: "Nordic Maritime
    /// Institute", "Institute for Strategic Studies".
    pub(super) fn widen(
        &self,
        mark: Mark<'d>,
        party: &mut Party<'d>,
        free: impl Fn(usize) -> bool,
    ) {
        let capital = |i: usize| self.text.tokens.get(i).is_some_and(|t| t.is_capital());
        if mark.category != Category::Institution || !capital(mark.first) {
            return;
        }
        while let Some(i) = party
            .first
            .checked_sub(1)
            .filter(|i| self.same(*i, mark.first))
        {
            let begins = i.checked_sub(1).is_none_or(|b| !self.same(b, i));
            let word = self.text.tokens.get(i).is_some_and(|t| {
                t.kind == TokenKind::Word
                    && !t.is(Category::Determiner)
                    && !t.is(Category::Preposition)
                    && !t.is(Category::Conjunction)
                    && !t.is(Category::Pronoun)
                    && !(begins && (t.is(Category::Common) || t.is(Category::Cue)))
            });
            if !(word && capital(i) && free(i)) || mark.first - i > WIDE {
                break;
            }
            party.first = i;
        }
        if self.any(party.end, &["of", "for", "on"]) && self.same(party.end, mark.first) {
            let from = party.end + 1 + usize::from(self.any(party.end + 1, &["the"]));
            let end = (from..from + WIDE)
                .take_while(|i| capital(*i) && free(*i) && self.same(*i, mark.first))
                .last();
            party.end = end.map_or(party.end, |i| i + 1);
        }
    }
}
