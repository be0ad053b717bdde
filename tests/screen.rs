//! Whole flows through the reader, by keys alone: what is on the screen after
//! them, and what is still there at the next start.

use std::{
    fs,
    path::{Path, PathBuf},
};

use attache::{
    app::Setup,
    config::{Config, Flags},
    headless::{self, Print},
    places::Places,
    ui::theme::{ColourLevel, Theme},
};
use tempfile::TempDir;

/// A desk of one's own: folders, articles, settings.
struct Desk {
    dir: TempDir,
    size: (u16, u16),
    set: Vec<String>,
}

/// A screen as text.
struct Screen(String);

impl Screen {
    fn has(&self, text: &str) -> &Self {
        assert!(self.0.contains(text), "no {text:?} in\n{}", self.0);
        self
    }

    fn lacks(&self, text: &str) -> &Self {
        assert!(!self.0.contains(text), "{text:?} in\n{}", self.0);
        self
    }

    /// The line at the bottom.
    fn status(&self) -> &str {
        self.0.trim_end_matches('\n').lines().last().unwrap_or("")
    }

    fn says(&self, text: &str) -> &Self {
        assert!(
            self.status().contains(text),
            "{:?} lacks {text:?}\n{}",
            self.status(),
            self.0
        );
        self
    }

    /// The lines that hold a text.
    fn line(&self, text: &str) -> &str {
        self.0.lines().find(|l| l.contains(text)).unwrap_or("")
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles")
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("folder");
        let articles = dir.path().join("Briefings");
        fs::create_dir(&articles).expect("folder");
        for entry in fs::read_dir(fixtures()).expect("fixtures") {
            let path = entry.expect("entry").path();
            let name = path.file_name().expect("name");
            fs::copy(&path, articles.join(name)).expect("copy");
        }
        Self {
            dir,
            size: (110, 30),
            set: vec!["resume=false".to_owned()],
        }
    }

