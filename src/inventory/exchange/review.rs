//! An edited table against the inventory, cell by cell.
//!
//! Three values meet: what the cell held when the table was written (its stamp), what it holds now, and what the sources say now.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::codes;
use super::columns::{Column, Subject};
use super::forms::{inside, shown};
use super::returned::{Returned, ReturnedCell, ReturnedRow, ReturnedTable};
use super::sheets::{Record, Sheet, Value};
use super::stamp::{self, Stamp};
use crate::diag::{CodePage, Finding, Lang, Place, Words};
use crate::inventory::secrecy;
use crate::inventory::table::{Collector, Tally};
use crate::inventory::zeros::{self, LostZeros};
use crate::policy::site::Numbers;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EditState {
    /// Can be accepted.
    Clean,
    /// The sources changed too.
    Conflict,
    /// Not possible; a finding says why.
    Refused,
}

/// One cell that holds something else than the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    pub subject: Subject,
    pub id: String,
    pub field: &'static str,
    pub state: EditState,
    /// In the inventory, as it is inside.
    pub old: String,
    /// Where the inventory has it from: its own place, or that of the row.
    pub old_at: Place,
    /// As it is inside; of a refused edit as it was written.
    pub new: String,
    pub new_at: Place,
}

/// A row that only one side has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowNote {
    pub subject: Subject,
    pub id: String,
    pub at: Place,
    /// What an added row holds: title of the column and value, but for what may be a password.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Review {
    pub rows: usize,
    pub edits: Vec<Edit>,
    /// In the table only: added, or with another key.
    pub added: Vec<RowNote>,
    /// In the inventory only.
    pub missing: Vec<RowNote>,
    /// Cells that only the sources changed since the table was written.
    pub moved_on: usize,
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

impl Review {
    /// Nothing was edited.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.edits.is_empty() && self.added.is_empty() && self.missing.is_empty()
    }

    /// Puts the reviews of several files together; [`settle`](Self::settle) when all are there.
    pub fn extend(&mut self, other: Self) {
        self.rows += other.rows;
        self.edits.extend(other.edits);
        self.added.extend(other.added);
        self.missing.extend(other.missing);
        self.moved_on += other.moved_on;
        self.findings.extend(other.findings);
    }
}

/// Compares what came back with the inventory as the sources give it now. `lang` is the language of the words shown in findings.
#[must_use]
pub fn review(now: &[Sheet], returned: &Returned, plan: &Numbers) -> Review {
    let mut out = Review { findings: returned.findings.clone(), ..Review::default() };
    for table in &returned.tables {
        if let Some(sheet) = now.iter().find(|sheet| sheet.subject == table.subject) {
            compare(sheet, table, plan, &mut out);
        }
    }
    if let Some(at) = &returned.workbook {
        let gone = |sheet: &&Sheet| !sheet.records.is_empty() && returned.tables.iter().all(|t| t.subject != sheet.subject);
        for sheet in now.iter().filter(gone) {
            let (count, en, de) = (sheet.records.len(), sheet.subject.title(Lang::En), sheet.subject.title(Lang::De));
            let words = Words::new(
                format!("no sheet with the titles of `{en}`; rows not compared: {count}"),
                format!("kein Blatt mit den Titeln von `{de}`; nicht verglichene Zeilen: {count}"),
            );
            out.findings.push(codes::SHEET_MISSING.finding(Some(at.clone()), words));
            out.missing.extend(sheet.records.iter().map(|record| note(sheet.subject, record)));
        }
    }
    out
}

fn note(subject: Subject, record: &Record) -> RowNote {
    RowNote { subject, id: record.id().to_owned(), at: record.at.clone(), cells: Vec::new() }
}

