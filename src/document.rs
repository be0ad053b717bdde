//! The immutable text of an article and its blocks.
//!
//! Everything else (annotations, rows, passages, search hits) points into
//! [`Document::text`] by byte [`Span`]. The text holds no control character
//! but `\n`, and is what `attache show --plain` prints.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    clean::{Clean, Cleaner},
    scan,
    span::Span,
};

/// What a block of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// The title of the article.
    Headline,
    /// The summary sentence below the headline.
    Standfirst,
    /// Who wrote it.
    Byline,
    /// Where and when it was written, where that stands on a line of its own.
    Dateline,
    /// The text of a picture.
    Caption,
    /// To whom a picture belongs.
    Credit,
    /// News furniture: share bars, "live updates", translation notices.
    Notice,
    /// A heading inside the article; the level is in [`Block::level`].
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list; the depth is in [`Block::level`].
    ListItem,
    /// A block quotation.
    Quotation,
    /// A row of a table, cells separated by ` | `, or preformatted text.
    Preformatted,
    /// "Updated: …" and its like.
    Timestamp,
}

impl BlockKind {
    /// The name used in JSON and in the info panel.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Caption => "caption",
            Self::Credit => "credit",
            Self::Notice => "notice",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::Quotation => "quotation",
            Self::Preformatted => "preformatted",
            Self::Timestamp => "timestamp",
        }
    }

    /// Whether blocks of this kind have a number in citations: running text,
    /// list items, quotations and tables.
    #[must_use]
    pub fn is_numbered(self) -> bool {
        matches!(
            self,
            Self::Paragraph | Self::ListItem | Self::Quotation | Self::Preformatted
        )
    }

    /// Whether the annotator and search look at blocks of this kind.
    #[must_use]
    pub fn is_content(self) -> bool {
        !matches!(self, Self::Notice | Self::Timestamp | Self::Credit)
    }
}

/// One block of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, without the separator to the next block.
    pub span: Span,
    /// Heading level (1 to 6), list or quotation depth (from 1); else 0.
    pub level: u8,
    /// Whether the break before this block is ours: an unbroken text was split
    /// at a sentence end.
    pub split: bool,
}

/// Inline markup that the reader shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    /// Emphasis (italic).
    Emphasis,
    /// Strong emphasis (bold).
    Strong,
    /// Code.
    Code,
    /// A link to this address.
    Link(Clean),
    /// The caption of a picture that lies beside the article.
    Picture {
        /// Where, as the article says it: a path below its own folder.
        source: Clean,
        /// What it shows, for who cannot see it; may be empty.
        alt: Clean,
    },
}

/// A span of inline markup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The marked text.
    pub span: Span,
    /// How it is marked.
    pub kind: MarkKind,
}

/// A run of text that is the same, byte for byte, in document and source; for
/// white space only its length is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Run {
    text: usize,
    source: usize,
    len: usize,
}

/// The immutable text of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    text: Arc<str>,
    blocks: Vec<Block>,
    marks: Vec<Mark>,
    runs: Vec<Run>,
}

impl Document {
    /// The whole text: blocks joined by line breaks.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in text order, not overlapping, covering all but separators.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Inline markup, sorted by start.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The text of `span`; empty where the span does not fit.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The index of the block that holds the byte offset `at`, or of the last
    /// one that starts before it.
    #[must_use]
    pub fn block_at(&self, at: usize) -> Option<usize> {
        self.blocks
            .partition_point(|b| b.span.start <= at)
            .checked_sub(1)
    }

    /// The byte offset in the source text that the byte offset `at` came from.
    ///
    /// Only documents built from a single text (plain text, standard input)
    /// know it. An offset inside something that was dropped or replaced maps
    /// to the nearest byte after it (before it when `end` is set).
    #[must_use]
    pub fn to_source(&self, at: usize, end: bool) -> Option<usize> {
        let i = if end {
            self.runs.partition_point(|r| r.text < at)
        } else {
            self.runs.partition_point(|r| r.text <= at)
        };
        match i.checked_sub(1).and_then(|i| self.runs.get(i)) {
            Some(run) if at <= run.text + run.len && (end || at < run.text + run.len) => {
                Some(run.source + (at - run.text))
            }
            Some(run) if end => Some(run.source + run.len),
            _ => self
                .runs
                .get(i)
                .map(|r| r.source)
                .or_else(|| self.runs.last().map(|r| r.source + r.len)),
        }
    }
}