    fn sized(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    fn with(mut self, setting: &str) -> Self {
        self.set.push(setting.to_owned());
        self
    }

    fn articles(&self) -> PathBuf {
        self.dir.path().join("Briefings")
    }

    fn places(&self) -> Places {
        let at = |name: &str| self.dir.path().join(name);
        Places {
            config: at("config"),
            cache: at("cache"),
            state: at("state"),
            data: at("data"),
        }
    }

    /// Plays keys over the library.
    fn play(&self, keys: &str) -> Screen {
        self.over(Vec::new(), keys, Print::Text)
    }

    /// Plays keys over files and folders.
    fn over(&self, roots: Vec<PathBuf>, keys: &str, print: Print) -> Screen {
        let places = self.places();
        let flags = Flags {
            library: vec![self.articles()],
            set: self.set.clone(),
        };
        let loaded = Config::load(&places, &flags);
        let theme = Theme::load("embassy", &[], ColourLevel::True).expect("theme");
        let setup = Setup {
            places,
            roots,
            tutor: false,
            loaded,
            theme,
            level: ColourLevel::True,
            notices: Vec::new(),
        };
        Screen(headless::play(setup, keys, self.size, print).expect("screen"))
    }
}

#[test]
fn the_first_screen() {
    let desk = Desk::new();
    let screen = desk.play("");
    screen
        .has("Briefings · unread 3/3 · by date")
        .has("12 March 2024")
        .has("▌• Ministers sign harbour acco… 18:40")
        .has("Desk Notes")
        // The selected article stands beside the list, unopened.
        .has("12 Mar 2024 · 2 min · machine translation")
        .has("Foreign Minister Ilse Brandt and her counterpart")
        .says("Enter open");
}

#[test]
fn narrow_screens_show_one_pane_with_the_same_keys() {
    let desk = Desk::new().sized(60, 20);
    desk.play("").has("Ministers sign").lacks("counterpart");
    desk.play("l").has("her counterpart").lacks("by date");
    desk.play("lh").has("by date").lacks("counterpart");
    desk.play("lJ").has("Grain prices rose");
}

#[test]
fn tiny_screens_break_nothing() {
    for size in [
        (0, 0),
        (1, 1),
        (5, 3),
        (19, 4),
        (20, 5),
        (21, 6),
        (39, 9),
        (80, 5),
        (300, 6),
    ] {
        let desk = Desk::new().sized(size.0, size.1);
        desk.play("ljj/the<enter>nngo<esc>?<esc>:<esc>gbvjazn");
    }
}

#[test]
fn opened_and_left_is_read_and_the_row_stays() {
    let desk = Desk::new();
    let screen = desk.play("tlh");
    screen.has("unread 2").has("Ministers sign harbour");
    assert!(!screen.line("Ministers sign harbour").contains('•'));
    // The next start no longer has the row among the unread ones.
    desk.play("").has("unread 2/3");
    desk.play("t").lacks("harbour accord");
    // And it can be taken back.
    desk.play("MU").says("taken back");
    desk.play("jMU").has("unread 2/3");
}

#[test]
fn reading_policies() {
    let manual = Desk::new().with("mark-read=manual");
    manual.play("lGh").has("unread 3/3");
    manual.play("lM").says("marked read");
    manual.play("").has("unread 2/3");
    let end = Desk::new().with("mark-read=end").sized(110, 12);
    end.play("lh").has("unread 3/3");
    end.play("lGh").has("unread 2/3");
}

#[test]
fn passing_over_an_article_does_not_read_it() {
    let desk = Desk::new();
    desk.play("jjjkk").has("unread 3/3");
    desk.play("").has("unread 3/3");
}

#[test]
fn searching_an_article_as_one_types() {
    let desk = Desk::new().sized(110, 14);
    desk.play("l/customs hall").has("/customs hall 1/2");
    desk.play("l/customs hall<enter>n").has("2/2");
    desk.play("l/customs hall<enter>nn")
        .has("1/2")
        .says("from the top again");
    desk.play("l/xyzzy").has("no match");
    desk.play("l/xyzzy<enter>").says("no match for xyzzy");
    // Esc goes back to where one was.
    desk.play("l/customs hall<esc>")
        .has("Ministers sign")
        .lacks("customs hall");
    desk.play("l/customs<enter>&")
        .says("only paragraphs with matches");
    desk.play("l/customs<enter><esc>n").has("Grain prices rose");
}

#[test]
fn the_whole_way_of_a_passage() {
    let desk = Desk::new();
    let keys = "l/narrow door<enter>aiask the embassy<enter>gtharbour eu<enter>";
    desk.play(keys).says("tagged #eu #harbour").has("◆");
    // It is there at the next start, in the panels, and can be found.
    let panel = desk.play("lgb");
    panel
        .has("Bookmarks · 1")
        .has("narrow door")
        .has("note: ask the embassy")
        .has("#harbour");
    desk.play("gB").has("Ministers sign harbour accord");
    desk.play("gB/embassy")
        .has("Bookmarks of the library · 1 · /embassy");
    desk.play("gB/nothing").has("Nothing here fits the filter");
    desk.play("").has("◆1");
    desk.play("jjgB<enter>").has("Tomas Hale called");
    // Removed, and taken back.
    desk.play("lgba").has("No bookmarks yet");
    desk.play("").lacks("◆1");
    desk.play("lgb").has("No bookmarks yet");
    desk.play("l/narrow door<enter>aaU")
        .says("taken back")
        .has("◆");
}

#[test]
fn a_bookmark_of_an_edited_article_is_reviewed_beside_the_text_it_was_taken_from() {
    let desk = Desk::new();
    desk.play("l/narrow door<enter><esc>Va").says("bookmarked");
    desk.play("gB").has("called the accord").lacks("orphan");
    let file = fs::read_dir(desk.articles())
        .expect("folder")
        .map(|e| e.expect("entry").path())
        .find(|p| fs::read_to_string(p).expect("text").contains("narrow door"))
        .expect("file");
    let text = fs::read_to_string(&file).expect("text");
    let line = text
        .lines()
        .find(|l| l.contains("narrow door"))
        .expect("line");
    let edited = text.replace(line, "The opposition was not available for a comment.");
    fs::write(&file, edited).expect("write");
    // Seen without opening the article, and found by its state.
    desk.play("gB").has("orphan").has("text of ");
    desk.play("gB/orphan").has("Bookmarks of the library · 1");
    let review = desk.play("gB<enter>");
    review
        .has("This bookmark's text has changed")
        .has("As it was kept on")
        .has("read the earlier text");
    // More of the old text than the words around the bookmark, and beside it
    // what stands there now.
    review
        .has("promised 85 million")
        .has("Nothing like it is in the article now.")
        .has("[]");
    desk.play("gB<enter>uuuuu").has("As it was kept on");
    let earlier = desk.play("gB<enter>jj<enter>");
    earlier
        .has("earlier text")
        .has("accord \"a narrow")
        .has("◆");
    // Reading on in it neither moves the place in the article nor loses it.
    desk.play("gB<enter>jj<enter>Gh");
    desk.play("l").lacks("narrow door").lacks("earlier text");
    // The file goes altogether: its text can still be read.
    fs::remove_file(&file).expect("remove");
    desk.play("gB<enter>")
        .has("as it was kept")
        .has("earlier text")
        .has("accord \"a narrow");
}

#[test]
fn marks_are_there_after_the_files_moved_and_the_index_was_lost() {
    let desk = Desk::new();
    desk.play("S").says("starred");
    desk.play("lh").has("unread 2/3");
    let below = desk.articles().join("2024");
    fs::create_dir(&below).expect("folder");
    for entry in fs::read_dir(desk.articles()).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_file() {
            fs::rename(&path, below.join(path.file_name().expect("name"))).expect("move");
        }
    }
    fs::remove_dir_all(desk.places().cache).expect("cache");
    desk.play("");
    desk.play("").has("unread 2/3").has("★");
}

