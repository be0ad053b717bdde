//! Keys as they are pressed: counts, sequences, a character as argument.

use super::{Binding, Keymap, Keys, key::Key};
use crate::app::action::{Action, Bindable, Make, Mode};

/// Largest count that is taken: more digits are ignored.
const MOST: usize = 99_999;

/// Keys that wait for more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    count: Option<usize>,
    keys: Vec<Key>,
}

/// What a key led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Pressed {
    /// Do this.
    Do {
        /// The action.
        action: Action,
        /// Its entry in the table.
        name: &'static str,
        /// The count before it, where the action takes one.
        count: Option<usize>,
    },
    /// More keys are needed; see [`Keymap::follows`].
    Wait,
    /// Escape ended a sequence or a count: nothing is to be done.
    Cancelled,
    /// These keys do nothing here; see [`Keymap::hint`].
    Unbound(Keys),
}

/// What can come next after keys that wait.
#[derive(Clone, Debug)]
pub struct Follows {
    /// The next key; `None`: any character.
    pub key: Option<Key>,
    /// What it does; for a key that waits for more still, the first of what can
    /// come.
    pub entry: &'static Bindable,
    /// Whether more keys are needed after it.
    pub more: bool,
}

impl Pending {
    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count.is_none() && self.keys.is_empty()
    }

    /// The count typed so far.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        self.count
    }

    /// The keys pressed so far, without the count.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// What waits, as the status line shows it: `5g`.
    #[must_use]
    pub fn shown(&self) -> String {
        let count = self.count.map_or(String::new(), |c| c.to_string());
        format!("{count}{}", Keys(self.keys.clone()))
    }

    /// Forgets what waits.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// What keys are, in a mode.
