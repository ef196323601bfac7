//! Our readers against independent ones of another language, cell by cell, on hostile files that are made here.
//! Where the other language is missing, that is said aloud as `SKIPPED: …`, and is a failure with `DESKSHIFT_REQUIRE_REAL=1`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fmt::Write as _;

use deskshift::inventory::{table, xml};

#[path = "support/python.rs"]
mod python;

use python::python;

/// A small generator, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// Files in one stream, each with its length before it.
fn framed(files: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for file in files {
        out.extend(format!("{}\n", file.len()).into_bytes());
        out.extend(file);
    }
    out
}

const CSV_READER: &str = r"
import csv, io, json, sys
data = sys.stdin.buffer
csv.field_size_limit(1 << 30)
out = []
while True:
    head = data.readline()
    if not head:
        break
    delimiter = data.read(1).decode()
    text = data.read(int(head) - 1).decode('utf-8-sig')
    out.append(list(csv.reader(io.StringIO(text, newline=''), delimiter=delimiter)))
json.dump(out, sys.stdout)
";

/// The first byte is the separator.
fn csv_file(dice: &mut Dice) -> Vec<u8> {
    const PIECES: [&str; 22] = [
        "a", "Müller", "0201", " ", "\t", ",", ";", "|", "'", "\\", "=1+1", "\u{a0}", "\u{2028}", "\u{85}", "\u{b}", "日本",
        "🙂", "x\"y", "\"\"", "\"\n\"", "%", "#",
    ];
    let delimiter = dice.pick(&[",", ";", "\t", "|"]).to_owned();
    let mut text = String::new();
    if dice.below(4) == 0 {
        text.push('\u{feff}');
    }
    for _ in 0..1 + dice.below(7) {
        for cell in 0..1 + dice.below(6) {
            if cell > 0 {
                text.push_str(&delimiter);
            }
            let content: String = (0..dice.below(5)).map(|_| dice.pick(&PIECES)).collect();
            match dice.below(4) {
                // A closed quote with anything inside, line breaks too, and sometimes text behind it.
                0 | 1 => {
                    let _ = write!(
                        text,
                        "\"{}{}\"",
                        content.replace('"', "\"\""),
                        dice.pick(&["", "\r\n", "\n", "\r", "\"\"", &delimiter])
                    );
                    text.push_str(dice.pick(&["", "", "", "tail", "t\"t", " "]));
                }
                // Bare: no separator, no line break, no quote at the beginning.
                _ => text.push_str(content.replace(['\n', '\r'], "").replace(&delimiter, "").trim_start_matches('"')),
            }
        }
        text.push_str(dice.pick(&["\n", "\r\n", "\r", "\n\n"]));
    }
    if dice.below(3) == 0 {
        text.push_str(&format!("last{delimiter}"));
    }
    let mut bytes = delimiter.into_bytes();
    bytes.extend(text.into_bytes());
    bytes
}

#[test]
fn csv_cells_are_those_of_python() {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let files: Vec<Vec<u8>> = (0..1500).map(|_| csv_file(&mut dice)).collect();
    let Some(out) = python("csv_cells_are_those_of_python", CSV_READER, &framed(&files)) else { return };
    let theirs: Vec<Vec<Vec<String>>> = serde_json::from_str(&out).unwrap();
    assert_eq!(theirs.len(), files.len());
    let mut cells = 0;
    for (file, theirs) in files.iter().zip(theirs) {
        let ours = table::rows(&file[1..], char::from(file[0])).expect("within limits");
        // A blank line is a row without cells there, and one empty cell here.
        let theirs: Vec<Vec<String>> =
            theirs.into_iter().map(|row| if row.is_empty() { vec![String::new()] } else { row }).collect();
        assert_eq!(ours, theirs, "{:?}", String::from_utf8_lossy(file));
        cells += ours.iter().map(Vec::len).sum::<usize>();
    }
    assert!(cells > 10_000, "{cells}");
}

const XML_READER: &str = r"
import json, sys
import xml.etree.ElementTree as tree
data = sys.stdin.buffer
out = []
def walk(element, depth, into):
    stack = [(element, depth)]
    while stack:
        e, d = stack.pop()
        into.append([d, e.tag, list(e.attrib.items()), e.text or '', (e.tail or '') if d else ''])
        for child in reversed(list(e)):
            stack.append((child, d + 1))
while True:
    head = data.readline()
    if not head:
        break
    text = data.read(int(head))
    try:
        into = []
        walk(tree.fromstring(text.decode()), 0, into)
        out.append(into)
    except tree.ParseError:
        out.append(None)
json.dump(out, sys.stdout)
";

