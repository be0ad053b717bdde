//! The list: which articles a view has, in which order, and their rows.

use std::sync::{Arc, atomic::Ordering};

use jiff::civil::DateTime;
use rusqlite::Connection;

use super::{
    Counts, Library, Listing, Opened, Reader, ReadingMirror, Row, Scope, Sort, View, lock,
};
use crate::{
    annotate::Annotations,
    clean::Clean,
    index::{
        IndexError, RowKey,
        bits::Bits,
        catalog::{self, Catalog, Session},
        read, search,
    },
    query::{
        Query, QueryError, Shown,
        entry::{Entry, Traits},
        snippet::snippet,
        word,
    },
};

/// Keys of examples count down from here; the index never gets so far.
const EXAMPLES: RowKey = RowKey::MAX;

/// The row key of an example.
pub(super) fn example_key(n: usize) -> RowKey {
    EXAMPLES - RowKey::try_from(n).unwrap_or(RowKey::MAX)
}

/// An index that fails, said where a query's mistake is said.
fn said(error: &IndexError) -> QueryError {
    QueryError {
        message: Clean::line(&error.to_string()),
        column: 0,
    }
}

impl Library {
    /// The first `n` rows of a view and its counts, for the first frame: reads
    /// no more of the index than it shows, unless the view has a query or an
    /// order other than by date.
    ///
    /// # Errors
    ///
    /// [`QueryError`] if the query cannot be understood.
    pub fn first(&self, view: &View, n: usize) -> Result<(Vec<Row>, Counts), QueryError> {
        if self.shows_examples()
            || !view.query.trim().is_empty()
            || view.sort != Sort::Date
            || view.reverse
        {
            let now = jiff::Timestamp::now();
            let now = self.shared.zone.to_datetime(now);
            let listing = self.list(view, now)?;
            let keys = listing
                .order
                .get(..n.min(listing.order.len()))
                .unwrap_or(&[]);
            let counts = Counts {
                total: listing.total,
                unread: listing.unread,
            };
            return Ok((self.rows(keys, &view.query), counts));
        }
        let roots = &self.shared.roots;
        self.read(|_, connection| {
            let session = Session::find(connection, roots)?;
            let rows = read::first(connection, &session, view.scope, n)?;
            let (total, unread) = session.counts;
            let counts = match view.scope {
                Scope::All => Counts { total, unread },
                Scope::Unread => Counts {
                    total: unread,
                    unread,
                },
                Scope::Starred | Scope::Bookmarked => {
                    scope_counts(connection, &session, view.scope)?
                }
            };
            Ok((rows, counts))
        })
        .map_err(|e| said(&e))
    }

    /// All articles of a view, in its order. `now` is what `today` means.
    ///
    /// # Errors
    ///
    /// [`QueryError`] if the query cannot be understood.
    pub fn list(&self, view: &View, now: DateTime) -> Result<Listing, QueryError> {
        let query = Query::parse(&view.query, now)?;
        let understood = query.understood();
        let pending = self.shared.pending.load(Ordering::Relaxed);
        let (order, unread) = if self.shows_examples() {
            self.list_examples(view, &query)
        } else {
            self.read(|reader, connection| self.ordered(reader, connection, view, &query))
                .map_err(|e| said(&e))?
        };
        Ok(Listing {
            view: view.clone(),
            total: order.len(),
            unread,
            order,
            understood,
            pending,
        })
    }

    fn ordered(
        &self,
        reader: &mut Reader,
        connection: &Connection,
        view: &View,
        query: &Query,
    ) -> Result<(Arc<[RowKey]>, usize), IndexError> {
        let catalog = self.catalog(reader, connection)?;
        let mut found = match view.scope {
            Scope::All => None,
            Scope::Unread => Some((*catalog.unread).clone()),
            Scope::Starred | Scope::Bookmarked => Some(scope_set(connection, view.scope)?),
        };
        if !query.is_all() {
            let fits = search::find(connection, &catalog, query)?;
            match &mut found {
                None => found = Some(fits),
                Some(found) => found.and(&fits),
            }
        }
        if let Some(found) = &mut found {
            found.and(&catalog.set);
        }
        let all = match view.sort {
            Sort::Relevance => {
                let found = found.as_ref().unwrap_or(&catalog.set);
                search::ranked(connection, &catalog, query, found)?.into()
            }
            sort => order(reader, connection, &catalog, sort)?,
        };
        let unread = match &found {
            None => catalog.unread.len(),
            Some(found) => {
                let mut unread = (*catalog.unread).clone();
                unread.and(found);
                unread.len()
            }
        };
        let mut keys: Arc<[RowKey]> = match &found {
            None => all,
            Some(found) => all.iter().copied().filter(|k| found.holds(*k)).collect(),
        };
        if view.reverse {
            keys = keys.iter().rev().copied().collect();
        }
        Ok((keys, unread))
    }

