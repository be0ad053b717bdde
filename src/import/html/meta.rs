//! What a page says about itself: JSON-LD, OpenGraph and its like, `<time>`,
//! canonical address, title.

use dom_query::{Document, NodeRef};
use serde_json::Value;
use url::Url;

use super::element::{is_hidden, is_veiled};
use crate::import::{date, furniture, html, links, matter::Matter, rich::squash, text};

/// What the page says beside the fields of [`Matter`].
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    /// The address that links are made whole with.
    pub(super) base: Option<Url>,
    /// The summary.
    pub(super) summary: Option<String>,
}

/// Reads the metadata of a page into `matter`.
///
/// `address` is where the file says that the page was saved from.
pub(super) fn read(document: &Document, address: Option<&str>, matter: &mut Matter) -> About {
    let mut about = About::default();
    let mut tags = Tags::default();
    tags.gather(document);
    let first_heading = heading(document);
    for text in &tags.linked {
        json_ld(text, matter, &mut about);
    }
    let own = tags.canonical.clone().or_else(|| tags.get(&["og:url"]));
    if let Some(url) = own {
        matter.url(&url, "page metadata: canonical address");
    }
    let saved = address.map(str::to_owned).or_else(|| saved_from(document));
    if let Some(url) = saved {
        matter.url(&url, "page metadata: where it was saved from");
    }
    tags.fill(matter, &mut about);
    title(&tags, first_heading.as_deref(), matter);
    if let Some(url) = matter
        .known()
        .url
        .as_deref()
        .and_then(|u| Url::parse(u).ok())
    {
        if let Some(host) = url.host_str() {
            matter.source(host.trim_start_matches("www."), "host of the address");
        }
        about.base = Some(url);
    }
    if let Some(base) = tags.base.as_deref().and_then(|b| match &about.base {
        Some(own) => own.join(b).ok(),
        None => Url::parse(b).ok(),
    }) {
        about.base = Some(base);
    }
    about
}

/// Elements of the head, by name.
#[derive(Default)]
struct Tags {
    /// Names in lower case, and contents.
    metas: Vec<(String, String)>,
    canonical: Option<String>,
    base: Option<String>,
    title: Option<String>,
    language: Option<String>,
    /// Texts of JSON-LD.
    linked: Vec<String>,
    times: Vec<(bool, String)>,
}

/// Most elements of a head that are looked at.
const MOST: usize = 400;

impl Tags {
    fn gather(&mut self, document: &Document) {
        for node in document.root().descendants_it() {
            let Some(name) = node.node_name() else {
                continue;
            };
            match &*name {
                "html" => {
                    self.language = node
                        .attr("lang")
                        .or_else(|| node.attr("xml:lang"))
                        .map(|l| l.to_string());
                }
                "meta" if self.metas.len() < MOST => self.meta(&node),
                "link" if self.canonical.is_none() => {
                    let rel = node.attr("rel").map(|r| r.to_lowercase());
                    if rel.is_some_and(|r| r.split_whitespace().any(|r| r == "canonical")) {
                        self.canonical = node.attr("href").map(|h| h.to_string());
                    }
                }
                "base" if self.base.is_none() => {
                    self.base = node.attr("href").map(|h| h.to_string())
                }
                "title" if self.title.is_none() => {
                    let inside_svg = node.parent().is_some_and(|p| p.has_name("svg"));
                    let title = text::fold(&node.text());
                    if !inside_svg && !title.is_empty() {
                        self.title = Some(title);
                    }
                }
                "script" if self.linked.len() < 20 => {
                    let kind = node.attr("type").map(|t| t.to_lowercase());
                    if kind.is_some_and(|t| t.contains("ld+json")) {
                        self.linked.push(node.text().to_string());
                    }
                }
                "time" if self.times.len() < 40 => {
                    let value = node.attr("datetime").unwrap_or_else(|| node.text());
                    let marked = node.has_attr("pubdate")
                        || node
                            .attr("itemprop")
                            .is_some_and(|p| &*p == "datePublished");
                    self.times.push((marked, value.to_string()));
                }
                _ => {
                    // Microdata on any element.
                    if self.metas.len() < MOST
                        && let Some(prop) = node.attr("itemprop")
                        && let Some(content) =
                            node.attr("content").or_else(|| node.attr("datetime"))
                    {
                        self.metas
                            .push((prop.to_lowercase(), content.trim().to_owned()));
                    }
                }
            }
        }
    }

