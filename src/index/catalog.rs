//! What a session sees of the index, kept in memory as plain numbers: the row
//! keys in the order of the list, four bytes an article.

use std::{collections::HashSet, path::Path, sync::Arc};

use rusqlite::{Connection, params};

use super::{RowKey, bits::Bits, open::IndexError, path};

/// A folder or file that the session shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Its path, links resolved.
    pub path: std::path::PathBuf,
    /// Whether it is a single file.
    pub file: bool,
}

/// Which rows of the index belong to the session.
#[derive(Debug, Default)]
pub struct Session {
    /// Every row does.
    pub all: bool,
    /// Folders whose rows do.
    pub folders: HashSet<i64>,
    /// Rows of single files.
    pub keys: HashSet<RowKey>,
    /// Articles in the folders; unread ones.
    pub counts: (usize, usize),
}

impl Session {
    /// Finds the rows below the roots.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn find(connection: &Connection, roots: &[Root]) -> Result<Self, IndexError> {
        let mut session = Self {
            all: true,
            ..Self::default()
        };
        let mut statement =
            connection.prepare_cached("SELECT id, path, articles, unread FROM folders")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let folder = path::from_bytes(row.get(1)?);
            let inside = roots
                .iter()
                .any(|r| !r.file && Path::new(&folder).starts_with(&r.path));
            let (articles, unread): (i64, i64) = (row.get(2)?, row.get(3)?);
            if inside {
                session.folders.insert(row.get(0)?);
                session.counts.0 += usize::try_from(articles).unwrap_or(0);
                session.counts.1 += usize::try_from(unread).unwrap_or(0);
            } else if articles > 0 {
                session.all = false;
            }
        }
        for root in roots.iter().filter(|r| r.file) {
            session.add_file(connection, &root.path)?;
        }
        Ok(session)
    }

    fn add_file(&mut self, connection: &Connection, file: &Path) -> Result<(), IndexError> {
        let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else {
            return Ok(());
        };
        let mut statement = connection.prepare_cached(
            "SELECT a.key, a.read OR a.unreadable IS NOT NULL, a.folder FROM folders d JOIN files f ON f.folder = d.id
             JOIN articles a ON a.file = f.id WHERE d.path = ?1 AND f.name = ?2",
        )?;
        let mut rows = statement.query(params![
            path::to_bytes(folder.as_os_str()),
            path::to_bytes(name)
        ])?;
        while let Some(row) = rows.next()? {
            let (key, read, folder): (RowKey, bool, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if !self.folders.contains(&folder) && self.keys.insert(key) {
                self.counts.0 += 1;
                self.counts.1 += usize::from(!read);
            }
        }
        Ok(())
    }

    /// Whether a row belongs to the session.
    #[must_use]
    pub fn holds(&self, key: RowKey, folder: i64) -> bool {
        self.all || self.folders.contains(&folder) || self.keys.contains(&key)
    }
}

/// The rows of a session, newest first.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The index's state when it was read.
    pub version: i64,
    /// Keys, newest first.
    pub keys: Arc<[RowKey]>,
    /// The same as a set.
    pub set: Arc<Bits>,
    /// Those that can be read and were not.
    pub unread: Arc<Bits>,
}

impl Catalog {
    /// Reads the rows of the session.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn read(connection: &Connection, roots: &[Root]) -> Result<Self, IndexError> {
        let version = version(connection)?;
        let session = Session::find(connection, roots)?;
        let mut keys = Vec::with_capacity(session.counts.0);
        let mut set = Bits::default();
        let mut statement = connection
            .prepare_cached("SELECT key, folder FROM articles ORDER BY date DESC, key DESC")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key: RowKey = row.get(0)?;
            if session.all || session.holds(key, row.get(1)?) {
                keys.push(key);
                set.insert(key);
            }
        }
        let mut unread = Bits::default();
        let mut statement = connection.prepare_cached(
            "SELECT key FROM articles INDEXED BY articles_unread
                 WHERE read = 0 AND unreadable IS NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            unread.insert(row.get(0)?);
        }
        unread.and(&set);
        Ok(Self {
            version,
            keys: keys.into(),
            set: Arc::new(set),
            unread: Arc::new(unread),
        })
    }
}

/// A number that changes when another connection changed the index.
///
/// # Errors
///
/// If the index fails.
pub fn version(connection: &Connection) -> Result<i64, IndexError> {
    Ok(connection
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |r| r.get(0))?)
}
