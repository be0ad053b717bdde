//! Changes that news pages undergo, made to a text on purpose, with what
//! becomes of a passage in it: the measure of the anchors.

// The test and the example use different parts of it.
#![allow(dead_code, clippy::string_slice)]

use std::{collections::BTreeMap, ops::Range};

use attache::{
    passage::{Selector, State, TextHash, resolve},
    span::Span,
};

/// Numbers that are the same at every run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % (n.max(1) as u64)).expect("small")
    }
}

/// What was done to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    TypoFixed,
    ParagraphBefore,
    SentenceReordered,
    ParagraphMoved,
    Retouched,
    Rewritten,
    Truncated,
    SentenceDeleted,
    Doubled,
    Typography,
    Several,
}

pub const KINDS: [Kind; 11] = [
    Kind::TypoFixed,
    Kind::ParagraphBefore,
    Kind::SentenceReordered,
    Kind::ParagraphMoved,
    Kind::Retouched,
    Kind::Rewritten,
    Kind::Truncated,
    Kind::SentenceDeleted,
    Kind::Doubled,
    Kind::Typography,
    Kind::Several,
];

/// A changed text, and where the passage stands in it: `None` where it is gone.
pub struct Mutation {
    pub text: String,
    pub truth: Option<Range<usize>>,
    /// Whether a person would attach the passage there.
    pub attach: bool,
}

/// The sentences of a text: ends after `.`, `?`, `!` and their marks before a
/// space, and at paragraphs.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let mut push = |from: usize, to: usize| {
        let part = &text[from..to];
        let lead = part.len() - part.trim_start().len();
        let body = part.trim();
        if body.chars().count() >= 12 {
            out.push(from + lead..from + lead + body.len());
        }
    };
    for (i, c) in text.char_indices() {
        let after = i + c.len_utf8();
        let ends = matches!(c, '.' | '?' | '!' | '”' | '"') && bytes.get(after) == Some(&b' ');
        let full = text[..after]
            .trim_end_matches(['”', '"'])
            .ends_with(['.', '?', '!']);
        if c == '\n' || (ends && full) {
            push(start, after);
            start = after;
        }
    }
    push(start, text.len());
    out
}

/// A passage as a person marks one: mostly sentences, also two, or a phrase.
pub fn pick(text: &str, random: &mut Random) -> Option<Range<usize>> {
    let all = sentences(text);
    if all.len() < 4 {
        return None;
    }
    let n = random.below(all.len());
    let one = all[n].clone();
    match random.below(10) {
        0..=5 => Some(one),
        6 | 7 => Some(one.start..all.get(n + 1).map_or(one.end, |s| s.end)),
        _ => {
            let words: Vec<Range<usize>> = words(text, &one);
            if words.len() < 5 {
                return Some(one);
            }
            let many = 3 + random.below(5);
            let first = random.below(words.len() - 3);
            let last = (first + many).min(words.len() - 1);
            Some(words[first].start..words[last].end)
        }
    }
}

fn words(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let base = range.start;
    let part = &text[range.clone()];
    part.split_whitespace()
        .map(|w| {
            let at = w.as_ptr() as usize - part.as_ptr() as usize;
            base + at..base + at + w.len()
        })
        .collect()
}

/// Replaces parts of the text (sorted, not overlapping) and moves a range along;
/// what is replaced at its edges belongs to it.
fn edit(
    text: &str,
    edits: &[(Range<usize>, String)],
    range: &Range<usize>,
) -> (String, Range<usize>) {
    let mut out = String::with_capacity(text.len());
    let (mut at, mut start, mut end) = (0, None, None);
    for (part, new) in edits {
        // What is put in right before the range does not belong to it.
        let before = part.is_empty() && range.start == part.start;
        if start.is_none() && range.start <= part.start && !before {
            start = Some(out.len() + range.start.saturating_sub(at));
        }
        if end.is_none() && range.end <= part.start {
            end = Some(out.len() + range.end.saturating_sub(at));
        }
        out.push_str(&text[at..part.start]);
        out.push_str(new);
        at = part.end;
    }
    let start = start.unwrap_or_else(|| out.len() + range.start.saturating_sub(at));
    let end = end.unwrap_or_else(|| out.len() + range.end.saturating_sub(at));
    out.push_str(&text[at..]);
    (out, start..end)
}

