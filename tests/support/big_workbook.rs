//! A workbook of any number of people, written row by row: a million of them take little room while they are made.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Rows of a sheet (ECMA-376), the titles among them.
pub const MOST_ROWS: usize = 1_048_576;

/// Extensions of people begin here: far from 110 to 118 and from what begins with them, which never are any.
pub const FIRST: usize = 2_000_000;

const PARTS: [(&str, &str); 3] = [
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];

/// A row of titles and `people` rows below it.
pub fn workbook(people: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    for (name, text) in PARTS {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    zip.write_all(br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#).unwrap();
    let mut text = String::new();
    row(&mut text, 1, &["Personalnr", "Name", "Vorname", "Durchwahl", "Zimmer", "Amt"].map(str::to_owned));
    for n in 0..people {
        let cells = [
            format!("{n:07}"),
            format!("Müller{}", n / 1000),
            "Änne".to_owned(),
            (FIRST + n).to_string(),
            format!("{}.{:02}", n % 9, n % 97),
            format!("Amt {}", n % 40),
        ];
        row(&mut text, n + 2, &cells);
        if text.len() > 1 << 16 {
            zip.write_all(text.as_bytes()).unwrap();
            text.clear();
        }
    }
    text.push_str("</sheetData></worksheet>");
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn row(out: &mut String, number: usize, cells: &[String]) {
    use std::fmt::Write as _;
    let _ = write!(out, r#"<row r="{number}">"#);
    for (letter, cell) in ('A'..).zip(cells) {
        let _ = write!(out, r#"<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>"#);
    }
    out.push_str("</row>");
}
