//! An article as the reader opens it.

use std::sync::Arc;

use crate::{
    annotate::Annotations,
    article::{Article, ArticleId, Location},
};

/// An article, loaded and annotated.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its identity.
    pub id: ArticleId,
    /// Where it is stored.
    pub location: Location,
    /// Its text and what is known about it.
    pub article: Arc<Article>,
    /// What was found in it.
    pub annotations: Arc<Annotations>,
    /// Hash of the document's text: hexadecimal BLAKE3.
    pub hash: String,
}
