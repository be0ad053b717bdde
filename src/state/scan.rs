//! A state file as a row of tables, and what is wrong with it.
//!
//! The file is cut at its table headers; each table is read by itself, so that
//! one that is broken costs no other. The last line says how many there are: a
//! TOML file cut at a line end would otherwise parse without error.

use std::borrow::Cow;

use super::{
    record::{Key, Record},
    table,
};

/// The version that we write. Files of a later one are read as far as they are
/// understood and kept aside before anything is written.
pub(super) const VERSION: i64 = 1;

/// One table of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'t> {
    /// `[[mark]]`
    pub kind: &'t str,
    /// What follows the header.
    pub body: &'t str,
    /// Header and body.
    pub whole: &'t str,
    /// The line of the header, from 1.
    pub line: usize,
}

/// A file, cut into tables.
#[derive(Clone, Debug, Default)]
pub(super) struct Scan<'t> {
    /// Its tables.
    pub tables: Vec<Table<'t>>,
    /// What is wrong with the file as a whole.
    pub damage: Vec<String>,
}

/// The text of a file's bytes, and whether they were no UTF-8.
pub(super) fn text(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (String::from_utf8_lossy(bytes), true),
    }
}

/// The two sides of a file with the marks of a git conflict; `None` for a file
/// without them.
pub(super) fn sides(text: &str) -> Option<[String; 2]> {
    // `<<<<<<<` at a line start occurs in no file of ours: our lines begin with
    // a key, a header or `#`.
    let begins = |l: &str| l.starts_with("<<<<<<<");
    if !(text.starts_with("<<<<<<<") || text.contains("\n<<<<<<<")) {
        return None;
    }
    let mut sides = [String::new(), String::new()];
    let mut inside = None;
    for line in text.lines() {
        inside = match line {
            l if begins(l) => Some(0),
            l if l.starts_with("|||||||") && inside.is_some() => Some(2),
            l if l.starts_with("=======") && inside.is_some() => Some(1),
            l if l.starts_with(">>>>>>>") => None,
            l => {
                for (n, side) in sides.iter_mut().enumerate() {
                    if inside.is_none_or(|i| i == n) {
                        side.push_str(l);
                        side.push('\n');
                    }
                }
                inside
            }
        };
    }
    Some(sides)
}

impl<'t> Scan<'t> {
    /// Cuts a file.
    pub fn of(text: &'t str) -> Self {
        let mut scan = Self::default();
        let mut version = None;
        let mut open: Option<(usize, usize, &str, usize)> = None;
        let mut end = None;
        let mut at = 0;
        let mut number = 0;
        let close = |scan: &mut Self, open: Option<(usize, usize, &'t str, usize)>, at: usize| {
            if let Some((start, body, kind, line)) = open {
                scan.tables.push(Table {
                    kind,
                    body: text.get(body..at).unwrap_or(""),
                    whole: text.get(start..at).unwrap_or(""),
                    line,
                });
            }
        };
        while at < text.len() {
            let rest = text.as_bytes().get(at..).unwrap_or(&[]);
            let next = memchr::memchr(b'\n', rest).map_or(text.len(), |i| at + i + 1);
            number += 1;
            match rest.first() {
                Some(b'[') => {
                    let line = text.get(at..next).unwrap_or("").trim_end();
                    let kind = line.split('#').next().unwrap_or("").trim_end();
                    close(&mut scan, open.take(), at);
                    open = Some((at, next, kind, number));
                    end = None;
                }
                Some(b'#') => {
                    let line = text.get(at..next).unwrap_or("");
                    if let Some(count) = line.strip_prefix("# end:") {
                        close(&mut scan, open.take(), at);
                        end = Some(count);
                    }
                }
                Some(b'v') if open.is_none() => {
                    let line = text.get(at..next).unwrap_or("");
                    version = version.or_else(|| {
                        let (key, value) = line.split_once('=')?;
                        (key.trim() == "version").then(|| value.trim().parse::<i64>().ok())?
                    });
                }
                _ => {}
            }
            at = next;
        }
        close(&mut scan, open, text.len());
        scan.damage = scan.wrong(text, version, end);
        scan
    }

    fn wrong(&self, text: &str, version: Option<i64>, end: Option<&str>) -> Vec<String> {
        let mut out = Vec::new();
        if text.trim_matches(['\0', ' ', '\n', '\r', '\t']).is_empty() {
            out.push("it is empty".to_owned());
            return out;
        }
        match version {
            Some(VERSION) => {}
            Some(v) if v > VERSION => out.push(format!(
                "it was written by a later attache (version {v}, this one knows {VERSION})"
            )),
            Some(v) => out.push(format!("there is no version {v}")),
            None => out.push("it does not begin with its version".to_owned()),
        }
        let count = end.map(|e| e.trim_start().split(' ').next().unwrap_or("").trim_end());
        match count.map(str::parse::<usize>) {
            None => out.push("its end is missing: it was cut off".to_owned()),
            Some(Ok(n)) if n <= self.tables.len() => {}
            Some(_) => out.push(format!(
                "its last line promises more than the {} entries that are there",
                self.tables.len()
            )),
        }
        out
    }
}

/// What identifies a table, without reading all of it: our first field or two
/// say so. `None`: read it whole.
pub(super) fn quick_key(table: &Table<'_>) -> Option<Key> {
    let mut lines = table.body.lines();
    let mut field = |key: &str| {
        let line = lines.next()?;
        let value = line.strip_prefix(key)?.strip_prefix(" = \"")?;
        value.strip_suffix('"')
    };
    match table.kind {
        "[[mark]]" => crate::article::ArticleId::parse(field("article")?).map(Key::Mark),
        "[[passage]]" => crate::passage::PassageId::parse(field("id")?).map(Key::Passage),
        _ => None,
    }
}

