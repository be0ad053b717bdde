//! How what is printed may be coloured.
//!
//! `--color always` and `never` win over `NO_COLOR` (set and not empty), that
//! over `CLICOLOR_FORCE` (set and not 0), that over what the terminal is. How
//! many colours there are is what `COLORTERM` and `TERM` say.

use std::io::IsTerminal;

use clap::ValueEnum;

use crate::{
    config::{Colour, Config, Loaded, ThemeChoice},
    ui::theme::{ColourLevel, Theme, ThemeError},
};

/// `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What may be sent besides text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// Whether escape sequences may be sent at all: bold and underline need
    /// them, too.
    pub escapes: bool,
    /// How many colours there are.
    pub level: ColourLevel,
}

impl Colours {
    /// Plain text.
    pub const NONE: Self = Self {
        escapes: false,
        level: ColourLevel::None,
    };
}

/// Decides for standard output; `var` gives environment variables.
#[must_use]
pub fn detect(choice: Choice, tty: bool, var: &dyn Fn(&str) -> Option<String>) -> Colours {
    let set = |name: &str| var(name).filter(|v| !v.is_empty());
    let dumb = set("TERM").as_deref() == Some("dumb");
    let no_colour = set("NO_COLOR").is_some();
    let forced = set("CLICOLOR_FORCE").is_some_and(|v| v != "0");
    let unwanted = set("CLICOLOR").as_deref() == Some("0");
    let (escapes, coloured) = match choice {
        Choice::Never => (false, false),
        Choice::Always => (true, true),
        Choice::Auto if no_colour => (tty && !dumb, false),
        Choice::Auto if forced => (true, true),
        Choice::Auto => (tty && !dumb, !unwanted),
    };
    let level = if escapes && coloured {
        depth(var)
    } else {
        ColourLevel::None
    };
    Colours { escapes, level }
}

/// How many colours the terminal says it has; one that says nothing has 16.
fn depth(var: &dyn Fn(&str) -> Option<String>) -> ColourLevel {
    let colorterm = var("COLORTERM").unwrap_or_default();
    let term = var("TERM").unwrap_or_default();
    let full = |t: &str| matches!(t, "truecolor" | "24bit");
    if full(&colorterm) || term.ends_with("direct") || term.ends_with("truecolor") {
        ColourLevel::True
    } else if term.contains("256") {
        ColourLevel::Ansi256
    } else {
        ColourLevel::Ansi16
    }
}

/// The level that holds for the reader: the setting, else what was detected.
#[must_use]
pub fn level(setting: Colour, detected: Colours) -> ColourLevel {
    match setting {
        Colour::Auto => detected.level,
        Colour::None => ColourLevel::None,
        Colour::Ansi16 => ColourLevel::Ansi16,
        Colour::Ansi256 => ColourLevel::Ansi256,
        Colour::True => ColourLevel::True,
    }
}

/// The theme of the settings. `light` says whether the terminal's background is
/// light and is asked only where that decides.
///
/// # Errors
///
/// [`ThemeError`] if the theme's file is wrong; its second part is the theme to
/// use instead.
pub fn theme(
    loaded: &Loaded,
    level: ColourLevel,
    light: impl FnOnce() -> bool,
) -> Result<Theme, (ThemeError, Theme)> {
    let Config {
        theme,
        theme_dark,
        theme_light,
        ..
    } = &loaded.config;
    let name = match theme {
        ThemeChoice::Named(name) => name,
        ThemeChoice::Dark => theme_dark,
        ThemeChoice::Light => theme_light,
        ThemeChoice::Auto if light() => theme_light,
        ThemeChoice::Auto => theme_dark,
    };
    Theme::load(name, &loaded.themes, level).map_err(|error| {
        let shipped = Theme::load("embassy", &[], level);
        (error, shipped.unwrap_or_else(|_| Theme::map()))
    })
}

/// Whether the terminal's background is light: asked of the terminal, which has
/// a tenth of a second (half a second over ssh), else what `COLORFGBG` says,
/// else no.
#[must_use]
pub fn is_light() -> bool {
    use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};
    let var = |name: &str| std::env::var(name).ok();
    let dumb = var("TERM").is_none_or(|t| t == "dumb");
    if std::io::stdout().is_terminal() && std::io::stdin().is_terminal() && !dumb {
        let far = var("SSH_CONNECTION").is_some() || var("SSH_TTY").is_some();
        let mut options = QueryOptions::default();
        options.timeout = std::time::Duration::from_millis(if far { 500 } else { 100 });
        if let Ok(mode) = theme_mode(options) {
            return mode == ThemeMode::Light;
        }
    }
    // "15;0": light text on black; 7 and 15 are the light grounds.
    let ground = var("COLORFGBG");
    let ground = ground.as_deref().and_then(|v| v.rsplit(';').next());
    matches!(ground, Some("7" | "15"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(choice: Choice, tty: bool, env: &[(&str, &str)]) -> (bool, ColourLevel) {
        let var = |name: &str| {
            let found = env.iter().find(|(n, _)| *n == name);
            found.map(|(_, v)| (*v).to_owned())
        };
        let colours = detect(choice, tty, &var);
        (colours.escapes, colours.level)
    }

    #[test]
    fn the_environment_and_the_option_decide_in_order() {
        use Choice::{Always, Auto, Never};
        use ColourLevel::{Ansi16, Ansi256, None, True};
        let xterm = ("TERM", "xterm-256color");
        assert_eq!(here(Auto, true, &[xterm]), (true, Ansi256));
        assert_eq!(here(Auto, false, &[xterm]), (false, None));
        assert_eq!(
            here(Auto, true, &[xterm, ("COLORTERM", "truecolor")]),
            (true, True)
        );
        assert_eq!(here(Auto, true, &[("TERM", "linux")]), (true, Ansi16));
        // Without colour there is still bold and underline.
        assert_eq!(here(Auto, true, &[xterm, ("NO_COLOR", "1")]), (true, None));
        assert_eq!(here(Auto, true, &[xterm, ("NO_COLOR", "0")]), (true, None));
        assert_eq!(
            here(Auto, true, &[xterm, ("NO_COLOR", "")]),
            (true, Ansi256)
        );
        assert_eq!(here(Auto, true, &[("TERM", "dumb")]), (false, None));
        assert_eq!(
            here(Auto, false, &[xterm, ("CLICOLOR_FORCE", "1")]),
            (true, Ansi256)
        );
        assert_eq!(
            here(Auto, false, &[xterm, ("CLICOLOR_FORCE", "0")]),
            (false, None)
        );
        let both = [xterm, ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")];
        assert_eq!(here(Auto, false, &both), (false, None));
        assert_eq!(here(Always, false, &both), (true, Ansi256));
        assert_eq!(here(Never, true, &[xterm]), (false, None));
    }
}
