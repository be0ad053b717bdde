//! The real program in a pseudo-terminal: what it writes is read by a terminal
//! emulator and looked through byte by byte.
//!
//! Nothing here waits for time to pass: each step waits until the screen says
//! so, and fails when it has not within [`DEADLINE`].

#![cfg(target_os = "linux")]

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read, Write},
    num::NonZeroU16,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, Condvar, Mutex,
        mpsc::{self, Receiver},
    },
    thread,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// How long a step may take: long, for machines that do much else.
const DEADLINE: Duration = Duration::from_secs(30);

/// What the emulator was told besides text.
#[derive(Default)]
struct Heard {
    titles: Vec<String>,
    copied: Vec<String>,
    asked: usize,
}

impl vt100::Callbacks for Heard {
    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, name: &[u8]) {
        self.titles.push(String::from_utf8_lossy(name).into_owned());
    }

    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.titles
            .push(String::from_utf8_lossy(title).into_owned());
    }

    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.copied.push(String::from_utf8_lossy(data).into_owned());
    }

    fn paste_from_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.asked += 1;
    }
}

/// What has come from the program.
struct Seen {
    bytes: Vec<u8>,
    parser: vt100::Parser<Heard>,
    ended: bool,
    stop: bool,
}

/// A user's folders, and what the program is started with.
struct Desk {
    dir: TempDir,
    env: Vec<(String, String)>,
    set: Vec<String>,
    theme: &'static str,
    controlling: bool,
    size: (u16, u16),
}

/// The program in its terminal.
struct Tty {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reader: Option<thread::JoinHandle<()>>,
    exit: Receiver<ExitStatus>,
    pid: u32,
    before: String,
}

const ARTICLES: [&str; 3] = [
    "harbour-accord.txt",
    "river-commission.txt",
    "grain-note.md",
];

impl Desk {
    /// With nothing to read.
    fn bare() -> Self {
        let dir = tempfile::tempdir().expect("folder");
        fs::create_dir_all(dir.path().join("library")).expect("folder");
        fs::create_dir_all(dir.path().join("config")).expect("folder");
        Self {
            dir,
            env: Vec::new(),
            set: vec!["resume=false".to_owned()],
            theme: "embassy",
            controlling: true,
            size: (100, 24),
        }
    }

