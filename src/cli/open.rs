//! The bare command: the reader over the library, over files and folders, or
//! over standard input; played from a script; or, where nobody looks at it, the
//! text of the articles.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, CommandFactory, ValueEnum};

use super::{Cli, Context, Outcome, article, colour, list, shelf, show};
use crate::{
    app::Setup,
    clean::Clean,
    config::ThemeChoice,
    examples,
    headless::{self, Print},
    nearest::meant,
    terminal,
    ui::theme::ColourLevel,
};

/// What the reader opens, and how.
#[derive(Debug, Args)]
pub struct Open {
    /// Files and folders to read, or - for standard input [default: the library]
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    /// The reader from a script.
    #[command(flatten)]
    play: Play,
}

/// Options of `attache tutor`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache tutor                               an article that teaches the keys, five minutes
  attache tutor --set keymap=less             with the keys of a preset
  attache tutor --keys ']q' --print           the screen after a key, without a terminal")]
pub struct Tutor {
    /// The reader from a script.
    #[command(flatten)]
    play: Play,
}

/// The reader without a terminal.
#[derive(Debug, Args)]
struct Play {
    /// Play these keys without a terminal, then print the screen [default: none]
    #[arg(
        long,
        value_name = "KEYS",
        help_heading = "Without a terminal",
        hide_short_help = true
    )]
    keys: Option<String>,
    /// The screen of --keys and --print
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "80x24", value_parser = size, help_heading = "Without a terminal", hide_short_help = true)]
    size: (u16, u16),
    /// Print the screen; styled adds a letter a cell for its scope, svg draws it [default: off]
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true,
          default_missing_value = "text", value_enum, help_heading = "Without a terminal", hide_short_help = true)]
    print: Option<How>,
}

impl Play {
    fn scripted(&self) -> bool {
        self.keys.is_some() || self.print.is_some()
    }
}

/// `--print`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// The text of the screen
    Text,
    /// Below it one letter a cell for its scope, and a legend
    Styled,
    /// A picture, as SVG
    Svg,
}

/// Reads `120x40`.
fn size(text: &str) -> Result<(u16, u16), String> {
    let parsed = text
        .split_once(['x', 'X'])
        .and_then(|(w, h)| Some((w.parse::<u16>().ok()?, h.parse::<u16>().ok()?)));
    match parsed {
        Some((columns @ 1..=1000, rows @ 1..=1000)) => Ok((columns, rows)),
        _ => Err("columns and rows, each from 1 to 1000: 120x40".to_owned()),
    }
}

/// The reader over what the arguments name.
pub(super) fn run(context: &mut Context<'_>, args: &Open) -> anyhow::Result<Outcome> {
    for path in args.paths.iter().filter(|p| p.as_os_str() != "-") {
        exists(path)?;
    }
    let readable = context.terminal.out && terminal::is_capable();
    if !args.play.scripted() && !readable {
        return filter(context, &args.paths);
    }
    let mut roots = Vec::with_capacity(args.paths.len());
    for path in &args.paths {
        if path.as_os_str() == "-" {
            roots.push(kept(context)?);
        } else {
            roots.push(path.clone());
        }
    }
    reader(context, roots, false, &args.play)
}

/// The reader over the tutor.
pub(super) fn tutor(context: &mut Context<'_>, args: &Tutor) -> anyhow::Result<Outcome> {
    if args.play.scripted() || context.terminal.out {
        return reader(context, Vec::new(), true, &args.play);
    }
    let width = context.terminal.columns;
    for article in examples::tutor() {
        show::text(context, &article.document, width)?;
    }
    Ok(Outcome::Done)
}

