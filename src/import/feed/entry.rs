//! One entry of a feed as an article.

use feed_rs::model::{Entry, Feed, Link, Person, Text};
use jiff::civil::DateTime;
use url::Url;

use crate::{
    article::{Article, Format},
    clean::Clean,
    document::BlockKind,
    import::{
        html,
        matter::Matter,
        rich::{self, Head, Rich},
        text,
    },
};

/// The parts of an entry, whatever kind of feed it comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// The feed's name.
    pub(super) source: Option<String>,
    /// What tells the feed from others: its id, address or name.
    pub(super) feed: String,
    /// The entry's own id; empty if it has none.
    pub(super) id: String,
    /// Its headline, with markup.
    pub(super) title: String,
    /// Names of its authors.
    pub(super) authors: Vec<String>,
    /// When it was published and changed.
    pub(super) published: Option<DateTime>,
    pub(super) updated: Option<DateTime>,
    /// Its language.
    pub(super) language: Option<String>,
    /// Its first category.
    pub(super) section: Option<String>,
    /// Its address.
    pub(super) url: Option<String>,
    /// The full text and the summary, as HTML or as text.
    pub(super) content: Option<Body>,
    pub(super) summary: Option<Body>,
}

/// A text of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    /// The text.
    pub(super) text: String,
    /// Whether it is declared as plain text.
    pub(super) plain: bool,
}

impl Body {
    /// Walks over the text.
    fn read(&self, base: Option<&Url>, rich: &mut Rich) {
        let markup = self.text.contains('<') && self.text.contains('>');
        if self.plain || !markup {
            let text = if self.plain || !self.text.contains('&') {
                self.text.clone()
            } else {
                // Entities without tags.
                html::line(&self.text.replace('\n', "<br>\u{2028}"))
            };
            for line in text.split(['\n', '\u{2028}']) {
                rich.add(BlockKind::Paragraph, 0, line);
            }
        } else {
            html::fragment(&self.text, base, rich);
        }
        rich.end();
    }
}

/// An entry of an XML feed.
pub(super) fn article(feed: &Feed, entry: &Entry) -> Article {
    let address = |links: &[Link]| {
        links
            .iter()
            .find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate"))
            .or(links.first())
            .map(|l| l.href.clone())
    };
    let names = |people: &[Person]| -> Vec<String> {
        people
            .iter()
            .filter_map(|p| p.name.clone().or_else(|| p.email.clone()))
            .filter(|n| !n.trim().is_empty())
            .collect()
    };
    let mut summary = entry.summary.as_ref().map(body_of);
    if summary.is_none() {
        summary = entry
            .media
            .iter()
            .find_map(|m| m.description.as_ref())
            .map(body_of);
    }
    let content = entry.content.as_ref().and_then(|c| {
        c.body.as_ref().map(|text| Body {
            text: text.clone(),
            plain: c.content_type.ty() == "text" && c.content_type.subty() == "plain",
        })
    });
    let authors = match names(&entry.authors) {
        own if own.is_empty() => names(&feed.authors),
        own => own,
    };
    Parts {
        source: feed.title.as_ref().map(|t| html::line(&t.content)),
        feed: feed_name(feed),
        id: entry.id.clone(),
        title: entry
            .title
            .as_ref()
            .map(|t| t.content.clone())
            .unwrap_or_default(),
        authors,
        published: entry.published.and_then(|t| civil(t.timestamp())),
        updated: entry.updated.and_then(|t| civil(t.timestamp())),
        language: entry.language.clone().or_else(|| feed.language.clone()),
        section: entry
            .categories
            .iter()
            .map(|c| c.label.clone().unwrap_or_else(|| c.term.clone()))
            .find(|c| !c.trim().is_empty() && !c.contains("://")),
        url: address(&entry.links),
        content,
        summary,
    }
    .article()
}

fn body_of(text: &Text) -> Body {
    Body {
        text: text.content.clone(),
        plain: text.content_type.subty() == "plain",
    }
}

