//! How the value of a setting is read, written out and described.

use std::{collections::BTreeMap, path::PathBuf};

use jiff::civil::DateTime;
use serde_json::{Value as Json, json};
use toml::{Value, de::DeValue};

use super::words::{Bidi, Clipboard, Colour, Hyperlinks, Layout, MarkRead, Preset, ThemeChoice};
use crate::{
    library::{Scope, Sort},
    nearest::meant,
    reader::Layers,
};

/// The type of a setting's value.
pub(super) trait Field: Sized {
    /// Reads it; an error says what was expected.
    fn read(value: &Value) -> Result<Self, String>;
    /// Takes a new value in.
    fn accept(&mut self, new: Self) {
        *self = new;
    }
    /// Writes it out.
    fn write(&self) -> Value;
    /// Describes it as JSON Schema.
    fn schema() -> Json;
}

/// A value of the recovering parser as a plain one.
pub(super) fn plain(value: &DeValue<'_>) -> Result<Value, String> {
    Ok(match value {
        DeValue::String(s) => Value::String(s.to_string()),
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix())
            .map(Value::Integer)
            .map_err(|_| format!("{i} is too large a number"))?,
        DeValue::Float(f) => f
            .as_str()
            .parse()
            .map(Value::Float)
            .map_err(|_| format!("{f} is not a number"))?,
        DeValue::Boolean(b) => Value::Boolean(*b),
        DeValue::Datetime(d) => Value::Datetime(*d),
        DeValue::Array(a) => {
            let items: Result<_, _> = a.iter().map(|v| plain(v.get_ref())).collect();
            Value::Array(items?)
        }
        DeValue::Table(t) => {
            let entries = t
                .iter()
                .map(|(k, v)| Ok::<_, String>((k.get_ref().to_string(), plain(v.get_ref())?)));
            Value::Table(entries.collect::<Result<_, _>>()?)
        }
    })
}

/// "an integer", "a list", for what was given instead.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a string",
        Value::Integer(_) => "an integer",
        Value::Float(_) => "a fraction",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
    }
}

fn expected<T>(what: &str, value: &Value) -> Result<T, String> {
    Err(format!("expected {what}, not {}", kind(value)))
}

