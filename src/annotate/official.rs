//! The officials pass: who is named, what office they hold, and which of the
//! capitalised words are bodies, places and things.
//!
//! It works in four steps. The text is cut by the closed lists ([`mark`]);
//! runs of capitals are weighed as names ([`crate::annotate::person::name`])
//! and their titles read ([`title`]); document memory joins the mentions of a
//! person ([`crate::annotate::person::memory`]); groups, officials without a
//! name and bodies are found in what is left ([`group`]).

pub mod chain;
pub mod clause;
pub mod collect;
pub mod confidence;
pub mod emit;
pub mod group;
pub mod mark;
pub mod title;

use crate::annotate::{Found, Pass, people::People, token::Tokens};

/// The officials pass.
#[derive(Clone, Copy, Debug, Default)]
pub struct Officials<'p> {
    /// The user's corrections about persons.
    pub people: Option<&'p People>,
}

impl Pass for Officials<'_> {
    fn name(&self) -> &'static str {
        "officials"
    }

    fn run(&self, text: &Tokens<'_>, found: &mut Found) {
        let marks = mark::Marks::new(text);
        let collected = collect::collect(text, &marks);
        emit::emit(text, &marks, collected, self.people, found);
    }
}

#[cfg(test)]
mod tests;
