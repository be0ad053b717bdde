//! What an element of a page is: block, hidden, beside the article, a row of
//! data.

use dom_query::NodeRef;

use crate::document::BlockKind;

/// Elements whose content is no text of the page.
pub(super) fn is_dropped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "head"
            | "template"
            | "noscript"
            | "iframe"
            | "object"
            | "embed"
            | "svg"
            | "canvas"
            | "audio"
            | "video"
            | "button"
            | "select"
            | "input"
            | "textarea"
            | "datalist"
            | "map"
            | "frameset"
            | "noframes"
            | "applet"
            | "dialog"
    )
}

/// Elements that begin on a line of their own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "address"
            | "center"
            | "figure"
            | "dl"
            | "dt"
            | "dd"
            | "fieldset"
            | "legend"
            | "details"
            | "summary"
            | "form"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "body"
            | "html"
            | "hgroup"
            | "search"
            | "li"
            | "ul"
            | "ol"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "pre"
            | "figcaption"
            | "caption"
    )
}

/// Whether an element is not shown.
pub(super) fn is_hidden(node: &NodeRef<'_>) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    node.attr("style").is_some_and(|style| {
        let style: String = style
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        style.contains("display:none")
            || style.contains("visibility:hidden")
            || style.contains("mso-hide:all")
    })
}

/// Classes of what a page shows on demand only, or only speaks aloud.
const VEILED: &[&str] = &[
    "hidden",
    "hide",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screen-reader-only",
    "screenreader-only",
    "screen-reader",
    "element-invisible",
    "off-screen",
    "offscreen",
    "tooltip",
];

/// Whether the class of an element says that it is not seen while one reads.
/// "hidden md:block" is seen on wide screens.
pub(super) fn is_veiled(node: &NodeRef<'_>) -> bool {
    let Some(class) = node.class() else {
        return false;
    };
    let words = || class.split_ascii_whitespace();
    words().any(|w| VEILED.contains(&w)) && !words().any(|w| w.contains(':'))
}

/// Whether an element stands in the middle of a sentence: whatever its class,
/// the sentence needs it.
pub(super) fn is_in_sentence(node: &NodeRef<'_>) -> bool {
    let text = |n: Option<NodeRef<'_>>| {
        n.is_some_and(|n| n.is_text() && n.text().chars().any(char::is_alphanumeric))
    };
    text(node.prev_sibling()) && text(node.next_sibling())
}

/// Words in classes and ids of what stands beside an article.
pub(super) const ASIDE: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "footer",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "cookies",
    "share",
    "sharing",
    "social",
    "comments",
    "related",
    "newsletter",
    "promo",
    "advert",
    "advertisement",
    "ads",
    "masthead",
    "skip",
    "login",
    "toolbar",
    "popup",
    "modal",
    "subscribe",
    "recommended",
    "trending",
];

/// Whether an element holds what readers wrote below an article.
pub(super) fn is_comments(node: &NodeRef<'_>) -> bool {
    class_words(node).iter().any(|w| {
        matches!(
            w.as_str(),
            "comments" | "comment" | "disqus" | "commentlist" | "replies" | "respond"
        )
    })
}

/// Words in classes and ids of what a page puts between the paragraphs.
pub(super) const INSERTS: &[&str] = &[
    "newsletter",
    "share",
    "sharing",
    "social",
    "promo",
    "advert",
    "advertisement",
    "subscribe",
    "signup",
    "breadcrumb",
    "breadcrumbs",
    "taboola",
    "outbrain",
    "toolbar",
    "ad",
    "ads",
    "cta",
];

/// The same, if most of it is links.
pub(super) const LINKS: &[&str] = &[
    "related",
    "recommended",
    "trending",
    "tags",
    "taglist",
    "topics",
    "comments",
    "readmore",
    "more",
    "links",
    "rollover",
    "list",
    "teaser",
    "teasers",
    "promo",
    "sidebar",
    "inline",
];

/// Whether an element is a menu: a list of four links or more.
pub(super) fn is_menu(name: &str, node: &NodeRef<'_>) -> bool {
    matches!(name, "ul" | "ol" | "dl" | "table")
        && node
            .descendants_it()
            .filter(|n| n.has_name("a"))
            .nth(3)
            .is_some()
        && is_links(node, node.normalized_char_count())
}

/// Whether two thirds of an element's text are links.
pub(super) fn is_links(node: &NodeRef<'_>, length: usize) -> bool {
    let linked: usize = node
        .descendants_it()
        .filter(|n| n.has_name("a"))
        .map(|n| n.normalized_char_count())
        .sum();
    linked * 3 >= length * 2
}

/// The words of an element's class and id, in lower case.
pub(super) fn class_words(node: &NodeRef<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for value in [node.class(), node.id_attr()].into_iter().flatten() {
        for word in value.split(|c: char| !c.is_alphanumeric()) {
            if !word.is_empty() && out.len() < 32 {
                out.push(word.to_lowercase());
            }
        }
    }
    out
}

/// What the class of an element says about its text.
pub(super) fn kind_of(node: &NodeRef<'_>) -> Option<BlockKind> {
    let class = node.class()?;
    if class.len() > 300 {
        return None;
    }
    let words = class_words(node);
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let kind = if has(&["caption", "figcaption", "imagecaption", "photocaption"]) {
        BlockKind::Caption
    } else if has(&["credit", "photocredit", "imagecredit", "copyright"]) {
        BlockKind::Credit
    } else if has(&["byline", "byl", "dateline", "author"]) {
        BlockKind::Byline
    } else if has(&[
        "standfirst",
        "subheadline",
        "subheadline",
        "dek",
        "subtitle",
        "lede",
    ]) {
        BlockKind::Standfirst
    } else {
        return None;
    };
    let length = node.normalized_char_count();
    let most = match kind {
        BlockKind::Byline => 120,
        BlockKind::Credit => 160,
        _ => 500,
    };
    (length <= most).then_some(kind)
}

/// Whether a row belongs to a table of data rather than to a layout.
pub(super) fn is_data_row(row: &NodeRef<'_>) -> bool {
    let cells: Vec<NodeRef<'_>> = row
        .element_children()
        .into_iter()
        .filter(|c| c.has_name("td") || c.has_name("th"))
        .collect();
    if cells.len() < 2 {
        return false;
    }
    let table = row.ancestors_it(Some(3)).find(|a| a.has_name("table"));
    let layout = table.as_ref().is_some_and(|t| {
        t.attr("role")
            .is_some_and(|r| matches!(&*r, "presentation" | "none"))
    });
    if layout {
        return false;
    }
    let nested = |cell: &NodeRef<'_>| {
        let mut paragraphs = 0;
        cell.descendants_it().take(200).any(|n| {
            let Some(name) = n.node_name() else {
                return false;
            };
            paragraphs += usize::from(matches!(&*name, "p" | "br" | "div"));
            paragraphs > 6
                || matches!(
                    &*name,
                    "table"
                        | "ul"
                        | "ol"
                        | "h1"
                        | "h2"
                        | "h3"
                        | "h4"
                        | "blockquote"
                        | "article"
                        | "form"
                )
        })
    };
    let lengths: Vec<usize> = cells.iter().map(NodeRef::normalized_char_count).collect();
    let filled = lengths.iter().filter(|n| **n > 0).count();
    filled >= 2 && lengths.iter().all(|n| *n <= 240) && !cells.iter().any(nested)
}
