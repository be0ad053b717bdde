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

    /// What the words around a run say for or against a person; `whole` is
    /// where the capitals begin, `titled` whether a title stands beside it.
    pub(super) fn context(&self, run: Run, whole: usize, titled: bool) -> i32 {
        let mut score = self.leader(run);
        if !titled {
            score += self.preceding(run, whole);
            if self.is_quoted(run) {
                score -= if run.words > 2 { 6 } else { 3 };
            }
            if run.words == 1 && self.is(run.first, Category::Pronoun) {
                score -= 6;
            }
        }
        if self.names_body(run) {
            score -= 6;
        }
        if self.is_camel(run, titled) {
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
        if self.beside(run.first, run.end) {
            score += self.following(run);
        }
        score
    }

    /// Whether two tokens stand in one sentence.
    fn beside(&self, a: usize, b: usize) -> bool {
        let sentence = |i: usize| self.text.tokens.get(i).map(|t| t.sentence);
        sentence(a).is_some() && sentence(a) == sentence(b)
    }

    /// Three where the one word of a run is the family name of a well-known
    /// office holder.
    fn leader(&self, run: Run) -> i32 {
        let listed = run.words == 1
            && self
                .text
                .hits_of(run.first, Category::Leader)
                .any(|(h, e)| h.len == 1 && e.category == Category::Leader);
        if listed { 3 } else { 0 }
    }

    /// What the words before an untitled run say.
    fn preceding(&self, run: Run, whole: usize) -> i32 {
        let Some(b) = run
            .first
            .checked_sub(1)
            .filter(|b| self.beside(*b, run.first))
        else {
            return 0;
        };
        let mut score = 0;
        if self.is_named_thing(run) {
            score -= 6;
        }
        // "in Romare Bearden Park"
        if run.words > 1
            && self.is(run.end - 1, Category::OrgSuffix)
            && self.any(b, &["in", "at", "near", "outside", "the", "to"])
        {
            score -= 6;
        }
        let owned = self
            .text
            .tokens
            .get(run.end)
            .is_some_and(|t| t.kind == TokenKind::Possessive);
        let era = self
            .text
            .has_trait(run.end + usize::from(owned), "of-a-person");
        let known = self.leader(run) > 0;
        if self.any(b, &["the", "a", "an"]) {
            score += if era && !run.thing { 3 } else { -4 };
        } else if self.any(b, &["to"]) && b > 0 && self.any(b - 1, &["according"]) {
            score += 2;
        } else if run.words == 1 && known && self.any(b, &["from", "to", "into", "on", "of"]) {
            score -= 1;
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
        score
    }

    /// Whether the words before an untitled run say that it names a thing, a
    /// place or a body: "Hurricane Martha", "the village of X", "the state news
    /// agency, X,".
    pub(super) fn is_named_thing(&self, run: Run) -> bool {
        let Some(b) = run
            .first
            .checked_sub(1)
            .filter(|b| self.beside(*b, run.first))
        else {
            return false;
        };
        let of = usize::from(self.any(b, &["of"]) && b > 0);
        if self.text.has_trait(b - of, "heads-thing") {
            return true;
        }
        // "St. Anselm", "USS Cole"
        let dot = usize::from(self.any(b, &["."]) && b > 0);
        if matches!(
            self.text.word(b - dot).trim_end_matches('.'),
            "St" | "Ste" | "Ft" | "Mt" | "USS" | "HMS" | "MV" | "Article" | "Psalm"
        ) {
            return true;
        }
        let agency = |at: usize| {
            self.marks
                .ending(at)
                .is_some_and(|m| matches!(m.category, Category::Agency | Category::Institution))
                || self.is(at.saturating_sub(1), Category::OrgSuffix)
        };
        // "the Public Works Authority “Rafid”"
        let quoted = self.is_quoted(run) && b > 0 && agency(b);
        let apposed = run.words == 1
            && self.any(b, &[","])
            && self.any(run.end, &[","])
            && b > 1
            && self.any(b - 1, &["agency", "newspaper", "daily", "broadcaster"])
            && agency(b);
        quoted || apposed
    }

    /// Whether a run without a given name is all that stands between two
    /// quotation marks.
    fn is_quoted(&self, run: Run) -> bool {
        let mark = |i: usize| matches!(self.text.word(i), "“" | "”" | "\"" | "‘" | "’" | "«" | "»");
        let given = (run.first..run.end)
            .any(|i| self.is(i, Category::Given) || self.is(i, Category::GivenWord));
        !given && run.first > 0 && mark(run.first - 1) && mark(run.end)
    }

    /// Whether the word behind a run makes it the name of a body: "George
    /// Washington University", "the Clinton Foundation".
    fn names_body(&self, run: Run) -> bool {
        let n = run.end;
        self.beside(n, run.first)
            && self.text.tokens.get(n).is_some_and(|t| t.is_capital())
            && !self.text.has_trait(n, "of-a-person")
            && (self.is(n, Category::OrgSuffix)
                || self.marks.starting(n).is_some_and(|m| {
                    matches!(
                        m.category,
                        Category::Institution | Category::Body | Category::StateBody
                    )
                }))
    }

    /// Whether a run of one word has a capital inside it, as brands have.
    fn is_camel(&self, run: Run, titled: bool) -> bool {
        let word = self.text.word(run.first);
        let shouted = self
            .text
            .tokens
            .get(run.first)
            .is_some_and(|t| t.shape == Shape::Upper);
        run.words == 1
            && !(shouted && titled)
            && word.chars().skip(3).any(char::is_uppercase)
            && !word.contains(['-', '\'', '’'])
    }

    /// What the words behind a run say.
    fn following(&self, run: Run) -> i32 {
        let n = run.end;
        let mut score = 0;
        let b = run
            .first
            .checked_sub(1)
            .filter(|b| self.beside(*b, run.first));
        let mark = |i: usize| matches!(self.text.word(i), "“" | "”" | "\"" | "’");
        if run.words == 1 && b.is_some_and(|b| self.is(b, Category::Cue)) {
            score += 1;
            // "…,” said X."
            if b.and_then(|b| b.checked_sub(1)).is_some_and(mark) {
                score += 1;
            }
        }
        if self.is(n, Category::Cue) {
            score += 2;
            // "…,” X said."
            score += i32::from(b.is_some_and(mark) && run.words == 1);
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
