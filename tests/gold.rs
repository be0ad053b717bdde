//! The project's own gold: original mini-articles with what a careful reader
//! marks in them, scored per measure against floors that may only rise.
//!
//! `cargo test --test gold -- --nocapture` prints the table. The markup is
//! explained in `tests/gold/README.md`.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used
)]

use std::{collections::BTreeMap, fmt::Write as _, fs, ops::Range, path::Path};

use attache::{
    annotate::{Annotations, Annotator, Bound, Form, PersonId, QuoteKind},
    import::text,
    span::Span,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    article: Vec<Gold>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gold {
    name: String,
    text: String,
    #[serde(default)]
    people: BTreeMap<String, String>,
    #[serde(default)]
    officials: Vec<String>,
    #[serde(default)]
    persons: Vec<String>,
    #[serde(default)]
    figures: Vec<String>,
    #[serde(default)]
    quotes: Vec<String>,
    #[serde(default)]
    refused: Vec<String>,
}

/// Found, expected and right ones of a measure.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    found: usize,
    gold: usize,
    right: usize,
}

impl Count {
    fn precision(self) -> f64 {
        percent(self.right, self.found)
    }

    fn recall(self) -> f64 {
        percent(self.right, self.gold)
    }

    fn f1(self) -> f64 {
        percent(2 * self.right, self.found + self.gold)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        100.0
    } else {
        // Small counts: exact in f64.
        (part as f64) * 100.0 / (whole as f64)
    }
}

#[derive(Default)]
struct Scores {
    measures: BTreeMap<&'static str, Count>,
    misses: String,
}

impl Scores {
    /// One expected thing, found or not.
    fn asked(&mut self, measure: &'static str, right: bool, miss: impl FnOnce() -> String) {
        let count = self.measures.entry(measure).or_default();
        count.gold += 1;
        count.found += 1;
        count.right += usize::from(right);
        if !right {
            let _ = writeln!(self.misses, "{measure:22} {}", miss());
        }
    }

    /// Two lists of spans that should be the same.
    fn spans(
        &mut self,
        measure: &'static str,
        found: &[Range<usize>],
        gold: &[Range<usize>],
        optional: &[Range<usize>],
        case: &Case<'_>,
    ) {
        let count = self.measures.entry(measure).or_default();
        let right = gold.iter().filter(|g| found.contains(g)).count();
        let extra: Vec<_> = found
            .iter()
            .filter(|f| !gold.contains(f) && !optional.contains(f))
            .collect();
        count.gold += gold.len();
        count.right += right;
        count.found += right + extra.len();
        for span in gold.iter().filter(|g| !found.contains(g)) {
            let _ = writeln!(
                self.misses,
                "{measure:22} {} – {}",
                case.name,
                case.of(span)
            );
        }
        for span in extra {
            let _ = writeln!(
                self.misses,
                "{measure:22} {} + {}",
                case.name,
                case.of(span)
            );
        }
    }
}

/// A text with its annotations, both in byte offsets of the document.
struct Case<'a> {
    name: &'a str,
    text: &'a str,
    found: &'a Annotations,
}

fn range(span: Span) -> Range<usize> {
    span.start..span.end
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

impl Case<'_> {
    fn of(&self, span: &Range<usize>) -> String {
        self.text[span.clone()].replace('\n', "¶")
    }

    /// The next place of a quoted text at or behind `from`; "first … last"
    /// stands for all between.
    fn find(&self, quoted: &str, from: usize) -> Range<usize> {
        let from = (from..=self.text.len())
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(from);
        let lost = || panic!("{}: not in the text (in this order): {quoted}", self.name);
        let Some((first, last)) = quoted.split_once(" … ") else {
            let at = self.text[from..].find(quoted).unwrap_or_else(lost) + from;
            return at..at + quoted.len();
        };
        let start = self.text[from..].find(first).unwrap_or_else(lost) + from;
        let end = self.text[start..].find(last).unwrap_or_else(lost) + start + last.len();
        start..end
    }

    fn name_of(&self, id: PersonId) -> &str {
        let person = self.found.person(id);
        person.and_then(|p| p.name.as_deref()).unwrap_or("")
    }
}