enum Found<'k> {
    /// All of an action.
    Whole(&'k Binding),
    /// All of an action that takes a character, and the character.
    Character(&'k Binding, char),
    /// The beginning of some.
    Part,
    /// Nothing.
    None,
}

impl Keymap {
    /// What pressing `key` leads to; `pending` is kept up to date.
    pub fn press(&self, mode: Mode, pending: &mut Pending, key: Key) -> Pressed {
        let key = self.langmap.latin(key.normal());
        if let Some(digit) = self.digit(mode, pending, key) {
            let count = pending.count.unwrap_or(0);
            let longer = count.saturating_mul(10).saturating_add(digit);
            pending.count = Some(if longer > MOST { count } else { longer });
            return Pressed::Wait;
        }
        let escape = key.code == crossterm::event::KeyCode::Esc;
        if escape && !pending.is_empty() {
            pending.clear();
            return Pressed::Cancelled;
        }
        pending.keys.push(key);
        let done = match self.find(mode, &pending.keys) {
            Found::Part => return Pressed::Wait,
            Found::Whole(binding) => match &binding.entry.make {
                Make::Plain(action) => Some((binding.entry, action.clone())),
                Make::Char(_) => return Pressed::Wait,
                Make::Text(..) => None,
            },
            Found::Character(binding, c) => match &binding.entry.make {
                Make::Char(make) => Some((binding.entry, make(c))),
                _ => None,
            },
            Found::None => None,
        };
        let Pending { count, keys } = std::mem::take(pending);
        match done {
            Some((entry, action)) => Pressed::Do {
                action,
                name: entry.name,
                count: count.filter(|_| entry.count),
            },
            None => Pressed::Unbound(Keys(keys)),
        }
    }

    /// The digit of a count: none within a sequence, none that is bound, and no
    /// leading zero.
    fn digit(&self, mode: Mode, pending: &Pending, key: Key) -> Option<usize> {
        let digit = key.as_char()?.to_digit(10)?;
        let begun = pending.count.is_some();
        let bound = || !matches!(self.find(mode, &[key]), Found::None);
        let counts = pending.keys.is_empty() && (begun || (digit > 0 && !bound()));
        counts.then(|| usize::try_from(digit).unwrap_or(0))
    }

    fn find(&self, mode: Mode, keys: &[Key]) -> Found<'_> {
        let bindings = self.bindings(mode);
        if let Some(binding) = bindings.iter().find(|b| b.keys.0 == keys) {
            return Found::Whole(binding);
        }
        if bindings.iter().any(|b| b.keys.0.starts_with(keys)) {
            return Found::Part;
        }
        let Some((last, before)) = keys.split_last() else {
            return Found::None;
        };
        let takes = |b: &&Binding| b.keys.0 == before && matches!(b.entry.make, Make::Char(_));
        match (bindings.iter().find(takes), last.as_char()) {
            (Some(binding), Some(c)) => Found::Character(binding, c),
            _ => Found::None,
        }
    }

    /// What can come next, in the order of the table of actions; one row for
    /// each key.
    #[must_use]
    pub fn follows(&self, mode: Mode, pending: &Pending) -> Vec<Follows> {
        let keys = &pending.keys;
        let mut out: Vec<Follows> = Vec::new();
        if keys.is_empty() {
            return out;
        }
        for binding in self.bindings(mode) {
            let Some(rest) = binding.keys.0.strip_prefix(keys.as_slice()) else {
                continue;
            };
            let key = rest.first().copied();
            if out.iter().all(|f| f.key != key) {
                out.push(Follows {
                    key,
                    entry: binding.entry,
                    more: rest.len() > 1,
                });
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::keymap::{Keys, script},
        config::{Config, Layout},
        reader::{Motion, Target},
    };

    fn press(mode: Mode, keys: &str) -> Vec<Pressed> {
        let keymap = Keymap::default();
        let mut pending = Pending::default();
        script(keys)
            .expect(keys)
            .into_iter()
            .map(|key| keymap.press(mode, &mut pending, key))
            .filter(|p| *p != Pressed::Wait)
            .collect()
    }

    fn act(action: Action, count: Option<usize>) -> impl Fn(&Pressed) -> bool {
        move |p| matches!(p, Pressed::Do { action: a, count: c, .. } if *a == action && *c == count)
    }

    #[test]
    fn counts_sequences_and_characters() {
        let did = |keys: &str, action: Action, count: Option<usize>| {
            let pressed = press(Mode::Reader, keys);
            assert_eq!(pressed.len(), 1, "{keys}: {pressed:?}");
            assert!(act(action, count)(&pressed[0]), "{keys}: {pressed:?}");
        };
        did("5j", Action::Move(Motion::RowDown), Some(5));
        did("120G", Action::Move(Motion::Bottom), Some(120));
        did("50gg", Action::Move(Motion::Top), Some(50));
        did("3]q", Action::Step(Target::Quote, true), Some(3));
        did("<lt>q", Action::Step(Target::Quote, false), None);
        did("ma", Action::SetMark('a'), None);
        did("''", Action::GoMark('\''), None);
        did("0", Action::Move(Motion::RowStart), None);
        did("99999999j", Action::Move(Motion::RowDown), Some(99_999));
    }

    #[test]
    fn what_waits_can_be_cancelled_and_what_is_unbound_is_told() {
        let escaped = press(Mode::Reader, "g<esc>5<esc>");
        assert_eq!(escaped, [Pressed::Cancelled, Pressed::Cancelled]);
        assert!(matches!(
            &press(Mode::Reader, "<esc>")[..],
            [Pressed::Do { name: "cancel", .. }]
        ));
        let unbound = press(Mode::Reader, "gzj");
        assert_eq!(
            unbound[0],
            Pressed::Unbound(Keys::parse("g z").expect("keys"))
        );
        assert!(act(Action::Move(Motion::RowDown), None)(&unbound[1]));
        assert!(matches!(
            press(Mode::Reader, "m<enter>")[..],
            [Pressed::Unbound(_)]
        ));
    }

    #[test]
    fn what_can_follow_a_prefix() {
        let keymap = Keymap::default();
        let mut pending = Pending::default();
        assert_eq!(
            keymap.press(Mode::Reader, &mut pending, Key::char('z')),
            Pressed::Wait
        );
        assert_eq!(pending.shown(), "z");
        let follows = keymap.follows(Mode::Reader, &pending);
        let keys: Vec<String> = follows
            .iter()
            .filter_map(|f| f.key.map(|k| k.to_string()))
            .collect();
        assert_eq!(keys, ["z", "t", "b", "o", "f", "q", "a", "m", "n", "c"]);
        pending.clear();
        keymap.press(Mode::Reader, &mut pending, Key::char('m'));
        let follows = keymap.follows(Mode::Reader, &pending);
        assert!(matches!(&follows[..], [f] if f.key.is_none() && f.entry.name == "set-mark"));
    }

    #[test]
    fn another_layout_works_outside_prompts() {
        let keymap = Keymap::load(
            &Config {
                langmap: vec![Layout::Russian],
                ..Config::default()
            },
            None,
        )
        .0;
        let mut pending = Pending::default();
        assert_eq!(
            keymap.press(Mode::Reader, &mut pending, Key::char('ъ')),
            Pressed::Wait
        );
        let pressed = keymap.press(Mode::Reader, &mut pending, Key::char('й'));
        assert!(act(Action::Step(Target::Quote, true), None)(&pressed));
    }
}
