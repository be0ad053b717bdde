//! The margin: who speaks a quote, and according to whom a figure is.

use crate::{
    annotate::{Annotations, Figure, Party, QuoteKind, QuoteSegment},
    document::Document,
    reader::{
        Reader,
        layout::{self, Line},
    },
    span::Span,
    ui::theme::Scope,
};

/// One line of the margin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The row of the pane, from 0.
    pub y: u16,
    /// What it says, in pieces.
    pub pieces: Pieces,
}

/// A line of a note, in pieces.
type Pieces = Vec<(Scope, String)>;
/// The row that a note belongs to, whether it is a quote's, and its lines.
type Wanted = (usize, bool, Vec<Pieces>);

/// A figure's note is left out rather than moved further down than this.
const FARTHEST: usize = 2;

/// The notes beside the lines in view, each at most `width` columns.
#[must_use]
pub fn notes(reader: &Reader, lines: &[Line], width: u16) -> Vec<Note> {
    let found = &reader.opened().annotations;
    let document = reader.document();
    let layers = reader.options().layers;
    let floor = reader.options().confidence_floor;
    let mut wanted: Vec<Wanted> = Vec::new();
    if layers.quotes {
        let mut last: Option<(usize, String)> = None;
        for quote in &found.quotes {
            let shown = quote.kind != QuoteKind::Reported && quote.confidence >= floor;
            let (true, Some(y)) = (shown, first_line(lines, quote.span)) else {
                continue;
            };
            let Some((name, office)) = speaker(found, document, quote) else {
                continue;
            };
            let block = document.block_at(quote.span.start).unwrap_or(0);
            if last
                .as_ref()
                .is_some_and(|(b, n)| *b == block && *n == name)
            {
                continue;
            }
            last = Some((block, name.clone()));
            wanted.push((y, true, quote_note(quote, &name, office.as_deref(), width)));
        }
    }
    if layers.figures {
        for figure in found
            .figures
            .iter()
            .filter(|f| !f.minor && f.confidence >= floor)
        {
            let (Some(source), Some(y)) = (&figure.source, first_line(lines, figure.span)) else {
                continue;
            };
            wanted.push((
                y,
                false,
                figure_note(found, document, figure, source, width),
            ));
        }
    }
    wanted.sort_by_key(|(y, quote, _)| (*y, !*quote));
    place(wanted, lines.len())
}

/// What the margin would say beside the cursor's row, where there is no room for
/// it: the speaker of the quote under the cursor, else of the row's first one,
/// else whom its figure is attributed to.
#[must_use]
pub fn here(reader: &Reader) -> Option<Vec<(Scope, String)>> {
    let options = reader.options();
    if reader.geometry().margin.is_some() || !options.margin {
        return None;
    }
    let cursor = reader.cursor();
    let row = reader.lines().into_iter().find_map(|l| match l {
        Line::Row(row, _) if row.span.holds(cursor) => Some(row.span),
        _ => None,
    })?;
    let (found, document) = (&reader.opened().annotations, reader.document());
    let mut quotes: Vec<&QuoteSegment> = found
        .quotes
        .iter()
        .filter(|q| options.layers.quotes && q.kind != QuoteKind::Reported)
        .filter(|q| q.confidence >= options.confidence_floor && q.span.overlaps(row))
        .collect();
    quotes.sort_by_key(|q| !q.span.holds(cursor));
    if let Some((name, office)) = quotes.iter().find_map(|q| speaker(found, document, q)) {
        let mut said = vec![(Scope::MarginName, name)];
        said.extend(office.map(|o| (Scope::MarginText, format!(", {o}"))));
        return Some(said);
    }
    let mut figures = found
        .figures
        .iter()
        .filter(|f| options.layers.figures && !f.minor && f.confidence >= options.confidence_floor);
    let (figure, source) = figures.find_map(|f| {
        let source = f.source.as_ref().filter(|_| f.span.overlaps(row))?;
        Some((f, source))
    })?;
    let name = party_name(found, document, source);
    Some(vec![
        (
            Scope::MarginFigure,
            document.slice(figure.number).to_owned(),
        ),
        (Scope::MarginText, format!(": {name}")),
    ])
}

/// Puts notes one below the other without overlap.
fn place(wanted: Vec<Wanted>, height: usize) -> Vec<Note> {
    let mut out = Vec::new();
    let mut free = 0;
    for (y, quote, rows) in wanted {
        let at = y.max(free);
        if at + rows.len() > height || (!quote && at - y > FARTHEST) {
            continue;
        }
        free = at + rows.len() + 1;
        for (i, pieces) in rows.into_iter().enumerate() {
            out.push(Note {
                y: u16::try_from(at + i).unwrap_or(u16::MAX),
                pieces,
            });
        }
    }
    out
}

