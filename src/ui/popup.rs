//! Draws what lies over everything: what can follow a key, completions, help,
//! a card, the choice of a theme.

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};

use super::{
    margin::fold,
    paint::{Painter, columns, cut},
    theme::Scope,
};
use crate::{
    app::{
        model::Model,
        popup::{Art, Card, Help, Popup},
        prompt::Prompt,
    },
    reader::layout::Line,
    span::Span,
};

/// Draws the popup that is open; gives the cursor's place.
pub fn draw(p: &mut Painter<'_>, model: &Model, screen: Rect) -> Option<Position> {
    if let Some(prompt) = &model.prompt {
        completions(p, prompt, screen);
    }
    match &model.popup {
        Some(Popup::Help(help)) => return Some(self::help(p, help, screen)),
        Some(Popup::Card(card)) => return Some(self::card(p, model, card, screen)),
        Some(Popup::Compare(compare)) => return Some(super::compare::draw(p, compare, screen)),
        Some(Popup::Themes {
            names, selected, ..
        }) => {
            return Some(themes(p, names, *selected, screen));
        }
        None => {}
    }
    if model.which_key {
        which_key(p, model, screen);
    }
    None
}

/// A box in the middle of the screen.
pub(super) fn middle(screen: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(screen.width);
    let height = height.min(screen.height);
    Rect::new(
        screen.x + (screen.width - width) / 2,
        screen.y + (screen.height - height) / 2,
        width,
        height,
    )
}

/// A box in the lower right corner, above the status line.
fn corner(screen: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(screen.width);
    let height = height.min(screen.height.saturating_sub(1));
    Rect::new(
        screen.right() - width,
        screen.bottom().saturating_sub(1 + height),
        width,
        height,
    )
}

pub(super) fn boxed(p: &mut Painter<'_>, area: Rect, title: &str) -> Rect {
    if p.linear {
        return alone(p, title);
    }
    // A column on either side keeps the text below off the frame.
    let around = Rect::new(
        area.x.saturating_sub(1),
        area.y,
        area.width.saturating_add(2),
        area.height,
    );
    p.clear(around, Scope::Text);
    p.clear(area, Scope::Popup);
    p.frame(area, Scope::PopupBorder, title, Scope::PopupTitle);
    Rect::new(
        area.x + 2,
        area.y + 1,
        area.width.saturating_sub(4),
        area.height.saturating_sub(2),
    )
}

/// A popup that is read line by line has the screen to itself: beside other
/// text its lines would be read as one with it.
fn alone(p: &mut Painter<'_>, title: &str) -> Rect {
    let screen = p.buf.area;
    let body = Rect::new(
        screen.x,
        screen.y,
        screen.width,
        screen.height.saturating_sub(1),
    );
    p.clear(body, Scope::Popup);
    let title = cut(title, body.width, p.ascii);
    p.text(body.x, body.y, body.right(), &title, Scope::PopupTitle);
    let below = u16::from(!title.is_empty());
    Rect::new(
        body.x,
        body.y + below,
        body.width,
        body.height.saturating_sub(below),
    )
}

/// What can follow the keys pressed so far.
fn which_key(p: &mut Painter<'_>, model: &Model, screen: Rect) {
    let follows = model.keymap.follows(model.mode(), &model.pending);
    if follows.is_empty() {
        return;
    }
    let rows: Vec<(String, String)> = follows
        .iter()
        .map(|f| {
            let key = f.key.map_or("a letter".to_owned(), |k| k.to_string());
            let what = if f.more {
                format!("{} …", f.entry.help)
            } else {
                f.entry.help.to_owned()
            };
            (key, what)
        })
        .collect();
    let keys = rows.iter().map(|(k, _)| columns(k)).max().unwrap_or(1);
    let wide = rows.iter().map(|(_, w)| columns(w)).max().unwrap_or(1);
    let high = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let area = corner(screen, keys + wide + 7, high + 2);
    let inner = boxed(p, area, &model.pending.shown());
    for (y, (key, what)) in (inner.y..inner.bottom()).zip(rows) {
        p.text(inner.x, y, inner.right(), &key, Scope::PopupKey);
        let x = inner.x + keys + 2;
        let what = cut(&what, inner.right().saturating_sub(x), p.ascii);
        p.text(x, y, inner.right(), &what, Scope::Popup);
    }
}

