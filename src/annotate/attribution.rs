//! The attribution pass: who says what.
//!
//! It finds the attributions of a text (a cue, its source and its content) and
//! passes the stretches in quotation marks through a sieve of stages, each of
//! which may link one to an attribution. What no stage links is no quote,
//! unless it stands as a sentence of its own.

pub mod alone;
pub mod confidence;
pub mod content;
pub mod find;
pub mod group;
pub mod headline;
pub mod party;
pub mod report;
pub mod sieve;
pub mod source;
pub mod speaker;
pub mod title;
pub mod verbless;
pub mod words;

use super::{Found, Pass, quote, token::Tokens};
use words::Words;

/// Finds quotes, reported speech, their speakers and cues.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attributions;

impl Pass for Attributions {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn run(&self, text: &Tokens<'_>, found: &mut Found) {
        let quoted = quote::automaton::scan(text.document);
        let turns = quote::turn::scan(text, &found.entities);
        let quotes = {
            let found: &Found = found;
            let w = Words::new(text, &found.entities, &quoted);
            let attributions = find::all(&w);
            let links = sieve::run(&w, &attributions);
            report::segments(
                &w,
                &attributions,
                &links,
                &turns,
                &speaker::Speakers { found },
            )
        };
        if turns.iter().any(|t| t.asks) {
            found.annotations.people.push(speaker::reporter(found));
        }
        found.annotations.quotes = quotes;
    }
}

#[cfg(test)]
mod tests;