#[test]
fn a_figure_inside_a_bookmarked_quote_is_kept_beside_it() {
    let desk = Desk::new();
    // The sentence with the figure, kept as a whole.
    desk.play("l/council said 1.2<enter><esc>Va")
        .says("bookmarked");
    desk.play("l/1.2 m<enter><esc>a").says("bookmarked");
    desk.play("lgb").has("Bookmarks · 2");
    // Again on the figure it is that one which goes.
    desk.play("l/1.2 m<enter><esc>a").says("bookmark removed");
    desk.play("lgb")
        .has("Bookmarks · 1")
        .has("The council said");
    // A match is kept beside it, too.
    desk.play("l/grain were<enter>a").says("bookmarked 2 words");
    desk.play("l/grain were<enter>a").says("bookmark removed");
    desk.play("l/The council<enter><esc>a")
        .says("bookmark removed");
    desk.play("lgb").has("No bookmarks yet");
}

#[test]
fn tags_export_and_counts_say_what_they_do() {
    let desk = Desk::new();
    desk.play("l:tags<enter>").says(":tags WORDS tags");
    desk.play("lgb").has("No bookmarks yet");
    desk.play("la:tags<enter>").says("no tags yet");
    desk.play("l:tags eu harbour<enter>")
        .says("tagged #eu #harbour");
    desk.play("l:tags<enter>").says("tags: #eu #harbour");
    desk.play("l:tags -<enter>").says("tags removed");
    let out = desk.dir.path().join("kept.bib");
    desk.play(&format!(":export {}<enter>", out.display()))
        .says("1 bookmark written");
    let text = fs::read_to_string(&out).expect("export");
    assert!(text.starts_with("@article{"), "{text}");
    desk.play(":export kept.docx<enter>")
        .has("whose ending tells");
    // The paragraph that a citation numbers, and the row of the list.
    let desk = Desk::new().with("citation=plain");
    desk.play("l3Gmx").says("mark x set");
    desk.play("l'xa");
    desk.play("l3Gc").says("copied");
    desk.play("l3Ggb").has("More than 41,000");
    desk.play("2G").has("grain prices");
    desk.play("l99GGma").says("mark a set");
}

#[test]
fn words_are_selected_as_in_vim_and_as_objects() {
    let kept = |keys: &str| {
        let desk = Desk::new();
        desk.play(keys);
        desk.play("gB").line("◆").to_owned()
    };
    // As in vim, w takes the first letter of the word that it reaches along.
    let words = |keys: &str| {
        let line = kept(keys);
        let row = line.split('◆').nth(1).and_then(|l| l.split('│').next());
        row.unwrap_or("").trim().to_owned()
    };
    assert_eq!(
        words("l/counterpart<enter><esc>vwwa"),
        "counterpart signed a"
    );
    assert_eq!(words("l/counterpart<enter><esc>veea"), "counterpart signed");
    assert_eq!(words("l/unterpart<enter><esc>viwa"), "counterpart");
}

#[test]
fn selecting_extends_by_every_motion() {
    let desk = Desk::new();
    desk.play("l/narrow<enter><esc>Va").says("bookmarked");
    desk.play("gB").has("called the accord");
    let desk = Desk::new();
    desk.play("l]qviqa");
    desk.play("gB").has("We leave this room");
    let desk = Desk::new();
    desk.play("l/More than<enter><esc>vipa");
    desk.play("gB").has("1.2 million tonnes");
    let desk = Desk::new();
    desk.play("l/counterpart<enter><esc>vwwa")
        .says("bookmarked 3 words");
    desk.play("lv<esc>").lacks("copy with citation");
}

