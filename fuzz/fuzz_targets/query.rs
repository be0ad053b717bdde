//! Anything typed into a search box: a query or an error that points into it.
#![no_main]

use attache::{
    query::Query,
    reader::{Find, find::Folded},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (typed, text) = input;
    let _ = Query::parse(typed, jiff::civil::date(2024, 4, 19).at(12, 0, 0, 0));
    for hit in Find::new(typed, &Folded::of(text)).hits {
        assert!(text.get(hit.start..hit.end).is_some());
    }
});
