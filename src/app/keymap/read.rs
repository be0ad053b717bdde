//! Files of keys, laid one over the other.
//!
//! For each mode and action the highest entry gives the keys: a later file over
//! an earlier one, in a file the mode's own table over `[keys]`. Then keys are
//! given out: first those of the mode's own tables, a later file before an
//! earlier one. A key that is taken, or that begins or is begun by one that is
//! taken, stays where it is; between entries of the same table that is a
//! mistake.

use std::collections::BTreeMap;

use toml::{Spanned, de::DeValue};

use super::{Binding, key::Keys};
use crate::{
    app::action::{Bindable, Mode, TABLE},
    config::{Problem, Source},
    nearest::meant,
};

/// Keys of one action, as one file gives them.
struct Entry {
    action: &'static Bindable,
    /// One mode alone, or all in which the action applies.
    mode: Option<Mode>,
    /// Which file, from 0.
    file: usize,
    /// The keys, and what to say of the place if they are taken.
    keys: Vec<(Keys, Problem)>,
}

impl Entry {
    /// Which entry gives an action's keys: that of a later file, in a file that of
    /// the mode's own table.
    fn height(&self) -> (usize, bool) {
        (self.file, self.mode.is_some())
    }

    fn holds_in(&self, mode: Mode) -> bool {
        self.mode
            .map_or_else(|| self.action.applies(mode), |m| m == mode)
    }
}

/// The files read so far.
#[derive(Default)]
pub(super) struct Layers {
    entries: Vec<Entry>,
    files: usize,
}

/// The table of keys for all modes.
const EVERYWHERE: &str = "keys";

impl Layers {
    /// Reads one more file, over the others.
    pub(super) fn add(&mut self, source: &Source<'_>, problems: &mut Vec<Problem>) {
        let (tables, said) = source.parse();
        let broken: Vec<usize> = said.iter().map(|p| p.line).collect();
        problems.extend(said);
        for (name, table) in tables.get_ref() {
            let at = name.span().start;
            let name = name.get_ref().as_ref();
            let mode = Mode::ALL.iter().copied().find(|m| m.name() == name);
            let DeValue::Table(table) = table.get_ref() else {
                let what = if Bindable::find(name).is_some() {
                    format!("{name} stands outside a table: put it below [{EVERYWHERE}]")
                } else {
                    no_table(name)
                };
                problems.push(source.at(at, &what));
                continue;
            };
            if mode.is_none() && name != EVERYWHERE {
                problems.push(source.at(at, &no_table(name)));
                continue;
            }
            for (action, value) in table {
                if !broken.is_empty() && broken.contains(&source.at(action.span().start, "").line) {
                    continue;
                }
                let name = action.get_ref().as_ref();
                match bindable(name, mode) {
                    Ok(action) => {
                        let keys = keys(source, name, value, problems);
                        self.entries.push(Entry {
                            action,
                            mode,
                            file: self.files,
                            keys,
                        });
                    }
                    Err(why) => problems.push(source.at(action.span().start, &why)),
                }
            }
        }
        self.files += 1;
    }

    /// The keys that hold in each mode.
    pub(super) fn settle(&self, problems: &mut Vec<Problem>) -> BTreeMap<Mode, Vec<Binding>> {
        let settled = |mode: &Mode| (*mode, self.mode(*mode, problems));
        Mode::ALL.iter().map(settled).collect()
    }

    fn mode(&self, mode: Mode, problems: &mut Vec<Problem>) -> Vec<Binding> {
        let mut highest: Vec<&Entry> = TABLE
            .iter()
            .filter_map(|action| {
                let here = |e: &&Entry| e.action.name == action.name && e.holds_in(mode);
                self.entries.iter().filter(here).max_by_key(|e| e.height())
            })
            .collect();
        highest.sort_by_key(|e| std::cmp::Reverse((e.mode.is_some(), e.file)));
        let mut taken: Vec<(&Keys, &Entry)> = Vec::new();
        for entry in highest {
            let mut own: Vec<&(Keys, Problem)> = entry.keys.iter().collect();
            own.sort_by_key(|(_, place)| (place.line, place.column));
            for (keys, place) in own {
                let Some((other, by)) = taken.iter().find(|(k, _)| clash(k, keys)) else {
                    taken.push((keys, entry));
                    continue;
                };
                let same = by.action.name == entry.action.name && *other == keys;
                if by.height() == entry.height() && !same {
                    problems.push(taken_by(place, entry, keys, by, other));
                }
            }
        }
        let mut out: Vec<Binding> = Vec::new();
        for action in TABLE {
            let own = taken.iter().filter(|(_, e)| e.action.name == action.name);
            out.extend(own.map(|(keys, entry)| Binding {
                keys: (*keys).clone(),
                entry: entry.action,
            }));
        }
        out
    }
}

fn no_table(name: &str) -> String {
    let known = Mode::ALL.iter().map(|m| m.name()).chain([EVERYWHERE]);
    match meant(name, known, ("[", "]")).as_str() {
        "" => format!(
            "there is no table [{name}]; there are [keys], [list], [reader], [select], [panel]"
        ),
        near => format!("there is no table [{name}]{near}"),
    }
}

/// The action of a name, if keys can be bound to it there.
fn bindable(name: &str, mode: Option<Mode>) -> Result<&'static Bindable, String> {
    let Some(action) = Bindable::find(name) else {
        let known = TABLE.iter().filter(|b| b.has_keys()).map(|b| b.name);
        let near = match meant(name, known, ("\"", "\"")).as_str() {
            "" => "; `attache keys` lists them all".to_owned(),
            near => near.to_owned(),
        };
        return Err(format!("there is no action \"{name}\"{near}"));
    };
    if let crate::app::action::Make::Text(argument, _) = action.make {
        return Err(format!(
            "{name} takes an argument ({argument}): it is typed after a colon, not bound"
        ));
    }
    match mode {
        Some(mode) if !action.applies(mode) => {
            Err(format!("{name} does nothing in the {}", mode.name()))
        }
        _ => Ok(action),
    }
}

/// The keys of an entry: a string or a list of strings.
fn keys(
    source: &Source<'_>,
    name: &str,
    value: &Spanned<DeValue<'_>>,
    problems: &mut Vec<Problem>,
) -> Vec<(Keys, Problem)> {
    let items: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        _ => vec![value],
    };
    let mut out = Vec::new();
    for item in items {
        let place = |what: &str| source.at(item.span().start, &format!("{name}: {what}"));
        match item.get_ref().as_str().map(Keys::parse) {
            Some(Ok(keys)) => out.push((keys, place(""))),
            Some(Err(error)) => problems.push(place(&error.to_string())),
            None => problems.push(place("expected keys as a list of strings")),
        }
    }
    out
}

/// Whether one begins with the other.
fn clash(a: &Keys, b: &Keys) -> bool {
    let shorter = a.0.len().min(b.0.len());
    a.0.get(..shorter) == b.0.get(..shorter)
}

fn taken_by(place: &Problem, entry: &Entry, keys: &Keys, by: &Entry, other: &Keys) -> Problem {
    let (name, owner) = (entry.action.name, by.action.name);
    let said = if keys == other {
        format!("{name}: {keys} is already bound to {owner}")
    } else if keys.0.len() > other.0.len() {
        format!("{name}: {keys} cannot be reached: {other} is already bound to {owner}")
    } else {
        format!("{name}: {keys} begins {other}, which is bound to {owner}")
    };
    Problem {
        message: crate::clean::Clean::line(&said),
        ..place.clone()
    }
}
