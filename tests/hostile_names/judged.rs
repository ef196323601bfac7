//! How a name is judged, and how each kind of format writes one.

use std::collections::BTreeSet;

use deskshift::diag::{Code, Finding};
use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::formats::{self, Given};
use deskshift::inventory::reading::Reading;
use deskshift::inventory::staff::ListFile;
use deskshift::policy::site::Numbers;

use super::hostile::names;

pub fn plan() -> Numbers {
    Numbers::new("49", "861", "99998").lengths([4])
}

/// What an importer made of one name.
pub struct Back {
    pub name: Option<String>,
    /// Findings that concern it.
    pub told: Vec<Finding>,
}

/// Blanks around a name are no part of it in formats that have no quotes.
pub fn trimmed(name: &str) -> String {
    name.trim().to_owned()
}

/// Blanks of any kind in a row are one blank in a list.
pub fn one_blank(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Blanks alone are no name; around others they count.
pub fn unless_blank(name: &str) -> String {
    if name.trim().is_empty() { String::new() } else { name.to_owned() }
}

#[track_caller]
pub fn judge(importer: &str, names: &[String], expected: impl Fn(&str) -> String, read: impl Fn(&str) -> Back) {
    // What is told of a harmless name too is no refusal.
    let usual: BTreeSet<Code> = read("Muster").told.into_iter().map(|finding| finding.code).collect();
    let mut wrong = Vec::new();
    let mut equal = 0;
    for name in names {
        let back = read(name);
        let expected = expected(name);
        if back.name.as_deref().unwrap_or_default() == expected {
            equal += 1;
        } else if back.told.iter().all(|finding| usual.contains(&finding.code)) {
            let told: Vec<&str> = back.told.iter().map(|finding| finding.code.as_str()).collect();
            wrong.push(format!("{name:?}\n  came back as {:?}, told {told:?}", back.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "{importer}: {} of {} names changed in silence:\n{}",
        wrong.len(),
        names.len(),
        wrong[..wrong.len().min(8)].join("\n")
    );
    assert!(equal * 10 > names.len() * 7, "{importer}: only {equal} of {} names came back equal", names.len());
}

/// Reads a file with exactly this format.
pub fn read_as(format: &str, file: &str, bytes: &[u8]) -> Reading {
    let format = formats::by_name(format).unwrap();
    (format.read)(&Given { list: ListFile::new(file, bytes), plan: &plan(), files: &MemoryFiles::new() })
}

/// One file of an export, by the name of its format; `pick` finds the name in what came out.
pub fn export(format: &str, file: &str, text: &str, pick: impl Fn(&Reading) -> Option<String>) -> Back {
    let reading = read_as(format, file, text.as_bytes());
    Back { name: pick(&reading), told: reading.findings }
}

pub fn of_extension(reading: &Reading) -> Option<String> {
    reading.extensions.first()?.name.as_ref().map(|name| name.value.clone())
}

pub fn of_person(reading: &Reading) -> Option<String> {
    reading.people.first().map(|entry| entry.person.last.value.clone())
}

/// Whose name logs in.
pub fn of_account(reading: &Reading) -> Option<String> {
    Some(reading.extensions.first()?.account.as_ref()?.endpoint.value.clone())
}

/// A cell as RFC 4180 wants it.
pub fn cell(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

pub fn xml(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Quotes and backslashes as Asterisk's caller ID and RFC 3261 have them.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A writer of a format without escapes refuses line breaks; no reader could tell where the name ends.
pub fn of_one_line() -> Vec<String> {
    without(&['\n', '\r'])
}

/// Names without signs for which the format has no escape: a writer refuses them.
pub fn without(signs: &[char]) -> Vec<String> {
    names().into_iter().filter(|name| !name.contains(signs)).collect()
}

/// Text in apostrophes as SQL wants it.
pub fn sql(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// A database as a file: its tables, and statements with their values.
pub fn database(tables: &str, rows: &[(&str, &[&str])]) -> Vec<u8> {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.execute_batch(tables).unwrap();
    for (statement, values) in rows {
        connection.execute(statement, rusqlite::params_from_iter(*values)).unwrap();
    }
    connection.serialize("main").unwrap().to_vec()
}
