//! What was written, read by the family's own reader and compared with what was meant.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::definition::{Embedded, Output, ReadBack};
use super::field::{BY_DNS, Field, Values};
use super::repeats::{self, Repeat};
use super::syntax::{NameAddr, Read, ReadError, Syntax};

/// Why a file is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// The client would not understand the file at all.
    Unreadable(ReadError),
    /// The bytes are not of the file's encoding.
    Undecodable,
    /// The client would see another value.
    Differs(Field),
    /// The client would call the account something else.
    Label,
    /// The client would not see one of these, or not as it was meant.
    Lost(Repeat),
}

/// What the client sees in a file, with the keys of an embedded one behind the outer key and a `#`.
pub(super) fn read(output: &Output, text: &str) -> Result<Read, Mismatch> {
    whole(output, text, |syntax, text, _| syntax.read(text))
}

/// Reads the file and what is embedded in it, by a reader that is told which keys are wanted of each.
fn whole(
    output: &Output,
    text: &str,
    reader: impl Fn(Syntax, &str, &BTreeSet<String>) -> Result<Read, ReadError>,
) -> Result<Read, Mismatch> {
    let mut read = reader(output.syntax, text, &output.wanted).map_err(Mismatch::Unreadable)?;
    if let Some(inner) = &output.embeds {
        let text = read.get(&inner.key).map_or("", String::as_str);
        let more = reader(inner.syntax, text, &inner.wanted).map_err(Mismatch::Unreadable)?;
        read.extend(more.into_iter().map(|(key, value)| (format!("{}#{key}", inner.key), value)));
    }
    Ok(read)
}

pub(super) fn compare(output: &Output, text: &str, values: &Values) -> Result<(), Mismatch> {
    let read = whole(output, text, Syntax::read_some)?;
    if let Some((field, _)) = output.read_back.iter().find(|(field, place)| !is(&read, place, values.get(**field))) {
        return Err(Mismatch::Differs(*field));
    }
    // Few lines need more than the keys above, and they need it once.
    let all = LazyCell::new(|| self::read(output, text));
    if let Some(ha1) = values.ha1.as_ref().filter(|_| output.read_back.contains_key(&Field::Password)) {
        let all = all.as_ref().map_err(Mismatch::clone)?;
        let holds = |wanted: &str| all.values().any(|value| value == wanted);
        if !(holds(&ha1.hex) && holds(&ha1.realm)) {
            return Err(Mismatch::Differs(Field::Password));
        }
    }
    let accounts = std::iter::once(values).chain(output.further(values).map(|(_, further)| further));
    let mut labels = accounts.map(|values| values.media.label()).filter(|label| !label.is_empty()).peekable();
    if output.names("account.label") && labels.peek().is_some() {
        let all = all.as_ref().map_err(Mismatch::clone)?;
        if labels.any(|label| !all.values().any(|value| value == label)) {
            return Err(Mismatch::Label);
        }
    }
    if output.further(values).next().is_some() {
        further(output, all.as_ref().map_err(Mismatch::clone)?, values)?;
    }
    let lost = repeats::missing(output, values.media.items(), || all.as_ref().ok());
    lost.map_or(Ok(()), |repeat| Err(Mismatch::Lost(repeat)))
}

/// The same for the further accounts of the file.
fn further(output: &Output, read: &Read, values: &Values) -> Result<(), Mismatch> {
    let Some(accounts) = &output.accounts else { return Ok(()) };
    for (place, further) in output.further(values) {
        let holds = |wanted: &str| read.values().any(|value| value == wanted);
        if further.ha1.as_ref().is_some_and(|ha1| !(holds(&ha1.hex) && holds(&ha1.realm))) {
            return Err(Mismatch::Differs(Field::Password));
        }
        let differs = |field: &Field, first: &ReadBack| !is(read, &accounts.place_of(first, place), further.get(*field));
        if let Some((field, _)) = output.read_back.iter().find(|(field, first)| differs(field, first)) {
            return Err(Mismatch::Differs(*field));
        }
    }
    Ok(())
}

/// The keys that [`compare`] looks at.
pub(super) fn wanted(read_back: &BTreeMap<Field, ReadBack>, embeds: Option<&Embedded>) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = embeds.map(|inner| inner.key.clone()).into_iter().collect();
    for place in read_back.values() {
        match place {
            ReadBack::At { key, .. } => {
                keys.insert(key.clone());
            }
            ReadBack::Words(words) => keys.extend(words.values().flatten().map(|(key, _)| key.clone())),
        }
    }
    keys
}

/// Of these keys those of the file embedded at `outer`.
pub(super) fn wanted_inside(keys: &BTreeSet<String>, outer: &str) -> BTreeSet<String> {
    keys.iter().filter_map(|key| key.strip_prefix(outer)?.strip_prefix('#')).map(str::to_owned).collect()
}

/// The value of a field as the client sees it; none where it is a word that several keys make, or is not there.
pub(super) fn value(read: &Read, place: &ReadBack) -> Option<String> {
    let ReadBack::At { key, part } = place else { return None };
    let value = read.get(key)?;
    match part.as_deref() {
        None => Some(value.clone()),
        Some("minutes") => value.parse::<u32>().ok()?.checked_mul(60).map(|seconds| seconds.to_string()),
        Some("lower") => Some(value.to_ascii_lowercase()),
        Some(part) => {
            let (address, part) = match part.strip_prefix("bare-") {
                Some(part) => (NameAddr::read_bare(value)?, part),
                None => (NameAddr::read(value)?, part),
            };
            let value = address.part(part)?;
            // Without a port the client asks DNS for it.
            Some(if part == "port" && value.is_empty() { BY_DNS } else { value }.to_owned())
        }
    }
}

fn is(read: &Read, place: &ReadBack, expected: &str) -> bool {
    match place {
        ReadBack::At { key, part: None } => read.get(key).is_some_and(|value| value == expected),
        ReadBack::At { .. } => value(read, place).is_some_and(|value| value == expected),
        // A key that is absent reads as the empty value, which is how a template leaves a setting out.
        ReadBack::Words(words) => words
            .get(expected)
            .is_some_and(|wanted| wanted.iter().all(|(key, value)| read.get(key).map_or("", String::as_str) == value)),
    }
}
