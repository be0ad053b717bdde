//! Which keys do what.

pub mod key;
