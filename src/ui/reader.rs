//! Draws the reader pane: rows of text under their layers, the gutter and the
//! margin. Painting never changes a character of the text.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::{Color, Style},
};
use unicode_width::UnicodeWidthStr;

use super::{
    link, margin,
    paint::plain,
    theme::{Scope, Theme, passage},
};
use crate::{
    annotate::{Form, QuoteKind},
    bidi::{self, Order},
    cluster,
    document::{Block, BlockKind, MarkKind},
    reader::{
        RULE, Reader,
        layout::{Line, Row, indent},
    },
    span::Span,
};

/// Signs beside the text: in full, and for terminals that show ASCII alone.
struct Signs {
    passages: [&'static str; 5],
    passage_on: &'static str,
    doubtful: &'static str,
    bar: &'static str,
    cursor: &'static str,
    cursor_rtl: &'static str,
    bullet: &'static str,
    quotation: &'static str,
    picture: &'static str,
}

/// The five colours of passages have a sign each, so that none is told by
/// colour alone.
const FULL: Signs = Signs {
    passages: ["◆", "●", "■", "▲", "★"],
    passage_on: "┆",
    doubtful: "?",
    bar: "▎",
    cursor: "›",
    cursor_rtl: "‹",
    bullet: "•",
    quotation: "│",
    picture: "▣",
};
const ASCII: Signs = Signs {
    passages: ["*", "o", "#", "^", "+"],
    passage_on: ":",
    doubtful: "?",
    bar: "|",
    cursor: ">",
    cursor_rtl: "<",
    bullet: "-",
    quotation: "|",
    picture: "#",
};

/// The sign of a passage's colour.
#[must_use]
pub fn passage_sign(colour: u8, ascii: bool) -> &'static str {
    let signs = if ascii { ASCII.passages } else { FULL.passages };
    signs.get(usize::from(colour % 5)).copied().unwrap_or("*")
}

/// Draws the pane; returns where the terminal's cursor belongs.
pub fn draw(
    reader: &Reader,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    focused: bool,
) -> Option<Position> {
    let lines = reader.lines();
    let geometry = reader.geometry();
    let layers = Layers::of(reader);
    let signs = if reader.options().ascii {
        &ASCII
    } else {
        &FULL
    };
    let mut cursor = None;
    let mut last_block = None;
    for ((y, line), next) in (area.y..area.bottom())
        .zip(&lines)
        .zip(lines.iter().skip(1).map(Some).chain([None]))
    {
        let Line::Row(row, block) = line else {
            // Paragraphs of one quotation hang together.
            if let (Some(last), Some(Line::Row(below, block))) = (last_block, next) {
                let quoted = |i: usize| {
                    let block = reader.document().blocks().get(i);
                    block.filter(|b| b.kind == BlockKind::Quotation)
                };
                if let (Some(above), Some(block)) = (quoted(last), quoted(*block))
                    && above.level == block.level
                {
                    let x = area.x.saturating_add(geometry.text);
                    let mut painter = Painter { buf, theme, area };
                    painter.indent(signs, below, block, "", (x, geometry.width), y);
                }
            }
            continue;
        };
        last_block = Some(*block);
        let Some(block) = reader.document().blocks().get(*block) else {
            continue;
        };
        let x = area.x.saturating_add(geometry.text);
        let mut painter = Painter { buf, theme, area };
        painter.row(reader, &layers, row, block, x, y);
        let text = row.span.of(reader.document().text());
        painter.indent(signs, row, block, text, (x, geometry.width), y);
        painter.gutter(
            reader,
            &layers,
            signs,
            row,
            (area.x.saturating_add(geometry.gutter), y),
        );
        if row.span.holds(reader.cursor()) && focused {
            let column = row.column_of(reader.document().text(), reader.cursor());
            cursor = Some(Position::new(
                x.saturating_add(column).min(area.right().saturating_sub(1)),
                y,
            ));
            // On the side where the row begins.
            let (mark, sign) = if row.rtl {
                (x.saturating_add(geometry.width), signs.cursor_rtl)
            } else {
                (x.saturating_sub(1), signs.cursor)
            };
            if mark >= area.x {
                painter.text(mark, y, sign, theme.style(Scope::Cursor));
            }
        }
    }
    if let Some((x, width)) = geometry.margin {
        let mut painter = Painter { buf, theme, area };
        for note in margin::notes(reader, &lines, width) {
            let mut at = area.x.saturating_add(x);
            for (scope, text) in &note.pieces {
                let text = &*plain(text, reader.options().ascii);
                let (y, style) = (area.y.saturating_add(note.y), theme.style(*scope));
                if reader.options().order == Order::Visual && bidi::has_rtl(text) {
                    for (_, cluster) in bidi::label(text) {
                        at = painter.cluster(at, y, &cluster, style);
                    }
                } else {
                    at = painter.text(at, y, text, style);
                }
            }
        }
    }
    cursor
}

