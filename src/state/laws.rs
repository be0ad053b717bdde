//! The laws of merging, by property test: however often and in whatever order
//! files are read, the same state results.

use proptest::prelude::*;

use super::{Kept, Key, Lies, Mark, Position, Reading, Record, Set, Spot, Stamp};
use crate::{
    article::ArticleId,
    clean::Clean,
    passage::{About, PassageId, Rivals, Selector, TextHash},
};

fn stamp() -> impl Strategy<Value = Stamp> {
    prop_oneof![
        Just(Stamp::NEVER),
        (0i64..4).prop_map(|s| Stamp::of(jiff::Timestamp::from_second(s).expect("time"))),
    ]
}

fn set<T: std::fmt::Debug + Default>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Set<T>> {
    (stamp(), value).prop_map(|(at, value)| {
        if at.is_set() {
            Set { at, value }
        } else {
            Set::default()
        }
    })
}

fn article() -> impl Strategy<Value = ArticleId> {
    (0u8..2).prop_map(|n| ArticleId::of(&n.to_string()))
}

fn mark() -> impl Strategy<Value = Record> {
    let place = (0usize..2, 0usize..2).prop_map(|(top, cursor)| Position { top, cursor });
    (
        article(),
        set(any::<bool>()),
        set(any::<bool>()),
        set(place),
        set(prop::option::of(
            (0u8..2).prop_map(|n| TextHash::of(&n.to_string())),
        )),
    )
        .prop_map(|(article, read, starred, place, text)| {
            let mark = Mark {
                read,
                starred,
                place,
                text,
            };
            Record::Mark(article, mark)
        })
}

fn lies() -> impl Strategy<Value = Option<Lies>> {
    prop::option::of((article(), "[ab]").prop_map(|(article, exact)| Lies {
        article,
        selector: Selector {
            exact: Clean::line(&exact),
            rivals: Rivals::parse("1 92 40 10; context; 64 0123456789abcdef"),
            ..Selector::default()
        },
        about: About::default(),
    }))
}

fn kept() -> impl Strategy<Value = Record> {
    let id = (0..2)
        .prop_map(|n| PassageId::parse(ArticleId::of(&format!("p{n}")).as_str()).expect("id"));
    let tags = prop::collection::vec("[ab]".prop_map(|t| Clean::line(&t)), 0..2);
    let note = "[ab]?".prop_map(|t| Clean::line(&t));
    (
        id,
        stamp(),
        set(lies()),
        set(note),
        set(tags),
        set(0u8..2),
        set(any::<bool>()),
    )
        .prop_map(|(id, created, lies, note, tags, colour, removed)| {
            Record::Passage(Box::new(Kept {
                id,
                created,
                lies,
                note,
                tags,
                colour,
                removed,
            }))
        })
}

fn letter() -> impl Strategy<Value = Record> {
    let spot =
        prop::option::of((article(), 0usize..2).prop_map(|(article, at)| Spot { article, at }));
    (prop::option::of(article()), set(spot)).prop_map(|(article, spot)| {
        Record::Letter(article, if article.is_some() { 'a' } else { 'A' }, spot)
    })
}

/// The records of one device: one for each key.
pub(super) fn device() -> impl Strategy<Value = Vec<Record>> {
    let record = prop_oneof![mark(), kept(), letter()];
    prop::collection::vec(record, 0..8).prop_map(|records| {
        let mut reading = Reading::new();
        reading.merge(records);
        reading.records()
    })
}

fn merged(parts: &[&[Record]]) -> Vec<Record> {
    let mut reading = Reading::new();
    for part in parts {
        reading.merge(part.to_vec());
    }
    reading.records()
}

proptest! {
    #[test]
    fn the_order_of_devices_does_not_matter(a in device(), b in device(), c in device()) {
        prop_assert_eq!(merged(&[&a, &b]), merged(&[&b, &a]));
        let left = merged(&[&merged(&[&a, &b]), &c]);
        let right = merged(&[&a, &merged(&[&b, &c])]);
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(&left, &merged(&[&c, &b, &a]));
    }

    #[test]
    fn reading_a_file_again_changes_nothing(a in device(), b in device()) {
        let once = merged(&[&a, &b]);
        prop_assert_eq!(&merged(&[&a, &b, &a, &b, &once]), &once);
        let mut reading = Reading::new();
        reading.merge(once.clone());
        prop_assert!(reading.merge(a).is_empty());
    }

    #[test]
    fn keys_tell_records_apart(a in device()) {
        let keys: Vec<Key> = a.iter().map(Record::key).collect();
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        sorted.dedup();
        prop_assert_eq!(keys, sorted);
    }
}
