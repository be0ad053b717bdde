//! Titles behind a name: the apposition.

use super::{Kind, Title, Titles};
use crate::annotate::{lexicon::Category, token::TokenKind};

impl<'d> Titles<'_, 'd> {
    /// The apposition after a name that ends at token `m`: ", Iran's foreign
    /// minister,".
    #[must_use]
    pub fn after(&self, m: usize) -> Option<Title<'d>> {
        if let Some(title) = self.seat_behind(m) {
            return Some(title);
        }
        let opening = self.word(m);
        if !matches!(opening, "," | "(" | "—" | "–" | "-") || !self.same(m, m.checked_sub(1)?) {
            return None;
        }
        let mut at = m + 1;
        // An age: ", 52, the mayor"
        if self
            .text
            .tokens
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Number)
            && self.word(at + 1) == ","
        {
            at += 2;
        }
        if self.any(at, &["who", "himself", "herself"]) {
            at += 1;
            if !(self.is(at, Category::Auxiliary)) {
                return None;
            }
            while self.is(at, Category::Auxiliary)
                || self.any(at, &["now", "also", "currently", "then"])
            {
                at += 1;
            }
        }
        while self.any(at, &["now", "also", "currently", "then", "both"])
            || self.is(at, Category::Determiner)
        {
            at += 1;
        }
        let title = self.phrase(at, m)?;
        // "X, a US official said": who said it, not what X is.
        let said = self.is(title.end, Category::Cue) && !self.any(m + 1, &["who"]);
        if opening == "," && said && self.same(title.end, m) {
            return None;
        }
        Some(Title {
            end: self.second_office(title.end, m),
            ..title
        })
    }

    /// "X MP": a seat in a parliament right behind the name.
    fn seat_behind(&self, m: usize) -> Option<Title<'d>> {
        let mark = self.marks.starting(m)?;
        let seat = matches!(
            self.word(m),
            "MP" | "MEP" | "MSP" | "TD" | "MK" | "MLA" | "MS"
        );
        (seat && mark.value == "legislator" && self.same(m, m.checked_sub(1)?)).then_some(Title {
            first: m,
            end: m + 1,
            kind: Kind::Office,
            office: Some((m, m + 1)),
            affiliation: None,
            state: None,
            gender: None,
            weak: false,
            plural: false,
        })
    }

    /// The end of an apposition that goes on with a second office: "an MP and
    /// former cosmonaut"; an office before another name is that person's.
    fn second_office(&self, end: usize, m: usize) -> usize {
        if !self.any(end, &["and"]) || !self.same(end, m) {
            return end;
        }
        let mut at = end + 1;
        if self.any(at, &["a", "an"]) {
            at += 1;
        }
        for _ in 0..4 {
            let Some(mark) = self.marks.starting(at).filter(|k| self.same(k.first, m)) else {
                return end;
            };
            if mark.is_title() || matches!(mark.category, Category::Unnamed | Category::Role) {
                let free = self.same(mark.end, m) && !self.is_capital(mark.end);
                return if free { mark.end } else { end };
            }
            if !(mark.is_affiliation() || mark.category == Category::OfficeModifier) {
                return end;
            }
            at = mark.end;
        }
        end
    }
}
