//! Which keys do what: the shipped keys, a preset over them, the user's
//! keymap.toml over both; and what a key means while keys are pressed.
//!
//! Pure: files are read by [`crate::config`].

pub mod hint;
pub mod key;
pub mod langmap;
pub mod press;
mod read;

use std::collections::BTreeMap;

pub use key::{Key, KeyError, Keys, script};
pub use press::{Follows, Pending, Pressed};

use self::langmap::Langmap;
use crate::{
    app::action::{Bindable, Mode, TABLE},
    config::{Config, Preset, Problem, Source},
    shipped,
};

/// The shipped keys with their explanations.
pub const DEFAULTS: &str = include_str!("../../config/keymap.toml");

/// The keys of a preset with their explanations; those of [`Preset::Default`] are
/// none.
#[must_use]
pub fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::Default => "",
        Preset::Vim => include_str!("../../config/presets/vim.toml"),
        Preset::Less => include_str!("../../config/presets/less.toml"),
        Preset::Newsboat => include_str!("../../config/presets/newsboat.toml"),
    }
}

/// Keys and what they do in one mode.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The keys.
    pub keys: Keys,
    /// What they do.
    pub entry: &'static Bindable,
}

/// An action with all its keys.
#[derive(Clone, Debug)]
pub struct Listed<'k> {
    /// The action.
    pub entry: &'static Bindable,
    /// Each with the modes in which it does that; none: the action has no key.
    pub keys: Vec<(&'k Keys, Vec<Mode>)>,
}

/// The keys that hold.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// In the order of the table of actions.
    modes: BTreeMap<Mode, Vec<Binding>>,
    langmap: Langmap,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::load(&Config::default(), None).0
    }
}

impl Keymap {
    /// The keys of these settings, with the name and text of the user's
    /// keymap.toml over them, and what was wrong with that.
    #[must_use]
    pub fn load(config: &Config, user: Option<(&str, &str)>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut layers = read::Layers::default();
        layers.add_shipped("the default keys", &shipped::KEYMAP, &mut problems);
        // The default has no file: it changes nothing.
        if let Some(preset) = shipped::PRESETS.get(config.keymap.word()) {
            layers.add_shipped("the preset's keys", preset, &mut problems);
        }
        if let Some((name, text)) = user {
            layers.add(Source::new(name, text), &mut problems);
        }
        let modes = layers.settle(&mut problems);
        problems.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        problems.dedup();
        let keymap = Self {
            modes,
            langmap: Langmap::new(&config.langmap),
        };
        (keymap, problems)
    }

    /// All bindings of a mode, in the order of the table of actions.
    #[must_use]
    pub fn bindings(&self, mode: Mode) -> &[Binding] {
        self.modes.get(&mode).map_or(&[], Vec::as_slice)
    }

