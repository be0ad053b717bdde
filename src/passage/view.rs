//! A passage as it is listed: with the place where it stands now.

use super::{Passage, State, TextHash};
use crate::{annotate::json::CodePoints, library::Opened};

/// A passage and where it stands in its article as that is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageView {
    /// The passage.
    pub passage: Passage,
    /// How sure the place is; an orphan also where the article has gone.
    pub state: State,
    /// The first character, in code points; where it stood for an orphan.
    pub start: usize,
    /// One past the last character, in code points.
    pub end: usize,
}

impl PassageView {
    /// Looks the passage up in its article; `None` where that is not in the
    /// library any more.
    #[must_use]
    pub fn of(passage: &Passage, opened: Option<&Opened>) -> Self {
        let mut view = Self {
            passage: passage.clone(),
            state: State::Orphan,
            start: passage.selector.start,
            end: passage.selector.end,
        };
        if let Some(opened) = opened {
            let text = opened.article.document.text();
            let hash = TextHash::parse(&opened.hash).unwrap_or_else(|| TextHash::of(text));
            let anchor = passage.resolve(text, hash);
            view.state = anchor.state;
            if let Some(span) = anchor.span {
                let points = CodePoints::new(text);
                view.start = points.at(span.start);
                view.end = points.at(span.end);
            }
        }
        view
    }
}

/// Sorts passages as exports and listings show them: by article (date, then
/// headline), inside it by place. New ones do not move old ones.
pub fn sort(views: &mut [PassageView]) {
    views.sort_by(|a, b| {
        let key = |v: &PassageView| {
            let about = &v.passage.about;
            (about.published, about.title.clone(), v.passage.article)
        };
        let place = |v: &PassageView| (v.start, v.end, v.passage.id);
        key(a).cmp(&key(b)).then_with(|| place(a).cmp(&place(b)))
    });
}

/// Neighbours of the same article as one slice each.
pub fn by_article(views: &[PassageView]) -> impl Iterator<Item = &[PassageView]> {
    views.chunk_by(|a, b| a.passage.article == b.passage.article)
}
