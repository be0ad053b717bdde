//! The reader's application: keys in, actions, state, effects out.

pub mod keymap;