/// The fields of a line, separated by `|`.
fn fields(line: &str) -> impl Iterator<Item = &str> {
    line.split('|').map(str::trim)
}

/// Whether one of the alternatives (`a / b`) equals what was found.
fn one_of(expected: &str, found: Option<&str>) -> bool {
    let found = found.unwrap_or("").to_lowercase();
    expected.split(" / ").any(|e| e.to_lowercase() == found)
}

fn officials(case: &Case<'_>, gold: &Gold, scores: &mut Scores) {
    let (mut names, mut spans, mut at) = (Vec::new(), Vec::new(), 0);
    for line in &gold.officials {
        let (who, mention) = line.split_once(": ").expect("who: mention");
        let plain = mention.replace(['[', ']'], "");
        let span = case.find(&plain, at);
        at = span.end;
        let Some((before, rest)) = mention.split_once('[') else {
            let form = case
                .found
                .officials
                .iter()
                .find(|o| overlap(&range(o.span), &span));
            let right = form.is_some_and(|o| matches!(o.form, Form::Unnamed | Form::Group))
                || (!matches!(who, "unnamed" | "group") && form.is_some());
            scores.asked("unnamed and groups", right, || {
                format!("{} – {plain}", case.name)
            });
            continue;
        };
        let start = span.start + before.len();
        let len = rest.find(']').expect("closing bracket");
        let name = start..start + len;
        names.push(name.clone());
        spans.push(span.clone());
        let hit = case
            .found
            .officials
            .iter()
            .find(|o| o.name.is_some_and(|n| overlap(&range(n), &name)));
        let entry: Vec<&str> = gold
            .people
            .get(who)
            .map_or(Vec::new(), |p| fields(p).collect());
        let asked = |i: usize| entry.get(i).copied().filter(|e| !e.is_empty());
        if let Some(title) = asked(1) {
            let found = hit.and_then(|o| o.title.as_deref());
            scores.asked("title", one_of(title, found), || {
                format!("{} – {plain}: {found:?}", case.name)
            });
        }
        if let Some(affiliation) = asked(2) {
            let found = hit.and_then(|o| o.affiliation.as_deref());
            scores.asked("affiliation", one_of(affiliation, found), || {
                format!("{} – {plain}: {found:?}", case.name)
            });
        }
        if let Some(country) = asked(3) {
            let found = hit.and_then(|o| o.country.as_deref());
            scores.asked("country", one_of(country, found), || {
                format!("{} – {plain}: {found:?}", case.name)
            });
        }
        if let Some(full) = asked(0) {
            let found = hit.map_or("", |o| case.name_of(o.person));
            scores.asked("identity", one_of(full, Some(found)), || {
                format!("{} – {plain}: {found:?}", case.name)
            });
        }
    }
    let found: Vec<_> = case
        .found
        .officials
        .iter()
        .filter(|o| o.name.is_some())
        .collect();
    let found_names: Vec<_> = found.iter().filter_map(|o| o.name).map(range).collect();
    let found_spans: Vec<_> = found.iter().map(|o| range(o.span)).collect();
    let mut persons = Vec::new();
    at = 0;
    for line in &gold.persons {
        let span = case.find(line, at);
        at = span.end;
        persons.push(span);
    }
    scores.spans("official, span", &found_spans, &spans, &persons, case);
    let all: Vec<_> = found_names
        .iter()
        .cloned()
        .chain(case.found.persons.iter().map(|p| range(p.span)))
        .collect();
    names.extend(persons);
    scores.spans("name", &all, &names, &[], case);
    at = 0;
    for line in &gold.refused {
        let span = case.find(line, at);
        at = span.start;
        let figure = case
            .found
            .figures
            .iter()
            .any(|f| !f.minor && overlap(&range(f.number), &span));
        let person = all.iter().any(|n| overlap(n, &span));
        let quote = case.found.quotes.iter().any(|q| {
            matches!(q.kind, QuoteKind::Direct | QuoteKind::Partial) && range(q.span) == span
        });
        scores.asked("refused", !(figure || person || quote), || {
            format!("{} + {line}", case.name)
        });
    }
}

