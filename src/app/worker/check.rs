//! Looks where passages stand whose articles are not open, and finds articles
//! again whose identity is not known any more. Runs behind everything else: an
//! article whose text the index knows to be unchanged is not even opened.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    app::effect::{Effect, Report},
    article::{Article, ArticleId},
    library::Library,
    passage::{Passage, PassageId, Standing, TextHash},
    state::Revisions,
};

/// Passages that are told of at once.
const PORTION: usize = 500;
/// Texts that are handed over at once: some hundred kilobytes.
const TEXTS: usize = 64;

/// Does [`Effect::Check`], [`Effect::Resolve`] and [`Effect::Seek`].
pub(super) fn run(library: &Library, revisions: &Revisions, effect: Effect, tell: &dyn Fn(Report)) {
    match effect {
        Effect::Check(origins) => check(library, revisions, &origins, tell),
        Effect::Resolve(passages) => resolve(library, &passages, tell),
        Effect::Seek(texts) => {
            let moved: Vec<(ArticleId, ArticleId)> = library
                .unknown(texts)
                .into_iter()
                .filter_map(|(id, hash)| Some((id, library.same_text(hash)?)))
                .collect();
            if !moved.is_empty() {
                tell(Report::Sought(moved));
            }
        }
        _ => {}
    }
}

fn check(
    library: &Library,
    revisions: &Revisions,
    origins: &[(PassageId, ArticleId, TextHash)],
    tell: &dyn Fn(Report),
) {
    let mut texts: HashMap<ArticleId, Option<TextHash>> = HashMap::new();
    // Texts that nobody has kept yet, while they can still be had.
    let mut missing: BTreeMap<TextHash, ArticleId> = BTreeMap::new();
    for portion in origins.chunks(PORTION) {
        let (mut found, mut look) = (Vec::new(), Vec::new());
        for (id, article, hash) in portion {
            let now = texts
                .entry(*article)
                .or_insert_with(|| library.text_of(*article));
            match now {
                None => found.push((*id, Standing::GONE)),
                Some(now) if now == hash => {
                    found.push((*id, Standing::unchanged(*hash)));
                    missing.insert(*hash, *article);
                }
                Some(_) => look.push(*id),
            }
        }
        tell(Report::Checked { found, look });
    }
    if missing.is_empty() {
        return;
    }
    let kept = revisions.all();
    missing.retain(|hash, _| !kept.contains(hash));
    let mut texts = Vec::new();
    for (hash, article) in missing {
        if let Some(article) = article_of(library, article) {
            let text = article.document.text();
            if TextHash::of(text) == hash {
                texts.push(Arc::from(text));
            }
        }
        if texts.len() >= TEXTS {
            tell(Report::Texts(std::mem::take(&mut texts)));
        }
    }
    if !texts.is_empty() {
        tell(Report::Texts(texts));
    }
}

fn resolve(library: &Library, passages: &[Passage], tell: &dyn Fn(Report)) {
    let mut by_article: BTreeMap<ArticleId, Vec<&Passage>> = BTreeMap::new();
    for passage in passages {
        by_article.entry(passage.article).or_default().push(passage);
    }
    for (article, passages) in by_article {
        let found = match article_of(library, article) {
            None => passages.iter().map(|p| (p.id, Standing::GONE)).collect(),
            Some(article) => {
                let text = article.document.text();
                let hash = TextHash::of(text);
                let stands = |p: &&Passage| (p.id, Standing::of(&p.selector, text, hash).0);
                passages.iter().map(stands).collect()
            }
        };
        let look = Vec::new();
        tell(Report::Checked { found, look });
    }
}

/// An article without its annotations.
fn article_of(library: &Library, id: ArticleId) -> Option<Arc<Article>> {
    library.article_text(library.key_of(id)?)
}
