//! The reading state on the disk: loads what all devices wrote, saves what
//! changed here, and keeps what cannot be saved until it can.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use jiff::Timestamp;

use super::{
    device,
    disk::{Disk, Held, Identity, RealDisk},
    file::{self, Kind, Labels, MARKS, OLDER, PASSAGES},
    load::{self, Seen},
    reading::{Reading, Unsaved},
    record::{Key, Record},
    revision::{self, Revisions},
    table,
};
use crate::{clean::Clean, passage::TextHash, places::Places};

/// Marks that `marks.toml` holds at most; then all but [`KEEP`] go to
/// `marks-older.toml`. Saving a batch writes the small file (some 200 KB), not
/// the marks of years.
const RECENT: usize = 1000;
/// Marks that stay when others are put to rest.
const KEEP: usize = 500;

/// How long a save waits for another instance; that one holds the lock for
/// milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How a store is opened.
#[derive(Clone)]
pub struct StoreOptions {
    /// The name of this device's folder; `None`: the one in the state folder,
    /// made from the machine's name at the first save.
    pub device: Option<String>,
    /// Tells the time.
    pub clock: Clock,
    /// The disk.
    pub disk: Arc<dyn Disk>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            device: None,
            clock: Arc::new(Timestamp::now),
            disk: Arc::new(RealDisk),
        }
    }
}

impl fmt::Debug for StoreOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreOptions")
            .field("device", &self.device)
            .field("disk", &self.disk)
            .finish_non_exhaustive()
    }
}

/// What a save or a look at the disk brought.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// What others wrote: goes to `Reading::merge`.
    pub records: Vec<Record>,
    /// What the user should know, one sentence each.
    pub notices: Vec<Clean>,
}

/// The reading state on the disk. Lives on the worker thread.
pub struct Store {
    options: StoreOptions,
    reading: PathBuf,
    state: PathBuf,
    device: Option<String>,
    /// What is not on the disk yet.
    pending: BTreeMap<Key, Record>,
    /// Texts of passages that are not on the disk yet.
    texts: BTreeMap<TextHash, Arc<str>>,
    /// The texts that passages needed when all was read, if that is known.
    needed: Option<BTreeSet<TextHash>>,
    /// Removals on other devices, to be noted in our own files with the next
    /// save: or else the passage came back once they forgot the removal.
    owed: BTreeMap<Key, Record>,
    /// The files as they were last read or written here.
    seen: HashMap<PathBuf, Seen>,
    trouble: Option<Clean>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("device", &self.device)
            .field("pending", &self.pending.len())
            .field("trouble", &self.trouble)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Reads the state of all devices; writes nothing. Whatever is wrong with
    /// a file is a notice, and what can be read of it is used.
    #[must_use]
    pub fn open(places: &Places, options: StoreOptions) -> (Self, Reading, Vec<Clean>) {
        Self::opened(places, options, true)
    }

    /// The same without the marks that rest (of articles read long ago), so
    /// that a start does not wait for them: the first [`Store::refresh`] brings
    /// them. Changes that are made until then merge with them.
    #[must_use]
    pub fn open_soon(places: &Places, options: StoreOptions) -> (Self, Reading, Vec<Clean>) {
        Self::opened(places, options, false)
    }

    fn opened(places: &Places, options: StoreOptions, rest: bool) -> (Self, Reading, Vec<Clean>) {
        let disk = &*options.disk;
        let state = places.state.clone();
        let device = match &options.device {
            Some(name) => Some(device::clean(name)),
            None => device::read(disk, &state),
        };
        let reading = places.reading();
        let loaded = load::all(disk, &reading, device.as_deref(), rest);
        let store = Self {
            reading,
            state,
            device,
            pending: BTreeMap::new(),
            texts: BTreeMap::new(),
            needed: loaded.needed(),
            owed: loaded.owed,
            seen: loaded.seen,
            trouble: None,
            options,
        };
        (store, loaded.reading, loaded.notices)
    }

    /// The name of this device's folder, once it has one.
    #[must_use]
    pub fn device(&self) -> Option<&str> {
        self.device.as_deref()
    }

    /// Why the state cannot be written at the moment, and how much waits.
    #[must_use]
    pub fn trouble(&self) -> Option<&Clean> {
        self.trouble.as_ref()
    }

