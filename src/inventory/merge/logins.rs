//! Logins of hand-kept lists, compared with those of the telephone system. Passwords are compared here and never shown.

use super::apart;
use super::by_number::{self, ByNumber};
use super::extensions::{listed_only, resolve};
use crate::diag::{Listed, Words};
use crate::domain::{Extension, Secrets};
use crate::inventory::codes;
use crate::inventory::model::{AuthState, ExtensionEntry, ExtensionKind, Inventory, ListedLogin, Sourced};
use crate::inventory::password::Known;
use crate::inventory::staff::{AccountsList, ListedRow, codes as list_codes};
use crate::inventory::table::Collector;

/// Gives the extensions their listed logins, with the secrets under `list/<extension>`.
pub(super) fn assign(
    inventory: &mut Inventory,
    secrets: &mut Secrets,
    lists: Vec<AccountsList>,
    pbx: bool,
    findings: &mut Collector,
) {
    if lists.iter().all(|list| list.source.is_none()) {
        return;
    }
    let mut by_number = by_number::taken(&mut inventory.extensions);
    for list in lists {
        for (number, row) in list.logins {
            let mut extension = Sourced::new(number, row.at.clone());
            if apart::is_ambiguous(&extension.value, &by_number) {
                let what = Words::new("the list of logins", "die Liste der Zugänge");
                findings.push(apart::thing(&what, &extension.value, &extension.at, &by_number));
                continue;
            }
            resolve(&mut extension, &by_number, pbx);
            one(&mut by_number, extension, row, secrets, pbx, findings);
        }
    }
    let missing: Vec<&ExtensionEntry> = by_number
        .values()
        .map(|entry| &**entry)
        .filter(|e| e.kind == ExtensionKind::Person && !e.persons.is_empty() && e.account.is_some() && e.listed.is_none())
        .collect();
    if let Some(first) = missing.first() {
        let listed = Listed::new(missing.iter().map(|e| e.number.as_str()), 5);
        let some = listed.counted();
        let words = Words::new(
            format!("extensions of people without a listed login: {some}; the telephone system's own serves"),
            format!("Nebenstellen von Personen ohne Zugang in der Liste: {some}; es gilt der der Anlage"),
        );
        findings.push(codes::LOGIN_MISSING.finding(Some(first.at.clone()), words).listing(listed));
    }
    inventory.extensions = by_number::list(by_number);
}

fn one(
    by_number: &mut ByNumber,
    extension: Sourced<Extension>,
    row: ListedRow,
    secrets: &mut Secrets,
    pbx: bool,
    findings: &mut Collector,
) {
    let number = extension.value;
    if pbx && by_number.get(&number).is_none_or(|e| e.account.is_none()) {
        findings.push(
            codes::LOGIN_UNKNOWN
                .finding(
                    Some(row.at.clone()),
                    Words::new(
                        format!("the telephone system has no extension `{number}`, but the list has a login for it"),
                        format!("die Anlage hat keine Nebenstelle `{number}`, die Liste aber einen Zugang dafür"),
                    ),
                )
                .about(number.as_str())
                .todo(Words::new(
                    "remove the row, or export the system again",
                    "die Zeile entfernen oder die Anlage neu exportieren",
                )),
        );
    }
    let entry = by_number.entry(number.clone()).or_insert_with(|| Box::new(listed_only(number.clone(), extension.at)));
    if let Some(first) = &entry.listed {
        let same = first.auth_user.value == row.auth_user.value && secrets.get(&first.secret) == Some(&row.secret);
        let (en, de) = if same {
            ("with the same login", "mit demselben Zugang")
        } else {
            ("with another login or password", "mit anderem Anmeldenamen oder Kennwort")
        };
        findings.push(
            list_codes::LOGIN_TWICE
                .finding(
                    Some(row.at),
                    Words::new(
                        format!("extension `{number}` stands in an earlier list as well, {en}; the earlier one was used"),
                        format!("Nebenstelle `{number}` steht auch in einer früheren Liste, {de}; verwendet wurde die frühere"),
                    ),
                )
                .about(number.as_str())
                .related(first.secret_at.clone(), Words::new("first here", "zuerst hier")),
        );
        return;
    }
    compare(entry, &row, secrets, findings);
    let secret = secrets.insert(format!("list/{number}"), row.secret);
    entry.listed = Some(ListedLogin { auth_user: row.auth_user, secret, secret_at: row.secret_at });
}

fn compare(entry: &ExtensionEntry, row: &ListedRow, secrets: &Secrets, findings: &mut Collector) {
    let Some(AuthState::Present { username, secret, secret_at, secret_cut_at, realm, .. }) =
        entry.account.as_ref().map(|a| &a.auth)
    else {
        return;
    };
    let number = &entry.number;
    if username.value != row.auth_user.value {
        let (ours, theirs) = (&username.value, &row.auth_user.value);
        findings.push(
            codes::LOGIN_NAME_DIFFERS
                .finding(
                    Some(row.auth_user.at.clone()),
                    Words::new(
                        format!("login name of `{number}` is `{theirs}` here and `{ours}` in the telephone system"),
                        format!("der Anmeldename von `{number}` ist hier `{theirs}` und in der Anlage `{ours}`"),
                    ),
                )
                .about(number.as_str())
                .related(username.at.clone(), Words::new("the telephone system's", "der der Anlage"))
                .todo(Words::new("correct the list", "die Liste berichtigen")),
        );
    }
    let Some(known) = secrets.get(secret) else { return };
    let there = Known { state: secret.state, secret: known, username: &username.value, realm: realm.as_deref() };
    if there.is(&row.secret) != Some(false) {
        return;
    }
    let cut = secret_cut_at.is_some() && row.secret.expose().starts_with(known.expose());
    let (en, de) = if cut {
        (
            format!("password of `{number}` is longer here: a `;` cuts it in the telephone system's configuration"),
            format!("das Kennwort von `{number}` ist hier länger: ein `;` schneidet es in der Konfiguration der Anlage ab"),
        )
    } else {
        (
            format!("password of `{number}` is not the telephone system's"),
            format!("das Kennwort von `{number}` ist nicht das der Anlage"),
        )
    };
    let there = secret_cut_at.as_ref().filter(|_| cut).unwrap_or(secret_at).clone();
    findings.push(
        codes::LOGIN_SECRET_DIFFERS
            .finding(Some(row.secret_at.clone()), Words::new(en, de))
            .about(number.as_str())
            .related(there, Words::new("the telephone system's", "das der Anlage"))
            .todo(if cut {
                Words::new(
                    "write `\\;` in the telephone system's configuration",
                    "in der Konfiguration der Anlage `\\;` schreiben",
                )
            } else {
                Words::new("correct the one that is old", "das veraltete berichtigen")
            }),
    );
}
