//! `extensions.deskshift.conf`: the context that rings all devices of one member of a queue.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::advice::is_queue;
use super::{DIALPLAN, escape};
use crate::diag::Lang;
use crate::domain::Extension;
use crate::inventory::model::Inventory;
use crate::plan::RING_CONTEXT;
use crate::plan::model::{Line, PbxChange, Plan};

/// Members of queues that the telephone system rings through our context already.
#[derive(Debug, Default)]
struct There {
    named: BTreeSet<Extension>,
    /// Some are known only when they log in.
    open: bool,
}

impl There {
    fn any(&self) -> bool {
        self.open || !self.named.is_empty()
    }
}

fn there(inventory: &Inventory) -> There {
    let members = inventory.queues.iter().flat_map(|queue| &queue.members).map(|member| member.interface.as_str());
    let mut there = There::default();
    for text in members.chain(inventory.dials.iter().map(|dial| dial.text.as_str())) {
        // `Local/2001@deskshift-ring/n`, alone or among the arguments of an application.
        let parts: Vec<&str> = text.split('@').collect();
        for pair in parts.windows(2).filter(|pair| pair[1].split(['/', ',', '&']).next() == Some(RING_CONTEXT)) {
            let Some((_, name)) = pair[0].rsplit_once("ocal/") else { continue };
            match name.parse() {
                Ok(number) => {
                    there.named.insert(number);
                }
                Err(_) => there.open |= name.contains("${"),
            }
        }
    }
    there
}

/// `extensions.deskshift.conf`, or none where no queue member needs it.
pub(super) fn ring_context(plan: &Plan, inventory: &Inventory, written: &[PbxChange], lang: Lang) -> Option<String> {
    let lines: BTreeMap<&Extension, &Line> = plan.lines.iter().map(|line| (&line.extension, line)).collect();
    let mut members: Vec<&Line> = plan
        .one_ring
        .iter()
        .filter(|ring| is_queue(ring))
        .flat_map(|ring| ring.extensions.iter().filter_map(|extension| lines.get(extension).copied()))
        .collect();
    // Members that go this way already are rung as the plan says now.
    let there = there(inventory);
    members.extend(there.named.iter().filter_map(|number| lines.get(number).copied()));
    // A member that is known only when it logs in may be any of them.
    if there.open || plan.one_ring.iter().any(|ring| is_queue(ring) && ring.extensions.is_empty()) {
        members.extend(plan.lines.iter().filter(|line| line.facts.endpoint));
    }
    members.sort_by(|a, b| a.extension.cmp(&b.extension));
    members.dedup_by(|a, b| a.extension == b.extension);
    if members.is_empty() && !there.any() {
        return None;
    }
    let note = match lang {
        Lang::En => format!(
            "; Written by deskshift convert. Add to extensions.conf:  #include {DIALPLAN}\n\
             ; Rings all devices of one queue member and nothing else: no mailbox may answer a queue's call.\n"
        ),
        Lang::De => format!(
            "; Geschrieben von deskshift convert. In extensions.conf aufnehmen:  #include {DIALPLAN}\n\
             ; Ruft alle Geräte eines Warteschlangen-Mitglieds und sonst nichts: kein Anrufbeantworter darf einen Warteschlangenruf annehmen.\n"
        ),
    };
    let mut text = format!("{note}\n[{RING_CONTEXT}]\n");
    let twins: BTreeSet<&Extension> =
        written.iter().filter(|change| change.twin.is_some()).map(|change| &change.extension).collect();
    for line in members {
        let (user, twin) = line.endpoints();
        // An endpoint that is not written rings nobody.
        let twin = twin.filter(|_| twins.contains(&line.extension));
        let Ok(user) = escape::value(user) else { continue };
        let all = format!("${{PJSIP_DIAL_CONTACTS({user})}}");
        let rings = match twin {
            Some(twin) if line.rings_at_home_only() => format!("PJSIP/{twin}"),
            Some(twin) => format!("{all}&PJSIP/{twin}"),
            None => all,
        };
        let _ = writeln!(text, "exten => {},1,Dial({rings})\n same => n,Hangup()", line.extension);
    }
    // Those without a line keep their telephone; where its endpoint is called otherwise, the rule for all does not find it.
    for entry in inventory.entries().filter(|entry| there.named.contains(&entry.number) && !lines.contains_key(&entry.number)) {
        let endpoint = entry.account.as_ref().map(|account| account.endpoint.value.as_str());
        let Some(endpoint) = endpoint.filter(|name| *name != entry.number.as_str()).and_then(|name| escape::value(name).ok())
        else {
            continue;
        };
        let _ = writeln!(text, "exten => {},1,Dial(${{PJSIP_DIAL_CONTACTS({endpoint})}})\n same => n,Hangup()", entry.number);
    }
    let others = match lang {
        Lang::En => "; Any other member whose endpoint is called as its number.",
        Lang::De => "; Jedes andere Mitglied, dessen Endpunkt wie seine Nummer heißt.",
    };
    let _ = writeln!(text, "{others}\nexten => _X!,1,Dial(${{PJSIP_DIAL_CONTACTS(${{EXTEN}})}})\n same => n,Hangup()");
    Some(text)
}
