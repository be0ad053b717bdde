//! Labels at the edges of a line: datelines, speakers of a transcript, credits.
//!
//! Scanned by hand: every article asks for them, and to compile expressions
//! with Unicode classes would cost more than to read the whole article.

/// What stands in front of a paragraph that begins with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'t> {
    /// The end of the place, in bytes.
    pub(super) end: usize,
    /// The outlet in brackets.
    pub(super) outlet: Option<&'t str>,
    /// Whether a colon ends it, not a dash.
    pub(super) colon: bool,
}

/// "GENEVA (Reuters) — ", "BEIRUT, Lebanon, April 18 - ", "TUNIS: ".
pub(super) fn capitals_place(text: &str) -> Option<Place<'_>> {
    let fits = |c: char| c.is_uppercase() || is_mark(c) || is_inner(c);
    let first = run(text, fits);
    let first = text
        .get(..first)?
        .trim_end_matches(|c: char| !c.is_uppercase());
    if !first.starts_with(char::is_uppercase) || first.chars().count() < 2 {
        return None;
    }
    let more = |rest: &str| {
        let rest = rest.strip_prefix([' ', '/'])?;
        Some(1 + run(rest, fits)).filter(|len| *len > 1)
    };
    find(text, &ends(text, first.len(), 4, more), |at| {
        let (outlet, at) = outlet(text, at).map_or((None, at), |(o, at)| (Some(o), at));
        let colon = dash(from(text, at))?;
        Some((outlet, colon))
    })
}

/// "Tunis, April 18 (AFP) – ": here the outlet must be there.
pub(super) fn title_place(text: &str) -> Option<Place<'_>> {
    memchr::memchr(b'(', text.as_bytes())?; // an outlet stands in brackets
    let first = capital_word(text)?;
    let more = |rest: &str| Some(1 + capital_word(rest.strip_prefix(' ')?)?);
    find(text, &ends(text, first, 3, more), |at| {
        let (outlet, at) = outlet(text, at)?;
        let rest = from(text, at);
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let len = run(rest, |c| matches!(c, '—' | '–' | '-'));
        let marks = rest.get(..len)?.chars().count();
        ((1..=2).contains(&marks) && goes_on(from(rest, len))).then_some((Some(outlet), false))
    })
}

/// Whether the line begins with a speaker's label: "MR. KIRBY: ", "Q  ",
/// "President of X Jane Doe: ", "SECRETARY DOE (via interpreter): ".
pub(super) fn is_turn(text: &str) -> bool {
    if text.starts_with("A: ")
        || text
            .strip_prefix('Q')
            .is_some_and(|r| r.starts_with([' ', ':', '.']))
    {
        return true;
    }
    // A label ends with the first colon that is not in brackets.
    let Some(colon) = text.find(": ").filter(|at| *at <= 160) else {
        return false;
    };
    let mut label = text.get(..colon).unwrap_or("");
    if let Some(open) = label.strip_suffix(')').and_then(|l| l.rfind(" (")) {
        let inside = label.get(open + 2..label.len() - 1).unwrap_or("");
        if inside.is_empty() || inside.chars().count() > 40 {
            return false;
        }
        label = label.get(..open).unwrap_or("");
    }
    is_capitals(label) || is_titled(label)
}

/// "MR. KIRBY": capitals alone.
fn is_capitals(label: &str) -> bool {
    let fits = |c: char| c.is_uppercase() || is_mark(c) || is_inner(c) || c == ' ';
    let letters = label.chars().count();
    label.starts_with(char::is_uppercase) && (2..=61).contains(&letters) && label.chars().all(fits)
}

/// "President of Ruritania Rudolf Elphberg": words with capitals, and small
/// ones between them.
fn is_titled(label: &str) -> bool {
    const SMALL: [&str; 7] = ["of", "the", "and", "for", "in", "de", "al"];
    let words: Vec<&str> = label.split(' ').collect();
    let capital = |w: &str| capital_word(w) == Some(w.len());
    let ([first, .., last], 2..=12) = (words.as_slice(), words.len()) else {
        return false;
    };
    capital(first)
        && capital(last)
        && !last.contains('.')
        && words.iter().all(|w| capital(w) || SMALL.contains(w))
}

/// Where a label such as "Photo: Jane Doe" begins that ends the line: at its
/// start, or behind a mark and white space. `labels` are in lower case.
pub(super) fn credit<'t>(text: &'t str, labels: &[String]) -> Option<(usize, &'t str)> {
    // One of these stands behind the label.
    let mut marks = memchr::memchr2_iter(b':', b'/', text.as_bytes());
    if !marks.any(|at| labels.iter().any(|l| may_end(text, at, l))) {
        return None;
    }
    let mut mark = true; // the start of the line counts as a mark
    let mut space = true;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if mark && space {
            let rest = from(text, at);
            let value = labels.iter().find_map(|l| labelled(rest, l));
            if let Some(value) = value {
                return Some((at, value));
            }
        }
        mark = matches!(
            c,
            '.' | '!' | '?' | '”' | '"' | '\'' | '’' | ')' | '|' | '/' | '–' | '—' | '-'
        );
        space = false;
    }
    None
}

