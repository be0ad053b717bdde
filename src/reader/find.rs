//! Search inside one article: as you type, folded, with every hit known.
//!
//! Small letters in the pattern match capitals too; a capital in it makes the
//! search exact about case (smart case). Marks and accents are folded: `'`
//! finds `’`, `Elysee` finds `Élysée`, and so are the points of Hebrew and
//! Arabic and letters that Arabic and Persian keyboards write differently. The pattern is taken literally if the
//! article holds it so, else as a regular expression if it is one. White space
//! in it matches any white space.

use icu_normalizer::DecomposingNormalizerBorrowed;
use regex::{Regex, RegexBuilder};

use crate::{clean::Clean, document::Document, span::Span};

/// Most hits that are kept; a pattern that matches more often says so.
pub const MOST_HITS: usize = 10_000;
/// Largest compiled pattern, in bytes (1 MiB), so that nobody's pattern eats
/// the memory.
const PATTERN_SIZE: usize = 1 << 20;

/// A search in progress or kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Find {
    /// What was typed.
    pub pattern: String,
    /// All hits, in order, not overlapping.
    pub hits: Vec<Span>,
    /// The hit that the reader stands on.
    pub current: Option<usize>,
    /// Why the pattern cannot be used.
    pub error: Option<Clean>,
    /// Whether there are more hits than are kept.
    pub capped: bool,
}

impl Find {
    /// Searches a folded text.
    #[must_use]
    pub fn new(pattern: &str, text: &Folded) -> Self {
        let mut find = Self {
            pattern: pattern.to_owned(),
            ..Self::default()
        };
        if pattern.trim().is_empty() {
            return find;
        }
        let exact = pattern.chars().any(char::is_uppercase);
        if let Ok(literal) = compile(&literal(pattern), exact) {
            find.collect(&literal, text);
        }
        if find.hits.is_empty() && is_expression(pattern) {
            match compile(pattern, exact) {
                Ok(expression) => find.collect(&expression, text),
                Err(error) => find.error = Some(Clean::line(&reason(&error))),
            }
        }
        find
    }

    fn collect(&mut self, expression: &Regex, text: &Folded) {
        for hit in expression.find_iter(&text.text) {
            if hit.is_empty() {
                continue;
            }
            if self.hits.len() == MOST_HITS {
                self.capped = true;
                break;
            }
            self.hits.push(text.span(hit.start(), hit.end()));
        }
    }

    /// The index of the first hit that starts at or behind the byte offset
    /// `at`, else of the first.
    #[must_use]
    pub fn from(&self, at: usize) -> Option<usize> {
        let i = self.hits.partition_point(|h| h.start < at);
        (!self.hits.is_empty()).then_some(if i < self.hits.len() { i } else { 0 })
    }
}

fn compile(pattern: &str, exact: bool) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .case_insensitive(!exact)
        .multi_line(true)
        .size_limit(PATTERN_SIZE)
        .build()
}

/// The pattern as a literal expression; runs of white space match any.
fn literal(pattern: &str) -> String {
    let folded = Folded::of(pattern);
    let words: Vec<String> = folded.text.split_whitespace().map(regex::escape).collect();
    let mut out = words.join(r"\s+");
    if pattern.starts_with(char::is_whitespace) {
        out.insert_str(0, r"\s");
    }
    if pattern.ends_with(char::is_whitespace) {
        out.push_str(r"\s");
    }
    out
}

/// Whether a pattern has a sign that only expressions use.
fn is_expression(pattern: &str) -> bool {
    pattern.contains(['\\', '[', '(', '*', '+', '?', '{', '|', '^', '$', '.'])
}

/// One line of why an expression is none.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("not an expression");
    last.trim().trim_start_matches("error: ").to_owned()
}

/// A text without accents and typographic marks, with the way back.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    /// Where folded and original part: (folded offset, original offset); in
    /// between both run alike, byte for byte.
    steps: Vec<(usize, usize)>,
    len: usize,
}

impl Folded {
    /// Folds a document's text.
    #[must_use]
    pub fn document(document: &Document) -> Self {
        Self::of(document.text())
    }

