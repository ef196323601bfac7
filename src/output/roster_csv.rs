//! The roster as a table for spreadsheets, and back after somebody edited it there.
//!
//! Written for the spreadsheets of the readers: German ones want `;` and a byte order mark. Reading takes what such programs make
//! of it: either separator, either language, dates rewritten to `09.11.2020`, Windows-1252.

use std::collections::BTreeMap;

use crate::diag::{Finding, Lang, Lines, Place as Where, Words, counted};
use crate::domain::{PersonId, Place};
use crate::inventory::model::Inventory;
use crate::roster::check::{Places, Rows};
use crate::roster::codes;
use crate::roster::model::{Roster, slot_on};
use crate::roster::wording;

const HOME: [&str; 4] = ["home", "homeoffice", "zu hause", "h"];
const OFFICE: [&str; 5] = ["office", "büro", "buero", "o", "b"];
const OFF: [&str; 6] = ["off", "frei", "", "–", "-", "—"];

/// One row for each person and day: person, name, date, place; and the slot of the day, where there are any.
#[must_use]
pub fn write(roster: &Roster, inventory: &Inventory, lang: Lang) -> String {
    let names: BTreeMap<&PersonId, String> = inventory.persons.iter().map(|p| (&p.id, p.listed_name())).collect();
    let columns = if roster.slots.is_empty() { 4 } else { 5 };
    let mut table = Table::new(lang);
    table.row(
        &match lang {
            Lang::En => vec!["person", "name", "date", "place", "slot"],
            Lang::De => vec!["Person", "Name", "Datum", "Ort", "Schicht"],
        }[..columns],
    );
    for line in &roster.rows {
        let name = names.get(&line.person).map_or("", String::as_str);
        for (day, place) in roster.days.iter().zip(&line.places) {
            let slot = slot_on(&roster.slots, &line.person, *day).filter(|_| *place != Place::Off).unwrap_or_default();
            table.row(&[line.person.as_str(), name, &day.to_string(), wording::place(*place, lang), slot][..columns]);
        }
    }
    table.text
}

/// Rows as the spreadsheets of the readers open them.
pub(super) struct Table {
    pub text: String,
    separator: char,
}

impl Table {
    pub fn new(lang: Lang) -> Self {
        let separator = match lang {
            Lang::En => ',',
            Lang::De => ';',
        };
        Self { text: String::from("\u{feff}"), separator }
    }

    pub fn row(&mut self, fields: &[&str]) {
        let quoted: Vec<String> = fields.iter().map(|field| quote(field, self.separator)).collect();
        self.text.push_str(&quoted.join(&self.separator.to_string()));
        self.text.push_str("\r\n");
    }
}

