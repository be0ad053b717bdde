//! Text with structure on its way to a document: what the walks over Markdown,
//! pages, mail and books produce, whatever the format.
//!
//! A [`Rich`] gathers pieces; [`document`] understands each of them as a piece
//! of a news page (furniture, byline, caption with its credit, date) and builds
//! the [`Document`].

use std::collections::HashMap;

use super::{
    date, furniture,
    line::{self, Line},
    matter::Matter,
    text,
};
use crate::document::{BlockKind, Builder, Document, MarkKind};

/// Most marks that are open at once; deeper ones add nothing to see.
const MAX_OPEN: usize = 16;

/// Deepest level of lists and quotations that is shown.
pub(super) const MAX_LEVEL: u8 = 16;

/// Something inside a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// Text; white space not yet folded.
    Text(String),
    /// Markup begins.
    Open(MarkKind),
    /// The innermost markup ends.
    Close,
    /// A line break that the author set.
    Break,
    /// A line break of the source that may mean nothing.
    Soft,
}

/// A block to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// What the markup says it is.
    pub(super) kind: BlockKind,
    /// Level of a heading, list item or quotation.
    pub(super) level: u8,
    /// What is in it.
    pub(super) inlines: Vec<Inline>,
}

impl Piece {
    /// A piece of plain text.
    pub(super) fn plain(kind: BlockKind, text: &str) -> Self {
        Self {
            kind,
            level: 0,
            inlines: vec![Inline::Text(text.to_owned())],
        }
    }

    /// Its text with white space folded.
    pub(super) fn text(&self) -> String {
        text::fold(&self.raw())
    }

    fn raw(&self) -> String {
        let mut out = String::new();
        for inline in &self.inlines {
            match inline {
                Inline::Text(text) => out.push_str(text),
                Inline::Break | Inline::Soft => out.push('\n'),
                Inline::Open(_) | Inline::Close => {}
            }
        }
        out
    }

    fn is_blank(&self) -> bool {
        !self
            .inlines
            .iter()
            .any(|i| matches!(i, Inline::Text(t) if t.chars().any(|c| !c.is_whitespace())))
    }

    /// Whether all of its text is inside links.
    pub(super) fn is_all_link(&self) -> bool {
        let mut open = Vec::new();
        let mut linked = false;
        for inline in &self.inlines {
            match inline {
                Inline::Open(kind) => open.push(matches!(kind, MarkKind::Link(_))),
                Inline::Close => {
                    open.pop();
                }
                Inline::Text(text) if text.trim().is_empty() => {}
                Inline::Text(_) => {
                    if !open.contains(&true) {
                        return false;
                    }
                    linked = true;
                }
                Inline::Break | Inline::Soft => {}
            }
        }
        linked
    }
}

/// Gathers pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Rich {
    pieces: Vec<Piece>,
    open: Option<Piece>,
    /// Markup that is open; `None` for what is not recorded.
    active: Vec<Option<MarkKind>>,
    /// Marks beyond [`MAX_OPEN`], which are not recorded.
    ignored: usize,
}

impl Rich {
    /// Starts a piece, ending the open one; markup that is still open goes on
    /// in it.
    pub(super) fn begin(&mut self, kind: BlockKind, level: u8) {
        self.end();
        self.open = Some(Piece {
            kind,
            level: level.min(MAX_LEVEL),
            inlines: self
                .active
                .iter()
                .flatten()
                .cloned()
                .map(Inline::Open)
                .collect(),
        });
    }

    /// Whether a piece is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// What the open piece is.
    pub(super) fn open_kind(&self) -> Option<BlockKind> {
        self.open.as_ref().map(|p| p.kind)
    }

    /// Makes something else of the open piece.
    pub(super) fn turn_into(&mut self, kind: BlockKind) {
        if let Some(open) = &mut self.open {
            open.kind = kind;
        }
    }

