//! According to whom: the speaker of the quote around a figure, "according to
//! X", cue and subject in its clause, or the source of the count that goes on.

use super::Draft;
use crate::{
    annotate::{
        Found,
        lexicon::Category,
        phrase,
        token::Tokens,
        types::{Clue, Figure, Party, QuoteKind, QuoteSegment},
    },
    span::Span,
};

/// How far a cue may stand from its figure, in tokens.
pub(super) const REACH: usize = 48;
/// How many quotes before a figure may still be open around it.
const NESTED: usize = 24;

/// Finds sources.
#[derive(Debug)]
pub struct Sources<'a, 't> {
    pub(super) text: &'a Tokens<'t>,
    pub(super) found: &'a Found,
}

/// A source and the words that make it one.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Who.
    pub(super) party: Party,
    /// The cue.
    pub(super) cue: Option<Span>,
}

impl Told {
    /// The source of the figure before, for this one too.
    fn again(party: &Party) -> Self {
        Self {
            party: party.clone(),
            cue: Some(party.span),
        }
    }
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

    /// The figure with its source, the rule that found it and the cue.
    #[must_use]
    pub fn told(&self, draft: Draft, carried: &mut Carried) -> Figure {
        let sentence = self
            .text
            .tokens
            .get(draft.number_token)
            .map_or(0, |t| t.sentence);
        let found = self
            .according_to(&draft)
            .map(|told| (told, "according-to"))
            .or_else(|| self.speaker(&draft).map(|told| (told, "quote-speaker")))
            .or_else(|| self.clause(&draft).map(|told| (told, "cue-and-subject")))
            .or_else(|| {
                let told = self.goes_on(&draft, carried, sentence);
                told.map(|told| (told, "carried-over"))
            });
        let mut figure = draft.figure;
        if let Some((told, rule)) = found {
            figure.source = Some(told.party);
            figure.source_rule = Some(rule.into());
            figure
                .clues
                .extend(told.cue.map(|cue| Clue::new("source", cue)));
        }
        *carried = Carried {
            party: figure.source.clone(),
            sentence,
            unit: figure.unit.clone(),
        };
        figure
    }

    pub(super) fn quote_around(&self, at: usize) -> Option<&QuoteSegment> {
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
    fn speaker(&self, draft: &Draft) -> Option<Told> {
        let at = draft.figure.number.start;
        let quotes = &self.found.annotations.quotes;
        let n = quotes.partition_point(|q| q.span.start <= at);
        let around = quotes.get(..n)?.iter().rev().take(NESTED);
        around
            .filter(|q| q.span.holds(at) && !self.disclaims(q))
            .filter_map(|q| Some((q.speaker.as_ref()?, q.cue)))
            .find(|(p, _)| {
                !p.span.is_empty() && !p.span.contains(draft.figure.number) && self.vouching(p)
            })
            .map(|(party, cue)| Told {
                party: party.clone(),
                cue,
            })
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

    pub(super) fn party(&self, range: std::ops::Range<usize>) -> Party {
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
    fn according_to(&self, draft: &Draft) -> Option<Told> {
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
        let mut best: Option<(usize, Told)> = None;
        for at in from..to {
            let token = text.tokens.get(at)?;
            if !text
                .hits_of(at, Category::CuePreposition)
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
            // "figures compiled by the agency": without the participle
            let last = range.end - 1;
            let participle = range.len() > 1
                && ["ed", "ing"].iter().any(|e| text.word(last).ends_with(e))
                && text.tokens.get(last).is_some_and(|t| !t.is_capital());
            let range = range.start..range.end - usize::from(participle);
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
                let cue = Some(text.covered(at, len));
                best = Some((distance, Told { party, cue }));
            }
        }
        best.map(|(_, told)| told)
    }

    /// "Another 200 …", "Of those, 50 …": the count of the sentence before.
    fn goes_on(&self, draft: &Draft, carried: &Carried, sentence: u32) -> Option<Told> {
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
                .then(|| Told::again(party));
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
        (continues || again || more).then(|| Told::again(party))
    }

    fn comes_first(&self, party: Span, sentence: Span) -> bool {
        sentence.contains(party)
    }
}
