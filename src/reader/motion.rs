//! Motions: they move the cursor and never do anything else.

use unicode_segmentation::UnicodeSegmentation;

use super::{Reader, layout::Place, lexeme};

/// A movement of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One row down.
    RowDown,
    /// One row up.
    RowUp,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
    /// To the next block.
    ParagraphDown,
    /// To the start of this block, or of the one before.
    ParagraphUp,
    /// To the next sentence.
    SentenceNext,
    /// To the start of this sentence, or to the one before.
    SentencePrev,
    /// To the next word.
    WordNext,
    /// To the start of this word, or to the one before.
    WordPrev,
    /// To the end of this word, or of the next.
    WordEnd,
    /// One character on.
    CharNext,
    /// One character back.
    CharPrev,
    /// To the start of the row.
    RowStart,
    /// To the end of the row.
    RowEnd,
    /// To this percentage of the article.
    Percent(u8),
}

/// Where in the pane the cursor's line is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneLine {
    /// At the top.
    Top,
    /// In the middle.
    Middle,
    /// At the bottom.
    Bottom,
}

impl Reader {
    /// Scrolls so that the cursor's line stands there, off the edge by the rows
    /// that stay around it; the cursor does not move.
    pub fn place_cursor(&mut self, line: PaneLine) {
        let height = self.height();
        let off = self.scroll_off();
        let above = match line {
            PaneLine::Top => off,
            PaneLine::Middle => height / 2,
            PaneLine::Bottom => (height - 1).saturating_sub(off),
        };
        let document = &self.opened.article.document;
        let place = self.layout.place_of(document, self.cursor);
        let by = isize::try_from(above).unwrap_or(isize::MAX);
        self.top = self.layout.moved(document, place, -by).0;
        self.anchor = None;
        self.clamp_top();
    }

    /// Moves the cursor; `false` if nothing moved.
    pub fn motion(&mut self, motion: Motion, count: usize) -> bool {
        let before = (self.top, self.cursor);
        let count = count.max(1);
        let height = self.height();
        match motion {
            Motion::RowDown => self.rows(count, true),
            Motion::RowUp => self.rows(count, false),
            Motion::HalfDown => self.scroll(count.saturating_mul((height / 2).max(1)), true),
            Motion::HalfUp => self.scroll(count.saturating_mul((height / 2).max(1)), false),
            // Two rows of the last page stay in view, so that the eye finds on.
            Motion::PageDown => {
                self.scroll(count.saturating_mul(height.saturating_sub(2).max(1)), true)
            }
            Motion::PageUp => {
                self.scroll(count.saturating_mul(height.saturating_sub(2).max(1)), false)
            }
            Motion::Top => self.jump(0),
            Motion::Bottom => self.bottom(),
            Motion::Percent(p) => {
                let len = self.document().text().len();
                self.jump(len.saturating_mul(usize::from(p.min(100))) / 100);
            }
            Motion::RowStart | Motion::RowEnd => self.row_edge(motion == Motion::RowEnd),
            Motion::ParagraphDown
            | Motion::ParagraphUp
            | Motion::SentenceNext
            | Motion::SentencePrev
            | Motion::WordNext
            | Motion::WordPrev
            | Motion::WordEnd
            | Motion::CharNext
            | Motion::CharPrev => {
                for _ in 0..count {
                    let Some(at) = self.goal(motion) else { break };
                    if at == self.cursor {
                        break;
                    }
                    self.cursor = at;
                }
                self.column = None;
                self.keep_in_view();
            }
        }
        self.loosen();
        before != (self.top, self.cursor)
    }

    /// Moves the cursor to the paragraph with this number, from 1, as citations
    /// count them, or to the last; `false` if nothing moved.
    pub fn go_to_paragraph(&mut self, number: usize) -> bool {
        let before = (self.top, self.cursor);
        let blocks = self.document().blocks().iter();
        let starts = blocks
            .filter(|b| b.kind.is_numbered())
            .map(|b| b.span.start);
        let Some(at) = starts.take(number.max(1)).last() else {
            return false;
        };
        self.jump(at);
        self.loosen();
        before != (self.top, self.cursor)
    }

