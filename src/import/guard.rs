//! A wall around parsers of others: a panic is caught, a stack is deep enough,
//! and what takes too long is left behind.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::{Once, mpsc},
    thread,
    time::Duration,
};

use super::Problem;

/// Stack of a loader's thread in bytes (16 MiB): 20,000 nested elements
/// overflow the usual 2 MiB, and an overflow cannot be caught.
const STACK: usize = 16 << 20;

/// How long one file may take to load; ordinary files take milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps the panic hook quiet on guarded threads: a panic that is caught must
/// neither write over the screen nor make the session end.
fn quiet() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.with(Cell::get) {
                hook(info);
            }
        }));
    });
}

/// Runs a parser on the caller's thread; a panic becomes [`Problem::Crashed`].
///
/// # Errors
///
/// What `parse` returns, or [`Problem::Crashed`].
pub(super) fn here<T>(parse: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    quiet();
    let before = GUARDED.with(|g| g.replace(true));
    let result = panic::catch_unwind(AssertUnwindSafe(parse));
    GUARDED.with(|g| g.set(before));
    result.unwrap_or(Err(Problem::Crashed))
}

/// Runs a parser on a thread of its own with a deep stack; after
/// [`PATIENCE`] the thread is left to itself.
///
/// # Errors
///
/// What `parse` returns, [`Problem::Crashed`] or [`Problem::Slow`].
pub(super) fn apart<T: Send + 'static>(
    parse: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    apart_for(PATIENCE, parse)
}

/// The same for a file that holds many articles: a second more for each
/// mebibyte of its `size`.
///
/// # Errors
///
/// As [`apart`].
pub(super) fn apart_sized<T: Send + 'static>(
    size: usize,
    parse: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let more = u32::try_from(size >> 20).unwrap_or(u32::MAX).min(60);
    apart_for(PATIENCE + Duration::from_secs(1) * more, parse)
}

fn apart_for<T: Send + 'static>(
    patience: Duration,
    parse: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let (send, receive) = mpsc::channel();
    let thread = thread::Builder::new()
        .name("import".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            // The receiver is gone only when nobody waits any longer.
            let _ = send.send(here(parse));
        })
        .map_err(Problem::Io)?;
    let result = match receive.recv_timeout(patience) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => return Err(Problem::Slow),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Problem::Crashed),
    };
    if thread.join().is_err() {
        return Err(Problem::Crashed);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_problem() {
        let result: Result<(), Problem> = here(|| panic!("of a library"));
        assert!(matches!(result, Err(Problem::Crashed)));
        let result: Result<(), Problem> = apart(|| panic!("of a library"));
        assert!(matches!(result, Err(Problem::Crashed)));
        assert_eq!(here(|| Ok(1)).expect("no panic"), 1);
    }

    #[test]
    fn what_takes_too_long_is_left() {
        let (hold, wait) = mpsc::channel::<()>();
        let result = apart_for(Duration::from_millis(1), move || {
            // Ends when the test drops `hold`.
            let _ = wait.recv();
            Ok(())
        });
        assert!(matches!(result, Err(Problem::Slow)));
        drop(hold);
    }
}
