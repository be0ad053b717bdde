//! Which passages a query shows: in the panels as one types, and in
//! `attache passages QUERY`.
//!
//! The query language is that of the library. Words are sought in the text,
//! the note, the tags, the speaker and the headline; `title: source: by: note:
//! tag: speaker: said: date: has:note has:tag` mean what they say, and two more
//! fields are known: `colour:green` and `state:orphan`.

use jiff::civil::DateTime;

use super::{COLOUR_NAMES, PassageView, State, colour_of};
use crate::{
    clean::Clean,
    query::{Flag, Node, Pattern, Query, QueryError, Term, TextField, matches::occurs, word},
};

const STATES: [State; 4] = [
    State::Anchored,
    State::Moved,
    State::Doubtful,
    State::Orphan,
];

/// A query over passages.
#[derive(Clone, Debug)]
pub struct Filter {
    query: Query,
    colours: Vec<u8>,
    states: Vec<State>,
}

/// The searchable side of a passage, folded once.
#[derive(Clone, Debug, Default)]
pub struct Searchable {
    any: String,
    title: String,
    by: String,
    source: String,
    speaker: String,
    lang: String,
    note: String,
    tags: String,
    exact: String,
    date: Option<DateTime>,
    colour: u8,
    state: Option<State>,
}

impl Searchable {
    /// Folds a passage.
    #[must_use]
    pub fn of(view: &PassageView) -> Self {
        let p = &view.passage;
        let about = &p.about;
        let folded = |t: Option<&Clean>| word::folded(t.map_or("", |t| t));
        let tags: Vec<&str> = p.tags.iter().map(|t| &**t).collect();
        let mut out = Self {
            any: String::new(),
            title: folded(Some(&about.title)),
            by: folded(about.byline.as_ref()),
            source: folded(about.source.as_ref()),
            speaker: word::folded(&super::cite::speakers(p).unwrap_or_default()),
            lang: folded(about.language.as_ref()),
            note: folded(Some(&p.note)),
            tags: word::folded(&tags.join("\n")),
            exact: folded(Some(&p.selector.exact)),
            date: about.published,
            colour: p.colour,
            state: Some(view.state),
        };
        let parts = [&out.exact, &out.note, &out.tags, &out.speaker, &out.title];
        out.any = parts.map(String::as_str).join(" ");
        out
    }
}

impl Filter {
    /// Understands a query; `now` is what `today` and `7d` count from.
    ///
    /// # Errors
    ///
    /// [`QueryError`] with the column of the mistake.
    pub fn parse(text: &str, now: DateTime) -> Result<Self, QueryError> {
        let mut rest = String::with_capacity(text.len());
        let (mut colours, mut states) = (Vec::new(), Vec::new());
        let mut quoted = false;
        let mut column = 0;
        for part in text.split_inclusive(' ') {
            let token = part.trim();
            let fields = ["colour:", "color:", "state:"];
            let field = fields.iter().find(|f| !quoted && token.starts_with(**f));
            match field {
                None => {
                    if part.matches('"').count() % 2 == 1 {
                        quoted = !quoted;
                    }
                    rest.push_str(part);
                }
                Some(field) => {
                    let value = token.get(field.len()..).unwrap_or("");
                    let at = column + field.chars().count();
                    for one in value.split(',') {
                        if *field == "state:" {
                            states.push(state_of(one, at)?);
                        } else {
                            colours.push(colour(one, at)?);
                        }
                    }
                    // Columns of later mistakes stay right.
                    rest.extend(part.chars().map(|_| ' '));
                }
            }
            column += part.chars().count();
        }
        Ok(Self {
            query: Query::parse(&rest, now)?,
            colours,
            states,
        })
    }

    /// Whether the query shows the passage.
    #[must_use]
    pub fn shows(&self, passage: &Searchable) -> bool {
        let colour = self.colours.is_empty() || self.colours.contains(&passage.colour);
        let state =
            self.states.is_empty() || passage.state.is_some_and(|s| self.states.contains(&s));
        colour && state && node(&self.query.root, passage)
    }
}

fn wrong(what: &str, value: &str, names: &[&str], column: usize) -> QueryError {
    QueryError {
        message: Clean::line(&format!(
            "no {what} \"{value}\"; there are: {}",
            names.join(", ")
        )),
        column,
    }
}

fn colour(value: &str, column: usize) -> Result<u8, QueryError> {
    colour_of(value).ok_or_else(|| wrong("colour", value, &COLOUR_NAMES, column))
}

fn state_of(value: &str, column: usize) -> Result<State, QueryError> {
    let found = STATES.iter().find(|s| s.name().eq_ignore_ascii_case(value));
    found.copied().ok_or_else(|| {
        let names = STATES.map(State::name);
        wrong("state", value, &names, column)
    })
}

