//! Lines of the PBX that would ring only one of two devices, for the devices that this plan decided.

use std::collections::BTreeSet;

use super::model::{Line, OneRing};
use crate::domain::Extension;
use crate::inventory::asterisk::rings::{self, Devices};
use crate::inventory::model::Inventory;
use crate::policy::site::Site;

/// Extensions in `lacking` get no endpoint of their own for the web phone, whatever their line says.
#[must_use]
pub fn one_ring(inventory: &Inventory, lines: &[Line], site: &Site, lacking: &BTreeSet<Extension>) -> Vec<OneRing> {
    if !rings::matters(site.pbx.kind) {
        return Vec::new();
    }
    let several: Vec<Devices> = lines
        .iter()
        .filter_map(|line| {
            let (endpoint, twin) = line.endpoints();
            let twin = twin.filter(|_| !lacking.contains(&line.extension));
            let several = twin.is_some() || rings::several(line.facts.max_contacts_after, site);
            several.then(|| Devices {
                extension: line.extension.clone(),
                endpoint: endpoint.to_owned(),
                twin: twin.map(str::to_owned),
                // Where both log in to one account, no line of the dialplan can tell them apart.
                home_only: Some(twin.is_some() && line.rings_at_home_only()),
            })
        })
        .collect();
    rings::judge(inventory, &several)
}
