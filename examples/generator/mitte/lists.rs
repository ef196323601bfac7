//! The personnel list as XLSX, the lists of notebooks and the scans as CSV.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::model::{Case, Notebook};

const HEADERS: [&str; 8] = ["Personalnr.", "Name", "Vorname", "Dienststelle", "Zimmer", "Nebenstelle", "E-Mail", "Homeoffice"];
/// Row of the first person in the sheet, from 0.
pub const FIRST: u32 = 3;

pub fn personnel(case: &Case) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_title("Personalliste")
            .set_author("Serviceeinheit Personal")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2020, 11, 9)?),
    );
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet().set_name("Personal")?;
    sheet.write_with_format(0, 0, "Bezirksamt Mitte – Personalliste", &bold)?;
    sheet.write(1, 0, "Stand: 09.11.2020")?;
    for (column, header) in (0..).zip(HEADERS) {
        sheet.write_with_format(2, column, header, &bold)?;
    }
    for (row, person) in (FIRST..).zip(&case.personnel) {
        if let Some(number) = &person.number {
            sheet.write(row, 0, number.parse::<u32>().expect("digits"))?;
        }
        let home = if person.pool { "ja" } else { "nein" };
        let cells = [&person.last, &person.first, &person.department, &person.room, &person.extension, &person.mail];
        for (column, text) in (1..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write(row, column, text)?;
        }
        sheet.write(row, 7, home)?;
    }
    for (column, width) in [(1, 24), (2, 16), (3, 34), (6, 44)] {
        sheet.set_column_width(column, width)?;
    }
    book.save_to_buffer()
}

fn notebooks(rows: &[Notebook], titles: &str, cells: fn(&Notebook) -> Vec<&str>) -> Vec<u8> {
    let mut out = format!("{titles}\r\n");
    for row in rows {
        out += &cells(row).join(";");
        out += "\r\n";
    }
    out.into_bytes()
}

pub fn delivery(case: &Case) -> Vec<u8> {
    notebooks(&case.delivery, "Inventarnummer;Seriennummer;MAC-Adresse;Modell;Lieferdatum", |row| {
        vec![&row.label, &row.serial, &row.mac, "ThinkPad L14", &row.delivered]
    })
}

/// What the software distribution knows, and to whom it has given some already.
pub fn stock(case: &Case) -> Vec<u8> {
    notebooks(&case.stock, "Inventarnummer;Seriennummer;MAC-Adresse;Modell;Benutzer", |row| {
        vec![&row.label, &row.serial, &row.mac, "ThinkPad L14", &row.owner]
    })
}

pub fn scans(case: &Case) -> Vec<u8> {
    let rows: Vec<String> = case.scans.iter().map(|row| row.join(";") + "\r\n").collect();
    format!("label;serial;mac;person\r\n{}", rows.concat()).into_bytes()
}
