//! The lexical cut of a text: which closed-list entry covers which token.
//!
//! Entries compete by length, then by category; each token is covered by at
//! most one. Everything behind this file asks "what is this word" here.

mod fits;

use crate::annotate::{
    lexicon::Category,
    token::{TokenKind, Tokens},
};
use fits::{cuts_longer, fits};

/// A list entry that covers some tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark<'d> {
    /// What it is.
    pub category: Category,
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// The entry's payload.
    pub value: &'d str,
}

impl<'d> Mark<'d> {
    /// How many tokens it covers.
    #[must_use]
    pub fn width(&self) -> usize {
        self.end - self.first
    }

    /// The code of the state that it belongs to, if any.
    #[must_use]
    pub fn state(&self) -> Option<&'d str> {
        let code = match self.category {
            Category::State
            | Category::StateAdjective
            | Category::StatePeople
            | Category::Capital
            | Category::Metonym
            | Category::Region
            | Category::City => self.value,
            Category::StateBody => self.value.split(':').next().unwrap_or(""),
            _ => "",
        };
        Some(code).filter(|c| !c.is_empty())
    }

    /// Whether it is a word for an office that stands beside a name.
    #[must_use]
    pub fn is_title(&self) -> bool {
        matches!(
            self.category,
            Category::Office | Category::Rank | Category::Royal | Category::Clergy
        )
    }

    /// Whether it is the head of a phrase for an official or officials.
    fn is_head(&self) -> bool {
        self.is_title()
            || matches!(
                self.category,
                Category::OfficePlural | Category::Unnamed | Category::Group
            )
    }

    /// What a modifier of an office does to it ("former"), where it is one that
    /// belongs to the title itself.
    #[must_use]
    pub fn stays_in_title(&self, word: &str) -> bool {
        let is = |list: &[&str]| list.iter().any(|w| word.eq_ignore_ascii_case(w));
        match self.value {
            "acting" | "deputy" => true,
            "former" => is(&["former", "ex"]),
            "designate" => is(&["designate", "elect"]),
            "rank" => is(&[
                "chief",
                "principal",
                "special",
                "first",
                "executive",
                "general",
                "permanent",
                "honorary",
                "supreme",
                "lead",
                "head",
            ]),
            _ => false,
        }
    }

    /// Whether it can be the body or state that an office belongs to.
    #[must_use]
    pub fn is_affiliation(&self) -> bool {
        matches!(
            self.category,
            Category::State
                | Category::StateAdjective
                | Category::StatePeople
                | Category::Capital
                | Category::Metonym
                | Category::StateBody
                | Category::Region
                | Category::Body
                | Category::Agency
                | Category::Company
                | Category::City
        )
    }

    /// Whether it names somewhere.
    #[must_use]
    pub fn is_place(&self) -> bool {
        matches!(
            self.category,
            Category::State
                | Category::Capital
                | Category::Region
                | Category::City
                | Category::Place
        )
    }
}

/// The marks of a document.
#[derive(Debug)]
pub struct Marks<'d> {
    list: Vec<Mark<'d>>,
    /// Per token: one more than the index of its mark, 0 for none.
    of: Vec<u32>,
}

impl<'d> Marks<'d> {
    /// Cuts a text.
    #[must_use]
    pub fn new(text: &Tokens<'d>) -> Self {
        let mut list: Vec<Mark<'d>> = Vec::with_capacity(text.tokens.len() / 4);
        let mut of = vec![0; text.tokens.len()];
        let mut at = 0;
        while at < text.tokens.len() {
            let best = text
                .hits_in(at, WEIGHED)
                .filter(|(h, e)| fits(text, at, h.len, e))
                .max_by_key(|(h, e)| (h.len, weight(e.category)));
            let Some((hit, entry)) = best.filter(|(h, _)| !cuts_longer(text, at, h.len)) else {
                at += 1;
                continue;
            };
            let mut mark = Mark {
                category: entry.category,
                first: at,
                end: at + (hit.len as usize).max(1),
                value: entry.value,
            };
            if mark.width() > 1 && mark.is_head() {
                mark = before_office(text, mark).unwrap_or(mark);
            }
            let end = mark.end;
            list.push(mark);
            let number = u32::try_from(list.len()).unwrap_or(0);
            of.iter_mut().take(end).skip(at).for_each(|n| *n = number);
            at = end;
        }
        Self { list, of }
    }

    /// All marks, in text order.
    #[must_use]
    pub fn all(&self) -> &[Mark<'d>] {
        &self.list
    }

