//! Draws the list of articles.

use jiff::civil::DateTime;
use ratatui::layout::{Position, Rect};

use super::{
    margin::fold,
    paint::{Painter, columns, cut},
    theme::Scope,
    welcome,
};
use crate::{
    app::{
        list::{Line, List},
        model::{Focus, Model},
        prompt::PromptKind,
    },
    bidi,
    library::{self, Row, Sort},
};

/// Draws the list with its frame; gives the place of the selected row.
pub fn draw(p: &mut Painter<'_>, model: &Model, area: Rect, framed: bool) -> Option<Position> {
    let focused = model.focus == Focus::List && model.panel.is_none();
    let (edge, title) = if focused {
        (Scope::BorderFocused, Scope::TitleFocused)
    } else {
        (Scope::Border, Scope::Title)
    };
    let inner = if framed {
        let text = heading(model, area.width.saturating_sub(4));
        p.frame(area, edge, &text, title);
        Rect::new(
            area.x + 1,
            area.y + 1,
            area.width.saturating_sub(2),
            area.height.saturating_sub(2),
        )
    } else {
        let width = area.width.saturating_sub(2);
        let text = cut(&heading(model, width), width, p.ascii);
        p.text(area.x + 1, area.y, area.right(), &text, title);
        Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(1),
        )
    };
    if framed && model.list.len() > 1 {
        // While articles come in above it, a row has no number to remember.
        let place = match model.progress {
            Some(_) => format!("{} so far", model.list.len()),
            None => format!("{}/{}", model.list.selected + 1, model.list.len()),
        };
        let words = if focused { edge } else { Scope::Title };
        p.foot(area, &place, words);
    }
    if model.list.is_empty() {
        welcome::empty_list(p, model, inner);
        return None;
    }
    rows(p, model, inner, focused)
}

/// What the list shows, for its upper edge.
fn heading(model: &Model, width: u16) -> String {
    let list = &model.list;
    let query = match &model.prompt {
        Some(prompt) if prompt.kind == PromptKind::Query => prompt.text(),
        _ => &list.view.query,
    };
    let mut parts = Vec::new();
    if query.trim().is_empty() {
        parts.push("Briefings".to_owned());
    } else {
        let saved = model.config.searches.iter().find(|(_, q)| *q == query);
        parts.push(saved.map_or_else(
            || format!("/{}", bidi::isolated(query)),
            |(name, _)| name.clone(),
        ));
    }
    let total = list.len();
    let scope = match list.view.scope {
        library::Scope::All => format!("unread {}/{total}", list.unread),
        library::Scope::Unread => format!("unread {}", list.unread),
        library::Scope::Starred => format!("starred {total}"),
        library::Scope::Bookmarked => format!("bookmarked {total}"),
    };
    if query.trim().is_empty() || list.view.scope != library::Scope::All {
        parts.push(scope);
    } else {
        parts.push(match total {
            _ if list.error.is_some() => "not understood".to_owned(),
            1 => "1 article".to_owned(),
            n => format!("{n} articles"),
        });
    }
    let by = match list.view.sort {
        Sort::Date => "by date",
        Sort::Title => "by headline",
        Sort::Source => "by outlet",
        Sort::Unread => "unread first",
        Sort::Added => "by arrival",
        Sort::Relevance => "best first",
    };
    let reverse = if list.view.reverse { ", reversed" } else { "" };
    parts.push(format!("{by}{reverse}"));
    // The name of the whole is the least that one needs to be told.
    if query.trim().is_empty() && columns(&parts.join(" · ")) > width {
        parts.remove(0);
    }
    parts.join(" · ")
}

