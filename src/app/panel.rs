//! Panels: lists of what an article or the library holds, filtered as one
//! types, each row leading somewhere.

mod across;
mod build;

use crate::{
    article::ArticleId, clean::Clean, passage::PassageId, query::word, span::Span, ui::theme::Scope,
};

use super::{action::PanelKind, model::Focus};

pub use across::Gathering;
pub use build::{bookmarks, info, messages, of_article, problems};

/// Where a row of a panel leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// Nowhere: the row only says something.
    Nothing,
    /// To a span of the open article.
    Span(Span),
    /// To the places where somebody is named in the open article, in order.
    Spans(Vec<Span>),
    /// To a span of an article of the library.
    In(ArticleId, Span),
    /// To a passage, in its article.
    Passage(PassageId, ArticleId),
    /// To an address.
    Link(Clean),
    /// To the articles that a query finds.
    Query(String),
}

/// One row of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelRow {
    /// A heading over this row and those below it, where it changes.
    pub group: Option<Clean>,
    /// The sign before it.
    pub sign: &'static str,
    /// What it is.
    pub title: Clean,
    /// How that is drawn.
    pub scope: Scope,
    /// What is known of it.
    pub detail: Clean,
    /// A word at the right.
    pub aside: Clean,
    /// Where it leads.
    pub goal: Goal,
    /// What the filter looks at, folded.
    text: String,
}

impl PanelRow {
    /// A row.
    #[must_use]
    pub fn new(title: &str, scope: Scope, detail: &str, goal: Goal) -> Self {
        let mut row = Self {
            group: None,
            sign: "",
            title: Clean::line(title),
            scope,
            detail: Clean::line(detail),
            aside: Clean::default(),
            goal,
            text: String::new(),
        };
        row.fold("");
        row
    }

    /// With a word at the right.
    #[must_use]
    pub fn aside(mut self, text: &str) -> Self {
        self.aside = Clean::line(text);
        self
    }

    /// Under a heading.
    #[must_use]
    pub fn grouped(mut self, group: &Clean) -> Self {
        self.group = Some(group.clone());
        self.fold("");
        self
    }

    /// With more that the filter finds.
    #[must_use]
    pub fn found_by(mut self, text: &str) -> Self {
        self.fold(text);
        self
    }

    fn fold(&mut self, more: &str) {
        let group = self.group.as_deref().unwrap_or("");
        self.text = word::folded(&format!(
            "{} {} {group} {more}",
            &*self.title, &*self.detail
        ));
    }
}

/// How far the library was looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looking {
    /// The number of the request.
    pub number: u64,
    /// Articles done.
    pub done: usize,
    /// Articles in all; 0 while they are counted.
    pub total: usize,
}

/// A panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What it lists.
    pub kind: PanelKind,
    /// Whether it is about the whole library.
    pub library: bool,
    /// All rows.
    pub rows: Vec<PanelRow>,
    /// The rows that the filter lets through, by index.
    pub shown: Vec<usize>,
    /// What is typed to filter.
    pub filter: String,
    /// The selected row, an index into `shown`.
    pub selected: usize,
    /// The first row in view, an index into `shown`.
    pub top: usize,
    /// Where the reader stood before: top row and cursor.
    pub before: Option<(usize, usize)>,
    /// Which pane had the keys before.
    pub from: Focus,
    /// While the library is looked through: how far.
    pub looking: Option<Looking>,
    /// The query whose articles it is about; empty for all.
    pub query: String,
}

impl Panel {
    /// A panel over rows.
    #[must_use]
    pub fn new(kind: PanelKind, library: bool, rows: Vec<PanelRow>) -> Self {
        let shown = (0..rows.len()).collect();
        Self {
            kind,
            library,
            rows,
            shown,
            filter: String::new(),
            selected: 0,
            top: 0,
            before: None,
            from: Focus::Reader,
            looking: None,
            query: String::new(),
        }
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match (self.kind, self.library) {
            (PanelKind::Officials, false) => "Officials",
            (PanelKind::Figures, false) => "Figures",
            (PanelKind::Quotes, false) => "Quotes",
            (PanelKind::Bookmarks, false) => "Bookmarks",
            (PanelKind::Links, _) => "Links",
            (PanelKind::Info, _) => "About this article",
            (PanelKind::Messages, _) => "Messages",
            (PanelKind::Problems, _) => "To be mended in your settings",
            (PanelKind::Officials, true) => "Officials of the library",
            (PanelKind::Figures, true) => "Figures of the library",
            (PanelKind::Quotes, true) => "Quotes of the library",
            (PanelKind::Bookmarks, true) => "Bookmarks of the library",
        }
    }

