//! The borough before anything is wrong: people, telephones, notebooks.

use std::collections::BTreeMap;

use super::model::{Case, Notebook, Person, Phone};
use super::plant;
use crate::traunstein::names::{FIRST_NAMES, SURNAMES};
use crate::traunstein::prng::SplitMix64;
use crate::traunstein::words::plain;

/// People of the borough before those that planted rows add.
pub const PEOPLE: usize = 3217;
/// People of the inventory; `tests/examples_mitte.rs` counts them.
#[allow(dead_code)]
pub const PERSONS: usize = 3222;
pub const NOTEBOOKS: usize = 500;
/// Who shares them: nobody of the counters.
pub const POOL: usize = 1000;
/// Cannot work at home: counters.
const COUNTERS: [&str; 3] = ["Amt für Bürgerdienste", "Standesamt", "Stadtbibliothek"];
const SEED: u64 = 2020;

pub const DEPARTMENTS: [(&str, usize); 24] = [
    ("Steuerungsdienst", 30),
    ("Rechtsamt", 40),
    ("Serviceeinheit Personal", 95),
    ("Serviceeinheit Finanzen", 120),
    ("Serviceeinheit Facility Management", 210),
    ("Informationstechnik", 60),
    ("Amt für Bürgerdienste", 260),
    ("Standesamt", 70),
    ("Ordnungsamt", 240),
    ("Amt für Soziales", 420),
    ("Jugendamt", 560),
    ("Gesundheitsamt", 290),
    ("Sozialpsychiatrischer Dienst", 60),
    ("Schul- und Sportamt", 140),
    ("Amt für Weiterbildung und Kultur", 130),
    ("Stadtbibliothek", 95),
    ("Musikschule", 40),
    ("Stadtentwicklungsamt", 110),
    ("Bauaufsicht", 55),
    ("Straßen- und Grünflächenamt", 170),
    ("Umwelt- und Naturschutzamt", 62),
    ("Wohnungsamt", 45),
    ("Wirtschaftsförderung", 15),
    ("Qualitätsentwicklung Gesundheit", 10),
];

pub fn mac(index: usize) -> String {
    format!("00005EEF{index:04X}")
}

/// Documentation addresses (RFC 7042) first, then the part of IANA's block that nobody was given.
fn notebook_mac(index: usize) -> String {
    let text = if index < 256 { format!("00005E0053{index:02X}") } else { mac(0xE000 + index) };
    text.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned()).collect::<Vec<_>>().join("-")
}

fn people() -> Vec<Person> {
    let mut rng = SplitMix64::stream(SEED, "people");
    let mut logins: BTreeMap<String, usize> = BTreeMap::new();
    let mut people = Vec::with_capacity(PEOPLE);
    let at_counters: usize = DEPARTMENTS.iter().filter(|(name, _)| COUNTERS.contains(name)).map(|(_, people)| people).sum();
    let elsewhere = PEOPLE - at_counters;
    let mut department = 0;
    let mut rank = 0;
    let mut left = DEPARTMENTS[0].1;
    while people.len() < PEOPLE {
        let index = people.len();
        while left == 0 && department + 1 < DEPARTMENTS.len() {
            department += 1;
            left = DEPARTMENTS[department].1;
        }
        left = left.saturating_sub(1);
        let (last, first) = (*rng.pick(&SURNAMES), *rng.pick(&FIRST_NAMES));
        let last = if rng.chance(60) { format!("{last}-{}", rng.pick(&SURNAMES)) } else { last.to_owned() };
        let base = format!("{}.{}", plain(&last), plain(first));
        let count = logins.entry(base.clone()).or_default();
        *count += 1;
        let login = if *count == 1 { base } else { format!("{base}{count}") };
        // Evenly over all offices but the counters.
        let counter = COUNTERS.contains(&DEPARTMENTS[department].0);
        let share = |n: usize| n * POOL / elsewhere;
        let pool = !counter && share(rank + 1) > share(rank);
        rank += usize::from(!counter);
        // The first office has the old numbers with a zero in front.
        let extension = if index < 30 { format!("04{:03}", index + 1) } else { format!("{}", 20_000 + index * 3) };
        people.push(Person {
            number: Some(format!("{}", 700_001 + index * 7)),
            last,
            first: first.to_owned(),
            mail: format!("{login}@ba-mitte.example"),
            login,
            department: DEPARTMENTS[department].0.to_owned(),
            room: format!("{}.{:03}", 1 + department % 6, 1 + index / 2 % 180),
            extension,
            disabled: false,
            pool,
        });
    }
    people
}

pub fn display(person: &Person) -> String {
    format!("{}, {}", person.last, person.first)
}

pub fn line(number: &str, partition: &str, name: &str) -> [String; 4] {
    [number.to_owned(), partition.to_owned(), name.to_owned(), "+493023125XXXXX".to_owned()]
}

pub fn phone(index: usize, person: &Person) -> Phone {
    Phone {
        device: format!("SEP{}", mac(index)),
        description: format!("{} {}", person.room, display(person)),
        model: ["Cisco 7841", "Cisco 8845", "Cisco 7821"][index % 3],
        owner: person.login.clone(),
        protocol: "SIP",
        lines: vec![line(&person.extension, "PT_Intern", &display(person))],
    }
}

fn notebooks() -> Vec<Notebook> {
    (0..NOTEBOOKS)
        .map(|index| Notebook {
            label: format!("BM-{:05}", 31_001 + index),
            serial: format!("PF{:06X}", 0x2A_41C3 + index * 4099),
            mac: notebook_mac(index),
            // Three lorries until Christmas.
            delivered: ["16.11.2020", "30.11.2020", "14.12.2020"][(index / 220).min(2)].to_owned(),
            owner: String::new(),
        })
        .collect()
}

pub fn case() -> Case {
    let people = people();
    let delivery = notebooks();
    // The software distribution has seen the first hundred.
    let stock = delivery[..100].to_vec();
    let phones = people.iter().enumerate().map(|(index, person)| phone(index, person)).collect();
    let mut case = Case { personnel: people.clone(), directory: people, phones, delivery, stock, ..Case::default() };
    plant::all(&mut case);
    case
}
