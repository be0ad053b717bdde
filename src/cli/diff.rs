//! `attache diff`: what changed between two articles.

mod align;

use std::{collections::BTreeSet, path::PathBuf};

use anstyle::{AnsiColor, Effects, Style};
use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use self::align::{Change, Piece, Side};
use super::{Context, Outcome, article};
use crate::{
    clean::Clean, document::Document, library::Opened, reader::layout, ui::margin::party_name,
};

/// Options of `attache diff`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  attache diff old.txt new.txt             two versions of a briefing
  attache diff 7k2m a90c                   two briefings of the library, by id
  attache diff --json old.txt new.txt      paragraph by paragraph, for scripts

Whole paragraphs are compared first, then the words of those that were edited.
Without colour, what went stands in [-…-] and what came in {+…+}.")]
pub struct Diff {
    /// The older article: a file, an id, or - for standard input
    #[arg(value_name = "A", value_hint = clap::ValueHint::FilePath)]
    old: PathBuf,
    /// The newer article
    #[arg(value_name = "B", value_hint = clap::ValueHint::FilePath)]
    new: PathBuf,
    /// One JSON object a changed paragraph [default: text for people]
    #[arg(long)]
    json: bool,
    /// Columns of the output [default: the terminal's, else 80]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    width: Option<u16>,
}

pub(super) fn run(context: &mut Context<'_>, args: &Diff) -> anyhow::Result<Outcome> {
    let old = one(context, &args.old)?;
    let new = one(context, &args.new)?;
    let (a, b) = (paragraphs(&old), paragraphs(&new));
    let changes = align::changes(&a, &b);
    if changes.iter().all(|c| matches!(c, Change::Same(_))) {
        context.say(&"the texts are the same");
        return Ok(Outcome::Nothing);
    }
    if args.json {
        for change in changes.iter().filter(|c| !matches!(c, Change::Same(_))) {
            writeln!(context.out, "{}", object(change))?;
        }
        return Ok(Outcome::Done);
    }
    let look = Look::of(context);
    let width = args.width.unwrap_or(context.terminal.columns);
    writeln!(context.out, "{}", look.head('-', &old))?;
    writeln!(context.out, "{}", look.head('+', &new))?;
    summary(context, &look, &old, &new)?;
    for change in &changes {
        print(context, &look, change, width)?;
    }
    Ok(Outcome::Done)
}

/// The one article of ARTICLE; of a file with several the first.
fn one(context: &mut Context<'_>, path: &std::path::Path) -> anyhow::Result<Opened> {
    let mut all = article::find(context, path)?;
    if all.len() > 1 {
        let path = path.display();
        context.say(&format!(
            "{path}: holds {} articles, the first is compared",
            all.len()
        ));
    }
    anyhow::ensure!(!all.is_empty(), "{}: holds no article", path.display());
    Ok(all.remove(0))
}

/// The texts of the blocks.
fn paragraphs(opened: &Opened) -> Vec<&str> {
    let document: &Document = &opened.article.document;
    let blocks = document.blocks().iter();
    blocks.map(|b| document.slice(b.span)).collect()
}

/// A changed paragraph for scripts.
fn object(change: &Change<'_>) -> serde_json::Value {
    match change {
        Change::Same(text) => json!({"change": "same", "old": text, "new": text}),
        Change::Gone(text) => json!({"change": "removed", "old": text, "new": null}),
        Change::Come(text) => json!({"change": "added", "old": null, "new": text}),
        Change::Edited(pieces) => {
            let text = |side: Side| -> String {
                let own = pieces.iter().filter(|p| p.side.is_none_or(|s| s == side));
                own.map(|p| p.text.as_str()).collect()
            };
            let words: Vec<_> = pieces
                .iter()
                .map(|p| {
                    let change = match p.side {
                        None => "same",
                        Some(Side::Old) => "removed",
                        Some(Side::New) => "added",
                    };
                    json!({"change": change, "text": p.text})
                })
                .collect();
            json!({"change": "edited", "old": text(Side::Old), "new": text(Side::New), "words": words})
        }
    }
}

/// How both sides are told apart: in colour, or by brackets.
struct Look {
    old: Style,
    new: Style,
    dim: Style,
    marks: bool,
}

impl Look {
    fn of(context: &Context<'_>) -> Self {
        let colours = context.terminal.colours;
        if !colours.escapes || colours.level == crate::ui::theme::ColourLevel::None {
            let plain = Style::new();
            return Self {
                old: plain,
                new: plain,
                dim: plain,
                marks: true,
            };
        }
        Self {
            old: AnsiColor::Red.on_default() | Effects::STRIKETHROUGH,
            new: AnsiColor::Green.on_default() | Effects::UNDERLINE,
            dim: Style::new() | Effects::DIMMED,
            marks: false,
        }
    }

    fn styled(style: Style, text: &str) -> String {
        format!("{style}{text}{style:#}")
    }

