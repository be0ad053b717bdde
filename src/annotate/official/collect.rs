//! Finds the mentions of persons and joins them by document memory.

use crate::annotate::{
    lexicon::Category,
    official::{
        chain, clause,
        mark::{Mark, Marks, is_verb, qualifies},
        title::{Kind, Title, Titles},
    },
    people,
    person::{
        memory::{Memory, Mention, key},
        name::{Names, Run, SURE, Word, stem},
    },
    token::{TokenKind, Tokens},
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
        names: Names { text, marks },
        titles: Titles { text, marks },
        marks,
    };
    let mut mentions = Vec::new();
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
}

impl<'d> Reader<'_, 'd> {
    fn is(&self, i: usize, category: Category) -> bool {
        self.text.tokens.get(i).is_some_and(|t| t.is(category))
    }

    fn any(&self, i: usize, words: &[&str]) -> bool {
        words
            .iter()
            .any(|w| self.text.word(i).eq_ignore_ascii_case(w))
    }

    fn sentence(&self, sentence: usize, mentions: &mut Vec<Mention<'d>>, others: &mut Vec<Run>) {
        let Some(s) = self.text.sentences.get(sentence) else {
            return;
        };
        let titled = self.names.is_titled(sentence);
        let mut at = s.first;
        while at < s.end {
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
            mentions.push(self.mention(run, first));
        }
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
                let capital = self.text.tokens.get(i + len).is_some_and(|t| {
                    t.is_capital()
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

    /// A run as a mention, with its titles and what the words around it say.
    fn mention(&self, run: Run, whole: usize) -> Mention<'d> {
        let run = Run {
            first: self.house(run.first),
            ..run
        };
        let before = self
            .titles
            .before(run.first)
            .filter(|t| !t.weak || (run.words >= 2 && run.score >= 2))
            .map(|t| Title {
                affiliation: t
                    .affiliation
                    .or_else(|| self.titles.of(run.end).filter(|_| t.kind >= Kind::Royal)),
                ..t
            });
        let after = self.titles.after(run.end).filter(|t| {
            // The capitalised title behind a titled name is the next one's in
            // a list: "Prime Minister X, Minister of Trade Y".
            let listed = before.is_some_and(|b| b.kind >= Kind::Clergy)
                && t.first == run.end + 1
                && self
                    .text
                    .tokens
                    .get(t.first)
                    .is_some_and(|k| k.is_capital())
                && t.affiliation.is_none_or(|a| a.first != t.first);
            !listed
        });
        let given = if after.is_none() && run.words > 1 {
            self.titles.predicate(run.end)
        } else {
            None
        };
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
        let after = after.or(given);
        Mention {
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

    /// The start of a name with the word that heads families ("Sayyid Badr"),
    /// which is written as a part of it.
    fn house(&self, first: usize) -> usize {
        match first.checked_sub(1) {
            Some(b)
                if self.any(b, &["sayyid", "seyyed", "syed", "sayed", "seyed"])
                    && self.text.tokens.get(b).is_some_and(|t| t.is_capital()) =>
            {
                b
            }
            _ => first,
        }
    }

    /// What the words around an untitled run say for or against a person.
    fn context(&self, run: Run, whole: usize, titled: bool) -> i32 {
        let mut score = 0;
        let same = |i: usize| {
            let sentence = |i: usize| self.text.tokens.get(i).map(|t| t.sentence);
            sentence(i) == sentence(run.first)
        };
        if let Some(b) = run.first.checked_sub(1).filter(|b| same(*b) && !titled) {
            let era = self.any(
                run.end,
                &[
                    "administration",
                    "government",
                    "regime",
                    "presidency",
                    "era",
                    "cabinet",
                    "camp",
                    "doctrine",
                    "premiership",
                    "years",
                    "campaign",
                    "allies",
                    "family",
                    "brothers",
                    "clan",
                    "faction",
                ],
            );
            if self.any(b, &["the", "a", "an"]) {
                score += if era && !run.thing { 3 } else { -4 };
            } else if run.words == 1
                && self.any(
                    b,
                    &[
                        "in", "at", "near", "from", "to", "into", "on", "across", "outside", "of",
                    ],
                )
            {
                score -= 3;
            } else if self.any(b, &["in", "at", "near", "into", "across", "outside"]) {
                score -= 2;
            } else if self.is(b, Category::Cue)
                || self.any(b, &["by", "with", "who", "named", "called"])
            {
                score += 1;
            } else if self
                .marks
                .ending(run.first)
                .is_some_and(|m| m.category == Category::Kin)
            {
                score += 3;
            }
            if run.first > whole && run.words == 1 {
                // Ordinary words with capitals stand in the same run.
                score -= 3;
            }
        }
        // "George Washington University", "the Clinton Foundation"
        let body = same(run.end)
            && self
                .text
                .tokens
                .get(run.end)
                .is_some_and(|t| t.is_capital())
            && (self.is(run.end, Category::OrgSuffix)
                || self.marks.starting(run.end).is_some_and(|m| {
                    matches!(
                        m.category,
                        Category::Institution | Category::Body | Category::StateBody
                    )
                }));
        if body {
            score -= 6;
        }
        if run.words == 1 && self.is(run.first, Category::Pronoun) && !titled {
            score -= 6;
        }
        let camel = run.words == 1
            && self
                .text
                .word(run.first)
                .chars()
                .skip(3)
                .any(char::is_uppercase)
            && !self.text.word(run.first).contains(['-', '\'', '’']);
        if camel {
            score -= 4;
        }
        let slash = |i: usize| {
            self.text.word(i) == "/" && self.text.tokens.get(i).is_some_and(|t| !t.space)
        };
        // "Moss/Dragoti", "Benson & Hedges": firms.
        let firm = |i: usize| slash(i) || (self.text.word(i) == "&" && run.words == 1);
        if firm(run.end) || run.first.checked_sub(1).is_some_and(firm) {
            score -= 20;
        }
        if run.words == 1
            && self
                .text
                .hits(run.first)
                .any(|(h, e)| h.len == 1 && e.category == Category::Leader)
        {
            score += 3;
        }
        let n = run.end;
        if !same(n) {
            return score;
        }
        if run.words > 0
            && run.first > 0
            && same(run.first - 1)
            && self.is(run.first - 1, Category::Cue)
            && run.words == 1
        {
            score += 1;
        }
        if self.is(n, Category::Cue) {
            score += 2;
        } else if qualifies(self.text, self.marks, n) {
            score -= 2;
        } else if self.any(n, &["who", "whose"])
            || (self.text.word(n) == "," && self.any(n + 1, &["who", "whose"]))
        {
            score += 3;
        } else if self.text.word(n) == ","
            && self
                .text
                .tokens
                .get(n + 1)
                .is_some_and(|t| t.kind == TokenKind::Number)
            && self.text.word(n + 1).len() == 2
            && matches!(self.text.word(n + 2), "," | "." | "")
        {
            score += 4;
        } else if self.is(n, Category::Auxiliary) || is_verb(self.text, n) {
            score += 1;
        }
        score
    }

    /// The keys of the words of a name, initials and particles left out.
    fn keys(&self, first: usize, end: usize, into: &mut Vec<u64>) {
        into.clear();
        for i in first..end {
            let Some(token) = self.text.tokens.get(i) else {
                continue;
            };
            let letters = self
                .text
                .word(i)
                .chars()
                .filter(|c| c.is_alphabetic())
                .count();
            let skip = token.kind != TokenKind::Word
                || letters < 2
                || self.text.word(i).contains('.')
                || (token.is(Category::NameParticle) && end - first > 1)
                || (token.is(Category::NameSuffix) && i > first);
            if !skip {
                into.push(key(stem(self.text.word(i))));
            }
        }
        if into.is_empty() {
            into.extend((first..end).map(|i| key(self.text.word(i))));
        }
    }

    /// Sure contexts first, then all mentions.
    fn resolve(&self, mut mentions: Vec<Mention<'d>>, mut others: Vec<Run>) -> Collected<'d> {
        let mut memory = Memory::default();
        let mut keys = Vec::new();
        for m in &mut mentions {
            if (m.words >= 2 && m.score >= FULL) || m.user.is_some() {
                self.keys(m.first, m.end, &mut keys);
                memory.enter(&keys, m);
            }
        }
        self.ordinary_words(&memory, &mut mentions);
        for m in &mut mentions {
            let full = (m.words >= 2 && m.score >= FULL) || m.user.is_some();
            if full {
                self.keys(m.first, m.end, &mut keys);
                m.person = Some(memory.enter(&keys, m));
            }
        }
        memory.rewind();
        self.genders(&mut memory);
        for m in &mut mentions {
            self.keys(m.first, m.end, &mut keys);
            if let Some(p) = m.person {
                memory.touch(p, m);
            } else if let Some(p) = memory
                .recall(&keys, m)
                .filter(|p| self.may_name(*p, &memory, m, &keys))
            {
                m.person = Some(p);
                m.rule = if m.before.is_some() { m.rule } else { "memory" };
                memory.touch(p, m);
            } else if m.score >= if m.words == 1 { ONE } else { SURE } {
                m.person = Some(memory.enter(&keys, m));
            }
        }
        // Names that were sure only later in the text.
        memory.rewind();
        for m in &mut mentions {
            self.keys(m.first, m.end, &mut keys);
            if m.person.is_none()
                && let Some(p) = memory
                    .recall(&keys, m)
                    .filter(|p| self.may_name(*p, &memory, m, &keys))
            {
                m.person = Some(p);
                m.rule = "memory";
            }
            if let Some(p) = m.person {
                memory.touch(p, m);
            }
        }
        let (known, unknown): (Vec<_>, Vec<_>) =
            mentions.into_iter().partition(|m| m.person.is_some());
        others.extend(unknown.iter().map(|m| Run {
            first: m.first,
            end: m.end,
            score: m.score,
            thing: false,
            words: m.words,
            surname_first: m.surname_first,
        }));
        let mut out = Collected {
            mentions: known,
            memory,
            others,
            implied: Vec::new(),
        };
        out.titles();
        self.genders(&mut out.memory);
        out
    }

    /// Whether a short mention can name a person by one of their middle names:
    /// with a title, or where the word is no ordinary one ("Wells" of "Mary
    /// Wells Lawrence" is a firm).
    fn may_name(&self, person: usize, memory: &Memory<'d>, m: &Mention<'d>, keys: &[u64]) -> bool {
        if m.score < NEVER {
            return false;
        }
        let [k] = keys else { return true };
        let Some(known) = memory.people.get(person) else {
            return false;
        };
        let edge = known.keys.first() == Some(k) || known.keys.last() == Some(k);
        edge || m.before.is_some() || !self.is(m.first, Category::Common)
    }

    /// Adds mentions of known persons whose short name is also an ordinary
    /// word ("You said") or a place, and widens those cut short ("Amir
    /// Abdollahian").
    fn ordinary_words(&self, memory: &Memory<'d>, mentions: &mut Vec<Mention<'d>>) {
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
                || self.marks.at(i).is_some_and(|m| m.width() > 1)
            {
                continue;
            }
            let k = key(self.text.word(i));
            if !memory.has_name(k) {
                continue;
            }
            if let Some(m) = mentions.get_mut(next).filter(|m| m.first == i + 1)
                && memory.has_pair(k, key(self.text.word(i + 1)))
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
                && !place
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
                });
            }
        }
        if !extra.is_empty() {
            mentions.append(&mut extra);
            mentions.sort_by_key(|m| (m.first, std::cmp::Reverse(m.end)));
        }
    }

    fn closed(&self, i: usize) -> bool {
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

    /// Genders that given names tell.
    fn genders(&self, memory: &mut Memory<'d>) {
        for known in &mut memory.people {
            if known.gender.is_some() {
                continue;
            }
            let (first, end) = known.name;
            let range = if known.surname_first {
                first + 1..end
            } else {
                first..end
            };
            let listed = range
                .clone()
                .find_map(|i| self.given_gender(i))
                .filter(|_| {
                    self.names.word(first, false) != Some(Word::Unknown) || end - first > 1
                });
            known.gender = listed;
            known.listed = listed.is_some();
        }
    }

    fn given_gender(&self, i: usize) -> Option<crate::annotate::types::Gender> {
        use crate::annotate::types::Gender;
        let value = self.text.hits(i).find_map(|(h, e)| {
            (h.len == 1 && matches!(e.category, Category::Given | Category::GivenWord))
                .then_some(e.value)
        })?;
        match value {
            "m" => Some(Gender::Male),
            "f" => Some(Gender::Female),
            _ => None,
        }
    }
}

impl Collected<'_> {
    /// The best title of each person: an office before a rank before a role,
    /// with an affiliation before one without, the first in the text.
    fn titles(&mut self) {
        for m in &self.mentions {
            let Some(known) = m.person.and_then(|p| self.memory.people.get_mut(p)) else {
                continue;
            };
            for title in [m.before, m.after].into_iter().flatten() {
                let rank = |t: &Title<'_>| {
                    (
                        t.kind,
                        t.affiliation.is_some(),
                        t.office.map_or(0, |o| o.1 - o.0) > 1,
                    )
                };
                match &mut known.title {
                    Some(old) if rank(old) >= rank(&title) => {
                        if old.kind == title.kind && old.affiliation.is_none() {
                            old.affiliation = title.affiliation;
                        }
                    }
                    slot => {
                        let old = slot.and_then(|t| t.affiliation);
                        *slot = Some(Title {
                            affiliation: title.affiliation.or(old),
                            ..title
                        });
                    }
                }
            }
        }
    }
}

/// Whether a mark is a title that makes its holder an official.
#[must_use]
pub fn is_office(mark: &Mark<'_>) -> bool {
    mark.is_title() || mark.category == Category::Unnamed
}
