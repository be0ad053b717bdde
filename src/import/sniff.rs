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
