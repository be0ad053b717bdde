//! A screen as an SVG picture: what `--print=svg` prints and the pictures of
//! the documentation are made of. Pure.

use std::fmt::Write as _;

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use unicode_width::UnicodeWidthStr;

/// Width and height of a cell and the size of its letters, in SVG units: the
/// proportions of common monospaced fonts (0.6 em wide, 1.25 em high).
const CELL: (f32, f32) = (9.0, 19.0);
const LETTERS: f32 = 15.0;
/// Thickness of the lines of frames.
const LINE: f32 = 1.2;
/// Space around the screen.
const EDGE: f32 = 14.0;

/// Colours of the sixteen that a terminal has, as xterm shows them.
const SIXTEEN: [&str; 16] = [
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
];

/// The colours of the ground and of text that has none of its own.
#[derive(Clone, Copy, Debug)]
pub struct Ground {
    /// The ground.
    pub back: Color,
    /// Plain text.
    pub text: Color,
}

/// How a run of cells is drawn.
#[derive(Clone, Debug, PartialEq)]
struct Look {
    fg: String,
    bg: String,
    modifier: Modifier,
}

/// Draws the screen; colours that a cell leaves to the terminal are those of
/// the ground.
#[must_use]
pub fn svg(screen: &Buffer, ground: Ground) -> String {
    let area = screen.area;
    let width = f32::from(area.width) * CELL.0 + 2.0 * EDGE;
    let height = f32::from(area.height) * CELL.1 + 2.0 * EDGE;
    let back = hex(ground.back, "#15181e");
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"'DejaVu Sans Mono','Menlo','Consolas',monospace\" font-size=\"{LETTERS}\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{back}\"/>\n"
    );
    for y in 0..area.height {
        row(&mut out, screen, ground, y);
    }
    out.push_str("</svg>\n");
    out
}

/// Draws one row, run by run.
fn row(out: &mut String, screen: &Buffer, ground: Ground, y: u16) {
    let area = screen.area;
    let mut x = 0;
    while x < area.width {
        let Some(cell) = screen.cell((area.x + x, area.y + y)) else {
            return;
        };
        let look = look(cell, ground);
        let mut text = String::new();
        let start = x;
        while x < area.width {
            let Some(cell) = screen.cell((area.x + x, area.y + y)) else {
                break;
            };
            if self::look(cell, ground) != look {
                break;
            }
            let symbol = cell.symbol();
            let cells = u16::try_from(symbol.width()).unwrap_or(1).max(1);
            // What is not ASCII may be wider or narrower in the viewer's font:
            // it stands alone, so that it moves nothing else.
            if !symbol.is_ascii() {
                if x == start {
                    text.push_str(symbol);
                    x += cells;
                }
                break;
            }
            text.push_str(symbol);
            x += cells;
        }
        run(out, &text, &look, (start, x, y), &hex(ground.back, ""));
    }
}

fn run(out: &mut String, text: &str, look: &Look, (start, end, y): (u16, u16, u16), back: &str) {
    let (left, top) = (
        EDGE + f32::from(start) * CELL.0,
        EDGE + f32::from(y) * CELL.1,
    );
    let width = f32::from(end - start) * CELL.0;
    if look.bg != back {
        let _ = writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{}\" shape-rendering=\"crispEdges\"/>",
            CELL.1, look.bg
        );
    }
    if let Some(lines) = strokes(text) {
        for (x, y, w, h) in lines {
            let (x, y) = (left + x * CELL.0, top + y * CELL.1);
            let (w, h) = ((w * CELL.0).max(LINE), (h * CELL.1).max(LINE));
            let _ = writeln!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{}\"/>",
                look.fg
            );
        }
        return;
    }
    if text.trim().is_empty() && !look.modifier.contains(Modifier::UNDERLINED) {
        return;
    }
    let mut more = String::new();
    for (flag, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.7\""),
    ] {
        if look.modifier.contains(flag) {
            more.push_str(attribute);
        }
    }
    let base = top + LETTERS;
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{base}\" fill=\"{}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\"{more}>{}</text>",
        look.fg,
        escaped(text)
    );
}