    fn piece(&mut self) -> &mut Piece {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph, 0);
        }
        self.open.get_or_insert_with(|| Piece {
            kind: BlockKind::Paragraph,
            level: 0,
            inlines: Vec::new(),
        })
    }

    /// Appends text to the open piece (a paragraph if none is).
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() || (self.open.is_none() && text.trim().is_empty()) {
            return;
        }
        let piece = self.piece();
        match piece.inlines.last_mut() {
            Some(Inline::Text(last)) => last.push_str(text),
            _ => piece.inlines.push(Inline::Text(text.to_owned())),
        }
    }

    /// Opens markup; `None` opens nothing, but wants to be closed all the same.
    pub(super) fn open(&mut self, kind: Option<MarkKind>) {
        if self.active.len() >= MAX_OPEN {
            self.ignored += 1;
            return;
        }
        if let (Some(piece), Some(kind)) = (&mut self.open, &kind) {
            piece.inlines.push(Inline::Open(kind.clone()));
        }
        self.active.push(kind);
    }

    /// Closes the innermost markup.
    pub(super) fn close(&mut self) {
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }
        if self.active.pop().flatten().is_some()
            && let Some(piece) = &mut self.open
        {
            piece.inlines.push(Inline::Close);
        }
    }

    /// A line break that the author set.
    pub(super) fn line_break(&mut self) {
        if let Some(piece) = &mut self.open {
            piece.inlines.push(Inline::Break);
        }
    }

    /// A line break of the source.
    pub(super) fn soft_break(&mut self) {
        if let Some(piece) = &mut self.open {
            piece.inlines.push(Inline::Soft);
        }
    }

    /// Folds white space in the open piece, in which it would be kept.
    pub(super) fn squeeze(&mut self) {
        let Some(piece) = &mut self.open else { return };
        let mut space = true;
        for inline in &mut piece.inlines {
            let Inline::Text(text) = inline else { continue };
            text.retain(|c| {
                let again = space && c.is_whitespace();
                space = c.is_whitespace();
                !again
            });
        }
    }

    /// Ends the open piece; one without text is dropped.
    pub(super) fn end(&mut self) {
        let Some(mut piece) = self.open.take() else {
            return;
        };
        if piece.is_blank() {
            return;
        }
        piece
            .inlines
            .extend(self.active.iter().flatten().map(|_| Inline::Close));
        let head = self.pieces.len() < 8;
        if piece
            .inlines
            .iter()
            .any(|i| matches!(i, Inline::Break | Inline::Soft))
        {
            self.pieces.extend(at_breaks(piece, head));
        } else {
            self.pieces.push(piece);
        }
    }

    /// Adds a piece of plain text.
    pub(super) fn add(&mut self, kind: BlockKind, level: u8, text: &str) {
        self.begin(kind, level);
        self.text(text);
        self.end();
    }

    /// All pieces.
    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.end();
        self.pieces
    }
}

/// Splits a piece at those line breaks that part paragraphs; the others become
/// spaces.
fn at_breaks(piece: Piece, head: bool) -> Vec<Piece> {
    let keep_whole = matches!(
        piece.kind,
        BlockKind::Headline | BlockKind::Heading | BlockKind::Caption | BlockKind::Credit
    );
    // Texts between the breaks, to judge each break by its neighbours.
    let mut lines = vec![String::new()];
    for inline in &piece.inlines {
        match inline {
            Inline::Text(text) => {
                if let Some(last) = lines.last_mut() {
                    last.push_str(text);
                }
            }
            Inline::Break | Inline::Soft => lines.push(String::new()),
            Inline::Open(_) | Inline::Close => {}
        }
    }
    for line in &mut lines {
        *line = text::fold(line);
    }
    let mut out = vec![Piece {
        inlines: Vec::new(),
        ..piece
    }];
    let mut marks: Vec<MarkKind> = Vec::new();
    let mut at = 0;
    for inline in piece.inlines {
        match &inline {
            Inline::Break | Inline::Soft => {
                at += 1;
                let before = lines.get(at - 1).map_or("", String::as_str);
                let after = lines.get(at).map_or("", String::as_str);
                let parts = !keep_whole
                    && if inline == Inline::Break {
                        piece.kind == BlockKind::Preformatted || parts(before, after)
                    } else {
                        head && parts_head(before, after)
                    };
                if parts {
                    if let Some(last) = out.last_mut() {
                        last.inlines.extend(marks.iter().map(|_| Inline::Close));
                    }
                    out.push(Piece {
                        kind: piece.kind,
                        level: piece.level,
                        inlines: marks.iter().cloned().map(Inline::Open).collect(),
                    });
                } else if let Some(last) = out.last_mut() {
                    last.inlines.push(Inline::Text(" ".to_owned()));
                }
                continue;
            }
            Inline::Open(kind) => marks.push(kind.clone()),
            Inline::Close => {
                marks.pop();
            }
            Inline::Text(_) => {}
        }
        if let Some(last) = out.last_mut() {
            last.inlines.push(inline);
        }
    }
    out.retain(|p| !p.is_blank());
    out
}

