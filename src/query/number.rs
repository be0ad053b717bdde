//! Numbers as people type them: `1,000,000`, `1.3m`, `"2 billion"`, ranges and
//! comparisons.

/// The values that `text` admits, ends included: `>1m`, `100..500`, `33900`,
/// `~50` (within a tenth). `None` if it is no such thing.
pub(super) fn range(text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    let open = f64::INFINITY;
    if let Some((low, high)) = text.split_once("..") {
        let low = if low.is_empty() { -open } else { number(low)? };
        let high = if high.is_empty() { open } else { number(high)? };
        return (low <= high).then_some((low, high));
    }
    let strip = |sign: &str| text.strip_prefix(sign).map(number);
    if let Some(n) = strip(">=").or_else(|| strip("≥")) {
        return Some((n?, open));
    }
    if let Some(n) = strip("<=").or_else(|| strip("≤")) {
        return Some((-open, n?));
    }
    if let Some(n) = strip(">") {
        return Some((n?.next_up(), open));
    }
    if let Some(n) = strip("<") {
        return Some((-open, n?.next_down()));
    }
    if let Some(n) = strip("~") {
        let n = n?;
        return Some((n - n.abs() / 10.0, n + n.abs() / 10.0));
    }
    let n = number(text.strip_prefix('=').unwrap_or(text))?;
    Some((n, n))
}

/// A number with separators and a magnitude.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    let digits = text
        .char_indices()
        .find(|(i, c)| {
            !(c.is_ascii_digit() || matches!(c, ',' | '.' | '_') || *i == 0 && *c == '-')
        })
        .map_or(text.len(), |(i, _)| i);
    let (number, magnitude) = text.split_at_checked(digits)?;
    let factor = match magnitude.trim() {
        "" => 1.0,
        "k" | "thousand" => 1e3,
        "m" | "mn" | "million" => 1e6,
        "bn" | "b" | "billion" => 1e9,
        "tn" | "t" | "trillion" => 1e12,
        "%" => 1.0,
        _ => return None,
    };
    let plain: String = number.chars().filter(|c| !matches!(c, ',' | '_')).collect();
    let value: f64 = plain.parse().ok()?;
    // 1.3 × 10⁶ in binary is not always the double nearest to 1,300,000.
    let scaled = value * factor;
    let whole = scaled.round();
    Some(if (scaled - whole).abs() < 1e-6 {
        whole
    } else {
        scaled
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges() {
        assert_eq!(range("33,900"), Some((33900.0, 33900.0)));
        assert_eq!(range("1.3m"), Some((1_300_000.0, 1_300_000.0)));
        assert_eq!(range("100..500"), Some((100.0, 500.0)));
        assert_eq!(range("2 billion"), Some((2e9, 2e9)));
        assert_eq!(range(">=5k"), Some((5000.0, f64::INFINITY)));
        let (low, _) = range(">1000000").expect("range");
        assert!(low > 1_000_000.0 && low < 1_000_000.001);
        for bad in ["", "many", "5..4", ">", "1x", "-"] {
            assert_eq!(range(bad), None, "{bad}");
        }
    }
}
