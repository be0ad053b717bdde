//! Unbroken texts: paragraphs where the source has none, at sentence ends.

use std::ops::Range;

use crate::import::furniture::words;

/// From how many bytes on a paragraph is split when it is nearly the whole
/// text: some 250 words, a screen full without a break.
const LONG: usize = 1_500;

/// From how many bytes on any paragraph is split: some 1,000 words; no paper
/// prints such a paragraph.
const ENDLESS: usize = 6_000;

/// A split paragraph ends at the first sentence end behind this many bytes:
/// some 60 words, the length of a paragraph in a paper.
const TARGET: usize = 380;

/// Where to split a paragraph whose text is made of `pieces` of `raw`; `whole`
/// is the length of the article's text in bytes.
pub(in crate::import) fn breaks(raw: &str, pieces: &[Range<usize>], whole: usize) -> Vec<usize> {
    let length: usize = pieces.iter().map(Range::len).sum();
    if length < LONG || (length < ENDLESS && length * 10 < whole * 6) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut since = pieces.first().map_or(0, |p| p.start);
    for piece in pieces {
        for at in sentence_starts(raw, piece.clone()) {
            let rest = piece.end - at;
            if at - since >= TARGET && rest > TARGET / 3 {
                out.push(at);
                since = at;
            }
        }
    }
    out
}

/// Longest stretch inside quotation marks that is believed, in bytes; beyond
/// it a closing mark was forgotten.
const MAX_QUOTE: usize = 900;

/// Byte offsets at which a sentence begins, outside of quotations.
fn sentence_starts(raw: &str, range: Range<usize>) -> Vec<usize> {
    let text = raw.get(range.clone()).unwrap_or_default();
    let mut out = Vec::new();
    let mut quote: Option<usize> = None;
    let mut word_start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if quote.is_some_and(|open| at - open > MAX_QUOTE) {
            quote = None;
        }
        match c {
            '“' | '«' | '„' => quote = Some(at),
            '”' | '»' => quote = None,
            '"' => quote = if quote.is_some() { None } else { Some(at) },
            c if c.is_whitespace() => word_start = at + c.len_utf8(),
            _ => {}
        }
        let ends = match c {
            '。' | '！' | '？' | '।' => true,
            '!' | '?' | '…' => true,
            '.' => !is_abbreviation(text.get(word_start..at).unwrap_or_default()),
            _ => false,
        };
        if !ends {
            continue;
        }
        // Closing marks belong to the sentence.
        while let Some((close, mark)) = chars.next_if(|(_, c)| {
            matches!(
                c,
                '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '.' | '!' | '?'
            )
        }) {
            match mark {
                '”' | '»' => quote = None,
                '"' => quote = if quote.is_some() { None } else { Some(close) },
                _ => {}
            }
        }
        let wide = matches!(c, '。' | '！' | '？');
        let mut spaced = false;
        while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {
            spaced = true;
        }
        let Some((next, first)) = chars.peek().copied() else {
            break;
        };
        word_start = next;
        let begins = !first.is_lowercase()
            && (first.is_alphanumeric()
                || matches!(first, '"' | '“' | '«' | '‘' | '\'' | '(' | '['));
        if (spaced || wide) && begins && quote.is_none() {
            out.push(range.start + next);
        }
    }
    out
}

/// Whether the full stop behind `word` belongs to it: "Mr", "U.S", "J".
fn is_abbreviation(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    if word.len() > 12 {
        return false;
    }
    let mut letters = word.chars();
    let single = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    single
        || words()
            .sentences
            .abbreviations
            .contains(&word.to_lowercase())
}

#[cfg(test)]
#[allow(clippy::string_slice, clippy::single_range_in_vec_init)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        let mut from = 0;
        for at in sentence_starts(text, 0..text.len()) {
            out.push(text[from..at].trim());
            from = at;
        }
        out.push(text[from..].trim());
        out
    }

    #[test]
    fn sentences_end_at_full_stops_but_not_at_abbreviations() {
        assert_eq!(
            sentences(
                "Mr. Doe met Gen. J. Roe of the U.S. Navy on Jan. 5. They agreed. \"We do,\" he said. 40 came!"
            ),
            [
                "Mr. Doe met Gen. J. Roe of the U.S. Navy on Jan. 5.",
                "They agreed.",
                "\"We do,\" he said.",
                "40 came!"
            ]
        );
    }

    #[test]
    fn quotations_are_not_torn() {
        assert_eq!(
            sentences("He said: “We came. We saw. We left.” Nobody answered."),
            ["He said: “We came. We saw. We left.”", "Nobody answered."]
        );
    }

    #[test]
    fn only_what_is_unbroken_is_split() {
        let sentence = "The harbour master said that the ferries would sail again before winter. ";
        let long = sentence.repeat(40);
        let found = breaks(&long, &[0..long.len()], long.len());
        assert!(found.len() >= 5);
        assert!(
            found
                .iter()
                .all(|at| long[*at..].starts_with("The harbour"))
        );
        assert!(breaks(&long, &[0..long.len()], long.len() * 5).is_empty());
        assert!(breaks(sentence, &[0..sentence.len()], sentence.len()).is_empty());
    }
}
