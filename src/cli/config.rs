//! `attache config`: prints and checks the settings.

use clap::{Args, Subcommand};

use super::{Context, Outcome};
use crate::{app::keymap, clean::Clean, config};

/// What `attache config` does.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Print settings: yours, all defaults with explanations, or those that hold
    Print(Print),
    /// Print where config.toml and keymap.toml are
    Path,
    /// List what is wrong with settings, keys and themes, with lines
    Check,
    /// Print the JSON Schema of config.toml, for editors
    Schema,
}

/// Options of `attache config print`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache config print --default > \"$(attache config path)\"   a file to edit
  attache config print --effective                            what holds now
  attache config print --default --keys                       all keys, explained")]
pub struct Print {
    /// The shipped settings with their explanations [default: your file]
    #[arg(long, conflicts_with = "effective")]
    default: bool,
    /// The settings that hold: defaults, yours, environment, options [default: your file]
    #[arg(long)]
    effective: bool,
    /// keymap.toml instead of config.toml [default: off]
    #[arg(long)]
    keys: bool,
    /// All settings and defaults as a table in Markdown [default: off]
    #[arg(long, conflicts_with_all = ["default", "effective", "keys"])]
    markdown: bool,
}

pub(super) fn run(context: &mut Context<'_>, args: &Config) -> anyhow::Result<Outcome> {
    match args {
        Config::Print(args) => print(context, args),
        Config::Path => {
            let path = context.places.settings();
            writeln!(context.out, "{}", Clean::line(&path.display().to_string()))?;
            Ok(Outcome::Done)
        }
        Config::Check => check(context),
        Config::Schema => {
            let schema = serde_json::to_string_pretty(&config::table::schema())?;
            writeln!(context.out, "{schema}")?;
            Ok(Outcome::Done)
        }
    }
}

fn print(context: &mut Context<'_>, args: &Print) -> anyhow::Result<Outcome> {
    if args.markdown {
        context
            .out
            .write_all(config::table::markdown().as_bytes())?;
        return Ok(Outcome::Done);
    }
    if args.effective {
        let text = if args.keys {
            effective_keys(&context.keymap())
        } else {
            context.config().to_toml()
        };
        context.out.write_all(text.as_bytes())?;
        return Ok(Outcome::Done);
    }
    if args.default {
        let text = if args.keys {
            keymap::DEFAULTS
        } else {
            config::DEFAULTS
        };
        context.out.write_all(text.as_bytes())?;
        return Ok(Outcome::Done);
    }
    let path = if args.keys {
        context.places.keymap()
    } else {
        context.places.settings()
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            context.out.write_all(Clean::text(&text).as_bytes())?;
            Ok(Outcome::Done)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let path = path.display();
            context.say(&format!(
                "{path}: there is none; the defaults hold: add --default to print them"
            ));
            Ok(Outcome::Nothing)
        }
        Err(error) => Err(anyhow::anyhow!("{}: {error}", path.display())),
    }
}

/// The keys that hold, as a keymap.toml: every action under every mode.
fn effective_keys(keymap: &keymap::Keymap) -> String {
    let mut out = String::new();
    for mode in crate::app::action::Mode::ALL {
        out.extend(["[", mode.name(), "]\n"]);
        let entries = crate::app::action::TABLE
            .iter()
            .filter(|e| e.has_keys() && e.applies(*mode));
        for entry in entries {
            let keys = keymap.keys_of(*mode, entry.name).map(|keys| {
                let names: Vec<String> = keys.0.iter().map(|k| k.name()).collect();
                toml::Value::String(names.join(" ")).to_string()
            });
            let keys = keys.collect::<Vec<_>>().join(", ");
            out.extend([entry.name, " = [", &keys, "]\n"]);
        }
        out.push('\n');
    }
    out
}

fn check(context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let problems = problems(context);
    for problem in &problems {
        writeln!(context.out, "{problem}")?;
    }
    if problems.is_empty() {
        context.say(&"settings, keys and themes are in order");
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Nothing)
}

/// What is wrong with settings, keys and themes, a line each.
pub(super) fn problems(context: &Context<'_>) -> Vec<Clean> {
    use crate::ui::theme::{ColourLevel, Theme};
    let loaded = context.loaded();
    let (_, keys) = loaded.keymap(&context.places);
    let problems = loaded.problems.iter().chain(&keys);
    let mut out: Vec<Clean> = problems.map(|p| Clean::line(&p.to_string())).collect();
    for (name, _) in &loaded.themes {
        if let Err(error) = Theme::load(name, &loaded.themes, ColourLevel::True) {
            out.push(Clean::line(&error.to_string()));
        }
    }
    out
}
