//! What lies over everything: help, a card, the choice of a theme.

use std::sync::Arc;

use tui_input::Input;

use super::{
    action::{Bindable, Mode, TABLE},
    keymap::Keymap,
};
use crate::{clean::Clean, passage::PassageId, query::word, shipped, span::Span};

/// A popup.
#[derive(Clone, Debug)]
pub enum Popup {
    /// The help, which is also the palette of commands.
    Help(Help),
    /// What is known of something in the text.
    Card(Card),
    /// A bookmark whose text has changed.
    Compare(Compare),
    /// The choice of a theme; what was set before.
    Themes {
        /// The names.
        names: Vec<String>,
        /// The selected one.
        selected: usize,
        /// The theme before.
        before: String,
    },
}

/// One row of the help.
#[derive(Clone, Debug)]
pub struct HelpRow {
    /// The action.
    pub entry: &'static Bindable,
    /// Its keys in the mode that the help was opened in; else where it works.
    pub keys: String,
    /// Whether it applies in that mode.
    pub here: bool,
}

/// The help.
#[derive(Clone, Debug)]
pub struct Help {
    /// The mode that it was opened in.
    pub mode: Mode,
    /// What is typed.
    pub input: Input,
    /// All rows.
    pub rows: Vec<HelpRow>,
    /// The rows that fit, by index.
    pub shown: Vec<usize>,
    /// The selected one, an index into `shown`.
    pub selected: usize,
    /// The first one in view.
    pub top: usize,
}

/// What other programs call an action.
fn also(name: &str) -> &'static str {
    match shipped::SYNONYMS.get(name) {
        Some(shipped::Value::Text(words)) => words,
        _ => "",
    }
}

impl Help {
    /// The help of a mode, from the live keys.
    #[must_use]
    pub fn new(keymap: &Keymap, mode: Mode) -> Self {
        let row = |entry: &'static Bindable| {
            let keys: Vec<String> = keymap
                .keys_of(mode, entry.name)
                .map(ToString::to_string)
                .collect();
            let elsewhere = || {
                let other = entry.modes.iter().find_map(|m| {
                    let key = keymap.key_of(*m, entry.name)?;
                    Some(format!("{key} ({})", m.name()))
                });
                other.unwrap_or_else(|| format!(":{}", entry.name))
            };
            HelpRow {
                entry,
                here: entry.applies(mode),
                keys: if keys.is_empty() {
                    elsewhere()
                } else {
                    keys.join(" ")
                },
            }
        };
        let mut rows: Vec<HelpRow> = TABLE.iter().map(row).collect();
        // What works here stands above, each part in the table's order.
        rows.sort_by_key(|r| (!r.here, r.entry.group));
        let shown = (0..rows.len()).collect();
        Self {
            mode,
            input: Input::default(),
            rows,
            shown,
            selected: 0,
            top: 0,
        }
    }

    /// Filters by what is typed: every word occurs in keys, name or help, or is
    /// what other programs call it; a key itself finds its action first.
    pub fn filter(&mut self) {
        let typed = self.input.value().trim().to_owned();
        let folded = word::folded(&typed);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let mut fits: Vec<(bool, bool, bool, bool, usize)> = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            let key = row.keys.split(' ').any(|k| k == typed);
            let text = word::folded(&format!(
                "{} {} {} {}",
                row.keys,
                row.entry.name,
                row.entry.help,
                row.entry.group.title()
            ));
            let own = words.iter().all(|w| text.contains(w));
            let other = also(row.entry.name);
            let all = words.iter().all(|w| text.contains(w) || other.contains(w));
            if key || (all && (typed.is_empty() || !words.is_empty())) {
                let named = row.entry.name.starts_with(&typed);
                let called = other.split(' ').any(|w| w == folded);
                fits.push((!key, !named, !called, !own, i));
            }
        }
        if !typed.is_empty() {
            fits.sort_unstable();
        }
        self.shown = fits.into_iter().map(|(.., i)| i).collect();
        self.selected = 0;
        self.top = 0;
    }

    /// The selected row.
    #[must_use]
    pub fn current(&self) -> Option<&HelpRow> {
        self.rows.get(*self.shown.get(self.selected)?)
    }

    /// Moves the selection.
    pub fn go(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }
}

