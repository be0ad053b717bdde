//! Text into rows: where every byte lands on the screen, in both directions.
//!
//! Rows are made block by block, when they are first asked for, so that no
//! frame lays out a whole article. Breaks follow UAX 14 (by `icu_segmenter`);
//! for Thai, Lao, Khmer and Burmese, which put no spaces between words, a
//! dictionary knows the words. Columns are counted by grapheme cluster with the
//! same width table that the screen uses.

use std::{cell::RefCell, rc::Rc, sync::LazyLock};

use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed, options::LineBreakOptions};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{
    spoken, table,
    words::{self, Spoken},
};
use crate::{
    bidi::{self, Order, Paragraph, Run},
    cluster,
    document::{Block, BlockKind, Document},
    span::Span,
};

/// Longest piece of text that is laid out at once, in bytes (64 KiB).
const PIECE: usize = 64 << 10;

static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default()));

/// The one that knows the words of scripts without spaces.
static WORDS: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));

/// The segmenter for a text.
fn segmenter(text: &str) -> LineSegmenterBorrowed<'static> {
    // Thai and Lao; Burmese; Khmer; Burmese, extended.
    let unspaced = |c| {
        matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}')
    };
    if !text.is_ascii() && text.chars().any(unspaced) {
        *WORDS
    } else {
        *SEGMENTER
    }
}

/// One wrapped line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The text of the row, without the white space that the break swallowed.
    pub span: Span,
    /// Columns left free before the text.
    pub indent: u16,
    /// Whether it is the first row of its block.
    pub first: bool,
    /// Whether it stands on the right, its paragraph running from right to
    /// left.
    pub rtl: bool,
    /// Its runs from left to right as they are drawn, where they are not drawn
    /// in the order of the text.
    pub runs: Option<Rc<[Run]>>,
    /// Its text with the words that are said about it, where layers are told in
    /// words; a row of such words alone has an empty span.
    pub spoken: Option<Rc<[words::Piece]>>,
}

/// A place in the layout: a line of a piece, blank lines counted first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The piece (a block, or a part of a very long one).
    pub piece: usize,
    /// The line in it: first its blank lines, then its rows.
    pub line: usize,
}

/// A line of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A blank line above a block.
    Gap,
    /// A row of text of this block.
    Row(Row, usize),
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    block: usize,
    span: Span,
    first: bool,
}

/// The rows of one document at one width.
#[derive(Debug)]
pub struct Layout {
    width: u16,
    order: Order,
    spoken: Option<Spoken>,
    pieces: Vec<Piece>,
    hidden: Vec<bool>,
    rows: RefCell<Vec<Option<Rc<[Row]>>>>,
}

impl Layout {
    /// A layout at `width` columns (at least 1), right-to-left text in this
    /// order; nothing is laid out yet.
    #[must_use]
    pub fn new(document: &Document, width: u16, order: Order) -> Self {
        let mut pieces = Vec::with_capacity(document.blocks().len());
        for (block, b) in document.blocks().iter().enumerate() {
            let mut start = b.span.start;
            let mut first = true;
            while b.span.end - start > PIECE {
                let end = cut(document.text(), start, b.span.end);
                pieces.push(Piece {
                    block,
                    span: Span::new(start, end),
                    first,
                });
                (start, first) = (end, false);
            }
            pieces.push(Piece {
                block,
                span: Span::new(start, b.span.end),
                first,
            });
        }
        let n = pieces.len();
        Self {
            width: width.max(1),
            order,
            spoken: None,
            pieces,
            hidden: Vec::new(),
            rows: RefCell::new(vec![None; n]),
        }
    }

    /// The same with layers in words.
    #[must_use]
    pub fn telling(self, spoken: Spoken) -> Self {
        Self {
            spoken: Some(spoken),
            ..self
        }
    }

    /// The width in columns.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// The order of right-to-left text.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }

    /// Shows only the blocks for which `keep` holds; `None` shows all.
    pub fn show_only(&mut self, keep: Option<&dyn Fn(usize) -> bool>) {
        self.hidden = keep.map_or(Vec::new(), |keep| {
            self.pieces.iter().map(|p| !keep(p.block)).collect()
        });
    }

    fn is_hidden(&self, piece: usize) -> bool {
        self.hidden.get(piece).copied().unwrap_or(false)
    }

