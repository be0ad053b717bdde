//! Front matter: the fields in front of a Markdown file, in YAML or TOML.
//!
//! Of YAML a subset is read, the one that people and site generators write:
//! keys with plain, quoted or folded values, lists, one level of nesting. What
//! is beyond it is skipped, never an error.

/// Fields in front of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Front {
    /// Keys in lower case (nested ones joined with a dot) and their values.
    pub(super) fields: Vec<(String, Vec<String>)>,
    /// Byte offset at which the text begins.
    pub(super) end: usize,
    /// What could not be understood, in one sentence.
    pub(super) note: Option<String>,
}

/// Longest front matter that is looked at, in bytes.
const LONGEST: usize = 64 << 10;

/// Reads the front matter of a text; `None` if it has none.
pub(super) fn read(text: &str) -> Option<Front> {
    let start = text.len() - text.trim_start_matches(['\u{feff}', '\n', '\r']).len();
    let body = text.get(start..)?;
    let (fence, yaml) = if body.starts_with("---") {
        ("---", true)
    } else if body.starts_with("+++") {
        ("+++", false)
    } else {
        return None;
    };
    let mut lines = body.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != fence {
        return None;
    }
    let mut at = start + first.len();
    let from = at;
    for line in lines {
        let bare = line.trim_end();
        if bare == fence || (yaml && bare == "...") {
            let matter = text.get(from..at)?;
            let (fields, note) = if yaml {
                (yaml_fields(matter), None)
            } else {
                toml_fields(matter)
            };
            // Between two rules of a text stands prose, no keys.
            if fields.is_empty() && note.is_none() && !matter.trim().is_empty() {
                return None;
            }
            return Some(Front {
                fields,
                end: at + line.len(),
                note,
            });
        }
        at += line.len();
        if at - from > LONGEST {
            return None;
        }
    }
    None
}

fn toml_fields(matter: &str) -> (Vec<(String, Vec<String>)>, Option<String>) {
    match toml::from_str::<toml::Table>(matter) {
        Ok(table) => {
            let mut out = Vec::new();
            flatten("", &table, &mut out, 0);
            (out, None)
        }
        Err(error) => {
            let note = format!("front matter is not TOML ({})", error.message());
            (Vec::new(), Some(note))
        }
    }
}

fn flatten(prefix: &str, table: &toml::Table, out: &mut Vec<(String, Vec<String>)>, depth: u8) {
    for (key, value) in table {
        let key = format!("{prefix}{}", key.to_lowercase());
        match value {
            toml::Value::Table(inner) if depth < 3 => {
                flatten(&format!("{key}."), inner, out, depth + 1);
            }
            toml::Value::Array(items) => out.push((key, items.iter().map(plain).collect())),
            value => out.push((key, vec![plain(value)])),
        }
    }
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// A line of YAML without its indentation.
struct Line<'t> {
    indent: usize,
    text: &'t str,
}

fn yaml_fields(matter: &str) -> Vec<(String, Vec<String>)> {
    let lines: Vec<Line<'_>> = matter
        .lines()
        .map(|line| {
            let text = line.trim_start_matches(' ');
            Line {
                indent: line.len() - text.len(),
                text: text.trim_end(),
            }
        })
        .collect();
    let mut out = Vec::new();
    let mut parent: Option<(String, usize)> = None;
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        i += 1;
        if line.text.is_empty() || line.text.starts_with('#') {
            continue;
        }
        let Some((key, rest)) = key(line.text) else {
            continue;
        };
        let key = match &parent {
            Some((above, indent)) if line.indent > *indent => format!("{above}.{key}"),
            _ => {
                parent = None;
                key
            }
        };
        let deeper: Vec<&Line<'_>> = lines
            .get(i..)
            .unwrap_or_default()
            .iter()
            .take_while(|l| {
                l.text.is_empty()
                    || l.indent > line.indent
                    || (l.indent == line.indent && l.text.starts_with("- "))
            })
            .collect();
        let (values, used) = value(rest, &deeper);
        if used == 0 && values.is_empty() {
            parent = Some((key, line.indent));
            continue;
        }
        i += used;
        if !values.is_empty() {
            out.push((key, values));
        }
    }
    out
}

/// "key: rest" with a plain or quoted key.
fn key(text: &str) -> Option<(String, &str)> {
    let (key, rest) = text.split_once(':')?;
    if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let key = key.trim().trim_matches(['"', '\'']);
    let named = !key.is_empty()
        && key.len() <= 60
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || "_-. :@".contains(c))
        && key.starts_with(char::is_alphabetic)
        && key.split(' ').count() <= 3;
    named.then(|| (key.to_lowercase(), rest.trim()))
}

