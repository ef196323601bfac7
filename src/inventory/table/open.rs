//! From bytes to tables: which kind of file it is, how it is encoded and separated, and where its header row is.

use sha2::{Digest as _, Sha256};

use super::collect::Collector;
use super::csv::{self, TooMuch};
use super::encoding::{self, DecodeError};
use super::grid::{Cell, Nature, Row, Table, Titles};
use super::xlsx::{self, Refusal};
use super::{ListFile, codes};
use crate::diag::{Finding, Place, Words};
use crate::inventory::model::Source;

/// Whether cells of this list may be quoted in findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inventory) enum Secrecy {
    Open,
    /// The list holds passwords.
    Secret,
}

pub(in crate::inventory) struct Opened {
    pub tables: Vec<Table>,
    file: String,
    kind: &'static str,
    encoding: Option<String>,
    sha256: String,
}

impl Opened {
    /// `what` is the kind of list: `staff`, `accounts`, ….
    pub(in crate::inventory) fn source(&self, what: &str, records: usize) -> Source {
        Source {
            file: self.file.clone(),
            importer: format!("{what}/{}", self.kind),
            encoding: self.encoding.clone(),
            records,
            sha256: self.sha256.clone(),
        }
    }
}

/// Bytes of one list at most; 50,000 people take about 10 MB.
const MAX_BYTES: usize = 32 << 20;

