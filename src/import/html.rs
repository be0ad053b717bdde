//! HTML: saved pages, and the bodies of feeds, mail and books.
//!
//! Nothing reaches the parser before [`cut`] has bounded it: element depth is
//! what kills HTML parsers.

mod beside;
mod core;
mod cut;
mod element;
mod meta;
mod page;
mod walk;

use dom_query::Document;
use url::Url;

use super::rich::Rich;

pub(super) use meta::language_code;
pub(super) use page::{article, article_at};

/// Walks over a piece of HTML that stands inside of something else.
pub(super) fn fragment(html: &str, base: Option<&Url>, rich: &mut Rich) {
    let cut = cut::cut(html);
    let document = Document::from(cut.html);
    walk::walk(&document.root(), base, walk::Scope::All, rich);
}

/// The text of a piece of HTML, markup taken off, on one line: a feed's title.
pub(super) fn line(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return super::text::fold(html);
    }
    let mut rich = Rich::default();
    fragment(html, None, &mut rich);
    let texts: Vec<String> = rich.finish().iter().map(super::rich::Piece::text).collect();
    texts.join(" ")
}
