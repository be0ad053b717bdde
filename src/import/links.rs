//! The gate for addresses: what may be kept as a link.

use url::Url;

/// Longest address that is kept, in bytes.
const LONGEST: usize = 4_096;

/// The address in its serialised form if it is one of the web (http, https).
pub(super) fn web(text: &str) -> Option<String> {
    let url = parse(text.trim(), None)?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// The target of a link as it may be kept: http, https or mailto, made whole
/// with the page's own address.
pub(super) fn target(text: &str, base: Option<&Url>) -> Option<String> {
    let url = parse(text.trim(), base)?;
    match url.scheme() {
        "http" | "https" => url.has_host().then(|| url.into()),
        "mailto" => (!url
            .query()
            .is_some_and(|q| q.to_lowercase().contains("attach")))
        .then(|| url.into()),
        _ => None,
    }
}

/// The place of a picture as it may be kept: a file beside the article or in a
/// folder below it, of a kind that can be shown. Whether it is there is asked
/// when it is looked at.
pub(super) fn picture(text: &str) -> Option<String> {
    let path = text.trim().split(['?', '#']).next().unwrap_or("");
    let path = percent(path)?;
    let bad = |part: &str| part.is_empty() || part == ".." || part.contains(char::is_control);
    let path = path.strip_prefix("./").unwrap_or(&path);
    if path.len() > LONGEST || path.contains(['\\', ':']) || path.split('/').any(bad) {
        return None;
    }
    let (_, kind) = path.rsplit_once('.')?;
    let kinds = ["png", "jpg", "jpeg", "gif", "webp"];
    let known = kinds.iter().any(|k| kind.eq_ignore_ascii_case(k));
    known.then(|| path.to_owned())
}

/// The text with its percent signs decoded, if it is text then.
fn percent(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        out.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(out).ok()
}

fn parse(text: &str, base: Option<&Url>) -> Option<Url> {
    if text.is_empty() || text.len() > LONGEST || text.starts_with('#') {
        return None;
    }
    Url::options().base_url(base).parse(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_pass() {
        assert_eq!(
            target("https://gazette.example/a b", None).as_deref(),
            Some("https://gazette.example/a%20b")
        );
        assert_eq!(
            target("mailto:desk@gazette.example", None).as_deref(),
            Some("mailto:desk@gazette.example")
        );
        for text in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "mailto:a@b.example?attach=/etc/passwd",
            "data:text/html,x",
            "-n",
            "#top",
            "/page",
        ] {
            assert_eq!(target(text, None), None, "{text}");
        }
        let base = Url::parse("https://gazette.example/news/").ok();
        assert_eq!(
            target("../about", base.as_ref()).as_deref(),
            Some("https://gazette.example/about")
        );
    }

    #[test]
    fn pictures_lie_beside_the_article_or_below() {
        for (text, path) in [
            ("signing.jpg", "signing.jpg"),
            ("./page_files/a%20b.PNG?w=800", "page_files/a b.PNG"),
            ("x/y/z.webp#top", "x/y/z.webp"),
        ] {
            assert_eq!(picture(text).as_deref(), Some(path), "{text}");
        }
        for text in [
            "https://gazette.example/a.jpg",
            "//gazette.example/a.jpg",
            "/etc/a.png",
            "../a.png",
            "x/%2e%2e/%2e%2e/a.png",
            "x%00.png",
            "C:\\a.png",
            "data:image/png;base64,xx.png",
            "a.svg",
            "a.png.desktop",
            "%zz.png",
            "",
        ] {
            assert_eq!(picture(text), None, "{text}");
        }
    }

    #[test]
    fn no_control_character_survives_in_an_address() {
        let url = target("https://a.example/\u{1b}]0;x\u{7}", None).expect("an address");
        assert!(url.is_ascii() && !url.chars().any(char::is_control));
    }
}
