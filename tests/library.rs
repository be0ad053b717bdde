//! The library: what is in the folders is in the list, whatever happens.

use std::{fs, path::PathBuf, sync::atomic::AtomicBool};

use attache::{
    library::{Library, LibraryOptions, ReadingMirror, Report, Scope, Sort, View},
    places::Places,
};
use jiff::{civil::DateTime, tz::TimeZone};

/// A library folder and a cache in a temporary folder.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            dir: tempfile::tempdir().expect("temporary folder"),
        };
        fs::create_dir(desk.folder()).expect("folder");
        desk
    }

    fn folder(&self) -> PathBuf {
        self.dir.path().join("Briefings")
    }

    fn places(&self) -> Places {
        Places {
            config: self.dir.path().join("config"),
            state: self.dir.path().join("state"),
            cache: self.dir.path().join("cache"),
            data: self.dir.path().join("data"),
        }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder().join(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(path, text).expect("write");
    }

    fn open(&self) -> Library {
        self.open_at(&[self.folder()])
    }

    fn open_at(&self, roots: &[PathBuf]) -> Library {
        let options = LibraryOptions {
            library: vec![self.folder()],
            zone: Some(TimeZone::UTC),
            ..LibraryOptions::default()
        };
        Library::open(&self.places(), roots, &options).expect("library")
    }
}

fn sync(library: &Library) -> Report {
    library
        .sync_now(&mut |_| {}, &AtomicBool::new(false))
        .expect("sync")
}

fn now() -> DateTime {
    jiff::civil::date(2024, 4, 19).at(12, 0, 0, 0)
}

fn titles(library: &Library, query: &str) -> Vec<String> {
    let view = View {
        query: query.to_owned(),
        sort: Sort::Title,
        ..View::default()
    };
    let listing = library.list(&view, now()).expect(query);
    let rows = library.rows(&listing.order, query);
    assert_eq!(rows.len(), listing.total);
    rows.iter().map(|r| r.title.to_string()).collect()
}

#[test]
fn what_is_in_the_folder_is_in_the_list() {
    let desk = Desk::new();
    desk.write("a.txt", "Talks on Rafah\n\nNegotiators met in Cairo.\n");
    desk.write(
        "2024/b.txt",
        "A ceasefire holds\n\nThe Rafah crossing stayed shut.\n",
    );
    let library = desk.open();
    assert_eq!(
        library.first(&View::default(), 10).expect("first").1.total,
        0
    );
    let report = sync(&library);
    assert_eq!((report.files, report.changed), (2, 2));
    assert_eq!(
        titles(&library, ""),
        ["A ceasefire holds", "Talks on Rafah"]
    );
    assert_eq!(titles(&library, "negotiate"), ["Talks on Rafah"]);
    assert_eq!(titles(&library, "title:rafah"), ["Talks on Rafah"]);
    assert_eq!(titles(&library, "in:2024"), ["A ceasefire holds"]);
    assert_eq!(titles(&library, "rafah").len(), 2);
    let (rows, counts) = library.first(&View::default(), 1).expect("first");
    assert_eq!((rows.len(), counts.total, counts.unread), (1, 2, 2));
    assert_eq!(sync(&library).changed, 0);
}

#[test]
fn an_article_opens_and_is_found_by_its_id() {
    let desk = Desk::new();
    desk.write("a.txt", "Talks on Rafah\n\nNegotiators met in Cairo.\n");
    let library = desk.open();
    sync(&library);
    let (rows, _) = library.first(&View::default(), 1).expect("first");
    let row = rows.first().expect("row");
    let opened = library.open_article(row.key).expect("opened");
    assert_eq!(opened.id, row.id);
    assert!(opened.article.document.text().contains("Cairo"));
    assert_eq!(library.key_of(row.id), Some(row.key));
    let prefix: String = row.id.as_str().chars().take(5).collect();
    assert_eq!(library.find_id(&prefix), Some(row.key));
    assert_eq!(library.find_id("%"), None);
}

#[test]
fn reading_state_is_mirrored_before_and_after_indexing() {
    let desk = Desk::new();
    desk.write("a.txt", "One\n\nText.\n");
    desk.write("b.txt", "Two\n\nText.\n");
    let library = desk.open();
    sync(&library);
    let key = library.list(&View::default(), now()).expect("list").order[0];
    let id = library.rows(&[key], "")[0].id;
    let mirror = ReadingMirror {
        id: Some(id),
        read: true,
        passages: 1,
        notes: vec!["Follow up".into()],
        ..ReadingMirror::default()
    };
    assert_eq!(library.set_reading(&[mirror]).expect("mirror"), [key]);
    for query in ["is:read", "has:passage", "note:follow"] {
        assert_eq!(titles(&library, query).len(), 1, "{query}");
    }
    assert_eq!(titles(&library, "is:unread").len(), 1);
    let view = View {
        scope: Scope::Unread,
        ..View::default()
    };
    assert_eq!(library.first(&view, 5).expect("first").1.total, 1);
    assert_eq!(
        library.list(&View::default(), now()).expect("list").unread,
        1
    );
}

