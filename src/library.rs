//! The library: the user's folders of articles, with an index over them.
//!
//! The user's files are only ever read. [`Library::open`] gives what the index
//! holds at once; [`Library::sync`] brings the index up to date behind it.

pub mod across;
mod add;
mod file;
mod find;
mod list;
mod load;
mod opened;
mod row;
mod sync;
mod walk;
mod watch;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use jiff::tz::TimeZone;
use rusqlite::Connection;

use crate::{
    annotate::vocabulary::Vocabulary,
    article::ArticleId,
    clean::Clean,
    examples::Example,
    index::{
        Index, IndexError,
        catalog::{Catalog, Root},
        open, read,
        write::Writer,
    },
    places::Places,
};

pub use crate::{
    index::{RowKey, write::ReadingMirror},
    query::{QueryError, snippet::Snippet},
};
pub use add::{AddError, Added, Became, add};
pub use file::{open_bytes, open_file};
pub use load::OpenError;
pub use opened::Opened;
pub use row::{Counts, Listing, Row, Scope, Sort, View};
pub use sync::{LibraryEvent, Report};
pub use watch::{How, Watch, WatchEvent, Watched, Why, watch_folder};

/// How a library is opened.
#[derive(Clone, Debug, Default)]
pub struct LibraryOptions {
    /// The configured library folders: files below one of them are identified
    /// by their path in it, others by their whole path.
    pub library: Vec<PathBuf>,
    /// Articles to show while the library is empty; none: an empty list stays
    /// empty.
    pub examples: &'static [Example],
    /// The word lists and corrections that articles are annotated with.
    pub vocabulary: Arc<Vocabulary>,
    /// The time zone of file times; `None`: the system's.
    pub zone: Option<TimeZone>,
}

/// Why a library cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// Neither the cache folder nor the temporary folder takes an index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// What was given as an article or folder is not there.
    #[error("{path}: {error}")]
    Root {
        /// The path.
        path: Clean,
        /// What the system says.
        error: std::io::Error,
    },
}

/// A handle on the library. A clone has a connection of its own.
#[derive(Debug)]
pub struct Library {
    shared: Arc<Shared>,
    reader: Mutex<Reader>,
}

/// What all handles have in common.
#[derive(Debug)]
struct Shared {
    index: Index,
    /// What the session shows.
    roots: Vec<Root>,
    /// The configured library folders, links resolved.
    library: Vec<PathBuf>,
    /// The identities of the built-in examples, in the order of the list.
    examples: Vec<ArticleId>,
    example_files: &'static [Example],
    /// The examples, once somebody looks at them.
    opened_examples: OnceLock<Vec<Opened>>,
    vocabulary: Arc<Vocabulary>,
    zone: TimeZone,
    notices: Mutex<Vec<Clean>>,
    /// Reading state of the examples.
    marks: Mutex<HashMap<crate::article::ArticleId, ReadingMirror>>,
    /// Held by whoever writes in this process.
    writing: Mutex<()>,
    /// Others who wait for `writing`: the indexer then commits early.
    waiting: AtomicUsize,
    /// Files that are known but not indexed.
    pending: AtomicUsize,
    /// The index file that the last sync filled.
    current: Mutex<Option<(u64, u64)>>,
    /// The index lost something: the next sync has work.
    stale: AtomicBool,
}

/// A connection and what was read through it.
#[derive(Debug, Default)]
struct Reader {
    connection: Option<Connection>,
    /// The file that the connection has open.
    identity: Option<(u64, u64)>,
    catalog: Option<Catalog>,
    orders: HashMap<Sort, Arc<[RowKey]>>,
}

impl Clone for Library {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            reader: Mutex::default(),
        }
    }
}

