//! Sites, rooms, departments, groups, queues, mailboxes and direct numbers: a part of `deskshift inventory show`.

use super::inventory_found::Things;
use super::inventory_reach::{describe_group, describe_mailbox, place_in_queue};
use super::inventory_show::Lines;
use crate::diag::Lang;
use crate::inventory::model::{DepartmentEntry, DidTarget, Group, Queue, Room, RoomKind, SiteEntry, Sourced};

pub(super) fn describe(lines: &mut Lines<'_>, things: &Things<'_>) {
    for site in &things.sites {
        describe_site(lines, site);
    }
    for room in &things.rooms {
        describe_room(lines, room);
    }
    for unit in &things.departments {
        describe_unit(lines, unit);
    }
    for group in &things.groups {
        describe_members(lines, group);
    }
    for queue in &things.queues {
        describe_queue(lines, queue);
    }
    for mailbox in &things.mailboxes {
        let title = format!("{} {}@{}", lines.words("mailbox", "Sprachbox"), mailbox.number, mailbox.context);
        lines.title(&title);
        describe_mailbox(lines, mailbox);
        let extensions: Vec<&str> = mailbox.extensions.iter().map(crate::domain::Extension::as_str).collect();
        lines.line("extensions", "Nebenstellen", &listed(&extensions), None);
    }
    for shown in &things.dids {
        let open = if shown.did.prefix { "…" } else { "" };
        let title = format!("{} {}{open}", lines.words("direct number", "Durchwahl"), shown.shown);
        lines.title(&title);
        lines.line("leads to", "führt zu", &target(&shown.did.target, lines.lang), Some(&shown.did.at));
    }
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "-".to_owned() } else { names.join(", ") }
}

fn describe_site(lines: &mut Lines<'_>, site: &SiteEntry) {
    let title = format!("{} {}", lines.words("site", "Standort"), site.name);
    lines.title(&title);
    lines.line("head number", "Kopfnummer", &site.head_number, Some(&site.at));
    let blocks: Vec<&str> = site.blocks.iter().map(String::as_str).collect();
    lines.line("blocks", "Blöcke", &listed(&blocks), None);
    let lengths: Vec<String> = site.extension_lengths.iter().map(ToString::to_string).collect();
    lines.line("digits of extensions", "Stellen der Nebenstellen", &lengths.join(", "), None);
    lines.line("outside prefix", "Amtsholung", &site.outside_prefix, None);
    let same = match (site.did_equals_extension, lines.lang) {
        (true, Lang::En) => "the suffix is the extension",
        (true, Lang::De) => "die Durchwahl ist die Nebenstelle",
        (false, Lang::En) => "as the telephone system says",
        (false, Lang::De) => "nach den Angaben der Anlage",
    };
    lines.line("from outside", "von außen", same, None);
}

fn describe_room(lines: &mut Lines<'_>, room: &Room) {
    let title = format!("{} {}", lines.words("room", "Zimmer"), room.name);
    lines.title(&title);
    lines.optional("premises", "Liegenschaft", room.site.as_ref());
    lines.optional("building", "Gebäude", room.building.as_ref());
    lines.optional("floor", "Etage", room.floor.as_ref());
    lines.optional("number", "Nummer", room.number.as_ref());
    lines.optional("called", "Bezeichnung", room.title.as_ref());
    let kind = room.kind.as_ref().map(|kind| Sourced::new(kind_word(kind.value, lines.lang), kind.at.clone()));
    lines.sourced("kind", "Art", kind.as_ref());
    lines.sourced("desks", "Arbeitsplätze", room.capacity.as_ref());
    let phones = room.phones_allowed.as_ref().map(|yes| {
        let word = if yes.value { lines.words("yes", "ja") } else { lines.words("no", "nein") };
        Sourced::new(word, yes.at.clone())
    });
    lines.optional("telephones allowed", "Telefon erlaubt", phones.as_ref());
    let persons: Vec<&str> = room.persons.iter().map(crate::domain::PersonId::as_str).collect();
    lines.line("people", "Personen", &listed(&persons), None);
    lines.optional("notes", "Bemerkung", room.notes.as_ref());
    lines.extra(&room.extra);
    lines.place("row", "Zeile", &room.at);
}

fn kind_word(kind: RoomKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (RoomKind::Office, Lang::En) => "office",
        (RoomKind::Office, Lang::De) => "Büro",
        (RoomKind::Counter, Lang::En) => "counter",
        (RoomKind::Counter, Lang::De) => "Schalter",
        (RoomKind::Meeting, Lang::En) => "meeting",
        (RoomKind::Meeting, Lang::De) => "Besprechung",
        (RoomKind::Technical, Lang::En) => "technical",
        (RoomKind::Technical, Lang::De) => "Technik",
        (RoomKind::Other, Lang::En) => "other",
        (RoomKind::Other, Lang::De) => "sonstiges",
    }
}

fn describe_unit(lines: &mut Lines<'_>, unit: &DepartmentEntry) {
    let title = format!("{} {}", lines.words("department", "Dienststelle"), unit.name);
    lines.title(&title);
    lines.optional("short form", "Kurzform", unit.short.as_ref());
    lines.sourced("part of", "Teil von", unit.parent.as_ref());
    for alias in &unit.aliases {
        lines.line("also written", "auch geschrieben", &alias.value, Some(&alias.at));
    }
    lines.line("people", "Personen", &unit.persons.to_string(), Some(&unit.at));
}

fn describe_members(lines: &mut Lines<'_>, group: &Group) {
    let title = describe_group(group, lines.lang);
    lines.title(&title);
    lines.place("row", "Zeile", &group.at);
    for member in &group.members {
        let outside = if member.external { lines.words(", outside", ", extern") } else { "" };
        lines.line("member", "Mitglied", &format!("{}{outside}", member.text), Some(&member.at));
    }
}

fn describe_queue(lines: &mut Lines<'_>, queue: &Queue) {
    let title = format!("{} {}", lines.words("queue", "Warteschlange"), queue.name);
    lines.title(&title);
    lines.line("strategy", "Verteilung", queue.strategy.as_deref().unwrap_or("-"), Some(&queue.at));
    for member in &queue.members {
        let value = format!("{}{}", member.interface, place_in_queue(member, lines.lang));
        lines.line("member", "Mitglied", &value, Some(&member.at));
    }
}

fn target(target: &DidTarget, lang: Lang) -> String {
    let words = |en: &str, de: &str, name: &str| format!("{} {name}", if lang == Lang::De { de } else { en });
    match target {
        DidTarget::Extension(number) => words("extension", "Nebenstelle", number.as_str()),
        DidTarget::Group(name) => words("group", "Gruppe", name),
        DidTarget::Mailbox(address) => words("mailbox", "Sprachbox", address),
        DidTarget::External(number) => words("outside number", "externe Nummer", number),
        DidTarget::Unknown(text) => text.clone(),
        DidTarget::Nothing => "-".to_owned(),
    }
}
