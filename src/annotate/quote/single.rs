//! Single quotation marks of British papers, told from apostrophes.

use super::{
    automaton::Quoted,
    marks::{Around, Family, candidate},
};
use crate::span::Span;

/// Words that begin with an apostrophe.
const CLIPPED: [&str; 14] = [
    "tis", "twas", "em", "til", "till", "cause", "bout", "round", "n", "cos", "coz", "ere",
    "neath", "nother",
];

/// Finds the stretches in single marks of one block.
///
/// An opening mark stands before a word and behind nothing, a space or an
/// opening sign, and begins neither a clipped word nor a decade. The closing
/// mark is the next one behind a stop, or behind a letter where no word goes
/// on; a mark behind an `s` is taken for a plural possessive if a surer one
/// follows before the next opening mark.
pub fn scan(text: &str, block: Span, index: usize, out: &mut Vec<Quoted>) {
    let part = block.of(text);
    let mut open: Option<usize> = None;
    let mut weak: Option<usize> = None;
    let mut from = 0;
    let mut emit = |start: usize, end: usize, closed: bool| {
        if end > start {
            out.push(Quoted {
                span: Span::new(block.start + start, block.start + end),
                block: index,
                family: Family::Single,
                closed,
                carried: false,
                opened: true,
            });
        }
    };
    while let Some(at) = candidate(part, from) {
        let mut chars = part.get(at..).unwrap_or("").chars();
        let Some(c) = chars.next() else { break };
        let end = at + c.len_utf8();
        from = end;
        if !matches!(c, '\'' | '’' | '‘' | '‛') {
            continue;
        }
        let around = Around {
            before: part.get(..at).and_then(|t| t.chars().next_back()),
            behind: chars.next(),
        };
        let opens = matches!(c, '\'' | '‘' | '‛')
            && around.starts()
            && around.word_behind()
            && (c == '‘' || !is_clipped(part.get(end..).unwrap_or("")));
        let closes = matches!(c, '\'' | '’')
            && around.ends()
            && around.before.is_some_and(|b| !b.is_whitespace());
        match open {
            None if opens => (open, weak) = (Some(at), None),
            Some(start) if closes => {
                let sure = around
                    .before
                    .is_some_and(|b| !b.is_alphabetic() || around.behind != Some(' '));
                if sure || around.before.is_some_and(|b| !matches!(b, 's' | 'S')) {
                    emit(start, end, true);
                    open = None;
                } else if weak.is_none() {
                    weak = Some(end);
                }
            }
            Some(start) if opens => {
                if let Some(end) = weak {
                    emit(start, end, true);
                }
                (open, weak) = (Some(at), None);
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        match weak {
            Some(end) => emit(start, end, true),
            // A quote that its paragraph leaves open begins it.
            None if start == 0 => emit(start, part.trim_end().len(), false),
            None => {}
        }
    }
}

/// Whether a clipped word or a decade follows the apostrophe.
fn is_clipped(rest: &str) -> bool {
    let word = rest
        .find(|c: char| !c.is_alphanumeric())
        .and_then(|n| rest.get(..n))
        .unwrap_or(rest);
    word.starts_with(|c: char| c.is_ascii_digit())
        || CLIPPED.iter().any(|w| w.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        scan(text, Span::new(0, text.len()), 0, &mut out);
        out.iter().map(|q| q.span.of(text)).collect()
    }

    #[test]
    fn single_marks_are_told_from_apostrophes() {
        assert_eq!(
            found("‘We don’t agree,’ the envoy said. ‘It’s the delegates’ call.’"),
            ["‘We don’t agree,’", "‘It’s the delegates’ call.’"]
        );
        assert_eq!(
            found("'It is the ministers' choice,' he said of the '90s pact."),
            ["'It is the ministers' choice,'"]
        );
        assert_eq!(found("The ministers' cars and Iran's fleet"), [""; 0]);
        assert_eq!(found("’Twas ever so, 'tis said"), [""; 0]);
    }

    #[test]
    fn an_open_paragraph_ends_with_it() {
        assert_eq!(
            found("‘We begin here. It’s odd."),
            ["‘We begin here. It’s odd."]
        );
        assert_eq!(found("He said ‘yes and left."), [""; 0]);
    }
}
