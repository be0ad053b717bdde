//! The beginning of a session: library, reading state and the first model.

use std::{collections::HashMap, sync::Arc};

use jiff::{Timestamp, civil::DateTime};

use super::{
    Setup,
    action::{Mode, PanelKind},
    keymap::Pending,
    list::List,
    messages::Messages,
    model::{Focus, Model, Shown, Undo},
    panel::{self, Panel},
    tools,
    worker::Tools,
};
use crate::{
    examples,
    library::{Library, LibraryOptions, View},
    plural,
    state::{Store, StoreOptions},
    ui::theme::Theme,
};

/// Prompts with a history.
const PROMPTS: [&str; 4] = ["find", "query", "command", "pipe"];

/// Opens library and reading state, and makes the model of the first frame on a
/// screen of `size` columns and rows.
///
/// # Errors
///
/// If not even a temporary index can be made.
pub fn open(
    setup: Setup,
    size: (u16, u16),
    now: Timestamp,
    civil: DateTime,
) -> anyhow::Result<(Model, Tools)> {
    let Setup {
        places,
        roots,
        tutor,
        mut loaded,
        theme,
        level: _,
        notices,
    } = setup;
    let (keymap, wrong) = loaded.keymap(&places);
    loaded.problems.extend(wrong);
    let config = loaded.config;
    let given = tutor || !roots.is_empty();
    let alone = matches!(roots.as_slice(), [one] if one.is_file());
    let roots = match (tutor, given) {
        (true, _) => Vec::new(),
        (false, true) => roots,
        (false, false) => config.folders(&places),
    };
    let options = LibraryOptions {
        library: config.folders(&places),
        examples: match (tutor, given) {
            (true, _) => examples::TUTOR,
            (false, true) => &[],
            (false, false) => examples::BRIEFINGS,
        },
        vocabulary: Arc::clone(&loaded.vocabulary),
        zone: None,
    };
    let library = Library::open(&places, &roots, &options)?;
    let store_options = StoreOptions {
        device: config.device.clone(),
        ..StoreOptions::default()
    };
    let (store, reading, said) = Store::open_soon(&places, store_options);
    let mut messages = Messages::default();
    messages.at(civil);
    for problem in &loaded.problems {
        messages.warn(&problem.to_string());
    }
    for notice in notices.iter().chain(&said).chain(&library.notices()) {
        messages.warn(notice);
    }
    let resuming = !given && config.resume;
    let mut view = View {
        query: String::new(),
        scope: config.scope,
        sort: config.sort,
        reverse: config.reverse,
    };
    if let Some(screen) = reading.screen().filter(|_| resuming) {
        view = screen.view();
        view.query.clear();
    }
    let rows = usize::from(size.1);
    let list = match library.first(&view, rows) {
        Ok((rows, counts)) => List::first(view.clone(), rows, counts),
        Err(error) => {
            messages.warn(&error.to_string());
            List::default()
        }
    };
    let typed: HashMap<&'static str, Vec<String>> = PROMPTS
        .iter()
        .map(|p| (*p, tools::history(&places, p)))
        .collect();
    let mut model = Model {
        keymap: Arc::new(keymap),
        pending: Pending::default(),
        pending_since: None,
        which_key: false,
        now,
        civil,
        size,
        focus: Focus::List,
        list_width: config.list_width,
        show_list: !alone,
        zen: false,
        list,
        wanted_view: view,
        select_key: None,
        before_query: None,
        number: 0,
        list_number: 0,
        opening: None,
        ahead: Vec::new(),
        passage_to_show: None,
        alone,
        enter_first: alone || tutor,
        resuming,
        touched: false,
        resumed: false,
        synced: false,
        confirmed: false,
        shown: Shown::Nothing,
        options: config.reader_options(),
        reading,
        standings: HashMap::new(),
        unsaved_since: None,
        save_failed: false,
        undo: Undo::default(),
        jumps: super::jumps::Jumps::default(),
        panel: None,
        behind: None,
        reattaching: None,
        across: None,
        popup: None,
        prompt: None,
        typed,
        messages,
        problems: loaded.problems,
        last_step: None,
        progress: None,
        theme: theme.name().to_owned(),
        themes: Theme::names(&loaded.themes),
        drag: None,
        colour: 0,
        quitting: false,
        config: config.clone(),
    };
    show_problems(&mut model);
    let tools = Tools {
        library,
        store,
        config,
        places,
    };
    Ok((model, tools))
}

/// Shows what is wrong in the user's own files until it is dismissed: a line at
/// the bottom would hold one of several, and go with the next key.
fn show_problems(model: &mut Model) {
    if model.problems.is_empty() {
        return;
    }
    let mut panel = Panel::new(PanelKind::Problems, true, panel::problems(&model.problems));
    panel.from = Focus::List;
    model.panel = Some(panel);
    let again = model.keymap.key_of(Mode::List, "problems");
    let again = again.unwrap_or_else(|| ":problems".to_owned());
    model.messages.warn(&format!(
        "{} in your settings; Esc closes this list, {again} shows it again",
        plural::of(model.problems.len(), "mistake", "mistakes")
    ));
}
