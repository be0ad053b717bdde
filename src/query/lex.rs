//! Cuts a query into tokens, each with its byte offset.

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'q> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `OR` or `|`
    Or,
    /// `AND`
    And,
    /// `NOT`, or `-` before a word
    Not,
    /// `near` or `near/5`
    Near(usize),
    /// `near/` without a number
    BadNear,
    /// `name:` directly before a value
    Field(&'q str),
    /// A word; `true`: a `*` follows it
    Word(&'q str, bool),
    /// What stands in quotation marks; `true`: a `*` follows them
    Quoted(&'q str, bool),
}

/// Words between the two sides of `near` without a number.
const NEAR: usize = 10;

/// Most words between the two sides of `near`; more is the whole article.
const FURTHEST: usize = 10_000;

/// A token and where it begins, in bytes.
pub(super) type At<'q> = (Token<'q>, usize);

/// Cuts `query` into tokens; never fails: a quotation mark that is not closed
/// reaches to the end, as one is while it is being typed.
pub(super) fn tokens(query: &str) -> Vec<At<'_>> {
    let mut out: Vec<At<'_>> = Vec::new();
    let mut at = 0;
    while let Some(c) = rest(query, at).chars().next() {
        let after_field = matches!(out.last(), Some((Token::Field(name), from))
            if from + name.len() + 1 == at);
        let begins = at == 0
            || rest(query, at - 1).starts_with([' ', '(', '\t', '\n'])
            || !query.is_char_boundary(at - 1);
        match c {
            c if c.is_whitespace() => at += c.len_utf8(),
            '(' => {
                out.push((Token::Open, at));
                at += 1;
            }
            ')' => {
                out.push((Token::Close, at));
                at += 1;
            }
            '|' => {
                out.push((Token::Or, at));
                at += 1;
            }
            '-' | '−' if begins && !after_field => {
                let next = rest(query, at + c.len_utf8()).chars().next();
                if next.is_some_and(|n| !n.is_whitespace() && n != '-') {
                    out.push((Token::Not, at));
                }
                at += c.len_utf8();
            }
            _ if closing(c).is_some() => at = quoted(query, at, c, &mut out),
            _ => at = word(query, at, after_field, &mut out),
        }
    }
    out
}

/// What is left from `at` on.
fn rest(query: &str, at: usize) -> &str {
    query.get(at..).unwrap_or("")
}

/// The marks that end a quotation that begins with `open`.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' | '“' | '”' | '„' | '‟' => Some(&['"', '”', '“']),
        '«' => Some(&['»']),
        '»' => Some(&['«', '»']),
        '「' => Some(&['」']),
        _ => None,
    }
}

/// Reads a quotation; returns where reading goes on.
fn quoted<'q>(query: &'q str, at: usize, open: char, out: &mut Vec<At<'q>>) -> usize {
    let from = at + open.len_utf8();
    let inner = rest(query, from);
    let ends = closing(open).unwrap_or(&[]);
    let (text, mut next) = match inner.char_indices().find(|(_, c)| ends.contains(c)) {
        Some((i, c)) => (inner.get(..i).unwrap_or(inner), from + i + c.len_utf8()),
        None => (inner, query.len()),
    };
    let star = rest(query, next).starts_with('*');
    next += usize::from(star);
    out.push((Token::Quoted(text, star), at));
    next
}

/// Reads a word, an operator or a field's name; returns where reading goes on.
fn word<'q>(query: &'q str, at: usize, value: bool, out: &mut Vec<At<'q>>) -> usize {
    let here = rest(query, at);
    let end = here
        .char_indices()
        .find(|(_, c)| c.is_whitespace() || matches!(c, '(' | ')' | '|' | '"' | '“' | '”' | '«'))
        .map_or(here.len(), |(i, _)| i);
    let whole = here.get(..end).unwrap_or(here);
    if !value && let Some(colon) = whole.find(':') {
        let name = whole.get(..colon).unwrap_or("");
        let after = whole.get(colon + 1..).unwrap_or("");
        let names = !name.is_empty() && name.chars().all(char::is_alphabetic);
        if names && !after.starts_with("//") {
            out.push((Token::Field(name), at));
            return at + colon + 1;
        }
    }
    let token = match whole {
        _ if value => None,
        "OR" => Some(Token::Or),
        "AND" | "&&" => Some(Token::And),
        "NOT" => Some(Token::Not),
        "near" | "NEAR" => Some(Token::Near(NEAR)),
        _ => whole
            .strip_prefix("near/")
            .or_else(|| whole.strip_prefix("NEAR/"))
            .map(|n| match n.parse() {
                Ok(n) if n <= FURTHEST => Token::Near(n),
                _ => Token::BadNear,
            }),
    };
    let token = token.unwrap_or_else(|| match whole.strip_suffix('*') {
        Some(stem) if !stem.is_empty() => Token::Word(stem, true),
        _ => Token::Word(whole, false),
    });
    out.push((token, at));
    at + end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_their_places() {
        let got = tokens("a -b “c d” title:x* (near/3 OR) http://x 10:30 -");
        let want = vec![
            (Token::Word("a", false), 0),
            (Token::Not, 2),
            (Token::Word("b", false), 3),
            (Token::Quoted("c d", false), 5),
            (Token::Field("title"), 15),
            (Token::Word("x", true), 21),
            (Token::Open, 24),
            (Token::Near(3), 25),
            (Token::Or, 32),
            (Token::Close, 34),
            (Token::Word("http://x", false), 36),
            (Token::Word("10:30", false), 45),
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn an_open_quotation_reaches_to_the_end() {
        assert_eq!(tokens("\"a b"), vec![(Token::Quoted("a b", false), 0)]);
        assert_eq!(tokens("«a"), vec![(Token::Quoted("a", false), 0)]);
    }

    #[test]
    fn a_hyphen_inside_a_word_negates_nothing() {
        assert_eq!(
            tokens("two-state date:-x"),
            vec![
                (Token::Word("two-state", false), 0),
                (Token::Field("date"), 10),
                (Token::Word("-x", false), 15),
            ]
        );
    }
}
