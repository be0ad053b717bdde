//! Watching the library's folders: says when a sync is due.
//!
//! The system tells of changes where it can. Folders on network drives, of
//! which it tells only what this machine does, folders beyond its limit of
//! watches and folders that are not there yet are looked through now and then
//! instead; [`WatchEvent::Watching`] says which and why.
//!
//! ```text
//! Library::watch(events, own) ─ thread ─→ Watching([…])   once, and when it changes
//!                                      ─→ Changed         sync when you have time
//! ```
//!
//! Nothing is read from the files here, and what came of a change is for
//! [`Library::sync`] to find out: a [`WatchEvent::Changed`] that comes while one
//! runs asks for one more after it. Two may come for one change, so a receiver
//! takes all that wait before it starts. Start the watch before the first sync:
//! then no change falls between them.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Component, Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use jiff::tz::TimeZone;
use notify_debouncer_mini::{
    Config, DebounceEventResult, Debouncer, new_debouncer_opt,
    notify::{
        self, Error, ErrorKind, Event, EventHandler, EventKind, RecommendedWatcher, RecursiveMode,
        Watcher, WatcherKind,
    },
};

use super::{Library, walk};
use crate::{clean::Clean, index::catalog::Root};

/// What the watch tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchEvent {
    /// How each folder is watched.
    Watching(Vec<Watched>),
    /// Something in the folders changed: a sync is due.
    Changed,
}

/// A folder and how it is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The folder, or the single file.
    pub path: PathBuf,
    /// How.
    pub how: How,
}

/// How a folder is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// The system tells of every change at once.
    Told,
    /// It is looked through from time to time.
    LookedThrough(Why),
}

/// Why a folder is looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is on a network drive.
    Network,
    /// The system watches no more folders.
    Limit,
    /// It is not there yet.
    Missing,
    /// The system does not watch it; what it says.
    Refused(Clean),
}

impl Watched {
    /// One sentence for the user, where changes are not seen at once.
    #[must_use]
    pub fn notice(&self) -> Option<Clean> {
        let How::LookedThrough(why) = &self.how else {
            return None;
        };
        let path = self.path.display();
        let seconds = Pace::default().look.as_secs();
        let told = match why {
            Why::Missing => return None,
            Why::Network => {
                format!("{path} is on a network drive: looked through every {seconds} s")
            }
            Why::Limit => format!(
                "{path} has more folders than the system watches: looked through every {seconds} s (more: fs.inotify.max_user_watches)"
            ),
            Why::Refused(error) => {
                format!("{path} cannot be watched ({error}): looked through every {seconds} s")
            }
        };
        Some(Clean::line(&told))
    }
}

/// How long the watch waits.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// After a change, for more of it.
    settle: Duration,
    /// Between two looks through a folder.
    look: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            settle: Duration::from_millis(500),
            look: Duration::from_secs(30),
        }
    }
}

/// Looking takes at most one part in so many of the time.
const SHARE: u32 = 20;

/// A running watch; it ends when this is dropped.
#[derive(Debug)]
pub struct Watch {
    stop: Arc<AtomicBool>,
    wake: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // The thread waits for this channel; it is not waited for, for it may
        // be inside a slow drive.
        self.wake = None;
        drop(self.thread.take());
    }
}

impl Library {
    /// Watches the session's folders on a thread of its own and tells
    /// `events`. What changes below `own`, our own folders, is not told, so
    /// that writing the index is no reason for the next sync.
    ///
    /// The watch ends when the result is dropped, or with the receiver.
    #[must_use]
    pub fn watch(&self, events: Sender<WatchEvent>, own: &[PathBuf]) -> Watch {
        let roots = self.shared.roots.clone();
        start(
            roots,
            own,
            self.shared.zone.clone(),
            events,
            Pace::default(),
        )
    }
}

/// Watches one folder of our own, as the one with the reading state that other
/// devices and instances write: tells `events` as [`Library::watch`] does.
///
/// The watch ends when the result is dropped, or with the receiver.
#[must_use]
pub fn watch_folder(folder: &Path, events: Sender<WatchEvent>) -> Watch {
    let root = Root {
        path: super::resolved(folder),
        file: false,
    };
    start(vec![root], &[], TimeZone::UTC, events, Pace::default())
}

