//! The article: moving in it, stepping, searching, selecting, jumping.

use super::{browse, keep};
use crate::{
    app::{
        effect::Effect,
        jumps::Spot,
        model::{Focus, Model},
    },
    config::MarkRead,
    reader::{Motion, Reveal, SelectMode, Step, Target, TextObject},
};

/// Moves the cursor.
pub fn go(model: &mut Model, motion: Motion, count: Option<usize>, out: &mut Vec<Effect>) {
    let far = matches!(motion, Motion::Top | Motion::Bottom);
    let here = model.here();
    let Some(reader) = model.reader_mut() else {
        return;
    };
    let motion = match (motion, count) {
        (Motion::Top, Some(percent)) => {
            Motion::Percent(u8::try_from(percent.min(100)).unwrap_or(100))
        }
        (motion, _) => motion,
    };
    let paragraph = count.filter(|_| motion == Motion::Bottom);
    let moved = match paragraph {
        Some(n) => reader.go_to_paragraph(n),
        None => reader.motion(motion, count.unwrap_or(1)),
    };
    if far
        && moved
        && let Some(here) = here
    {
        model.jumps.leave(here);
    }
    reached(model, out);
}

/// Scrolls the article by lines, from either pane.
pub fn scroll(model: &mut Model, down: bool, times: usize) {
    if let Some(reader) = model.reader_mut() {
        reader.scroll_lines(times, down);
    }
}

/// Where the end is in view, the article may count as read.
pub fn reached(model: &mut Model, out: &mut Vec<Effect>) {
    let counts = matches!(model.config.mark_read, MarkRead::Open | MarkRead::End);
    let end = model.open().is_some_and(|o| o.entered && o.reader.at_end());
    if counts && end {
        keep::mark_open_read(model, out);
    }
}

/// The next or previous of a kind.
pub fn step(model: &mut Model, target: Target, forward: bool, times: usize) {
    model.last_step = Some((target, forward));
    let here = model.here();
    let Some(reader) = model.reader_mut() else {
        return;
    };
    let (one, many) = names(target);
    match reader.step(target, forward, times) {
        Some(step) => {
            if let Some(here) = here {
                model.jumps.leave(here);
            }
            say(model, one, step, forward);
        }
        // Reported speech is marked too, and may be in view.
        None if target == Target::Quote => {
            model
                .messages
                .note("this article quotes nobody word for word");
        }
        None => model.messages.note(&format!("this article has no {many}")),
    }
}

fn names(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Official => ("official", "officials"),
        Target::Figure => ("figure", "figures"),
        Target::Quote => ("quote", "quotes"),
        Target::Passage => ("bookmark", "bookmarks"),
        Target::Link => ("link", "links"),
        Target::Heading => ("heading", "headings"),
    }
}

fn say(model: &mut Model, what: &str, step: Step, forward: bool) {
    let wrap = match (step.wrapped, forward) {
        (false, _) => "",
        (true, true) => " · from the top again",
        (true, false) => " · from the end again",
    };
    model
        .messages
        .note(&format!("{what} {}/{}{wrap}", step.index + 1, step.of));
}

/// The last step once more.
pub fn repeat(model: &mut Model, times: usize) {
    match model.last_step {
        Some((target, forward)) => step(model, target, forward, times),
        None => model
            .messages
            .note("nothing to repeat yet: ]o ]f ]q ]b step through the article"),
    }
}

/// The next or previous match.
pub fn step_match(model: &mut Model, forward: bool, times: usize) {
    let here = model.here();
    let Some(reader) = model.reader_mut() else {
        return;
    };
    let none = match reader.find() {
        None => Some("nothing is searched for; / searches".to_owned()),
        Some(find) if find.hits.is_empty() => Some(format!(
            "no match for {}; Esc ends the search",
            find.pattern
        )),
        Some(_) => None,
    };
    if let Some(none) = none {
        model.messages.note(&none);
        return;
    }
    if let Some(step) = reader.find_next(forward, times) {
        if let Some(here) = here {
            model.jumps.leave(here);
        }
        if step.wrapped {
            say(model, "match", step, forward);
        }
    }
}

