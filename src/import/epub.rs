//! Books: one article a chapter document. Nothing is unpacked to disk.

use std::{collections::HashMap, io::Cursor, sync::LazyLock};

use rbook::Epub;
use regex::Regex;

use super::{
    Loaded, Problem, date, decode, html,
    matter::Matter,
    note,
    rich::{self, Head, Piece, Rich},
};
use crate::{
    article::{Article, Format},
    clean::Clean,
    document::BlockKind,
};

/// Most chapters of a book.
const MOST: usize = 5_000;

/// Whether an archive is a book, by the names of its members.
pub(super) fn is_book(names: &[String]) -> bool {
    names
        .iter()
        .any(|n| n == "META-INF/container.xml" || n.to_lowercase().ends_with(".opf"))
}

/// Reads the chapters of a book whose members were counted before.
///
/// # Errors
///
/// [`Problem::Damaged`]: no chapter could be read.
pub(super) fn chapters(bytes: Vec<u8>) -> Result<Loaded, Problem> {
    let open = |skip_toc: bool| {
        Epub::options()
            .skip_toc(skip_toc)
            .read(Cursor::new(bytes.clone()))
    };
    let book = open(false)
        .or_else(|_| open(true))
        .map_err(|e| Problem::Damaged(e.to_string()))?;
    let about = About::of(&book);
    let mut loaded = Loaded::default();
    let mut lost = 0;
    for entry in book.spine().iter().take(MOST) {
        let Some(file) = entry.manifest_entry() else {
            lost += 1;
            continue;
        };
        let href = file.href().as_str().to_owned();
        let Ok(chapter) = file.read_bytes() else {
            lost += 1;
            continue;
        };
        match about.chapter(&href, &chapter) {
            Some(article) => loaded.articles.push(article),
            None => lost += 1,
        }
    }
    if loaded.articles.is_empty() {
        return Err(Problem::Damaged("no chapter can be read".to_owned()));
    }
    if lost > 0 {
        loaded.notes.push(note(format!(
            "{} of the book without text, with the contents alone, or not to be read",
            crate::plural::of(lost, "part", "parts")
        )));
    }
    Ok(loaded)
}

/// What is known about the whole book.
#[derive(Debug, Default)]
struct About {
    title: String,
    authors: String,
    publisher: String,
    language: Option<String>,
    id: String,
    published: Option<jiff::civil::DateTime>,
    /// Names of chapters, by the file that they begin in.
    names: HashMap<String, String>,
}

impl About {
    fn of(book: &Epub) -> Self {
        let data = book.metadata();
        let join = |names: Vec<&str>| names.join(", ");
        let mut about = Self {
            title: data
                .title()
                .map(|t| t.value().to_owned())
                .unwrap_or_default(),
            authors: join(data.creators().map(|c| c.value()).collect()),
            publisher: join(data.publishers().map(|c| c.value()).collect()),
            language: data.language().and_then(|l| html::language_code(l.value())),
            id: data
                .identifier()
                .map(|i| i.value().to_owned())
                .unwrap_or_default(),
            published: data.published_entry().and_then(|d| date::parse(d.value())),
            names: HashMap::new(),
        };
        if let Some(contents) = book.toc().contents() {
            for entry in contents.flatten().take(MOST) {
                if let Some(file) = entry.manifest_entry() {
                    let label = super::text::fold(entry.label());
                    about
                        .names
                        .entry(file.href().as_str().to_owned())
                        .or_insert(label);
                }
            }
        }
        about
    }

    /// One chapter; `None` if it holds no text.
    fn chapter(&self, href: &str, bytes: &[u8]) -> Option<Article> {
        let decoded = decode::decode(bytes, super::html_label(bytes))?;
        let mut rich = Rich::default();
        html::fragment(&opened(&decoded.text), None, &mut rich);
        let pieces = rich.finish();
        if pieces.is_empty() || is_contents(&pieces) {
            return None;
        }
        let mut matter = Matter::default();
        if let Some(name) = self.names.get(href) {
            matter.title(name, "contents of the book");
        }
        matter.source(&self.title, "title of the book");
        matter.source(&self.publisher, "publisher of the book");
        matter.byline(&self.authors, "author of the book");
        if let Some(code) = &self.language {
            matter.language(code, "declared by the book");
        }
        if let Some(at) = self.published {
            matter.published(at, "date of the book");
        }
        let head = Head {
            summary: None,
            add_title: true,
            letter: false,
        };
        let document = rich::document(pieces, &mut matter, &head);
        (!document.text().is_empty()).then(|| Article {
            own_id: (!self.id.is_empty()).then(|| format!("{}#{href}", self.id)),
            document,
            meta: matter.finish(),
            format: Format::Epub,
            encoding: Clean::line(decoded.encoding),
            ..Article::default()
        })
    }
}