fn start(
    roots: Vec<Root>,
    own: &[PathBuf],
    zone: TimeZone,
    events: Sender<WatchEvent>,
    pace: Pace,
) -> Watch {
    let stop = Arc::new(AtomicBool::new(false));
    let (wake, sleep) = mpsc::channel();
    let own = own.iter().map(|p| super::resolved(p)).collect();
    let watcher = Watching {
        roots,
        own,
        zone,
        events,
        pace,
        stop: Arc::clone(&stop),
    };
    let thread = thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || watcher.run(&sleep));
    Watch {
        stop,
        wake: Some(wake),
        thread: thread.ok(),
    }
}

/// The watch's thread.
struct Watching {
    roots: Vec<Root>,
    own: Vec<PathBuf>,
    zone: TimeZone,
    events: Sender<WatchEvent>,
    pace: Pace,
    stop: Arc<AtomicBool>,
}

type Told = Debouncer<Changes<RecommendedWatcher>>;

impl Watching {
    fn run(self, sleep: &Receiver<()>) {
        let (mut told, mut watched) = self.arm();
        if self.tell(WatchEvent::Watching(watched.clone())) {
            return;
        }
        let mut seen = self.look(&watched);
        loop {
            let looked: Vec<&Watched> = watched.iter().filter(|w| w.how != How::Told).collect();
            if looked.is_empty() {
                // Until the watch is dropped.
                let _ = sleep.recv();
                return;
            }
            let wait = self.pace.look.max(seen.took * SHARE);
            if sleep.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let came = |w: &&Watched| w.how == How::LookedThrough(Why::Missing) && w.path.exists();
            if looked.iter().any(came) {
                // Folders that came are watched like the others; what came
                // with them is due.
                drop(told.take());
                (told, watched) = self.arm();
                let how = WatchEvent::Watching(watched.clone());
                if self.tell(how) || self.tell(WatchEvent::Changed) {
                    return;
                }
                seen = self.look(&watched);
                continue;
            }
            let now = self.look(&watched);
            if now.state != seen.state && self.tell(WatchEvent::Changed) {
                return;
            }
            seen = now;
        }
    }

    /// Sends an event; whether nobody listens any more.
    fn tell(&self, event: WatchEvent) -> bool {
        self.stop.load(Ordering::Relaxed) || self.events.send(event).is_err()
    }

    /// Asks the system to watch all folders that it can.
    fn arm(&self) -> (Option<Told>, Vec<Watched>) {
        let mut told = self.debouncer();
        let watched = self
            .roots
            .iter()
            .map(|root| Watched {
                path: root.path.clone(),
                how: match &mut told {
                    _ if !root.path.exists() => How::LookedThrough(Why::Missing),
                    _ if on_network(&root.path) => How::LookedThrough(Why::Network),
                    Ok(told) => watch_root(told.watcher(), root),
                    Err(error) => How::LookedThrough(why(error)),
                },
            })
            .collect();
        (told.ok(), watched)
    }

    fn debouncer(&self) -> Result<Told, Error> {
        let config = Config::default()
            .with_timeout(self.pace.settle)
            .with_notify_config(notify::Config::default().with_follow_symlinks(false));
        let (events, roots, own) = (self.events.clone(), self.roots.clone(), self.own.clone());
        new_debouncer_opt(config, move |result: DebounceEventResult| {
            // An error may stand for a change that was lost.
            let due = result.map_or(true, |changes| {
                changes.iter().any(|c| concerns(&c.path, &roots, &own))
            });
            if due {
                // Nobody listening: the watch is about to end.
                let _ = events.send(WatchEvent::Changed);
            }
        })
    }

    /// What the folders that are looked through hold.
    fn look(&self, watched: &[Watched]) -> Look {
        let since = Instant::now();
        let roots: Vec<Root> = self
            .roots
            .iter()
            .zip(watched)
            .filter(|(_, w)| w.how != How::Told)
            .map(|(root, _)| root.clone())
            .collect();
        let mut state = DefaultHasher::new();
        if !roots.is_empty() {
            let walked = walk::walk(&roots, &self.zone, &|| self.stop.load(Ordering::Relaxed));
            for (folder, files) in &walked.folders {
                folder.hash(&mut state);
                for file in files {
                    (&file.name, file.size, file.mtime).hash(&mut state);
                }
            }
        }
        Look {
            state: state.finish(),
            took: since.elapsed(),
        }
    }
}

