//! Says in words what a query was understood to mean.
//!
//! `word~` stands for the word and its forms, `word…` for what begins so.

use std::fmt;

use jiff::{ToSpan, civil::DateTime};

use super::{
    ast::{Figures, Flag, Node, Pattern, Query, Term, TextField},
    stem::stem,
};
use crate::clean::Clean;

impl Query {
    /// What was understood, as one line.
    #[must_use]
    pub fn understood(&self) -> Clean {
        Clean::line(&self.to_string())
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        node(&self.root, f, false)
    }
}

/// Writes a node; `inner` puts a list of conditions in parentheses.
fn node(n: &Node, f: &mut fmt::Formatter<'_>, inner: bool) -> fmt::Result {
    let list = |f: &mut fmt::Formatter<'_>, nodes: &[Node], word: &str| {
        if inner {
            f.write_str("(")?;
        }
        for (i, n) in nodes.iter().enumerate() {
            if i > 0 {
                f.write_str(word)?;
            }
            node(n, f, true)?;
        }
        if inner {
            f.write_str(")")?;
        }
        Ok(())
    };
    match n {
        Node::All => f.write_str("everything"),
        Node::And(nodes) => list(f, nodes, " and "),
        Node::Or(nodes) => list(f, nodes, " or "),
        Node::Not(n) => {
            f.write_str("not ")?;
            node(n, f, true)
        }
        Node::Term(t) => term(t, f),
    }
}

fn term(t: &Term, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match t {
        Term::Text(field, p) => {
            f.write_str(match field {
                TextField::Any => "",
                TextField::Title => "title: ",
                TextField::By => "by ",
                TextField::Source => "from ",
                TextField::Official => "official: ",
                TextField::Place => "place: ",
                TextField::Lang => "language: ",
                TextField::Note => "note: ",
                TextField::Tag => "tag: ",
            })?;
            pattern(p, f)
        }
        Term::Date(from, to) => date(*from, *to, f),
        Term::Figure(figures) => figure(figures, f),
        Term::Quote { speaker, said } => {
            f.write_str("a quote")?;
            if let Some(p) = speaker {
                f.write_str(" by ")?;
                pattern(p, f)?;
            }
            if let Some(p) = said {
                f.write_str(" that says ")?;
                pattern(p, f)?;
            }
            Ok(())
        }
        Term::Is(flag) => f.write_str(flag_words(*flag)),
        Term::In(folder) => write!(f, "in folder \"{folder}\""),
    }
}

fn flag_words(flag: Flag) -> &'static str {
    match flag {
        Flag::Read => "read",
        Flag::Unread => "unread",
        Flag::Starred => "starred",
        Flag::Unreadable => "unreadable",
        Flag::Example => "an example",
        Flag::Duplicate => "held by another file too",
        Flag::Passage => "with a passage",
        Flag::Note => "with a note",
        Flag::Tag => "with a tag",
        Flag::Quote => "with a quote",
        Flag::Figure => "with a figure",
        Flag::Official => "with an official",
        Flag::Date => "with a date of publication",
    }
}

fn pattern(p: &Pattern, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match p {
        // The mark says that other forms are found too.
        Pattern::Stem(word) if has_forms(word) => write!(f, "{word}~"),
        Pattern::Stem(word) => f.write_str(word),
        Pattern::Phrase(words) => write!(f, "\"{}\"", words.join(" ")),
        Pattern::Prefix(words) => write!(f, "{}…", words.join(" ")),
        Pattern::Near(parts, n) => {
            for (i, p) in parts.iter().enumerate() {
                if i > 0 {
                    write!(f, " within {n} words of ")?;
                }
                pattern(p, f)?;
            }
            Ok(())
        }
    }
}

/// Whether a word is one that has other forms: letters, three or more.
fn has_forms(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase()) && !stem(word).is_empty()
}

fn date(from: Option<DateTime>, to: Option<DateTime>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    // The end is exclusive inside, inclusive in words.
    let last = to.and_then(|t| t.checked_sub(1.second()).ok());
    match (from, last) {
        (Some(a), Some(b)) if a.date() == b.date() => write!(f, "dated {}", a.date()),
        (Some(a), Some(b)) => write!(f, "dated from {} to {}", a.date(), b.date()),
        (Some(a), None) => write!(f, "dated {} or later", a.date()),
        (None, Some(b)) => write!(f, "dated {} or earlier", b.date()),
        (None, None) => f.write_str("dated at any time"),
    }
}

fn figure(figures: &Figures, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("a figure")?;
    let open = f64::INFINITY;
    // Exclusive ends are kept as the neighbouring double; print the number typed.
    let round = |v: f64| {
        if (v - v.round()).abs() < 1e-6 {
            v.round()
        } else {
            v
        }
    };
    match figures.value {
        None => {}
        Some((low, high)) if low == -open && high == open => {}
        Some((low, high)) if low == high => write!(f, " of {low}")?,
        Some((low, high)) if high == open => {
            let word = if low == round(low) {
                "of at least"
            } else {
                "above"
            };
            write!(f, " {word} {}", round(low))?;
        }
        Some((low, high)) if low == -open => {
            let word = if high == round(high) {
                "of at most"
            } else {
                "below"
            };
            write!(f, " {word} {}", round(high))?;
        }
        Some((low, high)) => write!(f, " from {} to {}", round(low), round(high))?,
    }
    if let Some(unit) = &figures.unit {
        f.write_str(" of ")?;
        pattern(unit, f)?;
    }
    Ok(())
}
