//! An edited table as it came back: which table it is, its cells and their places. Both languages, columns in any order.

use super::codes;
use super::columns::{Column, STAMP, Subject};
use crate::diag::{Finding, Lang, Place, Words};
use crate::inventory::table::{self, Collector, Columns, ListFile, Nature, Row, Secrecy, Table, Tally};

/// The tables of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Returned {
    pub(super) tables: Vec<ReturnedTable>,
    /// The file, where it may hold several tables.
    pub(super) workbook: Option<Place>,
    pub findings: Vec<Finding>,
}

impl Returned {
    /// Whether the file held any table of an export.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReturnedTable {
    pub subject: Subject,
    pub at: Place,
    pub rows: Vec<ReturnedRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReturnedRow {
    /// For each column of the subject; none where the table has no such column any more.
    pub cells: Vec<Option<ReturnedCell>>,
    pub stamp: String,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReturnedCell {
    pub text: String,
    pub at: Place,
    /// `#NV` and the like: the value is not known.
    pub broken: bool,
}

/// Signs with which a cell of a CSV may not begin: a spreadsheet program would calculate.
pub(super) const CALCULATING: [char; 6] = ['=', '+', '-', '@', '\t', '\''];

fn columns_of(subject: Subject) -> impl Iterator<Item = &'static Column> {
    subject.columns().iter().chain([&STAMP])
}

fn titles(row: &[&str]) -> usize {
    let known = |title: &str| {
        let title = table::normal(title);
        Subject::ALL
            .into_iter()
            .flat_map(columns_of)
            .any(|column| title == table::normal(column.en) || title == table::normal(column.de))
    };
    row.iter().filter(|title| known(title)).count()
}

fn find(columns: &Columns<'_>, column: &Column) -> Option<usize> {
    columns.any(&[column.title(Lang::En), column.title(Lang::De)])
}

/// Reads a table that was exported and may have been edited.
#[must_use]
pub fn read_returned(list: &ListFile<'_>) -> Returned {
    let mut findings = Collector::default();
    let mut tables = Vec::new();
    let mut workbook = None;
    if let Some(opened) = table::open(list, titles, Secrecy::Open, &mut findings) {
        let text = opened.delimiter().is_some();
        workbook = (!text).then(|| Place::file(list.file));
        for table in &opened.tables {
            let Some(header) = table.header(titles) else {
                table::sheet_without_titles(table, &mut findings);
                continue;
            };
            let columns = Columns::new(table, header);
            let key = |subject: &Subject| find(&columns, &subject.columns()[0]).is_some();
            let Some(subject) = Subject::ALL.into_iter().find(key) else {
                table::sheet_without_titles(table, &mut findings);
                continue;
            };
            tables.push(read_table(table, header, &columns, subject, text, &mut findings));
        }
        if tables.is_empty() {
            findings.push(no_table(list.file));
        }
    }
    Returned { tables, workbook, findings: findings.finish() }
}

fn no_table(file: &str) -> Finding {
    codes::NO_TABLE
        .finding(
            Some(Place::file(file)),
            Words::new("no table of an export: its titles are missing", "keine Tabelle eines Exports: deren Titel fehlen"),
        )
        .todo(Words::new(
            "write a new one with `deskshift inventory export`",
            "mit `deskshift inventory export` eine neue schreiben",
        ))
}

fn read_table(
    table: &Table,
    header: usize,
    columns: &Columns<'_>,
    subject: Subject,
    text: bool,
    findings: &mut Collector,
) -> ReturnedTable {
    let places: Vec<Option<usize>> = subject.columns().iter().map(|column| find(columns, column)).collect();
    let stamp = find(columns, &STAMP);
    columns.finish(findings);
    let mut gone = Tally::default();
    for (column, _) in subject.columns().iter().zip(&places).filter(|(_, place)| place.is_none()) {
        gone.add(
            || table.place_of_row(&table.rows[header]),
            || format!("`{}` / `{}`", column.title(Lang::En), column.title(Lang::De)),
        );
    }
    if let Some(finding) = gone.tell(&codes::COLUMN_GONE, |count, first| {
        Words::new(
            format!("columns missing and not compared: {count}, the first is {first}"),
            format!("fehlende und nicht verglichene Spalten: {count}, die erste ist {first}"),
        )
    }) {
        findings.push(finding);
    }
    let mut rows = Vec::new();
    for row in columns.rows() {
        if !columns.fits(row, findings) {
            continue;
        }
        let cells = places.iter().map(|place| place.map(|index| cell(table, row, index, text))).collect();
        let stamp = stamp.map(|index| row.text(index).to_owned()).unwrap_or_default();
        rows.push(ReturnedRow { cells, stamp, at: table.place_of_row(row) });
    }
    ReturnedTable { subject, at: table.place_of_row(&table.rows[header]), rows }
}

fn cell(table: &Table, row: &Row, index: usize, text: bool) -> ReturnedCell {
    let at = table.place_in(row, index);
    let Some(cell) = row.get(index) else { return ReturnedCell { text: String::new(), at, broken: false } };
    let broken = cell.nature == Nature::Error;
    let content = match &cell.nature {
        Nature::Date { likely: Some(likely) } => likely.as_str(),
        _ => cell.text.as_str(),
    };
    let guarded = text.then(|| content.strip_prefix('\'')).flatten().filter(|rest| rest.starts_with(CALCULATING));
    ReturnedCell { text: guarded.unwrap_or(content).to_owned(), at, broken }
}

/// A cell as it is written into a CSV, before quotes: one that would calculate gets an apostrophe.
#[must_use]
pub fn guarded(text: &str) -> String {
    if text.starts_with(CALCULATING) { format!("'{text}") } else { text.to_owned() }
}
