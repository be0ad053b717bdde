//! A saved page: its article, found by the extractor of a library, then walked
//! by us; the whole body where the extractor finds less than the page holds.

use std::collections::HashSet;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::{
    beside, core, cut, meta,
    walk::{Scope, walk},
};
use crate::{
    article::{Article, Format},
    clean::Clean,
    document::BlockKind,
    import::{
        Problem, furniture, line,
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
    article_at(html, None)
}

/// Understands a page that was saved from `address`.
///
/// # Errors
///
/// [`Problem::Empty`]: the page holds no text.
pub(in crate::import) fn article_at(html: &str, address: Option<&str>) -> Result<Article, Problem> {
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
    let about = meta::read(&document, address, &mut matter);
    let base = about.base.as_ref();
    let others = beside::drop_teasers(&document, matter.known_title(), base)
        + beside::drop_related(&document);
    if others > 0 {
        notes.push(note(format!(
            "{others} parts of the page that are about other articles were left out"
        )));
    }
    let mut body = Rich::default();
    let root = document.root();
    let summary = about.summary.as_deref();
    let standfirst = summary.and_then(|s| beside::standfirst(&root, s));
    let core = core::core(&root);
    walk(&core, base, Scope::Body, &mut body);
    let found = (elements <= MAX_EXTRACT)
        .then(|| extract(document, base.map(url::Url::as_str)))
        .flatten();
    let mut pieces = body.finish();
    if let Some((document, byline)) = found {
        if let Some(byline) = byline.filter(|b| b.len() < 200) {
            matter.byline(&byline, "byline of the page");
        }
        let mut rich = Rich::default();
        let root = document.select("#readability-page-1");
        if let Some(root) = root.nodes().first() {
            walk(root, base, Scope::Article, &mut rich);
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
    if let Some(text) = standfirst {
        put_standfirst(&mut pieces, &text);
    }
    let gone = tidy(&mut pieces, matter.known_title());
    if !gone.is_empty() {
        let shown: Vec<&str> = gone.iter().take(3).map(String::as_str).collect();
        notes.push(note(format!(
            "{} around the article {} left out: {}",
            crate::plural::of(gone.len(), "line", "lines"),
            if gone.len() == 1 { "was" } else { "were" },
            shown.join(" · ")
        )));
    }
    let head = Head {
        summary: about.summary,
        add_title: true,
        letter: false,
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

/// The document in which the library marked the article, and the byline that it
/// took out.
fn extract(document: Document, url: Option<&str>) -> Option<(Document, Option<String>)> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        ..Config::default()
    };
    let mut reader = Readability::with_document(document, url, Some(config)).ok()?;
    let byline = reader.parse().ok()?.byline;
    Some((reader.doc, byline))
}

/// Puts the standfirst of the page in front of its text, unless it is there.
fn put_standfirst(pieces: &mut Vec<Piece>, text: &str) {
    let wanted = rich::squash(text);
    let there = |p: &Piece| rich::squash(&p.text()).starts_with(&wanted);
    if !pieces.iter().any(there) {
        pieces.insert(0, Piece::plain(BlockKind::Standfirst, text));
    }
}

/// Words in pieces that are running text.
fn prose(pieces: &[Piece]) -> usize {
    pieces.iter().map(prose_of).sum()
}

/// The words of a piece if it is running text, else 0.
fn prose_of(piece: &Piece) -> usize {
    let text = piece.text();
    let count = line::word_count(&text);
    let running = count >= 12 && !piece.is_all_link() && furniture::classify(&text).is_none();
    if running { count } else { 0 }
}

/// Takes out what a page says twice (its headline in a breadcrumb, the caption
/// of a gallery) and the related links at its end. Returns what went.
fn tidy(pieces: &mut Vec<Piece>, title: &str) -> Vec<String> {
    let title = rich::squash(title);
    let texts: Vec<String> = pieces.iter().map(Piece::text).collect();
    let first = pieces.iter().position(|p| prose_of(p) > 0).unwrap_or(0);
    let last = pieces.iter().rposition(|p| prose_of(p) > 0);
    // Behind the last running text, "Related" and what is below it.
    let tail = last.and_then(|last| {
        let from = last + 1;
        texts
            .iter()
            .skip(from)
            .position(|t| furniture::classify(t).is_some_and(|f| f.class == "more"))
            .map(|i| from + i)
    });
    let mut captions = HashSet::new();
    let mut said = false;
    let mut gone = Vec::new();
    let mut at = 0;
    pieces.retain(|piece| {
        let i = at;
        at += 1;
        let text = texts.get(i).map_or("", String::as_str);
        let squashed = rich::squash(text);
        let again = piece.kind == BlockKind::Caption && !captions.insert(text.to_owned());
        let crumb = !title.is_empty()
            && i < first.max(3)
            && squashed.ends_with(&title)
            && squashed.len() < title.len() + 40
            && (squashed.len() > title.len() || std::mem::replace(&mut said, true));
        let beside = tail.is_some_and(|t| i >= t);
        if again || crumb || beside {
            gone.push(text.to_owned());
        }
        !(again || crumb || beside)
    });
    gone
}

/// Whether the extractor found what the page holds: a fair share of its running
/// text, and not the footers that the body is without.
fn holds_enough(extracted: &[Piece], body: &[Piece]) -> bool {
    let (found, whole) = (prose(extracted), prose(body));
    if extracted.is_empty() || found * 4 < whole {
        return false;
    }
    let known: HashSet<String> = body.iter().map(|p| rich::squash(&p.text())).collect();
    let shared: usize = extracted
        .iter()
        .filter(|p| known.contains(&rich::squash(&p.text())))
        .map(prose_of)
        .sum();
    found >= whole || shared * 3 >= found
}
