//! From tokens to the tree: `OR` binds least, then `AND` (written or not),
//! then `NOT`, then `near`.

use jiff::civil::DateTime;

use super::{
    ast::{Figures, Flag, Node, Pattern, Query, Term, TextField},
    date,
    error::QueryError,
    fields::Field,
    lex::{self, At, Token},
    number, word,
};
use crate::nearest::nearest;

/// Parentheses nested deeper than this are refused.
const DEEPEST: usize = 64;

impl Query {
    /// Understands a query; `now` is what `today` and `7d` count from.
    ///
    /// # Errors
    ///
    /// [`QueryError`] with the column of the mistake; the empty query is
    /// [`Query::all`].
    pub fn parse(query: &str, now: DateTime) -> Result<Self, QueryError> {
        let tokens = lex::tokens(query);
        if let Some((_, at)) = tokens.iter().find(|(t, _)| *t == Token::BadNear) {
            return Err(QueryError::new(
                query,
                *at,
                "near/ needs a number of words, for example near/5",
            ));
        }
        let mut parser = Parser {
            query,
            tokens: &tokens,
            next: 0,
            now,
            depth: 0,
        };
        let root = parser.either(None)?;
        if let Some((Token::Close, at)) = parser.peek() {
            return Err(QueryError::new(query, *at, "\")\" closes nothing"));
        }
        Ok(Self { root })
    }
}

struct Parser<'t, 'q> {
    query: &'q str,
    tokens: &'t [At<'q>],
    next: usize,
    now: DateTime,
    depth: usize,
}

impl<'t, 'q> Parser<'t, 'q> {
    fn peek(&self) -> Option<&'t At<'q>> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<&'t At<'q>> {
        let token = self.peek();
        self.next += usize::from(token.is_some());
        token
    }

    fn error<T>(&self, at: usize, message: &str) -> Result<T, QueryError> {
        Err(QueryError::new(self.query, at, message))
    }

    /// One side or another of `OR`; `field` is what a group belongs to.
    fn either(&mut self, field: Option<(Field, usize)>) -> Result<Node, QueryError> {
        let mut sides = vec![self.both(field)?];
        while let Some((Token::Or, at)) = self.peek() {
            self.next += 1;
            if matches!(sides.last(), Some(Node::All)) {
                return self.error(*at, "OR needs a condition before it");
            }
            let side = self.both(field)?;
            if side == Node::All {
                return self.error(*at, "OR needs a condition after it");
            }
            sides.push(side);
        }
        Ok(match sides.len() {
            1 => sides.pop().unwrap_or(Node::All),
            _ => Node::Or(sides),
        })
    }

    /// Conditions that must all hold.
    fn both(&mut self, field: Option<(Field, usize)>) -> Result<Node, QueryError> {
        let mut sides = Vec::new();
        loop {
            match self.peek() {
                None | Some((Token::Or | Token::Close, _)) => break,
                Some((Token::And, at)) => {
                    self.next += 1;
                    let ends = matches!(self.peek(), None | Some((Token::Or | Token::Close, _)));
                    if sides.is_empty() || ends {
                        return self.error(*at, "AND needs a condition on both sides");
                    }
                }
                Some(_) => sides.push(self.close(field)?),
            }
        }
        sides.retain(|s| *s != Node::All);
        bind(&mut sides);
        Ok(match sides.len() {
            0 => Node::All,
            1 => sides.pop().unwrap_or(Node::All),
            _ => Node::And(sides),
        })
    }

    /// Conditions joined by `near`.
    fn close(&mut self, field: Option<(Field, usize)>) -> Result<Node, QueryError> {
        let first = self.not(field)?;
        let mut patterns = Vec::new();
        let mut last = first;
        let mut words = 0;
        let mut of = TextField::Any;
        while let Some((Token::Near(n), at)) = self.peek() {
            self.next += 1;
            words = words.max(*n);
            let Node::Term(Term::Text(side, pattern)) = last else {
                return self.error(*at, "near needs a word or phrase before it");
            };
            of = side;
            patterns.push(pattern);
            if self.peek().is_none() {
                return self.error(*at, "near needs a word or phrase after it");
            }
            last = self.not(field)?;
            if !matches!(last, Node::Term(Term::Text(side, _)) if side == of) {
                return self.error(*at, "near needs a word or phrase after it");
            }
        }
        if patterns.is_empty() {
            return Ok(last);
        }
        if let Node::Term(Term::Text(_, pattern)) = last {
            patterns.push(pattern);
        }
        Ok(Node::Term(Term::Text(of, Pattern::Near(patterns, words))))
    }

