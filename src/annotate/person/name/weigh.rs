//! How much speaks for a run of words being a name.

use super::{Names, Run, Word};
use crate::annotate::lexicon::Category;

impl Names<'_, '_> {
    /// Weighs a run: the part of it that can be a name, and the score.
    #[must_use]
    pub fn weigh(&self, (mut first, mut end): (usize, usize), titled: bool) -> Option<Run> {
        let whole = first;
        let mut thing = self.is_thing(first, end, titled);
        // Ordinary words before the name: "Strategic Affairs Ron Dermer".
        while first < end && self.word(first, titled) == Some(Word::Common) {
            first += 1;
        }
        while first < end
            && matches!(
                self.word(end - 1, titled),
                Some(Word::Common | Word::Particle)
            )
            && !self.ends_with_common_surname(first, end, titled)
        {
            end -= 1;
        }
        if let Some(cut) = (first..end)
            .rev()
            .find(|at| self.word(*at, titled) == Some(Word::Common) && *at + 1 < end)
        {
            first = cut + 1;
        }
        if first >= end {
            return thing.then_some(Run {
                first,
                end,
                score: -9,
                thing,
                words: 0,
                surname_first: false,
            });
        }
        // "War Crimes Accountability Eli X": the words before tell nothing of
        // the name.
        let given = self.word(first, titled) == Some(Word::Given);
        if first > whole && given && end - first > 1 {
            thing = self.is_thing(first, end, titled);
        }
        let mut run = Run {
            first,
            end,
            score: 0,
            thing,
            words: 0,
            surname_first: false,
        };
        self.skip_complement(&mut run, titled);
        self.skip_kind(&mut run, titled);
        self.add_words(&mut run, titled);
        if self.is_site(run.first) {
            run.score -= 4;
        }
        if thing {
            run.score -= 8;
        }
        Some(run)
    }

    /// Leaves out words of an office's complement that no list knows, before a
    /// given name: "minister of … Municipalities Bassam X".
    pub(super) fn skip_complement(&self, run: &mut Run, titled: bool) {
        let link = |b: usize| {
            ["of", "for", "and", "to", "&"]
                .iter()
                .any(|w| self.text.word(b).eq_ignore_ascii_case(w))
        };
        let linked = run.first.checked_sub(1).is_some_and(|b| {
            link(b)
                || (self.text.word(b).eq_ignore_ascii_case("the")
                    && b.checked_sub(1).is_some_and(link))
        });
        if !linked || self.word(run.first, titled) != Some(Word::Unknown) {
            return;
        }
        let given = (run.first + 1..run.end.saturating_sub(1))
            .find(|i| self.word(*i, titled) == Some(Word::Given));
        if let Some(first) = given {
            run.first = first;
        }
    }

    /// Leaves out what a person is called before a whole name: "Vermonter
    /// Bernie X", "Conflates Ted X".
    fn skip_kind(&self, run: &mut Run, titled: bool) {
        let tails = [
            "er", "ers", "ian", "ite", "ist", "ese", "ing", "ates", "izes", "ses",
        ];
        let word = self.text.word(run.first);
        if run.end - run.first > 2
            && self.word(run.first, titled) == Some(Word::Unknown)
            && tails.iter().any(|t| word.ends_with(t))
            && self.word(run.first + 1, titled).is_some_and(Word::is_given)
            && self
                .word(run.first + 2, titled)
                .is_some_and(Word::is_surname)
        {
            run.first += 1;
        }
    }

    /// Whether the run begins like the name of a place ("San Antonio", "Los
    /// Chorros").
    pub(super) fn is_site(&self, first: usize) -> bool {
        let site = [
            "San", "Santa", "Santo", "São", "Los", "Las", "El", "La", "Les", "Saint", "St", "Port",
            "Fort", "Mount", "Lake", "Cape", "Ras", "Wadi", "Jabal", "Jebel", "Beit", "Tel",
            "Khan", "Deir", "Umm", "Ain",
        ];
        let plain = site.contains(&self.text.word(first));
        let always = ["San", "Santa", "Santo", "São", "Los", "Las", "St"];
        plain
            && (always.contains(&self.text.word(first))
                || !matches!(self.word(first, false), Some(Word::Given)))
    }

