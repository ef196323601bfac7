//! Lines of the PBX that would ring only one of two devices, for the devices that this plan decided.

use super::model::{Line, OneRing};
use crate::inventory::asterisk::rings::{self, Devices};
use crate::inventory::model::Inventory;
use crate::policy::site::Site;

pub(super) fn one_ring(inventory: &Inventory, lines: &[Line], site: &Site) -> Vec<OneRing> {
    if !rings::matters(site.pbx.kind) {
        return Vec::new();
    }
    let several: Vec<Devices> = lines
        .iter()
        .filter(|line| line.endpoints().1.is_some() || rings::several(line.facts.max_contacts_after, site))
        .map(|line| {
            let (endpoint, twin) = line.endpoints();
            Devices {
                extension: line.extension.clone(),
                endpoint: endpoint.to_owned(),
                twin: twin.map(str::to_owned),
                // Where both log in to one account, no line of the dialplan can tell them apart.
                home_only: twin.is_some() && line.rings_at_home_only(),
            }
        })
        .collect();
    rings::judge(inventory, &several)
}
