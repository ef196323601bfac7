//! The inventory as tables of cells, each with its origin.

use super::columns::Subject;
use super::forms::{
    days_inside, device_kind_word, document_word, employment_word, extension_kind_word, home_word, numbers_inside, yes_no,
};
use super::stamp;
use super::tabled::Tabled;
use crate::diag::{Finding, Place, Words};
use crate::inventory::exchange::codes;
use crate::inventory::model::{
    AorState, AuthState, Days, Device, DeviceLine, ExtensionEntry, Extra, Inventory, Person, Ring, Sourced, Spelling,
};

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub subject: Subject,
    /// In the order of the inventory.
    pub records: Vec<Record>,
}

/// One row: a cell for each column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub values: Vec<Value>,
    /// First mention.
    pub at: Place,
}

impl Record {
    /// The key of the row.
    #[must_use]
    pub fn id(&self) -> &str {
        self.values.first().map_or("", |value| value.text.as_str())
    }

    /// What the last column says: what each cell held when the table was written.
    #[must_use]
    pub fn stamp(&self) -> String {
        stamp::stamp(self)
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    /// As it is inside: the same in both languages; empty where nothing is known.
    pub text: String,
    /// Where it was read, where it has a place of its own.
    pub at: Option<Place>,
    /// Signs were replaced that no cell can hold; the cell cannot be edited.
    pub replaced: bool,
}

/// Characters of one cell; a spreadsheet program takes 32,767, a line of text must hold all cells of a row.
const MAX_CELL: usize = 8_000;

impl Value {
    pub(super) fn new(text: &str, at: Option<Place>) -> Self {
        let mut out = String::with_capacity(text.len());
        let mut replaced = false;
        for (count, c) in text.chars().enumerate() {
            if count >= MAX_CELL {
                out.push('…');
                replaced = true;
                break;
            }
            match sign(c) {
                None => out.push(c),
                Some(other) => {
                    out.push(other);
                    replaced = true;
                }
            }
        }
        Self { text: out, at, replaced }
    }
}

/// What is written for a sign that breaks lines, that XML forbids or that a reader of text takes for a mark of its encoding.
fn sign(c: char) -> Option<char> {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => Some('\u{fffd}'),
        _ => None,
    }
}

pub(super) fn sourced<T: ToString>(value: Option<&Sourced<T>>) -> Value {
    value.map_or_else(Value::default, |v| Value::new(&v.value.to_string(), Some(v.at.clone())))
}

pub(super) fn plain(text: &str) -> Value {
    Value::new(text, None)
}

/// All tables, also the empty ones.
#[must_use]
pub fn sheets(inventory: &Inventory) -> Vec<Sheet> {
    let mut groups = sheet(&inventory.groups);
    groups.records.extend(sheet(&inventory.queues).records);
    vec![
        sheet(&inventory.persons),
        sheet(&inventory.extensions),
        sheet(&inventory.devices),
        sheet(&inventory.rooms),
        sheet(&inventory.departments),
        sheet(&inventory.mailboxes),
        groups,
        sheet(&inventory.dids),
        sheet(&inventory.forwards),
    ]
}

fn sheet<T: Tabled>(rows: &[T]) -> Sheet {
    Sheet { subject: T::SUBJECT, records: rows.iter().map(Tabled::record).collect() }
}

fn days(days: &Days) -> Value {
    Value::new(&days_inside(days), days.at().cloned())
}

pub(super) fn extra(extra: &Extra) -> Value {
    Value::new(&extra.line(), extra.at().cloned())
}

#[must_use]
pub(in crate::inventory) fn person_record(p: &Person) -> Record {
    let home = p.home.as_ref().map(|h| Sourced::new(home_word(h.value), h.at.clone()));
    let notebook = p.own_notebook.as_ref().map(|o| Sourced::new(yes_no(o.value), o.at.clone()));
    let employment = p.employment.as_ref().map(|e| Sourced::new(employment_word(e.value), e.at.clone()));
    let values = vec![
        plain(p.id.as_str()),
        sourced(Some(&p.last)),
        sourced(p.first.as_ref()),
        sourced(p.extension.as_ref()),
        sourced(p.department.as_ref()),
        sourced(p.room.as_ref()),
        sourced(p.mail.as_ref()),
        sourced(p.login.as_ref()),
        sourced(p.title.as_ref()),
        sourced(p.unit.as_ref()),
        sourced(employment.as_ref()),
        sourced(p.hours.as_ref()),
        days(&p.off_days),
        sourced(home.as_ref()),
        days(&p.wish_home),
        days(&p.wish_office),
        sourced(notebook.as_ref()),
        sourced(p.notes.as_ref()),
        sourced(p.display.as_ref()),
        sourced(p.staff_number.as_ref()),
        sourced(p.site.as_ref()),
        Value::new(
            &numbers_inside(p.further.iter().map(|number| &number.value)),
            p.further.first().map(|number| number.at.clone()),
        ),
        Value::new(
            &p.also_written.iter().map(spelling).collect::<Vec<_>>().join("; "),
            p.also_written.first().map(|name| name.last.at.clone()),
        ),
        extra(&p.extra),
    ];
    Record { values, at: p.at.clone() }
}

/// `Mueller, Hans`
fn spelling(name: &Spelling) -> String {
    match &name.first {
        Some(first) => format!("{}, {}", name.last.value, first.value),
        None => name.last.value.clone(),
    }
}

