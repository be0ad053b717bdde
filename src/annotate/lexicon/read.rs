//! Reads the list files: TOML lists, states, and plain name and word lists.
//! Shared with the build script; takes text, does no I/O.

use serde::Deserialize;

use super::{
    category::Category,
    compile::{Case, Item},
    verb,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    list: Vec<List>,
    #[serde(default)]
    state: Vec<State>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct List {
    category: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    case: Option<String>,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    entries: Vec<(String, String)>,
    /// Verbs whose forms are all listed; the value is their class.
    #[serde(default)]
    verbs: Vec<String>,
    /// Verbs whose base and third forms are chiefly nouns: these are left out.
    #[serde(default)]
    nominal_verbs: Vec<String>,
}

/// A state as `gazetteer/states.toml` describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// ISO 3166 alpha-2, or a private code.
    pub code: String,
    /// The short English name that is printed.
    pub name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    people: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    capital: String,
    #[serde(default)]
    metonyms: Vec<String>,
    #[serde(default)]
    bodies: Vec<(String, String)>,
    #[serde(default)]
    regions: Vec<String>,
}

/// Codes of states and the names that are printed for them.
pub type StateNames = Vec<(String, String)>;

/// Reads a TOML list file.
///
/// # Errors
///
/// A message with line and column where the file does not parse, or with the
/// unknown category or case.
pub fn lists(text: &str) -> Result<(Vec<Item>, StateNames), String> {
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    let mut items = Vec::new();
    let mut names = Vec::new();
    for list in file.list {
        let category = Category::parse(&list.category)
            .ok_or_else(|| format!("unknown category \"{}\"", list.category))?;
        let case = match list.case.as_deref() {
            None | Some("any") => Case::Any,
            Some("title") => Case::Title,
            Some("exact") => Case::Exact,
            Some(other) => return Err(format!("unknown case \"{other}\": any, title or exact")),
        };
        let verbs = list.verbs.iter().flat_map(|v| verb::forms(v, &list.value));
        let nominal = list
            .nominal_verbs
            .iter()
            .flat_map(|v| verb::forms(v, &list.value).into_iter().skip(2));
        // Their base and third forms are kept as verbs, for those who look at
        // the words around.
        for verb in &list.nominal_verbs {
            let both = verb::forms(verb, &list.value).into_iter().take(2);
            items.extend(both.map(|(phrase, value)| Item {
                phrase,
                category: Category::Verb,
                value,
                case: Case::Any,
            }));
        }
        let forms: Vec<_> = verbs.chain(nominal).collect();
        let shared = list.phrases.into_iter().map(|p| (p, list.value.clone()));
        for (phrase, value) in shared.chain(list.entries).chain(forms) {
            items.push(Item {
                phrase,
                category,
                value,
                case,
            });
        }
    }
    for state in file.state {
        names.push((state.code.clone(), state.name.clone()));
        items.extend(state_items(state));
    }
    Ok((items, names))
}

fn state_items(state: State) -> Vec<Item> {
    let code = state.code.clone();
    let mut items = Vec::new();
    let mut add = |phrase: &str, category, value: &str| {
        let caps = phrase
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase);
        items.push(Item {
            phrase: phrase.to_owned(),
            category,
            value: value.to_owned(),
            case: if caps && phrase.len() <= 6 {
                Case::Exact
            } else {
                Case::Title
            },
        });
    };
    add(&state.name, Category::State, &code);
    for a in &state.aliases {
        add(a, Category::State, &code);
    }
    for a in &state.adjectives {
        add(a, Category::StateAdjective, &code);
    }
    for a in &state.people {
        add(a, Category::StatePeople, &code);
    }
    for a in &state.prefixes {
        add(a, Category::Trait, &format!("prefix:{code}"));
    }
    if !state.capital.is_empty() {
        add(&state.capital, Category::Capital, &code);
    }
    for a in &state.metonyms {
        add(a, Category::Metonym, &code);
    }
    for (a, kind) in &state.bodies {
        add(a, Category::StateBody, &format!("{code}:{kind}"));
    }
    for a in &state.regions {
        add(a, Category::Region, &code);
    }
    items
}

/// Reads a plain list: one entry a line, tab-separated columns.
#[allow(dead_code)] // only the build script reads these
pub fn plain(text: &str, kind: &str) -> Vec<Item> {
    text.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|line| {
            let mut columns = line.split('\t');
            let phrase = columns.next().unwrap_or("").to_owned();
            let (second, third) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
            let (category, value) = match kind {
                "given" if third == "w" => (Category::GivenWord, second),
                "given" => (Category::Given, second),
                "surnames" if second == "w" => (Category::SurnameWord, ""),
                "surnames" => (Category::Surname, ""),
                "surname_first" => (Category::SurnameFirst, second),
                "cities" => (Category::City, second),
                "regions" => (Category::Place, second),
                "verbs" => (Category::Verb, second),
                _ => (Category::Common, ""),
            };
            let case = if matches!(category, Category::Common | Category::Verb) {
                Case::Any
            } else {
                Case::Title
            };
            Item {
                phrase,
                category,
                value: value.to_owned(),
                case,
            }
        })
        .collect()
}
