//! A mapping applied to a list: people, extensions, devices or rooms.

use std::collections::BTreeMap;

use super::codes;
use super::field::MappedField;
use super::lay_out::{LaidOut, lay_out};
use super::model::{Mapping, What};
use super::shapes::looks_secret;
use crate::diag::{Finding, Place, Severity, Words};
use crate::domain::{Extension, Secret, SecretRef, SecretState, Secrets};
use crate::inventory::devices::{self, DeviceField};
use crate::inventory::formats::Given;
use crate::inventory::kind;
use crate::inventory::model::{Account, AorState, AuthState, CallerIds, ExtensionEntry, ExtensionKind, Extra, Mailbox, Sourced};
use crate::inventory::numbers::{self, Number, NumberError};
use crate::inventory::reading::Reading;
use crate::inventory::rooms::{self, RoomField};
use crate::inventory::secrecy;
use crate::inventory::staff::{self, Function, HeaderMap, RoomForms};
use crate::inventory::table::kept::{self, Weighed};
use crate::inventory::table::{self, Cell, Collector, Row, Table};
use crate::policy::site::Numbers;

/// Reads a list by a mapping. What cannot be used is a finding; nothing is dropped in silence.
#[must_use]
pub fn read(mapping: &Mapping, given: &Given<'_>) -> Reading {
    let mut findings = Collector::default();
    if !mapping.confirmed {
        let name = mapping.name.as_deref().unwrap_or(&mapping.file);
        findings.push(
            codes::UNCONFIRMED
                .finding(
                    Some(Place::file(given.list.file)),
                    Words::new(
                        format!("read by the mapping `{name}`, which was never tried on a real export"),
                        format!("gelesen mit der Zuordnung `{name}`, die nie an einem echten Export erprobt wurde"),
                    ),
                )
                .todo(Words::new("compare some rows with the telephone system", "einige Zeilen mit der Anlage vergleichen")),
        );
    }
    let Some(LaidOut { tables, source, mut extra }) = lay_out(mapping, given, &mut findings) else {
        return Reading { findings: findings.finish(), ..Reading::default() };
    };
    let mut out = Reading { sources: vec![source], ..Reading::default() };
    match mapping.what {
        What::People => tables.into_iter().for_each(|table| people(mapping, table, given.plan, &mut out, &mut findings)),
        What::Extensions => extensions(mapping, &tables, given, &mut out, &mut findings),
        What::Devices => {
            let fields: Vec<(DeviceField, usize)> =
                fields(mapping).filter_map(|(index, field)| field.of_device().map(|field| (field, index))).collect();
            let mut rows = devices::Rows::new(given.plan);
            for table in &tables {
                rows.begin(table, &fields);
                for row in &table.rows {
                    let extra = extra.remove(&table.place_of_row(row).row()).unwrap_or_default();
                    rows.add(table, row, &fields, extra, &mut findings);
                }
            }
            out.devices = rows.finish(&mut findings);
        }
        What::Rooms => {
            let fields: Vec<(RoomField, usize)> =
                fields(mapping).filter_map(|(index, field)| field.of_room().map(|field| (field, index))).collect();
            let mut rows = rooms::Rows::default();
            for table in &tables {
                rows.begin(table, &fields);
                for row in &table.rows {
                    let extra = extra.remove(&table.place_of_row(row).row()).unwrap_or_default();
                    rows.add(table, row, &fields, extra, &mut findings);
                }
            }
            out.rooms = rows.finish();
        }
    }
    keep(&mut out, extra);
    out.sources[0].records = if mapping.what == What::Rooms { out.rooms.len() } else { out.records() };
    out.findings = findings.finish();
    if out.is_empty() && !out.findings.iter().any(|finding| finding.severity == Severity::Error) {
        out.findings.push(staff::codes::LIST_EMPTY.finding(
            Some(Place::file(given.list.file)),
            Words::new("the list has no rows for this mapping", "die Liste hat keine Zeilen für diese Zuordnung"),
        ));
    }
    out
}

/// What the rows hold beside the columns of the mapping.
fn keep(out: &mut Reading, mut extra: BTreeMap<Place, Extra>) {
    let people = out.people.iter_mut().map(|entry| (&entry.person.at, &mut entry.person.extra));
    let functions = out.functions.iter_mut().map(|function| (&function.at, &mut function.extra));
    let extensions = out.extensions.iter_mut().map(|entry| (&entry.at, &mut entry.extra));
    for (at, kept) in people.chain(functions).chain(extensions) {
        if let Some(found) = extra.remove(&at.row()) {
            kept.join(found);
        }
    }
}

