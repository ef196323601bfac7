//! A proposal for a mapping: what each column seems to be, how sure that is, and three values to look at.
//!
//! Titles speak first, values agree or contradict. Values that may be passwords are never shown.

use super::field::MappedField;
use super::model::What;
use super::shapes::{Shapes, looks_secret};
use super::{aligned, print, render};
use crate::diag::{Finding, Lang};
use crate::inventory::devices;
use crate::inventory::rooms::{self, RoomField};
use crate::inventory::secrecy;
use crate::inventory::staff::{self, Meaning};
use crate::inventory::table::{self, Collector, ListFile, Secrecy, Table, normal};

/// What a file seems to hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// None where the file is no table, or no column of it looks like anything that an inventory holds.
    pub proposal: Option<Proposal>,
    /// Of opening the file.
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub file: String,
    pub what: What,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    pub sheet: Option<String>,
    /// Line or row of the titles; none where there are none.
    pub header_row: Option<u32>,
    /// A print with fixed columns: lines of a record.
    pub lines_per_record: Option<usize>,
    /// Of a print: lines without data, with `*` for anything.
    pub skip: Vec<String>,
    pub columns: Vec<GuessedColumn>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct GuessedColumn {
    /// From 1.
    pub position: usize,
    /// In a print: first and last character, from 1.
    pub chars: Option<(usize, usize)>,
    pub title: String,
    /// The title stands at this column first or only.
    pub title_is_unique: bool,
    /// None where nothing fits.
    pub field: Option<MappedField>,
    /// 0 to 100.
    pub confidence: u8,
    /// Three different values; none where the column may hold passwords.
    pub samples: Vec<String>,
    pub secret: bool,
}

/// Rows whose values are looked at.
const MAX_ROWS: usize = 500;
/// Below this a field is not proposed.
const ENOUGH: u8 = 40;
const SAMPLE: usize = 30;

impl Proposal {
    /// The mapping file, with a remark at each column.
    #[must_use]
    pub fn yaml(&self, lang: Lang) -> String {
        render::yaml(self, lang)
    }
}

/// Looks at a file. `lengths` are those of extensions, as the number plan has them.
#[must_use]
pub fn guess(list: &ListFile<'_>, lengths: &[usize]) -> Guess {
    let mut findings = Collector::default();
    let opened = table::open(list, known, Secrecy::Secret, &mut findings);
    let Some(opened) = opened else { return Guess { proposal: None, findings: findings.finish() } };
    let header_of = |table: &Table| table.header(known);
    if opened.delimiter().is_some()
        && !opened.tables.iter().any(|table| header_of(table).is_some())
        && let Some(proposal) = printed(list, &opened.tables, lengths)
    {
        return Guess { proposal: Some(proposal), findings: findings.finish() };
    }
    // Of several sheets the first with titles that are known, else the first with rows.
    let table = opened.tables.iter().find(|table| header_of(table).is_some());
    let table = table.or_else(|| opened.tables.iter().find(|table| !table.rows.is_empty()));
    let proposal = table.map(|table| {
        let header = header_of(table).or_else(|| plain_header(table));
        let (what, columns) = columns(table, header, lengths);
        Proposal {
            file: list.file.to_owned(),
            what,
            encoding: opened.encoding().map(str::to_owned),
            delimiter: opened.delimiter(),
            sheet: table.sheet.clone().filter(|_| opened.tables.len() > 1),
            header_row: header.map(|at| table.rows[at].line),
            lines_per_record: None,
            skip: Vec::new(),
            columns,
        }
    });
    // Prose and programs have lines with separators too.
    let proposal = proposal.filter(|proposal| proposal.columns.iter().any(|column| column.field.is_some()));
    Guess { proposal, findings: findings.finish() }
}

/// Text without titles between separators may be a print. Records of several lines begin with a number; of those with one line, titles or
/// a line of dashes tell more.
fn printed(list: &ListFile<'_>, tables: &[Table], lengths: &[usize]) -> Option<Proposal> {
    // One cell in each row: no separator fits.
    let narrow = |table: &Table| table.rows.iter().filter(|row| row.width > 1).count() * 5 < table.rows.len();
    let numbered = if tables.iter().all(narrow) { print::proposal(list, lengths) } else { None };
    if numbered.as_ref().is_some_and(|print| print.lines_per_record > Some(1)) {
        return numbered;
    }
    match aligned::proposal(list, lengths) {
        Some(aligned) if aligned.header_row.is_some() || numbered.is_none() => Some(aligned),
        _ => numbered,
    }
}

