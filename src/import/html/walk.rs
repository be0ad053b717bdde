//! The walk over a page's tree: headings, lists, quotations, tables, captions,
//! links and emphasis survive; scripts, forms and pictures do not.

use dom_query::NodeRef;
use url::Url;

use super::element::{
    ASIDE, INSERTS, LINKS, class_words, is_block, is_comments, is_data_row, is_dropped, is_hidden,
    is_in_sentence, is_links, is_menu, is_veiled, kind_of,
};
use crate::{
    clean::Clean,
    document::{BlockKind, MarkKind},
    import::{links, rich::Rich, text},
};

/// How much of a tree is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Everything that is text.
    All,
    /// An article that was told from its page, without what the page put in
    /// between: share bars, related links, sign-ups.
    Article,
    /// No navigation, no footers, nothing hidden: the body of a page whose
    /// article could not be told from the rest.
    Body,
}

/// Walks over a tree, without recursion.
pub(super) fn walk(root: &NodeRef<'_>, base: Option<&Url>, scope: Scope, rich: &mut Rich) {
    let mut walk = Walk {
        rich,
        base,
        scope,
        lists: Vec::new(),
        quotes: 0,
        items: Vec::new(),
        captions: 0,
        kinds: Vec::new(),
        verbatim: 0,
        row: None,
        length: match scope {
            Scope::Article | Scope::Body => root.normalized_char_count(),
            Scope::All => 0,
        },
    };
    let mut todo = vec![Step::Enter(*root)];
    while let Some(step) = todo.pop() {
        match step {
            Step::Enter(node) => {
                if let Some(leave) = walk.enter(&node) {
                    if let Some(leave) = leave {
                        todo.push(Step::Leave(leave));
                    }
                    let children = node.children();
                    todo.extend(children.into_iter().rev().map(Step::Enter));
                }
            }
            Step::Leave(leave) => walk.leave(leave),
        }
    }
    walk.rich.end();
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(Leave),
}

/// What has to be done at the end of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    /// A block ends.
    Block,
    /// A block ends whose running text was something else.
    Kind,
    /// Markup ends.
    Mark,
    /// A short quotation ends.
    Quoted,
    List,
    Item,
    Quotation,
    Caption,
    Verbatim,
    Row,
    Cell,
}

struct Walk<'w> {
    rich: &'w mut Rich,
    base: Option<&'w Url>,
    scope: Scope,
    /// Open lists: the next number of an ordered one.
    lists: Vec<Option<u64>>,
    quotes: u8,
    /// Open list items: whether their text has yet to begin.
    items: Vec<bool>,
    captions: usize,
    /// What running text is here, by the class of an element around it.
    kinds: Vec<BlockKind>,
    verbatim: usize,
    /// The number of the cell in the row of a table of data.
    row: Option<usize>,
    /// Characters of the whole tree.
    length: usize,
}

