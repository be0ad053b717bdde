//! Nouns behind a number: which word is counted, as far as word lists and
//! endings tell.

use std::ops::Range;

use crate::annotate::{
    lexicon::Category,
    token::{TokenKind, Tokens},
};

/// How far a counted noun may stand behind its number, in tokens.
const REACH: usize = 9;

/// Words in -s that are no plural nouns.
const NO_PLURAL: &[&str] = &[
    "across",
    "afterwards",
    "always",
    "as",
    "backwards",
    "besides",
    "downwards",
    "else",
    "forwards",
    "has",
    "is",
    "its",
    "less",
    "nevertheless",
    "nonetheless",
    "nowadays",
    "overseas",
    "perhaps",
    "sometimes",
    "this",
    "thus",
    "towards",
    "unless",
    "upstairs",
    "upwards",
    "versus",
    "was",
    "whereas",
    "yes",
    "economics",
    "politics",
    "news",
    "diabetes",
    "kudos",
    "christmas",
    "does",
    "goes",
    "says",
    "sans",
    "plus",
    "minus",
    "yours",
    "theirs",
    "ours",
    "hers",
    "his",
    "us",
    "gas",
    "bus",
    "pus",
    "afterward",
    "alas",
    "atlas",
    "chaos",
    "bias",
    "canvas",
    "texas",
    "paris",
    "laos",
    "hamas",
    "honduras",
    "cyprus",
    "belarus",
    "mars",
    "hours-long",
    "sports",
    "arms",
    "sales",
    "savings",
    "customs",
    "communications",
];

/// Plurals that often stand before another noun.
const MODIFIES: &[&str] = &[
    "sports",
    "arms",
    "sales",
    "savings",
    "customs",
    "communications",
    "women",
    "men",
    "systems",
    "operations",
    "affairs",
    "securities",
    "rights",
    "troops",
    "police",
    "goods",
    "weapons",
    "drugs",
    "news",
    "member",
    "students",
    "veterans",
];

/// Plurals without -s, beyond those of the list of counted nouns.
const PLURAL: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "police",
    "feet",
    "teeth",
    "geese",
    "mice",
    "oxen",
    "cattle",
    "personnel",
    "aircraft",
    "spacecraft",
    "data",
    "media",
    "bacteria",
    "criteria",
    "phenomena",
    "dice",
    "folk",
    "fish",
    "sheep",
    "crew",
    "staff",
    "clergy",
    "nuclei",
    "fungi",
    "alumni",
    "offspring",
    "hovercraft",
    "servicemen",
    "policemen",
    "gunmen",
    "fishermen",
    "lawmen",
    "spokesmen",
    "businessmen",
    "sportsmen",
    "passers-by",
];

/// Whether token `i` looks like a noun in the plural.
#[must_use]
pub fn is_plural(text: &Tokens<'_>, i: usize) -> bool {
    let Some(token) = text.tokens.get(i).filter(|t| t.kind == TokenKind::Word) else {
        return false;
    };
    let word = token.span.of(text.text);
    let is = |list: &[&str]| list.iter().any(|w| word.eq_ignore_ascii_case(w));
    let men = (word.ends_with("men") || word.ends_with("children") || word.ends_with("people"))
        && word.len() > 5;
    let odd = [
        "specimen",
        "regimen",
        "abdomen",
        "acumen",
        "Yemen",
        "Bremen",
        "Turkmen",
        "Carmen",
        "Tiananmen",
    ]
    .contains(&word);
    if is(PLURAL) || men && !odd || (token.is(Category::StatePeople) && word.ends_with('s')) {
        return true;
    }
    let ends = |tail: &str| {
        let at = word.len().saturating_sub(tail.len());
        word.get(at..).is_some_and(|t| t.eq_ignore_ascii_case(tail))
    };
    if !ends("s") || word.len() < 3 {
        return false;
    }
    // "MPs", "F-16s", "NGOs", but not "US" or "ISIS".
    let small = word.ends_with('s');
    if !small
        || ["ss", "us", "is", "'s", "’s"].iter().any(|t| ends(t))
            && !["buses", "viruses"].contains(&word)
    {
        return false;
    }
    let no = [
        Category::Auxiliary,
        Category::Preposition,
        Category::Pronoun,
        Category::Conjunction,
        Category::Determiner,
        Category::Weekday,
    ];
    !is(NO_PLURAL) && !no.iter().any(|c| token.is(*c))
}

