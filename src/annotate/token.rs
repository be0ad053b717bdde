//! Tokens and sentences of a document, and the lexicon entries in it: one pass
//! over the text, no allocation per token.

use crate::{
    annotate::lexicon::{
        Category, Entry, Lexicon, Tables, WordInfo, compile,
        fold::{self, PieceKind},
    },
    document::Document,
    span::Span,
};

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// No letter, or a script without case.
    None,
    /// lower
    Lower,
    /// Title
    Title,
    /// UPPER (two letters or more)
    Upper,
    /// miXed, McDonald
    Mixed,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word; hyphenated words and "U.S." are one.
    Word,
    /// Digits.
    Number,
    /// The `'s` behind a word.
    Possessive,
    /// Marks and symbols.
    Punct,
}

/// A word, number or mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub shape: Shape,
    /// Whether white space stands before it.
    pub space: bool,
    /// The index of its sentence.
    pub sentence: u32,
    /// The index of its block.
    pub block: u32,
    /// Categories of its one-word entries that its capitals allow.
    pub classes: u64,
    /// Categories of the entries that begin here, of any length.
    starts: u64,
    first_hit: u32,
}

impl Token {
    /// Whether a one-word entry of this category fits the token.
    #[must_use]
    pub fn is(&self, category: Category) -> bool {
        self.classes & category.bit() != 0
    }

    /// Whether the token begins with a capital letter.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Title | Shape::Upper | Shape::Mixed)
    }
}

/// A lexicon entry found in the text.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// The index of its first token.
    pub first: u32,
    /// How many tokens it has.
    pub len: u32,
    /// The number of the entry; in the user's tables above [`USER`].
    entry: u32,
    category: Category,
}

/// A token as the tables know it.
#[derive(Clone, Copy, Debug)]
struct Word {
    /// In the user's tables and in the shipped ones.
    known: [Known; 2],
    /// Whether its first character is a capital.
    upper: bool,
}

/// A word of the tables: its number, or [`compile::EMPTY`], and its node.
#[derive(Clone, Copy, Debug)]
struct Known {
    word: u32,
    node: u32,
}

impl Known {
    fn of(word: Option<WordInfo>) -> Self {
        Self {
            word: word.map_or(compile::EMPTY, |w| w.word),
            node: word.map_or(0, |w| w.node),
        }
    }
}

/// What one word of the text turned out to be: most words come again.
#[derive(Clone, Copy, Debug)]
struct Seen {
    shape: Shape,
    classes: u64,
    word: Word,
    /// The number of the token that it stood at, or of its own.
    before: u32,
}

/// A token that was cut out: its text, its kind, and what its bytes tell where
/// it is plain ASCII.
type New<'d> = (&'d str, TokenKind, Option<fold::Plain>);

/// Words that are remembered while a text is cut, a power of two. Of each the
/// number of its last token is kept, plus one.
const REMEMBERED: usize = 1024;

/// Entries from here on are in the user's tables.
const USER: u32 = 1 << 31;
/// Longest phrase that is looked for, in tokens.
const REACH: usize = compile::WORDS;

/// A sentence: a range of token indices inside one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// The index of its block.
    pub block: usize,
    /// From the first character of its first token to the last of its last.
    pub span: Span,
}

/// A document cut into tokens and sentences, with all lexicon entries.
#[derive(Debug)]
pub struct Tokens<'d> {
    /// The document.
    pub document: &'d Document,
    /// Its text.
    pub text: &'d str,
    /// All tokens, in order. Tokens never cross a block.
    pub tokens: Vec<Token>,
    /// All sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The text of each token: rules read words far more often than there are
    /// any.
    words: Vec<&'d str>,
    /// For each token an earlier one of the same kind and writing, or itself.
    before: Vec<u32>,
    hits: Vec<Hit>,
    lexicon: &'d Lexicon,
}

