//! Files of every format, good and bad: what each becomes.

use attache::{
    article::{Article, Format},
    document::BlockKind,
    import,
};
use proptest::prelude::*;

fn one(name: &str, text: &str) -> Article {
    let mut loaded = import::read(name, text.as_bytes()).expect("readable");
    assert_eq!(loaded.articles.len(), 1, "{name}");
    loaded.articles.remove(0)
}

/// Names that lead to every importer.
const NAMES: &[&str] = &[
    "a.txt", "a.md", "a.html", "a.xml", "a.json", "a.opml", "a.eml", "a.mbox", "a.mht", "a.warc",
    "a.epub", "a.csv", "a.gz", "a",
];

/// What every article must hold, whatever it came from.
fn check(article: &Article) {
    let text = article.document.text();
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    let mut end = 0;
    for block in article.document.blocks() {
        assert!(block.span.start >= end && block.span.end <= text.len());
        assert!(!article.document.slice(block.span).is_empty());
        end = block.span.end;
    }
    for mark in article.document.marks() {
        assert!(mark.span.end <= text.len());
        assert!(!article.document.slice(mark.span).is_empty(), "{mark:?}");
    }
    for field in [
        Some(&article.meta.title),
        article.meta.source.as_ref(),
        article.meta.byline.as_ref(),
        article.meta.url.as_ref(),
    ]
    .into_iter()
    .flatten()
    {
        assert!(!field.chars().any(char::is_control));
    }
}

fn load_all(bytes: &[u8]) {
    for name in NAMES {
        if let Ok(loaded) = import::read(name, bytes) {
            loaded.articles.iter().for_each(check);
        }
    }
}

const PROSE: &str = "The foreign ministers of both coastal states met on Monday, and said that the ferry line would open again before winter.";

#[test]
fn a_page_is_read_with_its_structure_and_metadata() {
    let page = format!(
        "<!doctype html><html lang=en><head><title>Talks resume | The Harbour Gazette</title>\
         <meta property='og:site_name' content='The Harbour Gazette'>\
         <meta property='article:published_time' content='2024-04-18T20:30:00+04:00'>\
         <link rel=canonical href='https://gazette.example/talks'></head><body>\
         <nav><a href=/>Home</a><a href=/world>World</a></nav><article><h1>Talks resume</h1>\
         <p class=byline>By Jane Doe</p>\
         <figure><img src=a.jpg alt=x><figcaption>The envoy led the talks on the strait. Reuters</figcaption></figure>\
         <p>{PROSE}</p><p>{PROSE} <a href='/mines'>Mines</a> <em>remain</em>.</p><h2>The mines</h2>\
         <blockquote><p>“{PROSE}”</p></blockquote><ul><li>{PROSE}</li></ul><p>{PROSE}</p>\
         <p>Sign up for our newsletter</p></article><footer>© 2024 The Harbour Gazette</footer></body></html>"
    );
    let article = one("page.html", &page);
    check(&article);
    let meta = &article.meta;
    assert_eq!(&*meta.title, "Talks resume");
    assert_eq!(meta.source.as_deref(), Some("The Harbour Gazette"));
    assert!(
        meta.byline
            .as_deref()
            .is_some_and(|b| b.contains("Jane Doe"))
    );
    assert_eq!(
        article.own_id.as_deref(),
        Some("https://gazette.example/talks")
    );
    assert_eq!(
        meta.published.map(|d| d.to_string()).as_deref(),
        Some("2024-04-18T20:30:00")
    );
    let kinds: Vec<BlockKind> = article.document.blocks().iter().map(|b| b.kind).collect();
    for kind in [
        BlockKind::Headline,
        BlockKind::Caption,
        BlockKind::Credit,
        BlockKind::Heading,
        BlockKind::Quotation,
        BlockKind::ListItem,
        BlockKind::Notice,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} in {kinds:?}");
    }
    assert!(!article.document.text().contains("Home"));
}

#[test]
fn a_transcript_keeps_each_turn() {
    let page = format!(
        "<html><title>Press briefing</title><article><p>MS. DUVAL:  Good afternoon.  {PROSE}</p>\
         <p>Q    Thank you.  Is the line open?</p><p>MS. DUVAL:  It is.  {PROSE}</p><p>{PROSE}</p></article>"
    );
    let article = one("briefing.html", &page);
    let turns: Vec<&str> = article
        .document
        .blocks()
        .iter()
        .filter(|b| b.kind == BlockKind::Paragraph)
        .map(|b| article.document.slice(b.span))
        .collect();
    assert!(
        turns[0].starts_with("MS. DUVAL: Good afternoon."),
        "{turns:?}"
    );
    assert!(turns[1].starts_with("Q Thank you."));
    assert_eq!(turns.len(), 4);
}

