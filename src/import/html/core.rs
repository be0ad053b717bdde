//! The element of a page that holds its running text: where the extractor of
//! the library fails, the page is shown from here on.

use std::collections::HashMap;

use dom_query::{NodeId, NodeRef};

use crate::import::{furniture, text};

/// Shortest text that counts as running text, in characters without links.
const PROSE: usize = 60;

/// Least share of the running text that an element must hold to be gone into,
/// in percent.
const SHARE: usize = 80;

/// The innermost element that holds nearly all of the running text below
/// `root`; `root` itself if there is none.
pub(super) fn core<'a>(root: &NodeRef<'a>) -> NodeRef<'a> {
    let mut held: HashMap<NodeId, usize> = HashMap::new();
    let mut total = 0;
    for node in root.descendants_it() {
        let length = own_prose(&node);
        if length < PROSE || is_furniture(&node) {
            continue;
        }
        total += length;
        for above in node.ancestors_it(None) {
            *held.entry(above.id).or_default() += length;
        }
    }
    let mut at = *root;
    loop {
        let inner = at
            .children_it(false)
            .find(|c| held.get(&c.id).is_some_and(|n| n * 100 >= total * SHARE));
        match inner {
            Some(inner) if total > 0 => at = inner,
            _ => return at,
        }
    }
}

/// Whether all that an element says is furniture: "All rights reserved …".
fn is_furniture(node: &NodeRef<'_>) -> bool {
    node.normalized_char_count() <= 600 && furniture::classify(&text::fold(&node.text())).is_some()
}

/// Characters of running text that stand directly in an element, inline markup
/// included, links not.
fn own_prose(node: &NodeRef<'_>) -> usize {
    let Some(name) = node.node_name() else {
        return 0;
    };
    let holds = matches!(
        &*name,
        "p" | "div" | "td" | "li" | "section" | "article" | "blockquote" | "dd" | "center" | "font"
    );
    if !holds {
        return 0;
    }
    node.children_it(false)
        .map(|child| {
            let inline = child.is_text()
                || child.node_name().is_some_and(|n| {
                    matches!(
                        &*n,
                        "b" | "i" | "em" | "strong" | "span" | "u" | "q" | "cite" | "small"
                    )
                });
            if inline {
                child.normalized_char_count()
            } else {
                0
            }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    #[test]
    fn the_text_is_found_below_its_page() {
        let text = "The harbour master said that the ferries would sail again before winter.";
        let page = Document::from(format!(
            "<body><div>Menu</div><div id=out><div id=in><p>{text}</p><p>{text}</p></div><div>Tags</div></div>"
        ));
        assert_eq!(core(&page.root()).id_attr().as_deref(), Some("in"));
        let rights = format!("<p>All rights reserved. {text}</p>");
        let page = Document::from(format!(
            "<body><div id=in><p>{text}</p></div><div>{}</div>",
            rights.repeat(5)
        ));
        assert_eq!(core(&page.root()).id_attr().as_deref(), Some("in"));
        let empty = Document::from("<body><p>x");
        assert!(core(&empty.root()).is_document());
    }
}
