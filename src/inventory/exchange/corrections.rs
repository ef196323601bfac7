//! Accepted edits as a list that the site names among its sources, and that counts before all others.

use super::codes;
use super::columns::Subject;
use super::forms::inside;
use super::review::{Edit, EditState};
use crate::diag::{Finding, Place, Words};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{Source, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::{self, Collector, Columns, ListFile, Secrecy};
use crate::policy::site::Numbers;

/// One field of one person, extension or device, set by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub subject: Subject,
    pub id: String,
    pub field: &'static str,
    /// As it is inside a cell; empty takes the value away.
    pub value: Sourced<String>,
    /// What the sources said when it was made.
    pub before: String,
}

pub const FORMAT: Format = Format { name: "deskshift/corrections", class: Class::Correction, recognise, read };

/// Titles; the first is the mark of the format.
const TITLES: [&str; 5] = ["deskshift correction", "id", "field", "value", "before"];

fn known(row: &[&str]) -> usize {
    row.iter().filter(|title| TITLES.iter().any(|known| table::normal(known) == table::normal(title))).count()
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let rows = table::head_rows(sample.text, known);
    let marked = |row: &Vec<String>| {
        let titles: Vec<&str> = row.iter().map(String::as_str).collect();
        titles.first().is_some_and(|first| table::normal(first) == table::normal(TITLES[0])) && known(&titles) == TITLES.len()
    };
    rows.iter()
        .any(marked)
        .then(|| Likeness::new(99, "header of corrections of deskshift", "Kopfzeile von Berichtigungen von deskshift"))
}

fn read(given: &Given<'_>) -> Reading {
    let (source, corrections, findings) = read_corrections(&given.list, given.plan);
    Reading { sources: source.into_iter().collect(), corrections, findings, ..Reading::default() }
}

/// Reads a list of corrections; a line that is none is told and left out.
#[must_use]
pub fn read_corrections(list: &ListFile<'_>, plan: &Numbers) -> (Option<Source>, Vec<Correction>, Vec<Finding>) {
    let mut findings = Collector::default();
    let mut out = Vec::new();
    let Some(opened) = table::open(list, known, Secrecy::Open, &mut findings) else {
        return (None, out, findings.finish());
    };
    let text = opened.delimiter().is_some();
    for table in &opened.tables {
        let Some(header) = table.header(known) else { continue };
        let columns = Columns::new(table, header);
        let places = TITLES.map(|title| columns.find(title));
        columns.finish(&mut findings);
        for row in columns.rows() {
            if !columns.fits(row, &mut findings) {
                continue;
            }
            let cell = |at: usize| {
                let content = places[at].and_then(|index| row.get(index)).map_or("", |cell| cell.text.as_str());
                if text { unguarded(content) } else { content }
            };
            let place = |at: usize| places[at].map_or_else(|| table.place_of_row(row), |index| table.place_in(row, index));
            let (subject, field) = (Subject::by_word(cell(0)), cell(2));
            let column = subject.and_then(|subject| subject.column(field)).filter(|column| !column.locked);
            let (Some(subject), Some(column)) = (subject, column) else {
                let what = format!("`{} {field}`", cell(0));
                findings.push(not_valid(
                    place(if subject.is_none() { 0 } else { 2 }),
                    &Words::new(
                        format!("{what} is nothing that can be corrected"),
                        format!("{what} ist nichts, das sich berichtigen lässt"),
                    ),
                ));
                continue;
            };
            match inside(column, cell(3), plan) {
                Ok(value) => out.push(Correction {
                    subject,
                    id: cell(1).to_owned(),
                    field: column.key,
                    value: Sourced::new(value, place(3)),
                    before: cell(4).to_owned(),
                }),
                Err(why) => findings.push(not_valid(place(3), &why)),
            }
        }
    }
    let source = opened.source("corrections", out.len());
    (Some(source), out, findings.finish())
}

fn not_valid(at: Place, why: &Words) -> Finding {
    codes::CORRECTION_NOT_VALID.finding(
        Some(at),
        Words::new(format!("{}; the correction was left out", why.en), format!("{}; die Berichtigung wurde ausgelassen", why.de)),
    )
}

fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(super::returned::CALCULATING)).unwrap_or(text)
}

/// The rows of a list of corrections with its titles: those that were there and the edits that can be accepted. An edit takes the place
/// of an older correction of the same field.
#[must_use]
pub fn render_corrections(there: &[Correction], edits: &[Edit]) -> Vec<Vec<String>> {
    let mut rows = vec![TITLES.map(str::to_owned).to_vec()];
    let clean = || edits.iter().filter(|edit| edit.state == EditState::Clean);
    let replaced: std::collections::BTreeSet<(Subject, &str, &str)> =
        clean().map(|edit| (edit.subject, edit.id.as_str(), edit.field)).collect();
    let row = |subject: Subject, rest: [&str; 4]| {
        std::iter::once(subject.word()).chain(rest).map(str::to_owned).collect::<Vec<String>>()
    };
    for old in there.iter().filter(|c| !replaced.contains(&(c.subject, c.id.as_str(), c.field))) {
        rows.push(row(old.subject, [&old.id, old.field, &written(old.subject, old.field, &old.value.value), &old.before]));
    }
    for edit in clean() {
        rows.push(row(edit.subject, [&edit.id, edit.field, &written(edit.subject, edit.field, &edit.new), &edit.old]));
    }
    rows
}

/// Days by name, so that the reader takes them for days again.
fn written(subject: Subject, field: &str, value: &str) -> String {
    subject.column(field).map_or_else(|| value.to_owned(), |column| super::forms::shown(column, value, crate::diag::Lang::De))
}