fn typo(word: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    let at = random.below(chars.len());
    match random.below(3) {
        0 => chars.insert(at, 'e'),
        1 if chars.len() > 3 => {
            chars.remove(at);
        }
        _ if at + 1 < chars.len() => chars.swap(at, at + 1),
        _ => chars.push('s'),
    }
    chars.into_iter().collect()
}

/// Words of somewhere else in the text.
fn other_words(text: &str, not: &Range<usize>, count: usize, random: &mut Random) -> Vec<String> {
    let all = words(text, &(0..text.len()));
    let free: Vec<&Range<usize>> = all
        .iter()
        .filter(|w| w.end <= not.start || not.end <= w.start)
        .collect();
    (0..count)
        .map(|_| text[free[random.below(free.len())].clone()].to_owned())
        .collect()
}

/// Changes a share of the words of a range: in percent.
fn reword(
    text: &str,
    range: &Range<usize>,
    percent: usize,
    random: &mut Random,
) -> Vec<(Range<usize>, String)> {
    let words = words(text, range);
    let count = (words.len() * percent / 100).max(1);
    let mut picked: Vec<usize> = (0..words.len()).collect();
    while picked.len() > count {
        picked.remove(random.below(picked.len()));
    }
    let new = other_words(text, range, count, random);
    picked
        .iter()
        .zip(new)
        .map(|(n, w)| (words[*n].clone(), w))
        .collect()
}

/// The paragraphs of a text.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for part in text.split("\n\n") {
        if !part.trim().is_empty() {
            out.push(start..start + part.len());
        }
        start += part.len() + 2;
    }
    out
}

