//! Columns found by their titles, for exports whose titles are fixed: by name, never by position, because versions differ.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::collect::{Collector, Tally};
use super::differing::Differing;
use super::grid::{Row, Table};
use super::kept::{self, Kept};
use crate::diag::{Listed, Place, Words};
use crate::inventory::model::{Extra, Sourced};
use crate::inventory::secrecy;

/// `1`, `true`, `WAHR` (as a German spreadsheet writes it), `t`, `yes`, `ja`, `on`, `enabled` and their contraries; none for anything else.
#[must_use]
pub(in crate::inventory) fn truth(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "t" | "true" | "wahr" | "y" | "yes" | "j" | "ja" | "x" | "on" | "enable" | "enabled" | "aktiv" => Some(true),
        "0" | "f" | "false" | "falsch" | "n" | "no" | "nein" | "-" | "off" | "disable" | "disabled" | "inaktiv" => Some(false),
        _ => None,
    }
}

/// Characters of a value in a finding.
const SHOWN_VALUE: usize = 40;

/// Lower case, umlauts written out, without blanks and signs.
#[must_use]
pub(in crate::inventory) fn normal(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    // Nearly all titles and keys are plain, and this is asked for each cell of a long list.
    if title.is_ascii() {
        out.extend(title.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())));
        return out;
    }
    for c in title.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

/// Titles quoted in the finding about unused columns.
const SHOWN: usize = 20;

/// The header row of one table. Remembers which columns were asked for, so that the rest can be told.
#[derive(Debug)]
pub(in crate::inventory) struct Columns<'t> {
    table: &'t Table,
    header: usize,
    /// Column of the table and its title in normal form.
    titles: Vec<(usize, String)>,
    used: RefCell<BTreeSet<usize>>,
    /// Of the columns that nobody asked for, once somebody wants them kept.
    kept: OnceCell<Kept>,
    /// Of columns that are asked for, what no field holds; and the last row of another length that had such a value.
    beside: RefCell<(Kept, u32)>,
    ragged: Cell<bool>,
    /// The list holds passwords.
    guarded: bool,
}

/// A word that may be a title: a header that has run together with a row of data holds others, and maybe a password.
fn like_a_title(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.len() <= 64
            && text.starts_with(|c: char| c.is_alphabetic())
            && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ' ' || c == '-')
}

impl<'t> Columns<'t> {
    /// `header` is the index of the header row.
    #[must_use]
    pub(in crate::inventory) fn new(table: &'t Table, header: usize) -> Self {
        let titles = table.rows.get(header).map_or_else(Vec::new, |row| {
            row.cells.iter().map(|cell| (cell.index, normal(&cell.text))).filter(|(_, title)| !title.is_empty()).collect()
        });
        Self {
            table,
            header,
            titles,
            used: RefCell::default(),
            kept: OnceCell::new(),
            beside: RefCell::default(),
            ragged: Cell::default(),
            guarded: false,
        }
    }

    /// For lists with passwords: titles are quoted only where the whole header looks like one.
    #[must_use]
    pub(in crate::inventory) fn guarded(self) -> Self {
        Self { guarded: true, ..self }
    }

    /// Rows go on behind the last title, and the reader knows with what.
    pub(in crate::inventory) fn ragged(&self) {
        self.ragged.set(true);
    }

    /// Whether the row has a cell for every title, so that none can have moved below another.
    #[must_use]
    pub(in crate::inventory) fn is_whole(&self, row: &Row) -> bool {
        row.width == 0 || row.width == self.width() || self.ragged.get() && row.width > self.width()
    }

    /// The column with this title, in any spelling that [`normal`] makes equal; of two the first.
    #[must_use]
    pub(in crate::inventory) fn find(&self, title: &str) -> Option<usize> {
        let wanted = normal(title);
        let found = self.titles.iter().find(|(_, title)| *title == wanted).map(|(index, _)| *index)?;
        self.used.borrow_mut().insert(found);
        Some(found)
    }

    /// The first of several titles that exists.
    #[must_use]
    pub(in crate::inventory) fn any(&self, titles: &[&str]) -> Option<usize> {
        titles.iter().find_map(|title| self.find(title))
    }

