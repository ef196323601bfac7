//! Who and what is meant by a question to the inventory, and all that belongs to it.

use serde::Serialize;

use crate::diag::{Finding, Place, Severity};
use crate::domain::Extension;
use crate::inventory::codes;
use crate::inventory::kind::{fold, without_marks};
use crate::inventory::model::{
    Corrected, DepartmentEntry, Device, Did, DidTarget, ExtensionEntry, Forward, Group, Inventory, Mailbox, Obstacle, Person,
    Queue, QueueMember, Room, SiteEntry, Sourced,
};
use crate::inventory::numbers::{self, Number, shown};
use crate::policy::site::Numbers;

/// All that is known of what was asked for.
#[derive(Debug, Default, Serialize)]
pub struct Shown<'a> {
    pub persons: Vec<&'a Person>,
    pub extensions: Vec<&'a ExtensionEntry>,
    /// The number of each extension from outside, where the plan tells.
    pub direct: Vec<Direct>,
    /// The numbers that others see of each, where the plan reads them without doubt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caller_ids: Vec<ShownCallerId>,
    /// With one of the extensions on a key, or given to one of the people.
    pub devices: Vec<&'a Device>,
    pub mailboxes: Vec<&'a Mailbox>,
    /// With one of the extensions among their members.
    pub groups: Vec<&'a Group>,
    /// Queues with a member on one of the extensions.
    pub queues: Vec<ShownQueue<'a>>,
    /// Those of the people.
    pub departments: Vec<&'a DepartmentEntry>,
    /// Numbers from outside that lead to one of the extensions.
    pub dids: Vec<ShownDid<'a>>,
    pub forwards: Vec<ShownForward<'a>>,
    pub obstacles: Vec<&'a Obstacle>,
    /// Dialplan lines that ring one of them by name.
    pub dials: Vec<&'a Place>,
    /// What was asked for where it is neither a person nor an extension.
    #[serde(skip_serializing_if = "Things::is_empty")]
    pub things: Things<'a>,
    /// What corrections by hand have overruled of all this.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<&'a Corrected>,
    pub findings: Vec<&'a Finding>,
}

/// A site, a room, a department, a group or a queue that was asked for by name.
#[derive(Debug, Default, Serialize)]
pub struct Things<'a> {
    pub sites: Vec<&'a SiteEntry>,
    pub rooms: Vec<&'a Room>,
    pub departments: Vec<&'a DepartmentEntry>,
    pub groups: Vec<&'a Group>,
    pub queues: Vec<&'a Queue>,
    pub mailboxes: Vec<&'a Mailbox>,
    pub dids: Vec<ShownDid<'a>>,
}

impl Things<'_> {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
            && self.rooms.is_empty()
            && self.departments.is_empty()
            && self.groups.is_empty()
            && self.queues.is_empty()
            && self.mailboxes.is_empty()
            && self.dids.is_empty()
    }
}

/// A number from outside, in E.164 and as people read it (DIN 5008).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Direct {
    pub extension: Extension,
    pub e164: String,
    pub national: String,
    pub international: String,
}

/// A number that others see, in E.164 and as people read it (DIN 5008).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownCallerId {
    pub extension: Extension,
    /// On emergency calls only.
    pub emergency: bool,
    pub e164: String,
    pub national: String,
    pub international: String,
}

/// A place in a queue.
#[derive(Debug, Serialize)]
pub struct ShownQueue<'a> {
    pub queue: &'a str,
    #[serde(flatten)]
    pub member: &'a QueueMember,
}

#[derive(Debug, Serialize)]
pub struct ShownDid<'a> {
    #[serde(flatten)]
    pub did: &'a Did,
    pub shown: String,
}

#[derive(Debug, Serialize)]
pub struct ShownForward<'a> {
    #[serde(flatten)]
    pub forward: &'a Forward,
    pub shown: String,
}

