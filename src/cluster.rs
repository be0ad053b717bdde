//! Grapheme clusters (Unicode Standard Annex 29): what a reader takes for one
//! character.

use unicode_segmentation::UnicodeSegmentation;

/// The clusters of a text in the order in which they are stored.
pub fn of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (cluster, behind) = rest.split_at_checked(first(rest)?)?;
        rest = behind;
        Some(cluster)
    })
}

/// The bytes of the first cluster; `None` of an empty text.
fn first(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let one = chars.next()?;
    if stands_alone(one) && chars.next().is_none_or(stands_alone) {
        return Some(one.len_utf8());
    }
    text.graphemes(true).next().map(str::len)
}

/// Whether a character is a cluster between two of its kind: letters of Latin
/// scripts, digits, and the marks of their typography (dashes, quotation marks,
/// ellipsis), none of which joins with a neighbour (annex 29, rule GB999).
fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}'
        | '\u{2010}'..='\u{2027}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_stay_with_their_letters() {
        let all: Vec<&str> = of("“Élyse\u{301}e” – 👩\u{200d}👧 ok\u{200d}").collect();
        let (accent, family) = ("e\u{301}", "👩\u{200d}👧");
        let told = [
            "“",
            "É",
            "l",
            "y",
            "s",
            accent,
            "e",
            "”",
            " ",
            "–",
            " ",
            family,
            " ",
            "o",
            "k\u{200d}",
        ];
        assert_eq!(all, told);
    }

    proptest! {
        #[test]
        fn they_are_those_of_the_annex(text in "(?s)[ -~é–“”…\u{301}\u{200d}👩🇫🇷ह्िक가각\u{600}\u{ad}©]{0,40}|.{0,40}") {
            let all: Vec<&str> = of(&text).collect();
            prop_assert_eq!(all, text.graphemes(true).collect::<Vec<_>>());
        }
    }
}
