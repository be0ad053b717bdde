//! What a single line of a news page is, whatever the format it came in:
//! furniture, date, byline, caption with its credit.

use std::sync::LazyLock;

pub(super) use super::label::is_turn;
use super::{
    date::{self, Stamp},
    furniture::{self, lower, words},
    label,
};
use crate::scan;

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// News furniture, with what it says about the article.
    Notice(Option<&'static str>),
    /// Dates and nothing else.
    Timestamp(Vec<Stamp>),
    /// Who wrote it.
    Byline,
    /// Who else worked on it, at the end.
    Contributors,
    /// A caption that ends in a credit of this many bytes.
    Caption(usize),
    /// A credit alone.
    Credit,
    /// No letter and no digit: "* * *", "###".
    Rule,
    /// Anything else.
    Text,
}

/// Understands one line; its white space is folded.
pub(super) fn understand(text: &str) -> Line {
    if !text.chars().any(char::is_alphanumeric) {
        return Line::Rule;
    }
    if let Some(stamps) = date::stamps(text) {
        return Line::Timestamp(stamps);
    }
    let count = word_count(text);
    // Longer lines are running text, whatever they hold.
    if count <= 40 || text.len() <= furniture::LONGEST {
        let low = lower(text);
        if text.len() <= furniture::LONGEST
            && let Some(found) = furniture::classify_lower(&low)
        {
            return Line::Notice(found.code);
        }
        if is_byline(text, &low, count) {
            return Line::Byline;
        }
        if is_contributors(&low, count) {
            return Line::Contributors;
        }
    }
    if count <= 80
        && let Some(length) = credit(text)
    {
        return if length == text.len() {
            Line::Credit
        } else {
            Line::Caption(length)
        };
    }
    Line::Text
}

/// The number of words.
pub(super) fn word_count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let starts = scan::spaces(bytes).map(|space| space + 1);
    let counts = |start: &usize| match bytes.get(*start) {
        None | Some(b' ') => false,
        Some(b) if b.is_ascii_alphanumeric() => true,
        Some(_) => {
            let rest = text.get(*start..).unwrap_or("");
            let mut word = rest.chars().take_while(|c| *c != ' ');
            word.any(char::is_alphanumeric)
        }
    };
    starts.filter(counts).count() + usize::from(counts(&0))
}

/// Whether a line ends as a sentence does.
pub(super) fn is_closed(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']);
    text.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '؟', '।'])
}

/// "By Jane Doe and John Roe in Geneva".
fn is_byline(text: &str, low: &str, count: usize) -> bool {
    if count > 16 || is_sentence(text) {
        return false;
    }
    let Some(rest) = words()
        .bylines
        .starts
        .iter()
        .find(|s| low.starts_with(s.as_str()))
        .and_then(|s| text.get(s.len()..))
    else {
        return false;
    };
    // A name follows: "By Thursday, both sides" is none.
    let first = rest.split([' ', ',']).next().unwrap_or_default();
    first.starts_with(char::is_uppercase)
        && !words().dates.weekdays.contains(&first.to_lowercase())
        && rest
            .split(' ')
            .filter(|w| w.starts_with(char::is_lowercase))
            .count()
            <= 3
}

/// "Additional reporting by …", "Office of the Spokesperson" is none.
fn is_contributors(low: &str, count: usize) -> bool {
    if count > 40 {
        return false;
    }
    words().bylines.contributors.iter().any(|s| {
        if s.ends_with([' ', ':']) {
            low.trim_start_matches(['(', '—', '-', ' '])
                .starts_with(s.as_str())
        } else {
            count <= 25 && low.trim_end_matches(['.', ')']).ends_with(s.as_str())
        }
    })
}

/// Whether the line ends with a full stop that is no abbreviation's.
fn is_sentence(text: &str) -> bool {
    let Some(body) = text.strip_suffix('.') else {
        return false;
    };
    static LONGEST: LazyLock<usize> = LazyLock::new(|| {
        let listed = &words().sentences.abbreviations;
        listed.iter().map(String::len).max().unwrap_or(0)
    });
    let last = body.rsplit(' ').next().unwrap_or(body);
    last.is_ascii() && last.len() > *LONGEST
        || !words()
            .sentences
            .abbreviations
            .contains(&last.to_lowercase())
}

