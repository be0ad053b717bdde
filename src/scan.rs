//! Looks through bytes sixteen at a time, so that the compiler tests them all
//! in a few instructions: most of a text is plain.

/// How many bytes are tested at once.
const STEP: usize = 16;

/// The place of the first byte that `test` holds for. The test must be cheap
/// and without branches: it is made on whole steps.
#[inline]
pub(crate) fn find(bytes: &[u8], test: impl Fn(u8) -> bool) -> Option<usize> {
    let (steps, rest) = bytes.as_chunks::<STEP>();
    for (n, step) in steps.iter().enumerate() {
        if step.iter().fold(false, |any, b| any | test(*b)) {
            let inside = step.iter().position(|b| test(*b));
            return inside.map(|at| n * STEP + at);
        }
    }
    let inside = rest.iter().position(|b| test(*b));
    inside.map(|at| steps.len() * STEP + at)
}

/// The place of the first of two spaces side by side; eight bytes are looked at
/// at once.
#[inline]
pub(crate) fn two_spaces(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = 0;
    for (n, word) in words.iter().enumerate() {
        let spaces = spaces_in(*word);
        let both = spaces & (spaces << 8 | last);
        if both != 0 {
            return Some(n * 8 + both.trailing_zeros() as usize / 8 - 1);
        }
        last = spaces >> 63 << 7;
    }
    let from = (words.len() * 8).saturating_sub(1);
    let tail = bytes.get(bytes.len() - rest.len() - usize::from(!words.is_empty())..);
    let mut pairs = tail.unwrap_or(rest).windows(2);
    let inside = pairs.position(|p| p == b"  ");
    inside.map(|at| from + at)
}

/// The places of all spaces, eight bytes looked at at once.
#[inline]
pub(crate) fn spaces(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    let from = words.len() * 8;
    let whole = words.iter().enumerate().flat_map(|(n, word)| {
        let mut left = spaces_in(*word);
        std::iter::from_fn(move || {
            let at = n * 8 + left.trailing_zeros() as usize / 8;
            let found = left != 0;
            left &= left.wrapping_sub(1);
            found.then_some(at)
        })
    });
    let last = rest.iter().enumerate().filter(|(_, b)| **b == b' ');
    whole.chain(last.map(move |(at, _)| from + at))
}

/// The high bit of each byte that is a space (Warren, Hacker's Delight, 6-1).
fn spaces_in(word: [u8; 8]) -> u64 {
    const SPACES: u64 = u64::from_le_bytes([b' '; 8]);
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let other = u64::from_le_bytes(word) ^ SPACES;
    !(((other & LOW) + LOW) | other | LOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_a_plain_search() {
        for len in 0..50 {
            let mut text = vec![b'x'; len];
            assert_eq!(find(&text, |b| b == b'!'), None);
            for at in 0..len {
                text[at] = b'!';
                assert_eq!(find(&text, |b| b == b'!'), Some(at));
                text[at] = b' ';
                assert_eq!(two_spaces(&text), None);
                assert!(spaces(&text).eq([at]));
                if at + 1 < len {
                    text[at + 1] = b' ';
                    assert_eq!(two_spaces(&text), Some(at));
                    assert!(spaces(&text).eq([at, at + 1]));
                    text[at + 1] = b'x';
                }
                text[at] = b'x';
            }
        }
    }
}
