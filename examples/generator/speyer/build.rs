//! The people, what they work with at home, and their numbers.

use std::collections::BTreeMap;

use crate::traunstein::names::{FIRST_NAMES, SURNAMES};
use crate::traunstein::prng::SplitMix64;
use crate::traunstein::words::{plain, secret};

const SEED: u64 = 2020;
pub const PEOPLE: usize = 744;
/// Two in five.
pub const OWN: usize = 298;
pub const THIN_CLIENTS: usize = 93;
/// Kept in a cupboard for the next one who breaks.
pub const SPARE: usize = 2;
pub const NOTEBOOKS: usize = 10;
/// Below 200 are the emergency numbers.
const FIRST: usize = 200;

/// 16 offices and how many people each has.
pub const DEPARTMENTS: [(&str, usize); 16] = [
    ("Büro der Oberbürgermeisterin", 14),
    ("Hauptverwaltung", 48),
    ("Personalabteilung", 31),
    ("Finanzen", 52),
    ("Informationstechnik", 18),
    ("Rechtsamt", 12),
    ("Rechnungsprüfung", 8),
    ("Bürgerdienste", 86),
    ("Öffentliche Ordnung", 63),
    ("Jugendförderung", 92),
    ("Soziales und Wohnen", 88),
    ("Schulen und Sport", 41),
    ("Kultur und Tourismus", 57),
    ("Stadtplanung", 36),
    ("Bauwesen", 74),
    ("Umwelt und Forsten", 24),
];

/// What somebody has at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// A machine of their own; the number rings on the FRITZ!Box.
    OwnDevice,
    ThinClient,
    Notebook,
    /// Nothing: they stay in the office.
    Office,
}

pub struct Person {
    pub number: String,
    pub last: String,
    pub first: String,
    pub login: String,
    pub department: &'static str,
    pub room: String,
    pub extension: String,
    pub secret: String,
    pub at: At,
}

pub struct Case {
    pub people: Vec<Person>,
}

impl Case {
    pub fn with(&self, at: At) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.at == at)
    }
}

pub fn case() -> Case {
    assert_eq!(DEPARTMENTS.iter().map(|(_, people)| people).sum::<usize>(), PEOPLE);
    let mut rng = SplitMix64::stream(SEED, "speyer people");
    let mut kinds = vec![At::Office; PEOPLE - OWN - THIN_CLIENTS - NOTEBOOKS];
    kinds.extend([At::OwnDevice; OWN]);
    kinds.extend([At::ThinClient; THIN_CLIENTS]);
    kinds.extend([At::Notebook; NOTEBOOKS]);
    rng.shuffle(&mut kinds);
    let mut logins: BTreeMap<String, usize> = BTreeMap::new();
    let mut people = Vec::with_capacity(PEOPLE);
    for (floor, (department, count)) in DEPARTMENTS.iter().enumerate() {
        for seat in 0..*count {
            let index = people.len();
            let (last, first) = (*rng.pick(&SURNAMES), *rng.pick(&FIRST_NAMES));
            let last = if rng.chance(60) { format!("{last}-{}", rng.pick(&SURNAMES)) } else { last.to_owned() };
            let base = format!("{}.{}", plain(first), plain(&last));
            let namesakes = logins.entry(base.clone()).or_default();
            *namesakes += 1;
            people.push(Person {
                number: format!("{}", 41_000 + index * 3),
                login: if *namesakes == 1 { base } else { format!("{base}{namesakes}") },
                last,
                first: first.to_owned(),
                department,
                room: format!("{}.{:02}", floor / 4, floor % 4 * 25 + seat / 4 + 1),
                extension: (FIRST + index).to_string(),
                secret: secret(&mut rng),
                at: kinds[index],
            });
        }
    }
    Case { people }
}
