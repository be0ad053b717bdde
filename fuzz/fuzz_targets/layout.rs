//! Any text at any width: the rows hold all of it, in order.
#![no_main]

use attache::{
    import,
    reader::layout::{Layout, Line},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &str)| {
    let (width, text) = input;
    let document = import::text::article(text).document;
    let layout = Layout::new(&document, width.max(1), attache::bidi::Order::Visual);
    let mut at = 0;
    let mut place = Some(layout.top(&document));
    while let Some(here) = place {
        if let Some(Line::Row(row, _)) = layout.line(&document, here) {
            assert!(row.span.start >= at);
            at = row.span.end;
        }
        place = layout.next(&document, here);
    }
});
