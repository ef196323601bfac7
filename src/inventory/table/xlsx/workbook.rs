//! The parts around the sheets: relations, sheet names, shared strings, number formats.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::super::archive::{Archive, Refusal};
use super::super::format::Format;
use super::super::part::{Part, attribute, number, resolve};

/// What is read before the sheets.
pub(super) struct Workbook {
    pub sheets: Vec<Sheet>,
    pub strings: Vec<String>,
    /// Format of each cell style (`s` attribute).
    pub formats: Vec<Format>,
    pub date1904: bool,
}

pub(super) struct Sheet {
    pub name: String,
    pub part: String,
    pub hidden: bool,
}

impl Part<'_> {
    /// The text of an element whose start was read, up to its end; `leave` names elements whose text does not count.
    pub(super) fn text(&mut self, element: &BytesStart<'_>, leave: &[u8]) -> Result<String, Refusal> {
        let end = element.name().as_ref().to_owned();
        let mut text = String::new();
        let mut depth = 0_usize;
        let mut left_at: Option<usize> = None;
        loop {
            match self.next()? {
                Event::Start(inner) => {
                    depth += 1;
                    if left_at.is_none() && inner.local_name().as_ref().as_bytes() == leave {
                        left_at = Some(depth);
                    }
                }
                Event::End(inner) => {
                    if depth == 0 {
                        if inner.name().as_ref() != end {
                            return Err(self.broken("elements do not nest"));
                        }
                        return Ok(unescape_excel(text));
                    }
                    if left_at == Some(depth) {
                        left_at = None;
                    }
                    depth -= 1;
                }
                Event::Text(piece) if left_at.is_none() => text.push_str(&piece.xml10_content()),
                Event::CData(piece) if left_at.is_none() => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(entity) if left_at.is_none() => text.push_str(&resolve(&entity)),
                Event::Eof => return Err(self.broken("the file ends inside an element")),
                _ => {}
            }
        }
    }
}

/// `_x000D_` stands for a control character (ECMA-376 part 1, 22.9.2.19).
fn unescape_excel(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let c = code
            .filter(|c| c.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|c| u32::from_str_radix(c, 16).ok())
            .and_then(char::from_u32);
        if let Some(c) = c {
            out.push(c);
            rest = &rest[at + 7..];
        } else {
            out.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    out
}

/// Different texts of a workbook; each takes room even where it is one letter.
const MAX_STRINGS: usize = 800_000;
const WORKBOOK_RELATIONS: &str = "xl/_rels/workbook.xml.rels";

impl Workbook {
    /// # Errors
    /// Where a part is missing, damaged or too large.
    pub(super) fn read(archive: &mut Archive<'_>) -> Result<Self, Refusal> {
        let part = main_part(archive)?;
        let Some(text) = archive.text(&part)? else {
            return Err(Refusal::NotAWorkbook { looks_like: archive.looks_like() });
        };
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let relations_part = match part.rsplit_once('/') {
            Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
            None => WORKBOOK_RELATIONS.to_owned(),
        };
        let relations = read_relations(archive, &relations_part, &folder)?;
        let (sheets, date1904) = read_sheets(&part, &text, &relations)?;
        let by_kind = |kind: &str| relations.values().find(|r| r.kind.ends_with(kind)).map(|r| r.part.clone());
        let strings = match by_kind("/sharedStrings") {
            Some(part) => read_strings(archive, &part)?,
            None => Vec::new(),
        };
        let formats = match by_kind("/styles") {
            Some(part) => read_formats(archive, &part)?,
            None => Vec::new(),
        };
        Ok(Self { sheets, strings, formats, date1904 })
    }
}

struct Relation {
    kind: String,
    part: String,
}

/// The part that `_rels/.rels` calls the office document.
fn main_part(archive: &mut Archive<'_>) -> Result<String, Refusal> {
    let fallback = "xl/workbook.xml".to_owned();
    let relations = read_relations(archive, "_rels/.rels", "")?;
    let part = relations.into_values().find(|r| r.kind.ends_with("/officeDocument")).map_or(fallback, |r| r.part);
    if archive.has(&part) && archive.looks_like().is_none() {
        Ok(part)
    } else {
        Err(Refusal::NotAWorkbook { looks_like: archive.looks_like() })
    }
}

fn read_relations(archive: &mut Archive<'_>, part: &str, folder: &str) -> Result<BTreeMap<String, Relation>, Refusal> {
    let mut relations = BTreeMap::new();
    let Some(text) = archive.text(part)? else { return Ok(relations) };
    let mut xml = Part::new(part, &text);
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let (Some(id), Some(kind), Some(target)) =
                    (attribute(&element, "Id"), attribute(&element, "Type"), attribute(&element, "Target"))
                else {
                    continue;
                };
                let part = if let Some(absolute) = target.strip_prefix('/') {
                    absolute.to_owned()
                } else if folder.is_empty() {
                    target
                } else {
                    format!("{folder}/{target}")
                };
                relations.insert(id, Relation { kind, part });
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

fn read_sheets(part: &str, text: &str, relations: &BTreeMap<String, Relation>) -> Result<(Vec<Sheet>, bool), Refusal> {
    let mut sheets = Vec::new();
    let mut date1904 = false;
    let mut xml = Part::new(part, text);
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "workbookPr" => {
                date1904 = attribute(&element, "date1904").is_some_and(|v| v == "1" || v == "true");
            }
            Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                let name = attribute(&element, "name").unwrap_or_default();
                let state = attribute(&element, "state").unwrap_or_default();
                let Some(relation) = attribute(&element, "id").and_then(|id| relations.get(&id)) else { continue };
                // Chart and dialogue sheets hold no cells.
                if relation.kind.ends_with("/worksheet") {
                    let hidden = state == "hidden" || state == "veryHidden";
                    sheets.push(Sheet { name, part: relation.part.clone(), hidden });
                }
            }
            Event::Eof => return Ok((sheets, date1904)),
            _ => {}
        }
    }
}

fn read_strings(archive: &mut Archive<'_>, part: &str) -> Result<Vec<String>, Refusal> {
    let mut strings = Vec::new();
    let Some(text) = archive.text(part)? else { return Ok(strings) };
    let mut xml = Part::new(part, &text);
    loop {
        match xml.next()? {
            // The declared count (`uniqueCount`) is not believed: room grows with what is really there.
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                if strings.len() >= MAX_STRINGS {
                    return Err(Refusal::TooMuchText);
                }
                strings.push(xml.text(&element, b"rPh")?);
            }
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

fn read_formats(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Format>, Refusal> {
    let mut formats = Vec::new();
    let Some(text) = archive.text(part)? else { return Ok(formats) };
    let mut codes: BTreeMap<u32, String> = BTreeMap::new();
    let mut in_cell_formats = false;
    let mut xml = Part::new(part, &text);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (number(&element, "numFmtId"), attribute(&element, "formatCode")) {
                        codes.insert(id, code);
                    }
                }
                "cellXfs" => in_cell_formats = true,
                "xf" if in_cell_formats => {
                    let id = number(&element, "numFmtId").unwrap_or(0);
                    formats.push(codes.get(&id).map_or_else(|| Format::builtin(id), |code| Format::parse(code)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_control_characters() {
        for (text, expected) in
            [("a_x000D_b", "a\rb"), ("_x005F_x", "_x"), ("a_xZZZZ_b", "a_xZZZZ_b"), ("ende_x", "ende_x"), ("ü_x00e4_", "üä")]
        {
            assert_eq!(unescape_excel(text.to_owned()), expected);
        }
    }
}
