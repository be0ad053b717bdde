//! Reading state: read marks, stars, passages with notes and tags, marks,
//! undo. Every change is a [`Change`], so that it can be taken back.

use crate::{
    app::{
        action::Action,
        effect::Effect,
        model::{Focus, Model, Open, Shown},
        panel::Goal,
        prompt::{Prompt, PromptKind},
    },
    article::ArticleId,
    clean::Clean,
    config::MarkRead,
    library::RowKey,
    passage::{COLOURS, Passage, PassageId, Standing, State, TextHash, colour_name},
    reader::PassageMark,
    span::Span,
    state::{Change, Position, Screen},
};

/// Makes a change that can be taken back.
pub fn change(model: &mut Model, change: &Change, said: &str, out: &mut Vec<Effect>) -> bool {
    let back = apply(model, change, out);
    if back.is_nothing() {
        return false;
    }
    model.undo.again.clear();
    model.undo.back.push((back, said.to_owned()));
    true
}

/// Lets what is kept about articles follow them to their new identities.
pub fn follow(model: &mut Model, moved: &[(ArticleId, ArticleId)], out: &mut Vec<Effect>) {
    let mut articles = 0;
    for (from, to) in moved {
        let change = model.reading.follow(*from, *to);
        articles += usize::from(!apply(model, &change, out).is_nothing());
    }
    if articles > 0 {
        let many = if articles == 1 { "article" } else { "articles" };
        let said = format!("bookmarks followed {articles} {many} that moved");
        model.messages.note(&said);
        let found: Vec<ArticleId> = moved.iter().map(|(_, to)| *to).collect();
        super::check::of(model, &found, out);
    }
}

/// Makes a change and tells everything that shows it; gives what undoes it.
fn apply(model: &mut Model, change: &Change, out: &mut Vec<Effect>) -> Change {
    let back = model.reading.apply(change, model.now);
    if back.is_nothing() {
        return back;
    }
    let mut articles = Vec::new();
    touched(change, &mut articles);
    touched(&back, &mut articles);
    articles.sort_unstable();
    articles.dedup();
    model.unsaved_since.get_or_insert(model.now);
    if articles.is_empty() {
        return back;
    }
    shown(model, &articles);
    let mirrors = articles.iter().map(|a| model.reading.mirror(*a)).collect();
    out.push(Effect::Mirror(mirrors));
    back
}

/// The articles whose rows a change touches.
fn touched(change: &Change, out: &mut Vec<ArticleId>) {
    match change {
        Change::SetRead { article, .. } | Change::SetStarred { article, .. } => out.push(*article),
        Change::PutPassage(passage) => out.push(passage.article),
        Change::Batch(changes) => changes.iter().for_each(|c| touched(c, out)),
        Change::RemovePassage(_)
        | Change::SetPosition { .. }
        | Change::SetScreen(_)
        | Change::SetMark { .. } => {}
    }
}

/// Lets rows stay where they are, and shows the passages as they are now.
pub fn shown(model: &mut Model, articles: &[ArticleId]) {
    let keys: Vec<RowKey> = articles
        .iter()
        .filter_map(|id| model.list.of_article(*id).map(|r| r.key))
        .collect();
    for key in keys {
        model.list.keep(key);
    }
    if model.open().is_some_and(|o| articles.contains(&o.id())) {
        anchor(model);
    }
    super::panels::refresh(model);
}

/// Finds the open article's passages in its text and shows them.
pub fn anchor(model: &mut Model) {
    let Shown::Article(open) = &mut model.shown else {
        return;
    };
    let id = open.id();
    let text = open.reader.document().text();
    let hash = TextHash::of(text);
    // An earlier text says nothing of the present one.
    let current = !open.earlier;
    let standings = &mut model.standings;
    let mut mark = |p: &&Passage| {
        let (standing, span) = Standing::of(&p.selector, text, hash);
        if current {
            standings.insert(p.id, standing);
        }
        Some(PassageMark {
            span: span?,
            id: p.id.as_str().to_owned(),
            colour: p.colour,
            doubtful: standing.state == State::Doubtful,
            note: !p.note.is_empty(),
        })
    };
    let marks = model
        .reading
        .passages_of(id)
        .iter()
        .filter_map(&mut mark)
        .collect();
    open.reader.set_passages(marks);
}