/// Locks, going on after a panic elsewhere: what we guard is rebuilt at will.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Library {
    /// Opens the library over `roots`: folders, or single files.
    ///
    /// An index that is torn, of another version, locked or not writable is
    /// replaced, and [`Library::notices`] says so. A library folder that does
    /// not exist yet is empty.
    ///
    /// # Errors
    ///
    /// If not even a temporary index can be made.
    pub fn open(
        places: &Places,
        roots: &[PathBuf],
        options: &LibraryOptions,
    ) -> Result<Self, LibraryError> {
        let mut notices = Vec::new();
        let (index, connection) = Index::open(&places.index(), &mut notices)?;
        let identity = index.identity();
        let resolve = |path: &PathBuf| resolved(path);
        let roots = roots.iter().map(|p| {
            let path = resolve(p);
            let file = path.is_file();
            Root { path, file }
        });
        let shared = Shared {
            index,
            roots: roots.collect(),
            library: options.library.iter().map(resolve).collect(),
            examples: options.examples.iter().map(load::example_id).collect(),
            example_files: options.examples,
            opened_examples: OnceLock::new(),
            vocabulary: Arc::clone(&options.vocabulary),
            zone: options.zone.clone().unwrap_or_else(TimeZone::system),
            notices: Mutex::new(notices),
            marks: Mutex::default(),
            writing: Mutex::new(()),
            waiting: AtomicUsize::new(0),
            pending: AtomicUsize::new(0),
            current: Mutex::new(identity),
            stale: AtomicBool::new(false),
        };
        Ok(Self {
            shared: Arc::new(shared),
            reader: Mutex::new(Reader {
                connection: Some(connection),
                identity,
                ..Reader::default()
            }),
        })
    }

    /// What the user should know, one sentence each.
    #[must_use]
    pub fn notices(&self) -> Vec<Clean> {
        lock(&self.shared.notices).clone()
    }

    /// What the session shows: folders and single files, links resolved.
    pub fn roots(&self) -> impl Iterator<Item = &Path> {
        self.shared.roots.iter().map(|r| r.path.as_path())
    }

    /// Mirrors reading state into the index, so that queries can use it; the
    /// truth is `state::Store`. Gives the rows that changed.
    ///
    /// # Errors
    ///
    /// If the index cannot be written.
    pub fn set_reading(&self, changes: &[ReadingMirror]) -> Result<Vec<RowKey>, LibraryError> {
        let mut keys = Vec::new();
        for (n, id) in self.shared.examples.iter().enumerate() {
            if let Some(change) = changes.iter().find(|c| c.id == Some(*id)) {
                lock(&self.shared.marks).insert(*id, change.clone());
                keys.push(list::example_key(n));
            }
        }
        // Mostly the index knows it all: then nobody waits for its writer.
        let new = self.read(|_, connection| read::new_reading(connection, changes))?;
        if !new.is_empty() {
            keys.extend(self.write(|writer| writer.set_reading(&new))?);
        }
        Ok(keys)
    }

    /// Writes to the index between two batches of the indexer.
    fn write<T>(
        &self,
        work: impl FnOnce(&mut Writer) -> Result<T, IndexError>,
    ) -> Result<T, LibraryError> {
        self.shared.waiting.fetch_add(1, Ordering::SeqCst);
        let guard = lock(&self.shared.writing);
        self.shared.waiting.fetch_sub(1, Ordering::SeqCst);
        let mut writer = Writer::new(self.shared.index.connect()?);
        writer.begin()?;
        let result = work(&mut writer);
        match result {
            Ok(value) => {
                writer.commit()?;
                drop(guard);
                Ok(value)
            }
            Err(error) => {
                writer.rollback();
                Err(error.into())
            }
        }
    }

    /// Runs `work` on this handle's connection.
    fn read<T>(
        &self,
        work: impl FnOnce(&mut Reader, &Connection) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        let mut reader = lock(&self.reader);
        let reader = &mut *reader;
        if reader.identity != *lock(&self.shared.current) {
            reader.connection = None;
        }
        let connection = match reader.connection.take() {
            Some(connection) => connection,
            None => {
                *reader = Reader::default();
                let connection = self.connect()?;
                open::shrink(&connection)?;
                reader.identity = *lock(&self.shared.current);
                connection
            }
        };
        let result = work(reader, &connection);
        match &result {
            Err(error) if error.is_torn() => self.replace_torn(),
            _ => reader.connection = Some(connection),
        }
        result
    }

    /// A connection; an index that has gone is made anew.
    fn connect(&self) -> Result<Connection, IndexError> {
        match self.shared.index.connect() {
            Ok(connection) if self.shared.index.identity().is_some() => Ok(connection),
            _ => {
                self.shared.stale.store(true, Ordering::SeqCst);
                let mut notices = lock(&self.shared.notices);
                self.shared.index.reopen(&mut notices)
            }
        }
    }

    /// Replaces an index that turned out damaged.
    fn replace_torn(&self) {
        self.shared.stale.store(true, Ordering::SeqCst);
        let said = match self.shared.index.rebuild() {
            Ok(_) => "the index was damaged: it is built anew".to_owned(),
            Err(error) => format!("the index is damaged and cannot be replaced: {error}"),
        };
        let said = Clean::line(&said);
        let mut notices = lock(&self.shared.notices);
        if !notices.contains(&said) {
            notices.push(said);
        }
    }

    /// Whether the index lost something, so that a sync is due.
    #[must_use]
    pub fn wants_sync(&self) -> bool {
        let current = *lock(&self.shared.current);
        self.shared.stale.load(Ordering::SeqCst) || self.shared.index.identity() != current
    }
}

/// An absolute path with links resolved; one that does not exist stays as it
/// is, made absolute.
fn resolved(path: &Path) -> PathBuf {
    std::fs::canonicalize(path)
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_owned())
}
