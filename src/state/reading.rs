//! The reading state as the program holds it: pure data, changed by
//! [`Change`]s and by what other devices and instances wrote.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::Timestamp;

use crate::{
    article::ArticleId,
    library::ReadingMirror,
    passage::{Passage, PassageId, TextHash},
};

use super::{
    change::Change,
    record::{Kept, Key, Lies, Mark, Record, Spot},
    screen::{Position, Screen},
    stamp::{Set, Stamp},
};
/// A passage entry: what is merged, and what is shown of it.
#[derive(Clone, Debug)]
struct Entry {
    kept: Kept,
    shown: Option<Passage>,
}

/// What has changed since the last [`Reading::take_unsaved`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unsaved {
    /// The changed parts with their present values.
    pub records: Vec<Record>,
    /// Texts that passages were taken from, not kept yet.
    pub texts: BTreeMap<TextHash, Arc<str>>,
}

/// The merged reading state of all devices and instances.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    marks: HashMap<ArticleId, Mark>,
    passages: BTreeMap<PassageId, Entry>,
    by_article: HashMap<ArticleId, BTreeSet<PassageId>>,
    letters: BTreeMap<(Option<ArticleId>, char), Set<Option<Spot>>>,
    screen: Set<Screen>,
    unsaved: BTreeSet<Key>,
    /// Texts to be kept with the next save.
    texts: BTreeMap<TextHash, Arc<str>>,
    /// Texts that were handed out to be kept.
    held: BTreeSet<TextHash>,
}

impl Reading {
    /// An empty state.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    // ---- articles

    /// What is kept about an article; all unset where nothing is.
    #[must_use]
    pub fn mark(&self, article: ArticleId) -> Mark {
        self.marks.get(&article).copied().unwrap_or_default()
    }

    /// Whether an article is marked read.
    #[must_use]
    pub fn is_read(&self, article: ArticleId) -> bool {
        self.mark(article).read.value
    }

    /// When it was marked read.
    #[must_use]
    pub fn read_at(&self, article: ArticleId) -> Option<Timestamp> {
        let read = self.mark(article).read;
        read.at.time().filter(|_| read.value)
    }

    /// Whether an article is starred.
    #[must_use]
    pub fn is_starred(&self, article: ArticleId) -> bool {
        self.mark(article).starred.value
    }

    /// Where the reader stood in it.
    #[must_use]
    pub fn position(&self, article: ArticleId) -> Option<Position> {
        let place = self.mark(article).place;
        place.at.is_set().then_some(place.value)
    }

    /// When it was last open.
    #[must_use]
    pub fn opened(&self, article: ArticleId) -> Option<Timestamp> {
        self.mark(article).place.at.time()
    }

    /// The articles that anything is kept about but passages and letters.
    pub fn marks(&self) -> impl Iterator<Item = (ArticleId, Mark)> {
        self.marks.iter().map(|(id, mark)| (*id, *mark))
    }

    /// What the index mirrors of one article.
    #[must_use]
    pub fn mirror(&self, article: ArticleId) -> ReadingMirror {
        let passages = self.passages_of(article);
        let mark = self.mark(article);
        ReadingMirror {
            id: Some(article),
            read: mark.read.value,
            starred: mark.starred.value,
            passages: u32::try_from(passages.len()).unwrap_or(u32::MAX),
            notes: passages
                .iter()
                .filter(|p| !p.note.is_empty())
                .map(|p| p.note.to_string())
                .collect(),
            tags: passages
                .iter()
                .flat_map(|p| p.tags.iter().map(ToString::to_string))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
        }
    }

    /// What the index mirrors of all articles that anything is kept about.
    #[must_use]
    pub fn mirrors(&self) -> Vec<ReadingMirror> {
        let articles: BTreeSet<_> = self.marks.keys().chain(self.by_article.keys()).collect();
        articles.into_iter().map(|a| self.mirror(*a)).collect()
    }

    // ---- passages

