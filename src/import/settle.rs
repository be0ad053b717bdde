//! What every importer does at the end: a title whatever happens, a language,
//! and a word on where each came from.

use crate::{article::Article, clean::Clean, document::BlockKind};

use super::{dated, decode::Decoded, note};

/// Longest title in characters; longer ones are cut at a word with an
/// ellipsis. A list row shows a hundred at most.
const MAX_TITLE: usize = 300;

/// Records how the file was decoded.
pub(super) fn encoding(article: &mut Article, decoded: &Decoded) {
    article.encoding = Clean::line(decoded.encoding);
    if let Some(text) = &decoded.note {
        article.notes.push(note(text));
    }
}

/// Fills in what the importer left open: title, date, language. `several`: the
/// file holds other articles too, so that its name says nothing of this one.
pub(super) fn settle(article: &mut Article, name: &str, several: bool) {
    if article.meta.title.is_empty() {
        let (title, from) = title_of(article, name);
        article.meta.title = title;
        article.meta.say("title", from);
    }
    article.meta.title = cut(&article.meta.title);
    if article.meta.published.is_none() {
        date(article, name, several);
    }
    if article.meta.published.is_none() && article.meta.updated.is_some() {
        article.meta.published = article.meta.updated;
        article
            .meta
            .say("published", "taken from updated: no other date");
    }
    if article.meta.language.is_none() {
        detect(article);
    }
}

/// Paragraphs whose beginning may be the date.
const FIRST: usize = 3;

/// Looks for the date where articles have it that do not say it on a line of
/// its own.
fn date(article: &mut Article, name: &str, several: bool) {
    let document = &article.document;
    let paragraphs = document
        .blocks()
        .iter()
        .filter(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::Dateline))
        .take(FIRST)
        .map(|b| document.slice(b.span));
    let url = article.meta.url.as_deref();
    let found = dated::at_end(&article.meta.title)
        .map(|at| (at, "end of the headline"))
        .or_else(|| {
            let at = paragraphs.filter_map(dated::at_start).next()?;
            Some((at, "beginning of the text"))
        })
        .or_else(|| Some((dated::in_address(url?)?, "address")))
        .or_else(|| {
            let at = dated::in_name(name).filter(|_| !several)?;
            Some((at, "file name"))
        });
    if let Some((at, from)) = found {
        article.meta.published = Some(at);
        article.meta.say("published", from);
    }
}

/// The first words of the text, or the file's name.
fn title_of(article: &Article, name: &str) -> (Clean, &'static str) {
    let first = article
        .document
        .blocks()
        .iter()
        .filter(|b| b.kind.is_content())
        .map(|b| article.document.slice(b.span))
        .find(|t| t.chars().any(char::is_alphanumeric));
    match first {
        Some(text) => (Clean::line(first_words(text)), "first words of the text"),
        None => (from_name(name), "file name"),
    }
}

/// The first sentence if it is short, else its first words.
fn first_words(text: &str) -> &str {
    // "Donald J. Trump", "the U.S. position" and "3.5" go on.
    let ends = |at: usize, mark: &str| {
        let before = text.get(..at).unwrap_or("");
        let word = before.rsplit([' ', '.']).next().unwrap_or("");
        let after = text.get(at + mark.len()..).unwrap_or("");
        let goes_on = after.chars().next().is_some_and(|c| !c.is_whitespace());
        !(mark == "." && (goes_on || word.chars().count() == 1))
    };
    let end = text
        .match_indices(['.', '?', '!', '。'])
        .filter(|(at, mark)| ends(*at, mark))
        .map(|(at, mark)| at + mark.len())
        .find(|end| *end >= 25)
        .unwrap_or(text.len());
    text.get(..end).unwrap_or(text).trim_end_matches('.')
}

