//! `attache add`: what is said, what is copied, the exit code.

use std::{fs, path::Path, process::Output};

use assert_cmd::Command;

fn add(library: &Path, paths: &[&Path]) -> Output {
    let state = library.join("../state");
    Command::cargo_bin("attache")
        .expect("the program")
        .env("ATTACHE_CONFIG_DIR", state.join("config"))
        .env("ATTACHE_CACHE_DIR", state.join("cache"))
        .args(["add", "--library"])
        .arg(library)
        .args(paths)
        .output()
        .expect("it runs")
}

#[test]
fn files_are_copied_and_each_is_spoken_of() {
    let dir = tempfile::tempdir().expect("dir");
    let library = dir.path().join("library");
    let (good, bad) = (dir.path().join("a.eml"), dir.path().join("b.pdf"));
    fs::write(
        &good,
        "From: The Gazette <a@gazette.example>\nSubject: Talks on the strait resume\nDate: Thu, 18 Apr 2024 20:30:00 +0400\n\nThe ministers met on Monday.\n",
    )
    .expect("write");
    fs::write(&bad, "%PDF-1.7").expect("write");
    let first = add(&library, &[&good]);
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    let copy = library.join("2024-04-18 talks-on-the-strait-resume.eml");
    assert_eq!(
        fs::read(&copy).expect("the copy"),
        fs::read(&good).expect("the file")
    );
    assert!(String::from_utf8_lossy(&first.stdout).contains("mail, “Talks on the strait resume”"));
    let second = add(&library, &[&good, &bad]);
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stdout).starts_with("duplicate"));
    assert!(String::from_utf8_lossy(&second.stderr).contains("is a PDF document"));
    assert_eq!(fs::read_dir(&library).expect("folder").count(), 1);
}
