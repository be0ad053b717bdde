//! Everything that the reader knows while it runs. Plain state: `update`
//! changes it, drawing reads it.

use std::{collections::HashMap, sync::Arc};

use jiff::{Timestamp, civil::DateTime};

use super::{
    action::{Action, Mode},
    arrange::{self, Panes, Wanted},
    jumps::{Jumps, Spot},
    keymap::{Key, Keymap, Pending},
    list::List,
    messages::Messages,
    panel::Panel,
    popup::Popup,
    prompt::Prompt,
};
use crate::{
    article::ArticleId,
    clean::Clean,
    config::{Config, Problem},
    library::{RowKey, View},
    passage::{PassageId, Standing},
    reader::{Reader, ReaderOptions, Target},
    state::{Change, Reading},
};

/// Which pane has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The reader.
    Reader,
}

/// What the reader pane shows.
#[derive(Debug, Default)]
pub enum Shown {
    /// Nothing yet.
    #[default]
    Nothing,
    /// An article.
    Article(Box<Open>),
    /// Why there is no article to show.
    Unreadable {
        /// Its row.
        key: RowKey,
        /// Its headline or file name.
        title: Clean,
        /// Why not.
        reason: Clean,
    },
}

/// An open article.
#[derive(Debug)]
pub struct Open {
    /// Its row in the list, if it has one.
    pub key: Option<RowKey>,
    /// The article and the place in it.
    pub reader: Reader,
    /// Whether the user opened it, and did not only pass over it in the list.
    pub entered: bool,
    /// Since when it is on screen.
    pub since: Timestamp,
    /// Words of its text.
    pub words: usize,
    /// Whether it is an earlier text of the article, kept for a bookmark.
    pub earlier: bool,
}

impl Open {
    /// The article's identity.
    #[must_use]
    pub fn id(&self) -> ArticleId {
        self.reader.opened().id
    }

    /// Whether it is this article, as it is now.
    #[must_use]
    pub fn is(&self, id: ArticleId) -> bool {
        !self.earlier && self.id() == id
    }
}

/// What to do when an article that was asked for has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    /// The number of the request.
    pub number: u64,
    /// Its row.
    pub key: Option<RowKey>,
    /// Whether the user opens it.
    pub enter: bool,
    /// The byte offset to go to; else where one was last.
    pub at: Option<usize>,
    /// What to have ready as a search.
    pub find: Option<String>,
    /// Whether it is an earlier text, kept for a bookmark.
    pub earlier: bool,
}

/// Progress of the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub done: usize,
    /// Files in all; 0 while they are counted.
    pub total: usize,
}

/// A panel of the library that was left for what it led to.
#[derive(Clone, Debug)]
pub struct Behind {
    /// The panel.
    pub panel: Panel,
    /// The query that it led to; `None` where it led to an article.
    pub query: Option<String>,
}

/// Changes to take back, and to make again.
#[derive(Clone, Debug, Default)]
pub struct Undo {
    /// What takes the last changes back, with what they were.
    pub back: Vec<(Change, String)>,
    /// What makes them again.
    pub again: Vec<(Change, String)>,
}

/// The state of the reader.
#[derive(Debug)]
pub struct Model {
    /// The settings.
    pub config: Config,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// Keys of a binding that is not complete.
    pub pending: Pending,
    /// When the last of them was pressed.
    pub pending_since: Option<Timestamp>,
    /// Whether the popup of what can follow is shown.
    pub which_key: bool,
    /// What time it is.
    pub now: Timestamp,
    /// The same in civil time.
    pub civil: DateTime,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// Which pane has the keys.
    pub focus: Focus,
    /// Columns of the list.
    pub list_width: u16,
    /// Whether the list stands beside the reader.
    pub show_list: bool,
    /// The text alone.
    pub zen: bool,
    /// The list.
    pub list: List,
    /// The view that was asked for last.
    pub wanted_view: View,
    /// The row to select when that view has come.
    pub select_key: Option<RowKey>,
    /// The view that a query began from, and the article selected in it.
    pub before_query: Option<(View, Option<RowKey>)>,
    /// The number of the last request.
    pub number: u64,
    /// The number of the last list request.
    pub list_number: u64,
    /// The article that was asked for.
    pub opening: Option<Opening>,
    /// Keys pressed while an article opens.
    pub ahead: Vec<Key>,
    /// The passage to go to when its article is open.
    pub passage_to_show: Option<PassageId>,
    /// Whether the session is about a single article.
    pub alone: bool,
    /// Whether the first article is opened at start.
    pub enter_first: bool,
    /// Whether the last screen is remembered and shown again.
    pub resuming: bool,
    /// Whether the user has pressed anything: until then the first row stays
    /// selected while articles come.
    pub touched: bool,
    /// Whether the last screen is shown again.
    pub resumed: bool,
    /// Whether the folders were looked at in this session.
    pub synced: bool,
    /// Whether a question was just answered with yes.
    pub confirmed: bool,
    /// What the reader pane shows.
    pub shown: Shown,
    /// How articles are shown.
    pub options: ReaderOptions,
    /// The reading state.
    pub reading: Reading,
    /// Where the passages stand, as far as it was looked.
    pub standings: HashMap<PassageId, Standing>,
    /// Since when marks are not saved.
    pub unsaved_since: Option<Timestamp>,
    /// Whether the last save failed.
    pub save_failed: bool,
    /// Changes to take back.
    pub undo: Undo,
    /// Places of the session.
    pub jumps: Jumps,
    /// The open panel.
    pub panel: Option<Panel>,
    /// The panel that the way back leads to.
    pub behind: Option<Behind>,
    /// The request for rows across the library that is under way.
    pub across: Option<u64>,
    /// The bookmark that is to be attached by hand.
    pub reattaching: Option<PassageId>,
    /// What lies over everything.
    pub popup: Option<Popup>,
    /// What is being typed.
    pub prompt: Option<Prompt>,
    /// What was typed before, by prompt.
    pub typed: HashMap<&'static str, Vec<String>>,
    /// What the program has said.
    pub messages: Messages,
    /// What is wrong in settings, keys, themes and word lists.
    pub problems: Vec<Problem>,
    /// The last step, for its repetition.
    pub last_step: Option<(Target, bool)>,
    /// Progress of the index, while it is brought up to date.
    pub progress: Option<Progress>,
    /// The name of the theme.
    pub theme: String,
    /// The names of all themes.
    pub themes: Vec<String>,
    /// Where a drag began, in cells of the reader.
    pub drag: Option<(u16, u16)>,
    /// The colour of the next passage.
    pub colour: u8,
    /// Whether the end is near.
    pub quitting: bool,
}

