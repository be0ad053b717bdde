//! The office of a person in words: title, affiliation and state, and what the
//! lists tell where the text leaves the state out.

use super::Writer;
use crate::annotate::{
    lexicon::{Category, Lexicon},
    official::title::{Affiliation, Kind, Title},
};

/// What is said of an office in words.
#[derive(Clone, Debug, Default)]
pub(super) struct Office {
    pub(super) title: Option<String>,
    pub(super) affiliation: Option<String>,
    pub(super) country: Option<String>,
}

impl<'d> Writer<'_, 'd, '_> {
    pub(super) fn office(&self, title: Option<&Title<'d>>, one: bool) -> Office {
        let Some(title) = title else {
            return Office::default();
        };
        let affiliation = title.affiliation.map(|a| self.affiliation(&a));
        let code = title.affiliation.and_then(|a| a.state).or(title.state);
        Office {
            title: title.office.map(|(a, b)| {
                let written = self.written(a, b);
                if title.plural && one {
                    singular(&written)
                } else {
                    written
                }
            }),
            affiliation,
            country: code.and_then(Lexicon::state_name).map(str::to_owned),
        }
    }

    /// An affiliation in words: a state by its short name.
    fn affiliation(&self, a: &Affiliation<'d>) -> String {
        let state = a.state.filter(|_| a.is_state).and_then(Lexicon::state_name);
        state.map_or_else(|| self.written(a.first, a.end), str::to_owned)
    }

    /// The state of a well-known office holder, or of an office that only one
    /// state has, where the text does not say it.
    pub(super) fn leader(
        &self,
        name: (usize, usize),
        title: Option<&Title<'d>>,
        office: &mut Office,
    ) {
        let listed = |first: usize, end: usize| {
            self.text
                .hits_of(first, Category::Leader)
                .find(|(h, e)| e.category == Category::Leader && first + h.len as usize == end)
                .and_then(|(_, e)| {
                    Lexicon::state_name(e.value.strip_prefix("office:").unwrap_or(e.value))
                })
        };
        let words = title.and_then(|t| t.office);
        // A family name alone tells only the holder of a high office.
        let high = title.is_none_or(|t| {
            t.kind != Kind::Office
                || words.is_some_and(|(_, end)| {
                    let value = self.marks.value_ending(end);
                    value.starts_with("head-of") || matches!(value, "minister" | "secretary")
                })
        });
        let state = listed(name.0, name.1)
            .or_else(|| words.and_then(|(a, b)| listed(a, b)))
            .or_else(|| listed(name.1 - 1, name.1).filter(|_| high));
        if let Some(state) = state.filter(|_| office.affiliation.is_none()) {
            office.affiliation = Some(state.to_owned());
            office.country = Some(state.to_owned());
        }
    }

    /// Whether an office that is named without its state is one of a state, so
    /// that it may be the one the text is at home in; not "its leader", a
    /// spokesman, a rank or a prince.
    pub(super) fn is_of_state(&self, title: &Title<'d>) -> bool {
        let Some((first, end)) = title.office else {
            return false;
        };
        let value = self.marks.value_ending(end);
        let loose = ["leader", "ruler", "strongman", "chief", "head"];
        let owned = first.checked_sub(1).is_some_and(|b| {
            self.text
                .tokens
                .get(b)
                .is_some_and(|t| t.is(Category::Pronoun))
        });
        title.kind == Kind::Office
            && !owned
            && !loose
                .iter()
                .any(|w| self.text.word(end - 1).eq_ignore_ascii_case(w))
            && (value.starts_with("head-of")
                || matches!(
                    value,
                    "minister" | "secretary" | "legislator" | "judge" | "intelligence" | "adviser"
                )
                || self.is_short_form(first))
    }

    fn is_short_form(&self, i: usize) -> bool {
        ["Sen", "Sen.", "Rep", "Rep.", "Gov", "Gov.", "Justice"].contains(&self.text.word(i))
    }

    /// The state of "Rep." and "Sen." where the text tells none.
    pub(super) fn congress(&self, title: Option<&Title<'d>>) -> Option<&'d str> {
        let (first, _) = title?.office?;
        let congress = ["Sen.", "Rep.", "Sen", "Rep", "Congressman", "Congresswoman"];
        congress.contains(&self.text.word(first)).then_some("US")
    }
}

/// The singular of an office: "foreign ministers" is "foreign minister",
/// "secretaries of state" is "secretary of state".
fn singular(plural: &str) -> String {
    let head_end = plural.find(" of ").unwrap_or(plural.len());
    let (head, tail) = plural.split_at_checked(head_end).unwrap_or((plural, ""));
    let one = if let Some(stem) = head.strip_suffix("s.") {
        format!("{stem}.")
    } else if let Some(stem) = head.strip_suffix("ies") {
        format!("{stem}y")
    } else if let Some(stem) = head.strip_suffix("men") {
        format!("{stem}man")
    } else if let Some(stem) = head.strip_suffix("women") {
        format!("{stem}woman")
    } else {
        head.strip_suffix('s').unwrap_or(head).to_owned()
    };
    one + tail
}
