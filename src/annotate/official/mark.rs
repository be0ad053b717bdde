//! The lexical cut of a text: which closed-list entry covers which token.
//!
//! Entries compete by length, then by category; each token is covered by at
//! most one. Everything behind this file asks "what is this word" here.

use crate::annotate::{
    lexicon::Category,
    token::{TokenKind, Tokens},
};

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
            | Category::StatePrefix
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
                .hits(at)
                .filter(|(h, e)| weight(e.category) > 0 && fits(text, at, h.len, e.category))
                .max_by_key(|(h, e)| (h.len, weight(e.category)));
            let Some((hit, entry)) = best else {
                at += 1;
                continue;
            };
            let end = at + (hit.len as usize).max(1);
            list.push(Mark {
                category: entry.category,
                first: at,
                end,
                value: entry.value,
            });
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

/// Whether an entry that was found can be what its list says, here.
fn fits(text: &Tokens<'_>, at: usize, len: u32, category: Category) -> bool {
    // A rank or an honorific of one word is written with a capital, or it is
    // an ordinary word ("general", "major", "miss").
    let token = text.tokens.get(at);
    let capital = token.is_some_and(|t| t.is_capital());
    match category {
        Category::Rank | Category::Honorific | Category::OrgSuffix => capital,
        Category::Royal | Category::Clergy | Category::Office if len == 1 => {
            token.is_some_and(|t| t.kind == TokenKind::Word)
        }
        _ => true,
    }
}

/// Which category wins among entries of one length; 0 leaves it out.
fn weight(category: Category) -> u8 {
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