/// A span with what it is drawn as; later layers lie over earlier ones.
pub(super) type Painted = (Span, Scope);

/// What is drawn over the text, each list sorted by start.
pub(super) struct Layers {
    lists: Vec<Vec<Painted>>,
    /// Links with the numbers of their addresses.
    links: Vec<(Span, Color)>,
    /// Captions of pictures.
    pictures: Vec<Span>,
}

impl Layers {
    pub(super) fn of(reader: &Reader) -> Self {
        let view = view_span(reader);
        let found = &reader.opened().annotations;
        let options = reader.options();
        let on = options.layers;
        let sure = |confidence: f32, scope: Scope| {
            if confidence < options.confidence_floor {
                Scope::Doubtful
            } else {
                scope
            }
        };
        let hidden =
            |class: Option<&str>| class.is_some_and(|c| options.hidden_cues.iter().any(|h| h == c));
        let marks = reader.document().marks().iter().filter_map(|m| {
            let scope = match m.kind {
                MarkKind::Emphasis => Scope::Emphasis,
                MarkKind::Strong => Scope::Strong,
                MarkKind::Code => Scope::Code,
                MarkKind::Link(_) => Scope::Link,
                MarkKind::Picture { .. } => return None,
            };
            Some((m.span, scope))
        });
        let quotes = found
            .quotes
            .iter()
            .filter(|q| on.quotes && !hidden(q.cue_class.as_deref()))
            .map(|q| {
                let scope = match q.kind {
                    QuoteKind::Direct | QuoteKind::Turn => Scope::Quote,
                    QuoteKind::Partial => Scope::QuotePartial,
                    QuoteKind::Reported => Scope::QuoteReported,
                };
                (q.span, sure(q.confidence, scope))
            });
        // Reported speech contains direct quotes: it goes below them.
        let (reported, direct): (Vec<Painted>, Vec<Painted>) =
            quotes.partition(|(_, scope)| *scope == Scope::QuoteReported);
        let persons = found
            .persons
            .iter()
            .filter(|_| on.officials)
            .map(|p| (p.span, sure(p.confidence, Scope::Person)));
        let officials = found.officials.iter().filter(|_| on.officials).map(|o| {
            let scope = match o.form {
                Form::Named | Form::Short => Scope::Official,
                Form::Unnamed | Form::Group => Scope::OfficialGroup,
            };
            (o.span, sure(o.confidence, scope))
        });
        let figures = found.figures.iter().filter(|_| on.figures).map(|f| {
            (
                f.span,
                sure(
                    f.confidence,
                    if f.minor {
                        Scope::FigureMinor
                    } else {
                        Scope::Figure
                    },
                ),
            )
        });
        let passages = reader
            .passages()
            .iter()
            .map(|p| (p.span, passage(p.colour)));
        let find = reader.find();
        let hits = find.into_iter().flat_map(|f| {
            f.hits.iter().enumerate().map(|(i, h)| {
                (
                    *h,
                    if f.current == Some(i) {
                        Scope::MatchCurrent
                    } else {
                        Scope::Match
                    },
                )
            })
        });
        let selection = reader.selection().map(|s| (s, Scope::Selection));
        let within = |list: &mut dyn Iterator<Item = Painted>| -> Vec<Painted> {
            list.filter(|(span, _)| span.overlaps(view)).collect()
        };
        let links = reader.document().marks().iter();
        let pictures = links.clone();
        Self {
            pictures: pictures
                .filter(|m| matches!(m.kind, MarkKind::Picture { .. }) && m.span.overlaps(view))
                .map(|m| m.span)
                .collect(),
            links: links
                .filter(|m| m.span.overlaps(view))
                .filter_map(|m| match &m.kind {
                    MarkKind::Link(address) => Some((m.span, link::colour(address))),
                    _ => None,
                })
                .collect(),
            lists: vec![
                within(&mut marks.into_iter()),
                within(&mut reported.into_iter()),
                within(&mut direct.into_iter()),
                within(&mut persons.into_iter()),
                within(&mut figures.into_iter()),
                within(&mut officials.into_iter()),
                within(&mut passages.into_iter()),
                within(&mut hits.into_iter()),
                within(&mut selection.into_iter()),
            ],
        }
    }

