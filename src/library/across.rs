//! Who is named, what is said and what is counted across many articles.
//!
//! Articles are opened and annotated in parallel, batch by batch, so that the
//! first results are there at once; nothing is kept but what is shown.

use std::{collections::HashMap, sync::atomic::AtomicBool, sync::atomic::Ordering};

use rayon::prelude::*;

use super::{Library, Opened, RowKey};
use crate::{
    annotate::{Annotations, Person, PersonKind},
    article::ArticleId,
    query::word,
    span::Span,
};

/// Articles that are opened together.
const BATCH: usize = 64;

/// Opens the articles of these rows, in their order; `each` takes them one by
/// one. Rows that cannot be opened are left out: the list says why. `cancel`
/// stops between two batches.
pub fn each_article(
    library: &Library,
    keys: &[RowKey],
    cancel: &AtomicBool,
    mut each: impl FnMut(RowKey, &Opened),
) {
    for batch in keys.chunks(BATCH) {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        let opened: Vec<Option<Opened>> = batch
            .par_iter()
            .map_init(
                || library.clone(),
                |library, key| library.open_article(*key).ok(),
            )
            .collect();
        for (key, opened) in batch.iter().zip(&opened) {
            if let Some(opened) = opened {
                each(*key, opened);
            }
        }
    }
}

/// A person across articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Across {
    /// The fullest name.
    pub name: String,
    /// Offices, as the articles print them, the most frequent first.
    pub titles: Vec<String>,
    /// Bodies and states of these offices, likewise.
    pub affiliations: Vec<String>,
    /// States, likewise.
    pub countries: Vec<String>,
    /// Mentions as an official.
    pub mentions: usize,
    /// Quotes, reported speech left out.
    pub quotes: usize,
    /// The articles, in the order in which they came.
    pub articles: Vec<ArticleId>,
    /// Where the first of them names the person, or has the person speak.
    pub first: Option<(ArticleId, Span)>,
}

/// Gathers people over articles: those with the same name are one.
#[derive(Clone, Debug, Default)]
pub struct People {
    all: Vec<Tally>,
    by_name: HashMap<String, usize>,
}

#[derive(Clone, Debug, Default)]
struct Tally {
    across: Across,
    titles: Counted,
    affiliations: Counted,
    countries: Counted,
}

/// Spellings with their number.
#[derive(Clone, Debug, Default)]
struct Counted(Vec<(String, usize)>);

impl Counted {
    fn add(&mut self, text: Option<&str>) {
        let Some(text) = text.filter(|t| !t.is_empty()) else {
            return;
        };
        let same = |(known, _): &&mut (String, usize)| word::folded(known) == word::folded(text);
        match self.0.iter_mut().find(same) {
            Some((_, n)) => *n += 1,
            None => self.0.push((text.to_owned(), 1)),
        }
    }

    fn sorted(mut self) -> Vec<String> {
        self.0.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        self.0.into_iter().map(|(text, _)| text).collect()
    }
}

impl People {
    /// Adds the named people with an office and the institutions that speak of
    /// one article; of these only those for which `wanted` holds of name,
    /// office and affiliation, folded.
    pub fn add(&mut self, opened: &Opened, wanted: impl Fn(&str) -> bool) {
        let found = &opened.annotations;
        for person in &found.people {
            let Some(name) = person.name.as_deref().filter(|n| !n.is_empty()) else {
                continue;
            };
            let mentions = found.officials.iter().filter(|o| o.person == person.id);
            let mentions = mentions.count();
            let quotes = quotes_of(found, person);
            let speaks = person.kind == PersonKind::Institution && quotes > 0;
            if (mentions == 0 && !speaks) || !wanted(&described(person)) {
                continue;
            }
            let tally = self.tally(name);
            if tally.across.name.len() < name.len() {
                name.clone_into(&mut tally.across.name);
            }
            tally.across.mentions += mentions;
            tally.across.quotes += quotes;
            if tally.across.first.is_none() {
                let span = first_of(found, person);
                tally.across.first = span.map(|s| (opened.id, s));
            }
            tally.titles.add(person.title.as_deref());
            tally.affiliations.add(person.affiliation.as_deref());
            tally.countries.add(person.country.as_deref());
            if tally.across.articles.last() != Some(&opened.id) {
                tally.across.articles.push(opened.id);
            }
        }
    }

