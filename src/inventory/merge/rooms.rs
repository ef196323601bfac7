//! What the sources say of rooms, joined, and who sits where.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::differ;
use crate::diag::{Finding, Listed, Place, Words};
use crate::domain::RoomId;
use crate::inventory::formats::Class;
use crate::inventory::model::{ExtensionKind, Inventory, Room, RoomKind, Sourced};
use crate::inventory::rooms::{bare, codes as own, without_word};
use crate::inventory::table::Collector;

/// What was told of a room, its field and value.
type Differences = BTreeSet<(RoomId, &'static str, String)>;

/// Rooms of all sources, by the name that people's rows use.
pub(super) fn join(mut told: Vec<(Class, Vec<Room>)>, inventory: &Inventory, findings: &mut Collector) -> Vec<Room> {
    // A list of rooms knows them better than a list of people.
    told.sort_by_key(|(class, _)| *class != Class::Rooms);
    let of_lists = told.iter().filter(|(class, _)| *class == Class::Rooms).flat_map(|(_, rooms)| rooms);
    let listed: BTreeSet<RoomId> = of_lists.map(|room| room.name.clone()).collect();
    let mut rooms: BTreeMap<RoomId, Room> = BTreeMap::new();
    let mut differences = BTreeSet::new();
    for room in told.into_iter().flat_map(|(_, rooms)| rooms) {
        match rooms.get_mut(&room.name) {
            Some(known) => take(known, room, &mut differences, findings),
            None => {
                rooms.insert(room.name.clone(), room);
            }
        }
    }
    let used = used(inventory);
    settle_names(&mut rooms, &used, &listed, (&mut differences, findings));
    for (name, at) in used {
        rooms.entry(name.clone()).or_insert_with(|| Room::new(name.clone(), at.clone()));
    }
    findings.extend(two_spellings(&rooms));
    for person in &inventory.persons {
        if let Some(room) = person.room.as_ref().and_then(|room| rooms.get_mut(&room.value)) {
            room.persons.push(person.id.clone());
        }
    }
    for entry in inventory.extensions.iter().filter(|entry| entry.kind == ExtensionKind::MeetingRoom) {
        if let Some(room) = entry.room.as_ref().and_then(|room| rooms.get_mut(&room.value))
            && room.kind.is_none()
        {
            let at = entry.name.as_ref().map_or(&entry.at, |name| &name.at);
            room.kind = Some(Sourced::new(RoomKind::Meeting, at.clone()));
        }
    }
    rooms.into_values().collect()
}

/// The rooms of people, and of telephones without a person, each with its first place.
fn used(inventory: &Inventory) -> BTreeMap<&RoomId, &Place> {
    let people = inventory.persons.iter().filter_map(|person| person.room.as_ref());
    let things = inventory.extensions.iter().filter_map(|entry| entry.room.as_ref());
    let mut used = BTreeMap::new();
    for room in people.chain(things) {
        used.entry(&room.value).or_insert(&room.at);
    }
    used
}

/// A further mention of a room: fills what is empty, and what differs is told once.
fn take(known: &mut Room, other: Room, told: &mut Differences, findings: &mut Collector) {
    let name = known.name.clone();
    let mut new = |field: &'static str, value: String| told.insert((name.clone(), field, value));
    let mut first = Taker { name: known.name.as_str(), new: &mut new, findings };
    first.take(("site", "Standort"), &mut known.site, other.site);
    first.take(("building", "Gebäude"), &mut known.building, other.building);
    first.take(("floor", "Etage"), &mut known.floor, other.floor);
    first.take(("name of the room", "Raumbezeichnung"), &mut known.title, other.title);
    first.take(("number of desks", "Zahl der Arbeitsplätze"), &mut known.capacity, other.capacity);
    first.take_as(("kind of room", "Raumart"), &mut known.kind, other.kind, |kind| format!("{kind:?}").to_lowercase());
    first.take_as(("telephones allowed", "Telefon erlaubt"), &mut known.phones_allowed, other.phones_allowed, |yes| {
        if *yes { "ja" } else { "nein" }.to_owned()
    });
    known.number = known.number.take().or(other.number);
    known.notes = known.notes.take().or(other.notes);
    known.extra.join(other.extra);
}

struct Taker<'a> {
    name: &'a str,
    new: &'a mut dyn FnMut(&'static str, String) -> bool,
    findings: &'a mut Collector,
}

