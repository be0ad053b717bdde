//! Parties without a personal name: unnamed officials, groups, bodies,
//! metonyms and places.

mod body;
mod known;
mod one;
mod several;

use crate::annotate::{
    entity::EntityKind,
    lexicon::Category,
    official::{
        collect::Collected,
        mark::{Marks, is_verb},
        title::{Title, Titles},
    },
    token::{TokenKind, Tokens},
};

/// A party without a name of its own.
#[derive(Clone, Copy, Debug)]
pub struct Party<'d> {
    /// What it is; [`EntityKind::Official`] is a bare title of a known person.
    pub kind: EntityKind,
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// The office and its affiliation.
    pub title: Option<Title<'d>>,
    /// The code of the state it belongs to.
    pub state: Option<&'d str>,
    /// The known person, for a bare title: an index into the memory.
    pub person: Option<usize>,
    /// The rule that found it.
    pub rule: &'static str,
    /// The first token of an earlier mention of the same party.
    pub same: Option<usize>,
    /// Whether its members hold office (not witnesses, analysts, families).
    pub office: bool,
}

/// Farthest left edge of a phrase, in tokens before its head.
const REACH: usize = 9;

/// How many mentions back a bare title looks for its holder.
const MEMORY: usize = 256;

/// Finds parties in what the mentions of persons leave.
#[must_use]
pub fn parties<'d>(
    text: &Tokens<'d>,
    marks: &Marks<'d>,
    collected: &Collected<'d>,
) -> Vec<Party<'d>> {
    let finder = Finder {
        text,
        marks,
        titles: Titles { text, marks },
        collected,
        home: marks.home(),
    };
    let mut taken = vec![false; text.tokens.len()];
    for m in &collected.mentions {
        let first = m.before.map_or(m.first, |t| t.first);
        if let Some(after) = m.after {
            taken
                .iter_mut()
                .take(after.end)
                .skip(after.first)
                .for_each(|t| *t = true);
        }
        taken
            .iter_mut()
            .take(m.end)
            .skip(first)
            .for_each(|t| *t = true);
    }
    let mut out = Vec::new();
    for mark in marks.all() {
        let free = |t: &Vec<bool>| {
            t.get(mark.first..mark.end)
                .is_some_and(|s| s.iter().all(|x| !x))
        };
        if !free(&taken) {
            continue;
        }
        let party = match mark.category {
            Category::Unnamed | Category::Office | Category::Royal | Category::Clergy => {
                finder.one(*mark)
            }
            Category::Group | Category::OfficePlural => finder.several(*mark),
            _ => None,
        };
        let party = finder.earlier(*mark, party, &out);
        if let Some(party) = party {
            let clear = taken
                .get(party.first..party.end)
                .is_some_and(|s| s.iter().all(|x| !x));
            if clear {
                taken
                    .iter_mut()
                    .take(party.end)
                    .skip(party.first)
                    .for_each(|t| *t = true);
                out.push(party);
            }
        }
    }
    for mark in marks.all() {
        let clear = taken
            .get(mark.first..mark.end)
            .is_some_and(|s| s.iter().all(|x| !x));
        if clear && let Some(mut party) = finder.body(*mark) {
            let free = |i: usize| taken.get(i) == Some(&false);
            finder.widen(*mark, &mut party, free);
            out.push(party);
        }
    }
    for run in &collected.others {
        let clear = taken
            .get(run.first..run.end)
            .is_some_and(|s| s.iter().all(|x| !x));
        if clear && run.end > run.first {
            out.push(Party {
                kind: EntityKind::Organisation,
                first: run.first,
                end: run.end,
                title: None,
                state: None,
                person: None,
                rule: "capitals",
                same: None,
                office: false,
            });
        }
    }
    out
}

struct Finder<'t, 'd> {
    text: &'t Tokens<'d>,
    marks: &'t Marks<'d>,
    titles: Titles<'t, 'd>,
    collected: &'t Collected<'d>,
    /// The state that the text is at home in.
    home: Option<&'d str>,
}

impl<'d> Finder<'_, 'd> {
    fn any(&self, i: usize, words: &[&str]) -> bool {
        self.text.is_any(i, words)
    }

    fn same(&self, a: usize, b: usize) -> bool {
        self.text.in_one_sentence(a, b)
    }

    fn is(&self, i: usize, category: Category) -> bool {
        self.text.tokens.get(i).is_some_and(|t| t.is(category))
    }

    /// The left edge of the phrase whose head begins at `head`, articles left
    /// out.
    fn left(&self, head: usize) -> usize {
        let mut first = head;
        while let Some(i) = first.checked_sub(1).filter(|i| self.same(*i, head)) {
            if head - i > REACH {
                break;
            }
            if self.text.has_trait(i, "of-authorities") {
                first = i;
                continue;
            }
            if let Some(mark) = self.marks.ending(first) {
                // "media director", "army spokesman": the group only qualifies.
                let adjective = mark.is_affiliation()
                    || matches!(
                        mark.category,
                        Category::OfficeModifier | Category::Institution
                    )
                    || (mark.category == Category::Group && mark.end == head)
                    // "a deputy Russian foreign minister"
                    || (mark.width() == 1
                        && mark.end < head
                        && self.any(mark.first, &["deputy", "chief", "assistant"]));
                if adjective {
                    first = mark.first;
                    continue;
                }
                break;
            }
            let Some(token) = self.text.tokens.get(i) else {
                break;
            };
            if token.kind == TokenKind::Possessive {
                first = i;
                continue;
            }
            let linked = self.any(i, &["and", "&", "/", "-"])
                && self
                    .marks
                    .starting(first)
                    .is_some_and(|m| m.is_affiliation())
                && self.marks.ending(i).is_some_and(|m| m.is_affiliation());
            if linked
                || (first < head
                    && first > 0
                    && self
                        .text
                        .tokens
                        .get(first)
                        .is_some_and(|t| t.kind == TokenKind::Possessive)
                    && token.is_capital())
            {
                first = i;
                continue;
            }
            let adjective = token.kind == TokenKind::Word
                && token.span.len() > 1
                && !token.is(Category::Cue)
                && !token.is(Category::Auxiliary)
                && !token.is(Category::Preposition)
                && !token.is(Category::Determiner)
                && !token.is(Category::Conjunction)
                && !token.is(Category::Pronoun)
                && (token.is_capital()
                    || (is_adjective(self.text.word(i)) && !is_verb(self.text, i)));
            if !adjective {
                break;
            }
            first = i;
        }
        if first < head
            && self
                .text
                .tokens
                .get(first)
                .is_some_and(|t| t.kind == TokenKind::Possessive)
        {
            first += 1;
        }
        first
    }
}

/// Whether a lower-case word looks like an adjective that may stand before a
/// head noun.
fn is_adjective(word: &str) -> bool {
    [
        "al", "ary", "ish", "ian", "ese", "ive", "ic", "ar", "ous", "ior", "led", "ful", "based",
        "backed", "aligned",
    ]
    .iter()
    .any(|s| word.ends_with(s))
}