    /// The rows of the session, read again only if the index changed.
    fn catalog(&self, reader: &mut Reader, connection: &Connection) -> Result<Catalog, IndexError> {
        let version = catalog::version(connection)?;
        if let Some(catalog) = reader.catalog.as_ref().filter(|c| c.version == version) {
            return Ok(catalog.clone());
        }
        reader.orders.clear();
        let catalog = Catalog::read(connection, &self.shared.roots)?;
        reader.catalog = Some(catalog.clone());
        Ok(catalog)
    }

    /// Any window of rows, in the order of `keys`, with snippets if the query
    /// has words. Rows that are gone are left out.
    #[must_use]
    pub fn rows(&self, keys: &[RowKey], query: &str) -> Vec<Row> {
        let rows = self.read(|_, connection| {
            let mut rows = Vec::with_capacity(keys.len());
            for key in keys {
                match self.example(*key) {
                    Some((n, example)) => rows.push(self.example_row(n, example)),
                    None => rows.extend(read::row(connection, *key)?),
                }
            }
            Ok(rows)
        });
        let mut rows = match rows {
            Ok(rows) => rows,
            Err(error) => {
                self.notice(&error);
                return Vec::new();
            }
        };
        // What cannot be understood was said by `list`; it shows no snippet.
        let query = Query::parse(query, DateTime::default()).unwrap_or_else(|_| Query::all());
        let shown = query.shown();
        if !shown.is_empty() {
            let annotator = self.shared.vocabulary.annotator();
            let found = shown.iter().any(Shown::is_found);
            for row in &mut rows {
                row.snippet = self.article_text(row.key).and_then(|article| {
                    let document = &article.document;
                    let found = match found {
                        true => annotator.annotate(document),
                        false => Annotations::default(),
                    };
                    snippet(&query, document, &found)
                });
            }
        }
        rows
    }

    /// Adds a notice once.
    pub(super) fn notice(&self, text: &impl std::fmt::Display) {
        let text = Clean::line(&text.to_string());
        let mut notices = lock(&self.shared.notices);
        if !notices.contains(&text) {
            notices.push(text);
        }
    }

    /// Whether the list shows the built-in examples: there are some, and the
    /// library holds nothing.
    fn shows_examples(&self) -> bool {
        if self.shared.examples.is_empty() || self.shared.pending.load(Ordering::Relaxed) > 0 {
            return false;
        }
        let roots = &self.shared.roots;
        let empty = self.read(|_, connection| {
            let session = Session::find(connection, roots)?;
            Ok(session.counts.0 == 0)
        });
        // An index that fails says so elsewhere.
        empty.unwrap_or(false)
            && !roots
                .iter()
                .any(|r| r.file || super::walk::holds_something(&r.path))
    }

    /// The example of a key.
    pub(super) fn example(&self, key: RowKey) -> Option<(usize, &Opened)> {
        let n = usize::try_from(EXAMPLES - key).ok()?;
        if n >= self.shared.examples.len() {
            return None;
        }
        self.shared.opened_examples().get(n).map(|e| (n, e))
    }

    fn list_examples(&self, view: &View, query: &Query) -> (Arc<[RowKey]>, usize) {
        let marks = lock(&self.shared.marks);
        let mut shown: Vec<(usize, &Opened)> = Vec::new();
        let mut unread = 0;
        for (n, example) in self.shared.opened_examples().iter().enumerate() {
            let mark = marks.get(&example.id).cloned().unwrap_or_default();
            let in_scope = match view.scope {
                Scope::All => true,
                Scope::Unread => !mark.read,
                Scope::Starred => mark.starred,
                Scope::Bookmarked => mark.passages > 0,
            };
            let entry = Entry::of(&example.article, &example.annotations);
            if in_scope && query.matches(&entry, &example_traits(example, &mark)) {
                shown.push((n, example));
                unread += usize::from(!mark.read);
            }
        }
        let text = |e: &Opened| word::folded(&e.article.meta.title);
        let source = |e: &Opened| e.article.meta.source.clone();
        let date = |e: &Opened| std::cmp::Reverse(e.article.meta.published);
        match view.sort {
            Sort::Title => shown.sort_by_key(|(_, e)| text(e)),
            Sort::Source => shown.sort_by_key(|(_, e)| (source(e), date(e))),
            Sort::Unread => {
                shown.sort_by_key(|(_, e)| (marks.get(&e.id).is_some_and(|m| m.read), date(e)))
            }
            Sort::Date | Sort::Added | Sort::Relevance => shown.sort_by_key(|(_, e)| date(e)),
        }
        if view.reverse {
            shown.reverse();
        }
        (shown.iter().map(|(n, _)| example_key(*n)).collect(), unread)
    }

