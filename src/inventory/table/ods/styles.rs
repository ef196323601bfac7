//! Number styles and the cell styles that name them; which sheets are hidden.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};

use super::super::archive::Refusal;
use super::super::format::Format;
use super::super::part::{Part, attribute, number, resolve};

/// Styles of both parts; automatic ones of `content.xml` come later and win.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: BTreeMap<String, Format>,
    /// Cell style to the number style and the style it is derived from.
    cells: BTreeMap<String, (Option<String>, Option<String>)>,
    hidden_tables: BTreeSet<String>,
}

/// Styles derived from styles; real files have two or three.
const MAX_PARENTS: usize = 16;
/// Digits that a number style may ask for; a bomb asks for a billion.
const MAX_DIGITS: u32 = 20;

impl Styles {
    /// # Errors
    /// Where the part is damaged.
    pub(super) fn read(&mut self, part: &str, text: &str) -> Result<(), Refusal> {
        let mut xml = Part::new(part, text);
        let mut table_style: Option<String> = None;
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "number-style" | "currency-style" | "percentage-style" | "date-style" | "time-style" | "text-style"
                    | "boolean-style" => {
                        if let Some(name) = attribute(&element, "name") {
                            let format = format(&mut xml, &element)?;
                            self.formats.insert(name, format);
                        }
                    }
                    "style" => {
                        let family = attribute(&element, "family").unwrap_or_default();
                        let name = attribute(&element, "name").unwrap_or_default();
                        table_style = (family == "table").then(|| name.clone());
                        if family == "table-cell" {
                            let style = (attribute(&element, "data-style-name"), attribute(&element, "parent-style-name"));
                            self.cells.insert(name, style);
                        }
                    }
                    "table-properties" if attribute(&element, "display").as_deref() == Some("false") => {
                        self.hidden_tables.extend(table_style.take());
                    }
                    // What follows are cells, of which there are many.
                    "body" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    pub(super) fn hides(&self, table_style: &str) -> bool {
        self.hidden_tables.contains(table_style)
    }

    /// The format of a cell style, its own or the nearest one above.
    pub(super) fn format(&self, cell_style: &str) -> Option<&Format> {
        let mut name = cell_style;
        for _ in 0..MAX_PARENTS {
            let (format, parent) = self.cells.get(name)?;
            if let Some(format) = format.as_deref().and_then(|format| self.formats.get(format)) {
                return Some(format);
            }
            name = parent.as_deref()?;
        }
        None
    }
}

/// The body of a number style, put into the words of a format code.
fn format(xml: &mut Part<'_>, element: &BytesStart<'_>) -> Result<Format, Refusal> {
    let style = element.local_name().as_ref().to_owned();
    let mut code = String::new();
    let (mut day, mut month, mut year, mut other, mut digits) = (false, false, false, false, false);
    let mut literal = false;
    let mut depth = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(inner) => {
                depth += 1;
                literal = false;
                match inner.local_name().as_ref() {
                    "number" => {
                        let capped = |name: &str| number(&inner, name).unwrap_or(0).min(MAX_DIGITS) as usize;
                        let (before, after) = (capped("min-integer-digits"), capped("decimal-places"));
                        digits = true;
                        code.push_str(&if before == 0 { "#".to_owned() } else { "0".repeat(before) });
                        if after > 0 {
                            code.push('.');
                            code.push_str(&"0".repeat(after));
                        }
                    }
                    "day" => day = true,
                    "month" => month = true,
                    "year" => year = true,
                    "scientific-number" | "fraction" | "text-content" | "boolean" => other = true,
                    "text" => literal = true,
                    _ => {}
                }
            }
            Event::Text(text) if literal => push_literal(&mut code, &text.xml10_content()),
            Event::GeneralRef(entity) if literal => push_literal(&mut code, &resolve(&entity)),
            Event::End(_) if depth == 0 => break,
            Event::End(_) => {
                depth -= 1;
                literal = false;
            }
            Event::Eof => return Err(xml.broken("the file ends inside a number style")),
            _ => {}
        }
    }
    Ok(match style.as_str() {
        "date-style" => Format::Date { day, month, year },
        "time-style" => Format::Time,
        "text-style" => Format::Text,
        // A percent sign, a currency: shown the general way, as in XLSX.
        "number-style" if digits && !other => Format::parse(&code),
        _ => Format::General,
    })
}

fn push_literal(code: &mut String, text: &str) {
    for c in text.chars().take(32) {
        code.push('\\');
        code.push(c);
    }
}
