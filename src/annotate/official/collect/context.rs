//! What the words around a run of capitals say for or against a person.

use super::Reader;
use crate::annotate::{
    lexicon::Category,
    official::mark::{is_verb, qualifies},
    person::name::Run,
    token::{Shape, TokenKind},
};

impl<'d> Reader<'_, 'd> {
    /// The start of a name with the word that heads families ("Sayyid Badr"),
    /// which is written as a part of it.
    pub(super) fn house(&self, first: usize) -> usize {
        match first.checked_sub(1) {
            Some(b)
                if self.any(b, &["sayyid", "seyyed", "syed", "sayed", "seyed"])
                    && self.text.tokens.get(b).is_some_and(|t| t.is_capital()) =>
            {
                b
            }
            _ => first,
        }
    }

    /// What the words around an untitled run say for or against a person.
    pub(super) fn context(&self, run: Run, whole: usize, titled: bool) -> i32 {
        let mut score = 0;
        let same = |i: usize| {
            let sentence = |i: usize| self.text.tokens.get(i).map(|t| t.sentence);
            sentence(i) == sentence(run.first)
        };
        if let Some(b) = run.first.checked_sub(1).filter(|b| same(*b) && !titled) {
            let of = usize::from(self.any(b, &["of"]) && b > 0);
            if self.text.has_trait(b - of, "heads-thing") {
                // "Hurricane Martha", "the village of X"
                score -= 6;
            }
            let era = self.text.has_trait(run.end, "of-a-person");
            if self.any(b, &["the", "a", "an"]) {
                score += if era && !run.thing { 3 } else { -4 };
            } else if self.any(b, &["to"]) && b > 0 && self.any(b - 1, &["according"]) {
                score += 2;
            } else if run.words == 1
                && self.any(
                    b,
                    &[
                        "in", "at", "near", "from", "to", "into", "on", "across", "outside", "of",
                    ],
                )
            {
                score -= 3;
            } else if self.any(b, &["in", "at", "near", "into", "across", "outside"]) {
                score -= 2;
            } else if self.is(b, Category::Cue)
                || self.any(b, &["by", "with", "who", "named", "called"])
            {
                score += 1;
            } else {
                // "her daughter Angel", "her daughter, Angel,"
                let comma = usize::from(self.any(b, &[","]) && self.any(run.end, &[",", "."]));
                let kin = self
                    .marks
                    .ending(run.first - comma)
                    .is_some_and(|m| m.category == Category::Kin);
                score += if kin { 3 } else { 0 };
            }
            if run.first > whole && run.words == 1 {
                // Ordinary words with capitals stand in the same run.
                score -= 3;
            }
        }
        // "George Washington University", "the Clinton Foundation"
        let body = same(run.end)
            && self
                .text
                .tokens
                .get(run.end)
                .is_some_and(|t| t.is_capital())
            && (self.is(run.end, Category::OrgSuffix)
                || self.marks.starting(run.end).is_some_and(|m| {
                    matches!(
                        m.category,
                        Category::Institution | Category::Body | Category::StateBody
                    )
                }));
        if body {
            score -= 6;
        }
        if run.words == 1 && self.is(run.first, Category::Pronoun) && !titled {
            score -= 6;
        }
        let shouted = self
            .text
            .tokens
            .get(run.first)
            .is_some_and(|t| t.shape == Shape::Upper);
        let camel = run.words == 1
            && !(shouted && titled)
            && self
                .text
                .word(run.first)
                .chars()
                .skip(3)
                .any(char::is_uppercase)
            && !self.text.word(run.first).contains(['-', '\'', '’']);
        if camel {
            score -= 4;
        }
        let slash = |i: usize| {
            self.text.word(i) == "/" && self.text.tokens.get(i).is_some_and(|t| !t.space)
        };
        // "Moss/Dragoti", "Benson & Hedges": firms.
        let firm = |i: usize| slash(i) || (self.text.word(i) == "&" && run.words == 1);
        if firm(run.end) || run.first.checked_sub(1).is_some_and(firm) {
            score -= 20;
        }
        if run.words == 1
            && self
                .text
                .hits(run.first)
                .any(|(h, e)| h.len == 1 && e.category == Category::Leader)
        {
            score += 3;
        }
        let n = run.end;
        if !same(n) {
            return score;
        }
        if run.words > 0
            && run.first > 0
            && same(run.first - 1)
            && self.is(run.first - 1, Category::Cue)
            && run.words == 1
        {
            score += 1;
        }
        if self.is(n, Category::Cue) {
            score += 2;
        } else if qualifies(self.text, self.marks, n) {
            score -= 2;
        } else if self.any(n, &["who", "whose"])
            || (self.text.word(n) == "," && self.any(n + 1, &["who", "whose"]))
        {
            score += 3;
        } else if self.text.word(n) == ","
            && self
                .text
                .tokens
                .get(n + 1)
                .is_some_and(|t| t.kind == TokenKind::Number)
            && self.text.word(n + 1).len() == 2
            && matches!(self.text.word(n + 2), "," | "." | "")
        {
            score += 4;
        } else if self.is(n, Category::Auxiliary) || is_verb(self.text, n) {
            score += 1;
        }
        score
    }
}
