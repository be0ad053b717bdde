//! Settings that are one word of a few.

/// An enum whose values are words in config.toml.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $value:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $value,)* }

        impl $name {
            /// All values with their words.
            pub const ALL: &'static [($name, &'static str)] = &[$(($name::$value, $word),)*];

            /// The word in config.toml.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$value => $word,)* }
            }
        }
    };
}

words! {
    /// When an article counts as read. Whatever is set, its own key marks it.
    MarkRead {
        /// When it was opened and left, or its end was reached.
        Open = "open",
        /// When its end was reached.
        End = "end",
        /// When it was on screen for a time.
        Dwell = "dwell",
        /// Only by its key.
        Manual = "manual",
    }
}

words! {
    /// How many colours are used.
    Colour {
        /// What the terminal and the environment say.
        Auto = "auto",
        /// None.
        None = "none",
        /// The terminal's sixteen.
        Ansi16 = "16",
        /// 256.
        Ansi256 = "256",
        /// All.
        True = "true",
    }
}

words! {
    /// Who puts right-to-left text in order.
    Bidi {
        /// The terminal, where it does so or is not known; else attache.
        Auto = "auto",
        /// Rows are reordered here, for terminals that do not.
        Visual = "visual",
        /// Nothing is done.
        Off = "off",
    }
}

words! {
    /// Whether the links of an article are sent as hyperlinks.
    Hyperlinks {
        /// To terminals that are known to show them.
        Auto = "auto",
        /// Always.
        On = "on",
        /// Never.
        Off = "off",
    }
}

words! {
    /// Which keys are the ground of the keymap.
    Preset {
        /// Our own.
        Default = "default",
        /// As in vim.
        Vim = "vim",
        /// As in less.
        Less = "less",
        /// As in newsboat.
        Newsboat = "newsboat",
    }
}

words! {
    /// Keyboard layouts whose letters can stand for the Latin ones.
    Layout {
        /// Russian (ЙЦУКЕН).
        Russian = "russian",
        /// Ukrainian.
        Ukrainian = "ukrainian",
        /// Greek.
        Greek = "greek",
        /// Hebrew (SI 1452).
        Hebrew = "hebrew",
        /// Arabic (101).
        Arabic = "arabic",
        /// Persian (ISIRI 9147).
        Persian = "persian",
    }
}

/// Which theme is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeChoice {
    /// The dark or the light one, as the terminal's background is.
    Auto,
    /// The dark one.
    Dark,
    /// The light one.
    Light,
    /// This one.
    Named(String),
}

/// How text gets to the clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clipboard {
    /// By the terminal (OSC 52), also over ssh.
    Osc52,
    /// By a program that reads standard input.
    Command(Vec<String>),
}
