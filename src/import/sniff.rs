//! What a file is: by its content first, by its name where the content says
//! nothing.

/// A format that is read from decoded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A page.
    Html,
    /// RSS, RDF or Atom.
    Feed,
    /// JSON Feed.
    JsonFeed,
    /// A list of feeds.
    Opml,
    /// An export of a read-it-later service, perhaps.
    Export,
}

/// A format that is read from bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    /// A message.
    Mail,
    /// Messages one after another.
    Mbox,
    /// A page with its parts, as a message.
    Mhtml,
    /// Records of a web archive.
    Warc,
    /// Compressed by gzip.
    Gzip,
    /// Compressed by Zstandard.
    Zstd,
    /// A ZIP archive; books and exports are read.
    Zip,
}

/// What a file is by its bytes; `None`: it has to be decoded first.
pub(super) fn bytes(name: &str, bytes: &[u8]) -> Option<Raw> {
    let extension = extension(name);
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(Raw::Gzip);
    }
    if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Some(Raw::Zstd);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(Raw::Zip);
    }
    if bytes.starts_with(b"WARC/") {
        return Some(Raw::Warc);
    }
    let lead = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let rest = bytes.get(lead..).unwrap_or_default();
    let rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
    if rest.starts_with(b"From ") && head(rest).is_some_and(|h| h.known >= 1) {
        return Some(Raw::Mbox);
    }
    let found = head(rest);
    let strong = found.as_ref().is_some_and(Head::is_mail);
    let named = matches!(extension.as_str(), "eml" | "emlx" | "mht" | "mhtml");
    if found.as_ref().is_some_and(|h| h.page) || matches!(extension.as_str(), "mht" | "mhtml") {
        return Some(Raw::Mhtml);
    }
    match extension.as_str() {
        "mbox" | "mbx" if strong => Some(Raw::Mail),
        _ if strong || named => Some(Raw::Mail),
        _ => None,
    }
}

/// What the lines of a message's head say.
#[derive(Debug, Default)]
struct Head {
    /// Lines with names that every message has.
    known: usize,
    /// Lines that only mail programs write.
    machine: usize,
    /// "From:" with an address.
    sender: bool,
    /// A page saved by a browser.
    page: bool,
}

impl Head {
    fn is_mail(&self) -> bool {
        self.known >= 2 && (self.machine > 0 || self.sender)
    }
}

/// Reads the head of a message; `None` if these lines are none.
fn head(bytes: &[u8]) -> Option<Head> {
    const KNOWN: &[&str] = &[
        "from",
        "to",
        "subject",
        "date",
        "cc",
        "reply-to",
        "sender",
        "message-id",
    ];
    const MACHINE: &[&str] = &[
        "message-id",
        "received",
        "mime-version",
        "return-path",
        "delivered-to",
        "dkim-signature",
        "x-mailer",
        "list-id",
        "list-unsubscribe",
        "content-transfer-encoding",
        "x-original-to",
        "arc-seal",
        "authentication-results",
        "x-priority",
        "in-reply-to",
        "references",
    ];
    let mut found = Head::default();
    for (n, line) in bytes.split(|b| *b == b'\n').take(200).enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return (n > 0).then_some(found);
        }
        if line.starts_with(b" ")
            || line.starts_with(b"\t")
            || (n == 0 && line.starts_with(b"From "))
        {
            continue;
        }
        if line.starts_with(b">From ") {
            continue;
        }
        let Some(colon) = line.iter().position(|b| *b == b':') else {
            // A line that is none, deep in a head, is damage.
            return (found.machine > 2).then_some(found);
        };
        let (name, value) = line.split_at_checked(colon)?;
        let token = !name.is_empty()
            && name.len() < 80
            && name
                .iter()
                .all(|b| b.is_ascii_graphic() || *b == b' ' && name.ends_with(b" "));
        if !token {
            return (found.machine > 2).then_some(found);
        }
        let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
        found.known += usize::from(KNOWN.contains(&name.as_str()));
        found.machine += usize::from(MACHINE.contains(&name.as_str()));
        found.sender |= name == "from" && value.contains(&b'@');
        found.page |= name == "snapshot-content-location"
            || name == "from"
                && (memchr::memmem::find(value, b"Saved by").is_some()
                    || memchr::memmem::find(value, b"saved by").is_some());
    }
    Some(found)
}

/// How much of a text is looked at, in bytes.
const LOOK: usize = 4_096;

