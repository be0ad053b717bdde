//! Reading state on the disk: nothing of it is ever lost.

#[path = "state_help/desk.rs"]
mod desk;

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

use attache::{
    article::ArticleId,
    clean::Clean,
    passage::TextHash,
    state::{Change, Label, Position, Screen, Store, StoreOptions},
};
use desk::{Desk, at, passage, quotes};
use jiff::Timestamp;

#[test]
fn what_is_kept_is_there_at_the_next_start() {
    let desk = Desk::new();
    let mut session = desk.open();
    assert!(session.notices.is_empty());
    assert!(
        !desk.reading().exists(),
        "nothing is made before there is something to keep"
    );
    let article = ArticleId::of("a");
    let mut kept = passage("a", 1);
    kept.note = Clean::text("two\nlines, \"quoted\" \\ and é");
    kept.set_tags("#aid, rafah");
    kept.colour = 3;
    session.apply(&Change::PutPassage(Box::new(kept.clone())));
    session.apply(&Change::SetRead {
        article,
        read: true,
    });
    session.apply(&Change::SetStarred {
        article,
        starred: true,
    });
    let position = Position {
        top: 120,
        cursor: 133,
    };
    session.apply(&Change::SetPosition { article, position });
    let screen = Screen::new(
        Some(article),
        position,
        "reader",
        &attache::library::View::default(),
    );
    session.apply(&Change::SetScreen(Box::new(screen.clone())));
    session.apply(&Change::SetMark {
        letter: 'x',
        article,
        at: Some(7),
    });
    session.apply(&Change::SetMark {
        letter: 'Y',
        article,
        at: Some(9),
    });
    session.save();
    let again = desk.open();
    assert!(again.notices.is_empty(), "{:?}", again.notices);
    assert_eq!(again.reading.records(), session.reading.records());
    let shown = again.reading.passage(kept.id).expect("kept");
    assert_eq!(
        (&shown.note, &shown.tags, shown.colour),
        (&kept.note, &kept.tags, 3)
    );
    assert_eq!(shown.selector, kept.selector);
    assert_eq!(again.reading.position(article), Some(position));
    assert_eq!(again.reading.screen(), Some(&screen));
    assert_eq!(again.reading.letter('x', article).expect("x").at, 7);
}

#[test]
fn the_files_can_be_read_by_people_and_by_other_programs() {
    let desk = Desk::new();
    let mut session = desk.open();
    let article = ArticleId::of("a");
    let mut kept = passage("a", 1);
    kept.note = Clean::text("look\nagain");
    session.apply(&Change::PutPassage(Box::new(kept)));
    session.apply(&Change::SetRead {
        article,
        read: true,
    });
    session.save_with(&mut |_| {
        Some(Label {
            title: Clean::line("Talks resume"),
            source: Some(Clean::line("The Herald")),
            hash: None,
        })
    });
    let folder = desk.device_folder();
    let text = fs::read_to_string(folder.join("passages.toml")).expect("passages");
    let table: toml::Table = text.parse().expect("any TOML parser reads it");
    let list = table
        .get("passage")
        .and_then(|v| v.as_array())
        .expect("passages");
    let first = list.first().and_then(|v| v.as_table()).expect("first");
    assert_eq!(
        first.get("note").and_then(|v| v.as_str()),
        Some("look\nagain")
    );
    assert!(text.ends_with("\n# end: 1 passages\n"));
    let marks = fs::read_to_string(folder.join("marks.toml")).expect("marks");
    assert!(
        marks.contains("title = \"Talks resume\"\nsource = \"The Herald\"\nread = "),
        "{marks}"
    );
    assert!(marks.lines().all(|l| l.is_empty()
        || l.starts_with('#')
        || l.starts_with('[')
        || l.split('=').count() >= 2));
    let readme = fs::read_to_string(desk.reading().join("README.txt")).expect("readme");
    assert_eq!(readme.lines().count(), 4);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_look_and_links_survive() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let mut session = desk.open();
    session.apply(&Change::PutPassage(Box::new(passage("a", 1))));
    session.save();
    let folder = desk.device_folder();
    let mode = |p: &Path| fs::metadata(p).expect("meta").permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&desk.reading()), 0o700);
    let file = folder.join("passages.toml");
    assert_eq!(mode(&file), 0o600);
    // As dotfile managers do it: the file lies elsewhere.
    let elsewhere = desk.path().join("dotfiles.toml");
    fs::rename(&file, &elsewhere).expect("move");
    std::os::unix::fs::symlink(&elsewhere, &file).expect("link");
    session.apply(&Change::PutPassage(Box::new(passage("b", 2))));
    session.save();
    assert!(fs::symlink_metadata(&file).expect("link").is_symlink());
    assert_eq!(desk.open().reading.passages().count(), 2);
}

