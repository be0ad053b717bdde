//! What the annotator finds: officials, figures and quotes.
//!
//! All spans are byte spans into the document's text, on character boundaries.
//! Fields that are not known are `None`, never guessed.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// The rule that made an annotation ("office-before-name").
pub type Rule = Cow<'static, str>;

/// The number of a person inside one article; printed as `p1`, `p2`, ….
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonId(pub u32);

/// What kind of party a person entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonKind {
    /// One human being with a name.
    Named,
    /// One human being without a name ("a senior official").
    Unnamed,
    /// Several, or a collective ("Israeli officials").
    Group,
    /// A body or a metonym that speaks ("the White House", "the UN").
    Institution,
}

impl PersonKind {
    /// The name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Unnamed => "unnamed",
            Self::Group => "group",
            Self::Institution => "institution",
        }
    }
}

/// Grammatical gender, as far as the text or a name list tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Gender {
    /// he
    Male,
    /// she
    Female,
}

/// The one whom several mentions name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The number that mentions refer to; equals the index in
    /// [`Annotations::people`] plus one.
    pub id: PersonId,
    /// What kind of party it is.
    pub kind: PersonKind,
    /// The fullest name in the article.
    pub name: Option<String>,
    /// The office, as written, without the affiliation.
    pub title: Option<String>,
    /// The body or state that the office belongs to, as written.
    pub affiliation: Option<String>,
    /// The state, by its short English name ("US", "Israel").
    pub country: Option<String>,
    /// Gender, where the text or a given name tells it.
    pub gender: Option<Gender>,
}

/// How an official is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Given name and surname.
    Named,
    /// Surname, or honorific or title and surname, or a bare title for a known
    /// person ("the minister").
    Short,
    /// One person without a name.
    Unnamed,
    /// Plural or collective.
    Group,
}

impl Form {
    /// The name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Short => "short",
            Self::Unnamed => "unnamed",
            Self::Group => "group",
        }
    }
}

/// A mention of somebody who holds an office.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Official {
    /// The mention: title words before the name, affiliation words before
    /// those, and the name.
    pub span: Span,
    /// Whom it names.
    pub person: PersonId,
    /// How.
    pub form: Form,
    /// The bare name inside the mention.
    pub name: Option<Span>,
    /// The office words of this mention's person, without affiliation.
    pub title: Option<String>,
    /// The body or state of the office, as written.
    pub affiliation: Option<String>,
    /// The state, by its short English name.
    pub country: Option<String>,
    /// 0 to 1, calibrated: the share of annotations of this rule and evidence
    /// that are right on the development sets.
    pub confidence: f32,
    /// The rule that made it.
    pub rule: Rule,
    /// Other spans that the decision rests on (an apposition, a clause).
    pub evidence: Vec<Span>,
}

/// A mention of a named person without an office.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonMention {
    /// The bare name.
    pub span: Span,
    /// Whom it names.
    pub person: PersonId,
    /// 0 to 1.
    pub confidence: f32,
    /// The rule that made it.
    pub rule: Rule,
}

/// How a figure bounds the quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Bound {
    /// Just so many.
    #[serde(rename = "=")]
    Equal,
    /// More than, at least.
    #[serde(rename = ">")]
    Over,
    /// Less than, up to, nearly.
    #[serde(rename = "<")]
    Under,
    /// About.
    #[serde(rename = "~")]
    About,
    /// The amount of a rise ("rose 3 percent", "up 40 cents").
    #[serde(rename = "up")]
    Up,
    /// The amount of a fall ("fell by 3 percent", "down 40 cents").
    #[serde(rename = "down")]
    Down,
}

impl Bound {
    /// The sign used in JSON.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Over => ">",
            Self::Under => "<",
            Self::About => "~",
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// The sign right before a value: a letter is set off by a space.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Equal => "",
            Self::Up => "up ",
            Self::Down => "down ",
            other => other.sign(),
        }
    }
}

/// A party in the text: the source of a quote or of a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The whole noun phrase.
    pub span: Span,
    /// Whom it names or stands for.
    pub person: Option<PersonId>,
}