    /// The rows of a piece.
    #[must_use]
    pub fn rows(&self, document: &Document, piece: usize) -> Rc<[Row]> {
        if let Some(rows) = self.rows.borrow().get(piece).cloned().flatten() {
            return rows;
        }
        let rows: Rc<[Row]> = match (self.pieces.get(piece), self.block(document, piece)) {
            (Some(p), Some(block)) => self.wrap_piece(document, p, block).into(),
            _ => Rc::new([]),
        };
        if let Some(slot) = self.rows.borrow_mut().get_mut(piece) {
            *slot = Some(rows.clone());
        }
        rows
    }

    fn wrap_piece(&self, document: &Document, piece: &Piece, block: &Block) -> Vec<Row> {
        if let Some(told) = &self.spoken {
            let parts = told.pieces(piece.span);
            return spoken::rows(document.text(), piece.span, piece.first, &parts, self.width);
        }
        if let Some(runs) = table::aligned(document, piece.block, self.width) {
            return vec![Row {
                span: block.span,
                indent: 0,
                first: true,
                rtl: false,
                runs: Some(runs.into()),
                spoken: None,
            }];
        }
        let indent = indent(block, self.width);
        let text = document.slice(piece.span);
        let order = if bidi::has_rtl(text) {
            self.order
        } else {
            Order::Stored
        };
        let rtl = order != Order::Stored && bidi::runs_left(text);
        let paragraph = (order == Order::Visual).then(|| Paragraph::new(text, rtl));
        let mut rows = Vec::with_capacity(text.len() / usize::from(self.width) + 1);
        for span in wrap(text, self.width.saturating_sub(indent).max(1)) {
            let first = piece.first && rows.is_empty();
            let mut left = indent;
            if rtl {
                let used = u16::try_from(columns(span.of(text))).unwrap_or(u16::MAX);
                left = self.width.saturating_sub(indent).saturating_sub(used);
            }
            let runs = paragraph.as_ref().map(|p| p.runs(span));
            let moved = |s: Span| Span::new(piece.span.start + s.start, piece.span.start + s.end);
            rows.push(Row {
                span: moved(span),
                indent: left,
                first,
                rtl,
                spoken: None,
                runs: runs.map(|runs| {
                    let runs = runs.into_iter().map(|r| Run {
                        span: moved(r.span),
                        ..r
                    });
                    runs.collect()
                }),
            });
        }
        rows
    }

