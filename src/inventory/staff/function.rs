//! Rows of staff lists that name a function and not a person.

use super::codes;
use crate::diag::{Finding, Place, Words};
use crate::domain::Extension;
use crate::inventory::kind::{self, fold};
use crate::inventory::model::ExtensionKind;

/// Words that speak of a function in a staff list, where the row has neither first name nor staff number.
const THINGS: [&str; 22] = [
    "kasse",
    "ecterminal",
    "terminal",
    "frankiermaschine",
    "kopierer",
    "drucker",
    "modem",
    "reserve",
    "testapparat",
    "buergerservice",
    "infotheke",
    "erstehilfe",
    // Posts, and nobody in particular.
    "sekretariat",
    "vorzimmer",
    "team",
    "buero",
    "azubi",
    "azubis",
    "auszubildende",
    "praktikant",
    "praktikanten",
    "praktikum",
];

/// A post that nobody has: as `N.N.`
const VACANT: [&str; 2] = ["vakant", "unbesetzt"];

/// Why the extension of such a post is kept.
#[must_use]
pub(super) fn vacant() -> Words {
    Words::new("a vacant post, whose extension is kept", "eine unbesetzte Stelle, deren Nebenstelle bleibt")
}

#[must_use]
pub(super) fn vacant_without_number() -> Words {
    Words::new("a vacant post without an extension", "eine unbesetzte Stelle ohne Nebenstelle")
}

/// The kind a name speaks of, and why.
#[must_use]
pub(super) fn kind_of(name: &str) -> Option<(ExtensionKind, Words)> {
    if let Some(found) = kind::by_name(name) {
        return Some((found.kind, found.reason));
    }
    if name.split(|c: char| !c.is_alphanumeric()).any(|word| VACANT.contains(&fold(word).as_str())) {
        return Some((ExtensionKind::Unknown, vacant()));
    }
    let word = name.split(|c: char| !c.is_alphanumeric()).find(|word| THINGS.contains(&fold(word).as_str()))?;
    Some((ExtensionKind::Function, kind::name_contains(word)))
}

/// A row that names a function, with its number as subject where it has one.
#[must_use]
pub(in crate::inventory) fn listed(name: &str, reason: &Words, number: Option<&Extension>, at: &Place) -> Finding {
    let finding = codes::FUNCTION_LISTED.finding(
        Some(at.clone()),
        Words::new(
            format!("`{name}` is a function and no person: {}", reason.en),
            format!("`{name}` ist eine Funktion und keine Person: {}", reason.de),
        ),
    );
    match number {
        Some(number) => finding.about(number.as_str()),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_people() {
        for (name, kind) in [
            ("Fax Poststelle", Some(ExtensionKind::Fax)),
            ("Türsprechstelle Nord", Some(ExtensionKind::Door)),
            ("Aufzug Notruf", Some(ExtensionKind::LiftAlarm)),
            ("Besprechung 1.07", Some(ExtensionKind::MeetingRoom)),
            ("EC Terminal", Some(ExtensionKind::Function)),
            ("Kasse 2", Some(ExtensionKind::Function)),
            ("vakant", Some(ExtensionKind::Unknown)),
            ("Stelle unbesetzt", Some(ExtensionKind::Unknown)),
            ("Sekretariat Fr. Huber", Some(ExtensionKind::Function)),
            ("Team Hochbau", Some(ExtensionKind::Function)),
            ("Azubi Bauamt", Some(ExtensionKind::Function)),
            ("Kassel", None),
            ("Torsten Türk", None),
            ("Müller", None),
        ] {
            assert_eq!(kind_of(name).map(|(kind, _)| kind), kind, "{name}");
        }
    }
}
