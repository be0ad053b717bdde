//! From bytes to text: byte order marks, UTF-8 with a few bad bytes, UTF-16
//! without a mark, legacy code pages, and files that are no text at all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Decoded text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, line ends as in the file.
    pub(super) text: String,
    /// The name of the encoding.
    pub(super) encoding: &'static str,
    /// What had to be guessed or replaced, in one sentence.
    pub(super) note: Option<String>,
}

/// Decodes `bytes`; `label` is the encoding that the file or its wrapper
/// declares. `None`: this is binary data.
///
/// A mark at the start wins over everything, valid UTF-8 over a label, a label
/// that fits over a guess.
pub(super) fn decode(bytes: &[u8], label: Option<&[u8]>) -> Option<Decoded> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(with(encoding, bytes.get(mark..).unwrap_or(&[]), None));
    }
    if let Some(encoding) = utf16(bytes) {
        let note = format!("no byte order mark: read as {}", encoding.name());
        return Some(with(encoding, bytes, Some(note)));
    }
    let controls = bytes.iter().filter(|b| is_odd_control(**b)).count();
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Text with escape sequences in it stays below a tenth.
        return (controls * 10 <= bytes.len()).then(|| Decoded {
            text: text.to_owned(),
            encoding: UTF_8.name(),
            note: None,
        });
    }
    if controls * 100 > bytes.len() {
        return None;
    }
    if mostly_utf8(bytes) {
        return Some(with(UTF_8, bytes, None));
    }
    if let Some(encoding) = label.and_then(Encoding::for_label).filter(|e| *e != UTF_8) {
        return Some(with(encoding, bytes, None));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let note = format!(
        "not UTF-8: read as {}, as its bytes suggest",
        encoding.name()
    );
    Some(with(encoding, bytes, Some(note)))
}

fn with(encoding: &'static Encoding, bytes: &[u8], note: Option<String>) -> Decoded {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let replaced = bad.then(|| {
        let count = text.matches('\u{fffd}').count();
        format!(
            "{count} malformed byte sequences were replaced by � ({})",
            encoding.name()
        )
    });
    Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        note: replaced.or(note),
    }
}

/// Control bytes that no text holds: C0 without tab, line ends, form feed,
/// bell, backspace and escape.
fn is_odd_control(b: u8) -> bool {
    b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x07 | 0x08 | 0x1b)
}

/// Whether the bytes are UTF-8 with damage rather than another encoding: at
/// least one good sequence of several bytes, and fewer than one bad sequence
/// in a hundred characters.
///
/// A detector mistakes such text for a code page of Central Europe, and every
/// quotation mark turns to debris.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut chars, mut good, mut bad) = (0usize, 0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            chars += 1;
            good += usize::from(!c.is_ascii());
        }
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && (bad * 100 < chars || good > bad * 20)
}

/// UTF-16 without a mark: NULs at every other place only, and no damage when
/// decoded.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..65_536).unwrap_or(bytes);
    let sample = sample.get(..sample.len() & !1)?;
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.last() == Some(&0));
    }
    let (most, least) = (even.max(odd), even.min(odd));
    // Every space and full stop has one: a tenth of all characters at least.
    if most * 10 < sample.len() / 2 || most < 4 || least * 50 > most {
        return None;
    }
    let encoding = if even > odd { UTF_16BE } else { UTF_16LE };
    let (text, bad) = encoding.decode_without_bom_handling(sample);
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace())
        .count();
    (!bad && controls * 50 <= text.chars().count()).then_some(encoding)
}

/// What a file is by its first bytes, if it is something that is no article.
pub(super) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF87a", "a GIF image"),
        (b"GIF89a", "a GIF image"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"PK\x05\x06", "an empty ZIP archive"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90\x00", "a program"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "an old Office document",
        ),
        (b"{\\rtf", "an RTF document"),
        (b"SQLite format 3\0", "a database"),
        (b"\xfd7zXZ\0", "an XZ archive"),
        (b"BZh", "a bzip2 archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"ID3", "a sound file"),
        (b"OggS", "a sound file"),
        (b"fLaC", "a sound file"),
        (b"\x1a\x45\xdf\xa3", "a video"),
        (b"\x00\x00\x01\x00", "an icon"),
        (b"wOFF", "a font"),
        (b"wOF2", "a font"),
    ];
    let found = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    match found {
        Some((_, kind)) => Some(kind),
        None if bytes.get(4..8) == Some(b"ftyp") => Some("a video"),
        None if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => {
            Some("a WebP image")
        }
        None if bytes.get(257..262) == Some(b"ustar") => Some("a tar archive"),
        None => None,
    }
}

#[cfg(test)]
#[allow(clippy::string_slice)]
mod tests {
    use super::*;

    const TEXT: &str = "The envoy’s office said on Monday that “both sides” would meet again in the café of the Palais, and that nothing else had been agreed.";

    fn name(bytes: &[u8]) -> Option<&'static str> {
        decode(bytes, None).map(|d| d.encoding)
    }

    #[test]
    fn one_bad_byte_does_not_cost_the_quotation_marks() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.insert(20, 0xe9);
        let decoded = decode(&bytes, None).expect("text");
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.contains("“both sides”"));
        assert!(decoded.note.expect("a note").contains("1 malformed"));
        let cut = &TEXT.as_bytes()[..TEXT.find('’').expect("mark") + 1];
        let long = [TEXT.as_bytes(), cut].concat();
        assert_eq!(name(&long), Some("UTF-8"));
    }

    #[test]
    fn utf16_is_found_with_and_without_a_mark() {
        let le: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(name(&le), Some("UTF-16LE"));
        assert_eq!(name(&be), Some("UTF-16BE"));
        assert_eq!(decode(&be, None).expect("text").text, TEXT);
        let marked = [b"\xff\xfe".as_slice(), &le].concat();
        assert_eq!(decode(&marked, None).expect("text").text, TEXT);
    }

    #[test]
    fn legacy_code_pages_are_guessed_or_taken_by_their_label() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(TEXT);
        assert_eq!(decode(&bytes, None).expect("text").text, TEXT);
        let (bytes, _, _) =
            encoding_rs::KOI8_R.encode("Министр сообщил журналистам, что переговоры продолжатся.");
        assert!(name(&bytes).is_some_and(|n| n.starts_with("KOI8")));
        let wrong = decode(&bytes, Some(b"utf-8")).expect("text");
        assert!(wrong.text.starts_with("Министр"));
        assert_eq!(
            decode(b"caf\xe9", Some(b"iso-8859-1")).expect("text").text,
            "café"
        );
    }

    #[test]
    fn binary_data_is_no_text_but_a_few_nuls_are() {
        let noise: Vec<u8> = (0..20_000usize)
            .map(|i| (i * 7919 + i / 251) as u8)
            .collect();
        assert!(decode(&noise, None).is_none());
        let nul = "A title\0 with NUL\n\nbefore\0after and a long enough rest of the text\n";
        assert_eq!(name(nul.as_bytes()), Some("UTF-8"));
        assert_eq!(binary_kind(b"%PDF-1.7 ..."), Some("a PDF document"));
        assert_eq!(binary_kind(TEXT.as_bytes()), None);
    }
}
