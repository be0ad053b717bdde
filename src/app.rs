//! The reader's application: keys in, actions, state, effects out.

pub mod action;
pub mod keymap;

use std::path::PathBuf;

use crate::{config::Loaded, places::Places, ui::theme::Theme};

/// What the reader starts with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The folders.
    pub places: Places,
    /// What the session shows: folders, or single files; empty: the library
    /// folders of the settings.
    pub roots: Vec<PathBuf>,
    /// The settings, with what was wrong with them.
    pub loaded: Loaded,
    /// The colours.
    pub theme: Theme,
}