    /// Columns `Directory Number 1`, `MAC_0`, …, by their number.
    #[must_use]
    pub(in crate::inventory) fn numbered(&self, stem: &str) -> Vec<(u32, usize)> {
        let wanted = normal(stem);
        let mut found: Vec<(u32, usize)> = self
            .titles
            .iter()
            .filter_map(|(index, title)| title.strip_prefix(&wanted)?.parse().ok().map(|number| (number, *index)))
            .collect();
        found.sort_unstable();
        found.dedup_by_key(|(number, _)| *number);
        self.used.borrow_mut().extend(found.iter().map(|(_, index)| *index));
        found
    }

    /// The cell without outer blanks, each line break in it as one; none where it is empty.
    #[must_use]
    pub(in crate::inventory) fn cell(&self, row: &Row, column: Option<usize>) -> Option<Sourced<String>> {
        let cell = row.get(column?)?;
        let text = cell.text.trim();
        (!text.is_empty()).then(|| Sourced::new(in_one_line(text), self.table.place_of(cell)))
    }

    /// Rows below the header that hold something.
    pub(in crate::inventory) fn rows(&self) -> impl Iterator<Item = &'t Row> {
        self.table.rows.iter().skip(self.header + 1).filter(|row| !row.is_blank())
    }

    /// Cells of the header, empty ones between titles included.
    #[must_use]
    pub(in crate::inventory) fn width(&self) -> usize {
        self.table.rows.get(self.header).map_or(0, |row| row.width.max(row.cells.last().map_or(0, |c| c.index + 1)))
    }

    /// Whether the row has as many cells as the header. A row with more was split by a separator that should have been quoted: it
    /// is told and must not be used. A shorter one is told and counts as filled with blanks.
    pub(in crate::inventory) fn fits(&self, row: &Row, findings: &mut Collector) -> bool {
        fits(self.table, row, self.width(), findings)
    }

    /// The cell as it stands, blanks and all; for passwords. None where it is empty.
    #[must_use]
    pub(in crate::inventory) fn raw(&self, row: &Row, column: Option<usize>) -> Option<Sourced<String>> {
        let cell = row.get(column?)?;
        (!cell.text.trim().is_empty()).then(|| Sourced::new(cell.text.to_string(), self.table.place_of(cell)))
    }

    /// Cells below an empty title: nobody can say what they mean.
    fn untitled(&self) -> Tally {
        let mut tally = Tally::default();
        let titled: BTreeSet<usize> = self.titles.iter().map(|(index, _)| *index).collect();
        // Beyond the header a row of text is told as a whole; in a sheet its cells are read.
        let width = if self.table.sheet.is_some() { usize::MAX } else { self.width() };
        if titled.len() < width {
            for row in self.rows() {
                let lost = |c: &&super::grid::Cell| c.index < width && !titled.contains(&c.index) && !c.text.trim().is_empty();
                for cell in row.cells.iter().filter(lost) {
                    tally.add(|| self.table.place_of(cell), String::new);
                }
            }
        }
        tally
    }

    /// Whether titles may be quoted.
    fn may_quote(&self) -> bool {
        let like_titles = |header: &Row| header.cells.iter().all(|cell| like_a_title(&cell.text));
        !self.guarded || self.table.rows.get(self.header).is_none_or(like_titles)
    }

    /// Columns with the title of another: that one and the second.
    fn doubles(&self) -> Vec<(usize, usize)> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let used = self.used.borrow();
        let pairs = self.titles.iter().map(|(index, title)| (*seen.entry(title).or_insert(*index), *index));
        // Of two that nobody reads neither matters.
        pairs.filter(|(first, index)| first != index && used.contains(first)).collect()
    }

    /// Columns that nobody asked for.
    fn unused(&self) -> Vec<usize> {
        let doubles: BTreeSet<usize> = self.doubles().into_iter().map(|(_, index)| index).collect();
        let used = self.used.borrow();
        self.titles.iter().map(|(index, _)| *index).filter(|index| !used.contains(index) && !doubles.contains(index)).collect()
    }

    /// The columns that nobody asked for so far are those that are kept.
    pub(in crate::inventory) fn keep(&self) -> &Kept {
        self.kept.get_or_init(|| {
            let header = self.table.rows.get(self.header).filter(|_| self.may_quote());
            let unused = header.map(|header| self.unused().into_iter().map(|index| (index, header.text(index))));
            Kept::of(unused.into_iter().flatten(), self.rows())
        })
    }

    /// What the row holds in columns that nobody asked for, by their titles. To be called when all others have been asked for, and for
    /// every row that is used. A row with another number of cells gives nothing: a password may have moved below another title.
    #[must_use]
    pub(in crate::inventory) fn extra(&self, row: &Row) -> Extra {
        let kept = self.keep();
        if kept.is_empty() {
            return Extra::default();
        }
        if !self.is_whole(row) {
            kept.pass_over(row);
            return Extra::default();
        }
        kept.take(self.table, row)
    }

    /// What the row holds in these columns, which are known and of which no field holds the value this time, by their titles; but for
    /// values that are `said` already. What cannot be kept is told by [`Self::finish`].
    #[must_use]
    pub(in crate::inventory) fn beside(
        &self,
        row: &Row,
        columns: impl IntoIterator<Item = Option<usize>>,
        said: &[&str],
    ) -> Extra {
        let mut out = Extra::default();
        for column in columns.into_iter().flatten() {
            let Some(cell) = self.cell(row, Some(column)).filter(|cell| !said.contains(&cell.value.as_str())) else { continue };
            let (kept, odd) = &mut *self.beside.borrow_mut();
            if self.is_whole(row) {
                kept.known(self.title(column), &cell, &mut out);
            } else if *odd != row.line {
                *odd = row.line;
                kept.known_odd();
            }
        }
        out
    }

    /// What the row says otherwise than the first one about its thing, which stands in the row of `first`.
    #[must_use]
    pub(in crate::inventory) fn differing(&self, row: &Row, first: &Place) -> Differing {
        let mut out = Differing::default();
        let at = self.table.rows.partition_point(|row| row.line < first.line());
        let Some(before) = self.table.rows.get(at).filter(|before| before.line == first.line() && before.line != row.line) else {
            return out;
        };
        let quote = self.may_quote();
        for (index, _) in &self.titles {
            let text = row.text(*index).trim();
            if text != before.text(*index).trim() {
                let title = if quote { self.title(*index).trim() } else { "?" };
                out.value(title, text, quote && self.is_whole(row));
            }
        }
        out
    }

    /// The row as a whole.
    #[must_use]
    pub(in crate::inventory) fn place(&self, row: &Row) -> Place {
        self.table.place_of_row(row)
    }

    /// As it is written.
    #[must_use]
    pub(in crate::inventory) fn title(&self, column: usize) -> &str {
        self.table.rows.get(self.header).map_or("", |header| header.text(column))
    }

    /// A cell that says yes or no; told where it says something else, and then none.
    #[must_use]
    pub(in crate::inventory) fn truth(&self, row: &Row, column: Option<usize>, findings: &mut Collector) -> Option<bool> {
        let cell = self.cell(row, column)?;
        let found = truth(&cell.value);
        if found.is_none() {
            self.unreadable(row, column, &Words::new("yes or no", "weder Ja noch Nein"), findings);
        }
        found
    }

    /// A cell that holds a whole number; told where it holds something else, and then none.
    #[must_use]
    pub(in crate::inventory) fn count(&self, row: &Row, column: Option<usize>, findings: &mut Collector) -> Option<Sourced<u32>> {
        let cell = self.cell(row, column)?;
        let found = cell.value.parse().ok().map(|count| Sourced::new(count, cell.at.clone()));
        if found.is_none() {
            self.unreadable(row, column, &Words::new("a whole number", "keine ganze Zahl"), findings);
        }
        found
    }

    /// `attach=yes|tz=de` without passwords; told where parts of it are left out.
    #[must_use]
    pub(in crate::inventory) fn options(&self, row: &Row, column: Option<usize>, findings: &mut Collector) -> Extra {
        let Some((cell, column)) = self.cell(row, column).zip(column) else { return Extra::default() };
        let (kept, rest) = kept::options(&cell);
        let lost = rest.iter().filter(|part| part.is_lost).count();
        if lost > 0 {
            let title = self.title(column);
            findings.push(codes::CELL_UNREADABLE.finding(
                Some(cell.at.clone()),
                Words::new(
                    format!("parts of `{title}` that are no option, or may be passwords, or are too long, not kept: {lost}"),
                    format!("Teile von `{title}`, die keine Option sind, Kennwörter sein können oder zu lang sind, nicht aufgehoben: {lost}"),
                ),
            ));
        }
        kept
    }

    /// Tells a cell that holds something else than what was `wanted`; the German words say what it is not.
    pub(in crate::inventory) fn unreadable(&self, row: &Row, column: Option<usize>, wanted: &Words, findings: &mut Collector) {
        let Some((cell, column)) = self.cell(row, column).zip(column) else { return };
        let title = self.title(column);
        // What has moved here may be a password.
        let open = !self.guarded && self.is_whole(row) && !secrecy::in_text(&cell.value) && !secrecy::in_title(title);
        let (en, de) = if open {
            let value: String = cell.value.chars().take(SHOWN_VALUE).collect();
            (format!("`{value}` in column `{title}`"), format!("`{value}` in Spalte `{title}`"))
        } else {
            (format!("the cell in column `{title}`"), format!("die Zelle in Spalte `{title}`"))
        };
        findings.push(codes::CELL_UNREADABLE.finding(
            Some(cell.at),
            Words::new(format!("{en} is not {}; not used", wanted.en), format!("{de} ist {}; nicht verwendet", wanted.de)),
        ));
    }

    /// Tells titles that stand twice, columns that nobody asked for and cells below no title.
    pub(in crate::inventory) fn finish(&self, findings: &mut Collector) {
        let Some(header) = self.table.rows.get(self.header) else { return };
        let quote = self.may_quote();
        let title = |index: usize| if quote { header.text(index).to_owned() } else { "?".to_owned() };
        for (first, index) in self.doubles() {
            let (one, two) = (title(first), title(index));
            findings.push(
                codes::COLUMN_DOUBLE
                    .finding(
                        Some(self.table.place_in(header, index)),
                        Words::new(
                            format!("column `{two}` means the same as `{one}` and is not read"),
                            format!("Spalte `{two}` bedeutet dasselbe wie `{one}` und wird nicht gelesen"),
                        ),
                    )
                    .related(self.table.place_in(header, first), Words::new("the one that is read", "die gelesene")),
            );
        }
        let unused = self.unused();
        if let Some(first) = unused.first() {
            let listed = Listed::new(unused.iter().filter(|_| quote).map(|index| header.text(*index)), SHOWN);
            let count = unused.len();
            let titles = if quote { format!(": {listed}") } else { String::new() };
            let (en, de) = self.kept.get().map(|kept| kept.told(count)).unwrap_or_default();
            let words = Words::new(
                format!("columns not read ({count}){titles}{en}"),
                format!("nicht gelesene Spalten ({count}){titles}{de}"),
            );
            findings.push(codes::COLUMN_UNUSED.finding(Some(self.table.place_in(header, *first)), words).listing(listed));
        }
        if let Some(words) = self.beside.borrow().0.known_told() {
            let first = header.cells.first().map_or(0, |cell| cell.index);
            findings.push(codes::COLUMN_UNUSED.finding(Some(self.table.place_in(header, first)), words));
        }
        if let Some(finding) = self.untitled().tell(&codes::CELL_UNTITLED, |count, _| {
            Words::new(
                format!("cells in columns without a title, not read: {count}; this is the first"),
                format!("Zellen in Spalten ohne Titel, nicht gelesen: {count}; dies ist die erste"),
            )
        }) {
            findings.push(finding);
        }
    }
}

