//! Finding a passage again in a text that may have changed.
//!
//! In this order: word for word at its place; word for word elsewhere, the
//! context deciding between several; the best approximate match, if it is good
//! enough and clearly better than the next one. Otherwise it is an orphan: a
//! passage at a wrong place is worse than one without a place.

mod approximate;
mod contested;
mod folded;
mod frame;

use self::{
    approximate::approximate,
    folded::{Folded, trimmed},
    frame::{Frame, elsewhere},
};
use super::{
    fuzzy::{self, alike, fold},
    rivals::Rivals,
    selector::{Selector, TextHash},
};
use crate::span::Span;

/// How sure the place of a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// At the very place, word for word.
    Anchored,
    /// Found again elsewhere, or with a letter changed, beyond doubt.
    Moved,
    /// Found, but changed so much that a person should look.
    Doubtful,
    /// Not found: kept with its text, shown nowhere.
    Orphan,
}

impl State {
    /// The name in JSON, in queries and in the panel.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Anchored => "anchored",
            Self::Moved => "moved",
            Self::Doubtful => "doubtful",
            Self::Orphan => "orphan",
        }
    }
}

/// Where a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The bytes; `None` for an orphan.
    pub span: Option<Span>,
    /// How sure that is.
    pub state: State,
}

impl Anchor {
    /// Nowhere.
    pub const ORPHAN: Self = Self {
        span: None,
        state: State::Orphan,
    };

    fn at(start: usize, len: usize, state: State) -> Self {
        Self {
            span: Some(Span::new(start, start + len)),
            state,
        }
    }
}

/// What the parts of a match weigh: passage, prefix, suffix, position. The
/// weights of Hypothesis (client, `match-quote.ts`), which has anchored
/// annotations on changing pages with them since 2020; it accepts any best
/// match, however, and so attaches wrongly (hypothesis/client#7571): hence the
/// floors and the margin below. They were set on news pages changed on purpose
/// (`examples/anchors.rs` prints the table) so that none is attached wrongly.
const WEIGHTS: [f64; 4] = [50.0, 20.0, 20.0, 2.0];
/// The passage itself must be alike by this share at least.
const QUOTE_FLOOR: f64 = 0.6;
/// … by this share where only one side of its context is there.
const SIDE_FLOOR: f64 = 0.75;
/// … and by this share where none is.
const BARE_FLOOR: f64 = 0.85;
/// The weighted sum, 0 to 1, that a match needs. With a passage that is the
/// same but for a letter and no context at all it is 0.6.
const THRESHOLD: f64 = 0.6;
/// How far the best match must lie before the next one.
const MARGIN: f64 = 0.1;
/// From here on a match is no matter of doubt: one edit in ten characters.
const SURE: f64 = 0.9;
/// The context, 0 to 1, that bears out a match: one side intact.
const CONTEXT_FLOOR: f64 = 0.5;
/// … of words that stood elsewhere too: one side intact, half of the other.
const COPY_FLOOR: f64 = 0.75;
/// The context that leaves no doubt: intact on both sides but for a letter.
const WHOLE: f64 = 0.9;
/// Characters from which the words themselves tell a passage: half a sentence.
const DISTINCT: usize = 40;
/// Characters from which words that stood nowhere else in the old text are
/// taken for the passage wherever they stand in the new one: three words.
const OWN: usize = 16;
/// Characters below which a passage is not matched approximately.
const SHORT: usize = 8;
/// Characters of context on each side that make a frame.
const FRAME: usize = 16;
/// … and at least so many.
const FRAME_LEAST: usize = 10;
/// Occurrences that are weighed at most.
const OCCURRENCES: usize = 1000;
/// Characters of a passage that are aligned; of a longer one its two ends are.
const LONG: usize = 2048;
/// Bytes of text around the old place that are searched approximately.
const REACH: usize = 4 << 20;

