//! Threads that wait: for input, for signals, for the terminal to go. While nothing
//! happens none of them wakes up.

use std::{
    fs::File,
    io::{self, IsTerminal, PipeReader, PipeWriter, Read, Write},
    os::fd::{AsFd, BorrowedFd},
    process,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use crossterm::{
    event::{self, Event, KeyCode, KeyModifiers},
    terminal,
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::Signals,
    low_level,
};

use super::{Message, guard};

/// How long the input thread waits for more after a key, and where there is no
/// terminal to wait for, until it looks whether it is to pause.
const LOOK: Duration = Duration::from_millis(100);
/// How long the rest of an answer of the terminal may take.
const AT_ONCE: Duration = Duration::from_millis(20);
/// Most characters of such an answer.
const ANSWER: usize = 80;
/// How often the terminal is asked whether it is still there, where the system
/// does not tell it.
const WATCH: Duration = Duration::from_millis(250);
/// How often it is asked where the system does, in seconds: not every driver
/// wakes those who wait for nothing but the end.
const AGAIN: i64 = 30;
/// How long the rest has to save before a lost terminal ends the process.
const GRACE: Duration = Duration::from_secs(3);
/// A second signal within this time ends at once.
const IMPATIENT: Duration = Duration::from_secs(2);
/// How long the rest has to end after a signal: it may hang on a terminal that
/// takes nothing (Ctrl-S).
const PATIENT: Duration = Duration::from_secs(10);
/// How long giving the terminal back may take then.
const RESTORE: Duration = Duration::from_millis(300);

/// Whether another program has the terminal, and with it the keys that signal.
static OUTSIDE: AtomicBool = AtomicBool::new(false);

/// Another program gets the terminal, or has had it.
pub(super) fn outside(now: bool) {
    OUTSIDE.store(now, Ordering::SeqCst);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Reading,
    Asked,
    Paused,
}

/// The hand on the input thread: another program must not share its keys.
#[derive(Debug)]
pub(super) struct Input {
    turn: Arc<(Mutex<Turn>, Condvar)>,
    /// Ends its wait for input.
    wake: PipeWriter,
}

fn lock(turn: &Mutex<Turn>) -> MutexGuard<'_, Turn> {
    turn.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Input {
    /// Stops reading; comes back when it has stopped.
    pub(super) fn pause(&self) {
        let (turn, changed) = &*self.turn;
        let mut at = lock(turn);
        *at = Turn::Asked;
        // A full pipe wakes it as well.
        let _ = (&self.wake).write(&[0]);
        while *at == Turn::Asked {
            let waited = changed.wait_timeout(at, Duration::from_secs(1));
            let (next, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            at = next;
            if timeout.timed_out() {
                break;
            }
        }
    }

    /// Reads on.
    pub(super) fn resume(&self) {
        let (turn, changed) = &*self.turn;
        *lock(turn) = Turn::Reading;
        changed.notify_all();
    }
}

/// The terminal as crossterm reads it.
enum Tty {
    Stdin(io::Stdin),
    File(File),
}

impl Tty {
    fn find() -> Option<Self> {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            return Some(Self::Stdin(stdin));
        }
        File::open("/dev/tty").ok().map(Self::File)
    }

    fn is_terminal(&self) -> bool {
        match self {
            Self::Stdin(stdin) => stdin.is_terminal(),
            Self::File(file) => file.is_terminal(),
        }
    }
}

impl AsFd for Tty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Stdin(stdin) => stdin.as_fd(),
            Self::File(file) => file.as_fd(),
        }
    }
}

/// Waits until there is input, or it is to be looked whether there is to be a
/// pause.
fn wait(tty: Option<&Tty>, mut asked: &PipeReader) -> io::Result<()> {
    // Where there is no terminal to wait for, we look now and then.
    let Some(tty) = tty else {
        return Ok(());
    };
    let mut both = [
        PollFd::new(tty, PollFlags::IN),
        PollFd::new(asked, PollFlags::IN),
    ];
    poll(&mut both, None)?;
    let [tty, pipe] = both.map(|fd| fd.revents());
    if pipe.contains(PollFlags::IN) {
        asked.read_exact(&mut [0])?;
    } else if tty.intersects(PollFlags::HUP | PollFlags::ERR) {
        return Err(io::ErrorKind::BrokenPipe.into());
    }
    Ok(())
}

