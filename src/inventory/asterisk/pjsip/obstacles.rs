//! Address lists on an endpoint: who may register, and from where.

use super::objects::{Object, ObjectKind, Objects};
use crate::domain::Extension;
use crate::inventory::asterisk::acl::{self, Acls};
use crate::inventory::model::{Obstacle, ObstacleKind, Sourced};

/// Options of an endpoint: a list by its name, what is forbidden and allowed; then the same for the addresses of contacts.
const PJSIP_LISTS: [&str; 6] = ["acl", "deny", "permit", "contact_acl", "contact_deny", "contact_permit"];
/// The same of a peer of chan_sip.
pub(in crate::inventory::asterisk) const SIP_LISTS: [&str; 6] =
    ["acl", "deny", "permit", "contactacl", "contactdeny", "contactpermit"];

/// Endpoints of extensions (`number` knows them by their name) with `acl`, `deny` or their `contact_` kin. `permit` alone forbids nothing.
/// A section of `type=acl` is for all of them.
#[must_use]
pub(in crate::inventory::asterisk) fn read(
    objects: &Objects<'_>,
    number: &dyn Fn(&str) -> Option<Extension>,
    acls: &Acls,
) -> Vec<Obstacle> {
    let of = |object: Object<'_>| {
        let lines = |key| {
            let all = object.section.all(key);
            all.map(|variable| Sourced::new(variable.value().to_owned(), variable.value_place())).collect()
        };
        forbidding(&PJSIP_LISTS, &lines, acls)
    };
    let of_all = objects.of(ObjectKind::Acl).filter(|object| objects.loads(*object)).find_map(of);
    let mut found: Vec<Obstacle> = objects
        .of(ObjectKind::Endpoint)
        .filter_map(|endpoint| {
            let extension = number(endpoint.id())?;
            let told = of(endpoint).or_else(|| of_all.clone())?;
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
    acls: &Acls,
) -> Option<Sourced<String>> {
    let [acl, deny, permit, contact_acl, contact_deny, contact_permit] = *options;
    let filled = |option: &'static str| {
        let last = lines(option).into_iter().rfind(|line| !line.value.trim().is_empty())?;
        Some(Sourced::new(format!("{option}={}", last.value), last.at))
    };
    let everybody = |option: &'static str| lines(option).iter().any(|line| permits_all(&line.value));
    // Of a list that acl.conf has it is known whether it forbids anything.
    let named = |option: &'static str| filled(option).filter(|told| acl::names(&told.value).any(|name| acls.may_forbid(name)));
    named(acl)
        .or_else(|| filled(deny).filter(|_| !everybody(permit)))
        .or_else(|| named(contact_acl))
        .or_else(|| filled(contact_deny).filter(|_| !everybody(contact_permit)))
}

/// Whether a list of addresses has all of them.
pub(in crate::inventory::asterisk) fn permits_all(list: &str) -> bool {
    list.split(',').any(|range| matches!(range.trim(), "0.0.0.0/0" | "0.0.0.0/0.0.0.0"))
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

    fn told(pjsip: &str, acl: &str) -> (Vec<String>, Vec<String>) {
        let files = MemoryFiles::new().with("pjsip.conf", pjsip).with("acl.conf", acl);
        let import = import(&files, &ImportConfig::default());
        let found = import.obstacles.iter().map(|o| format!("{} {} {}", o.extension, o.text, o.at)).collect();
        let is_ours = |finding: &&crate::diag::Finding| {
            ["inventory/acl-missing", "inventory/option-not-read"].contains(&finding.code.as_str())
        };
        let findings = import.findings.iter().filter(is_ours).map(|f| f.what.en.to_string()).collect();
        (found, findings)
    }

    #[test]
    fn a_section_for_all_endpoints() {
        let (found, findings) = told(
            "[2001]\ntype=endpoint\n[2002]\ntype=endpoint\nacl=haus\n[sperre]\ntype=acl\npermit=10.0.0.0/8\ndeny=0.0.0.0/0\n",
            "",
        );
        assert_eq!(found, ["2001 deny=0.0.0.0/0 pjsip.conf:9:6", "2002 acl=haus pjsip.conf:5:5"]);
        assert!(findings.iter().any(|told| told.contains("`acl/deny`, `acl/permit`")), "{findings:?}");
        assert!(
            findings.iter().any(|told| told.starts_with("acl.conf has no list `haus`")),
            "an empty acl.conf has none: {findings:?}"
        );
        let (found, _) = told("[2001]\ntype=endpoint\n[sperre]\ntype=acl\npermit=10.0.0.0/8\n", "");
        assert_eq!(found, Vec::<String>::new(), "who only permits forbids nothing");
    }

    #[test]
    fn lists_of_acl_conf() {
        let pjsip =
            "[2001]\ntype=endpoint\nacl=offen\n[2002]\ntype=endpoint\nacl=offen,haus\n[2003]\ntype=endpoint\ncontact_acl=nix\n";
        let (found, findings) = told(pjsip, "[offen]\npermit=10.0.0.0/8\n[haus]\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n");
        assert_eq!(found, ["2002 acl=offen,haus pjsip.conf:6:5", "2003 contact_acl=nix pjsip.conf:9:13"]);
        assert!(
            findings.iter().any(|told| told == "acl.conf has no list `nix`, which extensions name: 1 (`2003`)"),
            "{findings:?}"
        );
        assert!(
            findings.iter().any(|told| told.starts_with("lines of acl.conf") && told.contains("`deny`, `permit`")),
            "{findings:?}"
        );
    }
}
