//! Numbers with the noun that they count. Pure.

use std::fmt::Display;

/// "1 line", "2 lines": the number with the noun in its form.
#[must_use]
pub fn of<N: Display + PartialEq + From<u8>>(n: N, one: &str, many: &str) -> String {
    if n == N::from(1) {
        format!("{n} {one}")
    } else {
        format!("{n} {many}")
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn one_is_one_and_all_else_are_many() {
        assert_eq!(of(1usize, "line", "lines"), "1 line");
        assert_eq!(of(0usize, "entry", "entries"), "0 entries");
        assert_eq!(of(21u32, "line", "lines"), "21 lines");
    }
}