impl<'d> Tokens<'d> {
    /// Cuts the content blocks of a document (notices, credits and timestamps
    /// are left out).
    #[must_use]
    pub fn new(document: &'d Document, lexicon: &'d Lexicon) -> Self {
        let text = document.text();
        let tokens = text.len() / 4; // more than nearly all texts have
        let mut out = Self {
            document,
            text,
            tokens: Vec::with_capacity(tokens),
            sentences: Vec::with_capacity(text.len() / 120 + 1),
            words: Vec::with_capacity(tokens),
            before: Vec::with_capacity(tokens),
            hits: Vec::with_capacity(tokens),
            lexicon,
        };
        let mut words = Vec::with_capacity(tokens);
        let mut seen = vec![0; REMEMBERED];
        for (index, block) in document.blocks().iter().enumerate() {
            if block.kind.is_content() {
                let index = u32::try_from(index).unwrap_or(u32::MAX);
                out.cut(block.span, index, &mut words, &mut seen);
            }
        }
        out.match_entries(&words);
        out.find_sentences();
        out
    }

    fn cut(&mut self, block: Span, index: u32, words: &mut Vec<Word>, seen: &mut [u32]) {
        let mut at = block.start;
        let (mut after_word, mut space) = (false, false);
        let whole = block.of(self.text);
        while let Some(rest) = whole.get(at - block.start..).filter(|r| !r.is_empty()) {
            if rest.as_bytes().first() == Some(&b' ') {
                at += 1;
                (after_word, space) = (false, true);
                continue;
            }
            let word = fold::plain_piece(rest.as_bytes());
            let word = word.map(|(len, plain)| (len, PieceKind::Word, Some(plain)));
            let piece = || fold::piece(rest, after_word).map(|(len, kind)| (len, kind, None));
            let Some((len, kind, plain)) = word.or_else(piece) else {
                at += rest.chars().next().map_or(1, char::len_utf8);
                (after_word, space) = (false, true);
                continue;
            };
            let written = rest.get(..len).unwrap_or("");
            let plain = plain.or_else(|| fold::plain(written));
            let span = Span::new(at, at + len);
            let kind = match kind {
                PieceKind::Word => TokenKind::Word,
                PieceKind::Number => TokenKind::Number,
                PieceKind::Possessive => TokenKind::Possessive,
                PieceKind::Punct => TokenKind::Punct,
            };
            let Seen {
                shape,
                classes,
                word,
                before,
            } = self.remember((written, kind, plain), words, seen);
            words.push(word);
            self.words.push(written);
            self.before.push(before);
            self.tokens.push(Token {
                span,
                kind,
                shape,
                space,
                sentence: 0,
                block: index,
                classes,
                starts: 0,
                first_hit: 0,
            });
            at += len;
            after_word = kind != TokenKind::Punct;
            space = false;
        }
    }

    /// [`Self::look_up`], unless the same word stood in the text before.
    fn remember(&self, token: New<'d>, words: &[Word], seen: &mut [u32]) -> Seen {
        let (written, kind, plain) = token;
        let bytes = written.as_bytes().iter();
        let other = || bytes.fold(0, |h: u64, b| (h << 5 ^ h >> 59) ^ u64::from(*b));
        let hash = plain.map_or_else(other, |p| p.hash);
        let Some(slot) = seen.get_mut(hash as usize % REMEMBERED) else {
            return self.look_up(token);
        };
        let number = std::mem::replace(slot, small(self.tokens.len() + 1));
        let before = (number as usize).checked_sub(1);
        let known = before.and_then(|at| {
            let same = *self.words.get(at)? == written;
            self.tokens.get(at).zip(words.get(at)).filter(|_| same)
        });
        match known {
            Some((t, word)) if t.kind == kind => Seen {
                shape: t.shape,
                classes: t.classes,
                word: *word,
                before: number - 1,
            },
            _ => self.look_up(token),
        }
    }

