//! The reader on a terminal: keys in, frames out, and the terminal as it was
//! when we go, however we go.
//!
//! Threads: one reads input, one waits for signals, one watches whether the
//! terminal is still there (crossterm does not notice), the lanes of the
//! worker; all speak to this one through a channel.

mod guard;
pub(crate) mod known;
mod link;
mod outside;
mod turn;
mod watch;

use std::{
    env,
    io::{self, IsTerminal, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use crossterm::{
    clipboard::CopyToClipboard,
    event::{Event as Input, KeyEventKind, MouseButton, MouseEventKind},
    queue,
    terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate},
};
use jiff::Zoned;
use ratatui::{
    Terminal,
    layout::{Position, Rect},
};
use signal_hook::consts::{SIGCONT, SIGSTOP, SIGTSTP};

use crate::{
    app::{
        Setup,
        effect::{Effect, Event, Mouse, Report},
        model::Model,
        start,
        update::{self, update},
        worker::{Back, Tools, Worker},
    },
    clean::Clean,
    config::{Clipboard, Config},
    library::{self, Library, Watch, WatchEvent},
    places::Places,
    ui::{
        self,
        theme::{ColourLevel, Theme},
    },
};
use guard::{Guard, Screen};
use link::Linked;
use turn::Turned;

/// What the threads say.
#[derive(Debug)]
pub(crate) enum Message {
    /// Input of the terminal.
    Input(Input),
    /// The worker.
    Back(Back),
    /// A signal with this number.
    Signal(i32),
    /// The terminal has gone.
    Lost,
}

/// Longest text for OSC 52, in bytes before its encoding: terminals and tmux
/// take about 100,000 encoded ones, and drop longer ones without a word.
const CLIPBOARD: usize = 74_000;

/// How long the first article may keep everything else waiting: what takes
/// longer is no longer felt as at once (R. B. Miller, 1968).
const HEAD_START: Duration = Duration::from_millis(100);

/// Messages that are taken in before a frame is drawn.
const BURST: usize = 256;

/// Whether the terminal's background is light: its answer, which may take a while.
pub type Light = JoinHandle<bool>;

/// Runs the reader until the user quits. `light` is waited for where it is asked
/// for; the theme on a light ground is then that of the settings.
///
/// # Errors
///
/// If the terminal cannot be used, or the library cannot be opened.
pub fn run(setup: Setup, light: Option<Light>) -> anyhow::Result<ExitCode> {
    // We have a palette without colours of our own; crossterm's would reset
    // bold and underline with every colour that it leaves out.
    crossterm::style::force_color_output(true);
    let (width, height) = crossterm::terminal::size()?;
    let now = Zoned::now();
    let look = Look {
        theme: setup.theme.clone(),
        level: setup.level,
        user: setup.loaded.themes.clone(),
    };
    let state = setup.places.state.clone();
    let opened = start::open(setup, (width, height), now.timestamp(), now.datetime());
    // Also where nothing was opened: the terminal is being asked.
    let light = light.is_some_and(|l| l.join().unwrap_or(false));
    let (mut model, tools) = opened?;
    if light {
        model.theme.clone_from(&model.config.theme_light);
    }
    let turns;
    (model.options.order, turns) = known::order(model.config.bidi, &known::environment);
    let (sender, messages) = mpsc::channel();
    let to_us = sender.clone();
    guard::on_panic(&state);
    let signals = watch::catch()?;
    let guard = Guard::enter(model.config.mouse)?;
    let links = known::hyperlinks(model.config.hyperlinks, &known::environment);
    let backend = Linked::new(Screen::default(), links);
    let folders = Folders::of(&tools);
    let worker = Worker::start(tools, move |back| {
        // After the end nobody listens.
        let _ = to_us.send(Message::Back(back));
    });
    let mut session = Session {
        model,
        worker,
        messages,
        terminal: Terminal::new(backend)?,
        look,
        guard,
        input: None,
        end: None,
        own_stops: 0,
        broken: false,
        turned: turns.then(Turned::default),
    };
    let played = catch_unwind(AssertUnwindSafe(|| {
        // The first frame shows what the index holds, before anything is read
        // and before any thread is started.
        session.draw()?;
        // Then the article beside the list: it need not wait for the others.
        let opens = |e: &Effect| matches!(e, Effect::Open { .. } | Effect::OpenId { .. });
        let effects = update::start(&mut session.model).into_iter();
        let (opening, others) = effects.partition::<Vec<_>, _>(opens);
        session.run(opening)?;
        session.input = Some(watch::input(sender.clone())?);
        watch::signals(signals, sender.clone())?;
        session.head_start()?;
        // Ends with the session.
        let _watches = folders.watched(&sender);
        watch::gone(sender)?;
        session.play(others)
    }));
    if !matches!(played, Ok(Ok(()))) {
        // The place and what was read, if the model still stands.
        let _ = catch_unwind(AssertUnwindSafe(|| session.save()));
    }
    let Session {
        worker,
        mut guard,
        end,
        ..
    } = session;
    // Asked first: afterwards it may be somebody else's.
    let gone = !io::stdout().is_terminal();
    guard.leave();
    let lost = worker.finish();
    // Standard error may have gone with the terminal.
    let _ = match (&lost, &played) {
        (Some(lost), _) => writeln!(io::stderr(), "{lost}"),
        (None, Err(_)) => writeln!(io::stderr(), "attache: your bookmarks are saved"),
        (None, Ok(_)) => Ok(()),
    };
    match played {
        Err(_) => return Ok(ExitCode::from(101)),
        Ok(Err(_)) if gone => return Ok(ExitCode::from(129)),
        Ok(result) => result?,
    }
    Ok(match end {
        Some(End::Signal(n)) => ExitCode::from(u8::try_from(128 + n).unwrap_or(255)),
        _ if lost.is_some() => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    })
}

/// Whether the terminal can show more than lines one below the other.
#[must_use]
pub fn is_capable() -> bool {
    env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// The folders that are watched: those of articles, if the settings say so, and
/// that of the reading state.
struct Folders {
    library: Option<Library>,
    places: Places,
}

impl Folders {
    fn of(tools: &Tools) -> Self {
        Self {
            library: tools.config.watch.then(|| tools.library.clone()),
            places: tools.places.clone(),
        }
    }

    /// Watches them until the result is dropped.
    fn watched(self, sender: &mpsc::Sender<Message>) -> Vec<Watch> {
        let places = &self.places;
        let (tell, events) = mpsc::channel();
        let reading = library::watch_folder(&places.reading(), tell);
        told(events, sender.clone(), || Report::ReadingChanged);
        let mut watches = vec![reading];
        if let Some(library) = self.library {
            let own = [&places.config, &places.cache, &places.state].map(Clone::clone);
            let (tell, events) = mpsc::channel();
            watches.push(library.watch(tell, &own));
            told(events, sender.clone(), || Report::FoldersChanged);
        }
        watches
    }
}

/// Hands changes on as reports, until the watch or the session ends.
fn told(
    events: Receiver<WatchEvent>,
    sender: mpsc::Sender<Message>,
    report: impl Fn() -> Report + Send + 'static,
) {
    std::thread::spawn(move || {
        for event in events {
            let message = Message::Back(Back::Report(Box::new(report())));
            if event == WatchEvent::Changed && sender.send(message).is_err() {
                return;
            }
        }
    });
}

/// What a theme is made from.
struct Look {
    theme: Theme,
    level: ColourLevel,
    user: Vec<(String, String)>,
}

/// Why it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The user quits.
    Quit,
    /// A signal, or what stands for one.
    Signal(i32),
}

struct Session {
    model: Model,
    worker: Worker,
    messages: Receiver<Message>,
    terminal: Terminal<Linked<Screen>>,
    look: Look,
    guard: Guard,
    /// Not before the first frame.
    input: Option<watch::Input>,
    end: Option<End>,
    /// How often we stopped ourselves, less the SIGCONT that came of it.
    own_stops: usize,
    /// Whether the next frame panics: for the test of what happens then.
    broken: bool,
    /// How rows were turned, for a terminal that turns them back.
    turned: Option<Turned>,
}

impl Session {
    fn play(&mut self, effects: Vec<Effect>) -> anyhow::Result<()> {
        self.run(effects)?;
        while self.end.is_none() {
            if !self.take_in()? {
                continue;
            }
            self.draw()?;
        }
        Ok(())
    }

    /// Lets the article beside the list come before folders are watched and
    /// looked through: over a large library that takes all cores.
    fn head_start(&mut self) -> anyhow::Result<()> {
        let end = Instant::now() + HEAD_START;
        while self.end.is_none() && self.model.opening.is_some() {
            let rest = end.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                break;
            }
            if self.take_in_within(Some(rest))? {
                self.draw()?;
            }
        }
        Ok(())
    }

    /// Waits for something to happen and takes it in, with what came at once;
    /// `false` if nothing changed.
    fn take_in(&mut self) -> anyhow::Result<bool> {
        self.take_in_within(update::due_in(&self.model).map(Duration::from_millis))
    }

    /// The same, waiting no longer than `limit`.
    fn take_in_within(&mut self, limit: Option<Duration>) -> anyhow::Result<bool> {
        let first = match limit {
            Some(limit) => match self.messages.recv_timeout(limit) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return self.lost(),
            },
            None => match self.messages.recv() {
                Ok(message) => Some(message),
                Err(_) => return self.lost(),
            },
        };
        self.tick()?;
        let mut burst: Vec<Message> = first.into_iter().collect();
        burst.extend(self.messages.try_iter().take(BURST));
        let mut changed = burst.is_empty();
        let mut size = None;
        for message in burst {
            if self.end.is_some() {
                break;
            }
            match message {
                Message::Input(Input::Resize(width, height)) => size = Some((width, height)),
                message => changed |= self.take(message)?,
            }
        }
        if let Some((width, height)) = size {
            self.terminal.autoresize()?;
            self.event(Event::Resize(width, height))?;
            changed = true;
        }
        Ok(changed)
    }

    fn lost(&mut self) -> anyhow::Result<bool> {
        self.end = Some(End::Signal(1));
        Ok(false)
    }

    fn tick(&mut self) -> anyhow::Result<()> {
        let now = Zoned::now();
        self.event(Event::Clock(now.timestamp(), now.datetime()))
    }

    /// Takes a message; `false` if it changed nothing.
    fn take(&mut self, message: Message) -> anyhow::Result<bool> {
        match message {
            Message::Back(Back::Done) => {
                self.worker.done();
                return Ok(false);
            }
            Message::Back(Back::Report(report)) => self.event(Event::Report(report))?,
            Message::Signal(number) => return self.signal(number),
            Message::Lost => {
                self.save()?;
                self.end = Some(End::Signal(1));
            }
            Message::Input(input) => match self.translated(input) {
                Some(event) => self.event(event)?,
                None => return Ok(false),
            },
        }
        Ok(true)
    }

    fn signal(&mut self, number: i32) -> anyhow::Result<bool> {
        match number {
            SIGTSTP => {
                self.suspend()?;
                return Ok(true);
            }
            SIGCONT if self.own_stops > 0 => {
                self.own_stops -= 1;
                return Ok(false);
            }
            // Stopped by somebody else; a shell may have changed everything.
            SIGCONT => {
                self.pause();
                self.guard.leave();
                self.come_back()?;
                return Ok(true);
            }
            _ => {}
        }
        self.save()?;
        self.end = Some(End::Signal(number));
        Ok(false)
    }

    fn save(&mut self) -> anyhow::Result<()> {
        let effects = update::leave(&mut self.model);
        self.run(effects)
    }

    fn event(&mut self, event: Event) -> anyhow::Result<()> {
        let effects = update(&mut self.model, event);
        self.run(effects)
    }

    fn run(&mut self, effects: Vec<Effect>) -> anyhow::Result<()> {
        for effect in effects {
            let report = match effect {
                Effect::Quit => {
                    self.end = Some(End::Quit);
                    continue;
                }
                Effect::Redraw => {
                    self.clear()?;
                    self.broken =
                        cfg!(debug_assertions) && env::var_os("ATTACHE_TEST_PANIC").is_some();
                    continue;
                }
                Effect::Suspend => {
                    self.suspend()?;
                    continue;
                }
                Effect::Copy { text, what } => self.copy(&text, &what),
                Effect::Edit(path) => self.edit(&path)?,
                Effect::EditNote { passage, text } => {
                    let edited = self.outside(|c| outside::edit_text(c, &text))?;
                    match edited {
                        Ok(text) => Report::Note { passage, text },
                        Err(why) => Report::Failed(why),
                    }
                }
                Effect::Pipe { command, text } => {
                    let done = self.outside(|_| outside::pipe(&command, &text))?;
                    done.map_or_else(Report::Failed, Report::Done)
                }
                effect => {
                    self.worker.run(effect);
                    continue;
                }
            };
            self.event(Event::Report(Box::new(report)))?;
        }
        Ok(())
    }

    /// Forgets what is on the screen, so that all of it is drawn. ratatui's own
    /// way asks the terminal for its cursor and waits for an answer, which the
    /// thread that reads input would take.
    fn clear(&mut self) -> io::Result<()> {
        let area = Rect::from((Position::ORIGIN, self.terminal.size()?));
        self.terminal.resize(area)
    }

    fn draw(&mut self) -> anyhow::Result<()> {
        if self.look.theme.name() != self.model.theme {
            match Theme::load(&self.model.theme, &self.look.user, self.look.level) {
                Ok(theme) => self.look.theme = theme,
                Err(error) => {
                    self.look.theme.name().clone_into(&mut self.model.theme);
                    self.model.messages.error(&error.to_string());
                }
            }
        }
        self.guard.mouse(self.model.config.mouse)?;
        let (model, theme, broken) = (&self.model, &self.look.theme, self.broken);
        let turned = self.turned.as_mut().filter(|_| !model.config.linear);
        let links = model.reader().into_iter().flat_map(ui::link::in_view);
        self.terminal.backend_mut().links(links);
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            let area = frame.area();
            let buf = frame.buffer_mut();
            // A resize between the event and the frame: what fits is drawn.
            let mut cursor = ui::view(model, theme, buf);
            if let Some(turned) = turned {
                cursor = turned.turn(buf, cursor);
            }
            assert!(!broken, "a panic for the test");
            if let Some(at) = cursor.filter(|at| area.contains(*at)) {
                frame.set_cursor_position(at);
            }
        })?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(self.terminal.backend_mut())?;
        Ok(())
    }

    fn copy(&mut self, text: &str, what: &str) -> Report {
        let text = Clean::text(text.trim_end_matches('\n'));
        let done = |how: &str| Report::Done(Clean::line(&format!("copied {what} ({how})")));
        match &self.model.config.clipboard {
            Clipboard::Osc52 if text.len() > CLIPBOARD => Report::Failed(Clean::line(&format!(
                "{what} is too long for the terminal's clipboard ({} KB of {}): set clipboard = [\"wl-copy\"] or another command in config.toml",
                text.len() / 1000,
                CLIPBOARD / 1000
            ))),
            Clipboard::Osc52 => {
                let sent = queue!(
                    self.terminal.backend_mut(),
                    CopyToClipboard::to_clipboard_from(text.as_bytes())
                );
                match sent.and_then(|()| Write::flush(self.terminal.backend_mut())) {
                    Ok(()) => done("through the terminal"),
                    Err(e) => Report::Failed(Clean::line(&format!("{what} was not copied: {e}"))),
                }
            }
            Clipboard::Command(words) => match outside::feed(words, &text) {
                Ok(()) => done(words.first().map_or("command", String::as_str)),
                Err(e) => Report::Failed(Clean::line(&format!("{what} was not copied: {e}"))),
            },
        }
    }

    fn edit(&mut self, path: &std::path::Path) -> anyhow::Result<Report> {
        let done = self.outside(|c| outside::edit_file(c, path))?;
        Ok(match done {
            Ok(()) => Report::FoldersChanged,
            Err(why) => Report::Failed(why),
        })
    }

    /// Gives the terminal to another program and takes it back.
    fn outside<T>(&mut self, work: impl FnOnce(&Config) -> T) -> anyhow::Result<T> {
        self.pause();
        watch::outside(true);
        self.guard.leave();
        let result = work(&self.model.config);
        watch::outside(false);
        self.come_back()?;
        Ok(result)
    }

    /// Leaves the keys to another program.
    fn pause(&self) {
        if let Some(input) = &self.input {
            input.pause();
        }
    }

    fn come_back(&mut self) -> anyhow::Result<()> {
        self.guard.enter_again()?;
        if let Some(input) = &self.input {
            input.resume();
        }
        self.clear()?;
        let (width, height) = crossterm::terminal::size()?;
        self.event(Event::Resize(width, height))
    }

    /// Stops the process as Ctrl-Z does, and sets everything up again when it
    /// goes on.
    fn suspend(&mut self) -> anyhow::Result<()> {
        self.pause();
        self.guard.leave();
        // An orphaned process group ignores SIGTSTP.
        self.own_stops += 1;
        signal_hook::low_level::raise(SIGSTOP)?;
        self.come_back()
    }

    /// Input as the model takes it; `None` for what means nothing.
    fn translated(&self, input: Input) -> Option<Event> {
        let event = translated(input)?;
        Some(match (event, &self.turned) {
            (Event::Mouse(what, x, y), Some(turned)) => Event::Mouse(what, turned.seen(x, y), y),
            (event, _) => event,
        })
    }
}

/// Input as the model takes it; `None` for what means nothing.
fn translated(input: Input) -> Option<Event> {
    Some(match input {
        Input::Key(key) if key.kind == KeyEventKind::Release => return None,
        Input::Key(key) => Event::Key(key.into()),
        Input::Paste(text) => Event::Paste(text),
        Input::FocusGained => Event::Focus(true),
        Input::FocusLost => Event::Focus(false),
        Input::Resize(width, height) => Event::Resize(width, height),
        Input::Mouse(mouse) => {
            let what = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Mouse::Press,
                MouseEventKind::Drag(MouseButton::Left) => Mouse::Drag,
                MouseEventKind::Up(MouseButton::Left) => Mouse::Release,
                MouseEventKind::ScrollDown => Mouse::Wheel(true, 1),
                MouseEventKind::ScrollUp => Mouse::Wheel(false, 1),
                _ => return None,
            };
            Event::Mouse(what, mouse.column, mouse.row)
        }
    })
}