/// Most completions in view.
const MOST: u16 = 12;

/// What the line could become.
fn completions(p: &mut Painter<'_>, prompt: &Prompt, screen: Rect) {
    let options = &prompt.completion.options;
    if options.is_empty() {
        return;
    }
    let names = options.iter().map(|(n, _)| columns(n)).max().unwrap_or(1);
    let wide = options.iter().map(|(_, h)| columns(h)).max().unwrap_or(0);
    let gap = if wide > 0 { 2 } else { 0 };
    let high = u16::try_from(options.len())
        .unwrap_or(u16::MAX)
        .min(screen.height.saturating_sub(3))
        .min(MOST);
    let rows = usize::from(high);
    let at = prompt.completion.at.unwrap_or(0);
    let top = at.saturating_sub(rows.saturating_sub(1));
    let title = if options.len() > rows {
        format!("{} of {} · Tab goes on", at + 1, options.len())
    } else {
        String::new()
    };
    let width = (names + gap + wide + 4).min(screen.width);
    let area = Rect::new(
        screen.x,
        screen.bottom().saturating_sub(1 + high + 2),
        width,
        high + 2,
    );
    let inner = boxed(p, area, &title);
    let shown = options.iter().enumerate().skip(top);
    for (y, (i, (name, help))) in (inner.y..inner.bottom()).zip(shown) {
        let chosen = prompt.completion.at == Some(i);
        let end = inner.right();
        p.text(inner.x, y, end, name.trim_end(), Scope::PopupKey);
        let x = inner.x + names + gap;
        let help = cut(help, end.saturating_sub(x), p.ascii);
        p.text(x, y, end, &help, Scope::Popup);
        if chosen {
            choose(p, area, y);
        }
    }
}

/// Marks the selected row of a popup.
pub(super) fn choose(p: &mut Painter<'_>, area: Rect, y: u16) {
    let row = Rect::new(area.x + 1, y, area.width.saturating_sub(2), 1);
    p.wash(row, Scope::PopupSelected);
    super::list::bar(p, row, Scope::PopupSelected);
}

