//! Markdown that can be exported again into the same file: what the user wrote
//! around the passages, or changed in them, stays.
//!
//! ```text
//! <!-- attache article 0a1b… -->            a heading of ours; may be changed freely
//! ## Talks resume
//!
//! <!-- attache passage 01hx… 9f86d081 -->   the last word is the hash of our lines
//! > “Talks go on”
//! > — Ann Vale, spokeswoman · para. 3
//! <!-- end -->
//! ```

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::super::{cite, view::PassageView};
use crate::{article::ArticleId, passage::PassageId};

/// What an export into a file did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The new text of the file.
    pub text: String,
    /// Passages that were not in it.
    pub added: usize,
    /// Passages that were written anew.
    pub updated: usize,
    /// Passages whose lines the user had changed: left as they are.
    pub kept: usize,
    /// Passages that are no longer among the exported ones and were taken out.
    pub gone: usize,
}

/// A piece of an existing file.
#[derive(Debug)]
enum Piece<'t> {
    /// The user's lines, or a heading.
    Text(&'t str),
    /// The mark of an article's heading.
    Article(ArticleId, &'t str),
    /// A passage: its id, the hash of our lines, the lines, all of it.
    Passage(PassageId, &'t str, &'t str, &'t str),
}

/// Eight digits that tell whether lines are as we wrote them.
fn hash(lines: &str) -> String {
    let hash = blake3::hash(lines.trim_end().as_bytes()).to_hex();
    hash.get(..8).unwrap_or("").to_owned()
}

const ARTICLE: &str = "<!-- attache article ";
const PASSAGE: &str = "<!-- attache passage ";
const END: &str = "<!-- end -->";

/// Cuts a file into pieces; a passage whose end is missing is the user's text.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    while at < text.len() {
        let end_of_line = |at: usize| {
            part(at, text.len())
                .find('\n')
                .map_or(text.len(), |i| at + i + 1)
        };
        let next = end_of_line(at);
        let line = part(at, next).trim_end();
        let inner = |start: &str| line.strip_prefix(start)?.strip_suffix(" -->");
        if let Some(id) = inner(ARTICLE).and_then(ArticleId::parse) {
            out.push(Piece::Text(part(plain, at)));
            out.push(Piece::Article(id, part(at, next)));
            plain = next;
        } else if let Some((id, hash)) = inner(PASSAGE).and_then(|i| i.split_once(' '))
            && let Some(id) = PassageId::parse(id)
        {
            let mut stop = next;
            let mut found = None;
            while stop < text.len() {
                let after = end_of_line(stop);
                match part(stop, after).trim_end() {
                    END => {
                        found = Some(after);
                        break;
                    }
                    l if l.starts_with(PASSAGE) => break,
                    _ => stop = after,
                }
            }
            if let Some(after) = found {
                out.push(Piece::Text(part(plain, at)));
                out.push(Piece::Passage(id, hash, part(next, stop), part(at, after)));
                plain = after;
                at = after;
                continue;
            }
        }
        at = next;
    }
    out.push(Piece::Text(part(plain, text.len())));
    out
}

