//! The annotator against a floor measured in the same run.
//!
//! `cargo bench --bench annotate [-- ARTICLES]` (400 by default) prints
//! megabytes of text per CPU second, one thread: import and all three layers;
//! the layers alone; and the floor, one Aho-Corasick pass over the same bytes
//! with the phrases of the shipped word lists.

#![allow(clippy::print_stdout)] // a bench prints what it measured

mod common;

use std::{fs, path::Path};

use aho_corasick::{AhoCorasick, MatchKind};
use attache::{annotate::Annotator, import};
use common::{Dice, briefing, median, timed};

/// Sentences that the generated briefings lack: quotes and their speakers.
const SPOKEN: &[&str] = &[
    "“We have nothing to add to what was agreed in March,” the minister told reporters.",
    "The ministry said on Tuesday that the border posts would stay open until the end of the month.",
    "“The text is ready,” said Ana Duarte, the spokeswoman for the mission. “What is missing is a date.”",
    "According to two officials, at least 340 trucks were waiting at the crossing.",
    "He denied that any deadline had been set, calling the reports “an invention”.",
    "The envoy urged both sides to return to the talks, warning that the truce was fragile.",
    "“No,” she said when asked whether the offer still stood.",
    "The council, which met behind closed doors, accused the militia of breaking the accord.",
];

fn main() {
    let n = std::env::args()
        .skip(1)
        .find_map(|a| a.parse().ok())
        .unwrap_or(400);
    let mut dice = Dice::new(7);
    let texts: Vec<String> = (0..n).map(|i| article(i, &mut dice)).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    #[allow(clippy::cast_precision_loss)]
    let megabytes = bytes as f64 / 1e6;
    println!("{n} articles, {megabytes:.2} MB");

    let automaton = phrases();
    let annotator = Annotator::default();
    let articles: Vec<_> = texts.iter().map(|t| import::text::article(t)).collect();
    let rate = |work: &dyn Fn() -> usize| {
        let runs = (0..5).map(|_| {
            let (found, cpu) = timed(work);
            assert!(found > 0, "the work found something");
            megabytes / cpu
        });
        median(runs.collect())
    };
    let floor = rate(&|| texts.iter().map(|t| automaton.find_iter(t).count()).sum());
    let layers = rate(&|| {
        let found = articles.iter().map(|a| annotator.annotate(&a.document));
        found.map(|f| f.quotes.len() + f.figures.len()).sum()
    });
    let whole = rate(&|| {
        let articles = texts.iter().map(|t| import::text::article(t));
        let found = articles.map(|a| annotator.annotate(&a.document));
        found.map(|f| f.quotes.len() + f.figures.len()).sum()
    });
    println!("floor, one Aho-Corasick pass   {floor:8.1} MB/CPU s");
    println!("three layers                   {layers:8.1} MB/CPU s");
    let share = 100.0 * whole / floor;
    println!("import and three layers        {whole:8.1} MB/CPU s, {share:.1} % of the floor");
}

/// A made-up briefing with quotes between its paragraphs.
fn article(i: usize, dice: &mut Dice) -> String {
    let mut out = String::new();
    for paragraph in briefing(i).split("\n\n") {
        out.push_str(paragraph);
        out.push_str("\n\n");
        out.push_str(dice.of(SPOKEN));
        out.push_str("\n\n");
    }
    out
}

/// The phrases of the word lists that this program ships.
fn phrases() -> AhoCorasick {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let mut phrases = Vec::new();
    for folder in ["lexicon", "gazetteer", "names", "words"] {
        let Ok(files) = fs::read_dir(assets.join(folder)) else {
            continue;
        };
        for file in files.flatten() {
            let text = fs::read_to_string(file.path()).unwrap_or_default();
            if file.path().extension().is_some_and(|e| e == "toml") {
                phrases.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
            } else {
                let words = text.lines().filter_map(|l| l.split('\t').next());
                phrases.extend(words.map(str::to_owned));
            }
        }
    }
    phrases.retain(|p| p.len() > 1);
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(phrases)
        .expect("the phrases make an automaton")
}
