//! Groups of officials: "Turkish officials", "the foreign ministers of A and B".

use super::{Finder, Party};
use crate::annotate::{
    entity::EntityKind,
    lexicon::Category,
    official::{
        mark::{Mark, is_verb},
        title::{Kind, Title},
    },
};

impl<'d> Finder<'_, 'd> {
    /// Whether the members of a group hold office: plurals of persons, not
    /// forces, rebels or witnesses.
    pub(super) fn is_office(&self, mark: Mark<'d>) -> bool {
        let last = self.text.word(mark.end - 1).to_lowercase();
        let person = last.ends_with('s') || last.ends_with("men") || last == "authorities";
        let kind = mark.category == Category::OfficePlural
            || matches!(mark.value, "official" | "military" | "political" | "police");
        kind && person && !self.text.has_trait(mark.end - 1, "no-office")
    }

    /// Plurals that are things as often ("rows of chairs", "their heads").
    fn is_thing(&self, mark: Mark<'d>) -> bool {
        let things = [
            "chairs",
            "heads",
            "generals",
            "principals",
            "seconds",
            "rulers",
        ];
        mark.width() == 1 && self.any(mark.first, &things)
    }

    /// A group of officials.
    pub(super) fn several(&self, mark: Mark<'d>) -> Option<Party<'d>> {
        // "attaches importance to"
        if mark.width() == 1 && is_verb(self.text, mark.first) {
            return None;
        }
        // "military authorities", "police chief": one phrase, headed by the
        // later word.
        let head = |m: Mark<'_>| {
            matches!(
                m.category,
                Category::Group | Category::OfficePlural | Category::Office | Category::Unnamed
            )
        };
        if self.same(mark.end, mark.first) && self.marks.starting(mark.end).is_some_and(head) {
            return None;
        }
        let first = self.left(mark.first);
        let mut title = self.titles.phrase(first, mark.first).unwrap_or(Title {
            first,
            end: mark.end,
            kind: Kind::Office,
            office: Some((mark.first, mark.end)),
            affiliation: None,
            state: None,
            gender: None,
            weak: false,
            plural: true,
        });
        // Only what they belong to stays behind the word: "ministers of A and
        // B", not "officials at odds".
        let owned = title.affiliation.is_some_and(|a| a.first >= mark.end);
        if title.end < mark.end || !owned {
            title.end = mark.end;
            title.office = title.office.map(|(a, b)| (a, b.min(mark.end).max(a)));
        }
        Some(Party {
            kind: EntityKind::Group,
            first,
            end: title.end.max(mark.end),
            title: Some(title),
            state: title.state,
            person: None,
            rule: "group",
            same: None,
            office: self.is_office(mark) && (owned || first < mark.first || !self.is_thing(mark)),
        })
    }
}
