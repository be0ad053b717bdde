//! Words: how text and queries are cut and folded for search.
//!
//! The index and the scan use this one cutter, so they cannot disagree. A word
//! is a run of letters and digits; diacritics are dropped, case is folded. The
//! possessive `'s` is dropped, "33,900" is one word (33900), dotted initials
//! are joined ("U.S." is us), each ideograph is a word of its own.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Longest word that is kept, in bytes: longer ones are data, not words.
const LONGEST: usize = 64;

/// Calls `each` with every word of `text`: folded form, first and
/// one-past-last byte.
pub fn each_word(text: &str, mut each: impl FnMut(&str, usize, usize)) {
    let mut word = String::with_capacity(32);
    let mut at = 0;
    while let Some((start, end)) = next_word(text, &mut at, &mut word) {
        each(&word, start, end);
    }
}

/// Appends the folded words of `text` to `out`, joined by spaces; gives their
/// number.
pub fn push_words(text: &str, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let mut word = String::new();
    let (mut at, mut count) = (0, 0);
    while let Some(b) = bytes.get(at) {
        if b.is_ascii() && !b.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        // Nearly all words are letters up to a sign that ends every word.
        let rest = bytes.get(at..).unwrap_or(&[]);
        let run = rest.iter().take_while(|b| b.is_ascii_alphanumeric());
        let run = run.count();
        let plain = match rest.get(run) {
            None | Some(b' ' | b'\n' | b'-' | b';' | b':' | b')' | b'"' | b'?') => true,
            Some(b',' | b'.') => !rest.get(run + 1).is_some_and(u8::is_ascii_alphanumeric),
            _ => false,
        };
        if run == 0 || run > LONGEST || !plain {
            if next_word(text, &mut at, &mut word).is_none() {
                break;
            }
            join(&word, out);
        } else {
            let from = join(text.get(at..at + run).unwrap_or(""), out);
            if let Some(new) = out.get_mut(from..) {
                new.make_ascii_lowercase();
            }
            at += run + usize::from(rest.len() > run);
        }
        count += 1;
    }
    count
}

/// Appends a word behind a space; gives where it begins.
fn join(word: &str, out: &mut String) -> usize {
    if !out.is_empty() {
        out.push(' ');
    }
    let from = out.len();
    out.push_str(word);
    from
}

/// Puts the next word from `at` on into `word`, folded, and gives its first
/// and one-past-last byte; `at` moves behind it.
fn next_word(text: &str, at: &mut usize, word: &mut String) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    word.clear();
    let (mut start, mut end) = (*at, *at);
    while let Some(&b) = bytes.get(*at) {
        if b.is_ascii_alphanumeric() {
            if word.is_empty() {
                start = *at;
            }
            let rest = bytes.get(*at..).unwrap_or(&[]);
            let run = rest.iter().take_while(|b| b.is_ascii_alphanumeric());
            let (from, run) = (word.len(), run.count());
            word.push_str(text.get(*at..*at + run).unwrap_or(""));
            if let Some(new) = word.get_mut(from..) {
                new.make_ascii_lowercase();
            }
            *at += run;
            end = *at;
            continue;
        }
        if b.is_ascii() {
            if joins(bytes, start, *at, word) {
                *at += 1;
                continue;
            }
            *at += possessive(bytes, *at, 1, !word.is_empty());
        } else {
            let Some(c) = text.get(*at..).and_then(|t| t.chars().next()) else {
                break;
            };
            let len = c.len_utf8();
            if is_mark(c) {
                *at += len;
                if !word.is_empty() {
                    end = *at;
                }
                continue;
            }
            if is_ideograph(c) {
                if word.is_empty() {
                    word.push(c);
                    (start, end) = (*at, *at + len);
                    *at = end;
                }
                return Some((start, end));
            }
            if c.is_alphanumeric() {
                if word.is_empty() {
                    start = *at;
                }
                fold(c, word);
                *at += len;
                end = *at;
                continue;
            }
            *at += match c {
                '’' => possessive(bytes, *at, len, !word.is_empty()),
                _ => len,
            };
        }
        if !word.is_empty() {
            break;
        }
    }
    cut(word);
    (!word.is_empty()).then_some((start, end))
}

/// Cuts a word at [`LONGEST`].
fn cut(word: &mut String) {
    if word.len() > LONGEST {
        let mut cut = LONGEST;
        while !word.is_char_boundary(cut) {
            cut -= 1;
        }
        word.truncate(cut);
    }
}

/// The folded words of a query's text.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each_word(text, |word, _, _| out.push(word.to_owned()));
    out
}

