//! One file as a database, whichever of the three kinds it is.

use super::rows::{Most, Rows};
use super::{dbtext, dump, sqlite};
use crate::diag::{Place, Words};
use crate::domain::hex::sha256;
use crate::inventory::model::Source;
use crate::inventory::table::{self, Collector, ListFile, codes};

/// Bytes of one file at most, where the site says nothing.
const MAX_BYTES: usize = 128 << 20;

/// What was read of one file.
#[derive(Debug)]
pub(in crate::inventory) struct Database {
    /// By name; only the tables that were asked for.
    pub tables: Vec<Rows>,
    file: String,
    encoding: Option<String>,
    sha256: String,
}

impl Database {
    #[must_use]
    pub(in crate::inventory) fn table(&self, name: &str) -> Option<&Rows> {
        self.tables.iter().find(|table| table.name == name)
    }

    #[must_use]
    pub(in crate::inventory) fn source(&self, importer: &str, records: usize) -> Source {
        Source {
            file: self.file.clone(),
            importer: importer.to_owned(),
            encoding: self.encoding.clone(),
            records,
            sha256: self.sha256.clone(),
        }
    }
}

#[must_use]
pub(in crate::inventory) fn is_sqlite(bytes: &[u8]) -> bool {
    bytes.starts_with(sqlite::MAGIC)
}

/// Whether the file names the table the way databases do: in the schema of an SQLite file, or in a statement of a dump.
#[must_use]
pub(in crate::inventory) fn has_table(bytes: &[u8], table: &str) -> bool {
    let finder = memchr::memmem::Finder::new(table);
    let is_word = |at: usize| {
        let around = |index: Option<usize>| {
            index.and_then(|i| bytes.get(i)).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'-')
        };
        !around(at.checked_sub(1)) && !around(Some(at + table.len()))
    };
    if is_sqlite(bytes) {
        return finder.find_iter(bytes).take(10_000).any(is_word);
    }
    // Not by lines: a dump may be one line of many megabytes.
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(64 * 1024)]).to_ascii_lowercase();
    if !["insert into", "create table", "copy ", "replace into"].iter().any(|words| head.contains(words)) {
        return false;
    }
    let named = |at: usize| {
        let before = &bytes[at.saturating_sub(48)..at];
        let before = String::from_utf8_lossy(before).to_ascii_lowercase();
        let before = before.trim_end_matches(['"', '`', '[', '.']);
        let before = before.trim_end_matches("public").trim_end_matches(['"', '`']).trim_end();
        ["into", "table", "copy", "exists"].iter().any(|word| before.ends_with(word))
    };
    finder.find_iter(bytes).take(100_000).any(|at| is_word(at) && named(at))
}

/// Opens the file and reads the wanted tables. None where it is none of the kinds; then there is a finding. `name` is what a text
/// table is called, whose file says it only by its own name.
pub(in crate::inventory) fn open(list: &ListFile<'_>, wanted: &[&str], name: &str, findings: &mut Collector) -> Option<Database> {
    if let Some(finding) = table::nothing_in(list.file, list.bytes) {
        findings.push(finding);
        return None;
    }
    let bytes = list.bytes.len();
    let (most_bytes, most) = (list.limits.bytes_or(MAX_BYTES), Most::of(list.limits));
    if bytes > most_bytes {
        let limit = most_bytes >> 20;
        let finding = codes::LIST_TOO_LARGE.finding(
            Some(Place::file(list.file)),
            Words::new(
                format!("the file was refused: {bytes} bytes, at most {limit} MB are read"),
                format!("die Datei wurde abgelehnt: {bytes} Byte, gelesen werden höchstens {limit} MB"),
            ),
        );
        findings.push(finding.todo(table::raise_size()));
        return None;
    }
    let (tables, encoding) = if is_sqlite(list.bytes) {
        (sqlite::read(list.file, list.bytes, wanted, most, findings), None)
    } else {
        let (text, encoding) = text_of(list, findings);
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        let tables = if dbtext::columns_of(first).is_some() {
            dbtext::read(list.file, &text, name, most, findings)
        } else {
            dump::read(list.file, &text, wanted, most, findings)
        };
        (tables, Some(encoding))
    };
    Some(Database { tables, file: list.file.to_owned(), encoding, sha256: sha256(list.bytes) })
}

/// UTF-8 where it is, what was told where something was, else Windows-1252.
pub(in crate::inventory) fn text_of(list: &ListFile<'_>, findings: &mut Collector) -> (String, String) {
    let told = list.encoding.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    if let Some(table) = told {
        return (table.decode(list.bytes).0.into_owned(), table.name().to_ascii_lowercase());
    }
    let bytes = list.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(list.bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), "utf-8".to_owned());
    }
    findings.push(codes::ENCODING_GUESSED.finding(
        Some(Place::file(list.file)),
        Words::new("not UTF-8; read as `windows-1252`", "kein UTF-8; als `windows-1252` gelesen"),
    ));
    (encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), "windows-1252".to_owned())
}
