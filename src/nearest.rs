//! "Did you mean": the known name that somebody most likely meant. Pure.

/// The known name that is nearest to a mistyped one; `None` where none is near
/// enough to be meant: a wrong guess sends people further astray than none.
///
/// Near are names that differ by one edit in three letters (an edit puts in,
/// leaves out or changes one letter, or swaps two), and, for what has three
/// letters or more, the only name that begins so.
#[must_use]
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let typed: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let mut best: Option<(usize, &str)> = None;
    let mut begun: Vec<&str> = Vec::new();
    for candidate in known {
        let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        let apart = distance(&typed, &letters);
        let allowed = typed.len().max(letters.len()) / 3;
        if apart <= allowed && best.is_none_or(|(least, _)| apart < least) {
            best = Some((apart, candidate));
        }
        if typed.len() >= 3 && letters.starts_with(&typed) {
            begun.push(candidate);
        }
    }
    match (best, begun.as_slice()) {
        (Some((_, near)), _) => Some(near),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

/// "; did you mean NAME?" with the name between `marks`, or nothing.
#[must_use]
pub fn meant<'n>(
    name: &str,
    known: impl Iterator<Item = &'n str>,
    (before, after): (&str, &str),
) -> String {
    nearest(name, known).map_or(String::new(), |near| {
        format!("; did you mean {before}{near}{after}?")
    })
}

/// Edits between two words, a swap of neighbours counted as one (optimal string
/// alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&above, j) + usize::from(x != y);
            let mut least = changed.min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0
                && j > 0
                && a.get(i - 1) == Some(y)
                && b.get(j - 1) == Some(x)
                && !before.is_empty();
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 9] = [
        "up",
        "top",
        "star",
        "cancel",
        "theme",
        "library",
        "text-width",
        "bookmark",
        "bookmarks",
    ];

    fn near(name: &str) -> Option<&'static str> {
        nearest(name, NAMES.into_iter())
    }

    #[test]
    fn slips_are_understood() {
        for (typed, meant) in [
            ("stra", "star"),
            ("libary", "library"),
            ("them", "theme"),
            ("text_width", "text-width"),
            ("bookmaks", "bookmarks"),
            ("Library", "library"),
            ("can", "cancel"),
        ] {
            assert_eq!(near(typed), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_is_not_near_is_not_guessed() {
        for typed in [
            "w", "bn", "noh", "stats", "tabnew", "%s/a/b", "!ls", "$", "", "boo",
        ] {
            assert_eq!(near(typed), None, "{typed}");
        }
        assert_eq!(meant("noh", NAMES.into_iter(), ("\"", "\"")), "");
        assert_eq!(
            meant("stra", NAMES.into_iter(), ("\"", "\"")),
            "; did you mean \"star\"?"
        );
    }

    #[test]
    fn a_swap_is_one_edit() {
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        assert_eq!(distance(&chars("opne"), &chars("open")), 1);
        assert_eq!(distance(&chars("dwon"), &chars("down")), 1);
        assert_eq!(distance(&chars(""), &chars("abc")), 3);
        assert_eq!(distance(&chars("kitten"), &chars("sitting")), 3);
    }
}
