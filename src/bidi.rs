//! Right-to-left text: who puts it in order, which way a paragraph runs, and
//! in what order the clusters of a line stand on the screen.
//!
//! Everything else works on the text as it is stored, in logical order; only
//! columns and drawing ask here. Levels are those of UAX 9 (by `unicode-bidi`).
//! Text without a right-to-left letter costs a look at its bytes and no more.
//! Joining Arabic letters is the terminal's: it has the font.

use std::borrow::Cow;

use icu_properties::{CodePointMapData, props::BidiMirroringGlyph};
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use crate::{cluster, span::Span};

/// In what order right-to-left text goes to the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As it is stored, and nothing stands on the right.
    Stored,
    /// As it is stored, for a terminal that puts it in order itself;
    /// right-to-left paragraphs stand on the right.
    #[default]
    Logical,
    /// In the order of the screen, for a terminal that changes nothing.
    Visual,
}

/// A stretch of a line that runs one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its text, on cluster boundaries.
    pub span: Span,
    /// Whether its clusters stand from right to left.
    pub rtl: bool,
    /// Columns left free before it (in tables).
    pub pad: u16,
}

/// Whether a character is a letter (or sign) of a right-to-left script.
#[must_use]
pub fn is_rtl(c: char) -> bool {
    // The blocks that Unicode keeps for such scripts, so that others (Chinese)
    // cost no search.
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// Whether any of the text runs from right to left.
#[must_use]
pub fn has_rtl(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_rtl)
}

/// Whether a paragraph runs from right to left: if more than two in five of its
/// letters do. (The first letter alone, as UAX 9 has it for want of better,
/// would turn a Hebrew paragraph that begins with "Reuters".)
#[must_use]
pub fn runs_left(text: &str) -> bool {
    let (mut rtl, mut all) = (0_usize, 0_usize);
    let mut inside = false;
    for c in text.chars() {
        // What is isolated says nothing about the text around it.
        inside = c == '\u{2068}' || inside && c != '\u{2069}';
        if inside || !c.is_alphabetic() {
            continue;
        }
        all += 1;
        rtl += usize::from(is_rtl(c));
    }
    rtl * 5 > all * 2
}

/// The resolved levels of a paragraph.
pub struct Paragraph<'t> {
    info: ParagraphBidiInfo<'t>,
}

impl<'t> Paragraph<'t> {
    /// Resolves the levels of a text without line breaks that as a whole runs
    /// from right to left or not.
    #[must_use]
    pub fn new(text: &'t str, rtl: bool) -> Self {
        let level = if rtl { Level::rtl() } else { Level::ltr() };
        Self {
            info: ParagraphBidiInfo::new(text, Some(level)),
        }
    }

    /// The order from left to right in which pieces of the paragraph stand on
    /// the screen, and whether each runs from right to left.
    #[must_use]
    pub fn order(&self, pieces: &[Span]) -> Vec<(usize, bool)> {
        let level = |s: &Span| self.info.levels.get(s.start).copied();
        let levels: Vec<Level> = pieces
            .iter()
            .map(|s| level(s).unwrap_or(Level::ltr()))
            .collect();
        let rtl = |i: usize| levels.get(i).is_some_and(Level::is_rtl);
        let order = ParagraphBidiInfo::reorder_visual(&levels);
        order.into_iter().map(|i| (i, rtl(i))).collect()
    }

    /// The runs of a line of the paragraph from left to right as they stand on
    /// the screen.
    #[must_use]
    pub fn runs(&self, line: Span) -> Vec<Run> {
        let clusters: Vec<Span> = line
            .of(self.info.text)
            .grapheme_indices(true)
            .map(|(at, c)| Span::new(line.start + at, line.start + at + c.len()))
            .collect();
        let mut runs: Vec<Run> = Vec::new();
        for (i, rtl) in self.order(&clusters) {
            let Some(span) = clusters.get(i).copied() else {
                continue;
            };
            match runs.last_mut() {
                Some(run) if run.rtl == rtl && !rtl && run.span.end == span.start => {
                    run.span.end = span.end;
                }
                Some(run) if run.rtl == rtl && rtl && run.span.start == span.end => {
                    run.span.start = span.start;
                }
                _ => runs.push(Run { span, rtl, pad: 0 }),
            }
        }
        runs
    }
}

