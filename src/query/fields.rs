//! The fields of the query language: the one table behind parser, help and
//! completion.

use crate::nearest::nearest;

/// A field that a query can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `title:`
    Title,
    /// `source:`
    Source,
    /// `by:`
    By,
    /// `date:`
    Date,
    /// `official:`
    Official,
    /// `speaker:`
    Speaker,
    /// `said:`
    Said,
    /// `figure:`
    Figure,
    /// `unit:`
    Unit,
    /// `place:`
    Place,
    /// `lang:`
    Lang,
    /// `is:`
    Is,
    /// `has:`
    Has,
    /// `note:`
    Note,
    /// `tag:`
    Tag,
    /// `in:`
    In,
}

/// Name, field, what it looks at, example: in the order of the help.
pub const FIELDS: &[(&str, Field, &str, &str)] = &[
    (
        "title",
        Field::Title,
        "words of the headline",
        "title:rafah",
    ),
    (
        "source",
        Field::Source,
        "the outlet",
        "source:\"The National\"",
    ),
    ("by", Field::By, "the byline", "by:haddad"),
    (
        "date",
        Field::Date,
        "when it was published, or stored if it does not say: a day, month or year, a range, or counted back from today (7d 2w 3m 1y)",
        "date:2024-03..2024-05  date:7d..  date:today",
    ),
    (
        "official",
        Field::Official,
        "name, office or affiliation of an official",
        "official:\"foreign minister\"",
    ),
    (
        "speaker",
        Field::Speaker,
        "who is quoted; with said: in the same quote",
        "speaker:sullivan said:rafah",
    ),
    ("said", Field::Said, "words inside quotes", "said:ceasefire"),
    (
        "figure",
        Field::Figure,
        "the value of a figure; with unit: of the same figure",
        "figure:>1m  figure:100..500  figure:33,900",
    ),
    (
        "unit",
        Field::Unit,
        "the unit of a figure or what it counts",
        "unit:people",
    ),
    (
        "place",
        Field::Place,
        "dateline, places of figures, states of officials",
        "place:geneva",
    ),
    ("lang", Field::Lang, "the language's code", "lang:en"),
    (
        "is",
        Field::Is,
        "unread, read, starred, unreadable, duplicate or example",
        "is:unread",
    ),
    (
        "has",
        Field::Has,
        "passage, note, tag, quote, figure, official, or date: says when it was published",
        "has:passage",
    ),
    ("note", Field::Note, "words of your notes", "note:follow-up"),
    ("tag", Field::Tag, "tags of your passages", "tag:aid"),
    ("in", Field::In, "the folder", "in:2024/april"),
];

/// Other names that are understood.
const ALIASES: &[(&str, Field)] = &[
    ("subject", Field::Title),
    ("headline", Field::Title),
    ("author", Field::By),
    ("from", Field::Source),
    ("outlet", Field::Source),
    ("language", Field::Lang),
    ("folder", Field::In),
    ("officials", Field::Official),
    ("quote", Field::Said),
];

impl Field {
    /// The field of this name, upper or lower case.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        FIELDS
            .iter()
            .map(|(n, f, _, _)| (*n, *f))
            .chain(ALIASES.iter().copied())
            .find_map(|(n, f)| (n == name).then_some(f))
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        FIELDS
            .iter()
            .find_map(|(n, f, _, _)| (*f == self).then_some(*n))
            .unwrap_or("")
    }

    /// The field that a mistyped name most likely means.
    #[must_use]
    pub fn nearest(name: &str) -> Option<&'static str> {
        nearest(name, FIELDS.iter().map(|(n, ..)| *n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_finds_its_field() {
        assert_eq!(Field::nearest("titel"), Some("title"));
        assert_eq!(Field::nearest("offical"), Some("official"));
        assert_eq!(Field::nearest("speeker"), Some("speaker"));
        assert_eq!(Field::nearest("https"), None);
        assert_eq!(Field::of("Title"), Some(Field::Title));
        assert_eq!(Field::of("nope"), None);
    }

    #[test]
    fn every_field_has_a_name_and_an_example_that_parses() {
        let now = jiff::civil::date(2024, 4, 19).at(12, 0, 0, 0);
        for (name, field, help, example) in FIELDS {
            assert_eq!(field.name(), *name);
            assert!(!help.is_empty());
            crate::query::Query::parse(example, now).expect(example);
        }
    }
}
