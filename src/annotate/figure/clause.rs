//! The source that a figure's clause names: cue and subject before the figure
//! ("The UN has estimated there are 1.3 million") or behind it (", officials
//! said").

use super::{
    Draft,
    source::{REACH, Sources, Told},
};
use crate::annotate::{
    entity::EntityKind, lexicon::Category, phrase, token::TokenKind, types::Party,
};

impl Sources<'_, '_> {
    /// Whether a phrase can be a source though no entity is known in it.
    pub(super) fn can_speak(&self, range: std::ops::Range<usize>) -> bool {
        range.clone().any(|i| {
            self.text.tokens.get(i).is_some_and(|t| {
                t.is_capital()
                    || t.is(Category::Institution)
                    || t.is(Category::Group)
                    || t.is(Category::Unnamed)
                    || t.is(Category::Agency)
                    || t.is(Category::Body)
                    || t.is(Category::CueNoun)
            }) || [
                "figures",
                "data",
                "report",
                "reports",
                "statistics",
                "estimates",
                "documents",
                "records",
                "study",
                "survey",
                "poll",
                "analysts",
                "witnesses",
                "sources",
                "police",
                "officials",
                "ministry",
                "media",
                "experts",
                "tally",
                "count",
                "statement",
                "company",
                "group",
                "list",
                "article",
            ]
            .contains(&self.text.word(i))
        })
    }

    /// Cue and subject before the figure in its clause ("The UN has estimated
    /// there are 1.3 million"), or behind it (", officials said").
    pub(super) fn clause(&self, draft: &Draft) -> Option<Told> {
        let text = self.text;
        let sentence = text
            .sentences
            .get(text.tokens.get(draft.number_token)?.sentence as usize)?;
        if self.quote_around(draft.figure.number.start).is_some() {
            return None;
        }
        self.behind(draft, sentence.end)
            .or_else(|| self.ahead(draft, sentence.first))
    }

    /// Whether the word at `i` is a cue that stands in no form of a noun, or an
    /// auxiliary.
    pub(super) fn finite(&self, i: usize) -> bool {
        let Some(token) = self
            .text
            .tokens
            .get(i)
            .filter(|t| t.kind == TokenKind::Word)
        else {
            return false;
        };
        let cue = token.is(Category::Cue) && !self.text.word(i).ends_with("ing");
        (cue || token.is(Category::Auxiliary))
            && token.space
            && self
                .text
                .tokens
                .get(i.saturating_sub(1))
                .map(|t| t.sentence)
                == Some(token.sentence)
    }

    /// Class of the cue at token `i` as far as it vouches for a number.
    fn vouches(&self, i: usize) -> Option<usize> {
        let mut found = None;
        // "Florida records show": a noun before the verb.
        if self.text.word(i).ends_with('s') && self.finite(i + 1) {
            return None;
        }
        for (hit, entry) in self.text.hits_of(i, Category::Cue) {
            let mut parts = entry.value.split(':');
            let (lemma, class, form) = (
                parts.next().unwrap_or(""),
                parts.next().unwrap_or(""),
                parts.next().unwrap_or(""),
            );
            let counts = [
                "estimate",
                "put",
                "count",
                "record",
                "report",
                "say",
                "announce",
                "add",
                "tell",
                "state",
                "claim",
                "note",
                "confirm",
                "reveal",
                "show",
                "document",
                "calculate",
                "warn",
                "write",
                "declare",
                "believe",
                "suggest",
                "find",
                "disclose",
            ];
            let speech = matches!(
                class,
                "say" | "write" | "claim" | "report" | "inform" | "announce" | "statement"
            );
            let before = i.checked_sub(1);
            let bare = before.is_none_or(|b| {
                self.text.word(b).eq_ignore_ascii_case("to")
                    || self
                        .text
                        .tokens
                        .get(b)
                        .is_some_and(|t| t.is(Category::Auxiliary))
            });
            let finite = form != "ing" && !(form == "base" && bare);
            if finite && (speech || counts.contains(&lemma)) {
                found = Some(hit.len as usize);
            }
        }
        let more = [
            "estimates",
            "estimated",
            "estimate",
            "counted",
            "recorded",
            "documented",
            "put",
            "puts",
            "reported",
            "registered",
        ];
        let token = self.text.tokens.get(i)?;
        if found.is_none() && !token.is_capital() && more.contains(&self.text.word(i)) {
            found = Some(1);
        }
        found
    }

    /// The noun phrase that ends before token `end`, a plural's possessive before
    /// it included ("the growers' union").
    fn phrase_before(&self, end: usize) -> Option<std::ops::Range<usize>> {
        let text = self.text;
        let range = phrase::np_before(text, &self.found.entities, end)?;
        let mark = range.start.checked_sub(1).filter(|b| {
            matches!(text.word(*b), "'" | "’")
                && b.checked_sub(1)
                    .is_some_and(|p| text.word(p).ends_with('s'))
        });
        let owner = mark.and_then(|b| phrase::np_before(text, &self.found.entities, b));
        let start = owner.map_or(range.start, |o| o.start);
        // "what the government said": no part of the name
        let open = ["what", "which", "that"].contains(&text.word(start));
        Some(start + usize::from(open && range.end > start + 1)..range.end)
    }