/// Builds a [`Document`] block by block; the one place where text is sanitised
/// and white space folded.
#[derive(Debug, Default)]
pub struct Builder {
    text: String,
    blocks: Vec<Block>,
    marks: Vec<Mark>,
    runs: Vec<Run>,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    kind: BlockKind,
    level: u8,
    split: bool,
    start: usize,
    space: bool,
    cleaner: Cleaner,
    stack: Vec<(usize, MarkKind)>,
}

impl Builder {
    /// An empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a block, ending the open one.
    pub fn begin(&mut self, kind: BlockKind, level: u8) {
        self.end();
        self.open = Some(Open {
            kind,
            level,
            split: false,
            start: self.text.len(),
            space: false,
            cleaner: Cleaner::default(),
            stack: Vec::new(),
        });
    }

    /// Starts a block where the source has none: an unbroken text split by us.
    pub fn begin_split(&mut self, kind: BlockKind) {
        self.begin(kind, 0);
        if let Some(open) = &mut self.open {
            open.split = true;
        }
    }

    /// Whether a block is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Appends text to the open block (a paragraph if none is), folding white
    /// space and dropping control characters.
    pub fn push(&mut self, raw: &str) {
        self.push_at(raw, None);
    }

    /// Appends text that stands at byte `source` of the source text.
    pub fn push_from(&mut self, raw: &str, source: usize) {
        self.push_at(raw, Some(source));
    }

    fn push_at(&mut self, raw: &str, source: Option<usize>) {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph, 0);
        }
        let Some(open) = &mut self.open else { return };
        let keep = open.kind == BlockKind::Preformatted;
        let mut next = 0;
        while let Some(c) = raw.get(next..).and_then(|r| r.chars().next()) {
            let at = next;
            let plain = plain_run(raw.as_bytes().get(at..).unwrap_or(&[]));
            if plain > 1 {
                next += plain;
                let before = self.text.len();
                if std::mem::take(&mut open.space) {
                    self.text.push(' ');
                }
                let from = self.text.len();
                self.text.push_str(Span::new(at, next).of(raw));
                open.cleaner.plain();
                if let Some(source) = source {
                    same(&mut self.runs, before, from, source + at, plain);
                }
                continue;
            }
            next += c.len_utf8();
            if c.is_whitespace() && !(keep && c == ' ') {
                open.space = self.text.len() > open.start;
                open.cleaner.space();
                continue;
            }
            let before = self.text.len();
            if open.space {
                self.text.push(' ');
                open.space = false;
            }
            let from = self.text.len();
            open.cleaner.push(&mut self.text, c);
            let wrote = self.text.len() - from;
            if wrote == 0 {
                if from > before {
                    self.text.truncate(before);
                    open.space = true;
                }
                continue;
            }
            if let Some(source) = source.map(|s| s + at) {
                if wrote == c.len_utf8() {
                    same(&mut self.runs, before, from, source, wrote);
                } else {
                    self.runs.push(Run {
                        text: from,
                        source,
                        len: 0,
                    });
                }
            }
        }
    }

    /// Opens inline markup inside the open block.
    pub fn open_mark(&mut self, kind: MarkKind) {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph, 0);
        }
        if let Some(open) = &mut self.open {
            let at = self.text.len() + usize::from(open.space);
            open.stack.push((at, kind));
        }
    }

    /// Closes the innermost open markup.
    pub fn close_mark(&mut self) {
        if let Some((start, kind)) = self.open.as_mut().and_then(|o| o.stack.pop()) {
            let span = Span::new(start, self.text.len());
            if !span.is_empty() {
                self.marks.push(Mark { span, kind });
            }
        }
    }

    /// Ends the open block; one without text is dropped.
    pub fn end(&mut self) {
        while self.open.as_ref().is_some_and(|o| !o.stack.is_empty()) {
            self.close_mark();
        }
        let Some(open) = self.open.take() else { return };
        if open.start == self.text.len() {
            return;
        }
        self.blocks.push(Block {
            kind: open.kind,
            span: Span::new(open.start, self.text.len()),
            level: open.level,
            split: open.split,
        });
        self.text.push_str("\n\n");
    }

    /// The number of finished blocks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether no block was finished.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Ends the last block and makes the document.
    #[must_use]
    pub fn finish(mut self) -> Document {
        self.end();
        // Blocks that belong together (list items, a caption and its credit,
        // rows of a table) stand on lines of their own without a blank one.
        let mut out = String::with_capacity(self.text.len());
        let mut moved = Vec::with_capacity(self.blocks.len());
        let mut last: Option<BlockKind> = None;
        for block in &mut self.blocks {
            match last {
                None => {}
                Some(kind) if together(kind, block.kind) => out.push('\n'),
                Some(_) => out.push_str("\n\n"),
            }
            let start = out.len();
            out.push_str(block.span.of(&self.text));
            moved.push((block.span.start, start));
            block.span = Span::new(start, out.len());
            last = Some(block.kind);
        }
        let shift = |at: usize| {
            let i = moved
                .partition_point(|(old, _)| *old <= at)
                .saturating_sub(1);
            moved.get(i).map_or(at, |(old, new)| new + (at - old))
        };
        for run in &mut self.runs {
            run.text = shift(run.text);
        }
        for mark in &mut self.marks {
            let start = shift(mark.span.start);
            mark.span = Span::new(start, start + mark.span.len());
        }
        self.marks
            .sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        Document {
            text: out.into(),
            blocks: self.blocks,
            marks: self.marks,
            runs: self.runs,
        }
    }
}

