//! Who said what: quotes are stretches of the text, so the words said are
//! looked up in the text and then in which quote they stand.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::{RowKey, bits::Bits, open::IndexError, pack};
use crate::query::{
    Pattern,
    entry::Column,
    matches::{occurs, places},
};

/// Stands where a word is that nobody asked for; no word is like it.
pub(super) const OTHER: &str = "·";

/// The words that a pattern asks for.
pub(super) enum Wanted {
    /// This word.
    Word(String),
    /// Every word that begins so.
    Beginning(String),
}

/// Where words stand: article, text and number of the word, by article.
pub(super) struct Spots {
    words: Vec<String>,
    at: HashMap<RowKey, Vec<(Column, u32, usize)>>,
}

impl Spots {
    /// Finds the words in the articles of `within`.
    pub(super) fn find(
        connection: &Connection,
        wanted: &[Wanted],
        within: &Bits,
    ) -> Result<Self, IndexError> {
        let mut spots = Self {
            words: Vec::new(),
            at: HashMap::new(),
        };
        for wanted in wanted {
            let (sql, first, last) = match wanted {
                Wanted::Word(word) => (
                    "SELECT doc, col, offset, term FROM text_places WHERE term = ?1 AND ?2 = ?2",
                    word,
                    word.clone(),
                ),
                Wanted::Beginning(word) => (
                    "SELECT doc, col, offset, term FROM text_places WHERE term >= ?1 AND term <= ?2",
                    word,
                    format!("{word}\u{10ffff}"),
                ),
            };
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(params![first, last])?;
            while let Some(row) = rows.next()? {
                let key: RowKey = row.get(0)?;
                let column = match row.get_ref(1)?.as_str().unwrap_or("") {
                    "title" => Column::Title,
                    "body" => Column::Body,
                    "caption" => Column::Caption,
                    _ => continue,
                };
                if within.holds(key) {
                    let word = spots.number(row.get_ref(3)?.as_str().unwrap_or(""));
                    let at = spots.at.entry(key).or_default();
                    at.push((column, row.get(2)?, word));
                }
            }
        }
        for at in spots.at.values_mut() {
            at.sort_unstable();
        }
        Ok(spots)
    }

    /// The number of a word; the words of a statement come in order.
    fn number(&mut self, word: &str) -> usize {
        if self.words.last().is_none_or(|last| last != word) {
            self.words.push(word.to_owned());
        }
        self.words.len() - 1
    }

    /// The words of a quote; empty if none of those sought is among them.
    fn words_of(&self, key: RowKey, quote: &pack::Quote) -> Vec<&str> {
        let Some(at) = self.at.get(&key) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        let mut any = false;
        for (column, words) in &quote.pieces {
            let from = at.partition_point(|(c, n, _)| (*c, *n as usize) < (*column, words.start));
            let mut rest = at.get(from..).unwrap_or(&[]).iter().peekable();
            for n in words.clone() {
                let mut word = OTHER;
                while let Some((.., number)) =
                    rest.next_if(|(c, at, _)| (c, *at as usize) == (column, n))
                {
                    word = self.words.get(*number).map_or(OTHER, String::as_str);
                    any = true;
                }
                out.push(word);
            }
        }
        if any { out } else { Vec::new() }
    }
}

/// Whether the article has a quote by this speaker in which this is said.
pub(super) fn fits(
    connection: &Connection,
    key: RowKey,
    speaker: Option<&Pattern>,
    said: Option<(&Pattern, &Spots)>,
) -> Result<bool, IndexError> {
    let packed: Option<Vec<u8>> = connection
        .prepare_cached("SELECT quotes FROM quotes WHERE key = ?1")?
        .query_row(params![key], |r| r.get(0))
        .optional()?;
    let packed = packed.unwrap_or_default();
    let (speakers, quotes) = pack::unpack_quotes(&packed);
    let wanted: Vec<bool> = speakers
        .iter()
        .map(|s| speaker.is_none_or(|p| occurs(p, s)))
        .collect();
    Ok(quotes.iter().any(|quote| {
        let by = match quote.speaker {
            Some(n) => wanted.get(n).is_some_and(|w| *w),
            None => speaker.is_none(),
        };
        by && said.is_none_or(|(pattern, spots)| {
            let words = spots.words_of(key, quote);
            !words.is_empty() && !places(pattern, &words).is_empty()
        })
    }))
}
