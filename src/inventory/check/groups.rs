//! Groups and queues: whom they ring, before and after the move.

use std::collections::BTreeSet;

use super::{Told, codes, moved, some_of, tell_all};
use crate::diag::{Finding, Place, Words};
use crate::inventory::asterisk;
use crate::inventory::model::{Group, GroupKind, Inventory};

/// Characters of the database field in which some systems keep a group's members.
const FIELD: usize = 255;

pub(super) fn check(inventory: &Inventory, told: &Told<'_>, findings: &mut Vec<Finding>) {
    let known = super::known_numbers(inventory);
    // A group of the dialplan is a line that rings: whom it rings in vain is told of the line.
    let rung: BTreeSet<(&Place, &str)> =
        inventory.dials.iter().flat_map(|dial| dial.rings.iter().map(move |number| (&dial.at, number.as_str()))).collect();
    let people: BTreeSet<&str> = moved(inventory).map(|e| e.number.as_str()).collect();
    for queue in &inventory.queues {
        let outside = queue.members.iter().filter(|member| member.extension.is_none() && asterisk::leaves(&member.interface));
        let outside: Vec<(&str, &Place)> = outside.map(|member| (member.interface.as_str(), &member.at)).collect();
        external(&queue.name, &outside, findings);
    }
    for group in &inventory.groups {
        unknown_members(inventory, group, (&known, &rung), told, findings);
        external_members(group, findings);
        cut_list(group, &known, findings);
        empty_pickup(group, &people, findings);
    }
    queues(inventory, &known, told, findings);
    forwards(inventory, &known, findings);
    destinations(inventory, &known, findings);
}

/// Forwards to a number of the house that nothing has: no extension, group, queue, mailbox and no other number that leads somewhere.
fn destinations(inventory: &Inventory, known: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    if known.is_empty() {
        return;
    }
    let lengths: BTreeSet<usize> = known.iter().map(|number| number.split('@').next().unwrap_or_default().len()).collect();
    let mut there: BTreeSet<&str> = inventory.entries().map(|entry| entry.number.digits()).collect();
    there.extend(inventory.groups.iter().flat_map(|group| [Some(group.name.as_str()), group.number.as_deref()]).flatten());
    there.extend(inventory.queues.iter().map(|queue| queue.name.as_str()));
    there.extend(inventory.mailboxes.iter().map(|mailbox| mailbox.number.as_str()));
    there.extend(inventory.dids.iter().map(|did| did.number.as_str()));
    // The pilot of the mailboxes is no extension.
    let pilots: BTreeSet<&Place> = inventory.entries().filter_map(|entry| Some(&entry.mailbox.as_ref()?.at)).collect();
    let lost = inventory.forwards.iter().filter(|forward| {
        let number = forward.destination.as_str();
        let of_house = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) && lengths.contains(&number.len());
        forward.active && !forward.external && of_house && !there.contains(number) && !pilots.contains(&forward.at)
    });
    let lost: Vec<(String, &Place)> =
        lost.map(|forward| (format!("{} > {}", forward.extension, forward.destination), &forward.at)).collect();
    let lost: Vec<(&str, &Place)> = lost.iter().map(|(text, at)| (text.as_str(), *at)).collect();
    tell_all(
        &codes::FORWARD_TARGET_UNKNOWN,
        &lost,
        "forwards to numbers that no source has",
        "Umleitungen zu Nummern, die keine Quelle hat",
        findings,
    );
}

/// Numbers that only a forward knows: their calls go elsewhere, and nobody is told who is meant.
fn forwards(inventory: &Inventory, known: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    let mut numbers: BTreeSet<&str> = BTreeSet::new();
    let unknown: Vec<(&str, &Place)> = inventory
        .forwards
        .iter()
        .map(|forward| (forward.extension.as_str(), &forward.at))
        .filter(|(number, _)| !known.contains(number) && numbers.insert(number))
        .collect();
    tell_all(
        &codes::FORWARD_UNKNOWN,
        &unknown,
        "extensions of which only a forward or do-not-disturb is known",
        "Nebenstellen, von denen nur eine Umleitung oder Anrufschutz bekannt ist",
        findings,
    );
}

fn unknown_members(
    inventory: &Inventory,
    group: &Group,
    (known, rung): (&BTreeSet<&str>, &BTreeSet<(&Place, &str)>),
    told: &Told<'_>,
    findings: &mut Vec<Finding>,
) {
    if known.is_empty() {
        return;
    }
    for member in group.members.iter().filter(|m| !m.external) {
        let found = member.extension.as_ref().map_or(member.text.as_str(), |e| e.as_str());
        // A group may be a member of a group.
        if known.contains(found)
            || rung.contains(&(&member.at, found))
            || inventory.groups.iter().take(FIELD).any(|g| g.number.as_deref() == Some(found))
        {
            continue;
        }
        // Whose name is no number was told of the endpoint, once and not for each of its groups.
        let of_endpoint =
            matches!(group.kind, GroupKind::Pickup | GroupKind::NamedPickup | GroupKind::Call | GroupKind::NamedCall);
        if of_endpoint && member.extension.is_none() && told.by_asterisk(&member.at) {
            continue;
        }
        if member.extension.is_none() && asterisk::speaks_no_sip(&member.text) {
            findings.push(not_sip(&group.name, &member.text, &member.at));
        } else {
            findings.push(unknown(&group.name, &member.text, &member.at));
        }
    }
}

