//! The reader pane's state: one open article, where the eye is in it, what is
//! selected, searched and marked. Pure; drawing is in `ui::reader`.

pub mod find;
pub mod layout;
mod lexeme;
mod motion;
mod select;
mod spans;
mod spoken;
mod table;
pub mod words;

use std::{cell::OnceCell, sync::Arc};

pub use find::Find;
use find::Folded;
use layout::{Layout, Line, Place};
pub use motion::{Motion, PaneLine};
pub use select::{SelectMode, TextObject};
pub use spans::{Step, Target, Under};
pub use table::RULE;

use crate::{bidi::Order, document::Document, library::Opened, span::Span};

/// Which layers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers {
    /// Officials.
    pub officials: bool,
    /// Figures.
    pub figures: bool,
    /// Quotes.
    pub quotes: bool,
}

impl Default for Layers {
    fn default() -> Self {
        Self {
            officials: true,
            figures: true,
            quotes: true,
        }
    }
}

/// How the reader shows an article.
#[derive(Clone, Debug, PartialEq)]
pub struct ReaderOptions {
    /// Columns of the text at most.
    pub text_width: u16,
    /// Which layers are shown.
    pub layers: Layers,
    /// Whether only ASCII signs are drawn beside the text.
    pub ascii: bool,
    /// Annotations below this confidence (0 to 1) are dimmed.
    pub confidence_floor: f32,
    /// Whether speakers and sources stand in the margin where there is room.
    pub margin: bool,
    /// Classes of cue whose quotes are not marked ("think").
    pub hidden_cues: Vec<String>,
    /// The order of right-to-left text.
    pub order: Order,
    /// Whether layers are told in words, in one column without margin.
    pub linear: bool,
}

impl Default for ReaderOptions {
    fn default() -> Self {
        Self {
            text_width: 76,
            layers: Layers::default(),
            ascii: false,
            confidence_floor: 0.0,
            margin: true,
            hidden_cues: Vec::new(),
            order: Order::default(),
            linear: false,
        }
    }
}

/// How a jump places its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reveal {
    /// On the first line of the pane.
    Top,
    /// In the middle of the pane.
    Middle,
    /// Where it is if it is in view, else in the middle.
    Nearest,
}

/// A kept passage, as the reader shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageMark {
    /// Where it is anchored.
    pub span: Span,
    /// Its id.
    pub id: String,
    /// Which of the five colours, 0 to 4.
    pub colour: u8,
    /// Whether the anchor is doubtful.
    pub doubtful: bool,
    /// Whether it has a note.
    pub note: bool,
}

/// Where the parts of the pane stand, in columns from its left edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// The first column of the gutter (passage marks, quote bars).
    pub gutter: u16,
    /// The first column of the text.
    pub text: u16,
    /// Columns of the text.
    pub width: u16,
    /// First column and columns of the margin, where there is room.
    pub margin: Option<(u16, u16)>,
}

/// Columns of the gutter: a passage mark, a quote bar, a space.
pub const GUTTER: u16 = 3;
/// Columns of the margin, at least and at most, and the space before it.
const MARGIN: (u16, u16, u16) = (18, 32, 2);

impl Geometry {
    /// Lays the pane's `width` columns out.
    #[must_use]
    pub fn new(width: u16, options: &ReaderOptions) -> Self {
        if options.linear {
            let width = options.text_width.max(10).min(width.saturating_sub(1));
            return Self {
                width: width.max(1),
                ..Self::default()
            };
        }
        let free = width.saturating_sub(GUTTER + 1);
        let text = options.text_width.max(10).min(free).max(1);
        let rest = free.saturating_sub(text);
        let margin = rest.saturating_sub(MARGIN.2).min(MARGIN.1);
        let margin = if options.margin && margin >= MARGIN.0 {
            margin
        } else {
            0
        };
        let used = text + if margin > 0 { margin + MARGIN.2 } else { 0 };
        let gutter = free.saturating_sub(used) / 2;
        let at = gutter + GUTTER.min(width.saturating_sub(text));
        Self {
            gutter,
            text: at,
            width: text,
            margin: (margin > 0).then_some((at + text + MARGIN.2, margin)),
        }
    }
}