fn rows(p: &mut Painter<'_>, model: &Model, area: Rect, focused: bool) -> Option<Position> {
    let mut cursor = None;
    let list = &model.list;
    let now = model.civil;
    let lines = list.lines(usize::from(area.height), now.date());
    let used = u16::try_from(lines.len()).unwrap_or(area.height);
    // The tutor is alone in its list, and explains itself.
    if list.len() > 1 && list.row(0).is_some_and(|r| r.example) {
        let top = area.y.saturating_add(used).min(area.bottom());
        let below = Rect::new(area.x, top, area.width, area.bottom() - top);
        welcome::examples(p, model, below);
    }
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        match line {
            Line::Group(text) => {
                let text = cut(&text, area.width.saturating_sub(2), p.ascii);
                p.text(area.x + 2, y, area.right(), &text, Scope::ListGroup);
            }
            Line::Title(i) | Line::Meta(i) => {
                let first = matches!(line, Line::Title(_));
                let row = Rect::new(area.x, y, area.width, 1);
                match list.row(i) {
                    Some(item) if p.linear => spoken(p, model, item, row, first),
                    Some(item) if first => title(
                        p,
                        model,
                        item,
                        row,
                        now,
                        list.group(i, now.date()).is_some(),
                    ),
                    Some(item) => meta(p, model, list, item, row),
                    None if first => {
                        p.text(area.x + 2, y, area.right(), "…", Scope::ListMeta);
                    }
                    None => {}
                }
                if i == list.selected {
                    selected(p, row, focused);
                    let at = Position::new(area.x, y);
                    cursor = cursor.or(Some(at));
                }
            }
        }
    }
    cursor
}

/// Columns of the place that a search found, where rows are sentences.
const SNIPPET: u16 = 60;

/// Draws one of the two lines of a row as a sentence, for screen readers.
fn spoken(p: &mut Painter<'_>, model: &Model, item: &Row, row: Rect, first: bool) {
    let lines = fold(&sentence(model, item, row.width), row.width, 2);
    if let Some(line) = lines.get(usize::from(!first)) {
        let scope = if model.is_read(item.id) {
            Scope::ListRead
        } else {
            Scope::ListUnread
        };
        p.text(row.x, row.y, row.right(), line, scope);
    }
}

/// A row as one sentence of at most two lines: where it would be longer, the
/// headline is cut, never what is said of it.
fn sentence(model: &Model, item: &Row, width: u16) -> String {
    let said = facts(model, item);
    let mut room = columns(&item.title);
    loop {
        let title = cut(&item.title, room, model.options.ascii);
        let stop = if said.ends_with('…') { "" } else { "." };
        let text = format!("{title}, {said}{stop}");
        if room <= width / 3 || fold(&text, width, 3).len() <= 2 {
            return text;
        }
        room -= 1;
    }
}

/// What is known of a row, in words.
fn facts(model: &Model, item: &Row) -> String {
    let mut parts = Vec::new();
    if let Some(reason) = &item.unreadable {
        return format!("cannot be read: {}", &**reason);
    }
    let state = if model.is_read(item.id) {
        "read"
    } else {
        "unread"
    };
    parts.push(state.to_owned());
    if model.reading.is_starred(item.id) {
        parts.push("starred".to_owned());
    }
    parts.extend(item.source.as_ref().map(ToString::to_string));
    let date = |d: DateTime| d.strftime("%-d %B %Y").to_string();
    parts.extend(item.published.map(date));
    let searched = !model.list.view.query.trim().is_empty();
    if let Some(found) = item.snippet.as_ref().filter(|_| searched) {
        let from = snippet_start(&found.text, found.hit.start, SNIPPET);
        let shown = found.text.get(from..).unwrap_or("");
        parts.push(format!(
            "found: {}",
            cut(shown, SNIPPET, model.options.ascii)
        ));
        return parts.join(", ");
    }
    let kept = u32::try_from(model.reading.passages_of(item.id).len()).unwrap_or(u32::MAX);
    for (n, what) in [
        (kept, "bookmark"),
        (item.officials, "official"),
        (item.quotes, "quote"),
        (item.figures, "figure"),
    ] {
        match n {
            0 => {}
            1 => parts.push(format!("1 {what}")),
            n => parts.push(format!("{n} {what}s")),
        }
    }
    parts.join(", ")
}

