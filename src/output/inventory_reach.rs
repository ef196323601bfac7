//! How calls reach an extension, and on which devices: a part of `deskshift inventory show`.

use super::inventory::{Shown, ShownCallerId, ShownQueue};
use super::inventory_show::{Lines, secret};
use crate::diag::Lang;
use crate::inventory::model::{
    Device, DeviceKind, DeviceProtocol, ExtensionEntry, ForwardWhen, Group, GroupKind, Mailbox, Obstacle, ObstacleKind,
    QueueMember, Ring,
};

/// Numbers from outside, groups, forwards, mailboxes of one extension.
pub(super) fn describe(lines: &mut Lines<'_>, all: &Shown<'_>, entry: &ExtensionEntry) {
    let only = all.extensions.len() == 1;
    for direct in all.direct.iter().filter(|direct| direct.extension == entry.number) {
        let (national, international) = (&direct.national, &direct.international);
        lines.line("number by the plan", "Nummer nach dem Plan", &format!("{national} ({international})"), None);
    }
    for shown in all.caller_ids.iter().filter(|shown| shown.extension == entry.number) {
        let ShownCallerId { national, international, emergency, .. } = shown;
        let (en, de) =
            if *emergency { ("number in emergencies", "Nummer bei Notrufen") } else { ("outgoing number", "abgehende Nummer") };
        let other = if national == international { String::new() } else { format!(" ({international})") };
        lines.line(en, de, &format!("{national}{other}"), None);
    }
    for shown in &all.dids {
        if matches!(&shown.did.target, crate::inventory::model::DidTarget::Extension(number) if *number == entry.number) {
            let open = if shown.did.prefix { "…" } else { "" };
            lines.line("called from outside by", "von außen über", &format!("{}{open}", shown.shown), Some(&shown.did.at));
        }
    }
    for shown in all.forwards.iter().filter(|shown| shown.forward.extension == entry.number) {
        let when = when(shown.forward.when, lines.lang);
        let off = if shown.forward.active { "" } else { lines.words(", switched off", ", ausgeschaltet") };
        let outside = if shown.forward.external { lines.words(", outside", ", extern") } else { "" };
        let to = if shown.shown.is_empty() { "-" } else { &shown.shown };
        lines.line("forward", "Umleitung", &format!("{when}: {to}{outside}{off}"), Some(&shown.forward.at));
    }
    for group in all.groups.iter().filter(|g| g.members.iter().any(|m| m.extension.as_ref() == Some(&entry.number))) {
        let place = group.members.iter().find(|m| m.extension.as_ref() == Some(&entry.number)).map(|m| &m.at);
        lines.line("group", "Gruppe", &describe_group(group, lines.lang), place);
    }
    for obstacle in all.obstacles.iter().filter(|o| o.extension == entry.number) {
        lines.line("limit", "Grenze", &describe_obstacle(obstacle, lines.lang), Some(&obstacle.at));
    }
    for mailbox in all.mailboxes.iter().filter(|mailbox| mailbox.extensions.contains(&entry.number)) {
        describe_mailbox(lines, mailbox);
    }
    // Queues, other mailboxes and lines of the dialplan are known for all the extensions together.
    if only || all.extensions.last().is_some_and(|last| std::ptr::eq(*last, entry)) {
        let of_one = |mailbox: &Mailbox| all.extensions.iter().any(|entry| mailbox.extensions.contains(&entry.number));
        for mailbox in all.mailboxes.iter().filter(|mailbox| !of_one(mailbox)) {
            describe_mailbox(lines, mailbox);
        }
        for shown in &all.queues {
            lines.line("queue", "Warteschlange", &describe_member(shown, lines.lang), Some(&shown.member.at));
        }
        for at in &all.dials {
            lines.place("rung by", "gerufen von", at);
        }
    }
}

pub(super) fn describe_mailbox(lines: &mut Lines<'_>, mailbox: &Mailbox) {
    let pin = mailbox.pin.as_ref().map(|pin| format!(", PIN {}", secret(pin, lines.lang))).unwrap_or_default();
    let value = format!("{}@{}{pin}", mailbox.number, mailbox.context);
    lines.line("mailbox, set up", "Sprachbox, angelegt", &value, Some(&mailbox.at));
    lines.optional("mailbox, name", "Sprachbox, Name", mailbox.name.as_ref());
    lines.optional("mailbox, mail to", "Sprachbox, Mail an", mailbox.email.as_ref());
    for (option, value) in mailbox.options.iter() {
        let (en, de) = (format!("mailbox, {option}"), format!("Sprachbox, {option}"));
        lines.line(&en, &de, &value.value, Some(&value.at));
    }
}

