//! Bookmarks whose text has changed: the old text beside the best place in the
//! article, to be attached there, kept as they are, or attached by hand.

use super::{browse, keep};
use crate::{
    app::{
        effect::Effect,
        model::{Model, Opening},
        popup::{Choice, Compare, Popup},
    },
    clean::Clean,
    passage::{PassageId, Selector, State, TextHash, candidate},
    span::Span,
    state::Change,
};

/// Characters of context that are shown on each side: as much as a tall screen
/// shows of it.
const AROUND: usize = 1_500;

/// Whether a bookmark of the open article should be looked at by a person.
pub fn is_doubtful(model: &Model, id: PassageId) -> bool {
    let marks = model.reader().map_or(&[][..], |r| r.passages());
    let mark = marks.iter().find(|m| m.id == id.as_str());
    mark.is_none_or(|m| m.doubtful)
}

/// Shows the old text beside the best place in the open article, and asks for
/// more of the old one.
pub fn open(model: &mut Model, id: PassageId, out: &mut Vec<Effect>) {
    let (Some(reader), Some(passage)) = (model.reader(), model.reading.passage(id)) else {
        return;
    };
    let text = reader.document().text();
    let anchor = passage.resolve(text, TextHash::of(text));
    let doubtful = anchor.span.filter(|_| anchor.state == State::Doubtful);
    let span = doubtful.or_else(|| candidate(&passage.selector, text));
    let Selector {
        prefix,
        exact,
        suffix,
        hash,
        ..
    } = &passage.selector;
    out.push(Effect::Revision {
        passage: id,
        hash: *hash,
    });
    model.popup = Some(Popup::Compare(Compare {
        passage: id,
        taken: Clean::line(&passage.about.taken_on(passage.created)),
        old: [prefix, exact, suffix].map(Clean::clone),
        new: span.map(|s| (s, around(text, s))),
        near: None,
        whole: false,
        scroll: 0,
        selected: 0,
    }));
}

/// The text that a bookmark was taken from has come: shows the surroundings in
/// it.
pub fn earlier(model: &mut Model, id: PassageId, text: Option<Clean>) {
    let (Some(passage), Some(text)) = (model.reading.passage(id), text) else {
        return;
    };
    let Some(span) = passage.resolve(&text, passage.selector.hash).span else {
        return;
    };
    let now = model.reader().map(|r| r.document().text());
    let near = now.and_then(|now| {
        let at = near(&text, span.start, now)?;
        Some(around(now, Span::new(at, at)))
    });
    if let Some(Popup::Compare(compare)) = &mut model.popup
        && compare.passage == id
    {
        compare.old = around(&text, span);
        compare.near = near.filter(|_| compare.new.is_none());
        compare.whole = true;
    }
}

/// Characters from which a paragraph is taken for the same in both texts.
const TELLING: usize = 24;

/// The place in the text `now` that follows the last paragraph before the byte
/// `at` of the `old` text that both have.
fn near(old: &str, at: usize, now: &str) -> Option<usize> {
    let before = old.get(..at)?;
    // The paragraph that is broken off at the bookmark is no whole one.
    let whole = before.get(..before.rfind('\n')?)?;
    let mut lines = whole.lines().rev();
    lines.find_map(|line| {
        let telling = line.chars().count() >= TELLING;
        let found = telling.then(|| now.find(line))?;
        found.map(|start| start + line.len())
    })
}

/// Asks for the text that a bookmark was taken from as an article; `false` if
/// there is no such bookmark.
pub fn open_earlier(model: &mut Model, id: PassageId, out: &mut Vec<Effect>) -> bool {
    let Some(passage) = model.reading.passage(id).cloned() else {
        return false;
    };
    let number = model.next_number();
    model.passage_to_show = Some(id);
    model.opening = Some(Opening {
        number,
        enter: true,
        earlier: true,
        ..Opening::default()
    });
    out.push(Effect::OpenRevision {
        passage: Box::new(passage),
        number,
    });
    true
}

/// The words of a place with those before and behind it.
fn around(text: &str, span: Span) -> [Clean; 3] {
    let before = text.get(..span.start).unwrap_or("");
    let after = text.get(span.end..).unwrap_or("");
    let from = before.char_indices().rev().nth(AROUND - 1);
    let to = after.char_indices().nth(AROUND);
    [
        before.get(from.map_or(0, |(i, _)| i)..).unwrap_or(""),
        span.of(text),
        after
            .get(..to.map_or(after.len(), |(i, _)| i))
            .unwrap_or(""),
    ]
    .map(Clean::text)
}

/// Does what was chosen.
pub fn choose(model: &mut Model, compare: &Compare, out: &mut Vec<Effect>) {
    match compare.choices().get(compare.selected) {
        Some(Choice::Here) => {
            if let Some((span, _)) = &compare.new {
                attach(model, compare.passage, *span, out);
            }
        }
        Some(Choice::ByHand) => {
            model.reattaching = Some(compare.passage);
            model.panel = None;
            browse::entered(model);
            let key = model.key_of("reattach");
            let key = key.unwrap_or_else(|| ":reattach".to_owned());
            model.messages.note(&format!(
                "select its new text, or search for it; then {key} attaches the bookmark there"
            ));
        }
        Some(Choice::Earlier) => {
            if let Some(here) = model.here() {
                model.jumps.leave(here);
            }
            model.panel = None;
            open_earlier(model, compare.passage, out);
        }
        Some(Choice::Keep) | None => model.messages.note("the bookmark is kept as it was"),
    }
}

/// Attaches the bookmark that was chosen for it to what is selected or under
/// the cursor.
pub fn by_hand(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(id) = model.reattaching else {
        model.messages.note(
            "no bookmark waits to be attached: choose an orphan or a doubtful one among the bookmarks first",
        );
        return;
    };
    let span = model.reader().and_then(crate::reader::Reader::keep_span);
    let Some(span) = span.filter(|s| !s.is_empty()) else {
        model.messages.note("there is no text here to attach it to");
        return;
    };
    attach(model, id, span, out);
    if let Some(reader) = model.reader_mut() {
        reader.clear_selection();
    }
}

fn attach(model: &mut Model, id: PassageId, span: Span, out: &mut Vec<Effect>) {
    if model.open().is_some_and(|o| o.earlier) {
        model
            .messages
            .note("this is an earlier text; open the article as it is now to attach the bookmark");
        return;
    }
    let (Some(reader), Some(passage)) = (model.reader(), model.reading.passage(id)) else {
        return;
    };
    let passage = passage.attached(reader.opened(), span, model.now);
    let text = reader.document().text().to_owned();
    model.reading.hold_text(&text);
    model.reattaching = None;
    let put = Change::PutPassage(Box::new(passage));
    if keep::change(model, &put, "bookmark attached", out) {
        let undo = model.key_of("undo").unwrap_or_else(|| ":undo".to_owned());
        let said = format!("bookmark attached here · {undo} takes it back");
        model.messages.note(&said);
    }
}