    /// A condition or its opposite.
    fn not(&mut self, field: Option<(Field, usize)>) -> Result<Node, QueryError> {
        let mut negated = false;
        while let Some((Token::Not, at)) = self.peek() {
            self.next += 1;
            negated = !negated;
            if matches!(
                self.peek(),
                None | Some((Token::Close | Token::Or | Token::And, _))
            ) {
                return self.error(*at, "NOT needs a condition after it");
            }
        }
        let node = self.one(field)?;
        Ok(match (negated, node) {
            (_, Node::All) => Node::All,
            (true, node) => Node::Not(Box::new(node)),
            (false, node) => node,
        })
    }

    /// A word, a quotation, a field with its value, a group.
    fn one(&mut self, field: Option<(Field, usize)>) -> Result<Node, QueryError> {
        let Some((token, at)) = self.take() else {
            return Ok(Node::All);
        };
        match token {
            Token::Open => self.group(*at, field),
            Token::Word(text, star) => self.value(field, *at, text, *star, false),
            Token::Quoted(text, star) => self.value(field, *at, text, *star, true),
            Token::Field(name) => {
                let Some(inner) = Field::of(name) else {
                    let near = match Field::nearest(name) {
                        Some(near) => format!("did you mean {near}:?"),
                        None => "what holds a colon stands in quotation marks".to_owned(),
                    };
                    return self.error(*at, &format!("no field \"{name}\"; {near}"));
                };
                let from = at + name.len() + 1;
                match self.peek() {
                    Some((Token::Word(..) | Token::Quoted(..) | Token::Open, value))
                        if *value == from =>
                    {
                        self.one(Some((inner, *at)))
                    }
                    _ => self.error(from, &format!("{}: needs a value", inner.name())),
                }
            }
            Token::Near(_) | Token::BadNear => {
                self.error(*at, "near needs a word or phrase before it")
            }
            Token::Close | Token::Or | Token::And | Token::Not => Ok(Node::All),
        }
    }

