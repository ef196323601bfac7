//! Rows of one table, with the place of every value.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::cursor::Spot;
use crate::diag::{Listed, Place, Words};
use crate::inventory::model::{Extra, Sourced};
use crate::inventory::table::kept::Kept;
use crate::inventory::table::{Collector, codes};
use crate::policy::site::Limits;

/// How much of one file is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    /// Rows of one table.
    pub rows: usize,
    /// Values that are not empty, in all tables together.
    pub values: usize,
}

impl Most {
    /// Half a million rows where the site says nothing: a dialplan has many lines for each extension.
    #[must_use]
    pub(super) fn of(limits: Limits) -> Self {
        let rows = limits.rows_or(500_000);
        Self { rows, values: rows.saturating_mul(8).max(4_000_000) }
    }
}

/// Columns of one table at most; Asterisk's widest table has 147.
pub(super) const MAX_COLUMNS: usize = 2_000;

/// Columns quoted in the finding about unused ones.
const SHOWN: usize = 20;

/// One table. Texts lie in one string; a value is a handful of numbers.
#[derive(Debug)]
pub(in crate::inventory) struct Rows {
    /// Lower case, without the schema.
    pub name: String,
    pub records: Vec<Record>,
    file: String,
    /// Of columns in lower case.
    columns: BTreeMap<String, usize>,
    titles: Vec<String>,
    text: String,
    /// Places are cells `table!row`, not lines.
    cells: bool,
    at: Spot,
    asked: RefCell<BTreeSet<usize>>,
    kept: RefCell<Kept>,
}

/// One row. A dump's has the place where it begins, SQLite's its row id as line.
#[derive(Debug, Clone, Default)]
pub(in crate::inventory) struct Record {
    at: Spot,
    values: Vec<Value>,
}

impl Record {
    #[must_use]
    pub(in crate::inventory) fn spot(&self) -> Spot {
        self.at
    }
}

#[derive(Debug, Clone, Copy)]
struct Value {
    start: u32,
    length: u32,
    at: Spot,
    column: u16,
}

impl Rows {
    pub(super) fn new(file: &str, name: &str, titles: Vec<String>, cells: bool, at: Spot) -> Self {
        let mut columns = BTreeMap::new();
        for (index, title) in titles.iter().enumerate() {
            columns.entry(title.clone()).or_insert(index);
        }
        Self {
            name: name.to_owned(),
            records: Vec::new(),
            file: file.to_owned(),
            columns,
            titles,
            text: String::new(),
            cells,
            at,
            asked: RefCell::default(),
            kept: RefCell::default(),
        }
    }

    pub(super) fn title(&self, column: usize) -> &str {
        self.titles.get(column).map_or("", String::as_str)
    }

    /// The index of a column, which is added where the table does not have it yet; none where there are too many.
    pub(super) fn column(&mut self, title: &str) -> Option<usize> {
        if let Some(index) = self.columns.get(title) {
            return Some(*index);
        }
        let index = self.titles.len();
        (index < MAX_COLUMNS).then(|| {
            self.columns.insert(title.to_owned(), index);
            self.titles.push(title.to_owned());
            index
        })
    }

    /// Begins a row.
    pub(super) fn record(&mut self, at: Spot) {
        self.records.push(Record { at, values: Vec::new() });
    }

    /// Adds a value to the last row, in the order of the columns; empty ones are left out. Says whether it was kept.
    pub(super) fn value(&mut self, column: usize, text: &str, at: Spot) -> bool {
        let (Ok(start), Ok(length), Ok(column)) =
            (u32::try_from(self.text.len()), u32::try_from(text.len()), u16::try_from(column))
        else {
            return false;
        };
        let Some(record) = self.records.last_mut().filter(|_| !text.is_empty()) else { return false };
        self.text.push_str(text);
        record.values.push(Value { start, length, at, column });
        true
    }

