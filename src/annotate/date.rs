//! The dates pass: dates, years, clock times and days of the week, so that
//! their numbers are not taken for figures.

use super::{
    Found, Pass,
    lexicon::Category,
    token::{Token, TokenKind, Tokens},
};

/// Finds dates.
#[derive(Debug)]
pub struct Dates;

impl Pass for Dates {
    fn name(&self) -> &'static str {
        "dates"
    }

    fn run(&self, text: &Tokens<'_>, found: &mut Found) {
        let mut i = 0;
        while let Some(token) = text.tokens.get(i) {
            if !may_begin(token) {
                i += 1;
                continue;
            }
            let at = Dater { text };
            match at.date(i, token).filter(|end| *end > i) {
                Some(end) => {
                    found.dates.push(text.covered(i, end - i));
                    i = end;
                }
                None => i += 1,
            }
        }
    }
}

/// Whether a date may begin with a token: a number, a word of the lists, or one
/// as long as "may" or "march".
fn may_begin(token: &Token) -> bool {
    const WORDS: u64 = Category::Month.bit()
        | Category::NumberWord.bit()
        | Category::Fraction.bit()
        | Category::Weekday.bit();
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Word => token.classes & WORDS != 0 || matches!(token.span.len(), 3 | 5),
        _ => false,
    }
}

/// Earliest and latest number that is read as a year.
const YEARS: std::ops::RangeInclusive<u32> = 1100..=2100;
/// Years of which a number alone is more likely one than a count.
const RECENT: std::ops::RangeInclusive<u32> = 1900..=2059;

#[derive(Clone, Copy)]
struct Dater<'a, 't> {
    text: &'a Tokens<'t>,
}