/// Whether a line break that the author set parts paragraphs.
fn parts(before: &str, after: &str) -> bool {
    before.is_empty()
        || after.is_empty()
        || line::is_closed(before)
        || line::is_turn(after)
        || (before.chars().count() < 60 && !after.starts_with(char::is_lowercase))
}

/// Whether a line break of the source parts lines of a page's head: a byline
/// or a date stands on a line of its own.
fn parts_head(before: &str, after: &str) -> bool {
    let own = |text: &str| {
        text.len() < 160
            && !matches!(
                line::understand(text),
                Line::Text | Line::Caption(_) | Line::Rule
            )
    };
    own(before) || own(after)
}

/// What is known beside the pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// The summary that the page's metadata give: a paragraph that says the
    /// same is the standfirst.
    pub(super) summary: Option<String>,
    /// Whether a known title is put on top where no piece says it.
    pub(super) add_title: bool,
    /// Whether it is a letter, at whose end a mailing list speaks of itself.
    pub(super) letter: bool,
}

/// Understands the pieces and builds the document.
pub(super) fn document(pieces: Vec<Piece>, matter: &mut Matter, head: &Head) -> Document {
    let mut pieces = pieces;
    pieces.retain(|p| !p.is_blank());
    headline(&mut pieces, matter, head);
    standfirst(&mut pieces, head);
    if head.letter {
        footer(&mut pieces);
    }
    let repeated = repeated(&pieces);
    let whole = pieces.iter().map(|p| p.raw().len()).sum();
    let mut page = Page {
        builder: Builder::new(),
        matter,
        whole,
    };
    for piece in &pieces {
        page.add(piece, &repeated);
    }
    page.builder.finish()
}

/// Letters and digits in lower case: what two spellings of a title share.
pub(super) fn squash(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// How far down a headline is looked for, in pieces.
const HEAD: usize = 8;

/// Finds the piece that is the headline, or puts one on top.
fn headline(pieces: &mut Vec<Piece>, matter: &mut Matter, head: &Head) {
    if let Some(at) = pieces.iter().position(|p| p.kind == BlockKind::Headline) {
        if let Some(piece) = pieces.get(at) {
            matter.title(&piece.text(), "headline of the text");
        }
        return;
    }
    let title = matter.known_title().to_owned();
    if title.is_empty() {
        let found = pieces
            .iter_mut()
            .take(3)
            .find(|p| p.kind == BlockKind::Heading);
        if let Some(piece) = found {
            piece.kind = BlockKind::Headline;
            piece.level = 0;
            matter.title(&piece.text(), "first heading");
        }
        return;
    }
    let wanted = squash(&title);
    let found = pieces.iter_mut().take(HEAD).find(|p| {
        matches!(p.kind, BlockKind::Heading | BlockKind::Paragraph) && squash(&p.text()) == wanted
    });
    match found {
        Some(piece) => {
            piece.kind = BlockKind::Headline;
            piece.level = 0;
        }
        None if head.add_title => pieces.insert(0, Piece::plain(BlockKind::Headline, &title)),
        None => {}
    }
}

/// Finds the paragraph below the headline that says what the page's summary
/// says.
fn standfirst(pieces: &mut [Piece], head: &Head) {
    let Some(summary) = head.summary.as_deref().map(squash).filter(|s| s.len() > 20) else {
        return;
    };
    let start = pieces
        .iter()
        .position(|p| p.kind == BlockKind::Headline)
        .map_or(0, |i| i + 1);
    let body = pieces.len() > start + 2;
    let found = pieces.iter_mut().skip(start).take(4).find(|p| {
        matches!(p.kind, BlockKind::Paragraph | BlockKind::Heading) && {
            let text = squash(&p.text());
            text == summary && text.len() < 500
        }
    });
    if let (Some(piece), true) = (found, body) {
        piece.kind = BlockKind::Standfirst;
        piece.level = 0;
    }
}

/// Makes notices of the footer of a letter.
fn footer(pieces: &mut [Piece]) {
    let half = pieces.len() / 2;
    let found = pieces
        .iter()
        .enumerate()
        .skip(half)
        .find(|(_, p)| furniture::is_footer(&p.text()));
    let Some((from, _)) = found else { return };
    for piece in pieces.iter_mut().skip(from) {
        if line::word_count(&piece.text()) < 60 {
            piece.kind = BlockKind::Notice;
            piece.level = 0;
        }
    }
}

/// Short lines that stand three times or more in the text: footers, buttons.
fn repeated(pieces: &[Piece]) -> HashMap<String, usize> {
    let mut count: HashMap<String, usize> = HashMap::new();
    for piece in pieces.iter().filter(|p| {
        matches!(
            p.kind,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Heading
        )
    }) {
        let text = piece.text();
        if text.len() < 90
            && !line::is_closed(&text)
            && !line::is_turn(&text)
            && !text.starts_with(['(', '[', '“', '"'])
        {
            *count.entry(text).or_default() += 1;
        }
    }
    count.retain(|_, n| *n >= 3);
    count
}

struct Page<'m> {
    builder: Builder,
    matter: &'m mut Matter,
    /// Bytes of the whole text.
    whole: usize,
}

