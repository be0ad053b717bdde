//! The list: moving in it, opening from it, what it shows.

use super::{across, focus, keep};
use crate::{
    app::{
        action::PanelKind,
        effect::Effect,
        model::{Focus, Model, Opening, Shown},
    },
    article::ArticleId,
    library::{Listing, RowKey, Scope, Sort, View},
    reader::{Motion, Reveal},
};

/// Asks for the present view.
pub fn list(model: &mut Model, out: &mut Vec<Effect>) {
    let view = model.wanted_view.clone();
    let number = model.next_number();
    model.list_number = number;
    out.push(Effect::List {
        view,
        now: model.civil,
        number,
    });
}

/// Shows another view, from its first row.
pub fn show(model: &mut Model, view: View, out: &mut Vec<Effect>) {
    model.wanted_view = view;
    list(model, out);
}

/// The beginning: shows the selected article beside the list; a single file
/// and the tutor are opened.
pub fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    if model.enter_first {
        if model.list.key().is_some() && model.opening.is_none() {
            enter(model, out);
        }
    } else {
        preview(model, out);
    }
}

/// Takes a listing that was asked for.
pub fn listed(model: &mut Model, listing: Listing, out: &mut Vec<Effect>) {
    let same = listing.view == model.list.view;
    let before = model.list.key();
    model.list.take(listing);
    if !same {
        if let Some(key) = model.select_key.take()
            && let Some(index) = model.list.index_of(key)
        {
            model.list.select(index);
        } else if model.before_query.is_some() {
            model.list.select(0);
        }
    }
    let fresh = matches!(model.shown, Shown::Nothing) && model.opening.is_none();
    if !model.touched && !model.resumed {
        model.list.select(0);
    }
    if fresh {
        begin(model, out);
    } else if model.list.key() != before && model.focus == Focus::List {
        preview(model, out);
    }
}

/// The index is a new one: asks which rows the articles have in it.
pub fn renew(model: &Model, out: &mut Vec<Effect>) {
    out.push(Effect::Renew {
        selected: model.list.current().map(|row| row.id),
        shown: model.open().map(|open| open.id()),
    });
}

/// The articles have other rows from the next listing on.
pub fn renewed(model: &mut Model, selected: Option<RowKey>, shown: Option<RowKey>) {
    model.list.renew(selected);
    model.select_key = None;
    if let Some((_, key)) = &mut model.before_query {
        *key = None;
    }
    if let Some(open) = model.open_mut() {
        open.key = shown;
    }
}

/// Moves the selected row.
pub fn go(model: &mut Model, motion: Motion, count: Option<usize>, out: &mut Vec<Effect>) {
    let times = count.unwrap_or(1);
    let list = &model.list;
    let at = list.selected;
    let panes = model.panes();
    let height = panes
        .left
        .map_or(1, |a| usize::from(a.inner(panes.framed).height));
    let page = (height / 2).max(1);
    let today = model.civil.date();
    let to = match motion {
        Motion::RowDown => at.saturating_add(times),
        Motion::RowUp => at.saturating_sub(times),
        Motion::HalfDown => at.saturating_add((page / 2).max(1).saturating_mul(times)),
        Motion::HalfUp => at.saturating_sub((page / 2).max(1).saturating_mul(times)),
        Motion::PageDown => at.saturating_add(page.saturating_mul(times)),
        Motion::PageUp => at.saturating_sub(page.saturating_mul(times)),
        Motion::Top => count.map_or(0, |n| n.saturating_sub(1)),
        Motion::Bottom => count.map_or(usize::MAX, |n| n.saturating_sub(1)),
        Motion::ParagraphDown => list.next_group(true, today),
        Motion::ParagraphUp => list.next_group(false, today),
        _ => at,
    };
    if model.list.select(to) {
        preview(model, out);
    }
}

/// Selects a row.
pub fn select(model: &mut Model, index: usize, out: &mut Vec<Effect>) {
    if model.list.select(index) {
        preview(model, out);
    }
}

/// Shows the selected article beside the list, where there is room.
pub fn preview(model: &mut Model, out: &mut Vec<Effect>) {
    // The mistakes shown at start are beside what one came for.
    let panel = model.panel.as_ref();
    let covered = panel.is_some_and(|p| p.kind != PanelKind::Problems);
    if !model.two_panes() || model.focus == Focus::Reader || covered {
        return;
    }
    let Some(key) = model.list.key() else {
        return;
    };
    if shown_key(model) == Some(key) {
        model.opening = None;
        return;
    }
    open(model, key, false, out);
}

