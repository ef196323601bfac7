//! What one source says, before the sources are joined: the one shape that every importer gives.

use super::asterisk::AsteriskImport;
use super::exchange::Correction;
use super::model::{
    Device, DialLine, Did, ExtensionEntry, Forward, Group, Hint, Mailbox, Obstacle, PbxTransport, Queue, Room, Source,
};
use super::staff::{Entry, Function};
use crate::diag::Finding;
use crate::domain::Secrets;

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
    pub hints: Vec<Hint>,
    pub transports: Vec<PbxTransport>,
    /// Fields set by hand, which count before all others.
    pub corrections: Vec<Correction>,
    /// Keys begin with `pbx/`; two sources never share a key.
    pub secrets: Secrets,
    pub findings: Vec<Finding>,
    /// The source has lines to other systems, and nothing that may be somebody's telephone.
    pub only_trunks: bool,
    /// A limit was passed or files include each other in a circle: what came out is a part, and nothing of it is to be used. Findings say why.
    pub refused: bool,
}

impl Reading {
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
            transports: import.transports,
            secrets: import.secrets,
            findings: import.findings,
            only_trunks,
            ..Self::default()
        }
    }
}
