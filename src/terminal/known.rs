//! What is known of a terminal by the environment it sets: whether it puts
//! right-to-left text in order, whether it shows hyperlinks (OSC 8). Nothing is
//! asked of the terminal itself, so that no start waits for an answer.

use crate::{
    bidi::Order,
    config::{Bidi, Hyperlinks},
};

/// Reads a variable of the environment; empty ones count as not set.
pub(crate) type Variable<'v> = &'v dyn Fn(&str) -> Option<String>;

/// Reads a variable of our own environment.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

/// What a terminal does with right-to-left text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reorders {
    /// Whole rows by UAX 9, each as a paragraph from left to right, and it
    /// reports the mouse in the order of the text: VTE from 0.58 (GNOME
    /// Terminal, Tilix, xfce4-terminal, Terminator …).
    Rows,
    /// In its own way (Konsole, mlterm, Apple's Terminal, kitty), or we do not
    /// know.
    Itself,
    /// Nothing.
    No,
}

/// What the terminal does with right-to-left text.
pub(crate) fn reorders(var: Variable<'_>) -> Reorders {
    let is = |name: &str, values: &[&str]| var(name).is_some_and(|v| values.contains(&&*v));
    let begins = |name: &str, start: &str| var(name).is_some_and(|v| v.starts_with(start));
    let own = ["KONSOLE_VERSION", "KITTY_WINDOW_ID", "MLTERM"];
    if own.iter().any(|n| var(n).is_some()) || is("TERM_PROGRAM", &["Apple_Terminal"]) {
        return Reorders::Itself;
    }
    if let Some(version) = number(var, "VTE_VERSION") {
        // 0.58 brought UAX 9; before it nothing was done.
        return if version >= 5800 {
            Reorders::Rows
        } else {
            Reorders::No
        };
    }
    let none = ["ALACRITTY_WINDOW_ID", "ALACRITTY_SOCKET", "XTERM_VERSION"];
    if none.iter().any(|n| var(n).is_some())
        || is("TERM_PROGRAM", &["ghostty", "WezTerm"])
        || is("TERM", &["linux", "alacritty", "xterm-ghostty"])
        || ["foot", "st-", "rxvt"].iter().any(|t| begins("TERM", t))
    {
        return Reorders::No;
    }
    Reorders::Itself
}

/// In what order text is drawn, and whether drawn rows are turned so that a
/// terminal that reorders them shows what was drawn.
pub(crate) fn order(setting: Bidi, var: Variable<'_>) -> (Order, bool) {
    match (setting, reorders(var)) {
        (Bidi::Off, _) => (Order::Stored, false),
        (Bidi::Visual, _) | (Bidi::Auto, Reorders::No) => (Order::Visual, false),
        (Bidi::Auto, Reorders::Rows) => (Order::Visual, true),
        (Bidi::Auto, Reorders::Itself) => (Order::Logical, false),
    }
}

/// Whether hyperlinks are sent. Unknown terminals get none: some print what
/// they do not understand.
pub(crate) fn hyperlinks(setting: Hyperlinks, var: Variable<'_>) -> bool {
    match setting {
        Hyperlinks::On => return true,
        Hyperlinks::Off => return false,
        Hyperlinks::Auto => {}
    }
    // Multiplexers speak for the terminal around them: tmux hands hyperlinks on
    // from 3.4, screen drops them.
    if var("TMUX").is_some() {
        let version = var("TERM_PROGRAM_VERSION").unwrap_or_default();
        let (major, minor) = version.split_once('.').unwrap_or((&version, "0"));
        let minor: String = minor.chars().take_while(char::is_ascii_digit).collect();
        return (major.parse().unwrap_or(0), minor.parse().unwrap_or(0)) >= (3_u32, 4_u32);
    }
    if var("STY").is_some() {
        return false;
    }
    let set = [
        "KONSOLE_VERSION",
        "KITTY_WINDOW_ID",
        "WT_SESSION",
        "ALACRITTY_WINDOW_ID",
        "DOMTERM",
    ];
    let programs = ["iTerm.app", "WezTerm", "ghostty", "vscode", "mintty"];
    let terms = [
        "xterm-kitty",
        "alacritty",
        "foot",
        "xterm-ghostty",
        "wezterm",
    ];
    number(var, "VTE_VERSION").is_some_and(|v| v >= 5000)
        || set.iter().any(|n| var(n).is_some())
        || var("TERM_PROGRAM").is_some_and(|p| programs.contains(&&*p))
        || var("TERM").is_some_and(|t| terms.iter().any(|k| t.starts_with(k)))
}

fn number(var: Variable<'_>, name: &str) -> Option<u32> {
    var(name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<T>(set: &[(&str, &str)], ask: impl Fn(Variable<'_>) -> T) -> T {
        ask(&|name| {
            let found = set.iter().find(|(n, _)| *n == name);
            found.map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn who_puts_right_to_left_text_in_order() {
        let auto = |set: &[(&str, &str)]| of(set, |v| order(Bidi::Auto, v));
        assert_eq!(auto(&[("VTE_VERSION", "7006")]), (Order::Visual, true));
        assert_eq!(auto(&[("VTE_VERSION", "5202")]), (Order::Visual, false));
        assert_eq!(auto(&[("TERM", "foot")]), (Order::Visual, false));
        assert_eq!(auto(&[("XTERM_VERSION", "x")]), (Order::Visual, false));
        assert_eq!(auto(&[("KONSOLE_VERSION", "1")]), (Order::Logical, false));
        assert_eq!(auto(&[("TERM", "xterm-256color")]), (Order::Logical, false));
        let vte = [("VTE_VERSION", "7006")];
        let with = |setting| of(&vte, |v| order(setting, v));
        assert_eq!(with(Bidi::Visual), (Order::Visual, false));
        assert_eq!(with(Bidi::Off), (Order::Stored, false));
    }

    #[test]
    fn hyperlinks_only_where_they_are_known_to_work() {
        let auto = |set: &[(&str, &str)]| of(set, |v| hyperlinks(Hyperlinks::Auto, v));
        assert!(auto(&[("VTE_VERSION", "7006")]));
        assert!(auto(&[("TERM", "foot-extra")]));
        assert!(auto(&[("TERM_PROGRAM", "WezTerm")]));
        assert!(!auto(&[("TERM", "xterm-256color")]));
        assert!(!auto(&[("TERM", "linux")]));
        let tmux = |version| {
            auto(&[
                ("TMUX", "/tmp/x"),
                ("TERM_PROGRAM", "tmux"),
                ("TERM_PROGRAM_VERSION", version),
                ("VTE_VERSION", "7006"),
            ])
        };
        assert!(tmux("3.4") && tmux("3.5a") && tmux("4"));
        assert!(!tmux("3.3a") && !tmux("2.9") && !tmux("") && !tmux("next"));
        assert!(!auto(&[("STY", "1.x"), ("VTE_VERSION", "7006")]));
        assert!(of(&[], |v| hyperlinks(Hyperlinks::On, v)));
        assert!(!of(&[("VTE_VERSION", "7006")], |v| hyperlinks(
            Hyperlinks::Off,
            v
        )));
    }
}
