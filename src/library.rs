//! The library: the user's folders of articles.

mod opened;

pub use opened::Opened;
