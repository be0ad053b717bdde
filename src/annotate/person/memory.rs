//! Document memory: the persons of a text, and which later mention names whom.
//!
//! Full names and titled names are entered first; then every shorter mention
//! is looked up by its words. A name that two persons share goes to the one
//! whose given name, gender or office fits, else to the one named last.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use crate::annotate::{
    official::title::{Kind, Title},
    types::Gender,
};

/// A mention of a person: the tokens of the bare name and what stands by it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention<'d> {
    /// The first token of the name.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// How many words of it are names.
    pub words: usize,
    /// Whether its family name stands first.
    pub surname_first: bool,
    /// What speaks for a person.
    pub score: i32,
    /// The title before the name.
    pub before: Option<Title<'d>>,
    /// The apposition after the name.
    pub after: Option<Title<'d>>,
    /// The person, once known: an index into [`Memory::people`].
    pub person: Option<usize>,
    /// The rule that accepted it.
    pub rule: &'static str,
    /// The payload of the user's entry that names it.
    pub user: Option<&'d str>,
    /// The key of the last word of the office beside it.
    pub head: Option<u64>,
    /// It is introduced as somebody's relative or consort, so that the offices
    /// of the family name are the other's.
    pub kin: bool,
    /// It stands in a headline, whose capitals tell little.
    pub titled: bool,
    /// The words before it say that it names a thing, a place or a body.
    pub thing: bool,
    /// All capitals that the name was found in: the first token, and one past
    /// the last.
    pub whole: (usize, usize),
}

impl Mention<'_> {
    /// Whether an office, a rank or an honorific stands beside the name.
    #[must_use]
    pub fn is_titled(&self) -> bool {
        self.before.is_some() || self.after.is_some()
    }

    /// Whether an office, a rank or a royal or clerical title stands beside the
    /// name.
    #[must_use]
    pub fn holds_office(&self) -> bool {
        self.kind().is_some_and(|k| k >= Kind::Clergy)
    }

    /// What honorific or royal title tell about the gender.
    #[must_use]
    pub fn gender(&self) -> Option<Gender> {
        self.before
            .and_then(|t| t.gender)
            .or(self.after.and_then(|t| t.gender))
    }

    /// The best kind of title beside the name.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.before.map(|t| t.kind).max(self.after.map(|t| t.kind))
    }
}

/// A person of the document.
#[derive(Clone, Debug)]
pub struct Known<'d> {
    /// The keys of the words of the fullest name, in order.
    pub keys: Vec<u64>,
    /// The tokens of the fullest name.
    pub name: (usize, usize),
    /// Whether the family name stands first.
    pub surname_first: bool,
    /// Gender, as far as known.
    pub gender: Option<Gender>,
    /// The gender is only that of the given name in the lists.
    pub listed: bool,
    /// The best title of all mentions.
    pub title: Option<Title<'d>>,
    /// The token of the latest mention that was looked up.
    pub last: usize,
    /// Whether an office stood by the name so far.
    pub office: bool,
    /// The payload of the user's entry for the person.
    pub user: Option<&'d str>,
    /// The keys of the last words of the offices that stood by the name.
    pub heads: Vec<u64>,
    /// Introduced as somebody's relative or consort.
    pub kin: bool,
    /// The fullest name stands in a headline, whose capitals tell little.
    pub titled: bool,
}

impl Known<'_> {
    /// Whether an honorific of the mention does not speak against the person.
    fn agrees(&self, mention: &Mention<'_>) -> bool {
        self.listed
            || self.gender.is_none()
            || mention.gender().is_none()
            || self.gender == mention.gender()
    }

    /// Whether the office beside the mention is that of the person's relative.
    fn is_consort(&self, mention: &Mention<'_>) -> bool {
        self.kin && mention.holds_office() && mention.head.is_some_and(|h| !self.heads.contains(&h))
    }

    /// Learns the gender that an honorific tells; it outranks a list of names.
    fn hear(&mut self, mention: &Mention<'_>) {
        if let Some(gender) = mention
            .gender()
            .filter(|_| self.listed || self.gender.is_none())
        {
            self.gender = Some(gender);
            self.listed = false;
        }
    }

    fn surname(&self) -> Option<u64> {
        if self.surname_first {
            self.keys.first().copied()
        } else {
            self.keys.last().copied()
        }
    }
}

/// How well a person fits a short mention, the most important first: gender (0
/// other, 1 unknown, 2 the same), family name, the same office, an office, no
/// mere relative of its holder, mentioned before, where.
type Fit = (u8, bool, bool, bool, bool, bool, usize);