#[test]
fn two_sessions_see_and_keep_what_the_other_did() {
    let desk = Desk::new();
    let (mut one, mut two) = (desk.open(), desk.open());
    for n in 0..10 {
        one.apply(&Change::PutPassage(Box::new(passage("a", n))));
        one.save();
        two.apply(&Change::PutPassage(Box::new(passage("b", n))));
        two.apply(&Change::SetRead {
            article: ArticleId::of(&n.to_string()),
            read: true,
        });
        two.save();
    }
    two.refresh();
    one.refresh();
    assert_eq!(one.reading.passages().count(), 20);
    assert_eq!(one.reading.records(), two.reading.records());
    assert_eq!(desk.open().reading.records(), one.reading.records());
    // What one removes is gone for the other, and stays so.
    let gone = passage("a", 3).id;
    one.apply(&Change::RemovePassage(gone));
    one.save();
    two.apply(&Change::PutPassage(Box::new(passage("c", 1))));
    two.save();
    assert!(two.reading.passage(gone).is_none());
    let text = fs::read_to_string(desk.device_folder().join("passages.toml")).expect("file");
    assert!(
        !text.contains(&quotes("a", 3)),
        "the text of a removed passage is not kept"
    );
    assert_eq!(desk.open().reading.passages().count(), 20);
}

#[test]
fn devices_write_their_own_folder_and_read_all() {
    let desk = Desk::new();
    let mut laptop = desk.open_as("laptop");
    laptop.apply(&Change::PutPassage(Box::new(passage("a", 1))));
    laptop.apply(&Change::SetScreen(Box::new(Screen {
        query: Clean::line("rafah"),
        ..Screen::default()
    })));
    laptop.save();
    let before = fs::read(desk.reading().join("laptop/passages.toml")).expect("file");
    let mut tower = desk.open_as("tower");
    assert_eq!(
        tower.reading.screen(),
        None,
        "another device's screen is its own"
    );
    let mut noted = tower.reading.passages().next().expect("shared").clone();
    noted.note = Clean::line("from the tower");
    tower.apply(&Change::PutPassage(Box::new(noted)));
    tower.save();
    assert_eq!(
        fs::read(desk.reading().join("laptop/passages.toml")).expect("file"),
        before
    );
    laptop.refresh();
    assert_eq!(
        &*laptop.reading.passages().next().expect("one").note,
        "from the tower"
    );
    // A removal elsewhere is noted at home with the next save.
    let id = passage("a", 1).id;
    tower.apply(&Change::RemovePassage(id));
    tower.save();
    let mut laptop = desk.open_as("laptop");
    assert_eq!(laptop.reading.passages().count(), 0);
    laptop.apply(&Change::SetRead {
        article: ArticleId::of("x"),
        read: true,
    });
    laptop.save();
    fs::remove_dir_all(desk.reading().join("tower")).expect("the tower forgets");
    assert_eq!(desk.open_as("laptop").reading.passages().count(), 0);
}

#[test]
fn copies_that_a_sync_tool_made_are_read_and_named() {
    let desk = Desk::new();
    for n in 1..=2 {
        let mut session = desk.open_as("laptop");
        session.apply(&Change::PutPassage(Box::new(passage("a", n))));
        session.save();
        let file = desk.reading().join("laptop/passages.toml");
        let name = [
            "passages.sync-conflict-20240418-203000-ABCDEFG.toml",
            "passages (conflicted copy 2024-04-18 203000).toml",
        ][n - 1];
        fs::rename(&file, file.with_file_name(name)).expect("rename");
    }
    let session = desk.open_as("laptop");
    assert_eq!(session.reading.passages().count(), 2);
    let said = session.said();
    assert!(
        said.contains("sync-conflict-20240418") && said.contains("conflicted copy"),
        "{said}"
    );
}