    pub(super) fn ends_with_common_surname(&self, first: usize, end: usize, titled: bool) -> bool {
        let given = match self.word(first, titled) {
            Some(Word::Given) => true,
            Some(Word::GivenWord) => !self.begins(first),
            _ => false,
        };
        end == first + 2
            && given
            && self.word(end - 1, titled) == Some(Word::Common)
            && !self
                .text
                .tokens
                .get(end - 1)
                .is_some_and(|t| t.is(Category::OrgSuffix))
    }

    pub(super) fn add_words(&self, run: &mut Run, titled: bool) {
        let mut before: Option<Word> = None;
        for i in run.first..run.end {
            let Some(word) = self.word(i, titled) else {
                continue;
            };
            let head = run.words == 0;
            let points = match word {
                Word::Given if head => 4,
                Word::Given => 2,
                Word::GivenWord if head => 2,
                Word::GivenWord => 1,
                Word::Soft { given: true, .. } if head => 1,
                Word::Soft { .. } => 1,
                Word::Surname => 2,
                Word::SurnameWord if head => 0,
                Word::SurnameWord => 1,
                Word::SurnameFirst if head => 2,
                Word::SurnameFirst => 2,
                Word::Unknown => 1,
                Word::Initial if head => 3,
                Word::Initial => 2,
                Word::Particle => 1,
                Word::Suffix => 3,
                Word::Common => -2,
            };
            if head && self.is_surname_first(i, titled) {
                run.surname_first = true;
            }
            if head && word == Word::GivenWord && self.begins(i) {
                run.score -= 1;
            }
            run.score += points;
            if !matches!(word, Word::Initial | Word::Particle | Word::Suffix) {
                run.words += 1;
            }
            // "Sang-min": a family name first, then a hyphenated given name.
            let hyphened = self
                .text
                .word(i)
                .split_once('-')
                .is_some_and(|(_, b)| b.chars().next().is_some_and(char::is_lowercase));
            if hyphened && before == Some(Word::SurnameFirst) {
                run.score += 3;
            }
            before = Some(word);
        }
        if run.words == 1 && run.end - run.first == 1 {
            run.score -= 1;
        }
        if !run.surname_first || run.words > 3 || !self.is_surname_first(run.first, titled) {
            run.surname_first = false;
        }
    }

    /// Whether the word at `i` is a family name that stands first ("Xi", and
    /// "Sun", a day's short form, before a name that no list knows).
    fn is_surname_first(&self, i: usize, titled: bool) -> bool {
        match self.word(i, titled) {
            Some(Word::SurnameFirst) => true,
            Some(Word::Soft { .. }) => {
                self.text
                    .tokens
                    .get(i)
                    .is_some_and(|t| t.is(Category::SurnameFirst))
                    && self.word(i + 1, titled) == Some(Word::Unknown)
            }
            _ => false,
        }
    }

    /// Whether the run ends like a body, a place or a work ("Clinton
    /// Foundation", "Grand Renaissance Dam").
    pub(super) fn is_thing(&self, first: usize, end: usize, titled: bool) -> bool {
        let given = matches!(
            self.word(first, titled),
            Some(Word::Given | Word::GivenWord)
        );
        let from = if given { first + 1 } else { first };
        let suffix = (from..end).filter(|_| end > first + 1).any(|i| {
            self.text
                .tokens
                .get(i)
                .is_some_and(|t| t.is(Category::OrgSuffix))
                && !matches!(
                    self.word(i, titled),
                    Some(Word::Surname | Word::SurnameFirst | Word::Given)
                )
                // "Alexandra Hill", "David Post"
                && !(i == first + 1
                    && end == first + 2
                    && self.word(i, titled) == Some(Word::SurnameWord)
                    && self.word(first, titled) == Some(Word::Given))
        });
        let words = end - first;
        let common = (first..end)
            .filter(|i| self.word(*i, titled) == Some(Word::Common))
            .count();
        let tail = end > first + 1
            && self.word(end - 1, titled) == Some(Word::Common)
            && !self.ends_with_common_surname(first, end, titled);
        suffix || tail || (common > 0 && common == words)
    }
}
