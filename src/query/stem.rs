//! Stems of English words, so that "negotiated" finds "negotiations".
//!
//! M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with
//! the author's later departures (`bli`, `logi`). Only words of ASCII letters
//! with at least three letters have a stem; every other word is its own.

use std::borrow::Cow;

/// The stem of a folded word.
#[must_use]
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let mut w = Word(word.as_bytes().to_vec());
    w.plurals();
    w.past();
    w.y_to_i();
    w.replace(STEP2, 0);
    w.replace(STEP3, 0);
    w.drop_suffix();
    w.tidy();
    String::from_utf8(w.0).map_or(Cow::Borrowed(word), Cow::Owned)
}

/// A prefix that all words of the stem begin with, to look them up in a sorted
/// word list: steps of the algorithm change at most the last letters.
#[must_use]
pub fn common_prefix(stem: &str) -> &str {
    let cut = if stem.ends_with("bl") {
        2
    } else if stem.ends_with(['i', 'e', 'y']) {
        1
    } else {
        0
    };
    let len = stem.len().saturating_sub(cut).max(2).min(stem.len());
    stem.get(..len).unwrap_or(stem)
}

/// Step 2 of the paper.
const STEP2: &[(&str, &str)] = &[
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("logi", "log"),
];

/// Step 3 of the paper.
const STEP3: &[(&str, &str)] = &[
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
];

/// Step 4 of the paper; longer endings before those they end with.
const STEP4: &[&str] = &[
    "ement", "ment", "ance", "ence", "able", "ible", "ant", "ent", "ion", "ism", "ate", "iti",
    "ous", "ive", "ize", "al", "er", "ic", "ou",
];

/// A word while it is being stemmed: ASCII letters.
struct Word(Vec<u8>);

impl Word {
    fn ends(&self, suffix: &str) -> bool {
        self.0.ends_with(suffix.as_bytes())
    }

    fn at(&self, i: usize) -> u8 {
        self.0.get(i).copied().unwrap_or(0)
    }

    fn consonant(&self, i: usize) -> bool {
        match self.at(i) {
            b'a' | b'e' | b'i' | b'o' | b'u' => false,
            b'y' => i == 0 || !self.consonant(i - 1),
            _ => true,
        }
    }

    /// The paper's m: how often vowels are followed by consonants in the first
    /// `len` letters.
    fn measure(&self, len: usize) -> usize {
        let mut m = 0;
        let mut vowel = false;
        for i in 0..len {
            if self.consonant(i) {
                m += usize::from(vowel);
                vowel = false;
            } else {
                vowel = true;
            }
        }
        m
    }

    fn has_vowel(&self, len: usize) -> bool {
        (0..len).any(|i| !self.consonant(i))
    }

    fn double(&self, len: usize) -> bool {
        len >= 2 && self.at(len - 1) == self.at(len - 2) && self.consonant(len - 1)
    }

    /// Consonant, vowel, consonant, the last not w, x or y.
    fn cvc(&self, len: usize) -> bool {
        len >= 3
            && self.consonant(len - 1)
            && !self.consonant(len - 2)
            && self.consonant(len - 3)
            && !matches!(self.at(len - 1), b'w' | b'x' | b'y')
    }

    /// Letters before `suffix`, if the word ends with it.
    fn before(&self, suffix: &str) -> Option<usize> {
        self.ends(suffix).then(|| self.0.len() - suffix.len())
    }

    fn cut(&mut self, len: usize, with: &str) {
        self.0.truncate(len);
        self.0.extend_from_slice(with.as_bytes());
    }

    /// Step 1a.
    fn plurals(&mut self) {
        if self.ends("sses") || self.ends("ies") {
            self.0.truncate(self.0.len() - 2);
        } else if self.ends("s") && !self.ends("ss") {
            self.0.truncate(self.0.len() - 1);
        }
    }

    /// Step 1b.
    fn past(&mut self) {
        if let Some(len) = self.before("eed") {
            if self.measure(len) > 0 {
                self.0.truncate(len + 2);
            }
            return;
        }
        let Some(len) = self.before("ed").or_else(|| self.before("ing")) else {
            return;
        };
        if !self.has_vowel(len) {
            return;
        }
        self.0.truncate(len);
        if self.ends("at") || self.ends("bl") || self.ends("iz") {
            self.0.push(b'e');
        } else if self.double(len) && !matches!(self.at(len - 1), b'l' | b's' | b'z') {
            self.0.truncate(len - 1);
        } else if self.measure(len) == 1 && self.cvc(len) {
            self.0.push(b'e');
        }
    }

    /// Step 1c.
    fn y_to_i(&mut self) {
        if let Some(len) = self.before("y")
            && self.has_vowel(len)
        {
            self.cut(len, "i");
        }
    }

    /// Steps 2 and 3: the first ending that fits decides.
    fn replace(&mut self, table: &[(&str, &str)], above: usize) {
        for (suffix, with) in table {
            if let Some(len) = self.before(suffix) {
                if self.measure(len) > above {
                    self.cut(len, with);
                }
                return;
            }
        }
    }

    /// Step 4.
    fn drop_suffix(&mut self) {
        for suffix in STEP4 {
            if let Some(len) = self.before(suffix) {
                let fits = *suffix != "ion" || len > 0 && matches!(self.at(len - 1), b's' | b't');
                if fits && self.measure(len) > 1 {
                    self.0.truncate(len);
                }
                return;
            }
        }
    }

    /// Step 5.
    fn tidy(&mut self) {
        if let Some(len) = self.before("e") {
            let m = self.measure(len);
            if m > 1 || m == 1 && !self.cvc(len) {
                self.0.truncate(len);
            }
        }
        let len = self.0.len();
        if self.ends("ll") && self.measure(len - 1) > 1 {
            self.0.truncate(len - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_of_the_paper() {
        let table = [
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("agreed", "agre"),
            ("plastered", "plaster"),
            ("conflated", "conflat"),
            ("hopping", "hop"),
            ("falling", "fall"),
            ("filing", "file"),
            ("happy", "happi"),
            ("sky", "sky"),
            ("relational", "relat"),
            ("conditional", "condit"),
            ("digitizer", "digit"),
            ("hopefulness", "hope"),
            ("electricity", "electr"),
            ("revival", "reviv"),
            ("adjustment", "adjust"),
            ("controlling", "control"),
            ("generalizations", "gener"),
            ("oscillators", "oscil"),
        ];
        for (word, want) in table {
            assert_eq!(stem(word), want, "{word}");
        }
    }

    #[test]
    fn words_of_one_stem_begin_with_its_prefix() {
        let groups: &[&[&str]] = &[
            &["negotiate", "negotiated", "negotiation", "negotiations"],
            &["ally", "allies", "allied"],
            &["file", "files", "filing", "filed"],
            &["possible", "possibly", "possibility", "possibilities"],
            &["agency", "agencies"],
            &["happy", "happiness"],
        ];
        for group in groups {
            let first = stem(group[0]);
            for word in *group {
                assert_eq!(stem(word), first, "{word}");
                assert!(word.starts_with(common_prefix(&first)), "{word} {first}");
            }
        }
    }

    #[test]
    fn other_scripts_and_numbers_are_left() {
        for word in ["33900", "мир", "us", "b2b"] {
            assert_eq!(stem(word), word);
        }
    }
}
