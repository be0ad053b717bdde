//! Bringing the index up to date: walk, import what changed on all cores,
//! write in batches, forget what went.
//!
//! ```text
//! walk ─ compare with the index ─→ jobs ─→ workers (read, import, annotate) ─→ writer
//! ```
//!
//! Each batch is one transaction, so that a process that is killed has lost
//! nothing but the batch; the next sync goes on from there.

use std::{
    collections::HashMap,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, Sender, SyncSender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rusqlite::{Connection, params};

use super::{Library, LibraryError, Shared, load, lock, walk};
use crate::{
    annotate::Annotator,
    clean::Clean,
    import,
    index::{
        IndexError, RowKey,
        path::{from_bytes, to_bytes},
        write::{FileRecord, Prepared, Writer},
    },
};

/// What a sync tells while it runs.
#[derive(Clone, Debug)]
pub enum LibraryEvent {
    /// So many of so many changed files are done.
    Progress {
        /// Done.
        done: usize,
        /// In all.
        total: usize,
    },
    /// Rows came, changed or went, and can be read.
    Changed {
        /// Which.
        keys: Vec<RowKey>,
    },
    /// The index is up to date, or the sync was cancelled or failed.
    Finished {
        /// What was done.
        report: Report,
    },
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files in the folders.
    pub files: usize,
    /// Files that are new or were edited.
    pub changed: usize,
    /// Files that were recognised in another place.
    pub moved: usize,
    /// Files that are gone.
    pub gone: usize,
    /// Files that could not be imported.
    pub unreadable: usize,
    /// Whether the index is another one than before: row keys mean something
    /// else, identities do not.
    pub rebuilt: bool,
    /// Whether it was stopped before the end.
    pub cancelled: bool,
    /// What the user should know, one sentence each.
    pub problems: Vec<Clean>,
}

/// Reading is waiting: so many files are read at once at least.
const READERS: usize = 8;

/// Stack of a worker in bytes (16 MiB): parsers of nested pages recurse.
const STACK: usize = 16 << 20;

/// The first batch is committed after so long, that there is something to see;
/// later ones after twice the time before, up to the longest.
const FIRST_BATCH: Duration = Duration::from_millis(100);
const LONGEST_BATCH: Duration = Duration::from_secs(3);

/// The page cache while the index is built: 16 MiB, so that the pages of the
/// sorted tables need not be read again for each article.
const CACHE: &str = "PRAGMA cache_size = -16384";

/// A file to be imported.
struct Job {
    path: PathBuf,
    record: FileRecord,
    /// When it was made, in civil seconds.
    added: i64,
    /// The file in the index, with the hash of its bytes, if it is known.
    known: Option<(i64, i64)>,
}

/// What a worker made of a job.
enum Done {
    /// Its bytes are those that are known.
    Same(i64),
    /// It is a file that was elsewhere.
    Moved(i64),
    /// It was imported.
    Imported(Vec<Prepared>),
    /// It went before it could be read.
    Vanished,
}

/// Files of the index that were not found again, by the hash of their bytes.
type Gone = Mutex<HashMap<i64, Vec<i64>>>;

impl Library {
    /// Brings the index up to date on a thread of its own; `cancel` stops it
    /// within a file. The last event is [`LibraryEvent::Finished`].
    pub fn sync(&self, events: Sender<LibraryEvent>, cancel: Arc<AtomicBool>) -> JoinHandle<()> {
        let library = self.clone();
        thread::spawn(move || {
            // Nobody listening is no reason to stop.
            let mut tell = |event| {
                let _ = events.send(event);
            };
            let report = match library.sync_now(&mut tell, &cancel) {
                Ok(report) => report,
                Err(error) => Report {
                    problems: vec![Clean::line(&error.to_string())],
                    ..Report::default()
                },
            };
            tell(LibraryEvent::Finished { report });
        })
    }

    /// Brings the index up to date on this thread.
    ///
    /// Another process that is indexing is waited for. Everything that was
    /// committed before an error stays.
    ///
    /// # Errors
    ///
    /// If the index cannot be written, for example because the disk is full.
    pub fn sync_now(
        &self,
        tell: &mut dyn FnMut(LibraryEvent),
        cancel: &AtomicBool,
    ) -> Result<Report, LibraryError> {
        let stop = || cancel.load(Ordering::Relaxed);
        let Some(_only) = self.only_indexer(&stop) else {
            return Ok(Report {
                cancelled: true,
                ..Report::default()
            });
        };
        loop {
            self.shared.stale.store(false, Ordering::SeqCst);
            let connection = self.connect()?;
            connection.execute_batch(CACHE).map_err(IndexError::from)?;
            let identity = self.shared.index.identity();
            let result = Sync {
                library: self,
                tell,
                cancel,
                writer: Writer::new(connection),
                report: Report::default(),
                batch: Batch::new(),
            }
            .run();
            self.shared.pending.store(0, Ordering::SeqCst);
            match result {
                Err(error) if error.is_torn() => self.replace_torn(),
                Err(error) => return Err(error.into()),
                // The cache was deleted under us: once more, into a new one.
                Ok(report) if !report.cancelled && self.shared.index.identity() != identity => {}
                Ok(mut report) => {
                    let mut current = lock(&self.shared.current);
                    report.rebuilt = *current != identity;
                    *current = identity;
                    return Ok(report);
                }
            }
        }
    }

    /// Waits until no other process indexes; `None` if stopped before.
    fn only_indexer(&self, stop: &dyn Fn() -> bool) -> Option<Option<File>> {
        let path = self.shared.index.lock_path();
        if let Some(folder) = path.parent() {
            // If it cannot be made, neither can the lock; see below.
            let _ = fs::create_dir_all(folder);
        }
        // A folder that takes no lock file has no second indexer either; the
        // database's own lock keeps order.
        let Ok(file) = File::create(&path) else {
            return Some(None);
        };
        loop {
            match file.try_lock() {
                Ok(()) | Err(TryLockError::Error(_)) => return Some(Some(file)),
                Err(TryLockError::WouldBlock) if stop() => return None,
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(50)),
            }
        }
    }
}

