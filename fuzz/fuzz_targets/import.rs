//! Any bytes under any name: an article or an error, never a control character.
#![no_main]

use attache::import;
use libfuzzer_sys::fuzz_target;

/// The extension decides where the content does not.
const NAMES: [&str; 10] = [
    "a.txt", "a.md", "a.html", "a.xml", "a.json", "a.eml", "a.mbox", "a.epub", "a.mhtml", "a.warc",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    if let Ok(loaded) = import::read(name, bytes) {
        for article in &loaded.articles {
            let text = article.document.text();
            assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
});
