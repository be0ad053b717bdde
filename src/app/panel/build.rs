//! The rows of each panel.

use super::{Goal, PanelRow};
use crate::{
    annotate::{Figure, Person, PersonId, QuoteKind, QuoteSegment},
    app::{
        action::PanelKind,
        messages::{Message, Weight},
    },
    article::Article,
    clean::Clean,
    config::Problem,
    document::MarkKind,
    library::Opened,
    passage::{Passage, Speaker, State, colour_name},
    plural::of,
    reader::Reader,
    span::Span,
    state::Reading,
    ui::{
        margin::{party_name, party_office},
        reader::passage_sign,
        theme::Scope,
    },
};

/// The rows of a panel of the open article.
#[must_use]
pub fn of_article(kind: PanelKind, reader: &Reader, reading: &Reading) -> Vec<PanelRow> {
    let opened = reader.opened();
    match kind {
        PanelKind::Officials => officials(opened),
        PanelKind::Figures => figures(opened),
        PanelKind::Quotes => quotes(opened),
        PanelKind::Links => links(opened),
        PanelKind::Info => info(opened, reading),
        PanelKind::Bookmarks => {
            let passages = reading.passages_of(opened.id);
            let doubtful = |p: &Passage| {
                let shown = reader.passages().iter().find(|m| m.id == p.id.as_str());
                match shown {
                    Some(mark) if mark.doubtful => State::Doubtful,
                    Some(_) => State::Anchored,
                    None => State::Orphan,
                }
            };
            bookmarks(
                passages.into_iter(),
                doubtful,
                false,
                reader.options().ascii,
            )
        }
        PanelKind::Messages | PanelKind::Problems => Vec::new(),
    }
}

/// One row a person, in the order of first mention, with all mentions.
fn officials(opened: &Opened) -> Vec<PanelRow> {
    let found = &opened.annotations;
    let mut order: Vec<(PersonId, Vec<Span>)> = Vec::new();
    for official in &found.officials {
        match order.iter_mut().find(|(p, _)| *p == official.person) {
            Some((_, spans)) => spans.push(official.span),
            None => order.push((official.person, vec![official.span])),
        }
    }
    let row = |(id, spans): (PersonId, Vec<Span>)| {
        let person = found.person(id);
        let first = spans.first().copied().unwrap_or_default();
        let said = opened.article.document.slice(first);
        let name = person.and_then(|p| p.name.clone());
        let scope = if name.is_some() {
            Scope::Official
        } else {
            Scope::OfficialGroup
        };
        let known = |f: fn(&Person) -> &Option<String>| person.and_then(|p| f(p).as_deref());
        let detail = crate::ui::margin::office(
            name.as_deref().unwrap_or(said),
            known(|p| &p.title),
            known(|p| &p.affiliation),
            known(|p| &p.country),
        );
        let times = spans.len();
        let row = PanelRow::new(
            name.as_deref().unwrap_or(said),
            scope,
            &detail,
            Goal::Spans(spans),
        )
        .found_by(said);
        if times > 1 {
            row.aside(&format!("{times}×"))
        } else {
            row
        }
    };
    order.into_iter().map(row).collect()
}

fn figures(opened: &Opened) -> Vec<PanelRow> {
    let major = opened.annotations.figures.iter().filter(|f| !f.minor);
    let row = |f| figure_row(opened, f, Goal::Span(f.span));
    major.map(row).collect()
}

/// The row of a figure.
pub(super) fn figure_row(opened: &Opened, f: &Figure, goal: Goal) -> PanelRow {
    let document = &opened.article.document;
    let found = &opened.annotations;
    let counted = f.counted.as_deref().or(f.unit.as_deref()).unwrap_or("");
    let said = document.slice(f.span);
    let mut parts = Vec::new();
    if !counted.is_empty() && !said.contains(counted) {
        parts.push(counted.to_owned());
    }
    if let Some(place) = f.place {
        parts.push(document.slice(place).to_owned());
    }
    if let Some(source) = &f.source {
        parts.push(format!("source: {}", party_name(found, document, source)));
    }
    PanelRow::new(said, Scope::Figure, &parts.join(" · "), goal)
        .aside(&value(f))
        .found_by(counted)
}

