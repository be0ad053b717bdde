//! OPML: a list of feeds. What it names is listed; nothing is fetched.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{
    article::{Article, Format},
    clean::Clean,
    document::{BlockKind, MarkKind},
    import::{
        Problem, date, html, links,
        matter::Matter,
        rich::{self, Head, Rich},
    },
};

/// Most outlines that are listed.
const MOST: usize = 20_000;

/// Lists what an OPML file names.
///
/// # Errors
///
/// [`Problem::Damaged`]: it names nothing.
pub(in crate::import) fn article(text: &str) -> Result<Article, Problem> {
    let mut list = List::default();
    let damage = list.read(super::mend::body(text));
    if list.count == 0 {
        return Err(Problem::Damaged(
            damage.unwrap_or_else(|| "it lists nothing".to_owned()),
        ));
    }
    let mut matter = Matter::default();
    if list.title.trim().is_empty() {
        list.title = "List of feeds".to_owned();
    }
    matter.title(&list.title, "title of the list");
    if let Some(at) = date::parse(&list.created) {
        matter.published(at, "dateCreated of the list");
    }
    if let Some(at) = date::parse(&list.modified) {
        matter.updated(at, "dateModified of the list");
    }
    let head = Head {
        summary: None,
        add_title: true,
        letter: false,
    };
    let document = rich::document(list.rich.finish(), &mut matter, &head);
    let mut article = Article {
        document,
        meta: matter.finish(),
        format: Format::Opml,
        ..Article::default()
    };
    if let Some(damage) = damage {
        article.notes.push(Clean::line(&format!(
            "the list is damaged ({damage}): read up to there"
        )));
    }
    Ok(article)
}

#[derive(Default)]
struct List {
    rich: Rich,
    title: String,
    created: String,
    modified: String,
    /// Outlines that were listed.
    count: usize,
    depth: u8,
}

impl List {
    /// Reads the events; returns what stopped it.
    fn read(&mut self, text: &str) -> Option<String> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let mut inside = String::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    if tag.name().as_ref() == b"outline" {
                        self.outline(&tag);
                        self.depth = self.depth.saturating_add(1);
                    }
                    inside = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                }
                Ok(Event::Empty(tag)) if tag.name().as_ref() == b"outline" => self.outline(&tag),
                Ok(Event::End(tag)) => {
                    if tag.name().as_ref() == b"outline" {
                        self.depth = self.depth.saturating_sub(1);
                    }
                    inside.clear();
                }
                Ok(Event::Text(found)) => {
                    let found = String::from_utf8_lossy(&found).into_owned();
                    match inside.as_str() {
                        "title" => self.title.push_str(&found),
                        "dateCreated" => self.created.push_str(&found),
                        "dateModified" => self.modified.push_str(&found),
                        _ => {}
                    }
                }
                Ok(Event::GeneralRef(name)) if inside == "title" => {
                    let entity = format!("&{};", String::from_utf8_lossy(&name));
                    self.title.push_str(&html::line(&entity));
                }
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(error) => return Some(error.to_string()),
            }
            if self.count >= MOST {
                return Some(format!("more than {MOST} entries"));
            }
        }
    }

    fn outline(&mut self, tag: &BytesStart<'_>) {
        let get = |names: &[&str]| {
            names.iter().find_map(|name| {
                tag.attributes()
                    .with_checks(false)
                    .flatten()
                    .find(|a| a.key.as_ref().eq_ignore_ascii_case(name.as_bytes()))
                    .map(|a| html::line(&String::from_utf8_lossy(&a.value)))
                    .filter(|t| !t.is_empty())
            })
        };
        let feed = get(&["xmlUrl"]);
        let page = get(&["htmlUrl", "url"]);
        let name = get(&["text", "title"])
            .or_else(|| feed.clone())
            .or_else(|| page.clone());
        let Some(name) = name else { return };
        if feed.is_none() && page.is_none() {
            self.rich.add(BlockKind::Heading, 2, &name);
            self.count += 1;
            return;
        }
        self.rich
            .begin(BlockKind::ListItem, self.depth.saturating_add(1));
        let target = page.or_else(|| feed.clone()).and_then(|u| links::web(&u));
        self.rich
            .open(target.map(|u| MarkKind::Link(Clean::line(&u))));
        self.rich.text(&name);
        self.rich.close();
        if let Some(feed) = feed.filter(|f| *f != name) {
            self.rich.text(&format!(" — {feed}"));
        }
        self.rich.end();
        self.count += 1;
    }
}
