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
