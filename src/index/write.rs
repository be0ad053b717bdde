//! Writing to the index: files come, change, move and go.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::{RowKey, open::IndexError, pack, spoken::OTHER, time};
use crate::{article::ArticleId, clean::Clean, query::entry::Entry};

/// A file as it was found.
#[derive(Clone, Debug)]
pub struct FileRecord {
    /// Its folder in the index.
    pub folder: i64,
    /// Its name's bytes.
    pub name: Vec<u8>,
    /// Bytes.
    pub size: i64,
    /// When it was last written, in nanoseconds.
    pub mtime: i64,
    /// Hash of its bytes; 0 if they could not be read.
    pub hash: i64,
    /// What imported it.
    pub engine: i64,
}

/// An article, ready to be written.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Its identity.
    pub id: ArticleId,
    /// Whether the identity is the article's own, not its path.
    pub own: bool,
    /// Which article of the file.
    pub part: u32,
    /// When it was published, in civil seconds.
    pub published: Option<i64>,
    /// When its file was made.
    pub added: i64,
    /// The headline.
    pub title: Clean,
    /// The outlet.
    pub source: Option<Clean>,
    /// Hash of the document's text; 0 if there is none.
    pub hash: i64,
    /// What can be searched.
    pub entry: Entry,
    /// The article itself, if its file is costly to import again.
    pub stored: Option<Vec<u8>>,
    /// Why it could not be imported.
    pub unreadable: Option<Clean>,
}

/// The reading state of one article, mirrored from the state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingMirror {
    /// The article.
    pub id: Option<ArticleId>,
    /// Marked read.
    pub read: bool,
    /// Starred.
    pub starred: bool,
    /// Passages kept in it.
    pub passages: u32,
    /// Notes on them.
    pub notes: Vec<String>,
    /// Their tags.
    pub tags: Vec<String>,
}

impl ReadingMirror {
    /// Notes and tags as they are searched.
    #[must_use]
    pub fn folded(&self) -> (String, String) {
        let fold = |texts: &[String]| crate::query::word::folded(&texts.join("\n"));
        (fold(&self.notes), fold(&self.tags))
    }
}

/// Names that are kept in memory while writing.
const REMEMBERED: usize = 20_000;

/// A connection that writes.
///
/// No statement that puts a new article says `RETURNING` or `ON CONFLICT … DO
/// UPDATE`, and none runs a trigger: SQLite opens a savepoint for these, at which
/// the full-text tables write out all they have gathered, and every article
/// becomes a segment of its own, to be merged again and again.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
    names: HashMap<(&'static str, String), i64>,
    open: bool,
}

impl Writer {
    /// Writes through this connection.
    #[must_use]
    pub fn new(connection: Connection) -> Self {
        Self {
            connection,
            names: HashMap::new(),
            open: false,
        }
    }

    /// The connection.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Begins a transaction unless one is open.
    ///
    /// # Errors
    ///
    /// If the index fails or another process writes for too long.
    pub fn begin(&mut self) -> Result<(), IndexError> {
        if !self.open {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.open = true;
        }
        Ok(())
    }

