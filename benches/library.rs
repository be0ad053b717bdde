//! The library against a floor measured in the same run.
//!
//! `cargo bench --bench library [-- ARTICLES]` (2,000 by default) prints CPU
//! seconds of the first index, beside the floor of reading the same files and
//! putting their bare text into an FTS5 table; and the time of a first frame's
//! rows and of searches, beside the same questions asked of that bare table.

#![allow(clippy::print_stdout)] // a bench prints what it measured

mod common;

use std::{fs, path::Path, sync::atomic::AtomicBool, time::Instant};

use attache::{
    library::{Library, LibraryOptions, View},
    places::Places,
};
use common::{briefing, median, timed};
use jiff::{civil::date, tz::TimeZone};
use rusqlite::{Connection, params};

fn main() {
    let n = std::env::args()
        .skip(1)
        .find_map(|a| a.parse().ok())
        .unwrap_or(2_000);
    let dir = tempfile::tempdir().expect("temporary folder");
    let folder = dir.path().join("articles");
    fs::create_dir(&folder).expect("folder");
    for i in 0..n {
        fs::write(folder.join(format!("{i:06}.txt")), briefing(i)).expect("write");
    }
    println!("{n} articles");

    let floor_file = dir.path().join("floor.sqlite");
    let (floor, floor_cpu) = timed(|| bare(&floor_file, &folder));
    let places = Places {
        config: dir.path().join("config"),
        state: dir.path().join("state"),
        cache: dir.path().join("cache"),
        data: dir.path().join("data"),
    };
    let options = LibraryOptions {
        library: vec![folder.clone()],
        zone: Some(TimeZone::UTC),
        ..LibraryOptions::default()
    };
    let library = Library::open(&places, std::slice::from_ref(&folder), &options).expect("library");
    let (report, index_cpu) = timed(|| {
        library
            .sync_now(&mut |_| {}, &AtomicBool::new(false))
            .expect("sync")
    });
    assert_eq!(report.changed, n);
    row("first index, CPU s", index_cpu, floor_cpu);
    let (_, again) = timed(|| {
        library
            .sync_now(&mut |_| {}, &AtomicBool::new(false))
            .expect("sync")
    });
    println!("rescan of the unchanged folder: {again:.3} CPU s");
    drop(library);

    let open = || Library::open(&places, std::slice::from_ref(&folder), &options).expect("library");
    let first = many(|| {
        let library = open();
        library.first(&View::default(), 46).expect("first").0.len()
    });
    let floor_first = many(|| {
        let c = Connection::open(&floor_file).expect("floor");
        count(&c, "SELECT rowid FROM t ORDER BY rowid DESC LIMIT 46")
    });
    row("open and 46 rows, ms", first * 1e3, floor_first * 1e3);

    let library = open();
    let now = date(2024, 12, 31).at(12, 0, 0, 0);
    for query in [
        "corridor",
        "\"humanitarian corridor\"",
        "grain patrol -lima",
    ] {
        let fts = query.replace('-', "NOT ");
        let view = View {
            query: query.to_owned(),
            ..View::default()
        };
        let ours = many(|| {
            let listing = library.list(&view, now).expect(query);
            let keys = listing.order.get(..46.min(listing.total)).unwrap_or(&[]);
            library.rows(keys, query).len()
        });
        let floor = many(|| {
            let sql = format!("SELECT rowid FROM t WHERE t MATCH '{fts}' ORDER BY rowid DESC");
            count(&floor, &sql)
        });
        row(&format!("search {query}, ms"), ours * 1e3, floor * 1e3);
    }
}

fn row(what: &str, ours: f64, floor: f64) {
    println!(
        "{what}: {ours:.3}, floor {floor:.3}, ratio {:.2}",
        ours / floor
    );
}

/// Median wall seconds of eleven runs.
fn many(mut work: impl FnMut() -> usize) -> f64 {
    median(
        (0..11)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(work());
                start.elapsed().as_secs_f64()
            })
            .collect(),
    )
}

fn count(c: &Connection, sql: &str) -> usize {
    let mut statement = c.prepare(sql).expect(sql);
    let rows = statement.query_map([], |r| r.get::<_, i64>(0)).expect(sql);
    rows.count()
}

/// Reads the files and puts their bare text into an FTS5 table.
fn bare(file: &Path, folder: &Path) -> Connection {
    let mut c = Connection::open(file).expect("floor");
    c.pragma_update(None, "journal_mode", "WAL").expect("wal");
    c.execute_batch("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='porter unicode61')")
        .expect("table");
    let transaction = c.transaction().expect("begin");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("folder")
        .map(|e| e.expect("entry").path())
        .collect();
    paths.sort();
    for path in paths {
        let text = fs::read_to_string(path).expect("read");
        transaction
            .execute("INSERT INTO t(text) VALUES (?1)", params![text])
            .expect("insert");
    }
    transaction.commit().expect("commit");
    c
}
