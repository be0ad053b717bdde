//! The user's settings: defaults, then config.toml, then the environment and
//! the command line.
//!
//! The defaults are `config/config.toml`, compiled in ([`shipped`]), so that there
//! is one place where a setting, its default and its explanation stand. The user's
//! file is read setting by setting: what cannot be used is a [`Problem`] with
//! its place and the nearest valid name, and the rest counts.

mod field;
mod problem;
pub mod table;
mod vocabulary;
mod words;

use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use toml::{Spanned, de::DeValue};

pub use problem::{Problem, Source};
pub use words::{Bidi, Clipboard, Colour, Hyperlinks, Layout, MarkRead, Preset, ThemeChoice};

use crate::{
    annotate::vocabulary::Vocabulary,
    app::keymap::Keymap,
    bidi::Order,
    clean::Clean,
    library::{Scope, Sort},
    places::Places,
    reader::{Layers, ReaderOptions},
    shipped,
};

/// The shipped settings with their explanations.
pub const DEFAULTS: &str = include_str!("../config/config.toml");

/// All settings of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Library folders, `~` expanded; empty: the default folder.
    pub library: Vec<PathBuf>,
    /// Whether the folders are watched for changes.
    pub watch: bool,
    /// The list's order at start.
    pub sort: Sort,
    /// Whether that order is reversed.
    pub reverse: bool,
    /// Which articles the list shows at start.
    pub scope: Scope,
    /// Whether the last screen is shown again at start.
    pub resume: bool,
    /// When an article counts as read.
    pub mark_read: MarkRead,
    /// Seconds on screen after which [`MarkRead::Dwell`] marks it.
    pub dwell: u16,
    /// The name of this device's folder of reading state; `None`: the host's.
    pub device: Option<String>,
    /// Which theme.
    pub theme: ThemeChoice,
    /// The theme on a dark background.
    pub theme_dark: String,
    /// The theme on a light background.
    pub theme_light: String,
    /// How many colours are used.
    pub colour: Colour,
    /// Columns of the text at most.
    pub text_width: u16,
    /// Columns of the list beside the reader.
    pub list_width: u16,
    /// Which layers are shown at start.
    pub layers: Layers,
    /// Whether speakers and sources stand in the margin.
    pub margin: bool,
    /// Whether only ASCII signs are drawn beside the text.
    pub ascii: bool,
    /// Whether the screen is drawn for a screen reader: in reading order, no
    /// frames, layers in words.
    pub linear: bool,
    /// Annotations below this confidence, 0 to 1, are dimmed.
    pub confidence_floor: f32,
    /// Classes of cue whose quotes are not marked.
    pub hidden_cues: Vec<String>,
    /// Who puts right-to-left text in order.
    pub bidi: Bidi,
    /// Whether the links of an article are sent as hyperlinks (OSC 8).
    pub hyperlinks: Hyperlinks,
    /// How dates are shown, as of `strftime`.
    pub date_format: String,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// How text gets to the clipboard.
    pub clipboard: Clipboard,
    /// The command that opens a web address (`%u`); empty: the system's.
    pub browser: Vec<String>,
    /// The command that opens a file (`%f`); empty: the system's.
    pub viewer: Vec<String>,
    /// The editor (`%f`); empty: `$VISUAL`, then `$EDITOR`.
    pub editor: Vec<String>,
    /// Which keys are the ground of the keymap.
    pub keymap: Preset,
    /// Keyboard layouts whose letters stand for the Latin ones.
    pub langmap: Vec<Layout>,
    /// Milliseconds until the popup shows what can follow a prefix key.
    pub which_key_delay: u32,
    /// Saved queries by name.
    pub searches: BTreeMap<String, String>,
    /// The name of the template that copies with citation.
    pub citation: String,
    /// Citation templates by name.
    pub citations: BTreeMap<String, String>,
}

