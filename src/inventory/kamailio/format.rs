//! The three forms in which the tables come, recognised by their columns.

use super::{aliases, apart, subscribers};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::reading::Reading;
use crate::inventory::sql::{self, Rows};
use crate::inventory::table::Collector;

pub const DBTEXT: Format = Format {
    name: "kamailio/dbtext",
    class: Class::Pbx,
    recognise: recognise_dbtext,
    read: |given| read(given, "kamailio/dbtext"),
};

pub const SQL: Format = Format {
    name: "kamailio/sql",
    class: Class::Pbx,
    recognise: |sample| recognise_tables(sample, false),
    read: |given| read(given, "kamailio/sql"),
};

pub const SQLITE: Format = Format {
    name: "kamailio/sqlite",
    class: Class::Pbx,
    recognise: |sample| recognise_tables(sample, true),
    read: |given| read(given, "kamailio/sqlite"),
};

const TABLES: [&str; 2] = ["dbaliases", "subscriber"];

/// What the columns of a text table say it is.
fn table_of(columns: &[String]) -> Option<&'static str> {
    let has = |name: &str| columns.iter().any(|column| column == name);
    if has("alias_username") && has("username") {
        return Some("dbaliases");
    }
    (has("username") && (has("ha1") || has("password"))).then_some("subscriber")
}

fn first_columns(text: &str) -> Option<Vec<String>> {
    sql::dbtext_columns(text.lines().find(|line| !line.trim().is_empty())?)
}

fn recognise_dbtext(sample: &Sample<'_>) -> Option<Likeness> {
    let columns = first_columns(sample.text)?;
    let table = table_of(&columns)?;
    Some(Likeness::new(95, format!("header of the text table `{table}`"), format!("Kopf der Texttabelle `{table}`")))
}

fn recognise_tables(sample: &Sample<'_>, sqlite: bool) -> Option<Likeness> {
    if sql::is_sqlite(sample.bytes) != sqlite {
        return None;
    }
    let table = TABLES.into_iter().find(|table| sql::has_table(sample.bytes, table))?;
    // Both are common words; a digest column is not.
    let digest = memchr::memmem::find(sample.bytes, b"ha1").is_some();
    Some(Likeness::new(
        if digest || table == "dbaliases" { 94 } else { 60 },
        format!("table `{table}`"),
        format!("Tabelle `{table}`"),
    ))
}

fn read(given: &Given<'_>, importer: &str) -> Reading {
    let mut findings = Collector::default();
    let mut reading = Reading::default();
    let head = crate::inventory::table::head_text(given.list.bytes);
    let name = first_columns(&head).and_then(|columns| table_of(&columns)).unwrap_or("subscriber");
    if let Some(database) = sql::open(&given.list, &TABLES, name, &mut findings) {
        let tables = [database.table("subscriber"), database.table("dbaliases")];
        let [users, aliases] = tables;
        let known = aliases.map(|rows| aliases::read(rows, given.plan));
        let mut open = apart::Open::default();
        if let Some(rows) = users {
            open.named = subscribers::read(rows, known.as_deref(), &mut reading, &mut findings);
        }
        open.aliases = aliases::apply(known.unwrap_or_default(), users, &mut reading, &mut findings);
        tables.into_iter().flatten().for_each(|rows: &Rows| rows.finish(&mut findings));
        let records = Some(reading.records()).filter(|records| *records > 0).unwrap_or_else(|| open.records());
        reading.sources.push(database.source(importer, records));
        reading.registrar = open.some();
    }
    reading.findings = findings.finish();
    reading
}