/// Damages the passages of a session with three, opens it again, keeps one
/// more; gives what was said and how many there are then.
fn after_damage(damage: impl Fn(&str) -> Vec<u8>) -> (String, usize) {
    let desk = Desk::new();
    let mut session = desk.open();
    for n in 1..=3 {
        session.apply(&Change::PutPassage(Box::new(passage("a", n))));
    }
    session.save();
    let file = desk.device_folder().join("passages.toml");
    let text = fs::read_to_string(&file).expect("file");
    let broken = damage(&text);
    fs::write(&file, &broken).expect("damage");
    let mut session = desk.open();
    let said = session.said();
    assert_eq!(
        fs::read(&file).expect("file"),
        broken,
        "opening writes nothing"
    );
    session.apply(&Change::PutPassage(Box::new(passage("b", 9))));
    session.save();
    assert!(session.store.trouble().is_none());
    // Whatever was in the file is still there.
    let aside: Vec<_> = fs::read_dir(desk.device_folder())
        .expect("folder")
        .map(|e| e.expect("entry").path())
        .filter(|p| {
            p.to_string_lossy()
                .contains("passages.toml.broken-2023-11-14")
        })
        .collect();
    assert_eq!(aside.len(), 1, "{said}");
    assert_eq!(fs::read(&aside[0]).expect("aside"), broken);
    let again = desk.open();
    assert!(again.notices.is_empty(), "{:?}", again.notices);
    (said, again.reading.passages().count())
}

#[test]
fn a_damaged_file_is_kept_aside_and_what_parses_is_used() {
    let (said, n) = after_damage(|_| Vec::new());
    assert!(said.contains("it is empty") && n == 1, "{said}");
    let (said, n) = after_damage(|_| vec![0; 4096]);
    assert!(said.contains("it is empty") && n == 1, "{said}");
    let (said, n) = after_damage(|t| t.as_bytes()[..t.len() * 2 / 3].to_vec());
    assert!(said.contains("cut off") && n >= 2, "{n} {said}");
    let (said, n) = after_damage(|t| t.replace("version = 1", "version = 2").into_bytes());
    assert!(said.contains("later attache") && n == 4, "{said}");
    let (said, n) = after_damage(|t| t.replacen("start = ", "start = x", 1).into_bytes());
    assert!(said.contains("line ") && n == 3, "{said}");
    let (said, n) = after_damage(|t| {
        let mut bytes = t.as_bytes().to_vec();
        bytes[200] = 0xff;
        bytes
    });
    assert!(said.contains("not UTF-8") && n >= 3, "{said}");
    let (said, n) = after_damage(|t| {
        let note = "\n<<<<<<< HEAD\nnote = \"ours\"\nnoted = 2023-11-15T00:00:00Z\n=======\nnote = \"theirs\"\nnoted = 2023-11-16T00:00:00Z\n>>>>>>> other\n";
        t.replacen("\nhash = ", &format!("{note}hash = "), 1)
            .into_bytes()
    });
    assert!(said.contains("git conflict") && n == 4, "{said}");
    let (said, n) = after_damage(|_| (0..=255u8).cycle().take(4096).collect());
    assert!(said.contains("damaged") && n == 1, "{said}");
}

