//! What people hang up, edit and take into their calendars: the files of a roster beside `roster.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::issue::Issue;
use super::job::{FOLDER, Job};
use crate::cli::{ExitStatus, Failure};
use crate::diag::{Finding, Lang, Words};
use crate::domain::PersonId;
use crate::output::wall_chart::{self, Options, Paper};
use crate::output::workbook::roster as roster_xlsx;
use crate::output::{ics, roster_csv};
use crate::roster::check::shifts_of;
use crate::roster::codes;
use crate::roster::given::Given;
use crate::roster::model::{Roster, Row, slot_on};
use crate::store::document;
use crate::store::generation::{self, Item};
use crate::store::site_folder::SiteFolder;

/// What a roster can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// One row for each person and day, for spreadsheets
    Csv,
    /// A month grid to look at and to edit, for `rotate take`
    Xlsx,
    /// A calendar for each person and each department
    Ics,
    /// Wall charts for A3 and A4, and one for each floor where the inventory knows floors
    Html,
}

impl Form {
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Ics, Self::Html];

    /// As on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ics => "ics",
            Self::Html => "html",
        }
    }
}

/// Where the wall chart of the roster in force lies, below the site folder.
#[must_use]
pub fn wall_chart(folder: &SiteFolder) -> PathBuf {
    folder.out().join(FOLDER).join(generation::POINTER).join("wall-chart.html")
}

impl Job<'_> {
    /// The files of these forms. Names of people: readable by the owner only.
    pub fn forms(&self, roster: &Roster, forms: &[Form], lang: Lang, issue: &Issue) -> Result<Vec<Item>, Failure> {
        let given = Given { slots: Some(&roster.slots), ..self.given() };
        let mut items = Vec::new();
        for form in forms {
            match form {
                Form::Csv => items.push(item("roster.csv".into(), roster_csv::write(roster, given.inventory, lang))),
                Form::Xlsx => items.push(workbook(&given, roster, lang).map_err(incomplete)?),
                Form::Html => items.extend(wall_charts(&given, roster, lang)),
                Form::Ics => {
                    items.extend(calendars(&given, roster, lang, issue));
                    items.extend(department_calendars(&given, roster, lang, issue));
                }
            }
        }
        Ok(items)
    }
}

fn incomplete(finding: Box<Finding>) -> Failure {
    Failure { findings: vec![*finding], status: ExitStatus::Incomplete }
}

fn item(path: String, text: String) -> Item {
    Item { path, bytes: text.into_bytes(), mode: 0o600 }
}

fn workbook(given: &Given<'_>, roster: &Roster, lang: Lang) -> Result<Item, Box<Finding>> {
    let bytes = roster_xlsx::write(given, roster, lang).map_err(|error| {
        let what = Words::new(
            format!("the roster does not fit into a workbook: {error}"),
            format!("der Dienstplan passt nicht in eine Arbeitsmappe: {error}"),
        );
        let todo = Words::new(
            "`deskshift rotate export --only csv,ics,html` writes the other forms",
            "`deskshift rotate export --only csv,ics,html` schreibt die anderen Formen",
        );
        Box::new(codes::WORKBOOK_UNWRITABLE.finding(None, what).todo(todo))
    })?;
    Ok(Item { path: "roster.xlsx".to_owned(), bytes, mode: 0o600 })
}

fn wall_charts(given: &Given<'_>, roster: &Roster, lang: Lang) -> Vec<Item> {
    let chart = |paper| wall_chart::render(given, roster, Options { lang, paper });
    let mut items = vec![item("wall-chart.html".into(), chart(Paper::A3)), item("wall-chart-a4.html".into(), chart(Paper::A4))];
    for (floor, page) in wall_chart::by_floor(given, roster, Options { lang, paper: Paper::A3 }) {
        items.push(item(format!("floors/{}.html", file_name(&floor)), page));
    }
    items
}