/// Starts to read input.
pub(super) fn input(messages: Sender<Message>) -> io::Result<Input> {
    let shared = Arc::new((Mutex::new(Turn::Reading), Condvar::new()));
    let ours = Arc::clone(&shared);
    let (asked, wake) = io::pipe()?;
    thread::Builder::new().spawn(move || {
        let tty = Tty::find();
        loop {
            let (turn, changed) = &*ours;
            {
                let mut at = lock(turn);
                while *at != Turn::Reading {
                    *at = Turn::Paused;
                    changed.notify_all();
                    at = changed.wait(at).unwrap_or_else(PoisonError::into_inner);
                }
            }
            // After a key more may be with crossterm, which we could not tell.
            let input = match event::poll(LOOK) {
                Ok(true) => event::read(),
                Ok(false) => match wait(tty.as_ref(), &asked) {
                    Ok(()) => continue,
                    Err(error) => Err(error),
                },
                Err(error) => Err(error),
            };
            let message = match input {
                // The signal tells it.
                Ok(Event::Resize(..)) => continue,
                Ok(input) if is_answer(&input) => continue,
                Ok(input) => Message::Input(input),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => Message::Lost,
            };
            let lost = matches!(message, Message::Lost);
            if messages.send(message).is_err() || lost {
                return;
            }
        }
    })?;
    Ok(Input { turn: shared, wake })
}

/// Takes the rest of an answer of the terminal away, if this is its beginning:
/// what we asked at the start (`OSC 11`) may be answered late, and crossterm
/// takes that for keys. All of it comes at once, as nobody types.
fn is_answer(first: &Event) -> bool {
    let alt = |event: &Event, c| {
        matches!(event, Event::Key(key)
            if key.code == KeyCode::Char(c) && key.modifiers.contains(KeyModifiers::ALT))
    };
    if !alt(first, ']') || !event::poll(AT_ONCE).unwrap_or(false) {
        return false;
    }
    for _ in 0..ANSWER {
        let Ok(next) = event::read() else {
            break;
        };
        let bell = matches!(&next, Event::Key(key)
            if key.code == KeyCode::Char('g') && key.modifiers == KeyModifiers::CONTROL);
        if bell || alt(&next, '\\') || !event::poll(AT_ONCE).unwrap_or(false) {
            break;
        }
    }
    true
}

/// Takes signals from now on; those that come before [`signals`] wait for it.
pub(super) fn catch() -> io::Result<Signals> {
    Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])
}

/// Starts to wait for signals.
pub(super) fn signals(mut signals: Signals, messages: Sender<Message>) -> io::Result<()> {
    thread::Builder::new().spawn(move || {
        let mut last: Option<Instant> = None;
        for signal in signals.forever() {
            if OUTSIDE.load(Ordering::SeqCst) && !passes_outside(signal) {
                continue;
            }
            if signal == SIGWINCH {
                if let Ok((width, height)) = terminal::size()
                    && messages
                        .send(Message::Input(Event::Resize(width, height)))
                        .is_err()
                {
                    return;
                }
                continue;
            }
            if !matches!(signal, SIGTSTP | SIGCONT) {
                if last.is_some_and(|l| l.elapsed() < IMPATIENT) {
                    end(signal);
                }
                if last.is_none() {
                    thread::spawn(move || {
                        thread::sleep(PATIENT);
                        end(signal);
                    });
                }
                last = Some(Instant::now());
            }
            if messages.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Whether a signal is for us while another program has the terminal: Ctrl-C
/// and Ctrl-\ are meant for that one, and Ctrl-Z stops us both.
fn passes_outside(signal: i32) -> bool {
    match signal {
        SIGINT | SIGQUIT | SIGCONT => false,
        SIGTSTP => {
            if let Err(error) = low_level::raise(SIGSTOP) {
                tracing::warn!(%error, "not stopped");
            }
            false
        }
        _ => true,
    }
}

/// Ends at once; the terminal is given back if it takes it.
fn end(signal: i32) -> ! {
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        guard::restore();
        let _ = done.send(());
    });
    let _ = wait.recv_timeout(RESTORE);
    process::exit(128 + signal);
}

/// Starts to watch the terminal: one that is gone makes crossterm spin, and
/// nothing else tells it where SIGHUP is ignored or another program reads the keys.
pub(super) fn gone(messages: Sender<Message>) -> io::Result<()> {
    let Some(tty) = Tty::find() else {
        return Ok(());
    };
    thread::Builder::new().spawn(move || {
        while tty.is_terminal() {
            wait_for_the_end(&tty);
        }
        // Nobody listening: the end has come already.
        let _ = messages.send(Message::Lost);
        thread::sleep(GRACE);
        process::exit(129);
    })?;
    Ok(())
}

/// Waits until the terminal has gone, or for a time.
fn wait_for_the_end(tty: &Tty) {
    let time = Timespec {
        tv_sec: AGAIN,
        tv_nsec: 0,
    };
    let mut one = [PollFd::new(tty, PollFlags::empty())];
    match poll(&mut one, Some(&time)) {
        Ok(0) | Err(Errno::INTR) => {}
        // Gone; or the system cannot wait for this terminal.
        _ if tty.is_terminal() => thread::sleep(WATCH),
        _ => {}
    }
}
