//! Rooms against the number of people who may be present, and against their desks.

use std::collections::BTreeMap;

use crate::diag::{Finding, Listed, Words};
use crate::domain::PersonId;
use crate::inventory::codes;
use crate::inventory::model::{HomeSuitability, Inventory, Person, Room, Sourced, full_names};
use crate::policy::site::Site;

pub(super) fn check(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    let people: BTreeMap<&PersonId, &Person> = inventory.people().map(|p| (&p.id, p)).collect();
    for room in &inventory.rooms {
        let stated = site.roster.room_overrides.get(room.name.as_str()).copied().or(site.roster.room_max_present);
        let desks = room.capacity.as_ref().map(|desks| desks.value);
        let limit = stated.or(desks).map(|l| l as usize).filter(|l| *l > 0);
        let there: Vec<&Person> = room
            .persons
            .iter()
            .filter_map(|id| people.get(id).copied())
            .filter(|p| home(p) != Some(HomeSuitability::Always))
            .collect();
        if let Some((limit, (day, stuck))) = limit.and_then(|limit| Some((limit, stuck(&there, limit)?))) {
            let (name, count) = (&room.name, stuck.len());
            let names = names(&stuck);
            let weekday = crate::inventory::merge::day_names(&[day]);
            findings.push(
                codes::ROOM_STUCK
                    .finding(
                        Some(room.at.clone()),
                        Words::new(
                            format!("room `{name}`: {count} people who cannot work at home work on {weekday}, allowed are {limit}: {names}"),
                            format!("Zimmer `{name}`: {count} Personen ohne Homeoffice arbeiten am {weekday}, erlaubt sind {limit}: {names}"),
                        ),
                    )
                    .about(name.as_str())
                    .listing(names)
                    .todo(Words::new("move one of them or give the room a limit of its own", "eine Person umsetzen oder dem Zimmer eine eigene Grenze geben")),
            );
        } else if let Some(limit) = limit.filter(|limit| stated.is_some() && overfull(there.len(), *limit)) {
            findings.push(too_many(room, &there, limit));
        } else if let Some(desks) = room.capacity.as_ref().filter(|desks| there.len() > desks.value as usize) {
            findings.push(over_capacity(room, &there, desks));
        }
    }
}

fn home(person: &Person) -> Option<HomeSuitability> {
    person.home.as_ref().map(|h| h.value)
}

/// Fewer than one and a half office days a week for each.
fn overfull(count: usize, limit: usize) -> bool {
    count > limit && 5 * limit * 2 < 3 * count
}

fn too_many(room: &Room, there: &[&Person], limit: usize) -> Finding {
    let (name, count, names) = (&room.name, there.len(), names(there));
    codes::ROOM_OVERFULL
        .finding(
            Some(room.at.clone()),
            Words::new(
                format!("room `{name}` has {count} people, {limit} may be present: {names}"),
                format!("Zimmer `{name}` hat {count} Personen, {limit} dürfen anwesend sein: {names}"),
            ),
        )
        .about(name.as_str())
        .listing(names)
        .todo(Words::new(
            "check the room numbers, or give the room a limit of its own",
            "Zimmernummern prüfen oder dem Zimmer eine eigene Grenze geben",
        ))
}

/// One desk for two may be meant: the roster then lets one of them come at a time.
fn over_capacity(room: &Room, there: &[&Person], desks: &Sourced<u32>) -> Finding {
    let (name, count, names) = (&room.name, there.len(), names(there));
    let (en, de) = match desks.value {
        1 => ("1 desk".to_owned(), "1 Arbeitsplatz".to_owned()),
        desks => (format!("{desks} desks"), format!("{desks} Arbeitsplätze")),
    };
    let first = there.first().and_then(|person| person.room.as_ref()).map_or(&room.at, |room| &room.at);
    codes::ROOM_OVER_CAPACITY
        .finding(
            Some(desks.at.clone()),
            Words::new(
                format!("room `{name}` has {en} and {count} people: {names}"),
                format!("Zimmer `{name}` hat {de} und {count} Personen: {names}"),
            ),
        )
        .about(name.as_str())
        .listing(names)
        .related(first.clone(), Words::new("one of the people", "eine der Personen"))
        .todo(Words::new(
            "correct the number of desks or the rooms of the people, or let the roster divide the days",
            "die Zahl der Arbeitsplätze oder die Zimmer der Personen berichtigen, oder den Dienstplan die Tage teilen lassen",
        ))
}

fn names(people: &[&Person]) -> Listed {
    let names = full_names(people.iter().copied());
    Listed::new(names.iter().map(String::as_str), 6)
}

/// The first weekday on which more people must be there than may.
fn stuck<'a>(there: &[&'a Person], limit: usize) -> Option<(u8, Vec<&'a Person>)> {
    (1..=5).find_map(|day| {
        let must: Vec<&Person> =
            there.iter().filter(|p| home(p) == Some(HomeSuitability::No) && !p.off_days.contains(&day)).copied().collect();
        (must.len() > limit).then_some((day, must))
    })
}