/// How many bytes at the start of a text are printable ASCII with single spaces
/// between them: nothing there is to be folded or dropped.
fn plain_run(text: &[u8]) -> usize {
    if text.first() == Some(&b' ') {
        return 0;
    }
    let printable = scan::find(text, |b| !(b' '..=b'~').contains(&b));
    let mut run = text.get(..printable.unwrap_or(text.len())).unwrap_or(&[]);
    run = scan::two_spaces(run).map_or(run, |at| run.get(..at).unwrap_or(&[]));
    run.strip_suffix(b" ").unwrap_or(run).len()
}

/// Notes that `len` bytes of the text from `from` are those at `source`. The
/// text between `before` and `from` is a space, which belongs to the run where
/// one byte of white space stands for it in the source.
fn same(runs: &mut Vec<Run>, before: usize, from: usize, source: usize, len: usize) {
    match runs.last_mut() {
        Some(run)
            if run.len > 0
                && run.text + run.len == before
                && run.source + run.len + (from - before) == source =>
        {
            run.len += from - before + len;
        }
        _ => runs.push(Run {
            text: from,
            source,
            len,
        }),
    }
}

/// Whether two neighbouring blocks are parted by one line break instead of two.
fn together(a: BlockKind, b: BlockKind) -> bool {
    use BlockKind::{Caption, Credit, ListItem, Preformatted};
    matches!(
        (a, b),
        (ListItem, ListItem) | (Preformatted, Preformatted) | (Caption, Credit)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Document {
        let source = "Head  line\n\n  A \u{1b}para.\n";
        let mut b = Builder::new();
        b.begin(BlockKind::Headline, 0);
        b.push_from(Span::new(0, 10).of(source), 0);
        b.begin(BlockKind::Paragraph, 0);
        b.push_from(Span::new(12, source.len()).of(source), 12);
        b.finish()
    }

    #[test]
    fn white_space_is_folded_and_blocks_joined() {
        let d = sample();
        assert_eq!(d.text(), "Head line\n\nA ␛para.");
        assert_eq!(d.blocks()[1].span, Span::new(11, d.text().len()));
    }

    #[test]
    fn offsets_lead_back_to_the_source() {
        let d = sample();
        assert_eq!(d.to_source(0, false), Some(0));
        assert_eq!(d.to_source(5, false), Some(6));
        assert_eq!(d.to_source(11, false), Some(14));
        let para = d.text().find("para").expect("para");
        assert_eq!(d.to_source(para, false), Some(17));
        assert_eq!(d.to_source(para + 4, true), Some(21));
    }

    #[test]
    fn plain_runs_and_characters_lead_back_alike() {
        let source = "Aé b  c “d” e\tf g\u{1b}h  ij k.";
        let mut b = Builder::new();
        b.begin(BlockKind::Paragraph, 0);
        b.push_from(source, 0);
        let d = b.finish();
        assert_eq!(d.text(), "Aé b c “d” e f g␛h ij k.");
        for (at, c) in d
            .text()
            .char_indices()
            .filter(|(_, c)| *c != ' ' && *c != '␛')
        {
            let from = d.to_source(at, false).expect("source");
            let rest = Span::new(from, source.len()).of(source);
            assert!(rest.starts_with(c), "{at} {c:?}: {rest:?}");
        }
        assert!(d.runs.len() <= 5, "{:?}", d.runs);
    }

    #[test]
    fn marks_move_with_their_block() {
        let mut b = Builder::new();
        b.begin(BlockKind::ListItem, 1);
        b.push("one");
        b.begin(BlockKind::ListItem, 1);
        b.push("two ");
        b.open_mark(MarkKind::Strong);
        b.push("three");
        b.close_mark();
        let d = b.finish();
        assert_eq!(d.text(), "one\ntwo three");
        assert_eq!(d.slice(d.marks()[0].span), "three");
    }
}
