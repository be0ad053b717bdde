//! Laws that hold for any text, at any width: nothing is lost, nothing is
//! wider than its pane, every span is sound.

use attache::{
    annotate::{Annotations, Annotator, Found, lexicon::Lexicon, token::Tokens},
    bidi::Order,
    document::Document,
    examples, import,
    reader::layout::{Layout, Line, columns},
    span::Span,
};
use proptest::prelude::*;

/// The rows of a document at a width, in order.
fn rows(document: &Document, width: u16) -> Vec<(Span, u16)> {
    let layout = Layout::new(document, width, Order::Visual);
    let mut out = Vec::new();
    let mut place = Some(layout.top(document));
    while let Some(here) = place {
        if let Some(Line::Row(row, _)) = layout.line(document, here) {
            out.push((row.span, row.indent));
        }
        place = layout.next(document, here);
    }
    out
}

/// Rows follow one another, hold all but white space, and fit.
fn check_layout(document: &Document, width: u16) {
    let text = document.text();
    let mut at = 0;
    for (span, indent) in rows(document, width) {
        assert!(span.start >= at, "rows overlap at {at}, width {width}");
        let skipped = Span::new(at, span.start).of(text);
        assert!(skipped.trim().is_empty(), "lost {skipped:?}, width {width}");
        let row = span.of(text).trim_end();
        let used = columns(row) + usize::from(indent);
        let one = row.chars().count() <= 1 || unicode_segments(row) <= 1;
        assert!(
            used <= usize::from(width) || one,
            "{row:?} has {used} columns of {width}"
        );
        at = span.end;
    }
    let rest = text.get(at..).unwrap_or("");
    assert!(rest.trim().is_empty(), "lost {rest:?}, width {width}");
}

fn unicode_segments(text: &str) -> usize {
    use unicode_segmentation::UnicodeSegmentation;
    text.graphemes(true).count()
}

/// Spans lie inside the text, on boundaries; within a layer they do not
/// overlap, but for reported speech, which holds direct quotes. That holds of what
/// the passes find already, before anything is dropped.
fn check_annotations(document: &Document) {
    let text = document.text();
    let tokens = Tokens::new(document, Lexicon::shipped());
    let mut raw = Found::default();
    for pass in Annotator::default().passes() {
        pass.run(&tokens, &mut raw);
    }
    check_spans(&raw.annotations, text);
    let found = Annotator::default().annotate(document);
    check_spans(&found, text);
    let people = found.people.len();
    for person in found.officials.iter().map(|o| o.person) {
        assert!(found.person(person).is_some(), "p{} of {people}", person.0);
    }
    let again = Annotator::default().annotate(document);
    assert_eq!(found, again, "the same text gives the same annotations");
}

fn check_spans(found: &Annotations, text: &str) {
    let sound = |span: Span| {
        assert!(
            span.end <= text.len()
                && text.is_char_boundary(span.start)
                && text.is_char_boundary(span.end),
            "{span:?} in {text:?}"
        );
        assert!(!span.is_empty(), "{span:?} in {text:?}");
    };
    let apart = |name: &str, spans: Vec<Span>| {
        for pair in spans.windows(2) {
            if let [a, b] = pair {
                assert!(a.end <= b.start, "{name} overlap: {a:?} {b:?} in {text:?}");
            }
        }
        spans.into_iter().for_each(sound);
    };
    apart(
        "officials",
        found.officials.iter().map(|o| o.span).collect(),
    );
    apart("persons", found.persons.iter().map(|p| p.span).collect());
    apart("figures", found.figures.iter().map(|f| f.span).collect());
    let kind = |reported: bool| {
        let quotes = found.quotes.iter();
        let some = quotes.filter(|q| (q.kind.name() == "reported") == reported);
        some.map(|q| q.span).collect::<Vec<_>>()
    };
    apart("quotes", kind(false));
    kind(true).into_iter().for_each(sound);
}

/// Texts that random cases have caught once.
#[test]
fn what_broke_a_law_once_keeps_it() {
    for text in CAUGHT {
        let document = import::text::article(text).document;
        for width in 1..=40 {
            check_layout(&document, width);
        }
        check_annotations(&document);
    }
}

const CAUGHT: &[&str] = &["John President John"];

#[test]
fn the_examples_keep_every_law_at_every_width() {
    for article in examples::articles() {
        for width in 1..=200 {
            check_layout(&article.document, width);
        }
        check_annotations(&article.document);
    }
}

/// Pieces of news text, put together at random: far likelier to meet a rule
/// than random letters.
fn news() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "“",
        "”",
        "'",
        "’",
        "«",
        "»",
        "„",
        "(",
        ")",
        ", ",
        ". ",
        ": ",
        "; ",
        " – ",
        "-",
        "\n",
        "\n\n",
        " said",
        " told reporters",
        " according to",
        "the ",
        "The ",
        "a ",
        "President ",
        "Foreign Minister ",
        "Mr ",
        "Gen. ",
        "MR. KIRBY: ",
        "Q: ",
        "Israel",
        "Israel's ",
        "US ",
        "U.N. ",
        "White House",
        "ministers of ",
        "spokesman ",
        "John ",
        "Kirby",
        "al-",
        "Xi Jinping",
        "Élysée",
        "Зеленский ",
        "北京",
        "more than ",
        "between ",
        "and ",
        "3",
        "1,300",
        "$",
        "€5bn",
        "%",
        " million",
        " lakh",
        "two-thirds",
        "20",
        "24",
        " people",
        "up from ",
        "he ",
        "they ",
        "that ",
        "not ",
        "of ",
        "in ",
        " km",
        "e\u{301}",
        "👩\u{200d}👧",
        "\u{202e}",
        "\u{1b}[31m",
        "Updated: April 18, 2024",
        "By ",
        "REUTERS",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|p| p.concat())
}

proptest! {
    #[test]
    fn any_text_keeps_the_laws(raw in prop_oneof![news(), "(?s).{0,200}"], width in 1u16..=200) {
        let document = import::text::article(&raw).document;
        check_layout(&document, width);
        check_annotations(&document);
        prop_assert!(document.text().chars().all(|c| c == '\n' || !c.is_control()));
    }
}
