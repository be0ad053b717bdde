//! What the reader can be asked to do: plain data, and the one table from
//! which keymap, command line, help and manual are made.

use crate::{
    library::{Scope, Sort},
    reader::{Motion, PaneLine, SelectMode, Target, TextObject},
};

/// Where the keys go: one table of keys for each.
///
/// A key that is bound for one mode alone (`[list]`, `[reader]`, `[select]`,
/// `[panel]` in keymap.toml) wins over one that is bound wherever its action
/// applies (`[keys]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// The list of articles has the focus.
    List,
    /// The article has the focus.
    Reader,
    /// The article has the focus and text is being selected.
    Select,
    /// A panel lies over the article.
    Panel,
}

impl Mode {
    /// All modes.
    pub const ALL: &'static [Mode] = &[Mode::List, Mode::Reader, Mode::Select, Mode::Panel];

    /// Where it is, for people.
    #[must_use]
    pub fn place(self) -> &'static str {
        match self {
            Self::List => "in the list",
            Self::Reader => "in an article",
            Self::Select => "while selecting",
            Self::Panel => "in a panel",
        }
    }

    /// The name of its table in keymap.toml.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Reader => "reader",
            Self::Select => "select",
            Self::Panel => "panel",
        }
    }
}

/// What a panel lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PanelKind {
    /// Officials.
    Officials,
    /// Figures.
    Figures,
    /// Quotes.
    Quotes,
    /// Passages.
    Bookmarks,
    /// Links of the article.
    Links,
    /// What is known of the article and of what became of its file.
    Info,
    /// What the program has said.
    Messages,
    /// Mistakes in settings, keys, themes and word lists.
    Problems,
}

/// A layer of highlights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Officials.
    Officials,
    /// Figures.
    Figures,
    /// Quotes.
    Quotes,
    /// All of them.
    All,
}

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Copy {
    /// The selection, else what a bookmark would keep.
    Selection,
    /// The paragraph under the cursor.
    Paragraph,
    /// The quote under the cursor.
    Quote,
    /// The article's address, else its file's path.
    Url,
    /// The selection, or what a bookmark would keep, with its citation.
    Citation,
}

/// One thing that the reader can be asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Move the cursor, or the selected row.
    Move(Motion),
    /// Scroll the article by a line; `true`: down.
    Scroll(bool),
    /// Open what is selected or under the cursor.
    Open,
    /// Back to the list; in the list, to the view before.
    Back,
    /// To the other pane.
    OtherPane,
    /// The next or previous article of the list.
    Article(bool),
    /// Next match while a search shows, else next unread article.
    Next,
    /// Previous match while a search shows, else mark read or unread.
    Previous,
    /// Next or previous match.
    Match(bool),
    /// Next or previous unread article.
    Unread(bool),
    /// Leave the innermost thing: popup, prompt, selection, search, query.
    Cancel,
    /// Search in the pane that has the focus.
    Search,
    /// Search the library from anywhere.
    SearchLibrary,
    /// Search the library for this.
    Query(String),
    /// Show only paragraphs with matches, or all again.
    OnlyMatching,
    /// Next or previous of a kind.
    Step(Target, bool),
    /// The last step once more.
    Repeat,
    /// Open a panel; `true`: across the library.
    Panel(PanelKind, bool),
    /// Show or hide a layer.
    Layer(Layer),
    /// Show or hide the margin.
    Margin,
    /// The article alone, without list and lines.
    Zen,
    /// Begin to select.
    Select(SelectMode),
    /// Select something as a whole.
    Object(TextObject),
    /// Bookmark what is selected or under the cursor; once more removes it.
    Bookmark,
    /// Attach the chosen passage to the selection.
    Reattach,
    /// Write a note on a passage; `true`: in the editor.
    Note(bool),
    /// Tag a passage.
    Tags,
    /// Set the tags of a passage.
    SetTags(String),
    /// The next colour for a passage; a count names it.
    Colour,
    /// Set a mark; capitals are marks of the library.
    SetMark(char),
    /// Go to a mark; `'` is the place before the last jump.
    GoMark(char),
    /// Copy.
    Copy(Copy),
    /// Mark read or unread.
    ToggleRead,
    /// Star or take the star away.
    Star,
    /// Mark all articles of the list read, after a question.
    MarkAllRead,
    /// The next or previous scope.
    NextScope(bool),
    /// Show a scope.
    Scope(Scope),
    /// Order the list.
    Sort(Sort),
    /// The order the other way round.
    Reverse,
    /// Open the original: in the browser, or its file in a viewer.
    OpenOriginal,
    /// Open the article's file in the editor.
    Edit,
    /// Give the article's text to a program; without one, ask which.
    Pipe(Option<String>),
    /// Take the last change back, or make it again (`true`).
    Undo(bool),
    /// Through the places of this session; `true`: forward.
    Jump(bool),
    /// Type a command.
    CommandLine,
    /// Help: find an action and run it.
    Help,
    /// Wider, narrower, or as it was: the text, in the list the list.
    Width(Option<bool>),
    /// Look at the folders again.
    Rescan,
    /// Draw the screen anew.
    Redraw,
    /// Give the terminal back for a while.
    Suspend,
    /// Close what is open, else quit.
    Close,
    /// Quit at once.
    Quit,
    /// Choose a theme; without a name, from a list.
    Theme(Option<String>),
    /// Change a setting for this session, as it is typed behind `:set`.
    Set(String),
    /// Open the article of a file.
    OpenFile(String),
    /// Put the cursor's line somewhere in the pane.
    Place(PaneLine),
    /// Search the word under the cursor, forward or backward.
    SearchWord(bool),
    /// Add a file or folder to the library.
    Add(String),
    /// Write passages to a file: format and path.
    Export(String),
}

