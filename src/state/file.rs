//! Writing one state file: read what is there, merge, write a new file beside
//! it, rename. At every moment the disk holds the old or the new file, whole.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt::Write as _,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    TOMBSTONE_DAYS,
    disk::Disk,
    record::{Key, Record},
    scan::{self, Contents, Scan, Table, VERSION},
    stamp::Stamp,
    table::{self, Label},
};
use crate::{article::ArticleId, clean::Clean};

/// Gives the label of an article, for marks that have none in the file.
pub type Labels<'l> = &'l mut dyn FnMut(ArticleId) -> Option<Label>;

/// Which file, and how it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// Its name in the device's folder.
    pub name: &'static str,
    /// What the last line counts.
    pub noun: &'static str,
}

/// Marks of late, letters, the last screen.
pub(super) const MARKS: Kind = Kind {
    name: "marks.toml",
    noun: "marks",
};
/// Marks that rest.
pub(super) const OLDER: Kind = Kind {
    name: "marks-older.toml",
    noun: "marks",
};
/// Passages.
pub(super) const PASSAGES: Kind = Kind {
    name: "passages.toml",
    noun: "passages",
};

/// A file as it lies on the disk.
#[derive(Debug, Default)]
pub(super) struct Lying {
    /// Where, links followed.
    pub path: PathBuf,
    /// Its bytes; empty where it does not exist.
    pub bytes: Vec<u8>,
    /// Whether it exists.
    pub exists: bool,
}

impl Lying {
    /// Reads a file; one that does not exist is empty.
    pub fn read(disk: &dyn Disk, path: &Path) -> io::Result<Self> {
        let path = disk.resolve(path)?;
        match disk.read(&path) {
            Ok(bytes) => Ok(Self {
                path,
                bytes,
                exists: true,
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self {
                path,
                ..Self::default()
            }),
            Err(error) => Err(error),
        }
    }
}

/// The tables of a file by key, each as it is to be written.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Key and text, a blank line behind each.
    pub by_key: BTreeMap<Key, String>,
    /// Tables that could not be taken over.
    pub lost: bool,
}

impl Tables {
    /// The tables of a file, duplicates merged, forgotten ones left out; of
    /// one that is not sound those that can be read.
    pub fn of(text: &str, sound: bool, now: Timestamp) -> Self {
        let mut out = Self::default();
        let forget = Stamp::of(now).days_before(TOMBSTONE_DAYS);
        match scan::sides(text) {
            None => out.add(&Scan::of(text), sound, forget),
            Some(sides) => {
                for side in &sides {
                    out.add(&Scan::of(side), false, forget);
                }
            }
        }
        out
    }

    fn add(&mut self, scan: &Scan<'_>, sound: bool, forget: Stamp) {
        for found in &scan.tables {
            let removed = found.body.contains("\nremoved = ");
            let quick = scan::quick_key(found).filter(|_| sound && !removed);
            let key = match quick {
                Some(key) if !self.by_key.contains_key(&key) => key,
                _ => match table::read(found.kind, found.body) {
                    Ok(Record::Passage(kept)) if kept.is_removed() && kept.removed.at < forget => {
                        continue;
                    }
                    Ok(record) if self.by_key.contains_key(&record.key()) => {
                        self.merge(&record, None);
                        continue;
                    }
                    Ok(record) => record.key(),
                    Err(_) => {
                        self.lost = true;
                        continue;
                    }
                },
            };
            let whole = found.whole.trim_end();
            self.by_key.insert(key, format!("{whole}\n\n"));
        }
    }

    /// Merges a record into the table of its key.
    pub fn merge(&mut self, new: &Record, label: Option<&Label>) {
        let key = new.key();
        let Some(old) = self.by_key.get(&key) else {
            self.by_key.insert(key, table::write(new, label, &[]));
            return;
        };
        let scan = Scan::of(old);
        let Some(Table { kind, body, .. }) = scan.tables.first() else {
            return;
        };
        let (own, extra) = table::carried(body);
        let label = label.or(own.as_ref());
        let text = match table::read(kind, body) {
            Ok(mut record) => {
                record.merge(new);
                let text = table::write(&record, label, &extra);
                let again = Scan::of(&text);
                let sound = again
                    .tables
                    .first()
                    .is_some_and(|t| table::read(t.kind, t.body).is_ok());
                if sound {
                    text
                } else {
                    self.lost = true;
                    table::write(&record, label, &[])
                }
            }
            Err(_) => {
                self.lost = true;
                table::write(new, label, &[])
            }
        };
        self.by_key.insert(key, text);
    }

    /// Takes over a table as it stands in another file.
    pub fn adopt(&mut self, key: Key, text: String) {
        if let Entry::Vacant(free) = self.by_key.entry(key) {
            free.insert(text);
            return;
        }
        let scan = Scan::of(&text);
        let Some(found) = scan.tables.first() else {
            return;
        };
        match table::read(found.kind, found.body) {
            Ok(record) => self.merge(&record, table::carried(found.body).0.as_ref()),
            Err(_) => self.lost = true,
        }
    }

