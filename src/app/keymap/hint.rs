//! Keys of known programs that do nothing here: what does it instead.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Keymap, Keys};
use crate::{
    app::action::{Bindable, Mode},
    clean::Clean,
    shipped,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hint<'t> {
    program: &'t str,
    #[serde(borrow, default)]
    keys: Vec<&'t str>,
    #[serde(borrow, default)]
    commands: Vec<&'t str>,
    did: &'t str,
    action: Option<&'t str>,
    text: Option<&'t str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'t> {
    #[serde(borrow)]
    hint: Vec<Hint<'t>>,
}

/// The shipped hints, read when the first dead key is pressed or command typed.
static HINTS: LazyLock<Vec<Hint<'static>>> = LazyLock::new(|| {
    let file: Option<File<'_>> = shipped::HINTS.read().ok();
    file.map(|f| f.hint).unwrap_or_default()
});

/// What to say about keys that do nothing in a mode. An action that does not
/// apply in the mode is no help there.
pub(super) fn say(keymap: &Keymap, mode: Mode, keys: &Keys) -> Option<Clean> {
    let about = |hint: &&Hint<'_>| {
        hint.keys
            .iter()
            .any(|k| Keys::parse(k).as_ref() == Ok(keys))
    };
    let said = |hint: &Hint<'_>| {
        let here = match (hint.action, hint.text) {
            (Some(name), _) => replacement(keymap, mode, name)?,
            (None, Some(text)) => text.to_owned(),
            (None, None) => return None,
        };
        let Hint { program, did, .. } = hint;
        Some(Clean::line(&format!(
            "{keys} in {program}: {did}; here: {here}"
        )))
    };
    HINTS.iter().filter(about).find_map(said)
}

/// What to say about a command of another program.
pub(super) fn say_command(keymap: &Keymap, mode: Mode, name: &str) -> Option<Clean> {
    let hint = HINTS.iter().find(|h| h.commands.contains(&name))?;
    let here = match (hint.action, hint.text) {
        (Some(action), _) => {
            replacement(keymap, mode, action).unwrap_or_else(|| format!(":{action}"))
        }
        (None, text) => text?.to_owned(),
    };
    let Hint { program, did, .. } = hint;
    Some(Clean::line(&format!(
        ":{name} in {program}: {did}; here: {here}"
    )))
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
        let file: File<'_> = shipped::HINTS.read().expect("hints");
        let keymap = Keymap::default();
        for hint in &file.hint {
            assert!(hint.action.is_some() != hint.text.is_some(), "{}", hint.did);
            if let Some(name) = hint.action {
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
