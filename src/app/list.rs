//! The list of articles: which rows there are, which is selected, which are in
//! view. Only rows that are or will soon be in view are held; of the others
//! only their numbers.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::Date;

use crate::{
    article::ArticleId,
    clean::Clean,
    library::{Counts, Listing, QueryError, Row, RowKey, Sort, View},
};

/// Rows that are held at most; beyond it those far from the view are dropped.
const HELD: usize = 2_000;
/// Rows above and below the view that are fetched with it.
const AROUND: usize = 40;
/// The same while something is searched for: each row with a snippet costs the
/// reading of its article.
const AROUND_FOUND: usize = 4;

/// One line of the list, as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A heading over the rows that follow.
    Group(String),
    /// The first line of the row at this index.
    Title(usize),
    /// Its second line.
    Meta(usize),
}

/// The list's state.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What it shows.
    pub view: View,
    /// Rows in order.
    pub order: Arc<[RowKey]>,
    /// Unread ones of these.
    pub unread: usize,
    /// What was understood of the query.
    pub understood: Clean,
    /// What is wrong with the query.
    pub error: Option<QueryError>,
    /// Files that are not indexed yet.
    pub pending: usize,
    /// The index of the selected row.
    pub selected: usize,
    /// The index of the first row in view.
    pub top: usize,
    /// Whether the whole order is known.
    pub complete: bool,
    /// Rows that changed under the view and stay until it is left.
    kept: HashSet<RowKey>,
    rows: HashMap<RowKey, Row>,
    asked: HashSet<RowKey>,
    /// Rows that are held but have to be read again.
    stale: HashSet<RowKey>,
    /// Rows have other numbers from the next listing on; that of the selected.
    renewed: Option<Option<RowKey>>,
}

impl List {
    /// A list that shows its first rows before the rest is known.
    #[must_use]
    pub fn first(view: View, rows: Vec<Row>, counts: Counts) -> Self {
        let order: Vec<RowKey> = rows.iter().map(|r| r.key).collect();
        let mut list = Self {
            view,
            unread: counts.unread,
            complete: counts.total == order.len(),
            order: order.into(),
            ..Self::default()
        };
        list.put(rows);
        list
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The selected row's key.
    #[must_use]
    pub fn key(&self) -> Option<RowKey> {
        self.order.get(self.selected).copied()
    }

    /// The row at an index, if it is held.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&Row> {
        self.rows.get(self.order.get(index)?)
    }

    /// The selected row, if it is held.
    #[must_use]
    pub fn current(&self) -> Option<&Row> {
        self.row(self.selected)
    }

    /// The held row of an article.
    #[must_use]
    pub fn of_article(&self, id: ArticleId) -> Option<&Row> {
        self.rows.values().find(|r| r.id == id)
    }

    /// The index of a row.
    #[must_use]
    pub fn index_of(&self, key: RowKey) -> Option<usize> {
        self.order.iter().position(|k| *k == key)
    }

    /// Takes rows that were read.
    pub fn put(&mut self, rows: Vec<Row>) {
        for row in rows {
            self.asked.remove(&row.key);
            self.stale.remove(&row.key);
            self.rows.insert(row.key, row);
        }
    }

    /// Notes that rows were read and some are gone.
    pub fn answered(&mut self, keys: &[RowKey]) {
        for key in keys {
            self.asked.remove(key);
        }
    }

    /// Has rows read again; until then they are shown as they were.
    pub fn forget(&mut self, keys: &[RowKey]) {
        for key in keys {
            self.asked.remove(key);
            if self.rows.contains_key(key) {
                self.stale.insert(*key);
            }
        }
    }

    /// Says that the rows of the next listing are those of a new index, and
    /// which of them is the selected one.
    pub fn renew(&mut self, selected: Option<RowKey>) {
        self.renewed = Some(selected);
    }

    /// Forgets all rows.
    pub fn forget_all(&mut self) {
        self.rows.clear();
        self.asked.clear();
        self.stale.clear();
    }

    /// Lets a row stay though the view no longer has it.
    pub fn keep(&mut self, key: RowKey) {
        self.kept.insert(key);
    }

