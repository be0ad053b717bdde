//! The one list of settings: name, how it is set, how it is described.
//!
//! The explanation of each is the comment above it in `config/config.toml`;
//! manual page and schema take it from there.

use serde_json::{Map, Value as Json, json};
use toml::Value;

use super::{
    Config, DEFAULTS,
    field::{self, Field},
};
use crate::nearest::meant;

/// Classes of cue whose quotes can be hidden; those of the lexicon.
pub const CUES: &[&str] = &[
    "say", "tell", "write", "claim", "deny", "admit", "vow", "warn", "urge", "ask", "reply",
    "think", "expect", "accuse", "announce", "report", "estimate", "show",
];

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in config.toml.
    pub name: &'static str,
    pub(super) set: fn(&mut Config, &Value) -> Result<(), String>,
    get: fn(&Config) -> Value,
    schema: fn() -> Json,
}

impl Setting {
    /// Its value.
    #[must_use]
    pub fn value(&self, config: &Config) -> Value {
        (self.get)(config)
    }

    /// Takes a value in.
    ///
    /// # Errors
    ///
    /// What was expected instead; nothing is changed then.
    pub fn put(&self, config: &mut Config, value: &Value) -> Result<(), String> {
        (self.set)(config, value)
    }

    /// The words that its value is, or is a list of; empty where any text fits.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let schema = (self.schema)();
        if schema.get("type").and_then(Json::as_str) == Some("boolean") {
            return vec!["true".to_owned(), "false".to_owned()];
        }
        let listed = schema.get("items").unwrap_or(&schema).get("enum");
        let words = listed.and_then(Json::as_array).into_iter().flatten();
        words
            .filter_map(|w| w.as_str().map(str::to_owned))
            .collect()
    }
}

/// A value as it is typed on a command line: TOML, or else taken as a string.
#[must_use]
pub fn typed(text: &str) -> Value {
    let value = toml::de::DeValue::parse(text.trim())
        .ok()
        .and_then(|v| field::plain(v.get_ref()).ok());
    value.unwrap_or_else(|| Value::String(text.trim().to_owned()))
}

/// Takes any value.
fn any<T: ?Sized>(_: &T) -> Result<(), String> {
    Ok(())
}

macro_rules! settings {
    ($($name:literal => $field:ident $(, in $range:expr)? $(, if $check:expr)?;)*) => {
        /// All settings, in the order of the file.
        pub const SETTINGS: &[Setting] = &[$(Setting {
            name: $name,
            set: |config, value| {
                let read = read_as(|c: &Config| &c.$field, value)?;
                $(if !($range).contains(&read) {
                    let (low, high) = ($range).into_inner();
                    return Err(format!("{read} is not from {low} to {high}"));
                })?
                settings!(@check $($check)?)(&read)?;
                config.$field.accept(read);
                Ok(())
            },
            get: |config| config.$field.write(),
            schema: || {
                #[allow(unused_mut)]
                let mut schema = schema_of(|c: &Config| &c.$field);
                $(if let Json::Object(map) = &mut schema {
                    map.insert("minimum".into(), json!(($range).start()));
                    map.insert("maximum".into(), json!(($range).end()));
                })?
                schema
            },
        },)*];
    };
    (@check) => { any };
    (@check $check:expr) => { $check };
}

fn read_as<T: Field>(_: fn(&Config) -> &T, value: &Value) -> Result<T, String> {
    T::read(value)
}

fn schema_of<T: Field>(_: fn(&Config) -> &T) -> Json {
    T::schema()
}

settings! {
    "library" => library;
    "watch" => watch;
    "sort" => sort;
    "reverse" => reverse;
    "scope" => scope;
    "resume" => resume;
    "mark-read" => mark_read;
    "dwell" => dwell, in 1..=3600;
    "device" => device;
    "theme" => theme;
    "theme-dark" => theme_dark;
    "theme-light" => theme_light;
    "colour" => colour;
    "text-width" => text_width, in 20..=400;
    "list-width" => list_width, in 16..=200;
    "layers" => layers;
    "margin" => margin;
    "ascii" => ascii;
    "linear" => linear;
    "confidence-floor" => confidence_floor, in 0.0..=1.0;
    "hidden-cues" => hidden_cues, if field::cues;
    "bidi" => bidi;
    "hyperlinks" => hyperlinks;
    "date-format" => date_format, if field::date_format;
    "mouse" => mouse;
    "clipboard" => clipboard;
    "browser" => browser;
    "viewer" => viewer;
    "editor" => editor;
    "keymap" => keymap;
    "langmap" => langmap;
    "which-key-delay" => which_key_delay, in 0..=60_000;
    "citation" => citation;
    "citations" => citations, if field::citations;
    "searches" => searches, if field::queries;
}

