//! From a part of the reading state to the table that holds it.

use super::{Label, header};
use crate::{
    article::ArticleId,
    clean::Clean,
    passage::{Speaker, colour_name},
    state::{
        record::{Kept, Lies, Mark, Record},
        screen::{Position, Screen},
        stamp::{Set, Stamp},
        value::Lines,
    },
};

/// Writes one table, a blank line behind it; `extra` are lines to carry along.
pub(in crate::state) fn write(record: &Record, label: Option<&Label>, extra: &[&str]) -> String {
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
    }
    if let Some(hash) = mark.text.value {
        out.text("hash", &hash.to_string());
        // Mostly it was noted with the last change.
        if mark.text.at != mark.updated() {
            out.time("hashed", mark.text.at);
        }
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
    if let Some(revised) = about.revised {
        out.plain("revised", &revised);
    }
    if let Some(taken) = about.taken {
        out.time("taken", Stamp::of(taken));
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
    if let Some(rivals) = selector.rivals {
        out.text("rivals", &rivals.to_string());
    }
    out.text("hash", &selector.hash.to_string());
}