fn figures(case: &Case<'_>, gold: &Gold, scores: &mut Scores) {
    let (mut spans, mut optional) = (Vec::new(), Vec::new());
    let (mut values, mut at) = (0, 0);
    for line in &gold.figures {
        let mut parts = fields(line);
        let span = case.find(parts.next().expect("span"), at);
        at = span.start + 1;
        let amount = parts.next().expect("amount");
        if amount.starts_with('?') {
            optional.push(span); // carries no news: neither helps nor hurts
            continue;
        }
        spans.push(span.clone());
        let bound = match amount.chars().next() {
            Some('>') => Bound::Over,
            Some('<') => Bound::Under,
            Some('~') => Bound::About,
            Some('u') => Bound::Up,
            Some('d') => Bound::Down,
            _ => Bound::Equal,
        };
        let digits = amount.trim_start_matches(['>', '<', '~', '=']);
        let digits = digits.trim_start_matches("up ").trim_start_matches("down ");
        let (low, high) = match digits.split_once("..") {
            Some((low, high)) => (low, Some(high.parse::<f64>().expect("high"))),
            None => (digits, None),
        };
        let low: f64 = low.parse().expect("value");
        let near = |a: f64, b: f64| (a - b).abs() <= b.abs() * 1e-9;
        let hit = case
            .found
            .figures
            .iter()
            .find(|f| overlap(&range(f.span), &span) && near(f.value, low));
        let right = hit.is_some_and(|f| match (f.high, high) {
            (Some(a), Some(b)) => near(a, b),
            (None, None) => true,
            _ => false,
        });
        values += usize::from(right);
        if !right {
            let _ = writeln!(
                scores.misses,
                "figure, value          {} – {line}",
                case.name
            );
        }
        let said = hit.map(|f| f.bound.sign());
        scores.asked(
            "figure, bound",
            hit.is_some_and(|f| f.bound == bound),
            || format!("{} – {line}: {said:?}", case.name),
        );
        if let Some(unit) = parts.next().filter(|u| !u.is_empty()) {
            let found = hit.and_then(|f| f.unit.as_deref());
            scores.asked("figure, unit", one_of(unit, found), || {
                format!("{} – {line}: {found:?}", case.name)
            });
        }
        if let Some(source) = parts.next() {
            let found = hit
                .and_then(|f| f.source.as_ref())
                .map(|p| case.of(&range(p.span)));
            let right = match (&found, source) {
                (None, "none") => true,
                (Some(found), source) => source
                    .split(" / ")
                    .any(|s| found.contains(s) || s.contains(found.as_str())),
                _ => false,
            };
            scores.asked("figure, source", right, || {
                format!("{} – {line}: {found:?}", case.name)
            });
        }
    }
    let count = scores.measures.entry("figure, value").or_default();
    count.gold += spans.len();
    count.right += values;
    count.found += values;
    for f in case.found.figures.iter().filter(|f| !f.minor) {
        let known = |s: &Range<usize>| overlap(s, &range(f.span));
        if !spans.iter().chain(&optional).any(known) {
            scores.measures.entry("figure, value").or_default().found += 1;
            let extra = case.of(&range(f.span));
            let _ = writeln!(
                scores.misses,
                "figure, value          {} + {extra}",
                case.name
            );
        }
    }
}