#[must_use]
pub(in crate::inventory) fn extension_record(e: &ExtensionEntry) -> Record {
    let account = e.account.as_ref();
    let (auth_user, password, realm, algorithms) = match account.map(|a| &a.auth) {
        Some(AuthState::Present { username, secret, realm, algorithms, .. }) => {
            (Some(username), document_word(secret.state), realm.as_deref().unwrap_or_default(), algorithms.join(", "))
        }
        Some(AuthState::Open | AuthState::Missing { .. }) | None => (None, String::new(), "", String::new()),
    };
    let (aor, contacts) = match account.map(|a| &a.aor) {
        Some(AorState::Present { name, max_contacts, .. }) => (Some(name), max_contacts.to_string()),
        Some(AorState::Missing { name }) => (Some(name), String::new()),
        Some(AorState::None | AorState::Untold) | None => (None, String::new()),
    };
    let listed = e.listed.as_ref();
    let persons: Vec<&str> = e.persons.iter().map(crate::domain::PersonId::as_str).collect();
    let values = vec![
        plain(e.number.as_str()),
        sourced(e.name.as_ref()),
        plain(&extension_kind_word(e.kind)),
        plain(&persons.join(", ")),
        sourced(e.mailbox.as_ref()),
        sourced(e.mac.as_ref()),
        sourced(e.inventory_no.as_ref()),
        sourced(account.map(|a| &a.endpoint)),
        sourced(auth_user),
        sourced(account.and_then(|a| a.context.as_ref())),
        sourced(account.and_then(|a| a.transport.as_ref())),
        plain(&contacts),
        account.map(|a| extra(&a.media)).unwrap_or_default(),
        sourced(e.caller_id.internal.as_ref()),
        sourced(e.caller_id.outgoing.as_ref()),
        sourced(e.caller_id.emergency.as_ref()),
        sourced(e.busy_at.as_ref()),
        sourced(e.department.as_ref()),
        sourced(e.room.as_ref()),
        sourced(e.source_pbx.as_ref()),
        plain(e.caller_id.outgoing_e164.as_deref().unwrap_or_default()),
        plain(e.caller_id.emergency_e164.as_deref().unwrap_or_default()),
        sourced(aor),
        plain(realm),
        plain(&algorithms),
        plain(&password),
        sourced(listed.map(|login| &login.auth_user)),
        plain(&listed.map(|login| document_word(login.secret.state)).unwrap_or_default()),
        extra(&e.extra),
    ];
    Record { values, at: e.at.clone() }
}

#[must_use]
pub(in crate::inventory) fn device_record(d: &Device) -> Record {
    let lines: Vec<String> = d.lines.iter().map(key).collect();
    let protocol = d.protocol.map(document_word).unwrap_or_default();
    let values = vec![
        plain(&d.id),
        plain(&device_kind_word(d.kind)),
        sourced(d.name.as_ref()),
        sourced(d.vendor.as_ref()),
        sourced(d.model.as_ref()),
        sourced(d.mac.as_ref()),
        sourced(d.label.as_ref()),
        sourced(d.serial.as_ref()),
        sourced(d.owner.as_ref()),
        plain(d.person.as_ref().map_or("", |id| id.as_str())),
        sourced(d.room.as_ref()),
        sourced(d.delivered.as_ref()),
        plain(&lines.join(", ")),
        sourced(d.last_seen.as_ref()),
        plain(&protocol),
        extra(&d.extra),
    ];
    Record { values, at: d.at.clone() }
}

/// `2001 (PT_Amt; Vorzimmer; silent)`: the number as written, and in brackets what is not as on a plain key.
fn key(line: &DeviceLine) -> String {
    // Where the digits do not say which extension it is, its whole name.
    let apart = line.extension.as_ref().filter(|own| own.context().is_some());
    let number = apart.map_or_else(|| line.number.value.clone(), ToString::to_string);
    let partition = line.partition.clone().filter(|_| apart.is_none());
    let label = line.label.as_ref().map(|label| label.value.clone()).filter(|label| *label != number);
    let ring = (line.ring != Ring::Normal).then(|| document_word(line.ring));
    let more: Vec<String> = partition.into_iter().chain(label).chain(ring).collect();
    if more.is_empty() { number } else { format!("{number} ({})", more.join("; ")) }
}

/// Told once for each column: cells that could not be written as they are.
#[must_use]
pub fn replaced(sheets: &[Sheet]) -> Vec<Finding> {
    let mut out = Vec::new();
    for sheet in sheets {
        for (index, column) in sheet.subject.columns().iter().enumerate() {
            let mut hit = sheet.records.iter().filter(|record| record.values.get(index).is_some_and(|value| value.replaced));
            let Some(first) = hit.next() else { continue };
            let count = 1 + hit.count();
            let at = first.values[index].at.clone().unwrap_or_else(|| first.at.clone());
            let (en, de) = (column.en, column.de);
            out.push(
                codes::SIGNS_REPLACED
                    .finding(
                        Some(at),
                        Words::new(
                            format!("values of `{en}` with signs that no cell can hold: {count}; this is the first"),
                            format!("Werte von `{de}` mit Zeichen, die keine Zelle fassen kann: {count}; dies ist der erste"),
                        ),
                    )
                    .about(first.id()),
            );
        }
    }
    out
}
