//! A workbook with a sheet for each department: what the sheet is called is the department of its people.

use std::str::FromStr;

use super::codes;
use super::header::{Field, HeaderMap};
use super::person::Mapped;
use crate::diag::Words;
use crate::domain::Department;
use crate::inventory::kind::{fold, is_roman};
use crate::inventory::model::Sourced;
use crate::inventory::table::{Collector, Table};

/// Ends of words that a department has and no other name of a sheet.
const ENDS: [&str; 11] = [
    "amt",
    "abteilung",
    "bereich",
    "referat",
    "dezernat",
    "sachgebiet",
    "kaemmerei",
    "kasse",
    "verwaltung",
    "dienst",
    "dienststelle",
];
/// Words with such an end that are none: sums, and the whole house.
const NONE: [&str; 4] = ["gesamt", "insgesamt", "landratsamt", "bezirksamt"];
/// Short words before a number: `SG 11`.
const SHORT: [&str; 7] = ["abt", "dez", "fb", "fd", "ref", "sg", "team"];

/// Gives the people of a sheet without a column of departments, whom no heading has given one, the sheet's name, if it is one's.
pub(super) fn take(table: &Table, header_row: usize, header: &HeaderMap, mapped: &mut Mapped, findings: &mut Collector) {
    let Some(name) = table.sheet.as_deref().map(str::trim).filter(|name| is_unit(name)) else { return };
    let Ok(department) = Department::from_str(name) else { return };
    if header.get(Field::Department).is_some() {
        return;
    }
    let at = table.place(table.rows[header_row].line, 1);
    let unit = Sourced::new(department, at.clone());
    let people = mapped.people.iter_mut().map(|entry| &mut entry.person.department);
    let functions = mapped.functions.iter_mut().map(|function| &mut function.department);
    let open: Vec<&mut Option<Sourced<Department>>> = people.chain(functions).filter(|department| department.is_none()).collect();
    if open.is_empty() {
        return;
    }
    let words = Words::new(
        format!("the name of the sheet, `{name}`, was taken as the department of its rows: {}", open.len()),
        format!("der Name des Blatts, `{name}`, gilt als Dienststelle seiner Zeilen: {}", open.len()),
    );
    for department in open {
        *department = Some(unit.clone());
    }
    findings.push(codes::SECTION_TAKEN.finding(Some(at), words));
}

fn is_unit(name: &str) -> bool {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let numbered = |word: &str| word.chars().all(|c| c.is_ascii_digit() || is_roman(c));
    let short = words.windows(2).any(|pair| SHORT.contains(&pair[0]) && numbered(pair[1]));
    short || words.iter().filter(|word| !NONE.contains(word)).any(|word| ENDS.iter().any(|end| word.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::is_unit;
    use crate::inventory::staff::{ListFile, StaffList, read};
    use crate::policy::site::Numbers;
    use rust_xlsxwriter::Workbook;

    fn list(sheets: &[(&str, &[&str])]) -> StaffList {
        let mut book = Workbook::new();
        for (name, rows) in sheets {
            let sheet = book.add_worksheet().set_name(*name).expect("a name");
            for (row, line) in (0..).zip(*rows) {
                for (column, cell) in (0..).zip(line.split(';')).filter(|(_, cell)| !cell.is_empty()) {
                    sheet.write(row, column, cell).expect("a cell");
                }
            }
        }
        let bytes = book.save_to_buffer().expect("in memory");
        read(&ListFile::new("liste.xlsx", &bytes), &Numbers::new("49", "89", "99998").lengths([3]))
    }

    fn units(list: &StaffList) -> Vec<&str> {
        list.people.iter().map(|entry| entry.person.department.as_ref().map_or("-", |unit| unit.value.as_str())).collect()
    }

    const TITLES: &str = "Name;Vorname;Durchwahl";

    #[test]
    fn sheets_of_departments_name_them() {
        let found = list(&[
            ("Bauamt", &[TITLES, "Müller;Hans;101", "Fax;;102"]),
            ("Jugendamt", &[TITLES, "Kasse Süd;;;", "Kurz;Ida;103"]),
        ]);
        assert_eq!(units(&found), ["Bauamt", "Kasse Süd"], "a heading within the sheet counts before its name");
        let told: Vec<&str> =
            found.findings.iter().filter(|f| f.what.en.contains("name of the sheet")).map(|f| f.what.en.as_ref()).collect();
        assert_eq!(told, ["the name of the sheet, `Bauamt`, was taken as the department of its rows: 2"]);
    }

    #[test]
    fn a_column_of_departments_and_other_names_of_sheets_say_nothing() {
        let own =
            list(&[("Bauamt", &["Name;Vorname;Durchwahl;Amt", "Müller;Hans;101;"]), ("Jugendamt", &[TITLES, "Kurz;Ida;103"])]);
        assert_eq!(units(&own), ["-", "Jugendamt"]);
        let one = list(&[("Bauamt", &[TITLES, "Müller;Hans;101"])]);
        assert_eq!(units(&one), ["-"], "one sheet may be called anything");
        for name in ["Tabelle1", "Personal", "Haus 2", "2026", "Stammdaten", "Gesamt", "insgesamt", "Landratsamt", "Team"] {
            assert!(!is_unit(name), "{name}");
        }
        for name in ["Amt 32", "SG 11", "FB II", "Kämmerei", "Kreiskasse", "Soziale Dienste und Jugendamt"] {
            assert!(is_unit(name), "{name}");
        }
    }
}
