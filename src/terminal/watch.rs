//! Threads that wait: for input, for signals, for the terminal to go.

use std::{
    fs::File,
    io::{self, IsTerminal},
    process,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc::Sender},
    thread,
    time::{Duration, Instant},
};

use crossterm::event;
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP},
    iterator::Signals,
};

use super::Message;

/// How long the input thread waits before it looks whether it is to pause.
const LOOK: Duration = Duration::from_millis(100);
/// How often the terminal is asked whether it is still there.
const WATCH: Duration = Duration::from_millis(250);
/// How long the rest has to save before a lost terminal ends the process.
const GRACE: Duration = Duration::from_secs(3);
/// A second signal within this time ends at once.
const IMPATIENT: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Reading,
    Asked,
    Paused,
}

/// The hand on the input thread: another program must not share its keys.
#[derive(Debug)]
pub(super) struct Input(Arc<(Mutex<Turn>, Condvar)>);

fn lock(turn: &Mutex<Turn>) -> MutexGuard<'_, Turn> {
    turn.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Input {
    /// Stops reading; comes back when it has stopped.
    pub(super) fn pause(&self) {
        let (turn, changed) = &*self.0;
        let mut at = lock(turn);
        *at = Turn::Asked;
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
        let (turn, changed) = &*self.0;
        *lock(turn) = Turn::Reading;
        changed.notify_all();
    }
}

/// Starts to read input.
pub(super) fn input(messages: Sender<Message>) -> Input {
    let shared = Arc::new((Mutex::new(Turn::Reading), Condvar::new()));
    let ours = Arc::clone(&shared);
    thread::spawn(move || {
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
            let message = match event::poll(LOOK) {
                Ok(false) => continue,
                Ok(true) => event::read().map_or(Message::Lost, Message::Input),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => Message::Lost,
            };
            let lost = matches!(message, Message::Lost);
            if messages.send(message).is_err() || lost {
                return;
            }
        }
    });
    Input(shared)
}

/// Starts to wait for signals.
pub(super) fn signals(messages: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP])?;
    thread::spawn(move || {
        let mut last: Option<Instant> = None;
        for signal in signals.forever() {
            let ends = signal != SIGTSTP;
            if ends && last.is_some_and(|l| l.elapsed() < IMPATIENT) {
                process::exit(128 + signal);
            }
            if ends {
                last = Some(Instant::now());
            }
            if messages.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Starts to watch the terminal: one that is gone makes crossterm spin, and
/// nothing else tells it where SIGHUP is ignored.
pub(super) fn terminal(messages: Sender<Message>) {
    let keys: Box<dyn Fn() -> bool + Send> = if io::stdin().is_terminal() {
        Box::new(|| io::stdin().is_terminal())
    } else if let Ok(tty) = File::open("/dev/tty") {
        Box::new(move || tty.is_terminal())
    } else {
        return;
    };
    thread::spawn(move || {
        while keys() {
            thread::sleep(WATCH);
        }
        // Nobody listening: the end has come already.
        let _ = messages.send(Message::Lost);
        thread::sleep(GRACE);
        process::exit(129);
    });
}
