//! Threads that wait: for input, for signals, for the terminal to go.

use std::{
    fs::File,
    io::{self, IsTerminal},
    process,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use crossterm::event::{self, Event, KeyCode, KeyModifiers};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP},
    iterator::Signals,
    low_level,
};

use super::{Message, guard};

/// How long the input thread waits before it looks whether it is to pause.
const LOOK: Duration = Duration::from_millis(100);
/// How long the rest of an answer of the terminal may take.
const AT_ONCE: Duration = Duration::from_millis(20);
/// Most characters of such an answer.
const ANSWER: usize = 80;
/// How often the terminal is asked whether it is still there.
const WATCH: Duration = Duration::from_millis(250);
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
                Ok(true) => match event::read() {
                    Ok(input) if is_answer(&input) => continue,
                    Ok(input) => Message::Input(input),
                    Err(_) => Message::Lost,
                },
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

/// Starts to wait for signals.
pub(super) fn signals(messages: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    thread::spawn(move || {
        let mut last: Option<Instant> = None;
        for signal in signals.forever() {
            if OUTSIDE.load(Ordering::SeqCst) && !passes_outside(signal) {
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
    });
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