fn compare(sheet: &Sheet, table: &ReturnedTable, plan: &Numbers, out: &mut Review) {
    let subject = sheet.subject;
    let mut known: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in sheet.records.iter().rev() {
        known.entry(record.id()).or_default().push(record);
    }
    let mut told = Told::default();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut owners: Option<BTreeMap<u32, &Record>> = None;
    let mut zeros: Option<BTreeMap<&str, Option<&str>>> = None;
    for row in &table.rows {
        let Some(key) = row.cells.first().and_then(Option::as_ref) else { continue };
        out.rows += 1;
        let id = if known.contains_key(key.text.as_str()) { key.text.as_str() } else { key.text.trim() };
        let stamp = Stamp::read(&row.stamp, subject);
        let whole = zeros.get_or_insert_with(|| by_bare(sheet)).get(zeros::bare(id)).copied().flatten();
        // With a stamp it is certain; without one the key is the only one with these digits.
        let whole = whole.filter(|whole| !known.contains_key(id) && zeros::lost(id, whole));
        let whole = whole.filter(|whole| stamp.as_ref().is_none_or(|stamp| stamp.held(0, whole)));
        if let Some(whole) = whole {
            told.keys.add((id, whole), &key.at, None, Some(whole));
        }
        let id = whole.unwrap_or(id);
        // Only rows of today's keys: that a key is unknown is told with what to do.
        if let Some(stamp) = stamp.as_ref().filter(|stamp| known.contains_key(id) && !stamp.held(0, id)) {
            let owner = owners.get_or_insert_with(|| by_hash(sheet)).get(&stamp.key()).copied();
            told.findings.push(key_edited(key, owner.map(Record::id)));
            out.edits.push(key_edit(subject, owner, key));
            seen.extend(owner.map(Record::id));
            continue;
        }
        match known.get_mut(id).map(Vec::pop) {
            Some(Some(record)) => {
                seen.insert(record.id());
                compare_row(subject, record, row, stamp.as_ref(), plan, out, &mut told);
            }
            Some(None) => {
                told.findings.push(about_row(&codes::ROW_TWICE, key, "the row stands twice", "die Zeile steht zweimal"))
            }
            None => {
                let cells = |lang| {
                    let columns = subject.columns().iter().zip(&row.cells).skip(1).filter(|(column, _)| !column.derived);
                    let filled = columns.filter_map(|(column, cell)| Some((column, cell.as_ref()?.text.trim())));
                    let filled = filled.filter(|(_, text)| !text.is_empty());
                    filled.map(|(column, text)| (column.title(lang).to_owned(), open_text(text).to_owned())).collect::<Vec<_>>()
                };
                told.findings.push(unknown_row(subject, key, &cells(Lang::En), &cells(Lang::De)));
                out.added.push(RowNote { subject, id: id.to_owned(), at: row.at.clone(), cells: cells(Lang::En) });
            }
        }
    }
    let missing: Vec<RowNote> =
        sheet.records.iter().filter(|record| !seen.contains(record.id())).map(|record| note(subject, record)).collect();
    if let Some(first) = missing.first() {
        let (count, id, en, de) = (missing.len(), &first.id, subject.title(Lang::En), subject.title(Lang::De));
        told.findings.push(
            codes::ROW_MISSING
                .finding(
                    Some(table.at.clone()),
                    Words::new(
                        format!("rows of `{en}` that are not in the table: {count}, the first is `{id}`"),
                        format!("Zeilen von `{de}`, die in der Tabelle fehlen: {count}, die erste ist `{id}`"),
                    ),
                )
                .about(id)
                .related(first.at.clone(), Words::new("in the inventory from here", "im Bestand von hier")),
        );
    }
    out.missing.extend(missing);
    out.findings.extend(told.finish());
}

/// Rows by what a stamp says of their key.
fn by_hash(sheet: &Sheet) -> BTreeMap<u32, &Record> {
    sheet.records.iter().rev().map(|record| (stamp::hash(record.id()), record)).collect()
}

/// Keys of digits without their leading zeros; none where two keys are the same then.
fn by_bare(sheet: &Sheet) -> BTreeMap<&str, Option<&str>> {
    let mut out: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for id in sheet.records.iter().map(Record::id) {
        out.entry(zeros::bare(id)).and_modify(|known| *known = known.filter(|known| *known == id)).or_insert(Some(id));
    }
    out
}

/// Findings of one table; equal ones are counted.
#[derive(Default)]
struct Told {
    findings: Collector,
    stampless: Tally,
    zeros: Tally,
    keys: LostZeros,
}

impl Told {
    fn finish(mut self) -> Vec<Finding> {
        let stampless = self.stampless.tell(&codes::NO_STAMP, |count, _| {
            Words::new(
                format!("rows without a stamp of this version: {count}; this is the first"),
                format!("Zeilen ohne Stempel dieser Version: {count}; dies ist die erste"),
            )
        });
        let cells = self.zeros.tell(&codes::ZERO_LOST, |count, example| {
            Words::new(
                format!("cells that lost their leading zeros, not taken for edits: {count}, the first is {example}"),
                format!("Zellen ohne ihre führenden Nullen, nicht als Änderung gewertet: {count}, die erste ist {example}"),
            )
        });
        let keys = self.keys.tell(zeros::Told {
            what: Words::new("keys", "Schlüssel"),
            where_: Words::new("the inventory has", "im Bestand"),
            then: Words::new("the rows were compared with those", "die Zeilen wurden mit diesen verglichen"),
            todo: Words::new(
                "edit the XLSX, whose cells are text, or import the column of a CSV as text",
                "die XLSX ändern, deren Zellen Text sind, oder die Spalte einer CSV als Text importieren",
            ),
            page: &codes::KEY_ZERO_LOST,
        });
        for finding in stampless.into_iter().chain(cells).chain(keys) {
            self.findings.push(finding);
        }
        self.findings.finish()
    }
}