/// Makes a change; `None` where the text does not admit it.
pub fn mutate(
    kind: Kind,
    text: &str,
    passage: &Range<usize>,
    random: &mut Random,
) -> Option<Mutation> {
    let some = |(text, truth): (String, Range<usize>)| {
        Some(Mutation {
            text,
            truth: Some(truth),
            attach: true,
        })
    };
    match kind {
        Kind::TypoFixed => {
            let words = words(text, passage);
            let word = words.get(random.below(words.len()))?.clone();
            let new = typo(&text[word.clone()], random);
            some(edit(text, &[(word, new)], passage))
        }
        Kind::ParagraphBefore => {
            let paragraphs = paragraphs(text);
            let before: Vec<_> = paragraphs
                .iter()
                .filter(|p| p.start <= passage.start)
                .collect();
            let at = before[random.below(before.len())].start;
            let count = 30 + random.below(40);
            let new = other_words(text, &(0..0), count, random).join(" ") + ".\n\n";
            some(edit(text, &[(at..at, new)], passage))
        }
        Kind::SentenceReordered => {
            let all = sentences(text);
            let n = all
                .iter()
                .position(|s| s.start <= passage.start && passage.end <= s.end)?;
            // With a neighbour of the same paragraph.
            let other = [n.checked_sub(1), Some(n + 1)]
                .into_iter()
                .flatten()
                .filter_map(|i| all.get(i))
                .find(|s| !text[s.start.min(all[n].start)..s.end.max(all[n].end)].contains('\n'))?;
            let (a, b) = if other.start < all[n].start {
                (other.clone(), all[n].clone())
            } else {
                (all[n].clone(), other.clone())
            };
            let swapped = format!(
                "{}{}{}{}{}",
                &text[..a.start],
                &text[b.clone()],
                &text[a.end..b.start],
                &text[a.clone()],
                &text[b.end..]
            );
            let inside = passage.start - all[n].start;
            let start = if all[n].start == a.start {
                a.start + b.len() + (b.start - a.end)
            } else {
                a.start
            } + inside;
            some((swapped, start..start + passage.len()))
        }
        Kind::ParagraphMoved => {
            let all = paragraphs(text);
            let n = all
                .iter()
                .position(|p| p.start <= passage.start && passage.end <= p.end)?;
            if all.len() < 4 {
                return None;
            }
            let mut order: Vec<usize> = (0..all.len()).filter(|i| *i != n).collect();
            let to = random.below(order.len() + 1);
            order.insert(to, n);
            let mut out = String::new();
            let mut start = 0;
            for i in order {
                if i == n {
                    start = out.len() + passage.start - all[n].start;
                }
                out.push_str(&text[all[i].clone()]);
                out.push_str("\n\n");
            }
            some((out, start..start + passage.len()))
        }
        Kind::Retouched => {
            // One word in six: of fewer than five words nothing would be left.
            let many = words(text, passage).len() >= 5;
            let new = reword(text, passage, 15, random);
            many.then(|| some(edit(text, &new, passage)))?
        }
        Kind::Rewritten => {
            let (text, truth) = edit(text, &reword(text, passage, 90, random), passage);
            Some(Mutation {
                text,
                truth: Some(truth),
                attach: false,
            })
        }
        Kind::Truncated => {
            // Before, inside or behind the passage, half of the times behind.
            let paragraphs = paragraphs(text);
            let cut = paragraphs.get(1 + random.below(paragraphs.len()))?.start;
            let kept = text[..cut].trim_end().to_owned();
            let whole = passage.end <= kept.len();
            let rest = kept.len().saturating_sub(passage.start);
            Some(Mutation {
                truth: if whole {
                    Some(passage.clone())
                } else {
                    (rest > 0).then_some(passage.start..kept.len())
                },
                attach: whole,
                text: kept,
            })
        }
        Kind::SentenceDeleted => {
            let (text, _) = edit(text, &[(passage.clone(), String::new())], passage);
            Some(Mutation {
                text,
                truth: None,
                attach: false,
            })
        }
        Kind::Doubled => some((format!("{text}\n\n{text}"), passage.clone())),
        Kind::Typography => {
            let mut out = String::new();
            let (mut start, mut end) = (0, 0);
            for (i, c) in text.char_indices() {
                if i == passage.start {
                    start = out.len();
                }
                match c {
                    '“' | '”' => out.push('"'),
                    '"' => out.push('“'),
                    '’' | '‘' => out.push('\''),
                    '\'' => out.push('’'),
                    '–' | '—' => out.push('-'),
                    ' ' if i % 7 == 0 => out.push('\u{a0}'),
                    c => out.push(c),
                }
                if i + c.len_utf8() == passage.end {
                    end = out.len();
                }
            }
            some((out, start..end))
        }
        Kind::Several => {
            let moved = mutate(Kind::ParagraphBefore, text, passage, random)?;
            let truth = moved.truth?;
            let one = mutate(Kind::TypoFixed, &moved.text, &truth, random)?;
            let truth = one.truth?;
            // And the sentences around it reworded.
            let from = one.text[..truth.start].rfind('\n').map_or(0, |i| i + 1);
            let to = one.text[truth.end..]
                .find('\n')
                .map_or(one.text.len(), |i| truth.end + i);
            let mut edits = Vec::new();
            for side in [from..truth.start, truth.end..to] {
                if !one.text[side.clone()].trim().is_empty() {
                    edits.extend(reword(&one.text, &side, 40, random));
                }
            }
            some(edit(&one.text, &edits, &truth))
        }
    }
}

/// What became of passages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub all: usize,
    /// A person would attach it.
    pub due: usize,
    /// Attached where a person would.
    pub right: usize,
    /// Of these, marked as doubtful.
    pub doubtful: usize,
    /// Attached to what took its place, though a person need not.
    pub there: usize,
    pub orphan: usize,
    pub wrong: usize,
}

/// What one resolution shows.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub kind: Kind,
    pub state: State,
    pub wrong: bool,
    pub missed: bool,
    pub passage: String,
    pub got: String,
    pub truth: String,
    /// What stood around it, and what stands around the truth now.
    pub around: [String; 2],
}

