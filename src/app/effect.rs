//! What `update` asks for, and what comes back: plain data both.

use std::{path::PathBuf, sync::Arc};

use jiff::{Timestamp, civil::DateTime};

use crate::{
    article::ArticleId,
    clean::Clean,
    config::Config,
    library::{LibraryEvent, Listing, Opened, QueryError, ReadingMirror, Row, RowKey, View},
    passage::{Passage, PassageId, Standing, TextHash, export::Format},
    state::{Record, Unsaved},
};

use super::{action::PanelKind, keymap::key::Key, panel::PanelRow, popup::Art};

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// What time it is; timers that are due go off.
    Clock(Timestamp, DateTime),
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something at this cell.
    Mouse(Mouse, u16, u16),
    /// The screen has so many columns and rows.
    Resize(u16, u16),
    /// The terminal got the focus or lost it.
    Focus(bool),
    /// The worker or the terminal reports.
    Report(Box<Report>),
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down.
    Press,
    /// It was moved with the button down.
    Drag,
    /// The button came up.
    Release,
    /// The wheel was turned by so many steps; `true`: down.
    Wheel(bool, u16),
}

/// I/O that `update` asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// List a view; the number tells the latest request.
    List {
        /// What to list.
        view: View,
        /// What "today" means.
        now: DateTime,
        /// The number of the request.
        number: u64,
    },
    /// Read rows of the list.
    Rows {
        /// Which.
        keys: Vec<RowKey>,
        /// The query, for snippets.
        query: String,
    },
    /// Look for the rows of articles in an index that was made anew.
    Renew {
        /// The selected one.
        selected: Option<ArticleId>,
        /// The one in the reader.
        shown: Option<ArticleId>,
    },
    /// Load an article by its row.
    Open {
        /// The row.
        key: RowKey,
        /// The number of the request.
        number: u64,
    },
    /// Load an article by its identity.
    OpenId {
        /// The article.
        id: ArticleId,
        /// The number of the request.
        number: u64,
    },
    /// The identities of rows, to mark them read.
    Ids(Vec<RowKey>),
    /// Bring the index up to date.
    Sync,
    /// Stop that.
    StopSync,
    /// Save what has changed of the reading state.
    Save(Unsaved),
    /// Look whether others wrote reading state.
    Refresh,
    /// Look for articles whose identity is not known any more by their texts.
    Seek(Vec<(ArticleId, TextHash)>),
    /// Tell where passages stand: each with its article, and the text that it
    /// was taken from.
    Check(Vec<(PassageId, ArticleId, TextHash)>),
    /// Look passages up in their articles, which have changed.
    Resolve(Vec<Passage>),
    /// Read the text that a passage was taken from.
    Revision {
        /// The passage.
        passage: PassageId,
        /// The text.
        hash: TextHash,
    },
    /// Open the text that a passage was taken from as an article.
    OpenRevision {
        /// The passage.
        passage: Box<Passage>,
        /// The number of the request.
        number: u64,
    },
    /// Mirror reading state into the index.
    Mirror(Vec<ReadingMirror>),
    /// Look through the articles that a query finds for a panel.
    Across {
        /// Officials, figures or quotes.
        kind: PanelKind,
        /// Which articles; empty for all.
        query: String,
        /// What "today" means.
        now: DateTime,
        /// The number of the request.
        number: u64,
    },
    /// Stop that.
    StopAcross,
    /// Use these settings from now on.
    Configure(Box<Config>),
    /// Open a checked address in the browser.
    Browse(String),
    /// Open a file in a viewer.
    View(PathBuf),
    /// Open a picture that lies beside an article in a viewer.
    ViewPicture {
        /// The article's file.
        article: PathBuf,
        /// Where the picture is, seen from it.
        source: Clean,
    },
    /// Read such a picture, to draw it on at most so many columns and rows.
    Picture {
        /// The article's file.
        article: PathBuf,
        /// Where the picture is, seen from it.
        source: Clean,
        /// Columns and rows.
        size: (u16, u16),
    },
    /// Copy a file or folder into the library.
    Add(String),
    /// Write a file: passages, exported.
    Write {
        /// Where, as typed.
        path: String,
        /// The format.
        format: Format,
        /// The passages.
        passages: Vec<Passage>,
    },
    /// Complete a path that is being typed.
    Complete(String),
    /// Remember what was typed at a prompt.
    Remember {
        /// Which prompt.
        prompt: &'static str,
        /// What was typed.
        line: String,
    },
    /// Put text on the clipboard; the words say what it is.
    Copy {
        /// The text.
        text: String,
        /// "the quote".
        what: String,
    },
    /// Tell what an editor would get of this file.
    LookEditor(PathBuf),
    /// Open an article by the path of its file.
    OpenFile {
        /// The path, as it was typed.
        path: String,
        /// The number of the request.
        number: u64,
    },
    /// Open a file in the editor.
    Edit(PathBuf),
    /// Edit a note in the editor.
    EditNote {
        /// The passage.
        passage: PassageId,
        /// Its present note.
        text: String,
    },
    /// Give text to a program.
    Pipe {
        /// The program and its arguments, as typed.
        command: String,
        /// What it reads.
        text: String,
    },
    /// Draw the whole screen anew.
    Redraw,
    /// Give the terminal back for a while.
    Suspend,
    /// End the session.
    Quit,
}

