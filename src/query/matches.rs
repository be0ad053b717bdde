//! Evaluates a query over one article by looking at it: the oracle that the
//! index is tested against, and the search over what is not indexed.

use super::{
    ast::{Figures, Flag, Node, Pattern, Query, Term, TextField},
    entry::{Entry, Traits},
    stem::stem,
};

impl Query {
    /// Whether the article fulfils the query.
    #[must_use]
    pub fn matches(&self, entry: &Entry, traits: &Traits) -> bool {
        node(&self.root, entry, traits)
    }
}

fn node(n: &Node, entry: &Entry, traits: &Traits) -> bool {
    match n {
        Node::All => true,
        Node::And(nodes) => nodes.iter().all(|n| node(n, entry, traits)),
        Node::Or(nodes) => nodes.iter().any(|n| node(n, entry, traits)),
        Node::Not(n) => !node(n, entry, traits),
        Node::Term(t) => term(t, entry, traits),
    }
}

fn term(t: &Term, entry: &Entry, traits: &Traits) -> bool {
    match t {
        Term::Text(field, pattern) => match field {
            TextField::Any => [&entry.title, &entry.body, &entry.caption, &entry.by]
                .into_iter()
                .any(|text| occurs(pattern, text)),
            TextField::Title => occurs(pattern, &entry.title),
            TextField::By => occurs(pattern, &entry.by),
            TextField::Source => occurs(pattern, &entry.source),
            TextField::Official => occurs(pattern, &entry.official),
            TextField::Place => occurs(pattern, &entry.place),
            TextField::Lang => occurs(pattern, &entry.lang),
            TextField::Note => occurs(pattern, &traits.notes),
            TextField::Tag => occurs(pattern, &traits.tags),
        },
        Term::Date(from, to) => traits.date.is_some_and(|date| {
            from.is_none_or(|from| from <= date) && to.is_none_or(|to| date < to)
        }),
        Term::Figure(figures) => entry
            .figures
            .iter()
            .any(|f| fits(figures, f.value, f.high, &f.unit)),
        Term::Quote { speaker, said } => entry.quotes.iter().any(|q| {
            speaker.as_ref().is_none_or(|p| occurs(p, entry.speaker(q)))
                && said.as_ref().is_none_or(|p| occurs(p, &entry.said(q)))
        }),
        Term::Is(flag) => is(*flag, entry, traits),
        Term::In(folder) => phrase(
            &words(&traits.folder),
            &words(folder),
            |a: &str, b: &str| a == b,
        )
        .next()
        .is_some(),
    }
}

/// Whether a figure fulfils a condition.
#[must_use]
pub fn fits(figures: &Figures, value: f64, high: f64, unit: &str) -> bool {
    figures
        .value
        .is_none_or(|(low, top)| value <= top && high >= low)
        && figures.unit.as_ref().is_none_or(|p| occurs(p, unit))
}

fn is(flag: Flag, entry: &Entry, traits: &Traits) -> bool {
    match flag {
        Flag::Read => traits.read,
        Flag::Unread => !traits.read && !traits.unreadable,
        Flag::Starred => traits.starred,
        Flag::Unreadable => traits.unreadable,
        Flag::Example => traits.example,
        Flag::Duplicate => traits.duplicate,
        Flag::Passage => traits.passages > 0,
        Flag::Note => !traits.notes.is_empty(),
        Flag::Tag => !traits.tags.is_empty(),
        Flag::Quote => entry.spoken > 0,
        Flag::Figure => !entry.figures.is_empty(),
        Flag::Official => entry.officials > 0,
        Flag::Date => traits.published,
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').filter(|w| !w.is_empty()).collect()
}

/// Whether a pattern occurs in folded text.
#[must_use]
pub fn occurs(pattern: &Pattern, text: &str) -> bool {
    !places(pattern, &words(text)).is_empty()
}

/// Where a pattern occurs in a row of folded words: first and one-past-last
/// word of each place, in order. Places of `near` cover all of its parts.
#[must_use]
pub fn places(pattern: &Pattern, text: &[&str]) -> Vec<(usize, usize)> {
    match pattern {
        Pattern::Stem(word) => {
            let root = stem(word);
            let same = |w: &&str| **w == **word || stem(w) == root;
            (0..text.len())
                .filter(|i| text.get(*i).is_some_and(same))
                .map(|i| (i, i + 1))
                .collect()
        }
        Pattern::Phrase(wanted) => {
            let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
            phrase(text, &wanted, |a, b| a == b)
                .map(|i| (i, i + wanted.len()))
                .collect()
        }
        Pattern::Prefix(wanted) => {
            let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
            let Some((last, front)) = wanted.split_last() else {
                return Vec::new();
            };
            (0..text.len())
                .filter(|i| {
                    front
                        .iter()
                        .enumerate()
                        .all(|(n, w)| text.get(i + n) == Some(w))
                        && text
                            .get(i + front.len())
                            .is_some_and(|t| t.starts_with(last))
                })
                .map(|i| (i, i + wanted.len()))
                .collect()
        }
        Pattern::Near(parts, distance) => near(parts, *distance, text),
    }
}

/// Places where the words of a phrase stand one after the other.
fn phrase<'t>(
    text: &'t [&'t str],
    wanted: &'t [&'t str],
    same: impl Fn(&str, &str) -> bool + 't,
) -> impl Iterator<Item = usize> + 't {
    (0..text.len()).filter(move |i| {
        !wanted.is_empty()
            && wanted
                .iter()
                .enumerate()
                .all(|(n, w)| text.get(i + n).is_some_and(|t| same(t, w)))
    })
}

/// Places of all parts with at most `distance` words between the end of the
/// one that starts first and the start of the one that starts last.
fn near(parts: &[Pattern], distance: usize, text: &[&str]) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize, usize)> = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        all.extend(places(part, text).into_iter().map(|(a, b)| (a, b, n)));
    }
    all.sort_unstable();
    let mut out = Vec::new();
    for (i, (start, end, _)) in all.iter().enumerate() {
        let mut have = vec![false; parts.len()];
        let mut last = *end;
        for (a, b, n) in all.iter().skip(i) {
            if *a > end + distance {
                break;
            }
            if let Some(slot) = have.get_mut(*n) {
                *slot = true;
            }
            last = last.max(*b);
            if have.iter().all(|h| *h) {
                out.push((*start, last));
                break;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str, body: &str) -> bool {
        let now = jiff::civil::date(2024, 4, 19).at(10, 0, 0, 0);
        let entry = Entry {
            body: super::super::word::folded(body),
            ..Entry::default()
        };
        Query::parse(query, now)
            .expect(query)
            .matches(&entry, &Traits::default())
    }

    #[test]
    fn words_phrases_and_prefixes() {
        let text = "Negotiators met in Geneva; the two-state solution was not negotiated.";
        for query in [
            "negotiate",
            "geneva met",
            "\"two state solution\"",
            "two-state",
            "negot*",
            "\"two sta\"*",
            "geneva -paris",
            "paris OR geneva",
            "two near/1 solution",
            "met near/1 geneva",
        ] {
            assert!(found(query, text), "{query}");
        }
        for query in [
            "\"negotiate\"",
            "paris",
            "geneva -met",
            "\"solution state\"",
            "met near/0 geneva",
            "met near/2 solution",
        ] {
            assert!(!found(query, text), "{query}");
        }
    }
}
