//! What a row of a list by hand takes from the rows above it: the department, and with it the place.

use std::str::FromStr;

use super::codes;
use super::header::Field;
use super::naming::check_letters;
use super::person::Mapper;
use crate::diag::Words;
use crate::domain::Department;
use crate::inventory::kind::fold;
use crate::inventory::model::Sourced;
use crate::inventory::secrecy;
use crate::inventory::table::{Cell, Collector, Row, is_nothing};

/// Columns that stand beside the department and are filled down with it.
const PLACES: [Field; 3] = [Field::Site, Field::Building, Field::WorkPlace];

/// A legend or a sentence that stands below the first title, and no department: `* = nur vormittags`.
fn is_remark(text: &str) -> bool {
    const LONGEST: usize = 60;
    const WORDS: [&str; 7] = ["legende", "hinweis", "anmerkung", "bemerkung", "bitte", "achtung", "note"];
    let text = text.trim();
    let folded = fold(text);
    let word = folded.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    text.chars().count() > LONGEST || text.starts_with(['*', '(']) || text.contains('=') || WORDS.contains(&word)
}

impl Mapper<'_> {
    /// A row with one cell only stands above its people: the department, where the list has no column for it or this is the column.
    pub(super) fn section(&mut self, row: &Row, findings: &mut Collector) -> bool {
        let mut filled = row.cells.iter().filter(|c| !c.text.trim().is_empty());
        let (Some(only), None) = (filled.next(), filled.next()) else { return false };
        let column = self.header.get(Field::Department);
        let heading = self.header.by_hand && column.is_none_or(|column| column == only.index);
        // A lone number is a row that lacks its name; below `Amt` it is the number of a department.
        let named = column.is_some() || only.text.chars().any(char::is_alphabetic);
        if !heading || !named || is_nothing(&only.text) || is_remark(&only.text) || secrecy::in_text(&only.text) {
            return false;
        }
        let at = self.table.place_of(only);
        let Ok(department) = Department::from_str(only.text.trim()) else { return false };
        findings.push(codes::SECTION_TAKEN.finding(
            Some(at.clone()),
            Words::new(
                format!("`{department}` stands alone and was taken as the department of the rows below"),
                format!("`{department}` steht allein und gilt als Dienststelle der Zeilen darunter"),
            ),
        ));
        self.department = Some(Sourced::new(department, at));
        self.places.clear();
        true
    }

    /// A department that the row names is that of the rows below, whatever the row is: a person, a fax, a vacant post. A row without one
    /// takes the place too, where it names none.
    pub(super) fn carry(&mut self, row: &mut Row, findings: &mut Collector) {
        self.own_department = None;
        let mut filled = row.cells.iter().filter(|cell| !cell.text.trim().is_empty());
        let alone = filled.next().filter(|_| filled.next().is_none()).map(|only| only.index);
        // No heading, or it would not have come here.
        if alone.is_some() && alone == self.header.get(Field::Department) {
            return;
        }
        if let Some(cell) = self.cell(row, Field::Department, findings) {
            check_letters(&cell, findings);
            let department = Department::from_str(&cell.value).ok().map(|department| Sourced::new(department, cell.at));
            self.own_department.clone_from(&department);
            self.department = department;
            self.places = self.places_of(row);
            return;
        }
        let inherits = self.header.by_hand && self.header.get(Field::Department).is_some() && self.department.is_some();
        if !inherits {
            return;
        }
        let own = self.places_of(row);
        if !own.is_empty() {
            self.places = own;
            return;
        }
        let here = self.table.place_of_row(row);
        for above in self.places.clone() {
            let from = self.table.place_of(&above);
            self.inherited.add(|| here.clone(), || format!("{}` ({from})", above.text.trim()));
            row.cells.retain(|cell| cell.index != above.index);
            row.cells.push(above);
        }
        row.cells.sort_by_key(|cell| cell.index);
    }

    /// The cells of places that rows below may take over; a directory's never do.
    fn places_of(&self, row: &Row) -> Vec<Cell> {
        let columns = PLACES.into_iter().filter(|_| self.header.by_hand).flat_map(|field| self.header.all(field));
        columns.filter_map(|column| row.get(column)).filter(|cell| !is_nothing(&cell.text)).cloned().collect()
    }

    /// The department that the row names, or else the one above.
    pub(super) fn department(&mut self, row: &Row) -> Option<Sourced<Department>> {
        if self.own_department.is_some() || !self.header.by_hand {
            return self.own_department.clone();
        }
        let above = self.department.clone()?;
        let here = self.table.place_of_row(row);
        self.inherited.add(|| here, || format!("{}` ({})", above.value, above.at));
        Some(above)
    }
}

#[cfg(test)]
mod tests {
    use crate::inventory::staff::{ListFile, StaffList, read};
    use crate::policy::site::Numbers;

