//! Themes: scopes and their styles, read from TOML.
//!
//! A scope is a place in the screen that has a style of its own. Scopes are an
//! enum, so that no call can misspell one; in a theme file they have dotted
//! names, and a scope that the file leaves out takes the style of the name
//! with its last part cut off (`official.group` that of `official`, and so on
//! up to `text`). Unknown names are errors with the nearest known one.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::{
    clean::Clean,
    nearest::{meant, nearest},
    shipped,
};

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What a cell of the screen shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Scope { $($(#[$doc])* $name,)* }

        impl Scope {
            /// All scopes.
            pub const ALL: &'static [Scope] = &[$(Scope::$name,)*];

            /// The name in theme files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Scope::$name => $text,)* }
            }
        }
    };
}

scopes! {
    /// Running text.
    Text = "text",
    /// Text of less weight.
    Dim = "text.dim",
    /// The headline.
    Headline = "text.headline",
    /// The standfirst.
    Standfirst = "text.standfirst",
    /// Byline, dateline, timestamp.
    Byline = "text.byline",
    /// Captions and credits.
    Caption = "text.caption",
    /// News furniture.
    Notice = "text.notice",
    /// Headings.
    Heading = "text.heading",
    /// Block quotations.
    Quotation = "text.quotation",
    /// Code, tables.
    Code = "text.code",
    /// Emphasis.
    Emphasis = "text.emphasis",
    /// Strong emphasis.
    Strong = "text.strong",
    /// Links.
    Link = "text.link",
    /// List bullets and our own splits.
    Bullet = "text.bullet",
    /// A mention of an official by name.
    Official = "official",
    /// Unnamed officials and groups.
    OfficialGroup = "official.group",
    /// A named person without an office.
    Person = "person",
    /// A figure.
    Figure = "figure",
    /// A small cardinal that carries no news.
    FigureMinor = "figure.minor",
    /// A direct quote or a turn.
    Quote = "quote",
    /// A partial quote.
    QuotePartial = "quote.partial",
    /// Reported speech.
    QuoteReported = "quote.reported",
    /// The bar beside a quote.
    QuoteBar = "quote.bar",
    /// An annotation below the confidence that the user asks for.
    Doubtful = "doubtful",
    /// A passage of the first colour.
    Passage1 = "passage.1",
    /// A passage of the second colour.
    Passage2 = "passage.2",
    /// A passage of the third colour.
    Passage3 = "passage.3",
    /// A passage of the fourth colour.
    Passage4 = "passage.4",
    /// A passage of the fifth colour.
    Passage5 = "passage.5",
    /// The mark beside a passage.
    PassageMark = "passage.mark",
    /// A hit of the search.
    Match = "match",
    /// The hit that the reader stands on.
    MatchCurrent = "match.current",
    /// The selection.
    Selection = "selection",
    /// The mark beside the row of the cursor.
    Cursor = "cursor",
    /// A speaker's name in the margin.
    MarginName = "margin.name",
    /// A speaker's office in the margin.
    MarginText = "margin.text",
    /// A figure in the margin.
    MarginFigure = "margin.figure",
    /// A pane's frame.
    Border = "border",
    /// The frame of the pane that has the focus.
    BorderFocused = "border.focused",
    /// A pane's title.
    Title = "title",
    /// The title of the pane that has the focus.
    TitleFocused = "title.focused",
    /// A row of the list.
    List = "list",
    /// An unread row.
    ListUnread = "list.unread",
    /// A read row.
    ListRead = "list.read",
    /// The second line of a row.
    ListMeta = "list.meta",
    /// A day heading.
    ListGroup = "list.group",
    /// The mark of an unread row.
    ListMark = "list.mark",
    /// The mark of a starred row.
    ListStar = "list.star",
    /// A row that could not be read.
    ListUnreadable = "list.unreadable",
    /// The selected row.
    ListSelected = "list.selected",
    /// The selected row while the other pane has the focus.
    ListSelectedIdle = "list.selected-idle",
    /// The status line.
    Status = "status",
    /// A key in the status line.
    StatusKey = "status.key",
    /// A mode or search in the status line.
    StatusMode = "status.mode",
    /// A message that warns.
    Warning = "warning",
    /// A message of something that failed.
    Error = "error",
    /// The prompt's sign.
    Prompt = "prompt",
    /// What is typed.
    PromptText = "prompt.text",
    /// A popup's text.
    Popup = "popup",
    /// A popup's frame.
    PopupBorder = "popup.border",
    /// A popup's title.
    PopupTitle = "popup.title",
    /// The selected row of a popup.
    PopupSelected = "popup.selected",
    /// A key in a popup.
    PopupKey = "popup.key",
    /// Text of less weight in a popup.
    PopupDim = "popup.dim",
    /// The scroll bar.
    Scrollbar = "scrollbar",
}

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourLevel {
    /// None: bold, underline, italic and reverse alone.
    None,
    /// The sixteen of the terminal.
    Ansi16,
    /// 256.
    Ansi256,
    /// All.
    True,
}

