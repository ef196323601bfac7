use std::io::{Cursor, Read as _, Write as _};
use std::time::{Duration, Instant};

use calamine::{DataRef, Reader as _, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::super::grid::Nature;
use super::*;
use crate::diag::column_name;
use crate::random::Random;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT: &str = r#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const BOOK_RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
            .expect("in memory");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

/// The smallest workbook around one sheet.
fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

/// Reads and holds the promise that no bomb takes longer than two seconds, also without optimisation.
fn quickly(bytes: &[u8]) -> Result<Book, Refusal> {
    let start = Instant::now();
    let result = read("list.xlsx", bytes, None);
    assert!(start.elapsed() < Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 }), "{:?}", start.elapsed());
    result
}

/// A workbook as an office writes it: title, header, number formats, merged cells, a hidden sheet.
fn office() -> Vec<u8> {
    let mut book = Workbook::new();
    let zeros = Format::new().set_num_format("0000");
    let two = Format::new().set_num_format("0.00");
    let date = Format::new().set_num_format("d. mmm");
    let page = book.add_worksheet();
    page.set_name("Personal").expect("a name");
    page.merge_range(0, 0, 0, 4, "Landratsamt – Personal", &Format::new()).expect("a range");
    for (column, title) in ["Name", "Amt", "Zimmer", "Durchwahl", "Homeoffice"].iter().enumerate() {
        page.write(2, column as u16, *title).expect("a cell");
    }
    page.write(3, 0, "Müller & Söhne <\"x\">").expect("a cell");
    page.merge_range(3, 1, 4, 1, "Bauamt", &Format::new()).expect("a range");
    page.write_with_format(3, 2, 2.1, &two).expect("a cell");
    page.write_with_format(3, 3, 201, &zeros).expect("a cell");
    page.write(3, 4, true).expect("a cell");
    page.write(4, 0, "Weiß").expect("a cell");
    page.write_with_format(4, 2, 43833, &date).expect("a cell");
    page.write(4, 3, 4_989_999_980_201_f64).expect("a cell");
    page.write_formula(4, 4, rust_xlsxwriter::Formula::new("=\"ja\"").set_result("ja")).expect("a cell");
    page.set_row_hidden(4).expect("a row");
    let old = book.add_worksheet();
    old.set_name("Alt").expect("a name").set_hidden(true);
    old.write(0, 0, "Name").expect("a cell");
    book.save_to_buffer().expect("in memory")
}

fn shown(book: &Book) -> Vec<String> {
    let mut out = Vec::new();
    for table in &book.tables {
        for row in &table.rows {
            for cell in &row.cells {
                let nature = match &cell.nature {
                    Nature::Text => String::new(),
                    other => format!(" {other:?}"),
                };
                let sheet = table.sheet.as_deref().unwrap_or_default();
                out.push(format!("{sheet}!{}{} {}{nature}", column_name(cell.column), cell.line, cell.text));
            }
        }
    }
    out
}

#[test]
fn an_office_workbook_is_read_as_it_is_seen() {
    let book = quickly(&office()).expect("a workbook");
    assert_eq!(
        shown(&book),
        [
            "Personal!A1 Landratsamt – Personal",
            "Personal!A3 Name",
            "Personal!B3 Amt",
            "Personal!C3 Zimmer",
            "Personal!D3 Durchwahl",
            "Personal!E3 Homeoffice",
            "Personal!A4 Müller & Söhne <\"x\">",
            "Personal!B4 Bauamt",
            "Personal!C4 2.10",
            "Personal!D4 0201 Padded { format: \"0000\" }",
            "Personal!E4 ja Truth",
            "Personal!A5 Weiß",
            "Personal!C5 03.01.2020 Date { likely: Some(\"3.01\") }",
            "Personal!D5 4989999980201 Number",
            "Personal!E5 ja",
        ]
    );
    assert_eq!(book.hidden_sheets, ["Alt"]);
    assert_eq!(book.hidden_rows, [("Personal".to_owned(), 5, 1)]);
    assert_eq!(book.tables[0].merges, [(1, 1, 1, 5), (4, 5, 2, 2)]);
}

#[test]
fn a_named_sheet_is_read_even_if_hidden() {
    let book = read("list.xlsx", &office(), Some("Alt")).expect("a workbook");
    assert_eq!(shown(&book), ["Alt!A1 Name"]);
    assert!(
        matches!(read("list.xlsx", &office(), Some("Neu")), Err(Refusal::NoSuchSheet { available }) if available == ["Personal", "Alt"])
    );
}

