//! A small office for the tests of this room: two departments, two weeks with a public holiday, places by a simple pattern.

use std::path::Path;

use super::validate_run::Run;
use crate::domain::Place;
use crate::inventory::model::{HomeSuitability, Sourced};
use crate::plan::Planned;
use crate::policy::site::CapUsers;
use crate::probe::report::Report;
use crate::roster::model::{Certificate, Effort, Fairness, ReadinessBasis, Roster, Row};
use crate::roster::story::{Documents, Somebody, Town, TownCap};

pub struct Sample {
    pub documents: Documents,
    pub inventory: crate::inventory::model::Inventory,
    pub roster: Roster,
}

const NAMES: [(&str, &str); 7] = [
    ("Äpfelbeck", "Änne"),
    ("Böhm", "Jürgen"),
    ("Groß", "Ayşe"),
    ("Huber", "Max <IT>"),
    ("Müller & Sohn", "=Kurt"),
    ("Yıldız", "Ömer"),
    ("Zacharias-von-der-Leitenbacher", "Wilhelmine"),
];

pub fn documents() -> Sample {
    let person = |room, department, off: &[u8]| Somebody { room, department, off: off.to_vec(), ..Somebody::default() };
    let mut people = vec![
        person(14, 0, &[]),
        person(14, 0, &[5]),
        person(9, 0, &[]),
        person(9, 0, &[1, 2]),
        person(3, 1, &[]),
        person(3, 1, &[]),
        person(2, 1, &[3]),
    ];
    people[4].home = Some(HomeSuitability::Always);
    let town = Town {
        people,
        from: jiff::civil::date(2020, 11, 2),
        weeks: 2,
        caps: vec![TownCap::always(3, CapUsers::AllHome)],
        room_max: Some(1),
        on_site: vec![(0, 1)],
        reachable: vec![(1, 2)],
        ..Town::default()
    };
    let mut documents = town.documents();
    for (person, (last, first)) in documents.inventory.persons.iter_mut().zip(NAMES) {
        person.last.value = last.to_owned();
        person.first = Some(Sourced::new(first.to_owned(), person.at.clone()));
    }
    documents.site.name = "Landratsamt <Süd>".to_owned();
    let holiday = jiff::civil::date(2020, 11, 11);
    documents.site.roster.extra_holidays = vec![holiday];
    let days: Vec<_> = (0..12).filter(|i| i % 7 < 5).map(|i| town.from.checked_add(jiff::Span::new().days(i)).unwrap()).collect();
    let rows = (documents.inventory.persons.iter().enumerate())
        .map(|(p, person)| Row {
            person: person.id.clone(),
            places: (0..10)
                .map(|d| match (days[d] == holiday || person.off_days.contains(&(d as u8 % 5 + 1)), (p + d) % 3) {
                    (true, _) => Place::Off,
                    (false, 0) => Place::Home,
                    _ => Place::Office,
                })
                .collect(),
        })
        .collect();
    let roster = Roster {
        slots: crate::roster::model::Slots::new(),
        from: None,
        site: documents.site.name.clone(),
        days,
        holidays: vec![(holiday, crate::diag::Words::new("day off", "dienstfrei"))],
        rows,
        cost: 12,
        bound: 11,
        seed: 1,
        effort: Effort::Normal,
        readiness: ReadinessBasis::Observed,
        searched: false,
        rounds: None,
        owed: None,
        team_days: std::collections::BTreeMap::new(),
        fairness: Fairness { people: 6, min: 0.8, median: 1.0, max: 1.2, jain: 0.98, below_80: 0 },
        certificate: Certificate { parts: 64, prices: Vec::new() },
    };
    let inventory = documents.inventory.clone();
    Sample { documents, inventory, roster }
}

/// A plan without lines.
pub fn plan() -> Planned {
    Planned { lines: Vec::new(), ..documents().documents.plan.into() }
}

static NO_DEVICES: std::collections::BTreeMap<crate::domain::LineId, Vec<crate::probe::devices::Device>> =
    std::collections::BTreeMap::new();

/// A run that took a second and a half.
pub fn run<'a>(report: &'a Report, plan: &'a Planned) -> Run<'a> {
    Run {
        report,
        plan,
        site: "Landratsamt <Süd>",
        began: 1_800_000_000,
        took: std::time::Duration::from_millis(1500),
        traces: &[],
        ways: &[],
        compared: None,
        devices: &NO_DEVICES,
    }
}

/// Compares with `tests/golden/roster/<name>`; with `DESKSHIFT_BLESS` set, writes it anew.
#[allow(clippy::disallowed_methods)]
pub fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/roster").join(name);
    if std::env::var_os("DESKSHIFT_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).expect("a golden file; DESKSHIFT_BLESS=1 writes it");
    assert!(text == golden, "{name} changed; look at it, then run with DESKSHIFT_BLESS=1");
}