    /// The edges of all layers inside a row, and the layers that lie in it.
    pub(super) fn cut(&self, row: Span) -> (Vec<Painted>, Vec<usize>) {
        let mut inside = Vec::new();
        let mut edges = vec![row.start, row.end];
        for list in &self.lists {
            for (span, scope) in list {
                if let Some(part) = span.intersect(row) {
                    inside.push((part, *scope));
                    edges.extend([part.start, part.end]);
                }
            }
        }
        edges.sort_unstable();
        edges.dedup();
        (inside, edges)
    }
}

/// The bytes in view.
pub(super) fn view_span(reader: &Reader) -> Span {
    let mut rows = reader.lines().into_iter().filter_map(|l| match l {
        Line::Row(row, _) => Some(row.span),
        Line::Gap => None,
    });
    let first = rows.next().unwrap_or_default();
    rows.fold(first, Span::cover)
}

/// The scope of a block's own text.
pub(super) fn base(kind: BlockKind) -> Scope {
    match kind {
        BlockKind::Headline => Scope::Headline,
        BlockKind::Standfirst => Scope::Standfirst,
        BlockKind::Byline | BlockKind::Dateline | BlockKind::Timestamp => Scope::Byline,
        BlockKind::Caption | BlockKind::Credit => Scope::Caption,
        BlockKind::Notice => Scope::Notice,
        BlockKind::Heading => Scope::Heading,
        BlockKind::Quotation => Scope::Quotation,
        BlockKind::Preformatted => Scope::Code,
        BlockKind::Paragraph | BlockKind::ListItem => Scope::Text,
    }
}

struct Painter<'b> {
    buf: &'b mut Buffer,
    theme: &'b Theme,
    area: Rect,
}

