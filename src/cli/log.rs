//! The log: what went wrong where nobody could be told, and with `-v` what was
//! done. A file in the state folder, made when there is something to write;
//! nothing of it reaches the screen.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Mutex,
};

use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt::layer,
    layer::{Layer, SubscriberExt},
    util::SubscriberInitExt,
};

use crate::{clean::Clean, places::Places};

/// Bytes above which the log is cut when it is opened; its last half of that
/// stays.
const MAX: u64 = 1 << 20;

/// Begins to log: warnings, and with `-v` what is done, with `-vv` how, with
/// `-vvv` everything.
pub(super) fn start(places: &Places, verbose: u8) {
    let ours = match verbose {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let levels = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("attache", ours);
    let lines = layer()
        .with_ansi(false)
        .with_writer(Mutex::new(Log::new(places.log())))
        .with_filter(levels);
    // Another one of this process stays.
    let _ = tracing_subscriber::registry().with(lines).try_init();
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        config = %places.config.display(),
        cache = %places.cache.display(),
        "started"
    );
}

/// A log file that is opened by its first line. One that cannot be written is
/// silent: there is nowhere to say so.
struct Log {
    path: PathBuf,
    file: Option<File>,
    failed: bool,
}

impl Log {
    fn new(path: PathBuf) -> Self {
        Self {
            path,
            file: None,
            failed: false,
        }
    }

    fn line(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.file.is_none() {
            self.file = Some(open(&self.path)?);
        }
        // What was logged may be an article's or a file's name.
        let text = String::from_utf8_lossy(bytes);
        let mut clean = Clean::text(text.trim_end()).to_string();
        clean.push('\n');
        match &mut self.file {
            Some(file) => file.write_all(clean.as_bytes()),
            None => Ok(()),
        }
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.failed {
            self.failed = self.line(bytes).is_err();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens the log for its next line, cut if it is too long.
fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if fs::metadata(path).is_ok_and(|m| m.len() > MAX) {
        cut(path)?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

/// Leaves the last lines of a file.
fn cut(path: &Path) -> io::Result<()> {
    let bytes = fs::read(path)?;
    let keep = usize::try_from(MAX / 2).unwrap_or(0);
    let tail = bytes.get(bytes.len().saturating_sub(keep)..).unwrap_or(&[]);
    let line = memchr::memchr(b'\n', tail).map_or(0, |at| at + 1);
    fs::write(path, tail.get(line..).unwrap_or(&[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_made_by_its_first_line_and_holds_no_control_characters() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("state/attache.log");
        let mut log = Log::new(path.clone());
        assert!(!path.exists());
        log.write_all(b"one \x1b[31mred\n").expect("write");
        log.write_all(b"two\n").expect("write");
        let text = fs::read_to_string(&path).expect("log");
        assert_eq!(text.lines().count(), 2);
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }

    #[test]
    fn a_long_log_is_cut_to_its_last_lines() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("attache.log");
        let line = "a line of the log\n";
        fs::write(&path, line.repeat(100_000)).expect("write");
        let mut log = Log::new(path.clone());
        log.write_all(b"the last\n").expect("write");
        let text = fs::read_to_string(&path).expect("log");
        assert!(
            text.len() <= 600_000 && text.len() > 500_000,
            "{}",
            text.len()
        );
        assert!(text.starts_with(line) && text.ends_with("\nthe last\n"));
    }

    #[test]
    fn a_log_that_cannot_be_written_is_silent() {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("file");
        fs::write(&file, "").expect("write");
        let mut log = Log::new(file.join("attache.log"));
        assert!(log.write_all(b"x\n").is_ok());
    }
}