    /// How a token is capitalised, the classes that its capitals allow, and
    /// what the tables know of it.
    fn look_up(&self, (written, kind, plain): New<'d>) -> Seen {
        let upper = match written.as_bytes() {
            [b, ..] if b.is_ascii() => b.is_ascii_uppercase(),
            _ => written.starts_with(char::is_uppercase),
        };
        let hash = plain.map_or_else(|| fold::hash(written), |p| p.hash);
        let shape = match plain {
            _ if kind != TokenKind::Word => Shape::None,
            Some(p) => shape_of(upper, p.upper, p.lower),
            None => shape(written),
        };
        let capital = !matches!(shape, Shape::Lower | Shape::None);
        let found = |tables: &Tables| tables.hashed(written, hash);
        let base = found(self.lexicon.base());
        let user = self.lexicon.user().and_then(found);
        let classes = [base, user]
            .iter()
            .flatten()
            .fold(0, |c, w| c | w.any | if capital { w.title } else { 0 });
        let known = [Known::of(user), Known::of(base)];
        let word = Word { known, upper };
        Seen {
            shape,
            classes,
            word,
            before: small(self.tokens.len()),
        }
    }

    /// Follows the tries from every token.
    fn match_entries(&mut self, words: &[Word]) {
        let mut hits = std::mem::take(&mut self.hits);
        let lexicon = self.lexicon;
        for (first, word) in words.iter().enumerate() {
            let from = hits.len();
            let [user, base] = word.known;
            if let Some(tables) = lexicon.user().filter(|_| user.node != 0) {
                self.follow((tables, 0, USER), first, words, &mut hits);
            }
            if base.node != 0 {
                self.follow((lexicon.base(), 1, 0), first, words, &mut hits);
            }
            let new = hits.get(from..).unwrap_or(&[]);
            let starts = new.iter().fold(0, |bits, h| bits | h.category.bit());
            if let Some(token) = self.tokens.get_mut(first) {
                token.first_hit = small(from);
                token.starts = starts;
            }
        }
        self.hits = hits;
    }

    /// Follows the trie of one set of tables (the tables, their place in
    /// [`Word::known`], what is added to their numbers) from one token.
    fn follow(
        &self,
        (tables, set, offset): (&Tables, usize, u32),
        first: usize,
        words: &[Word],
        hits: &mut Vec<Hit>,
    ) {
        let known = |at: usize| {
            let word = words.get(at)?;
            Some((word.known.get(set)?, word.upper))
        };
        let Some((&Known { mut node, .. }, upper)) = known(first) else {
            return;
        };
        let block = |at: usize| self.tokens.get(at).map(|t| t.block);
        let mut capitals = u32::from(upper);
        let mut len = 1;
        loop {
            let (entries, ways) = tables.entries(node);
            let written = || self.covered(first, len).of(self.text);
            let fitting = tables.fitting(entries, capitals, written);
            hits.extend(fitting.map(|(entry, category)| Hit {
                first: small(first),
                len: small(len),
                entry: entry | offset,
                category,
            }));
            if len >= REACH || ways == 0 {
                return;
            }
            let leads = |k: &Known| k.word != compile::EMPTY && ways & compile::way(k.word) != 0;
            let next =
                known(first + len).filter(|(k, _)| leads(k) && block(first + len) == block(first));
            let Some((to, upper)) = next.and_then(|(k, u)| Some((tables.step(node, k.word)?, u)))
            else {
                return;
            };
            node = to;
            capitals |= u32::from(upper) << len;
            len += 1;
        }
    }

    fn find_sentences(&mut self) {
        let mut first = 0;
        for i in 0..self.tokens.len() {
            let number = u32::try_from(self.sentences.len()).unwrap_or(u32::MAX);
            let Some(token) = self.tokens.get_mut(i) else {
                break;
            };
            token.sentence = number;
            let block = token.block;
            let last = self.tokens.get(i + 1).is_none_or(|n| n.block != block);
            if last || self.ends_sentence(i) {
                self.sentences.push(Sentence {
                    first,
                    end: i + 1,
                    block: block as usize,
                    span: self.covered(first, i + 1 - first),
                });
                first = i + 1;
            }
        }
    }

