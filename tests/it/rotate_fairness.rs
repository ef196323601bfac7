//! `roster.fairness: lexicographic` as a process: the least-served first, at no cost.

use crate::rotate::Office;
use crate::support::run;

#[test]
fn the_least_served_come_first_at_no_cost_in_rules() {
    let office = Office::new();
    // Nothing but who gets the days is left to decide.
    office.edit("  seed: 1", "  goals: {wish: 0, fairness: 0, stability: 0, shape: 0}\n  seed: 1");
    let office = office.planned();
    let made = |office: &Office| {
        std::fs::remove_file(office.path().join("out/roster.json")).ok();
        let json = run(office.path(), &["--json", "rotate", "--effort", "quick"]).expect(0).json();
        office.rotate(&["check"]).expect(0);
        office.rotate(&["certify"]).expect(0);
        json["figures"].clone()
    };
    let plain = made(&office);
    office.edit("  seed: 1", "  fairness: lexicographic\n  seed: 1");
    let office = office.planned();
    let served = made(&office);
    assert_eq!((&plain["cost"], &served["cost"]), (&0.into(), &0.into()));
    let of = |figures: &serde_json::Value, what: &str| figures["fairness"][what].as_f64().unwrap();
    assert!(of(&served, "min") >= of(&plain, "min"), "{served} {plain}");
    assert!(of(&served, "below_80") < of(&plain, "below_80") && of(&served, "jain") > of(&plain, "jain"), "{served} {plain}");
    let first = office.read("out/roster.json");
    made(&office);
    assert_eq!(first, office.read("out/roster.json"), "the same input gives the same bytes");

    office.edit("fairness: lexicographic", "fairness: fair");
    let refused = run(office.path(), &["--lang", "en", "plan"]).expect(2);
    assert!(refused.stderr.contains("`lexicographic`") && refused.stderr.contains("deskshift.yaml:"), "{}", refused.stderr);
}
