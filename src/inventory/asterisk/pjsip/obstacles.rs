//! Address lists on an endpoint: who may register, and from where.

use super::objects::{Object, ObjectKind, Objects};
use crate::domain::Extension;
use crate::inventory::asterisk::config::Variable;
use crate::inventory::model::{Obstacle, ObstacleKind};

/// Endpoints of extensions (`number` knows them by their name) with `acl`, `deny` or their `contact_` kin. `permit` alone forbids nothing.
#[must_use]
pub fn read(objects: &Objects<'_>, number: &dyn Fn(&str) -> Option<Extension>) -> Vec<Obstacle> {
    let mut found: Vec<Obstacle> = objects
        .of(ObjectKind::Endpoint)
        .filter_map(|endpoint| {
            let extension = number(endpoint.id())?;
            let option = forbidding(endpoint)?;
            Some(Obstacle {
                extension,
                kind: ObstacleKind::AddressList,
                text: format!("{}={}", option.key(), option.value()),
                at: option.value_place(),
            })
        })
        .collect();
    found.sort_by(|a, b| (&a.extension, &a.at).cmp(&(&b.extension, &b.at)));
    found.dedup_by(|a, b| a.extension == b.extension);
    found
}

fn forbidding(endpoint: Object<'_>) -> Option<Variable<'_>> {
    let filled = |key: &'static str| endpoint.value(key).filter(|option| !option.value().trim().is_empty());
    let everybody = |key: &'static str| {
        filled(key)
            .is_some_and(|option| option.value().split(',').any(|range| matches!(range.trim(), "0.0.0.0/0" | "0.0.0.0/0.0.0.0")))
    };
    filled("acl")
        .or_else(|| filled("deny").filter(|_| !everybody("permit")))
        .or_else(|| filled("contact_acl"))
        .or_else(|| filled("contact_deny").filter(|_| !everybody("contact_permit")))
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
