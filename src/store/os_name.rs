//! File names that are not UTF-8, as text and back: `m\\xfcller.conf` of an old system is found like any other.
//!
//! Each byte that is no UTF-8 becomes a character of the private use area, so that no two names become one.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

/// Byte 0x80 is this character.
const FIRST: u32 = 0xF780;

#[must_use]
pub fn to_text(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().filter_map(|byte| char::from_u32(FIRST - 0x80 + u32::from(*byte))));
    }
    text
}

#[must_use]
pub fn from_text(text: &str) -> OsString {
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match u32::from(letter).checked_sub(FIRST).and_then(|n| u8::try_from(n).ok()).filter(|n| *n < 0x80) {
            Some(byte) => bytes.push(byte + 0x80),
            None => bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    OsString::from_vec(bytes)
}

/// For people: what cannot be shown becomes U+FFFD.
#[must_use]
pub fn shown(text: &str) -> String {
    from_text(text).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_comes_back() {
        for bytes in [&b"m\xfcller.conf"[..], b"plain", "Müller".as_bytes(), b"\xff\xfe\x80", b""] {
            let name = OsStr::from_bytes(bytes);
            assert_eq!(from_text(&to_text(name)), name);
        }
        assert_eq!(to_text(OsStr::new("Müller")), "Müller");
        assert_eq!(shown(&to_text(OsStr::from_bytes(b"m\xfcller"))), "m\u{fffd}ller");
    }
}
