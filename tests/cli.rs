//! The command line, in the process and as the real program.

use std::{fs, path::PathBuf};

use attache::{
    app::action::{Make, TABLE},
    cli::{Choice, Cli, Colours, Outcome, Terminal, World, run_in},
    places::Places,
    ui::theme::ColourLevel,
};
use clap::Parser;

const ARTICLE: &str = "Envoys agree to meet again\n\n\
    The talks in Geneva ended without a paper.\n\n\
    Foreign Minister Ada Obi said: \"We will meet again on Monday.\"\n\n\
    More than 1,200 people were moved from the town, according to the army.\n";

/// A user's folders in a temporary folder.
struct Desk(tempfile::TempDir);

/// What a command left behind.
struct Ran {
    outcome: Outcome,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("temporary folder"));
        fs::create_dir_all(desk.at("data/articles")).expect("folder");
        fs::create_dir_all(desk.at("config")).expect("folder");
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(&path, text).expect("write");
        path.display().to_string()
    }

    fn try_run(&self, args: &[&str], input: &str, terminal: Terminal) -> anyhow::Result<Ran> {
        let cli = Cli::try_parse_from(["attache"].iter().chain(args)).expect("usage");
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut world = World {
            places: Places {
                config: self.at("config"),
                state: self.at("state"),
                cache: self.at("cache"),
                data: self.at("data"),
            },
            out: &mut out,
            input: &mut input.as_bytes(),
            err: &mut err,
            terminal,
        };
        let outcome = run_in(cli, &mut world)?;
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Ok(Ran {
            outcome,
            out: text(out),
            err: text(err),
        })
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.try_run(args, "", Terminal::none()).expect("success")
    }

    fn fails(&self, args: &[&str]) -> String {
        match self.try_run(args, "", Terminal::none()) {
            Ok(_) => panic!("{args:?} did not fail"),
            Err(error) => format!("{error:#}"),
        }
    }
}

/// The objects of JSON Lines.
fn lines(text: &str) -> Vec<serde_json::Value> {
    let parse = |line| serde_json::from_str(line).expect(line);
    text.lines().map(parse).collect()
}

#[test]
fn an_action_is_a_key_a_help_line_a_command_and_a_line_of_the_manual() {
    let desk = Desk::new();
    let listed = lines(&desk.run(&["keys", "--json"]).out);
    let markdown = desk.run(&["keys", "--markdown"]).out;
    let manual = desk.run(&["generate", "man", "--page", "keys"]).out;
    let manual = manual.replace("\\-", "-");
    let keys = desk.run(&["config", "print", "--default", "--keys"]).out;
    assert_eq!(listed.len(), TABLE.len());
    for (entry, shown) in TABLE.iter().zip(&listed) {
        assert_eq!(shown["action"], entry.name);
        assert_eq!(shown["help"], entry.help);
        assert!(
            markdown.contains(&format!("`:{}", entry.name)),
            "{}",
            entry.name
        );
        assert!(
            manual.contains(&format!(":{}", entry.name)),
            "{}",
            entry.name
        );
        let bindable = !matches!(entry.make, Make::Text(..));
        let line = format!("\n{} = [", entry.name);
        assert_eq!(keys.contains(&line), bindable, "{}", entry.name);
        let bound = shown["keys"].as_array().is_some_and(|k| !k.is_empty());
        let unbound = keys.contains(&format!("\n{} = []", entry.name));
        assert!(bound != unbound || !bindable, "{}", entry.name);
    }
}

#[test]
fn help_is_a_command_too() {
    let desk = Desk::new();
    assert!(desk.run(&["help"]).out.contains("Examples:"));
    let one = desk.run(&["help", "search"]).out;
    assert!(one.contains("attache search") && one.contains("two-state"));
    assert!(desk.run(&["help", "config", "check"]).out.contains("check"));
    let said = desk.fails(&["help", "serach"]);
    assert!(said.contains("did you mean `search`?"), "{said}");
}

#[test]
fn a_query_with_a_minus_is_explained() {
    let ran = assert_cmd::Command::cargo_bin("attache")
        .expect("program")
        .args(["list", "-truce"])
        .assert()
        .code(2);
    let said = String::from_utf8_lossy(&ran.get_output().stderr).into_owned();
    assert!(said.contains("attache list -- -truce"), "{said}");
}

