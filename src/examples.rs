//! The built-in example briefings, shown while the library is empty.
//!
//! They are our own text, with invented people and events, and go through the
//! same importers as the user's files.

use crate::{article::Article, clean::Clean, import};

/// A built-in file, which holds one article.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    name: &'static str,
    text: &'static str,
}

/// The example briefings, in the order of the list.
pub const BRIEFINGS: &[Example] = &[
    Example {
        name: "lake-chad-talks.txt",
        text: include_str!("../assets/briefings/lake-chad-talks.txt"),
    },
    Example {
        name: "sanctions-review.md",
        text: include_str!("../assets/briefings/sanctions-review.md"),
    },
    Example {
        name: "basin-flood-fund.txt",
        text: include_str!("../assets/briefings/basin-flood-fund.txt"),
    },
];

/// The article that teaches the reader on itself.
pub const TUTOR: &[Example] = &[Example {
    name: "tutor.md",
    text: include_str!("../assets/briefings/tutor.md"),
}];

/// The example articles.
#[must_use]
pub fn articles() -> Vec<Article> {
    BRIEFINGS.iter().filter_map(Example::article).collect()
}

/// The article of `attache tutor`.
#[must_use]
pub fn tutor() -> Vec<Article> {
    TUTOR.iter().filter_map(Example::article).collect()
}

impl Example {
    /// What the article is identified by; known without importing it.
    #[must_use]
    pub fn own_id(&self) -> String {
        format!("attache-example:{}", self.name)
    }

    /// Imports it; none of ours fails, as the tests prove.
    #[must_use]
    pub fn article(&self) -> Option<Article> {
        let loaded = import::read(self.name, self.text.as_bytes()).ok()?;
        let mut article = loaded.articles.into_iter().next()?;
        article.own_id = Some(self.own_id());
        if article.meta.source.is_none() {
            article.meta.source = Some(Clean::line("Attache Examples"));
            article.meta.say("source", "built-in example");
        }
        Some(article)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    #[test]
    fn each_example_is_whole_dated_and_marked_as_an_example() {
        let all = articles();
        assert_eq!(all.len(), BRIEFINGS.len());
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
