//! Brushes: text that never leaves its place, frames, fills.

use std::borrow::Cow;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};
use unicode_segmentation::UnicodeSegmentation;

use super::theme::{Scope, Theme};
use crate::{app::arrange::Area, bidi, cluster, reader::layout, span::Span};

impl From<Area> for Rect {
    fn from(area: Area) -> Self {
        Rect::new(area.x, area.y, area.width, area.height)
    }
}

/// A buffer with a theme.
pub struct Painter<'b> {
    /// The cells.
    pub buf: &'b mut Buffer,
    /// The styles.
    pub theme: &'b Theme,
    /// Whether only ASCII signs are drawn.
    pub ascii: bool,
    /// Whether it is drawn for screen readers: no frames, no bars.
    pub linear: bool,
    /// Whether right-to-left text is put in order here.
    pub visual: bool,
}

impl Painter<'_> {
    /// Writes text from a cell on, before the column `end`; gives the column
    /// behind it.
    pub fn text(&mut self, x: u16, y: u16, end: u16, text: &str, scope: Scope) -> u16 {
        let style = self.theme.style(scope);
        self.styled(x, y, end, text, style)
    }

    /// Writes text in a style.
    pub fn styled(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let text = plain(text, self.ascii);
        self.article(x, y, end, &text, style)
    }

    /// Writes the text of an article in a style, whose signs are never changed.
    pub fn article(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        if self.visual && bidi::has_rtl(text) {
            return self.ordered(x, y, end, text, &|_| style);
        }
        cluster::of(text)
            .try_fold(x, |at, cluster| self.cluster(at, y, end, cluster, style))
            .unwrap_or_else(|at| at)
    }

    /// Writes text in parts that are styled each for itself but read as one.
    pub fn parts(&mut self, x: u16, y: u16, end: u16, parts: &[(&str, Scope)]) -> u16 {
        let whole: String = parts.iter().map(|(text, _)| *text).collect();
        if !(self.visual && bidi::has_rtl(&whole)) {
            return parts
                .iter()
                .fold(x, |at, (text, scope)| self.text(at, y, end, text, *scope));
        }
        let theme = self.theme;
        let style = |byte: usize| {
            let mut behind = 0;
            let part = parts.iter().find(|(text, _)| {
                behind += text.len();
                byte < behind
            });
            part.map_or_else(Style::default, |(_, scope)| theme.style(*scope))
        };
        self.ordered(x, y, end, &whole, &style)
    }

    /// Writes right-to-left text in the order of the screen, as much of it as
    /// there is room for.
    fn ordered(
        &mut self,
        x: u16,
        y: u16,
        end: u16,
        text: &str,
        style: &dyn Fn(usize) -> Style,
    ) -> u16 {
        let mut room = end.min(self.buf.area.right()).saturating_sub(x);
        let fitting = text.grapheme_indices(true).find(|(_, cluster)| {
            let width = columns(cluster);
            let fits = width <= room;
            room = room.saturating_sub(width);
            !fits
        });
        let text = Span::new(0, fitting.map_or(text.len(), |(at, _)| at)).of(text);
        bidi::label(text)
            .into_iter()
            .try_fold(x, |at, (byte, cluster)| {
                self.cluster(at, y, end, &cluster, style(byte))
            })
            .unwrap_or_else(|at| at)
    }

    /// Writes a cluster; gives the column behind it, as an error where there was
    /// no room for it.
    fn cluster(
        &mut self,
        at: u16,
        y: u16,
        end: u16,
        cluster: &str,
        style: Style,
    ) -> Result<u16, u16> {
        let area = self.buf.area;
        let width = columns(cluster);
        if width == 0 {
            return Ok(at);
        }
        if y >= area.bottom() || at.saturating_add(width) > end.min(area.right()) {
            return Err(at);
        }
        if let Some(cell) = self.buf.cell_mut(Position::new(at, y)) {
            cell.set_symbol(cluster).set_style(style);
        }
        for rest in 1..width {
            if let Some(cell) = self.buf.cell_mut(Position::new(at + rest, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
        Ok(at + width)
    }

    /// Writes parts, the last of them cut where there is no room.
    pub fn said(&mut self, x: u16, y: u16, end: u16, parts: &[(Scope, String)]) -> u16 {
        let mut room = end.saturating_sub(x);
        let mut fitting = Vec::new();
        for (scope, text) in parts {
            let text = cut(text, room, self.ascii);
            room = room.saturating_sub(columns(&text));
            fitting.push((text, *scope));
        }
        let parts: Vec<(&str, Scope)> = fitting.iter().map(|(t, s)| (&**t, *s)).collect();
        self.parts(x, y, end, &parts)
    }

    /// Writes text that ends before the column `end`, not before `x`; gives its
    /// first column.
    pub fn right(&mut self, x: u16, y: u16, end: u16, text: &str, scope: Scope) -> u16 {
        let text = &*plain(text, self.ascii);
        let width = columns(text);
        let start = end.saturating_sub(width).max(x);
        self.text(start, y, end, text, scope);
        start
    }

    /// Lays a style over cells.
    pub fn wash(&mut self, area: Rect, scope: Scope) {
        let style = self.theme.style(scope);
        let area = area.intersection(self.buf.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut(Position::new(x, y)) {
                    cell.set_style(style);
                }
            }
        }
    }

    /// Empties cells and gives them a style.
    pub fn clear(&mut self, area: Rect, scope: Scope) {
        let style = self.theme.style(scope);
        let ground = self.theme.painted();
        let area = area.intersection(self.buf.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut(Position::new(x, y)) {
                    cell.reset();
                    if let Some(ground) = ground {
                        cell.set_bg(ground);
                    }
                    cell.set_style(style);
                }
            }
        }
    }

    /// Draws a frame with a title in its upper edge and a word in its lower.
    pub fn frame(&mut self, area: Rect, scope: Scope, title: &str, title_scope: Scope) {
        if area.width < 2 || area.height < 2 {
            return;
        }
        if self.linear {
            let title = cut(title, area.width, self.ascii);
            self.text(area.x, area.y, area.right(), &title, title_scope);
            return;
        }
        let [tl, tr, bl, br, h, v] = if self.ascii {
            ["+", "+", "+", "+", "-", "|"]
        } else {
            ["┌", "┐", "└", "┘", "─", "│"]
        };
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.x + 1..right {
            self.text(x, area.y, area.right(), h, scope);
            self.text(x, bottom, area.right(), h, scope);
        }
        for y in area.y + 1..bottom {
            self.text(area.x, y, area.right(), v, scope);
            self.text(right, y, area.right(), v, scope);
        }
        self.text(area.x, area.y, area.right(), tl, scope);
        self.text(right, area.y, area.right(), tr, scope);
        self.text(area.x, bottom, area.right(), bl, scope);
        self.text(right, bottom, area.right(), br, scope);
        if !title.is_empty() && area.width > 6 {
            let title = cut(title, area.width.saturating_sub(4), self.ascii);
            self.text(
                area.x + 1,
                area.y,
                right,
                &format!(" {title} "),
                title_scope,
            );
        }
    }

    /// Writes a word into the lower edge of a frame, at the right; gives its
    /// first column.
    pub fn foot(&mut self, area: Rect, text: &str, scope: Scope) -> u16 {
        if self.linear || text.is_empty() || area.width < 8 || area.height < 2 {
            return area.right().saturating_sub(2);
        }
        let text = cut(text, area.width.saturating_sub(5), self.ascii);
        let end = area.right() - 2;
        self.right(
            area.x + 2,
            area.bottom() - 1,
            end,
            &format!(" {text} "),
            scope,
        )
    }
}