    /// With the articles of the fixtures.
    fn new() -> Self {
        let desk = Self::bare();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
        for name in ARTICLES {
            fs::copy(from.join(name), desk.at("library").join(name)).expect("copy");
        }
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn with(mut self, setting: &str) -> Self {
        self.set.push(setting.to_owned());
        self
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    fn article(&self, name: &str, text: &str) {
        fs::write(self.at("library").join(name), text).expect("article");
    }

    /// A program of a few lines of shell.
    fn script(&self, name: &str, lines: &str) -> String {
        let path = self.at(name);
        fs::write(&path, format!("#!/bin/sh\n{lines}\n")).expect("script");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("script");
        path.display().to_string()
    }

    /// Everything that the reading state holds, as text.
    fn state(&self) -> String {
        let mut out = String::new();
        let devices = fs::read_dir(self.at("config/reading"));
        for device in devices.into_iter().flatten().filter_map(Result::ok) {
            for file in fs::read_dir(device.path()).into_iter().flatten() {
                let path = file.expect("entry").path();
                out.push_str(&fs::read_to_string(path).unwrap_or_default());
            }
        }
        out
    }

    fn start(&self) -> Tty {
        self.open(&[])
    }

    /// Starts the reader; `before` stands before the program's name.
    fn open(&self, paths: &[&str]) -> Tty {
        let (cols, rows) = self.size;
        let pair = native_pty_system()
            .openpty(PtySize {
                rows,
                cols,
                pixel_width: 0,
                pixel_height: 0,
            })
            .expect("pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_attache"));
        command.set_controlling_tty(self.controlling);
        command.env_clear();
        command.cwd(self.dir.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", self.dir.path());
        for (name, folder) in [
            ("ATTACHE_STATE_DIR", "state"),
            ("ATTACHE_DATA_DIR", "data"),
            ("TMPDIR", "tmp"),
        ] {
            fs::create_dir_all(self.at(folder)).expect("folder");
            command.env(name, self.at(folder));
        }
        for (name, value) in &self.env {
            command.env(name, value);
        }
        for (option, folder) in [
            ("--config-dir", "config"),
            ("--cache-dir", "cache"),
            ("--library", "library"),
        ] {
            command.arg(option);
            command.arg(self.at(folder));
        }
        for set in &self.set {
            command.args(["--set", set]);
        }
        command.args(["--set", &format!("theme={}", self.theme)]);
        command.args(paths);
        let before = termios(&*pair.master);
        let mut child = pair.slave.spawn_command(command).expect("attache");
        drop(pair.slave);
        let size = |n| NonZeroU16::new(n).expect("a size");
        let parser = vt100::Parser::new_with_callbacks(size(rows), size(cols), 0, Heard::default());
        let seen = Arc::new((
            Mutex::new(Seen {
                bytes: Vec::new(),
                parser,
                ended: false,
                stop: false,
            }),
            Condvar::new(),
        ));
        let from = pair.master.try_clone_reader().expect("reader");
        let shared = Arc::clone(&seen);
        let reader = thread::spawn(move || read(from, &shared));
        let writer = pair.master.take_writer().expect("writer");
        let pid = child.process_id().expect("pid");
        let (tell, exit) = mpsc::channel();
        thread::spawn(move || {
            let _ = tell.send(child.wait().expect("status"));
        });
        Tty {
            seen,
            master: Some(pair.master),
            writer: Some(writer),
            reader: Some(reader),
            exit,
            pid,
            before,
        }
    }
}

fn read(mut from: Box<dyn Read + Send>, seen: &(Mutex<Seen>, Condvar)) {
    let mut buffer = [0; 1 << 16];
    loop {
        let n = from.read(&mut buffer).unwrap_or(0);
        let mut at = seen.0.lock().expect("lock");
        at.bytes.extend_from_slice(&buffer[..n]);
        at.parser.process(&buffer[..n]);
        at.ended = n == 0;
        seen.1.notify_all();
        if n == 0 || at.stop {
            return;
        }
    }
}

fn termios(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("termios"))
}

/// Waits for something outside the terminal.
fn eventually(what: &str, mut is: impl FnMut() -> bool) {
    let end = Instant::now() + DEADLINE;
    while !is() {
        assert!(Instant::now() < end, "not within the time: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

impl Tty {
    fn until(&self, what: &str, is: impl Fn(&Seen) -> bool) -> &Self {
        let end = Instant::now() + DEADLINE;
        let mut seen = self.seen.0.lock().expect("lock");
        while !is(&seen) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !seen.ended,
                "no {what}; the screen:\n{}",
                seen.parser.screen().contents()
            );
            seen = self.seen.1.wait_timeout(seen, left).expect("lock").0;
        }
        drop(seen);
        self
    }

    /// Waits until the screen has a text.
    fn has(&self, text: &str) -> &Self {
        self.until(&format!("{text:?}"), |s| {
            s.parser.screen().contents().contains(text)
        })
    }

    /// Waits until the screen lacks a text.
    fn lacks(&self, text: &str) -> &Self {
        self.until(&format!("screen without {text:?}"), |s| {
            !s.parser.screen().contents().contains(text)
        })
    }

    /// Waits until the list is there with so many articles.
    fn listed(&self, articles: usize) -> &Self {
        self.has(&format!("/{articles} · by"))
    }

    fn look<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.0.lock().expect("lock"))
    }

    fn bytes(&self) -> Vec<u8> {
        self.look(|s| s.bytes.clone())
    }

    fn send(&mut self, keys: &str) -> &mut Self {
        let writer = self.writer.as_mut().expect("writer");
        writer.write_all(keys.as_bytes()).expect("keys");
        writer.flush().expect("keys");
        self
    }

    /// Sends keys and waits for a frame after them. Esc goes in its long form:
    /// a frame may be drawn for another reason, and then Esc and the next key
    /// would arrive as one, with Alt.
    fn press(&mut self, keys: &str) -> &mut Self {
        let frames = self.look(|s| frames(&s.bytes));
        self.send(if keys == "\x1b" { "\x1b[27u" } else { keys });
        self.until(&format!("frame after {keys:?}"), |s| {
            frames < self::frames(&s.bytes)
        });
        self
    }

    fn resize(&self, cols: u16, rows: u16) {
        let frames = self.look(|s| frames(&s.bytes));
        {
            let mut seen = self.seen.0.lock().expect("lock");
            let size = |n| NonZeroU16::new(n).expect("a size");
            seen.parser.set_size(size(rows), size(cols));
        }
        let master = self.master.as_ref().expect("master");
        master
            .resize(PtySize {
                rows,
                cols,
                pixel_width: 0,
                pixel_height: 0,
            })
            .expect("resize");
        self.until(&format!("frame at {cols}x{rows}"), |s| {
            frames < self::frames(&s.bytes)
        });
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{name} {}", self.pid)])
            .status()
            .expect("kill");
        assert!(sent.success(), "kill -{name}");
    }

    /// Waits for the end; gives the exit code.
    fn code(&mut self) -> u32 {
        let status = self.exit.recv_timeout(DEADLINE).unwrap_or_else(|_| {
            panic!(
                "no end; the screen:\n{}",
                self.look(|s| s.parser.screen().contents())
            )
        });
        assert!(status.signal().is_none(), "{status:?}");
        if let Some(reader) = self.reader.take() {
            reader.join().expect("reader");
        }
        status.exit_code()
    }

