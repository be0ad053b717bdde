//! `attache help`: what `--help` says, as it is asked for in other programs.

use clap::Args;

use super::{Context, Outcome};
use crate::nearest::meant;

/// Options of `attache help`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache help                         all commands
  attache help search                  one of them, with examples
  attache help config check            a command of a command")]
pub struct Help {
    /// The command to explain [default: all of them]
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

pub(super) fn run(context: &mut Context<'_>, args: &Help) -> anyhow::Result<Outcome> {
    let mut whole = super::command();
    whole.build();
    let mut of = &mut whole;
    for name in &args.command {
        let known: Vec<String> = of
            .get_subcommands()
            .map(|c| c.get_name().to_owned())
            .collect();
        let near = meant(name, known.iter().map(String::as_str), ("`", "`"));
        of = of.find_subcommand_mut(name).ok_or_else(|| {
            anyhow::anyhow!("there is no command `{name}`{near}; `attache help` lists them")
        })?;
    }
    let text = of.render_long_help();
    if context.terminal.colours.escapes {
        write!(context.out, "{}", text.ansi())?;
    } else {
        write!(context.out, "{text}")?;
    }
    Ok(Outcome::Done)
}
