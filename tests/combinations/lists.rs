//! The office's staff list as other programs write it.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::traunstein::asterisk::latin1;
use crate::traunstein::model::{Case, Home, Person};
use crate::traunstein::names::OFFICES;

const DAYS: [&str; 5] = ["Mo", "Di", "Mi", "Do", "Fr"];

pub fn people(case: &Case) -> impl Iterator<Item = &Person> {
    case.persons.iter().filter(|person| !person.left)
}

fn days(list: impl IntoIterator<Item = usize>) -> String {
    list.into_iter().map(|day| DAYS[day]).collect::<Vec<_>>().join(", ")
}

fn worked(person: &Person) -> String {
    days((0..5).filter(|day| person.works[*day]))
}

fn free(person: &Person) -> String {
    days((0..5).filter(|day| !person.works[*day]))
}

fn home(person: &Person) -> &'static str {
    match person.home {
        Home::Yes => "ja",
        Home::No => "nein",
        Home::Always => "immer",
    }
}

fn notebook(person: &Person) -> &'static str {
    if person.own_notebook { "ja" } else { "nein" }
}

fn wishes(person: &Person) -> [String; 2] {
    [days(person.wish_home.iter().copied()), days(person.wish_office.iter().copied())]
}

fn cell(text: &str) -> String {
    if text.contains([';', '\t', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn row(cells: &[&str], delimiter: &str) -> String {
    cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(delimiter) + "\r\n"
}

/// Who works when, by mail address; no staff numbers, no extensions.
pub fn days_of(person: &Person) -> [String; 9] {
    let [wish_home, wish_office] = wishes(person);
    [
        person.mail.clone(),
        person.last.clone(),
        person.first.clone(),
        OFFICES[person.office].name.to_owned(),
        worked(person),
        home(person).to_owned(),
        wish_home,
        wish_office,
        notebook(person).to_owned(),
    ]
}

pub fn days_header() -> String {
    let titles =
        "E-Mail;Nachname;Vorname;Abteilung;Arbeitstage;Homeoffice;Wunschtage Homeoffice;Ungern Homeoffice;Eigenes Notebook";
    format!("sep=;\r\n{titles}\r\n")
}

pub fn days_row(person: &Person) -> String {
    row(&days_of(person).each_ref().map(String::as_str), ";")
}

pub fn days_list<'a>(people: impl Iterator<Item = &'a Person>) -> Vec<u8> {
    people.fold(days_header(), |out, person| out + &days_row(person)).into_bytes()
}

pub fn list_of_days(case: &Case) -> Vec<u8> {
    days_list(people(case))
}

/// "Unicode text" of a spreadsheet program: UTF-16, tabs. Extensions are in the directory.
pub fn utf16(case: &Case) -> Vec<u8> {
    let titles = [
        "Pers.-Nr.",
        "Familienname",
        "Vorname",
        "Fachbereich",
        "E-Mail-Adresse",
        "Freie Tage",
        "Homeoffice",
        "Wunschtage",
        "Ungern",
        "Notebook",
    ];
    let mut text = row(&["Personalliste", "", "", "", "", "", "", "", "", ""], "\t") + &row(&titles, "\t");
    for person in people(case) {
        let [wish_home, wish_office] = wishes(person);
        let (number, free, department) = (person.staff_number.to_string(), free(person), OFFICES[person.office].name);
        let cells = [
            number.as_str(),
            &person.last,
            &person.first,
            department,
            &person.mail,
            &free,
            home(person),
            &wish_home,
            &wish_office,
            notebook(person),
        ];
        text += &row(&cells, "\t");
    }
    let mut out = vec![0xff, 0xfe];
    out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    out
}

const SPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0""#;

/// An open document whose extensions are numbers; the zero in front is the cell's format.
pub fn ods(case: &Case) -> Vec<u8> {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>", escape(text))
    };
    let number = |value: &str, style: &str| {
        let plain: u32 = value.parse().unwrap();
        format!(
            "<table:table-cell table:style-name=\"{style}\" office:value-type=\"float\" office:value=\"{plain}\"><text:p>{value}</text:p></table:table-cell>"
        )
    };
    let titles = [
        "Personalnr.",
        "Name",
        "Vorname",
        "Amt",
        "Zimmer",
        "Durchwahl",
        "E-Mail",
        "Arbeitstage",
        "Homeoffice",
        "Wunschtage Homeoffice",
        "Ungern Homeoffice",
        "Eigenes Notebook",
    ];
    let line = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let mut rows = line(titles.iter().map(|title| text(title)).collect());
    for person in people(case) {
        let [wish_home, wish_office] = wishes(person);
        let extension = person.extension.as_ref().map_or_else(|| text(""), |extension| number(extension, "zeros"));
        let before = [&person.last, &person.first, OFFICES[person.office].name, &person.room].map(text).concat();
        let after = [&person.mail, &worked(person), home(person), &wish_home, &wish_office, notebook(person)].map(text).concat();
        rows += &line(number(&person.staff_number.to_string(), "plain") + &before + &extension + &after);
    }
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {SPACES}><office:automatic-styles>\
         <number:number-style style:name=\"N4\"><number:number number:decimal-places=\"0\" number:min-integer-digits=\"4\"/></number:number-style>\
         <style:style style:name=\"zeros\" style:family=\"table-cell\" style:data-style-name=\"N4\"/>\
         <style:style style:name=\"plain\" style:family=\"table-cell\"/></office:automatic-styles>\
         <office:body><office:spreadsheet><table:table table:name=\"Personal\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_str())] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Columns of the print: title, width, and what the mapping calls it.
fn columns(case: &Case) -> [(&'static str, &'static str, usize); 8] {
    let width = |of: &dyn Fn(&Person) -> usize| people(case).map(of).max().unwrap() + 2;
    [
        ("PersNr", "staff_number", 8),
        ("Name", "last", width(&|person| person.last.chars().count())),
        ("Vorname", "first", width(&|person| person.first.chars().count())),
        ("Dienststelle", "department", width(&|person| OFFICES[person.office].name.chars().count())),
        ("Zimmer", "room", 9),
        ("App.", "extension", 6),
        ("Tage", "work_days", 20),
        ("Heimarbeit", "home", 12),
    ]
}

/// A list printer's pages: 60 lines, headings, form feeds. In some rows the extension has lost its zero.
pub fn print(case: &Case) -> Vec<u8> {
    let columns = columns(case);
    let line = |cells: [&str; 8]| {
        let cells = cells.iter().zip(&columns).map(|(text, (.., width))| format!("{text:<width$}", width = *width));
        cells.collect::<String>().trim_end().to_owned() + "\r\n"
    };
    let mut out = String::new();
    let all: Vec<&Person> = people(case).collect();
    for (page, people) in (1..).zip(all.chunks(56)) {
        out += &format!("{}Personalverzeichnis        Seite {page}\r\n\r\n", if page == 1 { "" } else { "\u{c}" });
        out += &line(columns.map(|(title, ..)| title));
        out += &format!("{}\r\n", "-".repeat(100));
        for person in people {
            let extension = person.extension.as_deref().unwrap_or_default();
            let bare = extension.trim_start_matches('0');
            let extension = if person.staff_number.is_multiple_of(11) && bare.len() == 3 { bare } else { extension };
            let number = person.staff_number.to_string();
            let department = OFFICES[person.office].name;
            out +=
                &line([&number, &person.last, &person.first, department, &person.room, extension, &worked(person), home(person)]);
        }
    }
    latin1(&out)
}

pub fn print_mapping(case: &Case) -> String {
    let mut out = String::from(
        "version: 1\nname: Personalverzeichnis\nwhat: people\nlayout: fixed\nencoding: windows-1252\n\
         skip: ['Personalverzeichnis*', 'PersNr*', '-----*']\ncolumns:\n",
    );
    let mut from = 1;
    for (_, field, width) in columns(case) {
        out += &format!("  {field}: {{chars: {from}-{}}}\n", from + width - 1);
        from += width;
    }
    out
}
