//! One official without a name: "a senior official", "the minister".

use super::{Finder, MEMORY, Party};
use crate::annotate::{
    entity::EntityKind,
    lexicon::Category,
    official::{
        mark::{Mark, qualifies},
        title::Title,
    },
    token::TokenKind,
};

impl<'d> Finder<'_, 'd> {
    /// Joins "the media director" to the earlier mention of one.
    pub(super) fn earlier(
        &self,
        mark: Mark<'d>,
        party: Option<Party<'d>>,
        out: &[Party<'d>],
    ) -> Option<Party<'d>> {
        let one = matches!(mark.category, Category::Unnamed | Category::Office);
        if !one || party.is_some_and(|p| p.kind != EntityKind::Unnamed) {
            return party;
        }
        let left = party.map_or_else(|| self.left(mark.first), |p| p.first);
        let definite = left > 0 && self.any(left - 1, &["the"]);
        let noun = self.same(mark.end, mark.first) && qualifies(self.text, self.marks, mark.end);
        if !definite
            || noun
            || party.is_some_and(|p| p.title.is_some_and(|t| t.affiliation.is_some()))
        {
            return party;
        }
        let words = |(a, b): (usize, usize)| self.text.covered(a, b - a).of(self.text.text);
        let here = words((left, mark.end));
        let Some(before) = out.iter().rev().take(MEMORY).find(|p| {
            p.kind == EntityKind::Unnamed
                && p.title
                    .and_then(|t| t.office)
                    .is_some_and(|o| words(o).to_lowercase().starts_with(&here.to_lowercase()))
        }) else {
            return party;
        };
        let title = before.title;
        Some(Party {
            kind: EntityKind::Unnamed,
            first: left,
            end: mark.end,
            title,
            state: before.state,
            person: None,
            rule: "unnamed-again",
            same: Some(before.same.unwrap_or(before.first)),
            office: true,
        })
        .or(party)
    }

    /// One official without a name.
    pub(super) fn one(&self, mark: Mark<'d>) -> Option<Party<'d>> {
        if self.same(mark.end, mark.first)
            && (qualifies(self.text, self.marks, mark.end) || self.describes(&mark))
        {
            return None;
        }
        if self.is_modifier(&mark) || self.is_idiom(&mark) {
            return None;
        }
        // "the Monitor", "the Observer": papers.
        let paper = mark.width() == 1
            && (mark.category == Category::Unnamed
                || self.any(mark.first, &["observer", "monitor"]));
        let capital = |i: usize| self.text.tokens.get(i).is_some_and(|t| t.is_capital());
        let office = mark.category == Category::Unnamed && self.is(mark.first, Category::Office);
        if paper && capital(mark.first) && !office {
            let inside = mark.first > 0 && self.same(mark.first - 1, mark.first);
            if inside && (self.any(mark.first - 1, &["the"]) || capital(mark.first - 1)) {
                return None;
            }
        }
        let left = self.left(mark.first);
        let title = self.titles.phrase(
            left,
            mark.first.max(1)
                - usize::from(mark.first > 0 && self.same(mark.first - 1, mark.first)),
        )?;
        let mut title = title;
        let owns = self
            .text
            .tokens
            .get(mark.end)
            .is_some_and(|t| t.kind == TokenKind::Possessive);
        if owns && title.end > mark.end {
            // "the president's lawyers": the president is one of them no more.
            title.affiliation = title.affiliation.filter(|a| a.end <= mark.first);
            title.office = Some((mark.first, mark.end));
            title.end = mark.end;
        }
        // "The Secretary and Foreign Minister spoke": two persons.
        if let Some((first, _)) = title
            .office
            .filter(|o| (o.0..o.1).any(|i| self.any(i, &["and"]) && i == mark.end))
        {
            title.office = Some((first, mark.end));
            title.end = mark.end;
        }
        let end = title.end.max(mark.end);
        let article = left
            .checked_sub(1)
            .filter(|i| self.is(*i, Category::Determiner) && self.same(*i, left));
        let definite = article.is_some_and(|i| self.any(i, &["the", "this", "that"]));
        let affiliated = title.affiliation.is_some() || title.state.is_some();
        let begins = left == 0 || !self.same(left - 1, left);
        // "Iran's supreme leader"
        let owned = article.is_none()
            && title.affiliation.is_some_and(|a| {
                a.is_state
                    && self
                        .text
                        .tokens
                        .get(a.end)
                        .is_some_and(|t| t.kind == TokenKind::Possessive)
            });
        let called = article.is_none() && !affiliated && !begins && self.is_named(left);
        let held =
            (definite || called || owned) && !self.is_general(article.unwrap_or(left), &title);
        let person = held.then(|| self.known(mark, &title, left)).flatten();
        let person = person.or_else(|| {
            let apposed = || self.apposed(article.unwrap_or(left), end);
            (definite || affiliated).then(apposed).flatten()
        });
        if let Some(person) = person {
            return Some(Party {
                kind: EntityKind::Official,
                first: left,
                end,
                title: Some(title),
                state: title.state,
                person: Some(person),
                rule: "bare-title",
                same: None,
                office: true,
            });
        }
        let indefinite = article.is_some_and(|i| self.any(i, &["a", "an", "one", "another"]));
        // "a spokesman", "a minister": also where a list has it as an office.
        let unnamed = mark.category == Category::Unnamed
            || (indefinite && mark.width() == 1 && self.is(mark.first, Category::Unnamed));
        let keep = match mark.category {
            _ if unnamed => article.is_some() || affiliated,
            // "The Foreign Secretary said": a bare title that speaks.
            _ if definite && !affiliated => {
                self.speaks(end) || article.is_some_and(|a| self.named_as_source(a))
            }
            _ => affiliated && (article.is_some() || title.affiliation.is_some()),
        };
        if !keep {
            return None;
        }
        let first = if indefinite {
            article.unwrap_or(left)
        } else {
            left
        };
        Some(Party {
            kind: EntityKind::Unnamed,
            first,
            end,
            title: Some(title),
            state: title.state,
            person: None,
            rule: if unnamed {
                "unnamed-official"
            } else {
                "office-alone"
            },
            same: None,
            office: true,
        })
    }

    /// "A deputy Russian minister", "a former chief US negotiator": the word
    /// only ranks the office behind the state.
    fn is_modifier(&self, mark: &Mark<'d>) -> bool {
        mark.width() == 1
            && self.any(mark.first, &["deputy", "chief", "assistant"])
            && self.marks.starting(mark.end).is_some_and(|m| {
                m.is_affiliation()
                    && self.same(m.first, mark.first)
                    && self
                        .marks
                        .starting(m.end)
                        .is_some_and(|o| o.is_title() || o.category == Category::Unnamed)
            })
    }

    /// Words that are offices elsewhere: "came to a head", "the source of all
    /// trouble", "Vote Count".
    fn is_idiom(&self, mark: &Mark<'d>) -> bool {
        let before = |words: &[&str]| mark.first > 0 && self.any(mark.first - 1, words);
        let of = self.any(mark.end, &["of"]);
        let (word, one) = (mark.first, mark.width() == 1);
        let article = before(&["a", "an", "the", "one", "another", "this", "that"]);
        let noun = self.text.tokens.get(mark.end).is_some_and(|t| {
            t.kind == TokenKind::Word
                && self.same(mark.end, word)
                && !t.is(Category::Cue)
                && !t.is(Category::Auxiliary)
                && !t.is(Category::Preposition)
                && !t.is(Category::Conjunction)
                && !t.is(Category::Pronoun)
        });
        one && ((self.any(word, &["head"]) && before(&["a"]) && !of)
            || (self.any(word, &["source"]) && of)
            || (self.text.word(word) == "justice" && !article)
            || (self.text.word(word) == "major" && noun)
            || (mark.category == Category::Royal
                && !of
                && matches!(
                    self.text.word(word),
                    "Count" | "Lord" | "Lady" | "Baron" | "Duke" | "Prince"
                )))
    }

    /// The person whose titled name stands in apposition to a subject that is a
    /// title: "Chad's chief negotiator, General X, said".
    fn apposed(&self, begin: usize, end: usize) -> Option<usize> {
        let subject = begin == 0
            || !self.same(begin - 1, begin)
            || self.is(begin - 1, Category::Cue)
            || matches!(self.text.word(begin - 1), "“" | "\"" | "‘");
        if !subject || !self.any(end, &[","]) {
            return None;
        }
        let at = end + 1 + usize::from(self.any(end + 1, &["the"]));
        let from = self.collected.mentions.partition_point(|m| m.first < at);
        let m = self.collected.mentions.get(from)?;
        let beside = m
            .before
            .is_some_and(|t| t.first == at && t.office.is_some());
        let closed = self.any(m.end, &[",", "."]) || self.speaks(m.end);
        (beside && closed && self.same(m.first, begin)).then_some(m.person?)
    }

    /// Whether a bare title without an article names somebody: "Mr. Secretary",
    /// not "elected prime minister".
    fn is_named(&self, left: usize) -> bool {
        let honorific = |at: usize| {
            self.marks
                .ending(at)
                .is_some_and(|m| m.category == Category::Honorific)
        };
        honorific(left) || (self.any(left.wrapping_sub(1), &["."]) && honorific(left - 1))
    }

    /// Whether the title that begins at `first` means the office, not its
    /// holder: "as the secretary", "becomes the first minister to".
    fn is_general(&self, first: usize, title: &Title<'d>) -> bool {
        let before = first.checked_sub(1).filter(|b| self.same(*b, first));
        let role = before.is_some_and(|b| {
            self.any(
                b,
                &[
                    "as", "become", "becomes", "became", "becoming", "be", "being",
                ],
            )
        });
        let any = [
            "first", "next", "last", "only", "previous", "future", "second",
        ];
        role || (title.first..title.end.min(title.first + 3)).any(|i| self.any(i, &any))
    }

    /// Whether a word that is an adjective as well only describes the noun
    /// behind it: "a major issue", "a general principle".
    fn describes(&self, mark: &Mark<'d>) -> bool {
        self.any(
            mark.first,
            &[
                "major",
                "general",
                "chief",
                "head",
                "principal",
                "executive",
            ],
        ) && mark.width() == 1
            && self.text.tokens.get(mark.end).is_some_and(|t| {
                t.kind == TokenKind::Word
                    && !t.is_capital()
                    && t.is(Category::Common)
                    && !t.is(Category::Auxiliary)
                    && !t.is(Category::Preposition)
                    && !t.is(Category::Conjunction)
                    && !t.is(Category::Pronoun)
                    && !t.is(Category::AdverbOfCue)
                    && !self.text.word(mark.end).ends_with("ed")
                    && !self.any(mark.end, &["said", "told", "who"])
            })
    }

    /// Whether the phrase whose article is at `i` is a source: "according to
    /// the media director".
    pub(super) fn named_as_source(&self, i: usize) -> bool {
        i > 0
            && (self.is(i - 1, Category::Cue)
                || (self.any(i - 1, &["to"]) && i > 1 && self.any(i - 2, &["according"])))
    }

    /// Whether a speech verb follows.
    pub(super) fn speaks(&self, i: usize) -> bool {
        self.is(i, Category::Cue)
            || (self.is(i, Category::Auxiliary) && self.is(i + 1, Category::Cue))
    }
}