/// `Agent/1001`: whoever has logged in.
fn is_agent(interface: &str) -> bool {
    interface.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("agent/"))
}

/// A port, a telephone of another protocol or an agent, of which no number is known.
fn not_sip(group: &str, member: &str, at: &Place) -> Finding {
    codes::MEMBER_NOT_SIP
        .finding(
            Some(at.clone()),
            Words::new(
                format!("member `{member}` of `{group}` is no SIP telephone"),
                format!("Mitglied `{member}` von `{group}` ist kein SIP-Telefon"),
            ),
        )
        .about(member)
        .todo(Words::new(
            "nothing, if a bell, a fax or a door is meant; else put an extension with SIP in its place",
            "nichts, wenn eine Klingel, ein Fax oder eine Tür gemeint ist; sonst eine Nebenstelle mit SIP an seine Stelle setzen",
        ))
}

fn unknown(group: &str, member: &str, at: &Place) -> Finding {
    codes::MEMBER_UNKNOWN
        .finding(
            Some(at.clone()),
            Words::new(
                format!("member `{member}` of `{group}` is no known extension"),
                format!("Mitglied `{member}` von `{group}` ist keine bekannte Nebenstelle"),
            ),
        )
        .about(member)
        .todo(Words::new("correct or remove the member", "das Mitglied berichtigen oder entfernen"))
}

fn external_members(group: &Group, findings: &mut Vec<Finding>) {
    let outside: Vec<(&str, &Place)> = group.members.iter().filter(|m| m.external).map(|m| (m.text.as_str(), &m.at)).collect();
    external(&group.name, &outside, findings);
}

fn external(name: &str, outside: &[(&str, &Place)], findings: &mut Vec<Finding>) {
    tell_all(
        &codes::MEMBER_EXTERNAL,
        outside,
        &format!("group `{name}` has members outside of the telephone system"),
        &format!("Gruppe `{name}` hat Mitglieder außerhalb der Anlage"),
        findings,
    );
}

/// The members with one sign between them fill the field, or end with a torn number just before its end.
fn cut_list(group: &Group, known: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    let Some(last) = group.members.last() else { return };
    let length = group.members.iter().map(|m| m.text.chars().count() + 1).sum::<usize>() - 1;
    let torn = last.extension.is_none() || !known.contains(last.text.as_str());
    let begins = || known.range(last.text.as_str()..).next().is_some_and(|n| *n != last.text && n.starts_with(&last.text));
    if length != FIELD && !(length + 15 > FIELD && length < FIELD && torn && begins()) {
        return;
    }
    let (name, text) = (&group.name, &last.text);
    findings.push(
        codes::LIST_CUT
            .finding(
                Some(last.at.clone()),
                Words::new(
                    format!("the list of group `{name}` has {length} characters and ends with `{text}`; it may be cut off"),
                    format!("die Liste der Gruppe `{name}` hat {length} Zeichen und endet mit `{text}`; vielleicht ist sie abgeschnitten"),
                ),
            )
            .about(name.as_str())
            .todo(Words::new("compare it with the telephone system", "mit der Anlage vergleichen")),
    );
}

fn empty_pickup(group: &Group, people: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    let pickup = matches!(group.kind, GroupKind::Pickup | GroupKind::NamedPickup);
    let moves = |text: &str| people.contains(text);
    if !pickup
        || group.members.len() < 2
        || !group.members.iter().all(|m| m.extension.as_ref().is_some_and(|e| moves(e.as_str())))
    {
        return;
    }
    let listed = some_of(group.members.iter().map(|m| m.text.as_str()));
    let (name, some) = (&group.name, listed.counted());
    findings.push(
        codes::PICKUP_EMPTY
            .finding(
                Some(group.at.clone()),
                Words::new(
                    format!("all members of pickup group `{name}` move: {some}"),
                    format!("alle Mitglieder der Heranholgruppe `{name}` ziehen um: {some}"),
                ),
            )
            .about(name.as_str())
            .listing(listed)
            .todo(Words::new("make a ring group or a queue of it", "eine Sammelrufgruppe oder Warteschlange daraus machen")),
    );
}

fn queues(inventory: &Inventory, known: &BTreeSet<&str>, told: &Told<'_>, findings: &mut Vec<Finding>) {
    let empty: Vec<(&str, &Place)> =
        inventory.queues.iter().filter(|q| q.members.is_empty()).map(|q| (q.name.as_str(), &q.at)).collect();
    tell_all(
        &codes::DYNAMIC,
        &empty,
        "queues without members in the files",
        "Warteschlangen ohne Mitglieder in den Dateien",
        findings,
    );
    for queue in &inventory.queues {
        let others = queue
            .members
            .iter()
            .filter(|m| m.extension.is_none() && asterisk::speaks_no_sip(&m.interface) || is_agent(&m.interface));
        findings.extend(others.map(|member| not_sip(&queue.name, &member.interface, &member.at)));
    }
    if known.is_empty() {
        return;
    }
    for queue in &inventory.queues {
        for member in &queue.members {
            if let Some(number) = member.extension.as_ref().filter(|e| !known.contains(e.as_str())) {
                findings.push(if told.by_asterisk(&member.at) {
                    asterisk::member_unknown(queue, member, number)
                } else {
                    unknown(&queue.name, number.as_str(), &member.at)
                });
            }
        }
    }
}
