//! Queries against the index, checked three ways: by a closure that reads the
//! files' text, by the scan over each article, and by what the index answers.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use attache::{
    annotate::Annotator,
    import,
    library::{Library, LibraryOptions, Sort, View},
    places::Places,
    query::{
        Query,
        entry::{Entry, Traits},
        word::folded,
    },
};
use jiff::{
    civil::{DateTime, date},
    tz::TimeZone,
};

/// What varies between the articles.
struct Fixture {
    folder: &'static str,
    day: i8,
    city: &'static str,
    body: &'static str,
}

const MONTHS: [(i8, &str); 3] = [(3, "March"), (4, "April"), (5, "May")];

const FIXTURES: &[Fixture] = &[
    Fixture {
        folder: "gaza",
        day: 3,
        city: "Cairo",
        body: "Negotiators met in Cairo to talk about a truce. The crossing at Rafah stayed shut for aid.",
    },
    Fixture {
        folder: "gaza",
        day: 9,
        city: "Doha",
        body: "A two-state solution is the only way, a diplomat argued. Aid went through one crossing.",
    },
    Fixture {
        folder: "gaza/rafah",
        day: 17,
        city: "Geneva",
        body: "The truce near Rafah held. No state offered a solution to the two sides.",
    },
    Fixture {
        folder: "sahel",
        day: 21,
        city: "Niamey",
        body: "The negotiation over a border post failed. Élysée officials were naïve, a négociateur complained.",
    },
    Fixture {
        folder: "sahel",
        day: 28,
        city: "Bamako",
        body: "Farmers negotiate with herders. The harvest failed and the market is empty.",
    },
];

/// An article as written to disk.
struct Written {
    path: String,
    title: String,
    text: String,
    date: DateTime,
    folder: &'static str,
}

fn written() -> Vec<Written> {
    let mut out = Vec::new();
    for (month, name) in MONTHS {
        for (n, f) in FIXTURES.iter().enumerate() {
            let title = format!("{name} briefing number {n} from {}", f.city);
            let day = f.day;
            let text = format!(
                "{title}\n\n{}\n\nEnvoys left {} in {name}.\n\nUpdated: {name} {day}, 2024, 8:30 PM\n",
                f.body, f.city
            );
            out.push(Written {
                path: format!("{}/{month}-{n}.txt", f.folder),
                title,
                text,
                date: date(2024, month, day).at(20, 30, 0, 0),
                folder: f.folder,
            });
        }
    }
    out
}

/// The words of an article's searchable text, folded.
fn words(article: &Written) -> Vec<String> {
    let body = article.text.split("Updated:").next().unwrap_or_default();
    folded(body).split(' ').map(str::to_owned).collect()
}

fn has(article: &Written, word: &str) -> bool {
    words(article).iter().any(|w| w == word)
}

fn begins(article: &Written, start: &str) -> bool {
    words(article).iter().any(|w| w.starts_with(start))
}

fn says(article: &Written, phrase: &str) -> bool {
    let sought: Vec<&str> = phrase.split(' ').collect();
    let words = words(article);
    words.windows(sought.len()).any(|w| w == sought.as_slice())
}

/// Whether both words stand with at most `n` words between them.
fn close(article: &Written, a: &str, b: &str, n: usize) -> bool {
    let words = words(article);
    let at = |word: &str| -> Vec<usize> {
        let all = words.iter().enumerate();
        all.filter(|(_, w)| *w == word).map(|(i, _)| i).collect()
    };
    let (first, second) = (at(a), at(b));
    first
        .iter()
        .any(|x| second.iter().any(|y| x.abs_diff(*y) <= n + 1))
}

type Oracle = fn(&Written) -> bool;

