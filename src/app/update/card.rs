//! What is under the cursor: its card, its link; and the article's original.

use std::{path::Path, sync::Arc};

use crate::{
    annotate::{Annotations, Clue, Figure, PersonId, QuoteSegment},
    app::{
        effect::Effect,
        model::{Model, Shown},
        popup::{Art, Card, Picture, Popup},
    },
    clean::Clean,
    library::Opened,
    reader::Under,
    span::Span,
    ui::margin::{party_name, party_office},
};

/// Opens the card of what is under the cursor; a link asks for the browser.
pub fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(reader) = model.reader() else {
        return;
    };
    let opened = reader.opened();
    let found = &opened.annotations;
    let about = |span: Span, mut card: Card| {
        card.about = Some(span);
        card
    };
    let card = reader
        .under_cursor()
        .into_iter()
        .find_map(|under| match under {
            Under::Official(i) => found.officials.get(i).map(|o| {
                let mut card = person(opened, o.person, opened.article.document.slice(o.span));
                rule(&mut card, &o.rule, o.confidence);
                about(o.span, card)
            }),
            Under::Person(i) => found.persons.get(i).map(|p| {
                let mut card = person(opened, p.person, opened.article.document.slice(p.span));
                rule(&mut card, &p.rule, p.confidence);
                about(p.span, card)
            }),
            Under::Figure(i) => found
                .figures
                .get(i)
                .map(|f| about(f.span, figure(opened, f))),
            Under::Quote(i) => found.quotes.get(i).map(|q| about(q.span, quote(opened, q))),
            Under::Link(url) => Some(link(url)),
            Under::Picture {
                source,
                alt,
                caption,
            } => Some(about(caption, picture(opened, source, &alt, caption))),
            Under::Passage(id) => {
                let mark = reader.passages().iter().find(|m| m.id == id);
                let card = passage(
                    model
                        .reading
                        .passage(crate::passage::PassageId::parse(&id)?)?,
                );
                Some(mark.map_or(card.clone(), |m| about(m.span, card)))
            }
        });
    let article = opened.location.path.clone();
    match card {
        Some(card) => {
            if let Some(picture) = card.picture.as_ref().filter(|_| cfg!(feature = "pictures")) {
                out.push(Effect::Picture {
                    article,
                    source: picture.source.clone(),
                    size: art_room(model.size),
                });
            }
            model.popup = Some(Popup::Card(card));
        }
        None => model
            .messages
            .note("nothing is marked here: ]o ]f ]q go to the next official, figure, quote"),
    }
}

fn rule(card: &mut Card, rule: &str, confidence: f32) {
    let text = format!(
        "{:.0} % sure, by the rule “{}”",
        confidence * 100.0,
        rule.trim_end_matches('*').replace('-', " ")
    );
    card.fields.push(("Marked", Clean::line(&text)));
}

fn add(card: &mut Card, name: &'static str, value: Option<&str>) {
    if let Some(value) = value.filter(|v| !v.is_empty()) {
        card.fields.push((name, Clean::line(value)));
    }
}

fn new(title: &str) -> Card {
    Card {
        title: Clean::line(title),
        fields: Vec::new(),
        places: Vec::new(),
        selected: 0,
        about: None,
        picture: None,
        link: None,
    }
}

/// The card of a link: whither it leads, before anything is opened.
fn link(address: Clean) -> Card {
    let mut card = new("Link");
    add(&mut card, "Address", Some(&address));
    if let Ok(url) = url::Url::parse(&address) {
        add(&mut card, "Host", url.host_str());
        let user = url.username();
        add(&mut card, "User", Some(user).filter(|u| !u.is_empty()));
        let port = url.port().map(|p| p.to_string());
        add(&mut card, "Port", port.as_deref());
    }
    add(&mut card, "Enter", Some("opens it in the browser"));
    card.link = Some(address);
    card
}