    /// What stands in parentheses.
    fn group(&mut self, at: usize, field: Option<(Field, usize)>) -> Result<Node, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.error(at, "parentheses are nested too deep");
        }
        let node = self.either(field)?;
        self.depth -= 1;
        match self.take() {
            Some((Token::Close, _)) => Ok(node),
            _ => self.error(at, "\"(\" is not closed"),
        }
    }

    /// A field's value, or a word of the text.
    fn value(
        &self,
        field: Option<(Field, usize)>,
        at: usize,
        text: &str,
        star: bool,
        quoted: bool,
    ) -> Result<Node, QueryError> {
        let Some((field, _)) = field else {
            return Ok(pattern(text, star, quoted)
                .map_or(Node::All, |p| Node::Term(Term::Text(TextField::Any, p))));
        };
        let words = |of| self.words(field, of, at, text, star, quoted);
        Ok(Node::Term(match field {
            Field::Title => words(TextField::Title)?,
            Field::Source => words(TextField::Source)?,
            Field::By => words(TextField::By)?,
            Field::Official => words(TextField::Official)?,
            Field::Place => words(TextField::Place)?,
            Field::Lang => words(TextField::Lang)?,
            Field::Note => words(TextField::Note)?,
            Field::Tag => words(TextField::Tag)?,
            Field::Speaker => Term::Quote {
                speaker: Some(self.pattern(field, at, text, star, quoted)?),
                said: None,
            },
            Field::Said => Term::Quote {
                speaker: None,
                said: Some(self.pattern(field, at, text, star, quoted)?),
            },
            Field::Unit => Term::Figure(Figures {
                value: None,
                unit: Some(self.pattern(field, at, text, star, quoted)?),
            }),
            Field::Date => self.date(at, text)?,
            Field::Figure => self.figure(at, text)?,
            Field::Is => Term::Is(self.flag(at, text, IS)?),
            Field::Has => Term::Is(self.flag(at, text, HAS)?),
            Field::In => Term::In(word::folded(text)),
        }))
    }

    fn words(
        &self,
        field: Field,
        of: TextField,
        at: usize,
        text: &str,
        star: bool,
        quoted: bool,
    ) -> Result<Term, QueryError> {
        // Names of languages, outlets, people are not stemmed.
        let name = matches!(of, TextField::Lang | TextField::Tag | TextField::Source);
        self.pattern(field, at, text, star, quoted || name)
            .map(|p| Term::Text(of, p))
    }

    fn pattern(
        &self,
        field: Field,
        at: usize,
        text: &str,
        star: bool,
        quoted: bool,
    ) -> Result<Pattern, QueryError> {
        match pattern(text, star, quoted) {
            Some(pattern) => Ok(pattern),
            None => self.error(at, &format!("{}: needs a word", field.name())),
        }
    }

    fn date(&self, at: usize, text: &str) -> Result<Term, QueryError> {
        match date::range(text, self.now) {
            Some((from, to)) => Ok(Term::Date(from, to)),
            None => self.error(
                at,
                &format!(
                    "\"{text}\" is no date; try 2024-04-18, 2024-04, 2024-03..2024-05, 7d.., today"
                ),
            ),
        }
    }

    fn figure(&self, at: usize, text: &str) -> Result<Term, QueryError> {
        match number::range(text) {
            Some(value) => Ok(Term::Figure(Figures {
                value: Some(value),
                unit: None,
            })),
            None => self.error(
                at,
                &format!("\"{text}\" is no figure; try >1000000, 1.3m, 100..500"),
            ),
        }
    }

    fn flag(&self, at: usize, text: &str, flags: &[(&str, Flag)]) -> Result<Flag, QueryError> {
        let name = text.to_lowercase();
        let singular = name.strip_suffix('s').unwrap_or(&name);
        let found = flags
            .iter()
            .find(|(n, _)| *n == name || *n == singular)
            .map(|(_, f)| *f);
        match found {
            Some(flag) => Ok(flag),
            None => {
                let known = flags.iter().map(|(n, _)| *n);
                let near = match nearest(&name, known.clone()) {
                    Some(near) => format!("did you mean {near}?"),
                    None => format!("there are {}", known.collect::<Vec<_>>().join(", ")),
                };
                self.error(at, &format!("no \"{text}\" here; {near}"))
            }
        }
    }
}

const IS: &[(&str, Flag)] = &[
    ("unread", Flag::Unread),
    ("read", Flag::Read),
    ("starred", Flag::Starred),
    ("unreadable", Flag::Unreadable),
    ("example", Flag::Example),
    ("duplicate", Flag::Duplicate),
    ("bookmarked", Flag::Passage),
];

const HAS: &[(&str, Flag)] = &[
    ("passage", Flag::Passage),
    ("bookmark", Flag::Passage),
    ("note", Flag::Note),
    ("tag", Flag::Tag),
    ("quote", Flag::Quote),
    ("figure", Flag::Figure),
    ("official", Flag::Official),
    ("date", Flag::Date),
];

/// The pattern of a word or quotation; `None` if it holds no letter or digit.
fn pattern(text: &str, star: bool, quoted: bool) -> Option<Pattern> {
    let mut words = word::words(text);
    if words.is_empty() {
        return None;
    }
    if star {
        return Some(Pattern::Prefix(words));
    }
    if quoted || words.len() > 1 {
        return Some(Pattern::Phrase(words));
    }
    words.pop().map(Pattern::Stem)
}

/// Joins what is said of one thing: `speaker:` and `said:` of one quote,
/// `figure:` and `unit:` of one figure.
fn bind(sides: &mut Vec<Node>) {
    let mut quote: Option<usize> = None;
    let mut figure: Option<usize> = None;
    let mut i = 0;
    while i < sides.len() {
        let slot = match sides.get(i) {
            Some(Node::Term(Term::Quote { .. })) => &mut quote,
            Some(Node::Term(Term::Figure(_))) => &mut figure,
            _ => {
                i += 1;
                continue;
            }
        };
        let joined = slot
            .and_then(|first| sides.get(first).zip(sides.get(i)))
            .and_then(|(a, b)| join(a, b));
        match (*slot, joined) {
            (Some(first), Some(joined)) => {
                sides.remove(i);
                if let Some(place) = sides.get_mut(first) {
                    *place = joined;
                }
            }
            _ => {
                *slot = Some(i);
                i += 1;
            }
        }
    }
}

