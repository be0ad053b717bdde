//! Which keys do what.

pub mod key;
pub mod langmap;
