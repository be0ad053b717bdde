//! Drawing: from the model to styled cells. Pure.

pub mod compare;
pub mod linear;
pub mod link;
pub mod list;
pub mod margin;
pub mod paint;
pub mod panel;
pub mod picture;
pub mod popup;
pub mod printed;
pub mod reader;
pub mod status;
pub mod theme;
pub mod welcome;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use crate::{
    app::model::{Focus, Model, Shown},
    bidi::Order,
};
use paint::Painter;
use theme::{Scope, Theme};

/// Draws the whole screen; gives the cursor's place, if it is to be seen.
pub fn view(model: &Model, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = buf.area;
    let panes = model.panes();
    let mut p = Painter {
        buf,
        theme,
        ascii: model.options.ascii,
        linear: model.config.linear,
        // A braille line reads in the order of the text.
        visual: model.options.order == Order::Visual && !model.config.linear,
    };
    if theme.painted().is_some() {
        p.clear(screen, Scope::Text);
    }
    if panes.tiny {
        p.text(0, 0, screen.right(), "too small", Scope::Text);
        return None;
    }
    let mut cursor = None;
    if let Some(area) = panes.left {
        let at = match &model.panel {
            Some(panel) => panel::draw(
                &mut p,
                panel,
                model.prompt.as_ref(),
                area.into(),
                panes.framed,
            ),
            None => list::draw(&mut p, model, area.into(), panes.framed),
        };
        cursor = at.or(Some(Position::new(area.x, area.y)));
    }
    if let Some(area) = panes.reader {
        let inner = reader_pane(&mut p, model, area.into(), panes.framed);
        let focused = model.focus == Focus::Reader && model.panel.is_none();
        let at = shown(&mut p, model, inner, focused || model.panel.is_some());
        if focused {
            cursor = at;
        }
    }
    let typed = status::draw(&mut p, model, panes.status.into(), panes.framed);
    let popup = popup::draw(&mut p, model, screen);
    popup.or(typed).or(cursor)
}

/// Draws the reader's frame or title; gives what is inside.
fn reader_pane(p: &mut Painter<'_>, model: &Model, area: Rect, framed: bool) -> Rect {
    let focused = model.focus == Focus::Reader && model.panel.is_none();
    let (edge, title) = if focused {
        (Scope::BorderFocused, Scope::TitleFocused)
    } else {
        (Scope::Border, Scope::Title)
    };
    let text = heading(model);
    if framed {
        p.frame(area, edge, &text, title);
        if let Some(reader) = model.reader() {
            // Edges of panes without the focus are too pale for words.
            let words = if focused { edge } else { Scope::Title };
            let end = p.foot(area, &status::place(reader), words);
            if let Some(said) = margin::here(reader).filter(|_| !p.linear) {
                let (x, y) = (area.x + 2, area.bottom().saturating_sub(1));
                p.text(x, y, end, " ", edge);
                let behind = p.said(x + 1, y, end.saturating_sub(2), &said);
                p.text(behind, y, end, " ", edge);
            }
        }
        return Rect::new(
            area.x + 1,
            area.y + 1,
            area.width.saturating_sub(2),
            area.height.saturating_sub(2),
        );
    }
    if !model.zen {
        let text = paint::cut(&text, area.width.saturating_sub(2), p.ascii);
        p.text(area.x + 1, area.y, area.right(), &text, title);
    }
    Rect::new(
        area.x,
        area.y + 1,
        area.width,
        area.height.saturating_sub(1),
    )
}

/// Words a minute of a practised reader, for the time an article takes (238 is
/// the mean for English non-fiction, Brysbaert 2019).
const WORDS_A_MINUTE: usize = 238;

/// How long the reading of so many words takes.
fn minutes(words: usize) -> String {
    format!("{} min", words.div_ceil(WORDS_A_MINUTE).max(1))
}

/// Outlet, date and length of the open article.
fn heading(model: &Model) -> String {
    let Some(open) = model.open() else {
        return match &model.shown {
            Shown::Unreadable { .. } => "Cannot be shown".to_owned(),
            _ => String::new(),
        };
    };
    let article = &open.reader.opened().article;
    let meta = &article.meta;
    let mut parts = Vec::new();
    parts.extend(meta.source.as_ref().map(ToString::to_string));
    // A format that cannot be used was named at start.
    let date = |d| jiff::fmt::strtime::format(&model.config.date_format, d).ok();
    parts.extend(meta.published.and_then(date));
    parts.push(format!(
        "{} min",
        open.words.div_ceil(WORDS_A_MINUTE).max(1)
    ));
    if meta.notices.iter().any(|n| &**n == "machine-translated") {
        parts.push("machine translation".to_owned());
    }
    if open.earlier {
        parts.push("earlier text".to_owned());
    }
    if model.reading.is_starred(open.id()) {
        parts.push(
            if model.options.ascii {
                "starred"
            } else {
                "★"
            }
            .to_owned(),
        );
    }
    parts.join(" · ")
}

/// Draws what the reader pane shows.
fn shown(p: &mut Painter<'_>, model: &Model, area: Rect, focused: bool) -> Option<Position> {
    match &model.shown {
        Shown::Article(open) if p.linear => linear::draw(p, &open.reader, area, focused),
        Shown::Article(open) => reader::draw(&open.reader, p.theme, area, p.buf, focused),
        Shown::Nothing => {
            welcome::no_article(p, model, area);
            None
        }
        Shown::Unreadable { key, title, reason } => {
            let row = model.list.current().filter(|r| r.key == *key);
            let title = row.map_or(title, |r| &r.title);
            welcome::unreadable(p, model, area, title, reason);
            None
        }
    }
}