    fn meta(&mut self, node: &NodeRef<'_>) {
        let Some(content) = node.attr("content") else {
            return;
        };
        let content = content.trim();
        if content.is_empty() || content.len() > 2_000 {
            return;
        }
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = node.attr(key) {
                for name in name.split_whitespace() {
                    self.metas.push((name.to_lowercase(), content.to_owned()));
                }
            }
        }
    }

    /// The first content under one of these names, in the order of the names.
    fn get(&self, names: &[&str]) -> Option<String> {
        self.find(names).map(|(_, content)| content)
    }

    fn find<'n>(&self, names: &[&'n str]) -> Option<(&'n str, String)> {
        names.iter().find_map(|name| {
            self.metas
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, content)| (*name, content.clone()))
        })
    }

    fn fill(&self, matter: &mut Matter, about: &mut About) {
        let from = |name: &str| format!("page metadata: {name}");
        if let Some((name, text)) = self.find(&[
            "og:site_name",
            "twitter:app:name:iphone",
            "application-name",
            "dc.publisher",
            "dcterms.publisher",
            "publisher",
            "apple-mobile-web-app-title",
        ]) {
            matter.source(&text, &from(name));
        }
        for (name, text) in &self.metas {
            let by = matches!(
                name.as_str(),
                "author"
                    | "byl"
                    | "article:author"
                    | "dc.creator"
                    | "dcterms.creator"
                    | "parsely-author"
                    | "sailthru.author"
                    | "citation_author"
            );
            if by && links::web(text).is_none() && !text.contains('@') && text.len() < 200 {
                matter.byline(text, &from(name));
            }
        }
        if let Some((name, at)) = self.date(&[
            "article:published_time",
            "og:published_time",
            "datepublished",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publishdate",
            "publish-date",
            "published_time",
            "date.published",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.created",
            "dc.date",
            "dcterms.date",
            "datecreated",
            "citation_publication_date",
            "originalpublicationdate",
            "ptime",
            "displaydate",
            "date",
            "dat",
        ]) {
            matter.published(at, &from(name));
        }
        if let Some((name, at)) = self.date(&[
            "article:modified_time",
            "og:updated_time",
            "datemodified",
            "lastmod",
            "last-modified",
            "dcterms.modified",
            "dc.date.modified",
            "utime",
            "revised",
        ]) {
            matter.updated(at, &from(name));
        }
        if let Some((name, text)) = self.find(&[
            "article:section",
            "og:section",
            "parsely-section",
            "section",
            "articlesection",
            "cg",
            "dc.subject",
        ]) && text.len() < 60
        {
            matter.section(&text, &from(name));
        }
        let language = self
            .language
            .clone()
            .or_else(|| self.get(&["content-language", "inlanguage", "dc.language", "og:locale"]));
        if let Some(code) = language.as_deref().and_then(language_code) {
            matter.language(&code, "declared by the page");
        }
        if about.summary.is_none() {
            about.summary = self.get(&["og:description", "description", "twitter:description"]);
        }
        let marked = self.times.iter().find(|(marked, _)| *marked);
        if let Some((_, text)) = marked.or(self.times.first())
            && let Some(at) = date::parse(text)
        {
            matter.published(at, "first <time> of the page");
        }
    }

    fn date<'n>(&self, names: &[&'n str]) -> Option<(&'n str, jiff::civil::DateTime)> {
        names.iter().find_map(|name| {
            self.metas
                .iter()
                .filter(|(n, _)| n == name)
                .find_map(|(_, text)| date::parse(text))
                .map(|at| (*name, at))
        })
    }
}

/// "en-GB", "en_US", "eng": a language code as BCP 47 writes it.
pub(in crate::import) fn language_code(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    let mut parts = text.split('-');
    let first = parts.next()?;
    if !(2..=3).contains(&first.len()) || !first.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    Some(first.to_lowercase())
}

/// The text of the first `h1`, if the page has one that is a headline.
fn heading(document: &Document) -> Option<String> {
    let headings: Vec<String> = document
        .root()
        .descendants_it()
        .filter(|n| n.has_name("h1"))
        .take(6)
        .filter(|n| !is_hidden(n) && !is_veiled(n))
        .map(|n| text::fold(&n.text()))
        .filter(|t| !t.is_empty() && t.len() < 400 && furniture::classify(t).is_none())
        .collect();
    headings
        .into_iter()
        .max_by_key(|t| t.split(' ').count().min(4))
}

