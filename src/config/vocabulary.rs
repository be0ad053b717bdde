//! The user's word lists (`lexicon/*.toml`) and corrections about persons
//! (`people.toml`).

use std::{fs, io, path::Path};

use super::Problem;
use crate::{
    annotate::{lexicon::read, people, vocabulary::Vocabulary},
    places::Places,
};

/// Reads the lists; a file that cannot be used is a problem, the others count.
pub(super) fn load(places: &Places) -> (Vocabulary, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut items = Vec::new();
    for path in files(&places.config.join("lexicon"), &mut problems) {
        let Some(text) = text(&path, &mut problems) else {
            continue;
        };
        match read::lists(&text) {
            Ok((new, _)) => items.extend(new),
            Err(error) => problems.push(Problem::of_file(&path, &error)),
        }
    }
    let path = places.config.join("people.toml");
    let people = text(&path, &mut problems).and_then(|text| match people::parse(&text) {
        Ok(people) => Some(people),
        Err(error) => {
            problems.push(Problem::of_file(&path, &error.to_string()));
            None
        }
    });
    (Vocabulary::new(items, people), problems)
}

/// The list files of a folder, sorted; a folder that is not there has none.
fn files(folder: &Path, problems: &mut Vec<Problem>) -> Vec<std::path::PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            problems.push(Problem::of_file(folder, &error.to_string()));
            return Vec::new();
        }
    };
    let mut paths: Vec<_> = entries
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    paths
}

/// The text of a file; one that is not there has none.
fn text(path: &Path, problems: &mut Vec<Problem>) -> Option<String> {
    match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            problems.push(Problem::of_file(path, &error.to_string()));
            None
        }
    }
}
