//! Finds the mentions of persons and joins them by document memory.

mod context;
mod resolve;
mod short;

use std::cell::Cell;

use crate::annotate::{
    lexicon::{Category, category::bits},
    official::{
        chain, clause,
        mark::{Mark, Marks},
        title::{Kind, Title, Titles},
    },
    people,
    person::{
        memory::{Memory, Mention, key},
        name::{Names, Run, SURE, Word},
    },
    token::{Shape, TokenKind, Tokens},
};

/// The persons of a text and what is left of its capitalised runs.
#[derive(Debug)]
pub struct Collected<'d> {
    /// Mentions of persons, in text order, each with its person.
    pub mentions: Vec<Mention<'d>>,
    /// The persons.
    pub memory: Memory<'d>,
    /// Runs of capitals that name no person.
    pub others: Vec<Run>,
    /// The clauses that imply an affiliation: the first token of the name and
    /// the tokens of the clause.
    pub implied: Vec<(usize, (usize, usize))>,
}

/// Finds persons.
#[must_use]
pub fn collect<'d>(text: &Tokens<'d>, marks: &Marks<'d>) -> Collected<'d> {
    let reader = Reader {
        text,
        names: Names::new(text, marks),
        titles: Titles { text, marks },
        marks,
        keys: vec![Cell::default(); text.tokens.len()],
    };
    let mut mentions = Vec::with_capacity(text.tokens.len() / 16);
    let mut others = Vec::new();
    for sentence in 0..text.sentences.len() {
        reader.sentence(sentence, &mut mentions, &mut others);
    }
    chain::apply(text, marks, &mut mentions);
    let implied = clause::complete(text, marks, &mut mentions)
        .into_iter()
        .filter_map(|(n, span)| mentions.get(n).map(|m| (m.first, span)))
        .collect();
    let mut collected = reader.resolve(mentions, others);
    collected.implied = implied;
    collected
}

/// Names of several words are persons from this score on.
const FULL: i32 = 2;

/// Below this score not even a known name is a person.
const NEVER: i32 = -12;

/// Names of one word are persons from this score on.
const ONE: i32 = 3;

struct Reader<'t, 'd> {
    text: &'t Tokens<'d>,
    names: Names<'t, 'd>,
    titles: Titles<'t, 'd>,
    marks: &'t Marks<'d>,
    /// What [`Reader::key_word`] said of each token.
    keys: Vec<Cell<Option<KeyWord>>>,
}

/// A token as a word of a name.
#[derive(Clone, Copy, Debug)]
struct KeyWord {
    key: u64,
    /// It is a word of two letters or more, without a dot: no initial.
    whole: bool,
}