    /// How many parts of the state are not on the disk.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.pending.len() + self.texts.len()
    }

    /// The earlier texts that are kept.
    #[must_use]
    pub fn revisions(&self) -> Revisions {
        Revisions {
            disk: Arc::clone(&self.options.disk),
            reading: self.reading.clone(),
        }
    }

    /// What could not be saved, as it would stand in the files, for printing
    /// at exit; `None` if all is saved.
    #[must_use]
    pub fn leftover(&self) -> Option<Clean> {
        if self.pending.is_empty() {
            return None;
        }
        let folder = self.folder().unwrap_or_else(|| self.reading.clone());
        let mut out = format!(
            "# These changes could not be saved below {}:\n\n",
            folder.display()
        );
        for record in self.pending.values() {
            out.push_str(&table::write(record, None, &[]));
        }
        Some(Clean::text(&out))
    }

    fn folder(&self) -> Option<PathBuf> {
        self.device.as_ref().map(|d| self.reading.join(d))
    }

    /// Saves changes, and with them what an earlier save could not. What was
    /// returned without [`Store::trouble`] is on the disk; otherwise it is kept
    /// and the next save (also of nothing) tries again.
    pub fn save(&mut self, unsaved: Unsaved, labels: Labels<'_>) -> News {
        for record in unsaved.records {
            match self.pending.get_mut(&record.key()) {
                Some(old) => {
                    old.merge(&record);
                }
                None => {
                    self.pending.insert(record.key(), record);
                }
            }
        }
        self.texts.extend(unsaved.texts);
        let mut news = News::default();
        if self.pending() == 0 {
            return news;
        }
        self.trouble = match self.write(labels, &mut news) {
            Ok(()) => None,
            Err(error) => Some(self.say(&error)),
        };
        news
    }

    fn say(&self, error: &io::Error) -> Clean {
        let n = self.pending();
        let changes = if n == 1 { "change is" } else { "changes are" };
        Clean::line(&format!(
            "reading state cannot be written ({}: {error}): {n} {changes} kept and tried again",
            self.reading.display()
        ))
    }

    fn write(&mut self, labels: Labels<'_>, news: &mut News) -> io::Result<()> {
        let disk = Arc::clone(&self.options.disk);
        make_folders(&*disk, &self.reading)?;
        let _lock = self.lock(&*disk)?;
        let device = match &self.device {
            Some(device) => device.clone(),
            None => device::settle(&*disk, &self.state, (self.options.clock)()),
        };
        self.device = Some(device.clone());
        let folder = self.reading.join(&device);
        make_folders(&*disk, &folder)?;
        let readme = self.reading.join("README.txt");
        if let Err(error) = disk.identity(&readme)
            && error.kind() == ErrorKind::NotFound
        {
            file::replace(&*disk, &readme, README.as_bytes())?;
        }
        let is_passage = |k: &Key| matches!(k, Key::Passage(_));
        if self.pending.keys().any(is_passage) || !self.owed.is_empty() {
            self.write_passages(&*disk, &folder, &device, news)?;
        }
        // Behind the passages: these say what they mark without their texts.
        while let Some((hash, text)) = self.texts.first_key_value() {
            revision::write(&*disk, &folder, *hash, text)?;
            self.texts.pop_first();
        }
        if !self.pending.is_empty() {
            self.write_marks(&*disk, &folder, &device, labels, news)?;
        }
        Ok(())
    }

    /// Drops the texts of this device that no passage has needed for a day.
    /// Where anything of the state cannot be read, nothing is dropped.
    pub fn sweep(&mut self) {
        let disk = Arc::clone(&self.options.disk);
        let (Some(folder), Some(needed)) = (self.folder(), self.needed.take()) else {
            return;
        };
        let now = (self.options.clock)();
        if revision::idle(&*disk, &folder, &needed, now).is_empty() {
            return;
        }
        let Ok(_lock) = self.lock(&*disk) else {
            return;
        };
        // Once more under the lock: a passage may have been kept since.
        let loaded = load::all(&*disk, &self.reading, self.device.as_deref(), false);
        let Some(needed) = loaded.needed() else {
            return;
        };
        for hash in revision::idle(&*disk, &folder, &needed, now) {
            if let Err(error) = revision::drop_text(&*disk, &folder, hash) {
                tracing::debug!(%error, "an earlier text stays");
            }
        }
    }

    fn write_passages(
        &mut self,
        disk: &dyn Disk,
        folder: &Path,
        device: &str,
        news: &mut News,
    ) -> io::Result<()> {
        let path = folder.join(PASSAGES.name);
        let records: Vec<Record> = self
            .pending
            .values()
            .chain(self.owed.values())
            .filter(|r| matches!(r, Record::Passage(_)))
            .cloned()
            .collect();
        self.update(disk, &path, PASSAGES, device, news, |tables, _| {
            for record in &records {
                tables.merge(record, None);
            }
            Ok(())
        })?;
        self.pending.retain(|k, _| !matches!(k, Key::Passage(_)));
        self.owed.clear();
        Ok(())
    }

    fn write_marks(
        &mut self,
        disk: &dyn Disk,
        folder: &Path,
        device: &str,
        labels: Labels<'_>,
        news: &mut News,
    ) -> io::Result<()> {
        let path = folder.join(MARKS.name);
        let older = folder.join(OLDER.name);
        let records: Vec<Record> = self.pending.values().cloned().collect();
        let mut noted = Vec::new();
        self.update(disk, &path, MARKS, device, news, |tables, store| {
            for record in &records {
                let Record::Mark(article, mut mark) = *record else {
                    tables.merge(record, None);
                    continue;
                };
                let label = labels(article);
                if let Some(hash) = label.as_ref().and_then(|l| l.hash) {
                    mark.note_text(hash);
                    noted.push(Record::Mark(article, mark));
                }
                tables.merge(&Record::Mark(article, mark), label.as_ref());
            }
            if tables.marks() <= RECENT {
                return Ok(());
            }
            let resting = tables.take_resting(KEEP);
            let mut news = News::default();
            // Written first: should the power fail in between, they stand in
            // both files, and that changes nothing.
            store.update(disk, &older, OLDER, device, &mut news, |tables, _| {
                for (key, text) in resting {
                    tables.adopt(key, text);
                }
                Ok(())
            })
        })?;
        self.pending.clear();
        news.records.append(&mut noted);
        Ok(())
    }

    /// Merges into one file and notes what it held and in which state it is.
    fn update(
        &mut self,
        disk: &dyn Disk,
        path: &Path,
        kind: Kind,
        device: &str,
        news: &mut News,
        change: impl FnOnce(&mut file::Tables, &mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let now = (self.options.clock)();
        let seen = self.seen.get(path).copied();
        let known = seen.is_some_and(|s| s.sound && disk.identity(path).ok() == Some(s.identity));
        let updated = file::update(disk, path, kind, device, known, now, |tables| {
            change(tables, self)
        })?;
        news.notices.extend(updated.notices);
        if let Some(before) = updated.before {
            news.records.extend(before.records);
        }
        if updated.wrote
            && let Ok(identity) = disk.identity(path)
        {
            let sound = true;
            self.seen.insert(path.to_owned(), Seen { identity, sound });
        }
        Ok(())
    }

    /// Takes the lock that all instances of this device share, or one beside
    /// the files where the state folder cannot be written.
    fn lock(&self, disk: &dyn Disk) -> io::Result<Box<dyn Held>> {
        let own = make_folders(disk, &self.state).map(|()| self.state.join("reading.lock"));
        let path = own.unwrap_or_else(|_| self.reading.join(".lock"));
        let mut waited = Duration::ZERO;
        let mut pause = Duration::from_millis(1);
        loop {
            let held = match disk.lock(&path) {
                Err(_) => disk.lock(&self.reading.join(".lock"))?,
                Ok(held) => held,
            };
            if let Some(held) = held {
                return Ok(held);
            }
            if waited >= PATIENCE {
                return Err(io::Error::other(format!(
                    "another attache holds {} and does not let go",
                    path.display()
                )));
            }
            thread::sleep(pause);
            waited += pause;
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }

    /// Reads what other devices and instances wrote since the last look.
    pub fn refresh(&mut self) -> News {
        let disk = Arc::clone(&self.options.disk);
        let loaded = load::changed(
            &*disk,
            &self.reading,
            self.device.as_deref(),
            &mut self.seen,
        );
        News {
            records: loaded.records,
            notices: loaded.notices,
        }
    }
}

/// What stands beside the devices' folders.
const README: &str = "\
This folder is what attache remembers of your reading: for each device a folder with passages.toml (bookmarks, notes, tags), marks.toml (read, starred, place; marks that rest are in marks-older.toml) and revisions (the texts that bookmarks were taken from, compressed).
You may copy it, sync it, keep it in git, and edit it while attache is closed: each device writes only its own folder and reads all of them; of two changes the later one counts.
To move it to another machine, copy this folder into the config folder there; `attache paths` names it.
A file NAME.broken-DATE was damaged and has been kept as it was: delete it when you have looked at it.
";

/// Makes a folder and those above it, each on the disk before the next.
pub(super) fn make_folders(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    let missing = |p: &Path| match disk.identity(p) {
        Ok(_) => Ok(false),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(true),
        Err(e) => Err(e),
    };
    let mut todo = Vec::new();
    let mut at = Some(path);
    while let Some(folder) = at.filter(|p| !p.as_os_str().is_empty()) {
        if !missing(folder)? {
            break;
        }
        todo.push(folder);
        at = folder.parent();
    }
    for folder in todo.into_iter().rev() {
        match disk.make_folder(folder) {
            Err(e) if e.kind() != ErrorKind::AlreadyExists => return Err(e),
            _ => {}
        }
        if let Some(parent) = folder.parent() {
            disk.sync_folder(parent)?;
        }
    }
    Ok(())
}

/// An identity that no file has.
pub(super) const NO_IDENTITY: Identity = Identity {
    len: u64::MAX,
    modified: None,
    number: u64::MAX,
};
