//! Lists of devices: delivery notes, stock lists, inventories of notebooks and telephones.
//!
//! In: bytes of one file. Out: a reading with devices; labels, serial numbers and MAC addresses are checked against each other.
//! May import: `domain`, `diag`, `policy`, the inventory's model, tables, numbers, kinds and staff. Start with [`FORMAT`], then `columns`, `rows`.

pub mod codes;
mod columns;
mod rows;
#[cfg(test)]
mod tests;

pub(in crate::inventory) use columns::{DeviceField, known, meaning};
pub(in crate::inventory) use rows::{Rows, date, value};

use crate::diag::{Place, Severity, Words};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::reading::Reading;
use crate::inventory::staff;
use crate::inventory::table::{self, Collector, Columns, Row, Secrecy, Table};

pub const FORMAT: Format = Format { name: "devices/list", class: Class::Devices, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let rows = table::head_rows(sample.text, known);
    rows.iter().filter_map(|row| likeness(row)).max_by_key(|found| found.score)
}

fn likeness(titles: &[String]) -> Option<Likeness> {
    let fields: Vec<DeviceField> = titles.iter().filter_map(|title| meaning(title)).collect();
    let has = |field: DeviceField| fields.contains(&field);
    let keys = [DeviceField::Label, DeviceField::Serial, DeviceField::Mac].into_iter().filter(|field| has(*field)).count();
    let about = [DeviceField::Model, DeviceField::Vendor, DeviceField::Delivered, DeviceField::Kind];
    let about = about.into_iter().filter(|field| has(*field)).count();
    let person = |title: &String| {
        use staff::{Field, Meaning};
        matches!(staff::meaning(title), Some(Meaning::Field(Field::First | Field::Home | Field::WorkDays | Field::Fax, _)))
    };
    let people = titles.iter().any(person);
    let score = match (keys, about) {
        (0, _) => return None,
        _ if people => 30,
        (2.., _) => 75,
        (1, 1..) => 65,
        (1, 0) => 30,
    };
    Some(Likeness::new(
        score,
        format!("titles of devices: {keys} of label, serial number, MAC; {about} of model, vendor, kind, delivery"),
        format!("Titel von Geräten: {keys} von Etikett, Seriennummer, MAC; {about} von Modell, Hersteller, Art, Lieferung"),
    ))
}

fn read(given: &Given<'_>) -> Reading {
    let mut findings = Collector::default();
    let Some(opened) = table::open(&given.list, known, Secrecy::Open, &mut findings) else {
        return Reading { findings: findings.finish(), ..Reading::default() };
    };
    let mut rows = Rows::new(given.plan);
    let find = |rows: &mut Rows<'_>, table: &Table, _, columns: &Columns<'_>| {
        let fields = columns::find(columns);
        fields.iter().any(|(field, _)| field.is_key()).then(|| {
            rows.begin(table, &fields);
            rows.titled(columns, &fields);
            fields
        })
    };
    let add = |rows: &mut Rows<'_>, table: &Table, row: &Row, fields: &Vec<_>, extra, findings: &mut Collector| {
        rows.add(table, row, fields, extra, findings);
    };
    let found = table::read_lists(&opened, known, &mut rows, find, add, table::Beside::Kept, &mut findings);
    let devices = rows.finish(&mut findings);
    let source = opened.source("devices", devices.len());
    let mut findings = findings.finish();
    if !found {
        findings.push(
            table::codes::COLUMN_MISSING
                .finding(
                    Some(Place::file(given.list.file)),
                    Words::new(
                        "no column for labels, serial numbers or MAC addresses; the list was not used",
                        "keine Spalte für Inventarnummern, Seriennummern oder MAC-Adressen; die Liste wurde nicht verwendet",
                    ),
                )
                .todo(Words::new(
                    "title one `Inventarnummer`, `Seriennummer` or `MAC`",
                    "eine `Inventarnummer`, `Seriennummer` oder `MAC` nennen",
                )),
        );
    } else if devices.is_empty() && !findings.iter().any(|finding| finding.severity == Severity::Error) {
        let words = Words::new("the list has column titles but no devices", "die Liste hat Spaltentitel, aber keine Geräte");
        findings.push(staff::codes::LIST_EMPTY.finding(Some(Place::file(given.list.file)), words));
    }
    Reading { sources: vec![source], devices, findings, ..Reading::default() }
}
