//! A list as the mapping sees it: one table whose columns are those of the mapping, in its order, constants last.

use std::collections::BTreeMap;

use super::codes;
use super::field::MappedField;
use super::model::{Column, From, Header, Layout, Mapping, What};
use super::overrun::{self, Overrun};
use crate::diag::{Finding, Listed, Place, Words};
use crate::inventory::formats::Given;
use crate::inventory::model::{Extra, Source};
use crate::inventory::secrecy;
use crate::inventory::staff;
use crate::inventory::table::kept::Kept;
use crate::inventory::table::{self, Cell, Collector, ListFile, Nature, Row, Secrecy, Table, Tally, normal};
use crate::policy::keys::nearest_name;

/// Lines of a print, and characters of one.
const MAX_LINES: usize = 1_000_000;
const MAX_LINE: usize = 10_000;

/// Tables without title rows: every row holds data.
pub(super) struct LaidOut {
    pub tables: Vec<Table>,
    pub source: Source,
    /// What rows hold in columns that the mapping does not name, by the place of the row.
    pub extra: BTreeMap<Place, Extra>,
}

/// Rows that were left out, and what the others hold beside the mapping.
type Beside<'a> = (&'a mut Tally, &'a mut BTreeMap<Place, Extra>);

/// None where the list cannot be used at all; then there is a finding.
pub(super) fn lay_out(mapping: &Mapping, given: &Given<'_>, findings: &mut Collector) -> Option<LaidOut> {
    let list = ListFile {
        encoding: given.list.encoding.or(mapping.encoding.as_deref()),
        sheet: given.list.sheet.or(mapping.sheet.as_deref()),
        ..given.list
    };
    let mut skipped = Tally::default();
    let mut inherited = Tally::default();
    let mut extra = BTreeMap::new();
    let (tables, source) = match mapping.layout {
        Layout::Table { delimiter } => separated(mapping, &list, delimiter, (&mut skipped, &mut extra), findings)?,
        Layout::Fixed { lines } => printed(mapping, &list, lines as usize, &mut skipped, findings)?,
    };
    // Before rows take over cells from those above.
    broken_cells(mapping, &tables, findings);
    let tables = tables.into_iter().map(|table| complete(mapping, table, &mut inherited)).collect();
    let told = [
        skipped.tell(&codes::ROWS_SKIPPED, |count, _| {
            Words::new(format!("rows left out by `skip`: {count}"), format!("durch `skip` ausgelassene Zeilen: {count}"))
        }),
        inherited.tell(&staff::codes::VALUE_INHERITED, |count, example| {
            Words::new(
                format!("values taken from a cell above: {count}, the first: `{example}"),
                format!("aus einer Zelle darüber übernommene Werte: {count}, der erste: `{example}"),
            )
        }),
    ];
    told.into_iter().flatten().for_each(|finding| findings.push(finding));
    Some(LaidOut { tables, source, extra })
}

/// Passwords are taken as they stand.
fn broken_cells(mapping: &Mapping, tables: &[Table], findings: &mut Collector) {
    let is_password = |cell: &&Cell| mapping.columns.get(cell.index).is_some_and(|column| column.field == MappedField::Password);
    for table in tables {
        for cell in table.rows.iter().flat_map(|row| &row.cells).filter(|cell| !is_password(cell)) {
            table::blanks::tell(table, cell, findings);
        }
    }
}

