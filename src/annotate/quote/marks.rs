//! Quotation marks: what each character can do where it stands.
//!
//! Straight marks open or close by their neighbours; curly ones by their
//! shape, but a mark that was set the wrong way round is understood; single
//! marks are told from apostrophes in [`super::single`].

use crate::scan;

/// Marks that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// " ＂ “ ” ‟ ``
    Double,
    /// „ … “ or „ … ”
    Low,
    /// « … » or » … «, ‹ … ›
    Guillemet,
    /// ‘ … ’ or ' … '
    Single,
    /// 「 … 」, 『 … 』
    Corner,
    /// '' … '': two apostrophes for a mark, as in old wire copy.
    Primes,
    /// None: a turn of a dialogue that a dash or a label opens.
    Bare,
}

/// What a mark can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Opens only.
    Open,
    /// Closes only.
    Close,
    /// Either, by its place.
    Either,
}

/// A mark in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it begins, in bytes.
    pub at: usize,
    /// Its length in bytes.
    pub len: usize,
    /// What it can do where it stands.
    pub role: Role,
    /// Its family.
    pub family: Family,
}

/// The characters around a mark.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// The one before; `None` at the start of the block.
    pub before: Option<char>,
    /// The one behind; `None` at the end of the block.
    pub behind: Option<char>,
}

impl Around {
    /// Whether nothing, a space or an opening sign stands before the mark.
    #[must_use]
    pub fn starts(self) -> bool {
        self.before.is_none_or(|c| {
            c.is_whitespace()
                || matches!(
                    c,
                    '(' | '[' | '{' | '<' | '—' | '–' | '-' | '/' | '“' | '‘' | '«' | '„' | '>'
                )
        })
    }

    /// Whether a word or number begins behind the mark.
    #[must_use]
    pub fn word_behind(self) -> bool {
        self.behind
            .is_some_and(|c| !c.is_whitespace() && !is_stop(c))
    }

    /// Whether nothing, a space or a closing sign stands behind the mark.
    #[must_use]
    pub fn ends(self) -> bool {
        self.behind
            .is_none_or(|c| c.is_whitespace() || is_stop(c) || matches!(c, '—' | '–' | '-' | '<'))
    }
}

/// Marks that close a sentence, a clause or a bracket.
fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '…'
            | '”'
            | '’'
            | '»'
            | '。'
            | '、'
            | '，'
    )
}

/// Reads the mark of a double family that begins with `c`; `next` is the
/// character behind it. Single marks are not read here.
#[must_use]
pub fn double(c: char, next: Option<char>) -> Option<(Family, Role, usize)> {
    let len = c.len_utf8();
    Some(match c {
        '"' | '＂' | '‟' => (Family::Double, Role::Either, len),
        '“' => (Family::Double, Role::Open, len),
        '”' => (Family::Double, Role::Close, len),
        '„' => (Family::Low, Role::Open, len),
        '«' | '‹' => (Family::Guillemet, Role::Open, len),
        '»' | '›' => (Family::Guillemet, Role::Close, len),
        '「' | '『' => (Family::Corner, Role::Open, len),
        '」' | '』' => (Family::Corner, Role::Close, len),
        '\'' if next == Some('\'') => (Family::Primes, Role::Either, 2),
        '`' if next == Some('`') => (Family::Double, Role::Open, 2),
        _ => return None,
    })
}

/// The next place from the byte `from` on where a quotation mark or an
/// apostrophe can stand.
#[must_use]
pub fn candidate(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    // Letters and other characters beyond ASCII begin with the same bytes as
    // some marks; who asks looks closer.
    let can = |b: u8| {
        (b == b'"')
            | (b == b'\'')
            | (b == b'`')
            | (b == 0xc2)
            | (b == 0xe2)
            | (b == 0xe3)
            | (b == 0xef)
    };
    scan::find(rest, can).map(|n| from + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_with_their_families() {
        assert_eq!(double('“', None), Some((Family::Double, Role::Open, 3)));
        assert_eq!(
            double('\'', Some('\'')),
            Some((Family::Primes, Role::Either, 2))
        );
        assert_eq!(double('\'', Some('s')), None);
        assert_eq!(double('x', None), None);
    }

    #[test]
    fn neighbours_tell_beginnings_from_ends() {
        let around = |before, behind| Around { before, behind };
        assert!(around(None, Some('W')).starts());
        assert!(around(Some('—'), Some('W')).starts());
        assert!(!around(Some('e'), Some(' ')).starts());
        assert!(around(Some('e'), Some(',')).ends());
        assert!(!around(Some(' '), Some('W')).ends());
    }
}
