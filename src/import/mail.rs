//! Mail: a message, a folder of messages in one file, a page saved as a
//! message.

mod mbox;
mod part;

use mail_parser::{HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use url::Url;

pub(super) use mbox::messages;

use super::{
    Loaded, Problem, decode, html, line,
    matter::Matter,
    note,
    rich::{self, Head, Piece, Rich},
    text,
};
use crate::{
    article::{Article, Format},
    clean::Clean,
    document::BlockKind,
};

/// Deepest message inside a message that is read.
const MAX_NESTED: usize = 4;

/// Most parts of a message that are looked at.
const MAX_PARTS: usize = 2_000;

/// Reads one message.
///
/// # Errors
///
/// [`Problem::Damaged`]: it has neither head nor body.
pub(super) fn message(bytes: &[u8]) -> Result<Article, Problem> {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return Err(Problem::Damaged("no mail header".to_owned()));
    };
    let mut matter = Matter::default();
    let own_id = head(&message, &mut matter);
    let mut notes = Vec::new();
    let mut body = Body::default();
    body.gather(&message, 0);
    // What was told apart and left out is no text in disguise.
    if body.is_empty() && body.attached.is_empty() {
        body.fall_back(bytes, &mut notes);
    }
    let document = body.document(&mut matter, &mut notes);
    if !body.attached.is_empty() {
        notes.push(note(format!(
            "{} attachments were left out: {}",
            body.attached.len(),
            body.attached
                .iter()
                .take(5)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        )));
    }
    Ok(Article {
        own_id,
        document,
        meta: matter.finish(),
        format: Format::Mail,
        encoding: Clean::line(body.charset.as_deref().unwrap_or("UTF-8")),
        notes,
        ..Article::default()
    })
}

/// Reads the head; returns the message's id.
fn head(message: &Message<'_>, matter: &mut Matter) -> Option<String> {
    let from = |name: &str| format!("mail header: {name}");
    if let Some(subject) = message.subject() {
        let found = if subject.contains('\u{fffd}') {
            part::header(message, "subject")
        } else {
            None
        };
        matter.title(found.as_deref().unwrap_or(subject), &from("Subject"));
    }
    let sender = message
        .from()
        .or_else(|| message.sender())
        .and_then(|a| a.first());
    if let Some(sender) = sender {
        let name = sender.name().map(str::trim).filter(|n| !n.is_empty());
        let address = sender.address().unwrap_or_default();
        let host = address.rsplit_once('@').map(|(_, h)| h);
        match name {
            Some(name) => matter.source(name.trim_matches(['"', '\'']), &from("From")),
            None => matter.source(host.unwrap_or(address), &from("From")),
        }
    }
    let date = message.date().or_else(|| match message.resent_date() {
        HeaderValue::DateTime(at) => Some(at),
        _ => None,
    });
    let at = date.and_then(civil).or_else(|| {
        let raw = message.header_raw("Date")?;
        super::date::parse(raw)
    });
    if let Some(at) = at {
        matter.published(at, &from("Date"));
    }
    for name in ["Archived-At", "X-URL", "Content-Base"] {
        if let Some(url) = message.header_raw(name) {
            matter.url(url.trim().trim_matches(['<', '>']), &from(name));
        }
    }
    if let Some(code) = message
        .header_raw("Content-Language")
        .and_then(html::language_code)
    {
        matter.language(&code, &from("Content-Language"));
    }
    message
        .message_id()
        .map(text::fold)
        .filter(|id| !id.is_empty())
        .map(|id| format!("mid:{id}"))
}

/// The date as printed.
fn civil(at: &mail_parser::DateTime) -> Option<jiff::civil::DateTime> {
    jiff::civil::DateTime::new(
        i16::try_from(at.year).ok().filter(|y| *y >= 1970)?,
        i8::try_from(at.month).ok()?,
        i8::try_from(at.day).ok()?,
        i8::try_from(at.hour).ok()?,
        i8::try_from(at.minute).ok()?,
        i8::try_from(at.second.min(59)).ok()?,
        0,
    )
    .ok()
}

/// What a message says, in its two usual forms.
#[derive(Debug, Default)]
struct Body {
    plain: String,
    html: Vec<String>,
    /// Names of attachments.
    attached: Vec<String>,
    charset: Option<String>,
    parts: usize,
}

impl Body {
    fn is_empty(&self) -> bool {
        self.plain.trim().is_empty() && self.html.iter().all(|h| h.trim().is_empty())
    }

