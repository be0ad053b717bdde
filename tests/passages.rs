//! Passages handed on: exports, what is done again, what other programs read.

use std::sync::Arc;

use attache::{
    article::{ArticleId, Highlight, Location},
    clean::Clean,
    library::Opened,
    passage::{
        About, Passage, PassageId, PassageView, Selector, Speaker, State,
        export::{self, Format, markdown},
        import, tags, view,
    },
    span::Span,
    state::Reading,
};
use jiff::{Timestamp, civil::date};

fn line(text: &str) -> Option<Clean> {
    Some(Clean::line(text))
}

/// A passage of an article, as it is listed.
fn kept(article: &str, text: &str, quote: &str, made: i64) -> PassageView {
    let start = text.find(quote).expect("quote");
    let selector = Selector::of(text, Span::new(start, start + quote.len()));
    let article = ArticleId::of(article);
    let created = Timestamp::from_second(1_700_000_000 + made).expect("time");
    let (start, end, hash) = (selector.start, selector.end, selector.hash);
    let passage = Passage {
        id: PassageId::new(created, article, &selector),
        article,
        selector,
        about: About::default(),
        note: Clean::default(),
        tags: Vec::new(),
        colour: 0,
        created,
        updated: created,
    };
    PassageView {
        passage,
        state: State::Anchored,
        start,
        end,
        text: Some(hash),
        verbatim: true,
    }
}

/// Three passages of two articles, with signs that every format must escape.
fn sample() -> Vec<PassageView> {
    let text = "“We have 5% & rising_costs,” she said.\n\nThe *second* {part} costs $40 – 50 #now.";
    let mut one = kept("a", text, "“We have 5% & rising_costs,”", 1);
    one.passage.about = About {
        title: Clean::line("Costs rise: {what} 5% & $40 mean"),
        source: line("The Herald"),
        published: Some(date(2024, 4, 18).at(20, 30, 0, 0)),
        revised: Some(date(2024, 4, 18).at(22, 5, 0, 0)),
        taken: Timestamp::from_second(1_713_500_000).ok(),
        byline: line("By Ann Vale and Bo Ek"),
        url: line("https://example.org/costs?a=1&b=2"),
        language: line("en"),
        notices: vec![Clean::line("machine-translated")],
        paragraph: Some(3),
        speakers: vec![Speaker {
            name: Clean::line("Mara Lind"),
            office: line("finance minister"),
            affiliation: None,
        }],
        ..About::default()
    };
    one.passage.note = Clean::text("# compare\nwith March");
    one.passage.tags = tags(["costs", "aid"].into_iter());
    one.passage.colour = 1;
    let mut two = kept(
        "a",
        text,
        "rising_costs,” she said.\n\nThe *second* {part}",
        2,
    );
    two.passage.about = About {
        paragraph: Some(3),
        ..one.passage.about.clone()
    };
    two.state = State::Doubtful;
    two.text = None;
    two.verbatim = false;
    let mut three = kept(
        "b",
        "=SUM(A1) is no quote. 1. Nor a list.",
        "=SUM(A1) is no quote.",
        3,
    );
    three.passage.about.title = Clean::line("No outlet, no date");
    three.passage.about.file = line("note.txt");
    let mut views = vec![one, three, two];
    view::sort(&mut views);
    views
}

