//! According to whom: the speaker of the quote around a figure, "according to
//! X", cue and subject in its clause, or the source of the count that goes on.

use super::Draft;
use crate::{
    annotate::{
        Found,
        entity::EntityKind,
        lexicon::Category,
        phrase,
        token::{TokenKind, Tokens},
        types::{Party, QuoteKind, QuoteSegment},
    },
    span::Span,
};

/// How far a cue may stand from its figure, in tokens.
const REACH: usize = 48;
/// How many quotes before a figure may still be open around it.
const NESTED: usize = 24;

/// Finds sources.
#[derive(Debug)]
pub struct Sources<'a, 't> {
    text: &'a Tokens<'t>,
    found: &'a Found,
}

/// The last figure's source, for a count that goes on.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    party: Option<Party>,
    sentence: u32,
    unit: Option<String>,
}

impl<'a, 't> Sources<'a, 't> {
    /// Sources of the figures of this text.
    #[must_use]
    pub fn new(text: &'a Tokens<'t>, found: &'a Found) -> Self {
        Self { text, found }
    }

    /// The source of a figure and the rule that found it.
    #[must_use]
    pub fn of(
        &self,
        draft: &Draft,
        carried: &mut Carried,
    ) -> (Option<Party>, Option<&'static str>) {
        let sentence = self
            .text
            .tokens
            .get(draft.number_token)
            .map_or(0, |t| t.sentence);
        let found = self
            .according_to(draft)
            .map(|p| (p, "according-to"))
            .or_else(|| self.speaker(draft).map(|p| (p, "quote-speaker")))
            .or_else(|| self.clause(draft).map(|p| (p, "cue-and-subject")))
            .or_else(|| {
                self.goes_on(draft, carried, sentence)
                    .map(|p| (p, "carried-over"))
            });
        let (party, rule) = match found {
            Some((party, rule)) => (Some(party), Some(rule)),
            None => (None, None),
        };
        *carried = Carried {
            party: party.clone(),
            sentence,
            unit: draft.figure.unit.clone(),
        };
        (party, rule)
    }

    fn quote_around(&self, at: usize) -> Option<&QuoteSegment> {
        let quotes = &self.found.annotations.quotes;
        // The innermost: quotes are sorted by start.
        let n = quotes.partition_point(|q| q.span.start <= at);
        quotes
            .get(..n)?
            .iter()
            .rev()
            .take(NESTED)
            .find(|q| q.span.holds(at) && q.speaker.is_some())
    }

    /// The speaker of the innermost quote around the figure who can vouch for
    /// it.
    fn speaker(&self, draft: &Draft) -> Option<Party> {
        let at = draft.figure.number.start;
        let quotes = &self.found.annotations.quotes;
        let n = quotes.partition_point(|q| q.span.start <= at);
        let around = quotes.get(..n)?.iter().rev().take(NESTED);
        around
            .filter(|q| q.span.holds(at) && !self.disclaims(q))
            .filter_map(|q| q.speaker.as_ref())
            .find(|p| {
                !p.span.is_empty() && !p.span.contains(draft.figure.number) && self.vouching(p)
            })
            .cloned()
    }

    /// Whether the cue asks, or says what was not said: "declined to say how many
    /// of the 46".
    fn disclaims(&self, quote: &QuoteSegment) -> bool {
        if quote.cue_class.as_deref() == Some("ask") {
            return true;
        }
        let Some(cue) = quote.cue else { return false };
        if quote.kind == QuoteKind::Reported {
            let content = self.text.token_at(quote.span.start);
            let first = self.text.word(content);
            // "militias attacked three bases", "has rallied 40 countries"
            let deed = match quote.cue_class.as_deref() {
                Some("urge") => true,
                Some("accuse") => !["of", "that"].iter().any(|w| first.eq_ignore_ascii_case(w)),
                _ => false,
            };
            // "Florida records show": the cue is a noun.
            let verb = self
                .text
                .word(self.text.token_at(cue.end.saturating_sub(1)));
            if deed || verb.ends_with('s') && self.finite(content) {
                return true;
            }
        }
        let end = self.text.token_at(cue.end.saturating_sub(1)) + 1;
        let first = self.text.token_at(cue.start).saturating_sub(3);
        let sentence = self.text.tokens.get(end - 1).map(|t| t.sentence);
        (first..end).any(|i| {
            let same = self.text.tokens.get(i).map(|t| t.sentence) == sentence;
            same && [
                "declined",
                "refused",
                "declines",
                "refuses",
                "refusing",
                "declining",
                "unable",
                "without",
            ]
            .contains(&self.text.word(i))
        })
    }

    /// Whether a speaker is somebody: a party with an entry, or a phrase that
    /// names one; not a pronoun that nobody resolved, not "estimates".
    fn vouching(&self, party: &Party) -> bool {
        let first = self.text.token_at(party.span.start);
        let end = self.text.token_at(party.span.end.saturating_sub(1)) + 1;
        if party.person.is_some() {
            return true;
        }
        let word = self.text.word(end.saturating_sub(1));
        if ["estimates", "estimate", "course", "many"]
            .iter()
            .any(|w| word.eq_ignore_ascii_case(w))
        {
            return false;
        }
        let pronoun = end == first + 1
            && self
                .text
                .tokens
                .get(first)
                .is_some_and(|t| t.is(Category::Pronoun));
        !pronoun
    }

    fn party(&self, range: std::ops::Range<usize>) -> Party {
        let inside = self.found.entities.within(range.start, range.end);
        let speaks = inside.iter().filter(|e| e.kind.speaks());
        let entity = speaks
            .clone()
            .find(|e| e.kind.is_one())
            .or_else(|| speaks.clone().next_back());
        Party {
            span: self.text.covered(range.start, range.end - range.start),
            person: entity.and_then(|e| e.person),
        }
    }