fn separated(
    mapping: &Mapping,
    list: &ListFile<'_>,
    delimiter: Option<char>,
    (skipped, extra): Beside<'_>,
    findings: &mut Collector,
) -> Option<(Vec<Table>, Source)> {
    let titles: Vec<String> = mapping
        .columns
        .iter()
        .filter_map(|column| if let From::Title(title) = &column.from { Some(normal(title)) } else { None })
        .collect();
    let known = |row: &[&str]| {
        let row: Vec<String> = row.iter().map(|title| normal(title)).collect();
        let mut found: Vec<&String> = titles.iter().filter(|title| row.contains(title)).collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    };
    let secrecy =
        if mapping.columns.iter().any(|column| column.field == MappedField::Password) { Secrecy::Secret } else { Secrecy::Open };
    let opened = table::open_separated(list, &known, delimiter, secrecy, findings)?;
    // One title is enough where the mapping names only one.
    let mut distinct = titles.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let enough = distinct.len().clamp(1, 2);
    let mut out = Vec::new();
    for table in &opened.tables {
        let header = match mapping.header {
            Header::None => None,
            Header::Row(line) => Some(table.rows.iter().position(|row| row.line == line)),
            Header::Found => Some(table.header(|row| if known(row) >= enough { 2 } else { 0 })),
        };
        if header == Some(None) && opened.tables.len() > 1 {
            let why =
                Words::new("the sheet has none of the titles of the mapping", "das Blatt hat keinen der Titel der Zuordnung");
            table::sheet_unused(table, &why, findings);
            continue;
        }
        if header == Some(None) {
            let at = Place::file(&mapping.file);
            findings.push(
                table::codes::HEADER_MISSING
                    .finding(
                        Some(table.place(1, 1)),
                        Words::new("no row has the titles of the mapping", "keine Zeile hat die Titel der Zuordnung"),
                    )
                    .related(at, Words::new("the mapping", "die Zuordnung")),
            );
            continue;
        }
        out.push(cut(mapping, table, header.flatten(), (skipped, extra), findings));
    }
    let mut source = opened.source("mapping", 0);
    source.importer = importer(mapping);
    Some((out, source))
}

fn importer(mapping: &Mapping) -> String {
    format!("mapping:{}", mapping.file)
}

/// The columns of the mapping out of a table.
fn cut(mapping: &Mapping, table: &Table, header: Option<usize>, (skipped, extra): Beside<'_>, findings: &mut Collector) -> Table {
    let titles = header.and_then(|at| table.rows.get(at));
    let widest = table.rows.iter().map(|row| row.width.max(row.cells.last().map_or(0, |cell| cell.index + 1))).max().unwrap_or(0);
    let columns: Vec<Option<usize>> = mapping
        .columns
        .iter()
        .map(|column| match &column.from {
            From::Position(position) => {
                if *position > widest {
                    findings.push(position_missing(column, *position, widest, table));
                }
                Some(position - 1)
            }
            From::Chars { .. } => None,
            From::Title(title) => {
                let wanted = normal(title);
                let found = titles.and_then(|row| row.cells.iter().find(|cell| normal(&cell.text) == wanted));
                if found.is_none() {
                    findings.push(column_missing(column, title, titles, table));
                }
                found.map(|cell| cell.index)
            }
        })
        .collect();
    let rows = || table.rows.iter().skip(header.map_or(0, |at| at + 1));
    let rest: Vec<&Cell> = titles.map(|titles| unnamed(titles, &columns)).unwrap_or_default();
    let kept = Kept::of(rest.iter().map(|cell| (cell.index, cell.text.as_str())), rows());
    let titled = |index: usize| titles.is_some_and(|row| !row.text(index).is_empty());
    table::untitled_columns(table, rows(), |index| columns.contains(&Some(index)) || titled(index), findings);
    let width = titles.map_or(0, |row| row.width.max(row.cells.last().map_or(0, |cell| cell.index + 1)));
    let mut out = Table { file: table.file.clone(), sheet: table.sheet.clone(), rows: Vec::new(), merges: Vec::new() };
    for row in rows() {
        if row.is_blank() {
            out.rows.push(Row { line: row.line, width: 0, cells: Vec::new() });
            continue;
        }
        if !mapping.skip.is_empty() {
            let line = row.texts().join(" ");
            if mapping.skip.iter().any(|pattern| pattern.fits(&line)) {
                skipped.add(|| table.place_of_row(row), String::new);
                continue;
            }
        }
        if width > 0 && !table::fits(table, row, width, findings) {
            continue;
        }
        let cells = columns.iter().enumerate().filter_map(|(index, column)| {
            let cell = row.get((*column)?)?;
            let (text, nature) = match &mapping.columns[index].split {
                Some(split) => (split.of(&cell.text).into(), Nature::Text),
                None => (cell.text.clone(), cell.nature.clone()),
            };
            Some(Cell { text, line: cell.line, column: cell.column, index, nature })
        });
        out.rows.push(Row { line: row.line, width: 0, cells: cells.collect() });
        // In a row with another number of cells a password may have moved below another title.
        if row.width == 0 || row.width == width {
            let found = kept.take(table, row);
            if !found.is_empty() {
                extra.insert(table.place_of_row(row).row(), found);
            }
        } else {
            kept.pass_over(row);
        }
    }
    unused(table, &rest, &kept, findings);
    out
}