fn xml_text(dice: &mut Dice) -> String {
    const PIECES: [&str; 20] = [
        "a",
        "Müller",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&apos;",
        "&#228;",
        "&#x1F642;",
        "&#13;",
        "&#10;",
        "🙂",
        "$${x}",
        "]]",
        "'",
    ];
    (0..dice.below(6)).map(|_| dice.pick(&PIECES)).collect()
}

fn xml_element(dice: &mut Dice, depth: usize, out: &mut String) {
    let name = dice.pick(&["user", "param", "X-PRE", "ü", "a.b", "_x"]);
    let _ = write!(out, "<{name}");
    for key in ["id", "value", "größe"].iter().take(dice.below(4)) {
        let quote = dice.pick(&["\"", "'"]);
        let other = if quote == "'" { "\"" } else { "'" };
        let value = xml_text(dice).replace(quote, other);
        let _ = write!(
            out,
            "{}{key}{}={}{quote}{value}{quote}",
            dice.pick(&[" ", "\n", "\t "]),
            dice.pick(&["", " "]),
            dice.pick(&["", "\n"])
        );
    }
    if dice.below(4) == 0 {
        out.push_str(dice.pick(&["/>", " />", "\n/>"]));
        return;
    }
    let _ = write!(out, "{}>", dice.pick(&["", " "]));
    out.push_str(&xml_text(dice));
    for _ in 0..if depth < 6 { dice.below(4) } else { 0 } {
        match dice.below(6) {
            0 => out.push_str(dice.pick(&["<!-- <user id='9'/> -->", "<!--x-->", "<?pi a?>"])),
            1 => out.push_str(dice.pick(&["<![CDATA[<user>&amp;]]>", "<![CDATA[]]>", "<![CDATA[\r\n]] >]]>"])),
            _ => xml_element(dice, depth + 1, out),
        }
        out.push_str(&xml_text(dice));
    }
    let _ = write!(out, "</{name}{}>", dice.pick(&["", " "]));
}

fn xml_file(dice: &mut Dice) -> Vec<u8> {
    let mut text = String::new();
    text.push_str(dice.pick(&["", "<?xml version=\"1.0\"?>\n", "<!-- before -->"]));
    let root = text.len();
    xml_element(dice, 0, &mut text);
    text.push_str(dice.pick(&["", "\n", "<!-- after -->\n"]));
    // Some are damaged, so that both must refuse. The declaration is not ours: it is dropped before anything is XML.
    if dice.below(4) == 0 {
        let cut: Vec<(usize, char)> = text.char_indices().filter(|(at, _)| *at >= root).collect();
        let (at, c) = cut[dice.below(cut.len())];
        match dice.below(3) {
            0 => text.truncate(at),
            1 => text.replace_range(at..at + c.len_utf8(), ""),
            _ => text.insert_str(at, dice.pick(&["<", "&", "</user>", "<a>", "\u{1}", "&nope;", "]]>"])),
        }
    }
    text.into_bytes()
}

#[test]
fn xml_elements_are_those_of_python() {
    type Theirs = (usize, String, Vec<(String, String)>, String, String);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut files: Vec<Vec<u8>> = (0..1500).map(|_| xml_file(&mut dice)).collect();
    for broken in [
        "<a x='1' x='2'/>",
        "<a x=1/>",
        "<a><b></a></b>",
        "<a/><b/>",
        "<a>&nope;</a>",
        "<a x='<'/>",
        "<a>]]></a>",
        "",
        "<a",
        "<1/>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a x='&#1;'/>",
        "<!-- a -- b --><a/>",
        "text<a/>",
        "<a/>text",
        "<a></a >",
        "< a/>",
        "<a>\u{ffff}</a>",
    ] {
        files.push(broken.as_bytes().to_vec());
    }
    let Some(out) = python("xml_elements_are_those_of_python", XML_READER, &framed(&files)) else { return };
    let theirs: Vec<Option<Vec<Theirs>>> = serde_json::from_str(&out).unwrap();
    assert_eq!(theirs.len(), files.len());
    let (mut elements, mut refused) = (0, 0);
    let mut wrong = Vec::new();
    for (file, theirs) in files.iter().zip(theirs) {
        let text = std::str::from_utf8(file).unwrap();
        let ours = xml::elements(text)
            .map(|all| -> Vec<Theirs> { all.into_iter().map(|e| (e.depth, e.name, e.attributes, e.text, e.tail)).collect() });
        if ours != theirs {
            wrong.push(format!("{text:?}\n ours {ours:?}\n theirs {theirs:?}"));
        }
        match ours {
            Some(all) => elements += all.len(),
            None => refused += 1,
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.iter().take(10).cloned().collect::<Vec<_>>().join("\n"));
    assert!(elements > 3_000 && refused > 100, "{elements} {refused}");
}
