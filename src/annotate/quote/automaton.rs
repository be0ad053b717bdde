//! Stretches of text in quotation marks, block by block.
//!
//! One pass over the characters. Straight marks toggle; a mark at the start of
//! a block opens; an opening mark inside an open quote is nested, unless its
//! shape is the only evidence and its place says that it closes. A quote that
//! its block leaves open ends with the block, and is carried on by the next
//! block if that begins with a mark again, or ends with a mark that nothing
//! opened.

use super::{
    marks::{Around, Family, Role, candidate, double},
    single,
};
use crate::{
    document::{Block, BlockKind, Document},
    span::Span,
};

/// Most blocks that a quote without marks at their starts may run through.
const CARRY: usize = 6;

/// One block's stretch in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The stretch, marks included.
    pub span: Span,
    /// The index of its block.
    pub block: usize,
    /// Its marks.
    pub family: Family,
    /// Whether a mark closes it.
    pub closed: bool,
    /// Whether a mark opens it.
    pub opened: bool,
    /// Whether it carries on the quote that an earlier block left open.
    pub carried: bool,
}

/// Whether quotes are looked for in a block of this kind.
fn has_quotes(kind: BlockKind) -> bool {
    kind.is_content() && !matches!(kind, BlockKind::Byline | BlockKind::Dateline)
}

/// Whether a quote can run from one block to the next across this one.
fn is_between(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Caption | BlockKind::Credit | BlockKind::Notice | BlockKind::Timestamp
    )
}

/// Finds all stretches in quotation marks, in text order, not overlapping.
#[must_use]
pub fn scan(document: &Document) -> Vec<Quoted> {
    let text = document.text();
    let swedish = !text.contains('“') && text.contains('”');
    let reversed = matches!(
        (text.find('»'), text.find('«')),
        (Some(close), Some(open)) if close < open
    );
    let style = Style { swedish, reversed };
    let mut doubles = Vec::new();
    let mut strays = Vec::new();
    for (index, block) in blocks(document) {
        style.scan(text, block.span, index, &mut doubles, &mut strays);
    }
    let mut out = if text.contains(['\'', '‘']) {
        with_singles(document, doubles)
    } else {
        doubles
    };
    carry(document, &mut out, &strays);
    out
}

fn blocks(document: &Document) -> impl Iterator<Item = (usize, &Block)> {
    document
        .blocks()
        .iter()
        .enumerate()
        .filter(|(_, b)| has_quotes(b.kind))
}

/// How a document sets its marks.
#[derive(Clone, Copy, Debug)]
struct Style {
    /// ” opens and closes.
    swedish: bool,
    /// » opens and « closes.
    reversed: bool,
}

impl Style {
    fn role(self, family: Family, role: Role) -> Role {
        match (family, role) {
            (Family::Double, Role::Close) if self.swedish => Role::Either,
            (Family::Guillemet, Role::Open) if self.reversed => Role::Close,
            (Family::Guillemet, Role::Close) if self.reversed => Role::Open,
            _ => role,
        }
    }

