//! A stored briefing: its document, what is known about it, and where that
//! came from.

use std::{fmt, path::PathBuf};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::{clean::Clean, document::Document};

/// The identity of an article: 16 lower-case letters and digits.
///
/// Made by hashing the article's own id (feed guid, Message-ID, canonical
/// address) or else its path under its library folder; so it is short, fit for
/// a file name, and cannot carry anything hostile.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId([u8; 16]);

/// Digits of an id: no letter that is easily mistaken (Crockford's base 32).
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl ArticleId {
    /// Makes the id for an identity string.
    #[must_use]
    pub fn of(identity: &str) -> Self {
        let hash = blake3::hash(identity.as_bytes());
        let mut out = [b'0'; 16];
        for (i, slot) in out.iter_mut().enumerate() {
            let mut digit = 0usize;
            for bit in i * 5..i * 5 + 5 {
                let byte = hash.as_bytes().get(bit / 8).copied().unwrap_or(0);
                digit = digit << 1 | usize::from(byte >> (7 - bit % 8) & 1);
            }
            *slot = DIGITS.get(digit).copied().unwrap_or(b'0');
        }
        Self(out)
    }

    /// Reads an id as it is printed; `None` if it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 16] = text.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(|b| DIGITS.contains(b))
            .then_some(Self(bytes))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ArticleId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ArticleId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom("an article id has 16 lower-case letters and digits")
        })
    }
}

/// What kind of file an article came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Plain text.
    #[default]
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A saved page.
    Html,
    /// An entry of an RSS, Atom or JSON feed.
    Feed,
    /// A list of feeds.
    Opml,
    /// A mail message.
    Mail,
    /// A chapter of an EPUB book.
    Epub,
    /// A page saved with its parts.
    Mhtml,
    /// A page in a web archive.
    Warc,
    /// An entry of a read-it-later export.
    Export,
}

impl Format {
    /// The name shown in the info panel.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML page",
            Self::Feed => "feed entry",
            Self::Opml => "OPML list",
            Self::Mail => "mail",
            Self::Epub => "EPUB chapter",
            Self::Mhtml => "MHTML page",
            Self::Warc => "WARC page",
            Self::Export => "export entry",
        }
    }
}

/// What is known about an article besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The headline; the file's name where nothing better was found.
    pub title: Clean,
    /// The outlet ("The National").
    pub source: Option<Clean>,
    /// Who wrote it, as printed.
    pub byline: Option<Clean>,
    /// The place of the dateline ("GENEVA").
    pub dateline: Option<Clean>,
    /// When it was published: civil time as printed, no zone assumed.
    pub published: Option<DateTime>,
    /// When it was last changed.
    pub updated: Option<DateTime>,
    /// BCP 47 code, declared or detected ("en").
    pub language: Option<Clean>,
    /// The outlet's section.
    pub section: Option<Clean>,
    /// The canonical address.
    pub url: Option<Clean>,
    /// What the article says about itself, as codes: `machine-translated`.
    pub notices: Vec<Clean>,
    /// Where each field came from: (field, "page metadata: og:title").
    pub provenance: Vec<(String, Clean)>,
}

impl Meta {
    /// Records where a field came from; the last word on a field counts.
    pub fn say(&mut self, field: &str, from: &str) {
        self.provenance.retain(|(f, _)| f != field);
        self.provenance.push((field.to_owned(), Clean::line(from)));
    }
}

/// One stored briefing, as imported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The article's own id (feed guid, Message-ID, canonical address), raw;
    /// only ever used through [`ArticleId::of`].
    pub own_id: Option<String>,
    /// What is known about it.
    pub meta: Meta,
    /// Its text.
    pub document: Document,
    /// What kind of file it came from.
    pub format: Format,
    /// The name of the file's encoding ("UTF-8", "windows-1252").
    pub encoding: Clean,
    /// What was dropped, replaced or repaired on import, one sentence each.
    pub notes: Vec<Clean>,
    /// Passages that came with the file (exports of other readers): exact
    /// text, note, tags.
    pub highlights: Vec<Highlight>,
}

/// A highlight found in another reader's export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Highlight {
    /// The marked text.
    pub exact: Clean,
    /// The note on it.
    pub note: Option<Clean>,
    /// Its tags.
    pub tags: Vec<Clean>,
    /// When it was made.
    pub created: Option<DateTime>,
}

/// Where an article is stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// Which article of the file, from 0, where it holds several.
    pub part: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_and_read_back() {
        let id = ArticleId::of("2024/rafah.txt");
        assert_eq!(id, ArticleId::of("2024/rafah.txt"));
        assert_ne!(id, ArticleId::of("2024/rafah2.txt"));
        assert_eq!(ArticleId::parse(id.as_str()), Some(id));
        assert_eq!(ArticleId::parse("../../etc/passwd"), None);
    }
}
