//! An earlier text of an article, opened as an article: what a bookmark was
//! taken from, when the article has another text now or has gone.

use std::{path::PathBuf, sync::Arc};

use crate::{
    article::{Article, Location, Meta},
    clean::Clean,
    document::{BlockKind, Builder, Document},
    library::{Library, Opened},
    passage::{EARLIER, Passage},
    state::Revisions,
};

/// Opens the text that a passage was taken from.
pub(super) fn open(
    library: &Library,
    revisions: &Revisions,
    passage: &Passage,
) -> Result<Opened, Clean> {
    let hash = passage.selector.hash;
    let text = revisions.read(hash).ok_or_else(|| {
        Clean::line("the text that this bookmark was taken from has not been kept")
    })?;
    let document = document(&text, &passage.about.title);
    let annotations = library.annotate(&document);
    let about = &passage.about;
    let mut notices = about.notices.clone();
    notices.push(Clean::line(EARLIER));
    let meta = Meta {
        title: about.title.clone(),
        source: about.source.clone(),
        byline: about.byline.clone(),
        published: about.published,
        updated: about.revised,
        url: about.url.clone(),
        language: about.language.clone(),
        notices,
        ..Meta::default()
    };
    let file = about.file.as_ref().map(|f| PathBuf::from(&**f));
    Ok(Opened {
        id: passage.article,
        location: Location {
            path: file.unwrap_or_default(),
            part: 0,
        },
        article: Arc::new(Article {
            document,
            meta,
            ..Article::default()
        }),
        annotations: Arc::new(annotations),
        hash: hash.to_string(),
    })
}

/// The text in blocks: lines without a blank one between them stood in a list,
/// a table or a caption, of which no more is known.
fn document(text: &str, title: &str) -> Document {
    let mut builder = Builder::new();
    for (n, group) in text.split("\n\n").enumerate() {
        let kind = match group {
            _ if n == 0 && group == title => BlockKind::Headline,
            _ if group.contains('\n') => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        for line in group.lines() {
            builder.begin(kind, u8::from(kind == BlockKind::ListItem));
            builder.push(line);
        }
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_same_text() {
        let text = "Talks resume\n\nThe envoys met.\n\none\ntwo\nthree\n\nNo date was given.";
        let document = document(text, "Talks resume");
        assert_eq!(document.text(), text);
        assert_eq!(document.blocks().len(), 6);
    }
}