/// When the next transaction ends.
struct Batch {
    since: Instant,
    length: Duration,
    keys: Vec<RowKey>,
}

impl Batch {
    fn new() -> Self {
        Self {
            since: Instant::now(),
            length: FIRST_BATCH,
            keys: Vec::new(),
        }
    }
}

/// One run over the folders.
struct Sync<'s> {
    library: &'s Library,
    tell: &'s mut dyn FnMut(LibraryEvent),
    cancel: &'s AtomicBool,
    writer: Writer,
    report: Report,
    batch: Batch,
}

impl Sync<'_> {
    fn stopped(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    fn run(mut self) -> Result<Report, IndexError> {
        let shared = &self.library.shared;
        let cancel = self.cancel;
        let walked = walk::walk(&shared.roots, &shared.zone, &|| {
            cancel.load(Ordering::Relaxed)
        });
        self.report.files = walked.len();
        self.report.problems.extend(walked.problems.iter().cloned());
        let (mut jobs, gone) = self.compare(&walked)?;
        // Newest first: they are what is read first.
        jobs.sort_by_key(|j| j.record.mtime);
        let result = self.import(jobs, &gone);
        if let Err(error) = result {
            self.writer.rollback();
            return Err(error);
        }
        if self.stopped() {
            self.report.cancelled = true;
        } else {
            self.forget(gone)?;
        }
        self.commit()?;
        self.writer
            .connection()
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;")?;
        Ok(self.report)
    }

    /// Compares folders with the index: what is to be imported, what is gone.
    fn compare(&mut self, walked: &walk::Walked) -> Result<(Vec<Job>, Gone), IndexError> {
        let shared = &self.library.shared;
        let guard = lock(&shared.writing);
        self.writer.begin()?;
        let mut jobs = Vec::new();
        let mut gone: HashMap<i64, Vec<i64>> = HashMap::new();
        let mut visited = std::collections::HashSet::new();
        for (path, files) in &walked.folders {
            let shown = walk::shown(path, &shared.roots, &shared.library);
            let folder = self.writer.folder(&to_bytes(path.as_os_str()), &shown)?;
            visited.insert(folder);
            let mut known = known_files(self.writer.connection(), folder)?;
            for file in files {
                let name = to_bytes(&file.name);
                let known = known.remove(&name);
                let engine = load::engine(&shared.vocabulary);
                let same = known.as_ref().is_some_and(|k| {
                    (k.size, k.mtime, k.engine) == (file.size, file.mtime, engine)
                });
                if same {
                    continue;
                }
                jobs.push(Job {
                    path: path.join(&file.name),
                    record: FileRecord {
                        folder,
                        name,
                        size: file.size,
                        mtime: file.mtime,
                        hash: 0,
                        engine,
                    },
                    added: file.added,
                    known: known.filter(|k| k.engine == engine).map(|k| (k.id, k.hash)),
                });
            }
            let whole = shared
                .roots
                .iter()
                .any(|r| !r.file && path.starts_with(&r.path));
            let closed = walked.closed.iter().any(|c| path.starts_with(c));
            for (name, file) in known {
                let asked = shared
                    .roots
                    .iter()
                    .any(|r| r.file && r.path == path.join(from_bytes(name.clone())));
                if whole && !closed || asked {
                    gone.entry(file.hash).or_default().push(file.id);
                }
            }
        }
        self.gone_folders(walked, &visited, &mut gone)?;
        self.writer.commit()?;
        drop(guard);
        Ok((jobs, Mutex::new(gone)))
    }

    /// Files of folders that the walk did not find again.
    fn gone_folders(
        &self,
        walked: &walk::Walked,
        visited: &std::collections::HashSet<i64>,
        gone: &mut HashMap<i64, Vec<i64>>,
    ) -> Result<(), IndexError> {
        if self.stopped() {
            return Ok(());
        }
        let roots = &self.library.shared.roots;
        let connection = self.writer.connection();
        let mut folders = connection.prepare_cached("SELECT id, path FROM folders")?;
        let mut rows = folders.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let path = PathBuf::from(from_bytes(row.get(1)?));
            let ours = roots.iter().any(|r| !r.file && path.starts_with(&r.path));
            let closed = walked.closed.iter().any(|c| path.starts_with(c));
            if !ours || closed || visited.contains(&id) {
                continue;
            }
            for file in known_files(connection, id)?.into_values() {
                gone.entry(file.hash).or_default().push(file.id);
            }
        }
        Ok(())
    }

    /// Imports the jobs on all cores and writes what comes back.
    fn import(&mut self, jobs: Vec<Job>, gone: &Gone) -> Result<(), IndexError> {
        let total = jobs.len();
        let shared = Arc::clone(&self.library.shared);
        shared.pending.store(total, Ordering::SeqCst);
        if total == 0 {
            return Ok(());
        }
        (self.tell)(LibraryEvent::Progress { done: 0, total });
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers = cores.max(READERS).min(total);
        let jobs = Mutex::new(jobs);
        let (results, done) = mpsc::sync_channel(workers * 4);
        let cancel = self.cancel;
        thread::scope(|scope| {
            for _ in 0..workers {
                let (jobs, results, shared) = (&jobs, results.clone(), &shared);
                let work = move || work(jobs, &results, gone, shared, cancel);
                let spawned = thread::Builder::new()
                    .name("indexer".to_owned())
                    .stack_size(STACK)
                    .spawn_scoped(scope, work);
                if spawned.is_err() {
                    break;
                }
            }
            drop(results);
            self.collect(&done, total)
        })
    }

    /// Writes what the workers send.
    fn collect(&mut self, done: &Receiver<(Job, Done)>, total: usize) -> Result<(), IndexError> {
        let shared = Arc::clone(&self.library.shared);
        let mut count = 0;
        let mut told = Instant::now();
        while let Ok((job, result)) = done.recv() {
            let guard = lock(&shared.writing);
            self.batch.since = Instant::now();
            self.writer.begin()?;
            let mut next = Some((job, result));
            while let Some((job, result)) = next.take() {
                self.put(&job, result)?;
                count += 1;
                shared
                    .pending
                    .store(total.saturating_sub(count), Ordering::SeqCst);
                if told.elapsed() > Duration::from_millis(100) {
                    (self.tell)(LibraryEvent::Progress { done: count, total });
                    told = Instant::now();
                }
                let wanted = shared.waiting.load(Ordering::SeqCst) > 0;
                if wanted || self.batch.since.elapsed() > self.batch.length || self.stopped() {
                    break;
                }
                next = done.recv_timeout(self.batch.length).ok();
            }
            self.commit()?;
            drop(guard);
            if self.stopped() {
                break;
            }
        }
        (self.tell)(LibraryEvent::Progress { done: count, total });
        Ok(())
    }

    fn put(&mut self, job: &Job, done: Done) -> Result<(), IndexError> {
        let keys = match done {
            Done::Same(id) => {
                self.writer.touch_file(id, job.record.mtime)?;
                Vec::new()
            }
            Done::Moved(id) => {
                self.report.moved += 1;
                self.writer.move_file(id, &job.record)?
            }
            Done::Imported(articles) => {
                self.report.changed += 1;
                let bad = articles.iter().any(|a| a.unreadable.is_some());
                self.report.unreadable += usize::from(bad);
                self.writer.put_file(&job.record, &articles)?
            }
            Done::Vanished => Vec::new(),
        };
        self.batch.keys.extend(keys);
        Ok(())
    }

    /// Takes out what is gone for good.
    fn forget(&mut self, gone: Gone) -> Result<(), IndexError> {
        let shared = Arc::clone(&self.library.shared);
        let gone = gone.into_inner().unwrap_or_default();
        let _guard = lock(&shared.writing);
        self.writer.begin()?;
        for id in gone.into_values().flatten() {
            self.report.gone += 1;
            let keys = self.writer.drop_file(id)?;
            self.batch.keys.extend(keys);
        }
        self.commit()
    }

    /// Ends the batch and says what changed.
    fn commit(&mut self) -> Result<(), IndexError> {
        self.writer.commit()?;
        self.batch.length = (self.batch.length * 2).min(LONGEST_BATCH);
        let keys = std::mem::take(&mut self.batch.keys);
        if !keys.is_empty() {
            (self.tell)(LibraryEvent::Changed { keys });
        }
        Ok(())
    }
}