fn selected(p: &mut Painter<'_>, row: Rect, focused: bool) {
    let scope = if focused {
        Scope::ListSelected
    } else {
        Scope::ListSelectedIdle
    };
    let style = p.theme.style(scope);
    let bare = p.theme.painted().unwrap_or(ratatui::style::Color::Reset);
    for x in row.left()..row.right() {
        if let Some(cell) = p.buf.cell_mut((x, row.y)) {
            // The ground only: what a row says keeps its own colours.
            let own = cell.style();
            let mut over = style;
            if own.fg.is_some_and(|c| c != ratatui::style::Color::Reset)
                && cell.symbol() != " "
                && style.bg.is_some()
            {
                over.fg = None;
            }
            // A match keeps its ground, which its letters are made for.
            if own
                .bg
                .is_some_and(|c| c != bare && c != ratatui::style::Color::Reset)
            {
                over.bg = None;
            }
            cell.set_style(over);
        }
    }
    bar(p, row, scope);
}

/// The bar before a selected row.
pub(super) fn bar(p: &mut Painter<'_>, row: Rect, ground: Scope) {
    if p.linear {
        return;
    }
    let sign = if p.ascii { ">" } else { "▌" };
    let mut style = p.theme.style(ground);
    style.fg = p.theme.style(Scope::Cursor).fg.or(style.fg);
    p.styled(row.x, row.y, row.right(), sign, style);
}

fn title(p: &mut Painter<'_>, model: &Model, item: &Row, row: Rect, now: DateTime, grouped: bool) {
    let read = model.is_read(item.id);
    let mark = match (item.unreadable.is_some(), read, p.ascii) {
        (true, ..) => "!",
        (_, true, _) => " ",
        (_, false, true) => "*",
        (_, false, false) => "•",
    };
    p.text(row.x + 1, row.y, row.right(), mark, Scope::ListMark);
    let age = age(item, now, grouped);
    let mut end = row.right().saturating_sub(1);
    if !age.is_empty() && row.width > 24 {
        end = p
            .right(row.x, row.y, end, &age, Scope::ListMeta)
            .saturating_sub(1);
    }
    let scope = match (item.unreadable.is_some(), read) {
        (true, _) => Scope::ListUnreadable,
        (_, true) => Scope::ListRead,
        (_, false) => Scope::ListUnread,
    };
    let start = row.x + 3;
    let text = cut(&item.title, end.saturating_sub(start), p.ascii);
    p.text(start, row.y, end, &text, scope);
}