/// Index in the laid out table and field; constants stand behind the columns and so count only where a column is missing.
fn fields(mapping: &Mapping) -> impl Iterator<Item = (usize, MappedField)> {
    let columns = mapping.columns.iter().map(|column| column.field);
    columns.chain(mapping.constants.iter().map(|(field, _)| *field)).enumerate()
}

/// The first filled cell of a field.
fn cell<'r>(mapping: &Mapping, row: &'r Row, wanted: MappedField) -> Option<&'r Cell> {
    fields(mapping)
        .filter(|(_, field)| *field == wanted)
        .filter_map(|(index, _)| row.get(index))
        .find(|cell| !cell.text.trim().is_empty())
}

fn value(mapping: &Mapping, table: &Table, row: &Row, wanted: MappedField) -> Option<Sourced<String>> {
    let cell = cell(mapping, row, wanted)?;
    let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Sourced::new(text, table.place_of(cell)))
}

/// The kind that a rule gives a row, and why.
fn kind_by_rule(mapping: &Mapping, row: &Row) -> Option<(ExtensionKind, Words)> {
    let rule = mapping
        .kinds
        .iter()
        .find(|rule| fields(mapping).any(|(index, field)| field == rule.field && rule.test.fits(row.text(index))))?;
    let (field, pattern) = (rule.field.word(), &rule.test.0);
    let reason = Words::new(format!("mapping: `{field}` is `{pattern}`"), format!("Zuordnung: `{field}` ist `{pattern}`"));
    Some((rule.kind, reason))
}

fn internal(text: &str, plan: &Numbers) -> Option<Extension> {
    match numbers::read(text, plan).ok()?.numbers.as_slice() {
        [Number::Internal { extension, .. }, ..] => Some(extension.clone()),
        _ => None,
    }
}

fn people(mapping: &Mapping, mut table: Table, plan: &Numbers, out: &mut Reading, findings: &mut Collector) {
    use MappedField as F;
    let rows = std::mem::take(&mut table.rows);
    let width = fields(mapping).count();
    table.rows.push(Row { line: 0, width: 0, cells: (0..width).map(|index| Cell { index, ..Cell::default() }).collect() });
    for row in rows {
        let kind = kind_by_rule(mapping, &row).filter(|(kind, _)| *kind != ExtensionKind::Person);
        let Some((kind, reason)) = kind else {
            table.rows.push(row);
            continue;
        };
        let at = table.place_of_row(&row);
        let text = |field| value(mapping, &table, &row, field);
        let name = text(F::Name).or_else(|| text(F::Last)).unwrap_or_else(|| Sourced::new(String::new(), at.clone()));
        let number = text(F::Extension).or_else(|| text(F::Phone));
        let extension = number.and_then(|number| internal(&number.value, plan).map(|found| Sourced::new(found, number.at)));
        findings.push(staff::function_listed(&name.value, &reason, extension.as_ref().map(|found| &found.value), &at));
        let room = text(F::Room).and_then(|room| room.value.parse().ok().map(|found| Sourced::new(found, room.at)));
        let mac = text(F::Mac).and_then(|mac| staff::mac(&mac.value).map(|found| Sourced::new(found, mac.at)));
        let department = text(F::Department).and_then(|unit| unit.value.parse().ok().map(|found| Sourced::new(found, unit.at)));
        let inventory_no = text(F::Label);
        out.functions.push(Function { name, kind, extension, room, mac, inventory_no, department, extra: Extra::default(), at });
    }
    let header = HeaderMap::explicit(fields(mapping).map(|(index, field)| (index, field.word().to_owned(), field.of_person())));
    let mapped = staff::map(&mut table, 0, &header, plan, findings);
    out.people.extend(mapped.people);
    out.functions.extend(mapped.functions);
    out.rooms.extend(mapped.rooms);
    out.devices.extend(mapped.devices);
}

