//! What reading state costs with 100,000 read marks, as ratios to an empty one:
//! start, keeping one more passage, saving a batch of marks. The floor is a
//! bare write, fsync and rename of as many bytes.
//!
//! `cargo bench --bench state`

#![allow(clippy::print_stdout)]

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

use attache::{
    article::ArticleId,
    clean::Clean,
    passage::{About, Passage, PassageId, Selector},
    places::Places,
    span::Span,
    state::{Change, Label, Reading, Store, StoreOptions, Unsaved},
};
use jiff::Timestamp;

const MARKS: usize = 100_000;
const PASSAGES: i64 = 200;
const ROUNDS: i64 = 15;

fn places(folder: &Path) -> Places {
    Places {
        config: folder.join("config"),
        state: folder.join("state"),
        cache: folder.join("cache"),
        data: folder.join("data"),
    }
}

fn open(folder: &Path) -> (Store, Reading, Vec<Clean>) {
    Store::open(&places(folder), StoreOptions::default())
}

fn passage(n: i64) -> Passage {
    let text =
        format!("On day {n} the delegations agreed to meet again, a spokeswoman said in Geneva.");
    let selector = Selector::of(&text, Span::new(0, 50));
    let article = ArticleId::of(&n.to_string());
    let now = Timestamp::from_second(1_700_000_000 + n).unwrap_or_default();
    Passage {
        id: PassageId::new(now, article, &selector),
        article,
        selector,
        about: About {
            title: Clean::line("Delegations agree to meet again after a week of talks"),
            source: Some(Clean::line("The Herald")),
            ..About::default()
        },
        note: Clean::line("compare with the statement of March"),
        tags: vec![Clean::line("talks")],
        colour: 0,
        created: now,
        updated: now,
    }
}

/// A config folder with so many marks and [`PASSAGES`] passages.
fn fill(folder: &Path, marks: usize) {
    let (mut store, mut reading, _) = open(folder);
    let now = Timestamp::now();
    for n in 0..PASSAGES {
        reading.apply(&Change::PutPassage(Box::new(passage(n))), now);
    }
    let ids = (0..marks).map(|n| ArticleId::of(&format!("news/{n}.txt")));
    reading.apply(&Change::set_all_read(ids, true), now);
    store.save(reading.take_unsaved(), &mut |id| {
        Some(Label {
            title: Clean::line(&format!(
                "A headline of some sixty characters as they are, {id}"
            )),
            source: Some(Clean::line("The Herald")),
            hash: None,
        })
    });
    assert!(store.trouble().is_none(), "{:?}", store.trouble());
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(0.0, |t| t.as_secs_f64() * 1000.0)
}

/// Milliseconds of start, of reading everything, of keeping one passage, of
/// saving 20 marks.
fn measure(folder: &Path) -> [f64; 4] {
    let time = |open: fn(&Path) -> (Store, Reading, Vec<Clean>)| {
        let times = (0..ROUNDS).map(|_| {
            let t = Instant::now();
            let opened = open(folder);
            let t = t.elapsed();
            assert!(opened.2.is_empty());
            t
        });
        median(times.collect())
    };
    let start = time(|f| Store::open_soon(&places(f), StoreOptions::default()));
    let all = time(open);
    let (mut store, mut reading, _) = open(folder);
    let mut save = |unsaved: Unsaved| {
        let t = Instant::now();
        store.save(unsaved, &mut |_| None);
        let t = t.elapsed();
        assert!(store.trouble().is_none());
        t
    };
    let now = Timestamp::now();
    let keep = (0..ROUNDS).map(|n| {
        reading.apply(&Change::PutPassage(Box::new(passage(PASSAGES + n))), now);
        save(reading.take_unsaved())
    });
    let keep = median(keep.collect());
    let batch = (0..ROUNDS).map(|n| {
        let ids = (0..20).map(|i| ArticleId::of(&format!("new/{n}/{i}")));
        reading.apply(&Change::set_all_read(ids, true), now);
        save(reading.take_unsaved())
    });
    [start, all, keep, median(batch.collect())]
}

/// Milliseconds of a bare write, fsync, rename and fsync of the folder.
fn floor(folder: &Path, bytes: usize) -> f64 {
    let data = vec![b'x'; bytes];
    let times = (0..ROUNDS).map(|_| {
        let t = Instant::now();
        let write = || -> std::io::Result<()> {
            let mut file = File::create(folder.join("new"))?;
            file.write_all(&data)?;
            file.sync_all()?;
            fs::rename(folder.join("new"), folder.join("old"))?;
            File::open(folder)?.sync_all()
        };
        write().expect("write");
        t.elapsed()
    });
    median(times.collect())
}

fn main() {
    let (few, many) = (
        tempfile::tempdir().expect("folder"),
        tempfile::tempdir().expect("folder"),
    );
    fill(few.path(), 0);
    fill(many.path(), MARKS);
    let size = |name: &str| -> usize {
        let reading = places(many.path()).reading();
        let folders = fs::read_dir(reading).expect("reading");
        let folder = folders
            .flatten()
            .map(|e| e.path())
            .find(|p| p.is_dir())
            .expect("device");
        let len = fs::metadata(folder.join(name)).map_or(0, |m| m.len());
        usize::try_from(len).unwrap_or(0)
    };
    let bytes = size("passages.toml");
    println!(
        "{MARKS} marks: {} bytes of late, {} at rest; {PASSAGES} passages: {bytes} bytes",
        size("marks.toml"),
        size("marks-older.toml")
    );
    let (a, b) = (measure(few.path()), measure(many.path()));
    let floor = floor(few.path(), bytes);
    println!(
        "{:<28}{:>10}{:>14}{:>8}",
        "median of 15, ms", "no marks", "100,000 marks", "ratio"
    );
    for (name, (a, b)) in [
        "start",
        "read all (behind it)",
        "keep one passage",
        "save 20 marks",
    ]
    .iter()
    .zip(a.iter().zip(b))
    {
        println!("{name:<28}{a:>10.2}{b:>14.2}{:>8.2}", b / a);
    }
    println!("{:<28}{floor:>10.2}", "floor: write, fsync, rename");
    println!("start costs {:.1} ms more with {MARKS} marks", b[0] - a[0]);
}
