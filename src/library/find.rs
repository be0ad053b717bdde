//! Finding articles by identity.

use super::{Library, RowKey, list};
use crate::{article::ArticleId, index::read, passage::TextHash};

/// Articles that are looked up one by one.
const FEW: usize = 200;

impl Library {
    /// The row of an id or of the beginning of one; the newest where several
    /// files hold the article.
    #[must_use]
    pub fn find_id(&self, id_or_prefix: &str) -> Option<RowKey> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if id_or_prefix.is_empty() || !id_or_prefix.chars().all(fits) {
            return None;
        }
        let example = self
            .shared
            .examples
            .iter()
            .position(|id| id.as_str().starts_with(id_or_prefix));
        match self.read(|_, connection| read::find_id(connection, id_or_prefix)) {
            Ok(found) => found.or(example.map(list::example_key)),
            Err(error) => {
                self.notice(&error);
                example.map(list::example_key)
            }
        }
    }

    /// The row of an article.
    #[must_use]
    pub fn key_of(&self, id: ArticleId) -> Option<RowKey> {
        self.find_id(id.as_str())
    }

    /// The text that an article has now; `None` if it is not in the library or
    /// cannot be read.
    #[must_use]
    pub fn text_of(&self, id: ArticleId) -> Option<TextHash> {
        let found = self.read(|_, connection| read::text_hash(connection, id));
        let found = found.unwrap_or_else(|error| {
            self.notice(&error);
            None
        });
        let example = || {
            let at = self.shared.examples.iter().position(|e| *e == id)?;
            TextHash::parse(&self.shared.opened_examples().get(at)?.hash)
        };
        match found {
            Some(0) => None,
            Some(hash) => Some(TextHash::from_index(hash)),
            None => example(),
        }
    }

    /// Those of the articles whose identity is not known (any more).
    #[must_use]
    pub fn unknown(&self, articles: Vec<(ArticleId, TextHash)>) -> Vec<(ArticleId, TextHash)> {
        // Many are found faster by reading all identities once.
        let all = (articles.len() > FEW).then(|| self.read(|_, c| read::ids(c)));
        let gone = |id: ArticleId| match &all {
            Some(Ok(known)) => !known.contains(&id) && !self.shared.examples.contains(&id),
            _ => self.key_of(id).is_none(),
        };
        articles.into_iter().filter(|(id, _)| gone(*id)).collect()
    }

    /// An article with this text, for one whose identity is not known any
    /// more: its file may have moved. Only where the whole library is shown: a
    /// copy that lies elsewhere is not the article.
    #[must_use]
    pub fn same_text(&self, hash: TextHash) -> Option<ArticleId> {
        let shown = |folder| self.roots().any(|root| root == folder);
        if !self.shared.library.iter().all(|f| shown(f.as_path())) {
            return None;
        }
        let found = self.read(|_, connection| read::same_text(connection, hash.to_index()));
        match found {
            Ok(id) => ArticleId::parse(&id?),
            Err(error) => {
                self.notice(&error);
                None
            }
        }
    }
}