/// Text folded for comparison of names and folders: words joined by a space.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_words(text, &mut out);
    out
}

/// Whether the ASCII sign at `at` stands inside a word that began at `start`:
/// the comma of "33,900", the dots of "U.S.".
fn joins(bytes: &[u8], start: usize, at: usize, word: &str) -> bool {
    let before = at.checked_sub(1).and_then(|i| bytes.get(i));
    let after = |n: usize| bytes.get(at + n);
    match bytes.get(at) {
        Some(b',') => {
            !word.is_empty()
                && before.is_some_and(u8::is_ascii_digit)
                && (1..=3).all(|n| after(n).is_some_and(u8::is_ascii_digit))
                && !after(4).is_some_and(u8::is_ascii_digit)
        }
        Some(b'.') => {
            let letter = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphabetic);
            let word_byte = |i: usize| {
                bytes
                    .get(i)
                    .is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii())
            };
            // Only letter, dot, letter, dot, … since the word began.
            let initials = (start..at)
                .step_by(2)
                .all(|i| letter(i) && (i + 1 >= at || bytes.get(i + 1) == Some(&b'.')))
                && (at - start) % 2 == 1;
            !word.is_empty() && initials && letter(at + 1) && !word_byte(at + 2)
        }
        _ => false,
    }
}

/// How many bytes to pass over at an apostrophe of `len` bytes or another
/// sign: a possessive `'s` behind a word goes as a whole.
fn possessive(bytes: &[u8], at: usize, len: usize, after_word: bool) -> usize {
    let apostrophe = len > 1 || bytes.get(at) == Some(&b'\'');
    let s = matches!(bytes.get(at + len), Some(b's' | b'S'));
    let ends = !bytes
        .get(at + len + 1)
        .is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii() && *b != 0xe2);
    if apostrophe && after_word && s && ends {
        len + 1
    } else {
        len
    }
}

/// Combining marks that belong to the letter before them and are dropped.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}'
        | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{ad}' | '\u{200c}' | '\u{200d}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Scripts written without spaces: each sign is a word of its own.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Appends a letter without its diacritics, in lower case.
fn fold(c: char, out: &mut String) {
    let mut raw = [0; 4];
    let whole: Cow<'_, str> =
        DecomposingNormalizerBorrowed::new_nfkd().normalize(c.encode_utf8(&mut raw));
    for c in whole.chars().flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            'ħ' => out.push('h'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        let table = [
            ("Rafah invasion", "rafah invasion"),
            ("Erdoğan, Müller & Łukasz", "erdogan muller lukasz"),
            ("Iran's and Iran’s", "iran and iran"),
            ("O'Brien", "o brien"),
            ("more than 33,900 people", "more than 33900 people"),
            ("1.3 million", "1 3 million"),
            (
                "the U.S. and the U.N.-backed plan",
                "the us and the un backed plan",
            ),
            ("in January. A vote", "in january a vote"),
            ("北京说", "北 京 说"),
            ("cease\u{ad}fire", "ceasefire"),
            ("students’ rights", "students rights"),
            ("12,34 and 1,234,567", "12 34 and 1234567"),
        ];
        for (text, want) in table {
            assert_eq!(folded(text), want, "{text}");
        }
    }

    #[test]
    fn both_cutters_give_the_same_words() {
        let texts = [
            "",
            "...",
            "The U.S. envoy, 33,900 people; Iran's (and “Israel’s”) two-state plan: yes.No",
            "São Tomé’s, O'Brien's 1,2345 12,345,678 a.b.c. x",
            "北京说 and 1.3m\u{ad}more, Ⅷ",
            &"a".repeat(70),
        ];
        for text in texts {
            let mut one = String::new();
            let count = push_words(text, &mut one);
            let mut words = Vec::new();
            each_word(text, |word, _, _| words.push(word.to_owned()));
            assert_eq!(one, words.join(" "), "{text}");
            assert_eq!(count, words.len(), "{text}");
        }
    }

    #[test]
    fn spans_lie_on_boundaries_and_cover_the_word() {
        let text = "São Tomé’s U.S. envoy";
        let mut found = Vec::new();
        each_word(text, |_, start, end| {
            found.push(text.get(start..end).expect("boundary"));
        });
        assert_eq!(found, ["São", "Tomé", "U.S", "envoy"]);
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Ǆ Å ﬁve ①② Ⅷ", "İstanbul’s", "ｆｕｌｌ width", "ꟸ ª º"] {
            let once = folded(text);
            assert_eq!(folded(&once), once, "{text}");
        }
    }
}
