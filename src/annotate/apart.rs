//! Keeps the annotations of a layer apart, whatever the passes found.

use super::types::{Annotations, QuoteKind};
use crate::span::Span;

/// Drops what overlaps another annotation of its layer: officials, persons,
/// figures, and quotes but for reported speech, which holds direct ones. The one
/// that begins first stays, of two that begin together the longer; an empty span
/// goes. One pass over each layer, which is sorted by start afterwards; a quote that
/// loses a segment keeps the numbers of the others.
pub fn keep(annotations: &mut Annotations) {
    layer(&mut annotations.officials, |o| o.span);
    layer(&mut annotations.persons, |p| p.span);
    layer(&mut annotations.figures, |f| f.span);
    let mut end = 0;
    annotations
        .quotes
        .retain(|q| q.kind == QuoteKind::Reported || is_behind(q.span, &mut end));
}

fn layer<T>(list: &mut Vec<T>, span: impl Fn(&T) -> Span) {
    list.sort_by_key(|item| (span(item).start, std::cmp::Reverse(span(item).end)));
    let mut end = 0;
    list.retain(|item| is_behind(span(item), &mut end));
}

/// Whether a span begins at or behind `end`, which it then moves.
fn is_behind(span: Span, end: &mut usize) -> bool {
    let keep = span.start >= *end && !span.is_empty();
    if keep {
        *end = span.end;
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_stays_and_of_two_that_begin_together_the_longer() {
        let mut list = vec![(4, 9), (0, 3), (4, 12), (11, 14), (12, 12), (12, 13)];
        layer(&mut list, |(a, b)| Span::new(*a, *b));
        assert_eq!(list, [(0, 3), (4, 12), (12, 13)]);
    }
}