/// What the command line says about settings.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--library`: replaces the folders of config.toml.
    pub library: Vec<PathBuf>,
    /// `--set NAME=VALUE`, in order.
    pub set: Vec<String>,
}

/// Settings and what was wrong with them. The keys are loaded by those who need
/// them.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The settings; what was wrong has its default.
    pub config: Config,
    /// What could not be used, in order of place.
    pub problems: Vec<Problem>,
    /// The user's themes: name and text.
    pub themes: Vec<(String, String)>,
    /// The word lists and corrections that articles are annotated with.
    pub vocabulary: Arc<Vocabulary>,
}

impl Loaded {
    /// The keys that hold with these settings and the user's keymap.toml, if
    /// there is one, and what was wrong with that. A file that cannot be read is
    /// a problem like any other.
    #[must_use]
    pub fn keymap(&self, places: &Places) -> (Keymap, Vec<Problem>) {
        let path = places.keymap();
        let name = path.display().to_string();
        match fs::read_to_string(&path) {
            Ok(text) => Keymap::load(&self.config, Some((&name, &text))),
            Err(error) => {
                let (keymap, mut problems) = Keymap::load(&self.config, None);
                if error.kind() != io::ErrorKind::NotFound {
                    problems.push(Problem::of_file(&path, &error.to_string()));
                }
                (keymap, problems)
            }
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        let mut config = Self::empty();
        for (name, value) in shipped::CONFIG.entries() {
            let set = table::find(name).map(|s| (s.set)(&mut config, &value.to_toml()));
            debug_assert_eq!(set, Some(Ok(())), "{name}");
        }
        config
    }
}

impl Config {
    /// Settings before the defaults are read.
    fn empty() -> Self {
        Self {
            library: Vec::new(),
            watch: true,
            sort: Sort::default(),
            reverse: false,
            scope: Scope::default(),
            resume: true,
            mark_read: MarkRead::Open,
            dwell: 10,
            device: None,
            theme: ThemeChoice::Auto,
            theme_dark: String::new(),
            theme_light: String::new(),
            colour: Colour::Auto,
            text_width: 76,
            list_width: 40,
            layers: Layers::default(),
            margin: true,
            ascii: false,
            linear: false,
            confidence_floor: 0.0,
            hidden_cues: Vec::new(),
            bidi: Bidi::Auto,
            hyperlinks: Hyperlinks::Auto,
            date_format: String::new(),
            mouse: true,
            clipboard: Clipboard::Osc52,
            browser: Vec::new(),
            viewer: Vec::new(),
            editor: Vec::new(),
            keymap: Preset::Default,
            langmap: Vec::new(),
            which_key_delay: 400,
            searches: BTreeMap::new(),
            citation: String::new(),
            citations: BTreeMap::new(),
        }
    }

    /// Reads settings over the defaults; pure.
    #[must_use]
    pub fn read(name: &str, text: &str) -> (Self, Vec<Problem>) {
        let mut config = Self::default();
        let problems = config.overlay(&Source::new(name, text));
        (config, problems)
    }

    /// Lays the settings of one file over these.
    fn overlay(&mut self, source: &Source<'_>) -> Vec<Problem> {
        let (entries, mut problems) = source.parse();
        let broken: Vec<usize> = problems.iter().map(|p| p.line).collect();
        for (key, value) in entries.get_ref() {
            let name = key.get_ref().as_ref();
            let here = |at: usize, what: &str| source.at(at, what);
            let Some(setting) = table::find(name) else {
                problems.push(here(key.span().start, &table::unknown(name)));
                continue;
            };
            // What the parser put in for a value it could not read is no value.
            if broken.contains(&here(key.span().start, "").line) {
                continue;
            }
            for (at, part) in parts(value) {
                let said = part.and_then(|part| (setting.set)(self, &part));
                problems.extend(
                    said.err()
                        .map(|why| here(at, &format!("{}: {why}", setting.name))),
                );
            }
        }
        problems.sort_by_key(|p| (p.line, p.column));
        problems
    }