const QUERIES: &[(&str, Oracle)] = &[
    ("", |_| true),
    ("rafah", |a| has(a, "rafah")),
    ("RAFAH truce", |a| has(a, "rafah") && has(a, "truce")),
    ("rafah AND truce", |a| has(a, "rafah") && has(a, "truce")),
    ("rafah OR harvest", |a| has(a, "rafah") || has(a, "harvest")),
    ("rafah -truce", |a| has(a, "rafah") && !has(a, "truce")),
    ("NOT rafah", |a| !has(a, "rafah")),
    ("negotiate", |a| begins(a, "negoti")),
    ("negotiation", |a| begins(a, "negoti")),
    ("\"negotiate\"", |a| has(a, "negotiate")),
    ("negot*", |a| begins(a, "negot")),
    ("negociateur", |a| has(a, "negociateur")),
    ("elysee naive", |a| has(a, "elysee") && has(a, "naive")),
    ("\"two-state solution\"", |a| says(a, "two state solution")),
    ("two state solution", |a| {
        has(a, "two") && has(a, "state") && has(a, "solution")
    }),
    ("aid near/3 crossing", |a| close(a, "aid", "crossing", 3)),
    ("title:geneva", |a| folded(&a.title).contains("geneva")),
    ("title:(geneva OR doha) truce", |a| {
        let title = folded(&a.title);
        (title.contains("geneva") || title.contains("doha")) && has(a, "truce")
    }),
    ("(rafah OR harvest) -(truce near/2 rafah)", |a| {
        (has(a, "rafah") || has(a, "harvest")) && !close(a, "truce", "rafah", 2)
    }),
    ("date:2024-04", |a| a.date.month() == 4),
    ("date:2024-03..2024-04", |a| a.date.month() <= 4),
    ("date:2024-04-09", |a| {
        (a.date.month(), a.date.day()) == (4, 9)
    }),
    ("date:>=2024-05-17", |a| {
        a.date >= date(2024, 5, 17).at(0, 0, 0, 0)
    }),
    ("date:10d..", |a| a.date >= date(2024, 5, 20).at(0, 0, 0, 0)),
    ("in:gaza", |a| a.folder.starts_with("gaza")),
    ("in:gaza/rafah", |a| a.folder == "gaza/rafah"),
    ("in:sahel harvest OR in:gaza truce", |a| {
        (a.folder == "sahel" && has(a, "harvest"))
            || (a.folder.starts_with("gaza") && has(a, "truce"))
    }),
    ("is:unread", |_| true),
    ("is:starred", |_| false),
    ("xyzzy", |_| false),
];

fn now() -> DateTime {
    date(2024, 5, 30).at(12, 0, 0, 0)
}

fn found(library: &Library, query: &str) -> BTreeSet<String> {
    let view = View {
        query: query.to_owned(),
        sort: Sort::Date,
        ..View::default()
    };
    let listing = library.list(&view, now()).expect(query);
    let rows = library.rows(&listing.order, query);
    assert_eq!(rows.len(), listing.total, "{query}");
    let mut dates: Vec<_> = rows.iter().map(|r| r.published).collect();
    dates.dedup();
    assert!(dates.is_sorted_by(|a, b| a >= b), "{query}: newest first");
    rows.iter().map(|r| r.title.to_string()).collect()
}

/// Articles in which somebody speaks or something is counted.
const SPOKEN: [(&str, &str); 4] = [
    (
        "Envoys leave Geneva",
        "“The crossing will be open on Monday,” Foreign Minister Anna Kovac told reporters in Geneva. \
         “Aid for the north comes first,” she added.\n\nMore than 33,900 people have left the city.",
    ),
    (
        "Monday is too early",
        "Defence Minister Peter Anna said: “We will not open it before the aid convoy is checked.”\n\n\
         The crossing was closed on Monday. Some 120 trucks wait there.",
    ),
    (
        "“Aid comes first”, minister says",
        "Spokesman Kovac Obi said on Friday that the crossing stays shut until June.\n\n\
         The aid agency counted 2.5 million people without food and 40 to 50 trucks.",
    ),
    (
        "Nobody spoke",
        "The crossing is open again and aid went north on Monday. The harvest cost $1.2 million.",
    ),
];

