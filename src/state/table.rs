//! One part of the reading state as a table of a state file, and back.

use crate::{
    article::ArticleId,
    clean::Clean,
    passage::{About, PassageId, Selector, Speaker, TextHash, colour_name, colour_of},
};

use super::{
    reading::{Position, Screen},
    record::{Kept, Key, Lies, Mark, Record, Spot},
    stamp::{Set, Stamp},
    value::{Lines, Value, time, value},
};

/// What is written of an article beside its mark, for people to read and for
/// following a file that moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// The headline.
    pub title: Clean,
    /// The outlet.
    pub source: Option<Clean>,
    /// The hash of its text.
    pub hash: Option<TextHash>,
}

/// The fields of one table: keys and values, each on its line.
#[derive(Clone, Debug)]
pub(super) struct Fields<'t> {
    list: Vec<(&'t str, Value<'t>)>,
}

/// Why a table cannot be used.
pub(super) type Broken = String;

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

    fn get(&self, key: &str) -> Option<&Value<'t>> {
        self.list.iter().find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    fn wrong(key: &str, wanted: &str) -> Broken {
        format!("{key} must be {wanted}")
    }

    fn text(&self, key: &str) -> Result<Option<Clean>, Broken> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Text(t)) => Ok(Some(Clean::text(t))),
            Some(_) => Err(Self::wrong(key, "a string")),
        }
    }

    fn must(&self, key: &str) -> Result<Clean, Broken> {
        self.text(key)?.ok_or_else(|| format!("{key} is missing"))
    }

    fn number(&self, key: &str) -> Result<Option<usize>, Broken> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Number(n)) => match usize::try_from(*n) {
                Ok(n) => Ok(Some(n)),
                Err(_) => Err(Self::wrong(key, "a number from 0")),
            },
            Some(_) => Err(Self::wrong(key, "a number")),
        }
    }

    fn time(&self, key: &str) -> Result<Stamp, Broken> {
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

    fn list(&self, key: &str) -> Result<Vec<Clean>, Broken> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(Value::List(list)) => Ok(list.iter().map(|t| Clean::line(t)).collect()),
            Some(Value::Text(one)) => Ok(vec![Clean::line(one)]),
            Some(_) => Err(Self::wrong(key, "a list of strings")),
        }
    }

    fn article(&self, key: &str) -> Result<Option<ArticleId>, Broken> {
        self.text(key)?
            .map(|t| ArticleId::parse(&t).ok_or_else(|| Self::wrong(key, ID)))
            .transpose()
    }

    /// Two keys for a truth value with its time: `read = …`, `unread = …`.
    fn truth(&self, yes: &str, no: &str) -> Result<Set<bool>, Broken> {
        let (yes, no) = (self.time(yes)?, self.time(no)?);
        Ok(Set {
            at: yes.max(no),
            value: yes.is_set() && yes >= no,
        })
    }
}

const ID: &str = "16 lower-case letters and digits";