#[test]
fn the_next_start_is_where_one_was() {
    let desk = Desk::new().with("resume=true").sized(110, 12);
    let before = desk.play("lddQ");
    before.says("list");
    let after = desk.play("");
    assert_eq!(before.0, after.0);
    desk.play("hj").says("Enter open");
    desk.play("").has("Grain prices rose").says("Enter open");
    let off = Desk::new();
    off.play("jjl");
    off.play("").has("Ministers sign").says("Enter open");
}

#[test]
fn the_library_is_searched_as_one_types() {
    let desk = Desk::new();
    desk.play("/river commission")
        .has("1 article")
        .has("River commission meets");
    desk.play("/grain prices<enter>l")
        .has("14 percent")
        .has("matches");
    desk.play("/zzzz").has("Nothing was found");
    desk.play("/zzzz<esc>").has("unread 2/3");
    desk.play("j/zzzz<esc>").has("Note on grain prices");
    desk.play("/grain<enter><esc>").has("unread 2/3");
}

#[test]
fn scopes_and_orders() {
    let desk = Desk::new();
    desk.play("S").says("starred").has("★");
    desk.play("tt").has("starred 1");
    desk.play("ttt")
        .has("bookmarked 0")
        .has("No article has a bookmark yet");
    desk.play("tttt").has("unread 3/3");
    desk.play(",t").has("by headline");
    desk.play(",r").has("reversed");
    desk.play(",s").has("by outlet").has("Desk Notes");
}

#[test]
fn all_read_after_a_question() {
    let desk = Desk::new();
    desk.play("A").says("mark 3 articles of this list read?");
    desk.play("An").says("nothing was changed");
    desk.play("Ay").has("unread 0/3");
    desk.play("A").says("everything in this list is read");
    let desk = Desk::new();
    desk.play("AyU").has("unread 3/3");
    desk.play("AyU<c-r>").has("unread 0/3");
}

#[test]
fn stepping_names_where_one_is() {
    let play = |keys| Desk::new().play(keys);
    play("l]q").says("quote 1/");
    // The headline names the first one, where one stands already.
    play("l]o;").says("official 3/");
    play("l2]f").says("figure 2/");
    play("l[q").says("from the end again");
    play("l;").says("nothing to repeat yet");
    play("l]b").says("this article has no bookmarks");
}

#[test]
fn panels_look_ahead_and_go_back() {
    let desk = Desk::new().sized(110, 14);
    desk.play("lgqG").has("week with a year");
    // Closed, the article is where it was.
    desk.play("lgqG<esc>")
        .has("Ministers sign")
        .lacks("Opposition");
    desk.play("lgqG<enter>").has("Opposition");
    desk.play("lgo/brandt<enter>").has("Ilse Brandt");
    desk.play("lgqG<enter><c-o>").has("Ministers sign");
    desk.play("jlgl")
        .has("https://desk.example.org/tables/grain.csv")
        .says("open in the browser");
    // In the text, a link says whither it leads before it is opened.
    desk.play("jl]l<enter>")
        .has("Host")
        .has("opens it in the browser");
    desk.play("jl]l<enter><esc>")
        .lacks("opens it in the browser");
    desk.play("gi").has("Published").has("12 March 2024, 18:40");
}

#[test]
fn marks_and_the_jump_list() {
    let desk = Desk::new().sized(110, 12);
    desk.play("lGma").says("mark a set");
    desk.play("lgg'a").has("will be published");
    desk.play("lGgg''").has("will be published");
    desk.play("l'x").says("mark x is not set");
    desk.play("lGmAJ'A").has("will be published");
    desk.play("lJ<c-o>").has("accord");
    desk.play("lJ<c-o>L").has("Grain prices rose");
}

#[test]
fn help_finds_and_runs() {
    let desk = Desk::new();
    desk.play("?").has("Help · keys in the list").has("Moving");
    desk.play("?next quote").has("]q");
    desk.play("?star away<enter>").says("starred");
    desk.play("?theme<enter>").has("theme");
    desk.play("?zzz").has("no key and no command fits");
}

#[test]
fn a_search_that_finds_nothing_says_so_until_it_is_ended() {
    let desk = Desk::new();
    let missed = "l/xyzzy<enter>";
    desk.play(missed).says("no match for xyzzy");
    let title = desk.play("l").line("Ministers sign").to_owned();
    // The keys for matches open no other article.
    for keys in ["n", "N", "nn"] {
        desk.play(&format!("{missed}{keys}"))
            .says("no match for xyzzy; Esc ends the search")
            .has(title.trim());
    }
    // Ended, they are the keys for articles again.
    desk.play(&format!("{missed}<esc>n")).lacks("xyzzy");
}