/// What can be done with a bookmark whose text has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Attach it to the place that is shown.
    Here,
    /// Leave it.
    Keep,
    /// Attach it to what is selected later.
    ByHand,
    /// Read the text that it was taken from.
    Earlier,
}

impl Choice {
    /// What it says.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Here => "re-attach here",
            Self::Keep => "keep as it is",
            Self::ByHand => "attach by hand",
            Self::Earlier => "read the earlier text",
        }
    }
}

/// A bookmark beside the place that is most like it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// The bookmark.
    pub passage: PassageId,
    /// When it was taken from the earlier text.
    pub taken: Clean,
    /// What stood before it, its words, and what stood behind it.
    pub old: [Clean; 3],
    /// The place, and the same of it.
    pub new: Option<(Span, [Clean; 3])>,
    /// Where there is no such place: the article where the bookmark would stand,
    /// behind the last paragraph before it that both texts have.
    pub near: Option<[Clean; 3]>,
    /// Whether the earlier text was kept, so that more of it can be read.
    pub whole: bool,
    /// Lines by which both texts are scrolled from where the bookmark is in
    /// view.
    pub scroll: i32,
    /// The selected choice.
    pub selected: usize,
}

impl Compare {
    /// What can be chosen.
    #[must_use]
    pub fn choices(&self) -> &'static [Choice] {
        const ALL: &[Choice] = &[Choice::Here, Choice::Keep, Choice::ByHand, Choice::Earlier];
        let from = usize::from(self.new.is_none());
        let to = if self.whole { 4 } else { 3 };
        ALL.get(from..to).unwrap_or(ALL)
    }
}

/// What is known of something in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Name, number or beginning of the quote.
    pub title: Clean,
    /// What is known: name of the field, and value.
    pub fields: Vec<(&'static str, Clean)>,
    /// Places that belong to it, with the words around them.
    pub places: Vec<(Span, Clean)>,
    /// The selected place; without places, the first line in view.
    pub selected: usize,
    /// What it is about: words that it must not hide.
    pub about: Option<Span>,
    /// The picture that it is about.
    pub picture: Option<Picture>,
    /// The address that it is about.
    pub link: Option<Clean>,
}

/// A picture beside an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Where it is, seen from the article.
    pub source: Clean,
    /// What is drawn, when it has come.
    pub art: Option<Arc<Art>>,
}

/// A picture in coloured half cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Art {
    /// Columns.
    pub width: u16,
    /// Row by row: the colours of the upper and the lower half of each cell.
    pub cells: Vec<([u8; 3], [u8; 3])>,
}

impl Art {
    /// Rows.
    #[must_use]
    pub fn height(&self) -> u16 {
        let rows = self.cells.len() / usize::from(self.width.max(1));
        u16::try_from(rows).unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_words_of_other_programs_belong_to_actions() {
        let read: BTreeMap<String, String> = shipped::SYNONYMS.read().expect("synonyms");
        assert!(read.len() > 50);
        for (name, words) in &read {
            assert!(Bindable::find(name).is_some(), "{name}");
            assert_eq!(words, &word::folded(words), "{name}: found as it is typed");
        }
    }

    fn help(typed: &str) -> Vec<&'static str> {
        let mut help = Help::new(&Keymap::default(), Mode::Reader);
        help.input = Input::new(typed.to_owned());
        help.filter();
        help.shown
            .iter()
            .map(|i| help.rows[*i].entry.name)
            .collect()
    }

    #[test]
    fn help_is_found_by_key_name_and_words() {
        assert_eq!(help("]q").first(), Some(&"next-quote"));
        assert_eq!(help("next-q").first(), Some(&"next-quote"));
        assert!(help("star away").contains(&"star"));
        assert_eq!(help("a").first(), Some(&"bookmark"));
        for (typed, name) in [
            ("find", "search"),
            ("exit", "close"),
            ("zoom", "wider"),
            ("dark", "choose-theme"),
            ("print", "pipe"),
            ("delete", "toggle-read"),
            ("highlight", "bookmark"),
        ] {
            assert!(help(typed).contains(&name), "{typed}: {:?}", help(typed));
        }
        assert_eq!(help("find").first(), Some(&"search"));
        assert_eq!(help("").len(), TABLE.len());
        assert!(help("xyzzy").is_empty());
    }
}