    #[must_use]
    pub(in crate::inventory) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    fn find<'a>(&self, record: &'a Record, column: &str) -> Option<&'a Value> {
        let index = *self.columns.get(column)?;
        self.asked.borrow_mut().insert(index);
        record.values.iter().find(|value| usize::from(value.column) == index)
    }

    fn text_of(&self, value: &Value) -> &str {
        let start = value.start as usize;
        self.text.get(start..start + value.length as usize).unwrap_or("")
    }

    /// The value as it stands; none where it is empty or there is no such column.
    #[must_use]
    pub(in crate::inventory) fn get(&self, record: &Record, column: &str) -> Option<&str> {
        Some(self.text_of(self.find(record, column)?))
    }

    #[must_use]
    pub(in crate::inventory) fn sourced(&self, record: &Record, column: &str) -> Option<Sourced<String>> {
        let value = self.find(record, column)?;
        Some(Sourced::new(self.text_of(value).to_owned(), self.place(value.at)))
    }

    /// [`Self::sourced`] for a second reader: the column counts as read by nobody yet.
    #[must_use]
    pub(in crate::inventory) fn placed(&self, record: &Record, column: &str) -> Option<Sourced<String>> {
        let index = *self.columns.get(column)?;
        let value = record.values.iter().find(|value| usize::from(value.column) == index)?;
        Some(Sourced::new(self.text_of(value).to_owned(), self.place(value.at)))
    }

    /// Of all columns, in order.
    pub(in crate::inventory) fn names(&self) -> impl Iterator<Item = &str> {
        self.titles.iter().map(String::as_str)
    }

    /// Column, text and spot of every value that is not empty.
    pub(in crate::inventory) fn values<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = (&'a str, &'a str, Spot)> {
        record.values.iter().filter_map(|value| {
            let title = self.titles.get(usize::from(value.column))?;
            Some((title.as_str(), self.text_of(value), value.at))
        })
    }

    /// For places that are cells: the name before the `!`.
    #[must_use]
    pub(in crate::inventory) fn sheet(&self) -> Option<&str> {
        self.cells.then_some(self.name.as_str())
    }

    #[must_use]
    pub(in crate::inventory) fn place_of(&self, record: &Record) -> Place {
        self.place(record.at)
    }

    fn place(&self, (line, column): Spot) -> Place {
        if self.cells {
            return Place::cell(&self.file, &self.name, line, 0);
        }
        Place::at(&self.file, line, column)
    }

    /// Known, and of no use for an inventory: not told as unused.
    pub(in crate::inventory) fn ignore(&self, columns: &[&str]) {
        let found = columns.iter().filter_map(|column| self.columns.get(*column).copied());
        self.asked.borrow_mut().extend(found);
    }

    /// Columns that hold something.
    fn filled(&self) -> BTreeSet<usize> {
        self.records.iter().flat_map(|record| record.values.iter().map(|value| usize::from(value.column))).collect()
    }

    /// Keeps the columns that nothing reads, but for secrets and private facts: `read` are those that somebody reads.
    pub(in crate::inventory) fn keep(&self, read: &[&str]) {
        let asked = self.asked.borrow();
        let free = |index: &usize| !asked.contains(index) && !read.contains(&self.titles[*index].as_str());
        let filled = self.filled();
        *self.kept.borrow_mut() =
            Kept::of_filled(filled.into_iter().filter(free).map(|index| (index, self.titles[index].as_str())));
    }

    /// What the row holds in the columns that are kept.
    #[must_use]
    pub(in crate::inventory) fn extra(&self, record: &Record) -> Extra {
        self.kept.borrow().take_with(|index| {
            let value = record.values.iter().find(|value| usize::from(value.column) == index)?;
            Some((self.text_of(value), self.place(value.at)))
        })
    }

    /// Tells the columns that hold something and that nobody asked for.
    pub(in crate::inventory) fn finish(&self, findings: &mut Collector) {
        let asked = self.asked.borrow();
        let filled = self.filled();
        let unused: Vec<&str> =
            filled.iter().filter(|index| !asked.contains(index)).map(|index| self.titles[*index].as_str()).collect();
        if unused.is_empty() {
            return;
        }
        let listed = Listed::new(unused, SHOWN);
        let (count, name) = (listed.count(), &self.name);
        let (en, de) = self.kept.borrow().told(count);
        let words = Words::new(
            format!("columns of table `{name}` that are not read ({count}): {listed}{en}"),
            format!("nicht gelesene Spalten der Tabelle `{name}` ({count}): {listed}{de}"),
        );
        findings.push(codes::COLUMN_UNUSED.finding(Some(self.place(self.at)), words).listing(listed));
    }
}
