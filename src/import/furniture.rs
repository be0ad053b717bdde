//! News furniture: lines of a page that are no part of its article.
//!
//! The lists are data (`assets/furniture/*.toml`), shared by every format.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;

/// Words that importers look for (`words.toml`).
#[derive(Debug, Default, Deserialize)]
pub(super) struct Words {
    pub(super) months: BTreeMap<String, Vec<String>>,
    pub(super) dates: Dates,
    pub(super) bylines: Bylines,
    pub(super) captions: Captions,
    pub(super) outlets: Names,
    pub(super) sections: Names,
    pub(super) sentences: Sentences,
    pub(super) languages: HashMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Dates {
    pub(super) weekdays: HashSet<String>,
    pub(super) zones: HashSet<String>,
    pub(super) fillers: HashSet<String>,
    pub(super) published: Vec<String>,
    pub(super) updated: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Bylines {
    pub(super) starts: Vec<String>,
    pub(super) contributors: Vec<String>,
    pub(super) offices: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Captions {
    pub(super) credits: Vec<String>,
    pub(super) agencies: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Names {
    pub(super) names: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sentences {
    pub(super) abbreviations: HashSet<String>,
}

/// One class of furniture (`notices.toml`).
#[derive(Debug, Deserialize)]
struct Class {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    exact: HashSet<String>,
    #[serde(default)]
    starts: Vec<String>,
    #[serde(default)]
    contains: Vec<String>,
    #[serde(default)]
    ends: Vec<String>,
    #[serde(default = "default_words")]
    words: usize,
}

fn default_words() -> usize {
    25
}

/// A list that is compiled in; its test reads it, so it cannot be broken.
fn shipped<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| {
        debug_assert!(false, "assets/furniture: {error}");
        T::default()
    })
}

/// The word lists of `assets/furniture/words.toml`.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| shipped(include_str!("../../assets/furniture/words.toml")));
    &WORDS
}

fn classes() -> &'static BTreeMap<String, Class> {
    static CLASSES: LazyLock<BTreeMap<String, Class>> =
        LazyLock::new(|| shipped(include_str!("../../assets/furniture/notices.toml")));
    &CLASSES
}

/// What a line of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Furniture {
    /// The name of its class in `notices.toml`.
    pub(super) class: &'static str,
    /// What the article says about itself with it.
    pub(super) code: Option<&'static str>,
}

/// Whether a line begins the footer of a letter: what a mailing list says about
/// itself and about leaving it.
pub(super) fn is_footer(text: &str) -> bool {
    let text = super::text::fold(text);
    text == "--"
        || text == "-- "
        || classify(&text).is_some_and(|f| f.class == "mail" || f.class == "copyright")
}

/// Longest line that can be furniture, in bytes; longer ones are not looked at.
const LONGEST: usize = 600;

/// Looks a line up in the lists. `text` has its white space folded.
pub(super) fn classify(text: &str) -> Option<Furniture> {
    if text.len() > LONGEST {
        return None;
    }
    let mut low = lower(text);
    if low.contains('’') {
        low = low.replace('’', "'");
    }
    let low = low.trim();
    let bare = low.trim_matches(|c: char| !c.is_alphanumeric());
    if !Filter::shipped().may_fit(low, bare) {
        return None;
    }
    let words = low.split(' ').count();
    classes()
        .iter()
        .find(|(_, class)| class.fits(low, bare, words))
        .map(|(name, class)| Furniture {
            class: name,
            code: class.code.as_deref(),
        })
}

/// The phrases of all classes together: tells nearly every line of an article
/// that it is no furniture without asking class by class.
struct Filter {
    exact: HashSet<&'static str>,
    longest: usize,
    /// By their first byte.
    starts: Vec<Vec<&'static str>>,
    contains: Option<AhoCorasick>,
    ends: Vec<&'static str>,
}

