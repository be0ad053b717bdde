//! `attache show`: an article as the reader shows it.

use std::{path::PathBuf, sync::Arc};

use clap::Args;

use super::{Context, Outcome, article, colour};
use crate::{
    bidi::Order,
    clean::Clean,
    document::Document,
    library::Opened,
    reader::{Reader, layout, words},
    terminal::known,
    ui::printed::printed,
};

/// Options of `attache show`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache show briefing.html                  as the reader shows it
  attache show --annotated 7k2m               layers in words, by the beginning of an id
  curl … | attache show --plain -             the bare text of a page")]
pub struct Show {
    /// A file, an id or its beginning as `list` prints it, or - for standard input
    #[arg(value_name = "ARTICLE", value_hint = clap::ValueHint::FilePath)]
    article: PathBuf,
    /// Columns of the output [default: the terminal's, else 80]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    width: Option<u16>,
    /// The bare text that offsets of `annotate --json` point into [default: off]
    #[arg(long, conflicts_with = "width")]
    plain: bool,
    /// Officials, figures and quotes in words [default: off]
    #[arg(long)]
    annotated: bool,
}

pub(super) fn run(context: &mut Context<'_>, args: &Show) -> anyhow::Result<Outcome> {
    let opened = article::find(context, &args.article)?;
    let width = args.width.unwrap_or(context.terminal.columns);
    for (n, opened) in opened.into_iter().enumerate() {
        if n > 0 {
            writeln!(
                context.out,
                "\n{}\n",
                "-".repeat(usize::from(width.min(76)))
            )?;
        }
        if args.plain && !args.annotated {
            writeln!(context.out, "{}", opened.article.document.text())?;
        } else if args.annotated || context.config().linear {
            annotated(context, &opened, width)?;
        } else {
            styled(context, opened, width)?;
        }
    }
    Ok(Outcome::Done)
}

/// As the reader shows it.
fn styled(context: &mut Context<'_>, opened: Opened, width: u16) -> anyhow::Result<()> {
    let colours = context.terminal.colours;
    let mut options = context.config().reader_options();
    if context.terminal.out {
        // Rows that a terminal reorders are printed as they are stored.
        let (order, turns) = known::order(context.config().bidi, &known::environment);
        options.order = if turns { Order::Logical } else { order };
    }
    let level = if colours.escapes {
        colour::level(context.loaded().config.colour, colours)
    } else {
        colours.level
    };
    let theme = match colour::theme(context.loaded(), level, colour::is_light) {
        Ok(theme) => theme,
        Err((error, theme)) => {
            context.say(&error);
            theme
        }
    };
    let mut reader = Reader::new(Arc::new(opened), options);
    for line in printed(&mut reader, &theme, width, colours.escapes) {
        writeln!(context.out, "{line}")?;
    }
    Ok(())
}

/// Layers in words.
fn annotated(context: &mut Context<'_>, opened: &Opened, width: u16) -> anyhow::Result<()> {
    let options = context.config().reader_options();
    for (n, block) in words::annotated(opened, &options).iter().enumerate() {
        if n > 0 {
            writeln!(context.out)?;
        }
        wrapped(context, block, width)?;
    }
    Ok(())
}

/// The text alone, wrapped.
pub(super) fn text(
    context: &mut Context<'_>,
    document: &Document,
    width: u16,
) -> anyhow::Result<()> {
    for (n, block) in document.blocks().iter().enumerate() {
        if n > 0 {
            writeln!(context.out)?;
        }
        wrapped(context, document.slice(block.span), width)?;
    }
    Ok(())
}

fn wrapped(context: &mut Context<'_>, text: &str, width: u16) -> anyhow::Result<()> {
    for line in text.split('\n') {
        for span in layout::wrap(line, width) {
            writeln!(context.out, "{}", Clean::text(span.of(line)))?;
        }
    }
    Ok(())
}