/// Whether a theme is for a dark or a light background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Light text on a dark ground.
    #[default]
    Dark,
    /// Dark text on a light ground.
    Light,
    /// Both.
    Any,
}

/// Why a theme cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("theme {name}: {problem}")]
pub struct ThemeError {
    /// The theme.
    pub name: Clean,
    /// What is wrong, with line and column where known, and what would be right.
    pub problem: Clean,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    inherits: Option<String>,
    #[serde(default)]
    kind: Option<Kind>,
    /// The ground that the colours are chosen for.
    #[serde(default)]
    background: Option<String>,
    /// Whether the ground is painted; else the terminal's own shows.
    #[serde(default)]
    paint: Option<bool>,
    #[serde(default)]
    palette: BTreeMap<String, Paint>,
    #[serde(default)]
    scopes: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Paint {
    Plain(String),
    Full { colour: String, ansi: String },
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    fg: Option<String>,
    #[serde(default)]
    bg: Option<String>,
    #[serde(default)]
    modifiers: Option<Vec<String>>,
    /// Modifiers that stand in for the colours where there are none.
    #[serde(default)]
    bare: Option<Vec<String>>,
}

/// A style for every scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    name: String,
    kind: Kind,
    background: Option<Color>,
    paint: bool,
    styles: Vec<Style>,
}

impl Theme {
    /// A colour of a picture as this theme's terminal can show it; `None` where
    /// there are no colours.
    #[must_use]
    pub fn fitted(&self, [r, g, b]: [u8; 3]) -> Option<Color> {
        match self.styles.iter().find_map(|s| s.fg)? {
            Color::Rgb(..) => Some(Color::Rgb(r, g, b)),
            Color::Indexed(_) => Some(Color::Indexed(nearest_256(r, g, b))),
            _ => Some(nearest_16(r, g, b)),
        }
    }

    /// Loads a theme by name, the user's before the shipped ones.
    ///
    /// # Errors
    ///
    /// [`ThemeError`] with the line where the file is wrong, or with the
    /// nearest known name.
    pub fn load(
        name: &str,
        user: &[(String, String)],
        level: ColourLevel,
    ) -> Result<Self, ThemeError> {
        let mut chain = Vec::new();
        let mut next = Some(name.to_owned());
        while let Some(name) = next {
            if chain.len() >= 8 {
                return Err(problem(&name, "inherits itself"));
            }
            let file = read(&name, user)?;
            next = file.inherits.clone();
            chain.push((name, file));
        }
        chain.reverse();
        resolve(name, &chain, level)
    }

    /// The names that [`Theme::load`] knows.
    #[must_use]
    pub fn names(user: &[(String, String)]) -> Vec<String> {
        let shipped = shipped::THEMES.entries().iter();
        let shipped = shipped.map(|(n, _)| (*n).to_owned());
        let mut names: Vec<String> = user.iter().map(|(n, _)| n.clone()).chain(shipped).collect();
        names.sort();
        names.dedup();
        names
    }

    /// The theme's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What ground it is for.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The ground that the colours are chosen for, painted or not.
    #[must_use]
    pub fn background(&self) -> Option<Color> {
        self.background
    }

    /// The ground to paint, if the theme asks for it.
    #[must_use]
    pub fn painted(&self) -> Option<Color> {
        self.background.filter(|_| self.paint)
    }

    /// The style of a scope.
    #[must_use]
    pub fn style(&self, scope: Scope) -> Style {
        self.styles.get(scope as usize).copied().unwrap_or_default()
    }

    /// The style of a passage's colour, 0 to 4.
    #[must_use]
    pub fn passage(&self, colour: u8) -> Style {
        self.style(passage(colour))
    }

    /// A theme in which every scope has a colour of its own, for tests and
    /// `--print=styled`: the colour is `Indexed(16 + scope)`.
    #[must_use]
    pub fn map() -> Self {
        let styles = Scope::ALL
            .iter()
            .map(|s| Style::default().fg(Color::Indexed(16 + *s as u8)))
            .collect();
        Self {
            name: "map".into(),
            kind: Kind::Any,
            background: None,
            paint: false,
            styles,
        }
    }

