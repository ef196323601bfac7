//! XML without trust, step by step: no document type, no entities of its own, bounded depth; every attribute knows where it stands.
//!
//! Stricter than the parser behind it where a wrong character would be taken silently. Several elements may stand side by side at
//! the top, because included pieces do.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::diag::Words;

/// Elements inside each other at most.
pub(in crate::inventory) const MAX_DEPTH: usize = 64;
/// Attributes of one element at most.
const MAX_ATTRIBUTES: usize = 256;

/// An attribute, and the byte of the text at which its value begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) struct Attribute {
    pub name: String,
    pub value: String,
    pub offset: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) enum Step<'t> {
    /// `offset` is that of the `<`.
    Open {
        name: &'t str,
        attributes: Vec<Attribute>,
        offset: usize,
    },
    Text(String),
    Close,
}

/// Why a text is not read on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) struct Broken {
    /// Byte of the text.
    pub offset: usize,
    /// True where it is well formed and refused: a document type, a nesting beyond every measure.
    pub refused: bool,
    pub what: Words,
}

pub(in crate::inventory) struct Walker<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    depth: usize,
    /// Where the step before ended.
    position: usize,
    /// The first character that XML does not allow.
    foreign: Option<usize>,
}

fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_' || c == ':')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.') || (!c.is_ascii() && !c.is_whitespace()))
}

