//! SQLite files, read from memory by SQLite itself: only known tables, only their stored columns, nothing of theirs is run.

use std::collections::BTreeSet;
use std::io::Read as _;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB};

use super::codes;
use super::dump::{computed_words, tell_unread, too_many};
use super::rows::{MAX_COLUMNS, Most, Rows};
use crate::diag::{Place, Words};
use crate::inventory::table::{Collector, Tally};

/// The first bytes of every SQLite file.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

/// Bytes of one value at most; SQLite refuses longer ones.
const LONGEST: i32 = 1 << 20;
/// Times that SQLite may ask whether to go on, each after [`STEP`] instructions; honest tables need a twentieth.
const STEPS: u32 = 20_000;
const STEP: i32 = 100_000;

/// The wanted tables, in the order of their names.
pub(super) fn read(file: &str, bytes: &[u8], wanted: &[&str], most: Most, findings: &mut Collector) -> Vec<Rows> {
    if bytes.len() < 100 {
        findings.push(damaged(file, None, "it is shorter than its own header"));
        return Vec::new();
    }
    // Bytes 18 and 19 say that a journal `-wal` lies beside the file; from memory SQLite opens it without only.
    let wal = bytes[18] == 2 || bytes[19] == 2;
    if wal {
        findings.push(
            codes::WAL
                .finding(
                    Some(Place::file(file)),
                    Words::new(
                        "changes may lie in a file `…-wal` beside this one, which is not read",
                        "Änderungen können in einer Datei `…-wal` daneben liegen, die nicht gelesen wird",
                    ),
                )
                .todo(Words::new("copy with `sqlite3 file '.backup copy'`", "mit `sqlite3 datei '.backup kopie'` kopieren")),
        );
    }
    let journal: &[u8] = if wal { &[1, 1] } else { &bytes[18..20] };
    let whole = bytes[..18].chain(journal).chain(&bytes[20..]);
    let mut reader = Reader { file, findings, most, values: 0, computed: Tally::default(), tables: Vec::new() };
    if let Err(error) = reader.all(whole, bytes.len(), wanted) {
        let what = error.to_string();
        reader.findings.push(damaged(file, None, &what));
    }
    if let Some(finding) = reader.computed.tell(&codes::EXPRESSION, computed_words) {
        reader.findings.push(finding);
    }
    reader.tables
}

fn damaged(file: &str, table: Option<&str>, what: &str) -> crate::diag::Finding {
    let place = table.map_or_else(|| Place::file(file), |table| Place::within(file, table));
    codes::DAMAGED
        .finding(
            Some(place),
            Words::new(
                format!("the database cannot be read to its end: {what}"),
                format!("die Datenbank ist nicht zu Ende lesbar: {what}"),
            ),
        )
        .todo(Words::new("copy it anew with `sqlite3 file '.backup copy'`", "mit `sqlite3 datei '.backup kopie'` neu kopieren"))
}

struct Reader<'a> {
    file: &'a str,
    findings: &'a mut Collector,
    most: Most,
    values: usize,
    computed: Tally,
    tables: Vec<Rows>,
}

impl Reader<'_> {
    fn all(&mut self, whole: impl std::io::Read, length: usize, wanted: &[&str]) -> rusqlite::Result<()> {
        let mut connection = Connection::open_in_memory()?;
        connection.deserialize_read_exact(MAIN_DB, whole, length, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        let mut left = STEPS;
        connection.progress_handler(
            STEP,
            Some(move || {
                left = left.saturating_sub(1);
                left == 0
            }),
        )?;
        let mut names = names(&connection)?;
        names.sort();
        let other: BTreeSet<String> =
            names.iter().filter(|name| !wanted.contains(&name.to_lowercase().as_str())).cloned().collect();
        tell_unread(self.file, None, &other, other.len(), self.findings);
        for name in names.iter().filter(|name| !other.contains(*name)) {
            if let Err(error) = self.table(&connection, name) {
                let what = error.to_string();
                self.findings.push(damaged(self.file, Some(name), &what));
            }
        }
        Ok(())
    }

    fn table(&mut self, connection: &Connection, name: &str) -> rusqlite::Result<()> {
        let mut titles: Vec<String> = Vec::new();
        // Leaves out generated columns.
        connection.pragma(Some("main"), "table_info", name, |row| {
            if titles.len() < MAX_COLUMNS {
                titles.push(row.get(1)?);
            }
            Ok(())
        })?;
        let columns: Vec<String> = titles.iter().map(|title| quoted(title)).collect();
        let select = |first: &str| format!("SELECT {first}, {} FROM main.{}", columns.join(", "), quoted(name));
        let by_id = connection.prepare(&select("rowid"));
        let counted = by_id.is_err();
        let mut query = by_id.or_else(|_| connection.prepare(&select("0")))?;
        let lower: Vec<String> = titles.iter().map(|title| title.to_lowercase()).collect();
        let mut table = Rows::new(self.file, &name.to_lowercase(), lower, true, (0, 0));
        let result = self.rows(&mut query, &mut table, titles.len(), counted);
        self.tables.push(table);
        result
    }

    fn rows(
        &mut self,
        query: &mut rusqlite::Statement<'_>,
        table: &mut Rows,
        width: usize,
        counted: bool,
    ) -> rusqlite::Result<()> {
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            if table.records.len() >= self.most.rows || self.values >= self.most.values {
                self.findings.push(too_many(Place::within(self.file, &table.name), self.most));
                return Ok(());
            }
            let number = if counted { table.records.len() as i64 + 1 } else { row.get(0)? };
            let at = (u32::try_from(number).unwrap_or(0), 0);
            table.record(at);
            for column in 0..width {
                let text = match row.get_ref(column + 1)? {
                    ValueRef::Null => continue,
                    ValueRef::Integer(number) => number.to_string().into(),
                    ValueRef::Real(number) => number.to_string().into(),
                    ValueRef::Text(text) => String::from_utf8_lossy(text),
                    ValueRef::Blob(_) => {
                        let (file, name) = (self.file, &table.name);
                        let title = table.title(column).to_owned();
                        self.computed.add(|| Place::cell(file, name, u32::try_from(number).unwrap_or(0), 0), || title);
                        continue;
                    }
                };
                self.values += usize::from(table.value(column, &text, at));
            }
        }
        Ok(())
    }
}

/// Tables with rows of their own; no views, no virtual ones.
fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare("SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' LIMIT 2000")?;
    let mut rows = query.query([])?;
    let mut names = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, sql): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let sql = sql.unwrap_or_default().to_ascii_lowercase();
        if !sql.starts_with("create virtual") && !name.starts_with("sqlite_") {
            names.push(name);
        }
    }
    Ok(names)
}

/// `"name"`, with quotes in it doubled.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