    /// Scans one block. `strays` gets the ends of closing marks that nothing
    /// opened and that stand before any opening mark of their block.
    fn scan(
        self,
        text: &str,
        block: Span,
        index: usize,
        out: &mut Vec<Quoted>,
        strays: &mut Vec<(usize, usize)>,
    ) {
        let part = block.of(text);
        let first = out.len();
        let mut open: Option<(usize, Family)> = None;
        let mut from = 0;
        let mut emit = |start: usize, end: usize, family, closed| {
            let inner = Span::new(block.start + start, block.start + end);
            // Marks around nothing are no quote.
            if inner.of(text).chars().any(char::is_alphanumeric) {
                out.push(Quoted {
                    span: inner,
                    block: index,
                    family,
                    closed,
                    opened: true,
                    carried: false,
                });
            }
        };
        let mut stray = None;
        let mut opened = false;
        while let Some(at) = candidate(part, from) {
            let mut chars = part.get(at..).unwrap_or("").chars();
            let Some(c) = chars.next() else { break };
            from = at + c.len_utf8();
            let Some((family, role, len)) = double(c, chars.next()) else {
                continue;
            };
            let end = at + len;
            from = end;
            let prior = part.get(..at).and_then(|t| t.chars().next_back());
            let behind = part.get(end..).and_then(|r| r.chars().next());
            let around = Around {
                before: prior,
                behind,
            };
            // The value of an attribute is no quote.
            if prior == Some('=') && open.is_none() {
                if let Some(n) = part.get(end..).and_then(|r| r.find(c)) {
                    from = end + n + c.len_utf8();
                }
                continue;
            }
            match (open, self.role(family, role)) {
                (None, Role::Open) => open = Some((at, family)),
                (None, Role::Either)
                    if around.behind.is_some_and(|c| !c.is_whitespace()) && around.starts()
                        || at == 0 =>
                {
                    open = Some((at, family));
                }
                (None, Role::Either)
                    if around.word_behind() && !prior.is_some_and(char::is_alphanumeric) =>
                {
                    open = Some((at, family));
                }
                (None, Role::Either) => {}
                (None, Role::Close) => {
                    if !opened && around.ends() {
                        stray.get_or_insert(end);
                    }
                }
                (Some((start, of)), Role::Close) if pairs(of, family) => {
                    emit(start, end, of, true);
                    open = None;
                }
                (Some((start, of)), Role::Either) if pairs(of, family) => {
                    if prior.is_some_and(char::is_whitespace) && around.word_behind() {
                        // An opening mark where a closing one was lost.
                        open = Some((at, family));
                    } else {
                        emit(start, end, of, true);
                        open = None;
                    }
                }
                (Some((start, of)), Role::Open)
                    if (of == Family::Low || of == Family::Double)
                        && family == Family::Double
                        && around.ends()
                        && !prior.is_some_and(char::is_whitespace) =>
                {
                    // „…“, or a closing mark set the wrong way round.
                    emit(start, end, of, true);
                    open = None;
                }
                (Some(_), _) => {}
            }
            opened |= open.is_some();
        }
        if let Some((start, family)) = open {
            let end = part.trim_end().len();
            emit(start, end, family, false);
        }
        if let Some(end) = stray.filter(|_| out.len() >= first) {
            strays.push((index, block.start + end));
        }
    }
}

/// Whether a mark of the family `mark` closes a quote of the family `open`.
fn pairs(open: Family, mark: Family) -> bool {
    open == mark
        || (open == Family::Low && mark == Family::Double)
        || (open == Family::Double && mark == Family::Primes)
}

/// Adds stretches in single marks where these are the paper's main ones: none
/// of its doubles, or most of them, stand inside singles.
fn with_singles(document: &Document, doubles: Vec<Quoted>) -> Vec<Quoted> {
    let text = document.text();
    let mut singles = Vec::new();
    for (index, block) in blocks(document) {
        single::scan(text, block.span, index, &mut singles);
    }
    let inside = |spans: &[Quoted], q: &Quoted| {
        let n = spans.partition_point(|s| s.span.end <= q.span.start);
        spans
            .get(n)
            .is_some_and(|s| s.span.start <= q.span.start && q.span.end <= s.span.end)
    };
    singles.retain(|s| !inside(&doubles, s));
    let nested = doubles.iter().filter(|d| inside(&singles, d)).count();
    let body = singles.iter().any(|s| {
        let kind = document.blocks().get(s.block).map(|b| b.kind);
        !matches!(kind, Some(BlockKind::Headline | BlockKind::Heading))
    });
    let outer = doubles.len() - nested;
    if !body || outer > nested.max(singles.len()) || (outer > 0 && nested == 0) {
        return doubles;
    }
    let mut out: Vec<Quoted> = doubles
        .into_iter()
        .filter(|d| !inside(&singles, d))
        .collect();
    out.extend(singles);
    out.sort_by_key(|q| (q.span.start, std::cmp::Reverse(q.span.end)));
    let mut end = 0;
    out.retain(|q| {
        let keep = q.span.start >= end;
        if keep {
            end = q.span.end;
        }
        keep
    });
    out
}

/// Joins quotes that one block leaves open and a later one carries on.
fn carry(document: &Document, out: &mut Vec<Quoted>, strays: &[(usize, usize)]) {
    let mut filled = Vec::new();
    for i in 0..out.len() {
        let Some(q) = out.get(i).copied().filter(|q| !q.closed) else {
            continue;
        };
        let next = next_block(document, q.block);
        match out.get(i + 1).copied() {
            Some(n)
                if Some(n.block) == next
                    && n.family == q.family
                    && document
                        .blocks()
                        .get(n.block)
                        .is_some_and(|b| b.span.start == n.span.start) =>
            {
                if let Some(n) = out.get_mut(i + 1) {
                    n.carried = true;
                }
            }
            _ if q.family == Family::Double => {
                fill(document, &q, out.get(i + 1), strays, &mut filled)
            }
            _ => {}
        }
    }
    if !filled.is_empty() {
        out.extend(filled);
        out.sort_by_key(|q| q.span.start);
    }
}