    /// All passages, oldest first.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.passages.values().filter_map(|e| e.shown.as_ref())
    }

    /// A passage, unless it was removed.
    #[must_use]
    pub fn passage(&self, id: PassageId) -> Option<&Passage> {
        self.passages.get(&id)?.shown.as_ref()
    }

    /// When a passage was last changed or removed; `None` if it was never here.
    #[must_use]
    pub fn last_change(&self, id: PassageId) -> Option<Timestamp> {
        self.passages.get(&id)?.kept.updated().time()
    }

    /// The passages of an article, by where they stood.
    #[must_use]
    pub fn passages_of(&self, article: ArticleId) -> Vec<&Passage> {
        let ids = self.by_article.get(&article).into_iter().flatten();
        let mut out: Vec<&Passage> = ids.filter_map(|id| self.passage(*id)).collect();
        out.sort_by_key(|p| (p.selector.start, p.selector.end, p.id));
        out
    }

    /// The articles that anything is kept about, with the texts that passages
    /// were taken from and that were read: what finds an article again whose
    /// identity is not known any more.
    #[must_use]
    pub fn texts(&self) -> Vec<(ArticleId, TextHash)> {
        let text = |p: &Passage| (p.article, p.selector.hash);
        let passages: BTreeSet<_> = self.passages().map(text).collect();
        let marks = self.marks.iter();
        let marks = marks.filter_map(|(id, mark)| Some((*id, mark.text.value?)));
        passages.into_iter().chain(marks).collect()
    }

    /// Every passage with its article and the text that it was taken from.
    #[must_use]
    pub fn origins(&self) -> Vec<(PassageId, ArticleId, TextHash)> {
        let origin = |p: &Passage| (p.id, p.article, p.selector.hash);
        self.passages().map(origin).collect()
    }

    /// Keeps the text that a passage was taken from with the next save, so that
    /// it can be read when the article has another one.
    pub fn hold_text(&mut self, text: &str) {
        let hash = TextHash::of(text);
        if self.held.insert(hash) {
            self.texts.insert(hash, text.into());
        }
    }

    /// All that is kept about `from`, moved to `to`: for an article that has
    /// another identity since its file was moved. Nothing if there is nothing.
    #[must_use]
    pub fn follow(&self, from: ArticleId, to: ArticleId) -> Change {
        let passages = self.passages_of(from).into_iter().map(|p| {
            let mut p = p.clone();
            p.article = to;
            Change::PutPassage(Box::new(p))
        });
        let mut out: Vec<Change> = passages.collect();
        let (mark, new) = (self.mark(from), self.mark(to));
        let article = to;
        // What was decided about the new one since is not touched.
        if mark.read.value && !new.read.at.is_set() {
            out.push(Change::SetRead {
                article,
                read: true,
            });
        }
        if mark.starred.value && !new.starred.at.is_set() {
            out.push(Change::SetStarred {
                article,
                starred: true,
            });
        }
        if let Some(position) = self.position(from).filter(|_| !new.place.at.is_set()) {
            out.push(Change::SetPosition { article, position });
        }
        let letters = self.letters(Some(from)).filter(|(_, s)| s.article == from);
        out.extend(letters.map(|(letter, spot)| Change::SetMark {
            letter,
            article,
            at: Some(spot.at),
        }));
        Change::Batch(out)
    }

    // ---- marks by letter, screen

    /// The place of a mark: `a` to `z` in `article`, `A` to `Z` anywhere.
    #[must_use]
    pub fn letter(&self, letter: char, article: ArticleId) -> Option<Spot> {
        let key = (letter.is_lowercase().then_some(article), letter);
        self.letters.get(&key)?.value
    }

    /// The letters that are set: of the library, and of `article`.
    pub fn letters(&self, article: Option<ArticleId>) -> impl Iterator<Item = (char, Spot)> {
        self.letters
            .iter()
            .filter(move |((of, _), _)| of.is_none() || *of == article)
            .filter_map(|((_, letter), spot)| Some((*letter, spot.value?)))
    }

    /// The last screen of this device.
    #[must_use]
    pub fn screen(&self) -> Option<&Screen> {
        self.screen.at.is_set().then_some(&self.screen.value)
    }

    // ---- changing

    /// Makes a change at `now`; gives the change that undoes it, which
    /// [`Change::is_nothing`] where nothing changed.
    pub fn apply(&mut self, change: &Change, now: Timestamp) -> Change {
        match change {
            Change::SetRead { article, read } => {
                let was = self.on_mark(*article, |m| m.read.put(*read, now));
                self.changed(Key::Mark(*article), was, |read| Change::SetRead {
                    article: *article,
                    read,
                })
            }
            Change::SetStarred { article, starred } => {
                let was = self.on_mark(*article, |m| m.starred.put(*starred, now));
                self.changed(Key::Mark(*article), was, |starred| Change::SetStarred {
                    article: *article,
                    starred,
                })
            }
            Change::SetPosition { article, position } => {
                let was = self.on_mark(*article, |mark| {
                    // Also where the place is the same: it was opened again.
                    let was = mark.place.value;
                    mark.place = Set {
                        at: mark.place.at.next(now),
                        value: *position,
                    };
                    Some(was)
                });
                self.changed(Key::Mark(*article), was, |position| Change::SetPosition {
                    article: *article,
                    position,
                })
            }
            Change::SetScreen(screen) => {
                let was = self.screen.put((**screen).clone(), now);
                self.changed(Key::Screen, was, |s| Change::SetScreen(Box::new(s)))
            }
            Change::PutPassage(passage) => self.put_passage(passage, now),
            Change::RemovePassage(id) => self.remove_passage(*id, now),
            Change::SetMark {
                letter,
                article,
                at,
            } => self.set_letter(*letter, *article, *at, now),
            Change::Batch(changes) => {
                let mut back: Vec<Change> = changes
                    .iter()
                    .map(|c| self.apply(c, now))
                    .filter(|c| !c.is_nothing())
                    .collect();
                back.reverse();
                Change::Batch(back)
            }
        }
    }

    /// Changes an article's mark, unless `change` says that it is as it was.
    fn on_mark<T>(
        &mut self,
        article: ArticleId,
        change: impl FnOnce(&mut Mark) -> Option<T>,
    ) -> Option<T> {
        let mut mark = self.mark(article);
        let was = change(&mut mark)?;
        self.marks.insert(article, mark);
        Some(was)
    }

    /// Notes a changed part and gives the inverse of the change.
    fn changed<T>(&mut self, key: Key, was: Option<T>, back: impl Fn(T) -> Change) -> Change {
        match was {
            None => Change::NOTHING,
            Some(was) => {
                self.unsaved.insert(key);
                back(was)
            }
        }
    }

    fn set_letter(
        &mut self,
        letter: char,
        article: ArticleId,
        at: Option<usize>,
        now: Timestamp,
    ) -> Change {
        let inside = letter.is_lowercase().then_some(article);
        let spot = at.map(|at| Spot { article, at });
        let was = self
            .letters
            .entry((inside, letter))
            .or_default()
            .put(spot, now);
        self.changed(Key::Letter(inside, letter), was, |was| Change::SetMark {
            letter,
            article: was.map_or(article, |s| s.article),
            at: was.map(|s| s.at),
        })
    }

    fn put_passage(&mut self, new: &Passage, now: Timestamp) -> Change {
        let old = self.passage(new.id).cloned();
        let mut kept = match self.passages.get(&new.id) {
            Some(entry) => entry.kept.clone(),
            None => Kept::new(new.id),
        };
        let created = Stamp::of(new.created);
        if !kept.created.is_set() {
            kept.created = created;
        }
        let lies = Lies {
            article: new.article,
            selector: new.selector.clone(),
            about: new.about.clone(),
        };
        let mut changed = kept.lies.put(Some(lies), now).is_some();
        changed |= kept.note.put(new.note.clone(), now).is_some();
        changed |= kept.tags.put(new.tags.clone(), now).is_some();
        let colour = new.colour.min(crate::passage::COLOURS - 1);
        changed |= kept.colour.put(colour, now).is_some();
        if kept.removed.value {
            // Set after the removal, whatever the clock says.
            changed |= kept.removed.put(false, now).is_some();
        }
        if !changed {
            return Change::NOTHING;
        }
        self.unsaved.insert(Key::Passage(new.id));
        self.place(kept);
        match old {
            Some(old) => Change::PutPassage(Box::new(old)),
            None => Change::RemovePassage(new.id),
        }
    }

    fn remove_passage(&mut self, id: PassageId, now: Timestamp) -> Change {
        let Some(entry) = self.passages.get(&id) else {
            return Change::NOTHING;
        };
        let Some(old) = entry.shown.clone() else {
            return Change::NOTHING;
        };
        let mut kept = entry.kept.clone();
        kept.removed = Set {
            at: kept.updated().next(now),
            value: true,
        };
        self.unsaved.insert(Key::Passage(id));
        self.place(kept);
        Change::PutPassage(Box::new(old))
    }

    /// Stores a passage entry and keeps the table by article.
    fn place(&mut self, kept: Kept) {
        let id = kept.id;
        let shown = kept.passage();
        let before = self.passage(id).map(|p| p.article);
        let after = shown.as_ref().map(|p| p.article);
        if before != after {
            if let Some(ids) = before.and_then(|b| self.by_article.get_mut(&b)) {
                ids.remove(&id);
            }
            if let Some(article) = after {
                self.by_article.entry(article).or_default().insert(id);
            }
        }
        self.passages.insert(id, Entry { kept, shown });
    }

    // ---- merging and saving

    /// Takes over what is later in `records` (read from files of this and other
    /// devices); gives the articles whose state changed by it.
    pub fn merge(&mut self, records: impl IntoIterator<Item = Record>) -> BTreeSet<ArticleId> {
        let mut touched = BTreeSet::new();
        for record in records {
            match record {
                Record::Mark(article, new) => {
                    let mark = self.marks.entry(article).or_default();
                    if mark.merge(&new) {
                        touched.insert(article);
                    }
                }
                Record::Passage(new) => self.merge_passage(*new, &mut touched),
                Record::Letter(article, letter, spot) => {
                    self.letters
                        .entry((article, letter))
                        .or_default()
                        .merge(spot);
                }
                Record::Screen(screen) => {
                    self.screen.merge(*screen);
                }
            }
        }
        touched
    }

    /// Takes over a record while everything is being read.
    pub(super) fn load(&mut self, record: Record) {
        match record {
            Record::Mark(article, new) => self.marks.entry(article).or_default().merge(&new),
            other => !self.merge([other]).is_empty(),
        };
    }

    /// Makes room for so many marks.
    pub(super) fn reserve(&mut self, marks: usize) {
        self.marks.reserve(marks);
    }

    fn merge_passage(&mut self, new: Kept, touched: &mut BTreeSet<ArticleId>) {
        let id = new.id;
        let before = self.passage(id).map(|p| p.article);
        let kept = match self.passages.get(&id) {
            None => new,
            Some(entry) => {
                let mut record = Record::Passage(Box::new(entry.kept.clone()));
                if !record.merge(&Record::Passage(Box::new(new))) {
                    return;
                }
                let Record::Passage(kept) = record else {
                    return;
                };
                *kept
            }
        };
        self.place(kept);
        touched.extend(before);
        touched.extend(self.passage(id).map(|p| p.article));
    }

    /// The present value of a part.
    pub(super) fn record(&self, key: Key) -> Option<Record> {
        Some(match key {
            Key::Screen => Record::Screen(Box::new(self.screen.clone())),
            Key::Mark(article) => Record::Mark(article, *self.marks.get(&article)?),
            Key::Letter(article, letter) => {
                Record::Letter(article, letter, *self.letters.get(&(article, letter))?)
            }
            Key::Passage(id) => Record::Passage(Box::new(self.passages.get(&id)?.kept.clone())),
        })
    }

    /// Whether a passage or its text waits to be saved: that is done at once.
    #[must_use]
    pub fn has_unsaved_passages(&self) -> bool {
        !self.texts.is_empty() || self.unsaved.iter().any(|k| matches!(k, Key::Passage(_)))
    }

    /// Whether anything waits to be saved: marks are saved in batches.
    #[must_use]
    pub fn has_unsaved(&self) -> bool {
        !self.unsaved.is_empty() || !self.texts.is_empty()
    }

    /// What has changed since this was last called, for `Store::save`.
    pub fn take_unsaved(&mut self) -> Unsaved {
        let keys = std::mem::take(&mut self.unsaved);
        Unsaved {
            records: keys.into_iter().filter_map(|k| self.record(k)).collect(),
            texts: std::mem::take(&mut self.texts),
        }
    }

    /// Everything, sorted by key: for tests and for writing anew.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let mut keys: Vec<Key> = self.marks.keys().map(|a| Key::Mark(*a)).collect();
        keys.extend(self.letters.keys().map(|(a, l)| Key::Letter(*a, *l)));
        keys.extend(self.passages.keys().map(|id| Key::Passage(*id)));
        if self.screen.at.is_set() {
            keys.push(Key::Screen);
        }
        keys.sort_unstable();
        keys.into_iter().filter_map(|k| self.record(k)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::Clean,
        passage::{About, Selector},
        span::Span,
    };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).expect("time")
    }

    fn passage(article: &str, text: &str, made: i64) -> Passage {
        let article = ArticleId::of(article);
        let selector = Selector::of(text, Span::new(0, text.len().min(5)));
        Passage {
            id: PassageId::new(at(made), article, &selector),
            article,
            selector,
            about: About::default(),
            note: Clean::default(),
            tags: Vec::new(),
            colour: 0,
            created: at(made),
            updated: at(made),
        }
    }

    #[test]
    fn every_change_is_undone_by_its_inverse_and_redone() {
        let article = ArticleId::of("a");
        let kept = passage("a", "first words", 1);
        let mut noted = kept.clone();
        noted.note = Clean::line("look again");
        let changes = [
            Change::SetRead {
                article,
                read: true,
            },
            Change::SetStarred {
                article,
                starred: true,
            },
            Change::PutPassage(Box::new(kept.clone())),
            Change::PutPassage(Box::new(noted)),
            Change::SetMark {
                letter: 'a',
                article,
                at: Some(7),
            },
            Change::RemovePassage(kept.id),
            Change::set_all_read([article, ArticleId::of("b")], false),
            Change::set_all_read([article, ArticleId::of("b")], true),
        ];
        let shown = |r: &Reading| {
            let passages: Vec<_> = r.passages().map(|p| (p.id, p.note.clone())).collect();
            (
                r.is_read(article),
                r.is_read(ArticleId::of("b")),
                r.is_starred(article),
                r.letter('a', article),
                passages,
            )
        };
        let mut reading = Reading::new();
        let mut steps = vec![shown(&reading)];
        let mut undo = Vec::new();
        for change in &changes {
            let back = reading.apply(change, at(10));
            assert!(!back.is_nothing(), "{change:?}");
            undo.push(back);
            steps.push(shown(&reading));
        }
        let mut redo = Vec::new();
        for (n, back) in undo.iter().enumerate().rev() {
            redo.push(reading.apply(back, at(10)));
            assert_eq!(Some(&shown(&reading)), steps.get(n));
        }
        for (n, again) in redo.iter().rev().enumerate() {
            reading.apply(again, at(10));
            assert_eq!(Some(&shown(&reading)), steps.get(n + 1));
        }
    }

    #[test]
    fn what_changes_nothing_is_neither_undone_nor_saved() {
        let mut reading = Reading::new();
        let article = ArticleId::of("a");
        let back = reading.apply(
            &Change::SetRead {
                article,
                read: false,
            },
            at(1),
        );
        assert!(back.is_nothing() && !reading.has_unsaved());
        let back = reading.apply(&Change::RemovePassage(passage("a", "x", 0).id), at(1));
        assert!(back.is_nothing() && reading.records().is_empty());
    }

    #[test]
    fn marking_read_and_starring_on_two_devices_both_survive() {
        let article = ArticleId::of("a");
        let (mut here, mut there) = (Reading::new(), Reading::new());
        here.apply(
            &Change::SetRead {
                article,
                read: true,
            },
            at(1),
        );
        there.apply(
            &Change::SetStarred {
                article,
                starred: true,
            },
            at(2),
        );
        here.merge(there.records());
        there.merge(here.records());
        assert!(here.is_read(article) && here.is_starred(article));
        assert_eq!(here.records(), there.records());
    }

    #[test]
    fn a_removal_wins_over_what_was_before_and_yields_to_what_came_after() {
        let kept = passage("a", "first words", 1);
        let mut here = Reading::new();
        here.apply(&Change::PutPassage(Box::new(kept.clone())), at(1));
        let mut there = Reading::new();
        there.merge(here.records());
        here.apply(&Change::RemovePassage(kept.id), at(5));
        let mut noted = kept.clone();
        noted.note = Clean::line("needed");
        there.apply(&Change::PutPassage(Box::new(noted)), at(9));
        let touched = here.merge(there.records());
        assert!(touched.contains(&kept.article));
        assert_eq!(here.passages().count(), 1);
        here.apply(&Change::RemovePassage(kept.id), at(2));
        there.merge(here.records());
        assert_eq!(there.passages().count(), 0, "though the clock was set back");
        assert!(there.passages_of(kept.article).is_empty());
    }

    #[test]
    fn passages_follow_their_text_to_a_new_identity() {
        let kept = passage("old/path.txt", "first words", 1);
        let mut reading = Reading::new();
        reading.apply(&Change::PutPassage(Box::new(kept.clone())), at(1));
        let new = ArticleId::of("new/path.txt");
        let hash = kept.selector.hash;
        assert!(reading.texts().contains(&(kept.article, hash)));
        assert!(reading.follow(new, kept.article).is_nothing());
        let read = Change::SetRead {
            article: kept.article,
            read: true,
        };
        reading.apply(&read, at(1));
        let change = reading.follow(kept.article, new);
        let back = reading.apply(&change, at(2));
        assert_eq!(reading.passages_of(new).len(), 1);
        assert!(reading.is_read(new));
        assert!(reading.passages_of(kept.article).is_empty());
        reading.apply(&back, at(3));
        assert_eq!(reading.passages_of(kept.article).len(), 1);
    }

    #[test]
    fn letters_are_local_or_global() {
        let (a, b) = (ArticleId::of("a"), ArticleId::of("b"));
        let mut reading = Reading::new();
        let set = |letter, article, at| Change::SetMark {
            letter,
            article,
            at: Some(at),
        };
        reading.apply(&set('x', a, 3), at(1));
        reading.apply(&set('X', b, 9), at(1));
        assert_eq!(reading.letter('x', b), None);
        assert_eq!(reading.letter('X', a), Some(Spot { article: b, at: 9 }));
        assert_eq!(reading.letters(Some(a)).count(), 2);
        assert_eq!(reading.letters(None).count(), 1);
    }

    #[test]
    fn what_changed_is_handed_out_once() {
        let mut reading = Reading::new();
        let article = ArticleId::of("a");
        for read in [true, false, true] {
            reading.apply(&Change::SetRead { article, read }, at(1));
        }
        assert!(!reading.has_unsaved_passages());
        assert_eq!(reading.take_unsaved().records.len(), 1);
        assert!(reading.take_unsaved().records.is_empty());
    }
}
