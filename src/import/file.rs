//! Opening a file safely: only regular files, never more than the limit, and
//! nothing that could block.

use std::{
    fs::{File, OpenOptions},
    io::Read,
    path::Path,
};

use super::{MAX_BYTES, Problem};

/// Reads a regular file of at most [`MAX_BYTES`].
///
/// The kind of file is asked of the opened descriptor, so that nothing can be
/// put in its place between question and reading; a pipe does not block, as it
/// is opened without waiting for its other end.
///
/// # Errors
///
/// [`Problem::Io`], [`Problem::NotAFile`] or [`Problem::TooLarge`].
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let file = open(path).map_err(Problem::Io)?;
    let meta = file.metadata().map_err(Problem::Io)?;
    if meta.is_dir() {
        return Err(Problem::NotAFile("a folder"));
    }
    if !meta.is_file() {
        return Err(Problem::NotAFile("a device, pipe or socket"));
    }
    if meta.len() > MAX_BYTES {
        return Err(Problem::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(Problem::Io)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Problem::TooLarge);
    }
    Ok(bytes)
}

#[cfg(unix)]
fn open(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.cast_signed())
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_as_such() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let error = read(folder.path()).expect_err("a folder");
        assert!(matches!(error, Problem::NotAFile("a folder")));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_does_not_block() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::RUSR).expect("mkfifo");
        assert!(matches!(read(&path), Err(Problem::NotAFile(_))));
    }

    #[test]
    fn a_file_above_the_limit_is_refused_unread() {
        let file = tempfile::NamedTempFile::new().expect("temporary file");
        file.as_file().set_len(MAX_BYTES + 1).expect("sparse file");
        assert!(matches!(read(file.path()), Err(Problem::TooLarge)));
    }
}