impl Effect {
    /// Whether the terminal's own thread must do it.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        matches!(
            self,
            Self::Copy { .. }
                | Self::Edit(_)
                | Self::EditNote { .. }
                | Self::Pipe { .. }
                | Self::Redraw
                | Self::Suspend
                | Self::Quit
        )
    }
}

/// Some rows of a panel across the library.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The rows.
    pub rows: Vec<PanelRow>,
    /// Whether they take the place of those before.
    pub instead: bool,
    /// Articles done.
    pub done: usize,
    /// Articles in all.
    pub total: usize,
    /// Whether these are the last.
    pub ended: bool,
}

/// What came of an effect.
#[derive(Clone, Debug)]
pub enum Report {
    /// The index is a new one, and these are the rows in it.
    Renewed {
        /// That of the selected article.
        selected: Option<RowKey>,
        /// That of the article in the reader.
        shown: Option<RowKey>,
    },
    /// A view was listed.
    Listed {
        /// The number of the request.
        number: u64,
        /// The listing, or what is wrong with the query.
        listing: Result<Listing, QueryError>,
    },
    /// Rows were read; those that are gone are missing.
    Rows {
        /// What was asked for.
        keys: Vec<RowKey>,
        /// The rows.
        rows: Vec<Row>,
    },
    /// An article was loaded.
    Opened {
        /// The number of the request.
        number: u64,
        /// Its row.
        key: Option<RowKey>,
        /// The article, or why not.
        result: Result<Arc<Opened>, Clean>,
    },
    /// The identities of rows.
    Ids(Vec<ArticleId>),
    /// The library tells.
    Library(LibraryEvent),
    /// Rows of a panel across the library.
    Across {
        /// The number of the request.
        number: u64,
        /// What was found.
        found: Found,
    },
    /// The index has the reading state of these rows.
    Mirrored(usize),
    /// The reading state was saved, or why not; what was not saved is tried again
    /// with the next.
    Saved(Result<(), Clean>),
    /// What other instances and devices wrote meanwhile.
    Merged(Vec<Record>),
    /// Articles that have another identity now: the old one, the new one.
    Sought(Vec<(ArticleId, ArticleId)>),
    /// Where passages stand.
    Checked {
        /// Those that are settled.
        found: Vec<(PassageId, Standing)>,
        /// Those whose articles have changed, to be looked up there.
        look: Vec<PassageId>,
    },
    /// Texts of passages that are not kept yet.
    Texts(Vec<Arc<str>>),
    /// The text that a passage was taken from, if it was kept.
    Revision {
        /// The passage.
        passage: PassageId,
        /// The text.
        text: Option<Clean>,
    },
    /// The files of the reading state may have changed.
    ReadingChanged,
    /// Something the user should know.
    Warned(Clean),
    /// Completions of a path.
    Completed {
        /// What was typed.
        typed: String,
        /// What it could become.
        paths: Vec<Clean>,
    },
    /// A picture was read, or why not.
    Picture {
        /// Which.
        source: Clean,
        /// What is drawn.
        result: Result<Arc<Art>, Clean>,
    },
    /// A note came back from the editor.
    Note {
        /// The passage.
        passage: PassageId,
        /// The text.
        text: String,
    },
    /// Something worked; in the user's words.
    Done(Clean),
    /// Something did not.
    Failed(Clean),
    /// The folders may have changed.
    FoldersChanged,
    /// What an editor would get.
    Editor {
        /// The file.
        path: PathBuf,
        /// The editor; `None` where there is none.
        program: Option<Clean>,
        /// How many articles the file holds.
        articles: usize,
        /// Whether it is text, and not compressed or packed.
        text: bool,
    },
}
