//! Lists that a `mapping.yaml` describes: a table, and a print with fixed columns.

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::formats::Given;
use deskshift::inventory::mapping;
use deskshift::inventory::staff::ListFile;
use deskshift::store::yaml;

use super::hostile::names;
use super::judged::{Back, cell, judge, of_extension, of_person, one_blank, plan, without};

/// What a mapping makes of a list.
fn mapped(
    mapping: &str,
    file: &str,
    text: &str,
    pick: impl Fn(&deskshift::inventory::reading::Reading) -> Option<String>,
) -> Back {
    let parsed = yaml::read_mapping("mapping.yaml", mapping.as_bytes());
    let mapping = parsed.mapping.unwrap_or_else(|| panic!("{:?}", parsed.findings));
    let list = ListFile::new(file, text.as_bytes());
    let reading = mapping::read(&mapping, &Given { list, plan: &plan(), files: &MemoryFiles::new() });
    Back { name: pick(&reading), told: reading.findings }
}

#[test]
fn people() {
    let mapping = "version: 1\nwhat: people\ndelimiter: \";\"\nencoding: utf-8\ncolumns:\n  staff_number: Nr\n  last: Wer\n  first: Vorname\n  extension: App.\n";
    judge("mapping, people", &names(), one_blank, |name| {
        mapped(mapping, "a.csv", &format!("Nr;Wer;Vorname;App.\n4711;{};Anna;2001\n", cell(name)), of_person)
    });
}

#[test]
fn extensions() {
    let mapping = "version: 1\nwhat: extensions\ndelimiter: \";\"\nencoding: utf-8\ncolumns:\n  extension: App.\n  name: Wer\n";
    judge("mapping, extensions", &names(), one_blank, |name| {
        mapped(mapping, "a.csv", &format!("App.;Wer\n2001;{}\n", cell(name)), of_extension)
    });
}

/// A print has no quotes: its columns are counted, a tab goes to the next one by eight, and a line ends where it ends.
#[test]
fn print() {
    let mapping = "version: 1\nwhat: extensions\nlayout: fixed\nencoding: utf-8\ncolumns:\n  extension: {chars: 1-6}\n  name: {chars: 7-400}\n";
    judge("mapping, print", &without(&['\n', '\r', '\t']), one_blank, |name| {
        mapped(mapping, "a.txt", &format!("2001  {name}\n2002  Huber\n"), of_extension)
    });
}
