//! Where the panes stand on the screen. Pure arithmetic, shared by `update`
//! (which tells the reader its size) and by drawing.

/// A part of the screen in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether a cell lies inside.
    #[must_use]
    pub fn holds(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }

    /// The area without a frame of one cell, or without a title row.
    #[must_use]
    pub fn inner(self, framed: bool) -> Self {
        if framed {
            Self {
                x: self.x.saturating_add(1),
                y: self.y.saturating_add(1),
                width: self.width.saturating_sub(2),
                height: self.height.saturating_sub(2),
            }
        } else {
            Self {
                y: self.y.saturating_add(1),
                height: self.height.saturating_sub(1),
                ..self
            }
        }
    }
}

/// What the screen is divided for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// Columns of the list beside the reader.
    pub list_width: u16,
    /// Whether the list is shown where there is room for two panes.
    pub list: bool,
    /// Whether the list has the focus, or a panel stands in its place.
    pub left: bool,
    /// Whether a panel stands in the place of the list.
    pub panel: bool,
    /// The text alone.
    pub zen: bool,
    /// Whether frames are drawn.
    pub frames: bool,
}

/// Where everything stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The list or the panel in its place, frame included.
    pub left: Option<Area>,
    /// The reader, frame included.
    pub reader: Option<Area>,
    /// The line at the bottom.
    pub status: Area,
    /// Whether panes have frames; else a title row.
    pub framed: bool,
    /// Whether the screen is too small for anything.
    pub tiny: bool,
}

/// Columns from which on two panes stand side by side.
pub const TWO_PANES: u16 = 80;
/// The least that anything is drawn on.
pub const LEAST: (u16, u16) = (20, 5);
/// Columns of a panel beside the reader, at least.
const PANEL: u16 = 46;

/// Divides the screen.
#[must_use]
pub fn arrange(wanted: &Wanted) -> Panes {
    let (width, height) = wanted.size;
    let status = Area {
        x: 0,
        y: height.saturating_sub(1),
        width,
        height: height.min(1),
    };
    if width < LEAST.0 || height < LEAST.1 {
        return Panes {
            status,
            tiny: true,
            ..Panes::default()
        };
    }
    let whole = Area {
        x: 0,
        y: 0,
        width,
        height: height - 1,
    };
    // Without frames there is one column, in reading order.
    let two = wanted.frames
        && width >= TWO_PANES
        && (wanted.list || wanted.panel || wanted.left)
        && !wanted.zen;
    if two {
        let share = if wanted.panel {
            wanted.list_width.max(PANEL).min(width / 2)
        } else {
            wanted.list_width.clamp(20, width / 2)
        };
        let left = Area {
            width: share,
            ..whole
        };
        let reader = Area {
            x: share,
            width: width - share,
            ..whole
        };
        return Panes {
            left: Some(left),
            reader: Some(reader),
            status,
            framed: wanted.frames,
            tiny: false,
        };
    }
    let left = wanted.left || wanted.panel;
    Panes {
        left: left.then_some(whole),
        reader: (!left).then_some(whole),
        status,
        framed: wanted.frames && width >= TWO_PANES && !wanted.zen,
        tiny: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_never_leave_the_screen() {
        for width in 0..200 {
            for height in 0..60 {
                for bits in 0..32u8 {
                    let on = |i: u8| bits & (1 << i) != 0;
                    let panes = arrange(&Wanted {
                        size: (width, height),
                        list_width: 40,
                        list: on(0),
                        left: on(1),
                        panel: on(2),
                        zen: on(3),
                        frames: on(4),
                    });
                    for area in [panes.left, panes.reader, Some(panes.status)]
                        .into_iter()
                        .flatten()
                    {
                        assert!(area.x + area.width <= width && area.y + area.height <= height);
                    }
                    assert!(panes.tiny || panes.left.is_some() || panes.reader.is_some());
                }
            }
        }
    }
}
