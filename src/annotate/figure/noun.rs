//! Nouns behind a number: which word is counted, as far as word lists and
//! endings tell.

use super::plural::{counts, is_plural, listed};
use crate::annotate::{
    lexicon::Category,
    token::{TokenKind, Tokens},
};

/// How far a counted noun may stand behind its number, in tokens.
const REACH: usize = 9;
/// How many tokens a noun that a number qualifies may take.
const QUALIFIED: usize = 5;

/// The noun that the number before token `i` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// First token of the phrase behind the number (adjectives).
    pub first: usize,
    /// First token of the noun itself ("asylum seekers").
    pub head: usize,
    /// One past the noun.
    pub end: usize,
    /// Whether it is a plural, or a listed noun.
    pub sure: bool,
}

/// Whether the word at `i` tells of people and their fate: "43 killed".
#[must_use]
pub fn is_fate(text: &Tokens<'_>, i: usize) -> bool {
    text.has_trait(i, "fate")
}

/// Whether the word at `i` may stand between a number and its noun, or be it;
/// `seen` says that another stood before it.
#[must_use]
pub fn inside(text: &Tokens<'_>, i: usize, seen: bool) -> bool {
    let Some(token) = text.tokens.get(i).filter(|t| t.kind == TokenKind::Word) else {
        return false;
    };
    let word = text.word(i);
    let free = ["more", "other", "such", "additional", "further", "another"];
    if free.iter().any(|w| word.eq_ignore_ascii_case(w)) {
        return !seen;
    }
    if token.is_capital() {
        return !closed(text, i);
    }
    !text.has_trait(i, "no-noun")
        && !closed(text, i)
        && !is_finite(text, i)
        && (!token.is(Category::Cue) || text.has_trait(i, "noun-cue"))
}

/// Whether the word at `i` is of a class that no noun phrase goes on over.
fn closed(text: &Tokens<'_>, i: usize) -> bool {
    let no = [
        Category::Auxiliary,
        Category::Preposition,
        Category::Conjunction,
        Category::Pronoun,
        Category::Negation,
        Category::Complementiser,
        Category::AdverbOfCue,
        Category::RelativeDate,
        Category::Weekday,
        Category::Determiner,
    ];
    let token = text.tokens.get(i);
    token.is_none_or(|t| no.iter().any(|c| t.is(*c)))
}

/// Whether the word at `i` is a verb that can be neither noun nor participle:
/// "began", "said".
fn is_finite(text: &Tokens<'_>, i: usize) -> bool {
    text.tokens.get(i).is_some_and(|t| t.is(Category::Verb))
        && text.hits_of(i, Category::Verb).any(|(h, e)| {
            h.len == 1
                && e.category == Category::Verb
                && !e.value.contains(['N', 'n', 'g', ':'])
                && e.value.contains(['d', 'z'])
        })
}

/// Finds the noun behind a number; `i` is the token right behind it, `one` says
/// that the noun is a singular.
#[must_use]
pub fn after(text: &Tokens<'_>, i: usize, one: bool) -> Option<Noun> {
    let sentence = text.tokens.get(i)?.sentence;
    let within = |at: usize| text.tokens.get(at).is_some_and(|t| t.sentence == sentence);
    let mut at = i;
    let mut last: Option<usize> = None;
    while at < i + REACH && within(at) {
        if !one && counts(text, at) {
            return Some(plural_from(text, i, at));
        }
        // "one arms dealer", but a third person ends it: "one knows".
        if one && is_plural(text, at) && !qualifies(text, at) {
            break;
        }
        if !goes_on(text, at, one, last) {
            let comma = text.word(at) == "," || text.word(at).eq_ignore_ascii_case("and");
            if comma && !one && last.is_some() && adjectives_go_on(text, at) {
                at += 1;
                continue;
            }
            break;
        }
        let lower = text.tokens.get(at).is_some_and(|t| !t.is_capital());
        if !(lower && text.word(at).ends_with("ly")) {
            last = Some(at);
        }
        at += 1;
        if one && at >= i + 4 {
            break;
        }
    }
    singular(text, i, last?, one)
}

/// Whether the phrase goes on over the word at `at`; `last` is the word before
/// it that could be the noun.
fn goes_on(text: &Tokens<'_>, at: usize, one: bool, last: Option<usize>) -> bool {
    let word = text.word(at);
    let participle = word.ends_with("ing") || word.ends_with("ed");
    // "14 aid-seeking, recently arrived migrants"
    let attribute = !one
        && participle
        && last.is_some()
        && (at + 1..at + 3).any(|n| counts(text, n))
        && text.tokens.get(at + 1).is_some_and(|t| {
            t.kind == TokenKind::Word && !t.is(Category::Preposition) && !t.is(Category::Determiner)
        });
    if !attribute && !inside(text, at, last.is_some()) {
        return false;
    }
    if text.tokens.get(at).is_some_and(|t| t.is_capital()) {
        return true;
    }
    // "43 killed"; but "20 wounded soldiers".
    let fate = is_fate(text, at) && last.is_none();
    let modifies = (at + 1..at + 3).any(|n| counts(text, n)) && inside(text, at + 1, true);
    if fate && !modifies {
        return false;
    }
    // "one vessel seized": a verb, unless a noun follows.
    !(one && last.is_some() && participle && !inside(text, at + 1, true))
}

