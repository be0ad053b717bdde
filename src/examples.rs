//! The built-in example briefings, shown while the library is empty.
//!
//! They are our own text, with invented people and events, and go through the
//! same importers as the user's files.

use crate::{article::Article, clean::Clean, import};

/// File names and contents, in the order of the list.
const FILES: &[(&str, &str)] = &[
    (
        "lake-chad-talks.txt",
        include_str!("../assets/briefings/lake-chad-talks.txt"),
    ),
    (
        "sanctions-review.md",
        include_str!("../assets/briefings/sanctions-review.md"),
    ),
    (
        "basin-flood-fund.txt",
        include_str!("../assets/briefings/basin-flood-fund.txt"),
    ),
];

/// The article that teaches the reader on itself.
const TUTOR: (&str, &str) = ("tutor.md", include_str!("../assets/briefings/tutor.md"));

/// The example articles.
#[must_use]
pub fn articles() -> Vec<Article> {
    FILES.iter().flat_map(built_in).collect()
}

/// The article of `attache tutor`.
#[must_use]
pub fn tutor() -> Vec<Article> {
    built_in(&TUTOR)
}

/// Imports a built-in file; none of ours fails, as the tests prove.
fn built_in((name, text): &(&str, &str)) -> Vec<Article> {
    let loaded = import::read(name, text.as_bytes()).unwrap_or_default();
    let ours = |mut article: Article| {
        article.own_id = Some(format!("attache-example:{name}"));
        if article.meta.source.is_none() {
            article.meta.source = Some(Clean::line("Attache Examples"));
            article.meta.say("source", "built-in example");
        }
        article
    };
    loaded.articles.into_iter().map(ours).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    #[test]
    fn each_example_is_whole_dated_and_marked_as_an_example() {
        let all = articles();
        assert_eq!(all.len(), FILES.len());
        assert_eq!(tutor().len(), 1);
        for article in &all {
            let text = article.document.text();
            let words = text.split_whitespace().count();
            assert!((500..=900).contains(&words), "{words} words");
            assert!(article.meta.published.is_some(), "{}", article.meta.title);
            let marked = article.document.blocks().iter().any(|b| {
                b.kind == BlockKind::Notice
                    && article
                        .document
                        .slice(b.span)
                        .starts_with("Example briefing")
            });
            assert!(marked, "{}", article.meta.title);
        }
    }
}
