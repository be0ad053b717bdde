//! Whole texts of our own words, block by block.

use proptest::prelude::*;

use crate::{
    article::Article,
    document::{BlockKind, Document},
};

fn kinds(article: &Article) -> Vec<(&'static str, &str)> {
    let document = &article.document;
    let row = |b: &crate::document::Block| (b.kind.name(), document.slice(b.span));
    document.blocks().iter().map(row).collect()
}

const PAGE: &str = "Ruritania and Graustark officials weigh ferry plan\n\nTalks come as the coast guard warns of mines in the strait\n\nHarbour Minister Anna Elphberg led the delegation in Strelsau. Reuters\nPowered by automated translation\n\nLive updates: Follow the latest from the strait\n\nSenior officials of both coastal states met online on Thursday.\n\n\"We had a good talk,\" the minister said.\n\nUpdated: April 18, 2024, 8:30 PM";

#[test]
fn a_news_page_is_understood_block_by_block() {
    let article = super::article(PAGE);
    assert_eq!(
        kinds(&article),
        [
            (
                "headline",
                "Ruritania and Graustark officials weigh ferry plan"
            ),
            (
                "standfirst",
                "Talks come as the coast guard warns of mines in the strait"
            ),
            (
                "caption",
                "Harbour Minister Anna Elphberg led the delegation in Strelsau."
            ),
            ("credit", "Reuters"),
            ("notice", "Powered by automated translation"),
            ("notice", "Live updates: Follow the latest from the strait"),
            (
                "paragraph",
                "Senior officials of both coastal states met online on Thursday."
            ),
            ("paragraph", "\"We had a good talk,\" the minister said."),
            ("timestamp", "Updated: April 18, 2024, 8:30 PM"),
        ]
    );
    assert_eq!(
        &*article.meta.title,
        "Ruritania and Graustark officials weigh ferry plan"
    );
    assert_eq!(
        article.meta.notices.first().map(|c| &**c),
        Some("machine-translated")
    );
    assert_eq!(
        article.meta.updated,
        Some(jiff::civil::date(2024, 4, 18).at(20, 30, 0, 0))
    );
}

#[test]
fn dates_and_places_of_a_press_office_are_head_matter() {
    let article = super::article(
        "Meeting with the envoys\n\nAnna Elphberg held a meeting with the envoys of the coast.\n\nJanuary 30, 2013\n13:00\nThe Palace, Strelsau\n\n* * *\n\nPrincess of Ruritania Anna Elphberg: Good afternoon, colleagues.\n\nWe begin with the harbour, as we did last year.\n",
    );
    let found: Vec<_> = kinds(&article).iter().map(|k| k.0).collect();
    assert_eq!(
        found,
        [
            "headline",
            "standfirst",
            "timestamp",
            "timestamp",
            "dateline",
            "notice",
            "paragraph",
            "paragraph"
        ]
    );
    assert_eq!(
        article.meta.published,
        Some(jiff::civil::date(2013, 1, 30).at(13, 0, 0, 0))
    );
    assert_eq!(
        article.meta.dateline.as_deref(),
        Some("The Palace, Strelsau")
    );
}

#[test]
fn the_first_paragraph_of_a_release_is_no_standfirst() {
    let article = super::article(
        "The Minister’s call with her colleague\n\nOffice of the Spokesperson\n\nThe Minister spoke today with her colleague of Graustark about the ferry line.\n\nThey agreed to speak again.\n",
    );
    let found: Vec<_> = kinds(&article).iter().map(|k| k.0).collect();
    assert_eq!(found, ["headline", "byline", "paragraph", "paragraph"]);
}

#[test]
fn datelines_give_place_and_outlet() {
    let article = super::article(
        "Talks resume\n\nGENEVA (Reuters) - Talks resumed on Monday after a pause of a year.\n\nNobody spoke of the mines.\n",
    );
    assert_eq!(article.meta.dateline.as_deref(), Some("GENEVA"));
    assert_eq!(article.meta.source.as_deref(), Some("Reuters"));
}

#[test]
fn fields_in_front_are_read() {
    let article = super::article(
        "Title: Talks resume\nSource: The Harbour Gazette\nDate: 2024-04-18\nURL: https://gazette.example/talks\n\nTalks resumed on Monday after a pause of a year.\n",
    );
    assert_eq!(&*article.meta.title, "Talks resume");
    assert_eq!(article.meta.source.as_deref(), Some("The Harbour Gazette"));
    assert_eq!(
        article.meta.url.as_deref(),
        Some("https://gazette.example/talks")
    );
    assert_eq!(kinds(&article)[0], ("headline", "Talks resume"));
}

#[test]
fn lists_quotations_and_headings() {
    let article = super::article(
        "What was agreed in the strait\n\nThe two sides published a list of measures on Monday.\n\nWhat is new\n\nThe measures take effect at once, the ministry said in a note to the harbour masters:\n\n• ferries sail daily\n• mines are cleared\n\n> An older letter is quoted here.\n",
    );
    let found: Vec<_> = kinds(&article).iter().map(|k| k.0).collect();
    assert_eq!(
        found,
        [
            "headline",
            "paragraph",
            "heading",
            "paragraph",
            "list-item",
            "list-item",
            "quotation"
        ]
    );
    assert!(
        article
            .document
            .text()
            .contains("ferries sail daily\nmines are cleared")
    );
}

#[test]
fn an_unbroken_text_is_split_and_says_so() {
    let line = "The harbour master said that the ferries would sail again before winter. “We wait. We hope.” ".repeat(30);
    let article = super::article(&format!("Title of it\n\n{line}"));
    let split = article.document.blocks().iter().filter(|b| b.split).count();
    assert!(split >= 5);
    assert!(
        article
            .document
            .blocks()
            .iter()
            .all(|b| b.split || b.span.start < 100)
    );
}

/// The words of a text, marks and white space aside.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect()
}

fn spans_lead_back(document: &Document, raw: &str) -> Result<(), TestCaseError> {
    let text = document.text();
    let mut from = 0;
    for word in words(text) {
        let start = from + text[from..].find(word).expect("a word of the text");
        let end = start + word.len();
        from = end;
        let source = document
            .to_source(start, false)
            .zip(document.to_source(end, true));
        let (a, b) = source.expect("a text document keeps the map");
        prop_assert!(raw.is_char_boundary(a) && raw.is_char_boundary(b) && a <= b);
        prop_assert_eq!(raw[a..b].replace(|c: char| !c.is_alphanumeric(), ""), word);
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_word_leads_back_to_its_source(raw in "([a-zA-Zé“”.:> \u{a0}\r\n\t\u{1b}\u{ad}•-]{0,30}(By Jo Doe|Reuters|\n\n|April 18, 2024|[A-Z][a-z]+ [a-z]+\\. )){0,12}") {
        // Soft hyphens vanish inside words; compare without.
        let raw = raw.replace('\u{ad}', " ");
        let article = super::article(&raw);
        spans_lead_back(&article.document, &raw)?;
    }

    #[test]
    fn no_word_is_lost(raw in "([A-Za-z]{1,9}[ \n.,:>•*-]{1,3}){0,80}") {
        let article = super::article(&raw);
        prop_assert_eq!(words(article.document.text()).concat(), words(&raw).concat());
    }

    #[test]
    fn anything_can_be_read(raw in "\\PC{0,300}|(?s).{0,300}") {
        let article = super::article(&raw);
        for block in article.document.blocks() {
            prop_assert!(block.kind == BlockKind::Preformatted || !article.document.slice(block.span).contains('\n'));
        }
    }
}