/// Exports into the text of an existing file; an empty one gives a new file.
#[must_use]
pub fn merge(existing: &str, views: &[PassageView]) -> Merged {
    let mut out = Merged::default();
    let wanted: BTreeMap<PassageId, &PassageView> =
        views.iter().map(|v| (v.passage.id, v)).collect();
    // The lines of the file, with a slot behind each article's last piece.
    let mut text: Vec<String> = Vec::new();
    let mut slots: BTreeMap<ArticleId, usize> = BTreeMap::new();
    let mut seen: BTreeSet<PassageId> = BTreeSet::new();
    for piece in pieces(existing) {
        match piece {
            Piece::Text(lines) => text.push(lines.to_owned()),
            Piece::Article(id, line) => {
                text.push(line.to_owned());
                // Our two lines of heading follow; the slot is behind them.
                slots.entry(id).or_insert(text.len() + 1);
            }
            Piece::Passage(id, old, lines, whole) => {
                let edited = hash(lines) != old;
                match wanted.get(&id) {
                    _ if edited => {
                        text.push(whole.to_owned());
                        out.kept += 1;
                    }
                    Some(view) => {
                        let new = block(view);
                        out.updated += usize::from(new != whole);
                        text.push(new);
                    }
                    None => {
                        out.gone += 1;
                        continue;
                    }
                }
                seen.insert(id);
                if let Some(view) = wanted.get(&id) {
                    slots.insert(view.passage.article, text.len());
                }
            }
        }
    }
    let mut inserts: BTreeMap<usize, String> = BTreeMap::new();
    let mut tail = String::new();
    let mut last = None;
    for view in views.iter().filter(|v| !seen.contains(&v.passage.id)) {
        out.added += 1;
        let article = view.passage.article;
        match slots.get(&article) {
            Some(slot) => {
                let here = inserts.entry((*slot).min(text.len())).or_default();
                here.push('\n');
                here.push_str(&block(view));
            }
            None => {
                if last != Some(article) {
                    tail.push_str(&heading(view));
                    last = Some(article);
                }
                tail.push('\n');
                tail.push_str(&block(view));
            }
        }
    }
    if existing.is_empty() {
        out.text.push_str("# Passages\n");
    }
    let slots = text.len();
    for n in 0..=slots {
        if let Some(new) = inserts.get(&n) {
            if !out.text.is_empty() && !out.text.ends_with('\n') {
                out.text.push('\n');
            }
            out.text.push_str(new);
        }
        if let Some(piece) = text.get(n) {
            out.text.push_str(piece);
        }
    }
    if !tail.is_empty() {
        if !out.text.ends_with('\n') {
            out.text.push('\n');
        }
        out.text.push_str(&tail);
    }
    out
}

/// The heading of an article.
fn heading(view: &PassageView) -> String {
    let about = &view.passage.about;
    let mut out = format!(
        "\n{ARTICLE}{} -->\n## {}\n",
        view.passage.article,
        escape(&about.title)
    );
    let mut parts = Vec::new();
    if let Some(source) = &about.source {
        parts.push(format!("*{}*", escape(source)));
    }
    parts.extend(about.published.map(cite::long_date));
    if let Some(url) = &about.url {
        parts.push(format!("<{}>", url.replace(['<', '>', ' '], "")));
    } else if let Some(file) = &about.file {
        parts.push(escape(file));
    }
    if !parts.is_empty() {
        let _ = writeln!(out, "{}", parts.join(", "));
    }
    out
}

/// One passage with its marks.
fn block(view: &PassageView) -> String {
    let lines = lines(view);
    format!(
        "{PASSAGE}{} {} -->\n{lines}{END}\n",
        view.passage.id,
        hash(&lines)
    )
}

/// One passage.
fn lines(view: &PassageView) -> String {
    let p = &view.passage;
    let mut out = String::new();
    for line in p.selector.exact.lines() {
        out.push_str(format!("> {}", escape(line)).trim_end());
        out.push('\n');
    }
    let mut parts = Vec::new();
    parts.extend(cite::speakers(p).map(|s| escape(&s)));
    parts.extend(p.about.paragraph.map(|n| format!("para. {n}")));
    if p.about.machine_translated() {
        parts.push("machine translation, not verbatim".to_owned());
    }
    match view.state {
        super::super::State::Doubtful => parts.push("place doubtful".to_owned()),
        super::super::State::Orphan => parts.push("no longer in the article".to_owned()),
        _ => {}
    }
    parts.extend(view.revision());
    if !parts.is_empty() {
        let _ = write!(out, ">\n> — {}\n", parts.join(" · "));
    }
    if !p.note.is_empty() {
        out.push('\n');
        for line in p.note.lines() {
            out.push_str(format!("{}\n", escape(line)).trim_start_matches(' '));
        }
    }
    if !p.tags.is_empty() {
        let tags: Vec<String> = p.tags.iter().map(|t| format!("\\#{}", escape(t))).collect();
        let _ = write!(out, "\n{}\n", tags.join(" "));
    }
    out
}

/// Text that means itself: signs that Markdown reads are escaped.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    for (at, c) in line.char_indices() {
        let special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '$' | '~' | '^' | '|' => true,
            '#' | '+' | '-' | '=' | ':' => at == 0,
            // "1. " would begin a list; "@x" is a citation for pandoc.
            '.' | ')' => {
                let before = line.get(..at).unwrap_or("");
                !before.is_empty() && before.bytes().all(|b| b.is_ascii_digit())
            }
            '@' => line
                .get(..at)
                .and_then(|b| b.chars().next_back())
                .is_none_or(|b| !b.is_alphanumeric()),
            '&' => line.get(at..).is_some_and(|r| r.contains(';')),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
