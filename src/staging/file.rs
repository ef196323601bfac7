//! Scans of a file: the same checks, row after row.

use super::check::{Field, Known, Scan, check};
use super::codes;
use super::journal::{Assignment, Entry, Event, State};
use super::people::People;
use super::stock::Stock;
use crate::diag::{Finding, Place, Words};
use crate::inventory::kind::fold;
use crate::inventory::table::{self, PlacedField};

const TITLES: [(Field, &[&str]); 4] = [
    (Field::Label, &["label", "etikett", "inventarnummer", "inventarnr", "invnr", "assettag"]),
    (Field::Serial, &["serial", "seriennummer", "seriennr", "serialnumber", "serialno", "sn"]),
    (Field::Mac, &["mac", "macadresse", "macaddress"]),
    (Field::Person, &["person", "personalnummer", "personalnr", "anmeldename", "login", "name", "staffnumber", "user"]),
];

/// Rows before the titles at most.
const SEARCHED: usize = 10;

/// What a column or a printed title names.
pub(super) fn meaning(title: &str) -> Option<Field> {
    let title: String = fold(title).chars().filter(|c| c.is_alphanumeric()).collect();
    TITLES.iter().find(|(_, names)| names.contains(&title.as_str())).map(|(field, _)| *field)
}

/// The scans of a file.
///
/// # Errors
/// Where it is no table with the four columns.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<Scan>, Box<Finding>> {
    let unusable = |en: String, de: String| {
        let finding = codes::FILE_UNUSABLE.finding(Some(Place::file(file)), Words::new(en, de));
        Box::new(finding.todo(Words::new(
            "title the columns `label`, `serial`, `mac`, `person`",
            "die Spalten `label`, `serial`, `mac`, `person` nennen",
        )))
    };
    let Some(rows) = table::placed_rows(bytes) else {
        return Err(unusable(
            "this is no separated text, or too large".into(),
            "das ist kein Text mit Trennzeichen oder zu groß".into(),
        ));
    };
    let columns = |row: &Vec<table::PlacedField>| {
        let mut columns = [None; 4];
        for (index, (_, _, title)) in row.iter().enumerate() {
            if let Some(field) = meaning(title) {
                columns[field as usize].get_or_insert(index);
            }
        }
        columns
    };
    let best = rows
        .iter()
        .take(SEARCHED)
        .map(columns)
        .enumerate()
        .max_by_key(|(row, columns)| (columns.iter().flatten().count(), std::cmp::Reverse(*row)));
    let Some((header, columns)) = best else {
        return Err(unusable("the file is empty".into(), "die Datei ist leer".into()));
    };
    let missing: Vec<Field> = Field::ALL.into_iter().filter(|field| columns[*field as usize].is_none()).collect();
    if !missing.is_empty() {
        let list = |pick: fn(Words) -> std::borrow::Cow<'static, str>| {
            missing.iter().map(|field| pick(field.words())).collect::<Vec<_>>().join(", ")
        };
        let (en, de) = (list(|words| words.en), list(|words| words.de));
        return Err(unusable(format!("no column for {en}"), format!("keine Spalte für {de}")));
    }
    let mut scans = Vec::new();
    for row in &rows[header + 1..] {
        let mut scan = Scan::at(row.first().map(|(line, ..)| Place::at(file, *line, 0)));
        for field in Field::ALL {
            let cell = columns[field as usize].and_then(|column| row.get(column));
            if let Some((line, column, text)) = cell.filter(|(.., text)| !text.trim().is_empty()) {
                scan.set(field, text.trim(), Some(Place::at(file, *line, *column)));
            }
        }
        if let Some(field) = scan.missing().filter(|_| !scan.is_empty()) {
            scan.at = Some(gap(file, row, columns[field as usize])).or(scan.at);
        }
        if !scan.is_empty() {
            scans.push(scan);
        }
    }
    Ok(scans)
}

/// Where a value is missing: its empty cell, or the end of a row that is too short.
fn gap(file: &str, row: &[PlacedField], column: Option<usize>) -> Place {
    let end = || row.last().map(|(line, column, text)| (*line, column + u32::try_from(text.chars().count()).unwrap_or(0)));
    let cell = column.and_then(|column| row.get(column)).map(|(line, column, _)| (*line, *column));
    cell.or_else(end).map_or_else(|| Place::file(file), |(line, column)| Place::at(file, line, column))
}

/// What a file of scans did.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// For the journal.
    pub entries: Vec<Entry>,
    pub already: usize,
    /// Rows with a contradiction.
    pub refused: usize,
    pub findings: Vec<Finding>,
}

/// Checks all rows; what is staged counts for the rows after it. `now` in seconds since 1970.
#[must_use]
pub fn stage(
    scans: &[Scan],
    stock: &Stock,
    people: &People<'_>,
    state: &mut State,
    today: jiff::civil::Date,
    now: u64,
) -> Outcome {
    let mut outcome = Outcome::default();
    for scan in scans {
        let checked = check(scan, Known { stock, people, state, today });
        let mut findings: Vec<Finding> = checked.complaints.into_iter().map(|(_, finding)| finding).collect();
        if let Some(field) = scan.missing() {
            findings.push(incomplete(scan, field));
        }
        if !findings.is_empty() {
            outcome.refused += 1;
            outcome.findings.append(&mut findings);
        } else if checked.already {
            outcome.already += 1;
        } else if let Some(assignment) = checked.assignment {
            outcome.take(state, assignment, now);
        }
    }
    outcome
}

impl Outcome {
    fn take(&mut self, state: &mut State, assignment: Assignment, now: u64) {
        let entry = Entry { at: now, event: Event::Staged(assignment) };
        state.apply(&entry);
        self.entries.push(entry);
    }
}

fn incomplete(scan: &Scan, field: Field) -> Finding {
    let what = field.words();
    codes::INCOMPLETE
        .finding(scan.at.clone(), Words::new(format!("{} is missing", what.en), format!("{} fehlt", what.de)))
        .todo(Words::new("scan the device again", "das Gerät neu scannen"))
}