    /// The subject that ends before the cue at `i`, over auxiliaries and adverbs.
    /// Where `sure`, the structure tells that it speaks (", the growers' union said.").
    fn subject(&self, i: usize, sure: bool) -> Option<Party> {
        let text = self.text;
        let mut end = i;
        while end > 0 && i - end < 4 {
            let skip = text
                .tokens
                .get(end - 1)
                .is_some_and(|t| t.is(Category::Auxiliary) || t.is(Category::AdverbOfCue));
            let passive =
                ["been", "was", "were", "is", "are", "be", "being"].contains(&text.word(end - 1));
            if passive {
                return None;
            }
            if !skip {
                break;
            }
            end -= 1;
        }
        let sentence = text.tokens.get(i)?.sentence;
        if end == 0
            || text
                .tokens
                .get(end - 1)
                .is_none_or(|t| t.sentence != sentence)
        {
            return None;
        }
        let last = text.word(end - 1);
        if ["he", "she"].iter().any(|w| last.eq_ignore_ascii_case(w)) {
            let person = crate::annotate::person::pronoun(text, self.found, end - 1)?;
            return Some(Party {
                span: text.covered(end - 1, 1),
                person: Some(person),
            });
        }
        let none = [
            "i",
            "we",
            "you",
            "it",
            "there",
            "which",
            "that",
            "who",
            "what",
            "estimates",
            "estimate",
            "this",
            "one",
        ];
        if none.iter().any(|w| last.eq_ignore_ascii_case(w)) {
            return None;
        }
        // "Ministers of the states around Lake Chad agreed": the lake is no subject.
        let object = |first: usize| {
            first.checked_sub(1).is_some_and(|b| {
                let at = if text
                    .tokens
                    .get(b)
                    .is_some_and(|t| t.is(Category::Determiner))
                {
                    b.saturating_sub(1)
                } else {
                    b
                };
                text.tokens
                    .get(at)
                    .is_some_and(|t| t.is(Category::Preposition) && t.sentence == sentence)
            })
        };
        let entity = self.found.entities.ending(end).filter(|e| e.kind.speaks());
        if let Some(entity) = entity.filter(|e| {
            !object(e.first) || !matches!(e.kind, EntityKind::Place | EntityKind::Organisation)
        }) {
            let mut first = entity
                .first
                .checked_sub(1)
                .filter(|b| text.word(*b).eq_ignore_ascii_case("the"))
                .unwrap_or(entity.first);
            // "the growers' union": the body alone is no whole phrase.
            if matches!(entity.kind, EntityKind::Institution | EntityKind::Group) {
                first = self
                    .phrase_before(end)
                    .map_or(first, |r| r.start.min(first));
            }
            return Some(Party {
                span: text.covered(first, end - first),
                person: entity.person,
            });
        }
        let range = self.phrase_before(end)?;
        // "is also making plans to train": no subject
        if range.len() == 1 && text.word(range.start).ends_with("ing") {
            return None;
        }
        let known = self
            .found
            .entities
            .within(range.start, range.end)
            .iter()
            .any(|e| e.kind.speaks() && e.kind != EntityKind::Organisation);
        (known || sure || self.can_speak(range.clone())).then(|| self.party(range))
    }

    fn ahead(&self, draft: &Draft, first: usize) -> Option<Told> {
        let text = self.text;
        let mut at = draft.first;
        // "Japan promised $5 billion in loans, and the EU 180 million in grants."
        let gapped = self.found.entities.ending(at).filter(|e| e.kind.speaks());
        if let Some(entity) = gapped {
            let comma = (1..=3).any(|n| {
                entity
                    .first
                    .checked_sub(n)
                    .is_some_and(|b| text.word(b) == "," && b >= first)
            });
            if comma {
                return None;
            }
        }
        // "an estimated 50 million" has no subject of its own.
        while let Some(before) = at
            .checked_sub(1)
            .filter(|b| *b >= first && draft.first - b < REACH)
        {
            at = before;
            let token = text.tokens.get(at)?;
            if token.kind == TokenKind::Punct && matches!(text.word(at), ";" | "—" | "”") {
                return None;
            }
            if token.is(Category::Conjunction)
                && ["while", "after", "but", "when", "as", "before", "although"]
                    .contains(&text.word(at))
                && draft.first - at > 3
            {
                return None;
            }
            if let Some(len) = self.vouches(at)
                && let Some(party) = self.subject(at, false)
            {
                let cue = Some(text.covered(at, len));
                return Some(Told { party, cue });
            }
        }
        None
    }

    fn behind(&self, draft: &Draft, end: usize) -> Option<Told> {
        let text = self.text;
        for at in draft.end..end.min(draft.end + REACH) {
            let token = text.tokens.get(at)?;
            if token.kind == TokenKind::Punct && matches!(text.word(at), ";" | "“") {
                return None;
            }
            let Some(len) = self.vouches(at) else {
                continue;
            };
            // ", officials said." and ", said the ministry."
            let closes = |i: usize| {
                i >= end
                    || text.tokens.get(i).is_some_and(|t| {
                        t.kind == TokenKind::Punct
                            || t.is(Category::Preposition)
                            || t.is(Category::Weekday)
                            || t.is(Category::RelativeDate)
                    })
            };
            if let Some(party) = self.subject(at, true) {
                let start = text.token_at(party.span.start);
                let comma = start
                    .checked_sub(1)
                    .is_some_and(|b| b >= draft.end && matches!(text.word(b), "," | "”" | "\""));
                if comma && closes(at + len) {
                    let cue = Some(text.covered(at, len));
                    return Some(Told { party, cue });
                }
            }
            let inverted = at > draft.end && matches!(text.word(at - 1), "," | "”" | "\"")
                // "…, told Fox News": to whom
                && !["told", "tells"].contains(&text.word(at));
            if inverted {
                let range = phrase::np_at(text, &self.found.entities, at + len)?;
                let inside = self.found.entities.within(range.start, range.end);
                let known = inside.iter().any(|e| e.kind.speaks());
                if closes(range.end) && (known || self.can_speak(range.clone())) {
                    return Some(Told {
                        party: self.party(range),
                        cue: Some(text.covered(at, len)),
                    });
                }
            }
        }
        None
    }
}
