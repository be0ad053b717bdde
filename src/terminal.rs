//! The reader on a terminal.

use std::process::ExitCode;

use crate::app::Setup;

/// Runs the reader until the user quits.
///
/// # Errors
///
/// If the terminal cannot be used, or the library cannot be opened.
pub fn run(_: Setup) -> anyhow::Result<ExitCode> {
    anyhow::bail!("the reader is not there yet")
}