#[test]
fn empty_standard_input_is_told_once() {
    let desk = Desk::new();
    let tried = desk.try_run(&["show", "-"], "", Terminal::none());
    let said = format!("{:#}", tried.err().expect("an error"));
    assert_eq!(
        said,
        "standard input: holds no text: save the article again"
    );
}

#[test]
fn the_manual_knows_every_command_option_setting_and_field() {
    let desk = Desk::new();
    let manual = desk.run(&["generate", "man"]).out.replace("\\-", "-");
    let command = attache::cli::command();
    for sub in command.get_subcommands() {
        assert!(
            manual.contains(&format!("attache {}", sub.get_name())),
            "{}",
            sub.get_name()
        );
        for option in sub.get_arguments().filter_map(|a| a.get_long()) {
            assert!(manual.contains(&format!("--{option}")), "{option}");
        }
    }
    for (field, ..) in attache::query::FIELDS {
        assert!(manual.contains(&format!("{field}:")), "{field}");
    }
    let settings = desk.run(&["generate", "man", "--page", "config"]).out;
    let settings = settings.replace("\\-", "-");
    for setting in attache::config::table::SETTINGS {
        assert!(settings.contains(setting.name), "{}", setting.name);
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = desk.run(&["generate", shell]).out;
        assert!(script.contains("annotate"), "{shell}");
    }
}

#[test]
fn a_count_without_a_number_is_a_figure_without_a_value() {
    let desk = Desk::new();
    let text = "Aid halted\n\nDozens of people fled. Another 12 people died.\n";
    let path = desk.write("data/articles/aid.txt", text);
    let object = &lines(&desk.run(&["annotate", "--json", &path]).out)[0];
    let figures = object["figures"].as_array().expect("figures");
    let told = |n: usize| (figures[n]["text"].as_str(), figures[n]["value"].as_i64());
    assert_eq!(told(0), (Some("Dozens of people"), None));
    assert!(figures[0]["value"].is_null() && figures[0]["high"].is_null());
    assert_eq!(told(1).1, Some(12));
}

#[test]
fn every_option_says_its_default_and_every_command_has_three_examples() {
    let mut command = attache::cli::command();
    command.build();
    for sub in command.get_subcommands().filter(|s| !s.has_subcommands()) {
        let name = sub.get_name();
        for arg in sub.get_arguments() {
            let id = arg.get_id().as_str();
            if ["help", "verbose"].contains(&id) || arg.is_required_set() {
                continue;
            }
            let said = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let default = !arg.get_default_values().is_empty() || said.contains("[default");
            assert!(default || id == "files", "{name} {id}: {said}");
        }
        if name == "paths" {
            continue;
        }
        let more = sub.get_after_long_help().map(ToString::to_string);
        let more = more.unwrap_or_default();
        let examples = more.lines().filter(|l| l.trim_start().contains("attache "));
        assert!(examples.count() >= 3, "{name}: {more}");
    }
}

#[test]
fn listings_are_json_lines_of_the_contract() {
    let desk = Desk::new();
    let path = desk.write("data/articles/talks.txt", ARTICLE);
    desk.write("data/articles/broken.txt", "\0\0\0\u{1}");
    let ran = desk.run(&["list", "--json", "--sort", "title"]);
    assert_eq!(ran.outcome, Outcome::Done);
    let rows = lines(&ran.out);
    assert_eq!(rows.len(), 2);
    assert!(rows[0]["unreadable"].is_string());
    let talks = &rows[1];
    assert_eq!(talks["title"], "Envoys agree to meet again");
    assert_eq!(talks["path"].as_str(), Some(&*path));
    assert_eq!(talks["read"], false);
    assert!(talks["source"].is_null() && talks["unreadable"].is_null());
    // The same file by name has the same id.
    let object = &lines(&desk.run(&["annotate", "--json", &path]).out)[0];
    assert_eq!(object["id"], talks["id"]);
    let found = &lines(&desk.run(&["search", "geneva", "--json"]).out)[0];
    let text: Vec<char> = object["text"].as_str().expect("text").chars().collect();
    let at = |k: &str| usize::try_from(found[k].as_u64().expect(k)).expect(k);
    let hit: String = text[at("start")..at("end")].iter().collect();
    assert_eq!(hit, "Geneva");
    let ran = desk.run(&["search", "nowhere"]);
    assert_eq!(ran.outcome, Outcome::Nothing);
    assert!(ran.out.is_empty() && ran.err.contains("nothing found"));
    assert!(
        desk.fails(&["search", "date:yesterwhen"])
            .contains("column 6")
    );
}

