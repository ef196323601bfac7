//! What of the inventory has a table: its key and its row.

use std::borrow::Cow;

use super::columns::Subject;
use super::house::{department_id, department_record, mailbox_id, mailbox_record, room_record};
use super::reach::{did_id, did_record, forward_id, forward_record, group_id, group_record, queue_id, queue_record};
use super::sheets::{Record, device_record, extension_record, person_record};
use crate::inventory::model::{DepartmentEntry, Device, Did, ExtensionEntry, Forward, Group, Mailbox, Person, Queue, Room};

/// One row of a table.
pub(in crate::inventory) trait Tabled: PartialEq {
    const SUBJECT: Subject;
    /// What the first cell of the row holds.
    fn key(&self) -> Cow<'_, str>;
    fn record(&self) -> Record;
}

impl<T: Tabled> Tabled for Box<T> {
    const SUBJECT: Subject = T::SUBJECT;

    fn key(&self) -> Cow<'_, str> {
        (**self).key()
    }

    fn record(&self) -> Record {
        (**self).record()
    }
}

macro_rules! tabled {
    ($($what:ty, $subject:ident, $key:expr, $record:expr;)+) => {
        $(impl Tabled for $what {
            const SUBJECT: Subject = Subject::$subject;

            fn key(&self) -> Cow<'_, str> {
                let key: fn(&Self) -> Cow<'_, str> = $key;
                key(self)
            }

            fn record(&self) -> Record {
                $record(self)
            }
        })+
    };
}

tabled! {
    Person, Person, |person| person.id.as_str().into(), person_record;
    ExtensionEntry, Extension, |entry| entry.number.as_str().into(), extension_record;
    Device, Device, |device| device.id.as_str().into(), device_record;
    Room, Room, |room| room.name.as_str().into(), room_record;
    DepartmentEntry, Department, |unit| department_id(unit).into(), department_record;
    Mailbox, Mailbox, |mailbox| mailbox_id(mailbox).into(), mailbox_record;
    Group, Group, |group| group_id(group).into(), group_record;
    Queue, Group, |queue| queue_id(queue).into(), queue_record;
    Did, Did, |did| did_id(did).into(), did_record;
    Forward, Forward, |forward| forward_id(forward).into(), forward_record;
}