/// A place where the passage stands word for word.
#[derive(Clone, Copy, Debug)]
struct Occurrence {
    byte: usize,
    /// In code points.
    point: usize,
    /// How much of the context is there, 0 to 1.
    context: f64,
    /// The same before it and behind it.
    sides: [f64; 2],
}

/// Finds the passage in `text`, which has the hash `hash`.
#[must_use]
pub fn resolve(selector: &Selector, text: &str, hash: TextHash) -> Anchor {
    let exact = &*selector.exact;
    if exact.trim().is_empty() {
        return Anchor::ORPHAN;
    }
    if hash == selector.hash
        && let Some(start) = byte_of(text, selector.start)
        && text.get(start..).is_some_and(|t| t.starts_with(exact))
    {
        return Anchor::at(start, exact.len(), State::Anchored);
    }
    let occurrences = occurrences(selector, text);
    let best = by_context(selector, &occurrences);
    if let Some(rivals) = selector.rivals.filter(Rivals::any) {
        let folded = Folded::new(text, selector.start);
        return contested::resolve(selector, &rivals, &best, &folded);
    }
    resolve_alone(selector, text, &best)
}

/// Finds a passage that had no rivals, or of which nothing is known of them;
/// `best` are the places where it stands word for word.
fn resolve_alone(selector: &Selector, text: &str, best: &[Occurrence]) -> Anchor {
    let exact = &*selector.exact;
    // Of several copies one has gone: it may be the passage.
    let short_of = selector.copies > 0 && best.len() <= selector.copies;
    if let Some(anchor) = settle(selector, best, WHOLE)
        && (!short_of || anchor.state == State::Anchored)
    {
        return anchor;
    }
    if exact.chars().count() > LONG {
        return settle(selector, best, 0.0).unwrap_or_else(|| by_ends(selector, text));
    }
    // Words that stood nowhere else are the passage wherever they stand now.
    let own = selector.copies == 0 && exact.chars().count() >= OWN;
    let folded = Folded::new(text, selector.start);
    if let ([only], true) = (best, own) {
        return contested::bare(selector, *only, &folded);
    }
    let frame = Frame::find(selector, &folded);
    if frame.lost && (short_of || frame.holds.is_none()) {
        return Anchor::ORPHAN;
    }
    if let Some(anchor) = frame.holds {
        let unclear = frame.several
            || frame.alike < SURE && elsewhere(selector, &folded, &frame)
            || is_copy(selector, &anchor, best, short_of);
        return if unclear { Anchor::ORPHAN } else { anchor };
    }
    let floor = if selector.copies == 0 {
        CONTEXT_FLOOR
    } else {
        COPY_FLOOR
    };
    match settle(selector, best, floor) {
        // Of several copies one has gone: it may be the passage.
        Some(anchor) if short_of && anchor.state != State::Anchored => Anchor::ORPHAN,
        Some(anchor) => anchor,
        None if best.is_empty() => approximate(selector, &folded),
        None => Anchor::ORPHAN,
    }
}

/// The place that is most like the passage, for a person to judge where
/// [`resolve`] finds none: not an anchor.
#[must_use]
pub fn candidate(selector: &Selector, text: &str) -> Option<Span> {
    let exact: Vec<char> = selector.exact.chars().map(fold).collect();
    if selector.exact.trim().is_empty() || exact.len() > LONG {
        return None;
    }
    if let Some(best) = by_context(selector, &occurrences(selector, text)).first() {
        return Some(Span::new(best.byte, best.byte + selector.exact.len()));
    }
    let folded = Folded::new(text, selector.start);
    let prefix: Vec<char> = selector.prefix.chars().map(fold).collect();
    let suffix: Vec<char> = selector.suffix.chars().map(fold).collect();
    let found = fuzzy::find(&exact, &prefix, &suffix, &folded.chars);
    let best = found.first().filter(|f| f.errors * 2 <= exact.len())?;
    let (from, to) = trimmed(&folded.chars, best.start, best.end);
    Some(Span::new(folded.byte(from), folded.byte(to))).filter(|s| !s.is_empty())
}

