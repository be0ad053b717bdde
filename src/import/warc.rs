//! Web archives: the pages among their records.

use super::{Loaded, MAX_BYTES, Problem, date, decode, html, note, packed};
use crate::{article::Format, clean::Clean};

/// Most pages of an archive that become articles.
const MOST: usize = 2_000;

/// Reads the pages of an archive.
///
/// # Errors
///
/// [`Problem::Damaged`]: there is no page in it.
pub(super) fn pages(bytes: &[u8]) -> Result<Loaded, Problem> {
    let mut loaded = Loaded::default();
    let mut others = 0;
    let mut rest = bytes;
    while let Some(record) = record(rest) {
        rest = record.rest;
        if loaded.articles.len() >= MOST {
            loaded.notes.push(note(format!(
                "more than {MOST} pages: the rest is left out"
            )));
            break;
        }
        match page(&record) {
            Some(page) => match html::article_at(&page.text, record.head.get("warc-target-uri")) {
                Ok(mut article) => {
                    article.format = Format::Warc;
                    article.encoding = Clean::line(page.encoding);
                    let day = record.head.get("warc-date").and_then(date::parse);
                    if let Some(at) = day {
                        article
                            .notes
                            .push(note(format!("the page was archived on {}", at.date())));
                    }
                    loaded.articles.push(article);
                }
                Err(_) => others += 1,
            },
            None => others += 1,
        }
    }
    if loaded.articles.is_empty() {
        return Err(Problem::Damaged("there is no page in it".to_owned()));
    }
    if others > 0 {
        loaded.notes.push(note(format!(
            "{others} records that are no pages were left out"
        )));
    }
    Ok(loaded)
}

/// Names in lower case and values.
#[derive(Debug, Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(head: &[u8]) -> Self {
        let text = String::from_utf8_lossy(head);
        let fields = text
            .lines()
            .skip(1)
            .take(200)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()));
        Self(fields.collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.trim_matches(['<', '>']))
    }
}

struct Record<'b> {
    head: Fields,
    block: &'b [u8],
    rest: &'b [u8],
}

/// Splits a head from what stands behind the first blank line.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| (at, 4));
    let lf = memchr::memmem::find(bytes, b"\n\n").map(|at| (at, 2));
    let (at, len) = crlf.into_iter().chain(lf).min()?;
    Some((bytes.get(..at)?, bytes.get(at + len..)?))
}

/// The next record.
fn record(bytes: &[u8]) -> Option<Record<'_>> {
    let start = memchr::memmem::find(bytes, b"WARC/")?;
    let (head, body) = split(bytes.get(start..)?)?;
    let head = Fields::read(head);
    let length = head
        .get("content-length")
        .and_then(|l| l.parse::<usize>().ok())
        .unwrap_or(0)
        .min(body.len());
    Some(Record {
        head,
        block: body.get(..length)?,
        rest: body.get(length..)?,
    })
}

struct Page {
    text: String,
    encoding: &'static str,
}

/// The page of a record that is one.
fn page(record: &Record<'_>) -> Option<Page> {
    let (kind, body) = match record.head.get("warc-type")? {
        "response" => {
            let (head, body) = split(record.block)?;
            let status = head.split(|b| *b == b' ').nth(1)?;
            if !status.starts_with(b"200") {
                return None;
            }
            let head = Fields::read(head);
            let mut body = body.to_vec();
            if head
                .get("transfer-encoding")
                .is_some_and(|t| t.to_lowercase().contains("chunked"))
            {
                body = joined(&body).unwrap_or(body);
            }
            let coding = head.get("content-encoding").unwrap_or("").to_lowercase();
            body = decompressed(&coding, body)?;
            (head.get("content-type")?.to_lowercase(), body)
        }
        "resource" | "conversion" => (
            record.head.get("content-type")?.to_lowercase(),
            record.block.to_vec(),
        ),
        _ => return None,
    };
    if !(kind.contains("html") || kind.starts_with("text/plain")) {
        return None;
    }
    let label = kind
        .split_once("charset=")
        .map(|(_, l)| l.trim_matches(['"', '\'', ' ']).to_owned());
    let declared = label
        .as_deref()
        .map(str::as_bytes)
        .or_else(|| super::html_label(&body));
    let decoded = decode::decode(&body, declared)?;
    Some(Page {
        text: decoded.text,
        encoding: decoded.encoding,
    })
}

/// The body without its content coding; some archives name one that they took
/// off.
fn decompressed(coding: &str, body: Vec<u8>) -> Option<Vec<u8>> {
    if body.starts_with(&[0x1f, 0x8b]) && coding.contains("gzip") {
        return packed::gzip(&body).ok();
    }
    if coding.contains("deflate") && !body.trim_ascii_start().starts_with(b"<") {
        let zlib = flate2::read::ZlibDecoder::new(body.as_slice());
        // Some servers send the bare stream.
        let bare = flate2::read::DeflateDecoder::new(body.as_slice());
        return packed::bounded(zlib, MAX_BYTES)
            .or_else(|_| packed::bounded(bare, MAX_BYTES))
            .ok();
    }
    if coding.contains("zstd") && body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return packed::zstd(&body).ok();
    }
    Some(body)
}

/// Joins the chunks of a body that was sent in chunks.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = String::from_utf8_lossy(rest.get(..end)?);
        let size = line.trim().split(';').next()?;
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some(out);
        }
        let take = size.min(rest.len());
        out.extend_from_slice(rest.get(..take)?);
        rest = rest.get(take..)?;
        rest = rest
            .strip_prefix(b"\r\n")
            .or(rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
        if rest.is_empty() {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_among_the_records_is_read() {
        let page = format!(
            "<title>Talks resume</title><article>{}</article>",
            "<p>The ministers met on Monday, and said that the ferry line would open again.</p>"
                .repeat(5)
        );
        let (one, two) = page.split_at(100);
        let chunked = format!(
            "{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n",
            one.len(),
            two.len()
        );
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}"
        );
        let warc = format!(
            "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gazette.example/talks\r\nWARC-Date: 2024-04-18T20:30:00Z\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        );
        let loaded = pages(warc.as_bytes()).expect("a page");
        assert_eq!(loaded.articles.len(), 1);
        let article = &loaded.articles[0];
        assert_eq!(&*article.meta.title, "Talks resume");
        assert_eq!(
            article.meta.url.as_deref(),
            Some("https://gazette.example/talks")
        );
        assert!(pages(warc.get(..150).expect("ascii").as_bytes()).is_err());
    }

    #[test]
    fn content_codings_are_taken_off() {
        use std::io::Write;
        let text = b"<p>The ministers met.".to_vec();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(&text).expect("memory");
        let packed = zlib.finish().expect("memory");
        assert_eq!(decompressed("deflate", packed), Some(text.clone()));
        let mut bare = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        bare.write_all(&text).expect("memory");
        let packed = bare.finish().expect("memory");
        assert_eq!(decompressed("deflate", packed), Some(text.clone()));
        for coding in ["", "gzip", "deflate"] {
            assert_eq!(decompressed(coding, text.clone()), Some(text.clone()));
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), length in 0usize..400) {
            let mut warc = format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n").into_bytes();
            warc.extend_from_slice(&bytes);
            let _ = pages(&warc);
            let _ = joined(&bytes);
        }
    }
}