/// What the help groups together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving.
    Move,
    /// Articles.
    Articles,
    /// Searching.
    Search,
    /// Officials, figures and quotes.
    Layers,
    /// Panels.
    Panels,
    /// Selecting and copying.
    Select,
    /// Passages.
    Passages,
    /// What the list shows.
    List,
    /// The program.
    Program,
}

impl Group {
    /// All groups, in the order of the help.
    pub const ALL: &'static [Group] = &[
        Group::Move,
        Group::Articles,
        Group::Search,
        Group::Layers,
        Group::Panels,
        Group::Select,
        Group::Passages,
        Group::List,
        Group::Program,
    ];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Articles => "Articles",
            Self::Search => "Searching",
            Self::Layers => "Officials, figures, quotes",
            Self::Panels => "Panels",
            Self::Select => "Selecting and copying",
            Self::Passages => "Bookmarked passages",
            Self::List => "The list",
            Self::Program => "Program",
        }
    }
}

/// How an entry of the table becomes an action.
#[derive(Clone, Debug)]
pub enum Make {
    /// As it stands.
    Plain(Action),
    /// With the next key typed, a character (`m` then `a`); on the command
    /// line with its argument.
    Char(fn(char) -> Action),
    /// With the rest of the command line; not bound to keys. The text says
    /// what the argument is ("PATH").
    Text(&'static str, fn(&str) -> Action),
}

/// One entry of the table.
#[derive(Clone, Debug)]
pub struct Bindable {
    /// The name in keymap.toml and on the command line: kebab-case.
    pub name: &'static str,
    /// Where the help puts it.
    pub group: Group,
    /// One line of help, without a stop.
    pub help: &'static str,
    /// The modes in which it applies.
    pub modes: &'static [Mode],
    /// Whether a count before it means something.
    pub count: bool,
    /// The action.
    pub make: Make,
}

impl Bindable {
    /// The entry of a name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Bindable> {
        TABLE.iter().find(|b| b.name == name)
    }

    /// Whether keys can be bound to it.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        !matches!(self.make, Make::Text(..))
    }

    /// Whether it applies in a mode.
    #[must_use]
    pub fn applies(&self, mode: Mode) -> bool {
        self.modes.contains(&mode)
    }

    /// The action with an argument, as the command line gives it; `None` if
    /// the argument does not fit.
    #[must_use]
    pub fn with(&self, argument: &str) -> Option<Action> {
        let argument = argument.trim();
        match &self.make {
            Make::Plain(action) => argument.is_empty().then(|| action.clone()),
            Make::Char(make) => {
                let mut chars = argument.chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) => Some(make(c)),
                    _ => None,
                }
            }
            Make::Text(_, make) => Some(make(argument)),
        }
    }
}

