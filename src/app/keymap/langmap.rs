//! Letters of other keyboard layouts as the Latin ones on the same keys, so
//! that keys work without changing the layout.

use std::collections::HashMap;

use crossterm::event::KeyCode;
use serde::Deserialize;

use super::key::Key;
use crate::{config::Layout, shipped};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    local: &'static str,
    latin: &'static str,
}

/// The shipped rows of a layout.
fn rows(layout: Layout) -> Option<Rows> {
    shipped::LANGMAP.get(layout.word())?.read().ok()
}

/// Characters and the Latin ones on the same keys.
#[derive(Clone, Debug, Default)]
pub struct Langmap(HashMap<char, char>);

impl Langmap {
    /// The map of these layouts; where two disagree, the earlier one counts.
    #[must_use]
    pub fn new(layouts: &[Layout]) -> Self {
        let mut map = HashMap::new();
        for rows in layouts.iter().filter_map(|l| rows(*l)) {
            for (local, latin) in rows.local.chars().zip(rows.latin.chars()) {
                map.entry(local).or_insert(latin);
            }
        }
        Self(map)
    }

    /// The key that it is on a Latin layout.
    #[must_use]
    pub fn latin(&self, key: Key) -> Key {
        match key.code {
            KeyCode::Char(c) => {
                let latin = self.0.get(&c).copied().unwrap_or(c);
                Key {
                    code: KeyCode::Char(latin),
                    ..key
                }
                .normal()
            }
            _ => key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_layouts_are_whole_and_leave_ascii_alone() {
        for (layout, name) in Layout::ALL {
            let rows = rows(*layout).expect(name);
            assert_eq!(
                rows.local.chars().count(),
                rows.latin.chars().count(),
                "{name}"
            );
            assert!(rows.local.chars().all(|c| !c.is_ascii()), "{name}");
            let map = Langmap::new(&[*layout]);
            assert_eq!(map.0.len(), rows.local.chars().count(), "{name}: twice");
            // What a reader needs most can be typed.
            for key in "jkdugfbvanzmyto".chars() {
                let there = map.0.values().any(|c| *c == key);
                // Arabic has a ligature on b.
                assert!(there || (*name == "arabic" && key == 'b'), "{name}: {key}");
            }
        }
        assert_eq!(shipped::LANGMAP.entries().len(), Layout::ALL.len());
    }

    #[test]
    fn the_first_layout_counts_where_two_disagree() {
        let ta = Key::char('ط');
        let first = |layouts: &[Layout]| Langmap::new(layouts).latin(ta);
        assert_eq!(first(&[Layout::Arabic, Layout::Persian]), Key::char('\''));
        assert_eq!(first(&[Layout::Persian, Layout::Arabic]), Key::char('x'));
        assert_eq!(first(&[]), ta);
        let russian = Langmap::new(&[Layout::Russian]);
        let ctrl = |c| Key {
            code: KeyCode::Char(c),
            modifiers: crossterm::event::KeyModifiers::CONTROL,
        };
        assert_eq!(russian.latin(ctrl('в')), ctrl('d'));
        assert_eq!(russian.latin(Key::char('П')), Key::char('G'));
    }
}