/// Whether a document is the book's table of contents: links and headings only.
fn is_contents(pieces: &[Piece]) -> bool {
    let links = pieces.iter().filter(|p| p.is_all_link()).count();
    let heading = |p: &Piece| p.kind == BlockKind::Heading;
    links >= 2 && pieces.iter().all(|p| p.is_all_link() || heading(p))
}

/// Gives an end tag to elements that XML lets end in their start tag, and HTML
/// does not: an empty title would swallow the chapter.
fn opened(xhtml: &str) -> String {
    static EMPTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)<(title|script|style|a|p|div|span|i|b|em|strong|td|li|iframe|textarea)(\s[^<>]*)?/>").ok()
    });
    EMPTY.as_ref().map_or_else(
        || xhtml.to_owned(),
        |e| e.replace_all(xhtml, "<$1$2></$1>").into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_elements_are_closed() {
        assert_eq!(
            opened("<title/><p class='x' />a<br/>"),
            "<title></title><p class='x' ></p>a<br/>"
        );
    }

    #[test]
    fn archives_that_are_no_books_are_told() {
        assert!(!is_book(&["word/document.xml".to_owned()]));
        assert!(is_book(&["META-INF/container.xml".to_owned()]));
        assert!(chapters(b"PK\x03\x04 no book".to_vec()).is_err());
    }

    /// An archive of stored members.
    fn zip(members: &[(&str, &str)]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        let word = |n: usize| u16::try_from(n).expect("small").to_le_bytes();
        let long = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
        for (name, text) in members {
            let mut crc = flate2::Crc::new();
            crc.update(text.as_bytes());
            let at = out.len();
            let mut shared = Vec::new();
            shared.extend(
                word(20)
                    .iter()
                    .chain(&word(0))
                    .chain(&word(0))
                    .chain(&[0; 4]),
            );
            shared.extend(crc.sum().to_le_bytes());
            shared.extend(long(text.len()).iter().chain(&long(text.len())));
            shared.extend(word(name.len()).iter().chain(&word(0)));
            out.extend(b"PK\x03\x04".iter().chain(&shared));
            out.extend(name.bytes().chain(text.bytes()));
            directory.extend(b"PK\x01\x02".iter().chain(&word(20)).chain(&shared));
            directory.extend([0; 10]);
            directory.extend(long(at));
            directory.extend(name.bytes());
        }
        let start = out.len();
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(word(members.len()).iter().chain(&word(members.len())));
        out.extend(
            long(directory.len())
                .iter()
                .chain(&long(start))
                .chain(&[0, 0]),
        );
        out
    }

    #[test]
    fn one_article_a_chapter() {
        let book = zip(&[
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                "<?xml version=\"1.0\"?><container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"a/book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
            ),
            (
                "a/book.opf",
                "<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"id\">urn:x:1</dc:identifier><dc:title>The Strait</dc:title><dc:creator>Jane Doe</dc:creator><dc:language>en</dc:language></metadata><manifest><item id=\"n\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/><item id=\"c1\" href=\"c1.xhtml\" media-type=\"application/xhtml+xml\"/><item id=\"c2\" href=\"c2.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"c1\"/><itemref idref=\"c2\"/></spine></package>",
            ),
            (
                "a/nav.xhtml",
                "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><body><nav epub:type=\"toc\"><ol><li><a href=\"c1.xhtml\">The first winter</a></li></ol></nav></body></html>",
            ),
            (
                "a/c1.xhtml",
                "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body><p>The ministers met on Monday.</p></body></html>",
            ),
            (
                "a/c2.xhtml",
                "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>The second winter</h1><p>They did not meet.</p></body></html>",
            ),
        ]);
        assert!(is_book(
            &crate::import::packed::check_zip(&book).expect("sound")
        ));
        let loaded = chapters(book).expect("a book");
        let titles: Vec<&str> = loaded.articles.iter().map(|a| &*a.meta.title).collect();
        assert_eq!(titles, ["The first winter", "The second winter"]);
        assert_eq!(
            loaded.articles[0].meta.source.as_deref(),
            Some("The Strait")
        );
        assert!(loaded.articles[0].document.text().contains("met on Monday"));
    }
}
