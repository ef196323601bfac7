//! Lists by hand: staff, devices, rooms, accepted corrections.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use deskshift::diag::Finding;
use deskshift::inventory::exchange::guarded;
use deskshift::inventory::staff::{self, ListFile};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::hostile::names;
use super::judged::{Back, cell, export, judge, of_person, one_blank, plan, read_as, trimmed, xml};

#[test]
fn staff_csv() {
    judge("staff/csv", &names(), one_blank, |name| {
        let cell = format!("\"{}\"", name.replace('"', "\"\""));
        let text = format!("Personalnummer;Name;Vorname;Durchwahl\n4711;{cell};Anna;2001\n");
        let list = staff::read(&ListFile { encoding: Some("utf-8"), ..ListFile::new("a.csv", text.as_bytes()) }, &plan());
        Back { name: list.people.into_iter().next().map(|entry| entry.person.last.value), told: list.findings }
    });
}

#[test]
fn staff_xlsx() {
    let names = names();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Liste").unwrap();
    for (column, title) in (0..).zip(["Personalnummer", "Name", "Vorname", "Durchwahl"]) {
        sheet.write_string(0, column, title).unwrap();
    }
    for (row, name) in (1..).zip(&names) {
        sheet.write_string(row, 0, format!("P{row}")).unwrap();
        sheet.write_string(row, 1, name).unwrap();
        sheet.write_string(row, 2, "Anna").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let list = staff::read(&ListFile::new("a.xlsx", &bytes), &plan());
    let rows: BTreeMap<&str, usize> = names.iter().map(String::as_str).zip(2..).collect();
    let people: BTreeMap<&str, &str> = list
        .people
        .iter()
        .filter_map(|entry| Some((entry.staff_no.as_ref()?.value.as_str(), entry.person.last.value.as_str())))
        .collect();
    let mut told: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in &list.findings {
        let cell = finding.place.as_ref().and_then(deskshift::diag::Place::cell_name).unwrap_or_default();
        told.entry(cell.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned()).or_default().push(finding.clone());
    }
    judge("staff/xlsx", &names, one_blank, |name| {
        let row = rows.get(name).copied().unwrap_or(1);
        Back {
            name: people.get(format!("P{}", row - 1).as_str()).map(|last| (*last).to_owned()),
            told: told.get(row.to_string().as_str()).cloned().unwrap_or_default(),
        }
    });
}

/// Signs alone in a cell of a list mean that there is nothing.
fn says_nothing(name: &str) -> bool {
    name.trim().chars().all(|c| matches!(c, '-' | '–' | '—' | '/' | '_' | '.'))
}

#[test]
fn devices_list() {
    judge(
        "devices/list",
        &names(),
        |name| if says_nothing(name) { String::new() } else { one_blank(name) },
        |name| {
            let text = format!("Inventar-Nr.;Seriennummer;Benutzer\nN-1;PF1ABC;{}\n", cell(name));
            export("devices/list", "g.csv", &text, |reading| {
                reading.devices.first()?.owner.as_ref().map(|owner| owner.value.clone())
            })
        },
    );
}

#[test]
fn rooms_list() {
    judge(
        "rooms/list",
        &names(),
        |name| if says_nothing(name) { String::new() } else { one_blank(name) },
        |name| {
            let text = format!("Raum;Plätze;Raumbezeichnung\n2.14;2;{}\n", cell(name));
            export("rooms/list", "r.csv", &text, |reading| reading.rooms.first()?.title.as_ref().map(|title| title.value.clone()))
        },
    );
}

#[test]
fn staff_named() {
    judge("staff/list", &names(), one_blank, |name| {
        let text = format!("Personalnummer;Name;Vorname;Durchwahl\n4711;{};Anna;2001\n", cell(name));
        export("staff/list", "a.csv", &text, of_person)
    });
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Liste\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_str())] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn staff_ods() {
    let row = |cells: [&str; 4]| {
        let cells = cells.map(|text| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>", xml(text))
        });
        format!("<table:table-row>{}</table:table-row>", cells.concat())
    };
    // No XML can hold a NUL: its reference stays as it is written.
    let expected = |name: &str| one_blank(&name.replace('\0', "&#0;"));
    judge("staff/ods", &names(), expected, |name| {
        let rows = row(["Personalnummer", "Name", "Vorname", "Durchwahl"]) + &row(["4711", name, "Anna", "2001"]);
        let reading = read_as("staff/list", "a.ods", &ods(&rows));
        Back { name: of_person(&reading), told: reading.findings }
    });
}

/// Corrections are written by deskshift, which puts an apostrophe before what would calculate.
#[test]
fn corrections() {
    judge("deskshift/corrections", &names(), trimmed, |name| {
        let value = cell(&guarded(name));
        let text = format!("deskshift correction,id,field,value,before\nextension,2001,name,{value},Muster\n");
        export("deskshift/corrections", "c.csv", &text, |reading| Some(reading.corrections.first()?.value.value.clone()))
    });
}
