//! The reader without a terminal: scripted keys in, the final screen out.

use std::sync::mpsc::{self, Receiver};

use jiff::Zoned;
use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    app::{
        Setup,
        effect::{Effect, Event, Report},
        keymap::script,
        model::Model,
        start,
        update::{self, update},
        worker::{Back, Worker},
    },
    clean::Clean,
    ui::{
        self,
        theme::{Scope, Theme},
    },
};

/// Letters of the scopes in `--print=styled`, in the order of [`Scope::ALL`].
const LETTERS: &str =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&*+=@~^?<>";

/// Plays `keys` (as typed, special ones as `<enter>`) on a screen of `size`
/// columns and rows, and gives the final screen as text. With `styled`, below
/// the text one letter a cell for its scope, and a legend.
///
/// Between two keys everything that was started is finished; timers do not run;
/// a script that quits gives the screen before the quit.
///
/// # Errors
///
/// If `keys` cannot be read, or the library cannot be opened.
pub fn play(setup: Setup, keys: &str, size: (u16, u16), styled: bool) -> anyhow::Result<String> {
    let keys = script(keys).map_err(|e| anyhow::anyhow!("--keys, character {}: {e}", e.at + 1))?;
    let now = Zoned::now();
    let (model, tools) = start::open(setup, size, now.timestamp(), now.datetime())?;
    let (sender, back) = mpsc::channel();
    let worker = Worker::start(tools, move |message| {
        // Nobody listening: the script has ended.
        let _ = sender.send(message);
    });
    let mut player = Player {
        model,
        worker,
        back,
        ended: false,
    };
    let effects = update::start(&mut player.model);
    player.finish(effects);
    let mut screen = player.screen(styled);
    for key in keys {
        player.model.now = Zoned::now().timestamp();
        let effects = update(&mut player.model, Event::Key(key));
        player.finish(effects);
        if player.ended {
            break;
        }
        screen = player.screen(styled);
    }
    if !player.ended {
        let effects = update::leave(&mut player.model);
        player.finish(effects);
    }
    if let Some(lost) = player.worker.finish() {
        anyhow::bail!("{lost}");
    }
    Ok(screen)
}

struct Player {
    model: Model,
    worker: Worker,
    back: Receiver<Back>,
    ended: bool,
}

impl Player {
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

    fn screen(&self, styled: bool) -> String {
        let (width, height) = self.model.size;
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        ui::view(&self.model, &Theme::map(), &mut buf);
        let mut out = text(&buf);
        if styled {
            out.push('\n');
            out.push_str(&scopes(&buf));
        }
        out
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
