//! SQL dumps: the rows that `CREATE TABLE`, `INSERT`, `REPLACE` and `COPY` write. Nothing is run.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::copy;
use super::cursor::{Cursor, Spot};
use super::rows::{MAX_COLUMNS, Most, Rows};
use super::values::{Dialect, Unclosed, Value, skip_statement, value};
use crate::diag::{CodePage, Place, Words};
use crate::inventory::table::{Collector, Tally, codes as lists, raise_rows};

/// First words of what stands between columns in `CREATE TABLE`.
const NO_COLUMN: [&str; 12] =
    ["primary", "key", "unique", "constraint", "index", "foreign", "check", "fulltext", "spatial", "exclude", "like", "period"];

/// Words between `INSERT` and `INTO`.
const INSERT_WORDS: [&str; 9] =
    ["or", "replace", "ignore", "low_priority", "delayed", "high_priority", "abort", "rollback", "fail"];

/// Names of tables that are kept for the finding.
const NAMED: usize = 20;

pub(super) struct Dump<'a, 'f> {
    pub file: &'a str,
    pub cursor: Cursor<'a>,
    pub findings: &'f mut Collector,
    dialect: Dialect,
    wanted: &'a [&'a str],
    most: Most,
    tables: BTreeMap<String, Rows>,
    /// Columns of `CREATE TABLE`.
    structures: BTreeMap<String, Vec<String>>,
    values: usize,
    /// A limit was reached.
    full: bool,
    other: BTreeSet<String>,
    other_count: usize,
    other_at: Option<Spot>,
    changed: Tally,
    computed: Tally,
    backslash: Tally,
}

/// The wanted tables, in the order of their names.
pub(super) fn read<'a>(file: &'a str, text: &'a str, wanted: &'a [&'a str], most: Most, findings: &mut Collector) -> Vec<Rows> {
    let mut dump = Dump {
        file,
        cursor: Cursor::new(text),
        findings,
        dialect: Dialect::of(text),
        wanted,
        most,
        tables: BTreeMap::new(),
        structures: BTreeMap::new(),
        values: 0,
        full: false,
        other: BTreeSet::new(),
        other_count: 0,
        other_at: None,
        changed: Tally::default(),
        computed: Tally::default(),
        backslash: Tally::default(),
    };
    while !dump.full && dump.statement() {}
    dump.finish()
}

impl Dump<'_, '_> {
    pub fn place(&self, (line, column): Spot) -> Place {
        Place::at(self.file, line, column)
    }

    /// False at the end.
    fn statement(&mut self) -> bool {
        self.cursor.blanks();
        if self.cursor.is_at_end() {
            return false;
        }
        // A command of `psql`.
        if self.cursor.peek() == b'\\' {
            self.cursor.line();
            return true;
        }
        let spot = self.cursor.spot();
        let from = self.cursor.offset();
        match self.cursor.word().to_ascii_lowercase().as_str() {
            "create" => self.create(),
            "insert" | "replace" => self.insert(spot),
            "copy" => {
                copy::copy(self);
                return true;
            }
            "update" => self.change(spot),
            "delete" => {
                self.cursor.takes("from");
                self.change(spot);
            }
            _ => {}
        }
        skip_statement(&mut self.cursor, self.dialect);
        if self.cursor.offset() == from {
            self.cursor.bump();
        }
        true
    }

    pub fn is_wanted(&mut self, name: &str, spot: Spot) -> bool {
        if self.wanted.contains(&name) {
            return true;
        }
        if self.other.len() < NAMED {
            self.other_count += usize::from(self.other.insert(name.to_owned()));
        } else if !self.other.contains(name) {
            self.other_count += 1;
        }
        self.other_at.get_or_insert(spot);
        false
    }

    /// `UPDATE name`, `DELETE FROM name`.
    fn change(&mut self, spot: Spot) {
        self.cursor.takes("only");
        let Some(name) = self.cursor.name().filter(|name| self.wanted.contains(&name.as_str())) else { return };
        let place = self.place(spot);
        self.changed.add(|| place, || name);
    }

    fn create(&mut self) {
        for word in ["or", "replace", "global", "local", "temp", "temporary", "unlogged"] {
            self.cursor.takes(word);
        }
        if !self.cursor.takes("table") {
            return;
        }
        for word in ["if", "not", "exists"] {
            self.cursor.takes(word);
        }
        let Some(name) = self.cursor.name() else { return };
        if !self.wanted.contains(&name.as_str()) || !self.cursor.takes_sign(b'(') {
            return;
        }
        let columns = columns(&mut self.cursor);
        self.structures.insert(name, columns);
    }