/// The text as it is drawn: with `ascii` the signs that attache itself writes
/// have their ASCII forms.
#[must_use]
pub fn plain(text: &str, ascii: bool) -> Cow<'_, str> {
    if !ascii || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '·' | '–' | '—' | '•' => out.push('-'),
            '…' => out.push_str("..."),
            '“' | '”' => out.push('"'),
            '‘' | '’' => out.push('\''),
            '×' => out.push('x'),
            '≈' => out.push('~'),
            '≥' => out.push_str(">="),
            '≤' => out.push_str("<="),
            '↑' => out.push_str("Up"),
            '↓' => out.push_str("Down"),
            '←' => out.push_str("Left"),
            '→' => out.push_str("Right"),
            '◆' | '★' => out.push('*'),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Columns that a text takes, cluster by cluster as it is written. (The width of
/// a whole text may be less: lam and alef count as one where they join.)
#[must_use]
pub fn columns(text: &str) -> u16 {
    u16::try_from(layout::columns(text)).unwrap_or(u16::MAX)
}

/// The text, cut to `width` columns with an ellipsis if it is longer.
#[must_use]
pub fn cut(text: &str, width: u16, ascii: bool) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let dots = if ascii { "..." } else { "…" };
    let room = width.saturating_sub(columns(dots));
    let mut used = 0;
    let mut out = String::new();
    for cluster in cluster::of(text) {
        let wide = columns(cluster);
        if used + wide > room {
            break;
        }
        used += wide;
        out.push_str(cluster);
    }
    out.truncate(out.trim_end().len());
    if width >= columns(dots) {
        out.push_str(dots);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(cut("briefing", 8, false), "briefing");
        assert_eq!(cut("briefings", 8, false), "briefin…");
        assert_eq!(cut("two words", 5, false), "two…");
        assert_eq!(cut("外交官会談", 5, false), "外交…");
        assert_eq!(cut("briefings", 8, true), "brief...");
        assert_eq!(cut("briefings", 0, false), "");
    }
}
