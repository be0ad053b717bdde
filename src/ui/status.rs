//! The line at the bottom: what is typed, else what was said, else the keys
//! that matter; at the right what goes on.

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    margin::{self, fold},
    paint::{Painter, columns, cut},
    theme::Scope,
};
use crate::{
    app::{
        action::{Mode, PanelKind},
        messages::Weight,
        model::{Focus, Model},
        prompt::{Prompt, PromptKind},
    },
    bidi, cluster,
    reader::Reader,
};

/// Draws the line; gives the cursor's place while something is typed.
pub fn draw(p: &mut Painter<'_>, model: &Model, area: Rect, framed: bool) -> Option<Position> {
    if area.height == 0 {
        return None;
    }
    p.clear(area, Scope::Status);
    let mut end = area.right().saturating_sub(1);
    let right = at_right(model, framed);
    if !right.is_empty() && columns(&right) + 12 < area.width {
        end = p
            .right(area.x, area.y, end, &right, Scope::StatusMode)
            .saturating_sub(2);
    }
    if let Some(prompt) = &model.prompt {
        return Some(typed(
            p,
            prompt,
            Rect::new(area.x, area.y, end.saturating_sub(area.x), 1),
        ));
    }
    let start = area.x + 1;
    if let Some(message) = model.messages.shown() {
        let scope = match message.weight {
            Weight::Note => Scope::Status,
            Weight::Warning => Scope::Warning,
            Weight::Error => Scope::Error,
        };
        // What is said goes before what goes on; it is soon over.
        let whole = area.right().saturating_sub(1);
        if columns(&message.text) > end.saturating_sub(start) {
            p.clear(area, Scope::Status);
            end = whole;
        }
        let room = end.saturating_sub(start);
        if columns(&message.text) > room {
            lines(
                p,
                area,
                Rect::new(start, area.y, room, 1),
                &message.text,
                scope,
            );
            return None;
        }
        let text = &message.text;
        let x = p.text(start, area.y, end, text, scope);
        let short = columns(text) <= SHORT && message.weight == Weight::Note;
        if let Some(said) = speaker(p, model, framed).filter(|_| short) {
            let x = p.text(x, area.y, end, " · ", Scope::Status);
            p.said(x, area.y, end, &said);
        }
        return None;
    }
    if let Some(said) = speaker(p, model, framed) {
        p.said(start, area.y, end, &said);
        return None;
    }
    // Colour alone says elsewhere what is selected.
    if p.linear
        && let Some(said) = model.reader().and_then(selected)
    {
        let text = cut(&said, end.saturating_sub(start), p.ascii);
        p.text(start, area.y, end, &text, Scope::Status);
        return None;
    }
    // Who knows one key only should know this one: it is left out last.
    let (help, others): (Vec<_>, Vec<_>) = keys(model).into_iter().partition(|k| k.1 == "help");
    let wide = |key: &str, what: &str| columns(key) + 1 + columns(what);
    let kept: u16 = help.iter().map(|(k, w)| wide(k, w) + 2).sum();
    let mut x = start;
    for (i, (key, what)) in others.iter().chain(&help).enumerate() {
        let end = if i < others.len() {
            end.saturating_sub(kept)
        } else {
            end
        };
        if x + wide(key, what) > end {
            if i < others.len() {
                continue;
            }
            break;
        }
        x = p.text(x, area.y, end, key, Scope::StatusKey);
        x = p.text(x + 1, area.y, end, what, Scope::Status) + 2;
    }
    None
}

/// Most lines of what is said at once.
const LINES: usize = 4;

/// Draws what is too long for one line, over the rows above it; `last` is where
/// the last line stands. Gives the column behind it.
fn lines(p: &mut Painter<'_>, area: Rect, last: Rect, text: &str, scope: Scope) -> u16 {
    let most = LINES.min(usize::from(last.y) + 1);
    let lines = fold(text, last.width, most);
    let above = u16::try_from(lines.len().saturating_sub(1)).unwrap_or(0);
    let top = last.y.saturating_sub(above);
    p.clear(Rect::new(area.x, top, area.width, above), Scope::Status);
    let mut x = last.x;
    for (y, line) in (top..=last.y).zip(lines) {
        x = p.text(last.x, y, last.right(), &line, scope);
    }
    x
}

