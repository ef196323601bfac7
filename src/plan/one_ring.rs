//! Dialplan lines and queue members that would ring only one of two devices of an extension, and what to write instead.
//!
//! `Dial(PJSIP/2001)` sends INVITE to one contact, `Dial(${PJSIP_DIAL_CONTACTS(2001)})` to all of them (measured with Asterisk 22.10;
//! with no contact registered it goes on with `DIALSTATUS=CHANUNAVAIL`, as before).

use std::collections::BTreeMap;

use super::model::{Line, OneRing};
use super::pattern::covers;
use crate::diag::Words;
use crate::domain::Extension;
use crate::inventory::model::{DialLine, Inventory, QueueMember};

/// The dialplan context that rings all devices of one extension and does nothing else, for queue members; written by `pbx`.
pub const RING_CONTEXT: &str = "deskshift-ring";

/// Lines that ring several devices after the change, by endpoint name, and by extension where that is the name.
struct Several<'a> {
    by_endpoint: BTreeMap<&'a str, &'a Line>,
    by_extension: BTreeMap<&'a Extension, &'a Line>,
}

pub(super) fn one_ring(inventory: &Inventory, lines: &[Line]) -> Vec<OneRing> {
    let moved: Vec<&Line> = lines
        .iter()
        .filter(|line| line.endpoints().1.is_some() || line.facts.max_contacts_after.is_some_and(|n| n > 1))
        .collect();
    let several = Several {
        by_endpoint: moved.iter().map(|line| (line.endpoints().0, *line)).collect(),
        by_extension: moved
            .iter()
            .map(|line| (&line.extension, *line))
            .filter(|(number, l)| l.endpoints().0 == number.as_str())
            .collect(),
    };
    let dials = inventory.dials.iter().filter_map(|dial| dial_line(dial, &several));
    let members = inventory
        .queues
        .iter()
        .flat_map(|queue| queue.members.iter().filter_map(|member| queue_member(&queue.name, member, &several)));
    dials.chain(members).collect()
}

fn dial_line(dial: &DialLine, several: &Several) -> Option<OneRing> {
    let (peers, rest) = split_peers(&dial.text);
    let mut extensions = Vec::new();
    let mut certain = true;
    let mut replaced = Vec::new();
    let mut any = false;
    let mut only_twin_silent = true;
    for peer in peers {
        if let Some(named) = all_contacts(peer) {
            // All contacts of the endpoint ring, and its web phone is an endpoint of its own.
            replaced.push(peer.to_owned());
            let with_twin = |line: &&&Line| line.endpoints().1.is_some();
            if let Some(line) = several.by_endpoint.get(named).filter(with_twin) {
                any = true;
                extensions.push(line.extension.clone());
                replaced.extend(line.endpoints().1.map(|twin| format!("PJSIP/{twin}")));
            } else if named == "${EXTEN}" {
                let meant = several.by_extension.values().filter(with_twin).map(|line| &line.extension);
                let meant: Vec<Extension> = meant.filter(|number| covers(&dial.pattern, number.as_str())).cloned().collect();
                // Other extensions of the pattern have no web phone.
                any |= !meant.is_empty();
                certain &= meant.is_empty();
                extensions.extend(meant);
            }
            continue;
        }
        let mut twin = None;
        let target = on_pjsip(peer.trim()).filter(|target| is_plain(target));
        let ring = match target {
            Some(target) if target.contains("${") => {
                let exact = target == "${EXTEN}";
                let meant = several.by_extension.keys().filter(|number| !exact || covers(&dial.pattern, number.as_str()));
                let meant: Vec<Extension> = meant.map(|number| (*number).clone()).collect();
                // `${EXTEN:1}` and the like: which extensions are meant is not known, the replacement is still right.
                certain &= is_one_variable(target);
                // A twin is named beside its extension, and a pattern covers others too.
                certain &= meant.iter().all(|number| several.by_extension[number].endpoints().1.is_none());
                (!meant.is_empty()).then(|| {
                    if exact {
                        extensions.extend(meant);
                    }
                    target
                })
            }
            Some(target) => several.by_endpoint.get(target).map(|line| {
                extensions.push(line.extension.clone());
                twin = line.endpoints().1;
                target
            }),
            None => None,
        };
        match ring {
            Some(target) => {
                any = true;
                only_twin_silent = false;
                replaced.push(format!("${{PJSIP_DIAL_CONTACTS({target})}}"));
                replaced.extend(twin.map(|twin| format!("PJSIP/{twin}")));
            }
            None => replaced.push(peer.to_owned()),
        }
    }
    if !any {
        return None;
    }
    extensions.sort();
    extensions.dedup();
    let why = if only_twin_silent {
        Words::new(
            format!(
                "`{}` in `[{}]` rings the desk phone and not the web phone, which has an endpoint of its own",
                dial.pattern, dial.context
            ),
            format!(
                "`{}` in `[{}]` ruft das Tischtelefon und nicht das Webtelefon, das einen eigenen Endpunkt hat",
                dial.pattern, dial.context
            ),
        )
    } else if dial.by_pattern {
        Words::new(
            format!(
                "the pattern `{}` in `[{}]` rings one registered device only, for every extension it covers",
                dial.pattern, dial.context
            ),
            format!(
                "das Muster `{}` in `[{}]` ruft für jede Nebenstelle, die es trifft, nur ein angemeldetes Gerät",
                dial.pattern, dial.context
            ),
        )
    } else {
        Words::new(
            format!("`{}` in `[{}]` rings one registered device only; the other one stays silent", dial.pattern, dial.context),
            format!("`{}` in `[{}]` ruft nur ein angemeldetes Gerät; das andere bleibt stumm", dial.pattern, dial.context),
        )
    };
    Some(OneRing {
        at: dial.at.clone(),
        text: format!("Dial({})", dial.text),
        extensions,
        instead: certain.then(|| format!("Dial({}{rest})", replaced.join("&"))),
        why,
    })
}

