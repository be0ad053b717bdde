//! What the program says: one line at the bottom of the screen, and a list of
//! what was said before.

use jiff::civil::DateTime;

use crate::clean::Clean;

/// Most messages that are kept.
const MOST: usize = 500;

/// How weighty a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something was done.
    Note,
    /// Something the user should look at.
    Warning,
    /// Something failed.
    Error,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How weighty.
    pub weight: Weight,
    /// One line.
    pub text: Clean,
    /// When it was first said.
    pub at: DateTime,
    /// How often in a row.
    pub times: usize,
}

/// What was said.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    all: Vec<Message>,
    shown: bool,
    now: DateTime,
}

impl Messages {
    /// Sets the time of what is said next.
    pub fn at(&mut self, now: DateTime) {
        self.now = now;
    }

    /// Says something.
    pub fn say(&mut self, weight: Weight, text: &str) {
        let text = Clean::line(text);
        self.shown = true;
        if let Some(last) = self.all.last_mut().filter(|l| l.text == text) {
            last.times += 1;
            return;
        }
        if self.all.len() == MOST {
            self.all.remove(0);
        }
        self.all.push(Message {
            weight,
            text,
            at: self.now,
            times: 1,
        });
    }

    /// Says that something was done.
    pub fn note(&mut self, text: &str) {
        self.say(Weight::Note, text);
    }

    /// Says that something needs a look.
    pub fn warn(&mut self, text: &str) {
        self.say(Weight::Warning, text);
    }

    /// Says that something failed.
    pub fn error(&mut self, text: &str) {
        self.say(Weight::Error, text);
    }

    /// The line at the bottom, until the next key.
    #[must_use]
    pub fn shown(&self) -> Option<&Message> {
        self.all.last().filter(|_| self.shown)
    }

    /// Takes the line away.
    pub fn hide(&mut self) {
        self.shown = false;
    }

    /// Everything that was said, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Message] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_twice_is_one_message() {
        let mut messages = Messages::default();
        messages.note("copied");
        messages.note("copied");
        assert_eq!(messages.all().len(), 1);
        assert_eq!(messages.shown().map(|m| m.times), Some(2));
        messages.hide();
        assert!(messages.shown().is_none());
        assert_eq!(messages.all().len(), 1);
    }
}
