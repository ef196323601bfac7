//! Broken input: each file of `tests/bad/` gives the findings of `expected.tsv`, all in one pass, at the right place, with a hint.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // tests read the disk, and fail loudly

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use deskshift::diag::Finding;
use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::{ImportConfig, import};
use deskshift::inventory::formats::{self, Given};
use deskshift::inventory::staff::{self, ListFile};
use deskshift::policy::site::Numbers;
use deskshift::store::yaml;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

fn plan() -> Numbers {
    Numbers::new("49", "861", "99998").lengths([4])
}

/// A telephone system in order, for files that stand beside it.
const GOOD: &str = "[2001]\ntype=endpoint\naors=2001\nauth=2001\nallow=alaw\n[2001]\ntype=auth\nusername=2001\n\
password=Xk7vQ2n9RbTm4Zc8\n[2001]\ntype=aor\nmax_contacts=2\n";

/// All findings of one file, as its folder says to read it.
fn findings(name: &str, bytes: &[u8]) -> Vec<Finding> {
    let (folder, file) = name.split_once('/').unwrap();
    let list = ListFile::new(file, bytes);
    match folder {
        "policy" => yaml::read_site(file, bytes, &["baresip", "linphone-xml", "twinkle"]).findings,
        "staff" | "xlsx" => staff::read(&list, &plan()).findings,
        "accounts" => staff::read_accounts(&list, &plan()).findings,
        "phones" | "freepbx" | "fusionpbx" | "freeswitch" | "wazo" | "directory" | "devices" | "rooms" => {
            let best = formats::recognise(file, bytes).into_iter().next();
            let Some((format, _)) = best.filter(|(_, likeness)| likeness.score >= formats::ENOUGH) else { return Vec::new() };
            (format.read)(&Given { list, plan: &plan(), files: &MemoryFiles::new() }).findings
        }
        _ => {
            let mut files = MemoryFiles::new().with("good.conf", GOOD);
            files.insert(file, bytes);
            let mut config = ImportConfig { pjsip: "good.conf".into(), ..ImportConfig::default() };
            match folder {
                "pjsip" => config.pjsip = file.into(),
                "voicemail" => config.voicemail = file.into(),
                "queues" => config.queues = file.into(),
                "extensions" => config.extensions = file.into(),
                _ => panic!("no reader for {name}"),
            }
            import(&files, &config).findings
        }
    }
}

/// Broken workbooks are made here: nobody can review one as bytes.
fn workbook(name: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    {
        let sheet = book.add_worksheet().set_name("Liste").unwrap();
        for (column, title) in (0..).zip(["Name", "Vorname", "Durchwahl", "Zimmer"]) {
            sheet.write(0, column, title).unwrap();
        }
        for row in 1..4 {
            row_of_a_person(sheet, row, name == "nameless.xlsx" && row == 1);
        }
        let day = Format::new().set_num_format("dd.mm.yyyy");
        match name {
            "number.xlsx" => drop(sheet.write(1, 2, "112").unwrap()),
            "range.xlsx" => drop(sheet.write(2, 2, "2001-2005").unwrap()),
            "date.xlsx" => {
                sheet.write_with_format(1, 3, ExcelDateTime::from_ymd(2027, 1, 3).unwrap(), &day).unwrap();
            }
            "hidden-row.xlsx" => drop(sheet.set_row_hidden(1).unwrap()),
            "far-cell.xlsx" => drop(sheet.write(2, 701, "x").unwrap()),
            "error.xlsx" => drop(sheet.write_formula(1, 2, Formula::new("=NA()").set_result("#N/A")).unwrap()),
            "zero.xlsx" => drop(sheet.write(1, 2, 201).unwrap()),
            "unused.xlsx" => drop(sheet.write(0, 4, "Schuhgröße").unwrap()),
            "mac.xlsx" => {
                sheet.write(0, 4, "MAC").unwrap();
                sheet.write(1, 4, "5,34E+03").unwrap();
            }
            "two.xlsx" => {
                sheet.write(1, 2, "112").unwrap();
                sheet.write_with_format(2, 3, ExcelDateTime::from_ymd(2027, 2, 14).unwrap(), &day).unwrap();
            }
            _ => {}
        }
    }
    match name {
        "hidden-sheet.xlsx" => {
            let sheet = book.add_worksheet().set_name("Geheim").unwrap().set_hidden(true);
            sheet.write(0, 0, "x").unwrap();
        }
        "skipped-sheet.xlsx" => {
            let sheet = book.add_worksheet().set_name("Notizen").unwrap();
            sheet.write(0, 0, "nur ein Zettel").unwrap();
        }
        _ => {}
    }
    let bytes = book.save_to_buffer().unwrap();
    match name {
        "cut.xlsx" => bytes[..bytes.len() / 2].to_vec(),
        "document.xlsx" => {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, b"<w:document/>").unwrap();
            zip.finish().unwrap().into_inner()
        }
        _ => bytes,
    }
}

