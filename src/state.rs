//! Reading state: what is read, starred, bookmarked, where one stood; nothing
//! of it is ever lost.
//!
//! [`Reading`] is the state in memory, pure; [`Change`] what happens to it, as
//! data, with its inverse; [`Record`] one part of it, as it is merged and
//! saved. [`Store`] keeps it in the config folder:
//!
//! ```text
//! let undo = reading.apply(&change, now);      in `update`; `undo` goes on a stack
//! if reading.has_unsaved_passages() { … }      an effect now; marks alone: after a second or two
//! let unsaved = reading.take_unsaved();        goes to the worker, which calls `Store::save`
//! ```

mod change;
mod device;
mod disk;
mod file;
#[cfg(test)]
mod laws;
mod load;
mod reading;
mod record;
mod revision;
mod scan;
mod screen;
mod stamp;
mod store;
mod table;
mod value;

pub use change::Change;
pub use disk::{Disk, DiskFile, Found, Held, Identity, RealDisk};
pub use file::Labels;
pub use reading::{Reading, Unsaved};
pub use record::{Kept, Key, Lies, Mark, Record, Spot};
pub use revision::Revisions;
pub use screen::{Position, Screen};
pub use stamp::{Set, Stamp};
pub use store::{Clock, News, Store, StoreOptions};
pub use table::Label;

/// Days after which a removed passage is forgotten: a device that was away for
/// longer brings it back.
pub const TOMBSTONE_DAYS: i64 = 180;
