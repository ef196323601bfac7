//! XML without trust: no document types, no entities of its own, a depth limit; every element and attribute with line and column.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::codes;
use crate::diag::{Finding, Place, Words};
use crate::inventory::model::Sourced;

/// An element with everything in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, Sourced<String>)>,
    pub children: Vec<Element>,
    pub at: Place,
}

impl Element {
    pub(super) fn get(&self, name: &str) -> Option<Sourced<String>> {
        let value = self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value)?;
        let text = value.value.trim();
        (!text.is_empty()).then(|| Sourced::new(text.to_owned(), value.at.clone()))
    }
}

/// Elements inside of one another.
const MOST_DEPTH: usize = 32;
/// Elements of one file.
const MOST_ELEMENTS: usize = 1_000_000;
/// Elements and attributes inside of one child of the root, which is held whole.
const MOST_HELD: usize = 20_000;

/// Hands each element that is a child of the root, whole, to `take`. Gives what ended the reading early.
pub(super) fn children(file: &str, text: &str, take: &mut dyn FnMut(Element)) -> Option<Finding> {
    let mut walk = Walk { file, text, at: 0, line: 1, column: 1 };
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    let (mut count, mut held) = (0, 0);
    let mut seen_root = false;
    loop {
        let before = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(_) => {
                let at = reader.error_position().max(reader.buffer_position().min(before as u64)) as usize;
                return Some(refused(walk.place(at), "the file is damaged here", "die Datei ist hier beschädigt"));
            }
        };
        match event {
            Event::Start(start) => {
                // The event begins at its name, one behind the `<`.
                let name = start.name();
                let at = walk.place(walk.offset(name.as_ref(), before).saturating_sub(1));
                count += 1;
                if open.len() >= MOST_DEPTH {
                    return Some(refused(at, "elements are nested too deeply", "Elemente sind zu tief verschachtelt"));
                }
                if open.len() == 1 {
                    held = 0;
                }
                held += 1;
                if count > MOST_ELEMENTS || held > MOST_HELD {
                    return Some(refused(at, "too many elements", "zu viele Elemente"));
                }
                let mut element = Element { name: name.as_ref().to_owned(), at: at.clone(), ..Element::default() };
                for attribute in start.attributes().with_checks(false) {
                    held += 1;
                    if held > MOST_HELD {
                        return Some(refused(at, "too many attributes", "zu viele Attribute"));
                    }
                    let Ok(attribute) = attribute else {
                        return Some(refused(at, "an attribute is damaged", "ein Attribut ist beschädigt"));
                    };
                    let place = walk.place(walk.offset(attribute.key.as_ref(), before));
                    let Some(value) = unescape(&attribute.value) else {
                        return Some(refused(
                            place,
                            "an attribute uses an entity of its own",
                            "ein Attribut benutzt eine eigene Entität",
                        ));
                    };
                    element.attributes.push((attribute.key.as_ref().to_owned(), Sourced::new(value, place)));
                }
                seen_root = true;
                open.push(element);
            }
            Event::End(_) => {
                let Some(element) = open.pop() else { continue };
                let depth = open.len();
                match open.last_mut() {
                    // The root keeps none of its children: they are many.
                    Some(_) if depth == 1 => take(element),
                    Some(parent) => parent.children.push(element),
                    None => {}
                }
            }
            Event::DocType(_) => {
                let at = walk.place(before);
                return Some(refused(at, "a document type is declared", "ein Dokumenttyp ist angegeben"));
            }
            Event::GeneralRef(entity) => {
                let name = entity.as_ref();
                if quick_xml::escape::resolve_predefined_entity(name).is_none() && !name.starts_with('#') {
                    return Some(refused(walk.place(before), "an entity of its own is used", "eine eigene Entität wird benutzt"));
                }
            }
            Event::Eof if seen_root && open.is_empty() => return None,
            Event::Eof => {
                let at = walk.place(text.len());
                return Some(refused(at, "the file ends inside an element", "die Datei endet mitten in einem Element"));
            }
            _ => {}
        }
    }
}

fn refused(at: Place, en: &'static str, de: &'static str) -> Finding {
    codes::XML_REFUSED
        .finding(Some(at), Words::new(en, de))
        .todo(Words::new("export it again from the telephone system", "noch einmal aus der Anlage exportieren"))
}

/// `&amp;` and `&#228;`; none where another entity is used.
fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (entity, after) = rest[at + 1..].split_once(';')?;
        match entity.strip_prefix('#') {
            Some(number) => {
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                out.push(char::from_u32(code).filter(|c| *c != '\0')?);
            }
            None => out.push_str(quick_xml::escape::resolve_predefined_entity(entity)?),
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// Turns offsets, which only grow, into lines and columns, at the cost of one pass.
struct Walk<'a> {
    file: &'a str,
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl Walk<'_> {
    /// Where a piece of the text begins; `fallback` for one that was copied.
    fn offset(&self, piece: &str, fallback: usize) -> usize {
        let at = (piece.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if at <= self.text.len() { at } else { fallback }
    }

    fn place(&mut self, offset: usize) -> Place {
        let mut to = offset.clamp(self.at, self.text.len());
        while !self.text.is_char_boundary(to) {
            to -= 1;
        }
        for c in self.text[self.at..to].chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.at = to;
        Place::at(self.file, self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Option<String>) {
        let mut seen = Vec::new();
        let told = children("a", text, &mut |element| {
            let attributes: Vec<String> =
                element.attributes.iter().map(|(name, value)| format!("{name}={}@{}", value.value, value.at)).collect();
            seen.push(format!("{}@{} {} ({})", element.name, element.at, attributes.join(" "), element.children.len()));
        });
        (seen, told.map(|finding| format!("{} {}", finding.place.map(|at| at.to_string()).unwrap_or_default(), finding.what.en)))
    }

    #[test]
    fn elements_have_places_and_entities_of_the_file_are_refused() {
        let (seen, told) = read(
            "<?xml version=\"1.0\"?>\n<info>\n <user cn=\"Kröger &amp; &#228;\" e164=\"101\"><a/><b x='1'/></user>\n</info>\n",
        );
        assert_eq!(seen, ["user@a:3:2 cn=Kröger & ä@a:3:8 e164=101@a:3:33 (2)"]);
        assert_eq!(told, None);
        for (text, wanted) in [
            ("<!DOCTYPE x [<!ENTITY a \"b\">]><info/>", "a:1:1 a document type is declared"),
            ("<info><user cn=\"&boom;\"/></info>", "a:1:13 an attribute uses an entity of its own"),
            ("<info>\n<user>&boom;</user></info>", "a:2:7 an entity of its own is used"),
            ("<info><user>", "a:1:13 the file ends inside an element"),
            ("", "a:1:1 the file ends inside an element"),
        ] {
            assert_eq!(read(text).1.as_deref(), Some(wanted), "{text}");
        }
        assert!(read("<info><user></info>").1.is_some());
        let wide = format!("<info><user>{}", "<a/>".repeat(30_000));
        assert_eq!(read(&wide).1.as_deref(), Some("a:1:80009 too many elements"));
        let many = format!("<info><user {}/>", "a='' ".repeat(30_000));
        assert_eq!(read(&many).1.as_deref(), Some("a:1:7 too many attributes"));
        let deep = "<a>".repeat(100_000);
        assert_eq!(read(&deep).1.as_deref(), Some("a:1:97 elements are nested too deeply"));
    }
}
