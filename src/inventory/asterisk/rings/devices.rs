//! Which extensions have two devices after the change.

use std::collections::BTreeMap;

use crate::domain::{Extension, PersonId, Transport};
use crate::inventory::model::{Account, AorState, ExtensionEntry, ExtensionKind, Inventory, Owners, Person};
use crate::policy::site::{PbxKind, Site};

/// What the endpoint of a web phone is called: the name of the desk phone's and this.
pub const TWIN: &str = "-web";

/// An extension with several devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Devices {
    pub extension: Extension,
    /// The endpoint that it has.
    pub endpoint: String,
    /// The endpoint of a web phone beside it.
    pub twin: Option<String>,
    /// Whether calls ring the web phone and leave the other one out; before there is a plan nobody knows.
    pub home_only: Option<bool>,
}

impl Devices {
    /// The endpoint that calls ring and queues look at, where the desk phone is left out.
    #[must_use]
    pub fn home_web(&self) -> Option<&str> {
        self.twin.as_deref().filter(|_| self.home_only == Some(true))
    }
}

/// Whether a PBX of this kind rings by Asterisk's dialplan; the others fork a call to all contacts by themselves.
#[must_use]
pub fn matters(kind: PbxKind) -> bool {
    !matches!(kind, PbxKind::Freeswitch | PbxKind::Kamailio | PbxKind::Opensips | PbxKind::ThreeCx | PbxKind::Fritzbox)
}

/// Whether web phones of this site get endpoints of their own.
#[must_use]
pub fn twins(site: &Site) -> bool {
    site.pbx.webrtc_twins && site.pbx.kind == PbxKind::Asterisk && site.sources.asterisk.is_some()
}

/// How many devices may register after the change; none where that is not known.
#[must_use]
pub fn contacts_after(account: &Account, number: &Extension, site: &Site) -> Option<u32> {
    match &account.aor {
        AorState::Present { max_contacts, .. } if site.pbx.keep_contact_limit.contains(number) => Some(*max_contacts),
        AorState::Present { max_contacts, .. } => Some((*max_contacts).max(site.pbx.contacts_per_line)),
        AorState::None | AorState::Missing { .. } | AorState::Untold => None,
    }
}

/// Whether an extension of which so many devices may register has several; a site that plans one for each line has none.
#[must_use]
pub fn several(contacts: Option<u32>, site: &Site) -> bool {
    site.pbx.contacts_per_line > 1 && contacts.is_some_and(|contacts| contacts > 1)
}

/// Extensions that will have two devices, as far as that is known before the plan.
#[must_use]
pub fn devices(inventory: &Inventory, site: &Site) -> Vec<Devices> {
    let owners = Owners::new(inventory);
    let persons: BTreeMap<&PersonId, &Person> = inventory.people().map(|person| (&person.id, person)).collect();
    let one = |entry: &ExtensionEntry| -> Option<Devices> {
        let moves = match entry.kind {
            ExtensionKind::Person => true,
            ExtensionKind::Unknown => !entry.persons.is_empty(),
            _ => false,
        };
        let account = entry.account.as_ref().filter(|account| account.loads)?;
        if !moves || site.secrets.revoke.contains(&entry.number) {
            return None;
        }
        let person = entry.persons.first().and_then(|id| persons.get(id).copied());
        let department = person.and_then(|person| person.department.as_ref()).map(|department| &department.value);
        let own = person.and_then(|person| person.own_notebook.as_ref()).is_some_and(|own| own.value);
        let kinds: Vec<&str> = owners.devices(entry, person).into_iter().map(|device| device.kind.word()).collect();
        let rule = site.clients.iter().find(|rule| rule.takes(department, &entry.number, own, &kinds));
        if rule.is_none() && !site.clients.is_empty() {
            return None;
        }
        let web = rule.is_some_and(|rule| matches!(rule.transport, Transport::Ws | Transport::Wss));
        let endpoint = account.endpoint.value.clone();
        let twin = (web && twins(site)).then(|| format!("{endpoint}{TWIN}"));
        let several = several(contacts_after(account, &entry.number, site), site);
        (several || twin.is_some()).then(|| Devices {
            extension: entry.number.clone(),
            endpoint,
            twin,
            // What is to be changed are the same lines, but for those that leave the desk phone out already.
            home_only: None,
        })
    };
    inventory.entries().filter_map(one).collect()
}