/// Opens the file, whatever it is. None where nothing of it can be used; then there is a finding.
pub(in crate::inventory) fn open(
    list: &ListFile<'_>,
    titles: Titles,
    secrecy: Secrecy,
    findings: &mut Collector,
) -> Option<Opened> {
    let result = match kind_of(list.bytes) {
        Kind::Workbook if list.bytes.len() > MAX_BYTES => Err(too_large_file(list)),
        Kind::Workbook => open_workbook(list, findings),
        Kind::OldOffice => Err(unreadable(
            list,
            "an old `.xls` file or a workbook with a password",
            "eine alte `.xls`-Datei oder eine Mappe mit Kennwort",
        )),
        Kind::Text => open_text(list, titles, secrecy, findings),
    };
    match result {
        Ok((tables, kind, encoding)) => {
            Some(Opened { tables, file: list.file.to_owned(), kind, encoding, sha256: sha256(list.bytes) })
        }
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

/// The digest of a source, for its header.
pub(in crate::inventory) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

enum Kind {
    Workbook,
    OldOffice,
    Text,
}

/// By its first bytes; names of files lie.
fn kind_of(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Kind::Workbook
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        Kind::OldOffice
    } else {
        Kind::Text
    }
}

fn unreadable(list: &ListFile<'_>, en: &str, de: &str) -> Box<Finding> {
    Box::new(
        codes::LIST_UNREADABLE
            .finding(
                Some(Place::file(list.file)),
                Words::new(format!("the list is not readable: {en}"), format!("die Liste ist nicht lesbar: {de}")),
            )
            .todo(Words::new("save it as XLSX or CSV, without a password", "als XLSX oder CSV ohne Kennwort speichern")),
    )
}

fn too_large(place: Place, en: &str, de: &str) -> Box<Finding> {
    Box::new(
        codes::LIST_TOO_LARGE
            .finding(Some(place), Words::new(format!("the list was refused: {en}"), format!("die Liste wurde abgelehnt: {de}")))
            .todo(Words::new("check that the right file is named", "prüfen, ob die richtige Datei genannt ist")),
    )
}

fn too_large_file(list: &ListFile<'_>) -> Box<Finding> {
    let bytes = list.bytes.len();
    let limit = MAX_BYTES >> 20;
    too_large(
        Place::file(list.file),
        &format!("{bytes} bytes, at most {limit} MB are read"),
        &format!("{bytes} Byte, gelesen werden höchstens {limit} MB"),
    )
}

type Opening = Result<(Vec<Table>, &'static str, Option<String>), Box<Finding>>;

fn open_text(list: &ListFile<'_>, titles: Titles, secrecy: Secrecy, findings: &mut Collector) -> Opening {
    if let Some(line) = csv::overlong_line(list.bytes) {
        return Err(too_much(list, TooMuch::Line { line }));
    }
    if list.bytes.len() > MAX_BYTES {
        return Err(too_large_file(list));
    }
    let decoded = encoding::decode(list.bytes, list.encoding).map_err(|error| match error {
        DecodeError::Binary => unreadable(list, "it is no text", "sie ist kein Text"),
        DecodeError::UnknownLabel => {
            let label = list.encoding.unwrap_or_default();
            Box::new(
                codes::ENCODING_UNKNOWN
                    .finding(
                        Some(Place::file(list.file)),
                        Words::new(format!("`{label}` is no encoding"), format!("`{label}` ist keine Zeichenkodierung")),
                    )
                    .todo(Words::new("leave `encoding` out to have it detected", "`encoding` weglassen, dann wird sie erkannt")),
            )
        }
    })?;
    if let Some(guess) = &decoded.guess {
        let example = match secrecy {
            Secrecy::Open if !guess.example.is_empty() => format!(": `{}`", guess.example),
            _ => String::new(),
        };
        let (encoding, letters) = (&decoded.encoding, guess.letters);
        findings.push(codes::ENCODING_GUESSED.finding(
            Some(Place::file(list.file)),
            Words::new(
                format!("read as `{encoding}`, which fits its {letters} letters beyond ASCII{example}"),
                format!("als `{encoding}` gelesen, das passt zu {letters} Zeichen außerhalb von ASCII{example}"),
            ),
        ));
    }
    if let Some(line) = decoded.mixed_at {
        findings.push(
            codes::ENCODING_MIXED
                .finding(
                    Some(Place::at(list.file, line, 0)),
                    Words::new(
                        "this line is Windows-1252, others are UTF-8; each was read as it is",
                        "diese Zeile ist Windows-1252, andere sind UTF-8; jede wurde gelesen, wie sie ist",
                    ),
                )
                .todo(Words::new("save the list anew as UTF-8", "die Liste neu als UTF-8 speichern")),
        );
    }
    let (delimiter, body, first_line) = separator(&decoded.text, titles);
    let parsed = csv::parse(body, delimiter, first_line).map_err(|error| too_much(list, error))?;
    for (line, column) in &parsed.open_quotes {
        findings.push(codes::QUOTE_OPEN.finding(
            Some(Place::at(list.file, *line, *column)),
            Words::new("the double quote is never closed", "das Anführungszeichen wird nicht geschlossen"),
        ));
    }
    if let Some((line, column, count)) = parsed.broken_cells {
        findings.push(codes::CELL_LINE_BREAK.finding(
            Some(Place::at(list.file, line, column)),
            Words::new(
                format!("cells with line breaks: {count}, read as blanks; this is the first"),
                format!("Zellen mit Zeilenumbrüchen: {count}, gelesen als Leerzeichen; dies ist die erste"),
            ),
        ));
    }
    let table = Table {
        file: list.file.to_owned(),
        sheet: None,
        rows: parsed.records.into_iter().map(row).collect(),
        merges: Vec::new(),
    };
    Ok((vec![table], "csv", Some(decoded.encoding)))
}

fn row(record: csv::Record) -> Row {
    let line = record.first().map_or(0, |f| f.line);
    let width = record.len();
    let cells = record
        .into_iter()
        .enumerate()
        .filter(|(_, field)| !field.text.is_empty())
        .map(|(index, field)| Cell { text: field.text, line: field.line, column: field.column, index, nature: Nature::Text })
        .collect();
    Row { line, width, cells }
}

fn too_much(list: &ListFile<'_>, error: TooMuch) -> Box<Finding> {
    let file = list.file;
    let (most_line, most_field, most_rows, most_columns) = (csv::MAX_LINE, csv::MAX_FIELD, csv::MAX_ROWS, csv::MAX_COLUMNS);
    match error {
        TooMuch::Line { line } => too_large(
            Place::at(file, line, 0),
            &format!("the line is longer than {most_line} characters"),
            &format!("die Zeile ist länger als {most_line} Zeichen"),
        ),
        TooMuch::Field { line, column } => too_large(
            Place::at(file, line, column),
            &format!("the cell is longer than {most_field} characters"),
            &format!("die Zelle ist länger als {most_field} Zeichen"),
        ),
        TooMuch::Columns { line } => too_large(
            Place::at(file, line, 0),
            &format!("the row has more than {most_columns} cells"),
            &format!("die Zeile hat mehr als {most_columns} Zellen"),
        ),
        TooMuch::Rows => {
            too_large(Place::file(file), &format!("more than {most_rows} rows"), &format!("mehr als {most_rows} Zeilen"))
        }
        TooMuch::OpenQuotes { line, column } => too_large(
            Place::at(file, line, column),
            "too many double quotes are never closed",
            "zu viele Anführungszeichen werden nie geschlossen",
        ),
    }
}

/// The separator, the text below a `sep=` line, and the number of its first line.
fn separator(text: &str, known: Titles) -> (char, &str, u32) {
    let first = text.lines().next().unwrap_or_default();
    let bare = first.trim().trim_matches('"');
    if let Some(told) = bare.strip_prefix("sep=").or_else(|| bare.strip_prefix("SEP="))
        && let Some(c) = told.chars().next().or_else(|| first.contains('\t').then_some('\t'))
    {
        let rest = text.get(first.len()..).unwrap_or_default();
        let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
        return (c, rest, 2);
    }
    // The first lines decide: the separator that gives the most known titles in one row, then the most columns.
    let mut head = text.len().min(64 * 1024);
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let head = &text[..head];
    let best = [';', '\t', ',', '|'].into_iter().max_by_key(|delimiter| {
        // A row beyond the limits is refused later, with its place; the titles above it still tell the separator.
        let parsed = csv::parse(head, *delimiter, 1).or_else(|_| csv::parse(first, *delimiter, 1));
        let rows = parsed.map(|p| p.records).unwrap_or_default();
        let titles =
            rows.iter().take(60).map(|r| known(&r.iter().map(|f| f.text.as_str()).collect::<Vec<_>>())).max().unwrap_or(0);
        let columns = rows.iter().take(60).map(Vec::len).max().unwrap_or(0);
        // Of equals the earlier in the list.
        let order = match delimiter {
            ';' => 3,
            '\t' => 2,
            ',' => 1,
            _ => 0,
        };
        (titles, if titles >= 2 { 0 } else { columns.min(4) }, order)
    });
    (best.unwrap_or(';'), text, 1)
}

fn open_workbook(list: &ListFile<'_>, findings: &mut Collector) -> Opening {
    let book = xlsx::read(list.file, list.bytes, list.sheet).map_err(|refusal| refused(list, refusal))?;
    for name in &book.hidden_sheets {
        findings.push(codes::SHEET_HIDDEN.finding(
            Some(Place::cell(list.file, name.clone())),
            Words::new(
                format!("the sheet `{name}` is hidden and was not read"),
                format!("das Blatt `{name}` ist ausgeblendet und wurde nicht gelesen"),
            ),
        ));
    }
    for (sheet, row, count) in &book.hidden_rows {
        findings.push(codes::SHEET_HIDDEN.finding(
            Some(Place::cell(list.file, format!("{sheet}!A{row}"))),
            Words::new(
                format!("hidden rows, read like others: {count}; this is the first"),
                format!("ausgeblendete Zeilen, gelesen wie andere: {count}; dies ist die erste"),
            ),
        ));
    }
    for (sheet, row, column, count) in &book.far_cells {
        let column = super::grid::column_name(*column);
        findings.push(codes::CELL_FAR.finding(
            Some(Place::cell(list.file, format!("{sheet}!{column}{row}"))),
            Words::new(
                format!("cells with text far outside of the list, left out: {count}; this is the first"),
                format!("Zellen mit Text weit außerhalb der Liste, ausgelassen: {count}; dies ist die erste"),
            ),
        ));
    }
    Ok((book.tables, "xlsx", None))
}

fn refused(list: &ListFile<'_>, refusal: Refusal) -> Box<Finding> {
    let place = || Place::file(list.file);
    match refusal {
        Refusal::TooManyEntries { count } => {
            too_large(place(), &format!("the workbook says it has {count} parts"), &format!("die Mappe nennt {count} Teile"))
        }
        Refusal::PartTooLarge { part, bytes, real } => {
            let (en, de) = if real {
                (
                    format!("`{part}` unpacks to more than {} bytes, although it says less", bytes - 1),
                    format!("`{part}` entpackt sich auf mehr als {} Byte, obwohl weniger angegeben ist", bytes - 1),
                )
            } else {
                (format!("`{part}` would unpack to {bytes} bytes"), format!("`{part}` würde sich auf {bytes} Byte entpacken"))
            };
            too_large(place(), &en, &de)
        }
        Refusal::TooLargeTogether => {
            too_large(place(), "its parts unpack to too many bytes", "ihre Teile entpacken sich auf zu viele Byte")
        }
        Refusal::TooManyCells => too_large(place(), "a sheet has too many cells", "ein Blatt hat zu viele Zellen"),
        Refusal::TooMuchText => too_large(place(), "the cells hold too much text", "die Zellen enthalten zu viel Text"),
        Refusal::TooManyRows => {
            let most = csv::MAX_ROWS;
            too_large(place(), &format!("more than {most} rows"), &format!("mehr als {most} Zeilen"))
        }
        Refusal::Encrypted { .. } => unreadable(list, "it is encrypted", "sie ist verschlüsselt"),
        Refusal::NotAWorkbook { looks_like } => {
            let kind = looks_like.unwrap_or("ZIP");
            unreadable(
                list,
                &format!("a `{kind}` file and no XLSX workbook"),
                &format!("eine `{kind}`-Datei und keine XLSX-Mappe"),
            )
        }
        Refusal::Doctype { part } => unreadable(
            list,
            &format!("`{part}` declares a document type, which no spreadsheet program writes"),
            &format!("`{part}` enthält eine Dokumenttyp-Angabe, die keine Tabellenkalkulation schreibt"),
        ),
        Refusal::Broken { part, detail } => {
            unreadable(list, &format!("`{part}` is damaged: {detail}"), &format!("`{part}` ist beschädigt: {detail}"))
        }
        Refusal::NoSuchSheet { available } => {
            let wanted = list.sheet.unwrap_or_default();
            let names = available.iter().take(20).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
            Box::new(
                codes::SHEET_UNKNOWN
                    .finding(Some(place()), Words::new(format!("no sheet `{wanted}`"), format!("kein Blatt `{wanted}`")))
                    .todo(Words::new(format!("the workbook has {names}"), format!("die Mappe hat {names}"))),
            )
        }
    }
}