/// Opens what a card is about in its own program; `false` if there is no such.
pub fn take(model: &mut Model, card: &Card, out: &mut Vec<Effect>) -> bool {
    if let Some(address) = &card.link {
        browse(model, address, out);
        return true;
    }
    let article = model
        .open()
        .map(|o| o.reader.opened().location.path.clone());
    let (Some(picture), Some(article)) = (&card.picture, article) else {
        return false;
    };
    let source = picture.source.clone();
    model.messages.note(&format!("opening {source}"));
    out.push(Effect::ViewPicture { article, source });
    true
}

/// Words before and behind a place, for the lists of places.
fn around(opened: &Opened, span: Span) -> Clean {
    let document = &opened.article.document;
    let text = document.text();
    let block = document
        .block_at(span.start)
        .and_then(|i| document.blocks().get(i))
        .map_or(span, |b| b.span);
    let start = Span::new(block.start, span.start).of(text);
    let cut = start
        .char_indices()
        .rev()
        .filter(|(_, c)| c.is_whitespace())
        .nth(3)
        .map(|(i, _)| i + 1);
    let from = block.start + cut.unwrap_or(0);
    let dots = if cut.is_some() { "… " } else { "" };
    let words = Span::new(from, block.end).of(text);
    let end = words
        .char_indices()
        .nth(160)
        .map_or(words.len(), |(i, _)| i);
    Clean::line(&format!("{dots}{}", words.get(..end).unwrap_or(words)))
}

