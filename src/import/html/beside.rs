//! What a page says around its article that the extractor of the library takes
//! wrongly: other articles that it takes in, a standfirst that it leaves out.

use dom_query::{Document, NodeRef};
use url::Url;

use super::element::{class_words, is_dropped, is_hidden};
use crate::import::{rich::squash, text};

/// Most `article` elements of a page that are looked at.
const MOST: usize = 400;

/// Shortest article, in characters: a shorter one is a headline alone.
const SHORTEST: usize = 200;

/// Takes the teasers of other articles out of a page; returns their number.
///
/// They are `article` elements whose heading is a link to another page, beside
/// the one whose heading is the page's headline. A page that has none with its
/// headline is a list of articles and stays whole.
pub(super) fn drop_teasers(document: &Document, title: &str, base: Option<&Url>) -> usize {
    let wanted = squash(title);
    let found = document.select("article");
    let articles = found.nodes();
    if wanted.is_empty() || !(2..MOST).contains(&articles.len()) {
        return 0;
    }
    let own = articles.iter().find(|a| {
        a.normalized_char_count() >= SHORTEST && headings(a).any(|h| squash(&h.text()) == wanted)
    });
    let Some(own) = own else { return 0 };
    let within = |a: &NodeRef<'_>, b: &NodeRef<'_>| a.ancestors_it(None).any(|n| n.id == b.id);
    let mut dropped = 0;
    for article in articles {
        let apart = article.id != own.id && !within(article, own) && !within(own, article);
        if apart && headings(article).any(|h| leads_away(&h, base)) {
            article.remove_from_parent();
            dropped += 1;
        }
    }
    dropped
}

/// Takes out what stands below a heading that the page itself calls that of
/// related articles, up to the next heading; returns the number of elements.
pub(super) fn drop_related(document: &Document) -> usize {
    let mut dropped = 0;
    for heading in headings(&document.root()).collect::<Vec<_>>() {
        if !class_words(&heading)
            .iter()
            .any(|w| w.starts_with("related"))
        {
            continue;
        }
        while let Some(next) = heading.next_sibling() {
            if is_heading(&next) {
                break;
            }
            dropped += usize::from(next.is_element());
            next.remove_from_parent();
        }
        heading.remove_from_parent();
        dropped += 1;
    }
    dropped
}

/// The headings in an element.
fn headings<'a>(node: &NodeRef<'a>) -> impl Iterator<Item = NodeRef<'a>> {
    node.descendants_it().filter(is_heading)
}

fn is_heading(node: &NodeRef<'_>) -> bool {
    node.node_name()
        .is_some_and(|name| matches!(&*name, "h1" | "h2" | "h3" | "h4"))
}

/// Whether a heading is a link to another page.
fn leads_away(heading: &NodeRef<'_>, base: Option<&Url>) -> bool {
    let link = heading
        .descendants_it()
        .chain(heading.ancestors_it(Some(2)))
        .find(|n| n.has_name("a") && n.has_attr("href"));
    let Some(target) = link.and_then(|a| a.attr("href")) else {
        return false;
    };
    let target = target.trim();
    if target.is_empty() || target.starts_with('#') {
        return false;
    }
    match base.map(|b| (b, b.join(target))) {
        Some((here, Ok(there))) => {
            (here.host_str(), here.path()) != (there.host_str(), there.path())
        }
        Some((_, Err(_))) => false,
        None => true,
    }
}

/// The text of the element that says what the page's summary says, if the page
/// shows it.
pub(super) fn standfirst(root: &NodeRef<'_>, summary: &str) -> Option<String> {
    let wanted = squash(summary);
    if wanted.len() < 30 {
        return None;
    }
    let length = text::fold(summary).chars().count();
    let near = |n: usize| n.abs_diff(length) * 5 <= length;
    root.descendants_it()
        .filter(|n| {
            n.node_name()
                .is_some_and(|name| matches!(&*name, "p" | "h2" | "h3" | "h4" | "div"))
        })
        // A block around blocks comes again as the block inside.
        .filter(|n| n.descendants_it().nth(12).is_none() && near(n.normalized_char_count()))
        .find(|n| squash(&n.text()) == wanted && is_shown(n))
        .map(|n| text::fold(&n.text()))
}

/// Whether an element and all around it are shown.
fn is_shown(node: &NodeRef<'_>) -> bool {
    !is_hidden(node)
        && node
            .ancestors_it(None)
            .all(|n| !is_hidden(&n) && !n.node_name().is_some_and(|name| is_dropped(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The harbour master said on Monday that the ferries would sail again. ";

    fn page(second: &str) -> Document {
        Document::from(format!(
            "<body><article><h1>Ferries to sail</h1><p>{}</p></article>{second}</body>",
            TEXT.repeat(5)
        ))
    }

    fn dropped(page: &Document) -> usize {
        let base = Url::parse("https://gazette.example/ferries").ok();
        drop_teasers(page, "Ferries to sail", base.as_ref())
    }

    #[test]
    fn teasers_go_and_the_article_stays() {
        let other = page(&format!(
            "<article><h2><a href=/strait>The strait reopens</a></h2><p>{TEXT}</p></article>"
        ));
        assert_eq!(dropped(&other), 1);
        assert!(other.html().contains("Ferries to sail") && !other.html().contains("reopens"));
    }

    #[test]
    fn posts_of_the_page_itself_stay() {
        for second in [
            "<article><h2><a href='#post-2'>9.30: First boat leaves</a></h2><p>text</p></article>",
            "<article><h2><a href='/ferries?page=2'>More boats</a></h2><p>text</p></article>",
            "<article><h2>Second part</h2><p>text</p></article>",
        ] {
            assert_eq!(dropped(&page(second)), 0, "{second}");
        }
        let list = Document::from(
            "<article><h2><a href=/a>One</a></h2></article><article><h2><a href=/b>Two</a></h2></article>",
        );
        assert_eq!(dropped(&list), 0);
    }

    #[test]
    fn what_is_called_related_goes_up_to_the_next_heading() {
        let page = Document::from(format!(
            "<div><p>{TEXT}</p><h3 class=relatedposts>You may like</h3><article><p>{TEXT}</p></article>more<h3>Notes</h3><p>kept</p></div>"
        ));
        assert_eq!(drop_related(&page), 2);
        let html = page.html();
        assert!(html.matches("harbour master").count() == 1 && html.contains("kept"));
        assert!(!html.contains("more") && html.contains("Notes"));
    }

    #[test]
    fn a_standfirst_is_found_where_it_is_shown() {
        let summary = "The President met with the harbour master of the port.";
        let shown = Document::from(format!(
            "<head><meta name=description content='{summary}'></head><header><div><p>{summary}</p></div></header>"
        ));
        assert_eq!(standfirst(&shown.root(), summary).as_deref(), Some(summary));
        let hidden = Document::from(format!("<div style='display: none'><p>{summary}</p></div>"));
        assert_eq!(standfirst(&hidden.root(), summary), None);
    }
}
