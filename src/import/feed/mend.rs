//! Mending of damaged XML: what is in front of the feed, characters that XML
//! forbids, ampersands that begin nothing, prefixes that nobody declared.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

/// The feed without what stands in front of its root: no declaration, whose
/// encoding is that of the file and not of this text, no document type.
pub(super) fn body(text: &str) -> &str {
    let starts = [
        "<rss",
        "<feed",
        "<rdf:RDF",
        "<RDF",
        "<atom:feed",
        "<opml",
        "<channel",
    ];
    let mut end = text.len().min(64 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or(text);
    let at = starts
        .iter()
        .flat_map(|s| head.match_indices(s))
        .map(|(at, _)| at)
        .min();
    at.and_then(|at| text.get(at..)).unwrap_or(text)
}

/// Gives an RSS feed a version that its parser knows: those between 0.93 and
/// 1.1 differ from 2.0 in nothing that matters here.
pub(super) fn version(text: &str) -> String {
    let end = text.find('>').filter(|_| text.starts_with("<rss"));
    let Some((root, rest)) = end.and_then(|e| text.split_at_checked(e)) else {
        return text.to_owned();
    };
    if [
        "\"2.0\"", "'2.0'", "\"0.91\"", "'0.91'", "\"0.92\"", "'0.92'",
    ]
    .iter()
    .any(|v| root.contains(&format!("version={v}")))
    {
        return text.to_owned();
    }
    static VERSION: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"\sversion\s*=\s*("[^"]*"|'[^']*')"#).ok());
    let bare = VERSION
        .as_ref()
        .map_or_else(|| root.into(), |v| v.replace_all(root, ""));
    let attributes = bare.strip_prefix("<rss").unwrap_or_default();
    format!("<rss version=\"2.0\"{attributes}{rest}")
}

/// Replaces what XML forbids.
pub(super) fn characters(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1_024);
    let mut rest = text;
    while let Some(open) = rest.find("<![CDATA[") {
        let (before, inside) = rest.split_at_checked(open).unwrap_or((rest, ""));
        plain(before, &mut out);
        let close = inside.find("]]>").map(|e| e + 3);
        let data = close.and_then(|c| inside.get(..c)).unwrap_or(inside);
        out.extend(data.chars().filter(|c| is_allowed(*c)));
        if close.is_none() {
            out.push_str("]]>");
        }
        rest = inside.get(data.len()..).unwrap_or_default();
    }
    plain(rest, &mut out);
    declared(out)
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Mends text outside of CDATA.
fn plain(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.extend(before.chars().filter(|c| is_allowed(*c)));
        let name: String = from
            .chars()
            .skip(1)
            .take(32)
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '#')
            .collect();
        let closed = from
            .get(1 + name.len()..)
            .is_some_and(|r| r.starts_with(';'));
        let known = closed
            && (matches!(name.as_str(), "amp" | "lt" | "gt" | "quot" | "apos") || is_number(&name));
        let used = if known {
            out.push('&');
            1
        } else if closed && !name.is_empty() && !name.starts_with('#') {
            // An entity of HTML; one that is none stays as it is written.
            let entity = format!("&{name};");
            let text = super::super::html::line(&entity);
            if text == entity || text.is_empty() {
                out.push_str("&amp;");
                1
            } else {
                out.push_str(&text);
                entity.len()
            }
        } else {
            out.push_str("&amp;");
            1
        };
        rest = from.get(used..).unwrap_or_default();
    }
    out.extend(rest.chars().filter(|c| is_allowed(*c)));
}

/// Whether this is a character reference that XML allows.
fn is_number(name: &str) -> bool {
    let Some(digits) = name.strip_prefix('#') else {
        return false;
    };
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    };
    code.and_then(char::from_u32).is_some_and(is_allowed)
}

