//! Lists of SIP logins that somebody keeps by hand: extension, login name, password.
//!
//! No cell of such a list is ever quoted in a finding, except extensions and login names that look like ones:
//! a shifted row would otherwise show a password.

use std::collections::BTreeMap;

use super::header::Field;
use super::{ListFile, codes, column_missing, titles};
use crate::diag::{Finding, Place, Severity, Words};
use crate::domain::{Extension, Secret};
use crate::inventory::model::{Source, Sourced};
use crate::inventory::numbers::{self, Number};
use crate::inventory::table::{self, Collector, Row, Secrecy, Table};
use crate::policy::site::Numbers;

/// What a list of logins says. Holds passwords: never printed, see [`Secret`].
#[derive(Debug, Clone)]
pub struct AccountsList {
    pub source: Option<Source>,
    /// By extension, the first row of each.
    pub logins: BTreeMap<Extension, ListedRow>,
    pub findings: Vec<Finding>,
}

/// One login.
#[derive(Debug, Clone)]
pub struct ListedRow {
    pub auth_user: Sourced<String>,
    pub secret: Secret,
    pub secret_at: Place,
    pub at: Place,
}

/// Reads one list of logins.
#[must_use]
pub fn read_accounts(list: &ListFile<'_>, plan: &Numbers) -> AccountsList {
    let mut findings = Collector::default();
    let mut out = AccountsList { source: None, logins: BTreeMap::new(), findings: Vec::new() };
    if let Some(opened) = table::open(list, titles::known, Secrecy::Secret, &mut findings) {
        titles::some_header(list.file, &opened.tables, &mut findings);
        for table in &opened.tables {
            let Some((header_row, header)) = titles::header(table, &mut findings) else { continue };
            let extension = header.get(Field::Extension).or_else(|| header.get(Field::Phone));
            let columns = (extension, header.get(Field::Login), header.get(Field::Password));
            let (Some(extension), Some(login), Some(password)) = columns else {
                let at = table.place(table.rows[header_row].line, 1);
                for (column, title, en, de) in [
                    (columns.0, "Nebenstelle", "extensions", "Nebenstellen"),
                    (columns.1, "Anmeldename", "login names", "Anmeldenamen"),
                    (columns.2, "Kennwort", "passwords", "Kennwörter"),
                ] {
                    if column.is_none() {
                        findings.push(column_missing(at.clone(), title, en, de));
                    }
                }
                continue;
            };
            for row in table.rows.iter().skip(header_row + 1).filter(|row| !row.is_blank()) {
                read_row(table, row, (extension, login, password), plan, &mut out.logins, &mut findings);
            }
        }
        out.source = Some(opened.source("accounts", out.logins.len()));
    }
    out.findings = findings.finish();
    if out.logins.is_empty() && !out.findings.iter().any(|finding| finding.severity == Severity::Error) {
        let words = Words::new("the list has column titles but no logins", "die Liste hat Spaltentitel, aber keine Zugänge");
        out.findings.push(codes::LIST_EMPTY.finding(Some(Place::file(list.file)), words));
    }
    out
}

fn read_row(
    table: &Table,
    row: &Row,
    (extension, login, password): (usize, usize, usize),
    plan: &Numbers,
    logins: &mut BTreeMap<Extension, ListedRow>,
    findings: &mut Collector,
) {
    let at = table.place_in(row, extension);
    let number = numbers::read(row.text(extension), plan).ok().and_then(|cell| match cell.numbers.as_slice() {
        [Number::Internal { extension, .. }] => Some(extension.clone()),
        _ => None,
    });
    let Some(number) = number else {
        findings.push(incomplete(at, "no extension that could be read", "keine lesbare Nebenstelle"));
        return;
    };
    // Blanks may belong to a password; only a row end may have added some.
    let secret = row.get(password).map(|c| c.text.as_str()).unwrap_or_default();
    let auth_user = row.text(login);
    let missing = match (auth_user.is_empty(), secret.trim().is_empty()) {
        (false, false) => None,
        (true, false) => Some(("no login name", "kein Anmeldename", login)),
        (false, true) => Some(("no password", "kein Kennwort", password)),
        (true, true) => Some(("neither login name nor password", "weder Anmeldename noch Kennwort", login)),
    };
    if let Some((en, de, column)) = missing {
        findings.push(incomplete(table.place_in(row, column), en, de).about(number.as_str()));
        return;
    }
    let entry = ListedRow {
        auth_user: Sourced::new(auth_user.to_owned(), table.place_in(row, login)),
        secret: Secret::new(secret),
        secret_at: table.place_in(row, password),
        at: at.clone(),
    };
    if let Some(first) = logins.get(&number) {
        let same = first.auth_user.value == entry.auth_user.value && first.secret == entry.secret;
        let (en, de) = if same {
            ("with the same login", "mit demselben Zugang")
        } else {
            ("with another login or password", "mit anderem Anmeldenamen oder Kennwort")
        };
        findings.push(
            codes::LOGIN_TWICE
                .finding(
                    Some(at),
                    Words::new(
                        format!("extension `{number}` stands in the list twice, {en}; the first row was used"),
                        format!("Nebenstelle `{number}` steht zweimal in der Liste, {de}; verwendet wurde die erste Zeile"),
                    ),
                )
                .about(number.as_str())
                .related(first.at.clone(), Words::new("first here", "zuerst hier")),
        );
        return;
    }
    logins.insert(number, entry);
}

fn incomplete(at: Place, en: &str, de: &str) -> Finding {
    codes::LOGIN_INCOMPLETE
        .finding(
            Some(at),
            Words::new(format!("{en} in this row; it was not used"), format!("{de} in dieser Zeile; sie wurde nicht verwendet")),
        )
        .todo(Words::new("complete or remove the row", "die Zeile ergänzen oder entfernen"))
}