#[test]
fn an_article_is_a_file_an_id_or_standard_input() {
    let desk = Desk::new();
    let path = desk.write("data/articles/talks.txt", ARTICLE);
    let id = lines(&desk.run(&["list", "--json"]).out)[0]["id"].clone();
    let id = id.as_str().expect("id");
    let plain = desk.run(&["show", "--plain", &path]).out;
    let object = &lines(&desk.run(&["annotate", "--json", &path]).out)[0];
    assert_eq!(Some(plain.trim_end_matches('\n')), object["text"].as_str());
    assert_eq!(
        desk.run(&["show", "--plain", id.get(..6).expect("id")]).out,
        plain
    );
    let ran = desk.try_run(&["show", "--plain", "-"], ARTICLE, Terminal::none());
    assert_eq!(ran.expect("stdin").out, plain);
    assert!(desk.fails(&["show", "zzzz"]).contains("attache list"));
    let shown = desk.run(&["show", &path, "--width", "40"]).out;
    assert!(!shown.contains('\u{1b}'));
    assert!(shown.lines().all(|l| l.chars().count() <= 40));
    let words = desk
        .run(&["show", "--annotated", &path, "--width", "200"])
        .out;
    assert!(
        words.contains("[official: Foreign Minister Ada Obi"),
        "{words}"
    );
}

#[test]
fn colours_only_where_they_are_wanted() {
    let desk = Desk::new();
    let path = desk.write("talks.txt", ARTICLE);
    let terminal = Terminal {
        out: true,
        err: false,
        colours: Colours {
            escapes: true,
            level: ColourLevel::Ansi256,
        },
        columns: 60,
    };
    let ran = desk.try_run(&["show", &path], "", terminal).expect("show");
    assert!(ran.out.contains("\u{1b}["));
    let no_colour = attache::cli::Colours {
        level: ColourLevel::None,
        ..terminal.colours
    };
    let terminal = Terminal {
        colours: no_colour,
        ..terminal
    };
    let ran = desk.try_run(&["show", &path], "", terminal).expect("show");
    assert!(ran.out.contains("\u{1b}[1m") && !ran.out.contains("38;5"));
    assert_eq!(Choice::default(), Choice::Auto);
}

#[test]
fn one_bad_file_never_costs_another() {
    let desk = Desk::new();
    let good = desk.write("good.txt", ARTICLE);
    let ran = desk.run(&["annotate", "--json", "no-such-file.txt", &good]);
    assert_eq!(ran.outcome, Outcome::Nothing);
    assert_eq!(lines(&ran.out).len(), 1);
    assert!(ran.err.contains("no-such-file.txt"));
    let line = "{\"id\":\"x\",\"text\":\"Headline\\n\\nText by Mr Ruiz.\"}\n";
    let ran = desk.try_run(&["annotate", "--jsonl"], line, Terminal::none());
    assert_eq!(lines(&ran.expect("jsonl").out)[0]["id"], "x");
}

#[test]
fn what_changed_is_told_by_paragraph_and_word() {
    let desk = Desk::new();
    let old = desk.write("old.txt", ARTICLE);
    let new = desk.write("new.txt", &ARTICLE.replace("Monday", "Tuesday"));
    let ran = desk.run(&["diff", &old, &new]);
    assert_eq!(ran.outcome, Outcome::Done);
    assert!(ran.out.contains("[-Monday-]{+Tuesday+}"), "{}", ran.out);
    let changes = lines(&desk.run(&["diff", "--json", &old, &new]).out);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["change"], "edited");
    assert_eq!(desk.run(&["diff", &old, &old]).outcome, Outcome::Nothing);
}

#[test]
fn without_a_terminal_the_bare_command_is_a_filter() {
    let desk = Desk::new();
    let path = desk.write("talks.txt", ARTICLE);
    let ran = desk.run(&[&path]);
    assert!(ran.out.starts_with("Envoys agree to meet again\n"));
    let ran = desk.try_run(&["-"], ARTICLE, Terminal::none());
    assert!(ran.expect("stdin").out.contains("Geneva"));
    // An empty library shows the built-in examples.
    assert!(lines(&desk.run(&["list", "--json"]).out).len() >= 2);
    assert!(desk.fails(&["serach"]).contains("`search`"));
}