/// The persons of a document.
#[derive(Debug, Default)]
pub struct Memory<'d> {
    /// All persons, in the order of their first sure mention.
    pub people: Vec<Known<'d>>,
    index: HashMap<u64, Vec<usize>, Keyed>,
}

/// For tables by [`key`]: the key is a hash already.
pub type Keyed = BuildHasherDefault<KeyHasher>;

/// Hands a key on as its hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = step(self.0, u32::from(*b));
        }
    }

    fn write_u64(&mut self, key: u64) {
        // The table looks at the high bits, which FNV mixes least.
        self.0 = key ^ key << 32;
    }
}

fn step(h: u64, c: u32) -> u64 {
    (h ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3)
}

/// The key of a name word: letters only, lower case, without accents and
/// without an Arabic article ("al-Burhan" is "Burhan").
#[must_use]
pub fn key(word: &str) -> u64 {
    let bare = if word.bytes().all(|b| b.is_ascii() && b != b'-') {
        word
    } else {
        word.split_once(['-', '‐', '‑'])
            .filter(|(head, tail)| is_article(head) && !tail.is_empty())
            .map_or(word, |(_, tail)| tail)
    };
    // FNV-1a, 64 bit.
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    if bare.is_ascii() {
        let letters = bare.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.fold(h, |h, b| step(h, u32::from(b.to_ascii_lowercase())));
    }
    for c in bare.chars() {
        for c in plain(c).to_lowercase() {
            if c.is_alphanumeric() {
                h = step(h, u32::from(c));
            }
        }
    }
    h
}

fn is_article(head: &str) -> bool {
    ["al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul"]
        .iter()
        .any(|a| head.eq_ignore_ascii_case(a))
}

/// A Latin letter without its accent.
fn plain(c: char) -> char {
    match c {
        'À'..='Å' | 'à'..='å' | 'Ā' | 'ā' | 'Ă' | 'ă' | 'Ą' | 'ą' | 'ǎ' => 'a',
        'Ç' | 'ç' | 'Ć' | 'ć' | 'Č' | 'č' | 'ċ' => 'c',
        'Ď' | 'ď' | 'Đ' | 'đ' => 'd',
        'È'..='Ë' | 'è'..='ë' | 'Ē' | 'ē' | 'ė' | 'Ę' | 'ę' | 'Ě' | 'ě' | 'ə' => 'e',
        'Ğ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'Ì'..='Ï' | 'ì'..='ï' | 'ī' | 'İ' | 'ı' | 'į' => 'i',
        'Ł' | 'ł' | 'ļ' | 'ľ' => 'l',
        'Ñ' | 'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' | 'Ř' => 'r',
        'Ś' | 'ś' | 'Ş' | 'ş' | 'Š' | 'š' | 'ș' | 'Ș' => 's',
        'Ţ' | 'ţ' | 'ť' | 'ț' => 't',
        'Ù'..='Ü' | 'ù'..='ü' | 'ū' | 'ű' | 'ů' => 'u',
        'Ý' | 'ý' | 'ÿ' => 'y',
        'Ź' | 'ź' | 'Ż' | 'ż' | 'Ž' | 'ž' => 'z',
        _ => c,
    }
}

impl<'d> Memory<'d> {
    /// Enters a mention whose name has these word keys; returns the person.
    pub fn enter(&mut self, keys: &[u64], mention: &Mention<'d>) -> usize {
        let same = match mention.user {
            Some(user) => self.people.iter().position(|k| k.user == Some(user)),
            None => self.same(keys, mention),
        };
        if let Some(known) = same {
            self.learn(known, keys, mention);
            return known;
        }
        let person = self.people.len();
        self.people.push(Known {
            keys: keys.to_vec(),
            name: (mention.first, mention.end),
            surname_first: mention.surname_first,
            gender: mention.gender(),
            listed: false,
            title: None,
            last: mention.first,
            office: mention.holds_office(),
            user: mention.user,
            heads: mention.head.into_iter().collect(),
            kin: mention.kin,
            titled: mention.titled,
        });
        for k in keys {
            let list = self.index.entry(*k).or_default();
            if !list.contains(&person) {
                list.push(person);
            }
        }
        person
    }

    /// Whether a word is part of any person's name.
    #[must_use]
    pub fn has_name(&self, key: u64) -> bool {
        self.index.contains_key(&key)
    }