    /// The scope of a colour of [`Theme::map`].
    #[must_use]
    pub fn scope_of(colour: Color) -> Option<Scope> {
        match colour {
            Color::Indexed(i) => Scope::ALL.get(usize::from(i.checked_sub(16)?)).copied(),
            _ => None,
        }
    }
}

/// The scope of a passage's colour, 0 to 4.
#[must_use]
pub fn passage(colour: u8) -> Scope {
    match colour % 5 {
        0 => Scope::Passage1,
        1 => Scope::Passage2,
        2 => Scope::Passage3,
        3 => Scope::Passage4,
        _ => Scope::Passage5,
    }
}

fn problem(name: &str, text: &str) -> ThemeError {
    ThemeError {
        name: Clean::line(name),
        problem: Clean::text(text),
    }
}

fn read(name: &str, user: &[(String, String)]) -> Result<File, ThemeError> {
    if let Some((_, text)) = user.iter().find(|(n, _)| n == name) {
        return toml::from_str(text).map_err(|e| problem(name, &e.to_string()));
    }
    let Some(shipped) = shipped::THEMES.get(name) else {
        let known = Theme::names(user).join(", ");
        return Err(problem(name, &format!("no such theme; there are {known}")));
    };
    shipped.read().map_err(|e| problem(name, &e.to_string()))
}

fn resolve(name: &str, chain: &[(String, File)], level: ColourLevel) -> Result<Theme, ThemeError> {
    let mut palette: BTreeMap<&str, &Paint> = BTreeMap::new();
    let mut entries: BTreeMap<&str, Entry> = BTreeMap::new();
    let mut theme = Theme {
        name: name.to_owned(),
        kind: Kind::Dark,
        background: None,
        paint: false,
        styles: Vec::new(),
    };
    let mut ground = None;
    for (_, file) in chain {
        palette.extend(file.palette.iter().map(|(k, v)| (k.as_str(), v)));
        for (scope, entry) in &file.scopes {
            if !Scope::ALL.iter().any(|s| s.name() == scope) && !is_parent(scope) {
                let near = meant(scope, Scope::ALL.iter().map(|s| s.name()), ("\"", "\""));
                return Err(problem(name, &format!("unknown scope \"{scope}\"{near}")));
            }
            let known = entries.entry(scope.as_str()).or_default();
            known.fg = entry.fg.clone().or(known.fg.take());
            known.bg = entry.bg.clone().or(known.bg.take());
            known.modifiers = entry.modifiers.clone().or(known.modifiers.take());
            known.bare = entry.bare.clone().or(known.bare.take());
        }
        theme.kind = file.kind.unwrap_or(theme.kind);
        theme.paint = file.paint.unwrap_or(theme.paint);
        ground = file.background.clone().or(ground);
    }
    let colour = |text: &str| colour(text, &palette, level).map_err(|e| problem(name, &e));
    if let Some(ground) = ground {
        theme.background = colour(&ground)?;
    }
    for scope in Scope::ALL {
        let mut style = Style::default();
        if let Some(entry) = lookup(scope.name(), &entries) {
            if let Some(fg) = &entry.fg {
                style.fg = colour(fg)?;
            }
            if let Some(bg) = &entry.bg {
                style.bg = colour(bg)?;
            }
            let bare = entry
                .bare
                .iter()
                .flatten()
                .filter(|_| level == ColourLevel::None);
            for word in entry.modifiers.iter().flatten().chain(bare) {
                style = style.add_modifier(modifier(word).map_err(|e| problem(name, &e))?);
            }
        }
        theme.styles.push(style);
    }
    Ok(theme)
}

/// Whether a name is the first part of some scope ("passage").
fn is_parent(name: &str) -> bool {
    Scope::ALL.iter().any(|s| {
        s.name()
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('.'))
    })
}

/// The entry of a scope, or of the name with its last part cut off.
fn lookup<'e>(name: &str, entries: &'e BTreeMap<&str, Entry>) -> Option<&'e Entry> {
    let mut name = name;
    loop {
        if let Some(entry) = entries.get(name) {
            return Some(entry);
        }
        name = name.rsplit_once('.').map(|(parent, _)| parent)?;
    }
}

fn modifier(word: &str) -> Result<Modifier, String> {
    Ok(match word {
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "italic" => Modifier::ITALIC,
        "underline" => Modifier::UNDERLINED,
        "reverse" => Modifier::REVERSED,
        "strike" => Modifier::CROSSED_OUT,
        _ => {
            return Err(format!(
                "unknown modifier \"{word}\": bold, dim, italic, underline, reverse or strike"
            ));
        }
    })
}