#[test]
fn mistakes_in_settings_stay_until_they_are_dismissed() {
    let desk = Desk::new();
    let config = desk.dir.path().join("config");
    fs::create_dir_all(&config).expect("folder");
    fs::write(
        config.join("config.toml"),
        "libary = []\ntext-width = 9\ntheme = \"embasy\"\n",
    )
    .expect("settings");
    fs::write(
        config.join("keymap.toml"),
        "[keys]\nstarr = [\"s\"]\nopen = [\"hyper-x\"]\n",
    )
    .expect("keys");
    let screen = desk.play("");
    screen
        .has("To be mended in your settings · 5")
        .has("\"library\"?")
        .has("line 2, column 14")
        .has("\"star\"?")
        .has("keymap.toml")
        .says("5 mistakes in your settings; Esc closes this list, gp shows it again");
    // Moving in the list does not take it away; the article stands beside it.
    desk.play("jj").has("To be mended in your settings · 5");
    desk.play("<esc>").lacks("To be mended").has("Briefings");
    desk.play("<esc>gp")
        .has("To be mended in your settings · 5");
    desk.play("<esc>gm").has("unknown setting");
    let fine = Desk::new();
    fine.play("").lacks("To be mended");
    fine.play("gp").has("No mistakes in settings, keys and");
}

#[test]
fn a_key_of_another_place_says_where_it_works() {
    let desk = Desk::new();
    desk.play("i").says("i works in an article: write a note");
    desk.play("lA")
        .says("A works in the list: mark all articles of the list read");
    desk.play("<f3>").says("F3 in your browser: find again");
}

#[test]
fn presets_name_their_own_keys_for_matches() {
    for preset in ["vim", "less"] {
        let desk = Desk::new().with(&format!("keymap={preset}"));
        let open = if preset == "less" { "<right>" } else { "l" };
        desk.play(&format!("{open}/accord<enter>"))
            .says("n/N next, previous match");
    }
}

#[test]
fn commands_by_name() {
    let desk = Desk::new();
    desk.play(":").has("down").has("line down");
    desk.play(":sta<tab><enter>").says("starred");
    desk.play(":stra<enter>").says("did you mean star?");
    desk.play(":frobnicate<enter>")
        .says("there is no command frobnicate; ? finds commands by words");
    // Words of other programs are understood, or answered.
    desk.play("l/harbour<enter>:noh<enter>").lacks("/harbour");
    desk.play(":w<enter>")
        .has("marks and bookmarks are saved at once");
    desk.play("l:3<enter>").has("›\"We leave this room");
    desk.play(":theme paper<enter>").says("theme paper");
    desk.play(":query river<enter>").has("1 article");
    desk.play(":export<enter>").has("markdown");
    desk.play(":messages<enter>").has("Messages");
    let out = desk.dir.path().join("kept.md");
    desk.play("l/narrow door<enter>a");
    desk.play(&format!(":export markdown {}<enter>", out.display()))
        .says("1 bookmark written");
    assert!(
        fs::read_to_string(&out)
            .expect("export")
            .contains("narrow door")
    );
}

#[test]
fn settings_are_changed_asked_and_completed_by_name() {
    let desk = Desk::new();
    desk.play(":set margin?<enter>").says("margin = true");
    desk.play(":set nomargin<enter>")
        .says("margin = false for this session");
    desk.play("l:set text-width=40<enter>")
        .lacks("signed an accord on Tuesday that opens");
    desk.play(":set text-width+=4<enter>")
        .says("text-width = 80");
    desk.play(":set layers-=quotes<enter>")
        .says("layers = [officials, figures]");
    desk.play(":set sort title<enter>").has("by headline");
    desk.play(":set bg=light<enter>").says("theme = paper");
    desk.play(":set linear<enter>").lacks("│");
    desk.play(":set text-width=wide<enter>")
        .says("text-width: expected a whole number");
    desk.play(":set text-widht=4<enter>")
        .says("did you mean text-width?");
    desk.play(":set keymap=vim<enter>")
        .has("it is read at the start");
    desk.play(":set number<enter>")
        .says("lines are not numbered");
    desk.play(":set nowrap<enter>").says("text always wraps");
    desk.play(":set text<tab>").says("set text-width=");
    desk.play(":set theme=pa<tab><enter>").says("theme = paper");
}

#[test]
fn the_word_under_the_cursor_is_searched_as_in_vim() {
    let desk = Desk::new();
    desk.play("l/accord<enter><esc>*").has("/accord");
    desk.play("l/accord<enter><esc>*").has("2/");
    desk.play("l#").has("/ministers");
}

