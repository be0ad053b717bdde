//! Opening the index: what is torn, from another version or cannot be written
//! is replaced, and that is said.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::SCHEMA;
use crate::clean::Clean;

/// Why the index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The database failed.
    #[error("the index: {0}")]
    Sql(#[from] rusqlite::Error),
    /// Its folder cannot be used.
    #[error("the index in {path}: {error}")]
    Io {
        /// The file or folder.
        path: Clean,
        /// What the system says.
        error: io::Error,
    },
}

impl IndexError {
    /// Whether the file is no sound database, so that only rebuilding helps.
    #[must_use]
    pub fn is_torn(&self) -> bool {
        matches!(self, Self::Sql(e) if matches!(e.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)))
            || matches!(self, Self::Sql(rusqlite::Error::SqliteFailure(e, Some(text)))
                if e.code == ErrorCode::Unknown && text.contains("no such table"))
    }
}

/// Where the index lives and how it is opened.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    /// Keeps the folder of an index that lives only as long as we do.
    _temporary: Option<tempfile::TempDir>,
}

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

impl Index {
    /// Opens the index at `path`, making it if there is none; adds to `notices`
    /// what the user should know.
    ///
    /// # Errors
    ///
    /// Only if not even a temporary index can be made.
    pub fn open(path: &Path, notices: &mut Vec<Clean>) -> Result<(Self, Connection), IndexError> {
        let first = match prepare(path, notices) {
            Ok(connection) => {
                let index = Self {
                    path: path.to_owned(),
                    _temporary: None,
                };
                return Ok((index, connection));
            }
            Err(error) => error,
        };
        let io = |error| IndexError::Io {
            path: Clean::line("the temporary folder"),
            error,
        };
        let folder = tempfile::tempdir().map_err(io)?;
        let path = folder.path().join("library.sqlite");
        let connection = prepare(&path, notices)?;
        notices.push(Clean::line(&format!(
            "{first}; using a temporary index until the end of this session"
        )));
        let index = Self {
            path,
            _temporary: Some(folder),
        };
        Ok((index, connection))
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The lock that the one indexing process holds.
    #[must_use]
    pub fn lock_path(&self) -> PathBuf {
        self.path.with_extension("lock")
    }

    /// Another connection to the same index.
    ///
    /// # Errors
    ///
    /// If the file has gone or cannot be opened.
    pub fn connect(&self) -> Result<Connection, IndexError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        configure(&connection)?;
        Ok(connection)
    }

    /// Opens the index again, making or replacing it as [`Index::open`] does.
    ///
    /// # Errors
    ///
    /// If it cannot be made.
    pub fn reopen(&self, notices: &mut Vec<Clean>) -> Result<Connection, IndexError> {
        prepare(&self.path, notices)
    }

    /// Makes a new, empty index in place of what is there.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn rebuild(&self) -> Result<Connection, IndexError> {
        remove(&self.path)?;
        create(&self.path)
    }

    /// Which file the index is on disk: another one, or none, after somebody
    /// deleted the cache.
    #[must_use]
    pub fn identity(&self) -> Option<(u64, u64)> {
        file_identity(&fs::metadata(&self.path).ok()?)
    }
}

