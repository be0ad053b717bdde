//! Text that is safe to send to a terminal.
//!
//! [`Clean`] can only be made by the sanitiser in this file; everything that
//! draws or prints takes it, so nothing that came from an article, a file name
//! or an error message reaches the terminal as a control sequence.
//!
//! The sanitiser is an allow-list. Of the controls only `\n` passes. Tabs
//! become spaces, other line ends `\n`, the escape character a visible `␛`;
//! bidi controls, zero-width spaces, soft hyphens and tag characters vanish;
//! private and unassigned characters become `�`. Joiners and variation
//! selectors stay inside a cluster, and a cluster keeps at most
//! [`MAX_MARKS`] marks.

use std::{fmt, ops::Deref, sync::Arc};

use icu_properties::{CodePointMapData, props::GeneralCategory as Gc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Most combining marks that one cluster keeps: no living script needs more
/// than four, and thousands on one letter have crashed terminals
/// (CVE-2021-27135).
pub const MAX_MARKS: u8 = 8;

/// A string without control characters, safe to print.
///
/// Made by [`Clean::line`] (one line) or [`Clean::text`] (keeps `\n`).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clean(Arc<str>);

impl Clean {
    /// Sanitises `raw` into a single line: line breaks and tabs become spaces,
    /// white space at both ends goes.
    #[must_use]
    pub fn line(raw: &str) -> Self {
        let mut out = String::with_capacity(raw.len());
        let mut cleaner = Cleaner::default();
        for c in raw.chars() {
            if is_break(c) || c == '\t' {
                cleaner.space();
                out.push(' ');
            } else {
                cleaner.push(&mut out, c);
            }
        }
        Self(out.trim().into())
    }

    /// Sanitises `raw`, keeping `\n`.
    #[must_use]
    pub fn text(raw: &str) -> Self {
        let mut out = String::with_capacity(raw.len());
        let mut cleaner = Cleaner::default();
        for c in raw.chars() {
            cleaner.push(&mut out, c);
        }
        Self(out.into())
    }
}

/// Whether the character ends a line: LF, VT, FF, CR, NEL and Unicode's line
/// and paragraph separators.
pub(crate) fn is_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What stands before the next character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Before {
    /// Nothing that could carry a mark.
    #[default]
    Nothing,
    /// A character that marks attach to.
    Base,
    /// A joiner.
    Joiner,
}

/// The sanitiser: takes characters one by one, appends what is allowed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cleaner {
    before: Before,
    marks: u8,
    joins: u8,
    prepended: u8,
    carriage: bool,
}

impl Cleaner {
    /// Tells the sanitiser that white space was written: no mark can attach.
    pub(crate) fn space(&mut self) {
        *self = Self::default();
    }

    /// Tells the sanitiser that two or more characters of printable ASCII were
    /// written, the last of them no space.
    pub(crate) fn plain(&mut self) {
        *self = Self {
            before: Before::Base,
            ..Self::default()
        };
    }

    /// Appends one character in its safe form, or nothing.
    pub(crate) fn push(&mut self, out: &mut String, c: char) {
        let carriage = std::mem::take(&mut self.carriage);
        match c {
            ' '..='~' => {
                out.push(c);
                if c == ' ' {
                    self.space();
                } else {
                    self.base();
                }
            }
            '\n' if carriage => {}
            c if is_break(c) => {
                out.push('\n');
                self.space();
                self.carriage = c == '\r';
            }
            '\t' => {
                out.push_str("    ");
                self.space();
            }
            '\u{1b}' => {
                out.push('␛');
                self.base();
            }
            c if c < '\u{a0}' => {}
            c => self.wide(out, c),
        }
    }

    fn base(&mut self) {
        if self.before != Before::Joiner {
            self.joins = 0;
        }
        self.before = Before::Base;
        self.marks = 0;
        self.prepended = 0;
    }