/// Finds a word among a few.
fn one_of<T: Clone>(word: &str, all: &[(T, &'static str)]) -> Result<T, String> {
    if let Some((value, _)) = all.iter().find(|(_, w)| *w == word) {
        return Ok(value.clone());
    }
    let known: Vec<&str> = all.iter().map(|(_, w)| *w).collect();
    let near = meant(word, known.iter().copied(), ("\"", "\""));
    Err(format!(
        "\"{word}\" is not one of {}{near}",
        known.join(", ")
    ))
}

impl Field for bool {
    fn read(value: &Value) -> Result<Self, String> {
        value
            .as_bool()
            .map_or_else(|| expected("true or false", value), Ok)
    }
    fn write(&self) -> Value {
        Value::Boolean(*self)
    }
    fn schema() -> Json {
        json!({"type": "boolean"})
    }
}

macro_rules! whole {
    ($($type:ty),*) => {$(
        impl Field for $type {
            fn read(value: &Value) -> Result<Self, String> {
                match value {
                    Value::Integer(i) => <$type>::try_from(*i)
                        .map_err(|_| format!("{i} is not from 0 to {}", <$type>::MAX)),
                    _ => expected("a whole number", value),
                }
            }
            fn write(&self) -> Value {
                Value::Integer(i64::from(*self))
            }
            fn schema() -> Json {
                json!({"type": "integer", "minimum": 0})
            }
        }
    )*};
}

whole!(u16, u32);

impl Field for f32 {
    fn read(value: &Value) -> Result<Self, String> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
        match value {
            Value::Float(f) if f.is_finite() => Ok(*f as f32),
            Value::Integer(i) => Ok(*i as f32),
            _ => expected("a number", value),
        }
    }
    fn write(&self) -> Value {
        // By its shortest text, so that 0.1 stays 0.1.
        Value::Float(
            self.to_string()
                .parse()
                .unwrap_or_else(|_| f64::from(*self)),
        )
    }
    fn schema() -> Json {
        json!({"type": "number"})
    }
}

impl Field for String {
    fn read(value: &Value) -> Result<Self, String> {
        value
            .as_str()
            .map_or_else(|| expected("a string", value), |s| Ok(s.to_owned()))
    }
    fn write(&self) -> Value {
        Value::String(self.clone())
    }
    fn schema() -> Json {
        json!({"type": "string"})
    }
}

impl Field for Vec<String> {
    fn read(value: &Value) -> Result<Self, String> {
        let Value::Array(items) = value else {
            return expected("a list of strings", value);
        };
        let text = |v: &Value| match v {
            Value::String(s) => Ok(s.clone()),
            other => Err(format!(
                "expected a list of strings, not a list with {}",
                kind(other)
            )),
        };
        items.iter().map(text).collect()
    }
    fn write(&self) -> Value {
        self.to_vec().into()
    }
    fn schema() -> Json {
        json!({"type": "array", "items": {"type": "string"}})
    }
}

impl Field for Vec<PathBuf> {
    fn read(value: &Value) -> Result<Self, String> {
        let texts = Vec::<String>::read(value)?;
        if texts.iter().any(String::is_empty) {
            return Err("a folder has an empty name".to_owned());
        }
        Ok(texts.into_iter().map(PathBuf::from).collect())
    }
    fn write(&self) -> Value {
        let texts: Vec<String> = self.iter().map(|p| p.display().to_string()).collect();
        texts.into()
    }
    fn schema() -> Json {
        Vec::<String>::schema()
    }
}

impl Field for BTreeMap<String, String> {
    fn read(value: &Value) -> Result<Self, String> {
        let Value::Table(entries) = value else {
            return expected("a table of names and strings", value);
        };
        let text = |(k, v): (&String, &Value)| match v {
            Value::String(s) => Ok((k.clone(), s.clone())),
            other => Err(format!("{k}: expected a string, not {}", kind(other))),
        };
        entries.iter().map(text).collect()
    }
    /// Entries are added, and replace those of the same name.
    fn accept(&mut self, new: Self) {
        self.extend(new);
    }
    fn write(&self) -> Value {
        let entries = self
            .iter()
            .map(|(k, v)| (k.clone(), Value::String(v.clone())));
        Value::Table(entries.collect())
    }
    fn schema() -> Json {
        json!({"type": "object", "additionalProperties": {"type": "string"}})
    }
}

macro_rules! word_fields {
    ($($type:ty),*) => {$(
        impl Field for $type {
            fn read(value: &Value) -> Result<Self, String> {
                match value {
                    Value::String(s) => one_of(s, <$type>::ALL),
                    // 16, 256 and true need no quotation marks.
                    Value::Integer(_) | Value::Boolean(_) => {
                        one_of(&value.to_string(), <$type>::ALL)
                    }
                    _ => expected("a word", value),
                }
            }
            fn write(&self) -> Value {
                Value::String(self.word().to_owned())
            }
            fn schema() -> Json {
                json!({"enum": <$type>::ALL.iter().map(|(_, w)| *w).collect::<Vec<_>>()})
            }
        }
    )*};
}

word_fields!(MarkRead, Colour, Bidi, Hyperlinks, Preset, Layout);

const SORTS: &[(Sort, &str)] = &[
    (Sort::Date, "date"),
    (Sort::Title, "title"),
    (Sort::Source, "source"),
    (Sort::Unread, "unread"),
    (Sort::Added, "added"),
    (Sort::Relevance, "relevance"),
];

const SCOPES: &[(Scope, &str)] = &[
    (Scope::All, "all"),
    (Scope::Unread, "unread"),
    (Scope::Starred, "starred"),
    (Scope::Bookmarked, "bookmarked"),
];

macro_rules! outer_words {
    ($($type:ty = $all:ident),*) => {$(
        impl Field for $type {
            fn read(value: &Value) -> Result<Self, String> {
                let word = String::read(value)?;
                one_of(&word, $all)
            }
            fn write(&self) -> Value {
                let word = $all.iter().find(|(v, _)| v == self).map_or("", |(_, w)| w);
                Value::String(word.to_owned())
            }
            fn schema() -> Json {
                json!({"enum": $all.iter().map(|(_, w)| *w).collect::<Vec<_>>()})
            }
        }
    )*};
}

outer_words!(Sort = SORTS, Scope = SCOPES);

impl Field for Vec<Layout> {
    fn read(value: &Value) -> Result<Self, String> {
        match value {
            Value::Boolean(false) => Ok(Self::new()),
            Value::String(_) => Ok(vec![Layout::read(value)?]),
            Value::Array(items) => items.iter().map(Layout::read).collect(),
            _ => expected("a list of layouts", value),
        }
    }
    fn write(&self) -> Value {
        Value::Array(self.iter().map(Field::write).collect())
    }
    fn schema() -> Json {
        json!({"type": "array", "items": Layout::schema()})
    }
}

impl Field for Layers {
    fn read(value: &Value) -> Result<Self, String> {
        let mut layers = Self {
            officials: false,
            figures: false,
            quotes: false,
        };
        for name in Vec::<String>::read(value)? {
            let all = [(0, "officials"), (1, "figures"), (2, "quotes")];
            match one_of(&name, &all)? {
                0 => layers.officials = true,
                1 => layers.figures = true,
                _ => layers.quotes = true,
            }
        }
        Ok(layers)
    }
    fn write(&self) -> Value {
        let all = [
            (self.officials, "officials"),
            (self.figures, "figures"),
            (self.quotes, "quotes"),
        ];
        let shown = all.iter().filter(|(on, _)| *on).map(|(_, name)| *name);
        shown.collect::<Vec<_>>().into()
    }
    fn schema() -> Json {
        json!({"type": "array", "items": {"enum": ["officials", "figures", "quotes"]}})
    }
}

impl Field for ThemeChoice {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(match String::read(value)?.as_str() {
            "auto" => Self::Auto,
            "dark" => Self::Dark,
            "light" => Self::Light,
            name => Self::Named(name.to_owned()),
        })
    }
    fn write(&self) -> Value {
        let word = match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Named(name) => name,
        };
        Value::String(word.to_owned())
    }
    fn schema() -> Json {
        json!({"type": "string"})
    }
}

