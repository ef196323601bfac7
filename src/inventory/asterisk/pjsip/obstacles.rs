//! Address lists on an endpoint: who may register, and from where.

use super::objects::{ObjectKind, Objects};
use crate::domain::Extension;
use crate::inventory::model::{Obstacle, ObstacleKind, Sourced};

/// Options of an endpoint: a list by its name, what is forbidden and allowed; then the same for the addresses of contacts.
const PJSIP_LISTS: [&str; 6] = ["acl", "deny", "permit", "contact_acl", "contact_deny", "contact_permit"];
/// The same of a peer of chan_sip.
pub(in crate::inventory::asterisk) const SIP_LISTS: [&str; 6] =
    ["acl", "deny", "permit", "contactacl", "contactdeny", "contactpermit"];

/// Endpoints of extensions (`number` knows them by their name) with `acl`, `deny` or their `contact_` kin. `permit` alone forbids nothing.
#[must_use]
pub fn read(objects: &Objects<'_>, number: &dyn Fn(&str) -> Option<Extension>) -> Vec<Obstacle> {
    let mut found: Vec<Obstacle> = objects
        .of(ObjectKind::Endpoint)
        .filter_map(|endpoint| {
            let extension = number(endpoint.id())?;
            let lines = |key| {
                let all = endpoint.section.all(key);
                all.map(|variable| Sourced::new(variable.value().to_owned(), variable.value_place())).collect()
            };
            let told = forbidding(&PJSIP_LISTS, &lines)?;
            Some(Obstacle { extension, kind: ObstacleKind::AddressList, text: told.value, at: told.at })
        })
        .collect();
    found.sort_by(|a, b| (&a.extension, &a.at).cmp(&(&b.extension, &b.at)));
    found.dedup_by(|a, b| a.extension == b.extension);
    found
}

/// `deny=0.0.0.0/0`: the option that keeps addresses out. `lines` gives all values of an option; lines of these options add up.
pub(in crate::inventory::asterisk) fn forbidding(
    options: &[&'static str; 6],
    lines: &dyn Fn(&'static str) -> Vec<Sourced<String>>,
) -> Option<Sourced<String>> {
    let [acl, deny, permit, contact_acl, contact_deny, contact_permit] = *options;
    let filled = |option: &'static str| {
        let last = lines(option).into_iter().rfind(|line| !line.value.trim().is_empty())?;
        Some(Sourced::new(format!("{option}={}", last.value), last.at))
    };
    let everybody = |option: &'static str| {
        let all =
            |line: &Sourced<String>| line.value.split(',').any(|range| matches!(range.trim(), "0.0.0.0/0" | "0.0.0.0/0.0.0.0"));
        lines(option).iter().any(all)
    };
    filled(acl)
        .or_else(|| filled(deny).filter(|_| !everybody(permit)))
        .or_else(|| filled(contact_acl))
        .or_else(|| filled(contact_deny).filter(|_| !everybody(contact_permit)))
}

#[cfg(test)]
mod tests {
    use crate::inventory::asterisk::files::MemoryFiles;
    use crate::inventory::asterisk::{ImportConfig, import};

    #[test]
    fn a_list_that_forbids_and_one_that_does_not() {
        let text = "[2001]\ntype=endpoint\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n[2002]\ntype=endpoint\nacl=intern\n\
                    [2003]\ntype=endpoint\npermit=10.0.0.0/8\n[2004]\ntype=endpoint\ndeny=0.0.0.0/0\npermit=0.0.0.0/0\n\
                    [2005]\ntype=endpoint\ncontact_deny=0.0.0.0/0\n[haus]\ntype=endpoint\ndeny=0.0.0.0/0\n";
        let import = import(&MemoryFiles::new().with("pjsip.conf", text), &ImportConfig::default());
        let found: Vec<String> = import.obstacles.iter().map(|o| format!("{} {} {}", o.extension, o.text, o.at.line())).collect();
        assert_eq!(found, ["2001 deny=0.0.0.0/0 3", "2002 acl=intern 7", "2005 contact_deny=0.0.0.0/0 17"]);
    }
}
