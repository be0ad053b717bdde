//! The word lists and corrections that the annotator of one run works with:
//! the shipped ones, with the user's own over them.

use super::{
    Annotator,
    lexicon::{Lexicon, compile::Item},
    people::People,
};

/// The shipped word lists with the user's lists and corrections.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    lexicon: Option<Lexicon>,
    people: Option<People>,
    fingerprint: u64,
}

impl Vocabulary {
    /// The shipped lists with the user's entries and corrections about persons.
    #[must_use]
    pub fn new(mut items: Vec<Item>, people: Option<People>) -> Self {
        items.extend(people.iter().flat_map(People::items));
        if items.is_empty() && people.is_none() {
            return Self::default();
        }
        let mut hash = blake3::Hasher::new();
        for item in &items {
            for part in [&*item.phrase, item.category.name(), &*item.value] {
                hash.update(part.as_bytes());
                hash.update(&[0, item.case as u8]);
            }
        }
        hash.update(format!("{people:?}").as_bytes());
        let first = hash.finalize().as_bytes().first_chunk::<8>().copied();
        Self {
            lexicon: Some(Lexicon::with_user(&items)),
            people,
            fingerprint: first.map_or(0, u64::from_le_bytes),
        }
    }

    /// An annotator with these lists.
    #[must_use]
    pub fn annotator(&self) -> Annotator<'_> {
        let annotator = Annotator::new(self.lexicon.as_ref().unwrap_or(Lexicon::shipped()));
        match &self.people {
            Some(people) => annotator.with_people(people),
            None => annotator,
        }
    }

    /// A number that differs where the user's lists differ; 0 for the shipped
    /// lists alone. The index annotates again what was annotated with others.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotate::{lexicon::read, people},
        import,
    };

    fn names(vocabulary: &Vocabulary, text: &str) -> Vec<String> {
        let document = import::text::article(text).document;
        let found = vocabulary.annotator().annotate(&document);
        let officials = found.officials.iter().map(|o| o.span);
        officials.map(|s| document.slice(s).to_owned()).collect()
    }

    #[test]
    fn the_users_offices_and_corrections_count() {
        let text =
            "Talks go on\n\nHigh Beadle Anna Svensson said on Monday that the fair would go on.\n";
        let plain = Vocabulary::default();
        assert_eq!(names(&plain, text), Vec::<String>::new());
        let list = "[[list]]\ncategory = \"office\"\nphrases = [\"High Beadle\"]\n";
        let items = read::lists(list).expect("list").0;
        let more = Vocabulary::new(items, None);
        assert_eq!(names(&more, text), ["High Beadle Anna Svensson"]);
        let people = people::parse("not-a-person = [\"Anna Svensson\"]\n").expect("people");
        let less = Vocabulary::new(Vec::new(), Some(people));
        assert_ne!(less.fingerprint(), more.fingerprint());
        assert_eq!(plain.fingerprint(), 0);
        let text = "Talks go on\n\nOn Monday Anna Svensson said that the fair would go on.\n";
        let document = import::text::article(text).document;
        assert_eq!(plain.annotator().annotate(&document).persons.len(), 1);
        assert!(less.annotator().annotate(&document).persons.is_empty());
    }
}