    /// Folds a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let nfd = DecomposingNormalizerBorrowed::new_nfd();
        let mut out = Self {
            text: String::with_capacity(text.len()),
            steps: vec![(0, 0)],
            len: text.len(),
        };
        for (at, c) in text.char_indices() {
            if c.is_ascii() {
                out.text.push(c);
                continue;
            }
            let before = out.text.len();
            match c {
                '’' | '‘' | 'ʼ' | '′' => out.text.push('\''),
                '“' | '”' | '„' | '‟' | '«' | '»' => out.text.push('"'),
                '‐' | '‑' | '–' | '—' | '−' | '־' => out.text.push('-'),
                '׳' => out.text.push('\''),
                '״' => out.text.push('"'),
                // Persian letters that look like the Arabic ones; the stroke
                // that only makes words longer, and the joiners.
                'ی' | 'ى' => out.text.push('ي'),
                'ک' => out.text.push('ك'),
                '\u{640}' | '\u{200c}' | '\u{200d}' => {}
                // Arabic and Persian digits.
                '٠'..='٩' => out.text.push(digit(c, '٠')),
                '۰'..='۹' => out.text.push(digit(c, '۰')),
                '\u{a0}' | '\u{202f}' | '\u{2009}' => out.text.push(' '),
                'ß' => out.text.push_str("ss"),
                'ø' => out.text.push('o'),
                'Ø' => out.text.push('O'),
                'ł' => out.text.push('l'),
                'Ł' => out.text.push('L'),
                'ı' => out.text.push('i'),
                _ => {
                    let mut buffer = [0; 4];
                    let parts = nfd.normalize(c.encode_utf8(&mut buffer));
                    out.text.extend(parts.chars().filter(|c| !is_mark(*c)));
                }
            }
            if out.text.len() - before != c.len_utf8() {
                out.steps.push((out.text.len(), at + c.len_utf8()));
            } else if out.text.get(before..) != text.get(at..at + c.len_utf8()) {
                out.steps.push((before, at));
                out.steps.push((out.text.len(), at + c.len_utf8()));
            }
        }
        out
    }

    /// The original span of a folded one.
    fn span(&self, start: usize, end: usize) -> Span {
        let back = |at: usize, ends: bool| {
            let i = self
                .steps
                .partition_point(|(folded, _)| *folded <= at)
                .saturating_sub(1);
            let (folded, original) = self.steps.get(i).copied().unwrap_or((0, 0));
            if ends && folded == at {
                // The end of a character that was folded to another length.
                return original;
            }
            let limit = self.steps.get(i + 1).map_or(self.len, |(_, o)| *o);
            (original + (at - folded)).min(limit)
        };
        Span::new(back(start, false), back(end, true))
    }
}

/// The ASCII digit for one of a row of ten that begins with `zero`.
fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

/// Combining marks of the scripts in which they can be left out in a search.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{5b0}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        Find::new(pattern, &Folded::of(text))
            .hits
            .iter()
            .map(|h| h.of(text))
            .collect()
    }

    #[test]
    fn smart_case() {
        assert_eq!(
            found("rafah", "Rafah rafah RAFAH"),
            ["Rafah", "rafah", "RAFAH"]
        );
        assert_eq!(found("Rafah", "Rafah rafah RAFAH"), ["Rafah"]);
    }

    #[test]
    fn marks_and_accents_are_folded_and_spans_are_whole() {
        let text = "the Élysée’s “not accurate” claim — naïve Łódź, Straße 5";
        assert_eq!(found("elysee's", text), ["Élysée’s"]);
        assert_eq!(found("\"not accurate\"", text), ["“not accurate”"]);
        assert_eq!(found("naive lodz", text), ["naïve Łódź"]);
        assert_eq!(found("strasse", text), ["Straße"]);
        assert_eq!(found("claim - na", text), ["claim — na"]);
    }

    #[test]
    fn hebrew_arabic_persian_and_indian_words_are_found() {
        let hebrew = "שָׁלוֹם, אמר דובר צה״ל בבית־חולים";
        assert_eq!(found("שלום", hebrew), ["שָׁלוֹם"]);
        assert_eq!(found("צה\"ל", hebrew), ["צה״ל"]);
        assert_eq!(found("בית-חולים", hebrew), ["בית־חולים"]);
        let arabic = "قَالَ الوزير إن ٣٣٬٩٠٠ شخص والســلام على غزّة";
        assert_eq!(found("قال الوزير", arabic), ["قَالَ الوزير"]);
        assert_eq!(found("والسلام", arabic), ["والســلام"]);
        assert_eq!(found("غزة", arabic), ["غزّة"]);
        let persian = "وزیر خارجه کشور می‌گوید ۲۵ درصد";
        assert_eq!(found("وزير خارجه كشور", persian), ["وزیر خارجه کشور"]);
        assert_eq!(found("میگوید 25", persian), ["می‌گوید ۲۵"]);
        // Vowel signs of Devanagari are no accents: they tell words apart.
        let hindi = "विदेश मंत्री जिनेवा पहुँचे";
        assert_eq!(found("मंत्री", hindi), ["मंत्री"]);
        assert!(found("मतर", hindi).is_empty());
        assert_eq!(found("กระทรวง", "รัฐมนตรีกระทรวงการต่างประเทศ"), ["กระทรวง"]);
        assert_eq!(found("日内瓦", "外交部长昨天抵达日内瓦。"), ["日内瓦"]);
    }

    #[test]
    fn literal_first_then_expression() {
        assert_eq!(found("U.S.", "U.S. and UxSx"), ["U.S."]);
        assert_eq!(found("colou?r", "color colour"), ["color", "colour"]);
        assert_eq!(found("$33", "cost $33 million"), ["$33"]);
        assert_eq!(found("(AP)", "NAIROBI (AP)"), ["(AP)"]);
        assert!(Find::new("(abc", &Folded::of("x")).error.is_some());
    }

    #[test]
    fn every_hit_is_on_character_boundaries() {
        let text = "ŉa İstanbul ﬁne e\u{301}te\u{301} ąęć 𝔘 中文";
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            for hit in Find::new(&c.to_string(), &Folded::of(text)).hits {
                assert!(!hit.of(text).is_empty(), "{c} {hit:?}");
            }
        }
    }
}