    /// Whether the sentence ends with token `i` (not the last of its block):
    /// a full stop, question or exclamation mark, behind it only closing marks,
    /// then a space and something that can begin a sentence.
    fn ends_sentence(&self, i: usize) -> bool {
        let (Some(this), Some(next)) = (self.tokens.get(i), self.tokens.get(i + 1)) else {
            return false;
        };
        // Only a mark, or a word with its own dot, ends a sentence.
        let dotted = |t: &Token| t.kind == TokenKind::Word && self.word(i).ends_with('.');
        if !next.space || !(this.kind == TokenKind::Punct || dotted(this)) {
            return false;
        }
        let mut end = i;
        while end > 0 && self.is_closing(end) {
            end -= 1;
        }
        let Some(mark) = self.tokens.get(end) else {
            return false;
        };
        let written = self.word(end);
        let starts = next.is_capital()
            || next.kind == TokenKind::Number
            || (next.kind == TokenKind::Punct
                && !matches!(self.word(i + 1), "," | ";" | ":" | ")" | "-" | "–" | "—"))
            || next.shape == Shape::None;
        match written {
            "!" | "?" | "…" | "..." | "...." | "。" | "؟" | "！" | "？" => starts,
            "." => {
                if end == 0 {
                    return starts;
                }
                starts && (mark.space || end != i || !self.is_abbreviated(end - 1, next))
            }
            // "U.S." and "p.m." carry their dot: a sentence may end there when
            // an ordinary word follows with a capital.
            w if w.ends_with('.') && mark.kind == TokenKind::Word && end == i => {
                let letters = w.chars().filter(|c| c.is_alphabetic()).count();
                letters > 1
                    && next.is_capital()
                    && next.is(Category::Common)
                    && (next.is(Category::Determiner)
                        || next.is(Category::Pronoun)
                        || next.is(Category::Preposition)
                        || next.is(Category::Conjunction))
            }
            _ => false,
        }
    }

