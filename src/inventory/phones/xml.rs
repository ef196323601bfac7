//! The leaves of a flat XML file: element, attributes, text and place. Entities are never expanded beyond the five of XML.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::codes;
use crate::diag::{Finding, Place, Words};
use crate::inventory::model::Sourced;
use crate::inventory::table::raise_rows;
use crate::policy::site::Limits;

/// One element with text only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// With the place of its start tag.
    pub text: Sourced<String>,
}

impl Leaf {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Elements inside elements; phones need four.
const MAX_DEPTH: usize = 32;
/// Where the site says nothing.
const MAX_LEAVES: usize = 100_000;
const MAX_ATTRIBUTES: usize = 32;

/// Elements in file order up to the first damage, which is a finding.
pub(super) fn leaves(file: &str, text: &str, limits: Limits) -> (Vec<Leaf>, Option<Finding>) {
    let most = limits.rows_or(MAX_LEAVES);
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut out = Vec::new();
    let mut places = Places { text, at: 0, line: 1, line_start: 0 };
    // Open elements that hold no element so far.
    let mut open: Option<Leaf> = None;
    let mut depth = 0_usize;
    loop {
        let begin = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(begin);
                return (out, Some(broken(places.of(file, at.max(begin).min(text.len())), &error.to_string())));
            }
        };
        match event {
            Event::Start(element) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    let finding = too_much(
                        places.of(file, begin),
                        &format!("more than {MAX_DEPTH} levels"),
                        &format!("mehr als {MAX_DEPTH} Ebenen"),
                    );
                    return (out, Some(finding));
                }
                open = Some(leaf(&element, places.of(file, begin)));
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                out.extend(open.take());
                if out.len() > most {
                    let finding = too_much(
                        places.of(file, begin),
                        &format!("more than {most} elements"),
                        &format!("mehr als {most} Elemente"),
                    )
                    .todo(raise_rows());
                    return (out, Some(finding));
                }
            }
            Event::Text(piece) => push(&mut open, &piece.xml10_content()),
            Event::CData(piece) => push(&mut open, &piece.xml10_content()),
            Event::GeneralRef(entity) => match resolved(&entity) {
                Some(text) => push(&mut open, &text),
                None => {
                    return (out, Some(broken(places.of(file, begin), "an entity that is not declared")));
                }
            },
            Event::DocType(_) => {
                return (out, Some(broken(places.of(file, begin), "a document type declaration, which no phone writes")));
            }
            Event::Eof if depth > 0 => {
                return (out, Some(broken(places.of(file, text.len()), "the file ends inside an element")));
            }
            Event::Eof => return (out, None),
            _ => {}
        }
    }
}

fn push(open: &mut Option<Leaf>, text: &str) {
    if let Some(leaf) = open {
        leaf.text.value.push_str(text);
    }
}

fn leaf(element: &BytesStart<'_>, at: Place) -> Leaf {
    let attributes = element
        .attributes()
        .with_checks(false)
        .take(MAX_ATTRIBUTES)
        .filter_map(Result::ok)
        .map(|a| {
            let value = a.normalized_value(XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned).unwrap_or_default();
            (a.key.local_name().as_ref().to_owned(), value)
        })
        .collect();
    Leaf { name: element.local_name().as_ref().to_owned(), attributes, text: Sourced::new(String::new(), at) }
}

/// `&amp;` and `&#228;`.
fn resolved(entity: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Some(c.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(entity).map(str::to_owned)
}

fn broken(place: Place, detail: &str) -> Finding {
    codes::XML_BROKEN
        .finding(Some(place), Words::new(format!("the XML is damaged: {detail}"), format!("das XML ist beschädigt: {detail}")))
        .todo(Words::new(
            "write `&amp;` for `&` and `&lt;` for `<`, and close every element",
            "`&amp;` für `&` und `&lt;` für `<` schreiben und jedes Element schließen",
        ))
}

fn too_much(place: Place, en: &str, de: &str) -> Finding {
    crate::inventory::table::codes::LIST_TOO_LARGE
        .finding(Some(place), Words::new(format!("read up to here: {en}"), format!("gelesen bis hierher: {de}")))
        .todo(Words::new("check that the right file is named", "prüfen, ob die richtige Datei genannt ist"))
}

/// Byte positions, asked for in rising order, to lines and columns: the text is walked once.
struct Places<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    line_start: usize,
}

impl Places<'_> {
    fn of(&mut self, file: &str, at: usize) -> Place {
        let at = at.min(self.text.len());
        if at < self.at {
            (self.at, self.line, self.line_start) = (0, 1, 0);
        }
        let bytes = self.text.as_bytes();
        while self.at < at {
            if bytes[self.at] == b'\n' {
                self.line = self.line.saturating_add(1);
                self.line_start = self.at + 1;
            }
            self.at += 1;
        }
        let column = self.text.get(self.line_start..at).map_or(1, |head| head.chars().count() as u32 + 1);
        Place::at(file, self.line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let (leaves, finding) = leaves("f", text, Limits::default());
        let mut out: Vec<String> = leaves.iter().map(|l| format!("{} {}=`{}`", l.text.at, l.name, l.text.value)).collect();
        out.extend(finding.map(|f| format!("{} {}", f.place.map(|p| p.to_string()).unwrap_or_default(), f.code)));
        out.join("; ")
    }

    #[test]
    fn leaves_with_their_places() {
        assert_eq!(
            shown("<a>\n <b x=\"1\">A &amp; B</b>\n ü<c/><d><![CDATA[<x>]]></d></a>"),
            "f:2:2 b=`A & B`; f:3:3 c=``; f:3:7 d=`<x>`"
        );
    }

    #[test]
    fn damage_is_one_finding_and_what_stands_before_is_kept() {
        assert_eq!(shown("<a><b>1</b><c>A & B</c></a>").split("; ").next(), Some("f:1:4 b=`1`"));
        for (text, code) in [
            ("<a><b>1</b><c>A & B</c></a>", "inventory/phone-xml-broken"),
            ("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "inventory/phone-xml-broken"),
            ("<a>&x;</a>", "inventory/phone-xml-broken"),
            ("<a><b></a>", "inventory/phone-xml-broken"),
            ("<a>", "inventory/phone-xml-broken"),
        ] {
            assert!(shown(text).ends_with(code), "{text}: {}", shown(text));
        }
        let deep = "<a>".repeat(100_000);
        assert_eq!(shown(&deep), "f:1:97 inventory/list-too-large");
    }
}
