//! The numbers of the calendars' issues, across runs and damage.

use crate::rotate::Office;

/// A roster that is issued again replaces its events in calendars.
#[test]
fn calendars_count_the_issues() {
    let office = Office::new().planned();
    let sequence = || {
        let folder = office.path().join("out/roster/current/calendars");
        let first = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
        let text = std::fs::read_to_string(first).unwrap();
        text.lines().find_map(|line| line.strip_prefix("SEQUENCE:").map(ToOwned::to_owned)).unwrap()
    };
    for (seed, expected) in [("1", "0"), ("1", "0"), ("2", "1")] {
        office.rotate(&["--effort", "quick", "--seed", seed]).expect(0);
        assert_eq!(sequence(), expected);
    }
    office.rotate(&["export"]).expect(0);
    assert_eq!(sequence(), "1", "an export is the same issue");
    // A damaged record: nothing is written, and the way out works.
    let record = office.path().join("out/roster/current/issue.json");
    std::fs::write(&record, "{\"number\": 1,").unwrap();
    let before = office.read("out/roster.json");
    for refused in [&["--effort", "quick"][..], &["export"]] {
        let told = office.rotate(refused).expect(2);
        assert!(
            told.stderr.contains("error[roster/issue-damaged]") && told.stderr.contains("--sequence NUMBER"),
            "{}",
            told.all()
        );
    }
    assert_eq!(office.read("out/roster.json"), before);
    office.rotate(&["export", "--sequence", "7"]).expect(0);
    office.rotate(&["--effort", "quick", "--seed", "1"]).expect(0);
    assert_eq!(sequence(), "8");
}