/// The headline: what the page says of it in several places.
fn title(tags: &Tags, heading: Option<&str>, matter: &mut Matter) {
    let declared = tags
        .find(&[
            "og:title",
            "twitter:title",
            "dc.title",
            "dcterms.title",
            "parsely-title",
            "sailthru.title",
        ])
        .map(|(name, text)| (format!("page metadata: {name}"), html::line(&text)));
    // The h1 is the headline as printed, if the page's title says the same.
    if let Some(heading) = heading {
        let short = squash(heading);
        let said = [
            matter.known_title().to_owned(),
            declared
                .as_ref()
                .map(|(_, t)| t.clone())
                .unwrap_or_default(),
            tags.title.clone().unwrap_or_default(),
        ];
        let same = said.iter().map(|t| squash(t)).any(|t| {
            !t.is_empty()
                && short.len() >= 8
                && (t.contains(&short) || short.contains(&t) && t.len() * 2 > short.len())
        });
        if same {
            matter.retitle(heading, "first heading (h1) of the page");
            return;
        }
    }
    if !matter.known_title().is_empty() {
        return;
    }
    let site = matter
        .known()
        .source
        .as_deref()
        .map(squash)
        .unwrap_or_default();
    if let Some((from, text)) = declared.filter(|(_, t)| squash(t) != site) {
        matter.title(without_site(&text, &site).0, &from);
        return;
    }
    if let Some(title) = &tags.title {
        let (bare, outlet) = without_site(title, &site);
        matter.title(bare, "page metadata: title");
        if let Some(outlet) = outlet {
            matter.source(outlet, "end of the page's title");
        }
    }
    if let Some(heading) = heading {
        matter.title(heading, "first heading (h1) of the page");
    }
}

/// A title without the outlet's name at its end, and that name.
fn without_site<'t>(title: &'t str, site: &str) -> (&'t str, Option<&'t str>) {
    let title = title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '»' | '•'));
    for mark in [
        " | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • ", ": ",
    ] {
        let Some((bare, end)) = title.rsplit_once(mark) else {
            continue;
        };
        let name = squash(end);
        // "en.wikipedia.org" is the host of "Wikipedia".
        let host = site.contains(&name) && name.len() >= 5 && !site.contains(' ');
        let known = name == site
            || host
            || crate::import::furniture::words()
                .outlets
                .names
                .contains(end.trim());
        let words = |t: &str| t.split_whitespace().count();
        let likely = matches!(mark, " | " | " :: " | " » ") || known;
        if likely && words(end) <= 6 && words(bare) >= 3 || known && words(bare) >= 1 {
            return (bare.trim(), Some(end.trim()));
        }
    }
    (title, None)
}

/// The address in the comment that browsers put in front of a saved page.
fn saved_from(document: &Document) -> Option<String> {
    let root = document.root();
    for node in root.children_it(false).take(8) {
        if !node.is_comment() {
            continue;
        }
        let comment = node.html();
        let from = comment
            .find("saved from url=")
            .or_else(|| comment.find("url: http"))?;
        let rest = comment.get(from..)?;
        let start = rest.find("http")?;
        let url: String = rest
            .get(start..)?
            .chars()
            .take_while(|c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"'))
            .collect();
        return Some(url.trim_end_matches("--").to_owned());
    }
    None
}

/// Types of JSON-LD that are articles.
fn is_article(value: &Value) -> bool {
    let named = |text: &str| {
        text.ends_with("Article")
            || matches!(
                text.rsplit('/').next().unwrap_or(text),
                "Report"
                    | "BlogPosting"
                    | "LiveBlogPosting"
                    | "SocialMediaPosting"
                    | "WebPage"
                    | "NewsStory"
                    | "PressRelease"
                    | "ClaimReview"
            )
    };
    match value.get("@type") {
        Some(Value::String(text)) => named(text),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).any(named),
        _ => false,
    }
}

/// Reads one block of JSON-LD.
fn json_ld(raw: &str, matter: &mut Matter, about: &mut About) {
    let raw = raw
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim_end_matches(';');
    let Ok(value) = serde_json::from_str::<Value>(raw) else {
        return;
    };
    let mut found = Vec::new();
    articles(&value, &mut found, 0);
    // A page and its article: the article knows more.
    found.sort_by_key(|v| {
        v.get("@type")
            .and_then(Value::as_str)
            .is_some_and(|t| t == "WebPage")
    });
    for value in found {
        one(value, matter, about);
    }
}

