//! From a key to a frame, the first frame and memory, against a floor in the
//! same run: an empty ratatui program that draws two panes of static lines.
//!
//! `cargo bench --bench frame`. Both draw through the crossterm backend into
//! memory, 160 by 48 cells, so that what would be sent to a terminal counts.
//! Each runs in a process of its own, so that its memory can be told.

#![allow(clippy::print_stdout)] // a bench prints what it measured

mod common;

use std::{fs, hint::black_box, path::Path, process::Command, time::Instant};

use attache::{
    app::{Setup, keymap::script},
    config::{Config, Flags},
    headless::Player,
    places::Places,
    ui::{
        self,
        theme::{ColourLevel, Theme},
    },
};
use common::{briefing, median};
use ratatui::{
    Terminal, TerminalOptions, Viewport,
    backend::CrosstermBackend,
    layout::{Constraint, Layout, Rect},
    text::Line,
    widgets::{Block, List, Paragraph},
};

const SIZE: (u16, u16) = (160, 48);
/// Articles of the library.
const ARTICLES: usize = 300;

fn main() {
    let role = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    match role.as_deref() {
        Some("floor") => floor(),
        Some(folder) if Path::new(folder).is_dir() => ours(Path::new(folder)),
        _ => both(),
    }
}

/// Runs both and sets one beside the other.
fn both() {
    let dir = tempfile::tempdir().expect("temporary folder");
    for i in 0..ARTICLES {
        let name = format!("{i:04}.txt");
        fs::write(dir.path().join(name), briefing(i)).expect("write");
    }
    let folder = dir.path().to_str().expect("path");
    // The first start makes the index.
    run(folder);
    let (floor, ours) = (run("floor"), run(folder));
    println!("{:<44}{:>10}{:>10}{:>8}", "", "attache", "floor", "ratio");
    for (name, value) in &ours {
        // "a key to its frame, us: page" stands beside "a key to its frame, us".
        let base = floor.iter().find(|(n, _)| name.starts_with(n.as_str()));
        let base = base.map_or(f64::NAN, |(_, v)| *v);
        println!("{name:<44}{value:>10.1}{base:>10.1}{:>8.2}", value / base);
    }
}

/// The figures that a child prints: name, tab, value.
fn run(role: &str) -> Vec<(String, f64)> {
    let me = std::env::current_exe().expect("this program");
    let out = Command::new(me).arg(role).output().expect("child");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let line = |l: &str| {
        let (name, value) = l.split_once('\t')?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    text.lines().filter_map(line).collect()
}

type Screen = Terminal<CrosstermBackend<Vec<u8>>>;

fn screen() -> Screen {
    let area = Rect::new(0, 0, SIZE.0, SIZE.1);
    let options = TerminalOptions {
        viewport: Viewport::Fixed(area),
    };
    Terminal::with_options(CrosstermBackend::new(Vec::new()), options).expect("screen")
}

/// Two panes of static lines, one of them selected.
fn draw_floor(screen: &mut Screen, selected: usize) {
    let drawn = screen.draw(|frame| {
        let panes = Layout::horizontal([Constraint::Length(44), Constraint::Min(0)]);
        let [left, right] = panes.areas(frame.area());
        let rows = (0..46).map(|i| {
            let mark = if i == selected % 46 { '>' } else { ' ' };
            Line::from(format!("{mark} Row {i} of a static list"))
        });
        let text: Vec<Line<'_>> = (0..46)
            .map(|i| {
                Line::from(format!(
                    "Line {i} of a text that stands still and has no layers"
                ))
            })
            .collect();
        frame.render_widget(List::new(rows).block(Block::bordered()), left);
        frame.render_widget(Paragraph::new(text).block(Block::bordered()), right);
    });
    black_box(drawn.expect("draw"));
}

fn say(name: &str, value: f64) {
    println!("{name}\t{value}");
}

/// Resident memory at its peak, in MiB (Linux); not said elsewhere.
fn memory() {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kb = line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
    if let Some(kb) = kb {
        say("peak memory, MiB", kb / 1024.0);
    }
}

fn floor() {
    let start = Instant::now();
    let mut screen = screen();
    draw_floor(&mut screen, 0);
    say("first frame, us", start.elapsed().as_secs_f64() * 1e6);
    let times = (1..=201).map(|i| {
        let start = Instant::now();
        draw_floor(&mut screen, i);
        start.elapsed().as_secs_f64() * 1e6
    });
    say("a key to its frame, us", median(times.collect()));
    memory();
}

fn ours(folder: &Path) {
    // The index stays beside the articles for the second run.
    let own = folder.join(".own");
    let places = Places {
        config: own.join("config"),
        state: own.join("state"),
        cache: own.join("cache"),
        data: own.join("data"),
    };
    let theme = Theme::load("embassy", &[], ColourLevel::True).expect("theme");
    let start = Instant::now();
    let setup = Setup {
        loaded: Config::load(&places, &Flags::default()),
        roots: vec![folder.to_owned()],
        tutor: false,
        theme: theme.clone(),
        level: ColourLevel::True,
        notices: Vec::new(),
        places,
    };
    let mut screen = screen();
    let mut player = Player::open(setup, SIZE).expect("session");
    draw(&mut screen, &player, &theme);
    // This waits for the rescan of the folder, which the terminal does not.
    say(
        "first frame, us: the rescan finished",
        start.elapsed().as_secs_f64() * 1e6,
    );
    for (name, keys) in [
        ("a key to its frame, us: list down", "j"),
        ("a key to its frame, us: next article", "J"),
        ("a key to its frame, us: open", "l"),
        ("a key to its frame, us: page", "<space>"),
        ("a key to its frame, us: line", "j"),
        ("a key to its frame, us: next quote", "]q"),
        ("a key to its frame, us: typing a search", "/the"),
        ("a key to its frame, us: next match", "<enter>nnn"),
    ] {
        let mut times = Vec::new();
        let rounds = if keys.len() > 3 { 1 } else { 41 };
        for _ in 0..rounds {
            for key in script(keys).expect("keys") {
                let start = Instant::now();
                player.key(key);
                draw(&mut screen, &player, &theme);
                times.push(start.elapsed().as_secs_f64() * 1e6);
            }
        }
        say(name, median(times));
    }
    memory();
    player.close().expect("saved");
}

fn draw(screen: &mut Screen, player: &Player, theme: &Theme) {
    let drawn = screen.draw(|frame| {
        let at = ui::view(player.model(), theme, frame.buffer_mut());
        if let Some(at) = at {
            frame.set_cursor_position(at);
        }
    });
    black_box(drawn.expect("draw"));
}
