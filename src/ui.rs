//! Drawing: from the model to styled cells. Pure.

pub mod margin;
pub mod picture;
pub mod reader;
pub mod theme;
