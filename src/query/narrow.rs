//! Which quotes, figures and officials of an article that was found a query
//! asks for: a query for a speaker finds articles, a list of quotes then shows
//! that speaker's.

use super::{
    ast::{Node, Query, Term, TextField},
    entry::{Counted, Entry},
    matches::{fits, occurs},
    said::Said,
};

impl Query {
    /// Whether a quote is among those asked for: all are, where the query names
    /// none.
    #[must_use]
    pub fn wants_quote(&self, entry: &Entry, quote: &Said) -> bool {
        self.wants(&|term| match term {
            Term::Quote { speaker, said } => Some(
                speaker
                    .as_ref()
                    .is_none_or(|p| occurs(p, entry.speaker(quote)))
                    && said.as_ref().is_none_or(|p| occurs(p, &entry.said(quote))),
            ),
            _ => None,
        })
    }

    /// Whether a figure is among those asked for.
    #[must_use]
    pub fn wants_figure(&self, figure: &Counted) -> bool {
        self.wants(&|term| match term {
            Term::Figure(asked) => Some(fits(asked, figure.value, figure.high, &figure.unit)),
            _ => None,
        })
    }

    /// Whether an official is among those asked for; `person` is name, office
    /// and affiliation, folded.
    #[must_use]
    pub fn wants_official(&self, person: &str) -> bool {
        self.wants(&|term| match term {
            Term::Text(TextField::Official, pattern) => Some(occurs(pattern, person)),
            _ => None,
        })
    }

    /// Whether one of the conditions that `fits` knows holds, or there is none.
    fn wants(&self, fits: &dyn Fn(&Term) -> Option<bool>) -> bool {
        let mut conditions = Vec::new();
        collect(&self.root, fits, &mut conditions);
        conditions.is_empty() || conditions.contains(&true)
    }
}

/// What `fits` says of all conditions that are not denied.
fn collect(node: &Node, fits: &dyn Fn(&Term) -> Option<bool>, out: &mut Vec<bool>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|n| collect(n, fits, out)),
        Node::Term(term) => out.extend(fits(term)),
        Node::Not(_) | Node::All => {}
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::DateTime;

    use super::*;
    use crate::query::{entry::Column, said::Piece};

    #[test]
    fn a_query_for_a_speaker_asks_for_that_speakers_quotes() {
        let query = |text: &str| Query::parse(text, DateTime::default()).expect(text);
        let entry = Entry {
            body: "talks go on".into(),
            speakers: vec!["spokesman john kirby".into()],
            ..Entry::default()
        };
        let kirby = Said {
            speaker: Some(0),
            pieces: vec![Piece {
                column: Column::Body,
                words: 0..3,
                bytes: 0..11,
            }],
        };
        assert!(query("speaker:kirby rafah").wants_quote(&entry, &kirby));
        assert!(!query("speaker:sullivan").wants_quote(&entry, &kirby));
        assert!(query("speaker:sullivan OR said:talks").wants_quote(&entry, &kirby));
        assert!(query("rafah -speaker:kirby").wants_quote(&entry, &kirby));
        let figure = |value| Counted {
            value,
            high: value,
            unit: "people".into(),
        };
        assert!(query("figure:>1000").wants_figure(&figure(2000.0)));
        assert!(!query("figure:>1000").wants_figure(&figure(20.0)));
        assert!(query("official:kirby").wants_official("spokesman john kirby"));
        assert!(!query("official:kirby").wants_official("jake sullivan"));
    }
}
