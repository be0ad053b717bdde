//! A query over the index: each condition becomes a set of row keys, sets are
//! combined bit by bit. The counts are exact.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::{
    RowKey,
    bits::Bits,
    catalog::Catalog,
    open::IndexError,
    pack,
    spoken::{self, Spots, Wanted},
    time,
};
use crate::query::{
    Figures, Flag, Node, Pattern, Query, Term, TextField,
    matches::occurs,
    stem::{common_prefix, stem},
    word,
};

/// Words that a stem stands for at most; more is no stem but noise.
const FORMS: usize = 64;

/// The rows of the catalog that fulfil the query.
///
/// # Errors
///
/// If the index fails.
pub fn find(connection: &Connection, catalog: &Catalog, query: &Query) -> Result<Bits, IndexError> {
    let search = Search {
        connection,
        catalog,
    };
    let mut found = search.node(&query.root)?;
    found.and(&catalog.set);
    Ok(found)
}

/// The keys of `found` by relevance to the query's words, best first; rows
/// that the words say nothing about follow in the order of the catalog.
///
/// # Errors
///
/// If the index fails.
pub fn ranked(
    connection: &Connection,
    catalog: &Catalog,
    query: &Query,
    found: &Bits,
) -> Result<Vec<RowKey>, IndexError> {
    let search = Search {
        connection,
        catalog,
    };
    let mut words = Vec::new();
    for pattern in query.words() {
        words.extend(search.expression(Table::Text, pattern)?);
    }
    let mut out = Vec::with_capacity(found.len());
    let mut seen = Bits::default();
    if !words.is_empty() {
        // A hit in the title counts eight times, in a caption half as much as
        // one in the body.
        let mut statement = connection.prepare_cached(
            "SELECT rowid FROM text WHERE text MATCH ?1 ORDER BY bm25(text, 8.0, 1.0, 0.5, 2.0), rowid DESC",
        )?;
        let mut rows = statement.query(params![words.join(" OR ")])?;
        while let Some(row) = rows.next()? {
            let key = row.get(0)?;
            if found.holds(key) {
                out.push(key);
                seen.insert(key);
            }
        }
    }
    let rest = catalog.keys.iter().copied();
    out.extend(rest.filter(|k| found.holds(*k) && !seen.holds(*k)));
    Ok(out)
}

/// A table of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    Text,
    Facts,
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Facts => "facts",
        }
    }
}

struct Search<'c> {
    connection: &'c Connection,
    catalog: &'c Catalog,
}