/// Whether the word at `i` may stand between a number and its noun, or be it.
fn inside(text: &Tokens<'_>, i: usize, seen: bool) -> bool {
    let Some(token) = text.tokens.get(i) else {
        return false;
    };
    if token.kind != TokenKind::Word {
        return false;
    }
    let word = text.word(i);
    let free = ["more", "other", "such", "additional", "further", "another"]
        .iter()
        .any(|w| word.eq_ignore_ascii_case(w));
    if free {
        return !seen;
    }
    let no = [
        Category::Auxiliary,
        Category::Preposition,
        Category::Conjunction,
        Category::Pronoun,
        Category::Negation,
        Category::Complementiser,
        Category::AdverbOfCue,
        Category::RelativeDate,
        Category::Weekday,
    ];
    if !token.is_capital() && PAST.contains(&word) {
        return false;
    }
    if token.is(Category::Determiner) || no.iter().any(|c| token.is(*c)) {
        return false;
    }
    !(token.is(Category::Cue) && !token.is_capital() && is_verb_form(word))
}

/// Past forms of irregular verbs that may stand where a noun could.
const PAST: &[&str] = &[
    "ate",
    "became",
    "began",
    "bought",
    "broke",
    "brought",
    "built",
    "came",
    "caught",
    "chose",
    "drew",
    "drove",
    "fell",
    "felt",
    "fled",
    "flew",
    "forgot",
    "fought",
    "found",
    "gave",
    "got",
    "grew",
    "held",
    "kept",
    "knew",
    "led",
    "left",
    "lost",
    "made",
    "met",
    "paid",
    "ran",
    "rose",
    "said",
    "sat",
    "saw",
    "sent",
    "shook",
    "sought",
    "spent",
    "spoke",
    "stole",
    "stood",
    "struck",
    "sank",
    "swore",
    "taught",
    "thought",
    "threw",
    "told",
    "took",
    "understood",
    "went",
    "won",
    "wore",
    "wrote",
    "else",
    "each",
    "apiece",
    "alone",
    "together",
    "worldwide",
    "nationwide",
    "away",
    "apart",
    "respectively",
    "overall",
    "so",
    "too",
    "also",
    "not",
    "only",
    "even",
    "still",
    "already",
    "just",
    "ago",
    "later",
    "earlier",
    "here",
    "there",
    "then",
];

/// Whether a cue stands in a form that is hardly a noun: "said", "warns".
fn is_verb_form(word: &str) -> bool {
    let nouns = [
        "report",
        "reports",
        "claim",
        "claims",
        "charge",
        "charges",
        "warning",
        "warnings",
        "statement",
        "call",
        "calls",
        "comment",
        "comments",
        "offer",
        "offers",
        "demand",
        "demands",
        "promise",
        "threat",
        "question",
        "questions",
        "quotes",
        "notes",
        "remarks",
        "estimates",
        "complaint",
        "reporting",
        "meeting",
    ];
    !nouns.iter().any(|n| word.eq_ignore_ascii_case(n))
}

/// Past participles and the like that tell of people: "43 killed".
#[must_use]
pub fn is_fate(word: &str) -> bool {
    const FATES: &[&str] = &[
        "killed",
        "dead",
        "wounded",
        "injured",
        "hurt",
        "missing",
        "arrested",
        "detained",
        "displaced",
        "hospitalised",
        "hospitalized",
        "abducted",
        "kidnapped",
        "drowned",
        "executed",
        "homeless",
        "trapped",
        "stranded",
        "evacuated",
        "rescued",
        "died",
        "dying",
        "deported",
        "captured",
        "murdered",
        "shot",
        "jailed",
        "imprisoned",
        "infected",
        "sickened",
        "slain",
    ];
    FATES.iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// The noun that the number before token `i` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// First token of the phrase behind the number (adjectives).
    pub first: usize,
    /// First token of the noun itself ("asylum seekers").
    pub head: usize,
    /// One past the noun.
    pub end: usize,
    /// Whether it is a plural, or a listed noun.
    pub sure: bool,
}

