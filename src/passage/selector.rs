//! How a passage is described so that it is found again: its exact text, what
//! stands around it, where it stood, and which text that was.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;

use super::rivals::Rivals;
use crate::{annotate::json::CodePoints, clean::Clean, span::Span};

/// Characters of context kept on each side. The W3C Web Annotation model leaves
/// the length open; Hypothesis keeps 32.
pub const CONTEXT: usize = 32;

/// The first 64 bits of the BLAKE3 hash of a document's text, printed as 16
/// hexadecimal digits. It says whether a text is unchanged; nothing rests on
/// it that somebody could gain from forging.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextHash(u64);

impl TextHash {
    /// The hash of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let hash = blake3::hash(text.as_bytes());
        let first = hash.as_bytes().first_chunk::<8>().copied();
        Self(u64::from_be_bytes(first.unwrap_or_default()))
    }

    /// Reads the first 16 digits of a hexadecimal hash.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        let hex = hex.get(..16)?;
        let digits = hex.bytes().all(|b| b.is_ascii_hexdigit());
        digits.then(|| u64::from_str_radix(hex, 16).ok().map(Self))?
    }

    /// From the index's form: the same eight bytes, least significant first.
    #[must_use]
    pub fn from_index(hash: i64) -> Self {
        Self(u64::from_be_bytes(hash.to_le_bytes()))
    }

    /// The index's form.
    #[must_use]
    pub fn to_index(self) -> i64 {
        i64::from_le_bytes(self.0.to_be_bytes())
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The stored description of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Selector {
    /// The passage, word for word.
    pub exact: Clean,
    /// Up to [`CONTEXT`] characters before it.
    pub prefix: Clean,
    /// Up to [`CONTEXT`] characters after it.
    pub suffix: Clean,
    /// Its first character: code points from the start of the text.
    pub start: usize,
    /// One past its last character, in code points.
    pub end: usize,
    /// How often else the same words stood in the text: if never, they are the
    /// passage wherever they turn up.
    pub copies: usize,
    /// What else in the text was like it; `None` for a passage of which that
    /// was not noted.
    pub rivals: Option<Rivals>,
    /// The text that this was taken from.
    pub hash: TextHash,
}

impl Selector {
    /// Describes the bytes `span` of `text`; a span that does not fit gives an
    /// empty description.
    #[must_use]
    pub fn of(text: &str, span: Span) -> Self {
        let points = CodePoints::new(text);
        Self::with(text, span, &points, TextHash::of(text))
    }

    /// The same, where points and hash of the text are known.
    #[must_use]
    pub fn with(text: &str, span: Span, points: &CodePoints<'_>, hash: TextHash) -> Self {
        let before = text.get(..span.start).unwrap_or("");
        let after = text.get(span.end..).unwrap_or("");
        let exact = span.of(text).as_bytes();
        let found = memchr::memmem::find_iter(text.as_bytes(), exact);
        let copies = found.take(1000).count().saturating_sub(1);
        let (start, end) = (points.at(span.start), points.at(span.end));
        let (prefix, suffix) = (last_characters(before), first_characters(after));
        let context = [prefix.chars().count(), suffix.chars().count()];
        Self {
            exact: Clean::text(span.of(text)),
            prefix: Clean::text(prefix),
            suffix: Clean::text(suffix),
            start,
            end,
            copies,
            rivals: Rivals::of(text, (start, end), copies, context),
            hash,
        }
    }
}

/// The last [`CONTEXT`] code points, without a cluster that would be cut.
fn last_characters(text: &str) -> &str {
    let from = text
        .char_indices()
        .rev()
        .nth(CONTEXT - 1)
        .map_or(0, |(i, _)| i);
    // Clusters are sought a little before the cut; they are short.
    let near = text
        .char_indices()
        .rev()
        .nth(CONTEXT + 15)
        .map_or(0, |(i, _)| i);
    let window = text.get(near..).unwrap_or("");
    let cut = window
        .grapheme_indices(true)
        .map(|(i, _)| near + i)
        .find(|at| *at >= from)
        .unwrap_or(text.len());
    text.get(cut..).unwrap_or("")
}

/// The first [`CONTEXT`] code points, without a cluster that would be cut.
fn first_characters(text: &str) -> &str {
    let to = text
        .char_indices()
        .nth(CONTEXT)
        .map_or(text.len(), |(i, _)| i);
    let far = text
        .char_indices()
        .nth(CONTEXT + 16)
        .map_or(text.len(), |(i, _)| i);
    let window = text.get(..far).unwrap_or(text);
    let cut = window
        .grapheme_indices(true)
        .map(|(i, g)| i + g.len())
        .take_while(|end| *end <= to)
        .last()
        .unwrap_or(0);
    text.get(..cut).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_is_kept() {
        let text = "The envoy arrived on Monday. She said “talks go on” and left for Geneva by train on Tuesday.";
        let start = text.find("talks").expect("talks");
        let s = Selector::of(text, Span::new(start, start + 11));
        assert_eq!(&*s.exact, "talks go on");
        assert!(s.prefix.ends_with("She said “"));
        assert_eq!(s.prefix.chars().count(), CONTEXT);
        assert_eq!(s.suffix.chars().count(), CONTEXT);
        assert!(s.suffix.starts_with("” and left"));
        assert_eq!(s.start, text.get(..start).expect("start").chars().count());
        assert_eq!(s.end, s.start + 11);
    }

    #[test]
    fn clusters_are_not_cut() {
        let text = format!("{}x{}", "e\u{301}".repeat(40), "e\u{301}".repeat(40));
        let at = text.find('x').expect("x");
        let s = Selector::of(&text, Span::new(at, at + 1));
        assert!(text.starts_with(&*s.prefix) && !s.prefix.starts_with('\u{301}'));
        assert!(text.contains(&format!("x{}", &*s.suffix)));
    }

    #[test]
    fn hashes_are_read_back_in_both_forms() {
        let hash = TextHash::of("text");
        assert_eq!(TextHash::parse(&hash.to_string()), Some(hash));
        let full = blake3::hash(b"text").to_hex().to_string();
        assert_eq!(TextHash::parse(&full), Some(hash));
        assert_eq!(TextHash::parse("+123456789abcdef"), None);
        let first = *blake3::hash(b"text")
            .as_bytes()
            .first_chunk::<8>()
            .expect("8");
        assert_eq!(TextHash::from_index(i64::from_le_bytes(first)), hash);
        assert_eq!(hash.to_index(), i64::from_le_bytes(first));
    }
}
