//! A key as it is pressed, written in keymap.toml, typed in a script, shown.

use std::fmt;

use crokey::OneToThree;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::clean::Clean;

/// A key with its modifiers, in the one form that is compared: a character
/// carries its own case and no Shift, Shift-Tab is Tab with Shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// What is held down with it.
    pub modifiers: KeyModifiers,
}

/// Why something is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct KeyError {
    /// What is wrong.
    pub message: Clean,
    /// Where in the text, in characters from 0.
    pub at: usize,
}

/// Names beside those that crokey knows, first the one that is written out.
const NAMES: &[(&str, KeyCode)] = &[
    ("space", KeyCode::Char(' ')),
    ("lt", KeyCode::Char('<')),
    ("gt", KeyCode::Char('>')),
    ("bs", KeyCode::Backspace),
    ("backspace", KeyCode::Backspace),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("pgdown", KeyCode::PageDown),
    ("del", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("enter", KeyCode::Enter),
    ("cr", KeyCode::Enter),
    ("ret", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("bar", KeyCode::Char('|')),
];

/// Prefixes of modifiers, the long form first.
const MODIFIERS: &[(&str, KeyModifiers)] = &[
    ("ctrl-", KeyModifiers::CONTROL),
    ("c-", KeyModifiers::CONTROL),
    ("alt-", KeyModifiers::ALT),
    ("a-", KeyModifiers::ALT),
    ("m-", KeyModifiers::ALT),
    ("shift-", KeyModifiers::SHIFT),
    ("s-", KeyModifiers::SHIFT),
    ("cmd-", KeyModifiers::SUPER),
];

impl Key {
    /// A character without modifiers.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self {
            code: KeyCode::Char(c),
            modifiers: KeyModifiers::NONE,
        }
    }

    /// The character, if it is one and nothing else is held.
    #[must_use]
    pub fn as_char(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// The same key in the form that is compared.
    #[must_use]
    pub fn normal(self) -> Self {
        let mut modifiers = self.modifiers;
        let code = match self.code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Null => {
                modifiers |= KeyModifiers::CONTROL;
                KeyCode::Char(' ')
            }
            KeyCode::Char('\r' | '\n') => KeyCode::Enter,
            KeyCode::Char('\t') => KeyCode::Tab,
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                // A terminal cannot tell Ctrl-R from Ctrl-r, or says Shift.
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Char(c) => {
                let upper = modifiers.contains(KeyModifiers::SHIFT);
                modifiers.remove(KeyModifiers::SHIFT);
                let mut upper_case = c.to_uppercase();
                match (upper, upper_case.next(), upper_case.next()) {
                    (true, Some(c), None) => KeyCode::Char(c),
                    _ => KeyCode::Char(c),
                }
            }
            code => code,
        };
        Self { code, modifiers }
    }

    /// Reads one key: a character, a name, or either with modifiers, with or
    /// without angle brackets (`j`, `space`, `ctrl-d`, `<c-d>`).
    ///
    /// # Errors
    ///
    /// If there is no such key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        Self::read(text).ok_or_else(|| KeyError {
            message: Clean::line(&format!("\"{text}\" is no key")),
            at: 0,
        })
    }

    fn read(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
        let mut rest = inner.filter(|i| !i.is_empty()).unwrap_or(text);
        let mut modifiers = KeyModifiers::NONE;
        while let Some((end, m)) = modifier(rest) {
            modifiers |= m;
            rest = end;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => KeyCode::Char(c),
            _ => named(rest)?,
        };
        Some(Self { code, modifiers }.normal())
    }

    /// The name that [`Key::parse`] reads.
    #[must_use]
    pub fn name(self) -> String {
        let mut out = String::new();
        for (prefix, modifier) in MODIFIERS.iter().filter(|(p, _)| p.len() > 2) {
            if self.modifiers.contains(*modifier) {
                out.push_str(prefix);
            }
        }
        match self.code {
            KeyCode::Char(c) if c != ' ' && c != '<' => out.push(c),
            KeyCode::F(n) => out.extend(["f", &n.to_string()]),
            code => out.push_str(plain_name(code)),
        }
        out
    }
}

