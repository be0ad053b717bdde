//! Does the I/O that `update` asks for, on threads of its own: one lane each
//! for what must be quick (rows, articles), for listing, for saving, for the
//! index's mirror of the reading state, for the index, for where passages
//! stand, and for errands. Each
//! does one thing after the other; what was overtaken by a later request is
//! left out. A thread begins with the first thing it has to do: no start waits
//! for it, and what a session never asks for costs none.

mod across;
mod check;
mod earlier;
mod picture;

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread::{self, JoinHandle},
};

use super::{
    editor,
    effect::{Effect, Report},
    tools,
};
use crate::{
    article::ArticleId,
    clean::Clean,
    config::Config,
    library::{Library, LibraryEvent},
    places::Places,
    state::{Label, News, Revisions, Store},
};

/// What comes back from a lane.
#[derive(Clone, Debug)]
pub enum Back {
    /// A report.
    Report(Box<Report>),
    /// An effect is done.
    Done,
}

/// The lanes.
pub struct Worker {
    quick: Lane,
    list: Lane,
    save: Sender<Effect>,
    mirror: Lane,
    sync: Lane,
    errands: Lane,
    across: Lane,
    check: Lane,
    /// The request across the library that is wanted; 0 for none.
    wanted: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    saving: Saving,
    under_way: usize,
}

/// The thread that saves.
enum Saving {
    /// Begins with the first effect of any kind: it also reads the marks that
    /// rest.
    Waiting(Box<dyn FnOnce() -> Option<Clean> + Send>),
    /// Ends with what could not be saved.
    Running(JoinHandle<Option<Clean>>),
    /// Could not begin; what it got is lost, and was logged.
    Failed,
}

/// What the lanes work with.
#[derive(Debug)]
pub struct Tools {
    /// The library.
    pub library: Library,
    /// The reading state on the disk.
    pub store: Store,
    /// The settings.
    pub config: Config,
    /// The folders.
    pub places: Places,
}

impl Worker {
    /// Makes the lanes, none of which begins yet; `back` gets what comes of it.
    #[must_use]
    pub fn start(tools: Tools, back: impl Fn(Back) + Clone + Send + 'static) -> Self {
        let Tools {
            library,
            store,
            config,
            places,
        } = tools;
        let stop = Arc::new(AtomicBool::new(false));
        // The lane of the first article takes the connection that there is.
        let (library, connected) = (library.clone(), library);
        let quick = {
            let revisions = store.revisions();
            lane("rows", back.clone(), move |effect, tell| {
                quick(&connected, &revisions, effect, tell);
            })
        };
        let check = {
            let (library, revisions) = (library.clone(), store.revisions());
            lane("passages", back.clone(), move |effect, tell| {
                check::run(&library, &revisions, effect, tell);
            })
        };
        let list = {
            let library = library.clone();
            lane("list", back.clone(), move |effect, tell| {
                list(&library, effect, tell);
            })
        };
        let mirror = {
            let library = library.clone();
            lane("mirror", back.clone(), move |effect, tell| {
                mirror(&library, effect, tell);
            })
        };
        let sync = {
            let (library, stop) = (library.clone(), Arc::clone(&stop));
            lane("index", back.clone(), move |_, tell| {
                sync(&library, &stop, tell);
            })
        };
        let errands = {
            let library = library.clone();
            let mut config = config;
            lane("errands", back.clone(), move |effect, tell| match effect {
                Effect::Configure(new) => config = *new,
                effect => errand(&library, &config, &places, effect, tell),
            })
        };
        let wanted = Arc::new(AtomicU64::new(0));
        let across = {
            let (library, wanted) = (library.clone(), Arc::clone(&wanted));
            lane("library", back.clone(), move |effect, tell| {
                across::run(&library, &wanted, effect, tell);
            })
        };
        let (save, effects) = mpsc::channel();
        let saving = move || save_lane(store, &library, &effects, &back);
        Self {
            quick,
            list,
            save,
            mirror,
            sync,
            errands,
            across,
            check,
            wanted,
            stop,
            saving: Saving::Waiting(Box::new(saving)),
            under_way: 0,
        }
    }