fn column_missing(column: &Column, title: &str, titles: Option<&Row>, table: &Table) -> Finding {
    let header = titles.map_or_else(|| table.place(1, 1), |row| table.place_of_row(row));
    let known: Vec<&str> = titles.map(|row| row.texts().into_iter().map(str::trim).collect()).unwrap_or_default();
    let finding = codes::COLUMN_MISSING
        .finding(
            Some(column.place.clone()),
            Words::new(format!("the list has no column `{title}`"), format!("die Liste hat keine Spalte `{title}`")),
        )
        .related(header, Words::new("its titles", "ihre Titel"));
    match nearest_name(title, known.into_iter().filter(|title| (1..60).contains(&title.chars().count()))) {
        Some(meant) => finding.todo(Words::new(format!("`{meant}` may be meant"), format!("vielleicht ist `{meant}` gemeint"))),
        None => finding,
    }
}

fn position_missing(column: &Column, position: usize, widest: usize, table: &Table) -> Finding {
    codes::COLUMN_MISSING
        .finding(
            Some(column.place.clone()),
            Words::new(
                format!("the list has no column {position}; its widest row has {widest}"),
                format!("die Liste hat keine Spalte {position}; ihre breiteste Zeile hat {widest}"),
            ),
        )
        .related(table.place(1, 1), Words::new("the list", "die Liste"))
}

/// Titles that the mapping does not name.
fn unnamed<'t>(titles: &'t Row, columns: &[Option<usize>]) -> Vec<&'t Cell> {
    titles.cells.iter().filter(|cell| !cell.text.trim().is_empty() && !columns.contains(&Some(cell.index))).collect()
}

/// Tells the columns that the mapping does not name, and what became of them.
fn unused(table: &Table, rest: &[&Cell], kept: &Kept, findings: &mut Collector) {
    let Some(first) = rest.first() else { return };
    let list = Listed::new(rest.iter().map(|cell| cell.text.as_str()), 20);
    let count = list.count();
    let (en, de) = kept.told(count);
    let words =
        Words::new(format!("columns not read ({count}): {list}{en}"), format!("nicht gelesene Spalten ({count}): {list}{de}"));
    findings.push(table::codes::COLUMN_UNUSED.finding(Some(table.place_of(first)), words).listing(list));
}

