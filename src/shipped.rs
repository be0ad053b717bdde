//! The settings, keys, hints, layouts, themes, confidences and furniture that
//! the program ships, read when it is built: a start parses the user's files and
//! no others.
//!
//! The TOML files under `config/` and `assets/` are the source; `build.rs` makes
//! constants of them.

use serde::de::{
    Deserialize, Deserializer, Error as _, IntoDeserializer, Visitor,
    value::{Error, MapDeserializer, SeqDeserializer},
};

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// A value of a shipped file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A string.
    Text(&'static str),
    /// An integer.
    Whole(i64),
    /// A fraction.
    Fraction(f64),
    /// True or false.
    Bool(bool),
    /// A list.
    List(&'static [Value]),
    /// A table, sorted by name.
    Table(&'static [(&'static str, Value)]),
}

impl Value {
    /// The entries of a table; any other value has none.
    #[must_use]
    pub const fn entries(&self) -> &'static [(&'static str, Value)] {
        match *self {
            Self::Table(entries) => entries,
            _ => &[],
        }
    }

    /// An entry of a table.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'static Value> {
        let entries = self.entries();
        let at = entries.binary_search_by(|(n, _)| (*n).cmp(name)).ok()?;
        entries.get(at).map(|(_, value)| value)
    }

    /// The same as a value of TOML.
    #[must_use]
    pub fn to_toml(&self) -> toml::Value {
        match *self {
            Self::Text(text) => toml::Value::String(text.to_owned()),
            Self::Whole(whole) => toml::Value::Integer(whole),
            Self::Fraction(fraction) => toml::Value::Float(fraction),
            Self::Bool(is) => toml::Value::Boolean(is),
            Self::List(items) => toml::Value::Array(items.iter().map(Self::to_toml).collect()),
            Self::Table(entries) => {
                let entries = entries.iter().map(|(n, v)| ((*n).to_owned(), v.to_toml()));
                toml::Value::Table(entries.collect())
            }
        }
    }

    /// Reads it as something that can be read from TOML.
    ///
    /// # Errors
    ///
    /// If it is of another form.
    pub fn read<T: Deserialize<'static>>(&'static self) -> Result<T, Error> {
        T::deserialize(self)
    }
}

impl IntoDeserializer<'static> for &'static Value {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl Deserializer<'static> for &'static Value {
    type Error = Error;

    fn deserialize_any<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        match *self {
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::Whole(whole) => visitor.visit_i64(whole),
            Value::Fraction(fraction) => visitor.visit_f64(fraction),
            Value::Bool(is) => visitor.visit_bool(is),
            Value::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Value::Table(entries) => {
                let entries = entries.iter().map(|(name, value)| (*name, value));
                visitor.visit_map(MapDeserializer::new(entries))
            }
        }
    }

    fn deserialize_option<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'static>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match *self {
            Value::Text(word) => visitor.visit_enum(word.into_deserializer()),
            _ => Err(Error::custom("expected a word")),
        }
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'static>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct newtype_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compiled_in_is_what_the_files_say() {
        let same = |value: &Value, text: &str| {
            let file: toml::Table = text.parse().expect("file");
            assert_eq!(value.to_toml(), toml::Value::Table(file));
        };
        same(&CONFIG, crate::config::DEFAULTS);
        same(&KEYMAP, crate::app::keymap::DEFAULTS);
        let vim = PRESETS.get("vim").expect("vim");
        same(vim, include_str!("../config/presets/vim.toml"));
        let names: Vec<&str> = THEMES.entries().iter().map(|(n, _)| *n).collect();
        assert_eq!(names, ["contrast", "embassy", "mono", "paper"]);
        assert_eq!(THEMES.get("plum"), None);
        assert_eq!(Value::Whole(3).get("plum"), None);
    }

    #[test]
    fn values_are_read_as_from_toml() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Thing {
            name: String,
            count: Option<u8>,
            #[serde(default)]
            parts: Vec<f32>,
        }
        const GOOD: Value = Value::Table(&[
            ("count", Value::Whole(3)),
            ("name", Value::Text("treaty")),
            ("parts", Value::List(&[Value::Fraction(0.5)])),
        ]);
        const WRONG: Value = Value::Table(&[("name", Value::Bool(true))]);
        const MORE: Value = Value::Table(&[("name", Value::Text("x")), ("odd", Value::Whole(1))]);
        let thing: Thing = GOOD.read().expect("thing");
        assert_eq!(thing.count, Some(3));
        assert_eq!((&*thing.name, &*thing.parts), ("treaty", &[0.5][..]));
        assert!(WRONG.read::<Thing>().is_err());
        assert!(MORE.read::<Thing>().is_err());
    }
}
