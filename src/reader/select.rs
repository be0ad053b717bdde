//! Selecting: by character, sentence or paragraph, by text object, by mouse.

use unicode_segmentation::UnicodeSegmentation;

use super::{Reader, Reveal, Selection, lexeme};
use crate::{annotate::QuoteKind, span::Span};

/// What a selection is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectMode {
    /// Characters.
    Char,
    /// Whole sentences.
    Sentence,
    /// Whole paragraphs.
    Paragraph,
}

/// Something in the text that can be selected as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextObject {
    /// The sentence under the cursor.
    Sentence,
    /// The paragraph under the cursor.
    Paragraph,
    /// The quote under the cursor, else the next of its paragraph.
    Quote,
    /// The official under the cursor, with title.
    Official,
    /// The figure under the cursor.
    Figure,
    /// The word under the cursor.
    Word,
}

impl Reader {
    /// Begins a selection at the cursor, or changes what it is made of.
    pub fn begin_select(&mut self, mode: SelectMode) {
        let anchor = self.selection.map_or(self.cursor, |s| s.anchor);
        self.selection = Some(Selection {
            anchor,
            mode,
            fixed: None,
        });
    }

    /// What the selection is made of, while there is one.
    #[must_use]
    pub fn select_mode(&self) -> Option<SelectMode> {
        self.selection.map(|s| s.mode)
    }

    /// Ends the selection; `false` if there was none.
    pub fn clear_selection(&mut self) -> bool {
        self.selection.take().is_some()
    }

    /// The selected text.
    #[must_use]
    pub fn selection(&self) -> Option<Span> {
        let selection = self.selection?;
        if let Some(span) = selection.fixed {
            return Some(span);
        }
        let (from, to) = (
            selection.anchor.min(self.cursor),
            selection.anchor.max(self.cursor),
        );
        let span = match selection.mode {
            SelectMode::Char => Span::new(from, to + self.cluster_len(to)),
            SelectMode::Sentence => self.sentence_at(from)?.cover(self.sentence_at(to)?),
            SelectMode::Paragraph => self.block_span(from)?.cover(self.block_span(to)?),
        };
        Some(self.trim(span))
    }

    fn cluster_len(&self, at: usize) -> usize {
        let rest = self.document().text().get(at..).unwrap_or("");
        rest.graphemes(true).next().map_or(0, str::len)
    }

    /// The span without white space at its ends.
    fn trim(&self, span: Span) -> Span {
        let text = self.document().slice(span);
        let start = span.start + (text.len() - text.trim_start().len());
        Span::new(start, start + text.trim().len())
    }

    /// Selects a text object at the cursor; `false` if there is none.
    pub fn select_object(&mut self, object: TextObject) -> bool {
        let at = self.cursor;
        let found = &self.opened.annotations;
        let near = |spans: &mut dyn Iterator<Item = Span>| {
            let block = self.block_span(at)?;
            let mut rest = spans.filter(|s| block.contains(*s) && s.end > at);
            rest.next()
        };
        let span = match object {
            TextObject::Sentence => self.sentence_at(at).map(|s| self.trim(s)),
            TextObject::Paragraph => self.block_span(at),
            TextObject::Quote => near(
                &mut found
                    .quotes
                    .iter()
                    .filter(|q| q.kind != QuoteKind::Reported)
                    .map(|q| q.span),
            ),
            TextObject::Official => near(&mut found.officials.iter().map(|o| o.span)),
            TextObject::Figure => near(&mut found.figures.iter().map(|f| f.span)),
            TextObject::Word => self.word_at(at),
        };
        match span {
            Some(span) => self.select_span(span),
            None => return false,
        }
        true
    }

    /// The word at a byte offset.
    fn word_at(&self, at: usize) -> Option<Span> {
        lexeme::at(self.document().text(), at)
    }