/// Opens the reader, or plays it.
fn reader(
    context: &mut Context<'_>,
    roots: Vec<PathBuf>,
    tutor: bool,
    play: &Play,
) -> anyhow::Result<Outcome> {
    let scripted = play.scripted();
    let loaded = context.loaded().clone();
    let level = if scripted {
        ColourLevel::True
    } else {
        colour::level(loaded.config.colour, context.terminal.colours)
    };
    context.out.flush()?;
    // The terminal is asked while the library is opened.
    let asked = !scripted && loaded.config.theme == ThemeChoice::Auto;
    let light = asked.then(|| std::thread::spawn(colour::is_light));
    let mut notices = Vec::new();
    let theme = match colour::theme(&loaded, level, || false) {
        Ok(theme) => theme,
        Err((error, theme)) => {
            notices.push(Clean::line(&error.to_string()));
            theme
        }
    };
    let setup = Setup {
        places: context.places.clone(),
        roots,
        tutor,
        loaded,
        theme,
        level,
        notices,
    };
    if scripted {
        let keys = play.keys.as_deref().unwrap_or("");
        let print = match play.print {
            None | Some(How::Text) => Print::Text,
            Some(How::Styled) => Print::Styled,
            Some(How::Svg) => Print::Svg,
        };
        let screen = headless::play(setup, keys, play.size, print)?;
        context.out.write_all(screen.as_bytes())?;
        if !screen.ends_with('\n') {
            writeln!(context.out)?;
        }
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Reader(terminal::run(setup, light)?))
}

/// A path that is not there may be a mistyped command.
fn exists(path: &Path) -> anyhow::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Ok(());
    }
    let text = path.display().to_string();
    let shown = Clean::line(&text);
    let command = Cli::command();
    let names: Vec<&str> = command.get_subcommands().map(|c| c.get_name()).collect();
    let hint = meant(&text, names.into_iter(), ("the command `", "`"));
    anyhow::bail!("{shown}: no such file or folder{hint}")
}

/// Keeps standard input as a file in the cache, named by its content, so that
/// the same text is the same article the next time.
fn kept(context: &mut Context<'_>) -> anyhow::Result<PathBuf> {
    let bytes = article::stdin(context)?;
    let hash = blake3::hash(&bytes).to_hex();
    let folder = context.places.cache.join("stdin");
    let short = hash.as_str().get(..16).unwrap_or("text");
    let path = folder.join(format!("standard-input-{short}"));
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, &bytes))
        .with_context(|| format!("{}: cannot be written", path.display()))?;
    Ok(path)
}

/// Nobody looks: files are printed, folders and the library listed.
fn filter(context: &mut Context<'_>, paths: &[PathBuf]) -> anyhow::Result<Outcome> {
    let width = context.terminal.columns;
    if paths.is_empty() {
        let library = shelf::current(context)?;
        return list::everything(context, &library);
    }
    let (folders, files): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|p| p.is_dir());
    let mut outcome = Outcome::Done;
    let mut first = true;
    for path in files {
        match article::find(context, path) {
            Ok(articles) => {
                for opened in articles {
                    if !std::mem::take(&mut first) {
                        writeln!(
                            context.out,
                            "\n{}\n",
                            "-".repeat(usize::from(width.min(76)))
                        )?;
                    }
                    show::text(context, &opened.article.document, width)?;
                }
            }
            Err(error) => {
                context.say(&format!("{error:#}"));
                outcome = Outcome::Nothing;
            }
        }
    }
    if !folders.is_empty() {
        let roots: Vec<PathBuf> = folders.into_iter().cloned().collect();
        let library = shelf::open_over(context, &roots)?;
        shelf::sync(context, &library)?;
        let listed = list::everything(context, &library)?;
        if listed != Outcome::Done {
            outcome = listed;
        }
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_two_numbers() {
        assert_eq!(size("120x40"), Ok((120, 40)));
        for bad in ["120", "0x40", "120x", "x", "99999x1", "1x-1"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_mistyped_command_is_recognised() {
        let said = |text: &str| exists(Path::new(text)).expect_err(text).to_string();
        assert!(said("serach").ends_with("did you mean the command `search`?"));
        assert!(said("briefing").ends_with("no such file or folder"));
        assert!(said("./nothing.txt").ends_with("no such file or folder"));
    }
}