#[test]
fn what_is_said_and_counted_is_found_by_index_and_scan_alike() {
    let dir = tempfile::tempdir().expect("temporary folder");
    let articles: Vec<Written> = SPOKEN
        .iter()
        .enumerate()
        .map(|(n, (title, body))| Written {
            path: format!("{n}.txt"),
            title: (*title).to_owned(),
            text: format!("{title}\n\nThe National\n\nApr 1{n}, 2024\n\n{body}\n"),
            date: date(2024, 4, 10).at(0, 0, 0, 0),
            folder: "",
        })
        .collect();
    let library = library(dir.path(), &articles);
    let all = |query: &str| {
        let found = found(&library, query);
        assert_eq!(found, scanned(&articles, query), "{query}");
        found.len()
    };
    for (query, count) in [
        ("said:crossing", 2),
        ("said:\"the crossing will be open\"", 1),
        ("said:\"open it before\"", 1),
        ("said:\"monday foreign\"", 0),
        ("said:cross*", 2),
        ("speaker:kovac", 2),
        ("speaker:anna", 2),
        ("speaker:anna said:aid", 2),
        ("speaker:obi said:crossing", 1),
        ("speaker:kovac said:convoy", 0),
        ("speaker:obi said:aid", 0),
        ("-said:crossing", 2),
        ("figure:>1000", 3),
        ("figure:45", 1),
        ("figure:>1000 unit:people", 2),
        ("unit:trucks", 2),
    ] {
        assert_eq!(all(query), count, "{query}");
    }
    for query in [
        "said:aid",
        "said:first",
        "said:the",
        "figure:<0",
        "unit:usd",
    ] {
        all(query);
    }
}

fn scanned(articles: &[Written], query: &str) -> BTreeSet<String> {
    let parsed = Query::parse(query, now()).expect(query);
    let fits = |a: &&Written| {
        let article = import::text::article(&a.text);
        let entry = Entry::of(&article, &Annotator::default().annotate(&article.document));
        let traits = Traits {
            date: Some(a.date),
            published: true,
            folder: folded(a.folder),
            ..Traits::default()
        };
        parsed.matches(&entry, &traits)
    };
    let some = articles.iter().filter(fits);
    some.map(|a| a.title.clone()).collect()
}

/// The articles in a folder, indexed.
fn library(dir: &Path, articles: &[Written]) -> Library {
    let root: PathBuf = dir.join("Briefings");
    for article in articles {
        let path = root.join(&article.path);
        fs::create_dir_all(path.parent().expect("folder")).expect("folder");
        fs::write(path, &article.text).expect("write");
    }
    let places = Places {
        config: dir.join("config"),
        state: dir.join("state"),
        cache: dir.join("cache"),
        data: dir.join("data"),
    };
    let options = LibraryOptions {
        library: vec![root.clone()],
        zone: Some(TimeZone::UTC),
        ..LibraryOptions::default()
    };
    let library = Library::open(&places, &[root], &options).expect("library");
    library
        .sync_now(&mut |_| {}, &AtomicBool::new(false))
        .expect("sync");
    library
}

#[test]
fn index_scan_and_oracle_agree_on_every_query() {
    let dir = tempfile::tempdir().expect("temporary folder");
    let articles = written();
    let library = library(dir.path(), &articles);
    assert!(QUERIES.len() >= 20);
    for (query, oracle) in QUERIES {
        let right: BTreeSet<String> = articles
            .iter()
            .filter(|a| oracle(a))
            .map(|a| a.title.clone())
            .collect();
        assert_eq!(scanned(&articles, query), right, "scan: {query}");
        assert_eq!(found(&library, query), right, "index: {query}");
    }
}

#[test]
fn a_mistake_points_at_its_column() {
    for (query, column, part) in [
        ("rafah AND", 6, "AND"),
        ("rafah )", 6, ")"),
        ("aid (rafah", 4, "not closed"),
        ("rafah near/x aid", 6, "near/5"),
        ("titel:rafah", 0, "title"),
        ("date:yesterdayish", 5, "date"),
        ("figure:lots", 7, "figure"),
    ] {
        let error = Query::parse(query, now()).expect_err(query);
        let shown = error.to_string();
        assert_eq!(error.column, column, "{query}: {shown}");
        assert!(shown.contains(part), "{query}: {shown}");
    }
}
