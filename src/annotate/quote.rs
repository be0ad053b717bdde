//! The quotes pass: stretches in quotation marks, and turns of a transcript.
//!
//! It finds spans only; who speaks, and whether anybody does, is said by the
//! attribution pass behind it.

pub mod automaton;
pub mod marks;
pub mod single;
pub mod turn;