#[test]
fn what_a_person_or_a_later_version_added_is_carried_along() {
    let desk = Desk::new();
    let mut session = desk.open();
    session.apply(&Change::PutPassage(Box::new(passage("a", 1))));
    session.save();
    let file = desk.device_folder().join("passages.toml");
    let text = fs::read_to_string(&file).expect("file");
    let text = text.replacen("\nexact = ", "\nmood = \"calm\"\nexact = ", 1);
    fs::write(&file, text).expect("edit");
    let mut session = desk.open();
    assert!(session.notices.is_empty(), "{:?}", session.notices);
    let mut noted = session.reading.passages().next().expect("one").clone();
    noted.note = Clean::line("new");
    session.apply(&Change::PutPassage(Box::new(noted)));
    session.save();
    let text = fs::read_to_string(&file).expect("file");
    assert!(
        text.contains("mood = \"calm\"") && text.contains("note = \"new\""),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_loses_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let mut session = desk.open();
    session.apply(&Change::PutPassage(Box::new(passage("a", 1))));
    session.save();
    let folder = desk.device_folder();
    let set = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("mode");
    set(0o500);
    if fs::write(folder.join("probe"), "x").is_ok() {
        // The superuser writes anyway; `state_disk` tests this with a disk of
        // its own.
        set(0o700);
        return;
    }
    session.apply(&Change::PutPassage(Box::new(passage("b", 2))));
    session.save();
    let said = session.store.trouble().expect("trouble").to_string();
    assert!(
        said.contains("cannot be written") && said.contains("1 change is kept"),
        "{said}"
    );
    assert!(
        session
            .store
            .leftover()
            .expect("text")
            .contains(&quotes("b", 2))
    );
    set(0o700);
    session.save();
    assert!(session.store.trouble().is_none() && session.store.leftover().is_none());
    assert_eq!(desk.open().reading.passages().count(), 2);
}

#[test]
fn old_removals_are_forgotten() {
    let desk = Desk::new();
    let mut session = desk.open();
    session.apply(&Change::PutPassage(Box::new(passage("a", 1))));
    session.apply(&Change::PutPassage(Box::new(passage("a", 2))));
    session.apply(&Change::RemovePassage(passage("a", 1).id));
    session.save();
    let text = || fs::read_to_string(desk.device_folder().join("passages.toml")).expect("file");
    assert_eq!(text().matches("removed = ").count(), 1);
    desk.clock(at(179 * 86_400));
    session.apply(&Change::PutPassage(Box::new(passage("a", 3))));
    session.save();
    assert_eq!(text().matches("removed = ").count(), 1);
    desk.clock(at(181 * 86_400));
    session.apply(&Change::PutPassage(Box::new(passage("a", 4))));
    session.save();
    assert_eq!(text().matches("removed = ").count(), 0);
    assert_eq!(desk.open().reading.passages().count(), 3);
}

#[test]
fn marks_that_rest_lie_in_a_file_of_their_own() {
    let desk = Desk::new();
    let mut session = desk.open();
    let id = |n: usize| ArticleId::of(&n.to_string());
    for batch in 0..26 {
        desk.clock(at(batch));
        let from = usize::try_from(batch).expect("small") * 100;
        session.apply(&Change::set_all_read((from..from + 100).map(id), true));
        session.save();
    }
    // Back to one that rests.
    session.apply(&Change::SetStarred {
        article: id(5),
        starred: true,
    });
    session.save();
    let folder = desk.device_folder();
    let size = |name: &str| fs::metadata(folder.join(name)).expect(name).len();
    assert!(size("marks-older.toml") > size("marks.toml"));
    let again = desk.open();
    assert!(again.notices.is_empty(), "{:?}", again.notices);
    assert_eq!(again.reading.marks().count(), 2600);
    assert!(again.reading.marks().all(|(_, m)| m.read.value));
    assert!(again.reading.is_starred(id(5)));
    assert_eq!(again.reading.records(), session.reading.records());
}

#[test]
fn a_start_does_not_wait_for_marks_that_rest() {
    let desk = Desk::new();
    let mut session = desk.open();
    let id = |n: usize| ArticleId::of(&n.to_string());
    session.apply(&Change::set_all_read((0..1500).map(id), true));
    session.apply(&Change::PutPassage(Box::new(passage("a", 1))));
    session.save();
    let (mut store, mut reading, notices) =
        Store::open_soon(&desk.places(), StoreOptions::default());
    assert!(notices.is_empty());
    assert_eq!(reading.passages().count(), 1);
    assert!(reading.marks().count() <= 1000);
    // What happens meanwhile is kept.
    let early = (0..1500)
        .map(id)
        .find(|a| !reading.is_read(*a))
        .expect("resting");
    reading.apply(
        &Change::SetStarred {
            article: early,
            starred: true,
        },
        at(500),
    );
    let news = store.refresh();
    reading.merge(news.records);
    assert_eq!(reading.marks().filter(|(_, m)| m.read.value).count(), 1500);
    assert!(reading.is_starred(early) && reading.is_read(early));
    assert!(store.refresh().records.is_empty());
}

// ---- earlier texts, and articles that moved

#[test]
fn the_text_of_a_passage_is_kept_as_long_as_it_needs_it() {
    let text = "On Monday the 1 envoys of a agreed, a spokeswoman said in Geneva.";
    let desk = Desk::new();
    let mut session = desk.open_as("one");
    let kept = passage("a", 1);
    assert_eq!(kept.selector.hash, TextHash::of(text));
    session.apply(&Change::PutPassage(Box::new(kept.clone())));
    session.reading.hold_text(text);
    session.save();
    let file = desk
        .reading()
        .join(format!("one/revisions/{}.txt.gz", kept.selector.hash));
    assert!(file.exists());
    // Any device reads it.
    let other = desk.open_as("two");
    let revisions = other.store.revisions();
    assert_eq!(revisions.read(kept.selector.hash).as_deref(), Some(text));
    assert!(revisions.all().contains(&kept.selector.hash));
    assert_eq!(revisions.read(TextHash::of("another")), None);
    // Removed, it waits a day for the removal to be taken back.
    session.apply(&Change::RemovePassage(kept.id));
    session.save();
    let later = |hours: i64| Timestamp::now() + jiff::SignedDuration::from_hours(hours);
    for (hours, there) in [(2, true), (25, false)] {
        desk.clock(later(hours));
        // Another device drops nothing of this one.
        desk.open_as("two").store.sweep();
        assert!(file.exists());
        desk.open_as("one").store.sweep();
        assert_eq!(file.exists(), there, "after {hours} hours");
    }
}

#[test]
fn no_text_is_dropped_while_a_file_cannot_be_read() {
    let desk = Desk::new();
    let mut session = desk.open_as("one");
    let text = "On Monday the 1 envoys of a agreed, a spokeswoman said in Geneva.";
    session.apply(&Change::PutPassage(Box::new(passage("a", 1))));
    session.reading.hold_text(text);
    session.save();
    let passages = desk.reading().join("one/passages.toml");
    fs::write(&passages, "version = 1\n").expect("write");
    desk.clock(Timestamp::now() + jiff::SignedDuration::from_hours(48));
    desk.open_as("one").store.sweep();
    assert!(
        desk.open()
            .store
            .revisions()
            .read(TextHash::of(text))
            .is_some()
    );
}

#[test]
fn marks_follow_an_article_by_its_text() {
    let desk = Desk::new();
    let mut session = desk.open();
    let (old, new) = (ArticleId::of("old/a.txt"), ArticleId::of("new/a.txt"));
    let hash = TextHash::of("Talks resume");
    session.apply(&Change::set_all_read([old], true));
    session.apply(&Change::SetStarred {
        article: old,
        starred: true,
    });
    session.save_with(&mut |_| {
        Some(Label {
            title: Clean::line("Talks resume"),
            source: None,
            hash: Some(hash),
        })
    });
    assert!(session.reading.texts().contains(&(old, hash)));
    let mut again = desk.open();
    assert_eq!(again.reading.records(), session.reading.records());
    assert!(again.reading.texts().contains(&(old, hash)));
    again.apply(&again.reading.follow(old, new));
    assert!(again.reading.is_read(new) && again.reading.is_starred(new));
    // Again it changes nothing, and what was decided since stays.
    assert!(
        again.reading.follow(old, new).is_nothing() || {
            let change = again.reading.follow(old, new);
            again.apply(&change).is_nothing()
        }
    );
    again.apply(&Change::set_all_read([new], false));
    let change = again.reading.follow(old, new);
    again.apply(&change);
    assert!(!again.reading.is_read(new));
}

#[test]
fn the_text_of_a_mark_is_written_so_that_older_versions_read_it() {
    let desk = Desk::new();
    let mut session = desk.open();
    let article = ArticleId::of("a");
    let label = |hash: &'static str| {
        move |_| {
            Some(Label {
                title: Clean::line("Talks resume"),
                source: None,
                hash: Some(TextHash::of(hash)),
            })
        }
    };
    session.apply(&Change::set_all_read([article], true));
    session.save_with(&mut label("one"));
    let marks = desk.device_folder().join("marks.toml");
    let text = fs::read_to_string(&marks).expect("marks");
    let hash = TextHash::of("one");
    assert!(
        text.contains(&format!("\nhash = \"{hash}\"\nread = ")),
        "{text}"
    );
    // Edited since: the later text counts, and is noted with the later change.
    desk.clock(at(200));
    session.apply(&Change::SetStarred {
        article,
        starred: true,
    });
    session.save_with(&mut label("two"));
    let text = fs::read_to_string(&marks).expect("marks");
    assert_eq!(text.matches("hash = ").count(), 1, "{text}");
    let again = desk.open();
    assert_eq!(
        again.reading.mark(article).text.value,
        Some(TextHash::of("two"))
    );
    // One that another device set later than any of its marks keeps its time.
    assert_eq!(again.reading.records(), session.reading.records());
}

