//! Plain text as saved from a news page.

mod lines;
mod page;
mod split;

pub(in crate::import) use lines::fold;
pub(in crate::import) use page::Field;
pub(in crate::import) use split::breaks;

use crate::{
    article::{Article, Format},
    clean::Clean,
    document::{BlockKind, Builder, Document},
    import::matter::Matter,
};

/// Understands a text as a news page.
///
/// The document keeps the map back to `raw`, byte for byte.
#[must_use]
pub fn article(raw: &str) -> Article {
    let paragraphs = lines::paragraphs(raw);
    let (parts, meta) = page::understand(raw, &paragraphs);
    let mut builder = Builder::new();
    let whole: usize = parts.iter().map(page::Part::len).sum();
    for part in &parts {
        builder.begin(part.kind, part.level);
        let breaks = match part.kind {
            BlockKind::Paragraph => split::breaks(raw, &part.pieces, whole),
            _ => Vec::new(),
        };
        push(&mut builder, raw, part, &breaks);
    }
    Article {
        document: builder.finish(),
        meta,
        format: Format::Text,
        encoding: Clean::line("UTF-8"),
        ..Article::default()
    }
}

/// Understands a text that has a headline already (the body of a letter), and
/// builds its document.
pub(in crate::import) fn letter(raw: &str, matter: &mut Matter) -> Document {
    let paragraphs = lines::paragraphs(raw);
    let parts = page::letter(raw, &paragraphs, matter);
    let mut builder = Builder::new();
    builder.begin(BlockKind::Headline, 0);
    builder.push(matter.known_title());
    let whole: usize = parts.iter().map(page::Part::len).sum();
    for part in &parts {
        builder.begin(part.kind, part.level);
        let breaks = match part.kind {
            BlockKind::Paragraph => split::breaks(raw, &part.pieces, whole),
            _ => Vec::new(),
        };
        push(&mut builder, raw, part, &breaks);
    }
    builder.finish()
}

/// Appends the pieces of a part, beginning a new block at each break.
fn push(builder: &mut Builder, raw: &str, part: &page::Part, breaks: &[usize]) {
    let mut breaks = breaks.iter().copied().peekable();
    for piece in &part.pieces {
        let mut at = piece.start;
        while let Some(next) = breaks.next_if(|b| *b < piece.end) {
            builder.push_from(raw.get(at..next).unwrap_or_default(), at);
            builder.begin_split(part.kind);
            at = next;
        }
        builder.push_from(raw.get(at..piece.end).unwrap_or_default(), at);
    }
}

#[cfg(test)]
#[allow(clippy::string_slice)]
mod tests;
