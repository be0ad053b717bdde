//! The command line: one file per command, each the same library call that the
//! reader makes.
//!
//! Results go to the writer passed in (standard output), messages to standard
//! error. Exit codes: 0 done, 1 nothing found or a file rejected, 2 usage or
//! error. A closed pipe ends quietly.

mod annotate;
mod paths;
mod show;

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};

use crate::{
    clean::Clean,
    places::{Given, Places},
};

/// What a command ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1: nothing found, or a file of a batch rejected.
    Nothing,
}

/// A terminal reader for diplomatic news briefings.
#[derive(Debug, Parser)]
#[command(
    name = "attache",
    version,
    about,
    args_conflicts_with_subcommands = true
)]
pub struct Cli {
    /// What to do; without it the reader opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options that every command takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Global {
    /// Settings and reading state [default: see `attache paths`]
    #[arg(long, global = true, value_name = "DIR")]
    pub config_dir: Option<PathBuf>,
    /// The index [default: see `attache paths`]
    #[arg(long, global = true, value_name = "DIR")]
    pub cache_dir: Option<PathBuf>,
    /// A library folder; repeatable; replaces those of config.toml
    #[arg(long, global = true, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    /// Write more to the log; repeatable
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print an article as the reader shows it
    Show(show::Show),
    /// Print officials, figures and quotes
    Annotate(annotate::Annotate),
    /// Print where things live
    Paths,
}

/// What a command gets to work with.
pub struct Context<'w> {
    /// Options of every command.
    pub global: Global,
    /// The folders.
    pub places: Places,
    /// Where results go.
    pub out: &'w mut dyn Write,
}

/// The program: reads the command line, runs it, turns the result into an exit
/// code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    let result = run(cli, &mut out).and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(
                io::stderr(),
                "attache: {}",
                Clean::text(&format!("{error:#}"))
            );
            ExitCode::from(2)
        }
    }
}

/// Runs one command, with results going to `out`.
///
/// # Errors
///
/// Whatever stops the command, with file, place and remedy.
pub fn run(cli: Cli, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let places = Places::find(&Given {
        config: cli.global.config_dir.clone(),
        cache: cli.global.cache_dir.clone(),
    });
    let mut context = Context {
        global: cli.global,
        places,
        out,
    };
    match cli.command {
        Some(Command::Show(args)) => show::run(&mut context, &args),
        Some(Command::Annotate(args)) => annotate::run(&mut context, &args),
        Some(Command::Paths) | None => paths::run(&mut context),
    }
}

/// Whether the reader of our output has gone.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|e| e.downcast_ref::<io::Error>())
        .any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