/// The setting of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|s| s.name == name)
}

/// What is said of a name that is no setting.
pub(super) fn unknown(name: &str) -> String {
    let near = meant(name, SETTINGS.iter().map(|s| s.name), ("\"", "\""));
    let near = match near.as_str() {
        "" => "; `attache config print --default` lists them all",
        near => near,
    };
    format!("unknown setting \"{name}\"{near}")
}

/// All settings as a config.toml without comments; tables stand last.
pub(super) fn to_toml(config: &Config) -> String {
    let mut plain = toml::Table::new();
    let mut out = String::new();
    let mut tables = String::new();
    for setting in SETTINGS {
        let value = (setting.get)(config);
        plain.clear();
        let into = if value.is_table() {
            &mut tables
        } else {
            &mut out
        };
        if value.is_table() && !into.is_empty() {
            into.push('\n');
        }
        plain.insert(setting.name.to_owned(), value);
        // A value of ours always has a TOML form.
        into.push_str(&toml::to_string(&plain).unwrap_or_default());
    }
    if !tables.is_empty() {
        out.push('\n');
    }
    out + &tables
}

/// What config.toml says above a setting: its explanation.
#[must_use]
pub fn explanation(name: &str) -> String {
    let mut said: Vec<&str> = Vec::new();
    for line in DEFAULTS.lines() {
        let key = line.split_once('=').map(|(k, _)| k.trim());
        if key == Some(name) || line.trim() == format!("[{name}]") {
            return said.join(" ");
        }
        match line.strip_prefix('#') {
            Some(comment) => said.push(comment.trim()),
            None => said.clear(),
        }
    }
    String::new()
}

/// The shipped value of a setting, as TOML.
#[must_use]
pub fn default_of(setting: &Setting) -> String {
    (setting.get)(&Config::default()).to_string()
}

/// All settings as a table in Markdown: name, shipped value, explanation.
#[must_use]
pub fn markdown() -> String {
    // A bar would end the cell; angle brackets would be HTML.
    let cell = |text: &str| {
        text.replace('|', "\\|")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    let mut out = "| setting | default | what it does |\n|---|---|---|\n".to_owned();
    for setting in SETTINGS {
        let default = default_of(setting);
        let default = match default.trim() {
            table if table.contains('\n') || table.starts_with("{ ") => {
                "see config.toml".to_owned()
            }
            value => format!("`{}`", value.replace('|', "\\|")),
        };
        let said = cell(&explanation(setting.name));
        out.extend(["| `", setting.name, "` | ", &default, " | ", &said, " |\n"]);
    }
    out
}

/// The settings as JSON Schema, for editors that check TOML.
#[must_use]
pub fn schema() -> Json {
    let mut properties = Map::new();
    for setting in SETTINGS {
        let mut schema = (setting.schema)();
        if let Json::Object(map) = &mut schema {
            map.insert("description".into(), explanation(setting.name).into());
        }
        properties.insert(setting.name.to_owned(), schema);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "attache config.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_default_and_an_explanation() {
        let table: toml::Table = DEFAULTS.parse().expect("defaults");
        for setting in SETTINGS {
            assert!(
                table.contains_key(setting.name),
                "{} has no default",
                setting.name
            );
            assert!(
                explanation(setting.name).len() > 20,
                "{} is not explained",
                setting.name
            );
        }
        let order: Vec<usize> = SETTINGS
            .iter()
            .filter_map(|s| {
                DEFAULTS
                    .find(&format!("\n{} =", s.name))
                    .or_else(|| DEFAULTS.find(&format!("\n[{}]", s.name)))
            })
            .collect();
        assert_eq!(order.len(), SETTINGS.len());
        assert!(
            order.is_sorted(),
            "the file has another order than the table"
        );
    }

    #[test]
    fn the_schema_names_all_settings_and_their_ranges() {
        let schema = schema();
        let properties = schema["properties"].as_object().expect("object");
        assert_eq!(properties.len(), SETTINGS.len());
        assert_eq!(properties["text-width"]["minimum"], 20);
        assert_eq!(properties["mark-read"]["enum"][0], "open");
    }
}
