//! The parts of the reading state and how two states of one part merge.
//!
//! Every field that can change is a [`Set`]: a value with the moment it was
//! set. Merging takes the later value field by field, so a star set on one
//! device and a reading on another both survive; it is commutative,
//! associative and idempotent.

use crate::{
    article::ArticleId,
    clean::Clean,
    passage::{About, Passage, PassageId, Selector, TextHash},
};

use super::{
    screen::{Position, Screen},
    stamp::{Set, Stamp},
};

/// What is kept about one article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Whether it is read.
    pub read: Set<bool>,
    /// Whether it is starred.
    pub starred: Set<bool>,
    /// Where the reader stood; the stamp tells when the article was last open.
    pub place: Set<Position>,
    /// Which text the article had then: what finds it again where its file was
    /// moved and nobody knows from where.
    pub text: Set<Option<TextHash>>,
}

impl Mark {
    /// Takes over what is later in `other`; tells whether anything was that is
    /// shown, which the text is not.
    pub(super) fn merge(&mut self, other: &Self) -> bool {
        self.text.merge(other.text);
        let read = self.read.merge(other.read);
        let starred = self.starred.merge(other.starred);
        let place = self.place.merge(other.place);
        read | starred | place
    }

    /// When it was last changed.
    #[must_use]
    pub fn updated(&self) -> Stamp {
        self.read.at.max(self.starred.at).max(self.place.at)
    }

    /// Notes the text that the article has at the mark's last change.
    pub(super) fn note_text(&mut self, hash: TextHash) {
        if self.text.value != Some(hash) {
            self.text = Set {
                at: self.updated().max(self.text.at),
                value: Some(hash),
            };
        }
    }
}

/// Where a passage lies: these belong together and merge as one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lies {
    /// In which article.
    pub article: ArticleId,
    /// At which place.
    pub selector: Selector,
    /// What a citation needs.
    pub about: About,
}

/// A passage with the stamps of its fields; a tombstone once it is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its identity.
    pub id: PassageId,
    /// When it was made.
    pub created: Stamp,
    /// Where it lies; none in a tombstone.
    pub lies: Set<Option<Lies>>,
    /// The note.
    pub note: Set<Clean>,
    /// The tags.
    pub tags: Set<Vec<Clean>>,
    /// The colour.
    pub colour: Set<u8>,
    /// Whether it was removed.
    pub removed: Set<bool>,
}

impl Kept {
    /// An empty entry, to be filled.
    #[must_use]
    pub fn new(id: PassageId) -> Self {
        Self {
            id,
            created: Stamp::NEVER,
            lies: Set::default(),
            note: Set::default(),
            tags: Set::default(),
            colour: Set::default(),
            removed: Set::default(),
        }
    }

    /// The last change of what it says, a removal left aside.
    #[must_use]
    pub fn edited(&self) -> Stamp {
        let text = self.lies.at.max(self.note.at);
        text.max(self.tags.at).max(self.colour.at)
    }

    /// The last change.
    #[must_use]
    pub fn updated(&self) -> Stamp {
        self.edited().max(self.removed.at)
    }

    /// Whether it was removed and not changed since: what was changed on one
    /// device after it was removed on another stays.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.removed.value && self.removed.at >= self.edited()
    }

    /// The passage, unless it was removed.
    #[must_use]
    pub fn passage(&self) -> Option<Passage> {
        let lies = self.lies.value.as_ref().filter(|_| !self.is_removed())?;
        let created = self.created.time().or_else(|| self.lies.at.time())?;
        Some(Passage {
            id: self.id,
            article: lies.article,
            selector: lies.selector.clone(),
            about: lies.about.clone(),
            note: self.note.value.clone(),
            tags: self.tags.value.clone(),
            colour: self.colour.value,
            created,
            updated: self.updated().time().unwrap_or(created),
        })
    }

    fn merge(&mut self, other: &Self) -> bool {
        let created = match (self.created.is_set(), other.created.is_set()) {
            (true, true) => self.created.min(other.created),
            _ => self.created.max(other.created),
        };
        let older = std::mem::replace(&mut self.created, created) != created;
        let lies = self.lies.merge(other.lies.clone());
        let note = self.note.merge(other.note.clone());
        let tags = self.tags.merge(other.tags.clone());
        let colour = self.colour.merge(other.colour);
        let removed = self.removed.merge(other.removed);
        older | lies | note | tags | colour | removed
    }
}

/// A place in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The article.
    pub article: ArticleId,
    /// The byte offset in its text.
    pub at: usize,
}

/// A part of the reading state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The last screen.
    Screen,
    /// What is kept about an article.
    Mark(ArticleId),
    /// A mark by letter: inside an article, or over the library.
    Letter(Option<ArticleId>, char),
    /// A passage.
    Passage(PassageId),
}

/// A part of the reading state with its present value: what is saved and
/// merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// The last screen of this device.
    Screen(Box<Set<Screen>>),
    /// What is kept about an article.
    Mark(ArticleId, Mark),
    /// A mark by letter; `None` once it was cleared.
    Letter(Option<ArticleId>, char, Set<Option<Spot>>),
    /// A passage.
    Passage(Box<Kept>),
}

impl Record {
    /// Which part it is.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Screen(_) => Key::Screen,
            Self::Mark(article, _) => Key::Mark(*article),
            Self::Letter(article, letter, _) => Key::Letter(*article, *letter),
            Self::Passage(kept) => Key::Passage(kept.id),
        }
    }

    /// When it was last changed.
    #[must_use]
    pub fn updated(&self) -> Stamp {
        match self {
            Self::Screen(screen) => screen.at,
            Self::Mark(_, mark) => mark.updated(),
            Self::Letter(_, _, spot) => spot.at,
            Self::Passage(kept) => kept.updated(),
        }
    }

    /// Takes over what is later in `other`; tells whether anything was. Records
    /// of another key change nothing.
    pub fn merge(&mut self, other: &Self) -> bool {
        if self.key() != other.key() {
            return false;
        }
        match (self, other) {
            (Self::Screen(a), Self::Screen(b)) => a.merge((**b).clone()),
            (Self::Mark(_, a), Self::Mark(_, b)) => a.merge(b),
            (Self::Letter(_, _, a), Self::Letter(_, _, b)) => a.merge(*b),
            (Self::Passage(a), Self::Passage(b)) => a.merge(b),
            _ => false,
        }
    }
}