fn node(n: &Node, p: &Searchable) -> bool {
    match n {
        Node::All => true,
        Node::And(nodes) => nodes.iter().all(|n| node(n, p)),
        Node::Or(nodes) => nodes.iter().any(|n| node(n, p)),
        Node::Not(n) => !node(n, p),
        Node::Term(t) => term(t, p),
    }
}

fn term(t: &Term, p: &Searchable) -> bool {
    match t {
        Term::Text(field, pattern) => occurs_typed(pattern, text(*field, p), *field),
        Term::Date(from, to) => p.date.is_some_and(|date| {
            from.is_none_or(|from| from <= date) && to.is_none_or(|to| date < to)
        }),
        Term::Quote { speaker, said } => {
            speaker.as_ref().is_none_or(|s| occurs(s, &p.speaker))
                && said.as_ref().is_none_or(|s| occurs(s, &p.exact))
        }
        Term::Is(flag) => match flag {
            Flag::Passage => true,
            Flag::Note => !p.note.is_empty(),
            Flag::Tag => !p.tags.is_empty(),
            Flag::Quote => !p.speaker.is_empty(),
            // Nothing that a passage could say.
            _ => false,
        },
        // Values are the annotator's; a unit is also a word of the passage.
        Term::Figure(figures) => {
            figures.value.is_none() && figures.unit.as_ref().is_some_and(|u| occurs(u, &p.exact))
        }
        Term::In(_) => false,
    }
}

fn text(field: TextField, p: &Searchable) -> &str {
    match field {
        TextField::Any => &p.any,
        TextField::Title => &p.title,
        TextField::By => &p.by,
        TextField::Source => &p.source,
        TextField::Official => &p.speaker,
        TextField::Place => &p.exact,
        TextField::Lang => &p.lang,
        TextField::Note => &p.note,
        TextField::Tag => &p.tags,
    }
}

/// Whether the pattern occurs; a bare word also as the beginning of one, so
/// that the list does not go empty while a word is being typed.
fn occurs_typed(pattern: &Pattern, text: &str, field: TextField) -> bool {
    if occurs(pattern, text) {
        return true;
    }
    match pattern {
        Pattern::Stem(word) if field == TextField::Any => {
            occurs(&Pattern::Prefix(vec![word.clone()]), text)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::ArticleId,
        passage::{About, Passage, PassageId, Selector, Speaker},
        span::Span,
    };

    fn view() -> PassageView {
        let line = |s| Some(Clean::line(s));
        let text = "“The corridor stays open,” she said.";
        let selector = Selector::of(text, Span::new(0, text.len()));
        let article = ArticleId::of("a");
        let now = jiff::Timestamp::UNIX_EPOCH;
        let speaker = Speaker {
            name: Clean::line("Mara Lind"),
            office: line("foreign minister"),
            affiliation: None,
        };
        let passage = Passage {
            id: PassageId::new(now, article, &selector),
            article,
            selector,
            about: About {
                title: Clean::line("Convoys move again"),
                source: line("The Herald"),
                published: Some(jiff::civil::date(2024, 4, 18).at(9, 0, 0, 0)),
                speakers: vec![speaker],
                ..About::default()
            },
            note: Clean::line("check with the desk"),
            tags: super::super::tags(["aid", "north"].into_iter()),
            colour: 1,
            created: now,
            updated: now,
        };
        PassageView {
            passage,
            state: State::Moved,
            start: 0,
            end: 36,
            text: None,
            verbatim: true,
        }
    }

    fn shows(query: &str) -> bool {
        let now = jiff::civil::date(2024, 4, 19).at(0, 0, 0, 0);
        Filter::parse(query, now)
            .expect(query)
            .shows(&Searchable::of(&view()))
    }

    #[test]
    fn text_note_tag_speaker_source_date_and_colour() {
        for query in [
            "",
            "corridor",
            "corridors",
            "corr",
            "desk",
            "aid",
            "lind",
            "convoys",
            "note:desk",
            "tag:north",
            "speaker:\"foreign minister\"",
            "source:herald",
            "date:2024-04",
            "colour:green",
            "colour:red,green aid",
            "state:moved",
            "has:note",
            "said:open",
            "-truce",
            "desk OR truce",
            "\"check with\"",
        ] {
            assert!(shows(query), "{query}");
        }
        for query in [
            "truce",
            "note:corridor",
            "tag:south",
            "speaker:kirby",
            "date:2023",
            "colour:red",
            "state:orphan",
            "-aid",
            "figure:>5",
            "said:closed",
        ] {
            assert!(!shows(query), "{query}");
        }
    }

    #[test]
    fn mistakes_are_named_with_their_column() {
        let now = jiff::civil::date(2024, 4, 19).at(0, 0, 0, 0);
        let fails = |q: &str| Filter::parse(q, now).expect_err(q);
        let error = fails("aid colour:pink");
        assert_eq!(error.column, 11);
        assert!(error.message.contains("yellow, green"));
        assert!(fails("state:lost").message.contains("doubtful"));
        assert_eq!(fails("colour:red titel:x").column, 11);
    }
}