/// Finds people by id, name or extension, extensions by number in any notation or by number and context (`2001@amt.example`), and where that is nobody's, a site, room, department,
/// device, group, queue, mailbox or direct number by its whole name. None where nothing fits.
#[must_use]
pub fn show<'a>(inventory: &'a Inventory, all: &'a [Finding], plan: &Numbers, what: &str) -> Option<Shown<'a>> {
    let wanted = what.trim().to_lowercase();
    if wanted.is_empty() {
        return None;
    }
    let mut persons = people(inventory, &wanted);
    let exact = persons.iter().any(|p| named(p, &fold(&wanted)));
    let mut extensions: Vec<&ExtensionEntry> = inventory.entries().filter(|e| is_asked(&e.number, &wanted)).collect();
    if !exact
        && extensions.is_empty()
        && let Some(found) = things(inventory, all, plan, &wanted)
    {
        return Some(found);
    }
    if persons.is_empty() && extensions.is_empty() {
        let read = numbers::read(what, plan).map(|cell| cell.numbers).unwrap_or_default();
        if let [Number::Internal { extension, .. }] = read.as_slice() {
            extensions.extend(inventory.entries().filter(|e| e.number.digits() == extension.as_str()));
        } else if what.chars().any(char::is_alphabetic) {
            extensions = shown_as(inventory, what);
        }
    }
    for entry in &extensions {
        persons.extend(inventory.people().filter(|p| entry.persons.contains(&p.id) || has_further(p, entry)));
    }
    for person in &persons {
        extensions.extend(inventory.entries().filter(|e| e.persons.contains(&person.id) || has_further(person, e)));
    }
    persons.sort_by(|a, b| a.id.cmp(&b.id));
    persons.dedup_by(|a, b| a.id == b.id);
    extensions.sort_by(|a, b| (&a.number, &a.at).cmp(&(&b.number, &b.at)));
    extensions.dedup_by(|a, b| a.number == b.number && a.at == b.at);
    if persons.is_empty() && extensions.is_empty() {
        return None;
    }
    Some(with_corrections(inventory, around(inventory, all, plan, persons, extensions)))
}

/// Adds what corrections have overruled of what is shown.
fn with_corrections<'a>(inventory: &'a Inventory, mut shown: Shown<'a>) -> Shown<'a> {
    if inventory.corrected.is_empty() {
        return shown;
    }
    let concerns = |c: &&Corrected| {
        let id = c.id.as_str();
        match c.subject.as_str() {
            "person" => shown.persons.iter().any(|p| p.id.as_str() == id),
            // Of two numbers in two contexts the key has the context behind it.
            "extension" => shown.extensions.iter().any(|e| id.split('@').next() == Some(e.number.as_str())),
            "device" => shown.devices.iter().any(|d| d.id == id),
            "room" => shown.things.rooms.iter().any(|r| r.name.as_str() == id),
            "department" => shown.departments.iter().chain(&shown.things.departments).any(|d| d.name.as_str() == id),
            "mailbox" => {
                let boxes = shown.mailboxes.iter().chain(&shown.things.mailboxes);
                boxes.into_iter().any(|m| id.split_once('@') == Some((m.number.as_str(), m.context.as_str())))
            }
            _ => false,
        }
    };
    shown.corrected = inventory.corrected.iter().filter(concerns).collect();
    shown
}

/// A number asks for all extensions that have it, a number with its context for one.
fn is_asked(number: &Extension, wanted: &str) -> bool {
    number.digits() == wanted || number.context().is_some() && number.as_str().to_lowercase() == wanted
}

