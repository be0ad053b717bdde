//! The command line: one file per command, each the same library call that the
//! reader makes.
//!
//! Results go to the writer passed in (standard output), messages to standard
//! error. Exit codes: 0 done, 1 nothing found or a file rejected, 2 usage or
//! error. A closed pipe ends quietly.

mod across;
mod add;
mod annotate;
mod article;
mod colour;
mod config;
mod context;
mod diff;
mod doctor;
mod generate;
mod help;
mod index;
mod keys;
mod list;
mod log;
mod open;
mod passages;
mod paths;
mod shelf;
mod show;
mod usage;

use std::{
    io::{self, BufReader, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, CommandFactory, Parser, Subcommand};

pub use colour::{Choice, Colours};
pub use context::{Context, Terminal, World};

use crate::{
    clean::Clean,
    places::{Given, Places},
};

/// What a command ends with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1: nothing found, or a file of a batch rejected.
    Nothing,
    /// What the reader ended with.
    Reader(ExitCode),
}

/// Text below the options of `attache --help`.
const MORE: &str = "\
Examples:
  attache                                open the library
  attache ~/Downloads/briefing.html      read one file
  attache search 'speaker:guterres said:ceasefire'
                                         find quotes and print where they stand

Exit codes: 0 done, 1 nothing found or a file rejected, 2 usage or error.
Nothing is fetched: attache has no network code.";

/// A terminal reader for diplomatic news briefings: officials, figures and
/// quotes at a glance.
#[derive(Debug, Parser)]
#[command(
    name = "attache",
    version,
    about = "A terminal reader for diplomatic news briefings",
    long_about = "A terminal reader for diplomatic news briefings: officials, figures and quotes \
                  at a glance.\n\nWithout a command the reader opens, over the library or over \
                  the files and folders given. Press ? in it for help.",
    after_long_help = MORE,
    disable_help_subcommand = true,
    subcommand_help_heading = "Commands",
    override_usage = "attache [OPTIONS] [PATH|-]...\n       attache [OPTIONS] COMMAND ..."
)]
pub struct Cli {
    /// What to do; without it the reader opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What the reader opens, and how.
    #[command(flatten)]
    pub open: open::Open,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options that every command takes.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Settings and reading state [default: see `attache paths`]
    #[arg(long, global = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub config_dir: Option<PathBuf>,
    /// A library folder; repeatable [default: `library` in config.toml]
    #[arg(long, global = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub library: Vec<PathBuf>,
    /// The index [default: see `attache paths`]
    #[arg(long, global = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath, hide_short_help = true)]
    pub cache_dir: Option<PathBuf>,
    /// A setting of config.toml for this run; repeatable [default: none]
    #[arg(long, global = true, value_name = "NAME=VALUE", hide_short_help = true)]
    pub set: Vec<String>,
    /// When to colour what is printed
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        hide_short_help = true
    )]
    pub color: Choice,
    /// Write more to the log that `attache paths` names; repeatable [default: warnings]
    #[arg(short, long, global = true, action = clap::ArgAction::Count, hide_short_help = true)]
    pub verbose: u8,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Learn the keys on an article that teaches them
    Tutor(open::Tutor),
    /// Print an article as the reader shows it
    Show(show::Show),
    /// Print officials, figures and quotes of files
    Annotate(annotate::Annotate),
    /// Print the articles of the library
    List(list::List),
    /// Print the articles that a query finds, with the place
    Search(list::Search),
    /// Print who is named across the library
    Officials(across::Across),
    /// Print quotes across the library
    Quotes(across::Across),
    /// Print figures across the library
    Figures(across::Across),
    /// Print bookmarked passages
    Passages(passages::Passages),
    /// Bring the index up to date
    Index(index::Index),
    /// Print what changed between two articles
    Diff(diff::Diff),
    /// Copy files and folders into the library folder
    Add(add::Add),
    /// Print where things live
    Paths(paths::Paths),
    /// Print the keys that hold
    Keys(keys::Keys),
    /// Print or check the settings
    #[command(subcommand)]
    Config(config::Config),
    /// Check terminal, folders, settings and library
    Doctor(doctor::Doctor),
    /// Print manual pages and completions
    Generate(generate::Generate),
    /// Print this help, or that of a command
    Help(help::Help),
}

/// The program: reads the command line, runs it, turns the result into an exit
/// code.
#[must_use]
pub fn main() -> ExitCode {
    let args: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => return usage::say(&error, &args),
    };
    // Not locked: the thread that asks the terminal for its ground locks it, too.
    let mut out = BufWriter::new(io::stdout());
    let mut input = BufReader::new(io::stdin());
    let places = Places::find(&Given {
        config: cli.global.config_dir.clone(),
        cache: cli.global.cache_dir.clone(),
    });
    log::start(&places, cli.global.verbose);
    let mut world = World {
        places,
        out: &mut out,
        input: &mut input,
        err: &mut io::stderr(),
        terminal: Terminal::here(cli.global.color),
    };
    let result = run_in(cli, &mut world);
    let result = result.and_then(|outcome| {
        // The reader's terminal may have gone, and it has written all it can.
        if !matches!(outcome, Outcome::Reader(_)) {
            out.flush()?;
        }
        Ok(outcome)
    });
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Reader(code)) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let said = Clean::text(&format!("{error:#}"));
            tracing::error!("{said}");
            let _ = writeln!(io::stderr(), "attache: {said}");
            ExitCode::from(2)
        }
    }
}

/// Runs one command of this process's user, with results going to `out` and no
/// standard input; messages are dropped.
///
/// # Errors
///
/// Whatever stops the command, with file, place and remedy.
pub fn run(cli: Cli, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let places = Places::find(&Given {
        config: cli.global.config_dir.clone(),
        cache: cli.global.cache_dir.clone(),
    });
    let mut world = World {
        places,
        out,
        input: &mut io::empty(),
        err: &mut io::sink(),
        terminal: Terminal::none(),
    };
    run_in(cli, &mut world)
}

/// Runs one command in a given world.
///
/// # Errors
///
/// Whatever stops the command, with file, place and remedy.
pub fn run_in(cli: Cli, world: &mut World<'_>) -> anyhow::Result<Outcome> {
    let mut context = Context::new(cli.global, world);
    let context = &mut context;
    match cli.command {
        None => open::run(context, &cli.open),
        Some(Command::Tutor(args)) => open::tutor(context, &args),
        Some(Command::Show(args)) => show::run(context, &args),
        Some(Command::Annotate(args)) => annotate::run(context, &args),
        Some(Command::Add(args)) => add::run(context, &args),
        Some(Command::List(args)) => list::list(context, &args),
        Some(Command::Search(args)) => list::search(context, &args),
        Some(Command::Officials(args)) => across::officials(context, &args),
        Some(Command::Quotes(args)) => across::quotes(context, &args),
        Some(Command::Figures(args)) => across::figures(context, &args),
        Some(Command::Passages(args)) => passages::run(context, &args),
        Some(Command::Index(args)) => index::run(context, &args),
        Some(Command::Diff(args)) => diff::run(context, &args),
        Some(Command::Paths(args)) => paths::run(context, &args),
        Some(Command::Keys(args)) => keys::run(context, &args),
        Some(Command::Config(args)) => config::run(context, &args),
        Some(Command::Doctor(args)) => doctor::run(context, &args),
        Some(Command::Generate(args)) => generate::run(context, &args),
        Some(Command::Help(args)) => help::run(context, &args),
    }
}

/// The whole command line as clap knows it: manual and completions are made
/// from it.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Whether the reader of our output has gone.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|e| e.downcast_ref::<io::Error>())
        .any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