    /// "according to X" in the figure's sentence.
    fn according_to(&self, draft: &Draft) -> Option<Party> {
        let text = self.text;
        let sentence = text
            .sentences
            .get(text.tokens.get(draft.number_token)?.sentence as usize)?;
        let from = draft.first.saturating_sub(REACH).max(sentence.first);
        let to = (draft.end + REACH).min(sentence.end);
        let inside = self
            .quote_around(draft.figure.number.start)
            .filter(|q| q.kind != QuoteKind::Reported)
            .map(|q| q.span);
        let mut best: Option<(usize, Party)> = None;
        for at in from..to {
            let token = text.tokens.get(at)?;
            if !text
                .hits(at)
                .any(|(_, e)| e.category == Category::CuePreposition)
            {
                continue;
            }
            let Some((len, _)) = text.longest(at, Category::CuePreposition) else {
                continue;
            };
            // Inside a quotation only what stands inside it too.
            if inside.is_some_and(|q| !q.holds(token.span.start)) {
                continue;
            }
            let Some(range) = phrase::np_at(text, &self.found.entities, at + len) else {
                continue;
            };
            if range.contains(&draft.number_token) {
                continue;
            }
            let party = self.party(range.clone());
            if party.person.is_none() && !self.can_speak(range.clone()) {
                continue;
            }
            // Behind the figure it holds for all before it; before, for what
            // follows. The nearest behind wins.
            let distance = if at > draft.number_token {
                at - draft.number_token
            } else {
                1000 + draft.number_token - at
            };
            if best.as_ref().is_none_or(|(d, _)| distance < *d) {
                best = Some((distance, party));
            }
        }
        best.map(|(_, party)| party)
    }

    /// Whether a phrase can be a source though no entity is known in it.
    fn can_speak(&self, range: std::ops::Range<usize>) -> bool {
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
    fn clause(&self, draft: &Draft) -> Option<Party> {
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
    fn finite(&self, i: usize) -> bool {
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
        for (hit, entry) in self.text.hits(i) {
            if entry.category != Category::Cue {
                continue;
            }
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
            let first = entity
                .first
                .checked_sub(1)
                .filter(|b| text.word(*b).eq_ignore_ascii_case("the"))
                .unwrap_or(entity.first);
            return Some(Party {
                span: text.covered(first, end - first),
                person: entity.person,
            });
        }
        let mut range = phrase::np_before(text, &self.found.entities, end)?;
        // "the growers' union"
        let mark = range.start.checked_sub(1).filter(|b| {
            matches!(text.word(*b), "'" | "’")
                && b.checked_sub(1)
                    .is_some_and(|p| text.word(p).ends_with('s'))
        });
        if let Some(owner) = mark.and_then(|b| phrase::np_before(text, &self.found.entities, b)) {
            range.start = owner.start;
        }
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

    fn ahead(&self, draft: &Draft, first: usize) -> Option<Party> {
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
            if self.vouches(at).is_some()
                && let Some(party) = self.subject(at, false)
            {
                return Some(party);
            }
        }
        None
    }

    fn behind(&self, draft: &Draft, end: usize) -> Option<Party> {
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
                    return Some(party);
                }
            }
            let inverted = at > draft.end && matches!(text.word(at - 1), "," | "”" | "\"");
            if inverted {
                let range = phrase::np_at(text, &self.found.entities, at + len)?;
                let inside = self.found.entities.within(range.start, range.end);
                let known = inside.iter().any(|e| e.kind.speaks());
                if closes(range.end) && (known || self.can_speak(range.clone())) {
                    return Some(self.party(range));
                }
            }
        }
        None
    }

    /// "Another 200 …", "Of those, 50 …": the count of the sentence before.
    fn goes_on(&self, draft: &Draft, carried: &Carried, sentence: u32) -> Option<Party> {
        let text = self.text;
        let party = carried.party.as_ref()?;
        let own = text.sentences.get(sentence as usize)?;
        let before = text.sentences.get(carried.sentence as usize)?;
        let near = sentence >= carried.sentence
            && sentence - carried.sentence <= 1
            && own.block == before.block;
        if !near {
            return None;
        }
        if sentence == carried.sentence {
            // One clause tells of both, unless the source stands between them.
            return (party.span.end <= draft.figure.span.start
                && self.comes_first(party.span, own.span)
                || party.span.start > draft.figure.span.end)
                .then(|| party.clone());
        }
        let opens = [
            "another", "of", "among", "they", "the", "those", "at", "more", "some", "about",
            "around", "in", "a", "it", "that", "nearly", "over", "most", "these", "more",
        ];
        let first = text.word(own.first);
        let continues = ["another", "of", "among", "those", "they", "these"]
            .iter()
            .any(|w| first.eq_ignore_ascii_case(w));
        let again = opens.iter().any(|w| first.eq_ignore_ascii_case(w))
            && draft.figure.unit.is_some()
            && draft.figure.unit == carried.unit;
        let more = ["more", "others", "other"]
            .iter()
            .any(|w| text.word(draft.end).eq_ignore_ascii_case(w))
            || ["more", "others"].iter().any(|w| {
                text.word(draft.end.saturating_sub(1))
                    .eq_ignore_ascii_case(w)
            });
        (continues || again || more).then(|| party.clone())
    }

    fn comes_first(&self, party: Span, sentence: Span) -> bool {
        sentence.contains(party)
    }
}
