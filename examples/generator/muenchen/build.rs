//! The people, the servers and the accesses.

use crate::offenbach::asterisk::{Pbx, Queue};
use crate::offenbach::house::{Draft, House, draw};

pub const PEOPLE: usize = 1_700;
pub const ABLE: usize = 1_100;
/// People at a time on one terminal server.
pub const PER_SERVER: usize = 13;
/// The first day of so many terminal servers; the first are there from the beginning.
pub const SERVERS: [(&str, usize); 3] = [("default", 35), ("2020-04-06", 60), ("2020-04-20", 85)];
/// The same of accesses from home.
pub const ACCESSES: [(&str, usize); 3] = [("default", 350), ("2020-03-30", 970), ("2020-04-14", 1_100)];

/// 44 departments in the order of the corridors; in the last column those who have nothing to do at home.
const DEPARTMENTS: [(&str, usize, usize); 44] = [
    ("Büro des Landrats", 22, 4),
    ("Pressestelle", 12, 0),
    ("Zentrale Dienste", 64, 46),
    ("Personal", 46, 6),
    ("Organisation und Digitalisierung", 40, 4),
    ("Informationstechnik", 44, 10),
    ("Finanzen und Controlling", 34, 2),
    ("Kreiskasse", 28, 8),
    ("Kommunalaufsicht", 20, 2),
    ("Rechnungsprüfung", 14, 0),
    ("Schulen und Sport", 36, 8),
    ("Liegenschaften und Hochbau", 48, 16),
    ("Hausmeister und Technik", 42, 42),
    ("Öffentliche Sicherheit", 42, 14),
    ("Ausländer und Staatsangehörigkeit", 68, 28),
    ("Führerscheinstelle", 36, 16),
    ("Kfz-Zulassung Haupthaus", 54, 38),
    ("Kfz-Zulassung Außenstelle", 38, 28),
    ("Verkehrsrecht", 24, 4),
    ("Katastrophenschutz", 22, 12),
    ("Personenstand", 18, 6),
    ("Verbraucherschutz", 26, 10),
    ("Veterinärwesen", 32, 14),
    ("Lebensmittelüberwachung", 26, 16),
    ("Gesundheitsschutz", 58, 30),
    ("Infektionsschutz", 60, 38),
    ("Betreuungsstelle", 26, 6),
    ("Sozialhilfe", 52, 12),
    ("Grundsicherung", 44, 10),
    ("Wohnen und Pflege", 38, 10),
    ("Asyl und Unterbringung", 62, 34),
    ("Ausbildungsförderung", 24, 2),
    ("Senioren und Inklusion", 22, 4),
    ("Jugendhilfe Verwaltung", 44, 6),
    ("Allgemeiner Sozialdienst Nord", 56, 16),
    ("Allgemeiner Sozialdienst Süd", 54, 16),
    ("Wirtschaftliche Jugendhilfe", 40, 6),
    ("Kindertagesbetreuung", 34, 6),
    ("Bauen Nord", 46, 10),
    ("Bauen Süd", 44, 10),
    ("Naturschutz und Landwirtschaft", 44, 14),
    ("Wasserrecht", 40, 10),
    ("Immissionsschutz und Abfall", 42, 14),
    ("Mobilität und Nahverkehr", 34, 12),
];

pub const QUEUES: [Queue; 2] = [
    Queue { name: "buergertelefon", department: "Infektionsschutz", members: 40, number: "8010" },
    Queue { name: "zulassung", department: "Kfz-Zulassung Haupthaus", members: 14, number: "8020" },
];

pub const PBX: Pbx = Pbx { about: "Landratsamt Isarkreis", agent: "Telefonanlage LRA", address: "192.0.2.30" };

pub fn case() -> House {
    assert_eq!(DEPARTMENTS.iter().map(|(_, people, _)| people).sum::<usize>(), PEOPLE);
    assert_eq!(DEPARTMENTS.iter().map(|(_, _, stay)| stay).sum::<usize>(), PEOPLE - ABLE);
    draw(&Draft {
        seed: 85,
        departments: &DEPARTMENTS,
        first_number: 61_000,
        first_extension: 2_000,
        room_sizes: &[300, 400, 150, 150],
        // Two fit behind a screen; beyond that one seat stays empty.
        desks: |people| if people > 2 { people - 1 } else { people },
        most_home: |days| days,
        always: 33,
        own_notebooks: 0,
    })
}
