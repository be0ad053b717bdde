//! `:set`: a setting is changed for this session, asked for or taken back, in
//! the words that vim and newsboat use. config.toml is never written.

use std::sync::LazyLock;

use serde::Deserialize;
use toml::Value;

use super::{browse, command, panels};
use crate::{
    app::{effect::Effect, model::Model},
    config::{
        Config, ThemeChoice,
        table::{self, CUES, SETTINGS, Setting},
    },
    nearest::meant,
    shipped,
};

/// Settings that are read at the start and never again.
const AT_START: &[&str] = &[
    "library",
    "watch",
    "resume",
    "device",
    "theme-dark",
    "theme-light",
    "colour",
    "bidi",
    "hyperlinks",
    "keymap",
    "langmap",
    "citations",
    "searches",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    program: String,
    names: Vec<String>,
    setting: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Others {
    option: Vec<Other>,
}

/// The names of other programs (`config/options.toml`); a test reads them all.
static KNOWN: LazyLock<Vec<Other>> = LazyLock::new(|| {
    let read = shipped::OPTIONS.read::<Others>();
    read.map_or_else(|_| Vec::new(), |o| o.option)
});

/// What one word of the line wants of a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wish<'t> {
    /// Its name alone: switch it on, or tell it.
    Name,
    /// Tell it.
    Ask,
    /// Switch it off.
    Off,
    /// Switch it over.
    Over,
    /// Take the value of config.toml.
    Back,
    /// Take this value.
    Value(&'t str),
    /// Add this to it.
    More(&'t str),
    /// Take this from it.
    Less(&'t str),
}

/// What a name means.
enum Named {
    Setting(&'static Setting),
    /// Another program's name for something that is no setting here.
    Said(String),
}

fn named(name: &str) -> Option<Named> {
    if let Some(setting) = table::find(name) {
        return Some(Named::Setting(setting));
    }
    let other = KNOWN.iter().find(|o| o.names.iter().any(|n| n == name))?;
    match (&other.setting, &other.text) {
        (Some(setting), _) => table::find(setting).map(Named::Setting),
        (None, Some(text)) => Some(Named::Said(format!("{name} in {}: {text}", other.program))),
        (None, None) => None,
    }
}

/// Runs what stands behind `:set`; nothing and "all" show what can be set.
pub fn run(model: &mut Model, line: &str, out: &mut Vec<Effect>) {
    let words = words(line);
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] | ["all"] => command::begin(model, "set "),
        // As newsboat and fish write it: a name and a value.
        [name, value] if is_value(model, name, value) => {
            one(model, name, Wish::Value(value), out);
        }
        words => {
            for word in words {
                let (name, wish) = wish(word);
                if !one(model, name, wish, out) {
                    return;
                }
            }
        }
    }
}

/// Whether two words are a setting and its value.
fn is_value(model: &Model, name: &str, value: &str) -> bool {
    let Some(Named::Setting(setting)) = named(name) else {
        return false;
    };
    let (bare, wish) = wish(value);
    let a_word = values(model, setting).iter().any(|w| w == value);
    a_word || (wish == Wish::Name && named(bare).is_none())
}

/// Splits a line at spaces, but for those in quotation marks, in brackets and
/// behind a backslash; `NAME = VALUE` is one word.
fn words(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let (mut quote, mut depth, mut escaped) = (None, 0_usize, false);
    for c in line.chars() {
        let free = quote.is_none() && depth == 0 && !escaped;
        if c.is_whitespace() && free {
            out.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '"' | '\'' if !escaped && quote == Some(c) => quote = None,
            '"' | '\'' if !escaped && quote.is_none() => quote = Some(c),
            '[' if quote.is_none() => depth += 1,
            ']' if quote.is_none() => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = false;
        word.push(c);
    }
    out.extend((!word.is_empty()).then_some(word));
    let mut joined: Vec<String> = Vec::new();
    for word in out {
        match joined.last_mut() {
            Some(last) if word.starts_with('=') || last.ends_with('=') => last.push_str(&word),
            _ => joined.push(word),
        }
    }
    joined
}

/// The name in a word, and what is wanted.
fn wish(word: &str) -> (&str, Wish<'_>) {
    if let Some((name, value)) = word.split_once(['=', ':']) {
        return match (name.strip_suffix('+'), name.strip_suffix('-')) {
            (Some(name), _) => (name, Wish::More(value)),
            (None, Some(name)) => (name, Wish::Less(value)),
            (None, None) => (name, Wish::Value(value)),
        };
    }
    let known = |name: &str| named(name).is_some();
    for (mark, wish) in [
        ("?", Wish::Ask),
        ("!", Wish::Over),
        ("&vim", Wish::Back),
        ("&", Wish::Back),
    ] {
        if let Some(name) = word.strip_suffix(mark) {
            return (name, wish);
        }
    }
    for (mark, wish) in [("no", Wish::Off), ("inv", Wish::Over)] {
        if let Some(name) = word.strip_prefix(mark).filter(|n| known(n) && !known(word)) {
            return (name, wish);
        }
    }
    (word, Wish::Name)
}

/// Does one wish; `false` if it could not be.
fn one(model: &mut Model, name: &str, wish: Wish<'_>, out: &mut Vec<Effect>) -> bool {
    let setting = match named(name) {
        Some(Named::Setting(setting)) => setting,
        Some(Named::Said(said)) => {
            model.messages.note(&said);
            return true;
        }
        None => {
            let near = match meant(name, SETTINGS.iter().map(|s| s.name), ("", "")).as_str() {
                "" => "; Tab after \":set \" lists them".to_owned(),
                near => near.to_owned(),
            };
            model
                .messages
                .warn(&format!("there is no setting {name}{near}"));
            return false;
        }
    };
    let now = setting.value(&present(model));
    let told = format!("{} = {}", setting.name, shown(&now));
    let value = match (wish, &now) {
        (Wish::Name, Value::Boolean(_)) => Ok(Value::Boolean(true)),
        (Wish::Name | Wish::Ask, _) => {
            model.messages.note(&told);
            return true;
        }
        (Wish::Off, Value::Boolean(_)) => Ok(Value::Boolean(false)),
        (Wish::Over, Value::Boolean(on)) => Ok(Value::Boolean(!on)),
        (Wish::Off | Wish::Over, _) => Err(format!("{told}: that is not on or off")),
        (Wish::Back, _) => Ok(setting.value(&Config::default())),
        (Wish::Value(text), _) => Ok(read(&now, text)),
        (Wish::More(text), _) => change(&now, text, true, &told),
        (Wish::Less(text), _) => change(&now, text, false, &told),
    };
    let done = match value {
        Err(why) => Err(why),
        Ok(_) if AT_START.contains(&setting.name) => Err(format!(
            "{told}; it is read at the start: write it in config.toml, or start with --set {}=…",
            setting.name
        )),
        Ok(value) => put(model, setting, &value, out),
    };
    match done {
        Ok(()) => {
            let now = shown(&setting.value(&present(model)));
            let said = format!(
                "{} = {now} for this session; config.toml keeps settings",
                setting.name
            );
            model.messages.note(&said);
            true
        }
        Err(why) => {
            model.messages.warn(&why);
            false
        }
    }
}

/// A value as it is typed for a setting that has this one now: lists may be
/// written with commas, on and off as words.
fn read(now: &Value, text: &str) -> Value {
    let value = table::typed(text);
    match (now, &value) {
        (Value::Boolean(_), Value::String(word)) => match word.to_lowercase().as_str() {
            // vim's `mouse=a` and `mouse=`.
            "on" | "yes" | "a" => Value::Boolean(true),
            "off" | "no" | "" => Value::Boolean(false),
            _ => value,
        },
        (Value::Boolean(_), Value::Integer(n @ (0 | 1))) => Value::Boolean(*n == 1),
        (Value::Array(_), Value::String(words)) => listed(words),
        _ => value,
    }
}

fn listed(words: &str) -> Value {
    let words = words.split([',', ' ']).filter(|w| !w.is_empty());
    Value::Array(words.map(|w| Value::String(w.to_owned())).collect())
}

/// A number that is more or less, a list with more or fewer words.
fn change(now: &Value, text: &str, more: bool, told: &str) -> Result<Value, String> {
    match (now, table::typed(text)) {
        (Value::Integer(n), Value::Integer(by)) => Ok(Value::Integer(n.saturating_add(if more {
            by
        } else {
            -by
        }))),
        (Value::Array(words), typed) => {
            let typed = match typed {
                Value::String(words) => listed(&words),
                other => other,
            };
            let new = typed.as_array().cloned().unwrap_or_default();
            let mut words = words.clone();
            words.retain(|w| !new.contains(w));
            words.extend(new.into_iter().filter(|_| more));
            Ok(Value::Array(words))
        }
        _ => Err(format!(
            "{told}: nothing can be added to that or taken from it"
        )),
    }
}

/// The settings as they are now: much can be changed by keys too.
fn present(model: &Model) -> Config {
    let mut config = model.config.clone();
    let (view, options) = (&model.wanted_view, &model.options);
    (config.sort, config.reverse, config.scope) = (view.sort, view.reverse, view.scope);
    config.theme = ThemeChoice::Named(model.theme.clone());
    config.list_width = model.list_width;
    config.text_width = options.text_width;
    config.layers = options.layers;
    config.margin = options.margin;
    config
}

/// Takes a value in, and shows the screen as it says.
fn put(
    model: &mut Model,
    setting: &Setting,
    value: &Value,
    out: &mut Vec<Effect>,
) -> Result<(), String> {
    let name = setting.name;
    let mut config = model.config.clone();
    // A list is put in place of the one before, not added to it.
    setting
        .put(&mut config, value)
        .map_err(|why| format!("{name}: {why}"))?;
    let mut view = model.wanted_view.clone();
    match name {
        "theme" => theme(model, &mut config)?,
        "citation" if !config.citations.contains_key(&config.citation) => {
            let known: Vec<&str> = config.citations.keys().map(String::as_str).collect();
            let wrong = &config.citation;
            return Err(format!(
                "citation: there is no template \"{wrong}\"; there are {}",
                known.join(", ")
            ));
        }
        "sort" => view.sort = config.sort,
        "reverse" => view.reverse = config.reverse,
        "scope" => view.scope = config.scope,
        "list-width" => model.list_width = config.list_width,
        "text-width" => model.options.text_width = config.text_width,
        "layers" => model.options.layers = config.layers,
        "margin" => model.options.margin = config.margin,
        "ascii" => model.options.ascii = config.ascii,
        "linear" => model.options.linear = config.linear,
        "confidence-floor" => model.options.confidence_floor = config.confidence_floor,
        "hidden-cues" => model.options.hidden_cues.clone_from(&config.hidden_cues),
        "browser" | "viewer" => out.push(Effect::Configure(Box::new(config.clone()))),
        _ => {}
    }
    model.config = config;
    super::act::apply_options(model);
    if view != model.wanted_view {
        browse::show(model, view, out);
    }
    Ok(())
}

fn theme(model: &mut Model, config: &mut Config) -> Result<(), String> {
    let name = match &config.theme {
        ThemeChoice::Dark => config.theme_dark.clone(),
        ThemeChoice::Light => config.theme_light.clone(),
        ThemeChoice::Named(name) => name.clone(),
        ThemeChoice::Auto => {
            return Err("theme: auto looks at the terminal's background, at the start only; name one: dark, light".to_owned());
        }
    };
    if !model.themes.contains(&name) {
        let known = model.themes.iter().map(String::as_str);
        let near = match meant(&name, known, ("", "")).as_str() {
            "" => format!("; there are {}", model.themes.join(", ")),
            near => near.to_owned(),
        };
        return Err(format!("there is no theme {name}{near}"));
    }
    panels::set_theme(model, &name);
    Ok(())
}

/// A value as it is shown: words without quotation marks.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "\"\"".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// What the last word behind `:set ` could become: the whole line, and what is
/// said of it.
pub fn completions(model: &Model, line: &str) -> Vec<(String, String)> {
    let at = line.rfind(char::is_whitespace).map_or(0, |i| i + 1);
    let (before, word) = line.split_at(at);
    let whole = |word: &str, said: &str| (format!("set {before}{word}"), said.to_owned());
    let live = || SETTINGS.iter().filter(|s| !AT_START.contains(&s.name));
    let now = present(model);
    if let Some((name, typed)) = word.split_once('=') {
        let name = name.trim_end_matches(['+', '-']);
        let Some(Named::Setting(setting)) = named(name) else {
            return Vec::new();
        };
        let (head, tail) = typed.rsplit_once(',').map_or(("", typed), |(h, t)| (h, t));
        let head = word.strip_suffix(typed).unwrap_or(word).to_owned()
            + head
            + if head.is_empty() { "" } else { "," };
        let words = values(model, setting);
        if words.is_empty() && typed.is_empty() {
            let value = shown(&setting.value(&now));
            return vec![whole(&format!("{head}{value}"), "as it is now")];
        }
        let fits = words.iter().filter(|w| w.starts_with(tail));
        return fits.map(|w| whole(&format!("{head}{w}"), "")).collect();
    }
    let said = |s: &Setting| {
        let explained = table::explanation(s.name);
        let first = explained
            .split_once([':', ';', '.'])
            .map_or(&*explained, |(f, _)| f);
        format!("{} · {first}", shown(&s.value(&now)))
    };
    let off = word.strip_prefix("no");
    let mut out = Vec::new();
    for setting in live() {
        if setting.name.starts_with(word) {
            out.push(whole(&format!("{}=", setting.name), &said(setting)));
        }
        let is_switch = matches!(setting.value(&now), Value::Boolean(_));
        if off.is_some_and(|o| is_switch && setting.name.starts_with(o)) {
            out.push(whole(&format!("no{}", setting.name), &said(setting)));
        }
    }
    out
}

/// The words that a setting takes.
fn values(model: &Model, setting: &Setting) -> Vec<String> {
    match setting.name {
        "theme" => {
            let mut all = vec!["dark".to_owned(), "light".to_owned()];
            all.extend(model.themes.iter().cloned());
            all
        }
        "citation" => model.config.citations.keys().cloned().collect(),
        "hidden-cues" => CUES.iter().map(|c| (*c).to_owned()).collect(),
        _ => setting.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_lead_to_settings_that_there_are() {
        let read: Others = shipped::OPTIONS.read().expect("options");
        let mut seen = std::collections::HashSet::new();
        for other in &read.option {
            assert!(
                other.setting.is_some() != other.text.is_some(),
                "{:?}",
                other.names
            );
            if let Some(name) = &other.setting {
                assert!(table::find(name).is_some(), "{name}");
            }
            for name in &other.names {
                assert!(seen.insert(name), "{name} twice");
                assert!(table::find(name).is_none(), "{name} is ours");
            }
        }
        for name in AT_START {
            assert!(table::find(name).is_some(), "{name}");
        }
    }

    #[test]
    fn words_say_what_is_wanted() {
        for (word, expected) in [
            ("margin", ("margin", Wish::Name)),
            ("nomargin", ("margin", Wish::Off)),
            ("invmargin", ("margin", Wish::Over)),
            ("margin!", ("margin", Wish::Over)),
            ("margin?", ("margin", Wish::Ask)),
            ("margin&", ("margin", Wish::Back)),
            ("text-width=60", ("text-width", Wish::Value("60"))),
            ("text-width+=4", ("text-width", Wish::More("4"))),
            ("layers-=quotes", ("layers", Wish::Less("quotes"))),
            // No setting of ours, and a name that begins with "no".
            ("number", ("number", Wish::Name)),
            ("nonumber", ("number", Wish::Off)),
            ("nonsense", ("nonsense", Wish::Name)),
        ] {
            assert_eq!(wish(word), expected, "{word}");
        }
    }

    #[test]
    fn a_line_is_split_where_a_reader_would() {
        assert_eq!(words("a=1 nob"), ["a=1", "nob"]);
        assert_eq!(words("text-width = 60"), ["text-width=60"]);
        assert_eq!(
            words("date-format=\"%d %b\" x"),
            ["date-format=\"%d %b\"", "x"]
        );
        assert_eq!(words(r"date-format=%d\ %b"), ["date-format=%d %b"]);
        assert_eq!(
            words("editor=[\"vim\", \"-R\"]"),
            ["editor=[\"vim\", \"-R\"]"]
        );
        assert!(words("  ").is_empty());
    }
}