impl Page<'_> {
    fn add(&mut self, piece: &Piece, repeated: &HashMap<String, usize>) {
        let text = piece.text();
        match piece.kind {
            BlockKind::Paragraph => self.paragraph(piece, &text, repeated),
            BlockKind::ListItem | BlockKind::Heading => {
                let known = furniture::classify(&text);
                if let Some(found) = &known {
                    self.matter.notice(found.code, &text);
                }
                let notice = known.is_some() || repeated.contains_key(&text);
                let kind = if notice {
                    BlockKind::Notice
                } else {
                    piece.kind
                };
                self.push(piece, kind);
            }
            BlockKind::Caption => self.caption(piece, &text),
            BlockKind::Byline | BlockKind::Credit | BlockKind::Standfirst
                if date::stamps(&text).is_some() =>
            {
                self.paragraph(piece, &text, repeated);
            }
            BlockKind::Byline => {
                if line::word_count(&text) <= 16 {
                    self.matter.byline(&text, "byline of the page");
                }
                self.push(piece, BlockKind::Byline);
            }
            BlockKind::Timestamp => {
                if let Line::Timestamp(stamps) = line::understand(&text) {
                    self.matter.stamps(&stamps, &text);
                }
                self.push(piece, BlockKind::Timestamp);
            }
            kind => self.push(piece, kind),
        }
    }

    fn paragraph(&mut self, piece: &Piece, text: &str, repeated: &HashMap<String, usize>) {
        if repeated.contains_key(text) {
            return self.push(piece, BlockKind::Notice);
        }
        match line::understand(text) {
            Line::Notice(code) => {
                self.matter.notice(code, text);
                self.push(piece, BlockKind::Notice);
            }
            Line::Rule => self.push(piece, BlockKind::Notice),
            Line::Timestamp(stamps) => {
                self.matter.stamps(&stamps, text);
                self.push(piece, BlockKind::Timestamp);
            }
            Line::Byline => {
                self.matter.byline(text, "line of its own");
                self.push(piece, BlockKind::Byline);
            }
            Line::Contributors => self.push(piece, BlockKind::Byline),
            Line::Credit => self.push(piece, BlockKind::Credit),
            Line::Caption(_) => self.caption(piece, text),
            Line::Text => self.running(piece, text),
        }
    }

    /// Running text.
    fn running(&mut self, piece: &Piece, text: &str) {
        // "→ Read also: …", "Related: …" with nothing but a link.
        if piece.is_all_link() && text.ends_with(['›', '»', '→', '▸']) {
            return self.push(piece, BlockKind::Notice);
        }
        if let Some(found) = line::dateline(text) {
            self.matter.paragraph_dateline(&found);
        }
        let raw = piece.raw();
        #[allow(clippy::single_range_in_vec_init)]
        let breaks = text::breaks(&raw, &[0..raw.len()], self.whole);
        self.push_split(piece, BlockKind::Paragraph, &breaks);
    }

    /// A caption and its credit, in two blocks.
    fn caption(&mut self, piece: &Piece, text: &str) {
        match line::credit(text) {
            Some(length) if length == text.len() => self.push(piece, BlockKind::Credit),
            Some(length) => {
                let (caption, credit) = text
                    .split_at_checked(text.len() - length)
                    .unwrap_or((text, ""));
                self.builder.begin(BlockKind::Caption, 0);
                self.builder.push(caption);
                self.builder.begin(BlockKind::Credit, 0);
                self.builder.push(credit);
                self.builder.end();
            }
            None => self.push(piece, BlockKind::Caption),
        }
    }

    fn push(&mut self, piece: &Piece, kind: BlockKind) {
        self.push_split(piece, kind, &[]);
    }

    /// Appends a piece, beginning a new block of our own at each break, a byte
    /// offset into its raw text.
    fn push_split(&mut self, piece: &Piece, kind: BlockKind, breaks: &[usize]) {
        let level = match kind {
            BlockKind::Heading | BlockKind::ListItem | BlockKind::Quotation => piece.level,
            _ => 0,
        };
        self.builder.begin(kind, level);
        let mut breaks = breaks.iter().copied().peekable();
        let mut marks: Vec<MarkKind> = Vec::new();
        let mut start = 0;
        for inline in &piece.inlines {
            match inline {
                Inline::Text(text) => {
                    let mut from = 0;
                    while let Some(at) = breaks.next_if(|b| *b < start + text.len()) {
                        let cut = at.saturating_sub(start);
                        self.builder.push(text.get(from..cut).unwrap_or_default());
                        self.builder.begin_split(kind);
                        for mark in &marks {
                            self.builder.open_mark(mark.clone());
                        }
                        from = cut;
                    }
                    self.builder.push(text.get(from..).unwrap_or_default());
                    start += text.len();
                }
                Inline::Open(mark) => {
                    marks.push(mark.clone());
                    self.builder.open_mark(mark.clone());
                }
                Inline::Close => {
                    if marks.pop().is_some() {
                        self.builder.close_mark();
                    }
                }
                Inline::Break | Inline::Soft => {
                    self.builder.push(" ");
                    start += 1;
                }
            }
        }
        self.builder.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(rich: Rich) -> Vec<(BlockKind, String)> {
        let document = document(rich.finish(), &mut Matter::default(), &Head::default());
        document
            .blocks()
            .iter()
            .map(|b| (b.kind, document.slice(b.span).to_owned()))
            .collect()
    }

    #[test]
    fn markup_goes_on_in_the_next_piece() {
        let mut rich = Rich::default();
        rich.open(Some(MarkKind::Strong));
        rich.text("one");
        rich.begin(BlockKind::Paragraph, 0);
        rich.text("two");
        rich.close();
        rich.text(" three");
        let document = document(rich.finish(), &mut Matter::default(), &Head::default());
        let marked: Vec<_> = document
            .marks()
            .iter()
            .map(|m| document.slice(m.span))
            .collect();
        assert_eq!(marked, ["one", "two"]);
    }

    #[test]
    fn line_breaks_part_turns_and_sentences_but_not_wrapped_lines() {
        let mut rich = Rich::default();
        rich.text("MS. DUVAL: Good afternoon.");
        rich.line_break();
        rich.text("Q Thank you. The ferry line that was closed in spring by the harbour master is");
        rich.line_break();
        rich.text("still closed, is it?");
        let found = kinds(rich);
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found[1].1.ends_with("is still closed, is it?"));
    }

    #[test]
    fn a_line_that_comes_again_and_again_is_furniture() {
        let mut rich = Rich::default();
        for text in [
            "The Harbour Gazette, morning edition",
            "The talks were resumed.",
            "(Applause.)",
        ] {
            for _ in 0..3 {
                rich.add(BlockKind::Paragraph, 0, text);
            }
        }
        let found = kinds(rich);
        assert_eq!(found[0].0, BlockKind::Notice);
        assert_eq!(found[3].0, BlockKind::Paragraph);
        assert_eq!(found[6].0, BlockKind::Paragraph);
    }

    #[test]
    fn captions_lose_their_credit_to_a_block_of_its_own() {
        let mut rich = Rich::default();
        rich.add(
            BlockKind::Caption,
            0,
            "The envoy led the talks on the strait. Reuters",
        );
        assert_eq!(
            kinds(rich),
            [
                (
                    BlockKind::Caption,
                    "The envoy led the talks on the strait.".to_owned()
                ),
                (BlockKind::Credit, "Reuters".to_owned()),
            ]
        );
    }
}
