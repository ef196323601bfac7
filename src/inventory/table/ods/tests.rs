use std::io::{Cursor, Write as _};

use calamine::{Data, Ods, Reader as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;
use crate::diag::column_name;
use crate::inventory::table::grid::Nature;
use crate::random::Random;

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
const SPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0""#;
const STYLE_LIST: &str = r#"<office:automatic-styles>
<number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="4"/></number:number-style>
<number:number-style style:name="N2"><number:text>DW </number:text><number:number number:min-integer-digits="3"/></number:number-style>
<number:number-style style:name="N3"><number:number number:decimal-places="2" number:min-integer-digits="1"/></number:number-style>
<number:date-style style:name="N4"><number:day/><number:text>. </number:text><number:month number:textual="true"/></number:date-style>
<style:style style:name="zeros" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="below" style:family="table-cell" style:parent-style-name="zeros"/>
<style:style style:name="dw" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="two" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N4"/>
<style:style style:name="loop" style:family="table-cell" style:parent-style-name="loop"/>
<style:style style:name="seen" style:family="table"><style:table-properties table:display="true"/></style:style>
<style:style style:name="unseen" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>"#;

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("in memory");
        writer.write_all(text.as_bytes()).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

fn content(tables: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><office:document-content {SPACES}>{STYLE_LIST}<office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    )
}

fn document(tables: &str) -> Vec<u8> {
    zipped(&[
        ("mimetype", KIND),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("styles.xml", "<office:document-styles/>"),
        ("content.xml", &content(tables)),
    ])
}

fn sheet(rows: &str) -> Vec<u8> {
    document(&format!("<table:table table:name=\"S\" table:style-name=\"seen\">{rows}</table:table>"))
}