/// RFC 4180 without controls (but tabs and line breaks, which quotes hold), and an apostrophe before what a spreadsheet would take for a formula.
fn quote(field: &str, separator: char) -> String {
    let field: String = field.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect();
    let guarded = if field.starts_with(['=', '+', '-', '@', '\'', '\t', '\n']) { format!("'{field}") } else { field };
    if guarded.contains([separator, '"', '\n', '\t']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

/// Places by person and date; every problem of the file is a finding with its line.
pub fn read(file: &str, bytes: &[u8]) -> Result<Places, Vec<Finding>> {
    let text = decode(bytes);
    let first = text.lines().next().unwrap_or("");
    let separator = [b';', b',', b'\t'].into_iter().max_by_key(|&s| first.bytes().filter(|b| *b == s).count()).unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let mut lines = Lines::new(&text);
    let unreadable = |line: u32, what: Words| {
        codes::CSV_UNREADABLE.finding(Some(Where::at(file, line, 0)), what).todo(Words::new(
            "the columns are person, name, date, place; only the places should be changed",
            "die Spalten sind Person, Name, Datum, Ort; geändert werden sollten nur die Orte",
        ))
    };
    let header: Vec<String> = match reader.headers() {
        Ok(record) => record.iter().map(|field| field.trim().to_lowercase()).collect(),
        Err(error) => return Err(vec![unreadable(1, Words::new(error.to_string(), error.to_string()))]),
    };
    let column = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
    let (Some(person), Some(date), Some(place)) = (column(&["person"]), column(&["date", "datum"]), column(&["place", "ort"]))
    else {
        let what = Words::new("no header row with person, date and place", "keine Kopfzeile mit Person, Datum und Ort");
        return Err(vec![unreadable(1, what)]);
    };
    let slot = column(&["slot", "schicht"]);
    let mut places = Places::default();
    let mut rows = Rows::default();
    let mut findings = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, |at| lines.of(at.byte() as usize));
                findings.push(unreadable(line, Words::new(error.to_string(), error.to_string())));
                break;
            }
        };
        let line = record.position().map_or(0, |at| lines.of(at.byte() as usize));
        let at = || Some(Where::at(file, line, 0));
        let (Some(id), Some(day), Some(word)) = (record.get(person), record.get(date), record.get(place)) else {
            let n = record.len();
            findings.push(unreadable(
                line,
                Words::new(
                    format!("a row of {}", counted(n, "field", "fields")),
                    format!("eine Zeile mit {}", counted(n, "Feld", "Feldern")),
                ),
            ));
            continue;
        };
        let unknown = |value: &str, en: &str, de: &str| {
            codes::CSV_VALUE_UNKNOWN.finding(at(), Words::new(format!("`{value}` is no {en}"), format!("`{value}` ist {de}")))
        };
        let id = id.trim();
        let Ok(id) = id.strip_prefix('\'').unwrap_or(id).parse::<PersonId>() else {
            findings.push(unknown(id, "person", "keine Person"));
            continue;
        };
        let Some(day) = wording::read_day(day.trim()) else {
            findings.push(unknown(day, "date", "kein Datum"));
            continue;
        };
        let written = word.trim();
        let word = written.to_lowercase();
        let value = if HOME.contains(&word.as_str()) {
            Place::Home
        } else if OFFICE.contains(&word.as_str()) {
            Place::Office
        } else if OFF.contains(&word.as_str()) {
            Place::Off
        } else {
            findings.push(
                unknown(written, "place", "kein Ort")
                    .todo(Words::new("write `home`, `office` or `off`", "`Homeoffice`, `Büro` oder `frei` schreiben")),
            );
            continue;
        };
        // A cell that was guarded against formulas, and one that was emptied with the place.
        let said = slot.and_then(|slot| record.get(slot)).map(str::trim).filter(|said| !said.is_empty());
        if let Some(said) = said {
            let said = said.strip_prefix('\'').unwrap_or(said);
            places.slots.entry(id.clone()).or_default().insert(day, said.to_owned());
        }
        rows.lines.entry(id.clone()).or_default().insert(day, Where::at(file, line, 0));
        if places.days.entry(id.clone()).or_default().insert(day, value).is_some() {
            let what = Words::new(format!("`{id}` has two rows for {day}"), format!("`{id}` hat zwei Zeilen für den {day}"));
            findings.push(codes::CSV_DUPLICATE.finding(at(), what).about(id.as_str()));
        }
    }
    places.rows = Some(rows);
    if findings.is_empty() { Ok(places) } else { Err(together(findings)) }
}

/// The same said of many places is one finding, at the first of them.
pub(super) fn together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut told: Vec<(Finding, usize)> = Vec::new();
    let mut at: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in findings {
        let index = *at.entry((finding.code.as_str().to_owned(), finding.what.en.to_string())).or_insert(told.len());
        match told.get_mut(index) {
            Some((_, more)) => *more += 1,
            None => told.push((finding, 0)),
        }
    }
    let with_more = |(mut finding, more): (Finding, usize)| {
        if more > 0 {
            let what = &mut finding.what;
            what.en.to_mut().push_str(&format!("; so in {}", counted(more, "more place", "more places")));
            what.de.to_mut().push_str(&format!("; ebenso an {}", counted(more, "weiteren Stelle", "weiteren Stellen")));
            finding.subject = None;
        }
        finding
    };
    told.into_iter().map(with_more).collect()
}

