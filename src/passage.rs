//! Passages: bookmarked stretches of text with note, tags and colour.
//!
//! Pure: nothing here reads a file or a clock. [`Passage::of`] makes one,
//! [`resolve`] finds it again in a text that may have changed, `cite` and
//! `export` hand it on; `state` keeps it.

pub mod anchor;
pub mod cite;
pub mod export;
pub mod filter;
mod fuzzy;
pub mod import;
pub mod rivals;
pub mod selector;
mod standing;
pub mod view;

use std::fmt;

use jiff::{Timestamp, civil::DateTime};

pub use anchor::{Anchor, State, candidate, resolve};
pub use rivals::Rivals;
pub use selector::{Selector, TextHash};
pub use standing::Standing;
pub use view::PassageView;

use crate::{
    annotate::{Annotations, Party, PersonKind},
    article::ArticleId,
    clean::Clean,
    library::Opened,
    span::Span,
};

/// How many colours there are: 0 to 4.
pub const COLOURS: u8 = 5;

/// The names of the colours in files, exports and queries.
pub const COLOUR_NAMES: [&str; COLOURS as usize] = ["yellow", "green", "blue", "red", "violet"];

/// What an earlier text of an article says about itself, as a code among its
/// notices.
pub const EARLIER: &str = "earlier-text";

/// The name of a colour.
#[must_use]
pub fn colour_name(colour: u8) -> &'static str {
    COLOUR_NAMES
        .get(usize::from(colour))
        .copied()
        .unwrap_or("yellow")
}

/// The colour of a name or digit (0 to 4).
#[must_use]
pub fn colour_of(name: &str) -> Option<u8> {
    let name = name.trim().to_lowercase();
    let name = if name == "purple" { "violet" } else { &name };
    let at = COLOUR_NAMES.iter().position(|n| *n == name);
    at.or_else(|| name.parse().ok().filter(|n| *n < COLOUR_NAMES.len()))
        .and_then(|n| u8::try_from(n).ok())
}

/// The identity of a passage: 16 lower-case letters and digits that sort by
/// the time it was made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PassageId(ArticleId);

impl PassageId {
    /// Makes an id: nine digits of the time in milliseconds, seven of what is
    /// marked. The same text marked twice in the same millisecond is one
    /// passage.
    #[must_use]
    pub fn new(created: Timestamp, article: ArticleId, selector: &Selector) -> Self {
        const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let millis = created.as_millisecond().max(0);
        let time = (0..9).rev().map(|n| {
            let digit = usize::try_from(millis >> (5 * n) & 31).unwrap_or(0);
            char::from(DIGITS.get(digit).copied().unwrap_or(b'0'))
        });
        let what = format!(
            "{article} {} {} {created} {}",
            selector.start, selector.end, &*selector.exact
        );
        let what = ArticleId::of(&what);
        let text: String = time.chain(what.as_str().chars().take(7)).collect();
        Self(ArticleId::parse(&text).unwrap_or(what))
    }

    /// Reads an id as it is printed; `None` if it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ArticleId::parse(text).map(Self)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who says what a passage quotes, as the annotator found it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speaker {
    /// The fullest name in the article, or the words that stand for it ("a
    /// senior official", "the White House").
    pub name: Clean,
    /// The office, as written.
    pub office: Option<Clean>,
    /// The body or state of the office, as written.
    pub affiliation: Option<Clean>,
}

impl Speaker {
    /// "John Kirby, National Security Council spokesman, White House".
    #[must_use]
    pub fn full(&self) -> String {
        let mut out = self.name.to_string();
        for part in [&self.office, &self.affiliation].into_iter().flatten() {
            // "White House spokesman" needs no ", White House" behind it.
            if !out.contains(&**part) {
                out.push_str(", ");
                out.push_str(part);
            }
        }
        out
    }
}

