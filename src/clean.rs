//! Text that is safe to send to a terminal.
//!
//! [`Clean`] can only be made by the sanitiser in this file; everything that
//! draws or prints takes it, so nothing that came from an article, a file name
//! or an error message reaches the terminal as a control sequence.

use std::{fmt, ops::Deref, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A string without control characters, safe to print.
///
/// Made by [`Clean::line`] (one line) or [`Clean::text`] (keeps `\n`).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clean(Arc<str>);

impl Clean {
    /// Sanitises `raw` into a single line: line breaks and tabs become spaces.
    #[must_use]
    pub fn line(raw: &str) -> Self {
        let mut out = String::with_capacity(raw.len());
        for c in raw.chars() {
            push(
                &mut out,
                if matches!(c, '\n' | '\r' | '\t') {
                    ' '
                } else {
                    c
                },
            );
        }
        Self(out.trim().into())
    }

    /// Sanitises `raw`, keeping `\n`.
    #[must_use]
    pub fn text(raw: &str) -> Self {
        let mut out = String::with_capacity(raw.len());
        for c in raw.chars() {
            push(&mut out, c);
        }
        Self(out.into())
    }
}

/// Appends one character in its safe form.
pub(crate) fn push(out: &mut String, c: char) {
    match c {
        '\n' => out.push('\n'),
        '\t' => out.push_str("    "),
        '\u{1b}' => out.push('␛'),
        c if c.is_control() => {}
        '\u{200e}'
        | '\u{200f}'
        | '\u{061c}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => {}
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => {}
        '\u{2028}' | '\u{2029}' => out.push('\n'),
        c => out.push(c),
    }
}

impl Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Default for Clean {
    fn default() -> Self {
        Self("".into())
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl Serialize for Clean {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Clean {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Self::text(&String::deserialize(d)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_survives() {
        let raw = "a\u{1b}]0;title\u{7}b\u{9b}31mc\rd\u{202e}e\u{7f}";
        let clean = Clean::line(raw);
        assert!(!clean.chars().any(char::is_control));
        assert!(!clean.contains('\u{202e}'));
        assert_eq!(Clean::line(&clean), clean);
    }
}