    /// What an empty panel says.
    #[must_use]
    pub fn empty(&self) -> &'static str {
        if !self.rows.is_empty() {
            return "Nothing here fits the filter.";
        }
        if self.looking.is_some() {
            return "";
        }
        match self.kind {
            PanelKind::Officials | PanelKind::Figures | PanelKind::Quotes if self.library => {
                "Nothing of the kind was found in these articles."
            }
            PanelKind::Officials => "No officials were found in this article.",
            PanelKind::Figures => "No figures were found in this article.",
            PanelKind::Quotes => "No quotes were found in this article.",
            PanelKind::Bookmarks => {
                "No bookmarks yet. In an article, a keeps the sentence, quote or match under the cursor; v and V select first."
            }
            PanelKind::Links => "This article has no links.",
            PanelKind::Info => "No article is open.",
            PanelKind::Messages => "Nothing has been said yet.",
            PanelKind::Problems => "No mistakes in settings, keys and themes.",
        }
    }

    /// The selected row.
    #[must_use]
    pub fn current(&self) -> Option<&PanelRow> {
        self.rows.get(*self.shown.get(self.selected)?)
    }

    /// Filters: every word of `filter` must occur.
    pub fn filter(&mut self, filter: &str) {
        self.filter = filter.to_owned();
        self.shown.clear();
        self.let_through(0);
        self.selected = 0;
        self.top = 0;
    }

    /// Shows the rows from index `from` on that the filter lets through.
    fn let_through(&mut self, from: usize) {
        let folded = word::folded(&self.filter);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let fits = |row: &PanelRow| words.iter().all(|w| row.text.contains(w));
        let fit = |i: &usize| self.rows.get(*i).is_some_and(fits);
        self.shown.extend((from..self.rows.len()).filter(fit));
    }

    /// Adds rows below.
    pub fn extend(&mut self, rows: Vec<PanelRow>) {
        let from = self.rows.len();
        self.rows.extend(rows);
        self.let_through(from);
    }

    /// Puts other rows in, keeping filter and place.
    pub fn refill(&mut self, rows: Vec<PanelRow>) {
        let (selected, top) = (self.selected, self.top);
        self.rows = rows;
        let filter = std::mem::take(&mut self.filter);
        self.filter(&filter);
        self.selected = selected.min(self.shown.len().saturating_sub(1));
        self.top = top.min(self.selected);
    }

    /// Moves the selection by rows.
    pub fn go(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// Selects the first row that lies at or behind a place of the article.
    pub fn select_near(&mut self, at: usize) {
        let start = |i: &usize| match self.rows.get(*i).map(|r| &r.goal) {
            Some(Goal::Span(span)) => Some(span.end),
            Some(Goal::Spans(spans)) => spans.last().map(|s| s.end),
            _ => None,
        };
        let near = self
            .shown
            .iter()
            .position(|i| start(i).is_some_and(|e| e > at));
        if let Some(near) = near {
            self.selected = near;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_occur() {
        let row = |t: &str, d: &str| PanelRow::new(t, Scope::Text, d, Goal::Nothing);
        let rows = vec![
            row("Élodie Marchand", "envoy"),
            row("Jan Tesař", "minister, Prague"),
        ];
        let mut panel = Panel::new(PanelKind::Officials, false, rows);
        panel.filter("elod");
        assert_eq!(panel.shown, [0]);
        panel.filter("prague tesar");
        assert_eq!(panel.shown, [1]);
        panel.filter("prague elodie");
        assert!(panel.shown.is_empty());
        assert!(panel.current().is_none());
        panel.filter("");
        assert_eq!(panel.shown.len(), 2);
    }
}