/// Searches the word under the cursor, and goes to its next or previous place.
pub fn search_word(model: &mut Model, forward: bool) {
    let Some(reader) = model.reader_mut() else {
        return;
    };
    if reader.find_word() {
        step_match(model, forward, 1);
    } else {
        model.messages.note("there is no word under the cursor");
    }
}

/// Only paragraphs with matches, or all again.
pub fn only_matching(model: &mut Model) {
    let Some(reader) = model.reader_mut() else {
        return;
    };
    if reader.find().is_none_or(|f| f.hits.is_empty()) {
        model
            .messages
            .note("search with / first; then & shows only paragraphs with matches");
        return;
    }
    let on = !reader.matching_only();
    reader.set_matching_only(on);
    model.messages.note(if on {
        "only paragraphs with matches"
    } else {
        "all paragraphs"
    });
}

/// Begins to select, changes what is selected by, or ends it.
pub fn select(model: &mut Model, mode: SelectMode) {
    let Some(reader) = model.reader_mut() else {
        return;
    };
    let next = match (reader.select_mode(), mode) {
        (Some(SelectMode::Char), SelectMode::Char) => {
            reader.clear_selection();
            return;
        }
        (Some(SelectMode::Sentence), SelectMode::Sentence) => SelectMode::Paragraph,
        (Some(SelectMode::Paragraph), SelectMode::Sentence) => SelectMode::Sentence,
        (_, mode) => mode,
    };
    reader.begin_select(next);
}

/// Selects something as a whole.
pub fn object(model: &mut Model, object: TextObject) {
    let Some(reader) = model.reader_mut() else {
        return;
    };
    if !reader.select_object(object) {
        let what = match object {
            TextObject::Sentence => "sentence",
            TextObject::Paragraph => "paragraph",
            TextObject::Quote => "quote",
            TextObject::Official => "official",
            TextObject::Figure => "figure",
            TextObject::Word => "word",
        };
        model.messages.note(&format!("there is no {what} here"));
    }
}

/// Goes to a mark.
pub fn go_mark(model: &mut Model, letter: char, out: &mut Vec<Effect>) {
    let before = matches!(letter, '\'' | '`');
    let spot = if before {
        model.jumps.before()
    } else {
        let id = model.open().map(crate::app::model::Open::id);
        let found = id
            .or_else(|| model.article())
            .and_then(|id| model.reading.letter(letter, id));
        found.map(|s| Spot {
            article: s.article,
            at: s.at,
        })
    };
    match spot {
        Some(spot) => {
            if let Some(here) = model.here() {
                model.jumps.leave(here);
            }
            to_spot(model, spot, out);
        }
        None if before => model.messages.note("there is no place before this one"),
        None => model.messages.note(&format!("mark {letter} is not set")),
    }
}

/// Back or forward through the places of the session.
pub fn jump(model: &mut Model, forward: bool, times: usize, out: &mut Vec<Effect>) {
    let mut goal = None;
    for _ in 0..times.max(1) {
        let here = goal.or_else(|| model.here());
        match model.jumps.go(here, forward) {
            Some(spot) => goal = Some(spot),
            None => break,
        }
    }
    match goal {
        Some(spot) => to_spot(model, spot, out),
        None => model.messages.note(if forward {
            "this is the latest place"
        } else {
            "this is the first place"
        }),
    }
}

/// Goes to a place, in this article or another.
pub fn to_spot(model: &mut Model, spot: Spot, out: &mut Vec<Effect>) {
    if model.open().is_some_and(|o| o.is(spot.article)) {
        if let Some(reader) = model.reader_mut() {
            reader.go_to(spot.at, Reveal::Middle);
        }
        browse::entered(model);
        model.focus = Focus::Reader;
    } else {
        browse::open_id(model, spot.article, true, Some(spot.at), out);
    }
}