fn row_of_a_person(sheet: &mut Worksheet, row: u32, nameless: bool) {
    let names = [("Muster", "Anna"), ("Huber", "Ben"), ("Maier", "Eva")];
    let (last, first) = names[row as usize - 1];
    if !nameless {
        sheet.write(row, 0, last).unwrap();
        sheet.write(row, 1, first).unwrap();
    }
    sheet.write(row, 2, format!("200{row}")).unwrap();
    sheet.write(row, 3, format!("1.0{row}")).unwrap();
}

struct Expected {
    file: String,
    code: String,
    /// `3` with a column, or `Liste!C2`.
    line: String,
    column: u32,
    hint: String,
}

fn table() -> Vec<Expected> {
    let text = std::fs::read_to_string(root().join("expected.tsv")).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [file, code, line, column, hint] = fields[..] else { panic!("five columns: {line}") };
            Expected {
                file: file.into(),
                code: code.into(),
                line: line.into(),
                column: column.parse().unwrap_or(0),
                hint: hint.into(),
            }
        })
        .collect()
}

/// Where the finding is, as the table writes it.
fn place(finding: &Finding) -> (String, u32) {
    match &finding.place {
        None => ("-".into(), 0),
        Some(place) => match &place.cell_name() {
            Some(cell) => (cell.clone(), 0),
            None => (place.line().to_string(), place.column()),
        },
    }
}

fn fits(finding: &Finding, expected: &Expected) -> bool {
    let line = if expected.line.is_empty() { "0" } else { &expected.line };
    let said = format!("{}\n{}", finding.what.en, finding.todo.as_ref().map_or("", |todo| &todo.en));
    finding.code.as_str() == expected.code
        && place(finding) == (line.to_owned(), expected.column)
        && said.contains(&expected.hint)
}

fn bytes_of(name: &str) -> Vec<u8> {
    match name.strip_prefix("xlsx/") {
        Some(made) => workbook(made),
        None => std::fs::read(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}")),
    }
}

#[test]
fn every_mistake_is_told_at_its_place_in_one_pass() {
    let table = table();
    let mut files: BTreeMap<&str, Vec<&Expected>> = BTreeMap::new();
    for row in &table {
        files.entry(&row.file).or_default().push(row);
    }
    assert!(files.len() >= 150, "{} files", files.len());
    let mut wrong = Vec::new();
    for (name, rows) in &files {
        let found = findings(name, &bytes_of(name));
        for row in rows {
            if found.iter().any(|finding| fits(finding, row)) {
                continue;
            }
            let told: Vec<String> = found
                .iter()
                .map(|f| {
                    let (line, column) = place(f);
                    format!("      {line}:{column} {} {} | {}", f.code, f.what.en, f.todo.as_ref().map_or("-", |todo| &todo.en))
                })
                .collect();
            wrong.push(format!("{name}: {} at {}:{} `{}`, told:\n{}", row.code, row.line, row.column, row.hint, told.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows are wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

/// A broken file brings no mistakes with it that it does not have: an error more would send the admin looking in vain.
#[test]
fn no_error_is_told_beyond_the_table() {
    let table = table();
    let files: BTreeSet<&str> = table.iter().map(|row| row.file.as_str()).collect();
    let mut wrong = Vec::new();
    for name in files {
        for finding in findings(name, &bytes_of(name)) {
            let listed = table.iter().any(|row| row.file == name && row.code == finding.code.as_str());
            // What follows from the listed mistake: the file as a whole is refused, or an object is missing.
            let follows = [
                "inventory/file-refused",
                "inventory/include-truncates",
                "inventory/no-section",
                "inventory/directory-without-users",
            ]
            .contains(&finding.code.as_str());
            if finding.severity == deskshift::diag::Severity::Error && !listed && !follows {
                wrong.push(format!("{name}: {:?} {} {}", place(&finding), finding.code, finding.what.en));
            }
        }
    }
    assert!(wrong.is_empty(), "{} errors beyond the table:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_file_is_in_the_table() {
    let named: BTreeSet<String> = table().into_iter().map(|row| row.file).collect();
    for folder in std::fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            assert!(named.contains(&name), "{name} is not in expected.tsv");
        }
    }
}
