//! Rooms against the number of people who may be present.

use std::collections::BTreeMap;

use crate::diag::{Finding, Listed, Words};
use crate::domain::PersonId;
use crate::inventory::codes;
use crate::inventory::model::{HomeSuitability, Inventory, Person, Room, full_names};
use crate::policy::site::Site;

pub(super) fn check(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    let people: BTreeMap<&PersonId, &Person> = inventory.persons.iter().map(|p| (&p.id, p)).collect();
    for room in &inventory.rooms {
        let limit = site.roster.room_overrides.get(room.name.as_str()).copied().or(site.roster.room_max_present);
        let Some(limit) = limit.map(|l| l as usize).filter(|l| *l > 0) else { continue };
        let there: Vec<&Person> = room
            .persons
            .iter()
            .filter_map(|id| people.get(id).copied())
            .filter(|p| home(p) != Some(HomeSuitability::Always))
            .collect();
        if let Some((day, stuck)) = stuck(&there, limit) {
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
        } else if overfull(there.len(), limit) {
            findings.push(too_many(room, &there, limit));
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