/// The byte offset of the code point number `point`; the end of the text for
/// its length.
fn byte_of(text: &str, point: usize) -> Option<usize> {
    if text.is_ascii() {
        return (point <= text.len()).then_some(point);
    }
    let mut starts = text.char_indices().map(|(i, _)| i).chain([text.len()]);
    starts.nth(point)
}

/// Where the passage stands word for word.
fn occurrences(selector: &Selector, text: &str) -> Vec<Occurrence> {
    let exact = &*selector.exact;
    let prefix: Vec<char> = selector.prefix.chars().rev().map(fold).collect();
    let suffix: Vec<char> = selector.suffix.chars().map(fold).collect();
    let mut out = Vec::new();
    let (mut last, mut points) = (0, 0);
    for byte in memchr::memmem::find_iter(text.as_bytes(), exact.as_bytes()).take(OCCURRENCES) {
        points += text.get(last..byte).map_or(0, |t| t.chars().count());
        last = byte;
        let before = text.get(..byte).unwrap_or("").chars().rev().map(fold);
        let after = text
            .get(byte + exact.len()..)
            .unwrap_or("")
            .chars()
            .map(fold);
        let before: Vec<char> = before.take(prefix.len() + 8).collect();
        let after: Vec<char> = after.take(suffix.len() + 8).collect();
        let sides = [alike(&prefix, &before), alike(&suffix, &after)];
        out.push(Occurrence {
            byte,
            point: points,
            context: f64::midpoint(sides[0], sides[1]),
            sides,
        });
    }
    out
}

/// The places with the best context first, the nearer of equal ones.
fn by_context(selector: &Selector, occurrences: &[Occurrence]) -> Vec<Occurrence> {
    let mut out = occurrences.to_vec();
    out.sort_by(|a, b| {
        let far = |o: &Occurrence| o.point.abs_diff(selector.start);
        b.context.total_cmp(&a.context).then(far(a).cmp(&far(b)))
    });
    out
}

/// Decides between places where the passage stands word for word and its
/// context is there by `floor` at least; `None` if none of them is sure.
fn settle(selector: &Selector, occurrences: &[Occurrence], floor: f64) -> Option<Anchor> {
    let len = selector.exact.len();
    let best = *occurrences.first().filter(|o| o.context >= floor)?;
    let at_place = occurrences.iter().find(|o| o.point == selector.start);
    // Where the same words in the same context stand twice, as a caption that
    // is given again, either may have come to stand at the place.
    let twin = |p: &Occurrence| {
        let mut others = occurrences.iter().filter(|o| o.byte != p.byte);
        selector.copies > 0 && others.any(|o| p.context - o.context < MARGIN)
    };
    if let Some(place) = at_place.filter(|p| p.context + MARGIN >= best.context && !twin(p)) {
        return Some(Anchor::at(place.byte, len, State::Anchored));
    }
    match occurrences.get(1) {
        Some(next) if best.context - next.context < 2.0 * MARGIN => {
            // Copies that nothing tells apart. Where there was one before, the
            // nearer of them, for a person to see.
            (best.context >= WHOLE && selector.copies == 0)
                .then(|| Anchor::at(best.byte, len, State::Doubtful))
        }
        // A copy nearer to the old place may be the passage, its surroundings
        // changed.
        _ if selector.copies > 0 && nearer(selector, &best, occurrences) => None,
        _ => Some(Anchor::at(best.byte, len, State::Moved)),
    }
}

/// Whether what a frame holds may be a copy of the passage: it stood there
/// before, and another stands nearer to the old place or has gone.
fn is_copy(selector: &Selector, anchor: &Anchor, all: &[Occurrence], short_of: bool) -> bool {
    let held = all
        .iter()
        .find(|o| anchor.span.is_some_and(|s| s.start == o.byte));
    held.is_some_and(|o| {
        let moved = selector.copies > 0 && o.point != selector.start;
        moved && (short_of || nearer(selector, o, all))
    })
}