/// Titles of people, of devices or of rooms, whichever are more.
pub(super) fn known(titles: &[&str]) -> usize {
    let people = titles.iter().filter(|title| staff::meaning(title).is_some()).count();
    people.max(devices::known(titles)).max(rooms::known(titles)).min(titles.len())
}

/// A first row of words above rows with numbers.
fn plain_header(table: &Table) -> Option<usize> {
    let filled = |at: usize| table.rows.get(at).map_or(0, |row| row.cells.iter().filter(|c| !c.text.trim().is_empty()).count());
    let widest = (0..table.rows.len().min(60)).map(filled).max()?;
    let at = (0..table.rows.len().min(60)).find(|at| filled(*at) >= 2 && filled(*at) * 2 > widest)?;
    let row = &table.rows[at];
    let words = row.cells.iter().all(|cell| cell.text.chars().any(char::is_alphabetic) && cell.text.chars().count() <= 60);
    let digits = |at: usize| {
        let row = table.rows.get(at);
        row.is_some_and(|row| row.cells.iter().any(|cell| cell.text.trim().bytes().filter(u8::is_ascii_digit).count() >= 2))
    };
    (words && !digits(at) && (at + 1..table.rows.len().min(at + 5)).any(digits)).then_some(at)
}

/// A column before it has a field.
struct Looked<'t> {
    index: usize,
    title: &'t str,
    shapes: Shapes,
    samples: Vec<String>,
    secret: bool,
}

pub(super) fn columns(table: &Table, header: Option<usize>, lengths: &[usize]) -> (What, Vec<GuessedColumn>) {
    let rows = &table.rows[header.map_or(0, |at| at + 1)..];
    let rows = &rows[..rows.len().min(MAX_ROWS)];
    let titles = header.map(|at| &table.rows[at]);
    let mut indexes: Vec<usize> = rows
        .iter()
        .chain(titles)
        .flat_map(|row| row.cells.iter().filter(|c| !c.text.trim().is_empty()).map(|c| c.index))
        .collect();
    indexes.sort_unstable();
    indexes.dedup();
    let looked: Vec<Looked<'_>> = indexes
        .into_iter()
        .map(|index| {
            let title = titles.map_or("", |row| row.text(index));
            let values: Vec<&str> = rows.iter().map(|row| row.text(index)).filter(|text| !text.is_empty()).collect();
            let shapes = Shapes::of(&values, lengths);
            let secret = secrecy::in_title(title) || shapes.may_be_secret();
            let samples = if secret { Vec::new() } else { samples(&values) };
            Looked { index, title, shapes, samples, secret }
        })
        .collect();
    let what = what(&looked);
    let mut guessed: Vec<GuessedColumn> = looked
        .iter()
        .map(|column| {
            let (field, confidence) = field(column, what).map_or((None, 0), |(field, sure)| (Some(field), sure));
            GuessedColumn {
                position: column.index + 1,
                chars: None,
                title: column.title.to_owned(),
                title_is_unique: looked
                    .iter()
                    .find(|other| other.title == column.title)
                    .is_some_and(|first| first.index == column.index),
                field: field.filter(|_| confidence >= ENOUGH),
                confidence,
                samples: column.samples.clone(),
                // Every value that could have been shown is withheld.
                secret: column.secret || column.samples.is_empty() && column.shapes.filled > 0,
            }
        })
        .collect();
    whole_names(&mut guessed, &looked, what);
    bare_numbers(&mut guessed, &looked, what);
    keep_best(&mut guessed);
    (what, guessed)
}