/// A number of cells in both languages.
fn cells(count: usize) -> (String, String) {
    if count == 1 { ("1 cell".to_owned(), "1 Zelle".to_owned()) } else { (format!("{count} cells"), format!("{count} Zellen")) }
}

/// Whether the row has as many cells as the header; a few more blanks do no harm.
pub(in crate::inventory) fn fits(table: &Table, row: &Row, width: usize, findings: &mut Collector) -> bool {
    if let Some(extra) = row.cells.iter().find(|c| c.index >= width && !c.text.trim().is_empty()) {
        // A remark beside a sheet shifts nothing.
        if table.sheet.is_some() {
            return true;
        }
        let (has, has_de) = cells(row.width);
        findings.push(
            codes::ROW_TOO_LONG
                .finding(
                    Some(table.place_of(extra)),
                    Words::new(
                        format!("the row has {has}, the header {width}; the row was not used"),
                        format!("die Zeile hat {has_de}, die Kopfzeile {width}; die Zeile wurde nicht verwendet"),
                    ),
                )
                .todo(Words::new(
                    "put the cell that holds the separator into double quotes",
                    "die Zelle mit dem Trennzeichen in Anführungszeichen setzen",
                )),
        );
        return false;
    }
    if row.width > 0 && row.width < width {
        let (has, has_de) = cells(row.width);
        findings.push(
            codes::ROW_TOO_SHORT
                .finding(
                    Some(table.place_of_row(row)),
                    Words::new(
                        format!("the row has {has}, the header {width}; the rest was taken as empty"),
                        format!("die Zeile hat {has_de}, die Kopfzeile {width}; der Rest gilt als leer"),
                    ),
                )
                .todo(Words::new("check for a line break inside a cell", "auf einen Zeilenumbruch in einer Zelle prüfen")),
        );
    }
    true
}

