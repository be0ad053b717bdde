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

use crate::clean::Clean;

/// Whether our modes are set, for whoever takes them back first.
static SET: AtomicBool = AtomicBool::new(false);
/// Whether the mouse is among them.
static MOUSE: AtomicBool = AtomicBool::new(false);

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

    /// Takes the mouse, or leaves it to the terminal.
    pub(super) fn mouse(&mut self, ours: bool) -> io::Result<()> {
        if self.mouse == ours {
            return Ok(());
        }
        self.mouse = ours;
        MOUSE.store(ours, Ordering::SeqCst);
        if ours {
            execute!(io::stdout(), EnableMouseCapture)
        } else {
            execute!(io::stdout(), DisableMouseCapture)
        }
    }

    /// Takes them back.
    pub(super) fn leave(&mut self) {
        restore();
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

fn set(mouse: bool) -> io::Result<()> {
    MOUSE.store(mouse, Ordering::SeqCst);
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
pub(super) fn restore() {
    if !SET.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate, ResetColor);
    if MOUSE.load(Ordering::SeqCst) {
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

/// Standard output for frames: whole ones only, and none once the terminal was
/// given back. What a panic leaves behind half drawn is never sent.
#[derive(Debug, Default)]
pub(super) struct Screen(Vec<u8>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = std::mem::take(&mut self.0);
        if frame.is_empty() || !SET.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(&frame)?;
        out.flush()
    }
}

/// Before a panic of the main thread is told, the terminal is as it was; what
/// happened stands in a file in the state folder. Panics of other threads are
/// caught there and only written down.
pub(super) fn on_panic(state: &Path) {
    let path = state.join("crash.txt");
    let main = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        let ours = thread::current().id() == main;
        if ours {
            restore();
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
            let said = Clean::line(&format!(
                "attache: something went wrong inside attache{place}"
            ));
            let _ = writeln!(io::stderr(), "{said}");
        }
    }));
}