impl Painter<'_> {
    fn row(&mut self, reader: &Reader, layers: &Layers, row: &Row, block: &Block, x: u16, y: u16) {
        let text = reader.document().text();
        let ground = self.theme.style(base(block.kind));
        let (inside, edges) = layers.cut(row.span);
        let mut at = x.saturating_add(row.indent);
        let cells = row.runs.is_some() || block.span.of(text).contains(RULE);
        let table = block.kind == BlockKind::Preformatted && cells;
        let ground = if table {
            self.theme.style(Scope::Text)
        } else {
            ground
        };
        for run in row.drawn() {
            at = at.saturating_add(run.pad);
            let ground = if table && run.span.of(text) == RULE {
                self.theme.style(Scope::Bullet)
            } else {
                ground
            };
            let mut parts: Vec<Span> = edges
                .windows(2)
                .filter_map(|pair| match *pair {
                    [start, end] => Span::new(start, end).intersect(run.span),
                    _ => None,
                })
                .collect();
            if run.rtl {
                parts.reverse();
            }
            for part in parts {
                let mut style = inside
                    .iter()
                    .filter(|(span, _)| span.contains(part))
                    .fold(ground, |style, (_, scope)| {
                        style.patch(self.theme.style(*scope))
                    });
                if let Some((_, number)) = layers.links.iter().find(|(s, _)| s.contains(part)) {
                    style.underline_color = Some(*number);
                }
                for cluster in bidi::clusters(part.of(text), run.rtl) {
                    at = self.cluster(at, y, &cluster, style);
                }
            }
        }
    }

    /// Writes text cluster by cluster, never beyond the pane; returns the
    /// column behind it.
    fn text(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        cluster::of(text).fold(x, |at, cluster| self.cluster(at, y, cluster, style))
    }

    /// Writes a cluster; returns the column behind it.
    fn cluster(&mut self, at: u16, y: u16, cluster: &str, style: Style) -> u16 {
        let width = u16::try_from(cluster.width()).unwrap_or(0);
        let fits = at.saturating_add(width) <= self.area.right() && y < self.area.bottom();
        if width == 0 || !fits {
            return at;
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
        at + width
    }

    /// Bullets of list items, the line beside block quotations.
    fn indent(
        &mut self,
        signs: &Signs,
        row: &Row,
        block: &Block,
        text: &str,
        (x, width): (u16, u16),
        y: u16,
    ) {
        let before = indent(block, width);
        let numbered = is_numbered(text);
        if before == 0 {
            return;
        }
        // On the side where the text begins.
        let at = if row.rtl {
            x.saturating_add(width.saturating_sub(before) + 1)
        } else {
            x.saturating_add(row.indent - 2.min(row.indent))
        };
        let style = self.theme.style(Scope::Bullet);
        match block.kind {
            // An item that is numbered has its sign.
            BlockKind::ListItem if row.first && !numbered => {
                self.text(at, y, signs.bullet, style);
            }
            BlockKind::Quotation => {
                self.text(at, y, signs.quotation, style);
            }
            _ => {}
        }
    }

    /// A passage's mark and a quote's bar beside a row.
    fn gutter(
        &mut self,
        reader: &Reader,
        layers: &Layers,
        signs: &Signs,
        row: &Row,
        (x, y): (u16, u16),
    ) {
        if reader
            .geometry()
            .text
            .saturating_sub(reader.geometry().gutter)
            < 3
        {
            return;
        }
        if let Some(p) = reader.passages().iter().find(|p| p.span.overlaps(row.span)) {
            let first = row.span.start <= p.span.start && p.span.start < row.span.end;
            let sign = match (p.doubtful, first) {
                (true, _) => signs.doubtful,
                (false, true) => signs
                    .passages
                    .get(usize::from(p.colour % 5))
                    .copied()
                    .unwrap_or("*"),
                (false, false) => signs.passage_on,
            };
            self.text(x, y, sign, self.theme.style(Scope::PassageMark));
        }
        if layers.pictures.iter().any(|s| row.span.holds(s.start)) {
            let style = self.theme.style(Scope::Bullet);
            self.text(x.saturating_add(1), y, signs.picture, style);
            return;
        }
        if reader.options().layers.quotes
            && reader
                .opened()
                .annotations
                .quotes
                .iter()
                .any(|q| is_barred(q.kind) && q.span.overlaps(row.span))
        {
            self.text(
                x.saturating_add(1),
                y,
                signs.bar,
                self.theme.style(Scope::QuoteBar),
            );
        }
    }
}

/// Whether a list item begins with its number: "1. ", "b) ".
fn is_numbered(text: &str) -> bool {
    let (number, rest) = text.split_once(['.', ')']).unwrap_or(("", ""));
    let plain = number.chars().all(char::is_alphanumeric);
    let short = number.len() == 1 || number.chars().all(|c| c.is_ascii_digit());
    plain && short && (1..=4).contains(&number.len()) && rest.starts_with(' ')
}