// ---- real processes

/// Not a test of its own: run by the tests below as a child process, keeps
/// passages until it has kept as many as it was told or is killed, and prints
/// each that is on the disk.
#[test]
fn child_that_bookmarks() {
    let Ok(folder) = std::env::var("ATTACHE_TEST_CHILD") else {
        return;
    };
    let name = std::env::var("ATTACHE_TEST_NAME").expect("name");
    let count: i64 = std::env::var("ATTACHE_TEST_COUNT")
        .expect("count")
        .parse()
        .expect("number");
    let desk = Desk::at(Path::new(&folder));
    let mut session = desk.open_real();
    let mut out = std::io::stdout().lock();
    for n in 0..count {
        let kept = passage(&name, n);
        session.apply(&Change::PutPassage(Box::new(kept.clone())));
        session.reading.hold_text(&desk::text(&name, n));
        session.apply(&Change::SetRead {
            article: ArticleId::of(&format!("{name}{n}")),
            read: true,
        });
        session.save();
        assert_eq!(session.store.trouble(), None);
        // The leading line break parts it from what the test harness prints.
        writeln!(out, "\nkept {}", kept.id).expect("print");
        out.flush().expect("flush");
    }
}

fn child(folder: &Path, name: &str, count: i64) -> std::process::Child {
    Command::new(std::env::current_exe().expect("test binary"))
        .args([
            "child_that_bookmarks",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("ATTACHE_TEST_CHILD", folder)
        .env("ATTACHE_TEST_NAME", name)
        .env("ATTACHE_TEST_COUNT", count.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("child")
}

#[test]
fn two_processes_with_a_hundred_passages_each_keep_two_hundred() {
    let desk = Desk::new();
    let mut children: Vec<_> = ["one", "two"].map(|n| child(&desk.path(), n, 100)).into();
    for child in &mut children {
        let out = child.stdout.take().expect("stdout");
        let kept = BufReader::new(out)
            .lines()
            .map_while(Result::ok)
            .filter(|l| l.starts_with("kept "))
            .count();
        assert_eq!(kept, 100);
        assert!(child.wait().expect("child").success());
    }
    let session = desk.open_real();
    assert!(session.notices.is_empty(), "{:?}", session.notices);
    assert_eq!(session.reading.passages().count(), 200);
    assert_eq!(session.reading.marks().count(), 200);
}

/// Kills a child that bookmarks, at `times` random instants.
fn killed(times: u64) {
    let desk = Desk::new();
    let mut acknowledged = BTreeSet::new();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..times {
        let mut random = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed
        };
        let mut child = child(&desk.path(), &format!("r{round}"), 1000);
        let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
        let wanted = random() % 4;
        let mut got = 0;
        while got < wanted {
            let line = lines.next().expect("the child goes on").expect("line");
            if let Some(id) = line.strip_prefix("kept ") {
                acknowledged.insert(id.to_owned());
                got += 1;
            }
        }
        // Somewhere inside a save, not just behind one.
        for _ in 0..random() % 3_000_000 {
            std::hint::spin_loop();
        }
        child.kill().expect("kill");
        for line in lines.map_while(Result::ok) {
            // What it printed whole before it died was on the disk.
            if let Some(id) = line.strip_prefix("kept ").filter(|id| id.len() == 16) {
                acknowledged.insert(id.to_owned());
            }
        }
        child.wait().expect("child");
        let session = desk.open_real();
        assert!(
            session.notices.is_empty(),
            "round {round}: {:?}",
            session.notices
        );
        let there: BTreeSet<String> = session
            .reading
            .passages()
            .map(|p| p.id.to_string())
            .collect();
        let revisions = session.store.revisions().all();
        for kept in session.reading.passages() {
            if acknowledged.contains(kept.id.as_str()) {
                assert!(revisions.contains(&kept.selector.hash), "{}", kept.id);
            }
        }
        let lost: Vec<_> = acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "round {round}: lost {lost:?}");
    }
    assert!(!acknowledged.is_empty());
}

#[test]
fn a_killed_process_loses_nothing_that_it_had_kept() {
    killed(6);
}

#[test]
#[ignore = "takes half a minute: cargo test --test state -- --ignored"]
fn two_hundred_killed_processes_lose_nothing() {
    killed(200);
}

#[test]
fn a_store_goes_to_the_worker() {
    fn goes<T: Send + 'static>() {}
    goes::<Store>();
}
