//! How the text of a file becomes bytes.

use std::borrow::Cow;

use super::syntax::Reason;

/// The encoding of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// With a byte order mark in front.
    Utf8Bom,
    /// As Windows writes "Unicode": little endian, with a byte order mark.
    Utf16LeBom,
    /// Read as Latin-1: everything beyond ASCII must have been escaped by the file's syntax.
    Latin1Escape,
}

impl Encoding {
    pub(super) const ALL: [Self; 4] = [Self::Utf8, Self::Utf8Bom, Self::Utf16LeBom, Self::Latin1Escape];

    /// The name in `profile.yaml`.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf8Bom => "utf-8-bom",
            Self::Utf16LeBom => "utf-16le-bom",
            Self::Latin1Escape => "latin1-escape",
        }
    }

    pub(super) fn encode(self, text: String) -> Result<Vec<u8>, Reason> {
        match self {
            Self::Utf8 => Ok(text.into_bytes()),
            Self::Utf8Bom => Ok([b"\xef\xbb\xbf", text.as_bytes()].concat()),
            Self::Utf16LeBom => {
                let mut bytes = Vec::with_capacity(2 + text.len() * 2);
                bytes.extend([0xff, 0xfe]);
                text.encode_utf16().for_each(|unit| bytes.extend(unit.to_le_bytes()));
                Ok(bytes)
            }
            Self::Latin1Escape if text.is_ascii() => Ok(text.into_bytes()),
            Self::Latin1Escape => Err(Reason::NotAscii),
        }
    }

    /// The text a client sees in these bytes; none where they are not of this encoding.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        let utf8 = |bytes| std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
        match self {
            Self::Utf8 => utf8(bytes),
            Self::Utf8Bom => utf8(bytes.strip_prefix(b"\xef\xbb\xbf")?),
            Self::Utf16LeBom => {
                let bytes = bytes.strip_prefix(b"\xff\xfe").filter(|bytes| bytes.len() % 2 == 0)?;
                let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                String::from_utf16(&units).ok().map(Cow::Owned)
            }
            Self::Latin1Escape => Some(bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back_from_every_encoding() {
        for encoding in Encoding::ALL {
            let text = if encoding == Encoding::Latin1Escape { "a\\u00e4\r\n" } else { "aä€😀\r\n" };
            let bytes = encoding.encode(text.to_owned()).unwrap();
            assert_eq!(encoding.decode(&bytes).unwrap(), text, "{encoding:?}");
        }
        assert_eq!(Encoding::Utf16LeBom.encode("ä".into()).unwrap(), [0xff, 0xfe, 0xe4, 0]);
        assert_eq!(Encoding::Utf8Bom.encode("ä".into()).unwrap(), [0xef, 0xbb, 0xbf, 0xc3, 0xa4]);
        assert_eq!(Encoding::Latin1Escape.encode("ä".into()), Err(Reason::NotAscii));
        assert_eq!(Encoding::Utf16LeBom.decode(b"\xff\xfe\x00"), None);
        assert_eq!(Encoding::Utf16LeBom.decode(b"ab"), None);
        assert_eq!(Encoding::Utf8.decode(b"\xe4"), None);
    }
}
