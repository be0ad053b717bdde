//! Feeds, sound and damaged.

use super::*;
use crate::document::BlockKind;

const RSS: &str = "<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss version=\"2.0\"><channel><title>Harbour Gazette</title><link>https://gazette.example/</link><language>en-gb</language><item><title>Talks &lt;b&gt;resume&lt;/b&gt; &amp;amp; more</title><link>https://gazette.example/1</link><guid>1</guid><pubDate>Thu, 18 Apr 2024 20:30:00 +0400</pubDate><description>&lt;p&gt;The ministers met.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;One&lt;/li&gt;&lt;/ul&gt;</description></item><item><title>Second</title><description>Plain text, no markup.</description></item></channel></rss>";

fn titles(loaded: &Loaded) -> Vec<&str> {
    loaded.articles.iter().map(|a| &*a.meta.title).collect()
}

#[test]
fn one_article_an_entry() {
    let loaded = xml(RSS).expect("a feed");
    assert_eq!(titles(&loaded), ["Talks resume & more", "Second"]);
    let first = &loaded.articles[0];
    assert_eq!(first.meta.source.as_deref(), Some("Harbour Gazette"));
    assert_eq!(
        first.meta.published.map(|d| d.to_string()).as_deref(),
        Some("2024-04-18T20:30:00")
    );
    assert_eq!(first.own_id.as_deref(), Some("https://gazette.example/#1"));
    let kinds: Vec<_> = first.document.blocks().iter().map(|b| b.kind).collect();
    assert_eq!(
        kinds,
        [
            BlockKind::Headline,
            BlockKind::Paragraph,
            BlockKind::ListItem
        ]
    );
    assert!(loaded.notes.is_empty());
}

#[test]
fn a_feed_cut_off_keeps_its_whole_entries() {
    let cut = RSS.find("Plain text").expect("text");
    let loaded = xml(RSS.get(..cut).expect("ascii")).expect("a feed");
    assert_eq!(titles(&loaded), ["Talks resume & more"]);
    assert_eq!(loaded.notes.len(), 1);
}

#[test]
fn a_bad_entry_costs_only_itself() {
    let bad = RSS.replace("<title>Second</title>", "<title>Second</b></title>");
    let bad = bad.replace(
        "</channel>",
        "<item><title>Third&nbsp;& last \u{1}</title><x:y>1</x:y></item></channel>",
    );
    let loaded = xml(&bad).expect("a feed");
    assert_eq!(titles(&loaded), ["Talks resume & more", "Third & last"]);
}

#[test]
fn entities_are_never_expanded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><rss version=\"2.0\"><channel><title>T</title><item><title>One &b;</title></item></channel></rss>";
    let loaded = xml(bomb).expect("a feed");
    assert_eq!(titles(&loaded), ["One &b;"]);
}

#[test]
fn json_items_are_read_one_by_one() {
    let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Gazette","items":[{"id":1,"title":"One","content_html":"<p>Text.</p>","date_published":"2024-04-18T20:30:00Z"},{"id":"2","title":"Half \ud800 pair","n":1e999},{"id":"3","title":{]},{"id":"4","title":"Cut"#;
    let loaded = json(text).expect("a feed");
    assert_eq!(titles(&loaded), ["One", "Half \u{fffd} pair"]);
    assert_eq!(loaded.notes.len(), 1);
    assert_eq!(loaded.articles[0].own_id.as_deref(), Some("Gazette#1"));
}

#[test]
fn opml_lists_what_it_names() {
    let list = "<opml version=\"1.0\"><head><title>Feeds &amp; pages</title></head><body><outline text=\"Ports\"><outline text=\"Harbour & Gazette\" xmlUrl=\"https://gazette.example/feed\" htmlUrl=\"https://gazette.example/\"/></outline></body></opml>";
    let article = opml(list).expect("a list");
    assert_eq!(&*article.meta.title, "Feeds & pages");
    assert!(
        article
            .document
            .text()
            .contains("Harbour & Gazette — https://gazette.example/feed")
    );
}

#[test]
fn odd_versions_of_rss_are_read() {
    for root in [
        "<rss>",
        "<rss version=\"0.94\" a=\"b\">",
        "<rss version='1.5'>",
    ] {
        let feed = RSS.replace("<rss version=\"2.0\">", root);
        assert_eq!(xml(&feed).expect("a feed").articles.len(), 2, "{root}");
    }
}
