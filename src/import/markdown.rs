//! Markdown with its front matter: events of pulldown-cmark, no tree, so that
//! no nesting is too deep.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use url::Url;

use super::{
    front::{self, Front},
    html, links,
    matter::Matter,
    note,
    rich::{self, Head, Rich},
    text::{self, Field},
};
use crate::{
    article::{Article, Format},
    clean::Clean,
    document::{BlockKind, MarkKind},
};

/// Longest text that is read as Markdown, in bytes (8 MiB); longer ones are
/// read as plain text.
const LONGEST: usize = 8 << 20;

/// Understands a Markdown file as a news page.
pub(super) fn article(raw: &str) -> Article {
    if raw.len() > LONGEST {
        let mut article = text::article(raw);
        article
            .notes
            .push(note("longer than 8 MiB: read as plain text"));
        return article;
    }
    let mut matter = Matter::default();
    let front = front::read(raw).unwrap_or_default();
    let summary = fields(&front, &mut matter);
    let body = raw.get(front.end..).unwrap_or_default();
    let mut walk = Walk::default();
    walk.read(body);
    let head = Head {
        summary,
        add_title: true,
        letter: false,
    };
    let document = rich::document(walk.rich.finish(), &mut matter, &head);
    let meta = matter.finish();
    let mut article = Article {
        own_id: meta.url.as_ref().map(ToString::to_string),
        document,
        meta,
        format: Format::Markdown,
        encoding: Clean::line("UTF-8"),
        ..Article::default()
    };
    article.notes.extend(front.note.as_ref().map(note));
    article
}

/// Takes over the fields of the front matter; returns the summary.
fn fields(front: &Front, matter: &mut Matter) -> Option<String> {
    let from = |key: &str| format!("front matter: {key}");
    let mut summary = None;
    let mut dates = Vec::new();
    for (key, values) in &front.fields {
        let Some(first) = values.first() else {
            continue;
        };
        let bare = key.rsplit('.').next().unwrap_or(key);
        if matches!(
            bare,
            "summary" | "description" | "subtitle" | "excerpt" | "dek"
        ) {
            summary.get_or_insert_with(|| first.clone());
            continue;
        }
        let known = match key.as_str() {
            "author.name" | "authors.name" => Some(Field::Author),
            _ => Field::of(bare),
        };
        match known {
            Some(Field::Title) => matter.title(first, &from(key)),
            Some(Field::Source) => match links::web(first) {
                Some(_) => matter.url(first, &from(key)),
                None => matter.source(first, &from(key)),
            },
            Some(Field::Author) => matter.byline(&values.join(", "), &from(key)),
            Some(Field::Url) => matter.url(first, &from(key)),
            Some(Field::Section) => matter.section(first, &from(key)),
            Some(Field::Language) => matter.language(first, &from(key)),
            Some(Field::Date) => {
                if let Some(at) = super::date::parse(first) {
                    dates.push((at, key));
                }
            }
            Some(Field::Updated) => {
                if let Some(at) = super::date::parse(first) {
                    matter.updated(at, &from(key));
                }
            }
            None => {}
        }
    }
    // "date" names the day, "published_time" the minute as well.
    let midnight = jiff::civil::Time::midnight();
    let timed = dates.iter().find(|(at, _)| at.time() != midnight);
    if let Some((at, key)) = timed.or(dates.first()) {
        matter.published(*at, &from(key));
    }
    summary
}

/// The way through the events.
#[derive(Default)]
struct Walk {
    rich: Rich,
    base: Option<Url>,
    /// Open lists: the next number of an ordered one.
    lists: Vec<Option<u64>>,
    /// Depth of block quotations.
    quotes: u8,
    /// HTML that is being gathered.
    html: Option<String>,
    /// Number of the cell in its row.
    cell: usize,
    /// Depth of open images.
    images: usize,
    /// Their titles.
    titles: Vec<String>,
    /// Whether the open paragraph holds nothing but a picture.
    picture: bool,
    /// Inside of a code block or table.
    verbatim: bool,
}

