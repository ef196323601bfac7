//! Where numbers lead: ring and hunt groups from `Dial` lists, and direct numbers to what stands behind their `Goto`.

use std::collections::{BTreeMap, BTreeSet};

use super::application;
use super::dialplan::{Dialplan, Route, Step, outside};
use crate::domain::Extension;
use crate::inventory::model::{Did, DidTarget, Group, GroupKind, GroupMember};

/// Jumps that are followed.
const JUMPS: usize = 8;
/// Included contexts that are looked through for a number.
const CONTEXTS: usize = 64;

/// Groups and direct numbers of a dialplan.
#[derive(Debug, Default)]
pub(super) struct Routes {
    /// By number.
    pub groups: Vec<Group>,
    /// In file order.
    pub dids: Vec<Did>,
}

/// Reads them. `is_endpoint` says whether a number has an endpoint of its own, `behind` which extension a device is; `is_whole` that no
/// context stands elsewhere.
pub(super) fn routes(
    plan: &Dialplan,
    (is_endpoint, behind): (&dyn Fn(&Extension) -> bool, &dyn Fn(&str) -> Option<Extension>),
    is_whole: bool,
) -> Routes {
    let mut index: BTreeMap<(&str, &str), Vec<&Route>> = BTreeMap::new();
    for route in &plan.routes {
        index.entry((&route.context, &route.pattern)).or_default().push(route);
    }
    let includes: BTreeMap<&str, &[String]> =
        plan.contexts.iter().map(|context| (context.name.as_str(), context.includes.as_slice())).collect();
    let others: BTreeMap<(&str, &str), &str> = plan
        .leads
        .others
        .iter()
        .map(|((context, number), (text, _))| ((context.as_str(), number.as_str()), text.as_str()))
        .collect();
    let finder = Finder { index, includes, others, is_whole, is_endpoint, behind };
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut dids: Vec<Did> = Vec::new();
    for (key, routes) in &finder.index {
        if let Some(group) = finder.group(key.1, routes) {
            groups.entry(key.1.to_owned()).or_insert(group);
        }
    }
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    for did in &plan.dids {
        if told.insert((&did.context, &did.pattern)) {
            let target = finder.target(&did.target_context, &did.target);
            dids.push(number(&did.pattern, target, did.at.clone()));
        }
    }
    // A number from outside that rings or records without a jump, or jumps inside of its context.
    for route in &plan.routes {
        if outside(&route.pattern) && told.insert((&route.context, &route.pattern)) {
            dids.push(number(&route.pattern, finder.target(&route.context, &route.pattern), route.at.clone()));
        }
    }
    // One that reaches an announcement, a menu, or nothing.
    for ((context, pattern), (text, at)) in &plan.leads.others {
        if outside(pattern) && told.insert((context, pattern)) {
            dids.push(number(pattern, other(text), at.clone()));
        }
    }
    Routes { groups: groups.into_values().collect(), dids }
}

fn other(text: &str) -> DidTarget {
    if text.is_empty() { DidTarget::Nothing } else { DidTarget::Unknown(text.to_owned()) }
}

/// `_498999998.` is a prefix, `4989999980201` a number; a pattern of one length stays as written.
fn number(pattern: &str, target: DidTarget, at: crate::diag::Place) -> Did {
    let (number, prefix) = match pattern.strip_prefix('_') {
        None => (pattern.to_owned(), false),
        Some(body) => {
            let fixed = body.trim_end_matches(['.', '!']);
            let plain = !fixed.is_empty() && fixed.chars().all(|c| c.is_ascii_digit() || c == '+');
            if plain { (fixed.to_owned(), fixed.len() < body.len()) } else { (pattern.to_owned(), false) }
        }
    };
    Did { number, prefix, target, at }
}

struct Finder<'a> {
    index: BTreeMap<(&'a str, &'a str), Vec<&'a Route>>,
    includes: BTreeMap<&'a str, &'a [String]>,
    /// What numbers do that lead to nobody.
    others: BTreeMap<(&'a str, &'a str), &'a str>,
    is_whole: bool,
    is_endpoint: &'a dyn Fn(&Extension) -> bool,
    behind: &'a dyn Fn(&str) -> Option<Extension>,
}