/// Namespaces that feeds use without saying so.
const KNOWN: &[(&str, &str)] = &[
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("atom", "http://www.w3.org/2005/Atom"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("xhtml", "http://www.w3.org/1999/xhtml"),
];

/// Declares the prefixes that are used and not declared, at the root.
fn declared(text: String) -> String {
    static USED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"[</\s]([A-Za-z_][A-Za-z0-9_.-]{0,40}):[A-Za-z_][A-Za-z0-9_.-]*[\s=/>]").ok()
    });
    let Some(regex) = USED.as_ref() else {
        return text;
    };
    let missing: BTreeSet<&str> = regex
        .captures_iter(&text)
        .filter_map(|c| c.get(1))
        .map(|m| m.as_str())
        .filter(|p| !matches!(*p, "xml" | "xmlns" | "http" | "https"))
        .take(10_000)
        .collect();
    let missing: Vec<&str> = missing
        .into_iter()
        .filter(|p| {
            !text.contains(&format!("xmlns:{p}=")) && !text.contains(&format!("xmlns:{p} ="))
        })
        .take(100)
        .collect();
    let end = text.find('>').filter(|_| !missing.is_empty());
    let Some(end) = end else { return text };
    let end = if text.get(..end).is_some_and(|t| t.ends_with('/')) {
        end - 1
    } else {
        end
    };
    let (head, rest) = text.split_at_checked(end).unwrap_or((&text, ""));
    let mut out = head.to_owned();
    for prefix in missing {
        let url = KNOWN
            .iter()
            .find(|(p, _)| *p == prefix)
            .map_or("urn:undeclared", |(_, url)| url);
        for part in [" xmlns:", prefix, "=\"", url, "\""] {
            out.push_str(part);
        }
    }
    out + rest
}

/// The names of an entry in this feed, and what closes the feed.
fn names(text: &str) -> (&'static str, &'static str) {
    if text.starts_with("<feed") {
        ("entry", "</feed>")
    } else if text.starts_with("<atom:feed") {
        ("atom:entry", "</atom:feed>")
    } else if text.starts_with("<rdf:RDF") {
        ("item", "</rdf:RDF>")
    } else if text.starts_with("<RDF") {
        ("item", "</RDF>")
    } else {
        ("item", "</channel></rss>")
    }
}

/// Cuts a feed that ends in the middle of something back to its last whole
/// entry, and closes it.
pub(super) fn cut_back(text: &str) -> String {
    let (name, close) = names(text);
    let end = format!("</{name}>");
    match text.rfind(&end) {
        Some(at) => {
            let whole = text.get(..at + end.len()).unwrap_or_default();
            format!("{whole}{close}")
        }
        None => text.to_owned(),
    }
}

/// A feed in parts.
pub(super) struct Parts<'t> {
    /// Up to the first entry.
    pub(super) head: &'t str,
    /// The start tag of the root and, in RSS, of the channel alone.
    pub(super) bare: String,
    /// The entries, each with its tags.
    pub(super) entries: Vec<&'t str>,
    /// What closes the feed.
    pub(super) tail: &'static str,
}

/// Takes a feed apart; `None` if it has no whole entry.
pub(super) fn parts(text: &str) -> Option<Parts<'_>> {
    let (name, tail) = names(text);
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut entries = Vec::new();
    let mut at = 0;
    let mut first = None;
    while let Some(found) = text.get(at..).and_then(|t| t.find(&open)) {
        let start = at + found;
        let after = text.get(start + open.len()..)?;
        if !after.starts_with(|c: char| c.is_whitespace() || c == '>') {
            at = start + open.len();
            continue;
        }
        first.get_or_insert(start);
        let end = after.find(&close);
        // The next entry begins before this one ends: this one is torn.
        let next = after
            .find(&format!("{open}>"))
            .or_else(|| after.find(&format!("{open} ")));
        match (end, next) {
            (Some(end), Some(next)) if next < end => {
                at = start + open.len() + next;
            }
            (Some(end), _) => {
                let stop = start + open.len() + end + close.len();
                entries.extend(text.get(start..stop));
                at = stop;
            }
            (None, Some(next)) => at = start + open.len() + next,
            (None, None) => break,
        }
    }
    let head = text.get(..first?)?;
    let root = head.find('>').and_then(|e| head.get(..=e))?;
    let channel = if tail.starts_with("</channel>") {
        "<channel>"
    } else {
        ""
    };
    (!entries.is_empty()).then(|| Parts {
        head,
        bare: format!("{root}{channel}"),
        entries,
        tail,
    })
}