/// Position and text of every text cell are what calamine's streaming reader gives for the same file.
#[test]
fn agrees_with_calamine_on_a_foreign_writers_workbook() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let texts = ["Müller", "a & b", "<x>", "\"q\"", " blank ", "two\nlines", "_x000D_", "ß–„“", "=1+1", "0201", "emoji 📞"];
    for index in 0..400_u32 {
        let text = format!("{}{}", texts[index as usize % texts.len()], index / 50);
        page.write_string(index * 7 % 211, (index * 13 % 29) as u16, text).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("in memory");
    let mut expected = std::collections::BTreeMap::new();
    let mut theirs: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).expect("a workbook");
    let mut cells = theirs.worksheet_cells_reader("Sheet1").expect("a sheet");
    while let Some(cell) = cells.next_cell().expect("a cell") {
        let text = match cell.get_value() {
            DataRef::String(text) => text.clone(),
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::Empty => continue,
            other => panic!("{other:?}"),
        };
        expected.insert(cell.get_position(), text);
    }
    let ours = quickly(&bytes).expect("a workbook");
    let ours: std::collections::BTreeMap<(u32, u32), String> = ours.tables[0]
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .map(|cell| ((cell.line - 1, cell.column - 1), cell.text.to_string()))
        .collect();
    assert!(ours.len() > 300);
    assert_eq!(ours, expected);
}

#[test]
fn cells_in_opposite_corners_take_no_room() {
    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let bytes = workbook(&sheet(rows), "<sst/>");
    assert!(bytes.len() < 1800, "{}", bytes.len());
    let book = quickly(&bytes).expect("read without the far cell");
    assert_eq!(shown(&book), ["S!A1 Name"]);
    assert_eq!(book.far_cells, [("S".to_owned(), 1_048_576, 16_384, 1)]);
}