/// Does `count` changes to a text and resolves a passage after each.
pub fn measure(
    text: &str,
    seed: u64,
    count: usize,
    tally: &mut BTreeMap<Kind, Tally>,
) -> Vec<Outcome> {
    let mut random = Random::new(seed);
    let mut out = Vec::new();
    for n in 0..count {
        let kind = KINDS[n % KINDS.len()];
        let Some((passage, mutation)) = (0..20).find_map(|_| {
            let passage = pick(text, &mut random)?;
            let mutation = mutate(kind, text, &passage, &mut random)?;
            // Two like paragraphs that change places are no change.
            let same = mutation.text.split_whitespace().eq(text.split_whitespace());
            (!same).then_some((passage, mutation))
        }) else {
            continue;
        };
        let selector = Selector::of(text, Span::new(passage.start, passage.end));
        let anchor = resolve(&selector, &mutation.text, TextHash::of(&mutation.text));
        let tally = tally.entry(kind).or_default();
        tally.all += 1;
        tally.due += usize::from(mutation.attach);
        let same = |span: Span, truth: &Range<usize>| {
            let common = span
                .end
                .min(truth.end)
                .saturating_sub(span.start.max(truth.start));
            let all = span.end.max(truth.end) - span.start.min(truth.start);
            // The same place, though a changed word at an end may be left out.
            common * 10 >= all * 6
        };
        // In a doubled text the copy is as good.
        let half = mutation.text.len() - text.len().min(mutation.text.len());
        let right = anchor.span.is_some_and(|span| {
            mutation.truth.as_ref().is_some_and(|t| {
                same(span, t)
                    || kind == Kind::Doubled && same(span, &(t.start + half..t.end + half))
            })
        });
        let wrong = anchor.span.is_some() && !right;
        match anchor.span {
            None => tally.orphan += 1,
            Some(_) if wrong => tally.wrong += 1,
            Some(_) if mutation.attach => {
                tally.right += 1;
                tally.doubtful += usize::from(anchor.state == State::Doubtful);
            }
            Some(_) => tally.there += 1,
        }
        out.push(Outcome {
            kind,
            state: anchor.state,
            wrong,
            missed: mutation.attach && !right,
            passage: text[passage.clone()].to_owned(),
            got: anchor.span.map_or("", |s| s.of(&mutation.text)).to_owned(),
            around: [
                around(text, &passage),
                mutation
                    .truth
                    .as_ref()
                    .map_or(String::new(), |t| around(&mutation.text, t)),
            ],
            truth: mutation.truth.map_or("", |t| &mutation.text[t]).to_owned(),
        });
    }
    out
}

/// A stretch with 80 bytes on each side.
fn around(text: &str, range: &Range<usize>) -> String {
    let from = text.floor_char_boundary(range.start.saturating_sub(80));
    let to = text.ceil_char_boundary((range.end + 80).min(text.len()));
    text[from..range.start].to_owned() + "⟦" + &text[range.clone()] + "⟧" + &text[range.end..to]
}

/// The table.
pub fn print(tally: &BTreeMap<Kind, Tally>) -> String {
    let mut out = String::from(
        "| change | passages | due | right | of these doubtful | rewritten, found | orphan | wrong |\n|---|---|---|---|---|---|---|---|\n",
    );
    let mut sum = Tally::default();
    let mut row = |name: &str, t: &Tally| {
        out.push_str(
            &[
                "| ".to_owned() + name,
                t.all.to_string(),
                t.due.to_string(),
                t.right.to_string(),
                t.doubtful.to_string(),
                t.there.to_string(),
                t.orphan.to_string(),
                t.wrong.to_string() + " |\n",
            ]
            .join(" | "),
        );
    };
    for (kind, t) in tally {
        row(&format!("{kind:?}"), t);
        sum = Tally {
            all: sum.all + t.all,
            due: sum.due + t.due,
            right: sum.right + t.right,
            doubtful: sum.doubtful + t.doubtful,
            there: sum.there + t.there,
            orphan: sum.orphan + t.orphan,
            wrong: sum.wrong + t.wrong,
        };
    }
    row("all", &sum);
    out
}

/// Attached wrongly, and rightly of those that a person would attach.
pub fn sums(tally: &BTreeMap<Kind, Tally>) -> (usize, f64) {
    let wrong = tally.values().map(|t| t.wrong).sum();
    let right: usize = tally.values().map(|t| t.right).sum();
    let due: usize = tally.values().map(|t| t.due).sum();
    (wrong, right as f64 / due.max(1) as f64)
}
