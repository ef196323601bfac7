//! What each account must be after the change, whatever the PBX calls it, and whether a reading of our files says so.

use std::collections::BTreeMap;

use super::codes;
use super::render::{Input, PbxOutput};
use crate::diag::{CodePage, Finding, Words};
use crate::domain::{Extension, Secret};
use crate::inventory::model::{Account, AorState, AuthState, ExtensionEntry};
use crate::inventory::reading::Reading;
use crate::plan::model::PbxChange;

/// A change and what the inventory knows of its account.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub change: &'a PbxChange,
    pub account: &'a Account,
    /// The new password; none: it stays.
    pub password: Option<&'a Secret>,
}

/// All changes, in the order of the plan.
pub(super) fn all(input: Input<'_>) -> Vec<Wanted<'_>> {
    let entries: BTreeMap<&Extension, &ExtensionEntry> =
        input.inventory.extensions.iter().map(|entry| (&entry.number, entry)).collect();
    let wanted = |change| -> Option<Wanted<'_>> {
        let change: &PbxChange = change;
        let account = entries.get(&change.extension)?.account.as_ref()?;
        let password = change.auth.as_ref().and_then(|auth| input.secrets.get(&auth.secret));
        Some(Wanted { change, account, password })
    };
    input.plan.pbx_changes.iter().filter_map(wanted).collect()
}

impl Wanted<'_> {
    /// How many devices may register now, where the export tells.
    pub(super) fn contacts(&self) -> Option<(u32, bool)> {
        match &self.account.aor {
            AorState::Present { max_contacts, remove_existing, .. } => Some((*max_contacts, *remove_existing)),
            _ => None,
        }
    }

    /// The password or digest in force, as the import found it.
    pub(super) fn secret_now<'s>(&self, input: Input<'s>) -> Option<&'s str> {
        let auth = self.change.auth.as_ref()?;
        input.secrets.get(&auth.replaces).map(Secret::expose)
    }
}

/// Holds a reading of what was written against what each account should be; `expected` gives the secret as that importer keeps it.
pub(super) fn compare(
    reading: &Reading,
    written: &[Wanted<'_>],
    expected: impl Fn(&Wanted<'_>) -> Option<String>,
    output: &mut PbxOutput,
) -> bool {
    let mut whole = true;
    for wanted in written {
        let account =
            reading.extensions.iter().find(|entry| entry.number == wanted.change.extension).and_then(|e| e.account.as_ref());
        let secret = match account.map(|account| &account.auth) {
            Some(AuthState::Present { secret, .. }) => reading.secrets.get(secret).map(Secret::expose),
            _ => None,
        };
        let right = expected(wanted).is_none_or(|expected| secret == Some(expected.as_str()));
        let contacts = match account.map(|account| &account.aor) {
            Some(AorState::Present { max_contacts, .. }) if !wanted.change.aor_options.is_empty() => {
                *max_contacts >= wanted.change.max_contacts_to
            }
            _ => true,
        };
        if account.is_none() || !right || !contacts {
            whole = false;
            output.findings.push(not_in_force(&wanted.change.extension));
        }
    }
    whole
}

pub(super) fn not_in_force(extension: &Extension) -> Finding {
    let what = Words::new(
        "read back with our reader of this PBX's files, the change is not in force",
        "mit unserem Leser für die Dateien dieser Anlage zurückgelesen ist die Änderung nicht in Kraft",
    );
    let todo = Words::new(
        "look for what the import named in the export of the PBX, mend it there, then import and convert again",
        "nach dem sehen, was der Import im Export der Anlage genannt hat, dort beheben, dann Import und Konvertierung wiederholen",
    );
    codes::NOT_IN_FORCE.finding(None, what).about(extension.as_str()).todo(todo)
}

/// One finding for all extensions with the same trouble, at most four by name.
pub(super) fn many(page: &CodePage, extensions: &[Extension], (en, de): (&str, &str), todo: Words) -> Option<Finding> {
    const SHOWN: usize = 4;
    let (first, n) = (extensions.first()?, extensions.len());
    let names: Vec<String> = extensions.iter().take(SHOWN).map(|extension| format!("`{extension}`")).collect();
    let names = names.join(", ");
    let (more_en, more_de) = match n.saturating_sub(SHOWN) {
        0 => (String::new(), String::new()),
        more => (format!(" and {more} more"), format!(" und {more} weitere")),
    };
    let what = Words::new(format!("{en}: {names}{more_en}"), format!("{de}: {names}{more_de}"));
    let finding = page.finding(None, what).todo(todo);
    Some(if n == 1 { finding.about(first.as_str()) } else { finding })
}

pub(super) fn unwritable(extension: &Extension, name: &str) -> Finding {
    let what = Words::new(
        format!("the name or value `{name}` cannot be written so that every database reads it alike"),
        format!("Name oder Wert `{name}` lässt sich nicht so schreiben, dass jede Datenbank ihn gleich liest"),
    );
    let todo = Words::new("rename it on the PBX", "auf der Anlage umbenennen");
    codes::UNWRITABLE.finding(None, what).about(extension.as_str()).todo(todo)
}
