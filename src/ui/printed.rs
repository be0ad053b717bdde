//! An article as the reader shows it, printed as lines of text: what `attache
//! show` prints. Pure.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Color as AnsiColour, Effects, Style as Ansi};
use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::{Color, Modifier, Style},
};
use unicode_width::UnicodeWidthStr;

use super::{reader, theme::Theme};
use crate::reader::{Reader, Reveal, layout::Line};

/// Rows that are drawn at once.
const CHUNK: u16 = 1000;

/// Prints the whole article at `width` columns, one string a line, without the
/// cursor. With `escapes` styles are sent along; each line ends as plain as it
/// began.
#[must_use]
pub fn printed(reader: &mut Reader, theme: &Theme, width: u16, escapes: bool) -> Vec<String> {
    reader.set_size(width, CHUNK);
    reader.go_to(0, Reveal::Top);
    let mut out = Vec::new();
    let mut last: Option<Line> = None;
    loop {
        let lines = reader.lines();
        // The next piece begins with rows that are printed already.
        let seen = last
            .take()
            .and_then(|last| lines.iter().position(|l| *l == last));
        let skip = seen.map_or(0, |at| at + 1);
        let height = u16::try_from(lines.len()).unwrap_or(CHUNK);
        let area = Rect::new(0, 0, width, height);
        let mut screen = Buffer::empty(area);
        reader::draw(reader, theme, area, &mut screen, false);
        for y in u16::try_from(skip).unwrap_or(height)..height {
            out.push(row(&screen, y, escapes));
        }
        if reader.at_end() || skip >= lines.len() {
            return out;
        }
        let bottom = lines.iter().rev().find_map(|l| match l {
            Line::Row(row, _) => Some((l.clone(), row.span.start)),
            Line::Gap => None,
        });
        let Some((line, at)) = bottom else {
            return out;
        };
        // Gaps below the last row are printed again with the next piece.
        while out.last().is_some_and(String::is_empty) {
            out.pop();
        }
        last = Some(line);
        // The cursor goes along, or it would hold the view back.
        reader.go_to(at, Reveal::Top);
    }
}

/// One row of the screen, without the blanks at its end.
fn row(screen: &Buffer, y: u16, escapes: bool) -> String {
    let mut out = String::new();
    let mut style = Style::default();
    let mut blanks = String::new();
    let mut skip = 0;
    for x in 0..screen.area.width {
        let Some(cell) = screen.cell((x, y)) else {
            continue;
        };
        if skip > 0 {
            skip -= 1;
            continue;
        }
        skip = cell.symbol().width().saturating_sub(1);
        let own = if escapes {
            look(cell)
        } else {
            Style::default()
        };
        if cell.symbol() == " " && own == Style::default() {
            blanks.push(' ');
            continue;
        }
        if !blanks.is_empty() {
            change(&mut out, &mut style, Style::default());
            out.push_str(&blanks);
            blanks.clear();
        }
        change(&mut out, &mut style, own);
        out.push_str(cell.symbol());
    }
    change(&mut out, &mut style, Style::default());
    out
}

/// The style of a cell in the form that is compared: nothing where the cell
/// leaves it to the terminal.
fn look(cell: &Cell) -> Style {
    let given = |c: Color| (c != Color::Reset).then_some(c);
    Style {
        fg: given(cell.fg),
        bg: given(cell.bg),
        add_modifier: cell.modifier,
        ..Style::default()
    }
}

/// Goes over to another style.
fn change(out: &mut String, from: &mut Style, to: Style) {
    if *from == to {
        return;
    }
    let (old, new) = (ansi(*from), ansi(to));
    // Writing to a string cannot fail.
    let _ = write!(out, "{}{}", old.render_reset(), new.render());
    *from = to;
}