    fn head(&self, sign: char, opened: &Opened) -> String {
        let meta = &opened.article.meta;
        let date = meta.updated.or(meta.published);
        let date = date.map_or(String::new(), |d| {
            format!(", {}", d.strftime("%-d %b %Y %H:%M"))
        });
        let source = meta.source.as_deref().unwrap_or("");
        let dash = if source.is_empty() { "" } else { " — " };
        let path = Clean::line(&opened.location.path.display().to_string());
        let head = format!("{sign}{sign}{sign} {}{dash}{source}{date}", meta.title);
        format!("{head} {}", Self::styled(self.dim, &format!("({path})")))
    }

    /// Pieces of text with what changed in them.
    fn pieces(&self, pieces: &[Piece]) -> String {
        let mut out = String::new();
        for piece in pieces {
            let text = &*Clean::text(&piece.text);
            match piece.side {
                None => out.push_str(text),
                Some(Side::Old) if self.marks => out.extend(["[-", text, "-]"]),
                Some(Side::New) if self.marks => out.extend(["{+", text, "+}"]),
                Some(Side::Old) => out.push_str(&Self::styled(self.old, text)),
                Some(Side::New) => out.push_str(&Self::styled(self.new, text)),
            }
        }
        out
    }
}

/// Prints one change under its sign.
fn print(
    context: &mut Context<'_>,
    look: &Look,
    change: &Change<'_>,
    width: u16,
) -> anyhow::Result<()> {
    let (sign, style, text) = match change {
        Change::Same(_) => return Ok(()),
        Change::Gone(text) => ('-', look.old, Clean::text(text).to_string()),
        Change::Come(text) => ('+', look.new, Clean::text(text).to_string()),
        Change::Edited(pieces) => ('~', Style::new(), look.pieces(pieces)),
    };
    writeln!(context.out)?;
    // Styled text is wrapped by words, escapes and all: they take no columns
    // and hold no space.
    let mut first = true;
    for line in text.split('\n') {
        for row in rows(line, usize::from(width.saturating_sub(2).max(10))) {
            let sign = if std::mem::take(&mut first) {
                sign
            } else {
                ' '
            };
            writeln!(context.out, "{sign} {}", Look::styled(style, &row))?;
        }
    }
    Ok(())
}

/// Wraps at spaces; escape sequences have no width.
fn rows(text: &str, width: usize) -> Vec<String> {
    if !text.contains('\u{1b}') {
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        let spans = layout::wrap(text, width);
        return spans.iter().map(|s| s.of(text).to_owned()).collect();
    }
    let columns = |word: &str| {
        let plain = anstream::adapter::strip_str(word).to_string();
        unicode_width::UnicodeWidthStr::width(plain.as_str())
    };
    let mut out = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let wide = columns(word);
        if used > 0 && used + 1 + wide > width {
            out.push(String::new());
            used = 0;
        }
        if let Some(row) = out.last_mut() {
            if used > 0 {
                row.push(' ');
                used += 1;
            }
            row.push_str(word);
            used += wide;
        }
    }
    out
}

/// What changed in substance: who, how much, who said what.
fn summary(
    context: &mut Context<'_>,
    look: &Look,
    old: &Opened,
    new: &Opened,
) -> anyhow::Result<()> {
    for (name, of) in [
        ("Officials", officials as fn(&Opened) -> BTreeSet<String>),
        ("Figures", figures),
        ("Quotes by", speakers),
    ] {
        let (a, b) = (of(old), of(new));
        let mut parts: Vec<Piece> = Vec::new();
        for (side, gone) in [(Side::Old, a.difference(&b)), (Side::New, b.difference(&a))] {
            parts.extend(gone.map(|text| Piece {
                side: Some(side),
                text: text.clone(),
            }));
        }
        if !parts.is_empty() {
            let shown: Vec<String> = parts
                .iter()
                .map(|p| look.pieces(std::slice::from_ref(p)))
                .collect();
            writeln!(context.out, "{name}: {}", shown.join(", ")).context("standard output")?;
        }
    }
    Ok(())
}

/// The officials of an article by name.
fn officials(opened: &Opened) -> BTreeSet<String> {
    let found = &opened.annotations;
    let ids: BTreeSet<_> = found.officials.iter().map(|o| o.person).collect();
    let people = ids.iter().filter_map(|id| found.person(*id));
    people.filter_map(|p| p.name.clone()).collect()
}

/// The figures that matter, as the article prints them.
fn figures(opened: &Opened) -> BTreeSet<String> {
    let document = &opened.article.document;
    let major = opened.annotations.figures.iter().filter(|f| !f.minor);
    major.map(|f| document.slice(f.span).to_owned()).collect()
}

/// Who is quoted.
fn speakers(opened: &Opened) -> BTreeSet<String> {
    let found = &opened.annotations;
    let document = &opened.article.document;
    let parties = found.quotes.iter().filter_map(|q| q.speaker.as_ref());
    parties.map(|p| party_name(found, document, p)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_keeps_escapes_and_words() {
        let styled = format!(
            "one {} three",
            Look::styled(AnsiColor::Red.on_default(), "two")
        );
        assert_eq!(rows("one two three", 7), ["one two", "three"]);
        let wrapped = rows(&styled, 7);
        assert_eq!(wrapped.len(), 2);
        assert!(wrapped[0].contains("two") && wrapped[1] == "three");
    }
}