/// A file of the index.
struct Known {
    id: i64,
    size: i64,
    mtime: i64,
    hash: i64,
    engine: i64,
}

/// The files of a folder by name.
fn known_files(
    connection: &Connection,
    folder: i64,
) -> Result<HashMap<Vec<u8>, Known>, IndexError> {
    let mut statement = connection.prepare_cached(
        "SELECT name, id, size, mtime, hash, engine FROM files WHERE folder = ?1",
    )?;
    let mut rows = statement.query(params![folder])?;
    let mut out = HashMap::new();
    while let Some(row) = rows.next()? {
        let known = Known {
            id: row.get(1)?,
            size: row.get(2)?,
            mtime: row.get(3)?,
            hash: row.get(4)?,
            engine: row.get(5)?,
        };
        out.insert(row.get(0)?, known);
    }
    Ok(out)
}

/// A worker: takes jobs until there are none.
fn work(
    jobs: &Mutex<Vec<Job>>,
    results: &SyncSender<(Job, Done)>,
    gone: &Gone,
    shared: &Shared,
    cancel: &AtomicBool,
) {
    let annotator = shared.vocabulary.annotator();
    while !cancel.load(Ordering::Relaxed) {
        let Some(mut job) = lock(jobs).pop() else {
            return;
        };
        let done = one(&mut job, gone, &shared.library, &annotator);
        // The writer has given up: so do we.
        if results.send((job, done)).is_err() {
            return;
        }
    }
}

/// Reads a file and decides what it is.
fn one(job: &mut Job, gone: &Gone, library: &[PathBuf], annotator: &Annotator<'_>) -> Done {
    let identity = || walk::identity(&job.path, library);
    let bytes = match import::bytes(&job.path) {
        Ok(bytes) => bytes,
        Err(_) if !job.path.exists() => return Done::Vanished,
        Err(error) => {
            let row = load::unreadable(&name(&job.path), &identity(), job.added, &error.reason());
            return Done::Imported(vec![row]);
        }
    };
    let hash = load::short_hash(&bytes);
    if let Some((id, known)) = job.known
        && known == hash
        && i64::try_from(bytes.len()) == Ok(job.record.size)
    {
        return Done::Same(id);
    }
    if job.known.is_none()
        && let Some(id) = lock(gone).get_mut(&hash).and_then(Vec::pop)
    {
        return Done::Moved(id);
    }
    let imported = load::import_file(&job.path, &bytes, &identity(), job.added, annotator);
    job.record.hash = imported.hash;
    Done::Imported(imported.articles)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