#[test]
fn content_decides_before_the_name_does() {
    let feed = "<?xml version='1.0'?><rss version='2.0'><channel><title>G</title><item><title>One</title></item><item><title>Two</title></item></channel></rss>";
    let loaded = import::read("feed.txt", feed.as_bytes()).expect("a feed");
    assert_eq!(loaded.articles.len(), 2);
    assert_eq!(loaded.articles[0].format, Format::Feed);
    let page = format!("<html><body><p>{PROSE}</p></body></html>");
    assert_eq!(one("page.txt", &page).format, Format::Html);
    let mail = format!("From: a@gazette.example\nTo: b@c.example\nSubject: Talks\n\n{PROSE}\n");
    assert_eq!(one("1713472200.M1P2.host:2,S", &mail).format, Format::Mail);
    let front = format!("---\ntitle: Talks\n---\n{PROSE}\n");
    assert_eq!(one("talks.txt", &front).format, Format::Markdown);
    assert!(
        import::read(
            "login.xml",
            b"<!doctype html><title>Login</title><p>Session expired"
        )
        .is_err()
    );
}

#[test]
fn a_short_page_is_shown_whole() {
    let article = one(
        "short.html",
        "<html><title>Note</title><body><div>The line is open again.</div></body></html>",
    );
    assert!(article.document.text().contains("The line is open again."));
}

#[test]
fn deep_and_wide_pages_are_bounded() {
    let deep = |open: &str, close: &str| {
        format!(
            "<html><body>{}inner text{}<p>{PROSE}</p></body></html>",
            open.repeat(6_000),
            close.repeat(6_000)
        )
    };
    let many: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
    let pages = [
        deep("<div>", "</div>"),
        deep("<ul><li>", "</li></ul>"),
        deep("<table><tr><td>", "</td></tr></table>"),
        deep("<svg><g>", "</g></svg>"),
        deep("<b>", "</b>"),
        deep("<blockquote>", "</blockquote>"),
        deep("<a href=x><font>", ""),
        deep("<select><option>", ""),
        deep("<p><i><table>", ""),
        deep("<!--", ""),
        format!("<html><body><p{many}>inner text</p><p>{PROSE}</p>"),
    ];
    for (n, page) in pages.iter().enumerate() {
        match import::read("page.html", page.as_bytes()) {
            Ok(loaded) => {
                loaded.articles.iter().for_each(check);
                if n != 9 && n != 7 && n != 3 {
                    assert!(
                        loaded.articles[0].document.text().contains("inner text"),
                        "{n}"
                    );
                }
            }
            Err(error) => panic!("{n}: {error}"),
        }
    }
}

#[test]
fn deep_mail_and_feeds_do_no_harm() {
    let load = |text: String| {
        if let Ok(loaded) = import::read("a", text.as_bytes()) {
            loaded.articles.iter().for_each(check);
        }
    };
    let head = "From: a@b.example\nSubject: x\nMIME-Version: 1.0\n";
    let nested: String = (0..3_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
        .collect();
    load(format!("{head}{nested}text"));
    let messages = "Content-Type: message/rfc822\n\nSubject: y\n".repeat(2_000);
    load(format!("{head}{messages}\ntext"));
    let parts = "--b\nContent-Type: text/plain\n\nx\n".repeat(20_000);
    load(format!(
        "{head}Content-Type: multipart/mixed; boundary=b\n\n{parts}"
    ));
    load(format!(
        "<rss version='2.0'><channel>{}",
        "<x>".repeat(50_000)
    ));
    let items = "[{\"a\":".repeat(20_000);
    load(format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{items}"
    ));
    load("[".repeat(100_000));
}

#[test]
fn escape_sequences_come_through_no_format() {
    let evil = "\u{1b}]0;title\u{7}\u{9b}2J&#27;[2J&amp;#27;[2J\u{202e}";
    for text in [
        format!("Talks {evil}\n\n{PROSE} {evil}\n"),
        format!("<html><title>Talks {evil}</title><body><p>{PROSE} {evil}</p>"),
        format!(
            "<rss version='2.0'><channel><title>{evil}</title><item><title>{evil} T</title><description>{evil}</description></item></channel></rss>"
        ),
        format!(
            "From: {evil} <a@b.example>\nSubject: {evil} T\nMessage-ID: <{evil}>\n\n{evil} {PROSE}\n"
        ),
        format!("---\ntitle: \"{evil} \\x1b[2J T\"\n---\n[{evil}](https://a.example/{evil})\n"),
    ] {
        load_all(text.as_bytes());
    }
}

/// A fifth of the usual number of cases, unless the environment sets it: each one is
/// read by every importer.
fn few() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => usual.cases,
        None => 48,
    };
    ProptestConfig { cases, ..usual }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        load_all(&bytes);
    }

    #[test]
    fn arbitrary_markup_never_panics(text in "(<!doctype html>|<html>|---\n|<rss version='2.0'><channel>|<feed xmlns='http://www.w3.org/2005/Atom'>|\\[\\{|From a Thu Apr 18 20:30:00 2024\nFrom: a@b\n)?(</?(p|div|table|tr|td|ul|li|a href='x'|b|item|entry|title|pre|q|figure|figcaption|blockquote|h1|br|script|svg|math)/?>|[a-z .,:\"'&;#\n|*_>`\\[\\]()!-]{0,12}|é|“|”|\u{1b}|\\PC){0,60}") {
        load_all(text.as_bytes());
    }
}
