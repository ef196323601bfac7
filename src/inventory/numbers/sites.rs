//! The head numbers of the site file as part of the inventory.

use super::heads;
use crate::diag::Place;
use crate::inventory::model::{Inventory, SiteEntry};
use crate::policy::site::Site;

const SITE_FILE: &str = "deskshift.yaml";

/// Writes down which head numbers the inventory was read with.
pub fn describe(inventory: &mut Inventory, site: &Site) {
    let plan = &site.numbers;
    let all = heads(plan).enumerate().map(|(at, head)| SiteEntry {
        name: head.name.unwrap_or(&site.name).to_owned(),
        head_number: format!("+{}{}{}", plan.country, head.area, head.head),
        country: plan.country.clone(),
        area: head.area.to_owned(),
        outside_prefix: plan.outside_prefix.clone(),
        blocks: head.blocks.iter().map(ToString::to_string).collect(),
        extension_lengths: head.lengths.to_vec(),
        did_equals_extension: head.did_equals_extension,
        at: Place::within(SITE_FILE, &if at == 0 { "/numbers".to_owned() } else { format!("/numbers/sites/{}", at - 1) }),
    });
    inventory.sites = all.collect();
}