/// A number that counts or measures something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Qualifier, number and unit noun.
    pub span: Span,
    /// The bare number, magnitude included ("1.3 million").
    pub number: Span,
    /// The plain number (1300000); the lower end of a range; of a vague count the
    /// number that its word is made of, see [`Figure::is_vague`].
    pub value: f64,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// Whether it is exact, a lower or an upper bound, about, or the amount of a
    /// change.
    pub bound: Bound,
    /// What it is measured in, or the counted noun ("people", "dollar").
    pub unit: Option<String>,
    /// The counted thing with the modifiers that matter.
    pub counted: Option<String>,
    /// Where, if the clause says it.
    pub place: Option<Span>,
    /// As of when, if the clause says it ("since October").
    pub as_of: Option<Span>,
    /// The figure it is compared with ("up from 12"), as a span.
    pub change_from: Option<Span>,
    /// According to whom.
    pub source: Option<Party>,
    /// Small cardinals that carry no news ("the two sides"), ages.
    pub minor: bool,
    /// 0 to 1.
    pub confidence: f32,
    /// The rule that made it.
    pub rule: Rule,
    /// The rule that found the source.
    pub source_rule: Option<Rule>,
    /// The words that its bound, unit and source were read from.
    pub clues: Vec<Clue>,
}

/// Words that decided something about a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clue {
    /// What they decided: "bound", "unit" or "source".
    pub of: Rule,
    /// Where they stand.
    pub span: Span,
}

impl Clue {
    /// The words at `span`, which decided `of`.
    #[must_use]
    pub fn new(of: &'static str, span: Span) -> Self {
        Self {
            of: Rule::Borrowed(of),
            span,
        }
    }
}

impl Figure {
    /// The rule of [`Figure::is_vague`].
    pub const VAGUE: &'static str = "vague-count";

    /// Whether its words tell no number, only an order of magnitude ("dozens",
    /// "tens of thousands").
    #[must_use]
    pub fn is_vague(&self) -> bool {
        self.rule == Self::VAGUE
    }
}

/// What kind of quote it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuoteKind {
    /// Word for word, in quotation marks.
    Direct,
    /// A fragment in marks inside the paper's own sentence.
    Partial,
    /// Reported speech.
    Reported,
    /// A speaker's turn in a transcript.
    Turn,
}

impl QuoteKind {
    /// The name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Partial => "partial",
            Self::Reported => "reported",
            Self::Turn => "turn",
        }
    }
}

/// One block's part of a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuoteSegment {
    /// The text, quotation marks included.
    pub span: Span,
    /// What kind of quote it is.
    pub kind: QuoteKind,
    /// The quote that the segment belongs to, from 1; printed `q1`.
    pub quote: u32,
    /// Which segment of the quote, from 1.
    pub segment: u32,
    /// Who speaks.
    pub speaker: Option<Party>,
    /// The speech verb.
    pub cue: Option<Span>,
    /// The class of the cue: say, write, claim, deny, vow, think, ….
    pub cue_class: Option<Cow<'static, str>>,
    /// To whom it was said ("reporters").
    pub addressee: Option<Span>,
    /// 0 to 1.
    pub confidence: f32,
    /// The rule that found the speaker, or the span where none was found.
    pub rule: Rule,
    /// Other spans that the decision rests on: the mention that a pronoun
    /// stands for.
    pub evidence: Vec<Span>,
}

/// All that was found in one article.
///
/// Each list is sorted by start; within a layer spans do not overlap, except
/// that reported speech may contain direct and partial quotes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// The detected language, ISO 639-1, where sure.
    pub language: Option<Cow<'static, str>>,
    /// The parties, by number.
    pub people: Vec<Person>,
    /// Mentions of officials.
    pub officials: Vec<Official>,
    /// Mentions of named persons without an office.
    pub persons: Vec<PersonMention>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Quote segments.
    pub quotes: Vec<QuoteSegment>,
}

impl Annotations {
    /// The entry of a person.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(usize::try_from(id.0).ok()?.checked_sub(1)?)
    }

    /// The quotes that count as such wherever quotes are counted or stepped
    /// through: each segment of direct, partial and turn; reported speech is
    /// marked but not counted.
    pub fn spoken(&self) -> impl Iterator<Item = &QuoteSegment> {
        let counts = |q: &&QuoteSegment| q.kind != QuoteKind::Reported;
        self.quotes.iter().filter(counts)
    }
}
