//! Reading single rows of the index.

use std::{collections::HashSet, path::PathBuf};

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use super::{RowKey, catalog::Session, open::IndexError, path, time, write::ReadingMirror};
use crate::{
    article::{ArticleId, Location},
    clean::Clean,
    library::{Row, Scope},
};

const COLUMNS: &str =
    "a.key, a.id, a.title, s.name, a.published, a.added, d.shown, a.words, a.read,
    a.starred, a.passages, a.officials, a.figures, a.spoken, a.unreadable, a.duplicate, a.folder";
const TABLES: &str =
    "articles a JOIN folders d ON d.id = a.folder LEFT JOIN sources s ON s.id = a.source";

/// The row of a key; `None` if there is none any more.
///
/// # Errors
///
/// If the index fails.
pub fn row(connection: &Connection, key: RowKey) -> Result<Option<Row>, IndexError> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE a.key = ?1");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(params![key], to_row)
        .optional()?)
}

/// The first `n` rows of a scope, newest first; reads no more of the index
/// than it needs.
///
/// # Errors
///
/// If the index fails.
pub fn first(
    connection: &Connection,
    session: &Session,
    scope: Scope,
    n: usize,
) -> Result<Vec<Row>, IndexError> {
    let condition = match scope {
        Scope::All => "1",
        Scope::Unread => "a.read = 0 AND a.unreadable IS NULL",
        Scope::Starred => "a.starred = 1",
        Scope::Bookmarked => "a.passages > 0",
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE {condition} ORDER BY a.date DESC, a.key DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut out = Vec::with_capacity(n.min(1000));
    while out.len() < n
        && let Some(row) = rows.next()?
    {
        if session.holds(row.get(0)?, row.get("folder")?) {
            out.push(to_row(row)?);
        }
    }
    Ok(out)
}

fn to_row(r: &SqlRow<'_>) -> rusqlite::Result<Row> {
    let text = |i: usize| -> rusqlite::Result<Clean> { Ok(Clean::line(r.get_ref(i)?.as_str()?)) };
    let maybe = |i: usize| -> rusqlite::Result<Option<Clean>> {
        Ok(r.get_ref(i)?.as_str_or_null()?.map(Clean::line))
    };
    let id: String = r.get(1)?;
    Ok(Row {
        key: r.get(0)?,
        // Ids are written by us; one that is none belongs to no article.
        id: ArticleId::parse(&id).unwrap_or_else(|| ArticleId::of(&id)),
        title: text(2)?,
        source: maybe(3)?,
        published: r.get::<_, Option<i64>>(4)?.map(time::civil),
        added: time::civil(r.get(5)?),
        folder: text(6)?,
        words: r.get(7)?,
        read: r.get(8)?,
        starred: r.get(9)?,
        passages: r.get(10)?,
        officials: r.get(11)?,
        figures: r.get(12)?,
        quotes: r.get(13)?,
        unreadable: maybe(14)?,
        duplicate: r.get(15)?,
        example: false,
        snippet: None,
    })
}

/// Where the article of a key is stored, and its identity.
///
/// # Errors
///
/// If the index fails.
pub fn location(
    connection: &Connection,
    key: RowKey,
) -> Result<Option<(ArticleId, Location)>, IndexError> {
    let found = connection
        .prepare_cached(
            "SELECT a.id, a.part, d.path, f.name FROM articles a JOIN files f ON f.id = a.file
             JOIN folders d ON d.id = f.folder WHERE a.key = ?1",
        )?
        .query_row(params![key], |r| {
            let id: String = r.get(0)?;
            let part: i64 = r.get(1)?;
            let path: PathBuf = path::join(r.get(2)?, r.get(3)?);
            Ok((id, part, path))
        })
        .optional()?;
    Ok(found.map(|(id, part, path)| {
        let location = Location {
            path,
            part: usize::try_from(part).unwrap_or(0),
        };
        (
            ArticleId::parse(&id).unwrap_or_else(|| ArticleId::of(&id)),
            location,
        )
    }))
}

/// The stored article of a key, if it was stored.
///
/// # Errors
///
/// If the index fails.
pub fn stored(connection: &Connection, key: RowKey) -> Result<Option<Vec<u8>>, IndexError> {
    Ok(connection
        .prepare_cached("SELECT article FROM stored WHERE key = ?1")?
        .query_row(params![key], |r| r.get(0))
        .optional()?)
}

/// The newest row whose id begins with `prefix`.
///
/// # Errors
///
/// If the index fails.
pub fn find_id(connection: &Connection, prefix: &str) -> Result<Option<RowKey>, IndexError> {
    Ok(connection
        .prepare_cached(
            "SELECT key FROM articles WHERE id >= ?1 AND id < ?2 ORDER BY date DESC, key DESC LIMIT 1",
        )?
        // "~" follows every digit of an id.
        .query_row(params![prefix, format!("{prefix}~")], |r| r.get(0))
        .optional()?)
}

/// The identity of an article with this hash of its text; of several always
/// the same.
///
/// # Errors
///
/// If the index fails.
pub fn same_text(connection: &Connection, hash: i64) -> Result<Option<String>, IndexError> {
    Ok(connection
        .prepare_cached("SELECT min(id) FROM articles WHERE hash = ?1")?
        .query_row(params![hash], |r| r.get(0))?)
}

/// The hash of the text of an article, the newest row's where several files
/// hold it; 0 where it could not be imported.
///
/// # Errors
///
/// If the index fails.
pub fn text_hash(connection: &Connection, id: ArticleId) -> Result<Option<i64>, IndexError> {
    Ok(connection
        .prepare_cached(
            "SELECT hash FROM articles WHERE id = ?1 ORDER BY date DESC, key DESC LIMIT 1",
        )?
        .query_row(params![id.as_str()], |r| r.get(0))
        .optional()?)
}

/// The identities of all articles.
///
/// # Errors
///
/// If the index fails.
pub fn ids(connection: &Connection) -> Result<HashSet<ArticleId>, IndexError> {
    let mut statement = connection.prepare_cached("SELECT id FROM articles")?;
    let mut rows = statement.query([])?;
    let mut out = HashSet::new();
    while let Some(row) = rows.next()? {
        out.extend(ArticleId::parse(row.get_ref(0)?.as_str().unwrap_or("")));
    }
    Ok(out)
}

/// Those of the changes that the index does not hold yet.
///
/// # Errors
///
/// If the index fails.
pub fn new_reading(
    connection: &Connection,
    changes: &[ReadingMirror],
) -> Result<Vec<ReadingMirror>, IndexError> {
    let mut same = connection.prepare_cached(
        "SELECT count(*) FROM reading WHERE id=?1 AND read=?2 AND starred=?3 AND passages=?4
         AND notes=?5 AND tags=?6",
    )?;
    let mut out = Vec::new();
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
        if !same.query_row(state, |r| r.get::<_, bool>(0))? {
            out.push(change.clone());
        }
    }
    Ok(out)
}