/// Takes changes back, or makes them again.
pub fn undo(model: &mut Model, again: bool, times: usize, out: &mut Vec<Effect>) {
    for n in 0..times.max(1) {
        let stack = if again {
            &mut model.undo.again
        } else {
            &mut model.undo.back
        };
        let Some((change, said)) = stack.pop() else {
            if n == 0 {
                model.messages.note(if again {
                    "nothing to make again"
                } else {
                    "nothing to take back"
                });
            }
            return;
        };
        let back = apply(model, &change, out);
        let verb = if again { "again" } else { "taken back" };
        model.messages.note(&format!("{verb}: {said}"));
        let other = if again {
            &mut model.undo.back
        } else {
            &mut model.undo.again
        };
        other.push((back, said));
    }
}

// ---- read and starred

/// Marks the open article read, if it is not.
pub fn mark_open_read(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(article) = model.open().filter(|o| !o.earlier).map(Open::id)
        && !model.is_read(article)
    {
        let read = Change::SetRead {
            article,
            read: true,
        };
        change(model, &read, "marked read", out);
    }
}

/// What happens when the open article is left: its place is remembered, and it
/// may count as read.
pub fn leave(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(open) = model.open().filter(|o| o.entered && !o.earlier) else {
        return;
    };
    let position = Change::SetPosition {
        article: open.id(),
        position: position(open),
    };
    apply(model, &position, out);
    if model.config.mark_read == MarkRead::Open {
        mark_open_read(model, out);
    }
    if let Some(open) = model.open_mut() {
        open.entered = false;
    }
}

fn position(open: &Open) -> Position {
    Position {
        top: open.reader.top(),
        cursor: open.reader.cursor(),
    }
}

/// Marks read or unread.
pub fn toggle_read(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(article) = model.article() else {
        return;
    };
    let read = !model.is_read(article);
    let toggle = Change::SetRead { article, read };
    let said = toggle.describe();
    if change(model, &toggle, &said, out) {
        said_with_undo(model, &said);
    }
}

/// Stars, or takes the star away.
pub fn star(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(article) = model.article() else {
        return;
    };
    let starred = !model.reading.is_starred(article);
    let toggle = Change::SetStarred { article, starred };
    let said = toggle.describe();
    if change(model, &toggle, &said, out) {
        said_with_undo(model, &said);
    }
}

fn said_with_undo(model: &mut Model, said: &str) {
    let undo = model.key_of("undo");
    let undo = undo.map_or(String::new(), |k| format!(" · {k} takes it back"));
    model.messages.note(&format!("{said}{undo}"));
}

/// Asks whether all articles of the list are to be marked read, then does it.
pub fn ask_all_read(model: &mut Model, out: &mut Vec<Effect>) {
    if model.list.unread == 0 {
        model.messages.note("everything in this list is read");
        return;
    }
    if model.confirmed {
        model.confirmed = false;
        out.push(Effect::Ids(model.list.order.to_vec()));
        return;
    }
    let many = model.list.unread;
    model.ask(
        &format!(
            "mark {} of this list read?",
            crate::plural::of(many, "article", "articles")
        ),
        Action::MarkAllRead,
    );
}

/// Marks these articles read as one step.
pub fn all_read(model: &mut Model, ids: Vec<ArticleId>, out: &mut Vec<Effect>) {
    let unread: Vec<ArticleId> = ids.into_iter().filter(|i| !model.is_read(*i)).collect();
    let keys: Vec<RowKey> = model.list.order.to_vec();
    for key in keys {
        model.list.keep(key);
    }
    let many = unread.len();
    let all = Change::set_all_read(unread, true);
    let said = format!("marked {many} read");
    if change(model, &all, &said, out) {
        said_with_undo(model, &said);
    }
}

// ---- passages

/// The passage that keys mean: the selected one of the panel, else the one
/// under the cursor.
fn passage_here(model: &Model) -> Option<PassageId> {
    if let Some(panel) = &model.panel {
        return match panel.current().map(|r| &r.goal) {
            Some(Goal::Passage(id, _)) => Some(*id),
            _ => None,
        };
    }
    if model.focus != Focus::Reader {
        return None;
    }
    PassageId::parse(&model.reader()?.passage_at_cursor()?.id)
}