    /// Does an effect; those of the terminal are not done here.
    pub fn run(&mut self, effect: Effect) {
        self.begin_saving();
        let lane = match &effect {
            Effect::Rows { .. }
            | Effect::Open { .. }
            | Effect::OpenId { .. }
            | Effect::OpenFile { .. }
            | Effect::OpenRevision { .. }
            | Effect::Revision { .. } => &mut self.quick,
            Effect::List { .. } | Effect::Renew { .. } | Effect::Ids(_) => &mut self.list,
            Effect::Check(_) | Effect::Resolve(_) | Effect::Seek(_) => &mut self.check,
            Effect::Save(_) | Effect::Refresh => {
                if self.save.send(effect).is_ok() {
                    self.under_way += 1;
                }
                return;
            }
            Effect::Mirror(changes) if changes.is_empty() => return,
            Effect::Mirror(_) => &mut self.mirror,
            Effect::Sync => {
                self.stop.store(false, Ordering::SeqCst);
                &mut self.sync
            }
            Effect::StopSync => {
                self.stop.store(true, Ordering::SeqCst);
                return;
            }
            Effect::Across { number, .. } => {
                self.wanted.store(*number, Ordering::SeqCst);
                &mut self.across
            }
            Effect::StopAcross => {
                self.wanted.store(0, Ordering::SeqCst);
                return;
            }
            Effect::Configure(_)
            | Effect::LookEditor(_)
            | Effect::Browse(_)
            | Effect::View(_)
            | Effect::ViewPicture { .. }
            | Effect::Picture { .. }
            | Effect::Add(_)
            | Effect::Write { .. }
            | Effect::Complete(_)
            | Effect::Remember { .. } => &mut self.errands,
            Effect::Copy { .. }
            | Effect::Edit(_)
            | Effect::EditNote { .. }
            | Effect::Pipe { .. }
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Quit => return,
        };
        // A lane ends only with the program.
        if lane.send(effect) {
            self.under_way += 1;
        }
    }

    fn begin_saving(&mut self) {
        if !matches!(self.saving, Saving::Waiting(_)) {
            return;
        }
        if let Saving::Waiting(work) = std::mem::replace(&mut self.saving, Saving::Failed) {
            match thread::Builder::new().spawn(work) {
                Ok(running) => self.saving = Saving::Running(running),
                Err(error) => tracing::error!(%error, "no thread"),
            }
        }
    }

    /// Counts an effect that is done.
    pub fn done(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Whether nothing is under way.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.under_way == 0
    }

    /// Ends: the index stops within a file, what is to be saved is saved.
    /// Gives what could not be saved.
    #[must_use]
    pub fn finish(self) -> Option<Clean> {
        self.stop.store(true, Ordering::SeqCst);
        self.wanted.store(0, Ordering::SeqCst);
        drop(self.save);
        match self.saving {
            Saving::Running(running) => running.join().ok().flatten(),
            // Nothing was asked for, so nothing is to be saved.
            Saving::Waiting(_) | Saving::Failed => None,
        }
    }
}

/// A thread that does effects one after the other, from the first one on.
struct Lane {
    effects: Sender<Effect>,
    /// Its work, until it has begun.
    work: Option<Box<dyn FnOnce() + Send>>,
}

impl Lane {
    /// Hands an effect over; `false` if nobody takes it.
    fn send(&mut self, effect: Effect) -> bool {
        if let Some(work) = self.work.take() {
            // Parsers of nested pages recurse.
            let builder = thread::Builder::new().stack_size(16 << 20);
            if let Err(error) = builder.spawn(work) {
                tracing::error!(%error, "no thread");
            }
        }
        self.effects.send(effect).is_ok()
    }
}

/// Makes a lane.
fn lane(
    name: &str,
    back: impl Fn(Back) + Send + 'static,
    mut work: impl FnMut(Effect, &dyn Fn(Report)) + Send + 'static,
) -> Lane {
    let (sender, effects) = mpsc::channel::<Effect>();
    let name = name.to_owned();
    let work = move || {
        let mut waiting = VecDeque::new();
        while let Some(effect) = next(&effects, &mut waiting) {
            if !is_overtaken(&effect, &waiting) {
                let tell = |report| back(Back::Report(Box::new(report)));
                let done = catch_unwind(AssertUnwindSafe(|| work(effect, &tell)));
                if done.is_err() {
                    tracing::error!(name, "a panic while working");
                    tell(Report::Failed(Clean::line(&format!(
                        "something went wrong inside attache ({name}); reading on is safe"
                    ))));
                }
            }
            back(Back::Done);
        }
    };
    Lane {
        effects: sender,
        work: Some(Box::new(work)),
    }
}

/// The next effect; all that wait are taken in, so that it can be told which
/// were overtaken.
fn next(effects: &Receiver<Effect>, waiting: &mut VecDeque<Effect>) -> Option<Effect> {
    if waiting.is_empty() {
        waiting.push_back(effects.recv().ok()?);
    }
    waiting.extend(effects.try_iter());
    waiting.pop_front()
}