/// The length in bytes of the credit at the end of a caption: the agency's
/// name and its company ("Jane Doe / AFP / Getty Images", "AP Photo/John Roe").
pub(super) fn credit(text: &str) -> Option<usize> {
    bracketed_credit(text)
        .or_else(|| labelled_credit(text))
        .or_else(|| plain_credit(text))
}

/// "(Reuters)", "[Photo: Jane Doe/AFP]" at the end.
fn bracketed_credit(text: &str) -> Option<usize> {
    let body = text.strip_suffix([')', ']'])?;
    let open = body.rfind(['(', '['])?;
    let inside = body.get(open + 1..)?;
    let named = label_end(inside).is_some_and(|at| is_short_name(inside.get(at..).unwrap_or("")));
    (named || owners(inside)).then_some(text.len() - open)
}

/// "Photo: Jane Doe", also as the whole line.
fn labelled_credit(text: &str) -> Option<usize> {
    let (at, value) = label::credit(text, &words().captions.credits)?;
    is_short_name(value).then(|| text.len() - at)
}

/// ". Reuters", "| REUTERS", " / AFP", "— AP Photo/Jane Doe" at the end.
fn plain_credit(text: &str) -> Option<usize> {
    // What ends as a sentence does names no owner.
    if is_sentence(text.trim_end()) {
        return None;
    }
    // Marks behind which a credit can begin, nearest to the end first; a
    // credit has at most eight words.
    let mut seen = 0;
    let mut found = None;
    for (at, c) in text.char_indices().rev() {
        if c == ' ' {
            seen += 1;
            if seen > 10 {
                break;
            }
        }
        let mark = c.len_utf8();
        let ends_sentence = matches!(c, '.' | '!' | '?' | '”' | '"' | '’' | '\'' | ')');
        if !(ends_sentence || matches!(c, '|' | '—' | '–' | '/' | '-')) {
            continue;
        }
        let Some(rest) = text.get(at + mark..) else {
            continue;
        };
        let Some(name) = rest.strip_prefix(' ') else {
            continue;
        };
        let spaced = ends_sentence || text.get(..at).is_some_and(|t| t.ends_with(' '));
        if spaced && owners(name) {
            found = Some(name.len());
            if ends_sentence {
                break;
            }
        }
    }
    if owners_alone(text) {
        return Some(text.len());
    }
    found
}

/// A line that is nothing but picture owners, with more than a bare word.
fn owners_alone(text: &str) -> bool {
    text.contains(['/', '|']) && owners(text)
}

/// "AFP", "Jane Doe / AFP via Getty Images", "AP Photo/Jane Doe".
fn owners(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > 90 || is_sentence(text) {
        return false;
    }
    let mut known = false;
    for part in text
        .split(['/', '|', ',', ';', '•'])
        .flat_map(|p| p.split(" via "))
    {
        let part = part.trim().trim_end_matches('.');
        let known_here = words().captions.agencies.contains(part);
        if !known_here && !is_short_name(part) {
            return false;
        }
        known |= known_here;
    }
    known
}

/// One to five capitalised words: a person's or a company's name.
fn is_short_name(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    let count = text.split(' ').count();
    !text.is_empty()
        && count <= 8
        && text.len() <= 80
        && text.split(' ').all(|w| {
            matches!(
                w,
                "of" | "for"
                    | "the"
                    | "and"
                    | "via"
                    | "de"
                    | "la"
                    | "von"
                    | "van"
                    | "al"
                    | "bin"
                    | "/"
                    | "&"
                    | "-"
                    | "|"
            ) || w.starts_with(|c: char| {
                c.is_uppercase() || c.is_ascii_digit() || c == '@' || c == '('
            }) || w.starts_with("al-")
        })
}

/// Where the name begins behind "Photo:" or "Photo by".
fn label_end(text: &str) -> Option<usize> {
    let low = text.to_lowercase();
    words().captions.credits.iter().find_map(|label| {
        let rest = low.strip_prefix(label.as_str())?;
        (rest.starts_with([':', ' ', '/'])).then(|| text.len() - rest.len() + 1)
    })
}

/// A dateline at the beginning of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dateline<'t> {
    /// "GENEVA", "BEIRUT, Lebanon".
    pub(super) place: &'t str,
    /// The outlet in brackets.
    pub(super) outlet: Option<&'t str>,
    /// The day, if it is said with its year.
    pub(super) date: Option<jiff::civil::DateTime>,
}