fn key_edited(key: &ReturnedCell, owner: Option<&str>) -> Finding {
    let id = key.text.trim();
    let words = match owner {
        Some(owner) => Words::new(
            format!("the row of `{owner}` has the key `{id}` now; it was not compared"),
            format!("die Zeile von `{owner}` hat jetzt den Schlüssel `{id}`; sie wurde nicht verglichen"),
        ),
        None => Words::new(
            format!("the row was not written for the key `{id}`; it was not compared"),
            format!("die Zeile wurde nicht für den Schlüssel `{id}` geschrieben; sie wurde nicht verglichen"),
        ),
    };
    codes::KEY_EDITED.finding(Some(key.at.clone()), words).about(id).todo(Words::new(
        "put the key back, or export anew and edit again",
        "den Schlüssel zurücksetzen, oder neu exportieren und noch einmal ändern",
    ))
}

/// A key that was edited counts among the edits, as none that can be accepted.
fn key_edit(subject: Subject, owner: Option<&Record>, key: &ReturnedCell) -> Edit {
    let id = owner.map_or_else(|| key.text.trim(), Record::id).to_owned();
    Edit {
        subject,
        field: subject.columns()[0].key,
        state: EditState::Refused,
        old: owner.map(|owner| owner.id().to_owned()).unwrap_or_default(),
        old_at: owner.map_or_else(|| key.at.clone(), |owner| owner.at.clone()),
        id,
        new: key.text.trim().to_owned(),
        new_at: key.at.clone(),
    }
}

fn about_row(page: &CodePage, key: &ReturnedCell, en: &str, de: &str) -> Finding {
    let id = key.text.trim();
    page.finding(Some(key.at.clone()), Words::new(format!("`{id}`: {en}"), format!("`{id}`: {de}"))).about(id)
}

/// Cells of an added row that its finding names.
const SHOWN_CELLS: usize = 6;

/// A row that somebody added, or whose key is nobody's.
fn unknown_row(subject: Subject, key: &ReturnedCell, en: &[(String, String)], de: &[(String, String)]) -> Finding {
    let id = key.text.trim();
    let list = |cells: &[(String, String)]| {
        cells.iter().take(SHOWN_CELLS).map(|(title, text)| format!("{title} `{text}`")).collect::<Vec<_>>().join(", ")
    };
    let (en, de) = (list(en), list(de));
    let words = match (id.is_empty(), en.is_empty()) {
        (true, true) => Words::new("a row without a key and without content", "eine Zeile ohne Schlüssel und ohne Inhalt"),
        (true, false) => Words::new(
            format!("a row was added, without a key: {en}; it was not taken"),
            format!("eine Zeile ist dazugekommen, ohne Schlüssel: {de}; sie wurde nicht übernommen"),
        ),
        (false, true) => {
            Words::new(format!("`{id}`: the inventory has no such row"), format!("`{id}`: der Bestand hat keine solche Zeile"))
        }
        (false, false) => Words::new(
            format!("`{id}`: the inventory has no such row ({en}); it was not taken"),
            format!("`{id}`: der Bestand hat keine solche Zeile ({de}); sie wurde nicht übernommen"),
        ),
    };
    let todo = match subject {
        Subject::Person => Words::new(
            "people come from the sources: add the row to a staff list of `sources.staff` and import again; if it is somebody the inventory \
             has, put the key back",
            "Personen kommen aus den Quellen: die Zeile in eine Personalliste unter `sources.staff` aufnehmen und neu importieren; ist es \
             jemand, den der Bestand kennt, den Schlüssel wieder eintragen",
        ),
        _ => Words::new(
            "rows come from the sources: add it to one of them and import again, or put the key back",
            "Zeilen kommen aus den Quellen: dort ergänzen und neu importieren, oder den Schlüssel wieder eintragen",
        ),
    };
    let finding = codes::ROW_UNKNOWN.finding(Some(key.at.clone()), words).todo(todo);
    if id.is_empty() { finding } else { finding.about(id) }
}