impl Walk<'_> {
    /// Whether a small part of an article is named as something else.
    fn is_insert(&self, name: &str, node: &NodeRef<'_>) -> bool {
        let holds = matches!(
            name,
            "div" | "section" | "ul" | "ol" | "aside" | "span" | "table" | "nav" | "footer"
        );
        if !holds || name == "span" && is_in_sentence(node) {
            return false;
        }
        let words = class_words(node);
        let named = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
        let length = node.normalized_char_count();
        named(INSERTS) && length * 10 < self.length
            || named(LINKS) && length * 5 < self.length && is_links(node, length)
    }

    /// Whether an element stands beside the article rather than in it; never
    /// what holds much of the page's text.
    fn is_aside(&self, name: &str, node: &NodeRef<'_>) -> bool {
        if name == "nav" {
            return true;
        }
        let role = node.attr("role").is_some_and(|r| {
            matches!(
                &*r,
                "navigation" | "banner" | "contentinfo" | "complementary" | "search" | "dialog"
            )
        });
        let named = role
            || matches!(name, "aside" | "footer")
            || matches!(name, "div" | "section" | "ul" | "table" | "td" | "header")
                && class_words(node)
                    .iter()
                    .any(|w| ASIDE.contains(&w.as_str()));
        let length = node.normalized_char_count();
        (named || is_menu(name, node)) && length * 4 < self.length
            || length * 10 < self.length * 9 && is_comments(node)
    }

    /// Whether an element is not seen while one reads; never what holds much of
    /// the page's text, which a script may show.
    fn is_veiled(&self, node: &NodeRef<'_>) -> bool {
        self.scope != Scope::All
            && is_veiled(node)
            && node.normalized_char_count() * 4 < self.length
    }

    /// Begins an element or text. `None`: its children are not wanted.
    fn enter(&mut self, node: &NodeRef<'_>) -> Option<Option<Leave>> {
        if node.is_text() {
            self.text(&node.text());
            return None;
        }
        if !node.is_element() {
            return node.may_have_children().then_some(None);
        }
        let name = node.node_name()?;
        let name = &*name;
        if is_dropped(name) || is_hidden(node) || self.is_veiled(node) {
            return None;
        }
        let beside = match self.scope {
            Scope::All => false,
            Scope::Article => self.is_insert(name, node),
            Scope::Body => self.is_aside(name, node),
        };
        if beside {
            return None;
        }
        match name {
            "br" => {
                if self.row.is_some() {
                    self.text(" ");
                } else {
                    self.rich.line_break();
                }
                None
            }
            "hr" => {
                self.rich.end();
                None
            }
            "img" => {
                self.picture(node);
                None
            }
            "math" => {
                self.formula(node);
                None
            }
            "em" | "i" | "cite" | "dfn" | "var" => self.mark(Some(MarkKind::Emphasis)),
            "strong" | "b" => self.mark(Some(MarkKind::Strong)),
            "code" | "kbd" | "samp" | "tt" if self.verbatim == 0 => self.mark(Some(MarkKind::Code)),
            "a" => {
                let target = node.attr("href").and_then(|h| links::target(&h, self.base));
                self.mark(target.map(|url| MarkKind::Link(Clean::line(&url))))
            }
            "q" => {
                self.text("“");
                Some(Some(Leave::Quoted))
            }
            _ if self.row.is_some() => Some(self.in_row(name)),
            _ => Some(self.block(name, node)),
        }
    }

    fn mark(&mut self, kind: Option<MarkKind>) -> Option<Option<Leave>> {
        self.rich.open(kind);
        Some(Some(Leave::Mark))
    }

    /// Inside the row of a table of data, blocks are only spaces.
    fn in_row(&mut self, name: &str) -> Option<Leave> {
        match name {
            "td" | "th" => {
                let cell = self.row.unwrap_or(0);
                if cell > 0 {
                    self.rich.text(" | ");
                }
                self.row = Some(cell + 1);
                Some(Leave::Cell)
            }
            _ => {
                if is_block(name) {
                    self.rich.text(" ");
                }
                None
            }
        }
    }

    /// Begins any element that is neither markup nor inside a row.
    fn block(&mut self, name: &str, node: &NodeRef<'_>) -> Option<Leave> {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes().get(1).map_or(2, |b| b.saturating_sub(b'0'));
                self.rich.begin(BlockKind::Heading, level);
                Some(Leave::Block)
            }
            "ul" | "menu" | "dir" => {
                self.rich.end();
                self.lists.push(None);
                Some(Leave::List)
            }
            "ol" => {
                self.rich.end();
                let start = node.attr("start").and_then(|s| s.trim().parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
                Some(Leave::List)
            }
            "li" => {
                self.rich.end();
                self.items.push(true);
                Some(Leave::Item)
            }
            "blockquote" => {
                self.rich.end();
                self.quotes = self.quotes.saturating_add(1);
                Some(Leave::Quotation)
            }
            "figcaption" | "caption" => {
                self.rich.end();
                self.captions += 1;
                let figure = node.ancestors_it(Some(4)).find(|a| a.has_name("figure"));
                let picture = figure
                    .and_then(|f| f.descendants_it().find(|n| n.has_name("img")))
                    .and_then(|img| stored(&img));
                self.rich.open(picture);
                Some(Leave::Caption)
            }
            "pre" | "listing" | "xmp" | "plaintext" => {
                self.rich.end();
                self.verbatim += 1;
                Some(Leave::Verbatim)
            }
            "tr" if is_data_row(node) => {
                self.rich.begin(BlockKind::Preformatted, 0);
                self.row = Some(0);
                Some(Leave::Row)
            }
            _ if is_block(name) => {
                self.rich.end();
                match kind_of(node) {
                    Some(kind) => {
                        self.kinds.push(kind);
                        Some(Leave::Kind)
                    }
                    None => Some(Leave::Block),
                }
            }
            _ => None,
        }
    }

    fn leave(&mut self, leave: Leave) {
        match leave {
            Leave::Block => self.rich.end(),
            Leave::Kind => {
                self.rich.end();
                self.kinds.pop();
            }
            Leave::Mark => self.rich.close(),
            Leave::Quoted => self.text("”"),
            Leave::List => {
                self.rich.end();
                self.lists.pop();
            }
            Leave::Item => {
                self.rich.end();
                self.items.pop();
            }
            Leave::Quotation => {
                self.rich.end();
                self.quotes = self.quotes.saturating_sub(1);
            }
            Leave::Caption => {
                self.rich.close();
                self.rich.end();
                self.captions = self.captions.saturating_sub(1);
            }
            Leave::Verbatim => {
                self.rich.end();
                self.verbatim = self.verbatim.saturating_sub(1);
            }
            Leave::Row => {
                self.rich.squeeze();
                self.rich.end();
                self.row = None;
            }
            Leave::Cell => {}
        }
    }

    /// Text, in whatever block it stands.
    fn text(&mut self, text: &str) {
        if self.verbatim > 0 && self.row.is_none() {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 || !self.rich.is_open() {
                    self.rich.begin(BlockKind::Preformatted, 0);
                }
                self.rich.text(line);
            }
            return;
        }
        if !self.rich.is_open() {
            if text.trim().is_empty() {
                return;
            }
            self.begin();
        }
        self.rich.text(text);
    }

    /// Begins the block that running text is in here.
    fn begin(&mut self) {
        if self.captions > 0 {
            self.rich.begin(BlockKind::Caption, 0);
        } else if let Some(kind) = self.kinds.last() {
            self.rich.begin(*kind, 0);
        } else if self.items.last() == Some(&true) {
            // The first block of an item is the item; what follows is text.
            self.items.pop();
            self.items.push(false);
            let level = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
            self.rich.begin(BlockKind::ListItem, level.max(1));
            if let Some(Some(number)) = self.lists.last_mut() {
                self.rich.text(&format!("{number}. "));
                *number = number.saturating_add(1);
            }
        } else if self.quotes > 0 {
            self.rich.begin(BlockKind::Quotation, self.quotes);
        } else {
            self.rich.begin(BlockKind::Paragraph, 0);
        }
    }

    /// A formula as its author wrote it, if the page says so: its parts make
    /// no sense on a line.
    fn formula(&mut self, node: &NodeRef<'_>) {
        let written = node.attr("alttext").or_else(|| {
            node.descendants_it()
                .find(|n| n.has_name("annotation"))
                .map(|n| n.text())
        });
        match written {
            Some(text) => self.text(&text),
            None if node.normalized_char_count() <= 12 => self.text(&node.text()),
            None => {}
        }
    }

    /// A picture in a figure without a caption says what it shows.
    fn picture(&mut self, node: &NodeRef<'_>) {
        let Some(alt) = node.attr("alt") else { return };
        let alt = text::fold(&alt);
        let figure = node
            .ancestors_it(Some(4))
            .find(|a| a.has_name("figure"))
            .filter(|f| !f.descendants_it().any(|n| n.has_name("figcaption")));
        if self.scope == Scope::All && figure.is_some() && alt.split(' ').count() >= 4 {
            self.rich.begin(BlockKind::Caption, 0);
            self.rich.open(stored(node));
            self.rich.text(&alt);
            self.rich.close();
            self.rich.end();
        }
    }
}

