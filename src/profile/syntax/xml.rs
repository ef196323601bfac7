//! XML as softphones and desk phones take it: values are the text of elements or their attributes. Nobody has measured what each of
//! these clients makes of comments, CDATA or blanks at the edges of a value, so the reader takes no such file and the writer writes none.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Read, ReadError, Reason, insert};

/// Deeper nesting than any profile has.
const MAX_DEPTH: usize = 32;

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    edges(value)?;
    entities(value, out)
}

/// Refuses white space at the edges.
pub(super) fn edges(value: &str) -> Result<(), Reason> {
    if value.starts_with(char::is_whitespace) {
        return Err(Reason::LeadingBlank);
    }
    if value.ends_with(char::is_whitespace) {
        return Err(Reason::TrailingBlank);
    }
    Ok(())
}

/// The five predefined entities; safe in text and in attributes.
pub(super) fn entities(value: &str, out: &mut String) -> Result<(), Reason> {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => return Err(Reason::NotUnicode),
            c if c.is_control() => return Err(Reason::Control),
            c => out.push(c),
        }
    }
    Ok(())
}

/// The text of each element without children by its path below the root (`accounts/account/username`), attributes behind a `:`
/// (`user_name:idx`). A second element of the same path has `[2]` behind its name.
pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    reader.config_mut().check_end_names = true;
    let mut read = Read::new();
    let mut path: Vec<Element> = Vec::new();
    let mut whole = false;
    loop {
        match reader.read_event().map_err(|_| ReadError::new(0, "not well-formed XML"))? {
            Event::Start(start) => {
                let element = open(&start, &mut path, whole, &mut read)?;
                path.push(element);
            }
            Event::Empty(start) => {
                let element = open(&start, &mut path, whole, &mut read)?;
                whole |= path.is_empty();
                element.close(&mut read)?;
            }
            Event::End(_) => {
                path.pop().ok_or(ReadError::new(0, "not well-formed XML"))?.close(&mut read)?;
                whole |= path.is_empty();
            }
            Event::Text(text) => match path.last_mut() {
                Some(element) => element.text.push_str(&text),
                None if text.trim().is_empty() => {}
                None => return Err(ReadError::new(0, "not well-formed XML")),
            },
            Event::GeneralRef(name) => {
                let c = entity(&name).ok_or(ReadError::new(0, "an entity that is not predefined"))?;
                path.last_mut().ok_or(ReadError::new(0, "not well-formed XML"))?.text.push(c);
            }
            Event::CData(_) => return Err(ReadError::new(0, MIXED)),
            Event::Comment(_) | Event::PI(_) => {
                if let Some(element) = path.last_mut() {
                    element.comment = true;
                }
            }
            Event::DocType(_) => return Err(ReadError::new(0, "a document type")),
            Event::Decl(_) => {}
            Event::Eof => break,
        }
    }
    if path.is_empty() && whole { Ok(read) } else { Err(ReadError::new(0, "not well-formed XML")) }
}

/// What the lint of mixed content looks for.
pub(in crate::profile) const MIXED: &str = "a comment or CDATA inside a value, where clients cut it";

/// The character behind `&name;` or `&#number;`.
pub(super) fn entity(name: &quick_xml::events::BytesRef) -> Option<char> {
    Some(match &**name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return name.resolve_char_ref().ok().flatten(),
    })
}

struct Element {
    path: String,
    text: String,
    comment: bool,
    /// Names of the children seen so far.
    children: BTreeMap<String, usize>,
}

impl Element {
    fn close(self, read: &mut Read) -> Result<(), ReadError> {
        if !self.children.is_empty() {
            return if self.text.trim().is_empty() { Ok(()) } else { Err(ReadError::new(0, "text beside elements")) };
        }
        if self.comment {
            return Err(ReadError::new(0, MIXED));
        }
        insert(read, self.path, self.text, 0)
    }
}

fn open(start: &BytesStart, path: &mut [Element], whole: bool, read: &mut Read) -> Result<Element, ReadError> {
    let tag = start.name();
    let name: &str = tag.as_ref();
    if path.len() > MAX_DEPTH || whole {
        return Err(ReadError::new(0, "nested too deeply, or a second root"));
    }
    let inside = path.len();
    let own = match path.last_mut() {
        None => String::new(),
        Some(parent) => {
            let seen = parent.children.entry(name.to_owned()).or_default();
            *seen += 1;
            let slash = if inside > 1 { "/" } else { "" };
            let number = if *seen > 1 { format!("[{seen}]") } else { String::new() };
            format!("{}{slash}{name}{number}", parent.path)
        }
    };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| ReadError::new(0, "a damaged attribute"))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|_| ReadError::new(0, "an entity that is not predefined"))?;
        insert(read, format!("{own}:{}", attribute.key.as_ref()), value.into_owned(), 0)?;
    }
    Ok(Element { path: own, text: String::new(), comment: false, children: BTreeMap::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_repetitions_have_paths() {
        let read = read(
            "<?xml version=\"1.0\"?>\n<!-- c --><o v='1'><a><n idx=\"1\">x&amp;y&#8364;</n><n/></a><b c.d=\"&quot;'&lt;\"/></o>",
        )
        .unwrap();
        let pairs: Vec<(&str, &str)> = read.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [(":v", "1"), ("a/n", "x&y€"), ("a/n:idx", "1"), ("a/n[2]", ""), ("b", ""), ("b:c.d", "\"'<")]);
    }

    #[test]
    fn refuses_what_clients_read_in_different_ways() {
        for text in [
            "",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a>x<b/></a>",
            "<a><b>x<!-- c --></b></a>",
            "<a><b><![CDATA[x]]></b></a>",
            "<!DOCTYPE a><a/>",
            "<a>&bomb;</a>",
            "<a b=\"&bomb;\"/>",
            "x<a/>",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&format!("{}{}", "<a>".repeat(50), "</a>".repeat(50))).is_err());
        let mut out = String::new();
        assert_eq!(escape(" a", &mut out), Err(Reason::LeadingBlank));
        assert_eq!(escape("a\u{a0}", &mut out), Err(Reason::TrailingBlank));
        assert_eq!(escape("a\u{1}", &mut out), Err(Reason::Control));
        assert_eq!(escape("a\u{ffff}", &mut out), Err(Reason::NotUnicode));
        let mut out = String::new();
        escape("<a b=\"c\" d='&'/>", &mut out).unwrap();
        assert_eq!(read(&format!("<x y=\"{out}\">{out}</x>")).unwrap()[":y"], "<a b=\"c\" d='&'/>");
    }
}
