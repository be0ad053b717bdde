//! The name of this device: its folder below `reading/`, kept in the state
//! folder, which is never synced.

use std::path::Path;

use jiff::Timestamp;

use super::{disk::Disk, file, store};

/// The file in the state folder.
const FILE: &str = "device";

/// A name as a folder can bear it everywhere: lower-case ASCII letters, digits
/// and hyphens, at most 40.
#[must_use]
pub(super) fn clean(name: &str) -> String {
    let mut out = String::new();
    for c in name.trim().to_lowercase().chars().take(40) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "device" } else { out }.to_owned()
}

/// The name that an earlier session settled on.
pub(super) fn read(disk: &dyn Disk, state: &Path) -> Option<String> {
    let bytes = disk.read(&state.join(FILE)).ok()?;
    let name = std::str::from_utf8(&bytes).ok()?.trim();
    (!name.is_empty() && clean(name) == name).then(|| name.to_owned())
}

/// Settles on a name, under the lock: that of another instance that was
/// quicker, or the machine's with four characters that tell it from another
/// machine of that name. Where it cannot be kept it is the machine's alone, so
/// that the next session comes to the same.
pub(super) fn settle(disk: &dyn Disk, state: &Path, now: Timestamp) -> String {
    if let Some(name) = read(disk, state) {
        return name;
    }
    let host = disk.host();
    let host = host.split('.').next().unwrap_or("");
    let seed = format!("{host} {now} {} {}", state.display(), std::process::id());
    let hash = blake3::hash(seed.as_bytes()).to_hex();
    let name = clean(&format!("{}-{}", clean(host), hash.get(..4).unwrap_or("")));
    let kept = store::make_folders(disk, state)
        .and_then(|()| file::replace(disk, &state.join(FILE), format!("{name}\n").as_bytes()));
    match kept {
        Ok(()) => name,
        Err(_) => clean(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_fit_for_folders() {
        assert_eq!(clean("Ann's MacBook Pro"), "ann-s-macbook-pro");
        assert_eq!(clean("../../etc"), "etc");
        assert_eq!(clean("…"), "device");
        assert_eq!(clean(&clean("a--b.c_")), clean("a--b.c_"));
    }
}
