//! What the doctor says of reading state and passages.

use std::fs;

use super::{
    NAMED,
    report::{Report, State},
};
use crate::{
    clean::Clean,
    cli::{Context, passages},
    library::Library,
    passage,
    state::{Store, StoreOptions},
};

/// Characters of an orphan that are printed.
const EXACT: usize = 60;

/// Reads the files of all devices: those that are damaged or cannot be read,
/// and those that were kept aside. Every command after this knows the state.
pub(super) fn files(context: &mut Context<'_>, report: &mut Report) {
    let options = StoreOptions {
        device: context.config().device.clone(),
        ..StoreOptions::default()
    };
    let (store, reading, notices) = Store::open(&context.places, options);
    for notice in &notices {
        report.add(State::Wrong, "reading", notice);
    }
    let device = store.device().unwrap_or("no name yet");
    report.add(State::Fine, "device", device);
    for aside in kept_aside(context) {
        let said = format!("{aside}: a damaged file that was kept; look at it, then delete it");
        report.add(State::Note, "reading", &said);
    }
    context.reading = Some(reading);
}

/// Damaged files that an earlier session kept, in order.
fn kept_aside(context: &Context<'_>) -> Vec<String> {
    // What cannot be listed was told when it was read.
    let Ok(devices) = fs::read_dir(context.places.reading()) else {
        return Vec::new();
    };
    let files = devices
        .filter_map(Result::ok)
        .filter_map(|device| fs::read_dir(device.path()).ok())
        .flat_map(|files| files.filter_map(Result::ok));
    let mut out: Vec<String> = files
        .filter(|f| f.file_name().to_string_lossy().contains(".broken-"))
        .map(|f| f.path().display().to_string())
        .collect();
    out.sort();
    out
}

/// How many passages there are, and which have lost their place.
pub(super) fn anchors(context: &mut Context<'_>, library: &Library, report: &mut Report) {
    let Some(reading) = &context.reading else {
        return;
    };
    let mut views = passages::views(library, reading);
    passage::view::sort(&mut views);
    let count = |state| views.iter().filter(|v| v.state == state).count();
    let lost: Vec<_> = views
        .iter()
        .filter(|v| v.state == passage::State::Orphan)
        .collect();
    let said = format!(
        "{} kept: {} in place, {} moved with their text, {} doubtful, {}",
        views.len(),
        count(passage::State::Anchored),
        count(passage::State::Moved),
        count(passage::State::Doubtful),
        crate::plural::of(lost.len(), "orphan", "orphans")
    );
    report.add(State::Fine, "passages", &said);
    for view in lost.iter().take(NAMED) {
        let exact: String = view.passage.selector.exact.chars().take(EXACT).collect();
        let title = &view.passage.about.title;
        let said = format!("\"{}\" of {title}: its text is not there", exact.trim());
        report.add(State::Note, "orphan", &Clean::line(&said));
    }
    if lost.len() > NAMED {
        let more = lost.len() - NAMED;
        let said = format!("and {more} more: `attache passages state:orphan`");
        report.add(State::Note, "orphan", &said);
    }
}