    /// Takes a new listing. The selection stays on its row, else at its place;
    /// rows that changed under the same view stay where they were.
    pub fn take(&mut self, listing: Listing) {
        let same = listing.view == self.view;
        let selected = match self.renewed.take() {
            Some(selected) => {
                self.kept.clear();
                self.forget_all();
                selected
            }
            None => self.key(),
        };
        let order = if same && !self.kept.is_empty() {
            merged(&self.order, &listing.order, &self.kept)
        } else {
            listing.order
        };
        if !same {
            self.kept.clear();
            if listing.view.query != self.view.query {
                self.forget_all();
            }
        }
        self.view = listing.view;
        self.unread = listing.unread;
        self.understood = listing.understood;
        self.pending = listing.pending;
        self.error = None;
        self.complete = true;
        self.order = order;
        match selected.and_then(|k| self.index_of(k)) {
            // On the same line of the screen, whatever came above it.
            Some(at) => {
                let offset = self.selected.saturating_sub(self.top);
                self.selected = at;
                self.top = at.saturating_sub(offset);
            }
            None if same => self.selected = self.selected.min(self.last()),
            None => {
                self.selected = 0;
                self.top = 0;
            }
        }
    }

    /// The query as it was understood, with what its marks mean.
    #[must_use]
    pub fn told(&self) -> String {
        let understood = self.understood.to_string();
        if understood.contains('~') {
            understood + " · ~ in any form"
        } else {
            understood
        }
    }

    /// The index of the last row.
    #[must_use]
    pub fn last(&self) -> usize {
        self.order.len().saturating_sub(1)
    }

    /// Selects a row; `false` if it was selected already.
    pub fn select(&mut self, index: usize) -> bool {
        let index = index.min(self.last());
        let moved = self.selected != index;
        self.selected = index;
        moved
    }

    /// The heading over a row, in the orders that have headings.
    #[must_use]
    pub fn group(&self, index: usize, today: Date) -> Option<String> {
        let row = self.row(index)?;
        match self.view.sort {
            Sort::Date if row.unreadable.is_some() => Some("Cannot be read".to_owned()),
            Sort::Date => Some(match row.published {
                Some(published) => day(published.date(), today),
                None => format!("No date, file of {}", file_day(row.added.date(), today)),
            }),
            Sort::Added => Some(day(row.added.date(), today)),
            Sort::Source => Some(
                row.source
                    .as_ref()
                    .map_or_else(|| "Outlet not known".to_owned(), ToString::to_string),
            ),
            Sort::Title | Sort::Unread | Sort::Relevance => None,
        }
    }

    /// The lines in view, `height` of them at most, from row `top` on.
    #[must_use]
    pub fn lines(&self, height: usize, today: Date) -> Vec<Line> {
        self.lines_from(self.top, height, today)
    }

    fn lines_from(&self, top: usize, height: usize, today: Date) -> Vec<Line> {
        let mut out = Vec::with_capacity(height);
        let mut last: Option<String> = None;
        for index in top..self.len() {
            if out.len() >= height {
                break;
            }
            let group = self.group(index, today);
            if group.is_some() && group != last {
                if out.len() + 2 >= height && index > top {
                    break;
                }
                out.extend(group.clone().map(Line::Group));
            }
            if group.is_some() {
                last = group;
            }
            out.push(Line::Title(index));
            if out.len() < height {
                out.push(Line::Meta(index));
            }
        }
        out.truncate(height);
        out
    }

    /// Scrolls as little as needed for the selected row to be in view whole.
    pub fn show_selected(&mut self, height: usize, today: Date) {
        self.selected = self.selected.min(self.last());
        self.top = self.top.min(self.selected);
        // A row is two lines, so no more than half as many can be above.
        let most = (height / 2).max(1);
        if self.selected - self.top > most {
            self.top = self.selected - most;
        }
        let selected = self.selected;
        let whole = |list: &Self, top| {
            let lines = list.lines_from(top, height, today);
            lines.contains(&Line::Meta(selected))
        };
        while self.top < self.selected && !whole(self, self.top) {
            self.top += 1;
        }
        // No empty space below the last row while there are rows above.
        while self.top > 0 && selected + most > self.last() {
            let top = self.top - 1;
            let lines = self.lines_from(top, height, today);
            if lines.last() != Some(&Line::Meta(self.last()))
                || !lines.contains(&Line::Meta(selected))
            {
                break;
            }
            self.top = top;
        }
    }

