//! What is wrong with a file of settings or keys, and where.

use std::{fmt, path::Path};

use toml::{Spanned, de::DeTable};

use crate::clean::Clean;

/// Something that cannot be used, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, or where else it was said; empty where it is no one place.
    pub file: Clean,
    /// The line, from 1; 0 where it concerns no line.
    pub line: usize,
    /// The character in the line, from 1; 0 where it concerns no line.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub message: Clean,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            f.write_str(&self.file)?;
            if self.line > 0 {
                write!(f, ":{}:{}", self.line, self.column)?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.message)
    }
}

impl Problem {
    /// A problem of a whole file.
    #[must_use]
    pub fn of_file(path: &Path, message: &str) -> Self {
        Self::new(&path.display().to_string(), message)
    }

    /// A problem of `--set`.
    #[must_use]
    pub(super) fn of_flag(message: &str) -> Self {
        Self::new("--set", message)
    }

    /// A problem of the settings as a whole.
    #[must_use]
    pub(super) fn general(message: &str) -> Self {
        Self::new("", message)
    }

    fn new(file: &str, message: &str) -> Self {
        Self {
            file: Clean::line(file),
            line: 0,
            column: 0,
            message: Clean::line(message),
        }
    }
}

/// A TOML file as text, to tell places in it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'t> {
    name: &'t str,
    text: &'t str,
}

impl<'t> Source<'t> {
    /// A file's name, as it is shown, and its text.
    #[must_use]
    pub fn new(name: &'t str, text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { name, text }
    }

    /// What can be parsed of it, and what cannot.
    #[must_use]
    pub fn parse(&self) -> (Spanned<DeTable<'t>>, Vec<Problem>) {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        let mut problems: Vec<Problem> = Vec::new();
        for error in errors {
            let problem = self.at(error.span().map_or(0, |s| s.start), error.message());
            // One mistake in a line is often several to the parser.
            if problems.last().is_none_or(|p| p.line != problem.line) {
                problems.push(problem);
            }
        }
        (table, problems)
    }

    /// A problem of the value of a key at the top; of no place where it is not
    /// in the file.
    #[must_use]
    pub fn of_key(&self, key: &str, message: &str) -> Problem {
        let (table, _) = DeTable::parse_recoverable(self.text);
        let value = table.get_ref().get(key).map(|v| v.span().start);
        value.map_or_else(|| Problem::general(message), |at| self.at(at, message))
    }

    /// A problem at the byte offset `at`.
    #[must_use]
    pub fn at(&self, at: usize, message: &str) -> Problem {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |n| n + 1);
        Problem {
            line: memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1,
            column: before
                .get(line_start..)
                .map_or(0, |l| l.chars().count() + 1),
            ..Problem::new(self.name, message)
        }
    }
}