    /// `(a, b, c)`, where there is one. Some and empty: it is no list of names.
    pub fn list(&mut self) -> Option<Vec<String>> {
        if !self.cursor.takes_sign(b'(') {
            return None;
        }
        let mut names = Vec::new();
        while let Some(name) = self.cursor.name() {
            names.push(name);
            if !self.cursor.takes_sign(b',') || names.len() > MAX_COLUMNS {
                break;
            }
        }
        if self.cursor.takes_sign(b')') { Some(names) } else { Some(Vec::new()) }
    }

    /// The table, and which of its columns the values go into.
    pub fn target(&mut self, name: &str, list: Option<Vec<String>>, spot: Spot) -> Option<Vec<usize>> {
        let Some(columns) = list.or_else(|| self.structures.get(name).cloned()) else {
            let place = self.place(spot);
            self.findings.push(
                codes::COLUMNS_UNKNOWN
                    .finding(
                        Some(place),
                        Words::new(
                            format!("rows of `{name}` without a list of columns, and no `CREATE TABLE` before them; not used"),
                            format!("Zeilen von `{name}` ohne Spaltenliste und ohne `CREATE TABLE` davor; nicht verwendet"),
                        ),
                    )
                    .todo(Words::new(
                        "make the dump with the structure of the tables",
                        "den Auszug mit der Struktur der Tabellen anlegen",
                    )),
            );
            return None;
        };
        if !self.tables.contains_key(name) {
            let titles = self.structures.get(name).cloned().unwrap_or_default();
            self.tables.insert(name.to_owned(), Rows::new(self.file, name, titles, false, spot));
        }
        let rows = self.tables.get_mut(name)?;
        columns.iter().map(|title| rows.column(title)).collect()
    }

    fn insert(&mut self, spot: Spot) {
        for _ in 0..4 {
            let before = self.cursor.offset();
            for word in INSERT_WORDS {
                self.cursor.takes(word);
            }
            if self.cursor.offset() == before {
                break;
            }
        }
        self.cursor.takes("into");
        let Some(name) = self.cursor.name() else { return };
        if !self.is_wanted(&name, spot) {
            return;
        }
        let list = self.list();
        for word in ["overriding", "system", "user", "value"] {
            self.cursor.takes(word);
        }
        let values = self.cursor.takes("values");
        if !values || list.as_ref().is_some_and(Vec::is_empty) {
            let place = self.place(spot);
            self.changed.add(|| place, || name);
            return;
        }
        let Some(target) = self.target(&name, list, spot) else { return };
        loop {
            self.cursor.blanks();
            let spot = self.cursor.spot();
            if !self.cursor.takes_sign(b'(') || !self.row(&name, &target, spot) || !self.cursor.takes_sign(b',') {
                return;
            }
        }
    }

    /// The values of one row, up to and with the `)`. False where reading must stop.
    fn row(&mut self, name: &str, target: &[usize], spot: Spot) -> bool {
        let mut values: Vec<(String, Spot)> = Vec::with_capacity(target.len());
        let mut count = 0;
        loop {
            self.cursor.blanks();
            let at = self.cursor.spot();
            let mut doubt = false;
            let read = match value(&mut self.cursor, self.dialect, &mut doubt) {
                Ok(read) => read,
                Err(Unclosed) => {
                    self.broken(at, name, "a text in it never ends", "ein Text darin endet nicht");
                    return false;
                }
            };
            if doubt {
                let place = self.place(at);
                self.backslash.add(|| place, String::new);
            }
            if read == Value::Computed {
                let place = self.place(at);
                let column = self.tables.get(name).zip(target.get(count)).map(|(rows, column)| rows.title(*column).to_owned());
                self.computed.add(|| place, || column.unwrap_or_default());
            }
            count += 1;
            if values.len() < target.len() {
                values.push((if let Value::Text(text) = read { text } else { String::new() }, at));
            }
            if self.cursor.takes_sign(b',') {
                continue;
            }
            if self.cursor.takes_sign(b')') {
                break;
            }
            self.broken(at, name, "its closing parenthesis is missing", "ihre schließende Klammer fehlt");
            return false;
        }
        if count == target.len() {
            self.keep(name, target, spot, values.iter().map(|(text, at)| (text.as_str(), *at)))
        } else {
            self.misfit(spot, name, count, target.len());
            true
        }
    }

    pub fn misfit(&mut self, spot: Spot, name: &str, has: usize, wants: usize) {
        let en = format!("it has {has} values for {wants} columns");
        let de = format!("sie hat {has} Werte für {wants} Spalten");
        self.broken(spot, name, &en, &de);
    }