/// The rows of an article as it is shown.
fn layout(
    opened: &Opened,
    options: &ReaderOptions,
    passages: &[PassageMark],
    width: u16,
) -> Layout {
    let layout = Layout::new(&opened.article.document, width, options.order);
    if options.linear {
        layout.telling(words::Spoken::new(opened, options, passages))
    } else {
        layout
    }
}

#[derive(Clone, Copy, Debug)]
struct Selection {
    anchor: usize,
    mode: SelectMode,
    /// Set where a text object or the mouse chose both ends.
    fixed: Option<Span>,
}

/// One open article.
#[derive(Debug)]
pub struct Reader {
    opened: Arc<Opened>,
    options: ReaderOptions,
    size: (u16, u16),
    geometry: Geometry,
    layout: Layout,
    top: Place,
    /// The byte offset that stood on top before the last resizes.
    anchor: Option<usize>,
    cursor: usize,
    column: Option<u16>,
    selection: Option<Selection>,
    find: Option<Find>,
    origin: Option<(usize, usize, Option<Find>)>,
    matching_only: bool,
    passages: Vec<PassageMark>,
    folded: OnceCell<Folded>,
    sentences: OnceCell<Vec<Span>>,
}

impl Reader {
    /// Opens an article at its top.
    #[must_use]
    pub fn new(opened: Arc<Opened>, options: ReaderOptions) -> Self {
        let size = (80, 24);
        let geometry = Geometry::new(size.0, &options);
        let layout = layout(&opened, &options, &[], geometry.width);
        let mut reader = Self {
            opened,
            options,
            size,
            geometry,
            layout,
            top: Place::default(),
            anchor: None,
            cursor: 0,
            column: None,
            selection: None,
            find: None,
            origin: None,
            matching_only: false,
            passages: Vec::new(),
            folded: OnceCell::new(),
            sentences: OnceCell::new(),
        };
        reader.top = reader.layout.top(reader.document());
        reader
    }

    /// The open article.
    #[must_use]
    pub fn opened(&self) -> &Arc<Opened> {
        &self.opened
    }

