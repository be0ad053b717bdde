//! From a table to the part of the reading state that it holds.

use super::fields::{Broken, Fields, ID};
use crate::{
    article::ArticleId,
    clean::Clean,
    passage::{About, PassageId, Rivals, Selector, Speaker, TextHash, colour_of},
    state::{
        record::{Kept, Lies, Mark, Record, Spot},
        screen::{Position, Screen},
        stamp::{Set, Stamp},
        value::{Value, time},
    },
};

/// Reads one table; `kind` is its header.
pub(in crate::state) fn read(kind: &str, body: &str) -> Result<Record, Broken> {
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
    let mut mark = Mark {
        read: f.truth("read", "unread")?,
        starred: f.truth("starred", "unstarred")?,
        place: Set {
            at: f.time("opened")?,
            value: Position {
                top,
                cursor: f.number("cursor")?.unwrap_or(top),
            },
        },
        ..Mark::default()
    };
    // One that is none follows nothing, and costs no mark.
    let hash = f.text("hash")?.and_then(|t| TextHash::parse(&t));
    mark.text = text(&mark, hash, f.time("hashed")?);
    Ok(Record::Mark(article, mark))
}

/// The text of a mark: noted when it says, else with the last change.
fn text(mark: &Mark, hash: Option<TextHash>, hashed: Stamp) -> Set<Option<TextHash>> {
    if hash.is_none() {
        return Set::default();
    }
    let at = if hashed.is_set() {
        hashed
    } else {
        mark.updated()
    };
    Set { at, value: hash }
}

/// Reads the table of a mark as we write it, without a list of its fields (there
/// may be 100,000 of them at a start); `None`: read it the long way.
pub(in crate::state) fn quick_mark(body: &str) -> Option<(ArticleId, Mark)> {
    let mut lines = body.lines();
    let first = lines.next()?.strip_prefix("article = \"")?;
    let article = ArticleId::parse(first.strip_suffix('"')?)?;
    let mut mark = Mark::default();
    let mut position = None;
    let mut cursor = None;
    // Whether title and source were there: a key may stand once.
    let mut labels = (false, false);
    let mut hash = None;
    let mut hashed = Stamp::NEVER;
    for line in lines {
        if line.is_empty() {
            continue;
        }
        let (key, raw) = line.split_at_checked(memchr::memchr(b' ', line.as_bytes())?)?;
        let raw = raw.strip_prefix(" = ")?;
        let truth = match key {
            "title" | "source" => {
                let label = match key {
                    "title" => &mut labels.0,
                    _ => &mut labels.1,
                };
                if std::mem::replace(label, true) {
                    return None;
                }
                continue;
            }
            "hash" if hash.is_none() => {
                let quoted = raw.strip_prefix('"')?.strip_suffix('"')?;
                hash = Some(TextHash::parse(quoted)?);
                continue;
            }
            "hashed" if !hashed.is_set() => {
                hashed = time(raw)?;
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
    mark.text = text(&mark, hash, hashed);
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

/// What was like the passage, where that was noted.
fn rivals(f: &Fields<'_>) -> Result<Option<Rivals>, Broken> {
    let Some(text) = f.text("rivals")? else {
        return Ok(None);
    };
    let wrong = || {
        Fields::wrong(
            "rivals",
            "\"none\", or numbers and two sides as attache writes them",
        )
    };
    Rivals::parse(&text).map(Some).ok_or_else(wrong)
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
    Ok(Lies {
        article: f.article("article")?.ok_or("article is missing")?,
        selector: Selector {
            exact,
            prefix: f.must("prefix")?,
            suffix: f.must("suffix")?,
            start,
            end,
            copies: f.number("copies")?.unwrap_or(0),
            rivals: rivals(f)?,
            hash: TextHash::parse(&hash)
                .ok_or_else(|| Fields::wrong("hash", "16 hexadecimal digits"))?,
        },
        about: About {
            title: f.must("title")?,
            source: one("source")?,
            published: f.civil("published")?,
            revised: f.civil("revised")?,
            taken: f.time("taken")?.time(),
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