/// The help: a line to type in, and what fits.
fn help(p: &mut Painter<'_>, help: &Help, screen: Rect) -> Position {
    // Inside the frames of the panes; on a narrow screen, which has none, all
    // above the status line.
    let narrow = screen.width <= 72;
    let area = if narrow {
        Rect {
            height: screen.height.saturating_sub(1),
            ..screen
        }
    } else {
        let inside = Rect {
            y: screen.y + 1,
            height: screen.height.saturating_sub(3),
            ..screen
        };
        middle(
            inside,
            screen.width.saturating_sub(6).min(92),
            inside.height,
        )
    };
    let mode = match help.mode {
        crate::app::action::Mode::List => "in the list",
        crate::app::action::Mode::Reader => "in the article",
        crate::app::action::Mode::Select => "while selecting",
        crate::app::action::Mode::Panel => "in a panel",
    };
    let inner = boxed(p, area, &format!("Help · keys {mode}"));
    if inner.height < 3 {
        return Position::new(inner.x, inner.y);
    }
    let typed = help.input.value();
    let x = p.text(inner.x, inner.y, inner.right(), "/ ", Scope::Prompt);
    if typed.is_empty() {
        let hint = "type a key or a word · Enter runs · Esc closes";
        let hint = cut(hint, inner.right().saturating_sub(x), p.ascii);
        p.text(x, inner.y, inner.right(), &hint, Scope::PopupDim);
    }
    p.text(x, inner.y, inner.right(), typed, Scope::PromptText);
    let cursor = u16::try_from(help.input.visual_cursor()).unwrap_or(0);
    let cursor = Position::new((x + cursor).min(inner.right()), inner.y);
    let list = Rect::new(inner.x, inner.y + 2, inner.width, inner.height - 2);
    let list = chosen(p, help, list);
    if help.shown.is_empty() {
        p.text(
            list.x,
            list.y,
            list.right(),
            "no key and no command fits",
            Scope::PopupDim,
        );
        return cursor;
    }
    let widest = help.rows.iter().map(|r| columns(&r.keys)).max();
    let keys = widest.unwrap_or(8).min(inner.width / 3);
    let lines = help_lines(help, typed.is_empty());
    let at = lines
        .iter()
        .position(|l| *l == HelpLine::Row(help.selected))
        .unwrap_or(0);
    let height = usize::from(list.height);
    let top = if at < height { 0 } else { at + 1 - height };
    for (y, line) in (list.y..list.bottom()).zip(lines.iter().skip(top)) {
        match line {
            HelpLine::Group(title) => {
                p.text(list.x, y, list.right(), title, Scope::PopupTitle);
            }
            HelpLine::Row(i) => {
                let Some(row) = help.shown.get(*i).and_then(|i| help.rows.get(*i)) else {
                    continue;
                };
                let scope = if row.here {
                    Scope::PopupKey
                } else {
                    Scope::PopupDim
                };
                let key = whole(&row.keys, keys, p.ascii);
                p.text(list.x + 1, y, list.right(), &key, scope);
                let x = list.x + keys + 3;
                let what = cut(row.entry.help, list.right().saturating_sub(x), p.ascii);
                let scope = if row.here {
                    Scope::Popup
                } else {
                    Scope::PopupDim
                };
                p.text(x, y, list.right(), &what, scope);
                if *i == help.selected {
                    choose(p, area, y);
                }
            }
            HelpLine::Space => {}
        }
    }
    cursor
}

/// Says all of the chosen row at the lower edge: what it does, its keys, its
/// command; gives what is left for the list.
fn chosen(p: &mut Painter<'_>, help: &Help, area: Rect) -> Rect {
    let chosen = help.shown.get(help.selected);
    let (Some(row), true) = (chosen.and_then(|i| help.rows.get(*i)), area.height > 6) else {
        return area;
    };
    let command = format!(":{}", row.entry.name);
    let keys = if row.keys.contains(&command) {
        String::new()
    } else {
        format!(" · {}", row.keys)
    };
    let text = format!("{command} · {}{keys}", row.entry.help);
    let lines = fold(&text, area.width, 2);
    let y = area.bottom() - 2;
    for (y, line) in (y..area.bottom()).zip(lines) {
        p.text(area.x, y, area.right(), &line, Scope::PopupDim);
    }
    Rect::new(area.x, area.y, area.width, area.height - 3)
}

