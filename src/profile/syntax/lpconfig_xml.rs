//! Linphone's remote provisioning. Measured with linphone-daemon 5.1 and 5.3: only sections and entries exist, an entry without
//! `overwrite="true"` never changes an existing value, and only the first child node of an entry is read, so text behind a comment or
//! mixed with CDATA is lost. The value then goes into `linphonerc` and must survive there too.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Read, ReadError, Reason, insert, lpconfig_ini};

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    // After the first start the value lives in the INI file.
    let mut ini = String::new();
    lpconfig_ini::escape(value, &mut ini)?;
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => return Err(Reason::NotUnicode),
            c => out.push(c),
        }
    }
    Ok(())
}

pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut read = Read::new();
    let mut path: Vec<Element> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|_| ReadError::new(0, "not well-formed XML"))?;
        match event {
            Event::Start(start) => {
                let element = Element::open(&start, path.len())?;
                if let Some(parent) = path.last_mut() {
                    parent.child();
                }
                path.push(element);
            }
            Event::Empty(start) => {
                let element = Element::open(&start, path.len())?;
                element.close(&path, &mut read)?;
            }
            Event::End(_) => {
                let element = path.pop().ok_or(ReadError::new(0, "not well-formed XML"))?;
                element.close(&path, &mut read)?;
            }
            Event::Text(text) => {
                if let Some(element) = path.last_mut() {
                    element.text(&text);
                }
            }
            Event::GeneralRef(name) => {
                let c = match &*name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => name.resolve_char_ref().ok().flatten().ok_or(ReadError::new(0, "an entity that is not predefined"))?,
                };
                if let Some(element) = path.last_mut() {
                    element.text(c.encode_utf8(&mut [0; 4]));
                }
            }
            Event::CData(data) => {
                if let Some(element) = path.last_mut() {
                    // A node of its own: read only where it is the first one.
                    if element.state == Value::Nothing {
                        element.text(&data);
                    }
                    element.child();
                }
            }
            Event::Comment(_) | Event::PI(_) => {
                if let Some(element) = path.last_mut() {
                    element.child();
                }
            }
            Event::DocType(_) => return Err(ReadError::new(0, "a document type")),
            Event::Decl(_) => {}
            Event::Eof => break,
        }
    }
    if path.is_empty() { Ok(read) } else { Err(ReadError::new(0, "not well-formed XML")) }
}

/// What the lint of entries that keep old values looks for.
pub(in crate::profile) const KEEPS: &str = "an entry without overwrite=\"true\", which never changes an old value";

#[derive(PartialEq, Eq)]
enum Value {
    Nothing,
    /// The first node is text and still growing.
    Open,
    /// Another node came; later text does not count.
    Closed,
}

struct Element {
    name: String,
    overwrite: bool,
    text: String,
    state: Value,
}

impl Element {
    fn open(start: &BytesStart, depth: usize) -> Result<Self, ReadError> {
        let tag = start.name();
        let expected = match depth {
            0 => "config",
            1 => "section",
            2 => "entry",
            _ => return Err(ReadError::new(0, "an element inside an entry")),
        };
        if tag.as_ref() != expected {
            return Err(ReadError::new(0, "another element than config, section, entry"));
        }
        let mut element = Self { name: String::new(), overwrite: false, text: String::new(), state: Value::Nothing };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| ReadError::new(0, "a damaged attribute"))?;
            let value = attribute.value.into_owned();
            match attribute.key.as_ref() {
                "name" => element.name = value,
                "overwrite" => element.overwrite = value == "true",
                _ => {}
            }
        }
        if depth > 0 && element.name.is_empty() {
            return Err(ReadError::new(0, "a section or entry without a name"));
        }
        if depth == 2 && !element.overwrite {
            return Err(ReadError::new(0, KEEPS));
        }
        Ok(element)
    }

    fn text(&mut self, text: &str) {
        if self.state != Value::Closed {
            self.text.push_str(text);
            self.state = Value::Open;
        }
    }

    fn child(&mut self) {
        self.state = Value::Closed;
    }

    fn close(self, path: &[Self], read: &mut Read) -> Result<(), ReadError> {
        if path.len() == 2 {
            return insert(read, format!("{}/{}", path[1].name, self.name), self.text, 0);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(entry: &str) -> Result<String, ReadError> {
        let text = format!("<?xml version=\"1.0\"?>\n<config><section name=\"s\">{entry}</section></config>");
        read(&text).map(|read| read.get("s/e").cloned().unwrap_or_default())
    }

    #[test]
    fn only_the_first_node_counts() {
        let entry = |body: &str| one(&format!("<entry name=\"e\" overwrite=\"true\">{body}</entry>"));
        assert_eq!(entry("a;b&quot;c&amp;d&lt;e&gt;f&#8364;").unwrap(), "a;b\"c&d<e>f€");
        assert_eq!(entry("<![CDATA[a<b]]>").unwrap(), "a<b");
        assert_eq!(entry("ab<!-- c -->cd").unwrap(), "ab");
        assert_eq!(entry("<!-- c -->cd").unwrap(), "");
        assert_eq!(entry("ab<![CDATA[cd]]>").unwrap(), "ab");
        assert_eq!(entry(" a ").unwrap(), " a ");
        assert_eq!(entry("").unwrap(), "");
    }

    #[test]
    fn refuses_what_linphone_would_not_apply() {
        assert!(one("<entry name=\"e\">x</entry>").unwrap_err().what.contains("overwrite"));
        assert!(one("<entry overwrite=\"true\">x</entry>").is_err());
        assert!(one("<entry name=\"e\" overwrite=\"true\">&bomb;</entry>").is_err());
        assert!(one("<entry name=\"e\" overwrite=\"true\">a & b</entry>").is_err());
        assert!(one("<entry name=\"e\" overwrite=\"true\"/><entry name=\"e\" overwrite=\"true\"/>").is_err());
        for text in ["<config>", "<a/>", "<!DOCTYPE x><config/>", "<config><section name=\"s\"></config>", "<config></section>"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