    /// The rows that should be held and are not, nearest to the view; they
    /// count as asked for.
    pub fn missing(&mut self, height: usize) -> Vec<RowKey> {
        let around = match self.view.query.trim() {
            "" => AROUND,
            _ => AROUND_FOUND,
        };
        // A row is two lines.
        let seen = self.top..self.top + height.div_ceil(2);
        let from = seen.start.saturating_sub(around);
        let to = (seen.end + around).min(self.len());
        let window = self.order.get(from..to).unwrap_or(&[]);
        if self.rows.len() > HELD {
            let near: HashSet<RowKey> = window.iter().copied().collect();
            self.rows.retain(|k, _| near.contains(k));
            self.stale.retain(|k| near.contains(k));
        }
        let lacks = |k: &&RowKey| {
            (!self.rows.contains_key(*k) || self.stale.contains(*k)) && !self.asked.contains(*k)
        };
        // Nothing is asked for until something in view is missing.
        let urgent = self
            .order
            .get(seen.start.min(self.len())..seen.end.min(self.len()))
            .unwrap_or(&[])
            .iter()
            .any(|k| lacks(&k));
        if !urgent {
            return Vec::new();
        }
        let keys: Vec<RowKey> = window.iter().filter(lacks).copied().collect();
        self.asked.extend(keys.iter().copied());
        keys
    }

    /// The index of the first row of the next or previous group.
    #[must_use]
    pub fn next_group(&self, forward: bool, today: Date) -> usize {
        let here = self.group(self.selected, today);
        if forward {
            let mut i = self.selected;
            while i < self.last() && self.row(i + 1).is_some() {
                i += 1;
                if self.group(i, today) != here {
                    return i;
                }
            }
            return i.max((self.selected + 1).min(self.last()));
        }
        let start = |mut i: usize| {
            let group = self.group(i, today);
            while i > 0 && self.row(i - 1).is_some() && self.group(i - 1, today) == group {
                i -= 1;
            }
            i
        };
        let first = start(self.selected);
        if first < self.selected || first == 0 {
            first
        } else {
            start(first - 1)
        }
    }
}

/// The new order with the kept rows of the old one where they were.
fn merged(old: &[RowKey], new: &[RowKey], kept: &HashSet<RowKey>) -> Arc<[RowKey]> {
    let there: HashSet<RowKey> = new.iter().copied().collect();
    let mut after: HashMap<Option<RowKey>, Vec<RowKey>> = HashMap::new();
    let mut before = None;
    for key in old {
        if there.contains(key) {
            before = Some(*key);
        } else if kept.contains(key) {
            after.entry(before).or_default().push(*key);
        }
    }
    let mut out = after.remove(&None).unwrap_or_default();
    for key in new {
        out.push(*key);
        out.extend(after.remove(&Some(*key)).unwrap_or_default());
    }
    out.into()
}

/// The day of a file, inside a heading.
fn file_day(date: Date, today: Date) -> String {
    let said = day(date, today);
    match said.as_str() {
        "Today" | "Yesterday" => said.to_lowercase(),
        _ => said,
    }
}