fn text(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

fn float(value: &str, style: &str) -> String {
    format!(
        "<table:table-cell table:style-name=\"{style}\" office:value-type=\"float\" office:value=\"{value}\"><text:p>{value}</text:p></table:table-cell>"
    )
}

fn shown(book: &Book) -> Vec<String> {
    book.tables
        .iter()
        .flat_map(|table| {
            let name = table.sheet.clone().unwrap_or_default();
            table.rows.iter().flat_map(move |row| {
                let name = name.clone();
                row.cells.iter().map(move |c| {
                    let nature = match &c.nature {
                        Nature::Text => String::new(),
                        other => format!(" {other:?}"),
                    };
                    format!("{name}!{}{} `{}`{nature}", column_name(c.column), c.line, c.text)
                })
            })
        })
        .collect()
}

/// A list as an office writes it: merged title, repeated cells, number styles, a remark, a hidden sheet, a filtered row.
fn office() -> Vec<u8> {
    let rows = [
        "<table:table-column table:number-columns-repeated=\"3\"/><table:table-column table:default-cell-style-name=\"zeros\"/>",
        "<table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"1\" office:value-type=\"string\"><text:p>Landratsamt</text:p></table:table-cell><table:covered-table-cell><text:p>hidden below</text:p></table:covered-table-cell></table:table-row></table:table-header-rows>",
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>",
        &format!("<table:table-row>{}{}{}{}</table:table-row>", text("Müller &amp; <text:span>S&#246;hne</text:span><text:s text:c=\"2\"/>x"), float("2.1", "two"), "<table:table-cell table:style-name=\"day\" office:value-type=\"date\" office:date-value=\"2020-01-03\"><text:p>3. Jan</text:p></table:table-cell>", "<table:table-cell office:value-type=\"float\" office:value=\"201\"><text:p>0201</text:p></table:table-cell>"),
        &format!("<table:table-row table:visibility=\"filter\">{}{}{}{}</table:table-row>", text("Weiß"), float("7", "dw"), float("4989999980201", "none"), float("12", "below")),
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>WAHR</text:p></table:table-cell><table:table-cell table:formula=\"of:=[.A1]\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#NV</text:p></table:table-cell><table:table-cell table:formula=\"of:=1\"/></table:table-row>",
        "<table:table-row><table:table-cell office:value-type=\"string\"><office:annotation><text:p>remark</text:p></office:annotation><text:p>two</text:p><text:p>lines</text:p></table:table-cell></table:table-row>",
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
    ]
    .concat();
    document(&format!(
        "<table:tracked-changes><table:table><table:table-row>{}</table:table-row></table:table></table:tracked-changes>\
         <table:table table:name=\"Personal\" table:style-name=\"seen\">{rows}</table:table>\
         <table:table table:name=\"Alt\" table:style-name=\"unseen\"><table:table-row>{}</table:table-row></table:table>",
        text("deleted"),
        text("old")
    ))
}

#[test]
fn a_list_is_read_as_the_eye_sees_it() {
    let book = read("a.ods", &office(), None).expect("a spreadsheet");
    assert_eq!(
        shown(&book),
        [
            "Personal!A1 `Landratsamt`",
            "Personal!A4 `Müller & Söhne  x`",
            "Personal!B4 `2.10`",
            "Personal!C4 `03.01.2020` Date { likely: Some(\"3.01\") }",
            "Personal!D4 `0201` Padded { format: \"0000\" }",
            "Personal!A5 `Weiß`",
            "Personal!B5 `DW 007` Padded { format: \"\\\\D\\\\W\\\\ 000\" }",
            "Personal!C5 `4989999980201` Number",
            "Personal!D5 `0012` Padded { format: \"0000\" }",
            "Personal!A6 `ja` Truth",
            "Personal!B6 `ja` Truth",
            "Personal!C6 `#NV` Error",
            "Personal!D6 `` Error",
            "Personal!A7 `ja` Truth",
            "Personal!B7 `ja` Truth",
            "Personal!C7 `#NV` Error",
            "Personal!D7 `` Error",
            "Personal!A8 `two\nlines`",
        ]
    );
    assert_eq!(book.hidden_sheets, ["Alt"]);
    assert_eq!(book.hidden_rows, [("Personal".to_owned(), 5, 1)]);
    assert_eq!(book.tables[0].merges, [(1, 1, 1, 2)]);
    let old = read("a.ods", &office(), Some("Alt")).expect("a hidden sheet may be asked for");
    assert_eq!(shown(&old), ["Alt!A1 `old`"]);
    let missing = read("a.ods", &office(), Some("Neu")).expect_err("no such sheet");
    assert_eq!(missing, Refusal::NoSuchSheet { available: vec!["Personal".into(), "Alt".into()] });
}

#[test]
fn a_staff_list_in_it_gives_people() {
    let titles: String = ["Name", "Vorname", "Durchwahl", "Zimmer"].map(text).concat();
    let day = "<table:table-cell table:style-name=\"day\" office:value-type=\"date\" office:date-value=\"2020-01-03\"><text:p>3. Jan</text:p></table:table-cell>";
    let row = [text("Müller"), text("Hans"), float("201", "zeros"), day.to_owned()].concat();
    let bytes = sheet(&format!("<table:table-row>{titles}</table:table-row><table:table-row>{row}</table:table-row>"));
    let plan = crate::policy::site::Numbers::new("49", "89", "99998").lengths([3, 4]);
    let list = crate::inventory::table::ListFile::new("a.ods", &bytes);
    let list = crate::inventory::staff::read(&list, &plan);
    let person = &list.people[0].person;
    let extension = person.extension.as_ref().map(|e| (e.value.to_string(), e.at.to_string()));
    assert_eq!(extension, Some(("0201".to_owned(), "a.ods#S!C2".to_owned())));
    assert_eq!(person.room.as_ref().map(|room| room.value.as_str()), Some("3.01"));
    assert_eq!(list.source.map(|source| source.importer).as_deref(), Some("staff/ods"));
    let codes: Vec<&str> = list.findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["inventory/room-became-date", "inventory/zero-restored"]);
}

#[test]
fn a_foreign_reader_sees_the_same_texts_in_the_same_cells() {
    let rows: String = (1..=40)
        .map(|row| {
            let gap = row % 5 + 1;
            format!(
                "<table:table-row>{}<table:table-cell table:number-columns-repeated=\"{gap}\"/>{}{}</table:table-row>",
                text(&format!("Name {row} &lt;ä&gt;")),
                float(&format!("{}", row * 37), "none"),
                text(&"x".repeat(row % 7 + 1)).replacen(
                    "<table:table-cell",
                    "<table:table-cell table:number-columns-repeated=\"2\"",
                    1
                ),
            )
        })
        .collect();
    let bytes = sheet(&rows);
    let ours = read("a.ods", &bytes, None).expect("a spreadsheet");
    let mut theirs: Ods<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("calamine reads it");
    let range = theirs.worksheet_range("S").expect("the sheet");
    let mut seen = 0;
    for row in &ours.tables[0].rows {
        for cell in &row.cells {
            let value = range.get_value((cell.line - 1, cell.column - 1)).cloned().unwrap_or(Data::Empty);
            let text = match value {
                Data::Float(number) => format!("{number}"),
                other => other.to_string(),
            };
            assert_eq!(text, cell.text, "{}{}", column_name(cell.column), cell.line);
            seen += 1;
        }
    }
    assert_eq!(seen, range.used_cells().count());
    assert_eq!(seen, 160);
}