/// What a citation says of the article and the place in it: copied when the
/// passage is made, so that it can be read without the article.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// The headline.
    pub title: Clean,
    /// The outlet.
    pub source: Option<Clean>,
    /// When it was published: civil time as printed.
    pub published: Option<DateTime>,
    /// When the article says that it was last updated: civil time as printed.
    /// With `taken` and the selector's hash it says which revision this is of.
    pub revised: Option<DateTime>,
    /// When the passage was taken from the text.
    pub taken: Option<Timestamp>,
    /// Who wrote it, as printed.
    pub byline: Option<Clean>,
    /// The canonical address.
    pub url: Option<Clean>,
    /// The name of its file, without folders.
    pub file: Option<Clean>,
    /// BCP 47 code.
    pub language: Option<Clean>,
    /// What the article says about itself, as codes: `machine-translated`.
    pub notices: Vec<Clean>,
    /// The paragraph that the passage begins in, from 1; none in a headline.
    pub paragraph: Option<usize>,
    /// Who speaks in the passage, in order; empty where nobody is quoted or
    /// it is not known.
    pub speakers: Vec<Speaker>,
}

impl About {
    /// The day of the text that the passage was taken from: "18 April 2024";
    /// `created` where that was not noted.
    #[must_use]
    pub fn taken_on(&self, created: Timestamp) -> String {
        let at = self.taken.unwrap_or(created);
        at.strftime("%-d %B %Y").to_string()
    }

    /// Whether the article says that it was translated by a machine.
    #[must_use]
    pub fn machine_translated(&self) -> bool {
        self.notices.iter().any(|n| &**n == "machine-translated")
    }
}

/// A bookmarked stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its identity.
    pub id: PassageId,
    /// The article that it belongs to.
    pub article: ArticleId,
    /// What it marks.
    pub selector: Selector,
    /// What a citation needs.
    pub about: About,
    /// The user's note; may have several lines.
    pub note: Clean,
    /// The user's tags, sorted, each once.
    pub tags: Vec<Clean>,
    /// Which of the five colours, 0 to 4.
    pub colour: u8,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
}

impl Passage {
    /// Bookmarks the bytes `span` of an open article.
    #[must_use]
    pub fn of(opened: &Opened, span: Span, now: Timestamp) -> Self {
        let selector = Selector::of(opened.article.document.text(), span);
        Self {
            id: PassageId::new(now, opened.id, &selector),
            article: opened.id,
            about: About::of(opened, span, now),
            selector,
            note: Clean::default(),
            tags: Vec::new(),
            colour: 0,
            created: now,
            updated: now,
        }
    }

    /// The same passage at another place: for attaching an orphan by hand, or
    /// for settling a doubtful one.
    #[must_use]
    pub fn attached(&self, opened: &Opened, span: Span, now: Timestamp) -> Self {
        Self {
            article: opened.id,
            selector: Selector::of(opened.article.document.text(), span),
            about: About::of(opened, span, now),
            ..self.clone()
        }
    }

    /// Sets the tags from what a user typed: words separated by commas or
    /// spaces, a leading `#` allowed; sorted, each once.
    pub fn set_tags(&mut self, typed: &str) {
        self.tags = tags(typed.split([',', ' ', '\t', '\n']));
    }

    /// Where it stands in `text`, which has the hash `hash`.
    #[must_use]
    pub fn resolve(&self, text: &str, hash: TextHash) -> Anchor {
        resolve(&self.selector, text, hash)
    }
}