/// `Nr` mostly counts the rows; where no other column holds numbers to dial and these have the form of extensions, they may be meant.
fn bare_numbers(guessed: &mut [GuessedColumn], looked: &[Looked<'_>], what: What) {
    let number = |field: Option<MappedField>| matches!(field, Some(MappedField::Extension | MappedField::Phone));
    if !matches!(what, What::People | What::Extensions) || guessed.iter().any(|column| number(column.field)) {
        return;
    }
    let may_be = |(column, looked): (&GuessedColumn, &Looked<'_>)| {
        let counts = looked.samples.first().is_some_and(|first| first == "1");
        let shapes = &looked.shapes;
        let various = shapes.distinct * 10 >= shapes.filled * 9;
        matches!(normal(&column.title).as_str(), "nr" | "no") && shapes.extension > 0.6 && various && !counts
    };
    if let Some(at) = (0..guessed.len()).find(|at| may_be((&guessed[*at], &looked[*at]))) {
        (guessed[at].field, guessed[at].confidence) = (Some(MappedField::Extension), 45);
    }
}

/// Without a column of first names, `NAME` with two words in most cells holds both.
fn whole_names(guessed: &mut [GuessedColumn], looked: &[Looked<'_>], what: What) {
    if what != What::People || guessed.iter().any(|column| column.field == Some(MappedField::First)) {
        return;
    }
    for (column, looked) in guessed.iter_mut().zip(looked) {
        if column.field == Some(MappedField::Last) && looked.shapes.whole > 0.5 {
            column.field = Some(MappedField::Name);
        }
    }
}

/// What would not be kept is not shown either, nor what only may be a password: nothing is lost where another row is shown.
fn samples(values: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for value in values.iter().filter(|value| !secrecy::in_text(value) && !looks_secret(value)) {
        let clean: String = value.chars().filter(|c| !c.is_control()).take(SAMPLE).collect();
        if !found.contains(&clean) {
            found.push(clean);
        }
        if found.len() == 3 {
            break;
        }
    }
    found
}

fn what(columns: &[Looked<'_>]) -> What {
    let device = |field: fn(MappedField) -> bool| {
        columns
            .iter()
            .filter(|column| devices::meaning(column.title).is_some_and(|found| field(MappedField::from_device(found))))
            .count()
    };
    let keys = device(|field| matches!(field, MappedField::Label | MappedField::Serial | MappedField::Mac));
    let about = device(|field| {
        matches!(field, MappedField::Model | MappedField::Vendor | MappedField::Delivered | MappedField::DeviceKind)
    });
    let person = |wanted: &[staff::Field]| {
        columns
            .iter()
            .any(|column| matches!(staff::meaning(column.title), Some(Meaning::Field(field, _)) if wanted.contains(&field)))
    };
    use staff::Field;
    let logins = person(&[Field::Password]) || person(&[Field::Login]) && !person(&[Field::Room]);
    if logins && person(&[Field::Extension, Field::Phone]) && !person(&[Field::First]) {
        return What::Extensions;
    }
    if (keys >= 2 || (keys == 1 && about >= 1)) && !person(&[Field::First]) && !is_of_subscribers(columns) {
        return What::Devices;
    }
    let room = |wanted: RoomField| columns.iter().any(|column| rooms::meaning(column.title) == Some(wanted));
    let people = [Field::Last, Field::First, Field::StaffNo, Field::Mail, Field::Extension, Field::Phone];
    if room(RoomField::Room) && (room(RoomField::Capacity) || room(RoomField::Kind)) && !person(&people) {
        return What::Rooms;
    }
    let names = person(&[Field::Last, Field::First, Field::Display]) || columns.iter().any(|column| column.shapes.person > 0.5);
    let numbers = person(&[Field::Extension]) || columns.iter().any(|column| column.shapes.extension > 0.6);
    if names || !numbers { What::People } else { What::Extensions }
}

/// Whether more rows have a number and a name than what a device is known by: subscribers, of whom some have a telephone with an address.
fn is_of_subscribers(columns: &[Looked<'_>]) -> bool {
    use staff::Field;
    let most =
        |test: &dyn Fn(&Looked<'_>) -> bool| columns.iter().filter(|c| test(c)).map(|c| c.shapes.filled).max().unwrap_or(0);
    let person = |column: &Looked<'_>, wanted: &[Field]| matches!(staff::meaning(column.title), Some(Meaning::Field(field, _)) if wanted.contains(&field));
    let numbers = most(&|column| person(column, &[Field::Extension, Field::Phone]));
    let names = most(&|column| person(column, &[Field::Last, Field::Display]) || column.shapes.person > 0.5);
    let keys = most(&|column| {
        let field = devices::meaning(column.title).map(MappedField::from_device);
        matches!(field, Some(MappedField::Label | MappedField::Serial | MappedField::Mac))
    });
    numbers.min(names) * 4 > keys * 5
}

/// The field that title and values speak for, and how sure that is.
fn field(column: &Looked<'_>, what: What) -> Option<(MappedField, u8)> {
    use MappedField as F;
    // A fax number is no extension, whatever it looks like.
    if let Some(Meaning::Field(known, _)) = staff::meaning(column.title)
        && !matches!(what, What::Devices | What::Rooms)
        && F::from_person(known).is_none()
    {
        return None;
    }
    let by_title = match what {
        What::Devices => devices::meaning(column.title).map(F::from_device),
        What::Rooms => rooms::meaning(column.title).map(F::from_room),
        What::People | What::Extensions => match staff::meaning(column.title) {
            Some(Meaning::Field(field, _)) => F::from_person(field),
            Some(Meaning::Amt) => Some(F::Department),
            None => None,
        },
    };
    let by_title = match (what, by_title) {
        (What::Extensions, Some(F::Login)) => Some(F::AuthUser),
        (What::Extensions, Some(F::Last)) => Some(F::Name),
        // `Teilnehmer` is the number in one print and the person in the next, `NAME` the last name or both: the values tell.
        (What::People | What::Extensions, Some(F::Extension))
            if column.shapes.person > 0.5 && agreement(F::Extension, &column.shapes) < Some(0.25) =>
        {
            Some(F::Name)
        }
        (What::People, Some(F::Last)) if column.shapes.both > 0.5 => Some(F::Name),
        // A person's row has no place for them.
        (What::People, Some(F::Password)) => return None,
        // Nor a telephone's number.
        (What::Extensions, Some(F::Fax | F::Mobile)) => return None,
        (_, found) => found,
    };
    if let Some(found) = by_title {
        let share = agreement(found, &column.shapes);
        let sure = match share {
            _ if column.shapes.filled == 0 => 60,
            None => 80,
            Some(share) if share >= 0.6 => 95,
            Some(share) if share >= 0.25 => 80,
            Some(_) => 45,
        };
        return Some((found, sure));
    }
    let s = &column.shapes;
    if s.filled < 2 || column.secret {
        return None;
    }
    let most = s.filled as f64;
    let various = s.distinct as f64 / most;
    let sure = |share: f64, most: f64| (share * most) as u8;
    let candidates = [
        (F::Mac, sure(s.mac, 85.0)),
        (F::Mail, sure(s.mail, 85.0)),
        (F::Phone, sure(s.phone, 70.0)),
        // The same number in every row is a year or a code.
        (F::Extension, if various > 0.5 { sure(s.extension, 60.0) } else { 0 }),
        (F::Name, if various > 0.5 { sure(s.person, 65.0) } else { 0 }),
        (F::Room, sure(s.room, 50.0)),
        (F::Delivered, if what == What::Devices { sure(s.date, 50.0) } else { 0 }),
        // Few different words in many rows.
        (F::Department, if s.filled >= 6 && various < 0.34 { sure(s.word, 45.0) } else { 0 }),
    ];
    candidates.into_iter().filter(|(_, sure)| *sure > 0).max_by_key(|(_, sure)| *sure)
}

/// How many of the values have the form that the field expects; none where any form will do.
fn agreement(field: MappedField, shapes: &Shapes) -> Option<f64> {
    use MappedField as F;
    match field {
        F::Extension => Some(shapes.extension.max(shapes.phone)),
        F::Phone | F::OtherPhone => Some(shapes.phone.max(shapes.extension)),
        F::Mac => Some(shapes.mac),
        F::Mail => Some(shapes.mail),
        F::Delivered => Some(shapes.date),
        F::Last | F::First | F::Department => Some(shapes.word.max(shapes.person)),
        _ => None,
    }
}

/// Of several columns for one field the surest stays; numbers and parts of a building may be several.
fn keep_best(columns: &mut [GuessedColumn]) {
    use MappedField as F;
    for at in 0..columns.len() {
        let Some(field) = columns[at].field.filter(|field| {
            !matches!(
                field,
                F::Extension | F::Phone | F::Fax | F::Mobile | F::Serial | F::Site | F::Building | F::Floor | F::Ignored
            )
        }) else {
            continue;
        };
        let best = (0..columns.len())
            .filter(|other| columns[*other].field == Some(field))
            .max_by_key(|other| (columns[*other].confidence, std::cmp::Reverse(*other)));
        if best != Some(at) {
            columns[at].field = None;
        }
    }
    // Last and first name beside a column with both: the latter adds nothing.
    let has = |columns: &[GuessedColumn], field| columns.iter().any(|column| column.field == Some(field));
    if has(columns, F::Last) && has(columns, F::First) {
        for column in columns.iter_mut().filter(|column| column.field == Some(F::Name)) {
            column.field = None;
        }
    }
}
