//! People of a house, their rooms, days and wishes: for the cases that are about the roster.

use std::collections::BTreeMap;

use crate::traunstein::names::{FIRST_NAMES, SURNAMES};
use crate::traunstein::prng::SplitMix64;
use crate::traunstein::words::{plain, secret};

pub const DAYS: [&str; 5] = ["Mo", "Di", "Mi", "Do", "Fr"];

/// What a house is drawn from.
pub struct Draft {
    pub seed: u64,
    /// Name, people, and how many of them are never at home.
    pub departments: &'static [(&'static str, usize, usize)],
    pub first_number: usize,
    pub first_extension: usize,
    /// Per mille of rooms for 1, 2, 3 … people.
    pub room_sizes: &'static [usize],
    /// Desks of a room for so many people; more where its people could not be at home often enough.
    pub desks: fn(usize) -> usize,
    /// Home days in a week with so many working days, at most.
    pub most_home: fn(usize) -> usize,
    /// People at risk, who are always at home.
    pub always: usize,
    /// People with a notebook of their own.
    pub own_notebooks: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    Yes,
    No,
    Always,
}

pub struct Person {
    pub number: String,
    pub last: String,
    pub first: String,
    pub login: String,
    pub department: &'static str,
    pub room: usize,
    pub extension: String,
    pub secret: String,
    pub home: Home,
    pub works: [bool; 5],
    /// Weekdays preferred at home, and one rather not.
    pub wish: Vec<usize>,
    pub unwanted: Option<usize>,
    pub own_notebook: bool,
}

pub struct Room {
    pub floor: usize,
    pub number: String,
    pub desks: usize,
}

pub struct House {
    pub people: Vec<Person>,
    pub rooms: Vec<Room>,
}

impl House {
    /// Whether everybody of the person's room can come at once.
    pub fn has_room(&self, person: &Person) -> bool {
        self.people.iter().filter(|other| other.room == person.room).count() <= self.rooms[person.room].desks
    }

    pub fn of(&self, department: &str) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.department == department)
    }
}

/// A weekday from those of the small list, in which Mondays and Fridays stand oftener.
fn wished(rng: &mut SplitMix64) -> usize {
    *rng.pick(&[0, 0, 1, 2, 3, 4, 4, 4])
}

pub fn draw(draft: &Draft) -> House {
    let mut rng = SplitMix64::stream(draft.seed, "house");
    let mut logins: BTreeMap<String, usize> = BTreeMap::new();
    let mut house = House { people: Vec::new(), rooms: Vec::new() };
    for (at, &(department, count, stay)) in draft.departments.iter().enumerate() {
        let mut kinds = vec![Home::Yes; count - stay];
        kinds.extend(vec![Home::No; stay]);
        rng.shuffle(&mut kinds);
        // Four departments on a floor, each in a corridor of its own.
        let (floor, corridor) = (at / 4, at % 4);
        let (mut left, mut door) = (0, 0);
        for kind in kinds {
            if left == 0 {
                let drawn = rng.below(1000);
                let mut sum = 0;
                left = 1 + draft
                    .room_sizes
                    .iter()
                    .take_while(|&&share| {
                        sum += share;
                        drawn >= sum
                    })
                    .count();
                door += 1;
                house.rooms.push(Room { floor, number: format!("{floor}.{:03}", corridor * 100 + door), desks: 0 });
            }
            left -= 1;
            person(draft, &mut house, &mut rng, &mut logins, department, kind);
        }
    }
    let mut able: Vec<usize> = (0..house.people.len()).filter(|&p| house.people[p].home == Home::Yes).collect();
    rng.shuffle(&mut able);
    for &p in &able[..draft.always] {
        house.people[p].home = Home::Always;
    }
    for &p in &able[draft.always..draft.always + draft.own_notebooks] {
        house.people[p].own_notebook = true;
    }
    for (index, room) in house.rooms.iter_mut().enumerate() {
        let people: Vec<&Person> = house.people.iter().filter(|person| person.room == index).collect();
        room.desks = (draft.desks)(people.len());
        while room.desks < people.len() && !suffice(room.desks, &people, draft.most_home) {
            room.desks += 1;
        }
    }
    house
}

/// Whether so many desks do: for those who are never at home on each day, and for all by as many home days as they may have.
fn suffice(desks: usize, people: &[&Person], most_home: fn(usize) -> usize) -> bool {
    let comes = |person: &Person, day: usize| person.works[day] && person.home != Home::Always;
    let stay = (0..5).all(|day| people.iter().filter(|person| person.home == Home::No && comes(person, day)).count() <= desks);
    let too_many = |day: usize| people.iter().filter(|person| comes(person, day)).count().saturating_sub(desks);
    let open = people.iter().filter(|person| person.home == Home::Yes);
    let home: usize = open.map(|person| most_home(person.works.iter().filter(|works| **works).count())).sum();
    stay && (0..5).map(too_many).sum::<usize>() <= home
}

fn person(
    draft: &Draft,
    house: &mut House,
    rng: &mut SplitMix64,
    logins: &mut BTreeMap<String, usize>,
    department: &'static str,
    home: Home,
) {
    let index = house.people.len();
    let (last, first) = (*rng.pick(&SURNAMES), *rng.pick(&FIRST_NAMES));
    let last = if rng.chance(60) { format!("{last}-{}", rng.pick(&SURNAMES)) } else { last.to_owned() };
    let base = format!("{}.{}", plain(first), plain(&last));
    let namesakes = logins.entry(base.clone()).or_default();
    *namesakes += 1;
    let mut works = [true; 5];
    if rng.chance(280) {
        let days = *rng.pick(&[1, 1, 2, 2, 3]);
        while works.iter().filter(|works| !**works).count() < days {
            works[rng.below(5)] = false;
        }
    }
    let mut wish: Vec<usize> = (0..*rng.pick(&[0, 1, 1, 2, 2])).map(|_| wished(rng)).collect();
    wish.sort_unstable();
    wish.dedup();
    let unwanted = Some(rng.below(5)).filter(|day| rng.chance(300) && !wish.contains(day));
    let open = home == Home::Yes;
    house.people.push(Person {
        number: (draft.first_number + index * 3).to_string(),
        login: if *namesakes == 1 { base } else { format!("{base}{namesakes}") },
        last,
        first: first.to_owned(),
        department,
        room: house.rooms.len() - 1,
        extension: (draft.first_extension + index).to_string(),
        secret: secret(rng),
        home,
        works,
        wish: if open { wish } else { Vec::new() },
        unwanted: unwanted.filter(|_| open),
        own_notebook: false,
    });
}