#[test]
fn the_doctor_says_what_has_to_be_done() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["doctor"]).outcome, Outcome::Done);
    desk.write(
        "config/config.toml",
        "text_width = 3\nlibrary = [\"/no/such/folder\"]\n",
    );
    let ran = desk.run(&["doctor", "--json"]);
    assert_eq!(ran.outcome, Outcome::Nothing);
    let wrong: Vec<String> = lines(&ran.out)
        .iter()
        .filter(|l| l["state"] == "wrong")
        .map(|l| l["what"].as_str().unwrap_or("").to_owned())
        .collect();
    assert!(wrong[0].contains("config.toml:1:1:") && wrong[0].contains("text-width"));
    assert!(wrong[1].contains("/no/such/folder"));
}

#[test]
fn the_real_program_exits_as_it_should() {
    let desk = Desk::new();
    let program = || {
        let mut command = assert_cmd::Command::cargo_bin("attache").expect("program");
        command
            .env_clear()
            .env("ATTACHE_CONFIG_DIR", desk.at("config"))
            .env("ATTACHE_CACHE_DIR", desk.at("cache"))
            .env("ATTACHE_DATA_DIR", desk.at("data"));
        command
    };
    program().arg("paths").assert().code(0);
    program().args(["search", "nowhere"]).assert().code(1);
    program().arg("--no-such-option").assert().code(2);
    program().args(["show", "no-such-file"]).assert().code(2);
    let short = program().arg("-h").assert().code(0);
    let help = String::from_utf8(short.get_output().stdout.clone()).expect("text");
    assert!(help.lines().count() <= 40, "{} lines", help.lines().count());
}

#[test]
fn the_log_is_made_when_there_is_something_to_say_in_it() {
    let desk = Desk::new();
    let run = |args: &[&str]| {
        let ran = assert_cmd::Command::cargo_bin("attache")
            .expect("program")
            .env_clear()
            .env("ATTACHE_CONFIG_DIR", desk.at("config"))
            .env("ATTACHE_CACHE_DIR", desk.at("cache"))
            .env("ATTACHE_DATA_DIR", desk.at("data"))
            .env("ATTACHE_STATE_DIR", desk.at("state"))
            .args(args)
            .assert()
            .success();
        let out = ran.get_output();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
        (text(&out.stdout), text(&out.stderr))
    };
    let log = desk.at("state/attache.log");
    let quiet = run(&["paths"]);
    assert!(!log.exists());
    let spoken = run(&["-v", "paths"]);
    assert_eq!(quiet, spoken);
    let text = fs::read_to_string(&log).expect("log");
    assert!(text.contains("INFO") && text.contains("started"), "{text}");
}

#[test]
fn the_doctor_counts_passages_and_looks_into_the_reading_state() {
    let desk = Desk::new();
    desk.write("data/articles/talks.txt", ARTICLE);
    let keys = ["--set", "resume=false", "--keys", "l]qa<esc>"];
    desk.run(&keys);
    let about = |out: &str, about: &str| -> Vec<String> {
        let lines = lines(out);
        let ours = lines.iter().filter(|l| l["about"] == about);
        ours.map(|l| format!("{} {}", l["state"], l["what"]))
            .collect()
    };
    let ran = desk.run(&["doctor", "--json"]);
    assert_eq!(ran.outcome, Outcome::Done, "{}", ran.out);
    let passages = about(&ran.out, "passages");
    assert!(passages[0].contains("1 kept: 1 in place"), "{passages:?}");
    // The text goes; the passage is named.
    desk.write("data/articles/talks.txt", "Nothing of it\n\nOther words.\n");
    let ran = desk.run(&["doctor", "--json"]);
    assert!(about(&ran.out, "orphan")[0].contains("We will meet again"));
    // A file that was cut short is named, too.
    let device = fs::read_dir(desk.at("config/reading"))
        .expect("reading")
        .map(|e| e.expect("entry").path())
        .find(|p| p.is_dir())
        .expect("device");
    let file = device.join("passages.toml");
    let text = fs::read_to_string(&file).expect("passages");
    let half = text.get(..text.len() / 2).expect("ASCII");
    fs::write(&file, half).expect("write");
    fs::write(device.join("marks.toml.broken-2024-01-02"), "x").expect("write");
    let ran = desk.run(&["doctor", "--json"]);
    assert_eq!(ran.outcome, Outcome::Nothing);
    let said = about(&ran.out, "reading");
    assert!(
        said.iter()
            .any(|s| s.contains("wrong") && s.contains("passages.toml"))
    );
    assert!(
        said.iter()
            .any(|s| s.contains("note") && s.contains("broken-2024-01-02"))
    );
}