#[test]
fn a_line_is_put_where_one_wants_it() {
    let desk = Desk::new().sized(60, 16);
    let line = |keys: &str| {
        let screen = desk.play(keys);
        screen.0.lines().position(|l| l.contains('›'))
    };
    let [top, middle, bottom] = ["zt", "zz", "zb"].map(|k| line(&format!("l}}}}}}}}}}}}{k}")));
    assert!(
        top < middle && middle < bottom,
        "{top:?} {middle:?} {bottom:?}"
    );
}

#[test]
fn a_file_is_opened_by_its_path() {
    let desk = Desk::new();
    let outside = desk.dir.path().join("outside.txt");
    fs::write(&outside, "Rail talks stall\n\nNobody signed.\n").expect("file");
    desk.play(&format!(":e {}<enter>", outside.display()))
        .has("Nobody signed.");
    desk.play(":e no-such-file.txt<enter>")
        .has("no-such-file.txt");
    let folder = desk.articles();
    desk.play(&format!(":e {}<enter>", folder.display()))
        .has("is a folder");
}

#[test]
fn an_editor_is_asked_about_and_gets_no_packed_file() {
    let desk = Desk::new().with("editor=[\"my-editor\"]");
    desk.play("le").has("in my-editor? y/n");
    desk.play("len").says("nothing was changed");
    desk.play("ley").says("this needs a terminal");
}

#[test]
fn a_card_leaves_the_words_in_view_that_it_is_about() {
    for (width, height) in [(160, 48), (100, 30), (60, 20), (60, 12), (40, 10)] {
        let desk = Desk::new().sized(width, height);
        for keys in ["l", "l]o", "l]q", "l]q]q", "lG[q", "lG[o", "l]f]f"] {
            let before = desk.play(keys);
            let card = desk.play(&format!("{keys}<enter>"));
            if !card.0.contains("sure, by") && !card.0.contains("Marked") {
                continue;
            }
            // What is not covered stays where it is; the row of the cursor is
            // among that.
            let same = |(a, b): &(&str, &str)| a == b && !a.trim().is_empty();
            let rows = before.0.lines().zip(card.0.lines()).filter(same).count();
            assert!(
                rows >= 1,
                "{keys} at {width}x{height}\n{}\n{}",
                before.0,
                card.0
            );
        }
    }
}

#[test]
fn what_is_said_at_length_takes_several_lines() {
    let desk = Desk::new().sized(60, 20);
    desk.play(":w<enter>")
        .has("write the file; here")
        .has("to a file");
}

#[test]
fn files_that_cannot_be_read_stay_with_their_reason() {
    let desk = Desk::new();
    fs::write(desk.articles().join("scan.txt"), b"\0\x01\x02binary\0\xff").expect("file");
    fs::write(desk.articles().join("empty.txt"), b"").expect("file");
    let screen = desk.play("");
    screen
        .has("scan.txt")
        .has("binary data")
        .has("empty.txt")
        .has("unread 3/5");
    desk.play(",tggl").has("cannot be shown as an article");
    desk.play(",tgglJ").lacks("Cannot be shown as");
}

#[test]
fn the_examples_welcome_who_has_no_articles() {
    let desk = Desk::new();
    fs::remove_dir_all(desk.articles()).expect("folder");
    fs::create_dir(desk.articles()).expect("folder");
    desk.play("")
        .has("Attache Examples")
        .has("Example briefing")
        .has("Welcome.")
        .has("add PATH");
    desk.play("la").says("bookmarked");
    desk.play("").has("◆");
}

#[test]
fn a_single_file_is_opened_alone() {
    let desk = Desk::new();
    let file = desk.articles().join("river-commission.txt");
    desk.over(vec![file.clone()], "", Print::Text)
        .has("River commission meets")
        .lacks("by date");
    desk.over(vec![file], "h", Print::Text).has("by date");
}

#[test]
fn unknown_keys_teach() {
    let desk = Desk::new();
    desk.play("lgz").says("does nothing here");
    desk.play("l5").says("5");
}

#[test]
fn every_cell_of_a_styled_screen_has_its_scope() {
    let desk = Desk::new();
    let screen = desk.over(Vec::new(), "l", Print::Styled);
    screen
        .has("official")
        .has("figure")
        .has("quote")
        .has("text.headline");
}

#[test]
fn a_picture_has_a_card_with_its_caption() {
    let desk = Desk::new();
    let path = desk.dir.path().join("signing.md");
    let text = "# Ministers sign\n\nThey met on Monday.\n\n![A long table](img/table.png \"The hall in Geneva\")\n";
    fs::write(&path, text).expect("article");
    let screen = desk.over(vec![path.clone()], "G<enter>", Print::Text);
    screen.has("▣›A long table").has("Picture");
    screen
        .has("Caption")
        .has("A long table — The hall in Geneva")
        .has("img/table.png");
    desk.over(vec![path], "Go", Print::Text)
        .says("img/table.png");
}

