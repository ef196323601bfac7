//! From bytes to tables: which kind of file it is, how it is encoded and separated, and where its header row is.

use std::borrow::Cow;

use super::archive::Refusal;
use super::collect::Collector;
use super::csv::{self, TooMuch};
use super::encoding::{self, DecodeError};
use super::foreign::{first_zero, foreign};
use super::grid::{Cell, Nature, Row, Table, Titles};
use super::ods;
use super::separator::separator;
use super::xlsx;
use super::{ListFile, codes};
use crate::diag::{Finding, Place, Words};
use crate::domain::hex::sha256;
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
    delimiter: Option<char>,
    sha256: String,
}

impl Opened {
    /// As detected or told; none for workbooks.
    pub(in crate::inventory) fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// Between the cells of text; none for workbooks.
    pub(in crate::inventory) fn delimiter(&self) -> Option<char> {
        self.delimiter
    }

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

/// Opens the file, whatever it is. None where nothing of it can be used; then there is a finding.
pub(in crate::inventory) fn open(
    list: &ListFile<'_>,
    titles: impl Fn(&[&str]) -> usize,
    secrecy: Secrecy,
    findings: &mut Collector,
) -> Option<Opened> {
    open_separated(list, &titles, None, secrecy, findings)
}

/// The same, with the separator of text told and not found.
pub(in crate::inventory) fn open_separated(
    list: &ListFile<'_>,
    titles: Titles<'_>,
    delimiter: Option<char>,
    secrecy: Secrecy,
    findings: &mut Collector,
) -> Option<Opened> {
    if let Some(finding) = super::nothing_in(list.file, list.bytes) {
        findings.push(finding);
        return None;
    }
    if let Some(finding) = no_table(list) {
        findings.push(finding);
        return None;
    }
    let result = match kind_of(list.bytes) {
        Kind::Workbook if list.bytes.len() > list.limits.list_bytes() => Err(too_large_file(list, list.limits.list_bytes())),
        Kind::Workbook => open_workbook(list, findings),
        Kind::OldOffice => Err(unreadable(
            list,
            "an old `.xls` file or a workbook with a password",
            "eine alte `.xls`-Datei oder eine Mappe mit Kennwort",
        )),
        Kind::Text => open_text(list, titles, delimiter, secrecy, findings),
    };
    match result {
        Ok(Opening { tables, kind, encoding, delimiter }) => {
            Some(Opened { tables, file: list.file.to_owned(), kind, encoding, delimiter, sha256: sha256(list.bytes) })
        }
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
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

/// What the file is where it is something that no list is.
pub(super) fn no_table(list: &ListFile<'_>) -> Option<Finding> {
    let found = foreign(list.bytes)?;
    let words = Words::new(
        format!("the file is not readable as a list: it is {}", found.what.en),
        format!("die Datei ist nicht als Liste lesbar: sie ist {}", found.what.de),
    );
    Some(codes::LIST_UNREADABLE.finding(Some(Place::file(list.file)), words).todo(found.todo))
}

/// The same of what seems to be text and is none.
pub(super) fn no_text(list: &ListFile<'_>) -> Option<Finding> {
    let text = matches!(kind_of(list.bytes), Kind::Text);
    let broken = text && matches!(encoding::decode(list.bytes, list.encoding), Err(DecodeError::Binary));
    broken.then(|| *binary(list))
}

/// A text with a few zeros is a damaged one, and they can be found.
fn binary(list: &ListFile<'_>) -> Box<Finding> {
    let Some((line, column)) = first_zero(list.bytes) else { return unreadable(list, "it is no text", "sie ist kein Text") };
    let words = Words::new(
        "the list is not readable: zero bytes in the text, the first here",
        "die Liste ist nicht lesbar: Nullbytes im Text, das erste hier",
    );
    Box::new(codes::LIST_UNREADABLE.finding(Some(Place::at(list.file, line, column)), words).todo(Words::new(
        "the file is damaged, or no text: export or copy it again",
        "die Datei ist beschädigt oder kein Text: noch einmal exportieren oder kopieren",
    )))
}

fn too_large(place: Place, en: &str, de: &str) -> Box<Finding> {
    Box::new(
        codes::LIST_TOO_LARGE
            .finding(Some(place), Words::new(format!("the list was refused: {en}"), format!("die Liste wurde abgelehnt: {de}")))
            .todo(Words::new("check that the right file is named", "prüfen, ob die richtige Datei genannt ist")),
    )
}

fn too_large_file(list: &ListFile<'_>, most: usize) -> Box<Finding> {
    let bytes = list.bytes.len();
    let limit = most >> 20;
    let finding = too_large(
        Place::file(list.file),
        &format!("{bytes} bytes, at most {limit} MB are read"),
        &format!("{bytes} Byte, gelesen werden höchstens {limit} MB"),
    );
    Box::new(finding.todo(raise_size()))
}

/// What to do about a list that is real and large.
pub(in crate::inventory) fn raise_rows() -> Words {
    Words::new(
        "check that the right file is named; `limits: {rows: …, file_mb: …}` in `deskshift.yaml` lets larger lists in",
        "prüfen, ob die richtige Datei genannt ist; `limits: {rows: …, file_mb: …}` in `deskshift.yaml` lässt größere Listen zu",
    )
}

/// What to do about a file that is real and large.
pub(in crate::inventory) fn raise_size() -> Words {
    Words::new(
        "check that the right file is named; `limits: {file_mb: …}` in `deskshift.yaml` lets larger files in",
        "prüfen, ob die richtige Datei genannt ist; `limits: {file_mb: …}` in `deskshift.yaml` lässt größere Dateien zu",
    )
}

struct Opening {
    tables: Vec<Table>,
    kind: &'static str,
    encoding: Option<String>,
    delimiter: Option<char>,
}

/// Why the encoding of a text is none that can be read; none where it is no text at all.
pub(in crate::inventory) fn no_encoding(list: &ListFile<'_>, error: DecodeError) -> Option<Finding> {
    match error {
        DecodeError::Binary => None,
        DecodeError::Jumbled(line) => {
            let most = encoding::MOST_CHANGES;
            let words = Words::new(
                format!("the list changes between UTF-8 and Windows-1252 more than {most} times, first here; it was refused"),
                format!(
                    "die Liste wechselt mehr als {most}-mal zwischen UTF-8 und Windows-1252, zuerst hier; sie wurde abgelehnt"
                ),
            );
            Some(codes::ENCODING_MIXED.finding(Some(Place::at(list.file, line, 0)), words).todo(Words::new(
                "export it again, or name its encoding as `encoding` of this source in `deskshift.yaml`",
                "noch einmal exportieren oder die Kodierung bei dieser Quelle in `deskshift.yaml` als `encoding` nennen",
            )))
        }
        DecodeError::UnknownLabel => {
            let label = list.encoding.unwrap_or_default();
            let words = Words::new(format!("`{label}` is no encoding"), format!("`{label}` ist keine Zeichenkodierung"));
            let todo = Words::new("leave `encoding` out to have it detected", "`encoding` weglassen, dann wird sie erkannt");
            Some(codes::ENCODING_UNKNOWN.finding(Some(Place::file(list.file)), words).todo(todo))
        }
    }
}

/// The text of the file; what was odd about its encoding is told.
fn text_of<'b>(list: &ListFile<'b>, secrecy: Secrecy, findings: &mut Collector) -> Result<encoding::Decoded<'b>, Box<Finding>> {
    let refused = |error| match no_encoding(list, error) {
        Some(finding) => Box::new(finding),
        None => no_table(list).map_or_else(|| binary(list), Box::new),
    };
    let decoded = encoding::decode(list.bytes, list.encoding).map_err(refused)?;
    if let Some(guess) = &decoded.guess {
        let example = match secrecy {
            Secrecy::Open if !guess.example.is_empty() => format!(": `{}`", guess.example),
            _ => String::new(),
        };
        let (encoding, letters) = (&decoded.encoding, guess.letters);
        let signs = if letters == 1 { "letter" } else { "letters" };
        findings.push(codes::ENCODING_GUESSED.finding(
            Some(Place::file(list.file)),
            Words::new(
                format!("read as `{encoding}`, which fits its {letters} {signs} beyond ASCII{example}"),
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
    Ok(decoded)
}

/// One file that is no table: a configuration, a print, a directory.
pub(in crate::inventory) struct Plain<'b> {
    pub text: Cow<'b, str>,
    file: String,
    encoding: String,
    sha256: String,
}

impl Plain<'_> {
    /// `importer` is the name of the format.
    pub(in crate::inventory) fn source(&self, importer: &str, records: usize) -> Source {
        Source {
            file: self.file.clone(),
            importer: importer.to_owned(),
            encoding: Some(self.encoding.clone()),
            records,
            sha256: self.sha256.clone(),
        }
    }
}

/// Opens a text that is no table, with the limits and the encodings of lists. None where nothing of it can be used; then there is a
/// finding.
pub(in crate::inventory) fn open_plain<'b>(list: &ListFile<'b>, secrecy: Secrecy, findings: &mut Collector) -> Option<Plain<'b>> {
    if let Some(line) = csv::overlong_line(list.bytes) {
        findings.push(*too_much(list, TooMuch::Line { line }));
        return None;
    }
    open_long(list, list.limits.list_bytes(), secrecy, findings)
}

/// Opens a text such as XML, whose lines may have any length.
pub(in crate::inventory) fn open_markup<'b>(
    list: &ListFile<'b>,
    secrecy: Secrecy,
    findings: &mut Collector,
) -> Option<Plain<'b>> {
    open_long(list, list.limits.list_bytes(), secrecy, findings)
}