/// Whether a label may end before the byte `at`, white space between them: told
/// by what it has of ASCII at its end.
fn may_end(text: &str, at: usize, label: &str) -> bool {
    let head = text.get(..at).unwrap_or("").trim_end().as_bytes();
    let label = label.as_bytes();
    let plain = label.iter().rposition(|b| !b.is_ascii());
    let tail = label.get(plain.map_or(0, |n| n + 1)..).unwrap_or(&[]);
    let end = head.len().checked_sub(tail.len());
    let end = end.and_then(|from| head.get(from..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(tail))
}

/// The text behind `label` and its colon or slash.
fn labelled<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let head = text.get(..label.len())?;
    let rest = from(text, label.len()).trim_start();
    let value = rest.strip_prefix([':', '/'])?;
    let same = head.eq_ignore_ascii_case(label) || head.to_lowercase() == label;
    let value = Some(value).filter(|_| same)?;
    Some(value.trim()).filter(|v| !v.is_empty())
}

/// Combining marks of European scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Marks inside a name: "N'Djamena", "St.", "Port-au-Prince".
fn is_inner(c: char) -> bool {
    matches!(c, '.' | '\'' | '’' | '-')
}

/// The bytes at the start of `text` whose characters fit.
fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    let other = text.char_indices().find(|(_, c)| !fits(*c));
    other.map_or(text.len(), |(at, _)| at)
}

/// The characters of `text` from the byte offset `at`.
fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

/// The length of a word that begins with a capital and has more characters.
fn capital_word(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|c| c.is_uppercase())?.len_utf8();
    let fits = |c: char| c.is_alphabetic() || is_mark(c) || is_inner(c);
    let more = run(from(text, first), fits);
    (more > 0).then_some(first + more)
}

/// Where a place of one to `1 + most` words can end, shortest first.
fn ends(text: &str, first: usize, most: usize, more: impl Fn(&str) -> Option<usize>) -> Vec<usize> {
    let mut ends = vec![first];
    let mut end = first;
    while ends.len() <= most {
        let Some(len) = more(from(text, end)) else {
            break;
        };
        end += len;
        ends.push(end);
    }
    ends
}

/// Tries `tail` behind every possible end, the longest first, with and without
/// a region behind a comma, with and without a date.
fn find<'t>(
    text: &'t str,
    ends: &[usize],
    tail: impl Fn(usize) -> Option<(Option<&'t str>, bool)>,
) -> Option<Place<'t>> {
    for end in ends.iter().rev() {
        for place in regions(text, *end).into_iter().rev() {
            let dated = date(text, place);
            for at in dated.into_iter().chain([place]) {
                if let Some((outlet, colon)) = tail(at) {
                    return Some(Place {
                        end: place,
                        outlet,
                        colon,
                    });
                }
            }
        }
    }
    None
}

/// Ends of the place with up to three words of a region behind a comma.
fn regions(text: &str, end: usize) -> Vec<usize> {
    let mut all = vec![end];
    let Some(first) = from(text, end).strip_prefix(", ").and_then(capital_word) else {
        return all;
    };
    let start = end + 2 + first;
    let more = |rest: &str| Some(1 + capital_word(rest.strip_prefix(' ')?)?);
    all.extend(self::ends(text, start, 2, more));
    all
}

/// The end of ", April 18", " 18 April 2024" or ", Sept. 3, 2024" at `at`.
fn date(text: &str, at: usize) -> Option<usize> {
    let rest = from(text, at);
    let rest = rest.strip_prefix(',').unwrap_or(rest).strip_prefix(' ')?;
    let start = text.len() - rest.len();
    let month = |t: &str| Some(run(t, char::is_alphabetic)).filter(|n| (3..=9).contains(n));
    let day = |t: &str| Some(run(t, |c| c.is_ascii_digit())).filter(|n| (1..=2).contains(n));
    let month_first = month(rest).and_then(|m| {
        let behind = from(rest, m);
        let behind = behind
            .strip_prefix('.')
            .unwrap_or(behind)
            .strip_prefix(' ')?;
        Some(rest.len() - behind.len() + day(behind)?)
    });
    let day_first = || {
        let d = day(rest)?;
        Some(d + 1 + month(from(rest, d).strip_prefix(' ')?)?)
    };
    let end = start + month_first.or_else(day_first)?;
    Some(year(text, end).unwrap_or(end))
}