    fn is_closing(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| {
            !t.space && matches!(self.word(i), "\"" | "”" | "’" | "'" | ")" | "]" | "»" | "“")
        })
    }

    /// Whether the word at `i` is abbreviated by the dot behind it.
    fn is_abbreviated(&self, i: usize, next: &Token) -> bool {
        let Some(word) = self.tokens.get(i) else {
            return false;
        };
        if word.kind != TokenKind::Word {
            return false;
        }
        let written = self.word(i);
        let single = written.chars().count() == 1 && word.is_capital();
        let listed = self
            .hits_of(i, Category::Abbreviation)
            .any(|(h, _)| h.len <= 2);
        // A month's or company's abbreviation may also end a sentence; before
        // a name or number it does not.
        single || (listed && (!next.is(Category::Determiner) || !next.is_capital()))
    }

    /// The word lists that the text was cut with.
    #[must_use]
    pub fn lexicon(&self) -> &'d Lexicon {
        self.lexicon
    }

    /// The span of `len` tokens from `first`.
    #[must_use]
    pub fn covered(&self, first: usize, len: usize) -> Span {
        let start = self.tokens.get(first).map_or(0, |t| t.span.start);
        let end = self
            .tokens
            .get(first + len.max(1) - 1)
            .map_or(start, |t| t.span.end);
        Span::new(start, end)
    }

    /// The text of token `i`.
    #[must_use]
    pub fn word(&self, i: usize) -> &'d str {
        self.words.get(i).copied().unwrap_or("")
    }

    /// Whether token `i` is one of these words, case of ASCII letters aside.
    #[must_use]
    pub fn is_any(&self, i: usize, words: &[&str]) -> bool {
        let word = self.word(i);
        words.iter().any(|w| word.eq_ignore_ascii_case(w))
    }

    /// Whether both tokens are there and stand in one sentence.
    #[must_use]
    pub fn in_one_sentence(&self, a: usize, b: usize) -> bool {
        match (self.tokens.get(a), self.tokens.get(b)) {
            (Some(a), Some(b)) => a.sentence == b.sentence,
            _ => false,
        }
    }

    /// An earlier token of the same kind and writing as token `i`, where the
    /// text is known to have one.
    #[must_use]
    pub fn before(&self, i: usize) -> Option<usize> {
        let before = *self.before.get(i)? as usize;
        (before < i).then_some(before)
    }

    /// Whether all entries of these categories, given as their bits, that
    /// begin at token `i` are of one word.
    #[must_use]
    pub fn are_single(&self, i: usize, categories: u64) -> bool {
        let of = |h: &Hit| h.category.bit() & categories != 0;
        !self.begins_any(i, categories) || self.bare_hits(i).iter().all(|h| h.len == 1 || !of(h))
    }

    /// All lexicon entries that begin at token `i`, shortest first; the user's
    /// before the shipped ones.
    pub fn hits(&self, i: usize) -> impl Iterator<Item = (Hit, Entry<'d>)> + '_ {
        self.bare_hits(i).iter().map(|h| (*h, self.entry(*h)))
    }

    /// [`Self::hits`] of one category.
    pub fn hits_of(
        &self,
        i: usize,
        category: Category,
    ) -> impl Iterator<Item = (Hit, Entry<'d>)> + '_ {
        self.hits_in(i, category.bit())
    }

    /// [`Self::hits`] of several categories, given as their bits.
    pub fn hits_in(
        &self,
        i: usize,
        categories: u64,
    ) -> impl Iterator<Item = (Hit, Entry<'d>)> + '_ {
        let token = self.tokens.get(i);
        let begins = token.is_some_and(|t| t.starts & categories != 0);
        let hits = if begins { self.bare_hits(i) } else { &[] };
        let of = hits
            .iter()
            .filter(move |h| h.category.bit() & categories != 0);
        of.map(|h| (*h, self.entry(*h)))
    }

    fn bare_hits(&self, i: usize) -> &[Hit] {
        let from = |i: usize| {
            let token = self.tokens.get(i);
            token.map_or(self.hits.len(), |t| t.first_hit as usize)
        };
        let start = from(i);
        self.hits.get(start..from(i + 1).max(start)).unwrap_or(&[])
    }

    /// Whether an entry of this category, of any length, begins at token `i`.
    #[must_use]
    pub fn begins(&self, i: usize, category: Category) -> bool {
        let token = self.tokens.get(i);
        token.is_some_and(|t| t.starts & category.bit() != 0)
    }

    /// [`Self::begins`] of any of several categories, given as their bits.
    #[must_use]
    pub fn begins_any(&self, i: usize, categories: u64) -> bool {
        let token = self.tokens.get(i);
        token.is_some_and(|t| t.starts & categories != 0)
    }

    /// The longest entry of a category that begins at token `i`: its length in
    /// tokens and the entry.
    #[must_use]
    pub fn longest(&self, i: usize, category: Category) -> Option<(usize, Entry<'d>)> {
        if !self.begins(i, category) {
            return None;
        }
        let of = self.bare_hits(i).iter().filter(|h| h.category == category);
        let hit = of.min_by_key(|h| std::cmp::Reverse(h.len))?; // the first of equals
        Some((hit.len as usize, self.entry(*hit)))
    }

    /// Whether the lists say of the word at `i` alone that it has this trait.
    #[must_use]
    pub fn has_trait(&self, i: usize, which: &str) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is(Category::Trait))
            && self
                .hits_of(i, Category::Trait)
                .any(|(h, e)| h.len == 1 && e.value == which)
    }

    /// The one-word entry of `word` (which need not be a token) in one of these
    /// categories; the first that fits.
    #[must_use]
    pub fn entry_of(&self, word: &str, categories: &[Category]) -> Option<Entry<'d>> {
        self.lexicon.tables().find_map(|tables| {
            let node = tables.start(tables.word(word)?)?;
            let mut entries = tables.entries(node).0.map(|e| tables.entry(e));
            entries.find(|e| categories.contains(&e.category) && e.fits(word))
        })
    }

    fn entry(&self, hit: Hit) -> Entry<'d> {
        match self.lexicon.user() {
            Some(user) if hit.entry >= USER => user.entry(hit.entry - USER),
            _ => self.lexicon.base().entry(hit.entry),
        }
    }

    /// The index of the token that holds the byte offset `at`, or of the first
    /// one behind it.
    #[must_use]
    pub fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|t| t.span.end <= at)
    }
}

