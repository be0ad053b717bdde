//! Folding, hashing and splitting of words: the same at build time (for the
//! lists) and at run time (for the text).

/// The folded characters of a word: lower case, curly apostrophes straight, all
/// hyphens inside words `-`.
pub fn chars(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().flat_map(|c| match c {
        '’' | '‘' | 'ʼ' | 'ʻ' | '`' => '\''.to_lowercase(),
        '‐' | '‑' => '-'.to_lowercase(),
        c => c.to_lowercase(),
    })
}

/// Calls `f` with every folded character of a word.
pub fn fold(word: &str, mut f: impl FnMut(char)) {
    if word.is_ascii() {
        word.bytes().for_each(|b| match b {
            b'`' => f('\''),
            b => f(char::from(b.to_ascii_lowercase())),
        });
    } else {
        chars(word).for_each(f);
    }
}

/// A word's folded form.
#[must_use]
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold(word, |c| out.push(c));
    out
}

/// FNV-1a over the folded characters of a word (constants of the 64-bit
/// variant: offset basis 0xcbf29ce484222325, prime 0x100000001b3), mixed by
/// 2^64 over the golden ratio (Knuth, TAOCP 3, 6.4): 32 bits, all usable.
#[must_use]
pub fn hash(word: &str) -> u64 {
    let mut h = BASIS;
    fold(word, |c| h = step(h, u32::from(c)));
    mix(h)
}

/// The offset basis of FNV-1a.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn step(h: u64, c: u32) -> u64 {
    (h ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3)
}

fn mix(h: u64) -> u64 {
    (h ^ (h >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
}

/// What one look at the bytes of a plain ASCII word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code)] // the build script uses only the hash
pub struct Plain {
    /// Its [`hash`].
    pub hash: u64,
    /// How many letters are capitals.
    pub upper: usize,
    /// How many letters are small.
    pub lower: usize,
}

/// Looks at a word once; `None` where a character is beyond ASCII.
#[must_use]
#[allow(dead_code)] // the build script uses only the hash
pub fn plain(word: &str) -> Option<Plain> {
    let mut seen = Looked::default();
    for b in word.bytes() {
        if !b.is_ascii() || b == b'`' {
            return None;
        }
        seen.take(b, b.to_ascii_lowercase());
    }
    Some(seen.plain())
}

/// The word at the start of a text that is letters and digits of ASCII alone,
/// looked at once: its length and what [`plain`] tells of it. `None` where the
/// text begins with something else, or more must be seen to tell where the word
/// ends.
#[must_use]
#[allow(dead_code)] // not used by the build script
pub fn plain_piece(text: &[u8]) -> Option<(usize, Plain)> {
    if !text.first()?.is_ascii_alphabetic() {
        return None;
    }
    let mut seen = Looked::default();
    for (at, b) in text.iter().enumerate() {
        let folded = PLAIN.get(usize::from(*b)).copied().unwrap_or(0);
        if folded != 0 {
            seen.take(*b, folded);
            continue;
        }
        let ends = match b {
            b'-' | b'\'' => false,
            b'.' => at > 1, // "J.", "U.S."
            b => b.is_ascii(),
        };
        return ends.then(|| (at, seen.plain()));
    }
    Some((text.len(), seen.plain()))
}

/// What is known of a plain word so far.
struct Looked {
    hash: u64,
    upper: usize,
    letters: usize,
}

impl Default for Looked {
    fn default() -> Self {
        Self {
            hash: BASIS,
            upper: 0,
            letters: 0,
        }
    }
}

impl Looked {
    /// One more byte, and what it is folded to.
    fn take(&mut self, b: u8, folded: u8) {
        self.upper += usize::from(folded != b);
        self.letters += usize::from(folded.is_ascii_lowercase());
        self.hash = step(self.hash, u32::from(folded));
    }

    fn plain(&self) -> Plain {
        Plain {
            hash: mix(self.hash),
            upper: self.upper,
            lower: self.letters - self.upper,
        }
    }
}

/// Letters and digits of ASCII, folded; 0 for all other bytes.
static PLAIN: [u8; 256] = {
    let mut plain = [0; 256];
    let mut b = 0u8;
    while b < 0x80 {
        if b.is_ascii_alphanumeric() {
            plain[b as usize] = b.to_ascii_lowercase();
        }
        b += 1;
    }
    plain
};

/// The kind of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Letters, with inner apostrophes, hyphens, digits and abbreviation dots.
    Word,
    /// Digits with inner commas and dots.
    Number,
    /// `'s` or `’s` behind a word.
    Possessive,
    /// One mark or symbol, or a run of dots or hyphens.
    Punct,
}

/// Whether a character can be part of a word.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && (c.is_alphabetic() || is_mark(c)))
}

/// Combining marks and joiners that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{93c}'..='\u{94d}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200c}' | '\u{200d}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe2f}')
}