impl<'t> Walker<'t> {
    #[must_use]
    pub(in crate::inventory) fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_comments = true;
        let foreign = text.char_indices().find(|(_, c)| !allowed(*c)).map(|(at, _)| at);
        Self { text, reader, depth: 0, position: 0, foreign }
    }

    fn broken(&self, offset: usize, en: &'static str, de: &'static str) -> Broken {
        Broken { offset: offset.min(self.text.len()), refused: false, what: Words::new(en, de) }
    }

    fn refused(&self, offset: usize, en: String, de: String) -> Broken {
        Broken { offset: offset.min(self.text.len()), refused: true, what: Words::new(en, de) }
    }

    /// The next step; none at the end.
    ///
    /// # Errors
    /// Where the text is no XML, or more than is read.
    pub(in crate::inventory) fn next(&mut self) -> Result<Option<Step<'t>>, Broken> {
        loop {
            let start = self.position;
            let event = self.reader.read_event().map_err(|error| {
                let at = usize::try_from(self.reader.error_position()).unwrap_or(start);
                self.syntax(at, &error)
            })?;
            self.position = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len());
            if let Some(at) = self.foreign.filter(|at| *at < self.position) {
                return Err(self.broken(at, "a control character", "ein Steuerzeichen"));
            }
            match event {
                Event::Start(element) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(self.refused(
                            start,
                            format!("more than {MAX_DEPTH} elements inside each other"),
                            format!("mehr als {MAX_DEPTH} Elemente ineinander"),
                        ));
                    }
                    return self.open(&element, start).map(Some);
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Step::Close));
                }
                Event::Text(piece) => {
                    if let Some(at) = piece.find("]]>") {
                        return Err(self.broken(
                            start + at,
                            "`]]>` outside of a CDATA section",
                            "`]]>` außerhalb eines CDATA-Abschnitts",
                        ));
                    }
                    return Ok(Some(Step::Text(piece.xml10_content().into_owned())));
                }
                Event::CData(piece) => return Ok(Some(Step::Text(piece.xml10_content().into_owned()))),
                Event::GeneralRef(entity) => {
                    let resolved = match entity.resolve_char_ref() {
                        Ok(Some(c)) if allowed(c) => Some(c.to_string()),
                        Ok(None) => quick_xml::escape::resolve_predefined_entity(&entity).map(str::to_owned),
                        _ => None,
                    };
                    let Some(text) = resolved else { return Err(self.entity(start)) };
                    return Ok(Some(Step::Text(text)));
                }
                Event::DocType(_) => {
                    return Err(self.refused(
                        start,
                        "a document type declaration; entities of its own are not read".to_owned(),
                        "eine Dokumenttyp-Angabe; eigene Entitäten werden nicht gelesen".to_owned(),
                    ));
                }
                Event::Eof if self.depth > 0 => {
                    let at = self.text.len();
                    return Err(self.broken(at, "the text ends inside an element", "der Text endet in einem Element"));
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn entity(&self, at: usize) -> Broken {
        self.broken(at, "an entity that XML does not have", "eine Entität, die XML nicht hat")
    }

    fn open(&self, element: &BytesStart<'t>, start: usize) -> Result<Step<'t>, Broken> {
        let mut attributes = Vec::new();
        for attribute in element.attributes() {
            let attribute =
                attribute.map_err(|_| self.broken(start, "attributes of the wrong form", "Attribute in falscher Form"))?;
            let key = (attribute.key.as_ref().as_ptr() as usize).saturating_sub(element.as_ptr() as usize);
            if !key.checked_sub(1).and_then(|before| element.as_bytes().get(before)).is_some_and(u8::is_ascii_whitespace) {
                return Err(self.broken(start + 1 + key, "no blank before an attribute", "kein Leerzeichen vor einem Attribut"));
            }
            // The value is a piece of the element, which begins behind the `<`.
            let inside = (attribute.value.as_ptr() as usize).saturating_sub(element.as_ptr() as usize);
            let offset = start + 1 + inside;
            if let Some(at) = attribute.value.find('<') {
                return Err(self.broken(offset + at, "`<` inside of an attribute", "`<` in einem Attribut"));
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| self.entity(offset))?.into_owned();
            if !value.chars().all(allowed) {
                return Err(self.broken(offset, "a control character", "ein Steuerzeichen"));
            }
            let name = attribute.key.as_ref().to_owned();
            if !is_name(&name) {
                return Err(self.broken(offset, "an attribute with an impossible name", "ein Attribut mit unmöglichem Namen"));
            }
            attributes.push(Attribute { name, value, offset });
            if attributes.len() > MAX_ATTRIBUTES {
                return Err(self.refused(
                    start,
                    format!("more than {MAX_ATTRIBUTES} attributes"),
                    format!("mehr als {MAX_ATTRIBUTES} Attribute"),
                ));
            }
        }
        let length = element.name().as_ref().len();
        let name = self.text.get(start + 1..start + 1 + length).unwrap_or_default();
        if !is_name(name) {
            return Err(self.broken(start, "an element with an impossible name", "ein Element mit unmöglichem Namen"));
        }
        Ok(Step::Open { name, attributes, offset: start })
    }

    /// The parser's words may hold pieces of the text, and so a password; only its kind is told.
    fn syntax(&self, at: usize, error: &quick_xml::Error) -> Broken {
        let (en, de) = match error {
            quick_xml::Error::IllFormed(quick_xml::errors::IllFormedError::MismatchedEndTag { .. }) => {
                ("an end tag that does not fit its element", "ein End-Tag, der nicht zu seinem Element passt")
            }
            quick_xml::Error::IllFormed(quick_xml::errors::IllFormedError::UnmatchedEndTag(_)) => {
                ("an end tag without its element", "ein End-Tag ohne Element")
            }
            quick_xml::Error::IllFormed(_) => ("not well formed", "nicht wohlgeformt"),
            _ => ("a tag, comment or section that does not end", "ein Tag, Kommentar oder Abschnitt ohne Ende"),
        };
        self.broken(at, en, de)
    }
}

/// An element as another reader would give it, for comparing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    pub depth: usize,
    pub name: String,
    /// In the order of the text.
    pub attributes: Vec<(String, String)>,
    /// Up to the first element inside.
    pub text: String,
    /// Behind the end of the element, up to the next tag.
    pub tail: String,
}

/// Every element in the order of the text, or none where it is no well-formed document. For comparing with other readers.
#[must_use]
pub fn elements(text: &str) -> Option<Vec<Element>> {
    let mut walker = Walker::new(text);
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut closed: Option<usize> = None;
    while let Some(step) = walker.next().ok()? {
        match step {
            Step::Open { name, attributes, .. } => {
                if open.is_empty() && !all.is_empty() {
                    return None;
                }
                let attributes = attributes.into_iter().map(|a| (a.name, a.value)).collect();
                open.push(all.len());
                closed = None;
                all.push(Element { depth: open.len() - 1, name: name.to_owned(), attributes, ..Element::default() });
            }
            Step::Close => closed = open.pop(),
            Step::Text(text) => match (closed, open.last()) {
                (_, None) if text.trim().is_empty() => {}
                (_, None) => return None,
                (Some(at), _) => all[at].tail.push_str(&text),
                (None, Some(at)) => all[*at].text.push_str(&text),
            },
        }
    }
    (!all.is_empty()).then_some(all)
}