/// The clusters of a stretch as they stand from left to right; in one that runs
/// from right to left, brackets and their like are mirrored.
pub fn clusters(text: &str, rtl: bool) -> impl Iterator<Item = Cow<'_, str>> {
    let (turned, plain) = if rtl { (text, "") } else { ("", text) };
    let turned = turned.graphemes(true).rev().map(mirrored);
    turned.chain(cluster::of(plain).map(Cow::Borrowed))
}

/// The clusters of a label (a headline in the list, a name) as they stand on the
/// screen from left to right, each with the byte where it begins.
#[must_use]
pub fn label(text: &str) -> Vec<(usize, Cow<'_, str>)> {
    let runs = Paragraph::new(text, runs_left(text)).runs(Span::new(0, text.len()));
    let mut out = Vec::new();
    for run in runs {
        let mut one: Vec<(usize, Cow<'_, str>)> = run
            .span
            .of(text)
            .grapheme_indices(true)
            .map(|(at, c)| (run.span.start + at, Cow::Borrowed(c)))
            .collect();
        if run.rtl {
            one.reverse();
            for (_, cluster) in &mut one {
                if let Cow::Borrowed(c) = *cluster {
                    *cluster = mirrored(c);
                }
            }
        }
        out.extend(one);
    }
    out
}

/// A text that somebody typed, to be put into a line of ours: words that run from
/// right to left keep to themselves, and a number behind them stays behind them.
/// The isolates around it are no clusters that are drawn.
#[must_use]
pub fn isolated(text: &str) -> Cow<'_, str> {
    if has_rtl(text) {
        Cow::Owned(format!("\u{2068}{text}\u{2069}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A cluster as it is drawn where text runs from right to left: "(" as ")".
#[must_use]
pub fn mirrored(cluster: &str) -> Cow<'_, str> {
    let mut chars = cluster.chars();
    let (Some(c), rest) = (chars.next(), chars.as_str()) else {
        return Cow::Borrowed(cluster);
    };
    let glyph = CodePointMapData::<BidiMirroringGlyph>::new().get(c);
    match glyph.mirroring_glyph {
        Some(other) => Cow::Owned(format!("{other}{rest}")),
        None => Cow::Borrowed(cluster),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        label(text).into_iter().map(|(_, c)| c).collect()
    }

    #[test]
    fn letters_tell_which_way_a_paragraph_runs() {
        assert!(runs_left("השרה נסעה לז׳נבה"));
        assert!(runs_left("وزيرة الخارجية تصل إلى جنيف"));
        assert!(runs_left("Reuters: שר החוץ נפגש עם עמיתו"));
        assert!(!runs_left("The word שלום means peace"));
        assert!(!runs_left("1,200 ..."));
        assert!(!has_rtl("Zürich, 中文, ไทย"));
        assert!(has_rtl("a ב"));
        assert!(!has_rtl("١٢٣"), "digits run from left to right everywhere");
    }

    #[test]
    fn words_numbers_and_latin_take_their_places() {
        assert_eq!(shown("שלום"), "םולש");
        assert_eq!(shown("ב־12 במאי."), ".יאמב 12־ב");
        assert_eq!(shown("הארגון NATO הודיע"), "עידוה NATO ןוגראה");
        assert_eq!(shown("the word שלום, twice"), "the word םולש, twice");
        assert_eq!(shown("في 18 أبريل"), "ليربأ 18 يف");
        assert_eq!(shown("۲۵ درصد گفتند"), "دنتفگ دصرد ۲۵");
    }

    #[test]
    fn brackets_are_mirrored_and_marks_stay_on_their_letter() {
        assert_eq!(shown("שר (לשעבר)"), "(רבעשל) רש");
        assert_eq!(shown("«سلام»"), "«مالس»");
        assert_eq!(shown("שָׁ ב"), "ב שָׁ");
        assert_eq!(mirrored("a"), "a");
    }

    #[test]
    fn what_was_typed_keeps_to_itself() {
        let line = format!("/{} 3/14", isolated("שלום"));
        let drawn: String = shown(&line).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(drawn, "/םולש 3/14");
        assert_eq!(isolated("peace"), "peace");
    }

    #[test]
    fn runs_cover_the_line_once() {
        let text = "המשרד (UN) אמר: 33,900 בני אדם, 5% מהם בבית־חולים";
        let whole = Span::new(0, text.len());
        let mut runs = Paragraph::new(text, true).runs(whole);
        runs.sort_by_key(|r| r.span.start);
        let mut at = 0;
        for run in runs {
            assert_eq!(run.span.start, at);
            at = run.span.end;
        }
        assert_eq!(at, text.len());
    }
}