/// The mark of a picture that is stored beside the page.
fn stored(img: &NodeRef<'_>) -> Option<MarkKind> {
    let source = links::picture(&img.attr("src")?)?;
    let alt = img.attr("alt").map(|a| text::fold(&a)).unwrap_or_default();
    Some(MarkKind::Picture {
        source: Clean::line(&source),
        alt: Clean::line(&alt),
    })
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;
    use crate::import::rich::Piece;

    fn pieces(html: &str) -> Vec<(BlockKind, u8, String)> {
        let mut rich = Rich::default();
        walk(&Document::from(html).root(), None, Scope::Body, &mut rich);
        rich.finish()
            .iter()
            .map(|p: &Piece| (p.kind, p.level, p.text()))
            .collect()
    }

    #[test]
    fn cells_of_a_table_have_no_blanks_of_the_source() {
        let found = texts(
            "<table><tr>\n   <th>  State\n   of things</th>\n  <th>Seats </th></tr>\
             <tr><td>\n Ruritania <td>  12\n</table>",
        );
        assert_eq!(found, ["State of things | Seats", "Ruritania | 12"]);
    }

    #[test]
    fn captions_know_the_picture_beside_the_page() {
        let pictures = |html: &str| {
            let mut rich = Rich::default();
            walk(&Document::from(html).root(), None, Scope::All, &mut rich);
            let mut matter = crate::import::matter::Matter::default();
            let document = crate::import::rich::document(
                rich.finish(),
                &mut matter,
                &crate::import::rich::Head::default(),
            );
            let marks = document.marks().iter();
            marks
                .filter_map(|m| match &m.kind {
                    MarkKind::Picture { source, alt } => Some(format!(
                        "{source} | {} | {}",
                        &**alt,
                        document.slice(m.span)
                    )),
                    _ => None,
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(
            pictures(
                "<p>They met.</p><figure><img src=\"talks_files/a%20b.jpg\" alt=\"two ministers\">\
                 <figcaption>The ministers <em>shake</em> hands.</figcaption></figure>"
            ),
            ["talks_files/a b.jpg | two ministers | The ministers shake hands."]
        );
        assert_eq!(
            pictures("<figure><img src=a.png alt=\"the envoy waves to reporters\"></figure>"),
            ["a.png | the envoy waves to reporters | the envoy waves to reporters"]
        );
        let far = "<figure><img src=\"//x.example/a.png\"><figcaption>Far.</figcaption></figure>";
        assert!(pictures(far).is_empty());
    }

    fn texts(html: &str) -> Vec<String> {
        pieces(html).into_iter().map(|p| p.2).collect()
    }

    #[test]
    fn structure_survives() {
        use BlockKind::{Caption, Heading, ListItem, Paragraph, Preformatted, Quotation};
        let found = pieces(
            "<h1>Talks</h1><div>Loose text <b>bold</b><p>A paragraph.</p>after</div>\
             <ol><li>One<li><p>Two</p><p>more</p><ul><li>deep</ul></ol>\
             <blockquote><p>We will see.</p></blockquote>\
             <figure><img alt=x><figcaption>The envoy waves.</figcaption></figure>\
             <table><tr><th>State</th><th>Seats</th></tr><tr><td>Ruritania</td><td>12</td></tr></table>\
             <pre>a  b\nc</pre>",
        );
        let want = [
            (Heading, 1, "Talks"),
            (Paragraph, 0, "Loose text bold"),
            (Paragraph, 0, "A paragraph."),
            (Paragraph, 0, "after"),
            (ListItem, 1, "1. One"),
            (ListItem, 1, "2. Two"),
            (Paragraph, 0, "more"),
            (ListItem, 2, "deep"),
            (Quotation, 1, "We will see."),
            (Caption, 0, "The envoy waves."),
            (Preformatted, 0, "State | Seats"),
            (Preformatted, 0, "Ruritania | 12"),
            (Preformatted, 0, "a b"),
            (Preformatted, 0, "c"),
        ];
        let found: Vec<_> = found.iter().map(|(k, l, t)| (*k, *l, t.as_str())).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn layout_tables_are_unrolled() {
        let found = texts(
            "<table><tr><td><table><tr><td><h2>Head</h2><p>One.</p></td><td><p>Two.</p></td></tr></table></td></tr></table>",
        );
        assert_eq!(found, ["Head", "One.", "Two."]);
    }

    #[test]
    fn what_is_hidden_or_beside_is_left_out() {
        let found = texts(
            "<nav>Menu</nav><p style='display: none'>preheader</p><p hidden>x</p><script>y</script><div class='social share-bar'>Tweet</div><p>Text.</p>",
        );
        assert_eq!(found, ["Text."]);
    }

    #[test]
    fn deep_trees_do_not_recurse() {
        let html = format!("{}x{}", "<div>".repeat(300), "</div>".repeat(300));
        assert_eq!(texts(&html), ["x"]);
    }
}
