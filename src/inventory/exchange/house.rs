//! Tables of the house and its units: rooms, departments, mailboxes.

use super::columns::{Column, Form, derived, locked, open};
use super::forms::{document_word, room_kind_word, yes_no};
use super::sheets::{Record, Value, extra, plain, sourced};
use crate::inventory::model::{DepartmentEntry, Mailbox, Room, Sourced};

pub(super) const ROOMS: &[Column] = &[
    locked("id", "Room ID", "Raum-Kennung", Form::Text),
    open("site", "Premises", "Liegenschaft", Form::Text),
    open("building", "Building", "Gebäude", Form::Code),
    open("floor", "Floor", "Etage", Form::Code),
    open("number", "Room number", "Raumnummer", Form::Code),
    open("title", "Name of the room", "Raumbezeichnung", Form::Text),
    open("kind", "Kind of room", "Raumart", Form::RoomKind),
    open("capacity", "Desks", "Arbeitsplätze", Form::Count),
    open("phones_allowed", "Telephones allowed", "Telefon erlaubt", Form::YesNo),
    derived("persons", "Persons there", "Personen dort"),
    open("notes", "Notes", "Bemerkung", Form::Text),
    locked("extra", "Other columns", "Weitere Spalten", Form::Text),
];

pub(super) const DEPARTMENTS: &[Column] = &[
    locked("id", "Department ID", "Dienststellen-Kennung", Form::Text),
    locked("name", "Name of the department", "Name der Dienststelle", Form::Text),
    open("short", "Short form", "Kurzform", Form::Code),
    open("parent", "Part of", "Teil von", Form::Department),
    locked("aliases", "Other spellings", "Andere Schreibweisen", Form::Text),
    derived("persons", "Number of persons", "Zahl der Personen"),
];

pub(super) const MAILBOXES: &[Column] = &[
    locked("id", "Mailbox ID", "Sprachbox-Kennung", Form::Text),
    open("name", "Name of the mailbox", "Name der Sprachbox", Form::Text),
    open("email", "Mail to", "Mail an", Form::Mail),
    locked("pin", "PIN", "PIN", Form::SecretState),
    derived("extensions", "Extensions of the mailbox", "Nebenstellen der Sprachbox"),
    locked("options", "Settings", "Einstellungen", Form::Text),
];

#[must_use]
pub(super) fn room_record(room: &Room) -> Record {
    let kind = room.kind.as_ref().map(|kind| Sourced::new(room_kind_word(kind.value), kind.at.clone()));
    let phones = room.phones_allowed.as_ref().map(|phones| Sourced::new(yes_no(phones.value), phones.at.clone()));
    let persons: Vec<&str> = room.persons.iter().map(crate::domain::PersonId::as_str).collect();
    let values = vec![
        plain(room.name.as_str()),
        sourced(room.site.as_ref()),
        sourced(room.building.as_ref()),
        sourced(room.floor.as_ref()),
        sourced(room.number.as_ref()),
        sourced(room.title.as_ref()),
        sourced(kind.as_ref()),
        sourced(room.capacity.as_ref()),
        sourced(phones.as_ref()),
        plain(&persons.join(", ")),
        sourced(room.notes.as_ref()),
        extra(&room.extra),
    ];
    Record { values, at: room.at.clone() }
}

/// Two departments may each have a `Team 1`.
#[must_use]
pub(super) fn department_id(unit: &DepartmentEntry) -> String {
    match &unit.within {
        Some(department) => format!("{department} / {}", unit.name),
        None => unit.name.to_string(),
    }
}

#[must_use]
pub(super) fn department_record(unit: &DepartmentEntry) -> Record {
    let aliases: Vec<&str> = unit.aliases.iter().map(|alias| alias.value.as_str()).collect();
    let at = unit.aliases.first().map(|alias| alias.at.clone());
    let values = vec![
        plain(&department_id(unit)),
        plain(unit.name.as_str()),
        sourced(unit.short.as_ref()),
        sourced(unit.parent.as_ref()),
        Value::new(&aliases.join("; "), at),
        plain(&unit.persons.to_string()),
    ];
    Record { values, at: unit.at.clone() }
}

#[must_use]
pub(super) fn mailbox_id(mailbox: &Mailbox) -> String {
    format!("{}@{}", mailbox.number, mailbox.context)
}

/// Of the PIN only whether it is known.
#[must_use]
pub(super) fn mailbox_record(mailbox: &Mailbox) -> Record {
    let pin = mailbox.pin.as_ref().map(|pin| document_word(pin.state)).unwrap_or_default();
    let extensions: Vec<&str> = mailbox.extensions.iter().map(crate::domain::Extension::as_str).collect();
    let values = vec![
        plain(&mailbox_id(mailbox)),
        sourced(mailbox.name.as_ref()),
        sourced(mailbox.email.as_ref()),
        plain(&pin),
        plain(&extensions.join(", ")),
        extra(&mailbox.options),
    ];
    Record { values, at: mailbox.at.clone() }
}
