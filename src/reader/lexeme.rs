//! Words as motions and double clicks mean them: by UAX 29, and by dictionary
//! in the scripts that write no space between words.

use std::sync::LazyLock;

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};
use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;

/// How far a motion looks, in bytes.
const REACH: usize = 4096;

static DICTIONARY: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Whether a character belongs to a script without spaces between words.
fn is_unspaced(c: char) -> bool {
    // Thai and Lao; Burmese; Khmer; kana; Han; Burmese, extended; Han in the
    // planes above.
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{a9e0}'..='\u{a9ff}'
        | '\u{aa60}'..='\u{aa7f}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The words of a stretch of a text, as spans of the text.
pub(super) fn words(text: &str, stretch: Span) -> Vec<Span> {
    let part = stretch.of(text);
    let span = |from: usize, to: usize| Span::new(stretch.start + from, stretch.start + to);
    if part.is_ascii() || !part.chars().any(is_unspaced) {
        let all = part.unicode_word_indices();
        return all.map(|(i, w)| span(i, i + w.len())).collect();
    }
    let mut out = Vec::new();
    let mut from = 0;
    for (to, kind) in DICTIONARY.segment_str(part).iter_with_word_type() {
        if kind.is_word_like() {
            out.push(span(from, to));
        }
        from = to;
    }
    out
}

/// The words around a place, as far as a motion looks.
fn around(text: &str, at: usize) -> Vec<Span> {
    let mut start = at.saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    if start > 0 {
        // Not in the middle of a word, if it can be helped.
        let before = Span::new(start, at).of(text);
        start += before.find(char::is_whitespace).unwrap_or(0);
    }
    let mut end = (at + REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    words(text, Span::new(start, end))
}

/// The word at a place.
pub(super) fn at(text: &str, at: usize) -> Option<Span> {
    around(text, at).into_iter().find(|w| w.holds(at))
}

/// The start of the next word.
pub(super) fn next(text: &str, at: usize) -> Option<usize> {
    let all = around(text, at);
    all.iter().map(|w| w.start).find(|s| *s > at)
}

/// The start of this word, or of the one before.
pub(super) fn previous(text: &str, at: usize) -> Option<usize> {
    let all = around(text, at);
    all.iter().rev().map(|w| w.start).find(|s| *s < at)
}

/// The last character of this word, or of the next.
pub(super) fn end(text: &str, at: usize) -> Option<usize> {
    let last = |w: &Span| {
        let last = w.of(text).grapheme_indices(true).next_back();
        w.start + last.map_or(0, |(i, _)| i)
    };
    let all = around(text, at);
    all.iter().map(last).find(|e| *e > at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let all = words(text, Span::new(0, text.len()));
        all.into_iter().map(|w| w.of(text)).collect()
    }

    #[test]
    fn words_of_scripts_with_and_without_spaces() {
        assert_eq!(
            cut("It can’t wait, Mr. Obi."),
            ["It", "can’t", "wait", "Mr", "Obi"]
        );
        // "The minister said so", "the ministry of foreign affairs".
        assert_eq!(cut("รัฐมนตรีกล่าว"), ["รัฐมนตรี", "กล่าว"]);
        assert_eq!(cut("外交部声明 said"), ["外交部", "声明", "said"]);
        assert!(cut("。、！").is_empty());
    }

    #[test]
    fn motions_go_from_word_to_word() {
        let text = "รัฐมนตรีกล่าว ok";
        let second = text.find("กล่าว").expect("second");
        let ok = text.find("ok").expect("ok");
        assert_eq!(next(text, 0), Some(second));
        // From the middle of a word the same.
        assert_eq!(next(text, 6), Some(second));
        assert_eq!(next(text, second), Some(ok));
        assert_eq!(next(text, ok), None);
        assert_eq!(previous(text, ok), Some(second));
        assert_eq!(previous(text, second + 3), Some(second));
        assert_eq!(previous(text, 0), None);
        assert!(end(text, 0).is_some_and(|e| e < second));
        assert_eq!(end(text, ok), Some(ok + 1));
    }
}