/// What a decoded text is.
pub(super) fn text(name: &str, text: &str) -> Kind {
    let mut end = text.len().min(LOOK);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text
        .get(..end)
        .unwrap_or(text)
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let extension = extension(name);
    let inside = |mark: &str| head.contains(mark);
    if head.starts_with('<')
        && (inside("<feed xmlns=\"http://www.w3.org/2005/Atom\"") || inside("<rss version="))
    {
        return Kind::Feed;
    }
    if head.starts_with('<') || extension == "xml" {
        match root(head) {
            Some("rss" | "feed" | "atom:feed" | "rdf:RDF" | "RDF") => return Kind::Feed,
            Some("opml") => return Kind::Opml,
            Some(_) if extension == "xml" => return Kind::Html,
            _ => {}
        }
    }
    if is_html(head) {
        return Kind::Html;
    }
    if head.starts_with('{') && head.contains("jsonfeed.org") {
        return Kind::JsonFeed;
    }
    let list = head.strip_prefix('[').map(str::trim_start);
    if head.starts_with('{') || list.is_some_and(|rest| rest.starts_with('{')) {
        return Kind::Export;
    }
    if matches!(extension.as_str(), "csv") && super::export::is_csv(head) {
        return Kind::Export;
    }
    if super::front::read(text).is_some() {
        return Kind::Markdown;
    }
    match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" | "mdx" | "rmd" | "qmd" => Kind::Markdown,
        "html" | "htm" | "xhtml" | "xht" | "shtml" => Kind::Html,
        _ => Kind::Text,
    }
}

/// The extension of a file's name in lower case; empty if it has none.
pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map_or(String::new(), |(_, e)| e.to_lowercase())
}

/// The text behind comments and processing instructions, which may stand in
/// front of everything.
fn behind_prolog(head: &str) -> &str {
    let mut rest = head;
    for _ in 0..8 {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|e| e + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|e| e + 2)
        } else {
            break;
        };
        match end.and_then(|e| rest.get(e..)) {
            Some(after) => rest = after,
            None => break,
        }
    }
    rest
}

/// The name of an XML file's root element, junk in front of it aside.
fn root(head: &str) -> Option<&str> {
    let known = ["rss", "feed", "atom:feed", "rdf:RDF", "RDF", "opml"];
    let rest = behind_prolog(head);
    let mut at = 0;
    while let Some(found) = rest.get(at..).and_then(|r| r.find('<')) {
        at += found + 1;
        let name = rest.get(at..)?;
        let end = name
            .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
            .unwrap_or(name.len());
        let name = name.get(..end)?;
        if known.contains(&name) {
            return Some(name);
        }
        if name.starts_with(|c: char| c.is_alphabetic()) {
            return Some(name);
        }
    }
    None
}

/// Whether a text begins as pages do.
fn is_html(head: &str) -> bool {
    let rest = behind_prolog(head);
    let low: String = rest.chars().take(64).collect::<String>().to_lowercase();
    const STARTS: &[&str] = &[
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<script",
        "<style",
        "<article",
        "<div",
        "<table",
        "<main",
        "<section",
        "<p>",
        "<p ",
        "<h1",
        "<h2",
        "<center",
        "<link",
        "<base",
    ];
    STARTS.iter().any(|s| low.starts_with(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_by_their_head() {
        let mail = b"Subject: Talks\r\nFrom: a@b.example\r\n\r\nBody";
        assert_eq!(bytes("a.txt", mail), Some(Raw::Mail));
        assert_eq!(bytes("a.txt", b"Title: Talks\nDate: today\n\nBody"), None);
        assert_eq!(
            bytes("a.txt", b"From: the ministry\nDate: today\n\nBody"),
            None
        );
        assert_eq!(
            bytes(
                "a",
                b"From x@y.example Thu Apr 18 20:30:00 2024\nSubject: x\n\nBody"
            ),
            Some(Raw::Mbox)
        );
        assert_eq!(bytes("a", b"From here on\nall is text\n\nBody"), None);
        assert_eq!(
            bytes("a", b"From: <Saved by Blink>\nMIME-Version: 1.0\n\nBody"),
            Some(Raw::Mhtml)
        );
        assert_eq!(bytes("a", b"WARC/1.0\r\n"), Some(Raw::Warc));
    }

    #[test]
    fn content_first_name_second() {
        assert_eq!(text("a.txt", "\n<!-- x --><!DOCTYPE html><p>x"), Kind::Html);
        assert_eq!(
            text("a", "<?xml version='1.0'?>\n<html xmlns='x'>"),
            Kind::Html
        );
        assert_eq!(text("a.md", "Text"), Kind::Markdown);
        assert_eq!(text("a.txt", "---\ntitle: x\n---\nText"), Kind::Markdown);
        assert_eq!(text("a.html", "No tag at all"), Kind::Html);
        assert_eq!(text("a.txt", "A < B"), Kind::Text);
        assert_eq!(
            text("a.txt", "<?xml version='1.0'?><rss version='2.0'>"),
            Kind::Feed
        );
        assert_eq!(text("a.xml", "junk <feed xmlns='x'>"), Kind::Feed);
        assert_eq!(text("a.opml", "<?xml?><!-- x --><opml>"), Kind::Opml);
        assert_eq!(text("a.xml", "<other/>"), Kind::Html);
    }
}