/// A print with fixed columns. A record begins with a line that has a number in the column of the extension; of people, of the staff
/// number where there is one.
fn printed(
    mapping: &Mapping,
    list: &ListFile<'_>,
    per_record: usize,
    skipped: &mut Tally,
    findings: &mut Collector,
) -> Option<(Vec<Table>, Source)> {
    let plain = table::open_plain(list, Secrecy::Secret, findings)?;
    let chars = |wanted: MappedField| {
        mapping.columns.iter().find_map(|column| match &column.from {
            From::Chars { first, last, line: 1 } if column.field == wanted => Some((*first, *last)),
            _ => None,
        })
    };
    // People without a telephone are people all the same.
    let number = Some(MappedField::StaffNumber).filter(|_| mapping.what == What::People).and_then(chars);
    let key = number.or_else(|| chars(MappedField::Extension));
    let name = [MappedField::Last, MappedField::Name, MappedField::First].into_iter().find_map(chars);
    // Of a list with one line for each person also somebody without a number: a name, and something beside it.
    let unnumbered = |line: &[char]| {
        let filled = mapping.columns.iter().filter(|column| match column.from {
            From::Chars { first, last, .. } => !piece(line, first, last).is_empty(),
            _ => false,
        });
        let named = name.is_some_and(|(first, last)| piece(line, first, last).chars().any(char::is_alphabetic));
        mapping.what == What::People && per_record == 1 && named && filled.count() >= 2
    };
    let begins = |line: &[char]| {
        key.is_none_or(|(first, last)| {
            let text = piece(line, first, last);
            let number = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '+' | '/' | '(' | ')'));
            if text.is_empty() { unnumbered(line) } else { number && text.chars().any(|c| c.is_ascii_digit()) }
        })
    };
    let lost = |line: u32| {
        codes::LINE_LOST.finding(
            Some(Place::at(list.file, line, 1)),
            Words::new("the line belongs to no record; left out", "die Zeile gehört zu keinem Datensatz; ausgelassen"),
        )
    };
    let mut rows = Vec::new();
    let columns = (per_record == 1).then(|| learned(mapping, &plain.text, &begins));
    let mut record: Vec<(u32, Vec<char>)> = Vec::new();
    for (number, text) in (1_u32..).zip(plain.text.split('\n')) {
        if number as usize > MAX_LINES || text.len() > MAX_LINE * 4 {
            findings.push(table::codes::LIST_TOO_LARGE.finding(
                Some(Place::at(list.file, number, 1)),
                Words::new(
                    "the print is longer or wider than any; the rest was left out",
                    "der Ausdruck ist länger oder breiter als jeder andere; der Rest wurde ausgelassen",
                ),
            ));
            break;
        }
        let line = expanded(text);
        let shown: String = line.iter().collect();
        if shown.trim().is_empty() {
            continue;
        }
        if mapping.skip.iter().any(|pattern| pattern.fits(&shown)) {
            skipped.add(|| Place::at(list.file, number, 1), String::new);
            continue;
        }
        if begins(&line) && per_record > 1 && !record.is_empty() && key.is_some() {
            // The record above ended early; what it has is used.
            findings.push(lost(record[0].0));
            record.clear();
        }
        if record.is_empty() && !begins(&line) {
            findings.push(lost(number));
            continue;
        }
        let overrun = columns.as_ref().and_then(|columns| Some((columns, columns.of(&line)?)));
        record.push((number, line));
        if record.len() == per_record {
            let mut row = row(mapping, &record);
            record.clear();
            if let Some((columns, overrun)) = overrun {
                findings.push(column_overrun(list, number, &overrun));
                let Overrun::Read(texts) = overrun else { continue };
                put_right(mapping, columns, &texts, &mut row);
            }
            rows.push(row);
        }
    }
    if let Some((line, _)) = record.first() {
        findings.push(lost(*line));
    }
    let source = plain.source(&importer(mapping), 0);
    Some((vec![Table { file: list.file.to_owned(), sheet: None, rows, merges: Vec::new() }], source))
}

/// The columns of a print as its records have them.
fn learned(mapping: &Mapping, text: &str, begins: &dyn Fn(&[char]) -> bool) -> overrun::Columns {
    let spans = mapping.columns.iter().filter_map(|column| match column.from {
        From::Chars { first, last, line: 1 } => Some((first, last)),
        _ => None,
    });
    let mut columns = overrun::Columns::new(spans.collect());
    for text in text.split('\n').take(MAX_LINES).filter(|text| text.len() <= MAX_LINE * 4) {
        let line = expanded(text);
        let shown: String = line.iter().collect();
        let skipped = shown.trim().is_empty() || mapping.skip.iter().any(|pattern| pattern.fits(&shown));
        if !skipped && begins(&line) && !columns.learn(&line) {
            break;
        }
    }
    columns
}

/// Puts the texts of a line that does not keep to the columns where they belong.
fn put_right(mapping: &Mapping, columns: &overrun::Columns, texts: &[(usize, String)], row: &mut Row) {
    for (at, whole) in texts {
        let span = columns.spans()[*at];
        for (index, column) in mapping.columns.iter().enumerate() {
            let From::Chars { first, last, line: 1 } = column.from else { continue };
            if (first, last) != span {
                continue;
            }
            let text = column.split.as_ref().map_or(whole.as_str(), |split| split.of(whole)).into();
            row.cells.retain(|cell| cell.index != index);
            row.cells.push(Cell { text, line: row.line, column: first as u32, index, nature: Nature::Text });
        }
    }
    row.cells.sort_by_key(|cell| cell.index);
}

