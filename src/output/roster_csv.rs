//! The roster as a table for spreadsheets, and back after somebody edited it there.
//!
//! Written for the spreadsheets of the readers: German ones want `;` and a byte order mark. Reading takes what such programs make
//! of it: either separator, either language, dates rewritten to `09.11.2020`, Windows-1252.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diag::{Finding, Lang, Place as Where, Words};
use crate::domain::{PersonId, Place};
use crate::inventory::model::Inventory;
use crate::roster::check::{Places, Rows};
use crate::roster::codes;
use crate::roster::model::Roster;

const HOME: [&str; 3] = ["home", "homeoffice", "zu hause"];
const OFFICE: [&str; 3] = ["office", "büro", "buero"];
const OFF: [&str; 3] = ["off", "frei", ""];

/// One row for each person and day: person, name, date, place.
#[must_use]
pub fn write(roster: &Roster, inventory: &Inventory, lang: Lang) -> String {
    let names: BTreeMap<&PersonId, String> = inventory.persons.iter().map(|p| (&p.id, p.listed_name())).collect();
    let mut table = Table::new(lang);
    table.row(&match lang {
        Lang::En => ["person", "name", "date", "place"],
        Lang::De => ["Person", "Name", "Datum", "Ort"],
    });
    for line in &roster.rows {
        let name = names.get(&line.person).map_or("", String::as_str);
        for (day, place) in roster.days.iter().zip(&line.places) {
            table.row(&[line.person.as_str(), name, &day.to_string(), word(*place, lang)]);
        }
    }
    table.text
}

/// A place as tables and lists have it.
pub(super) fn word(place: Place, lang: Lang) -> &'static str {
    match (place, lang) {
        (Place::Home, Lang::En) => "home",
        (Place::Home, Lang::De) => "Homeoffice",
        (Place::Office, Lang::En) => "office",
        (Place::Office, Lang::De) => "Büro",
        (Place::Off, Lang::En) => "off",
        (Place::Off, Lang::De) => "frei",
    }
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
    let unreadable = |line: u64, what: Words| {
        codes::CSV_UNREADABLE.finding(Some(Where::at(file, line as u32, 0)), what).todo(Words::new(
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
    let mut places = Places::default();
    let mut rows = Rows::default();
    let mut findings = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                findings.push(unreadable(line, Words::new(error.to_string(), error.to_string())));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let at = || Some(Where::at(file, line as u32, 0));
        let (Some(id), Some(day), Some(word)) = (record.get(person), record.get(date), record.get(place)) else {
            let n = record.len();
            findings.push(unreadable(line, Words::new(format!("a row of {n} fields"), format!("eine Zeile mit {n} Feldern"))));
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
        let Some(day) = parse_date(day.trim()) else {
            findings.push(unknown(day, "date", "kein Datum"));
            continue;
        };
        let word = word.trim().to_lowercase();
        let value = if HOME.contains(&word.as_str()) {
            Place::Home
        } else if OFFICE.contains(&word.as_str()) {
            Place::Office
        } else if OFF.contains(&word.as_str()) {
            Place::Off
        } else {
            findings.push(
                unknown(&word, "place", "kein Ort")
                    .todo(Words::new("write `home`, `office` or `off`", "`Homeoffice`, `Büro` oder `frei` schreiben")),
            );
            continue;
        };
        rows.lines.entry(id.clone()).or_default().insert(day, Where::at(file, line as u32, 0));
        if places.days.entry(id.clone()).or_default().insert(day, value).is_some() {
            let what = Words::new(format!("`{id}` has two rows for {day}"), format!("`{id}` hat zwei Zeilen für den {day}"));
            findings.push(codes::CSV_DUPLICATE.finding(at(), what).about(id.as_str()));
        }
    }
    places.rows = Some(rows);
    if findings.is_empty() { Ok(places) } else { Err(findings) }
}

/// `2020-11-09` or `09.11.2020`.
fn parse_date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let mut parts = text.split('.');
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year = parts.next()?.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, month, day).ok()
}

fn decode(bytes: &[u8]) -> String {
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