impl Field for Clipboard {
    fn read(value: &Value) -> Result<Self, String> {
        match value {
            Value::String(word) => one_of(word, &[(Self::Osc52, "osc52")])
                .map_err(|_| "expected \"osc52\" or a command as a list of words".to_owned()),
            Value::Array(words) if words.is_empty() => Err("a command needs a program".to_owned()),
            Value::Array(_) => Vec::read(value).map(Self::Command),
            _ => expected("\"osc52\" or a command as a list of words", value),
        }
    }
    fn write(&self) -> Value {
        match self {
            Self::Osc52 => Value::String("osc52".to_owned()),
            Self::Command(words) => words.write(),
        }
    }
    fn schema() -> Json {
        json!({"anyOf": [{"const": "osc52"}, Vec::<String>::schema()]})
    }
}

/// The device's name: `None` where it is empty.
impl Field for Option<String> {
    fn read(value: &Value) -> Result<Self, String> {
        let name = String::read(value)?;
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if name.len() > 40 || !name.chars().all(fits) {
            return Err(format!(
                "\"{name}\" is not a name of up to 40 letters, digits, - and _"
            ));
        }
        Ok(Some(name).filter(|n| !n.is_empty()))
    }
    fn write(&self) -> Value {
        Value::String(self.clone().unwrap_or_default())
    }
    fn schema() -> Json {
        json!({"type": "string", "pattern": "^[A-Za-z0-9_-]{0,40}$"})
    }
}

/// Whether a date format can be used.
pub(super) fn date_format(format: &str) -> Result<(), String> {
    let day = DateTime::constant(2024, 4, 18, 20, 30, 0, 0);
    match jiff::fmt::strtime::format(format, day) {
        Ok(shown) if shown.trim().is_empty() => Err("shows nothing".to_owned()),
        Ok(_) => Ok(()),
        Err(error) => Err(format!("\"{format}\" is no date format: {error}")),
    }
}

/// Whether all are classes of cue.
pub(super) fn cues(names: &[String]) -> Result<(), String> {
    let all: Vec<((), &'static str)> = super::table::CUES.iter().map(|c| ((), *c)).collect();
    names.iter().try_for_each(|name| one_of(name, &all))
}

/// Whether all saved queries can be understood.
pub(super) fn queries(searches: &BTreeMap<String, String>) -> Result<(), String> {
    let now = DateTime::constant(2024, 4, 18, 20, 30, 0, 0);
    for (name, query) in searches {
        crate::query::Query::parse(query, now).map_err(|e| format!("{name}: {e}"))?;
    }
    Ok(())
}

/// Whether all templates name fields that there are.
pub(super) fn citations(templates: &BTreeMap<String, String>) -> Result<(), String> {
    for (name, template) in templates {
        crate::passage::cite::Template::parse(template).map_err(|e| format!("{name}: {e}"))?;
    }
    Ok(())
}
