//! Settings and keys as files: what is wrong is told with its place, and the
//! program starts with the rest.

use std::fs;

use attache::{
    app::action::Mode,
    config::{Config, Flags},
    places::Places,
};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("temporary folder"))
    }

    fn places(&self) -> Places {
        let at = |name: &str| self.0.path().join(name);
        Places {
            config: at("config"),
            state: at("state"),
            cache: at("cache"),
            data: at("data"),
        }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.places().config.join(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(path, text).expect("write");
    }
}

#[test]
fn nothing_has_to_be_there() {
    let loaded = Config::load(&Desk::new().places(), &Flags::default());
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.config.text_width, Config::default().text_width);
}

#[test]
fn mistakes_in_all_files_are_listed_and_the_rest_counts() {
    let desk = Desk::new();
    desk.write("config.toml", "text-width = 60\nmosue = false\n");
    desk.write("keymap.toml", "[keys]\nstra = [\"x\"]\nzen = [\"x\"]\n");
    let loaded = Config::load(&desk.places(), &Flags::default());
    let (keymap, wrong) = loaded.keymap(&desk.places());
    let all = loaded.problems.iter().chain(&wrong);
    let said: Vec<String> = all.map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("config.toml:2:1:") && said[0].contains("\"mouse\""));
    assert!(said[1].contains("keymap.toml:2:1:") && said[1].contains("\"star\""));
    assert_eq!(loaded.config.text_width, 60);
    let zen = keymap.key_of(Mode::Reader, "zen");
    assert_eq!(zen.as_deref(), Some("x"));
}

#[test]
fn the_command_line_wins_over_the_file() {
    let desk = Desk::new();
    desk.write(
        "config.toml",
        "text-width = 60\nlibrary = [\"/one\"]\nkeymap = \"vim\"\n",
    );
    desk.write("themes/mine.toml", "inherits = \"paper\"\n");
    let flags = Flags {
        library: vec!["/two".into()],
        set: vec!["text-width=50".into(), "theme=mine".into()],
    };
    let loaded = Config::load(&desk.places(), &flags);
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.config.text_width, 50);
    assert_eq!(loaded.config.library, [std::path::PathBuf::from("/two")]);
    assert_eq!(loaded.themes.len(), 1);
    let (keymap, wrong) = loaded.keymap(&desk.places());
    assert_eq!(wrong, []);
    let undo = keymap.key_of(Mode::Reader, "undo");
    assert_eq!(undo.as_deref(), Some("u"));
}

#[test]
fn a_file_that_is_no_text_is_told() {
    let desk = Desk::new();
    fs::create_dir_all(&desk.places().config).expect("folder");
    fs::write(desk.places().settings(), [0xff, 0xfe, 0x00]).expect("write");
    let loaded = Config::load(&desk.places(), &Flags::default());
    assert_eq!(loaded.problems.len(), 1);
    assert!(loaded.problems[0].file.ends_with("config.toml"));
}