    fn block<'d>(&self, document: &'d Document, piece: usize) -> Option<&'d Block> {
        document.blocks().get(self.pieces.get(piece)?.block)
    }

    /// The number of blank lines above a piece.
    fn gaps(&self, document: &Document, piece: usize) -> usize {
        let Some(p) = self.pieces.get(piece) else {
            return 0;
        };
        let above = (0..piece).rev().find(|i| !self.is_hidden(*i));
        let (Some(above), true) = (above.and_then(|i| self.block(document, i)), p.first) else {
            return 0;
        };
        let Some(block) = document.blocks().get(p.block) else {
            return 0;
        };
        gap(above.kind, block.kind)
    }

    /// The number of lines of a piece, blank ones included.
    fn lines(&self, document: &Document, piece: usize) -> usize {
        self.gaps(document, piece) + self.rows(document, piece).len()
    }

    /// What stands at a place.
    #[must_use]
    pub fn line(&self, document: &Document, place: Place) -> Option<Line> {
        let gaps = self.gaps(document, place.piece);
        let Some(row) = place.line.checked_sub(gaps) else {
            return (place.piece < self.pieces.len()).then_some(Line::Gap);
        };
        let block = self.pieces.get(place.piece)?.block;
        self.rows(document, place.piece)
            .get(row)
            .map(|r| Line::Row(r.clone(), block))
    }

    /// The first place.
    #[must_use]
    pub fn top(&self, document: &Document) -> Place {
        let mut place = Place::default();
        while place.piece < self.pieces.len()
            && (self.is_hidden(place.piece) || self.lines(document, place.piece) == 0)
        {
            place.piece += 1;
        }
        if place.piece >= self.pieces.len() {
            Place::default()
        } else {
            place
        }
    }

    /// The last place.
    #[must_use]
    pub fn bottom(&self, document: &Document) -> Place {
        for piece in (0..self.pieces.len()).rev() {
            if !self.is_hidden(piece) {
                let lines = self.lines(document, piece);
                if lines > 0 {
                    return Place {
                        piece,
                        line: lines - 1,
                    };
                }
            }
        }
        Place::default()
    }

    /// The place one line further down, if there is one.
    #[must_use]
    pub fn next(&self, document: &Document, place: Place) -> Option<Place> {
        if place.line + 1 < self.lines(document, place.piece) && !self.is_hidden(place.piece) {
            return Some(Place {
                line: place.line + 1,
                ..place
            });
        }
        (place.piece + 1..self.pieces.len())
            .find(|p| !self.is_hidden(*p) && self.lines(document, *p) > 0)
            .map(|piece| Place { piece, line: 0 })
    }

    /// The place one line further up, if there is one.
    #[must_use]
    pub fn previous(&self, document: &Document, place: Place) -> Option<Place> {
        if place.line > 0 && !self.is_hidden(place.piece) {
            return Some(Place {
                line: place.line - 1,
                ..place
            });
        }
        (0..place.piece.min(self.pieces.len()))
            .rev()
            .find_map(|piece| {
                let lines = if self.is_hidden(piece) {
                    0
                } else {
                    self.lines(document, piece)
                };
                (lines > 0).then(|| Place {
                    piece,
                    line: lines - 1,
                })
            })
    }

    /// Moves a place by `by` lines; returns it and how far it went.
    #[must_use]
    pub fn moved(&self, document: &Document, mut place: Place, by: isize) -> (Place, usize) {
        let mut went = 0;
        for _ in 0..by.unsigned_abs() {
            let to = if by < 0 {
                self.previous(document, place)
            } else {
                self.next(document, place)
            };
            let Some(to) = to else { break };
            place = to;
            went += 1;
        }
        (place, went)
    }

    /// The place of the row that holds the byte offset `at` (the nearest
    /// visible one).
    #[must_use]
    pub fn place_of(&self, document: &Document, at: usize) -> Place {
        let piece = self
            .pieces
            .partition_point(|p| p.span.start <= at)
            .saturating_sub(1);
        if self.is_hidden(piece) {
            let here = Place { piece, line: 0 };
            return self
                .next(document, here)
                .or_else(|| self.previous(document, here))
                .map_or(here, |p| self.first_row(document, p));
        }
        let rows = self.rows(document, piece);
        let row = rows
            .partition_point(|r| r.span.start <= at)
            .saturating_sub(1);
        Place {
            piece,
            line: self.gaps(document, piece) + row,
        }
    }

    /// The first place at or below `place` that has text.
    #[must_use]
    pub fn first_row(&self, document: &Document, mut place: Place) -> Place {
        while self.line(document, place) == Some(Line::Gap) {
            match self.next(document, place) {
                Some(next) => place = next,
                None => break,
            }
        }
        place
    }

    /// The text row at or below a place.
    #[must_use]
    pub fn row(&self, document: &Document, place: Place) -> Option<Row> {
        match self.line(document, self.first_row(document, place))? {
            Line::Row(row, _) => Some(row),
            Line::Gap => None,
        }
    }
}

/// Where a very long text may be cut: behind white space, else on a character.
fn cut(text: &str, start: usize, end: usize) -> usize {
    let mut at = (start + PIECE).min(end);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let piece = Span::new(start, at).of(text);
    match piece.rfind(char::is_whitespace) {
        Some(space) if space > PIECE / 2 => {
            start
                + space
                + piece
                    .get(space..)
                    .and_then(|s| s.chars().next())
                    .map_or(1, char::len_utf8)
        }
        // No white space: end on a cluster, so that no cluster is torn.
        _ => piece
            .grapheme_indices(true)
            .next_back()
            .map_or(at, |(last, _)| if last == 0 { at } else { start + last }),
    }
}

/// Blank lines between two neighbouring blocks.
fn gap(above: BlockKind, below: BlockKind) -> usize {
    use BlockKind::{
        Byline, Caption, Credit, Dateline, Headline, ListItem, Notice, Preformatted, Standfirst,
    };
    match (above, below) {
        (ListItem, ListItem) | (Preformatted, Preformatted) | (Caption, Credit) => 0,
        (Byline, Dateline) | (Dateline, Byline) | (Notice, Notice) => 0,
        (Headline, Standfirst) => 1,
        _ => 1,
    }
}