fn quotes(case: &Case<'_>, gold: &Gold, scores: &mut Scores) {
    let (mut marked, mut at) = (Vec::new(), 0);
    for line in &gold.quotes {
        let mut parts = fields(line);
        let kind = parts.next().expect("kind");
        let span = case.find(parts.next().expect("span"), at);
        at = span.start + 1;
        let reported = kind == "reported";
        let hit = case.found.quotes.iter().find(|q| {
            let same = (q.kind == QuoteKind::Reported) == reported;
            let share = overlap(&range(q.span), &span);
            same && share && (!reported || close(&range(q.span), &span))
        });
        if reported {
            scores.asked("reported, content", hit.is_some(), || {
                format!("{} – {}", case.name, case.of(&span))
            });
        } else {
            marked.push(span.clone());
        }
        let (who, cue) = if reported {
            ("reported, speaker", "reported, cue")
        } else {
            ("quote, speaker", "quote, cue")
        };
        if let Some(speaker) = parts.next().filter(|s| !s.is_empty()) {
            let found = hit.and_then(|q| q.speaker.as_ref());
            let text = found.map(|p| case.of(&range(p.span))).unwrap_or_default();
            let person = found
                .and_then(|p| p.person)
                .map_or("", |id| case.name_of(id));
            // "he = John Kirby" asks for the words and for whom they stand.
            let right = speaker.split(" / ").any(|s| match s.split_once(" = ") {
                Some((words, full)) => text.eq_ignore_ascii_case(words) && person == full,
                None => text.eq_ignore_ascii_case(s),
            });
            scores.asked(who, right, || {
                format!("{} – {line}: {text:?} {person:?}", case.name)
            });
        }
        if let Some(expected) = parts.next().filter(|s| !s.is_empty()) {
            let found = hit.and_then(|q| q.cue).map(|c| case.of(&range(c)));
            scores.asked(cue, one_of(expected, found.as_deref()), || {
                format!("{} – {line}: {found:?}", case.name)
            });
        }
    }
    let found: Vec<_> = case
        .found
        .quotes
        .iter()
        .filter(|q| q.kind != QuoteKind::Reported)
        .map(|q| range(q.span))
        .collect();
    scores.spans("quote, segment", &found, &marked, &[], case);
}

/// Whether two stretches agree but for a word or two at their ends.
fn close(a: &Range<usize>, b: &Range<usize>) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let longer = a.len().max(b.len());
    common * 10 >= longer * 8
}

#[test]
fn the_gold_holds_its_floors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("gold folder")
        .map(|e| e.expect("entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml") && !p.ends_with("floors.toml"))
        .collect();
    paths.sort();
    let annotator = Annotator::default();
    let mut scores = Scores::default();
    let mut articles = 0;
    for path in paths {
        let file = fs::read_to_string(&path).expect("gold file");
        let file: File = toml::from_str(&file).unwrap_or_else(|e| panic!("{path:?}: {e}"));
        for gold in &file.article {
            let article = text::article(&gold.text);
            let found = annotator.annotate(&article.document);
            let case = Case {
                name: &gold.name,
                text: article.document.text(),
                found: &found,
            };
            officials(&case, gold, &mut scores);
            figures(&case, gold, &mut scores);
            quotes(&case, gold, &mut scores);
            articles += 1;
        }
    }
    let floors = fs::read_to_string(folder.join("floors.toml")).expect("floors");
    let floors: BTreeMap<String, f64> = toml::from_str(&floors).expect("floors");
    let mut table = format!("{articles} articles\n\n");
    let mut below = Vec::new();
    for (measure, count) in &scores.measures {
        let f1 = (count.f1() * 10.0).floor() / 10.0;
        let floor = floors.get(*measure).copied().unwrap_or(0.0);
        let (p, r) = (count.precision(), count.recall());
        let note = if f1 < floor {
            "  BELOW"
        } else if f1 > floor {
            "  raise the floor"
        } else {
            ""
        };
        let _ = writeln!(
            table,
            "{measure:22} P {p:5.1}  R {r:5.1}  F1 {f1:5.1}  of {:3}  floor {floor:5.1}{note}",
            count.gold
        );
        if f1 < floor {
            below.push(*measure);
        }
    }
    println!("{table}\n{}", scores.misses);
    assert!(articles >= 30, "the gold has at least thirty articles");
    assert!(
        below.is_empty(),
        "below the floor: {below:?}\n\n{table}\n{}",
        scores.misses
    );
}
