//! Looks through the articles of the library for a panel, batch by batch, and
//! tells what it found after each.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::{
    app::{
        effect::{Effect, Found, Report},
        panel::Gathering,
    },
    clean::Clean,
    library::{Library, View, across::each_article},
    query::Query,
};

/// Articles that are opened together: a batch is what a stop waits for.
const BATCH: usize = 64;
/// Rows of a panel at most; each takes about half a kilobyte.
const MOST: usize = 20_000;

/// Does [`Effect::Across`], as long as it is the request that is `wanted`.
pub(super) fn run(library: &Library, wanted: &AtomicU64, effect: Effect, tell: &dyn Fn(Report)) {
    let Effect::Across {
        kind,
        query,
        now,
        number,
    } = effect
    else {
        return;
    };
    let view = View {
        query: query.clone(),
        ..View::default()
    };
    let asked = Query::parse(&query, now);
    let (asked, listing) = match (asked, library.list(&view, now)) {
        (Ok(asked), Ok(listing)) => (asked, listing),
        (Err(error), _) | (_, Err(error)) => {
            tell(Report::Failed(Clean::line(&error.to_string())));
            let found = Found {
                ended: true,
                ..Found::default()
            };
            tell(Report::Across { number, found });
            return;
        }
    };
    let keys = &listing.order;
    let mut gathering = Gathering::new(kind, asked, query.trim().is_empty());
    let (mut done, mut rows) = (0, 0);
    let never = AtomicBool::new(false);
    for batch in keys.chunks(BATCH) {
        if wanted.load(Ordering::SeqCst) != number {
            return;
        }
        let mut new = Vec::new();
        each_article(library, batch, &never, |_, opened| {
            gathering.add(opened, &mut new);
        });
        done += batch.len();
        rows += new.len();
        let ended = done >= keys.len() || rows >= MOST;
        let officials = gathering.officials(ended);
        let instead = officials.is_some();
        let found = Found {
            rows: officials.unwrap_or(new),
            instead,
            done,
            total: keys.len(),
            ended,
        };
        tell(Report::Across { number, found });
        if ended {
            return;
        }
    }
    // There was no article at all.
    let found = Found {
        ended: true,
        ..Found::default()
    };
    tell(Report::Across { number, found });
}