impl<'a> Dater<'a, '_> {
    fn token(self, i: usize) -> Option<&'a Token> {
        self.text.tokens.get(i)
    }

    fn word(self, i: usize) -> &'a str {
        self.text.word(i)
    }

    fn is_word(self, i: usize, word: &str) -> bool {
        self.word(i).eq_ignore_ascii_case(word)
    }

    /// Whether tokens `i - 1` and `i` stand in one block.
    fn follows(self, i: usize) -> bool {
        match (i.checked_sub(1).and_then(|p| self.token(p)), self.token(i)) {
            (Some(a), Some(b)) => a.block == b.block,
            _ => false,
        }
    }

    fn glued(self, i: usize) -> bool {
        self.follows(i) && self.token(i).is_some_and(|t| !t.space)
    }

    /// The whole number of plain digits at `i`, with how many digits it has.
    fn digits(self, i: usize) -> Option<(u32, usize)> {
        let word = self.word(i);
        let plain = !word.is_empty() && word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
        plain
            .then(|| word.parse().ok())
            .flatten()
            .map(|n| (n, word.len()))
    }

    fn day(self, i: usize) -> bool {
        self.digits(i)
            .is_some_and(|(n, len)| (1..=31).contains(&n) && len <= 2)
    }

    fn dash(self, i: usize) -> bool {
        matches!(self.word(i), "-" | "–" | "—" | "−")
    }

    fn month(self, i: usize) -> bool {
        let small = (self.is_word(i, "may") || self.is_word(i, "march"))
            && self.token(i).is_some_and(|t| !t.is_capital());
        self.follows(i) && (small || self.token(i).is_some_and(|t| t.is(Category::Month)))
    }

    /// "st", "nd", "rd", "th" right behind a number.
    fn past_ordinal(self, i: usize) -> usize {
        let suffix = ["st", "nd", "rd", "th"].iter().any(|s| self.is_word(i, s));
        if suffix && self.glued(i) { i + 1 } else { i }
    }

    /// The end of an era or time mark that begins at `i`.
    fn mark(self, i: usize, kind: &str) -> Option<usize> {
        let marks = self.text.hits_of(i, Category::Trait);
        let len = marks
            .filter(|(_, e)| e.category == Category::Trait && e.value == kind)
            .map(|(h, _)| h.len as usize)
            .max()?;
        self.follows(i).then_some(i + len)
    }

    fn date(self, i: usize, token: &Token) -> Option<usize> {
        match token.kind {
            TokenKind::Number => {
                let glued = i > 0
                    && self.glued(i)
                    && !matches!(
                        self.word(i - 1),
                        "(" | "[" | "\"" | "“" | "'" | "‘" | "’" | "—" | "–" | "-"
                    );
                if glued {
                    return None;
                }
                self.clock(i)
                    .or_else(|| self.numeric(i))
                    .or_else(|| self.day_month(i))
                    .or_else(|| self.year(i))
            }
            TokenKind::Word if token.is(Category::Month) || self.small_month(i) => {
                self.month_day(i)
            }
            TokenKind::Word if token.is(Category::NumberWord) => self.mark(i + 1, "time"),
            TokenKind::Word if token.is(Category::Fraction) => self.half_past(i),
            TokenKind::Word if token.is(Category::Weekday) => Some(i + 1),
            _ => None,
        }
    }

    /// "on may 19": a month that is written small and is a verb elsewhere.
    fn small_month(self, i: usize) -> bool {
        let word = self.is_word(i, "may") || self.is_word(i, "march");
        let placed = word
            && i > 0
            && self.follows(i)
            && ["on", "since", "until", "by", "in"]
                .iter()
                .any(|w| self.is_word(i - 1, w));
        placed && self.follows(i + 1) && self.day(i + 1)
    }

    /// "half past nine", "a quarter to six".
    fn half_past(self, i: usize) -> Option<usize> {
        let joint = ["past", "to"].iter().any(|w| self.is_word(i + 1, w));
        let hour = self
            .token(i + 2)
            .is_some_and(|t| t.is(Category::NumberWord))
            || self.day(i + 2);
        let to = self.is_word(i + 1, "to") && !self.is_word(i, "quarter");
        (joint && hour && !to && self.follows(i + 2)).then_some(i + 3)
    }

    /// "8:30 PM", "8 p.m.", "0800 GMT", "6.30-10am".
    fn clock(self, i: usize) -> Option<usize> {
        let one = |i: usize| -> Option<(usize, bool)> {
            let (hour, len) = match self.word(i).split_once('.') {
                Some((h, m)) if m.len() == 2 && h.len() <= 2 => (h.parse::<u32>().ok()?, 2),
                _ => self.digits(i)?,
            };
            if self.word(i + 1) == ":" && self.glued(i + 1) && self.glued(i + 2) {
                let (minute, digits) = self.digits(i + 2)?;
                if hour > 24 || minute > 59 || digits != 2 {
                    return None;
                }
                let seconds =
                    self.word(i + 3) == ":" && self.glued(i + 4) && self.digits(i + 4).is_some();
                return Some((if seconds { i + 5 } else { i + 3 }, true));
            }
            (hour <= 24 || len >= 3).then_some((i + 1, false))
        };
        let (end, colon) = one(i)?;
        if let Some(end) = self.mark(end, "time") {
            return Some(self.mark(end, "time").unwrap_or(end));
        }
        let joins = self.dash(end) || self.is_word(end, "to") || self.is_word(end, "and");
        if joins
            && self.follows(end + 1)
            && let Some((second, _)) = one(end + 1)
            && let Some(end) = self.mark(second, "time")
        {
            return Some(end);
        }
        let military = self.word(i).len() == 4 && self.is_word(end, "hours");
        let hours = military
            && self
                .digits(i)
                .is_some_and(|(n, _)| n < 2400 && n % 100 < 60);
        if hours && self.word(i).starts_with(['0', '1', '2']) && i > 0 && self.is_word(i - 1, "at")
        {
            return Some(end + 1);
        }
        colon.then_some(end)
    }

    /// "2024-04-18", "18/04/2024", "18.04.2024".
    fn numeric(self, i: usize) -> Option<usize> {
        let word = self.word(i);
        let parts: Vec<&str> = if word.len() <= 10 {
            word.split('.').collect()
        } else {
            Vec::new()
        };
        if let [d, m, y] = parts[..] {
            let short = d.len() <= 2 && m.len() <= 2 && matches!(y.len(), 2 | 4);
            return short.then_some(i + 1);
        }
        let (a, first) = self.digits(i)?;
        let mark = self.word(i + 1);
        if !matches!(mark, "-" | "/")
            || (1..5).any(|n| !self.glued(i + n))
            || self.word(i + 3) != mark
        {
            return None;
        }
        let ((b, _), (c, last)) = (self.digits(i + 2)?, self.digits(i + 4)?);
        let iso =
            first == 4 && YEARS.contains(&a) && (1..=12).contains(&b) && (1..=31).contains(&c);
        let usual =
            a <= 31 && b <= 31 && matches!(last, 2 | 4) && (a <= 12 || b <= 12) && first <= 2;
        (iso || usual).then_some(i + 5)
    }

    /// "18 April 2024", "the 18th of April", "3-5 April", "3 and 5 April".
    fn day_month(self, i: usize) -> Option<usize> {
        if !self.day(i) {
            return None;
        }
        let mut end = self.past_ordinal(i + 1);
        for _ in 0..3 {
            let join = self.dash(end)
                || ["and", "to", "or"].iter().any(|w| self.is_word(end, w))
                || self.word(end) == ",";
            if !join || !self.follows(end) || !self.follows(end + 1) || !self.day(end + 1) {
                break;
            }
            end = self.past_ordinal(end + 2);
        }
        let of = if self.is_word(end, "of") {
            end + 1
        } else {
            end
        };
        if !self.month(of) {
            return None;
        }
        // "the 20 May protests" is a date; "20 may have died" is none.
        let modal = self.token(of).is_some_and(|t| !t.is_capital());
        let placed = i > 0 && self.is_word(i - 1, "on");
        if modal && !placed && (self.is_word(of, "may") || self.is_word(of, "march")) {
            return None;
        }
        Some(self.past_year(of + 1))
    }

    /// Past a comma and a year.
    fn past_year(self, i: usize) -> usize {
        let dot = if self.word(i) == "." && self.glued(i) {
            i + 1
        } else {
            i
        };
        let at = if self.word(dot) == "," { dot + 1 } else { dot };
        let year = self
            .digits(at)
            .is_some_and(|(n, len)| len == 4 && YEARS.contains(&n));
        if year && self.follows(at) && self.past_count(at).is_none() {
            let ends = self.word(at + 1) == "," && self.word(at + 2) == "at";
            if ends { at + 1 } else { self.year_range(at) }
        } else {
            i
        }
    }

    /// "April 18, 2024", "Sept. 11", "October 2023", "March".
    fn month_day(self, i: usize) -> Option<usize> {
        let doubtful = [
            "may", "march", "mar", "jun", "sept", "sep", "dec", "jan", "nov", "oct", "aug", "feb",
            "apr", "jul",
        ]
        .iter()
        .any(|w| self.is_word(i, w));
        let dot = usize::from(self.word(i + 1) == "." && self.glued(i + 1));
        let mut at = i + 1 + dot;
        if self.follows(at) && self.day(at) {
            // "in May 20 people died": a month and a count.
            if self.past_count(at).is_some()
                && !self.glued(at + 1)
                && i > 0
                && self.is_word(i - 1, "in")
            {
                return Some(i + 1);
            }
            at = self.past_ordinal(at + 1);
            for _ in 0..3 {
                let join = self.dash(at)
                    || ["and", "to", "or", "through"]
                        .iter()
                        .any(|w| self.is_word(at, w));
                if !join
                    || !self.follows(at + 1)
                    || !self.day(at + 1)
                    || self.past_count(at + 1).is_some()
                {
                    break;
                }
                at = self.past_ordinal(at + 2);
            }
            return Some(self.past_year(at));
        }
        let end = self.past_year(at);
        if end > at {
            return Some(end);
        }
        let before = i.checked_sub(1).and_then(|p| self.token(p));
        let placed = before.is_some_and(|t| t.is(Category::Preposition)) && self.follows(i);
        let capital = self.token(i).is_some_and(Token::is_capital);
        (capital && (!doubtful || placed)).then_some(i + 1)
    }

    /// "2024", "1997-98", "the 1990s".
    fn year(self, i: usize) -> Option<usize> {
        if self.word(i).len() == 2 && self.is_word(i + 1, "s") && self.glued(i + 1) && i > 0 {
            let the = matches!(self.word(i - 1), "'" | "’" | "‘")
                || ["the", "early", "late", "mid"]
                    .iter()
                    .any(|w| self.is_word(i - 1, w));
            return the.then_some(i + 2);
        }
        let (n, len) = self.digits(i)?;
        if i > 0 && len == 2 && matches!(self.word(i - 1), "'" | "’" | "‘") && self.glued(i) {
            return Some(i + 1); // '98
        }
        if len != 4 || !YEARS.contains(&n) {
            return self.mark(i + 1, "year").filter(|_| !self.glued(i + 1));
        }
        if self.is_word(i + 1, "s") && self.glued(i + 1) {
            return Some(i + 2);
        }
        if let Some(end) = self.mark(i + 1, "year") {
            return Some(end);
        }
        let range = self.year_range(i);
        if range > i + 1 {
            return Some(range);
        }
        self.is_year(i, n).then_some(i + 1)
    }

    /// The end of "1997", "1997-98", "1997/98", "1997–2001" at `i`.
    fn year_range(self, i: usize) -> usize {
        let Some((from, _)) = self.digits(i) else {
            return i + 1;
        };
        let mark = self.dash(i + 1) || self.word(i + 1) == "/";
        if !mark || !self.follows(i + 2) || self.word(i + 3) == "-" {
            return i + 1;
        }
        let tight = self.glued(i + 1) && self.glued(i + 2);
        match self.digits(i + 2) {
            Some((to, 4)) if YEARS.contains(&to) && to > from && to - from < 500 => i + 3,
            Some((to, 2))
                if tight && to == (from + 1) % 100
                    || matches!(self.digits(i + 2), Some((to, 2)) if tight && to > from % 100) =>
            {
                i + 3
            }
            _ => i + 1,
        }
    }

    fn is_year(self, i: usize, n: u32) -> bool {
        let before = if self.follows(i) {
            self.word(i - 1)
        } else {
            ""
        };
        let fits = |list: &[&str]| list.iter().any(|w| before.eq_ignore_ascii_case(w));
        let counted = self.past_count(i);
        // "below 2019 levels"
        let measured = [
            "levels",
            "prices",
            "figures",
            "standards",
            "totals",
            "highs",
            "lows",
        ];
        if RECENT.contains(&n)
            && self.follows(i + 1)
            && measured.iter().any(|w| self.is_word(i + 1, w))
        {
            return true;
        }
        if self.follows(i) {
            let bound = self.bounded(i);
            if bound
                && (counted.is_some()
                    || !fits(&[
                        "about", "around", "over", "above", "below", "under", "past", "some",
                    ])
                    || !RECENT.contains(&n))
            {
                return false;
            }
            if fits(&[
                "some", "every", "a", "of", "by", "to", "with", "killed", "all", "its", "their",
                "nearly",
            ]) && counted == Some(true)
            {
                return false;
            }
            let in_time = fits(&[
                "in", "since", "until", "till", "during", "from", "before", "after", "by", "circa",
                "early", "late", "mid", "year", "fiscal", "summer", "winter", "spring", "autumn",
                "fall", "mid-", "through", "around", "of", "to", "between", "and", "or", "for",
                "(", "than", "the", "his", "its", "their",
            ]);
            if in_time && (RECENT.contains(&n) || counted.is_none()) {
                return true;
            }
        }
        match counted {
            Some(true) => false,
            Some(false) => RECENT.contains(&n),
            None => RECENT.contains(&n) || before == "(",
        }
    }

    /// Whether a bound word ("more than", "some") ends right before `i`.
    fn bounded(self, i: usize) -> bool {
        (1..=3).any(|n| {
            i.checked_sub(n).is_some_and(|start| {
                self.text.hits_of(start, Category::Bound).any(|(h, e)| {
                    e.category == Category::Bound
                        && h.len as usize == n
                        && e.value.ends_with("before")
                })
            })
        })
    }

    /// What stands behind a number: `Some(true)` a unit, magnitude, or noun for
    /// people or things that are counted; `Some(false)` another plural noun.
    fn past_count(self, i: usize) -> Option<bool> {
        if !self.follows(i + 1) {
            return None;
        }
        let sure = |at: usize| {
            self.text.hits(at).any(|(_, e)| match e.category {
                Category::Percent | Category::Magnitude | Category::Currency => true,
                Category::Unit => {
                    if e.value.ends_with('!') {
                        self.glued(at)
                    } else {
                        e.phrase().ends_with('s')
                            || matches!(e.phrase(), "feet" | "mph" | "foot" | "percent")
                    }
                }
                Category::Counted => e.value == "people",
                _ => false,
            })
        };
        if sure(i + 1) {
            return Some(true);
        }
        let next = self.token(i + 1)?;
        if next.kind != TokenKind::Word || next.is_capital() {
            let people = next.is(Category::StatePeople)
                || (next.is(Category::StateAdjective) && sure(i + 2));
            return people.then_some(true);
        }
        if super::figure::plural::is_plural(self.text, i + 1) {
            return Some(false);
        }
        let adjective = !next.is(Category::Preposition)
            && !next.is(Category::Auxiliary)
            && !next.is(Category::Cue)
            && !next.is(Category::Conjunction);
        (adjective && self.follows(i + 2) && sure(i + 2)).then_some(true)
    }
}
