//! Short names of known persons that are also ordinary words or places.

use super::{Reader, plain};
use crate::annotate::{
    lexicon::Category,
    person::{
        memory::{Memory, Mention, key},
        name::Word,
    },
    token::TokenKind,
};

impl<'d> Reader<'_, 'd> {
    /// Adds mentions of known persons whose short name is also an ordinary
    /// word ("You said") or a place, and widens those cut short ("Amir
    /// Abdollahian").
    pub(super) fn ordinary_words(&self, memory: &Memory<'d>, mentions: &mut Vec<Mention<'d>>) {
        let mut extra = Vec::new();
        let mut next = 0;
        for i in 0..self.text.tokens.len() {
            while mentions.get(next).is_some_and(|m| m.end <= i) {
                next += 1;
            }
            if mentions.get(next).is_some_and(|m| m.first <= i) {
                continue;
            }
            let Some(token) = self.text.tokens.get(i) else {
                continue;
            };
            if token.kind != TokenKind::Word
                || !token.is_capital()
                || token.is(Category::NameSuffix)
                || self
                    .marks
                    .at(i)
                    .is_some_and(|m| m.width() > 1 || m.category == Category::Month)
            {
                continue;
            }
            let k = self.key(i);
            if !memory.has_name(k) {
                continue;
            }
            if let Some(m) = mentions.get_mut(next).filter(|m| m.first == i + 1)
                && memory.has_pair(k, self.key(i + 1))
            {
                m.first = i;
                m.words += 1;
                continue;
            }
            let said = self.is(i + 1, Category::Cue) || self.is(i + 1, Category::Auxiliary);
            let owns = self
                .text
                .tokens
                .get(i + 1)
                .is_some_and(|t| t.kind == TokenKind::Possessive);
            let placed = i > 0 && self.any(i - 1, &["in", "at", "near", "into", "the", "across"]);
            let titled = self.names.is_titled(token.sentence as usize);
            let place = self
                .marks
                .at(i)
                .is_some_and(|m| m.is_affiliation() || m.is_place());
            let begins = self.names.begins(i);
            let ordinary = token.is(Category::Common) || self.closed(i);
            let before = self.titles.before(i).filter(|t| !t.weak);
            let pronoun = matches!(
                self.text.word(i),
                "He" | "She" | "It" | "They" | "We" | "I" | "His" | "Her" | "Its" | "Their"
            );
            let keep = memory.has_surname(k)
                && (!place || before.is_some_and(|t| t.first < i))
                && !pronoun
                && (!titled || before.is_some())
                && (before.is_some()
                    || if begins && ordinary {
                        said || owns
                    } else {
                        !placed || !ordinary
                    });
            if keep && self.names.word(i, false) != Some(Word::Particle) {
                extra.push(Mention {
                    first: i,
                    end: i + 1,
                    words: 1,
                    surname_first: false,
                    score: 0,
                    before,
                    after: self.titles.after(i + 1),
                    person: None,
                    rule: "memory",
                    user: None,
                    head: before
                        .and_then(|t| t.office)
                        .map(|(_, end)| key(plain(self.text.word(end - 1)))),
                    kin: false,
                    titled,
                    thing: false,
                    whole: (i, i + 1),
                });
            }
        }
        if !extra.is_empty() {
            mentions.append(&mut extra);
            mentions.sort_by_key(|m| (m.first, std::cmp::Reverse(m.end)));
        }
    }

    pub(super) fn closed(&self, i: usize) -> bool {
        [
            Category::Pronoun,
            Category::Preposition,
            Category::Determiner,
            Category::Conjunction,
            Category::Auxiliary,
            Category::Negation,
            Category::Complementiser,
        ]
        .iter()
        .any(|c| self.is(i, *c))
    }
}