/// The values of a key, and how many of the deeper lines they take.
fn value(rest: &str, deeper: &[&Line<'_>]) -> (Vec<String>, usize) {
    let rest = rest.strip_prefix("!!str").map_or(rest, str::trim_start);
    let folded = |sep: &str| {
        let all: Vec<&str> = deeper.iter().map(|l| l.text).collect();
        all.join(sep).trim().to_owned()
    };
    if let Some(style) = rest.strip_prefix(['|', '>'])
        && style.chars().all(|c| "+-0123456789".contains(c))
    {
        return (vec![folded(" ")], deeper.len());
    }
    if rest.is_empty() || rest.starts_with('#') || rest.starts_with('&') {
        let items: Vec<String> = deeper
            .iter()
            .filter_map(|l| l.text.strip_prefix("- "))
            .map(item)
            .filter(|t| !t.is_empty())
            .collect();
        if !items.is_empty() {
            return (items, deeper.len());
        }
        let nested = deeper
            .iter()
            .any(|l| key(l.text).is_some_and(|(k, _)| !k.contains(' ')));
        if nested || deeper.iter().all(|l| l.text.is_empty()) {
            return (Vec::new(), 0);
        }
        return (vec![scalar(&folded(" "))], deeper.len());
    }
    let text = if deeper.is_empty() {
        rest.to_owned()
    } else {
        // A double-quoted text escapes its line ends.
        let mut text = rest.to_owned();
        for line in deeper {
            if let Some(bare) = text.strip_suffix('\\') {
                text = bare.to_owned();
            } else {
                text.push(' ');
            }
            text.push_str(line.text);
        }
        text
    };
    if let Some(list) = text.strip_prefix('[') {
        let list = list.trim_end().trim_end_matches(']');
        let items = list
            .split(',')
            .map(|t| scalar(t.trim()))
            .filter(|t| !t.is_empty())
            .collect();
        return (items, deeper.len());
    }
    (vec![scalar(&text)], deeper.len())
}

/// An item of a list; of "- name: Jane" the value.
fn item(text: &str) -> String {
    match key(text) {
        Some((key, rest)) if key == "name" => scalar(rest),
        _ => scalar(text),
    }
}

/// A plain or quoted text.
fn scalar(text: &str) -> String {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix('\'') {
        return single(inner);
    }
    if let Some(inner) = text.strip_prefix('"') {
        return escaped(inner);
    }
    let plain = text.split_once(" #").map_or(text, |(t, _)| t).trim_end();
    if matches!(plain, "~" | "null") {
        return String::new();
    }
    plain.to_owned()
}

/// A single-quoted text up to its closing mark; two marks are one.
fn single(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' && chars.next_if_eq(&'\'').is_none() {
            break;
        }
        out.push(c);
    }
    out
}

/// The escapes of a double-quoted text, up to its closing mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '"' {
            break;
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        let digits = match chars.next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some('n' | 't' | 'r' | '_' | 'N' | ' ' | 'L' | 'P') => {
                out.push(' ');
                continue;
            }
            Some(c @ ('"' | '\\' | '/')) => {
                out.push(c);
                continue;
            }
            _ => continue,
        };
        let code: String = chars.by_ref().take(digits).collect();
        let c = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
        out.push(c.unwrap_or('\u{fffd}'));
    }
    out
}

#[cfg(test)]
#[allow(clippy::string_slice)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(String, String)> {
        let front = read(text).expect("front matter");
        front
            .fields
            .into_iter()
            .map(|(k, v)| (k, v.join("; ")))
            .collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn yaml_as_generators_write_it() {
        let text = "---\ntitle: \"Talks on the\\_Strait\\u2019s\\_\\\n  Mines\"\ndate: '2024-04-18'   # civil\nauthors:\n- Jane Doe\n- name: John Roe\ntags: [sea, 'ferry line']\nsummary: >-\n  One line\n  and another.\nplain: word\n  goes on\nauthor:\n  name: J. Doe\nurl: https://gazette.example/a#b\nempty:\n---\nBody\n";
        assert_eq!(
            fields(text),
            [
                pair("title", "Talks on the Strait’s Mines"),
                pair("date", "2024-04-18"),
                pair("authors", "Jane Doe; John Roe"),
                pair("tags", "sea; ferry line"),
                pair("summary", "One line and another."),
                pair("plain", "word goes on"),
                pair("author.name", "J. Doe"),
                pair("url", "https://gazette.example/a#b"),
            ]
        );
        assert_eq!(&text[read(text).expect("front").end..], "Body\n");
    }

    #[test]
    fn toml_and_broken_toml() {
        let text = "+++\ntitle = \"Talks\"\ndate = 2024-04-18T20:30:00Z\n[extra]\nsource = \"Gazette\"\n+++\nBody";
        assert_eq!(
            fields(text),
            [
                pair("date", "2024-04-18T20:30:00Z"),
                pair("extra.source", "Gazette"),
                pair("title", "Talks"),
            ]
        );
        assert!(
            read("+++\ntitle = \n+++\nBody")
                .expect("front")
                .note
                .is_some()
        );
    }

    #[test]
    fn rules_of_a_text_are_no_front_matter() {
        assert_eq!(read("---\nThe minister spoke of many things\n---\n"), None);
        assert_eq!(read("---\ntitle: never closed\n"), None);
        assert_eq!(read("Text\n---\na: b\n---\n"), None);
    }

    #[test]
    fn what_is_broken_costs_only_itself() {
        let found = fields("---\ntitle: [unclosed\ndate: 9999-99-99\nx: *alias\n---\n");
        assert_eq!(found[0], pair("title", "unclosed"));
        assert_eq!(found.len(), 3);
    }
}