    fn example_row(&self, n: usize, example: &Opened) -> Row {
        let mark = lock(&self.shared.marks)
            .get(&example.id)
            .cloned()
            .unwrap_or_default();
        let meta = &example.article.meta;
        let entry = Entry::of(&example.article, &example.annotations);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Row {
            key: example_key(n),
            id: example.id,
            title: meta.title.clone(),
            source: meta.source.clone(),
            published: meta.published,
            added: meta.published.unwrap_or_default(),
            folder: Clean::line("examples"),
            words: entry.words,
            read: mark.read,
            starred: mark.starred,
            passages: mark.passages,
            officials: entry.officials,
            figures: count(entry.figures.len()),
            quotes: entry.spoken,
            unreadable: None,
            duplicate: false,
            example: true,
            snippet: None,
        }
    }
}

fn example_traits(example: &Opened, mark: &ReadingMirror) -> Traits {
    Traits {
        date: example.article.meta.published,
        published: example.article.meta.published.is_some(),
        folder: "examples".to_owned(),
        read: mark.read,
        starred: mark.starred,
        passages: mark.passages,
        notes: word::folded(&mark.notes.join("\n")),
        tags: word::folded(&mark.tags.join("\n")),
        unreadable: false,
        example: true,
        duplicate: false,
    }
}

/// The rows of a scope that is kept as a partial index.
fn scope_set(connection: &Connection, scope: Scope) -> Result<Bits, IndexError> {
    let sql = match scope {
        Scope::Starred => "SELECT key FROM articles WHERE starred = 1",
        Scope::Bookmarked => "SELECT key FROM articles WHERE passages > 0",
        Scope::Unread => "SELECT key FROM articles WHERE read = 0 AND unreadable IS NULL",
        Scope::All => "SELECT key FROM articles",
    };
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut out = Bits::default();
    while let Some(row) = rows.next()? {
        out.insert(row.get(0)?);
    }
    Ok(out)
}

/// Counts of a small scope.
fn scope_counts(
    connection: &Connection,
    session: &Session,
    scope: Scope,
) -> Result<Counts, IndexError> {
    let condition = match scope {
        Scope::Starred => "starred = 1",
        _ => "passages > 0",
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT key, folder, read FROM articles WHERE {condition}"
    ))?;
    let mut rows = statement.query([])?;
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        if session.holds(row.get(0)?, row.get(1)?) {
            counts.total += 1;
            counts.unread += usize::from(!row.get::<_, bool>(2)?);
        }
    }
    Ok(counts)
}

/// All rows of the session in an order; kept until the index changes.
fn order(
    reader: &mut Reader,
    connection: &Connection,
    catalog: &Catalog,
    sort: Sort,
) -> Result<Arc<[RowKey]>, IndexError> {
    if let Some(order) = reader.orders.get(&sort) {
        return Ok(Arc::clone(order));
    }
    let by = |sql: &str| -> Result<Arc<[RowKey]>, IndexError> {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut out = Vec::with_capacity(catalog.keys.len());
        while let Some(row) = rows.next()? {
            let key = row.get(0)?;
            if catalog.set.holds(key) {
                out.push(key);
            }
        }
        Ok(out.into())
    };
    let order = match sort {
        Sort::Date | Sort::Relevance => Arc::clone(&catalog.keys),
        Sort::Unread => {
            let (unread, read): (Vec<_>, Vec<_>) =
                catalog.keys.iter().partition(|k| catalog.unread.holds(**k));
            unread.into_iter().chain(read).copied().collect()
        }
        Sort::Added => by("SELECT key FROM articles ORDER BY added DESC, key DESC")?,
        Sort::Title => by_title(connection, catalog)?,
        Sort::Source => by(
            "SELECT a.key FROM articles a LEFT JOIN sources s ON s.id = a.source
             ORDER BY s.folded IS NULL, s.folded, a.date DESC, a.key DESC",
        )?,
    };
    reader.orders.insert(sort, Arc::clone(&order));
    Ok(order)
}

/// Rows by headline, folded as words are, so that accents and quotation marks
/// do not count.
fn by_title(connection: &Connection, catalog: &Catalog) -> Result<Arc<[RowKey]>, IndexError> {
    let mut statement = connection.prepare("SELECT key, title FROM articles")?;
    let mut rows = statement.query([])?;
    let mut titles: Vec<(String, RowKey)> = Vec::with_capacity(catalog.keys.len());
    while let Some(row) = rows.next()? {
        let key = row.get(0)?;
        if catalog.set.holds(key) {
            titles.push((word::folded(row.get_ref(1)?.as_str().unwrap_or("")), key));
        }
    }
    titles.sort_unstable();
    Ok(titles.into_iter().map(|(_, key)| key).collect())
}