use Group as G;
use Mode::{List, Panel, Reader, Select};

const LIST: &[Mode] = &[List];
const READER: &[Mode] = &[Reader];
const TEXT: &[Mode] = &[Reader, Select];
const SELECT: &[Mode] = &[Select];
const PANES: &[Mode] = &[List, Reader];
const NOT_PANEL: &[Mode] = &[List, Reader, Select];
const PASSAGE: &[Mode] = &[Reader, Select, Panel];
const NOTE: &[Mode] = &[Reader, Panel];
const ROWS: &[Mode] = &[List, Reader, Panel];
const ALL: &[Mode] = &[List, Reader, Select, Panel];

macro_rules! table {
    ($($name:literal $group:ident $modes:ident $count:literal $help:literal $make:expr;)*) => {
        &[$(Bindable {
            name: $name,
            group: G::$group,
            help: $help,
            modes: $modes,
            count: $count == 1,
            make: $make,
        },)*]
    };
}

const fn plain(action: Action) -> Make {
    Make::Plain(action)
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Everything that can be bound or typed, in the order of the help. The third
/// column says whether a count means something.
pub static TABLE: &[Bindable] = table! {
    "down" Move ALL 1 "line down; list: next article" plain(Action::Move(Motion::RowDown));
    "up" Move ALL 1 "line up; list: previous article" plain(Action::Move(Motion::RowUp));
    "half-down" Move ALL 1 "half a page down" plain(Action::Move(Motion::HalfDown));
    "half-up" Move ALL 1 "half a page up" plain(Action::Move(Motion::HalfUp));
    "page-down" Move ALL 1 "page down" plain(Action::Move(Motion::PageDown));
    "page-up" Move ALL 1 "page up" plain(Action::Move(Motion::PageUp));
    "top" Move ALL 1 "to the beginning; with a count, to that percentage" plain(Action::Move(Motion::Top));
    "bottom" Move ALL 1 "to the end; with a count, to that paragraph (list: row)" plain(Action::Move(Motion::Bottom));
    "next-paragraph" Move ALL 1 "next paragraph; list: next day" plain(Action::Move(Motion::ParagraphDown));
    "prev-paragraph" Move ALL 1 "previous paragraph; list: previous day" plain(Action::Move(Motion::ParagraphUp));
    "next-sentence" Move TEXT 1 "next sentence" plain(Action::Move(Motion::SentenceNext));
    "prev-sentence" Move TEXT 1 "previous sentence" plain(Action::Move(Motion::SentencePrev));
    "next-word" Move TEXT 1 "next word" plain(Action::Move(Motion::WordNext));
    "prev-word" Move TEXT 1 "previous word" plain(Action::Move(Motion::WordPrev));
    "word-end" Move TEXT 1 "end of the word" plain(Action::Move(Motion::WordEnd));
    "next-char" Move SELECT 1 "one character on" plain(Action::Move(Motion::CharNext));
    "prev-char" Move SELECT 1 "one character back" plain(Action::Move(Motion::CharPrev));
    "line-start" Move TEXT 0 "start of the line" plain(Action::Move(Motion::RowStart));
    "line-end" Move TEXT 0 "end of the line" plain(Action::Move(Motion::RowEnd));
    "cursor-middle" Move TEXT 0 "put this line in the middle of the pane" plain(Action::Place(PaneLine::Middle));
    "cursor-top" Move TEXT 0 "put this line at the top" plain(Action::Place(PaneLine::Top));
    "cursor-bottom" Move TEXT 0 "put this line at the bottom" plain(Action::Place(PaneLine::Bottom));
    "scroll-down" Move ALL 1 "scroll the article a line down" plain(Action::Scroll(true));
    "scroll-up" Move ALL 1 "scroll the article a line up" plain(Action::Scroll(false));

    "open" Articles ALL 0 "open; reader: card or link of what is under the cursor" plain(Action::Open);
    "back" Articles ROWS 0 "back to the list" plain(Action::Back);
    "other-pane" Articles NOT_PANEL 0 "to the other pane" plain(Action::OtherPane);
    "next-article" Articles ROWS 1 "next article" plain(Action::Article(true));
    "prev-article" Articles ROWS 1 "previous article" plain(Action::Article(false));
    "next" Articles NOT_PANEL 1 "next match while a search shows, else next unread article" plain(Action::Next);
    "prev" Articles NOT_PANEL 1 "previous match while a search shows, else mark read or unread" plain(Action::Previous);
    "next-unread" Articles PANES 1 "next unread article" plain(Action::Unread(true));
    "prev-unread" Articles PANES 1 "previous unread article" plain(Action::Unread(false));
    "toggle-read" Articles PANES 0 "mark read or unread" plain(Action::ToggleRead);
    "star" Articles PANES 0 "star, or take the star away" plain(Action::Star);
    "mark-all-read" Articles LIST 0 "mark all articles of the list read" plain(Action::MarkAllRead);
    "open-original" Articles ROWS 0 "open the original in the browser or a viewer" plain(Action::OpenOriginal);
    "edit" Articles PANES 0 "open the file in the editor (asks)" plain(Action::Edit);
    "open-file" Articles ALL 0 "open the article of a file, in the library or not" Make::Text("FILE", |t| Action::OpenFile(t.to_owned()));
    "pipe" Articles NOT_PANEL 0 "give the text to a program" plain(Action::Pipe(None));
    "pipe-to" Articles NOT_PANEL 0 "give the text to this program" Make::Text("PROGRAM", |t| Action::Pipe(given(t)));
    "jump-back" Articles ROWS 1 "back to the place before" plain(Action::Jump(false));
    "jump-forward" Articles ROWS 1 "forward again (Ctrl-i is Tab in most terminals)" plain(Action::Jump(true));

    "search" Search ALL 0 "search as you type: in the reader this article, in the list the library" plain(Action::Search);
    "search-library" Search ROWS 0 "search the library" plain(Action::SearchLibrary);
    "query" Search ALL 0 "show the articles that a query finds" Make::Text("QUERY", |t| Action::Query(t.to_owned()));
    "search-word" Search TEXT 0 "search the word under the cursor" plain(Action::SearchWord(true));
    "search-word-back" Search TEXT 0 "the same backwards" plain(Action::SearchWord(false));
    "next-match" Search TEXT 1 "next match" plain(Action::Match(true));
    "prev-match" Search TEXT 1 "previous match" plain(Action::Match(false));
    "only-matching" Search READER 0 "show only paragraphs with matches" plain(Action::OnlyMatching);
    "cancel" Search ALL 0 "leave the innermost thing" plain(Action::Cancel);

    "next-official" Layers TEXT 1 "next official" plain(Action::Step(Target::Official, true));
    "prev-official" Layers TEXT 1 "previous official" plain(Action::Step(Target::Official, false));
    "next-figure" Layers TEXT 1 "next figure" plain(Action::Step(Target::Figure, true));
    "prev-figure" Layers TEXT 1 "previous figure" plain(Action::Step(Target::Figure, false));
    "next-quote" Layers TEXT 1 "next quote" plain(Action::Step(Target::Quote, true));
    "prev-quote" Layers TEXT 1 "previous quote" plain(Action::Step(Target::Quote, false));
    "next-bookmark" Layers TEXT 1 "next bookmark" plain(Action::Step(Target::Passage, true));
    "prev-bookmark" Layers TEXT 1 "previous bookmark" plain(Action::Step(Target::Passage, false));
    "next-link" Layers TEXT 1 "next link" plain(Action::Step(Target::Link, true));
    "prev-link" Layers TEXT 1 "previous link" plain(Action::Step(Target::Link, false));
    "next-heading" Layers TEXT 1 "next heading" plain(Action::Step(Target::Heading, true));
    "prev-heading" Layers TEXT 1 "previous heading" plain(Action::Step(Target::Heading, false));
    "repeat" Layers TEXT 1 "the last of these steps again" plain(Action::Repeat);
    "toggle-officials" Layers PANES 0 "show or hide officials" plain(Action::Layer(Layer::Officials));
    "toggle-figures" Layers PANES 0 "show or hide figures" plain(Action::Layer(Layer::Figures));
    "toggle-quotes" Layers PANES 0 "show or hide quotes" plain(Action::Layer(Layer::Quotes));
    "toggle-layers" Layers PANES 0 "show or hide all three" plain(Action::Layer(Layer::All));
    "toggle-margin" Layers PANES 0 "show or hide the margin" plain(Action::Margin);

    "officials" Panels PANES 0 "officials of this article" plain(Action::Panel(PanelKind::Officials, false));
    "figures" Panels PANES 0 "figures of this article" plain(Action::Panel(PanelKind::Figures, false));
    "quotes" Panels PANES 0 "quotes of this article" plain(Action::Panel(PanelKind::Quotes, false));
    "bookmarks" Panels PANES 0 "bookmarks of this article" plain(Action::Panel(PanelKind::Bookmarks, false));
    "links" Panels PANES 0 "links of this article" plain(Action::Panel(PanelKind::Links, false));
    "info" Panels PANES 0 "about this article and its file" plain(Action::Panel(PanelKind::Info, false));
    "library-officials" Panels PANES 0 "officials of the whole library" plain(Action::Panel(PanelKind::Officials, true));
    "library-figures" Panels PANES 0 "figures of the whole library" plain(Action::Panel(PanelKind::Figures, true));
    "library-quotes" Panels PANES 0 "quotes of the whole library" plain(Action::Panel(PanelKind::Quotes, true));
    "library-bookmarks" Panels PANES 0 "bookmarks of the whole library" plain(Action::Panel(PanelKind::Bookmarks, true));
    "problems" Panels PANES 0 "mistakes in settings, keys and themes" plain(Action::Panel(PanelKind::Problems, true));
    "messages" Panels PANES 0 "what the program has said" plain(Action::Panel(PanelKind::Messages, true));

    "select" Select TEXT 0 "select by character" plain(Action::Select(SelectMode::Char));
    "select-sentence" Select TEXT 0 "select by sentence, again by paragraph" plain(Action::Select(SelectMode::Sentence));
    "object-sentence" Select SELECT 0 "the sentence" plain(Action::Object(TextObject::Sentence));
    "object-paragraph" Select SELECT 0 "the paragraph" plain(Action::Object(TextObject::Paragraph));
    "object-quote" Select SELECT 0 "the quote" plain(Action::Object(TextObject::Quote));
    "object-official" Select SELECT 0 "the official with title" plain(Action::Object(TextObject::Official));
    "object-word" Select SELECT 0 "the word" plain(Action::Object(TextObject::Word));
    "object-figure" Select SELECT 0 "the figure" plain(Action::Object(TextObject::Figure));
    "copy" Select PASSAGE 0 "copy the selection" plain(Action::Copy(Copy::Selection));
    "copy-paragraph" Select READER 0 "copy the paragraph" plain(Action::Copy(Copy::Paragraph));
    "copy-quote" Select READER 0 "copy the quote" plain(Action::Copy(Copy::Quote));
    "copy-url" Select PANES 0 "copy the address, else the path" plain(Action::Copy(Copy::Url));
    "cite" Select PASSAGE 0 "copy with citation" plain(Action::Copy(Copy::Citation));

    "bookmark" Passages PASSAGE 0 "bookmark the selection, match, quote or sentence; again removes" plain(Action::Bookmark);
    "reattach" Passages TEXT 0 "attach the orphan or doubtful bookmark that was chosen to the selection" plain(Action::Reattach);
    "note" Passages NOTE 0 "write a note" plain(Action::Note(false));
    "note-editor" Passages PASSAGE 0 "write a note in the editor" plain(Action::Note(true));
    "edit-tags" Passages PASSAGE 0 "tag the passage" plain(Action::Tags);
    "tags" Passages PASSAGE 0 "set the passage's tags; - takes them away" Make::Text("TAGS", |t| Action::SetTags(t.to_owned()));
    "colour" Passages PASSAGE 1 "next colour; a count names it" plain(Action::Colour);
    "set-mark" Passages TEXT 0 "set a mark: a letter, capital for the library" Make::Char(Action::SetMark);
    "go-mark" Passages ROWS 0 "go to a mark; ' is the place before" Make::Char(Action::GoMark);
    "export" Passages ALL 0 "write bookmarks to a file; its ending tells the format" Make::Text("[FORMAT] PATH", |t| Action::Export(t.to_owned()));

    "next-scope" List PANES 0 "all, unread, starred, bookmarked, saved searches" plain(Action::NextScope(true));
    "prev-scope" List PANES 0 "the same backwards" plain(Action::NextScope(false));
    "scope-all" List PANES 0 "all articles" plain(Action::Scope(Scope::All));
    "scope-unread" List PANES 0 "unread articles" plain(Action::Scope(Scope::Unread));
    "scope-starred" List PANES 0 "starred articles" plain(Action::Scope(Scope::Starred));
    "scope-bookmarked" List PANES 0 "articles with bookmarks" plain(Action::Scope(Scope::Bookmarked));
    "sort-date" List PANES 0 "order by date" plain(Action::Sort(Sort::Date));
    "sort-title" List PANES 0 "order by headline" plain(Action::Sort(Sort::Title));
    "sort-source" List PANES 0 "order by outlet" plain(Action::Sort(Sort::Source));
    "sort-unread" List PANES 0 "unread first" plain(Action::Sort(Sort::Unread));
    "sort-added" List PANES 0 "newest files first" plain(Action::Sort(Sort::Added));
    "sort-relevance" List PANES 0 "best match first" plain(Action::Sort(Sort::Relevance));
    "sort-reverse" List PANES 0 "the other way round" plain(Action::Reverse);
    "rescan" List PANES 0 "look at the folders again" plain(Action::Rescan);
    "add" List ALL 0 "copy a file or folder into the library" Make::Text("PATH", |t| Action::Add(t.to_owned()));

    "command-line" Program ALL 0 "type a command" plain(Action::CommandLine);
    "help" Program ALL 0 "help: find a command and run it" plain(Action::Help);
    "undo" Program ALL 1 "take the last change back" plain(Action::Undo(false));
    "redo" Program ALL 1 "make it again" plain(Action::Undo(true));
    "wider" Program PANES 1 "wider text; list: wider list" plain(Action::Width(Some(true)));
    "narrower" Program PANES 1 "narrower text; list: narrower list" plain(Action::Width(Some(false)));
    "width-reset" Program PANES 0 "the width of the settings" plain(Action::Width(None));
    "zen" Program PANES 0 "the text alone" plain(Action::Zen);
    "choose-theme" Program PANES 0 "choose a theme" plain(Action::Theme(None));
    "theme" Program ALL 0 "use this theme" Make::Text("NAME", |t| Action::Theme(given(t)));
    "set" Program ALL 0 "change a setting for this session: NAME=VALUE, noNAME, NAME?" Make::Text("[NAME=VALUE]", |t| Action::Set(t.to_owned()));
    "redraw" Program ALL 0 "draw the screen anew" plain(Action::Redraw);
    "suspend" Program ALL 0 "back to the shell for a while" plain(Action::Suspend);
    "close" Program ALL 0 "close what is open, else quit" plain(Action::Close);
    "quit" Program ALL 0 "quit at once" plain(Action::Quit);
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_plain() {
        let mut seen = HashSet::new();
        for entry in TABLE {
            assert!(seen.insert(entry.name), "{} twice", entry.name);
            let plain = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(entry.name.chars().all(plain), "{}", entry.name);
            assert!(!entry.help.is_empty() && !entry.help.ends_with('.'));
            assert!(!entry.modes.is_empty());
        }
    }

    #[test]
    fn arguments_fit_or_are_refused() {
        let with = |name: &str, text: &str| Bindable::find(name).and_then(|b| b.with(text));
        assert_eq!(with("down", ""), Some(Action::Move(Motion::RowDown)));
        assert_eq!(with("down", "5"), None);
        assert_eq!(with("set-mark", "a"), Some(Action::SetMark('a')));
        assert_eq!(with("set-mark", "ab"), None);
        assert_eq!(with("theme", ""), Some(Action::Theme(None)));
        assert_eq!(with("nothing", ""), None);
    }
}