/// Whether a later request of the same kind makes this one pointless.
fn is_overtaken(effect: &Effect, later: &VecDeque<Effect>) -> bool {
    let opens = |e: &Effect| {
        matches!(
            e,
            Effect::Open { .. }
                | Effect::OpenId { .. }
                | Effect::OpenFile { .. }
                | Effect::OpenRevision { .. }
        )
    };
    match effect {
        _ if opens(effect) => later.iter().any(opens),
        Effect::List { .. } => later.iter().any(|e| matches!(e, Effect::List { .. })),
        Effect::Sync => later.iter().any(|e| matches!(e, Effect::Sync)),
        Effect::Complete(_) => later.iter().any(|e| matches!(e, Effect::Complete(_))),
        _ => false,
    }
}

/// Rows and articles.
fn quick(library: &Library, revisions: &Revisions, effect: Effect, tell: &dyn Fn(Report)) {
    match effect {
        Effect::Revision { passage, hash } => {
            let text = revisions.read(hash);
            tell(Report::Revision { passage, text });
        }
        Effect::OpenRevision { passage, number } => {
            let result = earlier::open(library, revisions, &passage);
            tell(Report::Opened {
                number,
                key: None,
                result: result.map(Arc::new),
            });
        }
        Effect::OpenFile { path, number } => {
            let result = tools::open_file(library, &path);
            let key = result.as_ref().ok().and_then(|(o, _)| library.key_of(o.id));
            let said = result.as_ref().ok().and_then(|(_, said)| said.clone());
            tell(Report::Opened {
                number,
                key,
                result: result.map(|(opened, _)| Arc::new(opened)),
            });
            said.into_iter().for_each(|said| tell(Report::Done(said)));
        }
        Effect::Rows { keys, query } => {
            let rows = library.rows(&keys, &query);
            tell(Report::Rows { keys, rows });
        }
        Effect::Open { key, number } => {
            let opened = library.open_article(key);
            tell(Report::Opened {
                number,
                key: Some(key),
                result: opened
                    .map(Arc::new)
                    .map_err(|e| Clean::line(&e.to_string())),
            });
        }
        Effect::OpenId { id, number } => {
            let key = library.key_of(id);
            let gone = || Clean::line("the article is no longer in the library");
            let result = key.ok_or_else(gone).and_then(|key| {
                let opened = library.open_article(key);
                opened
                    .map(Arc::new)
                    .map_err(|e| Clean::line(&e.to_string()))
            });
            tell(Report::Opened {
                number,
                key,
                result,
            });
        }
        _ => {}
    }
}

/// Rows read at once when identities are looked up.
const CHUNK: usize = 1_000;

fn list(library: &Library, effect: Effect, tell: &dyn Fn(Report)) {
    match effect {
        Effect::List { view, now, number } => {
            let listing = library.list(&view, now);
            tell(Report::Listed { number, listing });
        }
        Effect::Renew { selected, shown } => {
            let key = |id: Option<ArticleId>| id.and_then(|id| library.key_of(id));
            tell(Report::Renewed {
                selected: key(selected),
                shown: key(shown),
            });
        }
        Effect::Ids(keys) => {
            let ids: Vec<ArticleId> = keys
                .chunks(CHUNK)
                .flat_map(|keys| library.rows(keys, ""))
                .map(|row| row.id)
                .collect();
            tell(Report::Ids(ids));
        }
        _ => {}
    }
}

fn mirror(library: &Library, effect: Effect, tell: &dyn Fn(Report)) {
    let Effect::Mirror(changes) = effect else {
        return;
    };
    match library.set_reading(&changes) {
        Ok(keys) => tell(Report::Mirrored(keys.len())),
        Err(error) => tell(Report::Failed(Clean::line(&format!(
            "the list may show old marks: {error}"
        )))),
    }
}

fn sync(library: &Library, stop: &AtomicBool, tell: &dyn Fn(Report)) {
    let mut events = |event: LibraryEvent| tell(Report::Library(event));
    let report =
        library
            .sync_now(&mut events, stop)
            .unwrap_or_else(|error| crate::library::Report {
                problems: vec![Clean::line(&error.to_string())],
                ..crate::library::Report::default()
            });
    tracing::info!(files = report.files, "the index is up to date");
    for problem in &report.problems {
        tracing::info!("{problem}");
    }
    events(LibraryEvent::Finished { report });
}