#[test]
fn declared_counts_are_not_believed() {
    let strings = r#"<sst count="18446744073709551615" uniqueCount="999999999999999"><si><t>Name</t></si></sst>"#;
    let rows = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;
    let text = format!(r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>"#);
    let book = quickly(&workbook(&text, strings)).expect("a workbook");
    assert_eq!(shown(&book), ["S!A1 Name"]);
}

#[test]
fn bombs_are_refused() {
    // One long shared string that very many cells name.
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(30_000));
    let cells: String = (1..=300).map(|r| format!(r#"<row r="{r}">{}</row>"#, r#"<c t="s"><v>0</v></c>"#.repeat(10))).collect();
    assert!(matches!(quickly(&workbook(&sheet(&cells), &strings)), Err(Refusal::TooMuchText)));

    let rows = "<row><c><v>1</v></c></row>".repeat(csv_rows());
    assert!(matches!(quickly(&workbook(&sheet(&rows), "<sst/>")), Err(Refusal::TooManyRows)));

    // A part of 64 MiB of blanks packs into 65 kB.
    let blanks = vec![b' '; 64 << 20];
    let bytes = zipped(&[("_rels/.rels", ROOT.as_bytes()), ("xl/workbook.xml", &blanks)]);
    assert!(bytes.len() < 100_000);
    assert!(matches!(quickly(&bytes), Err(Refusal::PartTooLarge { real: false, .. })));

    let many: Vec<(String, &[u8])> = (0..1500).map(|i| (format!("xl/worksheets/sheet{i}.xml"), b"x".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert!(matches!(quickly(&zipped(&many)), Err(Refusal::TooManyEntries { count: 1500 })));

    let sheets: String = (0..300).map(|i| format!(r#"<sheet name="S{i}" sheetId="{i}" r:id="r1"/>"#)).collect();
    let book = format!(r#"<workbook xmlns:r="r"><sheets>{sheets}</sheets></workbook>"#);
    let bytes = zipped(&[
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet("").as_bytes()),
    ]);
    assert!(matches!(quickly(&bytes), Err(Refusal::TooManyEntries { count: 300 })));

    let laughs = format!(r#"<!DOCTYPE l [<!ENTITY a "{}"><!ENTITY b "&a;&a;&a;">]>{}"#, "ha".repeat(50), sheet(""));
    assert!(matches!(quickly(&workbook(&laughs, "<sst/>")), Err(Refusal::Doctype { .. })));
}

fn csv_rows() -> usize {
    200_000 + 5
}

#[test]
fn deep_and_wide_xml_is_only_read_past() {
    let deep = sheet(&format!("<row r=\"1\"><c r=\"A1\">{}{}</c></row>", "<x>".repeat(200_000), "</x>".repeat(200_000)));
    assert!(quickly(&workbook(&deep, "<sst/>")).is_ok());
    let attributes: String = (0..100_000).fold(String::new(), |mut text, i| {
        use std::fmt::Write as _;
        let _ = write!(text, " a{i}=\"1\"");
        text
    });
    let wide = sheet(&format!("<row r=\"1\"><c r=\"A1\"{attributes}><v>1</v></c></row>"));
    assert!(quickly(&workbook(&wide, "<sst/>")).is_ok());
    let merges = r#"<mergeCell ref="A1:XFD1048576"/>"#.repeat(150_000);
    let merged = format!(
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    );
    assert!(quickly(&workbook(&merged, "<sst/>")).is_ok());
}

#[test]
fn sizes_that_lie_are_found_out() {
    let blanks = format!("<workbook>{}</workbook>", " ".repeat(33 << 20));
    let mut bytes = zipped(&[("_rels/.rels", ROOT.as_bytes()), ("xl/workbook.xml", blanks.as_bytes())]);
    let real = (blanks.len() as u32).to_le_bytes();
    let places: Vec<usize> = memchr::memmem::find_iter(&bytes, &real).collect();
    assert_eq!(places.len(), 2, "local header and directory");
    for at in places {
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(matches!(quickly(&bytes), Err(Refusal::PartTooLarge { real: true, .. } | Refusal::Broken { .. })));
}

#[test]
fn a_directory_that_declares_millions_of_entries_is_not_followed() {
    let mut bytes = office();
    let end = memchr::memmem::rfind(&bytes, b"PK\x05\x06").expect("an end record");
    bytes[end + 8..end + 12].copy_from_slice(&[0xFE, 0xFF, 0xFE, 0xFF]);
    assert!(matches!(quickly(&bytes), Err(Refusal::TooManyEntries { count: 65_534 })));

    let mut zip64 = office();
    let end = memchr::memmem::rfind(&zip64, b"PK\x05\x06").expect("an end record");
    let mut record = b"PK\x06\x06".to_vec();
    record.extend(44_u64.to_le_bytes());
    record.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    record.extend(60_000_000_u64.to_le_bytes());
    record.extend(60_000_000_u64.to_le_bytes());
    record.extend(u64::MAX.to_le_bytes());
    record.extend(0_u64.to_le_bytes());
    let at = end as u64;
    record.extend(b"PK\x06\x07\0\0\0\0");
    record.extend(at.to_le_bytes());
    record.extend(1_u32.to_le_bytes());
    zip64.splice(end..end, record);
    assert!(matches!(quickly(&zip64), Err(Refusal::TooManyEntries { count: 60_000_000 })));
}

#[test]
fn other_archives_are_named() {
    let kinds: [(&str, &[&str]); 4] = [
        ("xlsb", &["xl/workbook.bin"]),
        ("ods", &["mimetype", "content.xml"]),
        ("docx", &["word/document.xml"]),
        ("", &["readme.txt"]),
    ];
    for (kind, names) in kinds {
        let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, b"x".as_slice())).collect();
        let found = quickly(&zipped(&parts));
        assert!(matches!(found, Err(Refusal::NotAWorkbook { looks_like }) if looks_like.unwrap_or_default() == kind), "{kind}");
    }
    assert!(matches!(quickly(b"PK\x03\x04 and then nothing"), Err(Refusal::Broken { .. })));
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(4) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = random.below(256) as u8,
            2 => {
                bytes.remove(at);
            }
            3 => {
                let digits = [b'9'; 12];
                bytes.splice(at..at, digits);
            }
            4 => {
                let to = (at + random.below(40)).min(bytes.len());
                let copy = bytes[at..to].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => bytes.truncate(at),
        }
    }
}

#[test]
fn mutated_archives_never_break_the_reader() {
    let original = office();
    let mut random = Random(0x5EED);
    let mut read_well = 0;
    for _ in 0..800 {
        let mut bytes = original.clone();
        mutate(&mut bytes, &mut random);
        read_well += usize::from(quickly(&bytes).is_ok());
    }
    assert!(read_well > 10, "some mutations hurt nothing: {read_well}");
}

#[test]
fn mutated_parts_never_break_the_reader() {
    let mut archive = ZipArchive::new(Cursor::new(office())).expect("a ZIP");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("in memory");
        parts.push((file.name().expect("a name").into_owned(), bytes));
    }
    let mut random = Random(0xF00D);
    let mut read_well = 0;
    for _ in 0..800 {
        let mut changed = parts.clone();
        let which = random.below(changed.len());
        mutate(&mut changed[which].1, &mut random);
        let list: Vec<(&str, &[u8])> = changed.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        read_well += usize::from(quickly(&zipped(&list)).is_ok());
    }
    assert!(read_well > 100, "{read_well}");
}