impl Walk {
    fn read(&mut self, text: &str) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS;
        for event in Parser::new_ext(text, options) {
            match event {
                Event::Start(tag) => self.start(tag),
                Event::End(tag) => self.end(tag),
                Event::Text(text) => self.text(&text),
                Event::Code(text) => {
                    self.rich.open(Some(MarkKind::Code));
                    self.rich.text(&text);
                    self.rich.close();
                }
                Event::Html(text) => match &mut self.html {
                    Some(html) => html.push_str(&text),
                    None => html::fragment(&text, self.base.as_ref(), &mut self.rich),
                },
                Event::InlineHtml(tag) => self.inline_html(&tag),
                Event::SoftBreak => self.rich.soft_break(),
                Event::HardBreak => self.rich.line_break(),
                Event::Rule => self.rich.end(),
                Event::TaskListMarker(done) => self.rich.text(if done { "☑ " } else { "☐ " }),
                Event::FootnoteReference(name) => self.rich.text(&format!("[{name}]")),
                Event::InlineMath(text) | Event::DisplayMath(text) => self.rich.text(&text),
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.images == 0 && !text.trim().is_empty() {
            self.picture = false;
        }
        if self.verbatim && self.rich.open_kind() == Some(BlockKind::Preformatted) && self.cell == 0
        {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.rich.begin(BlockKind::Preformatted, 0);
                }
                self.rich.text(line);
            }
            return;
        }
        self.rich.text(text);
    }

    /// Only line breaks mean something; the text between tags comes by itself.
    fn inline_html(&mut self, tag: &str) {
        let name: String = tag
            .trim_start_matches('<')
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        if name.eq_ignore_ascii_case("br") {
            self.rich.line_break();
        }
    }

    /// Begins the block that running text is in here.
    fn begin_text(&mut self) {
        if self.quotes > 0 {
            self.rich.begin(BlockKind::Quotation, self.quotes);
        } else {
            self.rich.begin(BlockKind::Paragraph, 0);
        }
    }

    fn item(&mut self) {
        let level = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        self.rich.begin(BlockKind::ListItem, level.max(1));
        if let Some(Some(number)) = self.lists.last_mut() {
            self.rich.text(&format!("{number}. "));
            *number = number.saturating_add(1);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                // The first paragraph of an item is the item.
                if self.rich.open_kind() != Some(BlockKind::ListItem) {
                    self.begin_text();
                }
                self.picture = true;
            }
            Tag::Heading { level, .. } => self.rich.begin(BlockKind::Heading, level_of(level)),
            Tag::BlockQuote(_) => {
                self.rich.end();
                self.quotes = self.quotes.saturating_add(1);
            }
            Tag::CodeBlock(_) => {
                self.rich.begin(BlockKind::Preformatted, 0);
                self.verbatim = true;
            }
            Tag::HtmlBlock => {
                self.rich.end();
                self.html = Some(String::new());
            }
            Tag::List(first) => {
                self.rich.end();
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::FootnoteDefinition(name) => {
                self.begin_text();
                self.rich.text(&format!("[{name}] "));
                self.rich.turn_into(BlockKind::ListItem);
            }
            Tag::TableHead | Tag::TableRow => {
                self.rich.begin(BlockKind::Preformatted, 0);
                self.cell = 0;
            }
            Tag::TableCell => {
                if self.cell > 0 {
                    self.rich.text(" | ");
                }
                self.cell += 1;
            }
            Tag::Emphasis => self.rich.open(Some(MarkKind::Emphasis)),
            Tag::Strong => self.rich.open(Some(MarkKind::Strong)),
            Tag::Link { dest_url, .. } => {
                let url = links::target(&dest_url, self.base.as_ref());
                self.rich.open(url.map(|u| MarkKind::Link(Clean::line(&u))));
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                self.images += 1;
                let source = links::picture(&dest_url);
                self.rich.open(source.map(|source| MarkKind::Picture {
                    source: Clean::line(&source),
                    alt: Clean::line(""),
                }));
                self.titles.push(title.trim().to_owned());
            }
            Tag::Table(_)
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                if std::mem::take(&mut self.picture)
                    && self.rich.open_kind() == Some(BlockKind::Paragraph)
                {
                    self.rich.turn_into(BlockKind::Caption);
                }
                self.rich.end();
            }
            TagEnd::BlockQuote(_) => {
                self.rich.end();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.verbatim = false;
                self.rich.end();
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    html::fragment(&html, self.base.as_ref(), &mut self.rich);
                    self.rich.end();
                }
            }
            TagEnd::List(_) => {
                self.rich.end();
                self.lists.pop();
            }
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::Table => {
                self.rich.end();
                self.cell = 0;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => self.rich.close(),
            TagEnd::Image => {
                // What stands below the picture, after what it shows.
                if let Some(title) = self.titles.pop().filter(|t| !t.is_empty()) {
                    self.rich.text(&format!(" — {title}"));
                }
                self.rich.close();
                self.images = self.images.saturating_sub(1);
            }
            _ => {}
        }
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(raw: &str) -> Vec<(BlockKind, String)> {
        let document = article(raw).document;
        document
            .blocks()
            .iter()
            .map(|b| (b.kind, document.slice(b.span).to_owned()))
            .collect()
    }

    const PAGE: &str = "---\ntitle: Talks on the strait resume\ndate: 2024-04-18\npublished_time: 2024-04-18 20:30:00-04:00\nauthor: Jane Doe\nsource_url: https://gazette.example/talks\n---\n\nThe foreign ministers met *on Monday* for the\nfirst time in a year.\n\n## Mines\n\n> We will see.\n\n1. One\n2. Two\n   - deeper\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![The envoy waves. Reuters](a.jpg)\n\n[site](https://gazette.example/x) and [bad](javascript:alert)\n";

    #[test]
    fn a_picture_beside_the_file_is_kept_with_its_caption() {
        let marks = |raw: &str| {
            let document = article(raw).document;
            let pictures = document.marks().iter().filter_map(|m| match &m.kind {
                MarkKind::Picture { source, .. } => {
                    Some((document.slice(m.span).to_owned(), source.to_string()))
                }
                _ => None,
            });
            pictures.collect::<Vec<_>>()
        };
        let page = "# Talks\n\nThey met.\n\n![The envoy waves](img/a.jpg \"Geneva, Monday\")\n";
        let want = (
            "The envoy waves — Geneva, Monday".to_owned(),
            "img/a.jpg".to_owned(),
        );
        assert_eq!(marks(page), [want]);
        let far = page.replace("img/a.jpg", "https://gazette.example/a.jpg");
        assert!(marks(&far).is_empty());
        assert!(marks(&page.replace("img/", "../")).is_empty());
    }

    #[test]
    fn structure_survives() {
        let found = kinds(PAGE);
        let want = [
            (BlockKind::Headline, "Talks on the strait resume"),
            (
                BlockKind::Paragraph,
                "The foreign ministers met on Monday for the first time in a year.",
            ),
            (BlockKind::Heading, "Mines"),
            (BlockKind::Quotation, "We will see."),
            (BlockKind::ListItem, "1. One"),
            (BlockKind::ListItem, "2. Two"),
            (BlockKind::ListItem, "deeper"),
            (BlockKind::Preformatted, "a | b"),
            (BlockKind::Preformatted, "1 | 2"),
            (BlockKind::Caption, "The envoy waves."),
            (BlockKind::Credit, "Reuters"),
            (BlockKind::Paragraph, "site and bad"),
        ];
        let found: Vec<_> = found.iter().map(|(k, t)| (*k, t.as_str())).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn fields_come_from_the_front_matter() {
        let article = article(PAGE);
        let meta = &article.meta;
        assert_eq!(&*meta.title, "Talks on the strait resume");
        assert_eq!(
            meta.published.map(|d| d.to_string()).as_deref(),
            Some("2024-04-18T20:30:00")
        );
        assert_eq!(meta.byline.as_deref(), Some("Jane Doe"));
        assert_eq!(
            article.own_id.as_deref(),
            Some("https://gazette.example/talks")
        );
        let links: Vec<_> = article
            .document
            .marks()
            .iter()
            .filter(|m| matches!(m.kind, MarkKind::Link(_)))
            .collect();
        assert_eq!(links.len(), 1);
    }

    #[test]
    fn a_head_without_front_matter_is_a_page_s_head() {
        let found = kinds(
            "# Talks resume\n\nBy Jane Doe\nApril 18, 2024\n\nThe ministers met\non Monday.\n\n<p>One <b>more</b></p>\n",
        );
        let kinds: Vec<_> = found.iter().map(|(k, _)| *k).collect();
        assert_eq!(
            kinds,
            [
                BlockKind::Headline,
                BlockKind::Byline,
                BlockKind::Timestamp,
                BlockKind::Paragraph,
                BlockKind::Paragraph
            ],
            "{found:#?}"
        );
    }
}
