//! The reader without a terminal: scripted keys in, the final screen out.

use std::sync::mpsc::{self, Receiver};

use jiff::Zoned;
use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    app::{
        Setup,
        effect::{Effect, Event, Report},
        keymap::{key::Key, script},
        model::Model,
        start,
        update::{self, update},
        worker::{Back, Worker},
    },
    clean::Clean,
    config::Bidi,
    ui::{
        self,
        picture::{self, Ground},
        theme::{Scope, Theme},
    },
};

/// Letters of the scopes in `--print=styled`, in the order of [`Scope::ALL`].
const LETTERS: &str =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&*+=@~^?<>";

/// How the final screen is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Print {
    /// As text.
    #[default]
    Text,
    /// As text, and below it one letter a cell for its scope, with a legend.
    Styled,
    /// As a picture, in the colours of the theme.
    Svg,
}

/// Plays `keys` (as typed, special ones as `<enter>`) on a screen of `size`
/// columns and rows, and gives the final screen.
///
/// Between two keys everything that was started is finished; timers do not run;
/// a script that quits gives the screen before the quit.
///
/// # Errors
///
/// If `keys` cannot be read, or the library cannot be opened.
pub fn play(setup: Setup, keys: &str, size: (u16, u16), print: Print) -> anyhow::Result<String> {
    let keys = script(keys).map_err(|e| anyhow::anyhow!("--keys, character {}: {e}", e.at + 1))?;
    let mut setup = setup;
    if print == Print::Svg && setup.loaded.config.bidi == Bidi::Auto {
        // A picture has no terminal that would put words in order.
        setup.loaded.config.bidi = Bidi::Visual;
    }
    let mut player = Player::open(setup, size)?;
    let mut screen = player.screen(print);
    for key in keys {
        player.key(key);
        if player.ended {
            break;
        }
        screen = player.screen(print);
    }
    player.close()?;
    Ok(screen)
}

/// A session without a terminal.
pub struct Player {
    model: Model,
    theme: Theme,
    worker: Worker,
    back: Receiver<Back>,
    ended: bool,
}

impl Player {
    /// Opens a session on a screen of `size` columns and rows.
    ///
    /// # Errors
    ///
    /// If the library cannot be opened.
    pub fn open(setup: Setup, size: (u16, u16)) -> anyhow::Result<Self> {
        let now = Zoned::now();
        let theme = setup.theme.clone();
        let (model, tools) = start::open(setup, size, now.timestamp(), now.datetime())?;
        let (sender, back) = mpsc::channel();
        let worker = Worker::start(tools, move |message| {
            // Nobody listening: the script has ended.
            let _ = sender.send(message);
        });
        let mut player = Self {
            model,
            theme,
            worker,
            back,
            ended: false,
        };
        let effects = update::start(&mut player.model);
        player.finish(effects);
        Ok(player)
    }

    /// Presses a key, and waits until all that it started is finished.
    pub fn key(&mut self, key: Key) {
        self.model.now = Zoned::now().timestamp();
        let effects = update(&mut self.model, Event::Key(key));
        self.finish(effects);
    }

    /// What is on the screen.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Ends the session; everything is saved.
    ///
    /// # Errors
    ///
    /// What could not be saved.
    pub fn close(mut self) -> anyhow::Result<()> {
        if !self.ended {
            let effects = update::leave(&mut self.model);
            self.finish(effects);
        }
        match self.worker.finish() {
            Some(lost) => Err(anyhow::anyhow!("{lost}")),
            None => Ok(()),
        }
    }

    /// Does effects, and what comes of them, until nothing is under way.
    fn finish(&mut self, effects: Vec<Effect>) {
        self.run(effects);
        while !self.worker.is_idle() {
            match self.back.recv() {
                Ok(Back::Report(report)) => {
                    let effects = update(&mut self.model, Event::Report(report));
                    self.run(effects);
                }
                Ok(Back::Done) => self.worker.done(),
                Err(_) => return,
            }
        }
    }

    fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let report = match effect {
                Effect::Quit => {
                    self.ended = true;
                    continue;
                }
                Effect::Copy { what, .. } => Report::Done(Clean::line(&format!("copied {what}"))),
                Effect::Edit(_) | Effect::EditNote { .. } | Effect::Pipe { .. } => {
                    Report::Failed(Clean::line("this needs a terminal"))
                }
                Effect::Redraw | Effect::Suspend => continue,
                effect => {
                    self.worker.run(effect);
                    continue;
                }
            };
            let more = update(&mut self.model, Event::Report(Box::new(report)));
            self.run(more);
        }
    }

    fn screen(&self, print: Print) -> String {
        match print {
            Print::Text => text(&self.drawn(&Theme::map())),
            Print::Styled => {
                let buf = self.drawn(&Theme::map());
                format!("{}\n{}", text(&buf), scopes(&buf))
            }
            Print::Svg => {
                let reset = ratatui::style::Color::Reset;
                let ground = Ground {
                    back: self.theme.background().unwrap_or(reset),
                    text: self.theme.style(Scope::Text).fg.unwrap_or(reset),
                };
                picture::svg(&self.drawn(&self.theme), ground)
            }
        }
    }

    fn drawn(&self, theme: &Theme) -> Buffer {
        let (width, height) = self.model.size;
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        ui::view(&self.model, theme, &mut buf);
        buf
    }
}

/// The screen's characters, without spaces at the ends of lines.
#[must_use]
pub fn text(buf: &Buffer) -> String {
    let mut out = String::new();
    for y in buf.area.top()..buf.area.bottom() {
        let mut line = String::new();
        let mut x = buf.area.left();
        while x < buf.area.right() {
            let Some(cell) = buf.cell((x, y)) else { break };
            line.push_str(cell.symbol());
            let width = unicode_width::UnicodeWidthStr::width(cell.symbol()).max(1);
            x = x.saturating_add(u16::try_from(width).unwrap_or(1));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// One letter a cell for its scope, and a legend of those that occur.
fn scopes(buf: &Buffer) -> String {
    let letter = |scope: Scope| {
        let index = Scope::ALL.iter().position(|s| *s == scope).unwrap_or(0);
        LETTERS.chars().nth(index).unwrap_or('_')
    };
    let mut used: Vec<Scope> = Vec::new();
    let mut out = String::new();
    for y in buf.area.top()..buf.area.bottom() {
        let mut line = String::new();
        for x in buf.area.left()..buf.area.right() {
            let scope = buf.cell((x, y)).and_then(|c| Theme::scope_of(c.fg));
            line.push(scope.map_or('.', letter));
            used.extend(scope.filter(|s| !used.contains(s)));
        }
        out.push_str(line.trim_end_matches('.'));
        out.push('\n');
    }
    used.sort_unstable();
    out.push('\n');
    for scope in used {
        out.extend([&letter(scope).to_string(), " ", scope.name(), "\n"]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_has_a_letter() {
        assert!(LETTERS.chars().count() >= Scope::ALL.len());
    }
}
