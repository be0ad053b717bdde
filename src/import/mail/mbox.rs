//! Messages one after another in one file, parted by lines that begin with
//! "From ".

use crate::import::{Loaded, Problem, note};

/// Most messages of a file that become articles.
const MOST: usize = 20_000;

/// Reads every message of a file.
///
/// # Errors
///
/// [`Problem::Damaged`]: no message could be read.
pub(in crate::import) fn messages(bytes: &[u8]) -> Result<Loaded, Problem> {
    let parts = split(bytes);
    let mut loaded = Loaded::default();
    let mut lost = 0;
    for part in parts.iter().take(MOST) {
        let part = unquoted(part);
        match crate::import::guard::here(|| super::message(&part)) {
            Ok(article) => loaded.articles.push(article),
            Err(_) => lost += 1,
        }
    }
    if loaded.articles.is_empty() {
        return Err(Problem::Damaged("no message in it".to_owned()));
    }
    if lost > 0 {
        loaded.notes.push(note(format!(
            "{} could not be read",
            crate::plural::of(lost, "message", "messages")
        )));
    }
    if parts.len() > MOST {
        loaded.notes.push(note(format!(
            "{} messages: the first {MOST} are shown",
            parts.len()
        )));
    }
    Ok(loaded)
}

/// Splits a file at lines "From someone date", each behind a blank line.
fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    let mut blank = true;
    let mut at = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let bare = line.trim_ascii_end();
        if blank && is_postmark(bare) {
            if let Some(start) = start {
                out.extend(bytes.get(start..at));
            }
            start = Some(at + line.len());
        }
        blank = bare.is_empty();
        at += line.len();
    }
    if let Some(start) = start {
        out.extend(bytes.get(start..));
    }
    out
}

/// "From jane@gazette.example Thu Apr 18 20:30:00 2024"
fn is_postmark(line: &[u8]) -> bool {
    line.starts_with(b"From ")
        && line.len() < 300
        && line.contains(&b':')
        && line.windows(4).any(|w| w.iter().all(u8::is_ascii_digit))
}

/// Takes the mark off lines that had to be marked: ">From ".
fn unquoted(part: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(part.len());
    for line in part.split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let marked = marks > 0 && line.get(marks..).is_some_and(|r| r.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(marked)..).unwrap_or_default());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_parted_at_postmarks_only() {
        let file = b"From a@b.example Thu Apr 18 20:30:00 2024\nSubject: One\n\nText.\nFrom 2024 on: no\n\n>From the ministry\n\nFrom a@b.example Fri Apr 19 20:30:00 2024\nSubject: Two\n\nMore.\n";
        let parts = split(file);
        assert_eq!(parts.len(), 2);
        assert!(parts[1].starts_with(b"Subject: Two"));
        assert!(unquoted(parts[0]).ends_with(b"\n\nFrom the ministry\n\n"));
    }
}
