//! Plain text as saved from a news page.

use crate::{
    article::Article,
    clean::Clean,
    document::{BlockKind, Builder},
};

/// Understands a text as a news page.
///
/// The document keeps the map back to `raw`, byte for byte.
#[must_use]
pub fn article(raw: &str) -> Article {
    let mut builder = Builder::new();
    let mut at = 0;
    for line in raw.split_inclusive('\n') {
        if !line.trim().is_empty() {
            let kind = if builder.is_empty() && !builder.is_open() {
                BlockKind::Headline
            } else {
                BlockKind::Paragraph
            };
            builder.begin(kind, 0);
            builder.push_from(line, at);
        }
        at += line.len();
    }
    let document = builder.finish();
    let title = document
        .blocks()
        .first()
        .map_or(Clean::default(), |b| Clean::line(document.slice(b.span)));
    let mut article = Article {
        document,
        encoding: Clean::line("UTF-8"),
        ..Article::default()
    };
    article.meta.title = title;
    article
}