/// A colour by name of the palette, `#rrggbb`, or a name of the sixteen, at a
/// level; `None` at the level that has no colours.
fn colour(
    text: &str,
    palette: &BTreeMap<&str, &Paint>,
    level: ColourLevel,
) -> Result<Option<Color>, String> {
    let (full, ansi) = match palette.get(text) {
        Some(Paint::Full { colour, ansi }) => (colour.as_str(), Some(ansi.as_str())),
        Some(Paint::Plain(colour)) => (colour.as_str(), None),
        None => (text, None),
    };
    let parsed = parse(full)?;
    let named = ansi.map(parse).transpose()?;
    Ok(match level {
        ColourLevel::None => None,
        ColourLevel::True => Some(parsed),
        ColourLevel::Ansi256 => Some(match parsed {
            Color::Rgb(r, g, b) => Color::Indexed(nearest_256(r, g, b)),
            other => other,
        }),
        ColourLevel::Ansi16 => Some(named.unwrap_or(match parsed {
            Color::Rgb(r, g, b) => nearest_16(r, g, b),
            other => other,
        })),
    })
}

/// The sixteen colours: name, colour, and the values that xterm gives them.
const SIXTEEN: [(&str, Color, (u8, u8, u8)); 16] = [
    ("black", Color::Black, (0, 0, 0)),
    ("red", Color::Red, (205, 0, 0)),
    ("green", Color::Green, (0, 205, 0)),
    ("yellow", Color::Yellow, (205, 205, 0)),
    ("blue", Color::Blue, (0, 0, 238)),
    ("magenta", Color::Magenta, (205, 0, 205)),
    ("cyan", Color::Cyan, (0, 205, 205)),
    ("white", Color::Gray, (229, 229, 229)),
    ("bright-black", Color::DarkGray, (127, 127, 127)),
    ("bright-red", Color::LightRed, (255, 0, 0)),
    ("bright-green", Color::LightGreen, (0, 255, 0)),
    ("bright-yellow", Color::LightYellow, (255, 255, 0)),
    ("bright-blue", Color::LightBlue, (92, 92, 255)),
    ("bright-magenta", Color::LightMagenta, (255, 0, 255)),
    ("bright-cyan", Color::LightCyan, (0, 255, 255)),
    ("bright-white", Color::White, (255, 255, 255)),
];

fn parse(text: &str) -> Result<Color, String> {
    if text == "default" {
        return Ok(Color::Reset);
    }
    if let Some((_, colour, _)) = SIXTEEN.iter().find(|(n, ..)| *n == text) {
        return Ok(*colour);
    }
    let hex = text
        .strip_prefix('#')
        .filter(|h| h.len() == 6 && h.is_ascii());
    let part = |i: usize| hex.and_then(|h| u8::from_str_radix(h.get(i..i + 2)?, 16).ok());
    match (part(0), part(2), part(4)) {
        (Some(r), Some(g), Some(b)) => Ok(Color::Rgb(r, g, b)),
        _ => {
            let near = nearest(text, SIXTEEN.iter().map(|(n, ..)| *n)).unwrap_or("red");
            Err(format!(
                "unknown colour \"{text}\": #rrggbb, a name of the palette, or one of the sixteen such as \"{near}\""
            ))
        }
    }
}

/// Squared distance of two colours, weighted as the eye does (red, green and
/// blue by 2, 4, 3: the common approximation of "redmean").
fn apart(a: (u8, u8, u8), b: (u8, u8, u8)) -> i32 {
    let d = |x: u8, y: u8| (i32::from(x) - i32::from(y)).pow(2);
    2 * d(a.0, b.0) + 4 * d(a.1, b.1) + 3 * d(a.2, b.2)
}

/// The values of xterm's colour number `i` from 16 on: the cube, then greys.
fn xterm(i: u8) -> (u8, u8, u8) {
    if i >= 232 {
        let v = 8 + 10 * (i - 232);
        return (v, v, v);
    }
    let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    let n = i.saturating_sub(16);
    (step(n / 36), step(n / 6 % 6), step(n % 6))
}

fn nearest_256(r: u8, g: u8, b: u8) -> u8 {
    (16..=255)
        .min_by_key(|i| apart((r, g, b), xterm(*i)))
        .unwrap_or(15)
}