/// Splits off the piece at the start of `text`: its length in bytes (at least
/// one character) and kind. `None` for an empty text or white space.
///
/// `after_word` says that the piece stands directly behind a word or number,
/// so that `'s` is a possessive.
#[must_use]
pub fn piece(text: &str, after_word: bool) -> Option<(usize, PieceKind)> {
    let bytes = text.as_bytes();
    match *bytes.first()? {
        b'\t'..=b'\r' | b' ' => None,
        b if b.is_ascii_alphabetic() => {
            let len = plain_word(bytes).unwrap_or_else(|| word_len(text));
            Some((len, PieceKind::Word))
        }
        b if b.is_ascii_digit() => {
            let len = plain_number(bytes).unwrap_or_else(|| number_len(text));
            Some((len, PieceKind::Number))
        }
        b @ (b'.' | b'-') => {
            let len = bytes.iter().take_while(|c| **c == b).count();
            Some((len, PieceKind::Punct))
        }
        b if b.is_ascii() && b != b'\'' => Some((1, PieceKind::Punct)),
        _ => other_piece(text, after_word),
    }
}

/// [`piece`] where the first character is an apostrophe or beyond ASCII.
fn other_piece(text: &str, after_word: bool) -> Option<(usize, PieceKind)> {
    let first = text.chars().next()?;
    // Dashes, quotation marks, the ellipsis, the apostrophe.
    if !matches!(first, '–' | '—' | '‘'..='”' | '…' | '\'') {
        if first.is_whitespace() {
            return None;
        }
        if is_letter(first) {
            return Some((word_len(text), PieceKind::Word));
        }
        if first.is_numeric() {
            return Some((number_len(text), PieceKind::Number));
        }
    }
    let rest = text.get(first.len_utf8()..).unwrap_or("");
    if after_word && matches!(first, '\'' | '’') && is_possessive(rest) {
        return Some((first.len_utf8() + 1, PieceKind::Possessive));
    }
    Some((first.len_utf8(), PieceKind::Punct))
}

/// Whether an `s` and the end of the word follow an apostrophe.
fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S'))
        && !chars.next().is_some_and(|c| is_letter(c) || c.is_numeric())
}

/// The length of the word at the start of `text` (an ASCII letter), where it
/// and what ends it are plain enough to be told from bytes; else `None`.
fn plain_word(text: &[u8]) -> Option<usize> {
    let mut end = 1;
    loop {
        let rest = text.get(end..).unwrap_or(&[]);
        let plain = rest.iter().position(|b| !is_plain(*b));
        end += plain.unwrap_or(rest.len());
        end += match text.get(end..).unwrap_or(&[]) {
            [b'-', b, ..] if b.is_ascii_alphanumeric() => 2,
            [b'-', b, ..] if !b.is_ascii() => return None,
            [b'\'', rest @ ..] if letter_inside(rest)? => 2,
            [0xe2, 0x80, 0x99, rest @ ..] if letter_inside(rest)? => 4,
            // "U.S.", "J."
            [b'.', ..] if end == 1 => return None,
            [0xe2, 0x80, 0x93 | 0x94 | 0x99 | 0x9c | 0x9d | 0xa6, ..] => return Some(end),
            [b, ..] if !b.is_ascii() => return None,
            _ => return Some(end),
        };
    }
}

/// Whether a byte is a letter or digit of ASCII.
fn is_plain(b: u8) -> bool {
    PLAIN.get(usize::from(b)).is_some_and(|folded| *folded != 0)
}

/// Whether the word goes on with a letter behind an apostrophe; `None` where
/// that takes more than bytes to tell.
fn letter_inside(rest: &[u8]) -> Option<bool> {
    match rest {
        [b's' | b'S', b, ..] => b.is_ascii().then(|| b.is_ascii_alphanumeric()),
        [b's' | b'S'] | [] => Some(false),
        [b, ..] => b.is_ascii().then(|| b.is_ascii_alphabetic()),
    }
}

/// The length of the number at the start of `text` (an ASCII digit), as
/// [`plain_word`].
fn plain_number(text: &[u8]) -> Option<usize> {
    let mut end = 1;
    loop {
        end += match text.get(end..).unwrap_or(&[]) {
            [b, ..] if b.is_ascii_digit() => 1,
            [b',' | b'.', b, ..] if b.is_ascii_digit() => 2,
            [0xe2, 0x80, 0x93 | 0x94 | 0x99 | 0x9c | 0x9d | 0xa6, ..] => return Some(end),
            [b, ..] if !b.is_ascii() => return None,
            _ => return Some(end),
        };
    }
}