    /// The terminal is as it was before the program.
    fn is_restored(&self) {
        // The program may have ended or stopped before all of it was read.
        self.until("terminal given back", |s| {
            let screen = s.parser.screen();
            !screen.alternate_screen() && !screen.hide_cursor()
        });
        let modes = self.look(|s| modes(&s.bytes));
        for (mode, on) in modes {
            // 25: the cursor is visible.
            assert_eq!(on, mode == 25, "mode {mode}");
        }
        if let Some(master) = &self.master {
            assert_eq!(termios(&**master), self.before);
        }
    }

    /// The state of the process: `T` is stopped.
    fn process(&self) -> char {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid)).unwrap_or_default();
        let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        rest.chars().next().unwrap_or('?')
    }

    /// Closes our side of the terminal, as a window that goes.
    fn hang_up(&mut self) {
        self.seen.0.lock().expect("lock").stop = true;
        // A frame wakes the thread that reads, so that it lets go.
        self.send("\x0c");
        if let Some(reader) = self.reader.take() {
            reader.join().expect("reader");
        }
        self.writer = None;
        self.master = None;
    }
}

/// Frames that are complete.
fn frames(bytes: &[u8]) -> usize {
    count(bytes, b"\x1b[?2026l")
}

fn count(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).filter(|w| *w == what).count()
}

/// CSI sequences: parameters and final byte; anything else after ESC is given
/// as its first character with no parameters.
fn sequences(bytes: &[u8]) -> Vec<(String, char)> {
    let mut out = Vec::new();
    let text = String::from_utf8_lossy(bytes);
    for part in text.split('\x1b').skip(1) {
        match part.strip_prefix('[') {
            Some(rest) => {
                let end = rest.find(|c: char| ('@'..='~').contains(&c));
                let (parameters, rest) = rest.split_at(end.unwrap_or(rest.len()));
                out.push((parameters.to_owned(), rest.chars().next().unwrap_or('?')));
            }
            None => out.push((String::new(), part.chars().next().unwrap_or('?'))),
        }
    }
    out
}

/// Private modes as they were set last.
fn modes(bytes: &[u8]) -> BTreeMap<u16, bool> {
    let mut out = BTreeMap::new();
    for (parameters, last) in sequences(bytes) {
        let Some(numbers) = parameters.strip_prefix('?') else {
            continue;
        };
        if matches!(last, 'h' | 'l') {
            for number in numbers.split(';').filter_map(|n| n.parse().ok()) {
                out.insert(number, last == 'h');
            }
        }
    }
    out
}

/// Standard base64, with padding.
fn base64(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let mut bits = 0_u32;
        for i in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(i).copied().unwrap_or(0));
        }
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(LETTERS[(bits >> (18 - 6 * i) & 63) as usize] as char);
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[test]
fn the_helpers_are_right() {
    assert_eq!(base64("Rafah"), "UmFmYWg=");
    assert_eq!(base64("accord"), "YWNjb3Jk");
    assert_eq!(base64("a"), "YQ==");
    let all = modes(b"\x1b[?1049h\x1b[?25lx\x1b[?1000;1006h\x1b[?1000l");
    assert_eq!(
        all,
        BTreeMap::from([(25, false), (1000, false), (1006, true), (1049, true)])
    );
}

#[test]
fn a_session_leaves_the_terminal_as_it_was() {
    let desk = Desk::new();
    let mut tty = desk.start();
    tty.listed(3);
    let set = modes(&tty.bytes());
    for mode in [1000, 1004, 1006, 1049, 2004] {
        assert_eq!(set.get(&mode), Some(&true), "mode {mode}");
    }
    tty.send("l").has("Enter");
    tty.send("/quarrel\r").has("next, previous match");
    tty.send("\x1b").lacks("next, previous match");
    tty.send("a").has("bookmarked");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
    let state = desk.state();
    assert!(state.contains("whole quarrel"), "{state}");
    let bytes = tty.bytes();
    assert_eq!(count(&bytes, b"\x1b]"), 0, "an OSC that nobody asked for");
}

#[test]
fn resizing_to_nothing_and_back_keeps_the_place() {
    let desk = Desk::new();
    let mut tty = desk.start();
    tty.listed(3);
    tty.press("l").send("G");
    tty.has("published on Thursday");
    for (cols, rows) in [
        (40, 10),
        (19, 4),
        (1, 1),
        (2, 1),
        (1, 300),
        (300, 1),
        (7, 3),
    ] {
        tty.resize(cols, rows);
        // Keys at any size.
        tty.press("?").press("\x1b").press("go").press("\x1b");
    }
    tty.resize(100, 24);
    tty.has("published on Thursday");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
}

