//! What stands where there is nothing to show: what it is, and what to press.

use ratatui::layout::Rect;

use super::{margin::fold, paint::Painter, theme::Scope};
use crate::{app::model::Model, library::Scope as Which};

/// Writes paragraphs, wrapped, with a free line between them.
pub fn say(p: &mut Painter<'_>, area: Rect, paragraphs: &[(Scope, &str)]) {
    let width = area.width.saturating_sub(4).min(64);
    let mut y = area.y.saturating_add(1);
    for (scope, text) in paragraphs {
        for line in fold(text, width.max(8), 12) {
            if y >= area.bottom() {
                return;
            }
            p.text(area.x + 2, y, area.right(), &line, *scope);
            y += 1;
        }
        y += 1;
    }
}

/// The key of an action, else its command.
fn key(model: &Model, name: &str) -> String {
    model.key_of(name).unwrap_or_else(|| format!(":{name}"))
}

/// An empty list.
pub fn empty_list(p: &mut Painter<'_>, model: &Model, area: Rect) {
    if let Some(error) = &model.list.error {
        let at = format!("At character {}.", error.column + 1);
        say(
            p,
            area,
            &[(Scope::Warning, &error.message), (Scope::Dim, &at)],
        );
        return;
    }
    let view = &model.list.view;
    if !view.query.trim().is_empty() {
        let again = format!("{} goes back to all articles.", key(model, "cancel"));
        say(
            p,
            area,
            &[
                (Scope::Text, "Nothing was found."),
                (Scope::Dim, &model.list.told()),
                (Scope::Dim, &again),
            ],
        );
        return;
    }
    let next = format!(
        "{} shows the next of all, unread, starred, bookmarked.",
        key(model, "next-scope")
    );
    let text = match view.scope {
        Which::All => {
            empty_library(p, model, area);
            return;
        }
        Which::Unread => "Everything is read.",
        Which::Starred => "No article has a star yet.",
        Which::Bookmarked => "No article has a bookmark yet.",
    };
    let how = match view.scope {
        Which::Starred => format!("{} stars the selected article.", key(model, "star")),
        Which::Bookmarked => format!(
            "In an article, {} bookmarks the sentence, quote or match under the cursor.",
            key(model, "bookmark")
        ),
        _ => String::new(),
    };
    say(
        p,
        area,
        &[(Scope::Text, text), (Scope::Dim, &how), (Scope::Dim, &next)],
    );
}

/// Below the built-in examples: how to read one's own.
pub fn examples(p: &mut Painter<'_>, model: &Model, area: Rect) {
    let add = format!(
        "{}add PATH copies a file or a folder into your library; or name your own folder in config.toml: library = [\"~/Briefings\"]",
        key(model, "command-line")
    );
    let help = format!(
        "{} lists the keys; attache tutor teaches them in five minutes.",
        key(model, "help")
    );
    say(
        p,
        area,
        &[
            (
                Scope::Text,
                "Welcome. These are examples, to try the keys on.",
            ),
            (Scope::Dim, &add),
            (Scope::Dim, &help),
        ],
    );
}

fn empty_library(p: &mut Painter<'_>, model: &Model, area: Rect) {
    if model.progress.is_some() || !model.synced {
        say(
            p,
            area,
            &[
                (Scope::Text, "Looking for articles …"),
                (Scope::Dim, "They appear here as they are read."),
            ],
        );
        return;
    }
    let add = format!(
        "{}add PATH copies a file or a folder here; or name your own folder in config.toml: library = [\"~/Briefings\"]",
        key(model, "command-line")
    );
    say(
        p,
        area,
        &[
            (Scope::Text, "There are no articles here yet."),
            (Scope::Dim, &add),
            (
                Scope::Dim,
                "Text, Markdown, saved web pages, feeds, mail and EPUB are read.",
            ),
        ],
    );
}

/// The reader pane without an article.
pub fn no_article(p: &mut Painter<'_>, model: &Model, area: Rect) {
    if model.opening.is_some() {
        say(p, area, &[(Scope::Dim, "Opening …")]);
        return;
    }
    let open = format!(
        "{} opens the selected article, {} searches all of them, {} lists every key.",
        key(model, "open"),
        key(model, "search"),
        key(model, "help")
    );
    let text = if model.list.is_empty() {
        "The article will be shown here."
    } else {
        "No article is open."
    };
    say(p, area, &[(Scope::Text, text), (Scope::Dim, &open)]);
}

/// Why an article cannot be shown.
pub fn unreadable(p: &mut Painter<'_>, model: &Model, area: Rect, title: &str, reason: &str) {
    let next = format!(
        "Nothing was changed in the file. {} goes to the next article, {} back to the list.",
        key(model, "next-article"),
        key(model, "back")
    );
    say(
        p,
        area,
        &[
            (Scope::Headline, title),
            (Scope::Text, "This file cannot be shown as an article."),
            (Scope::Error, reason),
            (Scope::Dim, &next),
        ],
    );
}
