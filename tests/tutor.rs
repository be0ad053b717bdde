//! The tutor does what it says: every key that it names is pressed on it.

use attache::{
    app::Setup,
    config::{Config, Flags},
    headless::{self, Print},
    places::Places,
    ui::theme::{ColourLevel, Theme},
};

const TUTOR: &str = include_str!("../assets/briefings/tutor.md");

/// Keys, pressed one after the other on a new tutor, and what the screen shows
/// then: `+` a text that is there, `-` one that is not, `>` the text beside the
/// cursor's sign.
const LESSONS: &[(&str, &str)] = &[
    ("", ">Five minutes with attache"),
    // Move.
    ("j", ">Do what each paragraph"),
    ("jjk", ">Do what each paragraph"),
    ("<down><down><up>", ">Do what each paragraph"),
    ("<space>", "-Do what each paragraph"),
    ("<space>b", "+Do what each paragraph"),
    ("}}", ">1. Move"),
    ("G", ">it."),
    ("Ggg", ">Five minutes with attache"),
    ("5j", ">the same."),
    // See who speaks.
    ("]q", ">\"The road is open"),
    ("]q", "+quote 1/2"),
    ("]q]q[q", ">\"The road is open"),
    ("]o", "+official 1/2"),
    ("]o", ">\"The road is open"),
    ("]o]o[o", "+official 1/2"),
    ("]f", "+figure 1/1"),
    ("]f", ">Minister Amina Diallo"),
    ("]f]f[f", "+figure 1/1"),
    ("]o;", "+official 2/2"),
    ("]o<enter>", "+Foreign Minister"),
    ("]o<enter>", "+ Amina Diallo ─"),
    ("]o<enter><esc>", "- Amina Diallo ─"),
    ("zq", "+quotes hidden"),
    ("zqzq", "+quotes shown"),
    ("zo", "+officials hidden"),
    ("zf", "+figures hidden"),
    ("za", "+officials, figures, quotes hidden"),
    // Find a sentence again.
    ("/road", ">\"The road is open"),
    ("/road<enter>", "+1/2"),
    ("/road<enter>n", "+2/2"),
    ("/road<enter>N", "+2/2"),
    ("/road<enter><esc>", "-1/2"),
    ("/ROAD", "+no match"),
    ("/road<enter>&", "-Do what each paragraph"),
    ("/road<enter>&&", "+all paragraphs"),
    // Keep a passage.
    ("]qa", "+bookmarked 11 words"),
    ("]qaiLook here<enter>gb", "+Amina Diallo · note: Look here"),
    ("]qagB", "+Bookmarks of the library · 1"),
    ("]qaa", "+bookmark removed"),
    ("]qaU", "+taken back"),
    ("]qvwwa", "+bookmarked 2 words"),
    ("]qVa", "+bookmarked 19 words"),
    ("]qVc", "+copied the text with its citation"),
    ("]qVy", "+copied the selection"),
    // Move between articles.
    ("<tab>", "+Enter open"),
    ("<tab><tab>", "+a bookmark"),
    ("h", "+Enter open"),
    ("h<enter>", "+a bookmark"),
    ("J", "+this is the last article"),
    ("K", "+this is the first article"),
    ("]u", "+no other unread article"),
    ("h/road", "+1 "),
    ("h/nowhere", "+Nothing was found"),
    ("ht", "+unread"),
    ("htt", "+No article has a star yet"),
    ("hS", "+starred"),
    // Ask.
    ("?", "+Help"),
    ("?quote", "+quotes of this article"),
    ("?quote<enter>", "+Quotes"),
    (":gb<esc>", "-:gb"),
    (":star<enter>", "+starred"),
    ("]o<enter>q", "- Amina Diallo ─"),
    ("q<tab>", "+a bookmark"),
];

fn play(keys: &str) -> String {
    let desk = tempfile::tempdir().expect("folder");
    let at = |name: &str| desk.path().join(name);
    let places = Places {
        config: at("config"),
        cache: at("cache"),
        state: at("state"),
        data: at("data"),
    };
    let setup = Setup {
        loaded: Config::load(&places, &Flags::default()),
        places,
        roots: Vec::new(),
        tutor: true,
        theme: Theme::load("embassy", &[], ColourLevel::True).expect("theme"),
        level: ColourLevel::True,
        notices: Vec::new(),
    };
    headless::play(setup, keys, (110, 30), Print::Text).expect("screen")
}

#[test]
fn every_key_does_what_the_tutor_says() {
    let mut wrong = String::new();
    for (keys, wanted) in LESSONS {
        let screen = play(keys);
        let (how, text) = wanted.split_at(1);
        let right = match how {
            "+" => screen.contains(text),
            "-" => !screen.contains(text),
            _ => screen
                .lines()
                .find_map(|l| l.split_once('›'))
                .is_some_and(|(_, line)| line.contains(text)),
        };
        if !right {
            wrong.extend([keys, ": ", wanted, "\n", &screen, "\n"].map(str::to_owned));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_key_that_the_tutor_names_is_tried() {
    let named = TUTOR.split('`').skip(1).step_by(2);
    for key in named {
        let scripted = match key {
            "Enter" | "Esc" | "Tab" | "Space" => format!("<{}>", key.to_lowercase()),
            key => key.to_owned(),
        };
        let tried = LESSONS.iter().any(|(keys, _)| keys.contains(&scripted));
        assert!(tried, "{key} is not tried");
    }
}