    fn broken(&mut self, spot: Spot, name: &str, en: &str, de: &str) {
        let place = self.place(spot);
        self.findings.push(codes::ROW_BROKEN.finding(
            Some(place),
            Words::new(
                format!("a row of `{name}` was not used: {en}"),
                format!("eine Zeile von `{name}` wurde nicht verwendet: {de}"),
            ),
        ));
    }

    /// Adds a row. False where a limit is reached.
    pub fn keep<'v>(&mut self, name: &str, target: &[usize], spot: Spot, values: impl Iterator<Item = (&'v str, Spot)>) -> bool {
        let Some(rows) = self.tables.get_mut(name) else { return false };
        if rows.records.len() >= self.most.rows || self.values >= self.most.values {
            self.full = true;
            self.findings.push(too_many(self.place(spot), self.most));
            return false;
        }
        rows.record(spot);
        for (column, (text, at)) in target.iter().zip(values) {
            self.values += usize::from(rows.value(*column, text, at));
        }
        true
    }

    fn finish(self) -> Vec<Rows> {
        tell_unread(self.file, self.other_at.map(|at| self.place(at)), &self.other, self.other_count, self.findings);
        let findings = &mut *self.findings;
        let mut tell = |tally: Tally, page: &CodePage, words: &dyn Fn(usize, &str) -> Words| {
            if let Some(finding) = tally.tell(page, words) {
                findings.push(finding);
            }
        };
        tell(self.changed, &codes::STATEMENT_IGNORED, &|count, table| {
            Words::new(
                format!("statements that change read tables and were passed over: {count}, the first for `{table}`"),
                format!("Anweisungen, die gelesene Tabellen ändern und übergangen wurden: {count}, zuerst für `{table}`"),
            )
        });
        tell(self.computed, &codes::EXPRESSION, &computed_words);
        tell(self.backslash, &codes::BACKSLASH, &|count, _| {
            Words::new(
                format!("values with a backslash: {count}; the dump does not say whether it escapes"),
                format!("Werte mit Backslash: {count}; der Auszug sagt nicht, ob er maskiert"),
            )
        });
        self.tables.into_values().collect()
    }
}

pub(super) fn computed_words(count: usize, column: &str) -> Words {
    Words::new(
        format!("values that are computed or binary count as empty: {count}, the first in column `{column}`"),
        format!("berechnete oder binäre Werte gelten als leer: {count}, zuerst in Spalte `{column}`"),
    )
}

pub(super) fn too_many(place: Place, most: Most) -> crate::diag::Finding {
    let Most { rows, values } = most;
    let words = Words::new(
        format!("more than {rows} rows in a table or {values} values together; the rest was not read"),
        format!("mehr als {rows} Zeilen in einer Tabelle oder {values} Werte zusammen; der Rest wurde nicht gelesen"),
    );
    lists::LIST_TOO_LARGE.finding(Some(place), words).todo(raise_rows())
}

pub(super) fn tell_unread(file: &str, place: Option<Place>, names: &BTreeSet<String>, count: usize, findings: &mut Collector) {
    if names.is_empty() {
        return;
    }
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let (shown, more) = (shown.join(", "), if count > NAMED { ", …" } else { "" });
    findings.push(codes::TABLE_UNUSED.finding(
        Some(place.unwrap_or_else(|| Place::file(file))),
        Words::new(
            format!("tables that are not read ({count}): {shown}{more}"),
            format!("nicht gelesene Tabellen ({count}): {shown}{more}"),
        ),
    ));
}

/// Names of the columns of `CREATE TABLE`; the cursor stands behind its `(`.
fn columns(cursor: &mut Cursor<'_>) -> Vec<String> {
    let mut names = Vec::new();
    loop {
        cursor.blanks();
        let bare = !matches!(cursor.peek(), b'"' | b'`' | b'[');
        if let Some(name) = cursor.name()
            && !(bare && NO_COLUMN.contains(&name.as_str()))
            && names.len() < MAX_COLUMNS
        {
            names.push(name);
        }
        let mut depth = 0_usize;
        loop {
            match cursor.peek() {
                _ if cursor.is_at_end() => return names,
                quote @ (b'\'' | b'"' | b'`') => {
                    cursor.bump();
                    while !cursor.is_at_end() && cursor.peek() != quote {
                        cursor.bump();
                    }
                }
                b'(' => depth += 1,
                b')' if depth == 0 => {
                    cursor.bump();
                    return names;
                }
                b')' => depth -= 1,
                b',' if depth == 0 => break,
                b'-' | b'/' => {
                    let before = cursor.offset();
                    cursor.blanks();
                    if cursor.offset() > before {
                        continue;
                    }
                }
                _ => {}
            }
            cursor.bump();
        }
        cursor.bump();
    }
}
