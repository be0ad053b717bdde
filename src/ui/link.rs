//! Links on the screen: a cell of a link carries a number made from its
//! address, as an underline colour, which no theme uses. So popups that are
//! drawn over it take it away, and a change of the address alone is a change of
//! the cell. The terminal's edge takes the number off and looks the address up.

use ratatui::{buffer::Cell, style::Color};

use crate::{document::MarkKind, reader::Reader};

/// The number of an address: 24 bits of FNV-1a.
#[must_use]
pub fn number(address: &str) -> u32 {
    let hash = address.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 24) ^ (hash & 0x00ff_ffff)
}

/// The number of an address as a cell carries it.
#[must_use]
pub fn colour(address: &str) -> Color {
    let [_, r, g, b] = number(address).to_be_bytes();
    Color::Rgb(r, g, b)
}

/// The number that a cell carries.
#[must_use]
pub fn number_of(cell: &Cell) -> Option<u32> {
    match cell.underline_color {
        Color::Rgb(r, g, b) => Some(u32::from_be_bytes([0, r, g, b])),
        _ => None,
    }
}

/// The addresses of the links in view.
pub fn in_view(reader: &Reader) -> impl Iterator<Item = &str> {
    let view = super::reader::view_span(reader);
    let marks = reader.document().marks().iter();
    marks
        .filter(move |m| m.span.overlaps(view))
        .filter_map(|m| match &m.kind {
            MarkKind::Link(address) => Some(&**address),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_gives_the_number_back() {
        let mut cell = Cell::default();
        assert_eq!(number_of(&cell), None);
        cell.underline_color = colour("https://a.example/");
        assert_eq!(number_of(&cell), Some(number("https://a.example/")));
        assert_ne!(number("https://a.example/"), number("https://a.example/b"));
    }
}
