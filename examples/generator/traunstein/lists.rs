//! The lists kept by hand: staff as XLSX and CSV, SIP logins as CSV.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::asterisk::latin1;
use super::model::{Case, Fault, Home, Person};
use super::names::OFFICES;

const TITLE: &str = "Landratsamt Trauntal – Personal- und Raumverzeichnis";
const DATE: &str = "Stand: 26.10.2020";
const HEADERS: [&str; 12] = [
    "Personalnr.",
    "Name",
    "Vorname",
    "Amt",
    "Zimmer",
    "Durchwahl",
    "E-Mail",
    "Arbeitstage",
    "Homeoffice (ja/nein/immer)",
    "Wunschtage Homeoffice",
    "Ungern Homeoffice",
    "Eigenes Notebook (ja/nein)",
];
const DAYS: [&str; 5] = ["Mo", "Di", "Mi", "Do", "Fr"];

/// Rows of the staff list in its order, with the duplicate.
fn rows(case: &Case) -> Vec<&Person> {
    let mut rows: Vec<&Person> = case.persons.iter().filter(|p| !p.left).collect();
    rows.sort_by_key(|p| p.office);
    // One person stands twice, as she has two half jobs.
    let twice = rows
        .iter()
        .position(|p| p.office == 11 && p.home == Home::Yes && p.works == [true; 5])
        .expect("somebody works full time");
    rows.insert(twice + 1, rows[twice]);
    rows
}

fn days(list: impl Iterator<Item = usize>) -> String {
    list.map(|day| DAYS[day]).collect::<Vec<_>>().join(", ")
}

fn working_days(person: &Person) -> String {
    let worked: Vec<usize> = (0..5).filter(|&d| person.works[d]).collect();
    match worked.as_slice() {
        [0, 1, 2, 3, 4] => if person.staff_number.is_multiple_of(5) { "" } else { "Mo-Fr" }.to_owned(),
        [first, .., last] if worked.len() > 2 && last - first + 1 == worked.len() => format!("{}-{}", DAYS[*first], DAYS[*last]),
        _ => days(worked.into_iter()),
    }
}

fn home(person: &Person) -> &'static str {
    match person.home {
        Home::Yes => "ja",
        Home::No => "nein",
        Home::Always => "immer",
    }
}

fn notebook(person: &Person) -> &'static str {
    if person.own_notebook { "ja" } else { "nein" }
}

/// How the extension is written in the staff list.
enum Number<'a> {
    None,
    /// A number with the cell format `0000`.
    Plain(&'a str),
    Text(String),
}

fn number(person: &Person) -> Number<'_> {
    match person.extension.as_deref() {
        None => Number::None,
        Some(ext) if person.staff_number.is_multiple_of(97) => Number::Text(format!("089 99998-{ext}")),
        Some(ext) if person.staff_number.is_multiple_of(89) => Number::Text(format!("DW {ext}")),
        Some(ext) => Number::Plain(ext),
    }
}