/// Columns before the text of a block.
#[must_use]
pub fn indent(block: &Block, width: u16) -> u16 {
    let columns = match block.kind {
        BlockKind::ListItem => 2 * u16::from(block.level.max(1)),
        BlockKind::Quotation => 2 * u16::from(block.level.max(1)),
        _ => 0,
    };
    columns.min(width / 2).min(16)
}

/// The columns of a text on the screen.
#[must_use]
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    cluster::of(text).map(UnicodeWidthStr::width).sum()
}

/// Breaks one line of text into spans of at most `width` columns (a cluster
/// that is wider than that stands alone).
#[must_use]
pub fn wrap(text: &str, width: u16) -> Vec<Span> {
    let width = usize::from(width.max(1));
    if text.is_ascii() && text.len() <= width {
        return if text.is_empty() {
            Vec::new()
        } else {
            vec![Span::new(0, text.trim_end().len())]
        };
    }
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0); // the open row
    let mut from = 0; // the open segment
    for to in segmenter(text).segment_str(text).skip(1) {
        let segment = Span::new(from, to).of(text);
        let bare = columns(segment.trim_end());
        if used + bare > width && start < from {
            rows.push(trimmed(text, start, from));
            (start, used) = (from, 0);
        }
        if bare > width {
            let (row, rest) = chop(text, start, from, to, used, width, &mut rows);
            (start, used) = (row, rest);
        } else {
            used += columns(segment);
        }
        from = to;
    }
    if start < text.len() {
        let last = trimmed(text, start, text.len());
        if !last.is_empty() {
            rows.push(last);
        }
    }
    rows
}

/// Splits a segment that is wider than a row, cluster by cluster. Returns where
/// the open row starts and how many columns it has used.
fn chop(
    text: &str,
    mut start: usize,
    from: usize,
    to: usize,
    mut used: usize,
    width: usize,
    rows: &mut Vec<Span>,
) -> (usize, usize) {
    for (at, cluster) in Span::new(from, to).of(text).grapheme_indices(true) {
        let w = cluster.width();
        if used + w > width && start < from + at {
            rows.push(trimmed(text, start, from + at));
            (start, used) = (from + at, 0);
        }
        used += w;
    }
    (start, used)
}

/// The span without white space at its end.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    Span::new(
        start,
        start + Span::new(start, end).of(text).trim_end().len(),
    )
}

impl Row {
    /// Its runs from left to right as they are drawn.
    pub fn drawn(&self) -> impl Iterator<Item = Run> {
        let whole = Run {
            span: self.span,
            rtl: false,
            pad: 0,
        };
        let one = self.runs.is_none().then_some(whole);
        one.into_iter()
            .chain(self.runs.iter().flat_map(|r| r.iter().copied()))
    }

    /// The column (from the row's left edge, indent included) where the byte
    /// offset `at` stands.
    #[must_use]
    pub fn column_of(&self, text: &str, at: usize) -> u16 {
        if let Some(parts) = &self.spoken {
            return spoken::column(parts, text, at);
        }
        let at = at.clamp(self.span.start, self.span.end);
        let mut before = 0;
        for run in self.drawn() {
            before += usize::from(run.pad);
            if !run.rtl && (run.span.holds(at) || at == run.span.end && self.runs.is_none()) {
                before += columns(Span::new(run.span.start, at).of(text));
                break;
            }
            if run.rtl && run.span.holds(at) {
                let cluster = Span::new(at, run.span.end).of(text).graphemes(true).next();
                let behind = at + cluster.map_or(0, str::len);
                before += columns(Span::new(behind, run.span.end).of(text));
                break;
            }
            before += columns(run.span.of(text));
        }
        self.indent
            .saturating_add(u16::try_from(before).unwrap_or(u16::MAX))
    }

    /// The byte offset of the cluster at a column; that of the outermost cluster
    /// for columns outside.
    #[must_use]
    pub fn offset_at(&self, text: &str, column: u16) -> usize {
        if let Some(parts) = &self.spoken {
            return spoken::offset(parts, text, column).unwrap_or(self.span.start);
        }
        let mut left = usize::from(column.saturating_sub(self.indent));
        let mut last = self.span.start;
        for run in self.drawn() {
            if left < usize::from(run.pad) {
                return last;
            }
            left -= usize::from(run.pad);
            let mut clusters = run.span.of(text).grapheme_indices(true);
            let next = || {
                if run.rtl {
                    clusters.next_back()
                } else {
                    clusters.next()
                }
            };
            for (at, cluster) in std::iter::from_fn(next) {
                last = run.span.start + at;
                let w = cluster.width();
                if left < w {
                    return last;
                }
                left -= w;
            }
        }
        last
    }

