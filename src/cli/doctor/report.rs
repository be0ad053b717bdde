//! What the doctor found.

use serde_json::json;

use crate::clean::Clean;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// In order.
    Fine,
    /// Worth knowing.
    Note,
    /// Something has to be done.
    Wrong,
}

/// What was found, in order.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<(State, String, Clean)>);

impl Report {
    /// Adds a finding.
    pub(super) fn add(&mut self, state: State, about: &str, what: &str) {
        self.0.push((state, about.to_owned(), Clean::line(what)));
    }

    /// Whether there is one about this.
    pub(super) fn any(&self, about: &str) -> bool {
        self.0.iter().any(|(_, a, _)| a == about)
    }

    /// Whether something has to be done.
    pub(super) fn wrong(&self) -> bool {
        self.0.iter().any(|(s, ..)| *s == State::Wrong)
    }

    /// For people: a line each, what is wrong marked.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for (state, about, what) in &self.0 {
            let mark = match state {
                State::Fine => "ok   ",
                State::Note => "note ",
                State::Wrong => "WRONG",
            };
            out.extend([mark, "  ", &format!("{about:<11}"), " ", what, "\n"]);
        }
        let wrong = self.0.iter().filter(|(s, ..)| *s == State::Wrong).count();
        let sum = match wrong {
            0 => "Nothing has to be done.".to_owned(),
            1 => "One thing has to be done.".to_owned(),
            n => format!("{n} things have to be done."),
        };
        out + "\n" + &sum + "\n"
    }

    /// For scripts.
    pub(super) fn json(&self) -> String {
        let mut out = String::new();
        for (state, about, what) in &self.0 {
            let state = match state {
                State::Fine => "ok",
                State::Note => "note",
                State::Wrong => "wrong",
            };
            let line = json!({"state": state, "about": about, "what": what});
            out.push_str(&line.to_string());
            out.push('\n');
        }
        out
    }
}
