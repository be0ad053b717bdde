//! Reading the files of all devices.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{
    disk::{Disk, Identity},
    file::OLDER,
    reading::Reading,
    record::{Key, Record},
    scan::Contents,
    store::NO_IDENTITY,
};
use crate::{clean::Clean, passage::TextHash};

/// A file as this instance last saw it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// Its state.
    pub identity: Identity,
    /// Whether nothing was wrong with it.
    pub sound: bool,
}

/// A file of the reading state.
#[derive(Debug)]
struct Source {
    path: PathBuf,
    /// Whether it lies in this device's folder.
    own: bool,
    /// Whether a sync tool made it of two versions.
    conflict: bool,
}

/// Whether `name` is a file of ours, and whether a sync tool's copy of one:
/// "passages.sync-conflict-20240418-203000-ABCDEFG.toml", "marks (conflicted
/// copy 2024-04-18).toml", "marks 2.toml".
fn classify(name: &str) -> Option<bool> {
    let stem = name.strip_suffix(".toml")?;
    if matches!(stem, "marks" | "marks-older" | "passages") {
        return Some(false);
    }
    let ours = stem.starts_with("marks") || stem.starts_with("passages");
    ours.then_some(true)
}

/// The files of all devices, in a settled order.
fn sources(
    disk: &dyn Disk,
    reading: &Path,
    device: Option<&str>,
    notices: &mut Vec<Clean>,
) -> Vec<Source> {
    let mut out = Vec::new();
    let mut complain = |path: &Path, error: &std::io::Error| {
        if error.kind() != ErrorKind::NotFound {
            notices.push(Clean::line(&format!(
                "{} cannot be read ({error}): what is kept there is not shown",
                path.display()
            )));
        }
    };
    let folders = match disk.list(reading) {
        Ok(found) => found,
        Err(error) => {
            complain(reading, &error);
            return out;
        }
    };
    for folder in folders.into_iter().filter(|f| f.folder) {
        let path = reading.join(&folder.name);
        match disk.list(&path) {
            Ok(files) => {
                for file in files.into_iter().filter(|f| !f.folder) {
                    if let Some(conflict) = classify(&file.name) {
                        out.push(Source {
                            path: path.join(&file.name),
                            own: device == Some(&*folder.name),
                            conflict,
                        });
                    }
                }
            }
            Err(error) => complain(&path, &error),
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// Reads one file; says what is wrong with it.
fn read(disk: &dyn Disk, source: &Source, notices: &mut Vec<Clean>) -> Option<(Contents, Seen)> {
    let identity = disk.identity(&source.path).unwrap_or(NO_IDENTITY);
    let bytes = match disk.read(&source.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                notices.push(Clean::line(&format!(
                    "{} cannot be read ({error}): what is kept there is not shown",
                    source.path.display()
                )));
            }
            return None;
        }
    };
    let contents = Contents::of(&bytes);
    let sound = !contents.is_damaged();
    if !sound {
        let n = contents.records.len();
        let kept = if source.own {
            "; before anything is written it is kept aside"
        } else {
            "; nothing is written to it"
        };
        notices.push(Clean::line(&format!(
            "{} is damaged: {}; {n} of its entries were read{kept}",
            source.path.display(),
            contents.wrong(),
        )));
    }
    if source.conflict {
        notices.push(Clean::line(&format!(
            "{} is a sync tool's second version: it was read too, and can be deleted once \
             its {} entries are where you want them",
            source.path.display(),
            contents.records.len()
        )));
    }
    Some((contents, Seen { identity, sound }))
}

/// All that is on the disk.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub reading: Reading,
    pub notices: Vec<Clean>,
    pub seen: HashMap<PathBuf, Seen>,
    /// Our own passages that another device removed.
    pub owed: BTreeMap<Key, Record>,
}

impl Loaded {
    /// The texts that passages need; `None` where something could not be read,
    /// and so nothing can be said.
    pub fn needed(&self) -> Option<BTreeSet<TextHash>> {
        let hashes = self.reading.passages().map(|p| p.selector.hash);
        self.notices.is_empty().then(|| hashes.collect())
    }
}

/// Reads everything, or all but the marks that rest.
pub(super) fn all(disk: &dyn Disk, reading: &Path, device: Option<&str>, rest: bool) -> Loaded {
    let mut out = Loaded::default();
    let mut own = Vec::new();
    for source in sources(disk, reading, device, &mut out.notices) {
        if !rest && source.path.file_name().is_some_and(|n| n == OLDER.name) {
            // Not seen: `changed` will read it.
            continue;
        }
        let Some((contents, seen)) = read(disk, &source, &mut out.notices) else {
            continue;
        };
        out.seen.insert(source.path.clone(), seen);
        out.reading.reserve(contents.records.len());
        for record in contents.records {
            match &record {
                // Another device's last screen is its own.
                Record::Screen(_) if !source.own => continue,
                Record::Passage(kept) if source.own && !kept.is_removed() => own.push(kept.id),
                _ => {}
            }
            out.reading.load(record);
        }
    }
    for id in own {
        let merged = out.reading.record(Key::Passage(id));
        if let Some(Record::Passage(kept)) = merged
            && kept.is_removed()
        {
            out.owed.insert(Key::Passage(id), Record::Passage(kept));
        }
    }
    out
}

/// What changed on the disk.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub records: Vec<Record>,
    pub notices: Vec<Clean>,
}

/// Reads the files that are not as they were last seen.
pub(super) fn changed(
    disk: &dyn Disk,
    reading: &Path,
    device: Option<&str>,
    seen: &mut HashMap<PathBuf, Seen>,
) -> Changed {
    let mut out = Changed::default();
    for source in sources(disk, reading, device, &mut out.notices) {
        let now = disk.identity(&source.path).ok();
        let same = seen
            .get(&source.path)
            .is_some_and(|s| now == Some(s.identity));
        if same {
            continue;
        }
        if let Some((contents, state)) = read(disk, &source, &mut out.notices) {
            seen.insert(source.path.clone(), state);
            let ours = |r: &Record| source.own || !matches!(r, Record::Screen(_));
            out.records
                .extend(contents.records.into_iter().filter(ours));
        }
    }
    out
}
