//! The shipped themes as people with the three kinds of colour blindness see
//! them: text stays readable, and no two layers look alike.

use attache::ui::theme::{ColourLevel, Scope, Theme};
use ratatui::style::{Color, Style};

/// Full simulation matrices in linear RGB: Machado, Oliveira and Fernandes,
/// "A physiologically-based model for simulation of color vision deficiency"
/// (IEEE TVCG 15, 2009), severity 1.0.
const KINDS: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protanopia",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

/// A colour in linear RGB.
fn linear(colour: Color) -> [f64; 3] {
    let Color::Rgb(r, g, b) = colour else {
        panic!("{colour:?} is not a full colour")
    };
    [r, g, b].map(|v| {
        let v = f64::from(v) / 255.0;
        if v <= 0.04045 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    })
}

/// The colour as somebody with this kind of vision sees it.
fn seen(colour: Color, kind: &[[f64; 3]; 3]) -> [f64; 3] {
    let c = linear(colour);
    kind.map(|row| (row[0] * c[0] + row[1] * c[1] + row[2] * c[2]).clamp(0.0, 1.0))
}

/// Contrast of two colours in linear RGB (WCAG 2.2).
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |c: [f64; 3]| 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Distance in CIELAB (1976), D65.
fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    let lab = |c: [f64; 3]| {
        let f = |t: f64| {
            if t > 0.008856 {
                t.cbrt()
            } else {
                7.787 * t + 16.0 / 116.0
            }
        };
        let x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
        let y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
        let z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    };
    let (a, b) = (lab(a), lab(b));
    let squares = a.iter().zip(b).map(|(x, y)| (x - y).powi(2));
    squares.sum::<f64>().sqrt()
}

const LAYERS: [Scope; 4] = [Scope::Text, Scope::Official, Scope::Figure, Scope::Quote];

fn themes() -> impl Iterator<Item = (String, Theme)> {
    let coloured = Theme::names(&[]).into_iter().filter(|name| name != "mono");
    coloured.map(|name| {
        let theme = Theme::load(&name, &[], ColourLevel::True).expect("shipped theme");
        (name, theme)
    })
}

#[test]
fn text_stays_readable_for_every_kind_of_vision() {
    for (name, theme) in themes() {
        let ground = theme.background().expect("a ground");
        for (kind, matrix) in &KINDS {
            for layer in LAYERS {
                let fg = theme.style(layer).fg.expect("colour");
                let c = contrast(seen(fg, matrix), seen(ground, matrix));
                assert!(c >= 4.5, "{name}, {kind}: {} has {c:.2}", layer.name());
            }
        }
    }
}

#[test]
fn layers_are_told_apart_for_every_kind_of_vision() {
    // Two layers differ in weight, slant or line, or are far apart in colour
    // (30 in CIELAB; about 2 is the least that an eye notices).
    let differ = |a: Style, b: Style, matrix: &[[f64; 3]; 3]| {
        let (x, y) = (a.fg.expect("colour"), b.fg.expect("colour"));
        a.add_modifier != b.add_modifier || distance(seen(x, matrix), seen(y, matrix)) >= 30.0
    };
    for (name, theme) in themes() {
        for (kind, matrix) in &KINDS {
            for (i, a) in LAYERS.iter().enumerate() {
                for b in LAYERS.iter().skip(i + 1) {
                    assert!(
                        differ(theme.style(*a), theme.style(*b), matrix),
                        "{name}, {kind}: {} looks like {}",
                        a.name(),
                        b.name()
                    );
                }
            }
        }
    }
}
