//! The user's corrections about persons: `people.toml`.
//!
//! ```toml
//! version = 1
//! not-a-person = ["Ever Given", "Rafah"]
//!
//! [[person]]
//! name = "Mohammed bin Salman"
//! aliases = ["MBS"]
//! title = "Crown Prince"
//! affiliation = "Saudi Arabia"
//! country = "Saudi Arabia"
//! gender = "m"
//!
//! [[person]]                       # two spellings of one person
//! name = "Antony Blinken"
//! aliases = ["Tony Blinken", "Anthony Blinken"]
//! ```
//!
//! The names become entries of the user's lexicon ([`People::items`]), so that
//! they are found in the same pass over the text as everything else; the
//! officials pass looks the rest up in the value that
//! [`crate::annotate::Annotator::with_people`] is given. Nothing here does I/O.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    lexicon::{
        Category,
        compile::{Case, Item},
    },
    types::Gender,
};

/// Payload of a lexicon entry for a name that is no person.
pub const NOT: &str = "not";
/// Payload of a lexicon entry for a person, before the entry's number.
pub const PERSON: &str = "person:";

/// What is wrong with a `people.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PeopleError {
    /// It does not parse; the message says line and column.
    #[error("{0}")]
    Syntax(String),
    /// A version that this program does not know.
    #[error("version {0}: this program reads version 1")]
    Version(u32),
    /// An entry without a name.
    #[error("person {0}: name is empty")]
    NoName(usize),
    /// A gender other than m or f.
    #[error("{name}: gender \"{gender}\": m or f")]
    Gender {
        /// The person's name.
        name: String,
        /// What was written.
        gender: String,
    },
    /// One spelling stands for two persons, or for a person and for none.
    #[error("\"{0}\" is listed twice")]
    Twice(String),
}

/// A person as the user describes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name that is shown.
    pub name: String,
    /// Other spellings, nicknames and initials that name the same person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The office, where the text does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The body or state of the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// The state's short English name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// "m" or "f".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
}

impl Entry {
    /// The gender, as the annotator has it.
    #[must_use]
    pub fn gender(&self) -> Option<Gender> {
        match self.gender.as_deref() {
            Some("m") => Some(Gender::Male),
            Some("f") => Some(Gender::Female),
            _ => None,
        }
    }
}

/// All corrections of the user about persons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct People {
    /// The version of the file; 1.
    #[serde(default = "one")]
    pub version: u32,
    /// Names that are no person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_a_person: Vec<String>,
    /// Persons, each with other spellings.
    #[serde(default, rename = "person", skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Entry>,
}

fn one() -> u32 {
    1
}

/// Reads a `people.toml`.
///
/// # Errors
///
/// Syntax (with line and column), an unknown version or key, an entry without
/// a name, an unknown gender, one spelling for two persons.
pub fn parse(text: &str) -> Result<People, PeopleError> {
    let people: People =
        toml::from_str(text).map_err(|e| PeopleError::Syntax(e.to_string().trim().to_owned()))?;
    if people.version != 1 {
        return Err(PeopleError::Version(people.version));
    }
    let mut seen: Vec<&str> = people.not_a_person.iter().map(String::as_str).collect();
    for (n, person) in people.persons.iter().enumerate() {
        if person.name.trim().is_empty() {
            return Err(PeopleError::NoName(n + 1));
        }
        if let Some(gender) = person
            .gender
            .as_deref()
            .filter(|g| !matches!(*g, "m" | "f"))
        {
            return Err(PeopleError::Gender {
                name: person.name.clone(),
                gender: gender.to_owned(),
            });
        }
        let names = std::iter::once(&person.name).chain(&person.aliases);
        for name in names {
            if seen.contains(&name.as_str()) {
                return Err(PeopleError::Twice(name.clone()));
            }
            seen.push(name);
        }
    }
    Ok(people)
}

impl People {
    /// The lexicon entries of all names, for
    /// [`crate::annotate::lexicon::Lexicon::with_user`].
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let item = |phrase: &str, value: String| Item {
            phrase: phrase.to_owned(),
            category: Category::User,
            value,
            case: Case::Title,
        };
        let refused = self.not_a_person.iter().map(|n| item(n, NOT.into()));
        let named = self.persons.iter().enumerate().flat_map(|(n, p)| {
            std::iter::once(&p.name)
                .chain(&p.aliases)
                .map(move |name| item(name, format!("{PERSON}{n}")))
        });
        refused.chain(named).collect()
    }

    /// The person that a lexicon entry with this payload names.
    #[must_use]
    pub fn entry(&self, value: &str) -> Option<&Entry> {
        let number = value.strip_prefix(PERSON)?;
        self.persons.get(number.parse::<usize>().ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_aliases_and_refusals_become_entries() {
        let people = parse(
            "not-a-person = [\"Sea Star\"]\n[[person]]\nname = \"Ana Ruiz\"\naliases = [\"A. Ruiz\"]\ngender = \"f\"\n",
        )
        .expect("valid");
        let items = people.items();
        assert_eq!(items.len(), 3);
        assert_eq!(items[0].value, NOT);
        let entry = people.entry(&items[2].value).expect("known");
        assert_eq!(entry.name, "Ana Ruiz");
        assert_eq!(entry.gender(), Some(Gender::Female));
        assert_eq!(people.entry(NOT), None);
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(
            parse("[[person]]\nname = \" \""),
            Err(PeopleError::NoName(1))
        );
        assert_eq!(
            parse("not-a-person = [\"X\"]\n[[person]]\nname = \"X\""),
            Err(PeopleError::Twice("X".into()))
        );
        assert_eq!(parse("version = 2"), Err(PeopleError::Version(2)));
        let error = parse("[[person]]\nnam = \"X\"").expect_err("unknown key");
        assert!(error.to_string().contains("line 2"), "{error}");
        assert!(
            parse("[[person]]\nname = \"X\"\ngender = \"x\"")
                .expect_err("gender")
                .to_string()
                .contains("m or f")
        );
    }
}
