//! One line of typing: search, query, command, note, tags, a question.

use crossterm::event::{KeyCode, KeyModifiers};
use tui_input::{Input, InputRequest};

use super::{action::Action, keymap::key::Key};
use crate::{clean::Clean, passage::PassageId};

/// What is being typed.
#[derive(Clone, Debug, PartialEq)]
pub enum PromptKind {
    /// A search in the article.
    Find,
    /// A query of the library.
    Query,
    /// The filter of a panel.
    Filter,
    /// A command.
    Command,
    /// A note on a passage.
    Note(PassageId),
    /// Tags of a passage.
    Tags(PassageId),
    /// A program to give the text to.
    Pipe,
    /// A question: `y` does it.
    Confirm(String, Box<Action>),
}

impl PromptKind {
    /// What stands before the line.
    #[must_use]
    pub fn sign(&self) -> String {
        match self {
            Self::Find | Self::Query | Self::Filter => "/".to_owned(),
            Self::Command => ":".to_owned(),
            Self::Note(_) => "note: ".to_owned(),
            Self::Tags(_) => "tags: ".to_owned(),
            Self::Pipe => "|".to_owned(),
            Self::Confirm(question, _) => format!("{question} y/n "),
        }
    }

    /// The name of its history, if it has one.
    #[must_use]
    pub fn history(&self) -> Option<&'static str> {
        match self {
            Self::Find => Some("find"),
            Self::Query => Some("query"),
            Self::Command => Some("command"),
            Self::Pipe => Some("pipe"),
            _ => None,
        }
    }
}

/// A line that is being typed.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What it is.
    pub kind: PromptKind,
    /// The line.
    pub input: Input,
    /// What can be completed, and which of it was taken.
    pub completion: Completion,
    /// How far back in the history the line is, and what was typed before.
    back: Option<(usize, String)>,
}

/// What a line could become.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completion {
    /// What was typed.
    pub typed: String,
    /// What it could become, with a word of help.
    pub options: Vec<(String, String)>,
    /// Which one the line shows.
    pub at: Option<usize>,
}

/// What a key did to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text is another.
    Changed,
    /// Nothing but perhaps the cursor.
    Same,
    /// Enter.
    Accept,
    /// Esc, or the line was empty and taken back.
    Cancel,
}

impl Prompt {
    /// Begins to type, with `text` on the line.
    #[must_use]
    pub fn new(kind: PromptKind, text: &str) -> Self {
        Self {
            kind,
            input: Input::new(text.to_owned()),
            completion: Completion::default(),
            back: None,
        }
    }