fn column_overrun(list: &ListFile<'_>, line: u32, overrun: &Overrun) -> Finding {
    let words = match overrun {
        Overrun::Read(texts) => {
            let texts = texts.iter().map(|(_, text)| format!("`{}`", shown(text))).collect::<Vec<_>>().join(", ");
            Words::new(
                format!("a value is longer than its column; the line was read as {texts}"),
                format!("ein Wert ist länger als seine Spalte; die Zeile wurde gelesen als {texts}"),
            )
        }
        Overrun::Unclear(text) => {
            let text = shown(text);
            Words::new(
                format!("a value is longer than its column, and where it ends cannot be told: `{text}`; the line was left out"),
                format!(
                    "ein Wert ist länger als seine Spalte, und wo er endet, ist nicht zu erkennen: `{text}`; die Zeile wurde ausgelassen"
                ),
            )
        }
    };
    codes::COLUMN_OVERRUN.finding(Some(Place::at(list.file, line, 1)), words).todo(Words::new(
        "compare the line, or print the list again with wider columns",
        "die Zeile vergleichen oder die Liste mit breiteren Spalten drucken",
    ))
}

/// But for what may be a password.
fn shown(text: &str) -> &str {
    if secrecy::in_text(text) { "…" } else { text }
}

/// Characters of a line without form feeds, tabs as blanks up to every eighth column.
pub(super) fn expanded(text: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars().take(MAX_LINE) {
        match c {
            '\t' => loop {
                out.push(' ');
                if out.len() % 8 == 0 {
                    break;
                }
            },
            '\r' | '\u{c}' => {}
            // A byte order mark, where files were joined.
            '\u{feff}' if out.is_empty() => {}
            c => out.push(c),
        }
    }
    out
}

/// Characters `first` to `last`, from 1, without outer blanks.
pub(super) fn piece(line: &[char], first: usize, last: usize) -> String {
    let end = last.min(line.len());
    if first > end { String::new() } else { line[first - 1..end].iter().collect::<String>().trim().to_owned() }
}

fn row(mapping: &Mapping, record: &[(u32, Vec<char>)]) -> Row {
    let cells = mapping.columns.iter().enumerate().filter_map(|(index, column)| {
        let From::Chars { first, last, line } = column.from else { return None };
        let (number, text) = record.get(line as usize - 1)?;
        let whole = piece(text, first, last);
        let text = column.split.as_ref().map_or(whole.as_str(), |split| split.of(&whole)).into();
        let cell = Cell { text, line: *number, column: first as u32, index, nature: Nature::Text };
        (!cell.text.is_empty()).then_some(cell)
    });
    Row { line: record[0].0, width: 0, cells: cells.collect() }
}

/// Fills down, then puts the constants behind; blank rows end what is filled down and go.
fn complete(mapping: &Mapping, table: Table, inherited: &mut Tally) -> Table {
    let filled: Vec<usize> =
        (0..mapping.columns.len()).filter(|index| mapping.fill_down.contains(&mapping.columns[*index].field)).collect();
    let mut above: Vec<Option<Cell>> = vec![None; mapping.columns.len()];
    let mut rows: Vec<Row> = Vec::with_capacity(table.rows.len());
    let mut line_before = 0;
    for mut row in table.rows.iter().cloned() {
        // In a sheet blank rows are not stored at all.
        if row.is_blank() || (table.sheet.is_some() && row.line > line_before + 1) {
            above.fill(None);
        }
        line_before = row.line;
        if row.is_blank() {
            continue;
        }
        for index in &filled {
            match row.get(*index).filter(|cell| !cell.text.trim().is_empty()) {
                Some(own) => above[*index] = Some(own.clone()),
                None => {
                    let Some(from) = above[*index].clone() else { continue };
                    inherited.add(|| table.place_of_row(&row), || format!("{}` ({})", from.text, table.place_of(&from)));
                    row.cells.retain(|cell| cell.index != *index);
                    row.cells.push(from);
                }
            }
        }
        row.cells.sort_by_key(|cell| cell.index);
        let column = row.cells.first().map_or(1, |cell| cell.column);
        for (at, (_, text)) in mapping.constants.iter().enumerate() {
            let index = mapping.columns.len() + at;
            row.cells.push(Cell { text: text.into(), line: row.line, column, index, nature: Nature::Text });
        }
        rows.push(row);
    }
    Table { rows, ..table }
}