    fn jump(&mut self, at: usize) {
        self.cursor = self.on_cluster(at);
        self.column = None;
        if at == 0 {
            self.top = self.layout.top(self.document());
            let first = self.layout.first_row(self.document(), self.top);
            self.cursor = self
                .layout
                .row(self.document(), first)
                .map_or(0, |r| r.span.start);
        }
        self.keep_in_view();
    }

    fn bottom(&mut self) {
        let last = self.layout.bottom(self.document());
        if let Some(row) = self.layout.row(self.document(), last) {
            self.cursor = row.span.start;
        }
        self.column = None;
        self.top = last;
        self.clamp_top();
    }

    /// Moves the cursor by text rows, blank lines not counted.
    fn rows(&mut self, count: usize, down: bool) {
        let document = &self.opened.article.document;
        let mut place = self.layout.place_of(document, self.cursor);
        let column = self.column();
        for _ in 0..count {
            let Some(to) = self.text_row(place, down) else {
                break;
            };
            place = to;
        }
        self.put_on(place, column);
        self.keep_in_view();
    }

    /// The next text row below or above.
    fn text_row(&self, place: Place, down: bool) -> Option<Place> {
        let document = self.document();
        let mut at = place;
        loop {
            at = if down {
                self.layout.next(document, at)
            } else {
                self.layout.previous(document, at)
            }?;
            // Words before the text of a row share its place: the row is the
            // line to stand on.
            let stands = |row: &super::layout::Row| {
                !row.span.is_empty() || self.layout.place_of(document, row.span.start) == at
            };
            if let Some(super::Line::Row(row, _)) = self.layout.line(document, at)
                && stands(&row)
            {
                return Some(at);
            }
        }
    }

    /// The column that the cursor wants to stay in.
    fn column(&mut self) -> u16 {
        if let Some(column) = self.column {
            return column;
        }
        let document = self.document();
        let column = self
            .layout
            .row(document, self.layout.place_of(document, self.cursor))
            .map_or(0, |r| r.column_of(document.text(), self.cursor));
        self.column = Some(column);
        column
    }

    fn put_on(&mut self, place: Place, column: u16) {
        if let Some(row) = self.layout.row(self.document(), place) {
            self.cursor = row.offset_at(self.document().text(), column);
        }
    }

    /// Scrolls by lines, the cursor staying where it is on the screen; on the
    /// last page and on the first the cursor goes on alone.
    fn scroll(&mut self, lines: usize, down: bool) {
        let column = self.column();
        let document = &self.opened.article.document;
        let by = isize::try_from(lines).unwrap_or(isize::MAX);
        let by = if down { by } else { -by };
        let place = self.layout.place_of(document, self.cursor);
        let to = self.layout.moved(document, place, by).0;
        let to = self.layout.first_row(document, to);
        self.top = self.layout.moved(document, self.top, by).0;
        self.clamp_top();
        self.put_on(to, column);
        self.keep_in_view();
    }

    /// Scrolls by lines; the cursor stays where it is in the text as long as
    /// that is in view.
    pub fn scroll_lines(&mut self, lines: usize, down: bool) {
        let by = isize::try_from(lines).unwrap_or(isize::MAX);
        let by = if down { by } else { -by };
        let column = self.column();
        let document = &self.opened.article.document;
        self.top = self.layout.moved(document, self.top, by).0;
        self.clamp_top();
        let (first, last) = (self.top, self.last_in_view());
        let document = &self.opened.article.document;
        let place = self.layout.place_of(document, self.cursor);
        if place < first {
            self.put_on(self.layout.first_row(document, first), column);
        } else if place > last {
            let mut at = last;
            while self.layout.line(document, at) == Some(super::Line::Gap) && at > first {
                let Some(above) = self.layout.previous(document, at) else {
                    break;
                };
                at = above;
            }
            self.put_on(at, column);
        }
        self.anchor = None;
    }

    fn row_edge(&mut self, end: bool) {
        let document = self.document();
        if let Some(row) = self
            .layout
            .row(document, self.layout.place_of(document, self.cursor))
        {
            self.cursor = if end {
                row.last(document.text())
            } else {
                row.span.start
            };
            self.column = None;
        }
    }