/// The end of ", 2024" or " 2024" at `at`.
fn year(text: &str, at: usize) -> Option<usize> {
    let rest = from(text, at);
    let rest = rest.strip_prefix(',').unwrap_or(rest).strip_prefix(' ')?;
    let digits = run(rest, |c| c.is_ascii_digit());
    (digits == 4).then(|| text.len() - rest.len() + digits)
}

/// " (Reuters)" at `at`: what is in the brackets, and the end.
fn outlet(text: &str, at: usize) -> Option<(&str, usize)> {
    let inside = from(text, at).strip_prefix(" (")?;
    let close = inside.find(')')?;
    let name = inside.get(..close)?;
    let long = name.chars().count();
    (2..=40)
        .contains(&long)
        .then_some((name, at + 2 + close + 1))
}

/// The dash or colon behind a place, then text: whether it is a colon.
fn dash(text: &str) -> Option<bool> {
    if let Some(rest) = text.strip_prefix(": ") {
        return goes_on(rest).then_some(true);
    }
    let bare = text.strip_prefix(' ').unwrap_or(text);
    let long = run(bare, |c| matches!(c, '—' | '–'));
    if long > 0 {
        let marks = bare.get(..long)?.chars().count();
        return (marks <= 2 && goes_on(from(bare, long))).then_some(false);
    }
    let short = run(bare, |c| c == '-');
    let spaced = text.starts_with(' ') || short == 2;
    let rest = from(bare, short).strip_prefix(' ')?;
    ((1..=2).contains(&short) && spaced && goes_on(rest)).then_some(false)
}

/// Whether text follows, behind one space at most.
fn goes_on(text: &str) -> bool {
    let text = text.strip_prefix(' ').unwrap_or(text);
    text.chars().next().is_some_and(|c| !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capitals(text: &str) -> Option<(&str, Option<&str>, bool)> {
        let p = capitals_place(text)?;
        Some((text.get(..p.end)?, p.outlet, p.colon))
    }

    #[test]
    fn places_in_capitals() {
        for (text, want) in [
            (
                "GENEVA (Reuters) - Talks",
                ("GENEVA", Some("Reuters"), false),
            ),
            ("BEIRUT, Lebanon — Talks", ("BEIRUT, Lebanon", None, false)),
            (
                "NEW YORK/GENEVA, April 18 (AFP) -- Talks",
                ("NEW YORK/GENEVA", Some("AFP"), false),
            ),
            ("N'DJAMENA, 18 April – Talks", ("N'DJAMENA", None, false)),
            ("TUNIS: Talks", ("TUNIS", None, true)),
            (
                "PORT-AU-PRINCE, Haiti, Sept. 3—Talks",
                ("PORT-AU-PRINCE, Haiti", None, false),
            ),
        ] {
            assert_eq!(capitals(text), Some(want), "{text}");
        }
        for text in [
            "Geneva — Talks",
            "A — B",
            "GENEVA talks",
            "UN-led — ",
            "— x",
            "",
        ] {
            assert_eq!(capitals(text), None, "{text}");
        }
    }

    #[test]
    fn places_in_small_letters_need_an_outlet() {
        let text = "Tunis, April 18 (AFP) – Talks resumed";
        let p = title_place(text).expect("place");
        assert_eq!((text.get(..p.end), p.outlet), (Some("Tunis"), Some("AFP")));
        assert_eq!(title_place("Tunis – Talks"), None);
    }

    #[test]
    fn turns() {
        for text in [
            "MS. DUVAL:  Good afternoon.",
            "Q    Thank you.",
            "Q: Why?",
            "A: Because.",
            "SECRETARY DOE (via interpreter): Yes.",
            "President of Ruritania Rudolf Elphberg: Good afternoon",
        ] {
            assert!(is_turn(text), "{text}");
        }
        for text in [
            "The envoy said: we agree.",
            "Quietly: no",
            "X: y",
            "Two points: one",
            "no label",
        ] {
            assert!(!is_turn(text), "{text}");
        }
    }

    #[test]
    fn credits_behind_a_mark() {
        let labels = ["photo".to_owned(), "crédit".to_owned()];
        let at = |text| credit(text, &labels);
        assert_eq!(
            at("The envoy waves. Photo: Jane Doe"),
            Some((17, "Jane Doe"))
        );
        assert_eq!(at("PHOTO / Jane Doe"), Some((0, "Jane Doe")));
        assert_eq!(at("Il salue. Crédit : AFP"), Some((10, "AFP")));
        assert_eq!(at("A photo: nothing"), None);
        assert_eq!(at("Photo:"), None);
    }
}