    /// What is on the line.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Puts another text on the line.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// Takes text that was pasted: one line, without controls.
    pub fn paste(&mut self, text: &str) {
        for c in Clean::line(text).chars() {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Takes a key; `history` is what was typed before, latest last.
    pub fn key(&mut self, key: Key, history: &[String]) -> Typed {
        use InputRequest as R;
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let request = match key.code {
            KeyCode::Enter => return Typed::Accept,
            KeyCode::Esc => return Typed::Cancel,
            KeyCode::Char('c' | 'g') if ctrl => return Typed::Cancel,
            KeyCode::Char('j' | 'm') if ctrl => return Typed::Accept,
            KeyCode::Up => return self.recall(history, true),
            KeyCode::Down => return self.recall(history, false),
            KeyCode::Char('p') if ctrl => return self.recall(history, true),
            KeyCode::Char('n') if ctrl => return self.recall(history, false),
            KeyCode::Backspace if self.text().is_empty() => return Typed::Cancel,
            KeyCode::Char('h') if ctrl && self.text().is_empty() => return Typed::Cancel,
            KeyCode::Backspace if ctrl || alt => R::DeletePrevWord,
            KeyCode::Backspace => R::DeletePrevChar,
            KeyCode::Delete => R::DeleteNextChar,
            KeyCode::Left if ctrl || alt => R::GoToPrevWord,
            KeyCode::Right if ctrl || alt => R::GoToNextWord,
            KeyCode::Left => R::GoToPrevChar,
            KeyCode::Right => R::GoToNextChar,
            KeyCode::Home => R::GoToStart,
            KeyCode::End => R::GoToEnd,
            KeyCode::Char(c) if ctrl => match c {
                'h' => R::DeletePrevChar,
                'w' => R::DeletePrevWord,
                'u' => R::DeleteLine,
                'k' => R::DeleteTillEnd,
                'a' => R::GoToStart,
                'e' => R::GoToEnd,
                'b' => R::GoToPrevChar,
                'f' => R::GoToNextChar,
                'd' => R::DeleteNextChar,
                _ => return Typed::Same,
            },
            KeyCode::Char(c) if alt => match c {
                'b' => R::GoToPrevWord,
                'f' => R::GoToNextWord,
                'd' => R::DeleteNextWord,
                _ => return Typed::Same,
            },
            KeyCode::Char(c) => R::InsertChar(c),
            _ => return Typed::Same,
        };
        self.back = None;
        match self.input.handle(request) {
            Some(change) if change.value => Typed::Changed,
            _ => Typed::Same,
        }
    }

    /// An older or newer line of the history that begins as the typed one.
    fn recall(&mut self, history: &[String], older: bool) -> Typed {
        let typed = self
            .back
            .as_ref()
            .map_or_else(|| self.text().to_owned(), |(_, t)| t.clone());
        let fits: Vec<&String> = history.iter().filter(|h| h.starts_with(&typed)).collect();
        let at = self.back.as_ref().map_or(fits.len(), |(i, _)| *i);
        let to = if older {
            at.checked_sub(1)
        } else {
            (at < fits.len()).then_some(at + 1)
        };
        let Some(to) = to else { return Typed::Same };
        match fits.get(to) {
            Some(line) => {
                self.set(line);
                self.back = Some((to, typed));
            }
            None => {
                self.set(&typed);
                self.back = None;
            }
        }
        Typed::Changed
    }

    /// Takes the next completion, or the one before.
    pub fn complete(&mut self, forward: bool) -> bool {
        let n = self.completion.options.len();
        if n == 0 {
            return false;
        }
        let at = match (self.completion.at, forward) {
            (None, true) => 0,
            (None, false) => n - 1,
            (Some(i), true) => (i + 1) % n,
            (Some(i), false) => (i + n - 1) % n,
        };
        self.completion.at = Some(at);
        if let Some((text, _)) = self.completion.options.get(at) {
            self.input = Input::new(text.clone());
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(prompt: &mut Prompt, keys: &str, history: &[String]) -> Typed {
        let mut last = Typed::Same;
        for key in crate::app::keymap::key::script(keys).expect("keys") {
            last = prompt.key(key, history);
        }
        last
    }

    #[test]
    fn typing_and_taking_back() {
        let mut p = Prompt::new(PromptKind::Find, "");
        assert_eq!(press(&mut p, "two words", &[]), Typed::Changed);
        assert_eq!(press(&mut p, "<c-w>x", &[]), Typed::Changed);
        assert_eq!(p.text(), "two x");
        assert_eq!(press(&mut p, "<c-u>", &[]), Typed::Changed);
        assert_eq!(press(&mut p, "<bs>", &[]), Typed::Cancel);
        assert_eq!(press(&mut p, "a<enter>", &[]), Typed::Accept);
    }

    #[test]
    fn history_follows_what_was_typed() {
        let history = ["rafah", "aid", "ransom"].map(str::to_owned);
        let mut p = Prompt::new(PromptKind::Find, "");
        press(&mut p, "ra<up>", &history);
        assert_eq!(p.text(), "ransom");
        press(&mut p, "<up>", &history);
        assert_eq!(p.text(), "rafah");
        press(&mut p, "<down><down>", &history);
        assert_eq!(p.text(), "ra");
    }

    #[test]
    fn pasting_is_one_clean_line() {
        let mut p = Prompt::new(PromptKind::Query, "");
        p.paste("two\nlines\u{1b}[31m");
        assert_eq!(p.text(), "two lines␛[31m");
    }
}