    /// The figure under the cursor, where that stands at its first character.
    fn figure_at_cursor(&self) -> Option<Span> {
        let figures = self.opened.annotations.figures.iter();
        figures.map(|f| f.span).find(|s| s.start == self.cursor)
    }

    /// What `a` keeps, and whether it takes a passage away instead: that is one
    /// that covers or lies in the sentence or quote under the cursor. A
    /// selection, a match, and a figure that was stepped to inside a passage are
    /// kept beside it.
    #[must_use]
    pub fn keep_or_remove(&self) -> (Option<Span>, bool) {
        let span = self.keep_span();
        let Some(mark) = self.passage_at_cursor() else {
            return (span, false);
        };
        if self.selection.is_some() {
            return (span, false);
        }
        if let Some(hit) = self.hit_at_cursor() {
            return (Some(hit), hit == mark.span);
        }
        match self.figure_at_cursor() {
            Some(figure) if mark.span.contains(figure) && figure.start > mark.span.start => {
                (Some(figure), false)
            }
            _ => {
                let same = |s: Span| mark.span.contains(s) || s.contains(mark.span);
                (span, span.is_none_or(same))
            }
        }
    }

    /// The match under the cursor.
    fn hit_at_cursor(&self) -> Option<Span> {
        let hits = &self.find.as_ref()?.hits;
        hits.iter().find(|h| h.holds(self.cursor)).copied()
    }