    /// Gathers the texts of a message; a message inside is read where the
    /// outer one says little (a forward).
    fn gather(&mut self, message: &Message<'_>, depth: usize) {
        for part in &message.parts {
            self.parts += 1;
            if self.parts > MAX_PARTS {
                return;
            }
            let named = part.attachment_name().map(str::to_owned);
            let attached = part
                .content_disposition()
                .is_some_and(mail_parser::ContentType::is_attachment);
            match &part.body {
                PartType::Text(_) if !attached && is_prose(part) => {
                    let text = part::text(part, message);
                    self.charset = self.charset.take().or_else(|| charset(part));
                    self.plain.push_str(text.trim_end());
                    self.plain.push_str("\n\n");
                }
                PartType::Html(_) if !attached => {
                    self.charset = self.charset.take().or_else(|| charset(part));
                    self.html.push(part::text(part, message));
                }
                PartType::Message(inner) if depth < MAX_NESTED => {
                    if line::word_count(&text::fold(&self.plain)) < 40 || self.html.is_empty() {
                        if let Some(subject) = inner.subject() {
                            self.plain.push_str(subject);
                            self.plain.push_str("\n\n");
                        }
                        self.gather(inner, depth + 1);
                    }
                }
                PartType::Multipart(_) => {}
                _ => {
                    let kind = part.content_type().map_or("data", |c| c.ctype());
                    // Parts that cannot be told apart are no attachment.
                    if !kind.eq_ignore_ascii_case("multipart") {
                        self.attached.push(named.unwrap_or_else(|| kind.to_owned()));
                    }
                }
            }
        }
    }

    /// No part could be read: shows what stands behind the head.
    fn fall_back(&mut self, bytes: &[u8], notes: &mut Vec<Clean>) {
        let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|e| e + 4);
        let lf = memchr::memmem::find(bytes, b"\n\n").map(|e| e + 2);
        let Some(start) = crlf.into_iter().chain(lf).min() else {
            return;
        };
        let body = bytes.get(start..).unwrap_or_default();
        if let Some(decoded) = decode::decode(body, None)
            && !decoded.text.trim().is_empty()
        {
            notes.push(note(
                "the parts of the message could not be told apart: shown as it is",
            ));
            if decoded.text.contains("</") {
                self.html.push(decoded.text);
            } else {
                self.plain = decoded.text;
            }
        }
    }

    /// Builds the document from the fuller form.
    fn document(&self, matter: &mut Matter, notes: &mut Vec<Clean>) -> crate::document::Document {
        let base = matter
            .known()
            .url
            .as_deref()
            .and_then(|u| Url::parse(u).ok());
        let mut rich = Rich::default();
        for html in &self.html {
            html::fragment(html, base.as_ref(), &mut rich);
        }
        let mut pieces = rich.finish();
        let words = |pieces: &[Piece]| -> usize {
            pieces.iter().map(|p| line::word_count(&p.text())).sum()
        };
        let (rich_words, plain_words) =
            (words(&pieces), line::word_count(&text::fold(&self.plain)));
        if rich_words == 0 || rich_words * 10 < plain_words * 6 {
            if rich_words > 0 {
                notes.push(note("the plain text was fuller than the page in the mail"));
            }
            return text::letter(&self.plain, matter);
        }
        if plain_words > 0 && plain_words * 10 < rich_words * 3 {
            notes.push(note("the plain text was only a stub: the page is shown"));
        }
        if matter.known_title().is_empty()
            && let Some(first) = pieces
                .iter_mut()
                .take(3)
                .find(|p| p.kind == BlockKind::Heading)
        {
            first.kind = BlockKind::Headline;
        }
        let head = Head {
            summary: None,
            add_title: true,
            letter: true,
        };
        rich::document(pieces, matter, &head)
    }
}

/// Whether a text part is written for people: no script, no calendar.
fn is_prose(part: &MessagePart<'_>) -> bool {
    part.content_type().is_none_or(|c| {
        c.subtype().is_none_or(|s| {
            matches!(
                s.to_ascii_lowercase().as_str(),
                "plain" | "html" | "enriched" | "richtext" | "markdown" | "x-markdown"
            )
        })
    })
}

fn charset(part: &MessagePart<'_>) -> Option<String> {
    part.content_type()
        .and_then(|c| c.attribute("charset"))
        .map(str::to_owned)
}

/// The page in a page saved as a message.
///
/// # Errors
///
/// [`Problem::Damaged`]: there is no page in it.
pub(super) fn page(bytes: &[u8]) -> Result<Loaded, Problem> {
    let none = || Problem::Damaged("there is no page in it".to_owned());
    let message = MessageParser::default().parse(bytes).ok_or_else(none)?;
    let part = message
        .parts
        .iter()
        .find(|p| matches!(p.body, PartType::Html(_)))
        .ok_or_else(none)?;
    let address = message
        .header_raw("Snapshot-Content-Location")
        .map(str::to_owned)
        .or_else(|| part.content_location().map(str::to_owned));
    let page = part::text(part, &message);
    let mut article = html::article_at(&page, address.as_deref().map(str::trim))?;
    article.format = Format::Mhtml;
    article.encoding = Clean::line(charset(part).as_deref().unwrap_or("UTF-8"));
    if article.meta.published.is_none()
        && let Some(at) = message.date().and_then(civil)
    {
        article
            .notes
            .push(note(format!("the page was saved on {}", at.date())));
    }
    Ok(Loaded::one(article))
}

#[cfg(test)]
mod tests;