pub fn staff_xlsx(case: &Case) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_title(TITLE)
            .set_author("Zentrale Dienste")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2020, 10, 26)?),
    );
    let bold = Format::new().set_bold();
    let zeros = Format::new().set_num_format("0000");
    let top = Format::new().set_align(rust_xlsxwriter::FormatAlign::Top);
    let sheet = book.add_worksheet().set_name("Personal")?;
    sheet.write_with_format(0, 0, TITLE, &bold)?;
    sheet.write(1, 0, DATE)?;
    for (column, header) in (0..).zip(HEADERS) {
        sheet.write_with_format(3, column, header, &bold)?;
    }
    let rows = rows(case);
    let mut row = 4;
    for group in rows.chunk_by(|a, b| a.office == b.office) {
        let office = OFFICES[group[0].office].name;
        let last = row + u32::try_from(group.len()).expect("few people") - 1;
        sheet.merge_range(row, 3, last, 3, office, &top)?;
        for person in group {
            sheet.write(row, 0, person.staff_number)?;
            sheet.write(row, 1, &person.last)?;
            sheet.write(row, 2, &person.first)?;
            sheet.write(row, 4, &person.room)?;
            match number(person) {
                Number::None => {}
                Number::Plain(ext) => {
                    sheet.write_with_format(row, 5, ext.parse::<u32>().expect("digits"), &zeros)?;
                }
                Number::Text(text) => {
                    sheet.write(row, 5, text)?;
                }
            }
            sheet.write(row, 6, &person.mail)?;
            for (column, text) in [(7, working_days(person)), (9, days(person.wish_home.iter().copied()))] {
                if !text.is_empty() {
                    sheet.write(row, column, text)?;
                }
            }
            sheet.write(row, 8, home(person))?;
            if !person.wish_office.is_empty() {
                sheet.write(row, 10, days(person.wish_office.iter().copied()))?;
            }
            sheet.write(row, 11, notebook(person))?;
            row += 1;
        }
    }
    for (column, width) in [(1, 22), (2, 16), (3, 30), (6, 40), (9, 22)] {
        sheet.set_column_width(column, width)?;
    }
    let notes = book.add_worksheet().set_name("Hinweise")?;
    notes.write(0, 0, "Durchwahl ohne Kopfnummer eintragen. Bei Umzug bitte Zimmer ändern!")?;
    book.save_to_buffer()
}

fn cell(text: &str) -> String {
    if text.contains([';', '"', '\n', '\r']) || text.trim() != text {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The same list as a spreadsheet program saves it: merged cells in their first row only.
pub fn staff_csv(case: &Case) -> Vec<u8> {
    let mut out = format!("{TITLE}{}\r\n{DATE}{}\r\n{}\r\n", ";".repeat(11), ";".repeat(11), ";".repeat(11));
    out += &HEADERS.join(";");
    out += "\r\n";
    let mut office = usize::MAX;
    let mut damaged = 0;
    for person in rows(case) {
        let department = if person.office == office { "" } else { OFFICES[person.office].name };
        office = person.office;
        let ext = match number(person) {
            Number::None => String::new(),
            // Opened and saved once too often: the leading zero is gone in three rows.
            Number::Plain(ext) if ext.starts_with('0') && person.staff_number.is_multiple_of(13) && damaged < 3 => {
                damaged += 1;
                ext.trim_start_matches('0').to_owned()
            }
            Number::Plain(ext) => ext.to_owned(),
            Number::Text(text) => text,
        };
        let cells = [
            person.staff_number.to_string(),
            person.last.clone(),
            person.first.clone(),
            department.to_owned(),
            person.room.clone(),
            ext,
            person.mail.clone(),
            working_days(person),
            home(person).to_owned(),
            days(person.wish_home.iter().copied()),
            days(person.wish_office.iter().copied()),
            notebook(person).to_owned(),
        ];
        out += &cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(";");
        out += "\r\n";
    }
    assert_eq!(damaged, 3, "three leading zeros are lost");
    latin1(&out)
}

/// The list of logins: one row for nearly every line.
pub fn logins_csv(case: &Case) -> Vec<u8> {
    let mut out = String::from("Nebenstelle;Anmeldename;Kennwort;MAC-Adresse;Bemerkung\r\n");
    for line in &case.lines {
        let Some((user, secret)) = &line.listed else { continue };
        let note = match line.fault {
            Some(Fault::SecretDiffers) => "neu vergeben 3/2019",
            Some(Fault::UnknownExtension) => "beantragt",
            Some(Fault::AuthNameListed) => "Anmeldung mit MAC",
            _ => "",
        };
        let cells = [&line.number, user, secret, line.mac.as_ref().unwrap_or(&String::new()), &note.to_owned()].map(|c| cell(c));
        out += &cells.join(";");
        out += "\r\n";
    }
    latin1(&out)
}
