//! A passage as it is listed: with the place where it stands now.

use super::{Passage, Standing, State, TextHash};
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
    /// The article's present text; `None` where it has gone.
    pub text: Option<TextHash>,
    /// Whether the words stand there as they were kept.
    pub verbatim: bool,
}

impl PassageView {
    /// Looks the passage up in its article; `None` where that is not in the
    /// library any more.
    #[must_use]
    pub fn of(passage: &Passage, opened: Option<&Opened>) -> Self {
        let mut view = Self {
            passage: passage.clone(),
            state: Standing::GONE.state,
            start: passage.selector.start,
            end: passage.selector.end,
            text: Standing::GONE.text,
            verbatim: Standing::GONE.verbatim,
        };
        if let Some(opened) = opened {
            let text = opened.article.document.text();
            let hash = TextHash::parse(&opened.hash).unwrap_or_else(|| TextHash::of(text));
            let (standing, span) = Standing::of(&passage.selector, text, hash);
            view.state = standing.state;
            view.text = standing.text;
            view.verbatim = standing.verbatim;
            if let Some(span) = span {
                let points = CodePoints::new(text);
                view.start = points.at(span.start);
                view.end = points.at(span.end);
            }
        }
        view
    }

    /// Whether the article has the text that the passage was taken from;
    /// `None` where it has gone.
    #[must_use]
    pub fn is_current(&self) -> Option<bool> {
        self.text.map(|t| t == self.passage.selector.hash)
    }

    /// What is to be said where the words are those of an earlier text, or of
    /// an article that has gone: "text of 18 April 2024".
    #[must_use]
    pub fn revision(&self) -> Option<String> {
        let p = &self.passage;
        (!self.verbatim).then(|| format!("text of {}", p.about.taken_on(p.created)))
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
