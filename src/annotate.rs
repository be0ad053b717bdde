//! The annotator: an ordered row of passes over one immutable document.
//!
//! Each pass is a small file behind [`Pass`]; it sees what earlier passes
//! found and only adds; what overlaps in a layer at the end is dropped
//! ([`apart`]). No pass does I/O, reads a clock or fails on content.

pub mod apart;
pub mod attribution;
mod confidence;
pub mod date;
pub mod entity;
pub mod figure;
pub mod json;
pub mod lexicon;
pub mod official;
pub mod people;
pub mod person;
pub mod phrase;
pub mod quote;
pub mod token;
pub mod types;
pub mod vocabulary;

use crate::{document::Document, span::Span};
use entity::Entities;
use lexicon::Lexicon;
use token::Tokens;
pub use types::*;

/// What the passes have found so far.
#[derive(Debug, Default)]
pub struct Found {
    /// Dates, years and clock times: not figures.
    pub dates: Vec<Span>,
    /// Officials, persons, groups, institutions, organisations and places, set
    /// by the officials pass, which runs first.
    pub entities: Entities,
    /// What will be handed out.
    pub annotations: Annotations,
}

/// One annotator.
pub trait Pass {
    /// Name in `--explain` and in tests.
    fn name(&self) -> &'static str;

    /// Adds what it finds to `found`.
    fn run(&self, text: &Tokens<'_>, found: &mut Found);
}

/// The annotator with its word lists.
#[derive(Clone, Debug)]
pub struct Annotator<'l> {
    lexicon: &'l Lexicon,
    people: Option<&'l people::People>,
}

impl Default for Annotator<'static> {
    fn default() -> Self {
        Self::new(Lexicon::shipped())
    }
}

impl<'l> Annotator<'l> {
    /// An annotator with these word lists.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self {
            lexicon,
            people: None,
        }
    }

    /// The same annotator with the user's corrections about persons, whose
    /// names are among the user's entries of the lexicon
    /// ([`people::People::items`]).
    #[must_use]
    pub fn with_people(self, people: &'l people::People) -> Self {
        Self {
            people: Some(people),
            ..self
        }
    }

    /// The passes, in order.
    #[must_use]
    pub fn passes(&self) -> Vec<Box<dyn Pass + 'l>> {
        vec![
            Box::new(date::Dates),
            Box::new(official::Officials {
                people: self.people,
            }),
            Box::new(attribution::Attributions),
            Box::new(figure::Figures),
        ]
    }

    /// Annotates one document.
    #[must_use]
    pub fn annotate(&self, document: &Document) -> Annotations {
        let text = Tokens::new(document, self.lexicon);
        let mut found = Found::default();
        for pass in self.passes() {
            pass.run(&text, &mut found);
        }
        apart::keep(&mut found.annotations);
        entity::prune(&mut found.annotations);
        found.annotations
    }
}