/// A table that cannot be used: its line and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bad {
    pub line: usize,
    pub why: String,
}

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    /// Its parts.
    pub records: Vec<Record>,
    /// Tables that cannot be used.
    pub bad: Vec<Bad>,
    /// What is wrong with the file as a whole.
    pub damage: Vec<String>,
}

impl Contents {
    /// Reads a file of ours, as much of it as can be read.
    pub fn of(bytes: &[u8]) -> Self {
        let (text, odd) = text(bytes);
        let mut out = Self::default();
        if odd {
            out.damage.push("it is not UTF-8".to_owned());
        }
        match sides(&text) {
            None => out.add(&Scan::of(&text)),
            Some(sides) => {
                out.damage
                    .push("it holds a git conflict: both sides were read".to_owned());
                for side in &sides {
                    out.add(&Scan::of(side));
                }
                out.damage.dedup();
            }
        }
        out
    }

    fn add(&mut self, scan: &Scan<'_>) {
        self.damage.extend(scan.damage.iter().cloned());
        for found in &scan.tables {
            match table::read(found.kind, found.body) {
                Ok(record) => self.records.push(record),
                Err(why) => self.bad.push(Bad {
                    line: found.line,
                    why,
                }),
            }
        }
    }

    /// Whether the file must be kept aside before it is written anew.
    pub fn is_damaged(&self) -> bool {
        !self.damage.is_empty() || !self.bad.is_empty()
    }

    /// What is wrong, in one sentence.
    pub fn wrong(&self) -> String {
        let mut parts = self.damage.clone();
        for bad in self.bad.iter().take(3) {
            parts.push(format!("line {}: {}", bad.line, bad.why));
        }
        if self.bad.len() > 3 {
            parts.push(format!("{} more", self.bad.len() - 3));
        }
        parts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "# note\nversion = 1\n\n[[mark]]\narticle = \"0000000000000001\"\n\
        title = \"A\"\nread = 2024-04-18T20:30:00Z\n\n[[mark]]\narticle = \"0000000000000002\"\n\
        starred = 2024-04-18T20:30:00Z\n\n# end: 2 marks\n";

    #[test]
    fn a_whole_file_has_nothing_wrong() {
        let contents = Contents::of(WHOLE.as_bytes());
        assert!(!contents.is_damaged(), "{}", contents.wrong());
        assert_eq!(contents.records.len(), 2);
        let crlf = WHOLE.replace('\n', "\r\n");
        let bom = format!("\u{feff}{crlf}");
        let contents = Contents::of(bom.as_bytes());
        assert!(!contents.is_damaged(), "{}", contents.wrong());
        assert_eq!(contents.records.len(), 2);
    }

    #[test]
    fn a_file_cut_anywhere_is_never_taken_for_whole() {
        for cut in 0..WHOLE.len() - 8 {
            let contents = Contents::of(&WHOLE.as_bytes()[..cut]);
            assert!(contents.is_damaged(), "cut at {cut}");
            assert!(contents.records.len() <= 2);
        }
    }

    #[test]
    fn one_broken_table_costs_no_other() {
        let text = WHOLE.replace("article = \"0000000000000001\"", "article = 17");
        let contents = Contents::of(text.as_bytes());
        assert_eq!(contents.records.len(), 1);
        assert_eq!(contents.wrong(), "line 4: article must be a string");
        let text = WHOLE.replace("title = \"A\"", "title = \"A\"\ntitle = \"B\"");
        let contents = Contents::of(text.as_bytes());
        assert_eq!((contents.records.len(), contents.bad.len()), (1, 1));
        let text = WHOLE.replace("0000000000000001", "../../../../etc/passwd");
        assert_eq!(Contents::of(text.as_bytes()).records.len(), 1);
    }

    #[test]
    fn both_sides_of_a_conflict_are_read() {
        let text = WHOLE.replace(
            "read = 2024-04-18T20:30:00Z\n",
            "<<<<<<< HEAD\nread = 2024-04-18T20:30:00Z\n=======\nunread = 2024-04-19T20:30:00Z\n>>>>>>> theirs\n",
        );
        let contents = Contents::of(text.as_bytes());
        assert!(contents.bad.is_empty(), "{}", contents.wrong());
        assert!(contents.wrong().contains("git conflict"));
        assert_eq!(contents.records.len(), 4);
        assert_ne!(contents.records[0], contents.records[2]);
    }

    #[test]
    fn hostile_files_end_in_a_word() {
        let deep = format!("a = {}", "[".repeat(50_000));
        let keys = format!("{} = 1\n", vec!["a"; 20_000].join("."));
        for text in [
            String::new(),
            "\0".repeat(4096),
            WHOLE.replace("version = 1", "version = 999"),
            deep.clone(),
            keys.clone(),
            WHOLE.replace("title = \"A\"", &deep),
            WHOLE.replace("title = \"A\"", &keys),
            WHOLE.replace("title = \"A\"", "position = 99999999999999999999999999"),
            WHOLE.replace("title = \"A\"", "position = -1"),
            WHOLE.replace("title = \"A\"", "opened = 5"),
        ] {
            let contents = Contents::of(text.as_bytes());
            let shown: String = text.chars().take(40).collect();
            assert!(contents.is_damaged(), "{shown}");
        }
        let bytes: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert!(Contents::of(&bytes).is_damaged());
    }

    #[test]
    fn the_quick_key_is_the_key() {
        let scan = Scan::of(WHOLE);
        for found in &scan.tables {
            let record = table::read(found.kind, found.body).expect("table");
            assert_eq!(quick_key(found), Some(record.key()));
            let quick = table::quick_mark(found.body).map(|(a, m)| Record::Mark(a, m));
            assert_eq!(quick, Some(record));
        }
    }
}