fn nearest_16(r: u8, g: u8, b: u8) -> Color {
    SIXTEEN
        .iter()
        .min_by_key(|(.., v)| apart((r, g, b), *v))
        .map_or(Color::Reset, |(_, c, _)| *c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(c: Color) -> f64 {
        let Color::Rgb(r, g, b) = c else {
            panic!("{c:?} is not a full colour")
        };
        let part = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Frames and bars are no text.
    fn is_text(scope: Scope) -> bool {
        !matches!(
            scope,
            Scope::Border | Scope::PopupBorder | Scope::Scrollbar | Scope::QuoteBar
        )
    }

    #[test]
    fn every_shipped_theme_is_readable_on_every_layer() {
        for name in Theme::names(&[]).iter().filter(|n| *n != "mono") {
            let theme = Theme::load(name, &[], ColourLevel::True).expect(name);
            let ground = theme.background.expect("background");
            let text = theme.style(Scope::Text).fg.expect("text");
            for scope in Scope::ALL {
                let style = theme.style(*scope);
                let (fg, bg) = (style.fg.unwrap_or(text), style.bg.unwrap_or(ground));
                let (fg, bg) = if style.add_modifier.contains(Modifier::REVERSED) {
                    (bg, fg)
                } else {
                    (fg, bg)
                };
                let least = if is_text(*scope) { 4.5 } else { 1.4 };
                let c = contrast(fg, bg);
                assert!(c >= least, "{name}: {} has contrast {c:.2}", scope.name());
            }
            // A layer's colour must also be readable on a passage or selection.
            let grounds = [
                Scope::Passage1,
                Scope::Passage2,
                Scope::Passage3,
                Scope::Passage4,
                Scope::Passage5,
                Scope::Selection,
            ];
            for ground in grounds {
                for layer in [
                    Scope::Text,
                    Scope::Official,
                    Scope::OfficialGroup,
                    Scope::Person,
                    Scope::Figure,
                    Scope::Quote,
                    Scope::Link,
                ] {
                    let style = theme.style(layer).patch(theme.style(ground));
                    let (Some(fg), Some(bg)) = (style.fg, style.bg) else {
                        panic!("{name}: {}", ground.name())
                    };
                    let c = contrast(fg, bg);
                    assert!(
                        c >= 4.5,
                        "{name}: {} on {} has contrast {c:.2}",
                        layer.name(),
                        ground.name()
                    );
                }
            }
        }
    }

    #[test]
    fn layers_differ_without_colour() {
        for name in &Theme::names(&[]) {
            let theme = Theme::load(name, &[], ColourLevel::None).expect(name);
            let cues: Vec<Modifier> = [
                Scope::Text,
                Scope::Official,
                Scope::Figure,
                Scope::Quote,
                Scope::Match,
            ]
            .iter()
            .map(|s| theme.style(*s).add_modifier)
            .collect();
            for (i, a) in cues.iter().enumerate() {
                for b in cues.iter().skip(i + 1) {
                    assert_ne!(a, b, "{name}: two layers look alike without colour");
                }
            }
            assert!(
                Scope::ALL
                    .iter()
                    .all(|s| theme.style(*s).fg.is_none() && theme.style(*s).bg.is_none())
            );
        }
    }

    #[test]
    fn the_map_theme_tells_every_scope_apart() {
        let theme = Theme::map();
        for scope in Scope::ALL {
            let colour = theme.style(*scope).fg.expect("colour");
            assert_eq!(Theme::scope_of(colour), Some(*scope));
        }
    }

    #[test]
    fn user_themes_inherit_and_mistakes_are_named() {
        let user = |text: &str| vec![("mine".to_owned(), text.to_owned())];
        let ok = user("inherits = \"paper\"\n[scopes]\nofficial = { fg = \"#000000\" }\n");
        let theme = Theme::load("mine", &ok, ColourLevel::True).expect("theme");
        assert_eq!(theme.style(Scope::Official).fg, Some(Color::Rgb(0, 0, 0)));
        assert!(
            theme
                .style(Scope::Official)
                .add_modifier
                .contains(Modifier::BOLD)
        );
        let error = |text: &str| {
            Theme::load("mine", &user(text), ColourLevel::True)
                .expect_err("error")
                .to_string()
        };
        assert!(error("[scopes]\noficial = {}\n").contains("did you mean \"official\""));
        assert!(error("[scopes]\ntext = { fgg = \"red\" }\n").contains("line 2"));
        assert!(error("[scopes]\ntext = { fg = \"gren\" }\n").contains("green"));
        assert!(error("inherits = \"mine\"\n").contains("inherits itself"));
        assert!(error("inherits = \"embasy\"\n").contains("embassy"));
    }

    #[test]
    fn colours_step_down() {
        assert_eq!(nearest_256(255, 255, 255), 231);
        assert_eq!(nearest_256(0x87, 0x87, 0x87), 102);
        assert_eq!(nearest_16(250, 250, 10), Color::LightYellow);
    }
}
