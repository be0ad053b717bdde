//! Messages, sound and damaged.

use super::*;

fn load(text: &str) -> Article {
    message(text.replace('\n', "\r\n").as_bytes()).expect("a message")
}

const HEAD: &str = "From: \"The Harbour Gazette\" <news@gazette.example>\nSubject: =?utf-8?q?Talks_on_the_strait_=E2=80=93_resumed?=\nDate: Thu, 18 Apr 2024 20:30:00 +0400\nMessage-ID: <1@gazette.example>\nMIME-Version: 1.0\n";

#[test]
fn a_letter_has_headline_sender_and_date() {
    let article = load(&format!(
        "{HEAD}Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nThe ministers met in the caf=E9 of the Palais on Monday, and said that the f=\nerry line would open.\n\n-- \nJane Doe\nHarbour Gazette\n"
    ));
    let meta = &article.meta;
    assert_eq!(&*meta.title, "Talks on the strait – resumed");
    assert_eq!(meta.source.as_deref(), Some("The Harbour Gazette"));
    assert_eq!(
        meta.published.map(|d| d.to_string()).as_deref(),
        Some("2024-04-18T20:30:00")
    );
    assert_eq!(article.own_id.as_deref(), Some("mid:1@gazette.example"));
    let text = article.document.text();
    assert!(text.contains("café of the Palais on Monday, and said that the ferry line"));
}

#[test]
fn the_fuller_part_is_shown() {
    let page = "<table><tr><td><h2>Mines</h2><p>The mines in the strait were not spoken of, the harbour master said on Monday.</p></td></tr><tr><td>Unsubscribe</td></tr><tr><td>1 Quay Street, Port</td></tr></table>";
    let article = load(&format!(
        "{HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nView this email in your browser.\n--b\nContent-Type: text/html\n\n{page}\n--b--\n"
    ));
    let kinds: Vec<_> = article.document.blocks().iter().map(|b| b.kind).collect();
    assert_eq!(
        kinds,
        [
            BlockKind::Headline,
            BlockKind::Heading,
            BlockKind::Paragraph,
            BlockKind::Notice,
            BlockKind::Notice
        ]
    );
    assert!(article.notes.iter().any(|n| n.contains("stub")));
}

#[test]
fn a_message_without_its_boundary_is_shown_as_it_is() {
    let article = load(&format!(
        "{HEAD}Content-Type: multipart/mixed\n\nThe text of a letter whose parts nobody can tell apart.\n"
    ));
    assert!(article.document.text().contains("nobody can tell apart"));
}

#[test]
fn eight_bit_text_without_a_charset_is_decoded() {
    let mut bytes = format!("{HEAD}\n").replace('\n', "\r\n").into_bytes();
    bytes.extend_from_slice(b"The caf\xe9 of the Palais was closed on Monday, the envoy said.\r\n");
    let article = message(&bytes).expect("a message");
    assert!(
        article.document.text().contains("café"),
        "{}",
        article.document.text()
    );
}

#[test]
fn attachments_are_named_and_left_out() {
    let article = load(&format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the paper.\n--b\nContent-Type: application/pdf; name=\"../../paper.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n"
    ));
    assert!(article.notes.iter().any(|n| n.contains("paper.pdf")));
}

#[test]
fn a_message_that_is_an_attachment_shows_none_of_its_bytes() {
    let article = load(&format!(
        "{HEAD}Content-Type: application/x-gzip; name=paper.gz\nContent-Disposition: attachment; filename=paper.gz\nContent-Transfer-Encoding: base64\n\nH4sIAOHBmD8AA4vML1XPyVHISy1LLVJIy8xLUchNVeQCAHbe7\n"
    ));
    assert_eq!(article.document.text(), "Talks on the strait – resumed");
    assert!(article.notes.iter().any(|n| n.contains("paper.gz")));
}

#[test]
fn a_saved_page_is_read_as_a_page() {
    let mht = format!(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://gazette.example/talks\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\nContent-Location: https://gazette.example/talks\n\n<html><title>Talks resume</title><body><article>{}</article></body></html>\n--b\nContent-Type: image/png\n\nx\n--b--\n",
        "<p>The ministers met on Monday, and said that the ferry line would open again before winter, =\nas it had.</p>".repeat(6)
    );
    let loaded = page(mht.replace('\n', "\r\n").as_bytes()).expect("a page");
    let article = &loaded.articles[0];
    assert_eq!(
        article.meta.url.as_deref(),
        Some("https://gazette.example/talks")
    );
    assert_eq!(article.format, Format::Mhtml);
    assert!(
        article
            .document
            .text()
            .contains("before winter, as it had.")
    );
}

proptest::proptest! {
    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), cut in 0usize..600) {
        let mut mail = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=\"\n\n<p>x\n--b\nContent-Transfer-Encoding: base64\n\n").into_bytes();
        mail.truncate(cut.min(mail.len()));
        mail.extend_from_slice(&bytes);
        let _ = super::super::guard::here(|| message(&mail));
        let _ = super::super::guard::here(|| page(&mail));
        let _ = super::super::guard::here(|| messages(&mail));
    }
}
