//! Text for `man`: paragraphs, sections and lists in roff.

use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

/// A page of the manual.
pub(super) struct Page(Roff);

impl Page {
    /// Begins a page.
    pub(super) fn new(name: &str, section: &str, about: &str) -> Self {
        let mut roff = Roff::new();
        let version = concat!("attache ", env!("CARGO_PKG_VERSION"));
        let upper = name.to_uppercase();
        roff.control("TH", [upper.as_str(), section, "", version, "attache"]);
        let mut page = Self(roff);
        page.section("NAME");
        page.inline(vec![roman(format!("{name} - {about}"))]);
        page
    }

    /// A heading.
    pub(super) fn section(&mut self, title: &str) {
        self.0.control("SH", [title]);
    }

    /// A smaller heading.
    pub(super) fn subsection(&mut self, title: &str) {
        self.0.control("SS", [title]);
    }

    /// A paragraph; words between backticks are bold.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.0.control("PP", []);
        self.inline(inlines(text));
    }

    /// An item: what it is, and what is said of it, a paragraph a line.
    pub(super) fn item(&mut self, term: Vec<Inline>, text: &str) {
        self.0.control("TP", []);
        self.inline(term);
        for (n, paragraph) in text.split("\n\n").enumerate() {
            if n > 0 {
                self.0.control("IP", []);
            }
            self.inline(inlines(paragraph));
        }
    }

    /// Lines as they stand.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.0.control("PP", []);
        self.0.control("nf", []);
        for line in text.lines() {
            self.inline(vec![roman(line)]);
        }
        self.0.control("fi", []);
    }

    fn inline(&mut self, inlines: Vec<Inline>) {
        self.0.text(inlines);
    }

    /// The page as text.
    pub(super) fn render(&self) -> String {
        self.0.render()
    }
}

/// Words between backticks are bold.
fn inlines(text: &str) -> Vec<Inline> {
    let text = text.replace('\n', " ");
    let parts = text.split('`').enumerate();
    parts
        .filter(|(_, part)| !part.is_empty())
        .map(|(n, part)| if n % 2 == 1 { bold(part) } else { roman(part) })
        .collect()
}

/// A term with its value: `--width N`.
pub(super) fn term(name: &str, value: Option<&str>) -> Vec<Inline> {
    let mut out = vec![bold(name)];
    if let Some(value) = value {
        out.extend([roman(" "), italic(value)]);
    }
    out
}
