//! What a query means: a tree of conditions.

use std::ops::Range;

use jiff::civil::DateTime;

/// A parsed query.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What must hold.
    pub root: Node,
}

/// A condition over one article.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Every article.
    All,
    /// All of these.
    And(Vec<Node>),
    /// At least one of these.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A single condition.
    Term(Term),
}

/// A single condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// Words in a field of text.
    Text(TextField, Pattern),
    /// Published, or if that is not known stored, in this stretch of time;
    /// `None` is open.
    Date(Option<DateTime>, Option<DateTime>),
    /// A figure whose value lies in the range, with this unit.
    Figure(Figures),
    /// A quote by this speaker in which this is said: at least one is given.
    Quote {
        /// Words of the speaker's name or office.
        speaker: Option<Pattern>,
        /// Words that are said.
        said: Option<Pattern>,
    },
    /// A property.
    Is(Flag),
    /// In this folder or below it; folded words of its path.
    In(String),
}

/// A condition on a figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// The values that fit, ends included; `None` fits every value.
    pub value: Option<(f64, f64)>,
    /// Words of the unit or of what is counted.
    pub unit: Option<Pattern>,
}

/// A field of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextField {
    /// Title, body, captions and byline.
    Any,
    /// The headline.
    Title,
    /// Who wrote it.
    By,
    /// The outlet.
    Source,
    /// Names, offices and affiliations of officials.
    Official,
    /// The dateline, places of figures, states of officials.
    Place,
    /// The language's code.
    Lang,
    /// The user's notes on passages.
    Note,
    /// The user's tags on passages.
    Tag,
}

/// A property of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Marked read.
    Read,
    /// Not marked read.
    Unread,
    /// Starred.
    Starred,
    /// Its file could not be imported.
    Unreadable,
    /// A built-in example.
    Example,
    /// Another file of the library holds the same article.
    Duplicate,
    /// Holds a bookmarked passage.
    Passage,
    /// Has a passage with a note.
    Note,
    /// Has a passage with a tag.
    Tag,
    /// Holds a quote.
    Quote,
    /// Holds a figure.
    Figure,
    /// Names an official.
    Official,
    /// Says when it was published.
    Date,
}

/// Words to be found; all folded as [`super::word`] does it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// A word and every word of the same stem.
    Stem(String),
    /// Exactly these words, one after the other.
    Phrase(Vec<String>),
    /// These words one after the other, the last one beginning so.
    Prefix(Vec<String>),
    /// All of these with at most so many words between the first and the last.
    Near(Vec<Pattern>, usize),
}

impl Query {
    /// The query that every article fulfils.
    #[must_use]
    pub fn all() -> Self {
        Self { root: Node::All }
    }

    /// Whether every article fulfils it.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.root == Node::All
    }

    /// What a match shows in the text, for snippets and for the reader's
    /// `n`/`N`: the conditions that are not negated.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown<'_>> {
        let mut out = Vec::new();
        collect(&self.root, &mut out);
        out
    }

    /// The words of what is shown, for relevance.
    #[must_use]
    pub fn words(&self) -> Vec<&Pattern> {
        let mut out = Vec::new();
        for shown in self.shown() {
            match shown {
                Shown::Words(pattern) => out.push(pattern),
                Shown::Figure(figures) => out.extend(&figures.unit),
                Shown::Quote { speaker, said } => out.extend(said.into_iter().chain(speaker)),
            }
        }
        out
    }
}

/// A condition that can be shown in an article's text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown<'q> {
    /// Words.
    Words(&'q Pattern),
    /// A figure.
    Figure(&'q Figures),
    /// A quote.
    Quote {
        /// Words of its speaker.
        speaker: Option<&'q Pattern>,
        /// Words of it.
        said: Option<&'q Pattern>,
    },
}

impl Shown<'_> {
    /// Whether the annotations are needed to find it.
    #[must_use]
    pub fn is_found(&self) -> bool {
        !matches!(self, Self::Words(_))
    }
}

/// Collects what may be shown in an article's text.
fn collect<'q>(node: &'q Node, out: &mut Vec<Shown<'q>>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|n| collect(n, out)),
        Node::Term(Term::Text(field, pattern)) => {
            use TextField::{Any, By, Official, Place, Title};
            if matches!(field, Any | Title | By | Official | Place) {
                out.push(Shown::Words(pattern));
            }
        }
        Node::Term(Term::Quote { speaker, said }) => out.push(Shown::Quote {
            speaker: speaker.as_ref(),
            said: said.as_ref(),
        }),
        Node::Term(Term::Figure(figures)) => out.push(Shown::Figure(figures)),
        Node::All | Node::Not(_) | Node::Term(_) => {}
    }
}

/// The day that begins at `from`, as a half-open stretch; for tests and dates.
pub(super) type Stretch = Range<DateTime>;