#[test]
fn signals_save_and_restore() {
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let desk = Desk::new().with("resume=true");
        let mut tty = desk.start();
        tty.listed(3);
        tty.send("l").has("35%");
        tty.send("G").has("published on Thursday");
        tty.signal(name);
        assert_eq!(tty.code(), code, "{name}");
        tty.is_restored();
        let state = desk.state();
        // The place: more than the beginning.
        let position = state.lines().find(|l| l.starts_with("position = "));
        assert!(position.is_some_and(|p| p != "position = 0"), "{state}");
    }
}

#[test]
fn stopping_gives_the_terminal_back_for_a_while() {
    let desk = Desk::new();
    let mut tty = desk.start();
    tty.listed(3);
    tty.send("l").has("35%");
    tty.send("\x1a");
    eventually("stopped", || tty.process() == 'T');
    tty.is_restored();
    tty.signal("CONT");
    tty.has("35%");
    assert_ne!(termios(&**tty.master.as_ref().expect("master")), tty.before);
    // The same from outside.
    tty.signal("TSTP");
    eventually("stopped", || tty.process() == 'T');
    tty.is_restored();
    tty.signal("CONT");
    tty.has("35%");
    // Stopped without being asked: set up anew all the same.
    let entered = |s: &Seen| count(&s.bytes, b"\x1b[?1049h");
    let before = tty.look(entered);
    tty.signal("STOP");
    eventually("stopped", || tty.process() == 'T');
    tty.signal("CONT");
    tty.until("set up anew", |s| entered(s) > before).has("35%");
    tty.press("G").has("published on Thursday");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
}

#[test]
fn a_lost_terminal_ends_the_program_saved() {
    // With SIGHUP, and without: a terminal that is nobody's does not send it.
    for controlling in [true, false] {
        let mut desk = Desk::new().with("resume=true");
        desk.controlling = controlling;
        let mut tty = desk.start();
        tty.listed(3);
        tty.send("l").has("35%");
        tty.send("a").has("bookmarked");
        tty.send("G").has("published on Thursday");
        tty.hang_up();
        assert_eq!(tty.code(), 129, "controlling: {controlling}");
        let state = desk.state();
        assert!(state.contains("exact = "), "{state}");
        let position = state.lines().find(|l| l.starts_with("position = "));
        assert!(position.is_some_and(|p| p != "position = 0"), "{state}");
    }
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "the trigger is in debug builds only")]
fn a_panic_restores_first() {
    let desk = Desk::new().env("ATTACHE_TEST_PANIC", "1");
    let mut tty = desk.start();
    tty.listed(3);
    tty.send("l").has("35%");
    tty.send("a\x0c");
    assert_eq!(tty.code(), 101);
    tty.is_restored();
    tty.has("something went wrong inside attache")
        .has("bookmarks are saved");
    let bytes = tty.bytes();
    let left = bytes
        .windows(8)
        .rposition(|w| w == b"\x1b[?1049l")
        .expect("left");
    let after = sequences(&bytes[left..]);
    // Leaving, and the cursor.
    assert_eq!(after.len(), 2, "{after:?}");
    assert!(desk.state().contains("exact = "), "{}", desk.state());
    let report = fs::read_to_string(desk.at("state/crash.txt")).expect("report");
    assert!(report.contains("a panic for the test"), "{report}");
}

/// What may be in an article and must not get through.
const HOSTILE: &str = "\u{1b}]0;owned\u{7}\u{1b}]52;c;b3duZWQ=\u{7}\u{1b}[2J\u{1b}[?1049l\
    \u{1b}P+q544e\u{1b}\\\u{1b}c\u{9b}31m\u{9d}0;owned\u{9c}\u{90}x\u{9c}\u{7}\u{8}\u{7f}\
    \u{202e}kcab\u{202c}\u{2066}isolate\u{2069}\u{200e}\u{200f}\u{61c}\u{feff}\u{ad}\u{200b}\
    \u{e0041}\u{e007f}\u{fff9}\u{2028}z\u{1b}";

