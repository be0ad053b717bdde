//! Any text: spans on boundaries, the same result twice.
#![no_main]

use attache::{annotate::Annotator, import};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = import::text::article(text).document;
    let annotator = Annotator::default();
    let found = annotator.annotate(&document);
    let officials = found.officials.iter().map(|o| o.span);
    let figures = found.figures.iter().map(|f| f.span);
    let quotes = found.quotes.iter().map(|q| q.span);
    for span in officials.chain(figures).chain(quotes) {
        assert!(document.text().get(span.start..span.end).is_some());
    }
    assert_eq!(found, annotator.annotate(&document));
});
