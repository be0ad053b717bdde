//! The reader's application: keys in, actions, state, effects out.

pub mod action;
pub mod arrange;
pub mod editor;
pub mod effect;
pub mod jumps;
pub mod keymap;
pub mod list;
pub mod messages;
pub mod model;
pub mod panel;
pub mod popup;
pub mod prompt;
pub mod start;
mod tools;
pub mod update;
pub mod worker;

use std::path::PathBuf;

use crate::{
    clean::Clean,
    config::Loaded,
    places::Places,
    ui::theme::{ColourLevel, Theme},
};

/// What the reader starts with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The folders.
    pub places: Places,
    /// What the session shows: folders, or single files; empty: the library
    /// folders of the settings.
    pub roots: Vec<PathBuf>,
    /// Whether it shows the tutor alone, whatever `roots` says.
    pub tutor: bool,
    /// The settings and keys, with what was wrong with them.
    pub loaded: Loaded,
    /// The colours.
    pub theme: Theme,
    /// How many colours the terminal shows, for a change of theme.
    pub level: ColourLevel,
    /// What else is to be said at start, one sentence each.
    pub notices: Vec<Clean>,
}
