//! Reading state on a disk that fails: every step of every save is made to
//! fail, or to be the last before the power goes.

#[path = "state_help/desk.rs"]
mod desk;
#[path = "state_help/sim.rs"]
mod sim;

use std::sync::Arc;

use attache::{
    article::ArticleId,
    passage::PassageId,
    state::{Change, Disk},
};
use desk::{Desk, passage, text};
use sim::{Crash, SimDisk};

/// A session's work: keeps passages one by one, marks articles in between.
/// Gives the passages whose save was acknowledged.
fn work(desk: &Desk, disk: &Arc<SimDisk>, from: i64, count: i64) -> Vec<PassageId> {
    let mut session = desk.open_with(None, Arc::clone(disk) as Arc<dyn Disk>);
    let mut kept = Vec::new();
    let mut waiting = Vec::new();
    for n in from..from + count {
        let new = passage("a", n);
        session.apply(&Change::PutPassage(Box::new(new.clone())));
        session.reading.hold_text(&text("a", n));
        let article = ArticleId::of(&n.to_string());
        session.apply(&Change::SetRead {
            article,
            read: true,
        });
        waiting.push(new.id);
        session.save();
        if session.store.trouble().is_none() {
            kept.append(&mut waiting);
        }
        if disk.is_dead() {
            break;
        }
    }
    kept
}

fn there(desk: &Desk, disk: &Arc<SimDisk>) -> (Vec<PassageId>, Vec<String>) {
    let session = desk.open_with(None, Arc::clone(disk) as Arc<dyn Disk>);
    let ids = session.reading.passages().map(|p| p.id).collect();
    let said = session.notices.iter().map(ToString::to_string).collect();
    (ids, said)
}

/// How many steps a whole session takes.
fn steps() -> usize {
    let desk = Desk::at(std::path::Path::new("/desk"));
    let disk = Arc::new(SimDisk::new());
    work(&desk, &disk, 0, 3);
    disk.steps()
}

#[test]
fn a_step_that_fails_once_loses_nothing() {
    let all = steps();
    assert!(all > 50, "{all}");
    for n in 0..all {
        let desk = Desk::at(std::path::Path::new("/desk"));
        let disk = Arc::new(SimDisk::new());
        disk.fail_at(n);
        work(&desk, &disk, 0, 3);
        // The last save may have been the one that failed: the next makes good.
        let mut session = desk.open_with(None, Arc::clone(&disk) as Arc<dyn Disk>);
        let saved = session.reading.passages().count();
        assert!(saved >= 2, "step {n}");
        session.apply(&Change::PutPassage(Box::new(passage("b", 1))));
        session.save();
        assert_eq!(session.store.trouble(), None, "step {n}");
        let (ids, said) = there(&desk, &disk);
        assert_eq!(ids.len(), saved + 1, "step {n}");
        assert!(said.is_empty(), "step {n}: {said:?}");
    }
}

#[test]
fn what_failed_is_saved_with_the_next() {
    let all = steps();
    for n in 0..all {
        let desk = Desk::at(std::path::Path::new("/desk"));
        let disk = Arc::new(SimDisk::new());
        let mut session = desk.open_with(None, Arc::clone(&disk) as Arc<dyn Disk>);
        disk.fail_at(n);
        let kept = passage("a", 1);
        session.apply(&Change::PutPassage(Box::new(kept.clone())));
        session.save();
        if session.store.trouble().is_some() {
            assert_eq!(session.store.pending(), 1, "step {n}");
            let left = session.store.leftover().expect("leftover");
            assert!(left.contains(kept.id.as_str()), "step {n}");
            session.save();
        }
        assert_eq!(session.store.trouble(), None, "step {n}");
        disk.heal();
        assert_eq!(there(&desk, &disk).0, [kept.id], "step {n}");
    }
}

#[test]
fn a_full_disk_loses_nothing_old_or_new() {
    let desk = Desk::at(std::path::Path::new("/desk"));
    let disk = Arc::new(SimDisk::new());
    let old = work(&desk, &disk, 0, 2);
    disk.fill();
    let mut session = desk.open_with(None, Arc::clone(&disk) as Arc<dyn Disk>);
    let new = passage("b", 1);
    session.apply(&Change::PutPassage(Box::new(new.clone())));
    for _ in 0..3 {
        session.save();
        let said = session.store.trouble().expect("full").to_string();
        assert!(said.contains("cannot be written"), "{said}");
    }
    assert_eq!(there(&desk, &disk).0, old);
    disk.free();
    session.save();
    assert_eq!(session.store.trouble(), None);
    assert_eq!(there(&desk, &disk).0.len(), old.len() + 1);
}

#[test]
fn at_whatever_step_the_power_goes_what_was_acknowledged_is_there() {
    let all = steps();
    for crash in Crash::ALL {
        for n in 0..=all {
            let desk = Desk::at(std::path::Path::new("/desk"));
            let disk = Arc::new(SimDisk::new());
            disk.lose_power_at(n);
            let kept = work(&desk, &disk, 0, 3);
            let disk = Arc::new(disk.after(crash));
            let (ids, said) = there(&desk, &disk);
            for id in &kept {
                assert!(
                    ids.contains(id),
                    "{crash:?} at step {n}: {id} is lost; {said:?}"
                );
            }
            assert!(said.is_empty(), "{crash:?} at step {n}: {said:?}");
            // And the next session goes on.
            let more = work(&desk, &disk, 10, 1);
            assert_eq!(more.len(), 1, "{crash:?} at step {n}");
            assert!(there(&desk, &disk).0.len() > kept.len());
        }
    }
}

#[test]
fn a_disk_that_lies_about_renames_is_caught_by_this_test() {
    // The simulation itself: without fsync a renamed file is torn.
    let disk = SimDisk::new();
    let path = std::path::Path::new("/desk/file");
    disk.make_folder(std::path::Path::new("/desk"))
        .expect("folder");
    let mut file = disk.create(path).expect("create");
    file.write(&[7; 2000]).expect("write");
    drop(file);
    let after = disk.after(Crash::NamesOnly(512));
    assert_eq!(after.read(path).expect("read").len(), 512);
    let after = disk.after(Crash::Strict);
    assert!(after.read(path).is_err());
}
