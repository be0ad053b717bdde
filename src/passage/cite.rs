//! Citations: the words, who says them, where they stand. What is not known is
//! said to be missing, never made up.

use jiff::civil::DateTime;

use super::Passage;

/// Who speaks: name, office and body of each, joined by "; ".
#[must_use]
pub fn speakers(passage: &Passage) -> Option<String> {
    let all: Vec<String> = passage
        .about
        .speakers
        .iter()
        .map(super::Speaker::full)
        .collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// "18 April 2024".
#[must_use]
pub fn long_date(at: DateTime) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(at.month() - 1).ok();
    let month = month.and_then(|m| MONTHS.get(m)).unwrap_or(&"");
    format!("{} {month} {}", at.day(), at.year())
}
