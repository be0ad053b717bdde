//! Figures in single sentences: value, bound and unit of all that are found,
//! and sentences in which nothing may be found. Every bug becomes a line.

use attache::annotate::{Annotations, Annotator};
use serde::Deserialize;

#[derive(Deserialize)]
struct Found {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    figures: Vec<String>,
}

#[derive(Deserialize)]
struct Sources {
    case: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    text: String,
    sources: Vec<String>,
}

#[derive(Deserialize)]
struct Refused {
    none: Vec<String>,
}

fn annotate(text: &str) -> Annotations {
    let article = attache::import::text::article(text);
    Annotator::default().annotate(&article.document)
}

fn shown(found: &Annotations) -> Vec<String> {
    let one = |f: &attache::annotate::Figure| {
        let high = f.high.map(|h| format!("..{h}")).unwrap_or_default();
        let unit = f.unit.as_deref().unwrap_or("-");
        format!("{}{high} {} {unit}", f.value, f.bound.sign())
    };
    found.figures.iter().map(one).collect()
}

#[test]
fn figures_are_read_whole() {
    let table: Found =
        toml::from_str(include_str!("figures/found.toml")).expect("a table of cases");
    let wrong: Vec<String> = table
        .case
        .iter()
        .filter_map(|case| {
            let got = shown(&annotate(&case.text));
            (got != case.figures)
                .then(|| format!("{}\n  want {:?}\n  got  {got:?}", case.text, case.figures))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_only_looks_like_a_figure_is_refused() {
    let table: Refused =
        toml::from_str(include_str!("figures/refused.toml")).expect("a list of sentences");
    let wrong: Vec<String> = table
        .none
        .iter()
        .filter_map(|text| {
            let got = shown(&annotate(text));
            (!got.is_empty()).then(|| format!("{text}\n  got {got:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sources_are_found_and_not_invented() {
    let table: Sources =
        toml::from_str(include_str!("figures/sources.toml")).expect("a table of cases");
    let wrong: Vec<String> = table
        .case
        .iter()
        .filter_map(|case| {
            let text = format!("Talks go on\n\n{}", case.text);
            let article = attache::import::text::article(&text);
            let found = Annotator::default().annotate(&article.document);
            let source = |f: &attache::annotate::Figure| {
                let party = f.source.as_ref().map(|p| article.document.slice(p.span));
                party.unwrap_or("").to_owned()
            };
            let got: Vec<String> = found.figures.iter().map(source).collect();
            (got != case.sources)
                .then(|| format!("{}\n  want {:?}\n  got  {got:?}", case.text, case.sources))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_figure_knows_place_date_and_what_it_is_compared_with() {
    let text = "Inflation in Turkey was 61.5 percent in March, up from 54 percent. \
                More than 900 people have been killed in Sudan since April 15.";
    let article = attache::import::text::article(text);
    let found = Annotator::default().annotate(&article.document);
    let slice = |s: Option<attache::span::Span>| s.map(|s| article.document.slice(s));
    let [rate, before, killed] = &found.figures[..] else {
        panic!("three figures, not {:?}", shown(&found));
    };
    assert_eq!(slice(rate.as_of), Some("March"));
    assert_eq!(rate.change_from, Some(before.number));
    assert_eq!(killed.counted.as_deref(), Some("people killed in Sudan"));
    assert_eq!(slice(killed.place), Some("Sudan"));
    assert_eq!(slice(killed.as_of), Some("since April 15"));
}
