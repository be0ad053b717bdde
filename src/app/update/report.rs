//! What came back from the worker and the terminal.

use std::sync::Arc;

use super::{across, attach, browse, card, check, command, keep, panels};
use crate::{
    app::{
        effect::{Effect, Report},
        model::{Model, Open, Opening, Progress, Shown},
    },
    article::ArticleId,
    clean::Clean,
    library::{LibraryEvent, Opened, RowKey},
    reader::{Reader, Reveal},
};

/// Takes a report.
pub fn report(model: &mut Model, report: Report, out: &mut Vec<Effect>) {
    match report {
        Report::Listed { number, listing } if number == model.list_number => match listing {
            Ok(listing) => browse::listed(model, listing, out),
            Err(error) => {
                // While it is typed the status line says it.
                if model.prompt.is_none() {
                    model.messages.error(&error.to_string());
                }
                model.list.error = Some(error);
            }
        },
        Report::Listed { .. } => {}
        Report::Renewed { selected, shown } => browse::renewed(model, selected, shown),
        Report::Rows { keys, rows } => {
            model.list.answered(&keys);
            model.list.put(rows);
            browse::arm(model);
            if model.list.current().is_some_and(|r| r.unreadable.is_some()) {
                browse::preview(model, out);
            }
        }
        Report::Opened {
            number,
            key,
            result,
        } => {
            let wanted = model.opening.take_if(|o| o.number == number);
            if let Some(opening) = wanted {
                opened(model, &opening, key, result, out);
            }
        }
        Report::Ids(ids) => keep::all_read(model, ids, out),
        Report::Across { number, found } => across::found(model, number, found),
        Report::Library(event) => library(model, event, out),
        Report::Mirrored(changed) => {
            if changed > 0 {
                browse::list(model, out);
            }
        }
        Report::Saved(Ok(())) => {
            if std::mem::take(&mut model.save_failed) {
                model.messages.note("reading state saved again");
            }
        }
        Report::Saved(Err(why)) => {
            if !std::mem::replace(&mut model.save_failed, true) {
                model.messages.error(&why);
            }
        }
        Report::Merged(records) => {
            let touched: Vec<_> = model.reading.merge(records).into_iter().collect();
            if !touched.is_empty() {
                merged(model, &touched, out);
            }
        }
        Report::Checked { found, look } => check::checked(model, found, &look, out),
        Report::Texts(texts) => {
            for text in texts {
                model.reading.hold_text(&text);
            }
        }
        Report::Revision { passage, text } => attach::earlier(model, passage, text),
        Report::Sought(moved) => keep::follow(model, &moved, out),
        Report::ReadingChanged => out.push(Effect::Refresh),
        Report::Warned(said) => model.messages.warn(&said),
        Report::Completed { typed, paths } => command::completed(model, &typed, &paths),
        Report::Picture { source, result } => card::pictured(model, &source, result),
        Report::Note { passage, text } => keep::set_note(model, passage, &text, out),
        Report::Done(said) => model.messages.note(&said),
        Report::Failed(said) => model.messages.error(&said),
        Report::Editor {
            path,
            program,
            articles,
            text,
        } => card::ask_edit(model, &path, program.as_ref(), articles, text),
        Report::FoldersChanged => {
            if model.progress.is_none() {
                out.push(Effect::Sync);
            }
        }
    }
}

/// Others changed what is kept about these articles.
fn merged(model: &mut Model, touched: &[ArticleId], out: &mut Vec<Effect>) {
    keep::shown(model, touched);
    let mirrors = touched.iter().map(|a| model.reading.mirror(*a)).collect();
    out.push(Effect::Mirror(mirrors));
    check::of(model, touched, out);
    // Another instance has told the index already: then the mirror changes
    // nothing, and the rows are only here as they were.
    let rows = touched.iter().filter_map(|a| model.list.of_article(*a));
    let keys: Vec<RowKey> = rows.map(|r| r.key).collect();
    if !keys.is_empty() {
        model.list.forget(&keys);
        browse::list(model, out);
    }
}