/// Cuts a modifier off, if more follows it.
fn modifier(text: &str) -> Option<(&str, KeyModifiers)> {
    MODIFIERS.iter().find_map(|(prefix, modifier)| {
        let (head, rest) = text.split_at_checked(prefix.len())?;
        (head.eq_ignore_ascii_case(prefix) && !rest.is_empty()).then_some((rest, *modifier))
    })
}

fn named(name: &str) -> Option<KeyCode> {
    let lower = name.to_ascii_lowercase();
    if let Some((_, code)) = NAMES.iter().find(|(n, _)| *n == lower) {
        return Some(*code);
    }
    // Of crokey's names only those of one key.
    let one = lower.len() > 1 && !lower.contains('-');
    match crokey::parse(&lower).ok().filter(|_| one)?.codes {
        OneToThree::One(code) => Some(code),
        _ => None,
    }
}

fn plain_name(code: KeyCode) -> &'static str {
    if let Some((name, _)) = NAMES.iter().find(|(_, c)| *c == code) {
        return name;
    }
    match code {
        KeyCode::Tab => "tab",
        KeyCode::Up => "up",
        KeyCode::Down => "down",
        KeyCode::Left => "left",
        KeyCode::Right => "right",
        KeyCode::Home => "home",
        KeyCode::End => "end",
        _ => "unknown",
    }
}

/// As people read it: `Ctrl-d`, `Space`, `↓`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in [
            ("Ctrl-", KeyModifiers::CONTROL),
            ("Alt-", KeyModifiers::ALT),
            ("Shift-", KeyModifiers::SHIFT),
            ("Cmd-", KeyModifiers::SUPER),
        ] {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) => f.write_str(&Clean::line(c.encode_utf8(&mut [0; 4]))),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Backspace => f.write_str("Backspace"),
            KeyCode::F(n) => write!(f, "F{n}"),
            code => {
                let mut chars = plain_name(code).chars();
                let first = chars.next().map(|c| c.to_ascii_uppercase());
                write!(f, "{}{}", first.unwrap_or('?'), chars.as_str())
            }
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        Self {
            code: event.code,
            modifiers: event.modifiers,
        }
        .normal()
    }
}

/// Keys pressed one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Keys(pub Vec<Key>);

impl Keys {
    /// Reads a binding: keys with spaces between them, or run together where
    /// they are characters (`g g`, `gg`, `]q`, `ctrl-w w`, `space`).
    ///
    /// # Errors
    ///
    /// If it is empty or one of them is no key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut keys = Vec::new();
        for piece in text.split(' ').filter(|p| !p.is_empty()) {
            match Key::read(piece) {
                Some(key) => keys.push(key),
                // A run of characters; what looks like a name is a mistake.
                None if piece.contains('-') || piece.chars().count() > 3 => {
                    match bracketed(piece) {
                        Some(run) => keys.extend(run),
                        None => keys.push(Key::parse(piece)?),
                    }
                }
                None => keys.extend(script(piece)?),
            }
        }
        if keys.is_empty() {
            return Err(KeyError {
                message: Clean::line("no key is named"),
                at: 0,
            });
        }
        Ok(Self(keys))
    }
}

/// A run with names in brackets (`g<enter>`), if it is one.
fn bracketed(piece: &str) -> Option<Vec<Key>> {
    piece.contains('<').then(|| script(piece).ok()).flatten()
}

/// As people read it: `gg`, `]q`, `Ctrl-w w`.
impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let run = self.0.iter().all(|k| k.as_char().is_some_and(|c| c != ' '));
        for (i, key) in self.0.iter().enumerate() {
            if i > 0 && !run {
                f.write_str(" ")?;
            }
            key.fmt(f)?;
        }
        Ok(())
    }
}

