//! The jump list: places of this session, back and forward.

use crate::article::ArticleId;

/// Most places that are kept.
const MOST: usize = 200;

/// A place in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The article.
    pub article: ArticleId,
    /// The byte offset of the cursor.
    pub at: usize,
}

/// Places back and forward.
#[derive(Clone, Debug, Default)]
pub struct Jumps {
    back: Vec<Spot>,
    forward: Vec<Spot>,
}

impl Jumps {
    /// Remembers the place that is being left; the way forward is cut off.
    pub fn leave(&mut self, here: Spot) {
        self.forward.clear();
        if self.back.last() != Some(&here) {
            self.back.push(here);
        }
        if self.back.len() > MOST {
            self.back.remove(0);
        }
    }

    /// The place before the last jump.
    #[must_use]
    pub fn before(&self) -> Option<Spot> {
        self.back.last().copied()
    }

    /// Goes one place back or forward from `here`.
    pub fn go(&mut self, here: Option<Spot>, forward: bool) -> Option<Spot> {
        let (from, to) = if forward {
            (&mut self.forward, &mut self.back)
        } else {
            (&mut self.back, &mut self.forward)
        };
        let mut goal = from.pop()?;
        if Some(goal) == here {
            goal = from.pop()?;
        }
        to.extend(here);
        Some(goal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward() {
        let spot = |at| Spot {
            article: ArticleId::of("a"),
            at,
        };
        let mut jumps = Jumps::default();
        jumps.leave(spot(1));
        jumps.leave(spot(1));
        jumps.leave(spot(5));
        assert_eq!(jumps.go(Some(spot(9)), false), Some(spot(5)));
        assert_eq!(jumps.go(Some(spot(5)), false), Some(spot(1)));
        assert_eq!(jumps.go(Some(spot(1)), false), None);
        assert_eq!(jumps.go(Some(spot(1)), true), Some(spot(5)));
        assert_eq!(jumps.go(Some(spot(5)), true), Some(spot(9)));
        jumps.leave(spot(2));
        assert_eq!(jumps.go(Some(spot(3)), true), None);
    }
}