/// A noun in the singular, or a name, as the counted thing.
fn singular(text: &Tokens<'_>, first: usize, head: usize, one: bool) -> Option<Noun> {
    let word = text.word(head);
    let token = text.tokens.get(head)?;
    let named = token.is_capital() && !word.bytes().any(|b| b.is_ascii_digit());
    let free = [
        "more",
        "other",
        "further",
        "such",
        "additional",
        "another",
        "most",
    ];
    let no = [Category::NumberWord, Category::Month, Category::Weekday];
    let refused = word.ends_with("ed")
        || free.contains(&word)
        || no.iter().any(|c| token.is(*c))
        || superlative(text, first, head);
    (!refused && (one || named)).then_some(Noun {
        first,
        head,
        end: head + 1,
        sure: false,
    })
}

/// "the two most important": the last word is an adjective.
fn superlative(text: &Tokens<'_>, first: usize, head: usize) -> bool {
    head > first
        && ["most", "least"]
            .iter()
            .any(|w| text.word(head - 1).eq_ignore_ascii_case(w))
}

/// "small, friendly deals", "defence and technology-related entities".
fn adjectives_go_on(text: &Tokens<'_>, comma: usize) -> bool {
    for at in comma + 1..comma + 4 {
        let number = text
            .tokens
            .get(at)
            .is_some_and(|t| t.is(Category::NumberWord));
        if !inside(text, at, true) || number {
            return false;
        }
        if counts(text, at) {
            let before = comma.checked_sub(1).is_some_and(|b| is_plural(text, b));
            return at > comma + 1 && !before;
        }
    }
    false
}

/// "one arms dealer": a plural that modifies the noun behind it.
fn qualifies(text: &Tokens<'_>, at: usize) -> bool {
    text.has_trait(at, "modifies") && inside(text, at + 1, true)
}

/// The head of a phrase whose first plural is at `at`: a plural behind it is
/// the noun that it qualifies ("two sports teams", "three Chinese officials").
fn plural_from(text: &Tokens<'_>, first: usize, at: usize) -> Noun {
    let mut head = at;
    let mut end = at + listed(text, at).unwrap_or(1);
    for _ in 0..3 {
        let last = end - 1;
        let people = text
            .tokens
            .get(last)
            .is_some_and(|t| t.is(Category::StateAdjective))
            && !text.word(last).ends_with('s');
        // "31 Abrams tanks": a name in -s before its noun.
        let name = text.tokens.get(last).is_some_and(|t| t.is_capital())
            && text.tokens.get(end).is_some_and(|t| !t.is_capital());
        let reach = match people || text.has_trait(last, "modifies") {
            true => QUALIFIED,
            // "one of the wounded officers"
            false => usize::from(name || is_fate(text, last)),
        };
        let sentence = text.tokens.get(last).map(|t| t.sentence);
        let next = (end..end + reach)
            .take_while(|n| {
                text.tokens.get(*n).map(|t| t.sentence) == sentence
                    && inside(text, *n, true)
                    // "109 U.S. troops suffered injuries"
                    && !(text.word(*n).ends_with("ed") && text.tokens.get(*n).is_some_and(|t| t.is(Category::Verb)))
            })
            .find(|n| counts(text, *n) && !is_fate(text, *n));
        let Some(next) = next else { break };
        head = next;
        end = next + listed(text, next).unwrap_or(1);
    }
    Noun {
        first,
        head,
        end,
        sure: true,
    }
}

/// Whether a plural follows within a few words of the phrase at `i`, so that a
/// share is one of many ("half of the abortion clinics"), not of a whole ("half
/// of the population lives there").
#[must_use]
pub fn many(text: &Tokens<'_>, i: usize) -> bool {
    for at in i..i + 5 {
        if counts(text, at) {
            return true;
        }
        if text.has_trait(at, "whole") || !inside(text, at, at > i) {
            return false;
        }
    }
    false
}

/// One past the noun that the word or unit before token `i` qualifies: "two-term
/// **member**", "$38 billion **spending increase**". `article` says that "a" or
/// "an" stands before the number, so that the noun is a singular.
#[must_use]
pub fn qualified(text: &Tokens<'_>, i: usize, article: bool) -> Option<usize> {
    let sentence = text.tokens.get(i)?.sentence;
    let mut at = i;
    while at < i + QUALIFIED {
        let Some(token) = text.tokens.get(at).filter(|t| t.sentence == sentence) else {
            break;
        };
        let word = text.word(at);
        let participle =
            at > i && !token.is_capital() && (word.ends_with("ed") || word.ends_with("ing"));
        let timed = token.is(Category::Month) || token.is(Category::Unit) && at == i;
        if !inside(text, at, at > i)
            || participle
            || timed
            || !token.is_capital() && word.ends_with("ly")
        {
            break;
        }
        // "a $5 billion fund Obama requested"
        let lower = |n: usize| text.tokens.get(n).is_some_and(|t| !t.is_capital());
        if at > i && token.is_capital() && lower(at - 1) {
            return Some(at);
        }
        // "its engine makes"
        let verb = token.is(Category::Verb) || token.is(Category::Cue);
        if at > i && verb && word.ends_with('s') && !text.has_trait(at, "noun-cue") {
            return Some(at);
        }
        if counts(text, at) && !qualifies(text, at) {
            // "a five-year plan calls", but "a two-person crew size"
            let ends = word.ends_with('s');
            if article && ends {
                return (at > i).then_some(at);
            }
            if !article || !inside(text, at + 1, true) {
                return Some(at + listed(text, at).unwrap_or(1));
            }
        }
        at += 1;
    }
    (at > i).then_some(at)
}
