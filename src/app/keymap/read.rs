//! Files of keys, laid one over the other.
//!
//! For each mode and action the highest entry gives the keys: a later file over
//! an earlier one, in a file the mode's own table over `[keys]`. Then keys are
//! given out: first those of the mode's own tables, a later file before an
//! earlier one. A key that is taken, or that begins or is begun by one that is
//! taken, stays where it is; between entries of the same table that is a
//! mistake.

use std::collections::{BTreeMap, HashMap};

use toml::{Spanned, de::DeValue};

use super::{
    Binding,
    key::{Key, Keys},
};
use crate::{
    app::action::{Bindable, Mode, TABLE},
    config::{Problem, Source},
    nearest::meant,
    shipped::Value,
};

/// Keys of one action, as one file gives them.
struct Entry {
    /// Its place in the table of actions.
    action: usize,
    /// One mode alone, or all in which the action applies.
    mode: Option<Mode>,
    /// Which file, from 0.
    file: usize,
    /// The keys, each with its place in the file.
    keys: Vec<(Keys, usize)>,
}

impl Entry {
    /// Which entry gives an action's keys: that of a later file, in a file that of
    /// the mode's own table.
    fn height(&self) -> (usize, bool) {
        (self.file, self.mode.is_some())
    }

    fn holds_in(&self, mode: Mode) -> bool {
        self.mode
            .map_or_else(|| self.bindable().applies(mode), |m| m == mode)
    }

    fn bindable(&self) -> &'static Bindable {
        &TABLE[self.action]
    }
}

/// The files read so far.
#[derive(Default)]
pub(super) struct Layers<'t> {
    entries: Vec<Entry>,
    files: Vec<Source<'t>>,
}

/// The table of keys for all modes.
const EVERYWHERE: &str = "keys";

impl<'t> Layers<'t> {
    /// Takes in one more file, over the others, which is shipped and so has been
    /// parsed.
    pub(super) fn add_shipped(&mut self, name: &'t str, file: &Value, problems: &mut Vec<Problem>) {
        let source = Source::new(name, "");
        for (name, table) in file.entries() {
            let mode = Mode::ALL.iter().copied().find(|m| m.name() == *name);
            if mode.is_none() && *name != EVERYWHERE {
                problems.push(source.at(0, &no_table(name)));
                continue;
            }
            for (name, keys) in table.entries() {
                match bindable(name, mode) {
                    Ok(action) => {
                        let keys = shipped_keys(&source, name, keys, problems);
                        self.push(action, mode, keys);
                    }
                    Err(why) => problems.push(source.at(0, &why)),
                }
            }
        }
        self.files.push(source);
    }

    /// Reads one more file, over the others.
    pub(super) fn add(&mut self, source: Source<'t>, problems: &mut Vec<Problem>) {
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
                        let keys = keys(&source, name, value, problems);
                        self.push(action, mode, keys);
                    }
                    Err(why) => problems.push(source.at(action.span().start, &why)),
                }
            }
        }
        self.files.push(source);
    }

    /// An entry of the file that is being read.
    fn push(&mut self, action: usize, mode: Option<Mode>, keys: Vec<(Keys, usize)>) {
        self.entries.push(Entry {
            action,
            mode,
            file: self.files.len(),
            keys,
        });
    }

    /// The keys that hold in each mode.
    pub(super) fn settle(&self, problems: &mut Vec<Problem>) -> BTreeMap<Mode, Vec<Binding>> {
        let settled = |mode: &Mode| (*mode, self.mode(*mode, problems));
        Mode::ALL.iter().map(settled).collect()
    }

    fn mode(&self, mode: Mode, problems: &mut Vec<Problem>) -> Vec<Binding> {
        let mut highest: Vec<Option<&Entry>> = vec![None; TABLE.len()];
        for entry in self.entries.iter().filter(|e| e.holds_in(mode)) {
            let known = &mut highest[entry.action];
            if known.is_none_or(|k| k.height() <= entry.height()) {
                *known = Some(entry);
            }
        }
        let mut highest: Vec<&Entry> = highest.into_iter().flatten().collect();
        highest.sort_by_key(|e| std::cmp::Reverse((e.mode.is_some(), e.file)));
        let mut taken: Vec<(&Keys, &Entry)> = Vec::new();
        // Those that clash begin with the same key.
        let mut beginning: HashMap<Option<&Key>, Vec<usize>> = HashMap::new();
        for entry in highest {
            for (keys, place) in &entry.keys {
                let same_first = beginning.entry(keys.0.first()).or_default();
                let mut same_first_taken = same_first.iter().filter_map(|n| taken.get(*n));
                let Some((other, by)) = same_first_taken.find(|(k, _)| clash(k, keys)) else {
                    same_first.push(taken.len());
                    taken.push((keys, entry));
                    continue;
                };
                let same = by.action == entry.action && *other == keys;
                if by.height() == entry.height() && !same {
                    let what = taken_by(entry, keys, by, other);
                    let source = self.files.get(entry.file);
                    problems.extend(source.map(|s| s.at(*place, &what)));
                }
            }
        }
        taken.sort_by_key(|(_, entry)| entry.action);
        let binding = |(keys, entry): (&Keys, &Entry)| Binding {
            keys: keys.clone(),
            entry: entry.bindable(),
        };
        taken.into_iter().map(binding).collect()
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

/// The action of a name, by its place in the table, if keys can be bound to it
/// there.
fn bindable(name: &str, mode: Option<Mode>) -> Result<usize, String> {
    let found = TABLE.iter().enumerate().find(|(_, b)| b.name == name);
    let Some((place, action)) = found else {
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
        _ => Ok(place),
    }
}

/// The keys of an entry of a shipped file: a list of strings.
fn shipped_keys(
    source: &Source<'_>,
    name: &str,
    value: &Value,
    problems: &mut Vec<Problem>,
) -> Vec<(Keys, usize)> {
    let Value::List(items) = *value else {
        problems.push(source.at(0, &format!("{name}: expected a list of strings")));
        return Vec::new();
    };
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::Text(text) => match Keys::parse(text) {
                Ok(keys) => out.push((keys, 0)),
                Err(error) => problems.push(source.at(0, &format!("{name}: {error}"))),
            },
            _ => problems.push(source.at(0, &format!("{name}: expected strings"))),
        }
    }
    out
}

/// The keys of an entry: a string or a list of strings.
fn keys(
    source: &Source<'_>,
    name: &str,
    value: &Spanned<DeValue<'_>>,
    problems: &mut Vec<Problem>,
) -> Vec<(Keys, usize)> {
    let items: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        _ => vec![value],
    };
    let mut out = Vec::new();
    for item in items {
        let place = |what: &str| source.at(item.span().start, &format!("{name}: {what}"));
        match item.get_ref().as_str().map(Keys::parse) {
            Some(Ok(keys)) => out.push((keys, item.span().start)),
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

/// What is said of keys that are taken.
fn taken_by(entry: &Entry, keys: &Keys, by: &Entry, other: &Keys) -> String {
    let (name, owner) = (entry.bindable().name, by.bindable().name);
    if keys == other {
        format!("{name}: {keys} is already bound to {owner}")
    } else if keys.0.len() > other.0.len() {
        format!("{name}: {keys} cannot be reached: {other} is already bound to {owner}")
    } else {
        format!("{name}: {keys} begins {other}, which is bound to {owner}")
    }
}