/// Whether a quote has a bar beside it.
fn is_barred(kind: QuoteKind) -> bool {
    matches!(kind, QuoteKind::Direct | QuoteKind::Turn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotate::{Annotations, Person, PersonId, PersonKind, QuoteSegment},
        article::{ArticleId, Location},
        import,
        library::Opened,
        reader::ReaderOptions,
    };
    use std::sync::Arc;

    const TEXT: &str = "Envoys meet\n\n“We will talk again,” the envoy said after the first session in the capital on Monday.\n";

    fn drawn(width: u16, theme: &Theme) -> (Buffer, Reader) {
        let article = import::text::article(TEXT);
        let text = article.document.text().to_owned();
        let at = |s: &str| {
            let start = text.find(s).expect("text");
            Span::new(start, start + s.len())
        };
        let annotations = Annotations {
            people: vec![Person {
                id: PersonId(1),
                kind: PersonKind::Unnamed,
                name: Some("Ilse Brandt".into()),
                title: Some("envoy".into()),
                affiliation: Some("Alpine League".into()),
                country: None,
                gender: None,
            }],
            quotes: vec![QuoteSegment {
                span: at("“We will talk again,”"),
                kind: QuoteKind::Direct,
                quote: 1,
                segment: 1,
                speaker: Some(crate::annotate::Party {
                    span: at("the envoy"),
                    person: Some(PersonId(1)),
                }),
                cue: Some(at("said")),
                cue_class: Some("say".into()),
                addressee: None,
                confidence: 0.9,
                rule: "test".into(),
                evidence: Vec::new(),
            }],
            ..Annotations::default()
        };
        let opened = Opened {
            id: ArticleId::of("t"),
            location: Location {
                path: "t".into(),
                part: 0,
            },
            article: Arc::new(article),
            annotations: Arc::new(annotations),
            hash: String::new(),
        };
        let mut reader = Reader::new(
            Arc::new(opened),
            ReaderOptions {
                text_width: 40,
                ..ReaderOptions::default()
            },
        );
        reader.set_size(width, 10);
        let area = Rect::new(0, 0, width, 10);
        let mut buf = Buffer::empty(area);
        draw(&reader, theme, area, &mut buf, true);
        (buf, reader)
    }

    fn line(buf: &Buffer, y: u16) -> String {
        (0..buf.area.width)
            .map(|x| buf[(x, y)].symbol())
            .collect::<String>()
            .trim_end()
            .to_owned()
    }

    #[test]
    fn quotes_have_a_bar_and_their_speaker_in_the_margin() {
        let theme = Theme::map();
        let (buf, reader) = drawn(80, &theme);
        assert!(reader.geometry().margin.is_some());
        assert!(
            line(&buf, 2).contains("▎ “We will talk again,” the envoy said"),
            "{}",
            line(&buf, 2)
        );
        assert!(line(&buf, 2).ends_with("Ilse Brandt"));
        assert!(line(&buf, 3).ends_with("envoy, Alpine League"));
        let x = reader.geometry().text + 2;
        assert_eq!(Theme::scope_of(buf[(x, 2)].fg), Some(Scope::Quote));
    }

    #[test]
    fn without_room_there_is_no_margin_and_nothing_is_cut() {
        let (buf, reader) = drawn(40, &Theme::map());
        assert!(reader.geometry().margin.is_none());
        let all: String = (0..10)
            .map(|y| line(&buf, y).trim().to_owned() + " ")
            .collect();
        assert!(all.contains("in the capital on Monday."), "{all}");
    }

    #[test]
    fn tiny_panes_do_not_panic() {
        for width in 0..8 {
            for height in 0..3 {
                let mut reader = drawn(30, &Theme::map()).1;
                reader.set_size(width, height);
                let area = Rect::new(0, 0, width, height);
                draw(&reader, &Theme::map(), area, &mut Buffer::empty(area), true);
            }
        }
    }
}
