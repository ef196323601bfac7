//! Names of people, lines, rooms and devices.
//!
//! Most are short and there are many copies of each, so a short one needs no memory of its own and a long one is shared.

use std::fmt;
use std::str::FromStr;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;

/// A text that does not have the form its type asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordError {
    /// What was expected, lower case, without the offending value.
    pub expected: &'static str,
}

impl fmt::Display for WordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl std::error::Error for WordError {}

/// Reads a word of a document from the text as it lies there: documents hold many thousands of them.
pub(super) fn word_from<'de, D: Deserializer<'de>, T>(from: D, read: fn(&str) -> Result<T, WordError>) -> Result<T, D::Error> {
    struct Word<T>(fn(&str) -> Result<T, WordError>);
    impl<T> Visitor<'_> for Word<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            (self.0)(text).map_err(E::custom)
        }
    }
    from.deserialize_string(Word(read))
}

macro_rules! text_word {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $ok:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                word_from(from, str::parse)
            }
        }

        impl $name {
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = WordError;
            fn from_str(text: &str) -> Result<Self, WordError> {
                let ok: fn(&str) -> bool = $ok;
                if ok(text) { Ok(Self(SmolStr::new(text))) } else { Err(WordError { expected: $expected }) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = WordError;
            fn try_from(text: String) -> Result<Self, WordError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> String {
                word.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control)
}

text_word!(
    /// A person; stable across runs, taken from the staff number where there is one.
    PersonId, "a name without control characters or outer blanks", is_name
);
impl PersonId {
    /// A number without the zeros before it, which spreadsheets take away; none where it is no number.
    #[must_use]
    pub fn without_zeros(&self) -> Option<&str> {
        without_zeros(&self.0)
    }
}

/// A number without the zeros before it; none where the text is no number.
#[must_use]
pub fn without_zeros(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.trim_start_matches('0'))
}

text_word!(
    /// A line: one SIP account of one extension. The key of everything technical.
    LineId, "a name without control characters or outer blanks", is_name
);
text_word!(
    /// A room as the staff list names it, such as `2.14`.
    RoomId, "a name without control characters or outer blanks", is_name
);
text_word!(
    /// An organisational unit (Amt, Sachgebiet), by the name the staff list uses.
    Department, "a name without control characters or outer blanks", is_name
);
text_word!(
    /// An Ethernet address in canonical form, lower case with colons: `00:00:5e:00:53:01`.
    Mac, "six pairs of hex digits with colons", |t| t.len() == 17
        && t.split(':').count() == 6
        && t.split(':').all(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
);

/// Where a person works on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    Home,
    Office,
    /// Not working that day: part-time pattern, leave or public holiday.
    Off,
}