#[test]
fn layers_are_toggled() {
    let desk = Desk::new();
    desk.play("lzq").says("quotes hidden").lacks("▎");
    desk.play("lza").says("hidden");
    desk.play("lzm").lacks("MODERATOR");
    desk.play("lzn")
        .has("Ministers sign")
        .lacks("by date")
        .lacks("┌");
}

#[test]
fn two_starts_at_once_keep_both_passages() {
    let desk = Desk::new();
    desk.play("l/narrow door<enter>a");
    desk.play("l/customs hall<enter>a");
    desk.play("gB").has("Bookmarks of the library · 2");
}

#[test]
fn panels_look_through_the_whole_library() {
    let desk = Desk::new();
    desk.play("gQ")
        .has("Quotes of the library · ")
        .has("River commission meets");
    // Enter opens the article there; the way back leads to the panel, then on.
    let way = desk.play("gQ/leave this room<enter>");
    way.has("We leave this room").lacks("Quotes of the library");
    desk.play("gQ/leave this room<enter>h")
        .has("Quotes of the library · 1 · /leave this r");
    desk.play("gQ/leave this room<enter>hqq").has("by date");
    desk.play("gF/tonnes")
        .has("Figures of the library")
        .has("million tonnes");
    desk.play("gO/brandt")
        .has("Officials of the library")
        .has("Ilse Brandt");
    desk.play("gO/xyzzy").has("Nothing here fits the filter");
    // What the list's query finds, and of that what it names.
    desk.play("/river commission<enter>gQ")
        .has("found by /river co");
    // The panel of the article is another.
    desk.play("lgq").lacks("library");
}

#[test]
fn quotes_are_counted_as_they_are_stepped_through() {
    let desk = Desk::new().with("list-width=60");
    let step = desk.play("l]q");
    let status = step.status().to_owned();
    let of = status
        .split("quote 1/")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next())
        .expect("a count");
    let count = format!("{of} quotes");
    desk.play("").has(&count);
    desk.play("lgi/found").has(&count);
    desk.play("lgq").has(&format!("Quotes · {of}"));
}

#[test]
fn saved_searches_stand_behind_the_scopes() {
    let desk = Desk::new();
    fs::create_dir_all(desk.places().config).expect("folder");
    let config = "[searches]\ngrain = \"grain prices\"\nrivers = \"river commission\"\n";
    fs::write(desk.places().config.join("config.toml"), config).expect("settings");
    desk.play("tttt").has("grain · 1 article");
    desk.play("ttttt")
        .has("rivers · 1 article")
        .has("River commission meets");
    desk.play("tttttt").has("Briefings · unread 3/3");
    desk.play("T").has("rivers · 1 article");
    desk.play("T<esc>").has("Briefings · unread 3/3");
    // While something else is searched for, there are the scopes alone.
    desk.play("/note<enter>tttt").has("/note");
    desk.play("/riv").has("river commission  rivers");
    desk.play("/riv<tab><enter>").has("rivers · 1 article");
    desk.play("/<tab>").has("grain prices");
}

#[test]
fn the_outlet_heads_the_article() {
    let desk = Desk::new();
    let screen = desk.play("/grain prices<enter>l");
    screen.has("┌ Desk Notes · ");
}

/// A library of one article, written in ASCII alone.
fn ascii_desk() -> Desk {
    let desk = Desk::new();
    fs::remove_dir_all(desk.articles()).expect("folder");
    fs::create_dir(desk.articles()).expect("folder");
    let text = "Ministers weigh a second ferry line between the two northern harbours\n\n\
        Updated: March 12, 2024, 6:40 PM\n\n\
        Foreign Minister Ilse Brandt said more than 41,000 people had left the coast, according to \
        the provincial council. \"We leave this room with a plan,\" Ms Brandt told reporters.\n\n\
        - The first ferry sails on Friday.\n\n\
        \"Nobody got everything,\" said Deputy Prime Minister Tomas Hale.\n";
    fs::write(desk.articles().join("ferry.txt"), text).expect("article");
    fs::write(
        desk.articles().join("broken.txt"),
        b"\0\x01\x02binary\0\xff",
    )
    .expect("article");
    desk
}