/// `hotline, rank 3, as Beispiel, Bernd`
fn describe_member(shown: &ShownQueue<'_>, lang: Lang) -> String {
    format!("{}{}", shown.queue, place_in_queue(shown.member, lang))
}

/// `, rank 3, as Beispiel, Bernd`
pub(super) fn place_in_queue(member: &QueueMember, lang: Lang) -> String {
    let (rank, name, state, own) = match lang {
        Lang::En => ("rank", "as", "state of", "logged in by itself"),
        Lang::De => ("Rang", "als", "Zustand von", "selbst angemeldet"),
    };
    let mut text = String::new();
    if member.penalty > 0 {
        text += &format!(", {rank} {}", member.penalty);
    }
    if let Some(called) = &member.name {
        text += &format!(", {name} {called}");
    }
    if let Some(other) = &member.state_interface {
        text += &format!(", {state} {other}");
    }
    if member.dynamic {
        text += &format!(", {own}");
    }
    text
}

pub(super) fn describe_group(group: &Group, lang: Lang) -> String {
    let kind = match (group.kind, lang) {
        (GroupKind::Ring, Lang::En) => "ring group",
        (GroupKind::Ring, Lang::De) => "Sammelruf",
        (GroupKind::Hunt, Lang::En) => "hunt group",
        (GroupKind::Hunt, Lang::De) => "Sammelanschluss",
        (GroupKind::Pickup | GroupKind::NamedPickup, Lang::En) => "pickup group",
        (GroupKind::Pickup | GroupKind::NamedPickup, Lang::De) => "Heranholgruppe",
        (GroupKind::Call | GroupKind::NamedCall, Lang::En) => "call group",
        (GroupKind::Call | GroupKind::NamedCall, Lang::De) => "Rufgruppe",
        (GroupKind::Paging, Lang::En) => "paging group",
        (GroupKind::Paging, Lang::De) => "Durchsagegruppe",
    };
    let number = group.number.as_ref().map(|number| format!(" ({number})")).unwrap_or_default();
    let strategy = group.strategy.as_ref().map(|strategy| format!(", {strategy}")).unwrap_or_default();
    let (name, count) = (format!("{}{number}{strategy}", group.name), group.members.len());
    match (lang, count) {
        (Lang::En, 1) => format!("{kind} {name}, 1 member"),
        (Lang::En, _) => format!("{kind} {name}, {count} members"),
        (Lang::De, 1) => format!("{kind} {name}, 1 Mitglied"),
        (Lang::De, _) => format!("{kind} {name}, {count} Mitglieder"),
    }
}

fn describe_obstacle(obstacle: &Obstacle, lang: Lang) -> String {
    let kind = match (obstacle.kind, lang) {
        (ObstacleKind::LanOnly, Lang::En) => "only from the local network",
        (ObstacleKind::LanOnly, Lang::De) => "nur aus dem Hausnetz",
        (ObstacleKind::AddressList, Lang::En) => "from some addresses only",
        (ObstacleKind::AddressList, Lang::De) => "nur von bestimmten Adressen",
        (ObstacleKind::FewRegistrations, Lang::En) => "fewer than two devices",
        (ObstacleKind::FewRegistrations, Lang::De) => "weniger als zwei Geräte",
    };
    format!("{kind} ({})", obstacle.text)
}

fn when(when: ForwardWhen, lang: Lang) -> &'static str {
    match (when, lang) {
        (ForwardWhen::All, Lang::En) => "always",
        (ForwardWhen::All, Lang::De) => "immer",
        (ForwardWhen::Busy, Lang::En) => "when busy",
        (ForwardWhen::Busy, Lang::De) => "bei besetzt",
        (ForwardWhen::NoAnswer, Lang::En) => "when nobody answers",
        (ForwardWhen::NoAnswer, Lang::De) => "bei Nichtmelden",
        (ForwardWhen::Unregistered, Lang::En) => "when not registered",
        (ForwardWhen::Unregistered, Lang::De) => "wenn nicht registriert",
        (ForwardWhen::DoNotDisturb, Lang::En) => "do not disturb",
        (ForwardWhen::DoNotDisturb, Lang::De) => "Anrufschutz",
        (ForwardWhen::FollowMe, Lang::En) => "also rings",
        (ForwardWhen::FollowMe, Lang::De) => "läutet auch",
    }
}

