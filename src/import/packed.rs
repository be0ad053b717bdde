//! Compressed files: unpacked in memory, never beyond the limit of any file.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder};

use super::{MAX_BYTES, Problem};

/// Unpacks a file compressed by gzip.
///
/// # Errors
///
/// [`Problem::TooLarge`], or [`Problem::Damaged`] if nothing could be unpacked.
pub(super) fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    bounded(MultiGzDecoder::new(bytes), MAX_BYTES)
}

/// Unpacks a file compressed by Zstandard.
///
/// # Errors
///
/// As [`gzip`].
pub(super) fn zstd(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let reader = ruzstd::decoding::StreamingDecoder::new(bytes)
        .map_err(|e| Problem::Damaged(format!("not Zstandard: {e}")))?;
    bounded(reader, MAX_BYTES)
}

/// Reads up to `limit` bytes; of a stream that breaks off, what came before.
pub(super) fn bounded(reader: impl Read, limit: u64) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    let result = reader.take(limit + 1).read_to_end(&mut out);
    if out.len() as u64 > limit {
        return Err(Problem::TooLarge);
    }
    match result {
        Ok(_) => Ok(out),
        Err(_) if !out.is_empty() => Ok(out),
        Err(error) => Err(Problem::Damaged(format!("it cannot be unpacked: {error}"))),
    }
}

/// Largest member of an archive, in bytes (50 MB), of all together (200 MB),
/// and most members.
const MAX_MEMBER: u64 = 50 << 20;
const MAX_ARCHIVE: u64 = 200 << 20;
const MAX_MEMBERS: usize = 10_000;

/// Checks that an archive unpacks to no more than its limits, whatever its
/// directory says: unpacks each member and counts. Returns the names.
///
/// # Errors
///
/// [`Problem::TooLarge`] or [`Problem::Damaged`].
pub(super) fn check_zip(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    let members = members(bytes)?;
    let mut total = 0u64;
    for member in &members {
        total += match member.deflated {
            false => member.data.len() as u64,
            true => unpacked_length(member.data)?,
        };
        if total > MAX_ARCHIVE {
            return Err(Problem::TooLarge);
        }
    }
    Ok(members.into_iter().map(|m| m.name).collect())
}

/// A member of an archive.
pub(super) struct Member<'b> {
    /// Its name, never used as a path.
    pub(super) name: String,
    data: &'b [u8],
    deflated: bool,
}

impl Member<'_> {
    /// Its bytes; of a torn one what came before.
    ///
    /// # Errors
    ///
    /// [`Problem::TooLarge`], or [`Problem::Damaged`] if nothing could be
    /// unpacked.
    pub(super) fn unpacked(&self) -> Result<Vec<u8>, Problem> {
        if self.deflated {
            bounded(DeflateDecoder::new(self.data), MAX_MEMBER)
        } else {
            Ok(self.data.to_vec())
        }
    }
}

/// The members of an archive, packed as they are.
///
/// # Errors
///
/// [`Problem::TooLarge`]: too many; [`Problem::Damaged`].
pub(super) fn members(bytes: &[u8]) -> Result<Vec<Member<'_>>, Problem> {
    let damaged = || Problem::Damaged("its directory is torn".to_owned());
    let word = |at: usize| -> Option<usize> {
        let found = bytes.get(at..at + 2)?;
        Some(usize::from(*found.first()?) | usize::from(*found.get(1)?) << 8)
    };
    let long = |at: usize| Some(word(at)? | word(at + 2)? << 16);
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06").ok_or_else(damaged)?;
    let count = word(end + 10).ok_or_else(damaged)?;
    if count > MAX_MEMBERS {
        return Err(Problem::TooLarge);
    }
    let mut at = long(end + 16).ok_or_else(damaged)?;
    let mut members = Vec::with_capacity(count);
    for _ in 0..count {
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
            return Err(damaged());
        }
        let field = |offset: usize| word(at + offset).ok_or_else(damaged);
        let (method, name, extra, comment) = (field(10)?, field(28)?, field(30)?, field(32)?);
        let size = long(at + 20).ok_or_else(damaged)?;
        let local = long(at + 42).ok_or_else(damaged)?;
        let stored = bytes.get(at + 46..at + 46 + name).ok_or_else(damaged)?;
        let start = word(local + 26)
            .zip(word(local + 28))
            .map(|(n, e)| local + 30 + n + e)
            .ok_or_else(damaged)?;
        let data = bytes
            .get(start..start.saturating_add(size).min(bytes.len()))
            .ok_or_else(damaged)?;
        members.push(Member {
            name: String::from_utf8_lossy(stored).into_owned(),
            data,
            deflated: method != 0,
        });
        at += 46 + name + extra + comment;
    }
    Ok(members)
}

/// The length of deflated data when unpacked.
fn unpacked_length(data: &[u8]) -> Result<u64, Problem> {
    let mut reader = DeflateDecoder::new(data).take(MAX_MEMBER + 1);
    let mut buffer = [0; 16 << 10];
    let mut length = 0u64;
    loop {
        match reader.read(&mut buffer) {
            // A torn member costs only itself.
            Ok(0) | Err(_) => return Ok(length),
            Ok(n) => length += n as u64,
        }
        if length > MAX_MEMBER {
            return Err(Problem::TooLarge);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::best());
        out.write_all(data).expect("memory");
        out.finish().expect("memory")
    }

    #[test]
    fn what_is_packed_comes_back() {
        assert_eq!(
            gzip(&packed(b"Talks resume")).expect("text"),
            b"Talks resume"
        );
        let two = [packed(b"One "), packed(b"two")].concat();
        assert_eq!(gzip(&two).expect("text"), b"One two");
    }

    #[test]
    fn bombs_are_refused_and_torn_streams_kept() {
        let bomb = packed(&vec![b' '; (MAX_BYTES + 10) as usize]);
        assert!(bomb.len() < 200_000);
        assert!(matches!(gzip(&bomb), Err(Problem::TooLarge)));
        let mut torn = packed(&b"The ministers met. ".repeat(5_000));
        torn.truncate(torn.len() - 9);
        assert!(
            gzip(&torn)
                .expect("some text")
                .starts_with(b"The ministers")
        );
        assert!(matches!(gzip(b"\x1f\x8b"), Err(Problem::Damaged(_))));
        assert!(zstd(b"\x28\xb5\x2f\xfd").is_err());
    }

    #[test]
    fn archives_are_checked_without_trust() {
        assert!(check_zip(b"PK\x03\x04").is_err());
        assert!(check_zip(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0").is_err());
    }
}