/// The row of what the reader pane shows.
pub fn shown_key(model: &Model) -> Option<RowKey> {
    match &model.shown {
        Shown::Article(open) => open.key,
        Shown::Unreadable { key, .. } => Some(*key),
        Shown::Nothing => None,
    }
}

/// Opens the article of a file, named by its path.
pub fn open_file(model: &mut Model, path: String, out: &mut Vec<Effect>) {
    let number = model.next_number();
    model.opening = Some(Opening {
        number,
        enter: true,
        ..Opening::default()
    });
    out.push(Effect::OpenFile { path, number });
}

/// Opens the selected article.
pub fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(key) = model.list.key() else {
        model.messages.note("there is no article here to open");
        return;
    };
    if shown_key(model) == Some(key) {
        arm(model);
        entered(model);
        super::read::reached(model, out);
        return;
    }
    open(model, key, true, out);
}

/// Has the words of the list's query ready as a search in the article that it
/// found, at the place that the list shows.
pub fn arm(model: &mut Model) {
    let Some(row) = model.list.current() else {
        return;
    };
    let Some(hit) = row.snippet.clone() else {
        return;
    };
    let id = row.id;
    if let Some(open) = model.open_mut().filter(|o| o.is(id) && !o.entered)
        && open.reader.find().is_none()
    {
        open.reader.arm_find(hit.hit.of(&hit.text));
        open.reader.go_to(hit.at.start, Reveal::Middle);
    }
}

/// The shown article is being read from now on.
pub fn entered(model: &mut Model) {
    let now = model.now;
    if let Some(open) = model.open_mut() {
        if !open.entered {
            open.since = now;
        }
        open.entered = true;
    }
    focus(model, Focus::Reader);
}

/// Asks for an article by its row.
pub fn open(model: &mut Model, key: RowKey, enter: bool, out: &mut Vec<Effect>) {
    let number = model.next_number();
    let hit = model
        .list
        .index_of(key)
        .and_then(|i| model.list.row(i))
        .and_then(|r| r.snippet.as_ref());
    let opening = Opening {
        number,
        key: Some(key),
        enter,
        at: hit.map(|s| s.at.start),
        find: hit.map(|s| s.hit.of(&s.text).to_owned()),
        earlier: false,
    };
    model.opening = Some(opening);
    out.push(Effect::Open { key, number });
}

/// Asks for an article by its identity.
pub fn open_id(
    model: &mut Model,
    id: ArticleId,
    enter: bool,
    at: Option<usize>,
    out: &mut Vec<Effect>,
) {
    let number = model.next_number();
    model.opening = Some(Opening {
        number,
        enter,
        at,
        ..Opening::default()
    });
    out.push(Effect::OpenId { id, number });
}

/// To the next or previous article, from either pane.
pub fn article(model: &mut Model, forward: bool, times: usize, out: &mut Vec<Effect>) {
    let here = match model.focus {
        Focus::Reader => shown_key(model)
            .and_then(|k| model.list.index_of(k))
            .unwrap_or(model.list.selected),
        Focus::List => model.list.selected,
    };
    let to = if forward {
        here.saturating_add(times).min(model.list.last())
    } else {
        here.saturating_sub(times)
    };
    if model.list.is_empty() || to == here {
        let end = if forward { "last" } else { "first" };
        model.messages.note(&format!("this is the {end} article"));
        return;
    }
    step_to(model, to, out);
}

/// Selects a row, and opens it where the reader has the focus.
fn step_to(model: &mut Model, index: usize, out: &mut Vec<Effect>) {
    model.list.select(index);
    model.panel = None;
    model.behind = None;
    match (model.focus, model.list.key()) {
        (Focus::Reader, Some(key)) => {
            leave_place(model);
            open(model, key, true, out);
        }
        _ => preview(model, out),
    }
}

/// Remembers the place that is being left, for the way back.
pub fn leave_place(model: &mut Model) {
    if model.open().is_some_and(|o| o.entered)
        && let Some(here) = model.here()
    {
        model.jumps.leave(here);
    }
}