/// One device with its keys.
pub(super) fn describe_device(lines: &mut Lines<'_>, device: &Device) {
    let title = format!("{} {}", lines.words("device", "Gerät"), device.id);
    lines.title(&title);
    let protocol = device.protocol.map(|p| format!(", {}", protocol(p, lines.lang))).unwrap_or_default();
    let kind = format!("{}{protocol}", kind(device.kind, lines.lang));
    lines.line("kind", "Art", &kind, Some(&device.at));
    for (en, de, value) in [
        ("name on the PBX", "Name in der Anlage", &device.name),
        ("vendor", "Hersteller", &device.vendor),
        ("model", "Modell", &device.model),
        ("inventory number", "Inventarnummer", &device.label),
        ("serial number", "Seriennummer", &device.serial),
        ("owner", "Nutzer", &device.owner),
    ] {
        lines.optional(en, de, value.as_ref());
    }
    lines.optional("MAC", "MAC", device.mac.as_ref());
    lines.optional("room", "Zimmer", device.room.as_ref());
    lines.optional("delivered", "geliefert", device.delivered.as_ref());
    lines.optional("last seen", "zuletzt gesehen", device.last_seen.as_ref());
    if let Some(person) = &device.person {
        lines.line("person", "Person", person.as_str(), None);
    }
    for line in &device.lines {
        let partition = line.partition.as_ref().map(|partition| format!(", {partition}")).unwrap_or_default();
        let ring = ring(line.ring, lines.lang);
        let shared = if line.shared { lines.words(", shared", ", gemeinsam") } else { "" };
        let value = format!("{}{partition}{ring}{shared}", line.number.value);
        let (en, de) = (format!("key {}", line.index), format!("Taste {}", line.index));
        lines.line(&en, &de, &value, Some(&line.number.at));
        let (en, de) = (format!("key {}, label", line.index), format!("Taste {}, Name", line.index));
        lines.optional(&en, &de, line.label.as_ref());
    }
    lines.extra(&device.extra);
}

fn kind(kind: DeviceKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (DeviceKind::DeskPhone, Lang::En) => "desk phone",
        (DeviceKind::DeskPhone, Lang::De) => "Tischtelefon",
        (DeviceKind::Softphone, _) => "Softphone",
        (DeviceKind::Notebook, _) => "Notebook",
        (DeviceKind::ThinClient, Lang::En) => "thin client",
        (DeviceKind::ThinClient, Lang::De) => "Thin Client",
        (DeviceKind::Dect, _) => "DECT",
        (DeviceKind::Analog, _) => "analog",
        (DeviceKind::Fax, Lang::En) => "fax",
        (DeviceKind::Fax, Lang::De) => "Fax",
        (DeviceKind::Gateway, Lang::En) => "gateway",
        (DeviceKind::Gateway, Lang::De) => "Gateway",
        (DeviceKind::Door, Lang::En) => "door",
        (DeviceKind::Door, Lang::De) => "Türsprechstelle",
        (DeviceKind::Unknown, Lang::En) => "unknown",
        (DeviceKind::Unknown, Lang::De) => "unbekannt",
    }
}

fn protocol(protocol: DeviceProtocol, lang: Lang) -> &'static str {
    match (protocol, lang) {
        (DeviceProtocol::Sip, _) => "SIP",
        (DeviceProtocol::Sccp, _) => "SCCP",
        (DeviceProtocol::H323, _) => "H.323",
        (DeviceProtocol::Analog, _) => "analog",
        (DeviceProtocol::Isdn, _) => "ISDN",
        (DeviceProtocol::Dect, _) => "DECT",
        (DeviceProtocol::Vendor, Lang::En) => "the vendor's own protocol",
        (DeviceProtocol::Vendor, Lang::De) => "Protokoll des Herstellers",
    }
}

fn ring(ring: Ring, lang: Lang) -> &'static str {
    match (ring, lang) {
        (Ring::Normal, _) => "",
        (Ring::Silent, Lang::En) => ", silent",
        (Ring::Silent, Lang::De) => ", stumm",
        (Ring::Overlay, Lang::En) => ", several numbers on one key",
        (Ring::Overlay, Lang::De) => ", mehrere Nummern auf einer Taste",
        (Ring::Monitor, Lang::En) => ", shows the state only",
        (Ring::Monitor, Lang::De) => ", zeigt nur den Zustand",
    }
}

#[cfg(test)]
mod tests;