impl Finder<'_> {
    /// The routes of the number in the context or in what it includes.
    fn find<'s>(&'s self, context: &'s str, number: &'s str) -> Option<&'s [&'s Route]> {
        self.first(context, number, |key| self.index.get(key).map(Vec::as_slice))
    }

    /// What the context or one that it includes has, in Asterisk's order: first match wins.
    fn first<'s, T>(&'s self, context: &'s str, number: &'s str, get: impl Fn(&(&'s str, &'s str)) -> Option<T>) -> Option<T> {
        let mut waiting: Vec<&'s str> = vec![context];
        let mut seen: BTreeSet<&'s str> = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            if !seen.insert(name) || seen.len() > CONTEXTS {
                continue;
            }
            if let Some(found) = get(&(name, number)) {
                return Some(found);
            }
            let (includes, room) = (self.includes.get(name).copied().unwrap_or_default(), CONTEXTS);
            waiting.extend(includes.iter().take(room).rev().map(String::as_str));
        }
        None
    }

    /// What `Goto(context,number,1)` leads to.
    fn target<'s>(&'s self, context: &'s str, number: &'s str) -> DidTarget {
        let (mut context, mut number) = (context, number);
        for _ in 0..JUMPS {
            if self.is_whole && !self.includes.contains_key(context) {
                return DidTarget::Unknown(format!("{context},{number}"));
            }
            let own: Option<Extension> = number.parse().ok();
            if let Some(own) = own.as_ref().filter(|own| (self.is_endpoint)(own)) {
                return DidTarget::Extension(own.clone());
            }
            let Some(routes) = self.find(context, number) else { break };
            match &routes[0].step {
                Step::Goto(next, extension) => (context, number) = (next, extension),
                Step::Queue(name) => return DidTarget::Group(name.clone()),
                Step::Mailbox(name) => return DidTarget::Mailbox(name.clone()),
                Step::Dial(list) | Step::Page(list) => {
                    let devices: Vec<&str> = application::devices(list).collect();
                    if let Some(own) = own.filter(|own| devices.iter().any(|device| (self.behind)(device).as_ref() == Some(own)))
                    {
                        return DidTarget::Extension(own);
                    }
                    return match (devices.as_slice(), devices.first().and_then(|device| (self.behind)(device))) {
                        ([_], Some(extension)) => DidTarget::Extension(extension),
                        ([_], None) => DidTarget::Unknown(list.clone()),
                        _ => DidTarget::Group(number.to_owned()),
                    };
                }
            }
        }
        if let Some(text) = self.first(context, number, |key| self.others.get(key).copied()) {
            return other(text);
        }
        // Rung by a pattern, or defined elsewhere.
        number.parse().map_or_else(|_| DidTarget::Unknown(number.to_owned()), DidTarget::Extension)
    }

    /// A number that is no endpoint's own and rings others.
    fn group(&self, number: &str, routes: &[&Route]) -> Option<Group> {
        let own: Option<Extension> = number.parse().ok();
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'*' | b'#' | b'+'));
        if !digits || own.as_ref().is_some_and(|own| (self.is_endpoint)(own)) {
            return None;
        }
        let lists: Vec<&&Route> = routes.iter().filter(|route| matches!(route.step, Step::Dial(_) | Step::Page(_))).collect();
        let mut members: Vec<GroupMember> = Vec::new();
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for route in &lists {
            let (Step::Dial(list) | Step::Page(list)) = &route.step else { continue };
            for device in application::devices(list).filter(|device| known.insert(device)) {
                members.push(GroupMember {
                    text: device.to_owned(),
                    extension: (self.behind)(device),
                    external: application::leaves(device),
                    at: route.at.clone(),
                });
            }
        }
        let itself = members.iter().any(|member| member.extension.is_some() && member.extension == own);
        // A direct number with one telephone is no group.
        if itself || members.is_empty() || (members.len() == 1 && (outside(number) || members[0].extension.is_none())) {
            return None;
        }
        let kind = match lists.len() {
            _ if lists.iter().all(|route| matches!(route.step, Step::Page(_))) => GroupKind::Paging,
            1 => GroupKind::Ring,
            _ => GroupKind::Hunt,
        };
        let at = lists.first()?.at.clone();
        Some(Group { kind, number: Some(number.to_owned()), name: number.to_owned(), strategy: None, members, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::asterisk::queues::extension_of;
    use crate::inventory::asterisk::{config, dialplan, files::MemoryFiles};

    fn read(text: &str, endpoints: &[&str]) -> (Vec<String>, Vec<String>) {
        let files = MemoryFiles::new().with("extensions.conf", text);
        let plan = dialplan::read(&config::read(&files, "extensions.conf"));
        let routes = routes(&plan, (&|number| endpoints.contains(&number.as_str()), &extension_of), true);
        let groups = routes
            .groups
            .iter()
            .map(|g| {
                let members: Vec<&str> =
                    g.members.iter().map(|m| m.extension.as_ref().map_or(m.text.as_str(), Extension::as_str)).collect();
                format!("{:?} {} {}", g.kind, g.name, members.join("+"))
            })
            .collect();
        let dids =
            routes.dids.iter().map(|d| format!("{}{} {:?}", d.number, if d.prefix { "*" } else { "" }, d.target)).collect();
        (groups, dids)
    }

    #[test]
    fn all_contacts_of_endpoints_and_pages() {
        let (groups, dids) = read(
            "[outside]\nexten => 4989999985,1,Goto(in,601,1)\n[in]\n\
             exten => 601,1,Dial(${PJSIP_DIAL_CONTACTS(101)}&${PJSIP_DIAL_CONTACTS(102)},30)\n\
             exten => 602,1,Page(PJSIP/101&${PJSIP_DIAL_CONTACTS(102)},i)\nexten => 603,1,Page(${LIST})\n",
            &["101", "102"],
        );
        assert_eq!(groups, ["Ring 601 101+102", "Paging 602 101+102"]);
        assert_eq!(dids, ["4989999985 Group(\"601\")"]);
    }

    #[test]
    fn groups_and_direct_numbers() {
        let (groups, dids) = read(
            "[outside]\nexten => 4989999980201,1,Goto(in,0201,1)\nexten => _498999998XXX,1,Goto(in,${EXTEN:9},1)\n\
             exten => _498999997.,1,Goto(in,${EXTEN:9},1)\n\
             exten => 4989999985,1,Goto(in,500,1)\nexten => 4989999986,1,Goto(in,600,1)\nexten => 4989999987,1,Goto(in,700,1)\n\
             exten => 4989999988,1,Dial(PJSIP/102,20)\nexten => 4989999989,1,VoiceMail(90,u)\nexten => +4989999990,1,Goto(in,800,1)\n\
             [in]\ninclude => more\nexten => 101,1,Dial(PJSIP/101&PJSIP/102)\nexten => 500,1,Dial(PJSIP/101&PJSIP/102&Local/0201@in/n,25)\n\
             exten => 600,1,Answer\n same => n,Queue(amt,t)\nexten => 700,1,Goto(500,1)\nexten => 399,1,Dial(DAHDI/4)\n\
             exten => 510,1,Dial(PJSIP/101,10)\n same => n,Dial(SIP/103,10)\nexten => 0,1,Dial(PJSIP/101)\n[more]\nexten => 800,1,Goto(in,800,1)\n",
            &["101", "102", "0201"],
        );
        assert_eq!(groups, ["Ring 0 101", "Ring 500 101+102+0201", "Hunt 510 101+103"]);
        assert_eq!(
            dids,
            [
                "4989999980201 Extension(Extension(\"0201\"))",
                "_498999998XXX Unknown(\"${EXTEN:9}\")",
                "498999997* Unknown(\"${EXTEN:9}\")",
                "4989999985 Group(\"500\")",
                "4989999986 Group(\"amt\")",
                "4989999987 Group(\"500\")",
                "+4989999990 Extension(Extension(\"800\"))",
                "4989999988 Extension(Extension(\"102\"))",
                "4989999989 Mailbox(\"90@default\")",
            ]
        );
    }
}