    /// Loads the settings of this run: defaults, config.toml, the environment,
    /// the command line. A file that cannot be read is a problem like any other.
    #[must_use]
    pub fn load(places: &Places, flags: &Flags) -> Loaded {
        let mut config = Self::default();
        let mut problems = Vec::new();
        let path = places.settings();
        let name = path.display().to_string();
        let mut own = String::new();
        match fs::read_to_string(&path) {
            Ok(text) => {
                problems.extend(config.overlay(&Source::new(&name, &text)));
                own = text;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => problems.push(Problem::of_file(&path, &error.to_string())),
        }
        let (themes, unread) = themes(&places.config.join("themes"));
        problems.extend(unread);
        let (vocabulary, wrong) = vocabulary::load(places);
        problems.extend(wrong);
        for setting in &flags.set {
            problems.extend(config.assign(setting));
        }
        let place = |setting: &str, what: &str| {
            let flag = |f: &&String| f.split_once('=').is_some_and(|(n, _)| n.trim() == setting);
            match flags.set.iter().find(flag) {
                Some(_) => Problem::of_flag(what),
                None => Source::new(&name, &own).of_key(setting, what),
            }
        };
        problems.extend(config.check(&themes, &place));
        let listed = env::var_os("ATTACHE_LIBRARY").filter(|v| !v.is_empty());
        if !flags.library.is_empty() {
            config.library.clone_from(&flags.library);
        } else if let Some(listed) = listed {
            config.library = env::split_paths(&listed).collect();
        }
        let home = directories::BaseDirs::new().map(|b| b.home_dir().to_owned());
        for path in &mut config.library {
            *path = expanded(path, home.as_deref());
        }
        Loaded {
            config,
            problems,
            themes,
            vocabulary: Arc::new(vocabulary),
        }
    }

    /// Takes one `NAME=VALUE` of the command line. The value is TOML, or else
    /// taken as a string.
    fn assign(&mut self, setting: &str) -> Vec<Problem> {
        let Some((name, value)) = setting.split_once('=') else {
            return vec![Problem::of_flag(&format!("{setting}: not NAME=VALUE"))];
        };
        let name = name.trim();
        let Some(found) = table::find(name) else {
            return vec![Problem::of_flag(&table::unknown(name))];
        };
        match found.put(self, &table::typed(value)) {
            Ok(()) => Vec::new(),
            Err(why) => vec![Problem::of_flag(&format!("{name}: {why}"))],
        }
    }

    /// Settings that name something: a theme, a template. What is not there is
    /// replaced by its default; `place` says where a setting was given.
    fn check(
        &mut self,
        themes: &[(String, String)],
        place: &dyn Fn(&str, &str) -> Problem,
    ) -> Vec<Problem> {
        use crate::{nearest::meant, ui::theme::Theme};
        let mut problems = Vec::new();
        let known = Theme::names(themes);
        let mut missing = |setting: &str, name: &str| {
            let there = known.iter().any(|n| n == name);
            if !there {
                let near =
                    match meant(name, known.iter().map(String::as_str), ("\"", "\"")).as_str() {
                        "" => format!("; there are {}", known.join(", ")),
                        near => near.to_owned(),
                    };
                let text = format!("{setting}: there is no theme \"{name}\"{near}");
                problems.push(place(setting, &text));
            }
            !there
        };
        if let ThemeChoice::Named(name) = &self.theme
            && missing("theme", name)
        {
            self.theme = ThemeChoice::Auto;
        }
        if missing("theme-dark", &self.theme_dark) {
            self.theme_dark = Self::default().theme_dark;
        }
        if missing("theme-light", &self.theme_light) {
            self.theme_light = Self::default().theme_light;
        }
        if !self.citations.contains_key(&self.citation) {
            let known = self.citations.keys().map(String::as_str);
            let near = match meant(&self.citation, known.clone(), ("\"", "\"")).as_str() {
                "" => format!("; there are {}", known.collect::<Vec<_>>().join(", ")),
                near => near.to_owned(),
            };
            let text = format!("citation: there is no template \"{}\"{near}", self.citation);
            problems.push(place("citation", &text));
            self.citation = Self::default().citation;
        }
        problems
    }

    /// The library folders of this run: the configured ones or the default.
    #[must_use]
    pub fn folders(&self, places: &Places) -> Vec<PathBuf> {
        if self.library.is_empty() {
            vec![places.articles()]
        } else {
            self.library.clone()
        }
    }

    /// How the reader shows an article at start.
    #[must_use]
    pub fn reader_options(&self) -> ReaderOptions {
        ReaderOptions {
            text_width: self.text_width,
            layers: self.layers,
            ascii: self.ascii,
            confidence_floor: self.confidence_floor,
            margin: self.margin,
            hidden_cues: self.hidden_cues.clone(),
            order: match self.bidi {
                Bidi::Auto => Order::Logical,
                Bidi::Visual => Order::Visual,
                Bidi::Off => Order::Stored,
            },
            linear: self.linear,
        }
    }

    /// These settings as a config.toml without comments.
    #[must_use]
    pub fn to_toml(&self) -> String {
        table::to_toml(self)
    }
}

/// A value as it is set: a table entry by entry, each with its place, so that
/// one bad entry does not cost the others.
fn parts(value: &Spanned<DeValue<'_>>) -> Vec<(usize, Result<toml::Value, String>)> {
    match value.get_ref() {
        DeValue::Table(table) => {
            let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
                let key: &std::borrow::Cow<'_, str> = key.get_ref();
                let value = field::plain(value.get_ref())?;
                let pair = std::iter::once((key.to_string(), value));
                Ok(toml::Value::Table(pair.collect()))
            };
            let at = |(key, value)| (Spanned::span(key).start, entry((key, value)));
            table.iter().map(at).collect()
        }
        other => vec![(value.span().start, field::plain(other))],
    }
}

/// A path with a leading `~` replaced by the home folder.
fn expanded(path: &Path, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// The user's themes, by file name without `.toml`.
fn themes(folder: &Path) -> (Vec<(String, String)>, Vec<Problem>) {
    let (mut themes, mut problems) = (Vec::new(), Vec::new());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (themes, problems),
        Err(error) => return (themes, vec![Problem::of_file(folder, &error.to_string())]),
    };
    for path in entries.filter_map(|e| e.ok().map(|e| e.path())) {
        let stem = path.file_stem().and_then(|s| s.to_str());
        let (Some(stem), true) = (stem, path.extension().is_some_and(|e| e == "toml")) else {
            continue;
        };
        match fs::read_to_string(&path) {
            Ok(text) => themes.push((Clean::line(stem).to_string(), text)),
            Err(error) => problems.push(Problem::of_file(&path, &error.to_string())),
        }
    }
    themes.sort();
    (themes, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nowhere(_: &str, what: &str) -> Problem {
        Problem::general(what)
    }

    fn read(text: &str) -> (Config, Vec<String>) {
        let (config, problems) = Config::read("config.toml", text);
        (config, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_defaults_are_the_shipped_file() {
        let config = Config::default();
        assert_eq!(config.text_width, 76);
        assert_eq!(config.reader_options(), ReaderOptions::default());
        assert_eq!(config.theme, ThemeChoice::Auto);
        assert_eq!(config.mark_read, MarkRead::Open);
        assert!(config.citations.contains_key(&config.citation));
        let mut config = config;
        assert_eq!(config.check(&[], &nowhere), []);
    }

    #[test]
    fn settings_written_out_read_back() {
        let (config, problems) = read(
            "library = [\"~/Briefings\", \"/srv/news\"]\ntext-width = 60\ncolour = 256\n\
             layers = [\"quotes\"]\nclipboard = [\"wl-copy\"]\nmark-read = \"dwell\"\n\
             langmap = \"greek\"\ntheme = \"paper\"\nconfidence-floor = 0.5\n\
             [searches]\nrafah = \"rafah is:unread\"\n",
        );
        assert_eq!(problems, [""; 0]);
        assert_eq!(config.colour, Colour::Ansi256);
        assert_eq!(config.langmap, [Layout::Greek]);
        assert!(config.layers.quotes && !config.layers.figures);
        let (again, problems) = read(&config.to_toml());
        assert_eq!(problems, [""; 0]);
        assert_eq!(again, config);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place_and_the_rest_counts() {
        let (config, problems) = read(
            "text_width = 60\nlist-width = \"wide\"\nmouse = false\n  mark-read = \"opne\"\n\
             confidence-floor = 2\nlibrary = [3]\n[searches]\nx = \"date:yesterwhen\"\n",
        );
        assert!(!config.mouse);
        assert_eq!(config.list_width, Config::default().list_width);
        assert_eq!(
            problems[..5],
            [
                "config.toml:1:1: unknown setting \"text_width\"; did you mean \"text-width\"?",
                "config.toml:2:14: list-width: expected a whole number, not a string",
                "config.toml:4:15: mark-read: \"opne\" is not one of open, end, dwell, manual; did you mean \"open\"?",
                "config.toml:5:20: confidence-floor: 2 is not from 0 to 1",
                "config.toml:6:11: library: expected a list of strings, not a list with an integer",
            ]
        );
        assert!(
            problems[5].starts_with("config.toml:8:1: searches: x: column 6: "),
            "{}",
            problems[5]
        );
    }

    #[test]
    fn a_file_that_is_not_toml_still_gives_what_is_valid() {
        let (config, problems) = read("mouse = false\ntext-width = = 3\nascii = true\n");
        assert!(!config.mouse && config.ascii);
        assert!(problems[0].starts_with("config.toml:2:"), "{problems:?}");
        let (_, problems) = read("mouse = \u{1b}[31m\n");
        assert!(problems.iter().all(|p| !p.contains('\u{1b}')));
    }

    #[test]
    fn a_setting_on_the_command_line_is_toml_or_a_string() {
        let mut config = Config::default();
        assert_eq!(config.assign("text-width=50"), []);
        assert_eq!(config.assign("theme = paper"), []);
        assert_eq!(config.assign("layers=[\"figures\"]"), []);
        assert_eq!(config.text_width, 50);
        assert_eq!(config.theme, ThemeChoice::Named("paper".into()));
        assert!(config.layers.figures && !config.layers.officials);
        let said = config.assign("them=paper")[0].to_string();
        assert_eq!(
            said,
            "--set: unknown setting \"them\"; did you mean \"theme\"?"
        );
        assert_eq!(
            config.assign("mouse")[0].to_string(),
            "--set: mouse: not NAME=VALUE"
        );
    }

    #[test]
    fn names_of_themes_and_templates_are_checked() {
        let (mut config, _) = read("theme = \"papr\"\ncitation = \"plian\"\n");
        let problems = config.check(&[], &nowhere);
        assert!(problems[0].to_string().contains("did you mean \"paper\""));
        assert!(problems[1].to_string().contains("did you mean \"plain\""));
        assert_eq!(config.theme, ThemeChoice::Auto);
        assert_eq!(config.citation, "plain");
    }

    #[test]
    fn home_is_expanded_at_the_front_only() {
        let home = Some(Path::new("/home/ada"));
        assert_eq!(
            expanded(Path::new("~/B"), home),
            PathBuf::from("/home/ada/B")
        );
        assert_eq!(expanded(Path::new("~"), home), PathBuf::from("/home/ada"));
        assert_eq!(expanded(Path::new("/a/~/b"), home), PathBuf::from("/a/~/b"));
        assert_eq!(expanded(Path::new("~bob/b"), home), PathBuf::from("~bob/b"));
    }
}