    /// Where one step of a motion through the text leads.
    fn goal(&self, motion: Motion) -> Option<usize> {
        let document = self.document();
        let at = self.cursor;
        match motion {
            Motion::ParagraphDown => {
                let blocks = document.blocks();
                let next = blocks.partition_point(|b| b.span.start <= at);
                let shown = |i: &usize| {
                    blocks.get(*i).is_some_and(|b| {
                        self.layout
                            .row(document, self.layout.place_of(document, b.span.start))
                            .is_some_and(|r| r.span.start == b.span.start)
                    })
                };
                match (next..blocks.len()).find(shown) {
                    Some(i) => blocks.get(i).map(|b| b.span.start),
                    None => self
                        .layout
                        .row(document, self.layout.bottom(document))
                        .map(|r| r.span.start),
                }
            }
            Motion::ParagraphUp => {
                let before = document
                    .blocks()
                    .partition_point(|b| b.span.start < at)
                    .checked_sub(1)?;
                document.blocks().get(before).map(|b| b.span.start)
            }
            Motion::SentenceNext => {
                let all = self.sentences();
                all.get(all.partition_point(|s| s.start <= at))
                    .map(|s| s.start)
            }
            Motion::SentencePrev => {
                let all = self.sentences();
                all.get(all.partition_point(|s| s.start < at).checked_sub(1)?)
                    .map(|s| s.start)
            }
            Motion::WordNext => lexeme::next(document.text(), at),
            Motion::WordPrev => lexeme::previous(document.text(), at),
            Motion::WordEnd => lexeme::end(document.text(), at),
            Motion::CharNext => {
                let rest = document.text().get(at..)?;
                let (next, _) = rest
                    .grapheme_indices(true)
                    .skip(1)
                    .find(|(_, g)| *g != "\n")?;
                Some(at + next)
            }
            Motion::CharPrev => {
                let (before, _) = document
                    .text()
                    .get(..at)?
                    .grapheme_indices(true)
                    .rev()
                    .find(|(_, g)| *g != "\n")?;
                Some(before)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::reader, *};

    const TEXT: &str = "Talks resume\n\nThe minister spoke. He said “no deal yet” to reporters in the capital on Monday.\n\nA second paragraph stands here.\n";

    #[test]
    fn motions_only_move_and_stop_at_the_ends() {
        let mut r = reader(TEXT, 40, 4);
        assert!(!r.motion(Motion::RowUp, 1));
        assert!(r.motion(Motion::Bottom, 1));
        assert!(r.at_end());
        assert!(!r.motion(Motion::Bottom, 1));
        assert!(r.motion(Motion::Top, 1));
        assert_eq!((r.top(), r.cursor()), (0, 0));
    }

    #[test]
    fn words_sentences_and_paragraphs() {
        let mut r = reader(TEXT, 40, 10);
        let text = r.document().text().to_owned();
        let at = |needle: &str| text.find(needle).expect("needle");
        r.motion(Motion::ParagraphDown, 1);
        assert_eq!(r.cursor(), at("The minister"));
        r.motion(Motion::WordNext, 2);
        assert_eq!(r.cursor(), at("spoke"));
        r.motion(Motion::WordEnd, 1);
        assert_eq!(r.cursor(), at("e. He"));
        r.motion(Motion::SentenceNext, 1);
        assert_eq!(r.cursor(), at("He said"));
        r.motion(Motion::SentencePrev, 1);
        assert_eq!(r.cursor(), at("The minister"));
        r.motion(Motion::ParagraphDown, 9);
        assert_eq!(r.cursor(), at("A second"));
    }

    #[test]
    fn a_page_down_and_up_comes_back() {
        let long = TEXT.repeat(30);
        let mut r = reader(&long, 50, 12);
        r.motion(Motion::PageDown, 1);
        let here = (r.top(), r.cursor());
        r.motion(Motion::PageDown, 2);
        r.motion(Motion::PageUp, 2);
        assert_eq!((r.top(), r.cursor()), here);
    }
}