fn feed_name(feed: &Feed) -> String {
    let link = feed.links.first().map(|l| l.href.clone());
    let title = feed.title.as_ref().map(|t| t.content.clone());
    [Some(feed.id.clone()), link, title]
        .into_iter()
        .flatten()
        .find(|t| !t.trim().is_empty())
        .unwrap_or_default()
}

/// The civil time that was printed: the parser of dates keeps it as if it were
/// universal time.
fn civil(seconds: i64) -> Option<DateTime> {
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(at))
}

/// A feed without entries: what it says about itself.
pub(super) fn about(feed: &Feed) -> Option<Article> {
    let parts = Parts {
        source: None,
        feed: feed_name(feed),
        title: feed.title.as_ref()?.content.clone(),
        url: feed.links.first().map(|l| l.href.clone()),
        summary: feed.description.as_ref().map(body_of),
        ..Parts::default()
    };
    let mut article = parts.article();
    article.notes.push(Clean::line("the feed has no entries"));
    Some(article)
}

impl Parts {
    /// Builds the article.
    pub(super) fn article(self) -> Article {
        let mut matter = Matter::default();
        let from = |what: &str| format!("feed: {what} of the entry");
        matter.title(&html::line(&self.title), &from("title"));
        if let Some(url) = &self.url {
            matter.url(url, &from("link"));
        }
        if let Some(source) = &self.source {
            matter.source(source, "feed: title of the feed");
        }
        if !self.authors.is_empty() {
            matter.byline(&html::line(&self.authors.join(", ")), &from("author"));
        }
        if let Some(at) = self.published {
            matter.published(at, &from("date"));
        }
        if let Some(at) = self.updated {
            matter.updated(at, &from("change"));
        }
        if let Some(section) = &self.section {
            matter.section(&html::line(section), &from("category"));
        }
        if let Some(code) = self.language.as_deref().and_then(html::language_code) {
            matter.language(&code, "declared by the feed");
        }
        let base = matter
            .known()
            .url
            .as_deref()
            .and_then(|u| Url::parse(u).ok());
        let own_id = self.own_id(matter.known().url.as_deref());
        let mut body = Rich::default();
        if let Some(content) = &self.content {
            content.read(base.as_ref(), &mut body);
        }
        let mut short = Rich::default();
        if let Some(summary) = &self.summary {
            summary.read(base.as_ref(), &mut short);
        }
        let (body, short) = (body.finish(), short.finish());
        let text = |pieces: &[rich::Piece]| -> String {
            let all: Vec<String> = pieces.iter().map(rich::Piece::text).collect();
            all.join(" ")
        };
        let (long_text, short_text) = (text(&body), text(&short));
        // Some feeds give the full text as the summary.
        let mut summary = None;
        let pieces = if short_text.len() > long_text.len() {
            short
        } else {
            let said = rich::squash(&long_text)
                .starts_with(rich::squash(&short_text).trim_end_matches("readmore"));
            let cut = short_text.ends_with(['…', ']']) || short_text.ends_with("...");
            if short.len() == 1 && !said && !cut {
                summary = Some(short_text.clone());
            }
            body
        };
        let mut pieces = pieces;
        if let Some(summary) = &summary {
            pieces.insert(0, rich::Piece::plain(BlockKind::Standfirst, summary));
        }
        let head = Head {
            summary,
            add_title: true,
            letter: false,
        };
        let document = rich::document(pieces, &mut matter, &head);
        let mut meta = matter.finish();
        if meta.title.is_empty()
            && document.text().is_empty()
            && let Some(url) = &meta.url
        {
            meta.title = url.clone();
            meta.say("title", "address: the entry has no title and no text");
        }
        Article {
            own_id,
            document,
            meta,
            format: Format::Feed,
            ..Article::default()
        }
    }

    /// An id that no other feed's entry has.
    fn own_id(&self, url: Option<&str>) -> Option<String> {
        let id = text::fold(&self.id);
        if id.is_empty() {
            return url.map(str::to_owned);
        }
        let unique = id.contains("://") || id.starts_with("tag:") || id.starts_with("urn:");
        Some(if unique || id.len() >= 32 {
            id
        } else {
            format!("{}#{id}", self.feed)
        })
    }
}