/// A count or place in a text; none has 2^32 bytes.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The two parts of a word around its first hyphen.
#[must_use]
pub fn halves(word: &str) -> Option<(&str, &str)> {
    let at = word.bytes().position(|b| b == b'-')?;
    Some((word.get(..at)?, word.get(at + 1..)?))
}

fn shape(written: &str) -> Shape {
    let mut letters = written.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return Shape::None;
    };
    let (mut upper, mut lower) = (
        usize::from(first.is_uppercase()),
        usize::from(first.is_lowercase()),
    );
    for c in letters {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    shape_of(first.is_uppercase(), upper, lower)
}

/// The shape of a word whose first letter is a capital or not, with so many
/// capitals and small letters.
fn shape_of(first: bool, upper: usize, lower: usize) -> Shape {
    match (first, upper, lower) {
        (_, 0, 0) => Shape::None,
        (true, 1, _) => Shape::Title,
        (true, _, 0) => Shape::Upper,
        (false, 0, _) => Shape::Lower,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotate::lexicon::compile::{Case, Item},
        document::{BlockKind, Builder},
    };

    fn document(text: &str) -> Document {
        let mut b = Builder::new();
        b.begin(BlockKind::Paragraph, 0);
        b.push(text);
        b.finish()
    }

    fn sentences(text: &str) -> Vec<String> {
        let items = ["mr", "gen", "u.s.", "p.m."].map(|w| Item {
            phrase: w.into(),
            category: Category::Abbreviation,
            value: String::new(),
            case: Case::Any,
        });
        let lexicon = Lexicon::with_user(&items);
        let d = document(text);
        let t = Tokens::new(&d, &lexicon);
        t.sentences
            .iter()
            .map(|s| s.span.of(t.text).to_owned())
            .collect()
    }

    #[test]
    fn sentences_end_at_stops_not_at_abbreviations() {
        assert_eq!(
            sentences("Mr. Kirby met Gen. J. Smith. “No,” he said. It was 3.5 million! Why?"),
            [
                "Mr. Kirby met Gen. J. Smith.",
                "“No,” he said.",
                "It was 3.5 million!",
                "Why?"
            ]
        );
        assert_eq!(
            sentences("He said: “Go.” They went."),
            ["He said: “Go.”", "They went."]
        );
    }

    #[test]
    fn phrases_are_found_once_per_start() {
        let lexicon = Lexicon::with_user(&[
            Item {
                phrase: "prime minister".into(),
                category: Category::Office,
                value: "x".into(),
                case: Case::Any,
            },
            Item {
                phrase: "minister".into(),
                category: Category::Office,
                value: "y".into(),
                case: Case::Any,
            },
        ]);
        let d = document("Prime Minister and minister");
        let t = Tokens::new(&d, &lexicon);
        assert_eq!(
            t.longest(0, Category::Office).map(|(n, e)| (n, e.value)),
            Some((2, "x"))
        );
        assert_eq!(
            t.longest(3, Category::Office).map(|(n, e)| (n, e.value)),
            Some((1, "y"))
        );
    }
}