fn compare_row(
    subject: Subject,
    record: &Record,
    row: &ReturnedRow,
    stamp: Option<&Stamp>,
    plan: &Numbers,
    out: &mut Review,
    told: &mut Told,
) {
    if stamp.is_none() {
        told.stampless.add(|| row.at.clone(), String::new);
    }
    for (index, column) in subject.columns().iter().enumerate() {
        let (Some(Some(cell)), Some(value)) = (row.cells.get(index), record.values.get(index)) else { continue };
        if index == 0 || same(column, value, cell) {
            continue;
        }
        let edit = |state, new: String| Edit {
            subject,
            id: record.id().to_owned(),
            field: column.key,
            state,
            old: value.text.clone(),
            old_at: value.at.clone().unwrap_or_else(|| record.at.clone()),
            new,
            new_at: cell.at.clone(),
        };
        let read = if cell.broken {
            Err(Words::new("the cell holds an error", "die Zelle enthält einen Fehler"))
        } else if column.locked {
            Ok(cell.text.clone())
        } else {
            inside(column, &cell.text, plan)
        };
        if read.as_ref().is_ok_and(|new| *new == value.text) {
            continue;
        }
        // As it was written: only the sources have moved on. A cell that holds an error seems empty and was not written so.
        let untouched = |text: &str| !cell.broken && stamp.is_some_and(|stamp| stamp.held(index, text));
        if untouched(&cell.text) || read.as_ref().is_ok_and(|new| untouched(new)) {
            out.moved_on += 1;
            continue;
        }
        if !cell.broken && zeros::lost(cell.text.trim(), &value.text) {
            told.zeros.add(|| cell.at.clone(), || format!("`{}`", value.text));
            continue;
        }
        let refusal = match &read {
            _ if column.locked => {
                Some((&codes::LOCKED, Words::new("this column cannot be edited", "diese Spalte ist nicht änderbar")))
            }
            _ if value.replaced => {
                Some((&codes::NOT_VALID, Words::new("its signs were replaced", "die Zeichen darin sind ersetzt")))
            }
            Err(expected) => Some((&codes::NOT_VALID, expected.clone())),
            Ok(_) => None,
        };
        if let Some((page, why)) = refusal {
            told.findings.push(refused(page, record, column, cell, &why));
            out.edits.push(edit(EditState::Refused, open_text(&cell.text).to_owned()));
            continue;
        }
        let new = read.unwrap_or_default();
        let moved = stamp.is_some_and(|stamp| !stamp.held(index, &value.text));
        if moved {
            told.findings.push(conflict(record, column, value, cell, &new));
        }
        out.edits.push(edit(if moved { EditState::Conflict } else { EditState::Clean }, new));
    }
}

/// The cell holds what an export would write now, in either language.
fn same(column: &Column, value: &Value, cell: &ReturnedCell) -> bool {
    !cell.broken && [Lang::De, Lang::En].into_iter().any(|lang| shown(column, &value.text, lang) == cell.text)
}

/// What somebody typed, but for a text that seems to hold a password.
fn open_text(text: &str) -> &str {
    if secrecy::in_text(text) { "…" } else { text }
}

fn refused(page: &CodePage, record: &Record, column: &Column, cell: &ReturnedCell, why: &Words) -> Finding {
    let (id, text, en, de) = (record.id(), open_text(cell.text.trim()), column.title(Lang::En), column.title(Lang::De));
    page.finding(
        Some(cell.at.clone()),
        Words::new(
            format!("`{en}` of `{id}` is now `{text}`: {}; refused", why.en),
            format!("`{de}` von `{id}` ist jetzt `{text}`: {}; abgelehnt", why.de),
        ),
    )
    .about(id)
}

fn conflict(record: &Record, column: &Column, value: &Value, cell: &ReturnedCell, new: &str) -> Finding {
    let id = record.id();
    let (new_en, new_de) = (shown(column, new, Lang::En), shown(column, new, Lang::De));
    let (now_en, now_de) = (shown(column, &value.text, Lang::En), shown(column, &value.text, Lang::De));
    codes::CONFLICT
        .finding(
            Some(cell.at.clone()),
            Words::new(
                format!(
                    "`{}` of `{id}` was edited to `{new_en}`, and the sources say `{now_en}` since then",
                    column.title(Lang::En)
                ),
                format!(
                    "`{}` von `{id}` heißt hier nun `{new_de}`, und die Quellen sagen seither `{now_de}`",
                    column.title(Lang::De)
                ),
            ),
        )
        .about(id)
        .related(
            value.at.clone().unwrap_or_else(|| record.at.clone()),
            Words::new("what the sources say", "was die Quellen sagen"),
        )
        .todo(Words::new("decide, and correct the source", "entscheiden und die Quelle berichtigen"))
}