    /// Its document.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.opened.article.document
    }

    /// How it is shown.
    #[must_use]
    pub fn options(&self) -> &ReaderOptions {
        &self.options
    }

    /// Where the parts of the pane stand.
    #[must_use]
    pub fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// The pane's inner size in columns and rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Tells the pane's inner size; the byte offset of the top row is kept.
    pub fn set_size(&mut self, width: u16, height: u16) {
        if self.size != (width, height) {
            self.size = (width, height);
            self.lay_out(false);
        }
    }

    /// Changes how the article is shown; the place is kept.
    pub fn set_options(&mut self, options: ReaderOptions) {
        if self.options != options {
            self.options = options;
            self.lay_out(self.options.linear);
        }
    }

    /// Lays the article out for the present size and options; `anew` where the
    /// words about it have changed.
    fn lay_out(&mut self, anew: bool) {
        let top = self.anchor.unwrap_or_else(|| self.top());
        let at_top = self.top == self.layout.top(self.document());
        self.geometry = Geometry::new(self.size.0, &self.options);
        let order = self.options.order;
        let kept = (self.geometry.width, order) == (self.layout.width(), self.layout.order());
        if anew || !kept {
            let width = self.geometry.width;
            self.layout = layout(&self.opened, &self.options, &self.passages, width);
            self.hide_unmatched();
        }
        self.top = if at_top {
            self.layout.top(self.document())
        } else {
            self.layout.place_of(self.document(), top)
        };
        self.clamp_top();
        self.bring_into_view(0);
        self.anchor = Some(top);
    }

    /// Rows of the pane, at least one.
    fn height(&self) -> usize {
        usize::from(self.size.1).max(1)
    }

    /// The byte offset of the first row in view.
    #[must_use]
    pub fn top(&self) -> usize {
        self.layout
            .row(self.document(), self.top)
            .map_or(0, |r| r.span.start)
    }

    /// Puts the row that holds the byte offset `at` on top.
    pub fn set_top(&mut self, at: usize) {
        self.top = if at == 0 {
            self.layout.top(self.document())
        } else {
            self.layout.place_of(self.document(), at)
        };
        self.clamp_top();
        if !self.in_view(self.cursor) {
            let place = self.layout.first_row(self.document(), self.top);
            self.cursor = self
                .layout
                .row(self.document(), place)
                .map_or(0, |r| r.span.start);
        }
        self.keep_in_view();
    }

    /// The byte offset of the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The lines in view, from the top.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let document = self.document();
        let mut out = Vec::with_capacity(self.height());
        let mut place = Some(self.top);
        while let Some(here) = place.filter(|_| out.len() < self.height()) {
            match self.layout.line(document, here) {
                Some(line) => out.push(line),
                None => break,
            }
            place = self.layout.next(document, here);
        }
        out
    }

    /// Which of the lines in view the cursor stands on, from 0.
    #[must_use]
    pub fn cursor_line(&self) -> Option<usize> {
        let goal = self.layout.place_of(self.document(), self.cursor);
        let mut place = self.top;
        for line in 0..self.height() {
            if place == goal {
                return Some(line);
            }
            place = self.layout.next(self.document(), place)?;
        }
        None
    }

    /// The last place of the view.
    fn last_in_view(&self) -> Place {
        let by = isize::try_from(self.height() - 1).unwrap_or(isize::MAX);
        self.layout.moved(self.document(), self.top, by).0
    }

    /// Whether the byte offset `at` is in view.
    #[must_use]
    pub fn in_view(&self, at: usize) -> bool {
        let place = self.layout.place_of(self.document(), at);
        self.top <= place && place <= self.last_in_view()
    }

    /// Whether the last row is in view.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.last_in_view() == self.layout.bottom(self.document())
    }

    /// How much of the article lies above the lower edge of the view, 0 to 100.
    #[must_use]
    pub fn percent(&self) -> u8 {
        if self.at_end() {
            return 100;
        }
        let end = match self.layout.line(self.document(), self.last_in_view()) {
            Some(Line::Row(row, _)) => row.span.end,
            _ => self
                .layout
                .row(self.document(), self.last_in_view())
                .map_or(0, |r| r.span.start),
        };
        let len = self.document().text().len().max(1);
        u8::try_from((end.saturating_mul(100) / len).min(99)).unwrap_or(99)
    }

    /// Moves the cursor to the byte offset `at` and brings it into view.
    pub fn go_to(&mut self, at: usize, reveal: Reveal) {
        let at = self.on_cluster(at);
        self.cursor = at;
        self.column = None;
        let place = self.layout.place_of(self.document(), at);
        match reveal {
            Reveal::Top => self.top = place,
            Reveal::Nearest if self.in_view(at) => {}
            Reveal::Middle | Reveal::Nearest => {
                let up = isize::try_from(self.height() / 2).unwrap_or(0);
                self.top = self.layout.moved(self.document(), place, -up).0;
            }
        }
        self.clamp_top();
        self.keep_in_view();
    }

    /// Moves the cursor to `at` and brings as much of `span`, which holds it,
    /// into view as fits below the cursor.
    pub fn go_to_span(&mut self, at: usize, span: Span, reveal: Reveal) {
        self.go_to(at, reveal);
        let document = &self.opened.article.document;
        let off = self.scroll_off();
        let up = |place, rows: usize| {
            let by = isize::try_from(rows).unwrap_or(isize::MAX);
            self.layout.moved(document, place, -by).0
        };
        let end = self.on_cluster(span.end.saturating_sub(1).max(at));
        let end = self.layout.place_of(document, end);
        let start = self.layout.place_of(document, self.cursor);
        let whole = up(end, (self.height() - 1).saturating_sub(off));
        let top = whole.min(up(start, off));
        if self.top < top {
            self.top = top;
            self.clamp_top();
        }
    }

    /// Rows that stay around the cursor.
    fn scroll_off(&self) -> usize {
        (self.height() / 5).min(4)
    }

    /// The nearest byte offset at or before `at` that a cursor can stand on.
    fn on_cluster(&self, at: usize) -> usize {
        let text = self.document().text();
        let mut at = at.min(text.len().saturating_sub(1));
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let row = self
            .layout
            .row(self.document(), self.layout.place_of(self.document(), at));
        row.map_or(at, |r| {
            let inside = at.clamp(r.span.start, r.span.end.max(r.span.start));
            r.offset_at(text, r.column_of(text, inside))
        })
    }

    /// No empty space below the last row while there is text above.
    fn clamp_top(&mut self) {
        let document = &self.opened.article.document;
        let up = isize::try_from(self.height() - 1).unwrap_or(isize::MAX);
        let last = self
            .layout
            .moved(document, self.layout.bottom(document), -up)
            .0;
        if self.top > last {
            self.top = last;
        }
    }

    /// Scrolls so that the cursor is in view, some rows off the edges.
    fn keep_in_view(&mut self) {
        self.bring_into_view(self.scroll_off());
    }

    /// Scrolls as little as needed for the cursor to be `off` rows off the edges.
    fn bring_into_view(&mut self, off: usize) {
        self.anchor = None;
        let document = &self.opened.article.document;
        let place = self.layout.place_of(document, self.cursor);
        let by = |n: usize| isize::try_from(n).unwrap_or(isize::MAX);
        let lowest_top = self.layout.moved(document, place, -by(off)).0;
        let highest_top = self
            .layout
            .moved(
                document,
                place,
                -by((self.height() - 1).saturating_sub(off)),
            )
            .0;
        if self.top > lowest_top {
            self.top = lowest_top;
        } else if self.top < highest_top {
            self.top = highest_top;
        }
        self.clamp_top();
    }

    /// The passages of the article.
    #[must_use]
    pub fn passages(&self) -> &[PassageMark] {
        &self.passages
    }

    /// Shows these passages.
    pub fn set_passages(&mut self, mut passages: Vec<PassageMark>) {
        passages.sort_by_key(|p| (p.span.start, p.span.end));
        let changed = self.passages != passages;
        self.passages = passages;
        if changed && self.options.linear {
            self.lay_out(true);
        }
    }

    /// The innermost passage under the cursor.
    #[must_use]
    pub fn passage_at_cursor(&self) -> Option<&PassageMark> {
        self.passages
            .iter()
            .filter(|p| p.span.holds(self.cursor))
            .min_by_key(|p| p.span.len())
    }

    // ---- search

    fn folded(&self) -> &Folded {
        self.folded
            .get_or_init(|| Folded::document(self.document()))
    }

    /// The search that shows, if any.
    #[must_use]
    pub fn find(&self) -> Option<&Find> {
        self.find.as_ref()
    }

    /// Begins a search: remembers the place for [`Reader::find_cancel`].
    pub fn find_begin(&mut self) {
        self.origin = Some((self.top(), self.cursor, self.find.take()));
    }

    /// Searches for what has been typed so far and shows the first hit from
    /// where the search began.
    pub fn find_type(&mut self, pattern: &str) {
        let (top, cursor) = self
            .origin
            .as_ref()
            .map_or((self.top(), self.cursor), |o| (o.0, o.1));
        let mut find = Find::new(pattern, self.folded());
        find.current = find.from(cursor);
        let goal = find.current.and_then(|i| find.hits.get(i)).map(|h| h.start);
        self.find = Some(find);
        self.hide_unmatched();
        match goal {
            Some(at) => self.go_to(at, Reveal::Middle),
            None => {
                self.cursor = cursor;
                self.set_top(top);
            }
        }
    }

    /// Keeps the search; an empty pattern takes up the last one.
    pub fn find_accept(&mut self) {
        let previous = self.origin.take().and_then(|o| o.2);
        if self.find.as_ref().is_none_or(|f| f.pattern.is_empty()) {
            self.find = previous;
            self.find_next(true, 1);
        }
        self.hide_unmatched();
    }

    /// Searches the word under the cursor, every form of its letters; `false`
    /// where there is none.
    pub fn find_word(&mut self) -> bool {
        let Some(word) = lexeme::at(self.document().text(), self.cursor) else {
            return false;
        };
        let pattern = self.document().slice(word).to_lowercase();
        self.find_begin();
        let mut find = Find::new(&pattern, self.folded());
        find.current = find.hits.iter().position(|h| h.holds(self.cursor));
        self.find = Some(find);
        self.find_accept();
        true
    }

    /// Gives the search up and goes back to where it began.
    pub fn find_cancel(&mut self) {
        if let Some((top, cursor, previous)) = self.origin.take() {
            self.find = previous;
            self.hide_unmatched();
            self.cursor = cursor;
            self.set_top(top);
        }
    }

    /// Ends the search; the place stays.
    pub fn find_clear(&mut self) {
        self.find = None;
        self.origin = None;
        self.set_matching_only(false);
    }

    /// Has a search ready without moving, as when opening from search results.
    pub fn arm_find(&mut self, pattern: &str) {
        let find = Find::new(pattern, self.folded());
        self.find = (!find.hits.is_empty()).then_some(find);
    }

    /// Goes to the next or previous hit.
    pub fn find_next(&mut self, forward: bool, count: usize) -> Option<Step> {
        let find = self.find.as_ref()?;
        let (step, at) = spans::pick(&find.hits, self.cursor, forward, count, find.current)?;
        if let Some(find) = &mut self.find {
            find.current = Some(step.index);
        }
        self.go_to(at, Reveal::Middle);
        self.extend_over(step.span);
        Some(step)
    }

    /// Whether only paragraphs with hits are shown.
    #[must_use]
    pub fn matching_only(&self) -> bool {
        self.matching_only
    }

    /// Shows only paragraphs with hits, or all again.
    pub fn set_matching_only(&mut self, on: bool) {
        if self.matching_only != on {
            self.matching_only = on;
            let cursor = self.cursor;
            self.hide_unmatched();
            self.go_to(cursor, Reveal::Middle);
        }
    }

    fn hide_unmatched(&mut self) {
        let hits = self
            .find
            .as_ref()
            .map(|f| f.hits.as_slice())
            .filter(|h| !h.is_empty());
        let (true, Some(hits)) = (self.matching_only, hits) else {
            self.layout.show_only(None);
            return;
        };
        let document = &self.opened.article.document;
        let blocks: std::collections::HashSet<usize> = hits
            .iter()
            .filter_map(|h| document.block_at(h.start))
            .collect();
        self.layout
            .show_only(Some(&|block| blocks.contains(&block)));
    }

    /// All sentences, in order; a block that the annotator leaves out is one.
    #[must_use]
    pub fn sentences(&self) -> &[Span] {
        self.sentences
            .get_or_init(|| spans::sentences(self.document()))
    }

    /// The sentence that holds the byte offset `at`.
    #[must_use]
    pub fn sentence_at(&self, at: usize) -> Option<Span> {
        let all = self.sentences();
        let i = all.partition_point(|s| s.start <= at).saturating_sub(1);
        all.get(i).copied()
    }

    /// The block that holds the byte offset `at`.
    #[must_use]
    pub fn block_span(&self, at: usize) -> Option<Span> {
        let document = self.document();
        document
            .blocks()
            .get(document.block_at(at)?)
            .map(|b| b.span)
    }

    /// The byte offset of what is drawn at a cell of the pane.
    #[must_use]
    pub fn cell_to_offset(&self, x: u16, y: u16) -> Option<usize> {
        match self.lines().get(usize::from(y))? {
            Line::Row(row, _) => {
                let column = x.saturating_sub(self.geometry.text);
                Some(row.offset_at(self.document().text(), column))
            }
            Line::Gap => None,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        annotate::{Annotations, Annotator},
        article::{Article, ArticleId, Location},
        import,
    };

    pub(crate) fn opened(article: Article) -> Arc<Opened> {
        let annotations: Annotations = Annotator::default().annotate(&article.document);
        Arc::new(Opened {
            id: ArticleId::of("test"),
            location: Location {
                path: "test.txt".into(),
                part: 0,
            },
            article: Arc::new(article),
            annotations: Arc::new(annotations),
            hash: String::new(),
        })
    }

    pub(crate) fn reader(text: &str, width: u16, height: u16) -> Reader {
        let mut reader = Reader::new(
            opened(import::text::article(text)),
            ReaderOptions::default(),
        );
        reader.set_size(width, height);
        reader
    }

    fn long() -> String {
        let paragraphs: Vec<String> = (0..40)
            .map(|i| format!("Paragraph {i} has a first sentence. It has a second one that is long enough to wrap on a narrow pane.\n\n"))
            .collect();
        format!("A headline for the test\n\n{}", paragraphs.concat())
    }

    #[test]
    fn a_resize_keeps_the_top_row() {
        let mut r = reader(&long(), 60, 10);
        r.motion(Motion::PageDown, 3);
        let top = r.top();
        r.set_size(37, 10);
        r.set_size(110, 14);
        r.set_size(60, 10);
        let row = |r: &Reader| r.document().block_at(r.top());
        assert_eq!(r.document().block_at(top), row(&r));
        assert!(r.in_view(r.cursor()));
    }

    #[test]
    fn in_words_one_moves_by_the_lines_of_the_screen() {
        let text = "Envoys meet again\n\nForeign Minister Ada Obi of Kenya told reporters: \"We will talk again on Monday, and the day after.\" More than 1,200 people have left the town, according to the army.\n\nShe said the talks would go on.\n";
        for width in [30, 44, 80] {
            let options = ReaderOptions {
                linear: true,
                ..ReaderOptions::default()
            };
            let mut r = Reader::new(opened(import::text::article(text)), options);
            r.set_size(width, 60);
            let mut down = vec![(r.cursor_line().expect("in view"), r.cursor())];
            while r.motion(Motion::RowDown, 1) {
                down.push((r.cursor_line().expect("in view"), r.cursor()));
            }
            let lines: Vec<usize> = down.iter().map(|(l, _)| *l).collect();
            assert!(lines.is_sorted_by(|a, b| a < b), "{width}: {lines:?}");
            let rows = r.lines();
            let texts = |l: &Line| matches!(l, Line::Row(row, _) if !row.span.is_empty());
            let all: Vec<usize> = (0..rows.len()).filter(|i| texts(&rows[*i])).collect();
            assert!(
                all.iter().all(|l| lines.contains(l)),
                "{width}: {lines:?} of {all:?}"
            );
            let mut up = vec![r.cursor_line().expect("in view")];
            while r.motion(Motion::RowUp, 1) {
                up.push(r.cursor_line().expect("in view"));
            }
            up.reverse();
            assert_eq!(lines, up, "{width}");
            // A click on a place of the text goes there.
            for at in [40, 80, 140] {
                r.go_to(at, Reveal::Nearest);
                let y = r.cursor_line().expect("in view");
                let Some(Line::Row(row, _)) = r.lines().get(y).cloned() else {
                    panic!("no row");
                };
                let x = row.column_of(r.document().text(), r.cursor());
                let y = u16::try_from(y).expect("small");
                assert_eq!(r.cell_to_offset(x, y), Some(r.cursor()), "{width} {at}");
            }
        }
    }

    #[test]
    fn search_as_you_type_and_esc_returns() {
        let mut r = reader(&long(), 60, 10);
        r.motion(Motion::RowDown, 3);
        let (top, cursor) = (r.top(), r.cursor());
        r.find_begin();
        for typed in ["p", "paragraph 2", "paragraph 25"] {
            r.find_type(typed);
        }
        assert_eq!(r.find().map(|f| f.hits.len()), Some(1));
        assert!(r.in_view(r.cursor()));
        assert_ne!(r.top(), top);
        r.find_cancel();
        assert_eq!((r.top(), r.cursor()), (top, cursor));
        assert!(r.find().is_none());
    }

    #[test]
    fn next_match_counts_and_wraps() {
        let mut r = reader(&long(), 60, 10);
        r.find_begin();
        r.find_type("second one");
        r.find_accept();
        let step = r.find_next(true, 1).expect("next");
        assert_eq!((step.index, step.of, step.wrapped), (1, 40, false));
        let step = r.find_next(false, 2).expect("previous");
        assert!(step.wrapped && step.index == 39);
    }

    #[test]
    fn only_matching_paragraphs() {
        let mut r = reader(&long(), 60, 30);
        r.find_begin();
        r.find_type("paragraph 7 ");
        r.find_accept();
        r.set_matching_only(true);
        let blocks: std::collections::BTreeSet<_> = r
            .lines()
            .iter()
            .filter_map(|l| {
                if let Line::Row(_, b) = l {
                    Some(*b)
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(blocks.len(), 1);
        r.set_matching_only(false);
        assert!(r.lines().len() > 20);
    }
}
