//! News furniture: lines of a page that are no part of its article.
//!
//! The lists are data (`assets/furniture/*.toml`), shared by every format.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use memchr::memmem::Finder;
use serde::Deserialize;

use crate::{scan, shipped};

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
fn shipped<T: serde::de::DeserializeOwned + Default>(name: &str) -> T {
    let list = shipped::FURNITURE.get(name).map(shipped::Value::read);
    list.and_then(Result::ok).unwrap_or_else(|| {
        debug_assert!(false, "assets/furniture: {name}");
        T::default()
    })
}

/// The word lists of `assets/furniture/words.toml`.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| shipped("words"));
    &WORDS
}

fn classes() -> &'static BTreeMap<String, Class> {
    static CLASSES: LazyLock<BTreeMap<String, Class>> = LazyLock::new(|| shipped("notices"));
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
pub(super) const LONGEST: usize = 600;

/// Looks a line up in the lists. `text` has its white space folded.
pub(super) fn classify(text: &str) -> Option<Furniture> {
    if text.len() > LONGEST {
        return None;
    }
    classify_lower(&lower(text))
}

/// [`classify`] of a line of at most [`LONGEST`] bytes in [`lower`] case.
pub(super) fn classify_lower(low: &str) -> Option<Furniture> {
    let low = straight(low);
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
    /// For each phrase that a line may contain, eight bytes of it around one of
    /// its spaces, sorted: only the spaces of a line need be looked at.
    windows: Vec<u64>,
    /// A bit for each value of [`bit`] that a window has.
    bits: [u64; BITS / 64],
    /// The phrases that have no such window.
    solid: Vec<Finder<'static>>,
    ends: Vec<&'static str>,
}

/// Bytes of a window before its space.
const BEFORE: usize = 4;

/// Bits that windows are told apart by at the first look.
const BITS: usize = 4096;

/// The bit of a window: the high bits of its product with 2^64 over the golden
/// ratio (Knuth, TAOCP 3, 6.4).
fn bit(window: u64) -> usize {
    (window.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize
}

/// The windows around the spaces of a text.
fn windows(text: &str) -> impl Iterator<Item = u64> {
    let bytes = text.as_bytes();
    scan::spaces(bytes).filter_map(|at| {
        let window = bytes.get(at.checked_sub(BEFORE)?..)?.first_chunk()?;
        Some(u64::from_le_bytes(*window))
    })
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
        let (mut around, mut bits, mut solid) = (Vec::new(), [0; BITS / 64], Vec::new());
        for phrase in all().flat_map(|c| &c.contains) {
            let Some(window) = windows(phrase).next() else {
                solid.push(Finder::new(phrase.as_str()));
                continue;
            };
            around.push(window);
            if let Some(word) = bits.get_mut(bit(window) / 64) {
                *word |= 1 << (bit(window) % 64);
            }
        }
        around.sort_unstable();
        Self {
            longest: exact.iter().map(|e| e.len()).max().unwrap_or(0),
            exact,
            starts,
            windows: around,
            bits,
            solid,
            ends: all().flat_map(|c| &c.ends).map(String::as_str).collect(),
        }
    }

    /// Whether a class can fit; arguments as in [`Class::fits`].
    fn may_fit(&self, low: &str, bare: &str) -> bool {
        let exact = |text: &str| text.len() <= self.longest && self.exact.contains(text);
        let starts = low.bytes().next().and_then(|b| self.starts.get(b as usize));
        exact(bare)
            || exact(low)
            || starts.is_some_and(|list| {
                let second = low.as_bytes().get(1);
                let may = |s: &str| s.len() == 1 || s.as_bytes().get(1) == second;
                list.iter().any(|s| may(s) && low.starts_with(s))
            })
            || self.ends.iter().any(|s| low.ends_with(s))
            || windows(low).any(|w| self.has_window(w))
            || self.solid.iter().any(|s| s.find(low.as_bytes()).is_some())
    }

    fn has_window(&self, window: u64) -> bool {
        let word = self.bits.get(bit(window) / 64).copied().unwrap_or(0);
        word >> (bit(window) % 64) & 1 != 0 && self.windows.binary_search(&window).is_ok()
    }
}

/// A text in lower case.
pub(super) fn lower(text: &str) -> String {
    let mut rest = text;
    while let Some(at) = scan::find(rest.as_bytes(), |b| !b.is_ascii()) {
        rest = rest.get(at..).unwrap_or("");
        // Quotation marks and dashes.
        if let [0xe2, 0x80, _, ..] = rest.as_bytes() {
            rest = rest.get(3..).unwrap_or("");
            continue;
        }
        let mut chars = rest.chars();
        if chars.next().is_some_and(|c| !c.to_lowercase().eq([c])) {
            return text.to_lowercase();
        }
        rest = chars.as_str();
    }
    text.to_ascii_lowercase()
}

/// A text with straight apostrophes.
fn straight(text: &str) -> Cow<'_, str> {
    const CURLY: &str = "’";
    static CURLED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(CURLY));
    let mut marks = CURLED.find_iter(text.as_bytes()).peekable();
    if marks.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in marks {
        out.push_str(text.get(from..at).unwrap_or(""));
        out.push('\'');
        from = at + CURLY.len();
    }
    out.push_str(text.get(from..).unwrap_or(""));
    Cow::Owned(out)
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
