//! attache: a terminal reader for diplomatic news briefings.
//!
//! ```text
//! file → import → Document → annotate → Annotations ┐
//!                  layout(width) → rows ────────────┴→ layers → styled cells
//! key → keymap → Action → update(&mut Model) → Effects → worker → Action …   view(&Model, &Theme, &mut Frame)
//! ```
//!
//! `ARCHITECTURE.md` has the code map and the invariants.

pub mod annotate;
pub mod app;
pub mod article;
pub mod bidi;
pub mod clean;
pub mod cli;
pub mod cluster;
pub mod config;
pub mod document;
pub mod examples;
pub mod headless;
pub mod import;
pub mod index;
pub mod library;
pub(crate) mod nearest;
pub mod passage;
pub mod places;
pub(crate) mod plural;
pub mod query;
pub mod reader;
pub(crate) mod scan;
pub mod shipped;
pub mod span;
pub mod state;
pub mod terminal;
pub mod ui;