#[test]
fn every_sign_has_an_ascii_form() {
    let screens = [
        "",
        "l",
        "l]q",
        "l]o<enter>",
        "l]f<enter>",
        "l]q<enter>",
        "lVa",
        "lgo",
        "lgf",
        "lgq",
        "lgb",
        "lgl",
        "lgi",
        "gO",
        "gF",
        "gQ",
        "gB",
        "gm",
        "?",
        "?zzz",
        ":",
        ":th",
        "zc",
        "/zzzz",
        "/ferry",
        "l/ferry",
        "l/ferry<enter>&",
        "l/xyzzy<enter>",
        "lgz",
        "ttt",
        ",t",
        ",tggl",
        "S",
        "M",
        "A",
        "lv",
        "lzn",
        "lai",
        "lgt",
        "l5",
        "lg",
        "gQ/xyzzy",
        "lc",
        "lyy",
        "l|",
    ];
    for size in [(110, 30), (60, 20)] {
        let desk = ascii_desk().with("ascii=true").sized(size.0, size.1);
        for keys in screens {
            let screen = desk.play(keys);
            let other: String = screen.0.chars().filter(|c| !c.is_ascii()).collect();
            assert!(other.is_empty(), "{keys}: {other:?} in\n{}", screen.0);
        }
    }
}

#[test]
fn linear_screens_are_one_column_of_words() {
    let desk = Desk::new().with("linear=true");
    let bare = |screen: &Screen| {
        let drawn = |c: char| ('\u{2500}'..='\u{259f}').contains(&c);
        assert!(!screen.0.contains(drawn), "{}", screen.0);
    };
    let list = desk.play("");
    bare(&list);
    list.has("Ministers sign harbour accord after night of talks, unread, 12 March 2024, ")
        .lacks("her counterpart");
    let article = desk.play("l");
    bare(&article);
    article
        .has("[official: Foreign Minister Ilse Brandt")
        .has("[quote by Ilse Brandt] ")
        .lacks("by date");
    // Wherever the cursor goes, its line is on the screen.
    for size in [(60, 12), (100, 8)] {
        let desk = Desk::new().with("linear=true").sized(size.0, size.1);
        desk.play("lG").has("will be published");
        desk.play("l/customs hall<enter>").has("customs hall");
        desk.play("l]q]q]q").says("quote 3/");
    }
    desk.play("lzqzozf").lacks("[official").lacks("[quote");
    for keys in ["?", ":", "lgq", "gQ", "lgi", "l]o<enter>", "zc"] {
        bare(&desk.play(keys));
    }
    desk.play("lgq")
        .has("We leave this room")
        .lacks("her counterpart");
}

#[test]
fn linear_popups_and_states_are_told_in_words() {
    let desk = Desk::new().with("linear=true").sized(80, 25);
    // A popup has the screen to itself.
    for keys in ["l?", "lgq?", "l:bo", "l]o<enter>", "lzc"] {
        desk.play(keys).lacks("Deal opens");
    }
    desk.play("l?").has("Help · keys in the article");
    desk.play("l:bo").has("bookmark");
    // What is selected, and where bookmarks stand.
    desk.play("l/narrow door<enter>vw").says("selected ");
    desk.play("l]q]qV").says("selected 3 words: ");
    desk.play("l/narrow door<enter>a<esc>")
        .has("[bookmark] narrow door [end of");
    desk.play("l/narrow door<enter>iseen<enter><esc>")
        .has("[bookmark with note] narrow door");
    // What is dimmed elsewhere.
    desk.play("l").has("[notice] Powered by");
    // The place that a search found.
    desk.play("/customs<enter>").has("found: ");
    let narrow = Desk::new().with("linear=true").sized(40, 20);
    narrow.play("").has("…, unread, 12").has("7 figures.");
}

#[test]
fn a_bookmark_whose_text_has_gone_is_attached_anew() {
    let desk = Desk::new();
    desk.play("l/narrow door<enter>a");
    let path = desk.articles().join("harbour-accord.txt");
    let text = fs::read_to_string(&path).expect("article");
    let changed = text.replace("a narrow door, but a door", "nothing at all");
    assert_ne!(text, changed);
    fs::write(&path, changed).expect("article");
    let shown = desk.play("lgb<enter>");
    shown
        .has("As it was kept")
        .has("[narrow door]")
        .has("keep as it is");
    desk.play("lgb<enter><esc>").has("Bookmarks");
    // From the library's panel too, and by hand to another place.
    desk.play("gB<enter>").has("As it was kept");
    desk.play("l:reattach<enter>").says("no bookmark waits");
    desk.play("lgb<enter>j<enter>/customs hall<enter>:reattach<enter>")
        .says("bookmark attached here");
    desk.play("lgb").has("customs hall").lacks("narrow door");
}