    /// The marks of articles but for the `keep` that changed last, taken out.
    pub fn take_resting(&mut self, keep: usize) -> Vec<(Key, String)> {
        let updated = |text: &str| {
            let scan = Scan::of(text);
            let found = scan.tables.first()?;
            table::read(found.kind, found.body)
                .ok()
                .map(|r| r.updated())
        };
        let marks = self
            .by_key
            .iter()
            .filter(|(k, _)| matches!(k, Key::Mark(_)));
        let mut marks: Vec<(Stamp, Key)> = marks
            .map(|(k, t)| (updated(t).unwrap_or_default(), *k))
            .collect();
        marks.sort_unstable();
        marks.truncate(marks.len().saturating_sub(keep));
        marks
            .into_iter()
            .filter_map(|(_, k)| self.by_key.remove(&k).map(|t| (k, t)))
            .collect()
    }

    /// How many articles have a mark here.
    pub fn marks(&self) -> usize {
        self.by_key
            .keys()
            .filter(|k| matches!(k, Key::Mark(_)))
            .count()
    }

    /// The file.
    pub fn print(&self, kind: Kind, device: &str) -> String {
        let size: usize = self.by_key.values().map(String::len).sum();
        let mut out = String::with_capacity(size + 200);
        let noun = kind.noun;
        let _ = write!(
            out,
            "# attache: {noun} made on \"{device}\"; README.txt one folder up says more.\n\
             version = {VERSION}\n\n"
        );
        for text in self.by_key.values() {
            out.push_str(text);
        }
        let _ = writeln!(out, "# end: {} {noun}", self.by_key.len());
        out
    }
}

/// Replaces a file by `text`: new file, fsync, rename, fsync of the folder.
pub(super) fn replace(disk: &dyn Disk, path: &Path, text: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.tmp"));
    let write = || {
        let mut file = disk.create(&temporary)?;
        file.write(text)?;
        file.sync()
    };
    if let Err(error) = write().and_then(|()| disk.rename(&temporary, path)) {
        // What was half written is of no use; the next save writes it again.
        let _ = disk.remove(&temporary);
        return Err(error);
    }
    disk.sync_folder(folder)
}

/// Copies a damaged file to NAME.broken-DATE, unless that was done already;
/// gives the name.
pub(super) fn keep_aside(disk: &dyn Disk, file: &Lying, now: Timestamp) -> io::Result<String> {
    let folder = file.path.parent().unwrap_or(Path::new("."));
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    let day = jiff::tz::TimeZone::UTC.to_datetime(now).date();
    let mut earlier: Vec<String> = disk
        .list(folder)?
        .into_iter()
        .map(|f| f.name)
        .filter(|n| n.starts_with(&format!("{name}.broken-")))
        .collect();
    earlier.sort();
    for old in &earlier {
        if disk.read(&folder.join(old))? == file.bytes {
            return Ok(old.clone());
        }
    }
    let mut aside = format!("{name}.broken-{day}");
    let mut number = 1;
    while earlier.contains(&aside) {
        number += 1;
        aside = format!("{name}.broken-{day}-{number}");
    }
    replace(disk, &folder.join(&aside), &file.bytes)?;
    Ok(aside)
}

/// What an update found and did.
#[derive(Debug, Default)]
pub(super) struct Updated {
    /// What the user should know.
    pub notices: Vec<Clean>,
    /// What the file held before, if it was not as this instance left it.
    pub before: Option<Contents>,
    /// Whether it was written.
    pub wrote: bool,
}

/// Merges `change` into the file at `path`. `known` tells that this instance
/// has read or written the file in its present state and found it sound.
pub(super) fn update(
    disk: &dyn Disk,
    path: &Path,
    kind: Kind,
    device: &str,
    known: bool,
    now: Timestamp,
    change: impl FnOnce(&mut Tables) -> io::Result<()>,
) -> io::Result<Updated> {
    let file = Lying::read(disk, path)?;
    let mut out = Updated::default();
    let mut damaged = None;
    if file.exists && !known {
        let contents = Contents::of(&file.bytes);
        damaged = contents.is_damaged().then(|| contents.wrong());
        out.before = Some(contents);
    }
    let (text, _) = scan::text(&file.bytes);
    let mut tables = if file.exists {
        Tables::of(&text, damaged.is_none(), now)
    } else {
        Tables::default()
    };
    change(&mut tables)?;
    let text = tables.print(kind, device);
    if text.as_bytes() == file.bytes {
        return Ok(out);
    }
    if damaged.is_none() && tables.lost {
        damaged = Some("a table in it could not be carried over".to_owned());
    }
    if let Some(wrong) = damaged {
        let aside = keep_aside(disk, &file, now)?;
        out.notices.push(Clean::line(&format!(
            "{} was damaged ({wrong}): what can be read of it is used, the file is kept as {aside}",
            path.display()
        )));
    }
    replace(disk, &file.path, text.as_bytes())?;
    out.wrote = true;
    Ok(out)
}