    /// The payload of the list entry that ends at token `end`; nothing if none
    /// does.
    #[must_use]
    pub fn value_ending(&self, end: usize) -> &'d str {
        self.ending(end).map_or("", |m| m.value)
    }

    /// The code of the state that the text is at home in: the one that half of
    /// all mentions of states and of their bodies are of, bodies and seats
    /// counted three times.
    #[must_use]
    pub fn home(&self) -> Option<&'d str> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        let mut all = 0;
        for mark in &self.list {
            let Some(code) = mark.state() else { continue };
            let weight = match mark.category {
                Category::StateBody | Category::Metonym => 3,
                Category::City | Category::Region => 0,
                _ => 1,
            };
            all += weight;
            match counts.iter_mut().find(|(c, _)| *c == code) {
                Some((_, n)) => *n += weight,
                None => counts.push((code, weight)),
            }
        }
        let (code, n) = counts.into_iter().max_by_key(|(_, n)| *n)?;
        (n >= 4 && n * 2 >= all).then_some(code)
    }

    /// The mark that covers token `i`.
    #[must_use]
    pub fn at(&self, i: usize) -> Option<Mark<'d>> {
        let n = *self.of.get(i)? as usize;
        self.list.get(n.checked_sub(1)?).copied()
    }

    /// The mark whose last token is `i - 1`.
    #[must_use]
    pub fn ending(&self, i: usize) -> Option<Mark<'d>> {
        self.at(i.checked_sub(1)?).filter(|m| m.end == i)
    }

    /// The mark whose first token is `i`.
    #[must_use]
    pub fn starting(&self, i: usize) -> Option<Mark<'d>> {
        self.at(i).filter(|m| m.first == i)
    }
}

/// The body or state that a longer list entry begins with ("Pentagon press
/// secretary", "White House officials"): the affiliation, not the title.
fn before_office<'d>(text: &Tokens<'d>, whole: Mark<'d>) -> Option<Mark<'d>> {
    text.hits(whole.first)
        .map(|(h, e)| Mark {
            category: e.category,
            first: whole.first,
            end: whole.first + (h.len as usize).max(1),
            value: e.value,
        })
        .filter(|m| m.is_affiliation() && m.end < whole.end)
        .filter(|m| {
            text.hits(m.end).any(|(h, e)| {
                m.end + h.len as usize == whole.end
                    && Mark {
                        category: e.category,
                        ..whole
                    }
                    .is_head()
            })
        })
        .max_by_key(Mark::width)
}

/// The categories that a mark can have.
const WEIGHED: u64 = {
    let (mut bits, mut n) = (0, 0);
    while n < Category::ALL.len() {
        if weight(Category::ALL[n]) > 0 {
            bits |= Category::ALL[n].bit();
        }
        n += 1;
    }
    bits
};

/// Which category wins among entries of one length; 0 leaves it out.
const fn weight(category: Category) -> u8 {
    match category {
        Category::User => 40,
        Category::Honorific => 24,
        Category::Rank => 29,
        Category::Royal => 28,
        Category::Office => 27,
        Category::OfficePlural => 26,
        Category::Clergy => 25,
        Category::Unnamed => 23,
        Category::Group => 22,
        Category::OfficeModifier => 21,
        Category::Role => 20,
        Category::Kin => 19,
        Category::StateBody => 18,
        Category::Metonym => 17,
        Category::Body => 16,
        Category::State => 15,
        Category::StateAdjective => 14,
        Category::StatePeople => 13,
        Category::Capital => 12,
        Category::Agency => 11,
        Category::Region => 10,
        Category::City => 9,
        Category::NotPerson => 8,
        Category::Company => 7,
        Category::Place => 6,
        Category::Institution => 5,
        Category::Month => 4,
        Category::Weekday => 3,
        _ => 0,
    }
}

/// Whether the word at `i` is a form of a verb that is no noun as well.
#[must_use]
pub fn is_verb(text: &Tokens<'_>, i: usize) -> bool {
    text.hits_of(i, Category::Verb)
        .any(|(h, e)| h.len == 1 && e.category == Category::Verb && !e.value.contains('N'))
}

/// Whether the word at `i` is a lower-case noun, so that the word before it
/// only qualifies it ("a major offensive", "the Phala Phala farm").
#[must_use]
pub fn qualifies(text: &Tokens<'_>, marks: &Marks<'_>, i: usize) -> bool {
    let Some(token) = text.tokens.get(i) else {
        return false;
    };
    let closed = [
        Category::Auxiliary,
        Category::Preposition,
        Category::Conjunction,
        Category::Pronoun,
        Category::Determiner,
        Category::Negation,
        Category::Complementiser,
        Category::AdverbOfCue,
        Category::Cue,
        Category::Weekday,
        Category::RelativeDate,
        Category::Ordinal,
        Category::NumberWord,
    ];
    let word = text.word(i);
    token.kind == TokenKind::Word
        && token.space
        && !token.is_capital()
        && token.is(Category::Common)
        && !closed.iter().any(|c| token.is(*c))
        && !is_verb(text, i)
        && !word.ends_with("ly")
        && !text.has_trait(i, "no-head")
        && marks
            .starting(i)
            .is_none_or(|m| matches!(m.category, Category::Institution | Category::OfficeModifier))
}