fn errand(
    library: &Library,
    config: &Config,
    places: &Places,
    effect: Effect,
    tell: &dyn Fn(Report),
) {
    let result = match effect {
        Effect::Browse(url) => tools::open(&config.browser, "%u", &url).map(|()| None),
        Effect::View(path) => {
            tools::open(&config.viewer, "%f", &path.display().to_string()).map(|()| None)
        }
        Effect::ViewPicture { article, source } => picture::find(&article, &source)
            .and_then(|path| tools::open(&config.viewer, "%f", &path.display().to_string()))
            .map(|()| None),
        Effect::Picture {
            article,
            source,
            size,
        } => {
            let result = picture::find(&article, &source).and_then(|p| picture::art(&p, size));
            let result = result.map(Arc::new);
            tell(Report::Picture { source, result });
            Ok(None)
        }
        Effect::LookEditor(path) => {
            tell(editor::look(config, path));
            Ok(None)
        }
        Effect::Add(path) => {
            let added = tools::add(&path, config, places).map(Some);
            if added.is_ok() {
                tell(Report::FoldersChanged);
            }
            added
        }
        Effect::Write {
            path,
            format,
            passages,
        } => tools::export(library, &path, format, &passages).map(Some),
        Effect::Complete(typed) => {
            let paths = tools::complete(&typed);
            tell(Report::Completed { typed, paths });
            Ok(None)
        }
        Effect::Remember { prompt, line } => {
            tools::remember(places, prompt, &line);
            Ok(None)
        }
        _ => Ok(None),
    };
    match result {
        Ok(Some(said)) => tell(Report::Done(said)),
        Ok(None) => {}
        Err(said) => tell(Report::Failed(said)),
    }
}

/// Marks that are handed to the screen at once: merged in a millisecond or two.
const PORTION: usize = 1000;

/// Saves the reading state; at the end gives what could not be saved.
fn save_lane(
    mut store: Store,
    library: &Library,
    effects: &Receiver<Effect>,
    back: &dyn Fn(Back),
) -> Option<Clean> {
    let tell = |report| back(Back::Report(Box::new(report)));
    let mut label = |id: ArticleId| {
        let key = library.key_of(id)?;
        let row = library.rows(&[key], "").into_iter().next()?;
        Some(Label {
            title: row.title,
            source: row.source,
            hash: library.text_of(id),
        })
    };
    // The marks that rest, in portions that cost the screen nothing.
    let told = |news: News| {
        for notice in news.notices {
            tell(Report::Warned(notice));
        }
        for records in news.records.chunks(PORTION) {
            tell(Report::Merged(records.to_vec()));
        }
    };
    told(store.refresh());
    store.sweep();
    while let Ok(effect) = effects.recv() {
        if effect == Effect::Refresh {
            told(store.refresh());
        } else if let Effect::Save(unsaved) = effect {
            told(store.save(unsaved, &mut label));
            tell(Report::Saved(match store.trouble() {
                None => Ok(()),
                Some(why) => Err(why.clone()),
            }));
        }
        back(Back::Done);
    }
    if store.pending() > 0 {
        // Once more: a full disk may have room by now.
        let _ = store.save(crate::state::Unsaved::default(), &mut label);
    }
    store.leftover()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_of_many_openings_is_done() {
        let open = |n| Effect::Open { key: 1, number: n };
        let rows = Effect::Rows {
            keys: vec![1],
            query: String::new(),
        };
        let later: VecDeque<Effect> = [rows.clone(), open(2)].into();
        assert!(is_overtaken(&open(1), &later));
        assert!(!is_overtaken(&rows, &later));
        assert!(!is_overtaken(&open(2), &VecDeque::new()));
    }

    #[test]
    fn a_panic_in_a_lane_is_a_message() {
        let (sender, receiver) = mpsc::channel();
        let mut lane = lane(
            "test",
            move |b| {
                let _ = sender.send(b);
            },
            |effect, tell| {
                assert!(effect != Effect::Sync, "broken on purpose");
                tell(Report::Mirrored(1));
            },
        );
        assert!(lane.send(Effect::Sync));
        assert!(lane.send(Effect::Redraw));
        let all: Vec<Back> = (0..4).map(|_| receiver.recv().expect("back")).collect();
        assert!(matches!(&all[0], Back::Report(r) if matches!(**r, Report::Failed(_))));
        assert!(matches!(&all[2], Back::Report(r) if matches!(**r, Report::Mirrored(1))));
    }
}