/// A message that leaves room for the speaker: "quote 12/345".
const SHORT: u16 = 16;

/// The speaker of the quote that one reads, where no frame can say so.
fn speaker(p: &Painter<'_>, model: &Model, framed: bool) -> Option<Vec<(Scope, String)>> {
    let reading = !framed && !p.linear && model.mode() == Mode::Reader;
    model.reader().filter(|_| reading).and_then(margin::here)
}

/// Draws a prompt; gives the cursor's place.
fn typed(p: &mut Painter<'_>, prompt: &Prompt, area: Rect) -> Position {
    let sign = prompt.kind.sign();
    let scope = if matches!(prompt.kind, PromptKind::Confirm(..)) {
        Scope::Warning
    } else {
        Scope::Prompt
    };
    let line = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), 1);
    let x = if columns(&sign) > line.width {
        lines(p, area, line, &sign, scope)
    } else {
        p.text(line.x, area.y, area.right(), &sign, scope)
    };
    let room = area.right().saturating_sub(x + 1);
    let scroll = prompt.input.visual_scroll(usize::from(room));
    let mut skipped = 0;
    let mut shown = String::new();
    for cluster in cluster::of(prompt.text()) {
        if skipped < scroll {
            skipped += usize::from(columns(cluster));
        } else {
            shown.push_str(cluster);
        }
    }
    p.text(x, area.y, area.right(), &shown, Scope::PromptText);
    let cursor = prompt.input.visual_cursor().saturating_sub(skipped);
    let mut column = u16::try_from(cursor).unwrap_or(room).min(room);
    if p.visual && bidi::has_rtl(&shown) {
        column = seen(&shown, column);
    }
    Position::new(x + column, area.y)
}

/// The column where the cluster at a column of a typed text is seen, once
/// right-to-left words are in order; the end stays the end.
fn seen(text: &str, column: u16) -> u16 {
    let mut left = column;
    let under = text.grapheme_indices(true).find(|(_, cluster)| {
        let here = left < columns(cluster);
        left = left.saturating_sub(columns(cluster));
        here
    });
    let Some((byte, _)) = under else {
        return column;
    };
    let order = bidi::label(text);
    let before = order.iter().take_while(|(at, _)| *at != byte);
    before.map(|(_, cluster)| columns(cluster)).sum()
}

/// What goes on, and where one is.
fn at_right(model: &Model, framed: bool) -> String {
    let mut parts = Vec::new();
    let pending = model.pending.shown();
    if !pending.is_empty() {
        parts.push(pending);
    }
    let asks = model
        .prompt
        .as_ref()
        .is_some_and(|p| p.kind == PromptKind::Query && !p.text().trim().is_empty());
    match &model.list.error {
        Some(error) if asks => parts.push(error.to_string()),
        None if asks => {
            parts.push(model.list.told());
        }
        _ => {}
    }
    if model.opening.as_ref().is_some_and(|o| o.enter) {
        parts.push("opening".to_owned());
    }
    if let Some(progress) = model.progress {
        parts.push(if progress.total == 0 {
            "looking for files".to_owned()
        } else {
            format!("indexing {}/{}", progress.done, progress.total)
        });
    }
    if model.save_failed {
        parts.push("not saved".to_owned());
    }
    if !framed
        && model.panes().reader.is_some()
        && let Some(reader) = model.reader()
    {
        parts.push(place(reader));
    }
    parts.join(" · ")
}

/// What is selected, in words: how much, and how it begins and ends.
fn selected(reader: &Reader) -> Option<String> {
    let text = reader.document().slice(reader.selection()?);
    let words: Vec<&str> = text.split_whitespace().collect();
    let count = crate::plural::of(words.len(), "word", "words");
    let shown = match words.as_slice() {
        few if few.len() <= 8 => few.join(" "),
        [a, b, c, .., x, y, z] => format!("{a} {b} {c} … {x} {y} {z}"),
        _ => String::new(),
    };
    Some(format!("selected {count}: {shown}"))
}