    /// Commits the open transaction.
    ///
    /// # Errors
    ///
    /// If the index fails, for example because the disk is full.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        if self.open {
            self.connection.execute_batch("COMMIT")?;
            self.open = false;
        }
        Ok(())
    }

    /// Gives the open transaction up.
    pub fn rollback(&mut self) {
        if self.open {
            // A transaction that SQLite already rolled back is what we want.
            let _ = self.connection.execute_batch("ROLLBACK");
            self.open = false;
            self.names.clear();
        }
    }

    /// The id of a folder, making it if needed.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn folder(&mut self, path: &[u8], shown: &str) -> Result<i64, IndexError> {
        let mut find = self
            .connection
            .prepare_cached("SELECT id, shown FROM folders WHERE path = ?1")?;
        let found: Option<(i64, String)> = find
            .query_row(params![path], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        match found {
            Some((id, old)) => {
                if old != shown {
                    self.connection
                        .prepare_cached("UPDATE folders SET shown = ?2 WHERE id = ?1")?
                        .execute(params![id, shown])?;
                }
                Ok(id)
            }
            None => {
                self.connection
                    .prepare_cached("INSERT INTO folders (path, shown) VALUES (?1, ?2)")?
                    .execute(params![path, shown])?;
                Ok(self.connection.last_insert_rowid())
            }
        }
    }

    /// Writes a file and its articles, in place of what it held before; gives
    /// the rows that came, changed or went.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn put_file(
        &mut self,
        file: &FileRecord,
        articles: &[Prepared],
    ) -> Result<Vec<RowKey>, IndexError> {
        let known: Option<i64> = self
            .connection
            .prepare_cached("SELECT id FROM files WHERE folder = ?1 AND name = ?2")?
            .query_row(params![file.folder, file.name], |r| r.get(0))
            .optional()?;
        let sql = match known {
            Some(_) => {
                "UPDATE files SET size = ?3, mtime = ?4, hash = ?5, engine = ?6
                 WHERE folder = ?1 AND name = ?2"
            }
            None => {
                "INSERT INTO files (folder, name, size, mtime, hash, engine)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            }
        };
        self.connection.prepare_cached(sql)?.execute(params![
            file.folder,
            file.name,
            file.size,
            file.mtime,
            file.hash,
            file.engine
        ])?;
        let id = known.unwrap_or_else(|| self.connection.last_insert_rowid());
        let mut old = match known {
            Some(id) => self.rows_of(id)?,
            None => Vec::new(),
        };
        let mut keys = Vec::with_capacity(articles.len());
        for article in articles {
            let same = old
                .iter()
                .position(|o| o.id == article.id.as_str())
                .or_else(|| old.iter().position(|o| o.part == article.part));
            let old = same.map(|i| old.swap_remove(i));
            keys.push(self.put_article(id, file.folder, article, old)?);
        }
        for gone in old {
            self.drop_article(gone.key)?;
            keys.push(gone.key);
        }
        Ok(keys)
    }

    /// The rows of a file.
    fn rows_of(&self, file: i64) -> Result<Vec<Old>, IndexError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT key, id, part FROM articles WHERE file = ?1")?;
        let rows = statement.query_map(params![file], |r| {
            Ok(Old {
                key: r.get(0)?,
                id: r.get(1)?,
                part: r.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn put_article(
        &mut self,
        file: i64,
        folder: i64,
        article: &Prepared,
        old: Option<Old>,
    ) -> Result<RowKey, IndexError> {
        // An edited file keeps its identity, also one that it brought from
        // where it stood before.
        let id = match &old {
            Some(old) if !article.own => old.id.clone(),
            _ => article.id.as_str().to_owned(),
        };
        if let Some(old) = &old {
            self.drop_texts(old.key)?;
        }
        let reading: Option<(bool, bool, i64)> = self
            .connection
            .prepare_cached("SELECT read, starred, passages FROM reading WHERE id = ?1")?
            .query_row(params![id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        let (read, starred, passages) = reading.unwrap_or_default();
        let source = match &article.source {
            Some(name) => Some(self.name("sources", name)?),
            None => None,
        };
        let readable = article.unreadable.is_none();
        let date = time::order(article.published, article.added, readable);
        let entry = &article.entry;
        let sql = match &old {
            Some(_) => {
                "UPDATE articles SET id=?2, file=?3, part=?4, folder=?5, date=?6, published=?7,
                 added=?8, title=?9, source=?10, words=?11, officials=?12, figures=?13, spoken=?14,
                 read=?15, starred=?16, passages=?17, hash=?18, unreadable=?19
                 WHERE key = ?1"
            }
            None => {
                "INSERT INTO articles (key, id, file, part, folder, date, published, added, title,
                 source, words, officials, figures, spoken, read, starred, passages, hash, unreadable)
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19)"
            }
        };
        self.connection.prepare_cached(sql)?.execute(params![
            old.as_ref().map(|o| o.key),
            id,
            file,
            article.part,
            folder,
            date,
            article.published,
            article.added,
            &*article.title,
            source,
            entry.words,
            entry.officials,
            i64::try_from(entry.figures.len()).unwrap_or(i64::MAX),
            entry.spoken,
            read,
            starred,
            passages,
            article.hash,
            article.unreadable.as_deref(),
        ])?;
        let key = match old {
            Some(old) => old.key,
            None => {
                let key = self.connection.last_insert_rowid();
                let unread = !read && article.unreadable.is_none();
                self.connection
                    .prepare_cached(
                        "UPDATE folders SET articles = articles + 1, unread = unread + ?2
                         WHERE id = ?1",
                    )?
                    .execute(params![folder, unread])?;
                RowKey::try_from(key).unwrap_or(RowKey::MAX)
            }
        };
        self.put_texts(key, article)?;
        self.mark_duplicates(article.hash, &id)?;
        Ok(key)
    }

    /// Writes what is searched.
    fn put_texts(&mut self, key: RowKey, article: &Prepared) -> Result<(), IndexError> {
        let entry = &article.entry;
        self.connection
            .prepare_cached(
                "INSERT INTO text (rowid, title, body, caption, by) VALUES (?1,?2,?3,?4,?5)",
            )?
            .execute(params![
                key,
                entry.title,
                entry.body,
                entry.caption,
                entry.by
            ])?;
        let speakers = entry.speakers.join(&format!(" {OTHER} "));
        self.connection
            .prepare_cached(
                "INSERT INTO facts (rowid, official, place, lang, speaker) VALUES (?1,?2,?3,?4,?5)",
            )?
            .execute(params![
                key,
                entry.official,
                entry.place,
                entry.lang,
                speakers
            ])?;
        if !entry.quotes.is_empty() {
            self.connection
                .prepare_cached("INSERT INTO quotes VALUES (?1,?2)")?
                .execute(params![key, pack::quotes(entry)])?;
        }
        let mut figures = Vec::with_capacity(entry.figures.len());
        for figure in &entry.figures {
            figures.push(pack::Figure {
                value: figure.value,
                high: figure.high,
                unit: self.name("units", &figure.unit)?,
            });
        }
        if !figures.is_empty() {
            self.connection
                .prepare_cached("INSERT INTO figures VALUES (?1,?2)")?
                .execute(params![key, pack::figures(figures.into_iter())])?;
        }
        if let Some(stored) = &article.stored {
            self.connection
                .prepare_cached("INSERT INTO stored VALUES (?1,?2)")?
                .execute(params![key, stored])?;
        }
        Ok(())
    }

    /// The id of a name in `sources` or `units`.
    fn name(&mut self, table: &'static str, name: &str) -> Result<i64, IndexError> {
        if let Some(id) = self.names.get(&(table, name.to_owned())) {
            return Ok(*id);
        }
        let (find, add) = if table == "sources" {
            (
                "SELECT id FROM sources WHERE name = ?1",
                "INSERT INTO sources (name, folded) VALUES (?1, ?2)",
            )
        } else {
            (
                "SELECT id FROM units WHERE folded = ?1",
                "INSERT INTO units (folded) VALUES (?1)",
            )
        };
        let found = self
            .connection
            .prepare_cached(find)?
            .query_row(params![name], |r| r.get(0))
            .optional()?;
        let id = match found {
            Some(id) => id,
            None => {
                let mut add = self.connection.prepare_cached(add)?;
                if table == "sources" {
                    add.execute(params![name, crate::query::word::folded(name)])?;
                } else {
                    add.execute(params![name])?;
                }
                self.connection.last_insert_rowid()
            }
        };
        if self.names.len() >= REMEMBERED {
            self.names.clear();
        }
        self.names.insert((table, name.to_owned()), id);
        Ok(id)
    }

    /// Says of all rows with this text or identity whether there are several.
    fn mark_duplicates(&self, hash: i64, id: &str) -> Result<(), IndexError> {
        for (column, value) in [
            (
                "hash",
                (hash != 0).then(|| rusqlite::types::Value::from(hash)),
            ),
            ("id", Some(rusqlite::types::Value::from(id.to_owned()))),
        ] {
            let Some(value) = value else { continue };
            let mut twins = self.connection.prepare_cached(&format!(
                "SELECT key, duplicate FROM articles WHERE {column} = ?1 LIMIT 3"
            ))?;
            let rows: Vec<(RowKey, bool)> = twins
                .query_map(params![value], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect::<Result<_, _>>()?;
            let wanted = rows.len() > 1;
            if rows.iter().any(|(_, is)| *is != wanted) {
                self.connection
                    .prepare_cached(&format!(
                        "UPDATE articles SET duplicate = ?2 WHERE {column} = ?1"
                    ))?
                    .execute(params![value, wanted])?;
            }
            if wanted {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Takes out what is searched.
    fn drop_texts(&self, key: RowKey) -> Result<(), IndexError> {
        let run = |sql: &str| -> Result<usize, IndexError> {
            Ok(self.connection.prepare_cached(sql)?.execute(params![key])?)
        };
        run("DELETE FROM text WHERE rowid = ?1")?;
        run("DELETE FROM facts WHERE rowid = ?1")?;
        run("DELETE FROM figures WHERE key = ?1")?;
        run("DELETE FROM quotes WHERE key = ?1")?;
        run("DELETE FROM stored WHERE key = ?1")?;
        Ok(())
    }

    fn drop_article(&self, key: RowKey) -> Result<(), IndexError> {
        self.drop_texts(key)?;
        let (hash, id): (i64, String) = self
            .connection
            .prepare_cached("SELECT hash, id FROM articles WHERE key = ?1")?
            .query_row(params![key], |r| Ok((r.get(0)?, r.get(1)?)))?;
        self.connection
            .prepare_cached("DELETE FROM articles WHERE key = ?1")?
            .execute(params![key])?;
        self.mark_duplicates(hash, &id)
    }

    /// Takes out a file and its articles; gives their rows.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn drop_file(&mut self, id: i64) -> Result<Vec<RowKey>, IndexError> {
        let keys: Vec<RowKey> = self.rows_of(id)?.iter().map(|o| o.key).collect();
        for key in &keys {
            self.drop_article(*key)?;
        }
        self.connection
            .prepare_cached("DELETE FROM files WHERE id = ?1")?
            .execute(params![id])?;
        Ok(keys)
    }

    /// Says that a file stands somewhere else now, its content being the same.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn move_file(&mut self, id: i64, to: &FileRecord) -> Result<Vec<RowKey>, IndexError> {
        self.connection
            .prepare_cached(
                "UPDATE files SET folder = ?2, name = ?3, size = ?4, mtime = ?5 WHERE id = ?1",
            )?
            .execute(params![id, to.folder, to.name, to.size, to.mtime])?;
        self.connection
            .prepare_cached("UPDATE articles SET folder = ?2 WHERE file = ?1")?
            .execute(params![id, to.folder])?;
        Ok(self.rows_of(id)?.iter().map(|o| o.key).collect())
    }

    /// Notes that a file was touched but not changed.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn touch_file(&mut self, id: i64, mtime: i64) -> Result<(), IndexError> {
        self.connection
            .prepare_cached("UPDATE files SET mtime = ?2 WHERE id = ?1")?
            .execute(params![id, mtime])?;
        Ok(())
    }

    /// Mirrors reading state; gives the rows that changed.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn set_reading(&mut self, changes: &[ReadingMirror]) -> Result<Vec<RowKey>, IndexError> {
        let mut keys = Vec::new();
        let mut put = self
            .connection
            .prepare_cached("INSERT OR REPLACE INTO reading VALUES (?1,?2,?3,?4,?5,?6)")?;
        let mut update = self.connection.prepare_cached(
            "UPDATE articles SET read=?2, starred=?3, passages=?4 WHERE id=?1 RETURNING key",
        )?;
        for change in changes {
            let Some(id) = change.id else { continue };
            let (notes, tags) = change.folded();
            let state = params![
                id.as_str(),
                change.read,
                change.starred,
                change.passages,
                notes,
                tags
            ];
            put.execute(state)?;
            let state = params![id.as_str(), change.read, change.starred, change.passages];
            let rows = update.query_map(state, |r| r.get(0))?;
            keys.extend(rows.collect::<Result<Vec<RowKey>, _>>()?);
        }
        Ok(keys)
    }
}

/// A row that a file had before.
struct Old {
    key: RowKey,
    id: String,
    part: u32,
}
