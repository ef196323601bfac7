//! Property lists of Apple's systems as XML: dictionaries, arrays, texts, numbers, truth values and data.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::xml::{self, entity};
use super::{Read, ReadError, Reason, insert};

const MAX_DEPTH: usize = 32;

/// Blanks and line breaks stay: property lists keep the white space of a text.
pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    for (index, line) in value.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        xml::entities(line, out)?;
    }
    Ok(())
}

/// A container that is open: its path, and the key or number of its next value.
struct Open {
    path: String,
    /// None in an array.
    key: Option<Option<String>>,
    count: usize,
}

impl Open {
    /// The path of the value that comes now.
    fn next(&mut self) -> Result<String, ReadError> {
        let name = match &mut self.key {
            Some(key) => key.take().ok_or(ReadError::new(0, "a value without a key"))?,
            None => self.count.to_string(),
        };
        self.count += 1;
        Ok(format!("{}/{name}", self.path))
    }
}

/// `/Accounts/0/Username` to text; truth values read as `true` and `false`.
pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let broken = || ReadError::new(0, "not a property list");
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut read = Read::new();
    let mut open: Vec<Open> = Vec::new();
    // The leaf that is being read, with its tag.
    let mut leaf: Option<(String, String)> = None;
    let mut whole = 0;
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(start) => {
                let tag = start.name();
                let tag: &str = tag.as_ref();
                if leaf.is_some() || open.len() > MAX_DEPTH {
                    return Err(broken());
                }
                match tag {
                    "plist" if open.is_empty() && whole == 0 => whole = 1,
                    "dict" | "array" => {
                        let path = match open.last_mut() {
                            Some(parent) => parent.next()?,
                            None if whole == 1 => String::new(),
                            None => return Err(broken()),
                        };
                        open.push(Open { path, key: (tag == "dict").then_some(None), count: 0 });
                    }
                    "key" | "string" | "integer" | "data" | "real" | "date" if !open.is_empty() => {
                        leaf = Some((tag.to_owned(), String::new()));
                    }
                    _ => return Err(broken()),
                }
            }
            Event::Empty(empty) => {
                let value = match empty.name().as_ref() {
                    "true" => "true",
                    "false" => "false",
                    "string" | "data" => "",
                    _ => return Err(broken()),
                };
                let path = open.last_mut().ok_or_else(broken)?.next()?;
                insert(&mut read, path, value.to_owned(), 0)?;
            }
            Event::End(_) => match leaf.take() {
                Some((tag, text)) => close(&tag, text, open.last_mut().ok_or_else(broken)?, &mut read)?,
                None if open.pop().is_some() => whole += usize::from(open.is_empty()),
                None => {}
            },
            Event::Text(text) => match &mut leaf {
                Some((_, value)) => value.push_str(&text),
                None if text.trim().is_empty() => {}
                None => return Err(broken()),
            },
            Event::GeneralRef(name) => {
                let (_, value) = leaf.as_mut().ok_or_else(broken)?;
                value.push(entity(&name).ok_or_else(broken)?);
            }
            Event::Decl(_) | Event::Comment(_) if leaf.is_none() => {}
            // Apple's own files name the public document type; it is not looked at.
            Event::DocType(kind) if !kind.contains('[') => {}
            Event::Eof => break,
            _ => return Err(broken()),
        }
    }
    if whole == 2 { Ok(read) } else { Err(broken()) }
}

fn close(tag: &str, text: String, parent: &mut Open, read: &mut Read) -> Result<(), ReadError> {
    match (tag, &mut parent.key) {
        ("key", Some(key)) if key.is_none() => {
            *key = Some(text);
            Ok(())
        }
        ("key", _) => Err(ReadError::new(0, "a key without a value")),
        _ => {
            let path = parent.next()?;
            let value = if tag == "string" { text } else { text.split_whitespace().collect() };
            insert(read, path, value, 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_dictionaries_and_numbers_of_arrays_make_paths() {
        let read = read(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE plist PUBLIC \"x\" \"y\">\n<plist version=\"1.0\"><dict><key>A</key><array><dict><key>U</key><string> a&amp;b </string>\
             <key>R</key><integer> 600 </integer></dict><true/></array><key>D</key><data>\nYWJj\nZA==\n</data></dict></plist>",
        )
        .unwrap();
        let pairs: Vec<(&str, &str)> = read.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("/A/0/R", "600"), ("/A/0/U", " a&b "), ("/A/1", "true"), ("/D", "YWJjZA==")]);
    }

    #[test]
    fn refuses_what_is_none() {
        for text in [
            "",
            "<dict/>",
            "<plist><string>x</string></plist>",
            "<plist><dict><string>x</string></dict></plist>",
            "<plist><dict><key>a</key><key>b</key></dict></plist>",
            "<plist><dict><key>a</key><string>x<b/></string></dict></plist>",
            "<plist><dict><key>a</key>x</dict></plist>",
            "<!DOCTYPE plist [<!ENTITY x 'y'>]><plist><dict></dict></plist>",
            "<plist><dict><key>a</key><true/><key>a</key><true/></dict></plist>",
            "<plist><dict>",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&format!("<plist>{}", "<array>".repeat(50))).is_err());
        let mut out = String::new();
        escape(" a\n<b>", &mut out).unwrap();
        assert_eq!(out, " a\n&lt;b&gt;");
        assert_eq!(escape("a\tb", &mut out), Err(Reason::Control));
    }
}
