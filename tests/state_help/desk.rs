//! A config folder in a temporary place, sessions over it, passages to keep.

// Each test binary uses a part of it.
#![allow(dead_code)]

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use attache::{
    article::ArticleId,
    clean::Clean,
    passage::{About, Passage, PassageId, Selector},
    places::Places,
    span::Span,
    state::{Change, Disk, Labels, Reading, RealDisk, Store, StoreOptions},
};
use jiff::Timestamp;

/// A moment: seconds after a fixed one.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).expect("time")
}

/// The words of passage `n` of an article.
pub fn quotes(article: &str, n: impl TryInto<i64>) -> String {
    let n: i64 = n.try_into().ok().expect("number");
    format!("the {n} envoys of {article} agreed")
}

/// The text that passage `n` of an article is taken from.
pub fn text(article: &str, n: impl TryInto<i64>) -> String {
    let quote = quotes(article, n);
    format!("On Monday {quote}, a spokeswoman said in Geneva.")
}

/// Passage `n` of an article.
pub fn passage(article: &str, n: impl TryInto<i64>) -> Passage {
    let n: i64 = n.try_into().ok().expect("number");
    let quote = quotes(article, n);
    let text = text(article, n);
    let start = text.find(&quote).expect("quote");
    let selector = Selector::of(&text, Span::new(start, start + quote.len()));
    let id = ArticleId::of(article);
    Passage {
        id: PassageId::new(at(n), id, &selector),
        article: id,
        selector,
        about: About {
            title: Clean::line("Envoys agree"),
            ..About::default()
        },
        note: Clean::default(),
        tags: Vec::new(),
        colour: 0,
        created: at(n),
        updated: at(n),
    }
}

/// A config folder.
pub struct Desk {
    folder: PathBuf,
    _kept: Option<tempfile::TempDir>,
    now: Arc<Mutex<Timestamp>>,
}

/// An open session.
pub struct Session {
    pub store: Store,
    pub reading: Reading,
    pub notices: Vec<Clean>,
    now: Arc<Mutex<Timestamp>>,
}

impl Desk {
    pub fn new() -> Self {
        let kept = tempfile::tempdir().expect("temporary folder");
        let mut desk = Self::at(kept.path());
        desk._kept = Some(kept);
        desk
    }

    pub fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            _kept: None,
            now: Arc::new(Mutex::new(at(100))),
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.clone()
    }

    pub fn places(&self) -> Places {
        let below = |name| self.folder.join(name);
        Places {
            config: below("config"),
            state: below("state"),
            cache: below("cache"),
            data: below("data"),
        }
    }

    pub fn reading(&self) -> PathBuf {
        self.places().reading()
    }

    /// The only device's folder.
    pub fn device_folder(&self) -> PathBuf {
        let entries = std::fs::read_dir(self.reading()).expect("reading");
        let mut folders = entries
            .map(|e| e.expect("entry").path())
            .filter(|p| p.is_dir());
        folders.next().expect("a device")
    }

    /// Sets the clock.
    pub fn clock(&self, now: Timestamp) {
        *self.now.lock().expect("clock") = now;
    }

    pub fn open_with(&self, device: Option<&str>, disk: Arc<dyn Disk>) -> Session {
        let now = Arc::clone(&self.now);
        let options = StoreOptions {
            device: device.map(ToOwned::to_owned),
            clock: Arc::new(move || *now.lock().expect("clock")),
            disk,
        };
        let (store, reading, notices) = Store::open(&self.places(), options);
        Session {
            store,
            reading,
            notices,
            now: Arc::clone(&self.now),
        }
    }

    pub fn open(&self) -> Session {
        self.open_with(None, Arc::new(RealDisk))
    }

    pub fn open_as(&self, device: &str) -> Session {
        self.open_with(Some(device), Arc::new(RealDisk))
    }

    /// With the machine's clock.
    pub fn open_real(&self) -> Session {
        self.clock(Timestamp::now());
        self.open()
    }
}

impl Session {
    pub fn apply(&mut self, change: &Change) -> Change {
        let now = *self.now.lock().expect("clock");
        self.reading.apply(change, now)
    }

    pub fn save(&mut self) {
        self.save_with(&mut |_| None);
    }

    pub fn save_with(&mut self, labels: Labels<'_>) {
        let unsaved = self.reading.take_unsaved();
        let news = self.store.save(unsaved, labels);
        self.reading.merge(news.records);
        self.notices.extend(news.notices);
    }

    pub fn refresh(&mut self) {
        let news = self.store.refresh();
        self.reading.merge(news.records);
        self.notices.extend(news.notices);
    }

    pub fn said(&self) -> String {
        let all: Vec<&str> = self.notices.iter().map(|n| &**n).collect();
        all.join("\n")
    }
}