fn queue_member(queue: &str, member: &QueueMember, several: &Several) -> Option<OneRing> {
    let endpoint = on_pjsip(&member.interface).filter(|rest| !rest.contains(['/', '@']))?;
    let line = several.by_endpoint.get(endpoint)?;
    // Statistics are kept under the member name, which is the interface where none is written; so it is kept.
    let name = member.name.clone().unwrap_or_else(|| member.interface.clone());
    let certain = !name.contains(['"', ';', '\n', '\r']);
    let quoted = |name: &str| if name.contains(',') { format!("\"{name}\"") } else { name.to_owned() };
    let now = match &member.name {
        None if member.penalty == 0 => member.interface.clone(),
        None => format!("{},{}", member.interface, member.penalty),
        Some(name) => format!("{},{},{}", member.interface, member.penalty, quoted(name)),
    };
    let name = quoted(&name);
    Some(OneRing {
        at: member.at.clone(),
        text: format!("member => {now}"),
        extensions: vec![line.extension.clone()],
        instead: certain.then(|| {
            format!("member => Local/{}@{RING_CONTEXT}/n,{},{name},{}", line.extension, member.penalty, member.interface)
        }),
        why: Words::new(
            format!("queue `{queue}` rings one registered device of this member only"),
            format!("die Warteschlange `{queue}` ruft bei diesem Mitglied nur ein angemeldetes Gerät"),
        ),
    })
}

/// The endpoint of a channel; Asterisk finds the technology in any case of letters.
fn on_pjsip(channel: &str) -> Option<&str> {
    const TECHNOLOGY: &str = "PJSIP/";
    let (technology, rest) = channel.split_at_checked(TECHNOLOGY.len())?;
    technology.eq_ignore_ascii_case(TECHNOLOGY).then_some(rest)
}

/// The endpoint whose contacts all ring: `2001` of `${PJSIP_DIAL_CONTACTS(2001)}`.
fn all_contacts(peer: &str) -> Option<&str> {
    peer.trim().strip_prefix("${PJSIP_DIAL_CONTACTS(")?.strip_suffix(")}")
}

/// Splits the first argument of `Dial` at `&`, and gives the rest with its leading comma; blind to separators inside `${…}` and `(…)`.
fn split_peers(text: &str) -> (Vec<&str>, &str) {
    let mut depth = 0_usize;
    let mut peers = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            '&' if depth == 0 => {
                peers.push(&text[start..at]);
                start = at + 1;
            }
            ',' if depth == 0 => {
                peers.push(&text[start..at]);
                return (peers, &text[at..]);
            }
            _ => {}
        }
    }
    peers.push(&text[start..]);
    (peers, "")
}

/// No `/uri` and no `@trunk` behind the endpoint's name: those name one destination on purpose.
fn is_plain(target: &str) -> bool {
    let mut depth = 0_usize;
    target.chars().all(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > 0 || !matches!(c, '/' | '@')
    })
}

fn is_one_variable(target: &str) -> bool {
    target.strip_prefix("${").and_then(|t| t.strip_suffix('}')).is_some_and(|name| !name.contains(['{', '}', '$', '(', ')']))
}

#[cfg(test)]
mod tests {
    use super::{all_contacts, is_one_variable, is_plain, on_pjsip, split_peers};

    #[test]
    fn trunks_and_explicit_uris_are_left_alone() {
        assert!(is_plain("2001") && is_plain("${EXTEN}") && is_plain("${DB(a/${EXTEN})}"));
        assert!(!is_plain("2001/sip:1@2") && !is_plain("${EXTEN}@trunk") && !is_plain("trunk/sip:${EXTEN}@h"));
    }

    #[test]
    fn peers_end_at_the_first_comma_outside_brackets() {
        assert_eq!(split_peers("PJSIP/1&PJSIP/2,20,tT"), (vec!["PJSIP/1", "PJSIP/2"], ",20,tT"));
        assert_eq!(split_peers("${IF($[1]?PJSIP/1,2:x)}&PJSIP/2"), (vec!["${IF($[1]?PJSIP/1,2:x)}", "PJSIP/2"], ""));
        assert_eq!(split_peers(""), (vec![""], ""));
        assert_eq!(split_peers(")},&"), (vec![")}"], ",&"));
    }

    #[test]
    fn technologies_in_any_case_and_functions_for_all_contacts() {
        assert_eq!((on_pjsip("PJSIP/2001"), on_pjsip("pjsip/2001")), (Some("2001"), Some("2001")));
        assert_eq!((on_pjsip("SIP/2001"), on_pjsip("PJ"), on_pjsip("äöüä/1")), (None, None, None));
        assert_eq!(all_contacts(" ${PJSIP_DIAL_CONTACTS(${EXTEN})}"), Some("${EXTEN}"));
        assert_eq!((all_contacts("PJSIP/2001"), all_contacts("${PJSIP_DIAL_CONTACTS(1)}x")), (None, None));
    }

    #[test]
    fn one_variable_is_recognised() {
        assert!(is_one_variable("${EXTEN}") && is_one_variable("${EXTEN:1}"));
        assert!(!is_one_variable("${A}${B}") && !is_one_variable("x${A}") && !is_one_variable("${DB(x/${EXTEN})}"));
    }
}
