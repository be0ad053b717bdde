//! The library as commands open it.

use std::sync::{Arc, atomic::AtomicBool};

use super::Context;
use crate::{
    examples,
    library::{Library, LibraryEvent, LibraryOptions, Report},
    state::{Reading, Store, StoreOptions},
};

/// Opens the library of the settings; its notices are told.
pub(super) fn open(context: &mut Context<'_>) -> anyhow::Result<Library> {
    let folders = super::article::folders(context);
    open_over(context, &folders)
}

/// Opens the library over these files and folders.
pub(super) fn open_over(
    context: &mut Context<'_>,
    roots: &[std::path::PathBuf],
) -> anyhow::Result<Library> {
    let options = LibraryOptions {
        library: super::article::folders(context),
        examples: examples::BRIEFINGS,
        vocabulary: Arc::clone(&context.loaded().vocabulary),
        zone: None,
    };
    let library = Library::open(&context.places, roots, &options)?;
    let reading = reading(context);
    library.set_reading(&reading.mirrors())?;
    for notice in library.notices() {
        context.say(&notice);
    }
    Ok(library)
}

/// The reading state of all devices; what is wrong with its files is told.
pub(super) fn reading(context: &mut Context<'_>) -> Reading {
    if let Some(reading) = &context.reading {
        return reading.clone();
    }
    let options = StoreOptions {
        device: context.config().device.clone(),
        ..StoreOptions::default()
    };
    let (_, reading, notices) = Store::open(&context.places, options);
    for notice in notices {
        context.say(&notice);
    }
    context.reading = Some(reading.clone());
    reading
}

/// Brings the index up to date, with progress where a person can see it.
pub(super) fn sync(context: &mut Context<'_>, library: &Library) -> anyhow::Result<Report> {
    let mut shown = 0;
    let mut tell = |event: LibraryEvent| {
        if let LibraryEvent::Progress { done, total } = event {
            // A line for every percent is enough.
            let percent = done.saturating_mul(100) / total.max(1);
            if percent != shown {
                shown = percent;
                context.progress(&bar(done, total));
            }
        }
    };
    let report = library.sync_now(&mut tell, &AtomicBool::new(false))?;
    context.progress("");
    for problem in &report.problems {
        context.say(problem);
    }
    Ok(report)
}

/// Opens the library and brings its index up to date.
pub(super) fn current(context: &mut Context<'_>) -> anyhow::Result<Library> {
    let library = open(context)?;
    sync(context, &library)?;
    Ok(library)
}

/// `[#####.....] 120 of 240 files`
fn bar(done: usize, total: usize) -> String {
    let full = done.saturating_mul(30) / total.max(1);
    let cells: String = (0..30).map(|i| if i < full { '#' } else { '.' }).collect();
    format!("[{cells}] {done} of {total} files")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_has_ends() {
        assert!(bar(0, 10).starts_with("[..........") && bar(10, 10).contains("####]"));
        assert_eq!(bar(0, 0), format!("[{}] 0 of 0 files", ".".repeat(30)));
    }
}