#[test]
fn completions_know_ids_settings_and_themes() {
    let desk = Desk::new();
    desk.write("data/articles/talks.txt", ARTICLE);
    let id = lines(&desk.run(&["list", "--json"]).out)[0]["id"].clone();
    let ids = desk.run(&["generate", "ids"]).out;
    let line = format!("{}\tEnvoys agree to meet again\n", id.as_str().expect("id"));
    assert_eq!(ids, line);
    let settings = desk.run(&["generate", "settings"]).out;
    for wanted in ["theme=paper", "mark-read=end", "mouse=false", "text-width="] {
        assert!(settings.lines().any(|l| l == wanted), "{wanted}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let script = desk.run(&["generate", shell]).out;
        assert!(script.contains("attache generate ids"), "{shell}");
    }
    // The command is the first word: no file stands before it.
    let zsh = desk.run(&["generate", "zsh"]).out;
    assert!(zsh.contains("case $line[1] in") && !zsh.contains("$line[2]"));
    assert!(zsh.contains("\":: :_attache_first\"") && zsh.contains("_attache_first() {"));
    assert!(zsh.contains(":_attache_article'"));
}

#[test]
fn passages_go_to_another_machine_and_come_once() {
    let desk = Desk::new();
    desk.write("data/articles/talks.txt", ARTICLE);
    desk.run(&["--set", "resume=false", "--keys", "l]qa<esc>"]);
    let export = desk.run(&["passages", "--format", "json"]).out;
    assert_eq!(lines(&export).len(), 1);
    let other = Desk::new();
    other.write("data/articles/talks.txt", ARTICLE);
    let text = format!("{export}{{\"id\": 7}}\n");
    let file = other.write("from-desk.jsonl", &text);
    let ran = other.run(&["passages", "--import", &file]);
    assert!(
        ran.out.starts_with("1 new, 0 changed, 0 here"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("line 2"), "{}", ran.err);
    let again = other.run(&["passages", "--import", &file]);
    assert!(
        again.out.starts_with("0 new, 0 changed, 1 here"),
        "{}",
        again.out
    );
    let there = other.run(&["passages", "--format", "json"]).out;
    let (there, here) = (lines(&there), lines(&export));
    for field in ["id", "article", "exact", "state", "start", "created"] {
        assert_eq!(there[0][field], here[0][field], "{field}");
    }
    // What is no export says so, and nothing is written.
    let file = other.write("no.json", "{\"a\": 1}");
    let said = other.fails(&["passages", "--import", &file]);
    assert!(said.contains("no passages in it"), "{said}");
}

#[test]
fn bookmarks_follow_a_file_that_moved_while_the_index_was_lost() {
    let desk = Desk::new();
    desk.write("data/articles/talks.txt", ARTICLE);
    desk.run(&["--set", "resume=false", "--keys", "l]qa<esc>"]);
    let before = lines(&desk.run(&["passages", "--format", "json"]).out);
    let folder = desk.at("data/articles/2024");
    fs::create_dir_all(&folder).expect("folder");
    fs::rename(
        desk.at("data/articles/talks.txt"),
        folder.join("geneva.txt"),
    )
    .expect("move");
    fs::remove_dir_all(desk.at("cache")).expect("cache");
    // A listing finds it by its text; a session settles it.
    let found = lines(&desk.run(&["passages", "--format", "json"]).out);
    assert_eq!(found[0]["state"], "anchored");
    assert_eq!(found[0]["article"], before[0]["article"]);
    desk.run(&["--set", "resume=false", "--keys", "j"]);
    let after = lines(&desk.run(&["passages", "--format", "json"]).out);
    assert_eq!(after.len(), 1);
    assert_eq!(after[0]["state"], "anchored");
    assert_ne!(after[0]["article"], before[0]["article"]);
    assert_eq!(after[0]["id"], before[0]["id"]);
}