/// An article has come: shows it, where one was last.
fn opened(
    model: &mut Model,
    opening: &Opening,
    key: Option<RowKey>,
    result: Result<Arc<Opened>, Clean>,
    out: &mut Vec<Effect>,
) {
    let key = key.or(opening.key);
    let opened = match result {
        Ok(opened) => opened,
        Err(reason) => {
            failed(model, opening, key, reason, out);
            return;
        }
    };
    keep::leave(model, out);
    let mut reader = Reader::new(opened, model.options.clone());
    let panes = model.panes();
    if let Some(area) = panes.reader {
        let inner = area.inner(panes.framed);
        reader.set_size(inner.width, inner.height);
    }
    let id = reader.opened().id;
    if let Some(position) = model.reading.position(id).filter(|_| !opening.earlier) {
        reader.go_to(position.cursor, Reveal::Nearest);
        reader.set_top(position.top);
    }
    if let Some(pattern) = &opening.find {
        reader.arm_find(pattern);
    }
    if let Some(at) = opening.at {
        reader.go_to(at, Reveal::Middle);
    }
    let row = key.and_then(|k| model.list.index_of(k));
    let row = row.and_then(|i| model.list.row(i));
    // As the list counts them, so that both tell the same time.
    let words = row.map_or_else(
        || reader.document().text().split_whitespace().count(),
        |row| row.words as usize,
    );
    model.shown = Shown::Article(Box::new(Open {
        words,
        key,
        reader,
        entered: false,
        since: model.now,
        earlier: opening.earlier,
    }));
    keep::anchor(model);
    if let Some(index) = key.and_then(|k| model.list.index_of(k)) {
        model.list.select(index);
    }
    browse::arm(model);
    if opening.enter {
        browse::entered(model);
        panels::show_passage(model, out);
        super::read::reached(model, out);
    }
    typed_ahead(model, out);
}

/// An article cannot be shown: the pane says why.
fn failed(
    model: &mut Model,
    opening: &Opening,
    key: Option<RowKey>,
    reason: Clean,
    out: &mut Vec<Effect>,
) {
    model.ahead.clear();
    if let Some(id) = model.passage_to_show.take()
        && key.is_none()
        && !opening.earlier
        && attach::open_earlier(model, id, out)
    {
        model
            .messages
            .note(&format!("{reason}: this is its text as it was kept"));
        return;
    }
    let Some(key) = key else {
        // The article of the last screen may have gone since.
        if matches!(model.shown, Shown::Nothing) {
            browse::begin(model, out);
        } else {
            model.messages.warn(&reason);
        }
        return;
    };
    keep::leave(model, out);
    let index = model.list.index_of(key);
    let title = index
        .and_then(|i| model.list.row(i))
        .map_or_else(Clean::default, |r| r.title.clone());
    model.shown = Shown::Unreadable { key, title, reason };
    if opening.enter {
        super::focus(model, crate::app::model::Focus::Reader);
    }
}

/// Does what was typed while the article opened.
fn typed_ahead(model: &mut Model, out: &mut Vec<Effect>) {
    for key in std::mem::take(&mut model.ahead) {
        super::press(model, key, out);
    }
}

fn library(model: &mut Model, event: LibraryEvent, out: &mut Vec<Effect>) {
    match event {
        LibraryEvent::Progress { done, total } => {
            model.progress = Some(Progress { done, total });
        }
        LibraryEvent::Changed { keys } => {
            model.list.forget(&keys);
            browse::list(model, out);
        }
        LibraryEvent::Finished { report } => {
            model.progress = None;
            for problem in &report.problems {
                model.messages.warn(problem);
            }
            if report.cancelled {
                model.messages.note("indexing stopped; r goes on");
            } else if report.changed + report.gone > 0 && model.synced {
                model.messages.note(&format!(
                    "{} new or changed, {} gone",
                    report.changed, report.gone
                ));
            }
            model.synced = true;
            let texts = model.reading.texts();
            if !report.cancelled && !texts.is_empty() {
                out.push(Effect::Seek(texts));
                check::all(model, out);
            }
            if report.rebuilt {
                browse::renew(model, out);
            }
            // Even if nothing is new to us: what another instance indexed while
            // this one waited for it is not on the list yet.
            browse::list(model, out);
            // The index keeps the state of articles that come and go; a new one
            // knows nothing yet.
            if report.rebuilt {
                out.push(Effect::Mirror(model.reading.mirrors()));
            }
        }
    }
}
