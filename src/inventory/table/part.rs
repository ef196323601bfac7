//! The XML of one part of a workbook, whose errors name the part.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::archive::Refusal;

/// An XML reader over one part whose errors name the part.
pub(super) struct Part<'a> {
    reader: Reader<&'a [u8]>,
    name: &'a str,
}

impl<'a> Part<'a> {
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, name }
    }

    pub(super) fn next(&mut self) -> Result<Event<'a>, Refusal> {
        self.reader.read_event().map_err(|error| self.broken(&error.to_string()))
    }

    pub(super) fn broken(&self, detail: &str) -> Refusal {
        let detail = format!("{detail} at byte {}", self.reader.buffer_position());
        Refusal::Broken { part: self.name.to_owned(), detail }
    }
}

/// `&amp;` and `&#228;`; others mean nothing in a spreadsheet and stay as they are written, so that nothing vanishes.
pub(super) fn resolve(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(entity).map_or_else(|| format!("&{};", &**entity), str::to_owned)
}

/// Local names and values of an element's attributes.
pub(super) fn attributes<'e>(element: &'e BytesStart<'_>) -> impl Iterator<Item = (&'e str, Cow<'e, str>)> {
    let mut list = element.attributes();
    list.with_checks(false);
    list.filter_map(Result::ok)
        .filter_map(|a| Some((a.key.local_name().into_inner(), a.normalized_value(XmlVersion::Implicit1_0).ok()?)))
}

/// An attribute by its local name.
pub(super) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    attributes(element).find(|(name, _)| *name == wanted).map(|(_, value)| value.into_owned())
}

pub(super) fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}
