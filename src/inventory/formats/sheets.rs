//! Workbooks whose sheets are lists of different kinds: people on one, rooms or devices on the next. Each sheet is recognised on its own.

use super::{ALL, Class, ENOUGH, Format, Likeness, Sample};
use crate::inventory::table;
use crate::inventory::{devices, rooms, staff};
use crate::policy::site::Limits;

/// Sheets of a workbook that are read as one format.
#[derive(Debug, Clone)]
pub struct Part {
    pub format: &'static Format,
    /// In the order of the workbook.
    pub sheets: Vec<String>,
}

/// What a file looks like.
#[derive(Debug, Clone, Default)]
pub struct Looks {
    /// As a whole, best first.
    pub whole: Vec<(&'static Format, Likeness)>,
    /// Where its sheets are of more than one format: each format with its sheets, all sheets in one of them.
    pub parts: Vec<Part>,
}

/// Recognises a file, and each sheet of a workbook.
#[must_use]
pub fn look(file: &str, bytes: &[u8], limits: Limits) -> Looks {
    let heads = table::heads(bytes, limits);
    let text = if heads.is_empty() { table::head_text_within(bytes, limits) } else { table::whole(&heads) };
    let whole = alike(file, bytes, &text);
    // A table of corrections is one, however many sheets lie beside it.
    let one = heads.len() < 2 || whole.first().is_some_and(|(format, _)| format.class == Class::Correction);
    if one {
        return Looks { whole, parts: Vec::new() };
    }
    let found: Vec<Option<&'static Format>> = heads.iter().map(|(_, head)| best(&alike(file, bytes, head))).collect();
    // Sheets that resemble nothing are told by the reader of the first list.
    let Some(first) = found.iter().flatten().next().copied() else { return Looks { whole, parts: Vec::new() } };
    let main = best(&whole).filter(|format| found.iter().flatten().any(|other| other.name == format.name)).unwrap_or(first);
    let sheets = heads.into_iter().map(|(name, _)| name).zip(found.into_iter().map(|format| format.unwrap_or(main)));
    let parts = parted(sheets);
    Looks { whole, parts: if parts.len() > 1 { parts } else { Vec::new() } }
}

/// The sheets of a workbook under `sources.staff` that are lists of people, or may be, and those that are lists of rooms or devices and
/// have no names. None where all are read as lists of people.
#[must_use]
pub fn beside_people(file: &str, bytes: &[u8], limits: Limits) -> Option<(Vec<String>, Vec<Part>)> {
    let heads = table::heads(bytes, limits);
    if heads.len() < 2 {
        return None;
    }
    // None: neither a list of people nor of the others.
    let of = |head: &str| -> Option<&'static Format> {
        let sample = Sample { file, bytes, text: head };
        if (staff::FORMAT.recognise)(&sample).is_some() {
            return Some(&staff::FORMAT);
        }
        let score = |format: &Format| (format.recognise)(&sample).map_or(0, |likeness| likeness.score);
        let others = [&rooms::FORMAT, &devices::FORMAT].into_iter().map(|format| (score(format), format));
        others.filter(|(score, _)| *score >= ENOUGH).max_by_key(|(score, _)| *score).map(|(_, format)| format)
    };
    let found: Vec<(String, Option<&'static Format>)> = heads.into_iter().map(|(name, head)| (name, of(&head))).collect();
    // Without a single list of people the file is not what the site says it is.
    if !found.iter().flat_map(|(_, format)| format).any(|format| format.name == staff::FORMAT.name) {
        return None;
    }
    let (people, others): (Vec<Part>, Vec<Part>) =
        parted(found.into_iter().map(|(name, format)| (name, format.unwrap_or(&staff::FORMAT))))
            .into_iter()
            .partition(|part| part.format.name == staff::FORMAT.name);
    (!others.is_empty()).then(|| (people.into_iter().flat_map(|part| part.sheets).collect(), others))
}

/// Formats in the order of their first sheets.
fn parted(sheets: impl Iterator<Item = (String, &'static Format)>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for (name, format) in sheets {
        match out.iter_mut().find(|part| part.format.name == format.name) {
            Some(part) => part.sheets.push(name),
            None => out.push(Part { format, sheets: vec![name] }),
        }
    }
    out
}

fn best(found: &[(&'static Format, Likeness)]) -> Option<&'static Format> {
    found.first().filter(|(_, likeness)| likeness.score >= ENOUGH).map(|(format, _)| *format)
}

/// All formats that the text looks like, best first; equals in the order of [`ALL`].
fn alike(file: &str, bytes: &[u8], text: &str) -> Vec<(&'static Format, Likeness)> {
    let sample = Sample { file, bytes, text };
    let mut found: Vec<(&'static Format, Likeness)> =
        ALL.iter().filter_map(|format| (format.recognise)(&sample).map(|likeness| (*format, likeness))).collect();
    found.sort_by_key(|(_, likeness)| std::cmp::Reverse(likeness.score));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::Workbook;

    const PEOPLE: &str = "Organisationseinheit;Zimmer;Name, Vorname;Durchwahl\nBauamt;2.14;Müller, Hans;101\n";
    const ROOMS: &str = "Gebäude;Raum;Plätze\nHaus 1;2.14;2\n";
    const DEVICES: &str = "Inventarnummer;Seriennummer;MAC\nN-1;SN1;00:00:5e:00:53:01\n";
    const NOTES: &str = "bitte;beachten\n";

    fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
        let mut book = Workbook::new();
        for (name, text) in sheets {
            let sheet = book.add_worksheet().set_name(*name).expect("a name");
            for (row, line) in (0..).zip(text.lines()) {
                for (column, cell) in (0..).zip(line.split(';')) {
                    sheet.write(row, column, cell).expect("a cell");
                }
            }
        }
        book.save_to_buffer().expect("in memory")
    }

    fn shown(parts: &[Part]) -> Vec<String> {
        parts.iter().map(|part| format!("{}: {}", part.format.name, part.sheets.join(", "))).collect()
    }

    #[test]
    fn each_sheet_is_recognised_on_its_own() {
        let parts = |sheets: &[(&str, &str)]| shown(&look("liste.xlsx", &book(sheets), Limits::default()).parts);
        assert_eq!(
            parts(&[("Notizen", NOTES), ("Personal", PEOPLE), ("Räume", ROOMS), ("Geräte", DEVICES), ("Haus 2", ROOMS)]),
            ["rooms/list: Notizen, Räume, Haus 2", "staff/list: Personal", "devices/list: Geräte"]
        );
        assert!(parts(&[("Bauamt", PEOPLE), ("Kasse", PEOPLE), ("Notizen", NOTES)]).is_empty(), "all are lists of people");
        assert!(parts(&[("Räume", ROOMS)]).is_empty());
        assert!(parts(&[("a", NOTES), ("b", NOTES)]).is_empty());
        let text = look("liste.csv", PEOPLE.as_bytes(), Limits::default());
        assert_eq!((text.whole[0].0.name, text.parts.len()), ("staff/list", 0));
    }

    #[test]
    fn lists_of_rooms_and_devices_beside_people_are_found() {
        let found = |sheets: &[(&str, &str)]| beside_people("liste.xlsx", &book(sheets), Limits::default());
        let (own, parts) = found(&[("Personal", PEOPLE), ("Räume", ROOMS), ("Notizen", NOTES)]).expect("a sheet of rooms");
        assert_eq!(
            (own, shown(&parts)),
            (vec!["Personal".to_owned(), "Notizen".to_owned()], vec!["rooms/list: Räume".to_owned()])
        );
        assert!(found(&[("Personal", PEOPLE), ("Notizen", NOTES)]).is_none());
        assert!(found(&[("Räume", ROOMS), ("Haus 2", ROOMS)]).is_none(), "no list of people at all");
        // What has names is a list of people where the site says so.
        let telephones = "Name;Nebenstelle;MAC;Inventarnummer\nMüller;101;00:00:5e:00:53:01;N-1\n";
        assert!(found(&[("Personal", PEOPLE), ("Telefone", telephones)]).is_none());
    }
}
