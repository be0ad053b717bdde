//! Paths as the index stores them: bytes, so that names that are no text
//! survive.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// A path or name as bytes.
#[cfg(unix)]
#[must_use]
pub fn to_bytes(name: &OsStr) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    name.as_bytes().to_vec()
}

/// A path or name from its bytes.
#[cfg(unix)]
#[must_use]
pub fn from_bytes(bytes: Vec<u8>) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes)
}

/// A path or name as bytes (names that are no Unicode lose what is none).
#[cfg(not(unix))]
#[must_use]
pub fn to_bytes(name: &OsStr) -> Vec<u8> {
    name.to_string_lossy().into_owned().into_bytes()
}

/// A path or name from its bytes.
#[cfg(not(unix))]
#[must_use]
pub fn from_bytes(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// A folder and a name in it, from their bytes.
#[must_use]
pub fn join(folder: Vec<u8>, name: Vec<u8>) -> PathBuf {
    PathBuf::from(from_bytes(folder)).join(from_bytes(name))
}

/// The path with `/` between its parts, for identities and for people.
#[must_use]
pub fn slashed(path: &Path) -> String {
    let mut out = String::new();
    for part in path.components() {
        let part = part.as_os_str().to_string_lossy();
        if !out.is_empty() && !out.ends_with('/') {
            out.push('/');
        }
        out.push_str(if part == std::path::MAIN_SEPARATOR_STR {
            "/"
        } else {
            &part
        });
    }
    out
}
