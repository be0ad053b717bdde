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
    fn no_control_character_survives_in_an_address() {
        let url = target("https://a.example/\u{1b}]0;x\u{7}", None).expect("an address");
        assert!(url.is_ascii() && !url.chars().any(char::is_control));
    }
}