/// Finds the noun behind a number; `i` is the token right behind it, `one` says
/// that the noun is a singular, `determined` that an article stands before.
#[must_use]
pub fn after(text: &Tokens<'_>, i: usize, one: bool, determined: bool) -> Option<Noun> {
    let sentence = text.tokens.get(i)?.sentence;
    let within = |at: usize| text.tokens.get(at).is_some_and(|t| t.sentence == sentence);
    let mut at = i;
    let mut last: Option<Range<usize>> = None;
    while at < i + REACH && within(at) {
        if let Some((len, _)) = listed(text, at).filter(|_| !one) {
            return Some(extend(
                text,
                Noun {
                    first: i,
                    head: at,
                    end: at + len,
                    sure: true,
                },
            ));
        }
        if !one && is_plural(text, at) {
            return Some(extend(
                text,
                Noun {
                    first: i,
                    head: at,
                    end: at + 1,
                    sure: true,
                },
            ));
        }
        // A third person: "one knows".
        if one && is_plural(text, at) && extend_modifier(text, at) {
            at += 1;
            last = Some(at - 1..at);
            continue;
        }
        if one && is_plural(text, at) {
            break;
        }
        let attribute = !one && {
            let word = text.word(at);
            (word.ends_with("ing") || word.ends_with("ed"))
                && (at + 1..at + 3).any(|n| is_plural(text, n) || listed(text, n).is_some())
                && text.tokens.get(at + 1).is_some_and(|t| {
                    t.kind == TokenKind::Word
                        && !t.is(Category::Preposition)
                        && !t.is(Category::Determiner)
                })
                && last.is_some()
        };
        if !attribute && !inside(text, at, last.is_some()) {
            let comma = text.word(at) == "," || text.word(at).eq_ignore_ascii_case("and");
            if comma && !one && last.is_some() && adjectives_go_on(text, at) {
                at += 1;
                continue;
            }
            break;
        }
        let word = text.word(at);
        let lower = !text.tokens.get(at).is_some_and(|t| t.is_capital());
        if lower
            && (word.ends_with("ly")
                || (is_fate(word) && last.is_none() && !fate_modifies(text, at)))
        {
            if is_fate(word) {
                break;
            }
            at += 1;
            continue;
        }
        // "5,000 surrendered": a verb, unless a noun follows ("20 wounded men").
        if lower
            && last.is_some()
            && one
            && (word.ends_with("ed") || word.ends_with("ing"))
            && !noun_follows(text, at)
        {
            break;
        }
        last = Some(at..at + 1);
        at += 1;
        if one && at >= i + 4 {
            break;
        }
    }
    let head = last?;
    let word = text.word(head.start);
    let verb = word.ends_with("ed")
        || ["more", "other", "further", "such", "additional", "another"].contains(&word);
    let named = text.tokens.get(head.start).is_some_and(|t| t.is_capital())
        && !word.bytes().any(|b| b.is_ascii_digit());
    let number = text
        .tokens
        .get(head.start)
        .is_some_and(|t| t.is(Category::NumberWord));
    if verb || number || word == "most" || !(one || determined || named) {
        return None;
    }
    Some(Noun {
        first: i,
        head: head.start,
        end: head.end,
        sure: false,
    })
}

/// "more" and "other" are no adjectives of fate: "20 wounded soldiers".
fn fate_modifies(text: &Tokens<'_>, at: usize) -> bool {
    (at + 1..at + 3).any(|n| is_plural(text, n) || listed(text, n).is_some())
        && inside(text, at + 1, true)
}

fn noun_follows(text: &Tokens<'_>, at: usize) -> bool {
    inside(text, at + 1, true)
}

/// "small, friendly deals", "defence and technology-related entities".
fn adjectives_go_on(text: &Tokens<'_>, comma: usize) -> bool {
    for at in comma + 1..comma + 4 {
        if !inside(text, at, true)
            || text
                .tokens
                .get(at)
                .is_some_and(|t| t.is(Category::NumberWord))
        {
            return false;
        }
        if is_plural(text, at) || listed(text, at).is_some() {
            let before = comma.checked_sub(1).is_some_and(|b| is_plural(text, b));
            return at > comma + 1 && !before;
        }
    }
    false
}

/// A noun of the list of counted things at `i`.
fn listed<'a>(text: &'a Tokens<'_>, i: usize) -> Option<(usize, &'a str)> {
    text.hits(i)
        .filter(|(_, e)| e.category == Category::Counted && e.value != "rate")
        .max_by_key(|(h, _)| h.len)
        .map(|(h, e)| (h.len as usize, e.value))
}

/// "one arms dealer": a plural that modifies the noun behind it.
fn extend_modifier(text: &Tokens<'_>, at: usize) -> bool {
    let word = text.word(at);
    MODIFIES.iter().any(|m| word.eq_ignore_ascii_case(m)) && inside(text, at + 1, true)
}

/// Takes a second noun into the phrase: "two sports teams".
fn extend(text: &Tokens<'_>, noun: Noun) -> Noun {
    let word = text.word(noun.end - 1);
    let modifies = MODIFIES.iter().any(|m| word.eq_ignore_ascii_case(m));
    if modifies && (is_plural(text, noun.end) || listed(text, noun.end).is_some()) {
        let len = listed(text, noun.end).map_or(1, |(n, _)| n);
        return Noun {
            head: noun.end,
            end: noun.end + len,
            ..noun
        };
    }
    noun
}