fn meta(p: &mut Painter<'_>, model: &Model, list: &List, item: &Row, row: Rect) {
    let start = row.x + 3;
    let mut end = row.right().saturating_sub(1);
    if let Some(reason) = &item.unreadable {
        let text = cut(reason, end.saturating_sub(start), p.ascii);
        p.text(start, row.y, end, &text, Scope::ListMeta);
        return;
    }
    let passages = model.reading.passages_of(item.id).len();
    let starred = model.reading.is_starred(item.id);
    let (star, kept) = if p.ascii { ("*", "#") } else { ("★", "◆") };
    if starred {
        end = p
            .right(row.x, row.y, end, star, Scope::ListStar)
            .saturating_sub(1);
    }
    if passages > 0 {
        let text = format!("{kept}{passages}");
        end = p
            .right(row.x, row.y, end, &text, Scope::PassageMark)
            .saturating_sub(1);
    }
    if let Some(snippet) = item
        .snippet
        .as_ref()
        .filter(|_| !list.view.query.trim().is_empty())
    {
        let from = snippet_start(&snippet.text, snippet.hit.start, end.saturating_sub(start));
        let before = snippet.text.get(from..snippet.hit.start).unwrap_or("");
        let hit = snippet.hit.of(&snippet.text);
        let after = snippet.text.get(snippet.hit.end..).unwrap_or("");
        let dots = match (from, p.ascii) {
            (0, _) => "",
            (_, true) => "...",
            (_, false) => "…",
        };
        let used = columns(dots) + columns(before) + columns(hit);
        let room = end.saturating_sub(start).saturating_sub(used);
        let rest = cut(after, room, p.ascii);
        p.parts(
            start,
            row.y,
            end,
            &[
                (dots, Scope::ListMeta),
                (before, Scope::ListMeta),
                (hit, Scope::Match),
                (&rest, Scope::ListMeta),
            ],
        );
        return;
    }
    let room = end.saturating_sub(start);
    let mut parts = Vec::new();
    match &item.source {
        Some(source) => parts.push(source.to_string()),
        None => parts.push(super::minutes(item.words as usize)),
    }
    let counted = |n: u32, one: &str, many: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    parts.extend(counted(item.officials, "official", "officials"));
    parts.extend(counted(item.quotes, "quote", "quotes"));
    parts.extend(counted(item.figures, "figure", "figures"));
    // Whole facts or none: the last ones give way.
    while parts.len() > 1 && columns(&parts.join(" · ")) > room {
        parts.pop();
    }
    let text = cut(&parts.join(" · "), room, p.ascii);
    p.text(start, row.y, end, &text, Scope::ListMeta);
}

/// Where a snippet begins so that its hit is in view.
fn snippet_start(text: &str, hit: usize, room: u16) -> usize {
    let lead = usize::from(room / 3);
    let before = text.get(..hit).unwrap_or("");
    let long = before.chars().count();
    if long <= lead {
        return 0;
    }
    before.char_indices().nth(long - lead).map_or(0, |(i, _)| {
        before
            .get(i..)
            .and_then(|s| s.find(' '))
            .map_or(i, |space| i + space + 1)
    })
}

/// How old an article is, briefly; where rows stand under their day, older ones
/// show the time of day.
fn age(item: &Row, now: DateTime, grouped: bool) -> String {
    let Some(at) = item.published else {
        return String::new();
    };
    let seconds = now
        .since((jiff::Unit::Second, at))
        .map_or(0, |s| s.get_seconds());
    match seconds {
        i64::MIN..=-1 => String::new(),
        0..3_600 => format!("{}m", (seconds / 60).max(1)),
        3_600..86_400 => format!("{}h", seconds / 3_600),
        86_400..604_800 => format!("{}d", seconds / 86_400),
        _ if grouped && (at.hour(), at.minute()) == (0, 0) => String::new(),
        _ if grouped => at.strftime("%H:%M").to_string(),
        _ if at.year() == now.year() => at.strftime("%-d %b").to_string(),
        _ => at.strftime("%-d %b %y").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::list::tests::row;
    use jiff::civil::date;

    #[test]
    fn ages() {
        let item = row(1, 18);
        let at = |day, hour| date(2024, 4, day).at(hour, 30, 0, 0);
        assert_eq!(age(&item, at(18, 8), true), "30m");
        assert_eq!(age(&item, at(18, 11), true), "3h");
        assert_eq!(age(&item, at(20, 11), true), "2d");
        assert_eq!(age(&item, at(28, 11), true), "08:00");
        assert_eq!(age(&item, at(28, 11), false), "18 Apr");
        assert_eq!(
            age(&item, date(2025, 6, 1).at(0, 0, 0, 0), false),
            "18 Apr 24"
        );
        assert_eq!(age(&item, at(17, 11), true), "");
    }

    #[test]
    fn a_snippet_begins_near_its_hit() {
        let text = "a long sentence that goes on and on until the envoy speaks";
        let hit = text.find("envoy").expect("hit");
        let shown = text.get(snippet_start(text, hit, 30)..).expect("start");
        assert!(shown.contains("envoy") && shown.len() < 30, "{shown}");
        assert_eq!(snippet_start("the envoy", 4, 30), 0);
    }
}