/// What is no person and no extension, by its whole name.
fn things<'a>(inventory: &'a Inventory, all: &'a [Finding], plan: &Numbers, wanted: &str) -> Option<Shown<'a>> {
    let folded = fold(wanted);
    let is = |text: &str| fold(text) == folded;
    let told = |text: &Option<Sourced<String>>| text.as_ref().is_some_and(|text| is(&text.value));
    let rooms = inventory.rooms.iter().filter(|r| is(r.name.as_str()) || told(&r.title) || told(&r.number)).collect();
    let short = |d: &DepartmentEntry| told(&d.short) || d.aliases.iter().any(|alias| is(&alias.value));
    let departments = inventory.departments.iter().filter(|d| is(d.name.as_str()) || short(d)).collect();
    let e164 = match numbers::read(wanted, plan).map(|cell| cell.numbers).unwrap_or_default().as_slice() {
        [Number::Internal { e164: Some(full), .. } | Number::Attendant { e164: Some(full) } | Number::Outside { e164: full }] => {
            Some(full.clone())
        }
        _ => None,
    };
    let dids = inventory.dids.iter().filter(|did| is(&did.number) || Some(&did.number) == e164.as_ref());
    let dids = dids.filter(|did| !matches!(did.target, DidTarget::Extension(_)));
    let things = Things {
        sites: inventory.sites.iter().filter(|s| is(&s.name) || is(&s.head_number)).collect(),
        rooms,
        departments,
        groups: inventory.groups.iter().filter(|g| is(&g.name) || g.number.as_deref().is_some_and(is)).collect(),
        queues: inventory.queues.iter().filter(|q| is(&q.name)).collect(),
        mailboxes: inventory.mailboxes.iter().filter(|m| is(&format!("{}@{}", m.number, m.context))).collect(),
        dids: dids.map(|did| ShownDid { did, shown: shown::national(&did.number, plan) }).collect(),
    };
    let mac = |d: &Device| d.mac.as_ref().is_some_and(|mac| crate::inventory::table::mac(wanted).as_ref() == Some(&mac.value));
    let device = |d: &&Device| is(&d.id) || told(&d.label) || told(&d.serial) || told(&d.name) || mac(d);
    let devices: Vec<&Device> = inventory.devices.iter().filter(device).collect();
    if things.is_empty() && devices.is_empty() {
        return None;
    }
    let names: Vec<&str> = things
        .rooms
        .iter()
        .map(|r| r.name.as_str())
        .chain(things.departments.iter().map(|d| d.name.as_str()))
        .chain(devices.iter().map(|d| d.id.as_str()))
        .chain(things.groups.iter().map(|g| g.name.as_str()))
        .chain(things.dids.iter().map(|d| d.did.number.as_str()))
        .collect();
    let findings = all.iter().filter(|f| f.subject.as_deref().is_some_and(|subject| names.contains(&subject))).collect();
    Some(with_corrections(inventory, Shown { devices, things, findings, ..Shown::default() }))
}

/// Whether the person's id, last name in any spelling, login or mail address is what was asked for.
/// `wanted` is folded.
fn named(p: &Person, wanted: &str) -> bool {
    let is = |text: &str| fold(text) == wanted;
    let spelt = || p.also_written.iter().any(|other| is(&other.last.value));
    is(p.id.as_str()) || is(&p.last.value) || spelt() || [&p.login, &p.mail].into_iter().flatten().any(|key| is(&key.value))
}

/// Whether the number that nobody has as his own is a further one of the person.
fn has_further(person: &Person, entry: &ExtensionEntry) -> bool {
    entry.persons.is_empty() && person.further.iter().any(|further| further.value == entry.number)
}

/// Before a name, and no part of it.
const BEFORE: [&str; 8] = ["dr", "prof", "dipl", "ing", "herr", "frau", "hr", "fr"];

/// The words of a name in one spelling of umlauts, without titles where it is more than they are.
fn words(text: &str, spell: fn(&str) -> String) -> Vec<String> {
    let all: Vec<String> =
        spell(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let own: Vec<String> = all.iter().filter(|word| !BEFORE.contains(&word.as_str())).cloned().collect();
    if own.is_empty() { all } else { own }
}

/// A question for a name, taken apart once: its words in either spelling of umlauts.
struct Asked([(fn(&str) -> String, Vec<String>); 2]);

impl Asked {
    fn new(wanted: &str) -> Self {
        Self([fold as fn(&str) -> String, without_marks].map(|spell| (spell, words(wanted, spell))))
    }

    /// Whether its words stand in a name: as they are, or each of several somewhere as a whole word.
    fn holds(&self, name: &str) -> bool {
        self.0.iter().any(|(spell, wanted)| {
            let name = words(name, *spell);
            let together = !wanted.is_empty() && name.join(" ").contains(&wanted.join(" "));
            together || wanted.len() > 1 && wanted.iter().all(|word| name.contains(word))
        })
    }
}

/// First names again behind the last one, so that either order is found.
fn both_ways(first: Option<&str>, last: &str) -> String {
    first.map_or_else(|| last.to_owned(), |first| format!("{first} {last} {first}"))
}

fn people<'a>(inventory: &'a Inventory, wanted: &str) -> Vec<&'a Person> {
    fn text(first: Option<&Sourced<String>>) -> Option<&str> {
        first.map(|first| first.value.as_str())
    }
    let folded = fold(wanted);
    let persons: Vec<&Person> = inventory.people().filter(|p| named(p, &folded)).collect();
    // Digits and signs are a number, not a part of a name.
    if !persons.is_empty() || !wanted.chars().any(char::is_alphabetic) {
        return persons;
    }
    let asked = Asked::new(wanted);
    let fits = |p: &&Person| {
        asked.holds(&both_ways(text(p.first.as_ref()), &p.last.value))
            || p.also_written.iter().any(|other| asked.holds(&both_ways(text(other.first.as_ref()), &other.last.value)))
    };
    inventory.people().filter(fits).collect()
}

