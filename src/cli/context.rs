//! What a command gets to work with.

use std::{
    cell::OnceCell,
    fmt::Display,
    io::{self, BufRead, IsTerminal, Write},
};

use super::{Choice, Colours, Global, colour};
use crate::{
    app::keymap::Keymap,
    clean::Clean,
    config::{Config, Flags, Loaded},
    places::Places,
    state::Reading,
};

/// Columns where there is no terminal to ask.
const COLUMNS: u16 = 80;

/// The process around a command: tests make their own.
pub struct World<'w> {
    /// The folders.
    pub places: Places,
    /// Where results go.
    pub out: &'w mut dyn Write,
    /// Where `-` reads from.
    pub input: &'w mut dyn BufRead,
    /// Where messages go.
    pub err: &'w mut dyn Write,
    /// What the standard streams are.
    pub terminal: Terminal,
}

/// What the standard streams are.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether results are read by a person.
    pub out: bool,
    /// Whether messages are.
    pub err: bool,
    /// How what is printed may be coloured.
    pub colours: Colours,
    /// Columns of the terminal; 80 where there is none.
    pub columns: u16,
}

impl Terminal {
    /// The streams of this process.
    #[must_use]
    pub fn here(choice: Choice) -> Self {
        let out = io::stdout().is_terminal();
        let size = out.then(crossterm::terminal::size).and_then(Result::ok);
        let var = |name: &str| std::env::var(name).ok();
        Self {
            out,
            err: io::stderr().is_terminal(),
            colours: colour::detect(choice, out, &var),
            columns: size.map_or(COLUMNS, |(columns, _)| columns.max(20)),
        }
    }

    /// No terminal: everything is plain.
    #[must_use]
    pub fn none() -> Self {
        Self {
            out: false,
            err: false,
            colours: Colours::NONE,
            columns: COLUMNS,
        }
    }
}

/// What a command gets to work with.
pub struct Context<'c> {
    /// Options of every command.
    pub global: Global,
    /// The folders.
    pub places: Places,
    /// Where results go.
    pub out: &'c mut dyn Write,
    /// Where `-` reads from.
    pub input: &'c mut dyn BufRead,
    /// What the standard streams are.
    pub terminal: Terminal,
    /// The reading state, once it was read.
    pub(super) reading: Option<Reading>,
    err: &'c mut dyn Write,
    loaded: OnceCell<Loaded>,
}

impl<'c> Context<'c> {
    /// A context in a world.
    #[must_use]
    pub fn new<'w: 'c>(global: Global, world: &'c mut World<'w>) -> Self {
        Self {
            global,
            places: world.places.clone(),
            out: world.out,
            input: world.input,
            terminal: world.terminal,
            reading: None,
            err: world.err,
            loaded: OnceCell::new(),
        }
    }

    /// The settings, with what is wrong with them, which is not told.
    pub fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| {
            let flags = Flags {
                library: self.global.library.clone(),
                set: self.global.set.clone(),
            };
            Config::load(&self.places, &flags)
        })
    }

    /// The settings; what is wrong with them is told once.
    pub fn config(&mut self) -> &Config {
        if self.loaded.get().is_none() {
            let problems = self.loaded().problems.clone();
            for problem in problems {
                self.say(&problem);
            }
        }
        &self.loaded().config
    }

    /// The keys; what is wrong with them is told, as of the settings.
    pub fn keymap(&mut self) -> Keymap {
        self.config();
        let (keymap, problems) = self.loaded().keymap(&self.places);
        for problem in problems {
            self.say(&problem);
        }
        keymap
    }

    /// Tells something on standard error; that nobody can hear it is no error.
    pub fn say(&mut self, what: &dyn Display) {
        let said = Clean::text(&what.to_string());
        tracing::info!("{said}");
        let _ = writeln!(self.err, "attache: {said}");
    }

    /// Shows progress on the last line of standard error, where a person reads
    /// it; an empty text takes it away.
    pub fn progress(&mut self, text: &str) {
        if self.terminal.err {
            let shown = Clean::line(text);
            let _ = write!(self.err, "\r\u{1b}[K{shown}");
            let _ = self.err.flush();
        }
    }
}