impl Model {
    /// The open article.
    #[must_use]
    pub fn open(&self) -> Option<&Open> {
        match &self.shown {
            Shown::Article(open) => Some(open),
            _ => None,
        }
    }

    /// The open article, to change its place.
    pub fn open_mut(&mut self) -> Option<&mut Open> {
        match &mut self.shown {
            Shown::Article(open) => Some(open),
            _ => None,
        }
    }

    /// The reader of the open article.
    #[must_use]
    pub fn reader(&self) -> Option<&Reader> {
        self.open().map(|o| &o.reader)
    }

    /// The reader of the open article, to change its place.
    pub fn reader_mut(&mut self) -> Option<&mut Reader> {
        self.open_mut().map(|o| &mut o.reader)
    }

    /// Where one stands.
    #[must_use]
    pub fn here(&self) -> Option<Spot> {
        self.open().map(|o| Spot {
            article: o.id(),
            at: o.reader.cursor(),
        })
    }

    /// The row that keys about an article mean: the open one's in the reader,
    /// the selected one in the list.
    #[must_use]
    pub fn article(&self) -> Option<ArticleId> {
        match self.focus {
            Focus::Reader => self.open().map(Open::id),
            Focus::List => self.list.current().map(|r| r.id),
        }
    }

    /// Where the keys go.
    #[must_use]
    pub fn mode(&self) -> Mode {
        if self.panel.is_some() {
            return Mode::Panel;
        }
        match self.focus {
            Focus::List => Mode::List,
            Focus::Reader if self.reader().is_some_and(|r| r.select_mode().is_some()) => {
                Mode::Select
            }
            Focus::Reader => Mode::Reader,
        }
    }

    /// Where the panes stand.
    #[must_use]
    pub fn panes(&self) -> Panes {
        arrange::arrange(&Wanted {
            size: self.size,
            list_width: self.list_width,
            list: self.show_list,
            left: self.focus == Focus::List && self.panel.is_none(),
            panel: self.panel.is_some(),
            zen: self.zen,
            frames: !self.config.linear,
        })
    }

    /// Whether list and reader stand side by side.
    #[must_use]
    pub fn two_panes(&self) -> bool {
        let panes = self.panes();
        panes.left.is_some() && panes.reader.is_some()
    }

    /// The keys of an action in the present mode, as people read them.
    #[must_use]
    pub fn key_of(&self, name: &str) -> Option<String> {
        self.keymap.key_of(self.mode(), name)
    }

    /// Whether an article counts as read.
    #[must_use]
    pub fn is_read(&self, id: ArticleId) -> bool {
        self.reading.is_read(id)
    }

    /// What was typed before at a prompt.
    #[must_use]
    pub fn history(&self, prompt: Option<&'static str>) -> &[String] {
        prompt
            .and_then(|p| self.typed.get(p))
            .map_or(&[], Vec::as_slice)
    }

    /// The next request's number.
    pub fn next_number(&mut self) -> u64 {
        self.number += 1;
        self.number
    }

    /// Whether `n` and `N` mean matches.
    #[must_use]
    pub fn finding(&self) -> bool {
        self.focus == Focus::Reader && self.reader().is_some_and(|r| r.find().is_some())
    }

    /// Asks before doing something.
    pub fn ask(&mut self, question: &str, action: Action) {
        let kind = super::prompt::PromptKind::Confirm(question.to_owned(), Box::new(action));
        self.prompt = Some(Prompt::new(kind, ""));
    }
}