    fn tally(&mut self, name: &str) -> &mut Tally {
        let all = &mut self.all;
        let at = *self.by_name.entry(word::folded(name)).or_insert_with(|| {
            all.push(Tally::default());
            all.len() - 1
        });
        // The index is that of an entry that was pushed.
        #[allow(clippy::indexing_slicing)]
        &mut all[at]
    }

    /// Those gathered: in most articles first, then by mentions and name.
    #[must_use]
    pub fn sorted(self) -> Vec<Across> {
        let finish = |tally: Tally| Across {
            titles: tally.titles.sorted(),
            affiliations: tally.affiliations.sorted(),
            countries: tally.countries.sorted(),
            ..tally.across
        };
        let mut out: Vec<Across> = self.all.into_iter().map(finish).collect();
        out.sort_by(|a, b| {
            let weight = |p: &Across| (p.articles.len(), p.mentions + p.quotes);
            weight(b).cmp(&weight(a)).then_with(|| a.name.cmp(&b.name))
        });
        out
    }
}

/// Name, office and affiliation, folded.
fn described(person: &Person) -> String {
    let mut out = String::new();
    for text in [&person.title, &person.affiliation, &person.name]
        .into_iter()
        .flatten()
    {
        word::push_words(text, &mut out);
    }
    out
}

/// Where an article first names a person, else the first quote of the person.
fn first_of(found: &Annotations, person: &Person) -> Option<Span> {
    let named = found.officials.iter().find(|o| o.person == person.id);
    let speaks = || {
        let speaker = |q: &&crate::annotate::QuoteSegment| {
            let speaker = q.speaker.as_ref();
            speaker.is_some_and(|p| p.person == Some(person.id))
        };
        found.spoken().find(speaker).map(|q| q.span)
    };
    named.map(|o| o.span).or_else(speaks)
}

/// The quotes of a person in an article.
fn quotes_of(found: &Annotations, person: &Person) -> usize {
    let theirs = |q: &&crate::annotate::QuoteSegment| {
        let speaker = q.speaker.as_ref();
        speaker.is_some_and(|p| p.person == Some(person.id))
    };
    found.spoken().filter(theirs).count()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        annotate::{Form, Official, PersonId},
        article::{Article, Location},
    };

    fn opened(id: &str, name: &str, title: &str) -> Opened {
        let person = Person {
            id: PersonId(1),
            kind: PersonKind::Named,
            name: Some(name.into()),
            title: Some(title.into()),
            affiliation: None,
            country: Some("Chad".into()),
            gender: None,
        };
        let mention = Official {
            span: Span::new(0, 0),
            person: PersonId(1),
            form: Form::Named,
            name: None,
            title: None,
            affiliation: None,
            country: None,
            confidence: 1.0,
            rule: "test".into(),
            evidence: Vec::new(),
        };
        Opened {
            id: ArticleId::of(id),
            location: Location {
                path: id.into(),
                part: 0,
            },
            article: Arc::new(Article::default()),
            annotations: Arc::new(Annotations {
                people: vec![person],
                officials: vec![mention.clone(), mention],
                ..Annotations::default()
            }),
            hash: String::new(),
        }
    }

    #[test]
    fn one_person_in_several_articles_is_one() {
        let mut people = People::default();
        people.add(&opened("a", "José Ruiz", "Foreign Minister"), |_| true);
        people.add(&opened("b", "Jose Ruiz", "foreign minister"), |_| true);
        people.add(&opened("c", "Ada Obi", "envoy"), |_| true);
        people.add(&opened("d", "Ida Lind", "envoy"), |p| !p.contains("lind"));
        let all = people.sorted();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].articles.len(), 2);
        assert_eq!(all[0].mentions, 4);
        assert_eq!(all[0].titles, ["Foreign Minister"]);
        assert_eq!(all[1].name, "Ada Obi");
    }
}
