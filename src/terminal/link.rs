//! Hyperlinks (OSC 8), put in at the very edge: cells carry a number, and only
//! addresses that pass the gate here are ever written, with nothing in them
//! but printable ASCII.

use std::{collections::HashMap, io, io::Write};

use ratatui::{
    backend::{Backend, ClearType, CrosstermBackend, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
    style::Color,
};
use url::Url;

use crate::ui::link;

/// Longest address that is sent, in bytes: VTE and iTerm2 take 2083 at most.
const LONGEST: usize = 2_000;

/// An address as it may be sent: of the web or of mail, in printable ASCII.
fn sendable(address: &str) -> Option<String> {
    if address.len() > LONGEST {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let known = matches!(url.scheme(), "http" | "https") && url.has_host();
    let text = String::from(url.clone());
    let printable = text.bytes().all(|b| (0x21..=0x7e).contains(&b));
    ((known || url.scheme() == "mailto") && printable && text.len() <= LONGEST).then_some(text)
}

/// The terminal, with hyperlinks around the cells that carry their numbers.
pub(super) struct Linked<W: Write> {
    inner: CrosstermBackend<W>,
    on: bool,
    addresses: HashMap<u32, String>,
}

impl<W: Write> Linked<W> {
    /// A terminal that gets hyperlinks or not.
    pub(super) fn new(writer: W, on: bool) -> Self {
        Self {
            inner: CrosstermBackend::new(writer),
            on,
            addresses: HashMap::new(),
        }
    }

    /// Tells the addresses of the next frame.
    pub(super) fn links<'a>(&mut self, addresses: impl Iterator<Item = &'a str>) {
        self.addresses.clear();
        if !self.on {
            return;
        }
        let mut clashes = Vec::new();
        for address in addresses {
            let (number, Some(url)) = (link::number(address), sendable(address)) else {
                continue;
            };
            match self.addresses.get(&number) {
                Some(other) if *other != url => clashes.push(number),
                Some(_) => {}
                None => {
                    self.addresses.insert(number, url);
                }
            }
        }
        // Two addresses of one number: none is better than the wrong one.
        for number in clashes {
            self.addresses.remove(&number);
        }
    }

    /// Sends cells that belong to one link or to none.
    fn send(&mut self, cells: &[(u16, u16, Cell)], number: Option<u32>) -> io::Result<()> {
        if cells.is_empty() {
            return Ok(());
        }
        let url = number.and_then(|n| Some((n, self.addresses.get(&n)?.clone())));
        if let Some((number, url)) = &url {
            write!(self.inner, "\x1b]8;id={number:x};{url}\x1b\\")?;
        }
        self.inner.draw(cells.iter().map(|(x, y, c)| (*x, *y, c)))?;
        if url.is_some() {
            write!(self.inner, "\x1b]8;;\x1b\\")?;
        }
        Ok(())
    }
}

impl<W: Write> Write for Linked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.inner)
    }
}

impl<W: Write> Backend for Linked<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut run: Vec<(u16, u16, Cell)> = Vec::new();
        let mut open = None;
        for (x, y, cell) in content {
            let number = link::number_of(cell).filter(|n| self.addresses.contains_key(n));
            if number != open {
                self.send(&run, open)?;
                run.clear();
                open = number;
            }
            let mut cell = cell.clone();
            cell.underline_color = Color::Reset;
            run.push((x, y, cell));
        }
        self.send(&run, open)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, what: ClearType) -> io::Result<()> {
        self.inner.clear_region(what)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    const PAGE: &str = "https://gazette.example/a";

    fn cells(text: &str, address: Option<&str>) -> Vec<Cell> {
        let style = address.map_or(Style::default(), |a| {
            Style::default().underline_color(link::colour(a))
        });
        text.chars()
            .map(|c| {
                let mut cell = Cell::default();
                cell.set_char(c).set_style(style);
                cell
            })
            .collect()
    }

    fn sent(on: bool, known: &[&str], cells: &[Cell]) -> String {
        let mut bytes = Vec::new();
        let mut terminal = Linked::new(&mut bytes, on);
        terminal.links(known.iter().copied());
        let placed = cells.iter().enumerate();
        terminal
            .draw(placed.map(|(x, c)| (u16::try_from(x).expect("column"), 0, c)))
            .expect("drawn");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn a_link_is_opened_and_closed_around_its_cells() {
        let mut line = cells("see ", None);
        line.extend(cells("here", Some(PAGE)));
        line.extend(cells(".", None));
        let bytes = sent(true, &[PAGE], &line);
        let open = format!("\x1b]8;id={:x};{PAGE}\x1b\\", link::number(PAGE));
        assert_eq!(bytes.matches("\x1b]8;").count(), 2);
        let (before, after) = bytes.split_once(&open).expect("opened");
        let (inside, behind) = after.split_once("\x1b]8;;\x1b\\").expect("closed");
        assert!(before.contains("see") && inside.contains("here") && behind.contains('.'));
        assert!(!bytes.contains("58;"), "the number is no colour");
        let off = sent(false, &[PAGE], &line);
        assert!(!off.contains("\x1b]") && !off.contains("58;"));
        // Drawn over by something else, or of an article that is not open.
        assert!(!sent(true, &[], &line).contains("\x1b]"));
        assert!(!sent(true, &[PAGE], &cells("here", None)).contains("\x1b]"));
    }

    #[test]
    fn only_what_passes_the_gate_is_sent() {
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "not an address",
            "https://",
        ] {
            assert_eq!(sendable(bad), None, "{bad}");
        }
        assert_eq!(sendable(&format!("{PAGE}{}", "a".repeat(LONGEST))), None);
        for odd in [
            "https://a.example/\u{1b}]0;x\u{7}\u{9c}",
            "https://a.example/a b\u{202e}",
            "https://bücher.example/ü?q=é#ж",
            "mailto:desk@gazette.example?subject=a b\u{1b}\\",
        ] {
            let url = sendable(odd).expect(odd);
            assert!(url.bytes().all(|b| (0x21..=0x7e).contains(&b)), "{url}");
        }
    }
}
