//! The fields of one table: keys and values, read line by line or, where
//! somebody wrote another form of TOML, by the general parser.

use jiff::civil::DateTime;

use super::KNOWN;
use crate::{
    article::ArticleId,
    clean::Clean,
    state::{
        stamp::{Set, Stamp},
        value::{Value, value},
    },
};

/// The fields of one table: keys and values, each on its line.
#[derive(Clone, Debug)]
pub(super) struct Fields<'t> {
    list: Vec<(&'t str, Value<'t>)>,
}

/// Why a table cannot be used.
pub(in crate::state) type Broken = String;

impl<'t> Fields<'t> {
    /// Reads the lines of a table, header left out. Forms that we do not write
    /// go through the general parser.
    pub fn read(body: &'t str) -> Result<Self, Broken> {
        let mut list: Vec<(&str, Value<'_>)> = Vec::with_capacity(24);
        for line in body.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let read = line.split_once('=').and_then(|(key, raw)| {
                let key = key.trim_end();
                let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
                let again = list.iter().any(|(k, _)| *k == key);
                let read = value(raw.trim_start())?;
                (plain && !again).then_some((key, read))
            });
            match read {
                Some(field) => list.push(field),
                None => return Self::general(body),
            }
        }
        Ok(Self { list })
    }

    fn general(body: &'t str) -> Result<Self, Broken> {
        let table: toml::Table = body
            .parse()
            .map_err(|e: toml::de::Error| e.message().to_owned())?;
        let list = table.into_iter().map(|(key, v)| {
            // Keys that we know are a handful; others are carried along by text.
            let known = KNOWN.iter().find(|k| **k == key);
            (known.copied().unwrap_or(""), general(v))
        });
        Ok(Self {
            list: list.collect(),
        })
    }

    pub fn get(&self, key: &str) -> Option<&Value<'t>> {
        self.list.iter().find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    pub fn wrong(key: &str, wanted: &str) -> Broken {
        format!("{key} must be {wanted}")
    }

    pub fn text(&self, key: &str) -> Result<Option<Clean>, Broken> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Text(t)) => Ok(Some(Clean::text(t))),
            Some(_) => Err(Self::wrong(key, "a string")),
        }
    }

    pub fn must(&self, key: &str) -> Result<Clean, Broken> {
        self.text(key)?.ok_or_else(|| format!("{key} is missing"))
    }

    pub fn number(&self, key: &str) -> Result<Option<usize>, Broken> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Number(n)) => match usize::try_from(*n) {
                Ok(n) => Ok(Some(n)),
                Err(_) => Err(Self::wrong(key, "a number from 0")),
            },
            Some(_) => Err(Self::wrong(key, "a number")),
        }
    }

    pub fn time(&self, key: &str) -> Result<Stamp, Broken> {
        match self.get(key) {
            None => Ok(Stamp::NEVER),
            Some(Value::Time(at)) => Ok(*at),
            // Somebody wrote a time without a zone by hand.
            Some(Value::Civil(at)) => jiff::tz::TimeZone::UTC
                .to_timestamp(*at)
                .map(Stamp::of)
                .map_err(|e| e.to_string()),
            Some(_) => Err(Self::wrong(key, "a time like 2024-04-18T20:30:00Z")),
        }
    }

    /// Civil time; of a moment what the clocks of UTC showed.
    pub fn civil(&self, key: &str) -> Result<Option<DateTime>, Broken> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Civil(at)) => Ok(Some(*at)),
            Some(Value::Time(at)) => Ok(at.time().map(|t| jiff::tz::TimeZone::UTC.to_datetime(t))),
            Some(_) => Err(Self::wrong(key, "a time like 2024-04-18T20:30:00")),
        }
    }

    pub fn list(&self, key: &str) -> Result<Vec<Clean>, Broken> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(Value::List(list)) => Ok(list.iter().map(|t| Clean::line(t)).collect()),
            Some(Value::Text(one)) => Ok(vec![Clean::line(one)]),
            Some(_) => Err(Self::wrong(key, "a list of strings")),
        }
    }

    pub fn article(&self, key: &str) -> Result<Option<ArticleId>, Broken> {
        self.text(key)?
            .map(|t| ArticleId::parse(&t).ok_or_else(|| Self::wrong(key, ID)))
            .transpose()
    }

    /// Two keys for a truth value with its time: `read = …`, `unread = …`.
    pub fn truth(&self, yes: &str, no: &str) -> Result<Set<bool>, Broken> {
        let (yes, no) = (self.time(yes)?, self.time(no)?);
        Ok(Set {
            at: yes.max(no),
            value: yes.is_set() && yes >= no,
        })
    }
}

pub(super) const ID: &str = "16 lower-case letters and digits";

/// A value of the general parser.
fn general(value: toml::Value) -> Value<'static> {
    match value {
        toml::Value::String(s) => Value::Text(s.into()),
        toml::Value::Integer(n) => Value::Number(n),
        toml::Value::Boolean(b) => Value::Truth(b),
        toml::Value::Datetime(d) => {
            let text = d.to_string();
            match super::value(&text) {
                Some(Value::Time(at)) => Value::Time(at),
                Some(Value::Civil(at)) => Value::Civil(at),
                _ => Value::Other,
            }
        }
        toml::Value::Array(list) => {
            let texts = list.iter().map(|v| v.as_str().map(|s| s.to_owned().into()));
            match texts.collect() {
                Some(texts) => Value::List(texts),
                None => Value::Other,
            }
        }
        toml::Value::Float(_) | toml::Value::Table(_) => Value::Other,
    }
}
