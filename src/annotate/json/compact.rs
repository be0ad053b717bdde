//! Writes the objects of the contract as compact JSON, byte for byte as
//! `serde_json` does. The names of fields are known to need no escapes, texts
//! are looked at sixteen bytes at a time.

use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeSeq, SerializeStruct},
};
use serde_json::Error;

use crate::scan;

/// Appends `value` to `out`.
///
/// # Errors
///
/// Only for what no object of the contract has: maps, tuples, enums with
/// fields, and floats that `serde_json` refuses.
pub fn write(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), Error> {
    value.serialize(Writer { out })
}

/// Writes one value.
struct Writer<'o> {
    out: &'o mut Vec<u8>,
}

/// Writes the fields of an object or the elements of an array.
struct Inside<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

fn other<T>() -> Result<T, Error> {
    Err(serde::ser::Error::custom("not of the contract"))
}

fn text(out: &mut Vec<u8>, value: &str) {
    out.reserve(value.len() + 2);
    out.push(b'"');
    let mut rest = value.as_bytes();
    let escaped = |b: u8| (b < b' ') | (b == b'"') | (b == b'\\');
    while let Some(at) = scan::find(rest, escaped) {
        let (plain, behind) = rest.split_at(at);
        out.extend_from_slice(plain);
        if let Some((b, behind)) = behind.split_first() {
            escape(out, *b);
            rest = behind;
        }
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

fn escape(out: &mut Vec<u8>, b: u8) {
    let short = match b {
        b'"' | b'\\' => b,
        0x8 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        0xc => b'f',
        b'\r' => b'r',
        _ => {
            let digit = |n: u8| if n < 10 { b'0' + n } else { b'a' + (n - 10) };
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(b >> 4), digit(b & 0xf)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// The decimal digits of a number.
fn digits(out: &mut Vec<u8>, mut n: u64) {
    if n < 10 {
        out.push(b'0' + n as u8);
        return;
    }
    let mut buffer = [0; 20]; // 2^64 has twenty digits
    let mut from = buffer.len();
    for pair in buffer.as_chunks_mut::<2>().0.iter_mut().rev() {
        let low = (n % 100) as u8;
        *pair = [b'0' + low / 10, b'0' + low % 10];
        n /= 100;
        from -= 2;
        if n == 0 {
            from += usize::from(low < 10);
            break;
        }
    }
    out.extend_from_slice(buffer.get(from..).unwrap_or(&[]));
}

impl<'o> Serializer for Writer<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Inside<'o>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Inside<'o>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, v: bool) -> Result<(), Error> {
        let word: &[u8] = if v { b"true" } else { b"false" };
        self.out.extend_from_slice(word);
        Ok(())
    }

    fn serialize_i8(self, v: i8) -> Result<(), Error> {
        self.serialize_i64(v.into())
    }

    fn serialize_i16(self, v: i16) -> Result<(), Error> {
        self.serialize_i64(v.into())
    }

    fn serialize_i32(self, v: i32) -> Result<(), Error> {
        self.serialize_i64(v.into())
    }

    fn serialize_i64(self, v: i64) -> Result<(), Error> {
        if v < 0 {
            self.out.push(b'-');
        }
        digits(self.out, v.unsigned_abs());
        Ok(())
    }

    fn serialize_u8(self, v: u8) -> Result<(), Error> {
        self.serialize_u64(v.into())
    }

    fn serialize_u16(self, v: u16) -> Result<(), Error> {
        self.serialize_u64(v.into())
    }

    fn serialize_u32(self, v: u32) -> Result<(), Error> {
        self.serialize_u64(v.into())
    }

    fn serialize_u64(self, v: u64) -> Result<(), Error> {
        digits(self.out, v);
        Ok(())
    }

    fn serialize_f32(self, v: f32) -> Result<(), Error> {
        serde_json::to_writer(self.out, &v)
    }

    fn serialize_f64(self, v: f64) -> Result<(), Error> {
        serde_json::to_writer(self.out, &v)
    }

    fn serialize_char(self, v: char) -> Result<(), Error> {
        text(self.out, v.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, v: &str) -> Result<(), Error> {
        text(self.out, v);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        other()
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        other()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'o>, Error> {
        self.out.push(b'[');
        Ok(Inside {
            out: self.out,
            first: true,
        })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        other()
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        other()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        other()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        other()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'o>, Error> {
        self.out.push(b'{');
        Ok(Inside {
            out: self.out,
            first: true,
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        other()
    }
}

impl SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = Error;

    // Inlined, the key is of a length that the compiler knows.
    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        value.serialize(Writer { out: self.out })
    }

    fn end(self) -> Result<(), Error> {
        self.out.push(b'}');
        Ok(())
    }
}

impl SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        value.serialize(Writer { out: self.out })
    }

    fn end(self) -> Result<(), Error> {
        self.out.push(b']');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Serialize)]
    struct Sample<'t> {
        text: &'t str,
        list: Vec<&'t str>,
        none: Option<u8>,
        number: i64,
        wide: u64,
        value: f64,
        flag: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<u8>,
    }

    fn agrees(value: &impl Serialize) {
        let mut out = Vec::new();
        write(&mut out, value).expect("written");
        assert_eq!(out, serde_json::to_vec(value).expect("written"));
    }

    #[test]
    fn escapes_are_those_of_serde_json() {
        let all: String = (0..=0x100u32).filter_map(char::from_u32).collect();
        agrees(&all);
        agrees(&"a \"word\" of more than sixteen bytes\n\\ and “one” behind it");
        agrees(&["", "\"", "\u{1f}"].as_slice());
    }

    proptest! {
        #[test]
        fn objects_are_those_of_serde_json(
            text in "\\PC{0,40}|.{0,40}",
            number: i64,
            wide: u64,
            value: f64,
            flag: bool,
        ) {
            let list = text.split(' ').collect();
            agrees(&Sample { text: &text, list, none: None, number, wide, value, flag, left_out: None });
        }
    }
}
