//! The index: a disposable SQLite database over the library.
//!
//! One writer at a time, any number of readers (write-ahead log). What it
//! holds is written in `index/schema.sql`.

pub mod bits;
pub mod catalog;
pub mod open;
pub mod pack;
pub mod path;
pub mod read;
pub mod search;
mod spoken;
pub mod time;
pub mod write;

pub use open::{Index, IndexError};

/// The version of the schema; another one is rebuilt.
pub const SCHEMA: i64 = 5;

/// The number of an article in the index.
pub type RowKey = u32;
