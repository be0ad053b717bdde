//! `attache generate`: manual pages and completions, from the definitions that
//! the program itself uses.

mod complete;
mod man;
mod roff;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use clap_complete::Shell;

use super::{Context, Outcome};

/// Options of `attache generate`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache generate man | man -l -                            read the manual
  attache generate man --dir ~/.local/share/man              install all three pages
  attache generate fish > ~/.config/fish/completions/attache.fish")]
pub struct Generate {
    /// What to print
    #[arg(value_enum)]
    what: What,
    /// Which manual page
    #[arg(long, value_enum, default_value_t)]
    page: Page,
    /// Write all manual pages into man1, man5 and man7 below this folder [default: print one]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath, conflicts_with = "page")]
    dir: Option<PathBuf>,
}

/// What is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// The manual
    Man,
    /// Completions for bash
    Bash,
    /// Completions for zsh
    Zsh,
    /// Completions for fish
    Fish,
    /// Completions for PowerShell
    Powershell,
    /// Completions for elvish
    Elvish,
    /// The ids of the indexed articles with their headlines, for completions
    Ids,
    /// The settings with their values, for completions of --set
    Settings,
}

/// A page of the manual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Page {
    /// attache(1): the commands
    #[default]
    Attache,
    /// attache-config(5): config.toml
    Config,
    /// attache-keys(7): the keys and keymap.toml
    Keys,
}

impl Page {
    fn render(self) -> String {
        match self {
            Self::Attache => man::commands(),
            Self::Config => man::settings(),
            Self::Keys => man::keys(),
        }
    }

    /// Section and file name.
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Attache => ("man1", "attache.1"),
            Self::Config => ("man5", "attache-config.5"),
            Self::Keys => ("man7", "attache-keys.7"),
        }
    }
}

pub(super) fn run(context: &mut Context<'_>, args: &Generate) -> anyhow::Result<Outcome> {
    let shell = match args.what {
        What::Ids => return complete::ids(context),
        What::Settings => return complete::settings(context),
        What::Man => return man(context, args),
        What::Bash => Shell::Bash,
        What::Zsh => Shell::Zsh,
        What::Fish => Shell::Fish,
        What::Powershell => Shell::PowerShell,
        What::Elvish => Shell::Elvish,
    };
    anyhow::ensure!(args.dir.is_none(), "--dir is for the manual");
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::command(), "attache", &mut script);
    let script = complete::extended(shell, &String::from_utf8(script)?);
    context.out.write_all(script.as_bytes())?;
    Ok(Outcome::Done)
}

fn man(context: &mut Context<'_>, args: &Generate) -> anyhow::Result<Outcome> {
    let Some(dir) = &args.dir else {
        context.out.write_all(args.page.render().as_bytes())?;
        return Ok(Outcome::Done);
    };
    for page in [Page::Attache, Page::Config, Page::Keys] {
        let (section, name) = page.file();
        let folder = dir.join(section);
        let path = folder.join(name);
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&path, page.render()))
            .with_context(|| format!("{}: cannot be written", path.display()))?;
        writeln!(context.out, "{}", path.display())?;
    }
    Ok(Outcome::Done)
}
