//! The rows of the panels about many articles: officials, quotes and figures
//! of the library, gathered article by article. Pure.

use super::{
    Goal, PanelRow,
    build::{figure_row, quote_row},
};
use crate::{
    app::action::PanelKind,
    clean::Clean,
    library::{
        Opened,
        across::{Across, People},
    },
    query::{Query, entry::Entry},
    ui::theme::Scope,
};

/// Gathers the rows of one panel.
#[derive(Debug)]
pub struct Gathering {
    kind: PanelKind,
    query: Query,
    /// Whether the query says nothing: then nothing is compared with it.
    all: bool,
    people: People,
    seen: usize,
    /// Articles after which officials are shown next.
    next: usize,
}

impl Gathering {
    /// Of what `query` asks for; `all` says that it asks for everything.
    #[must_use]
    pub fn new(kind: PanelKind, query: Query, all: bool) -> Self {
        Self {
            kind,
            query,
            all,
            people: People::default(),
            seen: 0,
            next: 1,
        }
    }

    /// Takes an article; quotes and figures become rows at once.
    pub fn add(&mut self, opened: &Opened, out: &mut Vec<PanelRow>) {
        self.seen += 1;
        match self.kind {
            PanelKind::Officials => {
                let query = &self.query;
                self.people.add(opened, |p| query.wants_official(p));
            }
            PanelKind::Quotes => self.quotes(opened, out),
            PanelKind::Figures => self.figures(opened, out),
            _ => {}
        }
    }

    /// The officials so far, which take the place of those before. They are
    /// given each time that twice as many articles were seen, and at the end.
    pub fn officials(&mut self, ended: bool) -> Option<Vec<PanelRow>> {
        if self.kind != PanelKind::Officials || (self.seen < self.next && !ended) {
            return None;
        }
        self.next = self.seen * 2;
        let people = self.people.clone().sorted();
        Some(people.iter().map(official_row).collect())
    }

    fn quotes(&self, opened: &Opened, out: &mut Vec<PanelRow>) {
        let found = &opened.annotations;
        let group = group(opened);
        let asked = (!self.all).then(|| Entry::of(&opened.article, found));
        // The entry has one item for each quote, in the order of first segments.
        let mut order: Vec<u32> = Vec::new();
        for quote in &found.quotes {
            if !order.contains(&quote.quote) {
                order.push(quote.quote);
            }
            let wanted = asked.as_ref().is_none_or(|entry| {
                let at = order.iter().position(|q| *q == quote.quote);
                let said = at.and_then(|at| entry.quotes.get(at));
                said.is_some_and(|s| self.query.wants_quote(entry, s))
            });
            if wanted && quote.kind != crate::annotate::QuoteKind::Reported {
                let goal = Goal::In(opened.id, quote.span);
                out.push(quote_row(opened, quote, goal).grouped(&group));
            }
        }
    }

    fn figures(&self, opened: &Opened, out: &mut Vec<PanelRow>) {
        let found = &opened.annotations;
        let group = group(opened);
        let asked = (!self.all).then(|| Entry::of(&opened.article, found).figures);
        let major = found.figures.iter().filter(|f| !f.minor);
        for (n, figure) in major.enumerate() {
            let counted = asked.as_ref().and_then(|a| a.get(n));
            if self.all || counted.is_some_and(|c| self.query.wants_figure(c)) {
                let goal = Goal::In(opened.id, figure.span);
                out.push(figure_row(opened, figure, goal).grouped(&group));
            }
        }
    }
}

/// Headline, outlet and date of an article.
fn group(opened: &Opened) -> Clean {
    let meta = &opened.article.meta;
    let date = meta
        .published
        .map(|d| d.strftime("%-d %b %Y").to_string())
        .unwrap_or_default();
    let parts = [&*meta.title, meta.source.as_deref().unwrap_or(""), &date];
    let known: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    Clean::line(&known.join(" · "))
}

/// One person: in one article the row leads there, else to the articles.
fn official_row(person: &Across) -> PanelRow {
    let firsts = [&person.titles, &person.affiliations, &person.countries];
    let mut known: Vec<&str> = Vec::new();
    for part in firsts.into_iter().filter_map(|l| l.first()) {
        if !known.contains(&part.as_str()) {
            known.push(part);
        }
    }
    let counted = |n: usize, what: &str| match n {
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    };
    let times = [(person.mentions, "mention"), (person.quotes, "quote")];
    let times = times.iter().filter(|(n, _)| *n > 0);
    let times: Vec<String> = times.map(|(n, what)| counted(*n, what)).collect();
    let detail = [known.join(", "), times.join(", ")];
    let detail: Vec<&str> = detail
        .iter()
        .map(String::as_str)
        .filter(|d| !d.is_empty())
        .collect();
    let name = person.name.replace('"', " ");
    let goal = match (person.first, person.articles.len()) {
        (Some((article, span)), 0..=1) => Goal::In(article, span),
        _ if person.mentions > 0 => Goal::Query(format!("official:\"{name}\"")),
        _ => Goal::Query(format!("speaker:\"{name}\"")),
    };
    let others: Vec<&str> = firsts.into_iter().flatten().map(String::as_str).collect();
    PanelRow::new(&person.name, Scope::Official, &detail.join(" · "), goal)
        .aside(&counted(person.articles.len(), "article"))
        .found_by(&others.join(" "))
}
