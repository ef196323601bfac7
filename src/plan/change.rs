//! What must change on the PBX so that desk phone and softphone live on one extension.

use super::model::{Line, PbxChange};
use crate::domain::Transport;
use crate::inventory::asterisk::rings;
use crate::inventory::model::{Account, AorState, ExtensionEntry, Inventory};
use crate::policy::site::{Site, Srtp};

/// Endpoint options every home line needs behind a router, whatever it had before (measured with Asterisk 22).
const NAT: [(&str, &str); 6] = [
    ("direct_media", "no"),
    ("rtp_symmetric", "yes"),
    ("force_rport", "yes"),
    ("rewrite_contact", "yes"),
    ("rtp_keepalive", "15"),
    ("timers", "yes"),
];

/// The change for `line`, whose `facts` receive the limits after it. None where the PBX has no endpoint that loads.
pub(super) fn change(entry: &ExtensionEntry, line: &mut Line, inventory: &Inventory, site: &Site) -> Option<PbxChange> {
    let account = entry.account.as_ref().filter(|account| account.loads)?;
    let mut change = PbxChange {
        extension: entry.number.clone(),
        aor: String::new(),
        endpoint: account.endpoint.value.clone(),
        max_contacts_from: None,
        max_contacts_to: 0,
        endpoint_options: endpoint_options(account, line, inventory),
        aor_options: Vec::new(),
        auth: None,
        twin: None,
    };
    if let AorState::Present { name, max_contacts, .. } = &account.aor {
        change.aor.clone_from(&name.value);
        change.max_contacts_from = Some(*max_contacts);
        change.max_contacts_to = *max_contacts;
        if site.pbx.keep_contact_limit.contains(&entry.number) {
            line.facts.limit_kept = true;
        } else {
            let wanted = rings::contacts_after(account, &entry.number, site).unwrap_or(*max_contacts);
            // Always in full: the file we write replaces its predecessor, which may be the reason for what the export says now.
            change.aor_options.push(("max_contacts".into(), wanted.to_string()));
            change.aor_options.push(("remove_existing".into(), "no".into()));
            change.max_contacts_to = wanted;
            line.facts.max_contacts_after = Some(wanted);
            line.facts.remove_existing_after = false;
        }
    }
    Some(change)
}

fn endpoint_options(account: &Account, line: &Line, inventory: &Inventory) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> = NAT.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let web = matches!(line.transport, Transport::Ws | Transport::Wss);
    match line.srtp {
        _ if web => {}
        Srtp::Off => {}
        Srtp::Optional | Srtp::Required => {
            let optimistic = if line.srtp == Srtp::Required { "no" } else { "yes" };
            options.push(("media_encryption".into(), "sdes".into()));
            options.push(("media_encryption_optimistic".into(), optimistic.into()));
        }
    }
    // Without it two devices of one extension are offered a second call each while the other one talks.
    options.push(("device_state_busy_at".into(), "1".into()));
    if let Some(pinned) = &account.transport
        && !inventory
            .transports
            .iter()
            .any(|t| t.name == pinned.value && t.protocol.eq_ignore_ascii_case(line.transport.as_str()))
    {
        // A pinned transport of another protocol cannot reach the softphone's contact; empty lets Asterisk choose by contact.
        options.push(("transport".into(), String::new()));
    }
    options
}
