//! Draws a bookmark's earlier text beside the best place in the article as it
//! is now, and what can be done.

use ratatui::layout::{Position, Rect};

use super::{
    margin::fold,
    paint::Painter,
    popup::{boxed, choose, middle},
    theme::Scope,
};
use crate::{app::popup::Compare, clean::Clean};

/// Screens from this width on have room for both texts side by side.
const BESIDE: u16 = 70;

/// What is said where no place is like the bookmark.
const NOTHING: &str = "Nothing like it is in the article now.";

/// Draws the comparison; gives the cursor's place.
pub(super) fn draw(p: &mut Painter<'_>, compare: &Compare, screen: Rect) -> Position {
    let choices = compare.choices();
    let beside = screen.width >= BESIDE;
    let most = screen.height.saturating_sub(1);
    let height = if compare.whole || !beside { most } else { 16 };
    let width = screen.width.saturating_sub(4).clamp(20, 110);
    let area = middle(screen, width, height);
    let inner = boxed(p, area, "This bookmark's text has changed");
    let below = u16::try_from(choices.len()).unwrap_or(1) + 1;
    let texts = Rect {
        height: inner.height.saturating_sub(below),
        ..inner
    };
    let half = if beside {
        Rect {
            width: texts.width.saturating_sub(2) / 2,
            ..texts
        }
    } else {
        Rect {
            height: texts.height / 2,
            ..texts
        }
    };
    let other = if beside {
        Rect {
            x: half.right() + 2,
            ..half
        }
    } else {
        Rect {
            y: half.bottom(),
            ..half
        }
    };
    let kept = format!("As it was kept on {}", &*compare.taken);
    excerpt(p, half, &kept, &compare.old, compare.scroll);
    match (&compare.new, &compare.near) {
        (Some((_, new)), _) => excerpt(p, other, "In the article now", new, compare.scroll),
        (None, Some(near)) => excerpt(p, other, NOTHING, near, compare.scroll),
        (None, None) => {
            p.text(other.x, other.y, other.right(), NOTHING, Scope::PopupDim);
        }
    }
    let mut cursor = Position::new(inner.x, inner.y);
    for (i, (y, choice)) in (texts.bottom() + 1..inner.bottom())
        .zip(choices)
        .enumerate()
    {
        p.text(inner.x, y, inner.right(), choice.name(), Scope::Popup);
        if i == compare.selected {
            choose(p, area, y);
            cursor = Position::new(inner.x, y);
        }
    }
    cursor
}

/// Lines of a text that are folded at most: far more than a screen has.
const LINES: usize = 1_000;

/// The lines of a text, each folded.
fn folded(text: &str, width: u16) -> Vec<String> {
    let one = |line: &str| match line {
        "" => vec![String::new()],
        line => fold(line, width, LINES),
    };
    text.split('\n').flat_map(one).collect()
}

/// A heading, and three pieces of text with the middle one set off and in view.
fn excerpt(
    p: &mut Painter<'_>,
    area: Rect,
    title: &str,
    [before, exact, after]: &[Clean; 3],
    scroll: i32,
) {
    if area.height < 2 {
        return;
    }
    p.text(area.x, area.y, area.right(), title, Scope::PopupDim);
    // Markers tell the passage from its context without colour.
    let text = format!("{}[{}]{}", before.trim_start(), &**exact, after.trim_end());
    let lines = folded(&text, area.width);
    let height = usize::from(area.height - 1);
    let begin = folded(before.trim_start(), area.width)
        .len()
        .saturating_sub(1);
    // A third of the height shows what stood before.
    let top = begin.saturating_sub(height / 3);
    let by = isize::try_from(scroll).unwrap_or(0);
    let most = lines.len().saturating_sub(height);
    let top = top.saturating_add_signed(by).min(most);
    for (y, line) in (area.y + 1..area.bottom()).zip(lines.iter().skip(top)) {
        p.text(area.x, y, area.right(), line, Scope::Popup);
    }
}