/// The same for texts of at most so many bytes.
pub(in crate::inventory) fn open_long<'b>(
    list: &ListFile<'b>,
    most: usize,
    secrecy: Secrecy,
    findings: &mut Collector,
) -> Option<Plain<'b>> {
    if let Some(finding) = super::nothing_in(list.file, list.bytes) {
        findings.push(finding);
        return None;
    }
    let result = match kind_of(list.bytes) {
        _ if list.bytes.len() > most => Err(too_large_file(list, most)),
        Kind::Text => text_of(list, secrecy, findings),
        Kind::Workbook | Kind::OldOffice => Err(unreadable(list, "it is no text", "sie ist kein Text")),
    };
    match result {
        Ok(decoded) => {
            let (file, encoding) = (list.file.to_owned(), decoded.encoding);
            Some(Plain { text: decoded.text, file, encoding, sha256: sha256(list.bytes) })
        }
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

fn open_text(
    list: &ListFile<'_>,
    titles: Titles<'_>,
    told: Option<char>,
    secrecy: Secrecy,
    findings: &mut Collector,
) -> Result<Opening, Box<Finding>> {
    if let Some(line) = csv::overlong_line(list.bytes) {
        return Err(too_much(list, TooMuch::Line { line }));
    }
    if list.bytes.len() > list.limits.list_bytes() {
        return Err(too_large_file(list, list.limits.list_bytes()));
    }
    let decoded = text_of(list, secrecy, findings)?;
    let (found, body, first_line) = separator(&decoded.text, titles);
    let delimiter = told.unwrap_or(found);
    let mut rows = Vec::new();
    let parsed = csv::parse_each(body, delimiter, first_line, list.limits.rows, |record| rows.push(row(record)))
        .map_err(|error| too_much(list, error))?;
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
    let table = Table { file: list.file.to_owned(), sheet: None, rows, merges: Vec::new() };
    Ok(Opening { tables: vec![table], kind: "csv", encoding: Some(decoded.encoding), delimiter: Some(delimiter) })
}

/// The texts move into the row; it has room for them and no more.
fn row(record: &mut csv::Record) -> Row {
    let line = record.first().map_or(0, |f| f.line);
    let width = record.len();
    let mut cells = Vec::with_capacity(record.iter().filter(|field| !field.text.is_empty()).count());
    cells.extend(record.drain(..).enumerate().filter(|(_, field)| !field.text.is_empty()).map(|(index, field)| Cell {
        text: field.text,
        line: field.line,
        column: field.column,
        index,
        nature: Nature::Text,
    }));
    Row { line, width, cells }
}

fn too_much(list: &ListFile<'_>, error: TooMuch) -> Box<Finding> {
    let file = list.file;
    let (most_line, most_field, most_rows, most_columns) = (csv::MAX_LINE, csv::MAX_FIELD, list.limits.rows, csv::MAX_COLUMNS);
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
        TooMuch::Rows { line } => {
            let finding = too_large(
                Place::at(file, line, 0),
                &format!("more than {most_rows} rows"),
                &format!("mehr als {most_rows} Zeilen"),
            );
            Box::new(finding.todo(raise_rows()))
        }
        TooMuch::OpenQuotes { line, column } => too_large(
            Place::at(file, line, column),
            "too many double quotes are never closed",
            "zu viele Anführungszeichen werden nie geschlossen",
        ),
    }
}

