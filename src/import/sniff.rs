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
    if is_html(head) {
        return Kind::Html;
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

/// Whether a text begins as pages do.
fn is_html(head: &str) -> bool {
    let mut rest = head;
    // Comments, declarations and processing instructions may stand in front.
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
            None => return false,
        }
    }
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
    }
}