/// The first line in view that shows some of the span.
fn first_line(lines: &[Line], span: Span) -> Option<usize> {
    lines
        .iter()
        .position(|l| matches!(l, Line::Row(row, _) if row.span.overlaps(span)))
}

/// The name of a party: that of its person, else its own words.
#[must_use]
pub fn party_name(found: &Annotations, document: &Document, party: &Party) -> String {
    let person = party.person.and_then(|id| found.person(id));
    person
        .and_then(|p| p.name.clone())
        .unwrap_or_else(|| document.slice(party.span).to_owned())
}

/// Office and affiliation of a party's person: "spokesman, National Security
/// Council".
#[must_use]
pub fn party_office(found: &Annotations, party: &Party) -> Option<String> {
    let person = found.person(party.person?)?;
    person.title.as_ref()?;
    let known = office(
        person.name.as_deref().unwrap_or(""),
        person.title.as_deref(),
        person.affiliation.as_deref(),
        person.country.as_deref(),
    );
    (!known.is_empty()).then_some(known)
}

/// Office, affiliation and state in one line, each said once.
#[must_use]
pub fn office(
    name: &str,
    title: Option<&str>,
    affiliation: Option<&str>,
    country: Option<&str>,
) -> String {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let mut parts: Vec<&str> = Vec::new();
    for part in [title, affiliation, country].into_iter().flatten() {
        let known = parts.iter().any(|p| same(p, part)) || same(name, part);
        if !known && !part.is_empty() {
            parts.push(part);
        }
    }
    parts.join(", ")
}

fn speaker(
    found: &Annotations,
    document: &Document,
    quote: &QuoteSegment,
) -> Option<(String, Option<String>)> {
    let party = quote.speaker.as_ref()?;
    Some((
        party_name(found, document, party),
        party_office(found, party),
    ))
}

fn quote_note(quote: &QuoteSegment, name: &str, office: Option<&str>, width: u16) -> Vec<Pieces> {
    let name = if quote.segment > 1 {
        format!("… {name}")
    } else {
        name.to_owned()
    };
    let mut rows: Vec<_> = fold(&name, width, 2)
        .into_iter()
        .map(|l| vec![(Scope::MarginName, l)])
        .collect();
    if let (Some(office), 1) = (office, quote.segment) {
        rows.extend(
            fold(office, width, 3)
                .into_iter()
                .map(|l| vec![(Scope::MarginText, l)]),
        );
    }
    rows
}

fn figure_note(
    found: &Annotations,
    document: &Document,
    figure: &Figure,
    source: &Party,
    width: u16,
) -> Vec<Pieces> {
    let number = document.slice(figure.number);
    let text = format!("{number}: {}", party_name(found, document, source));
    let mut rows = Vec::new();
    for (i, line) in fold(&text, width, 2).into_iter().enumerate() {
        let pieces = match line.strip_prefix(number).filter(|_| i == 0) {
            Some(rest) => {
                vec![
                    (Scope::MarginFigure, number.to_owned()),
                    (Scope::MarginText, rest.to_owned()),
                ]
            }
            None => vec![(Scope::MarginText, line)],
        };
        rows.push(pieces);
    }
    rows
}

/// Wraps a short text into at most `most` lines; what is cut off ends in `…`.
pub(super) fn fold(text: &str, width: u16, most: usize) -> Vec<String> {
    let spans = layout::wrap(text, width);
    let mut out: Vec<String> = spans
        .iter()
        .take(most)
        .map(|s| s.of(text).to_owned())
        .collect();
    if let (true, Some(last)) = (spans.len() > most, out.last_mut()) {
        while layout::columns(last) >= usize::from(width) && last.pop().is_some() {}
        last.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_never_overlap_and_figures_stay_near() {
        let row = |t: &str| vec![(Scope::MarginText, t.to_owned())];
        let placed = place(
            vec![
                (0, true, vec![row("a"), row("b")]),
                (0, false, vec![row("c")]),
                (1, true, vec![row("d")]),
            ],
            10,
        );
        let at: Vec<(u16, &str)> = placed
            .iter()
            .map(|n| (n.y, n.pieces[0].1.as_str()))
            .collect();
        assert_eq!(at, [(0, "a"), (1, "b"), (3, "d")]);
    }

    #[test]
    fn long_notes_end_in_an_ellipsis() {
        assert_eq!(fold("one two three four", 9, 1), ["one two…"]);
        assert_eq!(fold("short", 9, 1), ["short"]);
    }
}