/// The blocks behind an open quote up to the mark that closes it, where none
/// of them begins with a mark.
fn fill(
    document: &Document,
    open: &Quoted,
    next: Option<&Quoted>,
    strays: &[(usize, usize)],
    filled: &mut Vec<Quoted>,
) {
    let n = strays.partition_point(|(block, _)| *block <= open.block);
    let Some(&(last, end)) = strays.get(n) else {
        return;
    };
    if last - open.block > CARRY || next.is_some_and(|q| q.span.start < end) {
        return;
    }
    for index in open.block + 1..=last {
        let Some(block) = document.blocks().get(index) else {
            break;
        };
        if !has_quotes(block.kind) {
            continue;
        }
        let end = if index == last { end } else { block.span.end };
        filled.push(Quoted {
            span: Span::new(block.span.start, end),
            block: index,
            family: open.family,
            closed: index == last,
            opened: false,
            carried: true,
        });
    }
}

/// The index of the next block that can carry on a quote of block `index`.
pub(crate) fn next_block(document: &Document, index: usize) -> Option<usize> {
    let blocks = document.blocks();
    (index + 1..blocks.len()).find(|i| blocks.get(*i).is_some_and(|b| !is_between(b.kind)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Builder;

    fn document(paragraphs: &[&str]) -> Document {
        let mut b = Builder::new();
        for p in paragraphs {
            b.begin(BlockKind::Paragraph, 0);
            b.push(p);
        }
        b.finish()
    }

    fn found(paragraphs: &[&str]) -> Vec<String> {
        let d = document(paragraphs);
        scan(&d)
            .iter()
            .map(|q| q.span.of(d.text()).to_owned())
            .collect()
    }

    #[test]
    fn straight_and_curly_marks_pair() {
        assert_eq!(
            found(&["\"We agree,\" she said. \"It is done.\""]),
            ["\"We agree,\"", "\"It is done.\""]
        );
        assert_eq!(found(&["He called it “a farce“ and left."]), ["“a farce“"]);
        assert_eq!(found(&["A ”new” deal"]), ["”new”"]);
        assert_eq!(found(&["``Yes,'' he said."]), ["``Yes,''"]);
    }

    #[test]
    fn other_languages_keep_their_marks() {
        assert_eq!(
            found(&["Er sagte: „Wir gehen.“ Dann schwieg er."]),
            ["„Wir gehen.“"]
        );
        assert_eq!(
            found(&["Il a dit : « Nous partons. »"]),
            ["« Nous partons. »"]
        );
        assert_eq!(found(&["»Ja«, sagte sie, »gern.«"]), ["»Ja«", "»gern.«"]);
        assert_eq!(found(&["外长说：「我们同意。」"]), ["「我们同意。」"]);
    }

    #[test]
    fn what_only_looks_like_a_mark_is_left_alone() {
        assert_eq!(found(&["A 12\" gun and a 5\" shell"]), [""; 0]);
        assert_eq!(
            found(&["<a href=\"x\" title=\"The end\">He said \"no\"</a>"]),
            ["\"no\""]
        );
        assert_eq!(found(&["Empty \"\" marks"]), [""; 0]);
    }

    #[test]
    fn an_open_paragraph_is_carried_on_by_the_next() {
        let d = document(&["\"First.", "\"Second,\" he said.", "\"Third.\""]);
        let q = scan(&d);
        assert_eq!(
            q.iter().map(|q| q.carried).collect::<Vec<_>>(),
            [false, true, false]
        );
        assert_eq!(
            q.iter().map(|q| q.closed).collect::<Vec<_>>(),
            [false, true, true]
        );
    }

    #[test]
    fn blocks_without_marks_are_filled_up_to_the_close() {
        assert_eq!(
            found(&["It said: “One.", "Two.", "Three.” Nothing more."]),
            ["“One.", "Two.", "Three.”"]
        );
        assert_eq!(
            found(&["It said: “One.", "Two.", "Three “four.”"]),
            ["“One.", "“four.”"]
        );
    }

    #[test]
    fn single_marks_count_where_they_are_the_main_ones() {
        assert_eq!(
            found(&["‘We saw “red lines”,’ he said.", "‘No.’"]),
            ["‘We saw “red lines”,’", "‘No.’"]
        );
        assert_eq!(
            found(&["‘Odd’ claim", "“They said ‘no’,” he said. “Yes.”"]),
            ["“They said ‘no’,”", "“Yes.”"]
        );
    }
}
