//! From an action to the part of `update` that does it.

use super::{across, attach, browse, card, command, copy, keep, panels, read, set, typing};
use crate::{
    app::{
        action::{Action, Layer, Mode},
        effect::Effect,
        model::{Focus, Model},
        prompt::{Prompt, PromptKind},
    },
    reader::Motion,
};

/// Does an action; `count` is what was typed before its keys.
pub fn act(model: &mut Model, action: Action, count: Option<usize>, out: &mut Vec<Effect>) {
    let times = count.unwrap_or(1);
    match action {
        Action::Move(motion) => go(model, motion, count, out),
        Action::Scroll(down) => read::scroll(model, down, times),
        Action::Open => open(model, out),
        Action::Back => back(model, out),
        Action::OtherPane => browse::other_pane(model, out),
        Action::Article(forward) => browse::article(model, forward, times, out),
        Action::Next if model.finding() => read::step_match(model, true, times),
        Action::Next => browse::unread(model, true, times, out),
        Action::Previous if model.finding() => read::step_match(model, false, times),
        Action::Previous | Action::ToggleRead => keep::toggle_read(model, out),
        Action::Match(forward) => read::step_match(model, forward, times),
        Action::Unread(forward) => browse::unread(model, forward, times, out),
        Action::Cancel => cancel(model, out),
        Action::Search => search(model),
        Action::SearchLibrary => typing::begin_query(model),
        Action::Query(query) => browse::query(model, &query, out),
        Action::SearchWord(forward) => read::search_word(model, forward),
        Action::Place(line) => {
            if let Some(reader) = model.reader_mut() {
                reader.place_cursor(line);
            }
        }
        Action::OnlyMatching => read::only_matching(model),
        Action::Step(target, forward) => read::step(model, target, forward, times),
        Action::Repeat => read::repeat(model, times),
        Action::Panel(kind, library) => panels::open(model, kind, library, out),
        Action::Layer(layer) => toggle(model, layer),
        Action::Margin => {
            model.options.margin = !model.options.margin;
            apply_options(model);
        }
        Action::Zen => zen(model),
        Action::Select(mode) => read::select(model, mode),
        Action::Object(object) => read::object(model, object),
        Action::Bookmark => keep::bookmark(model, out),
        Action::Reattach => attach::by_hand(model, out),
        Action::Note(editor) => keep::note(model, editor, out),
        Action::Tags => keep::tags(model, out),
        Action::SetTags(tags) => keep::set_tags_here(model, &tags, out),
        Action::Colour => keep::colour(model, count, out),
        Action::SetMark(letter) => keep::set_mark(model, letter, out),
        Action::GoMark(letter) => read::go_mark(model, letter, out),
        Action::Copy(what) => copy::copy(model, what, out),
        Action::Star => keep::star(model, out),
        Action::MarkAllRead => keep::ask_all_read(model, out),
        Action::NextScope(forward) => browse::next_scope(model, forward, out),
        Action::Scope(scope) => browse::scope(model, scope, out),
        Action::Sort(sort) => browse::sort(model, sort, out),
        Action::Reverse => browse::reverse(model, out),
        Action::OpenOriginal => card::open_original(model, out),
        Action::OpenFile(path) if path.is_empty() => command::begin(model, "open-file "),
        Action::OpenFile(path) => browse::open_file(model, path, out),
        Action::Edit => card::edit(model, out),
        Action::Pipe(None) => model.prompt = Some(Prompt::new(PromptKind::Pipe, "")),
        Action::Pipe(Some(program)) => copy::pipe(model, &program, out),
        Action::Undo(again) => keep::undo(model, again, times, out),
        Action::Jump(forward) => read::jump(model, forward, times, out),
        Action::CommandLine => command::begin(model, ""),
        Action::Help => panels::help(model),
        Action::Width(change) => width(model, change, times),
        Action::Rescan => {
            model.messages.note("looking at the folders again");
            out.push(Effect::Sync);
        }
        Action::Redraw => out.push(Effect::Redraw),
        Action::Suspend => {
            keep::flush(model, out);
            out.push(Effect::Suspend);
        }
        Action::Close => close(model, out),
        Action::Quit => quit(model, out),
        Action::Theme(None) => panels::choose_theme(model),
        Action::Set(words) => set::run(model, &words, out),
        Action::Theme(Some(name)) => panels::set_theme(model, &name),
        Action::Add(path) if path.is_empty() => command::begin(model, "add "),
        Action::Add(path) => out.push(Effect::Add(path)),
        Action::Export(words) => copy::export(model, &words, out),
    }
}

fn go(model: &mut Model, motion: Motion, count: Option<usize>, out: &mut Vec<Effect>) {
    match model.mode() {
        Mode::Panel => panels::go(model, motion, count.unwrap_or(1)),
        Mode::List => browse::go(model, motion, count, out),
        Mode::Reader | Mode::Select => read::go(model, motion, count, out),
    }
}