/// Extensions that the telephone system shows by this name, for people whom no list has.
fn shown_as<'a>(inventory: &'a Inventory, wanted: &str) -> Vec<&'a ExtensionEntry> {
    let asked = words(wanted, fold);
    let fits = |entry: &&ExtensionEntry| {
        let name = entry.name.as_ref().map(|name| words(&name.value, fold)).unwrap_or_default();
        !asked.is_empty() && asked.iter().all(|word| name.contains(word))
    };
    inventory.entries().filter(fits).collect()
}

fn around<'a>(
    inventory: &'a Inventory,
    all: &'a [Finding],
    plan: &Numbers,
    persons: Vec<&'a Person>,
    extensions: Vec<&'a ExtensionEntry>,
) -> Shown<'a> {
    let is_wanted = |number: &Extension| extensions.iter().any(|e| e.number == *number);
    let mine = |d: &Device| {
        d.person.as_ref().is_some_and(|id| persons.iter().any(|p| p.id == *id))
            || d.lines.iter().any(|line| line.extension.as_ref().is_some_and(is_wanted))
            || d.mac.as_ref().is_some_and(|mac| extensions.iter().any(|e| e.mac.as_ref().is_some_and(|m| m.value == mac.value)))
    };
    let boxes: Vec<&str> =
        extensions.iter().filter_map(|e| e.mailbox.as_ref()).flat_map(|m| m.value.split(',').map(str::trim)).collect();
    let named = |m: &Mailbox| {
        boxes.iter().any(|name| name.split_once('@').unwrap_or((name, "default")) == (m.number.as_str(), m.context.as_str()))
    };
    let direct = extensions
        .iter()
        .filter_map(|e| {
            let e164 = numbers::e164(&e.number, plan)?;
            let (national, international) = (shown::of_extension(&e.number, plan)?, shown::international(&e164, plan));
            Some(Direct { extension: e.number.clone(), e164, national, international })
        })
        .collect();
    let caller_ids = extensions
        .iter()
        .flat_map(|e| [(e, false, &e.caller_id.outgoing_e164), (e, true, &e.caller_id.emergency_e164)])
        .filter_map(|(e, emergency, e164)| {
            let e164 = e164.clone()?;
            let (national, international) = (shown::national(&e164, plan), shown::international(&e164, plan));
            Some(ShownCallerId { extension: e.number.clone(), emergency, e164, national, international })
        })
        .collect();
    let dids = inventory
        .dids
        .iter()
        .filter(|did| matches!(&did.target, DidTarget::Extension(number) if is_wanted(number)))
        .map(|did| ShownDid { did, shown: shown::national(&did.number, plan) })
        .collect();
    let forwards = inventory
        .forwards
        .iter()
        .filter(|f| is_wanted(&f.extension))
        .map(|forward| ShownForward { forward, shown: shown::national(&forward.destination, plan) })
        .collect();
    let queues = inventory
        .queues
        .iter()
        .flat_map(|q| q.members.iter().map(|member| ShownQueue { queue: &q.name, member }))
        .filter(|shown| shown.member.extension.as_ref().is_some_and(is_wanted))
        .collect();
    let of_one = |unit: &&DepartmentEntry| {
        let is = |name: &crate::inventory::model::Sourced<crate::domain::Department>| name.value == unit.name;
        persons.iter().any(|p| p.department.as_ref().is_some_and(is))
    };
    let departments = inventory.departments.iter().filter(of_one).collect();
    let groups =
        inventory.groups.iter().filter(|g| g.members.iter().any(|m| m.extension.as_ref().is_some_and(is_wanted))).collect();
    Shown {
        direct,
        caller_ids,
        devices: inventory.devices.iter().filter(|d| mine(d)).collect(),
        mailboxes: inventory.mailboxes.iter().filter(|m| named(m)).collect(),
        groups,
        queues,
        departments,
        dids,
        forwards,
        obstacles: inventory.obstacles.iter().filter(|o| is_wanted(&o.extension)).collect(),
        dials: inventory.dials.iter().filter(|d| d.rings.iter().any(is_wanted)).map(|d| &d.at).collect(),
        findings: all.iter().filter(|f| concerns(f, &persons, &extensions)).collect(),
        things: Things::default(),
        corrected: Vec::new(),
        persons,
        extensions,
    }
}