/// Rows of the beginning that are looked at when a format is recognised.
pub(super) const HEAD_ROWS: usize = 60;

/// What opening the first rows of a workbook fails with.
pub(super) fn refusal(list: &ListFile<'_>) -> Option<Finding> {
    if list.bytes.len() > list.limits.list_bytes() {
        return Some(*too_large_file(list, list.limits.list_bytes()));
    }
    let book = match xlsx::read_rows(list.file, list.bytes, list.sheet, HEAD_ROWS, list.limits) {
        Err(Refusal::NotAWorkbook { looks_like: Some("ods") }) => {
            ods::read_within(list.file, list.bytes, list.sheet, list.limits)
        }
        book => book,
    };
    book.err().map(|refusal| *refused(list, refusal))
}

fn workbook(list: &ListFile<'_>) -> Result<(xlsx::Book, &'static str), Refusal> {
    let ListFile { file, bytes, sheet, limits, .. } = *list;
    match xlsx::read_rows(file, bytes, sheet, usize::MAX, limits) {
        Err(Refusal::NotAWorkbook { looks_like: Some("ods") }) => Ok((ods::read_within(file, bytes, sheet, limits)?, "ods")),
        book => Ok((book?, "xlsx")),
    }
}

fn open_workbook(list: &ListFile<'_>, findings: &mut Collector) -> Result<Opening, Box<Finding>> {
    let (mut book, kind) = workbook(list).map_err(|refusal| refused(list, refusal))?;
    let wanted = |sheet: &str| list.sheets.is_none_or(|wanted| wanted.iter().any(|name| name == sheet));
    book.tables.retain(|table| table.sheet.as_deref().is_none_or(wanted));
    book.hidden_rows.retain(|(sheet, ..)| wanted(sheet));
    book.far_cells.retain(|(sheet, ..)| wanted(sheet));
    for name in &book.hidden_sheets {
        findings.push(codes::SHEET_HIDDEN.finding(
            Some(Place::within(list.file, name)),
            Words::new(
                format!("the sheet `{name}` is hidden and was not read"),
                format!("das Blatt `{name}` ist ausgeblendet und wurde nicht gelesen"),
            ),
        ));
    }
    for (sheet, row, count) in &book.hidden_rows {
        findings.push(codes::SHEET_HIDDEN.finding(
            Some(Place::cell(list.file, sheet, *row, 1)),
            Words::new(
                format!("hidden rows, read like others: {count}; this is the first"),
                format!("ausgeblendete Zeilen, gelesen wie andere: {count}; dies ist die erste"),
            ),
        ));
    }
    for (sheet, row, column, count) in &book.far_cells {
        findings.push(codes::CELL_FAR.finding(
            Some(Place::cell(list.file, sheet, *row, *column)),
            Words::new(
                format!("cells with text far outside of the list, left out: {count}; this is the first"),
                format!("Zellen mit Text weit außerhalb der Liste, ausgelassen: {count}; dies ist die erste"),
            ),
        ));
    }
    Ok(Opening { tables: book.tables, kind, encoding: None, delimiter: None })
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
            Box::new(too_large(place(), &en, &de).todo(raise_size()))
        }
        Refusal::TooLargeTogether => {
            let finding = too_large(place(), "its parts unpack to too many bytes", "ihre Teile entpacken sich auf zu viele Byte");
            Box::new(finding.todo(raise_size()))
        }
        Refusal::TooManyCells => {
            Box::new(too_large(place(), "a sheet has too many cells", "ein Blatt hat zu viele Zellen").todo(raise_rows()))
        }
        Refusal::TooMuchText => {
            Box::new(too_large(place(), "the cells hold too much text", "die Zellen enthalten zu viel Text").todo(raise_size()))
        }
        Refusal::TooManyRows => {
            let most = list.limits.rows;
            let finding = too_large(place(), &format!("more than {most} rows"), &format!("mehr als {most} Zeilen"));
            Box::new(finding.todo(raise_rows()))
        }
        Refusal::Encrypted { .. } => unreadable(list, "it is encrypted", "sie ist verschlüsselt"),
        Refusal::NotAWorkbook { looks_like } => {
            let kind = looks_like.unwrap_or("ZIP");
            unreadable(
                list,
                &format!("a `{kind}` file and no XLSX or ODS workbook"),
                &format!("eine `{kind}`-Datei und keine XLSX- oder ODS-Mappe"),
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