/// Adding, editing, moving and removing while the library is open.
#[test]
fn nothing_is_lost_and_nothing_is_shown_twice() {
    let desk = Desk::new();
    desk.write("a.txt", "Alpha\n\nFirst text.\n");
    desk.write("b.txt", "Beta\n\nSecond text.\n");
    let library = desk.open();
    sync(&library);
    let id_of = |title: &str| {
        let order = library.list(&View::default(), now()).expect("list").order;
        let rows = library.rows(&order, "");
        rows.iter()
            .find(|r| &*r.title == title)
            .map(|r| (r.id, r.key))
    };
    let (alpha, beta) = (id_of("Alpha"), id_of("Beta"));

    // Moved: same identity, same row.
    fs::create_dir(desk.folder().join("old")).expect("mkdir");
    fs::rename(
        desk.folder().join("a.txt"),
        desk.folder().join("old/a2.txt"),
    )
    .expect("rename");
    let report = sync(&library);
    assert_eq!((report.moved, report.changed, report.gone), (1, 0, 0));
    assert_eq!(id_of("Alpha"), alpha);
    assert_eq!(titles(&library, "in:old"), ["Alpha"]);

    // Edited: same identity, new text.
    desk.write("b.txt", "Beta\n\nSecond text, edited at length.\n");
    assert_eq!(sync(&library).changed, 1);
    assert_eq!(id_of("Beta"), beta);
    assert_eq!(titles(&library, "edited"), ["Beta"]);
    assert_eq!(titles(&library, "\"second text\""), ["Beta"]);

    // Moved and then edited: still the same.
    desk.write("old/a2.txt", "Alpha\n\nFirst text, changed too.\n");
    sync(&library);
    assert_eq!(id_of("Alpha"), alpha);

    // Added and removed.
    desk.write("c.txt", "Gamma\n\nThird.\n");
    fs::remove_file(desk.folder().join("b.txt")).expect("remove");
    let report = sync(&library);
    assert_eq!((report.changed, report.gone), (1, 1));
    assert_eq!(titles(&library, ""), ["Alpha", "Gamma"]);
    assert_eq!(titles(&library, "edited"), Vec::<String>::new());
}

#[test]
fn duplicates_are_shown_once_per_file_and_said() {
    let desk = Desk::new();
    desk.write("a.txt", "Alpha\n\nThe same text.\n");
    desk.write("b/a.txt", "Alpha\n\nThe same text.\n");
    desk.write("c.txt", "Gamma\n\nAnother.\n");
    let library = desk.open();
    sync(&library);
    assert_eq!(titles(&library, "is:duplicate"), ["Alpha", "Alpha"]);
    fs::remove_file(desk.folder().join("b/a.txt")).expect("remove");
    sync(&library);
    assert_eq!(titles(&library, "is:duplicate"), Vec::<String>::new());
    assert_eq!(titles(&library, ""), ["Alpha", "Gamma"]);
}

#[test]
fn a_session_shows_its_own_folders_and_files() {
    let desk = Desk::new();
    desk.write("a.txt", "Alpha\n\nText.\n");
    desk.write("sub/b.txt", "Beta\n\nText.\n");
    desk.write("sub/c.txt", "Gamma\n\nText.\n");
    sync(&desk.open());
    let sub = desk.open_at(&[desk.folder().join("sub")]);
    sync(&sub);
    assert_eq!(titles(&sub, ""), ["Beta", "Gamma"]);
    assert_eq!(sub.first(&View::default(), 9).expect("first").1.total, 2);
    let one = desk.open_at(&[desk.folder().join("sub/b.txt")]);
    sync(&one);
    assert_eq!(titles(&one, "text"), ["Beta"]);
    assert_eq!(one.first(&View::default(), 9).expect("first").1.total, 1);
    assert_eq!(titles(&desk.open(), "").len(), 3);
}

#[test]
fn a_deleted_cache_is_built_anew() {
    let desk = Desk::new();
    desk.write("a.txt", "Alpha\n\nText.\n");
    let library = desk.open();
    sync(&library);
    let before = library.list(&View::default(), now()).expect("list").total;
    fs::remove_dir_all(desk.places().cache).expect("remove");
    assert!(library.wants_sync());
    // What was open goes on answering.
    assert_eq!(
        library.list(&View::default(), now()).expect("list").total,
        before
    );
    let again = library.clone();
    sync(&again);
    assert_eq!(titles(&again, ""), ["Alpha"]);
    assert!(desk.places().index().is_file());
}

#[test]
fn unreadable_files_stay_with_their_reason() {
    let desk = Desk::new();
    desk.write("a.txt", "Alpha\n\nText.\n");
    desk.write("empty.txt", "");
    let library = desk.open();
    assert_eq!(sync(&library).unreadable, 1);
    let listing = library
        .list(
            &View {
                query: "is:unreadable".into(),
                ..View::default()
            },
            now(),
        )
        .expect("list");
    let rows = library.rows(&listing.order, "");
    assert_eq!(rows.len(), 1);
    assert_eq!(&*rows[0].title, "empty.txt");
    assert!(rows[0].unreadable.is_some());
    assert!(library.open_article(rows[0].key).is_err());
}

#[test]
fn what_has_no_date_stands_below_what_has_one_and_above_what_cannot_be_read() {
    let desk = Desk::new();
    desk.write("bare.txt", "Bravo\n\nText without a date.\n");
    desk.write("gold.json", "{\"id\": \"x\", \"values\": [1, 2]}\n");
    desk.write("old.txt", "Alpha\n\nText.\n\nUpdated: May 3, 1999\n");
    let library = desk.open();
    assert_eq!(sync(&library).unreadable, 1);
    let (rows, _) = library.first(&View::default(), 10).expect("first");
    let titles: Vec<&str> = rows.iter().map(|r| &*r.title).collect();
    assert_eq!(titles, ["Alpha", "Bravo", "gold.json"]);
    let reason = rows[2].unreadable.as_deref().expect("reason");
    assert!(reason.contains("JSON"), "{reason}");
}
