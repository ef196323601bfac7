//! The people, and how many devices there are.

use super::asterisk::{Pbx, Queue};
use super::house::{Draft, House, draw};

pub const PEOPLE: usize = 1_200;
/// People with an account for the VPN.
pub const ABLE: usize = 1_100;
/// Notebooks that are there, and those that still come.
pub const NOTEBOOKS: usize = 330;
pub const ARRIVING: usize = 300;
/// People with a notebook of their own.
pub const OWN: usize = 60;
/// The days on which a hundred notebooks each arrive.
pub const LORRIES: [&str; 3] = ["03.11.2020", "10.11.2020", "17.11.2020"];

/// 40 departments in the order of the corridors; in the last column those who have nothing to do at home.
const DEPARTMENTS: [(&str, usize, usize); 40] = [
    ("Büro des Oberbürgermeisters", 18, 0),
    ("Hauptamt", 38, 2),
    ("Personalamt", 34, 0),
    ("Amt für Informationstechnik", 38, 2),
    ("Kämmerei", 30, 0),
    ("Kassen- und Steueramt", 42, 3),
    ("Rechtsamt", 16, 0),
    ("Revisionsamt", 14, 0),
    ("Bürgerbüro", 48, 14),
    ("Standesamt", 22, 3),
    ("Ausländeramt", 46, 6),
    ("Zulassungsstelle", 40, 12),
    ("Ordnungsamt", 52, 9),
    ("Straßenverkehrsbehörde", 20, 1),
    ("Stadtpolizei", 42, 12),
    ("Feuerwehr, Verwaltung", 24, 2),
    ("Sozialamt, Leistungen", 48, 0),
    ("Sozialamt, Wohnungssicherung", 26, 0),
    ("Wohngeldstelle", 20, 0),
    ("Seniorenhilfe", 24, 0),
    ("Jugendamt, Verwaltung", 36, 0),
    ("Jugendamt, Soziale Dienste", 58, 0),
    ("Unterhaltsvorschuss", 22, 0),
    ("Kindertagesstätten, Verwaltung", 32, 0),
    ("Schulamt", 28, 1),
    ("Sportamt", 14, 1),
    ("Volkshochschule", 26, 2),
    ("Stadtbibliothek", 34, 12),
    ("Kulturamt", 20, 1),
    ("Stadtarchiv", 12, 2),
    ("Gesundheitsamt", 46, 3),
    ("Veterinäramt", 14, 1),
    ("Stadtplanungsamt", 30, 0),
    ("Bauaufsicht", 28, 1),
    ("Vermessungsamt", 26, 2),
    ("Hochbauamt", 30, 1),
    ("Tiefbauamt", 34, 3),
    ("Umweltamt", 26, 0),
    ("Amt für Arbeitsförderung", 28, 1),
    ("Poststelle und Druckerei", 14, 3),
];

pub const QUEUES: [Queue; 3] = [
    Queue { name: "buergertelefon", department: "Bürgerbüro", members: 16, number: "8010" },
    Queue { name: "auslaenderamt", department: "Ausländeramt", members: 12, number: "8020" },
    Queue { name: "gesundheitsamt", department: "Gesundheitsamt", members: 18, number: "8030" },
];

pub const PBX: Pbx = Pbx { about: "Stadtverwaltung Lederhafen", agent: "Telefonanlage Rathaus", address: "192.0.2.20" };

pub fn case() -> House {
    assert_eq!(DEPARTMENTS.iter().map(|(_, people, _)| people).sum::<usize>(), PEOPLE);
    assert_eq!(DEPARTMENTS.iter().map(|(_, _, stay)| stay).sum::<usize>(), PEOPLE - ABLE);
    draw(&Draft {
        seed: 350,
        departments: &DEPARTMENTS,
        first_number: 52_000,
        first_extension: 2_000,
        room_sizes: &[300, 450, 150, 100],
        desks: |people| (people * 7).div_ceil(10),
        // Three days of five, and one in the office in any case.
        most_home: |days| ((days * 6 + 5) / 10).min(days - 1),
        always: 33,
        own_notebooks: OWN,
    })
}
