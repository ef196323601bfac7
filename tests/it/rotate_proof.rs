//! `deskshift rotate certify` as a process: what the prices prove, and what they do not.

use crate::rotate::Office;
use crate::support::run;

#[test]
fn the_certificate_is_recomputed() {
    let office = Office::new().planned();
    let last = office.rotate(&["--effort", "quick"]).expect(0).stdout.lines().last().unwrap().to_owned();
    let proven = office.rotate(&["certify"]).expect(0).stdout;
    assert!(proven.starts_with("every roster that holds the rules costs at least "), "{proven}");
    let json = run(office.path(), &["--json", "rotate", "certify"]).expect(0).json();
    assert_eq!(json["holds"], true);
    let (cost, bound) = (json["cost"]["counted"].as_i64().unwrap(), json["bound"]["counted"].as_i64().unwrap());
    assert!(last.contains(&format!("cost {cost}, bound {bound}, ")), "{last}");
    assert_eq!(json["gap"].as_i64().unwrap(), cost - bound);
    assert!(proven.contains(&format!("cost, counted anew: {cost} (")), "{proven}");
    assert!(
        proven.contains(&format!("  gap: {} points or ", cost - bound)) && proven.contains("no roster saves more"),
        "{proven}"
    );
    // The sums are those of the formula.
    let (people, rules) = (json["people"].as_i64().unwrap(), json["rules"].as_i64().unwrap());
    let parts = json["parts"].as_i64().unwrap();
    assert_eq!((people + rules + parts - 1).div_euclid(parts), bound);
    let german = run(office.path(), &["--lang", "de", "rotate", "certify", "out/roster.json"]).expect(0).stdout;
    assert!(german.contains(&format!("kostet mindestens {bound}")) && german.contains("Lücke: "), "{german}");
}

#[test]
fn a_certificate_that_proves_less_is_refused() {
    let office = Office::new().planned();
    office.rotate(&["--effort", "quick"]).expect(0);
    let genuine = office.read("out/roster.json");
    let forge = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut document: serde_json::Value = serde_json::from_str(&genuine).unwrap();
        change(&mut document["body"]);
        std::fs::write(office.path().join("forged.json"), document.to_string()).unwrap();
    };
    let refused = |code: &str| {
        let found = office.rotate(&["certify", "forged.json"]).expect(1).stdout;
        assert!(found.contains(&format!("error[{code}]: ")), "{found}");
        assert!(found.ends_with("the certificate does not prove what the roster states\n"), "{found}");
        assert!(!found.contains("gap: "), "no gap is told of what does not hold: {found}");
        let json = run(office.path(), &["--json", "rotate", "certify", "forged.json"]).expect(1).json();
        assert_eq!((&json["holds"], &json["gap"]), (&false.into(), &serde_json::Value::Null));
    };
    forge(&|body| body["bound"] = (body["bound"].as_i64().unwrap() + 1).into());
    refused("roster/bound-not-proven");
    forge(&|body| body["certificate"]["prices"] = serde_json::json!([]));
    refused("roster/bound-not-proven");
    forge(&|body| body["certificate"]["parts"] = 0.into());
    refused("roster/bound-not-proven");
    forge(&|body| body["cost"] = (body["cost"].as_i64().unwrap() - 1).into());
    refused("roster/cost-differs");
    forge(&|body| {
        for row in body["rows"].as_array_mut().unwrap() {
            row["places"] = row["places"].as_str().unwrap().replace('O', "H").into();
        }
    });
    refused("roster/gap-without-roster");
}

#[test]
fn what_is_no_roster_proves_nothing() {
    let office = Office::new().planned();
    let missing = office.rotate(&["certify"]).expect(2);
    assert!(missing.stderr.contains("deskshift rotate"), "{}", missing.stderr);
    for (name, text) in [("a.json", "{"), ("b.csv", "id,day,place\n")] {
        std::fs::write(office.path().join(name), text).unwrap();
        let refused = office.rotate(&["certify", name]).expect(2);
        assert!(refused.stderr.contains(name), "{}", refused.stderr);
    }
    office.rotate(&["certify", "missing.json"]).expect(2);
}

/// What changed since the roster was made is named as a reason.
#[test]
fn other_inputs_are_named() {
    let office = Office::new().planned();
    office.rotate(&["--effort", "quick"]).expect(0);
    office.edit("vpn: {cap: 200", "vpn: {cap: 201");
    let office = office.planned();
    let found = office.rotate(&["certify"]).expect(1);
    assert!(found.stdout.contains("roster/bound-not-proven"), "{}", found.stdout);
    assert!(found.stderr.contains("made from another inventory or plan"), "{}", found.stderr);
}

/// Departments below `roster.min_group` have no figures of their own, in words or JSON.
#[test]
fn small_groups_have_no_figures_of_their_own() {
    let office = Office::new().planned();
    let figures = |office: &Office| {
        let json = run(office.path(), &["--json", "rotate", "--rounds", "1"]).expect(0).json();
        let list = json["figures"]["departments"].as_array().unwrap().clone();
        let people: Vec<u64> = list.iter().map(|entry| entry["fairness"]["people"].as_u64().unwrap()).collect();
        (json["figures"].clone(), list, people)
    };
    let (house, departments, people) = figures(&office);
    assert!(house["min_group"] == 5 && departments.len() > 10 && people.iter().all(|n| *n >= 5), "{people:?}");
    office.edit("  seed: 1", "  min_group: 30\n  seed: 1");
    let office = office.planned();
    let (_, fewer, people) = figures(&office);
    assert!(fewer.len() < departments.len() && people.iter().all(|n| *n >= 30), "{people:?}");
    assert_eq!(people.iter().sum::<u64>(), house["fairness"]["people"].as_u64().unwrap());
    let others = fewer.last().unwrap();
    assert!(others["department"].is_null() && others["departments"].as_u64() > Some(1), "{others}");
    let told = office.rotate(&["--rounds", "1"]).expect(0).stdout;
    assert!(told.contains("medians of departments (those below 30 people together): from "), "{told}");
    office.edit("min_group: 30", "min_group: 900");
    let office = office.planned();
    let told = office.rotate(&["--rounds", "1"]).expect(0).stdout;
    assert!(told.contains("not shown for fewer than 900 people") && !told.contains("Jain"), "{told}");
    let (house, none, _) = figures(&office);
    assert!(house["fairness"].is_null() && none.is_empty(), "{house}");
    office.edit("min_group: 900", "min_group: 0");
    let refused = run(office.path(), &["--lang", "en", "plan"]).expect(2);
    assert!(refused.stderr.contains("deskshift.yaml:") && refused.stderr.contains("from 1 to 1000"), "{}", refused.stderr);
}
