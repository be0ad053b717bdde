//! Finding articles by identity.

use super::{Library, RowKey, list};
use crate::{article::ArticleId, index::read, passage::TextHash};

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
            .position(|e| e.id.as_str().starts_with(id_or_prefix));
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