#[test]
fn nothing_of_an_article_reaches_the_terminal_as_a_control() {
    let desk = Desk::bare();
    let h = HOSTILE;
    desk.article(
        "plain.txt",
        &format!("Talks {h} resume\n\nBy Ada {h} Obi\n\nMinister Ada {h} Obi said: \"We {h} go.\"\n\nMore than 1,{h}200 people {h} left.\n"),
    );
    desk.article(
        "front.md",
        "---\ntitle: \"Talks \\e]0;owned\\a \\x1b]52;c;eA==\\x07 \\u202e end\"\nauthor: \"\\x9d0;owned\\x9c\"\nsource: \"\\e[2J\"\nurl: \"https://gazette.example/\\e]0;owned\\a\"\ntags: [\"\\u2066x\"]\n---\n\n# Head &#27;]0;owned&#7;\n\n- &#x9b;31m [link &#27;](https://a.example/%1b]0;owned%07 \"\u{1b}]0;owned\u{7}\")\n\n```\n\u{1b}]52;c;eA==\u{7}\n```\n",
    );
    desk.article(
        "page.html",
        &format!("<html><head><title>Page &#27;]0;owned&#7; {h}</title></head><body><article><h1>Page &amp;#27;]0;owned&amp;#7;</h1><p>Foreign Minister Ada &#x1b;[31m Obi said \"yes &#x9d;0;owned&#x9c;\" {h}.</p><p>It ended on Monday with 300 &#8238;dead&#8236; and more were expected by the army in the town of Velsand.</p></article></body></html>"),
    );
    desk.article(
        "feed.xml",
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>F &#x9b;31m</title><link>https://f.example/</link><item><title>Item &#x202e; <![CDATA[\u{9d}0;owned\u{9c} \u{200f}]]></title><link>https://f.example/1</link><description>&lt;p&gt;&amp;#27;]52;c;eA==&amp;#7; Ministers met on Monday &#x9d;0;owned&#x9c; and agreed.&lt;/p&gt;</description></item></channel></rss>",
    );
    desk.article(
        "name \u{1b}]0;owned\u{7}\u{202e}.txt",
        "Named badly\n\nThe text is well.\n",
    );
    desk.article("broken \u{1b}]0;owned\u{7}.pdf", "\u{0}\u{1}\u{2}");
    let mut tty = desk.start();
    tty.has("by date").has("Named badly").has("Page");
    for _ in 0..7 {
        for keys in [
            "l", "v", "\x1b", " ", " ", "G", "go", "\x1b", "gf", "\x1b", "gq", "\x1b", "gl",
            "\x1b", "gi", "\x1b", "a", "gb", "\x1b", "gg", "J",
        ] {
            tty.press(keys);
        }
    }
    for keys in [
        "h", "gm", "\x1b", "gO", "\x1b", "gQ", "\x1b", "gB", "\x1b", "/owned", "\x1b", "?", "\x1b",
    ] {
        tty.press(keys);
    }
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
    let bytes = tty.bytes();
    tty.look(|s| {
        let heard = s.parser.callbacks();
        assert!(heard.titles.is_empty(), "titles: {:?}", heard.titles);
        assert!(heard.copied.is_empty(), "copied: {:?}", heard.copied);
        assert_eq!(heard.asked, 0);
    });
    for (parameters, last) in sequences(&bytes) {
        let known = match last {
            'h' | 'l' => parameters.starts_with('?'),
            'H' | 'm' | 'J' | 'K' | 'G' | 'A' | 'B' | 'C' | 'D' => !parameters.starts_with('?'),
            _ => false,
        };
        assert!(known, "ESC … {parameters:?} {last:?}");
    }
    let entered = count(&bytes, b"\x1b[?1049h") + count(&bytes, b"\x1b[?1049l");
    assert_eq!(entered, 2, "the alternate screen was entered and left once");
    let text = String::from_utf8(bytes).expect("UTF-8");
    for c in text.chars() {
        let bad = matches!(c, '\u{0}'..='\u{1a}' | '\u{1c}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{200b}'
            | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{ad}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
        assert!(!bad, "{c:?} was sent");
    }
}

#[test]
fn links_are_hyperlinks_of_clean_addresses() {
    let desk = Desk::bare().with("hyperlinks=on");
    desk.article(
        "links.md",
        "# Links\n\nThe [minutes](https://gazette.example/m?q=ü), the [desk](mailto:desk@gazette.example), a \
         [script](javascript:alert(1)), a [file](file:///etc/passwd) and [escape](https://a.example/\u{1b}]0;owned\u{7}\u{9c}x).\n",
    );
    let mut tty = desk.start();
    tty.has("minutes");
    // A popup over the text takes the links away; closing it brings them back.
    tty.press("l");
    for (keys, title) in [("?", "┌ Help"), ("gl", "┌ Links")] {
        tty.send(keys).has(title);
        tty.send("\x1b");
        tty.until("the popup gone", |s| {
            !s.parser.screen().contents().contains(title)
        });
    }
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
    let text = String::from_utf8(tty.bytes()).expect("UTF-8");
    let mut addresses = std::collections::BTreeSet::new();
    let mut open = false;
    for osc in text.split("\x1b]").skip(1) {
        let (body, _) = osc.split_once("\x1b\\").expect("an end");
        let link = body.strip_prefix("8;").expect("a hyperlink");
        let (_, address) = link.split_once(';').expect("parameters");
        assert!(link.bytes().all(|b| (0x21..=0x7e).contains(&b)), "{link:?}");
        assert_eq!(open, address.is_empty(), "opened and closed in turn");
        open = !address.is_empty();
        addresses.extend(open.then(|| address.to_owned()));
    }
    assert!(!open);
    assert!(
        addresses.contains("https://gazette.example/m?q=%C3%BC"),
        "{addresses:?}"
    );
    assert!(addresses.contains("mailto:desk@gazette.example"));
    let known = |a: &String| a.starts_with("https://") || a.starts_with("mailto:");
    assert!(addresses.iter().all(known), "{addresses:?}");
    tty.look(|s| assert!(s.parser.callbacks().titles.is_empty()));
}

#[test]
fn copying_speaks_to_the_terminal_and_only_then() {
    let desk = Desk::bare();
    let settings = "[citations]\nplain = \"{quote} / {title}\"\n";
    fs::write(desk.at("config/config.toml"), settings).expect("settings");
    desk.article(
        "short.md",
        "---\ntitle: Talks resume\ndate: 2024-03-12\n---\n\nThe envoys met — again.\n",
    );
    let vast = "word ".repeat(16_000);
    desk.article(
        "vast.md",
        &format!("---\ntitle: Vast\ndate: 2024-03-11\n---\n\n{vast}\n"),
    );
    let mut tty = desk.start();
    tty.listed(2);
    tty.send("l").has("The envoys met");
    tty.press("/again\r").has("next, previous match");
    tty.press("\x1b");
    tty.look(|s| assert!(s.parser.callbacks().copied.is_empty()));
    tty.send("yy").has("through the terminal");
    tty.send("c");
    tty.until("two copies", |s| s.parser.callbacks().copied.len() == 2);
    let copied = tty.look(|s| s.parser.callbacks().copied.clone());
    assert_eq!(copied[0], base64("The envoys met — again."));
    assert_eq!(copied[1], base64("The envoys met — again. / Talks resume"));
    tty.send("J").has("word word");
    tty.press("G");
    tty.send("yy").has("too long for the terminal's clipboard");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.look(|s| assert_eq!(s.parser.callbacks().copied.len(), 2));
}

#[test]
fn copying_may_be_a_command() {
    let desk = Desk::bare();
    let out = desk.at("copied").display().to_string();
    // A command that stays, as some do, does not hold the reader up.
    let command = desk.script(
        "clip",
        &format!("cat >'{out}.part'; printf '|%s' \"$@\" >>'{out}.part'; mv '{out}.part' '{out}'; exec sleep 5"),
    );
    desk.article(
        "short.md",
        "---\ntitle: Talks resume\n---\n\nThe envoys met — again.\n",
    );
    fs::write(
        desk.at("config/config.toml"),
        format!("clipboard = [\"{command}\", \"two words\"]\n"),
    )
    .expect("settings");
    let mut tty = desk.start();
    tty.listed(1);
    tty.send("l").has("The envoys met");
    tty.press("G");
    tty.send("yy").has("copied the paragraph");
    let copied = fs::read_to_string(out).expect("copied");
    assert_eq!(copied, "The envoys met — again.|two words");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.look(|s| assert!(s.parser.callbacks().copied.is_empty()));
}

#[test]
fn colour_is_not_needed_to_tell_the_layers() {
    let desk = Desk::new().env("NO_COLOR", "1");
    let mut tty = desk.start();
    tty.listed(3);
    tty.send("l").has("41,000");
    let looks = |text: &str| {
        tty.look(|s| {
            let screen = s.parser.screen();
            let (row, column) = place(screen, text);
            let cell = screen.cell(row, column).expect("cell");
            (
                cell.bold(),
                cell.dim(),
                cell.italic(),
                cell.underline(),
                cell.inverse(),
            )
        })
    };
    let plain = looks("signed an accord on");
    let official = looks("Ilse Brandt and her");
    let figure = looks("41,000 people");
    let quote = looks("We leave this room");
    let all = [plain, official, figure, quote];
    for (i, one) in all.iter().enumerate() {
        for other in &all[i + 1..] {
            assert_ne!(one, other, "plain, official, figure, quote: {all:?}");
        }
    }
    for (parameters, last) in sequences(&tty.bytes()) {
        if last == 'm' {
            for number in parameters.split([';', ':']) {
                let colourless = matches!(number, "0" | "39" | "49" | "59")
                    || number.parse::<u8>().is_ok_and(|n| (1..=29).contains(&n));
                assert!(colourless, "SGR {parameters:?}");
            }
        }
    }
    tty.send("Q");
    assert_eq!(tty.code(), 0);
}

/// Row and column of a text.
fn place(screen: &vt100::Screen, text: &str) -> (u16, u16) {
    let (_, cols) = screen.size();
    for (row, line) in (0..).zip(screen.rows(0, cols.get())) {
        if let Some((before, _)) = line.split_once(text) {
            let column = before.chars().count();
            return (row, u16::try_from(column).expect("column"));
        }
    }
    panic!("no {text:?} in\n{}", screen.contents());
}

#[test]
fn a_dumb_terminal_gets_plain_text() {
    let desk = Desk::new().env("TERM", "dumb");
    let mut tty = desk.open(&["library/harbour-accord.txt"]);
    assert_eq!(tty.code(), 0);
    tty.is_restored();
    let bytes = tty.bytes();
    assert!(!bytes.contains(&0x1b));
    assert!(String::from_utf8_lossy(&bytes).contains("Ministers sign harbour accord"));
}

#[test]
fn the_mouse_is_left_alone_if_the_settings_say_so() {
    let desk = Desk::new().with("mouse=false");
    let mut tty = desk.start();
    tty.listed(3);
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
    let modes = modes(&tty.bytes());
    let mouse = [9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016];
    assert!(mouse.iter().all(|m| !modes.contains_key(m)), "{modes:?}");
}

#[test]
fn what_is_pasted_is_one_clean_line() {
    let desk = Desk::new();
    let mut tty = desk.start();
    tty.listed(3);
    tty.send("l").has("35%");
    tty.press("/");
    tty.send("\x1b[200~two\r\nlines\t\x1b]52;c;eA==\x07\u{202e}\u{9b}31m end\x1b[201~");
    tty.has("/two").has("end");
    tty.look(|s| {
        let text = s.parser.screen().contents();
        let line = text.lines().find(|l| l.contains("/two")).expect("prompt");
        assert!(line.contains("lines") && line.contains("end"), "{line:?}");
    });
    // Without a prompt a paste is nothing: no q that quits, no o that opens.
    tty.send("\x1b").lacks("/two");
    tty.press("\x1b[200~QQQ\x1b[201~").press("G");
    tty.has("published on Thursday");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.look(|s| assert!(s.parser.callbacks().copied.is_empty()));
    assert!(!String::from_utf8_lossy(&tty.bytes()).contains(['\u{202e}', '\u{9b}']));
}

#[test]
fn a_late_answer_of_the_terminal_is_no_typing() {
    let mut desk = Desk::new();
    desk.theme = "auto";
    let mut tty = desk.start();
    tty.until("question for the background", |s| {
        count(&s.bytes, b"\x1b]11;?") > 0
    });
    tty.listed(3);
    tty.send("\x1b]11;rgb:ffff/ffff/fffe\x1b\\\x1b[?62;22c");
    tty.press("l").has("35%");
    tty.send("\x1b]11;rgb:ffff/ffff/fffe\x07");
    tty.press("G").has("published on Thursday");
    tty.look(|s| {
        let text = s.parser.screen().contents();
        assert!(!text.contains("fffe") && !text.contains("11;"), "{text}");
    });
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
}

#[test]
fn a_note_is_written_in_the_editor() {
    let desk = Desk::new();
    let log = desk.at("editor.log").display().to_string();
    let editor = desk.script(
        "my editor",
        &format!("stty -a </dev/tty >'{log}'; echo \"$#\" >>'{log}'; printf 'Ask Oslo\\n' >\"$1\""),
    );
    let desk = desk.env("EDITOR", &format!("'{editor}'"));
    let mut tty = desk.start();
    tty.listed(3);
    tty.send("l").has("35%");
    tty.send("a").has("bookmarked");
    tty.send("I");
    eventually("the note", || desk.state().contains("Ask Oslo"));
    tty.until("the reader back", |s| s.parser.screen().alternate_screen())
        .has("35%");
    let log = fs::read_to_string(log).expect("log");
    assert!(log.contains(" icanon") && log.contains(" echo "), "{log}");
    assert!(log.ends_with("\n1\n"), "one argument: {log}");
    tty.press("G").has("published on Thursday");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
}

#[test]
fn keys_for_another_program_are_not_for_us() {
    let desk = Desk::new();
    let program = desk.script("slow", "cat >/dev/null; echo reading; exec cat </dev/tty");
    let mut tty = desk.start();
    tty.listed(3);
    tty.send("l").has("35%");
    tty.press("|");
    tty.send(&format!("{program}\r")).has("reading");
    // Ctrl-Z stops both; the shell of a user would send CONT.
    tty.send("\x1a");
    eventually("stopped", || tty.process() == 'T');
    tty.signal("CONT");
    // Ctrl-C ends the other program and not the reader.
    tty.send("\x03").has("Enter goes back");
    tty.send("\r").has("35%");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
}

#[test]
fn text_goes_to_a_program() {
    let desk = Desk::new();
    let out = desk.at("piped").display().to_string();
    let program = desk.script("take", &format!("cat >'{out}'; echo \"took:$1:$2:$#\""));
    let mut tty = desk.start();
    tty.listed(3);
    tty.send("l").has("35%");
    tty.press("|");
    tty.send(&format!("{program} 'a b' $HOME;x\r"))
        .has("took:a b:$HOME;x:2")
        .has("Enter goes back");
    tty.send("\r").has("35%");
    let piped = fs::read_to_string(out).expect("piped");
    assert!(piped.contains("Ministers sign harbour accord"), "{piped}");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    tty.is_restored();
}

#[test]
fn addresses_go_to_the_browser_as_one_word() {
    let desk = Desk::bare();
    let out = desk.at("opened").display().to_string();
    let record = format!("for a; do printf '<%s>' \"$a\"; done >>'{out}'; echo >>'{out}'");
    let browser = desk.script("browser", &record);
    fs::write(
        desk.at("config/config.toml"),
        format!(
            "browser = [\"{browser}\", \"--new\", \"%u\"]\nviewer = [\"{browser}\", \"--view\"]\n"
        ),
    )
    .expect("settings");
    let hostile = "https://gazette.example/a?b=$(touch${IFS}pwned)&c=`id`;'\\\"";
    desk.article(
        "good.md",
        &format!(
            "---\ntitle: Good address\ndate: 2024-03-20\nurl: '{}'\n---\n\nThe envoys met.\n",
            hostile.replace('\'', "''")
        ),
    );
    for (i, url) in ["javascript:alert(1)", "file:///etc/passwd", "-new-window"]
        .iter()
        .enumerate()
    {
        desk.article(
            &format!("bad{i}.md"),
            &format!("---\ntitle: Bad address {i}\ndate: 2024-03-1{i}\nurl: '{url}'\n---\n\nThe envoys met [there]({url}).\n"),
        );
    }
    let mut tty = desk.start();
    tty.listed(4);
    let opened = || fs::read_to_string(&out).unwrap_or_default();
    tty.send("l").has("Good address");
    tty.send("o");
    eventually("the browser", || opened().ends_with('\n'));
    let first = opened();
    assert!(
        first.starts_with("<--new><https://gazette.example/a?b=$(touch"),
        "{first}"
    );
    assert_eq!(first.matches('<').count(), 2, "{first}");
    for _ in 0..3 {
        tty.press("J")
            .press("o")
            .press("gl")
            .press("\r")
            .press("\x1b");
    }
    tty.send("Q");
    assert_eq!(tty.code(), 0);
    let all = opened();
    for line in all.lines().skip(1) {
        assert!(line.starts_with("<--view><"), "{all}");
    }
    assert!(
        !all.contains("javascript") && !all.contains("passwd") && !all.contains("-new-w"),
        "{all}"
    );
    assert!(!desk.at("pwned").exists());
}

#[test]
fn two_at_once_keep_both_passages() {
    let desk = Desk::new();
    let (mut one, mut other) = (desk.start(), desk.start());
    one.listed(3);
    other.listed(3);
    one.send("l").has("35%");
    other.send("l").has("35%");
    one.send("a").has("bookmarked");
    other.send("G").has("published on Thursday");
    other.send("a").has("bookmarked");
    // And at the same time.
    one.send("}a");
    other.send("{a");
    eventually("four passages", || {
        desk.state().matches("exact = ").count() == 4
    });
    for tty in [&mut one, &mut other] {
        tty.send("Q");
        assert_eq!(tty.code(), 0);
    }
    assert_eq!(desk.state().matches("exact = ").count(), 4);
}

#[test]
fn what_another_instance_keeps_appears_without_a_key() {
    let desk = Desk::new();
    // The folder is there from an earlier session.
    let mut first = desk.start();
    first.listed(3);
    first.send("S").has("starred");
    first.send("Q");
    assert_eq!(first.code(), 0);
    let (mut one, mut other) = (desk.start(), desk.start());
    one.listed(3);
    other.listed(3);
    other.send("la").has("bookmarked");
    one.has("◆1");
    for tty in [&mut one, &mut other] {
        tty.send("Q");
        assert_eq!(tty.code(), 0);
    }
}

#[test]
#[ignore = "waits for two seconds"]
fn an_idle_reader_does_nothing() {
    let desk = Desk::new();
    let mut tty = desk.start();
    tty.listed(3);
    tty.send("l").has("35%");
    let ticks = |pid: u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).expect("stat");
        let rest = stat.rsplit_once(") ").expect("stat").1;
        let fields: Vec<u64> = rest.split(' ').filter_map(|f| f.parse().ok()).collect();
        // utime and stime are the 14th and 15th fields; the state is no number.
        fields[10] + fields[11]
    };
    // How often its threads began to wait.
    let waits = |pid: u32| -> u64 {
        let tasks = fs::read_dir(format!("/proc/{pid}/task")).expect("tasks");
        let of = |task: io::Result<fs::DirEntry>| {
            let status = fs::read_to_string(task.ok()?.path().join("status")).ok()?;
            let line = status.lines().find(|l| l.starts_with("voluntary"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        };
        tasks.filter_map(of).sum()
    };
    thread::sleep(Duration::from_secs(3));
    let (before, written) = (ticks(tty.pid), tty.bytes().len());
    let waited = waits(tty.pid);
    thread::sleep(Duration::from_secs(2));
    assert_eq!(tty.bytes().len(), written, "bytes were written");
    assert!(ticks(tty.pid) - before <= 2, "more than 20 ms of CPU");
    let waited = waits(tty.pid) - waited;
    assert!(waited <= 1, "woken {waited} times");
    tty.send("Q");
    assert_eq!(tty.code(), 0);
}
