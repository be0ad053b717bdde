//! Parties without a personal name: unnamed officials, groups, bodies,
//! metonyms and places.

use crate::annotate::{
    entity::EntityKind,
    lexicon::Category,
    official::{
        collect::Collected,
        mark::{Mark, Marks, qualifies},
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
        if clear && let Some(party) = finder.body(*mark) {
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
}

impl<'d> Finder<'_, 'd> {
    fn any(&self, i: usize, words: &[&str]) -> bool {
        words
            .iter()
            .any(|w| self.text.word(i).eq_ignore_ascii_case(w))
    }

    fn same(&self, a: usize, b: usize) -> bool {
        let sentence = |i: usize| self.text.tokens.get(i).map(|t| t.sentence);
        sentence(a).is_some() && sentence(a) == sentence(b)
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
            if let Some(mark) = self.marks.ending(first) {
                let adjective = mark.is_affiliation()
                    || matches!(
                        mark.category,
                        Category::OfficeModifier | Category::Institution
                    );
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
                && !token.is(Category::Cue)
                && !token.is(Category::Auxiliary)
                && !token.is(Category::Preposition)
                && !token.is(Category::Determiner)
                && !token.is(Category::Conjunction)
                && !token.is(Category::Pronoun)
                && (token.is_capital() || is_adjective(self.text.word(i)));
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

    /// Joins "the media director" to the earlier mention of one.
    fn earlier(
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
    fn one(&self, mark: Mark<'d>) -> Option<Party<'d>> {
        if self.same(mark.end, mark.first) && qualifies(self.text, self.marks, mark.end) {
            return None;
        }
        let left = self.left(mark.first);
        let title = self.titles.phrase(
            left,
            mark.first.max(1)
                - usize::from(mark.first > 0 && self.same(mark.first - 1, mark.first)),
        )?;
        let end = title.end.max(mark.end);
        let article = left
            .checked_sub(1)
            .filter(|i| self.is(*i, Category::Determiner) && self.same(*i, left));
        let definite = article.is_some_and(|i| self.any(i, &["the", "this", "that"]));
        let affiliated = title.affiliation.is_some() || title.state.is_some();
        let begins = left == 0 || !self.same(left - 1, left);
        if (definite || (article.is_none() && !affiliated && !begins))
            && let Some(person) = self.known(mark, &title, left)
        {
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
        let keep = match mark.category {
            Category::Unnamed => article.is_some() || affiliated,
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
            rule: if mark.category == Category::Unnamed {
                "unnamed-official"
            } else {
                "office-alone"
            },
            same: None,
            office: true,
        })
    }

    /// The known person whose office a bare title names: the one mentioned
    /// last before it.
    fn known(&self, mark: Mark<'d>, title: &Title<'d>, at: usize) -> Option<usize> {
        let head = self.text.word(mark.end - 1);
        let state = title.affiliation.and_then(|a| a.state).or(title.state);
        let before = self.collected.mentions.partition_point(|m| m.first < at);
        self.collected
            .mentions
            .iter()
            .take(before)
            .rev()
            .take(MEMORY)
            .find_map(|m| {
                let person = m.person?;
                let office = self.collected.memory.people.get(person)?.title?;
                let (a, b) = office.office?;
                let theirs = office.affiliation.and_then(|x| x.state).or(office.state);
                let agrees = state.is_none() || theirs.is_none() || state == theirs;
                let named = (a..b).any(|i| self.text.word(i).eq_ignore_ascii_case(head));
                (agrees && named).then_some(person)
            })
    }

    /// Whether the phrase whose article is at `i` is a source: "according to
    /// the media director".
    fn named_as_source(&self, i: usize) -> bool {
        i > 0
            && (self.is(i - 1, Category::Cue)
                || (self.any(i - 1, &["to"]) && i > 1 && self.any(i - 2, &["according"])))
    }

    /// Whether a speech verb follows.
    fn speaks(&self, i: usize) -> bool {
        self.is(i, Category::Cue)
            || (self.is(i, Category::Auxiliary) && self.is(i + 1, Category::Cue))
    }

    /// Whether the members of a group hold office: plurals of persons, not
    /// forces, rebels or witnesses.
    fn is_office(&self, mark: Mark<'d>) -> bool {
        let last = self.text.word(mark.end - 1).to_lowercase();
        let person = last.ends_with('s') || last.ends_with("men") || last == "authorities";
        let none = [
            "forces",
            "troops",
            "soldiers",
            "rebels",
            "militants",
            "insurgents",
            "fighters",
            "sources",
            "allies",
            "separatists",
            "mercenaries",
            "jihadists",
            "loyalists",
            "mutineers",
            "reservists",
            "veterans",
            "sailors",
            "pilots",
            "gunmen",
            "marines",
            "paratroopers",
            "militias",
            "guerrillas",
            "donors",
            "agents",
            "insiders",
            "services",
            "agencies",
            "guards",
            "firefighters",
            "observers",
            "counterparts",
            "defenses",
            "defences",
            "militiamen",
            "paramilitaries",
            "politicians",
            "candidates",
            "campaigners",
            "greens",
            "centrists",
            "moderates",
            "hardliners",
            "hard-liners",
            "unions",
            "factions",
            "parties",
            "elders",
            "royals",
            "peers",
            "islamists",
            "watchdogs",
            "conservatives",
            "liberals",
            "socialists",
            "communists",
            "nationalists",
            "republicans",
            "democrats",
            "reformists",
            "reformers",
            "executives",
            "policemen",
            "detectives",
            "statesmen",
            "insider",
            "staff",
        ];
        let kind = mark.category == Category::OfficePlural
            || matches!(mark.value, "official" | "military" | "political" | "police");
        kind && person && !none.contains(&last.as_str())
    }

    /// A group of officials.
    fn several(&self, mark: Mark<'d>) -> Option<Party<'d>> {
        let first = self.left(mark.first);
        let mut title = self.titles.phrase(first, mark.first).unwrap_or(Title {
            first,
            end: mark.end,
            kind: crate::annotate::official::title::Kind::Office,
            office: Some((mark.first, mark.end)),
            affiliation: None,
            state: None,
            gender: None,
            weak: false,
            plural: true,
        });
        if title.end < mark.end {
            title.end = mark.end;
        }
        Some(Party {
            kind: EntityKind::Group,
            first,
            end: title.end.max(mark.end),
            title: Some(title),
            state: title.state,
            person: None,
            rule: "group",
            same: None,
            office: self.is_office(mark),
        })
    }

    /// A body, a state, a metonym or a place.
    fn body(&self, mark: Mark<'d>) -> Option<Party<'d>> {
        let before = mark
            .first
            .checked_sub(1)
            .filter(|b| self.same(*b, mark.first));
        let located = before.is_some_and(|b| {
            self.any(
                b,
                &[
                    "in",
                    "at",
                    "near",
                    "inside",
                    "across",
                    "from",
                    "to",
                    "into",
                    "outside",
                    "around",
                    "throughout",
                    "toward",
                    "towards",
                    "through",
                    "over",
                    "via",
                    "of",
                ],
            )
        });
        let kind = match mark.category {
            Category::StateBody | Category::Body | Category::Metonym | Category::Agency => {
                EntityKind::Institution
            }
            Category::State | Category::Capital if !located => EntityKind::Institution,
            Category::State
            | Category::Capital
            | Category::Region
            | Category::City
            | Category::Place => EntityKind::Place,
            Category::Company => EntityKind::Organisation,
            Category::StatePeople => EntityKind::Group,
            Category::NotPerson => EntityKind::Thing,
            Category::Institution => {
                let definite = before.is_some_and(|b| self.any(b, &["the", "its", "their"]));
                let capital = self
                    .text
                    .tokens
                    .get(mark.first)
                    .is_some_and(|t| t.is_capital());
                if !(definite || capital) {
                    return None;
                }
                EntityKind::Institution
            }
            _ => return None,
        };
        if kind == EntityKind::Group {
            return None;
        }
        Some(Party {
            kind,
            first: mark.first,
            end: mark.end,
            title: None,
            state: mark.state(),
            person: None,
            rule: "list",
            same: None,
            office: false,
        })
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