impl<'d> Reader<'_, 'd> {
    fn is(&self, i: usize, category: Category) -> bool {
        self.text.tokens.get(i).is_some_and(|t| t.is(category))
    }

    fn any(&self, i: usize, words: &[&str]) -> bool {
        self.text.is_any(i, words)
    }

    fn sentence(&self, sentence: usize, mentions: &mut Vec<Mention<'d>>, others: &mut Vec<Run>) {
        let Some(s) = self.text.sentences.get(sentence) else {
            return;
        };
        let titled = self.names.is_titled(sentence);
        let mut at = s.first;
        while at < s.end {
            if !self.may_begin(at) {
                at += 1;
                continue;
            }
            if let Some(known) = self.listed(at) {
                at = known.end;
                mentions.push(known);
                continue;
            }
            let Some((first, end)) = self.names.run_at(at, titled) else {
                at += 1;
                continue;
            };
            at = end;
            let Some(run) = self.names.weigh((first, end), titled) else {
                continue;
            };
            if run.words == 0 && run.first >= run.end {
                others.push(Run { first, end, ..run });
                continue;
            }
            mentions.push(Mention {
                whole: (first, end),
                ..self.mention(run, first)
            });
        }
    }

    /// Whether a name may begin at token `i`: a capital, a particle, or an entry
    /// of the lists that [`Self::listed`] reads.
    fn may_begin(&self, i: usize) -> bool {
        const LISTED: u64 = bits(&[Category::Leader, Category::User]);
        self.text.tokens.get(i).is_some_and(|t| {
            let word = t.kind == TokenKind::Word;
            word && (t.is_capital() || t.is(Category::NameParticle))
        }) || self.text.begins_any(i, LISTED)
    }

    /// A name of the user's list or of a well-known office holder at token `i`.
    fn listed(&self, i: usize) -> Option<Mention<'d>> {
        let user = self
            .marks
            .starting(i)
            .filter(|m| m.category == Category::User && m.value.starts_with(people::PERSON));
        let end = match user {
            Some(mark) => mark.end,
            None => {
                let (len, entry) = self.text.longest(i, Category::Leader)?;
                let shouted = self
                    .text
                    .tokens
                    .get(i + len - 1)
                    .is_some_and(|t| t.shape == Shape::Upper);
                let capital = self.text.tokens.get(i + len).is_some_and(|t| {
                    t.is_capital()
                        && !(shouted && t.is(Category::Common))
                        && t.sentence == self.text.tokens.get(i).map_or(0, |t| t.sentence)
                }) && self.marks.at(i + len).is_none();
                if len < 2
                    || entry.value.starts_with("office:")
                    || capital
                    || self.marks.starting(i).is_some_and(|m| m.is_title())
                {
                    return None;
                }
                i + len
            }
        };
        let run = Run {
            first: i,
            end,
            score: SURE + 4,
            thing: false,
            words: (end - i).max(1),
            surname_first: self.names.word(i, false) == Some(Word::SurnameFirst),
        };
        let mention = self.mention(run, i);
        Some(Mention {
            user: user.map(|m| m.value),
            rule: if user.is_some() {
                "user-list"
            } else {
                mention.rule
            },
            ..mention
        })
    }

    /// Whether a name is introduced as that of a relative or consort: "his wife
    /// X", "first lady X", "X, his widow".
    fn is_kin(&self, first: usize, end: usize, office: Option<(usize, usize)>) -> bool {
        let comma = usize::from(first > 0 && self.any(first - 1, &[","]));
        let before = self.marks.ending(first - comma);
        let after = self.any(end, &[","])
            && (end + 1..end + 3).any(|i| {
                self.marks
                    .starting(i)
                    .is_some_and(|m| m.category == Category::Kin)
            });
        before.is_some_and(|m| m.category == Category::Kin)
            || after
            || office.is_some_and(|(_, end)| self.any(end - 1, &["lady", "gentleman"]))
    }

    /// Where the body ends that stands behind a name: "X of the Hale Institute,
    /// a former …".
    fn house_of(&self, m: usize) -> Option<usize> {
        if !self.any(m, &["of", "from", "at"]) {
            return None;
        }
        let from = m + 1 + usize::from(self.any(m + 1, &["the"]));
        let end = (from..from + 8).find(|i| {
            !self.text.tokens.get(*i).is_some_and(|t| {
                t.is_capital() || matches!(self.text.word(*i), "of" | "for" | "and")
            })
        })?;
        // "X at the gate, the vice president took issue": the subject of a new
        // clause.
        let clause = self.any(m, &["at"]) && self.any(end + 1, &["the"]);
        (end > from && self.any(end, &[","]) && !clause).then_some(end)
    }

    /// The state of a member of Congress whose party and seat stand behind the
    /// name that ends at token `m`: "(R-Tex.)", ", D-N.J.".
    fn seat(&self, m: usize) -> Option<&'static str> {
        let opens = self.any(m, &["(", ","]);
        // ", Ohio Democrat,"
        let region = self
            .marks
            .starting(m + 1)
            .filter(|k| k.state() == Some("US"));
        if opens && region.is_some_and(|k| self.any(k.end, &["Democrat", "Republican"])) {
            return Some("US");
        }
        let seat = self.text.word(m + 1);
        let party = seat.split_once(['-', '‑', '–']);
        (opens && party.is_some_and(|(p, s)| matches!(p, "R" | "D" | "I") && s.len() > 1))
            .then_some("US")
    }

    /// A run as a mention, with its titles and what the words around it say.
    fn mention(&self, run: Run, whole: usize) -> Mention<'d> {
        let run = Run {
            first: self.house(run.first),
            ..run
        };
        let before = self
            .titles
            .before(run.first)
            .filter(|t| !t.weak || (run.end - run.first >= 2 && run.score >= 2))
            .map(|t| Title {
                affiliation: t
                    .affiliation
                    .or_else(|| self.titles.of(run.end).filter(|_| t.kind >= Kind::Royal)),
                ..t
            });
        let behind = self
            .titles
            .after(run.end)
            .or_else(|| self.titles.after(self.house_of(run.end)?));
        let after = behind.filter(|t| {
            // The capitalised title behind a titled name is the next one's in
            // a list: "Prime Minister X, Minister of Trade Y".
            let listed = before.is_some_and(|b| b.kind == Kind::Office)
                && t.first == run.end + 1
                && t.office.is_none_or(|(first, _)| first == t.first)
                && self
                    .text
                    .tokens
                    .get(t.first)
                    .is_some_and(|k| k.is_capital())
                && t.affiliation.is_none_or(|a| a.first != t.first);
            // "X, the foreign ministers of …" is no title of one.
            !listed && !t.plural
        });
        let given = if after.is_none() && run.words > 1 {
            self.titles.predicate(run.end)
        } else {
            None
        };
        let before = before.map(|t| Title {
            state: t.state.or_else(|| self.seat(run.end)),
            ..t
        });
        let mut score = run.score;
        let mut rule = "name-list";
        let adjacent = before.is_some_and(|t| t.kind != Kind::Role);
        match before {
            Some(t) if t.kind == Kind::Honorific => {
                (score, rule) = (score + 7, "honorific");
            }
            Some(t) if t.kind == Kind::Role => {
                (score, rule) = (score + 3, "role-before-name");
            }
            Some(_) => (score, rule) = (score + 6, "office-before-name"),
            None => {}
        }
        match after {
            Some(t) if t.kind == Kind::Role => score += 3,
            Some(_) => {
                score += 4;
                if !adjacent {
                    rule = "apposition";
                }
            }
            None => {}
        }
        score += self.context(run, whole, adjacent);
        // "Chad's chief negotiator, General X": the office before the rank.
        let outer = before
            .filter(|t| (Kind::Clergy..Kind::Office).contains(&t.kind))
            .and_then(|t| self.titles.before(t.first))
            .filter(|t| t.kind == Kind::Office && !t.weak);
        let after = after.or(outer).or(given);
        let office = before.or(after).and_then(|t| t.office);
        Mention {
            head: office.map(|(_, end)| key(plain(self.text.word(end - 1)))),
            whole: (run.first, run.end),
            thing: !adjacent && self.is_named_thing(run),
            titled: self
                .text
                .tokens
                .get(run.first)
                .is_some_and(|t| self.names.is_titled(t.sentence as usize)),
            kin: self.is_kin(run.first, run.end, office),
            first: run.first,
            end: run.end,
            words: run.words,
            surname_first: run.surname_first,
            score,
            before,
            after,
            person: None,
            rule,
            user: None,
        }
    }
}