/// A day as the list heads it.
fn day(date: Date, today: Date) -> String {
    let days = today
        .since(date)
        .map_or(i64::MAX, |s| i64::from(s.get_days()));
    match days {
        0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        2..=6 => date.strftime("%A").to_string(),
        _ if date.year() == today.year() => date.strftime("%A, %-d %B").to_string(),
        _ => date.strftime("%-d %B %Y").to_string(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;

    pub(crate) fn row(key: RowKey, day: i8) -> Row {
        Row {
            key,
            id: ArticleId::of(&key.to_string()),
            title: Clean::line(&format!("Article {key}")),
            source: None,
            published: Some(date(2024, 4, day).at(8, 0, 0, 0)),
            added: date(2024, 4, day).at(8, 0, 0, 0),
            folder: Clean::default(),
            words: 300,
            read: false,
            starred: false,
            passages: 0,
            officials: 0,
            figures: 0,
            quotes: 0,
            unreadable: None,
            duplicate: false,
            example: false,
            snippet: None,
        }
    }

    fn list(n: u32) -> List {
        let rows: Vec<Row> = (0..n)
            .map(|i| row(i, 20 - i8::try_from(i / 3).expect("day")))
            .collect();
        let total = rows.len();
        List::first(
            View::default(),
            rows,
            Counts {
                total,
                unread: total,
            },
        )
    }

    const TODAY: Date = date(2024, 4, 20);

    #[test]
    fn rows_are_grouped_by_day() {
        let list = list(5);
        let lines = list.lines(10, TODAY);
        assert_eq!(lines[0], Line::Group("Today".into()));
        assert_eq!(lines[1], Line::Title(0));
        assert_eq!(lines[7], Line::Group("Yesterday".into()));
        assert_eq!(lines[8], Line::Title(3));
    }

    #[test]
    fn the_selected_row_is_always_whole_in_view() {
        let mut list = list(30);
        for height in [2, 3, 5, 10, 41] {
            for to in [0, 29, 3, 17, 0, 28] {
                list.select(to);
                list.show_selected(height, TODAY);
                let lines = list.lines(height, TODAY);
                assert!(lines.contains(&Line::Title(to)), "{height} {to} {lines:?}");
                if height > 2 {
                    assert!(lines.contains(&Line::Meta(to)), "{height} {to} {lines:?}");
                }
            }
        }
    }

    #[test]
    fn rows_that_changed_stay_until_the_view_is_left() {
        let mut list = list(5);
        list.select(2);
        list.keep(2);
        let listing = |order: &[RowKey], query: &str| Listing {
            view: View {
                query: query.into(),
                ..View::default()
            },
            total: order.len(),
            unread: 0,
            order: order.into(),
            understood: Clean::default(),
            pending: 0,
        };
        list.take(listing(&[0, 1, 3, 4], ""));
        assert_eq!(&*list.order, &[0, 1, 2, 3, 4]);
        assert_eq!(list.key(), Some(2));
        list.take(listing(&[0, 1, 3], "x"));
        assert_eq!(&*list.order, &[0, 1, 3]);
    }

    #[test]
    fn what_comes_above_moves_nothing() {
        let mut list = list(6);
        list.top = 1;
        list.select(3);
        // Two above the view, one in it above the selected row, one below.
        list.take(Listing {
            view: View::default(),
            total: 10,
            unread: 10,
            order: [90, 91, 0, 1, 92, 2, 3, 93, 4, 5].into(),
            understood: Clean::default(),
            pending: 0,
        });
        assert_eq!(list.key(), Some(3));
        assert_eq!(list.selected - list.top, 2, "on the same line");
    }

    #[test]
    fn a_new_index_moves_nothing_and_shows_no_row_of_the_old_one() {
        let mut list = list(6);
        list.select(4);
        list.renew(Some(70));
        list.take(Listing {
            view: View::default(),
            total: 6,
            unread: 6,
            order: [75, 74, 73, 0, 70, 72].into(),
            understood: Clean::default(),
            pending: 0,
        });
        assert_eq!(list.key(), Some(70));
        assert!(list.row(3).is_none(), "row 0 is another article now");
    }

    #[test]
    fn a_row_that_changed_is_shown_until_it_is_read_again() {
        let mut list = list(3);
        assert!(list.missing(6).is_empty());
        list.forget(&[1]);
        assert!(list.row(1).is_some());
        assert_eq!(list.missing(6), [1]);
        assert!(list.missing(6).is_empty(), "asked for once");
        list.put(vec![row(1, 3)]);
        assert!(list.missing(6).is_empty());
    }

    #[test]
    fn groups_are_stepped_through() {
        let mut list = list(9);
        assert_eq!(list.next_group(true, TODAY), 3);
        list.select(4);
        assert_eq!(list.next_group(false, TODAY), 3);
        list.select(3);
        assert_eq!(list.next_group(false, TODAY), 0);
        list.select(8);
        assert_eq!(list.next_group(true, TODAY), 8);
    }
}