/// Where the reader is: "/rafah 3/14 · 43%".
#[must_use]
pub fn place(reader: &Reader) -> String {
    let percent = format!("{}%", reader.percent());
    let Some(find) = reader.find().filter(|f| !f.pattern.trim().is_empty()) else {
        return percent;
    };
    let more = if find.capped { "+" } else { "" };
    let count = match (find.hits.len(), find.current) {
        (0, _) => "no match".to_owned(),
        (of, Some(i)) => format!("{}/{of}{more}", i + 1),
        (1, None) => "1 match".to_owned(),
        (of, None) => format!("{of}{more} matches"),
    };
    let only = if reader.matching_only() { " only" } else { "" };
    let pattern = bidi::isolated(&find.pattern);
    format!("/{pattern} {count}{only} · {percent}")
}

/// The keys that matter, with what they do.
fn keys(model: &Model) -> Vec<(String, &'static str)> {
    let links = model
        .panel
        .as_ref()
        .is_some_and(|p| p.kind == PanelKind::Links);
    let wanted: &[(&[&str], &str)] = match model.mode() {
        Mode::List if !model.list.view.query.trim().is_empty() => &[
            (&["down", "up"], "move"),
            (&["open"], "open"),
            (&["search"], "change the search"),
            (&["cancel"], "all articles"),
            (&["help"], "help"),
        ],
        Mode::List => &[
            (&["down", "up"], "move"),
            (&["open"], "open"),
            (&["search"], "search"),
            (&["next"], "next unread"),
            (&["next-scope"], "unread, starred …"),
            (&["help"], "help"),
            (&["close"], "quit"),
        ],
        Mode::Reader if model.finding() => &[
            (&["next", "prev"], "next, previous match"),
            (&["bookmark"], "bookmark"),
            (&["only-matching"], "only matches"),
            (&["cancel"], "end the search"),
            (&["help"], "help"),
        ],
        Mode::Reader => &[
            (&["down", "up"], "move"),
            (&["search"], "search"),
            (&["bookmark"], "bookmark"),
            (&["next-quote"], "next quote"),
            (&["next"], "next unread"),
            (&["back"], "list"),
            (&["help"], "help"),
        ],
        Mode::Select => &[
            (&["bookmark"], "bookmark"),
            (&["copy"], "copy"),
            (&["cite"], "copy with citation"),
            (&["select-sentence"], "by sentence, paragraph"),
            (&["cancel"], "leave"),
        ],
        Mode::Panel if links => &[
            (&["down", "up"], "move"),
            (&["open"], "open in the browser"),
            (&["search"], "filter"),
            (&["cancel"], "close"),
            (&["help"], "help"),
        ],
        Mode::Panel => &[
            (&["down", "up"], "move"),
            (&["open"], "go there"),
            (&["search"], "filter"),
            (&["cancel"], "close"),
            (&["help"], "help"),
        ],
    };
    let mut out = Vec::new();
    for (names, what) in wanted {
        // Presets bind matches apart from unread articles.
        let key = |n: &&str| {
            let other = match *n {
                "next" if model.finding() => "next-match",
                "prev" if model.finding() => "prev-match",
                "next" => "next-unread",
                other => other,
            };
            model.key_of(n).or_else(|| model.key_of(other))
        };
        let keys: Option<Vec<String>> = names.iter().map(key).collect();
        if let Some(keys) = keys {
            let slash = keys.iter().all(|k| k.chars().count() == 1);
            out.push((
                keys.join(if slash && keys.len() > 1 { "/" } else { " " }),
                *what,
            ));
        }
    }
    if model.focus == Focus::Reader && model.alone {
        out.retain(|(_, what)| *what != "list");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_of_a_typed_word_is_where_its_letter_is_seen() {
        // "/" holds a Hebrew word: its first letter is seen at the right.
        assert_eq!(seen("שלום", 0), 3);
        assert_eq!(seen("שלום", 3), 0);
        assert_eq!(seen("שלום", 4), 4);
        assert_eq!(seen("unity of שלום", 1), 1);
        assert_eq!(seen("unity of שלום", 9), 12);
    }
}