/// A style of the screen as one for printed text.
#[must_use]
pub fn ansi(style: Style) -> Ansi {
    let effects = [
        (Modifier::BOLD, Effects::BOLD),
        (Modifier::DIM, Effects::DIMMED),
        (Modifier::ITALIC, Effects::ITALIC),
        (Modifier::UNDERLINED, Effects::UNDERLINE),
        (Modifier::REVERSED, Effects::INVERT),
        (Modifier::CROSSED_OUT, Effects::STRIKETHROUGH),
        (Modifier::HIDDEN, Effects::HIDDEN),
        (Modifier::SLOW_BLINK, Effects::BLINK),
    ];
    let effects = effects
        .iter()
        .filter(|(m, _)| style.add_modifier.contains(*m))
        .fold(Effects::new(), |all, (_, e)| all | *e);
    Ansi::new()
        .fg_color(style.fg.and_then(colour))
        .bg_color(style.bg.and_then(colour))
        .effects(effects)
}

fn colour(colour: Color) -> Option<AnsiColour> {
    let plain = |c: AnsiColor| Some(c.into());
    match colour {
        Color::Reset => None,
        Color::Black => plain(AnsiColor::Black),
        Color::Red => plain(AnsiColor::Red),
        Color::Green => plain(AnsiColor::Green),
        Color::Yellow => plain(AnsiColor::Yellow),
        Color::Blue => plain(AnsiColor::Blue),
        Color::Magenta => plain(AnsiColor::Magenta),
        Color::Cyan => plain(AnsiColor::Cyan),
        Color::Gray => plain(AnsiColor::White),
        Color::DarkGray => plain(AnsiColor::BrightBlack),
        Color::LightRed => plain(AnsiColor::BrightRed),
        Color::LightGreen => plain(AnsiColor::BrightGreen),
        Color::LightYellow => plain(AnsiColor::BrightYellow),
        Color::LightBlue => plain(AnsiColor::BrightBlue),
        Color::LightMagenta => plain(AnsiColor::BrightMagenta),
        Color::LightCyan => plain(AnsiColor::BrightCyan),
        Color::White => plain(AnsiColor::BrightWhite),
        Color::Rgb(r, g, b) => Some(anstyle::RgbColor(r, g, b).into()),
        Color::Indexed(i) => Some(anstyle::Ansi256Color(i).into()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        annotate::vocabulary::Vocabulary, library::open_bytes, reader::ReaderOptions,
        ui::theme::ColourLevel,
    };

    fn reader(text: &str) -> Reader {
        let (mut opened, _) =
            open_bytes("test.txt", text.as_bytes(), &Vocabulary::default()).expect("article");
        Reader::new(Arc::new(opened.remove(0)), ReaderOptions::default())
    }

    #[test]
    fn long_articles_are_printed_whole_and_once() {
        let paragraphs: Vec<String> = (0..1500)
            .map(|n| format!("Paragraph number {n}."))
            .collect();
        let text = format!("A headline\n\n{}\n", paragraphs.join("\n\n"));
        let mut reader = reader(&text);
        let theme = Theme::load("mono", &[], ColourLevel::None).expect("theme");
        let lines = printed(&mut reader, &theme, 80, false);
        let shown: Vec<&str> = lines
            .iter()
            .map(|l| l.trim())
            .filter(|l| l.starts_with("Paragraph"))
            .collect();
        assert_eq!(shown, paragraphs);
        // One blank line between two paragraphs, also where pieces meet.
        let blank = lines
            .windows(2)
            .filter(|w| w[0].is_empty() && w[1].is_empty());
        assert_eq!(blank.count(), 0);
        assert!(lines.iter().all(|l| !l.ends_with(' ')));
    }

    #[test]
    fn escapes_change_no_text_and_end_with_the_line() {
        let mut reader = reader("A headline\n\nSome text of 日本 here.\n");
        let theme = Theme::load("embassy", &[], ColourLevel::Ansi256).expect("theme");
        let plain = printed(&mut reader, &theme, 60, false);
        let styled = printed(&mut reader, &theme, 60, true);
        assert!(styled.iter().any(|l| l.contains("\u{1b}[1m")));
        for (plain, styled) in plain.iter().zip(&styled) {
            assert_eq!(*plain, anstream::adapter::strip_str(styled).to_string());
            assert!(!styled.contains('\u{1b}') || styled.ends_with("\u{1b}[0m"));
        }
    }
}
