//! Earlier texts of articles: what a passage was taken from is kept as long as
//! a passage needs it, so that a passage whose article was edited can be read
//! where it stood.
//!
//! `reading/<device>/revisions/HASH.txt.gz`: the text, compressed, named by its
//! hash. A file never changes and says by its name what it must hold, so copies
//! of several devices cannot conflict. One is written with the first passage
//! that is taken from its text; those that no passage needs are dropped at a
//! later start.

use std::{
    collections::BTreeSet,
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use flate2::{Compression, GzBuilder, read::MultiGzDecoder};

use super::{disk::Disk, file, store};
use crate::{clean::Clean, passage::TextHash};

/// The folder in a device's folder.
const FOLDER: &str = "revisions";
/// What follows the hash.
const ENDING: &str = ".txt.gz";
/// A text that no passage needs is dropped when it has not been written for so
/// long: another session may be about to take a removal back.
const GRACE: Duration = Duration::from_secs(24 * 3600);
/// Bytes that a text may unpack to (256 MiB): a file that claims more is none
/// of ours.
const MOST: u64 = 256 << 20;

/// Reads the earlier texts of all devices; cheap to clone.
#[derive(Clone, Debug)]
pub struct Revisions {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) reading: PathBuf,
}

impl Revisions {
    /// The text with this hash; `None` if no device kept it, or what it kept is
    /// damaged.
    #[must_use]
    pub fn read(&self, hash: TextHash) -> Option<Clean> {
        let name = name(hash);
        self.folders().find_map(|folder| {
            let bytes = self.disk.read(&folder.join(&name)).ok()?;
            unpack(&bytes, hash)
        })
    }

    /// The hashes of all texts that are kept.
    #[must_use]
    pub fn all(&self) -> BTreeSet<TextHash> {
        let names = self.folders().flat_map(|f| listed(&*self.disk, &f));
        names.collect()
    }

    /// The folders of all devices, in a settled order.
    fn folders(&self) -> impl Iterator<Item = PathBuf> {
        // A folder that cannot be read is named when the state is loaded.
        let mut devices: Vec<String> = self.disk.list(&self.reading).map_or(Vec::new(), |all| {
            let folders = all.into_iter().filter(|f| f.folder);
            folders.map(|f| f.name).collect()
        });
        devices.sort();
        let reading = self.reading.clone();
        devices
            .into_iter()
            .map(move |d| reading.join(d).join(FOLDER))
    }
}

fn name(hash: TextHash) -> String {
    format!("{hash}{ENDING}")
}

/// The texts in one folder; copies that a sync tool made are left aside.
fn listed(disk: &dyn Disk, folder: &Path) -> Vec<TextHash> {
    let found = disk.list(folder).unwrap_or_default();
    let hash = |name: &str| {
        let stem = name.strip_suffix(ENDING)?;
        (stem.len() == 16).then(|| TextHash::parse(stem))?
    };
    found.iter().filter_map(|f| hash(&f.name)).collect()
}

/// The same text gives the same bytes: no time, no name.
fn pack(text: &str) -> io::Result<Vec<u8>> {
    let mut out = GzBuilder::new().write(Vec::new(), Compression::default());
    out.write_all(text.as_bytes())?;
    out.finish()
}

fn unpack(bytes: &[u8], hash: TextHash) -> Option<Clean> {
    let mut text = String::new();
    let mut reader = MultiGzDecoder::new(bytes).take(MOST);
    reader.read_to_string(&mut text).ok()?;
    (TextHash::of(&text) == hash).then(|| Clean::text(&text))
}

/// Keeps a text in a device's folder, unless it is there.
pub(super) fn write(disk: &dyn Disk, device: &Path, hash: TextHash, text: &str) -> io::Result<()> {
    let folder = device.join(FOLDER);
    let path = folder.join(name(hash));
    match disk.identity(&path) {
        Ok(found) if found.len > 0 => return Ok(()),
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    store::make_folders(disk, &folder)?;
    file::replace(disk, &path, &pack(text)?)
}

/// Those of a device's texts that are not `needed` and have rested for a day
/// at `now`.
pub(super) fn idle(
    disk: &dyn Disk,
    device: &Path,
    needed: &BTreeSet<TextHash>,
    now: jiff::Timestamp,
) -> Vec<TextHash> {
    let folder = device.join(FOLDER);
    let rested = |hash: &TextHash| {
        let found = disk.identity(&folder.join(name(*hash)));
        let written = found.ok().and_then(|f| f.modified);
        let age = written.and_then(|w| SystemTime::from(now).duration_since(w).ok());
        age.is_some_and(|age| age > GRACE)
    };
    let all = listed(disk, &folder).into_iter();
    all.filter(|h| !needed.contains(h)).filter(rested).collect()
}

/// Drops a text.
pub(super) fn drop_text(disk: &dyn Disk, device: &Path, hash: TextHash) -> io::Result<()> {
    disk.remove(&device.join(FOLDER).join(name(hash)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_packed_the_same_way_and_proves_itself() {
        let text = "Talks resume\n\nThe envoys met — again.";
        let hash = TextHash::of(text);
        let bytes = pack(text).expect("packed");
        assert_eq!(bytes, pack(text).expect("packed"));
        assert_eq!(unpack(&bytes, hash).as_deref(), Some(text));
        assert_eq!(unpack(&bytes, TextHash::of("another")), None);
        assert_eq!(unpack(bytes.get(..20).expect("part"), hash), None);
        assert_eq!(unpack(text.as_bytes(), hash), None);
    }
}
