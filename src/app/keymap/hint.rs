//! Keys of known programs that do nothing here: what does it instead.

use serde::Deserialize;

use super::{Keymap, Keys};
use crate::{
    app::action::{Bindable, Mode},
    clean::Clean,
};

/// The shipped hints.
const SHIPPED: &str = include_str!("../../../config/hints.toml");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hint {
    program: String,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    commands: Vec<String>,
    did: String,
    action: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    hint: Vec<Hint>,
}

/// The hints, by keys, and those for commands.
#[derive(Clone, Debug, Default)]
pub(super) struct Hints(Vec<(Keys, Hint)>, Vec<Hint>);

impl Hints {
    /// The shipped ones.
    pub(super) fn shipped() -> Self {
        let file: Option<File> = toml::from_str(SHIPPED).ok();
        let mut out = Vec::new();
        let mut commands = Vec::new();
        for hint in file.into_iter().flat_map(|f| f.hint) {
            if !hint.commands.is_empty() {
                commands.push(hint.clone());
            }
            for text in &hint.keys {
                out.extend(Keys::parse(text).ok().map(|keys| (keys, hint.clone())));
            }
        }
        Self(out, commands)
    }

    /// What to say about a command of another program.
    pub(super) fn say_command(&self, keymap: &Keymap, mode: Mode, name: &str) -> Option<Clean> {
        let fits = |h: &&Hint| h.commands.iter().any(|c| c == name);
        let hint = self.1.iter().find(fits)?;
        let here = match (&hint.action, &hint.text) {
            (Some(action), _) => {
                replacement(keymap, mode, action).unwrap_or_else(|| format!(":{action}"))
            }
            (None, text) => text.clone()?,
        };
        let Hint { program, did, .. } = hint;
        Some(Clean::line(&format!(
            ":{name} in {program}: {did}; here: {here}"
        )))
    }

    /// What to say about keys that do nothing in a mode. An action that does
    /// not apply in the mode is no help there.
    pub(super) fn say(&self, keymap: &Keymap, mode: Mode, keys: &Keys) -> Option<Clean> {
        let said = |(_, hint): &(Keys, Hint)| {
            let here = match (&hint.action, &hint.text) {
                (Some(name), _) => replacement(keymap, mode, name)?,
                (None, Some(text)) => text.clone(),
                (None, None) => return None,
            };
            let Hint { program, did, .. } = hint;
            Some(Clean::line(&format!(
                "{keys} in {program}: {did}; here: {here}"
            )))
        };
        self.0.iter().filter(|(k, _)| k == keys).find_map(said)
    }
}

/// The key of an action, and what it does.
fn replacement(keymap: &Keymap, mode: Mode, name: &str) -> Option<String> {
    let entry = Bindable::find(name).filter(|e| e.applies(mode))?;
    let key = keymap
        .key_of(mode, name)
        .unwrap_or_else(|| format!(":{name}"));
    Some(format!("{key} ({})", entry.help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_well_formed_and_about_keys_that_are_dead_somewhere() {
        let file: File = toml::from_str(SHIPPED).expect("hints");
        let keymap = Keymap::default();
        for hint in &file.hint {
            assert!(hint.action.is_some() != hint.text.is_some(), "{}", hint.did);
            if let Some(name) = &hint.action {
                assert!(Bindable::find(name).is_some(), "{name}");
            }
            assert!(!(hint.keys.is_empty() && hint.commands.is_empty()));
            for name in &hint.commands {
                assert!(Bindable::find(name).is_none(), "{name} is a command here");
            }
            for keys in &hint.keys {
                let keys = Keys::parse(keys).expect("keys");
                let bound = |m: &Mode| {
                    keymap
                        .bindings(*m)
                        .iter()
                        .any(|b| keys.0.starts_with(&b.keys.0))
                };
                assert!(!Mode::ALL.iter().all(bound), "{keys} is bound everywhere");
            }
        }
    }

    #[test]
    fn a_dead_key_teaches_what_does_it() {
        let keymap = Keymap::default();
        let hint = |mode, keys: &str| {
            let keys = Keys::parse(keys).expect("keys");
            keymap.hint(mode, &keys).map(|c| c.to_string())
        };
        assert_eq!(
            hint(Mode::Reader, "p").as_deref(),
            Some("p in newsboat: previous unread; here: [u (previous unread article)")
        );
        assert!(hint(Mode::List, "D").is_some_and(|h| h.contains("never touched")));
        assert_eq!(hint(Mode::Reader, "f9"), None);
    }
}