fn extensions(mapping: &Mapping, tables: &[Table], given: &Given<'_>, out: &mut Reading, findings: &mut Collector) {
    let mut seen: BTreeMap<Extension, Place> = BTreeMap::new();
    for table in tables {
        let column = fields(mapping).find(|(_, field)| *field == MappedField::Room).map(|(index, _)| index);
        let forms = column.map(|column| RoomForms::of(table, column)).unwrap_or_default();
        for row in &table.rows {
            let Some((number, at)) = number(mapping, table, row, given.plan, findings) else { continue };
            if let Some(first) = seen.get(&number) {
                findings.push(twice(&number, at, first));
                continue;
            }
            seen.insert(number.clone(), at.clone());
            let mut entry = extension(mapping, table, row, (number, at), given, &mut out.secrets, findings);
            beside(mapping, table, row, &forms, &mut entry, findings);
            if let (Some(address), Some(mail)) = (&entry.mailbox, value(mapping, table, row, MappedField::MailboxMail)) {
                let (number, context) = address.value.split_once('@').unwrap_or((&address.value, "default"));
                out.mailboxes.push(Mailbox { email: Some(mail), ..Mailbox::new(number, context, address.at.clone()) });
            }
            out.extensions.push(entry);
        }
    }
}

fn twice(number: &Extension, at: Place, first: &Place) -> Finding {
    codes::NUMBER_TWICE
        .finding(
            Some(at),
            Words::new(
                format!("extension `{number}` stands here a second time; the first row was used"),
                format!("Nebenstelle `{number}` steht hier zum zweiten Mal; verwendet wurde die erste Zeile"),
            ),
        )
        .about(number.as_str())
        .related(first.clone(), Words::new("first here", "zuerst hier"))
}

/// The number of a row and the place of the row.
fn number(mapping: &Mapping, table: &Table, row: &Row, plan: &Numbers, findings: &mut Collector) -> Option<(Extension, Place)> {
    let at = table.place_of_row(row);
    let Some(cell) = value(mapping, table, row, MappedField::Extension) else {
        findings.push(staff::codes::NUMBER_UNCLEAR.finding(
            Some(at),
            Words::new("the row has no number; it was not used", "die Zeile hat keine Nummer; sie wurde nicht verwendet"),
        ));
        return None;
    };
    // A telephone system's own list may have numbers outside of the plan.
    if let Some(number) = internal(&cell.value, plan).or_else(|| cell.value.parse().ok()) {
        return Some((number, at));
    }
    let range = numbers::read(&cell.value, plan) == Err(NumberError::AmbiguousRange);
    if range && !cell.value.chars().any(char::is_alphabetic) {
        let value = &cell.value;
        findings.push(staff::codes::NUMBER_RANGE.finding(
            Some(cell.at.clone()),
            Words::new(
                format!("`{value}` may be one number or a range; the row was not used"),
                format!("`{value}` kann eine Nummer oder ein Bereich sein; die Zeile wurde nicht verwendet"),
            ),
        ));
        return None;
    }
    // With shifted columns the cell may hold anything, also a password.
    let open = cell.value.len() <= 20 && cell.value.chars().any(|c| c.is_ascii_digit()) && !has_password(mapping);
    let name = name(mapping, table, row).filter(|name| !looks_secret(&name.value) && !secrecy::in_text(&name.value));
    let (en, de) = match name {
        _ if open => (format!("`{}`", cell.value), format!("`{}`", cell.value)),
        Some(Sourced { value, .. }) => (format!("the number of `{value}`"), format!("die Nummer von `{value}`")),
        None => ("the number of the row".to_owned(), "die Nummer der Zeile".to_owned()),
    };
    findings.push(staff::codes::NUMBER_UNCLEAR.finding(
        Some(cell.at),
        Words::new(
            format!("{en} is no extension; the row was not used"),
            format!("{de} ist keine Nebenstelle; die Zeile wurde nicht verwendet"),
        ),
    ));
    None
}

fn extension(
    mapping: &Mapping,
    table: &Table,
    row: &Row,
    (number, at): (Extension, Place),
    given: &Given<'_>,
    secrets: &mut Secrets,
    findings: &mut Collector,
) -> ExtensionEntry {
    use MappedField as F;
    let text = |field| value(mapping, table, row, field);
    let name = name(mapping, table, row);
    if let Some(name) = &name {
        staff::check_letters(name, findings);
    }
    let (kind, reason) = kind_by_rule(mapping, row).unwrap_or_else(|| {
        let found = kind::recognise(name.as_ref().map(|name| name.value.as_str()), None, None);
        (found.kind, found.reason)
    });
    let mut entry = ExtensionEntry::new(number, kind, reason, at);
    entry.account = account(mapping, table, row, &entry, given.list.file, secrets).map(Box::new);
    entry.mac = text(F::Mac).and_then(|mac| {
        let found = staff::mac(&mac.value);
        if found.is_none() {
            findings.push(staff::no_mac(&mac.value, mac.at.clone()));
        }
        found.map(|found| Sourced::new(found, mac.at))
    });
    entry.name = name;
    entry.mailbox = text(F::Mailbox);
    let (outgoing, emergency) = (text(F::OutgoingCallerId), text(F::EmergencyCallerId));
    entry.caller_id = CallerIds { outgoing, emergency, ..CallerIds::default() };
    entry.inventory_no = text(F::Label);
    entry
}