/// Whether another place where the same words stand is nearer to the old one.
fn nearer(selector: &Selector, best: &Occurrence, all: &[Occurrence]) -> bool {
    let far = |o: &Occurrence| o.point.abs_diff(selector.start);
    all.iter().any(|o| far(o) < far(best))
}

/// A very long passage: found by its two ends, which must lie as far apart as
/// they did, within a factor of two.
fn by_ends(selector: &Selector, text: &str) -> Anchor {
    let exact = &*selector.exact;
    let cut = |n: usize| exact.char_indices().nth(n).map_or(exact.len(), |(i, _)| i);
    let len = exact.chars().count();
    let (head_end, tail_start) = (cut(LONG / 2), cut(len - LONG / 2));
    let inner = |span: Span, prefix: &str, suffix: &str, start: usize| {
        let clean = crate::clean::Clean::text;
        let part = span.of(exact);
        Selector {
            exact: clean(part),
            prefix: clean(prefix),
            suffix: clean(suffix),
            start,
            end: start + part.chars().count(),
            copies: selector.copies,
            rivals: None,
            hash: TextHash::default(),
        }
    };
    let after: String = exact
        .get(head_end..)
        .unwrap_or("")
        .chars()
        .take(32)
        .collect();
    let before = exact.get(..tail_start).unwrap_or("");
    let before: Vec<char> = before.chars().rev().take(32).collect();
    let before: String = before.into_iter().rev().collect();
    let head = inner(
        Span::new(0, head_end),
        &selector.prefix,
        &after,
        selector.start,
    );
    let tail_at = selector.end.saturating_sub(LONG / 2);
    let tail = inner(
        Span::new(tail_start, exact.len()),
        &before,
        &selector.suffix,
        tail_at,
    );
    let hash = TextHash::default();
    // `hash` differs from every selector's but these: the place is still tried
    // first, word for word.
    let ends = (
        resolve(&head, text, hash).span,
        resolve(&tail, text, hash).span,
    );
    match ends {
        (Some(a), Some(b)) if a.start < b.end && a.end <= b.end => {
            let span = a.cover(b);
            let fits = span.len() / 2 <= exact.len() && exact.len() / 2 <= span.len();
            if fits {
                Anchor::at(span.start, span.len(), State::Doubtful)
            } else {
                Anchor::ORPHAN
            }
        }
        _ => Anchor::ORPHAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Envoys meet in Geneva\n\nThe two sides agreed on Monday to open the \
        northern crossing for six weeks, officials said. “We will hold them to it,” a \
        spokeswoman said.\n\nNo date was given for a second meeting. “We will hold them to \
        it,” the minister said later. Convoys are expected to leave on Thursday.";

    fn selector(quote: &str) -> Selector {
        let start = TEXT.find(quote).expect(quote);
        Selector::of(TEXT, Span::new(start, start + quote.len()))
    }

    fn found(selector: &Selector, text: &str) -> (State, String) {
        let anchor = resolve(selector, text, TextHash::of(text));
        let span = anchor.span.unwrap_or_default();
        (anchor.state, span.of(text).to_owned())
    }

    #[test]
    fn what_did_not_change_is_anchored() {
        let quote = "open the northern crossing for six weeks";
        let got = found(&selector(quote), TEXT);
        assert_eq!(got, (State::Anchored, quote.to_owned()));
        // Something changed elsewhere.
        let text = TEXT.replace("Thursday", "Friday");
        assert_eq!(found(&selector(quote), &text).0, State::Anchored);
    }

    #[test]
    fn a_copy_is_told_from_the_passage_by_its_context() {
        let second = TEXT.rfind("“We will").expect("second");
        let quote = "“We will hold them to it,”";
        let s = Selector::of(TEXT, Span::new(second, second + quote.len()));
        assert_eq!(s.copies, 1);
        let text = format!("News\n\n{TEXT}");
        let anchor = resolve(&s, &text, TextHash::of(&text));
        assert_eq!(anchor.state, State::Moved);
        assert_eq!(anchor.span.map(|s| s.start), Some(second + 6));
        // Its sentence goes: the copy in the first paragraph is not it.
        let text = TEXT.replace("“We will hold them to it,” the minister said later. ", "");
        assert_eq!(found(&s, &text).0, State::Orphan);
    }

    #[test]
    fn a_caption_that_is_given_twice_is_not_taken_for_its_twin() {
        let caption = "The envoy spoke of grain, of prisoners and of the northern crossing.";
        let text = format!("Talks go on\n\n{caption}\n\n{caption}\n\nNobody knows for how long.");
        let start = text.find("of prisoners").expect("first");
        let s = Selector::of(&text, Span::new(start, start + 12));
        assert_eq!(s.copies, 1);
        assert_eq!(found(&s, &text).0, State::Anchored);
        // The first goes behind: the second stands where it stood.
        let moved = format!("Talks go on\n\n{caption}\n\nNobody knows for how long.\n\n{caption}");
        assert_eq!(found(&s, &moved).0, State::Orphan);
    }

    #[test]
    fn a_sentence_like_the_headline_is_not_taken_for_it() {
        let head = "Statement on General Secretary Anna Vale’s Call with Boris Ek, Speaker and Elder of the Council";
        let first = "General Secretary Anna Vale spoke by phone today with Dr. Boris Ek, Speaker and Elder of the Council.";
        let text = format!("{head}\n\n{first} They spoke of grain.");
        let quote = "Anna Vale’s Call with Boris Ek, Speaker and";
        let start = text.find(quote).expect("quote");
        let s = Selector::of(&text, Span::new(start, start + quote.len()));
        let changed = text
            .replace("with Boris Ek, Speaker", "with Borris Ek, Speaker")
            .replace("Statement on General Secretary", "Readout on their")
            .replacen("Elder of the Council", "chief of their assembly", 1);
        let (state, got) = found(&s, &changed);
        assert!(
            state == State::Orphan || got.contains("Borris"),
            "{state:?} {got}"
        );
    }

    #[test]
    fn a_changed_passage_is_found_between_its_neighbours() {
        let s = selector(
            "The two sides agreed on Monday to open the northern crossing for six weeks, officials said.",
        );
        let text = TEXT.replace("six weeks", "eight weeks");
        assert_eq!(found(&s, &text).0, State::Moved);
        let text = TEXT.replace(
            "northern crossing for six weeks",
            "southern crossing for two months",
        );
        let (state, got) = found(&s, &text);
        assert_eq!(state, State::Doubtful);
        assert!(got.starts_with("The two sides") && got.ends_with("officials said."));
        let text = TEXT.replace(
            &*s.exact,
            "Nothing came of it, and all delegations have gone home.",
        );
        assert_eq!(found(&s, &text).0, State::Orphan);
    }

    #[test]
    fn other_marks_and_spaces_are_the_same_words() {
        let s = selector("“We will hold them to it,” the minister said later.");
        let text = TEXT.replace(['“', '”'], "\"").replace(' ', "\u{a0}");
        assert_eq!(found(&s, &text).0, State::Moved);
    }

    #[test]
    fn odd_passages_and_texts_are_orphans_or_found_never_a_panic() {
        let long = format!("{TEXT} ").repeat(40);
        let all = Selector::of(&long, Span::new(0, long.len() - 1));
        assert_eq!(found(&all, &long).0, State::Anchored);
        let longer = format!("News\n\n{long}");
        assert_eq!(found(&all, &longer).0, State::Moved);
        let changed = longer.replacen("Geneva", "Vienna", 3);
        assert_eq!(found(&all, &changed).0, State::Doubtful);
        for text in ["", "x", "ééé", TEXT] {
            assert_eq!(found(&all, text).0, State::Orphan);
            assert_eq!(found(&Selector::default(), text).0, State::Orphan);
            let far = Selector {
                start: usize::MAX,
                end: usize::MAX,
                ..selector("Geneva")
            };
            let _ = found(&far, text);
        }
    }
}