fn exported(format: Format, views: &[PassageView]) -> String {
    let mut out = Vec::new();
    export::write(format, views, &mut out).expect("write");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn every_format_has_its_shape() {
    for (name, format) in export::FORMATS {
        insta::assert_snapshot!(name, exported(format, &sample()));
        assert_eq!(Format::of(name), Some(format));
        assert!(!exported(format, &[]).contains("null"), "{name}");
    }
}

/// What the Web Annotation data model requires of a collection, its page and
/// its annotations, and that every key is a term of its context.
///
/// A JSON-LD processor says the same (PyLD, with the context from
/// `http://www.w3.org/ns/anno.jsonld` in a file, so that nothing is fetched):
///
/// ```text
/// attache passages --format webannotation > kept.jsonld
/// pip install pyld
/// python -c 'import json; from pyld import jsonld
/// anno = {"contextUrl": None, "documentUrl": "", "document": json.load(open("anno.jsonld"))}
/// jsonld.set_document_loader(lambda url, options: anno)
/// print(jsonld.to_rdf(json.load(open("kept.jsonld")), {"format": "application/n-quads"}))'
/// ```
#[test]
fn annotations_have_what_the_model_requires() {
    const TERMS: &[&str] = &[
        "@context",
        "id",
        "type",
        "label",
        "total",
        "first",
        "items",
        "startIndex",
        "motivation",
        "created",
        "modified",
        "body",
        "value",
        "format",
        "purpose",
        "target",
        "source",
        "state",
        "sourceDate",
        "selector",
        "exact",
        "prefix",
        "suffix",
        "start",
        "end",
    ];
    fn keys(value: &serde_json::Value, out: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(map) => {
                out.extend(map.keys().cloned());
                map.values().for_each(|v| keys(v, out));
            }
            serde_json::Value::Array(list) => list.iter().for_each(|v| keys(v, out)),
            _ => {}
        }
    }
    let text = exported(Format::WebAnnotation, &sample());
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut used = Vec::new();
    keys(&all, &mut used);
    used.retain(|k| !TERMS.contains(&k.as_str()));
    assert!(used.is_empty(), "no terms of the context: {used:?}");
    assert_eq!(all["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(all["type"], "AnnotationCollection");
    let page = &all["first"];
    assert_eq!(page["type"], "AnnotationPage");
    let items = page["items"].as_array().expect("items");
    assert_eq!(all["total"], items.len());
    let time = |v: &serde_json::Value| v.as_str().expect("time").parse::<Timestamp>().is_ok();
    let iri = |v: &serde_json::Value| v.as_str().expect("IRI").contains(':');
    for item in items {
        assert_eq!(item["type"], "Annotation");
        assert!(iri(&item["id"]) && time(&item["created"]) && time(&item["modified"]));
        let motivation = item["motivation"].as_str().expect("motivation");
        assert!(["highlighting", "commenting"].contains(&motivation));
        for body in item["body"].as_array().expect("bodies") {
            assert_eq!(body["type"], "TextualBody");
            assert!(body["value"].is_string() && body["purpose"].is_string());
        }
        let target = &item["target"];
        assert_eq!(target["type"], "SpecificResource");
        assert!(iri(&target["source"]) && time(&target["state"]["sourceDate"]));
        let selectors = target["selector"].as_array().expect("selectors");
        assert_eq!(selectors[0]["type"], "TextQuoteSelector");
        assert!(
            selectors[0]["exact"]
                .as_str()
                .is_some_and(|t| !t.is_empty())
        );
        assert_eq!(selectors[1]["type"], "TextPositionSelector");
        assert!(selectors[1]["start"].as_u64() <= selectors[1]["end"].as_u64());
    }
}

#[test]
fn exporting_again_changes_nothing_and_keeps_what_the_user_wrote() {
    let mut views = sample();
    let first = markdown::merge("", &views);
    assert_eq!((first.added, first.updated, first.gone), (3, 0, 0));
    assert_eq!(markdown::merge(&first.text, &views).text, first.text);
    // The user writes between and after, changes a heading and one passage.
    let mine = first
        .text
        .replace("# Passages\n", "# My file\n\nAn introduction.\n")
        .replace("## No outlet, no date", "## A better heading")
        .replace("> \\=SUM(A1) is no quote.", "> ==SUM(A1)== is no quote.")
        + "\nThe end of my file, without a line break";
    let again = markdown::merge(&mine, &views);
    assert_eq!(again.text, mine);
    assert_eq!((again.added, again.updated, again.kept), (0, 0, 1));
    // A new note, a removed passage, one more in an article that is there.
    views[2].passage.note = Clean::line("now with a note");
    let gone = views.remove(1);
    let mut more = kept(
        "b",
        "=SUM(A1) is no quote. 1. Nor a list.",
        "1. Nor a list.",
        9,
    );
    more.passage.about = views[0].passage.about.clone();
    views.push(more.clone());
    view::sort(&mut views);
    let later = markdown::merge(&mine, &views);
    for kept in [
        "An introduction.",
        "## A better heading",
        "==SUM(A1)==",
        "The end of my file, without a line break",
    ] {
        assert!(later.text.contains(kept), "{kept}\n{}", later.text);
    }
    assert!(later.text.contains("now with a note"));
    assert!(later.text.contains("> 1\\. Nor a list."));
    assert!(!later.text.contains(gone.passage.id.as_str()));
    assert_eq!((later.added, later.gone, later.kept), (1, 1, 1));
    assert!(later.text.find("==SUM").expect("old") < later.text.find("1\\. Nor").expect("new"));
    assert_eq!(markdown::merge(&later.text, &views).text, later.text);
}

#[test]
fn a_file_with_broken_marks_loses_none_of_its_lines() {
    let views = sample();
    let text = markdown::merge("", &views)
        .text
        .replace("<!-- end -->\n", "");
    let again = markdown::merge(&text, &views);
    let mut lines = again.text.lines();
    for line in text.lines() {
        assert!(lines.any(|l| l == line), "{line} is lost");
    }
    assert_eq!(again.added, 3);
}

// ---- import

#[test]
fn the_json_export_is_imported_on_another_machine() {
    let mut views = sample();
    for view in &mut views {
        // Exports say where a passage stands now.
        view.state = State::Anchored;
    }
    let text = exported(Format::Json, &views);
    let read = import::json(&text);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    let passages: Vec<&Passage> = views.iter().map(|v| &v.passage).collect();
    assert_eq!(read.passages.iter().collect::<Vec<_>>(), passages);
    let list = format!("[{}]", text.trim_end().replace('\n', ","));
    assert_eq!(import::json(&list).passages, read.passages);
    let mut reading = Reading::new();
    let now = Timestamp::from_second(1_700_009_000).expect("time");
    let first = import::take_over(&reading, read.passages.clone());
    assert_eq!((first.added, first.updated, first.kept), (3, 0, 0));
    let undo = reading.apply(&first.change.expect("change"), now);
    let again = import::take_over(&reading, read.passages.clone());
    assert_eq!((again.added, again.kept, again.change), (0, 3, None));
    // What was removed here later is not brought back.
    reading.apply(&undo, now);
    assert_eq!(reading.passages().count(), 0);
    assert_eq!(import::take_over(&reading, read.passages).kept, 3);
}

#[test]
fn entries_that_cannot_be_read_are_named_and_cost_no_other() {
    let good = exported(Format::Json, &sample());
    let first = good.lines().next().expect("line");
    let text = format!(
        "{first}\nnot json\n17\n{{}}\n{}\n{}\n",
        first.replace("yellow", "pink"),
        first.replace("\"exact\":\"", "\"exact\":\"\\u001b]0;x\\u0007")
    );
    let read = import::json(&text);
    assert_eq!(read.passages.len(), 2);
    assert!(!read.passages[1].selector.exact.contains('\u{1b}'));
    let said: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(
        said[0].starts_with("line 2: ") && said[3].contains("pink"),
        "{said:?}"
    );
    assert_eq!(import::json("[1, 2").problems.len(), 1);
    assert!(import::json("").passages.is_empty());
}

#[test]
fn highlights_of_other_readers_become_passages() {
    let mut article = attache::examples::articles().remove(0);
    let text = article.document.text().to_owned();
    let there: String = text.chars().skip(200).take(80).collect();
    let there = there.trim().to_owned();
    article.highlights = vec![
        Highlight {
            exact: Clean::text(&there),
            note: line("from the other reader"),
            tags: vec![Clean::line("old")],
            created: Some(date(2023, 5, 1).at(8, 0, 0, 0)),
        },
        Highlight {
            exact: Clean::text("These words stand nowhere in it."),
            ..Highlight::default()
        },
    ];
    let opened = Opened {
        id: ArticleId::of("x"),
        location: Location {
            path: "x.json".into(),
            part: 0,
        },
        article: Arc::new(article),
        annotations: Arc::default(),
        hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
    };
    let passages = import::highlights(&opened);
    assert_eq!(
        passages,
        import::highlights(&opened),
        "the same at every import"
    );
    let views: Vec<PassageView> = passages
        .iter()
        .map(|p| PassageView::of(p, Some(&opened)))
        .collect();
    assert_eq!(views[0].state, State::Anchored);
    assert_eq!(&*views[0].passage.selector.exact, there);
    assert_eq!(&*views[0].passage.note, "from the other reader");
    assert_eq!(views[1].state, State::Orphan);
    assert_eq!(PassageView::of(&passages[0], None).state, State::Orphan);
}