/// The name that the row gives its extension: the whole one, or `last, first`.
fn name(mapping: &Mapping, table: &Table, row: &Row) -> Option<Sourced<String>> {
    use MappedField as F;
    let text = |field| value(mapping, table, row, field);
    text(F::Name).or_else(|| {
        let (last, first) = (text(F::Last)?, text(F::First));
        Some(Sourced::new(first.map_or_else(|| last.value.clone(), |first| format!("{}, {}", last.value, first.value)), last.at))
    })
}

/// Room and department of the extension, and under its word each field of the mapping that an extension has no place for.
fn beside(mapping: &Mapping, table: &Table, row: &Row, forms: &RoomForms, entry: &mut ExtensionEntry, findings: &mut Collector) {
    use MappedField as F;
    const IN_ENTRY: [MappedField; 11] = [
        F::Extension,
        F::Mac,
        F::Mailbox,
        F::OutgoingCallerId,
        F::EmergencyCallerId,
        F::Label,
        F::AuthUser,
        F::Password,
        F::Department,
        F::Kind,
        F::Ignored,
    ];
    const BEFORE: [MappedField; 3] = [F::Building, F::Site, F::Floor];
    let mut used: Vec<MappedField> = IN_ENTRY.to_vec();
    used.extend(if cell(mapping, row, F::Name).is_some() { [F::Name, F::Name] } else { [F::Last, F::First] });
    if entry.mailbox.is_some() {
        used.push(F::MailboxMail);
    }
    entry.department = value(mapping, table, row, F::Department).and_then(|unit| {
        staff::check_letters(&unit, findings);
        unit.value.parse().ok().map(|found| Sourced::new(found, unit.at))
    });
    if let Some(room) = value(mapping, table, row, F::Room).filter(|room| !table::is_placeholder(&room.value)) {
        let nature = cell(mapping, row, F::Room).map(|cell| cell.nature.clone()).unwrap_or_default();
        let before: Vec<String> =
            BEFORE.into_iter().filter_map(|field| value(mapping, table, row, field)).map(|part| part.value).collect();
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        let room = staff::typed_room(&nature, room, forms, findings);
        let room = room.and_then(|room| Some(Sourced::new(rooms::composed(&before, &room.value).parse().ok()?, room.at)));
        entry.room = room;
        used.push(F::Room);
        if entry.room.is_some() {
            used.extend(BEFORE);
        }
    }
    for (index, field) in fields(mapping).filter(|(_, field)| !used.contains(field)) {
        let Some(cell) = row.get(index).filter(|cell| !table::is_nothing(&cell.text)) else { continue };
        if let Weighed::Kept(value) | Weighed::Cut(value) = kept::weigh(&cell.text, table.place_of(cell)) {
            entry.extra.add(&kept::key(field.word()), value);
        }
    }
}

fn has_password(mapping: &Mapping) -> bool {
    mapping.columns.iter().any(|column| column.field == MappedField::Password)
}

/// The login, where the mapping names columns for one.
fn account(
    mapping: &Mapping,
    table: &Table,
    row: &Row,
    entry: &ExtensionEntry,
    file: &str,
    secrets: &mut Secrets,
) -> Option<Account> {
    use MappedField as F;
    if !fields(mapping).any(|(_, field)| matches!(field, F::AuthUser | F::Password)) {
        return None;
    }
    let number = Sourced::new(entry.number.to_string(), entry.at.clone());
    let username = value(mapping, table, row, F::AuthUser).unwrap_or_else(|| number.clone());
    let key = format!("pbx/mapping/{file}/{}", entry.number);
    // Blanks may belong to a password.
    let (secret, secret_at) = match cell(mapping, row, F::Password) {
        Some(cell) => (secrets.insert(key, Secret::new(cell.text.as_str())), table.place_of(cell)),
        None => (SecretRef { state: SecretState::Unavailable, key: key.into() }, entry.at.clone()),
    };
    Some(Account {
        endpoint: number.clone(),
        context: None,
        transport: None,
        auth: AuthState::Present {
            name: number,
            username,
            secret,
            secret_at,
            secret_cut_at: None,
            realm: None,
            algorithms: Vec::new(),
        },
        aor: AorState::Untold,
        loads: true,
        media: Extra::default(),
    })
}