/// The length of the word at the start of `text`.
fn word_len(text: &str) -> usize {
    let mut end = 0;
    let mut letters = 0; // letters since the last inner dot
    let mut dotted = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_letter(c) || c.is_numeric() {
            end = at + c.len_utf8();
            letters += usize::from(!is_mark(c));
            continue;
        }
        let next = chars.peek().map(|(_, c)| *c);
        let joins = match c {
            '\'' | '’' | 'ʼ' | 'ʻ' | '‘' => {
                next.is_some_and(is_letter)
                    && !is_possessive(text.get(at + c.len_utf8()..).unwrap_or(""))
                    && (c != '‘' || letters > 0)
            }
            '-' | '‐' | '‑' => next.is_some_and(|c| is_letter(c) || c.is_numeric()),
            '·' => next.is_some_and(is_letter),
            // Abbreviations of single letters: "U.S.", "a.m.", "J."
            '.' if letters == 1 && (dotted || end == 1 || at == end) => {
                let single = dotted || text.get(..at).is_some_and(|w| w.chars().count() == 1);
                single && abbreviation_goes_on(text, at, dotted)
            }
            _ => false,
        };
        if !joins {
            break;
        }
        if c == '.' {
            dotted = true;
            letters = 0;
            end = at + 1;
        }
    }
    end
}

/// Whether the dot at byte `at` belongs to an abbreviation of single letters.
fn abbreviation_goes_on(text: &str, at: usize, dotted: bool) -> bool {
    let rest = text.get(at + 1..).unwrap_or("");
    let mut next = rest.chars();
    match next.next() {
        // "U.S": a single letter follows, not a longer word ("a.then").
        Some(c) if is_letter(c) => !next.next().is_some_and(is_letter),
        // The last dot of "U.S." or of an initial "J. Smith".
        Some(c) if c.is_whitespace() => {
            dotted
                || (text.chars().next().is_some_and(char::is_uppercase)
                    && next.next().is_some_and(char::is_uppercase))
        }
        None | Some(_) => dotted,
    }
}

/// The length of the number at the start of `text`: digits, with commas, dots
/// and narrow spaces between digits.
fn number_len(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_numeric() {
            end = at + c.len_utf8();
            continue;
        }
        let digit = chars.peek().is_some_and(|(_, c)| c.is_ascii_digit());
        if !(matches!(c, ',' | '.' | '\u{202f}' | '\u{2009}') && digit) {
            break;
        }
    }
    end
}

/// The pieces of a phrase, for the lists.
pub fn pieces(phrase: &str) -> impl Iterator<Item = &str> {
    let mut rest = phrase;
    let mut after_word = false;
    std::iter::from_fn(move || {
        let bare = rest.trim_start();
        after_word &= bare.len() == rest.len();
        let (len, kind) = piece(bare, after_word)?;
        let (found, behind) = bare.split_at_checked(len)?;
        rest = behind;
        after_word = kind != PieceKind::Punct;
        Some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(phrase: &str) -> Vec<&str> {
        super::pieces(phrase).collect()
    }

    #[test]
    fn pieces_of_news_prose() {
        assert_eq!(
            pieces(
                "The U.S. envoy, Abdel-Fattah al-Burhan’s aide J. Smith, told 1,300.5bn people's"
            ),
            [
                "The",
                "U.S.",
                "envoy",
                ",",
                "Abdel-Fattah",
                "al-Burhan",
                "’s",
                "aide",
                "J.",
                "Smith",
                ",",
                "told",
                "1,300.5",
                "bn",
                "people",
                "'s"
            ]
        );
    }

    #[test]
    fn dots_and_dashes() {
        assert_eq!(
            pieces("He said no. Then"),
            ["He", "said", "no", ".", "Then"]
        );
        assert_eq!(pieces("at 8 p.m. on"), ["at", "8", "p.m.", "on"]);
        assert_eq!(
            pieces("don't 14-year-old -- O'Brien"),
            ["don't", "14", "-", "year-old", "--", "O'Brien"]
        );
        assert_eq!(
            pieces("Gen. Lt. so... on"),
            ["Gen", ".", "Lt", ".", "so", "...", "on"]
        );
    }

    #[test]
    fn folding_is_one_rule_for_lists_and_texts() {
        assert_eq!(folded("Côte-D’Ivoire"), "côte-d'ivoire");
        assert_eq!(hash("STRASSE"), hash("strasse"));
    }

    #[test]
    fn bytes_tell_the_same_as_characters() {
        let parts = [
            "a", "S", "s", "7", "x1", "-", ".", ",", "'", "’", " ", "é", "—", "”", "…", "\u{301}",
            "n't",
        ];
        for first in ["a", "U", "of", "7", "10"] {
            for (b, c) in parts.iter().flat_map(|b| parts.map(|c| (*b, c))) {
                for d in parts {
                    let text = format!("{first}{b}{c}{d}");
                    let (fast, slow) = if first.starts_with(|c: char| c.is_ascii_digit()) {
                        (plain_number(text.as_bytes()), number_len(&text))
                    } else {
                        (plain_word(text.as_bytes()), word_len(&text))
                    };
                    assert_eq!(fast.unwrap_or(slow), slow, "{text:?}");
                    if let Some((len, found)) = plain_piece(text.as_bytes()) {
                        assert_eq!(len, slow, "{text:?}");
                        assert_eq!(text.get(..len).and_then(plain), Some(found));
                    }
                }
            }
        }
        let word = plain("McDonald's").expect("ASCII");
        assert_eq!((word.upper, word.lower), (2, 7));
        assert_eq!(word.hash, hash("MCDONALD’S"));
        assert_eq!(plain("é"), None);
    }
}