/// A value of the general parser.
fn general(value: toml::Value) -> Value<'static> {
    match value {
        toml::Value::String(s) => Value::Text(s.into()),
        toml::Value::Integer(n) => Value::Number(n),
        toml::Value::Boolean(b) => Value::Truth(b),
        toml::Value::Datetime(d) => {
            let text = d.to_string();
            match super::value::value(&text) {
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

/// The keys that we write; others, which a later version or a person added,
/// are carried along as they are.
pub(super) const KNOWN: &[&str] = &[
    "id",
    "article",
    "title",
    "source",
    "hash",
    "read",
    "unread",
    "starred",
    "unstarred",
    "opened",
    "position",
    "cursor",
    "letter",
    "at",
    "updated",
    "pane",
    "scope",
    "sort",
    "reverse",
    "query",
    "created",
    "published",
    "byline",
    "url",
    "file",
    "language",
    "notices",
    "paragraph",
    "speaker",
    "office",
    "affiliation",
    "exact",
    "prefix",
    "suffix",
    "start",
    "end",
    "placed",
    "note",
    "noted",
    "tags",
    "tagged",
    "colour",
    "coloured",
    "removed",
    "restored",
];

/// The kind of table: its header and the key of its identity.
pub(super) fn header(key: Key) -> &'static str {
    match key {
        Key::Screen => "[screen]",
        Key::Mark(_) => "[[mark]]",
        Key::Letter(..) => "[[letter]]",
        Key::Passage(_) => "[[passage]]",
    }
}

/// Reads one table; `kind` is its header.
pub(super) fn read(kind: &str, body: &str) -> Result<Record, Broken> {
    if kind == "[[mark]]"
        && let Some((article, mark)) = quick_mark(body)
    {
        return Ok(Record::Mark(article, mark));
    }
    let fields = Fields::read(body)?;
    match kind {
        "[[mark]]" => read_mark(&fields),
        "[[letter]]" => read_letter(&fields),
        "[[passage]]" => read_passage(&fields),
        "[screen]" => read_screen(&fields),
        other => Err(format!("{other} is not known here")),
    }
}

fn read_mark(f: &Fields<'_>) -> Result<Record, Broken> {
    let article = f.article("article")?.ok_or("article is missing")?;
    let top = f.number("position")?.unwrap_or(0);
    let mark = Mark {
        read: f.truth("read", "unread")?,
        starred: f.truth("starred", "unstarred")?,
        place: Set {
            at: f.time("opened")?,
            value: Position {
                top,
                cursor: f.number("cursor")?.unwrap_or(top),
            },
        },
    };
    Ok(Record::Mark(article, mark))
}

/// Reads the table of a mark as we write it, without a list of its fields (there
/// may be 100,000 of them at a start); `None`: read it the long way.
pub(super) fn quick_mark(body: &str) -> Option<(ArticleId, Mark)> {
    let mut lines = body.lines();
    let first = lines.next()?.strip_prefix("article = \"")?;
    let article = ArticleId::parse(first.strip_suffix('"')?)?;
    let mut mark = Mark::default();
    let mut position = None;
    let mut cursor = None;
    // Whether title, source and hash were there: a key may stand once.
    let mut labels = (false, false, false);
    for line in lines {
        if line.is_empty() {
            continue;
        }
        let (key, raw) = line.split_at_checked(memchr::memchr(b' ', line.as_bytes())?)?;
        let raw = raw.strip_prefix(" = ")?;
        let truth = match key {
            "title" | "source" | "hash" => {
                let label = match key {
                    "title" => &mut labels.0,
                    "source" => &mut labels.1,
                    _ => &mut labels.2,
                };
                if std::mem::replace(label, true) {
                    return None;
                }
                continue;
            }
            "read" | "unread" => &mut mark.read,
            "starred" | "unstarred" => &mut mark.starred,
            "opened" if !mark.place.at.is_set() => {
                mark.place.at = time(raw)?;
                continue;
            }
            "position" if position.is_none() => {
                position = Some(raw.parse().ok()?);
                continue;
            }
            "cursor" if cursor.is_none() => {
                cursor = Some(raw.parse().ok()?);
                continue;
            }
            _ => return None,
        };
        if truth.at.is_set() {
            return None;
        }
        *truth = Set {
            at: time(raw)?,
            value: !key.starts_with("un"),
        };
    }
    let top = position.unwrap_or(0);
    mark.place.value = Position {
        top,
        cursor: cursor.unwrap_or(top),
    };
    Some((article, mark))
}

fn read_letter(f: &Fields<'_>) -> Result<Record, Broken> {
    let name = f.must("letter")?;
    let mut chars = name.chars();
    let letter = match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => c,
        _ => return Err(Fields::wrong("letter", "one letter")),
    };
    let article = f.article("article")?;
    if letter.is_ascii_lowercase() && article.is_none() {
        return Err("article is missing".to_owned());
    }
    let spot = f.number("at")?.zip(article);
    let set = Set {
        at: f.time("updated")?,
        value: spot.map(|(at, article)| Spot { article, at }),
    };
    let inside = article.filter(|_| letter.is_ascii_lowercase());
    Ok(Record::Letter(inside, letter, set))
}

fn read_screen(f: &Fields<'_>) -> Result<Record, Broken> {
    let top = f.number("position")?.unwrap_or(0);
    let screen = Screen {
        article: f.article("article")?,
        position: Position {
            top,
            cursor: f.number("cursor")?.unwrap_or(top),
        },
        pane: f.text("pane")?.unwrap_or_default(),
        scope: f.text("scope")?.unwrap_or_default(),
        sort: f.text("sort")?.unwrap_or_default(),
        reverse: f.get("reverse") == Some(&Value::Truth(true)),
        query: f.text("query")?.unwrap_or_default(),
    };
    Ok(Record::Screen(Box::new(Set {
        at: f.time("updated")?,
        value: screen,
    })))
}

/// A value and its time: the time of its own, or else that of the passage.
fn stamped<T: Default>(
    f: &Fields<'_>,
    key: &str,
    value: Option<T>,
    created: Stamp,
) -> Result<Set<T>, Broken> {
    let own = f.time(key)?;
    let at = match &value {
        _ if own.is_set() => own,
        Some(_) if created.is_set() => created,
        Some(_) => return Err("created is missing".to_owned()),
        None => Stamp::NEVER,
    };
    Ok(Set {
        at,
        value: value.unwrap_or_default(),
    })
}

fn read_passage(f: &Fields<'_>) -> Result<Record, Broken> {
    let id = f.must("id")?;
    let id = PassageId::parse(&id).ok_or_else(|| Fields::wrong("id", ID))?;
    let created = f.time("created")?;
    let lies = match f.text("exact")? {
        None => None,
        Some(exact) => Some(read_lies(f, exact)?),
    };
    let colour = match f.text("colour")? {
        None => None,
        Some(name) => Some(colour_of(&name).ok_or_else(|| {
            let names = crate::passage::COLOUR_NAMES.join(", ");
            Fields::wrong("colour", &format!("one of {names}"))
        })?),
    };
    let tags = f.get("tags").map(|_| f.list("tags")).transpose()?;
    let (removed, restored) = (f.time("removed")?, f.time("restored")?);
    if lies.is_none() && !removed.is_set() && !restored.is_set() {
        return Err("exact is missing".to_owned());
    }
    Ok(Record::Passage(Box::new(Kept {
        id,
        created,
        lies: stamped(f, "placed", lies.map(Some), created)?,
        note: stamped(f, "noted", f.text("note")?, created)?,
        tags: stamped(f, "tagged", tags, created)?,
        colour: stamped(f, "coloured", colour, created)?,
        removed: Set {
            at: removed.max(restored),
            value: removed.is_set() && removed >= restored,
        },
    })))
}

fn read_lies(f: &Fields<'_>, exact: Clean) -> Result<Lies, Broken> {
    let number = |key: &str| f.number(key)?.ok_or_else(|| format!("{key} is missing"));
    let (start, end) = (number("start")?, number("end")?);
    if end < start {
        return Err("end must not lie before start".to_owned());
    }
    let hash = f.must("hash")?;
    let one = |key| f.text(key);
    let (names, offices, bodies) = (
        f.list("speaker")?,
        f.list("office")?,
        f.list("affiliation")?,
    );
    let at = |list: &[Clean], n: usize| list.get(n).filter(|t| !t.is_empty()).cloned();
    let speakers = names.into_iter().enumerate().map(|(n, name)| Speaker {
        name,
        office: at(&offices, n),
        affiliation: at(&bodies, n),
    });
    let published = match f.get("published") {
        None => None,
        Some(Value::Civil(at)) => Some(*at),
        Some(Value::Time(at)) => at.time().map(|t| jiff::tz::TimeZone::UTC.to_datetime(t)),
        Some(_) => {
            return Err(Fields::wrong(
                "published",
                "a time like 2024-04-18T20:30:00",
            ));
        }
    };
    Ok(Lies {
        article: f.article("article")?.ok_or("article is missing")?,
        selector: Selector {
            exact,
            prefix: f.must("prefix")?,
            suffix: f.must("suffix")?,
            start,
            end,
            copies: f.number("copies")?.unwrap_or(0),
            hash: TextHash::parse(&hash)
                .ok_or_else(|| Fields::wrong("hash", "16 hexadecimal digits"))?,
        },
        about: About {
            title: f.must("title")?,
            source: one("source")?,
            published,
            byline: one("byline")?,
            url: one("url")?,
            file: one("file")?,
            language: one("language")?,
            notices: f.list("notices")?,
            paragraph: f.number("paragraph")?,
            speakers: speakers.collect(),
        },
    })
}

/// Writes one table, a blank line behind it; `extra` are lines to carry along.
pub(super) fn write(record: &Record, label: Option<&Label>, extra: &[&str]) -> String {
    let mut out = Lines::default();
    out.table(header(record.key()));
    match record {
        Record::Mark(article, mark) => write_mark(&mut out, *article, mark, label),
        Record::Letter(article, letter, spot) => {
            out.text("letter", letter.encode_utf8(&mut [0; 4]));
            let article = article.or(spot.value.map(|s| s.article));
            out.maybe("article", article.as_ref().map(ArticleId::as_str));
            if let Some(spot) = spot.value {
                out.number("at", spot.at);
            }
            out.time("updated", spot.at);
        }
        Record::Screen(screen) => write_screen(&mut out, screen),
        Record::Passage(kept) => write_passage(&mut out, kept),
    }
    for line in extra {
        out.text.push_str(line);
        out.text.push('\n');
    }
    out.text.push('\n');
    out.text
}

fn write_position(out: &mut Lines, position: Position) {
    out.number("position", position.top);
    if position.cursor != position.top {
        out.number("cursor", position.cursor);
    }
}

fn write_mark(out: &mut Lines, article: ArticleId, mark: &Mark, label: Option<&Label>) {
    out.text("article", article.as_str());
    if let Some(label) = label {
        out.text("title", &label.title);
        out.maybe("source", label.source.as_deref());
        out.maybe("hash", label.hash.map(|h| h.to_string()).as_deref());
    }
    let truth = |set: Set<bool>, yes, no| (if set.value { yes } else { no }, set.at);
    let (key, at) = truth(mark.read, "read", "unread");
    out.time(key, at);
    let (key, at) = truth(mark.starred, "starred", "unstarred");
    out.time(key, at);
    if mark.place.at.is_set() {
        out.time("opened", mark.place.at);
        write_position(out, mark.place.value);
    }
}

fn write_screen(out: &mut Lines, screen: &Set<Screen>) {
    let s = &screen.value;
    out.maybe("article", s.article.as_ref().map(ArticleId::as_str));
    write_position(out, s.position);
    out.text("pane", &s.pane);
    out.text("scope", &s.scope);
    out.text("sort", &s.sort);
    if s.reverse {
        out.text.push_str("reverse = true\n");
    }
    out.text("query", &s.query);
    out.time("updated", screen.at);
}

fn write_passage(out: &mut Lines, kept: &Kept) {
    out.text("id", kept.id.as_str());
    out.time("created", kept.created);
    out.time("updated", kept.updated());
    if kept.is_removed() {
        // A tombstone: what was removed is not kept readable.
        out.time("removed", kept.removed.at);
        return;
    }
    let other = |at: Stamp| if at == kept.created { Stamp::NEVER } else { at };
    if let Some(lies) = &kept.lies.value {
        write_lies(out, lies);
        out.time("placed", other(kept.lies.at));
    }
    if kept.note.value.is_empty() {
        out.time("noted", kept.note.at);
    } else {
        out.text("note", &kept.note.value);
        out.time("noted", other(kept.note.at));
    }
    if kept.tags.at.is_set() {
        out.list("tags", kept.tags.value.iter().map(|t| &**t));
        out.time("tagged", other(kept.tags.at));
    }
    if kept.colour.at.is_set() {
        out.text("colour", colour_name(kept.colour.value));
        out.time("coloured", other(kept.colour.at));
    }
    let key = if kept.removed.value {
        "removed"
    } else {
        "restored"
    };
    out.time(key, kept.removed.at);
}

fn write_lies(out: &mut Lines, lies: &Lies) {
    let about = &lies.about;
    out.text("article", lies.article.as_str());
    out.text("title", &about.title);
    out.maybe("source", about.source.as_deref());
    if let Some(published) = about.published {
        out.plain("published", &published);
    }
    out.maybe("byline", about.byline.as_deref());
    out.maybe("url", about.url.as_deref());
    out.maybe("file", about.file.as_deref());
    out.maybe("language", about.language.as_deref());
    if !about.notices.is_empty() {
        out.list("notices", about.notices.iter().map(|n| &**n));
    }
    if let Some(paragraph) = about.paragraph {
        out.number("paragraph", paragraph);
    }
    let field = |out: &mut Lines, key, get: &dyn Fn(&Speaker) -> Option<&Clean>| {
        let all: Vec<&str> = about
            .speakers
            .iter()
            .map(|s| get(s).map_or("", |t| &**t))
            .collect();
        match all.as_slice() {
            _ if all.iter().all(|t| t.is_empty()) => {}
            [one] => out.text(key, one),
            _ => out.list(key, all.into_iter()),
        }
    };
    field(out, "speaker", &|s| Some(&s.name));
    field(out, "office", &|s| s.office.as_ref());
    field(out, "affiliation", &|s| s.affiliation.as_ref());
    let selector = &lies.selector;
    out.text("exact", &selector.exact);
    out.text("prefix", &selector.prefix);
    out.text("suffix", &selector.suffix);
    out.number("start", selector.start);
    out.number("end", selector.end);
    if selector.copies > 0 {
        out.number("copies", selector.copies);
    }
    out.text("hash", &selector.hash.to_string());
}

/// The label and the lines to carry along of a table that is written anew.
pub(super) fn carried(body: &str) -> (Option<Label>, Vec<&str>) {
    let mut label: Option<Label> = None;
    let mut extra = Vec::new();
    for line in body.lines().map(str::trim) {
        let Some((key, raw)) = line.split_once('=') else {
            // Comments inside a table are a person's.
            if line.starts_with('#') && !line.starts_with("# end:") {
                extra.push(line);
            }
            continue;
        };
        let key = key.trim_end();
        if !KNOWN.contains(&key) {
            extra.push(line);
            continue;
        }
        let Some(Value::Text(text)) = value(raw.trim_start()) else {
            continue;
        };
        let of = label.get_or_insert_with(Label::default);
        match key {
            "title" => of.title = Clean::line(&text),
            "source" => of.source = Some(Clean::line(&text)),
            "hash" => of.hash = TextHash::parse(&text),
            _ => {}
        }
    }
    (label.filter(|l| !l.title.is_empty()), extra)
}