/// A look through folders.
#[derive(Clone, Copy, Debug)]
struct Look {
    state: u64,
    took: Duration,
}

fn watch_root(watcher: &mut dyn Watcher, root: &Root) -> How {
    // A single file is watched through its folder: editors replace files.
    let (path, mode) = match root.path.parent() {
        Some(folder) if root.file => (folder, RecursiveMode::NonRecursive),
        _ => (root.path.as_path(), RecursiveMode::Recursive),
    };
    match watcher.watch(path, mode) {
        Ok(()) => How::Told,
        Err(error) => {
            // Half a tree is watched: the rest is looked through with it.
            let _ = watcher.unwatch(path);
            How::LookedThrough(why(&error))
        }
    }
}

fn why(error: &Error) -> Why {
    match &error.kind {
        ErrorKind::MaxFilesWatch => Why::Limit,
        // "No space left", "too many open files": inotify's other limits.
        ErrorKind::Io(error) if matches!(error.raw_os_error(), Some(28 | 24)) => Why::Limit,
        _ => Why::Refused(Clean::line(&error.to_string())),
    }
}

/// Whether a change at `path` is one of articles: below a root, not hidden, and
/// not ours.
fn concerns(path: &Path, roots: &[Root], own: &[PathBuf]) -> bool {
    if path.as_os_str().is_empty() {
        return true; // events were lost
    }
    if own.iter().any(|o| path.starts_with(o)) {
        return false;
    }
    roots.iter().any(|root| {
        if root.file {
            return path == root.path;
        }
        let Ok(inside) = path.strip_prefix(&root.path) else {
            return root.path.starts_with(path); // the root itself came or went
        };
        inside.components().all(|c| {
            let name = c.as_os_str().to_string_lossy();
            !name.starts_with('.') || name == walk::IGNORE
        })
    })
}

/// A watcher that tells of changes only: that we open a file to read it must
/// not be a reason to read it again.
#[derive(Debug)]
struct Changes<W>(W);

impl<W: Watcher> Watcher for Changes<W> {
    fn new<F: EventHandler>(mut handler: F, config: notify::Config) -> notify::Result<Self> {
        let only = move |event: notify::Result<Event>| {
            if let Some(event) = change(event) {
                handler.handle_event(event);
            }
        };
        W::new(only, config).map(Changes)
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
        self.0.watch(path, mode)
    }

    fn unwatch(&mut self, path: &Path) -> notify::Result<()> {
        self.0.unwatch(path)
    }

    fn configure(&mut self, config: notify::Config) -> notify::Result<bool> {
        self.0.configure(config)
    }

    fn kind() -> WatcherKind {
        W::kind()
    }
}

/// An event, if it is a change; one without a path says that some were lost.
fn change(event: notify::Result<Event>) -> Option<notify::Result<Event>> {
    let Ok(mut event) = event else {
        return Some(event);
    };
    if matches!(event.kind, EventKind::Access(_)) && !event.need_rescan() {
        return None;
    }
    if event.need_rescan() && event.paths.is_empty() {
        event.paths.push(PathBuf::new());
    }
    Some(Ok(event))
}

/// Whether the system tells only of this machine's own changes to the folder.
fn on_network(path: &Path) -> bool {
    let shared = path.components().next().is_some_and(|c| match c {
        Component::Prefix(p) => matches!(
            p.kind(),
            std::path::Prefix::UNC(..) | std::path::Prefix::VerbatimUNC(..)
        ),
        _ => false,
    });
    shared || remote(path)
}

/// File systems of other machines, and those of a process, which may be one
/// (sshfs): linux/magic.h, statfs(2).
#[cfg(target_os = "linux")]
fn remote(path: &Path) -> bool {
    const REMOTE: &[u32] = &[
        0x6969,      // NFS
        0x517b,      // SMB
        0xff53_4d42, // CIFS
        0xfe53_4d42, // SMB 2
        0x0102_1997, // 9P
        0x6573_5546, // FUSE
        0x00c3_6400, // Ceph
        0x5346_414f, // AFS
        0x7375_7245, // Coda
        0x0bd0_0bd0, // Lustre
    ];
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the magic has 32 bits
    rustix::fs::statfs(path).is_ok_and(|s| REMOTE.contains(&(s.f_type as u32)))
}

