//! A saved page: its article, found by the extractor of a library, then walked
//! by us; the whole body where the extractor finds less than the page holds.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::{
    cut, meta,
    walk::{Scope, walk},
};
use crate::{
    article::{Article, Format},
    clean::Clean,
    import::{
        Problem,
        matter::Matter,
        note,
        rich::{self, Head, Piece, Rich},
    },
};

/// Largest page that the extractor gets, in elements; larger ones are walked
/// whole. News pages have up to 20,000.
const MAX_EXTRACT: usize = 120_000;

/// Understands a saved page.
///
/// # Errors
///
/// [`Problem::Empty`]: the page holds no text.
pub(in crate::import) fn article(html: &str) -> Result<Article, Problem> {
    let cut = cut::cut(html);
    let mut notes = Vec::new();
    if cut.dropped > 0 {
        notes.push(note(format!(
            "{} tags were dropped: nested too deeply, or too many; their text was kept",
            cut.dropped
        )));
    }
    let elements = cut.elements;
    let document = Document::from(cut.html);
    let mut matter = Matter::default();
    let about = meta::read(&document, &mut matter);
    let base = about.base.as_ref();
    let mut body = Rich::default();
    walk(&document.root(), base, Scope::Body, &mut body);
    let found = (elements <= MAX_EXTRACT)
        .then(|| extract(document, base.map(url::Url::as_str)))
        .flatten();
    let mut pieces = body.finish();
    if let Some(document) = found {
        let mut rich = Rich::default();
        let root = document.select("#readability-page-1");
        if let Some(root) = root.nodes().first() {
            walk(root, base, Scope::All, &mut rich);
        }
        let extracted = rich.finish();
        if holds_enough(&extracted, &pieces) {
            pieces = extracted;
        } else {
            notes.push(note(
                "the article could not be told from the rest of the page: the whole page is shown",
            ));
        }
    }
    let head = Head {
        summary: about.summary,
        add_title: true,
    };
    if pieces.is_empty() {
        return Err(Problem::Empty);
    }
    let document = rich::document(pieces, &mut matter, &head);
    let meta = matter.finish();
    Ok(Article {
        own_id: meta.url.as_ref().map(ToString::to_string),
        document,
        meta,
        format: Format::Html,
        encoding: Clean::line("UTF-8"),
        notes,
        ..Article::default()
    })
}

/// The document in which the library marked the article.
fn extract(document: Document, url: Option<&str>) -> Option<Document> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        ..Config::default()
    };
    let mut reader = Readability::with_document(document, url, Some(config)).ok()?;
    reader.parse().ok()?;
    Some(reader.doc)
}

/// Words in pieces that are running text.
fn prose(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .map(|p| crate::import::line::word_count(&p.text()))
        .filter(|n| *n >= 12)
        .sum()
}

/// Whether the extractor found what the page holds.
fn holds_enough(extracted: &[Piece], body: &[Piece]) -> bool {
    let (found, whole) = (prose(extracted), prose(body));
    !extracted.is_empty() && found * 3 >= whole
}
