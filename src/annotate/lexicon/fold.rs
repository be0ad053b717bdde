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
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    fold(word, |c| {
        h ^= u64::from(u32::from(c));
        h = h.wrapping_mul(0x0100_0000_01b3);
    });
    (h ^ (h >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
}

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
    let first = text.chars().next()?;
    if first.is_whitespace() {
        return None;
    }
    if is_letter(first) {
        return Some((word_len(text), PieceKind::Word));
    }
    if first.is_ascii_digit() || first.is_numeric() {
        return Some((number_len(text), PieceKind::Number));
    }
    if after_word && matches!(first, '\'' | '’') {
        let rest = text.get(first.len_utf8()..).unwrap_or("");
        if rest.starts_with(['s', 'S'])
            && !rest
                .chars()
                .nth(1)
                .is_some_and(|c| is_letter(c) || c.is_numeric())
        {
            return Some((first.len_utf8() + 1, PieceKind::Possessive));
        }
    }
    let len = match first {
        '.' | '-' => text.bytes().take_while(|b| *b == first as u8).count(),
        _ => first.len_utf8(),
    };
    Some((len, PieceKind::Punct))
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
                let after: Vec<char> = text
                    .get(at + c.len_utf8()..)
                    .unwrap_or("")
                    .chars()
                    .take(2)
                    .collect();
                let possessive = matches!(after.first(), Some('s' | 'S'))
                    && !after
                        .get(1)
                        .is_some_and(|c| is_letter(*c) || c.is_numeric());
                after.first().is_some_and(|c| is_letter(*c))
                    && !possessive
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
#[allow(dead_code)]
#[must_use]
pub fn pieces(phrase: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut after_word = false;
    while let Some(rest) = phrase.get(at..).filter(|r| !r.is_empty()) {
        match piece(rest, after_word) {
            Some((len, kind)) => {
                out.push(rest.get(..len).unwrap_or(""));
                at += len;
                after_word = kind != PieceKind::Punct;
            }
            None => {
                at += rest.chars().next().map_or(1, char::len_utf8);
                after_word = false;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