#[test]
fn repetition_costs_no_more_than_written_cells() {
    let huge = "4294967295";
    let repeat = |rows: &str, columns: &str, value: &str| {
        let cell = text(value).replacen(
            "<table:table-cell",
            &format!("<table:table-cell table:number-columns-repeated=\"{columns}\""),
            1,
        );
        sheet(&format!("<table:table-row table:number-rows-repeated=\"{rows}\">{cell}</table:table-row>"))
    };
    assert_eq!(read("a.ods", &repeat(huge, huge, "x"), None).expect_err("a bomb"), Refusal::TooManyCells);
    assert_eq!(read("a.ods", &repeat("70000", "1", &"x".repeat(1000)), None).expect_err("a bomb"), Refusal::TooMuchText);
    let far = read("a.ods", &repeat("1", huge, "x"), None).expect("a wide row");
    assert_eq!((far.tables[0].rows[0].cells.len(), far.far_cells[0].2), (512, 513));
    let below = sheet(&format!(
        "<table:table-row table:number-rows-repeated=\"300000\"><table:table-cell/></table:table-row><table:table-row>{}</table:table-row>",
        text("far")
    ));
    let below = read("a.ods", &below, None).expect("a far row");
    assert_eq!((below.tables[0].rows.len(), below.far_cells), (0, vec![("S".to_owned(), 300_001, 1, 1)]));
}

#[test]
fn cells_beyond_the_columns_of_many_rows_cost_nothing() {
    let wide: String = "<table:table-cell table:number-columns-repeated=\"600\"/>".to_owned() + &text("x").repeat(5000);
    let bytes = sheet(&format!("<table:table-row table:number-rows-repeated=\"200000\">{wide}</table:table-row>"));
    let book = read("a.ods", &bytes, None).expect("a sheet without near cells");
    assert_eq!((book.tables[0].rows.len(), book.far_cells[0].2), (0, 601));
}

#[test]
fn what_is_no_spreadsheet_is_refused() {
    let body = content("");
    for (parts, expected) in [
        (
            vec![("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", body.as_str())],
            "NotAWorkbook { looks_like: Some(\"odt\") }",
        ),
        (vec![("mimetype", KIND)], "Broken { part: \"content.xml\", detail: \"the part is missing\" }"),
        (
            vec![("mimetype", KIND), ("META-INF/manifest.xml", "<m:encryption-data/>"), ("content.xml", "noise")],
            "Encrypted { part: \"content.xml\" }",
        ),
        (vec![("mimetype", KIND), ("content.xml", "<!DOCTYPE x><x/>")], "Doctype { part: \"content.xml\" }"),
        (
            vec![("mimetype", KIND), ("content.xml", "<office:body/>")],
            "Broken { part: \"content.xml\", detail: \"no sheets at byte 14\" }",
        ),
    ] {
        let refusal = read("a.ods", &zipped(&parts), None).expect_err(expected);
        assert_eq!(format!("{refusal:?}"), expected);
    }
}

#[test]
fn damage_is_refused_and_never_a_panic() {
    let whole = content(
        "<table:table table:name=\"S\"><table:table-row><table:table-cell office:value-type=\"float\" office:value=\"201\" table:style-name=\"zeros\" table:number-columns-repeated=\"3\"><text:p>0201</text:p></table:table-cell></table:table-row></table:table>",
    );
    let mut random = Random(7);
    let mut next = |below: usize| random.below(below);
    let (mut read_well, mut refused) = (0, 0);
    for round in 0..300 {
        let mut bytes = whole.clone().into_bytes();
        let at = next(bytes.len());
        match round % 3 {
            0 => bytes[at] = b"<>&;\"'9x/ "[next(10)],
            1 => bytes.truncate(at),
            _ => bytes.insert(at, b"<>&;\"'9x/ "[next(10)]),
        }
        let text = String::from_utf8(bytes).expect("ASCII changes in ASCII");
        match read("a.ods", &zipped(&[("mimetype", KIND), ("content.xml", &text)]), None) {
            Ok(_) => read_well += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(read_well > 20 && refused > 20, "{read_well} read, {refused} refused");
}
