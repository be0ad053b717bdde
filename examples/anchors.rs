//! How passages survive changes: changes every article of a folder in the ways
//! that news pages change and counts where the passages go.
//!
//! `cargo run --release --example anchors -- FOLDER [CHANGES PER ARTICLE] [-v]`

#![allow(clippy::print_stdout)]

#[path = "../tests/state_help/mutate.rs"]
mod mutate;

use std::{collections::BTreeMap, env, fs, time::Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = env::args().skip(1);
    let folder = args.next().ok_or("usage: anchors FOLDER [CHANGES] [-v]")?;
    let count = args.next().and_then(|n| n.parse().ok()).unwrap_or(11);
    let verbose = args.next().is_some();
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.is_file())
        .collect();
    paths.sort();
    let mut tally = BTreeMap::new();
    let start = Instant::now();
    let (mut articles, mut bytes) = (0, 0);
    for (seed, path) in paths.iter().enumerate() {
        let Ok(loaded) = attache::import::load(path) else {
            continue;
        };
        for article in &loaded.articles {
            let text = article.document.text();
            articles += 1;
            bytes += text.len();
            for o in mutate::measure(text, seed as u64 + 1, count, &mut tally) {
                if verbose && (o.wrong || o.missed) {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    let what = if o.wrong { "WRONG" } else { "missed" };
                    println!(
                        "{what} {:?} {:?} {name}\n  was:   {}\n  got:   {}\n  truth: {}",
                        o.kind, o.state, o.passage, o.got, o.truth
                    );
                }
            }
        }
    }
    let (wrong, right) = mutate::sums(&tally);
    println!("{}", mutate::print(&tally));
    println!(
        "{articles} articles, {bytes} bytes; wrong {wrong}, right {:.2} %; {:.1} s",
        right * 100.0,
        start.elapsed().as_secs_f64()
    );
    Ok(())
}