/// A line break is a blank where a cell holds one value.
fn in_one_line(text: &str) -> String {
    if text.contains(['\n', '\r']) {
        text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_in_both_languages() {
        for (text, found) in [("WAHR", Some(true)), (" falsch ", Some(false)), ("Ja", Some(true)), ("vielleicht", None)] {
            assert_eq!(truth(text), found, "{text}");
        }
    }
    use crate::inventory::table::{ListFile, Secrecy, open};

    #[test]
    fn titles_are_found_in_any_spelling_and_the_rest_is_told() {
        let bytes = "Extension,Display Name,MAC_0,mac 1,Farbe,display-name,,farbe\n201,Huber,aa,bb,rot,x,?,blau\n";
        let mut findings = Collector::default();
        let list = ListFile::new("a.csv", bytes.as_bytes());
        let opened = open(&list, |titles| titles.len(), Secrecy::Open, &mut findings).expect("text");
        let table = &opened.tables[0];
        let columns = Columns::new(table, 0);
        let row = columns.rows().next().expect("a row");
        let name = columns.cell(row, columns.any(&["name", "displayname"])).expect("a name");
        assert_eq!((name.value.as_str(), name.at.to_string().as_str()), ("Huber", "a.csv:2:5"));
        assert_eq!(columns.numbered("MAC"), [(0, 2), (1, 3)]);
        assert!(columns.find("extension").is_some() && columns.find("none").is_none());
        assert_eq!(columns.extra(row).line(), "Farbe: rot; farbe: blau");
        assert_eq!(columns.extra(row).at().expect("a place").to_string(), "a.csv:2:17");
        columns.finish(&mut findings);
        let told: Vec<String> = findings.finish().iter().map(|f| f.what.en.to_string()).collect();
        assert_eq!(
            told,
            [
                "column `display-name` means the same as `Display Name` and is not read",
                "columns not read (2): `Farbe`, `farbe`; kept as `extra`",
                "cells in columns without a title, not read: 1; this is the first"
            ]
        );
    }

    #[test]
    fn cells_of_known_columns_are_kept_or_told() {
        let bytes = "Extension,Calls,On,Options,Note,Auth Code\n201,zwei,vielleicht,a=b|PIN=1,R 1,4711\n202,2,ja,a=b,R 2\n";
        let mut findings = Collector::default();
        let list = ListFile::new("a.csv", bytes.as_bytes());
        let opened = open(&list, |titles| titles.len(), Secrecy::Open, &mut findings).expect("text");
        let columns = Columns::new(&opened.tables[0], 0);
        let [calls, on, options, note, code] = ["Calls", "On", "Options", "Note", "Auth Code"].map(|title| columns.find(title));
        let read: Vec<String> = columns
            .rows()
            .map(|row| {
                let count = columns.count(row, calls, &mut findings).map(|count| count.value);
                let truth = columns.truth(row, on, &mut findings);
                let options = columns.options(row, options, &mut findings).line();
                format!("{count:?} {truth:?} {options} | {}", columns.beside(row, [note, code], &["R 3"]).line())
            })
            .collect();
        assert_eq!(read, ["None None a: b | Note: R 1", "Some(2) Some(true) a: b | "], "nothing of a row that is too short");
        let _ = columns.find("extension");
        columns.finish(&mut findings);
        let told: Vec<String> = findings.finish().iter().map(|f| f.what.en.to_string()).collect();
        assert_eq!(
            told,
            [
                "`zwei` in column `Calls` is not a whole number; not used",
                "`vielleicht` in column `On` is not yes or no; not used",
                "parts of `Options` that are no option, or may be passwords, or are too long, not kept: 1",
                "values that no field holds; kept as `extra`: 1 (`Note`); withheld because of the title: 1 (`Auth Code`); not kept of rows \
                 with another number of cells than the header: 1",
            ]
        );
    }
}