/// Reads scripted keys: written as typed, special ones as `<enter> <esc> <tab>
/// <space> <bs> <up> <pgdn> <c-d> <lt>`.
///
/// # Errors
///
/// If a `<` is not closed or what stands between is no key.
pub fn script(text: &str) -> Result<Vec<Key>, KeyError> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.chars().count() - rest.chars().count();
        let wrong = |what: &str| KeyError {
            message: Clean::line(&format!("{what}; an angle bracket itself is <lt>")),
            at,
        };
        if c == '<' {
            let close = rest.find('>').ok_or_else(|| wrong("< is not closed"))?;
            let (name, after) = rest.split_at(close + 1);
            let key = Key::parse(name).ok().filter(|_| name.len() > 2);
            keys.push(key.ok_or_else(|| wrong(&format!("{name} is no key")))?);
            rest = after;
        } else if c.is_control() && !matches!(c, '\n' | '\t') {
            return Err(wrong("a control character is no key"));
        } else {
            keys.push(Key::char(c).normal());
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        Key::parse(text).expect(text)
    }

    #[test]
    fn keys_are_read_in_all_spellings() {
        assert_eq!(key("<c-d>"), key("ctrl-d"));
        assert_eq!(key("Ctrl-D"), key("ctrl-d"));
        assert_ne!(key("G"), key("g"));
        assert_eq!(key("shift-g"), key("G"));
        assert_eq!(key("<lt>"), key("<"));
        assert_eq!(key("lt"), Key::char('<'));
        assert_eq!(key("space"), Key::char(' '));
        assert_eq!(key("-"), Key::char('-'));
        assert_eq!(key("ctrl--").code, KeyCode::Char('-'));
        assert_eq!(key("backtab"), key("shift-tab"));
        assert_eq!(key("<pgdn>"), key("pagedown"));
        assert_eq!(key("F1").code, KeyCode::F(1));
        assert_eq!(key("é"), Key::char('é'));
        for bad in ["", "foo", "ctrl-", "ctrl-foo", "a-b-c", "<>x", "\u{1b}"] {
            assert!(Key::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn names_read_back_and_events_meet_them() {
        let all = "j G ctrl-d alt-x shift-tab space lt gt bs enter esc pgup del f5 up - > |";
        for name in all.split(' ') {
            let parsed = key(name);
            assert_eq!(key(&parsed.name()), parsed, "{name}");
        }
        let event = |code, modifiers| Key::from(KeyEvent::new(code, modifiers));
        assert_eq!(event(KeyCode::Char('G'), KeyModifiers::SHIFT), key("G"));
        assert_eq!(event(KeyCode::Char('g'), KeyModifiers::SHIFT), key("G"));
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::SHIFT), key("s-tab"));
        assert_eq!(
            event(KeyCode::Char('D'), KeyModifiers::CONTROL),
            key("ctrl-d")
        );
    }

    #[test]
    fn sequences_are_read_and_shown() {
        let shown = |text: &str| Keys::parse(text).expect(text).to_string();
        assert_eq!(shown("g g"), "gg");
        assert_eq!(shown("gg"), "gg");
        assert_eq!(shown("]q"), "]q");
        assert_eq!(shown("ctrl-w w"), "Ctrl-w w");
        assert_eq!(shown("<c-w>w"), "Ctrl-w w");
        assert_eq!(shown("up"), "↑");
        assert_eq!(shown("space"), "Space");
        assert_eq!(shown("' '"), "''");
        for bad in ["", " ", "ctrl-foo", "spcae", "c-"] {
            assert!(Keys::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn scripts_are_typed_text_with_names_in_brackets() {
        let keys = script("j<enter>/a b<c-d><lt>").expect("script");
        let names: Vec<String> = keys.iter().map(|k| k.name()).collect();
        assert_eq!(
            names,
            ["j", "enter", "/", "a", "space", "b", "ctrl-d", "lt"]
        );
        assert_eq!(script("ab<ent").expect_err("open").at, 2);
        assert_eq!(script("a<foo>").expect_err("name").at, 1);
        assert!(script("<>").is_err());
        assert!(script("\u{1b}[A").is_err());
    }
}