/// As many of these keys as there is room for, none of them in part.
fn whole(keys: &str, width: u16, ascii: bool) -> String {
    if columns(keys) <= width {
        return keys.to_owned();
    }
    let mut out = String::new();
    for key in keys.split(' ') {
        if columns(&out) + columns(key) + 1 > width {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(key);
    }
    if out.is_empty() {
        cut(keys, width, ascii)
    } else {
        out
    }
}

#[derive(Debug, PartialEq, Eq)]
enum HelpLine {
    Group(&'static str),
    Row(usize),
    Space,
}

/// The lines of the help: under headings, as long as nothing is typed.
fn help_lines(help: &Help, grouped: bool) -> Vec<HelpLine> {
    let mut out = Vec::new();
    let mut group = None;
    for (i, at) in help.shown.iter().enumerate() {
        let Some(row) = help.rows.get(*at) else {
            continue;
        };
        let here = (row.here, row.entry.group);
        if grouped && group != Some(here) {
            if group.is_some() {
                out.push(HelpLine::Space);
            }
            let elsewhere = !row.here && group.is_none_or(|(h, _)| h);
            out.push(HelpLine::Group(if elsewhere {
                "Elsewhere"
            } else {
                row.entry.group.title()
            }));
            group = Some(here);
        }
        out.push(HelpLine::Row(i));
    }
    out
}

/// A line of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
enum CardLine {
    /// A field's name, empty below the first line of its value, and a line of
    /// the value.
    Field(&'static str, String),
    /// Words above the places, empty between the parts.
    Head(&'static str),
    /// A place, by number.
    Place(usize),
}

/// All lines of a card whose values have `room` columns.
fn card_lines(card: &Card, room: u16) -> Vec<CardLine> {
    let mut out = Vec::new();
    for (name, value) in &card.fields {
        let lines = fold(value, room, 4).into_iter().enumerate();
        out.extend(lines.map(|(i, l)| CardLine::Field(if i == 0 { name } else { "" }, l)));
    }
    if !card.places.is_empty() {
        let title = match card.places.len() {
            1 => "1 place in this article",
            _ => "Places in this article",
        };
        out.extend([CardLine::Head(""), CardLine::Head(title)]);
        out.extend((0..card.places.len()).map(CardLine::Place));
    }
    out
}

/// The first line in view: the fields, until a place is chosen that lies below.
fn card_top(card: &Card, lines: &[CardLine], height: usize) -> usize {
    let at = lines
        .iter()
        .position(|l| *l == CardLine::Place(card.selected));
    match at {
        Some(at) if card.selected > 0 => (at + 1).saturating_sub(height),
        Some(_) => 0,
        None => card.selected.min(lines.len().saturating_sub(height)),
    }
}

/// Places of a card in view, where there is room.
const PLACES: usize = 8;

/// A card: what is known, and the places.
fn card(p: &mut Painter<'_>, model: &Model, card: &Card, screen: Rect) -> Position {
    let width = screen.width.saturating_sub(4).clamp(20, 64);
    let label = card.fields.iter().map(|(n, _)| columns(n)).max();
    let label = label.unwrap_or(0) + 2;
    let lines = card_lines(card, width.saturating_sub(4 + label).max(8));
    let art = card.picture.as_ref().and_then(|p| p.art.as_deref());
    let art = art.filter(|_| !p.linear);
    let drawn = art.map_or(0, |a| usize::from(a.height()) + 1);
    let hidden = card.places.len().saturating_sub(PLACES);
    let high = u16::try_from(lines.len() - hidden + drawn + 2).unwrap_or(u16::MAX);
    let area = beside(model, card.about, screen, width, high);
    let title = cut(&card.title, width.saturating_sub(6), p.ascii);
    let inner = boxed(p, area, &title);
    let mut y = inner.y;
    if let Some(art) = art {
        picture(p, art, inner);
        y = y.saturating_add(art.height() + 1);
    }
    let mut cursor = Position::new(inner.x, inner.y);
    let top = card_top(card, &lines, usize::from(inner.bottom().saturating_sub(y)));
    for (y, line) in (y..inner.bottom()).zip(lines.iter().skip(top)) {
        match line {
            CardLine::Field(name, value) => {
                p.text(inner.x, y, inner.right(), name, Scope::PopupDim);
                p.text(inner.x + label, y, inner.right(), value, Scope::Popup);
            }
            CardLine::Head(title) => {
                p.text(inner.x, y, inner.right(), title, Scope::PopupDim);
            }
            CardLine::Place(i) => {
                let words = card.places.get(*i).map_or("", |(_, words)| &**words);
                let words = cut(words, inner.width, p.ascii);
                p.text(inner.x, y, inner.right(), &words, Scope::Popup);
                if *i == card.selected {
                    choose(p, area, y);
                    cursor = Position::new(inner.x, y);
                }
            }
        }
    }
    cursor
}

/// Shades for a terminal without colours, from dark to light.
const SHADES: [&str; 5] = [" ", ".", ":", "+", "#"];

/// Draws a picture in the middle of a row of half cells.
fn picture(p: &mut Painter<'_>, art: &Art, area: Rect) {
    let left = area.x + area.width.saturating_sub(art.width) / 2;
    let width = usize::from(art.width.max(1));
    for (y, row) in (area.y..area.bottom()).zip(art.cells.chunks(width)) {
        for (x, (above, below)) in (left..area.right()).zip(row) {
            match (p.theme.fitted(*above), p.theme.fitted(*below)) {
                (Some(fg), Some(bg)) if !p.ascii => {
                    let style = Style::default().fg(fg).bg(bg);
                    p.article(x, y, area.right(), "▀", style);
                }
                _ => {
                    let sum: usize = above.iter().chain(below).map(|c| usize::from(*c)).sum();
                    let shade = sum * SHADES.len() / (6 * 256);
                    let sign = SHADES.get(shade).copied().unwrap_or(" ");
                    p.text(x, y, area.right(), sign, Scope::Popup);
                }
            }
        }
    }
}

/// Fewest rows of a box that is made lower to leave the text beside it in view.
const LEAST: u16 = 5;

/// A box near what it is about, whose rows stay in view: below them, else above
/// them, else where there is more room, made lower. Of what fills the screen
/// the row of the cursor stays.
fn beside(model: &Model, about: Option<Span>, screen: Rect, width: u16, height: u16) -> Rect {
    let panes = model.panes();
    let bottom = screen.bottom().saturating_sub(1);
    let height = height.min(bottom.saturating_sub(screen.y));
    let Some((area, reader)) = panes.reader.zip(model.reader()) else {
        return middle(screen, width, height);
    };
    let inner = area.inner(panes.framed);
    let lines = reader.lines();
    let rows = |fits: &dyn Fn(Span) -> bool| {
        let fits = |l: &Line| matches!(l, Line::Row(row, _) if fits(row.span));
        let first = lines.iter().position(fits)?;
        let last = lines.iter().rposition(fits)?;
        let y = |line: usize| {
            inner
                .y
                .saturating_add(u16::try_from(line).unwrap_or(u16::MAX))
        };
        Some((y(first), y(last)))
    };
    let at = reader.cursor();
    let cursor = rows(&|row| row.holds(at) || row.start == at);
    let words = about.and_then(|about| rows(&|row| row.overlaps(about)));
    let x = inner.x + reader.geometry().text;
    let x = x.min(screen.right().saturating_sub(width));
    for (first, last) in words.into_iter().chain(cursor) {
        let above = first.saturating_sub(screen.y);
        let below = bottom.saturating_sub(last + 1);
        if below >= height || (below >= above && below >= LEAST) {
            return Rect::new(x, last + 1, width, height.min(below));
        }
        if above >= LEAST {
            let height = height.min(above);
            return Rect::new(x, first - height, width, height);
        }
    }
    middle(screen, width, height)
}

fn themes(p: &mut Painter<'_>, names: &[String], selected: usize, screen: Rect) -> Position {
    let wide = names.iter().map(|n| columns(n)).max().unwrap_or(8).max(22);
    let high = u16::try_from(names.len()).unwrap_or(u16::MAX);
    let area = corner(screen, wide + 6, high + 2);
    let inner = boxed(p, area, "Theme");
    let mut cursor = Position::new(inner.x, inner.y);
    for (i, (y, name)) in (inner.y..inner.bottom()).zip(names).enumerate() {
        p.text(inner.x, y, inner.right(), name, Scope::Popup);
        if i == selected {
            choose(p, area, y);
            cursor = Position::new(inner.x, y);
        }
    }
    cursor
}