/// Both conditions as one, if they fill each other's gaps.
fn join(a: &Node, b: &Node) -> Option<Node> {
    let (Node::Term(a), Node::Term(b)) = (a, b) else {
        return None;
    };
    let term = match (a, b) {
        (
            Term::Quote {
                speaker: s1,
                said: w1,
            },
            Term::Quote {
                speaker: s2,
                said: w2,
            },
        ) => {
            let free = (s1.is_none() || s2.is_none()) && (w1.is_none() || w2.is_none());
            free.then(|| Term::Quote {
                speaker: s1.clone().or_else(|| s2.clone()),
                said: w1.clone().or_else(|| w2.clone()),
            })
        }
        (Term::Figure(f1), Term::Figure(f2)) => {
            let free = (f1.value.is_none() || f2.value.is_none())
                && (f1.unit.is_none() || f2.unit.is_none());
            free.then(|| {
                Term::Figure(Figures {
                    value: f1.value.or(f2.value),
                    unit: f1.unit.clone().or_else(|| f2.unit.clone()),
                })
            })
        }
        _ => None,
    };
    term.map(Node::Term)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime {
        jiff::civil::date(2024, 4, 19).at(10, 0, 0, 0)
    }

    fn read(query: &str) -> String {
        Query::parse(query, now()).expect(query).to_string()
    }

    fn fails(query: &str) -> (usize, String) {
        let error = Query::parse(query, now()).expect_err(query);
        (error.column, error.message.to_string())
    }

    #[test]
    fn what_is_understood() {
        let table = [
            ("", "everything"),
            ("rafah talks", "rafah~ and talks~"),
            ("\"Rafah talks\" -truce", "\"rafah talks\" and not truce~"),
            ("a OR b c", "a or (b and c)"),
            ("(a OR b) c", "(a or b) and c"),
            ("a AND NOT (b OR c)", "a and not (b or c)"),
            ("cease-fire", "\"cease fire\""),
            ("negot*", "negot…"),
            ("aid near/5 crossing", "aid~ within 5 words of crossing~"),
            ("title:(gaza OR rafah)", "title: gaza~ or title: rafah~"),
            ("“smart quoting”", "\"smart quoting\""),
            ("\"not closed", "\"not closed\""),
            (
                "date:2024-03..2024-05",
                "dated from 2024-03-01 to 2024-05-31",
            ),
            (
                "figure:>1m unit:people",
                "a figure above 1000000 of people~",
            ),
            (
                "speaker:sullivan rafah said:talks",
                "a quote by sullivan~ that says talks~ and rafah~",
            ),
            ("is:unread has:passages", "unread and with a passage"),
            ("-has:date", "not with a date of publication"),
            ("in:2024/april", "in folder \"2024 april\""),
            ("...", "everything"),
        ];
        for (query, want) in table {
            assert_eq!(read(query), want, "{query}");
        }
    }

    #[test]
    fn mistakes_point_at_their_column() {
        assert_eq!(
            fails("rafah titel:x"),
            (6, "no field \"titel\"; did you mean title:?".into())
        );
        assert_eq!(fails("é OR").0, 2);
        assert_eq!(
            fails("a AND"),
            (2, "AND needs a condition on both sides".into())
        );
        assert_eq!(fails("a b)").0, 3);
        assert_eq!(fails("title:").0, 6);
        assert_eq!(fails("date:soon").0, 5);
        assert_eq!(fails("figure:many").0, 7);
        assert_eq!(
            fails("is:unred"),
            (3, "no \"unred\" here; did you mean unread?".into())
        );
        assert_eq!(fails("near x").0, 0);
        assert_eq!(fails("(gaza"), (0, "\"(\" is not closed".into()));
        assert_eq!(fails("aid title:(gaza (rafah)").0, 10);
        assert_eq!(fails("gaza near/x aid").0, 5);
        assert_eq!(fails("gaza near/ aid").0, 5);
        assert_eq!(fails("gaza near/99999999999999999999 aid").0, 5);
        assert_eq!(fails("x near is:read").0, 2);
        assert!(fails(&"(".repeat(100)).1.contains("too deep"));
    }
}