fn articles<'v>(value: &'v Value, found: &mut Vec<&'v Value>, depth: usize) {
    if depth > 4 || found.len() > 8 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|v| articles(v, found, depth + 1)),
        Value::Object(map) => {
            if is_article(value) {
                found.push(value);
            }
            for key in ["@graph", "mainEntity"] {
                if let Some(inner) = map.get(key) {
                    articles(inner, found, depth + 1);
                }
            }
        }
        _ => {}
    }
}

/// One article of JSON-LD.
fn one(value: &Value, matter: &mut Matter, about: &mut About) {
    let from = |key: &str| format!("page metadata: JSON-LD {key}");
    let text = |key: &str| value.get(key).and_then(name_of).map(|t| html::line(&t));
    if let Some(t) = text("headline") {
        matter.title(&t, &from("headline"));
    }
    if let Some(t) = value.get("publisher").and_then(name_of) {
        matter.source(&html::line(&t), &from("publisher"));
    }
    if let Some(t) = value.get("author").and_then(names_of) {
        matter.byline(&html::line(&t), &from("author"));
    }
    if let Some(at) = text("datePublished").and_then(|t| date::parse(&t)) {
        matter.published(at, &from("datePublished"));
    }
    if let Some(at) = text("dateModified").and_then(|t| date::parse(&t)) {
        matter.updated(at, &from("dateModified"));
    }
    if let Some(t) = text("articleSection") {
        matter.section(&t, &from("articleSection"));
    }
    if let Some(code) = text("inLanguage").and_then(|t| language_code(&t)) {
        matter.language(&code, &from("inLanguage"));
    }
    if about.summary.is_none() {
        about.summary = text("description");
    }
    let page = value.get("mainEntityOfPage").and_then(|v| match v {
        Value::String(url) => Some(url.clone()),
        v => v.get("@id").and_then(Value::as_str).map(str::to_owned),
    });
    if let Some(url) = page.or_else(|| text("url")) {
        matter.url(&url, &from("url"));
    }
}

/// A text, or the name of a thing, or the first of several.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => list.iter().find_map(name_of),
        Value::Object(map) => map.get("name").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
    .filter(|t| !t.trim().is_empty())
}

/// The names of all authors.
fn names_of(value: &Value) -> Option<String> {
    let names: Vec<String> = match value {
        Value::Array(list) => list.iter().filter_map(name_of).collect(),
        value => name_of(value).into_iter().collect(),
    };
    let names: Vec<String> = names
        .into_iter()
        .filter(|n| links::web(n).is_none())
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matter(html: &str) -> crate::article::Meta {
        let mut matter = Matter::default();
        read(&Document::from(html), None, &mut matter);
        matter.finish()
    }

    #[test]
    fn json_ld_wins_and_the_heading_is_the_headline() {
        let meta = matter(
            r#"<html lang=en-GB><title>Talks on the strait resume | The Harbour Gazette</title>
            <link rel=canonical href=https://gazette.example/talks>
            <meta property=og:site_name content="The Harbour Gazette">
            <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"Talks resume","datePublished":"2024-04-18T20:30:00+04:00","author":[{"name":"Jane Doe"},{"name":"John Roe"}],"articleSection":["World"]}]}</script>
            <body><h1>Talks on the strait resume</h1><time datetime=2020-01-01>x</time>"#,
        );
        assert_eq!(&*meta.title, "Talks on the strait resume");
        assert_eq!(meta.source.as_deref(), Some("The Harbour Gazette"));
        assert_eq!(meta.byline.as_deref(), Some("Jane Doe, John Roe"));
        assert_eq!(
            meta.published.map(|d| d.to_string()).as_deref(),
            Some("2024-04-18T20:30:00")
        );
        assert_eq!(meta.language.as_deref(), Some("en"));
        assert_eq!(meta.section.as_deref(), Some("World"));
        assert_eq!(meta.url.as_deref(), Some("https://gazette.example/talks"));
        assert!(
            meta.provenance
                .iter()
                .any(|(f, w)| f == "published" && w.contains("JSON-LD"))
        );
    }

    #[test]
    fn a_saved_page_knows_where_it_was_saved_from() {
        let meta = matter(
            "<!DOCTYPE html>\n<!-- saved from url=(0029)https://www.gazette.example/x -->\n<html><title>A title - with a dash</title>",
        );
        assert_eq!(meta.url.as_deref(), Some("https://www.gazette.example/x"));
        assert_eq!(meta.source.as_deref(), Some("gazette.example"));
        assert_eq!(&*meta.title, "A title - with a dash");
    }
}