fn decode(bytes: &[u8]) -> String {
    // "Unicode text" of a spreadsheet.
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return encoding_rs::UTF_16LE.decode(bytes).0.into_owned();
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;
    use crate::roster::random::Random;

    #[test]
    fn cells_hold_no_controls() {
        assert_eq!(quote("\u{1b}]0;x\u{7}Hu\u{7f}ber\r", ','), "]0;xHuber");
        assert_eq!(quote("a\tb\nc", ','), "\"a\tb\nc\"");
        assert_eq!(quote("\u{1b}=1+1", ','), "'=1+1", "guarded after the control is gone");
    }

    #[test]
    fn comes_back_in_both_languages() {
        let sample = sample::documents();
        for lang in [Lang::En, Lang::De] {
            let text = write(&sample.roster, &sample.inventory, lang);
            assert_eq!(read("roster.csv", text.as_bytes()).unwrap().days, Places::of(&sample.roster).days);
        }
    }

    #[test]
    fn golden() {
        let sample = sample::documents();
        let text = write(&sample.roster, &sample.inventory, Lang::De);
        sample::assert_golden("roster.csv", &text);
    }

    #[test]
    fn survives_a_spreadsheet() {
        let text =
            "Person;Name;Datum;Ort\r\np01;Köhl, Änne;09.11.2020;Büro\r\np02;;9.11.2020;HOMEOFFICE\r\n'-x;;2020-11-10;frei\r\n";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
        let places = read("x.csv", &bytes).unwrap();
        assert_eq!(places.days[&"p01".parse::<PersonId>().unwrap()][&jiff::civil::date(2020, 11, 9)], Place::Office);
        assert_eq!(places.days.len(), 3);
        assert!(places.days.contains_key(&"-x".parse::<PersonId>().unwrap()));
    }

    /// As the program itself writes it.
    #[test]
    fn lines_are_counted_whatever_ends_them() {
        let text = "person,name,date,place\np1,,2020-11-09,Strand\np1,\"a\nb\",2020-11-10,home\n\np1,,2020-11-11,beach\n";
        for end in ["\n", "\r\n"] {
            let findings = read("x.csv", text.replace('\n', end).as_bytes()).unwrap_err();
            let told: Vec<(u32, &str)> =
                findings.iter().map(|f| (f.place.as_ref().unwrap().line(), f.what.en.as_ref())).collect();
            assert_eq!(told, [(2, "`Strand` is no place"), (6, "`beach` is no place")], "{end:?}");
        }
    }

    #[test]
    fn one_wrong_word_everywhere_is_one_finding() {
        let sample = sample::documents();
        let text = write(&sample.roster, &sample.inventory, Lang::De);
        let homes = text.matches(";Homeoffice\r\n").count();
        let findings = read("x.csv", text.replace(";Homeoffice\r\n", ";Strand\r\n").as_bytes()).unwrap_err();
        let told: Vec<&str> = findings.iter().map(|finding| finding.what.de.as_ref()).collect();
        assert_eq!(told, [format!("`Strand` ist kein Ort; ebenso an {} weiteren Stellen", homes - 1)]);
    }

    #[test]
    fn letters_of_the_workbook_and_utf_16_are_read() {
        let text = "Person\tName\tDatum\tOrt\r\np1\tKöhl\t2020-11-09\tH\r\np1\t\t2020-11-10\tB\r\np1\t\t2020-11-11\t–\r\n";
        let bytes: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let places = read("x.csv", &bytes).unwrap();
        let of: Vec<Place> = places.days.values().flat_map(|days| days.values().copied()).collect();
        assert_eq!(of, [Place::Home, Place::Office, Place::Off]);
    }

    #[test]
    fn everything_wrong_at_once() {
        let text =
            "person,name,date,place\np1,,2020-11-09,beach\np1,,9/11/20,home\np1,,2020-11-10,home\np1,,2020-11-10,office\np1\n";
        let findings = read("x.csv", text.as_bytes()).unwrap_err();
        let found: Vec<(&str, u32)> = findings.iter().map(|f| (f.code.as_str(), f.place.as_ref().unwrap().line())).collect();
        assert_eq!(
            found,
            [
                ("roster/csv-value-unknown", 2),
                ("roster/csv-value-unknown", 3),
                ("roster/csv-duplicate", 5),
                ("roster/csv-unreadable", 6)
            ]
        );
        assert_eq!(read("x", b"\x00\x01").unwrap_err()[0].code, codes::CSV_UNREADABLE.code());
        assert_eq!(read("x", b"").unwrap_err()[0].code, codes::CSV_UNREADABLE.code());
    }

    #[test]
    fn formulas_are_disarmed() {
        assert_eq!(quote("=1+1", ';'), "'=1+1");
        assert_eq!(quote("a;\"b\"", ';'), "\"a;\"\"b\"\"\"");
    }

    /// Foreign bytes never panic.
    #[test]
    fn mutations() {
        let sample = sample::documents();
        let good = write(&sample.roster, &sample.inventory, Lang::De).into_bytes();
        let mut random = Random::new(4);
        for _ in 0..3000 {
            let mut bytes = good[..200 + random.below(400)].to_vec();
            for _ in 0..1 + random.below(6) {
                let at = random.below(bytes.len());
                match random.below(3) {
                    0 => bytes[at] = random.below(256) as u8,
                    1 => bytes.truncate(at + 1),
                    _ => bytes.insert(at, b"\";,\n\r\0\xff'="[random.below(9)]),
                }
            }
            let _ = read("m.csv", &bytes);
        }
    }
}