fn mentions(found: &Annotations, id: PersonId) -> Vec<Span> {
    let officials = found
        .officials
        .iter()
        .filter(|o| o.person == id)
        .map(|o| o.span);
    let persons = found
        .persons
        .iter()
        .filter(|p| p.person == id)
        .map(|p| p.span);
    let mut all: Vec<Span> = officials.chain(persons).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The card of a person.
fn person(opened: &Opened, id: PersonId, said: &str) -> Card {
    let found = &opened.annotations;
    let known = found.person(id);
    let name = known.and_then(|p| p.name.as_deref()).unwrap_or(said);
    let mut card = new(name);
    if let Some(p) = known {
        add(&mut card, "Office", p.title.as_deref());
        add(&mut card, "Of", p.affiliation.as_deref());
        let country = p.country.as_deref();
        add(
            &mut card,
            "State",
            country.filter(|c| p.affiliation.as_deref() != Some(*c)),
        );
    }
    let quotes = found
        .spoken()
        .filter(|q| q.speaker.as_ref().is_some_and(|s| s.person == Some(id)))
        .count();
    let spans = mentions(found, id);
    let mut count = crate::plural::of(spans.len(), "mention", "mentions");
    if quotes > 0 {
        count = format!("{count}, {}", crate::plural::of(quotes, "quote", "quotes"));
    }
    add(&mut card, "Here", Some(&count));
    card.places = spans.into_iter().map(|s| (s, around(opened, s))).collect();
    card
}

fn figure(opened: &Opened, f: &Figure) -> Card {
    let document = &opened.article.document;
    let slice = |span: Option<Span>| span.map(|s| document.slice(s));
    let mut card = new(document.slice(f.span));
    let bound = match f.bound {
        crate::annotate::Bound::Equal => "",
        crate::annotate::Bound::Over => "more than ",
        crate::annotate::Bound::Under => "less than ",
        crate::annotate::Bound::About => "about ",
        crate::annotate::Bound::Up => "up by ",
        crate::annotate::Bound::Down => "down by ",
    };
    let high = f.high.map_or(String::new(), |h| format!(" to {h}"));
    let value = if f.is_vague() {
        "not told".to_owned()
    } else {
        format!("{bound}{}{high}", f.value)
    };
    add(&mut card, "Value", Some(&value));
    add(&mut card, "Unit", f.unit.as_deref());
    add(&mut card, "Counted", f.counted.as_deref());
    add(&mut card, "Where", slice(f.place));
    add(&mut card, "As of", slice(f.as_of));
    add(&mut card, "Before", slice(f.change_from));
    if let Some(source) = &f.source {
        let name = party_name(&opened.annotations, document, source);
        add(&mut card, "Source", Some(&name));
    }
    rule(&mut card, &f.rule, f.confidence);
    let clue = |c: &Clue| format!("{} “{}”", c.of, document.slice(c.span));
    let is_word = |c: &&Clue| document.slice(c.span).contains(char::is_alphanumeric);
    let clues: Vec<String> = f.clues.iter().filter(is_word).map(clue).collect();
    add(&mut card, "Evidence", Some(&clues.join(", ")));
    card
}

fn quote(opened: &Opened, q: &QuoteSegment) -> Card {
    let document = &opened.article.document;
    let found = &opened.annotations;
    let name = q.speaker.as_ref().map(|s| party_name(found, document, s));
    let mut card = new(name.as_deref().unwrap_or("Speaker not known"));
    let office = q.speaker.as_ref().and_then(|s| party_office(found, s));
    add(&mut card, "Office", office.as_deref());
    add(&mut card, "Quote", Some(q.kind.name()));
    let words = q.speaker.as_ref().map(|s| document.slice(s.span));
    add(
        &mut card,
        "Called",
        words.filter(|w| name.as_deref() != Some(*w)),
    );
    add(
        &mut card,
        "That is",
        q.evidence.first().map(|s| document.slice(*s)),
    );
    // The colon of a transcript is no verb.
    let cue = q.cue.map(|c| document.slice(c));
    let is_word = |c: &&str| c.contains(char::is_alphabetic);
    add(&mut card, "Verb", cue.filter(is_word));
    add(&mut card, "To", q.addressee.map(|c| document.slice(c)));
    rule(&mut card, &q.rule, q.confidence);
    let segments = found.quotes.iter().filter(|o| o.quote == q.quote);
    let spans: Vec<Span> = match q.speaker.as_ref().and_then(|s| s.person) {
        Some(id) => {
            let by = |o: &&QuoteSegment| o.speaker.as_ref().is_some_and(|s| s.person == Some(id));
            found.quotes.iter().filter(by).map(|o| o.span).collect()
        }
        None => segments.map(|o| o.span).collect(),
    };
    card.places = spans.into_iter().map(|s| (s, around(opened, s))).collect();
    card
}

/// Columns and rows that a picture may take on a screen of this size.
fn art_room(size: (u16, u16)) -> (u16, u16) {
    (
        size.0.saturating_sub(8).clamp(1, 60),
        (size.1 / 2).clamp(1, 30),
    )
}

fn picture(opened: &Opened, source: Clean, alt: &str, caption: Span) -> Card {
    let mut card = new("Picture");
    let caption = opened.article.document.slice(caption);
    add(&mut card, "Shows", Some(alt).filter(|a| *a != caption));
    add(&mut card, "Caption", Some(caption));
    add(&mut card, "File", Some(&source));
    add(&mut card, "Enter", Some("opens it in the viewer"));
    card.picture = Some(Picture { source, art: None });
    card
}

/// Takes what came of a picture into the card that waits for it.
pub fn pictured(model: &mut Model, source: &Clean, result: Result<Arc<Art>, Clean>) {
    let Some(Popup::Card(card)) = &mut model.popup else {
        return;
    };
    let Some(picture) = card.picture.as_mut().filter(|p| p.source == *source) else {
        return;
    };
    match result {
        Ok(art) => picture.art = Some(art),
        Err(why) => card.fields.push(("Not shown", why)),
    }
}

fn passage(p: &crate::passage::Passage) -> Card {
    let mut card = new("Bookmark");
    add(&mut card, "Note", Some(&p.note));
    let tags: Vec<String> = p.tags.iter().map(|t| format!("#{}", &**t)).collect();
    add(&mut card, "Tags", Some(&tags.join(" ")));
    add(
        &mut card,
        "Colour",
        Some(crate::passage::colour_name(p.colour)),
    );
    let speakers: Vec<String> = p
        .about
        .speakers
        .iter()
        .map(crate::passage::Speaker::full)
        .collect();
    add(&mut card, "Speaker", Some(&speakers.join("; ")));
    add(
        &mut card,
        "Kept",
        Some(&p.created.strftime("%-d %B %Y").to_string()),
    );
    card
}

/// An address that may be opened: http, https, and mailto without attachments;
/// in the form that the parser gives it.
#[must_use]
pub fn gate(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    let fit = match url.scheme() {
        "http" | "https" => url.has_host(),
        "mailto" => !url
            .query_pairs()
            .any(|(k, _)| k.to_ascii_lowercase().starts_with("attach")),
        _ => false,
    };
    fit.then(|| url.as_str().to_owned())
}

/// Opens a checked address, or says why not.
pub fn browse(model: &mut Model, address: &str, out: &mut Vec<Effect>) {
    match gate(address) {
        Some(url) => {
            model.messages.note(&format!("opening {url}"));
            out.push(Effect::Browse(url));
        }
        None => model.messages.warn(&format!(
            "{address} is not opened: only http, https and mailto addresses are"
        )),
    }
}

/// Opens the original: the link under the cursor, the article's address, else
/// its file.
pub fn open_original(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(crate::app::panel::Goal::Link(url)) = model
        .panel
        .as_ref()
        .and_then(|p| p.current())
        .map(|r| r.goal.clone())
    {
        browse(model, &url, out);
        return;
    }
    let Shown::Article(open) = &model.shown else {
        model.messages.note("no article is open");
        return;
    };
    let opened = open.reader.opened();
    let mut link = None;
    for under in open.reader.under_cursor() {
        match under {
            Under::Link(url) => link = link.or(Some(url)),
            Under::Picture { source, .. } if link.is_none() => {
                model.messages.note(&format!("opening {source}"));
                let article = opened.location.path.clone();
                out.push(Effect::ViewPicture { article, source });
                return;
            }
            _ => {}
        }
    }
    let url = link.or_else(|| opened.article.meta.url.clone());
    match url.filter(|u| gate(u).is_some()) {
        Some(url) => browse(model, &url, out),
        None if is_file(&opened.location.path) => {
            let path = opened.location.path.clone();
            model.messages.note(&format!("opening {}", path.display()));
            out.push(Effect::View(path));
        }
        None => model.messages.note("this article has no original to open"),
    }
}

/// Examples have no file.
fn is_file(path: &Path) -> bool {
    path.is_absolute()
}

/// Opens the article's file in the editor, after a question: an editor is
/// another program, and what is saved there changes the user's file.
pub fn edit(model: &mut Model, out: &mut Vec<Effect>) {
    let confirmed = std::mem::take(&mut model.confirmed);
    let path = model
        .open()
        .map(|o| o.reader.opened().location.path.clone());
    match path.filter(|p| is_file(p)) {
        Some(path) if confirmed => out.push(Effect::Edit(path)),
        Some(path) => out.push(Effect::LookEditor(path)),
        None => model.messages.note("this article has no file to edit"),
    }
}

/// Asks whether a file is to be edited, or says why it cannot be.
pub fn ask_edit(
    model: &mut Model,
    path: &Path,
    program: Option<&Clean>,
    articles: usize,
    text: bool,
) {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = Clean::line(&name.to_string_lossy());
    let Some(program) = program else {
        model.messages.warn(crate::app::editor::NONE);
        return;
    };
    if !text {
        let key = |name: &str| model.key_of(name).unwrap_or_else(|| format!(":{name}"));
        let said = format!(
            "{name} is compressed or packed, no text for an editor; {} opens it in a viewer, {} gives the article's text to a program",
            key("open-original"),
            key("pipe"),
        );
        model.messages.warn(&said);
        return;
    }
    let what = match articles {
        0 | 1 => format!("{name} (what you save changes the article)"),
        many => format!("all of {name}, {many} articles,"),
    };
    model.ask(
        &format!("edit {what} in {program}?"),
        crate::app::action::Action::Edit,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_pass() {
        assert_eq!(
            gate("https://example.org/a b").as_deref(),
            Some("https://example.org/a%20b")
        );
        assert_eq!(
            gate("mailto:desk@example.org").as_deref(),
            Some("mailto:desk@example.org")
        );
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "mailto:a@example.org?attach=/etc/passwd",
            "mailto:a@example.org?ATTACHMENT=x",
            "-x",
            "data:text/html,x",
            "example.org",
            "",
        ] {
            assert_eq!(gate(bad), None, "{bad}");
        }
    }
}
