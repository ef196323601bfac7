//! What one source says, before the sources are joined: the one shape that every importer gives.

use std::collections::BTreeMap;

use super::asterisk::AsteriskImport;
use super::exchange::Correction;
use super::kamailio;
use super::model::{
    Device, DialLine, Did, DidTarget, ExtensionEntry, Forward, Group, Hint, Mailbox, Obstacle, PbxTransport, Queue, Room, Source,
    Sourced,
};
use super::staff::{Entry, Function};
use crate::diag::{Finding, Place};
use crate::domain::{Extension, Secrets};

/// Lists in the order of the source. An importer fills what its format knows and leaves the rest empty.
#[derive(Debug, Default)]
pub struct Reading {
    /// Every file read, each once; empty where nothing could be used.
    pub sources: Vec<Source>,
    pub extensions: Vec<ExtensionEntry>,
    /// People and what the same row says of their number and device.
    pub people: Vec<Entry>,
    /// Rows that name a fax, a door, a meeting room.
    pub functions: Vec<Function>,
    pub devices: Vec<Device>,
    /// What the source says of rooms, each mention that says something new.
    pub rooms: Vec<Room>,
    pub mailboxes: Vec<Mailbox>,
    pub queues: Vec<Queue>,
    pub groups: Vec<Group>,
    pub dids: Vec<Did>,
    pub forwards: Vec<Forward>,
    pub obstacles: Vec<Obstacle>,
    pub dials: Vec<DialLine>,
    pub web_endpoints: Vec<String>,
    pub hints: Vec<Hint>,
    pub transports: Vec<PbxTransport>,
    /// Fields set by hand, which count before all others.
    pub corrections: Vec<Correction>,
    /// Keys begin with `pbx/`; two sources never share a key.
    pub secrets: Secrets,
    pub findings: Vec<Finding>,
    /// Names of people whose last name nothing tells, each with its extension; a finding says how many. Another source, or the owner of the
    /// telephone, may bring the person.
    pub unordered: Vec<(Option<Extension>, Sourced<String>)>,
    /// Where the accounts of a phone register.
    pub registrars: BTreeMap<Extension, String>,
    /// Subscribers and aliases of a registrar whose other table is another source.
    pub registrar: Option<Box<kamailio::Open>>,
    /// The source has lines to other systems, and nothing that may be somebody's telephone.
    pub only_trunks: bool,
    /// A limit was passed or files include each other in a circle: what came out is a part, and nothing of it is to be used. Findings say why.
    pub refused: bool,
}

/// How a reading names an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// The extension itself.
    Entry,
    /// Somebody's, or that of a thing: placed when the sources are joined.
    Holder,
    /// Something that leads to it: a group, a number from outside, a forward.
    Reference,
}

impl Reading {
    /// Every mention of an extension, with its place.
    pub(super) fn each_extension(&mut self, mut see: impl FnMut(Naming, &mut Extension, &Place)) {
        for entry in &mut self.extensions {
            see(Naming::Entry, &mut entry.number, &entry.at);
        }
        let people = self.people.iter_mut().filter_map(|entry| entry.person.extension.as_mut());
        for extension in people.chain(self.functions.iter_mut().filter_map(|function| function.extension.as_mut())) {
            see(Naming::Holder, &mut extension.value, &extension.at);
        }
        for line in self.devices.iter_mut().flat_map(|device| &mut device.lines) {
            if let Some(extension) = &mut line.extension {
                see(Naming::Holder, extension, &line.number.at);
            }
        }
        for member in self.groups.iter_mut().flat_map(|group| &mut group.members) {
            if let Some(extension) = &mut member.extension {
                see(Naming::Reference, extension, &member.at);
            }
        }
        for member in self.queues.iter_mut().flat_map(|queue| &mut queue.members) {
            if let Some(extension) = &mut member.extension {
                see(Naming::Reference, extension, &member.at);
            }
        }
        for did in &mut self.dids {
            if let DidTarget::Extension(extension) = &mut did.target {
                see(Naming::Reference, extension, &did.at);
            }
        }
        for forward in &mut self.forwards {
            see(Naming::Reference, &mut forward.extension, &forward.at);
        }
        for obstacle in &mut self.obstacles {
            see(Naming::Reference, &mut obstacle.extension, &obstacle.at);
        }
        for dial in &mut self.dials {
            for extension in &mut dial.rings {
                see(Naming::Reference, extension, &dial.at);
            }
        }
    }

    /// Whether anything came out that an inventory can hold.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.extensions.is_empty()
            && self.people.is_empty()
            && self.functions.is_empty()
            && self.devices.is_empty()
            && self.rooms.is_empty()
            && self.mailboxes.is_empty()
            && self.queues.is_empty()
            && self.groups.is_empty()
            && self.dids.is_empty()
            && self.forwards.is_empty()
            && self.corrections.is_empty()
            && !self.registrar.as_ref().is_some_and(|open| open.has_aliases())
    }

    /// Things found, for the source's count.
    #[must_use]
    pub fn records(&self) -> usize {
        self.extensions.len()
            + self.people.len()
            + self.functions.len()
            + self.devices.len()
            + self.groups.len()
            + self.dids.len()
            + self.corrections.len()
    }
}

impl From<AsteriskImport> for Reading {
    fn from(import: AsteriskImport) -> Self {
        let only_trunks = import.unnumbered.only_trunks() && import.extensions.is_empty();
        Self {
            sources: import.sources,
            extensions: import.extensions,
            people: import.people,
            devices: import.devices,
            mailboxes: import.mailboxes,
            queues: import.queues,
            groups: import.groups,
            dids: import.direct,
            obstacles: import.obstacles,
            dials: import.dials,
            hints: import.hints,
            web_endpoints: import.web_endpoints,
            transports: import.transports,
            secrets: import.secrets,
            findings: import.findings,
            only_trunks,
            ..Self::default()
        }
    }
}
