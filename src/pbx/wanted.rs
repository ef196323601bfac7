//! What each account must be after the change, whatever the PBX calls it, and whether a reading of our files says so.

use std::collections::BTreeMap;

use super::codes;
use super::render::Input;
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
    let entries: BTreeMap<&Extension, &ExtensionEntry> = input.inventory.entries().map(|entry| (&entry.number, entry)).collect();
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

/// What of a change is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The account itself is not there.
    Account,
    Secret,
    Contacts,
    /// Nothing in particular: the file as a whole reads otherwise than it was meant.
    File,
}

/// Holds a reading of what was written against what each account should be; `expected` gives the secret as that importer keeps it.
/// Each extension that is not, once.
pub(super) fn faults<'w, 'a>(
    reading: &Reading,
    written: impl IntoIterator<Item = &'w Wanted<'a>>,
    expected: impl Fn(&Wanted<'_>) -> Option<String>,
) -> BTreeMap<Extension, Finding>
where
    'a: 'w,
{
    let read: BTreeMap<&Extension, &Account> =
        reading.extensions.iter().filter_map(|entry| Some((&entry.number, entry.account.as_deref()?))).collect();
    let fault = |wanted: &Wanted| -> Option<Fault> {
        let Some(account) = read.get(&wanted.change.extension) else { return Some(Fault::Account) };
        let secret = match &account.auth {
            AuthState::Present { secret, .. } => reading.secrets.get(secret).map(Secret::expose),
            AuthState::Open | AuthState::Missing { .. } => None,
        };
        if expected(wanted).is_some_and(|expected| secret != Some(expected.as_str())) {
            return Some(Fault::Secret);
        }
        let room = match &account.aor {
            AorState::Present { max_contacts, .. } if !wanted.change.aor_options.is_empty() => {
                *max_contacts >= wanted.change.max_contacts_to
            }
            _ => true,
        };
        (!room).then_some(Fault::Contacts)
    };
    let one = |wanted: &Wanted<'a>| Some((wanted.change.extension.clone(), not_in_force(wanted, fault(wanted)?)));
    written.into_iter().filter_map(one).collect()
}

/// Names the extension, what is not as it should be, and where the export has it.
pub(super) fn not_in_force(wanted: &Wanted, fault: Fault) -> Finding {
    let account = wanted.account;
    let (at, en, de) = match (fault, &account.auth, &account.aor) {
        (Fault::Secret, AuthState::Present { secret_at, .. }, _) => {
            (secret_at, "its password is not the new one", "ist sein Kennwort nicht das neue")
        }
        (Fault::Secret, ..) => (&account.endpoint.at, "it has no password", "hat es kein Kennwort"),
        (Fault::Contacts, _, AorState::Present { max_contacts_at: Some(at), .. }) => {
            (at, "`max_contacts` is below what the change sets", "liegt `max_contacts` unter dem, was die Änderung setzt")
        }
        (Fault::Contacts, ..) => (
            &account.endpoint.at,
            "`max_contacts` is below what the change sets",
            "liegt `max_contacts` unter dem, was die Änderung setzt",
        ),
        (Fault::Account, ..) => (&account.endpoint.at, "it is not there at all", "ist es gar nicht da"),
        (Fault::File, ..) => (&account.endpoint.at, "the file says something else", "sagt die Datei etwas anderes"),
    };
    let extension = &wanted.change.extension;
    let what = Words::new(
        format!("the change of `{extension}` is left out: read back with our reader of this PBX's files, {en}"),
        format!("die Änderung für `{extension}` fehlt: mit unserem Leser für die Dateien dieser Anlage zurückgelesen {de}"),
    );
    let todo = Words::new(
        "look for what the import named at this place of the PBX's export, mend it there, then import and convert again",
        "nach dem sehen, was der Import an dieser Stelle des Exports genannt hat, dort beheben, dann Import und Konvertierung wiederholen",
    );
    codes::NOT_IN_FORCE.finding(Some(at.clone()), what).about(extension.as_str()).todo(todo)
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