    /// The keys of an action in a mode, the one to show first.
    pub fn keys_of<'k>(&'k self, mode: Mode, name: &str) -> impl Iterator<Item = &'k Keys> {
        let name = name.to_owned();
        self.bindings(mode)
            .iter()
            .filter(move |b| b.entry.name == name)
            .map(|b| &b.keys)
    }

    /// The first key of an action in a mode, as people read it.
    #[must_use]
    pub fn key_of(&self, mode: Mode, name: &str) -> Option<String> {
        self.keys_of(mode, name).next().map(ToString::to_string)
    }

    /// Where keys that do nothing in a mode do something, and what.
    #[must_use]
    pub fn elsewhere(&self, mode: Mode, keys: &Keys) -> Option<(Mode, &'static str)> {
        let does = |m: &Mode| {
            let binding = self.bindings(*m).iter().find(|b| b.keys == *keys)?;
            Some((*m, binding.entry.help))
        };
        let others = Mode::ALL.iter().filter(|m| **m != mode);
        others.filter_map(does).next()
    }

    /// Every action of the table with its keys: what help, `attache keys` and
    /// the manual print.
    #[must_use]
    pub fn table(&self) -> Vec<Listed<'_>> {
        let listed = |entry: &'static Bindable| {
            let mut out = Listed {
                entry,
                keys: Vec::new(),
            };
            for mode in entry.modes {
                for keys in self.keys_of(*mode, entry.name) {
                    match out.keys.iter_mut().find(|(k, _)| *k == keys) {
                        Some((_, modes)) => modes.push(*mode),
                        None => out.keys.push((keys, vec![*mode])),
                    }
                }
            }
            out
        };
        TABLE.iter().map(listed).collect()
    }

    /// What to say about keys that do nothing here but do something in a
    /// program that many know.
    #[must_use]
    pub fn hint(&self, mode: Mode, keys: &Keys) -> Option<crate::clean::Clean> {
        hint::say(self, mode, keys)
    }

    /// What to say about a command that there is not, where another program
    /// that many know has it.
    #[must_use]
    pub fn hint_command(&self, mode: Mode, name: &str) -> Option<crate::clean::Clean> {
        hint::say_command(self, mode, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(user: &str) -> (Keymap, Vec<String>) {
        let (keymap, problems) = Keymap::load(&Config::default(), Some(("keymap.toml", user)));
        (keymap, problems.iter().map(ToString::to_string).collect())
    }

    fn bound(keymap: &Keymap, mode: Mode, keys: &str) -> Option<&'static str> {
        let keys = Keys::parse(keys).expect(keys);
        let mut found = keymap.bindings(mode).iter().filter(|b| b.keys == keys);
        let first = found.next().map(|b| b.entry.name);
        assert!(found.next().is_none(), "{keys} twice");
        first
    }

    #[test]
    fn shipped_keys_and_presets_are_without_fault() {
        for (preset, name) in Preset::ALL {
            let config = Config {
                keymap: *preset,
                ..Config::default()
            };
            let (keymap, problems) = Keymap::load(&config, None);
            assert_eq!(problems, [], "{name}");
            for mode in Mode::ALL {
                for needed in ["help", "close", "cancel", "command-line", "down", "up"] {
                    assert!(
                        keymap.key_of(*mode, needed).is_some(),
                        "{name}: {needed} has no key in {}",
                        mode.name()
                    );
                }
            }
            // Nothing that has a key by default is lost without being meant:
            // a preset that takes an action's keys says so with [].
            let unset = |action: &str| {
                let tables = shipped::PRESETS.get(name).map_or(&[][..], |p| p.entries());
                let mut set = tables.iter().filter_map(|(_, t)| t.get(action));
                set.any(|keys| *keys == shipped::Value::List(&[]))
            };
            for Listed { entry, keys } in keymap.table() {
                let shipped = Keymap::default();
                let had = shipped
                    .table()
                    .iter()
                    .any(|l| l.entry.name == entry.name && !l.keys.is_empty());
                assert!(
                    !had || !keys.is_empty() || unset(entry.name),
                    "{name}: {} lost its keys",
                    entry.name
                );
            }
        }
    }

    #[test]
    fn every_action_has_a_key_or_stands_there_without() {
        for entry in TABLE.iter().filter(|e| e.has_keys()) {
            let line = format!("\n{} = [", entry.name);
            assert!(
                DEFAULTS.contains(&line),
                "{} is not in keymap.toml",
                entry.name
            );
        }
    }

    #[test]
    fn the_contract_of_the_default_keys() {
        let keymap = Keymap::default();
        for (mode, keys, name) in [
            (Mode::List, "j", "down"),
            (Mode::Reader, "space", "page-down"),
            (Mode::Reader, "g g", "top"),
            (Mode::Reader, "]q", "next-quote"),
            (Mode::Reader, ">q", "next-quote"),
            (Mode::Reader, "<lt>f", "prev-figure"),
            (Mode::List, "l", "open"),
            (Mode::Select, "l", "next-char"),
            (Mode::Select, "y", "copy"),
            (Mode::Reader, "yq", "copy-quote"),
            (Mode::Reader, "gO", "library-officials"),
            (Mode::List, "A", "mark-all-read"),
            (Mode::Reader, "ctrl-i", "jump-forward"),
            (Mode::Reader, "m", "set-mark"),
            (Mode::Reader, "'", "go-mark"),
            (Mode::Panel, "enter", "open"),
            (Mode::List, ", r", "sort-reverse"),
            (Mode::Reader, "|", "pipe"),
            (Mode::List, "Z Z", "quit"),
        ] {
            assert_eq!(bound(&keymap, mode, keys), Some(name), "{keys}");
        }
        assert_eq!(bound(&keymap, Mode::Reader, "A"), None);
    }

    #[test]
    fn an_entry_replaces_the_keys_of_its_action() {
        let (keymap, problems) =
            with("[keys]\nstar = \"x\"\ncopy = []\n[select]\ncite = [\"n\"]\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(bound(&keymap, Mode::List, "x"), Some("star"));
        assert_eq!(bound(&keymap, Mode::List, "S"), None);
        // Also where the shipped file has an entry for one mode.
        assert_eq!(bound(&keymap, Mode::Select, "y"), None);
        assert_eq!(bound(&keymap, Mode::Select, "n"), Some("cite"));
        assert_eq!(bound(&keymap, Mode::Select, "i"), None);
        assert_eq!(bound(&keymap, Mode::Reader, "i"), Some("note"));
    }

    #[test]
    fn a_key_is_taken_from_the_action_that_had_it() {
        let (keymap, problems) = with("[keys]\nstar = [\"g\", \"d\"]\nzen = [\"j j\"]\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(bound(&keymap, Mode::List, "d"), Some("star"));
        assert_eq!(bound(&keymap, Mode::List, "ctrl-d"), Some("half-down"));
        // g begins nothing any more, j alone neither.
        assert_eq!(bound(&keymap, Mode::List, "g g"), None);
        assert_eq!(bound(&keymap, Mode::List, "home"), Some("top"));
        assert_eq!(bound(&keymap, Mode::List, "j"), None);
        assert_eq!(bound(&keymap, Mode::Panel, "j"), Some("down"));
    }

    #[test]
    fn all_mistakes_are_listed_with_their_places() {
        let (keymap, problems) = with(
            "[keys]\ndwon = [\"j\"]\nstar = [\"x\", \"spcae\"]\nzen = [\"x\"]\n\
             close = 3\npipe-to = [\"p\"]\n[raeder]\n[list]\nset-mark = [\"p\"]\n\
             help = [\"f2\"]\n",
        );
        assert_eq!(
            problems,
            [
                "keymap.toml:2:1: there is no action \"dwon\"; did you mean \"down\"?",
                "keymap.toml:3:14: star: \"spcae\" is no key",
                "keymap.toml:4:8: zen: x is already bound to star",
                "keymap.toml:5:9: close: expected keys as a list of strings",
                "keymap.toml:6:1: pipe-to takes an argument (PROGRAM): it is typed after a colon, not bound",
                "keymap.toml:7:2: there is no table [raeder]; did you mean [reader]?",
                "keymap.toml:9:1: set-mark does nothing in the list",
            ]
        );
        // What is right counts.
        assert_eq!(bound(&keymap, Mode::List, "f2"), Some("help"));
        assert_eq!(bound(&keymap, Mode::List, "x"), Some("star"));
        let (_, problems) = with("star = [\"x\"]\n");
        assert_eq!(
            problems,
            ["keymap.toml:1:1: star stands outside a table: put it below [keys]"]
        );
        let (_, problems) = with("[keys]\nstar = [\"x\"]\nzen = [\"x x\"]\n");
        assert_eq!(
            problems,
            ["keymap.toml:3:8: zen: xx cannot be reached: x is already bound to star"]
        );
    }
}
