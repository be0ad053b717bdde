//! What each paragraph of a news page is: head matter, body, furniture.

use std::ops::Range;

use super::lines::{self, Paragraph};
use crate::{
    article::Meta,
    document::BlockKind,
    import::{
        furniture::words,
        line::{self, Line},
        matter::Matter,
    },
};

/// A block to be.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it is.
    pub(super) kind: BlockKind,
    /// Level of a heading or quotation.
    pub(super) level: u8,
    /// Its bytes in the source.
    pub(super) pieces: Vec<Range<usize>>,
}

impl Part {
    /// Its length in bytes of the source.
    pub(super) fn len(&self) -> usize {
        self.pieces.iter().map(Range::len).sum()
    }
}

/// Longest head of a page in paragraphs: title, standfirst, byline, dates,
/// caption, credit and some furniture between.
const HEAD: usize = 16;

/// Understands a page.
pub(super) fn understand(raw: &str, paragraphs: &[Paragraph<'_>]) -> (Vec<Part>, Meta) {
    let lines: Vec<Line> = paragraphs
        .iter()
        .map(|p| line::understand(&p.text))
        .collect();
    let mut page = Page {
        raw,
        paragraphs,
        lines,
        parts: Vec::with_capacity(paragraphs.len()),
        matter: Matter::default(),
    };
    let mut at = page.fields();
    at = page.headline(at);
    at = page.head(at);
    for i in at..paragraphs.len() {
        page.body(i);
    }
    let meta = page.matter.finish();
    (page.parts, meta)
}

/// Understands a letter, whose headline is known; a signature and the footer of
/// a mailing list are furniture.
pub(super) fn letter(raw: &str, paragraphs: &[Paragraph<'_>], matter: &mut Matter) -> Vec<Part> {
    let lines: Vec<Line> = paragraphs
        .iter()
        .map(|p| line::understand(&p.text))
        .collect();
    let mut page = Page {
        raw,
        paragraphs,
        lines,
        parts: Vec::with_capacity(paragraphs.len()),
        matter: std::mem::take(matter),
    };
    for i in 0..paragraphs.len() {
        page.body(i);
    }
    *matter = page.matter;
    let half = page.parts.len() / 2;
    let texts = |p: &Part| -> String {
        p.pieces
            .iter()
            .filter_map(|r| raw.get(r.clone()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let footer = page
        .parts
        .iter()
        .enumerate()
        .skip(half)
        .find(|(_, p)| crate::import::furniture::is_footer(&texts(p)))
        .map(|(i, _)| i);
    if let Some(footer) = footer {
        for part in page.parts.iter_mut().skip(footer) {
            if part.len() < 400 && part.kind != BlockKind::Quotation {
                part.kind = BlockKind::Notice;
                part.level = 0;
            }
        }
    }
    page.parts
}

struct Page<'r> {
    raw: &'r str,
    paragraphs: &'r [Paragraph<'r>],
    lines: Vec<Line>,
    parts: Vec<Part>,
    matter: Matter,
}

impl<'r> Page<'r> {
    fn text(&self, i: usize) -> &'r str {
        self.paragraphs.get(i).map_or("", |p| &p.text)
    }

    fn line(&self, i: usize) -> Option<&Line> {
        self.lines.get(i)
    }

    fn add(&mut self, i: usize, kind: BlockKind, level: u8) {
        if let Some(p) = self.paragraphs.get(i) {
            self.parts.push(Part {
                kind,
                level,
                pieces: p.pieces.clone(),
            });
        }
    }

    /// "Title: …", "Date: …" in front of everything, as some archives write
    /// them. Returns the number of paragraphs used.
    fn fields(&mut self) -> usize {
        let known = |text: &str| {
            let (key, value) = text.split_once(": ")?;
            Field::of(key).map(|f| (f, value.trim().to_owned()))
        };
        let count = (0..self.paragraphs.len().min(12))
            .take_while(|i| known(self.text(*i)).is_some())
            .count();
        if count < 2 {
            return 0;
        }
        for i in 0..count {
            let Some((field, value)) = known(self.text(i)) else {
                continue;
            };
            let kind = self.matter.field(field, &value);
            if field == Field::Title {
                self.value_of(i, &value, kind);
            } else {
                self.add(i, kind, 0);
            }
        }
        count
    }

    /// Adds the value of a field without its key.
    fn value_of(&mut self, i: usize, value: &str, kind: BlockKind) {
        let Some(p) = self.paragraphs.get(i) else {
            return;
        };
        let mut pieces = p.pieces.clone();
        if let Some(first) = pieces.first_mut() {
            let text = self.raw.get(first.clone()).unwrap_or_default();
            let skip = text.find(':').map_or(0, |at| at + 1);
            first.start += skip;
        }
        if !value.is_empty() {
            self.parts.push(Part {
                kind,
                level: 0,
                pieces,
            });
        }
    }

    /// Finds the headline at or after `at`, furniture before it aside.
    fn headline(&mut self, at: usize) -> usize {
        if self.parts.iter().any(|p| p.kind == BlockKind::Headline) {
            return at;
        }
        let mut i = at;
        while i < at + 6 && i < self.paragraphs.len() {
            match self.line(i) {
                Some(Line::Notice(_)) if self.is_titled(i) => break,
                Some(Line::Notice(_) | Line::Rule | Line::Timestamp(_)) => self.body(i),
                Some(Line::Text | Line::Caption(_)) if self.is_kicker(i) => {
                    let text = self.text(i);
                    self.matter.section(text, "line above the headline");
                    self.add(i, BlockKind::Notice, 0);
                }
                _ => break,
            }
            i += 1;
        }
        let text = self.text(i);
        if text.is_empty() || !self.is_headline(i) {
            return i;
        }
        self.matter.title(text, "headline of the text");
        self.add(i, BlockKind::Headline, 0);
        i + 1
    }

    /// "Opinion: …" on the first line: a headline with its section in front,
    /// though elsewhere it is the title of another article.
    fn is_titled(&self, i: usize) -> bool {
        let text = self.text(i);
        i == 0
            && text.split_once(": ").is_some_and(|(section, title)| {
                let section = section.to_lowercase();
                words().sections.names.contains(&section) && line::word_count(title) >= 3
            })
    }

    /// The name of a section on a line above the headline.
    fn is_kicker(&self, i: usize) -> bool {
        let low = self.text(i).to_lowercase();
        words().sections.names.contains(&low) && line::word_count(self.text(i + 1)) >= 4
    }

    fn is_headline(&self, i: usize) -> bool {
        let text = self.text(i);
        let count = line::word_count(text);
        let alone = i + 1 >= self.paragraphs.len();
        if text.len() > 400 || count > 45 || line::dateline(text).is_some() {
            return false;
        }
        // A first paragraph ends like a sentence and is as long as one.
        let sentence = text.ends_with(['.', '”', '"']) && (count > 22 || alone);
        !(sentence || line::is_turn(text) && count > 14)
    }

    /// Standfirst, byline, dates, caption: until the body begins.
    fn head(&mut self, start: usize) -> usize {
        let mut standfirst = false;
        let has_headline = self.parts.iter().any(|p| p.kind == BlockKind::Headline);
        let mut i = start;
        while i < self.paragraphs.len() && i < start + HEAD {
            match self.line(i) {
                Some(Line::Text) => {}
                Some(_) => {
                    self.body(i);
                    i += 1;
                    continue;
                }
                None => break,
            }
            let text = self.text(i);
            if !has_headline
                || line::is_turn(text)
                || line::dateline(text).is_some()
                || line::word_count(text) > 45
            {
                break;
            }
            let kind = if self.is_outlet(i) {
                BlockKind::Byline
            } else if self.is_place(i) {
                BlockKind::Dateline
            } else if self.is_author(i) {
                BlockKind::Byline
            } else if text.starts_with(char::is_lowercase) && line::word_count(text) <= 25 {
                BlockKind::Caption
            } else if !standfirst && self.is_standfirst(i, start) {
                standfirst = true;
                BlockKind::Standfirst
            } else {
                break;
            };
            match kind {
                BlockKind::Dateline => self.matter.dateline(text, "line of its own"),
                BlockKind::Byline => self.matter.byline(text, "line of its own"),
                _ => {}
            }
            self.add(i, kind, 0);
            i += 1;
        }
        i
    }

    /// Whether the neighbour is a date on a line of its own.
    fn is_stamp(&self, i: Option<usize>) -> bool {
        i.is_some_and(|i| matches!(self.line(i), Some(Line::Timestamp(_))))
    }

    fn is_outlet(&self, i: usize) -> bool {
        words().outlets.names.contains(self.text(i))
    }

    /// "The Palace, Tunis" beside a date; "Via teleconference".
    fn is_place(&self, i: usize) -> bool {
        let text = self.text(i);
        let stamped = self.is_stamp(i.checked_sub(1)) || self.is_stamp(Some(i + 1));
        stamped
            && line::word_count(text) <= 9
            && !line::is_closed(text)
            && text
                .split(' ')
                .all(|w| w.len() <= 3 || !w.starts_with(char::is_lowercase))
    }

    /// A name alone on its line, or the office that issues the text.
    fn is_author(&self, i: usize) -> bool {
        let text = self.text(i);
        let low = text.to_lowercase();
        let count = line::word_count(text);
        if line::is_closed(text) && !text.ends_with('.') || count > 12 {
            return false;
        }
        if words()
            .bylines
            .offices
            .iter()
            .any(|o| low.starts_with(o.as_str()))
        {
            return !line::is_closed(text);
        }
        let names = text.split(' ').all(|w| {
            w.starts_with(char::is_uppercase)
                && w.chars().all(|c| c.is_alphabetic() || ".'’-".contains(c))
        });
        (2..=4).contains(&count) && names && (self.is_outlet(i + 1) || self.is_stamp(Some(i + 1)))
    }

    /// The sentence below the headline.
    fn is_standfirst(&self, i: usize, start: usize) -> bool {
        let text = self.text(i);
        let count = line::word_count(text);
        let furniture_between =
            (start..i).all(|j| !matches!(self.line(j), Some(Line::Text | Line::Caption(_))));
        if !furniture_between
            || !(4..=45).contains(&count)
            || text.ends_with(':')
            || i + 1 >= self.paragraphs.len()
        {
            return false;
        }
        if lines::bullet(text).is_some() {
            return false;
        }
        if !line::is_closed(text) {
            return true;
        }
        let matter_next = matches!(
            self.line(i + 1),
            Some(Line::Timestamp(_) | Line::Byline | Line::Caption(_) | Line::Notice(_))
        );
        matter_next && count <= 35
    }

    /// Adds one paragraph as what it is, wherever it stands.
    fn body(&mut self, i: usize) {
        let Some(kind) = self.line(i).cloned() else {
            return;
        };
        let text = self.text(i);
        match kind {
            Line::Notice(code) => {
                self.matter.notice(code, text);
                self.add(i, BlockKind::Notice, 0);
            }
            Line::Rule => self.add(i, BlockKind::Notice, 0),
            Line::Timestamp(stamps) => {
                self.matter.stamps(&stamps, text);
                self.add(i, BlockKind::Timestamp, 0);
            }
            Line::Byline => {
                self.matter.byline(text, "line of its own");
                self.add(i, BlockKind::Byline, 0);
            }
            Line::Contributors => self.add(i, BlockKind::Byline, 0),
            Line::Credit => self.add(i, BlockKind::Credit, 0),
            Line::Caption(length) => self.caption(i, length),
            Line::Text => self.text_block(i, text),
        }
    }

    /// A caption and its credit, in two blocks.
    fn caption(&mut self, i: usize, length: usize) {
        let Some(p) = self.paragraphs.get(i) else {
            return;
        };
        let mut caption = p.pieces.clone();
        let credit = caption.last_mut().and_then(|last| {
            let at = last.end.checked_sub(length)?;
            (at > last.start && self.raw.is_char_boundary(at)).then(|| {
                let credit = at..last.end;
                last.end = at;
                credit
            })
        });
        self.parts.push(Part {
            kind: BlockKind::Caption,
            level: 0,
            pieces: caption,
        });
        if let Some(credit) = credit {
            self.parts.push(Part {
                kind: BlockKind::Credit,
                level: 0,
                pieces: vec![credit],
            });
        }
    }

    fn text_block(&mut self, i: usize, text: &str) {
        let Some(p) = self.paragraphs.get(i) else {
            return;
        };
        if p.quoted > 0 {
            return self.add(i, BlockKind::Quotation, p.quoted);
        }
        if let Some(length) = lines::bullet(text) {
            let mut pieces = p.pieces.clone();
            if let Some(first) = pieces.first_mut() {
                let source = self.raw.get(first.clone()).unwrap_or_default();
                let lead = source.len() - source.trim_start().len();
                first.start = (first.start + lead + length).min(first.end);
            }
            self.parts.push(Part {
                kind: BlockKind::ListItem,
                level: 1,
                pieces,
            });
            return;
        }
        if self.is_heading(i, text) {
            return self.add(i, BlockKind::Heading, 2);
        }
        if let Some(found) = line::dateline(text) {
            self.matter.paragraph_dateline(&found);
        }
        self.add(i, BlockKind::Paragraph, 0);
    }

    /// A short line without a full stop, with a paragraph of its own below.
    fn is_heading(&self, i: usize, text: &str) -> bool {
        if text.len() > 100
            || line::is_closed(text)
            || !(1..=12).contains(&line::word_count(text))
            || line::is_turn(text)
        {
            return false;
        }
        if !text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || !c.is_alphabetic())
            || text.ends_with([',', '-', '–'])
        {
            return false;
        }
        let next = self.text(i + 1);
        let apart = self
            .paragraphs
            .get(i + 1)
            .zip(self.paragraphs.get(i))
            .is_some_and(|(b, a)| b.chunk != a.chunk)
            || line::word_count(next) >= 25;
        apart
            && line::word_count(next) >= 12
            && matches!(self.line(i + 1), Some(Line::Text))
            && !self.parts.is_empty()
    }
}

/// A field in front of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Field {
    /// The headline.
    Title,
    /// The outlet.
    Source,
    /// Publication.
    Date,
    /// Last change.
    Updated,
    /// Who wrote it.
    Author,
    /// Its address.
    Url,
    /// The outlet's section.
    Section,
    /// Its language.
    Language,
}

impl Field {
    /// The field of this key, in any case.
    pub(in crate::import) fn of(key: &str) -> Option<Self> {
        Some(
            match key.trim().to_lowercase().replace(['-', ' '], "_").as_str() {
                "title" | "headline" => Self::Title,
                "source" | "publisher" | "outlet" | "publication" | "site" | "site_name"
                | "sitename" => Self::Source,
                "date" | "published" | "publication_date" | "published_at" | "date_published"
                | "datepublished" | "published_time" | "published_on" | "publish_date"
                | "pubdate" | "created" | "created_at" => Self::Date,
                "updated" | "modified" | "last_updated" | "lastmod" | "last_modified"
                | "updated_at" | "date_modified" | "datemodified" | "modified_time" => {
                    Self::Updated
                }
                "author" | "authors" | "by" | "byline" | "creator" => Self::Author,
                "url" | "link" | "canonical" | "canonical_url" | "original_url" | "source_url" => {
                    Self::Url
                }
                "section" | "category" | "categories" => Self::Section,
                "language" | "lang" | "locale" => Self::Language,
                _ => return None,
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_in_any_case() {
        assert_eq!(Field::of("Published"), Some(Field::Date));
        assert_eq!(Field::of("weather"), None);
    }
}