    /// Selects a span.
    pub fn select_span(&mut self, span: Span) {
        self.selection = Some(Selection {
            anchor: span.start,
            mode: SelectMode::Char,
            fixed: Some(span),
        });
        let last = self
            .document()
            .slice(span)
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(i, _)| i);
        let cursor = span.start + last;
        self.go_to(cursor, Reveal::Nearest);
    }

    /// Selects what lies between two cells of the pane.
    pub fn select_cells(&mut self, from: (u16, u16), to: (u16, u16)) {
        let (Some(a), Some(b)) = (
            self.cell_to_offset(from.0, from.1),
            self.cell_to_offset(to.0, to.1),
        ) else {
            return;
        };
        self.selection = Some(Selection {
            anchor: a,
            mode: SelectMode::Char,
            fixed: None,
        });
        self.cursor = b;
        self.column = None;
    }

    /// Lets the ends of a chosen selection move again.
    pub(super) fn loosen(&mut self) {
        if let Some(selection) = &mut self.selection {
            selection.fixed = None;
        }
    }

    /// While selecting, takes a span that was jumped to into the selection.
    pub(super) fn extend_over(&mut self, span: Span) {
        if self.selection.is_none() {
            return;
        }
        self.loosen();
        if self.selection.is_some_and(|s| s.anchor <= span.start) {
            let last = self
                .document()
                .slice(span)
                .grapheme_indices(true)
                .next_back()
                .map_or(0, |(i, _)| i);
            self.cursor = span.start + last;
            self.keep_in_view();
        }
    }

    /// What `a` keeps: the selection, else the match, the quote or the sentence
    /// under the cursor.
    #[must_use]
    pub fn keep_span(&self) -> Option<Span> {
        if let Some(span) = self.selection() {
            return Some(span);
        }
        let at = self.cursor;
        let hit = self.hit_at_cursor();
        let quote = || {
            let quotes = &self.opened.annotations.quotes;
            let direct = quotes.iter().filter(|q| q.kind != QuoteKind::Reported);
            direct
                .map(|q| q.span)
                .filter(|s| s.holds(at))
                .min_by_key(|s| s.len())
        };
        hit.or_else(quote)
            .or_else(|| self.sentence_at(at).map(|s| self.trim(s)))
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Motion, tests::reader},
        *,
    };

    const TEXT: &str = "Talks resume\n\nThe minister spoke. He said nothing more. She left.\n\nA last paragraph.\n";

    fn selected(r: &Reader) -> &str {
        r.selection().map_or("", |s| r.document().slice(s))
    }

    #[test]
    fn characters_sentences_and_paragraphs() {
        let mut r = reader(TEXT, 60, 10);
        r.motion(Motion::ParagraphDown, 1);
        r.begin_select(SelectMode::Char);
        r.motion(Motion::WordEnd, 2);
        assert_eq!(selected(&r), "The minister");
        r.begin_select(SelectMode::Sentence);
        assert_eq!(selected(&r), "The minister spoke.");
        r.motion(Motion::SentenceNext, 1);
        assert_eq!(selected(&r), "The minister spoke. He said nothing more.");
        r.begin_select(SelectMode::Paragraph);
        assert_eq!(
            selected(&r),
            "The minister spoke. He said nothing more. She left."
        );
        assert!(r.clear_selection());
        assert_eq!(
            r.keep_span()
                .map(|s| r.document().slice(s).to_owned())
                .as_deref(),
            Some("He said nothing more.")
        );
    }

    #[test]
    fn objects_and_matches() {
        let mut r = reader(TEXT, 60, 10);
        r.motion(Motion::ParagraphDown, 1);
        assert!(r.select_object(TextObject::Paragraph));
        assert_eq!(
            selected(&r),
            "The minister spoke. He said nothing more. She left."
        );
        r.clear_selection();
        r.find_begin();
        r.find_type("nothing more");
        r.find_accept();
        assert_eq!(
            r.keep_span()
                .map(|s| r.document().slice(s).to_owned())
                .as_deref(),
            Some("nothing more")
        );
    }

    #[test]
    fn what_is_selected_is_the_text_in_the_order_of_reading() {
        use crate::{
            bidi::Order,
            reader::{Reader, ReaderOptions, tests::opened},
        };
        let hebrew = "שיחות בז׳נבה\n\nהשרה (לשעבר) אמרה ל־Reuters כי 33,900 בני אדם עזבו.\n";
        for order in [Order::Logical, Order::Visual] {
            let article = crate::import::text::article(hebrew);
            let options = ReaderOptions {
                order,
                ..ReaderOptions::default()
            };
            let mut r = Reader::new(opened(article), options);
            r.set_size(60, 10);
            r.motion(Motion::ParagraphDown, 1);
            let first = r.cursor();
            r.begin_select(SelectMode::Char);
            r.motion(Motion::WordEnd, 2);
            assert_eq!(selected(&r), "השרה (לשעבר");
            r.motion(Motion::RowEnd, 1);
            assert_eq!(
                selected(&r),
                "השרה (לשעבר) אמרה ל־Reuters כי 33,900 בני אדם עזבו."
            );
            r.motion(Motion::RowStart, 1);
            assert_eq!(r.cursor(), first);
            r.clear_selection();
            // The mouse from the first letter to the last of the second word,
            // wherever they stand on the screen.
            let text = r.document().text().to_owned();
            let last = text.find("לשעבר").expect("word") + "לשעב".len();
            let cells: Vec<(u16, u16)> = [first, last]
                .iter()
                .map(|at| {
                    let cell = |x| r.cell_to_offset(x, 2) == Some(*at);
                    ((0..60).find(|x| cell(*x)).expect("a cell"), 2)
                })
                .collect();
            assert_eq!(order == Order::Visual, cells[1].0 < cells[0].0);
            r.select_cells(cells[0], cells[1]);
            assert_eq!(selected(&r), "השרה (לשעבר");
            r.clear_selection();
            r.find_begin();
            r.find_type("reuters כי");
            r.find_accept();
            let kept = r.keep_span().expect("a match");
            assert_eq!(r.document().slice(kept), "Reuters כי");
        }
    }

    #[test]
    fn a_match_extends_the_selection() {
        let mut r = reader(TEXT, 60, 10);
        r.motion(Motion::ParagraphDown, 1);
        r.begin_select(SelectMode::Char);
        r.find_begin();
        r.find_type("more");
        r.find_accept();
        r.find_next(true, 1);
        assert_eq!(selected(&r), "The minister spoke. He said nothing more");
    }
}
