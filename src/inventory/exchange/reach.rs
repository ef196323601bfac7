//! Tables of how calls reach an extension: groups and queues, direct numbers, forwards. The telephone system alone decides them, so nothing
//! in them can be edited.

use super::columns::{Column, Form, locked};
use super::forms::{document_word, yes_no};
use super::sheets::{Record, plain};
use crate::inventory::model::{Did, DidTarget, Forward, Group, GroupMember, Queue, QueueMember};

pub(super) const GROUPS: &[Column] = &[
    locked("id", "Group ID", "Gruppen-Kennung", Form::Text),
    locked("kind", "Kind of group", "Gruppenart", Form::GroupKind),
    locked("group_number", "Number of the group", "Nummer der Gruppe", Form::Text),
    locked("name", "Name of the group", "Name der Gruppe", Form::Text),
    locked("strategy", "Strategy", "Verteilung", Form::Text),
    locked("members", "Members", "Mitglieder", Form::Text),
];

pub(super) const DIDS: &[Column] = &[
    locked("id", "Direct number ID", "Durchwahl-Kennung", Form::Text),
    locked("prefix", "All that begin so", "Alle, die so beginnen", Form::YesNo),
    locked("to", "Leads to", "Führt zu", Form::Target),
    locked("target", "Target", "Ziel", Form::Text),
];

pub(super) const FORWARDS: &[Column] = &[
    locked("id", "Forward ID", "Umleitungs-Kennung", Form::Text),
    locked("extension", "Forwarded extension", "Umgeleitete Nebenstelle", Form::Text),
    locked("when", "When", "Wann", Form::When),
    locked("destination", "Destination", "Umleitungsziel", Form::Text),
    locked("external", "Leaves the house", "Verlässt das Haus", Form::YesNo),
    locked("active", "Active", "Aktiv", Form::YesNo),
];

#[must_use]
pub(super) fn group_id(group: &Group) -> String {
    format!("{} {}", document_word(group.kind), group.name)
}

#[must_use]
pub(super) fn queue_id(queue: &Queue) -> String {
    format!("queue {}", queue.name)
}

#[must_use]
pub(super) fn group_record(group: &Group) -> Record {
    let member = |member: &GroupMember| if member.external { format!("{} (extern)", member.text) } else { member.text.clone() };
    let members: Vec<String> = group.members.iter().map(member).collect();
    let (number, strategy) = (group.number.as_deref(), group.strategy.as_deref());
    let cells =
        [&group_id(group), &document_word(group.kind), number.unwrap_or_default(), &group.name, strategy.unwrap_or_default()];
    let values = cells.into_iter().chain([members.join(", ").as_str()]).map(plain).collect();
    Record { values, at: group.at.clone() }
}

#[must_use]
pub(super) fn queue_record(queue: &Queue) -> Record {
    let members: Vec<String> = queue.members.iter().map(queue_member).collect();
    let cells = [&queue_id(queue), "queue", "", &queue.name, queue.strategy.as_deref().unwrap_or_default()];
    let values = cells.into_iter().chain([members.join(", ").as_str()]).map(plain).collect();
    Record { values, at: queue.at.clone() }
}

/// `PJSIP/2001 (penalty 3; Huber; hint:2001@intern; dynamic)`
fn queue_member(member: &QueueMember) -> String {
    let penalty = (member.penalty > 0).then(|| format!("penalty {}", member.penalty));
    let dynamic = member.dynamic.then(|| "dynamic".to_owned());
    let more: Vec<String> =
        penalty.into_iter().chain(member.name.clone()).chain(member.state_interface.clone()).chain(dynamic).collect();
    if more.is_empty() { member.interface.clone() } else { format!("{} ({})", member.interface, more.join("; ")) }
}

#[must_use]
pub(super) fn did_id(did: &Did) -> String {
    format!("{}{}", did.number, if did.prefix { "…" } else { "" })
}

#[must_use]
pub(super) fn did_record(did: &Did) -> Record {
    let (to, target) = match &did.target {
        DidTarget::Extension(number) => ("extension", number.as_str()),
        DidTarget::Group(name) => ("group", name.as_str()),
        DidTarget::Mailbox(address) => ("mailbox", address.as_str()),
        DidTarget::External(number) => ("external", number.as_str()),
        DidTarget::Unknown(text) => ("unknown", text.as_str()),
        DidTarget::Nothing => ("nothing", ""),
    };
    let values = [did_id(did).as_str(), &yes_no(did.prefix), to, target].map(plain).to_vec();
    Record { values, at: did.at.clone() }
}

#[must_use]
pub(super) fn forward_id(forward: &Forward) -> String {
    format!("{} {}", forward.extension, document_word(forward.when))
}

#[must_use]
pub(super) fn forward_record(forward: &Forward) -> Record {
    let cells = [
        &forward_id(forward),
        forward.extension.as_str(),
        &document_word(forward.when),
        &forward.destination,
        &yes_no(forward.external),
        &yes_no(forward.active),
    ];
    Record { values: cells.into_iter().map(plain).collect(), at: forward.at.clone() }
}
