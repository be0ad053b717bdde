//! The office that a clause gives to its subject: "is the envoy", "resigned
//! as mayor".

use super::{Kind, Title, Titles};
use crate::annotate::{lexicon::Category, token::TokenKind};

impl<'d> Titles<'_, 'd> {
    /// The office that a clause gives to a name that ends at token `m`: "X is
    /// the foreign minister of Y", "X was forced to resign as mayor".
    #[must_use]
    pub fn predicate(&self, m: usize) -> Option<Title<'d>> {
        let last = m.checked_sub(1)?;
        let be = ["is", "was", "became", "becomes", "remains", "remained"];
        // "She's the envoy", not "Hale's secretary".
        let short = self.any(m, &["'s", "’s"]) && self.is(m + 1, Category::Determiner);
        if (short || self.any(m, &be)) && self.same(m, last) {
            let title = self.given_office(m + 1, last);
            if title.is_some() {
                return title;
            }
        }
        self.given_office(self.role_of_clause(m, last)?, last)
    }

    /// The office that a clause names at token `at`.
    pub(super) fn given_office(&self, mut at: usize, last: usize) -> Option<Title<'d>> {
        while self.is(at, Category::Determiner)
            || self.any(at, &["now", "currently", "also", "then", "still"])
        {
            at += 1;
        }
        let title = self.phrase(at, last)?;
        // Only an office close by: not "X is what the minister called …".
        let near = title.office.is_some_and(|(first, _)| first <= at + 4);
        (near && title.kind >= Kind::Clergy && !title.plural).then_some(title)
    }

    /// The token behind "as" in "X … resigned as".
    pub(super) fn role_of_clause(&self, m: usize, last: usize) -> Option<usize> {
        let mut verb = false;
        for at in m..m + 9 {
            if !self.same(at, last) {
                return None;
            }
            if verb && self.any(at, &["as"]) {
                return Some(at + 1);
            }
            let token = self.text.tokens.get(at)?;
            if token.kind != TokenKind::Word || (token.is_capital() && !verb) {
                return None;
            }
            verb |=
                self.text.has_trait(at, "gives-office") || (verb && self.any(at, &["in", "out"]));
        }
        None
    }
}