/// Keeps what is selected or under the cursor; a passage there is removed.
pub fn bookmark(model: &mut Model, out: &mut Vec<Effect>) {
    if model.panel.is_some() {
        if let Some(id) = passage_here(model) {
            remove(model, id, out);
        }
        return;
    }
    let (span, remove_it) = model
        .reader()
        .map_or((None, false), crate::reader::Reader::keep_or_remove);
    if let Some(id) = passage_here(model).filter(|_| remove_it) {
        remove(model, id, out);
        return;
    }
    if let Some(id) = keep(model, span, out) {
        let kept = model.reading.passage(id);
        let words = kept.map_or(0, |p| p.selector.exact.split_whitespace().count());
        if let Some(reader) = model.reader_mut() {
            reader.clear_selection();
        }
        let note = model.key_of("note").unwrap_or_else(|| ":note".into());
        let plural = if words == 1 { "word" } else { "words" };
        model.messages.note(&format!(
            "bookmarked {words} {plural} · {note} writes a note"
        ));
    }
}

/// Keeps a span of the open article; gives the passage.
fn keep(model: &mut Model, span: Option<Span>, out: &mut Vec<Effect>) -> Option<PassageId> {
    let Shown::Article(open) = &model.shown else {
        return None;
    };
    let Some(span) = span.filter(|s| !s.is_empty()) else {
        model.messages.note("there is no text here to bookmark");
        return None;
    };
    let mut passage = Passage::of(open.reader.opened(), span, model.now);
    model.reading.hold_text(open.reader.document().text());
    passage.colour = model.colour;
    let id = passage.id;
    let put = Change::PutPassage(Box::new(passage));
    change(model, &put, "bookmark", out).then_some(id)
}

fn remove(model: &mut Model, id: PassageId, out: &mut Vec<Effect>) {
    if change(model, &Change::RemovePassage(id), "bookmark removed", out) {
        said_with_undo(model, "bookmark removed");
    }
}

/// The passage under the cursor, else a new one.
fn passage_or_new(model: &mut Model, out: &mut Vec<Effect>) -> Option<PassageId> {
    match passage_here(model) {
        Some(id) => Some(id),
        None if model.panel.is_some() => None,
        None => {
            let span = model.reader().and_then(crate::reader::Reader::keep_span);
            let id = keep(model, span, out);
            if let Some(reader) = model.reader_mut() {
                reader.clear_selection();
            }
            id
        }
    }
}

/// Asks for a note on the passage under the cursor.
pub fn note(model: &mut Model, editor: bool, out: &mut Vec<Effect>) {
    let Some(id) = passage_or_new(model, out) else {
        return;
    };
    let text = model
        .reading
        .passage(id)
        .map_or(String::new(), |p| p.note.to_string());
    if editor || text.contains('\n') {
        out.push(Effect::EditNote { passage: id, text });
    } else {
        model.prompt = Some(Prompt::new(PromptKind::Note(id), &text));
    }
}

/// Sets a passage's note.
pub fn set_note(model: &mut Model, id: PassageId, text: &str, out: &mut Vec<Effect>) {
    let Some(mut passage) = model.reading.passage(id).cloned() else {
        return;
    };
    passage.note = Clean::text(text.trim());
    let said = if passage.note.is_empty() {
        "note removed"
    } else {
        "note written"
    };
    if change(model, &Change::PutPassage(Box::new(passage)), said, out) {
        model.messages.note(said);
    }
}