/// Tags as they are kept: sanitised, without `#`, sorted, each once.
#[must_use]
pub fn tags<'t>(typed: impl Iterator<Item = &'t str>) -> Vec<Clean> {
    let mut tags: Vec<Clean> = typed
        .map(|t| Clean::line(t.trim().trim_start_matches('#')))
        .filter(|t| !t.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

impl About {
    /// What is to be said about the bytes `span` of an open article, at `now`.
    #[must_use]
    pub fn of(opened: &Opened, span: Span, now: Timestamp) -> Self {
        let meta = &opened.article.meta;
        let file = opened.location.path.file_name();
        Self {
            title: meta.title.clone(),
            source: meta.source.clone(),
            published: meta.published,
            revised: meta.updated,
            // As the files keep it.
            taken: Timestamp::from_millisecond(now.as_millisecond()).ok(),
            byline: meta.byline.clone(),
            url: meta.url.clone(),
            file: file.map(|f| Clean::line(&f.to_string_lossy())),
            language: meta.language.clone(),
            notices: meta.notices.clone(),
            paragraph: paragraph(opened, span.start),
            speakers: speakers(opened, span),
        }
    }
}

/// The number of the paragraph that holds the byte offset `at`, from 1.
#[must_use]
pub fn paragraph(opened: &Opened, at: usize) -> Option<usize> {
    let document = &opened.article.document;
    let here = document.block_at(at)?;
    let blocks = document.blocks().get(..=here)?;
    let number = blocks.iter().filter(|b| b.kind.is_numbered()).count();
    blocks
        .last()
        .filter(|b| b.kind.is_numbered())
        .map(|_| number)
}

/// Who speaks in the bytes `span`, in order, each once.
fn speakers(opened: &Opened, span: Span) -> Vec<Speaker> {
    let found = &opened.annotations;
    let mut out: Vec<Speaker> = Vec::new();
    for quote in found.quotes.iter().filter(|q| q.span.overlaps(span)) {
        let Some(party) = &quote.speaker else {
            continue;
        };
        if let Some(speaker) = speaker(opened, found, party)
            && !out.contains(&speaker)
        {
            out.push(speaker);
        }
    }
    out
}

/// A quote's speaker; `None` where only a pronoun is known.
fn speaker(opened: &Opened, found: &Annotations, party: &Party) -> Option<Speaker> {
    let said = opened.article.document.slice(party.span);
    let person = party.person.and_then(|id| found.person(id));
    let line = |s: &Option<String>| s.as_deref().map(Clean::line);
    let Some(person) = person else {
        return (!is_pronoun(said)).then(|| Speaker {
            name: Clean::line(said),
            ..Speaker::default()
        });
    };
    let name = line(&person.name).or_else(|| (!is_pronoun(said)).then(|| Clean::line(said)));
    let (mut office, mut affiliation) = (line(&person.title), line(&person.affiliation));
    if person.kind == PersonKind::Institution {
        (office, affiliation) = (None, None);
    }
    let name = name.or_else(|| office.take())?;
    Some(Speaker {
        name,
        office,
        affiliation,
    })
}

/// Whether the words are a pronoun, which names nobody outside the article.
fn is_pronoun(words: &str) -> bool {
    let word = words.trim().to_lowercase();
    matches!(
        &*word,
        "he" | "she" | "they" | "it" | "we" | "i" | "who" | "you"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_tell_passages_apart() {
        let article = ArticleId::of("a");
        let at = |s| Timestamp::from_second(s).expect("time");
        let selector = Selector::of("one two three", Span::new(4, 7));
        let id = PassageId::new(at(1_700_000_000), article, &selector);
        assert_eq!(id, PassageId::new(at(1_700_000_000), article, &selector));
        assert_eq!(PassageId::parse(id.as_str()), Some(id));
        assert!(id < PassageId::new(at(1_700_000_001), article, &selector));
        let other = Selector::of("one two three", Span::new(8, 13));
        assert_ne!(id, PassageId::new(at(1_700_000_000), article, &other));
    }

    #[test]
    fn tags_are_words_without_signs() {
        let got = tags("#aid, rafah  aid,,#".split([',', ' ']));
        assert_eq!(got, [Clean::line("aid"), Clean::line("rafah")]);
    }

    #[test]
    fn colours_by_name_and_digit() {
        assert_eq!(colour_of("Green"), Some(1));
        assert_eq!(colour_of("4"), Some(4));
        assert_eq!(colour_of("5"), None);
        assert_eq!(colour_of("pink"), None);
    }

    #[test]
    fn what_is_said_twice_is_written_once() {
        let line = |s| Some(Clean::line(s));
        let speaker = Speaker {
            name: Clean::line("Ann Vale"),
            office: line("White House spokeswoman"),
            affiliation: line("White House"),
        };
        assert_eq!(speaker.full(), "Ann Vale, White House spokeswoman");
    }
}