/// Frames and bars as rectangles (left, top, width, height in parts of a cell),
/// so that they join from row to row whatever the viewer's font.
fn strokes(text: &str) -> Option<Vec<(f32, f32, f32, f32)>> {
    let (up, down) = ((0.5, 0.0, 0.0, 0.53), (0.5, 0.5, 0.0, 0.5));
    let (west, east) = ((0.0, 0.5, 0.5, 0.0), (0.5, 0.5, 0.5, 0.0));
    Some(match text {
        "─" => vec![west, east],
        "│" => vec![up, down],
        "┌" => vec![down, east],
        "┐" => vec![down, west],
        "└" => vec![up, east],
        "┘" => vec![up, west],
        "▎" => vec![(0.0, 0.0, 0.25, 1.0)],
        "▌" => vec![(0.0, 0.0, 0.5, 1.0)],
        "▀" => vec![(0.0, 0.0, 1.0, 0.5)],
        _ => return None,
    })
}

fn look(cell: &Cell, ground: Ground) -> Look {
    let fg = hex(cell.fg, &hex(ground.text, "#d5d9e0"));
    let bg = hex(cell.bg, &hex(ground.back, "#15181e"));
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let (fg, bg) = if reversed { (bg, fg) } else { (fg, bg) };
    Look {
        fg,
        bg,
        modifier: cell.modifier,
    }
}

/// A colour as SVG writes it; `default` for those of the terminal.
fn hex(colour: Color, default: &str) -> String {
    let named = |i: usize| SIXTEEN.get(i).copied().unwrap_or(default).to_owned();
    match colour {
        Color::Reset => default.to_owned(),
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Indexed(i) if i >= 232 => {
            let v = 8 + 10 * (i - 232);
            format!("#{v:02x}{v:02x}{v:02x}")
        }
        Color::Indexed(i) if i >= 16 => {
            let n = i - 16;
            let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let (r, g, b) = (step(n / 36), step(n / 6 % 6), step(n % 6));
            format!("#{r:02x}{g:02x}{b:02x}")
        }
        Color::Indexed(i) => named(usize::from(i)),
        Color::Black => named(0),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::Gray => named(7),
        Color::DarkGray => named(8),
        Color::LightRed => named(9),
        Color::LightGreen => named(10),
        Color::LightYellow => named(11),
        Color::LightBlue => named(12),
        Color::LightMagenta => named(13),
        Color::LightCyan => named(14),
        Color::White => named(15),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    const GROUND: Ground = Ground {
        back: Color::Rgb(0, 0, 0),
        text: Color::Rgb(255, 255, 255),
    };

    #[test]
    fn runs_of_one_style_are_one_text() {
        let mut b = Buffer::with_lines(["ab <c> d"]);
        let bold = Style::default()
            .fg(Color::Rgb(1, 2, 3))
            .add_modifier(Modifier::BOLD);
        b.set_style(ratatui::layout::Rect::new(3, 0, 3, 1), bold);
        let svg = svg(&b, GROUND);
        assert_eq!(svg.matches("<text").count(), 3);
        assert!(svg.contains("fill=\"#010203\""));
        assert!(svg.contains(">&lt;c&gt;</text>"));
        assert!(!svg.contains("<c>"));
    }

    #[test]
    fn reversed_cells_have_a_ground_and_wide_ones_two_cells() {
        let mut b = Buffer::with_lines(["中x"]);
        let reversed = Style::default().add_modifier(Modifier::REVERSED);
        b.set_style(ratatui::layout::Rect::new(0, 0, 2, 1), reversed);
        let svg = svg(&b, GROUND);
        assert!(svg.contains("width=\"18\" height=\"19\" fill=\"#ffffff\""));
        assert!(svg.contains("textLength=\"18\""));
    }
}
