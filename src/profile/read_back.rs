//! What was written, read by the family's own reader and compared with what was meant.

use super::definition::{Output, ReadBack};
use super::field::{Field, Values};
use super::syntax::{NameAddr, ReadError};

/// Why a file is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// The client would not understand the file at all.
    Unreadable(ReadError),
    /// The client would see another value.
    Differs(Field),
}

pub(super) fn compare(output: &Output, text: &str, values: &Values) -> Result<(), Mismatch> {
    let read = output.syntax.read(text).map_err(Mismatch::Unreadable)?;
    for (field, place) in &output.read_back {
        let expected = values.get(*field);
        let same = match place {
            ReadBack::At { key, part: None } => read.get(key).is_some_and(|value| value == expected),
            ReadBack::At { key, part: Some(part) } => read
                .get(key)
                .and_then(|value| match part.strip_prefix("bare-") {
                    Some(part) => NameAddr::read_bare(value).map(|address| (address, part)),
                    None => NameAddr::read(value).map(|address| (address, part.as_str())),
                })
                .is_some_and(|(address, part)| address.part(part).is_some_and(|value| value == expected)),
            // A key that is absent reads as the empty value, which is how a template leaves a setting out.
            ReadBack::Words(words) => words
                .get(expected)
                .is_some_and(|wanted| wanted.iter().all(|(key, value)| read.get(key).map_or("", String::as_str) == value)),
        };
        if !same {
            return Err(Mismatch::Differs(*field));
        }
    }
    Ok(())
}