/// "GENEVA (Reuters) — …", "PARIS, April 18 (AFP) - …", "TUNIS: …".
pub(super) fn dateline(text: &str) -> Option<Dateline<'_>> {
    let found = match label::capitals_place(text) {
        Some(found) => {
            // "MR. KIRBY: …" and "Q: …" are speakers, "UN: …" a kicker.
            let place = text.get(..found.end)?;
            let letters = place.chars().filter(|c| c.is_alphabetic()).count();
            if found.colon && found.outlet.is_none() || letters < 4 {
                return None;
            }
            found
        }
        None => label::title_place(text)
            .filter(|f| f.outlet.is_some_and(|o| words().outlets.names.contains(o)))?,
    };
    let behind = text.get(found.end..)?;
    let end = behind.find(['(', '—', '–', '-']).unwrap_or(0);
    let stamps = date::stamps(behind.get(..end)?);
    Some(Dateline {
        place: text.get(..found.end)?,
        outlet: found.outlet,
        date: stamps.and_then(|s| s.first()?.at()),
    })
}

#[cfg(test)]
#[allow(clippy::string_slice)]
mod tests {
    use super::*;

    fn credit_of(text: &str) -> &str {
        credit(text).map_or("", |n| &text[text.len() - n..])
    }

    #[test]
    fn credits_end_captions() {
        for (text, want) in [
            ("The envoy led the talks on the strait. Reuters", "Reuters"),
            (
                "Ministers arrive at the palace. Jane Doe / AFP",
                "Jane Doe / AFP",
            ),
            (
                "Ministers arrive at the palace. AP Photo/Jane Doe",
                "AP Photo/Jane Doe",
            ),
            ("A crane in the harbour (Reuters)", "(Reuters)"),
            ("The envoy in Geneva. | REUTERS", "REUTERS"),
            ("The envoy waves. Photo: Jane Doe", "Photo: Jane Doe"),
            ("Image: Jane Doe.", "Image: Jane Doe."),
            (
                "Troops on parade [Jane Doe/AFP via Getty Images]",
                "[Jane Doe/AFP via Getty Images]",
            ),
        ] {
            assert_eq!(credit_of(text), want, "{text}");
        }
    }

    #[test]
    fn sentences_about_agencies_are_no_captions() {
        for text in [
            "The envoy told Reuters.",
            "“We will see,” he told AFP",
            "The news was first reported by AP",
            "He pointed to the source: a ministry that nobody had asked before.",
            "It was founded in 1945 (and renamed later).",
            "Officials met in Paris. NATO has been informed of it.",
        ] {
            assert_eq!(credit(text), None, "{text}");
        }
    }

    #[test]
    fn bylines_have_names() {
        assert_eq!(
            understand("By Jane Doe and John Roe in Geneva"),
            Line::Byline
        );
        assert_eq!(
            understand("By Thursday, both sides had left the town"),
            Line::Text
        );
        assert_eq!(understand("By and large the truce holds"), Line::Text);
        assert_eq!(
            understand("Additional reporting by Jane Doe in Tunis"),
            Line::Contributors
        );
        assert_eq!(understand("* * *"), Line::Rule);
    }

    #[test]
    fn datelines_name_place_and_agency() {
        let found = dateline("GENEVA (Reuters) - Talks resumed").expect("dateline");
        assert_eq!((found.place, found.outlet), ("GENEVA", Some("Reuters")));
        let found = dateline("BEIRUT, Lebanon — Talks resumed").expect("dateline");
        assert_eq!((found.place, found.outlet), ("BEIRUT, Lebanon", None));
        let found = dateline("Tunis, April 18 (AFP) – Talks resumed").expect("dateline");
        assert_eq!((found.place, found.outlet), ("Tunis", Some("AFP")));
        assert_eq!(found.date, None);
        let found = dateline("GENEVA, April 18, 2024 (AFP) – Talks resumed").expect("dateline");
        assert_eq!((found.place, found.outlet), ("GENEVA", Some("AFP")));
        assert_eq!(
            found.date,
            Some(jiff::civil::date(2024, 4, 18).at(0, 0, 0, 0))
        );
        assert_eq!(dateline("MR. KIRBY: Good afternoon"), None);
        assert_eq!(dateline("The council (the body) — met"), None);
        assert_eq!(dateline("UN — Talks"), None);
    }
}
