//! Columns that Asterisk's tables have, and those that a change would need: a table made for an older Asterisk lacks some.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use crate::diag::{Finding, Listed, Words};
use crate::domain::Extension;
use crate::inventory::asterisk;

/// Columns by table.
pub(super) struct Columns(BTreeMap<String, BTreeSet<String>>);

/// Extensions by table and column.
pub(super) type Lacking = BTreeMap<(String, String), Vec<Extension>>;

impl Columns {
    pub(super) fn of(sources: &[(String, Vec<u8>)]) -> Self {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, bytes) in sources {
            for (table, columns) in asterisk::realtime_columns(name, bytes) {
                all.entry(table).or_default().extend(columns);
            }
        }
        Self(all)
    }

    /// Of a table that no source shows everything is taken for granted.
    pub(super) fn has(&self, table: &str, column: &str) -> bool {
        self.0.get(table).is_none_or(|columns| columns.is_empty() || columns.contains(column))
    }
}

/// What would add the columns, one statement for each. Wide enough for every value that Asterisk takes.
pub(super) fn alters(lacking: &Lacking) -> Vec<String> {
    let kind = |column: &str| match column {
        "rtp_keepalive" | "device_state_busy_at" | "max_contacts" => "INTEGER",
        "password" => "VARCHAR(80)",
        "media_encryption" | "transport" => "VARCHAR(40)",
        _ => "VARCHAR(5)",
    };
    lacking.keys().map(|(table, column)| format!("ALTER TABLE {table} ADD COLUMN {column} {};", kind(column))).collect()
}

/// One finding for each table; `stuck` are extensions without a place for their password.
pub(super) fn missing(lacking: &Lacking, stuck: &[Extension]) -> Vec<Finding> {
    let tables: BTreeSet<&String> = lacking.keys().map(|(table, _)| table).collect();
    let one = |table: &String| {
        let of_table: Lacking =
            lacking.iter().filter(|((name, _), _)| name == table).map(|(key, lines)| (key.clone(), lines.clone())).collect();
        let names: Vec<String> = of_table.keys().map(|(_, column)| format!("`{column}`")).collect();
        let lines: BTreeSet<&Extension> = of_table.values().flatten().collect();
        let (names, statements) = (names.join(", "), alters(&of_table).join(" "));
        let (more_en, more_de) = if stuck.is_empty() || !of_table.keys().any(|(_, column)| column == "password") {
            ("", "")
        } else {
            (
                "; without a password nothing is changed for these extensions",
                "; ohne Kennwort wird für diese Nebenstellen nichts geändert",
            )
        };
        let what = Words::new(
            format!("table `{table}` of the export has no column {names}, so these options are not written{more_en}"),
            format!(
                "die Tabelle `{table}` im Export hat keine Spalte {names}, also werden diese Einstellungen nicht geschrieben{more_de}"
            ),
        );
        let todo = Words::new(
            format!(
                "add them on the database and export again: `{statements}`; or let the tables be brought up to date by `alembic` of Asterisk's sources"
            ),
            format!(
                "sie in der Datenbank ergänzen und neu exportieren: `{statements}`; oder die Tabellen mit `alembic` aus Asterisks Quellen erneuern"
            ),
        );
        let listed = Listed::new(lines.into_iter().map(Extension::as_str), 4);
        codes::COLUMN_MISSING.finding(None, what).todo(todo).listing(listed)
    };
    tables.into_iter().map(one).collect()
}
