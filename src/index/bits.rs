//! Sets of row keys, one bit each.

use super::RowKey;

/// A set of row keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Adds a key.
    pub fn insert(&mut self, key: RowKey) {
        let (word, bit) = split(key);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        if let Some(slot) = self.0.get_mut(word) {
            *slot |= bit;
        }
    }

    /// Whether a key is in the set.
    #[must_use]
    pub fn holds(&self, key: RowKey) -> bool {
        let (word, bit) = split(key);
        self.0.get(word).is_some_and(|w| w & bit != 0)
    }

    /// Keeps what is also in `other`.
    pub fn and(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a &= b;
        }
    }

    /// Adds what is in `other`.
    pub fn or(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a |= b;
        }
    }

    /// Takes out what is in `other`.
    pub fn minus(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a &= !b;
        }
    }

    /// The keys, ascending.
    pub fn iter(&self) -> impl Iterator<Item = RowKey> + '_ {
        (0..).zip(&self.0).flat_map(|(n, word)| {
            let mut word = *word;
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros())?;
                word &= word - 1;
                Some(n * 64 + bit)
            })
        })
    }

    /// The number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|w| *w == 0)
    }
}

/// Word and bit of a key.
fn split(key: RowKey) -> (usize, u64) {
    // A usize holds every u32 on the systems we build for.
    (key as usize / 64, 1 << (key % 64))
}

impl FromIterator<RowKey> for Bits {
    fn from_iter<I: IntoIterator<Item = RowKey>>(keys: I) -> Self {
        let mut bits = Self::default();
        keys.into_iter().for_each(|k| bits.insert(k));
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_combine() {
        let a: Bits = [1, 64, 200].into_iter().collect();
        let b: Bits = [64, 7].into_iter().collect();
        let with = |f: fn(&mut Bits, &Bits)| {
            let mut out = a.clone();
            f(&mut out, &b);
            (0..300).filter(|k| out.holds(*k)).collect::<Vec<_>>()
        };
        assert_eq!(with(Bits::and), [64]);
        assert_eq!(with(Bits::or), [1, 7, 64, 200]);
        assert_eq!(with(Bits::minus), [1, 200]);
        assert_eq!(a.len(), 3);
        assert_eq!(a.iter().collect::<Vec<_>>(), [1, 64, 200]);
    }
}