    /// Whether a word is the family name of a person with a full name.
    #[must_use]
    pub fn has_surname(&self, key: u64) -> bool {
        self.index.get(&key).is_some_and(|list| {
            list.iter().any(|p| {
                self.people
                    .get(*p)
                    .is_some_and(|k| k.keys.len() > 1 && k.surname() == Some(key))
            })
        })
    }

    /// Whether two words follow one another in a person's name.
    #[must_use]
    pub fn has_pair(&self, a: u64, b: u64) -> bool {
        self.index.get(&a).is_some_and(|list| {
            list.iter().any(|p| {
                self.people
                    .get(*p)
                    .is_some_and(|k| k.keys.windows(2).any(|w| w == [a, b]))
            })
        })
    }

    /// The person that a full name already names.
    fn same(&self, keys: &[u64], mention: &Mention<'d>) -> Option<usize> {
        let candidates = keys.iter().filter_map(|k| self.index.get(k)).flatten();
        let mut best: Option<(usize, usize)> = None;
        for person in candidates.copied() {
            let known = self.people.get(person)?;
            let shared = keys.iter().filter(|k| known.keys.contains(k)).count();
            let shorter = keys.len().min(known.keys.len());
            let ends = keys.first() == known.keys.first() && keys.last() == known.keys.last();
            let all = shared == shorter && shorter >= 2;
            let gender = known.agrees(mention);
            if (all || (ends && shorter >= 2)) && gender && best.is_none_or(|(n, _)| shared > n) {
                best = Some((shared, person));
            }
        }
        best.map(|(_, p)| p)
    }

    fn learn(&mut self, person: usize, keys: &[u64], mention: &Mention<'d>) {
        if let Some(known) = self.people.get_mut(person) {
            known.hear(mention);
            known.last = mention.first;
            known.office |= mention.holds_office();
            known.kin |= mention.kin;
            known
                .heads
                .extend(mention.head.filter(|h| !known.heads.contains(h)));
            let fuller = keys.len() > known.keys.len() && (known.titled || !mention.titled);
            let surer = known.titled && !mention.titled && keys.len() > 1;
            if fuller || surer {
                known.keys = keys.to_vec();
                known.name = (mention.first, mention.end);
                known.titled = mention.titled;
            }
        }
        for k in keys {
            let list = self.index.entry(*k).or_default();
            if !list.contains(&person) {
                list.push(person);
            }
        }
    }

    /// The person whom a short mention with these word keys names.
    #[must_use]
    pub fn recall(&self, keys: &[u64], mention: &Mention<'d>) -> Option<usize> {
        let first = self.index.get(keys.first()?)?;
        first
            .iter()
            .copied()
            .filter(|p| {
                self.people.get(*p).is_some_and(|k| {
                    keys.iter().all(|key| k.keys.contains(key)) && !k.is_consort(mention)
                })
            })
            .max_by_key(|p| self.fit(*p, keys, mention))
            .filter(|p| self.people.get(*p).is_some_and(|k| k.agrees(mention)))
    }

    /// How well a person fits a short mention.
    fn fit(&self, person: usize, keys: &[u64], mention: &Mention<'d>) -> Fit {
        let Some(known) = self.people.get(person) else {
            return Fit::default();
        };
        let gender = match (known.gender, mention.gender()) {
            (Some(a), Some(b)) => 2 * u8::from(a == b),
            (None, Some(_)) => 1,
            _ => 2,
        };
        let surname = known.surname() == keys.last().copied();
        let before = known.last <= mention.first;
        let titled = !mention.holds_office() || known.office;
        let near = if before {
            known.last
        } else {
            usize::MAX / 2 - known.last
        };
        let head = mention.head.is_none_or(|h| known.heads.contains(&h));
        let own = !known.kin || mention.gender().is_some();
        (gender, surname, head, titled, own, before, near)
    }

    /// Notes that a person was mentioned at token `at`.
    pub fn touch(&mut self, person: usize, mention: &Mention<'d>) {
        if let Some(known) = self.people.get_mut(person) {
            known.last = mention.first;
            known.hear(mention);
        }
    }

    /// Forgets when persons were mentioned, before the text is read again.
    pub fn rewind(&mut self) {
        for known in &mut self.people {
            known.last = known.name.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_join_spellings_of_one_name() {
        assert_eq!(key("Fernández"), key("Fernandez"));
        assert_eq!(key("al-Burhan"), key("Burhan"));
        assert_eq!(key("KIRBY"), key("Kirby"));
        assert_ne!(key("Al-"), key("Kirby"));
    }
}