/// To the next or previous unread article, around the end.
pub fn unread(model: &mut Model, forward: bool, times: usize, out: &mut Vec<Effect>) {
    let len = model.list.len();
    let mut at = match model.focus {
        Focus::Reader => shown_key(model)
            .and_then(|k| model.list.index_of(k))
            .unwrap_or(model.list.selected),
        Focus::List => model.list.selected,
    };
    let mut found = None;
    for _ in 0..times.max(1) {
        let next = (1..len).map(|n| {
            if forward {
                (at + n) % len
            } else {
                (at + len - n) % len
            }
        });
        let is_unread = |i: &usize| {
            // Rows that are not held are not known to be read.
            model
                .list
                .row(*i)
                .is_none_or(|r| !model.is_read(r.id) && r.unreadable.is_none())
        };
        let Some(next) = next.into_iter().find(is_unread) else {
            break;
        };
        found = Some(next);
        at = next;
    }
    match found {
        Some(to) => step_to(model, to, out),
        None => model.messages.note("no other unread article in this list"),
    }
}

/// From the reader to the list.
pub fn to_list(model: &mut Model, out: &mut Vec<Effect>) {
    keep::leave(model, out);
    model.zen = false;
    model.behind.take_if(|b| b.query.is_none());
    let shown = shown_key(model).and_then(|k| model.list.index_of(k));
    if let Some(index) = shown {
        model.list.select(index);
    }
    focus(model, Focus::List);
}

/// To the other pane.
pub fn other_pane(model: &mut Model, out: &mut Vec<Effect>) {
    match model.focus {
        Focus::Reader => to_list(model, out),
        Focus::List => enter(model, out),
    }
}

/// Shows what a query finds.
pub fn query(model: &mut Model, query: &str, out: &mut Vec<Effect>) {
    if model.before_query.is_none() {
        model.before_query = Some((model.wanted_view.clone(), model.list.key()));
    }
    let mut view = model.wanted_view.clone();
    view.query = query.to_owned();
    show(model, view, out);
}

/// From what a query found back to the view before; without a query nothing.
pub fn leave_query(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(panel) = across::back_from_query(model) {
        model.panel = Some(panel);
    }
    if let Some((view, key)) = model.before_query.take() {
        model.select_key = key;
        show(model, view, out);
    } else if !model.wanted_view.query.is_empty() {
        let mut view = model.wanted_view.clone();
        view.query.clear();
        model.select_key = model.list.key();
        show(model, view, out);
    } else if model.wanted_view.scope != Scope::All {
        scope(model, Scope::All, out);
    }
}

const SCOPES: [Scope; 4] = [Scope::All, Scope::Unread, Scope::Starred, Scope::Bookmarked];

/// The next or previous scope; after the last come the saved searches, unless
/// something else is searched for.
pub fn next_scope(model: &mut Model, forward: bool, out: &mut Vec<Effect>) {
    let view = &model.wanted_view;
    let searches: Vec<&String> = model.config.searches.values().collect();
    let saved = searches.iter().position(|q| **q == view.query);
    let stops = match (saved, view.query.is_empty()) {
        (Some(_), _) | (_, true) => SCOPES.len() + searches.len(),
        _ => SCOPES.len(),
    };
    let at = match saved {
        Some(i) => SCOPES.len() + i,
        None => SCOPES.iter().position(|s| *s == view.scope).unwrap_or(0),
    };
    let to = if forward { at + 1 } else { at + stops - 1 } % stops;
    let mut view = view.clone();
    match SCOPES.get(to) {
        Some(next) => view.scope = *next,
        None => view.scope = Scope::All,
    }
    if stops > SCOPES.len() {
        let query = to.checked_sub(SCOPES.len()).and_then(|i| searches.get(i));
        view.query = query.map_or(String::new(), |q| (*q).clone());
        model.before_query = None;
    }
    model.select_key = model.list.key();
    show(model, view, out);
}

/// Shows a scope.
pub fn scope(model: &mut Model, scope: Scope, out: &mut Vec<Effect>) {
    let mut view = model.wanted_view.clone();
    view.scope = scope;
    model.select_key = model.list.key();
    show(model, view, out);
}

/// Orders the list.
pub fn sort(model: &mut Model, sort: Sort, out: &mut Vec<Effect>) {
    let mut view = model.wanted_view.clone();
    view.sort = sort;
    model.select_key = model.list.key();
    show(model, view, out);
}

/// The order the other way round.
pub fn reverse(model: &mut Model, out: &mut Vec<Effect>) {
    let mut view = model.wanted_view.clone();
    view.reverse = !view.reverse;
    model.select_key = model.list.key();
    show(model, view, out);
}