#[cfg(not(target_os = "linux"))]
fn remote(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::fs;

    use notify::event::{AccessKind, AccessMode, CreateKind, Flag};

    use super::*;

    /// Far more than any wait should take.
    const LONG: Duration = Duration::from_secs(30);

    fn fast() -> Pace {
        Pace {
            settle: Duration::from_millis(10),
            look: Duration::from_millis(10),
        }
    }

    fn root(path: &Path) -> Root {
        Root {
            path: super::super::resolved(path),
            file: path.is_file(),
        }
    }

    fn changed(events: &Receiver<WatchEvent>) -> bool {
        loop {
            match events.recv_timeout(LONG) {
                Ok(WatchEvent::Changed) => return true,
                Ok(WatchEvent::Watching(_)) => {}
                Err(_) => return false,
            }
        }
    }

    #[test]
    fn a_new_file_in_a_folder_below_is_told() {
        let dir = tempfile::tempdir().expect("folder");
        fs::create_dir(dir.path().join("below")).expect("folder");
        let (send, events) = mpsc::channel();
        let watch = start(vec![root(dir.path())], &[], TimeZone::UTC, send, fast());
        let Ok(WatchEvent::Watching(how)) = events.recv_timeout(LONG) else {
            panic!("first the watch says how it watches");
        };
        assert_eq!(how.len(), 1);
        fs::write(dir.path().join("below/a.txt"), "Talks resume").expect("write");
        assert!(changed(&events));
        drop(watch);
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_seen_when_it_comes() {
        let dir = tempfile::tempdir().expect("folder");
        let folder = super::super::resolved(dir.path()).join("later");
        let (send, events) = mpsc::channel();
        let roots = vec![Root {
            path: folder.clone(),
            file: false,
        }];
        let _watch = start(roots, &[], TimeZone::UTC, send, fast());
        let first = events.recv_timeout(LONG).expect("how");
        let how = How::LookedThrough(Why::Missing);
        assert_eq!(
            first,
            WatchEvent::Watching(vec![Watched {
                path: folder.clone(),
                how
            }])
        );
        fs::create_dir(&folder).expect("folder");
        fs::write(folder.join("a.txt"), "Talks resume").expect("write");
        assert!(changed(&events));
    }

    #[test]
    fn reading_is_no_change_and_lost_events_are_one() {
        let event = |kind| Event::new(kind).add_path(PathBuf::from("/b/a.txt"));
        let open = EventKind::Access(AccessKind::Open(AccessMode::Any));
        assert!(change(Ok(event(open))).is_none());
        assert!(change(Ok(event(EventKind::Create(CreateKind::File)))).is_some());
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        let told = change(Ok(lost)).expect("told").expect("event");
        assert!(concerns(&told.paths[0], &[], &[]));
        assert!(change(Err(Error::generic("lost"))).is_some());
    }

    #[test]
    fn only_articles_of_the_folders_concern() {
        let folder = |p: &str| Root {
            path: p.into(),
            file: false,
        };
        let roots = [
            folder("/b"),
            Root {
                path: "/c/one.txt".into(),
                file: true,
            },
        ];
        let own = [PathBuf::from("/b/cache")];
        let concerns = |p: &str| concerns(Path::new(p), &roots, &own);
        assert!(concerns("/b/x/a.txt") && concerns("/b") && concerns("/c/one.txt"));
        assert!(concerns("/b/.attacheignore"));
        assert!(!concerns("/b/.a.txt.swp") && !concerns("/b/.git/index"));
        assert!(!concerns("/b/cache/index.db") && !concerns("/c/two.txt") && !concerns("/d/a"));
    }

    #[test]
    fn notices_say_why_and_what_to_do() {
        let watched = |how| Watched {
            path: "/b".into(),
            how,
        };
        assert_eq!(watched(How::Told).notice(), None);
        let limit = watched(How::LookedThrough(Why::Limit))
            .notice()
            .expect("said");
        assert!(limit.contains("max_user_watches"));
        let full = Error::io(std::io::Error::from_raw_os_error(28));
        assert_eq!(why(&full), Why::Limit);
        assert_eq!(why(&Error::new(ErrorKind::MaxFilesWatch)), Why::Limit);
    }
}
