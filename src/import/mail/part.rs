//! The text of one part of a message, where the parser's own decoding lost
//! something.

use mail_parser::{
    Encoding, Message, MessagePart, MimeHeaders, PartType,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};

use crate::import::decode;

/// The text of a part: as the parser decoded it, or decoded anew if characters
/// were lost, because its charset is missing or wrong, or its transfer encoding
/// broken.
pub(super) fn text(part: &MessagePart<'_>, message: &Message<'_>) -> String {
    let (PartType::Text(parsed) | PartType::Html(parsed)) = &part.body else {
        return String::new();
    };
    let lost = parsed.matches('\u{fffd}').count();
    if lost == 0 && !part.is_encoding_problem {
        return parsed.to_string();
    }
    let raw = usize::try_from(part.offset_body)
        .ok()
        .zip(usize::try_from(part.offset_end).ok())
        .and_then(|(from, to)| message.raw_message.get(from..to));
    let Some(raw) = raw.filter(|r| !r.is_empty()) else {
        return parsed.to_string();
    };
    let bytes = match part.encoding {
        Encoding::None => raw.to_vec(),
        Encoding::QuotedPrintable => quoted_printable_decode(raw).unwrap_or_else(|| raw.to_vec()),
        Encoding::Base64 => mended_base64(raw).unwrap_or_else(|| raw.to_vec()),
    };
    let label = part.content_type().and_then(|c| c.attribute("charset"));
    match decode::decode(&bytes, label.map(str::as_bytes)) {
        Some(decoded)
            if part.is_encoding_problem || decoded.text.matches('\u{fffd}').count() < lost =>
        {
            decoded.text
        }
        _ => parsed.to_string(),
    }
}

/// A field of the head that was written in bytes of some charset, without saying
/// in which.
pub(super) fn header(message: &Message<'_>, name: &str) -> Option<String> {
    let found = message
        .headers()
        .iter()
        .find(|h| h.name().eq_ignore_ascii_case(name))?;
    let from = usize::try_from(found.offset_start()).ok()?;
    let to = usize::try_from(found.offset_end()).ok()?;
    let raw = message.raw_message.get(from..to)?;
    decode::decode(raw, None).map(|d| d.text)
}

/// Decodes base64 with characters in it that do not belong there, and with its
/// end missing.
fn mended_base64(raw: &[u8]) -> Option<Vec<u8>> {
    let mut clean: Vec<u8> = raw
        .iter()
        .copied()
        .filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
        .collect();
    clean.truncate(clean.len() / 4 * 4);
    base64_decode(&clean).filter(|b| !b.is_empty())
}