impl Taker<'_> {
    fn take<T: PartialEq + Display>(
        &mut self,
        words: (&'static str, &str),
        known: &mut Option<Sourced<T>>,
        other: Option<Sourced<T>>,
    ) {
        self.take_as(words, known, other, ToString::to_string);
    }

    fn take_as<T: PartialEq>(
        &mut self,
        (en, de): (&'static str, &str),
        known: &mut Option<Sourced<T>>,
        other: Option<Sourced<T>>,
        shown: impl Fn(&T) -> String,
    ) {
        let Some(other) = other else { return };
        let Some(known) = known else {
            *known = Some(other);
            return;
        };
        let (used, told) = (shown(&known.value), shown(&other.value));
        if used.to_lowercase() == told.to_lowercase() || !(self.new)(en, told.clone()) {
            return;
        }
        let name = self.name;
        self.findings.push(differ::finding(
            name,
            (&format!("{en} of room `{name}`"), &format!("{de} von Zimmer `{name}`")),
            (&used, &known.at),
            (&told, &other.at),
        ));
    }
}

/// Rooms that differ by a word alone: told, as nobody knows whether a house has both.
fn two_spellings(rooms: &BTreeMap<RoomId, Room>) -> Vec<Finding> {
    let mut spellings: BTreeMap<String, Vec<&Room>> = BTreeMap::new();
    for room in rooms.values() {
        let number = bare(room.name.as_str());
        let before = &room.name.as_str()[..room.name.as_str().len() - number.len()];
        spellings.entry(plain(&format!("{before}{}", without_word(number)))).or_default().push(room);
    }
    let told = |several: &[&Room]| {
        let (first, second) = (several.first()?, several.get(1)?);
        let names = Listed::new(several.iter().map(|room| room.name.as_str()), 5);
        let some = names.counted();
        let words = Words::new(format!("rooms that may be one: {some}"), format!("Zimmer, die eines sein können: {some}"));
        let finding = own::SPELLING.finding(Some(second.at.clone()), words).about(second.name.as_str()).listing(names);
        Some(finding.related(first.at.clone(), Words::new("the other spelling", "die andere Schreibweise")))
    };
    spellings.values().filter_map(|several| told(several)).collect()
}

/// Small letters, one blank between words.
fn plain(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `2.14` or `Haus 1 / 2.14` of one source and `Haus 1 / 2 / 2.14` of another are one room where no other has that number, and where the
/// one says nothing of building and floor that the other does not say. The name that people's rows use stays.
fn settle_names(
    rooms: &mut BTreeMap<RoomId, Room>,
    used: &BTreeMap<&RoomId, &Place>,
    listed: &BTreeSet<RoomId>,
    (differences, findings): (&mut Differences, &mut Collector),
) {
    let mut free: BTreeMap<String, Vec<RoomId>> = BTreeMap::new();
    for name in rooms.keys().filter(|name| !used.contains_key(name)) {
        free.entry(plain(bare(name.as_str()))).or_default().push(name.clone());
    }
    if free.is_empty() {
        return;
    }
    // Rooms of people that no list of rooms has by this name, by their number.
    let mut asking: BTreeMap<String, Vec<&RoomId>> = BTreeMap::new();
    for name in used.keys().filter(|name| !listed.contains(**name)) {
        asking.entry(plain(bare(name.as_str()))).or_default().push(name);
    }
    let mut taken: Vec<(&RoomId, &Place, Place, String)> = Vec::new();
    for (number, asks) in asking {
        let Some(known) = free.get(&number) else { continue };
        let same = |name: &RoomId| known.iter().find(|known| plain(known.as_str()) == plain(name.as_str()));
        for name in &asks {
            let at = used[*name];
            // The same in other letters: nothing to tell.
            if let Some(room) = same(name) {
                rename(rooms, room, name, (differences, findings));
                continue;
            }
            let fitting: Vec<&RoomId> = known.iter().filter(|room| rooms.contains_key(*room) && says_less(name, room)).collect();
            match fitting.as_slice() {
                [] => {}
                [room] if asks.iter().filter(|ask| says_less(ask, room)).count() == 1 => {
                    taken.push((name, at, rooms[*room].at.clone(), room.to_string()));
                    rename(rooms, room, name, (differences, findings));
                }
                several => findings.push(ambiguous(name, at, several)),
            }
        }
    }
    findings.extend(taken_for(&taken));
}

/// Whether one of two rooms of one number says only a part of what the other says before it.
fn says_less(one: &RoomId, two: &RoomId) -> bool {
    let before = |room: &RoomId| -> Vec<String> {
        let mut parts: Vec<String> = room.as_str().split(" / ").map(plain).collect();
        parts.pop();
        parts
    };
    let (one, two) = (before(one), before(two));
    let (less, more) = if one.len() < two.len() { (one, two) } else { (two, one) };
    let mut rest = more.iter();
    less.len() < more.len() && less.iter().all(|part| rest.any(|other| other == part))
}

/// Also takes in what a list of people says of the room.
fn rename(
    rooms: &mut BTreeMap<RoomId, Room>,
    from: &RoomId,
    to: &RoomId,
    (differences, findings): (&mut Differences, &mut Collector),
) {
    let Some(room) = rooms.remove(from) else { return };
    let mut room = Room { name: to.clone(), ..room };
    if let Some(other) = rooms.remove(to) {
        take(&mut room, other, differences, findings);
    }
    rooms.insert(to.clone(), room);
}

/// Told once: a house has hundreds of rooms.
fn taken_for(taken: &[(&RoomId, &Place, Place, String)]) -> Option<Finding> {
    let (name, at, listed_at, listed) = taken.first()?;
    let names = Listed::new(taken.iter().map(|(name, ..)| name.as_str()), 5);
    let count = names.counted();
    let finding = own::TAKEN_FOR.finding(
        Some((*at).clone()),
        Words::new(
            format!("rooms taken for the only one of their number: {count}; `{name}` is `{listed}`"),
            format!("Zimmer, die als das einzige mit ihrer Nummer gelten: {count}; `{name}` ist `{listed}`"),
        ),
    );
    Some(finding.listing(names).related(listed_at.clone(), Words::new("what is said of it", "die Angaben dazu")))
}

fn ambiguous(name: &RoomId, at: &Place, rooms: &[&RoomId]) -> Finding {
    let listed = Listed::new(rooms.iter().map(|room| room.as_str()), 5);
    let some = listed.counted();
    own::AMBIGUOUS
        .finding(
            Some(at.clone()),
            Words::new(
                format!("room `{name}` may be one of several; nothing was taken of them: {some}"),
                format!("Zimmer `{name}` kann eines von mehreren sein; nichts davon wurde übernommen: {some}"),
            ),
        )
        .about(name.as_str())
        .listing(listed)
        .todo(Words::new(
            "add a column `Gebäude` to the list that lacks it",
            "in der Liste ohne Gebäude eine Spalte `Gebäude` ergänzen",
        ))
}