/// A file's name as a title: no extension, no date in front, words parted by
/// spaces.
fn from_name(name: &str) -> Clean {
    let stem = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 5 => stem,
        _ => name,
    };
    let bare = stem.trim_start_matches(|c: char| c.is_ascii_digit() || "-_ .".contains(c));
    let bare = if bare.is_empty() { stem } else { bare };
    Clean::line(&bare.replace(['-', '_', '+'], " "))
}

/// Cuts a title to [`MAX_TITLE`] characters, at a word if there is one.
fn cut(title: &Clean) -> Clean {
    let Some((end, _)) = title.char_indices().nth(MAX_TITLE) else {
        return title.clone();
    };
    let head = title.get(..end).unwrap_or(title);
    let head = head.rsplit_once(' ').map_or(head, |(words, _)| words);
    Clean::line(&format!("{head}…"))
}

/// Detects the language of the running text, if it is beyond doubt.
fn detect(article: &mut Article) {
    let text = article.document.text();
    let mut end = text.len().min(4000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end).unwrap_or(text);
    if sample.chars().filter(|c| c.is_alphabetic()).count() < 60 {
        return;
    }
    if is_english(sample) {
        article.meta.language = Some(Clean::line("en"));
        article.meta.say("language", "detected in the text");
        return;
    }
    let found = whatlang::detect(sample).filter(|i| i.is_reliable() || i.confidence() > 0.6);
    if let Some(info) = found {
        article.meta.language = Some(Clean::line(short_code(info.lang().code())));
        article.meta.say("language", "detected in the text");
    }
}

/// Whether the text is English beyond doubt: of its first 200 words at least
/// one in twenty-five is "the", or one in forty is and one in ten "the", "and",
/// "of" or "to", a share that no other language comes near. Most briefings are,
/// and this costs a hundredth of the detector.
fn is_english(sample: &str) -> bool {
    let (mut words, mut the, mut small) = (0, 0, 0);
    for word in sample.split_ascii_whitespace().take(200) {
        words += 1;
        let is = |w: &str| word.eq_ignore_ascii_case(w);
        the += usize::from(is("the"));
        small += usize::from(is("the") || is("and") || is("of") || is("to"));
    }
    words >= 40 && (the * 25 >= words || the * 40 >= words && small * 10 >= words)
}

/// The two-letter code where there is one (BCP 47 prefers it).
fn short_code(code: &'static str) -> &'static str {
    let table = super::furniture::words().languages.get(code);
    table.map_or(code, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_become_titles() {
        assert_eq!(
            &*from_name("2024-04-18 talks-in-geneva.txt"),
            "talks in geneva"
        );
        assert_eq!(&*from_name("20240418.txt"), "20240418");
        assert_eq!(&*from_name("notes"), "notes");
    }

    #[test]
    fn english_is_told_from_its_neighbours() {
        let english = "The ministers of the two states met in the capital on Monday and agreed to \
            meet again before the end of the month, according to a statement of the foreign \
            ministry. The talks are to go on in the spring, and both sides hope that the \
            text of the accord will be ready by then.";
        assert!(is_english(english));
        let dutch = "De ministers van de twee landen hebben elkaar op maandag in de hoofdstad \
            ontmoet en hebben afgesproken om elkaar voor het einde van de maand weer te \
            ontmoeten, zo staat in een verklaring van het ministerie van buitenlandse zaken. \
            Het was hot news in Rotterdam, of zo leek het: \"To be or not to be\" stond er.";
        assert!(!is_english(dutch));
    }

    #[test]
    fn an_initial_ends_no_sentence() {
        let text = "Fact Sheet: President Donald J. Trump Signs the Order. It takes effect today.";
        assert_eq!(
            first_words(text),
            "Fact Sheet: President Donald J. Trump Signs the Order"
        );
    }

    #[test]
    fn long_titles_are_cut_at_a_word() {
        let long = Clean::line(&"word ".repeat(200));
        let short = cut(&long);
        assert!(short.chars().count() <= MAX_TITLE + 1);
        assert!(short.ends_with("word…"));
    }
}