/// A figure's value as a plain number with its bound, nothing where its words
/// tell none.
fn value(f: &Figure) -> String {
    if f.is_vague() {
        return String::new();
    }
    let sign = f.bound.prefix();
    match f.high {
        Some(high) => format!("{}–{}", grouped(f.value), grouped(high)),
        None => format!("{sign}{}", grouped(f.value)),
    }
}

/// A number with thousands set apart.
fn grouped(value: f64) -> String {
    let text = format!("{}", (value * 1000.0).round() / 1000.0);
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let (minus, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut out = String::from(minus);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

fn quotes(opened: &Opened) -> Vec<PanelRow> {
    let row = |q: &QuoteSegment| quote_row(opened, q, Goal::Span(q.span));
    opened.annotations.spoken().map(row).collect()
}

/// The row of a quote.
pub(super) fn quote_row(opened: &Opened, q: &QuoteSegment, goal: Goal) -> PanelRow {
    let document = &opened.article.document;
    let found = &opened.annotations;
    let (name, office) = q.speaker.as_ref().map_or((None, None), |s| {
        (Some(party_name(found, document, s)), party_office(found, s))
    });
    let mut who = name.unwrap_or_else(|| "speaker not known".to_owned());
    if let Some(office) = office {
        who = format!("{who} · {office}");
    }
    let kind = match q.kind {
        QuoteKind::Direct => "",
        other => other.name(),
    };
    let scope = match q.kind {
        QuoteKind::Partial => Scope::QuotePartial,
        QuoteKind::Reported => Scope::QuoteReported,
        _ => Scope::Quote,
    };
    PanelRow::new(document.slice(q.span), scope, &who, goal).aside(kind)
}

fn links(opened: &Opened) -> Vec<PanelRow> {
    let document = &opened.article.document;
    let marks = document.marks().iter();
    let own = opened
        .article
        .meta
        .url
        .iter()
        .map(|url| PanelRow::new("This article", Scope::Link, url, Goal::Link(url.clone())));
    own.chain(marks.filter_map(|m| match &m.kind {
        MarkKind::Link(url) => Some(PanelRow::new(
            document.slice(m.span),
            Scope::Link,
            url,
            Goal::Link(url.clone()),
        )),
        _ => None,
    }))
    .collect()
}

/// The rows of passages; those of the library are grouped by article.
#[must_use]
pub fn bookmarks<'p>(
    passages: impl Iterator<Item = &'p Passage>,
    state: impl Fn(&Passage) -> State,
    library: bool,
    ascii: bool,
) -> Vec<PanelRow> {
    let row = |p: &Passage| {
        let mut detail = Vec::new();
        if let Some(speaker) = p.about.speakers.first() {
            detail.push(speaker.name.to_string());
        }
        if !p.note.is_empty() {
            detail.push(format!("note: {}", &*p.note));
        }
        detail.extend(p.tags.iter().map(|t| format!("#{}", &**t)));
        let about = &p.about;
        let state = state(p);
        let aside = match state {
            State::Anchored | State::Moved => "",
            other => {
                detail.push(format!("text of {}", about.taken_on(p.created)));
                other.name()
            }
        };
        let date = about.published.map(|d| d.strftime("%-d %b %Y").to_string());
        let from: Vec<&str> = [
            Some(&*about.title),
            about.source.as_deref(),
            date.as_deref(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let from = from.join(" · ");
        let mut row = PanelRow::new(
            &p.selector.exact,
            Scope::Text,
            &detail.join(" · "),
            Goal::Passage(p.id, p.article),
        )
        .aside(aside);
        row.sign = passage_sign(p.colour, ascii);
        row.group = library.then(|| Clean::line(&from));
        let speakers: Vec<String> = about.speakers.iter().map(Speaker::full).collect();
        row.found_by(&format!(
            "{} {} {aside} {from}",
            colour_name(p.colour),
            speakers.join(" ")
        ))
    };
    let mut all: Vec<&Passage> = passages.collect();
    if library {
        all.sort_by_key(|p| {
            (
                std::cmp::Reverse(p.about.published),
                p.about.title.clone(),
                p.article,
                p.selector.start,
            )
        });
    }
    all.into_iter().map(row).collect()
}

/// What is known of an article, and what became of its file.
#[must_use]
pub fn info(opened: &Opened, reading: &Reading) -> Vec<PanelRow> {
    let article: &Article = &opened.article;
    let meta = &article.meta;
    let mut rows = Vec::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            rows.push(PanelRow::new(name, Scope::PopupDim, value, Goal::Nothing));
        }
    };
    let optional = |v: &Option<Clean>| v.as_deref().unwrap_or("").to_owned();
    let from = |field: &str| {
        let said = meta.provenance.iter().find(|(f, _)| f == field);
        said.map(|(_, p)| format!(" ({})", &**p))
            .unwrap_or_default()
    };
    let dated = |d: Option<jiff::civil::DateTime>| {
        d.map(|d| d.strftime("%-d %B %Y, %H:%M").to_string())
            .unwrap_or_default()
    };
    let with = |value: String, field: &str| {
        if value.is_empty() {
            value
        } else {
            format!("{value}{}", from(field))
        }
    };
    add("Headline", &meta.title);
    add("Outlet", &with(optional(&meta.source), "source"));
    add("Author", &with(optional(&meta.byline), "byline"));
    add("Place", &optional(&meta.dateline));
    add("Published", &with(dated(meta.published), "published"));
    add("Updated", &with(dated(meta.updated), "updated"));
    add("Language", &with(optional(&meta.language), "language"));
    add("Section", &optional(&meta.section));
    let notices: Vec<&str> = meta.notices.iter().map(|n| &**n).collect();
    add("Notices", &notices.join(", "));
    add("Address", &optional(&meta.url));
    add("File", &opened.location.path.display().to_string());
    let encoding = if article.encoding.is_empty() {
        String::new()
    } else {
        format!(", {}", &*article.encoding)
    };
    add("Format", &format!("{}{encoding}", article.format.name()));
    for note in &article.notes {
        add("On import", note);
    }
    let found = &opened.annotations;
    let words = article.document.text().split_whitespace().count();
    add("Length", &of(words, "word", "words"));
    add(
        "Found",
        &format!(
            "{} of officials, {}, {}",
            of(found.officials.len(), "mention", "mentions"),
            of(
                found.figures.iter().filter(|f| !f.minor).count(),
                "figure",
                "figures"
            ),
            of(found.spoken().count(), "quote", "quotes"),
        ),
    );
    let read = reading.read_at(opened.id).map_or("no".to_owned(), |at| {
        format!("since {}", at.strftime("%-d %B %Y"))
    });
    add("Read", &read);
    add("Id", opened.id.as_str());
    rows
}

/// What is wrong in the user's own files, each with its place.
#[must_use]
pub fn problems(all: &[Problem]) -> Vec<PanelRow> {
    let row = |p: &Problem| {
        let (path, name) = match p.file.rsplit_once(['/', '\\']) {
            Some((folder, name)) => (folder, name),
            None => ("", &*p.file),
        };
        let mut place = Vec::new();
        if p.line > 0 {
            place.push(format!("line {}, column {}", p.line, p.column));
        }
        if !path.is_empty() {
            place.push(format!("in {path}"));
        }
        let row = PanelRow::new(&p.message, Scope::Warning, &place.join(" "), Goal::Nothing);
        if name.is_empty() {
            row
        } else {
            row.grouped(&Clean::line(name))
        }
    };
    all.iter().map(row).collect()
}

/// What the program has said, latest first.
#[must_use]
pub fn messages(all: &[Message]) -> Vec<PanelRow> {
    let row = |m: &Message| {
        let scope = match m.weight {
            Weight::Note => Scope::Popup,
            Weight::Warning => Scope::Warning,
            Weight::Error => Scope::Error,
        };
        let times = if m.times > 1 {
            format!(" {}×", m.times)
        } else {
            String::new()
        };
        let at = m.at.strftime("%H:%M:%S").to_string();
        PanelRow::new(&m.text, scope, "", Goal::Nothing).aside(&format!("{at}{times}"))
    };
    all.iter().rev().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(33_900.0), "33,900");
        assert_eq!(grouped(999.0), "999");
        assert_eq!(grouped(1_300_000.0), "1,300,000");
        assert_eq!(grouped(-1234.5), "-1,234.5");
        assert_eq!(grouped(0.25), "0.25");
    }
}