/// Who is never at home gets no calendar, unless home days are to be taken out of one: a calendar without an event is not valid. Whoever
/// is not in the roster any more is told so by theirs.
fn calendars(given: &Given<'_>, roster: &Roster, lang: Lang, issue: &Issue) -> Vec<Item> {
    let shifts = shifts_of(given);
    let slot_of = |person: &PersonId, day| shifts.get(person)?.slot(slot_on(&roster.slots, person, day)?);
    let here: BTreeSet<&PersonId> = roster.rows.iter().map(|row| &row.person).collect();
    let gone: Vec<Row> = (issue.cancelled.keys().filter(|person| !here.contains(person)))
        .map(|person| Row { person: person.clone(), places: Vec::new() })
        .collect();
    let calendar = |row: &Row| {
        let text = ics::calendar(roster, row, lang, issue.issued(), issue.cancelled.get(&row.person), &slot_of)?;
        Some(item(format!("calendars/{}.ics", file_name(row.person.as_str())), text))
    };
    roster.rows.iter().chain(&gone).filter_map(calendar).collect()
}

fn department_calendars(given: &Given<'_>, roster: &Roster, lang: Lang, issue: &Issue) -> Vec<Item> {
    let rows: BTreeMap<&PersonId, &Row> = roster.rows.iter().map(|row| (&row.person, row)).collect();
    let mut departments: BTreeMap<&str, Vec<(String, &Row)>> = BTreeMap::new();
    for person in &given.inventory.persons {
        if let (Some(department), Some(row)) = (&person.department, rows.get(&person.id)) {
            departments.entry(department.value.as_str()).or_default().push((person.listed_name(), row));
        }
    }
    (departments.into_iter())
        .filter_map(|(name, mut people)| {
            people.sort_by(|a, b| (&a.0, &a.1.person).cmp(&(&b.0, &b.1.person)));
            let text = ics::department(roster, name, &people, lang, issue.issued())?;
            Some(item(format!("departments/{}.ics", file_name(name)), text))
        })
        .collect()
}

/// Staff numbers and departments may hold anything a list holds; file names may not.
fn file_name(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars() {
        match c {
            'ä' | 'Ä' => plain.push_str("ae"),
            'ö' | 'Ö' => plain.push_str("oe"),
            'ü' | 'Ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            c if c.is_ascii_alphanumeric() || c == '-' || c == '_' => plain.push(c),
            _ if plain.ends_with('_') => {}
            _ => plain.push('_'),
        }
    }
    if plain == name && plain.len() <= 60 {
        plain
    } else {
        let short: String = plain.chars().take(40).collect();
        format!("{short}-{}", &document::sha256(name.as_bytes())[..8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn a_workbook_that_cannot_be_written_is_an_error() {
        let sample = sample::documents();
        let given = sample.documents.given();
        assert!(workbook(&given, &sample.roster, Lang::En).is_ok());
        let mut roster = sample.roster.clone();
        roster.days = roster.days.iter().flat_map(|day| vec![*day; 10]).collect();
        let told = workbook(&given, &roster, Lang::En).unwrap_err();
        assert_eq!(told.code, codes::WORKBOOK_UNWRITABLE.code());
    }

    #[test]
    fn calendars_of_people_who_left_say_that_their_home_days_are_off() {
        let sample = sample::documents();
        let mut roster = sample.roster.clone();
        let gone = roster.rows.remove(0);
        let day = roster.days[0];
        let cancelled = BTreeMap::from([(gone.person.clone(), BTreeSet::from([day]))]);
        let issue = Issue { number: 3, cancelled, ..Issue::first(&roster) };
        let items = calendars(&sample.documents.given(), &roster, Lang::De, &issue);
        let theirs = items.iter().find(|item| item.path == format!("calendars/{}.ics", gone.person)).unwrap();
        let text = String::from_utf8(theirs.bytes.clone()).unwrap();
        assert_eq!((text.matches("BEGIN:VEVENT").count(), text.matches("STATUS:CANCELLED").count()), (1, 1), "{text}");
    }

    #[test]
    fn a_calendar_for_each_department_and_no_name_that_leads_elsewhere() {
        let sample = sample::documents();
        let given = sample.documents.given();
        let items = department_calendars(&given, &sample.roster, Lang::De, &Issue::first(&sample.roster));
        let departments: BTreeSet<_> =
            given.inventory.persons.iter().filter_map(|p| p.department.as_ref()).map(|d| &d.value).collect();
        assert_eq!(items.len(), departments.len());
        assert!(file_name("../x").starts_with("_x-") && file_name("Bauamt") == "Bauamt");
        assert!(file_name("Straßen und Grün").starts_with("Strassen_und_Gruen-"));
    }
}
