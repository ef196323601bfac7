//! Public holidays of all sixteen Länder from 2017 to 2040, day by day, against two libraries that share nothing with ours: `holidays` and
//! `workalendar` of PyPI.

use std::collections::BTreeSet;
use std::process::Command;

use deskshift::domain::calendar::{Land, in_year};
use serde_json::Value;

use super::programs::{Program, checkout, present, python_folder};

fn days(value: &Value) -> BTreeSet<String> {
    value.as_array().expect("a list of days").iter().map(|day| day.as_str().expect("a day").to_owned()).collect()
}

fn ours(land: Land, assumption_day: bool, year: i16) -> BTreeSet<String> {
    in_year(land, assumption_day, year).iter().map(|holiday| holiday.date.to_string()).collect()
}

/// What `workalendar` 17 does not know, though it is law: the day, and why it is right with us. `holidays` has each of them.
fn unknown_to_workalendar(land: Land, year: i16, day: &str) -> bool {
    let on = |date: &str| day == format!("{year}-{date}");
    match land {
        // Art. 1 of the holiday act of Mecklenburg-Western Pomerania, since 2023.
        Land::Mv => year >= 2023 && on("03-08"),
        // Section 2 of the holiday act of Thuringia, since 2019.
        Land::Th => year >= 2019 && on("09-20"),
        // Single days of Berlin: 80 years since the end of the war, 75 years since 17 June 1953.
        Land::Be => (year == 2025 && on("05-08")) || (year == 2028 && on("06-17")),
        // Section 2 of the holiday act of Brandenburg names both Sundays, Easter and Whitsun.
        Land::Bb => in_year(land, false, year).iter().any(|h| h.name.en == "Whit Sunday" && h.date.to_string() == day),
        _ => false,
    }
}

#[test]
fn every_land_from_2017_to_2040_as_two_other_libraries_have_it() {
    if !present("every_land_from_2017_to_2040_as_two_other_libraries_have_it", &[Program::PythonWithPackages]) {
        return;
    }
    let script = checkout().join("tests/lab/python/holidays_of_laender.py");
    let output = Command::new(python_folder().join("bin/python")).arg("-B").arg(script).output().expect("python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let (mut compared, mut stale) = (0, 0);
    for land in Land::ALL {
        for year in 2017..=2040 {
            let said = &theirs[format!("{land} {year}")];
            let mine = ours(land, false, year);
            assert_eq!(mine, days(&said["holidays"]), "{land} {year}, `holidays`");
            // Assumption Day in Bavaria: one library has it as a matter of the municipality, the other everywhere.
            if land == Land::By {
                assert_eq!(ours(land, true, year), days(&said["catholic"]), "{land} {year}, `holidays` where most are Catholic");
            }
            let mine = ours(land, true, year);
            let other = days(&said["workalendar"]);
            assert_eq!(other.difference(&mine).count(), 0, "{land} {year}: `workalendar` has more: {other:?}");
            for day in mine.difference(&other) {
                assert!(unknown_to_workalendar(land, year, day), "{land} {year}: `workalendar` does not have {day}");
                stale += 1;
            }
            compared += mine.len();
        }
    }
    // Each of the differences is still one: a list that nobody needs is taken out.
    assert_eq!((compared > 3_900, stale), (true, 18 + 22 + 2 + 24), "{compared} days compared");
}