    /// Characters beyond the first 160.
    fn wide(&mut self, out: &mut String, c: char) {
        match c {
            // Joiners hold a cluster together and are allowed nowhere else.
            '\u{200c}' | '\u{200d}' => {
                if self.before == Before::Base && self.joins < MAX_MARKS {
                    self.joins += 1;
                    self.before = Before::Joiner;
                    out.push(c);
                }
            }
            // Variation selectors; the combining grapheme joiner.
            '\u{fe00}'..='\u{fe0f}'
            | '\u{e0100}'..='\u{e01ef}'
            | '\u{180b}'..='\u{180d}'
            | '\u{180f}' => {
                if self.before == Before::Base && self.marks < MAX_MARKS {
                    self.marks += 1;
                    out.push(c);
                }
            }
            '\u{34f}' => {}
            // Signs that Unicode calls format characters but that are drawn:
            // Arabic, Syriac and Kaithi number signs.
            '\u{600}'..='\u{605}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'
            | '\u{891}'
            | '\u{8e2}'
            | '\u{110bd}'
            | '\u{110cd}' => {
                let prepended = self.prepended;
                if prepended < MAX_MARKS {
                    out.push(c);
                    self.base();
                    self.prepended = prepended + 1;
                }
            }
            // Extenders that are letters by category: conjoining vowels and
            // finals of Hangul, half-width voicing marks, skin tones.
            '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7fb}' => self.mark(out, c),
            '\u{ff9e}' | '\u{ff9f}' | '\u{1f3fb}'..='\u{1f3ff}' if self.before == Before::Base => {
                self.mark(out, c);
            }
            c => match CodePointMapData::<Gc>::new().get(c) {
                Gc::NonspacingMark | Gc::EnclosingMark | Gc::SpacingMark => self.mark(out, c),
                Gc::Format | Gc::Control | Gc::Surrogate => {}
                Gc::PrivateUse | Gc::Unassigned => {
                    out.push('\u{fffd}');
                    self.base();
                }
                Gc::SpaceSeparator => {
                    out.push(c);
                    self.space();
                }
                _ => {
                    out.push(c);
                    self.base();
                }
            },
        }
    }

    /// A mark: needs something to stand on, and there can be too many.
    fn mark(&mut self, out: &mut String, c: char) {
        if self.before == Before::Nothing {
            out.push('◌');
            self.base();
        }
        if self.marks < MAX_MARKS {
            self.marks += 1;
            out.push(c);
        }
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_control_character_survives() {
        let raw = "a\u{1b}]0;title\u{7}b\u{9b}31mc\rd\u{202e}e\u{7f}";
        let clean = Clean::line(raw);
        assert_eq!(&*clean, "a␛]0;titleb31mc de");
    }

    #[test]
    fn line_ends_of_every_kind_are_one() {
        assert_eq!(
            &*Clean::text("a\r\nb\rc\u{2028}d\u{85}e\u{b}f\n\ng"),
            "a\nb\nc\nd\ne\nf\n\ng"
        );
        assert_eq!(&*Clean::line("\ta\r\nb "), "a  b");
    }

    #[test]
    fn joiners_stay_inside_a_cluster_only() {
        let family = "👩\u{200d}👩\u{200d}👧";
        assert_eq!(&*Clean::line(family), family);
        let persian = "می\u{200c}خواهم";
        assert_eq!(&*Clean::line(persian), persian);
        assert_eq!(
            &*Clean::line("\u{200d}a \u{200c}b\u{200d}\u{200d}c"),
            "a b\u{200d}c"
        );
        assert_eq!(&*Clean::line("❤\u{fe0f} \u{fe0f}x"), "❤\u{fe0f} x");
    }

    #[test]
    fn a_cluster_keeps_eight_marks() {
        let zalgo = format!("H{}e", "\u{301}".repeat(500));
        assert_eq!(Clean::line(&zalgo).chars().count(), 10);
        assert_eq!(&*Clean::line("\u{301}a"), "◌\u{301}a");
        assert_eq!(&*Clean::line("한"), "한");
    }

    #[test]
    fn what_cannot_be_seen_goes_and_what_is_unknown_is_marked() {
        assert_eq!(
            &*Clean::line("co\u{ad}op\u{200b}er\u{2060}a\u{feff}te\u{e0041}"),
            "cooperate"
        );
        assert_eq!(&*Clean::line("\u{e000}x\u{378}"), "\u{fffd}x\u{fffd}");
        assert_eq!(&*Clean::line("\u{600}12"), "\u{600}12");
    }

    proptest! {
        #[test]
        fn nothing_but_line_breaks_and_cleaning_twice_changes_nothing(raw in "\\PC{0,40}|.{0,40}|[a\u{300}\u{200d}\u{200c} \u{fe0f}👩\r\n\t\u{1b}\u{9b}\u{202e}\u{1160}\u{600}]{0,60}") {
            for clean in [Clean::text(&raw), Clean::line(&raw)] {
                let allowed = |c: char| c == '\n' || !c.is_control();
                prop_assert!(clean.chars().all(allowed));
                let bidi = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
                prop_assert!(!clean.chars().any(bidi));
            }
            let (text, line) = (Clean::text(&raw), Clean::line(&raw));
            prop_assert_eq!(Clean::text(&text), text);
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(Clean::line(&line), line.clone());
        }
    }
}