/// Asks for the tags of the passage under the cursor.
pub fn tags(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(id) = passage_or_new(model, out) else {
        return;
    };
    let tags: Vec<String> = model
        .reading
        .passage(id)
        .map(|p| p.tags.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    model.prompt = Some(Prompt::new(PromptKind::Tags(id), &tags.join(" ")));
}

/// Sets a passage's tags.
pub fn set_tags(model: &mut Model, id: PassageId, typed: &str, out: &mut Vec<Effect>) {
    let Some(mut passage) = model.reading.passage(id).cloned() else {
        return;
    };
    passage.set_tags(typed);
    let tags: Vec<String> = passage.tags.iter().map(|t| format!("#{}", &**t)).collect();
    let said = if tags.is_empty() {
        "tags removed".to_owned()
    } else {
        format!("tagged {}", tags.join(" "))
    };
    if change(model, &Change::PutPassage(Box::new(passage)), &said, out) {
        model.messages.note(&said);
    }
}

/// Sets the tags of the passage under the cursor; without words says what they
/// are and how they are set, `-` takes them away.
pub fn set_tags_here(model: &mut Model, typed: &str, out: &mut Vec<Effect>) {
    let typed = typed.trim();
    if typed.is_empty() {
        let passage = passage_here(model).and_then(|id| model.reading.passage(id));
        let tags: Vec<String> = passage
            .iter()
            .flat_map(|p| p.tags.iter().map(|t| format!("#{}", &**t)))
            .collect();
        let said = match passage {
            None => ":tags WORDS tags the bookmark under the cursor, or a new one".to_owned(),
            Some(_) if tags.is_empty() => "no tags yet · :tags WORDS sets them".to_owned(),
            Some(_) => format!(
                "tags: {} · :tags WORDS sets others, :tags - takes them away",
                tags.join(" ")
            ),
        };
        model.messages.note(&said);
        return;
    }
    if typed == "-" {
        if let Some(id) = passage_here(model) {
            set_tags(model, id, "", out);
        }
        return;
    }
    if let Some(id) = passage_or_new(model, out) {
        set_tags(model, id, typed, out);
    }
}

/// Gives the passage under the cursor the next colour, or the one of a count;
/// without a passage it is the colour of the next one.
pub fn colour(model: &mut Model, count: Option<usize>, out: &mut Vec<Effect>) {
    let chosen = |now: u8| match count {
        Some(n) => u8::try_from(n.saturating_sub(1)).unwrap_or(0) % COLOURS,
        None => (now + 1) % COLOURS,
    };
    let Some(id) = passage_here(model) else {
        model.colour = chosen(model.colour);
        let name = colour_name(model.colour);
        model
            .messages
            .note(&format!("the next bookmark will be {name}"));
        return;
    };
    let Some(mut passage) = model.reading.passage(id).cloned() else {
        return;
    };
    passage.colour = chosen(passage.colour);
    let said = format!("colour {}", colour_name(passage.colour));
    if change(model, &Change::PutPassage(Box::new(passage)), &said, out) {
        model.messages.note(&said);
    }
}

/// Sets a mark.
pub fn set_mark(model: &mut Model, letter: char, out: &mut Vec<Effect>) {
    if !letter.is_ascii_alphabetic() {
        model
            .messages
            .note("marks are letters: a to z in this article, A to Z for the library");
        return;
    }
    if let Some(here) = model.here() {
        let mark = Change::SetMark {
            letter,
            article: here.article,
            at: Some(here.at),
        };
        change(model, &mark, &format!("mark {letter}"), out);
        model
            .messages
            .note(&format!("mark {letter} set · '{letter} comes back here"));
    }
}

// ---- saving

/// Saves passages at once.
pub fn save_passages(model: &mut Model, out: &mut Vec<Effect>) {
    if model.reading.has_unsaved_passages() {
        flush(model, out);
    }
}

/// Saves what is not saved.
pub fn flush(model: &mut Model, out: &mut Vec<Effect>) {
    model.unsaved_since = None;
    if model.reading.has_unsaved() {
        out.push(Effect::Save(model.reading.take_unsaved()));
    }
}

/// Remembers the present screen and place.
pub fn remember_screen(model: &mut Model) {
    // The place in the article is kept even where the screen is not: with files
    // and folders of the command line.
    let keeps = model.config.resume;
    if let Some(open) = model.open().filter(|o| o.entered && keeps && !o.earlier) {
        let position = Change::SetPosition {
            article: open.id(),
            position: position(open),
        };
        model.reading.apply(&position, model.now);
    }
    if !model.resuming {
        return;
    }
    let pane = match model.focus {
        Focus::List => "list",
        Focus::Reader => "reader",
    };
    let (article, place) = match (&model.shown, model.focus) {
        (Shown::Article(open), _) => (Some(open.id()), position(open)),
        (_, _) => (model.article(), Position::default()),
    };
    let view = model
        .before_query
        .as_ref()
        .map_or(&model.list.view, |(view, _)| view);
    let screen = Screen::new(article, place, pane, view);
    let now = model.now;
    model
        .reading
        .apply(&Change::SetScreen(Box::new(screen)), now);
}