fn open(model: &mut Model, out: &mut Vec<Effect>) {
    match model.mode() {
        Mode::Panel => panels::follow(model, out),
        Mode::List => browse::enter(model, out),
        Mode::Reader => card::open(model, out),
        Mode::Select => {}
    }
}

fn back(model: &mut Model, out: &mut Vec<Effect>) {
    match model.mode() {
        Mode::Panel => panels::close(model, true, out),
        Mode::Reader if across::back(model) => {}
        Mode::List => browse::leave_query(model, out),
        Mode::Reader | Mode::Select => browse::to_list(model, out),
    }
}

fn search(model: &mut Model) {
    match model.mode() {
        Mode::Panel => {
            let filter = model
                .panel
                .as_ref()
                .map_or(String::new(), |p| p.filter.clone());
            model.prompt = Some(Prompt::new(PromptKind::Filter, &filter));
        }
        Mode::List => typing::begin_query(model),
        Mode::Reader | Mode::Select => typing::begin_find(model),
    }
}

/// Leaves the innermost thing.
fn cancel(model: &mut Model, out: &mut Vec<Effect>) {
    if model.panel.is_some() && across::stop(model, out) {
        return;
    }
    if let Some(panel) = &mut model.panel {
        if panel.filter.is_empty() {
            panels::close(model, true, out);
        } else {
            panel.filter("");
        }
        return;
    }
    if model.focus == Focus::Reader
        && let Some(reader) = model.reader_mut()
    {
        if reader.clear_selection() {
            return;
        }
        if reader.matching_only() {
            reader.set_matching_only(false);
            return;
        }
        if reader.find().is_some() {
            reader.find_clear();
            return;
        }
    }
    if model.zen {
        model.zen = false;
        return;
    }
    if model.progress.is_some() && model.focus == Focus::List && model.before_query.is_none() {
        out.push(Effect::StopSync);
        return;
    }
    if model.focus == Focus::List {
        browse::leave_query(model, out);
    }
}

/// Closes what is open, else quits.
fn close(model: &mut Model, out: &mut Vec<Effect>) {
    match model.mode() {
        Mode::Panel => panels::close(model, true, out),
        Mode::Reader if across::back(model) => {}
        Mode::Select => {
            if let Some(reader) = model.reader_mut() {
                reader.clear_selection();
            }
        }
        // A single file and the tutor have no list worth going back to.
        Mode::Reader if !model.enter_first => browse::to_list(model, out),
        Mode::Reader | Mode::List => quit(model, out),
    }
}

/// Saves everything and ends the session.
pub fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    model.quitting = true;
    keep::remember_screen(model);
    keep::flush(model, out);
    out.push(Effect::Quit);
}

fn toggle(model: &mut Model, layer: Layer) {
    let layers = &mut model.options.layers;
    let (name, on) = match layer {
        Layer::Officials => {
            layers.officials = !layers.officials;
            ("officials", layers.officials)
        }
        Layer::Figures => {
            layers.figures = !layers.figures;
            ("figures", layers.figures)
        }
        Layer::Quotes => {
            layers.quotes = !layers.quotes;
            ("quotes", layers.quotes)
        }
        Layer::All => {
            let on = !(layers.officials || layers.figures || layers.quotes);
            (layers.officials, layers.figures, layers.quotes) = (on, on, on);
            ("officials, figures, quotes", on)
        }
    };
    let now = if on { "shown" } else { "hidden" };
    model.messages.note(&format!("{name} {now}"));
    apply_options(model);
}

/// Shows the open article as the options say.
pub(super) fn apply_options(model: &mut Model) {
    let options = model.options.clone();
    if let Some(reader) = model.reader_mut() {
        reader.set_options(options);
    }
}

fn zen(model: &mut Model) {
    if model.open().is_none() {
        return;
    }
    model.zen = !model.zen;
    model.focus = Focus::Reader;
}

/// Columns that one step of a width changes.
const STEP: u16 = 4;

fn width(model: &mut Model, change: Option<bool>, times: usize) {
    let by = STEP.saturating_mul(u16::try_from(times).unwrap_or(u16::MAX));
    let changed = |width: u16, least: u16, usual: u16| match change {
        Some(true) => width.saturating_add(by).min(200),
        Some(false) => width.saturating_sub(by).max(least),
        None => usual,
    };
    let what = if model.focus == Focus::List {
        model.list_width = changed(model.list_width, 24, model.config.list_width);
        format!("list {} columns", model.list_width)
    } else {
        model.options.text_width = changed(model.options.text_width, 24, model.config.text_width);
        apply_options(model);
        format!("text {} columns", model.options.text_width)
    };
    model.messages.note(&what);
}
