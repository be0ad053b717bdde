//! The terminal's modes: set at the beginning, taken back at every kind of end.

use std::{
    fs,
    io::{self, Write},
    panic,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use crossterm::{
    cursor::Show,
    event::{
        DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
        EnableFocusChange, EnableMouseCapture,
    },
    execute,
    style::ResetColor,
    terminal::{
        EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
        enable_raw_mode,
    },
};

/// Whether our modes are set, for whoever takes them back first.
static SET: AtomicBool = AtomicBool::new(false);

/// Takes the modes back when it goes.
#[derive(Debug)]
pub(super) struct Guard {
    mouse: bool,
}

impl Guard {
    /// Sets the modes.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        let mut guard = Self { mouse };
        guard.enter_again()?;
        Ok(guard)
    }

    /// Sets them again; a terminal that was just taken back (`fg`) may need a
    /// moment.
    pub(super) fn enter_again(&mut self) -> io::Result<()> {
        let mut tries = 0;
        while let Err(error) = set(self.mouse) {
            tries += 1;
            if tries > 20 {
                return Err(error);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Takes them back.
    pub(super) fn leave(&mut self) {
        restore(self.mouse);
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore(self.mouse);
    }
}

fn set(mouse: bool) -> io::Result<()> {
    SET.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = io::stdout();
    execute!(
        out,
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange
    )?;
    if mouse {
        execute!(out, EnableMouseCapture)?;
    }
    Ok(())
}

/// Takes our modes back, once; errors have nobody to go to.
fn restore(mouse: bool) {
    if !SET.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate, ResetColor);
    if mouse {
        let _ = execute!(out, DisableMouseCapture);
    }
    let _ = execute!(
        out,
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

/// Before a panic of the main thread is told, the terminal is as it was; what
/// happened stands in a file in the state folder. Panics of other threads are
/// caught there and only written down.
pub(super) fn on_panic(mouse: bool, state: &Path) {
    let path = state.join("crash.txt");
    let main = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        let ours = thread::current().id() == main;
        if ours {
            restore(mouse);
        }
        let trace = std::backtrace::Backtrace::force_capture();
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| {
                fs::write(
                    &path,
                    format!("attache {}\n{info}\n{trace}\n", env!("CARGO_PKG_VERSION")),
                )
            });
        if ours {
            let place = match written {
                Ok(()) => format!("; what happened is in {}", path.display()),
                Err(_) => String::new(),
            };
            let _ = writeln!(
                io::stderr(),
                "attache: something went wrong inside attache; your bookmarks are saved{place}"
            );
        }
    }));
}