/// The text of an XML file: by its mark, as UTF-8, by its declaration, else as Windows-1252. Gives the encoding's name too.
#[must_use]
pub(in crate::inventory) fn decode(bytes: &[u8], forced: Option<&str>) -> (String, &'static str) {
    use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
    let (table, skip) = match (forced.and_then(|label| Encoding::for_label(label.as_bytes())), Encoding::for_bom(bytes)) {
        (_, Some(marked)) => marked,
        (Some(table), None) => (table, 0),
        (None, None) if std::str::from_utf8(bytes).is_ok() => (UTF_8, 0),
        (None, None) => (declared(bytes).filter(|table| *table != UTF_8).unwrap_or(WINDOWS_1252), 0),
    };
    let (text, _) = table.decode_without_bom_handling(&bytes[skip..]);
    (text.into_owned(), table.name())
}

/// What `<?xml … encoding="…"?>` in the first line says.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(200)];
    let end = memchr::memmem::find(head, b"?>")?;
    let at = memchr::memmem::find(&head[..end], b"encoding=")? + "encoding=".len();
    let quote = *head.get(at)?;
    let label = head[at + 1..end].split(|b| *b == quote).next()?;
    encoding_rs::Encoding::for_label(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match elements(text) {
            None => "none".to_owned(),
            Some(all) => all
                .iter()
                .map(|e| {
                    let attributes: Vec<String> = e.attributes.iter().map(|(n, v)| format!("{n}={v}")).collect();
                    format!("{}{}({})[{}]{{{}}}", e.depth, e.name, attributes.join(","), e.text, e.tail)
                })
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    #[test]
    fn steps_and_places() {
        let text = "<a>\n <b x=\"1\" ü='&lt;&#228;'/>t<![CDATA[<c>]]>&amp;\n</a>\n";
        assert_eq!(shown(text), "0a()[\n ]{} 1b(x=1,ü=<ä)[]{t<c>&\n}");
        let mut walker = Walker::new(text);
        let mut offsets = Vec::new();
        while let Ok(Some(step)) = walker.next() {
            if let Step::Open { attributes, offset, .. } = step {
                offsets.push((offset, attributes.iter().map(|a| a.offset).collect::<Vec<_>>()));
            }
        }
        assert_eq!(offsets, [(0, vec![]), (5, vec![11, 18])]);
        assert_eq!(&text[18..22], "&lt;");
    }

    #[test]
    fn what_is_no_xml_is_refused() {
        for text in [
            "<a>",
            "<a></b>",
            "</a>",
            "<a x=1/>",
            "<a x='1' x='2'/>",
            "<a x='<'/>",
            "<a x='1'y='2'/>",
            "<a>&nbsp;</a>",
            "<a x='&nope;'/>",
            "<a>&#1;</a>",
            "<a>\u{1}</a>",
            "<a>]]></a>",
            "<1/>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "<a/><b/>",
            "text",
            "<!-- a -- b --><a/>",
        ] {
            assert_eq!(shown(text), "none", "{text:?}");
        }
        let deep = format!("{}{}", "<a>".repeat(MAX_DEPTH + 1), "</a>".repeat(MAX_DEPTH + 1));
        let mut walker = Walker::new(&deep);
        let refused = loop {
            match walker.next() {
                Ok(Some(_)) => {}
                other => break other,
            }
        };
        assert!(matches!(refused, Err(Broken { refused: true, offset: 192, .. })), "{refused:?}");
    }

    #[test]
    fn encodings() {
        let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?><a>\xA4</a>";
        assert_eq!(decode(latin, None), ("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?><a>€</a>".to_owned(), "ISO-8859-15"));
        assert_eq!(decode(b"<a>\xFC</a>", None), ("<a>ü</a>".to_owned(), "windows-1252"));
        assert_eq!(decode("\u{feff}<a>ü</a>".as_bytes(), None), ("<a>ü</a>".to_owned(), "UTF-8"));
    }
}
