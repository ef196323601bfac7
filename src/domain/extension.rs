//! Internal numbers, and what tells two of the same digits apart.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::{SmolStr, format_smolstr};

use super::identity::{WordError, is_name, word_from};

/// An extension (Nebenstelle): `2001`, or `2001@amt.example` where several have the digits. Behind the `@` stands what the telephone system
/// tells them apart by: a partition, a domain, a context.
///
/// Digits are kept as text because leading zeros count. What people write is a number and read by `FromStr`; what documents, tables and
/// corrections hold is an identity ([`Extension::identity`]).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extension(SmolStr);

impl Serialize for Extension {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Extension {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        word_from(from, Self::identity)
    }
}

const MARK: char = '@';
/// The sign behind [`MARK`] in the order of signs: all identities with the same digits and a context stand between the two.
const BEHIND: char = 'A';
const MOST_DIGITS: usize = 15;
const LONGEST_CONTEXT: usize = 200;

impl Extension {
    /// The whole identity: what documents are keyed by.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is dialled.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.0.split_once(MARK).map_or(self.0.as_str(), |(digits, _)| digits)
    }

    /// Partition, domain or context, where another extension has the same digits.
    #[must_use]
    pub fn context(&self) -> Option<&str> {
        self.0.split_once(MARK).map(|(_, context)| context)
    }

    /// The number alone.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self(SmolStr::new(self.digits()))
    }

    /// The extension with these digits in a context; none where the context is no name.
    #[must_use]
    pub fn within(&self, context: &str) -> Option<Self> {
        let fits = is_name(context) && context.len() <= LONGEST_CONTEXT;
        fits.then(|| Self(format_smolstr!("{}{MARK}{context}", self.digits())))
    }

    /// Reads `2001` or `2001@amt.example`.
    ///
    /// # Errors
    /// Where the text is neither.
    pub fn identity(text: &str) -> Result<Self, WordError> {
        let Some((digits, context)) = text.split_once(MARK) else { return text.parse() };
        let expected = WordError { expected: "1 to 15 digits, and a context behind `@` where several have them" };
        digits.parse::<Self>()?.within(context).ok_or(expected)
    }

    /// Where in a sorted collection the extensions with these digits and a context stand.
    #[must_use]
    pub fn in_contexts(&self) -> Range<Self> {
        let digits = self.digits();
        Self(format_smolstr!("{digits}{MARK}"))..Self(format_smolstr!("{digits}{BEHIND}"))
    }

    /// Whether both may be one, as far as both say: a number alone leaves open which of several is meant.
    #[must_use]
    pub fn may_be(&self, other: &Self) -> bool {
        self == other || self.digits() == other.digits() && (self.context().is_none() || other.context().is_none())
    }
}

impl FromStr for Extension {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let fits = (1..=MOST_DIGITS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(SmolStr::new(text))) } else { Err(WordError { expected: "1 to 15 digits" }) }
    }
}

impl TryFrom<String> for Extension {
    type Error = WordError;

    fn try_from(text: String) -> Result<Self, WordError> {
        Self::identity(&text)
    }
}

impl From<Extension> for String {
    fn from(extension: Extension) -> Self {
        extension.0.into()
    }
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn extension(text: &str) -> Extension {
        Extension::identity(text).expect("an identity")
    }

    #[test]
    fn a_number_alone_and_in_a_context() {
        let one = extension("0201@amt.example");
        assert_eq!((one.digits(), one.context(), one.as_str()), ("0201", Some("amt.example"), "0201@amt.example"));
        assert_eq!(one.bare(), extension("0201"));
        assert_eq!(extension("0201").within("amt.example"), Some(one.clone()));
        assert_eq!(one.within("PT Haus 2").map(|two| two.to_string()).as_deref(), Some("0201@PT Haus 2"));
        assert_eq!(extension("7@a@b").context(), Some("a@b"));
        assert_eq!(extension("201").context(), None);
    }

    #[test]
    fn what_people_write_is_a_number_only() {
        for text in ["2001@amt.example", "", "20 01", "1234567890123456", "٢٠٠١"] {
            assert!(text.parse::<Extension>().is_err(), "{text}");
        }
        for text in ["@a", "2001@", "2001@ a", "2001@a\n", "x@a", &format!("1@{}", "a".repeat(201))] {
            assert!(Extension::identity(text).is_err(), "{text}");
        }
    }

    #[test]
    fn documents_bring_them_back() {
        for text in ["\"2001\"", "\"2001@PT_Haus2\""] {
            let read: Extension = serde_json::from_str(text).expect("an extension");
            assert_eq!(serde_json::to_string(&read).expect("JSON"), text);
        }
        assert!(serde_json::from_str::<Extension>("\"anna\"").is_err());
    }

    #[test]
    fn those_of_one_number_stand_together() {
        let all: BTreeSet<Extension> = ["2001", "20010", "2001@b", "2001@a", "2001@Ä", "2002@a", "200@a"].map(extension).into();
        let found: Vec<&str> = all.range(extension("2001").in_contexts()).map(Extension::as_str).collect();
        assert_eq!(found, ["2001@a", "2001@b", "2001@Ä"]);
    }

    #[test]
    fn a_number_alone_may_be_either() {
        assert!(extension("1").may_be(&extension("1@a")) && extension("1@a").may_be(&extension("1")));
        assert!(extension("1@a").may_be(&extension("1@a")));
        assert!(!extension("1@a").may_be(&extension("1@b")) && !extension("1").may_be(&extension("2")));
    }
}