impl Search<'_> {
    fn node(&self, node: &Node) -> Result<Bits, IndexError> {
        Ok(match node {
            Node::All => (*self.catalog.set).clone(),
            Node::And(nodes) => self.and(nodes)?,
            Node::Or(nodes) => {
                let mut out = Bits::default();
                for n in nodes {
                    out.or(&self.node(n)?);
                }
                out
            }
            Node::Not(n) => {
                let mut out = (*self.catalog.set).clone();
                out.minus(&self.node(n)?);
                out
            }
            Node::Term(term) => self.term(term)?,
        })
    }

    /// Words of the text that must all be there are one question to the index.
    fn and(&self, nodes: &[Node]) -> Result<Bits, IndexError> {
        let mut together = Vec::new();
        let mut out: Option<Bits> = None;
        let mut add = |bits: Bits| match &mut out {
            None => out = Some(bits),
            Some(out) => out.and(&bits),
        };
        for n in nodes {
            match n {
                Node::Term(Term::Text(TextField::Any, pattern)) => {
                    match self.expression(Table::Text, pattern)? {
                        Some(words) => together.push(format!("({words})")),
                        None => return Ok(Bits::default()),
                    }
                }
                n => add(self.node(n)?),
            }
        }
        if !together.is_empty() {
            add(self.matching(Table::Text, &together.join(" AND "))?);
        }
        Ok(out.unwrap_or_default())
    }

    fn term(&self, term: &Term) -> Result<Bits, IndexError> {
        match term {
            Term::Text(field, pattern) => self.text(*field, pattern),
            Term::Date(from, to) => {
                let [dated, undated] = time::orders(*from, *to);
                self.keys(
                    "SELECT key FROM articles
                     WHERE date >= ?1 AND date < ?2 OR date >= ?3 AND date < ?4",
                    params![dated.0, dated.1, undated.0, undated.1],
                )
            }
            Term::Figure(figures) => self.figure(figures),
            Term::Quote { speaker, said } => self.quote(speaker.as_ref(), said.as_ref()),
            Term::Is(flag) => self.is(*flag),
            Term::In(folder) => self.folder(folder),
        }
    }

    fn text(&self, field: TextField, pattern: &Pattern) -> Result<Bits, IndexError> {
        let (table, column) = match field {
            TextField::Any => (Table::Text, ""),
            TextField::Title => (Table::Text, "title : "),
            TextField::By => (Table::Text, "by : "),
            TextField::Official => (Table::Facts, "official : "),
            TextField::Place => (Table::Facts, "place : "),
            TextField::Lang => (Table::Facts, "lang : "),
            TextField::Source => return self.source(pattern),
            TextField::Note => return self.kept("notes", pattern),
            TextField::Tag => return self.kept("tags", pattern),
        };
        match self.expression(table, pattern)? {
            Some(words) => self.matching(table, &format!("{column}({words})")),
            None => Ok(Bits::default()),
        }
    }

    /// Rows that a full-text expression matches.
    fn matching(&self, table: Table, expression: &str) -> Result<Bits, IndexError> {
        let name = table.name();
        self.keys(
            &format!("SELECT rowid FROM {name} WHERE {name} MATCH ?1"),
            params![expression],
        )
    }

    /// Keys that a statement gives.
    fn keys(&self, sql: &str, params: impl rusqlite::Params) -> Result<Bits, IndexError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut out = Bits::default();
        while let Some(row) = rows.next()? {
            out.insert(row.get(0)?);
        }
        Ok(out)
    }

    /// The full-text expression of a pattern; `None` if nothing can match.
    fn expression(&self, table: Table, pattern: &Pattern) -> Result<Option<String>, IndexError> {
        // Folded words hold letters and digits only, so quoting is safe.
        Ok(match pattern {
            Pattern::Phrase(words) => Some(format!("\"{}\"", words.join(" "))),
            Pattern::Prefix(words) => Some(format!("\"{}\" *", words.join(" "))),
            Pattern::Stem(word) => {
                let forms = self.forms(table, word)?;
                let quoted: Vec<String> = forms.iter().map(|f| format!("\"{f}\"")).collect();
                (!quoted.is_empty()).then(|| quoted.join(" OR "))
            }
            Pattern::Near(parts, distance) => self.near(table, parts, *distance)?,
        })
    }

    /// The words of the index that share a word's stem.
    fn forms(&self, table: Table, word: &str) -> Result<Vec<String>, IndexError> {
        let root = stem(word);
        if *root == *word && !word.bytes().all(|b| b.is_ascii_lowercase()) || word.len() < 3 {
            return Ok(vec![word.to_owned()]);
        }
        let prefix = common_prefix(&root);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT term FROM {}_words WHERE term >= ?1 AND term < ?2",
            table.name()
        ))?;
        // "{" follows "z"; words of one stem have ASCII letters only.
        let mut rows = statement.query(params![prefix, format!("{prefix}{{")])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let form: String = row.get(0)?;
            if stem(&form) == root && out.len() < FORMS {
                out.push(form);
            }
        }
        Ok(out)
    }

    /// `NEAR` knows phrases only: each combination of forms is one group.
    fn near(
        &self,
        table: Table,
        parts: &[Pattern],
        distance: usize,
    ) -> Result<Option<String>, IndexError> {
        let mut groups = vec![String::new()];
        for part in parts {
            let forms = match part {
                Pattern::Stem(word) => self
                    .forms(table, word)?
                    .into_iter()
                    .map(|f| format!("\"{f}\""))
                    .collect(),
                other => self
                    .expression(table, other)?
                    .into_iter()
                    .collect::<Vec<_>>(),
            };
            groups = groups
                .iter()
                .flat_map(|g| forms.iter().map(move |f| format!("{g} {f}")))
                .collect();
        }
        let groups: Vec<String> = groups
            .iter()
            .map(|g| format!("NEAR({}, {distance})", g.trim()))
            .collect();
        Ok((!groups.is_empty()).then(|| groups.join(" OR ")))
    }

    fn source(&self, pattern: &Pattern) -> Result<Bits, IndexError> {
        let mut out = Bits::default();
        for id in self.fitting("SELECT id, folded FROM sources", pattern)? {
            out.or(&self.keys("SELECT key FROM articles WHERE source = ?1", params![id])?);
        }
        Ok(out)
    }

    /// Ids of the rows whose second column holds the pattern.
    fn fitting(&self, sql: &str, pattern: &Pattern) -> Result<HashSet<i64>, IndexError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut out = HashSet::new();
        while let Some(row) = rows.next()? {
            if occurs(pattern, row.get_ref(1)?.as_str().unwrap_or("")) {
                out.insert(row.get(0)?);
            }
        }
        Ok(out)
    }

    /// Articles whose passages carry these words in their notes or tags.
    fn kept(&self, column: &str, pattern: &Pattern) -> Result<Bits, IndexError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT a.key, r.{column} FROM reading r JOIN articles a ON a.id = r.id
             WHERE r.{column} <> ''"
        ))?;
        let mut rows = statement.query([])?;
        let mut out = Bits::default();
        while let Some(row) = rows.next()? {
            if occurs(pattern, row.get_ref(1)?.as_str().unwrap_or("")) {
                out.insert(row.get(0)?);
            }
        }
        Ok(out)
    }

    fn figure(&self, figures: &Figures) -> Result<Bits, IndexError> {
        let units = match &figures.unit {
            None => None,
            Some(p) => Some(self.fitting("SELECT id, folded FROM units", p)?),
        };
        let (low, top) = figures.value.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        let mut statement = self
            .connection
            .prepare_cached("SELECT key, figures FROM figures")?;
        let mut rows = statement.query([])?;
        let mut out = Bits::default();
        while let Some(row) = rows.next()? {
            let mut found = false;
            pack::each_figure(row.get_ref(1)?.as_blob().unwrap_or(&[]), |f| {
                found |= f.value <= top
                    && f.high >= low
                    && units.as_ref().is_none_or(|u| u.contains(&f.unit));
            });
            if found {
                out.insert(row.get(0)?);
            }
        }
        Ok(out)
    }

    fn quote(&self, speaker: Option<&Pattern>, said: Option<&Pattern>) -> Result<Bits, IndexError> {
        let mut out = (*self.catalog.set).clone();
        let mut wanted = Vec::new();
        if let Some(pattern) = speaker {
            match self.expression(Table::Facts, pattern)? {
                Some(words) => {
                    out.and(&self.matching(Table::Facts, &format!("speaker : ({words})"))?);
                }
                None => return Ok(Bits::default()),
            }
        }
        if let Some(pattern) = said {
            match self.expression(Table::Text, pattern)? {
                Some(words) => {
                    let words = format!("{{title body caption}} : ({words})");
                    out.and(&self.matching(Table::Text, &words)?);
                }
                None => return Ok(Bits::default()),
            }
            self.wanted(pattern, &mut wanted)?;
        }
        // A phrase does not run from one speaker into the next.
        if said.is_none() {
            return Ok(out);
        }
        let spots = Spots::find(self.connection, &wanted, &out)?;
        let said = said.map(|pattern| (pattern, &spots));
        let mut found = Bits::default();
        for key in out.iter() {
            if spoken::fits(self.connection, key, speaker, said)? {
                found.insert(key);
            }
        }
        Ok(found)
    }

    /// The words of the text that a pattern is made of.
    fn wanted(&self, pattern: &Pattern, out: &mut Vec<Wanted>) -> Result<(), IndexError> {
        match pattern {
            Pattern::Stem(word) => {
                let forms = self.forms(Table::Text, word)?;
                out.extend(forms.into_iter().map(Wanted::Word));
            }
            Pattern::Phrase(words) => out.extend(words.iter().cloned().map(Wanted::Word)),
            Pattern::Prefix(words) => {
                let (last, front) = words
                    .split_last()
                    .map_or((None, &[][..]), |(l, f)| (Some(l), f));
                out.extend(front.iter().cloned().map(Wanted::Word));
                out.extend(last.cloned().map(Wanted::Beginning));
            }
            Pattern::Near(parts, _) => {
                for part in parts {
                    self.wanted(part, out)?;
                }
            }
        }
        Ok(())
    }

    fn is(&self, flag: Flag) -> Result<Bits, IndexError> {
        let all = |minus: &Bits| {
            let mut out = (*self.catalog.set).clone();
            out.minus(minus);
            out
        };
        let sql = match flag {
            Flag::Unread => return Ok((*self.catalog.unread).clone()),
            Flag::Read => {
                // What cannot be read is neither, unless it was marked.
                let mut not = (*self.catalog.unread).clone();
                not.or(&self.keys(
                    "SELECT key FROM articles WHERE unreadable IS NOT NULL AND read = 0",
                    [],
                )?);
                return Ok(all(&not));
            }
            Flag::Example => return Ok(Bits::default()),
            Flag::Starred => "SELECT key FROM articles WHERE starred = 1",
            Flag::Unreadable => "SELECT key FROM articles WHERE unreadable IS NOT NULL",
            Flag::Duplicate => "SELECT key FROM articles WHERE duplicate = 1",
            Flag::Passage => "SELECT key FROM articles WHERE passages > 0",
            Flag::Note => {
                "SELECT a.key FROM reading r JOIN articles a ON a.id = r.id WHERE r.notes <> ''"
            }
            Flag::Tag => {
                "SELECT a.key FROM reading r JOIN articles a ON a.id = r.id WHERE r.tags <> ''"
            }
            Flag::Quote => "SELECT key FROM articles INDEXED BY articles_by_date WHERE spoken > 0",
            Flag::Figure => {
                "SELECT key FROM articles INDEXED BY articles_by_date WHERE figures > 0"
            }
            Flag::Date => "SELECT key FROM articles WHERE published IS NOT NULL",
            Flag::Official => {
                "SELECT key FROM articles INDEXED BY articles_by_date WHERE officials > 0"
            }
        };
        self.keys(sql, [])
    }

    fn folder(&self, folder: &str) -> Result<Bits, IndexError> {
        let wanted = Pattern::Phrase(folder.split(' ').map(ToOwned::to_owned).collect());
        let mut inside = HashSet::new();
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, shown FROM folders")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if occurs(
                &wanted,
                &word::folded(row.get_ref(1)?.as_str().unwrap_or("")),
            ) {
                inside.insert(row.get::<_, i64>(0)?);
            }
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT key, folder FROM articles INDEXED BY articles_by_date")?;
        let mut rows = statement.query([])?;
        let mut out = Bits::default();
        while let Some(row) = rows.next()? {
            if inside.contains(&row.get(1)?) {
                out.insert(row.get(0)?);
            }
        }
        Ok(out)
    }
}