    /// The byte offset of its last cluster.
    #[must_use]
    pub fn last(&self, text: &str) -> usize {
        let mut clusters = self.span.of(text).grapheme_indices(true);
        self.span.start + clusters.next_back().map_or(0, |(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Builder;

    fn rows(text: &str, width: u16) -> Vec<&str> {
        wrap(text, width).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn breaks_at_spaces_and_keeps_stops_with_their_word() {
        assert_eq!(
            rows("told reporters on Air Force One.", 20),
            ["told reporters on", "Air Force One."]
        );
        assert_eq!(rows("one two", 40), ["one two"]);
        assert_eq!(rows("", 10), Vec::<&str>::new());
    }

    #[test]
    fn long_words_are_cut_by_cluster() {
        assert_eq!(rows("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(
            rows("e\u{301}e\u{301}e\u{301}", 2),
            ["e\u{301}e\u{301}", "e\u{301}"]
        );
        assert_eq!(rows("中文字", 3), ["中", "文", "字"]);
        assert_eq!(rows("中文字", 1), ["中", "文", "字"]);
    }

    #[test]
    fn scripts_without_spaces_break_between_words() {
        // "The minister of foreign affairs travelled to Geneva yesterday."
        let thai = "รัฐมนตรีกระทรวงการต่างประเทศเดินทางไปเจนีวาเมื่อวานนี้";
        for width in 12..40 {
            let rows = rows(thai, width);
            assert_eq!(rows.concat(), thai);
            for word in ["รัฐมนตรี", "กระทรวง", "ประเทศ"]
            {
                assert!(rows.iter().any(|r| r.contains(word)), "{width}: {rows:?}");
            }
        }
        // No row begins with a stop or a closing mark.
        let chinese = "外交部长昨天抵达日内瓦，并在机场表示：「谈判将会继续。」";
        for width in 8..30 {
            for row in rows(chinese, width) {
                assert!(!row.starts_with(['，', '。', '」', '：']), "{width}: {row}");
                assert!(columns(row) <= usize::from(width));
            }
        }
    }

    #[test]
    fn marks_stay_with_their_letter() {
        // Hindi, and a Latin letter with two marks.
        for text in ["विदेश मंत्री जिनेवा पहुँचे", "Vie\u{302}\u{323}t Nam"]
        {
            let whole: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            for width in 1..20 {
                for span in wrap(text, width) {
                    assert!(whole.contains(&span.start), "{width}: {span:?}");
                }
            }
        }
    }

    /// The rows of a paragraph as they are drawn in this order.
    fn drawn(text: &str, width: u16, order: Order) -> Vec<String> {
        let mut b = Builder::new();
        b.begin(BlockKind::Paragraph, 0);
        b.push(text);
        let d = b.finish();
        let layout = Layout::new(&d, width, order);
        let rows = layout.rows(&d, 0);
        rows.iter()
            .map(|row| {
                let runs = row.drawn();
                let text: String = runs
                    .flat_map(|r| bidi::clusters(r.span.of(d.text()), r.rtl))
                    .collect();
                format!("{}{text}", " ".repeat(usize::from(row.indent)))
            })
            .collect()
    }

    #[test]
    fn right_to_left_paragraphs_stand_on_the_right() {
        let hebrew = "השרה אמרה (בז׳נבה): „33,900 בני אדם”.";
        assert_eq!(
            drawn(hebrew, 22, Order::Visual),
            ["   :(הבנ׳זב) הרמא הרשה", "     .”םדא ינב 33,900„"]
        );
        assert_eq!(
            drawn(hebrew, 22, Order::Logical),
            ["   השרה אמרה (בז׳נבה):", "     „33,900 בני אדם”."]
        );
        assert_eq!(
            drawn(hebrew, 22, Order::Stored),
            ["השרה אמרה (בז׳נבה):", "„33,900 בני אדם”."]
        );
        assert_eq!(drawn("the word שלום", 22, Order::Visual), ["the word םולש"]);
    }

    #[test]
    fn a_row_is_put_in_order_with_its_neighbours_in_mind() {
        // The comma at the end of the first row belongs to the Latin words that
        // go on in the second.
        assert_eq!(
            drawn("ארגון NATO, EU ועוד", 11, Order::Visual),
            ["NATO, ןוגרא", "    דועו EU"]
        );
    }

    #[test]
    fn columns_and_offsets_agree_in_both_directions() {
        let texts = [
            "השר (לשעבר) אמר ל־Reuters כי 33,900 בני אדם עזבו",
            "قال وزير الخارجية إن 1,200 شخص (بينهم NATO) غادروا",
            "وزیر خارجه گفت ۲۵ درصد «آزاد» شدند",
            "שָׁלוֹם to all, שלום",
            "विदेश मंत्री जिनेवा पहुँचे",
            "รัฐมนตรีเดินทางไปเจนีวา",
            "外交部长昨天抵达日内瓦",
        ];
        let mut b = Builder::new();
        for text in texts {
            b.begin(BlockKind::ListItem, 1);
            b.push(text);
        }
        let d = b.finish();
        for order in [Order::Stored, Order::Logical, Order::Visual] {
            for width in 4..60 {
                let layout = Layout::new(&d, width, order);
                let mut seen = std::collections::BTreeSet::new();
                for (at, cluster) in d.text().grapheme_indices(true) {
                    if cluster.trim().is_empty() {
                        continue;
                    }
                    let place = layout.place_of(&d, at);
                    let row = layout.row(&d, place).expect("row");
                    let column = row.column_of(d.text(), at);
                    assert_eq!(row.offset_at(d.text(), column), at, "{width} {row:?}");
                    assert!(column < width.max(8), "{width} {row:?}");
                    assert!(seen.insert((place, column)), "two clusters in a cell");
                }
            }
        }
    }

    fn document() -> Document {
        let mut b = Builder::new();
        b.begin(BlockKind::Headline, 0);
        b.push("Talks resume in Geneva after a pause of three weeks");
        for kind in [
            BlockKind::Paragraph,
            BlockKind::ListItem,
            BlockKind::ListItem,
        ] {
            b.begin(kind, 1);
            b.push("The minister said that “nothing is agreed until everything is agreed”.");
        }
        b.finish()
    }

    #[test]
    fn places_walk_down_and_up_alike() {
        let d = document();
        let layout = Layout::new(&d, 24, Order::default());
        let mut down = vec![layout.top(&d)];
        while let Some(next) = layout.next(&d, *down.last().expect("start")) {
            down.push(next);
        }
        let mut up = vec![layout.bottom(&d)];
        while let Some(next) = layout.previous(&d, *up.last().expect("start")) {
            up.push(next);
        }
        up.reverse();
        assert_eq!(down, up);
        assert!(down.len() > 12);
    }

    #[test]
    fn offset_to_cell_and_back_is_the_identity() {
        let d = document();
        for width in 1..100 {
            let layout = Layout::new(&d, width, Order::default());
            for (block, at) in d
                .text()
                .char_indices()
                .filter(|(_, c)| !c.is_whitespace())
                .map(|(i, _)| (d.block_at(i), i))
            {
                let place = layout.place_of(&d, at);
                let row = layout.row(&d, place).expect("row");
                assert!(row.span.holds(at), "{block:?} {at} {row:?}");
                assert_eq!(row.offset_at(d.text(), row.column_of(d.text(), at)), at);
            }
        }
    }

    #[test]
    fn a_line_of_megabytes_is_laid_out_in_pieces() {
        let mut b = Builder::new();
        b.begin(BlockKind::Paragraph, 0);
        b.push(&"word ".repeat(40_000));
        let d = b.finish();
        let layout = Layout::new(&d, 76, Order::default());
        assert!(layout.pieces.len() >= 3);
        let joined: usize = layout.pieces.iter().map(|p| p.span.len()).sum();
        assert_eq!(joined, d.text().len());
        assert!(layout.row(&d, layout.bottom(&d)).is_some());
        let laid = layout.rows.borrow().iter().flatten().count();
        assert!(laid <= 1, "only what is looked at is laid out: {laid}");
    }
}