impl Filter {
    fn shipped() -> &'static Self {
        static FILTER: LazyLock<Filter> = LazyLock::new(|| Filter::of(classes()));
        &FILTER
    }

    fn of(classes: &'static BTreeMap<String, Class>) -> Self {
        let all = || classes.values();
        let exact: HashSet<&str> = all().flat_map(|c| &c.exact).map(String::as_str).collect();
        let mut starts = vec![Vec::new(); 256];
        for phrase in all().flat_map(|c| &c.starts) {
            if let Some(list) = phrase
                .bytes()
                .next()
                .and_then(|b| starts.get_mut(b as usize))
            {
                list.push(phrase.as_str());
            }
        }
        Self {
            longest: exact.iter().map(|e| e.len()).max().unwrap_or(0),
            exact,
            starts,
            // A table of states would take longer to make than a hundred
            // articles to read.
            contains: AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(all().flat_map(|c| &c.contains))
                .ok(),
            ends: all().flat_map(|c| &c.ends).map(String::as_str).collect(),
        }
    }

    /// Whether a class can fit; arguments as in [`Class::fits`].
    fn may_fit(&self, low: &str, bare: &str) -> bool {
        let exact = |text: &str| text.len() <= self.longest && self.exact.contains(text);
        let starts = low.bytes().next().and_then(|b| self.starts.get(b as usize));
        exact(bare)
            || exact(low)
            || starts.is_some_and(|list| list.iter().any(|s| low.starts_with(s)))
            || self.ends.iter().any(|s| low.ends_with(s))
            || self.contains.as_ref().is_none_or(|c| c.is_match(low))
    }
}

/// A text in lower case.
pub(super) fn lower(text: &str) -> String {
    let mut beyond = text.chars().filter(|c| !c.is_ascii());
    if !text.is_ascii() && beyond.any(|c| !c.to_lowercase().eq([c])) {
        return text.to_lowercase();
    }
    text.to_ascii_lowercase()
}

impl Class {
    fn fits(&self, low: &str, bare: &str, words: usize) -> bool {
        words <= self.words
            && (self.exact.contains(bare)
                || self.exact.contains(low)
                || self.starts.iter().any(|s| starts_with_phrase(low, s))
                || self.contains.iter().any(|s| low.contains(s.as_str()))
                || self.ends.iter().any(|s| low.ends_with(s.as_str())))
    }
}

/// Whether `text` begins with the whole words of `phrase`.
fn starts_with_phrase(text: &str, phrase: &str) -> bool {
    let Some(rest) = text.strip_prefix(phrase) else {
        return false;
    };
    !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(text: &str) -> Option<&'static str> {
        classify(text).map(|f| f.class)
    }

    #[test]
    fn the_lists_are_whole() {
        assert!(toml::from_str::<Words>(include_str!("../../assets/furniture/words.toml")).is_ok());
        assert_eq!(words().months.len(), 12);
        assert!(classes().len() > 8);
    }

    #[test]
    fn furniture_of_news_pages_is_found() {
        let code = classify("Powered by automated translation").and_then(|f| f.code);
        assert_eq!(code, Some("machine-translated"));
        assert_eq!(
            class("Live updates: Follow the latest on the talks"),
            Some("live")
        );
        assert_eq!(class("READ MORE"), Some("more"));
        assert_eq!(
            class("Sign up for our morning briefing"),
            Some("newsletter")
        );
        assert_eq!(
            class("© 2024 The Harbour Gazette. All rights reserved."),
            Some("copyright")
        );
        assert_eq!(class("4 min read"), Some("reading"));
        assert_eq!(class("Don’t miss: the week in maps"), Some("more"));
    }

    #[test]
    fn sentences_of_articles_are_not_furniture() {
        for text in [
            "Live ammunition was fired at the crowd, the ministry said.",
            "More than 200 people have signed up for the evacuation, according to the embassy.",
            "The minister shared this view with reporters on Thursday.",
            "“Watch them closely,” the envoy told his staff.",
            "Follow-up talks are expected in Geneva next week.",
            "Copyright law was discussed by both delegations on the second day of the round.",
            "Related sanctions remain in force, the official said.",
        ] {
            assert_eq!(class(text), None, "{text}");
        }
    }
}
