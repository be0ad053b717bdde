//! Passages in texts that changed: never at a wrong place, and found again
//! where a person would find them.

#[path = "state_help/mutate.rs"]
mod mutate;

use std::collections::BTreeMap;

use attache::{
    examples,
    passage::{Selector, State, TextHash, resolve},
    span::Span,
};
use proptest::prelude::*;

#[test]
fn hundreds_of_changes_attach_nothing_wrongly() {
    let mut tally = BTreeMap::new();
    let mut wrong = Vec::new();
    for (n, article) in examples::articles()
        .iter()
        .chain(&examples::tutor())
        .enumerate()
    {
        let text = article.document.text();
        let seed = u64::try_from(n).expect("small") + 1;
        let outcomes = mutate::measure(text, seed, 220, &mut tally);
        wrong.extend(outcomes.into_iter().filter(|o| o.wrong));
    }
    let (count, right) = mutate::sums(&tally);
    let table = mutate::print(&tally);
    assert_eq!(count, 0, "{table}\n{wrong:#?}");
    assert!(right >= 0.95, "{table}");
    assert!(
        tally.values().map(|t| t.all).sum::<usize>() >= 400,
        "{table}"
    );
}

proptest! {
    #[test]
    fn in_an_unchanged_text_every_passage_is_where_it_was(
        text in "[a-dé“ \n]{1,200}|\\PC{1,60}",
        a in any::<prop::sample::Index>(),
        b in any::<prop::sample::Index>(),
    ) {
        let text = attache::clean::Clean::text(&text);
        let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let (a, b) = (a.index(bounds.len()), b.index(bounds.len()));
        let span = Span::new(bounds[a.min(b)], bounds[a.max(b)]);
        let selector = Selector::of(&text, span);
        prop_assume!(!selector.exact.trim().is_empty() && *selector.exact == *span.of(&text));
        let anchor = resolve(&selector, &text, TextHash::of(&text));
        prop_assert_eq!(anchor.state, State::Anchored);
        prop_assert_eq!(anchor.span, Some(span));
        // Another text at all: a span that fits, or none.
        let other: String = text.chars().rev().collect();
        if let Some(span) = resolve(&selector, &other, TextHash::of(&other)).span {
            prop_assert!(other.get(span.start..span.end).is_some());
        }
    }
}
