//! Lines of the dialplan, queue members and hints that reach only one of two devices of an extension, and what to write instead.
//!
//! `inventory check` and the plan both ask here, so that neither knows of a line that the other does not list. In: the inventory, and
//! which extensions have two devices ([`devices`], or what a plan decided). Out: [`OneRing`]s, in the order of the inventory.
//!
//! `Dial(PJSIP/2001)` sends INVITE to one contact, `Dial(${PJSIP_DIAL_CONTACTS(2001)})` to all of them (measured with Asterisk 22.10;
//! with no contact registered it goes on with `DIALSTATUS=CHANUNAVAIL`, as before).

mod devices;
mod line;
mod members;
mod peers;
mod template;
mod web;
mod words;

use serde::{Deserialize, Serialize};

pub use devices::{Devices, TWIN, contacts_after, devices, matters, several, twins};
use peers::Several;

use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::inventory::model::{DialLine, Inventory};
use crate::policy::site::Site;

/// The dialplan context that rings all devices of one extension and does nothing else, for queue members; written by `pbx`.
pub const RING_CONTEXT: &str = "deskshift-ring";

/// The file in which the endpoints of web phones stand; written by `pbx`.
pub const FRAGMENT: &str = "pjsip.deskshift.conf";

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// One of two devices stays silent.
    #[default]
    Rings,
    /// Whom it rings is decided when the call comes.
    Unknown,
    /// Busy lamps see one of two devices.
    Watches,
}

/// A line of the PBX that would leave one of two devices silent, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneRing {
    pub at: Place,
    /// Number or pattern of the line, or interface of a queue member.
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub effect: Effect,
    pub text: String,
    pub extensions: Vec<Extension>,
    /// The replacement, where it is certain.
    pub instead: Option<String>,
    pub why: Words,
    /// What else is to be done, or what to do where there is no replacement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub todo: Option<Words>,
}

/// Every line that leaves one of these devices silent, or may do so.
#[must_use]
pub fn judge(inventory: &Inventory, all: &[Devices]) -> Vec<OneRing> {
    let several = Several::of(inventory, all);
    // What rings members of queues is written anew each time, for whom and how the plan says.
    let ours = |dial: &&DialLine| dial.context != RING_CONTEXT;
    let dials = inventory.dials.iter().filter(ours).filter_map(|dial| line::dial(dial, &several));
    let members = inventory
        .queues
        .iter()
        .flat_map(|queue| queue.members.iter().filter_map(|member| members::of_queue(&queue.name, member, &several)));
    let hints = inventory.hints.iter().filter_map(|hint| line::hint(hint, &several));
    let mut lines: Vec<OneRing> = dials.chain(members).chain(hints).collect();
    if several.is_empty() {
        // Whom a line rings does not matter where nobody has two devices.
        lines.retain(|line| line.effect != Effect::Unknown);
    }
    lines
}

/// The same for all extensions that move, before there is a plan.
#[must_use]
pub fn of_site(inventory: &Inventory, site: &Site) -> Vec<OneRing> {
    if matters(site.pbx.kind) { judge(inventory, &devices(inventory, site)) } else { Vec::new() }
}