    fn list(text: &str) -> StaffList {
        read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]))
    }

    fn departments(list: &StaffList) -> Vec<String> {
        let of = |name: &str, unit: Option<&crate::inventory::model::Sourced<crate::domain::Department>>| {
            format!("{name} {}", unit.map_or("-".to_owned(), |unit| format!("{} {}", unit.value, unit.at)))
        };
        let people = list.people.iter().map(|entry| of(&entry.person.last.value, entry.person.department.as_ref()));
        let things = list.functions.iter().map(|function| of(&function.name.value, function.department.as_ref()));
        people.chain(things).collect()
    }

    fn told<'l>(list: &'l StaffList, code: &str) -> Vec<&'l str> {
        list.findings.iter().filter(|f| f.code.as_str() == format!("inventory/{code}")).map(|f| f.what.en.as_ref()).collect()
    }

    const HEADER: &str = "Amt;Name;Vorname;Durchwahl;Zimmer\nBauamt;Müller;Hans;201;2.14\n";

    #[test]
    fn a_row_that_becomes_nobody_carries_its_department_down() {
        for (row, thing) in [
            ("Sozialamt;Poststelle;;210;EG", Some("Poststelle Sozialamt liste.csv:3:1")),
            ("Sozialamt;Fax;;211;", Some("Fax Sozialamt liste.csv:3:1")),
            ("Sozialamt;N.N.;;210;EG", Some("N.N. Sozialamt liste.csv:3:1")),
            ("Sozialamt;;;210;EG", Some(" Sozialamt liste.csv:3:1")),
            ("Sozialamt;;;;EG", None),
            ("Sozialamt;;;;", None),
        ] {
            let found = list(&format!("{HEADER}{row}\n;Weiß;Karl;212;3.01\n;Kurz;Kai;213;3.02\n"));
            let mut expected =
                vec!["Müller Bauamt liste.csv:2:1", "Weiß Sozialamt liste.csv:3:1", "Kurz Sozialamt liste.csv:3:1"];
            expected.extend(thing);
            assert_eq!(departments(&found), expected, "{row}");
        }
    }

    #[test]
    fn a_department_alone_below_its_title_is_a_heading() {
        let found = list(&format!("{HEADER}Sozialamt;;;;\n;Weiß;Karl;212;3.01\n"));
        assert_eq!(told(&found, "section-taken"), ["`Sozialamt` stands alone and was taken as the department of the rows below"]);
        assert!(told(&found, "remark-row").is_empty());
        let remark = list(&format!("{HEADER};;;;siehe Aushang\n;Weiß;Karl;212;3.01\n"));
        assert_eq!(told(&remark, "remark-row").len(), 1);
        assert!(told(&remark, "section-taken").is_empty());
        let legend = list(&format!("{HEADER}* = vormittags;;;;\nHinweis: siehe Aushang;;;;\n;Weiß;Karl;212;3.01\n"));
        assert_eq!(told(&legend, "remark-row").len(), 2);
        assert_eq!(departments(&legend)[1], "Weiß Bauamt liste.csv:2:1");
    }

    #[test]
    fn a_thing_without_a_department_has_the_one_above() {
        let found = list(&format!("{HEADER};Fax;;211;\n"));
        assert_eq!(departments(&found), ["Müller Bauamt liste.csv:2:1", "Fax Bauamt liste.csv:2:1"]);
    }

    #[test]
    fn the_place_goes_down_with_the_department() {
        let found = list(
            "Standort;Amt;Name;Vorname;Durchwahl;Zi\nHaus 2;Sozialamt;Kaya;Cem;103;1.01\n;;Öz;Eva;104;1.02\nHaus 3;;Au;Ina;105;1.03\n\
             ;;Eck;Ida;106;1.04\n;Bauamt;Groß;Uwe;107;1.05\n;;Klein;Udo;108;1.06\n",
        );
        let rooms: Vec<String> = found
            .people
            .iter()
            .map(|entry| {
                let site = entry.person.site.as_ref().map_or("-".to_owned(), |site| format!("{} {}", site.value, site.at));
                format!("{} {} {site}", entry.person.at, entry.person.room.as_ref().map_or("-", |room| room.value.as_str()))
            })
            .collect();
        assert_eq!(
            rooms,
            [
                "liste.csv:2:1 Haus 2 / 1.01 Haus 2 liste.csv:2:1",
                "liste.csv:3:3 Haus 2 / 1.02 Haus 2 liste.csv:2:1",
                "liste.csv:4:1 Haus 3 / 1.03 Haus 3 liste.csv:4:1",
                "liste.csv:5:3 Haus 3 / 1.04 Haus 3 liste.csv:4:1",
                "liste.csv:6:2 1.05 -",
                "liste.csv:7:3 1.06 -",
            ]
        );
    }
}
