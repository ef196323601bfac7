//! Corrections by hand, which count before all sources: every corrected field has the correction as its origin.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::people::Joined;
use crate::diag::Words;
use crate::domain::Extension;
use crate::inventory::exchange::{self, Correction, Record, Subject, Tabled, codes};
use crate::inventory::model::{Corrected, Days, DepartmentEntry, Device, ExtensionEntry, Mailbox, Person, Room, Sourced};
use crate::inventory::table::Collector;
use crate::inventory::zeros::{self, LostZeros};

/// All corrections of the site by what they correct.
#[derive(Default)]
pub(super) struct Corrections {
    by_subject: BTreeMap<Subject, BTreeMap<String, Vec<Correction>>>,
    /// Fields that the sources have as corrected by now: how many, and the first.
    needless: Option<(usize, Correction)>,
    /// What was overruled.
    done: Vec<Corrected>,
}

impl Corrections {
    /// Of two corrections of one field the first counts.
    pub(super) fn new(all: Vec<Correction>, findings: &mut Collector) -> Self {
        let mut seen: BTreeSet<(Subject, String, &'static str)> = BTreeSet::new();
        let mut out = Self::default();
        for correction in all {
            if seen.insert((correction.subject, correction.id.clone(), correction.field)) {
                let of_id = out.by_subject.entry(correction.subject).or_default().entry(correction.id.clone());
                of_id.or_default().push(correction);
            } else {
                let (id, field) = (&correction.id, correction.field);
                findings.push(codes::CORRECTION_NOT_VALID.finding(
                    Some(correction.value.at.clone()),
                    Words::new(
                        format!("`{field}` of `{id}` is corrected twice; the first counts"),
                        format!("`{field}` von `{id}` wird zweimal berichtigt; die erste gilt"),
                    ),
                ));
            }
        }
        out
    }

    pub(super) fn people(&mut self, people: &mut [Joined], findings: &mut Collector) {
        let Some(mut left) = self.by_subject.remove(&Subject::Person) else { return };
        for joined in people.iter_mut() {
            for correction in left.remove(joined.person.id.as_str()).unwrap_or_default() {
                self.weigh(&exchange::person_record(&joined.person), &correction, findings);
                person(&mut joined.person, &correction);
            }
        }
        unmatched(left, people.iter().map(|joined| joined.person.id.to_string()), findings);
    }

    pub(super) fn devices(&mut self, devices: &mut [Device], findings: &mut Collector) {
        self.each(devices, correct_device, findings);
    }

    pub(super) fn extensions(&mut self, extensions: &mut [Box<ExtensionEntry>], findings: &mut Collector) {
        self.each(extensions.iter_mut().map(|entry| &mut **entry), extension, findings);
    }

    pub(super) fn rooms(&mut self, rooms: &mut [Room], findings: &mut Collector) {
        self.each(rooms, correct_room, findings);
    }

    pub(super) fn departments(&mut self, departments: &mut [DepartmentEntry], findings: &mut Collector) {
        self.each(departments, correct_department, findings);
    }

    pub(super) fn mailboxes(&mut self, mailboxes: &mut [Mailbox], findings: &mut Collector) {
        self.each(mailboxes, correct_mailbox, findings);
    }

    fn each<'r, T: Tabled + 'r>(
        &mut self,
        rows: impl IntoIterator<Item = &'r mut T>,
        correct: fn(&mut T, &Correction),
        findings: &mut Collector,
    ) {
        let Some(mut left) = self.by_subject.remove(&T::SUBJECT) else { return };
        let mut keys = Vec::new();
        for row in rows {
            keys.push(row.key().into_owned());
            let corrections = left.remove(&*row.key()).unwrap_or_default();
            for correction in corrections {
                self.weigh(&row.record(), &correction, findings);
                correct(row, &correction);
            }
        }
        unmatched(left, keys.into_iter(), findings);
    }

    /// Whether the sources still say what they said when the correction was made.
    fn weigh(&mut self, record: &Record, correction: &Correction, findings: &mut Collector) {
        let columns = correction.subject.columns();
        let value = columns.iter().position(|column| column.key == correction.field).and_then(|at| record.values.get(at));
        let Some(value) = value else { return };
        if value.text != correction.value.value {
            self.done.push(Corrected {
                subject: correction.subject.word().to_owned(),
                id: correction.id.clone(),
                field: correction.field.to_owned(),
                value: correction.value.clone(),
                sources: value.text.clone(),
                sources_at: value.at.clone(),
            });
        }
        if value.text == correction.value.value {
            match &mut self.needless {
                Some((count, _)) => *count += 1,
                None => self.needless = Some((1, correction.clone())),
            }
        } else if value.text != correction.before {
            let (id, field, now, then) = (&correction.id, correction.field, &value.text, &correction.before);
            findings.push(
                codes::CORRECTION_OUTDATED
                    .finding(
                        Some(correction.value.at.clone()),
                        Words::new(
                            format!("`{field}` of `{id}` was `{then}` when it was corrected; the sources say `{now}` now"),
                            format!(
                                "`{field}` von `{id}` war `{then}`, als es berichtigt wurde; die Quellen sagen jetzt `{now}`"
                            ),
                        ),
                    )
                    .about(id)
                    .related(
                        value.at.clone().unwrap_or_else(|| record.at.clone()),
                        Words::new("what the sources say", "was die Quellen sagen"),
                    )
                    .todo(Words::new(
                        "remove the correction if it is no longer right",
                        "die Berichtigung entfernen, wenn sie nicht mehr stimmt",
                    )),
            );
        }
    }

    /// What was overruled, in order; what is told once is told.
    pub(super) fn finish(mut self, findings: &mut Collector) -> Vec<Corrected> {
        self.done.sort_by(|a, b| (&a.subject, &a.id, &a.field).cmp(&(&b.subject, &b.id, &b.field)));
        let Some((count, first)) = self.needless else { return self.done };
        findings.push(codes::CORRECTION_NEEDLESS.finding(
            Some(first.value.at),
            Words::new(
                format!("corrections that the sources have taken over: {count}; this is the first"),
                format!("Berichtigungen, die in den Quellen angekommen sind: {count}; dies ist die erste"),
            ),
        ));
        self.done
    }
}

fn unmatched(left: BTreeMap<String, Vec<Correction>>, known: impl Iterator<Item = String>, findings: &mut Collector) {
    if left.is_empty() {
        return;
    }
    let known = known.filter(|id| id.starts_with('0'));
    let whole: BTreeMap<String, String> = known.map(|id| (zeros::bare(&id).to_owned(), id)).collect();
    let mut without = LostZeros::default();
    for (id, corrections) in left {
        let Some(first) = corrections.first() else { continue };
        if let Some(whole) = whole.get(zeros::bare(&id)).filter(|whole| zeros::lost(&id, whole)) {
            without.add((&id, whole), &first.value.at, None, Some(whole));
            continue;
        }
        findings.push(
            codes::CORRECTION_UNMATCHED
                .finding(
                    Some(first.value.at.clone()),
                    Words::new(
                        format!("the inventory has no {} `{id}`", first.subject.word()),
                        format!("der Bestand kennt `{id}` nicht ({})", first.subject.title(crate::diag::Lang::De)),
                    ),
                )
                .about(&id)
                .todo(Words::new("remove the line or correct the key", "die Zeile entfernen oder den Schlüssel berichtigen")),
        );
    }
    findings.extend(without.tell(zeros::Told {
        what: Words::new("keys of corrections", "Schlüssel von Berichtigungen"),
        where_: Words::new("the inventory has", "im Bestand"),
        then: Words::new("the corrections were not used", "die Berichtigungen wurden nicht verwendet"),
        todo: Words::new(
            "restore the list, or format the column as text and write the zeros",
            "die Liste wiederherstellen, oder die Spalte als Text formatieren und die Nullen schreiben",
        ),
        page: &codes::CORRECTION_ZERO_LOST,
    }));
}

/// None where the correction takes the value away. Corrections have been checked when they were read.
fn word<T: FromStr>(correction: &Correction) -> Option<Sourced<T>> {
    let Sourced { value, at } = &correction.value;
    value.parse().ok().filter(|_| !value.is_empty()).map(|value| Sourced::new(value, at.clone()))
}

fn person(person: &mut Person, correction: &Correction) {
    let Sourced { value, at } = &correction.value;
    match correction.field {
        "last" => person.last = correction.value.clone(),
        "first" => person.first = word(correction),
        "display" => person.display = word(correction),
        "site" => person.site = word(correction),
        "extension" => person.extension = Extension::identity(value).ok().map(|own| Sourced::new(own, at.clone())),
        "further" => {
            let numbers = exchange::numbers(value).into_iter();
            person.further = numbers.map(|number| Sourced::new(number, at.clone())).collect();
        }
        "department" => person.department = word(correction),
        "room" => person.room = word(correction),
        "mail" => person.mail = word(correction),
        "title" => person.title = word(correction),
        "unit" => person.unit = word(correction),
        "employment" => person.employment = exchange::employment(value).map(|told| Sourced::new(told, at.clone())),
        "hours" => person.hours = word(correction),
        "notes" => person.notes = word(correction),
        "off_days" => person.off_days = Days::new(exchange::days(value), at.clone()),
        "home" => person.home = exchange::home(value).map(|home| Sourced::new(home, at.clone())),
        "wish_home" => person.wish_home = Days::new(exchange::days(value), at.clone()),
        "wish_office" => person.wish_office = Days::new(exchange::days(value), at.clone()),
        "own_notebook" => person.own_notebook = (!value.is_empty()).then(|| Sourced::new(value == "yes", at.clone())),
        _ => return,
    }
    // The person names the correction among its rows, also where it takes a value away.
    if !person.also.contains(at) {
        person.also.push(at.clone());
    }
}

fn extension(entry: &mut ExtensionEntry, correction: &Correction) {
    match correction.field {
        "name" => entry.name = word(correction),
        "mac" => entry.mac = word(correction),
        "inventory_no" => entry.inventory_no = word(correction),
        "outgoing_caller_id" => entry.caller_id.outgoing = word(correction),
        "emergency_caller_id" => entry.caller_id.emergency = word(correction),
        "department" => entry.department = word(correction),
        "room" => entry.room = word(correction),
        "kind" => {
            if let Some(kind) = exchange::extension_kind(&correction.value.value) {
                let at = &correction.value.at;
                entry.kind = kind;
                entry.kind_reason = Words::new(format!("corrected by hand in {at}"), format!("von Hand berichtigt in {at}"));
            }
        }
        _ => {}
    }
}

fn correct_device(device: &mut Device, correction: &Correction) {
    match correction.field {
        "kind" => device.kind = exchange::device_kind(&correction.value.value).unwrap_or(device.kind),
        "vendor" => device.vendor = word(correction),
        "model" => device.model = word(correction),
        "mac" => device.mac = word(correction),
        "label" => device.label = word(correction),
        "serial" => device.serial = word(correction),
        "owner" => device.owner = word(correction),
        "room" => device.room = word(correction),
        "delivered" => device.delivered = word(correction),
        _ => {}
    }
}

fn correct_room(room: &mut Room, correction: &Correction) {
    let Sourced { value, at } = &correction.value;
    match correction.field {
        "site" => room.site = word(correction),
        "building" => room.building = word(correction),
        "floor" => room.floor = word(correction),
        "number" => room.number = word(correction),
        "title" => room.title = word(correction),
        "kind" => room.kind = exchange::room_kind(value).map(|kind| Sourced::new(kind, at.clone())),
        "capacity" => room.capacity = word(correction),
        "phones_allowed" => room.phones_allowed = (!value.is_empty()).then(|| Sourced::new(value == "yes", at.clone())),
        "notes" => room.notes = word(correction),
        _ => {}
    }
}

fn correct_department(unit: &mut DepartmentEntry, correction: &Correction) {
    match correction.field {
        "short" => unit.short = word(correction),
        "parent" => unit.parent = word(correction),
        _ => {}
    }
}

fn correct_mailbox(mailbox: &mut Mailbox, correction: &Correction) {
    match correction.field {
        "name" => mailbox.name = word(correction),
        "email" => mailbox.email = word(correction),
        _ => {}
    }
}
