//! One office, exported in six ways: the same people, the same extensions, the same joins.
//!
//! The office is the case `traunstein`. Its model is written out as other products would export it ([`systems`], [`directory`],
//! [`lists`]), every combination goes through `deskshift inventory import`, and what comes out is held against the model ([`outcome`]).
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods, reason = "tests read files")]
#![allow(dead_code, reason = "the generator's model is shared with other tests")]

#[path = "../../examples/generator/traunstein/mod.rs"]
mod traunstein;

#[path = "../support/mod.rs"]
mod support;

mod directory;
mod lists;
mod order;
mod outcome;
mod systems;

use outcome::{Field, import};
use traunstein::model::Case;

type Files = Vec<(&'static str, Vec<u8>)>;

/// Asterisk's folder as the case has it.
fn asterisk(case: &Case) -> Vec<(String, Vec<u8>)> {
    let files = traunstein::asterisk::files(case);
    files.into_iter().map(|(path, bytes)| (format!("pbx/{path}"), bytes)).collect()
}

fn named(files: Files) -> Vec<(String, Vec<u8>)> {
    files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect()
}

/// What neither a system without names nor a print with few columns can know.
const PRINT_LACKS: &[Field] = &[Field::WishHome, Field::WishOffice, Field::Notebook, Field::Mailbox];

#[test]
fn asterisk_and_a_workbook() {
    let case = traunstein::build::case();
    let mut files = asterisk(&case);
    files.push(("staff/personal.xlsx".to_owned(), traunstein::lists::staff_xlsx(&case).unwrap()));
    let got = import(&case, &files, "  asterisk: pbx\n  staff: [{file: staff/personal.xlsx, sheet: Personal}]\n");
    got.is_the_office(&case, &[]);
    got.has_rows(&case, 1);
}

#[test]
fn asterisk_and_a_list_in_windows_1252() {
    let case = traunstein::build::case();
    let mut files = asterisk(&case);
    files.push(("staff/personal.csv".to_owned(), traunstein::lists::staff_csv(&case)));
    let got = import(&case, &files, "  asterisk: pbx\n  staff: [staff/personal.csv]\n");
    got.is_the_office(&case, &[]);
    got.has_rows(&case, 1);
}

#[test]
fn freepbx_and_an_active_directory_and_a_list_of_days() {
    let case = traunstein::build::case();
    let files = named(vec![
        ("pbx/bulk.csv", systems::freepbx(&case)),
        ("directory/ad.ldif", directory::ldif(&case)),
        ("staff/tage.csv", lists::list_of_days(&case)),
    ]);
    let got = import(&case, &files, "  exports: [pbx/bulk.csv, directory/ad.ldif]\n  staff: [staff/tage.csv]\n");
    got.is_the_office(&case, &[]);
    got.has_rows(&case, 2);
    // The directory has old departments; the list of people knows better, and the difference is told.
    let old = case.persons.iter().filter(|person| !person.left && directory::has_old_department(person)).count();
    assert!(old > 20, "{old}");
    assert_eq!(got.count("sources-differ"), old, "{:#?}", got.told("sources-differ"));
}

#[test]
fn realtime_tables_as_a_dump_and_powershell_and_a_list_in_utf_16() {
    let case = traunstein::build::case();
    let files = named(vec![
        ("pbx/realtime.sql", systems::realtime_sql(&case).into_bytes()),
        ("directory/ad.csv", directory::powershell(&case)),
        ("staff/personal.txt", lists::utf16(&case)),
    ]);
    let got = import(&case, &files, "  exports: [directory/ad.csv, pbx/realtime.sql]\n  staff: [staff/personal.txt]\n");
    got.is_the_office(&case, &[]);
    got.has_rows(&case, 2);
}

#[test]
fn realtime_tables_in_sqlite_and_powershell_and_an_open_document() {
    let case = traunstein::build::case();
    let files = named(vec![
        ("pbx/realtime.sqlite", systems::realtime_sqlite(&case)),
        ("directory/ad.csv", directory::powershell(&case)),
        ("staff/personal.ods", lists::ods(&case)),
    ]);
    let got = import(&case, &files, "  exports: [pbx/realtime.sqlite, directory/ad.csv]\n  staff: [staff/personal.ods]\n");
    got.is_the_office(&case, &[]);
    got.has_rows(&case, 2);
}

/// No source has a staff number or a mail address in common with another: names with extensions join, names alone are proposed.
#[test]
fn kamailio_and_users_of_3cx_and_a_print() {
    let case = traunstein::build::case();
    let files = named(vec![
        ("pbx/subscriber", systems::kamailio(&case).into_bytes()),
        ("pbx/users.csv", systems::threecx(&case)),
        ("staff/personal.prn", lists::print(&case)),
        ("staff/print.yaml", lists::print_mapping(&case).into_bytes()),
    ]);
    let sources = "  exports: [pbx/subscriber, pbx/users.csv, {file: staff/personal.prn, mapping: staff/print.yaml}]\n";
    let apart = import(&case, &files, sources);
    let here = case.persons.iter().filter(|person| !person.left);
    let without = here.clone().filter(|person| systems::has_no_number_in_3cx(&case, person)).count();
    assert_eq!(without, 3, "two without extension, one who shares it");
    assert_eq!(apart.count("join-proposed"), without, "{:#?}", apart.told("join-proposed"));
    let strangers: Vec<_> = apart.people.keys().filter(|id| id.parse::<u32>().is_err()).collect();
    assert_eq!(strangers.len(), without, "what is proposed is not made: {strangers:?}");
    assert_eq!(apart.people.len(), here.count() + without);

    let pairs: Vec<String> = apart.proposed().iter().map(|(one, two)| format!("[\"{one}\", \"{two}\"]")).collect();
    let sources = format!("{sources}  same_person: [{}]\n", pairs.join(", "));
    let joined = import(&case, &files, &sources);
    joined.is_the_office(&case, PRINT_LACKS);
    joined.has_rows(&case, 2);
}