/// By subject, or because it stands in one of the rows.
fn concerns(finding: &Finding, persons: &[&Person], extensions: &[&ExtensionEntry]) -> bool {
    if let Some(subject) = &finding.subject
        && (persons.iter().any(|p| p.id.as_str() == subject || p.last.value == *subject && same_row(finding, p))
            || extensions.iter().any(|e| e.number.as_str() == subject || e.number.digits() == subject))
    {
        return true;
    }
    // A proposal is about both.
    let proposed = |p: &Person| {
        finding.code == codes::JOIN_PROPOSED.code()
            && finding.related.iter().any(|(place, _)| std::iter::once(&p.at).chain(&p.also).any(|at| at.same_row(place)))
    };
    persons.iter().any(|p| same_row(finding, p) || proposed(p))
}

fn same_row(finding: &Finding, person: &Person) -> bool {
    // Findings for a whole list are told at its first row; they are no news about the person there.
    let whole_list = finding.subject.is_none() && finding.severity == Severity::Note;
    let Some(place) = finding.place.as_ref().filter(|_| !whole_list) else { return false };
    std::iter::once(&person.at).chain(&person.also).any(|at| at.same_row(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Words;
    use crate::inventory::model::{ExtensionKind, Spelling};

    fn at(line: u32) -> Place {
        Place::at("liste.csv", line, 1)
    }

    fn person(id: &str, last: &str, first: Option<&str>, line: u32) -> Box<Person> {
        let mut person = Person::new(id.parse().expect("an id"), Sourced::new(last.to_owned(), at(line)), at(line));
        person.first = first.map(|first| Sourced::new(first.to_owned(), at(line)));
        Box::new(person)
    }

    fn inventory() -> Inventory {
        let mut inventory = Inventory::default();
        let mut spelt = person("4", "Gross", Some("Jörg"), 4);
        spelt.also_written.push(Spelling { last: Sourced::new("Groß".to_owned(), at(9)), first: None });
        inventory.persons = vec![
            person("1", "Müller", Some("Hans-Peter"), 1),
            person("2", "Mueller", Some("Eva"), 2),
            person("3", "von der Au", Some("Maria"), 3),
            spelt,
        ];
        let reason = Words::new("", "");
        let mut entry = ExtensionEntry::new("101".parse().expect("digits"), ExtensionKind::Unknown, reason, at(5));
        entry.name = Some(Sourced::new("Kröger, Hanna".to_owned(), at(5)));
        inventory.extensions = vec![Box::new(entry)];
        inventory
    }

    #[test]
    fn names_are_found_in_any_spelling_and_order() {
        let inventory = inventory();
        let found = |what: &str| -> Vec<String> {
            let shown = show(&inventory, &[], &Numbers::default(), what);
            shown.map(|shown| shown.persons.iter().map(|p| p.id.to_string()).collect()).unwrap_or_default()
        };
        for (what, ids) in [
            ("Mueller", &["1", "2"][..]),
            ("müller", &["1", "2"]),
            ("MÜLLER", &["1", "2"]),
            ("Mueller, Hans", &["1"]),
            ("Hans Müller", &["1"]),
            ("Hans-Peter Müller", &["1"]),
            ("hans peter mueller", &["1"]),
            ("Dr. Eva Müller", &["2"]),
            ("Frau Müller, Eva", &["2"]),
            ("Muller, Hans", &["1"]),
            ("Groß", &["4"]),
            ("Jörg Groß", &["4"]),
            ("Maria von der Au", &["3"]),
            ("Au, Maria", &["3"]),
            ("Schmidt", &[]),
        ] {
            assert_eq!(found(what), ids, "{what}");
        }
    }

    #[test]
    fn who_stands_in_no_list_is_found_by_the_name_of_the_extension() {
        let inventory = inventory();
        let found = |what: &str| show(&inventory, &[], &Numbers::default(), what).map(|shown| shown.extensions.len());
        for what in ["Kroeger", "Hanna Kröger", "kröger, hanna", "101"] {
            assert_eq!(found(what), Some(1), "{what}");
        }
        assert_eq!(found("Krö"), None);
    }
}