/// The state of a well-known office holder of this name, by the list.
#[must_use]
pub fn leader_state<'d>(text: &Tokens<'d>, (first, end): (usize, usize)) -> Option<&'d str> {
    let listed = |at: usize| {
        text.hits_of(at, Category::Leader)
            .find(|(h, e)| e.category == Category::Leader && at + h.len as usize == end)
            .map(|(_, e)| e.value)
    };
    listed(first).or_else(|| listed(end.checked_sub(1)?))
}

/// An office word in the form that stands for all its forms.
#[must_use]
pub fn plain(word: &str) -> &str {
    match word {
        "Sen" | "Sen." => "senator",
        "Gov" | "Gov." => "governor",
        "Gen" | "Gen." => "general",
        "Amb" | "Amb." => "ambassador",
        "Rep" | "Rep." | "Congressman" | "Congresswoman" | "congressman" | "congresswoman"
        | "Representative" => "representative",
        "Advisor" | "advisor" => "adviser",
        "spokeswoman" | "spokesperson" | "Spokeswoman" | "Spokesperson" => "spokesman",
        "PM" => "minister",
        _ => word,
    }
}

/// Whether a mark is a title that makes its holder an official.
#[must_use]
pub fn is_office(mark: &Mark<'_>) -> bool {
    mark.is_title() || mark.category == Category::Unnamed
}
