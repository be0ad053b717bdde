//! Gathers what is known about an article while its text is read, and from
//! where; the first word on a field counts.

use jiff::civil::DateTime;

use super::{
    date::{Role, Stamp},
    line::Dateline,
    text::Field,
};
use crate::{article::Meta, clean::Clean, document::BlockKind};

/// The metadata of an article in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Matter {
    meta: Meta,
    plain: Option<DateTime>,
}

impl Matter {
    /// The headline as far as it is known; empty if it is not.
    pub(super) fn known_title(&self) -> &str {
        &self.meta.title
    }

    /// What was gathered so far.
    pub(super) fn known(&self) -> &Meta {
        &self.meta
    }

    /// Records the headline.
    pub(super) fn title(&mut self, text: &str, from: &str) {
        let text = Clean::line(text);
        if self.meta.title.is_empty() && !text.is_empty() {
            self.meta.title = text;
            self.meta.say("title", from);
        }
    }

    /// Records a headline that is better than the one that is known.
    pub(super) fn retitle(&mut self, text: &str, from: &str) {
        self.meta.title = Clean::default();
        self.title(text, from);
    }

    /// Records the outlet.
    pub(super) fn source(&mut self, text: &str, from: &str) {
        // Some pages give their address for a name.
        let address = super::links::web(text).and_then(|u| url::Url::parse(&u).ok());
        let host = address.as_ref().and_then(url::Url::host_str);
        let text = host.map_or(text, |h| h.trim_start_matches("www."));
        set(&mut self.meta, |m| &mut m.source, "source", text, from);
    }

    /// Records who wrote it; the "By" in front is taken off.
    pub(super) fn byline(&mut self, text: &str, from: &str) {
        set(&mut self.meta, |m| &mut m.byline, "byline", text, from);
    }

    /// Records the place.
    pub(super) fn dateline(&mut self, text: &str, from: &str) {
        set(&mut self.meta, |m| &mut m.dateline, "dateline", text, from);
    }

    /// Records the section.
    pub(super) fn section(&mut self, text: &str, from: &str) {
        set(&mut self.meta, |m| &mut m.section, "section", text, from);
    }

    /// Records the language.
    pub(super) fn language(&mut self, text: &str, from: &str) {
        set(&mut self.meta, |m| &mut m.language, "language", text, from);
    }

    /// Records the address, if it is one that may be opened.
    pub(super) fn url(&mut self, text: &str, from: &str) {
        if let Some(url) = super::links::web(text) {
            set(&mut self.meta, |m| &mut m.url, "url", &url, from);
        }
    }

    /// Records a date of publication.
    pub(super) fn published(&mut self, at: DateTime, from: &str) {
        if self.meta.published.is_none() {
            self.meta.published = Some(at);
            self.meta.say("published", from);
        }
    }

    /// Records a date of the last change.
    pub(super) fn updated(&mut self, at: DateTime, from: &str) {
        if self.meta.updated.is_none() {
            self.meta.updated = Some(at);
            self.meta.say("updated", from);
        }
    }

    /// Records what the article says about itself.
    pub(super) fn notice(&mut self, code: Option<&str>, text: &str) {
        let Some(code) = code.map(Clean::line) else {
            return;
        };
        if !self.meta.notices.contains(&code) {
            self.meta.notices.push(code);
            self.meta.say(
                "notices",
                &format!("line of the text: {}", Clean::line(text)),
            );
        }
    }

    /// Records the dates of a line.
    pub(super) fn stamps(&mut self, stamps: &[Stamp], text: &str) {
        let from = format!("line of the text: {}", Clean::line(text));
        for stamp in stamps {
            match (stamp.role, stamp.at()) {
                (Role::Updated, Some(at)) => self.updated(at, &from),
                (Role::Published, Some(at)) => self.published(at, &from),
                (Role::Plain, Some(at)) => {
                    if self.plain.is_none() {
                        self.plain = Some(at);
                        self.meta.say("published", &from);
                    }
                }
                (_, None) => self.time_only(stamp),
            }
        }
    }

    /// "15:00" on the line below its date.
    fn time_only(&mut self, stamp: &Stamp) {
        if let (Some(at), Some(time)) = (self.plain, stamp.time)
            && at.time() == jiff::civil::Time::midnight()
        {
            self.plain = Some(at.date().to_datetime(time));
        }
    }

    /// Records place and agency of a dateline in running text.
    pub(super) fn paragraph_dateline(&mut self, found: &Dateline<'_>) {
        self.dateline(found.place, "beginning of the text");
        if let Some(at) = found.date
            && self.plain.is_none()
        {
            self.plain = Some(at);
            self.meta.say("published", "dateline");
        }
        if let Some(outlet) = found.outlet
            && super::furniture::words().outlets.names.contains(outlet)
        {
            self.source(outlet, "dateline");
        }
    }

    /// Records a field of a list of keys and values; says what block its line
    /// is.
    pub(super) fn field(&mut self, field: Field, value: &str) -> BlockKind {
        let from = "field in front of the text";
        match field {
            Field::Title => {
                self.title(value, from);
                BlockKind::Headline
            }
            Field::Source => {
                self.source(value, from);
                BlockKind::Notice
            }
            Field::Date => {
                if let Some(at) = super::date::parse(value) {
                    self.published(at, from);
                }
                BlockKind::Timestamp
            }
            Field::Updated => {
                if let Some(at) = super::date::parse(value) {
                    self.updated(at, from);
                }
                BlockKind::Timestamp
            }
            Field::Author => {
                self.byline(value, from);
                BlockKind::Byline
            }
            Field::Url => {
                self.url(value, from);
                BlockKind::Notice
            }
            Field::Section => {
                self.section(value, from);
                BlockKind::Notice
            }
            Field::Language => {
                self.language(value, from);
                BlockKind::Notice
            }
        }
    }

    /// What was gathered.
    pub(super) fn finish(mut self) -> Meta {
        if self.meta.published.is_none() {
            self.meta.published = self.plain;
        }
        self.meta
    }
}

/// Sets a field that is still open.
fn set(
    meta: &mut Meta,
    field: impl FnOnce(&mut Meta) -> &mut Option<Clean>,
    name: &str,
    text: &str,
    from: &str,
) {
    let text = Clean::line(text);
    let slot = field(meta);
    if slot.is_none() && !text.is_empty() {
        *slot = Some(text);
        meta.say(name, from);
    }
}