/// Device and inode, where the system has them.
#[cfg(unix)]
fn file_identity(meta: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn file_identity(meta: &fs::Metadata) -> Option<(u64, u64)> {
    let made = meta.created().ok()?;
    let age = made.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((age.as_secs(), u64::from(age.subsec_nanos())))
}

/// Opens or makes the database at `path`; replaces one that is no use.
fn prepare(path: &Path, notices: &mut Vec<Clean>) -> Result<Connection, IndexError> {
    let reason = match open(path) {
        Ok(Some((connection, version))) if version == SCHEMA => return Ok(connection),
        Ok(None) => return create(path),
        Ok(Some((_, version))) if version > SCHEMA => "is of a newer version",
        Ok(Some(_)) => "is of an older version",
        Err(error) if error.is_torn() => "was damaged",
        Err(error) => return Err(error),
    };
    notices.push(Clean::line(&format!(
        "the index {reason}: it is built anew"
    )));
    remove(path)?;
    create(path)
}

/// Opens an existing database and reads its version; `None` if there is none.
fn open(path: &Path) -> Result<Option<(Connection, i64)>, IndexError> {
    if !path.exists() {
        return Ok(None);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    configure(&connection)?;
    let version = connection.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    // A file cut short by a crash may keep its header: look at the schema too.
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    match (version, tables) {
        (0, 0) => Ok(None),
        _ => Ok(Some((connection, version))),
    }
}

/// Makes a new database.
fn create(path: &Path) -> Result<Connection, IndexError> {
    let io = |error| IndexError::Io {
        path: Clean::line(&path.display().to_string()),
        error,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io)?;
    }
    let mut connection = Connection::open(path)?;
    configure(&connection)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    // Another process may have been faster.
    if version != SCHEMA {
        transaction.execute_batch(include_str!("schema.sql"))?;
        transaction.pragma_update(None, "user_version", SCHEMA)?;
    }
    transaction.commit()?;
    Ok(connection)
}

/// Settings of every connection. The page cache is bounded to 4 MiB; nothing is
/// mapped, so that a damaged disk is an error and not a signal.
fn configure(connection: &Connection) -> Result<(), IndexError> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(
        "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(())
}

/// Bounds the page cache of a connection that only reads to 512 KiB: a session
/// has one for each kind of work, and the system caches the file anyway.
///
/// # Errors
///
/// If the database fails.
pub fn shrink(connection: &Connection) -> Result<(), IndexError> {
    connection.execute_batch("PRAGMA cache_size = -512;")?;
    Ok(())
}

/// Removes a database and its companions.
fn remove(path: &Path) -> Result<(), IndexError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(&name) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(IndexError::Io {
                    path: Clean::line(&path.display().to_string()),
                    error,
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(path: &Path) -> (Vec<String>, i64) {
        let mut notices = Vec::new();
        let (index, connection) = Index::open(path, &mut notices).expect("index");
        let version = connection
            .query_row("PRAGMA user_version", [], |r| r.get(0))
            .expect("version");
        drop(index);
        (notices.iter().map(ToString::to_string).collect(), version)
    }

    #[test]
    fn a_sound_index_is_kept_in_silence() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("cache/library.sqlite");
        assert_eq!(opened(&path), (vec![], SCHEMA));
        let connection = Connection::open(&path).expect("open");
        connection
            .execute("INSERT INTO meta VALUES ('kept', 'yes')", [])
            .expect("insert");
        drop(connection);
        assert_eq!(opened(&path), (vec![], SCHEMA));
        let connection = Connection::open(&path).expect("open");
        let kept: String = connection
            .query_row("SELECT value FROM meta WHERE name = 'kept'", [], |r| {
                r.get(0)
            })
            .expect("kept");
        assert_eq!(kept, "yes");
    }

    #[test]
    fn torn_and_newer_indexes_are_rebuilt_and_said() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("library.sqlite");
        fs::write(
            &path,
            b"this is no database at all, but long enough to be read as one",
        )
        .expect("write");
        let (notices, version) = opened(&path);
        assert_eq!(version, SCHEMA);
        assert!(notices[0].contains("damaged"), "{notices:?}");
        let connection = Connection::open(&path).expect("open");
        connection
            .pragma_update(None, "user_version", 99)
            .expect("version");
        drop(connection);
        let (notices, version) = opened(&path);
        assert_eq!(version, SCHEMA);
        assert!(notices[0].contains("newer"), "{notices:?}");
    }

    #[test]
    fn a_file_cut_short_is_rebuilt() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("library.sqlite");
        assert_eq!(opened(&path).1, SCHEMA);
        let bytes = fs::read(&path).expect("read");
        for length in [10, 100, 4096, 5000] {
            fs::write(&path, bytes.get(..length).unwrap_or(&bytes)).expect("write");
            assert_eq!(opened(&path).1, SCHEMA, "{length}");
        }
    }

    #[test]
    fn a_cache_that_cannot_be_written_gives_a_temporary_index() {
        let dir = tempfile::tempdir().expect("dir");
        let blocked = dir.path().join("file");
        fs::write(&blocked, b"").expect("write");
        let (notices, version) = opened(&blocked.join("library.sqlite"));
        assert_eq!(version, SCHEMA);
        assert!(notices[0].contains("temporary"), "{notices:?}");
    }
}
